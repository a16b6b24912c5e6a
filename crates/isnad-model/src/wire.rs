//! Between Rust (bytes) and JSON (code points): the one place where offsets change their unit.
//!
//! ```
//! use isnad_model::{Report, Words, wire};
//! let mut report = Report { text: "\u{0641}ي Rome".into(), ..Report::default() };
//! report.headline = Some(Words { start: 5, end: 9, text: "Rome".into() });
//! let line = wire::report_to_json(&report).unwrap();
//! let json: serde_json::Value = serde_json::from_str(&line).unwrap();
//! assert_eq!(json["headline"]["start"], 3);
//! ```

use crate::wire_format::{Texts, to_string, to_writer, to_writer_with};
use crate::{BriefLine, Briefing, Dossier, Report};
use isnad_text::CharIndex;
use rustc_hash::FxHashMap;
use serde::Serialize;

/// Writes a dossier as JSON, offsets in code points, one report a line inside the `reports` array.
///
/// Characters that steer a terminal or the writing direction stand as `\uXXXX` escapes: the text is the same when read
/// back, but printing the JSON cannot reorder or hide anything.
///
/// # Errors
/// Never for a dossier that this program made; serialisation errors are passed on.
pub fn to_json(dossier: &Dossier) -> Result<Vec<u8>, serde_json::Error> {
    let index = index(dossier);
    let mut out = String::new();
    let mut set = |report: &str, at: &mut usize| {
        if let Some(i) = index.get(report) {
            *at = i.chars(*at);
        }
    };
    // everything is converted one item at a time, so that nothing is ever held twice
    field(&mut out, "{\n", "schema", &dossier.schema)?;
    field(&mut out, ",\n", "title", &dossier.title)?;
    field(&mut out, ",\n", "language", &dossier.language)?;
    field(&mut out, ",\n", "made_by", &dossier.made_by)?;
    out.push_str(",\n\"reports\": [");
    for (n, report) in dossier.reports.iter().enumerate() {
        if n == SAMPLED {
            out.reserve(rest(dossier, out.len()));
        }
        out.push_str(if n > 0 { ",\n" } else { "\n" });
        to_writer_with(&mut out, report, &Among(index.get(report.id.as_str()), &index))?;
    }
    out.push(']');
    list(&mut out, "entities", &dossier.entities, |x| {
        reasons(&mut x.why, &mut set);
    })?;
    list(&mut out, "events", &dossier.events, |x| {
        reasons(&mut x.why, &mut set);
        roots(&mut x.roots, &mut set);
    })?;
    list(&mut out, "claims", &dossier.claims, |x| {
        roots(&mut x.roots, &mut set)
    })?;
    list(&mut out, "timeline", &dossier.timeline, |_| {})?;
    list(&mut out, "commitments", &dossier.commitments, |x| {
        evidence(&mut x.evidence, &mut set);
    })?;
    list(&mut out, "framing", &dossier.framing, |x| framing(x, &mut set))?;
    list(&mut out, "discrepancies", &dossier.discrepancies, |x| {
        discrepancy(x, &mut set);
    })?;
    list(&mut out, "silences", &dossier.silences, |_| {})?;
    list(&mut out, "gaps", &dossier.gaps, |_| {})?;
    list(&mut out, "diagnostics", &dossier.diagnostics, |x| {
        diagnostic(x, &mut set);
    })?;
    out.push_str("\n}\n");
    Ok(out.into_bytes())
}

/// Reports after which the size of a big dossier can be told.
const SAMPLED: usize = 256;

/// About how many bytes follow `written` bytes for the first reports, as the reports' texts go, and as much again for what is
/// compiled (memory is taken only as it is written): half a gigabyte that grows by doubling would be held twice.
fn rest(dossier: &Dossier, written: usize) -> usize {
    let size = |reports: &[Report]| reports.iter().map(|r| r.text.len() + 1).sum::<usize>();
    let (first, rest) = dossier.reports.split_at(SAMPLED.min(dossier.reports.len()));
    let ratio = written as f64 / size(first).max(1) as f64;
    (size(rest) as f64 * ratio * 2.0) as usize
}

/// Writes the briefing of a dossier as a line of JSON, offsets in code points of the dossier's reports.
///
/// # Errors
/// Serialisation errors are passed on.
pub fn briefing_to_json(briefing: &Briefing, dossier: &Dossier) -> Result<String, serde_json::Error> {
    let index = index(dossier);
    let mut briefing = briefing.clone();
    visit_briefing(&mut briefing, &mut |report, at| {
        if let Some(i) = index.get(report) {
            *at = i.chars(*at);
        }
    });
    to_string(&briefing)
}

/// Turns the offsets of a briefing that was just deserialised from code points into bytes of the dossier's reports.
pub fn briefing_from_code_points(mut briefing: Briefing, dossier: &Dossier) -> Briefing {
    let index = index(dossier);
    visit_briefing(&mut briefing, &mut |report, at| {
        if let Some(i) = index.get(report) {
            *at = i.bytes(*at);
        }
    });
    briefing
}

/// The texts of all reports by id, ready to count characters.
fn index(dossier: &Dossier) -> FxHashMap<&str, CharIndex<'_>> {
    let reports = dossier.reports.iter();
    reports
        .map(|r| (r.id.as_str(), CharIndex::new(&r.text)))
        .collect()
}

/// Writes a field of the dossier that is no list. The keys inside are sorted.
fn field<T: Serialize>(
    out: &mut String,
    before: &str,
    key: &str,
    value: &T,
) -> Result<(), serde_json::Error> {
    out.push_str(&format!("{before}\"{key}\": "));
    to_writer(out, &serde_json::to_value(value)?)
}

/// Writes a list of the dossier, an item a line, each first converted by `convert`. The keys inside are sorted.
fn list<T: Serialize + Clone>(
    out: &mut String,
    key: &str,
    items: &[T],
    mut convert: impl FnMut(&mut T),
) -> Result<(), serde_json::Error> {
    out.push_str(&format!(",\n\"{key}\": ["));
    for (n, item) in items.iter().enumerate() {
        out.push_str(if n > 0 { ",\n" } else { "\n" });
        let mut item = item.clone();
        convert(&mut item);
        to_writer(out, &serde_json::to_value(&item)?)?;
    }
    out.push(']');
    Ok(())
}

/// Writes one report as a line of JSON, offsets in code points.
///
/// # Errors
/// Serialisation errors are passed on.
pub fn report_to_json(report: &Report) -> Result<String, serde_json::Error> {
    // what is said of a text takes several times its room
    let mut out = String::with_capacity(report.text.len() * 8);
    add_report(&mut out, report)?;
    Ok(out)
}

/// The same, added to what was written before, without a line end.
///
/// # Errors
/// Serialisation errors are passed on.
pub fn add_report(out: &mut String, report: &Report) -> Result<(), serde_json::Error> {
    to_writer_with(out, report, &Alone(&report.id, CharIndex::new(&report.text)))
}

/// One report: offsets into others stay as they are.
struct Alone<'r>(&'r str, CharIndex<'r>);

impl Texts for Alone<'_> {
    fn own(&self) -> Option<&CharIndex<'_>> {
        Some(&self.1)
    }

    fn of(&self, report: &str) -> Option<&CharIndex<'_>> {
        (report == self.0).then_some(&self.1)
    }
}

/// A report among those of its dossier.
struct Among<'r>(Option<&'r CharIndex<'r>>, &'r FxHashMap<&'r str, CharIndex<'r>>);

impl Texts for Among<'_> {
    fn own(&self) -> Option<&CharIndex<'_>> {
        self.0
    }

    fn of(&self, report: &str) -> Option<&CharIndex<'_>> {
        self.1.get(report)
    }
}

/// Writes any value as compact JSON that holds no character that could act on a terminal or a page.
///
/// ```
/// assert_eq!(isnad_model::wire::safe_json(&"</script>").unwrap(), "\"\\u003c/script>\"");
/// ```
///
/// # Errors
/// Serialisation errors are passed on.
pub fn safe_json<T: Serialize>(value: &T) -> Result<String, serde_json::Error> {
    to_string(value)
}

/// Reads a dossier from JSON.
///
/// # Errors
/// The bytes are no JSON, or not of the schema `isnad/dossier/1`.
pub fn from_json(bytes: &[u8]) -> Result<Dossier, WireError> {
    from_code_points(serde_json::from_slice(bytes)?)
}

/// Turns the offsets of a dossier that was just deserialised from code points into bytes.
///
/// # Errors
/// Its schema is not `isnad/dossier/1`.
pub fn from_code_points(mut dossier: Dossier) -> Result<Dossier, WireError> {
    if dossier.schema != crate::SCHEMA {
        return Err(WireError::Schema(dossier.schema));
    }
    // the texts are set aside, so that their index can stand beside the dossier while it changes
    let texts: Vec<(String, String)> = dossier
        .reports
        .iter_mut()
        .map(|r| (r.id.clone(), std::mem::take(&mut r.text)))
        .collect();
    let index: FxHashMap<&str, CharIndex<'_>> = texts
        .iter()
        .map(|(id, text)| (id.as_str(), CharIndex::new(text)))
        .collect();
    let mut set = |report: &str, at: &mut usize| {
        if let Some(i) = index.get(report) {
            *at = i.bytes(*at);
        }
    };
    visit_compiled(&mut dossier, &mut set);
    for report in &mut dossier.reports {
        visit_report(report, &mut set);
    }
    for (report, (_, text)) in dossier.reports.iter_mut().zip(texts) {
        report.text = text;
    }
    Ok(dossier)
}

/// Why a dossier could not be read.
#[derive(Debug, thiserror::Error)]
pub enum WireError {
    /// No JSON of the expected form.
    #[error("expected a dossier in JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// Another schema.
    #[error("expected schema isnad/dossier/1, found {0:?}")]
    Schema(String),
}

/// Calls `f` with a report's id on every offset of a report, in any layer (not on the byte ranges of [`crate::Origin`], which are of the file).
pub fn visit_report(report: &mut Report, f: &mut dyn FnMut(&str, &mut usize)) {
    let id = report.id.clone();
    let id = id.as_str();
    macro_rules! ends {
        ($($x:expr),*) => { $( f(id, &mut $x.start); f(id, &mut $x.end); )* };
    }
    if let Some(w) = &mut report.headline {
        ends!(w);
    }
    if let Some(w) = report.outlet.as_mut().and_then(|o| o.words.as_mut()) {
        ends!(w);
    }
    for dating in [
        Some(&mut report.published),
        report.updated.as_mut(),
        report.saved.as_mut(),
    ]
    .into_iter()
    .flatten()
    {
        reasons(&mut dating.because, f);
    }
    for b in &mut report.blocks {
        ends!(b);
    }
    for t in &mut report.times {
        ends!(t);
        reasons(&mut t.because, f);
    }
    for m in &mut report.mentions {
        ends!(m);
        for t in &mut m.titles {
            ends!(t);
        }
    }
    for q in &mut report.quotations {
        ends!(q);
        if let Some(c) = &mut q.cue {
            ends!(c);
        }
        for l in q.chain.iter_mut().chain(&mut q.with) {
            ends!(l);
        }
    }
    for x in &mut report.figures {
        ends!(x);
    }
    for e in &mut report.events {
        ends!(e, e.trigger);
        for p in &mut e.participants {
            ends!(p);
        }
        if let Some(p) = &mut e.place {
            ends!(p);
        }
        for t in &mut e.topics {
            ends!(t);
        }
        for l in &mut e.chain {
            ends!(l);
        }
    }
}

/// Reasons may cite other reports.
fn reasons(reasons: &mut [crate::Reason], f: &mut dyn FnMut(&str, &mut usize)) {
    for reason in reasons {
        evidence(&mut reason.evidence, f);
    }
}

fn evidence(evidence: &mut [crate::Evidence], f: &mut dyn FnMut(&str, &mut usize)) {
    for e in evidence {
        f(&e.report, &mut e.start);
        f(&e.report, &mut e.end);
    }
}

fn roots(roots: &mut [crate::Root], f: &mut dyn FnMut(&str, &mut usize)) {
    for root in roots {
        evidence(&mut root.evidence, f);
    }
}

fn framing(x: &mut crate::Framing, f: &mut dyn FnMut(&str, &mut usize)) {
    for w in &mut x.words {
        f(&x.report, &mut w.start);
        f(&x.report, &mut w.end);
    }
}

fn discrepancy(x: &mut crate::Discrepancy, f: &mut dyn FnMut(&str, &mut usize)) {
    for value in &mut x.values {
        evidence(&mut value.evidence, f);
    }
}

fn diagnostic(x: &mut crate::Diagnostic, f: &mut dyn FnMut(&str, &mut usize)) {
    f(&x.report, &mut x.start);
    f(&x.report, &mut x.end);
}

/// Calls `f` with the report's id on every offset of a briefing.
pub fn visit_briefing(briefing: &mut Briefing, f: &mut dyn FnMut(&str, &mut usize)) {
    fn lines(all: &mut [BriefLine], f: &mut dyn FnMut(&str, &mut usize)) {
        for line in all {
            evidence(&mut line.evidence, f);
            lines(&mut line.sub, f);
        }
    }
    for section in &mut briefing.sections {
        lines(&mut section.lines, f);
    }
    for quote in briefing.sources.iter_mut().flat_map(|s| &mut s.quotes) {
        evidence(std::slice::from_mut(&mut quote.evidence), f);
    }
}

/// Calls `f` with the report's id on every offset of the compiled part.
pub fn visit_compiled(dossier: &mut Dossier, f: &mut dyn FnMut(&str, &mut usize)) {
    dossier.entities.iter_mut().for_each(|x| reasons(&mut x.why, f));
    for event in &mut dossier.events {
        reasons(&mut event.why, f);
        roots(&mut event.roots, f);
    }
    dossier.claims.iter_mut().for_each(|x| roots(&mut x.roots, f));
    dossier
        .commitments
        .iter_mut()
        .for_each(|x| evidence(&mut x.evidence, f));
    dossier.framing.iter_mut().for_each(|x| framing(x, f));
    dossier.discrepancies.iter_mut().for_each(|x| discrepancy(x, f));
    dossier.diagnostics.iter_mut().for_each(|x| diagnostic(x, f));
}

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

use crate::wire_format::{to_string, to_writer};
use crate::{Dossier, Report};
use isnad_text::CharIndex;
use std::collections::BTreeMap;

/// Writes a dossier as JSON, offsets in code points, one report a line inside the `reports` array.
///
/// Characters that steer a terminal or the writing direction stand as `\uXXXX` escapes: the text is the same when read
/// back, but printing the JSON cannot reorder or hide anything.
///
/// # Errors
/// Never for a dossier that this program made; serialisation errors are passed on.
pub fn to_json(dossier: &Dossier) -> Result<Vec<u8>, serde_json::Error> {
    let mut wire = Dossier {
        reports: Vec::new(),
        ..dossier.clone_without_reports()
    };
    let index: BTreeMap<&str, CharIndex> = dossier
        .reports
        .iter()
        .map(|r| (r.id.as_str(), CharIndex::new(&r.text)))
        .collect();
    visit_compiled(&mut wire, &mut |report, at| {
        if let Some(i) = index.get(report) {
            *at = i.chars(*at);
        }
    });
    let mut out = Vec::new();
    // reports are converted one at a time, so that the texts are never held twice
    let shell = serde_json::to_value(&wire)?;
    let serde_json::Value::Object(map) = shell else {
        return Ok(out);
    };
    let order = [
        "schema",
        "title",
        "language",
        "made_by",
        "reports",
        "entities",
        "events",
        "timeline",
        "commitments",
        "framing",
        "discrepancies",
        "silences",
        "gaps",
        "diagnostics",
    ];
    out.extend_from_slice(b"{\n");
    for (n, key) in order.iter().enumerate() {
        if n > 0 {
            out.extend_from_slice(b",\n");
        }
        out.extend_from_slice(format!("\"{key}\": ").as_bytes());
        if *key == "reports" {
            out.extend_from_slice(b"[");
            for (i, report) in dossier.reports.iter().enumerate() {
                out.extend_from_slice(if i > 0 { b",\n" } else { b"\n" });
                let mut report = report.clone();
                visit_report(&mut report, &mut |id, at| {
                    if let Some(i) = index.get(id) {
                        *at = i.chars(*at);
                    }
                });
                to_writer(&mut out, &report)?;
            }
            out.extend_from_slice(b"]");
            continue;
        }
        match map.get(*key) {
            Some(serde_json::Value::Array(items)) => {
                out.extend_from_slice(b"[");
                for (i, item) in items.iter().enumerate() {
                    out.extend_from_slice(if i > 0 { b",\n" } else { b"\n" });
                    to_writer(&mut out, item)?;
                }
                out.extend_from_slice(b"]");
            }
            Some(value) => to_writer(&mut out, value)?,
            None => out.extend_from_slice(b"null"),
        }
    }
    out.extend_from_slice(b"\n}\n");
    Ok(out)
}

/// Writes one report as a line of JSON, offsets in code points.
///
/// # Errors
/// Serialisation errors are passed on.
pub fn report_to_json(report: &Report) -> Result<String, serde_json::Error> {
    let index = CharIndex::new(&report.text);
    let mut report = report.clone();
    let own = report.id.clone();
    visit_report(&mut report, &mut |id, at| {
        if id == own {
            *at = index.chars(*at);
        }
    });
    to_string(&report)
}

/// Writes any value as compact JSON that holds no character that could act on a terminal or a page.
///
/// ```
/// assert_eq!(isnad_model::wire::safe_json(&"</script>").unwrap(), "\"\\u003c/script>\"");
/// ```
///
/// # Errors
/// Serialisation errors are passed on.
pub fn safe_json<T: serde::Serialize>(value: &T) -> Result<String, serde_json::Error> {
    to_string(value)
}

/// Reads a dossier from JSON.
///
/// # Errors
/// The bytes are no JSON, or not of the schema `isnad/dossier/1`.
pub fn from_json(bytes: &[u8]) -> Result<Dossier, WireError> {
    let mut dossier: Dossier = serde_json::from_slice(bytes)?;
    if dossier.schema != crate::SCHEMA {
        return Err(WireError::Schema(dossier.schema));
    }
    let index: BTreeMap<String, CharIndex> = dossier
        .reports
        .iter()
        .map(|r| (r.id.clone(), CharIndex::new(&r.text)))
        .collect();
    visit_compiled(&mut dossier, &mut |report, at| {
        if let Some(i) = index.get(report) {
            *at = i.bytes(*at);
        }
    });
    for report in &mut dossier.reports {
        visit_report(report, &mut |id, at| {
            if let Some(i) = index.get(id) {
                *at = i.bytes(*at);
            }
        });
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

impl Dossier {
    fn clone_without_reports(&self) -> Self {
        Self {
            schema: self.schema.clone(),
            title: self.title.clone(),
            language: self.language.clone(),
            made_by: self.made_by.clone(),
            reports: Vec::new(),
            entities: self.entities.clone(),
            events: self.events.clone(),
            timeline: self.timeline.clone(),
            commitments: self.commitments.clone(),
            framing: self.framing.clone(),
            discrepancies: self.discrepancies.clone(),
            silences: self.silences.clone(),
            gaps: self.gaps.clone(),
            diagnostics: self.diagnostics.clone(),
        }
    }
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
        for l in &mut q.chain {
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

/// Reasons inside a report may cite other reports.
fn reasons(reasons: &mut [crate::Reason], f: &mut dyn FnMut(&str, &mut usize)) {
    for e in reasons.iter_mut().flat_map(|r| &mut r.evidence) {
        f(&e.report, &mut e.start);
        f(&e.report, &mut e.end);
    }
}

/// Calls `f` with the report's id on every offset of the compiled part.
fn visit_compiled(dossier: &mut Dossier, f: &mut dyn FnMut(&str, &mut usize)) {
    let mut evidence = |e: &mut crate::Evidence| {
        f(&e.report, &mut e.start);
        f(&e.report, &mut e.end);
    };
    dossier
        .entities
        .iter_mut()
        .flat_map(|x| &mut x.why)
        .flat_map(|r| &mut r.evidence)
        .for_each(&mut evidence);
    dossier
        .events
        .iter_mut()
        .flat_map(|x| &mut x.why)
        .flat_map(|r| &mut r.evidence)
        .for_each(&mut evidence);
    dossier
        .commitments
        .iter_mut()
        .flat_map(|x| &mut x.evidence)
        .for_each(&mut evidence);
    dossier
        .discrepancies
        .iter_mut()
        .flat_map(|x| &mut x.values)
        .flat_map(|v| &mut v.evidence)
        .for_each(&mut evidence);
    for x in &mut dossier.framing {
        for w in &mut x.words {
            f(&x.report, &mut w.start);
            f(&x.report, &mut w.end);
        }
    }
    for d in &mut dossier.diagnostics {
        f(&d.report, &mut d.start);
        f(&d.report, &mut d.end);
    }
}

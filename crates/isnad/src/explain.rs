//! Why the dossier says what it says: rules and evidence, for a place in a report or for an id.

use isnad_model::{Dossier, Evidence, Grade, Reason, Report, Root};
use isnad_text::CharIndex;

/// An explanation: lines with their depth.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    /// Depth (0 is a heading) and plain text.
    pub lines: Vec<(usize, String)>,
}

impl Explanation {
    fn add(&mut self, depth: usize, text: impl Into<String>) {
        self.lines.push((depth, text.into()));
    }

    fn reasons(&mut self, depth: usize, dossier: &Dossier, reasons: &[Reason]) {
        for reason in reasons {
            self.add(depth, format!("because {}", reason.reason));
            for evidence in &reason.evidence {
                self.add(depth + 1, cite(dossier, evidence));
            }
        }
    }
}

/// Where the words of a piece of evidence stand: file, line, column, words.
fn cite(dossier: &Dossier, evidence: &Evidence) -> String {
    let Some(report) = dossier.reports.iter().find(|r| r.id == evidence.report) else {
        return format!("{}: {}", evidence.report, evidence.text);
    };
    let (line, column) = isnad_text::LineIndex::new(&report.text).position(&report.text, evidence.start);
    format!("{}:{line}:{column}: {}", report.source, evidence.text)
}

/// Explains everything that covers one code point of a report: which rule made it, on which words, and what came of it.
pub fn explain_offset(dossier: &Dossier, source: &str, offset: usize) -> Option<Explanation> {
    let report = dossier.reports.iter().find(|r| r.source == source)?;
    let index = CharIndex::new(&report.text);
    let at = index.bytes(offset);
    let mut out = Explanation::default();
    let (line, column) = isnad_text::LineIndex::new(&report.text).position(&report.text, at);
    out.add(0, format!("{source}:{line}:{column} (character {offset})"));
    for block in report.blocks.iter().filter(|b| b.span().holds(at)) {
        out.add(1, format!("block: {}", code(&block.role)));
    }
    for x in report.times.iter().filter(|x| x.span().holds(at)) {
        time(&mut out, dossier, x);
    }
    for x in report
        .mentions
        .iter()
        .filter(|x| x.span().holds(at) || x.titles.iter().any(|t| t.span().holds(at)))
    {
        mention(&mut out, dossier, x);
    }
    for x in report
        .quotations
        .iter()
        .filter(|x| x.span().holds(at) || x.cue.as_ref().is_some_and(|c| c.span().holds(at)))
    {
        quotation(&mut out, x);
    }
    for x in report.figures.iter().filter(|x| (x.start..x.end).contains(&at)) {
        out.add(1, format!("figure {}: {} {} [{}]", x.id, x.value, x.unit, x.text));
    }
    for x in report.events.iter().filter(|x| x.trigger.span().holds(at)) {
        event_mention(&mut out, dossier, report, x);
    }
    Some(out)
}

/// Explains an id: an entity, event, claim, commitment, discrepancy or report of the dossier.
pub fn explain_id(dossier: &Dossier, id: &str) -> Option<Explanation> {
    let mut out = Explanation::default();
    if let Some(x) = entity(dossier, id) {
        out.add(0, format!("entity {}: {} ({})", x.id, x.name, code(&x.kind)));
        for form in &x.forms {
            out.add(
                1,
                format!("named {} in {}", form.text, sources(dossier, form.reports.keys())),
            );
        }
        for title in &x.titles {
            out.add(
                1,
                format!(
                    "titled {} in {}",
                    title.text,
                    sources(dossier, title.reports.keys())
                ),
            );
        }
        out.reasons(1, dossier, &x.why);
    } else if let Some(x) = dossier.events.iter().find(|x| x.id == id) {
        let mode = x.mode.as_deref().map(|m| format!("/{m}")).unwrap_or_default();
        out.add(
            0,
            format!(
                "event {}: {}{mode}, {}, {}",
                x.id,
                x.kind,
                code(&x.status),
                x.when.value
            ),
        );
        for actor in &x.participants {
            out.add(1, format!("{}: {}", actor.role, name_of(dossier, &actor.entity)));
        }
        for at in &x.mentions {
            let found = dossier
                .reports
                .iter()
                .find(|r| r.id == at.report)
                .and_then(|r| r.events.iter().find(|e| e.id == at.event).map(|e| (r, e)));
            if let Some((report, mention)) = found {
                event_mention(&mut out, dossier, report, mention);
            }
        }
        roots(&mut out, dossier, &x.roots);
        graded(&mut out, x.grade.as_ref());
        out.reasons(1, dossier, &x.why);
    } else if let Some(x) = dossier.claims.iter().find(|x| x.id == id) {
        let speakers: Vec<_> = x.speakers.iter().map(|s| name_of(dossier, s)).collect();
        out.add(
            0,
            format!("claim {} ({}): {}", x.id, code(&x.stance), speakers.join(", ")),
        );
        for at in &x.mentions {
            let found = dossier.reports.iter().find(|r| r.id == at.report);
            let found = found.and_then(|r| Some((r, r.quotations.iter().find(|q| q.id == at.quotation)?)));
            if let Some((report, quotation)) = found {
                out.add(1, cite(dossier, &Evidence::of(report, quotation.span())));
            }
        }
        roots(&mut out, dossier, &x.roots);
        graded(&mut out, x.grade.as_ref());
    } else if let Some(x) = dossier.commitments.iter().find(|x| x.id == id) {
        out.add(
            0,
            format!("commitment {}: {}, {}", x.id, code(&x.kind), code(&x.state)),
        );
        out.add(1, x.what.clone());
        for evidence in &x.evidence {
            out.add(1, cite(dossier, evidence));
        }
    } else if let Some(x) = dossier.discrepancies.iter().find(|x| x.id == id) {
        out.add(
            0,
            format!("discrepancy {}: {}, cause {}", x.id, x.field, code(&x.cause)),
        );
        for value in &x.values {
            out.add(1, value.value.clone());
            for evidence in &value.evidence {
                out.add(2, cite(dossier, evidence));
            }
        }
    } else {
        let report = dossier.reports.iter().find(|r| r.id == id || r.source == id)?;
        out.add(0, format!("report {}: {}", report.id, report.source));
        let outlet = report.outlet.as_ref().map_or_else(
            || "unknown".to_owned(),
            |o| format!("{} ({})", o.name, code(&o.basis)),
        );
        out.add(1, format!("outlet: {outlet}"));
        published(&mut out, 1, dossier, report);
        for d in dossier.diagnostics.iter().filter(|d| d.report == report.id) {
            out.add(1, format!("note {}: {}", d.rule, d.message));
        }
        for time in &report.times {
            self::time(&mut out, dossier, time);
        }
    }
    Some(out)
}

/// The entity with this id or name, or the only one that goes by this name among others.
fn entity<'d>(dossier: &'d Dossier, id: &str) -> Option<&'d isnad_model::Entity> {
    let all = &dossier.entities;
    all.iter().find(|x| x.id == id || x.name == id).or_else(|| {
        let mut called = all.iter().filter(|x| x.forms.iter().any(|f| f.text == id));
        called.next().filter(|_| called.next().is_none())
    })
}

fn time(out: &mut Explanation, dossier: &Dossier, x: &isnad_model::TimeExpression) {
    out.add(
        1,
        format!("time {}: {} [{}] rule {}", x.id, x.value, x.text, x.rule),
    );
    if x.literal != x.value {
        out.add(2, format!("its own report alone says {}", x.literal));
    }
    if let Some(other) = &x.alternative {
        out.add(2, format!("the same words also say {other}"));
    }
    out.add(
        2,
        format!(
            "{}, {} calendar, counted from {}",
            code(&x.certainty),
            x.calendar,
            x.anchor
        ),
    );
    // the day from which it counts: stated, or step by step what is known of it
    let holder = dossier
        .reports
        .iter()
        .find(|r| r.times.iter().any(|t| std::ptr::eq(t, x)));
    if let Some(report) = holder.filter(|r| x.anchor == "published" && r.published.value.is_some()) {
        published(out, 2, dossier, report);
    }
    out.reasons(2, dossier, &x.because);
    if !x.because.is_empty() {
        out.add(2, format!("so {}", x.value));
    }
}

/// The day of publication and the steps that led to it; a step's interval stands behind its rule.
fn published(out: &mut Explanation, depth: usize, dossier: &Dossier, report: &Report) {
    let p = &report.published;
    let day = |d: Option<isnad_model::Date>| d.map_or_else(|| "?".to_owned(), |d| d.to_string());
    let value = p
        .value
        .clone()
        .unwrap_or_else(|| format!("{} to {}", day(p.earliest), day(p.latest)));
    out.add(depth, format!("published: {value} ({})", code(&p.basis)));
    out.reasons(depth + 1, dossier, &p.because);
}

fn mention(out: &mut Explanation, dossier: &Dossier, x: &isnad_model::Mention) {
    out.add(
        1,
        format!(
            "mention {}: {} {} [{}] rule {}",
            x.id,
            code(&x.kind),
            code(&x.form),
            x.text,
            x.rule
        ),
    );
    for title in &x.titles {
        out.add(2, format!("title [{}]", title.text));
    }
    if !x.entity.is_empty() {
        out.add(2, format!("entity {}: {}", x.entity, name_of(dossier, &x.entity)));
        if let Some(entity) = dossier.entities.iter().find(|e| e.id == x.entity) {
            out.reasons(3, dossier, &entity.why);
        }
    }
}

fn quotation(out: &mut Explanation, x: &isnad_model::Quotation) {
    out.add(
        1,
        format!(
            "quotation {}: {}, {} [{}] rule {}",
            x.id,
            code(&x.kind),
            code(&x.stance),
            x.text,
            x.rule
        ),
    );
    if let Some(cue) = &x.cue {
        out.add(2, format!("cue [{}]", cue.text));
    }
    for (n, link) in x.chain.iter().enumerate() {
        let who = if n == 0 { "said by" } else { "carried by" };
        out.add(
            2,
            format!(
                "{who} [{}]{}",
                link.text,
                link.anonymous
                    .as_deref()
                    .map(|a| format!(" ({a} source)"))
                    .unwrap_or_default()
            ),
        );
    }
}

fn event_mention(out: &mut Explanation, dossier: &Dossier, report: &Report, x: &isnad_model::EventMention) {
    let (line, column) = isnad_text::LineIndex::new(&report.text).position(&report.text, x.trigger.start);
    let mode = x.mode.as_deref().map(|m| format!("/{m}")).unwrap_or_default();
    out.add(
        1,
        format!(
            "event mention {}: {}{mode}, {} [{}] rule {}",
            x.id,
            x.kind,
            code(&x.modality),
            x.trigger.text,
            x.rule
        ),
    );
    out.add(2, format!("{}:{line}:{column}", report.source));
    for p in &x.participants {
        let entity = p
            .entity
            .as_deref()
            .map(|e| format!(" = {}", name_of(dossier, e)))
            .unwrap_or_default();
        out.add(2, format!("{} [{}]{entity}", p.role, p.text));
    }
    if let Some(place) = &x.place {
        out.add(2, format!("place [{}]", place.text));
    }
    if let Some(time) = &x.time {
        out.add(2, format!("time {} ({})", time.value, time.times.join(", ")));
    }
    if !x.event.is_empty() {
        out.add(2, format!("part of event {}", x.event));
    }
}

fn roots(out: &mut Explanation, dossier: &Dossier, roots: &[Root]) {
    for root in roots {
        let reports = sources(dossier, root.reports.iter());
        out.add(1, format!("root {} ({}): {reports}", root.root, root.because));
        for evidence in &root.evidence {
            out.add(2, cite(dossier, evidence));
        }
    }
}

fn graded(out: &mut Explanation, grade: Option<&Grade>) {
    if let Some(grade) = grade {
        out.add(
            1,
            format!(
                "graded {}{} ({})",
                grade.reliability, grade.credibility, grade.because
            ),
        );
    }
}

fn name_of<'d>(dossier: &'d Dossier, id: &'d str) -> &'d str {
    dossier
        .entities
        .iter()
        .find(|e| e.id == id)
        .map_or(id, |e| &e.name)
}

fn sources<'d>(dossier: &Dossier, ids: impl Iterator<Item = &'d String>) -> String {
    let names = ids.map(|id| {
        dossier
            .reports
            .iter()
            .find(|r| &r.id == id)
            .map_or(id.as_str(), |r| &r.source)
    });
    names.collect::<Vec<_>>().join(", ")
}

/// The name under which a value stands in the JSON.
fn code<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|v| v.as_str().map(str::to_owned))
        .unwrap_or_default()
}

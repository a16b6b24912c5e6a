//! The numbered sources, and the summary line.

use crate::{desk::Desk, words};
use isnad_lang::wording::Marks;
use isnad_model::{Basis, BriefLine, Briefing, Evidence, Report, SourceEntry, SourceQuote};
use isnad_text::LineIndex;
use std::collections::{BTreeMap, BTreeSet};

/// Numbers the reports that lines rest on, in the order of the dossier, and fills `cites`, `sources` and `summary`.
pub(crate) fn number(desk: &Desk<'_>, briefing: &mut Briefing) {
    let mut used: BTreeMap<usize, BTreeSet<Evidence>> = BTreeMap::new();
    for section in &briefing.sections {
        collect(desk, &section.lines, &mut used);
    }
    let numbers: BTreeMap<usize, usize> = used
        .keys()
        .enumerate()
        .map(|(n, report)| (*report, n + 1))
        .collect();
    for section in &mut briefing.sections {
        cite(desk, &mut section.lines, &numbers);
    }
    let uncited = desk.dossier.reports.len() - used.len();
    for (report, evidence) in used {
        let Some(of) = desk.dossier.reports.get(report) else {
            continue;
        };
        briefing.sources.push(SourceEntry {
            number: numbers.get(&report).copied().unwrap_or(0),
            report: of.id.clone(),
            text: words::capital(&source_text(desk, of)),
            url: of.url.clone(),
            source: of.source.clone(),
            quotes: quotes(of, evidence),
        });
    }
    if uncited > 0 && !briefing.sources.is_empty() {
        briefing.sources_omitted = desk.wording.count("uncited", uncited);
    }
    briefing.summary = words::capital(&summary(desk));
}

/// How each report is listed, by its id.
pub(crate) fn listed(desk: &Desk<'_>) -> BTreeMap<String, String> {
    let reports = desk.dossier.reports.iter();
    reports
        .map(|r| (r.id.clone(), words::capital(&source_text(desk, r))))
        .collect()
}

fn collect(desk: &Desk<'_>, lines: &[BriefLine], used: &mut BTreeMap<usize, BTreeSet<Evidence>>) {
    for line in lines {
        for evidence in &line.evidence {
            if let Some(report) = desk.report_number(&evidence.report) {
                used.entry(report).or_default().insert(evidence.clone());
            }
        }
        collect(desk, &line.sub, used);
    }
}

fn cite(desk: &Desk<'_>, lines: &mut [BriefLine], numbers: &BTreeMap<usize, usize>) {
    for line in lines {
        let cites: BTreeSet<usize> = line
            .evidence
            .iter()
            .filter_map(|e| numbers.get(&desk.report_number(&e.report)?))
            .copied()
            .collect();
        line.cites = cites.into_iter().collect();
        cite(desk, &mut line.sub, numbers);
    }
}

/// Quotes in the order of the report, none inside another.
fn quotes(report: &Report, evidence: BTreeSet<Evidence>) -> Vec<SourceQuote> {
    let mut sorted: Vec<Evidence> = evidence.into_iter().collect();
    sorted.sort_by_key(|e| (e.start, std::cmp::Reverse(e.end)));
    let lines = LineIndex::new(&report.text);
    let mut out: Vec<SourceQuote> = Vec::new();
    for e in sorted {
        if out.last().is_some_and(|last| last.evidence.end >= e.end) {
            continue;
        }
        out.push(SourceQuote {
            line: lines.position(&report.text, e.start).0,
            evidence: e,
        });
    }
    out
}

fn source_text(desk: &Desk<'_>, report: &Report) -> String {
    let outlet = desk.outlet(report);
    let marks = &desk.wording.marks;
    let headline = report
        .headline
        .as_ref()
        .map(|h| words::quote(&headline(&h.text, marks), marks))
        .unwrap_or_default();
    let date = desk.published_at(&report.published);
    let key = if report.published.basis == Basis::Inferred {
        "published-inferred"
    } else {
        "published"
    };
    let published = if date.is_empty() {
        desk.wording.phrase("published-unknown", &[])
    } else {
        desk.wording.phrase(key, &[("date", &date)])
    };
    let slots = [
        ("outlet", outlet.as_str()),
        ("headline", &headline),
        ("published", &published),
        ("file", &words::clean(&report.source)),
    ];
    ["source", "source-headline", "source-file"]
        .iter()
        .map(|key| desk.wording.phrase(key, &slots))
        .find(|text| !text.is_empty())
        .unwrap_or_default()
}

/// A headline as it stands; a beginning of one that no outlet would print.
fn headline(text: &str, marks: &Marks) -> String {
    /// Letters that no headline has.
    const LONGEST: usize = 400;
    match text.char_indices().nth(LONGEST) {
        None => words::clean(text),
        Some(_) => words::clip(text, 0, LONGEST, marks),
    }
}

/// The rule by which compiling notices that reports tell of different things.
const MIXED: &str = "mixed-reports";

fn summary(desk: &Desk<'_>) -> String {
    let reports = &desk.dossier.reports;
    let outlets: BTreeSet<&str> = reports
        .iter()
        .filter_map(|r| r.outlet.as_ref())
        .map(|o| o.name.as_str())
        .collect();
    let noun = if reports.iter().all(|r| r.outlet.is_some()) {
        "outlets-of"
    } else {
        "known-outlets-of"
    };
    let outlets = if outlets.is_empty() {
        String::new()
    } else {
        desk.wording.count(noun, outlets.len())
    };
    let first = reports.iter().filter_map(|r| r.published.earliest).min();
    let last = reports.iter().filter_map(|r| r.published.latest).max();
    let span = match (first, last) {
        (Some(a), Some(b)) if a <= b => desk.date_words("", Some(a), Some(b)).bare,
        _ => String::new(),
    };
    let span = if span.is_empty() {
        span
    } else {
        desk.wording.phrase("published-span", &[("date", &span)])
    };
    let summary = desk.wording.phrase(
        "summary",
        &[
            ("reports", &desk.wording.count("reports", reports.len())),
            ("outlets", &outlets),
            ("span", &span),
        ],
    );
    let mixed = |d: &isnad_model::Diagnostic| d.rule == MIXED;
    if desk.dossier.diagnostics.iter().any(mixed) {
        return desk.wording.phrase("mixed", &[("summary", &summary)]);
    }
    summary
}

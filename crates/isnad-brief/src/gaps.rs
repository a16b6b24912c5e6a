//! What the reports do not say.

use crate::{budget, desk::Desk};
use isnad_model::{BriefLine, Gap, Section};
use std::{cmp::Reverse, collections::BTreeMap};

/// Missing facts by kind, then outlets that are silent on what others tell.
pub(crate) fn section(desk: &Desk<'_>) -> Section {
    let mut kinds: BTreeMap<&str, Vec<&Gap>> = BTreeMap::new();
    for gap in &desk.dossier.gaps {
        kinds.entry(gap.missing.as_str()).or_default().push(gap);
    }
    let mut kinds: Vec<(&str, Vec<&Gap>)> = kinds.into_iter().collect();
    // what is missing of whole reports comes first
    kinds.sort_by_key(|(missing, gaps)| (gaps.iter().all(|g| g.about.report.is_none()), *missing));
    let mut lines = Vec::new();
    let mut left = 0;
    for (missing, gaps) in kinds {
        let label = desk.label("missing", missing);
        let (line, omitted) = of_kind(desk, label, &gaps, missing != "date");
        lines.extend(line);
        left += omitted;
    }
    let (silences, omitted) = silences(desk);
    lines.extend(silences);
    desk.section("gaps", lines, left + omitted)
}

fn of_kind(desk: &Desk<'_>, label: String, gaps: &[&Gap], dated: bool) -> (Vec<BriefLine>, usize) {
    let mut out = Vec::new();
    let reports: Vec<_> = gaps
        .iter()
        .filter_map(|g| desk.report(g.about.report.as_deref()?))
        .collect();
    if !reports.is_empty() {
        let evidence = reports
            .iter()
            .take(budget::CITED)
            .filter_map(|r| desk.headline_evidence(r))
            .collect();
        let text = desk.wording.phrase(
            "gap-reports",
            &[("reports", &desk.wording.count("reports", reports.len()))],
        );
        out.extend(desk.line(label.clone(), text, evidence));
    }
    let mut events: Vec<_> = gaps
        .iter()
        .filter(|g| g.about.report.is_none())
        .filter_map(|g| desk.event(g.about.event.as_deref()?))
        .collect();
    events.sort_by_key(|e| Reverse((e.roots.len(), desk.sides(e).len())));
    let all = events.len();
    let mut sub = Vec::new();
    for event in events {
        if sub.len() == budget::GAPS {
            break;
        }
        let text = desk
            .wording
            .phrase("gap-event", &[("event", &desk.refer(event, dated))]);
        sub.extend(desk.line(String::new(), text, desk.event_evidence(event)));
    }
    let left = all - sub.len();
    if let [_] = sub.as_slice() {
        out.extend(sub.into_iter().map(|line| BriefLine {
            label: label.clone(),
            ..line
        }));
    } else {
        out.extend(desk.heading(label, sub));
    }
    (out, left)
}

fn silences(desk: &Desk<'_>) -> (Vec<BriefLine>, usize) {
    let mut all: Vec<_> = desk
        .dossier
        .silences
        .iter()
        .filter_map(|s| Some((desk.event(&s.event)?, s)))
        .collect();
    all.sort_by_key(|(event, _)| Reverse(event.roots.len()));
    let mut lines = Vec::new();
    for (event, silence) in &all {
        if lines.len() == budget::SILENCES {
            break;
        }
        let outlets: Vec<String> = silence
            .outlets
            .iter()
            .map(|o| crate::words::clean(o))
            .filter(|o| !o.is_empty())
            .collect();
        if outlets.is_empty() {
            continue;
        }
        let text = desk.wording.phrase(
            "silence",
            &[
                ("outlets", &desk.list(&outlets)),
                ("event", &desk.refer(event, true)),
            ],
        );
        lines.extend(desk.line(String::new(), text, desk.event_evidence(event)));
    }
    let left = all.len() - lines.len();
    (lines, left)
}

//! What is agreed, promised, demanded, planned, threatened or due.

use crate::{budget, desk::Desk, words};
use isnad_model::{BriefLine, Commitment, CommitmentKind, CommitmentState, Evidence, Section, When};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;

/// Items of one list in a line.
const ITEMS: usize = 6;

/// Commitments by kind; those with a day first, in its order.
pub(crate) fn section(desk: &Desk<'_>) -> Section {
    let mut all: Vec<(usize, &Commitment)> = desk.dossier.commitments.iter().enumerate().collect();
    // a plan for a day is told once, with its day; a plan of two words says nothing
    let mut dated: FxHashMap<&str, Vec<&Evidence>> = FxHashMap::default();
    for (_, c) in all.iter().filter(|(_, c)| c.kind == CommitmentKind::Deadline) {
        for evidence in &c.evidence {
            dated.entry(&evidence.report).or_default().push(evidence);
        }
    }
    let is_dated = |e: &Evidence| {
        let near = dated.get(e.report.as_str()).into_iter().flatten();
        near.into_iter().any(|d| d.start < e.end && e.start < d.end)
    };
    all.retain(|(_, c)| {
        c.kind != CommitmentKind::Plan
            || words::clean(&c.what).split(' ').count() > 2 && !c.evidence.iter().any(is_dated)
    });
    let party = |words: &str| desk.shown(words).is_some_and(|e| desk.names.is_watched(e));
    let watched = |c: &Commitment| party(&c.by) || party(&c.to);
    let due = |c: &Commitment| c.due.as_ref().and_then(|d| d.latest.or(d.earliest));
    if all.len() > budget::COMMITMENTS {
        all.sort_by_cached_key(|(at, c)| {
            (
                Reverse((
                    watched(c),
                    due(c).is_some(),
                    c.evidence.len(),
                    desk.shown(&c.by).is_some(),
                )),
                *at,
            )
        });
        all.truncate(budget::COMMITMENTS);
    }
    // items of one side stand together, where its first one stands
    let mut first = std::collections::BTreeMap::new();
    for (at, c) in &all {
        let place = first.entry((c.kind, &c.by, &c.to)).or_insert(*at);
        *place = (*place).min(*at);
    }
    all.sort_by_cached_key(|(at, c)| {
        (
            c.kind,
            due(c).is_none(),
            due(c),
            first.get(&(c.kind, &c.by, &c.to)).copied(),
            *at,
        )
    });
    let mut lines: Vec<BriefLine> = Vec::new();
    let mut said = 0;
    for together in all.chunk_by(|a, b| same_sides(a.1, b.1)) {
        let items: Vec<&Commitment> = together.iter().map(|(_, c)| *c).collect();
        for items in items.chunks(ITEMS) {
            if let Some(line) = line(desk, items) {
                lines.push(line);
                said += items.len();
            }
        }
    }
    let left = desk.dossier.commitments.len() - said;
    desk.section("commitments", lines, left)
}

/// A line for each commitment that can be told, in the order of the dossier.
pub(crate) fn every(desk: &Desk<'_>) -> Vec<BriefLine> {
    let all = desk.dossier.commitments.iter();
    all.filter_map(|c| {
        Some(BriefLine {
            commitment: Some(c.id.clone()),
            ..line(desk, &[c])?
        })
    })
    .collect()
}

/// Are they items of one list: same kind, sides, day and state?
fn same_sides(a: &Commitment, b: &Commitment) -> bool {
    !a.by.is_empty() && (a.kind, &a.by, &a.to, &a.due, a.state) == (b.kind, &b.by, &b.to, &b.due, b.state)
}

fn line(desk: &Desk<'_>, items: &[&Commitment]) -> Option<BriefLine> {
    let marks = &desk.wording.marks;
    let commitment = items.first()?;
    let letters = if items.len() > 1 {
        words::SHORT
    } else {
        words::LONG
    };
    let mut quoted: Vec<String> = Vec::new();
    for item in items {
        let what = words::clip(&item.what, 0, letters, marks);
        if !what.is_empty() && !quoted.iter().any(|q| q.contains(&what)) {
            quoted.push(words::quote(&what, marks));
        }
    }
    if quoted.is_empty() {
        return None;
    }
    let what = quoted.join(&marks.phrases);
    let (mut by, to) = (party(desk, &commitment.by), party(desk, &commitment.to));
    // nobody agrees alone, and a day binds nobody
    if commitment.kind == CommitmentKind::Agreement && to.is_empty()
        || commitment.kind == CommitmentKind::Deadline
    {
        by.clear();
    }
    let due = commitment
        .due
        .as_ref()
        .filter(|d| d.value.contains(|c: char| c.is_ascii_digit()) || d.latest.is_some());
    let due = due
        .filter(|d| !is_over(desk, commitment, d))
        .map(|d| desk.date_words(&d.value, d.earliest, d.latest).bare)
        .unwrap_or_default();
    if due.is_empty() && commitment.kind == CommitmentKind::Deadline {
        return None;
    }
    // that nothing more was heard of it says nothing
    let state = match commitment.state {
        CommitmentState::Open | CommitmentState::Unknown => "",
        state => desk
            .wording
            .label("states", &desk.code(state))
            .unwrap_or_default(),
    };
    let slots = [
        ("by", by.as_str()),
        ("to", &to),
        ("what", &what),
        ("due", &due),
        ("state", state),
    ];
    let key = match (by.is_empty(), to.is_empty(), commitment.kind) {
        (true, ..) => "unsaid",
        (_, true, _) => "one-sided",
        (_, _, CommitmentKind::Agreement) => "between",
        _ => "toward",
    };
    let text = desk.wording.phrase(key, &slots);
    let evidence = items
        .iter()
        .flat_map(|c| c.evidence.iter().take(budget::EVIDENCE))
        .cloned()
        .collect();
    desk.line(
        desk.label("commitments", &desk.code(commitment.kind)),
        text,
        evidence,
    )
}

/// Was the day over when the report came out? Then it is when something was said, not when it is due.
fn is_over(desk: &Desk<'_>, commitment: &Commitment, due: &When) -> bool {
    let published = commitment
        .evidence
        .iter()
        .filter_map(|e| desk.report(&e.report)?.published.earliest)
        .min();
    published.is_some_and(|published| due.latest.is_some_and(|latest| latest < published))
}

/// A side: an entity's name, or words of the report. An entity that may not be shown is nobody, and so is an id that the dossier does not hold.
fn party(desk: &Desk<'_>, words: &str) -> String {
    if desk.entity_ids.contains_key(words) {
        return desk.shown(words).map(|e| desk.name(e)).unwrap_or_default();
    }
    let clean = words::clean(words);
    // one word that is no entity refers back ("the sides")
    if clean.contains(':') || !clean.contains(' ') || clean.is_ascii() && desk.pack.rtl {
        String::new()
    } else {
        clean
    }
}

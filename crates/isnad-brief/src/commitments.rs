//! What is agreed, promised, demanded, planned, threatened or due.

use crate::{budget, desk::Desk, words};
use isnad_model::{BriefLine, Commitment, CommitmentKind, Section};
use std::cmp::Reverse;

/// Commitments by kind; those with a day first, in its order.
pub(crate) fn section(desk: &Desk<'_>) -> Section {
    let mut all: Vec<(usize, &Commitment)> = desk.dossier.commitments.iter().enumerate().collect();
    let party = |words: &str| desk.shown(words).is_some_and(|e| desk.names.is_watched(e));
    let watched = |c: &Commitment| party(&c.by) || party(&c.to);
    let due = |c: &Commitment| c.due.as_ref().and_then(|d| d.latest.or(d.earliest));
    if all.len() > budget::COMMITMENTS {
        all.sort_by_cached_key(|(at, c)| {
            (Reverse((watched(c), due(c).is_some(), c.evidence.len(), desk.shown(&c.by).is_some())), *at)
        });
        all.truncate(budget::COMMITMENTS);
    }
    all.sort_by_key(|(at, c)| (c.kind, due(c).is_none(), due(c), *at));
    let lines: Vec<BriefLine> = all.iter().filter_map(|(_, c)| line(desk, c)).collect();
    let left = desk.dossier.commitments.len() - lines.len();
    desk.section("commitments", lines, left)
}

fn line(desk: &Desk<'_>, commitment: &Commitment) -> Option<BriefLine> {
    let marks = &desk.wording.marks;
    let what = words::clip(&commitment.what, 0, words::LONG, marks);
    if what.is_empty() {
        return None;
    }
    let (by, to) = (party(desk, &commitment.by), party(desk, &commitment.to));
    let due = commitment.due.as_ref().filter(|d| !d.value.is_empty() || d.latest.is_some()).map(|d| desk.date_label(d)).unwrap_or_default();
    let state = desk.wording.label("states", &desk.code(commitment.state)).unwrap_or_default();
    let what = words::quote(&what, marks);
    let slots = [("by", by.as_str()), ("to", &to), ("what", &what), ("due", &due), ("state", state)];
    let key = match (by.is_empty(), to.is_empty(), commitment.kind) {
        (true, ..) => "unsaid",
        (_, true, _) => "one-sided",
        (_, _, CommitmentKind::Agreement) => "between",
        _ => "toward",
    };
    let text = desk.wording.phrase(key, &slots);
    let evidence = commitment.evidence.iter().take(budget::EVIDENCE).cloned().collect();
    desk.line(desk.label("commitments", &desk.code(commitment.kind)), text, evidence)
}

/// A side: an entity's name, or words of the report. An entity that may not be shown is nobody, and so is an id that the dossier does not hold.
fn party(desk: &Desk<'_>, words: &str) -> String {
    if desk.entity_ids.contains_key(words) {
        return desk.shown(words).map(|e| desk.name(e)).unwrap_or_default();
    }
    let clean = words::clean(words);
    if clean.contains(':') || clean.is_ascii() && desk.pack.rtl { String::new() } else { clean }
}

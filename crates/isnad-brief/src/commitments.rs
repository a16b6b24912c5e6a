//! What is agreed, promised, demanded, planned, threatened or due.

use crate::{budget, desk::Desk, statements, words};
use isnad_model::{
    BriefLine, Commitment, CommitmentKind, CommitmentState, Evidence, Modality, Section, When,
};
use rustc_hash::FxHashMap;
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

/// Items of one list in a line.
const ITEMS: usize = 6;
/// Bytes between a noun and the words that set a day for it, at most.
const NOUN: usize = 48;

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
    let told = all.len();
    once(desk, &mut all);
    let repeated = told - all.len();
    // items of one side stand together, where its first one stands
    let mut first = BTreeMap::new();
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
    let missed = missed(desk);
    let mut lines: Vec<BriefLine> = Vec::new();
    let mut said = 0;
    for together in all.chunk_by(|a, b| same_sides(a.1, b.1)) {
        let items: Vec<&Commitment> = together.iter().map(|(_, c)| *c).collect();
        for items in items.chunks(ITEMS) {
            if let Some(line) = line(desk, items, &missed) {
                lines.push(line);
                said += items.len();
            }
        }
    }
    let deadline = desk.label("commitments", &desk.code(CommitmentKind::Deadline));
    drop_repeated_days(&mut lines, &words::capital(&deadline));
    let left = desk.dossier.commitments.len() - said - repeated;
    desk.section("commitments", lines, left)
}

/// Leaves out what is told again in nearly the same words of the same kind and day, and an agreement that other reports name beside the one
/// that tells who made it.
fn once(desk: &Desk<'_>, all: &mut Vec<(usize, &Commitment)>) {
    let agreed: Vec<Option<String>> = all
        .iter()
        .map(|(_, c)| {
            (c.kind == CommitmentKind::Agreement)
                .then(|| agreement(desk, c))
                .flatten()
        })
        .collect();
    // by agreement the commitment that tells it: the first that tells the parties, or else the first
    let mut tellers: BTreeMap<&str, (usize, bool)> = BTreeMap::new();
    for (n, event) in agreed.iter().enumerate() {
        let Some(event) = event else { continue };
        let known = tellers.get(event.as_str()).copied();
        if known.is_some_and(|(_, parties)| parties) {
            continue;
        }
        let parties = together(desk, all[n].1).len() > 1;
        if parties || known.is_none() {
            tellers.insert(event, (n, parties));
        }
    }
    let mut seen: BTreeSet<(CommitmentKind, Option<&str>, Vec<String>)> = BTreeSet::new();
    let mut at = 0;
    all.retain(|(_, c)| {
        let n = at;
        at += 1;
        let teller = agreed[n].as_deref().and_then(|event| tellers.get(event));
        if teller.is_some_and(|&(teller, _)| teller != n) {
            return false;
        }
        let words = statements::sorted_words(&c.what);
        if c.kind == CommitmentKind::Deadline || words.len() < LEAST_WORDS {
            return true;
        }
        let day = c.due.as_ref().map(|d| d.value.as_str());
        seen.insert((c.kind, day, words))
    });
}

/// Fewer words than these say the same by chance.
const LEAST_WORDS: usize = 6;

/// The agreement that the words name, where it has been made.
fn agreement(desk: &Desk<'_>, commitment: &Commitment) -> Option<String> {
    let e = commitment.evidence.first()?;
    let report = desk.report(&e.report)?;
    let named = |m: &&isnad_model::EventMention| {
        m.kind == "agree" && m.modality == Modality::Happened && {
            let clause = desk.whole_clause(report, m.span());
            e.start < clause.end && clause.start < e.end
        }
    };
    let event = desk.event(&report.events.iter().find(named)?.event)?;
    let reports: BTreeSet<&str> = event.mentions.iter().map(|m| m.report.as_str()).collect();
    (event.status == Modality::Happened && reports.len() > 1).then(|| event.id.clone())
}

/// A day whose words stand inside another line of the section says nothing of its own.
fn drop_repeated_days(lines: &mut Vec<BriefLine>, label: &str) {
    let spans: Vec<Vec<(String, usize, usize)>> = lines
        .iter()
        .map(|l| {
            l.evidence
                .iter()
                .map(|e| (e.report.clone(), e.start, e.end))
                .collect()
        })
        .collect();
    let inside = |a: &(String, usize, usize), b: &(String, usize, usize)| {
        a.0 == b.0 && b.1 <= a.1 && a.2 <= b.2 && b.2 - b.1 > a.2 - a.1
    };
    let days: Vec<bool> = lines.iter().map(|l| l.label == label).collect();
    let mut at = 0;
    lines.retain(|_| {
        let n = at;
        at += 1;
        let own = &spans[n];
        !days[n]
            || own.is_empty()
            || !spans
                .iter()
                .enumerate()
                .any(|(m, other)| m != n && days[m] && own.iter().all(|a| other.iter().any(|b| inside(a, b))))
    });
}

/// A line for each commitment that can be told, in the order of the dossier.
pub(crate) fn every(desk: &Desk<'_>) -> Vec<BriefLine> {
    let missed = missed(desk);
    let all = desk.dossier.commitments.iter();
    all.filter_map(|c| {
        Some(BriefLine {
            commitment: Some(c.id.clone()),
            ..line(desk, &[c], &missed)?
        })
    })
    .collect()
}

/// Are they items of one list: same kind, sides, day and state?
fn same_sides(a: &Commitment, b: &Commitment) -> bool {
    !a.by.is_empty() && (a.kind, &a.by, &a.to, &a.due, a.state) == (b.kind, &b.by, &b.to, &b.due, b.state)
}

/// The ids of those that tell that something did not come about in time: of one thing only the day that was set for it, the last where
/// there are several; who asked for it or planned it is told without.
fn missed(desk: &Desk<'_>) -> BTreeSet<String> {
    let mut by_event: BTreeMap<String, (bool, Option<isnad_model::Date>, Reverse<usize>, String)> =
        BTreeMap::new();
    let all = desk.dossier.commitments.iter().enumerate();
    for (at, c) in all.filter(|(_, c)| c.state == CommitmentState::Missed) {
        let day = c.due.as_ref().and_then(|d| d.latest);
        let rank = (c.kind == CommitmentKind::Deadline, day, Reverse(at), c.id.clone());
        let event = of_event(desk, c).unwrap_or_else(|| c.id.clone());
        let best = by_event.entry(event).or_insert_with(|| rank.clone());
        if rank > *best {
            *best = rank;
        }
    }
    by_event.into_values().map(|best| best.3).collect()
}

/// The event that did not come about: one told in the words, postponed or denied.
fn of_event(desk: &Desk<'_>, commitment: &Commitment) -> Option<String> {
    commitment.evidence.iter().find_map(|e| {
        let report = desk.report(&e.report)?;
        let times = &report.times;
        let dated = |m: &isnad_model::EventMention| {
            let ids = m.time.as_ref().map_or(&[][..], |t| t.times.as_slice());
            times
                .iter()
                .any(|t| e.start < t.end && t.start < e.end && ids.contains(&t.id))
        };
        let near = report.events.iter().filter(|m| {
            let gap = e.start.saturating_sub(m.trigger.end);
            m.trigger.start < e.end && gap <= NOUN || dated(m)
        });
        let off = |m: &&isnad_model::EventMention| {
            desk.event(&m.event)
                .is_some_and(|e| matches!(e.status, Modality::Postponed | Modality::Denied))
        };
        near.filter(off).map(|m| m.event.clone()).next_back()
    })
}

fn line(desk: &Desk<'_>, items: &[&Commitment], missed: &BTreeSet<String>) -> Option<BriefLine> {
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
    let together = together(desk, commitment);
    if together.len() > 1 {
        by = desk.name_list(&together);
    }
    // nobody agrees alone, and a day binds nobody
    if commitment.kind == CommitmentKind::Agreement && to.is_empty() && together.len() < 2
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
        CommitmentState::Missed if !items.iter().any(|c| missed.contains(&c.id)) => "",
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

/// All who act together with the one who is bound, where the report names several: "the two ministers stressed".
fn together(desk: &Desk<'_>, commitment: &Commitment) -> Vec<usize> {
    let Some(report) = commitment.evidence.first().and_then(|e| desk.report(&e.report)) else {
        return Vec::new();
    };
    let own = |p: &&isnad_model::Participant| p.entity.as_deref() == Some(commitment.by.as_str());
    let cited = |m: &&isnad_model::EventMention| {
        let mut evidence = commitment.evidence.iter().filter(|e| e.report == report.id);
        evidence.any(|e| e.start < m.trigger.end && m.trigger.start < e.end)
    };
    let mut acts = report.events.iter().filter(cited);
    let Some((event, role)) = acts.find_map(|m| Some((m, &m.participants.iter().find(own)?.role))) else {
        return Vec::new();
    };
    let mut out: Vec<usize> = Vec::new();
    for p in event.participants.iter().filter(|p| p.role == *role) {
        let Some(entity) = p.entity.as_deref().and_then(|e| desk.shown(e)) else {
            // somebody without a name acts with them
            return Vec::new();
        };
        if !out.contains(&entity) {
            out.push(entity);
        }
    }
    // a man and the state that he speaks for are one side
    let kind = |e: &usize| desk.entity(*e).map(|e| e.kind);
    if out.iter().any(|e| kind(e) != out.first().and_then(kind)) {
        out.clear();
    }
    out
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

//! Ids from one dossier to the next: what an earlier dossier told keeps the id under which it was told.
//!
//! An id alone comes from the founding mention, so it stays as long as that mention is in the dossier and no earlier one
//! joins. With the dossier before this one at hand it stays whatever joins: an event inherits the id of the earlier event
//! with which it shares mentions. Of several that proved to be one the oldest survives, and the others are kept as
//! [`Event::formerly`]; where one proved to be several, the largest part keeps the id, and the others say what they were
//! told as ([`Event::split_from`]).

use crate::events::profile::{Context, Member};
use isnad_model::{Commitment, CommitmentKind, Dossier, Event, EventMention, Former, Report};
use isnad_text::hash_word;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// What an earlier dossier called its events and commitments, and by which words it told them.
#[derive(Clone, Debug, Default)]
pub struct Previous {
    events: Vec<Past>,
    commitments: Vec<Past>,
}

/// Something of an earlier dossier.
#[derive(Clone, Debug, Default)]
struct Past {
    id: String,
    entry: u64,
    formerly: Vec<Former>,
    split: bool,
    split_from: Option<String>,
    marks: Vec<u64>,
}

impl Previous {
    /// What there is to know of a dossier for the one after it. The dossier needs the texts of its reports.
    pub fn of(dossier: &Dossier) -> Self {
        let mut marks: FxHashMap<(&str, &str), u64> = FxHashMap::default();
        for report in &dossier.reports {
            for (n, mark) in mention_marks(report).into_iter().enumerate() {
                marks.insert((&report.id, &report.events[n].id), mark);
            }
        }
        let order = dossier.events_by_entry();
        let known = dossier.events.iter().filter_map(|e| e.entry);
        let mut next = known.max().map_or(0, |last| last + 1);
        let mut events = Vec::with_capacity(order.len());
        for event in order.into_iter().map(|n| &dossier.events[n]) {
            let entry = event.entry.unwrap_or_else(|| {
                next += 1;
                next - 1
            });
            let own = event.mentions.iter();
            events.push(Past {
                id: event.id.clone(),
                entry,
                formerly: event.formerly.clone(),
                split: event.split_from.is_some(),
                split_from: event.split_from.clone(),
                marks: own
                    .filter_map(|m| marks.get(&(m.report.as_str(), m.event.as_str())).copied())
                    .collect(),
            });
        }
        let commitments = dossier.commitments.iter().map(|c| Past {
            id: c.id.clone(),
            marks: evidence_marks(c),
            ..Past::default()
        });
        Self {
            events,
            commitments: commitments.collect(),
        }
    }
}

/// The id of a mention as founder of an event: type, report and place of the word that names it. Where one word names two
/// events of one type ("the appointment of A and B"), the second gets a hash of its own.
pub(crate) fn founded(report: &Report, mention: &EventMention, nth: usize) -> String {
    let first = id(&format!(
        "{}|{}|{}",
        mention.kind, report.id, mention.trigger.start
    ));
    match nth {
        0 => first,
        n => id(&format!("{first}|{n}")),
    }
}

/// For each event mention of a report, how many before it have its type and its word.
pub(crate) fn repeats(report: &Report) -> Vec<usize> {
    let mut seen: FxHashMap<(&str, usize), usize> = FxHashMap::default();
    let mut out = Vec::with_capacity(report.events.len());
    for mention in &report.events {
        let n = seen
            .entry((mention.kind.as_str(), mention.trigger.start))
            .or_default();
        out.push(*n);
        *n += 1;
    }
    out
}

/// Gives events the ids and places under which the dossier before knew them. The ids must be distinct already.
pub(crate) fn carry_events(previous: &Previous, context: &Context<'_>, events: &mut [(Event, Vec<Member>)]) {
    let reports = &context.dossier.reports;
    let marks: Vec<Vec<u64>> = reports.iter().map(mention_marks).collect();
    let new: Vec<(String, Vec<u64>)> = events
        .iter()
        .map(|(e, members)| (e.id.clone(), members.iter().map(|m| marks[m.0][m.1]).collect()))
        .collect();
    let (to, shared) = assign(&previous.events, &new);
    let mut taken: FxHashSet<&str> = FxHashSet::default();
    for past in &previous.events {
        taken.insert(&past.id);
        taken.extend(past.formerly.iter().map(|f| f.id.as_str()));
    }
    // the oldest claimant of each event survives
    let mut heirs: BTreeMap<usize, Vec<&Past>> = BTreeMap::new();
    for (past, to) in previous.events.iter().zip(&to) {
        if let Some(to) = to {
            heirs.entry(*to).or_default().push(past);
        }
    }
    let now: FxHashMap<&str, &str> = heirs
        .values()
        .flat_map(|all| all.iter().map(|p| (p.id.as_str(), all[0].id.as_str())))
        .collect();
    let last = previous.events.iter().flat_map(|p| {
        let former = p.formerly.iter().map(|f| f.entry);
        former.chain([p.entry])
    });
    let mut free = last.max().map_or(0, |last| last + 1)..;
    let mut order: Vec<usize> = (0..events.len()).collect();
    let day = |members: &[Member]| {
        let days = members.iter().filter_map(|m| reports[m.0].published.own_day());
        days.min()
    };
    order.sort_by_cached_key(|&n| (day(&events[n].1), events[n].0.id.clone()));
    for n in order {
        let event = &mut events[n].0;
        let Some((survivor, lost)) = heirs.get(&n).and_then(|all| all.split_first()) else {
            while taken.contains(event.id.as_str()) {
                event.id = id(&format!("{}|", event.id));
            }
            event.entry = free.next();
            event.split_from = shared[n]
                .and_then(|past| previous.events.get(past))
                .and_then(|past| now.get(past.id.as_str()))
                .map(|id| (*id).to_owned());
            continue;
        };
        event.id.clone_from(&survivor.id);
        event.entry = Some(survivor.entry);
        event.formerly.clone_from(&survivor.formerly);
        for past in lost {
            event.formerly.extend(past.formerly.iter().cloned());
            // what was told as part of another was never told by itself
            if !past.split {
                event.formerly.push(Former {
                    id: past.id.clone(),
                    entry: past.entry,
                });
            }
        }
        event.formerly.sort();
        event.split_from = survivor
            .split_from
            .as_deref()
            .and_then(|from| now.get(from))
            .filter(|from| **from != survivor.id)
            .map(|from| (*from).to_owned());
    }
}

/// Gives commitments the ids under which the dossier before knew them.
pub(crate) fn carry_commitments(previous: &Previous, commitments: &mut [Commitment]) {
    let new: Vec<(String, Vec<u64>)> = commitments
        .iter()
        .map(|c| (c.id.clone(), evidence_marks(c)))
        .collect();
    let (to, _) = assign(&previous.commitments, &new);
    let taken: FxHashSet<&str> = previous.commitments.iter().map(|p| p.id.as_str()).collect();
    let mut heirs: FxHashMap<usize, &str> = FxHashMap::default();
    for (past, to) in previous.commitments.iter().zip(&to) {
        if let Some(to) = to {
            heirs.entry(*to).or_insert(&past.id);
        }
    }
    for (n, commitment) in commitments.iter_mut().enumerate() {
        match heirs.get(&n) {
            Some(id) => commitment.id = (*id).to_owned(),
            None => {
                while taken.contains(commitment.id.as_str()) {
                    commitment.id = format!("c{:012x}", hash_word(&format!("{}|", commitment.id)) >> 16);
                }
            }
        }
    }
}

/// Which of the new each of the past is, and, for a new one that nothing became, of which past one it is a part: at least
/// half of it was told as that.
///
/// What bears the same id and shares a mark is the same; of the rest, each goes where most of its marks went.
fn assign(past: &[Past], new: &[(String, Vec<u64>)]) -> (Vec<Option<usize>>, Vec<Option<usize>>) {
    let mut holders: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    let mut ids: FxHashMap<&str, usize> = FxHashMap::default();
    for (n, (id, marks)) in new.iter().enumerate() {
        ids.insert(id, n);
        for mark in marks {
            holders.entry(*mark).or_default().push(n);
        }
    }
    let mut to: Vec<Option<usize>> = vec![None; past.len()];
    let mut shares: Vec<BTreeMap<usize, usize>> = vec![BTreeMap::new(); new.len()];
    for (at, past) in past.iter().enumerate() {
        let mut votes: BTreeMap<usize, usize> = BTreeMap::new();
        for n in past.marks.iter().filter_map(|m| holders.get(m)).flatten() {
            *votes.entry(*n).or_default() += 1;
        }
        let same = ids.get(past.id.as_str()).filter(|n| votes.contains_key(n));
        to[at] = match same {
            Some(n) => Some(*n),
            None => votes
                .iter()
                .rev()
                .max_by_key(|(_, count)| **count)
                .map(|(n, _)| *n),
        };
        for (n, count) in votes {
            *shares[n].entry(at).or_default() += count;
        }
    }
    let part = shares
        .iter()
        .zip(new)
        .map(|(shares, (_, marks))| {
            let (at, count) = shares.iter().rev().max_by_key(|(_, count)| **count)?;
            (2 * count >= marks.len()).then_some(*at)
        })
        .collect();
    (to, part)
}

/// A hash for each event mention of a report, the same in every dossier that holds the report.
fn mention_marks(report: &Report) -> Vec<u64> {
    let numbered = report.events.iter().zip(repeats(report));
    numbered
        .map(|(m, n)| hash_word(&format!("{}|{}|{}|{n}", report.id, m.kind, m.trigger.start)))
        .collect()
}

fn evidence_marks(commitment: &Commitment) -> Vec<u64> {
    let kind: CommitmentKind = commitment.kind;
    let marks = commitment.evidence.iter();
    marks
        .map(|e| hash_word(&format!("{kind:?}|{}|{}|{}", e.report, e.start, e.end)))
        .collect()
}

fn id(key: &str) -> String {
    format!("ev{:012x}", hash_word(key) >> 16)
}

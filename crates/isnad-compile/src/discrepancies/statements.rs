//! Headlines over one event that say the opposite.

use super::{about, differing};
use crate::{
    events::{period::published, profile::Member},
    opposites::{Kind, Statement},
    reading::Reading,
};
use isnad_lang::Packs;
use isnad_model::{Cause, Discrepancy, Dossier, Evidence, Report, ReportedValue, Span};
use rustc_hash::{FxHashMap, FxHashSet};

/// Content words that headlines share before they are about one thing.
const SHARED: usize = 3;
/// Reports of one event that are compared with each other.
const MOST: usize = 24;

/// Adds the headlines that contradict each other, together for each event; a pair of reports counts once.
pub(crate) fn list(
    dossier: &Dossier,
    packs: &Packs,
    readings: &[Reading],
    members: &[Vec<Member>],
    out: &mut Vec<Discrepancy>,
) {
    let mut read: FxHashMap<usize, Option<Statement>> = FxHashMap::default();
    let mut done: FxHashSet<(usize, usize)> = FxHashSet::default();
    for (event, members) in dossier.events.iter().zip(members).filter(|(_, m)| m.len() >= 2) {
        // what a report tells in passing is not what its headline is about
        let told = members
            .iter()
            .filter(|&&(n, at)| readings[n].features.get(at).is_some_and(|f| f.lede));
        let mut told: Vec<usize> = told.map(|m| m.0).collect();
        told.sort_unstable();
        told.dedup();
        told.truncate(MOST);
        let mut opposed: Vec<(Cause, [ReportedValue; 2])> = Vec::new();
        for (at, &a) in told.iter().enumerate() {
            for &b in &told[at + 1..] {
                if !done.insert((a, b)) || dossier.reports[a].language != dossier.reports[b].language {
                    continue;
                }
                for n in [a, b] {
                    read.entry(n)
                        .or_insert_with(|| statement(&dossier.reports[n], packs));
                }
                if let (Some(Some(x)), Some(Some(y))) = (read.get(&a), read.get(&b)) {
                    opposed.extend(opposite(
                        (&dossier.reports[a], x),
                        (&dossier.reports[b], y),
                        packs,
                    ));
                }
            }
        }
        // all of one event together
        let update = opposed.iter().all(|(cause, _)| *cause == Cause::Update);
        let cause = if update { Cause::Update } else { Cause::Conflict };
        let values = opposed.into_iter().flat_map(|(_, values)| values).collect();
        out.extend(differing(about(event), "statement", cause, values));
    }
}

fn statement(report: &Report, packs: &Packs) -> Option<Statement> {
    let pack = packs.get(&report.language)?;
    Some(Statement::read(&report.headline.as_ref()?.text, pack))
}

fn opposite(
    (a, x): (&Report, &Statement),
    (b, y): (&Report, &Statement),
    packs: &Packs,
) -> Option<(Cause, [ReportedValue; 2])> {
    if x.likeness(y).0 < SHARED {
        return None;
    }
    let found = x.opposes(y, packs.get(&a.language)?)?;
    // figures and places are compared where their event is known
    if matches!(found.kind, Kind::Number | Kind::Place) {
        return None;
    }
    let value = |report: &Report, words: Option<Span>| {
        let headline = report.headline.as_ref()?;
        let (text, span) = match words {
            Some(words) => (
                words.of(&headline.text).to_owned(),
                Span::new(headline.start + words.start, headline.start + words.end),
            ),
            None => (headline.text.clone(), Span::new(headline.start, headline.end)),
        };
        // a headline joined of several lines is no single span
        (span.of(&report.text) == text).then(|| ReportedValue {
            value: text,
            report: report.id.clone(),
            evidence: vec![Evidence::of(report, span)],
        })
    };
    let (first, second) = (published(&a.published), published(&b.published));
    let cause = match (first.from.zip(first.to), second.from.zip(second.to)) {
        (Some(a), Some(b)) if a.1 < b.0 || b.1 < a.0 => Cause::Update,
        _ => Cause::Conflict,
    };
    Some((cause, [value(a, found.first)?, value(b, found.second)?]))
}

//! Grades of the Admiralty scale, from the user's own table of outlets. Without such a table nothing is graded.
//!
//! The letter is the best among the outlets that tell it; the number says how far independent roots bear each other out
//! (NATO AJP-2.1, annex 3A: 1 is what other, independent sources confirm, 6 what cannot be judged).

use crate::CompileOptions;
use isnad_model::{Cause, Dossier, Grade, Modality, Root};
use isnad_text::fold;
use std::collections::{BTreeMap, BTreeSet};

/// The letter for what cannot be judged.
const UNKNOWN: char = 'F';

/// Grades events and claims, if the user grades outlets.
pub(crate) fn grade(dossier: &mut Dossier, options: &CompileOptions) {
    if options.reliability.is_empty() {
        return;
    }
    let table: BTreeMap<String, char> = options
        .reliability
        .iter()
        .map(|(name, c)| (fold(name), *c))
        .collect();
    let letters: BTreeMap<&str, char> = dossier
        .reports
        .iter()
        .filter_map(|r| Some((r.id.as_str(), *table.get(&fold(&r.outlet.as_ref()?.name))?)))
        .collect();
    let letter = |roots: &[Root]| {
        let known = roots.iter().flat_map(|r| &r.reports);
        known
            .filter_map(|id| letters.get(id.as_str()))
            .min()
            .copied()
            .unwrap_or(UNKNOWN)
    };
    // events on which reports contradict each other
    let differ: BTreeSet<&str> = dossier
        .discrepancies
        .iter()
        .filter(|d| d.cause == Cause::Conflict)
        .filter_map(|d| d.about.event.as_deref())
        .collect();
    let modality: BTreeMap<(&str, &str), Modality> = dossier
        .reports
        .iter()
        .flat_map(|r| {
            r.events
                .iter()
                .map(move |e| ((r.id.as_str(), e.id.as_str()), e.modality))
        })
        .collect();
    let events: Vec<Grade> = dossier
        .events
        .iter()
        .map(|event| {
            let told = event
                .mentions
                .iter()
                .filter_map(|m| modality.get(&(m.report.as_str(), m.event.as_str())));
            let (denied, said): (Vec<&Modality>, Vec<&Modality>) =
                told.partition(|m| **m == Modality::Denied);
            let (credibility, because) = match (denied.is_empty(), said.is_empty()) {
                (false, true) => (5, "only-denied"),
                (false, false) => (4, "told-and-denied"),
                (true, _) => credibility(event.roots.len(), differ.contains(event.id.as_str())),
            };
            Grade {
                reliability: letter(&event.roots).to_string(),
                credibility,
                because: because.to_owned(),
            }
        })
        .collect();
    let claims: Vec<Grade> = dossier
        .claims
        .iter()
        .map(|claim| {
            let (credibility, because) = credibility(claim.roots.len(), false);
            Grade {
                reliability: letter(&claim.roots).to_string(),
                credibility,
                because: because.to_owned(),
            }
        })
        .collect();
    for (event, grade) in dossier.events.iter_mut().zip(events) {
        event.grade = Some(grade);
    }
    for (claim, grade) in dossier.claims.iter_mut().zip(claims) {
        claim.grade = Some(grade);
    }
}

/// The number and why, from the count of independent roots.
fn credibility(roots: usize, differ: bool) -> (u8, &'static str) {
    match (roots, differ) {
        (0 | 1, _) => (6, "one-root"),
        (_, true) => (3, "roots-differ"),
        (2, false) => (2, "independent-roots"),
        (_, false) => (1, "independent-roots"),
    }
}

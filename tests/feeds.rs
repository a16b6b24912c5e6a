//! What a subscriber sees when a report joins: its own events, and nothing else, as new.

use crate::support::{artifacts, seeds};
use isnad::{
    Isnad, Reading,
    compile::Previous,
    model::{Dossier, wire},
};
use std::collections::BTreeSet;

fn ids(dossier: &Dossier) -> BTreeSet<&str> {
    dossier.events.iter().map(|e| e.id.as_str()).collect()
}

/// The ids of the items that any document of the feed holds.
fn items(dossier: &Dossier) -> BTreeSet<String> {
    artifacts(dossier, "rss")
        .iter()
        .flat_map(|a| feed_rs::parser::parse(&a.bytes[..]).unwrap().entries)
        .map(|entry| entry.id)
        .collect()
}

/// The mentions of every event: report and first byte of the word that names it.
fn told<'a>(dossier: &'a Dossier, event: &str) -> BTreeSet<(&'a str, usize)> {
    let reports = dossier.reports.iter();
    reports
        .flat_map(|r| r.events.iter().map(move |m| (r, m)))
        .filter(|(_, m)| m.event == event)
        .map(|(r, m)| (r.id.as_str(), m.trigger.start))
        .collect()
}

fn without(readings: &[Reading], left_out: usize) -> Vec<Reading> {
    let kept = readings.iter().enumerate().filter(|(n, _)| *n != left_out);
    kept.map(|(_, r)| r.clone()).collect()
}

/// Every report in turn is the one that joins: earlier and later ones, and those that date, merge or split others.
#[test]
fn only_what_a_joining_report_tells_is_new() {
    let mut isnad = Isnad::default();
    let readings = isnad.annotate_all(&seeds());
    for left_out in 0..readings.len() {
        isnad.compile.previous = None;
        let old = isnad.compile(without(&readings, left_out));
        // as the user keeps it
        let old = wire::from_json(&wire::to_json(&old).unwrap()).unwrap();
        isnad.compile.previous = Some(Previous::of(&old));
        let new = isnad.compile(readings.clone());
        let at = &readings[left_out].annotated.as_ref().unwrap().report.source;

        let (before, after) = (items(&old), items(&new));
        let lost: Vec<_> = before.difference(&after).collect();
        assert!(lost.is_empty(), "{at}: items vanish: {lost:?}");
        let known: BTreeSet<_> = ids(&old).into_iter().flat_map(|e| told(&old, e)).collect();
        for id in after.difference(&before) {
            let event = id.rsplit('/').next().unwrap();
            let mentions = told(&new, event);
            let unknown = mentions.iter().filter(|m| !known.contains(*m)).count();
            assert!(
                2 * unknown > mentions.len(),
                "{at}: {event} was told before: {mentions:?}"
            );
        }
        for former in new.events.iter().flat_map(|e| &e.formerly) {
            assert!(ids(&old).contains(former.id.as_str()) && !ids(&new).contains(former.id.as_str()));
        }
    }
}

/// What was built once is built again with itself at hand: nothing changes, however often.
#[test]
fn a_dossier_after_itself_is_itself() {
    let mut isnad = Isnad::default();
    let readings = isnad.annotate_all(&seeds());
    let first = isnad.compile(readings.clone());
    isnad.compile.previous = Some(Previous::of(&first));
    let second = isnad.compile(readings.clone());
    isnad.compile.previous = Some(Previous::of(&second));
    let third = isnad.compile(readings);
    assert_eq!(ids(&first), ids(&second));
    assert!(second == third);
    let order = |d: &Dossier| -> Vec<String> {
        let order = d.events_by_entry();
        order.into_iter().map(|n| d.events[n].id.clone()).collect()
    };
    assert_eq!(order(&first), order(&second));
}

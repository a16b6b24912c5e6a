//! The events in order of time.

use crate::reading::Reading;
use isnad_model::{Dossier, TimelineEntry};
use std::collections::{BTreeMap, BTreeSet};

/// Orders the events by their days, then by id; undated ones come last. `after` and `before` hold what a report says
/// of the order of two events in so many words ("a week after the visit").
pub(crate) fn timeline(dossier: &Dossier, readings: &[Reading]) -> Vec<TimelineEntry> {
    let mut after: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut before: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (report, reading) in dossier.reports.iter().zip(readings) {
        for order in &reading.order {
            let (first, second) = if order.after {
                (order.behind, order.other)
            } else {
                (order.other, order.behind)
            };
            let (Some(first), Some(second)) = (report.events.get(first), report.events.get(second)) else {
                continue;
            };
            if first.event != second.event && !first.event.is_empty() && !second.event.is_empty() {
                after.entry(&second.event).or_default().insert(&first.event);
                before.entry(&first.event).or_default().insert(&second.event);
            }
        }
    }
    let ids = |map: &BTreeMap<&str, BTreeSet<&str>>, id: &str| {
        map.get(id)
            .into_iter()
            .flatten()
            .map(|s| (*s).to_owned())
            .collect()
    };
    let mut events: Vec<_> = dossier.events.iter().collect();
    events.sort_by(|a, b| {
        let key = |e: &isnad_model::Event| {
            let known = e.when.earliest.or(e.when.latest);
            (known.is_none(), known, e.when.earliest.is_none(), e.when.latest)
        };
        key(a).cmp(&key(b)).then(a.id.cmp(&b.id))
    });
    events
        .into_iter()
        .map(|e| TimelineEntry {
            event: e.id.clone(),
            when: e.when.clone(),
            after: ids(&after, &e.id),
            before: ids(&before, &e.id),
        })
        .collect()
}

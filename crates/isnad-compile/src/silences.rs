//! Which outlets do not tell an event that others tell.

use crate::events::{
    finish::is_real,
    period::{Day, Period, date, published},
};
use isnad_model::{Dossier, Silence};
use std::collections::{BTreeMap, BTreeSet};

/// How many days before and after an event an outlet's reports count.
const WINDOW: Day = 3;

/// For every dated event told by two outlets or more: the outlets that published in the days around it and do not tell it.
pub(crate) fn silences(dossier: &Dossier) -> Vec<Silence> {
    let outlet = |r: &isnad_model::Report| {
        r.outlet
            .as_ref()
            .map(|o| o.name.clone())
            .filter(|n| !n.is_empty())
    };
    let mut by_day: BTreeMap<Day, BTreeSet<String>> = BTreeMap::new();
    let mut of: BTreeMap<&str, Option<String>> = BTreeMap::new();
    for report in &dossier.reports {
        let name = outlet(report);
        let at = published(&report.published);
        if let (Some(name), Some((from, to))) = (&name, at.from.zip(at.to))
            && from == to
        {
            by_day.entry(from).or_default().insert(name.clone());
        }
        of.insert(&report.id, name);
    }
    let mut out = Vec::new();
    for event in dossier.events.iter().filter(|e| is_real(e.status)) {
        let told: BTreeSet<&String> = event
            .mentions
            .iter()
            .filter_map(|m| of.get(m.report.as_str())?.as_ref())
            .collect();
        let when = Period::read(&event.when.value);
        let Some((from, to)) = when
            .from
            .zip(when.to)
            .filter(|(a, b)| told.len() >= 2 && event.roots.len() >= 2 && b - a <= 7)
        else {
            continue;
        };
        let (from, to) = (from - WINDOW, to + WINDOW);
        let silent: BTreeSet<&String> = by_day
            .range(from..=to)
            .flat_map(|(_, names)| names)
            .filter(|n| !told.contains(n))
            .collect();
        if let (false, Some(a), Some(b)) = (silent.is_empty(), date(from), date(to)) {
            let outlets = silent.into_iter().cloned().collect();
            out.push(Silence {
                event: event.id.clone(),
                outlets,
                window: format!("{a}/{b}"),
            });
        }
    }
    out
}

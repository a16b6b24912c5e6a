//! Who took part, where reports name different sets.

use super::{Places, about, differing};
use isnad_model::{
    Cause, Discrepancy, Entity, EntityKind, Event, EventMention, Evidence, MentionForm, Participant, Report,
    ReportedValue,
};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// Roles of those who were only there, or only speak of it.
const BESIDE: &[&str] = &["attendee", "companion", "caller", "speaker", "head", "chair"];

/// One meeting or agreement, and by each report other men who met, or other sides that agreed.
///
/// Only reports that name two sides count: whoever names one of them says less, not something else.
pub(crate) fn list(
    event: &Event,
    told: &[(&Report, &EventMention)],
    entities: &FxHashMap<&str, &Entity>,
    places: &Places<'_>,
) -> Option<Discrepancy> {
    let meets = event.kind == "consult" && event.mode.as_deref() != Some("multilateral");
    if !(meets || event.kind == "agree") {
        return None;
    }
    let of = |wanted: &dyn Fn(EntityKind) -> bool| {
        let mut sets: BTreeMap<&str, BTreeMap<&str, (&str, &Participant)>> = BTreeMap::new();
        let mut open: BTreeSet<&str> = BTreeSet::new();
        for (report, mention) in told {
            for p in mention
                .participants
                .iter()
                .filter(|p| !BESIDE.contains(&p.role.as_str()))
            {
                let Some(entity) = p.entity.as_deref().and_then(|id| entities.get(id)) else {
                    continue;
                };
                // an office without a name may be that of somebody who is named elsewhere
                let named = |m: &isnad_model::Mention| {
                    m.span() == p.span() && matches!(m.form, MentionForm::Title | MentionForm::Anaphor)
                };
                if entity.kind == EntityKind::Person && report.mentions.iter().any(named) {
                    open.insert(report.id.as_str());
                    continue;
                }
                // a capital stands for its country
                let side = places
                    .get(entity.id.as_str())
                    .map_or(entity.id.as_str(), |known| known.0.as_str());
                if wanted(entity.kind) {
                    sets.entry(&report.id)
                        .or_default()
                        .entry(side)
                        .or_insert((&entity.id, p));
                }
            }
        }
        sets.retain(|report, set| set.len() >= 2 && !open.contains(report));
        sets
    };
    let persons = of(&|k| k == EntityKind::Person);
    let sets = if persons.len() >= 2 {
        persons
    } else {
        of(&|k| matches!(k, EntityKind::Organization | EntityKind::Place))
    };
    let distinct: BTreeSet<Vec<&str>> = sets.values().map(|s| s.keys().copied().collect()).collect();
    let contained = |a: &[&str], b: &[&str]| a.iter().all(|x| b.contains(x));
    let nested = distinct
        .iter()
        .all(|a| distinct.iter().all(|b| contained(a, b) || contained(b, a)));
    let cause = if nested { Cause::Scope } else { Cause::Source };
    let values = told
        .iter()
        .map(|(r, _)| *r)
        .filter_map(|report| {
            let set = sets.get(report.id.as_str())?;
            Some(ReportedValue {
                value: set.values().map(|p| p.0).collect::<Vec<_>>().join(", "),
                report: report.id.clone(),
                evidence: set.values().map(|p| Evidence::of(report, p.1.span())).collect(),
            })
        })
        .collect();
    if distinct.len() < 2 {
        return None;
    }
    differing(about(event), "participant", cause, values)
}

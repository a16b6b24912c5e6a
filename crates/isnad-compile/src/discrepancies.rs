//! Where reports differ: every value stands with its report and its words.
//!
//! A report that says less, or says it in other words of its own, is no discrepancy; one that names other men at the same
//! meeting, or quotes the same statement in other words, is.

mod offices;
mod parties;
mod stances;
mod statements;
mod strength;
mod wording;

use crate::{
    events::{
        finish::is_real,
        period::{Period, published},
        told::told,
    },
    gazetteer, outcome,
};
use isnad_lang::{Packs, names::PlaceKind};
use isnad_model::{
    About, Basis, Cause, Discrepancy, Dossier, Event, EventMention, Evidence, Modality, Report,
    ReportedValue, TimeExpression,
};
use isnad_text::{fold, hash_word};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// Country code and kind of places, by the id of the entity.
type Places<'a> = FxHashMap<&'a str, &'a gazetteer::Known>;

/// Lists the discrepancies: of events in the order of the dossier, then of entities.
pub(crate) fn list(dossier: &Dossier, packs: &Packs, known: &outcome::Known<'_>) -> Vec<Discrepancy> {
    let (readings, members) = (known.readings, known.members);
    let places = known.places.by_id(dossier);
    let entities = dossier.entities.iter().map(|e| (e.id.as_str(), e)).collect();
    let mut out = Vec::new();
    for (event, members) in dossier.events.iter().zip(members).filter(|(_, m)| m.len() >= 2) {
        let told: Vec<(&Report, &EventMention)> = members
            .iter()
            .map(|&(report, mention)| {
                let report = &dossier.reports[report];
                (report, &report.events[mention])
            })
            .collect();
        out.extend(date(event, &told));
        out.extend(place(event, &told, &places));
        out.extend(status(event, &told));
        out.extend(figures(event, &told));
        out.extend(parties::list(event, &told, &entities, &places));
    }
    stances::list(dossier, packs, known, &places, &mut out);
    strength::list(dossier, readings, &mut out);
    statements::list(dossier, packs, readings, members, &mut out);
    wording::list(dossier, packs, &mut out);
    offices::list(dossier, packs, &mut out);
    for d in &mut out {
        let words: Vec<&str> = d
            .values
            .iter()
            .flat_map(|v| [v.report.as_str(), v.value.as_str()])
            .collect();
        d.id = format!(
            "d{:012x}",
            hash_word(&format!("{:?}|{}|{}", d.about, d.field, words.join("|"))) >> 16
        );
    }
    out
}

fn about(event: &Event) -> About {
    About {
        event: Some(event.id.clone()),
        ..About::default()
    }
}

/// A discrepancy if at least two reports give at least two values; the values in the order of the reports.
fn differing(about: About, field: &str, cause: Cause, mut values: Vec<ReportedValue>) -> Option<Discrepancy> {
    let distinct: BTreeSet<&str> = values.iter().map(|v| v.value.as_str()).collect();
    let reports: BTreeSet<&str> = values.iter().map(|v| v.report.as_str()).collect();
    if distinct.len() < 2 || reports.len() < 2 {
        return None;
    }
    let mut seen = BTreeSet::new();
    values.retain(|v| seen.insert((v.report.clone(), v.value.clone())));
    Some(Discrepancy {
        id: String::new(),
        about,
        field: field.to_owned(),
        cause,
        values,
    })
}

/// Two days for one event.
fn date(event: &Event, told_by: &[(&Report, &EventMention)]) -> Option<Discrepancy> {
    let mut days: Vec<(Period, ReportedValue)> = Vec::new();
    let mut soft = false;
    for (report, mention) in told_by {
        let Some(time) = mention.time.as_ref().filter(|t| !t.times.is_empty()) else {
            continue;
        };
        let own = told(report, mention);
        for t in report.times.iter().filter(|t| time.times.contains(&t.id)) {
            let literal = Period::read(&t.literal);
            // what the words say in their own report, where the dossier read them differently
            let value = if literal.is_bounded() && literal.width() == 0 && literal.gap(&own) > 0 {
                literal
            } else {
                own
            };
            let day = value.is_bounded() && value.width() == 0
                || !value.is_bounded() && value.season.is_some_and(|s| s.1.is_some());
            if day {
                soft |= is_soft(report, t);
                let evidence = vec![Evidence::of(report, t.span())];
                days.push((
                    value,
                    ReportedValue {
                        value: value.when().value,
                        report: report.id.clone(),
                        evidence,
                    },
                ));
            }
        }
    }
    let gap = days
        .iter()
        .flat_map(|(a, _)| days.iter().take(16).map(|(b, _)| a.gap(b)))
        .max()
        .unwrap_or(0);
    let cause = match gap {
        0 => return None,
        // "yesterday" counts from the day on which the text was written, which nobody knows for sure
        1 if soft => return None,
        1 => Cause::Calendar,
        _ => Cause::Conflict,
    };
    differing(
        about(event),
        "date",
        cause,
        days.into_iter().map(|d| d.1).collect(),
    )
}

/// "Yesterday" where the report does not say when it was published, and "four days ago", which nobody counts to the day.
fn is_soft(report: &Report, time: &TimeExpression) -> bool {
    const COUNTED: u32 = 3;
    let stated = matches!(report.published.basis, Basis::Stated | Basis::Metadata);
    time.reading.is_some_and(|r| {
        let shift = r.shift.filter(|_| r.day.is_none() && r.weekday.is_none());
        shift.is_some_and(|n| !stated || n.unsigned_abs() >= COUNTED)
    })
}

/// Two towns, or two countries, for one event.
fn place(event: &Event, told: &[(&Report, &EventMention)], places: &Places<'_>) -> Option<Discrepancy> {
    let mut values = Vec::new();
    let mut kinds: BTreeMap<PlaceKind, BTreeSet<&str>> = BTreeMap::new();
    for (report, mention) in told {
        let Some(p) = &mention.place else { continue };
        let Some((id, &&(_, kind))) = p.entity.as_deref().and_then(|id| Some((id, places.get(id)?))) else {
            continue;
        };
        if matches!(kind, PlaceKind::City | PlaceKind::Country) {
            kinds.entry(kind).or_default().insert(id);
            values.push((
                kind,
                ReportedValue {
                    value: id.to_owned(),
                    report: report.id.clone(),
                    evidence: vec![Evidence::new(&report.id, &words(p))],
                },
            ));
        }
    }
    // a visit may lead through several towns of a country; a meeting is in one
    let visit = event.mode.as_deref() == Some("visit");
    let kind = kinds
        .iter()
        .find(|(k, ids)| ids.len() >= 2 && !(visit && **k == PlaceKind::City))
        .map(|(k, _)| *k)?;
    let mut by_report: Vec<ReportedValue> = values.into_iter().filter(|v| v.0 == kind).map(|v| v.1).collect();
    // a report that names both contradicts nobody
    let mut own: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for v in &by_report {
        own.entry(v.report.clone()).or_default().insert(v.value.clone());
    }
    by_report.retain(|v| own.get(&v.report).is_some_and(|set| set.len() == 1));
    differing(about(event), "place", Cause::Conflict, by_report)
}

fn words(p: &isnad_model::PlaceLink) -> isnad_model::Words {
    isnad_model::Words {
        start: p.start,
        end: p.end,
        text: p.text.clone(),
    }
}

/// One report says it took place, or will; another says it did not.
fn status(event: &Event, told: &[(&Report, &EventMention)]) -> Option<Discrepancy> {
    let no = |m: Modality| matches!(m, Modality::Denied | Modality::Postponed);
    let ahead = |m: Modality| matches!(m, Modality::Planned | Modality::Agreed | Modality::Promised);
    let against: Vec<Modality> = told.iter().map(|(_, m)| m.modality).filter(|m| no(*m)).collect();
    if against.is_empty() || !told.iter().any(|(_, m)| is_real(m.modality) || ahead(m.modality)) {
        return None;
    }
    let values: Vec<(Modality, &Report, ReportedValue)> = told
        .iter()
        .filter(|(_, m)| no(m.modality) || is_real(m.modality) || ahead(m.modality))
        .map(|(r, m)| {
            (
                m.modality,
                *r,
                ReportedValue {
                    value: name(m.modality),
                    report: r.id.clone(),
                    evidence: vec![Evidence::new(&r.id, &m.trigger)],
                },
            )
        })
        .collect();
    let later = values.iter().any(|(m, r, _)| {
        let no_one = no(*m);
        no_one
            && values.iter().any(|(n, other, _)| {
                !no(*n) && published(&other.published).from < published(&r.published).from
            })
    });
    let cause = if later || against.contains(&Modality::Postponed) {
        Cause::Update
    } else {
        Cause::Conflict
    };
    differing(
        about(event),
        "status",
        cause,
        values.into_iter().map(|v| v.2).collect(),
    )
}

fn name(modality: Modality) -> String {
    fold(&format!("{modality:?}"))
}

/// Two numbers for the same unit.
fn figures(event: &Event, told: &[(&Report, &EventMention)]) -> Option<Discrepancy> {
    type ByReport<'a> = BTreeMap<&'a str, Vec<(&'a isnad_model::Figure, &'a Report)>>;
    let mut units: BTreeMap<String, ByReport<'_>> = BTreeMap::new();
    for (report, mention) in told {
        for f in report
            .figures
            .iter()
            .filter(|f| f.event.as_deref() == Some(mention.id.as_str()) && !f.unit.is_empty())
        {
            units
                .entry(fold(&f.unit))
                .or_default()
                .entry(&report.id)
                .or_default()
                .push((f, report));
        }
    }
    for by_report in units.into_values() {
        // a report with two numbers for one unit counts parts
        if by_report.len() < 2
            || by_report.values().any(|list| {
                list.iter()
                    .any(|(f, _)| f.value.to_bits() != list[0].0.value.to_bits())
            })
        {
            continue;
        }
        let all: Vec<_> = by_report
            .into_values()
            .filter_map(|list| list.into_iter().next())
            .collect();
        let scopes: BTreeSet<String> = all.iter().map(|(f, _)| fold(&f.scope)).collect();
        let cause = if scopes.len() > 1 {
            Cause::Scope
        } else {
            Cause::Conflict
        };
        let values = all
            .into_iter()
            .map(|(f, r)| ReportedValue {
                value: format!("{} {}", f.value, fold(&f.unit)),
                report: r.id.clone(),
                evidence: vec![Evidence::of(r, isnad_text::Span::new(f.start, f.end))],
            })
            .collect();
        let found = differing(about(event), "figure", cause, values);
        if found.is_some() {
            return found;
        }
    }
    None
}

//! Which event mentions are one event.
//!
//! Two mentions are one event when the same men (or bodies) do the same kind of thing at a time that both allow;
//! place and wording add to it. Same men, same city, another month: another event. "A previous meeting" without a day
//! is never one with a dated meeting. «will meet» and «met» are one event whose status changed.
//!
//! An event's id is derived from its founding mention, the one of the report published first by its own account (then of
//! the smallest report id, then the first in the text): `ev` and twelve hexadecimal digits of the FNV-1a hash of type,
//! report id and the byte offset of the trigger, joined with `|`. What an earlier dossier told keeps its id: see `previous`.

mod cluster;
mod compare;
pub(crate) mod finish;
pub(crate) mod period;
pub(crate) mod profile;
mod relative;
pub(crate) mod told;

use crate::{CompileOptions, Correction, gazetteer::Places, reading::Reading};
use isnad_lang::Packs;
use isnad_model::{Certainty, Dossier, EntityKind, Event, EventTime, Modality, PlaceLink, Report, TimeKind};
use isnad_text::Clitics;
use profile::Member;
use rustc_hash::FxHashMap;

/// Drops the event mentions that the user rejected; gives the numbers of the reports that lost one.
pub(crate) fn reject(dossier: &mut Dossier, options: &CompileOptions) -> Vec<usize> {
    let mut changed = Vec::new();
    for correction in &options.corrections {
        let Correction::RejectEvent { source, trigger } = correction else {
            continue;
        };
        let reports = dossier.reports.iter_mut().enumerate();
        for (r, report) in reports.filter(|(_, r)| r.source == *source) {
            let before = report.events.len();
            report.events.retain(|e| e.trigger.text != *trigger);
            if report.events.len() < before {
                changed.push(r);
            }
        }
    }
    changed
}

/// Merges event mentions into events; gives the mentions of each.
pub(crate) fn merge(
    dossier: &mut Dossier,
    options: &CompileOptions,
    packs: &Packs,
    places: &Places,
    readings: &[Reading],
) -> Vec<Vec<Member>> {
    relative::place(dossier, readings);
    dossier.reports.iter_mut().for_each(undo_days_ahead);
    let none = Clitics::default();
    let context = profile::Context::new(dossier, readings, packs, places, &none);
    let clusters = cluster::clusters(&context);
    let events = finish::events(&context, &clusters, options);
    let told = context.told;
    let (found, members): (Vec<_>, Vec<_>) = events.into_iter().unzip();
    for (event, members) in found.iter().zip(&members) {
        let when = period::Period::read(&event.when.value);
        for &(report, mention) in members {
            let told = told[report].of(mention);
            let report = &mut dossier.reports[report];
            if report.events[mention].place.is_none() {
                report.events[mention].place = place_of(report, mention, event);
            }
            let stated = stated(report, mention);
            let mention = &mut report.events[mention];
            mention.event.clone_from(&event.id);
            match &mut mention.time {
                // the dossier may know more of the words than the report did
                Some(time) => {
                    time.value = outvoted(&told, &when, event)
                        .or_else(|| narrower(&told, &when, event))
                        .or(stated)
                        .or_else(|| told.is_dated().then(|| told.when().value))
                        .unwrap_or_else(|| time.value.clone())
                }
                None if is_known(event) => {
                    mention.time = Some(EventTime {
                        value: event.when.value.clone(),
                        times: Vec::new(),
                    });
                }
                None => {}
            }
        }
    }
    dossier.events = found;
    moved(dossier, readings);
    for report in &mut dossier.reports {
        acts_of_visits(report);
    }
    members
}

/// "Called on them to publish it before July", in a report of March: a day that the report could not have seen is that of what is
/// called for, not of the call.
fn undo_days_ahead(report: &mut Report) {
    let Some(by) = period::published(&report.published).to else {
        return;
    };
    let ahead: Vec<usize> = report
        .events
        .iter()
        .enumerate()
        .filter(|(_, e)| finish::is_act(&e.kind, e.modality) && e.time.is_some())
        .filter(|(_, e)| told::told(report, e).from.is_some_and(|from| from > by))
        .map(|(n, _)| n)
        .collect();
    for n in ahead {
        report.events[n].time = None;
    }
}

/// Events told relative to a day that other reports put right move with it.
fn moved(dossier: &mut Dossier, readings: &[Reading]) {
    let events = dossier.events.iter().enumerate().rev();
    let numbers: FxHashMap<String, usize> = events.map(|(n, e)| (e.id.clone(), n)).collect();
    for (report, reading) in dossier.reports.iter_mut().zip(readings) {
        for &order in &reading.order {
            let base = report.events.get(order.other).and_then(|other| {
                let day = period::Period::read(&other.time.as_ref()?.value);
                (day.is_bounded() && told::told(report, other).gap(&day) > 0).then_some(day)
            });
            let Some(time) = base.and_then(|base| relative::again(report, order, base)) else {
                continue;
            };
            let Some(mention) = report.events.get_mut(order.behind) else {
                continue;
            };
            let event = numbers.get(&mention.event).map(|&n| &mut dossier.events[n]);
            if let Some(event) = event.filter(|e| e.mentions.len() == 1) {
                let when = period::Period::read(&time.value).when();
                (event.when.value, event.when.earliest, event.when.latest) =
                    (when.value, when.earliest, when.latest);
                mention.time = Some(time);
            }
        }
    }
}

/// What somebody promises, demands or refuses on a visit or at a meeting is of its day, where the report tells of one such day.
fn acts_of_visits(report: &mut Report) {
    /// Bytes between the two, at most.
    const NEAR: usize = 3000;
    const ACTS: [&str; 5] = ["agree", "request", "reject", "threaten", "accuse"];
    let dated: Vec<(usize, String, Vec<String>, bool)> = report
        .events
        .iter()
        .filter(|e| e.kind == "consult" && e.modality == Modality::Happened)
        .filter_map(|e| {
            let value = &e.time.as_ref()?.value;
            let period = period::Period::read(value);
            let guests = e
                .participants
                .iter()
                .filter(|p| e.mode.as_deref() != Some("visit") || p.role != "host");
            let own = guests.filter_map(|p| p.entity.clone()).collect();
            let led = e.mode.as_deref() == Some("visit") && e.participants.iter().any(|p| p.role == "head");
            (period.is_bounded() && period.width() <= 1).then(|| (e.trigger.start, value.clone(), own, led))
        })
        .collect();
    if dated.is_empty() {
        return;
    }
    let group = |span: isnad_text::Span| {
        let m = report.mentions.iter().find(|m| m.start == span.start);
        m.is_some_and(|m| m.kind == EntityKind::Group)
    };
    let delegates: Vec<bool> = report
        .events
        .iter()
        .map(|e| {
            e.participants
                .iter()
                .any(|p| p.role == "actor" && group(p.span()))
        })
        .collect();
    let places: Vec<&str> = report
        .mentions
        .iter()
        .filter(|m| m.kind == EntityKind::Place)
        .map(|m| m.entity.as_str())
        .collect();
    for (event, delegates) in report.events.iter_mut().zip(delegates).filter(|(e, _)| {
        e.time.is_none()
            && ACTS.contains(&e.kind.as_str())
            && !matches!(
                e.modality,
                Modality::Background | Modality::Ongoing | Modality::Planned
            )
    }) {
        let own: Vec<&str> = event
            .participants
            .iter()
            .filter(|p| !matches!(p.role.as_str(), "recipient" | "victim" | "host"))
            .filter_map(|p| p.entity.as_deref())
            .filter(|e| !places.contains(e))
            .collect();
        let mut days: Vec<&str> = dated
            .iter()
            .filter(|(at, _, who, led)| {
                *at < event.trigger.start + NEAR / 10
                    && event.trigger.start < at + NEAR
                    // "the delegation" is the one told to have come
                    && (delegates && *led || who.iter().any(|w| own.contains(&w.as_str())))
            })
            .map(|(_, value, ..)| value.split('T').next().unwrap_or(value))
            .collect();
        days.dedup();
        if let [day] = days.as_slice() {
            event.time = Some(EventTime {
                value: (*day).to_owned(),
                times: Vec::new(),
            });
        }
    }
}

/// Does the dossier know the day, or the week, month or year without doubt?
fn is_known(event: &Event) -> bool {
    let when = &event.when;
    when.earliest.is_some() && (when.earliest == when.latest || when.certainty <= Certainty::Inferred)
}

/// The time of the event, where it lies within what the mention tells and says more.
fn narrower(told: &period::Period, when: &period::Period, event: &Event) -> Option<String> {
    let within = told.is_bounded() && when.is_bounded() && told.gap(when) == 0;
    (within && when.width() < told.width() && is_known(event)).then(|| event.when.value.clone())
}

/// Where the report names the place of its event, though not in the clause: in the same paragraph or the one before, else elsewhere.
fn place_of(report: &Report, mention: usize, event: &Event) -> Option<PlaceLink> {
    let (entity, at) = (event.place.as_deref()?, report.events.get(mention)?.trigger.start);
    let block = report.blocks.iter().rposition(|b| b.start <= at)?;
    let from = report.blocks.get(block.saturating_sub(1))?.start;
    let there = |m: &&isnad_model::Mention| m.kind == EntityKind::Place && m.entity == entity;
    let before = report.mentions.partition_point(|m| m.start < at);
    let (named, behind) = report.mentions.split_at(before);
    let near = named.iter().rev().take_while(|m| m.start >= from).find(there);
    let found = near
        .or_else(|| named.iter().find(there))
        .or_else(|| behind.iter().find(there))?;
    Some(PlaceLink {
        entity: Some(entity.to_owned()),
        text: found.text.clone(),
        start: found.start,
        end: found.end,
    })
}

/// The event's day, where the mention is a day beside it and other reports decided: "yesterday" in a paper of the next day.
fn outvoted(told: &period::Period, when: &period::Period, event: &Event) -> Option<String> {
    let days = told.is_bounded() && told.width() == 0 && when.is_bounded() && when.width() == 0;
    (days && told.gap(when) == 1 && when.from > told.from).then(|| event.when.value.clone())
}

/// The value of the only time expression of a mention, as the dossier resolved it.
fn stated(report: &Report, mention: usize) -> Option<String> {
    let mention = report.events.get(mention)?;
    let [only] = mention.time.as_ref()?.times.as_slice() else {
        return None;
    };
    let time = report
        .times
        .iter()
        .find(|t| t.id == *only && matches!(t.kind, TimeKind::Date | TimeKind::Time))?;
    // the hour of another event told on the same day is not its own
    let value = if mention.span().contains(time.span()) {
        time.value.as_str()
    } else {
        time.value.split('T').next().unwrap_or_default()
    };
    Some(value.to_owned())
}

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
pub(crate) mod finish;
pub(crate) mod period;
pub(crate) mod profile;
mod relative;

use crate::{CompileOptions, Correction, reading::Reading};
use isnad_lang::Packs;
use isnad_model::{Certainty, Dossier, EntityKind, Event, EventTime, PlaceLink, Report, TimeKind};
use isnad_text::Clitics;

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

/// Merges event mentions into events.
pub(crate) fn merge(dossier: &mut Dossier, options: &CompileOptions, packs: &Packs, readings: &[Reading]) {
    relative::place(dossier, readings);
    let none = Clitics::default();
    let context = profile::Context::new(dossier, readings, packs, &none);
    let clusters = cluster::clusters(&context);
    let events = finish::events(&context, &clusters, options);
    let (found, members): (Vec<_>, Vec<_>) = events.into_iter().unzip();
    for (event, members) in found.iter().zip(&members) {
        for &(report, mention) in members {
            let report = &mut dossier.reports[report];
            let told = profile::told(report, &report.events[mention]);
            let stated = stated(report, mention);
            let place = place_of(report, mention, event);
            let mention = &mut report.events[mention];
            mention.event.clone_from(&event.id);
            mention.place = mention.place.take().or(place);
            match &mut mention.time {
                // the dossier may know more of the words than the report did
                Some(time) => {
                    time.value = narrower(&told, event)
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
}

/// Does the dossier know the day, or the week, month or year without doubt?
fn is_known(event: &Event) -> bool {
    let when = &event.when;
    when.earliest.is_some() && (when.earliest == when.latest || when.certainty <= Certainty::Inferred)
}

/// The time of the event, where it lies within what the mention tells and says more.
fn narrower(told: &period::Period, event: &Event) -> Option<String> {
    let when = period::Period::read(&event.when.value);
    let within = told.is_bounded() && when.is_bounded() && told.gap(&when) == 0;
    (within && when.width() < told.width() && is_known(event)).then(|| event.when.value.clone())
}

/// Where the report names the place of its event, though not in the clause: in the same paragraph or the one before.
fn place_of(report: &Report, mention: usize, event: &Event) -> Option<PlaceLink> {
    let (entity, at) = (event.place.as_deref()?, report.events.get(mention)?.trigger.start);
    let block = report.blocks.iter().rposition(|b| b.start <= at)?;
    let from = report.blocks.get(block.saturating_sub(1))?.start;
    let named = report.mentions.iter().rev().skip_while(|m| m.end > at);
    let found = named
        .take_while(|m| m.start >= from)
        .find(|m| m.kind == EntityKind::Place && m.entity == entity)?;
    Some(PlaceLink {
        entity: Some(entity.to_owned()),
        text: found.text.clone(),
        start: found.start,
        end: found.end,
    })
}

/// The value of the only time expression of a mention, as the dossier resolved it.
fn stated(report: &Report, mention: usize) -> Option<String> {
    let time = report.events.get(mention)?.time.as_ref()?;
    let [only] = time.times.as_slice() else {
        return None;
    };
    report
        .times
        .iter()
        .find(|t| t.id == *only && matches!(t.kind, TimeKind::Date | TimeKind::Time))
        .map(|t| t.value.clone())
}

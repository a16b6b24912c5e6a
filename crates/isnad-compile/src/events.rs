//! Which event mentions are one event.
//!
//! Two mentions are one event when the same men (or bodies) do the same kind of thing at a time that both allow;
//! place and wording add to it. Same men, same city, another month: another event. "A previous meeting" without a day
//! is never one with a dated meeting. «will meet» and «met» are one event whose status changed.
//!
//! An event's id is derived from its founding mention, the one of the report published first (then of the smallest
//! report id, then the first in the text): `ev` and twelve hexadecimal digits of the FNV-1a hash of type, report id and
//! the byte offset of the trigger, joined with `|`.

mod cluster;
pub(crate) mod finish;
pub(crate) mod period;
pub(crate) mod profile;
mod relative;

use crate::{CompileOptions, Correction, reading::Reading};
use isnad_lang::Packs;
use isnad_model::{Dossier, EventTime, Report, TimeKind};
use isnad_text::Clitics;

/// Drops the event mentions that the user rejected. Comes before reports are read, so that offsets into layers hold.
pub(crate) fn reject(dossier: &mut Dossier, options: &CompileOptions) {
    for correction in &options.corrections {
        let Correction::RejectEvent { source, trigger } = correction else {
            continue;
        };
        for report in dossier.reports.iter_mut().filter(|r| r.source == *source) {
            report.events.retain(|e| e.trigger.text != *trigger);
        }
    }
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
            let mention = &mut report.events[mention];
            mention.event.clone_from(&event.id);
            match &mut mention.time {
                // the dossier may know more of the words than the report did
                Some(time) => {
                    time.value = stated
                        .or_else(|| told.is_dated().then(|| told.when().value))
                        .unwrap_or_else(|| time.value.clone())
                }
                None if event.when.earliest.is_some() && event.when.earliest == event.when.latest => {
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

//! Annotated reports in, [`Dossier`] out: who is who, which events are one, when things happened, who disagrees.
//!
//! The steps, in order: [`dating`] (publication dates and open years), [`identity`] (entities), `events` (event
//! merging), claims and independent roots (with [`duplicates`]), then timeline, commitments, framing, discrepancies, silences and gaps.

mod claims;
mod commitments;
mod corrections;
pub mod dating;
mod discrepancies;
pub mod duplicates;
mod events;
mod framing;
mod gaps;
mod gazetteer;
mod grading;
pub mod identity;
mod links;
pub mod opposites;
mod options;
mod outcome;
mod prepare;
mod previous;
mod reading;
mod roots;
mod silences;
pub mod stories;
mod timeline;

pub use options::{CompileOptions, Correction, Given, WatchedActor};
pub use prepare::Prepared;
pub use previous::Previous;

use isnad_lang::Packs;
use isnad_model::{Annotated, Diagnostic, Dossier, Report, SCHEMA};
use reading::Reading;

/// Compiles reports into a dossier. The order in which they are given does not matter.
pub fn compile(reports: Vec<Annotated>, options: &CompileOptions, packs: &Packs) -> Dossier {
    let ready = reports.into_iter().map(|r| {
        let prepared = Prepared::new(&r.report, packs);
        (r, prepared)
    });
    compile_prepared(ready.collect(), options, packs)
}

/// Compiles reports whose words have been looked at. The order in which they are given does not matter.
pub fn compile_prepared(
    mut reports: Vec<(Annotated, Prepared)>,
    options: &CompileOptions,
    packs: &Packs,
) -> Dossier {
    let mut dossier = Dossier {
        schema: SCHEMA.to_owned(),
        ..Dossier::default()
    };
    reports.sort_by(|(a, _), (b, _)| (&a.report.source, &a.report.id).cmp(&(&b.report.source, &b.report.id)));
    let mut stories = Vec::with_capacity(reports.len());
    let mut readings = Vec::with_capacity(reports.len());
    for (annotated, prepared) in reports {
        dossier.diagnostics.extend(annotated.diagnostics);
        dossier.reports.push(annotated.report);
        stories.push(prepared.story);
        readings.push(prepared.reading);
    }
    distinct_ids(&mut dossier);
    dossier.language = options
        .language
        .clone()
        .unwrap_or_else(|| main_language(&dossier));
    dossier.title = options.title.clone().unwrap_or_default();
    dossier.made_by.program = concat!("isnad ", env!("CARGO_PKG_VERSION")).to_owned();
    let hashes = packs.hashes().map(|(id, hash)| (id.to_owned(), hash.to_owned()));
    dossier.made_by.packs = hashes.collect();
    dossier.made_by.config.clone_from(&options.config_hash);
    dossier.made_by.as_of = options.as_of;
    dating::resolve(&mut dossier, options, &stories);
    drop(stories);
    let mut readings = sort_reports(&mut dossier, readings);
    identity::link(&mut dossier, options, packs);
    framing::collect(&mut dossier, packs);
    links::fill(&mut dossier);
    corrections::speakers(&mut dossier, options);
    for changed in events::reject(&mut dossier, options) {
        readings[changed] = Prepared::new(&dossier.reports[changed], packs).reading;
    }
    let places = gazetteer::Places::new(&dossier, packs);
    let members = events::merge(&mut dossier, options, packs, &places, &readings);
    let known = outcome::Known {
        readings: &readings,
        places: &places,
        members: &members,
    };
    outcome::conclude(&mut dossier, options, packs, &known);
    if stories::mixed(&dossier.reports, packs) {
        dossier.diagnostics.push(Diagnostic {
            message: "these reports tell of different things".to_owned(),
            hint: "`isnad stories` lists them story by story; `--story ID` and `--each-story` take one"
                .to_owned(),
            rule: "mixed-reports".to_owned(),
            ..Diagnostic::default()
        });
    }
    dossier
}

/// By publication as far as it is known, then by source; the readings go with their reports.
fn sort_reports(dossier: &mut Dossier, readings: Vec<Reading>) -> Vec<Reading> {
    let mut all: Vec<(Report, Reading)> = std::mem::take(&mut dossier.reports)
        .into_iter()
        .zip(readings)
        .collect();
    all.sort_by_cached_key(|(r, _)| {
        let at = events::period::published(&r.published);
        let known = at.from.or(at.to);
        (
            known.is_none(),
            known,
            at.to,
            r.published.value.clone(),
            r.source.clone(),
            r.id.clone(),
        )
    });
    let (reports, readings) = all.into_iter().unzip();
    dossier.reports = reports;
    readings
}

/// Two files with the same bytes are two reports: the later one (by source) gets a suffix.
fn distinct_ids(dossier: &mut Dossier) {
    let mut seen = std::collections::BTreeMap::<String, usize>::new();
    for report in &mut dossier.reports {
        let n = seen.entry(report.id.clone()).or_default();
        *n += 1;
        if *n > 1 {
            report.id = format!("{}-{n}", report.id);
        }
    }
}

fn main_language(dossier: &Dossier) -> String {
    let mut counts = std::collections::BTreeMap::<&str, usize>::new();
    for r in &dossier.reports {
        *counts.entry(r.language.as_str()).or_default() += 1;
    }
    counts
        .into_iter()
        .max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0)))
        .map_or_else(|| "und".to_owned(), |(l, _)| l.to_owned())
}

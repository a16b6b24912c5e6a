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
mod grading;
pub mod identity;
mod links;
mod options;
mod outcome;
mod previous;
mod reading;
mod roots;
mod silences;
mod timeline;

pub use options::{CompileOptions, Correction, Given, WatchedActor};
pub use previous::Previous;

use isnad_lang::Packs;
use isnad_model::{Annotated, Dossier, SCHEMA};

/// Compiles reports into a dossier. The order in which they are given does not matter.
pub fn compile(reports: Vec<Annotated>, options: &CompileOptions, packs: &Packs) -> Dossier {
    let mut dossier = Dossier {
        schema: SCHEMA.to_owned(),
        ..Dossier::default()
    };
    for annotated in reports {
        dossier.diagnostics.extend(annotated.diagnostics);
        dossier.reports.push(annotated.report);
    }
    dossier
        .reports
        .sort_by(|a, b| (&a.source, &a.id).cmp(&(&b.source, &b.id)));
    distinct_ids(&mut dossier);
    dossier.language = options
        .language
        .clone()
        .unwrap_or_else(|| main_language(&dossier));
    dossier.title = options.title.clone().unwrap_or_default();
    dossier.made_by.program = concat!("isnad ", env!("CARGO_PKG_VERSION")).to_owned();
    dossier.made_by.packs = packs.iter().map(|p| (p.id.clone(), p.hash.clone())).collect();
    dossier.made_by.config.clone_from(&options.config_hash);
    dossier.made_by.as_of = options.as_of;
    dating::resolve(&mut dossier, options, packs);
    sort_reports(&mut dossier);
    identity::link(&mut dossier, options, packs);
    framing::collect(&mut dossier);
    links::fill(&mut dossier);
    corrections::speakers(&mut dossier, options);
    events::reject(&mut dossier, options);
    let readings = reading::read(&dossier, packs);
    events::merge(&mut dossier, options, packs, &readings);
    outcome::conclude(&mut dossier, options, packs, &readings);
    dossier
}

/// By publication as far as it is known, then by source.
fn sort_reports(dossier: &mut Dossier) {
    dossier.reports.sort_by_cached_key(|r| {
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

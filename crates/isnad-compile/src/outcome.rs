//! What follows from entities and events: timeline, commitments, framing, discrepancies, silences, gaps.

use crate::{
    CompileOptions, claims, commitments, discrepancies, gaps, grading, reading::Reading, roots, silences,
    timeline,
};
use isnad_lang::Packs;
use isnad_model::Dossier;

/// Fills the conclusions of a dossier.
pub(crate) fn conclude(dossier: &mut Dossier, options: &CompileOptions, packs: &Packs, readings: &[Reading]) {
    dossier.claims = claims::claims(dossier, readings);
    roots::fill(dossier, readings);
    dossier.timeline = timeline::timeline(dossier, readings);
    dossier.commitments = commitments::list(dossier, options, readings);
    dossier.discrepancies = discrepancies::list(dossier, packs, readings);
    dossier.silences = silences::silences(dossier);
    dossier.gaps = gaps::gaps(dossier);
    grading::grade(dossier, options);
}

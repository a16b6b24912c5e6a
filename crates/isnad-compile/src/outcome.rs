//! What follows from entities and events: timeline, commitments, framing, discrepancies, silences, gaps.

use crate::{
    CompileOptions, claims, commitments, discrepancies, events::profile::Member, gaps, gazetteer::Places,
    grading, reading::Reading, roots, silences, timeline,
};
use isnad_lang::Packs;
use isnad_model::Dossier;

/// What is known beside the dossier.
pub(crate) struct Known<'a> {
    /// What the words of each report say.
    pub(crate) readings: &'a [Reading],
    /// What gazetteers say of its places.
    pub(crate) places: &'a Places,
    /// The mentions of each event.
    pub(crate) members: &'a [Vec<Member>],
}

/// Fills the conclusions of a dossier.
pub(crate) fn conclude(dossier: &mut Dossier, options: &CompileOptions, packs: &Packs, known: &Known<'_>) {
    let readings = known.readings;
    let (claims, told) = claims::claims(dossier, readings);
    dossier.claims = claims;
    roots::fill(dossier, readings, known.members, &told);
    dossier.timeline = timeline::timeline(dossier, readings);
    dossier.commitments = commitments::list(dossier, options, readings);
    dossier.discrepancies = discrepancies::list(dossier, packs, known);
    dossier.silences = silences::silences(dossier);
    dossier.gaps = gaps::gaps(dossier, known.members);
    grading::grade(dossier, options);
}

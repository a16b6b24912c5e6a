//! What follows from entities and events: timeline, commitments, framing, discrepancies, silences, gaps.

use crate::{CompileOptions, reading::Reading};
use isnad_lang::Packs;
use isnad_model::Dossier;

/// Fills the conclusions of a dossier.
pub(crate) fn conclude(_dossier: &mut Dossier, _options: &CompileOptions, _packs: &Packs, _readings: &[Reading]) {}

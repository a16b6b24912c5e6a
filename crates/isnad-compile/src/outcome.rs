//! What follows from entities and events: timeline, commitments, framing, discrepancies, silences, gaps.

use crate::CompileOptions;
use isnad_lang::Packs;
use isnad_model::Dossier;

/// Fills the conclusions of a dossier.
pub fn conclude(_dossier: &mut Dossier, _options: &CompileOptions, _packs: &Packs) {}

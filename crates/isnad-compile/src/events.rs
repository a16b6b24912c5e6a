//! Which event mentions are one event.

use crate::CompileOptions;
use isnad_lang::Packs;
use isnad_model::Dossier;

/// Merges event mentions into events.
pub fn merge(_dossier: &mut Dossier, _options: &CompileOptions, _packs: &Packs) {}

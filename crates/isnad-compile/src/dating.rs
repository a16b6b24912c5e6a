//! When each report was published, and the years and days that no single report gives.

use crate::CompileOptions;
use isnad_lang::Packs;
use isnad_model::Dossier;

/// Infers publication intervals and resolves open time expressions across reports.
pub fn resolve(_dossier: &mut Dossier, _options: &CompileOptions, _packs: &Packs) {}

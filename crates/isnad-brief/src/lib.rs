//! [`Dossier`] in, [`Briefing`] out: the sentences of a briefing, each with its evidence.

use isnad_lang::{Pack, Packs};
use isnad_model::{Briefing, Date, Dossier};

/// What a briefing should hold.
#[derive(Clone, Debug, Default)]
pub struct BriefOptions {
    /// What counts as new: events since this day. Without it the newest week of the dossier.
    pub since: Option<Date>,
    /// Names of watched actors: they come first.
    pub watch: Vec<String>,
}

/// Phrases a dossier as a briefing in the language of `pack`. The other `packs` are asked for the spelling of names that the
/// dossier holds in another script.
pub fn brief(dossier: &Dossier, pack: &Pack, _packs: &Packs, _options: &BriefOptions) -> Briefing {
    Briefing { language: pack.id.clone(), rtl: pack.rtl, title: dossier.title.clone(), ..Briefing::default() }
}

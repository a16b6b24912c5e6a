//! [`Dossier`] in, [`Briefing`] out: the sentences of a briefing, each with its evidence.
//!
//! No word of any language stands here: sentences are built from the templates of a pack's `wording.toml`. A line that would rest on
//! no words of a report is not made; what an entity is called only by phrases that refer back ("the two sides") is not
//! made a name.

mod chains;
mod commitments;
mod dates;
mod desk;
mod differences;
mod gaps;
mod happenings;
mod names;
mod sources;
mod statements;
#[cfg(test)]
mod tests;
mod told;
mod words;

use desk::Desk;
use isnad_lang::{Pack, Packs};
use isnad_model::{Briefing, Date, Dossier};

/// What a briefing should hold.
#[derive(Clone, Debug, Default)]
pub struct BriefOptions {
    /// What counts as new: events since this day. Without it the newest week of the dossier.
    pub since: Option<Date>,
    /// Names of watched actors: they come first.
    pub watch: Vec<String>,
    /// Leave [`Briefing::told`] and [`Briefing::listed`] empty: nobody asks for more than the sections.
    pub sections_only: bool,
}

/// How many lines each section may have; what is left out is counted in [`isnad_model::Section::omitted`].
mod budget {
    pub(crate) const LEAD: std::ops::RangeInclusive<usize> = 3..=7;
    pub(crate) const TIMELINE: usize = 40;
    pub(crate) const MEETINGS: usize = 20;
    pub(crate) const SPEAKERS: usize = 14;
    pub(crate) const PER_SPEAKER: usize = 3;
    pub(crate) const COMMITMENTS: usize = 24;
    pub(crate) const DISAGREEMENTS: usize = 16;
    pub(crate) const VALUES: usize = 6;
    pub(crate) const FRAMED: usize = 10;
    pub(crate) const NAMINGS: usize = 4;
    pub(crate) const GAPS: usize = 4;
    pub(crate) const SILENCES: usize = 6;
    /// Reports cited for one gap, outlets shown for one actor.
    pub(crate) const CITED: usize = 12;
    /// Names in one list.
    pub(crate) const NAMES: usize = 5;
    /// Reports whose words are given for one line.
    pub(crate) const EVIDENCE: usize = 8;
}

/// Phrases a dossier as a briefing in the language of `pack`. The other `packs` are asked for the spelling of names that the
/// dossier holds in another script.
///
/// Sections come in a fixed order: lead, timeline, meetings, statements, commitments, disagreements, framing, gaps. Empty
/// sections are left out.
pub fn brief(dossier: &Dossier, pack: &Pack, packs: &Packs, options: &BriefOptions) -> Briefing {
    let desk = Desk::new(dossier, pack, packs, options);
    let framed = differences::framed(&desk);
    let sections = [
        happenings::lead(&desk),
        happenings::timeline(&desk),
        happenings::meetings(&desk),
        statements::section(&desk),
        commitments::section(&desk),
        differences::disagreements(&desk, &framed),
        differences::framing(&desk, framed),
        gaps::section(&desk),
    ];
    let mut briefing = Briefing {
        language: pack.id.clone(),
        rtl: pack.rtl,
        title: if dossier.title.is_empty() {
            desk.wording.phrase("title", &[])
        } else {
            words::clean(&dossier.title)
        },
        sections: sections
            .into_iter()
            .filter(|s| !s.lines.is_empty() || !s.omitted.is_empty())
            .collect(),
        labels: desk
            .wording
            .labels("export")
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .collect(),
        ..Briefing::default()
    };
    chains::trace(&desk, &mut briefing.sections);
    sources::number(&desk, &mut briefing);
    if options.sections_only {
        return briefing;
    }
    briefing.told = happenings::every(&desk);
    briefing.told.extend(commitments::every(&desk));
    for line in briefing.told.iter_mut().filter(|l| l.commitment.is_some()) {
        chains::trace_line(&desk, line);
    }
    briefing.listed = sources::listed(&desk);
    briefing
}

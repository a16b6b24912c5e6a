//! What the user tells beside the reports.

use jiff::civil::Date;
use std::collections::BTreeMap;

/// What the user tells beside the reports (the project file `isnad.toml`, the command line).
#[derive(Clone, Debug, Default)]
pub struct CompileOptions {
    /// Title of the dossier.
    pub title: Option<String>,
    /// BCP 47 tag of the dossier; otherwise that of most reports.
    pub language: Option<String>,
    /// Upper bound for every date: the only clock there is.
    pub as_of: Option<Date>,
    /// Hash of the project file.
    pub config_hash: String,
    /// Actors to watch, with their aliases: aliases are merged, and watched actors come first in a briefing.
    pub watch: Vec<WatchedActor>,
    /// What the user knows of single reports.
    pub given: Vec<Given>,
    /// Corrections that survive a re-run.
    pub corrections: Vec<Correction>,
    /// How the dossier before this one called its events and commitments.
    pub previous: Option<crate::Previous>,
    /// Reliability of outlets, `A` to `F`, by name: with any, events and claims are graded.
    pub reliability: BTreeMap<String, char>,
}

/// An actor on the watch list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WatchedActor {
    /// Name.
    pub name: String,
    /// Other names of the same.
    pub aliases: Vec<String>,
}

/// What the user knows of one report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// The report's path relative to the folder.
    pub source: String,
    /// Its outlet.
    pub outlet: Option<String>,
    /// Its publication date (ISO 8601).
    pub published: Option<String>,
    /// Its address.
    pub url: Option<String>,
}

/// A correction by the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Correction {
    /// These names are one entity.
    Same {
        /// The names.
        names: Vec<String>,
    },
    /// These names are different entities.
    Different {
        /// The names.
        names: Vec<String>,
    },
    /// This is no event.
    RejectEvent {
        /// The report's path, and the trigger as written.
        source: String,
        /// The trigger as written.
        trigger: String,
    },
    /// The speaker of a quotation is somebody else.
    Speaker {
        /// The report's path.
        source: String,
        /// Words of the quotation.
        quotation: String,
        /// The speaker's name.
        speaker: String,
    },
}

//! The [`Exporter`] trait, the [`Registry`], typed options and artifacts.
//!
//! An exporter gets a [`Dossier`], the [`Briefing`] made from it and a [`Context`], and returns bytes. The host writes
//! them. No exporter sees files, clock, network or environment.
//!
//! Hosts call [`export_checked`]: it knows the exporter, checks the options against its [`Info`], fills in their
//! defaults, and refuses artifacts that would land outside the output folder. Authors of exporters find what formats
//! share in [`text`] (directions, addresses, ids), [`iso`] (dates), [`linked`] (graphs) and [`told`] (how the briefing tells
//! an event), and test with the conformance kit `testkit` (feature of the same name).

mod artifact;
mod info;
pub mod iso;
pub mod linked;
mod registry;
#[cfg(feature = "testkit")]
pub mod testkit;
pub mod text;
pub mod told;
mod zone;

pub use artifact::Artifact;
pub use info::{Info, OptionInfo, OptionKind};
pub use registry::{Registry, checked_context, export_checked};
pub use zone::{Zone, ZoneError};

use isnad_model::{Briefing, Dossier};
use std::{collections::BTreeMap, sync::Arc};

/// A format a dossier can be exported to.
///
/// The same dossier, briefing and context always give the same bytes. Text of reports is data: an exporter escapes it
/// so that it shows as itself, and lets no control or direction character through.
pub trait Exporter: Sync {
    /// What it is called and which options it takes.
    fn info(&self) -> Info;

    /// What this format would lose of this dossier, a sentence each; nothing by default. The host tells the user.
    fn check(&self, _dossier: &Dossier, _briefing: &Briefing, _context: &Context) -> Vec<String> {
        Vec::new()
    }

    /// Makes the artifacts: the same arguments give the same bytes.
    ///
    /// # Errors
    /// Options that do not fit, or a dossier the format cannot hold.
    fn export(
        &self,
        dossier: &Dossier,
        briefing: &Briefing,
        context: &Context,
    ) -> Result<Vec<Artifact>, ExportError>;

    /// Checks and exports. Only an exporter that learns both from one run (a program outside) overrides it.
    ///
    /// # Errors
    /// As [`Exporter::export`].
    fn run(
        &self,
        dossier: &Dossier,
        briefing: &Briefing,
        context: &Context,
    ) -> Result<Exported, ExportError> {
        Ok(Exported {
            losses: self.check(dossier, briefing, context),
            artifacts: self.export(dossier, briefing, context)?,
        })
    }
}

/// Sentences for [`Exporter::check`]: how many of what, but for what there is none of.
///
/// ```
/// use isnad_export::losses;
/// assert_eq!(losses([(2, "figures are left out"), (0, "gaps are left out")]), ["2 figures are left out"]);
/// ```
pub fn losses<'a>(counts: impl IntoIterator<Item = (usize, &'a str)>) -> Vec<String> {
    counts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect()
}

/// What an export gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// The files.
    pub artifacts: Vec<Artifact>,
    /// What the format could not hold, a sentence each.
    pub losses: Vec<String>,
}

/// What the host tells an exporter beside the dossier.
///
/// Whether the texts of the reports are withheld stands on each report ([`isnad_model::Report::text_withheld`]): the host
/// masks them before any exporter sees them.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// Absolute base of every address the export makes, without a trailing slash.
    pub base_url: Option<String>,
    /// The zone of moments that the reports give without one; UTC unless the user says otherwise.
    pub zone: Zone,
    /// The dossier as it was published before, where the user gives it: what became of its events can be told.
    pub previous: Option<Arc<Dossier>>,
    /// Options given by the user.
    pub options: BTreeMap<String, String>,
}

impl Context {
    /// The value of an option: as given, or the default that `info` states; empty for an option `info` does not know.
    pub fn option<'a>(&'a self, info: &'a Info, name: &str) -> &'a str {
        let default = || info.options.iter().find(|o| o.name == name).map(|o| &*o.default);
        self.options
            .get(name)
            .map(String::as_str)
            .or_else(default)
            .unwrap_or("")
    }

    /// The value of a flag.
    pub fn flag(&self, info: &Info, name: &str) -> bool {
        self.option(info, name) == "true"
    }

    /// The value of an integer; 0 for an option that `info` does not know or that holds none.
    pub fn integer(&self, info: &Info, name: &str) -> i64 {
        self.option(info, name).parse().unwrap_or(0)
    }
}

/// Why an export could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// No exporter of this name.
    #[error("expected one of {known}, found no exporter {id:?}{hint}")]
    Unknown {
        /// What was asked for.
        id: String,
        /// The ids there are.
        known: String,
        /// A suggestion, or nothing.
        hint: String,
    },
    /// An option does not fit.
    #[error("option {name:?} of exporter {exporter:?}: {message}")]
    Option {
        /// The exporter.
        exporter: String,
        /// The option.
        name: String,
        /// What was expected.
        message: String,
    },
    /// The base of addresses is no absolute web address.
    #[error("expected an absolute base URL such as https://example.org/dossier, found {0:?}")]
    BaseUrl(String),
    /// An artifact would not stay inside the output folder, or two have the same path.
    #[error(
        "exporter {exporter:?}: expected a relative path of its own inside the output folder, found {path:?}"
    )]
    Path {
        /// The exporter.
        exporter: String,
        /// The path.
        path: String,
    },
    /// The format cannot hold it.
    #[error("{0}")]
    Format(String),
}

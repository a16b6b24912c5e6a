//! The [`Exporter`] trait, the [`Registry`], typed options and artifacts.
//!
//! An exporter gets a [`Dossier`], the [`Briefing`] made from it and a [`Context`], and returns bytes. The host writes
//! them. No exporter sees files, clock, network or environment.

use isnad_model::{Briefing, Dossier};
use std::collections::BTreeMap;

/// A format a dossier can be exported to.
pub trait Exporter: Sync {
    /// What it is called and which options it takes.
    fn info(&self) -> Info;

    /// What this format would lose of this dossier; nothing by default.
    fn check(&self, _dossier: &Dossier, _briefing: &Briefing, _context: &Context) -> Vec<String> {
        Vec::new()
    }

    /// Makes the artifacts.
    ///
    /// # Errors
    /// Options that do not fit, or a dossier the format cannot hold.
    fn export(
        &self,
        dossier: &Dossier,
        briefing: &Briefing,
        context: &Context,
    ) -> Result<Vec<Artifact>, ExportError>;
}

/// What an exporter is.
#[derive(Clone, Debug, Default)]
pub struct Info {
    /// Id for `--to`.
    pub id: &'static str,
    /// One sentence.
    pub description: &'static str,
    /// IANA media type of the main artifact.
    pub media_type: &'static str,
    /// Options it takes.
    pub options: Vec<OptionInfo>,
}

/// An option of an exporter.
#[derive(Clone, Debug, Default)]
pub struct OptionInfo {
    /// Its name.
    pub name: &'static str,
    /// What it does.
    pub description: &'static str,
    /// Allowed values; empty for any text.
    pub values: &'static [&'static str],
    /// Value when not given.
    pub default: &'static str,
}

/// What the host tells an exporter beside the dossier.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// Absolute base of every address the export makes, without a trailing slash.
    pub base_url: Option<String>,
    /// Options given by the user.
    pub options: BTreeMap<String, String>,
}

/// One file of an export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Artifact {
    /// Path relative to the output folder, with `/`; never absolute, never with `..`.
    pub path: String,
    /// IANA media type.
    pub media_type: String,
    /// Content.
    pub bytes: Vec<u8>,
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
    /// The format cannot hold it.
    #[error("{0}")]
    Format(String),
}

/// The exporters a host offers.
#[derive(Default)]
pub struct Registry {
    exporters: Vec<Box<dyn Exporter>>,
}

impl Registry {
    /// An empty registry.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an exporter. One with the same id is never shadowed: the first stays.
    pub fn add(&mut self, exporter: impl Exporter + 'static) {
        if self.find(exporter.info().id).is_none() {
            self.exporters.push(Box::new(exporter));
        }
    }

    /// All exporters, in the order added.
    pub fn iter(&self) -> impl Iterator<Item = &dyn Exporter> {
        self.exporters.iter().map(AsRef::as_ref)
    }

    /// The exporter with this id.
    pub fn find(&self, id: &str) -> Option<&dyn Exporter> {
        self.iter().find(|e| e.info().id == id)
    }
}

//! The [`Exporter`] trait, the [`Registry`], typed options and artifacts.
//!
//! An exporter gets a [`Dossier`], the [`Briefing`] made from it and a [`Context`], and returns bytes. The host writes
//! them. No exporter sees files, clock, network or environment.
//!
//! Hosts call [`export_checked`]: it knows the exporter, checks the options against its [`Info`], fills in their
//! defaults, and refuses artifacts that would land outside the output folder. Authors of exporters find what formats
//! share in [`text`] (directions, addresses, ids) and [`told`] (how the briefing tells an event), and test with the
//! conformance kit `testkit` (feature of the same name).

mod registry;
#[cfg(feature = "testkit")]
pub mod testkit;
pub mod text;
pub mod told;

pub use registry::{Registry, checked_context, export_checked};

use isnad_model::{Briefing, Dossier};
use std::collections::BTreeMap;

/// A format a dossier can be exported to.
///
/// The same dossier, briefing and context always give the same bytes. Text of reports is data: an exporter escapes it
/// so that it shows as itself, and lets no control or direction character through.
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

impl Context {
    /// The value of an option: as given, or the default that `info` states; empty for an option `info` does not know.
    pub fn option<'a>(&'a self, info: &Info, name: &str) -> &'a str {
        let default = info
            .options
            .iter()
            .find(|o| o.name == name)
            .map_or("", |o| o.default);
        self.options.get(name).map_or(default, String::as_str)
    }
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

impl Artifact {
    /// An artifact with this path, media type and content.
    pub fn new(path: &str, media_type: &str, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            path: path.to_owned(),
            media_type: media_type.to_owned(),
            bytes: bytes.into(),
        }
    }

    /// Does the path stay inside the output folder, on every system?
    ///
    /// ```
    /// use isnad_export::Artifact;
    /// assert!(Artifact::new("pages/1.html", "text/html", "").is_safe());
    /// for path in ["", "/etc/passwd", "a/../../b", "a\\b", "C:x", "a//b", "./a"] {
    ///     assert!(!Artifact::new(path, "text/html", "").is_safe(), "{path}");
    /// }
    /// ```
    pub fn is_safe(&self) -> bool {
        let plain = isnad_model::bidi::clean(&self.path) == self.path;
        plain
            && !self.path.contains(['\\', ':'])
            && self.path.split('/').all(|part| !matches!(part, "" | "." | ".."))
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

//! Isnad compiles news reports into a dossier in which every line can be traced to the words that support it,
//! through the chain of those who said it.
//!
//! This crate joins the stages in memory: bytes → [`Report`](model::Report) → [`Annotated`](model::Annotated) →
//! [`Dossier`](model::Dossier) → [`Briefing`](model::Briefing) → artifacts. It reads no file and no clock.
//!
//! ```
//! use isnad::{Isnad, Input};
//! let isnad = Isnad::default();
//! let inputs = [Input::new("a.txt", "Envoy meets minister\n\nThe envoy met the minister in Tunis on 3 May 2021.")];
//! let dossier = isnad.dossier(&inputs);
//! assert_eq!(dossier.reports[0].source, "a.txt");
//! ```

pub use isnad_analyze as analyze;
pub use isnad_brief as brief;
pub use isnad_compile as compile;
pub use isnad_export as export;
pub use isnad_lang as lang;
pub use isnad_model as model;
pub use isnad_parse as parse;
pub use isnad_text as text;

use isnad_compile::CompileOptions;
use isnad_lang::Packs;
use isnad_model::{Annotated, Diagnostic, Dossier};
use isnad_parse::ParseOptions;
use rayon::prelude::*;

/// One file as bytes.
#[derive(Clone, Debug)]
pub struct Input {
    /// Path relative to the folder, with `/`.
    pub source: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Input {
    /// An input with this name and these bytes.
    pub fn new(source: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { source: source.into(), bytes: bytes.into() }
    }
}

/// The program as a library: packs and options, and the arrows between the stages.
#[derive(Debug)]
pub struct Isnad<'p> {
    /// The language packs.
    pub packs: &'p Packs,
    /// How files are read.
    pub parse: ParseOptions,
    /// What the user tells beside the reports.
    pub compile: CompileOptions,
}

impl Default for Isnad<'static> {
    fn default() -> Self {
        Self { packs: Packs::builtin(), parse: ParseOptions::default(), compile: CompileOptions::default() }
    }
}

impl Isnad<'_> {
    /// Reads and annotates one file: a report, or diagnostics that say why there is none.
    pub fn annotate(&self, input: &Input) -> (Option<Annotated>, Vec<Diagnostic>) {
        let parsed = isnad_parse::parse(&input.source, &input.bytes, &self.parse, self.packs);
        (parsed.report.map(|report| isnad_analyze::analyze(report, self.packs)), parsed.diagnostics)
    }

    /// Compiles files into a dossier, reading and annotating them in parallel. Their order does not matter.
    pub fn dossier(&self, inputs: &[Input]) -> Dossier {
        let annotated: Vec<_> = inputs.par_iter().map(|input| self.annotate(input)).collect();
        let mut reports = Vec::new();
        let mut diagnostics = Vec::new();
        for (report, mut found) in annotated {
            reports.extend(report);
            diagnostics.append(&mut found);
        }
        let mut dossier = isnad_compile::compile(reports, &self.compile, self.packs);
        dossier.diagnostics.append(&mut diagnostics);
        dossier.diagnostics.sort();
        dossier
    }
}

/// The exporters that come with the program.
pub fn exporters() -> isnad_export::Registry {
    let mut registry = isnad_export::Registry::new();
    registry.add(isnad_export_json::Json);
    registry
}

//! One run over files: they are read, taken through the library, and come out in their order.

use crate::{
    Exit,
    args::Common,
    input::{self, Found, Listing},
    keeping, output, packs,
    progress::Progress,
};
use anyhow::{Context, Result, bail};
use isnad::{
    Input, Isnad, Pipeline, Project, Reading, Sink,
    model::{Diagnostic, Dossier, wire},
};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

/// One run over files: what was found, and the library set up for it.
pub(crate) struct Run<'a> {
    common: &'a Common,
    listing: Listing,
    /// A dossier made before, instead of reports.
    from: Option<PathBuf>,
    pub(crate) isnad: Isnad<'static>,
}

/// What goes into the pipeline.
enum Item {
    /// One report's bytes.
    Piece(Input),
    /// A file that could not be read, and why.
    Unread(String, String),
}

/// What comes out of it.
enum Made<T> {
    /// Of a piece of so many bytes; the result, if there was a report, and what was odd.
    Report(u64, Option<T>, Vec<Diagnostic>),
    /// A file that could not be read, and why.
    Unread(String, String),
}

impl<'a> Run<'a> {
    pub(crate) fn new(common: &'a Common, paths: &[PathBuf]) -> Result<Self> {
        if let Some(dossier) = input::dossier_file(paths) {
            return Self::from_dossier(common, dossier);
        }
        let listing = input::list(paths)?;
        let isnad = set_up(common, common.project.as_deref().or(listing.project.as_deref()))?;
        let run = Self {
            common,
            listing,
            from: None,
            isnad,
        };
        run.tell_skipped();
        Ok(run)
    }

    /// A run over a dossier that was made before.
    pub(crate) fn from_dossier(common: &'a Common, dossier: &Path) -> Result<Self> {
        Ok(Self {
            common,
            listing: Listing::default(),
            from: Some(dossier.to_owned()),
            isnad: set_up(common, common.project.as_deref())?,
        })
    }

    /// The project file, if there is one.
    pub(crate) fn project_file(&self) -> Option<&Path> {
        self.common.project.as_deref().or(self.listing.project.as_deref())
    }

    /// Reads, annotates and compiles all files; or reads the dossier made before.
    pub(crate) fn dossier(&mut self) -> Result<(Dossier, Exit)> {
        if let Some(path) = &self.from {
            return Ok((input::dossier(path)?, Exit::Done));
        }
        let progress = self.progress();
        let mut readings = Vec::new();
        let work = |isnad: &Isnad<'_>, piece: &Input| {
            let reading = isnad.prepare(piece);
            let diagnostics = reading.diagnostics.clone();
            Ok((reading.annotated.is_some().then_some(reading), diagnostics))
        };
        let mut lost = Vec::new();
        let exit = self.each(&progress, work, |reading, diagnostics| {
            match reading {
                Some(reading) => readings.push(reading),
                None => lost.extend(diagnostics),
            }
            Ok(())
        })?;
        readings.push(Reading {
            diagnostics: lost,
            ..Reading::default()
        });
        progress.stage("compiling");
        Ok((self.isnad.compile(readings), exit))
    }

    /// Writes one annotated report a line, as they come.
    pub(crate) fn annotate(&mut self) -> Result<Exit> {
        let progress = self.progress();
        let mut out = output::Lines::default();
        let work = |isnad: &Isnad<'_>, piece: &Input| {
            let reading = isnad.annotate(piece);
            let line = reading
                .annotated
                .as_ref()
                .map(|a| wire::report_to_json(&a.report));
            Ok((line.transpose()?, reading.diagnostics))
        };
        let exit = self.each(&progress, work, |line, _| match line {
            Some(line) => out.add(&line),
            None => Ok(()),
        })?;
        out.flush()?;
        Ok(exit)
    }

    /// Takes every file through `work`, on many threads, and what comes of it through `done`, in order. Tells what is wrong
    /// with them. The cache is closed behind it.
    fn each<T: Send>(
        &mut self,
        progress: &Progress,
        work: impl Fn(&Isnad<'_>, &Input) -> Result<(Option<T>, Vec<Diagnostic>)> + Sync,
        mut done: impl FnMut(Option<T>, Vec<Diagnostic>) -> Result<()>,
    ) -> Result<Exit> {
        let cache = keeping::open(self.common, &self.isnad.project);
        self.isnad.cache = cache.clone().map(|cache| cache as Arc<dyn isnad::Cache>);
        let isnad = &self.isnad;
        let mut reports = 0usize;
        let mut lost = self.listing.unreadable.len();
        for (path, message) in &self.listing.unreadable {
            tell(progress, "error", path, message, "");
        }
        let pipeline = self.common.threads.map_or_else(Pipeline::default, Pipeline::new);
        let files = &self.listing.files;
        let ended: Result<()> = pipeline.run(
            |sink| feed(files, progress, sink),
            |item| match item {
                Item::Piece(piece) => piece.bytes.len(),
                Item::Unread(..) => 0,
            },
            |item| {
                Ok(match item {
                    Item::Piece(piece) => {
                        let (made, diagnostics) = work(isnad, &piece)?;
                        Made::Report(piece.bytes.len() as u64, made, diagnostics)
                    }
                    Item::Unread(source, message) => Made::Unread(source, message),
                })
            },
            |made: Result<Made<T>>| {
                match made? {
                    Made::Report(bytes, made, diagnostics) => {
                        match made {
                            Some(_) => reports += 1,
                            None => lost += 1,
                        }
                        for d in &diagnostics {
                            self.tell_diagnostic(progress, d, made.is_some());
                        }
                        progress.done(bytes);
                        done(made, diagnostics)?;
                    }
                    Made::Unread(source, message) => {
                        lost += 1;
                        tell(progress, "error", &source, &message, "");
                    }
                }
                Ok(())
            },
        );
        keeping::tell_trouble(self.common, cache.as_ref());
        drop(cache);
        self.isnad.cache = None;
        ended?;
        Ok(match (reports, lost) {
            (0, _) => {
                progress.tell("error: no report found: nothing to do");
                Exit::Nothing
            }
            (_, 0) => Exit::Done,
            _ => Exit::Partial,
        })
    }

    fn progress(&self) -> Progress {
        let sizes = self
            .listing
            .files
            .iter()
            .map(|f| Some(fs::metadata(f.path.as_ref()?).ok()?.len()));
        // what is piped in, or grows, has no size
        Progress::new(sizes.sum(), !self.common.quiet)
    }

    fn tell_skipped(&self) {
        if self.common.quiet {
            return;
        }
        for (why, paths) in &self.listing.skipped {
            let shown = paths
                .iter()
                .take(3)
                .map(|p| output::plain(p))
                .collect::<Vec<_>>()
                .join(", ");
            let more = if paths.len() > 3 {
                format!(" and {} more", paths.len() - 3)
            } else {
                String::new()
            };
            eprintln!("skipped ({why}): {shown}{more}");
        }
    }

    fn tell_diagnostic(&self, progress: &Progress, d: &Diagnostic, kept: bool) {
        if !kept {
            tell(progress, "error", &d.report, &d.message, &d.hint);
        } else if !self.common.quiet {
            tell(progress, "note", &d.report, &d.message, &d.hint);
        }
    }

    /// What exporters are told beside the dossier: from the command line, or else from the project file.
    pub(crate) fn context(
        &self,
        exporter: &str,
        base_url: Option<&str>,
        options: &[(String, String)],
    ) -> isnad::export::Context {
        let project = &self.isnad.project;
        let mut all = project.export.get(exporter).cloned().unwrap_or_default();
        all.extend(options.iter().cloned());
        isnad::export::Context {
            base_url: base_url
                .or(project.base_url.as_deref())
                .map(|u| u.trim_end_matches('/').to_owned()),
            zone: project.zone.clone(),
            options: all,
            ..Default::default()
        }
    }
}

/// Reads the files, one after another, as long as somebody wants them.
fn feed(files: &[Found], progress: &Progress, sink: &mut Sink<'_, Item>) {
    for found in files {
        let item = match input::read(found) {
            Ok(input) => {
                progress.read(input.bytes.len() as u64);
                Item::Piece(input)
            }
            Err(error) => Item::Unread(found.source.clone(), format!("cannot be read: {error}")),
        };
        if sink(item).is_break() {
            return;
        }
    }
}

/// The library, set up as the options and the project file ask for.
pub(crate) fn set_up(common: &Common, project: Option<&Path>) -> Result<Isnad<'static>> {
    let project = match project {
        Some(path) => {
            let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            Project::parse(&text).with_context(|| format!("wrong project file {}", path.display()))?
        }
        None => Project::default(),
    };
    let mut isnad = match &common.packs {
        Some(folder) => Isnad::with_packs(project, packs::load(folder)?),
        None => Isnad::new(project),
    };
    for tag in [&common.lang, &common.source_lang].into_iter().flatten() {
        if isnad.packs.get(tag).is_none() {
            let known: Vec<&str> = isnad.packs.iter().map(|p| p.id.as_str()).collect();
            bail!(
                "expected a language with a pack ({}), found {tag:?}",
                known.join(", ")
            );
        }
    }
    isnad.parse.encoding.clone_from(&common.encoding);
    isnad.parse.language.clone_from(&common.source_lang);
    isnad.compile.as_of = common.as_of;
    Ok(isnad)
}

fn tell(progress: &Progress, level: &str, path: &str, message: &str, hint: &str) {
    let hint = if hint.is_empty() {
        String::new()
    } else {
        format!("\n  hint: {hint}")
    };
    progress.tell(&format!(
        "{level}: {}: {}{}",
        output::plain(path),
        output::plain(message),
        output::plain(&hint)
    ));
}

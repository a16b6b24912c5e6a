//! The commands.

use crate::{
    Exit,
    args::{Args, Command, Common},
    export, folder,
    input::{self, Listing},
    inspect, output, packs,
};
use anyhow::{Context, Result, anyhow, bail};
use clap::CommandFactory;
use isnad::{
    Input, Isnad, Project, Reading,
    export::export_checked,
    exporters,
    model::{Diagnostic, Dossier, wire},
};
use std::{
    fs,
    io::{IsTerminal, Write},
    mem::ManuallyDrop,
    path::{Path, PathBuf},
};

/// Files read and annotated before the next ones are read.
const BATCH: usize = 512;

/// Runs the command.
pub(crate) fn run(args: &Args) -> Result<Exit> {
    if let Some(n) = args.common.threads {
        if n == 0 {
            bail!("--threads: expected a number from 1");
        }
        isnad::set_threads(n);
    }
    match &args.command {
        Command::Brief { paths, since, output } => {
            let run = Run::new(&args.common, paths)?;
            let (dossier, exit) = run.dossier()?;
            let dossier = ManuallyDrop::new(dossier); // the program ends here: taking it apart would be for nothing
            if exit == Exit::Nothing {
                return Ok(exit);
            }
            let registry = exporters();
            let info = registry.require("markdown")?.info();
            let briefing = run
                .isnad
                .brief_for(&info, &dossier, args.common.lang.as_deref(), *since);
            let context = run.context("markdown", None, &[]);
            let exported = export_checked(&registry, "markdown", &dossier, &briefing, &context)?;
            folder::write_artifacts(&info, &exported.artifacts, output.as_deref())?;
            Ok(exit)
        }
        Command::Export(export) => export::run(&args.common, export),
        Command::Annotate { paths } => annotate(&args.common, paths),
        Command::Exporters { name, plugins } => export::list(&args.common, name.as_deref(), plugins),
        Command::Inspect { file } => {
            let run = Run::new(&args.common, std::slice::from_ref(file))?;
            let (dossier, exit) = run.dossier()?;
            for report in &dossier.reports {
                output::print(inspect::render(report, &dossier).as_bytes())?;
            }
            Ok(exit)
        }
        Command::Explain { target, paths } => explain(&args.common, target, paths),
        Command::Verify { dossier, sources } => verify(&args.common, dossier, sources),
        Command::Schema => {
            let schema = serde_json::to_string_pretty(&isnad::model::json_schema())?;
            output::print(format!("{schema}\n").as_bytes())?;
            Ok(Exit::Done)
        }
        Command::Completions { shell } => {
            let mut out = Vec::new();
            clap_complete::generate(*shell, &mut Args::command(), "isnad", &mut out);
            output::print(&out)?;
            Ok(Exit::Done)
        }
        Command::Man => {
            let mut out = Vec::new();
            clap_mangen::Man::new(Args::command()).render(&mut out)?;
            output::print(&out)?;
            Ok(Exit::Done)
        }
    }
}

/// One run over files: what was found, and the library set up for it.
pub(crate) struct Run<'a> {
    common: &'a Common,
    listing: Listing,
    /// A dossier made before, instead of reports.
    from: Option<PathBuf>,
    pub(crate) isnad: Isnad<'static>,
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
    pub(crate) fn dossier(&self) -> Result<(Dossier, Exit)> {
        if let Some(path) = &self.from {
            return Ok((input::dossier(path)?, Exit::Done));
        }
        let mut readings = Vec::with_capacity(self.listing.files.len());
        let exit = self.each_batch(Isnad::prepare_all, |batch| {
            readings.extend(batch);
            Ok(())
        })?;
        Ok((self.isnad.compile(readings), exit))
    }

    /// Reads and annotates the files in batches, in order, and tells what is wrong with them.
    fn each_batch(
        &self,
        read: impl Fn(&Isnad<'static>, &[Input]) -> Vec<Reading>,
        mut done: impl FnMut(Vec<Reading>) -> Result<()>,
    ) -> Result<Exit> {
        let progress = self.progress();
        let mut reports = 0usize;
        let mut lost = self.listing.unreadable.len();
        for (path, message) in &self.listing.unreadable {
            tell("error", path, message, "");
        }
        for chunk in self.listing.files.chunks(BATCH) {
            let mut inputs = Vec::with_capacity(chunk.len());
            for found in chunk {
                match input::read(found) {
                    Ok(input) => inputs.push(input),
                    Err(error) => {
                        lost += 1;
                        tell("error", &found.source, &format!("cannot be read: {error}"), "");
                    }
                }
            }
            let readings = read(&self.isnad, &inputs);
            for reading in &readings {
                match reading.annotated {
                    Some(_) => reports += 1,
                    None => lost += 1,
                }
                for d in &reading.diagnostics {
                    self.tell_diagnostic(d, reading.annotated.is_some());
                }
            }
            progress.inc(chunk.len() as u64);
            done(readings)?;
        }
        progress.finish_and_clear();
        Ok(match (reports, lost) {
            (0, _) => {
                eprintln!("error: no report found: nothing to do");
                Exit::Nothing
            }
            (_, 0) => Exit::Done,
            _ => Exit::Partial,
        })
    }

    fn progress(&self) -> indicatif::ProgressBar {
        let many = self.listing.files.len() > BATCH;
        if !many || self.common.quiet || !std::io::stderr().is_terminal() {
            return indicatif::ProgressBar::hidden();
        }
        let bar = indicatif::ProgressBar::new(self.listing.files.len() as u64);
        if let Ok(style) =
            indicatif::ProgressStyle::with_template("{bar:30} {pos}/{len} reports, {per_sec}, {eta} left")
        {
            bar.set_style(style);
        }
        bar
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

    fn tell_diagnostic(&self, d: &Diagnostic, kept: bool) {
        if !kept {
            tell("error", &d.report, &d.message, &d.hint);
        } else if !self.common.quiet {
            tell("note", &d.report, &d.message, &d.hint);
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

fn tell(level: &str, path: &str, message: &str, hint: &str) {
    let hint = if hint.is_empty() {
        String::new()
    } else {
        format!("\n  hint: {hint}")
    };
    eprintln!(
        "{level}: {}: {}{}",
        output::plain(path),
        output::plain(message),
        output::plain(&hint)
    );
}

fn annotate(common: &Common, paths: &[PathBuf]) -> Result<Exit> {
    let run = Run::new(common, paths)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let exit = run.each_batch(Isnad::annotate_all, |batch| {
        for annotated in batch.into_iter().filter_map(|r| r.annotated) {
            writeln!(out, "{}", wire::report_to_json(&annotated.report)?)?;
        }
        Ok(())
    })?;
    out.flush()?;
    Ok(exit)
}

fn explain(common: &Common, target: &str, paths: &[PathBuf]) -> Result<Exit> {
    let place = target
        .rsplit_once(':')
        .and_then(|(file, offset)| Some((file, offset.parse::<usize>().ok()?)));
    let paths = match (place, paths) {
        (Some((file, _)), []) => vec![PathBuf::from(file)],
        (None, []) => bail!("expected the reports beside the id: isnad explain {target} FOLDER"),
        (_, paths) => paths.to_vec(),
    };
    let run = Run::new(common, &paths)?;
    let (dossier, exit) = run.dossier()?;
    let explanation = match place {
        Some((file, offset)) => {
            let name = Path::new(file)
                .file_name()
                .map(|n| n.to_string_lossy().into_owned())
                .unwrap_or_default();
            let source = [file, name.as_str()]
                .into_iter()
                .find(|s| dossier.reports.iter().any(|r| r.source == **s));
            let source = source.ok_or_else(|| anyhow!("expected one of the reports, found {file:?}"))?;
            isnad::explain_offset(&dossier, source, offset)
        }
        None => isnad::explain_id(&dossier, target),
    };
    let explanation =
        explanation.ok_or_else(|| anyhow!("expected an id or name of this dossier, found {target:?}"))?;
    let mut out = String::new();
    for (depth, line) in &explanation.lines {
        out.push_str(&format!("{}{}\n", "  ".repeat(*depth), output::plain(line)));
    }
    output::print(out.as_bytes())?;
    Ok(exit)
}

fn verify(common: &Common, dossier: &Path, sources: &Path) -> Result<Exit> {
    let isnad = set_up(common, None)?;
    let dossier = input::dossier(dossier)?;
    let count = isnad::verify(&dossier, &isnad.parse, isnad.packs, |source| {
        // a dossier is data: it may not name files outside the folder
        let inside = Path::new(source)
            .components()
            .all(|c| matches!(c, std::path::Component::Normal(_)));
        if !inside {
            return Err("expected a path inside the folder of the sources".to_owned());
        }
        fs::read(sources.join(source)).map_err(|e| e.to_string())
    })?;
    output::print(
        format!(
            "{count} spans of {} reports stand in their sources\n",
            dossier.reports.len()
        )
        .as_bytes(),
    )?;
    Ok(Exit::Done)
}

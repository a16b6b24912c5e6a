//! The commands.

use crate::{
    Exit,
    args::{Args, Command, Common},
    input::{self, Listing},
    inspect, output,
};
use anyhow::{Context, Result, anyhow, bail};
use clap::CommandFactory;
use isnad::{
    Isnad, Project, Reading,
    export::{self, Info},
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
            let briefing = run.isnad.brief(&dossier, args.common.lang.as_deref(), *since);
            let context = run.context("markdown", None, &[]);
            let exported = export::export_checked(&exporters(), "markdown", &dossier, &briefing, &context)?;
            output::write_artifacts(&exported.artifacts, output.as_deref())?;
            Ok(exit)
        }
        Command::Export {
            paths,
            to,
            output,
            base_url,
            options,
            since,
            previous,
        } => {
            let registry = exporters();
            registry.require(to)?; // a wrong name is told before anything is read
            let mut run = Run::new(&args.common, paths)?;
            run.isnad.compile.previous = previous.as_deref().map(read_previous).transpose()?;
            let context = run.context(to, base_url.as_deref(), options);
            let (dossier, exit) = run.dossier()?;
            let dossier = ManuallyDrop::new(dossier); // as above
            if exit == Exit::Nothing {
                return Ok(exit);
            }
            let briefing = run.isnad.brief(&dossier, args.common.lang.as_deref(), *since);
            let exported = export::export_checked(&registry, to, &dossier, &briefing, &context)?;
            run.tell_losses(to, &exported.losses);
            output::write_artifacts(&exported.artifacts, output.as_deref())?;
            Ok(exit)
        }
        Command::Annotate { paths } => annotate(&args.common, paths),
        Command::Exporters { name } => list_exporters(name.as_deref()),
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
struct Run<'a> {
    common: &'a Common,
    listing: Listing,
    isnad: Isnad<'static>,
}

impl<'a> Run<'a> {
    fn new(common: &'a Common, paths: &[PathBuf]) -> Result<Self> {
        let listing = input::list(paths)?;
        let isnad = set_up(common, common.project.as_deref().or(listing.project.as_deref()))?;
        let run = Self {
            common,
            listing,
            isnad,
        };
        run.tell_skipped();
        Ok(run)
    }

    /// Reads, annotates and compiles all files.
    fn dossier(&self) -> Result<(Dossier, Exit)> {
        let mut readings = Vec::with_capacity(self.listing.files.len());
        let exit = self.each_batch(|batch| {
            readings.extend(batch);
            Ok(())
        })?;
        Ok((self.isnad.compile(readings), exit))
    }

    /// Reads and annotates the files in batches, in order, and tells what is wrong with them.
    fn each_batch(&self, mut done: impl FnMut(Vec<Reading>) -> Result<()>) -> Result<Exit> {
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
            let readings = self.isnad.annotate_all(&inputs);
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

    fn context(
        &self,
        exporter: &str,
        base_url: Option<&str>,
        options: &[(String, String)],
    ) -> export::Context {
        let project = &self.isnad.project;
        let mut all = project.export.get(exporter).cloned().unwrap_or_default();
        all.extend(options.iter().cloned());
        export::Context {
            base_url: base_url
                .or(project.base_url.as_deref())
                .map(|u| u.trim_end_matches('/').to_owned()),
            options: all,
            ..export::Context::default()
        }
    }

    /// What the format could not hold.
    fn tell_losses(&self, exporter: &str, losses: &[String]) {
        if self.common.quiet {
            return;
        }
        for loss in losses {
            eprintln!("note: {exporter}: {}", output::plain(loss));
        }
    }
}

fn set_up(common: &Common, project: Option<&Path>) -> Result<Isnad<'static>> {
    let project = match project {
        Some(path) => {
            let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            Project::parse(&text).with_context(|| format!("wrong project file {}", path.display()))?
        }
        None => Project::default(),
    };
    let mut isnad = Isnad::new(project);
    let known = || {
        isnad::lang::Packs::builtin()
            .iter()
            .map(|p| p.id.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    };
    for tag in [&common.lang, &common.source_lang].into_iter().flatten() {
        if isnad.packs.get(tag).is_none() {
            bail!("expected a language with a pack ({}), found {tag:?}", known());
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
    let exit = run.each_batch(|batch| {
        for annotated in batch.into_iter().filter_map(|r| r.annotated) {
            writeln!(out, "{}", wire::report_to_json(&annotated.report)?)?;
        }
        Ok(())
    })?;
    out.flush()?;
    Ok(exit)
}

fn list_exporters(name: Option<&str>) -> Result<Exit> {
    let registry = exporters();
    let infos: Vec<Info> = match name {
        Some(name) => vec![registry.require(name)?.info()],
        None => registry.iter().map(export::Exporter::info).collect(),
    };
    let mut out = String::new();
    for info in infos {
        out.push_str(&format!(
            "{:10} {} ({})\n",
            info.id, info.description, info.media_type
        ));
        for option in &info.options {
            let default = if option.default.is_empty() {
                String::new()
            } else {
                format!(" [default: {}]", option.default)
            };
            out.push_str(&format!(
                "           --option {}={}  {}{default}\n",
                option.name,
                option.kind.form(),
                option.description
            ));
        }
    }
    output::print(out.as_bytes())?;
    Ok(Exit::Done)
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

/// What the dossier before this one called its events.
fn read_previous(path: &Path) -> Result<isnad::compile::Previous> {
    let context = || format!("cannot read {}", path.display());
    let bytes = fs::read(path).with_context(context)?;
    let dossier = wire::from_json(&bytes).with_context(context)?;
    Ok(isnad::compile::Previous::of(&dossier))
}

fn verify(common: &Common, dossier: &Path, sources: &Path) -> Result<Exit> {
    let isnad = set_up(common, None)?;
    let bytes = fs::read(dossier).with_context(|| format!("cannot read {}", dossier.display()))?;
    let dossier = wire::from_json(&bytes).with_context(|| format!("cannot read {}", dossier.display()))?;
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

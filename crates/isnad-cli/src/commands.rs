//! The commands.

use crate::{
    Exit,
    args::{Args, CacheCommand, Command, Common, DiffFormat},
    export, input, inspect, keeping, output,
    run::{Run, set_up},
    stories,
};
use anyhow::{Result, anyhow, bail};
use clap::CommandFactory;
use isnad::exporters;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Runs the command.
pub(crate) fn run(args: &Args) -> Result<Exit> {
    if let Some(n) = args.common.threads {
        if n == 0 {
            bail!("--threads: expected a number from 1");
        }
        isnad::set_threads(n);
    }
    match &args.command {
        Command::Diff {
            old,
            new,
            to,
            output,
            base_url,
        } => diff(
            &args.common,
            [old, new],
            *to,
            output.as_deref(),
            base_url.as_deref(),
        ),
        Command::Stories {
            paths,
            json,
            at_least,
        } => stories::list(&args.common, paths, *json, *at_least),
        Command::Brief {
            paths,
            since,
            output,
            stories,
        } => {
            let run = Run::new(&args.common, paths)?;
            let order = export::Order {
                to: "markdown",
                since: *since,
                base_url: None,
                options: &[],
                no_text: false,
                previous: None,
                output: output.as_deref(),
                brief: true,
                stories,
            };
            export::fill(&args.common, run, &exporters(), &order)
        }
        Command::Export(export) => export::run(&args.common, export),
        Command::Annotate { paths } => Run::new(&args.common, paths)?.annotate(),
        Command::Cache { what } => match what {
            CacheCommand::Info => keeping::info(&args.common),
            CacheCommand::Clear => keeping::clear(&args.common),
        },
        Command::Exporters { name, plugins } => export::list(&args.common, name.as_deref(), plugins),
        Command::Inspect { file } => {
            let mut run = Run::new(&args.common, std::slice::from_ref(file))?;
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

/// What differs between two dossiers.
fn diff(
    common: &Common,
    [old, new]: [&PathBuf; 2],
    to: DiffFormat,
    to_file: Option<&Path>,
    base_url: Option<&str>,
) -> Result<Exit> {
    let isnad = set_up(common, common.project.as_deref())?;
    let (old, new) = (input::dossier(old)?, input::dossier(new)?);
    let found = isnad.diff(&old, &new, common.lang.as_deref());
    let side = isnad::diff::Side {
        dossier: &new,
        briefing: &found.briefing,
    };
    let feed = |format| isnad::diff::feed(&found.briefing, side, base_url, format);
    let bytes = match to {
        DiffFormat::Json => format!("{}\n", serde_json::to_string_pretty(&found.diff)?).into_bytes(),
        DiffFormat::Rss => feed(isnad::diff::Format::Rss),
        DiffFormat::Atom => feed(isnad::diff::Format::Atom),
        DiffFormat::Markdown => {
            let context = isnad::export::Context::default();
            let made =
                isnad::export::export_checked(&exporters(), "markdown", &new, &found.briefing, &context)?;
            made.artifacts
                .into_iter()
                .next()
                .map(|a| a.bytes)
                .unwrap_or_default()
        }
    };
    match to_file {
        Some(path) => output::write(path, &bytes)?,
        None => output::print(&bytes)?,
    }
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
    let mut run = Run::new(common, &paths)?;
    let (dossier, exit) = run.dossier()?;
    let explanation = match place {
        Some((file, offset)) => {
            // the report's name is relative to the folder given, and may go on inside the file
            let is_named = |source: &str| {
                let folder = file.strip_suffix(source);
                folder.is_some_and(|folder| folder.is_empty() || folder.ends_with(['/', '\\']))
            };
            let named = dossier.reports.iter().map(|r| r.source.as_str());
            let source = named.filter(|s| is_named(s)).max_by_key(|s| s.len());
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

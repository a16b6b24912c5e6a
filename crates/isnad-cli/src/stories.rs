//! `isnad stories`, and dossiers of single stories.

use crate::{Exit, args::Common, export::Order, folder, output, run::Run};
use anyhow::{Result, bail};
use isnad::{
    Reading,
    compile::stories::{Story, group},
    export::{Artifact, Context, Registry, export_checked},
    model::{Dossier, withhold},
    text::bidi,
};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Outlets that a line names.
const OUTLETS: usize = 4;

/// Runs `isnad stories`.
pub(crate) fn list(common: &Common, paths: &[PathBuf], as_json: bool, at_least: usize) -> Result<Exit> {
    let mut run = reports(Run::new(common, paths)?)?;
    let (found, exit) = run.profiles()?;
    let (sources, profiles): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    let mut stories = group(&profiles);
    stories.retain(|s| s.reports.len() >= at_least);
    if as_json {
        let source = |n: usize| sources.get(n).cloned().unwrap_or_default();
        let text = serde_json::to_string_pretty(&index(&stories, source))?;
        output::print(format!("{text}\n").as_bytes())?;
        return Ok(exit);
    }
    let mut out = String::new();
    for story in &stories {
        out.push_str(&line(story));
    }
    output::print(out.as_bytes())?;
    if !common.quiet && exit != Exit::Nothing {
        let several = stories.iter().filter(|s| s.reports.len() > 1).count();
        eprintln!(
            "{} stories of {} reports; {several} of them of two reports or more",
            stories.len(),
            sources.len()
        );
    }
    Ok(exit)
}

/// One story in the terminal: what is ASCII first, then words, which are isolated so that their direction moves nothing.
fn line(story: &Story) -> String {
    let day = |day: Option<isnad::model::Date>| day.map_or("?".to_owned(), |d| d.to_string());
    let days = match (story.earliest, story.latest) {
        (None, None) => "no date".to_owned(),
        (a, b) if a == b => day(a),
        (a, b) => format!("{}/{}", day(a), day(b)),
    };
    let words = |text: &str| bidi::isolate(&output::plain(text));
    let named = story
        .outlets
        .iter()
        .take(OUTLETS)
        .map(|o| words(o))
        .collect::<Vec<_>>()
        .join(", ");
    let more = match story.outlets.len().saturating_sub(OUTLETS) {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    let outlets = if named.is_empty() {
        String::new()
    } else {
        format!("  ({named}{more})")
    };
    format!(
        "{}  {:4}  {days:21}  {}{outlets}\n",
        story.id,
        story.reports.len(),
        words(&story.headline)
    )
}

fn index(stories: &[Story], source: impl Fn(usize) -> String) -> Value {
    let rows = stories.iter().map(|s| {
        json!({
            "id": s.id,
            "reports": s.reports.iter().map(|&n| source(n)).collect::<Vec<_>>(),
            "earliest": s.earliest.map(|d| d.to_string()),
            "latest": s.latest.map(|d| d.to_string()),
            "headline": s.headline,
            "outlets": s.outlets,
        })
    });
    json!({ "schema": "isnad/stories/1", "stories": rows.collect::<Vec<_>>() })
}

/// The dossier of one story.
pub(crate) fn one(run: &mut Run<'_>, id: &str) -> Result<(Dossier, Exit)> {
    if run.is_compiled() {
        bail!("--story: expected reports, found a dossier");
    }
    let (readings, exit) = run.readings()?;
    let stories = run.isnad.stories(&readings);
    let Some(story) = stories.into_iter().find(|s| s.id == id) else {
        bail!("expected the id of a story of these reports, found {id:?}: `isnad stories` lists them");
    };
    let mut made = run
        .isnad
        .compile_stories(readings, &[story], |_, dossier| dossier);
    match made.pop() {
        Some(dossier) => Ok((dossier, exit)),
        None => bail!("the story {id} has no reports"),
    }
}

/// A dossier of each story, into a folder.
pub(crate) fn each(
    common: &Common,
    mut run: Run<'_>,
    registry: &Registry,
    order: &Order<'_>,
    context: &Context,
) -> Result<Exit> {
    if run.is_compiled() {
        bail!("--each-story: expected reports, found a dossier");
    }
    let (readings, exit) = run.readings()?;
    if exit == Exit::Nothing {
        return Ok(exit);
    }
    let sources: Vec<String> = readings.iter().map(source).collect();
    let mut stories = run.isnad.stories(&readings);
    let all = stories.len();
    stories.retain(|s| s.reports.len() >= order.stories.at_least);
    let info = registry.require(order.to)?.info();
    let isnad = &run.isnad;
    let made = isnad.compile_stories(
        readings,
        &stories,
        |story, mut dossier| -> Result<Vec<Artifact>> {
            if dossier.title.is_empty() {
                dossier.title.clone_from(&story.headline);
            }
            let mut briefing = isnad.brief_for(&info, &dossier, common.lang.as_deref(), order.since);
            if order.no_text {
                withhold(&mut dossier, &mut briefing);
            }
            let exported = export_checked(registry, order.to, &dossier, &briefing, context)?;
            let mut artifacts = exported.artifacts;
            let single = artifacts.len() == 1;
            for artifact in &mut artifacts {
                let ending = artifact
                    .path
                    .rsplit_once('.')
                    .filter(|_| single && !info.folder)
                    .map(|(_, e)| e);
                artifact.path = match ending {
                    Some(ending) => format!("{}.{ending}", story.id),
                    None => format!("{}/{}", story.id, artifact.path),
                };
            }
            Ok(artifacts)
        },
    );
    let mut artifacts = Vec::new();
    for one in made {
        artifacts.extend(one?);
    }
    let list =
        serde_json::to_string_pretty(&index(&stories, |n| sources.get(n).cloned().unwrap_or_default()))?;
    artifacts.push(Artifact::new(
        "stories.json",
        "application/json",
        format!("{list}\n"),
    ));
    let Some(folder) = order.output else {
        bail!("expected --output FOLDER");
    };
    let notes = folder::into_folder(&info.id, &artifacts, folder)?;
    if !common.quiet {
        let left = all - stories.len();
        eprintln!(
            "{} stories; {left} of fewer than {} reports are left out (--at-least N)",
            stories.len(),
            order.stories.at_least
        );
        for note in notes {
            eprintln!(
                "note: {}: {} is left from an earlier export",
                order.to,
                output::plain(&note)
            );
        }
    }
    Ok(exit)
}

fn source(reading: &Reading) -> String {
    reading
        .annotated
        .as_ref()
        .map(|a| a.report.source.clone())
        .unwrap_or_default()
}

/// A run over reports: a dossier made before has no stories to tell.
fn reports(run: Run<'_>) -> Result<Run<'_>> {
    if run.is_compiled() {
        bail!("expected reports, found a dossier: stories are told of reports");
    }
    Ok(run)
}

//! `clusters`: hand-made clusters of reports on one event, and how the stories of all reports meet them.

use crate::duplicates::each;
use anyhow::{Context, Result};
use isnad::{
    Input, Isnad, Project,
    compile::stories::{Profile, Story, group},
    model::{Basis, Date, Dating, Outlet, Report},
};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    time::Instant,
};

/// A member of a cluster: its number, and whether it is told by `core`, `wire` or `dup` (in), `hard` (out) or neither.
struct Member {
    cluster: String,
    doc: u64,
    role: String,
}

/// Groups `reports.jsonl.gz` of the folder into stories, and compares them pair by pair with `clusters.json`.
pub(crate) fn clusters(args: &[String]) -> Result<()> {
    let folder = Path::new(
        args.first()
            .context("expected the folder of clusters.json and reports.jsonl.gz")?,
    );
    let list: Value = serde_json::from_slice(&fs::read(folder.join("clusters.json"))?)?;
    let mut members = Vec::new();
    for cluster in list.as_array().context("expected a list of clusters")? {
        for member in cluster["members"].as_array().into_iter().flatten() {
            members.push(Member {
                cluster: cluster["id"].as_str().unwrap_or_default().to_owned(),
                doc: member["doc"].as_u64().unwrap_or_default(),
                role: member["role"].as_str().unwrap_or_default().to_owned(),
            });
        }
    }
    let isnad = Isnad::default();
    let begun = Instant::now();
    let (mut docs, mut profiles, mut kept) = (Vec::new(), Vec::new(), BTreeMap::new());
    each(&folder.join("reports.jsonl.gz"), |row| {
        let report = report(&row);
        let doc = row["doc"].as_u64().unwrap_or_default();
        profiles.push(Profile::of(&report, isnad.packs));
        docs.push(doc);
        kept.insert(doc, report);
    })?;
    let taken = begun.elapsed();
    let stories = group(&profiles);
    println!(
        "{} reports: words taken in {:.1} s, grouped in {:.1} s into {} stories, {} of them of two reports or more, the largest of {}",
        docs.len(),
        taken.as_secs_f32(),
        (begun.elapsed() - taken).as_secs_f32(),
        stories.len(),
        stories.iter().filter(|s| s.reports.len() > 1).count(),
        stories.first().map_or(0, |s| s.reports.len()),
    );
    let mut story_of: BTreeMap<u64, usize> = BTreeMap::new();
    for (n, story) in stories.iter().enumerate() {
        story_of.extend(story.reports.iter().map(|&r| (docs[r], n)));
    }
    compare(&members, &story_of, &stories);
    if args.iter().any(|a| a == "--disagreements") {
        disagreements(&members, &story_of, &stories, &docs, &kept);
    }
    Ok(())
}

fn compare(members: &[Member], story_of: &BTreeMap<u64, usize>, stories: &[Story]) {
    let counts = |role: &str| matches!(role, "core" | "wire" | "dup");
    let (mut both, mut only_ours, mut only_theirs, mut hard) = (0usize, 0usize, 0usize, 0usize);
    for (n, a) in members.iter().enumerate() {
        for b in &members[n + 1..] {
            let one = story_of.get(&a.doc) == story_of.get(&b.doc);
            if counts(&a.role) && counts(&b.role) {
                match (one, a.cluster == b.cluster) {
                    (true, true) => both += 1,
                    (true, false) => only_ours += 1,
                    (false, true) => only_theirs += 1,
                    _ => {}
                }
            } else if one
                && [&a.role, &b.role].iter().any(|r| *r == "hard")
                && (counts(&a.role) || counts(&b.role))
            {
                hard += 1;
            }
        }
    }
    let share = |n: usize, of: usize| n as f64 / of.max(1) as f64;
    let (p, r) = (
        share(both, both + only_ours + hard),
        share(both, both + only_theirs),
    );
    println!(
        "pairs of core, wire and dup: P {p:.3} R {r:.3} F1 {:.3} ({both} right, {only_ours} of two clusters, {hard} with a hard negative, \
         {only_theirs} missed)",
        2.0 * p * r / (p + r)
    );
    let mut by_cluster: BTreeMap<&str, BTreeMap<usize, Vec<String>>> = BTreeMap::new();
    for m in members {
        let story = story_of.get(&m.doc).copied().unwrap_or(usize::MAX);
        let mark = if m.role == "core" {
            String::new()
        } else {
            format!(":{}", m.role)
        };
        let told = by_cluster
            .entry(&m.cluster)
            .or_default()
            .entry(story)
            .or_default();
        told.push(format!("{}{mark}", m.doc));
    }
    for (cluster, told) in by_cluster {
        let told: Vec<String> = told
            .iter()
            .map(|(story, docs)| {
                let (id, size) = stories
                    .get(*story)
                    .map_or(("", 0), |s| (s.id.as_str(), s.reports.len()));
                format!("{id} ({size}): {}", docs.join(" "))
            })
            .collect();
        println!("  {cluster}  {}", told.join("; "));
    }
}

/// Compiles the stories that hold a cluster's members, and prints their disagreements.
fn disagreements(
    members: &[Member],
    story_of: &BTreeMap<u64, usize>,
    stories: &[Story],
    docs: &[u64],
    kept: &BTreeMap<u64, Report>,
) {
    let mut by_cluster: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for m in members.iter().filter(|m| m.role != "hard") {
        by_cluster
            .entry(&m.cluster)
            .or_default()
            .extend(story_of.get(&m.doc));
    }
    for (cluster, told) in by_cluster {
        for story in told
            .into_iter()
            .filter_map(|n| stories.get(n))
            .filter(|s| s.reports.len() > 1)
        {
            let inputs: Vec<Input> = story
                .reports
                .iter()
                .filter_map(|&r| Some((docs[r], kept.get(&docs[r])?)))
                .map(|(doc, report)| Input::new(format!("{doc}.txt"), report.text.as_bytes()))
                .collect();
            // the day on which a page was taken stands for that of publication: these reports have no other
            let mut given = String::new();
            for (doc, report) in story
                .reports
                .iter()
                .filter_map(|&r| Some((docs[r], kept.get(&docs[r])?)))
            {
                let outlet = report.outlet.as_ref().map_or("", |o| o.name.as_str());
                let day = report
                    .saved
                    .as_ref()
                    .and_then(|s| s.value.clone())
                    .unwrap_or_default();
                given.push_str(&format!(
                    "[[report]]\nsource = \"{doc}.txt\"\noutlet = {outlet:?}\npublished = {day:?}\n"
                ));
            }
            let Ok(project) = Project::parse(&given) else {
                continue;
            };
            let dossier = Isnad::new(project).dossier(&inputs);
            println!(
                "{cluster} {}: {} reports, {} silences",
                story.id,
                inputs.len(),
                dossier.silences.len()
            );
            for d in &dossier.discrepancies {
                println!("  {} ({:?})", d.field, d.cause);
                for value in &d.values {
                    let source = dossier
                        .reports
                        .iter()
                        .find(|r| r.id == value.report)
                        .map_or("", |r| &r.source);
                    let words: Vec<&str> = value.evidence.iter().map(|e| e.text.as_str()).collect();
                    println!("    {source}: {} | {}", value.value, words.join(" ... "));
                }
            }
        }
    }
}

/// A report as one line has it.
fn report(row: &Value) -> Report {
    let field = |name: &str| row[name].as_str().unwrap_or("").trim();
    let day: Option<Date> = field("date_extracted").get(..10).and_then(|d| d.parse().ok());
    let text = format!("{}\n\n{}", field("title"), field("content"));
    let headline = field("title").len();
    Report {
        id: format!("r{:08}", row["doc"].as_u64().unwrap_or_default()),
        language: "ar".to_owned(),
        outlet: Some(Outlet {
            name: field("source").to_owned(),
            basis: Basis::Metadata,
            ..Outlet::default()
        }),
        saved: day.map(|day| Dating {
            value: Some(day.to_string()),
            latest: Some(day),
            basis: Basis::Metadata,
            ..Dating::default()
        }),
        blocks: vec![
            isnad::model::Block {
                role: isnad::model::Role::Headline,
                start: 0,
                end: headline,
                origin: None,
            },
            isnad::model::Block {
                role: isnad::model::Role::Paragraph,
                start: headline,
                end: text.len(),
                origin: None,
            },
        ],
        headline: Some(isnad::model::Words {
            start: 0,
            end: headline,
            text: field("title").to_owned(),
        }),
        text,
        ..Report::default()
    }
}

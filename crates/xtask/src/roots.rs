//! `roots`: the independent roots of gold set `dev` beside those of its dossier.

use anyhow::{Context, Result};
use isnad::{Input, Isnad, model::Event};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// For each entry of the gold's `independent_roots`: how many roots the dossier's events have that stand for its clusters.
pub(crate) fn compare(home: &Path) -> Result<()> {
    let folder = home.join("eval/reports/dev");
    let mut files: Vec<_> = fs::read_dir(&folder)?.collect::<Result<Vec<_>, _>>()?;
    files.sort_by_key(fs::DirEntry::file_name);
    let inputs = files
        .iter()
        .map(|f| Ok(Input::new(f.file_name().to_string_lossy(), fs::read(f.path())?)))
        .collect::<Result<Vec<_>>>()?;
    let dossier = Isnad::default().dossier(&inputs);
    let gold = home.join("eval/gold/dev");
    let answer: Value = serde_json::from_slice(&fs::read(gold.join("dossier.json"))?)?;
    // the dossier's events by gold cluster: those with a mention that overlaps one of the cluster's
    let mut by_cluster: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    let mut answers: BTreeMap<String, Value> = BTreeMap::new();
    for report in &dossier.reports {
        let path = gold.join(report.source.replace(".txt", ".json"));
        let number = report.source.split('_').next().unwrap_or("").to_owned();
        answers.insert(number, serde_json::from_slice(&fs::read(path)?)?);
    }
    for cluster in answer["event_clusters"]
        .as_array()
        .context("expected event_clusters")?
    {
        let name = cluster["id"].as_str().unwrap_or("");
        for (n, event) in dossier.events.iter().enumerate() {
            if touches(&dossier, event, cluster, &answers) {
                by_cluster.entry(name).or_default().insert(n);
            }
        }
    }
    let (mut right, mut all) = (0, 0);
    for entry in answer["independent_roots"].as_array().into_iter().flatten() {
        let independent = entry["independent"].as_u64().unwrap_or(0) as usize;
        for cluster in entry["clusters"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
        {
            let events = by_cluster.get(cluster).into_iter().flatten();
            for event in events.map(|&n| &dossier.events[n]) {
                all += 1;
                let ok = event.roots.len() == independent;
                right += usize::from(ok);
                let roots: Vec<_> = event
                    .roots
                    .iter()
                    .map(|r| format!("{} ({}, {} reports)", r.root, r.because, r.reports.len()))
                    .collect();
                println!(
                    "{} {cluster}: {} root(s), gold {independent}: {}",
                    if ok { "ok   " } else { "wrong" },
                    event.roots.len(),
                    roots.join("; ")
                );
            }
        }
    }
    println!("{right} of {all} events have the gold's number of independent roots");
    Ok(())
}

/// Does a mention of the event overlap a mention of the gold cluster?
fn touches(
    dossier: &isnad::model::Dossier,
    event: &Event,
    cluster: &Value,
    answers: &BTreeMap<String, Value>,
) -> bool {
    let members = cluster["members"].as_array().into_iter().flatten();
    members.filter_map(Value::as_str).any(|member| {
        let Some((number, _)) = member.split_once('-') else {
            return false;
        };
        let gold = answers.get(number).and_then(|a| a["events"].as_array());
        let Some(gold) = gold.and_then(|all| all.iter().find(|e| e["id"] == member)) else {
            return false;
        };
        event.mentions.iter().any(|m| {
            let report = dossier
                .reports
                .iter()
                .find(|r| r.id == m.report && r.source.starts_with(number));
            let mention = report.and_then(|r| Some((r, r.events.iter().find(|e| e.id == m.event)?)));
            mention.is_some_and(|(r, e)| {
                let at = |byte: usize| r.text.get(..byte).map_or(0, |t| t.chars().count()) as u64;
                let trigger = &gold["trigger"];
                let (from, to) = (trigger["start"].as_u64(), trigger["end"].as_u64());
                from.zip(to)
                    .is_some_and(|(from, to)| at(e.trigger.start) < to && from < at(e.trigger.end))
            })
        })
    })
}

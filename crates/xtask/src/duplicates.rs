//! `duplicates`: near-duplicates among many reports, and the roots of clusters of them.

use anyhow::{Context, Result, bail};
use flate2::read::GzDecoder;
use isnad::{
    Input, Isnad,
    compile::duplicates::{Text, copies},
};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io::{BufRead, BufReader, Read},
    path::Path,
    time::Instant,
};

/// Prints the pairs of near-duplicates of a file of reports, or the roots of clusters.
pub(crate) fn duplicates(args: &[String]) -> Result<()> {
    let Some(file) = args.first() else {
        bail!("expected: duplicates REPORTS.jsonl[.gz] [--clusters CLUSTERS.json ID...]");
    };
    match args.get(1).map(String::as_str) {
        Some("--clusters") => {
            let list = args.get(2).context("expected a file of clusters")?;
            clusters(Path::new(file), Path::new(list), &args[3..])
        }
        _ => pairs(Path::new(file)),
    }
}

fn pairs(file: &Path) -> Result<()> {
    let begun = Instant::now();
    let (mut docs, mut texts) = (Vec::new(), Vec::new());
    each(file, |report| {
        docs.push(report["doc"].as_u64().unwrap_or(docs.len() as u64));
        texts.push(Text::of(report["content"].as_str().unwrap_or("").lines()));
    })?;
    let found = copies(&texts);
    for pair in &found {
        println!(
            "{}\t{}\t{:.3}\t{:.3}",
            docs[pair.a], docs[pair.b], pair.resemblance, pair.containment
        );
    }
    println!(
        "# {} reports, {} pairs, {:.1} s",
        docs.len(),
        found.len(),
        begun.elapsed().as_secs_f32()
    );
    Ok(())
}

/// Compiles the reports of each cluster by itself and prints the roots of the events that most of them tell.
fn clusters(file: &Path, list: &Path, only: &[String]) -> Result<()> {
    let list: Value = serde_json::from_slice(&fs::read(list)?)?;
    let list: Vec<&Value> = list
        .as_array()
        .context("expected a list of clusters")?
        .iter()
        .filter(|c| only.is_empty() || only.iter().any(|id| c["id"] == id.as_str()))
        .collect();
    let members = |cluster: &Value| -> BTreeSet<u64> {
        let all = cluster["members"].as_array().into_iter().flatten();
        all.filter(|m| m["role"] != "hard")
            .filter_map(|m| m["doc"].as_u64())
            .collect()
    };
    let wanted: BTreeSet<u64> = list.iter().flat_map(|c| members(c)).collect();
    let mut reports: BTreeMap<u64, String> = BTreeMap::new();
    each(file, |report| {
        if let Some(doc) = report["doc"].as_u64().filter(|d| wanted.contains(d)) {
            let field = |name: &str| report[name].as_str().unwrap_or("").trim().to_owned();
            let parts = [field("title"), field("author"), field("content")];
            let parts: Vec<_> = parts.into_iter().filter(|p| !p.is_empty()).collect();
            reports.insert(doc, parts.join("\n\n"));
        }
    })?;
    for cluster in list {
        let inputs: Vec<Input> = members(cluster)
            .iter()
            .filter_map(|doc| Some(Input::new(format!("{doc}.txt"), reports.get(doc)?.as_bytes())))
            .collect();
        let dossier = Isnad::default().dossier(&inputs);
        println!(
            "{}: {} reports",
            cluster["id"].as_str().unwrap_or(""),
            inputs.len()
        );
        let told = |event: &isnad::model::Event| {
            let reports: BTreeSet<&str> = event.mentions.iter().map(|m| m.report.as_str()).collect();
            reports.len()
        };
        let source = |id: &String| {
            let report = dossier.reports.iter().find(|r| r.id == *id);
            report.map_or(String::new(), |r| r.source.replace(".txt", ""))
        };
        for event in dossier.events.iter().filter(|e| 2 * told(e) >= inputs.len()) {
            println!(
                "  {} in {} reports: {} root(s)",
                event.kind,
                told(event),
                event.roots.len()
            );
            for root in &event.roots {
                let sources: Vec<_> = root.reports.iter().map(source).collect();
                println!("    {} ({}): {}", root.root, root.because, sources.join(" "));
            }
        }
    }
    Ok(())
}

/// Calls `f` on each report of a file of JSON lines.
pub(crate) fn each(file: &Path, mut f: impl FnMut(Value)) -> Result<()> {
    let open = File::open(file).with_context(|| format!("expected a file at {}", file.display()))?;
    let bytes: Box<dyn Read> = if file.extension().is_some_and(|e| e == "gz") {
        Box::new(GzDecoder::new(open))
    } else {
        Box::new(open)
    };
    for line in BufReader::new(bytes).lines() {
        f(serde_json::from_str(&line?)?);
    }
    Ok(())
}

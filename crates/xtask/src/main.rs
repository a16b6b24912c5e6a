//! Workshop: repeatable chores of the project. `cargo xtask` lists them.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::unwrap_used, reason = "a workshop tool, not a stage")]

use anyhow::{Context, Result, bail};
use isnad::{
    Input, Isnad,
    analyze::{ANNOTATORS, Annotator, Events, Layers, Page, Speech, Times, analyze_with},
    compile::compile,
    model::{EntityKind, Mention, MentionForm, Words, wire},
    text::CharIndex,
};
use std::{fs, path::Path, process::Command};

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.first().map(String::as_str) {
        Some("score") => score(&args[1..]),
        _ => {
            println!(
                "cargo run -p xtask -- score GOLD_HOME [--set NAME]... [--gold-names] [--errors LAYER]\n  \
                 compiles the reports of the gold sets under GOLD_HOME (the folder that holds eval/ and seeds/) and prints the scores;\n  \
                 --gold-names replaces the name layer by the gold's own, to judge the layers above it alone"
            );
            Ok(())
        }
    }
}

fn score(args: &[String]) -> Result<()> {
    let home = Path::new(args.first().context("expected the folder that holds eval/ and seeds/")?);
    let value = |name: &str| args.iter().position(|a| a == name).and_then(|i| args.get(i + 1)).cloned();
    let mut sets: Vec<String> = args.windows(2).filter(|w| w[0] == "--set").map(|w| w[1].clone()).collect();
    if sets.is_empty() {
        sets = vec!["seeds".into(), "dev".into()];
    }
    let gold_names = args.iter().any(|a| a == "--gold-names");
    let out = std::env::temp_dir().join(format!("isnad-score-{}", std::process::id()));
    fs::create_dir_all(&out)?;
    let mut command = Command::new("python3");
    command.arg(home.join("eval/score.py"));
    for set in &sets {
        let folder = if set == "seeds" { home.join("seeds") } else { home.join("eval/reports").join(set) };
        let gold = home.join("eval/gold").join(set);
        let isnad = Isnad::default();
        let mut annotated = Vec::new();
        let mut files: Vec<_> = fs::read_dir(&folder)?.map(|e| e.unwrap().path()).collect();
        files.sort();
        for file in files {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            let input = Input::new(name.clone(), fs::read(&file)?);
            if gold_names {
                let path = gold.join(name).with_extension("json");
                let names = GoldNames(serde_json::from_slice(&fs::read(&path)?)?);
                let parsed = isnad::parse::parse(&input.source, &input.bytes, &isnad.parse, isnad.packs);
                let layers: [&dyn Annotator; 4] = [&Times, &names, &Speech, &Events];
                assert_eq!(layers.len(), ANNOTATORS.len());
                annotated.extend(parsed.report.map(|r| analyze_with(r, isnad.packs, &layers)));
            } else {
                annotated.extend(isnad.annotate(&input).0);
            }
        }
        let dossier = compile(annotated, &isnad.compile, isnad.packs);
        let path = out.join(format!("{set}.json"));
        fs::write(&path, wire::to_json(&dossier)?)?;
        command.arg("--gold").arg(gold).arg("--dossier").arg(path);
    }
    if let Some(layer) = value("--errors") {
        command.arg("--errors").arg(layer);
    }
    if !command.status()?.success() {
        bail!("the scorer failed");
    }
    Ok(())
}

/// The gold's own mentions in place of the name layer.
struct GoldNames(serde_json::Value);

impl Annotator for GoldNames {
    fn annotate(&self, page: &Page<'_>, layers: &mut Layers) {
        let index = CharIndex::new(page.text);
        let words = |v: &serde_json::Value| {
            let at = |k: &str| index.bytes(v[k].as_u64().unwrap_or(0) as usize);
            Words::of(page.text, isnad::text::Span::new(at("start"), at("end")))
        };
        for m in self.0["mentions"].as_array().into_iter().flatten() {
            let kind = match m["etype"].as_str().unwrap_or("") {
                "PER" => EntityKind::Person,
                "ORG" | "MEDIA" => EntityKind::Organization,
                "LOC" | "FAC" => EntityKind::Place,
                "EVENT" => continue,
                _ => EntityKind::Group,
            };
            let form = match m["form"].as_str().unwrap_or("") {
                "name" => MentionForm::Name,
                "short" => MentionForm::Short,
                "title_only" => MentionForm::Title,
                "metonym" => MentionForm::Metonym,
                _ => MentionForm::Anaphor,
            };
            let w = words(m);
            layers.mentions.push(Mention {
                id: m["id"].as_str().unwrap_or("").to_owned(),
                start: w.start,
                end: w.end,
                text: w.text,
                kind,
                form,
                entity: m["entity"].as_str().unwrap_or("").to_owned(),
                titles: m["titles"].as_array().into_iter().flatten().map(words).collect(),
                refers_to: None,
                rule: "gold".to_owned(),
            });
        }
        layers.mentions.sort_by_key(|m| (m.start, m.end));
    }
}

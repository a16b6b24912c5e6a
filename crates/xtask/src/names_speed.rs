//! `names-speed`: the name layer alone against the clock, by the rules and with the model.

use crate::tagged::{self, Sentence};
use anyhow::{Context, Result};
use isnad::{
    analyze::{Annotator, Layers, NamesBy, Page, Voice},
    lang::Packs,
};
use std::{fs, path::Path, sync::LazyLock, time::Instant};

/// Prints how many megabytes of UTF-8 a second the name layer reads on one core, best of three; the file has a JSON object a line
/// (`text` or `content`).
pub(crate) fn run(file: &Path, packs: &Packs) -> Result<()> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut reports = Vec::new();
    for line in text.lines().filter(|l| !l.trim().is_empty()) {
        let case: serde_json::Value = serde_json::from_str(line)?;
        let words = ["text", "content"]
            .iter()
            .find_map(|k| case[*k].as_str())
            .unwrap_or("");
        let paragraphs: Vec<Sentence> = words
            .lines()
            .map(|l| Sentence {
                words: l.split_whitespace().map(str::to_owned).collect(),
                names: Vec::new(),
            })
            .filter(|s| !s.words.is_empty())
            .collect();
        reports.push(tagged::page("ar", &paragraphs).0);
    }
    let bytes: usize = reports.iter().map(|r| r.text.len()).sum();
    let pack = packs.get("ar").context("no pack for Arabic")?;
    let pages: Vec<Page<'_>> = reports.iter().map(|r| Page::new(r, pack)).collect();
    println!("{} reports, {:.1} MB", pages.len(), bytes as f64 / 1e6);
    for (name, voice) in [("rules", Voice::Rules), ("rules and model", Voice::Both)] {
        let (mut best, mut count) = (f64::MAX, 0);
        for _ in 0..3 {
            let start = seconds();
            count = 0;
            for page in &pages {
                let mut layers = Layers::default();
                NamesBy(voice).annotate(page, &mut layers);
                count += layers.mentions.len();
            }
            best = best.min(seconds() - start);
        }
        println!("{name}: {:.1} MB/s, {count} mentions", bytes as f64 / 1e6 / best);
    }
    Ok(())
}

/// Seconds that this thread has had of a processor, so that other programs do not count; where the system does not tell, seconds of the clock.
fn seconds() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|s| s.split(' ').next()?.parse::<f64>().ok())
        .map_or_else(|| START.elapsed().as_secs_f64(), |ns| ns / 1e9)
}

//! `times`: the time layer alone, on cases and against the clock.

use crate::natural::lines;
use anyhow::Result;
use isnad::{
    Isnad,
    analyze::{Annotator, Layers, Page, Times},
    model::{Basis, Dating, Report},
    text::CharIndex,
};
use serde_json::{Value, json};
use std::{path::Path, time::Instant};

/// Prints what the time layer finds in each line of a file (`text`, and `reference`, the day of publication), one JSON object a
/// line; with `speed` how fast it is instead, on one core: megabytes of UTF-8 a second, best of three.
pub(crate) fn run(path: &Path, speed: bool) -> Result<()> {
    let isnad = Isnad::default();
    let mut reports = Vec::new();
    for case in lines(path)? {
        let words = ["text", "content"]
            .iter()
            .find_map(|k| case[*k].as_str())
            .unwrap_or("");
        let parsed = isnad::parse::parse("case.txt", words.as_bytes(), &isnad.parse, isnad.packs);
        let Some(mut report) = parsed.report else { continue };
        if let Some(language) = case["language"].as_str() {
            language.clone_into(&mut report.language);
        }
        let day = case["reference"].as_str().and_then(|r| r.get(..10)?.parse().ok());
        report.published = Dating {
            value: case["reference"].as_str().map(str::to_owned),
            earliest: day,
            latest: day,
            basis: Basis::Given,
            because: Vec::new(),
        };
        reports.push((case, report));
    }
    if speed {
        measure(&isnad, &reports);
        return Ok(());
    }
    for (case, report) in &reports {
        let mut layers = Layers::default();
        if let Some(pack) = isnad.packs.get(&report.language) {
            Times.annotate(&Page::new(report, pack), &mut layers);
        }
        let index = CharIndex::new(&report.text);
        let found: Vec<Value> = layers
            .times
            .iter()
            .map(|t| json!([index.chars(t.start), index.chars(t.end), t.text, t.value]))
            .collect();
        println!("{}", json!({"id": case["id"], "found": found}));
    }
    Ok(())
}

fn measure(isnad: &Isnad<'_>, reports: &[(Value, Report)]) {
    let bytes: usize = reports.iter().map(|(_, r)| r.text.len()).sum();
    let rate = |seconds: f64| bytes as f64 / 1e6 / seconds;
    let (mut cut, mut found, mut count) = (f64::MAX, f64::MAX, 0);
    for _ in 0..3 {
        let start = Instant::now();
        let pages: Vec<Page<'_>> = reports
            .iter()
            .filter_map(|(_, r)| Some(Page::new(r, isnad.packs.get(&r.language)?)))
            .collect();
        cut = cut.min(start.elapsed().as_secs_f64());
        let start = Instant::now();
        count = 0;
        for page in &pages {
            let mut layers = Layers::default();
            Times.annotate(page, &mut layers);
            count += layers.times.len();
        }
        found = found.min(start.elapsed().as_secs_f64());
    }
    println!(
        "{} reports, {:.1} MB, {count} expressions",
        reports.len(),
        bytes as f64 / 1e6
    );
    println!(
        "tokens and sentences, which all layers share: {:.1} MB/s",
        rate(cut)
    );
    println!("time layer alone: {:.1} MB/s", rate(found));
    println!("both: {:.1} MB/s", rate(cut + found));
}

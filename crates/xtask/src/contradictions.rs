//! `contradictions`: pairs of headlines that agree or not, and which of them are reported as contradicting each other.

use anyhow::{Context, Result};
use isnad::{compile::opposites::oppose, lang::Packs};
use std::{collections::BTreeMap, fs};

/// Reads a table with the columns s1, s2, stance (agree, disagree, other) and prints how many of each are reported.
pub(crate) fn contradictions(args: &[String]) -> Result<()> {
    let file = args
        .first()
        .context("expected a CSV file with the columns s1, s2, stance")?;
    let language = args
        .windows(2)
        .find(|w| w[0] == "--lang")
        .map_or("ar", |w| w[1].as_str());
    let pack = Packs::builtin()
        .get(language)
        .context("expected a language with a pack")?;
    let errors = args.iter().any(|a| a == "--errors");
    let text = fs::read_to_string(file).with_context(|| format!("expected a file at {file}"))?;
    // by stance: all, reported; by stance and kind: reported
    let mut all: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut kinds: BTreeMap<(String, String), usize> = BTreeMap::new();
    for row in rows(&text).skip(1) {
        let [first, second, stance] = row.as_slice() else {
            continue;
        };
        let count = all.entry(stance.clone()).or_default();
        count.0 += 1;
        let found = oppose(first, second, pack);
        if let Some(found) = &found {
            count.1 += 1;
            *kinds
                .entry((format!("{:?}", found.kind), stance.clone()))
                .or_default() += 1;
        }
        if errors && (found.is_some() != (stance == "disagree")) {
            let kind = found.map_or("missed".to_owned(), |f| format!("{:?}", f.kind));
            println!("{stance}\t{kind}\t{first}\t{second}");
        }
    }
    for (stance, (pairs, reported)) in &all {
        let part = 100.0 * *reported as f64 / (*pairs).max(1) as f64;
        println!("{stance}: {reported} of {pairs} pairs reported ({part:.1} %)");
    }
    for ((kind, stance), count) in kinds {
        println!("  {kind} {stance}: {count}");
    }
    Ok(())
}

/// The rows of a CSV file (RFC 4180).
fn rows(text: &str) -> impl Iterator<Item = Vec<String>> + '_ {
    let mut chars = text.chars().peekable();
    std::iter::from_fn(move || {
        let mut row = Vec::new();
        let mut cell = String::new();
        let mut quoted = false;
        chars.peek()?;
        while let Some(c) = chars.next() {
            match c {
                '"' if quoted && chars.peek() == Some(&'"') => {
                    chars.next();
                    cell.push('"');
                }
                '"' if quoted || cell.is_empty() => quoted = !quoted,
                ',' if !quoted => row.push(std::mem::take(&mut cell)),
                '\r' if !quoted => {}
                '\n' if !quoted => break,
                c => cell.push(c),
            }
        }
        row.push(cell);
        Some(row)
    })
}

//! Names against a file of tagged words: one `word TAG` a line, an empty line behind every sentence.
//!
//! Tags are `B-X` and `I-X`; X is a person, organization or place under any of its usual names. Text in such files has
//! other conventions than reports, so the numbers tell about changes, not about quality.

use anyhow::{Context, Result};
use isnad::{
    Input, Isnad,
    model::{EntityKind, MentionForm, Report},
};
use std::{collections::BTreeMap, fs, path::Path};

/// Sentences that are read as one report, so that short names have their full ones.
const SENTENCES: usize = 20;

/// Kind, first word, last word.
type Span = (u8, usize, usize);

/// Prints precision and recall of the names found in the sentences from `from` on, `count` of them.
pub(crate) fn bio(file: &Path, from: usize, count: usize, errors: bool) -> Result<()> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut sentences: Vec<Vec<(&str, &str)>> = vec![Vec::new()];
    for line in text.lines() {
        match line.split_once([' ', '\t']) {
            Some((word, tag)) => sentences
                .last_mut()
                .context("no sentence")?
                .push((word, tag.trim())),
            None if sentences.last().is_some_and(|s| !s.is_empty()) => sentences.push(Vec::new()),
            None => {}
        }
    }
    let isnad = Isnad::default();
    let mut counts = BTreeMap::<u8, [usize; 3]>::new();
    let chosen: Vec<_> = sentences.into_iter().skip(from).take(count).collect();
    for (n, part) in chosen.chunks(SENTENCES).enumerate() {
        let (mut page, mut starts, mut words, mut gold) = (String::new(), Vec::new(), Vec::new(), Vec::new());
        for sentence in part {
            for &(word, tag) in sentence {
                if let Some(kind) = kind_of(tag) {
                    let at = words.len();
                    match gold.last_mut() {
                        Some((k, _, end)) if tag.starts_with('I') && *k == kind && *end + 1 == at => {
                            *end = at
                        }
                        _ => gold.push((kind, at, at)),
                    }
                }
                starts.push(page.len());
                words.push(word);
                page.push_str(word);
                page.push(' ');
            }
            page.push_str("\n\n");
        }
        let input = Input::new(format!("{n}.txt"), page.clone().into_bytes());
        let annotated = isnad.annotate(&input).annotated;
        let mut found: Vec<Span> = Vec::new();
        for report in annotated.iter().map(|a| &a.report) {
            // a report may lose blanks of its source: words are counted, not bytes
            let shift = |at: usize| report.text.get(..at).map_or(0, |t| t.split_whitespace().count());
            for m in &report.mentions {
                let kind = match m.kind {
                    EntityKind::Person => b'p',
                    EntityKind::Organization => b'o',
                    EntityKind::Place => b'l',
                    EntityKind::Group => continue,
                };
                if matches!(m.form, MentionForm::Title | MentionForm::Anaphor) {
                    continue;
                }
                let first = shift(m.end).saturating_sub(m.text.split_whitespace().count());
                let span = (kind, first, shift(m.end).saturating_sub(1));
                // of nested names the longest counts
                found.retain(|f| !(span.1 <= f.1 && f.2 <= span.2));
                if !found.iter().any(|f| f.1 <= span.1 && span.2 <= f.2) {
                    found.push(span);
                }
            }
        }
        for span in &gold {
            let c = counts.entry(span.0).or_default();
            if found.contains(span) {
                c[0] += 1;
            } else {
                c[2] += 1;
            }
        }
        for span in found.iter().filter(|s| !gold.contains(s)) {
            counts.entry(span.0).or_default()[1] += 1;
        }
        if errors {
            let show = |mark: &str, s: &Span| {
                let (from, to) = (s.1.saturating_sub(4), (s.2 + 4).min(words.len()));
                let part = |a: usize, b: usize| words.get(a..b).unwrap_or_default().join(" ");
                println!(
                    "{mark} {}\t{} [{}] {}",
                    s.0 as char,
                    part(from, s.1),
                    part(s.1, s.2 + 1),
                    part(s.2 + 1, to)
                );
            };
            gold.iter()
                .filter(|s| !found.contains(s))
                .for_each(|s| show("missed", s));
            found
                .iter()
                .filter(|s| !gold.contains(s))
                .for_each(|s| show("false ", s));
        }
    }
    for (kind, [tp, fp, fneg]) in counts {
        let name = match kind {
            b'p' => "person",
            b'o' => "organization",
            _ => "place",
        };
        let ratio = |a: usize, b: usize| a as f64 / (a + b).max(1) as f64;
        let (p, r) = (ratio(tp, fp), ratio(tp, fneg));
        println!(
            "{name:<14} P {p:.3}  R {r:.3}  F1 {:.3}  ({tp} right, {fp} false, {fneg} missed)",
            2.0 * p * r / (p + r).max(1e-9)
        );
    }
    Ok(())
}

fn kind_of(tag: &str) -> Option<u8> {
    match tag.split_once('-')?.1.to_ascii_uppercase().as_str() {
        "PER" | "PERS" | "PERSON" => Some(b'p'),
        "ORG" | "ORGANIZATION" => Some(b'o'),
        "LOC" | "GPE" | "FAC" | "LOCATION" => Some(b'l'),
        _ => None,
    }
}

/// Prints reports with their names marked: `[p:…]` person, `[o:…]` organization, `[l:…]` place, `[t:…]` office, `{…}` title of a name.
pub(crate) fn marked(files: &[String]) -> Result<()> {
    let isnad = Isnad::default();
    for file in files {
        let input = Input::new(file.clone(), fs::read(file)?);
        if let Some(annotated) = isnad.annotate(&input).annotated {
            println!("== {file}\n{}", marks(&annotated.report));
        }
    }
    Ok(())
}

fn marks(report: &Report) -> String {
    // position, order at the position, mark
    let mut edges: Vec<(usize, isize, String)> = Vec::new();
    for m in &report.mentions {
        let letter = match (m.kind, m.form) {
            (_, MentionForm::Title) => "t",
            (_, MentionForm::Anaphor) => "a",
            (EntityKind::Person, _) => "p",
            (EntityKind::Organization, _) => "o",
            (EntityKind::Place, _) => "l",
            (EntityKind::Group, _) => "g",
        };
        let len = (m.end - m.start) as isize;
        edges.push((m.start, i32::MAX as isize - len, format!("[{letter}:")));
        edges.push((m.end, len - i32::MAX as isize, "]".to_owned()));
        if m.form != MentionForm::Title {
            for t in &m.titles {
                let len = (t.end - t.start) as isize;
                edges.push((t.start, i32::MAX as isize - len, "{".to_owned()));
                edges.push((t.end, len - i32::MAX as isize, "}".to_owned()));
            }
        }
    }
    edges.sort();
    let (mut out, mut at) = (String::new(), 0);
    for (pos, _, mark) in edges {
        out.push_str(report.text.get(at..pos).unwrap_or_default());
        out.push_str(&mark);
        at = pos;
    }
    out.push_str(report.text.get(at..).unwrap_or_default());
    out
}

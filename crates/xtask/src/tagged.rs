//! Files of tagged words: one `word TAG...` a line, an empty line behind every sentence; tags are `B-X` and `I-X`.

use anyhow::{Context, Result, anyhow};
use isnad::{
    Isnad,
    lang::{Pack, PackFile, Packs},
    model::{Block, Report, Role},
};
use std::{fs, ops::Range, path::Path};

/// Sentences that are read as one report, so that short names have their full ones.
pub(crate) const SENTENCES: usize = 20;

/// A name: kind (`p`, `o`, `l`) and words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) kind: u8,
    pub(crate) words: Range<usize>,
}

/// A sentence with its names; of nested ones the longest.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sentence {
    pub(crate) words: Vec<String>,
    pub(crate) names: Vec<Name>,
}

/// The kind of a tag's label: persons, organizations and places under any of their usual names.
fn kind_of(label: &str) -> Option<u8> {
    match label.to_ascii_uppercase().as_str() {
        "PER" | "PERS" | "PERSON" => Some(b'p'),
        "ORG" | "ORGANIZATION" => Some(b'o'),
        "LOC" | "GPE" | "FAC" | "LOCATION" => Some(b'l'),
        _ => None,
    }
}

/// The built-in packs, or the pack of a folder alone.
pub(crate) fn packs(folder: Option<&Path>) -> Result<&'static Packs> {
    let Some(folder) = folder else {
        return Ok(Isnad::default().packs);
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.is_file()
            && let Some(name) = path.file_name().and_then(|n| n.to_str())
        {
            files.push((name.to_owned(), fs::read_to_string(&path)?));
        }
    }
    let files: Vec<PackFile<'_>> = files.iter().map(|(name, text)| PackFile { name, text }).collect();
    let pack = Pack::load(&files).map_err(|e| anyhow!("{}: {e:?}", folder.display()))?;
    Ok(Box::leak(Box::new(Packs::new(vec![pack]))))
}

/// Reads a file.
pub(crate) fn read(file: &Path) -> Result<Vec<Sentence>> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut out = Vec::new();
    let mut rows: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in text.lines().chain([""]) {
        let mut cells = line.split_whitespace();
        match cells.next() {
            Some(word) => rows.push((word, cells.collect())),
            None if !rows.is_empty() => out.push(sentence(&std::mem::take(&mut rows))),
            None => {}
        }
    }
    Ok(out)
}

fn sentence(rows: &[(&str, Vec<&str>)]) -> Sentence {
    let mut names: Vec<Name> = Vec::new();
    // names that go on, by label
    let mut open: Vec<(&str, Range<usize>)> = Vec::new();
    let mut close = |label: &str, words: Range<usize>| {
        if let Some(kind) = kind_of(label) {
            names.push(Name { kind, words });
        }
    };
    for (at, (_, tags)) in rows.iter().enumerate() {
        let mut next: Vec<(&str, Range<usize>)> = Vec::new();
        for tag in tags {
            let Some((mark, label)) = tag.split_once('-') else {
                continue;
            };
            let goes_on = (mark == "I")
                .then(|| open.iter().position(|(l, _)| *l == label))
                .flatten();
            match goes_on {
                Some(n) => {
                    let (l, words) = open.remove(n);
                    next.push((l, words.start..at + 1));
                }
                None => next.push((label, at..at + 1)),
            }
        }
        for (label, words) in std::mem::replace(&mut open, next) {
            close(label, words);
        }
    }
    for (label, words) in open {
        close(label, words);
    }
    Sentence {
        words: rows.iter().map(|(w, _)| (*w).to_owned()).collect(),
        names: outermost(names),
    }
}

/// Of nested names the longest, in order.
pub(crate) fn outermost(mut names: Vec<Name>) -> Vec<Name> {
    names.sort_by_key(|n| (n.words.start, std::cmp::Reverse(n.words.end), n.kind));
    let mut out: Vec<Name> = Vec::new();
    for name in names {
        if out
            .last()
            .is_none_or(|l| name.words.end > l.words.end && name.words.start >= l.words.end)
        {
            out.push(name);
        }
    }
    out
}

/// Sentences as a report of one paragraph each, and where the words of each stand in its text.
pub(crate) fn page(language: &str, sentences: &[Sentence]) -> (Report, Vec<Vec<Range<usize>>>) {
    let (mut text, mut blocks, mut places) = (String::new(), Vec::new(), Vec::new());
    for s in sentences {
        let start = text.len();
        let mut row = Vec::new();
        for word in &s.words {
            if text.len() > start {
                text.push(' ');
            }
            row.push(text.len()..text.len() + word.len());
            text.push_str(word);
        }
        blocks.push(Block {
            role: Role::Paragraph,
            start,
            end: text.len(),
            origin: None,
        });
        text.push_str("\n\n");
        places.push(row);
    }
    let report = Report {
        language: language.to_owned(),
        text,
        blocks,
        ..Report::default()
    };
    (report, places)
}

//! The same report under the same address or path, edited: word by word.

use isnad_model::{Dossier, Evidence, Report, Span};
use rustc_hash::FxHashMap;
use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Words around an edit that are shown with it.
const AROUND: usize = 4;
/// Texts of more words than this are compared line by line.
const MOST: usize = 40_000;

/// A report that was edited.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Edit {
    /// Path of the report.
    pub source: String,
    /// Its address, if it has one.
    pub url: Option<String>,
    /// Its id in the old dossier.
    pub before: String,
    /// Its id in the new one.
    pub after: String,
    /// What was edited, in order.
    pub hunks: Vec<Hunk>,
}

/// Words that were taken out, put in or replaced.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Hunk {
    /// A few words before it that are the same.
    pub lead: String,
    /// The words of the old report; none where words were only put in.
    pub removed: Option<Evidence>,
    /// The words of the new one; none where words were only taken out.
    pub added: Option<Evidence>,
    /// A few words behind it that are the same.
    pub tail: String,
}

/// The reports that stand in both dossiers under one address or path, with other texts.
pub(crate) fn edits(old: &Dossier, new: &Dossier) -> Vec<Edit> {
    let by_url: FxHashMap<&str, &Report> = old
        .reports
        .iter()
        .filter_map(|r| Some((r.url.as_deref()?, r)))
        .collect();
    let by_path: FxHashMap<&str, &Report> = old.reports.iter().map(|r| (r.source.as_str(), r)).collect();
    let known: FxHashMap<&str, ()> = old.reports.iter().map(|r| (r.id.as_str(), ())).collect();
    let mut out = Vec::new();
    for report in new.reports.iter().filter(|r| !known.contains_key(r.id.as_str())) {
        let address = report.url.as_deref().and_then(|u| by_url.get(u));
        let Some(before) = address.or_else(|| by_path.get(report.source.as_str())) else {
            continue;
        };
        if before.text == report.text || before.text_withheld || report.text_withheld {
            continue;
        }
        out.push(Edit {
            source: report.source.clone(),
            url: report.url.clone(),
            before: before.id.clone(),
            after: report.id.clone(),
            hunks: hunks(before, report),
        });
    }
    out
}

fn hunks(old: &Report, new: &Report) -> Vec<Hunk> {
    let (mut before, mut after) = (words(&old.text), words(&new.text));
    if before.len().max(after.len()) > MOST {
        (before, after) = (lines(&old.text), lines(&new.text));
    }
    let texts =
        |of: &[Span], text: &'_ str| of.iter().map(|s| s.of(text).to_owned()).collect::<Vec<String>>();
    let (x, y) = (texts(&before, &old.text), texts(&after, &new.text));
    let ops = capture_diff_slices(Algorithm::Myers, &x, &y);
    let evidence = |report: &Report, of: &[Span], range: std::ops::Range<usize>| {
        let (first, last) = (of.get(range.start)?, of.get(range.end.checked_sub(1)?)?);
        (!range.is_empty()).then(|| Evidence::of(report, first.join(*last)))
    };
    // one word that stayed between two edits belongs to them
    let mut merged: Vec<(std::ops::Range<usize>, std::ops::Range<usize>)> = Vec::new();
    for op in ops.iter().filter(|op| !matches!(op, DiffOp::Equal { .. })) {
        let (a, b) = (op.old_range(), op.new_range());
        match merged.last_mut() {
            Some((x, y)) if a.start <= x.end + 1 && b.start <= y.end + 1 => {
                x.end = a.end;
                y.end = b.end;
            }
            _ => merged.push((a, b)),
        }
    }
    merged
        .into_iter()
        .map(|(a, b)| Hunk {
            lead: y
                .get(b.start.saturating_sub(AROUND)..b.start)
                .unwrap_or_default()
                .join(" "),
            tail: y
                .get(b.end..(b.end + AROUND).min(y.len()))
                .unwrap_or_default()
                .join(" "),
            removed: evidence(old, &before, a),
            added: evidence(new, &after, b),
        })
        .collect()
}

fn words(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (c.is_whitespace(), start) {
            (false, None) => start = Some(at),
            (true, Some(from)) => {
                out.push(Span::new(from, at));
                start = None;
            }
            _ => {}
        }
    }
    out.extend(start.map(|from| Span::new(from, text.len())));
    out
}

fn lines(text: &str) -> Vec<Span> {
    let mut at = 0;
    let mut out = Vec::new();
    for line in text.split_inclusive('\n') {
        let own = Span::new(at, at + line.trim_end().len());
        if !own.of(text).is_empty() {
            out.push(own);
        }
        at += line.len();
    }
    out
}

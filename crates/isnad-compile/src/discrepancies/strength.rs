//! One result told as agreed, promised or only talked about.

use super::differing;
use crate::reading::{Bound, Reading};
use isnad_model::{About, Cause, CommitmentKind, Discrepancy, Dossier, Evidence, Report, ReportedValue};
use isnad_text::Span;
use rustc_hash::{FxHashMap, FxHashSet};

/// Adds what is bound to different degrees by two reports, or by two sources of one report.
pub(crate) fn list(dossier: &Dossier, readings: &[Reading], out: &mut Vec<Discrepancy>) {
    let mut index: FxHashMap<u64, Vec<(usize, usize)>> = FxHashMap::default();
    let mut done: FxHashSet<(usize, usize)> = FxHashSet::default();
    for (r, reading) in readings.iter().enumerate() {
        for (n, bound) in reading
            .bound
            .iter()
            .enumerate()
            .filter(|(_, b)| degree(b).is_some())
        {
            let keys: Vec<u64> = bound.words.sketch(12).collect();
            let mut rivals: Vec<(usize, usize)> = keys
                .iter()
                .filter_map(|k| index.get(k))
                .flat_map(|list| list.iter().rev().take(8))
                .copied()
                .collect();
            rivals.sort_unstable();
            rivals.dedup();
            rivals.retain(|&(s, m)| {
                let other = &readings[s].bound[m];
                !done.contains(&(s, m)) && differ(dossier, (r, bound), (s, other))
            });
            if !rivals.is_empty() {
                rivals.push((r, n));
                if let Some(found) = discrepancy(dossier, readings, &rivals) {
                    done.extend(rivals);
                    out.push(found);
                }
            }
            for key in keys {
                index.entry(key).or_default().push((r, n));
            }
        }
    }
}

fn degree(bound: &Bound) -> Option<&'static str> {
    match bound.kind {
        CommitmentKind::Plan => Some("planned"),
        CommitmentKind::Promise => Some("promised"),
        CommitmentKind::Agreement => Some("agreed"),
        _ => None,
    }
}

fn differ(dossier: &Dossier, a: (usize, &Bound), b: (usize, &Bound)) -> bool {
    let (x, y) = (a.1, b.1);
    degree(x) != degree(y)
        && x.words.shared(&y.words) >= 3
        && x.words.containment(&y.words) >= 0.6
        && (a.0 != b.0
            || speaker(dossier.reports.get(a.0), x.span) != speaker(dossier.reports.get(b.0), y.span))
}

/// Where the words of who said it stand; reports tell the rest themselves.
fn speaker(report: Option<&Report>, span: Span) -> Option<Span> {
    let quoted = report?
        .quotations
        .iter()
        .filter(|q| q.span().overlaps(span))
        .min_by_key(|q| q.span().len())?;
    quoted.chain.first().map(isnad_model::Link::span)
}

fn discrepancy(dossier: &Dossier, readings: &[Reading], rivals: &[(usize, usize)]) -> Option<Discrepancy> {
    let mut about = About::default();
    let mut values = Vec::new();
    for &(r, n) in rivals {
        let (report, bound) = (dossier.reports.get(r)?, readings.get(r)?.bound.get(n)?);
        let event = bound
            .mention
            .or_else(|| report.events.iter().position(|e| e.span().overlaps(bound.span)));
        if about.event.is_none() {
            about.event = event
                .and_then(|e| report.events.get(e))
                .map(|e| e.event.clone())
                .filter(|e| !e.is_empty());
        }
        let value = format!("{}: {}", degree(bound)?, bound.what.of(&report.text));
        values.push(ReportedValue {
            value,
            report: report.id.clone(),
            evidence: vec![Evidence::of(report, bound.span)],
        });
    }
    let event = about.event.as_ref()?;
    // that a vote is agreed on here and aimed at there is no difference of results
    if dossier
        .events
        .iter()
        .any(|e| e.id == *event && matches!(e.mode.as_deref(), Some("election" | "referendum")))
    {
        return None;
    }
    let one = rivals.iter().all(|x| x.0 == rivals[0].0);
    if one {
        // two sources of one report
        return Some(Discrepancy {
            id: String::new(),
            about,
            field: "verb".to_owned(),
            cause: Cause::Source,
            values,
        });
    }
    differing(about, "verb", Cause::Source, values)
}

//! When each report was published, and the years and days that no single report gives.
//!
//! A report without a stated date has candidate days of publication (`Candidates`). Every step is a constraint with a
//! reason: a weekday word, a date that is past, a page that was saved, an event whose year is said elsewhere, the same news in
//! another paper. A constraint that would leave no candidate is dropped. Values are what all candidates agree on, so
//! nothing is dated more finely than the reports license.

mod candidates;
mod links;
mod story;

use crate::CompileOptions;
use candidates::Candidates;
use isnad_lang::Packs;
use isnad_model::calendar::{bounds, days};
use isnad_model::{
    Basis, Certainty, Date, Dating, Direction, Dossier, Evidence, Grain, Reason, Report, Role,
    TimeExpression, TimeKind,
};
use story::Story;

/// Rounds of passing knowledge from report to report.
const ROUNDS: usize = 4;

/// Infers publication intervals and resolves open time expressions across reports.
pub fn resolve(dossier: &mut Dossier, options: &CompileOptions, packs: &Packs) {
    let limit = options.as_of;
    for report in &mut dossier.reports {
        state(report, options);
    }
    let reports = &dossier.reports;
    if reports.iter().all(|r| anchor(r).is_some()) {
        dossier.reports.iter_mut().for_each(|r| write(r, None, true));
        return;
    }
    let stories: Vec<Story> = reports.iter().map(|r| Story::of(r, packs)).collect();
    let mut own: Vec<Candidates> = reports
        .iter()
        .zip(&stories)
        .map(|(r, s)| Candidates::own(r, s, limit))
        .collect();
    for i in 0..reports.len() {
        let found = links::year_facts(reports, &stories, &own, i, &[i]);
        own[i].apply(found);
        let found = links::same_days(reports, &stories, &own, i, &[i]);
        own[i].apply(found);
        own[i].soften(&reports[i], &stories[i]);
    }
    let near = story::neighbours(reports, &stories);
    let mut known = own.clone();
    for _ in 0..ROUNDS {
        let before = known.clone();
        let mut changed = false;
        for i in 0..reports.len() {
            if before[i].is_fixed() {
                continue;
            }
            let mut next = before[i].clone();
            next.apply(links::year_facts(reports, &stories, &before, i, &near[i].related));
            next.apply(links::same_news(reports, &before, &near[i].same_news));
            let same: Vec<usize> = near[i]
                .related
                .iter()
                .chain(near[i].same_news.iter())
                .copied()
                .collect();
            next.apply(links::same_days(reports, &stories, &before, i, &same));
            next.soften(&reports[i], &stories[i]);
            changed |= next != before[i];
            known[i] = next;
        }
        if !changed {
            break;
        }
    }
    for ((report, own), known) in dossier.reports.iter_mut().zip(&own).zip(&known) {
        write(report, Some(own), true);
        write(report, Some(known), false);
        publish(report, known);
    }
}

/// What the user gives and what the report's own publication line says.
fn state(report: &mut Report, options: &CompileOptions) {
    let given = options
        .given
        .iter()
        .find(|g| g.source == report.source)
        .and_then(|g| g.published.clone());
    if let Some(value) = given {
        if let Some((earliest, latest)) = bounds(&value) {
            report.published = Dating {
                value: Some(value),
                earliest: Some(earliest),
                latest: Some(latest),
                basis: Basis::Given,
                because: vec![Reason::new("given", [])],
            };
        }
    } else if report.published.basis == Basis::Unknown && report.published.value.is_none() {
        let line = report.times.iter().find(|t| {
            role(report, t) == Some(Role::Published)
                && t.reading.is_some_and(|r| r.year.is_some() && r.day.is_some())
        });
        if let Some(t) = line
            && let Some((earliest, latest)) = bounds(&t.literal)
        {
            let because = vec![Reason::new("published-line", [Evidence::of(report, t.span())])];
            report.published = Dating {
                value: Some(t.literal.clone()),
                earliest: Some(earliest),
                latest: Some(latest),
                basis: Basis::Stated,
                because,
            };
        }
    }
    if report.saved.is_none() {
        let page = report
            .times
            .iter()
            .find(|t| role(report, t) == Some(Role::PageDate) && t.literal.len() >= 10);
        if let Some(t) = page
            && let Some((earliest, latest)) = bounds(&t.literal)
        {
            let because = vec![Reason::new("page-date", [Evidence::of(report, t.span())])];
            report.saved = Some(Dating {
                value: Some(t.literal.clone()),
                earliest: Some(earliest),
                latest: Some(latest),
                basis: Basis::Stated,
                because,
            });
        }
    }
}

/// The day of publication where the report or the user states it.
fn anchor(report: &Report) -> Option<Date> {
    let stated = matches!(
        report.published.basis,
        Basis::Stated | Basis::Metadata | Basis::Given
    );
    report
        .published
        .value
        .as_deref()
        .filter(|_| stated)
        .and_then(|v| v.get(..10)?.parse().ok())
}

fn role(report: &Report, time: &TimeExpression) -> Option<Role> {
    let i = report.blocks.partition_point(|b| b.end <= time.start);
    report
        .blocks
        .get(i)
        .filter(|b| b.span().holds(time.start))
        .map(|b| b.role)
}

/// Is the value counted from the day of publication?
fn is_open(time: &TimeExpression) -> bool {
    matches!(time.kind, TimeKind::Date | TimeKind::Time)
        && time.anchor == "published"
        && time.reading.is_some_and(|r| r.is_open())
}

/// Writes what candidates say into the values of a report's times.
fn write(report: &mut Report, candidates: Option<&Candidates>, literal: bool) {
    let stated = anchor(report);
    let until = stated
        .or_else(|| candidates.and_then(Candidates::day))
        .map_or_else(|| "..".to_owned(), |d| d.to_string());
    for i in 0..report.times.len() {
        let t = &report.times[i];
        let value = if let Some(before) = t
            .anchor
            .strip_prefix('t')
            .and_then(|_| report.times.iter().find(|x| x.id == t.anchor))
        {
            Some(if t.kind == TimeKind::Duration {
                format!("{}/{until}", before.value)
            } else {
                before.value.clone()
            })
        } else if !is_open(t) {
            None
        } else if let Some(year) = frame(report, i, stated) {
            t.reading
                .map(|r| {
                    isnad_model::Reading {
                        year: Some(year),
                        ..r
                    }
                    .pattern()
                })
                .filter(|_| !literal)
        } else if let Some(day) = stated {
            t.on(day)
        } else {
            candidates.and_then(|c| c.value(t))
        };
        let because = match candidates {
            Some(c) if stated.is_none() && !literal => c.because.clone(),
            _ => Vec::new(),
        };
        let t = &mut report.times[i];
        let Some(value) = value else { continue };
        if literal {
            t.literal.clone_from(&value);
        }
        if !literal && value != t.literal {
            t.because = because;
            t.certainty = Certainty::Inferred;
        } else if !value.contains('X') {
            t.certainty = if stated.is_some() {
                Certainty::Certain
            } else {
                Certainty::Inferred
            };
        }
        t.value = value;
    }
}

/// A day and month without year and without direction takes the year of the story it stands in: of the last full date
/// before it, in a dated report only within the same block.
fn frame(report: &Report, i: usize, stated: Option<Date>) -> Option<i16> {
    let t = report.times.get(i)?;
    let reading = t.reading.filter(|r| {
        r.direction == Direction::Open && r.day.is_some() && r.month.is_some() && r.shift.is_none()
    })?;
    let _ = reading;
    let block = report.blocks.iter().find(|b| b.span().holds(t.start));
    let last = report.times.get(..i)?.iter().rev().find(|x| {
        x.grain == Grain::Day
            && x.anchor == "none"
            && x.reading.is_some_and(|r| r.year.is_some() && r.day.is_some())
            && role(report, x).is_some_and(Role::is_content)
            && (stated.is_none() || block.is_some_and(|b| b.span().holds(x.start)))
    })?;
    last.reading?.year
}

/// Writes the interval of publication.
fn publish(report: &mut Report, known: &Candidates) {
    if anchor(report).is_some() {
        return;
    }
    let (earliest, latest) = known.interval();
    if earliest.is_none() && latest.is_none() {
        return;
    }
    // words name the day on which a report was written: it can have appeared on the next
    let latest = match (earliest, latest) {
        (Some(a), Some(b)) if days(a, b) == 0 => b.tomorrow().ok(),
        _ => latest,
    };
    report.published = Dating {
        value: None,
        earliest,
        latest,
        basis: Basis::Inferred,
        because: known.because.clone(),
    };
}

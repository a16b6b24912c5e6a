//! What reports say about each other's days.

use super::{
    candidates::{Candidates, Constraint, Weight},
    days::Must,
    is_open,
    story::Story,
};
use isnad_model::calendar::{bounds, days, number};
use isnad_model::{Date, Direction, Evidence, Grain, Reason, Report, TimeExpression};
use jiff::ToSpan;

/// How many days apart two papers print the same news at most.
const SAME_NEWS: i64 = 3;

/// Expressions of a report, from its beginning, that are compared with those of the same and of other reports.
pub(super) const COMPARED: usize = 1000;

/// The value of an expression as far as the candidates of its report tell.
fn value(candidates: &Candidates, t: &TimeExpression) -> Option<(Date, Date)> {
    if is_open(t) {
        bounds(&candidates.value(t)?)
    } else {
        t.reading.and_then(|_| bounds(&t.literal))
    }
}

/// The year of an event that is said with its name ("the 2021 elections") dates the expressions that stand with
/// the same name; one day and month with one name have one year.
pub(super) fn year_facts(
    reports: &[Report],
    stories: &[Story],
    known: &[Candidates],
    i: usize,
    others: &[usize],
) -> Vec<Constraint> {
    let mut out = Vec::new();
    // the expressions beside the name of an event: few, so that comparing all with all costs little
    let named: Vec<_> = others
        .iter()
        .flat_map(|&j| reports[j].times.iter().take(COMPARED).map(move |x| (j, x)))
        .filter_map(|(j, x)| Some((j, x, stories[j].noun(x)?)))
        .collect();
    if named.is_empty() {
        return out;
    }
    for t in reports[i].times.iter().take(COMPARED).filter(|t| is_open(t)) {
        let Some(reading) = t.reading else { continue };
        let Some(noun) = stories[i].noun(t) else { continue };
        let ahead = matches!(reading.direction, Direction::Future | Direction::Present);
        if reading.month.is_none() && reading.unit != Some(Grain::Year) {
            continue;
        }
        let mut found: Option<(Date, Date, Evidence)> = None;
        let mut unique = true;
        for &(j, x, other) in &named {
            if (i == j && x.id == t.id) || !other.same(noun) {
                continue;
            }
            let Some((first, last)) = value(&known[j], x) else {
                continue;
            };
            // one day and month, or one month alone that words such as "last" point at
            let same_day = x.reading.is_some_and(|r| {
                r.month == reading.month
                    && r.day == reading.day
                    && (r.day.is_some() || r.month.is_some() && reading.direction != Direction::Open)
            });
            let by_name = ahead
                && (x.rule == "event-year" || x.reading.is_some_and(|r| r.direction == Direction::Future));
            if !(same_day || by_name) || first.year() != last.year() {
                continue;
            }
            match &found {
                None => found = Some((first, last, Evidence::of(&reports[j], x.span()))),
                Some((a, ..)) => unique &= a.year() == first.year(),
            }
        }
        let Some((first, _, evidence)) = found.filter(|_| unique) else {
            continue;
        };
        let year = first.year();
        if let (Ok(a), Ok(b)) = (Date::new(year, 1, 1), Date::new(year, 12, 31)) {
            out.push(Constraint {
                weight: weight(&reports[i], &evidence, Weight::Named),
                reason: Reason::new("event-year", [Evidence::of(&reports[i], t.span()), evidence]),
                must: Must::Reach {
                    time: Box::new(t.clone()),
                    first: a,
                    last: b,
                    near: true,
                },
            });
        }
    }
    out
}

/// The same text in a dated paper: printed within a few days of each other.
pub(super) fn same_news(reports: &[Report], known: &[Candidates], others: &[usize]) -> Vec<Constraint> {
    let mut out = Vec::new();
    for &j in others {
        let (Some(a), Some(b)) = known[j].interval() else {
            continue;
        };
        if days(a, b) > 7 {
            continue;
        }
        let (Ok(first), Ok(last)) = (a.checked_sub(SAME_NEWS.days()), b.checked_add(SAME_NEWS.days())) else {
            continue;
        };
        let evidence = reports[j]
            .headline
            .as_ref()
            .map(|h| Evidence::new(&reports[j].id, h));
        out.push(Constraint {
            weight: Weight::Alike,
            reason: Reason::new("same-news", evidence),
            must: Must::Within(first, last),
        });
    }
    out
}

/// Two sentences that tell the same thing: the days they name are one.
pub(super) fn same_days(
    reports: &[Report],
    stories: &[Story],
    known: &[Candidates],
    i: usize,
    others: &[usize],
) -> Vec<Constraint> {
    let mut out = Vec::new();
    // the days that are known
    let told: Vec<(usize, &TimeExpression, Date, Date)> = others
        .iter()
        .flat_map(|&j| reports[j].times.iter().take(COMPARED).map(move |x| (j, x)))
        .filter(|(j, x)| i != *j || !is_open(x))
        .filter_map(|(j, x)| {
            let (first, last) = value(&known[j], x)?;
            (0..=6)
                .contains(&days(first, last))
                .then_some((j, x, first, last))
        })
        .collect();
    for t in reports[i]
        .times
        .iter()
        .take(COMPARED)
        .filter(|t| is_open(t) && matches!(t.grain, Grain::Day | Grain::DayPart))
    {
        if t.reading.is_none_or(|r| r.month.is_some()) {
            continue;
        }
        // of the sentences that tell most of the same; where they name different days, both are weighed
        let mut best: Vec<Constraint> = Vec::new();
        let mut most = 0;
        for &(j, x, first, last) in &told {
            if !has_weekday(t, first, last) {
                continue;
            }
            let Some((shared, same)) = stories[i].shared(t, &stories[j], x).filter(|s| s.0 >= most) else {
                continue;
            };
            if shared > most {
                best.clear();
                most = shared;
            }
            let evidence = Evidence::of(&reports[j], x.span());
            best.push(Constraint {
                weight: weight(&reports[i], &evidence, Weight::Alike),
                reason: Reason::new("same-day", [Evidence::of(&reports[i], t.span()), evidence]),
                must: Must::Reach {
                    time: Box::new(t.clone()),
                    first,
                    last,
                    near: i == j || same,
                },
            });
        }
        out.extend(best);
    }
    out
}

/// What a report says of itself weighs more than what others say.
fn weight(report: &Report, evidence: &Evidence, others: Weight) -> Weight {
    if evidence.report == report.id {
        Weight::Words
    } else {
        others
    }
}

/// Can an expression mean one of these days, as far as the weekday that it names tells?
fn has_weekday(t: &TimeExpression, first: Date, last: Date) -> bool {
    let Some(weekday) = t.reading.and_then(|r| r.weekday) else {
        return true;
    };
    first
        .series(1.day())
        .take_while(|d| *d <= last)
        .any(|d| number(d.weekday()) == weekday)
}

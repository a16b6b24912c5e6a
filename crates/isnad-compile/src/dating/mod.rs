//! When each report was published, and the years and days that no single report gives.
//!
//! A report without a stated date has candidate days of publication (`Candidates`). What is known of them are constraints,
//! each with its words: a weekday word, a date that is past, a page that was saved, an event whose year is said elsewhere, the
//! same news in another paper. Constraints are weighed against each other: what contradicts something heavier does not count,
//! two of one weight that contradict each other do not count either, and both are told as diagnostics. Values are what all
//! candidates agree on, so nothing is dated more finely than the reports license.

mod candidates;
mod contradictions;
mod days;
mod links;
mod story;

use crate::CompileOptions;
use candidates::Candidates;
use isnad_model::calendar::bounds;
use isnad_model::{
    Basis, Certainty, Date, Dating, Direction, Dossier, Evidence, Grain, Reading, Reason, Report, Role,
    TimeExpression, TimeKind,
};
use jiff::ToSpan;
pub(crate) use story::Story;

/// Rounds of passing knowledge from report to report: as many reports can stand in a chain.
const ROUNDS: usize = 8;

/// Infers publication intervals, resolves open time expressions across reports, and tells what contradicts itself.
pub(crate) fn resolve(dossier: &mut Dossier, options: &CompileOptions, stories: &[Story]) {
    let limit = options.as_of;
    for report in &mut dossier.reports {
        state(report, options);
    }
    let reports = &dossier.reports;
    if reports.iter().all(|r| anchor(r).is_some()) {
        let mut none = Values::default();
        for report in &mut dossier.reports {
            write(report, None, true, &mut none);
            write(report, None, false, &mut none);
        }
    } else {
        let (own, known) = solve(reports, limit, stories);
        for ((report, own), known) in dossier.reports.iter_mut().zip(&own).zip(&known) {
            let mut values = Values::default();
            write(report, Some(own), true, &mut values);
            if !own.leaves_the_days_of(known) {
                values.0.clear();
            }
            write(report, Some(known), false, &mut values);
            contradictions::conflicts(report, known, &mut dossier.diagnostics);
            publish(report, known);
            if let Some(first) = report.times.get(links::COMPARED) {
                dossier.diagnostics.push(contradictions::note(
                    report,
                    first.span(),
                    "many-dates",
                    format!(
                        "the report names {} times; only the first {} are compared with each other and with other reports",
                        report.times.len(),
                        links::COMPARED
                    ),
                    "a file that holds several reports is to be split",
                ));
            }
        }
    }
    for report in &mut dossier.reports {
        contradictions::check(report, limit, &mut dossier.diagnostics);
    }
}

/// The candidates of each report, by its own words and by all reports together.
fn solve(reports: &[Report], limit: Option<Date>, stories: &[Story]) -> (Vec<Candidates>, Vec<Candidates>) {
    let mut alone = Vec::with_capacity(reports.len());
    let mut own: Vec<Candidates> = Vec::with_capacity(reports.len());
    for (report, story) in reports.iter().zip(stories) {
        let fixed = candidates::stated(report);
        let constraints = match fixed {
            Some(_) => Vec::new(),
            None => candidates::own(report, story, limit),
        };
        own.push(fixed.unwrap_or_else(|| Candidates::settle(constraints.clone())));
        alone.push(constraints);
    }
    for i in 0..reports.len() {
        if anchor(&reports[i]).is_some() {
            continue;
        }
        alone[i].extend(links::year_facts(reports, stories, &own, i, &[i]));
        alone[i].extend(links::same_days(reports, stories, &own, i, &[i]));
        alone[i].extend(candidates::habits(&reports[i], &stories[i]));
        own[i] = Candidates::settle(alone[i].clone());
    }
    let open: Vec<bool> = own.iter().map(|c| !c.is_fixed()).collect();
    let near = story::neighbours(stories, &open);
    let mut known = own.clone();
    let mut said: Vec<Vec<candidates::Constraint>> = vec![Vec::new(); reports.len()];
    for _ in 0..ROUNDS {
        // what is found in a round rests on the rounds before it
        let mut changed: Vec<(usize, Candidates)> = Vec::new();
        for i in (0..reports.len()).filter(|&i| open[i]) {
            let mut same: Vec<usize> = near[i]
                .related
                .iter()
                .chain(&near[i].same_news)
                .copied()
                .collect();
            same.sort_unstable();
            same.dedup();
            let mut found = links::year_facts(reports, stories, &known, i, &near[i].related);
            found.extend(links::same_news(reports, &known, &near[i].same_news));
            found.extend(links::same_days(reports, stories, &known, i, &same));
            if found == said[i] {
                continue;
            }
            let settled = Candidates::settle(alone[i].iter().chain(&found).cloned().collect());
            said[i] = found;
            if settled != known[i] {
                changed.push((i, settled));
            }
        }
        if changed.is_empty() {
            break;
        }
        for (i, settled) in changed {
            known[i] = settled;
        }
    }
    (own, known)
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
            // a Hijri date that neither a twin nor a weekday makes sure can be a day off
            let unsure = t.certainty == Certainty::Approximate;
            let slack = i64::from(if unsure { isnad_model::hijri::SLACK } else { 0 });
            report.published = Dating {
                value: Some(t.literal.clone()).filter(|_| !unsure),
                earliest: earliest.checked_sub(slack.days()).ok(),
                latest: latest.checked_add(slack.days()).ok(),
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

/// What the candidates of a report say of readings at times of the day: the same words come again and again.
#[derive(Default)]
struct Values(Vec<(Reading, Option<String>, Option<String>)>);

impl Values {
    /// What they say of an expression.
    fn of(&mut self, candidates: &Candidates, t: &TimeExpression) -> Option<String> {
        let reading = t.reading?;
        let known = self
            .0
            .iter()
            .find(|(r, clock, _)| *r == reading && clock.as_deref() == t.clock());
        if let Some((.., value)) = known {
            return value.clone();
        }
        let value = candidates.value(t);
        self.0
            .push((reading, t.clock().map(str::to_owned), value.clone()));
        value
    }
}

/// Writes what candidates say into the values of a report's times: first what the report alone says, then what all say.
fn write(report: &mut Report, candidates: Option<&Candidates>, literal: bool, values: &mut Values) {
    let stated = anchor(report);
    let until = stated
        .or_else(|| candidates.and_then(Candidates::day))
        .map_or_else(|| "..".to_owned(), |d| d.to_string());
    let mut derived: Vec<(Reading, Vec<Reason>)> = Vec::new();
    for i in 0..report.times.len() {
        let t = &report.times[i];
        let mut because = Vec::new();
        let value = if let Some(before) = t
            .anchor
            .strip_prefix('t')
            .and_then(|_| report.times.iter().find(|x| x.id == t.anchor))
        {
            because.push(Reason::new("said-before", [Evidence::of(report, before.span())]));
            Some(if t.kind == TimeKind::Duration {
                format!("{}/{until}", before.value)
            } else {
                before.value.clone()
            })
        } else if !is_open(t) {
            None
        } else if let Some((year, from)) = frame(report, i, stated).filter(|_| !literal) {
            because.push(Reason::new("year-of-story", [Evidence::of(report, from)]));
            let year = Some(year);
            t.reading.map(|r| Reading { year, ..r }.pattern())
        } else if let Some(day) = stated {
            t.on(day)
        } else {
            candidates.and_then(|c| values.of(c, t))
        };
        let Some(value) = value else { continue };
        if let (Some(c), None, true, Some(reading)) = (candidates, stated, because.is_empty(), t.reading)
            && !literal
        {
            because = match derived.iter().find(|(r, _)| *r == reading) {
                Some((_, known)) => known.clone(),
                None => c.because_of(t),
            };
            derived.push((reading, because.clone()));
        }
        let t = &mut report.times[i];
        if literal {
            t.literal.clone_from(&value);
        }
        if !literal && value != t.literal {
            t.certainty = Certainty::Inferred;
        } else if !value.contains('X') {
            t.certainty = match (stated, t.calendar.as_str()) {
                (Some(_), "gregorian") => Certainty::Certain,
                (Some(_), _) => Certainty::Approximate,
                _ => Certainty::Inferred,
            };
        }
        if !literal {
            t.because = because;
        }
        t.value = value;
    }
}

/// A day and month without year and without direction takes the year of the story it stands in: of the last full date
/// before it, in a dated report only within the same block.
fn frame(report: &Report, i: usize, stated: Option<Date>) -> Option<(i16, isnad_model::Span)> {
    let t = report.times.get(i)?;
    t.reading.filter(|r| {
        r.direction == Direction::Open && r.day.is_some() && r.month.is_some() && r.shift.is_none()
    })?;
    let block = report.blocks.iter().find(|b| b.span().holds(t.start));
    let last = report.times.get(..i)?.iter().rev().find(|x| {
        x.grain == Grain::Day
            && x.anchor == "none"
            && x.reading.is_some_and(|r| r.year.is_some() && r.day.is_some())
            && role(report, x).is_some_and(Role::is_content)
            && (stated.is_none() || block.is_some_and(|b| b.span().holds(x.start)))
    })?;
    Some((last.reading?.year?, last.span()))
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
        (Some(a), Some(b)) if a == b => b.tomorrow().ok(),
        _ => latest,
    };
    report.published = Dating {
        value: None,
        earliest,
        latest,
        basis: Basis::Inferred,
        because: known.because(),
    };
}

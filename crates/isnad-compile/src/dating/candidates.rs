//! Weighing what is said about a day of publication.
//!
//! Constraints are taken in the order of their weight. One that leaves no day beside heavier ones does not count; two of one
//! weight that leave no day beside each other do not count either. Both cases are kept as conflicts, so that nothing wins
//! in silence.

use super::days::{Days, Must};
use super::{anchor, is_open, role, story::Story};
use isnad_model::calendar::bounds;
use isnad_model::hijri::SLACK;
use isnad_model::{
    Certainty, Date, Direction, Evidence, Grain, Modality, Reason, Report, Role, TimeExpression, TimeKind,
};
use jiff::ToSpan;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// The rule of words such as "today, 4 May 2015".
const DATED_TODAY: &str = "dated-today";

/// How much a constraint weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// A habit of writers.
    Habit,
    /// A sentence or text of another report that is much alike.
    Alike,
    /// What another report says of an event of the same name.
    Named,
    /// What the report's own words say.
    Words,
    /// The day on which the page was saved, what the file or the user states.
    Bound,
}

/// Something that a day of publication must fit, why, and how much that weighs.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Constraint {
    pub(super) weight: Weight,
    pub(super) reason: Reason,
    pub(super) must: Must,
}

/// A constraint that does not count, and what it contradicts.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Conflict {
    pub(super) refused: Constraint,
    pub(super) against: Vec<Constraint>,
}

/// Candidate days of publication and how they were reached.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Candidates {
    days: Days,
    /// The constraints that left fewer days, in the order of the derivation.
    steps: Vec<Constraint>,
    pub(super) conflicts: Vec<Conflict>,
}

impl Candidates {
    /// A report whose day is stated.
    pub(super) fn fixed(day: Date) -> Self {
        Self {
            days: Days::one(day),
            ..Self::default()
        }
    }

    /// Weighs constraints against each other.
    pub(super) fn settle(mut all: Vec<Constraint>) -> Self {
        all.sort_by_key(|c| Reverse(c.weight));
        let mut out = Self::default();
        let mut taken: Vec<Constraint> = Vec::new();
        for group in all.chunk_by(|a, b| a.weight == b.weight) {
            let joint = Days::all(taken.iter().chain(group).map(|c| &c.must));
            if joint.is_some() {
                taken.extend_from_slice(group);
            } else {
                let kept = out.sort_out(&taken, group);
                taken.extend(kept);
            }
        }
        // bounds first: they are what the other steps choose from
        taken.sort_by_key(|c| !c.must.is_bound());
        let mut known: Vec<&Must> = Vec::new();
        let mut steps = Vec::new();
        for c in &taken {
            if let Some(next) = out.days.and(&c.must, &known) {
                if next != out.days {
                    out.days = next;
                    steps.push(c.clone());
                }
                known.push(&c.must);
            }
        }
        out.steps = steps;
        out
    }

    /// Of a group of one weight, the constraints that contradict neither heavier ones nor each other.
    fn sort_out(&mut self, taken: &[Constraint], group: &[Constraint]) -> Vec<Constraint> {
        let holds = |more: &[&Constraint]| {
            Days::all(taken.iter().chain(more.iter().copied()).map(|c| &c.must)).is_some()
        };
        let mut refused = BTreeSet::new();
        for (n, c) in group.iter().enumerate() {
            if !holds(&[c]) {
                refused.insert(n);
                self.conflicts.push(Conflict {
                    refused: c.clone(),
                    against: culprits(c, taken),
                });
            }
        }
        let alone: Vec<(usize, &Constraint)> = group
            .iter()
            .enumerate()
            .filter(|(n, _)| !refused.contains(n))
            .collect();
        for (n, &(i, a)) in alone.iter().enumerate() {
            let against: Vec<usize> = alone
                .iter()
                .skip(n + 1)
                .filter(|(_, b)| !holds(&[a, *b]))
                .map(|&(j, _)| j)
                .collect();
            if !against.is_empty() {
                self.conflicts.push(Conflict {
                    refused: a.clone(),
                    against: against.iter().filter_map(|&j| group.get(j).cloned()).collect(),
                });
                refused.insert(i);
                refused.extend(against);
            }
        }
        let mut kept: Vec<Constraint> = Vec::new();
        for &(i, c) in &alone {
            if refused.contains(&i) {
                continue;
            }
            let with: Vec<&Constraint> = kept.iter().chain([c]).collect();
            if holds(&with) {
                kept.push(c.clone());
            } else {
                self.conflicts.push(Conflict {
                    refused: c.clone(),
                    against: kept.clone(),
                });
            }
        }
        kept
    }

    /// Are the same days left?
    pub(super) fn leaves_the_days_of(&self, other: &Self) -> bool {
        self.days == other.days
    }

    /// Is there a single day?
    pub(super) fn is_fixed(&self) -> bool {
        self.days.day().is_some()
    }

    /// The day, if there is a single one.
    pub(super) fn day(&self) -> Option<Date> {
        self.days.day()
    }

    /// First and last day, as far as they are known.
    pub(super) fn interval(&self) -> (Option<Date>, Option<Date>) {
        self.days.interval()
    }

    /// What all candidates say of an expression.
    pub(super) fn value(&self, time: &TimeExpression) -> Option<String> {
        self.days.value(time)
    }

    /// The words that say of a day from which they count which one it is ("today, Monday"), if they left fewer days.
    pub(super) fn word_of_day(&self) -> Option<&Evidence> {
        let says = |c: &&Constraint| c.must.is_weekday() || c.reason.reason == DATED_TODAY;
        let step = self.steps.iter().find(says)?;
        step.reason.evidence.first()
    }

    /// How the days were reached: each step with the interval that it left.
    pub(super) fn because(&self) -> Vec<Reason> {
        derivation(&self.steps.iter().collect::<Vec<_>>())
    }

    /// The steps without which the candidates would say less, or something else, of an expression.
    pub(super) fn because_of(&self, time: &TimeExpression) -> Vec<Reason> {
        let Some(want) = self.value(time) else {
            return Vec::new();
        };
        let mut kept: Vec<&Constraint> = self.steps.iter().collect();
        for n in (0..kept.len()).rev() {
            let rest = kept
                .iter()
                .enumerate()
                .filter(|(i, _)| *i != n)
                .map(|(_, c)| &c.must);
            if Days::all(rest).and_then(|d| d.value(time)).as_deref() == Some(want.as_str()) {
                kept.remove(n);
            }
        }
        derivation(&kept)
    }
}

/// The reasons of steps, each with the interval in EDTF that it left.
fn derivation(steps: &[&Constraint]) -> Vec<Reason> {
    let mut days = Days::default();
    let mut known = Vec::new();
    let mut out = Vec::new();
    for c in steps {
        if let Some(next) = days.and(&c.must, &known) {
            days = next;
        }
        known.push(&c.must);
        let end = |d: Option<Date>| d.map_or_else(|| "..".to_owned(), |d| d.to_string());
        let (first, last) = days.interval();
        let reason = match (first, last) {
            (None, None) => c.reason.reason.clone(),
            (Some(a), Some(b)) if a == b => format!("{}: {a}", c.reason.reason),
            _ => format!("{}: {}/{}", c.reason.reason, end(first), end(last)),
        };
        out.push(Reason::new(reason, c.reason.evidence.clone()));
    }
    out
}

/// Which of the constraints leave no day beside another one; all of them if no single one does.
fn culprits(c: &Constraint, taken: &[Constraint]) -> Vec<Constraint> {
    let single: Vec<Constraint> = taken
        .iter()
        .filter(|t| Days::all([&t.must, &c.must].into_iter()).is_none())
        .cloned()
        .collect();
    if single.is_empty() { taken.to_vec() } else { single }
}

/// What a report alone says of its day: what is stated of it, the page's date, and its words.
pub(super) fn own(report: &Report, story: &Story, limit: Option<Date>) -> Vec<Constraint> {
    let mut out = Vec::new();
    let mut bound = |reason: Reason, must: Must| {
        out.push(Constraint {
            weight: Weight::Bound,
            reason,
            must,
        });
    };
    let stated = |rule: &str| {
        let evidence = report.published.because.iter().flat_map(|r| r.evidence.clone());
        Reason::new(rule, evidence)
    };
    if let Some(first) = report.published.earliest {
        bound(stated("stated-from"), Must::NotBefore(first));
    }
    if let Some(last) = report.published.latest {
        bound(stated("stated-until"), Must::NotAfter(last));
    }
    let saved = report.saved.as_ref().and_then(|s| Some((s, s.latest?)));
    if let Some((saved, day)) = saved {
        let evidence = saved.because.iter().flat_map(|r| r.evidence.clone());
        bound(Reason::new("saved", evidence), Must::NotAfter(day));
    }
    if let Some(day) = limit {
        bound(Reason::new("as-of", []), Must::NotAfter(day));
    }
    let until = [report.published.latest, saved.map(|s| s.1), limit]
        .into_iter()
        .flatten()
        .min();
    let past = report
        .times
        .iter()
        .filter(|t| is_past(report, story, t))
        .filter_map(|t| Some((bounds(&t.literal)?.0, t)))
        .filter(|(day, _)| until.is_none_or(|u| *day <= u))
        .max_by_key(|(day, t)| (*day, Reverse(t.start)));
    let mut word = |t: &TimeExpression, rule: &str, must: Must| {
        out.push(Constraint {
            weight: Weight::Words,
            reason: Reason::new(rule, [Evidence::of(report, t.span())]),
            must,
        });
    };
    if let Some((day, t)) = past {
        word(t, "past-date", Must::NotBefore(day));
    }
    for t in report.times.iter().filter(|t| {
        t.kind != TimeKind::Duration
            && t.alternative.is_none()
            && role(report, t).is_some_and(Role::is_content)
    }) {
        let reading = t.reading.unwrap_or_default();
        let (Some(shift), Some(Grain::Day), Some(_)) = (
            reading.shift,
            reading.unit,
            reading.day.or(reading.hijri.and_then(|h| h.day)),
        ) else {
            continue;
        };
        let slack = if t.certainty == Certainty::Approximate {
            SLACK
        } else {
            0
        };
        let from = |day: Date, slack: i32| day.checked_add(i64::from(slack - shift).days()).ok();
        if is_open(t) {
            let time = Box::new(t.clone());
            word(t, DATED_TODAY, Must::Dated { shift, time });
        } else if let Some((day, _)) = bounds(&t.literal)
            && let (Some(first), Some(last)) = (from(day, -slack), from(day, slack))
        {
            word(t, DATED_TODAY, Must::Within(first, last));
        }
    }
    let mut seen = BTreeSet::new();
    for t in words(report) {
        let reading = t.reading.unwrap_or_default();
        if let (Some(shift), Some(Grain::Day), Some(weekday)) = (reading.shift, reading.unit, reading.weekday)
            && seen.insert((shift, weekday))
        {
            word(t, "weekday-word", Must::Weekday { shift, weekday });
        }
    }
    out
}

/// Habits of writers: "last May" is no year away, the weekday beside a date is right, and the weekday of the first sentence is
/// one of the last days.
pub(super) fn habits(report: &Report, story: &Story) -> Vec<Constraint> {
    let mut out = Vec::new();
    let mut habit = |t: &TimeExpression, rule: &str, must: Must| {
        out.push(Constraint {
            weight: Weight::Habit,
            reason: Reason::new(rule, [Evidence::of(report, t.span())]),
            must,
        });
    };
    for t in words(report) {
        let reading = t.reading.unwrap_or_default();
        let directed = matches!(reading.direction, Direction::Past | Direction::Future)
            && reading.month.is_some()
            && reading.shift.is_none();
        let dated = reading.weekday.is_some() && reading.month.is_some() && reading.day.is_some();
        if directed {
            habit(t, "usual-reach", Must::Usual(Box::new(t.clone())));
        } else if dated {
            habit(t, "weekday-of-date", Must::Usual(Box::new(t.clone())));
        }
        let lead = story.is_lead(t)
            && reading.weekday.is_some()
            && reading.shift.is_none()
            && reading.month.is_none()
            && reading.direction == Direction::Open;
        if lead {
            habit(t, "lead-weekday", Must::Recent(Box::new(t.clone())));
            // who says "today" and names the weekday of the news means that day
            let today = words(report).find(|w| {
                w.reading
                    .is_some_and(|r| r.shift == Some(0) && r.unit == Some(Grain::Day) && r.weekday.is_none())
            });
            if let Some(today) = today {
                habit(today, "today-is-the-day", Must::Same(Box::new(t.clone())));
            }
        }
    }
    out
}

/// Candidates from a stated day, or none where they must be found.
pub(super) fn stated(report: &Report) -> Option<Candidates> {
    anchor(report).map(Candidates::fixed)
}

/// The open expressions of what a report tells.
fn words(report: &Report) -> impl Iterator<Item = &TimeExpression> {
    report
        .times
        .iter()
        .filter(|t| is_open(t) && role(report, t).is_some_and(Role::is_content))
}

/// Is it a full date of what a report tells, and nothing says that it lies ahead?
fn is_past(report: &Report, story: &Story, t: &TimeExpression) -> bool {
    let told_ahead = || {
        report.events.iter().any(|e| {
            e.time.as_ref().is_some_and(|when| when.times.contains(&t.id))
                && !matches!(
                    e.modality,
                    Modality::Happened | Modality::Ongoing | Modality::Background
                )
        })
    };
    t.reading.is_some_and(|r| !r.is_open())
        && t.rule != "event-year"
        && t.alternative.is_none()
        && !t.literal.contains('/')
        && role(report, t).is_some_and(Role::is_content)
        && !story.is_ahead(t)
        && !told_ahead()
}

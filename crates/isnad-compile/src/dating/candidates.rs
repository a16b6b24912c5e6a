//! The days on which a report can have been published.

use super::{anchor, is_open, role, story::Story};
use isnad_model::calendar::{bounds, days};
use isnad_model::{Date, Direction, Evidence, Grain, Reason, Report, Role, TimeExpression};
use jiff::ToSpan;

/// Days beyond which candidates are not listed one by one.
const SPAN: i32 = 1300;

/// Candidate days of publication: two bounds and, where they are near enough, the single days between them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Candidates {
    earliest: Option<Date>,
    latest: Option<Date>,
    /// Listed once both bounds are known and near each other.
    listed: Option<Vec<Date>>,
    /// What any day must fit: the report's own words.
    words: Vec<TimeExpression>,
    /// The steps that led here.
    pub(super) because: Vec<Reason>,
}

/// Something that a day of publication must fit.
#[derive(Clone, Debug)]
pub(super) struct Constraint {
    pub(super) reason: Reason,
    pub(super) must: Must,
}

#[derive(Clone, Debug)]
pub(super) enum Must {
    /// Between two days.
    Within(Date, Date),
    /// An expression counted from it lies between two days. With `near` the report is known to be no more than some
    /// weeks from them.
    Reach {
        time: Box<TimeExpression>,
        first: Date,
        last: Date,
        near: bool,
    },
}

impl Candidates {
    /// What a report alone says.
    pub(super) fn own(report: &Report, story: &Story, limit: Option<Date>) -> Self {
        let mut out = Self::default();
        if let Some(day) = anchor(report) {
            (out.earliest, out.latest, out.listed) = (Some(day), Some(day), Some(vec![day]));
            return out;
        }
        out.earliest = report.published.earliest;
        out.latest = report.published.latest;
        out.because.clone_from(&report.published.because);
        for t in &report.times {
            if !role(report, t).is_some_and(Role::is_content) {
                continue;
            }
            let evidence = || [Evidence::of(report, t.span())];
            let open = t.reading.is_some_and(|r| r.is_open());
            if !open
                && t.rule != "event-year"
                && !story.is_ahead(t)
                && t.reading.is_some()
                && !t.literal.contains('/')
                && let Some((first, _)) = bounds(&t.literal)
                && out.earliest.is_none_or(|e| first > e)
            {
                out.earliest = Some(first);
                out.because.retain(|r| r.reason != "past-date");
                out.because.push(Reason::new("past-date", evidence()));
            }
            if is_open(t) {
                out.words.push(t.clone());
                if t.reading
                    .is_some_and(|r| r.weekday.is_some() && r.shift.is_some())
                {
                    out.because.push(Reason::new("weekday-word", evidence()));
                }
            }
        }
        if let Some(saved) = &report.saved
            && let Some(day) = saved.latest
        {
            out.latest = Some(out.latest.map_or(day, |l| l.min(day)));
            out.because.push(Reason {
                reason: "saved".to_owned(),
                evidence: saved.because.iter().flat_map(|r| r.evidence.clone()).collect(),
            });
        }
        if let Some(limit) = limit
            && out.latest.is_none_or(|l| limit < l)
        {
            out.latest = Some(limit);
            out.because.push(Reason::new("as-of", []));
        }
        if let (Some(a), Some(b)) = (out.earliest, out.latest)
            && a > b
        {
            out.earliest = None;
        }
        out.list();
        out
    }

    /// Is there a single day?
    pub(super) fn is_fixed(&self) -> bool {
        self.day().is_some()
    }

    /// The day, if there is a single one.
    pub(super) fn day(&self) -> Option<Date> {
        match self.listed.as_deref() {
            Some([day]) => Some(*day),
            _ => None,
        }
    }

    /// First and last day, as far as they are known.
    pub(super) fn interval(&self) -> (Option<Date>, Option<Date>) {
        match self.listed.as_deref() {
            Some([first, .., last]) => (Some(*first), Some(*last)),
            Some([day]) => (Some(*day), Some(*day)),
            _ => (self.earliest, self.latest),
        }
    }

    /// What all candidates say of an expression.
    pub(super) fn value(&self, time: &TimeExpression) -> Option<String> {
        time.over(self.listed.as_ref()?.iter().copied())
    }

    /// Applies constraints one after the other; one that leaves no day is dropped.
    pub(super) fn apply(&mut self, constraints: Vec<Constraint>) {
        for c in constraints {
            let mut next = self.clone();
            match &c.must {
                Must::Within(a, b) => next.narrow(*a, *b),
                Must::Reach {
                    time,
                    first,
                    last,
                    near,
                } => {
                    if self.listed.is_none() {
                        if !near {
                            continue;
                        }
                        let (Ok(a), Ok(b)) = (first.checked_sub(400.days()), last.checked_add(400.days()))
                        else {
                            continue;
                        };
                        next.narrow(a, b);
                    }
                    let fits = |d: Date| {
                        time.on(d)
                            .and_then(|v| bounds(&v))
                            .is_some_and(|(x, y)| x <= *last && *first <= y)
                    };
                    if let Some(listed) = &mut next.listed {
                        listed.retain(|d| fits(*d));
                    }
                }
            }
            if next.listed.as_ref().is_some_and(Vec::is_empty) || next == *self {
                continue;
            }
            if !next.because.contains(&c.reason) {
                next.because.push(c.reason);
            }
            *self = next;
        }
    }

    /// Habits of writers: "last May" is no year away, and the weekday of the first paragraph is one of the last days.
    pub(super) fn soften(&mut self, report: &Report, story: &Story) {
        if self.is_fixed() || self.listed.is_none() {
            return;
        }
        for t in self.words.clone() {
            let Some(reading) = t.reading else { continue };
            let directed = matches!(reading.direction, Direction::Past | Direction::Future)
                && reading.month.is_some()
                && reading.shift.is_none();
            let lead = story.is_lead(&t)
                && reading.weekday.is_some()
                && reading.shift.is_none()
                && reading.month.is_none()
                && reading.direction == Direction::Open;
            if directed {
                self.keep(report, &t, "usual-reach", |d| reading.allows(d, true));
            }
            if lead {
                self.keep(report, &t, "lead-weekday", |d| {
                    t.on(d)
                        .and_then(|v| bounds(&v))
                        .is_some_and(|(x, _)| (0..=2).contains(&days(x, d)))
                });
                // who says "today" and names the weekday of the news means that day
                let today = self
                    .words
                    .iter()
                    .find(|w| {
                        w.reading.is_some_and(|r| {
                            r.shift == Some(0) && r.unit == Some(Grain::Day) && r.weekday.is_none()
                        })
                    })
                    .cloned();
                if let Some(today) = today {
                    self.keep(report, &today, "today-is-the-day", |d| {
                        t.on(d).and_then(|v| bounds(&v)).is_some_and(|(x, _)| x == d)
                    });
                }
            }
        }
    }

    fn keep(&mut self, report: &Report, t: &TimeExpression, rule: &str, fits: impl Fn(Date) -> bool) {
        let Some(listed) = &mut self.listed else { return };
        let left: Vec<Date> = listed.iter().copied().filter(|d| fits(*d)).collect();
        if left.is_empty() || left.len() == listed.len() {
            return;
        }
        *listed = left;
        self.because
            .push(Reason::new(rule, [Evidence::of(report, t.span())]));
    }

    fn narrow(&mut self, first: Date, last: Date) {
        self.earliest = Some(self.earliest.map_or(first, |e| e.max(first)));
        self.latest = Some(self.latest.map_or(last, |l| l.min(last)));
        match &mut self.listed {
            Some(listed) => listed.retain(|d| first <= *d && *d <= last),
            None => self.list(),
        }
    }

    /// Lists the days, once the bounds are near enough.
    fn list(&mut self) {
        let (Some(a), Some(b)) = (self.earliest, self.latest) else {
            return;
        };
        if days(a, b) > SPAN {
            return;
        }
        let words = &self.words;
        let listed = a.series(1.day()).take_while(|d| *d <= b);
        self.listed = Some(
            listed
                .filter(|d| {
                    words
                        .iter()
                        .all(|t| t.reading.is_none_or(|r| r.allows(*d, false)))
                })
                .collect(),
        );
    }
}

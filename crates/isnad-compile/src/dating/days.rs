//! Days of publication that are possible, and what can be asked of them.

use isnad_model::calendar::{days, number};
use isnad_model::{Date, Grain, TimeExpression};
use jiff::ToSpan;

/// Days beyond which possible days are not listed one by one.
const SPAN: i32 = 1300;

/// All weekdays, a bit each.
const ANY_WEEKDAY: u8 = 0x7f;

/// Something that a day of publication must fit.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Must {
    NotBefore(Date),
    NotAfter(Date),
    /// Between two days.
    Within(Date, Date),
    /// So many days from it, it is this weekday ("yesterday, Thursday").
    Weekday {
        shift: i32,
        weekday: u8,
    },
    /// So many days from it, it is the day of the month that an expression names ("tomorrow, 20 July").
    Dated {
        shift: i32,
        time: Box<TimeExpression>,
    },
    /// An expression counted from it lies between two days. With `near` the report is known to be no further from them than the
    /// words reach.
    Reach {
        time: Box<TimeExpression>,
        first: Date,
        last: Date,
        near: bool,
    },
    /// An expression counted from it reaches no further than writers let it, and the weekday beside it is right.
    Usual(Box<TimeExpression>),
    /// A weekday counted from it is one of the last days.
    Recent(Box<TimeExpression>),
    /// A weekday counted from it is the day itself.
    Same(Box<TimeExpression>),
}

impl Must {
    fn bounds(&self) -> (Option<Date>, Option<Date>) {
        match self {
            Self::NotBefore(day) => (Some(*day), None),
            Self::NotAfter(day) => (None, Some(*day)),
            Self::Within(first, last) => (Some(*first), Some(*last)),
            Self::Reach {
                time,
                first,
                last,
                near: true,
            } => {
                // days said in words of days are not far from the report
                let reach = match time.reading {
                    Some(r) if r.month.is_none() && matches!(r.unit, Some(Grain::Day) | None) => 14,
                    _ => 400,
                };
                (
                    first.checked_sub(reach.days()).ok(),
                    last.checked_add(reach.days()).ok(),
                )
            }
            _ => (None, None),
        }
    }

    /// Does it set a bound of its own?
    pub(super) fn is_bound(&self) -> bool {
        self.bounds() != (None, None)
    }

    /// Do the bounds and the weekdays of [`Days`] say all that it asks for?
    const fn is_kept(&self) -> bool {
        matches!(
            self,
            Self::NotBefore(_) | Self::NotAfter(_) | Self::Within(..) | Self::Weekday { .. }
        )
    }

    /// Does it ask for a weekday of publication?
    pub(super) const fn is_weekday(&self) -> bool {
        matches!(self, Self::Weekday { .. })
    }

    /// The weekdays of publication that it allows, Monday first.
    fn weekdays(&self) -> u8 {
        match self {
            Self::Weekday { shift, weekday } => {
                let own = (i32::from(*weekday) - 1 - shift).rem_euclid(7);
                1 << own
            }
            _ => ANY_WEEKDAY,
        }
    }

    fn fits(&self, day: Date) -> bool {
        let counted = |t: &TimeExpression| t.reading.and_then(|r| r.bounds_on(day));
        match self {
            Self::NotBefore(first) => *first <= day,
            Self::NotAfter(last) => day <= *last,
            Self::Within(first, last) => (*first..=*last).contains(&day),
            Self::Weekday { .. } => self.weekdays() & 1 << (number(day.weekday()) - 1) != 0,
            Self::Dated { shift, time } => {
                let then = day.checked_add(i64::from(*shift).days()).ok();
                time.reading.zip(then).is_none_or(|(r, d)| match r.hijri {
                    Some(hijri) => hijri.is(d),
                    None => r.day == u8::try_from(d.day()).ok() && r.month == u8::try_from(d.month()).ok(),
                })
            }
            Self::Reach {
                time, first, last, ..
            } => counted(time).is_some_and(|(x, y)| x <= *last && *first <= y),
            Self::Usual(time) => time.reading.is_none_or(|r| r.allows(day, true)),
            Self::Recent(time) => counted(time).is_some_and(|(x, _)| (0..=2).contains(&days(x, day))),
            Self::Same(time) => counted(time).is_some_and(|(x, _)| x == day),
        }
    }
}

/// Possible days: two bounds, the weekdays that are left and, where the bounds are near each other, the single days.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Days {
    earliest: Option<Date>,
    latest: Option<Date>,
    weekdays: u8,
    listed: Option<Vec<Date>>,
}

impl Default for Days {
    fn default() -> Self {
        Self {
            earliest: None,
            latest: None,
            weekdays: ANY_WEEKDAY,
            listed: None,
        }
    }
}

impl Days {
    /// One day.
    pub(super) fn one(day: Date) -> Self {
        Self {
            earliest: Some(day),
            latest: Some(day),
            listed: Some(vec![day]),
            ..Self::default()
        }
    }

    /// What fits all of these; none if nothing does.
    pub(super) fn all<'m>(musts: impl Iterator<Item = &'m Must>) -> Option<Self> {
        let mut known: Vec<&Must> = Vec::new();
        let mut out = Self::default();
        for must in musts {
            out = out.and(must, &known)?;
            known.push(must);
        }
        Some(out)
    }

    /// What also fits this; none if nothing does. `known` is what was asked before.
    pub(super) fn and(&self, must: &Must, known: &[&Must]) -> Option<Self> {
        let mut next = self.clone();
        let (first, last) = must.bounds();
        next.earliest = next.earliest.max(first);
        next.latest = match (next.latest, last) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        next.weekdays &= must.weekdays();
        if next.weekdays == 0 || matches!((next.earliest, next.latest), (Some(a), Some(b)) if a > b) {
            return None;
        }
        match &mut next.listed {
            Some(listed) => listed.retain(|d| must.fits(*d)),
            None => next.list(known, must),
        }
        next.listed.as_ref().is_none_or(|l| !l.is_empty()).then_some(next)
    }

    /// Lists the days, once the bounds are near enough.
    fn list(&mut self, known: &[&Must], must: &Must) {
        let (Some(a), Some(b)) = (self.earliest, self.latest) else {
            return;
        };
        if days(a, b) > SPAN {
            return;
        }
        // bounds are kept already, and weekdays are told at once
        let mut asked: Vec<&Must> = known
            .iter()
            .copied()
            .chain([must])
            .filter(|m| !m.is_kept())
            .collect();
        asked.dedup();
        let mut listed = Vec::new();
        let mut next = Some(a);
        while let Some(day) = next.filter(|d| *d <= b) {
            if self.weekdays & 1 << (number(day.weekday()) - 1) != 0 && asked.iter().all(|m| m.fits(day)) {
                listed.push(day);
            }
            next = day.tomorrow().ok();
        }
        self.listed = Some(listed);
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
        if let Some([first, .., last] | [first @ last]) = self.listed.as_deref() {
            return (Some(*first), Some(*last));
        }
        let left = |d: &Date| self.weekdays & 1 << (number(d.weekday()) - 1) != 0;
        let towards = |from: Option<Date>, step: i64| {
            from.map(|from| {
                (0..7)
                    .filter_map(|n| from.checked_add((step * n).days()).ok())
                    .find(left)
                    .unwrap_or(from)
            })
        };
        (towards(self.earliest, 1), towards(self.latest, -1))
    }

    /// What all days say of an expression.
    pub(super) fn value(&self, time: &TimeExpression) -> Option<String> {
        time.over(self.listed.as_ref()?.iter().copied())
    }
}

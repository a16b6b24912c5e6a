//! One expression of several that belong together: a day and its hour, the two ends of a stretch, the units of a length.
//!
//! What may stand between them are words of the pack's classes `of`, `in`, `on`, `at-hour`, `day-word`, `to`, `between`, `from`,
//! `and`, and marks. A number alone ([`Weak`]) is a time only by such a neighbour.

use super::{
    clock::Clock,
    compose::{Found, Refers, Weak, counted},
};
use crate::Page;
use isnad_model::{Direction, Grain, Reading, Span, TimeKind, calendar};
use isnad_text::{Form, Kind};
use std::ops::Range;

/// Words and marks that may stand between two expressions of one time.
const GAP: usize = 3;

/// Joins what belongs together; numbers that nothing joined are left out.
pub(super) fn join(page: &Page<'_>, range: Range<usize>, found: Vec<Found>) -> Vec<Found> {
    let joiner = Joiner { page, range };
    let found = joiner.pass(found, Joiner::lengths);
    let found = joiner.pass(found, Joiner::day_and_clock);
    let found = joiner.pass(found, Joiner::stretch);
    let found = joiner.pass(found, Joiner::framed);
    found.into_iter().filter(|f| f.weak.is_none()).collect()
}

struct Joiner<'p, 'a> {
    page: &'p Page<'a>,
    range: Range<usize>,
}

/// What stands between two expressions.
#[derive(Clone, Copy, Debug, Default)]
struct Gap {
    /// "to", "until".
    to: bool,
    /// "to" in the form that also tells where something is moved ("from … to").
    bare_to: bool,
    /// "and".
    and: bool,
    dash: bool,
    comma: bool,
    /// "at", "o'clock".
    at: bool,
    /// "in", "on", "of", "day".
    filler: bool,
    /// "from", "between".
    opens: bool,
}

impl Gap {
    /// Nothing that parts two times.
    const fn binds(self) -> bool {
        !self.to && !self.and
    }
}

impl Joiner<'_, '_> {
    /// Goes through neighbours from the left; what was joined can be joined again.
    fn pass(&self, found: Vec<Found>, both: fn(&Self, &Found, &Found, Gap) -> Option<Found>) -> Vec<Found> {
        if found.len() < 2 {
            return found;
        }
        let mut out: Vec<Found> = Vec::with_capacity(found.len());
        for next in found {
            let joined = out.last().and_then(|last| {
                let gap = self.gap(last, &next)?;
                both(self, last, &next, gap)
            });
            match (joined, out.last_mut()) {
                (Some(joined), Some(last)) => *last = joined,
                _ => out.push(next),
            }
        }
        out
    }

    fn is(&self, at: usize, class: &str) -> bool {
        self.range.contains(&at)
            && self
                .page
                .pack
                .time
                .classes(&self.page.tokens, at)
                .any(|c| c == class)
    }

    /// What stands between; none where it is too much or anything else.
    fn gap(&self, a: &Found, b: &Found) -> Option<Gap> {
        let mut gap = Gap::default();
        if b.tokens.0 < a.tokens.1 || b.tokens.0 - a.tokens.1 > GAP {
            return None;
        }
        for at in a.tokens.1..b.tokens.0 {
            let token = self.page.tokens.get(at)?;
            if token.kind == Kind::Mark {
                match self.page.word(at) {
                    "-" | "\u{2013}" | "\u{2014}" => gap.dash = true,
                    "," | "\u{060C}" | "|" | ":" => gap.comma = true,
                    _ => return None,
                }
                continue;
            }
            let mut known = false;
            let mut moves = false;
            for class in self.page.pack.time.classes(&self.page.tokens, at) {
                match class {
                    "to" => gap.to = true,
                    "to-place" => moves = true,
                    "and" => gap.and = true,
                    "at-hour" | "at" => gap.at = true,
                    "from" | "between" => (gap.filler, gap.opens) = (true, true),
                    "in" | "of" | "on" | "day-word" | "the" => gap.filler = true,
                    _ => continue,
                }
                known = true;
            }
            gap.bare_to |= moves;
            if !known {
                return None;
            }
        }
        // "and" written together with the next word, as Arabic does
        let start = self.page.tokens.get(b.tokens.0)?.span.start;
        if b.span.start > start {
            let form = self
                .page
                .tokens
                .get(b.tokens.0)?
                .forms()
                .iter()
                .find(|f| start + f.skip as usize == b.span.start);
            gap.and |= form.is_some_and(|f| f.off & Form::CONJUNCTION != 0);
            gap.to |= form.is_some_and(|f| f.off == Form::PREPOSITION);
        }
        Some(gap)
    }

    /// Does the clause end behind the token?
    fn closes(&self, behind: usize) -> bool {
        if !self.range.contains(&behind) {
            return true;
        }
        self.page.tokens.get(behind).is_none_or(|t| {
            t.kind == Kind::Mark
                && !matches!(
                    t.span.of(self.page.text),
                    "%" | "+" | "-" | "/" | "$" | "(" | "\u{066A}"
                )
        }) || self.is(behind, "closer")
    }

    /// "A month and ten days", "a year, two months": units that get smaller.
    fn lengths(&self, a: &Found, b: &Found, gap: Gap) -> Option<Found> {
        // "between a week and ten days" are two
        if self.opening(a).is_some_and(|o| o.between) {
            return None;
        }
        let counted_date =
            a.refers == Refers::No && a.reading.shift.is_some() || a.kind == TimeKind::Duration;
        let tail = b.kind == TimeKind::Duration || b.reading.shift.is_some() || b.nested.is_some();
        if !counted_date || !tail || gap.to || gap.dash || gap.at || gap.filler || a.until.is_some() {
            return None;
        }
        let (mine, other) = (a.length.as_ref()?, b.length.as_ref()?);
        if gap.and || gap.comma || !self.page.pack.rtl {
            let mut length = mine.clone();
            if !length.and(other) {
                return None;
            }
            let mut out = a.clone();
            out.weak = a.weak.and(b.weak);
            if a.weak.is_some() {
                out.rule.clone_from(&b.rule);
            }
            // "one month ten days ago": the last one tells from where
            let ago = match (a.kind, b.kind) {
                (TimeKind::Duration, TimeKind::Duration) => None,
                (TimeKind::Duration, _) if a.reading.direction != Direction::Open => {
                    Some(a.reading.direction)
                }
                (TimeKind::Duration, _) => Some(b.reading.direction),
                _ => Some(a.reading.direction),
            };
            match ago {
                Some(direction) => {
                    out.kind = TimeKind::Date;
                    out.dated = true;
                    out.reading.direction = direction;
                    if a.kind == TimeKind::Duration {
                        out.rule.clone_from(&b.rule);
                    }
                    counted(&mut out, length, direction != Direction::Future)?;
                }
                None => {
                    out.value = length.iso()?;
                    out.grain = b.grain;
                    out.length = Some(length);
                    if out.reading.direction == Direction::Open {
                        out.reading.direction = b.reading.direction;
                    }
                }
            }
            return Some(self.over(out, a, b));
        }
        None
    }

    /// A day and a time of that day, in either order; a time and its part of the day.
    fn day_and_clock(&self, a: &Found, b: &Found, gap: Gap) -> Option<Found> {
        if !gap.binds() || a.until.is_some() || b.until.is_some() {
            return None;
        }
        let night = |f: &Found| f.kind == TimeKind::Set || f.dated && f.clock.is_some_and(|c| c.is_part());
        if night(a)
            && let Some(hour) = bare_number(b).filter(|h| *h <= 24)
        {
            // "tonight at 7"
            let mut hour = Found {
                clock: Some(Clock::hour(hour)),
                dated: false,
                kind: TimeKind::Time,
                ..b.clone()
            };
            hour.reading = Reading::default();
            return self.day_and_clock(a, &hour, gap);
        }
        let a_strong = self.as_strong(a, Some((b, gap)));
        let b_strong = self.as_strong(b, None);
        let (first, second) = match (a.weak, b.weak) {
            (None, None) => (a.clone(), b.clone()),
            (Some(_), None) => (a_strong?, b.clone()),
            (None, Some(_)) => (a.clone(), self.weak_behind(a, b, gap)?),
            (Some(Weak::Clock | Weak::Weekday), Some(_)) | (Some(_), Some(Weak::Clock)) => {
                (a_strong?, b_strong?)
            }
            _ => return None,
        };
        let (day, time) = match (role(&first)?, role(&second)?) {
            // "on Friday from 1 to 4": the hours belong together first
            (Role::Day, Role::Clock) if gap.opens => return None,
            (Role::Day, Role::Clock | Role::Part) => (&first, &second),
            (Role::Clock | Role::Part, Role::Day) => (&second, &first),
            (Role::Clock, Role::Part) | (Role::Part, Role::Clock) => (&first, &second),
            _ => return None,
        };
        if gap.dash && (day.weak.is_some() || time.clock.is_none()) {
            return None;
        }
        let mut out = day.clone();
        out.clock = match (day.clock, time.clock) {
            (Some(own), Some(other)) => Some(own.joined(other)?),
            (None, clock) => clock,
            (own, None) => own,
        };
        let clocked = out.clock.is_some_and(|c| !c.is_part());
        if out.kind != TimeKind::Set {
            out.kind = TimeKind::Time;
        } else if out.value.starts_with('P') {
            // every day at an hour
            out.value = if out.value == "P1D" {
                "XXXX-XX-XX".to_owned()
            } else {
                return None;
            };
        }
        out.grain = if clocked { Grain::Minute } else { Grain::DayPart };
        if !day.dated && clocked && out.reading == Reading::default() && out.kind != TimeKind::Set {
            (out.reading.shift, out.reading.unit) = (Some(0), Some(Grain::Day));
        }
        out.weak = None;
        Some(self.over(out, &first, &second))
    }

    /// A number as the time it is beside a neighbour that makes it one.
    fn as_strong(&self, f: &Found, beside: Option<(&Found, Gap)>) -> Option<Found> {
        let mut out = f.clone();
        out.weak = None;
        match f.weak? {
            Weak::Hour(hour) => out.clock = Some(Clock::hour(hour)),
            Weak::Clock | Weak::Weekday => out.dated = f.weak == Some(Weak::Weekday),
            Weak::Number(day) | Weak::Day(day) => {
                // "on 15 at 8:00"
                let (next, gap) = beside?;
                let before = f.tokens.0.checked_sub(1)?;
                let led = self.is(before, "day-word") || self.is(before, "in") || self.is(before, "on");
                let clock = next.clock.is_some_and(|c| !c.is_part()) && !next.dated;
                if !led || !clock || !(gap.at || gap.comma) {
                    return None;
                }
                out.reading.day = Some(day);
                out.value = out.reading.pattern();
                out.dated = true;
                out.grain = Grain::Day;
            }
            Weak::Year(_) | Weak::Unit => return None,
        }
        Some(out)
    }

    /// A number behind a day is its hour where "at" tells so and nothing follows; behind a clock time it is the day.
    fn weak_behind(&self, a: &Found, b: &Found, gap: Gap) -> Option<Found> {
        let mut out = b.clone();
        out.weak = None;
        let clocked = a.clock.is_some_and(|c| !c.is_part());
        match b.weak? {
            Weak::Hour(hour) if !clocked && (gap.filler || gap.at) => out.clock = Some(Clock::hour(hour)),
            Weak::Clock => {}
            Weak::Weekday => out.dated = true,
            Weak::Number(hour)
                if !clocked
                    && hour <= 24
                    && (gap.at || gap.filler)
                    && !gap.comma
                    && self.closes(b.tokens.1) =>
            {
                // a bare day needs more than "in" before a number: "yesterday in 7"
                if !gap.at && a.clock.is_none() && a.kind != TimeKind::Set {
                    return None;
                }
                out.clock = Some(Clock::hour(hour));
            }
            Weak::Number(day) | Weak::Day(day) if clocked && gap.filler && self.closes(b.tokens.1) => {
                out.reading.day = Some(day);
                out.value = out.reading.pattern();
                out.dated = true;
                out.grain = Grain::Day;
            }
            _ => return None,
        }
        Some(out)
    }

    /// "From … to …": two days, two hours, two months, two years.
    fn stretch(&self, a: &Found, b: &Found, gap: Gap) -> Option<Found> {
        if a.until.is_some() || b.until.is_some() || a.refers != Refers::No || b.refers != Refers::No {
            return None;
        }
        let opening = self.opening(a);
        let between = opening.is_some_and(|o| o.between);
        let from = opening.is_some_and(|o| !o.between);
        let dashed = gap.dash && !gap.to && !gap.and;
        let linked = gap.to && (from || !gap.bare_to || clocks(a, b)) || between && gap.and || dashed;
        if !linked || dashed && gap.filler {
            return None;
        }
        let (mut first, mut last) = (a.clone(), b.clone());
        // an hour or a number beside a clock time is a clock time
        let hours = |f: &Found| {
            f.clock.is_some_and(|c| !c.is_part()) || matches!(f.weak, Some(Weak::Hour(_) | Weak::Clock))
        };
        if hours(a) || hours(b) {
            for f in [&mut first, &mut last] {
                match f.weak {
                    Some(Weak::Hour(h)) => f.clock = Some(Clock::hour(h)),
                    Some(Weak::Number(n)) if n <= 24 => f.clock = Some(Clock::hour(n)),
                    Some(Weak::Clock) => {}
                    Some(_) => return None,
                    None => {}
                }
            }
            if matches!(b.weak, Some(Weak::Number(_))) && !self.closes(b.tokens.1) && !b.dated {
                return None;
            }
            let (x, y) = (
                first.clock.filter(|c| !c.is_part())?,
                last.clock.filter(|c| !c.is_part())?,
            );
            if dashed && a.dated && b.dated && a.weak.is_some() {
                return None;
            }
            let weak = a.weak.is_some()
                && b.weak.is_some()
                && !(a.weak == Some(Weak::Clock) && b.weak == Some(Weak::Clock));
            if weak
                && (dashed
                    || !matches!(
                        (a.weak, b.weak),
                        (Some(Weak::Hour(_) | Weak::Clock), _) | (_, Some(Weak::Hour(_) | Weak::Clock))
                    ))
            {
                return None;
            }
            let (x, y) = Clock::stretch(x, y);
            (first.clock, last.clock) = (Some(x), Some(y));
            match (first.dated, last.dated) {
                (true, false) => last = with_day(last, &first),
                (false, true) => first = with_day(first, &last),
                (false, false) => {
                    for f in [&mut first, &mut last] {
                        (f.reading.shift, f.reading.unit) = (Some(0), Some(Grain::Day));
                        f.value = f.reading.pattern();
                    }
                }
                (true, true) => {}
            }
            first.kind = TimeKind::Time;
            first.grain = Grain::Minute;
        } else {
            if self.moved(a) {
                return None;
            }
            match (a.weak, b.weak) {
                (Some(Weak::Number(_) | Weak::Day(_)), Some(Weak::Number(_) | Weak::Day(_)))
                    if opening.is_some() && !dashed =>
                {
                    // kept if the month stands beside
                    let mut out = first;
                    out.until = Some(Box::new(last));
                    return Some(self.opened(out, opening, a, b));
                }
                (None, None) => {}
                (Some(Weak::Number(day) | Weak::Day(day)), None) => first = with_number(first, &last, day)?,
                (None, Some(Weak::Number(day) | Weak::Day(day))) if self.closes(b.tokens.1) => {
                    last = with_number(last, &first, day)?;
                }
                (Some(Weak::Year(year)), None) => first = with_year(first, year),
                (None, Some(Weak::Year(year))) if self.closes(b.tokens.1) || a.reading.month.is_none() => {
                    last = with_year(last, year);
                }
                (Some(Weak::Year(from)), Some(Weak::Year(to))) if opening.is_some() && from < to => {
                    (first, last) = (with_year(first, from), with_year(last, to));
                }
                _ => return None,
            }
            let whole = |f: &Found| {
                f.dated && f.clock.is_none() && matches!(f.kind, TimeKind::Date) && f.length.is_none()
            };
            if !whole(&first) || !whole(&last) || dashed && first.grain != last.grain {
                return None;
            }
            // weekdays alone, years alone, and days without a year need more than a dash
            let year = first.reading.year.or(last.reading.year);
            if dashed && (year.is_none() || first.reading.month.is_none() || last.reading.month.is_none()) {
                return None;
            }
            if first.reading.direction == Direction::Open
                && last.reading.year.is_some()
                && first.reading.year.is_none()
                && let Some(month) = first.reading.month
            {
                // "from November to 3 January 2016" begins the year before
                let before = last.reading.month.is_some_and(|m| m < month);
                first.reading.year = last.reading.year.map(|y| y - i16::from(before));
                first.value = first.reading.pattern();
            } else if first.reading.year.is_none()
                && first.reading.month.is_some()
                && last.reading.month.is_some()
            {
                first.reading.direction = last.reading.direction;
            }
        }
        first.weak = None;
        last.weak = None;
        if let (Some((from, _)), Some((_, to))) =
            (calendar::bounds(&first.value), calendar::bounds(&last.value))
            && to < from
        {
            return None;
        }
        let mut out = first;
        out.until = Some(Box::new(last));
        Some(self.opened(out, opening, a, b))
    }

    /// The whole of two ends, with the word that opens it.
    fn opened(&self, out: Found, opening: Option<Opening>, a: &Found, b: &Found) -> Found {
        let mut out = self.over(out, a, b);
        out.rule = "stretch".to_owned();
        if let Some(opening) = opening {
            out.span = Span::new(opening.start, out.span.end);
            out.tokens.0 = opening.token;
        }
        out
    }

    /// A stretch of days or hours and the month, week or day that holds it.
    fn framed(&self, a: &Found, b: &Found, gap: Gap) -> Option<Found> {
        if gap.and || gap.to {
            return None;
        }
        let (stretch, frame) = match (&a.until, &b.until) {
            (Some(_), None) => (a, b),
            (None, Some(_)) => (b, a),
            _ => return None,
        };
        if frame.weak.is_some() || !frame.dated || frame.length.is_some() {
            return None;
        }
        let until = stretch.until.as_ref()?;
        if let (Some(Weak::Number(from) | Weak::Day(from)), Some(Weak::Number(to) | Weak::Day(to))) =
            (stretch.weak, until.weak)
        {
            if frame.reading.day.is_some() || from >= to {
                return None;
            }
            let mut out = with_number(stretch.clone(), frame, from)?;
            out.until = Some(Box::new(with_number(until.as_ref().clone(), frame, to)?));
            out.weak = None;
            return Some(self.over(out, a, b));
        }
        let hours = stretch.clock.is_some_and(|c| !c.is_part());
        if hours && !stretch.dated && !until.dated && role(frame) == Some(Role::Day) {
            let part = frame.clock;
            let place = |f: &Found| -> Found {
                let mut f = with_day(f.clone(), frame);
                if let (Some(own), Some(part)) = (f.clock, part) {
                    f.clock = own.joined(part);
                }
                f
            };
            let last = place(until);
            let mut out = place(stretch);
            out.until = Some(Box::new(last));
            out.dated = true;
            return Some(self.over(out, a, b));
        }
        let weekdays =
            |f: &Found| f.reading.weekday.is_some() && f.reading.month.is_none() && f.nested.is_none();
        if weekdays(stretch)
            && weekdays(until)
            && frame.reading.unit == Some(Grain::Week)
            && frame.nested.is_none()
        {
            let place = |f: &Found| -> Found {
                let mut f = f.clone();
                f.reading.shift = frame.reading.shift;
                f.reading.unit = Some(Grain::Week);
                f.reading.direction = frame.reading.direction;
                f
            };
            let last = place(until);
            let mut out = place(stretch);
            out.until = Some(Box::new(last));
            return Some(self.over(out, a, b));
        }
        None
    }

    /// The word that opens a stretch ("from", "between"), over "the hour" or "day".
    fn opening(&self, a: &Found) -> Option<Opening> {
        let mut at = a.tokens.0.checked_sub(1)?;
        if self.is(at, "at-hour") || self.is(at, "day-word") || self.is(at, "the") || self.is(at, "year-word")
        {
            at = at.checked_sub(1)?;
        }
        let between = self.is(at, "between");
        let token = self.page.tokens.get(at)?;
        if !between && !self.is(at, "from") {
            return None;
        }
        // proclitics stay outside
        let form = token.forms().iter().rev().find(|f| f.off == Form::CONJUNCTION);
        let bare = self
            .page
            .pack
            .time
            .classes(&self.page.tokens, at)
            .next()
            .is_some();
        let skip = form.filter(|_| bare && token.forms().len() > 1 && self.page.word(at).chars().count() > 2);
        Some(Opening {
            start: token.span.start + skip.map_or(0, |f| f.skip as usize),
            token: at,
            between,
        })
    }

    /// Is something moved from the one time to the other ("postponed from … to")?
    fn moved(&self, a: &Found) -> bool {
        (a.tokens.0.saturating_sub(6)..a.tokens.0).any(|i| self.is(i, "moved"))
    }

    /// The whole of two expressions.
    fn over(&self, mut out: Found, a: &Found, b: &Found) -> Found {
        out.span = Span::new(a.span.start.min(b.span.start), a.span.end.max(b.span.end));
        out.tokens = (a.tokens.0.min(b.tokens.0), a.tokens.1.max(b.tokens.1));
        out
    }
}

/// Where a stretch begins.
#[derive(Clone, Copy, Debug)]
struct Opening {
    start: usize,
    token: usize,
    between: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// A day, or something that recurs.
    Day,
    Clock,
    Part,
}

fn role(f: &Found) -> Option<Role> {
    if f.length.is_some() || f.refers != Refers::No {
        return None;
    }
    match (f.kind, f.dated, f.clock) {
        (TimeKind::Set, ..) => Some(Role::Day),
        (_, true, Some(c)) if !c.is_part() => None,
        (_, true, _) if matches!(f.grain, Grain::Day | Grain::DayPart) => Some(Role::Day),
        (_, false, Some(c)) if c.is_part() => Some(Role::Part),
        (_, false, Some(_)) => Some(Role::Clock),
        _ => None,
    }
}

/// A day of which nothing but its number is said.
fn bare_number(f: &Found) -> Option<u8> {
    let only = Reading {
        day: f.reading.day,
        ..Reading::default()
    };
    f.reading
        .day
        .filter(|_| f.weak.is_none() && f.reading == only && f.clock.is_none() && f.until.is_none())
}

fn clocks(a: &Found, b: &Found) -> bool {
    let clock = |f: &Found| f.clock.is_some_and(|c| !c.is_part());
    clock(a) && clock(b) || clock(a) && b.weak.is_some() || a.weak.is_some() && clock(b)
}

/// The clock time on the day of the other.
fn with_day(mut f: Found, day: &Found) -> Found {
    f.reading = day.reading;
    f.value.clone_from(&day.value);
    f.nested.clone_from(&day.nested);
    f.dated = true;
    f
}

/// A bare number as the day of the other's month, or of the month that the other is.
fn with_number(mut f: Found, other: &Found, day: u8) -> Option<Found> {
    let dated = other.reading.month.is_some() || other.reading.unit == Some(Grain::Month);
    if !dated || other.hijri || other.nested.is_some() || other.clock.is_some() {
        return None;
    }
    f.reading = Reading {
        day: Some(day),
        ..other.reading
    };
    f.reading.weekday = None;
    f.value = f.reading.pattern();
    f.kind = TimeKind::Date;
    f.grain = Grain::Day;
    f.dated = true;
    Some(f)
}

fn with_year(mut f: Found, year: i16) -> Found {
    f.reading = Reading {
        year: Some(year),
        ..Reading::default()
    };
    f.value = f.reading.pattern();
    f.grain = Grain::Year;
    f.dated = true;
    f
}

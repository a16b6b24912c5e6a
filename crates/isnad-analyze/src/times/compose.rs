//! From a match to a time expression.

use super::{
    clock::Clock,
    length::Length,
    nested::{LAST, Nested},
};
use crate::Page;
use isnad_lang::time::{Count, FeastDay, Match, Reads, Slots, Unit, Way};
use isnad_model::{Date, Direction, Grain, HijriDay, Reading, Span, TimeKind, hijri};
use isnad_text::Kind;

/// Tokens before an expression among which a word that looks ahead counts.
const AHEAD: usize = 8;

/// The rule of year and month in digits.
const NUMERIC_MONTH: &str = "numeric-month";

/// What a match means before the day of publication and other expressions are looked at.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) span: Span,
    /// The tokens of the span: the first, and the one behind the last.
    pub(super) tokens: (usize, usize),
    pub(super) kind: TimeKind,
    pub(super) reading: Reading,
    /// The value where nothing else is known, without the time of the day.
    pub(super) value: String,
    /// What a second name of the month says instead.
    pub(super) alternative: Option<String>,
    pub(super) clock: Option<Clock>,
    /// The words name a day or a longer unit, not only a time of some day.
    pub(super) dated: bool,
    pub(super) grain: Grain,
    pub(super) hijri: bool,
    pub(super) refers: Refers,
    /// A meaning that the reading cannot hold.
    pub(super) nested: Option<Nested>,
    /// A length of time, and what is so far away.
    pub(super) length: Option<Length>,
    /// What it is if a neighbour says so; alone it is nothing.
    pub(super) weak: Option<Weak>,
    /// The end of a range.
    pub(super) until: Option<Box<Found>>,
    pub(super) rule: String,
}

/// A number that is no time unless another expression stands beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weak {
    /// An hour, in the form that only hours have ("the seventh").
    Hour(u8),
    /// An hour or a day.
    Number(u8),
    /// A day.
    Day(u8),
    /// A year.
    Year(i16),
    /// Hours and minutes.
    Clock,
    /// A weekday's short form.
    Weekday,
    /// One of a unit.
    Unit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refers {
    No,
    /// The value is that of the expression before.
    Then,
    /// The value begins with that of the expression before.
    SinceThen,
    /// So many units behind or before the expression before.
    Beside(i32, Grain),
}

/// Reads a match; none where the words are no time after all.
pub(super) fn read(page: &Page<'_>, hit: &Match<'_>) -> Option<Found> {
    let mut slots = hit.slots;
    slots.way = slots.way.or(hit.pattern.way);
    slots.part = slots.part.or(hit.pattern.part);
    let first = page.tokens.at_byte(hit.span.start);
    let mut found = Found {
        span: hit.span,
        tokens: (first, page.tokens.at_byte(hit.span.end.saturating_sub(1)) + 1),
        kind: TimeKind::Date,
        reading: Reading::default(),
        value: String::new(),
        alternative: None,
        clock: None,
        dated: false,
        grain: Grain::Vague,
        hijri: slots.hijri,
        refers: Refers::No,
        nested: None,
        length: None,
        weak: None,
        until: None,
        rule: hit.pattern.rule.clone(),
    };
    if hit.pattern.weak {
        found.weak = Some(weak(&slots, &mut found)?);
        return Some(found);
    }
    match hit.pattern.reads {
        Reads::Date => date(page, hit, &slots, &mut found)?,
        Reads::Length | Reads::Span => {
            found.kind = TimeKind::Duration;
            if slots.unit.is_none() {
                // "all day"
                slots.unit = slots.shift.map(|(_, unit)| (unit, Count::One));
            }
            let length = Length::of(&slots)?;
            (found.value, found.grain) = (length.iso()?, grain(length.last_unit()?));
            found.length = Some(length);
            found.reading.direction = direction(slots.way);
        }
        Reads::Ago => ago(&slots, &mut found)?,
        Reads::Vague => found.value = reference(slots.way?).to_owned(),
        Reads::Then => {
            found.refers = Refers::Then;
            found.value = reference(Way::Past).to_owned();
        }
        Reads::SinceThen => {
            found.kind = TimeKind::Duration;
            found.refers = Refers::SinceThen;
            found.value = reference(Way::Past).to_owned();
        }
        Reads::Set => set(&slots, &mut found)?,
        Reads::Nth => nth(&slots, hit.pattern.unit, &mut found)?,
        Reads::Rest => {
            let unit = slots.unit.map(|u| u.0).or(slots.shift.map(|_| Unit::Day))?;
            nested(Nested::Rest(unit), grain(unit), &mut found);
        }
        Reads::BeforeEra => {
            // the year 1 before the era is the year 0 of ISO 8601 and EDTF
            let year = slots.number.filter(|n| (1..=9999).contains(n))?;
            found.value = format!("-{:04}", year - 1).replace("-0000", "0000");
            found.grain = Grain::Year;
        }
        Reads::Nothing => return None,
        Reads::Beside => {
            let unit = slots.unit.map(|u| u.0).or(hit.pattern.unit)?;
            let back = slots.way == Some(Way::Past);
            if unit < Unit::Day {
                // "two hours later" is so long after what was told
                found.kind = TimeKind::Duration;
                found.reading.direction = if back { Direction::Past } else { Direction::Future };
                found.length = Some(Length::of(&slots).filter(|_| slots.number.is_some())?);
                found.value = found.length.as_ref()?.iso()?;
                found.grain = grain(unit);
                return Some(found);
            }
            let many = i32::try_from(slots.number.unwrap_or(1))
                .ok()
                .filter(|n| *n < 3000)?;
            let n = if back { -many } else { many };
            found.grain = grain(unit);
            found.refers = Refers::Beside(n, grain(unit));
            found.value = Reading {
                unit: Some(grain(unit)),
                ..Reading::default()
            }
            .pattern();
            found.dated = true;
        }
    }
    Some(found)
}

/// A number that needs a neighbour.
fn weak(slots: &Slots, found: &mut Found) -> Option<Weak> {
    let number = slots.day.or(slots.number.and_then(|n| u8::try_from(n).ok()));
    if slots.unit.is_some() {
        found.kind = TimeKind::Duration;
        found.length = Some(Length::of(slots)?);
        return Some(Weak::Unit);
    }
    if let Some(weekday) = slots.weekday {
        found.reading.weekday = Some(weekday);
        found.value = found.reading.pattern();
        found.grain = Grain::Day;
        return Some(Weak::Weekday);
    }
    if let (Some(hour), Some(_)) = (slots.hour, slots.minute.map(i16::from).or(slots.offset)) {
        found.clock = Clock::of(slots);
        return (hour <= 24).then_some(Weak::Clock);
    }
    if let (None, Some(part)) = (slots.hour, Clock::of(slots)) {
        found.clock = Some(part);
        return Some(Weak::Clock);
    }
    match (slots.hour, slots.ordinal, number, slots.year) {
        (Some(hour), ..) => Some(Weak::Hour(hour)),
        (_, Some(day), ..) => (day <= 31).then_some(Weak::Day(day)),
        (_, _, Some(n), _) => (n <= 31).then_some(Weak::Number(n)),
        (.., Some(year)) => i16::try_from(year).ok().map(Weak::Year),
        _ => None,
    }
}

fn set(slots: &Slots, found: &mut Found) -> Option<()> {
    found.kind = TimeKind::Set;
    found.value = match (slots.weekday, slots.month, slots.day, slots.unit) {
        (Some(w), ..) => format!("XXXX-WXX-{w}"),
        (_, Some(m), Some(d), _) => format!("XXXX-{m:02}-{d:02}"),
        (_, Some(m), None, _) => format!("XXXX-{m:02}"),
        (.., Some((unit, count))) => {
            let count = if slots.number.is_some() { count } else { Count::One };
            let mut one = *slots;
            one.unit = Some((unit, count));
            Length::of(&one)?.iso()?
        }
        _ => {
            found.clock = Some(Clock::of(slots)?);
            "XXXX-XX-XX".to_owned()
        }
    };
    if found.clock.is_none() {
        found.clock = Clock::of(slots);
        if found.clock.is_some() && found.value.starts_with('P') {
            found.value = "XXXX-XX-XX".to_owned();
        }
    }
    Some(())
}

/// The month or year in which a smaller unit lies.
fn frame(slots: &Slots) -> Reading {
    let way = slots.way.map(way_number);
    Reading {
        year: slots.year.and_then(|y| i16::try_from(y).ok()),
        month: slots.month,
        shift: way.filter(|_| slots.of_unit.is_some()),
        unit: slots.of_unit.map(grain).filter(|_| way.is_some()),
        direction: direction(slots.way),
        ..Reading::default()
    }
}

fn nth(slots: &Slots, unit: Option<Unit>, found: &mut Found) -> Option<()> {
    let nth = slots.ordinal.or(slots.day)?;
    let of = frame(slots);
    if let Some(weekday) = slots.weekday {
        let of = match slots.unit {
            // the unit said is the one that holds the weekday
            Some((unit, _)) if slots.of_unit.is_none() => Reading {
                shift: slots.way.map(way_number),
                unit: slots.way.map(|_| grain(unit)),
                ..of
            },
            _ => of,
        };
        nested(Nested::Weekday { nth, weekday, of }, Grain::Day, found);
        return Some(());
    }
    let unit = slots.unit.map(|u| u.0).or(unit)?;
    if unit == Unit::Century {
        found.value = format!("{:02}XX", nth.checked_sub(1).filter(|n| *n <= 20)?);
        found.grain = Grain::Century;
        found.dated = true;
        return Some(());
    }
    if slots.of_unit == Some(Unit::Century) {
        return None;
    }
    let bare = of == Reading::default() && slots.of_unit.is_none();
    if bare && !matches!(unit, Unit::Quarter) {
        return None;
    }
    let most = match unit {
        Unit::Day => 31,
        Unit::Week => 53,
        Unit::Month => 12,
        Unit::Quarter => 4,
        Unit::Half => 2,
        _ => return None,
    };
    if nth != LAST && !(1..=most).contains(&nth) {
        return None;
    }
    nested(Nested::Unit { nth, unit, of }, grain(unit), found);
    Some(())
}

fn nested(nested: Nested, grain: Grain, found: &mut Found) {
    found.value = nested.pattern();
    found.grain = grain;
    found.dated = true;
    found.nested = Some(nested);
}

/// A word for a day alone between quotation marks, or in brackets glued to a preposition, is the name of a paper.
fn is_quoted_name(page: &Page<'_>, found: &Found) -> bool {
    let (first, behind) = found.tokens;
    let mark = |i: Option<usize>| {
        let token = i
            .and_then(|i| page.tokens.get(i))
            .filter(|t| t.kind == Kind::Mark);
        token.map(|t| (t.span.of(page.text), t.glued))
    };
    let quote = |m: &str| matches!(m, "\"" | "\u{AB}" | "\u{BB}" | "\u{201C}" | "\u{201D}");
    behind == first + 1
        && match (mark(first.checked_sub(1)), mark(Some(behind))) {
            (Some((a, _)), Some((b, _))) if quote(a) && quote(b) => true,
            (Some(("(", glued)), Some((")", _))) => glued,
            _ => false,
        }
}

fn date(page: &Page<'_>, hit: &Match<'_>, slots: &Slots, found: &mut Found) -> Option<()> {
    if slots.shift.is_some() && is_quoted_name(page, found) {
        return None;
    }
    let slots = &in_numbers(slots);
    if let Some(done) = special(page, hit, slots, found) {
        return done.then_some(());
    }
    if slots.doubtful
        && slots.day.is_none()
        && slots.ordinal.is_none()
        && slots.year.is_none()
        && slots.way.is_none()
        && !month_sure(page, hit, slots.shy)
    {
        return None;
    }
    // "2011-12" is a season, not December
    if let (Some(year), Some(month), None, true) = (
        slots.year,
        slots.month,
        slots.day,
        hit.pattern.rule == NUMERIC_MONTH,
    ) && i32::from(month) == year % 100 + 1
    {
        return None;
    }
    let by_month = slots.month.is_some()
        || slots.unit.is_none() && slots.shift.is_none()
        || matches!(slots.unit, Some((Unit::Month | Unit::Year | Unit::Week, _)));
    let day = slots.day.or(slots.ordinal.filter(|_| by_month));
    if day.is_some_and(|d| !(1..=31).contains(&d)) {
        return None;
    }
    let reading = &mut found.reading;
    reading.day = day;
    reading.month = slots.month;
    reading.year = slots.year.and_then(|y| i16::try_from(y).ok());
    reading.weekday = slots.weekday;
    reading.direction = direction(slots.way);
    let bare_day =
        reading.year.is_none() && reading.month.is_some() && reading.day.is_some() && slots.way.is_none();
    let weekday = reading.weekday.is_some() && reading.month.is_none() && slots.way.is_none();
    if bare_day && looks_ahead(page, hit) || weekday && clause_ahead(page, hit, reading.weekday) {
        reading.direction = Direction::Future;
    }
    let way = slots.way.map(way_number);
    match (slots.shift, slots.unit, way) {
        // beside a date ("today, 4 May") a shift says from which day the report counts
        (Some((by, unit)), ..) if reading.month.is_none() || unit == Unit::Day => {
            (reading.shift, reading.unit) = (Some(by.into()), Some(grain(unit)))
        }
        (_, Some((unit, _)), Some(way)) if reading.year.is_none() => {
            let numbered =
                (day.is_some() || slots.ordinal.is_some()) && reading.month.is_none() && unit != Unit::Month;
            if numbered || matches!(unit, Unit::Second | Unit::Minute | Unit::Hour) {
                return None;
            }
            (reading.shift, reading.unit) = (Some(way), Some(grain(unit)));
        }
        (None, None, Some(way))
            if slots.part.is_some() && reading.weekday.is_none() && reading.month.is_none() =>
        {
            (reading.shift, reading.unit) = (Some(way), Some(Grain::Day));
        }
        _ => {}
    }
    if let (Some(Unit::Week), Some(way), Some(_), None) =
        (hit.pattern.unit, way, reading.weekday, reading.shift)
    {
        // "this Friday": the one of the week
        (reading.shift, reading.unit) = (Some(way), Some(Grain::Week));
    }
    let clock = Clock::of(slots);
    let bare_clock = reading.year.or(reading.shift.map(|_| 0)).is_none()
        && reading.month.is_none()
        && reading.weekday.is_none()
        && reading.day.is_none();
    found.dated = !bare_clock;
    if bare_clock && clock.is_some_and(|c| !c.is_part()) {
        (reading.shift, reading.unit) = (Some(0), Some(Grain::Day));
    }
    let reading = found.reading;
    found.grain = if slots.hour.is_some() {
        Grain::Minute
    } else if clock.is_some() {
        Grain::DayPart
    } else if reading.day.is_some() || (reading.weekday.is_some()) || reading.unit == Some(Grain::Day) {
        Grain::Day
    } else if reading.month.is_some() {
        Grain::Month
    } else if slots.season.is_some() {
        Grain::Season
    } else if let Some(unit) = reading.unit {
        unit
    } else if reading.year.is_some() {
        Grain::Year
    } else {
        return None;
    };
    if slots.hijri {
        found.value = hijri_value(slots, day);
        let day_shift = reading.shift.filter(|_| reading.unit == Some(Grain::Day));
        found.reading = Reading {
            weekday: slots.weekday,
            direction: reading.direction,
            shift: day_shift,
            unit: day_shift.map(|_| Grain::Day),
            ..Reading::default()
        };
        if let (None, Some(month)) = (slots.year, slots.month) {
            let year = way.filter(|_| matches!(slots.unit, Some((Unit::Year, _))));
            found.reading.hijri = Some(HijriDay { month, day });
            if let Some(year) = year {
                (found.reading.shift, found.reading.unit) = (Some(year), Some(Grain::Year));
            }
            found.value = found.reading.pattern();
        }
        if let (Some(first), Some(last)) = (slots.day, slots.other_day) {
            let mut other = *slots;
            other.day = Some(last);
            let mut until = found.clone();
            until.value = hijri_value(&other, Some(last));
            found.until = Some(Box::new(until));
            if last <= first || slots.year.is_none() {
                return None;
            }
        }
        if let Ok(day) = found.value.parse::<Date>() {
            found.reading = Reading {
                year: Some(day.year()),
                month: Some(day.month() as u8),
                day: Some(day.day() as u8),
                ..found.reading
            };
        }
    } else {
        if let (Some(y), Some(m), Some(d)) = (reading.year, reading.month, reading.day) {
            Date::new(y, m as i8, d as i8).ok()?;
        } else if let (Some(m), Some(d)) = (reading.month, reading.day) {
            Date::new(2000, m as i8, d as i8).ok()?;
        }
        found.value = reading.pattern();
        found.alternative = slots.other_month.map(|month| {
            Reading {
                month: Some(month),
                ..reading
            }
            .pattern()
        });
        if let (Some(first), Some(last)) = (day, slots.other_day) {
            if last <= first
                || !slots.hijri
                    && reading
                        .month
                        .is_some_and(|m| Date::new(2000, m as i8, last as i8).is_err())
            {
                return None;
            }
            let mut until = found.clone();
            until.reading.day = Some(last);
            until.value = until.reading.pattern();
            found.until = Some(Box::new(until));
        }
        if let (Some(season), None) = (slots.season, reading.month) {
            let code = ["SP", "SU", "FA", "WI"].get(usize::from(season).wrapping_sub(1))?;
            found.value = format!("{}-{code}", found.value.get(..4)?);
            if reading.year.is_none() {
                found.reading = Reading {
                    direction: reading.direction,
                    ..Reading::default()
                };
            }
        }
        if let (Some(year), Some(other)) = (slots.year, slots.other_year) {
            if other <= year || other > year + 60 {
                return None;
            }
            found.value = format!("{year:04}/{other:04}");
        }
    }
    if let Some(clock) = clock {
        found.kind = TimeKind::Time;
        found.clock = Some(clock);
        if let Some(hour) = slots.other_hour {
            let mut until = found.clone();
            let (from, to) = Clock::stretch(clock.bare(), Clock::hour(hour).like(clock));
            (found.clock, until.clock) = (Some(from), Some(to));
            found.until = Some(Box::new(until));
        }
    }
    Some(())
}

/// A day of the month or a year that is said in words.
fn in_numbers(slots: &Slots) -> Slots {
    let mut out = *slots;
    if slots.month.is_some() && slots.day.is_none() && slots.ordinal.is_none() {
        out.day = slots
            .number
            .and_then(|n| u8::try_from(n).ok())
            .filter(|n| (1..=31).contains(n));
    }
    out
}

/// Feasts, decades, weekends, Hijri dates without their year, weekdays with a number: what a plain reading does not hold. None
/// where the words are none of these; false where they are, and wrong.
fn special(page: &Page<'_>, hit: &Match<'_>, slots: &Slots, found: &mut Found) -> Option<bool> {
    let year = slots.year.and_then(|y| i16::try_from(y).ok());
    let towards = direction(slots.way);
    let shift = slots.way.filter(|_| slots.unit.is_some()).map(way_number);
    let day = slots.day.or(slots.ordinal);
    if let Some(feast) = slots.feast.and_then(|n| page.pack.time.feast(n)) {
        match feast.day {
            FeastDay::Fixed(month, day) => {
                found.reading = Reading {
                    year,
                    month: Some(month),
                    day: Some(day),
                    shift,
                    unit: shift.map(|_| Grain::Year),
                    direction: towards,
                    ..Reading::default()
                };
                found.value = found.reading.pattern();
                found.grain = Grain::Day;
                found.dated = true;
            }
            FeastDay::Hijri(month, day) => {
                let day = Some(day);
                match year {
                    Some(year) => nested(Nested::Hijri { month, day, year }, Grain::Day, found),
                    None => {
                        found.reading = Reading {
                            hijri: Some(HijriDay { month, day }),
                            shift,
                            unit: shift.map(|_| Grain::Year),
                            direction: towards,
                            ..Reading::default()
                        };
                        found.value = found.reading.pattern();
                        found.grain = Grain::Day;
                        found.dated = true;
                    }
                }
                found.hijri = true;
            }
            FeastDay::Nth(month, weekday, nth) => {
                let of = Reading {
                    year,
                    month: Some(month),
                    shift,
                    unit: shift.map(|_| Grain::Year),
                    direction: towards,
                    ..Reading::default()
                };
                let nth = if nth == 0 { LAST } else { nth };
                nested(Nested::Weekday { nth, weekday, of }, Grain::Day, found);
            }
            FeastDay::Easter(days) => {
                let what = Nested::Easter {
                    days,
                    year,
                    shift,
                    direction: towards,
                };
                nested(what, Grain::Day, found);
            }
            FeastDay::Open if year.is_none() => return Some(false),
            FeastDay::Open => {
                found.value = year.map_or_else(|| "XXXX-XX-XX".to_owned(), |y| format!("{y:04}-XX-XX"));
                found.grain = Grain::Day;
                found.dated = true;
            }
        }
        return Some(true);
    }
    if let (Some(season), None, None) = (slots.season, year, slots.unit) {
        let what = Nested::Season {
            season,
            direction: towards,
        };
        nested(what, Grain::Season, found);
        return Some((1..=4).contains(&season));
    }
    if let Some(tens) = slots.decade {
        // the twenties of which century, nothing tells
        let century = match (slots.unit, slots.ordinal, slots.way) {
            (Some((Unit::Century, _)), Some(n @ 1..=21), _) => format!("{:02}", n - 1),
            (Some((Unit::Century, _)), _, Some(Way::Past)) => "19".to_owned(),
            (Some((Unit::Century, _)), _, Some(Way::Present)) => "20".to_owned(),
            _ if tens >= 30 => "19".to_owned(),
            _ => "XX".to_owned(),
        };
        found.value = format!("{century}{}X", tens / 10);
        found.grain = Grain::Decade;
        found.dated = true;
        return Some(true);
    }
    if hit.pattern.unit == Some(Unit::Decade) {
        // "the sixties" in two digits are those behind us
        let year = year.map(|y| if (2030..2100).contains(&y) { y - 100 } else { y })?;
        found.value = format!("{:03}X", year / 10);
        found.grain = Grain::Decade;
        found.dated = true;
        return Some(true);
    }
    if hit.pattern.unit == Some(Unit::Weekend) || slots.unit.is_some_and(|u| u.0 == Unit::Weekend) {
        let weeks = slots.way.map_or(0, way_number);
        nested(
            Nested::Weekend(i8::try_from(weeks).unwrap_or(0)),
            Grain::Day,
            found,
        );
        return Some(true);
    }
    if matches!(hit.pattern.unit, Some(Unit::Week | Unit::Month))
        && let Some(unit) = hit.pattern.unit
        && let (Some(month), Some(day)) = (slots.month, day)
    {
        let date = Reading {
            year,
            month: Some(month),
            day: Some(day),
            direction: towards,
            ..Reading::default()
        };
        nested(Nested::Around { unit, date }, grain(unit), found);
        return Some((1..=31).contains(&day));
    }
    if let (true, Some(year), None) = (slots.hijri, slots.year, slots.month) {
        let first = hijri::to_gregorian(year, 1, 1);
        let last = hijri::to_gregorian(year + 1, 1, 1).and_then(|d| d.yesterday().ok());
        let (Some(first), Some(last)) = (first, last) else {
            return Some(false);
        };
        found.value = format!("{first}/{last}");
        found.grain = Grain::Year;
        found.dated = true;
        return Some(true);
    }
    if let (true, Some(year), Some(month)) = (slots.hijri, year.filter(|y| *y > 1700), slots.month) {
        // a Hijri month in a year of the other calendar
        nested(
            Nested::Hijri { month, day, year },
            if day.is_some() { Grain::Day } else { Grain::Month },
            found,
        );
        return Some(day.is_none_or(|d| (1..=30).contains(&d)));
    }
    if let (Some(weekday), Some(day), None, None) = (slots.weekday, day, slots.month, slots.unit)
        && slots.shift.is_none()
    {
        let what = Nested::DayName {
            weekday,
            day,
            direction: towards,
        };
        nested(what, Grain::Day, found);
        return Some((1..=31).contains(&day));
    }
    None
}

const fn way_number(way: Way) -> i32 {
    match way {
        Way::Past => -1,
        Way::Present => 0,
        Way::Future => 1,
    }
}

/// Does a word shortly before the expression say that what it dates lies ahead ("scheduled for")?
fn looks_ahead(page: &Page<'_>, hit: &Match<'_>) -> bool {
    (hit.tokens.0.saturating_sub(AHEAD)..hit.tokens.0)
        .rev()
        .take_while(|&i| page.tokens.get(i).is_some_and(|t| t.span.of(page.text) != "."))
        .any(|i| page.pack.time.classes(&page.tokens, i).any(|c| c == "ahead"))
}

/// Is the weekday in a clause of its own about what lies ahead ("will meet on Tuesday"), no comma or reporting verb between?
fn clause_ahead(page: &Page<'_>, hit: &Match<'_>, weekday: Option<u8>) -> bool {
    // on the same weekday it may mean today, and without a day of publication it must not fix one
    let published = page
        .report
        .published
        .earliest
        .filter(|_| page.report.published.value.is_some());
    let open = published.is_none_or(|day| u8::try_from(day.weekday().to_monday_one_offset()).ok() == weekday);
    !open
        && (hit.tokens.0.saturating_sub(AHEAD + 4)..hit.tokens.0)
            .rev()
            .take_while(|&i| page.tokens.get(i).is_some_and(|t| t.kind != Kind::Mark))
            .take_while(|&i| page.pack.speech.cues.longest(&page.tokens, i).is_none())
            .any(|i| page.pack.time.classes(&page.tokens, i).any(|c| c == "ahead"))
}

/// Does a word before a month that is an everyday word or a name too leave no doubt ("since March")?
fn month_sure(page: &Page<'_>, hit: &Match<'_>, shy: bool) -> bool {
    let of = |i: usize, class: &str| page.pack.time.classes(&page.tokens, i).any(|c| c == class);
    let sure = |i: usize| of(i, "sure-month") && !(shy && of(i, "in"));
    (page.pack.rtl || has_capital(page, hit)) && (hit.tokens.0.saturating_sub(1)..hit.tokens.1).any(sure)
}

/// Names of months and weekdays are written with a capital in scripts that have any.
fn has_capital(page: &Page<'_>, hit: &Match<'_>) -> bool {
    (hit.tokens.0..hit.tokens.1)
        .filter_map(|i| page.tokens.get(i))
        .any(|t| t.capital && hit.span.contains(t.span))
        || (hit.tokens.0..hit.tokens.1)
            .filter_map(|i| page.tokens.get(i))
            .all(|t| t.kind != Kind::Word)
}

fn ago(slots: &Slots, found: &mut Found) -> Option<()> {
    let length = Length::of(slots)?;
    let back = slots.way != Some(Way::Future);
    found.reading.direction = direction(slots.way);
    found.dated = true;
    if let (Some((by, Unit::Day)), Some((n, unit))) = (slots.shift, length.single()) {
        // "two days from tomorrow"
        let days = match unit {
            Unit::Day => n,
            Unit::Week => n.checked_mul(7)?,
            _ => return None,
        };
        let sign = if back { -1 } else { 1 };
        found.reading.shift = Some(sign * i32::try_from(days).ok()? + i32::from(by));
        found.reading.unit = Some(Grain::Day);
        found.grain = Grain::Day;
        found.value = found.reading.pattern();
        return Some(());
    }
    counted(found, length, back)
}

/// So long before or after now.
pub(super) fn counted(found: &mut Found, length: Length, back: bool) -> Option<()> {
    found.grain = grain(length.last_unit()?);
    let sign = if back { -1 } else { 1 };
    match length.single() {
        Some((n, unit)) if !matches!(unit, Unit::Second | Unit::Minute | Unit::Hour) => {
            found.reading.shift = Some(sign * i32::try_from(n).ok().filter(|n| *n < 3000)?);
            found.reading.unit = Some(found.grain);
            found.value = found.reading.pattern();
            found.nested = None;
        }
        None if length.parts().is_some_and(|p| p.2 == 0) => {
            (found.reading.shift, found.reading.unit) = (None, None);
            let length = length.clone();
            found.nested = Some(Nested::Counted { length, back });
            found.value = "XXXX-XX-XX".to_owned();
        }
        _ => {
            (found.reading.shift, found.reading.unit) = (None, None);
            found.value = length.iso()?;
        }
    }
    found.length = Some(length);
    Some(())
}

/// The Gregorian value of a Hijri date with a year: a day, or the first and last day of the month.
fn hijri_value(slots: &Slots, day: Option<u8>) -> String {
    let whole = match (slots.year, slots.month, day) {
        // a month that had 30 days where it was sighted can have 29 in the calendar
        (Some(y), Some(m), Some(30)) => hijri::to_gregorian(y, m, 30)
            .or_else(|| hijri::to_gregorian(y, m, 29)?.tomorrow().ok())
            .map(|d| d.to_string()),
        (Some(y), Some(m), Some(d)) => hijri::to_gregorian(y, m, d).map(|d| d.to_string()),
        (Some(y), Some(m), None) => hijri::month(y, m).map(|(first, last)| format!("{first}/{last}")),
        _ => None,
    };
    whole.unwrap_or_else(|| {
        if day.is_some() {
            "XXXX-XX-XX".to_owned()
        } else {
            "XXXX-XX".to_owned()
        }
    })
}

pub(super) const fn direction(way: Option<Way>) -> Direction {
    match way {
        Some(Way::Past) => Direction::Past,
        Some(Way::Present) => Direction::Present,
        Some(Way::Future) => Direction::Future,
        None => Direction::Open,
    }
}

const fn reference(way: Way) -> &'static str {
    match way {
        Way::Past => "PAST_REF",
        Way::Present => "PRESENT_REF",
        Way::Future => "FUTURE_REF",
    }
}

pub(super) const fn grain(unit: Unit) -> Grain {
    match unit {
        Unit::Second => Grain::Second,
        Unit::Minute => Grain::Minute,
        Unit::Hour => Grain::Hour,
        Unit::Day => Grain::Day,
        Unit::Week => Grain::Week,
        Unit::Month => Grain::Month,
        Unit::Quarter | Unit::Half => Grain::Quarter,
        Unit::Weekend => Grain::Day,
        Unit::Year => Grain::Year,
        Unit::Decade => Grain::Decade,
        Unit::Century => Grain::Century,
    }
}

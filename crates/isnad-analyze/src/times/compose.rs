//! From a match to a time expression.

use super::Antecedent;
use crate::Page;
use isnad_lang::time::{Count, Match, Reads, Slots, Unit, Way};
use isnad_model::{
    Certainty, Date, Direction, Grain, HijriDay, Reading, Span, TimeExpression, TimeKind, hijri,
};
use isnad_text::Kind;

/// Tokens before an expression among which a word that looks ahead counts.
const AHEAD: usize = 8;

/// What a match means before the day of publication and other expressions are looked at.
#[derive(Clone, Debug)]
pub(super) struct Found {
    span: Span,
    kind: TimeKind,
    pub(super) reading: Reading,
    /// The value where nothing else is known.
    pub(super) value: String,
    /// What a second name of the month says instead.
    alternative: Option<String>,
    grain: Grain,
    hijri: bool,
    refers: Refers,
    rule: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refers {
    No,
    /// The value is that of the expression before.
    Then,
    /// The value begins with that of the expression before.
    SinceThen,
}

/// Reads a match; none where the words are no time after all.
pub(super) fn read(page: &Page<'_>, hit: &Match<'_>) -> Option<Found> {
    let mut slots = hit.slots;
    slots.way = slots.way.or(hit.pattern.way);
    slots.part = slots.part.or(hit.pattern.part);
    let mut found = Found {
        span: hit.span,
        kind: TimeKind::Date,
        reading: Reading::default(),
        value: String::new(),
        alternative: None,
        grain: Grain::Vague,
        hijri: slots.hijri,
        refers: Refers::No,
        rule: hit.pattern.rule.clone(),
    };
    match hit.pattern.reads {
        Reads::Date => date(page, hit, &slots, &mut found)?,
        Reads::Length | Reads::Span => {
            found.kind = TimeKind::Duration;
            (found.value, found.grain) = length(&slots, slots.unit?)?;
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
        Reads::Set => {
            found.kind = TimeKind::Set;
            match (slots.weekday, slots.unit) {
                (Some(w), _) => found.value = format!("XXXX-WXX-{w}"),
                (None, Some((unit, _))) => found.value = length(&slots, (unit, Count::One))?.0,
                _ => return None,
            }
        }
    }
    Some(found)
}

fn date(page: &Page<'_>, hit: &Match<'_>, slots: &Slots, found: &mut Found) -> Option<()> {
    if slots.doubtful
        && slots.day.is_none()
        && slots.ordinal.is_none()
        && slots.year.is_none()
        && slots.way.is_none()
        && !month_sure(page, hit)
    {
        return None;
    }
    if !page.pack.rtl && (slots.month.is_some() || slots.weekday.is_some()) && !has_capital(page, hit) {
        return None;
    }
    let by_month =
        slots.month.is_some() || matches!(slots.unit, Some((Unit::Month | Unit::Year | Unit::Week, _)));
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
    let way = slots.way.map(|w| match w {
        Way::Past => -1,
        Way::Present => 0,
        Way::Future => 1,
    });
    match (slots.shift, slots.unit, way) {
        // beside a date ("today, 4 May") a shift says from which day the report counts
        (Some((by, unit)), ..) if reading.month.is_none() || unit == Unit::Day => {
            (reading.shift, reading.unit) = (Some(by.into()), Some(grain(unit)))
        }
        (_, Some((unit, _)), Some(way)) if reading.year.is_none() => {
            let numbered =
                (day.is_some() || slots.ordinal.is_some()) && reading.month.is_none() && unit != Unit::Month;
            if numbered || matches!(unit, Unit::Second | Unit::Minute | Unit::Hour | Unit::Day) {
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
    let clock = clock(slots);
    let bare_clock = reading.year.or(reading.shift.map(|_| 0)).is_none()
        && reading.month.is_none()
        && reading.weekday.is_none()
        && reading.day.is_none();
    if bare_clock && clock.is_some() {
        (reading.shift, reading.unit) = (Some(0), Some(Grain::Day));
    }
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
                ..*reading
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
            let until = Reading {
                day: Some(last),
                ..*reading
            };
            found.value = format!("{}/{}", found.value, until.pattern());
            if reading.year.is_none() {
                // two days have no single reading
                *reading = Reading {
                    direction: reading.direction,
                    ..Reading::default()
                };
            }
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
        found.value = format!("{}T{clock}", found.value);
    }
    Some(())
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
fn month_sure(page: &Page<'_>, hit: &Match<'_>) -> bool {
    let sure = |i: usize| page.pack.time.classes(&page.tokens, i).any(|c| c == "sure-month");
    has_capital(page, hit) && (hit.tokens.0.saturating_sub(1)..hit.tokens.1).any(sure)
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
    let (unit, count) = slots.unit?;
    let sign = if slots.way == Some(Way::Future) { 1 } else { -1 };
    let n = match (slots.number, count) {
        (Some(n), _) => Some(n),
        (None, Count::One) => Some(1),
        (None, Count::Two) => Some(2),
        (None, Count::Many) => None,
    };
    found.grain = grain(unit);
    found.reading.direction = direction(slots.way);
    match n {
        Some(n) if !matches!(unit, Unit::Second | Unit::Minute | Unit::Hour) => {
            found.reading.shift = Some(sign * i32::try_from(n).ok().filter(|n| *n < 3000)?);
            found.reading.unit = Some(grain(unit));
            found.value = found.reading.pattern();
        }
        _ => found.value = length(slots, (unit, count))?.0,
    }
    Some(())
}

/// The ISO 8601 duration: `P10M`, `PT2H`, `PXY` where the number is not said.
fn length(slots: &Slots, (unit, count): (Unit, Count)) -> Option<(String, Grain)> {
    let number = match (slots.number, count) {
        (Some(0), _) => return None,
        (Some(n), _) if n > 9999 => return None,
        (Some(n), _) => n.to_string(),
        (None, Count::One) => "1".to_owned(),
        (None, Count::Two) => "2".to_owned(),
        (None, Count::Many) => "X".to_owned(),
    };
    let (before, code) = match unit {
        Unit::Second => ("PT", "S"),
        Unit::Minute => ("PT", "M"),
        Unit::Hour => ("PT", "H"),
        Unit::Day => ("P", "D"),
        Unit::Week => ("P", "W"),
        Unit::Month => ("P", "M"),
        Unit::Quarter => ("P", "Q"),
        Unit::Year => ("P", "Y"),
        Unit::Decade => ("P", "DE"),
        Unit::Century => ("P", "CE"),
    };
    Some((format!("{before}{number}{code}"), grain(unit)))
}

/// What stands behind the `T`.
fn clock(slots: &Slots) -> Option<String> {
    let Some(hour) = slots.hour else {
        return slots.part.map(|p| p.code().to_owned());
    };
    let hour = match (slots.afternoon, hour) {
        (Some(true), 1..=11) => hour + 12,
        (Some(false), 12) => 0,
        _ => hour,
    };
    let minute = slots.minute.unwrap_or(0);
    Some(match slots.second {
        Some(second) => format!("{hour:02}:{minute:02}:{second:02}"),
        None => format!("{hour:02}:{minute:02}"),
    })
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

const fn direction(way: Option<Way>) -> Direction {
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

const fn grain(unit: Unit) -> Grain {
    match unit {
        Unit::Second => Grain::Second,
        Unit::Minute => Grain::Minute,
        Unit::Hour => Grain::Hour,
        Unit::Day => Grain::Day,
        Unit::Week => Grain::Week,
        Unit::Month => Grain::Month,
        Unit::Quarter => Grain::Quarter,
        Unit::Year => Grain::Year,
        Unit::Decade => Grain::Decade,
        Unit::Century => Grain::Century,
    }
}

/// Places expressions one after the other, in the order of the text.
pub(super) struct Composer {
    pub(super) published: Option<Date>,
    pub(super) block: usize,
    /// The last date of the block.
    pub(super) last: Option<Antecedent>,
}

impl Composer {
    pub(super) fn place(&mut self, text: &str, id: String, found: Found) -> TimeExpression {
        let mut time = TimeExpression {
            id,
            start: found.span.start,
            end: found.span.end,
            text: found.span.of(text).to_owned(),
            kind: found.kind,
            value: found.value.clone(),
            literal: found.value,
            alternative: found.alternative,
            grain: found.grain,
            certainty: Certainty::Open,
            calendar: if found.hijri {
                "islamic-umalqura"
            } else {
                "gregorian"
            }
            .to_owned(),
            anchor: "none".to_owned(),
            rule: found.rule,
            reading: (found.reading != Reading::default()).then_some(found.reading),
            because: Vec::new(),
        };
        match (found.refers, &self.last) {
            (Refers::Then, Some(last)) => {
                time.value.clone_from(&last.value);
                time.anchor.clone_from(&last.id);
            }
            (Refers::SinceThen, Some(last)) => {
                let until = self.published.map_or_else(|| "..".to_owned(), |d| d.to_string());
                time.value = format!("{}/{until}", last.value);
                time.anchor.clone_from(&last.id);
            }
            _ => self.count(&mut time),
        }
        time.literal.clone_from(&time.value);
        time.certainty =
            if time.value.contains('X') || time.value.ends_with("_REF") || time.alternative.is_some() {
                Certainty::Open
            } else if found.hijri {
                // the moon decides, not the calendar
                Certainty::Approximate
            } else {
                Certainty::Certain
            };
        if found.refers == Refers::No
            && let Some(last) = Antecedent::of(&time)
        {
            self.last = Some(last);
        }
        time
    }

    /// Counts from the day of publication, where the words ask for it and the day is known.
    fn count(&self, time: &mut TimeExpression) {
        let Some(reading) = time.reading else { return };
        let counted = matches!(time.kind, TimeKind::Date | TimeKind::Time)
            && reading.is_open()
            && !time.value.starts_with('P');
        if !counted {
            return;
        }
        time.anchor = "published".to_owned();
        if let Some(value) = self.published.and_then(|day| time.on(day)) {
            time.value = value;
        }
    }
}

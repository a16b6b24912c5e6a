//! Days and stretches that lie inside another unit, or are counted by another calendar: what a
//! [`Reading`](isnad_model::Reading) cannot hold.

use super::length::Length;
use isnad_lang::time::Unit;
use isnad_model::{Date, Direction, Reading, calendar, hijri};

/// The ordinal that stands for the last one.
pub(super) const LAST: u8 = 99;

/// A meaning that needs more than one step to find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Nested {
    /// The nth such weekday of a month or year.
    Weekday { nth: u8, weekday: u8, of: Reading },
    /// The nth week, quarter or half of a month or year.
    Unit { nth: u8, unit: Unit, of: Reading },
    /// The week or month in which a date lies.
    Around { unit: Unit, date: Reading },
    /// What is left of a unit.
    Rest(Unit),
    /// A weekend so many weeks from now.
    Weekend(i8),
    /// A weekday with the day of its month, the month not said.
    DayName {
        weekday: u8,
        day: u8,
        direction: Direction,
    },
    /// A month of the Hijri calendar, or a day of it, in a Gregorian year.
    Hijri { month: u8, day: Option<u8>, year: i16 },
    /// A day counted from Easter Sunday.
    Easter {
        days: i16,
        year: Option<i16>,
        shift: Option<i32>,
        direction: Direction,
    },
    /// A season, 1 (spring) to 4 (winter), the year not said.
    Season { season: u8, direction: Direction },
    /// So long before or after now.
    Counted { length: Length, back: bool },
}

impl Nested {
    /// The value where the day of publication is not known.
    pub(super) fn pattern(&self) -> String {
        match self {
            Self::Weekday { of, .. } => {
                let month = of.pattern();
                if month.len() == 7 {
                    format!("{month}-XX")
                } else {
                    "XXXX-XX-XX".to_owned()
                }
            }
            Self::Unit { nth, unit, of } => match (unit, of.year, of.month) {
                (_, Some(_), _) => self.fixed().unwrap_or_else(|| "XXXX-WXX".to_owned()),
                (Unit::Quarter, ..) => format!("XXXX-Q{nth}"),
                (Unit::Half, ..) => format!("XXXX-H{nth}"),
                (Unit::Week, _, None) if (1..=53).contains(nth) => format!("XXXX-W{nth:02}"),
                _ => "XXXX-WXX".to_owned(),
            },
            Self::Around { unit, .. } => if *unit == Unit::Week {
                "XXXX-WXX"
            } else {
                "XXXX-XX"
            }
            .to_owned(),
            Self::Rest(unit) => match unit {
                Unit::Week => "XXXX-WXX",
                Unit::Month => "XXXX-XX",
                Unit::Year => "XXXX",
                _ => "XXXX-XX-XX",
            }
            .to_owned(),
            Self::Weekend(_) => "XXXX-WXX-WE".to_owned(),
            Self::DayName { day, .. } => format!("XXXX-XX-{day:02}"),
            Self::Hijri { day, .. } => match self.fixed() {
                Some(value) => value,
                None if day.is_some() => "XXXX-XX-XX".to_owned(),
                None => "XXXX-XX".to_owned(),
            },
            Self::Easter { .. } => self.fixed().unwrap_or_else(|| "XXXX-XX-XX".to_owned()),
            Self::Season { season, .. } => format!("XXXX-{}", season_code(*season)),
            Self::Counted { length, .. } => match length.last_unit() {
                Some(Unit::Second | Unit::Minute | Unit::Hour) => length.iso().unwrap_or_default(),
                _ => "XXXX-XX-XX".to_owned(),
            },
        }
    }

    /// The value where a year is said, whatever the day of publication.
    fn fixed(&self) -> Option<String> {
        let year = match self {
            Self::Weekday { of, .. } | Self::Unit { of, .. } => of.year?,
            Self::Hijri { year, .. } => *year,
            Self::Easter { year, .. } => (*year)?,
            _ => return None,
        };
        self.on(Date::new(year, 7, 1).ok()?)
    }

    /// The value on a day of publication.
    pub(super) fn on(&self, today: Date) -> Option<String> {
        match self {
            Self::Weekday { nth, weekday, of } => {
                let (first, last) = calendar::bounds(&of.on(today)?)?;
                nth_weekday(first, last, *nth, *weekday).map(|d| d.to_string())
            }
            Self::Unit { nth, unit, of } => {
                let value = of.on(today)?;
                let (first, last) = calendar::bounds(&value)?;
                match unit {
                    Unit::Quarter if value.len() == 4 => Some(format!("{value}-Q{}", of_last(*nth, 4)?)),
                    Unit::Half if value.len() == 4 => Some(format!("{value}-H{}", of_last(*nth, 2)?)),
                    Unit::Day => {
                        let day = if *nth == LAST {
                            last
                        } else {
                            add_days(first, i64::from(*nth) - 1)?
                        };
                        (day <= last).then(|| day.to_string())
                    }
                    Unit::Month if value.len() == 4 => Some(format!("{value}-{:02}", of_last(*nth, 12)?)),
                    // a week belongs to the month or year of its Thursday (ISO 8601)
                    Unit::Week => {
                        let thursday = nth_weekday(first, last, *nth, 4)?.iso_week_date();
                        Some(format!("{:04}-W{:02}", thursday.year(), thursday.week()))
                    }
                    _ => None,
                }
            }
            Self::Around { unit, date } => {
                let day: Date = date.on(today)?.get(..10)?.parse().ok()?;
                match unit {
                    Unit::Week => {
                        let week = day.iso_week_date();
                        Some(format!("{:04}-W{:02}", week.year(), week.week()))
                    }
                    Unit::Month => Some(format!("{:04}-{:02}", day.year(), day.month())),
                    _ => None,
                }
            }
            Self::Rest(unit) => {
                let last = match unit {
                    Unit::Day => return Some(today.to_string()),
                    Unit::Week => add_days(today, 7 - i64::from(calendar::number(today.weekday())))?,
                    Unit::Month => today.last_of_month(),
                    Unit::Year => today.last_of_year(),
                    _ => return None,
                };
                Some(format!("{today}/{last}"))
            }
            Self::Weekend(shift) => {
                let week = add_days(today, 7 * i64::from(*shift))?.iso_week_date();
                Some(format!("{:04}-W{:02}-WE", week.year(), week.week()))
            }
            Self::DayName {
                weekday,
                day,
                direction,
            } => day_name(today, *weekday, *day, *direction).map(|d| d.to_string()),
            Self::Hijri { month, day, year } => {
                // 33 Hijri years are about 32 of ours
                let near = (i32::from(*year) - 622) * 33 / 32;
                let (first, last) = (near - 1..=near + 3)
                    .filter_map(|y| match day {
                        Some(d) => hijri::to_gregorian(y, *month, *d).map(|d| (d, d)),
                        None => hijri::month(y, *month),
                    })
                    .find(|(first, _)| first.year() == *year)?;
                Some(if first == last {
                    first.to_string()
                } else {
                    format!("{first}/{last}")
                })
            }
            Self::Easter {
                days,
                year,
                shift,
                direction,
            } => {
                let around = today.year() - 1..=today.year() + 1;
                let years: Vec<i16> = year.map_or_else(|| around.collect(), |y| vec![y]);
                let feasts = years
                    .into_iter()
                    .filter_map(|y| add_days(easter(y)?, i64::from(*days)))
                    .map(|d| (d, d));
                Some(choose(feasts, today, *year, *shift, *direction)?.0.to_string())
            }
            Self::Season { season, direction } => {
                // meteorological seasons: spring begins with March
                let (year, begins) = (today.year(), 3 * i16::from(*season));
                let now = i16::from(today.month());
                let year = match direction {
                    Direction::Present => year,
                    Direction::Past if begins + 3 <= now => year,
                    Direction::Past => year - 1,
                    Direction::Future if begins > now => year,
                    Direction::Future => year + 1,
                    Direction::Open => return None,
                };
                Some(format!("{year:04}-{}", season_code(*season)))
            }
            Self::Counted { length, back } => {
                let (months, days, seconds) = length.parts()?;
                if seconds != 0 {
                    return None;
                }
                let sign = if *back { -1 } else { 1 };
                let span = jiff_span(sign * months, sign * days)?;
                Some(today.checked_add(span).ok()?.to_string())
            }
        }
    }
}

/// The TIMEX3 code of a season, 1 (spring) to 4 (winter).
pub(super) fn season_code(season: u8) -> &'static str {
    ["SP", "SU", "FA", "WI"]
        .get(usize::from(season).wrapping_sub(1))
        .copied()
        .unwrap_or("XX")
}

fn of_last(nth: u8, last: u8) -> Option<u8> {
    match nth {
        LAST => Some(last),
        n if (1..=last).contains(&n) => Some(n),
        _ => None,
    }
}

fn jiff_span(months: i64, days: i64) -> Option<jiff::Span> {
    jiff::Span::new().try_months(months).ok()?.try_days(days).ok()
}

fn add_days(day: Date, days: i64) -> Option<Date> {
    day.checked_add(jiff_span(0, days)?).ok()
}

/// The nth such weekday between two days; [`LAST`] for the last.
fn nth_weekday(first: Date, last: Date, nth: u8, weekday: u8) -> Option<Date> {
    let ahead = (i64::from(weekday) - i64::from(calendar::number(first.weekday()))).rem_euclid(7);
    let one = add_days(first, ahead)?;
    let day = if nth == LAST {
        add_days(one, i64::from(calendar::days(one, last)) / 7 * 7)?
    } else {
        add_days(one, 7 * (i64::from(nth) - 1))?
    };
    (nth > 0 && day <= last).then_some(day)
}

/// The nearest day with this name and number, within two months; the past one where both are as near.
fn day_name(today: Date, weekday: u8, day: u8, direction: Direction) -> Option<Date> {
    (-62..=62)
        .filter_map(|n| add_days(today, n))
        .filter(|d| calendar::number(d.weekday()) == weekday && d.day() as u8 == day)
        .filter(|d| match direction {
            Direction::Past => *d < today,
            Direction::Future => *d > today,
            _ => true,
        })
        .min_by_key(|d| (calendar::days(*d, today).abs(), *d > today))
}

/// The stretch that the words mean: that of the year said, or the nearest one in the direction said.
fn choose(
    stretches: impl Iterator<Item = (Date, Date)>,
    today: Date,
    year: Option<i16>,
    shift: Option<i32>,
    direction: Direction,
) -> Option<(Date, Date)> {
    let year = year.or_else(|| shift.and_then(|s| today.year().checked_add(i16::try_from(s).ok()?)));
    let mut fitting = stretches.filter(|(first, last)| match (year, direction) {
        (Some(y), _) => first.year() == y,
        (None, Direction::Past) => *last < today,
        (None, Direction::Future) => *first > today,
        (None, Direction::Present) => first.year() == today.year(),
        (None, Direction::Open) => true,
    });
    if year.is_some() {
        return fitting.next();
    }
    fitting.min_by_key(|(first, last)| {
        let far = if *last < today {
            calendar::days(*last, today)
        } else {
            calendar::days(today, *first).max(0)
        };
        (far, *first > today)
    })
}

/// Easter Sunday of the Gregorian calendar (the anonymous algorithm, in the form of Meeus).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(year, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_is_where_the_almanac_has_it() {
        for (year, day) in [
            (2016, "2016-03-27"),
            (2019, "2019-04-21"),
            (2024, "2024-03-31"),
            (2038, "2038-04-25"),
        ] {
            assert_eq!(easter(year).unwrap().to_string(), day);
        }
    }
}

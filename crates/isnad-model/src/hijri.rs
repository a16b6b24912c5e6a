//! The Hijri calendar (Umm al-Qura) as a civil calendar: conversion of days, and which day a month without a year means.

use crate::{Direction, HijriDay};
use icu_calendar::cal::{Hijri, Iso};
use jiff::ToSpan;
use jiff::civil::Date;

/// Years for which Umm al-Qura is exact.
const EXACT: std::ops::RangeInclusive<i32> = 1300..=1600;

/// How many days sighting of the moon can move a Hijri date either way from the calendar.
pub const SLACK: i32 = 1;

/// The Gregorian day of a Hijri date; none outside 1300-1600, where the calendar is not exact, and for days it does not have.
///
/// ```
/// use isnad_model::hijri::to_gregorian;
/// assert_eq!(to_gregorian(1442, 9, 1).unwrap().to_string(), "2021-04-13");
/// assert_eq!(to_gregorian(1442, 9, 31), None);
/// ```
pub fn to_gregorian(year: i32, month: u8, day: u8) -> Option<Date> {
    if !EXACT.contains(&year) {
        return None;
    }
    let hijri =
        icu_calendar::Date::try_new_hijri_with_calendar(year, month, day, Hijri::new_umm_al_qura()).ok()?;
    let iso = hijri.to_calendar(Iso);
    Date::new(
        iso.year().extended_year().try_into().ok()?,
        iso.month().ordinal.try_into().ok()?,
        iso.day_of_month().0.try_into().ok()?,
    )
    .ok()
}

/// Year, month and day of the Hijri calendar on a Gregorian day; none outside 1300-1600.
///
/// ```
/// use isnad_model::hijri::from_gregorian;
/// assert_eq!(from_gregorian("2021-04-13".parse().unwrap()), Some((1442, 9, 1)));
/// ```
pub fn from_gregorian(day: Date) -> Option<(i32, u8, u8)> {
    let iso = icu_calendar::Date::try_new_iso(
        day.year().into(),
        u8::try_from(day.month()).ok()?,
        u8::try_from(day.day()).ok()?,
    )
    .ok()?;
    let hijri = iso.to_calendar(Hijri::new_umm_al_qura());
    let year = hijri.year().extended_year();
    EXACT
        .contains(&year)
        .then(|| (year, hijri.month().ordinal, hijri.day_of_month().0))
}

/// First and last day of a Hijri month.
pub fn month(year: i32, month: u8) -> Option<(Date, Date)> {
    let (next_year, next) = if month == 12 {
        (year + 1, 1)
    } else {
        (year, month + 1)
    };
    let last = to_gregorian(next_year, next, 1)?.yesterday().ok()?;
    Some((to_gregorian(year, month, 1)?, last))
}

impl HijriDay {
    /// The days it means when counted from a day: the day itself twice, or first and last of the month. `shift` counts years
    /// that the words name ("of last year").
    pub fn on(self, day: Date, direction: Direction, shift: Option<i32>) -> Option<(Date, Date)> {
        let (now, ..) = from_gregorian(day)?;
        let in_year = |year: i32| match self.day {
            Some(d) => to_gregorian(year, self.month, d).map(|d| (d, d)),
            None => month(year, self.month),
        };
        if let Some(shift) = shift {
            return in_year(now.checked_add(shift)?);
        }
        let mut years = (now - 2..=now + 2).filter_map(in_year);
        match direction {
            Direction::Past => years.rfind(|(_, last)| *last < day),
            Direction::Future => years.find(|(first, _)| *first > day),
            Direction::Present => in_year(now),
            Direction::Open => years.min_by_key(|(first, last)| {
                let away = if day < *first {
                    crate::calendar::days(day, *first)
                } else {
                    crate::calendar::days(*last, day).max(0)
                };
                (away, *first > day)
            }),
        }
    }

    /// Is a Gregorian day this one, give or take [`SLACK`] days?
    ///
    /// ```
    /// use isnad_model::HijriDay;
    /// let eid = HijriDay { month: 10, day: Some(1) };
    /// assert!(eid.is("2021-05-12".parse().unwrap()) && !eid.is("2021-05-15".parse().unwrap()));
    /// ```
    pub fn is(self, day: Date) -> bool {
        (-SLACK..=SLACK).any(|by| {
            day.checked_add(by.days())
                .ok()
                .and_then(from_gregorian)
                .is_some_and(|(_, m, d)| m == self.month && self.day.is_none_or(|own| own == d))
        })
    }
}

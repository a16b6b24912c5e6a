//! What a time value allows: bounds, weekday, day of the year, direction.

use isnad_model::{Certainty, Date, Dating, When};
use jiff::SignedDuration;

/// Days, counted from 1970-01-01.
pub(crate) type Day = i32;

/// What is known of when something took place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Period {
    /// First possible day.
    pub(crate) from: Option<Day>,
    /// Last possible day.
    pub(crate) to: Option<Day>,
    /// ISO weekday, where no day is known.
    pub(crate) weekday: Option<i8>,
    /// Month and, if known, day, where no year is known.
    pub(crate) season: Option<(i8, Option<i8>)>,
    /// The words only point back ("earlier").
    pub(crate) past: bool,
    /// The words only point ahead ("expected").
    pub(crate) future: bool,
}

impl Period {
    /// Reads an EDTF, ISO 8601 or TIMEX3 value. Durations and sets say nothing of when.
    ///
    /// `2020-W51` gives seven days, `2021-WXX-4` the year and the weekday, `XXXX-12-24` the day of any year.
    pub(crate) fn read(value: &str) -> Self {
        let value = value.trim().trim_end_matches(['~', '?', '%']);
        let mut out = Self::default();
        match value {
            "PAST_REF" => out.past = true,
            "FUTURE_REF" => out.future = true,
            _ if value.starts_with(['P', 'R']) => {}
            _ => {
                if let Some((a, b)) = value.split_once('/') {
                    out.from = Self::read(a).from;
                    out.to = Self::read(b).to;
                    if out.from.zip(out.to).is_some_and(|(a, b)| a > b) {
                        return Self::default();
                    }
                    return out;
                }
                out.read_one(value.split('T').next().unwrap_or(value));
            }
        }
        out
    }

    fn read_one(&mut self, value: &str) {
        let mut parts = value.split('-');
        let (year, second, third) = (
            parts.next().unwrap_or(""),
            parts.next().unwrap_or(""),
            parts.next().unwrap_or(""),
        );
        let number = |s: &str| s.parse::<i16>().ok();
        let small = |s: &str| s.parse::<i8>().ok();
        if let Some(week) = second.strip_prefix('W') {
            self.weekday = small(third).filter(|d| (1..=7).contains(d));
            if let (Some(y), Some(w)) = (number(year), small(week)) {
                // ISO: week 1 holds 4 January
                if let Ok(fourth) = Date::new(y, 1, 4) {
                    let monday = day(fourth) - i32::from(fourth.weekday().to_monday_zero_offset())
                        + 7 * (i32::from(w) - 1);
                    let offset = self.weekday.take().map(|d| i32::from(d) - 1);
                    self.from = Some(monday + offset.unwrap_or(0));
                    self.to = Some(monday + offset.unwrap_or(6));
                }
            } else if let Some(y) = number(year) {
                self.whole_year(y);
            }
            return;
        }
        match (number(year), small(second), small(third)) {
            (Some(y), Some(m), Some(d)) => {
                if let Ok(date) = Date::new(y, m, d) {
                    self.from = Some(day(date));
                    self.to = self.from;
                }
            }
            (Some(y), Some(m), None) => {
                if let Ok(first) = Date::new(y, m, 1) {
                    self.from = Some(day(first));
                    self.to = Some(day(first.last_of_month()));
                }
            }
            (Some(y), None, None) => self.whole_year(y),
            (None, Some(m), d) if (1..=12).contains(&m) => {
                self.season = Some((m, d.filter(|d| (1..=31).contains(d))))
            }
            _ => {}
        }
    }

    fn whole_year(&mut self, year: i16) {
        self.from = Date::new(year, 1, 1).ok().map(day);
        self.to = Date::new(year, 12, 31).ok().map(day);
    }

    /// Is anything known of when?
    pub(crate) fn is_dated(&self) -> bool {
        self.from.is_some() || self.to.is_some() || self.weekday.is_some() || self.season.is_some()
    }

    /// Are both bounds known?
    pub(crate) fn is_bounded(&self) -> bool {
        self.from.is_some() && self.to.is_some()
    }

    /// Number of days between the bounds; very many where one is open.
    pub(crate) fn width(&self) -> i32 {
        match (self.from, self.to) {
            (Some(a), Some(b)) => b - a,
            _ if self.season.is_some_and(|s| s.1.is_some()) => 4_000,
            _ if self.weekday.is_some() => 5_000,
            _ if self.season.is_some() => 6_000,
            (None, None) => 100_000,
            _ => 10_000,
        }
    }

    /// Days between the two, 0 where they may be the same. Contradicting weekdays or days of the year count as one day at least.
    pub(crate) fn gap(&self, other: &Self) -> i32 {
        let after = |a: Option<Day>, b: Option<Day>| a.zip(b).map_or(0, |(a, b)| a - b);
        let gap = after(self.from, other.to).max(after(other.from, self.to)).max(0);
        if gap > 0 {
            return gap;
        }
        if let (Some(a), Some(b)) = (self.weekday, other.weekday)
            && a != b
        {
            return i32::from((a - b).abs().min(7 - (a - b).abs()).max(2));
        }
        if let (Some(a), Some(b)) = (self.season, other.season) {
            let days = a.1.zip(b.1).map_or(0, |(a, b)| (a - b).abs());
            return i32::from(days) + 30 * i32::from((a.0 - b.0).abs().min(12 - (a.0 - b.0).abs()));
        }
        for (open, fixed) in [(self, other), (other, self)] {
            let Some((from, to)) = fixed.from.zip(fixed.to) else {
                continue;
            };
            if let Some(weekday) = open.weekday
                && to - from < 6
                && !(from..=to)
                    .any(|d| date(d).is_some_and(|d| d.weekday().to_monday_one_offset() == weekday))
            {
                return 1;
            }
            if let Some((month, in_month)) = open.season
                && to - from < 62
            {
                let fits = |d: Day| {
                    date(d).is_some_and(|d| d.month() == month && in_month.is_none_or(|n| n == d.day()))
                };
                if !(from..=to).any(fits) {
                    // a fixed day knows how far it is off; a period does not fit at all
                    let near = (1..=45).find(|n| fits(from - n) || fits(to + n));
                    return near.unwrap_or(60);
                }
            }
        }
        0
    }

    /// Both together; only meaningful where [`Self::gap`] is 0.
    pub(crate) fn meet(&self, other: &Self) -> Self {
        let pick = |a: Option<Day>, b: Option<Day>, max: bool| match (a, b) {
            (Some(a), Some(b)) => Some(if max { a.max(b) } else { a.min(b) }),
            (a, b) => a.or(b),
        };
        let mut out = Self {
            from: pick(self.from, other.from, true),
            to: pick(self.to, other.to, false),
            weekday: self.weekday.or(other.weekday),
            season: self.season.or(other.season),
            past: self.past && other.past,
            future: self.future && other.future,
        };
        out.settle();
        out
    }

    /// Narrows the bounds by weekday and season where only one day is left.
    pub(crate) fn settle(&mut self) {
        let Some((from, to)) = self.from.zip(self.to) else {
            return;
        };
        if to - from > 400 || to < from {
            return;
        }
        let mut fits = (from..=to).filter(|&d| {
            date(d).is_some_and(|d| {
                self.weekday
                    .is_none_or(|w| d.weekday().to_monday_one_offset() == w)
                    && self
                        .season
                        .is_none_or(|(m, n)| d.month() == m && n.is_none_or(|n| n == d.day()))
            })
        });
        if let Some(only) = fits.next()
            && fits.next().is_none()
        {
            (self.from, self.to, self.weekday, self.season) = (Some(only), Some(only), None, None);
        }
    }

    /// As a dossier states it.
    pub(crate) fn when(&self) -> When {
        let (earliest, latest) = (self.from.and_then(date), self.to.and_then(date));
        let value = match (earliest, latest) {
            (Some(a), Some(b)) if a == b => a.to_string(),
            (Some(a), Some(b)) => match self.weekday {
                Some(w) if a.year() == b.year() => format!("{:04}-WXX-{w}", a.year()),
                _ => span(a, b),
            },
            (Some(a), None) => format!("{a}/.."),
            (None, Some(b)) => format!("../{b}"),
            (None, None) => match (self.weekday, self.season) {
                (_, Some((m, Some(d)))) => format!("XXXX-{m:02}-{d:02}"),
                (Some(w), _) => format!("XXXX-WXX-{w}"),
                (_, Some((m, None))) => format!("XXXX-{m:02}"),
                _ if self.past => "PAST_REF".to_owned(),
                _ if self.future => "FUTURE_REF".to_owned(),
                _ => String::new(),
            },
        };
        let certainty = if self.from.is_some() && self.from == self.to {
            Certainty::Inferred
        } else {
            Certainty::Open
        };
        When {
            value,
            earliest,
            latest,
            certainty,
        }
    }
}

/// EDTF of a span of days: a year, a month, a week or an interval.
fn span(a: Date, b: Date) -> String {
    if a.day() == 1 && b == b.last_of_month() {
        if a.month() == 1 && b.month() == 12 && a.year() == b.year() {
            return format!("{:04}", a.year());
        }
        if a.month() == b.month() && a.year() == b.year() {
            return format!("{:04}-{:02}", a.year(), a.month());
        }
    }
    if day(b) - day(a) == 6 && a.weekday().to_monday_zero_offset() == 0 {
        let iso = a.iso_week_date();
        return format!("{:04}-W{:02}", iso.year(), iso.week());
    }
    format!("{a}/{b}")
}

/// The days on which a report may have been published.
pub(crate) fn published(dating: &Dating) -> Period {
    let mut out = Period {
        from: dating.earliest.map(day),
        to: dating.latest.map(day),
        ..Period::default()
    };
    if let Some(value) = &dating.value {
        let told = Period::read(value);
        out.from = out.from.or(told.from);
        out.to = out.to.or(told.to);
        out.weekday = told.weekday;
    }
    out
}

/// The number of a day.
pub(crate) fn day(date: Date) -> Day {
    const EPOCH: Date = jiff::civil::date(1970, 1, 1);
    i32::try_from(date.duration_since(EPOCH).as_hours() / 24).unwrap_or(0)
}

/// The day with this number.
pub(crate) fn date(day: Day) -> Option<Date> {
    const EPOCH: Date = jiff::civil::date(1970, 1, 1);
    EPOCH
        .checked_add(SignedDuration::from_hours(24 * i64::from(day)))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_and_written() {
        for value in [
            "2020-12-27",
            "2020-12",
            "2020",
            "2020-W51",
            "2021-WXX-4",
            "XXXX-12-24",
            "XXXX-WXX-6",
            "PAST_REF",
        ] {
            assert_eq!(Period::read(value).when().value, value);
        }
        assert_eq!(Period::read("2015-08-07T10:00").when().value, "2015-08-07");
        assert!(!Period::read("P3D").is_dated());
    }

    #[test]
    fn gaps_and_meetings() {
        let p = Period::read;
        assert_eq!(p("2020-W51").gap(&p("2020-12-19")), 0);
        assert_eq!(p("2020-W51").meet(&p("XXXX-WXX-6")).when().value, "2020-12-19");
        assert_eq!(p("2021-12-17").gap(&p("2021-12-24")), 7);
        assert_eq!(p("XXXX-12-17").gap(&p("XXXX-12-24")), 7);
        assert_eq!(p("2021-12-17").gap(&p("XXXX-12-24")), 7);
        assert!(p("XXXX-WXX-4").gap(&p("2020-12-19")) > 0);
        assert!(p("2021").gap(&p("2020-12-19")) > 0);
    }
}

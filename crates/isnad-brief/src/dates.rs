//! EDTF and TIMEX3 values in words.

use crate::desk::Desk;
use isnad_model::{Certainty, Date, Dating, When};
use jiff::civil::Weekday;

/// A date in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DateWords {
    /// The form that was chosen, for its variant inside a sentence.
    key: &'static str,
    /// As a label ("December 2020").
    pub(crate) bare: String,
}

impl Desk<'_> {
    /// When, as a label; the wording for an unknown date where nothing is known.
    pub(crate) fn date_label(&self, when: &When) -> String {
        let date = self.date_words(&when.value, when.earliest, when.latest);
        if date.bare.is_empty() {
            return self.wording.date("unknown", &[]);
        }
        self.hedged(date.bare, when.certainty, &when.value)
    }

    /// When, as it stands inside a sentence ("in December 2020"); empty where nothing is known.
    pub(crate) fn date_at(&self, when: &When) -> String {
        let date = self.date_words(&when.value, when.earliest, when.latest);
        if date.bare.is_empty() || date.key == "past" || date.key == "present" {
            return String::new();
        }
        let at = self.at(&date);
        if when.certainty == Certainty::Approximate {
            self.wording.date("about", &[("date", &at)])
        } else {
            at
        }
    }

    /// A value without bounds, as a label.
    pub(crate) fn value_label(&self, value: &str) -> String {
        self.date_words(value, None, None).bare
    }

    /// A publication date inside a sentence.
    pub(crate) fn published_at(&self, dating: &Dating) -> String {
        let value = dating.value.as_deref().unwrap_or("");
        // the hour of publication is of no use in a list of sources
        let date = self.date_words(
            value.split('T').next().unwrap_or(""),
            dating.earliest,
            dating.latest,
        );
        if date.bare.is_empty() {
            String::new()
        } else {
            self.at(&date)
        }
    }

    fn hedged(&self, bare: String, certainty: Certainty, value: &str) -> String {
        match certainty {
            Certainty::Approximate => self.wording.date("about", &[("date", &bare)]),
            Certainty::Inferred if !value.contains('X') && !value.contains('_') => {
                self.wording.date("inferred", &[("date", &bare)])
            }
            _ => bare,
        }
    }

    fn at(&self, date: &DateWords) -> String {
        self.wording
            .date(&format!("{}-at", date.key), &[("date", &date.bare)])
    }

    /// A value in words, narrowed by its bounds where it is open itself.
    pub(crate) fn date_words(&self, value: &str, earliest: Option<Date>, latest: Option<Date>) -> DateWords {
        let plain = value.trim_end_matches(['?', '~', '%']);
        let open = plain.is_empty() || plain.contains(['X', '_']);
        let words = self.value_words(plain);
        if !open && !words.bare.is_empty() {
            return words;
        }
        match (earliest, latest) {
            (Some(a), Some(b)) if a <= b => {
                if let Some(day) = pattern_weekday(plain).filter(|_| a != b) {
                    let span = self.span(a, b);
                    return self.form(
                        "weekday-between",
                        &[("weekday", self.any_weekday(day)), ("span", &span.bare)],
                    );
                }
                // a day or month of an unknown year says more than a span of years
                if plain.starts_with("XXXX-") && a.year() != b.year() && !words.bare.is_empty() {
                    return words;
                }
                self.span(a, b)
            }
            _ if !words.bare.is_empty() => words,
            (Some(a), None) => self.form("after", &[("from", &self.plain(a))]),
            (None, Some(b)) => self.form("before", &[("to", &self.plain(b))]),
            _ => words,
        }
    }

    fn value_words(&self, value: &str) -> DateWords {
        match value {
            "" => return DateWords::default(),
            "PAST_REF" => return self.form("past", &[]),
            "PRESENT_REF" => return self.form("present", &[]),
            "FUTURE_REF" => return self.form("future", &[]),
            _ => {}
        }
        if let Some(list) = value
            .strip_prefix(['[', '{'])
            .map(|v| v.trim_end_matches([']', '}']))
        {
            return match list.split_once("..") {
                Some((from, to)) => self.interval(from, to),
                None => {
                    let items: Vec<String> = list
                        .split(',')
                        .map(|v| self.value_words(v.trim()).bare)
                        .filter(|v| !v.is_empty())
                        .collect();
                    self.form("either", &[("dates", &self.list(&items))])
                }
            };
        }
        if let Some((from, to)) = value.split_once('/') {
            return self.interval(from, to);
        }
        if let Some(length) = value.strip_prefix('P') {
            return self.form("duration", &[("length", &self.length(length))]);
        }
        if let Some((date, time)) = value.split_once('T') {
            return self.time(date, time);
        }
        self.calendar_date(value)
    }

    fn interval(&self, from: &str, to: &str) -> DateWords {
        let (from, to) = (
            from.trim_matches(['.', '?', '~', '%']),
            to.trim_matches(['.', '?', '~', '%']),
        );
        if let (Ok(a), Ok(b)) = (from.parse::<Date>(), to.parse::<Date>()) {
            return self.span(a.min(b), a.max(b));
        }
        let end = |v: &str| {
            v.parse::<Date>()
                .map_or_else(|_| self.value_words(v).bare, |d| self.plain(d))
        };
        let (a, b) = (end(from), end(to));
        match (a.is_empty(), b.is_empty()) {
            (false, false) => self.form("between", &[("from", &a), ("to", &b)]),
            (false, true) => self.form("after", &[("from", &a)]),
            (true, false) => self.form("before", &[("to", &b)]),
            _ => DateWords::default(),
        }
    }

    /// From one day to another, both possible: a month or year where they are its ends.
    fn span(&self, a: Date, b: Date) -> DateWords {
        if a == b {
            return self.day(a);
        }
        let year = a.year().to_string();
        if a == a.first_of_year() && b == a.last_of_year() {
            return self.form("year", &[("year", &year)]);
        }
        if (a.year(), a.month()) == (b.year(), b.month()) {
            if a.day() == 1 && b == a.last_of_month() {
                return self.form("month", &[("month", self.month(a.month())), ("year", &year)]);
            }
            let (from, to) = (a.day().to_string(), b.day().to_string());
            return self.form(
                "between-days",
                &[
                    ("from", &from),
                    ("to", &to),
                    ("month", self.month(a.month())),
                    ("year", &year),
                ],
            );
        }
        let from = if a.year() == b.year() {
            self.wording.date(
                "day-month",
                &[("day", &a.day().to_string()), ("month", self.month(a.month()))],
            )
        } else {
            self.plain(a)
        };
        self.form("between", &[("from", &from), ("to", &self.plain(b))])
    }

    fn calendar_date(&self, value: &str) -> DateWords {
        if let Ok(day) = value.parse::<Date>() {
            return self.day(day);
        }
        let mut parts = value.split('-');
        let year = parts.next().unwrap_or("");
        let (second, third) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
        let known = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
        if let Some(week) = second.strip_prefix('W') {
            return self.week(year, week, third, known);
        }
        let month = second.parse::<i8>().ok();
        if let Some(n) = second
            .strip_prefix('Q')
            .and_then(|q| q.parse::<usize>().ok())
            .filter(|_| known)
        {
            let number = self
                .wording
                .calendar
                .quarters
                .get(n.wrapping_sub(1))
                .map_or("", String::as_str);
            return self.form("quarter", &[("number", number), ("year", year)]);
        }
        let season = match second {
            "SP" | "21" => Some(0),
            "SU" | "22" => Some(1),
            "FA" | "AU" | "23" => Some(2),
            "WI" | "24" => Some(3),
            _ => None,
        };
        if let Some(season) = season.filter(|_| known) {
            let name = self
                .wording
                .calendar
                .seasons
                .get(season)
                .map_or("", String::as_str);
            return self.form("season", &[("season", name), ("year", year)]);
        }
        match (known, month.filter(|m| (1..=12).contains(m)), third) {
            (true, Some(m), "") => self.form("month", &[("month", self.month(m)), ("year", year)]),
            (true, Some(m), _) => self.form("day-of-month", &[("month", self.month(m)), ("year", year)]),
            (true, None, "") if second.is_empty() => self.form("year", &[("year", year)]),
            (true, None, _) => self.form("month-of-year", &[("year", year)]),
            (false, Some(m), "" | "XX") => self.form("month-no-year", &[("month", self.month(m))]),
            (false, Some(m), day) => {
                let day = day.trim_start_matches('0');
                self.form("day-no-year", &[("day", day), ("month", self.month(m))])
            }
            (false, None, _) => self.rough_year(year),
        }
    }

    /// `201X`, `19XX`, `201`, `19`.
    fn rough_year(&self, year: &str) -> DateWords {
        let digits = year.trim_end_matches('X');
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) || year.len() > 4 {
            return DateWords::default();
        }
        match digits.len() {
            3 => self.form("decade", &[("year", &format!("{digits}0"))]),
            2 => {
                let century = digits.parse::<u16>().map_or(0, |n| n + 1).to_string();
                self.form("century", &[("year", &century)])
            }
            _ => DateWords::default(),
        }
    }

    fn week(&self, year: &str, week: &str, day: &str, known: bool) -> DateWords {
        let weekday = day.parse::<i8>().ok().filter(|d| (1..=7).contains(d));
        let monday = week.parse::<i8>().ok().filter(|_| known).and_then(|w| {
            jiff::civil::ISOWeekDate::new(year.parse().ok()?, w, Weekday::Monday)
                .ok()
                .map(|d| d.date())
        });
        if let Some(monday) = monday {
            let offset = i64::from(weekday.unwrap_or(1) - 1);
            let date = monday.saturating_add(jiff::Span::new().days(offset));
            if weekday.is_some() {
                return self.day(date);
            }
            let sunday = monday.saturating_add(jiff::Span::new().days(6_i64));
            if monday.month() == sunday.month() {
                let (from, to, year) = (
                    monday.day().to_string(),
                    sunday.day().to_string(),
                    sunday.year().to_string(),
                );
                return self.form(
                    "week-days",
                    &[
                        ("from", &from),
                        ("to", &to),
                        ("month", self.month(sunday.month())),
                        ("year", &year),
                    ],
                );
            }
            return self.form(
                "week",
                &[("from", &self.plain(monday)), ("to", &self.plain(sunday))],
            );
        }
        match (weekday, known) {
            (Some(d), true) => self.form(
                "weekday-of-year",
                &[("weekday", self.any_weekday(d)), ("year", year)],
            ),
            (Some(d), false) => self.form("weekday", &[("weekday", self.any_weekday(d))]),
            (None, true) => self.form("month-of-year", &[("year", year)]),
            (None, false) => DateWords::default(),
        }
    }

    fn time(&self, date: &str, time: &str) -> DateWords {
        let date = if date.is_empty() || date.starts_with("XXXX-XX-XX") {
            DateWords::default()
        } else {
            self.value_words(date)
        };
        if date.bare.is_empty() {
            return date;
        }
        let part = match time {
            "MO" => Some(0),
            "AF" | "MI" => Some(1),
            "EV" => Some(2),
            "NI" => Some(3),
            _ => None,
        };
        let bare = match part.and_then(|p| self.wording.calendar.parts.get(p)) {
            Some(part) => self.wording.date("part", &[("date", &date.bare), ("part", part)]),
            None if time.as_bytes().first().is_some_and(u8::is_ascii_digit) => {
                let clock: String = time.chars().take(5).collect();
                self.wording
                    .date("clock", &[("date", &date.bare), ("time", &clock)])
            }
            None => return date,
        };
        DateWords { key: date.key, bare }
    }

    /// `10M`, `XY`, `1Y6M`, `T5H`.
    fn length(&self, value: &str) -> String {
        let mut items = Vec::new();
        let mut number = String::new();
        let mut clock = false;
        for c in value.chars() {
            let unit = match c {
                'T' => {
                    clock = true;
                    continue;
                }
                'Y' => 0,
                'M' if !clock => 1,
                'W' => 2,
                'D' => 3,
                'H' => 4,
                c if c.is_ascii_digit() || c == 'X' || c == '.' => {
                    number.push(c);
                    continue;
                }
                _ => {
                    number.clear();
                    continue;
                }
            };
            let noun = ["years", "months", "weeks", "days", "hours"]
                .get(unit)
                .copied()
                .unwrap_or_default();
            match number.parse::<usize>() {
                Ok(n) => items.push(self.wording.count(noun, n)),
                Err(_) => {
                    let several = self.wording.calendar.several.get(unit).map_or("", String::as_str);
                    items.push(self.wording.date("several", &[("unit", several)]));
                }
            }
            number.clear();
        }
        self.list(&items)
    }

    fn day(&self, date: Date) -> DateWords {
        let weekday = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
        let name = self
            .wording
            .calendar
            .weekdays
            .get(weekday)
            .map_or("", String::as_str);
        let (day, year) = (date.day().to_string(), date.year().to_string());
        self.form(
            "day",
            &[
                ("weekday", name),
                ("day", &day),
                ("month", self.month(date.month())),
                ("year", &year),
            ],
        )
    }

    fn plain(&self, date: Date) -> String {
        let (day, year) = (date.day().to_string(), date.year().to_string());
        self.wording.date(
            "plain",
            &[
                ("day", &day),
                ("month", self.month(date.month())),
                ("year", &year),
            ],
        )
    }

    fn month(&self, month: i8) -> &str {
        let at = usize::try_from(month - 1).unwrap_or(0);
        self.wording.calendar.months.get(at).map_or("", String::as_str)
    }

    fn any_weekday(&self, day: i8) -> &str {
        let at = usize::try_from(day - 1).unwrap_or(0);
        self.wording
            .calendar
            .any_weekday
            .get(at)
            .map_or("", String::as_str)
    }

    fn form(&self, key: &'static str, slots: &[(&str, &str)]) -> DateWords {
        DateWords {
            key,
            bare: self.wording.date(key, slots),
        }
    }
}

/// The weekday of a pattern like `XXXX-WXX-4`.
fn pattern_weekday(value: &str) -> Option<i8> {
    let (_, day) = value.split_once("-WXX-")?;
    day.get(..1)?.parse().ok().filter(|d| (1..=7).contains(d))
}

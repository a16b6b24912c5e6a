//! What an open time expression means once the day of publication is known, or known to be one of several.

use crate::{Direction, Grain, Reading, TimeExpression};
use jiff::civil::{Date, Weekday};
use jiff::{Span as Length, ToSpan};

/// How far ahead, in days, a date without year and without a word for the future lies at most.
const AHEAD: i32 = 183;

/// How far back or ahead "last May" and "next May" reach at most, in days: beyond that, writers name the year.
pub const REACH: i32 = 280;

impl Reading {
    /// The value on a day of publication: ISO 8601 down to the grain of the words.
    ///
    /// ```
    /// use isnad_model::{Reading, Direction};
    /// let next = Reading { month: Some(12), day: Some(24), direction: Direction::Future, ..Reading::default() };
    /// assert_eq!(next.on("2021-06-18".parse().unwrap()).as_deref(), Some("2021-12-24"));
    /// ```
    pub fn on(&self, day: Date) -> Option<String> {
        self.counted(day).map(Value::text)
    }

    /// The first and the last day that these words mean on a day of publication, see [`bounds`].
    pub fn bounds_on(&self, day: Date) -> Option<(Date, Date)> {
        self.counted(day)?.bounds()
    }

    fn counted(&self, day: Date) -> Option<Value> {
        if self.year.is_some() && self.day.is_some() {
            return Some(Value::Text(self.pattern()));
        }
        if let Some(hijri) = self.hijri {
            let shift = self.shift.filter(|_| self.unit == Some(Grain::Year));
            let (first, last) = hijri.on(day, self.direction, shift)?;
            return Some(if first == last {
                Value::Day(first)
            } else {
                Value::Text(format!("{first}/{last}"))
            });
        }
        let dated = self.month.is_some() && self.unit == Some(Grain::Day);
        if let (Some(shift), Some(unit), false) = (self.shift, self.unit, dated) {
            return self.shifted(day, shift, unit);
        }
        match (self.year, self.month, self.day, self.weekday) {
            (Some(_), ..) => Some(Value::Text(self.pattern())),
            (None, Some(month), Some(number), _) => self.day_of_year(day, month, number).map(Value::Day),
            (None, Some(month), None, _) => Some(Value::Month(self.year_of_month(day, month), month)),
            (None, None, None, Some(weekday)) => self.nearest_weekday(day, weekday).map(Value::Day),
            _ => None,
        }
    }

    /// The value where nothing is known of the day of publication.
    ///
    /// ```
    /// use isnad_model::{Reading, Grain};
    /// assert_eq!(Reading { month: Some(12), day: Some(24), ..Reading::default() }.pattern(), "XXXX-12-24");
    /// assert_eq!(Reading { weekday: Some(4), ..Reading::default() }.pattern(), "XXXX-WXX-4");
    /// assert_eq!(Reading { shift: Some(-1), unit: Some(Grain::Day), ..Reading::default() }.pattern(), "XXXX-XX-XX");
    /// ```
    pub fn pattern(&self) -> String {
        if let Some(hijri) = self.hijri {
            return if hijri.day.is_some() {
                "XXXX-XX-XX"
            } else {
                "XXXX-XX"
            }
            .to_owned();
        }
        let year = self.year.map_or_else(|| "XXXX".to_owned(), |y| format!("{y:04}"));
        match (self.month, self.day, self.weekday) {
            (Some(m), Some(d), _) => format!("{year}-{m:02}-{d:02}"),
            (Some(m), None, _) => format!("{year}-{m:02}"),
            (None, Some(d), _) => format!("{year}-XX-{d:02}"),
            (None, None, Some(w)) => format!("{year}-WXX-{w}"),
            (None, None, None) if self.year.is_some() => year,
            _ => match self.unit {
                Some(Grain::Week) => "XXXX-WXX".to_owned(),
                Some(Grain::Month) => "XXXX-XX".to_owned(),
                Some(Grain::Quarter) => "XXXX-QX".to_owned(),
                Some(Grain::Year) => "XXXX".to_owned(),
                Some(Grain::Decade) => "XXXX".to_owned(),
                Some(Grain::Century) => "XXXX".to_owned(),
                _ => "XXXX-XX-XX".to_owned(),
            },
        }
    }

    /// Does the value hang on the day of publication?
    pub fn is_open(&self) -> bool {
        self.year.is_none()
    }

    /// Can the report have been published on this day, as far as these words tell? With `soft` the words reach no
    /// further than writers usually let them, see [`REACH`].
    pub fn allows(&self, day: Date, soft: bool) -> bool {
        if let (Some(shift), Some(Grain::Day), Some(weekday)) = (self.shift, self.unit, self.weekday) {
            return add(day, shift, Grain::Day).is_some_and(|d| number(d.weekday()) == weekday);
        }
        if let (Some(weekday), None, Some(_), Some(_)) = (self.weekday, self.year, self.month, self.day)
            && soft
        {
            let counted = self.counted(day).and_then(|v| match v {
                Value::Day(day) => Some(day),
                Value::Text(value) => value.parse().ok(),
                Value::Month(..) | Value::Year(_) => None,
            });
            return counted.is_none_or(|d| number(d.weekday()) == weekday);
        }
        if !soft || self.shift.is_some() || self.month.is_none() {
            return true;
        }
        let reach = match self.direction {
            Direction::Past | Direction::Future => REACH,
            _ => return true,
        };
        let Some(value) = self.counted(day) else {
            return true;
        };
        let (first, last) = value.bounds().unwrap_or((day, day));
        days(first.min(day), day) <= reach && days(day, last.max(day)) <= reach + 30
    }

    fn shifted(&self, day: Date, shift: i32, unit: Grain) -> Option<Value> {
        let target = add(day, shift, unit)?;
        let year = target.year();
        Some(Value::Text(match unit {
            Grain::Week => {
                let week = target.iso_week_date();
                match self.weekday {
                    Some(w) => {
                        let monday = week.first_of_week().ok()?;
                        let day = monday.date().checked_add((i64::from(w) - 1).days()).ok()?;
                        return Some(Value::Day(day));
                    }
                    None => format!("{:04}-W{:02}", week.year(), week.week()),
                }
            }
            Grain::Month => match self.day {
                Some(d) => format!("{year:04}-{:02}-{d:02}", target.month()),
                None => return Some(Value::Month(year, target.month() as u8)),
            },
            Grain::Quarter => format!("{year:04}-Q{}", (target.month() - 1) / 3 + 1),
            Grain::Year => match (self.month, self.day) {
                (Some(m), Some(d)) => format!("{year:04}-{m:02}-{d:02}"),
                (Some(m), None) => format!("{year:04}-{m:02}"),
                _ => return Some(Value::Year(year)),
            },
            Grain::Decade => format!("{:03}X", year / 10),
            Grain::Century => format!("{:02}XX", year / 100),
            _ => {
                return match self.weekday {
                    // "yesterday, Thursday" on a page of another day: the named weekday counts
                    Some(w) if number(target.weekday()) != w => Self {
                        weekday: Some(w),
                        direction: Direction::Open,
                        ..Self::default()
                    }
                    .counted(target.max(day.yesterday().ok()?)),
                    _ => Some(Value::Day(target)),
                };
            }
        }))
    }

    fn day_of_year(&self, day: Date, month: u8, number_: u8) -> Option<Date> {
        let in_year = |y: i16| Date::new(y, month as i8, number_ as i8).ok();
        let mut candidates = (-9..=9).filter_map(|k| in_year(day.year() + k));
        match self.direction {
            Direction::Past => candidates.rfind(|d| *d < day),
            // the weekday can name the day itself: "to meet on Monday, 27 July" in a report of that day
            Direction::Future => {
                candidates.find(|d| *d > day || *d == day && self.weekday == Some(number(day.weekday())))
            }
            Direction::Present => in_year(day.year()),
            Direction::Open => {
                let before = candidates.clone().rfind(|d| *d <= day);
                let after = candidates.find(|d| *d > day && days(day, *d) <= AHEAD);
                // of the nearest two a weekday chooses; it does not look further, most that fit neither are slips
                let fits = |d: &Option<Date>| d.is_some_and(|d| self.weekday == Some(number(d.weekday())));
                match (fits(&before), fits(&after)) {
                    (true, false) => before,
                    (false, true) => after,
                    // without a word the nearest, with some leaning to the past
                    _ => after
                        .filter(|d| before.is_none_or(|b| days(day, *d) < days(b, day)))
                        .or(before),
                }
            }
        }
    }

    fn year_of_month(&self, day: Date, month: u8) -> i16 {
        let (y, now) = (day.year(), day.month() as u8);
        match self.direction {
            Direction::Past => {
                if month < now {
                    y
                } else {
                    y - 1
                }
            }
            Direction::Future => {
                if month > now {
                    y
                } else {
                    y + 1
                }
            }
            Direction::Present => y,
            // without a word, the nearest, with some leaning to the past
            Direction::Open => match (month + 12 - now) % 12 {
                ahead @ 0..=4 => y + i16::from(now + ahead > 12),
                _ => {
                    if month < now {
                        y
                    } else {
                        y - 1
                    }
                }
            },
        }
    }

    fn nearest_weekday(&self, day: Date, weekday: u8) -> Option<Date> {
        let today = i64::from(number(day.weekday()));
        let back = (today - i64::from(weekday)).rem_euclid(7);
        let step = match self.direction {
            Direction::Past => {
                if back == 0 {
                    -7
                } else {
                    -back
                }
            }
            Direction::Future => 7 - back,
            Direction::Present | Direction::Open => -back,
        };
        day.checked_add(step.days()).ok()
    }
}

impl TimeExpression {
    /// The value on a day of publication, with the time of the day that the words give.
    pub fn on(&self, day: Date) -> Option<String> {
        let value = self.reading?.on(day)?;
        Some(match self.clock() {
            Some(clock) => format!("{value}T{clock}"),
            None => value,
        })
    }

    /// The time of the day that the words give, as the end of a value: `10:00`, `MO`.
    pub fn clock(&self) -> Option<&str> {
        let (_, clock) = self.literal.split_once('T')?;
        (!self.literal.starts_with('P')).then_some(clock)
    }

    /// The value where the day of publication is one of several: what is common to all.
    pub fn over(&self, mut days: impl Iterator<Item = Date>) -> Option<String> {
        let reading = self.reading?;
        let weekday = reading.weekday.filter(|_| reading.month.is_none());
        let mut last = reading.counted(days.next()?)?;
        let mut common = Common::new(last.clone());
        for day in days {
            let value = reading.counted(day)?;
            // all days of a month, and of a year, say the same
            if value == last {
                continue;
            }
            last.clone_from(&value);
            common = common.with(value, weekday)?;
            if weekday.is_some() && common.is_nothing() {
                break;
            }
        }
        let value = common.text(weekday);
        Some(match self.clock() {
            Some(clock) => format!("{value}T{clock}"),
            None => value,
        })
    }
}

/// What words mean on a day of publication. Most mean a day, a month or a year, which need no text.
#[derive(Clone, Debug, PartialEq)]
enum Value {
    Day(Date),
    Month(i16, u8),
    Year(i16),
    Text(String),
}

impl Value {
    fn text(self) -> String {
        match self {
            Self::Day(day) => day.to_string(),
            Self::Month(year, month) => format!("{year:04}-{month:02}"),
            Self::Year(year) => format!("{year:04}"),
            Self::Text(text) => text,
        }
    }

    fn bounds(&self) -> Option<(Date, Date)> {
        match self {
            Self::Day(day) => Some((*day, *day)),
            Self::Month(year, month) => {
                let first = Date::new(*year, *month as i8, 1).ok()?;
                Some((first, first.last_of_month()))
            }
            Self::Year(year) => Some((Date::new(*year, 1, 1).ok()?, Date::new(*year, 12, 31).ok()?)),
            Self::Text(value) => bounds(value),
        }
    }
}

/// What several values have in common.
enum Common {
    /// Days: the first, and whether all have its year, its month, its day.
    Days(Date, [bool; 3]),
    Text(String),
}

impl Common {
    fn new(value: Value) -> Self {
        match value {
            Value::Day(day) => Self::Days(day, [true; 3]),
            other => Self::Text(other.text()),
        }
    }

    /// Days that share neither year nor month nor number: no more of them change that.
    fn is_nothing(&self) -> bool {
        matches!(self, Self::Days(_, [false, false, false]))
    }

    /// With one more value; none where nothing is common to them.
    fn with(self, value: Value, weekday: Option<u8>) -> Option<Self> {
        if let (Self::Days(first, same), Value::Day(day)) = (&self, &value) {
            let [year, month, number] = same;
            let same = [
                *year && first.year() == day.year(),
                *month && first.month() == day.month(),
                *number && first.day() == day.day(),
            ];
            return Some(Self::Days(*first, same));
        }
        let (common, value) = (self.text(weekday), value.text());
        Some(Self::Text(if common == value {
            common
        } else {
            generalize(&common, &value, weekday)?
        }))
    }

    fn text(self, weekday: Option<u8>) -> String {
        let (first, [year, month, day]) = match self {
            Self::Text(text) => return text,
            Self::Days(first, same) => (first, same),
        };
        let value = first.to_string();
        if year && month && day {
            return value;
        }
        let part = |known: bool, part: &str| match known {
            true => part.to_owned(),
            false => "X".repeat(part.len()),
        };
        let year = part(year, value.get(..4).unwrap_or_default());
        match weekday {
            Some(w) => format!("{year}-WXX-{w}"),
            None => {
                let [month, day] = [
                    part(month, value.get(5..7).unwrap_or_default()),
                    part(day, value.get(8..).unwrap_or_default()),
                ];
                format!("{year}-{month}-{day}")
            }
        }
    }
}

/// The first and the last day of a value; none for patterns with unknown digits and for durations.
///
/// ```
/// # use isnad_model::calendar::bounds;
/// let (first, last) = bounds("2020-W51").unwrap();
/// assert_eq!((first.to_string(), last.to_string()), ("2020-12-14".into(), "2020-12-20".into()));
/// ```
pub fn bounds(value: &str) -> Option<(Date, Date)> {
    if let Some((from, to)) = value.split_once('/') {
        return Some((bounds(from)?.0, bounds(to)?.1));
    }
    let date = value.split('T').next()?;
    let mut parts = date.split('-');
    if let Some(known) = date
        .strip_suffix("XX")
        .or_else(|| date.strip_suffix('X'))
        .filter(|y| !y.is_empty() && date.len() == 4)
    {
        // a century or a decade
        let known: i16 = known.parse().ok()?;
        let years = if date.ends_with("XX") { 100 } else { 10 };
        let first = known.checked_mul(years)?;
        return Some((
            Date::new(first, 1, 1).ok()?,
            Date::new(first + years - 1, 12, 31).ok()?,
        ));
    }
    let year: i16 = parts.next().filter(|y| y.len() == 4)?.parse().ok()?;
    match (parts.next(), parts.next()) {
        (None, _) => Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)),
        (Some(week), rest) if week.starts_with('W') => {
            let week: i8 = week.get(1..)?.parse().ok()?;
            let monday = jiff::civil::ISOWeekDate::new(year, week, Weekday::Monday)
                .ok()?
                .date();
            match rest.map(str::parse::<i64>) {
                None => Some((monday, monday.checked_add(6.days()).ok()?)),
                Some(Err(_)) if date.ends_with("-WE") => {
                    let saturday = monday.checked_add(5.days()).ok()?;
                    Some((saturday, saturday.tomorrow().ok()?))
                }
                Some(Ok(d)) => {
                    let day = monday.checked_add((d - 1).days()).ok()?;
                    Some((day, day))
                }
                Some(Err(_)) => None,
            }
        }
        // quarters and halves
        (Some(part), None) if part.starts_with(['Q', 'H']) => {
            let months = if part.starts_with('Q') { 3 } else { 6 };
            let nth: i8 = part.get(1..)?.parse().ok()?;
            let last = nth.checked_mul(months).filter(|m| (1..=12).contains(m))?;
            Some((
                Date::new(year, last - months + 1, 1).ok()?,
                Date::new(year, last, 1).ok()?.last_of_month(),
            ))
        }
        (Some(month), None) => {
            let first = Date::new(year, month.parse().ok()?, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        (Some(month), Some(day)) => {
            let day = Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()?;
            Some((day, day))
        }
    }
}

/// Days from one date to another.
pub fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |s| s.get_days())
}

/// ISO number of a weekday, 1 (Monday) to 7 (Sunday).
pub fn number(weekday: Weekday) -> u8 {
    weekday.to_monday_one_offset() as u8
}

fn add(day: Date, shift: i32, unit: Grain) -> Option<Date> {
    let n = i64::from(shift);
    let length: Length = match unit {
        Grain::Week => n.weeks(),
        Grain::Month => n.months(),
        Grain::Quarter => (3 * n).months(),
        Grain::Year => n.years(),
        Grain::Decade => (10 * n).years(),
        Grain::Century => (100 * n).years(),
        _ => n.days(),
    };
    day.checked_add(length).ok()
}

/// The common part of two values of one form.
fn generalize(a: &str, b: &str, weekday: Option<u8>) -> Option<String> {
    if a.contains('/') || b.contains('/') {
        return None;
    }
    if let Some(w) = weekday {
        return Some(if a.get(..4) == b.get(..4) {
            format!("{}-WXX-{w}", a.get(..4)?)
        } else {
            format!("XXXX-WXX-{w}")
        });
    }
    let mut common = String::with_capacity(a.len());
    for (n, (x, y)) in a.split('-').zip(b.split('-')).enumerate() {
        if n > 0 {
            common.push('-');
        }
        if x == y {
            common.push_str(x);
        } else {
            // a day or month that is said stays, only the year is open
            common.extend(x.chars().map(|c| if c.is_ascii_digit() { 'X' } else { c }));
        }
    }
    Some(common)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(reading: Reading) -> TimeExpression {
        TimeExpression {
            literal: reading.pattern(),
            reading: Some(reading),
            ..TimeExpression::default()
        }
    }

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn candidates_agree_only_on_what_they_share() {
        let friday = time(Reading {
            weekday: Some(5),
            ..Reading::default()
        });
        let days = |from: &str, n: usize| date(from).series(1.day()).take(n);
        assert_eq!(friday.over(days("2021-06-18", 7)).as_deref(), Some("2021-06-18"));
        assert_eq!(friday.over(days("2021-06-18", 8)).as_deref(), Some("2021-WXX-5"));
        assert_eq!(friday.over(days("2020-12-30", 9)).as_deref(), Some("XXXX-WXX-5"));
        let yesterday = time(Reading {
            shift: Some(-1),
            unit: Some(Grain::Day),
            ..Reading::default()
        });
        assert_eq!(
            yesterday.over(days("2021-06-18", 2)).as_deref(),
            Some("2021-06-XX")
        );
    }

    #[test]
    fn bare_weekdays_look_back_and_bare_months_to_the_nearest() {
        let on = |r: Reading, day: &str| r.on(date(day)).unwrap_or_default();
        assert_eq!(
            on(
                Reading {
                    weekday: Some(6),
                    ..Reading::default()
                },
                "2020-12-19"
            ),
            "2020-12-19"
        );
        assert_eq!(
            on(
                Reading {
                    weekday: Some(7),
                    direction: Direction::Future,
                    ..Reading::default()
                },
                "2020-12-20"
            ),
            "2020-12-27"
        );
        let month = |m| Reading {
            month: Some(m),
            ..Reading::default()
        };
        assert_eq!(on(month(10), "2021-09-02"), "2021-10");
        assert_eq!(on(month(6), "2018-09-30"), "2018-06");
        assert_eq!(on(month(1), "2021-12-20"), "2022-01");
    }
}

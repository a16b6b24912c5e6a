//! Is our value the one expected? Both are brought to one form first; no answer is right for its type alone.
//!
//! | they write | we write | compared |
//! |---|---|---|
//! | a pattern and two resolutions, past and future | TIMEX3 on the day of publication | ours with the pattern and with either resolution |
//! | `T07`, `P3.5Y`, `P0.5Y`, `PT1.5H` | `T07:00`, `P3.5Y`, `P6M`, `PT1H30M` | minutes and amounts |
//! | `(start,end,P3D)`, the end being the first day behind | `2016-11-04/2016-11-22`, a month, a week | first day, and last day or the day behind it |
//! | `(start,end,P3D)` counted from the moment of reading | `P3D` and a direction | the amount, and that the direction is theirs |
//! | a day or second counted back or ahead | the year, month or week in which it lies ("two years ago") | that the one lies in the other |
//! | three, for words such as "a few" | `PXD` | the unit |
//! | a time of day without a day | the same on the day of publication, or on an open day | the time of day |

use isnad::model::{Date, Direction, TimeExpression, calendar};
use serde_json::Value;

/// Is the value of the expression the one expected?
pub(super) fn same(ours: &TimeExpression, theirs: &Value, reference: &str) -> bool {
    let timex = theirs["Timex"].as_str().unwrap_or_default();
    let value = ours.value.as_str();
    if !timex.is_empty() && plain(value, timex) == plain(timex, timex) {
        return true;
    }
    if value.starts_with('P') && !value.ends_with("_REF") {
        return length(ours, theirs, timex, reference);
    }
    ["FutureResolution", "PastResolution"].into_iter().any(|which| {
        let mut bounds: Vec<(&str, &str)> = theirs[which]
            .as_object()
            .into_iter()
            .flatten()
            .filter_map(|(k, v)| Some((k.as_str(), v.as_str()?)))
            .collect();
        // start before end
        bounds.sort_by_key(|(k, _)| k.starts_with("end"));
        match bounds[..] {
            [(_, at)] => point(ours, at, timex),
            [(_, from), (_, to)] => range(value, from, to, timex),
            _ => false,
        }
    })
}

/// Minutes written, seconds of zero left out, an open day before a time of day left out.
fn plain(value: &str, timex: &str) -> String {
    let value = value.strip_prefix("XXXX-XX-XXT").map_or(value, |_| &value[10..]);
    let value = match value.strip_prefix("XXXX-") {
        Some(season)
            if season.starts_with(char::is_alphabetic)
                && !season.starts_with('X')
                && !season.starts_with('W') =>
        {
            season
        }
        _ => value,
    };
    let value = match value.split_once('T') {
        // a time of day without a day is expected
        Some((_, _)) if timex.starts_with('T') && !value.starts_with('P') => {
            &value[value.find('T').unwrap_or(0)..]
        }
        _ => value,
    };
    match value.split_once('T') {
        Some((day, clock)) if !day.starts_with('P') && clock.starts_with(|c: char| c.is_ascii_digit()) => {
            format!("{day}T{}", clock_of(clock))
        }
        _ => value.to_owned(),
    }
}

/// `HH:MM:SS`.
fn clock_of(clock: &str) -> String {
    let mut parts: Vec<&str> = clock.split(':').collect();
    while parts.len() < 3 {
        parts.push("00");
    }
    parts.join(":")
}

/// A resolution `2016-11-08 08:00:00` or `08:00:00` as ours would be.
fn point(ours: &TimeExpression, at: &str, timex: &str) -> bool {
    let value = ours.value.as_str();
    if value.contains('/') {
        return false;
    }
    match (value.split_once('T'), at.split_once(' ')) {
        (Some((day, clock)), Some((d, c))) => day == d && clock_of(clock) == c,
        (Some((_, clock)), None) if timex.starts_with('T') => clock_of(clock) == at,
        (None, None) => {
            let (Some((first, last)), Ok(day)) = (calendar::bounds(value), at.parse::<Date>()) else {
                return false;
            };
            (first, last) == (day, day) || counted(ours) && first <= day && day <= last
        }
        _ => false,
    }
}

/// Is it a date that lies so many units away?
fn counted(ours: &TimeExpression) -> bool {
    ours.reading
        .is_some_and(|r| r.shift.is_some_and(|n| n != 0) && r.unit.is_some())
}

fn range(value: &str, from: &str, to: &str, timex: &str) -> bool {
    let side = |at: &str| -> String { at.replacen(' ', "T", 1) };
    let (first, last) = value.split_once('/').unwrap_or((value, value));
    if timex.starts_with('T') || timex.starts_with("(T") {
        let clock = |v: &str| v.split_once('T').map(|(_, c)| clock_of(c));
        return value.contains('/')
            && clock(first).as_deref() == Some(from)
            && clock(last).as_deref() == Some(to);
    }
    if let (Some((day, code)), Some((start, _))) = (value.split_once('T'), from.split_once(' '))
        && !value.contains('/')
    {
        return timex.rsplit('T').next() == Some(code) && day == start;
    }
    if first.contains('T') || last.contains('T') {
        let full = |v: &str| v.split_once('T').map(|(d, c)| format!("{d}T{}", clock_of(c)));
        return full(first) == Some(side(from)) && full(last) == Some(side(to));
    }
    let (Some((a, _)), Some((b, c))) = (calendar::bounds(first), calendar::bounds(last)) else {
        return false;
    };
    let (Ok(start), Ok(end)) = (
        from.get(..10).unwrap_or_default().parse::<Date>(),
        to.get(..10).unwrap_or_default().parse::<Date>(),
    ) else {
        return false;
    };
    // "rest of the week" begins with the moment of reading
    a == start && (c == end || c.tomorrow().is_ok_and(|d| d == end) || value.contains('/') && b == end)
}

/// Ours is a length of time.
fn length(ours: &TimeExpression, theirs: &Value, timex: &str, reference: &str) -> bool {
    let direction = ours.reading.map_or(Direction::Open, |r| r.direction);
    let expected = if timex.starts_with('P') {
        Some(timex)
    } else {
        timex.strip_suffix(')').and_then(|t| t.rsplit(',').next())
    };
    let Some(mine) = Amount::parse(&ours.value) else {
        return false;
    };
    let said = ours.text.chars().any(|c| c.is_ascii_digit());
    if let Some(expected) = expected {
        let Some(other) = Amount::parse(expected) else {
            return false;
        };
        let same = mine.same(&other, said);
        if timex.starts_with('P') {
            return same;
        }
        let start = theirs["FutureResolution"]
            .as_object()
            .and_then(|o| o.iter().find(|(k, _)| k.starts_with("start")))
            .and_then(|(_, v)| v.as_str())
            .unwrap_or_default();
        let ahead = start.get(..10).unwrap_or_default() >= reference.get(..10).unwrap_or_default();
        let fits = match direction {
            Direction::Past => !ahead || start.contains(' '),
            Direction::Future => ahead,
            _ => true,
        };
        return same && fits;
    }
    let at = theirs["FutureResolution"]
        .as_object()
        .and_then(|o| o.values().next())
        .and_then(Value::as_str)
        .unwrap_or_default();
    let sign = if direction == Direction::Past { -1.0 } else { 1.0 };
    match (seconds(at), seconds(reference)) {
        (Some(a), Some(b)) if mine.open => !said && (a - b) * sign > 0.0,
        (Some(a), Some(b)) => mine.seconds().is_some_and(|s| ((a - b) * sign - s).abs() < 1.0),
        _ => false,
    }
}

/// Seconds of `2016-11-07T16:12:00` since some day.
fn seconds(at: &str) -> Option<f64> {
    let day: Date = at.get(..10)?.parse().ok()?;
    let since = calendar::days(Date::new(2000, 1, 1).ok()?, day);
    let clock: f64 = at
        .get(11..19)
        .unwrap_or("00:00:00")
        .split(':')
        .filter_map(|p| p.parse::<f64>().ok())
        .fold(0.0, |sum, p| sum * 60.0 + p);
    Some(f64::from(since) * 86_400.0 + clock)
}

/// A length of time as numbers of months and seconds.
#[derive(Debug, Default)]
struct Amount {
    months: f64,
    seconds: f64,
    /// The number is not said (`PXD`): the units alone.
    open: bool,
    units: String,
}

impl Amount {
    fn parse(text: &str) -> Option<Self> {
        let mut out = Self::default();
        let (days, clock) = text
            .strip_prefix('P')?
            .split_once('T')
            .map_or((text.strip_prefix('P')?, ""), |(days, clock)| (days, clock));
        for (part, timed) in [(days, false), (clock, true)] {
            let mut number = String::new();
            let mut letters = part.chars().peekable();
            while let Some(c) = letters.next() {
                if c.is_ascii_digit() || c == '.' {
                    number.push(c);
                    continue;
                }
                if c == 'X' {
                    out.open = true;
                    continue;
                }
                let mut unit = c.to_string();
                if matches!(c, 'D' | 'C') && letters.peek() == Some(&'E') {
                    letters.next();
                    unit.push('E');
                }
                let n: f64 = number.parse().unwrap_or(0.0);
                number.clear();
                match (unit.as_str(), timed) {
                    ("Y", false) => out.months += 12.0 * n,
                    ("M", false) => out.months += n,
                    ("Q", false) => out.months += 3.0 * n,
                    ("DE", false) => out.months += 120.0 * n,
                    ("CE", false) => out.months += 1200.0 * n,
                    ("W", false) => out.seconds += 7.0 * 86_400.0 * n,
                    ("D", false) => out.seconds += 86_400.0 * n,
                    ("H", true) => out.seconds += 3600.0 * n,
                    ("M", true) => out.seconds += 60.0 * n,
                    ("S", true) => out.seconds += n,
                    _ => return None,
                }
                if timed {
                    out.units.push('T');
                }
                out.units.push_str(&unit);
            }
        }
        Some(out)
    }

    fn same(&self, other: &Self, said: bool) -> bool {
        if self.open {
            return !said && self.units == other.units;
        }
        (self.months - other.months).abs() < 1e-6 && (self.seconds - other.seconds).abs() < 1e-6
    }

    /// None for months, which have no fixed length.
    fn seconds(&self) -> Option<f64> {
        (self.months == 0.0).then_some(self.seconds)
    }
}

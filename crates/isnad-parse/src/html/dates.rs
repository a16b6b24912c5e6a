//! Dates as machines write them: ISO 8601 and its relatives, RFC 2822, figures in addresses.

use jiff::civil::Date;

/// A day, with the clock time where one is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Day {
    /// ISO 8601, to the minute: `2021-05-03`, `2021-05-03T10:15+02:00`.
    pub(super) value: String,
    /// The day as written, in the zone in which it is written.
    pub(super) day: Date,
}

/// Reads a date that is meant for machines.
pub(super) fn parse(text: &str) -> Option<Day> {
    let text = text.trim().trim_matches(['"', '\'']);
    if text.len() > 80 {
        return None;
    }
    iso(text)
        .or_else(|| compact(text))
        .or_else(|| rfc(text))
        .or_else(|| english(text))
        .or_else(|| epoch(text))
        .filter(|d| (1900..2100).contains(&d.day.year()))
}

/// `2021-05-03T10:15:00.000+02:00`, `2021-05-03 10:15:00`, `2021/5/3`.
fn iso(text: &str) -> Option<Day> {
    let mut parts = text.splitn(3, ['-', '/', '.']);
    let year = parts.next().filter(|y| y.len() == 4)?;
    let month = parts.next().filter(|m| m.len() <= 2)?;
    let rest = parts.next()?;
    let figures = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (day, rest) = rest
        .split_at_checked(figures)
        .filter(|(d, _)| (1..=2).contains(&d.len()))?;
    let day = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    Some(with_clock(day, rest.trim_start_matches(['T', 't', ' ', ','])))
}

/// A day with what stands behind it, if that is a clock time.
fn with_clock(day: Date, rest: &str) -> Day {
    let plain = || Day {
        value: day.to_string(),
        day,
    };
    let Some((hour, tail)) = rest.split_once(':') else {
        return plain();
    };
    let minute = tail.get(..2).unwrap_or("");
    let (Ok(h), Ok(m)) = (hour.trim().parse::<u8>(), minute.parse::<u8>()) else {
        return plain();
    };
    let half = tail.to_ascii_lowercase();
    let h = match (half.contains("pm"), half.contains("am")) {
        (true, _) if h < 12 => h + 12,
        (_, true) if h == 12 => 0,
        _ => h,
    };
    if h > 23 || m > 59 {
        return plain();
    }
    Day {
        value: format!("{day}T{h:02}:{m:02}{}", zone(tail.get(2..).unwrap_or(""))),
        day,
    }
}

/// The offset from UTC at the end of a clock time.
fn zone(tail: &str) -> String {
    let tail = tail.trim();
    if tail.ends_with(['Z', 'z']) || tail.ends_with("GMT") || tail.ends_with("UTC") {
        return "Z".to_owned();
    }
    let Some(at) = tail.rfind(['+', '-']) else {
        return String::new();
    };
    let digits: String = tail
        .get(at + 1..)
        .unwrap_or("")
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    let sign = tail.get(at..=at).unwrap_or("+");
    match (digits.get(..2), digits.get(2..4)) {
        (Some(h), Some(m)) if digits.len() == 4 => format!("{sign}{h}:{m}"),
        (Some(h), None) if digits.len() == 2 => format!("{sign}{h}:00"),
        _ => String::new(),
    }
}

/// `20210503`, `20210503T101500Z`, `20210503101500`.
fn compact(text: &str) -> Option<Day> {
    let figures = text.bytes().take_while(u8::is_ascii_digit).count();
    if figures != 8 && figures != 14 {
        return None;
    }
    let day = eight(text.get(..8)?)?;
    let rest = text.get(8..)?.trim_start_matches(['T', 't', ' ']);
    let clock = match (rest.get(..2), rest.get(2..4)) {
        (Some(h), Some(m)) if rest.bytes().take(4).all(|b| b.is_ascii_digit()) => {
            format!("{h}:{m}{}", rest.get(4..).unwrap_or(""))
        }
        _ => rest.to_owned(),
    };
    Some(with_clock(day, &clock))
}

fn eight(figures: &str) -> Option<Date> {
    let number = |from: usize, to: usize| figures.get(from..to)?.parse::<i8>().ok();
    Date::new(figures.get(..4)?.parse().ok()?, number(4, 6)?, number(6, 8)?).ok()
}

/// `Mon, 03 May 2021 10:15:00 +0200`.
fn rfc(text: &str) -> Option<Day> {
    let zoned = jiff::fmt::rfc2822::parse(text).ok()?;
    let day = zoned.date();
    Some(Day {
        value: format!(
            "{day}T{:02}:{:02}{}",
            zoned.hour(),
            zoned.minute(),
            if zoned.offset().seconds() == 0 {
                "Z".to_owned()
            } else {
                zone(&zoned.strftime("%:z").to_string())
            }
        ),
        day,
    })
}

/// `May 3, 2021 10:15 am`, `3 May 2021`, `Mon May 03 2021 10:15:00 GMT+0200`: the months of RFC 2822, whatever the order.
fn english(text: &str) -> Option<Day> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let words: Vec<&str> = text
        .split([' ', ',', '-', '/'])
        .filter(|w| !w.is_empty())
        .collect();
    let month = words.iter().find_map(|w| {
        let head = w.get(..3)?.to_ascii_lowercase();
        let n = MONTHS.iter().position(|m| *m == head)?;
        w.chars()
            .all(|c| c.is_ascii_alphabetic() || c == '.')
            .then_some(n)
    })?;
    let year = words
        .iter()
        .find(|w| w.len() == 4 && w.bytes().all(|b| b.is_ascii_digit()))?
        .parse()
        .ok()?;
    let day = words
        .iter()
        .filter_map(|w| {
            w.trim_end_matches(|c: char| c.is_ascii_alphabetic())
                .parse::<i8>()
                .ok()
        })
        .find(|d| (1..=31).contains(d))?;
    let day = Date::new(year, i8::try_from(month).ok()? + 1, day).ok()?;
    let clock = words.iter().position(|w| w.contains(':'));
    Some(with_clock(
        day,
        &clock.and_then(|i| words.get(i..)).unwrap_or_default().join(" "),
    ))
}

/// Seconds or milliseconds since 1970.
fn epoch(text: &str) -> Option<Day> {
    let seconds: i64 = match (text.len(), text.parse::<i64>().ok()?) {
        (10, n) => n,
        (13, n) => n / 1000,
        _ => return None,
    };
    let stamp = jiff::Timestamp::from_second(seconds).ok()?;
    let time = jiff::tz::TimeZone::UTC.to_datetime(stamp);
    Some(Day {
        value: format!("{}T{:02}:{:02}Z", time.date(), time.hour(), time.minute()),
        day: time.date(),
    })
}

/// The day in an address: `/2021/05/03/`, `/2021/5/3/`, `/2021-05-03-`, `/20210503/`.
pub(super) fn in_address(url: &str) -> Option<Day> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split(['?', '#']).next().unwrap_or("");
    let mut figures: Vec<(&str, bool)> = Vec::new();
    for part in path.split('/').skip(1) {
        for (n, piece) in part.split(['-', '_']).enumerate() {
            figures.push((piece, n == 0));
        }
    }
    let real = |y: &str, m: &str, d: &str| {
        let fits = y.len() == 4 && (1..=2).contains(&m.len()) && (1..=2).contains(&d.len());
        let day = Date::new(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?).ok()?;
        (fits && (1990..2100).contains(&day.year())).then_some(day)
    };
    // `/2021/world/5/3/` too
    let apart = || {
        let whole: Vec<&str> = path.split('/').skip(1).collect();
        whole.windows(4).find_map(|w| {
            let word = w[1].bytes().any(|b| b.is_ascii_alphabetic());
            real(w[0], w[2], w[3]).filter(|_| word)
        })
    };
    let day = figures
        .windows(3)
        .find_map(|w| real(w[0].0, w[1].0, w[2].0))
        .or_else(apart)
        .or_else(|| {
            figures
                .iter()
                .filter(|(f, first)| *first && f.len() == 8 && f.bytes().all(|b| b.is_ascii_digit()))
                .find_map(|(f, _)| eight(f).filter(|d| (1990..2100).contains(&d.year())))
        })?;
    Some(Day {
        value: day.to_string(),
        day,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_machines() {
        for (text, want) in [
            ("2021-05-03T10:15:00.000+02:00", "2021-05-03T10:15+02:00"),
            ("2021-05-03T10:15:00Z", "2021-05-03T10:15Z"),
            ("2021-05-03 10:15:00", "2021-05-03T10:15"),
            ("2021/5/3", "2021-05-03"),
            ("20210503", "2021-05-03"),
            ("20210503T101500Z", "2021-05-03T10:15Z"),
            ("Mon, 03 May 2021 10:15:00 GMT", "2021-05-03T10:15Z"),
            ("May 3, 2021 1:15 pm", "2021-05-03T13:15"),
            ("Mon May 03 2021 10:15:00 GMT+0200", "2021-05-03T10:15+02:00"),
            ("1620036900", "2021-05-03T10:15Z"),
        ] {
            assert_eq!(parse(text).map(|d| d.value).as_deref(), Some(want), "{text}");
        }
        for text in ["", "3/4/2021", "tomorrow", "2021-13-40", "12", "2021"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn days_in_addresses() {
        for (url, want) in [
            ("https://a.example/2021/05/03/envoy-leaves", Some("2021-05-03")),
            ("https://a.example/world/2021/5/3/envoy", Some("2021-05-03")),
            (
                "https://a.example/2021/world/5/3/envoy/index.html",
                Some("2021-05-03"),
            ),
            ("https://a.example/2021-05-03-envoy.html", Some("2021-05-03")),
            ("https://a.example/20210503/envoy", Some("2021-05-03")),
            ("https://a.example/article/20215099", None),
            ("https://2021.example/05/03", None),
        ] {
            assert_eq!(in_address(url).map(|d| d.value).as_deref(), want, "{url}");
        }
    }
}

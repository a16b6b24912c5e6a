//! Dates in the fields of a format: ISO 8601, RFC 2822, seconds since 1970, or as a date line is written.

use crate::dates;
use crate::line::{Line, Shape};
use isnad_lang::Packs;
use isnad_model::{Basis, Dating, Reason};
use isnad_text::{Span, Tokens};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// What a field dates: its value as EDTF, and its day as written. Nothing if it is no date, or one of another age.
pub(crate) fn read(field: &str, packs: &Packs) -> Option<(String, Date)> {
    let field = field.trim();
    let found = iso(field)
        .or_else(|| mail(field))
        .or_else(|| seconds(field))
        .or_else(|| written(field, packs));
    found.filter(|(_, day)| (1800..=2200).contains(&day.year()))
}

/// The dating that a format's field gives.
pub(crate) fn dating(field: &str, reason: &str, packs: &Packs) -> Option<Dating> {
    let (value, day) = read(field, packs)?;
    Some(Dating {
        value: Some(value),
        earliest: Some(day),
        latest: Some(day),
        basis: Basis::Metadata,
        because: vec![Reason::new(reason, [])],
    })
}

/// `2021-09-06`, `2021-09-06T16:45:00+02:00`, `2021-09-06 16:45:00`, `2021/09/06`, `20210906`, `20210906T164500Z`.
pub(crate) fn iso(field: &str) -> Option<(String, Date)> {
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let (day, rest) = match field.get(..10).map(|d| d.replace('/', "-").parse::<Date>()) {
        Some(Ok(day)) => (day, field.get(10..)?),
        _ => {
            let compact = field.get(..8).filter(|d| digits(d))?;
            let rest = field.get(8..)?;
            if rest.bytes().next().is_some_and(|b| b.is_ascii_digit()) && rest.len() != 6 {
                return None;
            }
            let part = |r: std::ops::Range<usize>| compact.get(r).unwrap_or("");
            let day = format!("{}-{}-{}", part(0..4), part(4..6), part(6..8));
            (day.parse::<Date>().ok()?, rest)
        }
    };
    let rest = rest.trim_start_matches(['T', 't', ' ', ',']);
    let (hour, minute, behind) = match rest.as_bytes() {
        [a, b, b':', c, d, ..] if [a, b, c, d].iter().all(|b| b.is_ascii_digit()) => {
            (rest.get(..2)?, rest.get(3..5)?, rest.get(5..)?)
        }
        [a, b, c, d, ..] if [a, b, c, d].iter().all(|b| b.is_ascii_digit()) => {
            (rest.get(..2)?, rest.get(2..4)?, rest.get(4..)?)
        }
        _ => return Some((day.to_string(), day)),
    };
    if hour > "23" || minute > "59" {
        return Some((day.to_string(), day));
    }
    Some((format!("{day}T{hour}:{minute}{}", zone(behind)), day))
}

/// What stands behind a clock time as a zone: `Z`, `+02:00`, `+0200`, ` UTC`; nothing if it is none.
fn zone(behind: &str) -> String {
    let Some(at) = behind.rfind(['+', '-', 'Z', 'z']) else {
        let name = behind.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
        return if matches!(name.trim_end(), "UTC" | "GMT" | "UT") {
            "Z"
        } else {
            ""
        }
        .to_owned();
    };
    let zone = behind.get(at..).unwrap_or("").trim_end();
    let figures: String = zone.chars().filter(char::is_ascii_digit).collect();
    match (zone.as_bytes().first(), figures.len()) {
        (Some(b'Z' | b'z'), 0) => "Z".to_owned(),
        // a sender who does not know his zone tells the time of Greenwich (RFC 2822)
        (Some(b'-'), 4) if figures == "0000" => "Z".to_owned(),
        (Some(b'+' | b'-'), 4) if figures.as_str() < "1500" => {
            format!("{}{}:{}", &zone[..1], &figures[..2], &figures[2..])
        }
        (Some(b'+' | b'-'), 2) if figures.as_str() < "15" => format!("{}{figures}:00", &zone[..1]),
        _ => String::new(),
    }
}

/// `Mon, 06 Sep 2021 16:45:00 +0200`, also with a zone by name or without weekday.
fn mail(field: &str) -> Option<(String, Date)> {
    const MONTHS: &str = "janfebmaraprmayjunjulaugsepoctnovdec";
    let field = field.split_once(',').map_or(field, |(_, rest)| rest).trim_start();
    let mut words = field.split_ascii_whitespace();
    let day: i8 = words.next()?.parse().ok()?;
    let name = words.next()?.get(..3)?.to_ascii_lowercase();
    let at = MONTHS.find(&name).filter(|at| at % 3 == 0)?;
    let year: i16 = words.next()?.parse().ok()?;
    let year = match year {
        0..=49 => year + 2000,
        50..=99 => year + 1900,
        _ => year,
    };
    let day = Date::new(year, i8::try_from(at / 3 + 1).ok()?, day).ok()?;
    let rest: Vec<&str> = words.collect();
    iso(&format!("{day} {}", rest.join(" ")))
}

/// Seconds or milliseconds since 1970, in UTC.
fn seconds(field: &str) -> Option<(String, Date)> {
    let whole = field.split_once('.').map_or(field, |(whole, _)| whole);
    let number: i64 = whole.parse().ok()?;
    let stamp = match whole.len() {
        9 | 10 => Timestamp::from_second(number).ok()?,
        12 | 13 => Timestamp::from_millisecond(number).ok()?,
        _ => return None,
    };
    let at = stamp.to_zoned(TimeZone::UTC).datetime();
    let value = format!("{}T{:02}:{:02}Z", at.date(), at.hour(), at.minute());
    Some((value, at.date()))
}

/// As a line of a report dates itself, in the words of any pack.
fn written(field: &str, packs: &Packs) -> Option<(String, Date)> {
    // figures alone do not say which is the month
    if field.len() > 200 || !field.chars().any(char::is_alphabetic) {
        return None;
    }
    let tokens = Tokens::plain(field);
    let line = Line::new(field, Span::new(0, field.len()), false, Shape::Plain, &tokens)?;
    packs.iter().find_map(|pack| {
        let stamp = dates::read(&line, field, &pack.blocks.dates)
            .stamps
            .into_iter()
            .next()?;
        Some((stamp.value(), stamp.day))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_every_form_are_dates() {
        for (field, value) in [
            ("2021-09-06", "2021-09-06"),
            ("2021-09-06T16:45:00+02:00", "2021-09-06T16:45+02:00"),
            ("2021-09-06 16:45:00", "2021-09-06T16:45"),
            ("2021-09-06T16:45:00.123Z", "2021-09-06T16:45Z"),
            ("2021-09-06T16:45:00-0300", "2021-09-06T16:45-03:00"),
            ("2021/09/06 16:45", "2021-09-06T16:45"),
            ("20210906T164500Z", "2021-09-06T16:45Z"),
            ("20210906164500", "2021-09-06T16:45"),
            ("20210906", "2021-09-06"),
            ("Mon, 06 Sep 2021 16:45:00 GMT", "2021-09-06T16:45Z"),
            ("6 Sep 2021 16:45 +0100", "2021-09-06T16:45+01:00"),
            ("Mon, 06 Sep 21 16:45:00 EST", "2021-09-06T16:45"),
            ("1630946700", "2021-09-06T16:45Z"),
            ("1630946700000", "2021-09-06T16:45Z"),
            ("6 September 2021", "2021-09-06"),
            ("Published: Monday, September 6, 2021", "2021-09-06"),
        ] {
            let found = read(field, Packs::builtin());
            assert_eq!(found.map(|(v, _)| v).as_deref(), Some(value), "{field}");
        }
        for field in [
            "",
            "soon",
            "0001-01-01",
            "0000-00-00",
            "2021-13-40",
            "12",
            "3/4/2021",
            "Monday",
        ] {
            assert_eq!(read(field, Packs::builtin()), None, "{field}");
        }
    }
}

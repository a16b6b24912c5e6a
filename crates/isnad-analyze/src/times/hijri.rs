//! The Hijri calendar (Umm al-Qura).

use icu_calendar::cal::{Hijri, Iso};
use jiff::civil::Date;

/// The Gregorian day of a Hijri date; none outside 1300-1600, where the calendar is not exact.
pub(super) fn to_gregorian(year: i32, month: u8, day: u8) -> Option<Date> {
    if !(1300..=1600).contains(&year) {
        return None;
    }
    let hijri =
        icu_calendar::Date::try_new_hijri_with_calendar(year, month, day, Hijri::new_umm_al_qura()).ok()?;
    let iso = hijri.to_calendar(Iso);
    Date::new(
        iso.year().extended_year().try_into().ok()?,
        iso.month().ordinal.try_into().ok()?,
        iso.day_of_month().0.try_into().ok()?,
    )
    .ok()
}

//! Sets of atoms, and which words fit which.

use super::super::{Sense, pattern::Atom};

/// Years of the Hijri calendar that news speak of.
pub(super) const HIJRI_YEARS: std::ops::RangeInclusive<i32> = 1300..=1500;

/// The ordinal that stands for the last one.
pub(super) const LAST: u8 = 99;

/// Smaller ordinals without a month are places in a row rather than days.
const HIGH: u8 = 20;

/// A set of atoms, a bit each: whether a pattern can begin with a token costs one `and`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct AtomSet(u64, u128);

impl AtomSet {
    pub(super) const EMPTY: Self = Self(0, 0);
    /// All atoms that so many digits of this value fit, whatever stands before them. `ending`: a word is glued to them.
    pub(super) fn digits(value: u32, len: usize, years: (i32, i32), ending: bool) -> Self {
        let year = value as i32;
        let hijri = HIJRI_YEARS.contains(&year);
        let fits = [
            (Atom::Num, true),
            (Atom::Minutes, (1..60).contains(&value)),
            (Atom::Day, len <= 2 && (1..=31).contains(&value)),
            (Atom::MonthNumber, len <= 2 && (1..=12).contains(&value)),
            (Atom::Hour, len <= 2 && value <= 24),
            (Atom::Minute, len == 2 && value < 60),
            (Atom::Second, len == 2 && value < 60),
            (Atom::ShortYear, len == 2),
            (Atom::LongYear, len == 3),
            (
                Atom::Year,
                len == 4 && (hijri || (years.0..=years.1).contains(&year)),
            ),
            (Atom::HijriYear, len == 4 && hijri),
            (Atom::Ord, ending && (1..=99).contains(&value)),
        ];
        let mut all = Self::EMPTY;
        for (atom, fit) in fits {
            if fit {
                all = all.or(Self::of(atom));
            }
        }
        all
    }

    /// A mark: those that dates are written with have a bit each, all others share one.
    pub(super) const fn mark(mark: char) -> Self {
        let bit = match mark {
            '/' => 48,
            '-' => 49,
            ':' => 50,
            ',' => 51,
            '.' => 52,
            '(' => 53,
            ')' => 54,
            '\u{060C}' => 55,
            '\u{2013}' => 56,
            '\'' => 57,
            _ => 63,
        };
        Self(1 << bit, 0)
    }

    /// The set of one atom.
    pub(in super::super) const fn of(atom: Atom) -> Self {
        let bit = match atom {
            Atom::Day => 0,
            Atom::MonthNumber => 1,
            Atom::Year => 2,
            Atom::ShortYear => 3,
            Atom::Hour => 4,
            Atom::Minute => 5,
            Atom::Second => 6,
            Atom::Num => 7,
            Atom::Ord => 8,
            Atom::HourOrd => 9,
            Atom::Month => 10,
            Atom::Weekday => 11,
            Atom::Part => 12,
            Atom::Half => 13,
            Atom::Edge => 14,
            Atom::Season => 15,
            Atom::Shift => 16,
            Atom::Vague => 17,
            Atom::Every => 18,
            Atom::Dir(None) => 19,
            Atom::Dir(Some(way)) => 20 + way as u32,
            Atom::ThePart => 30,
            Atom::BareWeekday => 31,
            Atom::HalfWord => 32,
            Atom::Fraction => 33,
            Atom::Minus => 34,
            Atom::Minutes => 35,
            Atom::Moment => 36,
            Atom::Feast => 37,
            Atom::Decade => 38,
            Atom::YearNum => 39,
            Atom::LongYear => 40,
            Atom::AndMinutes => 41,
            Atom::DayNum => 42,
            Atom::LastOrd => 43,
            Atom::HijriYear => 44,
            Atom::Weekdays => 45,
            Atom::HighOrd => 46,
            Atom::Zone => 47,
            Atom::Unit(count, definite) => 24 + 2 * count as u32 + definite as u32,
            Atom::Named(i) => return Self(0, 1 << (i as u32 & 127)),
            Atom::Mark(mark) => return Self::mark(mark),
        };
        Self(1 << bit, 0)
    }

    pub(in super::super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0, self.1 | other.1)
    }

    /// All atoms that a word of this sense fits.
    pub(super) fn fitting(sense: Sense) -> Self {
        let of = Self::of;
        match sense {
            Sense::Weekday(_) => of(Atom::Weekday),
            Sense::Month { .. } => of(Atom::Month),
            Sense::Unit { count, definite, .. } => of(Atom::Unit(count, definite)),
            Sense::Number(_) => of(Atom::Num)
                .or(of(Atom::Minutes))
                .or(of(Atom::AndMinutes))
                .or(of(Atom::DayNum))
                .or(of(Atom::LongYear))
                .or(of(Atom::YearNum)),
            Sense::BareWeekday(_) => of(Atom::BareWeekday),
            Sense::Weekdays(_) => of(Atom::Weekdays),
            Sense::ThePart(_) => of(Atom::ThePart),
            Sense::Fraction(..) => of(Atom::Fraction),
            Sense::Minus => of(Atom::Minus),
            Sense::Moment(_) => of(Atom::Moment),
            Sense::Zone(_) => of(Atom::Zone),
            Sense::Feast(_) => of(Atom::Feast),
            Sense::Decade(_) => of(Atom::Decade),
            Sense::NumberJoin => Self::EMPTY,
            Sense::Ordinal(0) => Self::EMPTY,
            Sense::Ordinal(LAST) => of(Atom::LastOrd),
            Sense::Ordinal(HIGH..) => of(Atom::Ord).or(of(Atom::HighOrd)),
            Sense::Ordinal(_) => of(Atom::Ord),
            Sense::Hour(_) => of(Atom::HourOrd),
            Sense::Shift(..) => of(Atom::Shift),
            Sense::Direction(way) => of(Atom::Dir(Some(way))).or(of(Atom::Dir(None))),
            Sense::Part(_) => of(Atom::Part),
            Sense::Half { doubtful: true, .. } => of(Atom::Half),
            Sense::Half { .. } => of(Atom::Half).or(of(Atom::HalfWord)),
            Sense::Edge => of(Atom::Edge),
            Sense::Season(_) => of(Atom::Season),
            Sense::Vague(_) => of(Atom::Vague),
            Sense::Every(_) => of(Atom::Every),
            Sense::Named(i) => of(Atom::Named(i)),
        }
    }

    pub(super) const fn is_empty(self) -> bool {
        self.0 == 0 && self.1 == 0
    }

    /// How many atoms there can be.
    pub(super) const SIZE: usize = 192;

    /// The numbers of the atoms.
    pub(super) fn numbers(self) -> impl Iterator<Item = usize> {
        let (mut low, mut high) = (self.0, self.1);
        std::iter::from_fn(move || {
            if low != 0 {
                let next = low.trailing_zeros() as usize;
                low &= low - 1;
                return Some(next);
            }
            let next = (high != 0).then(|| 64 + high.trailing_zeros() as usize)?;
            high &= high - 1;
            Some(next)
        })
    }

    pub(super) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0 || self.1 & other.1 != 0
    }
}

//! Lengths of time: ISO 8601 durations.

use isnad_lang::time::{Count, Slots, Unit};

/// A length of time: amounts of units, as the words name them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Length(Vec<(Amount, Unit)>);

/// How many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Amount {
    /// A whole number.
    Whole(u32),
    /// A number with digits behind the point, and how many.
    Decimal(u32, u32, u8),
    /// Not said.
    Open,
}

impl Length {
    /// The length that slots hold.
    pub(super) fn of(slots: &Slots) -> Option<Self> {
        let (unit, count) = slots.unit?;
        let whole = match (slots.number, count) {
            (Some(0), _) if slots.decimal.is_none() => return None,
            (Some(n), _) if n > 9999 => return None,
            (Some(n), _) => Some(n),
            (None, _) if slots.fraction_only => Some(0),
            (None, Count::One) => Some(1),
            (None, Count::Two) => Some(2),
            (None, Count::Many) => None,
        };
        let Some(whole) = whole else {
            return Some(Self(vec![(Amount::Open, unit)]));
        };
        if let Some((digits, len)) = slots.decimal {
            return Some(Self(vec![(Amount::Decimal(whole, digits, len), unit)]));
        }
        let mut out = Vec::new();
        if whole > 0 {
            out.push((Amount::Whole(whole), unit));
        }
        if let Some((n, of)) = slots.fraction {
            let (n, of) = (u32::from(n), u32::from(of));
            match smaller(unit) {
                Some((parts, small)) if (parts * n).is_multiple_of(of) => {
                    out.push((Amount::Whole(parts * n / of), small));
                }
                // weeks and months have no whole halves
                _ if 100 % of == 0 => {
                    return Some(Self(vec![(Amount::Decimal(whole, 100 / of * n, 2), unit)]));
                }
                _ => return None,
            }
        }
        (!out.is_empty()).then_some(Self(out))
    }

    /// The unit of the largest part.
    pub(super) fn unit(&self) -> Option<Unit> {
        self.0.first().map(|a| a.1)
    }

    /// The unit of the smallest part.
    pub(super) fn last_unit(&self) -> Option<Unit> {
        self.0.last().map(|a| a.1)
    }

    /// Is it one whole number of one unit? That number.
    pub(super) fn single(&self) -> Option<(u32, Unit)> {
        match self.0[..] {
            [(Amount::Whole(n), unit)] => Some((n, unit)),
            _ => None,
        }
    }

    /// Months, days and seconds; none where a number is not said or has digits behind the point.
    pub(super) fn parts(&self) -> Option<(i64, i64, i64)> {
        let mut out = (0, 0, 0);
        for &(amount, unit) in &self.0 {
            let Amount::Whole(n) = amount else { return None };
            let n = i64::from(n);
            match unit {
                Unit::Second => out.2 += n,
                Unit::Minute => out.2 += 60 * n,
                Unit::Hour => out.2 += 3600 * n,
                Unit::Day => out.1 += n,
                Unit::Week => out.1 += 7 * n,
                Unit::Month => out.0 += n,
                Unit::Quarter => out.0 += 3 * n,
                Unit::Half => out.0 += 6 * n,
                Unit::Year => out.0 += 12 * n,
                Unit::Decade => out.0 += 120 * n,
                Unit::Century => out.0 += 1200 * n,
                Unit::Weekend => return None,
            }
        }
        Some(out)
    }

    /// Adds what follows, where its units are smaller.
    pub(super) fn and(&mut self, other: &Self) -> bool {
        let smaller = self.last_unit() > other.unit();
        if smaller {
            self.0.extend_from_slice(&other.0);
        }
        smaller
    }

    /// ISO 8601: `P10M`, `P1Y6M`, `PT2H`; `PXY` where the number is not said.
    pub(super) fn iso(&self) -> Option<String> {
        let mut out = String::from("P");
        let mut clock = false;
        for &(amount, unit) in &self.0 {
            let (timed, code) = match unit {
                Unit::Second => (true, "S"),
                Unit::Minute => (true, "M"),
                Unit::Hour => (true, "H"),
                Unit::Day => (false, "D"),
                Unit::Week => (false, "W"),
                Unit::Month => (false, "M"),
                Unit::Quarter => (false, "Q"),
                Unit::Year => (false, "Y"),
                Unit::Decade => (false, "DE"),
                Unit::Century => (false, "CE"),
                Unit::Half | Unit::Weekend => return None,
            };
            if timed && !clock {
                out.push('T');
                clock = true;
            }
            match amount {
                Amount::Whole(n) => out.push_str(&n.to_string()),
                Amount::Decimal(whole, digits, len) => {
                    let digits = format!("{digits:0len$}", len = usize::from(len));
                    out.push_str(&format!("{whole}.{}", digits.trim_end_matches('0')));
                }
                Amount::Open => out.push('X'),
            }
            out.push_str(code);
        }
        Some(out)
    }
}

/// The unit of which the one is a whole number.
const fn smaller(unit: Unit) -> Option<(u32, Unit)> {
    match unit {
        Unit::Minute => Some((60, Unit::Second)),
        Unit::Hour => Some((60, Unit::Minute)),
        Unit::Day => Some((24, Unit::Hour)),
        Unit::Year => Some((12, Unit::Month)),
        Unit::Decade => Some((10, Unit::Year)),
        Unit::Century => Some((100, Unit::Year)),
        _ => None,
    }
}

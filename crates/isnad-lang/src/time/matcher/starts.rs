//! Which patterns can begin where.

use super::{super::Pattern, atoms::AtomSet};

/// Which patterns can begin where, by their first three atoms.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Starts {
    /// A row for every hundred and twenty-eight patterns, a bit each.
    rows: Vec<StartRow>,
}

#[derive(Clone, Debug)]
struct StartRow {
    /// By atom: the patterns that can begin with it.
    first: Box<[u128; AtomSet::SIZE]>,
    /// By atom: the patterns that can go on with it as their second and as their third.
    more: [Box<[u128; AtomSet::SIZE]>; 2],
    /// The patterns that need no second atom, and those that need no third.
    short: [u128; 2],
}

impl Starts {
    pub(in super::super) fn new(patterns: &[Pattern]) -> Self {
        let row = |patterns: &[Pattern]| {
            let none = || Box::new([0; AtomSet::SIZE]);
            let mut row = StartRow {
                first: none(),
                more: [none(), none()],
                short: [0; 2],
            };
            for (n, pattern) in patterns.iter().enumerate() {
                pattern.first.numbers().for_each(|atom| row.first[atom] |= 1 << n);
                for (place, more) in pattern.more.iter().enumerate() {
                    match more {
                        Some(more) => more.numbers().for_each(|atom| row.more[place][atom] |= 1 << n),
                        None => row.short[place] |= 1 << n,
                    }
                }
            }
            row
        };
        Self {
            rows: patterns.chunks(128).map(row).collect(),
        }
    }

    /// The numbers of the patterns that can begin with one of these atoms and go on with one of those, in their order.
    pub(super) fn of(
        &self,
        first: AtomSet,
        second: impl Fn() -> AtomSet,
        third: impl Fn() -> AtomSet,
    ) -> impl Iterator<Item = usize> {
        // found out when it is asked for
        let (mut next, mut after) = (None, None);
        self.rows.iter().enumerate().flat_map(move |(n, row)| {
            let mut left = first.numbers().fold(0, |all, atom| all | row.first[atom]);
            let fit = |place: usize, set: AtomSet| {
                let more = &row.more[place];
                set.numbers().fold(row.short[place], |all, atom| all | more[atom])
            };
            if left != 0 {
                left &= fit(0, *next.get_or_insert_with(&second));
            }
            if left & !row.short[1] != 0 {
                left &= fit(1, *after.get_or_insert_with(&third));
            }
            std::iter::from_fn(move || {
                let next = (left != 0).then(|| left.trailing_zeros() as usize)?;
                left &= left - 1; // takes the lowest bit off
                Some(128 * n + next)
            })
        })
    }
}

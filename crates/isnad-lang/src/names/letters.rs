//! How letters of one script stand for those of another: `letters.tsv`.
//!
//! A joint model of units of up to three Latin letters and up to two letters of the pack's script (Bisani and Ney 2008, without
//! context), learnt by `cargo xtask letters` from pairs of names. The cost of a pair is that of its best cut into units, less half of
//! what its letters cost by themselves, for each letter: rare letters that fit weigh more than usual ones.

use crate::Loader;
use rustc_hash::FxHashMap;

/// Most Latin letters of a unit.
pub const LATIN: usize = 3;
/// Most letters of the pack's script of a unit.
pub const OWN: usize = 2;
/// Costs are in sixteenths of a nat.
pub const SCALE: f64 = 16.0;
/// The cost of a unit that was never seen.
const NEVER: i32 = 12 * 16;
/// Most letters of a word that is compared.
const LONGEST: usize = 24;

/// The table of units. A pack without one compares nothing.
#[derive(Clone, Debug, Default)]
pub struct Letters {
    units: FxHashMap<u64, i32>,
    latin: FxHashMap<char, i32>,
    own: FxHashMap<char, i32>,
    /// The highest cost at which two words count as one name.
    pub limit: i32,
}

/// The key of a unit: its letters, 5 bits of place and 21 bits a letter would not fit, so a hash of them.
fn key(latin: &[char], own: &[char]) -> u64 {
    let mut h = 0xcbf2_9ce4_8422_2325_u64;
    for &c in latin.iter().chain(&['\0']).chain(own) {
        h = (h ^ u64::from(u32::from(c))).wrapping_mul(0x0000_0100_0000_01b3);
    }
    h
}

impl Letters {
    /// A table of these units and single letters with their costs.
    pub fn new(
        units: impl IntoIterator<Item = (String, String, i32)>,
        latin: FxHashMap<char, i32>,
        own: FxHashMap<char, i32>,
        limit: i32,
    ) -> Self {
        let mut out = Self {
            units: FxHashMap::default(),
            latin,
            own,
            limit,
        };
        for (l, o, cost) in units {
            let (l, o): (Vec<char>, Vec<char>) = (l.chars().collect(), o.chars().collect());
            out.units.insert(key(&l, &o), cost);
        }
        out
    }

    /// Has the pack none?
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// The cost of the best cut of two folded words into units, and the units (Latin letters, own letters), first to last.
    pub fn cut(&self, latin: &[char], own: &[char]) -> (i32, Vec<(usize, usize)>) {
        let (n, m) = (latin.len().min(LONGEST), own.len().min(LONGEST));
        let wide = m + 1;
        let mut best = vec![(i32::MAX / 2, 0usize, 0usize); (n + 1) * wide];
        best[0].0 = 0;
        for i in 0..=n {
            for j in 0..=m {
                let so_far = best[i * wide + j].0;
                if so_far >= i32::MAX / 2 {
                    continue;
                }
                for u in 0..=LATIN.min(n - i) {
                    for v in 0..=OWN.min(m - j) {
                        if u + v == 0 {
                            continue;
                        }
                        let known = self.units.get(&key(&latin[i..i + u], &own[j..j + v])).copied();
                        let cost = match known {
                            Some(cost) => cost,
                            None if u + v == 1 => NEVER,
                            None => continue,
                        };
                        let slot = &mut best[(i + u) * wide + j + v];
                        if so_far + cost < slot.0 {
                            *slot = (so_far + cost, u, v);
                        }
                    }
                }
            }
        }
        let mut units = Vec::new();
        let (mut i, mut j) = (n, m);
        while i + j > 0 {
            let (_, u, v) = best[i * wide + j];
            if u + v == 0 {
                break;
            }
            units.push((u, v));
            (i, j) = (i - u, j - v);
        }
        units.reverse();
        (best[n * wide + m].0, units)
    }

    /// How badly two folded words fit as spellings of one name, less is better; comparable between pairs.
    ///
    /// ```
    /// let packs = isnad_lang::Packs::builtin();
    /// let letters = &packs.get("ar").ok_or("no pack")?.names.letters_table;
    /// let near = letters.cost("salim", "\u{633}\u{627}\u{644}\u{645}");
    /// assert!(near < letters.cost("salim", "\u{639}\u{645}\u{631}"));
    /// # Ok::<(), &str>(())
    /// ```
    pub fn cost(&self, latin: &str, own: &str) -> i32 {
        let latin: Vec<char> = latin.chars().take(LONGEST).collect();
        let own: Vec<char> = own.chars().take(LONGEST).collect();
        let letters = (latin.len() + own.len()) as i32;
        if letters == 0 || self.is_empty() {
            return i32::MAX;
        }
        let alone: i32 = latin
            .iter()
            .map(|c| self.latin.get(c).copied().unwrap_or(NEVER / 2))
            .sum::<i32>()
            + own
                .iter()
                .map(|c| self.own.get(c).copied().unwrap_or(NEVER / 2))
                .sum::<i32>();
        (self.cut(&latin, &own).0 - alone / 2) * 16 / letters
    }

    /// Are two folded words spellings of one name?
    pub fn same(&self, latin: &str, own: &str) -> bool {
        self.cost(latin, own) <= self.limit
    }

    /// Reads the file, if the pack has one: Latin letters, own letters, cost; `@` for single letters and the limit.
    pub(super) fn load(loader: &mut Loader<'_>) -> Self {
        const FILE: &str = "letters.tsv";
        let mut out = Self::default();
        for row in loader.rows(FILE) {
            let (a, b) = (row.cell(0), row.cell(1));
            let Ok(cost) = row.cell(2).parse::<i32>() else {
                loader.error(FILE, row.line, "expected a cost in the third column");
                continue;
            };
            match (a, b.chars().next()) {
                ("@limit", _) => out.limit = cost,
                ("@latin", Some(c)) => {
                    out.latin.insert(c, cost);
                }
                ("@own", Some(c)) => {
                    out.own.insert(c, cost);
                }
                _ => {
                    let (l, o): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
                    out.units.insert(key(&l, &o), cost);
                }
            }
        }
        out
    }
}

//! The sequence model of names, and the list of everyday words that it looks at: `names-model.tsv`, `lexicon.tsv`.
//!
//! Both are tables with open addressing, built once when the pack is loaded: a look-up is one load in most cases, and
//! decoding needs no memory of its own for it.

use crate::Loader;
use isnad_text::hash_word;
use std::sync::OnceLock;

/// Number of labels of the model: outside, and beginning and inside of a person, a body and a place.
pub const LABELS: usize = 7;

/// The weights of a linear-chain model over [`LABELS`] labels: for each feature one small number per label, and one for each pair
/// of labels in a row. A pack without the file has an empty one, which finds nothing.
///
/// Labels: 0 outside; 1, 3, 5 the first word of a person, a body, a place; 2, 4, 6 the words that go on.
#[derive(Clone, Debug, Default)]
pub struct SequenceModel {
    slots: Vec<Slot>,
    /// A bit for every feature: small enough for the processor's cache, it tells of most features that the model does not know them.
    bits: Vec<u64>,
    /// Weight of each label behind each label; the row [`LABELS`] is the beginning of a sentence.
    pub transitions: [[i32; LABELS]; LABELS + 1],
    /// By how much a label must beat every other one before the model is believed: person, body, place.
    pub sure: [i32; 3],
    /// The same where it speaks against a find of the rules that is doubtful by itself.
    pub against: i32,
    tables: OnceLock<Vec<Table>>,
}

/// The weights of one feature by its value, see [`SequenceModel::tables`].
#[derive(Clone, Debug, Default)]
pub struct Table(Vec<Weights>);

/// A weight for each label; the last one is 1 where there are any.
type Weights = [i8; LABELS + 1];

/// The sum of weights for each label.
///
/// ```
/// # use isnad_lang::{Packs, names::Score};
/// let model = &Packs::builtin().get("ar").unwrap().names.model;
/// let mut score = Score::default();
/// score.add_features(model, &[1, 2, 3]);
/// assert_eq!(score.labels(), model.score(&[1, 2, 3]));
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Score([i16; LABELS + 1]);

impl Score {
    /// Adds the weights of a value of a feature.
    #[inline]
    pub fn add(&mut self, table: &Table, value: usize) {
        if let Some(weights) = table.0.get(value) {
            self.with(weights);
        }
    }

    /// Adds the weights of features, 64 at the most.
    #[inline]
    pub fn add_features(&mut self, model: &SequenceModel, features: &[u32]) {
        let mut known = 0u64;
        for (n, &f) in features.iter().take(64).enumerate() {
            let (word, bit) = bit(f, model.bits.len());
            known |= u64::from(model.bits.get(word).is_some_and(|w| w & bit != 0)) << n;
        }
        while known != 0 {
            let n = known.trailing_zeros() as usize;
            known &= known - 1;
            if let Some(weights) = features.get(n).and_then(|&f| model.weights(f)) {
                self.with(weights);
            }
        }
    }

    #[inline]
    fn with(&mut self, weights: &Weights) {
        for (s, &w) in self.0.iter_mut().zip(weights) {
            *s += i16::from(w);
        }
    }

    /// The sums.
    #[inline]
    pub fn labels(&self) -> [i32; LABELS] {
        std::array::from_fn(|l| i32::from(self.0[l]))
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    key: u32,
    /// One for each label; the last one is 1 where the slot is used.
    weights: Weights,
}

/// Bits for each feature that the model knows.
const BITS_EACH: usize = 12;

#[inline]
fn bit(feature: u32, words: usize) -> (usize, u64) {
    (
        (feature >> 6) as usize & words.wrapping_sub(1),
        1 << (feature & 63),
    )
}

/// The letter that stands for a weight of 0 in the file; the others lie around it in the order of ASCII.
const ZERO: u8 = b'P';
/// The largest weight that a letter can say.
pub const MOST: i32 = 46;

/// Writes the weights of a feature as the file has them, one printable letter each; weights beyond what a letter can say are cut.
///
/// ```
/// assert_eq!(isnad_lang::names::written([0, 1, -1, 0, 0, 0, 2]), "PQOPPPR");
/// ```
pub fn written(weights: [i32; LABELS]) -> String {
    weights
        .iter()
        .map(|w| char::from((i32::from(ZERO) + w.clamp(&-MOST, &MOST)) as u8))
        .collect()
}

impl SequenceModel {
    /// The sum of the weights of these features, 64 at the most, for each label.
    #[inline]
    pub fn score(&self, features: &[u32]) -> [i32; LABELS] {
        let mut score = Score::default();
        score.add_features(self, features);
        score.labels()
    }

    /// The weights of features with few values, a table for each of them: `features` gives their hashes, value by value, and is asked
    /// once for all.
    pub fn tables(&self, features: impl FnOnce() -> Vec<Vec<u32>>) -> &[Table] {
        self.tables.get_or_init(|| {
            let weights = |f: u32| self.weights(f).copied().unwrap_or_default();
            let table = |hashes: Vec<u32>| Table(hashes.into_iter().map(weights).collect());
            features().into_iter().map(table).collect()
        })
    }

    /// The weights of a feature; none where the model does not know it.
    #[inline]
    fn weights(&self, feature: u32) -> Option<&Weights> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = spread(feature) & mask;
        loop {
            let slot = self.slots.get(at)?;
            if slot.weights[LABELS] == 0 {
                return None;
            }
            if slot.key == feature {
                return Some(&slot.weights);
            }
            at = (at + 1) & mask;
        }
    }

    /// Does it know nothing?
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Reads the file, if the pack has one.
    pub(super) fn load(loader: &mut Loader<'_>) -> Self {
        const FILE: &str = "names-model.tsv";
        let rows = loader.rows(FILE);
        let mut out = Self::default();
        let count = loader.text(FILE).map_or(0, |text| text.lines().count());
        if count == 0 {
            return out;
        }
        out.slots = vec![Slot::default(); (count * 2).next_power_of_two()];
        let mask = out.slots.len() - 1;
        out.bits = vec![0; (count * BITS_EACH / 64 + 1).next_power_of_two()];
        let mut wrong = None;
        for row in rows {
            let numbers = || -> Option<Vec<i32>> { row.cells[2..].iter().map(|c| c.parse().ok()).collect() };
            match row.cell(0) {
                "@after" => match (row.cell(1).parse::<usize>().ok(), numbers()) {
                    (Some(n), Some(list)) if n <= LABELS && list.len() == LABELS => {
                        out.transitions[n].copy_from_slice(&list);
                    }
                    _ => wrong = wrong.or(Some(row.line)),
                },
                "@sure" => match numbers().as_deref() {
                    Some(&[person, body, place, against]) => {
                        out.sure = [person, body, place];
                        out.against = against;
                    }
                    _ => wrong = wrong.or(Some(row.line)),
                },
                key => {
                    let letters = row.cell(1).as_bytes();
                    let (Ok(key), true) = (u32::from_str_radix(key, 16), letters.len() == LABELS) else {
                        wrong = wrong.or(Some(row.line));
                        continue;
                    };
                    let mut weights = [1i8; LABELS + 1];
                    for (w, &l) in weights.iter_mut().zip(letters) {
                        *w = l.wrapping_sub(ZERO) as i8;
                    }
                    if weights[..LABELS] == [0; LABELS] {
                        continue;
                    }
                    let mut at = spread(key) & mask;
                    while out.slots[at].weights[LABELS] != 0 && out.slots[at].key != key {
                        at = (at + 1) & mask;
                    }
                    out.slots[at] = Slot { key, weights };
                    let (word, bit) = bit(key, out.bits.len());
                    out.bits[word] |= bit;
                }
            }
        }
        if let Some(line) = wrong {
            loader.error(
                FILE,
                line,
                "expected a feature and seven letters, or a line that begins with @after or @sure",
            );
        }
        out
    }
}

#[inline]
fn spread(key: u32) -> usize {
    (key.wrapping_mul(0x9E37_79B1) >> 7) as usize
}

/// What a large list of words says of one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Listed {
    /// It is not in the list.
    #[default]
    No,
    /// A verb form.
    Verb,
    /// A noun or adjective.
    Noun,
    /// A noun and a verb form.
    Both,
    /// A function word.
    Tool,
}

impl Listed {
    /// The value with this number, in the order of the variants.
    pub const fn of(number: u8) -> Self {
        match number {
            0 => Self::No,
            1 => Self::Verb,
            2 => Self::Noun,
            3 => Self::Both,
            _ => Self::Tool,
        }
    }
}

/// A large list of everyday words by the hash of their folded forms: what is not in it is likely a name.
///
/// A hash of 30 bits takes about one unknown word in ten thousand for a listed one.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    slots: Vec<u32>,
    /// A bit for every word: most words that are asked for are not in the list, and this tells so from little memory.
    bits: Vec<u64>,
}

impl Lexicon {
    /// What the list says of a word, by the hash of its folded form ([`hash_word`]).
    #[inline]
    pub fn get(&self, hash: u64) -> Listed {
        let mask = self.slots.len().wrapping_sub(1);
        let key = (hash ^ (hash >> 32)) as u32 | 7;
        let (word, bit) = bit(spread(key) as u32, self.bits.len());
        if self.bits.get(word).is_none_or(|w| w & bit == 0) {
            return Listed::No;
        }
        let mut at = spread(key) & mask;
        while let Some(&slot) = self.slots.get(at) {
            if slot == 0 {
                return Listed::No;
            }
            if slot | 7 == key {
                return Listed::of((slot & 7) as u8);
            }
            at = (at + 1) & mask;
        }
        Listed::No
    }

    /// Reads the file, if the pack has one: folded words, `V`, `N`, `B` or `T` before the words of each line.
    pub(super) fn load(loader: &mut Loader<'_>) -> Self {
        const FILE: &str = "lexicon.tsv";
        let rows = loader.rows(FILE);
        let count: usize = rows.clone().map(|r| r.cells.len()).sum();
        if count == 0 {
            return Self::default();
        }
        let mut slots = vec![0u32; (count * 2).next_power_of_two()];
        let mut bits = vec![0u64; (count * 8 / 64 + 1).next_power_of_two()];
        let mask = slots.len() - 1;
        let mut wrong = None;
        for row in rows {
            let class = match row.cell(0) {
                "V" => 1,
                "N" => 2,
                "B" => 3,
                "T" => 4,
                _ => {
                    wrong = wrong.or(Some(row.line));
                    continue;
                }
            };
            for word in &row.cells[1..] {
                let hash = hash_word(word);
                let key = (hash ^ (hash >> 32)) as u32 | 7;
                let mut at = spread(key) & mask;
                while slots[at] != 0 && slots[at] | 7 != key {
                    at = (at + 1) & mask;
                }
                slots[at] = key & !7 | class;
                let (word, bit) = bit(spread(key) as u32, bits.len());
                bits[word] |= bit;
            }
        }
        if let Some(line) = wrong {
            loader.error(FILE, line, "expected V, N, B or T in the first column");
        }
        Self { slots, bits }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PackFile;

    #[test]
    fn reads_weights_and_words() {
        let model = "# a model\n@after\t7\t0\t1\t2\t3\t4\t5\t6\n@sure\t-\t9\t8\t7\t20\n0000002a\tPQOPPPR\n00000007\tPPPPPP~\n";
        let files = [
            PackFile {
                name: "names-model.tsv",
                text: model,
            },
            PackFile {
                name: "lexicon.tsv",
                text: "N\tكتاب\tقلم\nV\tكتب\n",
            },
        ];
        let mut loader = Loader::new(&files);
        let read = SequenceModel::load(&mut loader);
        let lexicon = Lexicon::load(&mut loader);
        assert!(loader.finish().is_empty());
        assert_eq!(read.score(&[0x2a]), [0, 1, -1, 0, 0, 0, 2]);
        assert_eq!(read.score(&[0x2a, 8, 7]), [0, 1, -1, 0, 0, 0, 48]);
        assert_eq!(read.score(&[8]), [0; LABELS]);
        assert_eq!(read.transitions[7][3], 3);
        assert_eq!((read.sure, read.against), ([9, 8, 7], 20));
        assert_eq!(lexicon.get(hash_word("قلم")), Listed::Noun);
        assert_eq!(lexicon.get(hash_word("كتب")), Listed::Verb);
        assert_eq!(lexicon.get(hash_word("حسن")), Listed::No);
        assert_eq!(SequenceModel::default().score(&[1]), [0; LABELS]);
    }

    #[test]
    fn tells_wrong_lines() {
        let files = [PackFile {
            name: "names-model.tsv",
            text: "zz\tPPPPPPP\n",
        }];
        let mut loader = Loader::new(&files);
        SequenceModel::load(&mut loader);
        assert_eq!(loader.finish()[0].line, 1);
    }
}

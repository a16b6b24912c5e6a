//! Texts in, pairs of near-duplicates out: wire copies that were shortened, extended, re-titled or lost their credit.
//!
//! A text is the set of its shingles, runs of [`SHINGLE`] words (Broder, *On the resemblance and containment of documents*,
//! 1997). The smallest shingle hash of every window is a fingerprint, that is a MinHash of one row for each window (winnowing:
//! Schleimer, Wilkerson and Aiken, 2003): texts that share a run of words of the window's length share one for certain, however
//! much else each of them holds, so that a shortened copy meets its original. Fingerprints are bands of locality-sensitive
//! hashing: texts in one bucket are candidates, and candidates are compared shingle by shingle. A bucket gives each text a
//! bounded number of candidates, so the work grows with the number of words.
//!
//! ```
//! use isnad_compile::duplicates::{Text, copies};
//! let wire = "The ferry left the old harbour at noon on Monday with forty passengers and nine cars on board, and reached the \
//!     island before dark, said the harbour master, who had warned of high waves in the morning.";
//! let short = "The ferry left the old harbour at noon on Monday with forty passengers and nine cars on board, and reached \
//!     the island before dark.";
//! let found = copies(&[Text::of([wire]), Text::of([short])]);
//! assert_eq!((found[0].a, found[0].b), (0, 1));
//! assert!(found[0].containment > 0.9 && found[0].resemblance < 0.8);
//! ```

use isnad_text::{fold_char, hash_word};
use rustc_hash::{FxHashMap, FxHashSet};

/// Words of a shingle.
pub const SHINGLE: usize = 4;
/// Shingles of a window: copies that share a run of `SHINGLE + WINDOW - 1` words are found for certain.
const WINDOW: usize = 8;
/// How many texts of its bucket each text is compared with.
const NEIGHBOURS: usize = 24;
/// The fewest shingles that copies share: about two short sentences.
const FEWEST: usize = 20;
/// The part of the shorter text that the longer one holds too.
const CONTAINED: f32 = 0.5;
/// What two texts share is a tail (of links, of boilerplate) where less of the opening half of the shorter is shared …
const OPENING: f32 = 0.4;
/// … and this part of it stands at the end of the longer.
const TAIL: f32 = 0.8;
/// Shingles of the opening of a text whose end may be all its own.
const LEAD: usize = 40;
/// A shingle of more texts than this is a formula of the trade (titles, wishes, greetings).
const FORMULA: usize = 40;
/// From this containment on nothing else is asked.
const WHOLE: f32 = 0.85;
/// Below it: the part of the shorter text that must be shared and no formula …
const OWN: f32 = 0.4;
/// … and below this containment …
const LOOSE: f32 = 0.7;
/// … the part of it then. Reports made from one mould (executions, cables, forecasts) share much, but not what is theirs alone.
const OWN_LOOSE: f32 = 0.5;
/// Letters of the end of a word by which it is found in another text, whatever is written together with its beginning.
const ENDING: usize = 4;

/// A text as the comparison sees it.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// Hash and place of each shingle, by hash; of equal ones the first.
    shingles: Vec<(u64, u32)>,
    /// The smallest hash of each window.
    prints: Vec<u64>,
    /// Endings of all words of some length, in order.
    endings: Vec<u64>,
    /// Those of words that occur twice or more: what the text is about.
    repeated: Vec<u64>,
    /// Words with digits, in order.
    numbers: Vec<u64>,
}

/// Two texts that go back to one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Copy {
    /// Number of the first text.
    pub a: usize,
    /// Number of the second, larger than the first.
    pub b: usize,
    /// Shared shingles as a part of all (0 to 1).
    pub resemblance: f32,
    /// Shared shingles as a part of the shorter text's (0 to 1).
    pub containment: f32,
}

impl Text {
    /// The text of these parts (paragraphs): folded words, whatever stands between them. Shingles do not reach across parts.
    pub fn of<'a>(parts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut out = Self::default();
        let mut place = 0u32;
        let mut word = String::new();
        let mut run: Vec<u64> = Vec::new();
        for part in parts {
            run.clear();
            // a blank ends the last word
            for c in part.chars().chain([' ']) {
                if is_of_a_word(c) {
                    if let Some(folded) = fold_char(c) {
                        word.push(folded);
                    }
                } else if fold_char(c).is_some() && !word.is_empty() {
                    let hash = hash_word(&word);
                    run.push(hash);
                    out.note(&word, hash);
                    word.clear();
                }
            }
            for window in run.windows(SHINGLE) {
                let hash = window.iter().fold(0u64, |h, w| mix(h, *w));
                out.shingles.push((hash, place));
                place += 1;
            }
        }
        let mut last = None;
        for window in out.shingles.windows(WINDOW) {
            let least = window.iter().min();
            if least != last {
                out.prints.extend(least.map(|l| l.0));
                last = least;
            }
        }
        if out.shingles.len() < WINDOW {
            out.prints.extend(out.shingles.iter().map(|s| s.0).min());
        }
        out.shingles.sort_unstable();
        out.shingles.dedup_by_key(|s| s.0);
        out.endings.sort_unstable();
        out.repeated = out
            .endings
            .chunk_by(|a, b| a == b)
            .filter(|same| same.len() > 1)
            .map(|same| same[0])
            .collect();
        for list in [&mut out.endings, &mut out.numbers] {
            list.sort_unstable();
            list.dedup();
        }
        out
    }

    fn note(&mut self, word: &str, hash: u64) {
        if word.contains(is_of_a_number) {
            self.numbers.push(hash);
        } else if let Some((at, _)) = word.char_indices().rev().nth(ENDING - 1) {
            self.endings.push(hash_word(&word[at..]));
        }
    }

    /// Is this text about something that the other, longer one never names, or does it give other numbers?
    fn differs(&self, other: &Self) -> bool {
        let missing =
            |mine: &[u64], theirs: &[u64]| mine.iter().filter(|h| theirs.binary_search(h).is_err()).count();
        let unsaid = missing(&self.numbers, &other.numbers);
        let numbers =
            unsaid > 0 && 2 * unsaid >= self.numbers.len() && missing(&other.numbers, &self.numbers) > 0;
        numbers || missing(&self.repeated, &other.endings) > 1
    }
}

/// The pairs of copies among these texts, in order.
pub fn copies(texts: &[Text]) -> Vec<Copy> {
    let formulas = formulas(texts);
    let mut out: Vec<Copy> = candidates(texts)
        .into_iter()
        .filter_map(|(a, b)| {
            let (a, b) = (a as usize, b as usize);
            let (resemblance, containment) = compare(texts.get(a)?, texts.get(b)?, &formulas)?;
            Some(Copy {
                a,
                b,
                resemblance,
                containment,
            })
        })
        .collect();
    out.sort_unstable_by_key(|c| (c.a, c.b));
    out
}

/// The shingles of many texts.
fn formulas(texts: &[Text]) -> FxHashSet<u64> {
    if texts.len() <= FORMULA {
        return FxHashSet::default();
    }
    let mut all: Vec<u64> = texts
        .iter()
        .flat_map(|t| t.shingles.iter().map(|s| s.0))
        .collect();
    all.sort_unstable();
    all.chunk_by(|x, y| x == y)
        .filter(|same| same.len() > FORMULA)
        .map(|same| same[0])
        .collect()
}

/// Pairs that share enough fingerprints to be worth a comparison.
fn candidates(texts: &[Text]) -> Vec<(u32, u32)> {
    let mut prints: Vec<(u64, u32)> = texts
        .iter()
        .enumerate()
        .flat_map(|(n, text)| text.prints.iter().map(move |p| (*p, n as u32)))
        .collect();
    prints.sort_unstable();
    prints.dedup();
    let mut shared: FxHashMap<(u32, u32), u16> = FxHashMap::default();
    for bucket in prints.chunk_by(|x, y| x.0 == y.0) {
        for (n, x) in bucket.iter().enumerate() {
            for y in bucket.iter().skip(n + 1).take(NEIGHBOURS) {
                let count = shared.entry((x.1, y.1)).or_default();
                *count = count.saturating_add(1);
            }
        }
    }
    let worth = |&(&(a, b), &count): &(&(u32, u32), &u16)| {
        let of = |n: u32| texts.get(n as usize).map_or(0, |t| t.prints.len());
        8 * usize::from(count) >= of(a).min(of(b))
    };
    shared.iter().filter(worth).map(|(pair, _)| *pair).collect()
}

/// Resemblance and containment of two texts that are copies.
fn compare(a: &Text, b: &Text, formulas: &FxHashSet<u64>) -> Option<(f32, f32)> {
    let (short, long) = if (a.shingles.len(), &a.prints) <= (b.shingles.len(), &b.prints) {
        (a, b)
    } else {
        (b, a)
    };
    let mut places: Vec<u32> = Vec::new();
    let mut others: Vec<u32> = Vec::new();
    let mut own = 0;
    let (mut i, mut j) = (0, 0);
    // which of two hashes is the smaller is chance: steps are counted, not branched on
    while let (Some(x), Some(y)) = (short.shingles.get(i), long.shingles.get(j)) {
        i += usize::from(x.0 <= y.0);
        j += usize::from(y.0 <= x.0);
        if x.0 == y.0 {
            places.push(x.1);
            others.push(y.1);
            own += usize::from(!formulas.contains(&x.0));
        }
    }
    let (least, most, both) = (short.shingles.len(), long.shingles.len(), places.len());
    if both < FEWEST {
        return None;
    }
    let part = |n: usize, of: usize| n as f32 / of.max(1) as f32;
    let within = |list: &[u32], to: usize| list.iter().filter(|p| (**p as usize) < to).count();
    let containment = part(both, least);
    let asked = if containment < LOOSE { OWN_LOOSE } else { OWN };
    if containment < WHOLE && (part(own, least) < asked || short.differs(long)) {
        return None;
    }
    let tail = part(within(&places, least / 2), least / 2) < OPENING
        && part(both - within(&others, most.saturating_sub(both + both / 4)), both) >= TAIL;
    let contained = containment >= CONTAINED && !tail;
    // both open alike, whatever follows
    let opened = least > LEAD
        && [&places, &others]
            .iter()
            .all(|list| part(within(list, LEAD), LEAD) >= 1.0 - OPENING / 2.0);
    (contained || opened).then(|| (part(both, least + most - both), containment))
}

/// Is it a letter or digit? Told at once for the letters that most texts are made of.
fn is_of_a_word(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | '0'..='9' | '\u{0620}'..='\u{063F}' | '\u{0641}'..='\u{064A}')
        || c > '\u{7F}' && c.is_alphanumeric()
}

/// Is it a digit or another number? Told at once for the letters that most texts are made of.
fn is_of_a_number(c: char) -> bool {
    c.is_ascii_digit() || !matches!(c, '\0'..='\u{AF}' | '\u{0620}'..='\u{064A}') && c.is_numeric()
}

fn mix(h: u64, word: u64) -> u64 {
    (h ^ word)
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        .rotate_left(29)
        .wrapping_mul(0xff51_afd7_ed55_8ccd)
}

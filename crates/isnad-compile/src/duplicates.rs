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

use isnad_text::{each_word, hash_word};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::{OnceCell, RefCell};

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
/// The fewest shingles that texts share which open alike.
const OPENED: usize = 32;
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
    shingles: Box<[(u64, u32)]>,
    /// The smallest hash of each window.
    prints: Box<[u64]>,
    /// Endings of all words of some length, in order.
    endings: Box<[u64]>,
    /// Those of words that occur twice or more: what the text is about.
    repeated: Box<[u64]>,
    /// Words with digits, in order.
    numbers: Box<[u64]>,
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
        let mut place = 0u32;
        let mut run: Vec<u64> = Vec::new();
        let mut shingles: Vec<(u64, u32)> = Vec::new();
        let (mut endings, mut numbers): (Vec<u64>, Vec<u64>) = (Vec::new(), Vec::new());
        for part in parts {
            run.clear();
            each_word(part, |word, number| {
                let hash = hash_word(word);
                run.push(hash);
                if number {
                    numbers.push(hash);
                } else if let Some((at, _)) = word.char_indices().rev().nth(ENDING - 1) {
                    endings.push(hash_word(&word[at..]));
                }
            });
            for window in run.windows(SHINGLE) {
                let hash = window.iter().fold(0u64, |h, w| mix(h, *w));
                shingles.push((hash, place));
                place += 1;
            }
        }
        let mut prints = Vec::new();
        let mut last = None;
        for window in shingles.windows(WINDOW) {
            let least = window.iter().min();
            if least != last {
                prints.extend(least.map(|l| l.0));
                last = least;
            }
        }
        if shingles.len() < WINDOW {
            prints.extend(shingles.iter().map(|s| s.0).min());
        }
        shingles.sort_unstable();
        shingles.dedup_by_key(|s| s.0);
        endings.sort_unstable();
        let same = endings.chunk_by(|a, b| a == b).filter(|same| same.len() > 1);
        let repeated = same.map(|same| same[0]).collect();
        for list in [&mut endings, &mut numbers] {
            list.sort_unstable();
            list.dedup();
        }
        // what is kept takes no more than it needs: texts are many
        Self {
            shingles: Box::from(&shingles[..]),
            prints: Box::from(&prints[..]),
            endings: Box::from(&endings[..]),
            repeated,
            numbers: Box::from(&numbers[..]),
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
    let candidates = Candidates::new(texts);
    let mut out: Vec<Copy> = Vec::new();
    for a in 0..texts.len() {
        for (at, &b) in candidates.of(a).iter().enumerate() {
            let b = b as usize;
            out.extend(candidates.compare(a, at).map(|(resemblance, containment)| Copy {
                a,
                b,
                resemblance,
                containment,
            }));
        }
    }
    out
}

/// The pairs of texts that may be copies; they are compared when it is asked whether they are.
pub(crate) struct Candidates<'t> {
    texts: &'t [Text],
    formulas: FxHashSet<u64>,
    /// By text, the larger numbers of those that it may be a copy of, in order.
    later: Vec<Vec<u32>>,
    /// What comparing needs of each text, made when it is needed.
    own: Vec<OnceCell<Box<Own>>>,
    met: RefCell<Met>,
}

impl<'t> Candidates<'t> {
    /// Of these texts.
    pub(crate) fn new(texts: &'t [Text]) -> Self {
        let mut later: Vec<Vec<u32>> = vec![Vec::new(); texts.len()];
        candidates(texts, |a, b| later[a].push(b as u32));
        Self {
            formulas: formulas(texts),
            later,
            own: vec![OnceCell::new(); texts.len()],
            met: RefCell::default(),
            texts,
        }
    }

    /// The texts with a larger number that a text may be a copy of, in order.
    pub(crate) fn of(&self, text: usize) -> &[u32] {
        self.later.get(text).map_or(&[], Vec::as_slice)
    }

    /// Resemblance and containment of a text and the one at this place of its list, if they are copies.
    pub(crate) fn compare(&self, text: usize, at: usize) -> Option<(f32, f32)> {
        let other = *self.of(text).get(at)? as usize;
        let own = |n: usize| self.own[n].get_or_init(|| Box::new(Own::new(&self.texts[n], &self.formulas)));
        self.met
            .borrow_mut()
            .compare((&self.texts[text], own(text)), (&self.texts[other], own(other)))
    }
}

/// The shingles of many texts.
fn formulas(texts: &[Text]) -> FxHashSet<u64> {
    if texts.len() <= FORMULA {
        return FxHashSet::default();
    }
    let all = || texts.iter().flat_map(|t| t.shingles.iter().map(|s| s.0));
    // shingles share their places, so that most that are rare are told without counting each by itself
    let places = all().count().next_power_of_two().max(64);
    let place = |hash: u64| (hash >> (u64::BITS - places.trailing_zeros())) as usize;
    let mut at: Vec<u8> = vec![0; places];
    all().for_each(|hash| at[place(hash)] = at[place(hash)].saturating_add(1));
    let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
    for hash in all().filter(|hash| usize::from(at[place(*hash)]) > FORMULA) {
        *counts.entry(hash).or_default() += 1;
    }
    let many = counts.into_iter().filter(|(_, n)| *n as usize > FORMULA);
    many.map(|(hash, _)| hash).collect()
}

/// Which of the shingles of a text are no formulas, a bit for each.
#[derive(Clone)]
struct Own {
    bits: Vec<u64>,
    count: usize,
    /// A bit for each place at which a shingle of the text may be.
    seen: [u64; SEEN],
}

/// Words of 64 bits in which the shingles of a text leave their marks.
const SEEN: usize = 64;

impl Own {
    fn new(text: &Text, formulas: &FxHashSet<u64>) -> Self {
        let mut out = Self {
            bits: vec![0; text.shingles.len().div_ceil(64)],
            count: 0,
            seen: [0; SEEN],
        };
        for (n, (hash, _)) in text.shingles.iter().enumerate() {
            let place = (hash >> 52) as usize;
            out.seen[place / 64 % SEEN] |= 1 << (place % 64);
            if !formulas.contains(hash) {
                out.bits[n / 64] |= 1 << (n % 64);
                out.count += 1;
            }
        }
        out
    }

    /// At least so many shingles of this text are not in the other.
    fn missing(&self, other: &Self) -> usize {
        let marks = self.seen.iter().zip(&other.seen);
        marks.map(|(a, b)| (a & !b).count_ones() as usize).sum()
    }

    fn holds(&self, n: usize) -> usize {
        (self.bits[n / 64] >> (n % 64) & 1) as usize
    }
}

/// Tells the pairs that share enough fingerprints to be worth a comparison, in order.
fn candidates(texts: &[Text], mut worth: impl FnMut(usize, usize)) {
    let mut prints: Vec<(u64, u32)> = Vec::with_capacity(texts.iter().map(|t| t.prints.len()).sum());
    for (n, text) in texts.iter().enumerate() {
        prints.extend(text.prints.iter().map(|p| (*p, n as u32)));
    }
    prints.sort_unstable();
    prints.dedup();
    // where the fingerprints of each text stand among all
    let mut places: Vec<Vec<u32>> = vec![Vec::new(); texts.len()];
    let mut at = 0;
    for bucket in prints.chunk_by(|x, y| x.0 == y.0) {
        if bucket.len() > 1 {
            for (n, (_, text)) in bucket.iter().enumerate() {
                places[*text as usize].push((at + n) as u32);
            }
        }
        at += bucket.len();
    }
    let mut shared: Vec<u32> = vec![0; texts.len()];
    let mut met: Vec<u32> = Vec::new();
    for (a, places) in places.iter().enumerate() {
        for &at in places {
            let (print, _) = prints[at as usize];
            let others = prints[at as usize + 1..].iter().take(NEIGHBOURS);
            for (_, b) in others.take_while(|other| other.0 == print) {
                let count = &mut shared[*b as usize];
                if *count == 0 {
                    met.push(*b);
                }
                *count += 1;
            }
        }
        met.sort_unstable();
        for b in met.drain(..).map(|b| b as usize) {
            let count = std::mem::take(&mut shared[b]) as usize;
            if 8 * count >= texts[a].prints.len().min(texts[b].prints.len()) {
                worth(a, b);
            }
        }
    }
}

/// Where two texts meet.
#[derive(Default)]
struct Met {
    /// Places of shared shingles in the shorter text, and in the longer one.
    places: Vec<u32>,
    others: Vec<u32>,
}

impl Met {
    /// Steps between two looks at whether there is still a chance.
    const STRIDE: usize = 64;

    /// Resemblance and containment of two texts that are copies.
    fn compare(&mut self, a: (&Text, &Own), b: (&Text, &Own)) -> Option<(f32, f32)> {
        let ((short, own), (long, theirs)) =
            if (a.0.shingles.len(), &a.0.prints) <= (b.0.shingles.len(), &b.0.prints) {
                (a, b)
            } else {
                (b, a)
            };
        let (least, most) = (short.shingles.len(), long.shingles.len());
        let part = |n: usize, of: usize| n as f32 / of.max(1) as f32;
        let asked_of = |containment: f32| if containment < LOOSE { OWN_LOOSE } else { OWN };
        // whether more is asked than so many shared shingles, so many of them no formulas, can give
        let hopeless = |both: usize, own: usize| {
            let containment = part(both, least);
            let formulas = containment < WHOLE && part(own, least) < asked_of(containment);
            both < FEWEST || formulas || containment < CONTAINED && (least <= LEAD || both < OPENED)
        };
        let most_own = own.count.min(theirs.count);
        let most_both = least - own.missing(theirs).min(least);
        if hopeless(most_both, most_own.min(most_both)) {
            return None;
        }
        for list in [&mut self.places, &mut self.others] {
            list.clear();
            list.resize(least + 1, 0);
        }
        let (places, others) = (&mut self.places[..], &mut self.others[..]);
        let (mut both, mut shared) = (0, 0);
        let (mut i, mut j) = (0, 0);
        while i < least && j < most {
            if hopeless(
                both + (least - i).min(most - j),
                (shared + least - i).min(most_own),
            ) {
                return None;
            }
            // which of two hashes is the smaller is chance: steps are counted, not branched on
            for _ in 0..Self::STRIDE {
                let (Some(x), Some(y)) = (short.shingles.get(i), long.shingles.get(j)) else {
                    break;
                };
                let same = usize::from(x.0 == y.0);
                places[both] = x.1;
                others[both] = y.1;
                shared += same & own.holds(i);
                both += same;
                i += usize::from(x.0 <= y.0);
                j += usize::from(y.0 <= x.0);
            }
        }
        let (places, others) = (&places[..both], &others[..both]);
        let within = |list: &[u32], to: usize| list.iter().filter(|p| (**p as usize) < to).count();
        if both < FEWEST {
            return None;
        }
        let containment = part(both, least);
        if containment < WHOLE && (part(shared, least) < asked_of(containment) || short.differs(long)) {
            return None;
        }
        let tail = part(within(places, least / 2), least / 2) < OPENING
            && part(both - within(others, most.saturating_sub(both + both / 4)), both) >= TAIL;
        let contained = containment >= CONTAINED && !tail;
        // both open alike, whatever follows
        let opened = least > LEAD
            && [places, others]
                .iter()
                .all(|list| part(within(list, LEAD), LEAD) >= 1.0 - OPENING / 2.0);
        (contained || opened).then(|| (part(both, least + most - both), containment))
    }
}

fn mix(h: u64, word: u64) -> u64 {
    (h ^ word)
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        .rotate_left(29)
        .wrapping_mul(0xff51_afd7_ed55_8ccd)
}

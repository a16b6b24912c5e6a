//! Bags of content words, and how much of their words two of them share.

use isnad_text::{Form, Tokens, hash_word, strip_head};
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;
use std::cell::RefCell;

/// Most words of a bag.
const MOST: u8 = 64;

/// The bits of a form that number its word; the others are those of its hash.
const WORD: u64 = 0x3f;

/// Up to 64 content words, each under every form without proclitics and article.
///
/// A form is the hash of its letters, with the number of its word in place of the lowest six bits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WordBag {
    forms: Box<[u64]>,
    count: u8,
}

impl WordBag {
    /// Number of words.
    pub(crate) fn len(&self) -> usize {
        self.count as usize
    }

    /// How many words the two share, counted on the side where fewer match.
    pub(crate) fn shared(&self, other: &Self) -> usize {
        let (a, b) = (&*self.forms, &*other.forms);
        let (mut mine, mut theirs) = (0u64, 0u64);
        let (mut i, mut j) = (0, 0);
        // which of two hashes is the smaller is chance: steps are counted, not branched on
        while i < a.len() && j < b.len() {
            let (x, y) = (a[i] | WORD, b[j] | WORD);
            if x == y {
                let same = |list: &[u64]| {
                    let same = list.iter().take_while(|f| **f | WORD == x);
                    same.fold(0u64, |m, f| m | 1 << (f & WORD))
                };
                mine |= same(&a[i..]);
                theirs |= same(&b[j..]);
            }
            i += usize::from(x <= y);
            j += usize::from(y <= x);
        }
        mine.count_ones().min(theirs.count_ones()) as usize
    }

    /// Shared words as a part of the shorter bag.
    pub(crate) fn containment(&self, other: &Self) -> f32 {
        self.part(other, self.shared(other))
    }

    /// So many words as a part of the shorter bag.
    pub(crate) fn part(&self, other: &Self, shared: usize) -> f32 {
        let least = self.len().min(other.len());
        if least == 0 {
            0.0
        } else {
            shared as f32 / least as f32
        }
    }

    /// Shared words as a part of all words.
    pub(crate) fn likeness(&self, other: &Self) -> f32 {
        let shared = self.shared(other);
        let all = self.len() + other.len() - shared;
        if all == 0 { 0.0 } else { shared as f32 / all as f32 }
    }

    /// Is their [`likeness`](Self::likeness) at least this? Lengths alone often tell that it is not.
    pub(crate) fn is_like(&self, other: &Self, least: f32) -> bool {
        let (few, many) = (self.len().min(other.len()), self.len().max(other.len()));
        // copies have the same words
        many > 0 && few as f32 / many as f32 >= least && (self == other || self.likeness(other) >= least)
    }

    /// A few numbers that texts with the same words share: the smallest form hashes.
    pub(crate) fn sketch(&self, n: usize) -> impl Iterator<Item = u64> + '_ {
        self.forms.iter().map(|f| f & !WORD).take(n)
    }
}

/// A bit for each place at which a form of a bag may be: so most bags that share little are told without comparing their forms.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Marks([u64; Marks::WORDS]);

impl Marks {
    const WORDS: usize = 8;

    /// Those of a bag.
    pub(crate) fn of(bag: &WordBag) -> Self {
        let mut out = Self::default();
        for form in &bag.forms {
            let (word, bit) = Self::place(*form);
            out.0[word] |= 1 << bit;
        }
        out
    }

    /// Where the mark of a form is: by its uppermost bits.
    fn place(form: u64) -> (usize, u64) {
        const SHIFT: u32 = u64::BITS - (64 * Marks::WORDS).trailing_zeros();
        let place = form >> SHIFT;
        ((place / 64) as usize % Self::WORDS, place % 64)
    }

    /// May the bag that these are the marks of be at least so [like](WordBag::likeness) another?
    pub(crate) fn may_be_like(&self, own: &WordBag, other: &WordBag, least: f32) -> bool {
        let mut met = 0u64;
        for form in &other.forms {
            let (word, bit) = Self::place(*form);
            met |= (self.0[word] >> bit & 1) << (form & WORD);
        }
        let shared = (met.count_ones() as usize).min(own.len());
        let all = own.len() + other.len() - shared;
        all > 0 && shared as f32 / all as f32 >= least
    }
}

/// A bag that is being filled.
#[derive(Default)]
pub(super) struct Filling {
    forms: SmallVec<[u64; 2 * MOST as usize]>,
    count: u8,
}

impl Filling {
    /// Number of words so far.
    pub(super) fn len(&self) -> usize {
        self.count as usize
    }

    /// Adds the word with these forms, if there is room for it.
    fn add(&mut self, forms: &[u64]) {
        if self.count < MOST {
            let word = u64::from(self.count);
            self.forms.extend(forms.iter().map(|f| f & !WORD | word));
            self.count += 1;
        }
    }

    /// The bag.
    pub(super) fn seal(mut self) -> WordBag {
        self.forms.sort_unstable();
        self.forms.dedup();
        WordBag {
            forms: Box::from(self.forms.as_slice()),
            count: self.count,
        }
    }
}

/// The forms of each content word of a text, hashed when it is asked for the first time: the bags of a report overlap.
pub(super) struct Forms(RefCell<Hashed>);

struct Hashed {
    /// By token: where its hashes begin and end, [`UNKNOWN`] before it was asked for, and no hashes for what tells nothing.
    of: Vec<(u32, u32)>,
    all: Vec<u64>,
}

const UNKNOWN: (u32, u32) = (u32::MAX, 0);

impl Forms {
    /// Those of so many tokens.
    pub(super) fn new(tokens: usize) -> Self {
        Self(RefCell::new(Hashed {
            of: vec![UNKNOWN; tokens],
            all: Vec::new(),
        }))
    }

    /// Adds a word to a bag; `is_content` says whether it tells anything by itself.
    pub(super) fn add(
        &self,
        tokens: &Tokens,
        at: usize,
        article: &str,
        is_content: impl Fn() -> bool,
        to: &mut Filling,
    ) {
        let mut hashed = self.0.borrow_mut();
        let Some(&known) = hashed.of.get(at) else { return };
        let (from, end) = if known == UNKNOWN {
            let from = hashed.all.len() as u32;
            if is_content() {
                forms(tokens, at, article, &mut hashed.all);
            }
            let found = (from, hashed.all.len() as u32);
            hashed.of[at] = found;
            found
        } else {
            known
        };
        if end > from {
            to.add(&hashed.all[from as usize..end as usize]);
        }
    }
}

/// The hashes of a token as it stands, of its forms without proclitics, and of those without article.
fn forms(tokens: &Tokens, at: usize, article: &str, out: &mut Vec<u64>) {
    let Some(token) = tokens.get(at) else { return };
    out.extend(token.forms().iter().map(|f| f.hash));
    // the bare word: proclitics as the tokens know them, then the article
    let mut letters = tokens.folded(at);
    for form in token.forms() {
        if form.off & Form::FUSED != 0 {
            continue;
        }
        letters = stripped(tokens, at, form.skip as usize);
        if let Some(bare) =
            strip_head(letters, article).filter(|b| !article.is_empty() && b.chars().nth(2).is_some())
        {
            out.push(hash_word(bare));
        }
    }
    if token.forms().iter().any(|f| f.off & Form::FUSED != 0) {
        // preposition and article fused: the letters after both
        let bare = letters.char_indices().nth(2).map_or("", |(i, _)| &letters[i..]);
        if bare.chars().nth(2).is_some() {
            out.push(hash_word(bare));
        }
    }
}

/// The folded letters of a token without as many letters as `skip` original bytes hold.
pub(super) fn stripped(tokens: &Tokens, at: usize, skip: usize) -> &str {
    // proclitics are single letters of two bytes in the original; folded they are two bytes as well
    tokens.folded(at).get(skip..).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A bag of words with one to three forms each, drawn by a fixed rule.
    fn bag(seed: u64, words: u64, from: u64) -> WordBag {
        let mut out = Filling::default();
        for n in 0..words {
            let forms: Vec<u64> = (0..=(n + seed) % 3)
                .map(|form| hash_word(&format!("{}-{form}", from + n)))
                .collect();
            out.add(&forms);
        }
        out.seal()
    }

    #[test]
    fn marks_never_rule_out_what_is_alike() {
        let mut alike = 0;
        let mut ruled_out = 0;
        for seed in 0..6 {
            for words in [1, 6, 20, 40, 64] {
                for shift in [0, 1, 3, 9, 30, 100] {
                    let (a, b) = (bag(seed, words, 0), bag(seed + shift % 2, words, shift));
                    let may = Marks::of(&a).may_be_like(&a, &b, 0.6);
                    if a.is_like(&b, 0.6) {
                        assert!(may, "{words} words moved by {shift}");
                        alike += 1;
                    }
                    ruled_out += usize::from(!may);
                }
            }
        }
        assert!(
            alike > 20 && ruled_out > 60,
            "{alike} alike, {ruled_out} ruled out"
        );
    }
}

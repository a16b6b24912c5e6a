//! Dictionaries of words and phrases, matched longest-first on token hashes.

use crate::{
    Span,
    tokens::{EVERY, Form, Token, Tokens, hash_word},
};
use rustc_hash::FxHashMap;

/// A dictionary of phrases.
///
/// The first token of a phrase matches under any of its forms (with proclitics taken off), the others as
/// they stand. Values of the same phrase are all kept, in the order of insertion.
#[derive(Clone, Debug)]
pub struct Phrases<T> {
    by_first: FxHashMap<u64, Vec<u32>>,
    entries: Vec<Entry<T>>,
    seen: Seen,
    /// Its bit in the vocabulary of its pack.
    bit: u128,
}

/// A set of hashes that never forgets one but may take another for it: most words of a text are in no dictionary, and this
/// tells so with one load.
#[derive(Clone, Debug, Default)]
struct Seen {
    /// A power of two of words of 64 bits.
    bits: Vec<u64>,
}

impl Seen {
    /// Bits for each hash: about one miss in sixteen has to be looked up.
    const EACH: usize = 16;

    fn holds(&self, hash: u64) -> bool {
        let (word, bit) = Self::place(hash, self.bits.len());
        self.bits.get(word).is_some_and(|w| w & bit != 0)
    }

    fn insert(&mut self, hash: u64, all: impl ExactSizeIterator<Item = u64>) {
        if all.len() * Self::EACH > self.bits.len() * 64 {
            self.bits = vec![0; (all.len() * 2 * Self::EACH / 64).next_power_of_two()];
            all.for_each(|h| self.set(h));
        }
        self.set(hash);
    }

    fn set(&mut self, hash: u64) {
        let (word, bit) = Self::place(hash, self.bits.len());
        if let Some(w) = self.bits.get_mut(word) {
            *w |= bit;
        }
    }

    fn place(hash: u64, words: usize) -> (usize, u64) {
        let mixed = hash ^ (hash >> 32);
        let word = (mixed >> 6) as usize & words.wrapping_sub(1);
        (word, 1 << (mixed & 63))
    }
}

#[derive(Clone, Debug)]
struct Entry<T> {
    rest: Box<[u64]>,
    value: T,
}

/// A phrase found in a text.
#[derive(Debug)]
pub struct Hit<'a, T> {
    /// What the dictionary says of it.
    pub value: &'a T,
    /// Number of tokens.
    pub len: usize,
    /// The form of the first token that matched.
    pub form: Form,
}

impl<T> Clone for Hit<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Hit<'_, T> {}

impl<T> Hit<'_, T> {
    /// Where the phrase stands: from its first letter, proclitics left out, to the end of its last token.
    pub fn span(&self, tokens: impl AsRef<[Token]>, at: usize) -> Span {
        let items = tokens.as_ref();
        Span::new(
            items[at].span.start + self.form.skip as usize,
            items[at + self.len - 1].span.end,
        )
    }
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self {
            by_first: FxHashMap::default(),
            entries: Vec::new(),
            seen: Seen::default(),
            bit: EVERY,
        }
    }
}

impl<T> Phrases<T> {
    /// An empty dictionary.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a phrase. It is folded and cut into tokens as a text is; a phrase without any token is ignored.
    pub fn insert(&mut self, phrase: &str, value: T) {
        let tokens = Tokens::plain(phrase);
        let mut hashes = (0..tokens.len()).map(|i| hash_word(tokens.folded(i)));
        let Some(first) = hashes.next() else { return };
        let rest: Box<[u64]> = hashes.collect();
        let list = self.by_first.entry(first).or_default();
        let at = list.partition_point(|&i| self.entries[i as usize].rest.len() >= rest.len());
        list.insert(at, self.entries.len() as u32);
        self.entries.push(Entry { rest, value });
        self.bit = EVERY;
        self.seen.insert(first, self.by_first.keys().copied());
    }

    /// The hashes of the first words.
    pub(crate) fn firsts(&self) -> impl Iterator<Item = u64> {
        self.by_first.keys().copied()
    }

    /// From now on it is asked only for tokens that have this bit, until something is inserted.
    pub(crate) fn ask_for(&mut self, bit: u128) {
        self.bit = bit;
    }

    /// Number of phrases.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Is it empty?
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// All values.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.entries.iter().map(|e| &e.value)
    }

    /// May a phrase begin with this token? Tells without a look into the dictionary that none does, for nearly all tokens that
    /// were [told](Tokens::tell).
    #[inline]
    pub fn may_begin(&self, token: &Token) -> bool {
        token.heads & self.bit != 0
    }

    /// The longest phrase that begins at this token; among equally long ones that with the least taken off, then the
    /// one inserted first.
    #[inline]
    pub fn longest<'a>(&'a self, tokens: impl AsRef<[Token]>, at: usize) -> Option<Hit<'a, T>> {
        self.longest_where(tokens, at, |_| true)
    }

    /// Every phrase that begins at this token, the forms with less taken off first, longer ones first within a form.
    #[inline]
    pub fn all<'a>(&'a self, tokens: impl AsRef<[Token]>, at: usize) -> Vec<Hit<'a, T>> {
        let mut hits = Vec::new();
        self.each(tokens, at, |hit| hits.push(hit));
        hits
    }

    /// The phrase that begins at this token as it stands, nothing taken off.
    #[inline]
    pub fn exact<'a>(&'a self, tokens: impl AsRef<[Token]>, at: usize) -> Option<Hit<'a, T>> {
        self.longest_where(tokens, at, |form| form.off == 0)
    }

    /// The longest phrase under the forms that `accept` allows.
    #[inline]
    pub fn longest_where<'a>(
        &'a self,
        tokens: impl AsRef<[Token]>,
        at: usize,
        accept: impl Fn(Form) -> bool,
    ) -> Option<Hit<'a, T>> {
        let mut best: Option<Hit<'a, T>> = None;
        self.each(tokens, at, |hit| {
            if accept(hit.form) && best.is_none_or(|b| hit.len > b.len) {
                best = Some(hit);
            }
        });
        best
    }

    /// The value of a word that stands alone (folded here).
    pub fn word(&self, word: &str) -> Option<&T> {
        let list = self.by_first.get(&hash_word(&crate::fold(word)))?;
        list.iter()
            .map(|&i| &self.entries[i as usize])
            .find(|e| e.rest.is_empty())
            .map(|e| &e.value)
    }

    /// Tells every phrase that begins at this token, in the order of [`Phrases::all`], without a list of them.
    #[inline]
    pub fn each<'a>(&'a self, tokens: impl AsRef<[Token]>, at: usize, found: impl FnMut(Hit<'a, T>)) {
        let items = tokens.as_ref();
        if let Some(first) = items.get(at).filter(|t| self.may_begin(t)) {
            self.look(items, at, first.forms(), found);
        }
    }

    #[inline(never)]
    fn look<'a>(&'a self, items: &[Token], at: usize, forms: &[Form], mut found: impl FnMut(Hit<'a, T>)) {
        for &form in forms {
            if !self.seen.holds(form.hash) {
                continue;
            }
            let Some(list) = self.by_first.get(&form.hash) else {
                continue;
            };
            for &i in list {
                let entry = &self.entries[i as usize];
                let len = entry.rest.len() + 1;
                if at + len <= items.len()
                    && entry
                        .rest
                        .iter()
                        .zip(&items[at + 1..])
                        .all(|(&want, token)| token.hash() == want)
                {
                    found(Hit {
                        value: &entry.value,
                        len,
                        form,
                    });
                }
            }
        }
    }
}

//! Dictionaries of words and phrases, matched longest-first on token hashes.

use crate::{
    Span,
    index::Index,
    tokens::{EVERY, Form, Token, Tokens, hash_word},
};
use smallvec::SmallVec;

/// A dictionary of phrases.
///
/// The first token of a phrase matches under any of its forms (with proclitics taken off), the others as
/// they stand. Values of the same phrase are all kept, in the order of insertion.
#[derive(Clone, Debug)]
pub struct Phrases<T> {
    words: Words,
    /// By entry.
    values: Vec<T>,
}

/// The words of a dictionary, whatever it says of them.
#[derive(Clone, Debug)]
struct Words {
    /// From the hash of a first word to the first of its entries.
    firsts: Index,
    entries: Vec<Entry>,
    /// The other words of all phrases, in the order of their entries.
    rests: Vec<u64>,
    /// Its bit in the vocabulary of its pack.
    bit: u128,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    /// Hash of the first word.
    first: u64,
    /// Where its other words stand in `rests`, and how many they are.
    rest: (u32, u32),
    /// The next entry of the same first word, no longer than this one; itself for the last.
    next: u32,
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
            words: Words {
                firsts: Index::default(),
                entries: Vec::new(),
                rests: Vec::new(),
                bit: EVERY,
            },
            values: Vec::new(),
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
        if self.words.insert(phrase) {
            self.values.push(value);
        }
    }

    /// The hashes of the first words.
    pub(crate) fn firsts(&self) -> impl Iterator<Item = u64> {
        self.words.entries.iter().map(|e| e.first)
    }

    /// From now on it is asked only for tokens that have this bit, until something is inserted.
    pub(crate) fn ask_for(&mut self, bit: u128) {
        self.words.bit = bit;
    }

    /// Number of phrases.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Is it empty?
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// All values.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.values.iter()
    }

    /// May a phrase begin with this token? Tells without a look into the dictionary that none does, for nearly all tokens that
    /// were [told](Tokens::tell).
    #[inline]
    pub fn may_begin(&self, token: &Token) -> bool {
        token.heads & self.words.bit != 0
    }

    /// The longest phrase that begins at this token; among equally long ones that with the least taken off, then the
    /// one inserted first.
    #[inline]
    pub fn longest<'a>(&'a self, tokens: impl AsRef<[Token]>, at: usize) -> Option<Hit<'a, T>> {
        self.longest_where(tokens, at, |_| true)
    }

    /// Every phrase that begins at this token, the forms with less taken off first, longer ones first within a form.
    #[inline]
    pub fn all<'a>(&'a self, tokens: impl AsRef<[Token]>, at: usize) -> SmallVec<[Hit<'a, T>; 4]> {
        let mut hits = SmallVec::new();
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
        let mut all = self.words.of(hash_word(&crate::fold(word)));
        all.find(|(_, e)| e.rest.1 == 0)
            .and_then(|(n, _)| self.values.get(n as usize))
    }

    /// Tells every phrase that begins at this token, in the order of [`Phrases::all`], without a list of them.
    #[inline]
    pub fn each<'a>(&'a self, tokens: impl AsRef<[Token]>, at: usize, mut found: impl FnMut(Hit<'a, T>)) {
        let items = tokens.as_ref();
        if items.get(at).is_some_and(|t| self.may_begin(t)) {
            self.words.look(items, at, &mut |entry, len, form| {
                if let Some(value) = self.values.get(entry as usize) {
                    found(Hit { value, len, form });
                }
            });
        }
    }
}

impl Words {
    /// Adds a phrase, if it has a token.
    fn insert(&mut self, phrase: &str) -> bool {
        let tokens = Tokens::plain(phrase);
        let mut hashes = tokens.items().iter().map(Token::hash);
        let Some(first) = hashes.next() else { return false };
        let from = self.rests.len() as u32;
        self.rests.extend(hashes);
        let rest = (from, self.rests.len() as u32 - from);
        self.bit = EVERY;
        let new = self.entries.len() as u32;
        let mut entry = Entry {
            first,
            rest,
            next: new,
        };
        // behind all entries of the same first word that are at least as long
        match self.of_first(first) {
            None => {
                let hash_of = |n: u32| self.entries.get(n as usize).map_or(0, |e| e.first);
                self.firsts.insert(first, new, hash_of);
            }
            Some(head) if self.entries[head as usize].rest.1 < rest.1 => {
                entry.next = head;
                self.firsts.replace(first, head, new);
            }
            Some(mut before) => loop {
                let next = self.entries[before as usize].next;
                if next == before || self.entries[next as usize].rest.1 < rest.1 {
                    entry.next = if next == before { new } else { next };
                    self.entries[before as usize].next = new;
                    break;
                }
                before = next;
            },
        }
        self.entries.push(entry);
        true
    }

    /// The first entry of a first word.
    #[inline]
    fn of_first(&self, hash: u64) -> Option<u32> {
        let same = |n: u32| self.entries.get(n as usize).is_some_and(|e| e.first == hash);
        self.firsts.get(hash, same)
    }

    /// The entries of a first word with their numbers, longer ones first, equally long ones as they were inserted.
    #[inline]
    fn of(&self, hash: u64) -> impl Iterator<Item = (u32, Entry)> {
        let mut next = self.of_first(hash);
        std::iter::from_fn(move || {
            let at = next?;
            let entry = *self.entries.get(at as usize)?;
            next = (entry.next != at).then_some(entry.next);
            Some((at, entry))
        })
    }

    /// Tells the phrases that begin at a token. One piece of code for the dictionaries of all values, so that it stays at hand.
    #[inline(never)]
    fn look(&self, items: &[Token], at: usize, found: &mut dyn FnMut(u32, usize, Form)) {
        let Some(token) = items.get(at) else { return };
        let behind = items.get(at + 1..).unwrap_or(&[]);
        for &form in token.forms() {
            // a word that the vocabulary does not know begins nothing that is in it
            if form.word == 0 && self.bit != EVERY {
                continue;
            }
            for (number, entry) in self.of(form.hash) {
                let (from, more) = (entry.rest.0 as usize, entry.rest.1 as usize);
                let follows = || {
                    let rest = self.rests.get(from..from + more).unwrap_or(&[]);
                    rest.iter().zip(behind).all(|(&want, token)| token.hash() == want)
                };
                if more == 0 || more <= behind.len() && follows() {
                    found(number, more + 1, form);
                }
            }
        }
    }
}

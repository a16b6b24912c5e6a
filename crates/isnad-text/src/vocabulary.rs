//! A pack's words by number: one look-up of a token tells which dictionaries are worth asking.

use crate::{
    index::Index,
    phrases::Phrases,
    tokens::{EVERY, Form, UNTOLD},
};
use rustc_hash::FxHashMap;

/// The words that the dictionaries of one pack know, each with a number, and the dictionaries that have a phrase which
/// begins with it.
///
/// Most words of a text begin no phrase of most dictionaries. [`Tokens::tell`](crate::Tokens::tell) looks each form of a
/// token up here once; from then on a dictionary that cannot know the token is passed over at the cost of one `and`, and
/// what a pack knows of single words is found by number instead of by hash.
///
/// ```
/// use isnad_text::{Clitics, Phrases, Tokens, Vocabulary};
/// let (mut places, mut titles) = (Phrases::new(), Phrases::new());
/// places.insert("Tripoli", "LY");
/// titles.insert("envoy", ());
/// let mut words = Vocabulary::new("en-1");
/// words.add(&mut places);
/// words.add(&mut titles);
/// let mut tokens = Tokens::new("The envoy flew to Tripoli.", &Clitics::default());
/// tokens.tell(&words);
/// assert!(places.longest(&tokens, 1).is_none() && titles.longest(&tokens, 1).is_some());
/// assert_eq!(places.longest(&tokens, 4).unwrap().value, &"LY");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    id: u64,
    numbers: Index,
    /// By number: the hash, and where `sets` has what the word's dictionaries are.
    words: Vec<(u64, u16)>,
    sets: Vec<u128>,
    by_set: FxHashMap<u128, u16>,
    dictionaries: u32,
}

impl Vocabulary {
    /// An empty vocabulary. Its name tells it from others; tokens that one told are told anew by another.
    pub fn new(name: &str) -> Self {
        let mut out = Self {
            id: crate::hash_word(name) | 1,
            words: vec![(0, 0)], // the number of words that are not known
            sets: vec![0, u128::MAX],
            ..Self::default()
        };
        out.by_set.insert(0, 0);
        out
    }

    /// Its name as a number, never 0.
    pub(crate) fn id(&self) -> u64 {
        self.id
    }

    /// How many numbers there are; 0 is that of all words that are not known.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Is no word known?
    pub fn is_empty(&self) -> bool {
        self.words.len() <= 1
    }

    /// Takes in a dictionary that is complete. Those beyond the hundred and twenty-seventh are always asked.
    pub fn add<T>(&mut self, phrases: &mut Phrases<T>) {
        if phrases.is_empty() || self.dictionaries >= 127 {
            return;
        }
        let bit = 1 << self.dictionaries;
        self.dictionaries += 1;
        for hash in phrases.firsts() {
            let number = self.word(hash) as usize;
            let set = self.set(self.set_of(number) | bit);
            if let Some(slot) = self.words.get_mut(number) {
                slot.1 = set;
            }
        }
        phrases.ask_for(bit);
    }

    /// Takes in a word by its hash ([`hash_word`](crate::hash_word)); its number.
    pub fn word(&mut self, hash: u64) -> u32 {
        if let Some(number) = self.find(hash) {
            return number;
        }
        let next = self.words.len() as u32;
        self.words.push((hash, 0));
        self.numbers
            .insert(hash, next, |n| self.words.get(n as usize).map_or(0, |w| w.0));
        next
    }

    /// The number of a word by its hash; 0 where it is not known.
    #[inline]
    pub fn number(&self, hash: u64) -> u32 {
        self.find(hash).unwrap_or(0)
    }

    #[inline]
    fn find(&self, hash: u64) -> Option<u32> {
        let same = |n: u32| self.words.get(n as usize).is_some_and(|w| w.0 == hash);
        self.numbers.get(hash, same)
    }

    /// The dictionaries that have a phrase which begins with a word.
    #[inline]
    fn set_of(&self, number: usize) -> u128 {
        let set = self.words.get(number).and_then(|w| self.sets.get(w.1 as usize));
        set.copied().unwrap_or(0)
    }

    /// Gives the forms of a token their numbers; the dictionaries that may know one of them.
    #[inline]
    pub(crate) fn tell(&self, forms: &mut [Form]) -> u128 {
        let mut all = EVERY;
        for form in forms {
            form.word = self.number(form.hash);
            if form.word != 0 {
                all |= self.set_of(form.word as usize);
            }
        }
        all
    }

    /// The number of a set of dictionaries; where there are too many, that of all dictionaries.
    fn set(&mut self, set: u128) -> u16 {
        let Ok(next) = u16::try_from(self.sets.len()) else {
            return self.by_set.get(&set).copied().unwrap_or(1);
        };
        let number = *self.by_set.entry(set).or_insert(next);
        if number == next {
            self.sets.push(set);
        }
        number
    }
}

impl Form {
    /// The number of its word in the vocabulary that told the tokens; none where none did.
    #[inline]
    pub fn number(&self) -> Option<usize> {
        (self.word != UNTOLD).then_some(self.word as usize)
    }
}

//! Words by which two statements say the opposite, and the bare form in which words are compared: `opposites.toml`.

use crate::Loader;
use isnad_text::{Clitics, Phrases, fold, hash_word, strip_head};
use rustc_hash::FxHashMap;

/// Letters that stay when a single letter goes that may be a preposition or conjunction: such letters begin many words.
const AFTER_LETTER: usize = 4;
/// Letters that stay when an article or an ending goes.
const AFTER_REST: usize = 3;

/// Words that say the opposite of each other, or of what others say.
#[derive(Debug, Default)]
pub struct OppositeWords {
    /// How words are brought to their bare form.
    pub stems: Stems,
    /// What follows one of these is not so.
    pub negators: Phrases<()>,
    /// Words in which a negator negates nothing ("no less than").
    pub negates_nothing: Phrases<()>,
    /// Words and marks of a question.
    pub asks: Phrases<()>,
    /// Names of the axes.
    pub axes: Vec<String>,
    /// By [`Stems::key`]: what a word says.
    senses: FxHashMap<u64, Vec<Sense>>,
    /// Words of the longest entry.
    longest: usize,
}

/// What a word says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sense {
    /// It stands at one end of an axis.
    Axis {
        /// Number of the axis in [`OppositeWords::axes`].
        axis: u8,
        /// Does it stand at its upper end ("rise"), not at its lower ("fall")?
        more: bool,
    },
    /// It turns what it governs into its opposite ("refuses to").
    Turns,
}

/// Brings words to a bare form: without what is written together with them, and without their ending.
///
/// This is light stemming (Larkey, Ballesteros and Connell, *Improving stemming for Arabic information retrieval*, 2002): nothing is looked
/// up; a prefix and an ending go where enough letters are left. It is good enough to tell that two reports use one word, not to say
/// which word it is.
///
/// ```
/// use isnad_lang::Packs;
/// let stems = &Packs::builtin().get("en").unwrap().opposites.stems;
/// assert_eq!(stems.of("talks"), "talk");
/// assert_eq!(stems.of("gas"), "gas");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Stems {
    clitics: Clitics,
    endings: Vec<String>,
}

impl Stems {
    /// The bare form of a folded word.
    pub fn of<'w>(&self, word: &'w str) -> &'w str {
        let long = |rest: &str, least: usize| rest.chars().nth(least - 1).is_some();
        let mut rest = word;
        let conjunction = self.clitics.conjunctions.iter().find_map(|c| strip_head(rest, c));
        if let Some(bare) = conjunction.filter(|bare| long(bare, AFTER_LETTER)) {
            rest = bare;
        }
        let article = Some(self.clitics.article.as_str()).filter(|a| !a.is_empty());
        let bare = |from: &'w str| {
            let taken = article.and_then(|a| strip_head(from, a));
            taken.filter(|r| long(r, AFTER_REST))
        };
        let fused = self.clitics.fused.as_deref().and_then(|f| strip_head(rest, f));
        let preposition = self.clitics.prepositions.iter().find_map(|p| strip_head(rest, p));
        rest = bare(rest)
            .or(fused.filter(|r| long(r, AFTER_REST)))
            .or_else(|| preposition.and_then(bare))
            .or_else(|| preposition.filter(|r| long(r, AFTER_LETTER)))
            .unwrap_or(rest);
        let ended = self.endings.iter().find_map(|e| strip_ending(rest, e));
        ended.filter(|r| long(r, AFTER_REST)).unwrap_or(rest)
    }

    /// Hash of the bare form.
    pub fn hash(&self, word: &str) -> u64 {
        hash_word(self.of(word))
    }

    /// Key of a run of words by the hashes of their bare forms.
    fn key(hashes: impl IntoIterator<Item = u64>) -> u64 {
        hashes.into_iter().fold(0, |key, hash| key.rotate_left(7) ^ hash)
    }
}

/// What stands before the ending of a word that ends so, compared from its last letter on: most differ in that one.
fn strip_ending<'w>(word: &'w str, ending: &str) -> Option<&'w str> {
    let ends =
        word.len() >= ending.len() && word.bytes().rev().zip(ending.bytes().rev()).all(|(a, b)| a == b);
    ends.then(|| word.get(..word.len() - ending.len())).flatten()
}

impl OppositeWords {
    /// The longest run among these bare words, from the first on, that says something: how many words, and what.
    pub fn senses(&self, bare: &[u64]) -> Option<(usize, &[Sense])> {
        (1..=self.longest.min(bare.len())).rev().find_map(|n| {
            let key = Stems::key(bare[..n].iter().copied());
            Some((n, self.senses.get(&key)?.as_slice()))
        })
    }

    pub(crate) fn load(loader: &mut Loader<'_>, clitics: &Clitics) -> Self {
        let Some(file) = loader.toml::<File>(FILE) else {
            return Self::default();
        };
        let mut out = Self {
            stems: Stems {
                clitics: clitics.clone(),
                endings: file.endings.iter().map(|e| fold(e)).collect(),
            },
            negators: set(&file.negators),
            negates_nothing: set(&file.negates_nothing),
            asks: set(&file.asks),
            ..Self::default()
        };
        let persons: Vec<String> = file.persons.iter().map(|p| fold(p)).collect();
        for (n, axis) in file.axis.into_iter().enumerate() {
            let Ok(number) = u8::try_from(n) else {
                loader.error(FILE, 1, "expected at most 256 axes".to_owned());
                break;
            };
            out.axes.push(axis.id);
            for (words, more) in [(&axis.more, true), (&axis.less, false)] {
                let sense = Sense::Axis { axis: number, more };
                words.iter().for_each(|word| out.add(word, &persons, sense));
            }
        }
        file.turners
            .iter()
            .for_each(|word| out.add(word, &persons, Sense::Turns));
        out
    }

    /// Adds a word, and the other persons of a verb that begins like the first.
    fn add(&mut self, word: &str, persons: &[String], sense: Sense) {
        let word = fold(word);
        let mut forms = vec![word.clone()];
        let verb = persons.first().and_then(|p| word.strip_prefix(p.as_str()));
        if let Some(rest) = verb.filter(|_| word.chars().count() >= AFTER_LETTER) {
            forms = persons.iter().map(|p| format!("{p}{rest}")).collect();
        }
        for form in forms {
            let bare: Vec<u64> = form.split_whitespace().map(|w| self.stems.hash(w)).collect();
            self.longest = self.longest.max(bare.len());
            let senses = self.senses.entry(Stems::key(bare)).or_default();
            if !senses.contains(&sense) {
                senses.push(sense);
                senses.sort_unstable();
            }
        }
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    endings: Vec<String>,
    #[serde(default)]
    persons: Vec<String>,
    #[serde(default)]
    negators: Vec<String>,
    #[serde(default)]
    negates_nothing: Vec<String>,
    #[serde(default)]
    turners: Vec<String>,
    #[serde(default)]
    asks: Vec<String>,
    #[serde(default)]
    axis: Vec<AxisRow>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct AxisRow {
    id: String,
    more: Vec<String>,
    less: Vec<String>,
}

const FILE: &str = "opposites.toml";

fn set(words: &[String]) -> Phrases<()> {
    let mut out = Phrases::new();
    for word in words {
        out.insert(word, ());
    }
    out
}

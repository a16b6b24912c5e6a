//! Language packs: data files in, a typed and validated [`Pack`] out.
//!
//! A pack is a folder of data; nothing in Rust speaks a language. The built-in packs are compiled in
//! ([`Packs::builtin`]); a pack of one's own is read from any list of files ([`Pack::load`]). Every message about a
//! pack names its file and line.
//!
//! ```
//! let packs = isnad_lang::Packs::builtin();
//! assert!(packs.get("ar").is_some_and(|p| p.rtl));
//! ```
#![cfg_attr(test, allow(clippy::non_ascii_literal, reason = "tests hold words"))]

/// Takes dictionaries into a vocabulary.
macro_rules! take_in {
    ($words:expr; $($set:expr),* $(,)?) => { $( $words.add(&mut $set); )* };
}

mod loader;

pub mod blocks;
pub mod commitments;
pub mod contrast;
pub mod events;
pub mod names;
pub mod opposites;
pub mod speech;
pub mod time;
pub mod wording;

pub use loader::{Loader, PackError, PackFile, Row};

use isnad_text::{Clitics, SentenceRules, Span, Token, Tokens, Vocabulary, fold, hash_word};
use rustc_hash::FxHashSet;
use std::sync::OnceLock;

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/packs.rs"));
}

/// The words and patterns of one language.
#[derive(Debug)]
pub struct Pack {
    /// BCP 47 tag.
    pub id: String,
    /// The language's own name.
    pub name: String,
    /// Is it written right to left?
    pub rtl: bool,
    /// What is written together with the next word.
    pub clitics: Clitics,
    /// How sentences end.
    pub sentences: SentenceRules,
    /// Folded words that are frequent in any text of the language: they tell which language a report is in.
    pub frequent: Vec<String>,
    /// Their hashes.
    frequent_hashes: FxHashSet<u64>,
    /// FNV hash of all its files, hexadecimal.
    pub hash: String,
    /// Words that give blocks their roles.
    pub blocks: blocks::BlockWords,
    /// Words and rules of time.
    pub time: time::TimeWords,
    /// Words and gazetteers of names and offices.
    pub names: names::NameWords,
    /// Words of reporting and quoting.
    pub speech: speech::SpeechWords,
    /// Words and frames of events.
    pub events: events::EventWords,
    /// Words that bind somebody.
    pub commitments: commitments::CommitmentWords,
    /// Words by which reports are compared.
    pub contrast: contrast::ContrastWords,
    /// Words by which statements say the opposite.
    pub opposites: opposites::OppositeWords,
    /// The wording of a briefing.
    pub wording: wording::Wording,
    /// The words of all dictionaries above.
    pub vocabulary: Vocabulary,
}

/// The form of `pack.toml`.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    id: String,
    name: String,
    rtl: bool,
    sentence_ends: String,
    #[serde(default)]
    abbreviations: Vec<String>,
    frequent: Vec<String>,
    #[serde(default)]
    clitics: HeadClitics,
}

#[derive(Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadClitics {
    conjunctions: Vec<String>,
    prepositions: Vec<String>,
    article: String,
    fused: Option<String>,
    min_stem: usize,
}

impl Pack {
    /// Loads a pack from its files.
    ///
    /// # Errors
    /// All that is wrong with the files, each with file and line.
    pub fn load(files: &[PackFile<'_>]) -> Result<Self, Vec<PackError>> {
        let loader = Loader::new(files);
        let hash = loader.hash();
        Self::of(loader, hash)
    }

    /// Loads a pack whose files have this hash.
    fn of(mut loader: Loader<'_>, hash: String) -> Result<Self, Vec<PackError>> {
        let head: Option<Head> = loader.toml("pack.toml");
        let pack = head.map(|head| {
            let folded = |words: &[String]| words.iter().map(|w| fold(w)).collect::<Vec<_>>();
            let frequent = folded(&head.frequent);
            let frequent_hashes = frequent.iter().map(|w| hash_word(w)).collect();
            let clitics = Clitics {
                conjunctions: folded(&head.clitics.conjunctions),
                prepositions: folded(&head.clitics.prepositions),
                article: fold(&head.clitics.article),
                fused: head.clitics.fused.as_deref().map(fold),
                min_stem: head.clitics.min_stem,
            };
            let mut pack = Self {
                sentences: SentenceRules {
                    ends: head.sentence_ends.chars().collect(),
                    abbreviations: folded(&head.abbreviations),
                },
                frequent,
                frequent_hashes,
                hash,
                blocks: blocks::BlockWords::load(&mut loader),
                time: time::TimeWords::load(&mut loader),
                names: names::NameWords::load(&mut loader),
                speech: speech::SpeechWords::load(&mut loader),
                events: events::EventWords::load(&mut loader),
                commitments: commitments::CommitmentWords::load(&mut loader),
                contrast: contrast::ContrastWords::load(&mut loader),
                opposites: opposites::OppositeWords::load(&mut loader, &clitics),
                clitics,
                wording: wording::Wording::load(&mut loader, &fold(&head.clitics.article)),
                id: head.id,
                name: head.name,
                rtl: head.rtl,
                vocabulary: Vocabulary::default(),
            };
            pack.tell();
            pack
        });
        let errors = loader.finish();
        match pack {
            Some(pack) if errors.is_empty() => Ok(pack),
            _ => Err(errors),
        }
    }
}

impl Pack {
    fn tell(&mut self) {
        let mut words = Vocabulary::new(&self.hash);
        self.time.tell(&mut words);
        self.names.tell(&mut words);
        self.speech.tell(&mut words);
        self.events.tell(&mut words);
        self.blocks.tell(&mut words);
        self.commitments.tell(&mut words);
        self.contrast.tell(&mut words);
        self.vocabulary = words;
    }

    /// Cuts a text of the language into tokens, ready for the pack's dictionaries.
    pub fn tokens(&self, text: &str) -> Tokens {
        let mut tokens = Tokens::plain(text);
        self.take(&mut tokens, text);
        tokens
    }

    /// Makes tokens that were cut from a text before its language was known ready for the pack's dictionaries: adds the forms
    /// without proclitics, and looks all forms up.
    pub fn take(&self, tokens: &mut Tokens, text: &str) {
        tokens.strip(text, &self.clitics);
        tokens.tell(&self.vocabulary);
    }

    /// Is this the hash ([`hash_word`]) of one of the [`frequent`](Self::frequent) words?
    pub fn is_frequent(&self, hash: u64) -> bool {
        self.frequent_hashes.contains(&hash)
    }
}

/// Bytes of a text, from its beginning, that tell its language.
const SAMPLE: usize = 20_000;

/// A set of packs.
#[derive(Debug)]
pub struct Packs {
    packs: Vec<Slot>,
}

/// A pack, or the files that it is built from when it is first asked for.
#[derive(Debug)]
struct Slot {
    id: String,
    hash: String,
    files: &'static [PackFile<'static>],
    pack: OnceLock<Pack>,
}

impl Slot {
    #[allow(
        clippy::panic,
        reason = "only built-in packs are built here: they are part of the program, and the tests load them"
    )]
    fn pack(&self) -> &Pack {
        self.pack.get_or_init(|| {
            Pack::of(Loader::new(self.files), self.hash.clone()).unwrap_or_else(|errors| {
                panic!("a built-in pack does not load: {}", PackError::list(&errors))
            })
        })
    }
}

impl Packs {
    /// The packs that are compiled in. Each is built when it is first asked for, so that a run that finds everything made before
    /// does without.
    pub fn builtin() -> &'static Self {
        static PACKS: OnceLock<Packs> = OnceLock::new();
        PACKS.get_or_init(|| Self {
            packs: embedded::PACKS
                .iter()
                .zip(embedded::HASHES)
                .map(|((id, files), hash)| Slot {
                    id: (*id).to_owned(),
                    hash: (*hash).to_owned(),
                    files,
                    pack: OnceLock::new(),
                })
                .collect(),
        })
    }

    /// The files of the built-in packs by language, `corpus/` left out.
    pub fn builtin_files() -> &'static [(&'static str, &'static [PackFile<'static>])] {
        embedded::PACKS
    }

    /// A set of packs of one's own.
    pub fn new(packs: Vec<Pack>) -> Self {
        let slot = |pack: Pack| Slot {
            id: pack.id.clone(),
            hash: pack.hash.clone(),
            files: &[],
            pack: OnceLock::from(pack),
        };
        Self {
            packs: packs.into_iter().map(slot).collect(),
        }
    }

    /// The pack for a BCP 47 tag; `ar-EG` finds `ar`.
    pub fn get(&self, tag: &str) -> Option<&Pack> {
        self.slot(tag).map(Slot::pack)
    }

    /// Is there a pack for a BCP 47 tag? It is not built for the answer.
    ///
    /// ```
    /// let packs = isnad_lang::Packs::builtin();
    /// assert!(packs.has("ar-EG") && !packs.has("xx"));
    /// ```
    pub fn has(&self, tag: &str) -> bool {
        self.slot(tag).is_some()
    }

    fn slot(&self, tag: &str) -> Option<&Slot> {
        let primary = tag.split(['-', '_']).next().unwrap_or(tag);
        self.packs
            .iter()
            .find(|p| p.id.eq_ignore_ascii_case(tag))
            .or_else(|| self.packs.iter().find(|p| p.id.eq_ignore_ascii_case(primary)))
    }

    /// All packs.
    pub fn iter(&self) -> impl Iterator<Item = &Pack> {
        self.packs.iter().map(Slot::pack)
    }

    /// Tag and hash of every pack, in the order of [`iter`](Self::iter). None is built for it.
    pub fn hashes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.packs.iter().map(|p| (p.id.as_str(), p.hash.as_str()))
    }

    /// The pack whose frequent words the text holds most of; none if it holds hardly any.
    pub fn detect(&self, text: &str) -> Option<&Pack> {
        self.detect_in(&Tokens::plain(sample(text)))
    }

    /// The same of a text that is cut already.
    pub fn detect_in(&self, tokens: &Tokens) -> Option<&Pack> {
        let counts = self.counts(tokens);
        let best = counts.iter().copied().max().filter(|&n| n > 0)?;
        counts
            .iter()
            .position(|&n| n == best)
            .and_then(|i| self.packs.get(i))
            .map(Slot::pack)
    }

    /// How much a text looks like one of the languages: decides between encodings.
    pub fn score(&self, text: &str) -> Score {
        Score(
            self.counts(&Tokens::plain(sample(text)))
                .into_iter()
                .max()
                .unwrap_or(0),
        )
    }

    /// How many frequent words of each pack stand at the beginning.
    fn counts(&self, tokens: &Tokens) -> Vec<usize> {
        let sample = tokens.within(Span::new(0, SAMPLE));
        let count = |pack: &Pack| {
            let hashes = tokens.items()[sample.clone()].iter().map(Token::hash);
            hashes.filter(|&hash| pack.is_frequent(hash)).count()
        };
        self.iter().map(count).collect()
    }
}

/// The beginning of a text that tells its language.
fn sample(text: &str) -> &str {
    let mut end = text.len().min(SAMPLE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// How much a text looks like a known language, see [`Packs::score`]; more is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Score(usize);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_taken_when_the_program_is_built_are_those_of_the_packs() {
        let packs = Packs::builtin();
        for ((id, hash), pack) in packs.hashes().zip(packs.iter()) {
            assert_eq!((id, hash), (pack.id.as_str(), pack.hash.as_str()));
        }
    }
}

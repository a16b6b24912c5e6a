//! Words and gazetteers of names and offices: `names.toml`, `*.tsv`.

mod gazetteer;
mod grammar;
pub mod letters;
mod model;

pub use grammar::{Anaphor, Fixed, FixedKind, Head, HeadKind, Title, TitleKind};

pub use model::{LABELS, Lexicon, Listed, MOST, Score, SequenceModel, Table, written};

use crate::Loader;
use isnad_text::{Form, Phrases, Token, Tokens, Vocabulary};
use rustc_hash::{FxHashMap, FxHashSet};

/// Words and gazetteers of names and offices.
#[derive(Debug, Default)]
pub struct NameWords {
    /// Names are written with capital letters.
    pub capitals: bool,
    /// The article as it is written before a word; empty where it is a word of its own.
    pub article: String,
    /// Single words by the hash of their folded form.
    pub words: FxHashMap<u64, Word>,
    /// Peoples and countries behind adjectives, by [`Word::nisba`].
    pub nisbas: Vec<Nisba>,
    /// Places.
    pub places: Phrases<Place>,
    /// Words that begin a title.
    pub titles: Phrases<Title>,
    /// Words that begin (or, in languages with capitals, are part of) the name of a body or a building.
    pub heads: Phrases<Head>,
    /// Names that are always one thing, and names of media and agencies.
    pub fixed: Phrases<Fixed>,
    /// Phrases that refer back.
    pub anaphors: Phrases<Anaphor>,
    /// Folded endings of words that are hardly ever part of a name.
    pub plain_endings: Vec<String>,
    /// Folded beginnings of unknown words that are hardly ever part of a name.
    pub plain_beginnings: Vec<String>,
    /// Letters that spelling variants exchange: each of a class counts as the first.
    pub spelling: Vec<(String, String)>,
    /// Letters, and the Latin consonant as which each counts where names are compared across scripts.
    pub letters: std::collections::BTreeMap<char, char>,
    /// Folded word groups that do not tell two organizations apart.
    pub weak: Phrases<()>,
    /// Words of one meaning in names of bodies: each counts as the first of its group.
    pub synonyms: FxHashMap<u64, String>,
    /// Folded endings of relative adjectives.
    pub adjective_endings: Vec<String>,
    /// Endings, unfolded, of indefinite everyday words.
    pub plain_spellings: Vec<String>,
    /// Folded prepositions of purpose that are written together with the next word.
    pub purpose_marks: Vec<String>,
    /// Hashes of folded words that give a place a name ("a province called").
    pub namings: FxHashSet<u64>,
    /// Phrases between a name and its title ("from the post of").
    pub title_links: Phrases<()>,
    /// Spellings, unfolded, that are function words though folding makes them one with a name.
    pub function_spellings: std::collections::BTreeSet<String>,
    /// Hashes of what folding makes of them, sorted.
    pub(crate) function_hashes: Vec<u64>,
    /// Hashes of folded ordinals that follow the names of kings and popes.
    pub regnals: FxHashSet<u64>,
    /// Hashes of folded surnames that name one known person of history or politics wherever they stand.
    pub renowned: FxHashSet<u64>,
    /// Hashes of folded syllables that make up names of some peoples ("Ban Ki Moon").
    pub syllables: FxHashSet<u64>,
    /// Hashes of folded words that close a name whatever stands before them ("Oglu").
    pub closers: FxHashSet<u64>,
    /// Hashes of folded nouns, with the article, that name a further purpose of a body ("… and development").
    pub purposes: FxHashSet<u64>,
    /// Hashes of folded fields that with the adjective of a people are always the ministry.
    pub ministries: FxHashSet<u64>,
    /// Phrases that begin with the name of a place and name none ("birthplace").
    pub no_place: Phrases<()>,
    /// Words of sport.
    pub sports: Phrases<()>,
    /// Words right before the name of a side in a game ("against", "the trainer of").
    pub sides: Phrases<()>,
    /// Folded feminine ending of adjectives; empty where they have none.
    pub feminine: String,
    /// That ending as it is written, which folding makes one with a pronoun.
    pub feminine_spelling: String,
    /// By number of the pack's vocabulary: what is known of the word, and whether it is what folding makes of one of the
    /// function spellings.
    numbered: Vec<(Word, bool)>,
    /// How Latin letters stand for the pack's own.
    pub letters_table: letters::Letters,
    /// Folded endings of inflected words, for looking words up in the list of everyday words.
    pub inflections: Vec<String>,
    /// The sequence model.
    pub model: SequenceModel,
    /// A large list of everyday words.
    pub lexicon: Lexicon,
    pub(crate) doubtful_names: Vec<u64>,
    /// Words that a list of common words has though they are names.
    pub(crate) names_only: FxHashSet<u64>,
}

/// The Wikidata item of a country or territory by its ISO 3166-1 alpha-2 code.
///
/// ```
/// assert_eq!(isnad_lang::names::wikidata("LY"), Some("Q1016"));
/// assert_eq!(isnad_lang::names::wikidata("ZZ"), None);
/// ```
pub fn wikidata(code: &str) -> Option<&'static str> {
    // rows begin with a code and are sorted by it
    static ROWS: std::sync::LazyLock<Vec<(&str, &str)>> = std::sync::LazyLock::new(|| {
        let rows = include_str!("../data/wikidata.tsv").lines();
        rows.filter_map(|row| row.split_once('\t')).collect()
    });
    let at = ROWS.binary_search_by(|(known, _)| (*known).cmp(code)).ok()?;
    ROWS.get(at).map(|(_, id)| *id)
}

impl NameWords {
    /// Loads the section.
    pub(crate) fn load(loader: &mut Loader<'_>) -> Self {
        let mut words = Self::default();
        grammar::load(&mut words, loader);
        gazetteer::load(&mut words, loader);
        words.letters_table = letters::Letters::load(loader);
        words.model = SequenceModel::load(loader);
        words.lexicon = Lexicon::load(loader);
        for hash in std::mem::take(&mut words.names_only) {
            if let Some(word) = words.words.get_mut(&hash) {
                word.flags &= !(flag::NOUN
                    | flag::ADJECTIVE
                    | flag::VERB
                    | flag::FUNCTION
                    | flag::SEEN
                    | flag::EVERYDAY);
            }
        }
        for hash in std::mem::take(&mut words.doubtful_names) {
            words.words.entry(hash).or_default().flags |= flag::EVERYDAY;
        }
        words
    }

    /// Tells the pack's vocabulary of the words and dictionaries.
    pub(crate) fn tell(&mut self, words: &mut Vocabulary) {
        take_in!(
            words;
            self.places,
            self.titles,
            self.heads,
            self.fixed,
            self.anaphors,
            self.weak,
            self.title_links,
            self.sports,
            self.no_place,
            self.sides,
        );
        let hashes = self.words.keys().chain(&self.function_hashes);
        let numbers: Vec<usize> = hashes.map(|&hash| words.word(hash) as usize).collect();
        self.numbered = vec![Default::default(); words.len()];
        let mut numbers = numbers.into_iter();
        for (&word, number) in self.words.values().zip(&mut numbers) {
            self.numbered[number].0 = word;
        }
        numbers.for_each(|number| self.numbered[number].1 = true);
    }

    /// What is known of a form of a token, and whether its spelling may be one of the
    /// [`function_spellings`](Self::function_spellings).
    #[inline]
    pub fn of(&self, form: &Form) -> (Word, bool) {
        match form.number() {
            Some(number) => self.numbered.get(number).copied().unwrap_or_default(),
            None => (
                self.word(form.hash),
                self.function_hashes.binary_search(&form.hash).is_ok(),
            ),
        }
    }

    /// What is known of a word, by the hash of its folded form.
    #[inline]
    pub fn word(&self, hash: u64) -> Word {
        self.words.get(&hash).copied().unwrap_or_default()
    }

    /// The form of a token with the least taken off that has the article, and whether it is written in full.
    pub fn definite(&self, tokens: &Tokens, at: usize) -> Option<Form> {
        if self.article.is_empty() {
            return None;
        }
        let token: &Token = tokens.get(at)?;
        let folded = tokens.folded(at);
        let long =
            |rest: &str| rest.starts_with(self.article.as_str()) && rest.len() >= self.article.len() + 4;
        for form in token.forms() {
            if form.off & Form::FUSED != 0 {
                return Some(*form);
            }
            // folded letters are taken off the front as bytes of the original; Arabic letters keep their width
            if folded.get(form.skip as usize..).is_some_and(long) {
                return Some(*form);
            }
        }
        None
    }
}

/// What is known of a single word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// Bits of [`flag`].
    pub flags: u32,
    /// How usual it is as a given name, 0 to 3.
    pub given: u8,
    /// How usual it is as a surname, 0 to 3.
    pub surname: u8,
    /// Number of its entry in [`NameWords::nisbas`] plus one; 0 for none.
    pub nisba: u16,
}

impl Word {
    /// Has it one of these flags?
    #[inline]
    pub const fn is(self, flags: u32) -> bool {
        self.flags & flags != 0
    }

    /// Is it a part of names?
    #[inline]
    pub const fn part(self) -> bool {
        self.given > 0 || self.surname > 0
    }

    /// Is it an everyday word: a noun, adjective, verb or function word?
    #[inline]
    pub const fn plain(self) -> bool {
        self.is(flag::NOUN | flag::ADJECTIVE | flag::VERB | flag::FUNCTION | flag::EVERYDAY)
    }

    /// Is nothing known of it?
    #[inline]
    pub const fn unknown(self) -> bool {
        self.flags == 0 && !self.part() && self.nisba == 0
    }
}

/// Bits of [`Word::flags`].
pub mod flag {
    /// A name that is an everyday word too.
    pub const EVERYDAY: u32 = 1;
    /// A noun.
    pub const NOUN: u32 = 1 << 1;
    /// An adjective.
    pub const ADJECTIVE: u32 = 1 << 2;
    /// A verb form.
    pub const VERB: u32 = 1 << 3;
    /// A function word.
    pub const FUNCTION: u32 = 1 << 4;
    /// Seen as no name, of unknown kind.
    pub const SEEN: u32 = 1 << 5;
    /// A name of foreign persons.
    pub const FOREIGN: u32 = 1 << 6;
    /// Begins a compound name and binds the next word ("Abu").
    pub const BINDER: u32 = 1 << 7;
    /// Stands between two parts of a name ("bin", "de", "van").
    pub const PARTICLE: u32 = 1 << 8;
    /// A word after which a name is likely: reporting verbs and their conjunctions.
    pub const BEFORE_NAME: u32 = 1 << 9;
    /// A verb that begins or follows a clause about a person.
    pub const CLAUSE_VERB: u32 = 1 << 10;
    /// An adjective that belongs to names of bodies.
    pub const BODY_ADJECTIVE: u32 = 1 << 11;
    /// A word that ends every name: "former", "which", "supported".
    pub const STOP: u32 = 1 << 12;
    /// A preposition that may stand inside a title or the name of a body.
    pub const PREPOSITION: u32 = 1 << 13;
    /// The field of a ministry that can stand for it ("the interior").
    pub const SECTOR: u32 = 1 << 14;
    /// A point of the compass in construct ("east (of)").
    pub const DIRECTION: u32 = 1 << 15;
    /// A noun after which a purpose of a body goes on ("rights", "affairs").
    pub const CHAIN: u32 = 1 << 16;
    /// A participle that ties a purpose to a body ("concerned with").
    pub const TIE: u32 = 1 << 17;
    /// A word before which nothing but a place stands ("city", "village").
    pub const PLACE_HEAD: u32 = 1 << 18;
    /// A preposition of place.
    pub const LOCATIVE: u32 = 1 << 19;
    /// An adjective that belongs to a title ("general", "deputy", "retired").
    pub const TITLE_ADJECTIVE: u32 = 1 << 20;
    /// "Son of", "wife of": kinship between two names.
    pub const KIN: u32 = 1 << 21;
    /// The nisba is feminine.
    pub const FEMININE: u32 = 1 << 22;
    /// The nisba is plural.
    pub const PLURAL: u32 = 1 << 23;
    /// The nisba means something else too.
    pub const NISBA_UNSURE: u32 = 1 << 24;
    /// A point of the compass with the article, standing alone.
    pub const QUARTER: u32 = 1 << 25;
    /// A verb after which a place that stands for its government is the subject.
    pub const ACTS: u32 = 1 << 26;
    /// A noun that after a head word makes no body ("the movement of traffic").
    pub const NO_BODY: u32 = 1 << 27;
    /// The last word of the names of media ("News").
    pub const MEDIA_TAIL: u32 = 1 << 28;
    /// "Belonging to": what follows says whose body it is.
    pub const BELONGING: u32 = 1 << 29;
    /// "Son of" inside a name: what stands before and behind it is the name.
    pub const PATRONYMIC: u32 = 1 << 30;
    /// A word that is part of a name only behind a binder ("Abd Allah").
    pub const NOT_ALONE: u32 = 1 << 31;
}

/// A people or country behind an adjective.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Nisba {
    /// ISO code or region key.
    pub code: String,
}

/// A place of the gazetteer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// ISO code or region key of the country it lies in or is.
    pub code: String,
    /// What it is.
    pub kind: PlaceKind,
    /// Its main English name, folded: it joins the languages.
    pub english: String,
    /// Wikidata id, where known.
    pub wikidata: String,
    /// Is it a capital?
    pub capital: bool,
    /// Inhabitants; 0 where not known.
    pub population: u64,
    /// Is it an everyday word or a person's name too?
    pub ambiguous: bool,
}

/// What a place is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlaceKind {
    /// A town or village.
    #[default]
    City,
    /// A state.
    Country,
    /// A region, province or sea.
    Region,
    /// A building, crossing or other site.
    Site,
}

//! The hand-written part: `names.toml`.

use super::{NameWords, flag};
use crate::Loader;
use isnad_text::{fold, hash_word};
use serde::Deserialize;

/// A word or phrase that begins a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Title {
    /// What kind of title.
    pub kind: TitleKind,
    /// It has the article ("the minister").
    pub definite: bool,
    /// A place may follow a preposition inside the title ("envoy to Libya").
    pub abroad: bool,
}

/// What kind of title.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TitleKind {
    /// An office, with what it is over: "head of …", "minister of …".
    #[default]
    Office,
    /// A rank or form of address that stands right before a name: "General", "Doctor".
    Rank,
    /// Words of courtesy before another title: "His Excellency".
    Style,
    /// A relation to somebody named before: "his counterpart".
    Relation,
    /// A trade: "the writer", "analyst".
    Trade,
}

/// A word or phrase that begins the name of a body or a building.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// What it begins.
    pub kind: HeadKind,
    /// It has the article.
    pub definite: bool,
    /// A purpose may follow: "… for the support of", "… for human rights".
    pub purpose: bool,
    /// A person's name may complete it: "the forces of X".
    pub owner: bool,
    /// With the article it is a name by itself ("the army").
    pub alone: bool,
    /// It is a name only with the adjective of a people after it.
    pub people: bool,
    /// A body inside its name is a name too ("the command of the army").
    pub nests: bool,
    /// No general noun: whatever follows is its name ("the party of the people").
    pub sure: bool,
}

/// What a head word begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeadKind {
    /// A body.
    #[default]
    Organization,
    /// A medium: its name is what follows.
    Media,
    /// A building or site.
    Site,
}

/// A name that is always one thing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fixed {
    /// What it is.
    pub kind: FixedKind,
    /// The key that joins its forms, in any language.
    pub key: String,
    /// It counts as a name only in quotation marks, after a head word, or in bylines and credits.
    pub guarded: bool,
    /// It is a short form, not the full name.
    pub short: bool,
}

/// What a fixed name is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FixedKind {
    /// A body.
    #[default]
    Organization,
    /// A medium, news agency or platform.
    Media,
    /// A place.
    Place,
    /// People that are no body.
    Group,
}

/// A phrase that refers back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Anaphor {
    /// "Both sides": the last two parties.
    #[default]
    Pair,
    /// "The latter": the last person named.
    Latter,
    /// "The ministry", "the committee": the last body with that head word.
    Body,
    /// "The country", "the city": the last place of that kind.
    Place,
    /// "His Excellency" alone: the last person with an office.
    Holder,
    /// "The delegation": the last group with that head word.
    Group,
    /// "The statement": the last statement.
    Text,
}

/// The form of `names.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Section {
    capitals: bool,
    #[serde(default)]
    article: String,
    /// A feminine ending that titles may take.
    #[serde(default)]
    feminine: String,
    words: WordLists,
    #[serde(default)]
    title: Vec<TitleRow>,
    #[serde(default)]
    head: Vec<HeadRow>,
    #[serde(default)]
    fixed: Vec<FixedRow>,
    #[serde(default)]
    anaphor: Vec<AnaphorRow>,
    #[serde(default)]
    plain_endings: Vec<String>,
    #[serde(default)]
    plain_beginnings: Vec<String>,
    /// Pairs: a letter or letters, and what they count as in comparison.
    #[serde(default)]
    spelling: Vec<(String, String)>,
    /// Words that do not tell two bodies apart.
    #[serde(default)]
    weak: Vec<String>,
    #[serde(default)]
    function_spellings: Vec<String>,
    /// Endings of relative adjectives, folded.
    #[serde(default)]
    adjective_endings: Vec<String>,
    /// Endings, unfolded, that indefinite everyday words have.
    #[serde(default)]
    plain_spellings: Vec<String>,
    /// Endings of inflected words.
    #[serde(default)]
    inflections: Vec<String>,
    /// Prepositions of purpose that are written together with the next word.
    #[serde(default)]
    purpose_marks: Vec<String>,
    /// Phrases between a name and its title.
    #[serde(default)]
    title_links: Vec<String>,
    /// Letters, and the Latin consonant as which each counts.
    #[serde(default)]
    letters: Vec<(char, char)>,
    /// Groups of words with one meaning in names of bodies.
    #[serde(default)]
    synonyms: Vec<Vec<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WordLists {
    binders: Vec<String>,
    particles: Vec<String>,
    before_name: Vec<String>,
    clause_verbs: Vec<String>,
    body_adjectives: Vec<String>,
    stops: Vec<String>,
    prepositions: Vec<String>,
    sectors: Vec<String>,
    directions: Vec<String>,
    quarters: Vec<String>,
    chains: Vec<String>,
    ties: Vec<String>,
    place_heads: Vec<String>,
    locatives: Vec<String>,
    title_adjectives: Vec<String>,
    kin: Vec<String>,
    acts: Vec<String>,
    no_body: Vec<String>,
    media_tails: Vec<String>,
    belongings: Vec<String>,
    months: Vec<String>,
    patronymics: Vec<String>,
    namings: Vec<String>,
    not_alone: Vec<String>,
    /// Words that are everyday words though a gazetteer has them as names.
    everyday: Vec<String>,
    /// Words that are no everyday words in names, though a list of common words has them.
    names_only: Vec<String>,
    /// Names that are a function word in the spelling of some countries.
    doubtful_names: Vec<String>,
    /// Ordinals behind the names of kings and popes.
    regnals: Vec<String>,
    /// Surnames that name one known person wherever they stand.
    renowned: Vec<String>,
    /// Syllables of names that are written by syllables.
    syllables: Vec<String>,
    /// Words that close a name.
    closers: Vec<String>,
    /// Nouns with the article that name a further purpose of a body.
    purposes: Vec<String>,
    /// Fields that with the adjective of a people are always the ministry.
    ministries: Vec<String>,
    /// Words of sport.
    sports: Vec<String>,
    /// Phrases that begin with the name of a place and name none.
    no_place: Vec<String>,
    /// Words right before the name of a side in a game.
    sides: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TitleRow {
    kind: TitleKind,
    #[serde(default)]
    abroad: bool,
    /// No variants with the article or the feminine ending.
    #[serde(default)]
    as_is: bool,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadRow {
    #[serde(default)]
    kind: HeadKind,
    #[serde(default)]
    purpose: bool,
    #[serde(default)]
    owner: bool,
    #[serde(default)]
    alone: bool,
    #[serde(default)]
    people: bool,
    #[serde(default)]
    nests: bool,
    #[serde(default)]
    sure: bool,
    #[serde(default)]
    as_is: bool,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FixedRow {
    key: String,
    #[serde(default)]
    kind: FixedKind,
    #[serde(default)]
    guarded: bool,
    names: Vec<String>,
    #[serde(default)]
    short: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnaphorRow {
    kind: Anaphor,
    words: Vec<String>,
}

/// Reads `names.toml`; a pack without one has no names.
pub(super) fn load(words: &mut NameWords, loader: &mut Loader<'_>) {
    const FILE: &str = "names.toml";
    if loader.text(FILE).is_none() {
        return;
    }
    let Some(section) = loader.toml::<Section>(FILE) else {
        return;
    };
    words.capitals = section.capitals;
    words.article = fold(&section.article);
    let lists = &section.words;
    for (list, bit) in [
        (&lists.binders, flag::BINDER),
        (&lists.particles, flag::PARTICLE),
        (&lists.before_name, flag::BEFORE_NAME),
        (&lists.clause_verbs, flag::CLAUSE_VERB | flag::VERB),
        (&lists.body_adjectives, flag::BODY_ADJECTIVE),
        (&lists.stops, flag::STOP),
        (&lists.prepositions, flag::PREPOSITION | flag::FUNCTION),
        (&lists.sectors, flag::SECTOR),
        (&lists.directions, flag::DIRECTION),
        (&lists.quarters, flag::QUARTER),
        (&lists.chains, flag::CHAIN | flag::NOUN),
        (&lists.ties, flag::TIE),
        (&lists.place_heads, flag::PLACE_HEAD | flag::NOUN),
        (&lists.locatives, flag::LOCATIVE | flag::FUNCTION),
        (&lists.title_adjectives, flag::TITLE_ADJECTIVE),
        (&lists.kin, flag::KIN | flag::NOUN),
        (&lists.acts, flag::ACTS | flag::VERB),
        (&lists.no_body, flag::NO_BODY),
        (&lists.media_tails, flag::MEDIA_TAIL),
        (&lists.belongings, flag::BELONGING | flag::STOP),
        (&lists.months, flag::STOP),
        (
            &lists.patronymics,
            flag::PATRONYMIC | flag::PARTICLE | flag::BINDER,
        ),
        (&lists.not_alone, flag::NOT_ALONE),
        (&lists.everyday, flag::EVERYDAY | flag::NOUN),
    ] {
        for w in list {
            words.words.entry(hash_word(&fold(w))).or_default().flags |= bit;
        }
    }
    let article = section.article.as_str();
    for row in &section.title {
        for w in &row.words {
            let bases = if row.as_is || section.feminine.is_empty() {
                vec![w.clone()]
            } else {
                vec![w.clone(), feminine(w, &section.feminine)]
            };
            for base in bases {
                let definite = !article.is_empty() && base.starts_with(article);
                words.titles.insert(
                    &base,
                    Title {
                        kind: row.kind,
                        definite,
                        abroad: row.abroad,
                    },
                );
                if !row.as_is && !article.is_empty() && !definite {
                    words.titles.insert(
                        &format!("{article}{base}"),
                        Title {
                            kind: row.kind,
                            definite: true,
                            abroad: row.abroad,
                        },
                    );
                }
            }
        }
    }
    for row in &section.head {
        for w in &row.words {
            let definite = !article.is_empty() && w.starts_with(article);
            let head = Head {
                kind: row.kind,
                definite,
                purpose: row.purpose,
                owner: row.owner,
                alone: row.alone,
                people: row.people,
                nests: row.nests,
                sure: row.sure,
            };
            words.heads.insert(w, head);
            if !row.as_is && !article.is_empty() && !definite {
                words.heads.insert(
                    &format!("{article}{w}"),
                    Head {
                        definite: true,
                        ..head
                    },
                );
            }
        }
    }
    for row in &section.fixed {
        for (list, short) in [(&row.names, false), (&row.short, true)] {
            for name in list {
                words.fixed.insert(
                    name,
                    Fixed {
                        kind: row.kind,
                        key: row.key.clone(),
                        guarded: row.guarded,
                        short,
                    },
                );
            }
        }
    }
    for row in &section.anaphor {
        for w in &row.words {
            words.anaphors.insert(w, row.kind);
        }
    }
    words.plain_endings = section.plain_endings.iter().map(|w| fold(w)).collect();
    words.plain_beginnings = section.plain_beginnings.iter().map(|w| fold(w)).collect();
    words.spelling = section.spelling.iter().map(|(a, b)| (fold(a), fold(b))).collect();
    words.letters = section.letters.into_iter().collect();
    words.adjective_endings = section.adjective_endings.iter().map(|w| fold(w)).collect();
    words.inflections = section.inflections.iter().map(|w| fold(w)).collect();
    words.plain_spellings = section.plain_spellings;
    words.purpose_marks = section.purpose_marks.iter().map(|w| fold(w)).collect();
    for (list, phrases) in [
        (&lists.sports, &mut words.sports),
        (&lists.no_place, &mut words.no_place),
        (&lists.sides, &mut words.sides),
    ] {
        for w in list {
            phrases.insert(w, ());
        }
    }
    for link in &section.title_links {
        words.title_links.insert(link, ());
    }
    let mut hashes: Vec<u64> = section
        .function_spellings
        .iter()
        .map(|w| hash_word(&fold(w)))
        .collect();
    hashes.sort_unstable();
    words.function_hashes = hashes;
    words.function_spellings = section.function_spellings.into_iter().collect();
    for w in &section.weak {
        words.weak.insert(w, ());
    }
    for group in &section.synonyms {
        let Some(first) = group.first() else { continue };
        for w in group {
            words.synonyms.insert(hash_word(&fold(w)), fold(first));
        }
    }
    words.doubtful_names = lists.doubtful_names.iter().map(|w| hash_word(&fold(w))).collect();
    words.feminine = fold(&section.feminine);
    words.feminine_spelling.clone_from(&section.feminine);
    for w in &lists.regnals {
        words.regnals.insert(hash_word(&fold(w)));
    }
    for (list, set) in [
        (&lists.renowned, &mut words.renowned),
        (&lists.syllables, &mut words.syllables),
        (&lists.closers, &mut words.closers),
        (&lists.purposes, &mut words.purposes),
        (&lists.ministries, &mut words.ministries),
    ] {
        set.extend(list.iter().map(|w| hash_word(&fold(w))));
    }
    for w in &lists.namings {
        words.namings.insert(hash_word(&fold(w)));
    }
    for w in &lists.names_only {
        words.names_only.insert(hash_word(&fold(w)));
    }
}

/// The feminine of a title, its first word changed: an ending is added where the word has none.
fn feminine(title: &str, ending: &str) -> String {
    match title.split_once(' ') {
        Some((first, rest)) => format!("{first}{ending} {rest}"),
        None => format!("{title}{ending}"),
    }
}

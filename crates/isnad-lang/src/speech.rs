//! Words of reporting and quoting: `speech.toml`.
//!
//! A reporting verb is given once, by its stems; the pack's paradigms make the forms of it that a text may hold. With each
//! verb stands what may follow it: a clause with a subordinator, a noun with a certain preposition, words in marks.

use crate::Loader;
use isnad_text::{Phrases, Vocabulary, fold, hash_word};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

const FILE: &str = "speech.toml";

/// Words of reporting and quoting.
#[derive(Debug, Default)]
pub struct SpeechWords {
    /// Where the speaker stands.
    pub order: Order,
    /// Where words in marks stand inside indirect speech: is the whole clause a quotation too, or the marked words alone?
    pub keeps_frame: bool,
    /// Reporting verbs.
    pub verbs: Vec<Verb>,
    /// Their forms.
    pub cues: Phrases<Cue>,
    /// Subordinators that open indirect speech; `true` where the word holds a pronoun, which belongs to what was said.
    pub that: Phrases<bool>,
    /// Words after which the pronoun of a subordinator stands for nothing.
    pub expletive: Phrases<()>,
    /// Nouns that name what is asserted or asked for (necessity, importance, refusal …) and may follow a verb as its object.
    pub objects: Phrases<()>,
    /// Words that begin something that is neither speaker nor content: prepositions of time, place and occasion, adverbs.
    pub adjuncts: Phrases<()>,
    /// Words that stand between speaker and verb: auxiliaries and adverbs.
    pub auxiliaries: Phrases<()>,
    /// Conjunctions that open a new clause.
    pub linkers: Phrases<()>,
    /// Words after which a subordinator opens another kind of clause ("after that …").
    pub governors: Phrases<()>,
    /// Negations before a verb.
    pub negations: Phrases<()>,
    /// Relative words: the speaker is what they refer to.
    pub relatives: Phrases<()>,
    /// Words that open a remark of the reporter within or behind a quotation.
    pub asides: Phrases<()>,
    /// Words by which a sentence goes on with another verb of the same subject, after what was said.
    pub parallels: Phrases<()>,
    /// Phrases in which the outlet itself speaks.
    pub narrator: Phrases<()>,
    /// Nouns for unnamed sources.
    pub sources: Phrases<()>,
    /// Nouns of people and bodies: what they stand at the head of can speak, though no name is known in it.
    pub people: Phrases<()>,
    /// Words of quantity before a definite noun: "all the …".
    pub quantifiers: Phrases<()>,
    /// Formulas that stand behind the name of one who is revered or dead: part of neither name nor speech.
    pub blessings: Phrases<()>,
    /// Words before a colon behind which things are counted up, not said.
    pub enumerators: Phrases<()>,
    /// Verbs of what people do in public: their subject is the one who goes on, though it has said nothing yet.
    pub acts: Phrases<()>,
    /// Words that tell what kind of unnamed source it is; the value is the kind.
    pub anonymous: Phrases<String>,
    /// Documents that speak for the one who issued them.
    pub documents: Phrases<()>,
    /// Nouns of media of transport; the value is the medium.
    pub media: Phrases<String>,
    /// Definite nouns that refer back to the last speaker when they stand alone.
    pub anaphors: Phrases<()>,
    /// Words that stand before the words that name a speaker and are no part of them.
    pub determiners: Phrases<()>,
    /// Words that make an anaphor of the noun before them: "the same", "the aforesaid".
    pub same: Phrases<()>,
    /// Nouns of those who are not the one named after them: kin, aides, offices ("the sons of NAME").
    pub others: Phrases<()>,
    /// Adverbs and prepositions with a pronoun: complete by themselves, they stand between a verb and its speaker.
    pub standing: Phrases<()>,
    /// Prepositions that join a noun of number to what is counted.
    pub partitives: Phrases<()>,
    /// Forms of address before an office.
    pub honorifics: Phrases<()>,
    /// Abbreviated titles, written with a full stop before a name.
    pub abbreviations: Phrases<()>,
    /// Words that put the subject before the clause: "as for".
    pub topics: Phrases<()>,
    /// Prepositions after which no finite verb stands.
    pub prepositions: Phrases<()>,
    /// Words between the names of a person and of the father.
    pub patronymics: Phrases<()>,
    /// Relative "what", alone and with a preposition.
    pub what: Phrases<()>,
    /// Words that take up marked words before them: "this is what NAME said".
    pub resumptive: Phrases<()>,
    /// Pronouns as speakers.
    pub pronouns: Phrases<()>,
    /// Pronouns that tell a person's gender.
    pub genders: Phrases<Gender>,
    /// Names of those whose words are scripture or prayer: cited, they are not the ones who go on.
    pub scripture: Phrases<()>,
    /// Participles between the one quoted and the one who quotes: "quoted BY".
    pub agents: Phrases<()>,
    /// Words of the first person.
    pub first_person: Phrases<()>,
    /// Phrases that attribute the clause beside them: "according to".
    pub attributions: Phrases<Attribution>,
    /// Words between speaker and speaker: the one in whose name somebody speaks.
    pub relays: Phrases<()>,
    /// Nouns before a name in marks: what follows is no quotation.
    pub name_heads: Phrases<()>,
    /// Nouns before a title in marks, however long it is.
    pub title_heads: Phrases<()>,
    /// Particles that may stand before the content after an attribution at the beginning.
    pub openers: Phrases<()>,
    /// Words that may be written together with an opening mark.
    pub proclitics: Vec<String>,
    /// Conjunctions of consequence, written together with the next word: what they open follows from the clause before.
    pub consequences: Vec<String>,
    /// Conjunctions as they stand alone before a mark.
    pub conjunctions: Vec<String>,
    /// Endings of adverbs: a word with one of these is no unknown name.
    pub adverb_endings: Vec<String>,
    /// Endings of a noun with a possessive pronoun: such a noun is no unknown name.
    pub possessive_endings: Vec<String>,
    /// Endings of plural participles.
    pub plural_participles: Vec<String>,
    /// Endings of plural verbs, in a language where a verb before its subject is singular: their subject stands before them.
    pub plural_endings: Vec<String>,
    /// The article.
    pub article: String,
}

/// Where the speaker stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// After the verb, as in Arabic.
    #[default]
    VerbFirst,
    /// Before the verb, as in English.
    SubjectFirst,
}

/// A reporting verb.
#[derive(Debug)]
pub struct Verb {
    /// How the speaker stands to the content, by the name the model gives it.
    pub stance: Attitude,
    /// What may follow, the first that is found counts.
    pub takes: Vec<Take>,
    /// A word that must follow the verb before the complement ("shed LIGHT on").
    pub with: Option<u64>,
    /// Does it continue the speech of the last speaker?
    pub continues: bool,
    /// Does its subject carry another's words?
    pub relays: bool,
    /// Is it a cue only before one of the pack's objects or a subordinator?
    pub weak: bool,
    /// Is it a cue only at the beginning of a clause (a word that is mostly something else)?
    pub initial: bool,
    /// Is it a cue only where its subject is an unnamed source or a medium?
    pub sources_only: bool,
    /// May a group right after it be the ones addressed, where the speaker is known from before ("urged the members to")?
    pub addresses: bool,
    /// Must its speaker be named beside it (a form that is also impersonal, "it is expected that")?
    pub explicit: bool,
    /// Does nobody speak by it ("it is said")?
    pub impersonal: bool,
    /// Is it something that only people and bodies do, so that its subject speaks even where no name tells?
    pub human: bool,
}

/// How the speaker stands to the content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Attitude {
    /// Neutral.
    #[default]
    Says,
    /// Vouches for it.
    Affirms,
    /// The reporter doubts it.
    Doubts,
    /// The speaker denies it.
    Denies,
}

/// What may follow a reporting verb.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Take {
    /// A clause with a subordinator.
    That,
    /// A colon, words in marks, or a bare clause after a known speaker.
    Speech,
    /// A clause right after the verb, without subordinator.
    Bare,
    /// A noun as object.
    Object,
    /// A noun or clause after this preposition (hash of the folded word).
    Preposition(u64),
    /// A noun or clause with this preposition written together with it (folded).
    Glued(String),
}

/// One form of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cue {
    /// Number of the verb.
    pub verb: u16,
    /// Which form it is.
    pub shape: Shape,
    /// The gender of the subject that it agrees with, where its form shows that.
    pub gender: Option<Gender>,
}

/// Grammatical gender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    /// Feminine.
    Feminine,
    /// Masculine.
    Masculine,
}

/// Which form of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A finite form.
    Finite,
    /// A finite form with an object pronoun.
    WithObject,
    /// A participle that goes with the subject of the clause.
    Participle,
    /// A verbal noun with a possessive pronoun.
    Noun,
    /// A verbal noun whose subject follows by name ("NAME's affirmation that").
    Infinitive,
}

/// What an attributing phrase attributes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Attribution {
    /// What follows names the source.
    #[default]
    Source,
    /// A reporting verb follows, then the source.
    Verb,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    order: Order,
    #[serde(default)]
    keeps_frame: bool,
    #[serde(default)]
    article: String,
    #[serde(default)]
    proclitics: Vec<String>,
    #[serde(default)]
    glued: Vec<String>,
    #[serde(default)]
    consequences: Vec<String>,
    #[serde(default)]
    conjunctions: Vec<String>,
    #[serde(default)]
    adverb_endings: Vec<String>,
    #[serde(default)]
    plural_endings: Vec<String>,
    #[serde(default)]
    plural_participles: Vec<String>,
    that: Subordinators,
    words: Lists,
    #[serde(default)]
    anonymous: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    media: BTreeMap<String, Vec<String>>,
    attributions: Attributions,
    paradigm: BTreeMap<String, Paradigm>,
    verb: Vec<Spanned<VerbEntry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Subordinators {
    words: Vec<String>,
    #[serde(default)]
    pronouns: Vec<String>,
    #[serde(default)]
    prefixes: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Lists {
    expletive: Vec<String>,
    objects: Vec<String>,
    object_endings: Vec<String>,
    object_link: Vec<String>,
    adjuncts: Vec<String>,
    auxiliaries: Vec<String>,
    linkers: Vec<String>,
    governors: Vec<String>,
    negations: Vec<String>,
    relatives: Vec<String>,
    asides: Vec<String>,
    parallels: Vec<String>,
    narrator: Vec<String>,
    sources: Vec<String>,
    people: Vec<String>,
    quantifiers: Vec<String>,
    blessings: Vec<String>,
    enumerators: Vec<String>,
    acts: Vec<String>,
    documents: Vec<String>,
    anaphors: Vec<String>,
    determiners: Vec<String>,
    pronouns: Vec<String>,
    feminine: Vec<String>,
    masculine: Vec<String>,
    scripture: Vec<String>,
    agents: Vec<String>,
    first_person: Vec<String>,
    same: Vec<String>,
    others: Vec<String>,
    standing: Vec<String>,
    partitives: Vec<String>,
    honorifics: Vec<String>,
    abbreviations: Vec<String>,
    topics: Vec<String>,
    prepositions: Vec<String>,
    patronymics: Vec<String>,
    what: Vec<String>,
    resumptive: Vec<String>,
    relays: Vec<String>,
    name_heads: Vec<String>,
    title_heads: Vec<String>,
    openers: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Attributions {
    source: Vec<String>,
    #[serde(default)]
    verb: Vec<String>,
}

/// How the forms of a verb are made from its stems; `{}` stands for the stem.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Paradigm {
    past: Vec<String>,
    #[serde(default)]
    present: Vec<String>,
    #[serde(default)]
    object: Vec<String>,
    #[serde(default)]
    participle: Vec<String>,
    #[serde(default)]
    noun: Vec<String>,
    /// Verbal nouns without a pronoun.
    #[serde(default)]
    infinitive: Vec<String>,
    /// Those of the forms above that agree with a feminine subject …
    #[serde(default)]
    feminine: Vec<String>,
    /// … and with a masculine one.
    #[serde(default)]
    masculine: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VerbEntry {
    past: Option<String>,
    present: Option<String>,
    participle: Option<String>,
    noun: Option<String>,
    #[serde(default)]
    paradigm: Option<String>,
    takes: Vec<String>,
    #[serde(default)]
    with: Option<String>,
    #[serde(default)]
    stance: Attitude,
    #[serde(default)]
    continues: bool,
    #[serde(default)]
    relays: bool,
    #[serde(default)]
    weak: bool,
    #[serde(default)]
    initial: bool,
    #[serde(default)]
    sources_only: bool,
    #[serde(default)]
    addresses: bool,
    #[serde(default)]
    explicit: bool,
    #[serde(default)]
    impersonal: bool,
    #[serde(default)]
    human: bool,
}

impl SpeechWords {
    /// Tells the pack's vocabulary of the dictionaries.
    pub(crate) fn tell(&mut self, words: &mut Vocabulary) {
        take_in!(
            words;
            self.cues,
            self.that,
            self.expletive,
            self.objects,
            self.adjuncts,
            self.auxiliaries,
            self.linkers,
            self.governors,
            self.negations,
            self.relatives,
            self.asides,
            self.parallels,
            self.narrator,
            self.sources,
            self.anonymous,
            self.documents,
            self.media,
            self.anaphors,
            self.determiners,
            self.same,
            self.others,
            self.standing,
            self.partitives,
            self.honorifics,
            self.abbreviations,
            self.topics,
            self.prepositions,
            self.patronymics,
            self.what,
            self.resumptive,
            self.pronouns,
            self.genders,
            self.scripture,
            self.agents,
            self.first_person,
            self.attributions,
            self.relays,
            self.name_heads,
            self.title_heads,
            self.openers,
        );
    }

    pub(crate) fn load(loader: &mut Loader<'_>) -> Self {
        let Some(file) = loader.toml::<File>(FILE) else {
            return Self::default();
        };
        let mut out = Self {
            order: file.order,
            keeps_frame: file.keeps_frame,
            article: fold(&file.article),
            consequences: file.consequences.iter().map(|w| fold(w)).collect(),
            conjunctions: file.conjunctions.iter().map(|w| fold(w)).collect(),
            adverb_endings: file.adverb_endings.iter().map(|w| fold(w)).collect(),
            possessive_endings: file.words.object_endings.iter().map(|w| fold(w)).collect(),
            plural_endings: file.plural_endings.iter().map(|w| fold(w)).collect(),
            plural_participles: file.plural_participles.iter().map(|w| fold(w)).collect(),
            proclitics: file.proclitics.iter().map(|w| fold(w)).collect(),
            expletive: set(&file.words.expletive),
            adjuncts: set(&file.words.adjuncts),
            auxiliaries: set(&file.words.auxiliaries),
            linkers: set(&file.words.linkers),
            governors: set(&file.words.governors),
            negations: set(&file.words.negations),
            relatives: set(&file.words.relatives),
            asides: set(&file.words.asides),
            parallels: set(&file.words.parallels),
            narrator: set(&file.words.narrator),
            sources: set(&file.words.sources),
            people: set(&file.words.people),
            quantifiers: set(&file.words.quantifiers),
            blessings: set(&file.words.blessings),
            enumerators: set(&file.words.enumerators),
            acts: set(&file.words.acts),
            documents: set(&file.words.documents),
            anaphors: set(&file.words.anaphors),
            determiners: set(&file.words.determiners),
            pronouns: set(&file.words.pronouns),
            scripture: set(&file.words.scripture),
            agents: set(&file.words.agents),
            first_person: set(&file.words.first_person),
            relays: set(&file.words.relays),
            same: set(&file.words.same),
            others: set(&file.words.others),
            standing: set(&file.words.standing),
            partitives: set(&file.words.partitives),
            honorifics: set(&file.words.honorifics),
            abbreviations: set(&file.words.abbreviations),
            topics: set(&file.words.topics),
            prepositions: set(&file.words.prepositions),
            patronymics: set(&file.words.patronymics),
            what: set(&file.words.what),
            resumptive: set(&file.words.resumptive),
            name_heads: set(&file.words.name_heads),
            title_heads: set(&file.words.title_heads),
            openers: set(&file.words.openers),
            anonymous: map(&file.anonymous),
            media: map(&file.media),
            ..Self::default()
        };
        for word in &file.words.objects {
            out.objects.insert(word, ());
            for ending in &file.words.object_endings {
                // a final letter may change before an ending
                let stem = match file.words.object_link.as_slice() {
                    [last, linked] => word
                        .strip_suffix(last.as_str())
                        .map(|stem| format!("{stem}{linked}")),
                    _ => None,
                };
                out.objects
                    .insert(&format!("{}{ending}", stem.as_deref().unwrap_or(word)), ());
            }
        }
        for (words, gender) in [
            (&file.words.feminine, Gender::Feminine),
            (&file.words.masculine, Gender::Masculine),
        ] {
            words.iter().for_each(|word| out.genders.insert(word, gender));
        }
        for word in &file.that.words {
            for prefix in std::iter::once("").chain(file.that.prefixes.iter().map(String::as_str)) {
                out.that.insert(&format!("{prefix}{word}"), false);
                for pronoun in &file.that.pronouns {
                    out.that.insert(&format!("{prefix}{word}{pronoun}"), true);
                }
            }
        }
        for (words, kind) in [
            (&file.attributions.source, Attribution::Source),
            (&file.attributions.verb, Attribution::Verb),
        ] {
            for word in words {
                out.attributions.insert(word, kind);
            }
        }
        for entry in &file.verb {
            out.add_verb(loader, &file, entry);
        }
        out
    }

    fn add_verb(&mut self, loader: &mut Loader<'_>, file: &File, entry: &Spanned<VerbEntry>) {
        let line = loader.line_at(FILE, entry.span().start);
        let entry = entry.get_ref();
        let name = entry.paradigm.as_deref().unwrap_or("regular");
        let Some(paradigm) = file.paradigm.get(name) else {
            loader.error(
                FILE,
                line,
                format!("expected a paradigm of this file, found {name:?}"),
            );
            return;
        };
        if entry.takes.is_empty() {
            loader.error(FILE, line, "expected at least one complement in `takes`");
        }
        let takes = entry
            .takes
            .iter()
            .map(|take| match take.as_str() {
                "that" => Take::That,
                "speech" => Take::Speech,
                "bare" => Take::Bare,
                "object" => Take::Object,
                word if file.glued.iter().any(|g| g == word) => Take::Glued(fold(word)),
                word => Take::Preposition(hash_word(&fold(word))),
            })
            .collect();
        let verb = self.verbs.len() as u16;
        let mut forms = 0;
        for (stem, patterns, shape) in [
            (&entry.past, &paradigm.past, Shape::Finite),
            (&entry.present, &paradigm.present, Shape::Finite),
            (&entry.past, &paradigm.object, Shape::WithObject),
            (&entry.participle, &paradigm.participle, Shape::Participle),
            (&entry.noun, &paradigm.noun, Shape::Noun),
            (&entry.noun, &paradigm.infinitive, Shape::Infinitive),
        ] {
            let Some(stem) = stem else { continue };
            for pattern in patterns {
                let gender = if !matches!(shape, Shape::Finite | Shape::Participle) {
                    None
                } else if paradigm.feminine.contains(pattern) {
                    Some(Gender::Feminine)
                } else if paradigm.masculine.contains(pattern) {
                    Some(Gender::Masculine)
                } else {
                    None
                };
                self.cues
                    .insert(&pattern.replace("{}", stem), Cue { verb, shape, gender });
                forms += 1;
            }
        }
        if forms == 0 {
            loader.error(
                FILE,
                line,
                "expected at least one of `past`, `present`, `participle`, `noun`",
            );
        }
        self.verbs.push(Verb {
            stance: entry.stance,
            takes,
            with: entry.with.as_deref().map(|w| hash_word(&fold(w))),
            continues: entry.continues,
            relays: entry.relays,
            weak: entry.weak,
            initial: entry.initial,
            sources_only: entry.sources_only,
            addresses: entry.addresses,
            explicit: entry.explicit,
            impersonal: entry.impersonal,
            human: entry.human,
        });
    }
}

fn set(words: &[String]) -> Phrases<()> {
    let mut out = Phrases::new();
    for word in words {
        out.insert(word, ());
    }
    out
}

fn map(lists: &BTreeMap<String, Vec<String>>) -> Phrases<String> {
    let mut out = Phrases::new();
    for (value, words) in lists {
        for word in words {
            out.insert(word, value.clone());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{PackFile, Packs};

    #[test]
    fn one_stem_makes_all_forms_of_a_verb() {
        let words = &Packs::builtin().get("ar").unwrap().speech;
        let verb = |form: &str| words.cues.word(form).map(|c| (c.verb, c.shape));
        let (said, shape) = verb("قال").unwrap();
        assert_eq!(shape, Shape::Finite);
        for (form, shape) in [
            ("قالت", Shape::Finite),
            ("يقول", Shape::Finite),
            ("قائلا", Shape::Participle),
            ("قوله", Shape::Noun),
        ] {
            assert_eq!(verb(form), Some((said, shape)), "{form}");
        }
        assert_ne!(verb("قيل").map(|v| v.0), Some(said));
        let gender = |form: &str| words.cues.word(form).and_then(|c| c.gender);
        assert_eq!(gender("لفت"), Some(Gender::Masculine));
        assert_eq!(gender("تؤكد"), Some(Gender::Feminine));
    }

    #[test]
    fn an_unknown_paradigm_is_told_with_its_line() {
        let text = "order = \"verb-first\"\nthat = { words = [\"x\"] }\nwords = {}\nattributions = { source = [] }\nparadigm = {}\n\n[[verb]]\npast = \"y\"\ntakes = [\"that\"]\n";
        let files = [PackFile { name: FILE, text }];
        let mut loader = Loader::new(&files);
        SpeechWords::load(&mut loader);
        let errors = loader.finish();
        assert_eq!(errors.len(), 1);
        assert!(
            errors[0].line >= 7 && errors[0].message.contains("regular"),
            "{errors:?}"
        );
    }
}

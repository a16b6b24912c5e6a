//! Words and frames of events: `events.toml`.
//!
//! A frame is a kind of event: its PLOVER type, the verbs and nouns that name it, and the roles that its subject, its object
//! and its prepositional complements fill. Each verb or noun is given once; the pack's paradigms make all its forms.

mod paradigm;

use crate::Loader;
use isnad_text::{Phrases, Vocabulary, fold};
use paradigm::{Paradigm, Paradigms};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

pub use paradigm::Shape;

const FILE: &str = "events.toml";

/// PLOVER's event types in lower case.
pub(crate) const TYPES: &[&str] = &[
    "agree",
    "consult",
    "support",
    "concede",
    "cooperate",
    "aid",
    "retreat",
    "request",
    "accuse",
    "reject",
    "threaten",
    "protest",
    "sanction",
    "mobilize",
    "coerce",
    "assault",
    "other",
];

/// The word order in which a language puts its arguments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// The verb may come first, its subject behind it; a subject before it is possible.
    VerbFirst,
    /// The subject comes before the verb.
    #[default]
    SubjectFirst,
}

/// How real an event is, in the words of `isnad_model::Modality`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It goes on.
    Ongoing,
    /// It is told as background.
    Background,
    /// It is planned.
    Planned,
    /// Somebody promised it.
    Promised,
    /// It was agreed.
    Agreed,
    /// It was talked about.
    Discussed,
    /// Somebody wants it.
    CalledFor,
    /// It depends on something else.
    Conditional,
    /// It was put off.
    Postponed,
    /// Somebody denies it, or it did not happen.
    Denied,
    /// Somebody refused it.
    Rejected,
}

/// What leads a complement in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Marker {
    /// Together with.
    With,
    /// Direction or recipient.
    To,
    /// Place or instrument.
    In,
    /// Source.
    From,
    /// Two sides.
    Between,
    /// The agent of a passive.
    By,
    /// On, against.
    On,
    /// Agenda.
    About,
    /// Possessor.
    Of,
    /// Who chairs or leads.
    Chair,
    /// Who is present.
    Attendance,
    /// Anything else: its words are no argument.
    Aside,
}

/// What opens a new clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Clause {
    /// The content of saying or wanting ("that").
    Complement,
    /// A relative clause.
    Relative,
    /// A subordinate or coordinate clause.
    Side,
}

/// Under which condition a bare noun is an event, without a light verb that says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bare {
    /// Always.
    Always,
    /// With a participant of its own.
    #[default]
    Participant,
    /// With a participant, a place or a time of its own.
    Argument,
    /// Only under a light verb.
    Never,
}

/// A kind of event.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frame {
    /// Its name, the last part of the rule id.
    pub id: String,
    /// PLOVER type.
    #[serde(rename = "type")]
    kind_at: Spanned<String>,
    /// PLOVER mode.
    #[serde(default)]
    pub mode: Option<String>,
    /// Frames with the same family name the same event in one report.
    #[serde(default)]
    pub family: String,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    phrases: Vec<String>,
    #[serde(default)]
    verb_phrases: Vec<String>,
    /// Forms that only the passive has, given like `verbs`: their subject suffers what is told.
    #[serde(default)]
    passives: Vec<String>,
    /// Forms that go on from the main verb ("…, warning of"), as they are written: blanks between.
    #[serde(default)]
    participles: Vec<String>,
    /// Role of each argument: `subject`, `object`, or a marker; the role `place` fills the place.
    #[serde(default)]
    roles: BTreeMap<String, String>,
    /// Participants without which a verb of this frame is no event.
    #[serde(default = "one")]
    pub needs: usize,
    /// When a bare noun counts.
    #[serde(default)]
    pub bare: Bare,
    /// The status that the event itself has unless other words change it.
    #[serde(default)]
    pub status: Option<Status>,
    /// The status of events told in what follows.
    #[serde(default)]
    pub gives: Option<Status>,
    /// Where what follows tells an event, that event is meant, and this one is not listed.
    #[serde(default)]
    pub yields: bool,
    /// Words of which one must follow a verb of this frame.
    #[serde(default)]
    object_words: Vec<String>,
    /// Words that, right behind a verb of this frame, make a figure of speech of it ("targets the economy").
    #[serde(default)]
    barred_words: Vec<String>,
    /// Is a person or a body needed among the participants?
    #[serde(default)]
    pub animate: bool,
    /// One entry a report even where arguments differ.
    #[serde(default)]
    pub single: bool,
    /// An entry that names no participant is the one told before.
    #[serde(default)]
    pub loose: bool,
    /// Without participants of its own, it is about the sides of the meeting told before.
    #[serde(default)]
    pub sides: bool,
    /// The frame's object words, ready for lookup.
    #[serde(skip)]
    pub objects: Phrases<()>,
    /// The frame's barred words, ready for lookup.
    #[serde(skip)]
    pub barred: Phrases<()>,
}

impl Frame {
    /// PLOVER type in lower case.
    pub fn kind(&self) -> &str {
        self.kind_at.get_ref()
    }

    /// The role of the subject.
    pub fn subject(&self) -> Option<&str> {
        self.roles.get("subject").map(String::as_str)
    }

    /// The role of the object.
    pub fn object(&self) -> Option<&str> {
        self.roles.get("object").map(String::as_str)
    }

    /// The role that the subject of a verb beside the noun has in the event: what the verb says ("hosted", "chaired"), and
    /// this frame's own word for who does it ("actor", "participant") or who suffers it ("object").
    pub fn beside(&self, light: &str) -> String {
        match light {
            "actor" | "participant" => self.subject().unwrap_or(light),
            "object" => self.object().unwrap_or("recipient"),
            _ => light,
        }
        .to_owned()
    }

    /// The role of a complement.
    pub fn role(&self, marker: Marker) -> Option<&str> {
        self.roles.get(marker.key()).map(String::as_str)
    }
}

impl Marker {
    const ALL: [(Self, &'static str); 12] = [
        (Self::With, "with"),
        (Self::To, "to"),
        (Self::In, "in"),
        (Self::From, "from"),
        (Self::Between, "between"),
        (Self::By, "by"),
        (Self::On, "on"),
        (Self::About, "about"),
        (Self::Of, "of"),
        (Self::Chair, "chair"),
        (Self::Attendance, "attendance"),
        (Self::Aside, "aside"),
    ];

    fn key(self) -> &'static str {
        Self::ALL.iter().find(|(m, _)| *m == self).map_or("", |(_, k)| k)
    }
}

/// A word that names an event.
#[derive(Clone, Copy, Debug)]
pub struct Trigger {
    /// Number of the frame in [`EventWords::frames`].
    pub frame: usize,
    /// What form of the word it is.
    pub shape: Shape,
    /// Is it a form that only the passive has?
    pub passive: bool,
}

/// A verb that adds arguments to an event named by a noun ("held talks").
#[derive(Clone, Debug)]
pub struct Light {
    /// Role of its subject in the event (see [`Frame::beside`]); none where the verb is impersonal.
    pub subject: Option<String>,
    /// Families it goes with; empty for all.
    pub families: Vec<String>,
    /// What form of the verb it is.
    pub shape: Shape,
}

/// Where a cue's power reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// What follows in its clause and in the clause it opens.
    After,
    /// The verb right behind it.
    Verb,
    /// The noun that stands a few words before it.
    Before,
}

/// A word that tells how real an event is.
#[derive(Clone, Copy, Debug)]
pub struct Cue {
    /// What it makes of the event.
    pub status: Status,
    /// Where its power reaches.
    pub reach: Reach,
}

/// Words and frames of events.
#[derive(Debug, Default)]
pub struct EventWords {
    /// Word order.
    pub order: Order,
    /// May a noun be followed by its possessor without any mark between?
    pub genitive: bool,
    /// Kinds of events.
    pub frames: Vec<Frame>,
    /// What names them.
    pub triggers: Phrases<Trigger>,
    /// Verbs that go with a noun trigger.
    pub lights: Phrases<Light>,
    /// What leads complements in.
    pub markers: Phrases<Marker>,
    /// Proclitic prepositions and their markers.
    pub clitic_markers: Vec<(char, Marker)>,
    /// What opens a clause.
    pub clauses: Phrases<Clause>,
    /// What tells how real an event is.
    pub cues: Phrases<Cue>,
    /// Words that stand between a preposition and a name without changing anything ("the city of").
    pub transparent: Phrases<()>,
    /// Phrases for the sides of the event told before ("both sides").
    pub sides: Phrases<()>,
    /// Verbs that open the agenda of a meeting, and prepositions that do.
    pub agenda: Phrases<()>,
    /// Words after which a time bounds what is told, but is not when it was ("since", "until").
    pub bounds: Phrases<()>,
    /// Words after which a noun is definite ("the", "this").
    pub determiners: Phrases<()>,
    /// Auxiliaries of the passive.
    pub passive: Phrases<()>,
    /// Words that may stand before a finite verb ("has", "also").
    pub auxiliaries: Phrases<()>,
    /// Pronouns that stand for a subject told before.
    pub pronouns: Phrases<()>,
    /// Conjunctions that stand alone ("and").
    pub conjunctions: Phrases<()>,
    /// Number words that multiply ("million").
    pub magnitudes: Phrases<f64>,
    /// Units and nouns of distance: a place named behind them is not where it happened ("30 miles south of").
    pub distance: Phrases<()>,
    /// Words that stand between a number and what it counts, or before a number, and count nothing.
    pub approximate: Phrases<()>,
    /// Nouns for people and bodies that act without being named ("gunmen", "the authorities").
    pub agents: Phrases<()>,
    /// Of those, who suffers coercion and does not act ("the accused").
    pub patients: Phrases<()>,
    /// Offices of more than one man, whose countries stand behind them ("the foreign ministers of A and B").
    pub duals: Phrases<()>,
    /// Nouns that make somebody or something else of the name behind them ("relatives of", "the car of").
    pub kin: Phrases<()>,
    /// What leads in the outcome of the event told before it ("led to", "left … dead").
    pub results: Phrases<()>,
    /// What kills without an attack ("a road accident", "the flood").
    pub accidents: Phrases<()>,
    /// Words before an agenda that are none of it ("with him", "as well").
    pub fillers: Phrases<()>,
    /// What is carried out or broken: an agreement behind them stands already ("implement", "violate").
    pub standing: Phrases<()>,
    /// Endings of a noun for a possessor of more than one.
    pub plural: Vec<String>,
    /// Pronouns for things and bodies, none for a man or a woman.
    pub neuter: Phrases<()>,
    /// Pronouns for many ("they").
    pub many: Phrases<()>,
    /// Pronouns for who speaks ("we").
    pub speaker: Phrases<()>,
    /// Nouns that mean the country told of ("the country"), behind a determiner where the language has such words.
    pub there: Phrases<()>,
    /// Nouns whose "about" opens no agenda ("questions about").
    pub matters: Phrases<()>,
    /// Letters that no verb ends with, as they are written.
    pub nominal: String,
    /// Endings that a noun has as an object, never as a subject, folded.
    pub oblique: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    order: Order,
    #[serde(default)]
    genitive: bool,
    #[serde(default)]
    nominal_endings: String,
    #[serde(default)]
    oblique_endings: Vec<String>,
    #[serde(default)]
    plural_endings: Vec<String>,
    verb_slots: Vec<String>,
    noun_slots: Vec<String>,
    paradigm: Vec<Paradigm>,
    frame: Vec<Frame>,
    light: Vec<LightEntry>,
    marker: Vec<MarkerEntry>,
    #[serde(default)]
    clitic_markers: BTreeMap<String, Marker>,
    clause: Vec<ClauseEntry>,
    cue: Vec<CueEntry>,
    words: WordLists,
    #[serde(default)]
    magnitudes: BTreeMap<String, f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LightEntry {
    #[serde(default)]
    subject: Option<String>,
    #[serde(default)]
    families: Vec<String>,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    phrases: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MarkerEntry {
    marker: Marker,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClauseEntry {
    clause: Clause,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CueEntry {
    status: Status,
    reach: Reach,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordLists {
    #[serde(default)]
    transparent: Vec<String>,
    #[serde(default)]
    sides: Vec<String>,
    #[serde(default)]
    agenda: Vec<String>,
    #[serde(default)]
    bounds: Vec<String>,
    #[serde(default)]
    determiners: Vec<String>,
    #[serde(default)]
    passive: Vec<String>,
    #[serde(default)]
    auxiliaries: Vec<String>,
    #[serde(default)]
    pronouns: Vec<String>,
    #[serde(default)]
    distance: Vec<String>,
    #[serde(default)]
    approximate: Vec<String>,
    #[serde(default)]
    conjunctions: Vec<String>,
    /// Verbs of which every form leads in an outcome.
    #[serde(default)]
    result_verbs: Vec<String>,
    #[serde(default)]
    results: Vec<String>,
    /// Nouns as singular and plural.
    #[serde(default)]
    agents: Vec<String>,
    #[serde(default)]
    patients: Vec<String>,
    #[serde(default)]
    kin: Vec<String>,
    #[serde(default)]
    duals: Vec<String>,
    #[serde(default)]
    accidents: Vec<String>,
    #[serde(default)]
    fillers: Vec<String>,
    #[serde(default)]
    standing: Vec<String>,
    #[serde(default)]
    matters: Vec<String>,
    #[serde(default)]
    neuter: Vec<String>,
    #[serde(default)]
    many: Vec<String>,
    #[serde(default)]
    speaker: Vec<String>,
    #[serde(default)]
    there: Vec<String>,
}

fn one() -> usize {
    1
}

fn list(words: &[String]) -> Phrases<()> {
    let mut out = Phrases::new();
    words.iter().for_each(|w| out.insert(w, ()));
    out
}

impl EventWords {
    /// Tells the pack's vocabulary of the dictionaries.
    pub(crate) fn tell(&mut self, words: &mut Vocabulary) {
        take_in!(
            words;
            self.triggers,
            self.lights,
            self.markers,
            self.clauses,
            self.cues,
            self.transparent,
            self.sides,
            self.agenda,
            self.bounds,
            self.determiners,
            self.passive,
            self.auxiliaries,
            self.pronouns,
            self.conjunctions,
            self.magnitudes,
            self.distance,
            self.approximate,
            self.agents,
            self.patients,
            self.kin,
            self.duals,
            self.results,
            self.standing,
            self.accidents,
            self.fillers,
            self.neuter,
            self.many,
            self.speaker,
            self.there,
        );
        for frame in &mut self.frames {
            words.add(&mut frame.objects);
            words.add(&mut frame.barred);
        }
    }

    pub(crate) fn load(loader: &mut Loader<'_>) -> Self {
        let Some(file) = loader.toml::<File>(FILE) else {
            return Self::default();
        };
        let paradigms = Paradigms::new(file.paradigm, file.verb_slots, file.noun_slots, loader);
        let mut words = Self {
            order: file.order,
            genitive: file.genitive,
            nominal: file.nominal_endings,
            oblique: file.oblique_endings.iter().map(|e| fold(e)).collect(),
            transparent: list(&file.words.transparent),
            sides: list(&file.words.sides),
            agenda: list(&file.words.agenda),
            bounds: list(&file.words.bounds),
            determiners: list(&file.words.determiners),
            passive: list(&file.words.passive),
            auxiliaries: list(&file.words.auxiliaries),
            pronouns: list(&file.words.pronouns),
            distance: list(&file.words.distance),
            approximate: list(&file.words.approximate),
            conjunctions: list(&file.words.conjunctions),
            results: list(&file.words.results),
            standing: list(&file.words.standing),
            accidents: list(&file.words.accidents),
            fillers: list(&file.words.fillers),
            matters: list(&file.words.matters),
            neuter: list(&file.words.neuter),
            many: list(&file.words.many),
            speaker: list(&file.words.speaker),
            there: list(&file.words.there),
            kin: list(&file.words.kin),
            duals: list(&file.words.duals),
            plural: file.plural_endings.iter().map(|e| fold(e)).collect(),
            ..Self::default()
        };
        for (_, form) in file.words.agents.iter().flat_map(|n| paradigms.noun(n)) {
            words.agents.insert(&form, ());
        }
        for (_, form) in file.words.patients.iter().flat_map(|n| paradigms.noun(n)) {
            words.patients.insert(&form, ());
        }
        for (_, form) in file.words.result_verbs.iter().flat_map(|v| paradigms.verb(v)) {
            words.results.insert(&form, ());
        }
        for (word, value) in &file.magnitudes {
            words.magnitudes.insert(word, *value);
        }
        for (letters, marker) in &file.clitic_markers {
            words
                .clitic_markers
                .extend(fold(letters).chars().map(|c| (c, *marker)));
        }
        for entry in &file.marker {
            entry
                .words
                .iter()
                .for_each(|w| words.markers.insert(w, entry.marker));
        }
        for entry in &file.clause {
            entry
                .words
                .iter()
                .for_each(|w| words.clauses.insert(w, entry.clause));
        }
        for entry in &file.cue {
            let cue = Cue {
                status: entry.status,
                reach: entry.reach,
            };
            entry.words.iter().for_each(|w| words.cues.insert(w, cue));
            let verbs = entry.verbs.iter().flat_map(|v| paradigms.verb(v));
            let nouns = entry.nouns.iter().flat_map(|n| paradigms.noun(n));
            verbs
                .chain(nouns)
                .for_each(|(_, form)| words.cues.insert(&form, cue));
        }
        for entry in &file.light {
            let light = |shape| Light {
                subject: entry.subject.clone(),
                families: entry.families.clone(),
                shape,
            };
            for (shape, form) in entry.verbs.iter().flat_map(|v| paradigms.verb(v)) {
                words.lights.insert(&form, light(shape));
            }
            for (_, form) in entry.nouns.iter().flat_map(|n| paradigms.noun(n)) {
                words.lights.insert(&form, light(Shape::Noun));
            }
            entry
                .phrases
                .iter()
                .for_each(|p| words.lights.insert(p, light(Shape::Past)));
        }
        for (n, mut frame) in file.frame.into_iter().enumerate() {
            check(&frame, loader);
            let mut insert = |shape, form: &str, passive| {
                let trigger = Trigger {
                    frame: n,
                    shape,
                    passive,
                };
                words.triggers.insert(form, trigger);
            };
            frame
                .passives
                .iter()
                .flat_map(|v| paradigms.verb(v))
                .filter(|(s, _)| *s != Shape::Pronoun)
                .for_each(|(s, f)| insert(s, &f, true));
            let mut add = |shape, form: &str| insert(shape, form, false);
            frame
                .participles
                .iter()
                .flat_map(|p| p.split_whitespace())
                .for_each(|p| add(Shape::Participle, p));
            frame
                .verbs
                .iter()
                .flat_map(|v| paradigms.verb(v))
                .for_each(|(s, f)| add(s, &f));
            frame
                .nouns
                .iter()
                .flat_map(|v| paradigms.noun(v))
                .for_each(|(s, f)| add(s, &f));
            frame.phrases.iter().for_each(|f| add(Shape::Noun, f));
            frame.verb_phrases.iter().for_each(|f| add(Shape::Past, f));
            if frame.family.is_empty() {
                frame.family.clone_from(&frame.id);
            }
            for word in &frame.object_words {
                frame.objects.insert(word, ());
                paradigms
                    .noun(word)
                    .iter()
                    .for_each(|(_, form)| frame.objects.insert(form, ()));
            }
            frame.barred_words.iter().for_each(|w| frame.barred.insert(w, ()));
            words.frames.push(frame);
        }
        words
    }
}

fn check(frame: &Frame, loader: &mut Loader<'_>) {
    let line = loader.line_at(FILE, frame.kind_at.span().start);
    if !TYPES.contains(&frame.kind()) {
        loader.error(
            FILE,
            line,
            format!("expected a PLOVER type in lower case, found {:?}", frame.kind()),
        );
    }
    if frame.kind() == "other" && frame.mode.is_none() {
        loader.error(FILE, line, "expected a mode for type \"other\"");
    }
    for key in frame.roles.keys() {
        if !matches!(key.as_str(), "subject" | "object") && !Marker::ALL.iter().any(|(_, k)| k == key) {
            loader.error(
                FILE,
                line,
                format!("expected subject, object or a marker as role, found {key:?}"),
            );
        }
    }
}

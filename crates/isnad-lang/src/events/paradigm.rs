//! From one form of a word to all its forms.

use super::{FILE, Loader};
use serde::Deserialize;
use toml::Spanned;

/// The grammatical shape of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// A finite verb of the past.
    Past,
    /// A finite verb of the present.
    Present,
    /// A verb that carries its own mark of the future.
    Future,
    /// A bare verb form that needs an auxiliary (English "visit").
    Base,
    /// A verbal adjective or a form in -ing.
    Participle,
    /// A noun.
    Noun,
    /// A noun with its article.
    Definite,
    /// A noun with the pronoun of its possessor.
    Possessed,
    /// A verb with the pronoun of its object.
    Pronoun,
}

impl Shape {
    /// Is it a noun of any kind?
    pub const fn is_noun(self) -> bool {
        matches!(self, Self::Noun | Self::Definite | Self::Possessed)
    }
}

/// One paradigm: how a form that ends (and begins) in a certain way makes its other forms.
///
/// In the lists `-` stands for what is left of the given form without `starts` and `ends`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Paradigm {
    slot: Spanned<String>,
    #[serde(default)]
    starts: String,
    #[serde(default)]
    ends: String,
    #[serde(default)]
    past: String,
    #[serde(default)]
    present: String,
    #[serde(default)]
    future: String,
    #[serde(default)]
    base: String,
    #[serde(default)]
    participle: String,
    #[serde(default)]
    noun: String,
    #[serde(default)]
    definite: String,
    #[serde(default)]
    possessed: String,
    #[serde(default)]
    pronoun: String,
}

impl Paradigm {
    fn lists(&self) -> [(Shape, &str); 9] {
        [
            (Shape::Past, &self.past),
            (Shape::Present, &self.present),
            (Shape::Future, &self.future),
            (Shape::Base, &self.base),
            (Shape::Participle, &self.participle),
            (Shape::Noun, &self.noun),
            (Shape::Definite, &self.definite),
            (Shape::Possessed, &self.possessed),
            (Shape::Pronoun, &self.pronoun),
        ]
    }
}

/// The paradigms of a language and the slots that its verbs and nouns are given in.
#[derive(Debug)]
pub(super) struct Paradigms {
    all: Vec<Paradigm>,
    verb_slots: Vec<String>,
    noun_slots: Vec<String>,
}

impl Paradigms {
    pub(super) fn new(
        all: Vec<Paradigm>,
        verb_slots: Vec<String>,
        noun_slots: Vec<String>,
        loader: &mut Loader<'_>,
    ) -> Self {
        for p in &all {
            if !p
                .lists()
                .iter()
                .flat_map(|(_, l)| l.split_whitespace())
                .all(|f| f.contains('-'))
            {
                let line = loader.line_at(FILE, p.slot.span().start);
                loader.error(
                    FILE,
                    line,
                    "expected `-` for the stem in every form of a paradigm",
                );
            }
        }
        Self {
            all,
            verb_slots,
            noun_slots,
        }
    }

    /// All forms of a verb given as its principal parts, blanks between.
    pub(super) fn verb(&self, entry: &str) -> Vec<(Shape, String)> {
        self.expand(entry, &self.verb_slots)
    }

    /// All forms of a noun given as singular and, if it differs, plural.
    pub(super) fn noun(&self, entry: &str) -> Vec<(Shape, String)> {
        self.expand(entry, &self.noun_slots)
    }

    /// `A B + C`: the forms of A and B, each with C behind it.
    fn expand(&self, entry: &str, slots: &[String]) -> Vec<(Shape, String)> {
        let mut out = Vec::new();
        let (entry, tail) = entry.split_once(" + ").unwrap_or((entry, ""));
        let parts: Vec<&str> = entry.split_whitespace().collect();
        for (slot, part) in slots.iter().zip(&parts) {
            self.fill(slot, part, &mut out);
        }
        // what is not given is made from the first part by the rule of `regular-SLOT`
        if let Some(first) = parts.first() {
            for slot in slots.iter().skip(parts.len()) {
                self.fill(&format!("regular-{slot}"), first, &mut out);
            }
        }
        if !tail.is_empty() {
            out.iter_mut()
                .for_each(|(_, form)| *form = format!("{form} {tail}"));
        }
        out
    }

    /// The paradigm of a slot with the longest ending that fits.
    fn fill(&self, slot: &str, part: &str, out: &mut Vec<(Shape, String)>) {
        let fits = |p: &&Paradigm| {
            p.slot.get_ref() == slot && part.ends_with(p.ends.as_str()) && part.starts_with(p.starts.as_str())
        };
        let Some(p) = self
            .all
            .iter()
            .filter(fits)
            .max_by_key(|p| p.ends.len() + p.starts.len())
        else {
            return;
        };
        let stem = part.strip_prefix(p.starts.as_str()).unwrap_or(part);
        let stem = stem.strip_suffix(p.ends.as_str()).unwrap_or(stem);
        for (shape, list) in p.lists() {
            out.extend(
                list.split_whitespace()
                    .map(|form| (shape, form.replace('-', stem))),
            );
        }
    }
}

//! Mentions of persons, organizations, places and groups.

use crate::Words;
use isnad_text::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A mention: a name without its title and without proclitics.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mention {
    /// Id within the report: `m1`, `m2` …
    pub id: String,
    /// First byte (JSON: code point).
    pub start: usize,
    /// One past the last byte (JSON: code point).
    pub end: usize,
    /// The words.
    pub text: String,
    /// What is named.
    pub kind: EntityKind,
    /// How it is named.
    pub form: MentionForm,
    /// Id of the entity; empty until reports are compiled.
    pub entity: String,
    /// Titles and offices said with the name, each a span of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub titles: Vec<Words>,
    /// Within the report: id of the mention this one refers back to (anaphors, short names).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refers_to: Option<String>,
    /// The rule that found it.
    pub rule: String,
}

impl Mention {
    /// Where it stands.
    pub const fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }
}

/// What is named.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum EntityKind {
    /// A human being.
    #[default]
    Person,
    /// A body: state organ, army, party, committee, company, medium.
    Organization,
    /// A country, region, city or venue.
    Place,
    /// People that are no body: delegation, both sides, mercenaries.
    Group,
}

/// How it is named.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum MentionForm {
    /// In full.
    #[default]
    Name,
    /// By a part of the name.
    Short,
    /// By an office alone.
    Title,
    /// By a pronoun or a phrase that refers back ("the latter", "the ministry").
    Anaphor,
    /// By a place that stands for its government.
    Metonym,
}

//! Quotations and the chains that carried them.

use crate::Words;
use isnad_text::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What somebody said, in direct or indirect speech. The span leaves quotation marks out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Quotation {
    /// Id within the report: `q1`, `q2` …
    pub id: String,
    /// First byte (JSON: code point).
    pub start: usize,
    /// One past the last byte (JSON: code point).
    pub end: usize,
    /// What was said.
    pub text: String,
    /// Verbatim or not.
    pub kind: QuotationKind,
    /// The word that introduces it.
    pub cue: Option<Words>,
    /// How the reporter stands to what was said.
    pub stance: Stance,
    /// `chain[0]` said it; each next link carried it, outwards to the outlet (not listed).
    pub chain: Vec<Link>,
    /// Those who said it together with `chain[0]`: the other names of a joint statement.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<Link>,
    /// The rule that found it.
    pub rule: String,
}

impl Quotation {
    /// Where it stands.
    pub const fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }
}

/// One hop of a chain.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Link {
    /// Id of the entity; none until reports are compiled, or where it is no entity of the dossier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// The words that name it.
    pub text: String,
    /// First byte (JSON: code point).
    pub start: usize,
    /// One past the last byte (JSON: code point).
    pub end: usize,
    /// The verb of this hop, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verb: Option<String>,
    /// The medium: statement, press conference, page of a social network …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub medium: Option<String>,
    /// The kind of an unnamed source: `official`, `security`, `diplomatic`, `local`, `media`, `unspecified`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anonymous: Option<String>,
    /// Are the words given as this one's own, in quotation marks or in the first person?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub direct: bool,
}

impl Link {
    /// Where it stands.
    pub const fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }
}

/// Verbatim or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuotationKind {
    /// Words in quotation marks.
    Direct,
    /// Words in quotation marks inside indirect speech.
    Mixed,
    /// Indirect speech.
    #[default]
    Indirect,
}

/// How the reporter stands to what was said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// Neutral.
    #[default]
    Says,
    /// Vouched for.
    Affirms,
    /// Doubted ("claimed").
    Doubts,
    /// The speaker denies the content.
    Denies,
}

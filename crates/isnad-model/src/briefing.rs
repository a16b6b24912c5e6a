//! A briefing: the sentences that exporters share, each with what it rests on.

use crate::Evidence;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A briefing, in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Briefing {
    /// BCP 47 tag of its wording.
    pub language: String,
    /// Is that language written right to left?
    pub rtl: bool,
    /// Title.
    pub title: String,
    /// A line under the title: how many reports, from when to when.
    pub summary: String,
    /// Its sections, in order.
    pub sections: Vec<Section>,
    /// The numbered sources; `[1]` is the first.
    pub sources: Vec<SourceEntry>,
    /// Words an exporter needs of the language: `{key: wording}` (such as `sources`, `page-language`).
    pub labels: std::collections::BTreeMap<String, String>,
}

/// A section of a briefing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Section {
    /// Id: `lead`, `timeline`, `meetings`, `statements`, `commitments`, `disagreements`, `framing`, `gaps`.
    pub id: String,
    /// Heading in the briefing's language.
    pub heading: String,
    /// Its lines, in order.
    pub lines: Vec<BriefLine>,
    /// What was left out, said in the briefing's language; empty where nothing was.
    pub omitted: String,
}

/// One line of a briefing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BriefLine {
    /// A short label before the text (a date, a name); may be empty.
    pub label: String,
    /// The sentence: plain text, never markup.
    pub text: String,
    /// Numbers of the sources, from 1, ascending.
    pub cites: Vec<usize>,
    /// The words it rests on.
    pub evidence: Vec<Evidence>,
    /// The event it tells, if it tells one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// Lines under this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sub: Vec<BriefLine>,
}

/// A numbered source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SourceEntry {
    /// From 1.
    pub number: usize,
    /// Report id.
    pub report: String,
    /// One line: outlet, headline, date as far as known, file.
    pub text: String,
    /// Address, if the report has one.
    pub url: Option<String>,
    /// File the report was read from.
    pub source: String,
    /// The words quoted from it in the briefing, in the order of the report: `line N: «…»` material.
    pub quotes: Vec<SourceQuote>,
}

/// Words of a source that the briefing rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SourceQuote {
    /// Line in the report, from 1.
    pub line: usize,
    /// The words.
    pub evidence: Evidence,
}

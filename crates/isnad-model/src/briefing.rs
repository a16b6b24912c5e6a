//! A briefing: the sentences that exporters share, each with what it rests on.
//!
//! For exporters: all text is plain (escape it for your format), already free of control and direction characters, and in
//! logical order. Where a line mixes scripts, isolate the foreign run yourself (`isnad_text::bidi::isolate`). A line is printed as
//! `label` (if any), a colon or a dash of your choice, `text`, then the numbers of its sources: `[1][3]`, western digits. A line
//! with an empty `text` is a heading for its `sub` lines. `omitted` follows a section as a line without sources.

use crate::Evidence;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// The numbered sources; `[1]` is the first. Only reports that a line cites are numbered.
    pub sources: Vec<SourceEntry>,
    /// How many reports no line cites, said in the briefing's language; empty where every report is cited.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sources_omitted: String,
    /// Words an exporter needs of the language: `{key: wording}`. Always there: `sources` (heading of the sources),
    /// `line` (before a line number), `file` (before a file name), `address` (before an URL), `event`, `as-of`, `made-by`,
    /// `merged` (before the event that another proved to be);
    /// for pages `contents`, `skip` (over the contents), `hint` (that a line opens), `chain` (who carried the words), `text`
    /// (of a report), `text-cut`, `text-withheld`, `text-none`, `back`.
    pub labels: BTreeMap<String, String>,
    /// For formats that tell every event or commitment by itself (feeds, calendars): a line for each that can be told, whether
    /// a section has it or not, worded as in the timeline; `cites` is empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<BriefLine>,
    /// How each report is listed, by its id, cited or not: as in [`SourceEntry::text`].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub listed: BTreeMap<String, String>,
}

/// A section of a briefing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Section {
    /// Id: `lead`, `timeline`, `meetings`, `statements`, `commitments`, `disagreements`, `framing`, `gaps`. Sections
    /// without lines are left out, except `lead` where it says that nothing is new (in `omitted`).
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
    /// The sentence: plain text, never markup. Empty in a line that only heads its `sub` lines.
    pub text: String,
    /// Numbers of the sources, from 1, ascending; never empty in a line with a `text`.
    pub cites: Vec<usize>,
    /// The words it rests on; every report that they come from is cited.
    pub evidence: Vec<Evidence>,
    /// The event it tells, if it tells one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// The commitment it tells; only in [`Briefing::told`], for a section tells several in a line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commitment: Option<String>,
    /// Lines under this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sub: Vec<BriefLine>,
    /// For a statement or a commitment: through whom each report has the words, in the order of `evidence`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chains: Vec<Carried>,
}

/// Through whom a report has somebody's words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Carried {
    /// Report id.
    pub report: String,
    /// Names in the briefing's language: who said it, then who carried it, the outlet last where it is known.
    pub links: Vec<String>,
}

/// A numbered source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SourceEntry {
    /// From 1.
    pub number: usize,
    /// Report id.
    pub report: String,
    /// One line: outlet, headline, date as far as known. File and address stand in `source` and `url`; `text` names the
    /// file only where the report has neither outlet nor headline.
    pub text: String,
    /// Address, if the report has one.
    pub url: Option<String>,
    /// File the report was read from.
    pub source: String,
    /// The words the briefing takes from it, in the order of the report, none inside another: `line N: «…»` material. They
    /// are whole and may be long; clip them where your format needs it.
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

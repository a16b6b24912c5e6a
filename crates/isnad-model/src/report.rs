//! A report: one saved article with the roles of its blocks and, after analysis, its annotations.

use crate::{EventMention, Figure, Mention, Quotation, Reason, TimeExpression, Words};
use isnad_text::Span;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// Id derived from the content: `r` and the first hexadecimal digits of the SHA-256 of the file.
    pub id: String,
    /// Path relative to the folder given, with `/` between the parts; `-` for standard input.
    pub source: String,
    /// Address, where the format or the project file has it.
    pub url: Option<String>,
    /// SHA-256 of the file's bytes, hexadecimal.
    pub sha256: String,
    /// BCP 47 tag of the language, `und` where it is not known.
    pub language: String,
    /// The file's own decoded text (plain text: untouched; HTML and the like: extracted).
    pub text: String,
    /// Are the words outside annotations and evidence withheld? Then each of their characters stands in `text` as a
    /// space (line ends stay), so that every offset still holds.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub text_withheld: bool,
    /// Who published it.
    pub outlet: Option<Outlet>,
    /// Names in the byline.
    #[serde(default)]
    pub authors: Vec<String>,
    /// News agencies named in byline, dateline, credits and source line.
    #[serde(default)]
    pub agencies: Vec<String>,
    /// The headline.
    pub headline: Option<Words>,
    /// When it was published.
    pub published: Dating,
    /// When it was last changed, where it says so.
    pub updated: Option<Dating>,
    /// When the page was saved, where it says so: an upper bound, never the publication date.
    pub saved: Option<Dating>,
    /// Its parts and their roles, in order.
    #[serde(default)]
    pub blocks: Vec<Block>,
    /// Time expressions, in order.
    #[serde(default)]
    pub times: Vec<TimeExpression>,
    /// Mentions of persons, organizations, places and groups, in order.
    #[serde(default)]
    pub mentions: Vec<Mention>,
    /// Quotations with their chains, in order.
    #[serde(default)]
    pub quotations: Vec<Quotation>,
    /// Figures, in order.
    #[serde(default)]
    pub figures: Vec<Figure>,
    /// Event mentions, in order.
    #[serde(default)]
    pub events: Vec<EventMention>,
}

/// A report whose layers are filled, with what analysis noticed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Annotated {
    /// The report with its layers.
    pub report: Report,
    /// What analysis noticed.
    pub diagnostics: Vec<crate::Diagnostic>,
}

/// Who published a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Outlet {
    /// Its name as the report or the project file writes it.
    pub name: String,
    /// Internet domain, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// ISO 3166 code, where the project file gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// How it is known: `stated` in the text, `metadata`, or `given` by the user.
    pub basis: Basis,
    /// The words that name it, if the text does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Words>,
}

/// On what ground something about a report is known.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The text says so.
    Stated,
    /// The format's own fields say so.
    Metadata,
    /// The user said so in `isnad.toml`.
    Given,
    /// Derived from other statements; the reasons say how.
    Inferred,
    /// Nothing is known.
    #[default]
    Unknown,
}

/// A date as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Dating {
    /// EDTF, ISO 8601 date or date-time; none where only bounds are known.
    pub value: Option<String>,
    /// First day that is possible.
    pub earliest: Option<Date>,
    /// Last day that is possible.
    pub latest: Option<Date>,
    /// On what ground.
    pub basis: Basis,
    /// The steps that led here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<Reason>,
}

impl Dating {
    /// The single day, if both bounds are the same.
    pub fn day(&self) -> Option<Date> {
        self.earliest.filter(|_| self.earliest == self.latest)
    }

    /// The single day, if the report, its format or the user tells it: what does not hang on other reports.
    pub fn own_day(&self) -> Option<Date> {
        let own = matches!(self.basis, Basis::Stated | Basis::Metadata | Basis::Given);
        self.day().filter(|_| own)
    }
}

/// A part of a report with one role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Block {
    /// What it is.
    pub role: Role,
    /// First byte (JSON: code point).
    pub start: usize,
    /// One past the last byte (JSON: code point).
    pub end: usize,
    /// Byte range in the saved file, where the text was extracted from a format such as HTML or Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
}

impl Block {
    /// Where it stands.
    pub const fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }
}

/// A byte range in the saved file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Origin {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// The role of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The title of the report.
    Headline,
    /// A short line above the headline.
    Kicker,
    /// The summary under the headline.
    Standfirst,
    /// A paragraph of the body.
    Paragraph,
    /// A heading inside the body.
    Heading,
    /// The words under a picture.
    Caption,
    /// Who wrote or compiled it.
    Byline,
    /// Place and agency before the first paragraph, on a line of their own.
    Dateline,
    /// When it was published.
    Published,
    /// When it was changed.
    Updated,
    /// Where the report says it has its matter from.
    Source,
    /// A credit line of a picture.
    Credit,
    /// Names and offices of the outlet itself.
    Masthead,
    /// The section of the outlet.
    SectionLabel,
    /// The day on which the page was shown or saved.
    PageDate,
    /// Links to other reports.
    Related,
    /// Share buttons, tickers, tracker words and other junk.
    Boilerplate,
}

impl Role {
    /// Is this block part of what the report tells?
    pub const fn is_content(self) -> bool {
        matches!(
            self,
            Self::Headline
                | Self::Kicker
                | Self::Standfirst
                | Self::Paragraph
                | Self::Heading
                | Self::Caption
        )
    }
}

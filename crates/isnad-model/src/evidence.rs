//! What supports a statement: words, the report they stand in, and why they count.

use isnad_text::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Words of a report with their place.
///
/// ```
/// use isnad_model::{Span, Words};
/// let words = Words::of("He met Rome", Span::new(7, 11));
/// assert_eq!((words.start, words.text.as_str()), (7, "Rome"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Words {
    /// First byte (JSON: code point).
    pub start: usize,
    /// One past the last byte (JSON: code point).
    pub end: usize,
    /// The words as they stand in the report.
    pub text: String,
}

impl Words {
    /// The words of a text under a span.
    pub fn of(text: &str, span: Span) -> Self {
        Self {
            start: span.start,
            end: span.end,
            text: span.of(text).to_owned(),
        }
    }

    /// Where the words stand.
    pub const fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }
}

/// Words of one report that support a statement.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// Id of the report.
    pub report: String,
    /// First byte (JSON: code point).
    pub start: usize,
    /// One past the last byte (JSON: code point).
    pub end: usize,
    /// The words as they stand in the report.
    pub text: String,
}

impl Evidence {
    /// Words of a report, with the report's id.
    pub fn new(report: &str, words: &Words) -> Self {
        Self {
            report: report.to_owned(),
            start: words.start,
            end: words.end,
            text: words.text.clone(),
        }
    }

    /// The words of a report's text under a span.
    pub fn of(report: &crate::Report, span: Span) -> Self {
        Self::new(&report.id, &Words::of(&report.text, span))
    }
}

/// One step of a derivation: a rule's name and the words it rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Reason {
    /// Rule id in English and ASCII, such as `same-name` or `weekday-word`; details may follow after a colon.
    pub reason: String,
    /// The words the step rests on; empty for a step that rests on the one before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

impl Reason {
    /// A reason with one piece of evidence.
    pub fn new(reason: impl Into<String>, evidence: impl IntoIterator<Item = Evidence>) -> Self {
        Self {
            reason: reason.into(),
            evidence: evidence.into_iter().collect(),
        }
    }
}

/// Something odd in the input or a contradiction in what it says: a value, not an error.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Diagnostic {
    /// Id of the report, or the path of a file that gave none.
    pub report: String,
    /// First byte (JSON: code point); 0 if the whole file is meant.
    pub start: usize,
    /// One past the last byte (JSON: code point); 0 if the whole file is meant.
    pub end: usize,
    /// What is odd, in plain English.
    pub message: String,
    /// What to do about it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hint: String,
    /// The rule that noticed it.
    pub rule: String,
}

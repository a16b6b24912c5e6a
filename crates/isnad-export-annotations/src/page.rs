//! The form of a page and of an annotation: what is written, in which order.

use isnad_export::ExportError;
use isnad_export::linked::{Iris, text_hash};
use isnad_model::{CharIndex, Dossier, Report, Span, bidi, wire};
use serde::Serialize;

/// Characters of context before and after the words.
const CONTEXT: usize = 32;

#[derive(Serialize)]
pub(crate) struct Annotation<'a> {
    pub(crate) id: String,
    #[serde(rename = "type")]
    pub(crate) class: &'static str,
    pub(crate) motivation: &'static str,
    pub(crate) body: Vec<Body>,
    pub(crate) target: Target<'a>,
}

/// A thing by its IRI, or a value.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Body {
    Thing(String),
    Text {
        #[serde(rename = "type")]
        class: &'static str,
        value: String,
        format: &'static str,
        purpose: &'static str,
    },
}

impl Body {
    /// A value that the words have.
    pub(crate) fn value(value: &str) -> Self {
        Self::text(value, "tagging")
    }

    /// What the words are.
    pub(crate) fn class(value: &str) -> Self {
        Self::text(value, "classifying")
    }

    /// What the words say.
    pub(crate) fn description(value: &str) -> Self {
        Self::text(value, "describing")
    }

    fn text(value: &str, purpose: &'static str) -> Self {
        Self::Text {
            class: "TextualBody",
            value: bidi::clean(value),
            format: "text/plain",
            purpose,
        }
    }
}

#[derive(Serialize)]
pub(crate) struct Target<'a> {
    #[serde(rename = "type")]
    class: &'static str,
    source: Source<'a>,
    selector: (Position, Quote<'a>),
}

#[derive(Serialize)]
struct Source<'a> {
    id: &'a str,
    #[serde(rename = "schema:sha256", skip_serializing_if = "Option::is_none")]
    hash: Option<&'a str>,
}

#[derive(Serialize)]
struct Position {
    #[serde(rename = "type")]
    class: &'static str,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct Quote<'a> {
    #[serde(rename = "type")]
    class: &'static str,
    exact: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    prefix: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    suffix: &'a str,
}

/// The text of a report, ready to be pointed into.
pub(crate) struct Text<'a> {
    report: &'a Report,
    iri: String,
    hash: Option<String>,
    index: CharIndex<'a>,
}

impl<'a> Text<'a> {
    pub(crate) fn new(report: &'a Report, iris: &Iris<'_>) -> Self {
        Self {
            report,
            iri: iris.text(&report.id),
            hash: text_hash(report),
            index: CharIndex::new(&report.text),
        }
    }

    /// The words under a span of bytes; none where there are none.
    pub(crate) fn target(&self, span: Span) -> Option<Target<'_>> {
        let text = self.report.text.as_str();
        let exact = text.get(span.start..span.end).filter(|w| !w.is_empty())?;
        let (before, after) = match self.report.text_withheld {
            true => ("", ""),
            false => (text.get(..span.start)?, text.get(span.end..)?),
        };
        let from = before
            .char_indices()
            .rev()
            .take(CONTEXT)
            .last()
            .map_or(before.len(), |(at, _)| at);
        let to = after
            .char_indices()
            .nth(CONTEXT)
            .map_or(after.len(), |(at, _)| at);
        let start = self.index.chars(span.start);
        Some(Target {
            class: "SpecificResource",
            source: Source {
                id: &self.iri,
                hash: self.hash.as_deref(),
            },
            selector: (
                Position {
                    class: "TextPositionSelector",
                    start,
                    end: start + exact.chars().count(),
                },
                Quote {
                    class: "TextQuoteSelector",
                    exact,
                    prefix: before.get(from..)?,
                    suffix: after.get(..to)?,
                },
            ),
        })
    }
}

/// What stands before the annotations.
pub(crate) fn head(page: &str) -> Result<String, ExportError> {
    Ok(format!(
        "{{\"@context\": \"http://www.w3.org/ns/anno.jsonld\",\n\"id\": {},\n\"type\": \"AnnotationPage\",\n\"startIndex\": 0,\n\"items\": [",
        json(&page)?
    ))
}

/// What stands behind them: the collection.
pub(crate) fn tail(
    page: &str,
    total: usize,
    iris: &Iris<'_>,
    dossier: &Dossier,
) -> Result<String, ExportError> {
    #[derive(Serialize)]
    struct Collection<'a> {
        id: String,
        #[serde(rename = "type")]
        class: &'static str,
        label: String,
        total: usize,
        first: &'a str,
        last: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        generator: Option<Software>,
    }
    #[derive(Serialize)]
    struct Software {
        id: String,
        #[serde(rename = "type")]
        class: &'static str,
        name: String,
    }
    let program = bidi::clean(&dossier.made_by.program);
    let title = bidi::clean(&dossier.title);
    let collection = Collection {
        id: iris.of("annotations", "1"),
        class: "AnnotationCollection",
        label: if title.is_empty() { program.clone() } else { title },
        total,
        first: page,
        last: page,
        generator: (!program.is_empty()).then(|| Software {
            id: iris.of("program", &program),
            class: "Software",
            name: program.clone(),
        }),
    };
    Ok(format!("],\n\"partOf\": {}}}", json(&collection)?))
}

fn json<T: Serialize>(value: &T) -> Result<String, ExportError> {
    wire::safe_json(value).map_err(|e| ExportError::Format(e.to_string()))
}

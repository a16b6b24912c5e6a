//! A ninjs object: the properties an export uses, in the order in which they are written.

use serde::Serialize;

#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Item {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) standard: Option<Standard>,
    pub(crate) uri: String,
    #[serde(rename = "type")]
    pub(crate) class: &'static str,
    /// Of an association only.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) name: String,
    /// Of an association only.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(crate) rel: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(crate) representation_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) content_created: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) language: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) title: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) by: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) headlines: Vec<Text>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) descriptions: Vec<Text>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) bodies: Vec<Text>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) people: Vec<Concept>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) organisations: Vec<Concept>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) places: Vec<Concept>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) subjects: Vec<Subject>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) events: Vec<Concept>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) event_details: Option<EventDetails>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) info_sources: Vec<Source>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) renditions: Vec<Rendition>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) alt_ids: Vec<AltId>,
}

#[derive(Clone, Debug, Serialize)]
pub(crate) struct Standard {
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
    pub(crate) schema: &'static str,
}

/// A headline, description or body.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Text {
    pub(crate) role: &'static str,
    pub(crate) content_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) char_count: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) word_count: Option<usize>,
    pub(crate) value: String,
}

/// A person, organisation, place or event that an item is related to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Concept {
    pub(crate) name: String,
    pub(crate) rel: &'static str,
    pub(crate) uri: String,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Subject {
    pub(crate) name: String,
    pub(crate) rel: &'static str,
    pub(crate) literal: String,
}

#[derive(Clone, Debug, Serialize)]
pub(crate) struct EventDetails {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) dates: Option<Dates>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) organiser: Option<Concept>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Dates {
    pub(crate) expected_start_date: String,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Source {
    pub(crate) name: String,
    pub(crate) role: &'static str,
    pub(crate) uri: String,
}

#[derive(Clone, Debug, Serialize)]
pub(crate) struct Rendition {
    pub(crate) name: &'static str,
    pub(crate) href: String,
}

#[derive(Clone, Debug, Serialize)]
pub(crate) struct AltId {
    pub(crate) role: &'static str,
    pub(crate) value: String,
}

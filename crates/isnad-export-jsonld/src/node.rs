//! A node of the graph: the schema.org properties an export uses, in the order in which they are written.

use serde::Serialize;

/// A reference to a node.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Ref {
    #[serde(rename = "@id")]
    pub(crate) id: String,
}

impl Ref {
    pub(crate) const fn to(id: String) -> Self {
        Self { id }
    }
}

/// A property's value: a reference, or a node or text of its own.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Value {
    Ref(Ref),
    Node(Box<Node>),
    Text(String),
}

/// A node. Empty properties are left out.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Node {
    #[serde(rename = "@id", skip_serializing_if = "String::is_empty")]
    pub(crate) id: String,
    #[serde(rename = "@type")]
    pub(crate) class: &'static str,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) additional_type: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) name: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) alternate_name: Vec<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) headline: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) description: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) text: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) genre: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) in_language: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) url: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) identifier: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) encoding: Option<Ref>,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(crate) encoding_format: &'static str,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) sha256: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) date_modified: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) start_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) previous_start_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) event_status: Option<Ref>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) location: Option<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) organizer: Vec<Ref>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) attendee: Vec<Ref>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) sub_event: Vec<Ref>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) author: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) creator: Option<Ref>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) credit_text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) publisher: Option<Ref>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) temporal_coverage: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) citation: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) is_part_of: Option<Ref>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) is_based_on: Vec<Ref>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) appearance: Vec<Ref>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) subject_of: Vec<Ref>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) about: Vec<Ref>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) mentions: Vec<Ref>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) job_title: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) keywords: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) same_as: Vec<Ref>,
}

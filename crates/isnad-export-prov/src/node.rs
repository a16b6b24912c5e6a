//! A node of the graph, and what its keys mean.

use serde::Serialize;

/// What stands before the nodes: the context and the beginning of the graph.
pub(crate) const HEAD: &str = r#"{"@context": {
"prov": "http://www.w3.org/ns/prov#", "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
"dcterms": "http://purl.org/dc/terms/", "schema": "http://schema.org/",
"id": "@id", "type": "@type", "label": "rdfs:label", "value": "prov:value", "genre": "dcterms:type",
"sha256": "schema:sha256", "datePublished": "schema:datePublished", "about": {"@id": "schema:about", "@type": "@id"},
"wasAttributedTo": {"@id": "prov:wasAttributedTo", "@type": "@id"},
"wasDerivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
"wasQuotedFrom": {"@id": "prov:wasQuotedFrom", "@type": "@id"},
"hadPrimarySource": {"@id": "prov:hadPrimarySource", "@type": "@id"},
"wasGeneratedBy": {"@id": "prov:wasGeneratedBy", "@type": "@id"},
"wasAssociatedWith": {"@id": "prov:wasAssociatedWith", "@type": "@id"},
"specializationOf": {"@id": "prov:specializationOf", "@type": "@id"},
"used": {"@id": "prov:used", "@type": "@id"}},
"@graph": ["#;

/// A node. Empty properties are left out.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Node {
    pub(crate) id: String,
    #[serde(rename = "type")]
    pub(crate) class: &'static str,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) label: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) value: String,
    /// `dcterms:type`, the nature of the resource: statement, press conference …
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) genre: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) sha256: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) about: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) specialization_of: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) was_attributed_to: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) was_derived_from: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) had_primary_source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) was_quoted_from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) was_generated_by: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) was_associated_with: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) used: Vec<String>,
}

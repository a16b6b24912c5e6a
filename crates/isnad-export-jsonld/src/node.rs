//! A node of the graph: the schema.org properties an export uses, in the order in which they are written.

use jiff::civil::{Date, DateTime};
use serde::Serialize;

/// A reference to a node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Ref {
    #[serde(rename = "@id")]
    pub(crate) id: String,
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
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) source_organization: Vec<Ref>,
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

/// Is this a date or date-time of ISO 8601 (a year, a month, a day, a moment), and no pattern or interval?
pub(crate) fn is_iso(value: &str) -> bool {
    let Some((date, time)) = value.split_once('T') else {
        return match value.len() {
            4 => value.bytes().all(|b| b.is_ascii_digit()),
            7 => format!("{value}-01").parse::<Date>().is_ok(),
            10 => value.parse::<Date>().is_ok(),
            _ => false,
        };
    };
    let clock = time.split(['Z', '+', '-']).next().unwrap_or("");
    let zone = time.strip_prefix(clock).unwrap_or("");
    let zoned = matches!(zone, "" | "Z") || (zone.len() == 6 && zone.as_bytes()[3] == b':');
    date.len() == 10
        && clock.len() >= 5
        && zoned
        && value.is_ascii()
        && format!("{date}T{clock}").parse::<DateTime>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::is_iso;

    #[test]
    fn only_what_iso_can_say() {
        for value in [
            "2020",
            "2020-12",
            "2020-12-27",
            "2020-12-27T22:00",
            "2020-12-27T22:00:00Z",
            "2020-12-27T22:00:00+02:00",
        ] {
            assert!(is_iso(value), "{value}");
        }
        for value in [
            "",
            "XXXX",
            "2020-13",
            "2020-02-30",
            "2020-W51",
            "2020-XX",
            "2020~",
            "2020-12/2021-01",
            "P1M",
            "2020-12-27TMO",
            "20201227",
        ] {
            assert!(!is_iso(value), "{value}");
        }
    }
}

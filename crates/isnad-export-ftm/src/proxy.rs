//! An entity of FollowTheMoney while it is made.

use isnad_export::ExportError;
use isnad_model::{bidi, wire};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// An entity: an id, a schema, and properties of one or more values each.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Proxy {
    id: String,
    schema: &'static str,
    properties: BTreeMap<&'static str, Vec<String>>,
}

impl Proxy {
    pub(crate) const fn new(id: String, schema: &'static str) -> Self {
        Self {
            id,
            schema,
            properties: BTreeMap::new(),
        }
    }

    /// Adds a value, cleaned; nothing where it is empty.
    pub(crate) fn add(&mut self, property: &'static str, value: &str) {
        let value = bidi::clean(value).trim().to_owned();
        if !value.is_empty() {
            self.properties.entry(property).or_default().push(value);
        }
    }

    /// Adds values, each once.
    pub(crate) fn extend<'v>(&mut self, property: &'static str, values: impl IntoIterator<Item = &'v str>) {
        let mut seen = BTreeSet::new();
        for value in values {
            if seen.insert(value) {
                self.add(property, value);
            }
        }
    }

    /// Adds entities by their ids, each once.
    pub(crate) fn link(&mut self, property: &'static str, ids: impl IntoIterator<Item = String>) {
        let ids: BTreeSet<String> = ids.into_iter().collect();
        if !ids.is_empty() {
            self.properties.entry(property).or_default().extend(ids);
        }
    }

    /// Does it have any value?
    pub(crate) fn has(&self, property: &str) -> bool {
        self.properties.contains_key(property)
    }

    /// Writes it as a line of JSON.
    pub(crate) fn write(&self, out: &mut Vec<u8>) -> Result<(), ExportError> {
        let json = wire::safe_json(self).map_err(|e| ExportError::Format(e.to_string()))?;
        out.extend_from_slice(json.as_bytes());
        out.push(b'\n');
        Ok(())
    }
}

/// An id in the characters that FollowTheMoney allows: letters, digits, hyphens and points; others by their number.
///
/// Two ids of one kind never become the same: a hyphen of the id itself is written by its number too.
pub(crate) fn id(kind: &str, parts: &[&str]) -> String {
    let mut out = kind.to_owned();
    for (n, part) in parts.iter().enumerate() {
        out.push(if n == 0 { '-' } else { '.' });
        for c in part.chars() {
            match c {
                c if c.is_ascii_alphanumeric() => out.push(c),
                c => out.push_str(&format!("-{:x}z", u32::from(c))),
            }
        }
        if part.is_empty() {
            out.push_str("-z");
        }
    }
    out
}

/// ISO 639-3 of the languages that news come in; none for others, which FollowTheMoney then does not have.
pub(crate) fn language(tag: &str) -> Option<&'static str> {
    Some(match tag.split('-').next()? {
        "ar" => "ara",
        "de" => "deu",
        "en" => "eng",
        "es" => "spa",
        "fa" => "fas",
        "fr" => "fra",
        "he" => "heb",
        "it" => "ita",
        "pt" => "por",
        "ru" => "rus",
        "tr" => "tur",
        "ur" => "urd",
        "zh" => "zho",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::id;

    #[test]
    fn ids_stay_apart_and_within_the_alphabet() {
        assert_eq!(id("event", &["ev1"]), "event-ev1");
        assert_eq!(id("quotation", &["r0", "q1"]), "quotation-r0.q1");
        assert_eq!(id("event", &["a b"]), "event-a-20zb");
        assert_ne!(id("x", &["a-20zb"]), id("x", &["a b"]));
        assert_eq!(id("x", &[""]), "x--z");
    }
}

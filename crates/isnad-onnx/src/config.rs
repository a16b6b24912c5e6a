//! What `config.json` says: the labels, and how long a sentence may be.

use crate::{Files, Unusable};
use isnad_analyze::Label;
use isnad_model::EntityKind;
use serde::Deserialize;
use std::collections::BTreeMap;

const FILE: &str = "config.json";

/// Most labels that are believed.
const MOST: usize = 1000;

#[derive(Deserialize)]
struct Config {
    #[serde(default)]
    id2label: BTreeMap<String, String>,
    max_position_embeddings: Option<usize>,
}

/// The labels of a model in the order of its output; what is no person, body or place counts as outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels(pub Vec<Label>);

/// Most pieces that a model takes at once, the two special ones included, if its configuration says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Longest(pub Option<usize>);

/// Reads labels and length.
///
/// # Errors
/// The file is no JSON, or its labels are not numbered from 0 on, or none is for a person, body or place.
pub fn read(files: &Files) -> Result<(Labels, Longest), Unusable> {
    let config: Config = serde_json::from_slice(&files.config).map_err(|e| Unusable::new(FILE, e))?;
    if config.id2label.is_empty() {
        return Err(Unusable::new(
            FILE,
            "id2label: expected the names of the labels, found none",
        ));
    }
    if config.id2label.len() > MOST {
        return Err(Unusable::new(FILE, format!("id2label: more than {MOST} labels")));
    }
    let mut labels = vec![None; config.id2label.len()];
    for (id, name) in &config.id2label {
        let slot = id.parse().ok().and_then(|n: usize| labels.get_mut(n));
        let Some(slot) = slot else {
            let last = config.id2label.len() - 1;
            return Err(Unusable::new(
                FILE,
                format!("id2label: expected numbers from 0 to {last}, found {id:?}"),
            ));
        };
        *slot = Some(label(name));
    }
    let labels: Option<Vec<Label>> = labels.into_iter().collect();
    let labels = labels.ok_or_else(|| Unusable::new(FILE, "id2label: a number is missing"))?;
    if labels.iter().all(|l| *l == Label::Outside) {
        let what = "id2label: no label for persons, organizations or places, such as B-PER, B-ORG, B-LOC";
        return Err(Unusable::new(FILE, what));
    }
    Ok((Labels(labels), Longest(config.max_position_embeddings)))
}

/// A label by its name in one of the usual spellings.
fn label(name: &str) -> Label {
    let upper = name.to_uppercase();
    let (prefix, kind) = match upper.split_once(['-', '_']) {
        Some((p @ ("B" | "I" | "E" | "S" | "L" | "U"), kind)) => (p, kind),
        _ => ("I", upper.as_str()),
    };
    let kind = match kind {
        "PER" | "PERS" | "PERSON" => EntityKind::Person,
        "ORG" | "ORGANIZATION" | "ORGANISATION" => EntityKind::Organization,
        "LOC" | "LOCATION" | "GPE" | "FAC" | "PLACE" => EntityKind::Place,
        _ => return Label::Outside,
    };
    match prefix {
        "B" | "S" | "U" => Label::Begin(kind),
        _ => Label::Inside(kind),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(config: &str) -> Result<(Labels, Longest), String> {
        let files = Files {
            config: config.into(),
            ..Files::default()
        };
        read(&files).map_err(|e| e.to_string())
    }

    #[test]
    fn labels_come_in_the_usual_spellings() {
        let config = r#"{"id2label": {"0": "O", "1": "B-PERS", "2": "I-PER", "3": "B-MISC", "4": "LOC"}, "max_position_embeddings": 512}"#;
        let (labels, longest) = of(config).unwrap();
        let person = EntityKind::Person;
        assert_eq!(
            labels.0,
            [
                Label::Outside,
                Label::Begin(person),
                Label::Inside(person),
                Label::Outside,
                Label::Inside(EntityKind::Place)
            ]
        );
        assert_eq!(longest, Longest(Some(512)));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_file() {
        for (config, what) in [
            ("{", "config.json: EOF"),
            ("{}", "config.json: id2label: expected the names"),
            (
                r#"{"id2label": {"0": "O", "7": "B-PER"}}"#,
                "expected numbers from 0 to 1, found \"7\"",
            ),
            (
                r#"{"id2label": {"0": "O", "1": "B-DRUG"}}"#,
                "no label for persons",
            ),
        ] {
            let told = of(config).unwrap_err();
            assert!(told.contains(what), "{told}");
        }
    }
}

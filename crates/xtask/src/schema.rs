//! `schema`: the frozen copy of the dossier's schema, what was added to it, and the page made from it.

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};
use std::{collections::BTreeSet, fs, path::PathBuf};

/// Writes `docs/schema.md` from the frozen schema; with `freeze`, first replaces the frozen schema by today's, which may only
/// add to it.
pub(crate) fn schema(freeze: bool) -> Result<()> {
    if freeze {
        let today = today()?;
        let broken = broken(&frozen()?, &today);
        if !broken.is_empty() {
            bail!("within a version the schema only grows:\n{}", broken.join("\n"));
        }
        fs::write(
            frozen_path(),
            format!("{}\n", serde_json::to_string_pretty(&today)?),
        )?;
    }
    fs::write(page_path(), page(&frozen()?))?;
    println!("{}", page_path().display());
    Ok(())
}

fn docs() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs")
}

fn frozen_path() -> PathBuf {
    docs().join("schema/isnad-dossier-1.json")
}

fn page_path() -> PathBuf {
    docs().join("schema.md")
}

fn frozen() -> Result<Value> {
    let path = frozen_path();
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    Ok(serde_json::from_str(&text)?)
}

fn today() -> Result<Value> {
    Ok(serde_json::to_value(isnad::model::json_schema())?)
}

/// What `today` takes away from `frozen`, or asks for in addition, a line each.
fn broken(frozen: &Value, today: &Value) -> Vec<String> {
    let mut out = Vec::new();
    compare(frozen, today, "", &mut out);
    for (name, definition) in object(frozen, "$defs") {
        match today.get("$defs").and_then(|d| d.get(name)) {
            Some(now) => compare(definition, now, name, &mut out),
            None => out.push(format!("{name} is gone")),
        }
    }
    out
}

fn compare(frozen: &Value, today: &Value, at: &str, out: &mut Vec<String>) {
    for key in ["type", "format", "$ref", "const", "minimum", "maximum"] {
        if frozen.get(key) != today.get(key) {
            out.push(format!(
                "{at}: {key} was {:?}, is {:?}",
                frozen.get(key),
                today.get(key)
            ));
        }
    }
    let old = object(frozen, "properties");
    for (name, property) in &old {
        match today.get("properties").and_then(|p| p.get(name)) {
            Some(now) => compare(property, now, &format!("{at}.{name}"), out),
            None => out.push(format!("{at}.{name} is gone")),
        }
    }
    // what was always there stays, for those who read; and nothing new is asked for, so that old dossiers still read
    let (before, now) = (words(frozen, "required"), words(today, "required"));
    for name in before.symmetric_difference(&now) {
        out.push(format!(
            "{at}.{name}: it changed whether the field is always there"
        ));
    }
    for word in words(frozen, "enum").difference(&words(today, "enum")) {
        out.push(format!("{at}: {word} is gone"));
    }
    for key in ["items", "additionalProperties"] {
        if let Some(inner) = frozen.get(key).filter(|i| i.is_object()) {
            compare(
                inner,
                today.get(key).unwrap_or(&Value::Null),
                &format!("{at}[]"),
                out,
            );
        }
    }
    for key in ["oneOf", "anyOf", "allOf"] {
        let now = today
            .get(key)
            .and_then(Value::as_array)
            .map_or(&[][..], Vec::as_slice);
        for choice in frozen.get(key).and_then(Value::as_array).into_iter().flatten() {
            let found = now.iter().any(|c| {
                let mut differences = Vec::new();
                compare(choice, c, at, &mut differences);
                differences.is_empty()
            });
            if !found {
                out.push(format!("{at}: {} is gone", kind(choice)));
            }
        }
    }
}

fn object<'a>(value: &'a Value, key: &str) -> Vec<(&'a String, &'a Value)> {
    value
        .get(key)
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(Map::iter)
        .collect()
}

fn words(value: &Value, key: &str) -> BTreeSet<String> {
    let words = value.get(key).and_then(Value::as_array).into_iter().flatten();
    words.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The schema as a page: a section for each type, a row for each field.
fn page(schema: &Value) -> String {
    let mut out = String::from(
        "# The dossier, field by field\n\nMade by `cargo xtask schema` from the frozen schema [schema/isnad-dossier-1.json](schema/isnad-dossier-1.json), \
         which `isnad schema` prints with\nwhat was added since. Within version 1 fields and words are only added: readers ignore what they do not know.\n\
         Offsets (`start`, `end`) count Unicode code points of `reports[].text`, the end is exclusive. \
         A field that is not *always* there\nmay be missing.\n",
    );
    section("Dossier", schema, &mut out);
    for (name, definition) in object(schema, "$defs") {
        section(name, definition, &mut out);
    }
    out
}

fn section(name: &str, schema: &Value, out: &mut String) {
    out.push_str(&format!("\n## {name}\n\n{}\n", describe(schema)));
    let required = words(schema, "required");
    let fields = object(schema, "properties");
    if !fields.is_empty() {
        out.push_str("\n| field | type | always | what it is |\n|---|---|---|---|\n");
    }
    for (field, value) in fields {
        let always = if required.contains(field) { "yes" } else { "" };
        let text = describe(value).replace('\n', " ").replace('|', "\\|");
        out.push_str(&format!("| `{field}` | {} | {always} | {text} |\n", kind(value)));
    }
    let mut choices: Vec<(String, String)> = words(schema, "enum")
        .into_iter()
        .map(|w| (w, String::new()))
        .collect();
    for choice in schema
        .get("oneOf")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        match choice.get("const").and_then(Value::as_str) {
            Some(word) => choices.push((word.to_owned(), describe(choice))),
            None => choices.extend(words(choice, "enum").into_iter().map(|w| (w, String::new()))),
        }
    }
    if !choices.is_empty() {
        out.push_str("\n| value | what it means |\n|---|---|\n");
    }
    for (word, text) in choices {
        out.push_str(&format!(
            "| `{word}` | {} |\n",
            text.replace('\n', " ").replace('|', "\\|")
        ));
    }
}

fn describe(schema: &Value) -> String {
    schema
        .get("description")
        .and_then(Value::as_str)
        .unwrap_or("")
        .to_owned()
}

/// The type of a value in words, types of the dossier as links.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|r| r.rsplit('/').next())
    {
        return format!("[{name}](#{})", name.to_lowercase());
    }
    if let Some(word) = schema.get("const").and_then(Value::as_str) {
        return format!("`{word}`");
    }
    for key in ["anyOf", "oneOf", "allOf"] {
        if let Some(choices) = schema.get(key).and_then(Value::as_array) {
            return choices.iter().map(kind).collect::<Vec<_>>().join(" or ");
        }
    }
    let format = schema.get("format").and_then(Value::as_str);
    let one = |name: &str| match name {
        "array" => format!("list of {}", kind(schema.get("items").unwrap_or(&Value::Null))),
        "object" => match schema.get("additionalProperties").filter(|p| p.is_object()) {
            Some(values) => format!("map of {}", kind(values)),
            None => "object".to_owned(),
        },
        "integer" => "integer".to_owned(),
        "string" => format.map_or_else(|| "string".to_owned(), |f| format!("string ({f})")),
        name => name.to_owned(),
    };
    match schema.get("type") {
        Some(Value::String(name)) => one(name),
        Some(Value::Array(names)) => names
            .iter()
            .filter_map(Value::as_str)
            .map(one)
            .collect::<Vec<_>>()
            .join(" or "),
        _ => "anything".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn todays_schema_only_adds_to_the_frozen_one() {
        let broken = broken(&frozen().unwrap(), &today().unwrap());
        assert!(broken.is_empty(), "{}", broken.join("\n"));
    }

    #[test]
    fn the_page_is_made_from_the_frozen_schema() {
        let page_there = fs::read_to_string(page_path()).unwrap();
        assert!(
            page_there == page(&frozen().unwrap()),
            "docs/schema.md: run `cargo xtask schema`"
        );
    }

    #[test]
    fn what_breaks_readers_or_old_dossiers_is_found() {
        let old = json!({"type": "object", "required": ["a"], "properties": {
            "a": {"type": "string"}, "b": {"$ref": "#/$defs/B"}, "c": {"type": "array", "items": {"type": "integer"}}},
            "$defs": {"B": {"oneOf": [{"const": "x"}, {"const": "y"}]}}});
        assert!(broken(&old, &old).is_empty());
        let with = |pointer: &str, value: Value| {
            let mut new = old.clone();
            *new.pointer_mut(pointer).unwrap() = value;
            broken(&old, &new)
        };
        assert!(
            with(
                "/properties/b",
                json!({"$ref": "#/$defs/B", "description": "new words"})
            )
            .is_empty()
        );
        assert!(
            with(
                "/$defs/B/oneOf",
                json!([{"const": "y"}, {"const": "x"}, {"const": "z"}])
            )
            .is_empty()
        );
        for (pointer, value) in [
            ("/properties/a", json!({"type": "integer"})),
            ("/properties", json!({"a": {"type": "string"}})),
            ("/required", json!([])),
            ("/required", json!(["a", "b"])),
            ("/properties/c/items/type", json!("string")),
            ("/$defs/B/oneOf", json!([{"const": "x"}])),
            ("/$defs", json!({})),
        ] {
            assert!(!with(pointer, value.clone()).is_empty(), "{pointer} {value}");
        }
    }
}

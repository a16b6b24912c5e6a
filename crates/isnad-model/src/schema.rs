//! The name and JSON Schema of the dossier's form.

/// The schema this version writes.
pub const SCHEMA: &str = "isnad/dossier/1";

/// The JSON Schema (2020-12) of a dossier.
///
/// ```
/// assert_eq!(isnad_model::json_schema()["title"], "Dossier");
/// ```
pub fn json_schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(crate::Dossier).to_value();
    schema["$id"] = "https://isnad.invalid/schema/dossier/1".into();
    schema
}

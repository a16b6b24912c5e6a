//! The description of the tables: a Tabular Data Package.

use crate::table::{Kind, Layout, Table};
use isnad_export::ExportError;
use isnad_export::linked::JsonList;
use isnad_model::{Briefing, Dossier, bidi, wire};
use serde::Serialize;
use sha2::{Digest, Sha256};

const DESCRIPTION: &str = "Positions (start, end) count Unicode code points of the report's text, end exclusive. A cell of \
text that begins with = + - @ or an apostrophe has an apostrophe in front, so that no spreadsheet computes it: take one \
leading apostrophe away to read it. Line ends inside a text are blanks.";

/// `datapackage.json`.
pub(crate) fn package(
    dossier: &Dossier,
    briefing: &Briefing,
    tables: &[Table],
) -> Result<Vec<u8>, ExportError> {
    #[derive(Serialize)]
    struct Head<'a> {
        profile: &'static str,
        name: &'static str,
        title: String,
        description: &'static str,
        version: &'a str,
    }
    let titles = [briefing.title.as_str(), &dossier.title, &dossier.made_by.program];
    let head = Head {
        profile: "tabular-data-package",
        name: "isnad-dossier",
        title: titles
            .into_iter()
            .map(bidi::clean)
            .find(|t| !t.is_empty())
            .unwrap_or_default(),
        description: DESCRIPTION,
        version: dossier.schema.rsplit('/').next().unwrap_or(""),
    };
    let head = wire::safe_json(&head).map_err(|e| ExportError::Format(e.to_string()))?;
    let mut list = JsonList::new(&format!("{},\n\"resources\": [", head.trim_end_matches('}')));
    for table in tables {
        list.push(&resource(table))?;
    }
    Ok(list.finish("]}"))
}

#[derive(Serialize)]
struct Resource {
    name: &'static str,
    path: String,
    profile: &'static str,
    title: &'static str,
    format: &'static str,
    mediatype: &'static str,
    encoding: &'static str,
    dialect: Dialect,
    bytes: usize,
    hash: String,
    schema: Schema,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Dialect {
    delimiter: &'static str,
    line_terminator: &'static str,
    double_quote: bool,
    header: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Schema {
    fields: Vec<Field>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    primary_key: &'static [&'static str],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    foreign_keys: Vec<ForeignKey>,
    missing_values: [&'static str; 1],
}

#[derive(Serialize)]
struct Field {
    name: &'static str,
    #[serde(rename = "type")]
    kind: Kind,
    description: &'static str,
}

#[derive(Serialize)]
struct ForeignKey {
    fields: &'static [&'static str],
    reference: Target,
}

#[derive(Serialize)]
struct Target {
    resource: &'static str,
    fields: &'static [&'static str],
}

fn resource(table: &Table) -> Resource {
    let hash = Sha256::digest(&table.bytes);
    let hash: String = hash.iter().map(|b| format!("{b:02x}")).collect();
    Resource {
        name: table.layout.name,
        path: table.path(),
        profile: "tabular-data-resource",
        title: table.layout.title,
        format: "csv",
        mediatype: "text/csv",
        encoding: "utf-8",
        dialect: Dialect {
            delimiter: ",",
            line_terminator: "\r\n",
            double_quote: true,
            header: true,
        },
        bytes: table.bytes.len(),
        hash: format!("sha256:{hash}"),
        schema: schema(&table.layout),
    }
}

fn schema(layout: &Layout) -> Schema {
    Schema {
        fields: layout
            .columns
            .iter()
            .map(|&(name, kind, description)| Field {
                name,
                kind,
                description,
            })
            .collect(),
        primary_key: layout.key,
        foreign_keys: layout
            .references
            .iter()
            .map(|&(fields, resource, target)| ForeignKey {
                fields,
                reference: Target {
                    resource,
                    fields: target,
                },
            })
            .collect(),
        missing_values: [""],
    }
}

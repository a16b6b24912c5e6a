//! Dossier to CSV: one table for each kind of thing, described by a Tabular Data Package.
//!
//! - RFC 4180: UTF-8, commas, CRLF, quotes doubled, a header line. Every record is one line: line ends inside a text become
//!   blanks.
//! - `datapackage.json` names every table with its columns, types, keys, references, size and SHA-256, so that
//!   `frictionless validate` proves them.
//! - Positions count Unicode code points of the report's text, end exclusive.
//! - Formula injection: a cell of text that begins with `=`, `+`, `-`, `@` (or their full-width forms) gets an apostrophe in
//!   front, so that no spreadsheet computes it; so does one that begins with an apostrophe. Taking one leading apostrophe
//!   away gives the text back. Cells of numbers and dates hold nothing else. Tabs and carriage returns are gone before.

mod layouts;
mod package;
mod table;
mod tables;

use isnad_export::{Artifact, Context, ExportError, Exporter, Info, losses};
use isnad_model::{Briefing, Dossier};

/// The tables of a dossier with their `datapackage.json`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Csv;

impl Exporter for Csv {
    fn info(&self) -> Info {
        Info::new(
            "csv",
            "tables as CSV, described by a Tabular Data Package",
            "text/csv",
        )
        .into_folder()
    }

    fn check(&self, dossier: &Dossier, _briefing: &Briefing, _context: &Context) -> Vec<String> {
        let reports = &dossier.reports;
        let why = dossier.entities.iter().filter(|e| !e.why.is_empty()).count()
            + dossier.events.iter().filter(|e| !e.why.is_empty()).count();
        losses([
            (
                reports.len(),
                "texts of reports are left out, with the roles of their blocks",
            ),
            (why, "entities and events lose the reasons why they are one"),
        ])
    }

    fn export(
        &self,
        dossier: &Dossier,
        briefing: &Briefing,
        _context: &Context,
    ) -> Result<Vec<Artifact>, ExportError> {
        let tables = tables::tables(dossier, briefing)?;
        let package = package::package(dossier, briefing, &tables)?;
        let mut artifacts = vec![Artifact::new("datapackage.json", "application/json", package)];
        artifacts.extend(
            tables
                .into_iter()
                .map(|t| Artifact::new(&t.path(), "text/csv", t.bytes)),
        );
        Ok(artifacts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use isnad_export::testkit::{self, sample};
    use std::collections::{BTreeMap, BTreeSet};

    type Rows = Vec<BTreeMap<String, String>>;

    fn tables(artifacts: &[Artifact]) -> BTreeMap<String, Rows> {
        let tables = artifacts.iter().filter(|a| a.media_type == "text/csv");
        tables
            .map(|table| {
                let mut reader = csv::Reader::from_reader(table.bytes.as_slice());
                let rows = reader.deserialize().map(Result::unwrap).collect();
                (table.path.replace(".csv", ""), rows)
            })
            .collect()
    }

    fn export(name: &str) -> (Dossier, Vec<Artifact>) {
        let sample = sample(name);
        let artifacts = Csv
            .export(&sample.dossier, &sample.briefing, &Context::default())
            .unwrap();
        (sample.dossier, artifacts)
    }

    #[test]
    fn conforms() {
        testkit::conforms(&Csv);
    }

    #[test]
    fn tables_read_back_and_references_lead_to_rows() {
        let (dossier, artifacts) = export("several");
        let tables = tables(&artifacts);
        assert_eq!(tables["reports"].len(), dossier.reports.len());
        assert_eq!(tables["events"].len(), dossier.events.len());
        assert_eq!(tables["quotations"].len(), 3);
        assert_eq!(tables["links"].len(), 6);
        let package: serde_json::Value = serde_json::from_slice(&artifacts[0].bytes).unwrap();
        let resources = package["resources"].as_array().unwrap();
        assert_eq!(resources.len(), tables.len());
        for resource in resources {
            let name = resource["name"].as_str().unwrap();
            let fields = resource["schema"]["fields"].as_array().unwrap();
            let fields: BTreeSet<&str> = fields.iter().map(|f| f["name"].as_str().unwrap()).collect();
            for row in &tables[name] {
                assert_eq!(row.keys().map(String::as_str).collect::<BTreeSet<_>>(), fields);
            }
            for key in resource["schema"]["foreignKeys"].as_array().into_iter().flatten() {
                let target = key["reference"]["resource"].as_str().unwrap();
                let names = |v: &serde_json::Value| -> Vec<String> {
                    let names = v.as_array().unwrap().iter();
                    names.map(|n| n.as_str().unwrap().to_owned()).collect()
                };
                let values = |row: &BTreeMap<String, String>, names: &[String]| -> Vec<String> {
                    names.iter().map(|n| row[n].clone()).collect()
                };
                let (own, other) = (names(&key["fields"]), names(&key["reference"]["fields"]));
                let known: BTreeSet<Vec<String>> = tables[if target.is_empty() { name } else { target }]
                    .iter()
                    .map(|r| values(r, &other))
                    .collect();
                for row in &tables[name] {
                    let value = values(row, &own);
                    assert!(
                        value.iter().any(String::is_empty) || known.contains(&value),
                        "{name} {own:?} {value:?} not in {target}"
                    );
                }
            }
        }
    }

    #[test]
    fn no_cell_is_a_formula_and_no_record_more_than_a_line() {
        let mut sample = sample("english");
        let formulas = [
            "=1+1",
            "+1",
            "-1",
            "@A1",
            "\t=1",
            "\r=1",
            "\u{FF1D}1",
            "'quoted",
            " =1",
        ];
        for (report, formula) in formulas.iter().enumerate() {
            let mut copy = sample.dossier.reports[0].clone();
            copy.id = format!("x{report}");
            copy.source = (*formula).to_owned();
            copy.authors = vec![(*formula).to_owned()];
            copy.quotations[0].text = format!("{formula}\r\n=second line, with \"quotes\"");
            sample.dossier.reports.push(copy);
        }
        let artifacts = Csv
            .export(&sample.dossier, &sample.briefing, &Context::default())
            .unwrap();
        for (name, rows) in tables(&artifacts) {
            let table = artifacts
                .iter()
                .find(|a| a.path == format!("{name}.csv"))
                .unwrap();
            let text = std::str::from_utf8(&table.bytes).unwrap();
            assert_eq!(text.matches("\r\n").count(), rows.len() + 1, "{name}");
            assert_eq!(text.matches('\n').count(), rows.len() + 1, "{name}");
            for cell in rows.iter().flat_map(BTreeMap::values) {
                assert!(
                    !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\u{FF1D}', ' ']),
                    "{name}: {cell}"
                );
            }
        }
        let sources: Vec<String> = tables(&artifacts)["reports"]
            .iter()
            .skip(1)
            .map(|r| r["source"].clone())
            .collect();
        assert_eq!(
            sources,
            [
                "'=1+1",
                "'+1",
                "'-1",
                "'@A1",
                "'=1",
                "'=1",
                "'\u{FF1D}1",
                "''quoted",
                "'=1"
            ]
        );
    }
}

//! A table while it is written.

use isnad_export::ExportError;
use isnad_model::{Date, bidi, wire};
use serde::Serialize;

/// What a table is: its name, its columns, its keys.
#[derive(Clone, Copy)]
pub(crate) struct Layout {
    pub(crate) name: &'static str,
    /// What a row is.
    pub(crate) title: &'static str,
    /// Columns in order.
    pub(crate) columns: &'static [Column],
    /// The columns that together are different in every row; may be empty.
    pub(crate) key: &'static [&'static str],
    /// References: own columns, the table they lead to, its columns.
    pub(crate) references: &'static [Reference],
}

/// Own columns, the table that they lead to, its columns.
pub(crate) type Reference = (&'static [&'static str], &'static str, &'static [&'static str]);

/// A column: its name, its type in Table Schema, what it holds.
pub(crate) type Column = (&'static str, Kind, &'static str);

/// Types of Table Schema.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    String,
    Integer,
    Number,
    Date,
}

/// A table with its rows.
pub(crate) struct Table {
    pub(crate) layout: Layout,
    pub(crate) bytes: Vec<u8>,
}

impl Table {
    pub(crate) fn path(&self) -> String {
        format!("{}.csv", self.layout.name)
    }
}

/// Writes the rows of a table, cell by cell.
pub(crate) struct Writer {
    layout: Layout,
    out: csv::Writer<Vec<u8>>,
}

impl Writer {
    pub(crate) fn new(layout: Layout) -> Result<Self, ExportError> {
        let mut out = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        out.write_record(layout.columns.iter().map(|(name, ..)| name))
            .map_err(failed)?;
        Ok(Self { layout, out })
    }

    /// A row: as many cells as the table has columns.
    pub(crate) fn row<const N: usize>(&mut self, cells: [Cell<'_>; N]) -> Result<(), ExportError> {
        for cell in cells {
            match cell {
                Cell::Text(text) => self.out.write_field(neutral(text)),
                Cell::Plain(text) => self.out.write_field(text),
            }
            .map_err(failed)?;
        }
        self.out.write_record(None::<&[u8]>).map_err(failed)
    }

    pub(crate) fn finish(self) -> Result<Table, ExportError> {
        Ok(Table {
            layout: self.layout,
            bytes: self.out.into_inner().map_err(failed)?,
        })
    }
}

/// One cell.
pub(crate) enum Cell<'a> {
    /// Text of a report or of the user: cleaned, and no formula.
    Text(&'a str),
    /// A number, a date, or a word of the schema.
    Plain(String),
}

impl<'a> Cell<'a> {
    pub(crate) fn maybe(text: Option<&'a str>) -> Self {
        Self::Text(text.unwrap_or(""))
    }

    pub(crate) fn number(number: usize) -> Self {
        Self::Plain(number.to_string())
    }

    pub(crate) fn date(date: Option<Date>) -> Self {
        Self::Plain(date.map_or_else(String::new, |d| d.to_string()))
    }

    /// A word of the dossier's schema, as its JSON writes it.
    pub(crate) fn word<T: Serialize>(word: &T) -> Result<Self, ExportError> {
        let json = wire::safe_json(word).map_err(failed)?;
        Ok(Self::Plain(json.trim_matches('"').to_owned()))
    }
}

/// A text as a cell: nothing that steers, nothing that a spreadsheet would compute.
fn neutral(text: &str) -> String {
    let text = bidi::clean(text);
    let text = text.trim();
    let computes = text.starts_with([
        '=', '+', '-', '@', '\'', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}',
    ]);
    if computes {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

fn failed(error: impl std::fmt::Display) -> ExportError {
    ExportError::Format(error.to_string())
}

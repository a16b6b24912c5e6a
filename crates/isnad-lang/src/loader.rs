//! Reading a pack's files with messages that name file and line.

use isnad_text::LineIndex;
use serde::de::DeserializeOwned;
use smallvec::SmallVec;
use std::{cell::OnceCell, fmt};

/// One file of a pack.
#[derive(Clone, Copy, Debug)]
pub struct PackFile<'a> {
    /// Path inside the pack, with `/`.
    pub name: &'a str,
    /// Its content.
    pub text: &'a str,
}

/// Something wrong with a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackError {
    /// File inside the pack.
    pub file: String,
    /// Line from 1; 0 for the whole file.
    pub line: usize,
    /// What was expected.
    pub message: String,
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

impl std::error::Error for PackError {}

impl PackError {
    /// Several errors in one text.
    pub fn list(errors: &[Self]) -> String {
        errors
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("\n")
    }
}

/// A line of a tab-separated file.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// Line from 1.
    pub line: usize,
    /// Its cells.
    pub cells: SmallVec<[&'a str; 8]>,
}

impl<'a> Row<'a> {
    /// A cell, empty where the row is shorter.
    pub fn cell(&self, at: usize) -> &'a str {
        self.cells.get(at).copied().unwrap_or("")
    }
}

/// The cells of a line. They are short, so that a look at every byte is quicker than a search.
fn cells(line: &str) -> SmallVec<[&str; 8]> {
    let mut out = SmallVec::new();
    let mut from = 0;
    for (at, byte) in line.bytes().enumerate() {
        if byte == b'\t' {
            out.push(&line[from..at]);
            from = at + 1;
        }
    }
    out.push(&line[from..]);
    out
}

/// Reads files of one pack and collects what is wrong.
#[derive(Debug)]
pub struct Loader<'a> {
    files: &'a [PackFile<'a>],
    /// The lines of each file, found when first asked for.
    lines: Vec<OnceCell<LineIndex>>,
    errors: Vec<PackError>,
}

impl<'a> Loader<'a> {
    /// A loader over these files.
    pub fn new(files: &'a [PackFile<'a>]) -> Self {
        Self {
            files,
            lines: vec![OnceCell::new(); files.len()],
            errors: Vec::new(),
        }
    }

    /// The content of a file, if the pack has it.
    pub fn text(&self, name: &str) -> Option<&'a str> {
        self.files.iter().find(|f| f.name == name).map(|f| f.text)
    }

    /// A TOML file. A missing or wrong file is an error of the pack.
    pub fn toml<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        let Some(text) = self.text(name) else {
            self.error(name, 0, "expected this file in the pack, found none");
            return None;
        };
        match toml::from_str(text) {
            Ok(value) => Some(value),
            Err(error) => {
                let line = error.span().map_or(0, |s| self.line_at(name, s.start));
                self.error(name, line, error.message());
                None
            }
        }
    }

    /// The rows of a tab-separated file; `#` starts a comment line. A missing file has no rows.
    pub fn rows(&self, name: &str) -> impl Iterator<Item = Row<'a>> + Clone + use<'a> {
        let text = self.text(name).unwrap_or("");
        text.lines()
            .enumerate()
            .filter(|(_, l)| !l.is_empty() && !l.starts_with('#'))
            .map(|(i, l)| Row {
                line: i + 1,
                cells: cells(l),
            })
    }

    /// The line of a byte offset in a file (for [`toml::Spanned`]).
    pub fn line_at(&self, name: &str, byte: usize) -> usize {
        let found = self.files.iter().zip(&self.lines).find(|(f, _)| f.name == name);
        found.map_or(0, |(PackFile { text, .. }, lines)| {
            let lines = lines.get_or_init(|| LineIndex::new(text));
            lines.position(text, byte.min(text.len())).0
        })
    }

    /// Notes an error.
    pub fn error(&mut self, file: &str, line: usize, message: impl Into<String>) {
        self.errors.push(PackError {
            file: file.to_owned(),
            line,
            message: message.into(),
        });
    }

    /// Hash of all files, names included.
    pub fn hash(&self) -> String {
        let mut h = 0xcbf2_9ce4_8422_2325_u64;
        for f in self.files {
            for b in f.name.bytes().chain([0]).chain(f.text.bytes()) {
                h = (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3);
            }
        }
        format!("{h:016x}")
    }

    /// The errors found.
    pub fn finish(self) -> Vec<PackError> {
        self.errors
    }
}

//! Proof that every quoted span of a dossier still stands in its source.

use isnad_lang::Packs;
use isnad_model::{Dossier, Report, wire};
use isnad_parse::{
    ParseOptions, Piece,
    intake::{self, Flow, Found, Limits},
};
use std::{collections::BTreeMap, io::Cursor};

/// The first thing in a dossier that its sources do not bear out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unproven {
    /// The source could not be read.
    #[error("{source_path}: {message}")]
    Missing {
        /// Path of the report.
        source_path: String,
        /// Why.
        message: String,
    },
    /// The source's bytes changed.
    #[error("{source_path}: expected SHA-256 {expected}, found {found}: the source was changed")]
    Changed {
        /// Path of the report.
        source_path: String,
        /// Hash in the dossier.
        expected: String,
        /// Hash of the file.
        found: String,
    },
    /// The text read from the source is not the text in the dossier.
    #[error("{source_path}: the text in the dossier is not the text of the source from character {at} on")]
    Text {
        /// Path of the report.
        source_path: String,
        /// First differing code point.
        at: usize,
    },
    /// A block is said to stand in other bytes of the file than it does.
    #[error(
        "{source_path}: block {block} (characters {start}-{end}) does not stand in bytes {from}-{to} of the file"
    )]
    Origin {
        /// Path of the report.
        source_path: String,
        /// Number of the block.
        block: usize,
        /// First byte of the block in the text.
        start: usize,
        /// One past the last byte in the text.
        end: usize,
        /// First byte in the file, as the dossier has it.
        from: usize,
        /// One past the last byte in the file.
        to: usize,
    },
    /// A span does not read back.
    #[error("{source_path}: {place} at {start}-{end}: expected {expected:?}, the source reads {found:?}")]
    Span {
        /// Path of the report.
        source_path: String,
        /// Where in the dossier (a JSON path).
        place: String,
        /// First code point.
        start: usize,
        /// One past the last code point.
        end: usize,
        /// Words in the dossier.
        expected: String,
        /// Words in the source.
        found: String,
    },
    /// Something compiled cites a report that the dossier does not hold.
    #[error("{place}: cites report {report:?}, which the dossier does not hold")]
    Report {
        /// Where in the dossier (a JSON path).
        place: String,
        /// The id.
        report: String,
    },
}

/// Checks a dossier against its sources. `read` gives the bytes of a file by its path; of a report inside a file that holds several, the
/// file is looked for by the beginning of the report's name, and looked into again.
///
/// Returns the number of spans that were read back.
///
/// # Errors
/// The first thing that does not hold.
pub fn verify(
    dossier: &Dossier,
    options: &ParseOptions,
    packs: &Packs,
    mut read: impl FnMut(&str) -> Result<Vec<u8>, String>,
) -> Result<usize, Unproven> {
    let mut sources = Sources {
        options,
        packs,
        texts: BTreeMap::new(),
    };
    // reports of one file are read together
    let mut files: BTreeMap<&str, Vec<&Report>> = BTreeMap::new();
    for report in &dossier.reports {
        let mut names = intake::files(&report.source);
        if let Some(name) = names.iter().find(|name| files.contains_key(**name)) {
            files.entry(name).or_default().push(report);
            continue;
        }
        let whole = read(&report.source);
        let message = match whole {
            Ok(bytes) => {
                sources.check(&report.source, &bytes, &[report])?;
                continue;
            }
            Err(message) => message,
        };
        names.retain(|name| read(name).is_ok());
        match names.first() {
            Some(name) => files.entry(name).or_default().push(report),
            None => {
                return Err(Unproven::Missing {
                    source_path: report.source.clone(),
                    message,
                });
            }
        }
    }
    for (name, reports) in files {
        let bytes = read(name).map_err(|message| Unproven::Missing {
            source_path: name.to_owned(),
            message,
        })?;
        sources.check(name, &bytes, &reports)?;
    }
    let texts = sources.texts;
    let mut check = Check { texts, count: 0 };
    // written as JSON once, so that what is checked is what exports and plug-ins get: code points
    let json = wire::to_json(dossier)
        .ok()
        .and_then(|b| serde_json::from_slice::<serde_json::Value>(&b).ok());
    for (key, value) in json.as_ref().and_then(|j| j.as_object()).into_iter().flatten() {
        for (n, item) in value.as_array().into_iter().flatten().enumerate() {
            let report = item
                .get("id")
                .and_then(|id| id.as_str())
                .filter(|_| key == "reports");
            check.walk(item, &format!("{key}[{n}]"), report)?;
        }
    }
    Ok(check.count)
}

/// The texts of the reports, as their sources are read now.
struct Sources<'a> {
    options: &'a ParseOptions,
    packs: &'a Packs,
    texts: BTreeMap<&'a str, (&'a str, Vec<char>)>,
}

impl<'a> Sources<'a> {
    /// Looks into a file and compares what it holds with these reports.
    fn check(&mut self, file: &str, bytes: &[u8], reports: &[&'a Report]) -> Result<(), Unproven> {
        let wanted: BTreeMap<&str, &'a Report> = reports.iter().map(|r| (r.source.as_str(), *r)).collect();
        let mut open = wanted.len();
        let mut wrong = None;
        let _ = intake::expand_seekable(file, Cursor::new(bytes), &Limits::default(), &mut |found| {
            if let Found::Piece(piece) = found
                && let Some(report) = wanted.get(piece.source.as_str())
            {
                open -= 1;
                wrong = self.compare(&piece, report).err();
            }
            match open == 0 || wrong.is_some() {
                true => Flow::Break(()),
                false => Flow::Continue(()),
            }
        });
        if let Some(wrong) = wrong {
            return Err(wrong);
        }
        match reports.iter().find(|r| !self.texts.contains_key(r.id.as_str())) {
            None => Ok(()),
            Some(report) => Err(Unproven::Missing {
                source_path: report.source.clone(),
                message: "the file holds no such report".to_owned(),
            }),
        }
    }

    fn compare(&mut self, piece: &Piece, report: &'a Report) -> Result<(), Unproven> {
        let found = piece.sha256();
        if found != report.sha256 {
            return Err(Unproven::Changed {
                source_path: report.source.clone(),
                expected: report.sha256.clone(),
                found,
            });
        }
        let again = isnad_parse::parse_piece(piece, self.options, self.packs)
            .report
            .unwrap_or_default();
        origins(report, &again)?;
        let text = again.text;
        if text != report.text {
            let same = |(a, b): &(char, char)| a == b || (report.text_withheld && *b == ' ');
            let at = text.chars().zip(report.text.chars()).take_while(same).count();
            if !report.text_withheld || at < text.chars().count().max(report.text.chars().count()) {
                return Err(Unproven::Text {
                    source_path: report.source.clone(),
                    at,
                });
            }
        }
        let chars = text.chars().collect();
        self.texts
            .insert(report.id.as_str(), (report.source.as_str(), chars));
        Ok(())
    }
}

/// Blocks that were taken out of a saved form stand in the bytes that the dossier says.
fn origins(report: &Report, again: &Report) -> Result<(), Unproven> {
    for (n, block) in report.blocks.iter().enumerate() {
        let Some(origin) = block.origin else { continue };
        // packs of another day may part the text in another way: only what is the same block is compared
        let same = again.blocks.iter().find(|b| b.span() == block.span());
        if let Some(found) = same.filter(|b| b.origin.is_some_and(|o| o != origin)) {
            return Err(Unproven::Origin {
                source_path: report.source.clone(),
                block: n,
                start: found.start,
                end: found.end,
                from: origin.start,
                to: origin.end,
            });
        }
    }
    Ok(())
}

struct Check<'a> {
    texts: BTreeMap<&'a str, (&'a str, Vec<char>)>,
    count: usize,
}

impl Check<'_> {
    /// Every object with `start`, `end` and `text` is a claim about a source.
    fn walk(&mut self, value: &serde_json::Value, place: &str, report: Option<&str>) -> Result<(), Unproven> {
        match value {
            serde_json::Value::Array(items) => {
                for (n, item) in items.iter().enumerate() {
                    self.walk(item, &format!("{place}[{n}]"), report)?;
                }
            }
            serde_json::Value::Object(map) => {
                let report = map.get("report").and_then(|r| r.as_str()).or(report);
                let at = |k: &str| map.get(k).and_then(serde_json::Value::as_u64).map(|n| n as usize);
                if let (Some(start), Some(end), Some(text), Some(id)) = (
                    at("start"),
                    at("end"),
                    map.get("text").and_then(|t| t.as_str()),
                    report,
                ) {
                    let Some((source, chars)) = self.texts.get(id) else {
                        return Err(Unproven::Report {
                            place: place.to_owned(),
                            report: id.to_owned(),
                        });
                    };
                    let found: String = chars
                        .get(start..end)
                        .map_or_else(String::new, |c| c.iter().collect());
                    if found != text {
                        return Err(Unproven::Span {
                            source_path: (*source).to_owned(),
                            place: place.to_owned(),
                            start,
                            end,
                            expected: text.to_owned(),
                            found,
                        });
                    }
                    self.count += 1;
                }
                for (key, item) in map {
                    self.walk(item, &format!("{place}.{key}"), report)?;
                }
            }
            _ => {}
        }
        Ok(())
    }
}

//! Proof that every quoted span of a dossier still stands in its source.

use isnad_lang::Packs;
use isnad_model::{Dossier, Report, wire};
use isnad_parse::ParseOptions;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

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

/// Checks a dossier against its sources. `read` gives the bytes of a source path.
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
    let mut texts = BTreeMap::new();
    for report in &dossier.reports {
        let bytes = read(&report.source).map_err(|message| Unproven::Missing {
            source_path: report.source.clone(),
            message,
        })?;
        let found: String = Sha256::digest(&bytes)
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect();
        if found != report.sha256 {
            return Err(Unproven::Changed {
                source_path: report.source.clone(),
                expected: report.sha256.clone(),
                found,
            });
        }
        let again = isnad_parse::parse(&report.source, &bytes, options, packs)
            .report
            .unwrap_or_default();
        origins(report, &again)?;
        let text = again.text;
        if text != report.text {
            let same = |(a, b): &(char, char)| a == b || (report.text_withheld && *b == ' ');
            let at = text.chars().zip(report.text.chars()).take_while(same).count();
            if report.text_withheld && at == text.chars().count().max(report.text.chars().count()) {
                texts.insert(
                    report.id.as_str(),
                    (report.source.as_str(), text.chars().collect::<Vec<_>>()),
                );
                continue;
            }
            return Err(Unproven::Text {
                source_path: report.source.clone(),
                at,
            });
        }
        texts.insert(
            report.id.as_str(),
            (report.source.as_str(), text.chars().collect::<Vec<_>>()),
        );
    }
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

//! Zip archives: their members one by one, each looked into like a file of its own.

use super::{Flow, Place, Walk, clean_name, unpack};
use crate::decode::Note;
use std::{
    cell::Cell,
    collections::BTreeSet,
    io::{self, BufRead, Read, Seek},
};
use zip::{ZipArchive, result::ZipError};

impl Walk<'_> {
    /// An archive that can only be read in order: it is held in memory.
    pub(super) fn zip_in_stream(&mut self, place: &Place, reader: &mut dyn BufRead) -> Flow {
        let most = self.limits.max_archive as u64;
        let mut bytes = Vec::new();
        if let Err(error) = reader.take(most + 1).read_to_end(&mut bytes) {
            self.note(&place.name, unpack::wrong(&error, bytes.len() as u64))?;
        }
        if bytes.len() as u64 > most {
            let message =
                format!("the archive has more than {most} bytes, which is the limit inside another file");
            return self.lost(&place.name, Note::new("large-file", message, "unpack it before"));
        }
        self.zip(place, io::Cursor::new(bytes))
    }

    /// An archive.
    pub(super) fn zip(&mut self, place: &Place, reader: impl Read + Seek) -> Flow {
        const AGAIN: &str = "fetch the archive again, or unpack it yourself";
        if place.depth >= self.limits.max_depth {
            let message = format!("the file is packed more than {} times", self.limits.max_depth);
            return self.lost(
                &place.name,
                Note::new("nested-too-deeply", message, "unpack it before"),
            );
        }
        let mut archive = match ZipArchive::new(reader) {
            Ok(archive) => archive,
            Err(error) => {
                let message = format!("the archive cannot be read: {error}");
                return self.lost(&place.name, Note::new("damaged-file", message, AGAIN));
            }
        };
        if let Some(name) = document(&archive) {
            return self.lost(&place.name, Note::unsupported(name));
        }
        // a web archive packed as WACZ has its pages in one folder, beside indexes of them
        let wacz = archive.file_names_raw().any(|n| n == b"datapackage.json")
            && archive.file_names_raw().any(|n| n.starts_with(b"archive/"));
        let mut seen = BTreeSet::new();
        let (mut passed_over, mut told) = (0, 0);
        for n in 0..archive.len() {
            if n >= self.limits.max_pieces {
                let message = format!("the archive has more than {n} members; the rest is left out");
                return self.lost(
                    &place.name,
                    Note::new("too-many-reports", message, "unpack it before"),
                );
            }
            let Ok(member) = archive.by_index_raw(n) else {
                let message = format!("member {} of the archive cannot be read", n + 1);
                self.lost(&place.name, Note::new("damaged-file", message, AGAIN))?;
                told += 1;
                continue;
            };
            let raw = String::from_utf8_lossy(member.name_raw()).into_owned();
            let shown = member.name().map_or(raw, |name| name.into_owned());
            let clean = clean_name(&shown);
            let hidden = |part: &str| part.starts_with('.') || part == "__MACOSX";
            let last = clean.rsplit('/').next().unwrap_or("").to_ascii_uppercase();
            if member.is_dir() || wacz && !clean.starts_with("archive/") {
                continue;
            }
            if clean.split('/').any(hidden)
                || last.starts_with("README")
                || last == "ISNAD.TOML"
                || member.is_symlink()
            {
                passed_over += 1;
                continue;
            }
            told += 1;
            let mut name = format!("{}!/{}", place.name, if clean.is_empty() { "_" } else { &clean });
            if !seen.insert(name.clone()) {
                name = format!("{name}~{}", n + 1);
                seen.insert(name.clone());
            }
            if member.encrypted() {
                let note = Note::new(
                    "encrypted",
                    "the member of the archive is encrypted",
                    "unpack the archive with its password",
                );
                self.lost(&name, note)?;
                continue;
            }
            let packed = Cell::new(member.compressed_size());
            drop(member);
            match archive.by_index(n) {
                Ok(member) => self.unpacked(place, name, member, &packed)?,
                Err(ZipError::UnsupportedArchive(why)) => {
                    let message = format!("the member of the archive cannot be unpacked: {why}");
                    self.lost(
                        &name,
                        Note::new("unsupported-format", message, "unpack the archive yourself"),
                    )?;
                }
                Err(error) => {
                    let message = format!("the member of the archive cannot be read: {error}");
                    self.lost(&name, Note::new("damaged-file", message, AGAIN))?;
                }
            }
        }
        if passed_over > 0 {
            let message =
                format!("{passed_over} members of the archive were passed over: hidden, README, links");
            self.note(
                &place.name,
                Note::new("passed-over", message, "unpack the archive if they are reports"),
            )?;
        }
        if passed_over + told == 0 {
            let note = Note::new(
                "empty-archive",
                "the archive holds no files",
                "see whether they were lost when it was made or fetched",
            );
            return self.lost(&place.name, note);
        }
        Flow::Continue(())
    }
}

/// The kind of document that is packed as an archive, if this is one.
fn document<R: Read + Seek>(archive: &ZipArchive<R>) -> Option<&'static str> {
    let has = |name: &[u8]| archive.file_names_raw().any(|n| n == name);
    let within = |folder: &[u8]| archive.file_names_raw().any(|n| n.starts_with(folder));
    if has(b"[Content_Types].xml") {
        return Some(if within(b"word/") {
            "a Word document (DOCX)"
        } else if within(b"xl/") {
            "an Excel workbook (XLSX)"
        } else if within(b"ppt/") {
            "a PowerPoint presentation (PPTX)"
        } else {
            "an Office document"
        });
    }
    if has(b"mimetype") && has(b"META-INF/container.xml") {
        return Some("an e-book (EPUB)");
    }
    if has(b"mimetype") && has(b"content.xml") {
        return Some("an OpenDocument file (ODT, ODS, ODP)");
    }
    if has(b"META-INF/MANIFEST.MF") || has(b"AndroidManifest.xml") {
        return Some("a Java or Android program");
    }
    None
}

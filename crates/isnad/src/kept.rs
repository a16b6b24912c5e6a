//! What was made of a report, kept by the hash of what it was made from.

use crate::{Input, Isnad, Line, Reading};
use isnad_model::{Annotated, Diagnostic};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// SHA-256 of everything that a reading rests on: program, packs, options, what the user tells of the report, and its bytes.
pub type Key = [u8; 32];

/// A place where readings are kept between runs. What it gives back is checked, so that it may lose and spoil things.
///
/// Crate `isnad-cache` has one that is a file.
pub trait Cache: std::fmt::Debug + Send + Sync {
    /// What was put under this key.
    fn get(&self, key: &Key) -> Option<Vec<u8>>;
    /// Keeps a value.
    fn put(&self, key: Key, value: Vec<u8>);
}

/// Names this build of the library: two builds whose stages or packs differ have different names.
///
/// ```
/// assert!(isnad::build().starts_with("isnad "));
/// ```
pub const fn build() -> &'static str {
    concat!("isnad ", env!("CARGO_PKG_VERSION"), " ", env!("ISNAD_BUILD"))
}

/// The form of a value: a change of it makes all values of before unreadable.
const FORM: u8 = 2;

/// What is kept of a reading but [`Prepared`](isnad_compile::Prepared), which has a part of its own.
#[derive(Serialize)]
struct Kept<'a> {
    annotated: Option<&'a Annotated>,
    diagnostics: &'a [Diagnostic],
}

#[derive(Deserialize)]
struct Found {
    annotated: Option<Annotated>,
    diagnostics: Vec<Diagnostic>,
}

/// What is kept of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The [`Reading`].
    Reading,
    /// The [`Line`].
    Line,
}

/// The key of a part of what is made of an input.
pub(crate) fn key(isnad: &Isnad<'_>, input: &Input, of: Part) -> Key {
    let mut hash = Sha256::new();
    // each part with its length, so that no two lists of parts are one
    let mut part = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    };
    part(build().as_bytes());
    for (id, hash) in isnad.packs.hashes() {
        part(id.as_bytes());
        part(hash.as_bytes());
    }
    part(format!("{of:?}").as_bytes());
    if let Some(h) = &isnad.hearing {
        part(format!("{:?} {:?} {:?}", h.id, h.margin, h.languages).as_bytes());
    }
    part(format!("{:?}", isnad.parse).as_bytes());
    part(format!("{:?}", isnad.project.given(&input.source)).as_bytes());
    if of == Part::Line {
        part(format!("{:?}", isnad.project.outlet).as_bytes());
    }
    // of the name only what tells Markdown from text
    part(input.extension().as_bytes());
    part(&input.key());
    hash.finalize().into()
}

/// A reading as bytes, without the name of its file.
pub(crate) fn encode(reading: &mut Reading, source: &str) -> Option<Vec<u8>> {
    rename(reading, source, "");
    let kept = Kept {
        annotated: reading.annotated.as_ref(),
        diagnostics: &reading.diagnostics,
    };
    let first = rmp_serde::to_vec_named(&kept);
    let second = reading.prepared.as_ref().map(rmp_serde::to_vec).transpose();
    rename(reading, "", source);
    seal(&first.ok()?, second.ok()?.as_deref())
}

/// The reading that bytes stand for; nothing where they were spoiled.
pub(crate) fn decode(bytes: &[u8], source: &str, prepared: bool) -> Option<Reading> {
    let (first, second) = unseal(bytes)?;
    let found: Found = rmp_serde::from_slice(&first).ok()?;
    let mut reading = Reading {
        annotated: found.annotated,
        diagnostics: found.diagnostics,
        prepared: None,
    };
    if prepared && !second.is_empty() {
        let second = lz4_flex::decompress_size_prepended(second).ok()?;
        reading.prepared = Some(rmp_serde::from_slice(&second).ok()?);
    }
    rename(&mut reading, "", source);
    Some(reading)
}

/// A line as bytes; it names no file yet. What stands before the name goes with the diagnostics, so that the line is put together once
/// when it is found.
pub(crate) fn encode_line(line: &Line, source: &str) -> Option<Vec<u8>> {
    let mut diagnostics = line.diagnostics.clone();
    diagnostics.iter_mut().for_each(|d| swap(d, source, ""));
    let json = line.json.as_deref().unwrap_or_default();
    let at = json.find(SOURCE).map_or(0, |at| at + SOURCE.len());
    let (head, tail) = json.split_at(at);
    let second = rmp_serde::to_vec_named(&(head, diagnostics)).ok()?;
    seal(tail.as_bytes(), Some(&second))
}

/// The line that bytes stand for, with the name of its file; nothing where they were spoiled.
pub(crate) fn decode_line(bytes: &[u8], source: &str) -> Option<Line> {
    let (tail, second) = open(bytes)?;
    let second = lz4_flex::decompress_size_prepended(second).ok()?;
    let (head, mut diagnostics): (&str, Vec<Diagnostic>) = rmp_serde::from_slice(&second).ok()?;
    diagnostics.iter_mut().for_each(|d| swap(d, "", source));
    if head.is_empty() {
        return Some(Line {
            json: None,
            diagnostics,
        });
    }
    let quoted = isnad_model::wire::safe_json(&source).ok()?;
    let name = quoted.get(1..quoted.len() - 1)?;
    let (size, tail) = lz4_flex::block::uncompressed_size(tail).ok()?;
    let at = head.len() + name.len();
    // nothing that was packed is so much larger: a length that is no length takes no memory
    let mut json = vec![0; at + (size <= tail.len().saturating_mul(256)).then_some(size)?];
    json.get_mut(..head.len())?.copy_from_slice(head.as_bytes());
    json.get_mut(head.len()..at)?.copy_from_slice(name.as_bytes());
    let unpacked = lz4_flex::block::decompress_into(tail, json.get_mut(at..)?).ok()?;
    Some(Line {
        json: Some(
            simdutf8::basic::from_utf8(json.get(..at + unpacked)?)
                .ok()?
                .to_owned(),
        ),
        diagnostics,
    })
}

/// The key that opens a line's place for the name of its file.
const SOURCE: &str = "\"source\":\"";

/// Puts the name of its file into a line that has none.
pub(crate) fn name(line: &mut Line, source: &str) -> Result<(), serde_json::Error> {
    let quoted = isnad_model::wire::safe_json(&source)?;
    if let Some(json) = &mut line.json
        && let Some(at) = json.find(SOURCE)
        && let Some(name) = quoted.get(1..quoted.len() - 1)
    {
        json.insert_str(at + SOURCE.len(), name);
    }
    Ok(())
}

/// Bytes that are noticed when they are spoiled: form, checksum, length of the first part, and the parts, packed.
fn seal(first: &[u8], second: Option<&[u8]>) -> Option<Vec<u8>> {
    let first = lz4_flex::compress_prepend_size(first);
    let second = second.map(lz4_flex::compress_prepend_size);
    let mut out = vec![FORM, 0, 0, 0, 0];
    out.extend_from_slice(&u32::try_from(first.len()).ok()?.to_le_bytes());
    out.extend_from_slice(&first);
    out.extend_from_slice(second.as_deref().unwrap_or_default());
    let sum = crc32fast::hash(out.get(5..)?);
    out.get_mut(1..5)?.copy_from_slice(&sum.to_le_bytes());
    Some(out)
}

/// The first part, unpacked, and the second, as it was sealed.
fn unseal(bytes: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let (first, second) = open(bytes)?;
    Some((lz4_flex::decompress_size_prepended(first).ok()?, second))
}

/// Both parts as they were sealed.
fn open(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (head, rest) = bytes.split_first_chunk::<5>()?;
    let [form, sum @ ..] = *head;
    if form != FORM || crc32fast::hash(rest) != u32::from_le_bytes(sum) {
        return None;
    }
    let (length, rest) = rest.split_first_chunk::<4>()?;
    rest.split_at_checked(u32::from_le_bytes(*length) as usize)
}

/// Any value as bytes that are noticed when they are spoiled: for what a program keeps beside readings.
///
/// ```
/// let bytes = isnad::sealed(&("a", 1)).unwrap();
/// assert_eq!(isnad::unsealed::<(String, u32)>(&bytes), Some(("a".to_owned(), 1)));
/// assert_eq!(isnad::unsealed::<(String, u32)>(&bytes[1..]), None);
/// ```
pub fn sealed<T: Serialize>(value: &T) -> Option<Vec<u8>> {
    seal(&rmp_serde::to_vec_named(value).ok()?, None)
}

/// The value that [`sealed`] bytes stand for; nothing where they were spoiled.
pub fn unsealed<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    rmp_serde::from_slice(&unseal(bytes)?.0).ok()
}

/// Gives another name to the file of a reading: the same bytes may lie elsewhere in the next run.
fn rename(reading: &mut Reading, from: &str, to: &str) {
    if let Some(annotated) = &mut reading.annotated {
        to.clone_into(&mut annotated.report.source);
        annotated.diagnostics.iter_mut().for_each(|d| swap(d, from, to));
    }
    reading.diagnostics.iter_mut().for_each(|d| swap(d, from, to));
}

fn swap(d: &mut Diagnostic, from: &str, to: &str) {
    if d.report == from {
        to.clone_into(&mut d.report);
    }
}

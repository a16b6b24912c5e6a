//! `grow`: a big folder made from a small one, for measuring speed.

use anyhow::{Context, Result, bail, ensure};
use flate2::{Compression, read::MultiGzDecoder, write::GzEncoder};
use isnad::{Input, Isnad};
use serde_json::Value;
use std::{
    fs,
    io::{BufRead, BufReader, BufWriter, Read, Write},
    path::Path,
};

/// Writes `count` files made from the reports of `from` into `to`: copies whose day numbers are moved and whose paragraphs are
/// rotated, so that they are neither the same bytes nor all the same events. Deterministic.
pub(crate) fn grow(from: &Path, to: &Path, count: usize) -> Result<()> {
    if from.is_file() {
        return grow_lines(from, to, count);
    }
    let isnad = Isnad::default();
    let mut texts = Vec::new();
    let mut files: Vec<_> = fs::read_dir(from)?.collect::<Result<Vec<_>, _>>()?;
    files.sort_by_key(fs::DirEntry::file_name);
    for file in files {
        let name = file.file_name().to_string_lossy().into_owned();
        if name.starts_with("README") || !file.path().is_file() {
            continue;
        }
        let input = Input::new(name, fs::read(file.path())?);
        texts.extend(
            isnad::parse::parse(&input.source, &input.bytes, &isnad.parse, isnad.packs)
                .report
                .map(|r| r.text),
        );
    }
    if texts.is_empty() {
        bail!("expected reports in {}", from.display());
    }
    fs::create_dir_all(to).with_context(|| to.display().to_string())?;
    let mut bytes = 0;
    for n in 0..count {
        let text = vary(&texts[n % texts.len()], n / texts.len());
        bytes += text.len();
        fs::write(to.join(format!("{n:06}.txt")), text)?;
    }
    println!("{count} files, {bytes} bytes in {}", to.display());
    Ok(())
}

/// The same for a file of JSON lines, `.gz` or not: the first copy of each record is the record itself; in later ones its texts are varied,
/// and every ninth word of them is another record's.
fn grow_lines(from: &Path, to: &Path, count: usize) -> Result<()> {
    let packed = |path: &Path| path.extension().is_some_and(|e| e == "gz");
    let file = fs::File::open(from).with_context(|| from.display().to_string())?;
    let reader: Box<dyn Read> = match packed(from) {
        true => Box::new(MultiGzDecoder::new(file)),
        false => Box::new(file),
    };
    let lines: Vec<String> = BufReader::new(reader).lines().collect::<Result<_, _>>()?;
    ensure!(!lines.is_empty(), "expected records in {}", from.display());
    let file = fs::File::create(to).with_context(|| to.display().to_string())?;
    let mut out: Box<dyn Write> = match packed(to) {
        true => Box::new(GzEncoder::new(BufWriter::new(file), Compression::fast())),
        false => Box::new(BufWriter::new(file)),
    };
    let mut bytes = 0;
    for n in 0..count {
        let (at, step) = (n % lines.len(), n / lines.len());
        let mut line = lines[at].clone();
        if step > 0
            && let (Ok(mut record), Ok(other)) = (
                serde_json::from_str::<Value>(&line),
                serde_json::from_str::<Value>(&lines[(at + step * 101) % lines.len()]),
            )
        {
            for (key, value) in record.as_object_mut().into_iter().flatten() {
                let Value::String(text) = value else { continue };
                if text.contains(' ') {
                    *text = mix(&vary(text, step), other[key].as_str().unwrap_or_default(), step);
                } else if text.contains("://") {
                    text.push_str(&format!("?{step}"));
                }
            }
            line = serde_json::to_string(&record)?;
        }
        bytes += line.len() + 1;
        writeln!(out, "{line}")?;
    }
    out.flush()?;
    println!("{count} records, {bytes} bytes in {}", to.display());
    Ok(())
}

/// Every ninth word is that of another text.
fn mix(text: &str, other: &str, step: usize) -> String {
    let mut others = other.split(' ');
    let words = text.split(' ').enumerate().map(|(n, word)| match others.next() {
        Some(other) if (n + step).is_multiple_of(9) => other,
        _ => word,
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Moves every one- or two-digit number that can be a day, and rotates the second half of the lines.
fn vary(text: &str, step: usize) -> String {
    let mut lines: Vec<String> = text.lines().map(|l| move_days(l, step)).collect();
    let half = lines.len() / 2;
    let tail = &mut lines[half..];
    if !tail.is_empty() {
        let by = step % tail.len();
        tail.rotate_left(by);
    }
    lines.join("\n")
}

fn move_days(line: &str, step: usize) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let len = rest[at..].chars().take_while(char::is_ascii_digit).count();
        let (before, digits) = (&rest[..at], &rest[at..at + len]);
        out.push_str(before);
        match digits.parse::<usize>() {
            Ok(day @ 1..=28) if len <= 2 => out.push_str(&format!("{}", (day + step) % 28 + 1)),
            _ => out.push_str(digits),
        }
        rest = &rest[at + len..];
    }
    out.push_str(rest);
    out
}

//! What a file is, by its first bytes; its name counts only where they leave it open.

use crate::{forms::mail, piece::extension};

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Packed by gzip.
    Gzip,
    /// Packed by zstd.
    Zstd,
    /// A zip archive.
    Zip,
    /// RSS or Atom.
    Feed,
    /// NewsML-G2 or NITF.
    News,
    /// A mail, or a page saved as MHTML.
    Mail,
    /// WARC records.
    Warc,
    /// JSON: lines, an array, or one object.
    Json,
    /// An HTML page.
    Html,
    /// Plain text or Markdown.
    Text,
    /// Recognised and not read: its name, and what to do.
    Foreign(&'static str, &'static str),
}

const SAVE: &str = "save the report as plain text, Markdown or an HTML page";

/// Recognises a file by its beginning.
pub(crate) fn form(head: &[u8], name: &str) -> Form {
    if head.starts_with(b"\x1F\x8B\x08") {
        return Form::Gzip;
    }
    // a frame, or one to be skipped before it
    if head.starts_with(b"\x28\xB5\x2F\xFD") || matches!(head, [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..]) {
        return Form::Zstd;
    }
    if head.starts_with(b"WARC/1.") || head.starts_with(b"WARC/0.") {
        return Form::Warc;
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Form::Zip;
    }
    if let Some(name) = foreign_bytes(head) {
        return Form::Foreign(name, SAVE);
    }
    if json(head) {
        return Form::Json;
    }
    let page = matches!(extension(name).as_str(), "html" | "htm" | "xhtml");
    // no markup begins with a letter
    if !page && first(head).is_none_or(|b| b.is_ascii_alphanumeric() || (0xD8..=0xDB).contains(&b)) {
        return if mail::is_mail(head) {
            Form::Mail
        } else {
            Form::Text
        };
    }
    let text = String::from_utf8_lossy(head);
    match foreign_text(text.trim_start_matches('\u{FEFF}')) {
        Some("HTML") => Form::Html,
        Some("RSS or Atom") => Form::Feed,
        Some("NewsML or NITF") => Form::News,
        Some(name) => Form::Foreign(name, SAVE),
        None if page && text.contains('<') => Form::Html,
        None if mail::is_mail(head) => Form::Mail,
        None => Form::Text,
    }
}

/// The first byte that is no blank, behind a byte order mark.
pub(crate) fn first(head: &[u8]) -> Option<u8> {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    head.trim_ascii_start().first().copied()
}

/// Does it begin as an object, or as an array of objects? A text may begin with a bracket too.
fn json(head: &[u8]) -> bool {
    let head = head
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(head)
        .trim_ascii_start();
    let (array, rest) = match head {
        [b'[', rest @ ..] => (true, rest.trim_ascii_start()),
        rest => (false, rest),
    };
    let Some(inside) = rest.strip_prefix(b"{") else {
        return array && rest.starts_with(b"]") && rest[1..].trim_ascii().is_empty();
    };
    let inside = inside.trim_ascii_start();
    let Some(key) = inside.strip_prefix(b"\"") else {
        return inside.is_empty() || inside.starts_with(b"}");
    };
    // a key and a colon
    let end = key.iter().take(200).position(|&b| b == b'"');
    end.is_none_or(|end| {
        key[end + 1..]
            .trim_ascii_start()
            .first()
            .is_none_or(|&b| b == b':')
    })
}

/// The name of a format that is no plain text or Markdown, if the bytes or the decoded text begin like one.
pub(crate) fn foreign_bytes(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"%PDF-", "PDF"),
        (
            b"PK\x03\x04",
            "zip (or a document packed with it, such as DOCX or EPUB)",
        ),
        (b"\x1F\x8B", "gzip"),
        (b"\x28\xB5\x2F\xFD", "zstd"),
        (b"BZh", "bzip2"),
        (b"\xFD7zXZ", "xz"),
        (b"7z\xBC\xAF", "7-Zip"),
        (b"Rar!", "RAR"),
        (b"\x89PNG", "PNG"),
        (b"\xFF\xD8\xFF", "JPEG"),
        (b"GIF8", "GIF"),
        (b"\xD0\xCF\x11\xE0", "Microsoft Office (97-2003)"),
        (b"{\\rtf", "RTF"),
        (b"SQLite format 3", "SQLite"),
        (b"\x7FELF", "ELF"),
        (b"WARC/1.", "WARC"),
    ];
    MAGIC
        .iter()
        .find(|(magic, _)| bytes.starts_with(magic))
        .map(|(_, name)| *name)
}

/// The same for markup, which may stand in any encoding.
pub(crate) fn foreign_text(text: &str) -> Option<&'static str> {
    let mut head = text.trim_start();
    // comments and declarations may stand before the first element
    for _ in 0..8 {
        let Some(end) = (if head.starts_with("<!--") {
            head.find("-->").map(|i| i + 3)
        } else if head.starts_with("<?") {
            head.find("?>").map(|i| i + 2)
        } else {
            None
        }) else {
            break;
        };
        head = head.get(end..).unwrap_or("").trim_start();
    }
    let begins = |tag: &str| {
        head.get(..tag.len()).is_some_and(|h| h.eq_ignore_ascii_case(tag))
            && head
                .as_bytes()
                .get(tag.len())
                .is_none_or(|b| !b.is_ascii_alphanumeric())
    };
    if begins("<!doctype html") || begins("<html") || begins("<head") || begins("<body") {
        Some("HTML")
    } else if begins("<rss") || begins("<rdf:RDF") || begins("<feed") {
        Some("RSS or Atom")
    } else if begins("<newsItem") || begins("<newsMessage") || begins("<nitf") {
        Some("NewsML or NITF")
    } else if text.trim_start().starts_with("<?xml") {
        Some("XML")
    } else {
        None
    }
}

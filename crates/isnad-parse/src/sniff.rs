//! Formats that are recognised by their first bytes and not read.

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
    } else if text.trim_start().starts_with("<?xml") {
        Some("XML")
    } else {
        None
    }
}

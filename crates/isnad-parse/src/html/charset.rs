//! Bytes of a page → text, and the place in the file of every byte of that text.

use crate::decode::{Decoded, Note, decode_page};
use encoding_rs::{DecoderResult, Encoding, UTF_8};
use isnad_lang::Packs;
use std::ops::Range;

/// How far into a file its encoding may be declared.
const HEAD: usize = 4096;

/// Where the text of a file stands in its bytes.
#[derive(Debug)]
pub(super) enum Places {
    /// Byte by byte, behind a byte order mark of this length.
    Same(usize),
    /// Points from which text and file go on byte by byte, until the next one.
    Table(Vec<(usize, usize)>),
}

impl Places {
    /// The bytes of the file under a part of the text.
    pub(super) fn range(&self, text: Range<usize>) -> Range<usize> {
        self.at(text.start)..self.at(text.end)
    }

    fn at(&self, text: usize) -> usize {
        match self {
            Self::Same(bom) => text + bom,
            Self::Table(points) => {
                let n = points.partition_point(|p| p.0 <= text);
                n.checked_sub(1)
                    .and_then(|n| points.get(n))
                    .map_or(text, |&(from, file)| file + (text - from))
            }
        }
    }

    /// Does a part of the text stand in the file byte by byte?
    pub(super) const fn same(&self) -> bool {
        matches!(self, Self::Same(_))
    }
}

/// Decodes a page: as its byte order mark says, the user, the server (`hint`), the page itself, or as its bytes look.
///
/// Bytes that are UTF-8 are read as such whatever is said of them: no text of another encoding looks like it by chance.
pub(super) fn read(
    bytes: &[u8],
    told: Option<&str>,
    hint: Option<&str>,
    packs: &Packs,
) -> Result<(Decoded, Places), Note> {
    let declared = declared(bytes);
    let known = |label: &str| Encoding::for_label(label.trim().as_bytes());
    let said = hint
        .and_then(known)
        .or_else(|| declared.as_deref().and_then(known));
    let mut note = None;
    let label: Option<String> = if told.is_some() || Encoding::for_bom(bytes).is_some() {
        told.map(str::to_owned)
    } else {
        match said {
            Some(encoding)
                if encoding != UTF_8 && !bytes.is_ascii() && simdutf8::basic::from_utf8(bytes).is_ok() =>
            {
                note = Some(Note::new(
                    "charset-contradicted",
                    format!(
                        "the page says that it is {}, but its bytes are UTF-8; it was read as UTF-8",
                        encoding.name()
                    ),
                    "if the text looks wrong, name the encoding with --encoding",
                ));
                None
            }
            // a page that is no UTF-8 although it says so is looked at more closely
            Some(encoding) if encoding == UTF_8 => None,
            other => other.map(|e| e.name().to_owned()),
        }
    };
    let mut decoded = decode_page(bytes, label.as_deref(), packs)?;
    decoded.notes.extend(note);
    let places = places(bytes, &decoded);
    Ok((decoded, places))
}

/// The encoding that a page declares in its head.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = bytes
        .get(..bytes.len().min(HEAD))
        .unwrap_or_default()
        .to_ascii_lowercase();
    let find = |from: usize, what: &[u8]| {
        head.get(from..)?
            .windows(what.len())
            .position(|w| w == what)
            .map(|at| from + at)
    };
    if head.starts_with(b"<?xml") {
        let end = find(0, b"?>").unwrap_or(0);
        if let Some(label) = find(0, b"encoding")
            .filter(|&at| at < end)
            .and_then(|at| value(&head, at + 8))
        {
            return Some(label);
        }
    }
    let mut at = 0;
    while let Some(meta) = find(at, b"<meta") {
        let end = find(meta, b">").unwrap_or(head.len());
        if let Some(label) = find(meta, b"charset")
            .filter(|&c| c < end)
            .and_then(|c| value(&head, c + 7))
        {
            return Some(label);
        }
        at = end.max(meta + 5);
    }
    None
}

/// The value behind a name and an equals sign.
fn value(head: &[u8], at: usize) -> Option<String> {
    let rest = head.get(at..)?.trim_ascii_start().strip_prefix(b"=")?;
    let rest = rest.trim_ascii_start();
    let label: Vec<u8> = rest
        .iter()
        .copied()
        .skip_while(|b| matches!(b, b'"' | b'\''))
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':' | b'.'))
        .take(40)
        .collect();
    String::from_utf8(label).ok().filter(|l| !l.is_empty())
}

/// Where the text stands in the bytes it was decoded from.
fn places(bytes: &[u8], decoded: &Decoded) -> Places {
    let rest = bytes.get(decoded.bom..).unwrap_or_default();
    if decoded.encoding == UTF_8.name() && decoded.text.as_bytes() == rest {
        return Places::Same(decoded.bom);
    }
    let Some(encoding) = Encoding::for_label(decoded.encoding.as_bytes()) else {
        return Places::Same(decoded.bom);
    };
    // the same decoder again, byte by byte: what it writes after a byte was read up to there
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut points: Vec<(usize, usize)> = Vec::new();
    let (mut text, mut from) = (0, 0);
    let mut note = |text: usize, file: usize| {
        let goes_on = points
            .last()
            .is_some_and(|&(t, f)| text - t == file.wrapping_sub(f));
        if !goes_on {
            points.push((text, file));
        }
    };
    let mut buffer = [0u8; 32];
    for (at, byte) in rest.iter().enumerate() {
        let written = step(&mut decoder, std::slice::from_ref(byte), &mut buffer, false);
        if written == 0 {
            continue;
        }
        note(text, decoded.bom + from);
        // a character that was broken off by this byte, and the byte's own
        let out = buffer
            .get(..written)
            .and_then(|b| std::str::from_utf8(b).ok())
            .unwrap_or("");
        if let Some((last, _)) = out.char_indices().next_back().filter(|(i, _)| *i > 0) {
            note(text + last, decoded.bom + at);
        }
        text += written;
        from = at + 1;
    }
    let written = step(&mut decoder, &[], &mut buffer, true);
    if written > 0 {
        note(text, decoded.bom + from);
        text += written;
    }
    note(text, bytes.len());
    Places::Table(points)
}

/// Decodes one byte; malformed ones become U+FFFD. Returns the number of bytes written.
fn step(decoder: &mut encoding_rs::Decoder, byte: &[u8], out: &mut [u8], last: bool) -> usize {
    let mut read = 0;
    let mut written = 0;
    loop {
        let input = byte.get(read..).unwrap_or_default();
        let Some(room) = out.get_mut(written..) else {
            return written;
        };
        let (result, r, w) = decoder.decode_to_utf8_without_replacement(input, room, last);
        read += r;
        written += w;
        match result {
            DecoderResult::InputEmpty => return written,
            DecoderResult::OutputFull => return written,
            DecoderResult::Malformed(..) => {
                let mark = "\u{FFFD}".as_bytes();
                if let Some(place) = out.get_mut(written..written + mark.len()) {
                    place.copy_from_slice(mark);
                    written += mark.len();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], hint: Option<&str>, encoding: &str) {
        let (decoded, places) = read(bytes, None, hint, Packs::builtin()).unwrap();
        assert_eq!(decoded.encoding, encoding);
        for (at, c) in decoded.text.char_indices() {
            let place = places.range(at..at + c.len_utf8());
            let source = bytes.get(place.clone()).unwrap();
            let label = Encoding::for_label(encoding.as_bytes()).unwrap();
            let (back, _) = label.decode_without_bom_handling(source);
            assert_eq!(back, c.to_string(), "{at} {place:?}");
        }
    }

    #[test]
    fn every_character_has_its_place() {
        check(
            b"<meta charset=windows-1252><p>caf\xE9 \x80",
            None,
            "windows-1252",
        );
        check(
            b"<p>caf\xC3\xA9 \xF0\x9F\x98\x80</p>",
            Some("windows-1256"),
            "UTF-8",
        );
        check(b"\xEF\xBB\xBF<p>caf\xC3\xA9</p>", None, "UTF-8");
        check(b"<p>caf\xE9</p>", Some("windows-1256"), "windows-1256");
        let utf16: Vec<u8> = "<p>caf\u{E9} \u{1F600}</p>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        check(&[b"\xFF\xFE", utf16.as_slice()].concat(), None, "UTF-16LE");
        check(b"<p>\x93\xFA\x96{</p>", Some("shift_jis"), "Shift_JIS");
    }

    #[test]
    fn damage_has_its_place() {
        let bytes = b"<meta charset=utf-8><p>caf\xC3\xA9 caf\xC3\xA9 caf\xC3\xA9 caf\xC3\xA9 \xE2\x82x caf\xC3\xA9 caf\xC3\xA9</p>";
        let (decoded, places) = read(bytes, None, None, Packs::builtin()).unwrap();
        let at = decoded.text.find('\u{FFFD}').unwrap();
        let place = places.range(at..at + 3);
        assert_eq!(&bytes[place], b"\xE2\x82");
        let end = decoded.text.len();
        assert_eq!(places.range(end..end), bytes.len()..bytes.len());
    }

    #[test]
    fn the_head_declares_the_encoding() {
        for (head, want) in [
            (&b"<meta charset='Windows-1256'>"[..], Some("windows-1256")),
            (
                b"<META HTTP-EQUIV=Content-Type CONTENT=\"text/html; charset=iso-8859-6\">",
                Some("iso-8859-6"),
            ),
            (b"<?xml version='1.0' encoding='utf-8'?><html>", Some("utf-8")),
            (b"<meta name=charset-none><p charset=x>", None),
        ] {
            assert_eq!(declared(head).as_deref(), want);
        }
    }
}

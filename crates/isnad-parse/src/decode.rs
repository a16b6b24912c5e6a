//! Bytes in, text out: which encoding a file is in, and what in it cannot be read.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1256};
use isnad_lang::{Packs, Score};

/// The text of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, a byte order mark left out; everything else is as it stands in the file.
    pub text: String,
    /// Name of the encoding (WHATWG).
    pub encoding: &'static str,
    /// Bytes of the byte order mark.
    pub bom: usize,
    /// What was odd: rule, message and hint.
    pub notes: Vec<Note>,
}

/// Something odd about a file's bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Kebab-case id.
    pub rule: &'static str,
    /// What is odd.
    pub message: String,
    /// What to do about it.
    pub hint: &'static str,
}

impl Note {
    pub(crate) fn new(rule: &'static str, message: impl Into<String>, hint: &'static str) -> Self {
        Self {
            rule,
            message: message.into(),
            hint,
        }
    }
}

impl Note {
    /// A file that is recognised and not read.
    pub(crate) fn unsupported(name: &str) -> Self {
        Self::new(
            "unsupported-format",
            format!("the file is {name}, which is not supported"),
            "save the report as plain text, Markdown or an HTML page",
        )
    }
}

const TELL: &str = "name the encoding with --encoding, or save the file as UTF-8";

/// Decodes a file. Told by `label` (WHATWG) or found out: byte order mark, UTF-16 without one, UTF-8, else the
/// 8-bit encoding in which the words of a language pack appear.
///
/// A damaged UTF-8 file is kept, each bad byte as U+FFFD, with a note that says where the first one stands.
///
/// # Errors
/// A note that says why the bytes are no text.
pub fn decode(bytes: &[u8], label: Option<&str>, packs: &Packs) -> Result<Decoded, Note> {
    decode_with(bytes, label, packs, false)
}

/// The same for markup, in which a NUL is a fault that is passed over.
pub(crate) fn decode_page(bytes: &[u8], label: Option<&str>, packs: &Packs) -> Result<Decoded, Note> {
    decode_with(bytes, label, packs, true)
}

fn decode_with(bytes: &[u8], label: Option<&str>, packs: &Packs, markup: bool) -> Result<Decoded, Note> {
    let mut notes = Vec::new();
    let told = label.and_then(|l| {
        let found = Encoding::for_label(l.as_bytes());
        if found.is_none() {
            notes.push(Note::new(
                "unknown-encoding",
                format!("the encoding label {l:?} is not known; the encoding was detected instead"),
                "use a WHATWG label such as utf-8, utf-16le or windows-1256",
            ));
        }
        found
    });
    let mut decoded = match told {
        Some(encoding) => with_encoding(bytes, encoding),
        None => detect(bytes, packs, markup)?,
    };
    let nul = memchr::memchr(0, decoded.text.as_bytes());
    if markup && let Some(at) = nul {
        notes.push(Note::new(
            "nul-bytes",
            format!("NUL characters in the page, the first at byte {at}, were read as blanks"),
            "the file was damaged or made up; look at its source",
        ));
    } else if let Some(at) = nul {
        return Err(Note::new(
            "binary-file",
            format!(
                "expected text, found a NUL character at byte {at} of the text: the file is no plain text"
            ),
            TELL,
        ));
    }
    let controls = controls(decoded.text.as_bytes());
    if controls > 8 && controls * 20 > decoded.text.len() {
        return Err(Note::new(
            "binary-file",
            format!(
                "expected text, found {controls} control characters in {} bytes",
                decoded.text.len()
            ),
            TELL,
        ));
    }
    let lost = memchr::memmem::find_iter(decoded.text.as_bytes(), "\u{FFFD}").count();
    if lost > 8 && lost * 3 > decoded.text.chars().count() {
        return Err(Note::new(
            "undecodable",
            format!(
                "a third of the file cannot be read as {} or any other encoding that was tried",
                decoded.encoding
            ),
            TELL,
        ));
    }
    notes.append(&mut decoded.notes);
    decoded.notes = notes;
    Ok(decoded)
}

/// How many control characters a text has that are no tabs, ends of lines or of pages.
fn controls(bytes: &[u8]) -> usize {
    let odd = |b: u8| (b < 0x20) & (b != b'\t') & (b != b'\n') & (b != b'\r') & (b != 0x0C);
    // in runs that a byte can count, so that many bytes are looked at together
    let counts = bytes
        .chunks(255)
        .map(|run| run.iter().fold(0u8, |n, &b| n + u8::from(odd(b))));
    counts.map(usize::from).sum()
}

fn detect(bytes: &[u8], packs: &Packs, markup: bool) -> Result<Decoded, Note> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Ok(with_encoding(bytes, encoding));
    }
    if let Some(encoding) = utf16_without_bom(bytes) {
        return Ok(with_encoding(bytes, encoding));
    }
    if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        return Ok(Decoded {
            text: text.to_owned(),
            encoding: UTF_8.name(),
            bom: 0,
            notes: Vec::new(),
        });
    }
    if !markup && bytes.contains(&0) {
        let at = bytes.iter().position(|&b| b == 0).unwrap_or(0);
        return Err(Note::new(
            "binary-file",
            format!("expected text, found a NUL byte at byte {at}"),
            TELL,
        ));
    }
    if mostly_utf8(bytes) {
        return Ok(with_encoding(bytes, UTF_8));
    }
    Ok(eight_bit(bytes, packs))
}

/// Decodes with a known encoding; a byte order mark of that encoding is left out, bad bytes are noted.
fn with_encoding(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let bom = Encoding::for_bom(bytes)
        .filter(|(e, _)| *e == encoding)
        .map_or(0, |(_, len)| len);
    let rest = bytes.get(bom..).unwrap_or_default();
    let (text, bad) = encoding.decode_without_bom_handling(rest);
    let mut notes = Vec::new();
    if (encoding == UTF_16LE || encoding == UTF_16BE) && rest.len() % 2 == 1 {
        notes.push(Note::new(
            "truncated-utf-16",
            format!(
                "the file is {} with an odd number of bytes: its last byte, {}, is half a character",
                encoding.name(),
                bytes.len()
            ),
            "the file was probably cut off; save it again",
        ));
    } else if bad {
        let place = if encoding == UTF_8 {
            bad_utf8(rest).map(|at| format!(", the first at byte {}", at + bom))
        } else {
            text.find('\u{FFFD}')
                .map(|at| format!(", the first after {} characters", text[..at].chars().count()))
        };
        notes.push(Note::new(
            "invalid-bytes",
            format!(
                "bytes that are no {} were read as U+FFFD{}",
                encoding.name(),
                place.unwrap_or_default()
            ),
            TELL,
        ));
    }
    Decoded {
        text: text.into_owned(),
        encoding: encoding.name(),
        bom,
        notes,
    }
}

/// Offset of the first byte that is no UTF-8.
fn bad_utf8(bytes: &[u8]) -> Option<usize> {
    simdutf8::compat::from_utf8(bytes).err().map(|e| e.valid_up_to())
}

/// UTF-16 without a byte order mark: every second byte is one of the few high bytes of Latin and Arabic text and of
/// general punctuation, the others are not.
fn utf16_without_bom(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    if sample.len() < 4 || !sample.iter().any(|b| matches!(b, 0 | 6)) {
        return None;
    }
    let high = |offset: usize| {
        let all = sample.iter().skip(offset).step_by(2);
        let n = all.clone().count();
        let hits = all
            .clone()
            .filter(|&&b| matches!(b, 0x00 | 0x06 | 0x20 | 0xFB..=0xFE))
            .count();
        let zero = all.filter(|&&b| b == 0).count();
        (hits * 10 >= n * 9 && zero > 0, hits)
    };
    let (le, le_hits) = high(1);
    let (be, be_hits) = high(0);
    match (le, be) {
        (true, true) if le_hits == be_hits => None,
        (true, true) => Some(if le_hits > be_hits { UTF_16LE } else { UTF_16BE }),
        (true, false) => Some(UTF_16LE),
        (false, true) => Some(UTF_16BE),
        (false, false) => None,
    }
}

/// Is nearly all that is not ASCII well-formed UTF-8? Then the file is UTF-8 with damage.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    let mut at = 0;
    while let Some(rest) = bytes.get(at..).filter(|r| !r.is_empty()) {
        match simdutf8::compat::from_utf8(rest) {
            Ok(_) => {
                good += rest.iter().filter(|b| !b.is_ascii()).count();
                break;
            }
            Err(e) => {
                let valid = e.valid_up_to();
                good += rest.iter().take(valid).filter(|b| !b.is_ascii()).count();
                let skip = e.error_len().unwrap_or(rest.len() - valid).max(1);
                bad += skip;
                at += valid + skip;
            }
        }
        // enough seen to judge, and a file of another encoding costs no second look at every byte
        if bad > 64 && bad > good {
            return false;
        }
    }
    good > bad * 4
}

/// An encoding of one byte a character: the one in which most frequent words of a pack appear; in doubt what the
/// browsers' detector says.
fn eight_bit(bytes: &[u8], packs: &Packs) -> Decoded {
    let sample = bytes.get(..bytes.len().min(64 * 1024)).unwrap_or_default();
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
    let iso_arabic = Encoding::for_label(b"iso-8859-6").unwrap_or(WINDOWS_1256);
    let mut best = (Score::default(), guess);
    for encoding in [guess, WINDOWS_1256, iso_arabic, WINDOWS_1252] {
        let (text, bad) = encoding.decode_without_bom_handling(sample);
        let score = packs.score(&text);
        if !bad && score > best.0 {
            best = (score, encoding);
        }
    }
    let mut decoded = with_encoding(bytes, best.1);
    decoded.notes.push(Note::new(
        "encoding-detected",
        format!("the file is no UTF-8; it was read as {}", decoded.encoding),
        "if the text looks wrong, name the encoding with --encoding",
    ));
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arabic() -> &'static str {
        // "the envoy said on Thursday in the city that ..." in letters of the first pack
        "\u{0642}\u{0627}\u{0644} \u{0627}\u{0644}\u{0645}\u{0628}\u{0639}\u{0648}\u{062B} \u{0641}\u{064A} \u{0627}\u{0644}\u{0645}\u{062F}\u{064A}\u{0646}\u{0629} \u{0645}\u{0646} \u{0627}\u{0644}\u{064A}\u{0648}\u{0645} \u{0639}\u{0644}\u{0649} \u{0647}\u{0630}\u{0627}\u{060C} \u{0642}\u{0627}\u{0644}.\r\n"
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let packs = Packs::builtin();
        let text = arabic().repeat(4);
        let utf16 = |f: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(f).collect::<Vec<u8>>();
        let (le, be) = (utf16(u16::to_le_bytes), utf16(u16::to_be_bytes));
        let cp1256 = WINDOWS_1256.encode(&text).0.into_owned();
        let with = |bom: &[u8], rest: &[u8]| [bom, rest].concat();
        for bytes in [
            text.as_bytes().to_vec(),
            with(b"\xEF\xBB\xBF", text.as_bytes()),
            le.clone(),
            with(b"\xFF\xFE", &le),
            be.clone(),
            with(b"\xFE\xFF", &be),
            cp1256.clone(),
        ] {
            assert_eq!(
                decode(&bytes, None, packs).map(|d| d.text),
                Ok(text.clone()),
                "{:?}",
                &bytes[..6]
            );
        }
        assert_eq!(
            decode(&cp1256, Some("windows-1256"), packs).map(|d| (d.text, d.notes)),
            Ok((text.clone(), Vec::new()))
        );
        let cut = decode(&with(b"\xFF\xFE", &le[..21]), None, packs).unwrap();
        assert_eq!(cut.notes[0].rule, "truncated-utf-16");
    }

    #[test]
    fn damage_is_kept_and_placed() {
        let packs = Packs::builtin();
        let mut bytes = arabic().repeat(3).into_bytes();
        bytes.insert(4, 0xFF);
        let decoded = decode(&bytes, None, packs).unwrap();
        assert_eq!(decoded.encoding, "UTF-8");
        assert!(
            decoded.notes[0].message.ends_with("the first at byte 4"),
            "{}",
            decoded.notes[0].message
        );
        assert_eq!(
            decode(b"a\0b\x01\x02 \xFF", None, packs).unwrap_err().rule,
            "binary-file"
        );
        assert_eq!(
            decode(b"ok", Some("no-such-label"), packs).unwrap().notes[0].rule,
            "unknown-encoding"
        );
    }
}

//! JSON whose strings hold no character that steers a terminal, the writing direction, or a page the JSON is put into.

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use std::io;

pub(crate) fn to_writer<T: Serialize>(out: &mut Vec<u8>, value: &T) -> Result<(), serde_json::Error> {
    value.serialize(&mut Serializer::with_formatter(out, Escaping))
}

pub(crate) fn to_string<T: Serialize>(value: &T) -> Result<String, serde_json::Error> {
    let mut out = Vec::new();
    to_writer(&mut out, value)?;
    String::from_utf8(out).map_err(serde::ser::Error::custom)
}

/// Compact JSON with control and direction characters, and the less-than sign, written as escapes.
struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, out: &mut W, text: &str) -> io::Result<()> {
        let mut from = 0;
        let bytes = text.as_bytes();
        for at in (0..bytes.len()).filter(|&at| may_steer(bytes, at)) {
            let next = text.get(at..).and_then(|rest| rest.chars().next());
            let Some(c) = next.filter(|&c| steers(c)) else {
                continue;
            };
            out.write_all(&text.as_bytes()[from..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            from = at + c.len_utf8();
        }
        out.write_all(&text.as_bytes()[from..])
    }
}

/// Can a character that steers begin with this byte? One byte tells it for nearly all of a text.
#[inline]
fn may_steer(bytes: &[u8], at: usize) -> bool {
    match bytes[at] {
        0..0x20 | b'<' | 0x7F | 0xC2 | 0xE2 | 0xEF | 0xF3 => true,
        0xD8 => bytes.get(at + 1) == Some(&0x9C),
        _ => false,
    }
}

/// Would this character do something else than show itself?
fn steers(c: char) -> bool {
    match c {
        // ends a script element where the JSON is put into a page
        '<' => true,
        ' '..='~' | '\u{A0}'..='\u{61B}' | '\u{61D}'..='\u{200A}' => false,
        '\u{061C}'
        | '\u{200B}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2066}'..='\u{206F}'
        | '\u{FEFF}' => true,
        '\u{FFF9}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}' | '\u{E0000}'..='\u{E007F}' => true,
        c => c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn steering_characters_are_escaped_and_read_back() {
        let text = "</a\u{202E}b\u{9b}c\u{7f}d\u{E0041}\u{200C}\u{1b}[31m";
        let json = super::to_string(&text).unwrap();
        assert_eq!(
            json,
            "\"\\u003c/a\\u202eb\\u009bc\\u007fd\\udb40\\udc41\u{200C}\\u001b[31m\""
        );
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}

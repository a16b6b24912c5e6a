//! JSON whose strings hold no character that steers a terminal, the writing direction, or a page the JSON is put into,
//! with the offsets of a report counted in code points as they are written.

use isnad_text::CharIndex;
use serde::ser::{self, Error as _, Serialize};
use serde_json::Error;

type Result<T = ()> = std::result::Result<T, Error>;

/// The texts that the offsets of a value belong to.
pub(crate) trait Texts {
    /// The text of the report that the value is about.
    fn own(&self) -> Option<&CharIndex<'_>>;

    /// The text of the report with this id; none where offsets into it stay as they are.
    fn of(&self, report: &str) -> Option<&CharIndex<'_>>;
}

/// Offsets stay as they are.
struct AsTheyAre;

impl Texts for AsTheyAre {
    fn own(&self) -> Option<&CharIndex<'_>> {
        None
    }

    fn of(&self, _: &str) -> Option<&CharIndex<'_>> {
        None
    }
}

/// Writes a value as it is.
pub(crate) fn to_writer<T: Serialize>(out: &mut String, value: &T) -> Result {
    to_writer_with(out, value, &AsTheyAre)
}

/// Writes a value, the fields `start` and `end` of its structs turned from bytes into code points: of the report that a
/// field `report` before them names, else of the report that the value is about. Byte ranges of a saved file
/// ([`Origin`](crate::Origin)) stay as they are.
pub(crate) fn to_writer_with<T: Serialize, X: Texts>(out: &mut String, value: &T, texts: &X) -> Result {
    value.serialize(&mut Writer {
        out,
        texts,
        counts: Counts::Nothing,
    })
}

pub(crate) fn to_string<T: Serialize>(value: &T) -> Result<String> {
    let mut out = String::new();
    to_writer(&mut out, value)?;
    Ok(out)
}

/// What the next number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counts {
    /// No bytes of a text.
    Nothing,
    /// Bytes of the report that the value is about.
    Own,
    /// Bytes of the report whose id stands between these bytes of the output.
    Of(usize, usize),
}

struct Writer<'a, X> {
    out: &'a mut String,
    texts: &'a X,
    counts: Counts,
}

impl<X: Texts> Writer<'_, X> {
    fn unsigned(&mut self, value: u64) {
        self.out.push_str(itoa::Buffer::new().format(value));
    }

    /// The number as it is to be written.
    fn counted(&self, value: u64) -> u64 {
        let index = match self.counts {
            Counts::Nothing => return value,
            Counts::Own => self.texts.own(),
            Counts::Of(from, to) => self.out.get(from..to).and_then(|id| self.texts.of(id)),
        };
        index.map_or(value, |i| i.chars(value as usize) as u64)
    }

    fn delegated<T: Serialize>(&mut self, value: &T) -> Result {
        self.out.push_str(&serde_json::to_string(value)?);
        Ok(())
    }

    /// Opens the object that holds the content of an enum's variant.
    fn variant(&mut self, name: &str) {
        self.counts = Counts::Nothing;
        self.out.push('{');
        text(self.out, name);
        self.out.push(':');
    }
}

/// The parts of a list or an object.
struct Parts<'w, 'a, X> {
    writer: &'w mut Writer<'a, X>,
    first: bool,
    /// What `start` and `end` count.
    counts: Counts,
    close: &'static str,
}

impl<'w, 'a, X: Texts> Parts<'w, 'a, X> {
    fn new(writer: &'w mut Writer<'a, X>, open: char, close: &'static str) -> Self {
        writer.out.push(open);
        Self {
            writer,
            first: true,
            counts: Counts::Own,
            close,
        }
    }

    fn next(&mut self) {
        if !std::mem::take(&mut self.first) {
            self.writer.out.push(',');
        }
    }

    fn item<T: ?Sized + Serialize>(&mut self, value: &T) -> Result {
        self.next();
        value.serialize(&mut *self.writer)
    }

    /// A field of a struct. Its name is an identifier, so that nothing in it needs an escape.
    fn field<T: ?Sized + Serialize>(&mut self, key: &'static str, value: &T) -> Result {
        self.next();
        let out = &mut *self.writer.out;
        out.push('"');
        out.push_str(key);
        out.push_str("\":");
        if matches!(key, "start" | "end") {
            self.writer.counts = self.counts;
        }
        let from = self.writer.out.len();
        value.serialize(&mut *self.writer)?;
        self.writer.counts = Counts::Nothing;
        if key == "report" && self.counts != Counts::Nothing {
            // the id stands between quotation marks
            self.counts = Counts::Of(from + 1, self.writer.out.len().saturating_sub(1).max(from + 1));
        }
        Ok(())
    }

    fn done(self) -> Result {
        self.writer.out.push_str(self.close);
        Ok(())
    }
}

impl<'w, 'a, X: Texts> ser::Serializer for &'w mut Writer<'a, X> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Parts<'w, 'a, X>;
    type SerializeTuple = Parts<'w, 'a, X>;
    type SerializeTupleStruct = Parts<'w, 'a, X>;
    type SerializeTupleVariant = Parts<'w, 'a, X>;
    type SerializeMap = Parts<'w, 'a, X>;
    type SerializeStruct = Parts<'w, 'a, X>;
    type SerializeStructVariant = Parts<'w, 'a, X>;

    fn serialize_bool(self, v: bool) -> Result {
        self.out.push_str(if v { "true" } else { "false" });
        Ok(())
    }

    fn serialize_i8(self, v: i8) -> Result {
        self.serialize_i64(v.into())
    }

    fn serialize_i16(self, v: i16) -> Result {
        self.serialize_i64(v.into())
    }

    fn serialize_i32(self, v: i32) -> Result {
        self.serialize_i64(v.into())
    }

    fn serialize_i64(self, v: i64) -> Result {
        if v < 0 {
            self.out.push('-');
        }
        self.unsigned(v.unsigned_abs());
        Ok(())
    }

    fn serialize_i128(self, v: i128) -> Result {
        self.delegated(&v)
    }

    fn serialize_u8(self, v: u8) -> Result {
        self.unsigned(v.into());
        Ok(())
    }

    fn serialize_u16(self, v: u16) -> Result {
        self.unsigned(v.into());
        Ok(())
    }

    fn serialize_u32(self, v: u32) -> Result {
        self.unsigned(v.into());
        Ok(())
    }

    fn serialize_u64(self, v: u64) -> Result {
        let v = self.counted(v);
        self.unsigned(v);
        Ok(())
    }

    fn serialize_u128(self, v: u128) -> Result {
        self.delegated(&v)
    }

    fn serialize_f32(self, v: f32) -> Result {
        self.delegated(&v)
    }

    fn serialize_f64(self, v: f64) -> Result {
        self.delegated(&v)
    }

    fn serialize_char(self, v: char) -> Result {
        self.serialize_str(v.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, v: &str) -> Result {
        text(self.out, v);
        Ok(())
    }

    fn serialize_bytes(self, v: &[u8]) -> Result {
        self.delegated(&v)
    }

    fn serialize_none(self) -> Result {
        self.serialize_unit()
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result {
        self.out.push_str("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(self, _: &'static str, value: &T) -> Result {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result {
        self.variant(variant);
        value.serialize(&mut *self)?;
        self.out.push('}');
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq> {
        self.counts = Counts::Nothing;
        Ok(Parts::new(self, '[', "]"))
    }

    fn serialize_tuple(self, len: usize) -> Result<Self::SerializeTuple> {
        self.serialize_seq(Some(len))
    }

    fn serialize_tuple_struct(self, _: &'static str, len: usize) -> Result<Self::SerializeTupleStruct> {
        self.serialize_seq(Some(len))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant> {
        self.variant(variant);
        Ok(Parts::new(self, '[', "]}"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap> {
        self.counts = Counts::Nothing;
        Ok(Parts::new(self, '{', "}"))
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Self::SerializeStruct> {
        self.counts = Counts::Nothing;
        let mut parts = Parts::new(self, '{', "}");
        if name == "Origin" {
            parts.counts = Counts::Nothing;
        }
        Ok(parts)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant> {
        self.variant(variant);
        Ok(Parts::new(self, '{', "}}"))
    }
}

macro_rules! parts {
    ($($of:ident $item:ident),*) => { $(
        impl<X: Texts> ser::$of for Parts<'_, '_, X> {
            type Ok = ();
            type Error = Error;

            fn $item<T: ?Sized + Serialize>(&mut self, value: &T) -> Result {
                self.item(value)
            }

            fn end(self) -> Result {
                self.done()
            }
        }
    )* };
}

parts!(
    SerializeSeq serialize_element,
    SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field
);

impl<X: Texts> ser::SerializeMap for Parts<'_, '_, X> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result {
        self.next();
        let from = self.writer.out.len();
        key.serialize(&mut *self.writer)?;
        // keys are strings; numbers become some
        match self.writer.out.as_bytes().get(from) {
            Some(b'"') => Ok(()),
            Some(b'0'..=b'9' | b'-' | b't' | b'f') => {
                self.writer.out.insert(from, '"');
                self.writer.out.push('"');
                Ok(())
            }
            _ => Err(Error::custom("expected a string as the key of a map")),
        }
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result {
        self.writer.out.push(':');
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result {
        self.done()
    }
}

impl<X: Texts> ser::SerializeStruct for Parts<'_, '_, X> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: ?Sized + Serialize>(&mut self, key: &'static str, value: &T) -> Result {
        self.field(key, value)
    }

    fn end(self) -> Result {
        self.done()
    }
}

impl<X: Texts> ser::SerializeStructVariant for Parts<'_, '_, X> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: ?Sized + Serialize>(&mut self, key: &'static str, value: &T) -> Result {
        self.field(key, value)
    }

    fn end(self) -> Result {
        self.done()
    }
}

/// Writes a string in quotation marks. Control and direction characters, and the less-than sign, stand as escapes.
fn text(out: &mut String, text: &str) {
    out.reserve(text.len() + 2);
    out.push('"');
    let bytes = text.as_bytes();
    let mut from = 0;
    let mut at = 0;
    while at < bytes.len() {
        // most runs of a long text hold nothing to look at
        if let Some(run) = bytes.get(at..at + RUN)
            && !run.iter().fold(false, |any, &b| any | may_act(b))
        {
            at += RUN;
            continue;
        }
        let end = (at + RUN).min(bytes.len());
        while at < end {
            if ACTS[usize::from(bytes[at])]
                && let Some(next) = escape(out, text, from, at)
            {
                from = next;
                at = next;
            } else {
                at += 1;
            }
        }
    }
    out.push_str(&text[from..]);
    out.push('"');
}

/// Bytes looked at in one go.
const RUN: usize = 32;

/// [`may_act`] as a table, for bytes one by one.
static ACTS: [bool; 256] = {
    let mut acts = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        acts[byte] = may_act(byte as u8);
        byte += 1;
    }
    acts
};

/// Can the byte be part of a character that must be escaped? One byte tells it for nearly all of a text: of the two of the
/// Arabic letter mark it is the second.
#[inline]
const fn may_act(byte: u8) -> bool {
    (byte < 0x20)
        | (byte == b'"')
        | (byte == b'\\')
        | (byte == b'<')
        | (byte == 0x7F)
        | (byte == 0x9C)
        | (byte == 0xC2)
        | (byte == 0xE2)
        | (byte == 0xEF)
        | (byte == 0xF3)
}

/// Writes what stands from `from` to the character at a byte, and that character as an escape, if it needs one: the byte
/// behind it.
fn escape(out: &mut String, text: &str, from: usize, at: usize) -> Option<usize> {
    // the second byte of two, or any later one: then no character begins right before it
    let start = if text.is_char_boundary(at) { at } else { at - 1 };
    let c = text.get(start..)?.chars().next()?;
    let short = match c {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\u{08}' => "\\b",
        '\u{0C}' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ if steers(c) => "",
        _ => return None,
    };
    out.push_str(&text[from..start]);
    out.push_str(short);
    if short.is_empty() {
        for unit in c.encode_utf16(&mut [0; 2]) {
            out.push_str("\\u");
            for shift in [12, 8, 4, 0] {
                out.push(char::from(b"0123456789abcdef"[usize::from(*unit >> shift & 15)]));
            }
        }
    }
    Some(start + c.len_utf8())
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
    use std::collections::BTreeMap;

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

    #[test]
    fn every_character_reads_back_wherever_it_stands() {
        let all: Vec<char> = (0..0x3000)
            .chain(0xFE00..0x10100)
            .chain(0x1F5FF..0x1F601)
            .chain(0xDFFFE..0xE0090)
            .filter_map(char::from_u32)
            .collect();
        for pad in ["", "a", "ab"] {
            let text: String = pad.chars().chain(all.iter().copied()).collect();
            let json = super::to_string(&text).unwrap();
            assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
            assert!(json.chars().all(|c| !super::steers(c)));
        }
        for &c in &all {
            let escaped = matches!(c, '"' | '\\') || c < ' ' || super::steers(c);
            let json = super::to_string(&c).unwrap();
            assert_eq!(json.contains('\\'), escaped, "{c:?}");
        }
    }

    #[test]
    fn other_values_are_written_as_serde_json_writes_them() {
        #[derive(serde::Serialize)]
        enum Sort {
            Unit,
            New(u8),
            Tuple(i64, f64),
            Struct { a: Option<bool>, b: () },
        }
        let value = (
            BTreeMap::from([(3u64, -7i8), (40, 0)]),
            BTreeMap::from([(true, 'x')]),
            [
                Sort::Unit,
                Sort::New(255),
                Sort::Tuple(i64::MIN, 0.1),
                Sort::Struct { a: Some(true), b: () },
            ],
            (u64::MAX, u128::MAX, 1e30f64, f64::NAN, 2.0f32, 12.0f64),
            serde_json::json!({"a": [1, -2, 3.5, null, {"b": {}}], "c": []}),
        );
        assert_eq!(
            super::to_string(&value).unwrap(),
            serde_json::to_string(&value).unwrap()
        );
        assert!(super::to_string(&BTreeMap::from([((1, 2), 3)])).is_err());
    }
}

//! XML cut into tags and words with their places, as far as it is well formed.

use quick_xml::{
    Reader,
    escape::resolve_html5_entity,
    events::{BytesStart, Event},
};
use std::{borrow::Cow, ops::Range};

/// A part of a document.
pub(crate) enum Node<'n> {
    /// The beginning of an element; of an empty one its end follows at once.
    Open(&'n BytesStart<'n>),
    /// The end of an element.
    Close,
    /// Words between tags, entities resolved.
    Words(&'n str),
}

/// Hands over the parts of a document with their places, until `each` has seen enough.
///
/// # Errors
/// Where the document stops being well formed.
pub(crate) fn walk(xml: &str, each: &mut dyn FnMut(Node<'_>, Range<usize>) -> bool) -> Result<(), usize> {
    let mut reader = Reader::from_str(xml);
    let config = reader.config_mut();
    (
        config.check_end_names,
        config.allow_unmatched_ends,
        config.allow_dangling_amp,
    ) = (false, true, true);
    let place = |reader: &Reader<&[u8]>| usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
    loop {
        let from = place(&reader);
        let event = reader.read_event();
        let at = from..place(&reader);
        let more = match event {
            Err(_) => return Err(from),
            Ok(Event::Eof) => return Ok(()),
            Ok(Event::Start(tag)) => each(Node::Open(&tag), at),
            Ok(Event::Empty(tag)) => each(Node::Open(&tag), at.clone()) && each(Node::Close, at),
            Ok(Event::End(_)) => each(Node::Close, at),
            Ok(Event::Text(text)) => each(Node::Words(&text), at),
            Ok(Event::CData(text)) => each(Node::Words(&text), at.start + 9..at.end.saturating_sub(3)),
            Ok(Event::GeneralRef(name)) => {
                let letter = match name.resolve_char_ref() {
                    Ok(Some(c)) if !c.is_control() || matches!(c, '\n' | '\t' | '\r') => {
                        Cow::Owned(c.to_string())
                    }
                    Ok(Some(_)) | Err(_) => Cow::Borrowed(" "),
                    Ok(None) => match resolve_html5_entity(&name) {
                        Some(words) => Cow::Borrowed(words),
                        None => Cow::Owned(format!("&{};", &*name)),
                    },
                };
                each(Node::Words(&letter), at)
            }
            Ok(_) => true,
        };
        if !more {
            return Ok(());
        }
    }
}

/// The value of an attribute, by its local name.
pub(crate) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|a| local(a.key.as_ref()).eq_ignore_ascii_case(name))?;
    let mut out = String::new();
    let _ = walk(&found.value, &mut |node, _| {
        if let Node::Words(words) = node {
            out.push_str(words);
        }
        true
    });
    Some(out.trim().to_owned())
}

/// A name without its prefix.
pub(crate) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// A document as UTF-8, and whether its bytes are the same: by its byte order mark, or what it says of its encoding.
pub(crate) fn text<'b>(bytes: &'b [u8], label: Option<&str>) -> (Cow<'b, str>, bool) {
    use encoding_rs::Encoding;
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        if encoding != encoding_rs::UTF_8 {
            return (Cow::Owned(encoding.decode(bytes).0.into_owned()), false);
        }
        // the mark stays where it is: places count it
        let _ = mark;
    }
    if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        return (Cow::Borrowed(text), true);
    }
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(200)).unwrap_or_default()).into_owned();
    let declared = head.split_once("encoding=").and_then(|(_, rest)| {
        let quote = rest.chars().next()?;
        rest.get(1..)?.split(quote).next().map(str::to_owned)
    });
    let known = [label, declared.as_deref()].into_iter().flatten();
    let encoding = known
        .filter_map(|l| Encoding::for_label(l.as_bytes()))
        .find(|e| *e != encoding_rs::UTF_8)
        .unwrap_or(encoding_rs::UTF_8);
    (Cow::Owned(encoding.decode(bytes).0.into_owned()), false)
}

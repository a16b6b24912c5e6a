//! A mail, or a page saved as MHTML: its subject, date, sender and the part that is the text.

use super::{Inner, Taken};
use crate::{Extract, Piece, Told, decode::Note, forms::record::host};
use isnad_model::Role;
use mail_parser::{Message, MessageParser, MessagePart, PartType};

/// What a mail holds.
pub(crate) enum Mail {
    /// A page that was saved with what belongs to it.
    Page(Box<Piece>),
    /// Subject and text.
    Text(Box<Taken>),
}

/// Reads a mail.
///
/// # Errors
/// A note that says why it is no report.
pub(crate) fn read(piece: &Piece, inner: Inner<'_>) -> Result<Mail, Note> {
    const NONE: &str = "save the report itself as text or as a page";
    let message = MessageParser::default()
        .parse(&piece.bytes)
        .ok_or_else(|| Note::new("broken-mail", "the file is no mail that can be read", NONE))?;
    let raw = |name: &'static str| message.header_raw(name).map(str::trim).filter(|v| !v.is_empty());
    let told = Told {
        url: raw("Snapshot-Content-Location")
            .or(raw("Content-Location"))
            .filter(|u| u.contains("://"))
            .map(str::to_owned),
        published: raw("Date").map(str::to_owned),
        ..Told::default()
    };
    let text = part(&message, &message.text_body, |body| {
        matches!(body, PartType::Text(_))
    });
    let html = part(&message, &message.html_body, |body| {
        matches!(body, PartType::Html(_))
    });
    let related =
        raw("Content-Type").is_some_and(|v| v.to_ascii_lowercase().starts_with("multipart/related"));
    if let Some((part, page)) = html.filter(|_| told.url.is_some() || related && text.is_none()) {
        let (start, end) = (part.offset_body as usize, part.offset_end as usize);
        return Ok(Mail::Page(Box::new(Piece {
            source: piece.source.clone(),
            bytes: page.as_bytes().to_vec(),
            kind: crate::Kind::Html,
            offset: piece.offset + start as u64,
            packed: Some(end.saturating_sub(start) as u64),
            told: Told {
                // when a page was saved is no date of publication
                saved: told.published,
                published: None,
                charset: Some("utf-8".to_owned()),
                domain: told.url.as_deref().and_then(host),
                ..told
            }
            .or(&piece.told),
        })));
    }
    let mut taken = Taken::default();
    if let Some(subject) = message.subject().map(str::trim).filter(|s| !s.is_empty()) {
        let place = message
            .parts
            .first()
            .and_then(|p| {
                p.headers
                    .iter()
                    .find(|h| h.name.as_str().eq_ignore_ascii_case("subject"))
            })
            .map_or(0..0, |h| h.offset_start as usize..h.offset_end as usize);
        taken.text.begin(Some(Role::Headline));
        taken.text.push(subject, within(&piece.bytes, place, subject));
        taken.text.finish();
    }
    let before = taken.text.parts().len();
    let plain = text.filter(|(_, words)| words.trim().len() >= 40 || html.is_none());
    if let Some((part, words)) = plain {
        let mut body = Extract::default();
        let place = part.offset_body as usize..part.offset_end as usize;
        body.push(words, within(&piece.bytes, place, words));
        body.finish();
        taken.text.append(&body);
    } else if let Some((part, words)) = html {
        // whose mail it is stands in its header: what the page says of itself counts for nothing beside that
        let body = inner.words(words, before > 0, &mut Told::default());
        let place = part.offset_body as usize..part.offset_end as usize;
        let mut outer = Extract::default();
        outer.push(words, within(&piece.bytes, place, words));
        taken.text.append(&body.through(&outer));
    }
    if taken.text.parts().len() == before {
        return Err(Note::new("mail-without-text", "the mail holds no text", NONE));
    }
    let sender = message.from().and_then(|from| from.first());
    taken.told = Told {
        outlet: sender.and_then(|s| s.name()).map(str::to_owned),
        domain: sender
            .and_then(|s| s.address())
            .and_then(|a| host(a.rsplit('@').next()?)),
        ..told
    };
    Ok(Mail::Text(Box::new(taken)))
}

/// The first of these parts that is of this kind.
fn part<'m>(
    message: &'m Message<'_>,
    ids: &[u32],
    kind: impl Fn(&PartType<'_>) -> bool,
) -> Option<(&'m MessagePart<'m>, &'m str)> {
    ids.iter().find_map(|&id| {
        let part = message.parts.get(id as usize).filter(|p| kind(&p.body))?;
        match &part.body {
            PartType::Text(words) | PartType::Html(words) => Some((part, words.as_ref())),
            _ => None,
        }
    })
}

/// Where words stand in a range of bytes: one by one if they are written there as they are, else the whole range.
fn within(bytes: &[u8], range: std::ops::Range<usize>, words: &str) -> std::ops::Range<usize> {
    let inside = bytes.get(range.clone()).unwrap_or_default();
    match memchr::memmem::find(inside, words.as_bytes()) {
        Some(at) => range.start + at..range.start + at + words.len(),
        None => range,
    }
}

/// Does it begin with the header of a mail?
pub(crate) fn is_mail(head: &[u8]) -> bool {
    const SURE: &[&str] = &[
        "mime-version",
        "message-id",
        "received",
        "return-path",
        "delivered-to",
        "snapshot-content-location",
    ];
    const FAIR: &[&str] = &["from", "to", "date", "subject", "content-type"];
    let (mut sure, mut fair) = (0, 0);
    for line in head.split(|&b| b == b'\n').take(200) {
        let line = line.trim_ascii_end();
        if line.is_empty() {
            break;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            continue;
        }
        let Some(colon) = line.iter().position(|&b| b == b':') else {
            return false;
        };
        let name = line[..colon].to_ascii_lowercase();
        if name.is_empty()
            || !name
                .iter()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        {
            return false;
        }
        sure += usize::from(SURE.iter().any(|n| n.as_bytes() == name));
        fair += usize::from(FAIR.iter().any(|n| n.as_bytes() == name));
    }
    sure >= 1 && fair >= 2 || fair >= 4
}

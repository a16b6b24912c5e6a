//! A JSON object with the fields of a report: as news-please, newspaper4k, trafilatura, NewsAPI, Fundus, JSON Feed and many
//! collections write it.

use super::{Inner, Taken, markup};
use crate::{Extract, Told, decode::Note};
use isnad_model::Role;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::{borrow::Cow, fmt, ops::Range};

/// Names of fields, without case and separators, the surest first.
mod names {
    pub(super) const TITLE: &[&str] = &["title", "headline"];
    pub(super) const BODY: &[&str] = &[
        "maintext",
        "plaintext",
        "fulltext",
        "articlebody",
        "contenttext",
        "content",
        "body",
        "text",
        "articletext",
        "story",
        "rawtext",
        "fullcontent",
        "paragraphs",
        "contenthtml",
        "bodyhtml",
        "articlehtml",
        "html",
        "rawhtml",
    ];
    pub(super) const SUMMARY: &[&str] = &[
        "description",
        "standfirst",
        "subtitle",
        "lead",
        "excerpt",
        "abstract",
        "metadescription",
        "summary",
    ];
    pub(super) const AUTHORS: &[&str] = &["byline", "authors", "author", "creator", "writer"];
    pub(super) const URL: &[&str] = &[
        "url",
        "link",
        "canonicalurl",
        "canonicallink",
        "permalink",
        "weburl",
        "source",
        "originalurl",
    ];
    pub(super) const OUTLET: &[&str] = &[
        "outlet",
        "publisher",
        "publication",
        "sitename",
        "newspaper",
        "provider",
        "sourcename",
        "source",
        "sourcehostname",
    ];
    pub(super) const DOMAIN: &[&str] = &[
        "domain",
        "sourcedomain",
        "hostname",
        "sourcehostname",
        "source",
        "sourceurl",
    ];
    pub(super) const PUBLISHED: &[&str] = &[
        "datepublish",
        "datepublished",
        "publishdate",
        "publisheddate",
        "publishedat",
        "published",
        "publishingdate",
        "pubdate",
        "publicationdate",
        "firstpublished",
        "date",
    ];
    pub(super) const UPDATED: &[&str] = &[
        "datemodify",
        "datemodified",
        "modifieddate",
        "modifiedat",
        "modified",
        "updatedat",
        "updated",
        "lastmodified",
        "lastmod",
    ];
    pub(super) const SAVED: &[&str] = &[
        "datedownload",
        "dateextracted",
        "datecrawled",
        "datescraped",
        "crawldate",
        "crawledat",
        "crawled",
        "downloadedat",
        "downloaddate",
        "scrapedat",
        "scrapedate",
        "fetchedat",
        "fetched",
        "retrievedat",
        "retrieved",
        "accessed",
        "savedat",
        "saved",
        "filedate",
        "timestamp",
    ];
    pub(super) const LISTS: &[&str] = &[
        "articles",
        "items",
        "results",
        "entries",
        "documents",
        "docs",
        "reports",
        "news",
        "posts",
        "stories",
        "hits",
        "data",
        "response",
    ];
    pub(super) const LANGUAGE: &[&str] = &["language", "lang", "metalang"];
}

/// Reads a record.
///
/// # Errors
/// A note that says why it is no report.
pub(crate) fn read(bytes: &[u8], inner: Inner<'_>) -> Result<Taken, Note> {
    const JSON: &str = "each record must be one JSON object; the line before or behind may have been cut";
    let text: Cow<'_, str> = String::from_utf8_lossy(bytes);
    // where damage was repaired the places in the file are no longer those in the text
    let whole = matches!(text, Cow::Owned(_)).then_some(0..bytes.len());
    let record = Record::new(&text, whole.clone()).map_err(|error| {
        let cut = error.is_eof();
        let message = match cut {
            true => "the record ends before its JSON does".to_owned(),
            false => format!("expected a JSON object: {error}"),
        };
        Note::new(if cut { "truncated" } else { "broken-json" }, message, JSON)
    })?;
    let mut taken = Taken::default();
    if whole.is_some() {
        taken.notes.push(Note::new(
            "damaged-encoding",
            "the record is no UTF-8; what cannot be read stands as U+FFFD",
            "save the records as UTF-8",
        ));
    }
    taken.told = record.told();
    if let Some(title) = record.one(names::TITLE, |raw| raw.starts_with('"')) {
        taken.text.begin(Some(Role::Headline));
        record.string(title, &mut taken.text);
        taken.text.finish();
    }
    for author in record.authors() {
        taken.text.begin(Some(Role::Byline));
        record.string(author, &mut taken.text);
        taken.text.finish();
    }
    let mut body = Extract::default();
    if let Some(raw) = record.one(names::BODY, |raw| raw.starts_with(['"', '[', '{'])) {
        let titled = !taken.text.text().is_empty();
        let mut page = Told::default();
        let mut read = |html: &str| inner.words(html, titled, &mut page);
        record.words(raw, None, &mut body, 0, &mut read);
        taken.told = std::mem::take(&mut taken.told).or(&page);
    }
    body.finish();
    let summary = record.one(names::SUMMARY, |raw| raw.starts_with('"'));
    let summary = summary.filter(|raw| {
        let words = unescaped(raw);
        let start = words.trim().trim_end_matches(['.', '\u{2026}', ' ']);
        !start.is_empty() && !body.text().contains(start)
    });
    if let Some(raw) = summary {
        taken.text.begin(if body.text().is_empty() {
            None
        } else {
            Some(Role::Standfirst)
        });
        record.string(raw, &mut taken.text);
        taken.text.finish();
    }
    taken.text.append(&body);
    let empty = body.text().is_empty() && summary.is_none();
    if empty && !taken.text.text().is_empty() && record.has(names::BODY) {
        taken.notes.push(Note::new(
            "record-without-text",
            "the record has a title and an empty text",
            "see whether the text was left out when the record was made",
        ));
    } else if empty {
        let keys: Vec<&str> = record
            .fields
            .iter()
            .map(|(key, _)| key.as_ref())
            .take(8)
            .collect();
        return Err(Note::new(
            "record-without-text",
            format!(
                "the record holds no text of a report; its fields are {}",
                keys.join(", ")
            ),
            "the text is looked for in content, text, body, maintext, plaintext and the like",
        ));
    }
    Ok(taken)
}

/// The records in a list that an object holds, each by its place in it, and what it tells of them all.
pub(crate) struct List {
    pub(crate) records: Vec<Range<usize>>,
    pub(crate) told: Told,
}

/// The list of an object that is no record itself: an answer with `articles`, a feed with `items` and the like.
pub(crate) fn list(bytes: &[u8]) -> Option<List> {
    let text = std::str::from_utf8(bytes).ok()?;
    let record = Record::new(text, None).ok()?;
    record.list(text, 0)
}

/// The fields of a JSON object.
struct Record<'j> {
    json: &'j str,
    fields: Vec<(Cow<'j, str>, &'j RawValue)>,
    /// Given as the place of everything, where the places in the text are not those in the file.
    whole: Option<Range<usize>>,
}

impl<'j> Record<'j> {
    fn new(json: &'j str, whole: Option<Range<usize>>) -> Result<Self, serde_json::Error> {
        let Fields(fields) = serde_json::from_str(json)?;
        Ok(Self { json, fields, whole })
    }

    /// The JSON of the first field of these names that is filled and of this form.
    fn one(&self, names: &[&str], form: impl Fn(&str) -> bool) -> Option<&'j str> {
        names.iter().find_map(|name| {
            let filled = |raw: &&str| !matches!(*raw, "\"\"" | "[]" | "{}" | "null") && form(raw);
            let fields = self.fields.iter().filter(|(key, _)| same(key, name));
            fields.map(|(_, raw)| raw.get()).find(filled)
        })
    }

    fn list(&self, json: &str, depth: usize) -> Option<List> {
        if self.one(names::BODY, |raw| raw.starts_with('"')).is_some() {
            return None;
        }
        let found = names::LISTS.iter().find_map(|name| {
            let raw = self.one(&[*name], |raw| raw.starts_with(['[', '{']))?;
            if raw.starts_with('{') {
                return (depth < 2)
                    .then(|| Self::new(raw, None).ok()?.list(json, depth + 1))
                    .flatten();
            }
            let items: Vec<&RawValue> = serde_json::from_str(raw).ok()?;
            if items.iter().any(|item| !item.get().starts_with('{')) {
                return None;
            }
            let place = |item: &&RawValue| {
                let at = item.get().as_ptr() as usize - json.as_ptr() as usize;
                at..at + item.get().len()
            };
            let records = items.iter().map(place).collect();
            Some(List {
                records,
                told: Told::default(),
            })
        })?;
        let feed = self.told();
        let title = self.one(names::TITLE, |raw| raw.starts_with('"')).map(unescaped);
        let site = ["home_page_url", "url", "link"].iter().find_map(|name| {
            let (_, raw) = self.fields.iter().find(|(key, _)| key == name)?;
            host(&unescaped(raw.get()))
        });
        let told = Told {
            outlet: feed.outlet.or(title),
            domain: site,
            language: feed.language,
            ..Told::default()
        };
        Some(List {
            told: found.told.or(&told),
            ..found
        })
    }

    /// Is there a field of these names, filled or not?
    fn has(&self, names: &[&str]) -> bool {
        self.fields
            .iter()
            .any(|(key, _)| names.iter().any(|name| same(key, name)))
    }

    fn told(&self) -> Told {
        let text = |names: &[&str]| {
            let scalar = |raw: &str| !raw.starts_with(['[', '{', 't', 'f', 'n']);
            let raw = self.one(names, scalar)?;
            let value = if raw.starts_with('"') {
                unescaped(raw)
            } else {
                raw.to_owned()
            };
            let value = value.trim().to_owned();
            (!value.is_empty()).then_some(value)
        };
        let address = |value: &String| value.contains("://");
        let named = |key: &str| {
            names::OUTLET.iter().find_map(|name| {
                let raw = self.one(&[*name], |raw| raw.starts_with('{'))?;
                let inner = Record::new(raw, None).ok()?;
                inner.one(&[key], |raw| raw.starts_with('"')).map(unescaped)
            })
        };
        let url = names::URL.iter().find_map(|name| text(&[*name]).filter(address));
        let outlet = names::OUTLET
            .iter()
            .find_map(|name| text(&[*name]).filter(|v| !address(v) && !is_domain(v)));
        let domain = names::DOMAIN
            .iter()
            .find_map(|name| text(&[*name]).and_then(|v| host(&v)));
        Told {
            domain: domain.or_else(|| url.as_deref().and_then(host)),
            url,
            outlet: outlet.or_else(|| named("name")),
            published: text(names::PUBLISHED),
            updated: text(names::UPDATED),
            saved: text(names::SAVED),
            language: text(names::LANGUAGE),
            ..Told::default()
        }
    }

    /// The JSON strings that name who wrote it.
    fn authors(&self) -> Vec<&'j str> {
        let Some(raw) = self.one(names::AUTHORS, |raw| raw.starts_with(['"', '[', '{'])) else {
            return Vec::new();
        };
        let mut names = Vec::new();
        author(raw, &mut names, 0);
        names.retain(|raw| raw.len() > 2);
        names.truncate(32);
        names
    }

    /// Adds the words of a string, a list of strings, or an object with summary, sections, headlines and paragraphs.
    /// HTML among them is read by `read`.
    fn words(
        &self,
        raw: &'j str,
        role: Option<Role>,
        text: &mut Extract,
        depth: usize,
        read: &mut dyn FnMut(&str) -> Extract,
    ) {
        if depth > 8 {
            return;
        }
        match raw.as_bytes().first() {
            Some(b'"') => {
                let mut own = Extract::default();
                if raw.contains('<') || raw.contains("u003") {
                    self.string(raw, &mut own);
                }
                if markup::has_blocks(own.text()) {
                    text.append(&read(own.text()).through(&own));
                    return;
                }
                text.begin(role);
                self.string(raw, text);
                text.finish();
            }
            Some(b'[') => {
                let items: Vec<&'j RawValue> = serde_json::from_str(raw).unwrap_or_default();
                items
                    .iter()
                    .for_each(|item| self.words(item.get(), role, text, depth + 1, read));
            }
            Some(b'{') => {
                let Ok(Fields(fields)) = serde_json::from_str(raw) else {
                    return;
                };
                for (key, value) in &fields {
                    let role = match key.as_ref() {
                        "summary" => Some(Role::Standfirst),
                        "headline" | "heading" | "title" => Some(Role::Heading),
                        "sections" | "paragraphs" | "text" | "content" | "body" => role,
                        _ => continue,
                    };
                    self.words(value.get(), role, text, depth + 1, read);
                }
            }
            _ => {}
        }
    }

    /// Adds the words of a JSON string with their places.
    fn string(&self, raw: &str, text: &mut Extract) {
        let at = raw.as_ptr() as usize - self.json.as_ptr() as usize;
        decode(raw, |words, from| {
            let place = self.whole.clone().unwrap_or(from.start + at..from.end + at);
            text.push(words, place);
        });
    }
}

/// Is the key this name, case and separators aside?
fn same(key: &str, name: &str) -> bool {
    let mut letters = key.bytes().filter(|b| !matches!(b, b'_' | b'-' | b' ' | b'.'));
    name.bytes()
        .all(|b| letters.next().is_some_and(|c| c.eq_ignore_ascii_case(&b)))
        && letters.next().is_none()
}

fn author<'j>(raw: &'j str, names: &mut Vec<&'j str>, depth: usize) {
    match raw.as_bytes().first() {
        Some(b'"') => names.push(raw),
        Some(b'[') if depth < 4 => {
            let items: Vec<&'j RawValue> = serde_json::from_str(raw).unwrap_or_default();
            items.iter().for_each(|item| author(item.get(), names, depth + 1));
        }
        Some(b'{') if depth < 4 => {
            let Ok(Fields(fields)) = serde_json::from_str(raw) else {
                return;
            };
            if let Some((_, name)) = fields.iter().find(|(key, _)| key.eq_ignore_ascii_case("name")) {
                author(name.get(), names, depth + 1);
            }
        }
        _ => {}
    }
}

/// The words of a JSON string.
fn unescaped(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    decode(raw, |words, _| out.push_str(words));
    out
}

/// Cuts a JSON string into words that stand as they are and escapes, each with its place in it. Half a pair of surrogates
/// and characters that steer a terminal are no text: they become U+FFFD and spaces.
fn decode(raw: &str, mut push: impl FnMut(&str, Range<usize>)) {
    let end = raw.len().saturating_sub(1);
    let mut at = 1;
    while at < end {
        let rest = raw.get(at..end).unwrap_or("");
        let plain = rest.find('\\').unwrap_or(rest.len());
        if plain > 0 {
            push(rest.get(..plain).unwrap_or(""), at..at + plain);
            at += plain;
            continue;
        }
        let (letter, len) = escape(rest);
        let letter = match letter {
            '\n' | '\t' | '\r' => letter,
            c if c.is_control() => ' ',
            c => c,
        };
        push(letter.encode_utf8(&mut [0; 4]), at..at + len);
        at += len;
    }
}

/// The character of the escape at the beginning, and its bytes.
fn escape(rest: &str) -> (char, usize) {
    let unit = |at: usize| u32::from_str_radix(rest.get(at + 2..at + 6)?, 16).ok();
    let simple = match rest.as_bytes().get(1) {
        Some(b'n') => '\n',
        Some(b't') => '\t',
        Some(b'r') => '\r',
        Some(b'b' | b'f') => ' ',
        Some(b'u') => {
            let Some(high) = unit(0) else {
                return (char::REPLACEMENT_CHARACTER, rest.len().min(2));
            };
            let low = rest.get(6..8).filter(|r| *r == "\\u").and_then(|_| unit(6));
            if let (0xD800..=0xDBFF, Some(low @ 0xDC00..=0xDFFF)) = (high, low) {
                let code = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
                return (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 12);
            }
            return (char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER), 6);
        }
        Some(&b) if b.is_ascii() => char::from(b),
        _ => return (char::REPLACEMENT_CHARACTER, 1),
    };
    (simple, 2)
}

/// The host of an address or the domain itself, without `www.`.
pub(crate) fn host(value: &str) -> Option<String> {
    let rest = value.split_once("://").map_or(value, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    let host = host
        .rsplit('@')
        .next()
        .unwrap_or("")
        .split(':')
        .next()
        .unwrap_or("");
    let host = host.strip_prefix("www.").unwrap_or(host);
    is_domain(host).then(|| host.to_lowercase())
}

/// May this be an internet domain?
fn is_domain(value: &str) -> bool {
    value.contains('.')
        && value.len() <= 253
        && value
            .split('.')
            .all(|label| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-'))
        && value
            .rsplit('.')
            .next()
            .is_some_and(|last| last.chars().any(char::is_alphabetic))
}

/// The fields of a JSON object in their order, values unread.
struct Fields<'j>(Vec<(Cow<'j, str>, &'j RawValue)>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Fields<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::new();
                while let Some(Key(key)) = map.next_key()? {
                    fields.push((key, map.next_value()?));
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

/// A key: borrowed where it holds no escape.
struct Key<'j>(Cow<'j, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Word;
        impl<'de> Visitor<'de> for Word {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Borrowed(key)))
            }

            fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Owned(key.to_owned())))
            }
        }
        deserializer.deserialize_str(Word)
    }
}

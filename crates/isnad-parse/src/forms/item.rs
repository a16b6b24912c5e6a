//! An item of a feed: RSS 0.9 to 2.0 and Atom, by the names of its elements.

use super::{Inner, Taken, markup, xml};
use crate::{Extract, Told, decode::Note, forms::record::host};
use isnad_model::Role;
use std::ops::Range;
use xml::Node;

/// A child of the item: its name, its words, and where its inside stands.
#[derive(Default)]
struct Field {
    name: String,
    words: Extract,
    inside: Range<usize>,
    /// The `type` of Atom's text.
    kind: String,
    /// The `href`, `url` or `rel` of a link.
    href: Option<String>,
    rel: String,
    /// Names and addresses inside an author.
    inner: Vec<(String, String)>,
}

/// Reads an item.
///
/// # Errors
/// A note that says why it is no report.
pub(crate) fn read(bytes: &[u8], inner: Inner<'_>) -> Result<Taken, Note> {
    let (xml, _) = xml::text(bytes, None);
    let fields = fields(&xml);
    let field = |names: &[&str]| {
        names.iter().find_map(|name| {
            fields
                .iter()
                .find(|f| f.name == *name && !f.words.text().trim().is_empty())
        })
    };
    let text = |names: &[&str]| field(names).map(|f| f.words.text().trim().to_owned());
    let mut taken = Taken::default();
    if let Some(title) = field(&["title", "media:title", "dc:title"]) {
        let mut words = Extract::default();
        shown(title, &xml, &mut words, &mut |html| {
            let mut text = Extract::default();
            markup::words(html, &mut text);
            text
        });
        taken.text.begin(Some(Role::Headline));
        taken.text.push_all(&words);
        taken.text.finish();
    }
    let bodies = [
        "content:encoded",
        "content",
        "xhtml:body",
        "body",
        "description",
        "summary",
        "media:description",
        "dc:description",
    ];
    let body = field(&bodies);
    let mut words = Extract::default();
    if let Some(body) = body {
        let titled = !taken.text.text().is_empty();
        let mut page = Told::default();
        shown(body, &xml, &mut words, &mut |html| {
            inner.words(html, titled, &mut page)
        });
        taken.told = page;
    }
    words.finish();
    taken.text.append(&words);
    if taken.text.text().is_empty() {
        return Err(Note::new(
            "item-without-text",
            "the item holds neither title nor text",
            "the feed may only list links; save the pages they lead to",
        ));
    }
    if words.text().is_empty() {
        taken.notes.push(Note::new(
            "item-without-text",
            "the item holds a title and no text",
            "the feed may only list links; save the pages they lead to",
        ));
    }
    let alternate = fields
        .iter()
        .filter(|f| f.name == "link" && matches!(f.rel.as_str(), "" | "alternate"))
        .find_map(|f| {
            f.href
                .clone()
                .or_else(|| Some(f.words.text().trim().to_owned()))
                .filter(|u| u.contains("://"))
        });
    let url =
        alternate.or_else(|| text(&["feedburner:origlink", "guid", "id"]).filter(|u| u.contains("://")));
    let mut authors: Vec<String> = Vec::new();
    for author in fields.iter().filter(|f| {
        matches!(
            f.name.as_str(),
            "author" | "dc:creator" | "creator" | "itunes:author"
        )
    }) {
        let inner = author
            .inner
            .iter()
            .find(|(name, _)| name == "name")
            .map(|(_, value)| value.clone());
        let name = inner.unwrap_or_else(|| person(author.words.text().trim()));
        if !name.is_empty() && !name.contains('@') && !authors.contains(&name) && authors.len() < 32 {
            authors.push(name);
        }
    }
    let page = std::mem::take(&mut taken.told);
    taken.told = Told {
        domain: url.as_deref().and_then(host),
        url,
        authors,
        outlet: text(&["source", "dc:publisher"]).filter(|s| !s.contains("://")),
        published: text(&[
            "pubdate",
            "published",
            "issued",
            "dc:date",
            "dcterms:created",
            "dcterms:issued",
            "date",
        ]),
        updated: text(&["updated", "modified", "dcterms:modified", "atom:updated"]),
        language: text(&["dc:language", "language"]),
        ..Told::default()
    }
    .or(&page);
    Ok(taken)
}

/// `ann@ledger.example (Ann Reed)` is Ann Reed.
fn person(words: &str) -> String {
    match words.split_once('(') {
        Some((address, name)) if address.contains('@') => name.trim_end_matches(')').trim().to_owned(),
        _ => words.to_owned(),
    }
}

/// The children of the item.
fn fields(xml: &str) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    let mut depth = 0usize;
    let mut inner: Option<(String, String)> = None;
    let _ = xml::walk(xml, &mut |node, at| {
        match node {
            Node::Open(tag) => {
                depth += 1;
                let name = tag.name();
                let name = name.as_ref().to_ascii_lowercase();
                if depth == 2 && fields.len() < 256 {
                    let mut words = Extract::default();
                    words.begin(None);
                    let get = |key: &str| xml::attribute(tag, key);
                    fields.push(Field {
                        name,
                        words,
                        inside: at.end..at.end,
                        kind: get("type").unwrap_or_default().to_ascii_lowercase(),
                        href: get("href"),
                        rel: get("rel").unwrap_or_default(),
                        inner: Vec::new(),
                    });
                } else if depth == 3 {
                    inner = Some((xml::local(&name).to_owned(), String::new()));
                }
            }
            Node::Close => {
                if depth == 2
                    && let Some(field) = fields.last_mut()
                {
                    field.inside.end = at.start.max(field.inside.start);
                }
                if depth == 3
                    && let (Some(found), Some(field)) = (inner.take(), fields.last_mut())
                    && field.inner.len() < 16
                {
                    field.inner.push((found.0, found.1.trim().to_owned()));
                }
                depth = depth.saturating_sub(1);
            }
            Node::Words(words) if depth >= 2 => {
                if let Some((_, value)) = inner.as_mut().filter(|_| depth == 3) {
                    value.push_str(words);
                }
                if let Some(field) = fields.last_mut() {
                    field.words.push(words, at);
                }
            }
            Node::Words(_) => {}
        }
        depth > 0
    });
    fields
}

/// Adds the words of a field as a reader sees them; `read` reads HTML.
fn shown(field: &Field, xml: &str, text: &mut Extract, read: &mut dyn FnMut(&str) -> Extract) {
    let plain = field.words.text();
    if field.kind == "xhtml" || field.kind == "application/xhtml+xml" || field.name.ends_with(":body") {
        let words = read(xml.get(field.inside.clone()).unwrap_or(""));
        text.append(&words.moved(field.inside.start));
    } else if field.kind != "text" && (markup::is_markup(plain) || plain.contains('&')) {
        let words = read(plain);
        text.append(&words.through(&field.words));
    } else {
        text.append(&field.words);
    }
}

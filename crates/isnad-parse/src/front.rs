//! Front matter: the fields before the text of a Markdown file, between `---` (YAML) or `+++` (TOML) lines.
//!
//! Of YAML only what front matter uses is read: scalars, plain or quoted, and lists of them. A field that is written
//! in another way is passed over.

use crate::lexicon::Lexicon;
use crate::{
    dates,
    line::{Line, Shape, trim},
};
use isnad_model::{Basis, Block, Dating, Evidence, Outlet, Reason, Report, Role, Words};
use isnad_text::{Span, Tokens};
use jiff::civil::Date;

/// The front matter of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Front {
    /// From the first marker line to the end of the last one.
    pub(crate) region: Span,
    /// Key in lower case, and the value's words.
    pub(crate) fields: Vec<(String, Span)>,
    /// The value of `title`.
    pub(crate) title: Option<Span>,
}

/// The front matter at the beginning of a text, if there is any.
pub(crate) fn find(text: &str) -> Option<Front> {
    let mut lines = spans(text);
    let first = lines.next()?;
    let marker = first.of(text).trim_end();
    let separator = match marker {
        "---" => ':',
        "+++" => '=',
        _ => return None,
    };
    let mut front = Front::default();
    let mut key = None;
    for (n, span) in lines.enumerate() {
        let line = span.of(text).trim_end();
        if line == marker || separator == ':' && line == "..." {
            front.region = Span::new(0, span.end);
            front.title = front.first("title");
            // a rule of dashes under nothing is no front matter
            return (n > 0 && !front.fields.is_empty()).then_some(front);
        }
        if n > 200 {
            break;
        }
        field(text, span, separator, &mut key, &mut front.fields);
    }
    None
}

/// Reads one line of front matter.
fn field(
    text: &str,
    span: Span,
    separator: char,
    key: &mut Option<String>,
    fields: &mut Vec<(String, Span)>,
) {
    let line = span.of(text);
    let inner = line.trim();
    if inner.is_empty() || inner.starts_with('#') {
        return;
    }
    if let Some(item) = inner.strip_prefix("- ").or_else(|| {
        (separator == '=')
            .then_some(inner)
            .filter(|i| i.starts_with(['"', '\'']))
    }) {
        if let Some(key) = key {
            let at = span.start + line.find(item).unwrap_or(0);
            values(text, Span::new(at, at + item.len()), key, fields);
        }
        return;
    }
    let indented = line.starts_with([' ', '\t']);
    let Some((name, value)) = line.split_once(separator) else {
        return;
    };
    let name = name.trim().trim_matches(['"', '\'']).to_ascii_lowercase();
    let plain = !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' '));
    if indented || !plain {
        return;
    }
    let at = span.end - value.len();
    values(text, Span::new(at, span.end), &name, fields);
    *key = Some(name);
}

/// Adds a value, or each value of a list in brackets.
fn values(text: &str, span: Span, key: &str, fields: &mut Vec<(String, Span)>) {
    let span = trim(text, span);
    let value = span.of(text);
    if let Some(list) = value.strip_prefix('[') {
        let list = list.strip_suffix(']').unwrap_or(list);
        let mut at = span.start + 1;
        for item in list.split(',') {
            values(text, Span::new(at, at + item.len()), key, fields);
            at += item.len() + 1;
        }
        return;
    }
    let mut inner = span;
    for quote in ['"', '\''] {
        if value.starts_with(quote) {
            let end = value
                .get(1..)
                .and_then(|v| v.find(quote))
                .map_or(value.len(), |i| i + 1);
            inner = Span::new(span.start + 1, span.start + end);
        }
    }
    if inner == span {
        // a comment behind a plain value
        let end = value.find(" #").unwrap_or(value.len());
        inner = Span::new(span.start, span.start + end);
    }
    let inner = trim(text, inner);
    if !inner.is_empty() {
        fields.push((key.to_owned(), inner));
    }
}

/// The lines of a text with their ends cut off.
fn spans(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        Span::new(start, start + line.trim_end_matches(['\n', '\r']).len())
    })
}

impl Front {
    fn first(&self, key: &str) -> Option<Span> {
        self.fields.iter().find(|(k, _)| k == key).map(|(_, span)| *span)
    }

    fn any(&self, keys: &[&str]) -> Option<Span> {
        keys.iter().find_map(|k| self.first(k))
    }

    /// The language it names.
    pub(crate) fn language(&self, text: &str) -> Option<String> {
        self.any(&["lang", "language", "locale"])
            .map(|span| span.of(text).to_owned())
    }

    /// Fills a report's fields with what the front matter says.
    pub(crate) fn apply(&self, report: &mut Report, words: &Lexicon<'_>) {
        let text = report.text.clone();
        report.url = self
            .any(&["url", "link", "canonical", "permalink", "source_url"])
            .map(|s| s.of(&text).to_owned())
            .filter(|u| u.contains("://"));
        if let Some(span) = self.any(&["outlet", "publisher", "site", "site_name", "newspaper", "source"])
            && !span.of(&text).contains("://")
        {
            let words = Words::of(&text, span);
            report.outlet = Some(Outlet {
                name: words.text.clone(),
                basis: Basis::Metadata,
                words: Some(words),
                ..Outlet::default()
            });
        }
        let authors = self
            .fields
            .iter()
            .filter(|(k, _)| matches!(k.as_str(), "author" | "authors" | "byline" | "by"));
        report.authors = authors.map(|(_, span)| span.of(&text).to_owned()).collect();
        let agencies = self
            .fields
            .iter()
            .filter(|(k, _)| matches!(k.as_str(), "agency" | "agencies" | "wire"));
        report.agencies = agencies.map(|(_, span)| span.of(&text).to_owned()).collect();
        let date = |keys: &[&str]| self.any(keys).and_then(|span| dating(report, span, words));
        let published = date(&[
            "date",
            "published",
            "date_published",
            "publishdate",
            "pubdate",
            "published_at",
            "datepublished",
            "created",
        ]);
        let updated = date(&[
            "updated",
            "modified",
            "lastmod",
            "date_modified",
            "updated_at",
            "datemodified",
            "last_modified",
        ]);
        let saved = date(&[
            "saved",
            "retrieved",
            "accessed",
            "archived",
            "crawled",
            "downloaded",
            "saved_at",
        ]);
        report.published = published.unwrap_or_default();
        report.updated = updated;
        report.saved = saved;
    }

    /// The blocks of the region: nothing that is analyzed, but the title where the text has no headline of its own.
    pub(crate) fn blocks(&self, text: &str, with_title: bool) -> Vec<Block> {
        let block = |role: Role, span: Span| {
            let span = trim(text, span);
            (!span.is_empty()).then_some(Block {
                role,
                start: span.start,
                end: span.end,
                origin: None,
            })
        };
        match self.title.filter(|_| with_title) {
            Some(title) => [
                block(Role::Boilerplate, Span::new(self.region.start, title.start)),
                block(Role::Headline, title),
                block(Role::Boilerplate, Span::new(title.end, self.region.end)),
            ]
            .into_iter()
            .flatten()
            .collect(),
            None => block(Role::Boilerplate, self.region).into_iter().collect(),
        }
    }
}

/// The date of a field: ISO 8601, or written as a date line is.
fn dating(report: &Report, span: Span, words: &Lexicon<'_>) -> Option<Dating> {
    let value = span.of(&report.text);
    let iso = || {
        let day: Date = value.get(..10)?.parse().ok()?;
        let rest = value.get(10..)?.trim_start_matches(['T', 't', ' ']);
        let clock = rest.get(..5).filter(|c| {
            let b = c.as_bytes();
            b.len() == 5 && b[2] == b':' && b.iter().enumerate().all(|(i, b)| i == 2 || b.is_ascii_digit())
        });
        let zone = clock
            .and(rest.rfind(['+', '-', 'Z', 'z']))
            .and_then(|i| rest.get(i..))
            .unwrap_or("");
        Some((
            clock.map_or_else(|| day.to_string(), |c| format!("{day}T{c}{zone}")),
            day,
        ))
    };
    let (value, day) = iso().or_else(|| {
        // front matter stands at the beginning: there is little before it
        let tokens = Tokens::plain(report.text.get(..span.end)?);
        let line = Line::new(&report.text, span, false, Shape::Plain, &tokens)?;
        let stamp = dates::read(&line, &report.text, &words.dates)
            .stamps
            .into_iter()
            .next()?;
        Some((stamp.value(), stamp.day))
    })?;
    let because = vec![Reason::new("front-matter", [Evidence::of(report, span)])];
    Some(Dating {
        value: Some(value),
        earliest: Some(day),
        latest: Some(day),
        basis: Basis::Metadata,
        because,
    })
}

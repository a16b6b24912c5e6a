//! A fragment of HTML in, its text with places out: the body of a feed's item, of a mail, of a record.

use crate::Extract;
use isnad_model::Role;
use quick_xml::escape::resolve_html5_entity;
use std::ops::Range;

/// May this be HTML rather than text: does a tag that HTML knows, or a character reference, stand in it?
pub(crate) fn is_markup(text: &str) -> bool {
    has_tag(text, &[INLINE, BLOCKS])
}

/// Does a tag of HTML that parts a text into blocks stand in it?
pub(crate) fn has_blocks(text: &str) -> bool {
    has_tag(text, &[BLOCKS])
}

fn has_tag(text: &str, known: &[&[&str]]) -> bool {
    text.match_indices('<').take(400).any(|(at, _)| {
        let rest = text.get(at + 1..).unwrap_or("");
        let name = rest.strip_prefix('/').unwrap_or(rest);
        let end = name
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(name.len());
        let name = name.get(..end).unwrap_or("").to_ascii_lowercase();
        rest.contains('>') && known.iter().any(|names| names.contains(&name.as_str()))
    })
}

const BLOCKS: &[&str] = &[
    "p",
    "div",
    "br",
    "hr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "tr",
    "td",
    "th",
    "section",
    "article",
    "header",
    "footer",
    "figure",
    "figcaption",
    "blockquote",
    "pre",
    "main",
    "aside",
    "nav",
    "html",
    "body",
    "head",
    "title",
    "center",
    "form",
    "caption",
];
const INLINE: &[&str] = &[
    "a", "b", "i", "em", "strong", "span", "img", "u", "font", "small", "sup", "sub", "iframe", "script",
    "style",
];
const SILENT: &[&str] = &[
    "script", "style", "head", "template", "noscript", "svg", "iframe", "object", "select", "textarea",
];

/// Adds the words of a fragment, a part for each of its blocks, with their places in it. Blanks are as a reader shows them: one.
pub(crate) fn words(html: &str, text: &mut Extract) {
    let mut reader = Fragment {
        html,
        text,
        open: false,
        blank: false,
        role: Vec::new(),
    };
    let mut at = 0;
    text_and_tags(html, &mut at, &mut reader);
    reader.text.finish();
}

struct Fragment<'f> {
    html: &'f str,
    text: &'f mut Extract,
    /// Was a part begun?
    open: bool,
    /// A blank stands before the next word.
    blank: bool,
    /// The blocks around that have a role, by name.
    role: Vec<(String, Role)>,
}

fn text_and_tags(html: &str, at: &mut usize, reader: &mut Fragment<'_>) {
    while *at < html.len() {
        let rest = html.get(*at..).unwrap_or("");
        let plain = rest.find(['<', '&']).unwrap_or(rest.len());
        if plain > 0 {
            reader.run(*at..*at + plain);
            *at += plain;
            continue;
        }
        if rest.starts_with('&') {
            *at += reader.reference(*at, rest);
        } else {
            *at += reader.tag(*at, rest);
        }
    }
}

impl Fragment<'_> {
    /// Words that stand as they are.
    fn run(&mut self, range: Range<usize>) {
        let words = self.html.get(range.clone()).unwrap_or("");
        let mut from = None;
        for (i, c) in words.char_indices() {
            if c.is_whitespace() || c.is_control() {
                if let Some(word) = from.take() {
                    self.word(range.start + word..range.start + i);
                }
                self.blank = true;
            } else if from.is_none() {
                from = Some(i);
            }
        }
        if let Some(word) = from {
            self.word(range.start + word..range.end);
        }
    }

    fn word(&mut self, range: Range<usize>) {
        let words = self.html.get(range.clone()).unwrap_or("");
        self.push(words, range);
    }

    fn push(&mut self, words: &str, range: Range<usize>) {
        if !self.open {
            self.text.begin(self.role.last().map(|(_, role)| *role));
            self.open = true;
        } else if self.blank {
            self.text.push(" ", range.start..range.start);
        }
        self.blank = false;
        self.text.push(words, range);
    }

    /// A character reference; a lone ampersand is one.
    fn reference(&mut self, at: usize, rest: &str) -> usize {
        let end = rest
            .get(1..)
            .unwrap_or("")
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '#')
            .map_or(rest.len(), |i| i + 1);
        let name = rest.get(1..end).unwrap_or("");
        let closed = usize::from(rest.get(end..).is_some_and(|r| r.starts_with(';')));
        let code = name
            .strip_prefix('#')
            .and_then(|n| match n.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => n.parse().ok(),
            });
        let letter = match code {
            Some(code) => char::from_u32(code).map(String::from),
            None if closed == 1 => resolve_html5_entity(name).map(str::to_owned),
            None => None,
        };
        let Some(letter) = letter else {
            self.push("&", at..at + 1);
            return 1;
        };
        let len = end + closed;
        if letter.chars().all(|c| c.is_whitespace() || c.is_control()) {
            self.blank = true;
        } else {
            self.push(&letter, at..at + len);
        }
        len
    }

    /// A tag, a comment, or a sign that is none of them.
    fn tag(&mut self, at: usize, rest: &str) -> usize {
        if rest.starts_with("<!--") {
            return rest.find("-->").map_or(rest.len(), |i| i + 3);
        }
        let closing = rest.starts_with("</");
        let name = rest.get(if closing { 2 } else { 1 }..).unwrap_or("");
        if !name.starts_with(|c: char| c.is_ascii_alphabetic() || (!closing && matches!(c, '!' | '?'))) {
            self.push("<", at..at + 1);
            return 1;
        }
        let end = tag_end(rest);
        let len = name
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(name.len());
        let name = name.get(..len).unwrap_or("").to_ascii_lowercase();
        if !closing && SILENT.contains(&name.as_str()) && !rest.get(..end).unwrap_or("").ends_with("/>") {
            let close = format!("</{name}");
            let inside = rest.get(end..).unwrap_or("");
            let close = find_ignoring_case(inside, &close);
            return close.map_or(rest.len(), |i| {
                let tail = inside.get(i..).unwrap_or("");
                end + i + tag_end(tail)
            });
        }
        if BLOCKS.contains(&name.as_str()) {
            self.open = false;
            self.blank = false;
            let role = match name.as_str() {
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Some(Role::Heading),
                "figcaption" | "caption" => Some(Role::Caption),
                _ => None,
            };
            match role {
                Some(role) if !closing && self.role.len() < 64 => self.role.push((name, role)),
                Some(_) if closing => {
                    if let Some(i) = self.role.iter().rposition(|(n, _)| *n == name) {
                        self.role.truncate(i);
                    }
                }
                _ => {}
            }
        }
        end
    }
}

/// Bytes of the tag that begins here; a sign inside a quoted value does not end it.
fn tag_end(rest: &str) -> usize {
    let mut quote = None;
    for (i, b) in rest.bytes().enumerate() {
        match (quote, b) {
            (Some(q), _) if q == b => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') if rest.as_bytes().get(i.wrapping_sub(1)) == Some(&b'=') => quote = Some(b),
            (None, b'>') => return i + 1,
            _ => {}
        }
    }
    // a quotation mark that is never closed: the first sign will do
    rest.find('>').map_or(rest.len(), |i| i + 1)
}

fn find_ignoring_case(text: &str, what: &str) -> Option<usize> {
    let (text, what) = (text.as_bytes(), what.as_bytes());
    memchr::memchr_iter(b'<', text).find(|&i| {
        text.get(i..i + what.len())
            .is_some_and(|t| t.eq_ignore_ascii_case(what))
    })
}

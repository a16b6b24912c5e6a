//! A line of a report as the rules of roles see it.

use isnad_text::{Kind, LineIndex, Span, TokenPart, Tokens};

/// Lines longer than this (bytes) are looked at only at their beginning and end.
const SHORT: usize = 600;

/// A line, or a block of Markdown.
#[derive(Debug)]
pub(crate) struct Line<'t> {
    /// Where it stands, white space left out.
    pub(crate) span: Span,
    /// Its tokens; of a long line only those of its beginning.
    pub(crate) tokens: TokenPart<'t>,
    /// Number of words; of a long line an estimate.
    pub(crate) words: usize,
    /// Ends like a sentence.
    pub(crate) ends: bool,
    /// A blank line, or the start of the text, stands before it.
    pub(crate) gap: bool,
    /// What a markup language says of it.
    pub(crate) shape: Shape,
}

/// What a markup language says of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Nothing: plain text.
    #[default]
    Plain,
    /// A paragraph.
    Paragraph,
    /// A heading with its level.
    Heading(u8),
    /// The words under a picture.
    Picture,
    /// Code, tables, raw HTML.
    Other,
}

impl<'t> Line<'t> {
    /// The line under a span, or nothing if it holds no word and no mark.
    pub(crate) fn new(text: &str, span: Span, gap: bool, shape: Shape, all: &'t Tokens) -> Option<Self> {
        let span = trim(text, span);
        let words = span.of(text);
        if words.is_empty() {
            return None;
        }
        let head = prefix(words, SHORT);
        let tokens = all.part(all.within(Span::new(span.start, span.start + head.len())));
        if tokens.is_empty() && head.len() == words.len() {
            return None;
        }
        let counted = tokens.items().iter().filter(|t| t.kind == Kind::Word).count();
        let estimate = if head.len() < words.len() {
            counted * words.len() / head.len().max(1)
        } else {
            counted
        };
        Some(Self {
            span,
            tokens,
            words: estimate,
            ends: ends_sentence(words),
            gap,
            shape,
        })
    }

    /// Is it too long to be anything but a paragraph?
    pub(crate) fn long(&self) -> bool {
        self.span.len() > SHORT
    }

    /// The words of the line.
    pub(crate) fn text<'a>(&self, text: &'a str) -> &'a str {
        self.span.of(text)
    }

    /// The part of the report under some of the line's tokens.
    pub(crate) fn part(&self, tokens: std::ops::Range<usize>) -> Span {
        let items = self.tokens.items();
        match (
            items.get(tokens.start),
            tokens.end.checked_sub(1).and_then(|i| items.get(i)),
        ) {
            (Some(first), Some(last)) if tokens.start < tokens.end => {
                Span::new(first.span.start, last.span.end)
            }
            _ => Span::default(),
        }
    }

    /// The characters between a token and the next one.
    pub(crate) fn between<'a>(&self, text: &'a str, token: usize) -> &'a str {
        let items = self.tokens.items();
        let from = items.get(token).map_or(0, |t| t.span.end);
        let to = items.get(token + 1).map_or(from, |t| t.span.start);
        Span::new(from, to).of(text)
    }

    /// The first character of a token as a mark, if it is one.
    pub(crate) fn mark(&self, text: &str, token: usize) -> Option<char> {
        let t = self.tokens.get(token).filter(|t| t.kind == Kind::Mark)?;
        t.span.of(text).chars().next()
    }
}

/// The non-blank lines of a text.
pub(crate) fn plain_lines<'t>(text: &str, tokens: &'t Tokens) -> Vec<Line<'t>> {
    let index = LineIndex::new(text);
    let mut out = Vec::new();
    let mut gap = true;
    for span in index.lines(text) {
        match Line::new(text, span, gap, Shape::Plain, tokens) {
            Some(line) => {
                out.push(line);
                gap = false;
            }
            None => gap = true,
        }
    }
    out
}

/// The span without blanks and invisible marks at either end.
pub(crate) fn trim(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let blank = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{061C}' | '\u{FEFF}' | '\u{2060}')
    };
    let start = span.start + (words.len() - words.trim_start_matches(blank).len());
    Span::new(start, start + words.trim_matches(blank).len())
}

/// The longest beginning of at most `most` bytes that ends between characters.
pub(crate) fn prefix(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or("")
}

/// Does the text end with a full stop or the like, closing quotation marks, brackets and a credit in brackets aside?
fn ends_sentence(words: &str) -> bool {
    const CLOSING: [char; 8] = [
        '"', '\'', '\u{00BB}', '\u{00AB}', '\u{201D}', '\u{2019}', ')', ']',
    ];
    const STOPS: [char; 6] = ['.', '!', '?', '\u{061F}', '\u{2026}', '\u{06D4}'];
    let stops = |s: &str| {
        s.trim_end_matches(|c: char| c.is_whitespace() || CLOSING.contains(&c))
            .ends_with(STOPS)
    };
    let credit = words
        .ends_with(')')
        .then(|| words.rfind('('))
        .flatten()
        .and_then(|i| words.get(..i));
    stops(words) || credit.is_some_and(stops)
}

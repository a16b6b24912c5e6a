//! A line of credits: the places, agencies, outlets and persons of which it is made.

use crate::lexicon::Lexicon;
use crate::{
    dates::{Dates, phrase},
    line::Line,
};
use isnad_text::{Kind, Phrases, Script, Span};
use std::ops::Range;

/// One part of a line of credits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// What it is.
    pub(crate) kind: PartKind,
    /// Its words; of an outlet the name alone.
    pub(crate) span: Span,
    /// Numbers of its tokens.
    pub(crate) tokens: Range<usize>,
    /// Number of words.
    pub(crate) words: usize,
}

/// What a part of a line of credits is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PartKind {
    /// A city.
    Place,
    /// A news agency, with the name under which it is listed.
    Agency(String),
    /// An outlet.
    Outlet,
    /// Words in quotation marks that no dictionary knows: an outlet where only places stand beside them.
    Quoted,
    /// Unnamed sources.
    Marker,
    /// A date or clock time.
    Date,
    /// A few words that may be a name.
    Person,
    /// Anything else.
    Unknown,
}

impl Part {
    /// Does a dictionary or a mark say what it is?
    pub(crate) fn known(&self) -> bool {
        !matches!(self.kind, PartKind::Person | PartKind::Quoted | PartKind::Unknown)
    }
}

/// Cuts some tokens of a line at its separators and says what each part is.
pub(crate) fn parts(
    line: &Line,
    text: &str,
    dates: &Dates,
    words: &Lexicon<'_>,
    tokens: Range<usize>,
) -> Vec<Part> {
    let mut out = Vec::new();
    let mut from = tokens.start;
    let mut quoted = None;
    let mut i = tokens.start;
    let mut push =
        |range: Range<usize>, quoted: bool| out.extend(part(line, text, dates, words, range, quoted));
    while i < tokens.end {
        // what a dictionary knows stays in one piece, full stops and dashes in it included
        if let Some(len) = known_phrase(line, words, i) {
            i += len;
            if tatweel_dash(line, text, i - 1) {
                push(from..i, quoted.is_some());
                from = i;
            }
            continue;
        }
        let dated = |i: usize| dates.used.get(i).copied().unwrap_or(false);
        if i > from && dated(i) != dated(i - 1) && line.mark(text, i - 1).is_none() {
            push(from..i, quoted.is_some());
            from = i;
        }
        let mark = line.mark(text, i);
        let cut = match mark {
            Some('\u{00AB}' | '\u{201C}' | '{') => {
                push(from..i, false);
                quoted = Some(i);
                true
            }
            Some('\u{00BB}' | '\u{201D}' | '}') => {
                push(from..i, quoted.take().is_some());
                true
            }
            Some('"') => {
                push(from..i, quoted.is_some());
                quoted = if quoted.is_some() { None } else { Some(i) };
                true
            }
            Some(c) if separates(line, i, c) => {
                push(from..i, quoted.is_some());
                true
            }
            _ if joins(line, words, i, from, tokens.end) => {
                push(from..i, quoted.is_some());
                true
            }
            _ => false,
        };
        i += 1;
        if cut {
            from = i;
        } else if tatweel_dash(line, text, i - 1) {
            push(from..i, quoted.is_some());
            from = i;
        }
    }
    push(from..tokens.end, quoted.is_some());
    out
}

/// Length of a phrase of more than one token that a dictionary of names knows.
fn known_phrase(line: &Line, words: &Lexicon<'_>, at: usize) -> Option<usize> {
    let agency = words.agencies.exact(line.tokens, at).map(|h| h.len);
    let others = [&words.outlets, &words.places, &words.markers]
        .into_iter()
        .filter_map(|set| phrase(set, line, at).map(|(_, len)| len));
    others.chain(agency).max().filter(|&len| len > 1)
}

/// Is this mark a separator of parts? A dash inside a Latin word is none.
fn separates(line: &Line, at: usize, mark: char) -> bool {
    match mark {
        '-' | '\u{2013}' | '\u{2014}' | '\u{2010}'..='\u{2012}' => {
            let latin = |i: usize| {
                line.tokens
                    .get(i)
                    .is_some_and(|t| t.kind == Kind::Word && t.script == Script::Latin)
            };
            let glued = |i: usize| line.tokens.get(i).is_some_and(|t| t.glued);
            !(at > 0 && latin(at - 1) && latin(at + 1) && glued(at) && glued(at + 1))
        }
        ':' | '/' | '|' | '\u{060C}' | ',' | ';' | '\u{061B}' | '+' | '(' | ')' | '[' | ']' | '\\'
        | '\u{2022}' | '\u{00B7}' | '*' | '>' | '<' | '\u{203A}' => true,
        _ => false,
    }
}

/// Is this a word that stands between two parts, such as "and"?
fn joins(line: &Line, words: &Lexicon<'_>, at: usize, from: usize, end: usize) -> bool {
    at > from
        && at + 1 < end
        && [&words.from, &words.and]
            .into_iter()
            .any(|set: &Phrases<()>| phrase(set, line, at).is_some())
}

/// A tatweel that stands alone is a dash.
fn tatweel_dash(line: &Line, text: &str, token: usize) -> bool {
    let between = line.between(text, token);
    between.len() > 1 && between.contains('\u{0640}')
}

fn part(
    line: &Line,
    text: &str,
    dates: &Dates,
    words: &Lexicon<'_>,
    tokens: Range<usize>,
    quoted: bool,
) -> Option<Part> {
    let items = line.tokens.items();
    let mut range = tokens;
    while range.start < range.end && line.mark(text, range.start).is_some() {
        range.start += 1;
    }
    while range.start < range.end && line.mark(text, range.end - 1).is_some() {
        range.end -= 1;
    }
    if range.is_empty() {
        return None;
    }
    let count = items
        .get(range.clone())
        .unwrap_or_default()
        .iter()
        .filter(|t| t.kind != Kind::Mark)
        .count();
    let whole = |set: &Phrases<()>| {
        phrase(set, line, range.start).is_some_and(|(_, len)| range.start + len == range.end)
    };
    let prefix = |set: &Phrases<()>| {
        phrase(set, line, range.start)
            .map(|(_, len)| len)
            .filter(|len| range.start + len < range.end)
    };
    let mut name = range.clone();
    let agency = words
        .agencies
        .exact(line.tokens, range.start)
        .filter(|h| range.start + h.len == range.end);
    let kind = if dates
        .used
        .get(range.clone())
        .is_some_and(|u| u.iter().all(|&u| u))
    {
        PartKind::Date
    } else if let Some(hit) = agency {
        PartKind::Agency(hit.value.clone())
    } else if whole(&words.markers) {
        PartKind::Marker
    } else if (whole(&words.places) || words.place(line, &range) && !whole(&words.outlets)) && !quoted {
        PartKind::Place
    } else if whole(&words.outlets) {
        PartKind::Outlet
    } else if prefix(&words.agency_kinds).is_some() && count <= 5 {
        PartKind::Agency(line.part(range.clone()).of(text).to_owned())
    } else if let Some(len) = prefix(&words.outlet_kinds).filter(|_| count <= 6) {
        name.start += len;
        PartKind::Outlet
    } else if count <= 6 && gives_outlet_away(line, text, words, &range) {
        PartKind::Outlet
    } else if quoted {
        PartKind::Quoted
    } else if person(line, text, words, &range) {
        PartKind::Person
    } else {
        PartKind::Unknown
    };
    Some(Part {
        kind,
        span: line.part(name.clone()),
        tokens: name,
        words: count,
    })
}

/// Does one of the words say that this is an outlet's name? One word alone says nothing.
pub(crate) fn gives_outlet_away(line: &Line, text: &str, words: &Lexicon<'_>, range: &Range<usize>) -> bool {
    let latin = line
        .tokens
        .get(range.start)
        .is_some_and(|t| t.script == Script::Latin);
    range.len() > 1
        && range
            .clone()
            .any(|i| words.outlet_words.iter().any(|w| w == line.tokens.folded(i)))
        && (!latin || capitals(line, range))
        && !range
            .clone()
            .any(|i| !latin && function_word(line, text, words, i))
}

/// Is this one of the small words that no name has? Letters count as they are written: folding would make a name of
/// some of them.
fn function_word(line: &Line, text: &str, words: &Lexicon<'_>, at: usize) -> bool {
    let word = line.part(at..at + 1).of(text);
    words.no_name.iter().any(|w| w.eq_ignore_ascii_case(word))
}

/// Does the line hold no figure and no small word?
pub(crate) fn bare(line: &Line, text: &str, words: &Lexicon<'_>) -> bool {
    let items = line.tokens.items().iter().enumerate();
    items
        .into_iter()
        .all(|(i, t)| t.kind != Kind::Number && !function_word(line, text, words, i))
}

/// Do all Latin words but the smallest begin with a capital?
fn capitals(line: &Line, range: &Range<usize>) -> bool {
    range.clone().all(|i| {
        line.tokens.get(i).is_none_or(|t| {
            t.kind != Kind::Word || t.script != Script::Latin || t.capital || t.span.len() <= 3
        })
    })
}

/// Two to five words that may be somebody's name: no figure, no function word, capitals where the script has them.
pub(crate) fn person(line: &Line, text: &str, words: &Lexicon<'_>, range: &Range<usize>) -> bool {
    let mut start = range.start;
    while let Some((_, len)) =
        phrase(&words.honorifics, line, start).filter(|(_, len)| start + len < range.end)
    {
        start += len;
        start += usize::from(line.tokens.get(start).is_some_and(|t| t.kind == Kind::Mark));
    }
    let n = (start..range.end)
        .filter(|&i| line.tokens.get(i).is_some_and(|t| t.kind == Kind::Word))
        .count();
    (2..=5).contains(&n)
        && (start..range.end).all(|i| {
            line.tokens.get(i).is_some_and(|t| match t.kind {
                Kind::Number => false,
                Kind::Mark => t.span.len() == 1 && t.glued,
                Kind::Word => {
                    (t.script != Script::Latin || t.capital || t.span.len() <= 3)
                        && !function_word(line, text, words, i)
                }
            })
        })
        && line
            .tokens
            .get(start)
            .is_some_and(|t| t.script != Script::Latin || t.capital)
}

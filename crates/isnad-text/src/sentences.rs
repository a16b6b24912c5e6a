//! Sentences.

use crate::{
    Span,
    tokens::{Kind, Script, Tokens},
};
use std::ops::Range;

/// A sentence: its bytes and its tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands (no white space at the ends, its closing mark included).
    pub span: Span,
    /// Numbers of its tokens.
    pub tokens: Range<usize>,
}

/// How a language ends its sentences.
#[derive(Clone, Debug, Default)]
pub struct SentenceRules {
    /// Marks that end a sentence.
    pub ends: Vec<char>,
    /// Folded words after which a full stop is no end ("mr", "dr").
    pub abbreviations: Vec<String>,
}

/// The fewest letters of a word beside a mark that no blank follows.
const MIN_LETTERS: usize = 3;

/// Cuts one block of text into sentences.
///
/// A mark ends a sentence when a blank or the end of the block follows it (closing quotation marks and brackets may stand
/// between). Two or more full stops in a row inside a line are no end, nor is a full stop after a single letter or a
/// known abbreviation. Between two longer words of Arabic script it is one also without the blank.
pub fn sentences(text: &str, tokens: &Tokens, block: Span, rules: &SentenceRules) -> Vec<Sentence> {
    let range = tokens.within(block);
    let items = tokens.items();
    let mut out = Vec::with_capacity(range.len() / 16 + 1);
    let mut first = range.start;
    let mut i = range.start;
    while i < range.end {
        if ends_here(text, tokens, &range, i, rules) {
            let mut last = i;
            while last + 1 < range.end && items[last + 1].glued && is_closing(items[last + 1].span.of(text)) {
                last += 1;
            }
            out.push(Sentence {
                span: Span::new(items[first].span.start, items[last].span.end),
                tokens: first..last + 1,
            });
            first = last + 1;
            i = last;
        }
        i += 1;
    }
    if first < range.end {
        let span = Span::new(items[first].span.start, items[range.end - 1].span.end);
        out.push(Sentence {
            span,
            tokens: first..range.end,
        });
    }
    out
}

fn is_closing(mark: &str) -> bool {
    matches!(
        mark,
        "\u{00BB}" | "\"" | "\u{201D}" | ")" | "]" | "\u{2019}" | "'"
    )
}

/// Does a sentence end here though no blank follows? Only where the words on both sides are too long for abbreviations and
/// of a script that writes no addresses ("the office.He said" in Arabic letters).
fn is_unspaced(tokens: &Tokens, range: &Range<usize>, mark: usize, next: usize) -> bool {
    let long = |i: usize| {
        tokens.items().get(i).is_some_and(|t| {
            t.kind == Kind::Word
                && t.script == Script::Arabic
                && tokens.folded(i).chars().count() >= MIN_LETTERS
        })
    };
    mark > range.start && next == mark + 1 && long(mark - 1) && long(next)
}

fn ends_here(text: &str, tokens: &Tokens, range: &Range<usize>, i: usize, rules: &SentenceRules) -> bool {
    let items = tokens.items();
    let token = &items[i];
    if token.kind != Kind::Mark {
        return false;
    }
    let Some(c) = token.span.of(text).chars().next() else {
        return false;
    };
    if !rules.ends.contains(&c) {
        return false;
    }
    let mut next = i + 1;
    while next < range.end && items[next].glued && is_closing(items[next].span.of(text)) {
        next += 1;
    }
    if next < range.end && items[next].glued {
        return is_unspaced(tokens, range, i, next);
    }
    if c == '.' && i > range.start {
        let before = &items[i - 1];
        if before.span.of(text) == "." {
            return next >= range.end; // an ellipsis goes on
        }
        if before.kind == Kind::Word {
            let word = tokens.folded(i - 1);
            let initial = before.capital && word.chars().count() == 1;
            return !(initial || rules.abbreviations.iter().any(|a| a == word));
        }
    }
    true
}

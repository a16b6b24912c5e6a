//! Pairs of quotation marks, also where they stand the wrong way round or miss their partner.

use crate::Page;
use isnad_text::{Kind, Span};
use std::ops::Range;

/// Words between quotation marks.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    /// Numbers of the tokens between the marks.
    pub(super) tokens: Range<usize>,
    /// What stands between the marks, without punctuation at its end.
    pub(super) span: Span,
    /// Is it written together with a conjunction or preposition?
    pub(super) attached: bool,
}

impl super::scene::Scene<'_> {
    /// Is the word that a pair is written together with the conjunction alone? Then what stands before it is complete.
    pub(super) fn joined_by_and(&self, pair: &Pair) -> bool {
        let proclitic = pair.tokens.start.checked_sub(2);
        proclitic.is_some_and(|p| {
            self.words
                .conjunctions
                .iter()
                .any(|c| c == self.page.tokens.folded(p))
        })
    }
}

impl Pair {
    /// Number of words.
    pub(super) fn words(&self, page: &Page<'_>) -> usize {
        self.tokens
            .clone()
            .filter(|&i| page.tokens.get(i).is_some_and(|t| t.kind == Kind::Word))
            .count()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Guillemet,
    Double,
    Single,
}

/// The family of a mark and whether it is made to open (`Some(true)`), to close, or for both.
fn family(mark: &str) -> Option<(Family, Option<bool>)> {
    Some(match mark {
        "\u{AB}" | "\u{2039}" => (Family::Guillemet, Some(true)),
        "\u{BB}" | "\u{203A}" => (Family::Guillemet, Some(false)),
        "\u{201C}" | "\u{201E}" => (Family::Double, Some(true)),
        "\u{201D}" => (Family::Double, Some(false)),
        "\"" | "\u{201F}" => (Family::Double, None),
        "\u{2018}" => (Family::Single, Some(true)),
        "\u{2019}" => (Family::Single, Some(false)),
        "'" => (Family::Single, None),
        _ => return None,
    })
}

/// Tokens behind an opening mark after a subordinator that make it speech although nothing closes it.
const MIN_UNCLOSED: usize = 4;

/// The outermost pairs of each block, in order.
///
/// A mark opens where a word follows it closely and none stands closely before it (a proclitic may); it closes where one
/// stands closely before it. Which way round it is drawn counts only where its place does not tell.
pub(super) fn pairs(page: &Page<'_>) -> Vec<Pair> {
    let items = page.tokens.items();
    let mut out = Vec::new();
    let mut carried = false;
    for block in page.report.blocks.iter().filter(|b| b.role.is_content()) {
        let range = page.tokens.within(block.span());
        let mut open: Vec<(Family, usize, bool)> = Vec::new();
        let mut first = true;
        let mut passed = range.start;
        for i in range.clone() {
            if items[i].kind != Kind::Mark || i < passed {
                continue;
            }
            let Some((mut family, drawn)) = family(items[i].span.of(page.text)) else {
                continue;
            };
            // two apostrophes make one double mark
            let twice = drawn.is_none()
                && family == Family::Single
                && i + 1 < range.end
                && items[i + 1].glued
                && page.word(i + 1) == "'";
            let last = i + usize::from(twice);
            if twice {
                family = Family::Double;
                passed = last + 1;
            }
            let attached = items[i].glued && i > range.start && is_proclitic(page, i - 1);
            let free = !items[i].glued || i == range.start || attached || is_free_mark(page, i - 1);
            let tight = last + 1 < range.end
                && items[last + 1].glued
                && (items[last + 1].kind != Kind::Mark || may_begin(page, last + 1));
            let inside = open.iter().rposition(|o| o.0 == family);
            if family == Family::Single && (inside.is_none() && (items[i].glued || !tight)) {
                continue;
            }
            match inside {
                Some(at)
                    if drawn == Some(false)
                        || !(free && tight)
                        || (drawn.is_none() && items[i].glued && !attached) =>
                {
                    let (_, start, attached) = open[at];
                    open.truncate(at);
                    if open.is_empty() {
                        push(page, &mut out, start + 1..i, attached);
                    }
                }
                Some(at)
                    if drawn == Some(true)
                        && open.get(at).is_some_and(|o| page.word(o.1) != page.word(i)) =>
                {
                    open.push((family, i, attached)); // another shape of the same family: marks within marks
                }
                Some(at) => {
                    // the last one was never closed
                    open.truncate(at);
                    open.push((family, i, attached));
                }
                None if (tight && free)
                    || drawn == Some(true)
                    || (i > range.start && page.word(i - 1) == ":") =>
                {
                    open.push((family, i, attached))
                }
                None if carried && first => push(page, &mut out, range.start..i, false),
                None => {}
            }
            first = false;
        }
        carried = false;
        if let Some(&(family, start, attached)) = open.first()
            && family != Family::Single
            && (start == range.start
                || (start > range.start && items[start - 1].span.of(page.text) == ":")
                || start > range.start
                    && range.end - start > MIN_UNCLOSED
                    && page.pack.speech.that.exact(&page.tokens, start - 1).is_some())
        {
            push(page, &mut out, start + 1..range.end, attached);
            carried = true;
        }
    }
    out.sort_by_key(|p| p.tokens.start);
    out
}

fn push(page: &Page<'_>, out: &mut Vec<Pair>, mut tokens: Range<usize>, attached: bool) {
    let whole = tokens.clone();
    while tokens.end > tokens.start && is_stop(page, tokens.end - 1) {
        tokens.end -= 1;
    }
    // the second of two apostrophes
    if page.word(tokens.start) == "'" && page.word(whole.start.saturating_sub(1)) == "'" {
        tokens.start += 1;
    }
    if tokens.is_empty() {
        return;
    }
    out.push(Pair {
        span: page.span(tokens),
        tokens: whole,
        attached,
    });
}

/// Punctuation that may stand at the end of a quotation without being part of it.
pub(super) fn is_stop(page: &Page<'_>, token: usize) -> bool {
    matches!(
        page.word(token),
        "." | "," | ";" | ":" | "\u{60C}" | "\u{61B}" | "-" | "\u{2013}" | "\u{2014}" | "\u{2026}"
    )
}

/// May words in marks begin with this mark?
fn may_begin(page: &Page<'_>, token: usize) -> bool {
    matches!(page.word(token), "(" | "[" | "#" | "@" | "\u{2026}")
        && page.tokens.get(token + 1).is_some_and(|t| t.glued)
        || family(page.word(token)).is_some_and(|(_, drawn)| drawn != Some(false))
}

fn is_proclitic(page: &Page<'_>, token: usize) -> bool {
    let word = page.tokens.folded(token);
    page.pack.speech.proclitics.iter().any(|p| p == word)
}

fn is_free_mark(page: &Page<'_>, token: usize) -> bool {
    matches!(
        page.word(token),
        ":" | "(" | "[" | "\u{60C}" | "/" | "-" | "\u{2013}" | "\u{2014}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::testing::paragraph;
    use isnad_lang::Packs;

    fn check(text: &str, expected: &[&str]) {
        let report = paragraph("ar", text);
        let pack = Packs::builtin().get("ar").unwrap();
        let page = Page::new(&report, pack);
        let found: Vec<_> = pairs(&page)
            .into_iter()
            .map(|p| p.span.of(text).to_owned())
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn marks_pair_by_their_place_not_by_their_shape() {
        check("x «a b» y", &["a b"]);
        check("x »a b» y", &["a b"]);
        check("و»a b» y", &["a b"]);
        check("x \"a \u{201C}b\u{201D} c.\" y", &["a \u{201C}b\u{201D} c"]);
        check("x a» y", &[]);
        check("x أن «a b c d e.", &["a b c d e"]);
        check("x «a b c d e.", &[]);
        check("x's 'a b' y", &["a b"]);
        check("x: ''a b c'' y", &["a b c"]);
        check("x: ''a b c\" y", &["a b c"]);
    }
}

//! What may stand around an expression.

use super::{
    super::{Pattern, Reads, Sense},
    Match, Run, Slots,
};
use isnad_text::{Kind, Span};

impl<'a> Run<'a, '_> {
    /// Checks what stands around a match and makes it whole.
    pub(super) fn accept(
        &self,
        pattern: &'a Pattern,
        at: usize,
        end: usize,
        slots: Slots,
    ) -> Option<Match<'a>> {
        let start = slots
            .begin
            .or_else(|| self.tokens.get(at).map(|t| t.span.start))?;
        let last = slots
            .end
            .or_else(|| self.tokens.get(end.checked_sub(1)?).map(|t| t.span.end))?;
        let span = Span::new(start, last);
        if span.is_empty() || !self.text.is_char_boundary(start) {
            return None;
        }
        let first = self.tokens.at_byte(start);
        let behind = self.tokens.at_byte(last.saturating_sub(1)) + 1;
        if self.tied_before(first) || self.tied_after(behind) {
            return None;
        }
        if pattern.not_after != 0
            && first > self.range.start
            && self.classes(first - 1) & pattern.not_after != 0
        {
            return None;
        }
        if pattern.not_before != 0
            && behind < self.range.end
            && self.classes(behind) & pattern.not_before != 0
        {
            return None;
        }
        if pattern.uncounted && behind < self.range.end && self.is_counted(behind) {
            return None;
        }
        if pattern.closing && !self.closes(behind) || pattern.sure && slots.doubtful {
            return None;
        }
        if slots.doubtful && (first..behind).any(|i| self.is_unlike(i)) {
            return None;
        }
        if slots.rare && slots.day.is_none() && slots.ordinal.is_none() && slots.year.is_none() {
            return None;
        }
        let numbered = |i: usize| self.tokens.get(i).is_some_and(|t| t.kind == Kind::Number);
        if pattern.unnumbered && first > self.range.start && numbered(first - 1) {
            return None;
        }
        // "2.07 in the year 2014": the unit belongs to what follows
        if pattern.reads == Reads::Length && behind < self.range.end && self.is_year(behind) {
            return None;
        }
        let bare = |i: usize| self.words.lexicon.exact(self.tokens, i).is_some();
        if pattern.plain && !(at + 1..end).all(bare) {
            return None;
        }
        Some(Match {
            span,
            tokens: (at, end),
            slots,
            pattern,
        })
    }

    /// Is the token, as it is spelled, a word that only folding makes like one of time?
    fn is_unlike(&self, at: usize) -> bool {
        let token = self.tokens.get(at).map(|t| t.span.of(self.text));
        token.is_some_and(|word| self.words.unlike.iter().any(|u| u == word))
    }

    pub(super) fn is_year(&self, at: usize) -> bool {
        let (from, to) = self.words.year_range;
        let four = self.tokens.folded(at).len() == 4;
        four && self.value(at).is_some_and(|v| (from..=to).contains(&(v as i32)))
    }

    /// Does the clause end here, or go on with a word that may follow a number?
    fn closes(&self, behind: usize) -> bool {
        match self.tokens.get(behind).filter(|_| behind < self.range.end) {
            None => true,
            Some(t) if t.kind == Kind::Mark => !matches!(
                t.span.of(self.text),
                "%" | "+"
                    | "-"
                    | "/"
                    | "$"
                    | "\u{20AC}"
                    | "\u{00A3}"
                    | "*"
                    | "="
                    | "\u{066A}"
                    | "("
                    | "\u{2013}"
            ),
            Some(_) => self
                .words
                .closer
                .is_some_and(|c| self.classes(behind) & (1 << c) != 0),
        }
    }

    /// A number that goes on to the left by a mark without blanks ("5+5", "021-2014") is no date.
    fn tied_before(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else {
            return false;
        };
        if token.kind != Kind::Number || !token.glued || at == 0 {
            return token.kind == Kind::Number && at >= 1 && self.is_sum(at - 1);
        }
        match self.tokens.get(at - 1) {
            Some(mark) if mark.kind == Kind::Mark => {
                let before = at.checked_sub(2).and_then(|i| self.tokens.get(i));
                let c = mark.span.of(self.text);
                matches!(c, "+" | "$" | "#" | "@" | "_" | "\u{20AC}" | "\u{00A3}")
                    || (mark.glued
                        && matches!(c, "." | "," | ":" | "/" | "-")
                        && before.is_some_and(|t| t.kind == Kind::Number))
            }
            Some(word) => word.kind == Kind::Word && word.script == isnad_text::Script::Latin,
            None => false,
        }
    }

    fn tied_after(&self, behind: usize) -> bool {
        let Some(last) = behind.checked_sub(1).and_then(|i| self.tokens.get(i)) else {
            return false;
        };
        if last.kind != Kind::Number {
            return false;
        }
        let Some(next) = self.tokens.get(behind) else {
            return false;
        };
        if self.is_sum(behind) {
            return true;
        }
        if !next.glued {
            return false;
        }
        let c = next.span.of(self.text);
        let number = self
            .tokens
            .get(behind + 1)
            .is_some_and(|t| t.glued && t.kind == Kind::Number);
        matches!(c, "%" | "+" | "\u{066A}" | "_" | "@")
            || (matches!(c, "." | "," | ":" | "/" | "-") && number)
    }

    fn is_sum(&self, at: usize) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|t| t.kind == Kind::Mark && matches!(t.span.of(self.text), "+" | "%" | "\u{066A}"))
    }

    /// The named classes of a token, as bits.
    fn classes(&self, at: usize) -> u128 {
        self.readings(at).iter().fold(0, |bits, s| {
            if let Sense::Named(i) = s.sense {
                bits | 1 << i
            } else {
                bits
            }
        })
    }

    fn is_counted(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else {
            return false;
        };
        let word = self.tokens.folded(at);
        token.kind == Kind::Word
            && word.chars().count() > 2
            && self
                .words
                .counted_endings
                .iter()
                .any(|e| word.ends_with(e.as_str()))
    }
}

//! How far the content of a quotation goes: to the end of the sentence, to the next verb of saying, to a remark of the
//! reporter or to an attribution.

use super::{cues::Cue, scene::Scene};
use isnad_lang::speech::Shape;
use std::ops::Range;

impl Scene<'_> {
    /// Does this verb, which stands inside the content of an earlier one, end that content?
    pub(super) fn cuts(&self, cue: &Cue<'_>, content: usize) -> bool {
        let at = cue.tokens.start;
        if at <= content {
            return false;
        }
        let joined = cue.conjoined || self.is_comma(at - 1) || self.linker_before(at);
        if self.verb_first() {
            // a comma between the subject of the content and its verb
            let apart = cue.shape == Shape::Finite
                && !cue.conjoined
                && self.is_comma(at - 1)
                && (self.unnamed_words(content..at) <= 3
                    || self
                        .named_at(content)
                        .is_some_and(|n| n.cover.end + 1 == at && n.speaks()));
            return (joined && !apart) || cue.shape != Shape::Finite;
        }
        joined && (cue.shape == Shape::Participle || self.linker_before(at))
            || self.clause_start(at, content).is_some()
    }

    /// Number of words that are part of no name or title.
    fn unnamed_words(&self, tokens: Range<usize>) -> usize {
        let named = |i: usize| self.around(i).any(|n| n.cover.contains(&i));
        tokens.filter(|&i| !self.is_mark(i) && !named(i)).count()
    }

    /// In a subject-first language: the token with which the verb's clause begins, if a conjunction and a short subject stand
    /// between it and the content before.
    pub(super) fn clause_start(&self, verb: usize, content: usize) -> Option<usize> {
        let mut i = verb;
        while i > content + 1 && self.has_exact(&self.words.auxiliaries, i - 1).is_some() {
            i -= 1;
        }
        if i > content + 1 {
            if self.has_exact(&self.words.pronouns, i - 1).is_some() {
                i -= 1;
            } else if let Some(named) = self.around(i).find(|n| n.tokens.end == i && n.speaks()) {
                i = named.cover.start.max(content + 1);
            }
        }
        (i > content + 1 && self.has_exact(&self.words.linkers, i - 1).is_some()).then(|| i - 1)
    }

    /// The token before which content must end that would reach this verb.
    pub(super) fn cut_before(&self, cue: &Cue<'_>, content: usize) -> usize {
        let mut i = cue.tokens.start;
        if !self.verb_first()
            && let Some(start) = self.clause_start(i, content)
        {
            i = start;
        }
        loop {
            let back = i.saturating_sub(1);
            if i > content + 1 && (self.is_stop(back) || self.has(&self.words.auxiliaries, back).is_some()) {
                i = back;
            } else if let Some(n) =
                (1..=2).find(|&n| i > content + n && self.has(&self.words.linkers, i - n) == Some(n))
            {
                i -= n;
            } else {
                return i;
            }
        }
    }

    /// Cuts off what is the reporter's own in content that runs to `end`.
    pub(super) fn content_end(&self, content: usize, end: usize) -> usize {
        let mut i = content + 1;
        while i < end {
            if self.is_comma(i)
                && self.pair_of(i).is_none()
                && i + 1 < end
                && self.has_exact(&self.words.asides, i + 1).is_some()
                && !self.pairs[self.pairs_near(&(i..end))]
                    .iter()
                    .any(|p| p.tokens.start > i && p.tokens.end <= end && self.is_speech(p, true))
            {
                return i;
            }
            // the sentence goes on with another verb of the same subject
            if self.has_exact(&self.words.parallels, i).is_some()
                && self.pair_of(i).is_none()
                && i > content + 2
            {
                return i;
            }
            if matches!(self.page.word(i), "\u{61B}" | ";")
                && self.pair_of(i).is_none()
                && i > content + 4
                && self.verb_first()
                && self.new_clause(i + 1)
            {
                return i;
            }
            i += 1;
        }
        // a credit in brackets at the very end
        let trimmed = self.trimmed(content..end);
        if self.page.word(trimmed.end.saturating_sub(1)) == ")"
            && let Some(open) = trimmed.clone().rev().find(|&i| self.page.word(i) == "(")
            && open > content + 2
            && self
                .named_in(open + 1..trimmed.end)
                .any(|n| n.tokens.start == open + 1)
        {
            return open;
        }
        trimmed.end
    }

    /// Does a clause with a conjunction of its own begin here?
    fn new_clause(&self, token: usize) -> bool {
        self.has(&self.words.linkers, token).is_some()
    }

    /// Where content with several complements of the same preposition is divided ("on the need …, and on that …").
    pub(super) fn second_complement(
        &self,
        content: Range<usize>,
        preposition: u64,
    ) -> Option<(usize, usize)> {
        content.clone().skip(2).find_map(|i| {
            let token = self.page.tokens.get(i)?;
            let same = token
                .forms()
                .iter()
                .any(|f| f.off == isnad_text::Form::CONJUNCTION && f.hash == preposition);
            let that = same && i + 1 < content.end && self.has_exact(&self.words.that, i + 1).is_some();
            that.then_some((i, i + 2))
        })
    }
}

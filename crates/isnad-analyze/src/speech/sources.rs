//! Attributions that are no verb of saying: "according to", before or behind the clause they belong to.

use super::{
    scene::Scene,
    speakers::{Memory, Speaker},
};
use isnad_lang::speech::{Attribution, Shape};
use isnad_model::{Link, MentionForm, Words};
use std::ops::Range;

/// Tokens behind the verb of an attribution that closes a sentence.
const CLOSING: usize = 9;

/// An attribution in a sentence.
#[derive(Debug)]
pub(super) struct Source {
    /// Its tokens, from the attributing word to the end of the name.
    pub(super) tokens: Range<usize>,
    /// The attributing words and the verb in them.
    pub(super) cue: Range<usize>,
    pub(super) chain: Vec<Link>,
    /// Is it written together with a conjunction?
    pub(super) conjoined: bool,
    /// Does it stand aside in a clause ("said, as NAME carried"), so that its verb introduces nothing?
    pub(super) aside: bool,
}

impl Scene<'_> {
    /// The attributions of a sentence.
    pub(super) fn attributions(&self, sentence: Range<usize>, memory: &Memory) -> Vec<Source> {
        let mut out = Vec::new();
        let mut i = sentence.start;
        while i < sentence.end {
            let found = self.attribution(i, sentence.clone(), memory);
            i = found.as_ref().map_or(i + 1, |s| s.tokens.end.max(i + 1));
            out.extend(found);
        }
        out
    }

    fn attribution(&self, at: usize, sentence: Range<usize>, memory: &Memory) -> Option<Source> {
        let hit = self
            .words
            .attributions
            .longest_where(&self.page.tokens, at, Self::plain)?;
        if self.pair_of(at).is_some_and(|p| self.is_speech(p, true)) || self.is_name(at) {
            return None;
        }
        let mut from = at + hit.len;
        let mut cue_end = from;
        let mut aside = false;
        if *hit.value == Attribution::Verb {
            let verb = self
                .words
                .cues
                .longest_where(&self.page.tokens, from, Self::plain)?;
            if !matches!(verb.value.shape, Shape::Finite | Shape::WithObject) {
                return None;
            }
            from += verb.len;
            cue_end = from;
            aside = self.has(&self.words.linkers, at) == Some(hit.len);
            let relays = self
                .words
                .verbs
                .get(verb.value.verb as usize)
                .is_some_and(|v| v.relays);
            let of_whom = self.has_exact(&self.words.standing, from);
            // a linker with a verb behind it mostly opens a clause of its own
            if aside {
                if let (true, Some(len)) = (relays, of_whom) {
                    from += len;
                } else if !self.is_closing(at, from, sentence.end) {
                    return None;
                }
            }
            // the pronoun that takes up the relative word
            if self
                .page
                .tokens
                .get(from)
                .is_some_and(|t| t.kind != isnad_text::Kind::Mark && t.span.len() <= 4)
                && self
                    .words
                    .proclitics
                    .iter()
                    .any(|p| self.page.tokens.folded(from).starts_with(p.as_str()))
            {
                from += 1;
                cue_end = from;
            }
        }
        // a name in marks is all of the source
        let marked = self
            .pair_opened(from)
            .filter(|p| self.verb_first() && !self.is_speech(p, true) && p.tokens.end < sentence.end)
            .map(|p| p.tokens.end + 1);
        let stop = match (*hit.value, marked) {
            (Attribution::Source, Some(end)) => end,
            _ => self.end_of_source(from, sentence.end),
        };
        let mut chain = match self.source_speaker(from..stop, *hit.value)? {
            Speaker::Chain(chain) => chain,
            Speaker::Last if self.has(&self.words.sources, from).is_some() && !memory.unnamed.is_empty() => {
                memory.unnamed.clone()
            }
            Speaker::Last => memory.chain.clone(),
        };
        // an attribution by verb without anything that speaks would be a plain comparison ("as agreed")
        if chain.is_empty() {
            return None;
        }
        if let (Attribution::Verb, Some(first)) = (*hit.value, chain.first_mut()) {
            first.verb = Some(
                self.page
                    .span(at + hit.len..cue_end)
                    .of(self.page.text)
                    .to_owned(),
            );
        }
        // "according to what NAME told the paper PAPER"
        if let [said] = chain.as_slice()
            && let Some(media) = self.addressed_media(from..stop)
            && media.start != said.start
        {
            chain.push(media);
        }
        Some(Source {
            tokens: at..stop,
            cue: at..cue_end,
            chain,
            aside,
            conjoined: hit.form.off & isnad_text::Form::CONJUNCTION != 0,
        })
    }

    /// Is this sentence nothing but an attribution of the one before ("… dollars. According to the agency.")?
    pub(super) fn is_only_attribution(&self, number: usize) -> bool {
        let sentences = &self.page.sentences;
        let (Some(before), Some(this)) = (
            number.checked_sub(1).and_then(|n| sentences.get(n)),
            sentences.get(number),
        ) else {
            return false;
        };
        let tokens = &this.sentence.tokens;
        self.verb_first()
            && before.block == this.block
            && before.role.is_content()
            && tokens.len() <= CLOSING
            && self
                .words
                .attributions
                .exact(&self.page.tokens, tokens.start)
                .is_some_and(|h| self.has(&self.words.linkers, tokens.start) != Some(h.len))
            && !tokens
                .clone()
                .any(|i| self.has_exact(&self.words.openers, i).is_some())
    }

    /// Where the source that begins here ends: at a comma or stop, at words in marks, where the clause begins.
    fn end_of_source(&self, from: usize, end: usize) -> usize {
        let inside = |i: usize| {
            self.around(i)
                .any(|n| n.cover.contains(&i) && n.cover.start >= from)
        };
        (from..end)
            .find(|&i| {
                i > from
                    && (self.has_exact(&self.words.openers, i).is_some()
                        || self.pair_opened(i).is_some_and(|p| self.is_speech(p, true)))
                    || self.is_stop(i) && self.pair_of(i).is_none() && !inside(i)
            })
            .unwrap_or(end)
    }

    /// Do a few words behind a comma close the sentence with this verb, which introduces nothing?
    fn is_closing(&self, at: usize, verb_end: usize, end: usize) -> bool {
        at > 0
            && (self.is_comma(at - 1) || self.pair_closed(at - 1))
            && end - verb_end <= CLOSING
            && (verb_end..end).all(|i| {
                self.has_exact(&self.words.that, i).is_none()
                    && self.page.word(i) != ":"
                    && (!self.is_comma(i) || i + 1 == end)
                    && self.has_exact(&self.words.prepositions, i).is_none()
            })
    }

    /// The source behind an attributing word: without a verb only what can speak counts ("according to the law" does not).
    fn source_speaker(&self, region: Range<usize>, kind: Attribution) -> Option<Speaker> {
        let mut head = region.start;
        // a name in marks
        if self.verb_first()
            && let Some(pair) = self
                .pair_opened(head)
                .filter(|p| !self.is_speech(p, true) && p.tokens.end <= region.end)
        {
            let words = Words::of(self.page.text, pair.span);
            return Some(Speaker::Chain(vec![Link {
                text: words.text,
                start: words.start,
                end: words.end,
                ..Link::default()
            }]));
        }
        if !self.verb_first() {
            while head + 1 < region.end
                && self.page.tokens.folded(head).len() <= 3
                && self.named_at(head).is_none()
                && !self.is_mark(head)
            {
                head += 1;
            }
        }
        let named = self
            .around(head)
            .find(|n| n.tokens.start == head || n.cover.start == head);
        let speaking = named.is_some_and(|n| n.speaks())
            || self.words.documents.longest(&self.page.tokens, head).is_some()
            || self.words.sources.longest(&self.page.tokens, head).is_some()
            || (head + 1 < region.end
                && self.words.sources.longest(&self.page.tokens, head + 1).is_some()
                && !self.verb_first());
        if kind == Attribution::Source && !speaking {
            return None;
        }
        if self.verb_first() {
            // a preposition written together with the name does not make it the one addressed here
            if let Some(n) = named.filter(|n| {
                n.speaks()
                    && self.words.documents.longest(&self.page.tokens, head).is_none()
                    && self.has(&self.words.sources, head).is_none()
            }) {
                let office = n.is_person() && n.mention.form == MentionForm::Title;
                let holder = || self.person_behind(head, region.end).filter(|_| office);
                let best = holder().or_else(|| self.named_at(n.cover.start)).unwrap_or(n);
                return Some(Speaker::Chain(vec![Link {
                    medium: self.medium(region.start..best.tokens.end),
                    ..self.link(best)
                }]));
            }
            return self.speaker_in(region);
        }
        self.subject_before(region.end, region.start).map(|(s, _)| s)
    }
}

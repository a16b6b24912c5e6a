//! Makes quotations of what a cue introduces: the marked words in it, the frame, or both.

use super::{Draft, Reader};
use crate::speech::{cues::Joint, marks::Pair};
use isnad_lang::speech::Shape;
use isnad_model::{Link, Quotation, QuotationKind, Stance, Words};
use std::ops::Range;

/// Tokens between a verb and those who speak by it.
const REACH: usize = 24;

impl Reader<'_> {
    /// Makes quotations of what a cue introduces: the marked words in it, the frame, or both.
    pub(super) fn emit(&mut self, draft: &Draft) {
        let scene = self.scene;
        // marks around the whole, or marks that hold the preposition too
        let start = draft.content.start;
        let marked = scene.pair_of(start).filter(|pair| {
            let at = pair.tokens.start;
            draft.joint == Joint::Marks && at == start
                || at + 2 >= start && at < start && at > draft.cue.end && scene.is_speech(pair, true)
        });
        if let Some(pair) = marked.cloned() {
            self.push_pair(
                &pair,
                QuotationKind::Direct,
                Some(draft.cue.clone()),
                draft.chain.clone(),
                draft.stance,
                draft.joint.rule(),
            );
            return;
        }
        let mut end = scene.content_end(draft.content.start, draft.content.end);
        // a verse in brackets
        if scene.verb_first()
            && scene.page.word(start) == "("
            && draft.chain.first().is_some_and(|l| self.is_scripture(l))
            && let Some(close) = (start..end).find(|&i| scene.page.word(i) == ")")
        {
            end = close + 1;
        }
        // "urges that, …": a pronoun alone says nothing
        let noun = |i: usize| {
            scene
                .page
                .tokens
                .folded(i)
                .starts_with(scene.words.article.as_str())
                || scene.is_name(i)
        };
        if scene.verb_first()
            && scene.has_exact(&scene.words.determiners, start).is_some()
            && (scene.is_stop(start + 1) || draft.joint == Joint::Noun && !noun(start + 1))
        {
            return;
        }
        let mut content = draft.content.start..end;
        if let Some(preposition) = draft.preposition
            && let Some((to, from)) = scene.second_complement(content.clone(), preposition)
        {
            let second = from..content.end;
            content.end = scene.trimmed(content.start..to).end;
            self.push(
                second,
                QuotationKind::Indirect,
                Some(draft.cue.clone()),
                draft.chain.clone(),
                draft.stance,
                draft.joint.rule(),
            );
        }
        let pairs: Vec<Pair> = scene.pairs[scene.pairs_near(&content)]
            .iter()
            .filter(|p| {
                p.tokens.start > content.start.saturating_sub(1)
                    && p.tokens.start <= content.end
                    && scene.is_speech(p, true)
            })
            .cloned()
            .collect();
        let marked: usize = pairs.iter().map(|p| p.words(scene.page)).sum();
        let all = scene.count(content.clone());
        let whole = marked + 1 >= all;
        for pair in &pairs {
            let kind = if whole {
                QuotationKind::Direct
            } else {
                QuotationKind::Mixed
            };
            let mut chain = draft.chain.clone();
            if let Some(inner) = scene.speaker_of_marks(pair, content.start) {
                chain.insert(0, inner);
            }
            self.push_pair(
                pair,
                kind,
                Some(draft.cue.clone()),
                chain,
                draft.stance,
                draft.joint.rule(),
            );
        }
        let frame = match pairs.first() {
            None => Some(content.clone()),
            Some(_) if whole => None,
            Some(_) if scene.words.keeps_frame => Some(content.clone()),
            // a marked part that is joined by "and" leaves the part before it complete
            Some(pair)
                if pair.attached
                    && scene.joined_by_and(pair)
                    && scene.count(content.start..pair.tokens.start.saturating_sub(1)) > 4 =>
            {
                Some(content.start..pair.tokens.start.saturating_sub(2))
            }
            // so does a second clause with its own subordinator
            Some(pair) if !scene.words.keeps_frame => (content.start + 4..pair.tokens.start)
                .find(|&i| scene.opens_second_clause(i))
                .map(|i| content.start..i),
            Some(_) => None,
        };
        if let Some(frame) = frame {
            let frame = scene.trimmed(frame);
            if scene.count(frame.clone()) < 2 {
                return;
            }
            let first_person = matches!(draft.joint, Joint::Colon | Joint::Bare)
                && scene.verb_first()
                && frame
                    .clone()
                    .any(|i| scene.has(&scene.words.first_person, i).is_some());
            let kind = if first_person {
                QuotationKind::Direct
            } else {
                QuotationKind::Indirect
            };
            self.push(
                frame,
                kind,
                Some(draft.cue.clone()),
                draft.chain.clone(),
                draft.stance,
                draft.joint.rule(),
            );
        }
    }

    /// Those who speak together with the first of a chain: named beside it at its verb, or at the verb before that this one goes on.
    fn joint(&self, cue: Option<&Range<usize>>, first: Option<&Link>) -> Vec<Link> {
        let scene = self.scene;
        let (Some(cue), Some(first)) = (cue, first) else {
            return Vec::new();
        };
        let at = scene.page.tokens.at_byte(first.start);
        // a subject before an Arabic verb is joint only if the verb is no singular
        let plural = || {
            cue.clone().any(|i| {
                let hit = scene.words.cues.longest(&scene.page.tokens, i);
                hit.is_some_and(|h| h.value.shape == Shape::Finite && h.value.gender.is_none())
            })
        };
        let behind = at >= cue.start && at < cue.end + REACH;
        let near = behind || at < cue.start && at + REACH >= cue.start && (!scene.verb_first() || plural());
        if near {
            return scene.joined(first);
        }
        let before = self
            .out
            .iter()
            .rev()
            .find(|q| q.chain.first().is_some_and(|l| l.start == first.start) && !q.with.is_empty());
        before
            .filter(|_| !scene.verb_first() || plural())
            .map(|q| q.with.clone())
            .unwrap_or_default()
    }

    pub(super) fn push_pair(
        &mut self,
        pair: &Pair,
        kind: QuotationKind,
        cue: Option<Range<usize>>,
        chain: Vec<Link>,
        stance: Stance,
        rule: &str,
    ) {
        let mut near = self.scene.pairs_near(&pair.tokens);
        let index = near.find(|&i| self.scene.pairs.get(i).is_some_and(|p| p.tokens == pair.tokens));
        if let Some(used) = index.and_then(|i| self.used.get_mut(i)) {
            *used = true;
        }
        // what stands between the marks, without the second of two apostrophes
        let tokens = self.scene.trimmed(self.scene.page.tokens.within(pair.span));
        self.push(tokens, kind, cue, chain, stance, rule);
    }

    pub(super) fn push(
        &mut self,
        tokens: Range<usize>,
        kind: QuotationKind,
        cue: Option<Range<usize>>,
        mut chain: Vec<Link>,
        stance: Stance,
        rule: &str,
    ) {
        let page = self.scene.page;
        let span = page.span(tokens);
        if span.is_empty() {
            return;
        }
        if let Some(first) = chain.first_mut() {
            first.direct = kind != QuotationKind::Indirect;
        }
        let with = self.joint(cue.as_ref(), chain.first());
        self.out.push(Quotation {
            id: String::new(),
            start: span.start,
            end: span.end,
            text: span.of(page.text).to_owned(),
            kind,
            cue: cue.map(|c| Words::of(page.text, page.span(c))),
            stance,
            chain,
            with,
            rule: rule.to_owned(),
        });
    }
}

//! Makes quotations of what a cue introduces: the marked words in it, the frame, or both.

use super::{Draft, Reader};
use crate::speech::{cues::Joint, marks::Pair};
use isnad_model::{Link, Quotation, QuotationKind, Stance, Words};
use std::ops::Range;

impl Reader<'_> {
    /// Makes quotations of what a cue introduces: the marked words in it, the frame, or both.
    pub(super) fn emit(&mut self, draft: &Draft) {
        let scene = self.scene;
        let pair_only = draft.joint == Joint::Marks
            && matches!(scene.pair_of(draft.content.start), Some(p) if p.tokens.start == draft.content.start);
        if pair_only {
            if let Some(pair) = scene.pair_of(draft.content.start).cloned() {
                self.push_pair(
                    &pair,
                    QuotationKind::Direct,
                    Some(draft.cue.clone()),
                    draft.chain.clone(),
                    draft.stance,
                    draft.joint.rule(),
                );
            }
            return;
        }
        // marks that hold the preposition too
        if let Some(pair) = scene.pair_of(draft.content.start)
            && pair.tokens.start + 2 >= draft.content.start
            && pair.tokens.start < draft.content.start
            && pair.tokens.start > draft.cue.end
            && scene.is_speech(pair, true)
        {
            let pair = pair.clone();
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
        let end = scene.content_end(draft.content.start, draft.content.end);
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
        let pairs: Vec<Pair> = scene
            .pairs
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
                if pair.attached && scene.count(content.start..pair.tokens.start.saturating_sub(1)) > 4 =>
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

    pub(super) fn push_pair(
        &mut self,
        pair: &Pair,
        kind: QuotationKind,
        cue: Option<Range<usize>>,
        chain: Vec<Link>,
        stance: Stance,
        rule: &str,
    ) {
        let index = self.scene.pairs.iter().position(|p| p.tokens == pair.tokens);
        if let Some(used) = index.and_then(|i| self.used.get_mut(i)) {
            *used = true;
        }
        let tokens = self.scene.trimmed(pair.tokens.clone());
        self.push(tokens, kind, cue, chain, stance, rule);
    }

    pub(super) fn push(
        &mut self,
        tokens: Range<usize>,
        kind: QuotationKind,
        cue: Option<Range<usize>>,
        chain: Vec<Link>,
        stance: Stance,
        rule: &str,
    ) {
        let page = self.scene.page;
        let span = page.span(tokens);
        if span.is_empty() {
            return;
        }
        self.out.push(Quotation {
            id: String::new(),
            start: span.start,
            end: span.end,
            text: span.of(page.text).to_owned(),
            kind,
            cue: cue.map(|c| Words::of(page.text, page.span(c))),
            stance,
            chain,
            rule: rule.to_owned(),
        });
    }
}

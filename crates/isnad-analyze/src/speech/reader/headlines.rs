//! Speech in headlines: "NAME: what he said", and marked words that the body quotes again.

use super::Reader;
use crate::speech::scene::{Named, Scene};
use isnad_lang::speech::Shape;
use isnad_model::{EntityKind, Link, QuotationKind, Role, Stance};
use isnad_text::Form;
use std::ops::Range;

impl Reader<'_> {
    /// "NAME: what he said" as a headline.
    pub(super) fn headline_colon(&mut self, tokens: Range<usize>) -> bool {
        let scene = self.scene;
        let Some(colon) = tokens.clone().take(12).find(|&i| scene.page.word(i) == ":") else {
            return false;
        };
        let before = scene.trimmed(tokens.start..colon);
        let content = scene.trimmed(colon + 1..tokens.end);
        let speaks = |n: &&Named<'_>| n.is_person() || n.mention.kind == EntityKind::Organization;
        // the name may stand at the beginning too, before those whom it addresses
        let first = || scene.named_at(before.start).filter(speaks);
        let named = scene
            .around(before.end)
            .filter(|n| n.tokens.end == before.end || n.cover.end == before.end)
            .filter(|n| {
                // a second name with a conjunction, or behind a stop, speaks for itself
                let token = scene.page.tokens.get(n.cover.start);
                let joined = token.is_some_and(|t| t.forms().iter().any(|f| f.off & Form::CONJUNCTION != 0));
                let apart = n.cover.start > before.start && scene.is_mark(n.cover.start - 1);
                n.cover.start <= before.start || first().is_none() || joined || apart
            })
            .find(speaks)
            .or_else(first);
        let by_verb = self.headline_verb(before.clone());
        let link = match (&by_verb, named) {
            (Some(link), _) => link.clone(),
            (None, Some(named)) if named.cover.start <= before.start + 4 => scene.link(named),
            _ => return false,
        };
        // the author's name before the title of a column
        let author = scene.page.report.authors.iter().any(|a| a == &link.text);
        if content.len() < 3 || by_verb.is_none() && author {
            return false;
        }
        let pair = scene.pair_opened(colon + 1).filter(|p| p.words(scene.page) >= 2);
        match pair {
            Some(pair) => {
                let pair = pair.clone();
                self.push_pair(
                    &pair,
                    QuotationKind::Direct,
                    Some(before.start..colon + 1),
                    vec![link],
                    Stance::Says,
                    "headline-colon",
                );
            }
            None => self.push(
                content,
                QuotationKind::Indirect,
                Some(before.start..colon + 1),
                vec![link],
                Stance::Says,
                "headline-colon",
            ),
        }
        true
    }

    /// "…, NAME affirms: what it said": the subject of the verb right before the colon.
    fn headline_verb(&self, before: Range<usize>) -> Option<Link> {
        let scene = self.scene;
        let verb = before.end.checked_sub(1).filter(|&v| v > before.start)?;
        scene
            .words
            .cues
            .longest_where(&scene.page.tokens, verb, Scene::plain)
            .filter(|h| h.value.shape == Shape::Finite && scene.verb_first() && !scene.is_name(verb))?;
        let start = before
            .clone()
            .rfind(|&i| i < verb && scene.is_mark(i) && scene.pair_of(i).is_none())
            .map_or(before.start, |i| i + 1);
        match scene.named_at(start).filter(|n| n.cover.end <= verb) {
            Some(named) => Some(scene.link(named)),
            None => scene.phrase(start..verb),
        }
    }

    /// Marked words of headlines whose speaker the body names: the body quotes them again. A headline that leaves its speaker
    /// open has the one whom the body quotes first.
    pub(super) fn headlines(&mut self) {
        let scene = self.scene;
        let first = self
            .out
            .iter()
            .find(|q| !q.chain.is_empty())
            .map(|q| q.chain.clone());
        for quotation in self.out.iter_mut().filter(|q| q.chain.is_empty()) {
            let headline = scene
                .page
                .report
                .headline
                .as_ref()
                .is_some_and(|h| h.start <= quotation.start && quotation.end <= h.end);
            if let (true, Some(chain)) = (headline, &first) {
                quotation.chain.clone_from(chain);
            }
        }
        for index in 0..scene.pairs.len() {
            let Some(pair) = scene.pairs.get(index).cloned() else {
                continue;
            };
            let blocks = &scene.page.report.blocks;
            let block = blocks
                .get(blocks.partition_point(|b| b.end <= pair.span.start))
                .filter(|b| b.span().contains(pair.span));
            let headline = block.is_some_and(|b| matches!(b.role, Role::Headline | Role::Kicker));
            if !headline || self.used.get(index).copied().unwrap_or(true) || !scene.is_speech(&pair, true) {
                continue;
            }
            let words: Vec<u64> = pair
                .tokens
                .clone()
                .filter_map(|i| scene.page.tokens.get(i))
                .filter(|t| t.span.len() > 6)
                .map(|t| t.hash())
                .collect();
            let echo = self.out.iter().find(|q| {
                let range = scene.page.tokens.within(q.span());
                let common = words
                    .iter()
                    .filter(|w| {
                        range.clone().any(|i| {
                            scene
                                .page
                                .tokens
                                .get(i)
                                .is_some_and(|t| t.forms().iter().any(|f| f.hash == **w))
                        })
                    })
                    .count();
                !q.chain.is_empty() && common >= 2 && q.start > pair.span.end
            });
            if let Some(chain) = echo.map(|q| q.chain.clone()) {
                self.push_pair(
                    &pair,
                    QuotationKind::Direct,
                    None,
                    chain,
                    Stance::Says,
                    "headline-echo",
                );
            }
        }
    }
}

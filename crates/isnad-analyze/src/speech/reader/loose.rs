//! Speech that no verb introduces from before: marked words and clauses with the verb behind them.

use super::{MIN_CLAUSE, Reader, stance};
use crate::speech::{cues::Cue, sources::Source, speakers::Speaker};
use isnad_lang::speech::{Shape, Take};
use isnad_model::{Link, MentionForm, QuotationKind, Stance};
use std::ops::Range;

impl Reader<'_> {
    /// Words in marks that no verb of this sentence introduces from before: a verb behind them, an attribution, or the speaker
    /// who has just spoken; then clauses with a verb behind them ("…, he said").
    pub(super) fn loose(
        &mut self,
        cues: &[Cue<'_>],
        sources: &[Source],
        sentence: Range<usize>,
        block: usize,
        number: usize,
    ) {
        let scene = self.scene;
        let mut governed = false;
        for index in scene.pairs_near(&sentence) {
            let Some(pair) = scene.pairs.get(index) else {
                continue;
            };
            let here = sentence.contains(&pair.tokens.end)
                || sentence.contains(&pair.tokens.start) && pair.tokens.end >= sentence.end;
            if self.used.get(index).copied().unwrap_or(true) || !here {
                continue;
            }
            let behind = cues.iter().find(|c| {
                c.complement.is_none()
                    && c.tokens.start > pair.tokens.end
                    && c.tokens.start - pair.tokens.end < 16
            });
            let before = cues
                .iter()
                .rev()
                .find(|c| c.complement.is_none() && c.tokens.end <= pair.tokens.start);
            let reported = behind.is_some() || before.is_some() || !sources.is_empty();
            if !scene.is_speech(pair, reported) {
                continue;
            }
            let chain = if let Some(cue) =
                behind.filter(|c| !scene.verb_first() || !c.conjoined && scene.takes_up(c.tokens.start))
            {
                governed = true;
                let chain = self.chain_behind(cue, pair.tokens.end + 1, sentence.clone());
                Some((chain, Some(cue), "marks-cue-behind"))
            } else if let Some(source) = sources.first().filter(|_| pair.words(scene.page) >= MIN_CLAUSE) {
                Some((source.chain.clone(), None, "marks-attributed"))
            } else {
                let near = !self.memory.chain.is_empty()
                    && (self.memory.block == block
                        || self.memory.block + 1 == block && number <= self.memory.sentence + 2);
                let long = pair.words(scene.page) >= 4;
                // "NAME defended … in an interview: '…'"
                let colon = pair
                    .tokens
                    .start
                    .checked_sub(2)
                    .filter(|&i| scene.page.word(i) == ":");
                let subject = colon.filter(|_| long && scene.verb_first()).and_then(|colon| {
                    let person = || self.person_of(sentence.start..colon);
                    let main = || scene.main_subject(sentence.clone(), colon);
                    if cues.is_empty() {
                        person().or_else(main)
                    } else {
                        main()
                    }
                });
                if let Some(subject) = subject {
                    let pair = pair.clone();
                    self.push_pair(
                        &pair,
                        QuotationKind::Direct,
                        None,
                        vec![subject],
                        Stance::Says,
                        "marks-colon",
                    );
                    continue;
                }
                // in the middle of a sentence they are a title, an item of a list or words of the reporter's
                let opens = !scene.verb_first()
                    || colon.is_some()
                    || pair.tokens.start <= sentence.start + 2
                    || pair.tokens.len() * 2 > sentence.len();
                (near && long && opens).then(|| (self.memory.chain.clone(), None, "marks-carried-on"))
            };
            if let Some((chain, cue, rule)) = chain {
                let pair = pair.clone();
                let words = cue.map(|c| c.tokens.clone());
                self.push_pair(
                    &pair,
                    QuotationKind::Direct,
                    words,
                    chain,
                    cue.map_or(Stance::Says, |c| stance(c.verb.stance)),
                    rule,
                );
            }
        }
        if scene.verb_first() || governed {
            return;
        }
        let Some(cue) = cues
            .iter()
            .rfind(|c| c.complement.is_none() && c.shape == Shape::Finite)
        else {
            return;
        };
        if cues.iter().any(|c| c.complement.is_some()) {
            return;
        }
        let inverted = self.inverted(cue);
        let start = if inverted {
            cue.tokens.start
        } else {
            scene
                .subject_before(cue.tokens.start, sentence.start)
                .map_or(sentence.start, |(_, s)| s)
        };
        let Some(comma) = start.checked_sub(1).filter(|&c| scene.is_comma(c)) else {
            return;
        };
        let ends = cue.tokens.end >= sentence.end
            || inverted
            || scene.is_stop(cue.tokens.end)
            || scene.is_time(cue.tokens.end)
            || cue.verb.takes.contains(&Take::Speech)
                && scene.has_exact(&scene.words.adjuncts, cue.tokens.end).is_some();
        let content = sentence.start..comma;
        if ends && scene.count(content.clone()) >= MIN_CLAUSE {
            let chain = self.chain_behind(cue, comma + 1, sentence);
            self.push(
                scene.trimmed(content),
                QuotationKind::Indirect,
                Some(cue.tokens.clone()),
                chain,
                stance(cue.verb.stance),
                "cue-behind-clause",
            );
        }
    }

    /// The first person called by name in these tokens who is not addressed.
    pub(super) fn person_of(&self, tokens: Range<usize>) -> Option<Link> {
        let scene = self.scene;
        scene
            .named_in(tokens)
            .find(|n| {
                n.is_person()
                    && n.mention.form != MentionForm::Anaphor
                    && scene.addressed(n.cover.start).is_none()
            })
            .map(|n| scene.link(n))
    }

    /// "…, said NAME": does the speaker stand behind the verb? Behind "NAME, a farmer, said by telephone" stands none.
    fn inverted(&self, cue: &Cue<'_>) -> bool {
        let scene = self.scene;
        let end = cue.tokens.end;
        let speech = cue.verb.takes.contains(&Take::Speech) && !cue.verb.addresses;
        let circumstance =
            scene.is_stop(end) || scene.is_time(end) || scene.has_exact(&scene.words.adjuncts, end).is_some();
        scene.is_tail(cue.tokens.start) && speech && !circumstance
    }

    /// Who speaks by a verb that stands behind what was said.
    pub(super) fn chain_behind(&self, cue: &Cue<'_>, floor: usize, sentence: Range<usize>) -> Vec<Link> {
        let scene = self.scene;
        // "…, it was reported by NAME"
        let stop = (cue.tokens.end..sentence.end)
            .find(|&i| scene.is_stop(i))
            .unwrap_or(sentence.end);
        if !scene.verb_first()
            && let Some(by) = scene.has_exact(&scene.words.agents, cue.tokens.end)
            && let Some((Speaker::Chain(chain), _)) = scene.subject_before(stop, cue.tokens.end + by)
            && chain.first().is_some_and(|l| scene.is_known(l))
        {
            return self.with_details(chain, cue, cue.tokens.end..cue.tokens.end);
        }
        let after = scene.verb_first() || self.inverted(cue);
        let found = if after {
            let named = scene
                .named_at(cue.tokens.end)
                .filter(|n| n.speaks())
                .map(|n| Speaker::Chain(vec![scene.link(n)]));
            named.or_else(|| {
                if scene.verb_first() {
                    scene.speaker_in(cue.tokens.end..stop)
                } else {
                    scene.subject_before(stop, cue.tokens.end).map(|(s, _)| s)
                }
            })
        } else {
            scene
                .subject_before(cue.tokens.start, floor.min(cue.tokens.start))
                .map(|(s, _)| s)
        };
        let chain = match found {
            Some(Speaker::Chain(chain)) => chain,
            Some(Speaker::Last) | None => {
                let since = if scene.verb_first() {
                    None
                } else {
                    self.subject_since(cue, sentence.start)
                };
                since.unwrap_or_else(|| self.last_or_antecedent(cue, sentence))
            }
        };
        self.with_details(chain, cue, cue.tokens.end..cue.tokens.end)
    }
}

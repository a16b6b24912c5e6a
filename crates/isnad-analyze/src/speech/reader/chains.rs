//! Who spoke and who carried it: the chain of a quotation, from its verb, its sentence and what came before.

use super::{Draft, Reader};
use crate::speech::{cues::Cue, speakers::Speaker};
use isnad_lang::speech::{Attribution, Gender, Shape};
use isnad_model::{EntityKind, Link, MentionForm};
use std::ops::Range;

impl Reader<'_> {
    /// Who speaks by this verb; the one it carries on from agrees with it in gender, as far as that shows.
    pub(super) fn chain(
        &self,
        cue: &Cue<'_>,
        previous: Option<&Cue<'_>>,
        region: Range<usize>,
        sentence: Range<usize>,
        drafts: &[Draft],
        block: usize,
    ) -> Vec<Link> {
        let chain = self.speakers(cue, previous, region.clone(), sentence.clone(), drafts, block);
        self.agreeing(chain, cue, &region, sentence.start)
    }

    fn speakers(
        &self,
        cue: &Cue<'_>,
        previous: Option<&Cue<'_>>,
        region: Range<usize>,
        sentence: Range<usize>,
        drafts: &[Draft],
        block: usize,
    ) -> Vec<Link> {
        let scene = self.scene;
        let outer = cue.shape == Shape::Finite && cue.conjoined;
        let here = drafts
            .iter()
            .rev()
            .find(|d| d.chain.first().is_none_or(|l| !self.is_scripture(l)))
            .map(|d| match d.chain.get(d.inner..) {
                // someone unnamed who is told of goes on with nothing
                Some(rest)
                    if (outer || d.chain.first().is_some_and(|l| !scene.is_named(l))) && !rest.is_empty() =>
                {
                    rest.to_vec()
                }
                _ => d.chain.clone(),
            })
            .filter(|c| !c.is_empty());
        if !scene.verb_first() {
            let floor = drafts
                .last()
                .map_or(sentence.start, |d| d.content.end.min(cue.tokens.start));
            if cue.shape == Shape::Participle
                && let Some(relay) = previous.filter(|p| p.verb.relays && p.complement.is_none())
                && let Some(chain) = self.quoted_as(relay, cue, sentence.start)
            {
                return chain;
            }
            if cue.shape == Shape::Participle {
                let subject = || {
                    scene
                        .named_in(sentence.start..cue.tokens.start)
                        .find(|n| n.speaks())
                        .map(|n| vec![scene.link(n)])
                };
                return here.or_else(subject).unwrap_or_else(|| self.memory.chain.clone());
            }
            let found = if scene.is_tail(cue.tokens.start) && cue.complement.is_none() {
                scene.speaker_in(cue.tokens.end..sentence.end).map(|s| (s, 0))
            } else {
                None
            };
            return match found.or_else(|| scene.subject_before(cue.tokens.start, floor)) {
                Some((Speaker::Chain(chain), _)) => chain,
                Some((Speaker::Last, _)) => here
                    .or_else(|| self.subject_since(cue, sentence.start))
                    .unwrap_or_else(|| self.last_or_antecedent(cue, sentence)),
                None => here
                    .or_else(|| self.subject_of(cue, &sentence))
                    .unwrap_or_else(|| self.memory.chain.clone()),
            };
        }
        // "carried from NAME his saying that": the verb of carrying has no complement of its own
        let relay = previous.filter(|p| p.verb.relays && cue.shape == Shape::Noun && p.complement.is_none());
        let (start, region) = match relay {
            Some(p) => (p.tokens.start, p.tokens.end..cue.tokens.start),
            None => (cue.tokens.start, region),
        };
        if cue.verb.relays || relay.is_some() {
            return self.relayed(region).unwrap_or_default();
        }
        if cue.verb.impersonal {
            return Vec::new();
        }
        // "from the Prophet, who said"
        let saint = (cue.tokens.start.saturating_sub(7).max(sentence.start)..cue.tokens.start)
            .find_map(|i| Some((i, scene.has(&scene.words.scripture, i)?)));
        if let Some((at, len)) = saint.filter(|s| s.0 + s.1 == cue.tokens.start) {
            return scene.phrase(at..at + len).into_iter().collect();
        }
        // "God says": scripture
        if let Some(len) = scene.has(&scene.words.scripture, cue.tokens.end) {
            let words = cue.tokens.end..cue.tokens.end + len;
            return scene.phrase(words).into_iter().collect();
        }
        // "president of … calls upon NAME": a noun of people opens the sentence
        if cue.verb.addresses
            && drafts.is_empty()
            && !cue.conjoined
            && cue.shape == Shape::Finite
            && let Some(subject) = scene.people_before(start, sentence.start)
        {
            return vec![subject];
        }
        // "the president urges the leaders to": who calls upon others stands before the verb
        if cue.verb.addresses
            && drafts.is_empty()
            && let Some(subject) = scene.noun_before(cue, sentence.start)
            && scene.named_in(subject.clone()).next().is_some()
        {
            return scene.phrase(subject).into_iter().collect();
        }
        // "the paper learned from sources": they said it, the paper carried it
        if cue.verb.sources_only
            && let Some(from) = region
                .clone()
                .find(|&i| scene.has_exact(&scene.words.partitives, i).is_some())
            && scene.has(&scene.words.sources, from + 1).is_some()
            && let Some(Speaker::Chain(mut chain)) = scene.speaker_in(from + 1..region.end)
            && let Some(Speaker::Chain(carrier)) = scene.speaker_in(region.start..from)
        {
            chain.extend(carrier);
            return chain;
        }
        // "said on the authority of": who is behind it said it, the subject carried it
        if let Some(chain) = self.carried(region.clone()) {
            return chain;
        }
        let participle = matches!(cue.shape, Shape::Participle | Shape::Noun) && relay.is_none();
        let plural = cue.shape == Shape::Finite && scene.is_plural(cue.tokens.start);
        let explicit = if participle || plural {
            None
        } else if cue.verb.addresses
            && region.len() > 1
            && scene.has_exact(&scene.words.anaphors, region.start).is_some()
            && scene.named_at(region.start).is_none()
        {
            // "the ministry called upon the members": the one addressed is no part of the speaker
            scene.speaker_in(region.start..region.start + 1)
        } else {
            scene.speaker_in(region.clone())
        };
        let addressed = cue.verb.addresses
            && here.is_some()
            && cue.conjoined
            && self.only_group(region.clone())
            || matches!(&explicit, Some(Speaker::Chain(c)) if c.first().is_some_and(|l| self.is_addressed_by(cue, l)));
        let known = !addressed
            && matches!(&explicit, Some(Speaker::Chain(c)) if c.first().is_some_and(|l| scene.is_known(l)));
        if !participle && !known {
            let floor = drafts.last().map_or(sentence.start, |d| d.content.end.min(start));
            match scene.speaker_before(cue, floor) {
                Some((Speaker::Chain(chain), _)) => return chain,
                Some((Speaker::Last, _)) if !self.memory.chain.is_empty() => {
                    return self.memory.chain.clone();
                }
                _ => {}
            }
        }
        if !participle
            && cue.verb.addresses
            && let Some(subject) = scene.subject_of_clause(start)
        {
            return vec![scene.link(subject)];
        }
        match explicit {
            Some(Speaker::Chain(chain)) if !addressed => return self.carried_on(chain, drafts, block),
            Some(Speaker::Last) if self.is_source(&region) && !self.memory.unnamed.is_empty() => {
                return self.memory.unnamed.clone();
            }
            // "the report said", where nothing has been said before: the noun itself
            Some(Speaker::Last) if here.is_none() && self.memory.chain.is_empty() && scene.verb_first() => {
                let head = region
                    .clone()
                    .find(|&i| scene.has(&scene.words.anaphors, i).is_some())
                    .filter(|_| scene.named_in(0..start).all(|n| !n.speaks()));
                return match head.and_then(|h| scene.phrase(h..h + 1)) {
                    Some(noun) => vec![noun],
                    None => self.last_or_antecedent(cue, sentence),
                };
            }
            Some(Speaker::Last) => return here.unwrap_or_else(|| self.last_or_antecedent(cue, sentence)),
            _ => {}
        }
        // "as for NAME, he said"
        if !participle
            && explicit.is_none()
            && cue.conjoined
            && scene.has(&scene.words.topics, sentence.start).is_some()
            && let Some(topic) = scene.named_at(sentence.start + 1).filter(|n| n.speaks())
        {
            return vec![scene.link(topic)];
        }
        // "issued a statement that affirmed": the document speaks for the subject of the sentence
        if !participle
            && explicit.is_none()
            && start > sentence.start
            && scene.has_exact(&scene.words.documents, start - 1).is_some()
        {
            // … or for itself ("figures show that")
            return match scene.main_subject(sentence.clone(), start - 1) {
                Some(issuer) => vec![issuer],
                None => scene.phrase(start - 1..start).into_iter().collect(),
            };
        }
        if !participle {
            let relative = start
                .checked_sub(1)
                .is_some_and(|b| scene.has(&scene.words.relatives, b).is_some());
            if relative && plural {
                let of = start.saturating_sub(1);
                return scene
                    .around(of)
                    .find(|n| n.cover.end == of && n.speaks())
                    .map(|n| scene.link(n))
                    .into_iter()
                    .collect();
            }
            // "article 3, which provides that"
            let document = relative
                && (start.saturating_sub(6)..start)
                    .any(|i| scene.has_exact(&scene.words.documents, i).is_some());
            if document
                && let Some(at) = (start.saturating_sub(6)..start)
                    .rev()
                    .find(|&i| scene.has_exact(&scene.words.documents, i).is_some())
                && scene.named_in(at..start).next().is_none()
            {
                return scene.phrase(at..at + 1).into_iter().collect();
            }
            // "the accusations that told": things tell nothing
            let thing = relative
                && start > 1
                && !scene.is_comma(start - 2)
                && scene.named_in(start.saturating_sub(7)..start).next().is_none()
                && !(start.saturating_sub(6)..start).any(|i| {
                    scene.has(&scene.words.people, i).is_some()
                        || scene.has(&scene.words.sources, i).is_some()
                });
            if thing {
                return Vec::new();
            }
            if relative
                && let Some(fitting) =
                    self.fitting_before(start, sentence.start.max(start.saturating_sub(20)), cue)
            {
                return vec![fitting];
            }
            if relative {
                return scene
                    .antecedent(cue, sentence.start.max(start.saturating_sub(12)))
                    .into_iter()
                    .collect();
            }
        }
        if let Some(here) = here {
            return here;
        }
        if participle {
            // the subject of the verb before it, though that verb introduces nothing
            let by_verb = previous
                .filter(|p| p.shape == Shape::Finite && p.complement.is_none())
                .and_then(|p| {
                    let stop = (p.tokens.end..start).find(|&i| scene.is_stop(i)).unwrap_or(start);
                    scene.speaker_in(p.tokens.end..stop)
                });
            match by_verb {
                Some(Speaker::Chain(chain))
                    if chain
                        .first()
                        .is_some_and(|l| scene.is_known(l) || scene.is_part(l)) =>
                {
                    return chain;
                }
                Some(Speaker::Last) if !self.memory.chain.is_empty() => return self.memory.chain.clone(),
                _ => {}
            }
            if let Some(subject) = scene.main_subject(sentence.clone(), start) {
                return vec![subject];
            }
        }
        // "although NAME …, he thinks": the pronoun takes up the one who was named
        if !participle
            && !cue.conjoined
            && start > sentence.start + 2
            && scene.has_exact(&scene.words.openers, start - 1).is_some()
            && let Some(person) = self.person_of(sentence.start..start)
        {
            return vec![person];
        }
        // "…, where he says": whoever the sentence has told of
        if !participle
            && !cue.conjoined
            && start > sentence.start + 2
            && scene.linker_before(start)
            && cue.gender != Some(Gender::Feminine)
        {
            let told = scene.subject_of_verb_before(sentence.start, start);
            if let Some(subject) = told.or_else(|| self.person_of(sentence.start..start)) {
                return vec![subject];
            }
        }
        if !participle
            && cue.conjoined
            && start > sentence.start
            && let Some(subject) = scene
                .subject_of_verb_before(sentence.start, start)
                .or_else(|| scene.subject_at(sentence.start, start))
        {
            return vec![subject];
        }
        let led = !cue.conjoined && scene.led_by_adjunct(sentence.start, start);
        if !participle
            && led
            && let Some(issuer) = scene.issuer_before(sentence.start, start)
        {
            return vec![issuer];
        }
        // "and explained the … by saying": the verb before has an elided subject
        if participle
            && cue.shape == Shape::Noun
            && !self.memory.chain.is_empty()
            && scene.opens_with_verb(sentence.start)
        {
            return self.memory.chain.clone();
        }
        if !participle
            && (cue.verb.continues || self.memory.block == block || start == sentence.start || led)
            && !self.memory.chain.is_empty()
        {
            return self.memory.chain.clone();
        }
        self.last_or_antecedent_first(cue, sentence)
    }

    /// The chain of a verb that is the main verb of the content before it: its subject opens that content.
    pub(super) fn main_verb(&self, cue: &Cue<'_>, content: usize) -> Option<Vec<Link>> {
        let scene = self.scene;
        let (speaker, start) = if scene.verb_first() {
            scene.speaker_before(cue, content)?
        } else {
            return None;
        };
        match speaker {
            Speaker::Chain(chain) if start <= content + 1 => Some(chain),
            _ => None,
        }
    }

    /// Do these words begin with the noun of an unnamed source ("the same sources")?
    fn is_source(&self, region: &Range<usize>) -> bool {
        let scene = self.scene;
        region
            .clone()
            .find(|&i| !scene.is_mark(i) && scene.has_exact(&scene.words.determiners, i).is_none())
            .is_some_and(|i| scene.has(&scene.words.sources, i).is_some())
    }

    /// Do these words name nobody but a group, which may be the ones addressed?
    pub(super) fn only_group(&self, region: Range<usize>) -> bool {
        self.scene
            .named_in(region)
            .all(|n| n.mention.kind == EntityKind::Group)
    }

    pub(super) fn is_medium(&self, chain: &[Link]) -> bool {
        chain.first().is_some_and(|l| {
            let at = self.scene.page.tokens.at_byte(l.start);
            let in_marks = self.scene.pairs[self.scene.pairs_near(&(at..at + 1))]
                .iter()
                .any(|p| p.span.start == l.start && p.span.end == l.end);
            in_marks
                || self
                    .scene
                    .named_in(at..at + 1)
                    .any(|n| n.mention.start == l.start && n.mention.kind == EntityKind::Organization)
        })
    }

    /// "NAME did this and said that": the subject that opens the sentence speaks.
    fn subject_of(&self, cue: &Cue<'_>, sentence: &Range<usize>) -> Option<Vec<Link>> {
        let scene = self.scene;
        let joined = cue
            .tokens
            .start
            .checked_sub(1)
            .is_some_and(|b| scene.has_exact(&scene.words.linkers, b).is_some());
        let named = scene
            .named_in(sentence.start..cue.tokens.start)
            .filter(|n| n.speaks() && n.cover.start <= sentence.start + 1)
            .max_by_key(|n| (n.is_person(), n.cover.end))?;
        joined.then(|| vec![scene.link(named)])
    }

    /// A pronoun stands for the person who opens a sentence between the last quotation and here, in the same block.
    pub(super) fn subject_since(&self, cue: &Cue<'_>, start: usize) -> Option<Vec<Link>> {
        let scene = self.scene;
        let pronoun = (1..=3)
            .filter_map(|back| cue.tokens.start.checked_sub(back))
            .any(|i| scene.has_exact(&scene.words.pronouns, i).is_some())
            || scene.has_exact(&scene.words.pronouns, cue.tokens.end).is_some();
        let sentences = &scene.page.sentences;
        let here = sentences.partition_point(|s| s.sentence.tokens.start < start);
        let block = sentences.get(here)?.block;
        let spoke = (!self.memory.chain.is_empty()).then_some(self.memory.sentence);
        if !pronoun {
            return None;
        }
        (here.saturating_sub(8)..here)
            .rev()
            .map_while(|s| {
                let before = sentences.get(s)?;
                (spoke.is_none_or(|m| s > m) && before.block == block).then_some(before)
            })
            .find_map(|s| {
                let from = s.sentence.tokens.start;
                scene
                    .named_at(from)
                    .filter(|n| n.is_person() && n.mention.form != MentionForm::Title)
                    .map(|n| vec![scene.link(n)])
            })
    }

    /// The carrier of the last quotation carries this one too, if the same speaker goes on in the same block.
    pub(super) fn carried_on(&self, mut chain: Vec<Link>, drafts: &[Draft], block: usize) -> Vec<Link> {
        let before = drafts
            .last()
            .map(|d| d.chain.as_slice())
            .or(Some(self.memory.chain.as_slice()).filter(|_| self.memory.block == block));
        if let ([one], Some(before)) = (chain.as_slice(), before)
            && let Some(at) = before.iter().position(|l| self.scene.same(l, one))
        {
            chain.extend(before.iter().skip(at + 1).cloned());
        }
        chain
    }

    pub(super) fn last_or_antecedent(&self, cue: &Cue<'_>, sentence: Range<usize>) -> Vec<Link> {
        if !self.memory.chain.is_empty() {
            return self.memory.chain.clone();
        }
        // before the first quotation: the last body or person that was named at all
        self.scene
            .antecedent(cue, sentence.start)
            .or_else(|| self.scene.antecedent(cue, 0))
            .into_iter()
            .collect()
    }

    pub(super) fn last_or_antecedent_first(&self, cue: &Cue<'_>, sentence: Range<usize>) -> Vec<Link> {
        match self.scene.antecedent(cue, sentence.start) {
            Some(link) => vec![link],
            None => self.last_or_antecedent(cue, sentence),
        }
    }

    /// Who said it and who carried it, from the words behind a verb of carrying: "CARRIER from SPEAKER".
    pub(super) fn relayed(&self, region: Range<usize>) -> Option<Vec<Link>> {
        let scene = self.scene;
        let at = region
            .clone()
            .find(|&i| scene.has_exact(&scene.words.relays, i).is_some() && !scene.is_name(i))?;
        let len = scene.has_exact(&scene.words.relays, at)?;
        let mut chain = match scene.speaker_in(at + len..region.end)? {
            Speaker::Chain(chain) => chain,
            Speaker::Last => self.memory.chain.clone(),
        };
        match scene.speaker_in(region.start..at) {
            Some(Speaker::Chain(carrier)) => chain.extend(carrier),
            Some(Speaker::Last) => chain.extend(self.memory.chain.first().cloned()),
            None => {}
        }
        Some(chain)
    }

    /// Who said it and who carried it, where an attribution stands between verb and content: "CARRIER, on the authority of SPEAKER".
    fn carried(&self, region: Range<usize>) -> Option<Vec<Link>> {
        let scene = self.scene;
        let (at, len) = region.clone().find_map(|i| {
            let hit = scene.words.attributions.exact(&scene.page.tokens, i)?;
            (hit.len > 1 && *hit.value == Attribution::Source).then_some((i, hit.len))
        })?;
        let Some(Speaker::Chain(mut chain)) = scene.speaker_in(at + len..region.end) else {
            return None;
        };
        if let Some(Speaker::Chain(carrier)) = scene.speaker_in(region.start..at) {
            chain.extend(carrier);
        }
        Some(chain)
    }

    /// In a subject-first language: "CARRIER quoted SPEAKER as saying", "SPEAKER was quoted by CARRIER as saying".
    fn quoted_as(&self, relay: &Cue<'_>, cue: &Cue<'_>, floor: usize) -> Option<Vec<Link>> {
        let scene = self.scene;
        let (start, mut end) = (relay.tokens.end, cue.tokens.start);
        while end > start && scene.has_exact(&scene.words.adjuncts, end - 1).is_some() {
            end -= 1;
        }
        let phrase = |end: usize, floor: usize| match scene.subject_before(end, floor)?.0 {
            Speaker::Chain(chain) => Some(chain),
            Speaker::Last => Some(self.memory.chain.clone()),
        };
        let subject = phrase(relay.tokens.start, floor);
        if end == start {
            return subject;
        }
        let passive = scene.has_exact(&scene.words.agents, start);
        let other = phrase(end, start + passive.unwrap_or(0))?;
        let (mut chain, carrier) = match passive {
            Some(_) => (subject?, Some(other)),
            None => (other, subject),
        };
        chain.extend(carrier.into_iter().flatten());
        Some(chain)
    }

    pub(super) fn with_details(
        &self,
        mut chain: Vec<Link>,
        cue: &Cue<'_>,
        region: Range<usize>,
    ) -> Vec<Link> {
        let verb = self
            .scene
            .page
            .span(cue.tokens.clone())
            .of(self.scene.page.text)
            .to_owned();
        let medium = self.scene.medium(region.start..region.end.min(region.start + 40));
        if let [said] = chain.as_slice()
            && let Some(media) = self.scene.addressed_media(region.clone())
            && media.start != said.start
        {
            chain.push(media);
        }
        // a verb of carrying belongs to the one who carried it
        let relayed = cue.verb.relays && chain.len() > 1;
        if let Some(link) = if relayed {
            chain.last_mut()
        } else {
            chain.first_mut()
        } {
            link.verb = Some(verb);
        }
        if let Some(first) = chain.first_mut()
            && first.medium.is_none()
        {
            first.medium = medium;
        }
        chain
    }
}

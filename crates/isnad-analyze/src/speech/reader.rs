//! Reads a report sentence by sentence and remembers who spoke last.

mod agreement;
mod chains;
mod found;
mod headlines;
mod loose;

use super::{
    cues::{Cue, Joint},
    marks::Pair,
    scene::{Named, Scene},
    sources::Source,
    speakers::Memory,
};
use isnad_lang::speech::{Attitude, Shape};
use isnad_model::{Link, Quotation, Role, Stance};
use std::ops::Range;

/// The fewest words that an attribution turns into a quotation.
const MIN_CLAUSE: usize = 4;

/// Tokens of a report that is long enough to tell how often it quotes.
const MIN_LONG: usize = 450;

/// A report with fewer quotations than one in so many tokens is no news.
const PER_QUOTATION: usize = 95;

/// Tokens between a verb that is mostly none of saying and its complement.
const WEAK_REACH: usize = 16;

/// Tokens before a verb within which the noun stands that is its subject.
const NOUN_REACH: usize = 30;

/// Tokens behind a verb within which its complement begins, where neither a speaker nor a circumstance stands between.
const FAR: usize = 9;

/// Speech found by a cue, before marks in it are looked at.
struct Draft {
    content: Range<usize>,
    cue: Range<usize>,
    chain: Vec<Link>,
    joint: Joint,
    stance: Stance,
    preposition: Option<u64>,
    /// How many links at the beginning are speakers inside the speech of the next.
    inner: usize,
}

/// The quotations of a report, in order.
pub(super) fn read(scene: &Scene<'_>) -> Vec<Quotation> {
    let mut reader = Reader {
        scene,
        memory: Memory::default(),
        inner: 0,
        used: vec![false; scene.pairs.len()],
        out: Vec::new(),
    };
    for number in 0..scene.page.sentences.len() {
        reader.sentence(number);
    }
    reader.headlines();
    let mut out = reader.out;
    if scene.verb_first() && scene.is_no_news(out.len()) {
        out.retain(|q| scene.is_told_here(q));
    }
    out.sort_by(|a, b| (a.start, b.end).cmp(&(b.start, a.end)));
    out.dedup_by(|b, a| a.start == b.start && a.end == b.end);
    out
}

struct Reader<'a> {
    scene: &'a Scene<'a>,
    memory: Memory,
    /// How many links at the beginning of the last chain are speakers inside the speech of the next.
    inner: usize,
    /// Which pairs of marks have become quotations or were refused.
    used: Vec<bool>,
    out: Vec<Quotation>,
}

impl Reader<'_> {
    fn sentence(&mut self, number: usize) {
        let scene = self.scene;
        let Some(page) = scene.page.sentences.get(number) else {
            return;
        };
        let (role, block, mut tokens) = (page.role, page.block, page.sentence.tokens.clone());
        if !role.is_content() || scene.is_only_attribution(number) {
            return;
        }
        if scene.is_only_attribution(number + 1)
            && let Some(next) = scene.page.sentences.get(number + 1)
        {
            tokens.end = next.sentence.tokens.end;
        }
        let first = self.out.len();
        if matches!(role, Role::Headline | Role::Kicker | Role::Heading)
            && self.headline_colon(tokens.clone())
        {
            self.remember(first, block, number);
            return;
        }
        let sources = scene.attributions(tokens.clone(), &self.memory);
        let cues = scene.cues(tokens.clone(), &sources);
        let mut drafts = self.drafts(&cues, &sources, tokens.clone(), block);
        self.attribute(&mut drafts, &sources, tokens.clone());
        self.inner = drafts.last().map_or(0, |d| d.inner);
        for draft in &drafts {
            self.emit(draft);
        }
        self.loose(&cues, &sources, tokens.clone(), block, number);
        self.remember(first, block, number);
        if let Some((link, gender)) = self.subject_in_passing(&cues, tokens, first) {
            self.memory = Memory {
                unnamed: std::mem::take(&mut self.memory.unnamed),
                chain: vec![link],
                gender,
                block,
                sentence: number,
            };
            self.inner = 0;
        }
    }

    fn remember(&mut self, first: usize, block: usize, sentence: usize) {
        let last = self.out.get(first..).and_then(|new| {
            let told = |q: &&Quotation| q.chain.first().is_some_and(|l| !self.is_scripture(l));
            new.iter().filter(told).max_by_key(|q| q.start)
        });
        if let Some(last) = last {
            // who goes on is the one who told of the others
            let chain = last
                .chain
                .get(self.inner..)
                .filter(|c| !c.is_empty())
                .unwrap_or(&last.chain)
                .to_vec();
            let gender = last.cue.as_ref().and_then(|cue| {
                if self.scene.verb_first() {
                    self.gender_of_verb(&cue.text)
                } else {
                    self.pronoun_before(self.scene.page.tokens.at_byte(cue.start))
                }
            });
            let same = self.memory.chain.first().map(|l| l.start) == chain.first().map(|l| l.start);
            let unnamed = if chain.first().is_some_and(|l| l.anonymous.is_some()) {
                chain.clone()
            } else {
                std::mem::take(&mut self.memory.unnamed)
            };
            self.memory = Memory {
                unnamed,
                gender: gender.or(self.memory.gender.filter(|_| same)),
                chain,
                block,
                sentence,
            };
        }
    }

    /// What the verbs of a sentence introduce.
    fn drafts(
        &self,
        cues: &[Cue<'_>],
        sources: &[Source],
        sentence: Range<usize>,
        block: usize,
    ) -> Vec<Draft> {
        let scene = self.scene;
        let mut drafts: Vec<Draft> = Vec::new();
        // whether the last draft still runs on to the end of the sentence
        let mut open = false;
        for (n, cue) in cues.iter().enumerate() {
            let Some(complement) = &cue.complement else {
                // a verb of saying with an object of its own still ends what was said before
                let ends = match cue.shape {
                    Shape::Finite | Shape::WithObject => cue.conjoined,
                    Shape::Participle => scene.verb_first(),
                    _ => false,
                };
                if open
                    && ends
                    && cue.tokens.start > 0
                    && scene.is_comma(cue.tokens.start - 1)
                    && let Some(last) = drafts.last_mut()
                    && cue.tokens.start > last.content.start + 2
                    && cue.tokens.start < last.content.end
                {
                    last.content.end = scene.cut_before(cue, last.content.start);
                    open = false;
                }
                continue;
            };
            if scene.is_far(cue, complement.region.clone(), complement.content) {
                continue;
            }
            if sources.iter().any(|s| s.tokens.contains(&cue.tokens.start)) {
                continue;
            }
            let told = cue.verb.addresses && complement.joint == Joint::Clause;
            if cue.shape == Shape::WithObject && complement.preposition.is_none() && !told {
                continue;
            }
            let mut nested = None;
            if open && let Some(last) = drafts.last_mut() {
                let at = cue.tokens.start;
                if complement.content == last.content.start || at < last.content.start {
                    continue;
                }
                // "…, provides for": a verb behind a comma without a subject of its own has that of the content
                if scene.verb_first()
                    && at < last.content.end
                    && cue.shape == Shape::Finite
                    && !cue.conjoined
                    && scene.is_comma(at - 1)
                    && scene.speaker_in(complement.region.clone()).is_none()
                    && scene.speaker_before(cue, last.content.start).is_none()
                {
                    continue;
                }
                if at < last.content.end {
                    nested = self.main_verb(cue, last.content.start);
                    if nested.is_none() {
                        if !scene.cuts(cue, last.content.start) {
                            continue;
                        }
                        last.content.end = scene.cut_before(cue, last.content.start);
                    }
                }
            }
            let mut inner = 0;
            let chain = match nested {
                Some(mut chain) => {
                    inner = chain.len();
                    if let Some(outer) = drafts.pop() {
                        chain.extend(outer.chain);
                    }
                    chain
                }
                None => {
                    let previous = n.checked_sub(1).and_then(|p| cues.get(p));
                    // "affirmed the importance of … 'as …'": the object of the verb is no speaker
                    let mut region = complement.region.clone();
                    if matches!(complement.joint, Joint::Marks | Joint::Colon)
                        && let Some(object) = region.clone().find(|&i| {
                            scene.has_exact(&scene.words.objects, i).is_some() && !scene.in_title(i)
                        })
                    {
                        region.end = object;
                    }
                    self.chain(cue, previous, region, sentence.clone(), &drafts, block)
                }
            };
            if cue.verb.sources_only
                && chain.first().is_none_or(|l| l.anonymous.is_none())
                && chain.len() < 2
                && !self.is_medium(&chain)
            {
                continue;
            }
            if scene.has_thing_before(cue, sentence.start)
                && chain
                    .first()
                    .is_none_or(|l| scene.page.tokens.at_byte(l.start) < sentence.start)
            {
                continue;
            }
            // a verb in the middle of a clause without a subject of its own belongs to the noun before it ("a warning that tells of")
            let adrift = scene.verb_first()
                && complement.joint == Joint::Noun
                && cue.shape == Shape::Finite
                && !cue.conjoined
                && cue.tokens.start != scene.first_verb(&sentence, sentence.end)
                && !scene.linker_before(cue.tokens.start)
                && !scene.led_by_adjunct(sentence.start, cue.tokens.start)
                && chain
                    .first()
                    .is_none_or(|l| scene.page.tokens.at_byte(l.start) < sentence.start);
            if adrift {
                continue;
            }
            // things point to things: without a name, a noun as complement is no speech
            let thing = complement.joint == Joint::Noun
                && cue.shape == Shape::Finite
                && chain.len() == 1
                && !chain.iter().any(|l| scene.is_known(l));
            // … unless the noun is one that only those who speak assert
            let asserted = cue.verb.stance == Attitude::Affirms
                && scene
                    .has_exact(&scene.words.objects, complement.content)
                    .is_some();
            if thing && !cue.verb.addresses && !cue.verb.human && !asserted {
                continue;
            }
            if cue.verb.explicit
                && cue.shape == Shape::Finite
                && scene.speaker_in(complement.region.clone()).is_none()
                && scene.speaker_before(cue, sentence.start).is_none()
            {
                continue;
            }
            let relative = scene.verb_first()
                && cue
                    .tokens
                    .start
                    .checked_sub(1)
                    .is_some_and(|b| scene.has(&scene.words.relatives, b).is_some());
            if (relative || cue.verb.relays) && chain.is_empty() {
                continue;
            }
            // "considering it a …" of several goes on with no one man
            if cue.shape == Shape::Participle
                && scene.is_plural_participle(cue.tokens.start)
                && chain
                    .first()
                    .is_some_and(|l| scene.is_singular(l) && scene.joined(l).is_empty())
            {
                continue;
            }
            if cue.verb.weak
                && cue.shape == Shape::Finite
                && scene.verb_first()
                && complement.content > cue.tokens.end + WEAK_REACH
            {
                continue;
            }
            if complement.joint == Joint::Colon && scene.count(complement.content..sentence.end) < 3 {
                continue;
            }
            // after "NAME tells of another's …" it is NAME who goes on
            if cue.verb.relays
                && chain.len() == 2
                && chain
                    .last()
                    .is_some_and(|carrier| scene.is_name_of_person(carrier))
            {
                inner = 1;
            }
            let end = match (complement.joint, scene.pair_of(complement.content)) {
                (Joint::Marks, Some(pair)) => pair.tokens.end,
                _ => sentence.end,
            };
            open = complement.joint != Joint::Marks
                || !matches!(scene.pair_of(complement.content), Some(p) if p.tokens.start == complement.content);
            drafts.push(Draft {
                content: complement.content..end,
                cue: cue.tokens.clone(),
                chain: self.with_details(chain, cue, complement.region.clone()),
                joint: complement.joint,
                stance: if cue.negated {
                    Stance::Says
                } else {
                    stance(cue.verb.stance)
                },
                preposition: complement.preposition,
                inner,
            });
        }
        drafts
    }

    /// Applies the attributions of a sentence: to what its verbs introduce, or to the whole clause.
    fn attribute(&self, drafts: &mut Vec<Draft>, sources: &[Source], sentence: Range<usize>) {
        let scene = self.scene;
        let by_verbs = drafts.len();
        for source in sources {
            for draft in drafts.iter_mut() {
                if draft.content.start < source.tokens.start
                    && source.tokens.start < draft.content.end
                    && source.tokens.end + 2 >= draft.content.end
                {
                    draft.content.end = scene.without_pronoun(draft.content.start, source.tokens.start);
                }
            }
            let apart = source.tokens.start > sentence.start + 1
                && drafts
                    .iter()
                    .take(by_verbs)
                    .all(|d| d.cue.start >= source.tokens.end);
            if by_verbs > 0 && !apart {
                for draft in drafts.iter_mut() {
                    let new = source
                        .chain
                        .first()
                        .is_some_and(|s| draft.chain.iter().all(|l| l.start != s.start && l.text != s.text));
                    let near = !scene.verb_first()
                        || source.tokens.start < draft.content.start
                        || source.tokens.end + 2 >= draft.content.end;
                    if new && near && draft.chain.len() == 1 {
                        draft.chain.extend(source.chain.iter().cloned());
                    }
                }
                continue;
            }
            // … and so does one with a conjunction behind a comma
            let opens = source.tokens.start > sentence.start
                && scene.is_comma(source.tokens.start - 1)
                && scene.is_comma(source.tokens.end)
                && (source.conjoined
                    || scene
                        .has_exact(&scene.words.openers, source.tokens.end + 1)
                        .is_some()
                    || scene.draws_consequence(source.tokens.end + 1));
            let leads = source.tokens.start <= sentence.start + 1 || opens;
            let content = if leads {
                let mut from = source.tokens.end;
                while from < sentence.end
                    && (scene.is_stop(from) || scene.has_exact(&scene.words.openers, from).is_some())
                {
                    from += 1;
                }
                // "according to a statement today, NAME has": the day belongs to the attribution
                let opener = (from..sentence.end.min(from + 6))
                    .find(|&i| scene.has_exact(&scene.words.openers, i).is_some());
                if let Some(at) = opener
                    && (from..at).all(|i| scene.is_time(i))
                {
                    from = at + 1;
                }
                from..sentence.end
            } else {
                let from = drafts
                    .iter()
                    .rfind(|d| d.cue.start < source.tokens.start)
                    .map_or(sentence.start, |d| d.content.end);
                let from = scene.clause_from(from, source.tokens.start);
                from..scene.without_pronoun(from, source.tokens.start)
            };
            if scene.count(content.clone()) >= MIN_CLAUSE {
                drafts.push(Draft {
                    content,
                    cue: source.cue.clone(),
                    chain: source.chain.clone(),
                    joint: Joint::Clause,
                    stance: Stance::Says,
                    preposition: None,
                    inner: 0,
                });
            }
        }
    }
}

impl Scene<'_> {
    /// Does a long report quote so seldom that it is a column, a sermon or a tale? There whoever was told of last need not
    /// be the one who goes on.
    fn is_no_news(&self, quotations: usize) -> bool {
        let words = self.page.tokens.len();
        words > MIN_LONG && quotations * PER_QUOTATION < words
    }

    /// Does the speaker of a quotation stand in the sentence of its verb?
    fn is_told_here(&self, quotation: &Quotation) -> bool {
        let at = quotation.cue.as_ref().map_or(quotation.start, |c| c.start);
        let sentence = |byte: usize| {
            let token = self.page.tokens.at_byte(byte);
            self.page
                .sentences
                .partition_point(|s| s.sentence.tokens.start <= token)
        };
        quotation
            .chain
            .first()
            .is_some_and(|l| sentence(l.start) == sentence(at))
            || quotation.rule.starts_with("headline")
    }

    /// A subordinator with a conjunction: the content has another clause from here.
    fn opens_second_clause(&self, token: usize) -> bool {
        let hit = self
            .words
            .that
            .longest_where(&self.page.tokens, token, Self::plain);
        hit.is_some_and(|h| h.form.off & isnad_text::Form::CONJUNCTION != 0) && self.pair_of(token).is_none()
    }

    /// The speaker right before words in marks that begin with a reporting verb of their own ("that NAME 'stressed …'").
    fn speaker_of_marks(&self, pair: &Pair, content: usize) -> Option<Link> {
        let first = pair.tokens.start;
        self.words
            .cues
            .exact(&self.page.tokens, first)
            .filter(|h| h.value.shape == Shape::Finite)?;
        let mark = first.checked_sub(1)?;
        let named = self
            .around(mark)
            .filter(|n| n.cover.end == mark && n.cover.start >= content && n.speaks())
            .max_by_key(|n| (n.is_person(), n.cover.len()))?;
        Some(self.link(named))
    }

    /// In a verb-first language: does the complement stand so far from the verb, with nobody named between, that it is another's?
    fn is_far(&self, cue: &Cue<'_>, region: Range<usize>, content: usize) -> bool {
        let known = self.named_in(region.clone()).any(Named::speaks)
            || region
                .clone()
                .any(|i| self.has(&self.words.sources, i).is_some() || self.is_time(i))
            || region.clone().any(|i| {
                self.has_exact(&self.words.adjuncts, i).is_some()
                    || self.has_exact(&self.words.documents, i).is_some()
            });
        self.verb_first() && cue.shape == Shape::Finite && content - cue.tokens.end > FAR && !known
    }

    /// In a verb-first language: is the subject of the verb a noun before it that nobody is named by ("the plague threatens to")?
    fn has_thing_before(&self, cue: &Cue<'_>, sentence: usize) -> bool {
        let plain = |i: usize| {
            !self.is_name(i)
                && self.has(&self.words.sources, i).is_none()
                && self.has(&self.words.anaphors, i).is_none()
                && self.has(&self.words.documents, i).is_none()
        };
        let near = self.noun_before(cue, sentence);
        near.or_else(|| self.subject_noun_before(cue, sentence))
            .is_some_and(|mut tokens| tokens.all(plain))
    }

    /// The same with whatever belongs to the noun, however long: a clause that a noun opens has no elided subject.
    fn subject_noun_before(&self, cue: &Cue<'_>, sentence: usize) -> Option<Range<usize>> {
        let verb = cue.tokens.start;
        if !self.verb_first() || cue.shape != Shape::Finite || cue.conjoined {
            return None;
        }
        let mut start = (sentence.max(verb.saturating_sub(NOUN_REACH))..verb)
            .rfind(|&i| self.is_stop(i))
            .map_or(sentence, |i| i + 1);
        while start < verb
            && let Some(len) = self.has(&self.words.linkers, start)
        {
            start += len;
        }
        let opened = verb - start <= NOUN_REACH && start < verb && !self.is_time(start);
        let noun = opened
            && (self
                .page
                .tokens
                .folded(start)
                .starts_with(self.words.article.as_str())
                || self.has(&self.words.determiners, start).is_some()
                || self.has(&self.words.quantifiers, start).is_some()
                    && self
                        .page
                        .tokens
                        .folded(start + 1)
                        .starts_with(self.words.article.as_str()))
            && self.has(&self.words.adjuncts, start).is_none()
            && self.has(&self.words.relatives, start).is_none();
        let relative = verb > start && self.has(&self.words.relatives, verb - 1).is_some();
        let people = (start..verb).any(|i| self.has(&self.words.people, i).is_some());
        (noun && !relative && !people).then_some(start..verb)
    }

    /// In a verb-first language: a definite noun with its attributes that stands before the verb, at the beginning of its clause.
    fn noun_before(&self, cue: &Cue<'_>, sentence: usize) -> Option<Range<usize>> {
        let verb = cue.tokens.start;
        if !self.verb_first() || cue.shape != Shape::Finite || cue.conjoined {
            return None;
        }
        let start = (sentence..verb)
            .rfind(|&i| self.is_mark(i))
            .map_or(sentence, |i| i + 1);
        let article = &self.words.article;
        let definite = |i: usize| self.page.tokens.folded(i).starts_with(article.as_str());
        let plain = |i: usize| {
            !self.is_time(i)
                && self.has(&self.words.adjuncts, i).is_none()
                && self.has(&self.words.linkers, i).is_none()
                && self.has(&self.words.auxiliaries, i).is_none()
                && self.has(&self.words.relatives, i).is_none()
                && self.has(&self.words.that, i).is_none()
        };
        ((1..=4).contains(&(verb - start)) && definite(start) && (start..verb).all(plain))
            .then_some(start..verb)
    }

    /// "…, and this | according to": the pronoun that takes up the clause is no part of it.
    fn without_pronoun(&self, from: usize, end: usize) -> usize {
        let pronoun = end > from + 2
            && self.has(&self.words.determiners, end - 1).is_some()
            && self.has_exact(&self.words.determiners, end - 1).is_none()
            && self.is_comma(end - 2);
        if pronoun { end - 2 } else { end }
    }

    /// Where the clause begins that an attribution closes: behind the last semicolon.
    fn clause_from(&self, from: usize, to: usize) -> usize {
        let start = (from..to)
            .rev()
            .find(|&i| matches!(self.page.word(i), ";" | "\u{61B}"))
            .map_or(from, |i| i + 1);
        if self.is_stop(start) { start + 1 } else { start }
    }
}

fn stance(attitude: Attitude) -> Stance {
    match attitude {
        Attitude::Says => Stance::Says,
        Attitude::Affirms => Stance::Affirms,
        Attitude::Doubts => Stance::Doubts,
        Attitude::Denies => Stance::Denies,
    }
}

//! Reads a report sentence by sentence and remembers who spoke last.

use super::{
    cues::{Cue, Joint},
    marks::Pair,
    scene::Scene,
    sources::Source,
    speakers::{Memory, Speaker},
};
use isnad_lang::speech::{Attitude, Shape};
use isnad_model::{EntityKind, Link, Quotation, QuotationKind, Role, Stance, Words};
use std::ops::Range;

/// The fewest words that an attribution turns into a quotation.
const MIN_CLAUSE: usize = 4;

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
        let (role, block, tokens) = (page.role, page.block, page.sentence.tokens.clone());
        if !role.is_content() {
            return;
        }
        let first = self.out.len();
        if matches!(role, Role::Headline | Role::Kicker | Role::Heading)
            && self.headline_colon(tokens.clone())
        {
            self.remember(first, block, number);
            return;
        }
        let cues = scene.cues(tokens.clone());
        let sources = scene.attributions(tokens.clone(), &self.memory);
        let mut drafts = self.drafts(&cues, &sources, tokens.clone(), block);
        self.attribute(&mut drafts, &sources, tokens.clone());
        self.inner = drafts.last().map_or(0, |d| d.inner);
        for draft in &drafts {
            self.emit(draft);
        }
        self.loose(&cues, &sources, tokens, block, number);
        self.remember(first, block, number);
    }

    fn remember(&mut self, first: usize, block: usize, sentence: usize) {
        let last = self
            .out
            .get(first..)
            .and_then(|new| new.iter().filter(|q| !q.chain.is_empty()).max_by_key(|q| q.start));
        if let Some(last) = last {
            // who goes on is the one who told of the others
            let chain = last
                .chain
                .get(self.inner..)
                .filter(|c| !c.is_empty())
                .unwrap_or(&last.chain)
                .to_vec();
            self.memory = Memory {
                chain,
                block,
                sentence,
            };
        }
    }

    /// "NAME: what he said" as a headline.
    fn headline_colon(&mut self, tokens: Range<usize>) -> bool {
        let scene = self.scene;
        let Some(colon) = tokens.clone().take(12).find(|&i| scene.page.word(i) == ":") else {
            return false;
        };
        let before = scene.trimmed(tokens.start..colon);
        let content = scene.trimmed(colon + 1..tokens.end);
        let Some(named) = scene
            .around(before.end)
            .filter(|n| n.tokens.end == before.end || n.cover.end == before.end)
            .find(|n| n.is_person() || n.mention.kind == EntityKind::Organization)
        else {
            return false;
        };
        if content.len() < 3 || named.cover.start > before.start + 4 {
            return false;
        }
        let pair = scene.pair_opened(colon + 1).filter(|p| p.words(scene.page) >= 2);
        let link = scene.link(named);
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
                continue;
            };
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

    /// Do these words name nobody but a group, which may be the ones addressed?
    fn only_group(&self, region: Range<usize>) -> bool {
        self.scene
            .named_in(region)
            .all(|n| n.mention.kind == EntityKind::Group)
    }

    fn is_medium(&self, chain: &[Link]) -> bool {
        chain.first().is_some_and(|l| {
            let in_marks = self
                .scene
                .pairs
                .iter()
                .any(|p| p.span.start == l.start && p.span.end == l.end);
            in_marks
                || self
                    .scene
                    .named
                    .iter()
                    .any(|n| n.mention.start == l.start && n.mention.kind == EntityKind::Organization)
        })
    }

    /// The chain of a verb that is the main verb of the content before it: its subject opens that content.
    fn main_verb(&self, cue: &Cue<'_>, content: usize) -> Option<Vec<Link>> {
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

    /// Who speaks by this verb.
    fn chain(
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
            .last()
            .map(|d| match d.chain.get(d.inner..) {
                Some(rest) if outer && !rest.is_empty() => rest.to_vec(),
                _ => d.chain.clone(),
            })
            .filter(|c| !c.is_empty());
        if !scene.verb_first() {
            let floor = drafts
                .last()
                .map_or(sentence.start, |d| d.content.end.min(cue.tokens.start));
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
                Some((Speaker::Last, _)) => here.unwrap_or_else(|| self.last_or_antecedent(cue, sentence)),
                None => here.unwrap_or_else(|| self.memory.chain.clone()),
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
        let participle = matches!(cue.shape, Shape::Participle | Shape::Noun) && relay.is_none();
        let plural = cue.shape == Shape::Finite && scene.is_plural(cue.tokens.start);
        let explicit = if participle || plural {
            None
        } else {
            scene.speaker_in(region.clone())
        };
        let addressed = cue.verb.addresses && here.is_some() && cue.conjoined && self.only_group(region);
        let known =
            matches!(&explicit, Some(Speaker::Chain(c)) if c.first().is_some_and(|l| scene.is_known(l)));
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
            Some(Speaker::Last) => return here.unwrap_or_else(|| self.last_or_antecedent(cue, sentence)),
            _ => {}
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
        if !participle
            && (cue.verb.continues || self.memory.block == block || start == sentence.start)
            && !self.memory.chain.is_empty()
        {
            return self.memory.chain.clone();
        }
        self.last_or_antecedent_first(cue, sentence)
    }

    /// The carrier of the last quotation carries this one too, if the same speaker goes on in the same block.
    fn carried_on(&self, mut chain: Vec<Link>, drafts: &[Draft], block: usize) -> Vec<Link> {
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

    fn last_or_antecedent(&self, cue: &Cue<'_>, sentence: Range<usize>) -> Vec<Link> {
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

    fn last_or_antecedent_first(&self, cue: &Cue<'_>, sentence: Range<usize>) -> Vec<Link> {
        match self.scene.antecedent(cue, sentence.start) {
            Some(link) => vec![link],
            None => self.last_or_antecedent(cue, sentence),
        }
    }

    /// Who said it and who carried it, from the words behind a verb of carrying: "CARRIER from SPEAKER".
    fn relayed(&self, region: Range<usize>) -> Option<Vec<Link>> {
        let scene = self.scene;
        let at = region
            .clone()
            .find(|&i| scene.has_exact(&scene.words.relays, i).is_some() && !scene.is_name(i))?;
        let len = scene.has_exact(&scene.words.relays, at)?;
        let mut chain = match scene.speaker_in(at + len..region.end)? {
            Speaker::Chain(chain) => chain,
            Speaker::Last => self.memory.chain.clone(),
        };
        if let Some(Speaker::Chain(carrier)) = scene.speaker_in(region.start..at) {
            chain.extend(carrier);
        }
        Some(chain)
    }

    fn with_details(&self, mut chain: Vec<Link>, cue: &Cue<'_>, region: Range<usize>) -> Vec<Link> {
        let verb = self
            .scene
            .page
            .span(cue.tokens.clone())
            .of(self.scene.page.text)
            .to_owned();
        let medium = self.scene.medium(region.start..region.end.min(region.start + 40));
        if chain.len() == 1
            && let Some(media) = self.scene.addressed_media(region.clone())
        {
            chain.push(media);
        }
        if let Some(first) = chain.first_mut() {
            first.verb = Some(verb);
            if first.medium.is_none() {
                first.medium = medium;
            }
        }
        chain
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
                    draft.content.end = source.tokens.start;
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
                    if new && draft.chain.len() == 1 {
                        draft.chain.extend(source.chain.iter().cloned());
                    }
                }
                continue;
            }
            let leads = source.tokens.start <= sentence.start + 1;
            let content = if leads {
                let mut from = source.tokens.end;
                while from < sentence.end
                    && (scene.is_stop(from) || scene.has_exact(&scene.words.openers, from).is_some())
                {
                    from += 1;
                }
                from..sentence.end
            } else {
                let from = drafts
                    .iter()
                    .rfind(|d| d.cue.start < source.tokens.start)
                    .map_or(sentence.start, |d| d.content.end);
                scene.clause_from(from, source.tokens.start)..source.tokens.start
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

    /// Makes quotations of what a cue introduces: the marked words in it, the frame, or both.
    fn emit(&mut self, draft: &Draft) {
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

    /// Words in marks that no verb of this sentence introduces from before: a verb behind them, an attribution, or the speaker
    /// who has just spoken; then clauses with a verb behind them ("…, he said").
    fn loose(
        &mut self,
        cues: &[Cue<'_>],
        sources: &[Source],
        sentence: Range<usize>,
        block: usize,
        number: usize,
    ) {
        let scene = self.scene;
        let mut governed = false;
        for index in 0..scene.pairs.len() {
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
                behind.filter(|_| !scene.verb_first() || scene.takes_up(cues_start(behind)))
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
                (near && long).then(|| (self.memory.chain.clone(), None, "marks-carried-on"))
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
            .find(|c| c.complement.is_none() && c.shape == Shape::Finite)
        else {
            return;
        };
        if cues.iter().any(|c| c.complement.is_some()) {
            return;
        }
        let start = if scene.is_tail(cue.tokens.start) {
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
            || scene.is_tail(cue.tokens.start)
            || scene.is_stop(cue.tokens.end)
            || scene.is_time(cue.tokens.end);
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

    /// Who speaks by a verb that stands behind what was said.
    fn chain_behind(&self, cue: &Cue<'_>, floor: usize, sentence: Range<usize>) -> Vec<Link> {
        let scene = self.scene;
        let after = scene.verb_first() || scene.is_tail(cue.tokens.start);
        let found = if after {
            let stop = (cue.tokens.end..sentence.end)
                .find(|&i| scene.is_stop(i))
                .unwrap_or(sentence.end);
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
            Some(Speaker::Last) | None => self.last_or_antecedent(cue, sentence),
        };
        self.with_details(chain, cue, cue.tokens.end..cue.tokens.end)
    }

    /// Marked words of headlines whose speaker the body names: the body quotes them again. A headline that leaves its speaker
    /// open has the one whom the body quotes first.
    fn headlines(&mut self) {
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
            let block = scene
                .page
                .report
                .blocks
                .iter()
                .find(|b| b.span().contains(pair.span));
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

    fn push_pair(
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

    fn push(
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

impl Scene<'_> {
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

    /// Where the clause begins that an attribution closes: behind the last semicolon.
    fn clause_from(&self, from: usize, to: usize) -> usize {
        let start = (from..to)
            .rev()
            .find(|&i| matches!(self.page.word(i), ";" | "\u{61B}"))
            .map_or(from, |i| i + 1);
        if self.is_stop(start) { start + 1 } else { start }
    }
}

fn cues_start(cue: Option<&Cue<'_>>) -> usize {
    cue.map_or(0, |c| c.tokens.start)
}

fn stance(attitude: Attitude) -> Stance {
    match attitude {
        Attitude::Says => Stance::Says,
        Attitude::Affirms => Stance::Affirms,
        Attitude::Doubts => Stance::Doubts,
        Attitude::Denies => Stance::Denies,
    }
}

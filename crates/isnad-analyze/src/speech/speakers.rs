//! Who speaks: names with their titles, unnamed sources, documents, pronouns.

use super::scene::{Named, Scene};
use isnad_lang::{names::flag, speech::Gender};
use isnad_model::{EntityKind, Link, MentionForm};
use isnad_text::{Form, Kind};
use std::ops::Range;

/// The vowel mark of an indefinite accusative.
const TANWIN: char = '\u{64B}';

/// Who spoke last, and where.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    /// The chain of the last quotation; empty before the first.
    pub(super) chain: Vec<Link>,
    /// The chain of the last quotation of an unnamed source.
    pub(super) unnamed: Vec<Link>,
    /// Number of the block it stands in.
    pub(super) block: usize,
    /// Number of the sentence it stands in.
    pub(super) sentence: usize,
    /// The gender that the last verb or pronoun showed of the speaker.
    pub(super) gender: Option<Gender>,
}

/// What the words before or after a verb say of its speaker.
#[derive(Debug)]
pub(super) enum Speaker {
    /// These, from the one who said it outwards.
    Chain(Vec<Link>),
    /// The one who spoke last.
    Last,
}

impl Scene<'_> {
    /// Reads the speaker that begins in these tokens. Circumstances before it are passed over; none where there is only such.
    pub(super) fn speaker_in(&self, region: Range<usize>) -> Option<Speaker> {
        let head = self.head(region.clone())?;
        // "SULTAN his anger": the object of the verb, which looks like a name behind the title
        if let Some(title) = self
            .named_at(head)
            .filter(|n| n.tokens.len() == 1 && n.tokens.start > head && self.is_objects_own(n.tokens.start))
        {
            return Some(Speaker::Chain(vec![self.phrase(head..title.tokens.start)?]));
        }
        let end = self.phrase_end(head, region.end);
        let at_head = self.named_at(head);
        let name = at_head.is_some_and(|n| matches!(n.mention.form, MentionForm::Name | MentionForm::Short));
        if let Some(pair) = self
            .pair_of(head)
            .filter(|p| at_head.is_none() && p.tokens.start == head)
        {
            // "answered 'no'"
            if pair.words(self.page) == 1 && self.page.tokens.folded(head).chars().count() <= 3 {
                return None;
            }
            return Some(Speaker::Chain(vec![self.phrase(pair.tokens.clone())?]));
        }
        if !name && self.has(&self.words.documents, head).is_some() {
            let issuer = self.named_in(head..region.end).find(|n| {
                n.speaks()
                    && n.tokens.start > head
                    && n.mention.kind != EntityKind::Group
                    && !(self.addressed(n.cover.start).is_some()
                        && self.medium(n.cover.start..n.cover.start + 1).is_some())
            });
            let medium = self.medium(head..end);
            return Some(match issuer.or(at_head.filter(|n| n.tokens.len() > 1)) {
                Some(n) => Speaker::Chain(vec![Link {
                    medium,
                    ..self.link(n)
                }]),
                None if end - head <= 2 && self.has(&self.words.anaphors, head).is_some() => Speaker::Last,
                // "the outcome of the conference": what follows the noun stands for those who issued it
                None if !self.definite(head) && self.definite(head + 1) && head + 1 < end => {
                    Speaker::Chain(vec![Link {
                        medium,
                        ..self.phrase(head + 1..end)?
                    }])
                }
                None => Speaker::Chain(vec![Link {
                    medium,
                    ..self.phrase(head..end)?
                }]),
            });
        }
        if let Some(source) = self.source(head, end, region.end) {
            return Some(source);
        }
        if at_head.is_none() && self.has(&self.words.others, head).is_some() && end > head + 1 {
            return Some(Speaker::Chain(vec![self.phrase(head..end)?]));
        }
        // the name stands behind its office, which the name layer may have left apart
        let apart = at_head.is_none_or(|n| n.is_person() && n.mention.form == MentionForm::Title);
        if apart && let Some(person) = self.person_behind(head, region.end) {
            return Some(Speaker::Chain(vec![self.link(person)]));
        }
        // "the president of …, NAME": the name stands behind a comma
        if apart
            && let Some(comma) = (end..region.end.min(end + 14)).find(|&i| self.is_mark(i))
            && self.is_comma(comma)
            && let Some(person) = self.named_at(comma + 1).filter(|n| {
                n.is_person()
                    && matches!(n.mention.form, MentionForm::Name | MentionForm::Short)
                    && self.addressed(comma + 1).is_none()
            })
            && self.stands_free(comma + 1)
        {
            return Some(Speaker::Chain(vec![self.link(person)]));
        }
        // a name that stands where only a speaker can stand is no place's
        if let Some(named) = at_head
            && !named.speaks()
            && named.cover.start == region.start
            && region
                .start
                .checked_sub(1)
                .is_some_and(|v| self.has(&self.words.cues, v).is_some())
        {
            return Some(Speaker::Chain(vec![self.link(named)]));
        }
        if let Some(named) = at_head
            && named.mention.form == MentionForm::Title
            && let Some(name) = self.unknown_name(named.cover.end, end)
        {
            return Some(Speaker::Chain(vec![name]));
        }
        if let Some(named) = at_head {
            let link = Link {
                medium: self.medium(head..named.tokens.end),
                ..self.link(named)
            };
            return named.speaks().then(|| Speaker::Chain(vec![link]));
        }
        if end - head <= 2
            && (self.has(&self.words.anaphors, head).is_some()
                || self.has(&self.words.pronouns, head).is_some())
        {
            // "the president NAME", "the Yemeni minister": not just whoever spoke last
            if end - head == 2 && self.has_exact(&self.words.same, head + 1).is_none() {
                return Some(Speaker::Chain(vec![
                    self.titled(head)
                        .map_or_else(|| self.phrase(head..end), |n| Some(self.link(n)))?,
                ]));
            }
            // "the minister", where one is named, is he and not whoever spoke last
            let noun = end == head + 1 && self.has(&self.words.anaphors, head).is_some();
            return Some(match self.holder(head).filter(|_| noun) {
                Some(holder) => Speaker::Chain(vec![self.link(holder)]),
                None => Speaker::Last,
            });
        }
        // a plural in the accusative is no subject
        if at_head.is_none() && self.verb_first() && self.definite(head) && self.is_plural_participle(head) {
            return None;
        }
        let definite = (head..end).any(|i| self.definite(i)) || self.named_in(head..end).next().is_some();
        // an unknown name is a word right before what was said that neither a preposition nor an adverb's ending marks
        let unknown = end - head <= 3
            && !self
                .words
                .adverb_endings
                .iter()
                .any(|e| self.page.tokens.folded(head).ends_with(e.as_str()))
            && !self.has_preposition(head);
        // "eight organisations": a word of number may stand before the noun
        let people = (head..end.min(head + 2)).any(|i| self.has(&self.words.people, i).is_some());
        let owned = end == head + 1
            && !definite
            && self
                .words
                .possessive_endings
                .iter()
                .any(|e| e.chars().count() > 1 && self.page.tokens.folded(head).ends_with(e.as_str()))
            || (end == head + 1 && self.is_objects_own(head));
        if !people && (owned || !definite && !unknown) {
            return None;
        }
        Some(Speaker::Chain(vec![self.phrase(head..end)?]))
    }

    /// Two or three plain words behind a title, none of which is a word of the language: a name that no list has.
    fn unknown_name(&self, from: usize, to: usize) -> Option<Link> {
        let known = |i: usize| {
            let token = self.page.tokens.get(i);
            token.is_none_or(|t| self.page.pack.names.word(t.hash()).flags & !flag::EVERYDAY != 0)
        };
        let plain = |i: usize| !self.is_mark(i) && !self.definite(i) && !known(i);
        let name = from + 1 < to && to - from <= 3 && plain(from) && plain(from + 1);
        name.then(|| self.phrase(from..to)).flatten()
    }

    /// Is a preposition written together with this word? What is left without it must be a word that the pack knows.
    pub(super) fn has_preposition(&self, token: usize) -> bool {
        let known = |hash: u64| self.page.pack.names.word(hash).flags & !flag::EVERYDAY != 0;
        self.page.tokens.get(token).is_some_and(|t| {
            t.forms()
                .iter()
                .any(|f| f.off & Form::FUSED != 0 || f.off & Form::PREPOSITION != 0 && known(f.hash))
        })
    }

    /// The last person called by name before the next comma: nothing but the words of an office stands before the name.
    pub(super) fn person_behind(&self, head: usize, limit: usize) -> Option<&Named<'_>> {
        // a preposition before a place belongs to the office
        let office = |i: usize| {
            self.named_at(i + 1)
                .is_some_and(|n| n.mention.kind == EntityKind::Place)
        };
        let circumstance = |i: usize| {
            self.has_exact(&self.words.adjuncts, i).is_some()
                && self.page.tokens.folded(i).chars().count() > 2
                && !office(i)
                && self.has_exact(&self.words.prepositions, i).is_none()
        };
        let stop = (head + 1..limit)
            .find(|&i| {
                let abbreviation =
                    self.page.word(i) == "." && self.has_exact(&self.words.abbreviations, i - 1).is_some();
                self.is_mark(i) && self.pair_of(i).is_none() && !abbreviation
                    || self.is_time(i)
                    || self.has_exact(&self.words.relatives, i).is_some()
                    || circumstance(i)
            })
            .unwrap_or(limit);
        let people: Vec<_> = self
            .named_in(head..stop)
            .filter(|n| {
                n.is_person()
                    && matches!(n.mention.form, MentionForm::Name | MentionForm::Short)
                    && self.addressed(n.cover.start).is_none()
            })
            .collect();
        // of several who speak together the first stands for all
        let mut last = *people.last()?;
        for &earlier in people.iter().rev().skip(1) {
            let joined = self
                .page
                .tokens
                .get(last.cover.start)
                .is_some_and(|t| t.forms().iter().any(|f| f.off & Form::CONJUNCTION != 0));
            if earlier.cover.end == last.cover.start && joined {
                last = earlier;
            }
        }
        Some(last)
    }

    /// An unnamed source, with the medium whose source it is.
    pub(super) fn source(&self, head: usize, end: usize, limit: usize) -> Option<Speaker> {
        let len = self.has(&self.words.sources, head)?;
        let named = self.named_at(head).filter(|n| n.tokens.start == head);
        let attached = self
            .page
            .tokens
            .get(head + len)
            .is_some_and(|t| t.forms().iter().any(|f| f.off & Form::PREPOSITION != 0));
        let alone = end - head == len || attached || (end - head == len + 1 && !self.definite(head + len));
        let again = self.has(&self.words.anaphors, head).is_some() && alone;
        if again {
            return Some(Speaker::Last);
        }
        if let Some(n) = named
            && matches!(n.mention.form, MentionForm::Name | MentionForm::Short)
        {
            return Some(Speaker::Chain(vec![self.link(n)]));
        }
        let tokens = match named {
            Some(n) => n.tokens.clone(),
            None => {
                let to = self
                    .pair_opened(head + len)
                    .map_or(end, |p| (p.tokens.end + 1).max(head + len).min(limit.max(end)));
                head..to.max(end)
            }
        };
        let anonymous = tokens.clone().find_map(|i| {
            self.words
                .anonymous
                .longest_where(&self.page.tokens, i, Self::plain)
                .map(|h| h.value.clone())
        });
        let mut chain = vec![Link {
            anonymous: Some(anonymous.unwrap_or_else(|| "unspecified".to_owned())),
            ..self.phrase(tokens.clone())?
        }];
        let medium = self.named_in(head + len..tokens.end.max(head + len)).find(|n| {
            n.mention.kind == EntityKind::Organization
                && (n.tokens.start == head + len
                    || self
                        .pair_opened(head + len)
                        .is_some_and(|p| p.tokens.contains(&n.tokens.start)))
        });
        chain.extend(medium.map(|n| self.link(n)));
        Some(Speaker::Chain(chain))
    }

    /// Is this the object that a verb has with a possessive pronoun ("his attack")? Forms of it that end otherwise are no names.
    fn is_objects_own(&self, token: usize) -> bool {
        self.has_exact(&self.words.objects, token).is_some()
    }

    fn definite(&self, token: usize) -> bool {
        !self.words.article.is_empty() && self.page.tokens.folded(token).starts_with(&self.words.article)
    }

    /// The first token of the speaker: circumstances and the one addressed are passed over.
    fn head(&self, region: Range<usize>) -> Option<usize> {
        let mut i = region.start;
        while i < region.end {
            let to_medium = self.pair_opened(i + 1).filter(|p| {
                !self.is_speech(p, true)
                    && self
                        .words
                        .proclitics
                        .iter()
                        .any(|w| w == self.page.tokens.folded(i))
            });
            if let Some(pair) = to_medium {
                i = pair.tokens.end + 1;
            } else if self.is_mark(i) && self.pair_opened(i).is_none()
                || self.is_time(i)
                || self.verb_first() && self.has_exact(&self.words.determiners, i).is_some()
            {
                i += 1;
            } else if self.page.word(i + 1) == "." && self.has_exact(&self.words.abbreviations, i).is_some() {
                i += 2;
            } else if let Some(addressed) = self.addressed(i) {
                i = addressed.max(i + 1);
            } else if self.verb_first() && self.is_circumstance(i) {
                i = (i..region.end).find(|&j| self.is_stop(j) && self.pair_of(j).is_none())? + 1;
            } else if let Some(len) = self.has_exact(&self.words.standing, i) {
                i += len;
            } else if let Some(len) = self.has(&self.words.adjuncts, i).filter(|_| {
                self.named_at(i)
                    .is_none_or(|n| n.mention.kind == EntityKind::Place)
            }) {
                // to the comma or dash that ends the circumstance; a time phrase ends by itself
                let after = i + len;
                i = if self.is_time(after) || (after == i + 1 && self.short_adverb(i, region.end)) {
                    after
                } else {
                    (after..region.end).find(|&j| self.is_stop(j) && self.pair_of(j).is_none())? + 1
                };
            } else if self.pair_opened(i).is_some() {
                i += 1;
            } else {
                return Some(i);
            }
        }
        None
    }

    /// "and he smiled": a clause with a conjunction and a pronoun, between verb and content.
    fn is_circumstance(&self, token: usize) -> bool {
        self.words
            .pronouns
            .longest_where(&self.page.tokens, token, Self::plain)
            .is_some_and(|h| h.form.off & Form::CONJUNCTION != 0)
    }

    /// Does no conjunction join what begins here to what stands before?
    fn stands_free(&self, token: usize) -> bool {
        let attached = |t: &isnad_text::Token| t.forms().iter().any(|f| f.off & Form::CONJUNCTION != 0);
        !self.page.tokens.get(token).is_some_and(attached)
    }

    /// An adverb that is complete by itself: what follows is a name or an unnamed source.
    fn short_adverb(&self, token: usize, end: usize) -> bool {
        token + 1 < end
            && (self.named_at(token + 1).is_some_and(|n| {
                n.speaks() && n.cover.start == token + 1 && self.addressed(token + 1).is_none()
            }) || self.has(&self.words.sources, token + 1).is_some())
            && !self.governs(token)
    }

    /// A preposition governs what follows it: adverbs in the accusative or with a possessive do not.
    fn governs(&self, token: usize) -> bool {
        self.page.tokens.folded(token).chars().count() <= 4
    }

    /// A name that a preposition is written together with is the one addressed; gives the token after it.
    pub(super) fn addressed(&self, token: usize) -> Option<usize> {
        let t = self.page.tokens.get(token)?;
        let named = self.named_at(token)?;
        let start = self.cover_start(named);
        let fused = t.forms().iter().any(|f| f.off & Form::FUSED != 0) && named.cover.start == token;
        let skipped = start > t.span.start
            && t.forms()
                .iter()
                .any(|f| f.off & Form::PREPOSITION != 0 && t.span.start + f.skip as usize == start)
            && !t
                .forms()
                .iter()
                .any(|f| f.off == Form::CONJUNCTION && t.span.start + f.skip as usize == start);
        (fused || skipped).then_some(named.cover.end.max(token + 1))
    }

    fn cover_start(&self, named: &Named<'_>) -> usize {
        named
            .mention
            .titles
            .iter()
            .map(|t| t.start)
            .fold(named.mention.start, usize::min)
    }

    /// Where the phrase that begins at `head` ends: names are taken whole.
    pub(super) fn phrase_end(&self, head: usize, limit: usize) -> usize {
        let source = self.has(&self.words.sources, head).is_some();
        let mut i = head + 1;
        if let Some(named) = self.named_at(head) {
            i = i.max(named.cover.end);
        }
        while i < limit {
            if self.is_time(i) || self.has_exact(&self.words.relatives, i).is_some() {
                break;
            }
            // an adverb in the accusative
            if self.verb_first()
                && !source
                && i > head + 1
                && self.page.word(i).contains(TANWIN)
                && self.page.tokens.get(i - 1).is_some_and(|t| t.kind == Kind::Word)
                && self.named_at(i).is_none()
            {
                break;
            }
            if self.is_mark(i) {
                // "70 % of the parents"
                let share = self.page.word(i) == "%"
                    && self
                        .page
                        .tokens
                        .get(i - 1)
                        .is_some_and(|t| t.kind == Kind::Number);
                if share
                    || self.pair_opened(i).is_some_and(|p| !self.is_speech(p, true))
                    || self.pair_of(i).is_some()
                    || self.pair_closed(i)
                {
                    i += 1;
                    continue;
                }
                break;
            }
            if source && self.has_exact(&self.words.anaphors, i).is_some() {
                break;
            }
            if let Some(named) = self.named_at(i) {
                let addressed = self.addressed(i).is_some();
                if addressed && (source && self.medium(i..i + 1).is_some() || !source && named.speaks()) {
                    break;
                }
                i = named.cover.end.max(i + 1);
                continue;
            }
            let short = source
                && self.page.tokens.folded(i).chars().count() <= 2
                && i == head + 1
                && self
                    .named_at(i + 1)
                    .is_none_or(|n| n.mention.kind != EntityKind::Place);
            // "NAME to soldiers": those whom a name or an unknown word addresses
            let head_is_name = self.is_name(head)
                || self
                    .page
                    .tokens
                    .get(head)
                    .is_some_and(|t| self.page.pack.names.word(t.hash()).flags == 0);
            if !source && head_is_name && !self.definite(head) && self.has_preposition(i) {
                break;
            }
            // "a number of NOUNS"
            let part = i == head + 1 && self.has_exact(&self.words.partitives, i).is_some();
            if (self.has_exact(&self.words.adjuncts, i).is_some() && !short && !part)
                || (!source && self.has_exact(&self.words.standing, i).is_some())
            {
                break;
            }
            i += 1;
        }
        i.min(limit.max(head + 1))
    }

    /// The mention that begins at this token, titles included: a person by name before others, then the longest.
    pub(super) fn named_at(&self, token: usize) -> Option<&Named<'_>> {
        self.around(token)
            .filter(|n| n.cover.start == token)
            .max_by_key(|n| {
                (
                    n.is_person() && matches!(n.mention.form, MentionForm::Name | MentionForm::Short),
                    n.cover.end - n.cover.start,
                    n.speaks(),
                )
            })
    }
}

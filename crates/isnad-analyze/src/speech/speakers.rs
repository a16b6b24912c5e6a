//! Who speaks: names with their titles, unnamed sources, documents, pronouns.

use super::{
    cues::Cue,
    scene::{Named, Scene},
};
use isnad_lang::speech::Shape;
use isnad_model::{EntityKind, Link, MentionForm, Span, Words};
use isnad_text::Form;
use std::ops::Range;

/// Who spoke last, and where.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    /// The chain of the last quotation; empty before the first.
    pub(super) chain: Vec<Link>,
    /// Number of the block it stands in.
    pub(super) block: usize,
    /// Number of the sentence it stands in.
    pub(super) sentence: usize,
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
        let end = self.phrase_end(head, region.end);
        let at_head = self.named_at(head);
        let name = at_head.is_some_and(|n| matches!(n.mention.form, MentionForm::Name | MentionForm::Short));
        if let Some(pair) = self
            .pair_of(head)
            .filter(|p| at_head.is_none() && p.tokens.start == head)
        {
            return Some(Speaker::Chain(vec![self.phrase(pair.tokens.clone())?]));
        }
        if !name && self.has(&self.words.documents, head).is_some() {
            let issuer = self
                .named_in(head..region.end)
                .find(|n| n.speaks() && n.tokens.start > head && n.mention.kind != EntityKind::Group);
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
            return Some(Speaker::Last);
        }
        let definite = (head..end).any(|i| self.definite(i)) || self.named_in(head..end).next().is_some();
        // an unknown name is a word right before what was said that neither a preposition nor an adverb's ending marks
        let unknown = end - head <= 3
            && !self
                .words
                .adverb_endings
                .iter()
                .any(|e| self.page.tokens.folded(head).ends_with(e.as_str()))
            && self.page.tokens.get(head).is_some_and(|t| {
                t.forms()
                    .iter()
                    .all(|f| f.off & (Form::PREPOSITION | Form::FUSED) == 0)
            });
        if !definite && !unknown {
            return None;
        }
        Some(Speaker::Chain(vec![self.phrase(head..end)?]))
    }

    /// The last person called by name before the next comma: nothing but the words of an office stands before the name.
    fn person_behind(&self, head: usize, limit: usize) -> Option<&Named<'_>> {
        let circumstance = |i: usize| {
            self.has_exact(&self.words.adjuncts, i).is_some()
                && self.page.tokens.folded(i).chars().count() > 2
        };
        let stop = (head + 1..limit)
            .find(|&i| self.is_mark(i) && self.pair_of(i).is_none() || self.is_time(i) || circumstance(i))
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

    /// The last person before this token whose titles and names hold this noun and the word after it.
    fn titled(&self, noun: usize) -> Option<&Named<'_>> {
        let bare = |i: usize| {
            let word = self.page.tokens.folded(i);
            word.strip_prefix(&self.words.article).unwrap_or(word)
        };
        let (first, second) = (bare(noun), bare(noun + 1));
        self.named_in(0..noun).rfind(|n| {
            n.is_person()
                && n.mention
                    .titles
                    .iter()
                    .map(|t| t.start)
                    .chain([n.mention.start])
                    .any(|start| {
                        let at = self.page.tokens.at_byte(start);
                        bare(at) == first
                            || bare(at + 1) == first && self.has_exact(&self.words.honorifics, at).is_some()
                    })
                && n.cover.clone().any(|i| bare(i) == second)
        })
    }

    /// The subject of the verb with which a sentence begins: the speaker that stands right behind it.
    pub(super) fn main_subject(&self, sentence: Range<usize>, before: usize) -> Option<Link> {
        let verb = (sentence.start..before)
            .find(|&i| !self.is_mark(i) && self.has(&self.words.auxiliaries, i).is_none())?;
        let head = verb + 1;
        if head >= before
            || self.has(&self.words.adjuncts, verb).is_some()
            || self.has(&self.words.linkers, verb).is_some()
            || self.named_at(verb).is_some()
            || self.addressed(head).is_some()
        {
            return None;
        }
        if let Some(named) = self.named_at(head).filter(|n| n.speaks()) {
            return Some(self.link(named));
        }
        let titled = head + 1 < before && self.has(&self.words.anaphors, head).is_some();
        titled.then(|| self.titled(head).map(|n| self.link(n))).flatten()
    }

    /// An unnamed source, with the medium whose source it is.
    fn source(&self, head: usize, end: usize, limit: usize) -> Option<Speaker> {
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
            } else if self.is_mark(i) && self.pair_opened(i).is_none() || self.is_time(i) {
                i += 1;
            } else if let Some(addressed) = self.addressed(i) {
                i = addressed;
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
    fn addressed(&self, token: usize) -> Option<usize> {
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
    fn phrase_end(&self, head: usize, limit: usize) -> usize {
        let source = self.has(&self.words.sources, head).is_some();
        let mut i = head + 1;
        if let Some(named) = self.named_at(head) {
            i = i.max(named.cover.end);
        }
        while i < limit {
            if self.is_time(i) || self.has_exact(&self.words.relatives, i).is_some() {
                break;
            }
            if self.is_mark(i) {
                if self.pair_opened(i).is_some_and(|p| !self.is_speech(p, true))
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
                if source && self.addressed(i).is_some() && self.medium(i..i + 1).is_some() {
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

    /// The speaker that stands right before a verb (after auxiliaries), where nothing separates them.
    pub(super) fn speaker_before(&self, cue: &Cue<'_>, floor: usize) -> Option<(Speaker, usize)> {
        let mut i = cue.tokens.start;
        while i > floor && self.has(&self.words.auxiliaries, i - 1).is_some() {
            i -= 1;
        }
        if i <= floor || cue.conjoined {
            return None;
        }
        // a comma may stand between the subject of a clause and its verb
        if self.is_comma(i - 1)
            && self
                .around(i)
                .any(|n| n.cover.end == i - 1 && n.cover.start == floor && n.speaks())
        {
            i -= 1;
        }
        // a name in marks belongs to the name before it
        if self.pair_closed(i - 1)
            && let Some(pair) = self
                .pair_of(i - 2)
                .filter(|p| !self.is_speech(p, true) && p.tokens.start > floor + 1)
            && self.around(i).any(|n| n.cover.end + 1 == pair.tokens.start)
        {
            i = pair.tokens.start - 1;
        }
        let named = self
            .around(i)
            .filter(|n| {
                n.cover.end == i
                    && n.cover.start >= floor
                    && n.speaks()
                    && n.mention.kind != EntityKind::Place
            })
            .max_by_key(|n| (n.is_person(), n.cover.len()));
        if let Some(n) = named {
            return Some((Speaker::Chain(vec![self.link(n)]), n.cover.start));
        }
        let start =
            (floor.max(i.saturating_sub(7))..i).find(|&s| self.has(&self.words.sources, s).is_some())?;
        if (start..i).any(|j| self.is_mark(j) || self.has_exact(&self.words.adjuncts, j).is_some()) {
            return None;
        }
        Some((self.source(start, i, i)?, start))
    }

    /// The speaker before a verb in a subject-first language, and the first token of its phrase.
    pub(super) fn subject_before(&self, verb: usize, floor: usize) -> Option<(Speaker, usize)> {
        let mut end = verb;
        while end > floor
            && (self.has_exact(&self.words.auxiliaries, end - 1).is_some() || self.is_time(end - 1))
            && self.has_exact(&self.words.pronouns, end - 1).is_none()
        {
            end -= 1;
        }
        if end <= floor || self.has_exact(&self.words.linkers, end - 1).is_some() {
            return None;
        }
        let (start, end) = if self.is_comma(end - 1) && end >= floor + 2 {
            // an apposition stands between speaker and verb
            let mut start = floor;
            while start + 1 < end
                && (self.has_exact(&self.words.linkers, start).is_some() || self.is_mark(start))
            {
                start += 1;
            }
            (start, (start..end).find(|&i| self.is_comma(i)).unwrap_or(end))
        } else {
            let mut start = end - 1;
            while start > floor
                && (!self.is_mark(start - 1) || self.is_inside_word(start - 1))
                && self.has_exact(&self.words.linkers, start - 1).is_none()
                && (self.has_exact(&self.words.that, start - 1).is_none() || start + 1 == end)
            {
                start -= 1;
            }
            (start, end)
        };
        if start >= end {
            return None;
        }
        if end - start == 1 && self.has_exact(&self.words.pronouns, start).is_some() {
            return Some((Speaker::Last, start));
        }
        let speaking = |n: &&Named<'_>| n.speaks() || n.mention.kind == EntityKind::Place;
        let at_start = self
            .around(start + 1)
            .filter(|n| n.cover.start >= start && n.cover.start <= start + 1 && n.cover.end <= end)
            .filter(speaking);
        let best = at_start.max_by_key(|n| {
            (
                n.is_person() && n.mention.form != MentionForm::Anaphor,
                n.cover.end,
            )
        });
        let last = self
            .named_in(start..end)
            .filter(|n| n.tokens.end == end && n.speaks())
            .max_by_key(|n| (n.is_person(), n.tokens.len()));
        let document =
            (start..end.min(start + 3)).any(|i| self.has_exact(&self.words.documents, i).is_some());
        let chain = match (best, last) {
            (Some(n), _) if n.cover.end == end || n.mention.kind != EntityKind::Place => vec![self.link(n)],
            (_, Some(n)) if n.is_person() || document => vec![self.link(n)],
            (Some(n), _) if end - start <= 2 => vec![self.link(n)],
            _ => {
                let source = (start..end).find(|&i| self.has_exact(&self.words.sources, i).is_some());
                let anonymous = source.map(|_| {
                    let kind = (start..end).find_map(|i| {
                        self.words
                            .anonymous
                            .exact(&self.page.tokens, i)
                            .map(|h| h.value.clone())
                    });
                    kind.unwrap_or_else(|| "unspecified".to_owned())
                });
                if end - start <= 2
                    && anonymous.is_none()
                    && self.has_exact(&self.words.anaphors, end - 1).is_some()
                {
                    return Some((Speaker::Last, start));
                }
                vec![Link {
                    anonymous,
                    ..self.phrase(start..end)?
                }]
            }
        };
        Some((Speaker::Chain(chain), start))
    }

    /// Is this a hyphen, an apostrophe or a full stop inside a name?
    fn is_inside_word(&self, token: usize) -> bool {
        let glued = |i: usize| self.page.tokens.get(i).is_some_and(|t| t.glued);
        matches!(self.page.word(token), "-" | "'" | "\u{2019}" | ".") && glued(token) && glued(token + 1)
    }

    /// What a relative word before the verb refers to, or the last one that can be the subject of a participle.
    pub(super) fn antecedent(&self, cue: &Cue<'_>, floor: usize) -> Option<Link> {
        let before = self
            .named_in(floor..cue.tokens.start)
            .filter(|n| n.speaks() && n.tokens.end <= cue.tokens.start);
        let mut found: Vec<_> = before.collect();
        found.sort_by_key(|n| (n.tokens.end, n.tokens.len()));
        if cue.conjoined && cue.shape == Shape::Finite {
            return found
                .iter()
                .min_by_key(|n| (n.cover.start, usize::MAX - n.cover.end))
                .map(|n| self.link(n));
        }
        let person = found.iter().rev().find(|n| n.is_person());
        let nearest = found
            .iter()
            .rev()
            .find(|n| cue.shape != Shape::Participle || self.addressed(n.cover.start).is_none())
            .or(found.last());
        let n = if matches!(cue.shape, Shape::Finite | Shape::WithObject) {
            person.or(nearest)
        } else {
            nearest
        };
        n.map(|n| self.link(n))
    }

    /// The subject of a clause with a subordinator right before its verb: "led NAME to call on …".
    pub(super) fn subject_of_clause(&self, verb: usize) -> Option<&Named<'_>> {
        let that = verb.checked_sub(1)?;
        if !self.verb_first() || self.has_exact(&self.words.that, that) != Some(1) {
            return None;
        }
        let end = that.checked_sub(1).filter(|&i| self.is_comma(i)).unwrap_or(that);
        self.around(end)
            .filter(|n| n.cover.end == end && n.speaks() && n.mention.kind != EntityKind::Place)
            .max_by_key(|n| (n.is_person(), n.cover.len()))
    }

    /// Does the link tell some of many ("a number of NOUNS")?
    pub(super) fn is_part(&self, link: &Link) -> bool {
        let head = self.page.tokens.at_byte(link.start);
        self.has_exact(&self.words.partitives, head + 1).is_some()
    }

    /// Does the link stand on the name of a person?
    pub(super) fn is_name_of_person(&self, link: &Link) -> bool {
        self.named
            .iter()
            .any(|n| n.mention.start == link.start && n.mention.end == link.end && n.is_person())
    }

    /// Do two links name the same one, as far as this report shows?
    pub(super) fn same(&self, a: &Link, b: &Link) -> bool {
        let mention = |l: &Link| {
            self.named
                .iter()
                .map(|n| n.mention)
                .find(|m| m.start == l.start && m.end == l.end)
        };
        let refers = |a: &Link, b: &Link| {
            mention(a)
                .and_then(|m| m.refers_to.as_ref())
                .is_some_and(|id| mention(b).is_some_and(|m| m.id == *id || m.refers_to.as_ref() == Some(id)))
        };
        a.text.contains(&b.text) || b.text.contains(&a.text) || refers(a, b) || refers(b, a)
    }

    /// Does the link stand on a mention, or is it an unnamed source?
    pub(super) fn is_known(&self, link: &Link) -> bool {
        let document = |at: usize| self.words.documents.longest(&self.page.tokens, at).is_some();
        let at = self.page.tokens.at_byte(link.start);
        document(at)
            || (at > 0 && document(at - 1))
            || link.anonymous.is_some()
            || link.medium.is_some()
            || self
                .named
                .iter()
                .any(|n| n.mention.start == link.start && n.mention.end == link.end)
    }

    /// The media that the words address ("in a statement to agency X"): they carried what was said.
    pub(super) fn addressed_media(&self, region: Range<usize>) -> Option<Link> {
        let named = self.named_in(region).find(|n| {
            n.mention.kind == EntityKind::Organization
                && self.addressed(n.cover.start).is_some()
                && self.medium(n.cover.start..n.cover.start + 1).is_some()
        })?;
        Some(Link {
            medium: self.medium(named.cover.clone()),
            ..self.link(named)
        })
    }

    pub(super) fn link(&self, named: &Named<'_>) -> Link {
        let words = Words::of(self.page.text, named.mention.span());
        Link {
            text: words.text,
            start: words.start,
            end: words.end,
            ..Link::default()
        }
    }

    /// A link on words that are no mention; the article-like conjunction before the first word is left out.
    fn phrase(&self, tokens: Range<usize>) -> Option<Link> {
        let mut tokens = self.trimmed(tokens);
        while tokens.len() > 1 && self.has_exact(&self.words.determiners, tokens.start).is_some() {
            tokens.start += 1;
        }
        if tokens.is_empty() {
            return None;
        }
        let span = self.page.span(tokens.clone());
        let span = if self.pair_closed(tokens.end) {
            Span::new(span.start, self.page.tokens.get(tokens.end)?.span.end)
        } else {
            span
        };
        let words = Words::of(self.page.text, span);
        Some(Link {
            text: words.text,
            start: words.start,
            end: words.end,
            ..Link::default()
        })
    }

    /// The medium that words name: a statement, a page, a channel.
    pub(super) fn medium(&self, tokens: Range<usize>) -> Option<String> {
        tokens.into_iter().find_map(|i| {
            self.words
                .media
                .longest(&self.page.tokens, i)
                .map(|h| h.value.clone())
        })
    }
}

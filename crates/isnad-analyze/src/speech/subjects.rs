//! Whom the words before a verb, or the sentence around it, make its subject.

use super::{
    cues::Cue,
    scene::{Named, Scene},
    speakers::Speaker,
};
use isnad_lang::{
    names::flag,
    speech::{Attribution, Shape},
};
use isnad_model::{EntityKind, Link, MentionForm, Words};
use isnad_text::Form;
use std::ops::Range;

/// The most tokens of a noun phrase before its verb.
const NOUN_PHRASE: usize = 8;

/// Tokens between the auxiliary that opens a clause and its verb.
const FAR_SUBJECT: usize = 26;

impl Scene<'_> {
    /// A word without its article.
    fn bare(&self, i: usize) -> &str {
        let word = self.page.tokens.folded(i);
        word.strip_prefix(&self.words.article).unwrap_or(word)
    }

    /// The last person before this token whose titles and names hold this noun and the word after it.
    pub(super) fn titled(&self, noun: usize) -> Option<&Named<'_>> {
        let bare = |i: usize| self.bare(i);
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

    /// The only person named before whose title has this noun for its head: "the minister", where one minister is named.
    pub(super) fn holder(&self, noun: usize) -> Option<&Named<'_>> {
        let bare = |i: usize| self.bare(i);
        let wanted = bare(noun);
        let heads = |start: usize, end: usize| {
            let at = self.page.tokens.at_byte(start);
            let past = self.page.tokens.at_byte(end);
            if self.verb_first() {
                let honoured = self.has_exact(&self.words.honorifics, at).is_some() && at + 1 < past;
                bare(at) == wanted || honoured && bare(at + 1) == wanted
            } else {
                // "Foreign Minister", "minister of health"
                let mut words = at..past.max(at + 1);
                let head = words.clone().find(|&i| bare(i) == wanted);
                head.is_some_and(|h| h + 1 == past || !words.any(|i| i < h && self.is_mark(i)))
            }
        };
        let mut found: Option<&Named<'_>> = None;
        for named in self.named_in(0..noun) {
            let mention = named.mention;
            let titled = named.is_person()
                && match mention.form {
                    MentionForm::Title => heads(mention.start, mention.end),
                    _ => mention.titles.iter().any(|t| heads(t.start, t.end)),
                };
            if !titled {
                continue;
            }
            let same = |a: &str, b: &str| a.contains(b) || b.contains(a);
            match found {
                Some(known) if !same(&known.mention.text, &mention.text) => return None,
                // by name rather than by office
                Some(known) if mention.text.len() < known.mention.text.len() => {}
                _ => found = Some(named),
            }
        }
        found
    }

    /// Does a sentence begin with a verb and its conjunction?
    pub(super) fn opens_with_verb(&self, sentence: usize) -> bool {
        self.page.tokens.get(sentence).is_some_and(|t| {
            t.forms()
                .iter()
                .any(|f| f.off == Form::CONJUNCTION && self.page.pack.names.word(f.hash).is(flag::VERB))
        })
    }

    /// The subject of the nearest verb before this one whose subject stands right behind it.
    pub(super) fn subject_of_verb_before(&self, floor: usize, before: usize) -> Option<Link> {
        let verb = |i: usize| {
            self.page.tokens.get(i).is_some_and(|t| {
                t.forms().iter().any(|f| {
                    f.off & !Form::CONJUNCTION == 0 && self.page.pack.names.word(f.hash).is(flag::VERB)
                })
            }) || self.has(&self.words.acts, i).is_some()
                || self
                    .words
                    .cues
                    .longest_where(&self.page.tokens, i, Self::plain)
                    .is_some_and(|h| h.value.shape == Shape::Finite)
        };
        let subject = |i: usize| {
            self.named_at(i + 1).filter(|n| {
                n.speaks()
                    && self.addressed(i + 1).is_none()
                    && n.cover.end <= before
                    && n.mention.kind != EntityKind::Group
            })
        };
        let at = (floor..before)
            .rev()
            .find(|&i| verb(i) && !self.is_name(i) && subject(i).is_some())?;
        subject(at).map(|n| self.link(n))
    }

    /// The name that opens a sentence before its verbs.
    pub(super) fn subject_at(&self, sentence: usize, verb: usize) -> Option<Link> {
        let first = (sentence..verb).find(|&i| !self.is_mark(i))?;
        self.named_at(first)
            .filter(|n| n.is_person() && n.cover.end < verb && self.verb_first())
            .map(|n| self.link(n))
    }

    /// The noun of people, with all that belongs to it, that stands between the head of the sentence and its verb.
    pub(super) fn people_before(&self, verb: usize, sentence: usize) -> Option<Link> {
        let plain = |i: usize| {
            !self.is_mark(i)
                && self.has(&self.words.linkers, i).is_none()
                && self.has_exact(&self.words.that, i).is_none()
        };
        let near = (2..=NOUN_PHRASE).contains(&verb.saturating_sub(sentence));
        if let Some(named) = self.named_at(sentence).filter(|n| n.cover.end == verb) {
            return Some(self.link(named));
        }
        if !near || self.has_exact(&self.words.people, sentence).is_none() || !(sentence..verb).all(plain) {
            return None;
        }
        match self.person_behind(sentence, verb) {
            Some(person) => Some(self.link(person)),
            None => self.phrase(sentence..verb),
        }
    }

    /// Does a word with the conjunction of consequence begin here?
    pub(super) fn draws_consequence(&self, token: usize) -> bool {
        let word = self.page.tokens.folded(token);
        let conjoined = |t: &isnad_text::Token| t.forms().iter().any(|f| f.off == Form::CONJUNCTION);
        self.words
            .consequences
            .iter()
            .any(|c| word.starts_with(c.as_str()))
            && self.page.tokens.get(token).is_some_and(conjoined)
            && self.has_exact(&self.words.linkers, token).is_none()
            && self.has_exact(&self.words.adjuncts, token).is_none()
            && self
                .page
                .tokens
                .get(token)
                .is_some_and(|t| self.page.pack.names.word(t.hash()).unknown())
    }

    /// Does a circumstance open the sentence ("asked about …, he said")? Those named in it are not the subject.
    pub(super) fn led_by_adjunct(&self, sentence: usize, verb: usize) -> bool {
        let mut first = sentence;
        while first < verb
            && (self.is_mark(first)
                || self.has(&self.words.linkers, first).is_some()
                    && self.has(&self.words.adjuncts, first).is_none())
        {
            first += 1;
        }
        self.verb_first() && first < verb && self.has(&self.words.adjuncts, first).is_some()
    }

    /// Who issued the document that opens the sentence: "in a statement of NAME …, it announced".
    pub(super) fn issuer_before(&self, sentence: usize, verb: usize) -> Option<Link> {
        let document = (sentence + 1..verb.min(sentence + 4)).find(|&i| {
            self.has_exact(&self.words.documents, i).is_some()
                && self.has(&self.words.adjuncts, i - 1).is_some()
        })?;
        let stop = (document..verb).find(|&i| self.is_stop(i)).unwrap_or(verb);
        let issuer = self.named_in(document + 1..stop).find(|n| {
            n.speaks()
                && n.mention.kind != EntityKind::Group
                && !(self.addressed(n.cover.start).is_some()
                    && self.medium(n.cover.start..n.cover.start + 1).is_some())
        })?;
        Some(Link {
            medium: self.medium(document..document + 1),
            ..self.link(issuer)
        })
    }

    /// Where the sentence begins behind a dateline ("NAME - OUTLET - CITY:") at its head.
    pub(super) fn behind_dateline(&self, sentence: &Range<usize>) -> usize {
        let head = sentence.start..sentence.end.min(sentence.start + 14);
        let colon = head.clone().find(|&i| self.page.word(i) == ":");
        let dash = |i: usize| matches!(self.page.word(i), "-" | "\u{2013}" | "\u{2014}");
        colon
            .filter(|&c| (sentence.start..c).any(dash))
            .map_or(sentence.start, |c| c + 1)
    }

    /// Where the verb of a sentence that begins with it stands, behind "in his turn", "for his part" and auxiliaries.
    pub(super) fn first_verb(&self, sentence: &Range<usize>, before: usize) -> usize {
        let mut verb = self.behind_dateline(sentence);
        // "according to NAME, …"
        if self.has(&self.words.attributions, verb).is_some()
            && self.has(&self.words.linkers, verb).is_none()
            && let Some(comma) = (verb..before).find(|&i| self.is_comma(i))
        {
            verb = comma + 1;
            verb += self.has_exact(&self.words.openers, verb).unwrap_or(0);
        }
        while verb < before {
            verb += if let Some(len) = self.has(&self.words.linkers, verb) {
                len
            } else if self.is_mark(verb) || self.has(&self.words.auxiliaries, verb).is_some() {
                1
            } else {
                break;
            };
        }
        verb
    }

    /// The subject of the verb with which a sentence begins: the speaker that stands right behind it.
    pub(super) fn main_subject(&self, sentence: Range<usize>, before: usize) -> Option<Link> {
        // "according to NAME, …"
        let begin = self.behind_dateline(&sentence);
        if let Some(hit) = self
            .words
            .attributions
            .longest_where(&self.page.tokens, begin, Self::plain)
            .filter(|h| *h.value == Attribution::Source)
            && let Some(comma) = (begin..before)
                .find(|&i| self.is_comma(i) || self.has_exact(&self.words.openers, i).is_some())
            && let Some(person) = self.person_behind(begin + hit.len, comma).or_else(|| {
                self.around(begin + hit.len)
                    .find(|n| n.cover.start == begin + hit.len && n.is_person())
            })
        {
            return Some(self.link(person));
        }
        let verb = self.first_verb(&sentence, before);
        let head = verb + 1;
        // "as for NAME, he …"
        if self.has(&self.words.topics, verb).is_some() {
            return self.named_at(head).filter(|n| n.speaks()).map(|n| self.link(n));
        }
        // "'NAME' remembers"
        if let Some(pair) = self
            .pair_opened(head)
            .filter(|p| p.tokens.end < before && !self.is_speech(p, true))
            && self.has(&self.words.adjuncts, verb).is_none()
        {
            let words = Words::of(self.page.text, pair.span);
            return Some(Link {
                text: words.text,
                start: words.start,
                end: words.end,
                ..Link::default()
            });
        }
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
        if let Some(Speaker::Chain(chain)) = self
            .has(&self.words.sources, head)
            .and_then(|_| self.source(head, self.phrase_end(head, before), before))
        {
            return chain.into_iter().next();
        }
        let opens = verb == self.behind_dateline(&sentence)
            && !self
                .page
                .tokens
                .get(verb)
                .is_some_and(|t| t.forms().iter().any(|f| f.off & Form::CONJUNCTION != 0))
            || self
                .words
                .cues
                .longest_where(&self.page.tokens, verb, Self::plain)
                .is_some();
        if opens && self.has(&self.words.people, head).is_some() {
            return self.phrase(head..self.phrase_end(head, before));
        }
        let titled = head + 1 < before && self.has(&self.words.anaphors, head).is_some();
        titled.then(|| self.titled(head).map(|n| self.link(n))).flatten()
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
                    && (n.speaks() && n.mention.kind != EntityKind::Place
                        // "COUNTRY affirms that"
                        || n.mention.kind == EntityKind::Place && n.cover.start == floor)
            })
            .max_by_key(|n| (n.is_person(), n.cover.len()));
        if let Some(n) = named {
            // "the brothers of NAME said"
            if let Some(kin) = n
                .cover
                .start
                .checked_sub(1)
                .filter(|&k| k >= floor && self.verb_first() && self.has(&self.words.others, k).is_some())
            {
                return Some((Speaker::Chain(vec![self.phrase(kin..i)?]), kin));
            }
            return Some((Speaker::Chain(vec![self.link(n)]), n.cover.start));
        }
        // "had NAME, who …, long ago said": the auxiliary opens the clause, and its subject stands behind it
        let relative = self.has(&self.words.relatives, cue.tokens.start - 1).is_some();
        let clause = (floor.max(cue.tokens.start.saturating_sub(FAR_SUBJECT))..cue.tokens.start)
            .rev()
            .find(|&j| {
                !relative && self.has(&self.words.auxiliaries, j).is_some() && self.named_or_people(j + 1)
            });
        if let Some(subject) = clause.map(|a| a + 1).filter(|&s| s < i)
            && self.opens_clause(subject - 1, floor)
            && !(subject..i).any(|j| {
                self.words
                    .cues
                    .longest_where(&self.page.tokens, j, Self::plain)
                    .is_some_and(|h| h.value.shape == Shape::Finite)
                    && !self.is_name(j)
            })
            && let Some(Speaker::Chain(chain)) = self.speaker_in(subject..i)
        {
            return Some((Speaker::Chain(chain), subject));
        }
        // "had NAME said": what stands between the auxiliary and the verb is the subject
        let from = floor.max(cue.tokens.start.saturating_sub(4));
        let auxiliary = (from..i)
            .rev()
            .find(|&j| self.has_exact(&self.words.auxiliaries, j).is_some());
        if let Some(from) = auxiliary.map(|a| a + 1).filter(|&f| f < i) {
            let plain = (from..i).all(|j| {
                !self.is_mark(j)
                    && !self.is_time(j)
                    && self.has_exact(&self.words.adjuncts, j).is_none()
                    && self.has_exact(&self.words.standing, j).is_none()
                    && self.has_exact(&self.words.relatives, j).is_none()
            });
            if plain && let Some(Speaker::Chain(chain)) = self.speaker_in(from..i) {
                return Some((Speaker::Chain(chain), from));
            }
        }
        // "but an analyst said": a noun of people that a linker stands before
        let people = (floor.max(i.saturating_sub(6))..i).find(|&s| {
            self.has(&self.words.people, s).is_some()
                && (self.linker_before(s)
                    || s == floor
                    || self.is_stop(s - 1)
                    || self.has_exact(&self.words.that, s - 1).is_some())
        });
        if let Some(s) = people
            && self.verb_first()
            && (s..i).all(|j| {
                !self.is_mark(j)
                    && !self.is_time(j)
                    && self.has_exact(&self.words.adjuncts, j).is_none()
                    && self.has_exact(&self.words.linkers, j).is_none()
                    && self.has_exact(&self.words.relatives, j).is_none()
            })
        {
            return Some((Speaker::Chain(vec![self.phrase(s..i)?]), s));
        }
        // "news that tell": the relative word is no part of the source
        if i > floor + 1 && self.has_exact(&self.words.relatives, i - 1).is_some() {
            i -= 1;
        }
        let start =
            (floor.max(i.saturating_sub(9))..i).find(|&s| self.has(&self.words.sources, s).is_some())?;
        let circumstance = |j: usize| {
            self.has_exact(&self.words.adjuncts, j).is_some()
                && self.has_exact(&self.words.prepositions, j).is_none()
        };
        if (start..i).any(|j| self.is_mark(j) || circumstance(j)) {
            return None;
        }
        Some((self.source(start, i, i)?, start))
    }

    /// Does a name that can speak, or a noun of people, begin here?
    fn named_or_people(&self, token: usize) -> bool {
        self.named_at(token).is_some_and(|n| n.cover.start == token) && self.addressed(token).is_none()
            || self.has(&self.words.people, token).is_some()
    }

    /// Does a clause begin with this token?
    fn opens_clause(&self, token: usize, floor: usize) -> bool {
        token <= floor || self.is_stop(token - 1) || self.linker_before(token)
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
            // a comma between an office and its holder belongs to the speaker
            let within = |i: usize| {
                self.around(i)
                    .any(|n| n.is_person() && n.cover.start >= start && n.cover.start < i && i < n.tokens.end)
            };
            let comma = (start..end).find(|&i| self.is_comma(i) && !within(i));
            (start, comma.unwrap_or(end))
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
        // "A and B said": A opens the sentence and stands first
        if start > floor + 1
            && self.has_exact(&self.words.linkers, start - 1) == Some(1)
            && let Some(first) = self
                .around(start - 1)
                .find(|n| n.cover.end == start - 1 && n.cover.start <= floor + 1 && n.speaks())
            && self
                .named_at(start)
                .is_some_and(|n| n.cover.end == end && n.mention.kind == first.mention.kind)
        {
            return Some((Speaker::Chain(vec![self.link(first)]), first.cover.start));
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
            (Some(n), _)
                if n.cover.end == end
                    || n.mention.kind != EntityKind::Place
                        && !self.unnamed(n, end)
                        // "the Trump impersonator NAME": the one whose name ends the phrase
                        && last.is_none_or(|l| !l.is_person() || l.cover.start < n.cover.end) =>
            {
                vec![self.link(n)]
            }
            (_, Some(n)) if n.is_person() || document => vec![self.link(n)],
            (Some(n), _) if end - start <= 2 && !self.unnamed(n, end) => vec![self.link(n)],
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
                let again = end >= start + 2
                    && self.has_exact(&self.words.same, end - 2).is_some()
                    && self.has_exact(&self.words.anaphors, end - 1).is_some();
                if again {
                    return Some((Speaker::Last, start));
                }
                if end - start <= 2
                    && anonymous.is_none()
                    && self.has_exact(&self.words.anaphors, end - 1).is_some()
                {
                    // "the minister", where one is named, is he and not whoever spoke last
                    let speaker = match self.holder(end - 1) {
                        Some(holder) => Speaker::Chain(vec![self.link(holder)]),
                        None => Speaker::Last,
                    };
                    return Some((speaker, start));
                }
                vec![Link {
                    anonymous,
                    ..self.phrase(start..end)?
                }]
            }
        };
        Some((Speaker::Chain(chain), start))
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

    /// What a relative word before the verb refers to, or the last one that can be the subject of a participle.
    pub(super) fn antecedent(&self, cue: &Cue<'_>, floor: usize) -> Option<Link> {
        let here = self
            .page
            .sentences
            .partition_point(|s| s.sentence.tokens.start <= cue.tokens.start);
        let head = here.checked_sub(1).and_then(|s| self.page.sentences.get(s));
        let floor = head.map_or(floor, |s| {
            let begin = self.behind_dateline(&s.sentence.tokens);
            if floor >= s.sentence.tokens.start && begin < cue.tokens.start {
                floor.max(begin)
            } else {
                floor
            }
        });
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

    /// "UN diplomats": a source of the body without a name.
    fn unnamed(&self, n: &Named<'_>, end: usize) -> bool {
        !n.is_person()
            && n.mention.form != MentionForm::Title
            && (n.cover.end..end.min(n.cover.end + 2))
                .any(|i| self.has_exact(&self.words.sources, i).is_some())
    }

    /// Is this a hyphen, an apostrophe or a full stop inside a name?
    pub(super) fn is_inside_word(&self, token: usize) -> bool {
        let glued = |i: usize| self.page.tokens.get(i).is_some_and(|t| t.glued);
        matches!(self.page.word(token), "-" | "'" | "\u{2019}" | ".") && glued(token) && glued(token + 1)
    }
}

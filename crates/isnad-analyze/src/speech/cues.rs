//! Reporting verbs in a sentence, and what each of them takes.

use super::{scene::Scene, sources::Source};
use isnad_lang::speech::{Attitude, Gender, Shape, Take, Verb};
use isnad_text::{Form, Kind};
use std::ops::Range;

/// How many tokens may stand between a verb and its complement.
const REACH: usize = 45;

/// The letter that ends feminine nouns; folded it is the same as an object pronoun.
const TEH_MARBUTA: char = '\u{629}';

/// A form of a reporting verb.
#[derive(Clone, Debug)]
pub(super) struct Cue<'a> {
    pub(super) tokens: Range<usize>,
    pub(super) verb: &'a Verb,
    pub(super) shape: Shape,
    /// The gender of its subject, where its form shows that.
    pub(super) gender: Option<Gender>,
    /// Is it written together with a conjunction?
    pub(super) conjoined: bool,
    /// Is it negated? A denial that is negated says something; other verbs then say nothing.
    pub(super) negated: bool,
    /// Is it God who is called upon? Then it takes nothing.
    prayer: bool,
    /// What it takes, if it takes anything after it.
    pub(super) complement: Option<Complement>,
}

/// What follows a reporting verb.
#[derive(Clone, Debug)]
pub(super) struct Complement {
    /// Tokens between verb and complement: the speaker in verb-first languages, the one addressed, circumstances.
    pub(super) region: Range<usize>,
    /// First token of the content.
    pub(super) content: usize,
    /// How it is joined to the verb.
    pub(super) joint: Joint,
    /// The preposition that stands before it, for a second complement with the same one.
    pub(super) preposition: Option<u64>,
}

/// How the content is joined to the verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    Clause,
    Noun,
    Colon,
    Marks,
    Bare,
}

impl Joint {
    /// The rule id of a quotation made this way.
    pub(super) fn rule(self) -> &'static str {
        match self {
            Self::Clause => "cue-clause",
            Self::Noun => "cue-noun",
            Self::Colon => "cue-colon",
            Self::Marks => "cue-marks",
            Self::Bare => "cue-bare-clause",
        }
    }
}

impl Scene<'_> {
    /// The reporting verbs of a sentence outside quotation marks, names and attributions, with what they take.
    pub(super) fn cues(&self, sentence: Range<usize>, sources: &[Source]) -> Vec<Cue<'_>> {
        let mut out: Vec<Cue<'_>> = Vec::new();
        let mut i = sentence.start;
        while i < sentence.end {
            let Some(token) = self.page.tokens.get(i) else {
                break;
            };
            // a verse between braces
            if token.kind == Kind::Mark
                && self.page.word(i) == "{"
                && let Some(close) = (i..sentence.end).find(|&j| self.page.word(j) == "}")
            {
                i = close + 1;
                continue;
            }
            if let Some(aside) = sources.iter().find(|s| s.aside && s.tokens.contains(&i)) {
                i = aside.tokens.end.max(i + 1);
                continue;
            }
            // most words are neither a verb of saying nor one that tells of itself
            if !self.words.narrator.may_begin(token) && !self.words.cues.may_begin(token) {
                i += 1;
                continue;
            }
            if let Some(len) = self.has(&self.words.narrator, i) {
                i += len;
                continue;
            }
            let inside = self.pair_of(i).is_some_and(|p| self.is_speech(p, true));
            let hit = self
                .words
                .cues
                .longest_where(&self.page.tokens, i, Self::plain)
                .filter(|_| !inside && !self.is_name(i) && !self.is_time(i));
            let Some(hit) = hit else {
                i += 1;
                continue;
            };
            let Some(verb) = self.words.verbs.get(hit.value.verb as usize) else {
                break;
            };
            let conjoined = hit.form.off & Form::CONJUNCTION != 0;
            let begins = i == sentence.start || conjoined || self.is_comma(i - 1);
            // "what he said": a relative word that is also a negation
            let relative = hit.value.shape == Shape::WithObject
                && i > sentence.start
                && self.has_exact(&self.words.what, i - 1).is_some();
            let negated = i > sentence.start && !relative && self.negated(i, sentence.start);
            // a noun or an elative that is written like the verb
            let governed = matches!(hit.value.shape, Shape::Finite | Shape::WithObject)
                && i > sentence.start
                && !conjoined
                && self.has_exact(&self.words.prepositions, i - 1).is_some();
            // a verbal noun says something only with a speaker behind it and a clause behind that
            let named = hit.value.shape != Shape::Infinitive
                || self.has_subject_and_clause(i + hit.len, sentence.end);
            // an adjective: a feminine participle right behind a noun, without a clause of its own
            let adjective = hit.value.shape == Shape::Participle
                && hit.value.gender == Some(Gender::Feminine)
                && !begins
                && self.page.tokens.get(i - 1).is_some_and(|t| t.kind == Kind::Word)
                && self.has_exact(&self.words.that, i + hit.len).is_none()
                && self.page.word(i + hit.len) != ":"
                && self.pair_opened(i + hit.len).is_none()
                && !self.around(i).any(|n| n.cover.end == i);
            // a preposition that is written like the verb
            let preposition = (hit.value.shape == Shape::Finite
                || hit.value.shape == Shape::Participle && verb.weak)
                && self.has_exact(&self.words.adjuncts, i).is_some()
                && !begins
                && !self.linker_before(i);
            // "calling upon God to": a prayer
            let prayer = verb.addresses && self.has(&self.words.scripture, i + hit.len).is_some();
            // a noun that is written like a verb with its object but for the last letter
            let noun = matches!(hit.value.shape, Shape::WithObject | Shape::Noun)
                && self.page.word(i + hit.len - 1).ends_with(TEH_MARBUTA);
            // "was expected that": a participle of the predicate
            let predicate = hit.value.shape == Shape::Participle
                && i > sentence.start
                && self.has(&self.words.auxiliaries, i - 1).is_some();
            // "the right to call for": nobody has called
            let wished = hit.value.shape == Shape::Finite
                && self.verb_first()
                && i > sentence.start
                && !self.linker_before(i)
                && self
                    .words
                    .that
                    .exact(&self.page.tokens, i - 1)
                    .is_some_and(|h| h.len == 1)
                && self.subject_of_clause(i).is_none()
                && self.has(&self.words.sources, i + hit.len).is_none()
                && self.named_at(i + hit.len).is_none();
            let usable = named
                && !wished
                && !adjective
                && !preposition
                && !noun
                && !predicate
                && !governed
                && (!verb.initial
                    || begins && (self.shadda(i) || self.speaks_alone(i + hit.len, sentence.end)));
            if usable && (!negated || verb.stance == Attitude::Denies) {
                out.push(Cue {
                    tokens: i..i + hit.len,
                    verb,
                    shape: hit.value.shape,
                    gender: hit.value.gender,
                    conjoined,
                    negated,
                    prayer,
                    complement: None,
                });
            }
            i += hit.len;
        }
        for n in 0..out.len() {
            if out[n].prayer {
                continue;
            }
            let limit = self.limit(&out, n, sentence.end);
            let found = if self.verb_first() {
                self.after_subject(&out[n], limit)
            } else {
                self.after_verb(&out[n], limit)
            };
            out[n].complement = found;
        }
        out
    }

    /// Does one name alone stand here with a clause or a colon behind it? Between two it would be a preposition.
    fn speaks_alone(&self, from: usize, end: usize) -> bool {
        let named = self.named_at(from).filter(|n| n.is_person());
        named.is_some_and(|n| {
            let said = |i: usize| self.page.word(i) == ":" || self.has_exact(&self.words.that, i).is_some();
            self.joined(&self.link(n)).is_empty() && (n.cover.end..end.min(n.cover.end + 12)).any(said)
        })
    }

    /// Does a name that can speak begin here, and a clause with a subordinator soon behind it?
    fn has_subject_and_clause(&self, from: usize, end: usize) -> bool {
        let named = self
            .named_at(from)
            .filter(|n| n.speaks() && self.addressed(from).is_none());
        named.is_some_and(|n| {
            (n.cover.end..end.min(n.cover.end + 6))
                .take_while(|&i| !self.is_mark(i))
                .any(|i| self.has_exact(&self.words.that, i).is_some())
        })
    }

    /// Does a negation stand before the verb, auxiliaries passed over?
    fn negated(&self, verb: usize, floor: usize) -> bool {
        let mut i = verb;
        while i > floor {
            i -= 1;
            if self.has(&self.words.negations, i) == Some(1) {
                return true;
            }
            if self.has(&self.words.auxiliaries, i).is_none() {
                return false;
            }
        }
        false
    }

    /// A word that is written like a preposition counts as a verb where it begins a sentence or carries the doubling mark.
    fn shadda(&self, token: usize) -> bool {
        self.page.word(token).contains('\u{651}')
            || self
                .page
                .sentences
                .binary_search_by_key(&token, |s| s.sentence.tokens.start)
                .is_ok()
    }

    /// Where the search for a complement must stop: at the sentence's end, at a semicolon, at the next verb.
    fn limit(&self, cues: &[Cue<'_>], n: usize, end: usize) -> usize {
        let verb = cues[n].tokens.end;
        let reach = end.min(verb + REACH);
        let mut end = reach;
        let after = cues.get(n + 1..).unwrap_or_default().iter();
        // verbs out of reach are not looked at: a text of nothing but verbs would cost its square
        for next in after.take_while(|next| next.tokens.start < reach) {
            let participle = matches!(next.shape, Shape::Participle | Shape::Noun | Shape::Infinitive)
                && self.has(&self.words.adjuncts, next.tokens.start).is_none();
            let clause = next.shape == Shape::Finite
                && (next.conjoined
                    || self.is_comma(next.tokens.start - 1)
                    || self.linker_before(next.tokens.start));
            if participle || clause {
                end = end.min(next.tokens.start);
                break;
            }
        }
        (verb..end)
            .find(|&i| {
                matches!(self.page.word(i), ";" | "\u{61B}")
                    && self.pair_of(i).is_none()
                    // an apposition of the speaker may stand behind it
                    && !self.around(i).any(|n| n.cover.end == i && n.speaks() && n.cover.start == verb)
                    && self.has_exact(&self.words.that, i + 1).is_none()
            })
            .unwrap_or(end)
    }

    /// Does a word that opens a clause stand before this token?
    pub(super) fn linker_before(&self, token: usize) -> bool {
        (1..=2).any(|back| {
            token
                .checked_sub(back)
                .is_some_and(|b| self.has(&self.words.linkers, b) == Some(back))
        })
    }

    /// The complement in a language where the speaker stands before the verb.
    fn after_verb(&self, cue: &Cue<'_>, limit: usize) -> Option<Complement> {
        let mut from = cue.tokens.end;
        let before = cue.tokens.start.checked_sub(1)?;
        if self.pair_closed(before)
            && self
                .pair_of(before.saturating_sub(1))
                .is_some_and(|p| self.is_speech(p, true))
        {
            return None;
        }
        if let Some(with) = cue.verb.with {
            if self.page.tokens.get(from)?.hash() != with {
                return None;
            }
            from += 1;
        }
        let takes = |take: &Take| cue.verb.takes.contains(take);
        let region = |to: usize| cue.tokens.end..to;
        let mut next = from;
        while next < limit.min(from + 12) {
            let i = next;
            next += 1;
            if let Some(pair) = self.pair_opened(i)
                && self.is_speech(pair, true)
            {
                if !takes(&Take::Speech) && !takes(&Take::Bare) {
                    next = pair.tokens.end + 1;
                    continue;
                }
                let framed =
                    self.words.keeps_frame && i == from && !self.is_whole(pair.tokens.end + 1, limit);
                let content = if framed { i } else { i + 1 };
                return Some(Complement {
                    region: region(i),
                    content,
                    joint: Joint::Marks,
                    preposition: None,
                });
            }
            if self.page.word(i) == ":" && i + 1 < limit {
                return takes(&Take::Speech).then(|| self.after_colon(cue.tokens.end, i, limit));
            }
            if takes(&Take::That) && self.has_exact(&self.words.that, i).is_some() && i + 1 < limit {
                return Some(Complement {
                    region: region(i),
                    content: i + 1,
                    joint: Joint::Clause,
                    preposition: None,
                });
            }
            let hash = self.page.tokens.get(i)?.hash();
            if cue.verb.takes.contains(&Take::Preposition(hash)) && i + 1 < limit {
                return Some(Complement {
                    region: region(i),
                    content: i + 1,
                    joint: Joint::Noun,
                    preposition: None,
                });
            }
            // "said on Monday X", "told NAME X": the day and the one addressed stand between
            if i == from
                && (takes(&Take::Bare) || cue.verb.addresses)
                && let Some(k) = self.passed_over(cue, i).filter(|&k| k + 2 < limit)
                && !self.is_mark(k)
                && self.has_exact(&self.words.adjuncts, k).is_none()
                && self.has_exact(&self.words.that, k).is_none()
                && !self.is_time(k)
            {
                return Some(Complement {
                    region: region(k),
                    content: k,
                    joint: Joint::Bare,
                    preposition: None,
                });
            }
            if i == from
                && takes(&Take::Bare)
                && !self.is_mark(i)
                && self.has_exact(&self.words.adjuncts, i).is_none()
                && !self.is_time(i)
            {
                // an apposition of the speaker may follow the verb: "said NAME, 62, a voter"
                let apposition = self.around(i).any(|n| {
                    n.cover.start == i && n.speaks() && self.is_tail(cue.tokens.start) && n.cover.end <= limit
                });
                return (!apposition && i + 2 < limit).then(|| Complement {
                    region: region(i),
                    content: i,
                    joint: Joint::Bare,
                    preposition: None,
                });
            }
            if self.is_mark(i) {
                if !self.is_comma(i) {
                    return None;
                }
                // a comma may stand only before words in marks
                self.pair_opened(i + 1)?;
            }
        }
        None
    }

    /// The token behind a day, or behind the name of the one addressed, that follows the verb.
    fn passed_over(&self, cue: &Cue<'_>, at: usize) -> Option<usize> {
        if cue.verb.addresses {
            return self.named_at(at).filter(|n| n.speaks()).map(|n| n.cover.end);
        }
        let mut k = at;
        if self.has_exact(&self.words.adjuncts, k).is_some() && self.is_time(k + 1) {
            k += 1;
        }
        while self.is_time(k) {
            k += 1;
        }
        (k > at).then_some(k)
    }

    /// Does nothing but punctuation stand from here to the end?
    fn is_whole(&self, from: usize, end: usize) -> bool {
        (from..end).all(|i| self.is_mark(i))
    }

    /// Does the verb stand right after words in marks or after a comma that closes what was said?
    pub(super) fn is_tail(&self, verb: usize) -> bool {
        verb.checked_sub(1)
            .is_some_and(|b| self.is_mark(b) && (self.is_comma(b) || self.pair_closed(b)))
    }

    /// Does the verb stand so, or behind words that take up what was said ("this is what NAME said")?
    pub(super) fn takes_up(&self, verb: usize) -> bool {
        self.is_tail(verb)
            || (1..=2).any(|n| {
                verb.checked_sub(n).is_some_and(|at| {
                    self.has_exact(&self.words.resumptive, at) == Some(n) && self.is_tail(at)
                })
            })
    }

    /// Is this verb in the plural, which in a verb-first language means that its subject stands before it?
    pub(super) fn is_plural(&self, verb: usize) -> bool {
        let word = self.page.tokens.folded(verb);
        self.words
            .plural_endings
            .iter()
            .any(|e| word.ends_with(e.as_str()))
    }

    /// Is this participle in the plural?
    pub(super) fn is_plural_participle(&self, token: usize) -> bool {
        let word = self.page.tokens.folded(token);
        self.words
            .plural_participles
            .iter()
            .any(|e| word.ends_with(e.as_str()))
    }

    /// Is this the mark that closes a pair?
    pub(super) fn pair_closed(&self, token: usize) -> bool {
        token
            .checked_sub(1)
            .is_some_and(|b| self.pair_of(b).is_some_and(|p| p.tokens.end == token))
    }
}

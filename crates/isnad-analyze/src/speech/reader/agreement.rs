//! Verbs and pronouns agree with the one who speaks: a speaker of the other gender is not the one who goes on.

use super::Reader;
use crate::speech::{cues::Cue, scene::Named, speakers::Speaker};
use isnad_lang::speech::{Gender, Shape};
use isnad_model::{Link, MentionForm};
use isnad_text::{Form, Kind, fold};
use std::ops::Range;

/// Tokens between a speaker named before the verb and the verb.
const BESIDE: usize = 3;
/// Sentences before this one in which another speaker is looked for.
const BACK: usize = 4;

impl Reader<'_> {
    /// The chain, or that of the nearest speaker whose gender fits the verb; empty where there is none.
    pub(super) fn agreeing(
        &self,
        chain: Vec<Link>,
        cue: &Cue<'_>,
        region: &Range<usize>,
        sentence: usize,
    ) -> Vec<Link> {
        let scene = self.scene;
        let (Some(first), Shape::Finite | Shape::Participle) = (chain.first(), cue.shape) else {
            return chain;
        };
        let wanted = if scene.verb_first() {
            cue.gender
        } else {
            self.pronoun_before(cue.tokens.start)
        };
        let at = scene.page.tokens.at_byte(first.start);
        let behind = scene.page.tokens.at_byte(first.end);
        let beside = scene.verb_first() && behind <= cue.tokens.start && cue.tokens.start - behind < BESIDE;
        // "the statement said": a noun behind the verb has its own gender
        let named =
            scene.verb_first() && (region.contains(&at) || scene.speaker_in(region.clone()).is_some());
        // a plural verb does not go on with one man
        if scene.verb_first()
            && cue.shape == Shape::Finite
            && cue.conjoined
            && scene.is_plural(cue.tokens.start)
        {
            let alone = chain.len() == 1 && scene.is_singular(first) && !self.is_joint(first);
            return match alone.then(|| self.several_before(cue.tokens.start, at)).flatten() {
                Some(several) => vec![several],
                None => chain,
            };
        }
        let Some(wanted) = wanted.filter(|_| !named && !beside) else {
            return chain;
        };
        // the last verb may have agreed with a document of the speaker's
        let shown = first.verb.as_deref().filter(|_| scene.verb_first());
        let known = [
            self.gender(first),
            self.last_gender(first),
            shown.and_then(|v| self.gender_of_verb(v)),
        ];
        if cue.shape == Shape::Participle && chain.len() > 1 && !known.contains(&Some(wanted)) {
            // "NAME told of the ministry's wish, adding": NAME goes on
            return match chain.get(1..) {
                Some(outer) if known != [None; 3] => outer.to_vec(),
                _ => chain,
            };
        }
        if cue.shape == Shape::Participle || known.contains(&Some(wanted)) || known == [None; 3] {
            return chain;
        }
        let sentences = &scene.page.sentences;
        let here = sentences.partition_point(|s| s.sentence.tokens.start < sentence);
        let block = sentences.get(here).map(|s| s.block);
        let fits = |n: &&Named<'_>| {
            let link = scene.link(n);
            n.speaks()
                && link.start != first.start
                && match self.gender(&link) {
                    Some(gender) => gender == wanted,
                    None => !scene.verb_first() && n.is_person(),
                }
        };
        let found = (here.saturating_sub(BACK)..=here)
            .rev()
            .filter_map(|s| sentences.get(s).filter(|s| Some(s.block) == block))
            .find_map(|s| {
                let tokens = s.sentence.tokens.start..s.sentence.tokens.end.min(cue.tokens.start);
                scene.named_in(tokens).rev().find(fits)
            });
        match found {
            Some(n) => vec![scene.link(n)],
            // a noun for an unnamed source agrees with its sense or with its form
            None if first.anonymous.is_some() => chain,
            None => Vec::new(),
        }
    }

    /// The last person before a relative word whom the verb's gender does not rule out, if another stands between them.
    pub(super) fn fitting_before(&self, verb: usize, floor: usize, cue: &Cue<'_>) -> Option<Link> {
        let scene = self.scene;
        let wanted = cue.gender?;
        let people: Vec<_> = scene
            .named_in(floor..verb)
            .filter(|n| n.is_person() && n.tokens.end <= verb)
            .map(|n| scene.link(n))
            .collect();
        let against = |l: &Link| self.gender(l).is_some_and(|g| g != wanted);
        people
            .last()
            .filter(|l| against(l))
            .and_then(|_| people.iter().rev().find(|l| !against(l)))
            .cloned()
    }

    /// The subject of a verb of saying, or of another public act, that opens a sentence and introduces nothing.
    pub(super) fn subject_in_passing(
        &self,
        cues: &[Cue<'_>],
        sentence: Range<usize>,
        first: usize,
    ) -> Option<(Link, Option<Gender>)> {
        let scene = self.scene;
        if !scene.verb_first() || self.out.len() > first {
            return None;
        }
        let verb = scene.first_verb(&sentence, sentence.end);
        let said = cues
            .iter()
            .any(|c| c.tokens.start == verb && c.shape == Shape::Finite);
        let len = if said {
            1
        } else {
            scene.has(&scene.words.acts, verb)?
        };
        // "called upon BODY": perhaps the one addressed
        let addresses = cues.iter().any(|c| c.tokens.start == verb && c.verb.addresses);
        if addresses && scene.named_at(verb + len).is_none_or(|n| !n.is_person()) {
            return None;
        }
        let at = verb + len;
        let named = scene.named_at(at).is_some_and(|n| {
            n.speaks() && scene.addressed(at).is_none() && n.mention.form != MentionForm::Anaphor
        });
        let people = scene.has_exact(&scene.words.people, at).is_some() && scene.named_at(at).is_none();
        if !named && !people {
            return None;
        }
        let stop = (at..sentence.end)
            .find(|&i| scene.is_stop(i))
            .unwrap_or(sentence.end);
        let Some(Speaker::Chain(chain)) = scene.speaker_in(at..stop) else {
            return None;
        };
        let gender = self.gender_of_verb(scene.page.tokens.folded(verb));
        chain.into_iter().next().map(|link| (link, gender))
    }

    /// Does a verb in the masculine call upon a feminine noun right behind it? Then that is the one addressed.
    pub(super) fn is_addressed_by(&self, cue: &Cue<'_>, link: &Link) -> bool {
        cue.verb.addresses
            && cue.gender == Some(Gender::Masculine)
            && self.scene.page.tokens.at_byte(link.start) == cue.tokens.end
            && self.gender(link) == Some(Gender::Feminine)
    }

    /// Did this one speak together with others?
    fn is_joint(&self, link: &Link) -> bool {
        let told = self
            .out
            .iter()
            .rev()
            .find(|q| q.chain.first().is_some_and(|l| l.start == link.start));
        told.is_some_and(|q| !q.with.is_empty())
    }

    /// The last ones told as some of many ("a number of NOUNS") between these tokens.
    fn several_before(&self, verb: usize, after: usize) -> Option<Link> {
        let scene = self.scene;
        let plain = |i: usize| {
            let token = scene.page.tokens.get(i);
            let attached = |t: &isnad_text::Token| t.forms().iter().any(|f| f.off & Form::FUSED != 0);
            token.is_some_and(|t| t.kind == Kind::Word && !attached(t))
                && !scene.page.tokens.folded(i).starts_with(&scene.words.article)
        };
        let several = |&i: &usize| scene.has_exact(&scene.words.partitives, i + 1).is_some() && plain(i);
        let at = (after.max(verb.saturating_sub(120))..verb).rev().find(several)?;
        scene.phrase(at..scene.phrase_end(at, verb))
    }

    /// The gender of a pronoun right before a verb.
    pub(super) fn pronoun_before(&self, verb: usize) -> Option<Gender> {
        let scene = self.scene;
        (1..=2).find_map(|back| {
            let at = verb.checked_sub(back)?;
            scene.has_exact(&scene.words.pronouns, at)?;
            scene
                .words
                .genders
                .exact(&scene.page.tokens, at)
                .map(|h| *h.value)
        })
    }

    /// The gender that the last verb or pronoun showed of this speaker.
    fn last_gender(&self, link: &Link) -> Option<Gender> {
        let last = &self.memory;
        let same = last.chain.first().is_some_and(|l| l.start == link.start);
        last.gender.filter(|_| same)
    }

    /// The gender of a speaker, as far as the words show it.
    fn gender(&self, link: &Link) -> Option<Gender> {
        let scene = self.scene;
        let at = scene.page.tokens.at_byte(link.start);
        let named = scene
            .named_in(at..at + 1)
            .find(|n| n.mention.start == link.start && n.mention.end == link.end);
        let title = named.and_then(|n| n.mention.titles.first());
        let own = title
            .and_then(|t| self.gender_at(scene.page.tokens.at_byte(t.start)))
            .or_else(|| {
                self.gender_at(at)
                    .filter(|_| !named.is_some_and(Named::is_person))
            });
        if own.is_some() || !scene.verb_first() {
            return own;
        }
        let person = named.filter(|n| n.is_person());
        match (person, title) {
            (Some(_), Some(_)) => Some(Gender::Masculine),
            (Some(person), None) => self.gender_of_verb_before(person.cover.start),
            // an unnamed source in the singular, if not feminine
            (None, _) => link
                .anonymous
                .as_ref()
                .and(link.verb.as_deref())
                .and_then(|v| self.gender_of_verb(v)),
        }
    }

    /// What the word here shows by itself.
    fn gender_at(&self, token: usize) -> Option<Gender> {
        let scene = self.scene;
        if let Some(hit) = scene.words.genders.exact(&scene.page.tokens, token) {
            return Some(*hit.value);
        }
        let lists = &scene.page.pack.wording.gender;
        let word = scene.page.tokens.folded(token);
        let bare = word.strip_prefix(&scene.words.article).unwrap_or(word);
        let listed = |list: &[String]| list.iter().any(|w| w == word || w == bare);
        let ends = lists.feminine_endings.iter().any(|e| word.ends_with(e.as_str()));
        (!listed(&lists.masculine_words) && (listed(&lists.feminine_words) || ends))
            .then_some(Gender::Feminine)
    }

    /// The gender that the verb with which the sentence begins shows of the name right behind it.
    fn gender_of_verb_before(&self, name: usize) -> Option<Gender> {
        let scene = self.scene;
        let verb = name.checked_sub(1)?;
        let begins = scene
            .page
            .sentences
            .binary_search_by_key(&verb, |s| s.sentence.tokens.start)
            .is_ok();
        let plain = scene.has(&scene.words.adjuncts, verb).is_none()
            && scene.has(&scene.words.linkers, verb).is_none()
            && scene.named_at(verb).is_none();
        if !begins || !plain {
            return None;
        }
        let lists = &scene.page.pack.wording.gender;
        let word = scene.page.tokens.folded(verb);
        let feminine =
            word.ends_with(&lists.feminine_verb) && !lists.masculine_verbs.iter().any(|v| v == word);
        Some(if feminine {
            Gender::Feminine
        } else {
            Gender::Masculine
        })
    }

    /// The gender that a verb with or without a conjunction shows.
    pub(super) fn gender_of_verb(&self, verb: &str) -> Option<Gender> {
        let folded = fold(verb);
        let cues = &self.scene.words.cues;
        let mut rest = folded.chars();
        cues.word(&folded)
            .or_else(|| {
                rest.next();
                cues.word(rest.as_str())
            })
            .and_then(|c| c.gender)
    }

    /// Is this one whose words are scripture?
    pub(super) fn is_scripture(&self, link: &Link) -> bool {
        let scene = self.scene;
        let named = |at: usize| scene.has(&scene.words.scripture, at).is_some();
        let (at, behind) = (
            scene.page.tokens.at_byte(link.start),
            scene.page.tokens.at_byte(link.end),
        );
        link.entity.is_none() && (named(at) || named(behind))
    }
}

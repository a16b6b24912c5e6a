//! What a reporting verb takes in a language where the speaker stands between verb and content.

use super::{
    cues::{Complement, Cue, Joint},
    marks::Pair,
    scene::Scene,
};
use isnad_lang::{
    names::flag,
    speech::{Shape, Take},
};
use isnad_text::{Form, hash_word};

/// Tokens between a participle and the subordinator that belongs to it.
const PARTICIPLE_REACH: usize = 14;

/// Tokens between a verb that is mostly none of saying and a colon.
const NEAR_COLON: usize = 10;

/// The fewest letters of a word that is taken for a word of its own behind a preposition.
const LONG_WORD: usize = 4;

/// The most words of a name in marks between a verb and its colon.
const NAME_IN_MARKS: usize = 5;

/// Tokens between a verb and words in marks that no colon introduces.
const MARKS_REACH: usize = 25;

impl Scene<'_> {
    /// The complement in a language where the speaker stands between verb and content.
    pub(super) fn after_subject(&self, cue: &Cue<'_>, limit: usize) -> Option<Complement> {
        let mut from = cue.tokens.end;
        if let Some(with) = cue.verb.with {
            from = 1 + (from..limit).find(|&i| self.page.tokens.get(i).is_some_and(|t| t.hash() == with))?;
        }
        let whole = cue.tokens.end;
        let takes = |take: &Take| cue.verb.takes.contains(take);
        let mut object = None;
        let mut i = from;
        while i < limit {
            if self.words.proclitics.is_empty() && self.is_mark(i) {
                break;
            }
            if (takes(&Take::Speech) || takes(&Take::That))
                && let Some(pair) = self.pair_opened(i)
                && self.is_speech(pair, true)
                && (pair.words(self.page) > 2 || i == whole)
                && !self.colon_follows(pair, limit)
                && (i - whole <= MARKS_REACH || self.page.word(i - 1) == ":")
            {
                return Some(Complement {
                    region: whole..i,
                    content: i + 1,
                    joint: Joint::Marks,
                    preposition: None,
                });
            }
            if self.is_comma(i) && i > whole + 1 && self.pair_of(i).is_none() && self.verb_with_and(i + 1) {
                break;
            }
            if self.page.word(i) == ":" && i + 1 < limit {
                let counted = i > whole && self.has(&self.words.enumerators, i - 1) == Some(1);
                // "he said: NAME said": the second verb has its own
                let verb_again = self
                    .words
                    .cues
                    .longest_where(&self.page.tokens, i + 1, Self::plain)
                    .is_some_and(|h| h.value.shape == Shape::Finite && !self.is_name(i + 1))
                    && (self.named_at(i + 2).is_some_and(|n| n.speaks())
                        || self.has(&self.words.people, i + 2).is_some()
                        || self.has(&self.words.scripture, i + 2).is_some());
                if counted || verb_again || cue.verb.weak && i - whole > NEAR_COLON {
                    return None;
                }
                return takes(&Take::Speech).then(|| self.after_colon(whole, i, limit));
            }
            if let Some(that) = self.words.that.exact(&self.page.tokens, i)
                && !self.is_name(i)
                && (cue.shape != Shape::Participle || i - whole <= PARTICIPLE_REACH)
                && self.has(&self.words.governors, i - 1).is_none()
                && (takes(&Take::That)
                    || cue.verb.takes.iter().any(
                        |t| matches!(t, Take::Glued(g) if self.page.tokens.folded(i).starts_with(g.as_str())),
                    ))
            {
                let far = object.is_some_and(|o: usize| self.object_is_close(cue, o));
                if let (true, Some(o)) = (far, object) {
                    return Some(Complement {
                        region: whole..o,
                        content: o,
                        joint: Joint::Noun,
                        preposition: None,
                    });
                }
                return Some(Complement {
                    region: whole..i,
                    content: self.after_that(i, *that.value, limit),
                    joint: Joint::Clause,
                    preposition: None,
                });
            }
            if let Some(found) = self.preposition(cue, whole, i, limit) {
                // "affirmed on board of … that": a clause before the next comma is what was said
                let weak = found.joint == Joint::Noun
                    && takes(&Take::That)
                    && self.has_exact(&self.words.objects, found.content).is_none();
                let that = (found.content..limit)
                    .take_while(|&j| !self.is_comma(j) || self.has_exact(&self.words.that, j + 1).is_some())
                    .find(|&j| {
                        weak && self.has_exact(&self.words.that, j).is_some()
                            && self.has(&self.words.governors, j - 1).is_none()
                    });
                // the word at hand may be that one itself, written together with its preposition
                if let Some(that) = that.filter(|&that| that > i) {
                    i = that;
                    continue;
                }
                let noun = |o: usize| Complement {
                    region: whole..o,
                    content: o,
                    joint: Joint::Noun,
                    preposition: None,
                };
                return Some(object.filter(|_| found.joint == Joint::Noun).map_or(found, noun));
            }
            // a noun that belongs to one with a preposition before it ("of the alliance for SUPPORT") is no object
            let belongs = i > whole
                && !self.around(i).any(|n| n.cover.end == i)
                && !self.is_time(i - 1)
                && self.has_preposition(i - 1);
            let governed = cue.shape == Shape::Finite
                && i > whole
                && self.has_exact(&self.words.prepositions, i - 1).is_some();
            if object.is_none()
                && takes(&Take::Object)
                && !belongs
                && !governed
                && self.words.objects.exact(&self.page.tokens, i).is_some()
            {
                object = Some(i);
            }
            // a fixed phrase with a preposition in it is passed over as a whole
            i += self.has(&self.words.adjuncts, i).filter(|&n| n > 1).unwrap_or(1);
        }
        if let Some(o) = object {
            return Some(Complement {
                region: whole..o,
                content: o,
                joint: Joint::Noun,
                preposition: None,
            });
        }
        self.bare_after_subject(cue, from, limit)
    }

    /// Are these words in marks a name, because a colon with words in marks follows them?
    fn colon_follows(&self, pair: &Pair, limit: usize) -> bool {
        let behind = pair.tokens.end + 1;
        pair.words(self.page) <= NAME_IN_MARKS
            && self.verb_first()
            && self.page.word(pair.tokens.start.saturating_sub(2)) != ":"
            && (behind..limit.min(behind + 8))
                .any(|i| self.page.word(i) == ":" && self.pair_opened(i + 1).is_some())
    }

    /// Does a verb with a conjunction begin here?
    fn verb_with_and(&self, token: usize) -> bool {
        self.verb_first()
            && self.page.tokens.get(token).is_some_and(|t| {
                t.forms()
                    .iter()
                    .any(|f| f.off == Form::CONJUNCTION && self.page.pack.names.word(f.hash).is(flag::VERB))
            })
            && self.named_at(token).is_none()
            && self.has(&self.words.pronouns, token).is_none()
            && self.has(&self.words.cues, token).is_none()
    }

    /// Does the object stand right after the verb or its subject?
    pub(super) fn object_is_close(&self, cue: &Cue<'_>, object: usize) -> bool {
        object == cue.tokens.end || self.around(object).any(|n| n.cover.end == object)
    }

    pub(super) fn preposition(
        &self,
        cue: &Cue<'_>,
        whole: usize,
        i: usize,
        limit: usize,
    ) -> Option<Complement> {
        if i + 1 >= limit || self.is_name(i) && self.is_name(i.saturating_sub(1)) {
            return None;
        }
        let token = self.page.tokens.get(i)?;
        for take in &cue.verb.takes {
            match take {
                Take::Preposition(hash) if *hash == token.hash() => {
                    let that = self.words.that.exact(&self.page.tokens, i + 1);
                    let (content, joint) = match that {
                        Some(hit) => (self.after_that(i + 1, *hit.value, limit), Joint::Clause),
                        None => (i + 1, Joint::Noun),
                    };
                    // an adjective that looks like a participle has its own preposition far away
                    let reach = match cue.shape {
                        Shape::Participle => 3,
                        Shape::Noun => 1,
                        _ => usize::MAX,
                    };
                    if joint == Joint::Noun && i - cue.tokens.end > reach {
                        continue;
                    }
                    let strong = that.is_some() || self.has_exact(&self.words.objects, i + 1).is_some();
                    if (cue.verb.weak && !strong) || self.adjunct_follows(i, limit) {
                        continue;
                    }
                    return Some(Complement {
                        region: whole..i,
                        content,
                        joint,
                        preposition: Some(*hash),
                    });
                }
                Take::Glued(glued) if self.page.tokens.folded(i).starts_with(glued.as_str()) => {
                    let rest = &self.page.tokens.folded(i)[glued.len()..];
                    let known = token.forms().iter().any(|f| {
                        f.off & Form::FUSED != 0 || f.off == Form::PREPOSITION && f.hash == hash_word(rest)
                    }) || self.has_exact(&self.words.what, i).is_some();
                    // the first name of somebody begins with the same letter
                    let father = self.has_exact(&self.words.patronymics, i + 1).is_some();
                    // right after the verb a word may merely begin with the same letter
                    let sure = i > cue.tokens.end
                        || cue.shape != Shape::Finite
                        || cue.conjoined
                            && cue.verb.addresses
                            && rest.chars().count() > 2
                            && !self.page.pack.is_frequent(token.hash())
                        || rest.starts_with(&self.words.article)
                        || self.words.objects.word(rest).is_some()
                        || self.only_with_preposition(i, rest);
                    // "staying": a word of its own that merely begins with the letter
                    let own_word = !rest.starts_with(&self.words.article) && self.only_whole(i, rest);
                    // "praised NAME": the one praised is what was said
                    if cue.verb.human && i > cue.tokens.end && self.addressed(i).is_some() {
                        return Some(Complement {
                            region: whole..i,
                            content: i,
                            joint: Joint::Noun,
                            preposition: None,
                        });
                    }
                    // a noun that merely begins with that letter
                    let doubled = rest.starts_with(glued.as_str());
                    let other = |j: usize| {
                        self.page
                            .tokens
                            .get(j)
                            .is_some_and(|t| cue.verb.takes.contains(&Take::Preposition(t.hash())))
                    };
                    // a verb that has a preposition of its own takes this one only with the article, and only without its own
                    let own = cue.verb.takes.iter().any(|t| matches!(t, Take::Preposition(_)))
                        && cue.verb.addresses;
                    if own && (!doubled || (i + 1..limit).any(other)) {
                        continue;
                    }
                    let whole_word = self.words.documents.exact(&self.page.tokens, i).is_some();
                    if own_word
                        || whole_word
                        || !known
                        || !sure
                        || father
                        || self.is_name(i)
                        || self.is_time(i)
                    {
                        continue;
                    }
                    if self.has_exact(&self.words.adjuncts, i).is_some()
                        || self.has_exact(&self.words.linkers, i).is_some()
                        || self.in_title(i)
                    {
                        continue;
                    }
                    // "praised, when he received NAME in his office, what …": the place belongs to the circumstance
                    let circumstance =
                        (cue.tokens.end..i).any(|j| self.has_exact(&self.words.adjuncts, j).is_some());
                    let what = |j: usize| {
                        self.has_exact(&self.words.what, j).is_some()
                            && self.page.tokens.folded(j).starts_with(glued.as_str())
                    };
                    if circumstance && !what(i) && (i + 1..limit).any(what) {
                        continue;
                    }
                    return Some(Complement {
                        region: whole..i,
                        content: i,
                        joint: Joint::Noun,
                        preposition: None,
                    });
                }
                _ => {}
            }
        }
        None
    }

    /// Is the word known without this preposition, and long or unknown with it?
    fn only_with_preposition(&self, token: usize, rest: &str) -> bool {
        let names = &self.page.pack.names;
        let whole = self.page.tokens.get(token).map(isnad_text::Token::hash);
        !names.word(hash_word(rest)).unknown()
            && (rest.chars().count() >= LONG_WORD || whole.is_some_and(|h| names.word(h).unknown()))
    }

    /// Is the word known as it stands and not without the letter?
    fn only_whole(&self, token: usize, rest: &str) -> bool {
        let names = &self.page.pack.names;
        let whole = self.page.tokens.get(token).map(isnad_text::Token::hash);
        let fused = |t: &isnad_text::Token| t.forms().iter().any(|f| f.off & Form::FUSED != 0);
        names.word(hash_word(rest)).unknown()
            && whole.is_some_and(|h| !names.word(h).unknown())
            && !self.page.tokens.get(token).is_some_and(fused)
    }

    /// "on the sidelines of …, on": the same preposition comes again with what was said.
    pub(super) fn adjunct_follows(&self, preposition: usize, limit: usize) -> bool {
        self.has(&self.words.adjuncts, preposition).is_some_and(|n| n > 1)
            || (preposition + 1 < limit && self.is_time(preposition + 1))
            || self
                .words
                .media
                .exact(&self.page.tokens, preposition + 1)
                .is_some()
            || self.in_title(preposition)
    }

    /// The token behind a formula of blessing, with the marks around it, if one stands here.
    pub(super) fn behind_blessing(&self, token: usize) -> usize {
        let mark = usize::from(matches!(self.page.word(token), "-" | "(" | "\u{60C}"));
        match self.has_exact(&self.words.blessings, token + mark) {
            Some(len) => {
                let end = token + mark + len;
                end + usize::from(mark > 0 && self.is_mark(end))
            }
            None => token,
        }
    }

    pub(super) fn in_title(&self, token: usize) -> bool {
        self.around(token)
            .any(|n| n.cover.contains(&token) && n.cover.start < token)
    }

    /// The content after a colon: a clause, or words in marks.
    pub(super) fn after_colon(&self, whole: usize, colon: usize, limit: usize) -> Complement {
        let next = colon + 1;
        if let Some(pair) = self.pair_opened(next)
            && self.is_speech(pair, true)
        {
            return Complement {
                region: whole..colon,
                content: next + 1,
                joint: Joint::Marks,
                preposition: None,
            };
        }
        let (content, joint) = match self.words.that.exact(&self.page.tokens, next) {
            Some(hit) => (self.after_that(next, *hit.value, limit), Joint::Clause),
            None => (next, Joint::Colon),
        };
        Complement {
            region: whole..colon,
            content,
            joint,
            preposition: None,
        }
    }

    /// The first token of the content after a subordinator. A pronoun in it belongs to the content unless it stands for nothing.
    pub(super) fn after_that(&self, that: usize, pronoun: bool, limit: usize) -> usize {
        let next = that + 1;
        if pronoun && (next >= limit || self.has_exact(&self.words.expletive, next).is_none()) {
            return that;
        }
        next
    }

    /// Content without any joint: an object, or a clause after a known speaker.
    pub(super) fn bare_after_subject(&self, cue: &Cue<'_>, from: usize, limit: usize) -> Option<Complement> {
        let takes = |take: &Take| cue.verb.takes.contains(take);
        let only_object = cue.verb.takes.iter().all(|t| *t == Take::Object) && !cue.verb.weak;
        // a preposition is written together with this token, so it goes with the name before it
        let attached = |i: usize| {
            self.page.tokens.get(i).is_some_and(|t| {
                t.forms()
                    .iter()
                    .any(|f| f.off & (Form::PREPOSITION | Form::FUSED) != 0)
            })
        };
        if only_object && cue.shape == Shape::Participle && from < limit && !self.is_mark(from) {
            return Some(Complement {
                region: from..from,
                content: from,
                joint: Joint::Noun,
                preposition: None,
            });
        }
        let speaker = self
            .around(from)
            .filter(|n| n.speaks() && n.cover.start == from && n.tokens.end <= limit)
            .max_by_key(|n| n.cover.end)?;
        let mut next = speaker.cover.end;
        if only_object || (takes(&Take::Object) && !cue.verb.weak && cue.shape == Shape::Finite) {
            let ok = only_object
                && next < limit
                && !self.is_mark(next)
                && !attached(next)
                && self.has(&self.words.adjuncts, next).is_none()
                && self.has(&self.words.relatives, next).is_none();
            if ok {
                return Some(Complement {
                    region: from..next,
                    content: next,
                    joint: Joint::Noun,
                    preposition: None,
                });
            }
        }
        if cue.verb.weak
            || !takes(&Take::Speech)
            || cue.shape != Shape::Finite
            || cue.verb.relays
            || cue.verb.continues
        {
            return None;
        }
        let name_end = next;
        next = self.behind_blessing(next);
        if next == name_end && self.has(&self.words.adjuncts, next).is_some() {
            next = (next..limit).find(|&i| self.is_comma(i))?;
        }
        if self.is_comma(next) {
            next += 1;
        }
        // a day between commas
        if next > name_end && self.verb_first() {
            let day = (next..limit).find(|&i| !self.is_time(i)).unwrap_or(next);
            if day > next && self.is_comma(day) {
                next = day + 1;
            }
        }
        let joined = self
            .page
            .tokens
            .get(next)
            .is_some_and(|t| t.forms().iter().any(|f| f.off & Form::CONJUNCTION != 0));
        if next + 3 > limit
            || self.is_mark(next)
            || joined
            || self.has(&self.words.relatives, next).is_some()
            || next == name_end && self.has(&self.words.adjuncts, next).is_some()
        {
            return None;
        }
        Some(Complement {
            region: from..next,
            content: next,
            joint: Joint::Bare,
            preposition: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use isnad_lang::Packs;
    use isnad_model::{Block, Report, Role};

    #[test]
    fn a_subordinator_with_its_preposition_far_behind_a_participle_ends_the_search() {
        let far = "في الطريق من القرية البعيدة إلى السوق الكبير قرب الجسر القديم بعد ليل طويل";
        for that in ["بأن العمل بدأ هناك", "بأنه سيعود"] {
            let text = format!("وصل الوفد إلى المدينة مساء أمس مهددا {far} من المطر والريح {that}.");
            let report = Report {
                id: "r1".into(),
                language: "ar".into(),
                blocks: vec![Block {
                    role: Role::Paragraph,
                    start: 0,
                    end: text.len(),
                    origin: None,
                }],
                text,
                ..Report::default()
            };
            let annotated = crate::analyze(report, Packs::builtin());
            let ends = annotated.report.quotations.iter().map(|q| q.end);
            assert!(ends.max() <= Some(annotated.report.text.len()), "{that}");
        }
    }
}

//! What is settled at the end of a sentence: elided subjects, calls, conditions, places and times.

use super::super::scan::Class;
use super::{Governor, Memory, Search};
use isnad_lang::events::{Clause, Frame, Marker, Order, Reach, Shape, Status};
use isnad_model::{EntityKind, TimeKind};
use isnad_text::Form;

/// Whom a pronoun means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Who {
    Thing,
    Person,
    Many,
    Speaker,
}

impl Search<'_, '_> {
    /// Elided subjects, places and times of the sentence.
    pub(super) fn finish(&mut self, memory: &Memory) {
        let consults = |f: &&super::super::found::Found| {
            let frame = self.page.pack.events.frames.get(f.frame);
            frame.is_some_and(|x| x.kind() == "consult" && f.settled(x).is_none())
        };
        let shared = self
            .out
            .iter()
            .skip(self.base)
            .filter(consults)
            .find_map(|f| f.place.filter(|_| f.own_place))
            .or(self.waiting_place);
        let there = memory.country().filter(|_| self.speaks_of_country());
        for f in self.base..self.out.len() {
            let Some(frame) = self.frame(f) else { continue };
            let Some(token) = self.out.get(f).map(|x| x.token) else {
                continue;
            };
            let early = token.saturating_sub(self.row.range.start) <= 3;
            let near = self.country(f, token);
            let earlier = self.earlier_actor(f);
            let verb_first = self.page.pack.events.order == Order::VerbFirst;
            let elided = self.elided(token);
            let told = memory
                .subject
                .first()
                .filter(|_| if verb_first { early } else { elided });
            // "it", "he": the last of that kind
            let pronoun = (!verb_first).then(|| self.pronoun(token)).flatten();
            let meant = pronoun.and_then(|who| match who {
                Who::Thing => self.body_before(token).or(memory.body),
                Who::Person => self.person_before(token).or(memory.person),
                Who::Many | Who::Speaker => None,
            });
            // who receives somebody on a visit does not visit
            let met = (self.base..f).any(|m| self.frame(m).is_some_and(|fr| fr.kind() == "consult"));
            let speaker = self.subject.first().copied().filter(|m| !self.placelike(*m));
            let sentence = if verb_first {
                speaker
            } else {
                // the subject of the sentence stands before its verb
                self.subject.first().copied().filter(|m| {
                    self.row
                        .phrases
                        .iter()
                        .any(|p| p.mention == *m && p.first < token)
                })
            };
            // in what somebody says, its own subject goes on
            let scope = self.scopes.iter().rev().find(|s| verb_first && s.0 < token);
            let subject = meant
                .or(earlier)
                .or(match scope {
                    Some(scope) => scope.1,
                    None => sentence.or(told.copied()),
                })
                .filter(|_| verb_first || elided);
            let visitor = speaker
                .filter(|m| {
                    let mut all = self.row.phrases.iter();
                    all.any(|p| p.mention == *m && p.first < token)
                })
                .or(memory.person)
                .or(memory.subject.first().copied());
            let clause = self.out.get(f).map_or(0, |x| x.clause);
            let meets = frame.kind() == "consult" && frame.mode.as_deref() == Some("meeting");
            let company = frame.needs > 1 && self.company(token) || meets && self.leaders(token);
            let told_by = clause
                .checked_sub(1)
                .and_then(|n| self.starts.get(n))
                .is_some_and(|s| s.1 == Some(Clause::Complement));
            let aside = verb_first && (self.is_aside(token) || self.led_in(token));
            let led = verb_first && self.company(token);
            let patient = self.out.get(f).is_some_and(|x| self.suffers(x, frame));
            let clitic = self.out.get(f).and_then(|x| self.clitic_object(x, frame, memory));
            let anaphor = self
                .out
                .get(f)
                .is_some_and(|x| x.definite && self.is_aside(token));
            let Some(found) = self.out.get_mut(f) else {
                continue;
            };
            if pronoun == Some(Who::Speaker) && found.is_verb() {
                found.subject = true;
            }
            if pronoun == Some(Who::Many) && found.is_verb() && !found.subject {
                // "they": people who may have no name
                (found.unnamed, found.closed) = (true, true);
            }
            if patient && let (Some(from), Some(to)) = (frame.subject(), frame.object()) {
                let own = found.actors.iter_mut().filter(|(_, r)| r == from);
                own.for_each(|(_, r)| to.clone_into(r));
                found.closed = true;
            }
            if let Some((m, role)) = clitic.zip(frame.object()) {
                found.add(m, role);
            }
            found.unnamed |= company;
            found.company = company && found.actors.len() == 1;
            // "he added during a visit to the troops"
            if !found.is_verb()
                && frame.mode.as_deref() == Some("visit")
                && (aside || verb_first && found.light)
                && !met
                && !found.actors.iter().any(|(_, r)| r != "host")
                && !found.unnamed
                && let (Some(m), Some(role)) = (visitor, frame.subject())
            {
                found.add(m, role);
            }
            if found.actors.is_empty()
                && let Some(role) = frame.subject()
            {
                let presumed = std::mem::take(&mut found.presumed);
                presumed.into_iter().for_each(|m| found.add(m, role));
            }
            if found.is_verb() && !found.sides && frame.needs > 0 {
                let pair = frame.subject() == Some("participant");
                // who has a subject of its own in a clause told by somebody does not meet the teller
                let lonely = if pair {
                    found.actors.len() < 2 && !(found.subject && told_by)
                } else {
                    !found.subject
                };
                if lonely
                    && !found.closed
                    && let (Some(m), Some(role)) = (subject, frame.subject())
                {
                    found.add(m, role);
                }
            } else if !found.is_verb()
                && let [(only, with)] = found.actors.as_slice()
                && matches!(with.as_str(), "participant" | "recipient")
                && frame.animate
                && frame.kind() == "consult"
                && !told_by
                && !anaphor
                // "X held a meeting with farmers": X does not meet who spoke before
                && !(verb_first && found.light && (led || found.unnamed))
                && let Some(m) = speaker.filter(|m| m != only)
            {
                let role = with.clone();
                found.add(m, &role);
            }
            if found.place.is_none() && matches!(frame.mode.as_deref(), Some("meeting" | "multilateral")) {
                found.place = shared;
            } else if found.place.is_none() && frame.kind() != "consult" {
                let bare = verb_first && found.shape == Shape::Definite && !found.light;
                found.place = near.filter(|_| !bare).or(there);
            }
        }
        self.phones();
        self.conditions();
        self.times();
    }

    /// Is a verb of violence, coercion or office that has one man for its subject and nothing for its object a passive, which is written like
    /// the active: "X was arrested in Y"?
    fn suffers(&self, found: &super::super::found::Found, frame: &Frame) -> bool {
        let words = &self.page.pack.events;
        let office = matches!(frame.mode.as_deref(), Some("appointment" | "dismissal"));
        if words.order != Order::VerbFirst
            || !found.active
            || found.object
            || found.unnamed
            || found.len > 1
            || !matches!(found.shape, Shape::Past | Shape::Present)
            || !(office || matches!(frame.family.as_str(), "arrest" | "killing" | "abduction"))
        {
            return false;
        }
        let [(only, role)] = found.actors.as_slice() else {
            return false;
        };
        let person = self
            .layers
            .mentions
            .get(*only)
            .is_some_and(|m| m.kind == EntityKind::Person);
        if !person || Some(role.as_str()) != frame.subject() {
            return false;
        }
        let Some(phrase) = self.row.phrases.iter().find(|p| p.mention == *only) else {
            return false;
        };
        let next = (phrase.last + 1).max(found.token + found.len);
        // what follows both is no object: a preposition, a time, a mark
        let object = matches!(self.row.class(next), Class::Word | Class::Phrase(_))
            && !self.leads(next)
            && self.unknown_clitic(next).is_none();
        office || !object
    }

    /// Is a preposition written together with a word: "b-", "l-"?
    fn leads(&self, t: usize) -> bool {
        let token = self.page.tokens.get(t);
        token.is_some_and(|x| x.forms().iter().any(|f| f.off & Form::PREPOSITION != 0))
    }

    /// Whom the pronoun of a verb means that arrests or kills: the last man told of before it.
    fn clitic_object(
        &self,
        found: &super::super::found::Found,
        frame: &Frame,
        memory: &Memory,
    ) -> Option<usize> {
        let words = &self.page.pack.events;
        let many = words.plural.iter().any(|e| {
            self.page
                .tokens
                .folded(found.token + found.len - 1)
                .ends_with(e.as_str())
        });
        if found.shape != Shape::Pronoun
            || many
            || !matches!(frame.kind(), "coerce" | "assault")
            || !matches!(frame.object(), Some("recipient" | "victim"))
        {
            return None;
        }
        let person = |m: &usize| {
            self.layers
                .mentions
                .get(*m)
                .is_some_and(|m| m.kind == EntityKind::Person)
        };
        let own = |m: &usize| found.actors.iter().any(|(a, _)| a == m);
        self.nearest_person(found.token)
            .or(memory.person)
            .or(memory.subject.first().copied())
            .filter(person)
            .filter(|m| !own(m))
    }

    /// "In a first visit, B signed": a preposition stands before the noun, at most one word between.
    fn led_in(&self, token: usize) -> bool {
        (1..=2)
            .filter_map(|back| token.checked_sub(back))
            .take_while(|&t| t >= self.row.range.start)
            .any(|t| matches!(self.row.class(t), Class::Marker(Marker::In)))
    }

    /// Whom the pronoun means that is the subject, if one is.
    fn pronoun(&self, token: usize) -> Option<Who> {
        let words = &self.page.pack.events;
        (1..=4)
            .filter_map(|back| token.checked_sub(back))
            .take_while(|&t| {
                t >= self.row.range.start && matches!(self.row.class(t), Class::Word | Class::Punct)
            })
            .find(|&t| words.pronouns.longest(&self.page.tokens, t).is_some())
            .map(|t| {
                if words.neuter.longest(&self.page.tokens, t).is_some() {
                    Who::Thing
                } else if words.speaker.longest(&self.page.tokens, t).is_some() {
                    Who::Speaker
                } else if words.many.longest(&self.page.tokens, t).is_some() {
                    Who::Many
                } else {
                    Who::Person
                }
            })
    }

    fn body_before(&self, token: usize) -> Option<usize> {
        self.before_token(token, |k| {
            matches!(k, EntityKind::Organization | EntityKind::Place)
        })
    }

    fn person_before(&self, token: usize) -> Option<usize> {
        self.before_token(token, |k| k == EntityKind::Person)
    }

    /// The last bare name of a kind before a token.
    fn before_token(&self, token: usize, kind: impl Fn(EntityKind) -> bool) -> Option<usize> {
        let phrases = self.row.phrases.iter().enumerate().rev();
        phrases
            .filter(|(_, p)| p.last < token && !p.possessive)
            .filter(|(_, p)| self.layers.mentions.get(p.mention).is_some_and(|m| kind(m.kind)))
            .find(|(n, _)| self.governor(*n) == Governor::None)
            .map(|(_, p)| p.mention)
    }

    /// Does the sentence speak of "the country" of the report?
    fn speaks_of_country(&self) -> bool {
        const BACK: usize = 5;
        let words = &self.page.pack.events;
        self.row.range.clone().any(|t| {
            words.there.longest(&self.page.tokens, t).is_some()
                && (words.determiners.is_empty()
                    || (t.saturating_sub(BACK)..t)
                        .any(|b| words.determiners.longest(&self.page.tokens, b).is_some()))
        })
    }

    /// Does "with" and a word that is no name follow in the clause?
    fn company(&self, token: usize) -> bool {
        (token + 1..self.row.range.end)
            .take_while(|&t| !matches!(self.row.class(t), Class::Clause(_)))
            .any(|t| {
                matches!(self.row.class(t), Class::Marker(Marker::With))
                    && matches!(self.row.class(t + 1), Class::Word)
            })
    }

    /// Does "with" and a common noun for men who act follow in the clause?
    fn leaders(&self, token: usize) -> bool {
        let words = &self.page.pack.events;
        (token + 1..self.row.range.end)
            .take_while(|&t| matches!(self.row.class(t), Class::Word | Class::Marker(_) | Class::Time))
            .any(|t| {
                matches!(self.row.class(t), Class::Marker(Marker::With))
                    && matches!(self.row.class(t + 1), Class::Word)
                    && words.agents.longest(&self.page.tokens, t + 1).is_some()
            })
    }

    /// "Discussed by telephone": the call takes over who took part.
    pub(super) fn phones(&mut self) {
        for f in self.base..self.out.len() {
            let Some(found) = self.out.get(f).filter(|x| !x.is_verb() && !x.light) else {
                continue;
            };
            if self.frame(f).and_then(|fr| fr.mode.as_deref()) != Some("phone") {
                continue;
            }
            let clause = found.clause;
            let verb = (self.base..f).rev().find(|&v| {
                self.out.get(v).is_some_and(|x| x.is_verb() && x.clause == clause)
                    && self.frame(v).is_some_and(|fr| fr.family == "meeting")
            });
            let Some(verb) = verb else { continue };
            let actors = self.out.get_mut(verb).map(|v| {
                v.dropped = true;
                std::mem::take(&mut v.actors)
            });
            if let Some(found) = self.out.get_mut(f) {
                actors
                    .into_iter()
                    .flatten()
                    .for_each(|(m, _)| found.add(m, "participant"));
                found.status = None;
                found.light = true;
            }
        }
    }

    /// A threat whose content depends on a condition.
    pub(super) fn conditions(&mut self) {
        for f in self.base..self.out.len() {
            if self.frame(f).and_then(|fr| fr.gives) != Some(Status::Conditional) {
                continue;
            }
            let Some(found) = self.out.get_mut(f) else {
                continue;
            };
            if self
                .row
                .cues
                .iter()
                .any(|(at, _, cue)| *at > found.token && cue.status == Status::Conditional)
            {
                found.status = Some(Status::Conditional);
            }
        }
    }

    /// The place with a preposition of place that stands nearest.
    pub(super) fn country(&self, f: usize, token: usize) -> Option<usize> {
        // what stands before it is the place of the meeting at which it was talked of
        let taken = |m: usize| {
            self.out.iter().enumerate().skip(self.base).any(|(n, x)| {
                n != f
                    && x.own_place
                    && x.place == Some(m)
                    && self.frame(n).is_some_and(|fr| fr.kind() == "consult")
            })
        };
        let clause = |at: usize| self.starts.iter().filter(|s| s.0 <= at).count();
        let own = clause(token);
        // "an accord after the attacks in X": the place belongs to the noun that stands nearer
        let between = |at: usize| {
            let nearer = |x: &super::super::found::Found| {
                !x.is_verb() && !x.dropped && x.of != Some(f) && x.token > token && x.token < at
            };
            self.page.pack.events.genitive && self.out.iter().skip(self.base).any(nearer)
        };
        let places = self.row.phrases.iter().enumerate().filter(|(n, p)| {
            clause(p.first) == own
                && self.placelike(p.mention)
                && self.governor(*n) == Governor::Marker(Marker::In)
                && !(p.last < token && taken(p.mention))
                && !between(p.first)
        });
        places
            .min_by_key(|(_, p)| p.first.abs_diff(token))
            .map(|(_, p)| p.mention)
    }

    /// Does a pronoun, a conjunction or the opening of a clause stand where the subject would?
    pub(super) fn elided(&self, token: usize) -> bool {
        let words = &self.page.pack.events;
        // a subject of its own is no auxiliary
        (1..=4)
            .filter_map(|back| token.checked_sub(back))
            .take_while(|&t| t >= self.row.range.start)
            .find_map(|t| {
                let open = words.pronouns.longest(&self.page.tokens, t).is_some()
                    || self.is_conjunction(t)
                    || matches!(self.row.class(t), Class::Clause(_));
                let small = words.auxiliaries.longest(&self.page.tokens, t).is_some()
                    || matches!(self.row.class(t), Class::Punct | Class::Time);
                if open {
                    Some(true)
                } else {
                    (!small).then_some(false)
                }
            })
            .unwrap_or(false)
    }

    /// The first participant of an event named before a verb in its clause ("the meeting of the committee reached").
    pub(super) fn earlier_actor(&self, f: usize) -> Option<usize> {
        let found = self.out.get(f)?;
        self.out
            .get(self.base..f)?
            .iter()
            .rev()
            .find(|x| x.clause == found.clause && !x.is_verb())
            .and_then(|x| Some(x.actors.first()?.0))
    }

    pub(super) fn times(&mut self) {
        let Some(span) = (!self.row.range.is_empty()).then(|| self.page.span(self.row.range.clone())) else {
            return;
        };
        let from = self.layers.times.partition_point(|t| t.end <= span.start);
        let here: Vec<usize> = (from..self.layers.times.len())
            .take_while(|&t| self.layers.times[t].start < span.end)
            .filter(|&t| {
                let time = &self.layers.times[t];
                matches!(time.kind, TimeKind::Date | TimeKind::Time) && !time.value.ends_with("_REF")
                    // "since that date" tells from when to when
                    || time.kind == TimeKind::Duration && time.value.contains('/')
            })
            .collect();
        if here.is_empty() {
            return;
        }
        let clause_of = |token: usize| self.starts.iter().filter(|s| s.0 <= token).count();
        let spots: Vec<(usize, usize, usize)> = here
            .iter()
            .map(|&t| {
                let token = self.page.tokens.at_byte(self.layers.times[t].start);
                (t, token, clause_of(token))
            })
            .filter(|spot| {
                if self.layers.times[spot.0].kind == TimeKind::Duration {
                    return true;
                }
                let bounds = &self.page.pack.events.bounds;
                !(1..=2)
                    .filter_map(|back| spot.1.checked_sub(back))
                    .any(|at| bounds.longest(&self.page.tokens, at).is_some())
                    && bounds.longest(&self.page.tokens, spot.1).is_none()
            })
            .collect();
        for f in self.base..self.out.len() {
            let Some(token) = self.out.get(f).map(|x| x.token) else {
                continue;
            };
            let clause = clause_of(token);
            let best = spots
                .iter()
                .filter(|spot| self.owns(f, token, clause, **spot))
                .min_by_key(|spot| {
                    let across = spot.2.abs_diff(clause) * 40;
                    if spot.1 > token {
                        spot.1 - token + across
                    } else {
                        (token - spot.1) * 2 + 3 + across
                    }
                });
            if let Some(spot) = best
                && let Some(found) = self.out.get_mut(f)
            {
                found.times.push(spot.0);
            }
        }
    }

    /// May a time at a token of a clause be the time of an event: in its own clause, or in the relative clause that describes it? What
    /// another noun's "planned for", "held on" governs belongs to that noun alone.
    fn owns(&self, f: usize, token: usize, clause: usize, (time, at, of): (usize, usize, usize)) -> bool {
        let Some(found) = self.out.get(f) else {
            return false;
        };
        // what lasted "since then" is no visit
        let interval = self
            .layers
            .times
            .get(time)
            .is_some_and(|t| t.kind == TimeKind::Duration);
        if interval && self.frame(f).is_some_and(|fr| fr.kind() == "consult") {
            return false;
        }
        if of != clause {
            let start = |n: usize| n.checked_sub(1).and_then(|n| self.starts.get(n));
            let described = of == clause + 1
                && start(of).is_some_and(|s| s.1 == Some(Clause::Relative) && s.2 == Some(f));
            // the verb of a relative clause tells of the noun that it describes
            let head = clause == of + 1
                && at < token
                && start(clause).is_some_and(|s| s.1 == Some(Clause::Complement))
                && !self
                    .out
                    .iter()
                    .skip(self.base)
                    .any(|x| x.clause == of && x.token < at);
            // "the vote that was to be held on …"
            let to_be = of == clause + 2
                && start(of).is_some_and(|s| s.1 == Some(Clause::Complement))
                && start(of - 1).is_some_and(|s| s.1 == Some(Clause::Relative) && s.2 == Some(f));
            return described || head || to_be;
        }
        // "held talks yesterday on securing the vote": the day is that of the talks
        let gap = |t: usize| t.abs_diff(at);
        let nearer = |x: &super::super::found::Found| {
            (x.is_verb() || x.light)
                && x.clause == found.clause
                && x.token != token
                && gap(x.token) < gap(token)
        };
        if at < token && !found.is_verb() && !found.light && self.out.iter().skip(self.base).any(nearer) {
            return false;
        }
        // "launched a campaign yesterday for the accord": the accord has only the day beside it
        const NEXT: usize = 3;
        if self.page.pack.events.genitive
            && found.shape == Shape::Definite
            && !found.light
            && (at < token || at > token + found.len + NEXT)
        {
            return false;
        }
        // "send a committee before October to prepare the vote": a vote has its day right beside it or behind it
        const BESIDE: usize = 4;
        let vote = self
            .frame(f)
            .is_some_and(|fr| fr.mode.as_deref() == Some("election"));
        if vote && at + BESIDE < token {
            return false;
        }
        let other = |x: &&super::super::found::Found| {
            x.token > token && x.token < at && x.clause == found.clause && !x.is_verb() && !x.light
        };
        if at > token
            && let Some(noun) = self.out.iter().skip(self.base).rev().find(other)
        {
            let planned = self.row.cues.iter().any(|(c, _, cue)| {
                *c > noun.token && *c < at && cue.reach == Reach::Before && cue.status != Status::Background
            });
            return !planned && found.is_verb();
        }
        true
    }
}

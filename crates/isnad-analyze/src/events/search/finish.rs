//! What is settled at the end of a sentence: elided subjects, calls, conditions, places and times.

use super::super::scan::Class;
use super::{Governor, Memory, Search};
use isnad_lang::events::{Marker, Order, Status};
use isnad_model::TimeKind;

impl Search<'_, '_> {
    /// Elided subjects, places and times of the sentence.
    pub(super) fn finish(&mut self, memory: &Memory) {
        let shared = self
            .out
            .iter()
            .skip(self.base)
            .find_map(|f| f.place.filter(|_| f.own_place))
            .or(self.waiting_place);
        for f in self.base..self.out.len() {
            let Some(frame) = self.frame(f) else { continue };
            let Some(token) = self.out.get(f).map(|x| x.token) else {
                continue;
            };
            let early = token.saturating_sub(self.row.range.start) <= 3;
            let near = shared.or_else(|| self.country(token));
            let earlier = self.earlier_actor(f);
            let verb_first = self.page.pack.events.order == Order::VerbFirst;
            let elided = self.elided(token);
            let told = memory
                .subject
                .first()
                .filter(|_| if verb_first { early } else { elided });
            let speaker = self.subject.first().copied().filter(|m| !self.placelike(*m));
            let sentence = if verb_first {
                speaker
            } else {
                self.subject.first().copied()
            };
            let subject = earlier
                .or(sentence)
                .or(told.copied())
                .filter(|_| verb_first || elided);
            let Some(found) = self.out.get_mut(f) else {
                continue;
            };
            if found.actors.is_empty()
                && let Some(role) = frame.subject()
            {
                let presumed = std::mem::take(&mut found.presumed);
                presumed.into_iter().for_each(|m| found.add(m, role));
            }
            if found.is_verb() && !found.sides && frame.needs > 0 {
                let pair = frame.subject() == Some("participant");
                let lonely = if pair {
                    found.actors.len() < 2
                } else {
                    !found.subject
                };
                if lonely && let (Some(m), Some(role)) = (subject, frame.subject()) {
                    found.add(m, role);
                }
            } else if !found.is_verb()
                && let [(only, with)] = found.actors.as_slice()
                && matches!(with.as_str(), "participant" | "recipient")
                && frame.animate
                && frame.kind() == "consult"
                && let Some(m) = speaker.filter(|m| m != only)
            {
                let role = with.clone();
                found.add(m, &role);
            }
            if found.place.is_none() && matches!(frame.mode.as_deref(), Some("meeting" | "multilateral")) {
                found.place = shared;
            } else if found.place.is_none() && frame.kind() != "consult" {
                found.place = near;
            }
        }
        self.phones();
        self.conditions();
        self.times();
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
    pub(super) fn country(&self, token: usize) -> Option<usize> {
        let places =
            self.row.phrases.iter().enumerate().filter(|(n, p)| {
                self.placelike(p.mention) && self.governor(*n) == Governor::Marker(Marker::In)
            });
        places
            .min_by_key(|(_, p)| p.first.abs_diff(token))
            .map(|(_, p)| p.mention)
    }

    /// Does a pronoun, a conjunction or the opening of a clause stand where the subject would?
    pub(super) fn elided(&self, token: usize) -> bool {
        let words = &self.page.pack.events;
        (1..=3)
            .filter_map(|back| token.checked_sub(back))
            .filter(|&t| t >= self.row.range.start)
            .any(|t| {
                words.pronouns.longest(&self.page.tokens, t).is_some()
                    || self.is_conjunction(t)
                    || matches!(self.row.class(t), Class::Clause(_))
            })
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
            })
            .collect();
        if here.is_empty() {
            return;
        }
        let clause_of = |token: usize| {
            (self.row.range.start..=token)
                .filter(|&t| matches!(self.row.class(t), Class::Clause(_)))
                .count()
        };
        let spots: Vec<(usize, usize, usize)> = here
            .iter()
            .map(|&t| {
                let token = self.page.tokens.at_byte(self.layers.times[t].start);
                (t, token, clause_of(token))
            })
            .collect();
        for f in self.base..self.out.len() {
            let Some(token) = self.out.get(f).map(|x| x.token) else {
                continue;
            };
            let clause = clause_of(token);
            // the nearest one behind the trigger before another trigger, else the nearest before it, else the only one
            let distance = |spot: &&(usize, usize, usize)| {
                let across = spot.2.abs_diff(clause) * 40;
                if spot.1 > token {
                    spot.1 - token + across
                } else {
                    (token - spot.1) * 2 + 3 + across
                }
            };
            let best = spots.iter().min_by_key(distance);
            if let Some(spot) = best
                && (spot.2 == clause || spots.len() == 1 || spot.2.abs_diff(clause) == 1)
                && let Some(found) = self.out.get_mut(f)
            {
                found.times.push(spot.0);
            }
        }
    }
}

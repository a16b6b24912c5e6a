//! Finds triggers and attaches arguments to them, sentence by sentence, in one pass from left to right.

use super::found::Found;
use super::scan::{Class, Row};
use crate::{Layers, Page, page::PageSentence};
use isnad_lang::events::{Clause, Frame, Light, Marker, Order, Reach, Shape, Status};
use isnad_model::{EntityKind, MentionForm, Role, TimeKind};
use isnad_text::{Form, Span};

/// How many words back a preposition or verb may stand from the name it governs.
const BACK: usize = 7;
/// How many tokens a cue's power reaches.
const CUE_REACH: usize = 18;

/// Who was last spoken of, from one sentence to the next.
#[derive(Debug, Default)]
pub(super) struct Memory {
    subject: Vec<usize>,
}

/// What governs a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Governor {
    /// A preposition.
    Marker(Marker),
    /// The noun trigger right before it: its number among the finds.
    Noun(usize),
    /// Joined to the name before it.
    Joined,
    /// Part of a phrase with another head.
    Other,
    /// Nothing: subject or object.
    None,
}

/// Where a name went.
#[derive(Clone, Debug)]
enum Slot {
    Actor(usize, String),
    Place(usize),
    Light,
    Before,
    Lost,
}

struct LightVerb<'a> {
    word: &'a Light,
    token: usize,
    clause: usize,
    subjects: Vec<usize>,
    done: bool,
    found: Option<usize>,
    status: Option<Status>,
}

/// The search in one sentence.
pub(super) struct Search<'a, 'p> {
    page: &'p Page<'a>,
    layers: &'p Layers,
    row: Row<'a>,
    number: usize,
    block: Role,
    out: &'p mut Vec<Found>,
    /// First find of this sentence.
    base: usize,
    clause: usize,
    clause_kind: Option<Clause>,
    clause_start: usize,
    /// Names before the verb of the clause, where the last coordination of them begins, and whether a verb was met.
    before: Vec<usize>,
    group: usize,
    verb_met: bool,
    light: Option<LightVerb<'a>>,
    last: Option<(usize, Slot)>,
    /// Noun find that a relative clause describes.
    head: Option<usize>,
    /// The name right before a relative clause.
    antecedent: Option<usize>,
    /// First bare names of the sentence.
    subject: Vec<usize>,
    /// Names with markers that wait for an event.
    waiting: Vec<(usize, Marker)>,
    waiting_place: Option<usize>,
    carried: Option<(Status, Option<usize>)>,
}

impl<'a, 'p> Search<'a, 'p> {
    /// Searches a sentence and adds to the finds.
    pub(super) fn run(
        page: &'p Page<'a>,
        layers: &'p Layers,
        outer: &[usize],
        (number, sentence): (usize, &PageSentence),
        memory: &mut Memory,
        out: &'p mut Vec<Found>,
    ) {
        let row = Row::new(page, layers, outer, sentence.sentence.tokens.clone());
        let base = out.len();
        let start = row.range.start;
        let mut search = Search {
            page,
            layers,
            row,
            number,
            block: sentence.role,
            out,
            base,
            clause: 0,
            clause_kind: None,
            clause_start: start,
            before: Vec::new(),
            group: 0,
            verb_met: false,
            light: None,
            last: None,
            head: None,
            antecedent: None,
            subject: Vec::new(),
            waiting: Vec::new(),
            waiting_place: None,
            carried: None,
        };
        search.pass(memory);
        search.finish(memory);
        search.subject.retain(|&m| {
            !layers
                .mentions
                .get(m)
                .is_some_and(|m| m.kind == EntityKind::Place)
        });
        if !search.subject.is_empty() {
            memory.subject.clone_from(&search.subject);
        }
    }

    fn frame(&self, found: usize) -> Option<&'a Frame> {
        let n = self.out.get(found)?.frame;
        self.page.pack.events.frames.get(n)
    }

    fn pass(&mut self, memory: &Memory) {
        let mut i = self.row.range.start;
        while i < self.row.range.end {
            match self.row.class(i) {
                Class::Punct => self.mark(i),
                Class::Clause(kind) => self.open_clause(i, Some(kind)),
                Class::Trigger(trigger, len) => self.trigger(i, trigger.frame, trigger.shape, len, memory),
                Class::Light(light) => self.light_verb(i, light),
                Class::Sides => self.sides(),
                Class::Phrase(n) => {
                    if let Some(p) = self.row.phrases.get(n).copied() {
                        self.name(n);
                        i = i.max(p.last);
                    }
                }
                Class::Word | Class::Time | Class::Marker(_) | Class::Inside => {}
            }
            i += 1;
        }
    }

    /// A dash or colon after a place at the head of a sentence: what stood before is no subject. A semicolon or colon opens a clause.
    fn mark(&mut self, i: usize) {
        match self.page.tokens.folded(i) {
            ":" | ";" | "\u{061B}" => self.open_clause(i, Some(Clause::Side)),
            "-" | "\u{2013}" | "\u{2014}"
                if self.clause == 0 && !self.verb_met && i < self.row.range.start + 6 =>
            {
                self.before.clear();
                self.subject.clear();
            }
            _ => {}
        }
    }

    fn open_clause(&mut self, i: usize, kind: Option<Clause>) {
        self.carried = match kind {
            Some(Clause::Complement) => self.power_at(i, 4),
            _ => None,
        };
        let last_name = self.last.as_ref().map(|(m, _)| *m);
        self.head = None;
        self.antecedent = None;
        if kind == Some(Clause::Relative) {
            // the noun trigger that the relative clause describes stands close before it
            self.head = (self.base..self.out.len()).rev().find(|&f| {
                self.out.get(f).is_some_and(|c| {
                    !c.is_verb() && c.clause == self.clause && i.saturating_sub(c.token + c.len) <= 6
                })
            });
            let actor = |m: &usize| !self.placelike(*m);
            let near = |p: &&super::scan::Phrase| p.last < i && i - p.last <= 12;
            self.antecedent = last_name.filter(actor).or_else(|| {
                self.row
                    .phrases
                    .iter()
                    .rev()
                    .filter(near)
                    .map(|p| p.mention)
                    .find(|m| actor(m))
            });
        } else if kind == Some(Clause::Complement)
            && self
                .page
                .pack
                .events
                .pronouns
                .longest(&self.page.tokens, i)
                .is_some()
        {
            self.antecedent = self.nearest_person(i);
        }
        self.clause += 1;
        self.clause_kind = kind;
        self.clause_start = i;
        self.before.clear();
        self.verb_met = false;
        self.light = None;
        self.last = None;
    }

    /// What the cues and the triggers before a token make of what stands there.
    fn power_at(&self, i: usize, reach: usize) -> Option<(Status, Option<usize>)> {
        let cue = self
            .row
            .cues
            .iter()
            .rev()
            .find(|(at, len, cue)| {
                *at < i
                    && at + len <= i
                    && i - at
                        <= len
                            + if cue.status == Status::Denied {
                                reach.min(4)
                            } else {
                                reach
                            }
                    && *at >= self.clause_start
                    && cue.reach == Reach::After
            })
            .map(|(at, _, cue)| (*at, cue.status, None));
        let giver = (self.base..self.out.len()).rev().find_map(|f| {
            let found = self.out.get(f)?;
            let frame = self.frame(f)?;
            let gives = frame.gives?;
            (found.clause == self.clause
                && found.token < i
                && i - found.token <= reach + CUE_REACH
                && (found.is_verb()
                    || i - found.token <= 6
                    || matches!(self.row.class(found.token + found.len), Class::Marker(Marker::On))))
            .then_some((found.token, gives, Some(f)))
        });
        let found = match (cue, giver) {
            (Some(c), Some(g)) => {
                if c.0 >= g.0 {
                    (c.0, c.1, g.2)
                } else {
                    g
                }
            }
            (Some(x), None) | (None, Some(x)) => x,
            (None, None) => return None,
        };
        Some((found.1, found.2))
    }

    /// A place that does not stand for its government.
    fn placelike(&self, m: usize) -> bool {
        self.layers
            .mentions
            .get(m)
            .is_some_and(|m| m.kind == EntityKind::Place && m.form != MentionForm::Metonym)
    }

    fn nearest_person(&self, before: usize) -> Option<usize> {
        self.row
            .phrases
            .iter()
            .rev()
            .filter(|p| p.last < before)
            .map(|p| p.mention)
            .find(|&m| {
                self.layers
                    .mentions
                    .get(m)
                    .is_some_and(|m| m.kind == EntityKind::Person)
            })
    }

    fn trigger(&mut self, i: usize, frame_n: usize, shape: Shape, len: usize, memory: &Memory) {
        let words = &self.page.pack.events;
        let Some(frame) = words.frames.get(frame_n) else {
            return;
        };
        let items = self.page.tokens.items();
        let (Some(first), Some(last)) = (items.get(i), items.get(i + len - 1)) else {
            return;
        };
        let joined = first.forms().iter().any(|f| f.off == Form::CONJUNCTION);
        let mut shape = shape;
        if !shape.is_noun() && self.verb_met && joined && words.genitive {
            self.open_clause(i, Some(Clause::Side));
        }
        if shape == Shape::Noun && i > 0 && words.determiners.longest(&self.page.tokens, i - 1).is_some() {
            shape = Shape::Definite;
        }
        let n = self.out.len();
        let (mut status, mut under) = self.status(i, len, shape);
        if under
            .and_then(|u| self.frame(u))
            .is_some_and(|f| f.family == frame.family)
        {
            (status, under) = (None, None);
        }
        self.out.push(Found {
            frame: frame_n,
            shape,
            sentence: self.number,
            block: self.block,
            token: i,
            len,
            clause: self.clause,
            trigger: Span::new(first.span.start, last.span.end),
            actors: Vec::new(),
            subject: false,
            object: false,
            place: None,
            own_place: false,
            times: Vec::new(),
            topics: Vec::new(),
            light: false,
            definite: matches!(shape, Shape::Definite | Shape::Possessed),
            sides: false,
            status,
            under,
            open: self.block == Role::Headline && matches!(shape, Shape::Present | Shape::Base),
            presumed: Vec::new(),
            dropped: false,
        });
        if shape.is_noun() {
            self.noun(n, frame, i, memory);
        } else {
            self.verb(n, frame, i);
        }
        self.settle_waiting(n, frame);
    }

    fn verb(&mut self, n: usize, frame: &Frame, i: usize) {
        let passive = self.is_passive(i);
        let role = if passive { frame.object() } else { frame.subject() };
        let mut subjects = self.take_before(i);
        if subjects.is_empty()
            && let Some(a) = self
                .antecedent
                .filter(|_| matches!(self.clause_kind, Some(Clause::Relative | Clause::Complement)))
            && self.out.get(n).is_some_and(|f| f.shape != Shape::Pronoun)
        {
            subjects.push(a);
        }
        if let Some(role) = role {
            for &m in &subjects {
                self.actor(n, m, role);
            }
        }
        if let Some(found) = self.out.get_mut(n) {
            found.subject = !subjects.is_empty();
            found.object = passive || found.shape == Shape::Pronoun;
        }
        self.verb_met = true;
        self.light = None;
        self.last = None;
    }

    /// The names before a verb that can be its subject: in a verb-first language only if they stand right before it.
    fn take_before(&mut self, i: usize) -> Vec<usize> {
        const NEAR: usize = 5;
        let mut names = std::mem::take(&mut self.before);
        let names = names.split_off(self.group.min(names.len()));
        let last = names
            .last()
            .and_then(|m| self.row.phrases.iter().find(|p| p.mention == *m))
            .map(|p| p.last);
        let near = last.is_some_and(|last| i.saturating_sub(last) <= NEAR);
        if near || self.page.pack.events.order == Order::SubjectFirst {
            names
        } else {
            Vec::new()
        }
    }

    fn noun(&mut self, n: usize, frame: &Frame, i: usize, memory: &Memory) {
        // the possessor before it: "Egypt's visit"
        if let Some(p) = self.row.phrases.iter().rev().find(|p| p.last < i)
            && p.possessive
            && i - p.last <= 4
            && let Some(role) = frame.role(Marker::Of).or(frame.subject())
        {
            let m = p.mention;
            self.actor(n, m, role);
            self.before.retain(|x| *x != m);
        }
        if self.out.get(n).is_some_and(|f| f.shape == Shape::Possessed) {
            let animate = |m: &usize| {
                self.layers
                    .mentions
                    .get(*m)
                    .is_some_and(|m| matches!(m.kind, EntityKind::Person | EntityKind::Group))
            };
            let who = self
                .before
                .first()
                .copied()
                .filter(animate)
                .or_else(|| self.current_subject().filter(animate))
                .or_else(|| self.nearest_person(i))
                .or_else(|| memory.subject.first().copied().filter(animate));
            if let (Some(m), Some(role)) = (who, frame.subject().or(frame.role(Marker::Of))) {
                self.actor(n, m, role);
            }
        }
        // an unknown verb before it: who stands before both takes part
        if !self.verb_met
            && frame.animate
            && self
                .out
                .get(n)
                .is_some_and(|f| f.shape == Shape::Noun && f.actors.is_empty())
            && let Some(last) = self
                .row
                .phrases
                .iter()
                .rev()
                .find(|p| p.last < i)
                .filter(|p| self.before.last() == Some(&p.mention))
            && i - last.last <= 4
            && self.words_between(last.last + 1, i) > 0
            && let Some(found) = self.out.get_mut(n)
        {
            found.presumed.clone_from(&self.before);
        }
        // a light verb before it in the clause
        let takes = self.light.as_ref().is_some_and(|l| {
            l.found.is_none()
                && l.clause == self.clause
                && i - l.token <= 30
                && (l.word.families.is_empty() || l.word.families.contains(&frame.family))
                && frame.subject().is_some() | l.word.subject.is_none()
        });
        if takes && let Some(light) = self.light.as_mut() {
            light.found = Some(n);
            let subjects = light.subjects.clone();
            let role = light.word.subject.clone();
            let (status, shape) = (light.status, light.word.shape);
            if let Some(found) = self.out.get_mut(n) {
                found.light = true;
                found.sides |= role.is_none() && frame.kind() == "agree" && found.definite;
                found.status = found.status.filter(|s| *s != Status::Discussed).or(status);
                found.open = self.block == Role::Headline && shape == Shape::Present;
            }
            if let Some(role) = role {
                let role = frame
                    .subject()
                    .filter(|_| role == "participant" || role == "actor")
                    .map_or(role, str::to_owned);
                for m in subjects {
                    self.actor(n, m, &role);
                    if role == "host" {
                        self.place(n, m, false);
                    }
                }
            }
        }
    }

    /// The subject of the last verb of the clause or sentence.
    fn current_subject(&self) -> Option<usize> {
        let light = self.light.as_ref().and_then(|l| l.subjects.first().copied());
        let verb = (self.base..self.out.len()).rev().find_map(|f| {
            let found = self.out.get(f)?;
            (found.is_verb() && found.subject)
                .then(|| found.actors.first().map(|(m, _)| *m))
                .flatten()
        });
        light.or(verb).or_else(|| self.subject.first().copied())
    }

    fn is_passive(&self, i: usize) -> bool {
        let words = &self.page.pack.events;
        (1..=2).any(|back| {
            i.checked_sub(back).is_some_and(|at| {
                at >= self.clause_start && words.passive.longest(&self.page.tokens, at).is_some()
            })
        })
    }

    /// The status of an event at a token.
    fn status(&self, i: usize, len: usize, shape: Shape) -> (Option<Status>, Option<usize>) {
        let near = |at: usize, n: usize, reach: usize| at + n <= i && i - (at + n) <= reach;
        if !shape.is_noun() {
            if shape == Shape::Future {
                return (Some(Status::Planned), None);
            }
            if let Some((_, _, cue)) = self.row.cues.iter().rev().find(|(at, n, cue)| {
                cue.reach == Reach::Verb && near(*at, *n, if cue.status == Status::Denied { 0 } else { 2 })
            }) {
                return (Some(cue.status), None);
            }
            if shape == Shape::Past {
                return self
                    .carried
                    .filter(|(s, _)| *s == Status::Conditional || *s == Status::Denied)
                    .map_or((None, None), |(s, f)| (Some(s), f));
            }
        } else if let Some((_, _, cue)) = self.row.cues.iter().find(|(at, _, cue)| {
            cue.reach == Reach::Before
                && *at >= i + len
                && at - (i + len) <= 6
                && (i + len..*at).all(|t| {
                    !matches!(self.row.class(t), Class::Trigger(..) | Class::Light(_)) && !self.stops(t)
                })
        }) {
            return (Some(cue.status), None);
        }
        if i > self.clause_start && matches!(self.row.class(i - 1), Class::Marker(Marker::Aside)) {
            return (None, None);
        }
        match self.power_at(i, CUE_REACH).or(self.carried) {
            Some((s, f)) => (Some(s), f),
            None => (None, None),
        }
    }

    /// Does a mark end the phrase here?
    fn stops(&self, t: usize) -> bool {
        matches!(self.row.class(t), Class::Punct)
            && !matches!(self.page.tokens.folded(t), "(" | ")" | "\"" | "\u{AB}" | "\u{BB}")
    }

    fn light_verb(&mut self, i: usize, word: &'a Light) {
        let joined = self
            .page
            .tokens
            .get(i)
            .is_some_and(|t| t.forms().iter().any(|f| f.off == Form::CONJUNCTION));
        if self.verb_met && joined && self.page.pack.events.genitive {
            self.open_clause(i, Some(Clause::Side));
        }
        // with a pronoun, or in a relative clause, the noun stands before it
        let back = match (word.shape, self.head) {
            (_, Some(head)) => Some(head),
            (Shape::Pronoun, None) => (self.base..self.out.len())
                .rev()
                .find(|&f| self.out.get(f).is_some_and(|c| !c.is_verb())),
            _ => None,
        };
        let back = back.filter(|&f| {
            self.frame(f)
                .is_some_and(|fr| word.families.is_empty() || word.families.contains(&fr.family))
        });
        let mut subjects = self.take_before(i);
        if subjects.is_empty()
            && joined
            && let Some(m) = self.current_subject()
        {
            subjects.push(m);
        }
        let (status, _) = self.status(i, 1, word.shape);
        let done = !subjects.is_empty() && !joined;
        if let Some(f) = back {
            if let Some(found) = self.out.get_mut(f) {
                found.light = true;
                found.status = found.status.or(status);
            }
            if let Some(role) = word.subject.clone() {
                subjects.iter().for_each(|&m| {
                    self.actor(f, m, &role);
                });
            }
        }
        self.light = Some(LightVerb {
            word,
            token: i,
            clause: self.clause,
            subjects,
            done,
            found: back,
            status,
        });
        self.verb_met = true;
        self.last = None;
    }

    /// "Both sides" as subject or complement.
    fn sides(&mut self) {
        if let Some(found) = self
            .out
            .iter_mut()
            .skip(self.base)
            .rev()
            .find(|f| f.clause == self.clause)
        {
            found.sides = true;
            found.subject = true;
        } else if let Some(light) = self.light.as_mut() {
            light.done = true;
        }
    }

    /// A name: finds its governor and puts it where that says.
    fn name(&mut self, n: usize) {
        let Some(phrase) = self.row.phrases.get(n).copied() else {
            return;
        };
        let Some(mention) = self.layers.mentions.get(phrase.mention) else {
            return;
        };
        let governor = self.governor(n);
        let m = phrase.mention;
        let placelike = mention.kind == EntityKind::Place && mention.form != MentionForm::Metonym;
        let slot = match governor {
            Governor::Joined => self.join(m, placelike),
            Governor::Marker(marker) => self.complement(phrase.first, m, marker, placelike),
            Governor::Noun(f) if placelike && self.frame(f).and_then(Frame::object) == Some("place") => {
                self.place(f, m, true)
            }
            Governor::Noun(f) => match self.frame(f).and_then(|fr| fr.role(Marker::Of)) {
                Some("place") => self.place(f, m, true),
                Some(role) => {
                    let role = role.to_owned();
                    self.actor(f, m, &role)
                }
                None if placelike => self.place(f, m, true),
                None => Slot::Lost,
            },
            Governor::None => self.argument(m, phrase.possessive, placelike),
            Governor::Other => Slot::Lost,
        };
        if self.subject.is_empty() && governor == Governor::None && !phrase.possessive {
            self.subject.push(m);
        }
        self.last = Some((m, slot));
    }

    fn governor(&self, n: usize) -> Governor {
        let Some(phrase) = self.row.phrases.get(n).copied() else {
            return Governor::Other;
        };
        let words = &self.page.pack.events;
        if let Some(marker) = phrase.clitic {
            return Governor::Marker(marker);
        }
        let previous = n.checked_sub(1).and_then(|p| self.row.phrases.get(p));
        if phrase.joined && previous.is_some_and(|p| phrase.first - p.last <= 3) {
            return Governor::Joined;
        }
        let mut i = phrase.first;
        let mut seen = 0;
        while i > self.row.range.start && seen < BACK {
            i -= 1;
            if i < self.clause_start {
                return Governor::None;
            }
            match self.row.class(i) {
                Class::Marker(marker) => {
                    if marker == Marker::Aside {
                        return Governor::Other;
                    }
                    // "between representatives of A and B"
                    let outer = (self.clause_start..i)
                        .rev()
                        .take(4)
                        .find_map(|t| match self.row.class(t) {
                            Class::Marker(m) => Some(Some(m)),
                            Class::Word => None,
                            _ => Some(None),
                        });
                    let inner = matches!(marker, Marker::From | Marker::About | Marker::Of);
                    return Governor::Marker(match outer.flatten() {
                        Some(m @ (Marker::Between | Marker::With)) if inner => m,
                        _ => marker,
                    });
                }
                Class::Trigger(t, len) if t.shape.is_noun() => {
                    let f = (self.base..self.out.len()).rev().find(|&f| {
                        self.out
                            .get(f)
                            .is_some_and(|c| c.token <= i && i < c.token + len.max(1))
                    });
                    let near = words.genitive && phrase.first - i <= 3;
                    return match f {
                        Some(f) if near && t.shape == Shape::Noun => Governor::Noun(f),
                        _ if words.genitive => Governor::None,
                        _ => Governor::Other,
                    };
                }
                Class::Trigger(..) | Class::Light(_) | Class::Clause(_) | Class::Time | Class::Sides => {
                    return Governor::None;
                }
                Class::Phrase(p) => {
                    let between = (i + 1..phrase.first).collect::<Vec<_>>();
                    let and = between.iter().any(|&t| self.is_conjunction(t));
                    let close = between.len() <= 3;
                    return if and && close && Some(p) == n.checked_sub(1) {
                        Governor::Joined
                    } else {
                        Governor::None
                    };
                }
                Class::Punct => {
                    if matches!(self.page.tokens.folded(i), "(" | "[") {
                        return Governor::Other;
                    }
                    if words.genitive && matches!(self.page.tokens.folded(i), "," | "\u{060C}") {
                        return Governor::None;
                    }
                    if !matches!(
                        self.page.tokens.folded(i),
                        "\"" | "\u{AB}" | "\u{BB}" | "'" | "\u{201C}" | "\u{201D}" | "\u{640}"
                    ) && !matches!(self.page.tokens.folded(i), ",")
                    {
                        return Governor::None;
                    }
                    seen += 1;
                }
                Class::Inside => {}
                Class::Word => {
                    seen += 1;
                    let transparent = words.transparent.longest(&self.page.tokens, i);
                    if let Some(hit) = transparent {
                        // a preposition may be written together with it
                        if let Some(marker) = self.clitic_at(i, hit.form) {
                            return Governor::Marker(marker);
                        }
                        let after_name =
                            i > self.row.range.start && matches!(self.row.class(i - 1), Class::Phrase(_));
                        if hit.form.off & Form::CONJUNCTION != 0 && after_name {
                            return Governor::Joined;
                        }
                        continue;
                    }
                    if let Some(marker) = self.unknown_clitic(i) {
                        return Governor::Marker(marker);
                    }
                    if words.genitive
                        && i + 1 == phrase.first
                        && !phrase.titled
                        && !self.has_article(i)
                        && !self.is_adverb(i)
                    {
                        return Governor::Other;
                    }
                }
            }
        }
        Governor::None
    }

    fn is_conjunction(&self, t: usize) -> bool {
        let word = self.page.tokens.folded(t);
        self.page.pack.clitics.conjunctions.iter().any(|c| c == word)
            || self
                .page
                .pack
                .events
                .conjunctions
                .longest(&self.page.tokens, t)
                .is_some()
    }

    fn has_article(&self, t: usize) -> bool {
        let article = self.page.pack.clitics.article.as_str();
        !article.is_empty()
            && self
                .page
                .tokens
                .folded(t)
                .trim_start_matches(|c: char| {
                    self.page
                        .pack
                        .clitics
                        .conjunctions
                        .iter()
                        .any(|x| x.chars().eq([c]))
                })
                .starts_with(article)
    }

    fn is_adverb(&self, t: usize) -> bool {
        self.page.word(t).ends_with('\u{064B}')
            || self
                .page
                .pack
                .events
                .auxiliaries
                .longest(&self.page.tokens, t)
                .is_some()
    }

    /// The preposition written together with a known word.
    fn clitic_at(&self, t: usize, form: Form) -> Option<Marker> {
        if form.off & (Form::PREPOSITION | Form::FUSED) == 0 {
            return None;
        }
        let token = self.page.tokens.get(t)?;
        let at = token.span.start + form.skip as usize;
        let letter = if form.off & Form::FUSED != 0 {
            self.page.text.get(at..)?.chars().next()?
        } else {
            self.page.text.get(token.span.start..at)?.chars().last()?
        };
        super::scan::clitic(&self.page.pack.events, letter)
    }

    /// A preposition fused with the article shows itself on any word.
    fn unknown_clitic(&self, t: usize) -> Option<Marker> {
        let form = self
            .page
            .tokens
            .get(t)?
            .forms()
            .iter()
            .copied()
            .find(|f| f.off & Form::FUSED != 0)?;
        self.clitic_at(t, form)
    }

    /// A bare name: subject, object, or a name before the verb.
    fn argument(&mut self, m: usize, possessive: bool, placelike: bool) -> Slot {
        if possessive {
            return Slot::Lost;
        }
        if let Some(light) = self.light.as_mut().filter(|l| l.clause == self.clause) {
            let group = self
                .layers
                .mentions
                .get(m)
                .is_some_and(|x| x.kind == EntityKind::Group);
            if light.done || (group && light.word.subject.as_deref() == Some("chair")) {
                return Slot::Lost;
            }
            light.done = true;
            if !light.subjects.is_empty() {
                light.subjects.clear();
            }
            light.subjects.push(m);
            let heads = light.word.subject.as_deref() == Some("chair") && light.found.is_none();
            let (found, role) = (light.found, light.word.subject.clone());
            if let (Some(f), Some(role)) = (found, role) {
                self.actor(f, m, &role);
                if role == "host" && placelike {
                    self.place(f, m, false);
                }
            } else if heads
                && self
                    .layers
                    .mentions
                    .get(m)
                    .is_some_and(|x| x.kind == EntityKind::Person)
            {
                self.delegation(m, "head");
            }
            return Slot::Light;
        }
        if !self.verb_met {
            self.group = self.before.len();
            self.before.push(m);
            return Slot::Before;
        }
        let Some(f) = (self.base..self.out.len()).rev().find(|&f| {
            self.out
                .get(f)
                .is_some_and(|c| c.is_verb() && c.clause == self.clause)
        }) else {
            return Slot::Lost;
        };
        let (Some(frame), Some(found)) = (self.frame(f), self.out.get_mut(f)) else {
            return Slot::Lost;
        };
        let verb_first = self.page.pack.events.order == Order::VerbFirst;
        if !found.subject && verb_first {
            found.subject = true;
            return frame.subject().map_or(Slot::Lost, |role| self.actor(f, m, role));
        }
        if !found.object {
            found.object = true;
            return match frame.object() {
                Some("place") if placelike => self.place(f, m, true),
                Some("place") => self.actor(f, m, "host"),
                Some(_) if placelike && frame.animate => Slot::Lost,
                Some(role) => self.actor(f, m, role),
                None => Slot::Lost,
            };
        }
        Slot::Lost
    }

    fn join(&mut self, m: usize, placelike: bool) -> Slot {
        match self.last.as_ref().map(|(_, slot)| slot.clone()) {
            Some(Slot::Actor(f, role)) => self.actor(f, m, &role),
            Some(Slot::Place(f)) => Slot::Place(f),
            Some(Slot::Light) => {
                if let Some(light) = self.light.as_mut() {
                    light.subjects.push(m);
                    if let (Some(f), Some(role)) = (light.found, light.word.subject.clone()) {
                        self.actor(f, m, &role);
                    }
                }
                Slot::Light
            }
            Some(Slot::Before) => {
                self.before.push(m);
                Slot::Before
            }
            Some(Slot::Lost) => Slot::Lost,
            None => self.argument(m, false, placelike),
        }
    }

    /// A name with a preposition: goes to the nearest event before it whose frame has a role for it.
    fn complement(&mut self, at: usize, m: usize, marker: Marker, placelike: bool) -> Slot {
        let linked = self.light.as_ref().and_then(|l| l.found);
        let general = matches!(marker, Marker::Chair | Marker::Attendance);
        let candidates: Vec<usize> = (self.base..self.out.len())
            .rev()
            .filter(|&f| {
                self.out.get(f).is_some_and(|c| {
                    let own = c.clause == self.clause || Some(f) == linked || Some(f) == self.head;
                    let room = if c.is_verb() {
                        20
                    } else if c.light {
                        10
                    } else {
                        4
                    };
                    general || (own && self.words_between(c.token + c.len, at) <= room)
                })
            })
            .collect();
        for f in candidates {
            let Some(frame) = self.frame(f) else { continue };
            match frame.role(marker) {
                Some("place") if placelike => {
                    if self.out.get(f).is_some_and(|c| c.own_place) {
                        continue;
                    }
                    return self.place(f, m, true);
                }
                Some("place") if marker == Marker::To => return self.actor(f, m, "host"),
                Some("place") => continue,
                Some(_)
                    if placelike
                        && matches!(marker, Marker::To | Marker::In | Marker::From | Marker::On)
                        && frame.animate =>
                {
                    continue;
                }
                Some(role) => {
                    let role = role.to_owned();
                    return self.actor(f, m, &role);
                }
                None if placelike && marker == Marker::In => {
                    if self.out.get(f).is_some_and(|c| c.own_place) {
                        continue;
                    }
                    return self.place(f, m, true);
                }
                None => {}
            }
        }
        if placelike && marker == Marker::In {
            let fresh = self.out.iter().skip(self.base).all(|c| c.clause != self.clause);
            self.waiting_place = self.waiting_place.or(Some(m).filter(|_| fresh));
        } else if general || matches!(marker, Marker::With | Marker::Between) {
            let opening = self.out.len() == self.base;
            if general && !placelike && opening && !self.before.is_empty() | !self.subject.is_empty() {
                self.delegation(
                    m,
                    if marker == Marker::Chair {
                        "head"
                    } else {
                        "attendee"
                    },
                );
            } else {
                self.waiting.push((m, marker));
            }
        }
        Slot::Lost
    }

    /// How many words that are no name, time or marker stand between two tokens.
    fn words_between(&self, from: usize, to: usize) -> usize {
        (from..to)
            .filter(|&t| matches!(self.row.class(t), Class::Word))
            .count()
    }

    /// Who heads or joins a delegation told before goes to the event in which it takes part.
    fn delegation(&mut self, m: usize, role: &str) {
        let group = |f: &Found| {
            f.actors.iter().any(|(a, _)| {
                self.layers
                    .mentions
                    .get(*a)
                    .is_some_and(|x| x.kind == EntityKind::Group)
            })
        };
        let target = (0..self.out.len()).rev().take(12).find(|&f| {
            self.out
                .get(f)
                .is_some_and(|c| self.number.saturating_sub(c.sentence) <= 2 && group(c))
                && self.frame(f).is_some_and(|fr| fr.kind() == "consult")
        });
        if let Some(f) = target {
            self.actor(f, m, role);
        }
    }

    /// What was said before the event was named.
    fn settle_waiting(&mut self, n: usize, frame: &Frame) {
        let waiting = std::mem::take(&mut self.waiting);
        for (m, marker) in waiting {
            match frame.role(marker) {
                Some(role) => {
                    let role = role.to_owned();
                    self.actor(n, m, &role);
                }
                None => self.waiting.push((m, marker)),
            }
        }
        if let (Some(place), Some(found)) = (self.waiting_place, self.out.get_mut(n)) {
            found.place = found.place.or(Some(place));
        }
    }

    fn actor(&mut self, f: usize, m: usize, role: &str) -> Slot {
        if role == "place" {
            return self.place(f, m, true);
        }
        if let Some(found) = self.out.get_mut(f) {
            found.add(m, role);
        }
        Slot::Actor(f, role.to_owned())
    }

    fn place(&mut self, f: usize, m: usize, own: bool) -> Slot {
        if self
            .layers
            .mentions
            .get(m)
            .is_some_and(|x| x.kind == EntityKind::Place)
            && let Some(found) = self.out.get_mut(f)
            && (found.place.is_none() || (own && !found.own_place))
        {
            found.place = Some(m);
            found.own_place = own;
        }
        Slot::Place(f)
    }

    /// Elided subjects, places and times of the sentence.
    fn finish(&mut self, memory: &Memory) {
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
    fn phones(&mut self) {
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
    fn conditions(&mut self) {
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
    fn country(&self, token: usize) -> Option<usize> {
        let places =
            self.row.phrases.iter().enumerate().filter(|(n, p)| {
                self.placelike(p.mention) && self.governor(*n) == Governor::Marker(Marker::In)
            });
        places
            .min_by_key(|(_, p)| p.first.abs_diff(token))
            .map(|(_, p)| p.mention)
    }

    /// Does a pronoun, a conjunction or the opening of a clause stand where the subject would?
    fn elided(&self, token: usize) -> bool {
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
    fn earlier_actor(&self, f: usize) -> Option<usize> {
        let found = self.out.get(f)?;
        self.out
            .get(self.base..f)?
            .iter()
            .rev()
            .find(|x| x.clause == found.clause && !x.is_verb())
            .and_then(|x| Some(x.actors.first()?.0))
    }

    fn times(&mut self) {
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

//! Finds triggers and attaches arguments to them, sentence by sentence, in one pass from left to right.

mod attach;
mod finish;

use super::found::Found;
use super::scan::{Class, Row};
use crate::{Layers, Page, page::PageSentence};
use isnad_lang::{
    events::{Bare, Clause, Cue, Frame, Light, Marker, Order, Reach, Shape, Status, Trigger},
    names::PlaceKind,
};
use isnad_model::{EntityKind, MentionForm, Role};
use isnad_text::{Form, Kind, Span};

/// How many tokens a cue's power reaches.
const CUE_REACH: usize = 18;

/// Who was last spoken of, from one sentence to the next.
#[derive(Debug, Default)]
pub(super) struct Memory {
    subject: Vec<usize>,
    /// The last man or woman and the last body or state told to act.
    person: Option<usize>,
    body: Option<usize>,
    /// Were people told to be killed by an accident or by nature?
    disaster: bool,
    /// The countries named so far, the first mention of each and how often.
    countries: Vec<(usize, usize)>,
}

/// Countries that a report is watched for.
const COUNTRIES: usize = 32;

impl Memory {
    fn count(&mut self, layers: &Layers, m: usize) {
        let text = |m: usize| layers.mentions.get(m).map(|m| m.text.as_str());
        if let Some(c) = self.countries.iter_mut().find(|c| text(c.0) == text(m)) {
            c.1 += 1;
        } else if self.countries.len() < COUNTRIES {
            self.countries.push((m, 1));
        }
    }

    /// The country named most often so far; among equals the first.
    fn country(&self) -> Option<usize> {
        self.countries.iter().rev().max_by_key(|c| c.1).map(|c| c.0)
    }
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
    /// First tokens of the clauses after the first one, and the find that a relative clause describes.
    starts: Vec<(usize, Option<Clause>, Option<usize>)>,
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
    /// The last man or woman and the last body or state told to act in this sentence.
    person: Option<usize>,
    body: Option<usize>,
    /// Where what somebody says or wants begins, and who is first told to act in it.
    scopes: Vec<(usize, Option<usize>)>,
    /// Were people told to be killed by an accident or by nature?
    disaster: bool,
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
            starts: Vec::new(),
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
            person: None,
            body: None,
            scopes: Vec::new(),
            disaster: false,
        };
        search.pass(memory);
        search.finish(memory);
        search
            .subject
            .retain(|&m| layers.mentions.get(m).is_none_or(|m| m.kind != EntityKind::Place));
        if !search.subject.is_empty() {
            memory.subject.clone_from(&search.subject);
        }
        for n in 0..search.row.phrases.len() {
            let m = search.row.phrases[n].mention;
            if search.is_place_of(m, &[PlaceKind::Country]) {
                memory.count(layers, m);
            }
        }
        memory.person = search.person.or(memory.person);
        memory.body = search.body;
        memory.disaster |= search.disaster;
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
                Class::Trigger(trigger, len) => self.trigger(i, trigger, len, memory),
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
            // a relative clause between commas is over
            "," | "\u{060C}"
                if self.clause_kind == Some(Clause::Relative)
                    && i > self.clause_start + 2
                    && self.clause_start > self.row.range.start
                    && matches!(self.page.tokens.folded(self.clause_start - 1), "," | "\u{060C}") =>
            {
                self.open_clause(i, None);
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
            // what a relative word refers to stands right before it; an adjective may come between
            let adjectives = usize::from(self.page.pack.events.order == Order::VerbFirst);
            let near = |p: &&super::scan::Phrase| {
                p.last < i
                    && i - p.last <= 4
                    && self.words_between(p.last + 1, i) <= adjectives
                    && (p.last + 1..i).all(|t| !matches!(self.row.class(t), Class::Trigger(..)))
            };
            let last_name =
                last_name.filter(|m| self.row.phrases.iter().filter(near).any(|p| p.mention == *m));
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
        if kind == Some(Clause::Complement) {
            // where it was said is not where it was
            self.waiting_place = None;
            self.scopes.push((i, self.antecedent));
        }
        self.clause += 1;
        self.starts.push((i, kind, self.head));
        self.clause_kind = kind;
        self.clause_start = i;
        self.before.clear();
        self.verb_met = false;
        self.light = None;
        self.last = None;
    }

    /// What the cues and the triggers before a token make of what stands there.
    fn power_at(&self, i: usize, reach: usize) -> Option<(Status, Option<usize>)> {
        // "called for a truce after the clashes", "plans talks on the attacks": an adjunct is told as it is
        let adjunct = (self.clause_start..i)
            .rev()
            .find(|&t| matches!(self.row.class(t), Class::Marker(Marker::Aside | Marker::About)))
            .unwrap_or(self.clause_start);
        let cue = self
            .row
            .cues
            .iter()
            .rev()
            .find(|(at, len, cue)| {
                *at >= adjunct
                    && *at < i
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
            // what is agreed ends at a comma that no conjunction follows
            if matches!(gives, Status::Agreed | Status::Promised) && self.breaks(found.token, i) {
                return None;
            }
            (found.clause == self.clause
                && found.token >= adjunct
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

    /// Does a comma without a conjunction behind it stand between two tokens?
    fn breaks(&self, from: usize, to: usize) -> bool {
        (from..to).any(|t| {
            matches!(self.page.tokens.folded(t), "," | "\u{060C}")
                && !self.is_conjunction(t + 1)
                && self
                    .page
                    .tokens
                    .get(t + 1)
                    .is_none_or(|x| !x.forms().iter().any(|f| f.off & Form::CONJUNCTION != 0))
        })
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

    fn trigger(&mut self, i: usize, trigger: Trigger, len: usize, memory: &Memory) {
        let Trigger {
            frame: frame_n,
            shape,
            passive,
        } = trigger;
        let words = &self.page.pack.events;
        let Some(frame) = words.frames.get(frame_n) else {
            return;
        };
        if shape.is_noun() && frame.kind() == "consult" && self.met_by_verb(i)
            || shape == Shape::Definite && frame.bare == Bare::Always && self.enumerated(i)
        {
            return;
        }
        if frame.family == "killing" && self.accident(memory) {
            self.disaster = true;
            return;
        }
        let items = self.page.tokens.items();
        let (Some(first), Some(last)) = (items.get(i), items.get(i + len - 1)) else {
            return;
        };
        let joined = first.forms().iter().any(|f| f.off == Form::CONJUNCTION);
        let mut shape = shape;
        if words.genitive && shape == Shape::Participle {
            self.open_clause(i, Some(Clause::Side));
            // who spoke warns, whatever he spoke of
            self.scopes
                .push((i.saturating_sub(1), self.subject.first().copied()));
        } else if !shape.is_noun() && self.verb_met && joined && words.genitive {
            self.open_clause(i, Some(Clause::Side));
        } else if !shape.is_noun() && words.genitive && self.after_adjunct(i) {
            self.open_clause(i, None);
        }
        let this = shape == Shape::Definite
            && i > self.clause_start
            && words.these.longest(&self.page.tokens, i - 1).is_some();
        if shape == Shape::Noun && i > 0 && words.determiners.longest(&self.page.tokens, i - 1).is_some() {
            shape = Shape::Definite;
        }
        let n = self.out.len();
        // what is carried out or broken stands already
        let standing = frame.kind() == "agree"
            && shape.is_noun()
            && (self.clause_start.max(i.saturating_sub(2))..i)
                .any(|t| words.standing.longest(&self.page.tokens, t).is_some());
        // "this attack" is the one told, whatever is wanted of it
        let standing = standing || this && frame.kind() == "assault";
        let (mut status, mut under) = match standing {
            true => (None, None),
            false => self.status(i, len, shape),
        };
        if under
            .and_then(|u| self.frame(u))
            .is_some_and(|f| f.family == frame.family)
        {
            (status, under) = (None, None);
        }
        // "after the election of the president" is no vote to come
        let after = &self.page.pack.commitments.after;
        if status.is_none()
            && frame.status == Some(Status::Planned)
            && i > self.clause_start
            && after.longest(&self.page.tokens, i - 1).is_some()
        {
            status = Some(Status::Background);
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
            caller: false,
            company: false,
            unnamed: false,
            closed: false,
            active: false,
            of: self.more_of(n, frame, i, shape),
            last: i,
            last_sentence: self.number,
            status,
            under,
            open: self.block == Role::Headline && matches!(shape, Shape::Present | Shape::Base),
            presumed: Vec::new(),
            dropped: false,
        });
        if shape.is_noun() {
            self.noun(n, frame, i, memory);
        } else {
            self.verb(n, frame, i, passive);
        }
        self.settle_waiting(n, frame);
    }

    /// "They meet with gatherings of the east": what a verb of meeting is joined to by "with" takes part, and is no meeting of its own.
    fn met_by_verb(&self, i: usize) -> bool {
        i > self.clause_start
            && matches!(self.row.class(i - 1), Class::Marker(Marker::With))
            && (self.base..self.out.len()).any(|f| {
                let verb = self
                    .out
                    .get(f)
                    .is_some_and(|v| v.is_verb() && v.clause == self.clause);
                verb && self.frame(f).is_some_and(|fr| fr.kind() == "consult")
            })
    }

    /// "Settlement, and the arrests, and the killings, and the siege": a list of wrongs tells none of them.
    fn enumerated(&self, i: usize) -> bool {
        let joined = |t: usize| {
            let token = self.page.tokens.get(t);
            token.is_some_and(|t| {
                t.forms()
                    .iter()
                    .any(|f| f.off & Form::CONJUNCTION != 0 && f.skip > 0)
            })
        };
        let run = (i + 1..self.row.range.end).take_while(|&t| joined(t)).count()
            + (self.clause_start..i).rev().take_while(|&t| joined(t)).count();
        self.page.pack.events.genitive && joined(i) && run >= 2
    }

    /// Does the sentence tell of an accident, and of no attack?
    fn accident(&self, memory: &Memory) -> bool {
        let words = &self.page.pack.events;
        let attack = |t: usize| match self.row.class(t) {
            Class::Trigger(x, ..) => words
                .frames
                .get(x.frame)
                .is_some_and(|f| f.kind() == "assault" && f.family != "killing"),
            _ => false,
        };
        let mut range = self.row.range.clone();
        let told = range
            .clone()
            .any(|t| words.accidents.longest(&self.page.tokens, t).is_some());
        // what a report of a flood counts later are its dead
        let peaceful = || {
            self.out.iter().all(|f| {
                let frame = words.frames.get(f.frame);
                frame.is_none_or(|x| x.kind() != "assault")
            })
        };
        (told || memory.disaster && peaceful()) && !range.any(attack)
    }

    /// The event of this sentence of which a trigger only says more.
    fn more_of(&self, n: usize, frame: &Frame, i: usize, shape: Shape) -> Option<usize> {
        let words = &self.page.pack.events;
        let kind = |f: usize| self.frame(f).map(Frame::kind);
        if !shape.is_noun() {
            // "the bombing that hit X"
            let alike = |h: &usize| {
                self.frame(*h).is_some_and(|h| {
                    h.family == frame.family || frame.kind() == "assault" && h.kind() == "assault"
                })
            };
            return self
                .head
                .filter(|_| self.clause_kind == Some(Clause::Relative))
                .filter(alike);
        }
        // "laid hands on": the noun is what the verb takes
        let taken = |v: &usize| {
            self.frame(*v)
                .is_some_and(|v| v.objects.longest(&self.page.tokens, i).is_some())
        };
        if frame.kind() == "agree" || (self.base..n).any(|v| taken(&v)) {
            // "signed an agreement"
            const OBJECT: usize = 14;
            return (self.base..n).rev().find(|&v| {
                self.out.get(v).is_some_and(|v| {
                    v.is_verb() && v.clause == self.clause && i - v.token <= OBJECT && v.of.is_none()
                }) && self
                    .frame(v)
                    .is_some_and(|v| v.family == frame.family && !v.objects.is_empty())
                    && (frame.kind() == "agree" || taken(&v))
                    && !(self.base..n).any(|o| self.out.get(o).is_some_and(|o| o.of == Some(v)))
            });
        }
        // "the attack led to the killing of ten"
        const LEAD: usize = 4;
        let outcome = frame.kind() == "assault"
            && (self.row.range.start.max(i.saturating_sub(LEAD))..i).any(|t| {
                words
                    .results
                    .longest(&self.page.tokens, t)
                    .is_some_and(|h| t + h.len <= i)
            });
        (self.base..n)
            .rev()
            .find(|&f| outcome && kind(f) == Some("assault"))
            .map(|f| self.out.get(f).and_then(|x| x.of).unwrap_or(f))
    }

    /// Does a common noun right behind the verb or right before it tell who takes part, and is that its subject?
    fn agent(&self, i: usize, len: usize, frame: &Frame) -> Option<bool> {
        const NEAR: usize = 4;
        let words = &self.page.pack.events;
        let suffers =
            |t: usize| frame.kind() == "coerce" && words.patients.longest(&self.page.tokens, t).is_some();
        let agent = |t: &usize| {
            matches!(self.row.class(*t), Class::Word)
                && (words.agents.longest(&self.page.tokens, *t).is_some() || self.counted_people(*t))
                && !self.office_of(*t)
        };
        let before = (self.clause_start.max(i.saturating_sub(NEAR))..i)
            .rev()
            .take_while(|&t| matches!(self.row.class(t), Class::Word))
            .any(|t| agent(&t));
        if before {
            return Some(true);
        }
        // "120 stranded men": whatever is counted right behind the verb
        let number = |t: usize| self.page.tokens.get(t).is_some_and(|x| x.kind == Kind::Number);
        if words.order == Order::VerbFirst
            && number(i + len)
            && matches!(self.row.class(i + len), Class::Word)
            && matches!(self.row.class(i + len + 1), Class::Word)
        {
            return Some(true);
        }
        // "five civilians": the count stands before them
        let behind = (i + len..self.row.range.end.min(i + len + NEAR))
            .find(|&t| !self.is_count(t))
            .filter(agent)?;
        // "gunmen" with its ending has nothing behind it that says whose
        let whole = words
            .many_endings
            .iter()
            .chain(&words.oblique)
            .any(|e| self.page.tokens.folded(behind).ends_with(e.as_str()));
        // "the officer X": the name says who
        let named = match self.row.class(behind + 1) {
            Class::Phrase(p) => self
                .row
                .phrases
                .get(p)
                .and_then(|p| self.layers.mentions.get(p.mention))
                .is_some_and(|m| match self.has_article(behind) {
                    true => m.kind == EntityKind::Person,
                    // "gunmen of X"
                    false => m.kind == EntityKind::Organization && !whole,
                }),
            _ => false,
        };
        if words.order == Order::VerbFirst && named {
            return None;
        }
        let oblique = |e: &String| self.page.tokens.folded(behind).ends_with(e.as_str());
        Some(words.order == Order::VerbFirst && !suffers(behind) && !words.oblique.iter().any(oblique))
    }

    /// "The foreign ministers of A and B": does an office of more than one man stand here with a name behind it?
    fn office_of(&self, t: usize) -> bool {
        const LONGEST: usize = 3;
        self.page
            .pack
            .events
            .duals
            .longest(&self.page.tokens, t)
            .is_some()
            && (t + 1..=t + LONGEST)
                .find(|&w| !matches!(self.row.class(w), Class::Word) || self.has_article(w))
                .is_some_and(|w| matches!(self.row.class(w), Class::Phrase(_)))
    }

    /// "A visit of officials", "talks between officials", "the killing of five civilians".
    fn agent_of(&self, next: usize) -> bool {
        let words = &self.page.pack.events;
        let mut t = next;
        let led = matches!(
            self.row.class(t),
            Class::Marker(Marker::With | Marker::Between | Marker::By | Marker::Of)
        );
        if !led && !words.genitive {
            return false;
        }
        t += usize::from(led);
        let agent = |t: usize| {
            t < self.row.range.end
                && matches!(self.row.class(t), Class::Word)
                && words
                    .agents
                    .longest_where(&self.page.tokens, t, |f| {
                        f.off & (Form::PREPOSITION | Form::FUSED) == 0
                    })
                    .is_some()
        };
        if !words.genitive {
            // adjectives stand before the noun
            return (t..t + 5)
                .take_while(|&t| matches!(self.row.class(t), Class::Word | Class::Phrase(_)))
                .any(agent);
        }
        while t < next + 4 && self.is_count(t) {
            t += 1;
        }
        agent(t) || matches!(self.row.class(t), Class::Word) && self.counted_people(t)
    }

    /// "Four Italians": a word for people of a country behind a number.
    fn counted_people(&self, t: usize) -> bool {
        t > self.row.range.start
            && self.is_count(t - 1)
            && self
                .page
                .tokens
                .get(t)
                .is_some_and(|token| self.page.pack.names.word(token.hash()).nisba != 0)
    }

    /// Is it a number, or a word around one?
    fn is_count(&self, t: usize) -> bool {
        let words = &self.page.pack.events;
        self.page.tokens.get(t).is_some_and(|x| x.kind == Kind::Number)
            || words.approximate.longest(&self.page.tokens, t).is_some()
            || words.magnitudes.longest(&self.page.tokens, t).is_some()
    }

    /// Does the main clause begin here, after an adjunct that names an event: "a week after the visit of A to B, C arrived"?
    fn after_adjunct(&self, i: usize) -> bool {
        i > self.clause_start
            && matches!(self.row.class(i - 1), Class::Punct)
            && self
                .out
                .iter()
                .skip(self.base)
                .any(|f| !f.is_verb() && f.clause == self.clause && self.is_aside(f.token))
    }

    /// Does the noun at a token stand in an adjunct ("during the visit")?
    pub(super) fn is_aside(&self, token: usize) -> bool {
        (self.clause_start.max(token.saturating_sub(4))..token)
            .rev()
            .find_map(|t| match self.row.class(t) {
                Class::Marker(Marker::Aside) => Some(true),
                Class::Marker(Marker::From) | Class::Time => None,
                _ => Some(false),
            })
            .unwrap_or(false)
    }

    fn verb(&mut self, n: usize, frame: &Frame, i: usize, passive: bool) {
        let lexical = passive;
        let passive = passive || self.is_passive(i);
        let role = if passive { frame.object() } else { frame.subject() };
        let mut subjects = self.take_before(i);
        // "a force in the quarter of X, Y, arrested": a town does not
        if self.page.pack.events.order == Order::VerbFirst && matches!(frame.kind(), "coerce" | "assault") {
            subjects.retain(|&m| !(self.placelike(m) && self.is_town(m)));
        }
        let len = self.out.get(n).map_or(1, |f| f.len);
        // "…, warning of": whoever acts in the sentence
        let goes_on = self.page.pack.events.order == Order::VerbFirst
            && self.out.get(n).is_some_and(|f| f.shape == Shape::Participle);
        // a verb of many has its subject before it, or none
        let many = self
            .page
            .pack
            .events
            .many_endings
            .iter()
            .any(|e| self.page.tokens.folded(i).ends_with(e.as_str()));
        // "charges were brought": no subject before what the verb takes
        let bare = self.page.pack.events.order == Order::VerbFirst
            && subjects.is_empty()
            && matches!(frame.kind(), "concede" | "accuse")
            && self.out.get(n).is_some_and(|f| f.shape == Shape::Past)
            && frame.objects.longest(&self.page.tokens, i + len).is_some();
        if goes_on {
            subjects = self.subject.first().copied().into_iter().collect();
        }
        // "plots that target the army": what the relative clause describes acts
        let own = self.out.get(n).is_none_or(|f| f.shape != Shape::Pronoun);
        let describes = self.page.pack.events.order == Order::VerbFirst
            && self.clause_kind == Some(Clause::Relative)
            && i == self.clause_start + 1
            && own
            && !passive
            && self.out.get(n).is_some_and(|f| f.of.is_none());
        // "the bombing that hit X": the bombing did
        let headed = self.page.pack.events.order == Order::VerbFirst
            && i == self.clause_start + 1
            && own
            && !passive
            && self.out.get(n).is_some_and(|f| f.of.is_some());
        let thing = subjects.is_empty() && frame.mode.as_deref() == Some("visit") && self.thing(i + len);
        // a noun with its article that is nobody known: the verb has its subject
        let other = self.page.pack.events.order == Order::VerbFirst
            && subjects.is_empty()
            && matches!(self.row.class(i + len), Class::Word)
            && self.has_article(i + len);
        let agent = self
            .agent(i, len, frame)
            .filter(|_| subjects.is_empty())
            .map(|subject| subject && !describes && !headed && !lexical);
        if subjects.is_empty()
            && agent != Some(true)
            && let Some(a) = self
                .antecedent
                .filter(|_| matches!(self.clause_kind, Some(Clause::Relative | Clause::Complement)))
            && self.out.get(n).is_some_and(|f| f.shape != Shape::Pronoun)
        {
            subjects.push(a);
            let person = |m: &isnad_model::Mention| m.kind == EntityKind::Person;
            if self.layers.mentions.get(a).is_some_and(person) {
                self.person = Some(a);
            }
        }
        if let Some(role) = role {
            for &m in &subjects {
                self.actor(n, m, role);
            }
        }
        let acting =
            (self.row.range.start.max(self.clause_start.saturating_sub(2))..self.clause_start).any(|t| {
                self.page
                    .pack
                    .events
                    .agents
                    .longest(&self.page.tokens, t)
                    .is_some()
            });
        if let Some(found) = self.out.get_mut(n) {
            found.subject = agent == Some(true)
                || describes
                || headed
                || lexical
                || thing
                || goes_on
                || many
                || !subjects.is_empty();
            found.unnamed = agent.is_some() && !(describes && agent == Some(false));
            let described =
                self.clause_kind == Some(Clause::Relative) && !self.verb_met && subjects.is_empty();
            // "the gunmen who attacked"
            found.unnamed |= describes && acting;
            found.closed = agent == Some(true) || thing || other || bare || found.of.is_some() || described;
            // "those who will boycott"
            found.unnamed |= described && self.page.pack.events.order == Order::SubjectFirst;
            found.object = agent == Some(false)
                || passive && !(lexical && subjects.is_empty())
                || found.shape == Shape::Pronoun;
            found.active = !passive && !headed;
        }
        self.verb_met = true;
        self.light = None;
        self.last = None;
    }

    /// Does a noun that is nobody stand right behind a verb, where its subject does: "a shipment of wheat arrived"?
    fn thing(&self, next: usize) -> bool {
        let words = &self.page.pack.events;
        let small = |t: usize| {
            words.transparent.longest(&self.page.tokens, t).is_some()
                || words.auxiliaries.longest(&self.page.tokens, t).is_some()
                || words.kin.longest(&self.page.tokens, t).is_some()
                || words.duals.longest(&self.page.tokens, t).is_some()
                || self.is_adverb(t)
        };
        let prefixed = |t: usize| {
            let token = self.page.tokens.get(t);
            token.is_none_or(|x| {
                x.kind != Kind::Word
                    || x.forms()
                        .iter()
                        .any(|f| f.off & (Form::PREPOSITION | Form::FUSED) != 0)
            })
        };
        // an adverb with its ending, or a word alone before the name: "arrived early the minister"
        let apart = |t: usize| !matches!(self.row.class(t + 1), Class::Phrase(_)) || self.has_article(t);
        words.order == Order::VerbFirst
            && matches!(self.row.class(next), Class::Word)
            && !small(next)
            && !prefixed(next)
            && apart(next)
            && !self.page.word(next).ends_with(['\u{627}', '\u{64B}'])
            && words.agents.longest(&self.page.tokens, next).is_none()
            && !self.is_count(next)
    }

    /// The names before a verb that can be its subject: in a verb-first language only if they stand right before it.
    fn take_before(&mut self, i: usize) -> Vec<usize> {
        const NEAR: usize = 5;
        let words = &self.page.pack.events;
        // "…, thereupon B came": who stands before the particle belongs to what was said before
        let anew = i > 0
            && words
                .auxiliaries
                .longest(&self.page.tokens, i - 1)
                .is_some_and(|h| h.form.off & Form::CONJUNCTION != 0);
        if anew && words.order == Order::VerbFirst {
            self.before.clear();
            return Vec::new();
        }
        let mut names = std::mem::take(&mut self.before);
        let names = names.split_off(self.group.min(names.len()));
        let last = names
            .last()
            .and_then(|m| self.row.phrases.iter().find(|p| p.mention == *m))
            .map(|p| p.last);
        let near = last.is_some_and(|last| i.saturating_sub(last) <= NEAR);
        // "after gunmen stormed": a subject without a name stands between
        let other = self.page.pack.events.order == Order::SubjectFirst
            && last.is_some_and(|last| self.other_subject(last, i));
        if !other && (near || self.page.pack.events.order == Order::SubjectFirst) {
            names
        } else {
            Vec::new()
        }
    }

    /// Does a conjunction-like word with a subject of its own stand between a name and a verb?
    fn other_subject(&self, name: usize, verb: usize) -> bool {
        let comma = |t: usize| matches!(self.row.class(t), Class::Punct);
        let from = (name + 1..verb).rev().find(|&t| comma(t)).unwrap_or(name);
        (from + 1..verb)
            .find(|&t| matches!(self.row.class(t), Class::Marker(Marker::Aside)))
            .is_some_and(|t| {
                (t + 1..verb).any(|w| matches!(self.row.class(w), Class::Word) && !self.is_adverb(w))
            })
    }

    fn noun(&mut self, n: usize, frame: &Frame, i: usize, memory: &Memory) {
        let words = &self.page.pack.events;
        let len = self.out.get(n).map_or(1, |f| f.len);
        let unnamed = self.agent_of(i + len);
        if let Some(found) = self.out.get_mut(n) {
            found.unnamed = unnamed;
        }
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
        // "during its shelling": a thing that was named, not who tells of it
        let possessed = self.out.get(n).is_some_and(|f| f.shape == Shape::Possessed);
        if possessed && frame.kind() != "assault" {
            let animate = |m: &usize| {
                self.layers
                    .mentions
                    .get(*m)
                    .is_some_and(|m| matches!(m.kind, EntityKind::Person | EntityKind::Group))
            };
            // "their arrest": nobody alone
            let many = words
                .plural
                .iter()
                .any(|e| self.page.tokens.folded(i + len - 1).ends_with(e.as_str()));
            let animate = |m: &usize| {
                animate(m)
                    && (!many
                        || self
                            .layers
                            .mentions
                            .get(*m)
                            .is_some_and(|m| m.kind == EntityKind::Group))
            };
            let who = self
                .before
                .first()
                .copied()
                .filter(animate)
                .or_else(|| self.current_subject().filter(animate))
                .or_else(|| self.nearest_person(i).filter(animate))
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
            && self.words_between(
                if words.genitive {
                    self.clause_start
                } else {
                    last.last + 1
                },
                i,
            ) > 0
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
                && (frame.subject().is_some() || l.word.subject.is_none())
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
                let role = frame.beside(&role);
                for m in subjects {
                    self.host(n, m, &role);
                }
            }
        }
    }

    /// The role that the subject of a light verb has in an event.
    pub(super) fn role_beside(&self, found: usize, light: &Light) -> Option<String> {
        let role = light.subject.as_deref()?;
        Some(
            self.frame(found)
                .map_or_else(|| role.to_owned(), |f| f.beside(role)),
        )
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
        // "ended without an agreement"
        let beside = |(at, n, cue): &&(usize, usize, Cue)| {
            shape.is_noun() && at + n == i && cue.reach == Reach::After && cue.status == Status::Denied
        };
        if let Some((_, _, cue)) = self.row.cues.iter().find(beside) {
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
        let noun = word.shape.is_noun();
        if self.verb_met && joined && !noun && self.page.pack.events.genitive {
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
        // "after the signing by A and B of": whose it is stands behind the noun
        let mut subjects = match noun {
            true => Vec::new(),
            false => self.take_before(i),
        };
        if subjects.is_empty()
            && joined
            && !noun
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
            if let Some(role) = self.role_beside(f, word) {
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
}

//! What governs a name, and where the name goes: participant, place, or nowhere.

use super::super::{found::Found, scan, scan::Class};
use super::{Governor, Search, Slot};
use isnad_lang::{
    events::{Frame, Marker, Order, Shape, Status},
    names::PlaceKind,
};
use isnad_model::{EntityKind, MentionForm};
use isnad_text::Form;

/// How many words back a preposition or verb may stand from the name it governs.
const BACK: usize = 7;

impl Search<'_, '_> {
    /// "Both sides" as subject or complement.
    pub(super) fn sides(&mut self) {
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
    pub(super) fn name(&mut self, n: usize) {
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
            Governor::Noun(f)
                if placelike
                    && (self.frame(f).and_then(Frame::object) == Some("place")
                        || self
                            .frame(f)
                            .is_some_and(|fr| matches!(fr.kind(), "consult" | "assault"))
                            && self.is_town(m)) =>
            {
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
        if governor == Governor::None && !phrase.possessive {
            match mention.kind {
                EntityKind::Person => self.person = Some(m),
                EntityKind::Organization | EntityKind::Place => self.body = Some(m),
                EntityKind::Group => {}
            }
            // "…, blaming B": B is no subject
            let blamed = self.out.last().is_some_and(|f| {
                f.shape == Shape::Participle && f.clause == self.clause && f.token >= self.clause_start
            });
            if self.subject.is_empty() && !(blamed && self.page.pack.events.genitive) {
                self.subject.push(m);
            }
        }
        self.last = Some((m, slot));
    }

    /// Is a mention a town or a site, which does not act for itself?
    pub(super) fn is_town(&self, m: usize) -> bool {
        self.is_place_of(m, &[PlaceKind::City, PlaceKind::Site, PlaceKind::Region])
    }

    /// Is the preposition of a name written together with it?
    fn has_clitic(&self, at: usize) -> bool {
        self.row
            .phrases
            .iter()
            .any(|p| p.first == at && p.clitic.is_some())
    }

    /// Is a name that of a town or a site, or led in by a word that says so ("the village of")?
    fn is_somewhere(&self, at: usize, m: usize) -> bool {
        let words = &self.page.pack.events;
        self.is_town(m)
            || at > self.clause_start && words.transparent.longest(&self.page.tokens, at - 1).is_some()
    }

    /// Is a mention a place of one of these kinds in the gazetteer?
    pub(super) fn is_place_of(&self, m: usize, kinds: &[PlaceKind]) -> bool {
        self.layers.mentions.get(m).is_some_and(|m| {
            let tokens = self.page.tokens.within(m.span());
            let places = &self.page.pack.names.places;
            m.kind == EntityKind::Place
                && places
                    .longest(&self.page.tokens, tokens.start)
                    .is_some_and(|h| kinds.contains(&h.value.kind))
        })
    }

    pub(super) fn governor(&self, n: usize) -> Governor {
        let Some(phrase) = self.row.phrases.get(n).copied() else {
            return Governor::Other;
        };
        let words = &self.page.pack.events;
        let previous = n.checked_sub(1).and_then(|p| self.row.phrases.get(p));
        // "the secretariat of the council": a body behind a body tells whose it is
        let body = |p: &scan::Phrase| {
            self.layers
                .mentions
                .get(p.mention)
                .is_some_and(|m| m.kind == EntityKind::Organization)
        };
        // "Mosul in the north of Iraq", without a preposition: only says where the first is
        let place = |p: &scan::Phrase| self.placelike(p.mention);
        let anywhere = [
            PlaceKind::Country,
            PlaceKind::City,
            PlaceKind::Region,
            PlaceKind::Site,
        ];
        let beside = words.genitive
            && phrase.clitic.is_none()
            && !phrase.joined
            && place(&phrase)
            && previous.is_some_and(|p| p.last + 1 == phrase.first && place(p))
            && !self.is_place_of(phrase.mention, &anywhere);
        let whose = words.genitive
            && phrase.clitic == Some(Marker::To)
            && !phrase.joined
            && body(&phrase)
            && previous.is_some_and(|p| p.last + 1 == phrase.first && body(p));
        if whose || beside {
            return Governor::Other;
        }
        if let Some(marker) = phrase.clitic {
            return Governor::Marker(marker);
        }
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
                    if marker == Marker::Aside || marker == Marker::In && self.measured(i) {
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
                        // "in a suburb of X"
                        Some(Marker::In) if marker == Marker::From && self.placelike(phrase.mention) => {
                            Marker::In
                        }
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
                    let comma = !words.genitive
                        && matches!(between.as_slice(), [t] if self.page.tokens.folded(*t) == ",");
                    if comma && Some(p) == n.checked_sub(1) {
                        return match self.list_goes_on(n) {
                            true => Governor::Joined,
                            false if self.verb_met => Governor::Other,
                            false => Governor::None,
                        };
                    }
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
                    // "freed dozens of inmates, NAME said": a comma after another noun ends what a preposition governs
                    if !words.genitive
                        && self.verb_met
                        && i + 1 == phrase.first
                        && i > self.clause_start
                        && self.page.tokens.folded(phrase.last + 1) != ","
                        && matches!(self.row.class(i - 1), Class::Word)
                        && words.transparent.longest(&self.page.tokens, i - 1).is_none()
                    {
                        return Governor::Other;
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
                Class::Inside => {
                    // "troops in X": the preposition belongs to the phrase
                    let last = words.markers.exact(&self.page.tokens, i).map(|h| *h.value);
                    if let Some(marker @ Marker::In) = last.filter(|_| i + 4 > phrase.first) {
                        return Governor::Marker(marker);
                    }
                }
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
                    // "gunmen of X": X acts
                    if words.genitive
                        && i + 1 == phrase.first
                        && !self.has_article(i)
                        && self
                            .layers
                            .mentions
                            .get(phrase.mention)
                            .is_some_and(|m| m.kind == EntityKind::Organization)
                        && words.agents.longest(&self.page.tokens, i).is_some()
                    {
                        continue;
                    }
                    // "the foreign ministers of A and B"
                    if self.dual(i, phrase.first) {
                        continue;
                    }
                    // "the relatives of the president"
                    if i + 1 == phrase.first && words.kin.longest(&self.page.tokens, i).is_some() {
                        return Governor::Other;
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

    /// Does a word belong to an office of more than one man whose country is named right behind it?
    fn dual(&self, i: usize, name: usize) -> bool {
        const LONGEST: usize = 3;
        let words = &self.page.pack.events;
        let from = self.clause_start.max(name.saturating_sub(LONGEST));
        let office = (from..=i)
            .rev()
            .find(|&t| words.duals.longest(&self.page.tokens, t).is_some());
        office.is_some_and(|o| {
            (o..name).all(|t| matches!(self.row.class(t), Class::Word) && !self.has_article(t))
        })
    }

    /// "A, B and C": does another name follow this one behind a comma or a conjunction?
    fn list_goes_on(&self, n: usize) -> bool {
        const MOST: usize = 8;
        let comma = |t: usize| self.page.tokens.folded(t) == ",";
        for (this, next) in self
            .row
            .phrases
            .iter()
            .skip(n)
            .zip(self.row.phrases.iter().skip(n + 1))
            .take(MOST)
        {
            let mut between = this.last + 1..next.first;
            let mark = |t: usize| comma(t) || self.is_conjunction(t);
            if this.possessive || !(1..=2).contains(&between.len()) || !between.clone().all(mark) {
                return false;
            }
            if between.any(|t| self.is_conjunction(t)) {
                return true;
            }
        }
        false
    }

    pub(super) fn is_conjunction(&self, t: usize) -> bool {
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

    pub(super) fn has_article(&self, t: usize) -> bool {
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

    pub(super) fn is_adverb(&self, t: usize) -> bool {
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
    pub(super) fn clitic_at(&self, t: usize, form: Form) -> Option<Marker> {
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
        scan::clitic(&self.page.pack.events, letter)
    }

    /// A preposition fused with the article shows itself on any word.
    pub(super) fn unknown_clitic(&self, t: usize) -> Option<Marker> {
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

    /// Does a distance lead to the preposition: "700 km south of"?
    fn measured(&self, i: usize) -> bool {
        const NEAR: usize = 3;
        let distance = &self.page.pack.events.distance;
        (self.clause_start.max(i.saturating_sub(NEAR))..i)
            .any(|t| distance.longest(&self.page.tokens, t).is_some())
    }

    /// A bare name: subject, object, or a name before the verb.
    pub(super) fn argument(&mut self, m: usize, possessive: bool, placelike: bool) -> Slot {
        if possessive {
            return Slot::Lost;
        }
        // "he paid a visit to the wounded, and brought them the wishes of B": B does not visit
        let over = self.light.as_ref().is_some_and(|l| {
            let at = self
                .row
                .phrases
                .iter()
                .find(|p| p.mention == m)
                .map_or(0, |p| p.first);
            let comma = |t: usize| matches!(self.page.tokens.folded(t), "," | "\u{60C}");
            // "held a session that X hosted": behind its noun the subject stands close
            const NEXT: usize = 2;
            let far = l
                .found
                .and_then(|f| self.out.get(f))
                .is_some_and(|f| f.token > l.token && self.words_between(f.token + f.len, at) > NEXT);
            self.page.pack.events.genitive
                && l.clause == self.clause
                && l.found.is_some()
                && (far || (l.token..at).any(comma))
        });
        let acts = self.light.as_ref().is_some_and(|l| {
            l.clause == self.clause && l.word.subject.as_deref() == Some("actor") && l.subjects.is_empty()
        });
        // "the attack carried out … east of X": a place that is no country does not act
        let nowhere = placelike
            && acts
            && self.page.pack.events.genitive
            && !self.is_place_of(m, &[PlaceKind::Country]);
        if over || nowhere {
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
            let (found, word) = (light.found, light.word);
            if let Some((f, role)) = found.and_then(|f| Some((f, self.role_beside(f, word)?))) {
                self.host(f, m, &role);
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
            if let Some(f) = self.received(m).filter(|_| !placelike) {
                return self.actor(f, m, "participant");
            }
            self.begin_scope(m, placelike);
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
        // "…, His Highness warning of": the subject again
        let again = self
            .layers
            .mentions
            .get(m)
            .is_some_and(|x| x.form == MentionForm::Anaphor);
        if verb_first && found.shape == Shape::Participle && again {
            return Slot::Lost;
        }
        if placelike && frame.animate && frame.object() == Some("place") && !found.object {
            // nobody known by name went there
            (found.subject, found.object) = (true, true);
            return self.place(f, m, true);
        }
        if !found.subject && verb_first {
            found.subject = true;
            self.begin_scope(m, placelike);
            return frame.subject().map_or(Slot::Lost, |role| self.actor(f, m, role));
        }
        if !found.object {
            found.object = true;
            return match frame.object() {
                Some("place") if placelike => self.place(f, m, true),
                Some("place") => self.actor(f, m, "host"),
                // "the attack that hit the airport of X"
                Some(_) if placelike && frame.animate && verb_first && frame.kind() == "assault" => {
                    self.place(f, m, true)
                }
                Some(_) if placelike && frame.animate => Slot::Lost,
                Some(role) => self.actor(f, m, role),
                None => Slot::Lost,
            };
        }
        Slot::Lost
    }

    /// Who is first told to act in what somebody says.
    fn begin_scope(&mut self, m: usize, placelike: bool) {
        if let Some(scope) = self.scopes.last_mut().filter(|s| s.1.is_none() && !placelike) {
            scope.1 = Some(m);
        }
    }

    /// "A's reception of B": the meeting whose noun has one man behind it already, nothing but place and day between.
    fn received(&self, m: usize) -> Option<usize> {
        const FAR: usize = 24;
        let f = self.out.len().checked_sub(1).filter(|&f| f >= self.base)?;
        let found = self.out.get(f)?;
        let meeting = self.frame(f)?.id == "meeting" && !found.is_verb() && found.clause == self.clause;
        if !meeting || found.actors.len() != 1 {
            return None;
        }
        let at = self.row.phrases.iter().find(|p| p.mention == m)?.first;
        let open = found.actors.len() == 1 && !found.light && at.saturating_sub(found.token) <= FAR;
        let plain = (found.token..at).all(|t| !matches!(self.row.class(t), Class::Punct | Class::Light(_)));
        let titles = self
            .row
            .phrases
            .iter()
            .rev()
            .find(|p| p.last < at)
            .is_some_and(|p| p.last + 1 == at);
        (self.page.pack.events.genitive && open && plain && !titles).then_some(f)
    }

    pub(super) fn join(&mut self, m: usize, placelike: bool) -> Slot {
        match self.last.as_ref().map(|(_, slot)| slot.clone()) {
            Some(Slot::Actor(f, role)) => self.actor(f, m, &role),
            Some(Slot::Place(f)) => Slot::Place(f),
            Some(Slot::Light) => {
                if let Some(light) = self.light.as_mut() {
                    light.subjects.push(m);
                    let (found, word) = (light.found, light.word);
                    if let Some((f, role)) = found.and_then(|f| Some((f, self.role_beside(f, word)?))) {
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
    pub(super) fn complement(&mut self, at: usize, m: usize, marker: Marker, placelike: bool) -> Slot {
        // "he said at the meeting that the gains made in X": the place is that of the gains
        let distant = placelike
            && marker == Marker::In
            && self.page.pack.events.genitive
            && self.out.last().is_some_and(|c| {
                c.shape == Shape::Definite
                    && !c.light
                    && c.clause == self.clause
                    && c.token > self.clause_start
                    && matches!(
                        self.row.class(c.token - 1),
                        Class::Marker(Marker::In | Marker::Aside)
                    )
                    && self.words_between(c.token + c.len, at) > 1
            });
        if distant {
            return Slot::Lost;
        }
        // "the meeting was attended by the minister, and the attaché in Washington": where an attendee serves
        let guests = self.light.as_ref().is_some_and(|l| {
            let comma = |t: usize| matches!(self.page.tokens.folded(t), "," | "\u{60C}");
            l.word.subject.as_deref() == Some("attendee")
                && l.clause == self.clause
                && (l.token..at).any(comma)
        });
        if guests && placelike && marker == Marker::In {
            return Slot::Lost;
        }
        if placelike && marker == Marker::In && self.after_member(at) {
            return Slot::Lost;
        }
        let linked = self.light.as_ref().and_then(|l| l.found);
        let general = matches!(marker, Marker::Chair | Marker::Attendance);
        let mut candidates: Vec<usize> = (self.base..self.out.len())
            .rev()
            .filter(|&f| {
                self.out.get(f).is_some_and(|c| {
                    let own = c.clause == self.clause || Some(f) == linked || Some(f) == self.head;
                    // once the agenda began, a place belongs to it
                    let agenda = placelike
                        && self
                            .page
                            .pack
                            .events
                            .frames
                            .get(c.frame)
                            .is_some_and(|fr| fr.gives == Some(Status::Discussed));
                    let room = if c.is_verb() && agenda && self.in_phrase(at) {
                        0
                    } else if c.is_verb() {
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
        // "discussed during his visit with B": the verb has B for its complement, the visit is an adjunct
        if marker == Marker::With {
            let aside = |f: &usize| {
                self.out
                    .get(*f)
                    .is_some_and(|c| !c.is_verb() && self.is_aside(c.token))
            };
            let verb = |f: &usize| {
                self.out
                    .get(*f)
                    .is_some_and(|c| c.is_verb() && c.clause == self.clause)
                    && self.frame(*f).is_some_and(|fr| fr.role(marker).is_some())
            };
            if candidates.first().is_some_and(aside)
                && let Some(v) = candidates.iter().copied().find(verb)
            {
                candidates.retain(|f| *f != v);
                candidates.insert(0, v);
            }
        }
        for f in candidates {
            let Some(frame) = self.frame(f) else { continue };
            match frame.role(marker) {
                Some("place") if placelike => {
                    if self.out.get(f).is_some_and(|c| c.own_place) {
                        continue;
                    }
                    return self.place(f, m, true);
                }
                // "a visit of A's to B": an indefinite noun has its possessor behind a preposition
                Some("place")
                    if marker == Marker::To
                        && self.out.get(f).is_some_and(|c| {
                            c.shape == Shape::Noun && !c.definite && !c.light && c.actors.is_empty()
                        })
                        && self
                            .row
                            .phrases
                            .iter()
                            .any(|p| p.first == at && p.mention == m && p.clitic.is_some())
                        && self
                            .layers
                            .mentions
                            .get(m)
                            .is_some_and(|x| x.kind == EntityKind::Person) =>
                {
                    let role = frame.subject().unwrap_or("participant").to_owned();
                    return self.actor(f, m, &role);
                }
                // "an attack on the town of X"
                Some(_)
                    if placelike
                        && marker == Marker::On
                        && matches!(frame.kind(), "assault" | "protest")
                        && self.is_somewhere(at, m) =>
                {
                    return self.place(f, m, true);
                }
                Some("place") if marker == Marker::To && frame.kind() == "consult" => {
                    return self.actor(f, m, "host");
                }
                Some("place") => continue,
                Some(_)
                    if placelike
                        && matches!(marker, Marker::To | Marker::In | Marker::From | Marker::On)
                        && (frame.animate
                            || self.is_town(m)
                            || marker == Marker::In && !self.has_clitic(at)) =>
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

    /// "Between A and the council in X": the place tells which council.
    fn after_member(&self, at: usize) -> bool {
        const FAR: usize = 24;
        let n = self.row.phrases.partition_point(|p| p.first < at);
        let Some((this, before)) = self
            .row
            .phrases
            .get(n)
            .zip(n.checked_sub(1).and_then(|b| self.row.phrases.get(b)))
        else {
            return false;
        };
        let body = self
            .layers
            .mentions
            .get(before.mention)
            .is_some_and(|x| x.kind == EntityKind::Organization);
        let between = || {
            (self.clause_start..before.first)
                .rev()
                .take(FAR)
                .find_map(|t| match self.row.class(t) {
                    Class::Marker(Marker::Between) => Some(true),
                    Class::Trigger(..) | Class::Light(_) => Some(false),
                    _ => None,
                })
                .unwrap_or(false)
        };
        body && this.first - before.last <= 2 && between()
    }

    /// Does a word that is no name stand right before the preposition of a name?
    fn in_phrase(&self, at: usize) -> bool {
        (self.clause_start..at)
            .rev()
            .find_map(|t| match self.row.class(t) {
                Class::Marker(_) | Class::Inside => None,
                Class::Word => {
                    let hit = self.page.pack.events.transparent.longest(&self.page.tokens, t);
                    if hit.is_some() { None } else { Some(true) }
                }
                _ => Some(false),
            })
            .unwrap_or(false)
    }

    /// How many words that are no name, time or marker stand between two tokens.
    pub(super) fn words_between(&self, from: usize, to: usize) -> usize {
        (from..to)
            .filter(|&t| matches!(self.row.class(t), Class::Word))
            .count()
    }

    /// Who heads or joins a delegation told before goes to the event in which it takes part.
    pub(super) fn delegation(&mut self, m: usize, role: &str) {
        let group = |f: &Found| {
            f.actors.is_empty() && f.own_place && f.is_verb()
                || f.company
                || f.actors.iter().any(|(a, _)| {
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
    pub(super) fn settle_waiting(&mut self, n: usize, frame: &Frame) {
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

    pub(super) fn actor(&mut self, f: usize, m: usize, role: &str) -> Slot {
        if role == "place" {
            return self.place(f, m, true);
        }
        if let Some(found) = self.out.get_mut(f) {
            found.add(m, role);
        }
        Slot::Actor(f, role.to_owned())
    }

    /// The subject of a verb beside the noun. A town that hosts or holds is where it is.
    pub(super) fn host(&mut self, f: usize, m: usize, role: &str) {
        let town = matches!(role, "host" | "participant") && self.is_town(m);
        if !(town && role == "host" && self.placelike(m)) {
            self.actor(f, m, role);
        }
        if town || role == "host" {
            self.place(f, m, false);
        }
    }

    pub(super) fn place(&mut self, f: usize, m: usize, own: bool) -> Slot {
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
}

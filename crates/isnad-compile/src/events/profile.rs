//! What is known of an event from one or several mentions, and whether two such profiles may be one event.

use super::period::{Period, published};
use crate::{discrepancies, reading::Reading};
use isnad_lang::{Packs, names::PlaceKind};
use isnad_model::{Dossier, EntityKind, EventMention, Modality, Report, TimeExpression, TimeKind};
use isnad_text::{Clitics, Tokens, hash_word};
use rustc_hash::FxHashMap;

/// A mention: number of the report, number of the event mention in it.
pub(crate) type Member = (usize, usize);

/// What is known of an event from its mentions so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Profile {
    /// PLOVER type, hashed.
    pub(crate) kind: u64,
    /// Modes seen, hashed; 0 where none is said.
    pub(crate) modes: Vec<u64>,
    /// Persons: number of the entity, and in how many units.
    pub(crate) persons: Vec<(u32, u32)>,
    /// Organizations.
    pub(crate) bodies: Vec<(u32, u32)>,
    /// Places that act.
    pub(crate) others: Vec<(u32, u32)>,
    /// Groups.
    pub(crate) crowds: Vec<(u32, u32)>,
    /// A person is told to have been visited.
    pub(crate) hosted: bool,
    /// Words of groups and unnamed actors.
    pub(crate) groups: Vec<u64>,
    /// Number of units that name anybody.
    pub(crate) named: u32,
    /// Places told.
    pub(crate) places: Vec<u32>,
    /// What all dated mentions allow together.
    pub(crate) period: Period,
    /// What the publication of an undated mention suggests.
    pub(crate) near: Period,
    /// Statuses seen, as bits of [`status_class`].
    pub(crate) status: u8,
    /// Place in a series; 0 where not said.
    pub(crate) ordinal: u8,
    /// All mentions point to an earlier occasion.
    pub(crate) earlier: bool,
    /// Some mention is the news itself.
    pub(crate) lede: bool,
    /// A few mentions whose words stand for all.
    pub(crate) samples: Vec<Member>,
    /// All mentions.
    pub(crate) members: Vec<Member>,
}

/// Why two profiles are one event, or why not.
#[derive(Clone, Debug, Default)]
pub(crate) struct Verdict {
    /// Points for it.
    pub(crate) score: f32,
    /// Points that are needed.
    pub(crate) needed: f32,
    /// Rules that speak for it.
    pub(crate) reasons: Vec<&'static str>,
    /// The rule that forbids it.
    pub(crate) refused: Option<&'static str>,
    /// The days told differ, yet it is one event.
    pub(crate) day_differs: bool,
}

impl Verdict {
    /// Are they one event?
    pub(crate) fn holds(&self) -> bool {
        self.refused.is_none() && self.score >= self.needed
    }
}

/// What profiles are built from and compared with.
pub(crate) struct Context<'a> {
    pub(crate) dossier: &'a Dossier,
    pub(crate) readings: &'a [Reading],
    entities: FxHashMap<&'a str, (u32, EntityKind)>,
    published: Vec<Period>,
    clitics: Vec<&'a Clitics>,
    packs: &'a Packs,
    /// Country code and kind of places, by number of the entity.
    places: FxHashMap<u32, (String, PlaceKind)>,
    modes: Modes,
}

struct Modes {
    consult: u64,
    visit: u64,
    meeting: u64,
    multilateral: u64,
    agree: u64,
    assault: u64,
    coerce: u64,
    other: u64,
    request: u64,
    accuse: u64,
    threaten: u64,
    reject: u64,
    statement: u64,
    election: u64,
    referendum: u64,
}

const REAL: u8 = 1;
const AHEAD: u8 = 2;
const WISHED: u8 = 4;
const NEGATIVE: u8 = 8;

/// The class of a status as a bit.
fn status_class(modality: Modality) -> u8 {
    match modality {
        Modality::Happened | Modality::Ongoing | Modality::Background => REAL,
        Modality::Planned | Modality::Promised | Modality::Agreed => AHEAD,
        Modality::CalledFor | Modality::Discussed | Modality::Conditional => WISHED,
        Modality::Postponed | Modality::Denied | Modality::Rejected => NEGATIVE,
    }
}

impl<'a> Context<'a> {
    pub(crate) fn new(
        dossier: &'a Dossier,
        readings: &'a [Reading],
        packs: &'a Packs,
        none: &'a Clitics,
    ) -> Self {
        let number = |(n, e): (usize, &'a isnad_model::Entity)| {
            (e.id.as_str(), (u32::try_from(n).unwrap_or(u32::MAX), e.kind))
        };
        Self {
            dossier,
            readings,
            entities: dossier.entities.iter().enumerate().map(number).collect(),
            places: {
                let known = discrepancies::places(dossier, packs);
                let number = |(n, e): (usize, &'a isnad_model::Entity)| {
                    Some((u32::try_from(n).ok()?, known.get(e.id.as_str())?.clone()))
                };
                dossier.entities.iter().enumerate().filter_map(number).collect()
            },
            published: dossier.reports.iter().map(|r| published(&r.published)).collect(),
            packs,
            clitics: dossier
                .reports
                .iter()
                .map(|r| packs.get(&r.language).map_or(none, |p| &p.clitics))
                .collect(),
            modes: Modes {
                consult: hash_word("consult"),
                visit: hash_word("visit"),
                meeting: hash_word("meeting"),
                multilateral: hash_word("multilateral"),
                agree: hash_word("agree"),
                assault: hash_word("assault"),
                coerce: hash_word("coerce"),
                other: hash_word("other"),
                request: hash_word("request"),
                accuse: hash_word("accuse"),
                threaten: hash_word("threaten"),
                reject: hash_word("reject"),
                statement: hash_word("statement"),
                election: hash_word("election"),
                referendum: hash_word("referendum"),
            },
        }
    }

    /// Is the second place, by the ids of their entities, the first or a town in that country?
    pub(crate) fn holds(&self, outer: &str, inner: &str) -> bool {
        let known = |id: &str| self.entities.get(id).and_then(|e| self.places.get(&e.0));
        outer == inner
            || known(outer)
                .zip(known(inner))
                .is_some_and(|(a, b)| a.0 == b.0 && a.1 == PlaceKind::Country)
    }

    pub(crate) fn mention(&self, member: Member) -> &'a EventMention {
        &self.dossier.reports[member.0].events[member.1]
    }

    /// The profile of one mention.
    pub(crate) fn profile(&self, member: Member) -> Profile {
        let (report, mention) = (&self.dossier.reports[member.0], self.mention(member));
        let feature = &self.readings[member.0].features[member.1];
        let mut out = Profile {
            kind: hash_word(&mention.kind),
            modes: vec![mention.mode.as_deref().map_or(0, hash_word)],
            status: status_class(mention.modality),
            ordinal: feature.ordinal,
            earlier: feature.earlier,
            lede: feature.lede,
            samples: vec![member],
            members: vec![member],
            ..Profile::default()
        };
        let vote = self.is_vote(&out);
        for p in mention.participants.iter().filter(|_| !vote) {
            match p.entity.as_deref().and_then(|id| self.entities.get(id)) {
                Some(&(n, EntityKind::Person)) => {
                    add(&mut out.persons, n);
                    out.hosted |= p.role.starts_with("host");
                }
                Some(&(n, EntityKind::Organization)) => add(&mut out.bodies, n),
                Some(&(n, EntityKind::Group)) => {
                    add(&mut out.crowds, n);
                    self.group_words(member.0, &p.text, &mut out.groups);
                }
                Some(&(n, EntityKind::Place)) => add(&mut out.others, n),
                None => self.group_words(member.0, &p.text, &mut out.groups),
            }
        }
        out.groups.sort_unstable();
        out.groups.dedup();
        out.named = u32::from(!out.persons.is_empty() || !out.bodies.is_empty());
        out.places.extend(
            mention
                .place
                .as_ref()
                .and_then(|p| self.entities.get(p.entity.as_deref()?))
                .map(|e| e.0),
        );
        let told = told(report, mention);
        let at = self.published[member.0];
        out.period = placed(told, mention.modality, at);
        if status_class(mention.modality) == REAL {
            // what has happened is not of "the coming days"
            out.period.future = false;
        }
        if !told.is_dated() && !told.past && at.is_bounded() {
            let (from, to) = (at.from.unwrap_or(0), at.to.unwrap_or(0));
            out.near = match status_class(mention.modality) {
                REAL => Period {
                    from: Some(from - 10),
                    to: Some(to + 1),
                    ..Period::default()
                },
                _ => Period {
                    from: Some(from - 1),
                    to: Some(to + if vote { 400 } else { 60 }),
                    ..Period::default()
                },
            };
        }
        out
    }

    fn group_words(&self, report: usize, text: &str, out: &mut Vec<u64>) {
        let clitics = self.clitics[report];
        let tokens = Tokens::new(text, clitics);
        for at in 0..tokens.len() {
            let word = tokens.folded(at);
            let word = word
                .strip_prefix(clitics.article.as_str())
                .filter(|w| w.chars().count() >= 3)
                .unwrap_or(word);
            if word.chars().count() >= 3 {
                out.push(hash_word(word));
            }
        }
    }

    /// Are the two one event?
    pub(crate) fn compare(&self, a: &Profile, b: &Profile, same_report: bool) -> Verdict {
        let mut v = Verdict {
            needed: if same_report { 2.0 } else { 4.0 },
            ..Verdict::default()
        };
        let parties = self.parties(a, b, same_report, &mut v);
        self.kinds(a, b, parties, &mut v);
        if v.refused.is_some() {
            return v;
        }
        let wording = self.wording(a, b, same_report, &mut v);
        let place = self.place(a, b, &mut v);
        if a.ordinal != b.ordinal {
            if a.ordinal > 0 && b.ordinal > 0 {
                v.refused = v.refused.or(Some("other-ordinal"));
            } else {
                v.score -= 0.5;
            }
        }
        let untimed = v.score;
        self.time(a, b, same_report, parties + wording + place, &mut v);
        let recurs = [self.modes.consult, self.modes.assault, self.modes.coerce].contains(&a.kind);
        if recurs && !same_report && v.score < untimed + 1.0 && wording < 3.0 {
            // the same men meet again, the same sides fight again: without any hint of when, more is needed
            v.needed = 6.0;
        }
        if same_report && a.kind != self.modes.consult && wording < 0.5 {
            // two acts against the same people, by other words
            v.needed = 3.5;
        }
        let speaks = [
            self.modes.request,
            self.modes.accuse,
            self.modes.threaten,
            self.modes.reject,
        ];
        if same_report && wording < 1.0 && speaks.contains(&a.kind) {
            // one man asks for many things
            v.needed = 3.5;
        }
        if a.kind == self.modes.other && a.modes == [0] && b.modes == [0] && wording < 2.0 {
            // nothing says what kind of thing it is
            v.refused = v.refused.or(Some("other-kind"));
        }
        let both = a.status & b.status == 0;
        let scheduled = self.is_scheduled(a) && self.is_scheduled(b);
        if both && (a.status | b.status) & WISHED != 0 && !scheduled && wording < 3.0 {
            v.refused = v.refused.or(Some("wished-not-done"));
        }
        let plain = a.named == 0 || b.named == 0 || scheduled;
        let named_thing =
            self.is_scheduled(a) || a.kind == self.modes.agree || a.modes.contains(&self.modes.multilateral);
        if plain && named_thing && (wording >= 2.0 || scheduled) {
            v.needed = 2.0;
        }
        if parties <= 0.0 && wording <= 0.0 && !(scheduled && plain) {
            v.needed = f32::INFINITY;
        }
        v
    }

    /// A thing with a date of its own (an election): the day may be told differently.
    fn is_scheduled(&self, a: &Profile) -> bool {
        if self.is_vote(a) {
            return true;
        }
        a.kind == self.modes.other
            && !a.modes.contains(&0)
            && !a.modes.contains(&self.modes.statement)
            && a.persons.is_empty()
    }

    /// An election or a referendum: whoever is named with it only talks of it.
    fn is_vote(&self, a: &Profile) -> bool {
        a.kind == self.modes.other
            && a.modes
                .iter()
                .any(|m| *m == self.modes.election || *m == self.modes.referendum)
    }

    fn kinds(&self, a: &Profile, b: &Profile, parties: f32, v: &mut Verdict) {
        if a.kind != b.kind {
            v.refused = Some("other-kind");
            return;
        }
        let common = a.modes.iter().any(|m| b.modes.contains(m));
        if common {
            return;
        }
        let m = &self.modes;
        if a.kind != m.consult {
            if a.kind == m.other {
                v.refused = Some("other-kind");
            }
            return;
        }
        let open = |p: &Profile| p.modes.contains(&0);
        let talks = |p: &Profile| p.modes.contains(&m.meeting) || p.modes.contains(&m.multilateral);
        // a visit to somebody is a meeting with him
        let visit_to =
            |v: &Profile, t: &Profile| v.modes.contains(&m.visit) && v.hosted && talks(t) && parties >= 3.0;
        if !(open(a) || open(b) || talks(a) && talks(b) || visit_to(a, b) || visit_to(b, a)) {
            v.refused = Some("other-kind");
        }
    }

    fn parties(&self, a: &Profile, b: &Profile, same_report: bool, v: &mut Verdict) -> f32 {
        let persons = shared(&a.persons, a.named, &b.persons, b.named);
        let bodies = shared(&a.bodies, a.named, &b.bodies, b.named);
        let others = shared(&a.others, 1, &b.others, 1);
        let crowds = shared(&a.crowds, 1, &b.crowds, 1);
        let (sa, sb) = (a.persons.len() + a.bodies.len(), b.persons.len() + b.bodies.len());
        let both = persons.both + bodies.both;
        let groups = a
            .groups
            .iter()
            .filter(|g| b.groups.binary_search(g).is_ok())
            .count();
        let alike = groups >= 2 && 2 * groups >= a.groups.len().min(b.groups.len());
        if persons.only_a > 0 && persons.only_b > 0 && (persons.both < 2 || same_report) {
            v.refused = Some(if persons.both > 0 {
                "other-counterpart"
            } else {
                "other-parties"
            });
            return 0.0;
        }
        if both == 0 && sa > 0 && sb > 0 && !alike && others.both + crowds.both == 0 {
            v.refused = Some("other-parties");
            return 0.0;
        }
        if same_report && a.kind != self.modes.consult && both == 0 && others.both == 0 && crowds.both == 0 {
            // two states in one report that do the same
            let stated = |p: &Profile| !p.others.is_empty();
            if stated(a) && stated(b) {
                v.refused = Some("other-parties");
                return 0.0;
            }
        }
        let mut points: f32 = match both {
            0 => 0.0,
            1 if sa.min(sb) == 1 => 1.5,
            1 => 0.5,
            _ => 3.0,
        };
        points += match others.both {
            0 => 0.0,
            1 => 0.5,
            _ => 1.5,
        };
        if alike || crowds.both > 0 {
            let whole = groups >= 2 && groups == a.groups.len().min(b.groups.len());
            points += if whole || crowds.both > 0 { 2.0 } else { 1.5 };
        }
        if points >= 3.0 {
            v.reasons.push("same-parties");
        } else if points >= 1.0 {
            v.reasons.push("shared-party");
        }
        v.score += points;
        points
    }

    fn place(&self, a: &Profile, b: &Profile, v: &mut Verdict) -> f32 {
        if a.places.is_empty() || b.places.is_empty() {
            return 0.0;
        }
        if a.places.iter().any(|p| b.places.contains(p)) {
            v.reasons.push("same-place");
            v.score += 1.5;
            return 1.5;
        }
        let known = |p: &Profile| p.places.iter().find_map(|n| self.places.get(n));
        let points = match (known(a), known(b)) {
            // a town and its country
            (Some(x), Some(y)) if x.0 == y.0 && (x.1 != PlaceKind::City || y.1 != PlaceKind::City) => 0.5,
            (Some(_), Some(_)) => -1.5,
            _ => -0.5,
        };
        v.score += points;
        points
    }

    fn wording(&self, a: &Profile, b: &Profile, same_report: bool, v: &mut Verdict) -> f32 {
        let feature = |m: &Member| &self.readings[m.0].features[m.1];
        let mut best: f32 = 0.0;
        for x in &a.samples {
            for y in &b.samples {
                let (fx, fy) = (feature(x), feature(y));
                let trigger = fx.trigger.shared(&fy.trigger) > 0;
                let same_clause = x.0 == y.0 && fx.sentence == fy.sentence;
                let mut points: f32 = 0.0;
                if !same_clause {
                    let n = fx.focus.shared(&fy.focus);
                    let part = fx.focus.containment(&fy.focus);
                    points = match n {
                        0 | 1 => 0.0,
                        _ if part >= 0.9 => 2.5,
                        _ if part >= 0.6 => 2.0,
                        _ if part >= 0.4 => 1.0,
                        _ => 0.0,
                    };
                    if !same_report
                        && fx.words.len().min(fy.words.len()) >= 6
                        && fx.words.likeness(&fy.words) >= 0.6
                    {
                        points = points.max(if trigger { 3.5 } else { 1.5 });
                    }
                }
                best = best.max(points + if trigger && !same_clause { 0.5 } else { 0.0 });
            }
        }
        if best >= 2.0 {
            v.reasons.push("same-wording");
        }
        v.score += best;
        best
    }

    fn time(&self, a: &Profile, b: &Profile, same_report: bool, rest: f32, v: &mut Verdict) {
        let (da, db) = (a.period.is_dated(), b.period.is_dated());
        if a.earlier || b.earlier {
            // "a previous meeting" is some other one; which, only a day of its own can tell
            let day = |p: &Profile| p.period.is_bounded() && p.period.width() == 0;
            if !(day(a) && day(b)) || same_report && a.earlier != b.earlier {
                v.refused = v.refused.or(Some("earlier-occasion"));
                return;
            }
        }
        if da && db {
            let gap = a.period.gap(&b.period);
            if gap == 0 {
                let seasons = a.period.season.zip(b.period.season);
                let points = match a.period.width().max(b.period.width()) {
                    // the same day of a year that neither says
                    _ if seasons.is_some_and(|(x, y)| x.1.is_some() && x == y) => 2.5,
                    _ if seasons.is_some() => 1.5,
                    0..=1 => 3.0,
                    2..=7 => 2.5,
                    8..=31 => 2.0,
                    32..=366 => 1.5,
                    // a bare weekday fits any week
                    _ => 0.0,
                };
                v.reasons
                    .push(if points >= 2.5 { "same-day" } else { "times-agree" });
                v.score += points;
                return;
            }
            let scheduled = self.is_scheduled(a)
                && self.is_scheduled(b)
                && (a.status | b.status) & !REAL != 0
                && gap <= 45;
            let next_day = gap == 1 && !same_report && rest >= 3.0;
            if scheduled || next_day {
                v.day_differs = true;
                v.score += if scheduled { 1.5 } else { 1.0 };
                v.reasons.push("day-differs");
                return;
            }
            v.refused = v.refused.or(Some("other-day"));
            return;
        }
        if same_report {
            v.score += 0.5;
            return;
        }
        let (x, y) = (
            if da { a.period } else { a.near },
            if db { b.period } else { b.near },
        );
        if !x.is_bounded() || !y.is_bounded() {
            return;
        }
        let consult = a.kind == self.modes.consult;
        if x.gap(&y) > 0 {
            if consult && a.ordinal == 0 {
                v.refused = v.refused.or(Some("reported-at-another-time"));
            }
        } else {
            v.score += match (a.lede, b.lede) {
                (true, true) => 2.0,
                // "the vote" is the one whose day others name
                (false, false) if da != db && self.is_vote(a) && self.is_vote(b) => 1.5,
                (false, false) => 1.0,
                _ => 1.5,
            };
            v.reasons.push("reported-at-the-same-time");
        }
    }

    /// Keys under which a profile can be found by those it may be one with: by whom, in which month; by words.
    pub(crate) fn keys(&self, p: &Profile, look: bool) -> Vec<u64> {
        let mut out = Vec::new();
        let mut months = Vec::new();
        if let Some((from, to)) = p.period.from.zip(p.period.to).filter(|(a, b)| b - a <= 62) {
            let slack = i32::from(look) * 31;
            let (first, last) = ((from - slack).div_euclid(31), (to + slack).div_euclid(31));
            months.extend((first..=last).map(|m| m as u64 + 2));
            if look {
                months.push(0);
            }
        } else {
            // undated: found among all, and finds all
            months.push(if look { 1 } else { 0 });
        }
        if !look {
            months.push(1);
        }
        let mut mode_free = |tag: u64, x: u64| {
            for month in &months {
                out.push(mix(mix(p.kind, tag), mix(x, *month)));
            }
        };
        for (n, _) in p
            .persons
            .iter()
            .chain(&p.bodies)
            .chain(&p.others)
            .chain(&p.crowds)
        {
            mode_free(1, u64::from(*n));
        }
        for g in &p.groups {
            mode_free(2, *g);
        }
        if p.kind == self.modes.other {
            for m in p.modes.iter().filter(|m| **m != 0) {
                mode_free(3, *m);
            }
        }
        for s in &p.samples {
            let f = &self.readings[s.0].features[s.1];
            out.extend(f.words.sketch(6).map(|h| mix(mix(p.kind, 4), h)));
            if p.kind != self.modes.consult || p.named == 0 {
                out.extend(f.focus.sketch(24).map(|h| mix(mix(p.kind, 5), h)));
            }
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    /// Is a mention so bare that only "this visit" in its own report can be meant?
    pub(crate) fn is_bare(&self, p: &Profile) -> bool {
        p.named == 0
            && p.others.is_empty()
            && p.crowds.is_empty()
            && p.groups.is_empty()
            && p.places.is_empty()
            && !p.period.is_dated()
            && !p.earlier
            && p.kind == self.modes.consult
            && p.members.first().is_some_and(|m| !self.is_told_by_verb(*m))
    }

    /// Does a finite verb tell it? "They met" points to no meeting told before.
    fn is_told_by_verb(&self, member: Member) -> bool {
        let report = &self.dossier.reports[member.0];
        let Some(pack) = self.packs.get(&report.language) else {
            return false;
        };
        let tokens = Tokens::new(&self.mention(member).trigger.text, &pack.clitics);
        let hits = pack.events.triggers.all(&tokens, 0);
        !hits.is_empty() && hits.iter().all(|h| !h.value.shape.is_noun())
    }
}

impl Profile {
    /// Takes the other's mentions in.
    pub(crate) fn absorb(&mut self, other: &Self, day_differs: bool) {
        for m in &other.modes {
            if !self.modes.contains(m) {
                self.modes.push(*m);
            }
        }
        merge(&mut self.persons, &other.persons);
        merge(&mut self.bodies, &other.bodies);
        merge(&mut self.others, &other.others);
        merge(&mut self.crowds, &other.crowds);
        self.groups.extend(&other.groups);
        self.groups.sort_unstable();
        self.groups.dedup();
        self.named += other.named;
        self.hosted |= other.hosted;
        for p in &other.places {
            if !self.places.contains(p) {
                self.places.push(*p);
            }
        }
        if !day_differs {
            self.period = if self.period.is_dated() && other.period.is_dated() {
                self.period.meet(&other.period)
            } else if other.period.is_dated() {
                other.period
            } else {
                self.period
            };
        }
        if !self.near.is_bounded() {
            self.near = other.near;
        }
        self.status |= other.status;
        self.ordinal = self.ordinal.max(other.ordinal);
        self.earlier &= other.earlier;
        self.lede |= other.lede;
        let room = 4usize.saturating_sub(self.samples.len());
        self.samples.extend(other.samples.iter().take(room));
        self.members.extend(&other.members);
    }
}

/// When a mention says it was: its own time expressions as the dossier resolved them.
pub(crate) fn told(report: &Report, mention: &EventMention) -> Period {
    let Some(time) = &mention.time else {
        return Period::default();
    };
    let mut out = Period::default();
    for t in times_of(report, &time.times)
        .into_iter()
        .filter(|t| matches!(t.kind, TimeKind::Date | TimeKind::Time))
    {
        let p = Period::read(&t.value);
        if !out.is_dated() {
            out = p;
        } else if p.is_dated() && out.gap(&p) == 0 {
            out = out.meet(&p);
        }
    }
    let stated = Period::read(&time.value);
    if !out.is_dated() {
        return if stated.is_dated() || !out.past && !out.future {
            stated
        } else {
            out
        };
    }
    out
}

/// The time expressions of a report with these ids, in the order of the report.
pub(crate) fn times_of<'r>(report: &'r Report, ids: &[String]) -> Vec<&'r TimeExpression> {
    // the third expression is "t3", unless somebody else has numbered them
    let usual = |id: &str| {
        let n = id.strip_prefix('t')?.parse::<usize>().ok()?.checked_sub(1)?;
        report.times.get(n).is_some_and(|t| t.id == id).then_some(n)
    };
    let mut found: Vec<usize> = ids
        .iter()
        .filter_map(|id| usual(id).or_else(|| report.times.iter().position(|t| t.id == *id)))
        .collect();
    found.sort_unstable();
    found.dedup();
    found.into_iter().filter_map(|n| report.times.get(n)).collect()
}

/// A weekday or a day of the year, placed by the publication of its report.
fn placed(mut told: Period, modality: Modality, at: Period) -> Period {
    let Some((from, to)) = at.from.zip(at.to) else {
        if status_class(modality) == REAL && told.is_dated() && told.to.is_none() {
            told.to = at.to;
        }
        return told;
    };
    if told.is_dated() && told.from.is_none() && told.to.is_none() {
        let reach = if told.weekday.is_some() { 7 } else { 364 };
        (told.from, told.to) = match status_class(modality) {
            REAL => (Some(from - reach), Some(to)),
            AHEAD => (Some(from), Some(to + reach)),
            _ => (Some(from - reach), Some(to + reach)),
        };
        told.settle();
    }
    told
}

struct Shared {
    both: usize,
    only_a: usize,
    only_b: usize,
}

/// Compares the principal entities of both sides: those that a third of the units name.
fn shared(a: &[(u32, u32)], units_a: u32, b: &[(u32, u32)], units_b: u32) -> Shared {
    let principal =
        |list: &[(u32, u32)], units: u32, n: u32| list.iter().any(|x| x.0 == n && 3 * x.1 >= units);
    let has = |list: &[(u32, u32)], n: u32| list.iter().any(|x| x.0 == n);
    let both = a.iter().filter(|x| has(b, x.0)).count();
    Shared {
        both,
        only_a: a
            .iter()
            .filter(|x| principal(a, units_a, x.0) && !has(b, x.0))
            .count(),
        only_b: b
            .iter()
            .filter(|x| principal(b, units_b, x.0) && !has(a, x.0))
            .count(),
    }
}

fn add(list: &mut Vec<(u32, u32)>, n: u32) {
    if !list.iter().any(|x| x.0 == n) {
        list.push((n, 1));
    }
}

fn merge(list: &mut Vec<(u32, u32)>, other: &[(u32, u32)]) {
    for &(n, count) in other {
        match list.iter_mut().find(|x| x.0 == n) {
            Some(x) => x.1 += count,
            None => list.push((n, count)),
        }
    }
}

fn mix(a: u64, b: u64) -> u64 {
    (a ^ b.wrapping_mul(0x9e37_79b9_7f4a_7c15))
        .rotate_left(23)
        .wrapping_mul(0xff51_afd7_ed55_8ccd)
}

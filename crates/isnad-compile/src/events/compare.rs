//! Whether two profiles of events may be one event.

use super::profile::{Context, Member, Profile, REAL, WISHED};
use isnad_lang::names::PlaceKind;

/// The most points that words alone give.
const MOST_FOR_WORDING: f32 = 4.0;

/// Shared words as a part of all words around two triggers, from which on both tell the same.
const ALIKE: f32 = 0.6;

/// Why two profiles are one event, or why not.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Verdict {
    /// Points for it.
    pub(crate) score: f32,
    /// Points that are needed.
    pub(crate) needed: f32,
    /// Rules that speak for it.
    pub(crate) reasons: Rules,
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

/// A few rules, in the order in which they were found.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Rules {
    rules: [&'static str; 4],
    count: usize,
}

impl Rules {
    /// One for each thing that is compared: parties, place, wording, time.
    fn push(&mut self, rule: &'static str) {
        if let Some(free) = self.rules.get_mut(self.count) {
            *free = rule;
            self.count += 1;
        }
    }

    /// The rules.
    pub(crate) fn as_slice(&self) -> &[&'static str] {
        &self.rules[..self.count]
    }
}

impl Context<'_> {
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
    pub(super) fn is_vote(&self, a: &Profile) -> bool {
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
        // where they met is told as the place: a town that is host to two meetings is no party that makes them one
        let hosts = a.kind == self.modes.consult
            && a.others
                .iter()
                .filter(|x| b.others.iter().any(|y| y.0 == x.0))
                .all(|x| a.places.contains(&x.0) && b.places.contains(&x.0));
        let states = if hosts { 0 } else { others.both };
        if both == 0 && sa > 0 && sb > 0 && !alike && states + crowds.both == 0 {
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
        let known = |p: &Profile| p.places.iter().find_map(|n| self.places.of(*n));
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
            let fx = feature(x);
            for y in &b.samples {
                let fy = feature(y);
                if best >= MOST_FOR_WORDING {
                    break;
                }
                if x.0 == y.0 && fx.sentence == fy.sentence {
                    // in one clause words are shared whatever they tell
                    continue;
                }
                let trigger = fx.trigger.shared(&fy.trigger) > 0;
                let n = fx.focus.shared(&fy.focus);
                let part = fx.focus.part(&fy.focus, n);
                let mut points: f32 = match n {
                    0 | 1 => 0.0,
                    _ if part >= 0.9 => 2.5,
                    _ if part >= 0.6 => 2.0,
                    _ if part >= 0.4 => 1.0,
                    _ => 0.0,
                };
                let alike = if trigger { 3.5 } else { 1.5 };
                if !same_report
                    && alike > points
                    && fx.words.len().min(fy.words.len()) >= 6
                    && fx.marks.may_be_like(&fx.words, &fy.words, ALIKE)
                    && fx.words.is_like(&fy.words, ALIKE)
                {
                    points = alike;
                }
                best = best.max(points + if trigger { 0.5 } else { 0.0 });
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
}

struct Shared {
    both: usize,
    only_a: usize,
    only_b: usize,
}

/// Compares the principal entities of both sides: those that a third of the units name.
fn shared(a: &[(u32, u32)], units_a: u32, b: &[(u32, u32)], units_b: u32) -> Shared {
    let has = |list: &[(u32, u32)], n: u32| list.iter().any(|x| x.0 == n);
    let mut out = Shared {
        both: 0,
        only_a: 0,
        only_b: 0,
    };
    for x in a {
        // whom most do not name is counted where both name him
        if has(b, x.0) {
            out.both += 1;
        } else {
            out.only_a += usize::from(3 * x.1 >= units_a);
        }
    }
    for x in b.iter().filter(|x| 3 * x.1 >= units_b) {
        out.only_b += usize::from(!has(a, x.0));
    }
    out
}

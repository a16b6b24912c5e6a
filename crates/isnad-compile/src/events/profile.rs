//! What is known of an event from one or several mentions.

use super::{
    period::{Period, published},
    told::Told,
};
use crate::{gazetteer::Places, reading::Reading};
use isnad_lang::{Packs, names::PlaceKind};
use isnad_model::{Dossier, EntityKind, EventMention, Grain, Modality};
use isnad_text::{Clitics, Tokens, hash_word};
use rustc_hash::FxHashMap;
use std::cell::RefCell;

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

/// What profiles are built from and compared with.
pub(crate) struct Context<'a> {
    pub(crate) dossier: &'a Dossier,
    pub(crate) readings: &'a [Reading],
    /// When the event mentions of each report say they were.
    pub(crate) told: Vec<Told>,
    /// When each report was published.
    pub(crate) published: Vec<Period>,
    pub(super) places: &'a Places,
    pub(super) modes: Modes,
    entities: FxHashMap<&'a str, (u32, EntityKind)>,
    clitics: Vec<&'a Clitics>,
    packs: &'a Packs,
    /// The words of groups and unnamed actors, by language.
    groups: RefCell<Groups<'a>>,
}

/// The hashed words of texts, by language and text.
type Groups<'a> = FxHashMap<(&'a str, &'a str), Box<[u64]>>;

/// The kinds and modes that are asked for, hashed.
pub(super) struct Modes {
    pub(super) consult: u64,
    pub(super) visit: u64,
    pub(super) meeting: u64,
    pub(super) multilateral: u64,
    pub(super) agree: u64,
    pub(super) assault: u64,
    pub(super) coerce: u64,
    pub(super) other: u64,
    pub(super) request: u64,
    pub(super) accuse: u64,
    pub(super) threaten: u64,
    pub(super) reject: u64,
    pub(super) statement: u64,
    pub(super) election: u64,
    pub(super) referendum: u64,
}

pub(super) const REAL: u8 = 1;
const AHEAD: u8 = 2;
pub(super) const WISHED: u8 = 4;
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
        places: &'a Places,
        none: &'a Clitics,
    ) -> Self {
        let number = |(n, e): (usize, &'a isnad_model::Entity)| {
            (e.id.as_str(), (u32::try_from(n).unwrap_or(u32::MAX), e.kind))
        };
        Self {
            dossier,
            readings,
            told: dossier.reports.iter().map(Told::new).collect(),
            entities: dossier.entities.iter().enumerate().map(number).collect(),
            places,
            groups: RefCell::default(),
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
        let known = |id: &str| self.entities.get(id).and_then(|e| self.places.of(e.0));
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
        let mention = self.mention(member);
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
        let told = self.told[member.0].of(member.1);
        let at = self.published[member.0];
        out.period = placed(self.near_publication(member, told, at), mention.modality, at);
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

    /// "Yesterday, Thursday" of a report of which only the year is known: no other Thursdays of that year than those that the days
    /// of publication allow.
    fn near_publication(&self, member: Member, told: Period, at: Period) -> Period {
        let wide = told.weekday.is_some() && told.width() > 31;
        let (Some(from), Some(to)) = (at.from, at.to) else {
            return told;
        };
        if !wide {
            return told;
        }
        let times = &self.dossier.reports[member.0].times;
        let mut own = self.told[member.0]
            .times(member.1)
            .filter_map(|(n, _)| times.get(n));
        // the report's own words say no year
        let Some(reading) = own
            .find(|t| t.literal.starts_with("XXXX-WXX-"))
            .and_then(|t| t.reading)
        else {
            return told;
        };
        let real = status_class(self.mention(member).modality) == REAL;
        allowed(told, reading, real, (from, to))
    }

    fn group_words(&self, report: usize, text: &'a str, out: &mut Vec<u64>) {
        let language = self.dossier.reports[report].language.as_str();
        let mut groups = self.groups.borrow_mut();
        let words = groups
            .entry((language, text))
            .or_insert_with(|| long_words(text, self.clitics[report]));
        out.extend_from_slice(words);
    }

    /// Keys under which a profile can be found by those it may be one with: by whom, in which month; by words. They are sorted,
    /// each once.
    pub(crate) fn keys(&self, p: &Profile, look: bool, out: &mut Vec<u64>) {
        out.clear();
        // of the months, two stand for those of a profile without days and for any month
        const ANY: u64 = 0;
        const UNDATED: u64 = 1;
        let slack = i32::from(look) * 31;
        let days = p.period.from.zip(p.period.to).filter(|(a, b)| b - a <= 62);
        let months = days.map_or(0..0, |(from, to)| {
            (from - slack).div_euclid(31)..(to + slack).div_euclid(31) + 1
        });
        // undated: found among all, and finds all
        let any = look == days.is_some();
        let undated = !look || days.is_none();
        let mut mode_free = |tag: u64, x: u64| {
            let own = mix(p.kind, tag);
            out.extend(
                months
                    .clone()
                    .map(|m| mix(own, mix(x, (m as u64).wrapping_add(2)))),
            );
            if any {
                out.push(mix(own, mix(x, ANY)));
            }
            if undated {
                out.push(mix(own, mix(x, UNDATED)));
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
    /// What its keys hang on, as far as it changes: as long as this stays, so do the keys.
    pub(crate) fn extent(&self) -> impl PartialEq + use<> {
        (
            [&self.persons, &self.bodies, &self.others, &self.crowds].map(Vec::len),
            [self.groups.len(), self.modes.len(), self.samples.len()],
            (self.period.from, self.period.to),
            self.named == 0,
        )
    }

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

/// What is left of a weekday of a year when its report was published within these days.
fn allowed(told: Period, reading: isnad_model::Reading, real: bool, published: (i32, i32)) -> Period {
    let (from, to) = published;
    let (from, to) = match (reading.shift, reading.unit) {
        (Some(days), Some(Grain::Day)) => (from + days, to + days),
        _ if real => (from - 7, to),
        _ => return told,
    };
    let mut out = Period {
        from: told.from.map_or(Some(from), |d| Some(d.max(from))),
        to: told.to.map_or(Some(to), |d| Some(d.min(to))),
        ..told
    };
    if out.from > out.to {
        return told;
    }
    out.settle();
    out
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

/// The words of a group or an unnamed actor, without article, hashed.
fn long_words(text: &str, clitics: &Clitics) -> Box<[u64]> {
    let tokens = Tokens::new(text, clitics);
    let long = |word: &str| word.chars().nth(2).is_some();
    let words = (0..tokens.len()).map(|at| {
        let word = tokens.folded(at);
        word.strip_prefix(clitics.article.as_str())
            .filter(|w| long(w))
            .unwrap_or(word)
    });
    words.filter(|w| long(w)).map(hash_word).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yesterday_of_a_report_is_within_the_days_on_which_it_may_have_been_published() {
        let day = |text: &str| super::super::period::day(text.parse().unwrap());
        let told = Period::read("2021-WXX-4");
        let reading = isnad_model::Reading {
            shift: Some(-1),
            unit: Some(Grain::Day),
            weekday: Some(4),
            ..isnad_model::Reading::default()
        };
        let published = (day("2021-03-19"), day("2021-11-26"));
        let when = allowed(told, reading, true, published).when();
        assert_eq!(when.value, "2021-WXX-4");
        assert_eq!(when.earliest.map(day_of), Some("2021-03-18".to_owned()));
        assert_eq!(when.latest.map(day_of), Some("2021-11-25".to_owned()));
        // one Thursday alone is left
        let week = (day("2021-03-19"), day("2021-03-20"));
        assert_eq!(allowed(told, reading, true, week).when().value, "2021-03-18");
        // "on a Thursday" of something that lies ahead is not bounded by the report
        let ahead = isnad_model::Reading {
            shift: None,
            ..reading
        };
        assert_eq!(allowed(told, ahead, false, published), told);
    }

    fn day_of(date: isnad_model::Date) -> String {
        date.to_string()
    }
}

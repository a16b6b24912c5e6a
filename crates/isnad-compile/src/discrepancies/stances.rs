//! What reports say an actor is to others, who came with the head of a delegation, what only unnamed sources say was raised,
//! and which of two things of one sort is meant.

use super::{Places, about, differing};
use crate::{
    events::profile::Member,
    outcome,
    reading::{Part, Reading},
};
use isnad_lang::{Pack, Packs, names::PlaceKind};
use isnad_model::{
    About, Cause, CommitmentKind, Discrepancy, Dossier, EntityKind, Event, Evidence, Quotation, Report,
    ReportedValue,
};
use isnad_text::{Span, Tokens, hash_word};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};

/// Most values of one discrepancy.
const MOST: usize = 12;

/// Adds all four.
pub(crate) fn list(
    dossier: &Dossier,
    packs: &Packs,
    known: &outcome::Known<'_>,
    places: &Places<'_>,
    out: &mut Vec<Discrepancy>,
) {
    let (readings, members) = (known.readings, known.members);
    let numbers: FxHashMap<&str, usize> = dossier
        .events
        .iter()
        .enumerate()
        .map(|(n, e)| (e.id.as_str(), n))
        .collect();
    let events = Events {
        all: &dossier.events,
        numbers,
        members,
    };
    delegations(dossier, readings, &events, out);
    hearsay(dossier, readings, &events, out);
    parts(dossier, readings, places, out);
    kindred(dossier, packs, members, out);
}

/// The events of a dossier.
struct Events<'a> {
    all: &'a [Event],
    /// By id.
    numbers: FxHashMap<&'a str, usize>,
    members: &'a [Vec<Member>],
}

impl<'a> Events<'a> {
    fn get(&self, id: &str) -> Option<&'a Event> {
        self.all.get(*self.numbers.get(id)?)
    }

    /// Do several reports tell it?
    fn is_told_by_several(&self, id: &str) -> bool {
        let members = self.numbers.get(id).and_then(|&n| self.members.get(n));
        members.is_some_and(|m| m.iter().any(|x| x.0 != m[0].0))
    }
}

/// An actor's entity and the parts that reports give it, each with the number of its report.
type Actor<'a> = (&'a str, Vec<(usize, &'a Part)>);

/// Reports that give one actor different parts, or the same part towards the same side in other words.
fn parts(dossier: &Dossier, readings: &[Reading], places: &Places<'_>, out: &mut Vec<Discrepancy>) {
    let mut told: BTreeMap<&str, Actor<'_>> = BTreeMap::new();
    for (r, (report, reading)) in dossier.reports.iter().zip(readings).enumerate() {
        for part in &reading.parts {
            let Some(m) = report.mentions.get(part.mention).filter(|m| !m.entity.is_empty()) else {
                continue;
            };
            // a capital stands for its state
            let state = places.get(m.entity.as_str());
            if m.kind == EntityKind::Place && state.is_none() {
                continue;
            }
            let key = state.map_or(m.entity.as_str(), |known| known.0.as_str());
            let entry = told.entry(key).or_insert_with(|| (&m.entity, Vec::new()));
            if state.is_some_and(|s| s.1 == PlaceKind::Country) {
                entry.0 = &m.entity;
            }
            entry.1.push((r, part));
        }
    }
    for (entity, list) in told.into_values() {
        // for each role the first report that gives it, and whether another one does
        let mut roles: BTreeMap<u8, (usize, bool)> = BTreeMap::new();
        for (r, p) in &list {
            let role = roles.entry(p.role).or_insert((*r, false));
            role.1 |= role.0 != *r;
        }
        let mut kept: Vec<(usize, &Part)> = Vec::new();
        for &(r, p) in &list {
            if kept.len() == MOST {
                break;
            }
            if kept.iter().any(|(o, q)| *o == r && q.role == p.role) {
                continue;
            }
            let other_role = roles
                .iter()
                .any(|(role, (first, several))| *role != p.role && (*several || *first != r));
            let other_words = || {
                list.iter().any(|(o, q)| {
                    let shared = p.words.shared(&q.words);
                    let own = |a: &Part| a.words.len().saturating_sub(shared);
                    let part = p.words.part(&q.words, shared);
                    *o != r && shared >= 2 && own(p) >= 2 && own(q) >= 1 && part < 0.6
                })
            };
            if other_role || other_words() {
                kept.push((r, p));
            }
        }
        let values = kept
            .iter()
            .map(|(r, p)| said(&dossier.reports[*r], p.span))
            .collect();
        let about = About {
            entity: Some(entity.to_owned()),
            ..About::default()
        };
        out.extend(differing(about, "role", Cause::Source, values));
    }
}

fn said(report: &Report, span: Span) -> ReportedValue {
    ReportedValue {
        value: span.of(&report.text).to_owned(),
        report: report.id.clone(),
        evidence: vec![Evidence::of(report, span)],
    }
}

/// One delegation, by its head and its day, with other members in each report.
fn delegations(dossier: &Dossier, readings: &[Reading], events: &Events<'_>, out: &mut Vec<Discrepancy>) {
    type Told<'a> = Vec<(&'a Report, &'a crate::reading::Members, &'a Event)>;
    let mut told: BTreeMap<(&str, &str), Told<'_>> = BTreeMap::new();
    for (report, reading) in dossier.reports.iter().zip(readings) {
        for m in &reading.members {
            let Some(mention) = report.events.get(m.event) else {
                continue;
            };
            let head = mention.participants.get(m.head).and_then(|p| p.entity.as_deref());
            let Some((head, event)) = head.zip(events.get(&mention.event)) else {
                continue;
            };
            let day = event.when.value.split('T').next().unwrap_or_default();
            if event.when.earliest.is_some() && event.when.earliest == event.when.latest {
                let list = told.entry((head, day)).or_default();
                // reports come one after another
                if list.last().is_none_or(|(r, ..)| !std::ptr::eq(*r, report)) {
                    list.push((report, m, event));
                }
            }
        }
    }
    for list in told.into_values() {
        let same = list
            .windows(2)
            .all(|w| w[0].1.words.containment(&w[1].1.words) >= 0.8);
        let Some((_, _, event)) = list.iter().max_by_key(|(_, _, e)| e.mentions.len()) else {
            continue;
        };
        if !same {
            let values = list.iter().take(MOST).map(|(r, m, _)| said(r, m.span)).collect();
            out.extend(differing(about(event), "members", Cause::Scope, values));
        }
    }
}

/// What one report has from unnamed sources alone on a visit or a meeting, and what others say was talked about on its day.
fn hearsay(dossier: &Dossier, readings: &[Reading], events: &Events<'_>, out: &mut Vec<Discrepancy>) {
    let mut done: BTreeSet<(&str, usize)> = BTreeSet::new();
    for (r, (report, reading)) in dossier.reports.iter().zip(readings).enumerate() {
        let mut heard: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
        for bound in reading.bound.iter().filter(|b| {
            matches!(
                b.kind,
                CommitmentKind::Demand | CommitmentKind::Refusal | CommitmentKind::Threat
            )
        }) {
            let quoted = report
                .quotations
                .iter()
                .filter(|q| q.span().overlaps(bound.span))
                .min_by_key(|q| q.span().len());
            let Some(quoted) = quoted.filter(|q| q.chain.iter().any(|l| l.anonymous.is_some())) else {
                continue;
            };
            if let Some(event) = meeting(report, quoted, events) {
                let list = heard.entry(event).or_default();
                if !list.iter().any(|s| s.overlaps(bound.span)) {
                    list.push(bound.span);
                }
            }
        }
        for (id, spans) in heard {
            let Some((event, members)) = events
                .numbers
                .get(id)
                .map(|&n| (&events.all[n], &events.members[n]))
                .filter(|_| done.insert((id, r)))
            else {
                continue;
            };
            let mut values: Vec<ReportedValue> =
                spans.iter().take(MOST / 2).map(|s| said(report, *s)).collect();
            let others: BTreeSet<usize> = members.iter().map(|m| m.0).filter(|&o| o != r).collect();
            for other in others.iter().filter_map(|&n| dossier.reports.get(n)) {
                let day = |id: &str| {
                    let when = &events.get(id)?.when;
                    when.earliest.filter(|_| when.earliest == when.latest)
                };
                let topics = other
                    .events
                    .iter()
                    .filter(|e| e.kind == "consult" && day(&e.event).is_some() && day(&e.event) == day(id))
                    .flat_map(|e| &e.topics)
                    .take(3);
                values.extend(topics.map(|t| said(other, t.span())));
            }
            out.extend(differing(about(event), "agenda", Cause::Source, values));
        }
    }
}

/// The event, told by several reports, in which those of whom a quotation speaks take part.
fn meeting<'a>(report: &'a Report, quotation: &Quotation, events: &Events<'_>) -> Option<&'a str> {
    let quoted = quotation.span();
    let mut named = Vec::new();
    for span in quotation
        .chain
        .iter()
        .map(isnad_model::Link::span)
        .chain([quoted])
    {
        let from = report.mentions.partition_point(|m| m.start < span.start);
        let there = report.mentions[from..].iter().take_while(|m| m.start < span.end);
        named.extend(there.filter(|m| m.kind != EntityKind::Place));
    }
    let group = named.iter().any(|m| m.kind == EntityKind::Group);
    report
        .events
        .iter()
        .filter(|e| e.kind == "consult" && e.trigger.start < quoted.start)
        .filter(|e| events.is_told_by_several(&e.event))
        .filter(|e| {
            let led = group && e.participants.iter().any(|p| p.role == "head");
            led || e.participants.iter().any(|p| {
                p.role != "host"
                    && named
                        .iter()
                        .any(|m| Some(m.entity.as_str()) == p.entity.as_deref())
            })
        })
        .max_by_key(|e| (e.participants.iter().any(|p| p.role == "head"), e.trigger.start))
        .map(|e| e.event.as_str())
}

/// Two names that differ in a noun for another thing of the same sort, in reports of which neither has both and that tell
/// one event together: "the embassy" and "the consulate".
fn kindred(dossier: &Dossier, packs: &Packs, members: &[Vec<Member>], out: &mut Vec<Discrepancy>) {
    let mut sorts: BTreeMap<(u8, Vec<u64>), Vec<&str>> = BTreeMap::new();
    let bodies = |k: EntityKind| matches!(k, EntityKind::Place | EntityKind::Organization);
    for entity in dossier.entities.iter().filter(|e| bodies(e.kind)) {
        if let Some(sort) = packs.iter().find_map(|pack| sort_of(&entity.name, pack)) {
            sorts.entry(sort).or_default().push(&entity.id);
        }
    }
    sorts.retain(|_, named| named.len() == 2);
    if sorts.is_empty() {
        return;
    }
    // the first words for each of them in each report
    let mut spans: FxHashMap<&str, Vec<(usize, Span)>> =
        sorts.values().flatten().map(|id| (*id, Vec::new())).collect();
    for (r, report) in dossier.reports.iter().enumerate() {
        for m in &report.mentions {
            if let Some(list) = spans.get_mut(m.entity.as_str())
                && list.last().is_none_or(|(last, _)| *last != r)
            {
                list.push((r, m.span()));
            }
        }
    }
    let mut together: FxHashSet<(usize, usize)> = FxHashSet::default();
    for members in members.iter().filter(|m| m.len() >= 2) {
        let mut reports: Vec<usize> = members.iter().take(MOST).map(|m| m.0).collect();
        reports.sort_unstable();
        reports.dedup();
        for a in &reports {
            together.extend(reports.iter().map(|b| (*a, *b)));
        }
    }
    for named in sorts.into_values() {
        let [Some(a), Some(b)] = [spans.get(named[0]), spans.get(named[1])] else {
            continue;
        };
        let both = a.iter().any(|(r, _)| b.binary_search_by_key(r, |o| o.0).is_ok());
        let near = |r: usize, list: &[(usize, Span)]| list.iter().any(|(o, _)| together.contains(&(r, *o)));
        if both {
            continue;
        }
        let values = a
            .iter()
            .filter(|(r, _)| near(*r, b))
            .chain(b.iter().filter(|(r, _)| near(*r, a)))
            .take(MOST)
            .map(|(r, span)| said(&dossier.reports[*r], *span))
            .collect();
        let about = About {
            entity: Some(named[0].to_owned()),
            ..About::default()
        };
        out.extend(differing(about, "kind", Cause::Conflict, values));
    }
}

/// The sort of thing that a name of several words names, and its other words, hashed and sorted.
fn sort_of(name: &str, pack: &Pack) -> Option<(u8, Vec<u64>)> {
    let tokens = Tokens::new(name, &pack.clitics);
    let article = pack.clitics.article.as_str();
    let bare = |t: usize| {
        let word = tokens.folded(t);
        word.strip_prefix(article)
            .filter(|w| !w.is_empty())
            .unwrap_or(word)
    };
    if tokens.len() < 2 {
        return None;
    }
    let (at, sort) = (0..tokens.len()).find_map(|t| Some((t, *pack.contrast.kindred.word(bare(t))?)))?;
    let rest = (0..tokens.len()).filter(|&t| t != at);
    let mut rest: Vec<u64> = rest.map(|t| hash_word(bare(t))).collect();
    rest.sort_unstable();
    Some((sort, rest))
}

//! What reports say an actor is to others, who came with the head of a delegation, what only unnamed sources say was raised,
//! and which of two things of one sort is meant.

use super::{about, differing};
use crate::reading::{Part, Reading};
use isnad_lang::{Packs, names::PlaceKind};
use isnad_model::{
    About, Cause, CommitmentKind, Discrepancy, Dossier, EntityKind, Event, Evidence, Quotation, Report,
    ReportedValue,
};
use isnad_text::{Span, Tokens, hash_word};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// Most values of one discrepancy.
const MOST: usize = 12;

/// Adds all four.
pub(crate) fn list(
    dossier: &Dossier,
    packs: &Packs,
    readings: &[Reading],
    numbers: &FxHashMap<&str, usize>,
    places: &FxHashMap<&str, (String, PlaceKind)>,
    out: &mut Vec<Discrepancy>,
) {
    let events: FxHashMap<&str, &Event> = dossier.events.iter().map(|e| (e.id.as_str(), e)).collect();
    members(dossier, readings, &events, out);
    hearsay(dossier, readings, numbers, &events, out);
    parts(dossier, readings, places, out);
    kindred(dossier, packs, out);
}

/// An actor's entity and the parts that reports give it.
type Actor<'a> = (String, Vec<(&'a Report, &'a Part)>);

/// Reports that give one actor different parts, or the same part towards the same side in other words.
fn parts(
    dossier: &Dossier,
    readings: &[Reading],
    places: &FxHashMap<&str, (String, PlaceKind)>,
    out: &mut Vec<Discrepancy>,
) {
    let mut told: BTreeMap<String, Actor<'_>> = BTreeMap::new();
    for (report, reading) in dossier.reports.iter().zip(readings) {
        for part in &reading.parts {
            let Some(m) = report.mentions.get(part.mention).filter(|m| !m.entity.is_empty()) else {
                continue;
            };
            // a capital stands for its state
            let state = places.get(m.entity.as_str());
            if m.kind == EntityKind::Place && state.is_none() {
                continue;
            }
            let key = state.map_or(m.entity.clone(), |(code, _)| code.clone());
            let entry = told.entry(key).or_insert_with(|| (m.entity.clone(), Vec::new()));
            if state.is_some_and(|s| s.1 == PlaceKind::Country) {
                entry.0.clone_from(&m.entity);
            }
            entry.1.push((report, part));
        }
    }
    for (entity, list) in told.into_values() {
        let mut kept: Vec<(&Report, &Part)> = Vec::new();
        for (r, p) in &list {
            let rival = list.iter().any(|(o, q)| {
                let own = |a: &Part, b: &Part| a.words.len() - a.words.shared(&b.words).min(a.words.len());
                let shared = p.words.shared(&q.words);
                let other =
                    shared >= 2 && own(p, q) >= 2 && own(q, p) >= 1 && p.words.containment(&q.words) < 0.6;
                r.id != o.id && (p.role != q.role || other)
            });
            let again = kept.iter().any(|(o, q)| o.id == r.id && q.role == p.role);
            if rival && !again {
                kept.push((r, p));
            }
        }
        let values = kept.iter().take(MOST).map(|(r, p)| said(r, p.span)).collect();
        let about = About {
            entity: Some(entity),
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
fn members(
    dossier: &Dossier,
    readings: &[Reading],
    events: &FxHashMap<&str, &Event>,
    out: &mut Vec<Discrepancy>,
) {
    type Told<'a> = Vec<(&'a Report, &'a crate::reading::Members, &'a Event)>;
    let mut told: BTreeMap<(&str, &str), Told<'_>> = BTreeMap::new();
    for (report, reading) in dossier.reports.iter().zip(readings) {
        for m in &reading.members {
            let Some(mention) = report.events.get(m.event) else {
                continue;
            };
            let head = mention.participants.get(m.head).and_then(|p| p.entity.as_deref());
            let Some((head, event)) = head.zip(events.get(mention.event.as_str())) else {
                continue;
            };
            let day = event.when.value.split('T').next().unwrap_or_default();
            if event.when.earliest.is_some() && event.when.earliest == event.when.latest {
                let list = told.entry((head, day)).or_default();
                if !list.iter().any(|(r, ..)| r.id == report.id) {
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
fn hearsay(
    dossier: &Dossier,
    readings: &[Reading],
    numbers: &FxHashMap<&str, usize>,
    events: &FxHashMap<&str, &Event>,
    out: &mut Vec<Discrepancy>,
) {
    let mut done: BTreeSet<(&str, &str)> = BTreeSet::new();
    for (report, reading) in dossier.reports.iter().zip(readings) {
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
            let Some(event) = events.get(id).filter(|_| done.insert((id, report.id.as_str()))) else {
                continue;
            };
            let mut values: Vec<ReportedValue> =
                spans.iter().take(MOST / 2).map(|s| said(report, *s)).collect();
            let others: BTreeSet<usize> = event
                .mentions
                .iter()
                .filter(|m| m.report != report.id)
                .filter_map(|m| numbers.get(m.report.as_str()).copied())
                .collect();
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
fn meeting<'a>(
    report: &'a Report,
    quotation: &Quotation,
    events: &FxHashMap<&str, &Event>,
) -> Option<&'a str> {
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
        .filter(|e| events.get(e.event.as_str()).is_some_and(|x| told_by(x) >= 2))
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

fn told_by(event: &Event) -> usize {
    event
        .mentions
        .iter()
        .map(|m| m.report.as_str())
        .collect::<BTreeSet<_>>()
        .len()
}

/// Two names that differ in a noun for another thing of the same sort, in reports of which neither has both and that tell
/// one event together: "the embassy" and "the consulate".
fn kindred(dossier: &Dossier, packs: &Packs, out: &mut Vec<Discrepancy>) {
    type Named<'a> = (&'a str, Vec<(&'a Report, Span)>);
    let mut sorts: BTreeMap<(u8, Vec<u64>), Vec<Named<'_>>> = BTreeMap::new();
    let mut spans: FxHashMap<&str, Vec<(&Report, Span)>> = FxHashMap::default();
    for report in &dossier.reports {
        for m in report.mentions.iter().filter(|m| !m.entity.is_empty()) {
            let list = spans.entry(m.entity.as_str()).or_default();
            if !list.iter().any(|(r, _)| r.id == report.id) {
                list.push((report, m.span()));
            }
        }
    }
    let bodies = |k: EntityKind| matches!(k, EntityKind::Place | EntityKind::Organization);
    for entity in dossier.entities.iter().filter(|e| bodies(e.kind)) {
        for pack in packs.iter() {
            let tokens = Tokens::new(&entity.name, &pack.clitics);
            let article = pack.clitics.article.as_str();
            let bare = |t: usize| {
                let word = tokens.folded(t);
                word.strip_prefix(article)
                    .filter(|w| !w.is_empty())
                    .unwrap_or(word)
            };
            let sort = (0..tokens.len()).find_map(|t| {
                let plain = Tokens::new(bare(t), &pack.clitics);
                Some((t, *pack.contrast.kindred.exact(&plain, 0)?.value))
            });
            let Some((at, sort)) = sort.filter(|_| tokens.len() >= 2) else {
                continue;
            };
            let mut rest: Vec<u64> = (0..tokens.len())
                .filter(|&t| t != at)
                .map(|t| hash_word(bare(t)))
                .collect();
            rest.sort_unstable();
            if let Some(where_) = spans.get(entity.id.as_str()) {
                sorts
                    .entry((sort, rest))
                    .or_default()
                    .push((&entity.id, where_.clone()));
            }
            break;
        }
    }
    let mut together: BTreeSet<(&str, &str)> = BTreeSet::new();
    for event in dossier.events.iter().filter(|e| e.mentions.len() >= 2) {
        let reports: BTreeSet<&str> = event
            .mentions
            .iter()
            .map(|m| m.report.as_str())
            .take(MOST)
            .collect();
        for a in &reports {
            together.extend(reports.iter().map(|b| (*a, *b)));
        }
    }
    for named in sorts.into_values().filter(|n| n.len() == 2) {
        let (a, b) = (&named[0], &named[1]);
        let both = a.1.iter().any(|(r, _)| b.1.iter().any(|(o, _)| o.id == r.id));
        let near = |r: &Report, list: &[(&Report, Span)]| {
            list.iter()
                .any(|(o, _)| together.contains(&(r.id.as_str(), o.id.as_str())))
        };
        if both {
            continue;
        }
        let values =
            a.1.iter()
                .filter(|(r, _)| near(r, &b.1))
                .chain(b.1.iter().filter(|(r, _)| near(r, &a.1)))
                .take(MOST)
                .map(|(r, span)| said(r, *span))
                .collect();
        let about = About {
            entity: Some(a.0.to_owned()),
            ..About::default()
        };
        out.extend(differing(about, "kind", Cause::Conflict, values));
    }
}

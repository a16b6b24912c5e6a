//! Clusters of mentions in, events of the dossier out.

use super::{
    cluster::{Cluster, Step},
    period::Period,
    profile::{Context, Member},
};
use crate::{CompileOptions, previous};
use isnad_model::{
    Certainty, Date, Event, EventActor, EventMention, EventRef, Evidence, Modality, Reason, When,
};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// How many reasons an event lists.
const REASONS: usize = 24;

/// The events, each with its mentions, ordered by founding mention.
pub(crate) fn events(
    context: &Context<'_>,
    clusters: &[Cluster],
    options: &CompileOptions,
) -> Vec<(Event, Vec<Member>)> {
    let repeats: Vec<Vec<usize>> = context.dossier.reports.iter().map(previous::repeats).collect();
    let mut out: Vec<(Event, Vec<Member>)> = clusters
        .iter()
        .map(|cluster| {
            let mut members = cluster.profile.members.clone();
            members.sort_by_cached_key(|m| founding(context, *m));
            let mut event = event(context, cluster, &members, options);
            let founder = members.iter().min_by_key(|m| naming(context, **m));
            event.id = founder.map_or_else(String::new, |m| {
                let report = &context.dossier.reports[m.0];
                previous::founded(report, context.mention(*m), repeats[m.0][m.1])
            });
            (event, members)
        })
        .collect();
    out.sort_by_cached_key(|(_, members)| members.first().map(|m| founding(context, *m)));
    // hashes are short: two may be the same
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (event, _) in &mut out {
        let n = seen.entry(event.id.clone()).or_default();
        *n += 1;
        if *n > 1 {
            event.id = format!("{}-{n}", event.id);
        }
    }
    if let Some(previous) = &options.previous {
        previous::carry_events(previous, context, &mut out);
    }
    parts(context, &mut out);
    out
}

/// Earliest published, then smallest report id, then first in the text.
fn founding<'a>(context: &Context<'a>, member: Member) -> (i32, &'a str, usize, usize) {
    let report = &context.dossier.reports[member.0];
    let at = context.published[member.0];
    (
        at.from.or(at.to).unwrap_or(i32::MAX),
        report.id.as_str(),
        context.mention(member).trigger.start,
        member.1,
    )
}

/// As [`founding`], by what reports say of themselves alone: a day that is inferred from other reports may change when
/// further ones join, and the id of an event must not.
fn naming<'a>(context: &Context<'a>, member: Member) -> (bool, Option<Date>, &'a str, usize, usize) {
    let report = &context.dossier.reports[member.0];
    let day = report.published.own_day();
    (
        day.is_none(),
        day,
        report.id.as_str(),
        context.mention(member).trigger.start,
        member.1,
    )
}

fn event(context: &Context<'_>, cluster: &Cluster, members: &[Member], options: &CompileOptions) -> Event {
    let mentions: Vec<_> = members
        .iter()
        .map(|m| (&context.dossier.reports[m.0], context.mention(*m)))
        .collect();
    let mut out = Event::default();
    if let Some((_, mention)) = mentions.first() {
        out.kind.clone_from(&mention.kind);
    }
    out.mode = most(mentions.iter().filter_map(|(_, m)| m.mode.as_deref())).map(str::to_owned);
    out.status = mentions
        .iter()
        .map(|(_, m)| m.modality)
        .max_by_key(|m| progress(*m))
        .unwrap_or_default();
    out.when = when(context, cluster, members, out.status, options);
    out.place = most(
        mentions
            .iter()
            .filter_map(|(_, m)| m.place.as_ref()?.entity.as_deref()),
    )
    .map(str::to_owned);
    let mut roles: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for p in mentions.iter().flat_map(|(_, m)| &m.participants) {
        if let Some(entity) = p.entity.as_deref() {
            roles.entry(entity).or_default().push(&p.role);
        }
    }
    out.participants = roles
        .into_iter()
        .map(|(entity, roles)| EventActor {
            entity: entity.to_owned(),
            role: most(roles.into_iter()).unwrap_or("").to_owned(),
        })
        .collect();
    let first = mentions
        .iter()
        .find(|(_, m)| !m.topics.is_empty())
        .map(|(r, _)| &r.id);
    for (_, m) in mentions.iter().filter(|(r, _)| Some(&r.id) == first) {
        for topic in &m.topics {
            if !out.topics.contains(&topic.text) && out.topics.len() < 12 {
                out.topics.push(topic.text.clone());
            }
        }
    }
    out.mentions = mentions
        .iter()
        .map(|(r, m)| EventRef {
            report: r.id.clone(),
            event: m.id.clone(),
        })
        .collect();
    out.why = cluster
        .steps
        .iter()
        .take(REASONS)
        .map(|step| reason(context, members, step))
        .collect();
    out
}

/// The most frequent; among equals the first.
fn most<'a>(words: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    let mut index: FxHashMap<&str, usize> = FxHashMap::default();
    for word in words.filter(|w| !w.is_empty()) {
        let at = *index.entry(word).or_insert_with(|| {
            counts.push((word, 0));
            counts.len() - 1
        });
        counts[at].1 += 1;
    }
    counts.iter().rev().max_by_key(|c| c.1).map(|c| c.0)
}

/// How far a status has come; what happened is further than what was refused, that further than what was planned.
pub(crate) fn progress(status: Modality) -> u8 {
    match status {
        Modality::Conditional => 0,
        Modality::Discussed => 1,
        Modality::CalledFor => 2,
        Modality::Planned => 3,
        Modality::Promised => 4,
        Modality::Agreed => 5,
        Modality::Rejected => 6,
        Modality::Denied => 7,
        Modality::Postponed => 8,
        Modality::Background => 9,
        Modality::Ongoing => 10,
        Modality::Happened => 11,
    }
}

/// Has it taken place, as far as this status says?
pub(crate) fn is_real(status: Modality) -> bool {
    progress(status) >= progress(Modality::Background)
}

/// Is it an act of speech that took place, whatever becomes of what it is about: a demand, a refusal, a threat, a promise?
pub(crate) fn is_act(kind: &str, status: Modality) -> bool {
    matches!(
        (kind, status),
        ("request", Modality::CalledFor | Modality::Happened)
            | ("reject", Modality::Rejected | Modality::Happened)
            | ("threaten", Modality::Conditional | Modality::Happened)
            | (
                "agree",
                Modality::Promised | Modality::Agreed | Modality::Happened
            )
            | ("accuse", Modality::Happened)
    )
}

fn when(
    context: &Context<'_>,
    cluster: &Cluster,
    members: &[Member],
    status: Modality,
    options: &CompileOptions,
) -> When {
    let core = cluster.profile.period;
    // reports by the day they tell, where it contradicts the others
    let mut days: BTreeMap<(Option<i32>, Option<i32>), BTreeSet<usize>> = BTreeMap::new();
    for m in members {
        let p = context.told[m.0].of(m.1);
        if p.is_bounded() && p.width() <= 1 {
            days.entry((p.from, p.to)).or_default().insert(m.0);
        }
    }
    let mut period = core;
    let rivals: Vec<Period> = days
        .keys()
        .map(|&(from, to)| Period {
            from,
            to,
            ..Period::default()
        })
        .filter(|p| p.gap(&core) > 0)
        .collect();
    if !rivals.is_empty() {
        // a day in words of its own weighs more than "yesterday", which a paper of the next day gets wrong
        let full = |r: isnad_model::Reading| r.day.is_some() && r.month.is_some();
        let in_full = members.iter().filter(|m| {
            let times = &context.dossier.reports[m.0].times;
            let mut own = context.told[m.0].times(m.1);
            own.any(|(n, _)| times[n].reading.is_some_and(full))
        });
        let mut in_full: Vec<Period> = in_full.map(|m| context.told[m.0].of(m.1)).collect();
        in_full.dedup();
        let votes = |p: &Period| {
            let told = days.get(&(p.from, p.to)).map_or(0, BTreeSet::len);
            2 * told + usize::from(told > 0 && in_full.iter().any(|t| t.gap(p) == 0))
        };
        if let Some(best) = rivals.iter().max_by_key(|p| votes(p))
            && votes(best) > votes(&core)
        {
            period = *best;
        }
    }
    let mut out = period.when();
    if period.is_dated() {
        let own = members.iter().flat_map(|m| {
            let times = &context.dossier.reports[m.0].times;
            let fit = context.told[m.0].times(m.1).filter(|t| t.1.gap(&period) == 0);
            fit.map(|(n, _)| times[n].certainty)
        });
        out.certainty = own.min().unwrap_or(Certainty::Inferred);
        if !period.is_bounded() || period.weekday.is_some() || period.season.is_some() {
            out.certainty = Certainty::Open;
        }
        if !rivals.is_empty() {
            out.certainty = Certainty::Approximate;
        }
        let whole = period.width();
        let says_it = |m: &&Member| {
            let p = context.told[m.0].of(m.1);
            whole > 0 && p.is_bounded() && p.width() == whole && p.gap(&period) == 0
        };
        if let Some(m) = members.iter().find(says_it) {
            // keep the words' own value ("2020-W51", "2021-WXX-4") where it says the same
            let mut own = context.told[m.0].times(m.1);
            if let Some((n, _)) = own.find(|t| t.1.width() == whole) {
                let value = context.dossier.reports[m.0].times[n].value.as_str();
                out.value = value.split('T').next().unwrap_or("").to_owned();
            }
        }
    }
    let kind = members.first().map_or("", |m| context.mention(*m).kind.as_str());
    let done = |m: &EventMention| is_real(m.modality) || is_act(&m.kind, m.modality);
    if is_real(status) || is_act(kind, status) {
        // what a report tells as done was done when it was published
        let by = members
            .iter()
            .filter(|m| done(context.mention(**m)))
            .filter_map(|m| context.published[m.0].to)
            .min()
            .and_then(super::period::date);
        let bounds = [out.latest, by, options.as_of];
        let latest = bounds.into_iter().flatten().min();
        if out.earliest.is_none_or(|e| latest.is_some_and(|l| l >= e)) {
            out.latest = latest;
        }
    }
    out
}

fn reason(context: &Context<'_>, members: &[Member], step: &Step) -> Reason {
    let evidence = |m: Member| {
        let report = &context.dossier.reports[m.0];
        Evidence::new(&report.id, &context.mention(m).trigger)
    };
    let rule = match step.refused {
        Some(rule) => format!("kept-apart: {rule}"),
        None => format!("one-event: {}", step.reasons.as_slice().join(", ")),
    };
    let founder = members.iter().find(|m| **m != step.member).or(members.first());
    Reason::new(
        rule,
        founder.copied().into_iter().chain([step.member]).map(evidence),
    )
}

/// A visit and the meetings in it: shared actor, agreeing days, told by one report at least.
fn parts(context: &Context<'_>, events: &mut [(Event, Vec<Member>)]) {
    let is_visit = |e: &Event| e.kind == "consult" && e.mode.as_deref() == Some("visit");
    let is_part = |e: &Event| {
        e.kind == "consult" && matches!(e.mode.as_deref(), None | Some("meeting" | "multilateral"))
    };
    let mut by_report: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    for (n, (event, members)) in events.iter().enumerate() {
        if is_part(event) && is_real(event.status) {
            let reports: BTreeSet<usize> = members.iter().map(|m| m.0).collect();
            for r in reports {
                by_report.entry(r).or_default().push(n);
            }
        }
    }
    let kinds: FxHashMap<&str, isnad_model::EntityKind> = context
        .dossier
        .entities
        .iter()
        .map(|e| (e.id.as_str(), e.kind))
        .collect();
    let mut found: Vec<(usize, Vec<(usize, String)>)> = Vec::new();
    for (n, (visit, members)) in events
        .iter()
        .enumerate()
        .filter(|(_, (e, _))| is_visit(e) && is_real(e.status))
    {
        let guests: BTreeSet<&str> = visit
            .participants
            .iter()
            .filter(|p| {
                !p.role.starts_with("host")
                    && !matches!(kinds.get(p.entity.as_str()), Some(isnad_model::EntityKind::Place))
            })
            .map(|p| p.entity.as_str())
            .collect();
        let reports: BTreeSet<usize> = members.iter().map(|m| m.0).collect();
        let near: BTreeSet<usize> = reports
            .iter()
            .filter_map(|r| by_report.get(r))
            .flat_map(|list| list.iter().take(64).copied())
            .collect();
        let mut ids = Vec::new();
        for m in near {
            let (meeting, told) = &events[m];
            let joint = meeting
                .participants
                .iter()
                .any(|p| guests.contains(p.entity.as_str()));
            // "came to the town for talks with B": who came is told once
            let for_talks = !joint
                && meeting.when.value.is_empty()
                && meeting.participants.len() < 2
                && one_clause(context, members, told)
                && told.iter().all(|t| is_purpose(context, members, *t));
            if m == n || !(joint || for_talks) || [visit, meeting].iter().any(|e| e.when.value == "PAST_REF")
            {
                continue;
            }
            let (a, b) = (bounds(&visit.when), bounds(&meeting.when));
            let dated = a.is_bounded() && b.is_bounded() && a.width().max(b.width()) <= 31;
            let here = visit
                .place
                .as_deref()
                .zip(meeting.place.as_deref())
                .is_some_and(|(a, b)| context.holds(a, b));
            if a.gap(&b) == 0 && (dated || here || one_clause(context, members, told)) {
                ids.push((m, meeting.id.clone()));
            }
        }
        if !ids.is_empty() {
            found.push((n, ids));
        }
    }
    for (n, ids) in found {
        let when = events[n].0.when.clone();
        let single = Period::read(&when.value);
        let day = single.width() == 0 || single.weekday.is_some();
        for (m, _) in &ids {
            let part = &mut events[*m].0;
            if day && part.when.value.is_empty() {
                // a meeting in a visit of one day is of that day
                part.when = When {
                    certainty: when.certainty.max(Certainty::Inferred),
                    ..when.clone()
                };
                let evidence = context.mention(events[*m].1[0]);
                let report = &context.dossier.reports[events[*m].1[0].0];
                let why = Reason::new("day-of-the-visit", [Evidence::new(&report.id, &evidence.trigger)]);
                events[*m].0.why.push(why);
            }
        }
        events[n].0.parts = ids.into_iter().map(|(_, id)| id).collect();
    }
}

/// Is a mention what one of others was for: behind it, with no mark between ("came to the town for talks")?
fn is_purpose(context: &Context<'_>, others: &[Member], member: Member) -> bool {
    let at = context.mention(member).trigger.start;
    let text = &context.dossier.reports[member.0].text;
    others.iter().any(|o| {
        let from = context.mention(*o).trigger.end;
        let between = text.get(from..at).filter(|_| o.0 == member.0);
        between.is_some_and(|w| !w.contains(['\n', '.', ',', ';', ':', '\u{60C}', '\u{61B}']))
    })
}

/// Does one report tell both in one clause or sentence?
fn one_clause(context: &Context<'_>, a: &[Member], b: &[Member]) -> bool {
    a.iter().take(32).any(|x| {
        let span = context.mention(*x).span();
        b.iter()
            .take(32)
            .any(|y| x.0 == y.0 && span.overlaps(context.mention(*y).span()))
    })
}

fn bounds(when: &When) -> Period {
    let mut out = Period::read(&when.value);
    if !out.is_dated() {
        out = Period {
            from: when.earliest.map(super::period::day),
            to: when.latest.map(super::period::day),
            ..Period::default()
        };
    }
    out
}

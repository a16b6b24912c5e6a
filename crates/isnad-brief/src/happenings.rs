//! What happened: the lead, the timeline, the meetings.

use crate::{
    budget,
    desk::Desk,
    statements,
    told::{Detail, is_present},
    words,
};
use isnad_model::{BriefLine, Date, Event, Link, Modality, Role, Section};
use std::{cmp::Reverse, collections::BTreeSet};

/// The best corroborated newest events: by independent roots, then recency, then number of participants; watched actors first.
pub(crate) fn lead(desk: &Desk<'_>) -> Section {
    let mut events: Vec<(&Event, Option<Date>)> = desk
        .dossier
        .events
        .iter()
        .filter(|e| is_news(desk, e))
        .map(|e| (e, last_day(desk, e)))
        .collect();
    let newest = events
        .iter()
        .filter_map(|(e, day)| day.filter(|_| !is_ahead(e.status)))
        .max();
    let since = desk
        .options
        .since
        .or_else(|| newest.map(|day| day.saturating_sub(jiff::Span::new().days(6_i64))));
    let is_new = |day: Option<Date>| since.is_none_or(|since| day.is_some_and(|d| d >= since));
    let rank = |(e, day): &(&Event, Option<Date>)| (is_watched(desk, e), roots(e), *day, desk.sides(e).len());
    events.sort_by_cached_key(|x| (!is_new(x.1), Reverse(rank(x)), x.0.id.clone()));
    let new = events.iter().filter(|x| is_new(x.1)).count();
    // a quiet week borrows what other reports are about, not what they look back to; a day that the user gave is kept to
    if desk.options.since.is_some() {
        events.truncate(new);
    } else {
        let mut at = 0;
        events.retain(|x| {
            at += 1;
            at <= new || is_lede(desk, x.0) && in_main_language(desk, x.0)
        });
    }
    let wanted = if desk.options.since.is_some() {
        new
    } else {
        new.max(*budget::LEAD.start())
    };
    if desk.options.since.is_none() {
        let (_, older) = events.split_at_mut(new);
        older.sort_by_cached_key(|x| {
            (
                Reverse((x.1, is_watched(desk, x.0), roots(x.0), desk.sides(x.0).len())),
                x.0.id.clone(),
            )
        });
    }
    let shown = wanted.min(*budget::LEAD.end());
    let mut lines = Vec::new();
    let mut seen: Vec<Vec<String>> = Vec::new();
    for (event, _) in events.iter() {
        if lines.len() >= shown {
            break;
        }
        let detail = Detail {
            when: true,
            topics: true,
            letters: words::LONG,
        };
        let Some(line) = event_line(desk, event, String::new(), detail) else {
            continue;
        };
        // the same sentence in several reports is one piece of news
        let words = statements::sorted_words(&line.text);
        if seen.iter().any(|s| statements::alike(s, &words)) {
            continue;
        }
        seen.push(words);
        lines.push(line);
    }
    let left = new.saturating_sub(lines.len());
    let mut section = desk.section("lead", lines, left);
    if let (true, Some(since)) = (section.lines.is_empty(), desk.options.since) {
        section.omitted = desk
            .wording
            .phrase("nothing-new", &[("date", &desk.value_label(&since.to_string()))]);
    }
    section
}

/// Everything in order of time.
pub(crate) fn timeline(desk: &Desk<'_>) -> Section {
    let mut entries: Vec<(usize, &Event)> = desk
        .dossier
        .timeline
        .iter()
        .filter_map(|t| desk.event(&t.event))
        .enumerate()
        .filter(|(_, e)| has_words(desk, e))
        .collect();
    let all = entries.len();
    entries.retain(|(_, e)| !is_aside(desk, e));
    let purposes = purposes(desk);
    entries.retain(|(_, e)| !purposes.contains(e.id.as_str()));
    if entries.len() > budget::TIMELINE {
        entries.sort_by_cached_key(|(at, e)| {
            (
                Reverse((is_watched(desk, e), roots(e), e.mentions.len(), weight(desk, e))),
                *at,
            )
        });
        entries.truncate(budget::TIMELINE);
        entries.sort_by_key(|(at, _)| *at);
    }
    let mut lines: Vec<BriefLine> = Vec::new();
    let mut said = 0;
    for (_, event) in entries {
        let label = desk.date_label(&event.when);
        let Some(line) = event_line(
            desk,
            event,
            label,
            Detail {
                when: false,
                topics: false,
                letters: words::SHORT,
            },
        ) else {
            continue;
        };
        // two events in one sentence of a report are told by the same words
        match lines.last_mut() {
            Some(last) if same_words(desk, last, &line) => {
                said += 1;
                // what was agreed says more than that they met
                if event.kind == "agree" {
                    *last = line;
                }
            }
            Some(last) if same_line(last, &line) => {
                said += 1;
                last.evidence.extend(
                    line.evidence
                        .into_iter()
                        .filter(|e| !last.evidence.contains(e))
                        .collect::<Vec<_>>(),
                );
            }
            _ => lines.push(line),
        }
    }
    let left = all.saturating_sub(lines.len() + said);
    desk.section("timeline", lines, left)
}

/// A line for each event that can be told, in the order of the dossier.
pub(crate) fn every(desk: &Desk<'_>) -> Vec<BriefLine> {
    let detail = Detail {
        when: false,
        topics: false,
        letters: words::SHORT,
    };
    let events = desk.dossier.events.iter();
    events
        .filter_map(|e| event_line(desk, e, desk.date_label(&e.when), detail))
        .collect()
}

/// Who met whom: host, guest, place, agenda.
pub(crate) fn meetings(desk: &Desk<'_>) -> Section {
    let met = |e: &&Event| {
        e.kind == "consult"
            && matches!(e.status, Modality::Happened)
            && desk.is_sure(e)
            && desk.sides(e).iter().filter(|(_, role)| !is_present(role)).count() >= 2
    };
    let mut events: Vec<(usize, &Event)> = desk.dossier.events.iter().filter(met).enumerate().collect();
    let all = events.len();
    events.sort_by_cached_key(|(at, e)| {
        (
            Reverse((
                is_watched(desk, e),
                roots(e),
                e.when.latest,
                desk.sides(e).len(),
                !e.topics.is_empty(),
            )),
            *at,
        )
    });
    events.truncate(budget::MEETINGS);
    events.sort_by_key(|(at, e)| {
        (
            Reverse(is_watched(desk, e)),
            Reverse(e.when.latest.or(e.when.earliest)),
            *at,
        )
    });
    let mut lines = Vec::new();
    for (_, event) in events {
        lines.extend(event_line(
            desk,
            event,
            String::new(),
            Detail {
                when: true,
                topics: true,
                letters: words::LONG,
            },
        ));
    }
    let left = all - lines.len();
    desk.section("meetings", lines, left)
}

fn same_line(a: &BriefLine, b: &BriefLine) -> bool {
    a.label == b.label && a.text == b.text
}

/// Do two lines of one date quote the same words of the same report?
fn same_words(desk: &Desk<'_>, a: &BriefLine, b: &BriefLine) -> bool {
    let open = &desk.wording.marks.quotes[0];
    let quoted = |text: &'_ str| text.split_once(open.as_str()).map(|x| x.1.to_owned());
    a.label == b.label && a.text != b.text && a.evidence == b.evidence && {
        let words = quoted(&a.text);
        words.is_some() && words == quoted(&b.text)
    }
}

/// Talks that a visit was for, told in the clause that tells the visit and nowhere else: one happening, not two.
fn purposes<'a>(desk: &Desk<'a>) -> BTreeSet<&'a str> {
    let mut out = BTreeSet::new();
    for visit in desk.dossier.events.iter().filter(|e| !e.parts.is_empty()) {
        for part in visit.parts.iter().filter_map(|id| desk.event(id)) {
            let [only] = part.mentions.as_slice() else {
                continue;
            };
            let told = desk.told_in(part).next();
            let within = told.is_some_and(|(report, m)| {
                let clause = desk.whole_clause(report, m.span());
                let mut of_visit = desk.told_in(visit).filter(|(r, _)| r.id == only.report);
                of_visit.any(|(_, v)| clause.contains(v.trigger.span()) && v.trigger.start < m.trigger.start)
            });
            if within && desk.sides(part).len() < 2 {
                out.insert(part.id.as_str());
            }
        }
    }
    out
}

/// Does it look back to something without a day, between nobody who is named, in passing?
fn is_aside(desk: &Desk<'_>, event: &Event) -> bool {
    let unnamed = event.status == Modality::Happened && desk.sides(event).is_empty();
    event.when.earliest.is_none()
        && (unnamed || event.status == Modality::Background)
        && !is_lede(desk, event)
}

fn event_line(desk: &Desk<'_>, event: &Event, label: String, detail: Detail) -> Option<BriefLine> {
    let phrased = desk.phrased(event, detail);
    let via = attribution(desk, event, phrased.is_some());
    let (mut text, phrased) = match phrased {
        Some(text) if via.is_empty() => (text, true),
        Some(text) => {
            let slots = [("event", text.as_str()), ("via", &via)];
            (desk.wording.phrase("event-via", &slots), true)
        }
        None => (desk.quoted(event, detail, &via), false),
    };
    if text.is_empty() {
        return None;
    }
    let alone = if phrased {
        named_by_few(desk, event)
    } else {
        Vec::new()
    };
    text = if alone.is_empty() {
        if detail.topics {
            corroborated(desk, event, text)
        } else {
            text
        }
    } else {
        partly_named(desk, event, &alone, detail.topics, text)
    };
    let mut line = desk.line(label, text, desk.event_evidence(event))?;
    line.event = Some(event.id.clone());
    Some(line)
}

/// On whose word reports tell it, where none of them tells it on its own: empty where one does, where who acted says so himself, and where
/// the words quoted name the source.
fn attribution(desk: &Desk<'_>, event: &Event, phrased: bool) -> String {
    let told: Vec<_> = desk.told_in(event).collect();
    let chains: Vec<Vec<&Link>> = told.iter().map(|(r, m)| statements::carriers(r, m)).collect();
    if chains.iter().any(Vec::is_empty) {
        return String::new();
    }
    let Some((report, mention)) = desk.best_told(event) else {
        return String::new();
    };
    let acts = |l: &Link| {
        l.entity
            .as_deref()
            .is_some_and(|e| event.participants.iter().any(|p| p.entity == e))
    };
    let anonymous = |chain: &Vec<&Link>| chain.iter().any(|l| l.anonymous.is_some());
    let chain = statements::carriers(report, mention);
    // where one report names its source, the claim is not one of nobody
    if !anonymous(&chain) && chain.iter().any(|l| acts(l)) {
        return String::new();
    }
    let clause = if phrased {
        isnad_text::Span::default()
    } else {
        desk.whole_clause(report, mention.span())
    };
    // one word that is no entity refers back ("the ministry")
    let told_who = |l: &&&Link| l.entity.is_some() || l.anonymous.is_some() || l.text.trim().contains(' ');
    let chain: Vec<&Link> = chain.iter().filter(told_who).copied().collect();
    statements::through(desk, &chain, clause)
}

/// Those whom one report alone of several names, or fewer than half of the independent sources.
fn named_by_few(desk: &Desk<'_>, event: &Event) -> Vec<(usize, usize)> {
    if event.roots.len() < 2 {
        return Vec::new();
    }
    let naming = |entity: &str| {
        let told = desk.told_in(event);
        let reports: BTreeSet<&str> = told
            .filter(|(_, m)| m.participants.iter().any(|p| p.entity.as_deref() == Some(entity)))
            .map(|(r, _)| r.id.as_str())
            .collect();
        let of = |root: &&isnad_model::Root| root.reports.iter().any(|r| reports.contains(r.as_str()));
        (reports.len(), event.roots.iter().filter(of).count())
    };
    let sides = desk.sides(event).into_iter();
    let counted = sides.filter_map(|(side, _)| Some((side, naming(&desk.entity(side)?.id))));
    counted
        .filter(|(_, (reports, roots))| *reports > 0 && (*roots == 1 || 2 * roots < event.roots.len()))
        .map(|(side, (reports, _))| (side, reports))
        .collect()
}

/// The sources of an event, and how many reports name those whom few name.
fn partly_named(desk: &Desk<'_>, event: &Event, few: &[(usize, usize)], count: bool, text: String) -> String {
    let names: Vec<String> = few.iter().map(|(side, _)| desk.bare_name(*side)).collect();
    let most = few.iter().map(|x| x.1).max().unwrap_or(0);
    let reports = desk.wording.count("reports-of", most);
    let roots = if count {
        desk.wording.count("roots", event.roots.len())
    } else {
        String::new()
    };
    let slots = [
        ("event", text.as_str()),
        ("roots", &roots),
        ("names", &desk.list(&names)),
        ("reports", &reports),
    ];
    let told = desk.wording.phrase("roots-partly", &slots);
    desk.graded(event.grade.as_ref().filter(|_| count), told)
}

/// Says how many independent sources tell it, and its grade where the user grades outlets.
fn corroborated(desk: &Desk<'_>, event: &Event, text: String) -> String {
    let reports = event.mentions.iter().map(|m| m.report.as_str());
    let text = desk.corroborated(reports, event.roots.len(), text);
    desk.graded(event.grade.as_ref(), text)
}

/// Is it news: something that took place, has a day or is what a report is about, and can be told?
fn is_news(desk: &Desk<'_>, event: &Event) -> bool {
    let real = event.status == Modality::Happened;
    let talk = event.kind == "other" && event.mode.is_none() || event.kind == "request";
    let dated = event.when.earliest.is_some();
    real && !talk && (dated || is_lede(desk, event)) && has_words(desk, event)
}

/// Does a report in the language of the dossier tell it?
fn in_main_language(desk: &Desk<'_>, event: &Event) -> bool {
    desk.told_in(event)
        .any(|(report, _)| report.language == desk.dossier.language)
}

/// Is it what the headline or the first paragraph of a report tells?
fn is_lede(desk: &Desk<'_>, event: &Event) -> bool {
    desk.told_in(event).any(|(report, mention)| {
        let first = report.blocks.iter().find(|b| b.role == Role::Paragraph);
        let end = first.map_or(0, |b| b.end);
        let start = first.map_or(0, |b| b.start);
        let at = mention.trigger.start;
        // in the headline, or the first thing that the paragraph tells
        let leads = at < start
            || report
                .events
                .iter()
                .filter(|e| e.trigger.start >= start)
                .all(|e| e.trigger.start >= at);
        at < end && leads && mention.modality == Modality::Happened
    })
}

fn is_ahead(status: Modality) -> bool {
    matches!(
        status,
        Modality::Planned
            | Modality::Promised
            | Modality::Agreed
            | Modality::CalledFor
            | Modality::Conditional
            | Modality::Discussed
    )
}

/// Can it be told at all?
fn has_words(desk: &Desk<'_>, event: &Event) -> bool {
    desk.told_in(event).any(|(_, m)| !m.text.trim().is_empty())
}

/// The last day on which it may have happened; for what lies ahead the last day on which it was reported.
fn last_day(desk: &Desk<'_>, event: &Event) -> Option<Date> {
    let reported = desk
        .told_in(event)
        .filter_map(|(r, _)| known_by(r.published.earliest, r.published.latest))
        .max();
    let own = known_by(event.when.earliest, event.when.latest);
    if is_ahead(event.status) {
        // what was planned for a day that is over is no news any more
        return own.map_or(reported, |own| reported.map(|reported| own.min(reported)));
    }
    // that it was before the report came out is no date of its own
    let own = own.filter(|_| event.when.earliest.is_some());
    match (own, reported) {
        (Some(own), Some(reported)) => Some(own.min(reported)),
        (Some(own), None) => Some(own),
        // an event without any date is as old as its report at most only where the report is about it
        (None, reported) => reported.filter(|_| is_lede(desk, event)),
    }
}

/// The last day of an interval; of a wide one the first, which is all that is sure.
fn known_by(earliest: Option<Date>, latest: Option<Date>) -> Option<Date> {
    match (earliest, latest) {
        (Some(a), Some(b)) if a.until(b).is_ok_and(|span| span.get_days() > 31) => Some(a),
        (_, Some(b)) => Some(b),
        (a, None) => a,
    }
}

fn roots(event: &Event) -> usize {
    event.roots.len().max(usize::from(!event.mentions.is_empty()))
}

fn is_watched(desk: &Desk<'_>, event: &Event) -> bool {
    event
        .participants
        .iter()
        .any(|p| desk.shown(&p.entity).is_some_and(|e| desk.names.is_watched(e)))
}

/// How much a line of the timeline tells: participants, a place, a known day.
fn weight(desk: &Desk<'_>, event: &Event) -> usize {
    let told = usize::from(!matches!(
        event.status,
        Modality::Background | Modality::Discussed
    ));
    desk.sides(event).len().min(4)
        + usize::from(event.place.is_some())
        + usize::from(event.when.earliest.is_some())
        + 2 * told
}

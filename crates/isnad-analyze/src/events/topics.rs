//! Agenda items: what a meeting was about.

use super::found::Found;
use super::scan::with_titles;
use crate::{Layers, Page};
use isnad_lang::events::{Clause, Marker, Shape};
use isnad_text::{Form, Kind, Span};

/// Longest agenda in tokens.
const LONGEST: usize = 40;

/// Adds agenda items to the consult events of the sentence in which they are told, or to the last one before it.
pub(super) fn add(page: &Page<'_>, layers: &Layers, found: &mut [Found]) {
    let words = &page.pack.events;
    for (number, s) in page
        .sentences
        .iter()
        .enumerate()
        .filter(|(_, s)| s.role.is_content())
    {
        // finds come in the order of their sentences
        let near = found.partition_point(|f| f.sentence + 2 < number)
            ..found.partition_point(|f| f.sentence <= number);
        let range = s.sentence.tokens.clone();
        let mut at = range.start;
        while at < range.end {
            let Some(hit) = words.agenda.longest(&page.tokens, at) else {
                at += 1;
                continue;
            };
            let start = at + hit.len;
            if at > range.start && words.matters.longest(&page.tokens, at - 1).is_some() {
                at = start;
                continue;
            }
            // "on Saturday", "on both sides": a day or the sides are no agenda
            let byte = page.tokens.get(start).map_or(0, |t| t.span.start);
            let time = layers.times.partition_point(|t| t.end <= byte);
            let day = layers.times.get(time).is_some_and(|t| t.start <= byte);
            if !words.genitive && (words.sides.longest(&page.tokens, start).is_some() || day) {
                at = start;
                continue;
            }
            let end = (start..range.end.min(start + LONGEST))
                .find(|&t| ends(page, t))
                .unwrap_or(range.end.min(start + LONGEST));
            let consult = |f: &Found| words.frames.get(f.frame).is_some_and(|fr| fr.kind() == "consult");
            // the event of this sentence that stands before the agenda, else the last of the sentences just before
            let target = found
                .get(near.clone())
                .unwrap_or_default()
                .iter()
                .rposition(|f| consult(f) && f.token <= at)
                .map(|f| f + near.start)
                .filter(|&f| {
                    found
                        .get(f)
                        .is_some_and(|f| f.sentence == number || f.actors.len() >= 2)
                });
            // "at the talks": the meeting itself is no agenda of it
            let itself = (start..end)
                .find(|&t| words.determiners.longest(&page.tokens, t).is_none())
                .and_then(|t| Some((t, words.triggers.longest(&page.tokens, t)?)))
                .filter(|(_, h)| {
                    let kind = words
                        .frames
                        .get(h.value.frame)
                        .map(isnad_lang::events::Frame::kind);
                    kind == Some("consult")
                })
                .is_some_and(|(t, h)| t + h.len >= end);
            if itself {
                at = end.max(at + 1);
                continue;
            }
            if let Some(f) = target.and_then(|f| found.get_mut(f)) {
                let Some(from) = content(page, layers, f, start, end) else {
                    at = end.max(at + 1);
                    continue;
                };
                let span = trim(page, page.span(from..end));
                if !span.is_empty() && !f.topics.iter().any(|t| t.overlaps(span)) {
                    f.topics.push(span);
                }
            }
            at = end.max(at + 1);
        }
    }
}

/// Where the agenda begins: behind subject, company, place and day of the event, none where words stand there that cannot be told from it.
fn content(page: &Page<'_>, layers: &Layers, f: &Found, start: usize, end: usize) -> Option<usize> {
    let words = &page.pack.events;
    let mut at = start;
    // the subject may have words of its own before its name
    let first = f
        .actors
        .iter()
        .filter_map(|(m, _)| layers.mentions.get(*m))
        .map(|m| page.tokens.within(m.span()).start)
        .filter(|&t| t > start && t <= start + 8 && t < end)
        .min();
    if let Some(first) = first
        && !(start..first).any(|t| matches!(page.tokens.folded(t), "," | "\u{060C}"))
        && (start..first).all(|t| words.markers.longest(&page.tokens, t).is_none())
    {
        at = first;
    }
    let mut own: Vec<usize> = f.actors.iter().map(|(m, _)| *m).chain(f.place).collect();
    own.sort_unstable();
    let complements: Vec<_> = own
        .iter()
        .filter_map(|&m| layers.mentions.get(m))
        .map(|m| page.tokens.within(with_titles(m)))
        .collect();
    while at < end {
        let own = complements
            .iter()
            .find(|tokens| tokens.contains(&at))
            .map(|tokens| tokens.end);
        let time = page.tokens.get(at).and_then(|token| {
            let from = layers.times.partition_point(|t| t.end <= token.span.start);
            let time = layers.times.get(from).filter(|t| t.span().overlaps(token.span))?;
            Some(page.tokens.within(time.span()).end)
        });
        let trigger = || {
            let hits = words.triggers.all(&page.tokens, at);
            hits.iter()
                .filter(|h| h.value.shape == Shape::Definite)
                .map(|h| at + h.len)
                .max()
        };
        let marker = words
            .markers
            .longest_where(&page.tokens, at, |form| form.off & !Form::CONJUNCTION == 0);
        if let Some(next) = own.or(time) {
            at = next.max(at + 1);
        } else if let Some(hit) = words.sides.longest(&page.tokens, at) {
            at += hit.len;
        } else if let Some(next) = trigger().filter(|_| at == start) {
            at = next;
        } else if let Some(hit) = words.fillers.longest(&page.tokens, at) {
            at += hit.len;
        } else if page.tokens.get(at).is_some_and(|t| t.kind == Kind::Mark) {
            at += 1;
        } else if let Some(hit) = marker {
            let adjunct = matches!(
                hit.value,
                Marker::With
                    | Marker::In
                    | Marker::Aside
                    | Marker::Between
                    | Marker::Attendance
                    | Marker::Chair
            );
            if !adjunct {
                return Some(at);
            }
            // an adjunct that names nobody known: up to the next comma
            let named = (at + hit.len..end.min(at + hit.len + 8))
                .find(|&t| complements.iter().any(|tokens| tokens.contains(&t)));
            let comma = (at..end).find(|&t| matches!(page.tokens.folded(t), "," | "\u{060C}"));
            at = match (named, comma) {
                (Some(n), Some(c)) => n.min(c),
                (Some(n), None) => n,
                (None, Some(c)) => c + 1,
                (None, None) => return None,
            };
        } else {
            break;
        }
    }
    (at < end).then_some(at)
}

fn ends(page: &Page<'_>, t: usize) -> bool {
    let word = page.tokens.folded(t);
    matches!(word, "." | ":" | ";" | "\u{061B}")
        || page
            .pack
            .events
            .clauses
            .exact(&page.tokens, t)
            .is_some_and(|h| *h.value == Clause::Side)
}

/// Leaves out marks and white space at both ends.
fn trim(page: &Page<'_>, span: Span) -> Span {
    let items = page.tokens.items();
    let range = page.tokens.within(span);
    let Some(inside) = items.get(range) else {
        return Span::default();
    };
    let word = |t: &&isnad_text::Token| t.kind != Kind::Mark;
    match (inside.iter().find(word), inside.iter().rev().find(word)) {
        (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
        _ => Span::default(),
    }
}

//! Agenda items: what a meeting was about.

use super::found::Found;
use super::scan::with_titles;
use crate::{Layers, Page};
use isnad_lang::events::Clause;
use isnad_text::{Kind, Span};

/// Longest agenda in tokens.
const LONGEST: usize = 40;

/// Adds agenda items to the consult events of the sentence in which they are told, or to the last one before it.
pub(super) fn add(page: &Page<'_>, layers: &Layers, found: &mut [Found]) {
    let words = &page.pack.events;
    let mut next = 0;
    for (number, s) in page
        .sentences
        .iter()
        .enumerate()
        .filter(|(_, s)| s.role.is_content())
    {
        while found.get(next).is_some_and(|f| f.sentence < number) {
            next += 1;
        }
        let range = s.sentence.tokens.clone();
        let mut at = range.start;
        while at < range.end {
            let Some(hit) = words.agenda.longest(&page.tokens, at) else {
                at += 1;
                continue;
            };
            let start = at + hit.len;
            let end = (start..range.end.min(start + LONGEST))
                .find(|&t| ends(page, t))
                .unwrap_or(range.end.min(start + LONGEST));
            let consult = |f: &Found| words.frames.get(f.frame).is_some_and(|fr| fr.kind() == "consult");
            // the event of this sentence that stands before the agenda, else the last of the sentences just before
            let target = found
                .iter()
                .rposition(|f| consult(f) && f.token <= at && f.sentence + 2 >= number)
                .filter(|&f| {
                    found
                        .get(f)
                        .is_some_and(|f| f.sentence == number || f.actors.len() >= 2)
                });
            if let Some(f) = target.and_then(|f| found.get_mut(f)) {
                let from = f
                    .actors
                    .iter()
                    .filter_map(|(m, _)| layers.mentions.get(*m))
                    .map(|m| page.tokens.within(with_titles(m)).end)
                    .filter(|&e| e > start && e <= end)
                    .max()
                    .unwrap_or(start);
                let span = trim(page, page.span(from..end));
                if !span.is_empty() && !f.topics.iter().any(|t| t.overlaps(span)) {
                    f.topics.push(span);
                }
            }
            at = end.max(at + 1);
        }
    }
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

//! Figures: a number, what it counts, and what narrows it.

use crate::{Layers, Page};
use isnad_model::{EntityKind, Figure};
use isnad_text::{Kind, Span};

/// Words that narrow a figure, at most.
const SCOPE: usize = 6;

/// Adds the figures of a report: numbers that belong to no time and no name, with the word they count.
pub(crate) fn add(page: &Page<'_>, layers: &mut Layers) {
    let mut figures = Vec::new();
    let mut taken = Taken::new(layers);
    for s in page.sentences.iter().filter(|s| s.role.is_content()) {
        let range = s.sentence.tokens.clone();
        let mut i = range.start;
        while i < range.end {
            i = match figure(page, layers, &mut taken, i, range.end) {
                Some((figure, next)) => {
                    figures.push(figure);
                    next.max(i + 1)
                }
                None => i + 1,
            };
        }
    }
    figures
        .iter_mut()
        .enumerate()
        .for_each(|(n, f)| f.id = format!("f{}", n + 1));
    layers.figures = figures;
}

fn figure(
    page: &Page<'_>,
    layers: &Layers,
    taken: &mut Taken,
    i: usize,
    end: usize,
) -> Option<(Figure, usize)> {
    let token = page.tokens.get(i)?;
    if token.kind != Kind::Number || taken.holds(layers, token.span) {
        return None;
    }
    let (mut value, mut next) = number(page, i)?;
    // "5+5", "2/3", "10:00" and the like are no counts
    let glued_mark = |t: usize| {
        page.tokens.get(t).is_some_and(|x| {
            x.kind == Kind::Mark
                && x.glued
                && !matches!(
                    page.tokens.folded(t),
                    "%" | "," | "." | "\u{060C}" | ")" | "\u{066A}"
                )
        })
    };
    if glued_mark(next)
        || token.glued
            && i.checked_sub(1).is_some_and(|b| {
                page.tokens
                    .get(b)
                    .is_some_and(|x| x.kind != Kind::Mark || glued_mark(b))
            })
    {
        return None;
    }
    let words = &page.pack.events;
    while let Some(hit) = words.magnitudes.longest(&page.tokens, next) {
        value *= *hit.value;
        next += hit.len;
    }
    while let Some(hit) = words
        .approximate
        .longest(&page.tokens, next)
        .filter(|_| next < end)
    {
        next += hit.len;
    }
    let unit = page.tokens.get(next).filter(|t| {
        next < end && (t.kind == Kind::Word || matches!(page.tokens.folded(next), "%" | "\u{066A}"))
    })?;
    let stop = (next + 1..end.min(next + 1 + SCOPE))
        .find(|&t| page.tokens.get(t).is_none_or(|x| x.kind != Kind::Word))
        .unwrap_or(end.min(next + 1 + SCOPE));
    let span = Span::new(token.span.start, unit.span.end);
    let event = taken
        .event(layers, token.span)
        .map(|e| layers.events[e].id.clone());
    Some((
        Figure {
            id: String::new(),
            start: span.start,
            end: span.end,
            text: span.of(page.text).to_owned(),
            value,
            unit: unit.span.of(page.text).to_owned(),
            scope: page.span(next + 1..stop).of(page.text).to_owned(),
            event,
        },
        next,
    ))
}

/// The value of the digits at a token, with their separators, and the token behind them.
fn number(page: &Page<'_>, i: usize) -> Option<(f64, usize)> {
    let mut digits = page.tokens.folded(i).to_owned();
    let mut next = i + 1;
    while let (Some(mark), Some(more)) = (page.tokens.get(next), page.tokens.get(next + 1)) {
        if !(mark.glued && more.glued && more.kind == Kind::Number) {
            break;
        }
        match page.tokens.folded(next) {
            "," | "\u{066C}" => {}
            "." | "\u{066B}" => digits.push('.'),
            _ => break,
        }
        digits.push_str(page.tokens.folded(next + 1));
        next += 2;
    }
    Some((digits.parse().ok()?, next))
}

/// What stands at a number, for numbers in the order of the text.
struct Taken {
    /// The parts of the text that names cover, in order and apart.
    names: Vec<Span>,
    /// Numbers of the events by where they begin.
    events: Vec<usize>,
    /// How many of them have begun, and which of these have not ended.
    begun: usize,
    open: Vec<usize>,
}

impl Taken {
    fn new(layers: &Layers) -> Self {
        let named = layers.mentions.iter().filter(|m| m.kind != EntityKind::Group);
        let mut spans: Vec<Span> = named.map(isnad_model::Mention::span).collect();
        spans.sort_unstable();
        let mut names: Vec<Span> = Vec::with_capacity(spans.len());
        for span in spans.into_iter().filter(|s| !s.is_empty()) {
            match names.last_mut() {
                Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
                _ => names.push(span),
            }
        }
        let mut events: Vec<usize> = (0..layers.events.len()).collect();
        events.sort_by_key(|&e| layers.events[e].start);
        Self {
            names,
            events,
            begun: 0,
            open: Vec::new(),
        }
    }

    /// Is the number part of a time or a name?
    fn holds(&self, layers: &Layers, span: Span) -> bool {
        let time = layers.times.partition_point(|t| t.end <= span.start);
        let name = self.names.partition_point(|n| n.end <= span.start);
        layers.times.get(time).is_some_and(|t| t.span().overlaps(span))
            || self.names.get(name).is_some_and(|n| n.overlaps(span))
    }

    /// The first event that holds the number.
    fn event(&mut self, layers: &Layers, span: Span) -> Option<usize> {
        while let Some(&e) = self
            .events
            .get(self.begun)
            .filter(|&&e| layers.events[e].start <= span.start)
        {
            self.open.push(e);
            self.begun += 1;
        }
        self.open.retain(|&e| layers.events[e].end > span.start);
        let holds = |e: &usize| layers.events[*e].span().contains(span);
        self.open.iter().copied().filter(holds).min()
    }
}

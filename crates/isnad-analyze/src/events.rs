//! Event mentions with trigger, participants, place, time, topics and modality.
//!
//! One pass over each sentence finds the words that name events and attaches arguments to them ([`search`]); then finds that
//! name one event of the report are merged ([`merge`]).

#[cfg(test)]
mod acts;
mod found;
mod merge;
mod scan;
mod search;
mod topics;

use crate::{Annotator, Layers, Page, figures};
use found::Found;
use isnad_lang::events::{Frame, Status};
use isnad_model::{
    EntityKind, EventMention, EventTime, Link, Mention, Modality, Participant, PlaceLink, Polarity,
    TimeExpression, Words,
};
use isnad_text::{Span, hash_word};
use search::{Memory, Search};

/// Event mentions with trigger, participants, place, time, topics and modality.
#[derive(Clone, Copy, Debug)]
pub struct Events;

impl Annotator for Events {
    fn annotate(&self, page: &Page<'_>, layers: &mut Layers) {
        for (n, t) in layers
            .times
            .iter_mut()
            .enumerate()
            .filter(|(_, t)| t.id.is_empty())
        {
            t.id = format!("t{}", n + 1);
        }
        let outer = scan::outer(&layers.mentions);
        let mut memory = Memory::default();
        let mut found = Vec::new();
        for (number, sentence) in page
            .sentences
            .iter()
            .enumerate()
            .filter(|(_, s)| s.role.is_content())
        {
            Search::run(page, layers, &outer, (number, sentence), &mut memory, &mut found);
        }
        topics::add(page, layers, &mut found);
        let order = Order::new(layers);
        found.iter_mut().for_each(|f| speaker(page, layers, &order, f));
        let mut kept = merge::settle(page, layers, found);
        kept.iter_mut().for_each(|f| caller(page, layers, &order, f));
        let events = kept.iter().filter_map(|f| mention(page, layers, &order, f));
        layers.events = events.collect();
        layers
            .events
            .iter_mut()
            .enumerate()
            .for_each(|(n, e)| e.id = format!("e{}", n + 1));
        figures::add(page, layers);
    }
}

/// Quotations and mentions by where they begin, so that those at a place are found without looking at all.
struct Order {
    quotations: Starts,
    mentions: Starts,
}

/// Spans by where they begin: start, end, number.
struct Starts {
    spans: Vec<(usize, usize, usize)>,
    longest: usize,
}

impl Order {
    fn new(layers: &Layers) -> Self {
        Self {
            quotations: Starts::new(layers.quotations.iter().map(isnad_model::Quotation::span)),
            mentions: Starts::new(layers.mentions.iter().map(Mention::span)),
        }
    }
}

impl Starts {
    fn new(spans: impl Iterator<Item = Span>) -> Self {
        let mut spans: Vec<_> = spans.enumerate().map(|(n, s)| (s.start, s.end, n)).collect();
        spans.sort_unstable();
        let longest = spans.iter().map(|s| s.1.saturating_sub(s.0)).max().unwrap_or(0);
        Self { spans, longest }
    }

    /// The numbers of those that share a byte with a span.
    fn at(&self, span: Span) -> impl Iterator<Item = usize> + '_ {
        let from = self.spans.partition_point(|s| s.0 + self.longest <= span.start);
        let rest = self.spans.get(from..).unwrap_or_default();
        rest.iter()
            .take_while(move |s| s.0 < span.end)
            .filter(move |s| s.1 > span.start)
            .map(|s| s.2)
    }
}

/// The event mention of a find.
fn mention(page: &Page<'_>, layers: &Layers, order: &Order, f: &Found) -> Option<EventMention> {
    let frame = page.pack.events.frames.get(f.frame)?;
    let sentence = page.sentences.get(f.sentence)?.sentence.span;
    let (modality, polarity) = modality(page, layers, frame, f);
    let actors: Vec<(&Mention, &str)> = f
        .actors
        .iter()
        .filter_map(|(m, role)| Some((layers.mentions.get(*m)?, role.as_str())))
        .collect();
    let place = f.place.and_then(|m| layers.mentions.get(m));
    let times: Vec<&TimeExpression> = f.times.iter().filter_map(|&t| layers.times.get(t)).collect();
    let clause = actors
        .iter()
        .map(|(m, _)| m.span())
        .chain(place.map(Mention::span))
        .chain(times.iter().map(|t| t.span()))
        .chain(f.topics.iter().copied())
        .filter(|s| sentence.contains(*s))
        .fold(f.trigger, Span::join);
    Some(EventMention {
        start: clause.start,
        end: clause.end,
        text: clause.of(page.text).to_owned(),
        kind: frame.kind().to_owned(),
        mode: frame.mode.clone(),
        trigger: Words::of(page.text, f.trigger),
        modality,
        polarity,
        participants: actors
            .iter()
            .map(|(m, role)| {
                let span = with_adjectives(page, m);
                Participant {
                    entity: None,
                    text: span.of(page.text).to_owned(),
                    start: span.start,
                    end: span.end,
                    role: (*role).to_owned(),
                }
            })
            .collect(),
        place: place.map(|m| PlaceLink {
            entity: None,
            text: m.text.clone(),
            start: m.start,
            end: m.end,
        }),
        time: times.first().map(|t| EventTime {
            value: t.value.clone(),
            times: times
                .iter()
                .map(|t| t.id.clone())
                .filter(|id| !id.is_empty())
                .collect(),
        }),
        topics: f.topics.iter().map(|s| Words::of(page.text, *s)).collect(),
        chain: chain(layers, order, f.trigger).to_vec(),
        rule: format!("event-{}", frame.id),
        ..EventMention::default()
    })
}

/// A group with the adjectives that say which: "the Egyptian delegation". They have the article as it has.
fn with_adjectives(page: &Page<'_>, m: &Mention) -> Span {
    const MOST: usize = 2;
    let article = page.pack.clitics.article.as_str();
    let span = m.span();
    let tokens = page.tokens.within(span);
    let definite = |t: usize| page.tokens.folded(t).starts_with(article);
    if m.kind != EntityKind::Group || article.is_empty() || !definite(tokens.start) {
        return span;
    }
    let nisba = |t: &usize| {
        page.tokens
            .get(*t)
            .is_some_and(|x| x.kind == isnad_text::Kind::Word && definite(*t))
            && page
                .tokens
                .folded(*t)
                .strip_prefix(article)
                .is_some_and(|bare| page.pack.names.word(hash_word(bare)).nisba != 0)
    };
    (tokens.end..tokens.end + MOST)
        .take_while(nisba)
        .filter_map(|t| page.tokens.get(t))
        .fold(span, |span, t| span.join(t.span))
}

/// Who demands, threatens, promises or refuses in words of his own takes part in the act.
fn speaker(page: &Page<'_>, layers: &Layers, order: &Order, f: &mut Found) {
    let Some(frame) = page.pack.events.frames.get(f.frame) else {
        return;
    };
    let act = matches!(frame.kind(), "request" | "threaten" | "accuse" | "reject")
        || frame.status == Some(Status::Promised);
    if !act {
        sides(page, layers, order, f);
        return;
    }
    // who acts is told already
    let own =
        |role: &str| [frame.subject(), frame.role(isnad_lang::events::Marker::Of)].contains(&Some(role));
    let kind = |m: usize| layers.mentions.get(m).map(|m| m.kind);
    let acts: Vec<_> = f
        .actors
        .iter()
        .filter(|(_, role)| own(role))
        .filter_map(|(m, _)| kind(*m))
        .collect();
    let said = said(layers, order, f.trigger);
    // "A said that …, warning of": A warns
    if page.pack.events.genitive
        && f.shape == isnad_lang::events::Shape::Participle
        && let Some((m, role)) = said
            .or_else(|| spoke(page, layers, order, f))
            .zip(frame.subject())
    {
        f.actors.retain(|(_, r)| r != role);
        f.add(m, role);
        return;
    }
    // a man may speak for the body or the state that acts, nobody for other men
    let spoken_for = acts
        .iter()
        .all(|k| matches!(k, EntityKind::Organization | EntityKind::Place));
    if let Some(m) = said
        && !f.closed
        && (acts.is_empty() || spoken_for && kind(m) == Some(EntityKind::Person))
    {
        f.add(m, "speaker");
    }
}

/// Who says that something must be calls for it; "both sides" are those of the talks.
fn sides(page: &Page<'_>, layers: &Layers, order: &Order, f: &mut Found) {
    let wanted = wanted(page, f);
    let both = said(layers, order, f.trigger).is_some_and(|m| is_sides(page, layers, m));
    if wanted && both && f.actors.is_empty() {
        (f.sides, f.caller) = (true, true);
    }
}

/// Whoever says that something must be calls for it.
fn caller(page: &Page<'_>, layers: &Layers, order: &Order, f: &mut Found) {
    if wanted(page, f)
        && let Some(m) = said(layers, order, f.trigger).filter(|&m| !is_sides(page, layers, m))
    {
        f.add(m, "caller");
    }
}

fn wanted(page: &Page<'_>, f: &Found) -> bool {
    page.pack.events.frames.get(f.frame).is_some_and(|frame| {
        f.settled(frame) == Some(Status::CalledFor) && !matches!(frame.kind(), "consult" | "request")
    })
}

fn is_sides(page: &Page<'_>, layers: &Layers, m: usize) -> bool {
    layers.mentions.get(m).is_some_and(|m| {
        let first = page.tokens.within(m.span()).start;
        page.pack.events.sides.longest(&page.tokens, first).is_some()
    })
}

/// The name of who said the words in which a trigger stands.
fn said(layers: &Layers, order: &Order, trigger: Span) -> Option<usize> {
    let link = chain(layers, order, trigger)
        .first()
        .filter(|l| l.anonymous.is_none())?;
    order
        .mentions
        .at(link.span())
        .filter(|&m| layers.mentions[m].kind != EntityKind::Place)
        .min()
}

/// Who spoke last before a find in its sentence.
fn spoke(page: &Page<'_>, layers: &Layers, order: &Order, f: &Found) -> Option<usize> {
    let sentence = page.sentences.get(f.sentence)?.sentence.span;
    let before = Span::new(sentence.start, f.trigger.start);
    let last = order
        .quotations
        .at(before)
        .max_by_key(|&q| layers.quotations[q].start)?;
    let link = layers.quotations[last]
        .chain
        .first()
        .filter(|l| l.anonymous.is_none())?;
    let mentions = order.mentions.at(link.span());
    mentions.min()
}

/// The chain of the smallest quotation that holds the trigger.
fn chain<'l>(layers: &'l Layers, order: &Order, trigger: Span) -> &'l [Link] {
    order
        .quotations
        .at(trigger)
        .filter(|&q| layers.quotations[q].span().contains(trigger))
        .min_by_key(|&q| (layers.quotations[q].span().len(), q))
        .map_or(&[], |q| &layers.quotations[q].chain)
}

/// What words, frame and time make of the event.
fn modality(page: &Page<'_>, layers: &Layers, frame: &Frame, f: &Found) -> (Modality, Polarity) {
    let ahead = f
        .times
        .first()
        .and_then(|&t| layers.times.get(t))
        .and_then(|t| is_ahead(page, t));
    let status = match f.settled(frame) {
        // what goes on goes on, whatever is wanted of it
        Some(s) if frame.status == Some(Status::Ongoing) && s != Status::Background => frame.status,
        Some(Status::Rejected | Status::Conditional | Status::Promised | Status::Agreed)
            if frame.mode.as_deref() == Some("election") =>
        {
            frame.status
        }
        // to refuse what is yet to come is to refuse
        Some(Status::Planned) if frame.status == Some(Status::Rejected) => frame.status,
        Some(Status::Discussed) => frame.status,
        Some(Status::Planned) if ahead == Some(false) && f.status.is_none() => None,
        None if ahead == Some(true) && f.shape != isnad_lang::events::Shape::Past => Some(Status::Planned),
        other => other,
    };
    let modality = match status {
        None => Modality::Happened,
        Some(Status::Ongoing) => Modality::Ongoing,
        Some(Status::Background) => Modality::Background,
        Some(Status::Planned) => Modality::Planned,
        Some(Status::Promised) => Modality::Promised,
        Some(Status::Agreed) => Modality::Agreed,
        Some(Status::Discussed) => Modality::Discussed,
        Some(Status::CalledFor) => Modality::CalledFor,
        Some(Status::Conditional) => Modality::Conditional,
        Some(Status::Postponed) => Modality::Postponed,
        Some(Status::Denied) => Modality::Denied,
        Some(Status::Rejected) => Modality::Rejected,
    };
    let negative = matches!(
        modality,
        Modality::Denied | Modality::Postponed | Modality::Rejected
    );
    (
        modality,
        if negative {
            Polarity::Negative
        } else {
            Polarity::Positive
        },
    )
}

/// Does the time lie after the report's publication? Unknown where neither the words nor the dates tell.
fn is_ahead(page: &Page<'_>, time: &TimeExpression) -> Option<bool> {
    use isnad_model::Direction;
    match time.reading.map(|r| r.direction) {
        Some(Direction::Future) => return Some(true),
        Some(Direction::Past) => return Some(false),
        _ => {}
    }
    let published = &page.report.published;
    let day = published.latest.or(published.earliest)?.to_string();
    let value = time.value.split('/').next()?;
    let known: String = value
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == '-')
        .collect();
    let known = known.trim_end_matches('-');
    if known.len() < 4 {
        return None;
    }
    let day = day.get(..known.len().min(day.len()))?;
    match known.cmp(day) {
        std::cmp::Ordering::Greater => Some(true),
        std::cmp::Ordering::Less => Some(false),
        std::cmp::Ordering::Equal => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::{analyze, page::testing::paragraph};
    use isnad_lang::Packs;
    use isnad_model::{EventMention, Modality};

    fn events(text: &str) -> Vec<EventMention> {
        analyze(paragraph("en", text), Packs::builtin()).report.events
    }

    #[test]
    fn a_light_verb_and_its_noun_are_one_event() {
        let found = events("Russia and Turkey signed an agreement. The agreement was welcomed.");
        let triggers: Vec<_> = found.iter().map(|e| e.trigger.text.as_str()).collect();
        assert_eq!(triggers, ["agreement"]);
        assert_eq!(found[0].participants.len(), 2);
    }

    #[test]
    fn what_will_be_is_planned() {
        let found = events("Vladimir Putin will visit Germany.");
        assert_eq!(found.first().map(|e| e.modality), Some(Modality::Planned));
        assert_eq!(found[0].place.as_ref().map(|p| p.text.as_str()), Some("Germany"));
    }
}

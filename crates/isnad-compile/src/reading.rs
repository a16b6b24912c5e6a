//! One pass over the words of each report: what is needed to compare event mentions, what binds somebody, what comes
//! before or after what.

mod bag;
mod bound;
mod contrast;

pub(crate) use bag::{Marks, WordBag};

use crate::prepare::Text;
use bag::{Filling, Forms};
use isnad_lang::{Pack, names::flag};
use isnad_model::{CommitmentKind, EventMention, Report, Role};
use isnad_text::{Kind, Sentence, Span, Tokens};
use serde::{Deserialize, Serialize};

/// What one report's words say beyond its layers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Reading {
    /// One for every event mention of the report, in its order.
    pub(crate) features: Vec<Feature>,
    /// The content words of every quotation of the report, in its order.
    pub(crate) said: Vec<WordBag>,
    /// Words that bind somebody.
    pub(crate) bound: Vec<Bound>,
    /// Event mentions that a connecting word puts in order.
    pub(crate) order: Vec<Order>,
    /// What is told of the part that an actor plays.
    pub(crate) parts: Vec<Part>,
    /// Who came with the head of a delegation.
    pub(crate) members: Vec<Members>,
}

/// What a report says an actor is to others: "X is the main backer of Y".
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Part {
    /// Number of the mention that names the actor.
    pub(crate) mention: usize,
    /// Number of the role in the pack.
    pub(crate) role: u8,
    /// The words from the actor or the role on, whichever stands first.
    pub(crate) span: Span,
    /// Content words behind the word of the role.
    pub(crate) words: WordBag,
}

/// Who is told to have come with the head of a delegation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Members {
    /// Number of the event mention, and of its participant that heads.
    pub(crate) event: usize,
    pub(crate) head: usize,
    /// The words for the others.
    pub(crate) span: Span,
    /// Their content words.
    pub(crate) words: WordBag,
}

/// Two event mentions in order: "a week after the visit they came".
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Order {
    /// The one behind the connecting word.
    pub(crate) behind: usize,
    /// The other one.
    pub(crate) other: usize,
    /// Does the one behind the word come first ("after …")?
    pub(crate) after: bool,
    /// End of the connecting word.
    pub(crate) word: usize,
}

/// What is compared of an event mention.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Feature {
    /// Content words of the clause.
    pub(crate) words: WordBag,
    /// Their marks.
    pub(crate) marks: Marks,
    /// Content words from the trigger on that name nobody, no place and no time.
    pub(crate) focus: WordBag,
    /// Content words of the trigger.
    pub(crate) trigger: WordBag,
    /// Place in a series, 0 where not said.
    pub(crate) ordinal: u8,
    /// An earlier occasion ("previous meeting").
    pub(crate) earlier: bool,
    /// Headline, standfirst or one of the first paragraphs: the news itself.
    pub(crate) lede: bool,
    /// First byte of the sentence.
    pub(crate) sentence: usize,
}

/// Words that bind somebody.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Bound {
    /// What they do.
    pub(crate) kind: CommitmentKind,
    /// Head and content.
    pub(crate) span: Span,
    /// Content.
    pub(crate) what: Span,
    /// Event mention it rests on or lies in.
    pub(crate) mention: Option<usize>,
    /// Content words of the content.
    pub(crate) words: WordBag,
}

impl Reading {
    /// Reads one report, its layers as analysis left them.
    pub(crate) fn of(report: &Report, text: &Text<'_>) -> Self {
        Reader::new(report, text).read()
    }

    /// The reading of a report in a language without a pack.
    pub(crate) fn none(report: &Report) -> Self {
        Self {
            features: report.events.iter().map(|_| Feature::default()).collect(),
            said: report.quotations.iter().map(|_| WordBag::default()).collect(),
            ..Self::default()
        }
    }
}

struct Reader<'a> {
    report: &'a Report,
    pack: &'a Pack,
    tokens: &'a Tokens,
    /// Sentence and number of its block among the paragraphs; role.
    sentences: Vec<(&'a Sentence, usize, Role)>,
    forms: Forms,
}

impl<'a> Reader<'a> {
    fn new(report: &'a Report, text: &'a Text<'_>) -> Self {
        let mut all = Vec::with_capacity(text.sentences.len());
        let mut paragraphs = 0;
        let mut last = None;
        for s in &text.sentences {
            // paragraphs before the one it stands in
            if last.is_some_and(|(block, role)| block != s.block && role == Role::Paragraph) {
                paragraphs += 1;
            }
            last = Some((s.block, s.role));
            all.push((&s.sentence, paragraphs, s.role));
        }
        Self {
            report,
            pack: text.pack,
            tokens: text.tokens,
            sentences: all,
            forms: Forms::new(text.tokens.len()),
        }
    }

    fn read(&self) -> Reading {
        let features = self.report.events.iter().map(|e| self.feature(e)).collect();
        let mut out = Reading {
            features,
            said: self
                .report
                .quotations
                .iter()
                .map(|q| self.bag(q.span()))
                .collect(),
            ..Reading::default()
        };
        let all = &self.report.events;
        let mut sorted: Vec<usize> = (0..all.len()).collect();
        sorted.sort_by_key(|&e| (all[e].trigger.start, e));
        for &(sentence, ..) in &self.sentences {
            let from = sorted.partition_point(|&e| all[e].trigger.start < sentence.span.start);
            let to = sorted.partition_point(|&e| all[e].trigger.start < sentence.span.end);
            let here = sorted.get(from..to).unwrap_or(&[]);
            self.order(sentence, here, &mut out.order);
            self.bound(sentence, here, &mut out.bound);
        }
        contrast::read(self, &mut out);
        out
    }

    fn sentence_at(&self, byte: usize) -> Option<&(&'a Sentence, usize, Role)> {
        let i = self.sentences.partition_point(|s| s.0.span.end <= byte);
        self.sentences.get(i).filter(|s| s.0.span.holds(byte))
    }

    fn is_content(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| match t.kind {
            Kind::Word => {
                self.tokens.folded(at).chars().nth(2).is_some()
                    && !t.forms().iter().any(|f| self.pack.is_frequent(f.hash))
            }
            Kind::Number => true,
            Kind::Mark => false,
        })
    }

    fn feature(&self, event: &EventMention) -> Feature {
        let mut out = Feature {
            sentence: event.trigger.start,
            ..Feature::default()
        };
        let trigger = self.tokens.within(event.trigger.span());
        let mut around = trigger.clone();
        if let Some((sentence, paragraph, role)) = self.sentence_at(event.trigger.start) {
            out.lede = matches!(role, Role::Headline | Role::Kicker | Role::Standfirst)
                || *role == Role::Paragraph && *paragraph < 2;
            out.sentence = sentence.span.start;
            around = sentence.tokens.clone();
        }
        // the words around the trigger, not of a whole long sentence
        let from = around.start.max(trigger.start.saturating_sub(20));
        let to = around.end.min(trigger.end + 24);
        out.words = self.words(from..to);
        out.marks = Marks::of(&out.words);
        out.trigger = self.words(trigger.clone());
        let times = event.time.iter().flat_map(|time| {
            let own = self.report.times.iter().filter(|x| time.times.contains(&x.id));
            own.map(isnad_model::TimeExpression::span)
        });
        let place = event.place.iter().map(|p| Span::new(p.start, p.end));
        let actors = event.participants.iter().map(isnad_model::Participant::span);
        let named: Vec<Span> = actors.chain(place).chain(times).collect();
        let mut focus = Filling::default();
        for at in trigger.start..around.end.max(trigger.end) {
            if focus.len() >= 12 {
                break;
            }
            let stops =
                || self.ends_clause(at) || self.pack.commitments.stops.longest(self.tokens, at).is_some();
            if at >= trigger.end && focus.len() >= 3 && stops() {
                break;
            }
            let is_named = |t: &isnad_text::Token| named.iter().any(|n| n.overlaps(t.span));
            if !self.tokens.get(at).is_some_and(is_named) {
                self.add(at, &mut focus);
            }
        }
        out.focus = focus.seal();
        let near = trigger.start.saturating_sub(2)..(trigger.end + 3).min(self.tokens.len());
        let words = &self.pack.commitments;
        out.earlier = near
            .clone()
            .any(|at| words.earlier.longest(self.tokens, at).is_some());
        out.ordinal = (trigger.start..near.end)
            .find_map(|at| words.ordinals.longest(self.tokens, at))
            .map_or(0, |h| *h.value);
        out
    }

    fn ends_clause(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| {
            t.kind == Kind::Mark
                && matches!(
                    t.span.of(&self.report.text),
                    "\u{060C}" | "," | ";" | "\u{061B}" | ":" | "." | "(" | "\u{00BB}" | "\u{201D}"
                )
        })
    }

    /// Pairs of event mentions that a connecting word puts in order.
    fn order(&self, sentence: &Sentence, events: &[usize], out: &mut Vec<Order>) {
        if events.is_empty() {
            return;
        }
        let all = &self.report.events;
        for at in sentence.tokens.clone() {
            let words = &self.pack.commitments;
            let (hit, after) = match (
                words.after.longest(self.tokens, at),
                words.before.longest(self.tokens, at),
            ) {
                (Some(hit), _) => (hit, true),
                (None, Some(hit)) => (hit, false),
                _ => continue,
            };
            let span = hit.span(self.tokens, at);
            let Some(limit) = self
                .tokens
                .get((at + hit.len + 5).min(sentence.tokens.end.saturating_sub(1)))
            else {
                continue;
            };
            let Some(second) = events
                .iter()
                .copied()
                .find(|&e| all[e].trigger.start >= span.end && all[e].trigger.start < limit.span.end)
            else {
                continue;
            };
            let behind = all[second].trigger.end;
            let first = events
                .iter()
                .rev()
                .copied()
                .find(|&e| all[e].trigger.end <= span.start);
            let first = first
                .or_else(|| self.meant(sentence, at))
                .or_else(|| events.iter().copied().find(|&e| all[e].trigger.start >= behind));
            if let Some(other) = first.filter(|&f| f != second) {
                out.push(Order {
                    behind: second,
                    other,
                    after,
                    word: span.end,
                });
            }
        }
    }

    /// The event told before the sentence that a noun in it means: "this visit comes hours after …".
    fn meant(&self, sentence: &Sentence, before: usize) -> Option<usize> {
        const NEAR: usize = 48;
        let frames = &self.pack.events.frames;
        let triggers = &self.pack.events.triggers;
        (sentence.tokens.start..before).rev().find_map(|t| {
            let hit = triggers
                .longest(self.tokens, t)
                .filter(|h| h.value.shape.is_noun())?;
            let frame = frames.get(hit.value.frame)?;
            // mentions stand in the order of the text
            let before = self
                .report
                .events
                .partition_point(|e| e.trigger.start < sentence.span.start);
            let mut near = (before.saturating_sub(NEAR)..before).rev();
            near.find(|&n| {
                let e = &self.report.events[n];
                e.kind == frame.kind() && e.mode == frame.mode
            })
        })
    }

    /// The content words of a span.
    fn bag(&self, span: Span) -> WordBag {
        self.words(self.tokens.within(span))
    }

    /// The content words among these tokens.
    fn words(&self, range: std::ops::Range<usize>) -> WordBag {
        let mut out = Filling::default();
        range.for_each(|at| self.add(at, &mut out));
        out.seal()
    }

    /// Adds a word if it is a content word.
    fn add(&self, at: usize, to: &mut Filling) {
        let article = self.pack.clitics.article.as_str();
        let is_content = || self.is_content(at);
        self.forms.add(self.tokens, at, article, is_content, to);
    }

    fn is_comma(&self, at: usize) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|t| matches!(t.span.of(&self.report.text), "\u{060C}" | ","))
    }

    fn is_verb(&self, hash: u64) -> bool {
        let word = self.pack.names.word(hash);
        word.is(flag::VERB) && !word.is(flag::NOUN)
    }

    fn is_cue(&self, span: Span) -> bool {
        self.report
            .quotations
            .iter()
            .any(|q| q.cue.as_ref().is_some_and(|c| c.span().overlaps(span)))
    }

    fn span(&self, from: usize, to: usize) -> Span {
        match (
            self.tokens.get(from),
            to.checked_sub(1).and_then(|i| self.tokens.get(i)),
        ) {
            (Some(a), Some(b)) if from < to => Span::new(a.span.start, b.span.end),
            _ => Span::default(),
        }
    }
}

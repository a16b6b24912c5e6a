//! One sentence as a row of classes: names, triggers, light verbs, markers, clauses, times.

use crate::{Layers, Page};
use isnad_lang::events::{Clause, Cue, EventWords, Light, Marker, Shape, Trigger};
use isnad_model::{Mention, MentionForm};
use isnad_text::{Form, Kind, Phrases, Span};
use std::ops::Range;

/// What a token is to the search for events.
#[derive(Clone, Copy, Debug)]
pub(super) enum Class<'a> {
    /// Any other word or number.
    Word,
    /// A punctuation mark.
    Punct,
    /// Part of a time expression.
    Time,
    /// The first or a later token of a noun phrase around a mention: its number in [`Row::phrases`].
    Phrase(usize),
    /// A word that names an event, and the number of its tokens.
    Trigger(Trigger, usize),
    /// A verb that goes with a noun trigger.
    Light(&'a Light),
    /// A preposition or a phrase like one.
    Marker(Marker),
    /// A word that opens a clause.
    Clause(Clause),
    /// "Both sides".
    Sides,
    /// A later token of a phrase.
    Inside,
}

/// A mention with the titles around it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Phrase {
    /// Number of the mention in the layer.
    pub mention: usize,
    /// First token.
    pub first: usize,
    /// Last token.
    pub last: usize,
    /// The preposition written together with the first token.
    pub clitic: Option<Marker>,
    /// Is a conjunction written together with the first token?
    pub joined: bool,
    /// Does a possessive ending follow?
    pub possessive: bool,
    /// Does it have a title before the name?
    pub titled: bool,
}

/// The tokens of one sentence with their classes.
pub(super) struct Row<'a> {
    pub range: Range<usize>,
    classes: Vec<Class<'a>>,
    pub phrases: Vec<Phrase>,
    /// Cues by token.
    pub cues: Vec<(usize, usize, Cue)>,
}

impl<'a> Row<'a> {
    /// The class of a token; a mark outside the sentence.
    pub(super) fn class(&self, token: usize) -> Class<'a> {
        match token
            .checked_sub(self.range.start)
            .and_then(|i| self.classes.get(i))
        {
            Some(c) => *c,
            None => Class::Punct,
        }
    }

    fn set(&mut self, token: usize, class: Class<'a>) {
        if let Some(c) = token
            .checked_sub(self.range.start)
            .and_then(|i| self.classes.get_mut(i))
        {
            *c = class;
        }
    }

    /// Classes for the tokens of a sentence.
    pub(super) fn new(page: &Page<'a>, layers: &Layers, outer: &[usize], range: Range<usize>) -> Self {
        let words = &page.pack.events;
        let mut row = Row {
            classes: vec![Class::Word; range.len()],
            range: range.clone(),
            phrases: Vec::new(),
            cues: Vec::new(),
        };
        let Some(all) = page.tokens.items().get(range.clone()) else {
            return row;
        };
        let (Some(head), Some(tail)) = (all.first(), all.last()) else {
            return row;
        };
        let span = Span::new(head.span.start, tail.span.end);
        for (token, i) in all.iter().zip(range.clone()) {
            if token.kind == Kind::Mark {
                row.set(i, Class::Punct);
            }
        }
        let from = layers.times.partition_point(|t| t.end <= span.start);
        for t in layers.times[from..].iter().take_while(|t| t.start < span.end) {
            for i in page.tokens.within(t.span()) {
                row.set(i, Class::Time);
            }
        }
        row.add_phrases(page, layers, outer, span);
        let mut i = range.start;
        while i < range.end {
            i += row.classify(page, words, i).max(1);
        }
        row
    }

    fn add_phrases(&mut self, page: &Page<'_>, layers: &Layers, outer: &[usize], span: Span) {
        let from = outer.partition_point(|&m| layers.mentions[m].end <= span.start);
        for &m in outer[from..]
            .iter()
            .take_while(|&&m| layers.mentions[m].start < span.end)
        {
            let mention = &layers.mentions[m];
            if is_side(page, mention) {
                for (n, i) in page.tokens.within(mention.span()).enumerate() {
                    self.set(i, if n == 0 { Class::Sides } else { Class::Inside });
                }
                continue;
            }
            let whole = with_titles(mention);
            let tokens = page.tokens.within(whole);
            let (Some(first), Some(last)) = (
                page.tokens.get(tokens.start),
                page.tokens.get(tokens.end.wrapping_sub(1)),
            ) else {
                continue;
            };
            let skip = whole.start.saturating_sub(first.span.start);
            let form = first
                .forms()
                .iter()
                .find(|f| f.off != 0 && f.skip as usize == skip && (skip > 0 || f.off & Form::FUSED != 0));
            let prefix = page.text.get(first.span.start..whole.start).unwrap_or("");
            let clitic = form
                .filter(|f| f.off & (Form::PREPOSITION | Form::FUSED) != 0)
                .and_then(|f| {
                    let letter = if f.off & Form::FUSED != 0 {
                        page.text.get(whole.start..).unwrap_or("").chars().next()
                    } else {
                        prefix.chars().last()
                    };
                    clitic(&page.pack.events, letter?)
                });
            let rest = page.text.get(mention.end..last.span.end).unwrap_or("");
            let phrase = Phrase {
                mention: m,
                first: tokens.start,
                last: tokens.end.saturating_sub(1),
                clitic,
                joined: form.is_some_and(|f| f.off & Form::CONJUNCTION != 0),
                possessive: whole.end == mention.end && rest.starts_with(['\'', '\u{2019}'])
                    || page
                        .text
                        .get(mention.end..)
                        .is_some_and(|t| t.starts_with("' ") || t.starts_with("\u{2019} ")),
                titled: whole.start < mention.start || mention.form == MentionForm::Title,
            };
            let n = self.phrases.len();
            self.phrases.push(phrase);
            for i in tokens {
                self.set(i, Class::Phrase(n));
            }
        }
    }

    /// Classifies the token and returns how many tokens its class takes.
    fn classify(&mut self, page: &Page<'a>, words: &'a EventWords, i: usize) -> usize {
        words.cues.each(&page.tokens, i, |hit| {
            if hit.form.off & !Form::CONJUNCTION == 0 {
                self.cues.push((i, hit.len, *hit.value));
            }
        });
        if !matches!(self.class(i), Class::Word) {
            return 1;
        }
        let free = |row: &Self, len: usize| {
            (i..i + len).all(|t| t < row.range.end && matches!(row.class(t), Class::Word | Class::Punct))
        };
        let trigger = self.trigger(page, words, i).filter(|(_, len)| free(self, *len));
        let light = words
            .lights
            .longest_where(&page.tokens, i, |f| f.off & !Form::CONJUNCTION == 0);
        let marker = words
            .markers
            .longest_where(&page.tokens, i, |f| f.off & !Form::CONJUNCTION == 0);
        let clause = words
            .clauses
            .longest_where(&page.tokens, i, |f| f.off & !Form::CONJUNCTION == 0);
        let sides = words.sides.longest(&page.tokens, i);
        let mut best = (Class::Word, 1);
        let mut offer = |class: Class<'a>, len: usize, over: bool| {
            if len > best.1 || (len == best.1 && (over || matches!(best.0, Class::Word))) {
                best = (class, len);
            }
        };
        if let Some(h) = clause {
            offer(Class::Clause(*h.value), h.len, false);
        }
        if let Some(h) = marker {
            offer(Class::Marker(*h.value), h.len, false);
        }
        if let Some(h) = sides {
            offer(Class::Sides, h.len, true);
        }
        if let Some(h) = light.filter(|h| h.value.shape.is_noun() || self.verbal(page, i)) {
            offer(Class::Light(h.value), h.len, true);
        }
        // "headed by" leads its name in, though it is a verb as well
        if let Some(h) = marker.filter(|h| matches!(h.value, Marker::Chair | Marker::Attendance)) {
            offer(Class::Marker(*h.value), h.len, true);
        }
        if let Some((t, len)) = trigger {
            let takes = words.frames.get(t.frame).is_none_or(|f| {
                (f.objects.is_empty() || t.shape.is_noun() || self.has_object(page, i + len, &f.objects))
                    && f.barred.longest(&page.tokens, i + len).is_none()
            });
            let serves = !t.shape.is_noun() && light.is_some_and(|l| serves(page, words, l.value, i + l.len));
            if takes && !serves {
                offer(Class::Trigger(t, len), len, true);
            }
        }
        if !matches!(best.0, Class::Word) && free(self, best.1) {
            self.set(i, best.0);
            for t in i + 1..i + best.1 {
                self.set(t, Class::Inside);
            }
            return best.1;
        }
        1
    }

    /// Does one of the words stand in the rest of the clause?
    fn has_object(&self, page: &Page<'_>, from: usize, objects: &Phrases<()>) -> bool {
        let clauses = &page.pack.events.clauses;
        (from..self.range.end.min(from + 25))
            .take_while(|&t| {
                t < from + 2
                    || clauses
                        .longest(&page.tokens, t)
                        .is_none_or(|h| *h.value == Clause::Relative)
            })
            .any(|t| objects.longest(&page.tokens, t).is_some())
    }

    /// The trigger at a token: the longest; a verb or a noun as the place allows.
    fn trigger(&self, page: &Page<'_>, words: &EventWords, i: usize) -> Option<(Trigger, usize)> {
        let mut hits = words.triggers.all(&page.tokens, i);
        // an ending that only nouns have is the same letter as a pronoun's once it is folded
        if page.word(i).ends_with(|c| words.nominal.contains(c)) {
            hits.retain(|h| h.len > 1 || h.value.shape.is_noun() || h.value.shape == Shape::Participle);
        }
        // "…, warning of": behind a mark or a conjunction, else it is an adjective or an object
        let goes_on = || {
            i > self.range.start
                && (page.tokens.get(i - 1).is_some_and(|t| t.kind == Kind::Mark)
                    || page
                        .tokens
                        .get(i)
                        .is_some_and(|t| t.forms().iter().any(|f| f.off == Form::CONJUNCTION)))
        };
        if words.genitive && hits.iter().any(|h| h.value.shape == Shape::Participle) && !goes_on() {
            hits.retain(|h| h.value.shape != Shape::Participle);
        }
        let len = hits.iter().map(|h| h.len).max()?;
        let longest = || hits.iter().filter(move |h| h.len == len);
        let noun = longest().find(|h| h.value.shape.is_noun());
        let verb = longest().find(|h| !h.value.shape.is_noun() && h.form.off & !Form::CONJUNCTION == 0);
        // two frames share a verb: the one whose object words follow, else one that wants none
        let verb = verb.map(|first| {
            longest()
                .filter(|h| !h.value.shape.is_noun() && h.form.off & !Form::CONJUNCTION == 0)
                .find(|h| {
                    words
                        .frames
                        .get(h.value.frame)
                        .is_some_and(|f| !f.objects.is_empty() && self.has_object(page, i + len, &f.objects))
                })
                .or_else(|| {
                    longest().find(|h| {
                        !h.value.shape.is_noun()
                            && words
                                .frames
                                .get(h.value.frame)
                                .is_some_and(|f| f.objects.is_empty())
                    })
                })
                .unwrap_or(first)
        });
        let hit = match (noun, verb) {
            (Some(n), Some(v)) => {
                if self.verbal(page, i) {
                    v
                } else {
                    n
                }
            }
            (Some(n), None) => n,
            (None, Some(v)) if v.value.shape != Shape::Past || self.verbal(page, i) || !words.genitive => v,
            _ => return None,
        };
        Some((*hit.value, hit.len))
    }

    /// May a finite verb stand here?
    fn verbal(&self, page: &Page<'_>, i: usize) -> bool {
        let words = &page.pack.events;
        if i <= self.range.start {
            return words.genitive;
        }
        let before = i - 1;
        if words
            .auxiliaries
            .longest_where(&page.tokens, before, |f| f.off & !Form::CONJUNCTION == 0)
            .is_some()
        {
            return true;
        }
        match self.class(before) {
            Class::Phrase(n) => !self.phrases.get(n).is_some_and(|p| p.possessive),
            Class::Time | Class::Sides => true,
            Class::Punct => words.genitive || self.class(before.wrapping_sub(1)).is_name(),
            Class::Clause(_) => true,
            Class::Marker(_) | Class::Light(_) => false,
            Class::Word | Class::Inside => {
                if words.genitive {
                    // a conjunction before a verb of its own opens a clause
                    page.tokens
                        .get(i)
                        .is_some_and(|t| t.forms().iter().any(|f| f.off == Form::CONJUNCTION))
                        || words.pronouns.longest(&page.tokens, before).is_some()
                        || page.tokens.get(before).is_some_and(|t| t.kind == Kind::Number)
                        || ends_adverb(page, before)
                } else {
                    words.determiners.longest(&page.tokens, before).is_none()
                        && page.tokens.folded(before).ends_with('s')
                }
            }
            Class::Trigger(..) => !words.genitive,
        }
    }
}

/// Does a noun that goes with the light verb follow soon?
fn serves(page: &Page<'_>, words: &EventWords, light: &Light, from: usize) -> bool {
    // where the verb comes first, its subject stands between
    let soon = if words.genitive { 12 } else { 6 };
    (from..from + soon).any(|t| {
        words.triggers.all(&page.tokens, t).iter().any(|h| {
            let frame = words.frames.get(h.value.frame);
            h.value.shape.is_noun()
                && h.form.off & !Form::CONJUNCTION == 0
                && frame.is_some_and(|f| light.families.is_empty() || light.families.contains(&f.family))
        })
    })
}

impl Class<'_> {
    fn is_name(self) -> bool {
        matches!(self, Class::Phrase(_) | Class::Sides)
    }
}

/// A word with a tanwin or an article before a verb: "officially met", "the minister met".
fn ends_adverb(page: &Page<'_>, at: usize) -> bool {
    let word = page.tokens.folded(at);
    let article = page.pack.clitics.article.as_str();
    !article.is_empty() && word.strip_prefix(article).is_some_and(|w| w.chars().count() > 2)
        || page.word(at).ends_with('\u{064B}')
}

/// "Both sides" as a mention.
fn is_side(page: &Page<'_>, mention: &Mention) -> bool {
    let tokens = page.tokens.within(mention.span());
    mention.form != MentionForm::Name
        && page
            .pack
            .events
            .sides
            .longest(&page.tokens, tokens.start)
            .is_some_and(|h| h.len == tokens.len())
}

/// The marker of a proclitic preposition.
pub(super) fn clitic(words: &EventWords, letter: char) -> Option<Marker> {
    words
        .clitic_markers
        .iter()
        .find(|(c, _)| *c == letter)
        .map(|(_, m)| *m)
}

/// A mention's span with the titles that stand close to it.
pub(super) fn with_titles(mention: &Mention) -> Span {
    const BEFORE: usize = 24;
    const AFTER: usize = 6;
    let mut span = mention.span();
    for t in mention.titles.iter().rev() {
        if t.end <= span.start && span.start - t.end <= BEFORE {
            span.start = t.start;
        }
    }
    for t in &mention.titles {
        if t.start >= span.end && t.start - span.end <= AFTER {
            span.end = t.end;
        }
    }
    span
}

/// Numbers of the mentions that are no part of another mention or of another's title.
pub(super) fn outer(mentions: &[Mention]) -> Vec<usize> {
    let mut covers: Vec<(usize, usize, usize)> = Vec::new();
    for (n, m) in mentions.iter().enumerate() {
        covers.push((m.start, m.end, n));
        covers.extend(m.titles.iter().map(|t| (t.start, t.end, n)));
    }
    covers.sort_by_key(|&(start, end, n)| (start, std::cmp::Reverse(end), n));
    // the two covers that reach furthest, of different owners
    let mut far: [(usize, usize); 2] = [(0, usize::MAX); 2];
    let mut next = 0;
    let mut out = Vec::new();
    let mut order: Vec<usize> = (0..mentions.len()).collect();
    order.sort_by_key(|&n| (mentions[n].start, std::cmp::Reverse(mentions[n].end), n));
    for n in order {
        let m = &mentions[n];
        while let Some(&(start, end, owner)) = covers.get(next) {
            if start > m.start || (start == m.start && end < m.end) {
                break;
            }
            if far[0].1 == owner {
                far[0].0 = far[0].0.max(end);
            } else if end > far[0].0 {
                far[1] = far[0];
                far[0] = (end, owner);
            } else if end > far[1].0 {
                far[1] = (end, owner);
            }
            next += 1;
        }
        let covered = far.iter().any(|&(end, owner)| {
            owner != n
                && owner != usize::MAX
                && end >= m.end
                && mentions
                    .get(owner)
                    .is_none_or(|o| o.span() != m.span() || owner < n)
        });
        if !covered {
            out.push(n);
        }
    }
    out.sort_by_key(|&n| (mentions[n].start, mentions[n].end));
    out
}

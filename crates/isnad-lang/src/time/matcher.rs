//! Matching patterns on tokens.

mod around;
mod atoms;
mod slots;
mod starts;
mod take;

pub(super) use atoms::AtomSet;
pub use slots::Slots;
pub(super) use starts::Starts;

use super::{
    Pattern, Sense, TimeWords,
    pattern::{Atom, Op},
};
use isnad_text::{Form, Kind, Span, Tokens};
use std::ops::Range;

/// A time expression found.
#[derive(Clone, Copy, Debug)]
pub struct Match<'a> {
    /// The words.
    pub span: Span,
    /// All tokens of the pattern, context included.
    pub tokens: (usize, usize),
    /// What it captured.
    pub slots: Slots,
    /// The pattern.
    pub pattern: &'a Pattern,
}

/// What a token (or several from it on) can mean: the sense, how many tokens have it, the form of the first.
#[derive(Clone, Copy, Debug)]
struct Reading {
    sense: Sense,
    len: u8,
    form: Form,
    /// The atoms that the sense fits.
    atoms: AtomSet,
}

impl TimeWords {
    /// The classes of `[words]` to which the word (or the phrase that begins here) belongs, by name.
    pub fn classes<'s>(&'s self, tokens: &Tokens, at: usize) -> impl Iterator<Item = &'s str> {
        let senses = self.lexicon.all(tokens, at);
        senses.into_iter().filter_map(|hit| match hit.value {
            Sense::Named(i) => self.class_names.get(*i as usize).map(String::as_str),
            _ => None,
        })
    }

    /// All time expressions between two tokens, in order, without overlap.
    pub fn find<'a>(&'a self, text: &str, tokens: &Tokens, range: Range<usize>) -> Vec<Match<'a>> {
        let mut out: Vec<Match<'a>> = Vec::new();
        let run = Run::new(self, text, tokens, range.clone());
        let mut at = range.start;
        while at < range.end {
            match run.best(at) {
                Some(mut found) => {
                    // a longer expression that begins inside must not be hidden by words that are only context
                    for inside in at + 1..found.tokens.1 {
                        if found.pattern.firm {
                            break;
                        }
                        if let Some(other) = run.best(inside)
                            && other.span.end > found.span.end
                            && other.span.len() > found.span.len()
                        {
                            found = other;
                            break;
                        }
                    }
                    at = found.tokens.1.max(at + 1);
                    out.push(found);
                }
                None => at += 1,
            }
        }
        out
    }
}

/// The mark that a token is, as it is written.
fn mark(text: &str, tokens: &Tokens, at: usize) -> char {
    let token = tokens.get(at).map(|t| t.span.of(text));
    token.and_then(|t| t.chars().next()).unwrap_or(' ')
}

struct Run<'a, 't> {
    words: &'a TimeWords,
    text: &'t str,
    tokens: &'t Tokens,
    range: Range<usize>,
    /// By token of the range: which atoms it fits, and where in `senses` its readings end.
    ends: Vec<(AtomSet, u32)>,
    senses: Vec<Reading>,
    /// By token of the range: the value of its digits.
    values: Vec<Option<u32>>,
}

impl<'a, 't> Run<'a, 't> {
    /// Reads all tokens of the range once.
    fn new(words: &'a TimeWords, text: &'t str, tokens: &'t Tokens, range: Range<usize>) -> Self {
        let mut ends = Vec::with_capacity(range.len());
        let mut senses: Vec<Reading> = Vec::with_capacity(range.len());
        let mut values = vec![None; range.len()];
        for (value, at) in values.iter_mut().zip(range.clone()) {
            let kind = tokens.get(at).map(|t| t.kind);
            if kind == Some(Kind::Number) {
                let digits = tokens.folded(at);
                *value = (digits.len() <= 8).then(|| digits.parse().ok()).flatten();
            }
            let mut fit = match kind {
                Some(Kind::Number) => {
                    let ending = tokens
                        .get(at + 1)
                        .is_some_and(|t| t.glued && t.kind == Kind::Word);
                    value.map_or(AtomSet::EMPTY, |v| {
                        AtomSet::digits(v, tokens.folded(at).len(), words.year_range, ending)
                    })
                }
                Some(Kind::Mark) => AtomSet::mark(mark(text, tokens, at)),
                _ => AtomSet::EMPTY,
            };
            words.lexicon.each(tokens, at, |hit| {
                if at + hit.len <= range.end {
                    let atoms = AtomSet::fitting(*hit.value);
                    fit = fit.or(atoms);
                    senses.push(Reading {
                        sense: *hit.value,
                        len: hit.len as u8,
                        form: hit.form,
                        atoms,
                    });
                }
            });
            ends.push((fit, senses.len() as u32));
        }
        Self {
            words,
            text,
            tokens,
            range,
            ends,
            senses,
            values,
        }
    }

    /// What the token can mean; nothing outside of the range.
    fn readings(&self, at: usize) -> &[Reading] {
        let Some(n) = at.checked_sub(self.range.start) else {
            return &[];
        };
        let end = |n: usize| self.ends.get(n).map(|e| e.1 as usize);
        let from = n.checked_sub(1).and_then(end).unwrap_or(0);
        end(n).and_then(|to| self.senses.get(from..to)).unwrap_or(&[])
    }

    /// The atoms that the token fits.
    fn fit(&self, at: usize) -> AtomSet {
        at.checked_sub(self.range.start)
            .and_then(|n| self.ends.get(n))
            .map_or(AtomSet::EMPTY, |e| e.0)
    }

    fn best(&self, at: usize) -> Option<Match<'a>> {
        let token = self.tokens.get(at)?;
        if token.kind == Kind::Mark {
            return None;
        }
        let here = self.fit(at);
        if here.is_empty() {
            return None;
        }
        let mut best: Option<(usize, usize, Match<'a>)> = None;
        for pattern in self
            .words
            .starts
            .of(here, || self.next(at), || self.after_next(at))
        {
            let Some(pattern) = self.words.patterns.get(pattern) else {
                continue;
            };
            let mut found: Option<(usize, Slots)> = None;
            self.step(pattern, 0, at, Slots::default(), at, &mut found);
            let Some((end, slots)) = found else { continue };
            let Some(found) = self.accept(pattern, at, end, slots) else {
                continue;
            };
            let size = (
                self.tokens.at_byte(found.span.end.saturating_sub(1)),
                found.span.len(),
            );
            if best.as_ref().is_none_or(|b| size > (b.0, b.1)) {
                best = Some((size.0, size.1, found));
            }
        }
        best.map(|b| b.2)
    }

    /// The atoms that fit behind the token, whichever of its readings counts. Most words that could begin an expression begin
    /// none, and the next word tells so.
    fn next(&self, at: usize) -> AtomSet {
        let mut all = AtomSet::EMPTY;
        self.each_behind(at, &mut |behind| all = all.or(self.fit(behind)));
        all
    }

    /// The atoms that fit behind what can stand behind the token.
    fn after_next(&self, at: usize) -> AtomSet {
        let mut all = AtomSet::EMPTY;
        self.each_behind(at, &mut |behind| {
            if !self.fit(behind).is_empty() {
                all = all.or(self.next(behind));
            }
        });
        all
    }

    /// Tells every token that can come behind an atom which begins here.
    fn each_behind(&self, at: usize, tell: &mut dyn FnMut(usize)) {
        let Some(token) = self.tokens.get(at) else { return };
        if token.kind == Kind::Mark {
            tell(at + 1);
        }
        for reading in self.readings(at) {
            tell(at + reading.len as usize);
        }
        // a number takes as much as it can
        if let Some((_, next, _)) = self.number(at) {
            tell(next);
            if self.decimal(next).is_some() {
                tell(next + 2);
            }
            if let Some((_, behind, _)) = self.number(next) {
                tell(behind); // the second half of a year in words
            }
            if self.words.lexicon.exact(self.tokens, next).is_some() {
                tell(next + 1); // the ending of an ordinal
            }
        }
    }

    /// Runs the program from one step on, keeping the longest way to its end. Ways that the next token rules out are not gone.
    fn step(
        &self,
        pattern: &Pattern,
        mut op: usize,
        mut at: usize,
        mut slots: Slots,
        start: usize,
        found: &mut Option<(usize, Slots)>,
    ) {
        let mut fit = self.fit(at);
        let open = |op: usize, fit: AtomSet| {
            let ahead = pattern.ahead.get(op);
            ahead.is_none_or(|ahead| ahead.ends || ahead.atoms.meets(fit))
        };
        if !open(op, fit) {
            return;
        }
        loop {
            match pattern.program.get(op) {
                None => {
                    if found.as_ref().is_none_or(|f| at > f.0) {
                        *found = Some((at, slots));
                    }
                    return;
                }
                Some(&Op::Split(other)) => match (open(op + 1, fit), open(other, fit)) {
                    (true, true) => {
                        self.step(pattern, op + 1, at, slots, start, found);
                        op = other;
                    }
                    (true, false) => op += 1,
                    (false, true) => op = other,
                    (false, false) => return,
                },
                Some(&Op::Jump(to)) => op = to,
                Some(Op::Begin) => {
                    slots.begin = self.tokens.get(at).map(|t| t.span.start);
                    op += 1;
                }
                Some(Op::End) => {
                    slots.end = at
                        .checked_sub(1)
                        .and_then(|i| self.tokens.get(i))
                        .map(|t| t.span.end);
                    op += 1;
                }
                Some(&Op::Take { atom, glued }) => {
                    let Some(token) = self.tokens.get(at).filter(|_| at < self.range.end) else {
                        return;
                    };
                    if glued && !token.glued || !AtomSet::of(atom).meets(fit) {
                        return;
                    }
                    op += 1;
                    // marks and digits can match in one way only
                    if let Atom::Mark(c) = atom {
                        if token.kind != Kind::Mark || !token.span.of(self.text).starts_with(c) {
                            return;
                        }
                        at += 1;
                    } else if atom.is_digits() {
                        let begins = at == start || slots.begin == Some(token.span.start);
                        if !self.digits(atom, at, &mut slots, begins) {
                            return;
                        }
                        at += 1;
                    } else {
                        // all ways but the last are gone apart
                        let begins = at == start || slots.begin == Some(token.span.start);
                        let mut last: Option<(usize, Slots)> = None;
                        self.take(atom, at, &slots, begins, &mut |next, slots| {
                            if let Some((next, slots)) = last.replace((next, slots)) {
                                self.step(pattern, op, next, slots, start, found);
                            }
                        });
                        match last {
                            Some(way) => (at, slots) = way,
                            None => return,
                        }
                    }
                    fit = self.fit(at);
                    if !open(op, fit) {
                        return;
                    }
                }
            }
        }
    }
}

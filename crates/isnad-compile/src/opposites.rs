//! Two statements in, the words by which they contradict each other out.
//!
//! Statements are short: headlines, or the clause of an event. They contradict each other where most of their words are the same
//! (bare forms) and one of these holds: words at the two ends of an axis ("rises", "falls"); a negator on one side alone, or a word
//! that turns what it governs ("refuses to"); other numbers for one unit; another country or town where everything else is the same.
//! What they leave open is no contradiction, and a question contradicts nothing.
//!
//! ```
//! use isnad_compile::opposites::{Kind, oppose};
//! use isnad_lang::Packs;
//! let pack = Packs::builtin().get("en").unwrap();
//! let found = oppose("Grain prices rise in Marland", "Grain prices in Marland fall again", pack).unwrap();
//! assert_eq!(found.kind, Kind::Axis("level".into()));
//! assert!(oppose("Grain prices rise in Marland", "Grain gets dearer in Marland", pack).is_none());
//! ```

use isnad_lang::{Pack, names::PlaceKind, opposites::Sense};
use isnad_model::Span;
use isnad_text::{Kind as TokenKind, Tokens};
use std::collections::{BTreeMap, BTreeSet};

/// Bare words that two statements share at least.
const SHARED: usize = 2;
/// Shared words as a part of the shorter statement where an axis tells them apart …
const ON_AXIS: f32 = 0.3;
/// … a negator …
const NEGATED: f32 = 0.5;
/// … a word that turns …
const TURNED: f32 = 0.6;
/// … a number …
const NUMBERED: f32 = 0.5;
/// … or a place, where all else must be the same.
const PLACED: f32 = 0.75;
/// Words behind a negator that it may negate.
const REACH: usize = 2;
/// Axes on whose lower end a refusal stands: beside such a word no other word turns anything.
const AGAINST: [&str; 4] = ["consent", "truth", "success", "course"];

/// By what two statements contradict each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Words at the two ends of this axis.
    Axis(String),
    /// One says it is not so.
    Negated,
    /// One tells of a refusal, denial or failure.
    Turned,
    /// Other numbers for one unit.
    Number,
    /// Another place.
    Place,
}

/// Two statements that contradict each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opposition {
    /// By what.
    pub kind: Kind,
    /// The words of the first statement, in bytes of it; none where the other one has the word that counts.
    pub first: Option<Span>,
    /// The words of the second.
    pub second: Option<Span>,
}

/// Do these statements, in the language of the pack, contradict each other?
pub fn oppose(first: &str, second: &str, pack: &Pack) -> Option<Opposition> {
    Statement::read(first, pack).opposes(&Statement::read(second, pack), pack)
}

/// A statement as the comparison sees it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Statement {
    /// Bare words that are no frequent ones, sorted, each once.
    content: Vec<u64>,
    /// Those of them that say nothing on an axis, sorted, each once.
    rest: Vec<u64>,
    /// By axis: where the words at its upper and at its lower end stand.
    poles: BTreeMap<u8, (Option<Span>, Option<Span>)>,
    negated: Option<Span>,
    turned: Option<Span>,
    /// By unit: numbers.
    numbers: BTreeMap<u64, Vec<(String, Span)>>,
    /// Country and, for a town, its name: where it stands.
    places: BTreeMap<String, Span>,
    /// Bare words of places.
    named: BTreeSet<u64>,
    /// Countries behind adjectives.
    nations: BTreeSet<String>,
    asks: bool,
}

impl Statement {
    pub(crate) fn read(text: &str, pack: &Pack) -> Self {
        let words = &pack.opposites;
        let tokens = Tokens::new(text, &pack.clitics);
        let bare: Vec<u64> = (0..tokens.len())
            .map(|at| words.stems.hash(tokens.folded(at)))
            .collect();
        let mut out = Self::default();
        let mut free = 0;
        let mut negates = 0..0;
        for at in 0..tokens.len() {
            let Some(token) = tokens.get(at) else { break };
            let first = at == 0 || token.kind == TokenKind::Mark;
            out.asks |= first && words.asks.longest(&tokens, at).is_some();
            if token.kind == TokenKind::Mark {
                continue;
            }
            let frequent = token.forms().iter().any(|f| pack.is_frequent(f.hash));
            let short = tokens.folded(at).chars().nth(2).is_none() && token.kind != TokenKind::Number;
            if at >= free {
                if let Some(hit) = words.negates_nothing.longest(&tokens, at) {
                    free = at + hit.len;
                } else if let Some(hit) = words.negators.longest(&tokens, at).filter(|hit| {
                    // "below 70" negates nothing
                    tokens
                        .get(at + hit.len)
                        .is_none_or(|next| next.kind != TokenKind::Number)
                }) {
                    out.negated.get_or_insert(token.span);
                    negates = at..at + hit.len + REACH;
                    free = at + hit.len;
                    continue;
                }
            }
            let mut says = false;
            if let Some((n, senses)) = words.senses(&bare[at..]) {
                let last = tokens.get(at + n - 1).map_or(token.span, |t| t.span);
                let span = token.span.join(last);
                for sense in senses {
                    match *sense {
                        Sense::Axis { axis, more } => {
                            let poles = out.poles.entry(axis).or_default();
                            let end = if more != negates.contains(&at) {
                                &mut poles.0
                            } else {
                                &mut poles.1
                            };
                            end.get_or_insert(span);
                            says = true;
                        }
                        Sense::Turns if !negates.contains(&at) => {
                            out.turned.get_or_insert(span);
                        }
                        Sense::Turns => {}
                    }
                }
            }
            if token.kind == TokenKind::Number {
                let unit = bare.get(at + 1).copied().unwrap_or_default();
                let number = (tokens.folded(at).to_owned(), token.span);
                out.numbers.entry(unit).or_default().push(number);
                continue;
            }
            if frequent || short {
                continue;
            }
            out.content.push(bare[at]);
            if !says {
                out.rest.push(bare[at]);
            }
        }
        for set in [&mut out.content, &mut out.rest] {
            set.sort_unstable();
            set.dedup();
        }
        out.place(&tokens, &bare, pack);
        out
    }

    /// Countries, towns and nationalities.
    fn place(&mut self, tokens: &Tokens, bare: &[u64], pack: &Pack) {
        let mut at = 0;
        while at < tokens.len() {
            let hit = pack.names.places.longest(tokens, at);
            if let Some(hit) = hit.filter(|h| matches!(h.value.kind, PlaceKind::Country | PlaceKind::City)) {
                let span = hit.span(tokens, at);
                let value = match hit.value.kind {
                    PlaceKind::Country => hit.value.code.clone(),
                    _ => format!("{}/{}", hit.value.code, hit.value.english),
                };
                self.places.entry(value).or_insert(span);
                self.named
                    .extend(bare[at..(at + hit.len).min(bare.len())].iter().copied());
                at += hit.len.max(1);
                continue;
            }
            let forms = tokens.get(at).map_or(&[][..], |t| t.forms());
            let nisbas = forms.iter().filter_map(|f| {
                let number = usize::from(pack.names.word(f.hash).nisba).checked_sub(1)?;
                pack.names.nisbas.get(number)
            });
            self.nations.extend(nisbas.map(|n| n.code.clone()));
            at += 1;
        }
    }

    /// Shared words as a part of the shorter list.
    fn part(mine: &[u64], theirs: &[u64]) -> (usize, f32) {
        let (mut shared, mut rest) = (0, theirs);
        for word in mine {
            rest = &rest[rest.iter().take_while(|w| *w < word).count()..];
            shared += usize::from(rest.first() == Some(word));
        }
        (shared, shared as f32 / mine.len().min(theirs.len()).max(1) as f32)
    }

    /// How much of the shorter statement the other one holds too (0 to 1).
    pub(crate) fn likeness(&self, other: &Self) -> (usize, f32) {
        Self::part(&self.content, &other.content)
    }

    pub(crate) fn opposes(&self, other: &Self, pack: &Pack) -> Option<Opposition> {
        if self.asks || other.asks {
            return None;
        }
        let (shared, part) = Self::part(&self.rest, &other.rest);
        if (shared >= SHARED && part >= ON_AXIS) || (shared >= 1 && part >= 0.5) {
            let found = self.poles.iter().find_map(|(axis, mine)| {
                let theirs = other.poles.get(axis)?;
                // a statement with words of both ends says neither
                let (first, second) = match (mine, theirs) {
                    ((Some(a), None), (None, Some(b))) | ((None, Some(a)), (Some(b), None)) => (*a, *b),
                    _ => return None,
                };
                let name = pack.opposites.axes.get(usize::from(*axis))?;
                Some((Kind::Axis(name.clone()), Some(first), Some(second)))
            });
            if let Some((kind, first, second)) = found {
                return Some(Opposition { kind, first, second });
            }
        }
        let (shared, part) = self.likeness(other);
        if shared < SHARED {
            return None;
        }
        let opposed = |kind, first, second| Some(Opposition { kind, first, second });
        let open = |s: &Self| s.negated.is_none() && s.turned.is_none() && !s.stands_against(pack);
        if part >= NEGATED && (self.negated.is_some() && open(other) || other.negated.is_some() && open(self))
        {
            return opposed(Kind::Negated, self.negated, other.negated);
        }
        if part >= TURNED && (self.turned.is_some() && open(other) || other.turned.is_some() && open(self)) {
            return opposed(Kind::Turned, self.turned, other.turned);
        }
        if part >= NUMBERED {
            for (unit, mine) in self.numbers.iter().filter(|(unit, _)| **unit != 0) {
                let Some(theirs) = other.numbers.get(unit) else {
                    continue;
                };
                if let ([(a, x)], [(b, y)]) = (mine.as_slice(), theirs.as_slice())
                    && a != b
                {
                    return opposed(Kind::Number, Some(*x), Some(*y));
                }
            }
        }
        let (x, y) = self.elsewhere(other)?;
        opposed(Kind::Place, Some(x), Some(y))
    }

    fn stands_against(&self, pack: &Pack) -> bool {
        self.poles.iter().any(|(axis, (_, less))| {
            let name = pack.opposites.axes.get(usize::from(*axis));
            less.is_some() && name.is_some_and(|n| AGAINST.contains(&n.as_str()))
        })
    }

    /// One place each that the other lacks, and all else the same.
    fn elsewhere(&self, other: &Self) -> Option<(Span, Span)> {
        let own = |a: &Self, b: &Self| {
            let country = |place: &'_ str| {
                place
                    .split_once('/')
                    .map_or(place.len(), |(country, _)| country.len())
            };
            let known = |code: &str| {
                let mut places = b.places.keys();
                places.any(|p| &p[..country(p)] == code) || b.nations.contains(code)
            };
            let mut own = a.places.iter().filter(|(p, _)| !known(&p[..country(p)]));
            let first = own.next().map(|(_, span)| *span);
            first.filter(|_| own.next().is_none())
        };
        let (x, y) = own(self, other).zip(own(other, self))?;
        let bare = |s: &Self| {
            let unnamed = s.content.iter().copied().filter(|w| !s.named.contains(w));
            unnamed.collect::<Vec<u64>>()
        };
        let (mine, theirs) = (bare(self), bare(other));
        let (shared, part) = Self::part(&mine, &theirs);
        let alike = shared as f32 / mine.len().max(theirs.len()).max(1) as f32;
        (shared > SHARED && part >= PLACED && alike >= 0.6).then_some((x, y))
    }
}

#[cfg(test)]
mod tests;

//! What a line is by its own words, wherever it stands.

use crate::lexicon::Lexicon;
use crate::{
    credits::{self, Part, PartKind},
    dates::{self, Dates, phrase},
    line::{Line, Shape},
};
use isnad_lang::blocks::Cue;
use isnad_text::{Kind, Script, Span};
use std::ops::Range;

/// What a line is by its own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Guess {
    /// Nothing special: a headline, a heading or a paragraph.
    Plain,
    /// Share buttons, tracker words, copyright, menus.
    Junk,
    /// A heading over links to other reports.
    RelatedHeading,
    /// One link to another report with its label.
    RelatedLine,
    /// An office of the outlet; a name may follow on the next line.
    Office { alone: bool },
    /// The label of a ticker; its text may follow on the next line.
    Ticker,
    /// A section of the outlet, or a path of sections.
    Section,
    /// Dates alone, without a label.
    Date,
    /// A clock time alone.
    Clock,
    /// A publication date with its label.
    Published,
    /// A date of change with its label.
    Updated,
    /// Both, the second one from this byte of the text on.
    Both { second: usize, updated_first: bool },
    /// Who wrote it, with a label.
    Byline,
    /// Places, agencies, outlets, names, and perhaps a date.
    Credits,
    /// Where the matter comes from; the name may follow on the next line.
    Source { alone: bool },
    /// Who made a picture.
    Credit,
    /// The words under a picture.
    Caption,
}

/// A line with what its own words say.
#[derive(Debug)]
pub(crate) struct Seen<'t> {
    /// The line.
    pub(crate) line: Line<'t>,
    /// What it is by its own words.
    pub(crate) guess: Guess,
    /// Its dates.
    pub(crate) dates: Dates,
    /// What it is made of, if it is short.
    pub(crate) parts: Vec<Part>,
}

/// Looks at a line.
pub(crate) fn see<'t>(line: Line<'t>, text: &str, words: &Lexicon<'_>, max_line: usize) -> Seen<'t> {
    let long = line.long();
    let dates = dates::read(&line, text, &words.dates);
    let guess = if line.span.len() > max_line || line.shape == Shape::Other {
        Guess::Junk
    } else if line.shape == Shape::Picture {
        Guess::Caption
    } else if long || line.words > 60 {
        Guess::Plain
    } else {
        Look {
            line: &line,
            text,
            words,
            dates: &dates,
        }
        .guess()
    };
    let parts = if line.words <= 24 && !long {
        let from = label_end(&line, text, words);
        credits::parts(&line, text, &dates, words, from..line.tokens.len())
    } else {
        Vec::new()
    };
    let mut parts = parts;
    let places = parts.iter().filter(|p| p.kind == PartKind::Place).count();
    if places > 0 && places + 1 == parts.len() {
        parts
            .iter_mut()
            .filter(|p| p.kind == PartKind::Quoted)
            .for_each(|p| p.kind = PartKind::Outlet);
    }
    let mut seen = Seen {
        line,
        guess,
        dates,
        parts,
    };
    if seen.guess == Guess::Plain && seen.made_of_credits() {
        seen.guess = Guess::Credits;
    }
    seen
}

impl Seen<'_> {
    /// Are all parts places, agencies, outlets, markers, names or dates, at least one of them known for sure?
    fn made_of_credits(&self) -> bool {
        let strong = |p: &Part| p.known() && p.kind != PartKind::Date;
        let fair = |p: &Part| {
            !matches!(p.kind, PartKind::Unknown | PartKind::Quoted)
                || p.kind == PartKind::Unknown && p.words <= 2
        };
        self.line.words <= 16
            && !self.line.ends
            && (self.parts.len() > 1 || self.parts.first().is_some_and(strong))
            && self.parts.iter().any(strong)
            && self.parts.iter().all(fair)
    }
}

/// The token behind the label of a byline or source line ("By", "Source:").
pub(crate) fn label_end(line: &Line, text: &str, words: &Lexicon<'_>) -> usize {
    let mut at = first_word(line, text);
    if words.cues.exact(line.tokens, at).is_none() {
        return 0;
    }
    for cue in [
        Cue::Published,
        Cue::Updated,
        Cue::Byline,
        Cue::Source,
        Cue::Link,
        Cue::Credit,
        Cue::Rights,
    ] {
        if let Some(len) = cue_at(line, words, at, cue) {
            at += len;
            while line.mark(text, at).is_some()
                && !matches!(line.mark(text, at), Some('\u{00AB}' | '"' | '\u{201C}' | '('))
            {
                at += 1;
            }
            return at;
        }
    }
    0
}

/// The first token that is a word or a figure.
fn first_word(line: &Line, text: &str) -> usize {
    (0..line.tokens.len())
        .find(|&i| line.mark(text, i).is_none())
        .unwrap_or(0)
}

/// Length of the longest phrase of a cue that begins at a token.
fn cue_at(line: &Line, words: &Lexicon<'_>, at: usize, cue: Cue) -> Option<usize> {
    let mut longest = None;
    words.cues.each(line.tokens, at, |hit| {
        if hit.form.off == 0 && *hit.value == cue {
            longest = longest.max(Some(hit.len));
        }
    });
    longest
}

struct Look<'a> {
    line: &'a Line<'a>,
    text: &'a str,
    words: &'a Lexicon<'a>,
    dates: &'a Dates,
}

impl Look<'_> {
    fn guess(&self) -> Guess {
        let start = first_word(self.line, self.text);
        self.dated(start)
            .or_else(|| self.junk(start))
            .or_else(|| self.path())
            .or_else(|| self.related(start))
            .or_else(|| self.masthead(start))
            .or_else(|| self.credit(start))
            .unwrap_or(Guess::Plain)
    }

    fn cue(&self, at: usize, cue: Cue) -> Option<usize> {
        cue_at(self.line, self.words, at, cue)
    }

    fn len(&self) -> usize {
        self.line.tokens.len()
    }

    fn mark(&self, at: usize) -> Option<char> {
        self.line.mark(self.text, at)
    }

    /// Does a colon (or a dash) stand here?
    fn colon(&self, at: usize) -> bool {
        matches!(self.mark(at), Some(':' | '\u{FF1A}'))
    }

    /// Number of words and figures from a token on.
    fn words_from(&self, at: usize) -> usize {
        self.line
            .tokens
            .items()
            .get(at..)
            .unwrap_or_default()
            .iter()
            .filter(|t| t.kind != Kind::Mark)
            .count()
    }

    /// Does the phrase fill the line, marks aside?
    fn fills(&self, at: usize, len: usize) -> bool {
        self.words_from(at + len) == 0
    }

    fn dated(&self, start: usize) -> Option<Guess> {
        let stamped = !self.dates.stamps.is_empty();
        let labels = if stamped { self.labels(start) } else { Vec::new() };
        if stamped && let Some(&(first, first_cue, first_len)) = labels.first() {
            let in_labels: usize = labels
                .iter()
                .map(|&(at, _, len)| {
                    (at..at + len)
                        .filter(|&i| {
                            !self.dates.used.get(i).copied().unwrap_or(true) && self.mark(i).is_none()
                        })
                        .count()
                })
                .sum();
            let left = dates::left_over(self.line, self.dates, 0).saturating_sub(in_labels);
            let colon = self.colon(first + first_len);
            if first <= start + 8 && (left <= 4 || colon && left <= 10) && self.line.words <= 30 {
                let second = labels.iter().find(|l| {
                    l.1 != first_cue
                        && l.1 != Cue::Byline
                        && self.dates.stamps.iter().any(|s| s.tokens.start > l.0)
                });
                return Some(match (first_cue, second) {
                    (Cue::Byline, None) => Guess::Published,
                    (_, Some(&(at, cue, _))) => Guess::Both {
                        second: self.line.part(at..at + 1).start,
                        updated_first: cue == Cue::Published && first_cue == Cue::Updated,
                    },
                    (Cue::Updated, None) => Guess::Updated,
                    _ => Guess::Published,
                });
            }
        }
        if dates::only(self.line, self.dates) {
            return Some(Guess::Date);
        }
        let left = dates::left_over(self.line, self.dates, 0);
        if !stamped && left == 0 && self.dates.used.iter().any(|&u| u) && self.words_from(0) > 0 {
            return Some(if self.dates.hijri {
                Guess::Date
            } else {
                Guess::Clock
            });
        }
        None
    }

    /// Labels of dates at the start of the line and behind a mark or another date.
    fn labels(&self, start: usize) -> Vec<(usize, Cue, usize)> {
        let mut out = Vec::new();
        let mut i = start;
        while i < self.len() {
            let free = i == start
                || self.mark(i - 1).is_some()
                || self.dates.used.get(i - 1).copied().unwrap_or(false);
            let hit = [Cue::Published, Cue::Updated, Cue::Byline]
                .into_iter()
                .filter_map(|c| self.cue(i, c).map(|len| (i, c, len)))
                .max_by_key(|h| h.2);
            match hit.filter(|h| free && (h.1 != Cue::Byline || i == start)) {
                Some(h) => {
                    out.push(h);
                    i += h.2;
                }
                None => i += 1,
            }
        }
        out
    }

    fn junk(&self, start: usize) -> Option<Guess> {
        let made_of = |cue: Cue| {
            let mut i = 0;
            let mut any = false;
            while i < self.len() {
                if self.mark(i).is_some() {
                    i += 1;
                } else if let Some(len) = self.cue(i, cue) {
                    any = true;
                    i += len;
                } else {
                    return false;
                }
            }
            any
        };
        if self.line.words <= 16 && (made_of(Cue::Tracker) || made_of(Cue::Share)) {
            return Some(Guess::Junk);
        }
        if self.rights(start) || self.address() {
            return Some(Guess::Junk);
        }
        // marks alone: rules, dots, bullets
        if self.words_from(0) == 0 {
            return Some(Guess::Junk);
        }
        let marked = self
            .cue(0, Cue::Boilerplate)
            .map(|len| (0, len))
            .or_else(|| self.cue(start, Cue::Boilerplate).map(|len| (start, len)));
        let (at, len) = marked?;
        let rest = self.words_from(at + len);
        let figures = self
            .line
            .tokens
            .items()
            .get(at + len..)
            .unwrap_or_default()
            .iter()
            .all(|t| t.kind != Kind::Word);
        let label = self.mark(at + len).is_some() && rest <= 4;
        let phrase = len > 1 && rest <= 16;
        (figures || label || phrase).then_some(Guess::Junk)
    }

    /// A copyright line.
    fn rights(&self, start: usize) -> bool {
        self.line.words <= 24
            && (0..self.len().min(start + 6)).any(|i| {
                self.cue(i, Cue::Rights)
                    .is_some_and(|len| i <= start || self.fills(i, len))
            })
    }

    /// An address of the net, an e-mail address or a handle with a few words.
    fn address(&self) -> bool {
        let words = self.line.text(self.text);
        let net = |w: &str| w.contains("://") || w.starts_with("www.") || w.contains('@');
        // most lines hold none of the three
        words.len() < 300
            && memchr::memchr3(b'@', b'/', b'w', words.as_bytes()).is_some()
            && words.split_whitespace().any(net)
            && words.split_whitespace().filter(|w| !net(w)).count() <= 3
    }

    /// A menu ("Home | World | Sport") or a path of sections.
    fn path(&self) -> Option<Guess> {
        const SEPARATORS: [char; 9] = [
            '|', '\u{00BB}', '\u{203A}', '>', '\u{2022}', '\u{00B7}', '/', '\u{00AB}', '\\',
        ];
        let spaced = |i: usize| {
            self.line.tokens.get(i).is_some_and(|t| !t.glued)
                && self.line.tokens.get(i + 1).is_none_or(|t| !t.glued)
        };
        let separator = |i: usize| self.mark(i).filter(|c| SEPARATORS.contains(c) && spaced(i));
        let mut parts: Vec<Range<usize>> = Vec::new();
        let mut from = 0;
        for i in 0..=self.len() {
            if i == self.len() || separator(i).is_some() {
                if i > from {
                    parts.push(from..i);
                }
                from = i + 1;
            }
        }
        let most = parts.iter().map(|p| p.len()).max().unwrap_or(0);
        if parts.len() < 2
            || most > 4
            || self.line.words > 24
            || self.line.ends
            || !self.dates.stamps.is_empty()
        {
            return None;
        }
        let is = |p: &Range<usize>, cue: Cue| self.cue(p.start, cue) == Some(p.len());
        let sections = parts
            .iter()
            .filter(|p| is(p, Cue::Section) || is(p, Cue::Home))
            .count();
        let home = parts.iter().any(|p| is(p, Cue::Home));
        let arrow =
            (0..self.len()).any(|i| separator(i).is_some_and(|c| matches!(c, '\u{00BB}' | '\u{203A}' | '>')));
        if (home && !arrow || sections >= 2 && parts.len() > 2) && !arrow {
            Some(Guess::Junk)
        } else if home || arrow && sections > 0 || sections == parts.len() {
            Some(Guess::Section)
        } else {
            None
        }
    }

    fn related(&self, start: usize) -> Option<Guess> {
        let len = self.cue(start, Cue::Related)?;
        let end = start + len;
        let rest = self.words_from(end);
        if rest == 0 {
            return Some(Guess::RelatedHeading);
        }
        // a label with one link, its section perhaps between the words and the colon
        let label = (end..self.len().min(end + 4))
            .any(|i| matches!(self.mark(i), Some(':' | '|' | '[' | '\u{00BB}' | '>')));
        (label && (!self.line.ends || self.line.words <= 30)).then_some(Guess::RelatedLine)
    }

    fn masthead(&self, start: usize) -> Option<Guess> {
        if let Some(len) = self.cue(start, Cue::Ticker).filter(|&len| self.fills(start, len)) {
            let _ = len;
            return Some(Guess::Ticker);
        }
        if let Some(len) = self.cue(start, Cue::Office) {
            if self.fills(start, len) {
                return Some(Guess::Office { alone: true });
            }
            let name = credits::person(self.line, self.text, self.words, &(start + len..self.len()));
            let figures = self
                .line
                .tokens
                .items()
                .get(start + len..)
                .unwrap_or_default()
                .iter()
                .all(|t| t.kind != Kind::Word);
            if self.colon(start + len) && self.line.words <= 9
                || self.line.words <= 7 && !self.line.ends && (name || figures)
            {
                return Some(Guess::Office { alone: false });
            }
        }
        self.cue(start, Cue::Section)
            .filter(|&len| self.fills(start, len))
            .map(|_| Guess::Section)
    }

    fn credit(&self, start: usize) -> Option<Guess> {
        if let Some(len) = self.cue(start, Cue::Link).filter(|_| self.line.words <= 40) {
            let _ = len;
            return Some(Guess::Source { alone: false });
        }
        if let Some(len) = self.cue(start, Cue::Source) {
            if self.fills(start, len) {
                return Some(Guess::Source { alone: true });
            }
            if self.words_from(start + len) <= 8 && self.colon(start + len) {
                return Some(Guess::Source { alone: false });
            }
        }
        let bracketed = start > 0 && self.mark(start - 1) == Some('(');
        if let Some(len) = self.cue(start, Cue::Credit) {
            let colon = self.colon(start + len);
            let few = self.words_from(start + len) <= 5;
            if (colon || bracketed) && few {
                return Some(Guess::Credit);
            }
            if colon && (bracketed || !self.line.ends) && self.line.words <= 60 {
                return Some(Guess::Caption);
            }
        }
        let captioned = self
            .cue(0, Cue::Caption)
            .or_else(|| self.cue(start, Cue::Caption));
        if captioned.is_some() && self.line.words <= 40 && (!self.line.ends || self.capital_label()) {
            return Some(Guess::Caption);
        }
        if self.credit_at_end() || self.date_at_end() {
            return Some(Guess::Caption);
        }
        if let Some(len) = self.cue(start, Cue::Byline) {
            let rest = start + len..self.len();
            let few = self.words_from(rest.start) <= 12 && self.words_from(rest.start) > 0;
            let latin = self
                .line
                .tokens
                .get(start)
                .is_some_and(|t| t.script == Script::Latin);
            let names = credits::parts(self.line, self.text, self.dates, self.words, rest.clone())
                .iter()
                .all(|p| p.kind != PartKind::Unknown);
            if few
                && (self.colon(rest.start) && (names || self.words_from(rest.start) <= 4)
                    || names && !self.line.ends && (latin || self.line.words <= 6))
            {
                return Some(Guess::Byline);
            }
        }
        None
    }

    /// Does the line begin in capitals ("FILE PHOTO:")?
    fn capital_label(&self) -> bool {
        let head: Vec<char> = self
            .line
            .text(self.text)
            .chars()
            .take(6)
            .filter(|c| c.is_alphabetic())
            .collect();
        head.len() > 2 && head.iter().all(|c| c.is_uppercase())
    }

    /// An agency in brackets at the end, and no full stop before it: the words under a picture.
    fn credit_at_end(&self) -> bool {
        let n = self.len();
        let mut close = n;
        while close > 0 && matches!(self.mark(close - 1), Some('.')) {
            close -= 1;
        }
        if close == 0 || self.mark(close - 1) != Some(')') {
            return false;
        }
        let Some(open) = (0..close - 1).rev().take(12).find(|&i| self.mark(i) == Some('(')) else {
            return false;
        };
        let inside = credits::parts(self.line, self.text, self.dates, self.words, open + 1..close - 1);
        let agency = inside
            .iter()
            .any(|p| matches!(p.kind, PartKind::Agency(_) | PartKind::Marker) || p.kind == PartKind::Outlet);
        open > 3
            && agency
            && inside.iter().all(|p| p.words <= 4)
            && !matches!(self.mark(open - 1), Some('.' | '\u{061F}' | '!' | '?'))
            && self.line.words <= 60
    }

    /// A full date at the end that no preposition joins to the sentence: the words under an agency's picture.
    fn date_at_end(&self) -> bool {
        let Some(stamp) = self.dates.stamps.last() else {
            return false;
        };
        let n = self.len()
            - (0..self.len())
                .rev()
                .take_while(|&i| matches!(self.mark(i), Some('.')))
                .count();
        let before = stamp
            .tokens
            .start
            .checked_sub(1)
            .and_then(|i| self.line.tokens.get(i).map(|t| (i, t)));
        let Some((i, token)) = before.filter(|_| stamp.tokens.end == n && self.line.words >= 8) else {
            return false;
        };
        let comma = token.kind == Kind::Mark && self.mark(i) == Some(',');
        let place = |i: usize| {
            self.line
                .tokens
                .get(i)
                .is_some_and(|t| t.script == Script::Latin && t.kind == Kind::Word && t.capital)
        };
        if comma {
            stamp.weekday.is_some() && i > 0 && place(i - 1)
        } else {
            place(i) && phrase(&self.words.dates.months, self.line, i).is_none()
        }
    }
}

/// Where the dateline at the beginning of a paragraph ends ("ROME, May 5 (Reuters) -"), and its parts: the last token of
/// the dateline, its separator included.
pub(crate) fn dateline(
    line: &Line,
    text: &str,
    dates: &Dates,
    words: &Lexicon<'_>,
) -> Option<(usize, Vec<Part>)> {
    const FAR: usize = 18;
    let latin = line
        .tokens
        .get(first_word(line, text))
        .is_some_and(|t| t.script == Script::Latin);
    let upper = |p: &Part| {
        let first = p.span.of(text);
        let letters = first.chars().filter(|c| c.is_alphabetic());
        letters.clone().count() > 2 && letters.clone().all(char::is_uppercase)
    };
    let mut best = None;
    for i in 1..line.tokens.len().min(FAR) {
        let dash = match line.mark(text, i) {
            Some('-' | '\u{2013}' | '\u{2014}' | '\u{2212}') => {
                !line.tokens.get(i).is_some_and(|t| t.glued)
                    && line.tokens.get(i + 1).is_some_and(|t| !t.glued)
                    || line.mark(text, i - 1) == Some(')')
            }
            Some(':') => !latin,
            _ => false,
        };
        if !dash {
            continue;
        }
        let parts = credits::parts(line, text, dates, words, 0..i);
        let mut parts = parts;
        if line.mark(text, i - 1) == Some(')')
            && let Some(last) = parts.last_mut()
            && matches!(last.kind, PartKind::Person | PartKind::Unknown)
            && last.words <= 3
        {
            last.kind = PartKind::Agency(last.span.of(text).to_owned()); // only an agency stands there
        }
        let sure = |p: &Part| matches!(p.kind, PartKind::Agency(_) | PartKind::Outlet | PartKind::Marker);
        let place = |p: &Part| p.kind == PartKind::Place || latin && upper(p);
        let figure = (0..i).any(|t| {
            line.tokens.get(t).is_some_and(|t| t.kind == Kind::Number)
                && !dates.used.get(t).copied().unwrap_or(false)
        });
        if figure && !latin {
            continue;
        }
        let n_words: usize = parts.iter().map(|p| p.words).sum();
        let fair = parts.iter().all(|p| {
            p.words <= 4
                && (!matches!(p.kind, PartKind::Unknown | PartKind::Quoted)
                    || p.kind == PartKind::Unknown && p.words <= 2)
        });
        let ok = if latin {
            parts.first().is_some_and(|p| place(p) && upper(p) || sure(p)) && n_words <= 10
        } else {
            fair && n_words <= 8
                && parts.iter().all(|p| p.known() || p.words <= 3)
                && (parts.iter().any(sure)
                    || parts.len() == 1 && parts.iter().all(place) && line.mark(text, i) != Some(':'))
        };
        if ok {
            // a dash may be written as two
            let dashes = (i + 1..line.tokens.len())
                .take_while(|&next| matches!(line.mark(text, next), Some('-' | '\u{2013}' | '\u{2014}')))
                .count();
            best = Some((i + dashes, parts));
        }
    }
    best
}

/// The span of a dateline whose last token is this.
pub(crate) fn dateline_span(line: &Line, last: usize) -> Span {
    line.part(0..last + 1)
}

//! Matching patterns on tokens.

use super::{
    Count, Part, Pattern, Reads, Sense, TimeWords, Unit, Way,
    pattern::{Atom, Op},
};
use isnad_text::{Form, Kind, Span, Tokens};
use std::ops::Range;

/// Years of the Hijri calendar that news speak of.
const HIJRI_YEARS: std::ops::RangeInclusive<i32> = 1300..=1500;

/// The ordinal that stands for the last one.
const LAST: u8 = 99;

/// Smaller ordinals without a month are places in a row rather than days.
const HIGH: u8 = 20;

/// What the slots of a pattern captured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Slots {
    pub weekday: Option<u8>,
    pub day: Option<u8>,
    pub month: Option<u8>,
    /// The month that a second name of another vocabulary gives, where it is not the same.
    pub other_month: Option<u8>,
    /// Month or year are of the Hijri calendar.
    pub hijri: bool,
    /// The month's name means something else as well.
    pub doubtful: bool,
    /// The month's name is in doubt even behind "in".
    pub shy: bool,
    /// The month's name nearly always means something else.
    pub rare: bool,
    pub year: Option<i32>,
    pub hour: Option<u8>,
    pub minute: Option<u8>,
    /// The hour is one of two: the other.
    pub other_hour: Option<u8>,
    pub second: Option<u8>,
    pub part: Option<Part>,
    /// Clock time is in the second half of the day.
    pub afternoon: Option<bool>,
    pub unit: Option<(Unit, Count)>,
    pub number: Option<u32>,
    pub ordinal: Option<u8>,
    pub shift: Option<(i8, Unit)>,
    pub way: Option<Way>,
    pub edge: bool,
    pub season: Option<u8>,
    /// The year is one of two (`2014-2016`, `2020/2021`): the other.
    pub other_year: Option<i32>,
    /// The day is one of two: the other.
    pub other_day: Option<u8>,
    /// The vocabularies that hold the name of the month.
    vocabularies: u8,
    /// The unit in which the first one lies ("the third week of this year").
    pub of_unit: Option<Unit>,
    /// Minutes added to the hour ("half past"), below 0 where they are taken off.
    pub offset: Option<i16>,
    /// The minutes that follow are taken off.
    minus: bool,
    /// Part of a unit ("half a year"): numerator and denominator.
    pub fraction: Option<(u8, u8)>,
    /// The part is the whole length ("half an hour", not "an hour and a half").
    pub fraction_only: bool,
    /// Digits behind the point of the number, and how many.
    pub decimal: Option<(u32, u8)>,
    /// Minutes ahead of Greenwich.
    pub zone: Option<i16>,
    /// Tens of a decade.
    pub decade: Option<u8>,
    /// Number of a feast.
    pub feast: Option<u8>,
    /// The hour has a name of its own (midnight).
    pub moment: bool,
    /// The month is a name, no number.
    named_month: bool,
    /// First and last byte.
    begin: Option<usize>,
    end: Option<usize>,
}

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
type Reading = (Sense, u8, Form);

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
        let mut senses: Vec<Reading> = Vec::new();
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
                    fit = fit.or(AtomSet::fitting(*hit.value));
                    senses.push((*hit.value, hit.len as u8, hit.form));
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
            tell(at + reading.1 as usize);
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

    /// Tells all ways in which an atom can match here: the token behind it, and the slots then.
    fn take(&self, atom: Atom, at: usize, slots: &Slots, begins: bool, way: &mut dyn FnMut(usize, Slots)) {
        let Some(token) = self.tokens.get(at) else { return };
        match atom {
            Atom::Num => {
                if let Some((number, next, form)) = self.number(at) {
                    let mut slots = Slots {
                        number: Some(number),
                        ..*slots
                    };
                    self.open(&mut slots, at, begins, form);
                    way(next, slots);
                    if let Some(decimal) = self.decimal(next) {
                        slots.decimal = Some(decimal);
                        way(next + 2, slots);
                    }
                }
            }
            Atom::Minutes | Atom::AndMinutes => {
                if let Some((number @ 1..60, next, form)) = self.number(at)
                    && (atom == Atom::Minutes
                        || form.off & Form::CONJUNCTION != 0
                            && !self.readings(at).iter().any(|r| matches!(r.0, Sense::Ordinal(_))))
                {
                    let mut slots = *slots;
                    slots.shift_minutes(number as i16);
                    self.open(&mut slots, at, begins, form);
                    way(next, slots);
                }
            }
            Atom::DayNum => {
                if let Some((day @ 1..=31, next, form)) = self.number(at)
                    && token.kind == Kind::Word
                {
                    let mut slots = Slots {
                        day: Some(day as u8),
                        ..*slots
                    };
                    self.open(&mut slots, at, begins, form);
                    way(next, slots);
                }
            }
            Atom::LongYear if token.kind == Kind::Number => {
                let mut slots = *slots;
                if self.digits(atom, at, &mut slots, begins) {
                    way(at + 1, slots);
                }
            }
            Atom::LongYear | Atom::YearNum => {
                if let Some((year, next, form)) = self.year_in_words(at)
                    && (atom == Atom::LongYear || year >= 1000)
                {
                    let mut slots = Slots {
                        year: Some(year),
                        ..*slots
                    };
                    self.open(&mut slots, at, begins, form);
                    way(next, slots);
                }
            }
            Atom::Ord if token.kind == Kind::Number => {
                let suffix = self.words.lexicon.exact(self.tokens, at + 1);
                let glued = self.tokens.get(at + 1).is_some_and(|t| t.glued);
                if let (Some(n @ 1..=99), true, Some(_)) = (
                    self.value(at),
                    glued,
                    suffix.filter(|h| *h.value == Sense::Ordinal(0)),
                ) {
                    way(at + 2, self.with_ordinal(slots, n as u8));
                }
            }
            atom => {
                for &(sense, len, form) in self.readings(at) {
                    // a word that means something else is none with a preposition written to it
                    if matches!(sense, Sense::Month { doubtful: true, .. })
                        && form.off & Form::PREPOSITION != 0
                    {
                        continue;
                    }
                    if let Some(mut slots) = self.fill(atom, sense, at, slots) {
                        self.open(&mut slots, at, begins, form);
                        way(at + len as usize, slots);
                    }
                }
            }
        }
    }

    /// Where the expression begins: behind proclitics.
    fn open(&self, slots: &mut Slots, at: usize, begins: bool, form: Form) {
        if begins && let Some(token) = self.tokens.get(at) {
            slots.begin = Some(token.span.start + form.skip as usize);
        }
    }

    fn with_ordinal(&self, slots: &Slots, n: u8) -> Slots {
        Slots {
            ordinal: Some(n),
            ..*slots
        }
    }

    /// Puts a sense into the slots if it fits the atom and does not contradict what is there.
    fn fill(&self, atom: Atom, sense: Sense, at: usize, slots: &Slots) -> Option<Slots> {
        if !fits(atom, sense) {
            return None;
        }
        let mut out = *slots;
        match sense {
            Sense::Weekday(d) | Sense::BareWeekday(d) | Sense::Weekdays(d) => {
                if out.weekday.is_some_and(|w| w != d) {
                    return None;
                }
                out.weekday = Some(d);
            }
            Sense::Month {
                number,
                hijri,
                doubtful,
                vocabularies,
                rare,
                shy,
            } => {
                match out.month {
                    // two names of one month are one month
                    Some(m) if m == number && out.hijri == hijri => {}
                    // and so they were meant, where the second stands behind a slash or in brackets and is no name of the same
                    // country: what does not agree is kept
                    Some(_)
                        if !hijri
                            && !out.hijri
                            && out.vocabularies & vocabularies == 0
                            && self.is_second_name(at) =>
                    {
                        out.other_month = Some(number);
                        out.doubtful = false;
                        return Some(out);
                    }
                    Some(_) => return None,
                    None => out.vocabularies = vocabularies,
                }
                // a second name leaves no doubt
                out.doubtful = doubtful && out.month.is_none();
                out.shy = shy && out.month.is_none();
                out.rare = rare && (out.month.is_none() || out.rare);
                out.month = Some(number);
                out.hijri = hijri;
                out.named_month = true;
            }
            Sense::Unit { unit, .. } if out.unit.is_some() && out.number.is_none() => {
                out.of_unit = Some(unit)
            }
            Sense::Unit { unit, count, .. } => out.unit = Some((unit, count)),
            Sense::Hour(n) => out.hour = Some(n),
            Sense::Ordinal(n) => out.ordinal = Some(n),
            Sense::Shift(by, unit) => out.shift = Some((by, unit)),
            Sense::Direction(way) | Sense::Vague(way) => out.way = Some(way),
            Sense::Part(part) | Sense::ThePart(part) => out.part = Some(part),
            Sense::Half { afternoon, .. } => out.afternoon = Some(afternoon),
            Sense::Fraction(n, of) => {
                out.fraction = Some((n, of));
                out.fraction_only = out.unit.is_none() && out.number.is_none();
                out.shift_minutes(i16::from(n) * 60 / i16::from(of));
            }
            Sense::Minus if out.hour.is_none() => out.offset = out.offset.map(|m| -m),
            Sense::Minus => out.minus = true,
            Sense::Moment(hour) => {
                out.hour = Some(hour);
                out.moment = true;
            }
            Sense::Zone(minutes) => out.zone = minutes,
            Sense::Decade(tens) => out.decade = Some(tens),
            Sense::Feast(n) => out.feast = Some(n),
            Sense::Edge => out.edge = true,
            Sense::Season(s) => out.season = Some(s),
            Sense::Every(unit) => out.unit = Some((unit, Count::One)),
            Sense::Number(_) | Sense::NumberJoin | Sense::Named(_) => {}
        }
        Some(out)
    }

    /// Do month and day follow the year, all in figures ("1436/10/23")?
    fn begins_a_date(&self, at: usize) -> bool {
        let mark = |i: usize| {
            let token = self.tokens.get(i).filter(|t| t.kind == Kind::Mark);
            token
                .map(|t| t.span.of(self.text))
                .filter(|m| matches!(*m, "/" | "-"))
        };
        let small = |i: usize| {
            let token = self.tokens.get(i).filter(|t| t.kind == Kind::Number);
            token.is_some() && self.tokens.folded(i).len() <= 2
        };
        mark(at + 1).is_some() && mark(at + 1) == mark(at + 3) && small(at + 2) && small(at + 4)
    }

    /// Is the token, as it is spelled, a word that only folding makes like one of time?
    fn is_unlike(&self, at: usize) -> bool {
        let token = self.tokens.get(at).map(|t| t.span.of(self.text));
        token.is_some_and(|word| self.words.unlike.iter().any(|u| u == word))
    }

    /// Does the word stand behind a slash or an opening bracket?
    fn is_second_name(&self, at: usize) -> bool {
        at.checked_sub(1)
            .and_then(|i| self.tokens.get(i))
            .is_some_and(|t| t.kind == Kind::Mark && matches!(t.span.of(self.text), "/" | "(" | "["))
    }

    /// The value of the token's digits; a number outside of the range has one too.
    fn value(&self, at: usize) -> Option<u32> {
        let known = at.checked_sub(self.range.start).and_then(|n| self.values.get(n));
        if let Some(&value) = known {
            return value;
        }
        let word = self.tokens.folded(at);
        (self.tokens.get(at)?.kind == Kind::Number && word.len() <= 8)
            .then(|| word.parse().ok())
            .flatten()
    }

    /// Puts digits into the slots if they fit the atom there.
    fn digits(&self, atom: Atom, at: usize, out: &mut Slots, begins: bool) -> bool {
        let Some(value) = self.value(at) else { return false };
        let len = self.tokens.folded(at).len();
        match atom {
            Atom::Day if (1..=31).contains(&value) && len <= 2 => {
                if out.day.is_some() {
                    out.other_day = Some(value as u8);
                } else {
                    out.day = Some(value as u8);
                }
            }
            Atom::MonthNumber if (1..=12).contains(&value) && len <= 2 => out.month = Some(value as u8),
            Atom::Year if len == 4 => {
                let year = value as i32;
                // a full date of a year that is long past is one of the Hijri calendar
                let dated =
                    out.day.is_some() && out.month.is_some() && !out.named_month || self.begins_a_date(at);
                out.hijri |= HIJRI_YEARS.contains(&year) && dated;
                let (from, to) = if out.hijri && year < self.words.year_range.0 {
                    (*HIJRI_YEARS.start(), *HIJRI_YEARS.end())
                } else {
                    self.words.year_range
                };
                if !(from..=to).contains(&year) {
                    return false;
                }
                if out.year.is_some() {
                    out.other_year = Some(year);
                } else {
                    out.year = Some(year);
                }
            }
            Atom::LongYear if len == 3 => out.year = Some(value as i32),
            Atom::ShortYear if len == 2 => {
                let century = if value < 70 { 2000 } else { 1900 };
                out.year = Some(century + value as i32);
            }
            Atom::Hour if value <= 24 && len <= 2 => {
                if out.hour.is_some() {
                    out.other_hour = Some(value as u8);
                } else {
                    out.hour = Some(value as u8);
                }
            }
            Atom::HijriYear if len == 4 && HIJRI_YEARS.contains(&(value as i32)) => {
                out.year = Some(value as i32);
                out.hijri = true;
            }
            Atom::Minute if value < 60 && len == 2 => out.minute = Some(value as u8),
            Atom::Second if value < 60 && len == 2 => out.second = Some(value as u8),
            _ => return false,
        }
        if begins {
            out.begin = self.tokens.get(at).map(|t| t.span.start);
        }
        true
    }

    /// A cardinal number in digits or words: value, the token behind it, the form of its first word.
    fn number(&self, at: usize) -> Option<(u32, usize, Form)> {
        let token = self.tokens.get(at)?;
        let plain = *token.forms().first()?;
        if token.kind == Kind::Number {
            let value = self.value(at)?;
            return Some((value, at + 1, plain));
        }
        let word = |i: usize| {
            self.readings(i).iter().find_map(|&(s, len, form)| match s {
                Sense::Number(n) => Some((n, len as usize, form)),
                _ => None,
            })
        };
        let (first, len, form) = word(at)?;
        let (mut total, mut group, mut next) = (0u32, first, at + len);
        loop {
            let hyphen = self
                .tokens
                .get(next)
                .is_some_and(|t| t.glued && t.span.of(self.text) == "-");
            let and = hyphen || self.readings(next).iter().any(|r| r.0 == Sense::NumberJoin);
            let from = if and { next + 1 } else { next };
            let Some((n, len, form)) = word(from) else { break };
            // "three hundred", "five thousand" multiply; "twenty-five", "three and twenty" add
            let joined = and || form.off & Form::CONJUNCTION != 0;
            let ones = group % 100;
            let adds = (n < 10 && ones >= 20 && ones % 10 == 0)
                || (n < 100 && ones == 0)
                || (n < 1000 && group % 1000 == 0)
                || (joined && (1..10).contains(&ones) && (20..100).contains(&n) && n % 10 == 0);
            if n >= 100 && n > group && !joined {
                group = group.saturating_mul(n);
            } else if adds {
                group = group.saturating_add(n);
            } else {
                break;
            }
            next = from + len;
        }
        total += group;
        Some((total, next, form))
    }

    /// A point and the digits behind it: their value and how many.
    fn decimal(&self, at: usize) -> Option<(u32, u8)> {
        let point = self.tokens.get(at).filter(|t| t.glued)?;
        let digits = self.tokens.get(at + 1).filter(|t| t.glued)?;
        if !matches!(point.span.of(self.text), "." | "\u{066B}") || digits.kind != Kind::Number {
            return None;
        }
        Some((self.value(at + 1)?, self.tokens.folded(at + 1).len() as u8))
    }

    /// A year in words: "two thousand and ten", "nineteen ninety-nine".
    fn year_in_words(&self, at: usize) -> Option<(i32, usize, Form)> {
        if self.tokens.get(at)?.kind != Kind::Word {
            return None;
        }
        let (first, next, form) = self.number(at)?;
        if (10..=29).contains(&first)
            && let Some((second @ 10..100, behind, _)) = self.number(next)
            && self.tokens.get(next)?.kind == Kind::Word
        {
            return Some(((100 * first + second) as i32, behind, form));
        }
        let year = i32::try_from(first).ok()?;
        (100..=self.words.year_range.1)
            .contains(&year)
            .then_some((year, next, form))
    }

    /// Checks what stands around a match and makes it whole.
    fn accept(&self, pattern: &'a Pattern, at: usize, end: usize, slots: Slots) -> Option<Match<'a>> {
        let start = slots
            .begin
            .or_else(|| self.tokens.get(at).map(|t| t.span.start))?;
        let last = slots
            .end
            .or_else(|| self.tokens.get(end.checked_sub(1)?).map(|t| t.span.end))?;
        let span = Span::new(start, last);
        if span.is_empty() || !self.text.is_char_boundary(start) {
            return None;
        }
        let first = self.tokens.at_byte(start);
        let behind = self.tokens.at_byte(last.saturating_sub(1)) + 1;
        if self.tied_before(first) || self.tied_after(behind) {
            return None;
        }
        if pattern.not_after != 0
            && first > self.range.start
            && self.classes(first - 1) & pattern.not_after != 0
        {
            return None;
        }
        if pattern.not_before != 0
            && behind < self.range.end
            && self.classes(behind) & pattern.not_before != 0
        {
            return None;
        }
        if pattern.uncounted && behind < self.range.end && self.is_counted(behind) {
            return None;
        }
        if pattern.closing && !self.closes(behind) || pattern.sure && slots.doubtful {
            return None;
        }
        if slots.doubtful && (first..behind).any(|i| self.is_unlike(i)) {
            return None;
        }
        if slots.rare && slots.day.is_none() && slots.ordinal.is_none() && slots.year.is_none() {
            return None;
        }
        let numbered = |i: usize| self.tokens.get(i).is_some_and(|t| t.kind == Kind::Number);
        if pattern.unnumbered && first > self.range.start && numbered(first - 1) {
            return None;
        }
        // "2.07 in the year 2014": the unit belongs to what follows
        if pattern.reads == Reads::Length && behind < self.range.end && self.is_year(behind) {
            return None;
        }
        let bare = |i: usize| self.words.lexicon.exact(self.tokens, i).is_some();
        if pattern.plain && !(at + 1..end).all(bare) {
            return None;
        }
        Some(Match {
            span,
            tokens: (at, end),
            slots,
            pattern,
        })
    }

    fn is_year(&self, at: usize) -> bool {
        let (from, to) = self.words.year_range;
        let four = self.tokens.folded(at).len() == 4;
        four && self.value(at).is_some_and(|v| (from..=to).contains(&(v as i32)))
    }

    /// Does the clause end here, or go on with a word that may follow a number?
    fn closes(&self, behind: usize) -> bool {
        match self.tokens.get(behind).filter(|_| behind < self.range.end) {
            None => true,
            Some(t) if t.kind == Kind::Mark => !matches!(
                t.span.of(self.text),
                "%" | "+"
                    | "-"
                    | "/"
                    | "$"
                    | "\u{20AC}"
                    | "\u{00A3}"
                    | "*"
                    | "="
                    | "\u{066A}"
                    | "("
                    | "\u{2013}"
            ),
            Some(_) => self
                .words
                .closer
                .is_some_and(|c| self.classes(behind) & (1 << c) != 0),
        }
    }

    /// A number that goes on to the left by a mark without blanks ("5+5", "021-2014") is no date.
    fn tied_before(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else {
            return false;
        };
        if token.kind != Kind::Number || !token.glued || at == 0 {
            return token.kind == Kind::Number && at >= 1 && self.is_sum(at - 1);
        }
        match self.tokens.get(at - 1) {
            Some(mark) if mark.kind == Kind::Mark => {
                let before = at.checked_sub(2).and_then(|i| self.tokens.get(i));
                let c = mark.span.of(self.text);
                matches!(c, "+" | "$" | "#" | "@" | "_" | "\u{20AC}" | "\u{00A3}")
                    || (mark.glued
                        && matches!(c, "." | "," | ":" | "/" | "-")
                        && before.is_some_and(|t| t.kind == Kind::Number))
            }
            Some(word) => word.kind == Kind::Word && word.script == isnad_text::Script::Latin,
            None => false,
        }
    }

    fn tied_after(&self, behind: usize) -> bool {
        let Some(last) = behind.checked_sub(1).and_then(|i| self.tokens.get(i)) else {
            return false;
        };
        if last.kind != Kind::Number {
            return false;
        }
        let Some(next) = self.tokens.get(behind) else {
            return false;
        };
        if self.is_sum(behind) {
            return true;
        }
        if !next.glued {
            return false;
        }
        let c = next.span.of(self.text);
        let number = self
            .tokens
            .get(behind + 1)
            .is_some_and(|t| t.glued && t.kind == Kind::Number);
        matches!(c, "%" | "+" | "\u{066A}" | "_" | "@")
            || (matches!(c, "." | "," | ":" | "/" | "-") && number)
    }

    fn is_sum(&self, at: usize) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|t| t.kind == Kind::Mark && matches!(t.span.of(self.text), "+" | "%" | "\u{066A}"))
    }

    /// The named classes of a token, as bits.
    fn classes(&self, at: usize) -> u128 {
        self.readings(at).iter().fold(0, |bits, s| {
            if let Sense::Named(i) = s.0 {
                bits | 1 << i
            } else {
                bits
            }
        })
    }

    fn is_counted(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else {
            return false;
        };
        let word = self.tokens.folded(at);
        token.kind == Kind::Word
            && word.chars().count() > 2
            && self
                .words
                .counted_endings
                .iter()
                .any(|e| word.ends_with(e.as_str()))
    }
}

impl Slots {
    fn shift_minutes(&mut self, minutes: i16) {
        let sign = if self.minus { -1 } else { 1 };
        self.offset = Some(self.offset.unwrap_or(0) + sign * minutes);
    }
}

/// Which patterns can begin where, by their first three atoms.
#[derive(Clone, Debug, Default)]
pub(super) struct Starts {
    /// A row for every hundred and twenty-eight patterns, a bit each.
    rows: Vec<StartRow>,
}

#[derive(Clone, Debug)]
struct StartRow {
    /// By atom: the patterns that can begin with it.
    first: Box<[u128; AtomSet::SIZE]>,
    /// By atom: the patterns that can go on with it as their second and as their third.
    more: [Box<[u128; AtomSet::SIZE]>; 2],
    /// The patterns that need no second atom, and those that need no third.
    short: [u128; 2],
}

impl Starts {
    pub(super) fn new(patterns: &[Pattern]) -> Self {
        let row = |patterns: &[Pattern]| {
            let none = || Box::new([0; AtomSet::SIZE]);
            let mut row = StartRow {
                first: none(),
                more: [none(), none()],
                short: [0; 2],
            };
            for (n, pattern) in patterns.iter().enumerate() {
                pattern.first.numbers().for_each(|atom| row.first[atom] |= 1 << n);
                for (place, more) in pattern.more.iter().enumerate() {
                    match more {
                        Some(more) => more.numbers().for_each(|atom| row.more[place][atom] |= 1 << n),
                        None => row.short[place] |= 1 << n,
                    }
                }
            }
            row
        };
        Self {
            rows: patterns.chunks(128).map(row).collect(),
        }
    }

    /// The numbers of the patterns that can begin with one of these atoms and go on with one of those, in their order.
    fn of(
        &self,
        first: AtomSet,
        second: impl Fn() -> AtomSet,
        third: impl Fn() -> AtomSet,
    ) -> impl Iterator<Item = usize> {
        // found out when it is asked for
        let (mut next, mut after) = (None, None);
        self.rows.iter().enumerate().flat_map(move |(n, row)| {
            let mut left = first.numbers().fold(0, |all, atom| all | row.first[atom]);
            let fit = |place: usize, set: AtomSet| {
                let more = &row.more[place];
                set.numbers().fold(row.short[place], |all, atom| all | more[atom])
            };
            if left != 0 {
                left &= fit(0, *next.get_or_insert_with(&second));
            }
            if left & !row.short[1] != 0 {
                left &= fit(1, *after.get_or_insert_with(&third));
            }
            std::iter::from_fn(move || {
                let next = (left != 0).then(|| left.trailing_zeros() as usize)?;
                left &= left - 1; // takes the lowest bit off
                Some(128 * n + next)
            })
        })
    }
}

/// A set of atoms, a bit each: whether a pattern can begin with a token costs one `and`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct AtomSet(u64, u128);

impl AtomSet {
    const EMPTY: Self = Self(0, 0);
    /// All atoms that so many digits of this value fit, whatever stands before them. `ending`: a word is glued to them.
    fn digits(value: u32, len: usize, years: (i32, i32), ending: bool) -> Self {
        let year = value as i32;
        let hijri = HIJRI_YEARS.contains(&year);
        let fits = [
            (Atom::Num, true),
            (Atom::Minutes, (1..60).contains(&value)),
            (Atom::Day, len <= 2 && (1..=31).contains(&value)),
            (Atom::MonthNumber, len <= 2 && (1..=12).contains(&value)),
            (Atom::Hour, len <= 2 && value <= 24),
            (Atom::Minute, len == 2 && value < 60),
            (Atom::Second, len == 2 && value < 60),
            (Atom::ShortYear, len == 2),
            (Atom::LongYear, len == 3),
            (
                Atom::Year,
                len == 4 && (hijri || (years.0..=years.1).contains(&year)),
            ),
            (Atom::HijriYear, len == 4 && hijri),
            (Atom::Ord, ending && (1..=99).contains(&value)),
        ];
        let mut all = Self::EMPTY;
        for (atom, fit) in fits {
            if fit {
                all = all.or(Self::of(atom));
            }
        }
        all
    }

    /// A mark: those that dates are written with have a bit each, all others share one.
    const fn mark(mark: char) -> Self {
        let bit = match mark {
            '/' => 48,
            '-' => 49,
            ':' => 50,
            ',' => 51,
            '.' => 52,
            '(' => 53,
            ')' => 54,
            '\u{060C}' => 55,
            '\u{2013}' => 56,
            '\'' => 57,
            _ => 63,
        };
        Self(1 << bit, 0)
    }

    /// The set of one atom.
    pub(super) const fn of(atom: Atom) -> Self {
        let bit = match atom {
            Atom::Day => 0,
            Atom::MonthNumber => 1,
            Atom::Year => 2,
            Atom::ShortYear => 3,
            Atom::Hour => 4,
            Atom::Minute => 5,
            Atom::Second => 6,
            Atom::Num => 7,
            Atom::Ord => 8,
            Atom::HourOrd => 9,
            Atom::Month => 10,
            Atom::Weekday => 11,
            Atom::Part => 12,
            Atom::Half => 13,
            Atom::Edge => 14,
            Atom::Season => 15,
            Atom::Shift => 16,
            Atom::Vague => 17,
            Atom::Every => 18,
            Atom::Dir(None) => 19,
            Atom::Dir(Some(way)) => 20 + way as u32,
            Atom::ThePart => 30,
            Atom::BareWeekday => 31,
            Atom::HalfWord => 32,
            Atom::Fraction => 33,
            Atom::Minus => 34,
            Atom::Minutes => 35,
            Atom::Moment => 36,
            Atom::Feast => 37,
            Atom::Decade => 38,
            Atom::YearNum => 39,
            Atom::LongYear => 40,
            Atom::AndMinutes => 41,
            Atom::DayNum => 42,
            Atom::LastOrd => 43,
            Atom::HijriYear => 44,
            Atom::Weekdays => 45,
            Atom::HighOrd => 46,
            Atom::Zone => 47,
            Atom::Unit(count, definite) => 24 + 2 * count as u32 + definite as u32,
            Atom::Named(i) => return Self(0, 1 << (i as u32 & 127)),
            Atom::Mark(mark) => return Self::mark(mark),
        };
        Self(1 << bit, 0)
    }

    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0, self.1 | other.1)
    }

    /// All atoms that a word of this sense fits.
    fn fitting(sense: Sense) -> Self {
        let of = Self::of;
        match sense {
            Sense::Weekday(_) => of(Atom::Weekday),
            Sense::Month { .. } => of(Atom::Month),
            Sense::Unit { count, definite, .. } => of(Atom::Unit(count, definite)),
            Sense::Number(_) => of(Atom::Num)
                .or(of(Atom::Minutes))
                .or(of(Atom::AndMinutes))
                .or(of(Atom::DayNum))
                .or(of(Atom::LongYear))
                .or(of(Atom::YearNum)),
            Sense::BareWeekday(_) => of(Atom::BareWeekday),
            Sense::Weekdays(_) => of(Atom::Weekdays),
            Sense::ThePart(_) => of(Atom::ThePart),
            Sense::Fraction(..) => of(Atom::Fraction),
            Sense::Minus => of(Atom::Minus),
            Sense::Moment(_) => of(Atom::Moment),
            Sense::Zone(_) => of(Atom::Zone),
            Sense::Feast(_) => of(Atom::Feast),
            Sense::Decade(_) => of(Atom::Decade),
            Sense::NumberJoin => Self::EMPTY,
            Sense::Ordinal(0) => Self::EMPTY,
            Sense::Ordinal(LAST) => of(Atom::LastOrd),
            Sense::Ordinal(HIGH..) => of(Atom::Ord).or(of(Atom::HighOrd)),
            Sense::Ordinal(_) => of(Atom::Ord),
            Sense::Hour(_) => of(Atom::HourOrd),
            Sense::Shift(..) => of(Atom::Shift),
            Sense::Direction(way) => of(Atom::Dir(Some(way))).or(of(Atom::Dir(None))),
            Sense::Part(_) => of(Atom::Part),
            Sense::Half { doubtful: true, .. } => of(Atom::Half),
            Sense::Half { .. } => of(Atom::Half).or(of(Atom::HalfWord)),
            Sense::Edge => of(Atom::Edge),
            Sense::Season(_) => of(Atom::Season),
            Sense::Vague(_) => of(Atom::Vague),
            Sense::Every(_) => of(Atom::Every),
            Sense::Named(i) => of(Atom::Named(i)),
        }
    }

    const fn is_empty(self) -> bool {
        self.0 == 0 && self.1 == 0
    }

    /// How many atoms there can be.
    const SIZE: usize = 192;

    /// The numbers of the atoms.
    fn numbers(self) -> impl Iterator<Item = usize> {
        let (mut low, mut high) = (self.0, self.1);
        std::iter::from_fn(move || {
            if low != 0 {
                let next = low.trailing_zeros() as usize;
                low &= low - 1;
                return Some(next);
            }
            let next = (high != 0).then(|| 64 + high.trailing_zeros() as usize)?;
            high &= high - 1;
            Some(next)
        })
    }

    const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0 || self.1 & other.1 != 0
    }
}

fn fits(atom: Atom, sense: Sense) -> bool {
    match (atom, sense) {
        (Atom::Weekday, Sense::Weekday(_))
        | (Atom::Month, Sense::Month { .. })
        | (Atom::Part, Sense::Part(_))
        | (Atom::ThePart, Sense::ThePart(_))
        | (Atom::BareWeekday, Sense::BareWeekday(_))
        | (Atom::Weekdays, Sense::Weekdays(_))
        | (Atom::HalfWord, Sense::Half { doubtful: false, .. })
        | (Atom::Fraction, Sense::Fraction(..))
        | (Atom::Minus, Sense::Minus)
        | (Atom::Moment, Sense::Moment(_))
        | (Atom::Zone, Sense::Zone(_))
        | (Atom::Feast, Sense::Feast(_))
        | (Atom::Decade, Sense::Decade(_))
        | (Atom::Half, Sense::Half { .. })
        | (Atom::Edge, Sense::Edge)
        | (Atom::Season, Sense::Season(_))
        | (Atom::Shift, Sense::Shift(..))
        | (Atom::Vague, Sense::Vague(_))
        | (Atom::Every, Sense::Every(_)) => true,
        (Atom::Ord, Sense::Ordinal(n)) => n > 0 && n != LAST,
        (Atom::LastOrd, Sense::Ordinal(n)) => n == LAST,
        (Atom::HighOrd, Sense::Ordinal(n)) => (HIGH..LAST).contains(&n),
        (Atom::HourOrd, Sense::Hour(_)) => true,
        (Atom::Dir(want), Sense::Direction(way)) => want.is_none_or(|w| w == way),
        (
            Atom::Unit(count, definite),
            Sense::Unit {
                count: c,
                definite: d,
                ..
            },
        ) => count == c && definite == d,
        (Atom::Named(i), Sense::Named(j)) => i == j,
        _ => false,
    }
}

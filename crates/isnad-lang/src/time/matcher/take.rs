//! What an atom takes of the tokens, and what it puts into the slots.

use super::{
    super::{Count, Sense, pattern::Atom},
    Reading, Run, Slots,
    atoms::{AtomSet, HIJRI_YEARS},
};
use isnad_text::{Form, Kind};

impl Run<'_, '_> {
    /// Tells all ways in which an atom can match here: the token behind it, and the slots then.
    pub(super) fn take(
        &self,
        atom: Atom,
        at: usize,
        slots: &Slots,
        begins: bool,
        way: &mut dyn FnMut(usize, Slots),
    ) {
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
                            && !self
                                .readings(at)
                                .iter()
                                .any(|r| matches!(r.sense, Sense::Ordinal(_))))
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
                let want = AtomSet::of(atom);
                for &Reading { sense, len, form, .. } in
                    self.readings(at).iter().filter(|r| r.atoms.meets(want))
                {
                    // a word that means something else is none with a preposition written to it
                    if matches!(sense, Sense::Month { doubtful: true, .. })
                        && form.off & Form::PREPOSITION != 0
                    {
                        continue;
                    }
                    if let Some(mut slots) = self.fill(sense, at, slots) {
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

    /// Puts a sense into the slots if it does not contradict what is there.
    fn fill(&self, sense: Sense, at: usize, slots: &Slots) -> Option<Slots> {
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

    /// Does the word stand behind a slash or an opening bracket?
    fn is_second_name(&self, at: usize) -> bool {
        at.checked_sub(1)
            .and_then(|i| self.tokens.get(i))
            .is_some_and(|t| t.kind == Kind::Mark && matches!(t.span.of(self.text), "/" | "(" | "["))
    }

    /// The value of the token's digits; a number outside of the range has one too.
    pub(super) fn value(&self, at: usize) -> Option<u32> {
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
    pub(super) fn digits(&self, atom: Atom, at: usize, out: &mut Slots, begins: bool) -> bool {
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
    pub(super) fn number(&self, at: usize) -> Option<(u32, usize, Form)> {
        let token = self.tokens.get(at)?;
        let plain = *token.forms().first()?;
        if token.kind == Kind::Number {
            let value = self.value(at)?;
            return Some((value, at + 1, plain));
        }
        let word = |i: usize| {
            self.readings(i).iter().find_map(|r| match r.sense {
                Sense::Number(n) => Some((n, r.len as usize, r.form)),
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
            let and = hyphen || self.readings(next).iter().any(|r| r.sense == Sense::NumberJoin);
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
    pub(super) fn decimal(&self, at: usize) -> Option<(u32, u8)> {
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
}

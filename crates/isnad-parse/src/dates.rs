//! The date line: which day and clock time a short line states.

use crate::line::Line;
use isnad_lang::blocks::{DateWords, NumericOrder};
use isnad_text::{Kind, Phrases, Span};
use jiff::civil::Date;
use std::ops::Range;

/// A full Gregorian date on a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// Its words, weekday and clock time included.
    pub(crate) span: Span,
    /// Numbers of its tokens.
    pub(crate) tokens: Range<usize>,
    /// The day.
    pub(crate) day: Date,
    /// The clock time as written, hours from 0 to 23.
    pub(crate) clock: Option<(u8, u8)>,
    /// ISO weekday named beside it.
    pub(crate) weekday: Option<u8>,
}

impl Stamp {
    /// The date in EDTF: `2020-12-27T19:16` or `2020-12-27`.
    pub(crate) fn value(&self) -> String {
        match self.clock {
            Some((hour, minute)) => format!("{}T{hour:02}:{minute:02}", self.day),
            None => self.day.to_string(),
        }
    }
}

/// What a line says of dates.
#[derive(Debug, Default)]
pub(crate) struct Dates {
    /// The dates, in order.
    pub(crate) stamps: Vec<Stamp>,
    /// For each token: does it belong to a date, to a clock time, or to the words around them that say nothing?
    pub(crate) used: Vec<bool>,
    /// A Hijri date stands on the line.
    pub(crate) hijri: bool,
}

/// Reads the dates of a line.
pub(crate) fn read(line: &Line, text: &str, words: &DateWords) -> Dates {
    let n = line.tokens.len();
    let mut reader = Reader {
        line,
        text,
        words,
        dates: Dates {
            used: vec![false; n],
            ..Dates::default()
        },
    };
    if line.tokens.items().iter().all(|t| t.kind != Kind::Number) {
        return reader.dates; // no figure, no full date
    }
    let mut i = 0;
    let mut weekday = None;
    let mut clock = None;
    while i < n {
        if let Some((number, len)) = phrase(&words.weekdays, line, i) {
            weekday = Some((number, i));
            reader.take(i..i + len);
            i += len;
        } else if let Some((day, end)) = reader.date(i) {
            let start = weekday
                .filter(|&(_, at)| reader.joined(at + 1..i))
                .map_or(i, |(_, at)| at);
            reader.take(i..end);
            reader.dates.stamps.push(Stamp {
                span: line.part(start..end),
                tokens: start..end,
                day,
                clock: clock.take(),
                weekday: weekday.take().map(|(number, _)| number),
            });
            i = end;
        } else if let Some(end) = reader.hijri(i) {
            reader.dates.hijri = true;
            reader.take(i..end);
            i = end;
        } else if let Some((time, end)) = reader.clock(i) {
            reader.take(i..end);
            match reader.dates.stamps.last_mut() {
                Some(last) if last.clock.is_none() => {
                    last.clock = Some(time);
                    last.tokens.end = end;
                    last.span = line.part(last.tokens.clone());
                }
                Some(_) => {}
                None => clock = Some(time),
            }
            i = end;
        } else if let Some((_, len)) =
            phrase(&words.fillers, line, i).or_else(|| phrase(&words.hour, line, i))
        {
            reader.take(i..i + len);
            i += len;
        } else {
            i += 1;
        }
    }
    reader.dates
}

/// Does the line hold nothing but dates and what goes with them (marks aside)?
pub(crate) fn only(line: &Line, dates: &Dates) -> bool {
    !line.long() && !dates.stamps.is_empty() && left_over(line, dates, 0) == 0
}

/// Number of words and figures from a token on that belong to no date.
pub(crate) fn left_over(line: &Line, dates: &Dates, from: usize) -> usize {
    let items = line.tokens.items().iter().zip(&dates.used).skip(from);
    items.filter(|(t, used)| !**used && t.kind != Kind::Mark).count()
}

/// The phrase of a dictionary that begins at a token as it stands.
pub(crate) fn phrase<T: Copy>(set: &Phrases<T>, line: &Line, at: usize) -> Option<(T, usize)> {
    set.exact(line.tokens, at).map(|hit| (*hit.value, hit.len))
}

struct Reader<'a> {
    line: &'a Line<'a>,
    text: &'a str,
    words: &'a DateWords,
    dates: Dates,
}

impl Reader<'_> {
    fn take(&mut self, tokens: Range<usize>) {
        for used in self.dates.used.iter_mut().take(tokens.end).skip(tokens.start) {
            *used = true;
        }
    }

    /// Are these tokens only marks or words that say nothing?
    fn joined(&self, mut tokens: Range<usize>) -> bool {
        tokens.all(|i| {
            self.line.mark(self.text, i).is_some() || self.dates.used.get(i).copied().unwrap_or(false)
        })
    }

    /// A number of at most four digits and how many digits it has.
    fn number(&self, at: usize) -> Option<(i16, usize)> {
        self.line.tokens.get(at).filter(|t| t.kind == Kind::Number)?;
        let digits = self.line.tokens.folded(at);
        if digits.len() > 4 {
            return None;
        }
        digits.parse().ok().map(|n| (n, digits.len()))
    }

    fn year(&self, at: usize) -> Option<i16> {
        self.number(at)
            .filter(|&(n, digits)| digits == 4 && (1900..2100).contains(&n))
            .map(|(n, _)| n)
    }

    fn small(&self, at: usize, most: i16) -> Option<i8> {
        let (n, digits) = self.number(at)?;
        (digits <= 2 && (1..=most).contains(&n)).then(|| i8::try_from(n).ok())?
    }

    fn is_mark(&self, at: usize, marks: &[char]) -> bool {
        self.line.mark(self.text, at).is_some_and(|c| marks.contains(&c))
    }

    fn skip_comma(&self, at: usize) -> usize {
        at + usize::from(self.is_mark(at, &[',', '\u{060C}', '.']))
    }

    /// A month, with its second name behind a slash, a dash or in brackets.
    fn month(&self, at: usize) -> Option<(i8, usize)> {
        let (month, len) = phrase(&self.words.months, self.line, at)?;
        let mut end = at + len;
        if self.is_mark(end, &['/', '-', '(', '\u{2013}'])
            && let Some((again, len)) = phrase(&self.words.months, self.line, end + 1)
            && again == month
        {
            end += 1 + len;
            end += usize::from(self.is_mark(end, &[')']));
        }
        Some((i8::try_from(month).ok()?, end))
    }

    /// A full Gregorian date that begins here, and the token behind it.
    fn date(&self, at: usize) -> Option<(Date, usize)> {
        let (day, end) = self
            .named(at)
            .or_else(|| self.month_first(at))
            .or_else(|| self.figures(at))?;
        Some((
            day,
            phrase(&self.words.era, self.line, end).map_or(end, |((), len)| end + len),
        ))
    }

    /// Day, month's name, year.
    fn named(&self, at: usize) -> Option<(Date, usize)> {
        let day = self.small(at, 31)?;
        let mut i = at + 1;
        // an ordinal ending glued to the figure, and the word between day and month
        while let Some((_, len)) = phrase(&self.words.fillers, self.line, i) {
            i += len;
        }
        i += usize::from(self.is_mark(i, &['-', '/', ',', '\u{060C}']));
        let (month, end) = self.month(i)?;
        let mut i = self.skip_comma(end);
        i += usize::from(self.is_mark(i, &['-', '/']));
        let year = self.year(i)?;
        Some((Date::new(year, month, day).ok()?, i + 1))
    }

    /// Month's name, day, year.
    fn month_first(&self, at: usize) -> Option<(Date, usize)> {
        let (month, end) = self.month(at)?;
        let end = end + usize::from(self.is_mark(end, &['.']));
        let day = self.small(end, 31)?;
        let mut i = end + 1;
        if let Some((_, len)) = phrase(&self.words.fillers, self.line, i) {
            i += len;
        }
        i = self.skip_comma(i);
        let year = self.year(i)?;
        Some((Date::new(year, month, day).ok()?, i + 1))
    }

    /// Figures alone: year first, or as the language orders them.
    fn figures(&self, at: usize) -> Option<(Date, usize)> {
        let separator = self
            .line
            .mark(self.text, at + 1)
            .filter(|c| matches!(c, '/' | '-' | '.'))?;
        if self.line.mark(self.text, at + 3) != Some(separator) {
            return None;
        }
        let date = if let Some(year) = self.year(at) {
            Date::new(year, self.small(at + 2, 12)?, self.small(at + 4, 31)?)
        } else {
            let (first, second, year) = (self.small(at, 31)?, self.small(at + 2, 31)?, self.year(at + 4)?);
            match self.words.numeric {
                _ if first > 12 || first == second => Date::new(year, second, first),
                _ if second > 12 => Date::new(year, first, second),
                NumericOrder::DayFirst => Date::new(year, second, first),
                NumericOrder::Unknown => return None,
            }
        };
        Some((date.ok()?, at + 5))
    }

    /// A Hijri date: day, month, year.
    fn hijri(&self, at: usize) -> Option<usize> {
        self.small(at, 30)?;
        let (_, len) = phrase(&self.words.hijri_months, self.line, at + 1)?;
        let i = self.skip_comma(at + 1 + len);
        self.number(i).filter(|&(n, _)| (1300..1600).contains(&n))?;
        Some(phrase(&self.words.era, self.line, i + 1).map_or(i + 1, |(_, len)| i + 1 + len))
    }

    /// A clock time: `19:16`, `10:00` and a word of the afternoon, or an hour with such a word.
    fn clock(&self, at: usize) -> Option<((u8, u8), usize)> {
        let start = phrase(&self.words.hour, self.line, at).map_or(at, |(_, len)| at + len);
        let (hour, digits) = self.number(start)?;
        let hour = u8::try_from(hour).ok().filter(|&h| h < 24 && digits <= 2)?;
        let mut end = start + 1;
        let mut minute = None;
        let glued = |i: usize| self.line.tokens.get(i).is_some_and(|t| t.glued);
        let separators: &[char] = if start > at { &[':', '.'] } else { &[':'] };
        if self.is_mark(end, separators)
            && glued(end)
            && glued(end + 1)
            && let Some((m, 2)) = self.number(end + 1)
            && (0..60).contains(&m)
        {
            minute = u8::try_from(m).ok();
            end += 2;
            if self.is_mark(end, &[':', '.'])
                && glued(end)
                && glued(end + 1)
                && self.number(end + 1).is_some()
            {
                end += 2; // seconds
                if self.is_mark(end, &['.'])
                    && glued(end + 1)
                    && self
                        .line
                        .tokens
                        .get(end + 1)
                        .is_some_and(|t| t.kind == Kind::Number)
                {
                    end += 2;
                }
            }
        }
        let half = phrase(&self.words.am, self.line, end)
            .map(|(_, len)| (false, len))
            .or_else(|| phrase(&self.words.pm, self.line, end).map(|(_, len)| (true, len)));
        if minute.is_none() && half.is_none() && start == at {
            return None;
        }
        let hour = match half {
            Some((true, _)) if hour < 12 => hour + 12,
            Some((false, _)) if hour == 12 => 0,
            _ => hour,
        };
        end += half.map_or(0, |(_, len)| len);
        // the offset from Greenwich
        if self.is_mark(end, &['+', '-']) && glued(end) && glued(end + 1) && self.number(end + 1).is_some() {
            end += 2;
            if self.is_mark(end, &[':']) && self.number(end + 1).is_some() {
                end += 2;
            }
        }
        Some(((hour, minute.unwrap_or(0)), end))
    }
}

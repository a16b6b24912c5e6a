//! Words and patterns of time: `time.toml`.
//!
//! The file holds typed word classes (months, weekdays, units, numbers …), classes of its own (`[words]`) and patterns over
//! both. A pattern is a sequence of slots; what a slot captures is said once, in [`Slots`], for all languages. See
//! [`pattern`] for the syntax of forms.

mod file;
mod matcher;
pub mod pattern;

pub use matcher::{Match, Slots};
pub use pattern::Pattern;

use crate::Loader;
use isnad_text::{Phrases, Vocabulary};

/// Words and patterns of time.
#[derive(Debug, Default)]
pub struct TimeWords {
    lexicon: Phrases<Sense>,
    patterns: Vec<Pattern>,
    starts: matcher::Starts,
    class_names: Vec<String>,
    /// Accusative endings and the like: a word after a bare number that ends so is what the number counts.
    counted_endings: Vec<String>,
    year_range: (i32, i32),
    /// Words that folding makes like a doubtful month, as they are spelled.
    unlike: Vec<String>,
    feasts: Vec<Feast>,
    /// The class of words that may follow a number which must end its clause.
    closer: Option<u8>,
}

/// What a word can mean for time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// ISO weekday, 1 (Monday) to 7 (Sunday).
    Weekday(u8),
    /// A month.
    Month {
        /// 1 to 12.
        number: u8,
        /// A month of the Hijri calendar.
        hijri: bool,
        /// The word means something else as well, so that it needs a day or a year beside it.
        doubtful: bool,
        /// The vocabularies of months that hold the word, a bit each. Two names that share none are two names of one month, or
        /// a slip.
        vocabularies: u8,
        /// Hardly ever meant: it needs a day or a year beside it whatever word leads to it.
        rare: bool,
        /// Even "in" before it leaves it in doubt.
        shy: bool,
    },
    /// A unit of time.
    Unit {
        /// Which.
        unit: Unit,
        /// One, two or many.
        count: Count,
        /// With the article.
        definite: bool,
    },
    /// A cardinal number word.
    Number(u32),
    /// An ordinal number word; 0 for an ending that makes an ordinal of digits, 99 for the last one.
    Ordinal(u8),
    /// A number of days, months or years from now, such as "yesterday".
    Shift(i8, Unit),
    /// An hour in words, as clock times name it.
    Hour(u8),
    /// "last", "this", "next" and their like.
    Direction(Way),
    /// A part of the day.
    Part(Part),
    /// A part of the day with the article ("the evening").
    ThePart(Part),
    /// The first or second half of the day beside a clock time.
    Half {
        /// From noon to midnight.
        afternoon: bool,
        /// The word means something else as well (a letter for "metres"), so that it needs minutes or "o'clock" beside it.
        doubtful: bool,
    },
    /// A weekday in a form that means something else as well ("sat", a number), so that it needs a date beside it.
    BareWeekday(u8),
    /// A weekday as something that recurs ("Sundays").
    Weekdays(u8),
    /// A part of a whole, of an hour or of any unit: "half", "a quarter".
    Fraction(u8, u8),
    /// A clock time that has a name: midnight, noon; the hour.
    Moment(u8),
    /// A time zone: minutes ahead of Greenwich, none where the place's own time is meant.
    Zone(Option<i16>),
    /// What stands before or behind minutes that are taken off ("to", "except").
    Minus,
    /// Joins the parts of a number ("and").
    NumberJoin,
    /// The tens of a decade ("the seventies").
    Decade(u8),
    /// A feast, by its place in the pack's list.
    Feast(u8),
    /// Beginning, middle or end of a unit.
    Edge,
    /// Season, 1 (spring) to 4 (winter).
    Season(u8),
    /// A reference to past, present or future without any measure.
    Vague(Way),
    /// Something that recurs once a unit.
    Every(Unit),
    /// A class of the pack's own.
    Named(u8),
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Half,
    Weekend,
    Year,
    Decade,
    Century,
}

/// Grammatical number of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Count {
    One,
    Two,
    Many,
}

/// Which way words point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Way {
    Past,
    Present,
    Future,
}

/// A part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Part {
    Morning,
    Noon,
    Afternoon,
    Evening,
    Night,
}

impl Part {
    /// The TIMEX3 code behind the `T`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Morning => "MO",
            Self::Noon => "MI",
            Self::Afternoon => "AF",
            Self::Evening => "EV",
            Self::Night => "NI",
        }
    }
}

/// What an expression is, as the pack's patterns say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reads {
    /// A date or a clock time, counted from the calendar or from the day of publication.
    Date,
    /// A length of time.
    Length,
    /// A length of time that began or ends now ("the last three months").
    Span,
    /// A point that lies a length of time away ("four days ago").
    Ago,
    /// A reference without measure.
    Vague,
    /// The time said before ("at that time").
    Then,
    /// The time from the one said before until now ("since that date").
    SinceThen,
    /// Something that recurs.
    Set,
    /// The how manieth week, quarter, half or weekday of a month or year.
    Nth,
    /// What is left of a unit ("the rest of the week").
    Rest,
    /// The unit behind or before the time said before ("the following day").
    Beside,
    /// A year before the Christian era, counted.
    BeforeEra,
    /// No time at all, though shorter patterns would find one in it ("hours in the day").
    Nothing,
}

/// A day of the year that has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feast {
    /// When it is.
    pub day: FeastDay,
}

/// How the day of a feast is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeastDay {
    /// Month and day of the Gregorian calendar.
    Fixed(u8, u8),
    /// Month and day of the Hijri calendar.
    Hijri(u8, u8),
    /// Month, ISO weekday, and the how manieth it is in the month (0: the last).
    Nth(u8, u8, u8),
    /// Days after (or before) Easter Sunday of the Gregorian calendar.
    Easter(i16),
    /// Its day is not the same everywhere ("Mother's Day", "Independence Day").
    Open,
}

impl TimeWords {
    /// The feast with this number.
    pub fn feast(&self, number: u8) -> Option<Feast> {
        self.feasts.get(number as usize).copied()
    }

    /// Tells the pack's vocabulary of the dictionary.
    pub(crate) fn tell(&mut self, words: &mut Vocabulary) {
        words.add(&mut self.lexicon);
    }

    pub(crate) fn load(loader: &mut Loader<'_>) -> Self {
        file::load(loader)
    }
}

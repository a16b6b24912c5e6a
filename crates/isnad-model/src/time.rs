//! Time expressions (TIMEX3) and their values (ISO 8601, EDTF).

use isnad_text::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A time expression.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TimeExpression {
    /// Id within the report: `t1`, `t2` …
    pub id: String,
    /// First byte (JSON: code point).
    pub start: usize,
    /// One past the last byte (JSON: code point).
    pub end: usize,
    /// The words.
    pub text: String,
    /// Date, time, duration or set.
    #[serde(rename = "type")]
    pub kind: TimeKind,
    /// ISO 8601 / EDTF, or a TIMEX3 pattern where digits are unknown, as all reports together license it.
    pub value: String,
    /// The same as this report alone licenses it.
    pub literal: String,
    /// The smallest unit it names.
    pub grain: Grain,
    /// What the same words say otherwise where they contradict themselves: the second month of two names that are not one
    /// month, or the weekday beside a date that falls on another (`XXXX-WXX-4`). A diagnostic stands with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alternative: Option<String>,
    /// How sure the value is.
    pub certainty: Certainty,
    /// Calendar of the words: `gregorian` or `islamic-umalqura`.
    pub calendar: String,
    /// What it is counted from: `none`, `published`, `saved`, or the id of another time expression.
    pub anchor: String,
    /// The rule that found it.
    pub rule: String,
    /// What the words mean before any anchor is known, so that other reports can help to resolve it later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<Reading>,
    /// The steps that led to `value` where it is more than the words say: each with what it rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<crate::Reason>,
}

impl TimeExpression {
    /// Where it stands.
    pub const fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }
}

/// The meaning of an expression whose year, month or day is open: the fields that are said, and how to find the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reading {
    /// Year as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i16>,
    /// Month, 1 to 12.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month: Option<u8>,
    /// Day of the month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<u8>,
    /// ISO weekday, 1 (Monday) to 7 (Sunday).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weekday: Option<u8>,
    /// Shift from the anchor in units of `unit` (yesterday: -1 day; next year: 1 year).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift: Option<i32>,
    /// Unit of the shift.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Grain>,
    /// Which way from the anchor the words point.
    #[serde(default)]
    pub direction: Direction,
    /// Month and day of the Hijri calendar, where the words name them without a year; `month` and `day` are empty then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hijri: Option<HijriDay>,
}

/// A month of the Hijri calendar, or a day of it, without a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HijriDay {
    /// Month, 1 (Muharram) to 12.
    pub month: u8,
    /// Day of the month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<u8>,
}

/// Which way from the anchor an expression points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Back ("last").
    Past,
    /// The current unit ("this").
    Present,
    /// Ahead ("next").
    Future,
    /// Not said.
    #[default]
    Open,
}

/// TIMEX3 type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TimeKind {
    /// A day or a longer calendar unit.
    #[default]
    Date,
    /// A clock time or a part of a day.
    Time,
    /// A length of time.
    Duration,
    /// Something that recurs.
    Set,
}

/// Calendar unit.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Grain {
    /// Second.
    Second,
    /// Minute.
    Minute,
    /// Hour.
    Hour,
    /// Part of a day.
    DayPart,
    /// Day.
    Day,
    /// Week.
    Week,
    /// Month.
    Month,
    /// Quarter.
    Quarter,
    /// Season.
    Season,
    /// Year.
    Year,
    /// Decade.
    Decade,
    /// Century.
    Century,
    /// Not said.
    #[default]
    Vague,
}

/// How sure a value is.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// The words or a stated anchor fix it.
    Certain,
    /// It follows from what this or other reports say; the reasons say how.
    Inferred,
    /// About.
    Approximate,
    /// Only a pattern or a direction is known.
    #[default]
    Open,
}

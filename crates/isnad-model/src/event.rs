//! Event mentions: what one report says happened, will happen or is wanted.

use crate::{Link, Words};
use isnad_text::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One mention of an event.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EventMention {
    /// Id within the report: `e1`, `e2` …
    pub id: String,
    /// First byte of the clause (JSON: code point).
    pub start: usize,
    /// One past the last byte (JSON: code point).
    pub end: usize,
    /// The clause.
    pub text: String,
    /// PLOVER event type in lower case: agree, consult, support, concede, cooperate, aid, retreat, request, accuse,
    /// reject, threaten, protest, sanction, mobilize, coerce, assault; `other` with a mode.
    #[serde(rename = "type")]
    pub kind: String,
    /// PLOVER mode; of consult: meeting, visit, phone, multilateral, correspondence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// The word that names it.
    pub trigger: Words,
    /// Real, planned, wished or negated.
    pub modality: Modality,
    /// Does the clause affirm it?
    pub polarity: Polarity,
    /// Who took part.
    #[serde(default)]
    pub participants: Vec<Participant>,
    /// Where, as far as the report says.
    pub place: Option<PlaceLink>,
    /// When, as far as the report says.
    pub time: Option<EventTime>,
    /// Agenda items.
    #[serde(default)]
    pub topics: Vec<Words>,
    /// Who says so, as in [`crate::Quotation::chain`]; empty where the outlet says it itself.
    #[serde(default)]
    pub chain: Vec<Link>,
    /// Id of the dossier's event; empty until reports are compiled.
    pub event: String,
    /// The rule that found it.
    pub rule: String,
}

impl EventMention {
    /// Where the clause stands.
    pub const fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }
}

/// Somebody in an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Participant {
    /// Id of the entity; none until reports are compiled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// The words that name it.
    pub text: String,
    /// First byte (JSON: code point).
    pub start: usize,
    /// One past the last byte (JSON: code point).
    pub end: usize,
    /// PLOVER's actor, recipient, or finer: host, guest, visitor, caller, attendee, chair, side …
    pub role: String,
}

impl Participant {
    /// Where it stands.
    pub const fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }
}

/// Where an event took place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlaceLink {
    /// Id of the entity; none until reports are compiled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// The words that name it.
    pub text: String,
    /// First byte (JSON: code point).
    pub start: usize,
    /// One past the last byte (JSON: code point).
    pub end: usize,
}

/// When an event took place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EventTime {
    /// EDTF or TIMEX3 pattern.
    pub value: String,
    /// Ids of the report's time expressions.
    #[serde(default)]
    pub times: Vec<String>,
}

/// How real an event is.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Modality {
    /// It happened.
    #[default]
    Happened,
    /// It goes on.
    Ongoing,
    /// It is told as background.
    Background,
    /// It is planned.
    Planned,
    /// Somebody promised it.
    Promised,
    /// It was agreed.
    Agreed,
    /// It was talked about.
    Discussed,
    /// Somebody wants it.
    CalledFor,
    /// It depends on something else.
    Conditional,
    /// It was put off.
    Postponed,
    /// Somebody denies it.
    Denied,
    /// Somebody refused it.
    Rejected,
}

impl Modality {
    /// Does a report say that it took, takes or is to take place, even if it was put off? Nobody does of what is only called
    /// for, discussed, denied or refused.
    pub const fn takes_place(self) -> bool {
        !matches!(
            self,
            Self::CalledFor | Self::Conditional | Self::Discussed | Self::Denied | Self::Rejected
        )
    }

    /// The word for it in the dossier's JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Happened => "happened",
            Self::Ongoing => "ongoing",
            Self::Background => "background",
            Self::Planned => "planned",
            Self::Promised => "promised",
            Self::Agreed => "agreed",
            Self::Discussed => "discussed",
            Self::CalledFor => "called_for",
            Self::Conditional => "conditional",
            Self::Postponed => "postponed",
            Self::Denied => "denied",
            Self::Rejected => "rejected",
        }
    }
}

/// Affirmed or negated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Polarity {
    /// Affirmed.
    #[default]
    Positive,
    /// Negated.
    Negative,
}

/// A number with its unit and what it counts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Figure {
    /// Id within the report: `f1`, `f2` …
    pub id: String,
    /// First byte (JSON: code point).
    pub start: usize,
    /// One past the last byte (JSON: code point).
    pub end: usize,
    /// The words.
    pub text: String,
    /// The number.
    pub value: f64,
    /// What is counted, as written ("members", "dollars").
    pub unit: String,
    /// Of what: the words around that narrow it; may be empty.
    pub scope: String,
    /// Id of the event mention it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
}

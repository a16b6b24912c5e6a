//! What is compiled from all reports together.

use crate::{Certainty, Diagnostic, EntityKind, Evidence, Modality, Reason, Report, Stance, Words};
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A dossier: reports, and what they say together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Dossier {
    /// `isnad/dossier/1`.
    pub schema: String,
    /// Its title.
    pub title: String,
    /// BCP 47 tag of the language most reports are in.
    pub language: String,
    /// What made it.
    pub made_by: MadeBy,
    /// The reports, ordered by publication date as far as known, then by source.
    pub reports: Vec<Report>,
    /// Who and what the reports name.
    pub entities: Vec<Entity>,
    /// What happened, one entry for all reports of it.
    pub events: Vec<Event>,
    /// What is said, one entry for all reports of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<Claim>,
    /// The events in order of time.
    pub timeline: Vec<TimelineEntry>,
    /// What is agreed, promised, demanded or due.
    pub commitments: Vec<Commitment>,
    /// How each report names each actor.
    pub framing: Vec<Framing>,
    /// Where reports differ.
    pub discrepancies: Vec<Discrepancy>,
    /// Which outlets do not tell an event that others tell.
    pub silences: Vec<Silence>,
    /// What the reports do not say.
    pub gaps: Vec<Gap>,
    /// What was odd in the input.
    pub diagnostics: Vec<Diagnostic>,
}

impl Dossier {
    /// The numbers of the events in the order in which they came to be known: by [`Event::entry`] where it is there, then by
    /// the first day of which a report says itself that it tells them (those without first), then by id. When later reports
    /// join, the order of the others stays.
    pub fn events_by_entry(&self) -> Vec<usize> {
        let days: FxHashMap<&str, Date> = self
            .reports
            .iter()
            .filter_map(|r| Some((r.id.as_str(), r.published.own_day()?)))
            .collect();
        let mut order: Vec<usize> = (0..self.events.len()).collect();
        order.sort_by_cached_key(|&n| {
            let event = &self.events[n];
            let first = event
                .mentions
                .iter()
                .filter_map(|m| days.get(m.report.as_str()))
                .min();
            (event.entry.unwrap_or(u64::MAX), first.copied(), event.id.clone())
        });
        order
    }
}

/// What made a dossier.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MadeBy {
    /// Program and version.
    pub program: String,
    /// Hash of every language pack used, by BCP 47 tag.
    pub packs: BTreeMap<String, String>,
    /// Hash of the project file; empty without one.
    pub config: String,
    /// Upper bound for every date, if the user gave one.
    pub as_of: Option<Date>,
}

/// A person, organization, place or group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Entity {
    /// Stable id, derived from kind and name.
    pub id: String,
    /// What it is.
    pub kind: EntityKind,
    /// The name by which it is listed: the fullest of the frequent ones.
    pub name: String,
    /// Every form under which reports name it.
    pub forms: Vec<Usage>,
    /// Every title reports give it.
    pub titles: Vec<Usage>,
    /// The same in other vocabularies (Wikidata), where certain.
    #[serde(default)]
    pub same_as: Vec<String>,
    /// Why these names are one, and which merges were refused.
    #[serde(default)]
    pub why: Vec<Reason>,
}

/// Words and the reports that use them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Usage {
    /// The words.
    pub text: String,
    /// How often, by report id.
    pub reports: BTreeMap<String, usize>,
}

/// An event as all reports tell it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// Stable id.
    pub id: String,
    /// PLOVER type, as in [`crate::EventMention::kind`].
    #[serde(rename = "type")]
    pub kind: String,
    /// PLOVER mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// The furthest status any report gives it.
    pub status: Modality,
    /// When.
    pub when: When,
    /// Entity id of the place.
    pub place: Option<String>,
    /// Who took part.
    pub participants: Vec<EventActor>,
    /// Agenda items, the wording of the first report.
    #[serde(default)]
    pub topics: Vec<String>,
    /// Where it is told.
    pub mentions: Vec<EventRef>,
    /// Ids of events that are parts of this one (a visit and its meetings).
    #[serde(default)]
    pub parts: Vec<String>,
    /// Independent roots: reports that go back to one statement, agency or wire text count as one.
    #[serde(default)]
    pub roots: Vec<Root>,
    /// Why these mentions are one event.
    #[serde(default)]
    pub why: Vec<Reason>,
    /// Place among all events in the order in which they came to be known, from 0; it never changes. Only in a dossier that
    /// was made with the one before it at hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<u64>,
    /// What earlier dossiers held as events of their own and what proved to be this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<Former>,
    /// Id of the event as part of which an earlier dossier told this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split_from: Option<String>,
    /// Admiralty grade; none unless the user grades outlets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<Grade>,
}

/// An event of an earlier dossier that is now part of another.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Former {
    /// The id it had.
    pub id: String,
    /// The place it had, as in [`Event::entry`].
    pub entry: u64,
}

/// What is said, by one or by several speakers in nearly the same words: quotations that belong together. What somebody
/// denies is never one claim with what somebody says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Claim {
    /// Stable id.
    pub id: String,
    /// The stance of the first quotation.
    pub stance: Stance,
    /// Entity ids of those who said it; unnamed sources are left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub speakers: Vec<String>,
    /// Where it is told.
    pub mentions: Vec<ClaimRef>,
    /// Independent roots: reports that go back to one statement, agency or wire text count as one.
    pub roots: Vec<Root>,
    /// Admiralty grade; none unless the user grades outlets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<Grade>,
}

/// A quotation of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct ClaimRef {
    /// Report id.
    pub report: String,
    /// Id of the quotation in that report.
    pub quotation: String,
}

/// A grade of the Admiralty scale (NATO AJP-2.1): how reliable the source is and how credible what it tells.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Grade {
    /// `A` (reliable) to `E` (unreliable), `F` where it cannot be judged: the best among the outlets that tell it, as the
    /// user's table has them.
    pub reliability: String,
    /// 1 (confirmed) to 5 (improbable), 6 where it cannot be judged.
    pub credibility: u8,
    /// Why: `independent-roots`, `roots-differ`, `told-and-denied`, `only-denied`, `one-root`.
    pub because: String,
}

/// When an event took place, as far as all reports together say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct When {
    /// EDTF or TIMEX3 pattern; empty where nothing is known.
    pub value: String,
    /// First possible day.
    pub earliest: Option<Date>,
    /// Last possible day.
    pub latest: Option<Date>,
    /// How sure.
    pub certainty: Certainty,
}

/// Somebody in an event of the dossier.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct EventActor {
    /// Entity id.
    pub entity: String,
    /// As in [`crate::Participant::role`].
    pub role: String,
}

/// A mention of an event in a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct EventRef {
    /// Report id.
    pub report: String,
    /// Id of the event mention in that report.
    pub event: String,
}

/// One independent root of an event or claim.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Root {
    /// What it is: an agency, a statement, or the report itself.
    pub root: String,
    /// Reports that go back to it.
    pub reports: Vec<String>,
    /// Why they count as one: `own-report`, or the ties, the strongest first: `same-agency`, `same-speaker`, `same-text`
    /// (copies of one text), `same-statement` (most of what one of them quotes), `same-wording` (of the clause), with `, `
    /// between.
    pub because: String,
    /// The words that credit it, where there are such.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// A place in the order of events.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TimelineEntry {
    /// Event id.
    pub event: String,
    /// When.
    pub when: When,
    /// Events that a report puts before this one.
    #[serde(default)]
    pub after: Vec<String>,
    /// Events that a report puts after this one.
    #[serde(default)]
    pub before: Vec<String>,
}

/// Something agreed, promised, demanded, planned, threatened or due.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Commitment {
    /// Stable id.
    pub id: String,
    /// What kind.
    pub kind: CommitmentKind,
    /// Entity id or words of who is bound or asks; empty where not said.
    pub by: String,
    /// Entity id or words of the addressee; empty where not said.
    pub to: String,
    /// What, in the words of the first report.
    pub what: String,
    /// By when, if said.
    pub due: Option<When>,
    /// What later reports say of it.
    pub state: CommitmentState,
    /// The words.
    pub evidence: Vec<Evidence>,
}

/// What kind of commitment.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum CommitmentKind {
    /// Both sides agreed.
    #[default]
    Agreement,
    /// One side promised.
    Promise,
    /// One side wants it from another.
    Demand,
    /// It is intended.
    Plan,
    /// It is threatened.
    Threat,
    /// It is due on a date.
    Deadline,
    /// It is refused.
    Refusal,
}

/// What later reports say of a commitment.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum CommitmentState {
    /// Not yet due or not yet reported on.
    Open,
    /// A report says it happened.
    Met,
    /// A report says it did not.
    Missed,
    /// Taken back.
    Withdrawn,
    /// Nothing is known.
    #[default]
    Unknown,
}

/// How one report names one actor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Framing {
    /// Entity id.
    pub entity: String,
    /// Report id.
    pub report: String,
    /// Name of the outlet, where known.
    pub outlet: Option<String>,
    /// The words: names with the titles and epithets before them.
    pub words: Vec<Words>,
}

/// A point on which reports differ.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Discrepancy {
    /// Stable id.
    pub id: String,
    /// What it is about.
    pub about: About,
    /// The field: date, place, figure, participant, title, verb, wording, statement, status, role, members, agenda, kind.
    pub field: String,
    /// Why they may differ.
    pub cause: Cause,
    /// Every value with its report.
    pub values: Vec<ReportedValue>,
}

/// What a discrepancy or gap is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct About {
    /// Event id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// Entity id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// Report id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<String>,
}

/// Why reports may differ.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// A later report knows more.
    Update,
    /// They count different things.
    Scope,
    /// They rest on different sources.
    Source,
    /// Different calendars or days of print.
    Calendar,
    /// Different translation.
    Translation,
    /// Plain conflict.
    #[default]
    Conflict,
}

/// One report's value in a discrepancy.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReportedValue {
    /// The value, normalised.
    pub value: String,
    /// Report id.
    pub report: String,
    /// The words.
    pub evidence: Vec<Evidence>,
}

/// Outlets that do not tell an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Silence {
    /// Event id.
    pub event: String,
    /// Outlets with a report in the window that do not tell it.
    pub outlets: Vec<String>,
    /// EDTF interval in which they published something else.
    pub window: String,
}

/// Something the reports do not say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Gap {
    /// About what.
    pub about: About,
    /// What is missing: `published`, `outlet`, `date`, `place`, `participants`, `source` …
    pub missing: String,
}

//! The wording of a briefing: `wording.toml`, and the Latin spelling of names (`latin.tsv`, `places.tsv`).

mod latin;
mod plural;
mod required;
mod template;

pub use latin::Latin;
pub use plural::{Category, Counted, PluralRule};
pub use template::Template;

use crate::Loader;
use isnad_text::fold;
use required::{COUNTS, DATES, EVENT_SLOTS, LABELS, PHRASES};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

const FILE: &str = "wording.toml";

/// The wording of a briefing.
#[derive(Debug, Default)]
pub struct Wording {
    /// Quotation, lists and other marks.
    pub marks: Marks,
    /// How the language finds the grammatical gender of a speaker.
    pub gender: Gender,
    /// Month, weekday and other names of the calendar.
    pub calendar: Calendar,
    /// Folded first words of titles that say nothing alone ("his counterpart").
    pub relative_titles: Vec<String>,
    /// Latin spelling of the language's names; empty for a language in Latin script.
    pub latin: Latin,
    plural: Vec<PluralRule>,
    counts: BTreeMap<String, Counted>,
    labels: BTreeMap<String, BTreeMap<String, String>>,
    phrases: BTreeMap<String, Template>,
    dates: BTreeMap<String, Template>,
    statuses: BTreeMap<String, Template>,
    events: Vec<EventForms>,
}

/// Marks and joints.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marks {
    /// Opening and closing quotation mark.
    pub quotes: [String; 2],
    /// The same inside a quotation.
    pub inner_quotes: [String; 2],
    /// Where words were left out.
    pub ellipsis: String,
    /// Marks at which a quotation may be cut.
    pub clause_marks: String,
    /// Between two names.
    pub pair: String,
    /// Between names before the last.
    pub middle: String,
    /// Before the last of three or more names.
    pub last: String,
    /// Between phrases that hold commas themselves.
    pub phrases: String,
    /// Folded first words that a clause drops when it is quoted from the middle of its sentence (conjunctions stand in the pack's clitics).
    #[serde(default)]
    pub drop_first: Vec<String>,
    /// Folded words behind a comma with which the clause before it goes on.
    #[serde(default)]
    pub goes_on: Vec<String>,
}

impl Marks {
    /// Do the words behind a comma go on with the clause before it?
    pub fn goes_on_with(&self, behind: &str) -> bool {
        first_word(behind).is_some_and(|w| self.goes_on.contains(&fold(w)))
    }
}

/// The first word of a text, signs of vowels included.
pub fn first_word(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '\u{64B}'..='\u{652}');
    let end = text.find(|c: char| !inside(c)).unwrap_or(text.len());
    text.get(..end).filter(|w| !w.is_empty())
}

/// How the gender of a speaker shows.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gender {
    /// Folded endings of the first word of a feminine body's or place's name.
    #[serde(default)]
    pub feminine_endings: Vec<String>,
    /// Folded first words that are feminine without such an ending.
    #[serde(default)]
    pub feminine_words: Vec<String>,
    /// Folded first words that are masculine in spite of such an ending.
    #[serde(default)]
    pub masculine_words: Vec<String>,
    /// Folded ending of a verb that agrees with a feminine speaker.
    #[serde(default)]
    pub feminine_verb: String,
    /// Folded masculine verbs that end so too.
    #[serde(default)]
    pub masculine_verbs: Vec<String>,
}

/// Names of the calendar.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// January to December.
    pub months: [String; 12],
    /// Monday to Sunday.
    pub weekdays: [String; 7],
    /// The same without an article ("a Thursday").
    pub any_weekday: [String; 7],
    /// Spring, summer, autumn, winter.
    pub seasons: [String; 4],
    /// First to fourth quarter.
    pub quarters: [String; 4],
    /// Parts of the day: morning, afternoon, evening, night.
    pub parts: [String; 4],
    /// Units: several years, months, weeks, days, hours.
    pub several: [String; 5],
}

/// How events of one kind are told.
#[derive(Debug, Default)]
pub struct EventForms {
    kind: String,
    mode: Option<String>,
    /// Forms built on a noun; the first whose slots are all filled is taken.
    pub forms: Vec<Template>,
    /// Finite sentences for what happened, in a language that prefers them.
    pub told: Vec<Template>,
    /// Do the forms need the report's own words beside them to say what it was about?
    pub words: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    marks: Marks,
    #[serde(default)]
    gender: Gender,
    #[serde(default)]
    relative_titles: Vec<String>,
    calendar: Calendar,
    plural: Vec<PluralRule>,
    counts: Spanned<BTreeMap<String, Counted>>,
    labels: Spanned<BTreeMap<String, Spanned<BTreeMap<String, String>>>>,
    phrases: Spanned<BTreeMap<String, Spanned<String>>>,
    dates: Spanned<BTreeMap<String, Spanned<String>>>,
    statuses: Spanned<BTreeMap<String, Spanned<String>>>,
    event: Vec<RawEvent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEvent {
    #[serde(rename = "type")]
    kind: Spanned<String>,
    mode: Option<Spanned<String>>,
    forms: Vec<Spanned<String>>,
    #[serde(default)]
    told: Vec<Spanned<String>>,
    #[serde(default)]
    words: bool,
}

impl Wording {
    pub(crate) fn load(loader: &mut Loader<'_>, article: &str) -> Self {
        let Some(raw) = loader.toml::<Raw>(FILE) else {
            return Self::default();
        };
        let mut wording = Self {
            marks: Marks {
                drop_first: folded(&raw.marks.drop_first),
                goes_on: folded(&raw.marks.goes_on),
                ..raw.marks
            },
            gender: raw.gender.folded(),
            calendar: raw.calendar,
            relative_titles: folded(&raw.relative_titles),
            latin: Latin::load(loader, article),
            plural: raw.plural,
            phrases: templates(loader, &raw.phrases, PHRASES),
            dates: templates(loader, &raw.dates, DATES),
            ..Self::default()
        };
        wording.labels = labels(loader, raw.labels);
        let line = loader.line_at(FILE, raw.counts.span().start);
        for name in COUNTS.iter().filter(|n| !raw.counts.get_ref().contains_key(**n)) {
            loader.error(
                FILE,
                line,
                format!("expected the counted noun {name:?} in [counts]"),
            );
        }
        wording.counts = raw.counts.into_inner();
        let slots: Vec<(&str, &[&str])> = label_keys("statuses")
            .iter()
            .map(|k| (*k, &["event"] as &[&str]))
            .collect();
        wording.statuses = templates(loader, &raw.statuses, &slots);
        wording.events = raw.event.iter().map(|e| wording.event_forms(loader, e)).collect();
        wording
    }

    fn event_forms(&self, loader: &mut Loader<'_>, raw: &RawEvent) -> EventForms {
        if !label_keys("types").contains(&raw.kind.get_ref().as_str()) {
            let line = loader.line_at(FILE, raw.kind.span().start);
            loader.error(
                FILE,
                line,
                format!(
                    "expected a PLOVER type in lower case, found {:?}",
                    raw.kind.get_ref()
                ),
            );
        }
        if let Some(mode) = raw
            .mode
            .as_ref()
            .filter(|m| self.label("modes", m.get_ref()).is_none())
        {
            let line = loader.line_at(FILE, mode.span().start);
            loader.error(
                FILE,
                line,
                format!(
                    "expected a mode that has a label in [labels.modes], found {:?}",
                    mode.get_ref()
                ),
            );
        }
        let roles: Vec<&str> = self
            .labels
            .get("roles")
            .into_iter()
            .flatten()
            .map(|(k, _)| k.as_str())
            .collect();
        let mut parse = |texts: &[Spanned<String>]| -> Vec<Template> {
            let known = |slot: &str| EVENT_SLOTS.contains(&slot) || roles.contains(&slot);
            texts
                .iter()
                .filter_map(|text| template(loader, text, &known))
                .collect()
        };
        EventForms {
            kind: raw.kind.get_ref().clone(),
            mode: raw.mode.as_ref().map(|m| m.get_ref().clone()),
            forms: parse(&raw.forms),
            told: parse(&raw.told),
            words: raw.words,
        }
    }

    /// The label of a code, such as `("statuses", "planned")`; none for a code that the pack does not know.
    pub fn label(&self, group: &str, code: &str) -> Option<&str> {
        self.labels.get(group)?.get(code).map(String::as_str)
    }

    /// All labels of a group.
    pub fn labels(&self, group: &str) -> impl Iterator<Item = (&str, &str)> {
        self.labels
            .get(group)
            .into_iter()
            .flatten()
            .map(|(k, v)| (k.as_str(), v.as_str()))
    }

    /// A phrase with its slots filled; empty where a slot that must be filled is empty.
    pub fn phrase(&self, key: &str, slots: &[(&str, &str)]) -> String {
        self.phrases
            .get(key)
            .and_then(|t| t.fill(slots))
            .unwrap_or_default()
    }

    /// A form of a date with its slots filled; empty where a slot is empty.
    pub fn date(&self, key: &str, slots: &[(&str, &str)]) -> String {
        self.dates
            .get(key)
            .and_then(|t| t.fill(slots))
            .unwrap_or_default()
    }

    /// An event's noun phrase under its status ("planned: …"); unchanged for an unknown status.
    pub fn under_status(&self, status: &str, event: &str) -> String {
        self.statuses
            .get(status)
            .and_then(|t| t.fill(&[("event", event)]))
            .unwrap_or_else(|| event.to_owned())
    }

    /// A counted noun.
    pub fn count(&self, noun: &str, n: usize) -> String {
        self.counts
            .get(noun)
            .map_or_else(|| n.to_string(), |c| c.say(n, &self.plural))
    }

    /// How events of this type and mode are told.
    pub fn event(&self, kind: &str, mode: Option<&str>) -> Option<&EventForms> {
        let of_kind = || self.events.iter().filter(|e| e.kind == kind);
        of_kind()
            .find(|e| e.mode.is_some() && e.mode.as_deref() == mode)
            .or_else(|| of_kind().find(|e| e.mode.is_none()))
    }
}

impl Gender {
    fn folded(self) -> Self {
        Self {
            feminine_endings: folded(&self.feminine_endings),
            feminine_words: folded(&self.feminine_words),
            masculine_words: folded(&self.masculine_words),
            feminine_verb: fold(&self.feminine_verb),
            masculine_verbs: folded(&self.masculine_verbs),
        }
    }
}

fn folded(words: &[String]) -> Vec<String> {
    words.iter().map(|w| fold(w)).collect()
}

fn label_keys(group: &str) -> &'static [&'static str] {
    LABELS
        .iter()
        .find(|(g, _)| *g == group)
        .map_or(&[], |(_, keys)| keys)
}

fn labels(
    loader: &mut Loader<'_>,
    raw: Spanned<BTreeMap<String, Spanned<BTreeMap<String, String>>>>,
) -> BTreeMap<String, BTreeMap<String, String>> {
    let whole = loader.line_at(FILE, raw.span().start);
    let raw = raw.into_inner();
    for (group, keys) in LABELS {
        let Some(table) = raw.get(*group) else {
            loader.error(FILE, whole, format!("expected the table [labels.{group}]"));
            continue;
        };
        let line = loader.line_at(FILE, table.span().start);
        for key in keys
            .iter()
            .filter(|k| table.get_ref().get(**k).is_none_or(|v| v.trim().is_empty()))
        {
            loader.error(
                FILE,
                line,
                format!("expected a label for {key:?} in [labels.{group}]"),
            );
        }
    }
    for (group, table) in raw
        .iter()
        .filter(|(g, _)| !LABELS.iter().any(|(known, _)| known == g))
    {
        let line = loader.line_at(FILE, table.span().start);
        loader.error(
            FILE,
            line,
            format!("expected a known group of labels, found {group:?}"),
        );
    }
    raw.into_iter()
        .map(|(group, table)| (group, table.into_inner()))
        .collect()
}

fn templates(
    loader: &mut Loader<'_>,
    raw: &Spanned<BTreeMap<String, Spanned<String>>>,
    required: &[(&str, &[&str])],
) -> BTreeMap<String, Template> {
    let line = loader.line_at(FILE, raw.span().start);
    let mut out = BTreeMap::new();
    for (key, slots) in required {
        match raw.get_ref().get(*key) {
            None => loader.error(FILE, line, format!("expected the phrase {key:?} in this table")),
            Some(text) => {
                if let Some(template) = template(loader, text, &|slot| slots.contains(&slot)) {
                    out.insert((*key).to_owned(), template);
                }
            }
        }
    }
    for (key, text) in raw
        .get_ref()
        .iter()
        .filter(|(k, _)| !required.iter().any(|(known, _)| known == k))
    {
        let line = loader.line_at(FILE, text.span().start);
        loader.error(FILE, line, format!("expected a known phrase, found {key:?}"));
    }
    out
}

fn template(
    loader: &mut Loader<'_>,
    text: &Spanned<String>,
    known: &dyn Fn(&str) -> bool,
) -> Option<Template> {
    let line = loader.line_at(FILE, text.span().start);
    match Template::parse(text.get_ref()) {
        Ok(template) => {
            if let Some(slot) = template.slots().into_iter().find(|s| !known(s)) {
                loader.error(
                    FILE,
                    line,
                    format!("expected a slot that this phrase is given, found {{{slot}}}"),
                );
            }
            Some(template)
        }
        Err(message) => {
            loader.error(FILE, line, message);
            None
        }
    }
}

//! Two dossiers in, what is new, changed and withdrawn between them out: as data ([`Diff`]), as a briefing that every exporter of
//! briefings can show ([`briefing`]), and as a feed ([`feed`]).
//!
//! What differs is told apart by its ground ([`Ground`]): reports that joined, changed or went; other reports, which put those that
//! tell it in a new light; or nothing but another program, pack, project file or reference date. Reports that were edited under their
//! old address or path are compared word by word ([`Edit`]).

mod edits;
mod feed;
mod pairs;
mod worded;

pub use edits::{Edit, Hunk};
pub use feed::{Format, feed};
pub use worded::briefing;

use isnad_lang::wording::Wording;
use isnad_model::{Briefing, Dossier, Event, EventRef, Evidence, Report};
use isnad_text::fold;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The name of the JSON form of a [`Diff`].
pub const SCHEMA: &str = "isnad/diff/1";

/// A dossier, and the briefing that words its events and commitments ([`Briefing::told`]).
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The dossier.
    pub dossier: &'a Dossier,
    /// Its briefing, with all its parts.
    pub briefing: &'a Briefing,
}

/// What differs between two dossiers.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Diff {
    /// [`SCHEMA`].
    pub schema: String,
    /// BCP 47 tag of its wording.
    pub language: String,
    /// What made the two, as far as it is not the same.
    pub made_by: Vec<Made>,
    /// What is new, changed or withdrawn: reports first, then events, claims, commitments, disagreements, entities.
    pub changes: Vec<Change>,
    /// Reports that were edited, word by word.
    pub edits: Vec<Edit>,
}

/// Another program, pack, project file or reference date.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Made {
    /// `program`, `pack ar`, `config` or `as_of`.
    pub what: String,
    /// What the old dossier was made by; empty where it had none.
    pub before: String,
    /// What the new one was made by.
    pub after: String,
}

/// What became of a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Only the new dossier has it.
    New,
    /// Both have it, but differently.
    Changed,
    /// Only the old dossier has it.
    Withdrawn,
}

/// Why it differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// A report that tells it joined, was edited or went.
    Reports,
    /// The reports that tell it are the same, others are not.
    OtherReports,
    /// All reports are the same, or those that tell it are and the program or its packs are others: it may come from that alone.
    Program,
}

/// Something that is new, changed or withdrawn.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// What became of it.
    pub fate: Fate,
    /// `report`, `event`, `claim`, `commitment`, `discrepancy` or `entity`.
    pub about: String,
    /// Its id in the new dossier; of what is withdrawn, in the old one.
    pub id: String,
    /// A date or a name before the text; may be empty.
    pub label: String,
    /// What it is, in words.
    pub text: String,
    /// What is different about it.
    pub fields: Vec<FieldChange>,
    /// Why it differs.
    pub ground: Ground,
    /// The words it rests on; of what is withdrawn, in the old reports.
    pub evidence: Vec<Evidence>,
}

/// A field with another value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    /// Its name, as in `labels.fields` or `labels.diff` of the pack's wording.
    pub field: String,
    /// The old value, in words; empty where there was none.
    pub before: String,
    /// The new value.
    pub after: String,
}

/// Compares two dossiers; `wording` is that of the language of the briefings.
pub fn diff(old: Side<'_>, new: Side<'_>, wording: &Wording) -> Diff {
    let desk = Desk::new(old, new, wording);
    let mut changes = desk.reports();
    changes.extend(desk.events());
    changes.extend(desk.claims());
    changes.extend(desk.commitments());
    changes.extend(desk.discrepancies());
    changes.extend(desk.entities());
    Diff {
        schema: SCHEMA.to_owned(),
        language: new.briefing.language.clone(),
        made_by: desk.made.clone(),
        changes,
        edits: edits::edits(old.dossier, new.dossier),
    }
}

/// What made the two.
fn made(old: &Dossier, new: &Dossier) -> Vec<Made> {
    let list = |d: &Dossier| {
        let mut list: BTreeMap<String, String> = d
            .made_by
            .packs
            .iter()
            .map(|(id, hash)| (format!("pack {id}"), hash.clone()))
            .collect();
        list.insert("program".to_owned(), d.made_by.program.clone());
        list.insert("config".to_owned(), d.made_by.config.clone());
        list.insert(
            "as_of".to_owned(),
            d.made_by.as_of.map(|d| d.to_string()).unwrap_or_default(),
        );
        list
    };
    let (before, after) = (list(old), list(new));
    let whats: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    whats
        .into_iter()
        .map(|what| Made {
            what: what.clone(),
            before: before.get(what).cloned().unwrap_or_default(),
            after: after.get(what).cloned().unwrap_or_default(),
        })
        .filter(|m| m.before != m.after)
        .collect()
}

/// Both dossiers, ready to be compared.
struct Desk<'a> {
    old: Book<'a>,
    new: Book<'a>,
    wording: &'a Wording,
    made: Vec<Made>,
    /// Ids of reports that both have.
    kept: FxHashSet<&'a str>,
    /// Have both the same reports?
    same: bool,
}

/// One dossier, by id.
struct Book<'a> {
    side: Side<'a>,
    reports: FxHashMap<&'a str, &'a Report>,
    names: FxHashMap<&'a str, &'a str>,
    /// Number of the line in `told` of each event and commitment.
    told: FxHashMap<&'a str, usize>,
}

impl<'a> Book<'a> {
    fn new(side: Side<'a>) -> Self {
        let told = side.briefing.told.iter().enumerate();
        Self {
            reports: side.dossier.reports.iter().map(|r| (r.id.as_str(), r)).collect(),
            names: side
                .dossier
                .entities
                .iter()
                .map(|e| (e.id.as_str(), e.name.as_str()))
                .collect(),
            told: told
                .filter_map(|(n, l)| Some((l.event.as_deref().or(l.commitment.as_deref())?, n)))
                .collect(),
            side,
        }
    }

    fn name(&self, id: &str) -> String {
        self.names
            .get(id)
            .map_or_else(|| id.to_owned(), |name| (*name).to_owned())
    }

    fn names<'i>(&self, ids: impl IntoIterator<Item = &'i str>) -> String {
        let names: BTreeSet<String> = ids.into_iter().map(|id| self.name(id)).collect();
        names.into_iter().collect::<Vec<_>>().join(" \u{2013} ")
    }

    /// The path of a report: it stays when the report is edited.
    fn source(&self, report: &str) -> &'a str {
        self.reports.get(report).map_or("", |r| r.source.as_str())
    }

    /// Label, text and evidence by which the briefing tells an event or commitment.
    fn line(&self, id: &str) -> Option<(String, String, Vec<Evidence>)> {
        let line = self.side.briefing.told.get(*self.told.get(id)?)?;
        Some((line.label.clone(), line.text.clone(), line.evidence.clone()))
    }

    /// The words of each mention of an event.
    fn words(&self, mentions: &[EventRef]) -> Vec<Evidence> {
        let words = mentions.iter().filter_map(|m| {
            let report = self.reports.get(m.report.as_str())?;
            let mention = report.events.iter().find(|e| e.id == m.event)?;
            Some(Evidence::of(report, mention.trigger.span()))
        });
        words.collect()
    }

    /// What stays of an event's mentions when a report is edited: path, type and trigger.
    fn marks(&self, event: &Event) -> Vec<String> {
        let marks = event.mentions.iter().filter_map(|m| {
            let report = self.reports.get(m.report.as_str())?;
            let mention = report.events.iter().find(|e| e.id == m.event)?;
            Some(format!(
                "{}|{}|{}",
                report.source,
                mention.kind,
                fold(&mention.text)
            ))
        });
        marks.collect()
    }
}

impl<'a> Desk<'a> {
    fn new(old: Side<'a>, new: Side<'a>, wording: &'a Wording) -> Self {
        let before: FxHashSet<&str> = old.dossier.reports.iter().map(|r| r.id.as_str()).collect();
        let after: FxHashSet<&str> = new.dossier.reports.iter().map(|r| r.id.as_str()).collect();
        Self {
            made: made(old.dossier, new.dossier),
            same: before == after,
            kept: before.intersection(&after).copied().collect(),
            old: Book::new(old),
            new: Book::new(new),
            wording,
        }
    }

    /// Why something differs that these reports tell.
    fn ground<'r>(&self, reports: impl IntoIterator<Item = &'r str>) -> Ground {
        if reports.into_iter().any(|r| !self.kept.contains(r)) {
            Ground::Reports
        } else if self.same || !self.made.is_empty() {
            Ground::Program
        } else {
            Ground::OtherReports
        }
    }

    fn label(&self, group: &str, code: &str) -> String {
        self.wording.label(group, code).unwrap_or(code).to_owned()
    }
}

/// The fields whose values are not the same.
fn differing(fields: impl IntoIterator<Item = (&'static str, String, String)>) -> Vec<FieldChange> {
    fields
        .into_iter()
        .filter(|(_, before, after)| fold(before) != fold(after))
        .map(|(field, before, after)| FieldChange {
            field: field.to_owned(),
            before,
            after,
        })
        .collect()
}

#[cfg(test)]
mod tests;

//! How the briefing tells an event, so that no two formats name it differently.

use isnad_model::{BriefLine, Briefing, Commitment, Dossier, Event, EventMention, Report, SourceEntry};
use std::collections::{BTreeMap, BTreeSet};

/// The lines of a briefing by event, and the reports, events and entities of its dossier by id.
pub struct Told<'a> {
    lines: BTreeMap<&'a str, &'a BriefLine>,
    reports: BTreeMap<&'a str, &'a Report>,
    names: BTreeMap<&'a str, &'a str>,
    events: BTreeMap<&'a str, &'a Event>,
    commitments: BTreeMap<&'a str, &'a BriefLine>,
    sources: BTreeMap<&'a str, &'a SourceEntry>,
    listed: &'a BTreeMap<String, String>,
}

impl<'a> Told<'a> {
    /// Indexes a dossier and its briefing.
    pub fn new(dossier: &'a Dossier, briefing: &'a Briefing) -> Self {
        let mut lines = BTreeMap::new();
        // sections have room for some events only
        collect(&briefing.told, &mut lines);
        let own = briefing.told.iter();
        let commitments = own.filter_map(|l| Some((l.commitment.as_deref()?, l))).collect();
        // the lead repeats what a section below tells with more care
        let (lead, rest): (Vec<_>, Vec<_>) = briefing.sections.iter().partition(|s| s.id == "lead");
        for section in rest.into_iter().chain(lead) {
            collect(&section.lines, &mut lines);
        }
        Self {
            lines,
            reports: dossier.reports.iter().map(|r| (r.id.as_str(), r)).collect(),
            names: dossier
                .entities
                .iter()
                .map(|e| (e.id.as_str(), e.name.as_str()))
                .collect(),
            events: dossier.events.iter().map(|e| (e.id.as_str(), e)).collect(),
            commitments,
            sources: briefing.sources.iter().map(|s| (s.report.as_str(), s)).collect(),
            listed: &briefing.listed,
        }
    }

    /// The line that tells this event, if the briefing has one.
    pub fn line(&self, event: &str) -> Option<&'a BriefLine> {
        self.lines.get(event).copied()
    }

    /// The line that tells this commitment, if the briefing has one.
    pub fn commitment(&self, commitment: &Commitment) -> Option<&'a BriefLine> {
        self.commitments.get(commitment.id.as_str()).copied()
    }

    /// An event.
    pub fn event(&self, id: &str) -> Option<&'a Event> {
        self.events.get(id).copied()
    }

    /// What the briefing takes from a report, if it cites it.
    pub fn source(&self, report: &str) -> Option<&'a SourceEntry> {
        self.sources.get(report).copied()
    }

    /// How a report is listed: outlet, headline and date, or else its headline, or else its file's name.
    pub fn listed(&self, report: &'a Report) -> &'a str {
        let told = self.listed.get(&report.id).map(String::as_str);
        let cited = || self.source(&report.id).map(|s| s.text.as_str());
        let headline = || report.headline.as_ref().map(|h| h.text.as_str());
        let full = |text: &&str| !text.trim().is_empty();
        told.filter(full)
            .or_else(|| cited().filter(full))
            .or_else(|| headline().filter(full))
            .unwrap_or(&report.source)
    }

    /// The name of an entity.
    pub fn name(&self, entity: &str) -> Option<&'a str> {
        self.names.get(entity).copied()
    }

    /// A report.
    pub fn report(&self, id: &str) -> Option<&'a Report> {
        self.reports.get(id).copied()
    }

    /// The reports that tell this event, each once, in the order of the dossier's mentions.
    pub fn reports_of(&self, event: &Event) -> Vec<&'a Report> {
        let mut seen = BTreeSet::new();
        let reports = event.mentions.iter().filter_map(|m| self.report(&m.report));
        reports.filter(|r| seen.insert(&r.id)).collect()
    }

    /// The first mention of this event.
    pub fn mention(&self, event: &Event) -> Option<&'a EventMention> {
        event
            .mentions
            .iter()
            .find_map(|m| self.report(&m.report)?.events.iter().find(|e| e.id == m.event))
    }

    /// What to call an event: the briefing's sentence, or else the word that names it with those who took part and the
    /// place, as the reports write them; never empty.
    pub fn title(&self, event: &Event) -> String {
        if let Some(line) = self.line(&event.id).filter(|l| !l.text.is_empty()) {
            return line.text.clone();
        }
        let word = self
            .mention(event)
            .map(|m| m.trigger.text.as_str())
            .filter(|t| !t.trim().is_empty());
        let actors = event.participants.iter().filter_map(|p| self.name(&p.entity));
        let place = event.place.as_deref().and_then(|p| self.name(p));
        let mut parts: Vec<&str> = Vec::new();
        for part in word.into_iter().chain(actors).chain(place) {
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        match parts.is_empty() {
            true => event.kind.clone(),
            false => parts.join(" \u{2013} "),
        }
    }
}

fn collect<'a>(lines: &'a [BriefLine], out: &mut BTreeMap<&'a str, &'a BriefLine>) {
    for line in lines {
        if let Some(event) = &line.event {
            out.entry(event).or_insert(line);
        }
        collect(&line.sub, out);
    }
}

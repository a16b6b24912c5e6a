//! What all sections look up: the dossier by id, names, and how a line is made.

use crate::{BriefOptions, budget, names::Names, words};
use isnad_lang::{Pack, Packs, wording::Wording};
use isnad_model::{BriefLine, Claim, Dossier, Entity, Event, EventMention, Evidence, Grade, Report, Section};
use isnad_text::{Span, fold};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

pub(crate) struct Desk<'a> {
    pub(crate) dossier: &'a Dossier,
    pub(crate) pack: &'a Pack,
    pub(crate) packs: &'a Packs,
    pub(crate) wording: &'a Wording,
    pub(crate) options: &'a BriefOptions,
    pub(crate) names: Names,
    pub(crate) entity_ids: FxHashMap<&'a str, usize>,
    event_ids: FxHashMap<&'a str, usize>,
    report_ids: FxHashMap<&'a str, usize>,
    /// By ids of report and quotation.
    claims: FxHashMap<(&'a str, &'a str), usize>,
}

/// The event mention of a report with this id.
fn mention<'r>(report: &'r Report, id: &str) -> Option<&'r EventMention> {
    // the third mention is "e3", unless somebody else has numbered them
    let usual = id.get(1..).and_then(|n| n.parse::<usize>().ok()?.checked_sub(1));
    usual
        .and_then(|n| report.events.get(n))
        .filter(|e| e.id == id)
        .or_else(|| report.events.iter().rfind(|e| e.id == id))
}

impl<'a> Desk<'a> {
    pub(crate) fn new(
        dossier: &'a Dossier,
        pack: &'a Pack,
        packs: &'a Packs,
        options: &'a BriefOptions,
    ) -> Self {
        let entity_ids: FxHashMap<&str, usize> = dossier
            .entities
            .iter()
            .enumerate()
            .map(|(i, e)| (e.id.as_str(), i))
            .collect();
        // gender shows in the verbs of the language the reports are in
        let gender = &packs.get(&dossier.language).unwrap_or(pack).wording.gender;
        let feminine = |verb: &str| {
            let first = fold(verb.split_whitespace().next().unwrap_or(""));
            !gender.feminine_verb.is_empty()
                && first.ends_with(&gender.feminine_verb)
                && !gender.masculine_verbs.contains(&first)
        };
        Self {
            names: Names::new(
                dossier,
                &entity_ids,
                options,
                &feminine,
                &packs
                    .get(&dossier.language)
                    .unwrap_or(pack)
                    .wording
                    .relative_titles,
            ),
            event_ids: dossier
                .events
                .iter()
                .enumerate()
                .map(|(i, e)| (e.id.as_str(), i))
                .collect(),
            report_ids: dossier
                .reports
                .iter()
                .enumerate()
                .map(|(i, r)| (r.id.as_str(), i))
                .collect(),
            claims: dossier
                .claims
                .iter()
                .enumerate()
                .flat_map(|(i, claim)| {
                    let mentions = claim.mentions.iter();
                    mentions.map(move |m| ((m.report.as_str(), m.quotation.as_str()), i))
                })
                .collect(),
            wording: &pack.wording,
            entity_ids,
            dossier,
            pack,
            packs,
            options,
        }
    }

    pub(crate) fn report(&self, id: &str) -> Option<&'a Report> {
        self.report_ids.get(id).and_then(|&i| self.dossier.reports.get(i))
    }

    pub(crate) fn report_number(&self, id: &str) -> Option<usize> {
        self.report_ids.get(id).copied()
    }

    pub(crate) fn event(&self, id: &str) -> Option<&'a Event> {
        self.event_ids.get(id).and_then(|&i| self.dossier.events.get(i))
    }

    pub(crate) fn entity(&self, at: usize) -> Option<&'a Entity> {
        self.dossier.entities.get(at)
    }

    /// The mentions of an event with their reports, in the order of the dossier.
    pub(crate) fn told_in(&self, event: &'a Event) -> impl Iterator<Item = (&'a Report, &'a EventMention)> {
        event.mentions.iter().filter_map(|m| {
            let number = self.report_number(&m.report)?;
            let report = self.dossier.reports.get(number)?;
            Some((report, mention(report, &m.event)?))
        })
    }

    /// Says how many independent sources tell it, where that is more than one, or that several reports are one source.
    pub(crate) fn corroborated<'r>(
        &self,
        reports: impl Iterator<Item = &'r str>,
        roots: usize,
        text: String,
    ) -> String {
        let reports: BTreeSet<&str> = reports.collect();
        let (key, slot, count) = match roots {
            0 | 1 if reports.len() <= 1 => return text,
            0 => return text,
            1 => (
                "one-root",
                "reports",
                self.wording.count("reports", reports.len()),
            ),
            n => ("roots", "roots", self.wording.count("roots", n)),
        };
        self.wording.phrase(key, &[("event", &text), (slot, &count)])
    }

    /// Adds the grade of the Admiralty scale, where there is one.
    pub(crate) fn graded(&self, grade: Option<&Grade>, text: String) -> String {
        let Some(grade) = grade else { return text };
        let code = format!("{}{}", grade.reliability, grade.credibility);
        self.wording
            .phrase("graded", &[("event", &text), ("grade", &code)])
    }

    /// The claim that a quotation belongs to.
    pub(crate) fn claim(&self, report: &str, quotation: &str) -> Option<&'a Claim> {
        self.claims
            .get(&(report, quotation))
            .and_then(|&i| self.dossier.claims.get(i))
    }

    /// The words an event rests on: one clause a report.
    pub(crate) fn event_evidence(&self, event: &'a Event) -> Vec<Evidence> {
        let mut out: Vec<Evidence> = Vec::new();
        for (report, mention) in self.told_in(event) {
            if out.len() < budget::EVIDENCE
                && !out.iter().any(|e| e.report == report.id)
                && !mention.text.is_empty()
            {
                out.push(Evidence::of(report, self.whole_clause(report, mention.span())));
            }
        }
        out
    }

    /// The clause that a span of a report stands in, by the words of the report's language.
    pub(crate) fn whole_clause(&self, report: &Report, span: Span) -> Span {
        let pack = self.packs.get(&report.language).unwrap_or(self.pack);
        words::whole_clause(report, span, &pack.wording.marks)
    }

    /// The headline of a report, or the first words it has.
    pub(crate) fn headline_evidence(&self, report: &Report) -> Option<Evidence> {
        if let Some(headline) = &report.headline {
            return Some(Evidence::new(&report.id, headline));
        }
        let block = report.blocks.iter().find(|b| b.role.is_content())?;
        Some(Evidence::of(
            report,
            Span::new(block.start, block.end).trim(&report.text),
        ))
    }

    /// Where a report comes from, in words: outlet, else headline, else file.
    pub(crate) fn outlet(&self, report: &Report) -> String {
        report
            .outlet
            .as_ref()
            .map(|o| words::clean(&o.name))
            .unwrap_or_default()
    }

    /// A line; none without words to rest on.
    pub(crate) fn line(&self, label: String, text: String, mut evidence: Vec<Evidence>) -> Option<BriefLine> {
        evidence.retain(|e| !e.text.trim().is_empty());
        if evidence.is_empty() || text.is_empty() {
            return None;
        }
        Some(BriefLine {
            label,
            text: words::capital(&text),
            evidence,
            ..BriefLine::default()
        })
    }

    /// A heading over lines; none without any.
    pub(crate) fn heading(&self, label: String, sub: Vec<BriefLine>) -> Option<BriefLine> {
        (!sub.is_empty()).then(|| BriefLine {
            label,
            sub,
            ..BriefLine::default()
        })
    }

    /// A section with what was left out.
    pub(crate) fn section(&self, id: &str, lines: Vec<BriefLine>, left_out: usize) -> Section {
        Section {
            id: id.to_owned(),
            heading: self.wording.label("sections", id).unwrap_or_default().to_owned(),
            omitted: if left_out > 0 {
                self.sentence(&self.wording.count("left-out", left_out))
            } else {
                String::new()
            },
            lines,
        }
    }

    /// A text with a full stop.
    pub(crate) fn sentence(&self, text: &str) -> String {
        if text.ends_with('.') {
            text.to_owned()
        } else {
            format!("{text}.")
        }
    }

    /// A label of a code; the code's group's `other` where the pack does not know it, empty if there is none.
    pub(crate) fn label(&self, group: &str, code: &str) -> String {
        self.wording
            .label(group, code)
            .or_else(|| self.wording.label(group, "other"))
            .unwrap_or_default()
            .to_owned()
    }

    /// The code of a value that serde would write.
    pub(crate) fn code(&self, value: impl std::fmt::Debug) -> String {
        let mut out = String::new();
        for (i, c) in format!("{value:?}").chars().enumerate() {
            if c.is_uppercase() && i > 0 {
                out.push('_');
            }
            out.extend(c.to_lowercase());
        }
        out
    }
}

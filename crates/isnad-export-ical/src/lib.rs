//! Dossier and Briefing → iCalendar (RFC 5545): commitments, and events that were announced.
//!
//! - An announced event is a `VEVENT` of a whole day where its day is known. Where only a month, a week or a pattern is known
//!   it is a `VJOURNAL` without date: nothing is put on a day that no report tells.
//! - A commitment is a `VTODO`, due on its day where that is known; a refusal, which leaves nothing to do, is a `VJOURNAL`.
//! - An event that was put off or denied stays in the calendar as cancelled, one that took place as confirmed.
//! - `UID` is made from the id in the dossier; `DTSTAMP` is the last day on which the last of its reports can have been
//!   published, or else the dossier's reference date or newest report, or else the first moment of 1970: never the clock.
//! - `DESCRIPTION` holds the sentence, then each report with its words and its address.

mod lines;

use isnad_export::text::{iri, isolated, web_address};
use isnad_export::{Artifact, Context, ExportError, Exporter, Info, told::Told};
use isnad_feed::{Feed, Items, clip};
use isnad_model::bidi::{self, Direction};
use isnad_model::{
    Briefing, Commitment, CommitmentKind, CommitmentState, Date, Dossier, Event, EventMention, Evidence,
    Modality, Report, When,
};
use jiff::civil::DateTime;
use jiff::{Timestamp, Zoned};
use lines::Lines;
use std::collections::{BTreeMap, BTreeSet};

/// Reports listed in a description, and characters of a summary, of a quotation and of a listed report.
const SOURCES: usize = 20;
const SUMMARY: usize = 200;
const QUOTE: usize = 600;

/// The commitments and announced events of a dossier as a calendar, `events.ics`.
#[derive(Clone, Copy, Debug, Default)]
pub struct ICal;

impl Exporter for ICal {
    fn info(&self) -> Info {
        let about = "a calendar of commitments and announced events, iCalendar";
        Info::new("ical", about, "text/calendar")
    }

    fn check(&self, dossier: &Dossier, briefing: &Briefing, context: &Context) -> Vec<String> {
        let desk = Desk::new(dossier, briefing, context);
        let events = desk.announced().filter(|e| day(&e.when).is_none()).count();
        let commitments = dossier.commitments.iter();
        let undated = commitments
            .filter(|c| c.due.as_ref().and_then(due).is_none())
            .count();
        let mut lost = Vec::new();
        if events > 0 {
            lost.push(format!(
                "{events} announced events without a known day are journal entries without a date, which calendars may not show"
            ));
        }
        if undated > 0 {
            lost.push(format!(
                "{undated} commitments without a known day are listed without one"
            ));
        }
        lost
    }

    fn export(
        &self,
        dossier: &Dossier,
        briefing: &Briefing,
        context: &Context,
    ) -> Result<Vec<Artifact>, ExportError> {
        let desk = Desk::new(dossier, briefing, context);
        let mut out = Lines::default();
        out.raw("BEGIN", "VCALENDAR");
        out.raw("VERSION", "2.0");
        let program = bidi::clean(&dossier.made_by.program).replace(['/', ';', ':'], " ");
        out.text("PRODID", &format!("-//Isnad//{}//EN", program.trim()));
        out.raw("CALSCALE", "GREGORIAN");
        out.raw("METHOD", "PUBLISH");
        for name in ["NAME", "X-WR-CALNAME"] {
            out.text(name, &desk.feed.title);
        }
        for name in ["DESCRIPTION", "X-WR-CALDESC"] {
            out.text(name, &desk.feed.summary);
        }
        if let Some(address) = desk.feed.address("events.ics") {
            out.raw("SOURCE;VALUE=URI", &address);
        }
        for event in desk.announced() {
            desk.event(&mut out, event);
        }
        let mut seen = BTreeSet::new();
        for commitment in &dossier.commitments {
            if seen.insert(&commitment.id) {
                desk.commitment(&mut out, commitment);
            }
        }
        out.raw("END", "VCALENDAR");
        Ok(vec![Artifact::new("events.ics", "text/calendar", out.finish())])
    }
}

struct Desk<'a> {
    dossier: &'a Dossier,
    feed: Feed<'a>,
    told: Told<'a>,
    mentions: BTreeMap<(&'a str, &'a str), &'a EventMention>,
    base: Direction,
    language: Option<String>,
    context: &'a Context,
}

impl<'a> Desk<'a> {
    fn new(dossier: &'a Dossier, briefing: &'a Briefing, context: &'a Context) -> Self {
        let feed = Feed::new(dossier, briefing, context, Items::Events);
        let mut mentions = BTreeMap::new();
        for report in &dossier.reports {
            mentions.extend(report.events.iter().map(|m| ((&*report.id, &*m.id), m)));
        }
        Self {
            dossier,
            told: Told::new(dossier, briefing),
            mentions,
            base: feed.base,
            language: feed.language.clone(),
            feed,
            context,
        }
    }

    /// The events that some report announces or puts off, in the order of the dossier.
    fn announced(&self) -> impl Iterator<Item = &'a Event> {
        self.dossier.events.iter().filter(|event| {
            let told = event.mentions.iter();
            let told = told.filter_map(|m| self.mentions.get(&(m.report.as_str(), m.event.as_str())));
            let ahead = |m: Modality| {
                matches!(
                    m,
                    Modality::Planned | Modality::Promised | Modality::Agreed | Modality::Postponed
                )
            };
            ahead(event.status) || told.into_iter().any(|m| ahead(m.modality))
        })
    }

    fn event(&self, out: &mut Lines, event: &Event) {
        let reports = self.told.reports_of(event);
        let day = day(&event.when);
        let kind = if day.is_some() { "VEVENT" } else { "VJOURNAL" };
        out.raw("BEGIN", kind);
        out.raw("UID", &uid("event", &event.id));
        out.raw("DTSTAMP", &self.stamp(&reports));
        if let Some(day) = day {
            out.raw("DTSTART;VALUE=DATE", &basic(day));
            if let Ok(next) = day.tomorrow() {
                out.raw("DTEND;VALUE=DATE", &basic(next));
            }
            out.raw("TRANSP", "TRANSPARENT");
        }
        let cancelled = matches!(
            event.status,
            Modality::Postponed | Modality::Denied | Modality::Rejected
        );
        let took_place = matches!(
            event.status,
            Modality::Happened | Modality::Ongoing | Modality::Background
        );
        out.raw(
            "STATUS",
            match (day.is_some(), cancelled, took_place) {
                (_, true, _) => "CANCELLED",
                (true, _, true) => "CONFIRMED",
                (true, _, false) => "TENTATIVE",
                (false, _, true) => "FINAL",
                (false, _, false) => "DRAFT",
            },
        );
        let sentence = self.told.title(event);
        let line = self.told.line(&event.id);
        let label = line.map_or("", |l| l.label.trim());
        self.worded(out, "SUMMARY", &clip(&sentence, SUMMARY));
        let evidence = line.map_or(&[][..], |l| l.evidence.as_slice());
        self.worded(
            out,
            "DESCRIPTION",
            &self.description(label, &sentence, &reports, evidence),
        );
        if let Some(place) = event.place.as_deref().and_then(|p| self.told.name(p)) {
            // a journal entry has no place
            if day.is_some() {
                self.worded(out, "LOCATION", &clip(place, SUMMARY));
            }
        }
        let mode = event.mode.iter().map(|mode| format!("{}/{mode}", event.kind));
        let categories: Vec<String> = std::iter::once(event.kind.clone()).chain(mode).collect();
        out.list("CATEGORIES", &categories);
        self.address(out, &reports);
        out.raw("END", kind);
    }

    fn commitment(&self, out: &mut Lines, commitment: &Commitment) {
        let mut seen = BTreeSet::new();
        let reports = commitment
            .evidence
            .iter()
            .filter_map(|e| self.told.report(&e.report));
        let reports: Vec<&Report> = reports.filter(|r| seen.insert(&r.id)).collect();
        let refused = commitment.kind == CommitmentKind::Refusal;
        let kind = if refused { "VJOURNAL" } else { "VTODO" };
        let due = commitment.due.as_ref().and_then(due);
        out.raw("BEGIN", kind);
        out.raw("UID", &uid("commitment", &commitment.id));
        out.raw("DTSTAMP", &self.stamp(&reports));
        let at = if refused { "DTSTART" } else { "DUE" };
        match due {
            Some(Due::Day(day)) => out.raw(&format!("{at};VALUE=DATE"), &basic(day)),
            Some(Due::Moment(moment)) => out.raw(at, &moment.strftime("%Y%m%dT%H%M%S").to_string()),
            None => {}
        }
        out.raw(
            "STATUS",
            match (commitment.state, refused) {
                (CommitmentState::Withdrawn, _) => "CANCELLED",
                (_, true) => "FINAL",
                (CommitmentState::Met, _) => "COMPLETED",
                _ => "NEEDS-ACTION",
            },
        );
        let line = self.told.commitment(commitment);
        let label = line.map_or("", |l| l.label.trim());
        let sentence = line.map_or(commitment.what.as_str(), |l| l.text.as_str());
        let summary = match label {
            "" => clip(sentence, SUMMARY),
            label => format!("{label}: {}", clip(sentence, SUMMARY)),
        };
        self.worded(out, "SUMMARY", &summary);
        let description = self.description(label, sentence, &reports, &commitment.evidence);
        self.worded(out, "DESCRIPTION", &description);
        let category = format!("{:?}", commitment.kind).to_lowercase();
        out.list("CATEGORIES", &[category]);
        self.address(out, &reports);
        out.raw("END", kind);
    }

    /// The sentence, then each report with its words and its address.
    fn description(
        &self,
        label: &str,
        sentence: &str,
        reports: &[&'a Report],
        evidence: &[Evidence],
    ) -> String {
        let mut out = match label {
            "" => clip(sentence, QUOTE),
            label => format!("{} \u{2014} {}", clip(label, SUMMARY), clip(sentence, QUOTE)),
        };
        for report in reports.iter().take(SOURCES) {
            out.push_str("\n\n");
            out.push_str(&clip(self.told.listed(report), QUOTE));
            if let Some(words) = evidence.iter().find(|e| e.report == report.id) {
                out.push_str(":\n");
                out.push_str(&clip(&words.text.replace('\n', " "), QUOTE));
            }
            if let Some(url) = report.url.as_deref().and_then(web_address) {
                out.push('\n');
                out.push_str(&url);
            }
        }
        if reports.len() > SOURCES {
            out.push_str(&format!("\n\n\u{2026} +{}", reports.len() - SOURCES));
        }
        out
    }

    /// A property in the briefing's language, foreign runs isolated line by line.
    fn worded(&self, out: &mut Lines, name: &str, text: &str) {
        let lines: Vec<String> = text.split('\n').map(|l| isolated(l, self.base)).collect();
        let name = match &self.language {
            Some(tag) => format!("{name};LANGUAGE={tag}"),
            None => name.to_owned(),
        };
        out.text(&name, &lines.join("\n"));
    }

    fn address(&self, out: &mut Lines, reports: &[&Report]) {
        let address = reports.iter().find_map(|r| web_address(r.url.as_deref()?));
        if let Some(address) = address {
            out.raw("URL", &address);
        }
    }

    fn stamp(&self, reports: &[&Report]) -> String {
        let days = reports.iter().filter_map(|r| r.published.latest);
        let zone = self.context.zone.time_zone();
        let own = days.max().and_then(|d| d.to_zoned(zone.clone()).ok());
        let moment = own.as_ref().or(self.feed.updated.as_ref());
        let moment = moment.map_or(Timestamp::UNIX_EPOCH, Zoned::timestamp);
        moment.strftime("%Y%m%dT%H%M%SZ").to_string()
    }
}

enum Due {
    Day(Date),
    Moment(DateTime),
}

/// The day of an event, where it is known.
fn day(when: &When) -> Option<Date> {
    when.earliest.filter(|_| when.earliest == when.latest)
}

/// When a commitment is due, where the day is known; with the time of day where the words tell it.
fn due(when: &When) -> Option<Due> {
    let day = day(when)?;
    let clock = when
        .value
        .contains('T')
        .then(|| when.value.parse::<DateTime>().ok());
    Some(match clock.flatten().filter(|moment| moment.date() == day) {
        Some(moment) => Due::Moment(moment),
        None => Due::Day(day),
    })
}

/// The id in the dossier with the domain that stands for the program, as calendars write it.
fn uid(kind: &str, id: &str) -> String {
    let name = iri(None, kind, id);
    format!("{}@isnad.invalid", name.rsplit('/').next().unwrap_or(&name))
}

fn basic(day: Date) -> String {
    day.strftime("%Y%m%d").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use isnad_export::testkit::{self, HOSTILE, Sample, sample};

    fn calendar(sample: &Sample) -> String {
        let artifact = ICal
            .export(&sample.dossier, &sample.briefing, &Context::default())
            .unwrap()
            .remove(0);
        String::from_utf8(artifact.bytes).unwrap()
    }

    #[test]
    fn conforms() {
        testkit::conforms(&ICal);
    }

    #[test]
    fn days_are_told_at_their_true_precision() {
        let mut sample = sample("arabic");
        let announced = sample
            .dossier
            .events
            .iter()
            .position(|e| e.status == Modality::Planned)
            .unwrap();
        let text = calendar(&sample);
        assert!(
            text.contains("DTSTART;VALUE=DATE:20201226\r\nDTEND;VALUE=DATE:20201227\r\n"),
            "{text}"
        );
        assert!(text.contains("STATUS:TENTATIVE") && text.contains("STATUS:CANCELLED"));
        for event in &mut sample.dossier.events {
            event.when.earliest = Date::new(2020, 12, 1).ok();
            event.when.latest = Date::new(2020, 12, 31).ok();
        }
        sample.dossier.commitments.push(Commitment {
            id: "c1".to_owned(),
            what: "what is due".to_owned(),
            due: Some(sample.dossier.events[announced].when.clone()),
            ..Commitment::default()
        });
        let text = calendar(&sample);
        assert!(
            !text.contains("DTSTART") && !text.contains("DUE") && text.contains("BEGIN:VTODO"),
            "{text}"
        );
        let due = sample.dossier.commitments[0].due.as_mut().unwrap();
        due.value = "2020-12-24T10:30".to_owned();
        due.earliest = Date::new(2020, 12, 24).ok();
        due.latest = due.earliest;
        assert!(calendar(&sample).contains("DUE:20201224T103000\r\n"));
    }

    #[test]
    fn hostile_reports_add_no_components() {
        let known = calendar(&sample("hostile-0"));
        let begins = |text: &str| text.split("\r\n").filter(|l| l.starts_with("BEGIN:")).count();
        for n in 0..HOSTILE.len() {
            let text = calendar(&sample(&format!("hostile-{n}")));
            assert_eq!(begins(&text), begins(&known), "{text}");
            assert!(
                text.split("\r\n")
                    .all(|line| line.len() <= 75 && !line.contains(['\n', '\r'])),
                "{text}"
            );
        }
    }
}

//! Dossier to IPTC ninjs 3.1: one composite item whose associations are the reports and the events they tell.
//!
//! - A report is a `text` item with headline, body, people, organisations, places, events and sources; an event an `event` item
//!   with its date, place, organiser and participants. Whom a report quotes has the relation `quoted`, whom it only names
//!   `mentioned`.
//! - `contentCreated` is a moment and is only given where the report states one (read in the zone of the context where it
//!   states none); a date less precise stands among the descriptions with the role `published`, as EDTF. The date of an
//!   event is `expectedStartDate`, the only one that ninjs lets be as imprecise as it is known.
//! - There is no clock: an item has neither `firstCreated` nor `versionCreated`.

mod item;
mod items;

use isnad_export::linked::JsonList;
use isnad_export::{Artifact, Context, ExportError, Exporter, Info, iso, losses};
use isnad_model::{Briefing, Dossier, wire};

/// The dossier as one ninjs item, `ninjs.json`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ninjs;

impl Exporter for Ninjs {
    fn info(&self) -> Info {
        Info::new(
            "ninjs",
            "IPTC ninjs 3.1: reports and events as news items",
            "application/json",
        )
    }

    fn check(&self, dossier: &Dossier, _briefing: &Briefing, _context: &Context) -> Vec<String> {
        let reports = &dossier.reports;
        let undated = |e: &&isnad_model::Event| {
            e.status.takes_place() && !e.when.value.is_empty() && iso::when(&e.when).is_none()
        };
        losses([
            (
                reports.iter().map(|r| r.quotations.len()).sum(),
                "quotations are left out; whom a report quotes is told",
            ),
            (
                dossier.events.iter().filter(undated).count(),
                "events whose date ninjs cannot express have it in words only",
            ),
            (
                dossier.events.iter().filter(|e| !e.status.takes_place()).count(),
                "events that nobody says took or take place are left out",
            ),
            (
                reports.iter().map(|r| r.times.len() + r.figures.len()).sum(),
                "times and figures are left out",
            ),
            (
                dossier.commitments.len() + dossier.discrepancies.len(),
                "commitments and discrepancies are left out",
            ),
            (
                reports.iter().filter(|r| r.text_withheld).count(),
                "reports are withheld and have no body",
            ),
        ])
    }

    fn export(
        &self,
        dossier: &Dossier,
        briefing: &Briefing,
        context: &Context,
    ) -> Result<Vec<Artifact>, ExportError> {
        let head = items::dossier(dossier, briefing, context);
        let head = wire::safe_json(&head).map_err(|e| ExportError::Format(e.to_string()))?;
        let mut list = JsonList::new(&format!("{},\n\"associations\": [", head.trim_end_matches('}')));
        items::associations(dossier, briefing, context, &mut |item| list.push(&item))?;
        Ok(vec![Artifact::new(
            "ninjs.json",
            "application/json",
            list.finish("]}"),
        )])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use isnad_export::testkit::{self, sample};
    use serde_json::Value;

    fn item(name: &str, zone: &str) -> Value {
        let sample = sample(name);
        let context = Context {
            zone: zone.parse().unwrap(),
            ..Context::default()
        };
        let artifacts = Ninjs.export(&sample.dossier, &sample.briefing, &context).unwrap();
        serde_json::from_slice(&artifacts[0].bytes).unwrap()
    }

    #[test]
    fn conforms() {
        testkit::conforms(&Ninjs);
    }

    #[test]
    fn a_report_and_its_events_are_associated() {
        let item = item("english", "UTC");
        assert_eq!(item["type"], "composite");
        let associations = item["associations"].as_array().unwrap();
        let kinds: Vec<&str> = associations.iter().map(|a| a["type"].as_str().unwrap()).collect();
        assert_eq!(
            kinds,
            ["text", "event", "event", "event"],
            "the denied event is none"
        );
        let report = &associations[0];
        assert_eq!(report["contentCreated"], "2020-12-27T22:00:00+02:00");
        assert!(
            report["people"]
                .as_array()
                .unwrap()
                .iter()
                .any(|p| p["rel"] == "quoted")
        );
        assert_eq!(
            associations[1]["eventDetails"]["dates"]["expectedStartDate"],
            "2020-12-26"
        );
        assert_eq!(report["events"][0]["uri"], associations[1]["uri"]);
    }

    #[test]
    fn a_day_does_not_become_a_moment() {
        let mut sample = sample("english");
        sample.dossier.reports[0].published.value = Some("2020-12-27".to_owned());
        let artifacts = Ninjs
            .export(&sample.dossier, &sample.briefing, &Context::default())
            .unwrap();
        let item: Value = serde_json::from_slice(&artifacts[0].bytes).unwrap();
        let report = &item["associations"][0];
        assert_eq!(report.get("contentCreated"), None);
        assert_eq!(report["descriptions"][0]["role"], "published");
        assert_eq!(report["descriptions"][0]["value"], "2020-12-27");
    }
}

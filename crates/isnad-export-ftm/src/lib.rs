//! Dossier to FollowTheMoney: entities one a line, as Aleph and the `ftm` tools read them.
//!
//! | of the dossier | schema |
//! |---|---|
//! | a report | `Article` |
//! | a person, an organization, a group | `Person`, `Organization`, `LegalEntity` |
//! | a place | `Address` |
//! | an event that is said to take place | `Event`, with the articles that tell it as `proof` |
//! | a quotation, and an event that nobody says takes place | `Note` about who speaks or takes part |
//! | that a report names somebody | `Mention`, resolved to the entity |
//! | that a report names a place | `Documentation` |
//!
//! - Dates are given as far as they are known (`2021`, `2021-06`, `2021-06-18`); moments in UTC, for FollowTheMoney has no zones.
//! - Ids are those of the dossier behind the kind of thing, in the characters that FollowTheMoney allows.

mod entities;
mod proxy;

use isnad_export::{Artifact, Context, ExportError, Exporter, Info, iso, losses};
use isnad_model::{Briefing, Dossier};

/// The dossier as FollowTheMoney entities, `entities.ftm.json`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ftm;

const MEDIA_TYPE: &str = "application/json+ftm";

impl Exporter for Ftm {
    fn info(&self) -> Info {
        Info::new(
            "ftm",
            "FollowTheMoney entities: people, organizations, events and articles, one a line",
            MEDIA_TYPE,
        )
    }

    fn check(&self, dossier: &Dossier, _briefing: &Briefing, _context: &Context) -> Vec<String> {
        let reports = &dossier.reports;
        let undated = |e: &&isnad_model::Event| !e.when.value.is_empty() && iso::when(&e.when).is_none();
        losses([
            (
                dossier.events.iter().filter(undated).count(),
                "events whose date FollowTheMoney cannot express have it in words only",
            ),
            (
                dossier
                    .events
                    .iter()
                    .filter(|e| e.participants.iter().any(|p| p.role != "participant"))
                    .count(),
                "events lose the roles of their participants, but for who organizes",
            ),
            (
                reports.len(),
                "reports lose their SHA-256: FollowTheMoney knows SHA-1 only",
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
        let mut out = Vec::new();
        entities::entities(dossier, briefing, context, &mut |proxy| proxy.write(&mut out))?;
        Ok(vec![Artifact::new("entities.ftm.json", MEDIA_TYPE, out)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use isnad_export::testkit::{self, sample, samples};
    use serde_json::Value;
    use std::collections::BTreeMap;

    fn entities(name: &str) -> BTreeMap<String, Value> {
        let sample = sample(name);
        let artifacts = Ftm
            .export(&sample.dossier, &sample.briefing, &Context::default())
            .unwrap();
        let lines: Vec<Value> = artifacts[0]
            .bytes
            .split(|b| *b == b'\n')
            .filter(|l| !l.is_empty())
            .map(|l| serde_json::from_slice(l).unwrap())
            .collect();
        let by_id: BTreeMap<String, Value> = lines
            .iter()
            .map(|e| (e["id"].as_str().unwrap().to_owned(), e.clone()))
            .collect();
        assert_eq!(
            by_id.len(),
            lines.len(),
            "{name}: every entity has an id of its own"
        );
        by_id
    }

    #[test]
    fn conforms() {
        testkit::conforms(&Ftm);
    }

    #[test]
    fn ids_are_allowed_and_references_lead_to_entities() {
        for sample in samples() {
            let entities = entities(&sample.name);
            for (id, entity) in &entities {
                let inner = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'.';
                assert!(
                    id.bytes().all(inner)
                        && id.ends_with(|c: char| c.is_ascii_alphanumeric())
                        && id.starts_with(|c: char| c.is_ascii_alphanumeric()),
                    "{id}"
                );
                for key in [
                    "proof",
                    "document",
                    "resolved",
                    "entity",
                    "involved",
                    "organizer",
                    "addressEntity",
                ] {
                    for target in entity["properties"][key].as_array().into_iter().flatten() {
                        assert!(
                            entities.contains_key(target.as_str().unwrap()),
                            "{id} {key} {target}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn an_event_has_its_date_its_people_and_its_proof() {
        let entities = entities("english");
        let events: Vec<&Value> = entities.values().filter(|e| e["schema"] == "Event").collect();
        assert_eq!(events.len(), 3, "the denied event is a note");
        let event = &events[0]["properties"];
        assert_eq!(event["date"][0], "2020-12-26");
        assert_eq!(event["proof"][0], "report-r0");
        assert!(!event["involved"].as_array().unwrap().is_empty());
        let article = &entities["report-r0"]["properties"];
        assert_eq!(article["publishedAt"][0], "2020-12-27T20:00:00", "in UTC");
        assert_eq!(article["language"][0], "eng");
        let notes = entities.values().filter(|e| e["schema"] == "Note");
        assert_eq!(notes.count(), 2, "a quotation and a denied event");
    }
}

//! Dossier to JSON-LD (schema.org): one graph of reports, entities, events, quotations and claims.
//!
//! - The context is in the file, so that nothing is fetched. It names `http://schema.org/`, as schema.org's own context does.
//! - Everything that is referred to has an absolute, stable `@id`: below `BASE/dossier.jsonld#…` with a base URL,
//!   a `tag:` URI without. The other exports of linked data use the same ones, so that all of them can be loaded into one
//!   store. Blank nodes (authors of a byline) are never referred to.
//! - Dates are given exactly as far as they are known: `2021-06-18`, `2021-06` or `2021`. What ISO 8601 cannot say
//!   (patterns, intervals, approximate dates) is left out rather than rounded; `description` says it in words.
//! - What happened, is planned or was put off is an `Event`; what was only called for, discussed, denied or refused
//!   is a `Claim`, for nobody says that it took place.
//! - That a report tells an event is a `Claim` too, about the event: `appearance` is the article, `creator` who says so, where
//!   the outlet does not say it itself; `temporalCoverage` is when it takes place, as this report alone has it.
//! - A quotation in indirect speech is a `Quotation` too; `genre` says `direct`, `mixed` or `indirect`.
//! - An article that credits an agency `isBasedOn` a work that the agency published. `citation` names who carried words to it.
//! - An outlet or agency is the organization of the dossier that has its name, where there is exactly one.

mod graph;
mod node;

use isnad_export::linked::JsonList;
use isnad_export::{Artifact, Context, ExportError, Exporter, Info, iso, losses};
use isnad_model::{Briefing, Dossier};

/// The dossier as schema.org JSON-LD, `dossier.jsonld`.
#[derive(Clone, Copy, Debug, Default)]
pub struct JsonLd;

impl Exporter for JsonLd {
    fn info(&self) -> Info {
        Info::new(
            "jsonld",
            "a schema.org graph of reports, people, places, events, quotations and claims",
            "application/ld+json",
        )
    }

    fn check(&self, dossier: &Dossier, _briefing: &Briefing, _context: &Context) -> Vec<String> {
        let undated = |e: &&isnad_model::Event| !e.when.value.is_empty() && iso::when(&e.when).is_none();
        let roles = |e: &&isnad_model::Event| e.participants.iter().any(|p| p.role != "participant");
        let events = &dossier.events;
        losses([
            (
                events.iter().filter(undated).count(),
                "events whose date ISO 8601 cannot express have it in words only",
            ),
            (
                events.iter().filter(roles).count(),
                "events lose the roles of their participants, but for who organizes and who attends",
            ),
            (
                dossier.reports.iter().filter(|r| r.headline.is_none()).count(),
                "reports without a headline are called by their file name",
            ),
            (dossier.commitments.len(), "commitments are left out"),
            (dossier.discrepancies.len(), "discrepancies are left out"),
            (
                dossier.reports.iter().map(|r| r.figures.len()).sum(),
                "figures are left out",
            ),
        ])
    }

    fn export(
        &self,
        dossier: &Dossier,
        briefing: &Briefing,
        context: &Context,
    ) -> Result<Vec<Artifact>, ExportError> {
        let mut list = JsonList::new("{\"@context\": {\"@vocab\": \"http://schema.org/\"},\n\"@graph\": [");
        graph::nodes(dossier, briefing, context, &mut |node| list.push(&node))?;
        Ok(vec![Artifact::new(
            "dossier.jsonld",
            "application/ld+json",
            list.finish("]}"),
        )])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use isnad_export::testkit::{self, sample, samples};
    use oxjsonld::JsonLdParser;
    use std::collections::BTreeSet;

    fn graph(name: &str, base_url: Option<&str>) -> Vec<[String; 3]> {
        let sample = sample(name);
        let context = Context {
            base_url: base_url.map(str::to_owned),
            ..Context::default()
        };
        let bytes = JsonLd
            .export(&sample.dossier, &sample.briefing, &context)
            .unwrap()
            .remove(0)
            .bytes;
        JsonLdParser::new()
            .for_slice(&bytes)
            .map(|quad| {
                let quad = quad.unwrap();
                [
                    quad.subject.to_string(),
                    quad.predicate.as_str().to_owned(),
                    quad.object.to_string(),
                ]
            })
            .collect()
    }

    fn of_type(graph: &[[String; 3]], name: &str) -> BTreeSet<String> {
        let class = format!("<http://schema.org/{name}>");
        graph
            .iter()
            .filter(|[_, p, o]| p.ends_with("#type") && *o == class)
            .map(|[s, _, _]| s.clone())
            .collect()
    }

    #[test]
    fn conforms() {
        testkit::conforms(&JsonLd);
    }

    #[test]
    fn every_sample_is_valid_and_every_reference_leads_somewhere() {
        for sample in samples() {
            for base in [None, Some("https://example.org/d")] {
                let graph = graph(&sample.name, base);
                let subjects: BTreeSet<&str> = graph.iter().map(|[s, _, _]| s.as_str()).collect();
                let own = base.map_or("<tag:isnad.invalid,2026:".to_owned(), |b| {
                    format!("<{b}/dossier.jsonld#")
                });
                for [_, predicate, object] in &graph {
                    assert!(
                        !object.starts_with(&own) || subjects.contains(object.as_str()),
                        "{predicate} {object}"
                    );
                    let blank = graph
                        .iter()
                        .filter(|[_, _, o]| o.starts_with("_:") && o == object)
                        .count();
                    assert!(blank < 2, "{object}");
                }
            }
        }
    }

    #[test]
    fn a_report_becomes_a_graph() {
        let graph = graph("arabic", Some("https://example.org/d"));
        for (class, many) in [
            ("NewsArticle", 1),
            ("Event", 3),
            ("Claim", 2),
            ("Quotation", 1),
            ("Place", 1),
        ] {
            assert_eq!(of_type(&graph, class).len(), many, "{class}");
        }
        let has = |predicate: &str, object: &str| {
            let predicate = format!("http://schema.org/{predicate}");
            assert!(
                graph.iter().any(|[_, p, o]| *p == predicate && o == object),
                "{predicate} {object}"
            );
        };
        has("datePublished", "\"2020-12-27T22:00:00+02:00\"");
        has("startDate", "\"2020-12-26\"");
        has("previousStartDate", "\"2020-12-26\"");
        has("eventStatus", "<http://schema.org/EventPostponed>");
        has("isPartOf", "<https://example.org/d/dossier.jsonld#report/r0>");
        has(
            "url",
            "\"https://example.org/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/1?a=1&b=2\"",
        );
    }
}

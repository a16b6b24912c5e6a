//! Which nodes a dossier becomes.

use crate::node::{Node, Ref, Value};
use isnad_export::iso;
use isnad_export::linked::{Iris, text_hash};
use isnad_export::text::{clean, first, web_address};
use isnad_export::told::Told;
use isnad_export::{Context, ExportError};
use isnad_model::{
    Briefing, Dating, Dossier, Entity, EntityKind, Event, EventMention, Link, Modality, Quotation,
    QuotationKind, Report, Usage, calendar,
};
use std::collections::{BTreeMap, BTreeSet};

/// Hands every node to `write`, one by one: the dossier, its reports with their texts, quotations and tellings of events,
/// entities, outlets and agencies, events.
pub(crate) fn nodes(
    dossier: &Dossier,
    briefing: &Briefing,
    context: &Context,
    write: &mut dyn FnMut(Node) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    let graph = Graph {
        dossier,
        briefing,
        iris: Iris::new(dossier, context.base_url.as_deref()),
        told: Told::new(dossier, briefing),
        events: dossier.events.iter().map(|e| e.id.as_str()).collect(),
        real: dossier
            .events
            .iter()
            .filter(|e| e.status.takes_place())
            .map(|e| e.id.as_str())
            .collect(),
        reports: dossier.reports.iter().map(|r| r.id.as_str()).collect(),
    };
    write(graph.dossier_node())?;
    let mut bodies = BTreeMap::new();
    for report in &dossier.reports {
        write(graph.report(report, &mut bodies))?;
        write(graph.text(report))?;
        for wire in graph.wires(report, &mut bodies) {
            write(wire)?;
        }
        for quotation in report
            .quotations
            .iter()
            .filter_map(|q| graph.quotation(report, q))
        {
            write(quotation)?;
        }
        for telling in report.events.iter().filter_map(|e| graph.telling(report, e)) {
            write(telling)?;
        }
    }
    for entity in &dossier.entities {
        write(graph.entity(entity))?;
    }
    for (id, name) in bodies {
        write(Node {
            id,
            class: "Organization",
            name,
            ..Node::default()
        })?;
    }
    for event in &dossier.events {
        write(graph.event(event))?;
    }
    Ok(())
}

struct Graph<'a> {
    dossier: &'a Dossier,
    briefing: &'a Briefing,
    iris: Iris<'a>,
    told: Told<'a>,
    events: BTreeSet<&'a str>,
    /// Those that are events in the graph rather than claims.
    real: BTreeSet<&'a str>,
    reports: BTreeSet<&'a str>,
}

impl Graph<'_> {
    fn dossier_node(&self) -> Node {
        let made = &self.dossier.made_by;
        Node {
            id: self.iris.dossier(),
            class: "Dataset",
            name: first([self.briefing.title.as_str(), &self.dossier.title, &made.program]),
            description: clean(&self.briefing.summary),
            in_language: clean(&self.dossier.language),
            credit_text: clean(&made.program),
            is_based_on: self
                .dossier
                .reports
                .iter()
                .map(|r| Ref::to(self.iris.report(&r.id)))
                .collect(),
            ..Node::default()
        }
    }

    fn report(&self, report: &Report, bodies: &mut BTreeMap<String, String>) -> Node {
        let headline = report.headline.as_ref().map_or("", |h| h.text.as_str());
        let authors = report.authors.iter().map(|a| clean(a)).filter(|a| !a.is_empty());
        let told: BTreeSet<&str> = report
            .events
            .iter()
            .map(|e| e.event.as_str())
            .filter(|e| self.events.contains(e))
            .collect();
        let named: BTreeSet<&str> = report
            .mentions
            .iter()
            .map(|m| m.entity.as_str())
            .filter(|e| self.iris.kind(e).is_some())
            .collect();
        let carriers = report.quotations.iter().flat_map(|q| self.carriers(&q.chain));
        Node {
            id: self.iris.report(&report.id),
            class: "NewsArticle",
            headline: first([headline, report.source.as_str(), report.id.as_str()]),
            in_language: first([report.language.as_str(), "und"]),
            url: report.url.as_deref().and_then(web_address),
            identifier: clean(&report.source),
            date_published: date(&report.published),
            date_modified: report.updated.as_ref().and_then(date),
            publisher: report.outlet.as_ref().and_then(|o| self.body(&o.name, bodies)),
            is_based_on: (0..report.agencies.len())
                .map(|n| Ref::to(self.iris.wire(&report.id, n)))
                .collect(),
            author: authors
                .map(|name| {
                    Value::Node(Box::new(Node {
                        class: "Person",
                        name,
                        ..Node::default()
                    }))
                })
                .collect(),
            citation: distinct(carriers),
            encoding: Some(Ref::to(self.iris.text(&report.id))),
            about: told.into_iter().map(|e| Ref::to(self.iris.event(e))).collect(),
            mentions: named.into_iter().map(|e| Ref::to(self.iris.entity(e))).collect(),
            ..Node::default()
        }
    }

    /// What the agencies that a report credits gave it.
    fn wires(&self, report: &Report, bodies: &mut BTreeMap<String, String>) -> Vec<Node> {
        let agencies = report.agencies.iter().enumerate();
        agencies
            .map(|(n, agency)| Node {
                id: self.iris.wire(&report.id, n),
                class: "CreativeWork",
                publisher: self.body(agency, bodies),
                ..Node::default()
            })
            .collect()
    }

    /// An outlet or agency; its name is kept where it is no entity of the dossier.
    fn body(&self, name: &str, bodies: &mut BTreeMap<String, String>) -> Option<Ref> {
        let (id, known) = self.iris.body(name)?;
        if !known {
            bodies.insert(id.clone(), clean(name));
        }
        Some(Ref { id })
    }

    /// The text of a report: what positions of annotations are counted in.
    fn text(&self, report: &Report) -> Node {
        Node {
            id: self.iris.text(&report.id),
            class: "MediaObject",
            encoding_format: "text/plain",
            sha256: text_hash(report).unwrap_or_default(),
            ..Node::default()
        }
    }

    fn quotation(&self, report: &Report, quotation: &Quotation) -> Option<Node> {
        let text = clean(&quotation.text);
        let article = Ref::to(self.iris.report(&report.id));
        (!text.is_empty()).then(|| Node {
            id: self.iris.quotation(&report.id, &quotation.id),
            class: "Quotation",
            text,
            genre: match quotation.kind {
                QuotationKind::Direct => "direct",
                QuotationKind::Mixed => "mixed",
                QuotationKind::Indirect => "indirect",
            }
            .to_owned(),
            in_language: clean(&report.language),
            is_part_of: Some(article.clone()),
            is_based_on: vec![article],
            ..self.said(&quotation.chain)
        })
    }

    /// That a report tells an event: the claim, the article it appears in, and who says so where the outlet does not say it
    /// itself.
    fn telling(&self, report: &Report, mention: &EventMention) -> Option<Node> {
        let text = clean(&mention.text);
        let event = Some(mention.event.as_str()).filter(|e| self.events.contains(e))?;
        (!text.is_empty()).then(|| Node {
            id: self.iris.telling(&report.id, &mention.id),
            class: "Claim",
            text,
            in_language: clean(&report.language),
            appearance: vec![Ref::to(self.iris.report(&report.id))],
            about: vec![Ref::to(self.iris.event(event))],
            temporal_coverage: mention.time.as_ref().and_then(|t| period(&t.value)),
            ..self.said(&mention.chain)
        })
    }

    /// Who said it and who carried it.
    fn said(&self, chain: &[Link]) -> Node {
        let speaker = chain.first();
        let known = speaker
            .and_then(|s| s.entity.as_deref())
            .filter(|e| self.iris.is_actor(e));
        Node {
            creator: known.map(|e| Ref::to(self.iris.entity(e))),
            credit_text: speaker.map_or_else(String::new, |s| clean(&s.text)),
            citation: distinct(self.carriers(chain)),
            ..Node::default()
        }
    }

    fn entity(&self, entity: &Entity) -> Node {
        let name = first([entity.name.as_str(), entity.id.as_str()]);
        let mut forms = words(&entity.forms);
        forms.retain(|f| *f != name);
        let person = entity.kind == EntityKind::Person;
        Node {
            id: self.iris.entity(&entity.id),
            class: match entity.kind {
                EntityKind::Person => "Person",
                EntityKind::Place => "Place",
                EntityKind::Organization | EntityKind::Group => "Organization",
            },
            additional_type: if entity.kind == EntityKind::Group {
                "group".to_owned()
            } else {
                String::new()
            },
            name,
            alternate_name: forms,
            job_title: if person { words(&entity.titles) } else { Vec::new() },
            same_as: distinct(
                entity
                    .same_as
                    .iter()
                    .filter_map(|url| web_address(url))
                    .map(Ref::to),
            ),
            ..Node::default()
        }
    }

    fn event(&self, event: &Event) -> Node {
        let mentions: BTreeSet<&str> = event
            .mentions
            .iter()
            .map(|m| m.report.as_str())
            .filter(|r| self.reports.contains(r))
            .collect();
        let reports: Vec<Ref> = mentions
            .into_iter()
            .map(|r| Ref::to(self.iris.report(r)))
            .collect();
        let kinds = [Some(&event.kind), event.mode.as_ref()]
            .into_iter()
            .flatten()
            .chain(&event.topics);
        let keywords = distinct(kinds.map(|k| clean(k)).filter(|k| !k.is_empty()));
        let name = first([
            self.told.title(event).as_str(),
            event.kind.as_str(),
            event.id.as_str(),
        ]);
        let id = self.iris.event(&event.id);
        let description = self.told.line(&event.id).filter(|l| !l.label.is_empty());
        let description =
            description.map_or_else(String::new, |l| clean(&format!("{}: {}", l.label, l.text)));
        if !event.status.takes_place() {
            let about = event
                .participants
                .iter()
                .map(|p| p.entity.as_str())
                .chain(event.place.as_deref());
            let text = self
                .told
                .mention(event)
                .map_or_else(String::new, |m| clean(&m.text));
            return Node {
                id,
                class: "Claim",
                name,
                description,
                text,
                keywords,
                about: distinct(
                    about
                        .filter(|e| self.iris.kind(e).is_some())
                        .map(|e| Ref::to(self.iris.entity(e))),
                ),
                appearance: reports,
                ..Node::default()
            };
        }
        let known = |wanted: &dyn Fn(&str, &str) -> bool| {
            let fits = event
                .participants
                .iter()
                .filter(|p| self.iris.kind(&p.entity).is_some() && wanted(&p.entity, &p.role));
            distinct(fits.map(|p| Ref::to(self.iris.entity(&p.entity))))
        };
        // only those who come together attend; who accuses or is attacked is what the event is about
        let together = matches!(event.kind.as_str(), "consult" | "agree" | "cooperate" | "other");
        let hosts = |role: &str| matches!(role, "host" | "chair" | "organizer");
        let date = iso::when(&event.when).map(str::to_owned);
        let postponed = event.status == Modality::Postponed;
        Node {
            id,
            class: "Event",
            name,
            description,
            start_date: date.clone().filter(|_| !postponed),
            previous_start_date: date.filter(|_| postponed),
            event_status: status(event.status).map(|s| Ref::to(format!("http://schema.org/{s}"))),
            location: event.place.as_deref().and_then(|place| self.place(place)),
            organizer: known(&|e, role| self.iris.is_actor(e) && hosts(role)),
            attendee: known(&|e, role| self.iris.is_actor(e) && !hosts(role) && together),
            about: known(&|e, role| !self.iris.is_actor(e) || (!hosts(role) && !together)),
            sub_event: distinct(
                event
                    .parts
                    .iter()
                    .filter(|p| self.real.contains(p.as_str()))
                    .map(|p| Ref::to(self.iris.event(p))),
            ),
            subject_of: reports,
            keywords,
            ..Node::default()
        }
    }

    /// A place is a place; another entity (a headquarters) is only its name.
    fn place(&self, id: &str) -> Option<Value> {
        match self.iris.kind(id)? {
            EntityKind::Place => Some(Value::Ref(Ref::to(self.iris.entity(id)))),
            _ => self
                .told
                .name(id)
                .map(|name| Value::Text(clean(name)))
                .filter(|v| !matches!(v, Value::Text(t) if t.is_empty())),
        }
    }

    /// Who carried what somebody said, by name.
    fn carriers(&self, chain: &[Link]) -> Vec<String> {
        let named = chain.iter().skip(1).map(|link| {
            let name = link.entity.as_deref().and_then(|e| self.told.name(e));
            first([name.unwrap_or(""), link.text.as_str()])
        });
        named.filter(|n| !n.is_empty()).collect()
    }
}

const fn status(status: Modality) -> Option<&'static str> {
    match status {
        Modality::Planned | Modality::Promised | Modality::Agreed => Some("EventScheduled"),
        Modality::Postponed => Some("EventPostponed"),
        _ => None,
    }
}

fn date(dating: &Dating) -> Option<String> {
    dating.value.as_deref().and_then(iso::known).map(str::to_owned)
}

/// The period that a value covers: a date as ISO 8601 has it, or the first and the last day; none for open patterns.
fn period(value: &str) -> Option<String> {
    iso::known(value).map(str::to_owned).or_else(|| {
        let (first, last) = calendar::bounds(value)?;
        Some(format!("{first}/{last}"))
    })
}

fn words(usages: &[Usage]) -> Vec<String> {
    distinct(usages.iter().map(|u| clean(&u.text)).filter(|t| !t.is_empty()))
}

/// Each once, in order.
fn distinct<T: Ord + Clone>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut seen = BTreeSet::new();
    items
        .into_iter()
        .filter(|item| seen.insert(item.clone()))
        .collect()
}

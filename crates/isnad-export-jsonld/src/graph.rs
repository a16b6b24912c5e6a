//! Which nodes a dossier becomes.

use crate::node::{Node, Ref, Value, is_iso};
use isnad_export::text::{iri, web_address};
use isnad_export::told::Told;
use isnad_model::bidi;
use isnad_model::{
    Briefing, Certainty, Dating, Dossier, Entity, EntityKind, Event, Modality, Quotation, QuotationKind,
    Report, Usage, When,
};
use std::collections::{BTreeMap, BTreeSet};

/// All nodes: the dossier, its reports with their quotations, entities, outlets and agencies, events.
pub(crate) fn nodes(dossier: &Dossier, briefing: &Briefing, base_url: Option<&str>) -> Vec<Node> {
    let graph = Graph {
        dossier,
        briefing,
        document: base_url.map(|b| format!("{b}/dossier.jsonld")),
        told: Told::new(dossier, briefing),
        kinds: dossier.entities.iter().map(|e| (e.id.as_str(), e.kind)).collect(),
        events: dossier.events.iter().map(|e| e.id.as_str()).collect(),
        real: dossier
            .events
            .iter()
            .filter(|e| !is_claim(e.status))
            .map(|e| e.id.as_str())
            .collect(),
        reports: dossier.reports.iter().map(|r| r.id.as_str()).collect(),
    };
    let mut out = vec![graph.dossier_node()];
    let mut bodies = BTreeMap::new();
    for report in &dossier.reports {
        out.push(graph.report(report, &mut bodies));
        out.extend(
            report
                .quotations
                .iter()
                .filter_map(|q| graph.quotation(report, q)),
        );
    }
    out.extend(dossier.entities.iter().map(|e| graph.entity(e)));
    out.extend(bodies.into_iter().map(|(id, name)| Node {
        id,
        class: "Organization",
        name,
        ..Node::default()
    }));
    out.extend(dossier.events.iter().map(|e| graph.event(e)));
    out
}

struct Graph<'a> {
    dossier: &'a Dossier,
    briefing: &'a Briefing,
    document: Option<String>,
    told: Told<'a>,
    kinds: BTreeMap<&'a str, EntityKind>,
    events: BTreeSet<&'a str>,
    /// Those that are events in the graph rather than claims.
    real: BTreeSet<&'a str>,
    reports: BTreeSet<&'a str>,
}

impl Graph<'_> {
    fn dossier_node(&self) -> Node {
        let made = &self.dossier.made_by;
        Node {
            id: self.id("dossier", "1"),
            class: "Dataset",
            name: first([self.briefing.title.as_str(), &self.dossier.title, &made.program]),
            description: clean(&self.briefing.summary),
            in_language: clean(&self.dossier.language),
            credit_text: clean(&made.program),
            is_based_on: self
                .dossier
                .reports
                .iter()
                .map(|r| self.link("report", &r.id))
                .collect(),
            ..Node::default()
        }
    }

    fn report(&self, report: &Report, bodies: &mut BTreeMap<String, String>) -> Node {
        let mut body = |name: &str| {
            let name = clean(name);
            let id = self.id("organization", &name);
            (!name.is_empty()).then(|| {
                bodies.insert(id.clone(), name);
                Ref { id }
            })
        };
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
            .filter(|e| self.kinds.contains_key(e))
            .collect();
        let carriers = report.quotations.iter().flat_map(|q| self.carriers(q));
        Node {
            id: self.id("report", &report.id),
            class: "NewsArticle",
            headline: first([headline, report.source.as_str(), report.id.as_str()]),
            in_language: first([report.language.as_str(), "und"]),
            url: report.url.as_deref().and_then(web_address),
            identifier: clean(&report.source),
            date_published: date(&report.published),
            date_modified: report.updated.as_ref().and_then(date),
            publisher: report.outlet.as_ref().and_then(|o| body(&o.name)),
            source_organization: distinct(report.agencies.iter().filter_map(|a| body(a))),
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
            about: told.into_iter().map(|e| self.link("event", e)).collect(),
            mentions: named.into_iter().map(|e| self.link("entity", e)).collect(),
            ..Node::default()
        }
    }

    fn quotation(&self, report: &Report, quotation: &Quotation) -> Option<Node> {
        let text = clean(&quotation.text);
        let speaker = quotation.chain.first();
        let known = speaker
            .and_then(|s| s.entity.as_deref())
            .filter(|e| self.is_actor(e));
        (!text.is_empty()).then(|| Node {
            id: self.id("quotation", &format!("{}:{}", report.id, quotation.id)),
            class: "Quotation",
            text,
            genre: match quotation.kind {
                QuotationKind::Direct => "direct",
                QuotationKind::Mixed => "mixed",
                QuotationKind::Indirect => "indirect",
            }
            .to_owned(),
            in_language: clean(&report.language),
            creator: known.map(|e| self.link("entity", e)),
            credit_text: speaker.map_or_else(String::new, |s| clean(&s.text)),
            citation: distinct(self.carriers(quotation)),
            is_part_of: Some(self.link("report", &report.id)),
            is_based_on: vec![self.link("report", &report.id)],
            ..Node::default()
        })
    }

    fn entity(&self, entity: &Entity) -> Node {
        let name = first([entity.name.as_str(), entity.id.as_str()]);
        let mut forms = words(&entity.forms);
        forms.retain(|f| *f != name);
        let person = entity.kind == EntityKind::Person;
        Node {
            id: self.id("entity", &entity.id),
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
                    .map(|id| Ref { id }),
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
        let reports: Vec<Ref> = mentions.into_iter().map(|r| self.link("report", r)).collect();
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
        let id = self.id("event", &event.id);
        if is_claim(event.status) {
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
                text,
                keywords,
                about: distinct(
                    about
                        .filter(|e| self.kinds.contains_key(e))
                        .map(|e| self.link("entity", e)),
                ),
                appearance: reports,
                ..Node::default()
            };
        }
        let known = |wanted: &dyn Fn(&str, &str) -> bool| {
            let fits = event
                .participants
                .iter()
                .filter(|p| self.kinds.contains_key(p.entity.as_str()) && wanted(&p.entity, &p.role));
            distinct(fits.map(|p| self.link("entity", &p.entity)))
        };
        // only those who come together attend; who accuses or is attacked is what the event is about
        let together = matches!(event.kind.as_str(), "consult" | "agree" | "cooperate" | "other");
        let hosts = |role: &str| matches!(role, "host" | "chair" | "organizer");
        let date = iso(&event.when);
        let postponed = event.status == Modality::Postponed;
        Node {
            id,
            class: "Event",
            name,
            start_date: date.clone().filter(|_| !postponed),
            previous_start_date: date.filter(|_| postponed),
            event_status: status(event.status).map(|s| Ref {
                id: format!("http://schema.org/{s}"),
            }),
            location: event.place.as_deref().and_then(|place| self.place(place)),
            organizer: known(&|e, role| self.is_actor(e) && hosts(role)),
            attendee: known(&|e, role| self.is_actor(e) && !hosts(role) && together),
            about: known(&|e, role| !self.is_actor(e) || (!hosts(role) && !together)),
            sub_event: distinct(
                event
                    .parts
                    .iter()
                    .filter(|p| self.real.contains(p.as_str()))
                    .map(|p| self.link("event", p)),
            ),
            subject_of: reports,
            keywords,
            ..Node::default()
        }
    }

    /// A place is a place; another entity (a headquarters) is only its name.
    fn place(&self, id: &str) -> Option<Value> {
        match self.kinds.get(id)? {
            EntityKind::Place => Some(Value::Ref(self.link("entity", id))),
            _ => self
                .told
                .name(id)
                .map(|name| Value::Text(clean(name)))
                .filter(|v| !matches!(v, Value::Text(t) if t.is_empty())),
        }
    }

    /// Who carried a quotation, by name.
    fn carriers(&self, quotation: &Quotation) -> Vec<String> {
        let named = quotation.chain.iter().skip(1).map(|link| {
            let name = link.entity.as_deref().and_then(|e| self.told.name(e));
            first([name.unwrap_or(""), link.text.as_str()])
        });
        named.filter(|n| !n.is_empty()).collect()
    }

    /// May it speak and take part, as schema.org has it: a person, an organization or a group?
    fn is_actor(&self, entity: &str) -> bool {
        self.kinds
            .get(entity)
            .is_some_and(|kind| *kind != EntityKind::Place)
    }

    fn id(&self, kind: &str, id: &str) -> String {
        iri(self.document.as_deref(), kind, &bidi::clean(id))
    }

    fn link(&self, kind: &str, id: &str) -> Ref {
        Ref {
            id: self.id(kind, id),
        }
    }
}

/// Does no report say that it takes place?
const fn is_claim(status: Modality) -> bool {
    matches!(
        status,
        Modality::CalledFor
            | Modality::Conditional
            | Modality::Discussed
            | Modality::Denied
            | Modality::Rejected
    )
}

const fn status(status: Modality) -> Option<&'static str> {
    match status {
        Modality::Planned | Modality::Promised | Modality::Agreed => Some("EventScheduled"),
        Modality::Postponed => Some("EventPostponed"),
        _ => None,
    }
}

fn date(dating: &Dating) -> Option<String> {
    dating.value.clone().filter(|v| is_iso(v))
}

fn iso(when: &When) -> Option<String> {
    Some(when.value.clone()).filter(|v| when.certainty != Certainty::Approximate && is_iso(v))
}

fn clean(text: &str) -> String {
    bidi::clean(text).trim().to_owned()
}

/// The first that is not empty, cleaned.
fn first<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    texts
        .into_iter()
        .map(clean)
        .find(|t| !t.is_empty())
        .unwrap_or_default()
}

fn words(usages: &[Usage]) -> Vec<String> {
    distinct(usages.iter().map(|u| clean(&u.text)).filter(|t| !t.is_empty()))
}

/// Each once, in order.
fn distinct<T: PartialEq>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut out: Vec<T> = Vec::new();
    for item in items {
        if !out.contains(&item) {
            out.push(item);
        }
    }
    out
}

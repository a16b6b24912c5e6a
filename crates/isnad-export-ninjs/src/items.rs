//! Which items a dossier becomes.

use crate::item::{AltId, Concept, Dates, EventDetails, Item, Rendition, Source, Standard, Subject, Text};
use isnad_export::linked::Iris;
use isnad_export::text::{clean, first, web_address};
use isnad_export::told::Told;
use isnad_export::{Context, ExportError, iso};
use isnad_model::{Briefing, Dossier, EntityKind, Event, Report, Role};
use std::collections::{BTreeMap, BTreeSet};

const PLAIN: &str = "text/plain";

/// The dossier itself, without its associations.
pub(crate) fn dossier(dossier: &Dossier, briefing: &Briefing, context: &Context) -> Item {
    let iris = Iris::new(dossier, context.base_url.as_deref());
    let title = first([briefing.title.as_str(), &dossier.title, &dossier.made_by.program]);
    let language = first([briefing.language.as_str(), &dossier.language]);
    Item {
        standard: Some(Standard {
            name: "ninjs",
            version: "3.1",
            schema: "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
        }),
        uri: iris.dossier(),
        class: "composite",
        language,
        headlines: text("main", &title),
        descriptions: text("summary", &briefing.summary),
        title,
        ..Item::default()
    }
}

/// Hands every association to `write`: the reports, then the events that are said to take place.
pub(crate) fn associations(
    dossier: &Dossier,
    briefing: &Briefing,
    context: &Context,
    write: &mut dyn FnMut(Item) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    let items = Items {
        context,
        iris: Iris::new(dossier, context.base_url.as_deref()),
        told: Told::new(dossier, briefing),
        events: dossier
            .events
            .iter()
            .filter(|e| e.status.takes_place())
            .map(|e| (e.id.as_str(), e))
            .collect(),
    };
    for report in &dossier.reports {
        write(items.report(report))?;
    }
    for event in dossier.events.iter().filter(|e| e.status.takes_place()) {
        write(items.event(event))?;
    }
    Ok(())
}

struct Items<'a> {
    context: &'a Context,
    iris: Iris<'a>,
    told: Told<'a>,
    /// Those that become items.
    events: BTreeMap<&'a str, &'a Event>,
}

impl Items<'_> {
    fn report(&self, report: &Report) -> Item {
        let headline = report.headline.as_ref().map_or("", |h| h.text.as_str());
        let published = report.published.value.as_deref().unwrap_or("");
        let created = iso::moment(published, &self.context.zone);
        let mut descriptions = Vec::new();
        if created.is_none() {
            descriptions.extend(text("published", published));
        }
        let updated = report.updated.as_ref().and_then(|d| d.value.as_deref());
        descriptions.extend(text("updated", updated.unwrap_or("")));
        let mut headlines = text("main", headline);
        for (role, name) in [(Role::Kicker, "kicker"), (Role::Standfirst, "standfirst")] {
            if !report.text_withheld {
                headlines.extend(blocks(report, |r| r == role).flat_map(|t| text(name, &t)));
            }
        }
        let quoted: BTreeSet<&str> = report
            .quotations
            .iter()
            .filter_map(|q| q.chain.first()?.entity.as_deref())
            .collect();
        let mut item = Item {
            uri: self.iris.report(&report.id),
            class: "text",
            name: first([headline, report.source.as_str(), &report.id]),
            rel: "source",
            representation_type: if report.text_withheld { "partial" } else { "full" },
            content_created: created,
            language: clean(&report.language),
            by: report
                .authors
                .iter()
                .map(|a| clean(a))
                .collect::<Vec<_>>()
                .join("; "),
            headlines,
            descriptions,
            bodies: body(report),
            events: self.events_of(report),
            subjects: self.subjects(report),
            info_sources: self.sources(report, "publisher"),
            renditions: report
                .url
                .as_deref()
                .and_then(web_address)
                .map(|href| Rendition { name: "web", href })
                .into_iter()
                .collect(),
            alt_ids: [("file", &report.source), ("sha256", &report.sha256)]
                .into_iter()
                .map(|(role, value)| AltId {
                    role,
                    value: clean(value),
                })
                .filter(|id| !id.value.is_empty())
                .collect(),
            ..Item::default()
        };
        let named: BTreeSet<&str> = report.mentions.iter().map(|m| m.entity.as_str()).collect();
        for entity in named {
            let rel = if quoted.contains(entity) {
                "quoted"
            } else {
                "mentioned"
            };
            self.relate(&mut item, entity, rel);
        }
        item
    }

    fn event(&self, event: &Event) -> Item {
        let title = clean(&self.told.title(event));
        let hosts = |role: &str| matches!(role, "host" | "chair" | "organizer");
        let organiser = event
            .participants
            .iter()
            .filter(|p| hosts(&p.role))
            .find_map(|p| self.concept(&p.entity, "organiser"));
        let day = iso::when(&event.when).and_then(|when| when.split('T').next());
        let dates = day.map(|day| Dates {
            expected_start_date: day.to_owned(),
        });
        let line = self.told.line(&event.id);
        let mut descriptions = text("status", event.status.as_str());
        descriptions.extend(text("date", line.map_or("", |l| l.label.as_str())));
        let mut sources: BTreeSet<Source> = BTreeSet::new();
        let mut seen = BTreeSet::new();
        for report in event.mentions.iter().filter_map(|m| self.told.report(&m.report)) {
            if seen.insert(report.id.as_str()) {
                sources.extend(self.sources(report, "reporter"));
            }
        }
        let mut item = Item {
            uri: self.iris.event(&event.id),
            class: "event",
            name: title.clone(),
            title,
            rel: "about",
            descriptions,
            subjects: vec![subject(event)],
            event_details: (dates.is_some() || organiser.is_some())
                .then_some(EventDetails { dates, organiser }),
            info_sources: sources.into_iter().collect(),
            ..Item::default()
        };
        let mut seen = BTreeSet::new();
        for participant in event.participants.iter().filter(|p| seen.insert(&p.entity)) {
            self.relate(&mut item, &participant.entity, "participant");
        }
        if let Some(place) = &event.place {
            self.relate(&mut item, place, "location");
        }
        item
    }

    /// Puts an entity where its kind belongs.
    fn relate(&self, item: &mut Item, entity: &str, rel: &'static str) {
        let list = match self.iris.kind(entity) {
            Some(EntityKind::Person) => &mut item.people,
            Some(EntityKind::Organization | EntityKind::Group) => &mut item.organisations,
            Some(EntityKind::Place) => &mut item.places,
            None => return,
        };
        list.extend(self.concept(entity, rel));
    }

    fn concept(&self, entity: &str, rel: &'static str) -> Option<Concept> {
        Some(Concept {
            name: clean(self.told.name(entity)?),
            rel,
            uri: self.iris.entity(entity),
        })
    }

    fn events_of(&self, report: &Report) -> Vec<Concept> {
        let told: BTreeSet<&str> = report.events.iter().map(|e| e.event.as_str()).collect();
        told.into_iter()
            .filter_map(|id| self.events.get(id))
            .map(|event| Concept {
                name: clean(&self.told.title(event)),
                rel: "about",
                uri: self.iris.event(&event.id),
            })
            .collect()
    }

    fn subjects(&self, report: &Report) -> Vec<Subject> {
        let told = report
            .events
            .iter()
            .filter_map(|e| self.events.get(e.event.as_str()));
        let subjects: BTreeSet<Subject> = told.map(|e| subject(e)).collect();
        subjects.into_iter().collect()
    }

    /// The outlet in this role, and the agencies.
    fn sources(&self, report: &Report, role: &'static str) -> Vec<Source> {
        let outlet = report.outlet.iter().map(|o| (role, o.name.as_str()));
        let agencies = report.agencies.iter().map(|a| ("agency", a.as_str()));
        outlet
            .chain(agencies)
            .filter_map(|(role, name)| {
                Some(Source {
                    name: clean(name),
                    role,
                    uri: self.iris.body(name)?.0,
                })
            })
            .collect()
    }
}

/// What kind of event it is, in PLOVER's words.
fn subject(event: &Event) -> Subject {
    let kind = clean(&event.kind);
    let mode = event.mode.as_deref().map(clean).filter(|m| !m.is_empty());
    Subject {
        literal: format!("plover:{kind}"),
        name: mode.map_or_else(|| kind.clone(), |mode| format!("{kind}: {mode}")),
        rel: "about",
    }
}

/// The body: what the report tells, a paragraph for each block.
fn body(report: &Report) -> Vec<Text> {
    if report.text_withheld {
        return Vec::new();
    }
    let told = blocks(report, |role| {
        matches!(role, Role::Paragraph | Role::Heading | Role::Caption)
    });
    let value = told.collect::<Vec<_>>().join("\n\n");
    if value.is_empty() {
        return Vec::new();
    }
    vec![Text {
        role: "main",
        content_type: PLAIN,
        char_count: Some(value.chars().count()),
        word_count: Some(value.split_whitespace().count()),
        value,
    }]
}

/// The blocks of some roles, cleaned.
fn blocks(report: &Report, wanted: impl Fn(Role) -> bool) -> impl Iterator<Item = String> {
    report
        .blocks
        .iter()
        .filter(move |b| wanted(b.role))
        .filter_map(|b| report.text.get(b.start..b.end))
        .map(clean)
        .filter(|t| !t.is_empty())
}

/// A text in a role; nothing where there is none.
fn text(role: &'static str, value: &str) -> Vec<Text> {
    let value = clean(value);
    if value.is_empty() {
        return Vec::new();
    }
    vec![Text {
        role,
        content_type: PLAIN,
        value,
        ..Text::default()
    }]
}

//! Which entities a dossier becomes.

use crate::proxy::{Proxy, id, language};
use isnad_export::text::web_address;
use isnad_export::told::Told;
use isnad_export::{Context, ExportError, iso};
use isnad_model::{
    Briefing, Dating, Dossier, Entity, EntityKind, Event, EventMention, Quotation, QuotationKind, Report,
    Role, Usage,
};
use std::collections::{BTreeMap, BTreeSet};

type Write<'w> = &'w mut dyn FnMut(Proxy) -> Result<(), ExportError>;

/// Hands every entity to `write`: reports with their quotations, entities with their mentions, events.
pub(crate) fn entities(
    dossier: &Dossier,
    briefing: &Briefing,
    context: &Context,
    write: Write<'_>,
) -> Result<(), ExportError> {
    let world = World {
        dossier,
        context,
        told: Told::new(dossier, briefing),
        kinds: dossier.entities.iter().map(|e| (e.id.as_str(), e.kind)).collect(),
    };
    let mut seen = BTreeSet::new();
    for report in dossier.reports.iter().filter(|r| seen.insert(r.id.as_str())) {
        write(world.article(report))?;
        for quotation in &report.quotations {
            write(world.quotation(report, quotation))?;
        }
    }
    for entity in &dossier.entities {
        write(world.entity(entity))?;
        world.named(entity, &mut *write)?;
    }
    for event in &dossier.events {
        write(if event.status.takes_place() {
            world.event(event)
        } else {
            world.wish(event)
        })?;
    }
    Ok(())
}

struct World<'a> {
    dossier: &'a Dossier,
    context: &'a Context,
    told: Told<'a>,
    kinds: BTreeMap<&'a str, EntityKind>,
}

impl World<'_> {
    fn article(&self, report: &Report) -> Proxy {
        let mut out = Proxy::new(article_id(&report.id), "Article");
        let headline = report.headline.as_ref().map_or("", |h| h.text.as_str());
        out.add("title", headline);
        out.add("fileName", &report.source);
        out.extend("author", report.authors.iter().map(String::as_str));
        out.add("publisher", report.outlet.as_ref().map_or("", |o| &o.name));
        out.add(
            "sourceUrl",
            &report.url.as_deref().and_then(web_address).unwrap_or_default(),
        );
        out.add("language", language(&report.language).unwrap_or(""));
        out.add("publishedAt", &self.date(Some(&report.published)));
        out.add("modifiedAt", &self.date(report.updated.as_ref()));
        out.add("retrievedAt", &self.date(report.saved.as_ref()));
        out.add("mimeType", "text/plain");
        out.add("processingAgent", &self.dossier.made_by.program);
        if !report.text_withheld {
            let told = report
                .blocks
                .iter()
                .filter(|b| b.role.is_content() && b.role != Role::Headline)
                .filter_map(|b| report.text.get(b.start..b.end));
            out.add("bodyText", &told.collect::<Vec<_>>().join("\n"));
        }
        if !out.has("title") && !out.has("fileName") {
            out.add("title", &report.id);
        }
        out
    }

    /// A date as far as it is known; a moment in UTC.
    fn date(&self, dating: Option<&Dating>) -> String {
        let value = dating.and_then(|d| iso::known(d.value.as_deref()?)).unwrap_or("");
        iso::utc(value, &self.context.zone).unwrap_or_else(|| value.to_owned())
    }

    fn quotation(&self, report: &Report, quotation: &Quotation) -> Proxy {
        let mut out = Proxy::new(id("quotation", &[&report.id, &quotation.id]), "Note");
        let chain: Vec<&str> = quotation.chain.iter().map(|l| l.text.as_str()).collect();
        out.add("name", chain.first().unwrap_or(&""));
        out.add("description", &quotation.text);
        out.add("summary", &chain.join(" | "));
        out.add("keywords", "quotation");
        out.add(
            "keywords",
            match quotation.kind {
                QuotationKind::Direct => "direct",
                QuotationKind::Mixed => "mixed",
                QuotationKind::Indirect => "indirect",
            },
        );
        let speaker = quotation.chain.first().and_then(|l| l.entity.as_deref());
        let known = speaker.filter(|e| self.kinds.contains_key(e));
        out.link("entity", known.map(entity_id));
        out.add("publisher", report.outlet.as_ref().map_or("", |o| &o.name));
        out.link("proof", [article_id(&report.id)]);
        out
    }

    fn entity(&self, entity: &Entity) -> Proxy {
        let mut out = Proxy::new(entity_id(&entity.id), schema(entity.kind));
        let forms = || {
            let forms = entity.forms.iter().map(|f| f.text.as_str());
            forms.filter(|f| *f != entity.name)
        };
        if entity.kind == EntityKind::Place {
            out.add("full", &entity.name);
        }
        out.add("name", &entity.name);
        if !out.has("name") {
            out.add("name", &entity.id);
        }
        // a single word of a name of several is a weak alias: others bear it too
        let weak = |form: &&str| !form.contains(' ') && entity.name.contains(' ');
        out.extend("alias", forms().filter(|f| !weak(f)));
        out.extend("weakAlias", forms().filter(weak));
        if entity.kind == EntityKind::Person {
            out.extend("position", entity.titles.iter().map(|t| t.text.as_str()));
        }
        for address in entity.same_as.iter().filter_map(|a| web_address(a)) {
            match address.rsplit_once("wikidata.org/entity/") {
                Some((_, item)) if is_item(item) => out.add("wikidataId", item),
                _ => out.add("sourceUrl", &address),
            }
        }
        out
    }

    /// That reports name an entity.
    fn named(&self, entity: &Entity, write: Write<'_>) -> Result<(), ExportError> {
        let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for Usage { text, reports } in &entity.forms {
            for report in reports.keys() {
                names.entry(report).or_default().push(text);
            }
        }
        for (report, names) in names {
            if self.told.report(report).is_none() {
                continue;
            }
            let mut out;
            if entity.kind == EntityKind::Place {
                out = Proxy::new(id("naming", &[report, &entity.id]), "Documentation");
                out.link("entity", [entity_id(&entity.id)]);
                out.add("role", "mentioned");
                out.extend("namesMentioned", names);
            } else {
                out = Proxy::new(id("naming", &[report, &entity.id]), "Mention");
                out.link("resolved", [entity_id(&entity.id)]);
                out.add("detectedSchema", schema(entity.kind));
                out.extend("name", names);
                if !out.has("name") {
                    out.add("name", &entity.id);
                }
            }
            out.link("document", [article_id(report)]);
            write(out)?;
        }
        Ok(())
    }

    fn event(&self, event: &Event) -> Proxy {
        let mut out = Proxy::new(id("event", &[&event.id]), "Event");
        out.add("name", &self.told.title(event));
        if !out.has("name") {
            out.add("name", &event.id);
        }
        if let Some(day) = iso::when(&event.when) {
            let moment = iso::utc(day, &self.context.zone);
            out.add("date", moment.as_deref().unwrap_or(day));
        }
        if let Some(line) = self.told.line(&event.id).filter(|l| !l.label.is_empty()) {
            out.add("summary", &format!("{}: {}", line.label, line.text));
        }
        if let Some(place) = &event.place {
            out.add("location", self.told.name(place).unwrap_or(""));
            if self.kinds.get(place.as_str()) == Some(&EntityKind::Place) {
                out.link("addressEntity", [entity_id(place)]);
            }
        }
        let hosts = |role: &str| matches!(role, "host" | "chair" | "organizer");
        let actors = || {
            event.participants.iter().filter(|p| {
                self.kinds
                    .get(p.entity.as_str())
                    .is_some_and(|kind| *kind != EntityKind::Place)
            })
        };
        out.link("involved", actors().map(|p| entity_id(&p.entity)));
        let organizers = actors().filter(|p| hosts(&p.role));
        out.link("organizer", organizers.map(|p| entity_id(&p.entity)));
        self.about(event, &mut out);
        out
    }

    /// What was only called for, discussed, denied or refused: a note about those who are named with it.
    fn wish(&self, event: &Event) -> Proxy {
        let mut out = Proxy::new(id("event", &[&event.id]), "Note");
        out.add("name", &self.told.title(event));
        let clause = self.told.mention(event).map_or("", |m: &EventMention| &m.text);
        out.add("description", clause);
        let named = event
            .participants
            .iter()
            .filter(|p| self.kinds.contains_key(p.entity.as_str()));
        out.link("entity", named.map(|p| entity_id(&p.entity)));
        self.about(event, &mut out);
        out
    }

    /// Type, status and the articles that tell it.
    fn about(&self, event: &Event, out: &mut Proxy) {
        let mode = event.mode.as_deref().unwrap_or("");
        out.extend("keywords", [event.kind.as_str(), mode, event.status.as_str()]);
        let reports = event.mentions.iter().filter_map(|m| self.told.report(&m.report));
        out.link("proof", reports.map(|r| article_id(&r.id)));
    }
}

fn article_id(report: &str) -> String {
    id("report", &[report])
}

fn entity_id(entity: &str) -> String {
    id("entity", &[entity])
}

const fn schema(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "Person",
        EntityKind::Organization => "Organization",
        EntityKind::Group => "LegalEntity",
        EntityKind::Place => "Address",
    }
}

/// Is this the number of an item of Wikidata?
fn is_item(text: &str) -> bool {
    text.strip_prefix('Q')
        .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

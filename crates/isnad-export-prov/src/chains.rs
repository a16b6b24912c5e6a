//! Which nodes a dossier becomes.

use crate::node::Node;
use isnad_export::linked::{Iris, text_hash};
use isnad_export::{ExportError, iso, text::clean};
use isnad_model::{Dossier, EntityKind, Link, QuotationKind, Report};
use std::collections::{BTreeMap, BTreeSet};

type Write<'w> = &'w mut dyn FnMut(Node) -> Result<(), ExportError>;

/// Hands every node to `write`: what made the dossier, then each report with its quotations and tellings, then the agents.
pub(crate) fn nodes(dossier: &Dossier, iris: &Iris<'_>, write: Write<'_>) -> Result<(), ExportError> {
    let mut graph = Graph {
        iris,
        events: dossier.events.iter().map(|e| e.id.as_str()).collect(),
        run: iris.of("run", "1"),
        agents: BTreeMap::new(),
        speakers: BTreeSet::new(),
        reports: BTreeSet::new(),
        write,
    };
    graph.making(dossier)?;
    for report in &dossier.reports {
        graph.report(report)?;
    }
    let speakers = std::mem::take(&mut graph.speakers);
    for entity in dossier
        .entities
        .iter()
        .filter(|e| speakers.contains(e.id.as_str()))
    {
        let class = match entity.kind {
            EntityKind::Person => "prov:Person",
            EntityKind::Organization => "prov:Organization",
            EntityKind::Group | EntityKind::Place => "prov:Agent",
        };
        graph
            .agents
            .insert(iris.entity(&entity.id), (class, clean(&entity.name)));
    }
    for (id, (class, label)) in graph.agents {
        (graph.write)(Node {
            id,
            class,
            label,
            ..Node::default()
        })?;
    }
    Ok(())
}

struct Graph<'a, 'w> {
    iris: &'a Iris<'a>,
    events: BTreeSet<&'a str>,
    run: String,
    /// Agents by IRI: class and name.
    agents: BTreeMap<String, (&'static str, String)>,
    /// Ids of the entities that are agents here.
    speakers: BTreeSet<&'a str>,
    /// Ids of reports that are written.
    reports: BTreeSet<&'a str>,
    write: Write<'w>,
}

impl<'a> Graph<'a, '_> {
    /// The dossier, the run that made it, and what the run used.
    fn making(&mut self, dossier: &'a Dossier) -> Result<(), ExportError> {
        let made = &dossier.made_by;
        let mut used: Vec<String> = distinct(dossier.reports.iter().map(|r| self.iris.saved(&r.id)));
        let mut means = Vec::new();
        for (language, hash) in &made.packs {
            means.push((
                "pack",
                format!("{language}:{hash}"),
                language.as_str(),
                hash.as_str(),
            ));
        }
        if !made.config.is_empty() {
            means.push(("project-file", made.config.clone(), "isnad.toml", &made.config));
        }
        let day = made.as_of.map(|day| day.to_string()).unwrap_or_default();
        if !day.is_empty() {
            means.push(("as-of", day.clone(), "as-of", &day));
        }
        for (kind, id, label, value) in means {
            let id = self.iris.of(kind, &id);
            used.push(id.clone());
            (self.write)(Node {
                id,
                class: "prov:Entity",
                label: clean(label),
                value: clean(value),
                ..Node::default()
            })?;
        }
        let program = clean(&made.program);
        let agent = self.iris.of("program", &program);
        let associated = match program.is_empty() {
            true => Vec::new(),
            false => vec![agent.clone()],
        };
        if !program.is_empty() {
            self.agents.insert(agent, ("prov:SoftwareAgent", program));
        }
        (self.write)(Node {
            id: self.run.clone(),
            class: "prov:Activity",
            was_associated_with: associated.clone(),
            used,
            ..Node::default()
        })?;
        (self.write)(Node {
            id: self.iris.dossier(),
            class: "prov:Entity",
            label: clean(&dossier.title),
            was_generated_by: Some(self.run.clone()),
            was_attributed_to: associated,
            was_derived_from: distinct(dossier.reports.iter().map(|r| self.iris.text(&r.id))),
            ..Node::default()
        })
    }

    /// A report: the work, the saved file and the text, and all that is said in it.
    fn report(&mut self, report: &'a Report) -> Result<(), ExportError> {
        if !self.reports.insert(&report.id) {
            return Ok(());
        }
        let (work, saved) = (self.iris.report(&report.id), self.iris.saved(&report.id));
        let text = self.iris.text(&report.id);
        let outlet = report.outlet.as_ref().and_then(|o| self.body(&o.name));
        let mut makers: Vec<String> = outlet.iter().cloned().collect();
        let mut wires = Vec::new();
        for (n, agency) in report.agencies.iter().enumerate() {
            let id = self.iris.wire(&report.id, n);
            wires.push(id.clone());
            let agency = self.body(agency);
            (self.write)(Node {
                id,
                class: "prov:Entity",
                was_attributed_to: agency.into_iter().collect(),
                ..Node::default()
            })?;
        }
        let authors = report.authors.iter().map(|a| clean(a)).filter(|a| !a.is_empty());
        for (n, author) in authors.enumerate() {
            let id = self.iris.of("author", &format!("{}:{n}", report.id));
            self.agents.insert(id.clone(), ("prov:Person", author));
            makers.push(id);
        }
        (self.write)(Node {
            id: work.clone(),
            class: "prov:Entity",
            label: report
                .headline
                .as_ref()
                .map_or_else(String::new, |h| clean(&h.text)),
            date_published: report
                .published
                .value
                .as_deref()
                .and_then(iso::known)
                .map(str::to_owned),
            was_attributed_to: distinct(makers),
            was_derived_from: wires,
            ..Node::default()
        })?;
        (self.write)(Node {
            id: saved.clone(),
            class: "prov:Entity",
            label: clean(&report.source),
            sha256: clean(&report.sha256),
            specialization_of: Some(work),
            ..Node::default()
        })?;
        (self.write)(Node {
            id: text.clone(),
            class: "prov:Entity",
            sha256: text_hash(report).unwrap_or_default(),
            was_derived_from: vec![saved],
            was_generated_by: Some(self.run.clone()),
            ..Node::default()
        })?;
        for quotation in &report.quotations {
            let mut node = self.said(report, &quotation.id, &quotation.chain, &text, &outlet)?;
            node.id = self.iris.quotation(&report.id, &quotation.id);
            if quotation.kind == QuotationKind::Direct {
                node.was_quoted_from = node.had_primary_source.clone();
            }
            (self.write)(node)?;
        }
        for event in &report.events {
            let mut node = self.said(report, &event.id, &event.chain, &text, &outlet)?;
            node.id = self.iris.telling(&report.id, &event.id);
            let known = self.events.contains(event.event.as_str());
            node.about = known.then(|| self.iris.event(&event.event));
            (self.write)(node)?;
        }
        Ok(())
    }

    /// Writes the sayings of a chain; gives the node, still without its IRI, of what the report makes of them. What nobody
    /// is named for is attributed to the outlet.
    fn said(
        &mut self,
        report: &'a Report,
        of: &str,
        chain: &'a [Link],
        text: &str,
        outlet: &Option<String>,
    ) -> Result<Node, ExportError> {
        let mut before: Option<String> = None;
        let mut first = None;
        for (n, link) in chain.iter().enumerate() {
            // one that names the same source again adds no hop
            let again = n.checked_sub(1).and_then(|n| chain.get(n));
            if link.entity.is_some() && again.is_some_and(|l| l.entity == link.entity) {
                continue;
            }
            let key = format!("{}:{of}:{n}", report.id);
            let id = self.iris.of("saying", &key);
            let agent = self.agent(link, &key);
            (self.write)(Node {
                id: id.clone(),
                class: "prov:Entity",
                label: clean(&link.text),
                genre: link.medium.as_deref().map_or_else(String::new, clean),
                was_attributed_to: vec![agent],
                was_derived_from: before.into_iter().collect(),
                ..Node::default()
            })?;
            first.get_or_insert_with(|| id.clone());
            before = Some(id);
        }
        let mut was_derived_from = vec![text.to_owned()];
        was_derived_from.extend(before);
        Ok(Node {
            class: "prov:Entity",
            was_attributed_to: if chain.is_empty() {
                outlet.iter().cloned().collect()
            } else {
                Vec::new()
            },
            was_derived_from,
            had_primary_source: first,
            was_generated_by: Some(self.run.clone()),
            ..Node::default()
        })
    }

    /// Who said it: an entity, or a source that only these words name.
    fn agent(&mut self, link: &'a Link, key: &str) -> String {
        if let Some(entity) = link.entity.as_deref().filter(|e| self.iris.is_actor(e)) {
            self.speakers.insert(entity);
            return self.iris.entity(entity);
        }
        let id = self.iris.of("source", key);
        self.agents.insert(id.clone(), ("prov:Agent", clean(&link.text)));
        id
    }

    fn body(&mut self, name: &str) -> Option<String> {
        let (id, _) = self.iris.body(name)?;
        self.agents.insert(id.clone(), ("prov:Organization", clean(name)));
        Some(id)
    }
}

/// Each once, in order.
fn distinct(items: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    items
        .into_iter()
        .filter(|item| seen.insert(item.clone()))
        .collect()
}

//! Which rows a dossier becomes.

use crate::layouts;
use crate::table::{Cell, Table, Writer};
use isnad_export::told::Told;
use isnad_export::{ExportError, text::web_address};
use isnad_model::{Briefing, CharIndex, Dossier, Link, Report};
use std::collections::{BTreeMap, BTreeSet};

/// All tables, in the order of the package.
pub(crate) fn tables(dossier: &Dossier, briefing: &Briefing) -> Result<Vec<Table>, ExportError> {
    let rows = Rows {
        dossier,
        told: Told::new(dossier, briefing),
        index: dossier
            .reports
            .iter()
            .map(|r| (r.id.as_str(), CharIndex::new(&r.text)))
            .collect(),
        events: dossier.events.iter().map(|e| e.id.as_str()).collect(),
    };
    let mut tables = vec![rows.reports()?, rows.credits()?];
    tables.extend(rows.annotations()?);
    tables.extend(rows.events()?);
    tables.extend(rows.entities()?);
    tables.extend([rows.timeline()?, rows.commitments()?, rows.discrepancies()?]);
    tables.extend([rows.evidence()?, rows.framing()?, rows.silences()?, rows.gaps()?]);
    tables.push(rows.diagnostics()?);
    Ok(tables)
}

struct Rows<'a> {
    dossier: &'a Dossier,
    told: Told<'a>,
    /// Reports by id, to count code points.
    index: BTreeMap<&'a str, CharIndex<'a>>,
    events: BTreeSet<&'a str>,
}

impl Rows<'_> {
    fn reports(&self) -> Result<Table, ExportError> {
        let mut out = Writer::new(layouts::REPORTS)?;
        for report in &self.dossier.reports {
            let outlet = report.outlet.as_ref();
            let value = |dating: &Option<isnad_model::Dating>| {
                dating.as_ref().and_then(|d| d.value.clone()).unwrap_or_default()
            };
            let url = report.url.as_deref().and_then(web_address).unwrap_or_default();
            out.row([
                Cell::Text(&report.id),
                Cell::Text(&report.source),
                Cell::Text(&url),
                Cell::Text(&report.sha256),
                Cell::Text(&report.language),
                Cell::maybe(outlet.map(|o| o.name.as_str())),
                outlet.map_or(Ok(Cell::Text("")), |o| Cell::word(&o.basis))?,
                Cell::maybe(report.headline.as_ref().map(|h| h.text.as_str())),
                Cell::maybe(report.published.value.as_deref()),
                Cell::date(report.published.earliest),
                Cell::date(report.published.latest),
                Cell::word(&report.published.basis)?,
                Cell::Text(&value(&report.updated)),
                Cell::Text(&value(&report.saved)),
                self.at(report, report.text.len()),
            ])?;
        }
        out.finish()
    }

    fn credits(&self) -> Result<Table, ExportError> {
        let mut out = Writer::new(layouts::CREDITS)?;
        for report in &self.dossier.reports {
            for (role, names) in [("author", &report.authors), ("agency", &report.agencies)] {
                for name in names {
                    out.row([Cell::Text(&report.id), Cell::Text(role), Cell::Text(name)])?;
                }
            }
        }
        out.finish()
    }

    /// The layers of the reports.
    fn annotations(&self) -> Result<[Table; 7], ExportError> {
        let mut times = Writer::new(layouts::TIMES)?;
        let mut mentions = Writer::new(layouts::MENTIONS)?;
        let mut quotations = Writer::new(layouts::QUOTATIONS)?;
        let mut links = Writer::new(layouts::LINKS)?;
        let mut tellings = Writer::new(layouts::TELLINGS)?;
        let mut actors = Writer::new(layouts::ACTORS)?;
        let mut figures = Writer::new(layouts::FIGURES)?;
        for report in &self.dossier.reports {
            let id = report.id.as_str();
            for x in &report.times {
                times.row([
                    Cell::Text(id),
                    Cell::Text(&x.id),
                    self.at(report, x.start),
                    self.at(report, x.end),
                    Cell::Text(&x.text),
                    Cell::word(&x.kind)?,
                    Cell::Text(&x.value),
                    Cell::Text(&x.literal),
                    Cell::word(&x.grain)?,
                    Cell::word(&x.certainty)?,
                    Cell::Text(&x.calendar),
                    Cell::Text(&x.anchor),
                    Cell::Text(&x.rule),
                ])?;
            }
            for x in &report.mentions {
                mentions.row([
                    Cell::Text(id),
                    Cell::Text(&x.id),
                    self.at(report, x.start),
                    self.at(report, x.end),
                    Cell::Text(&x.text),
                    Cell::word(&x.kind)?,
                    Cell::word(&x.form)?,
                    self.entity(Some(&x.entity)),
                    Cell::Text(&x.rule),
                ])?;
            }
            for x in &report.quotations {
                let chain: Vec<&str> = x.chain.iter().map(|l| l.text.as_str()).collect();
                quotations.row([
                    Cell::Text(id),
                    Cell::Text(&x.id),
                    self.at(report, x.start),
                    self.at(report, x.end),
                    Cell::Text(&x.text),
                    Cell::word(&x.kind)?,
                    Cell::maybe(x.cue.as_ref().map(|c| c.text.as_str())),
                    Cell::word(&x.stance)?,
                    self.entity(x.chain.first().and_then(|l| l.entity.as_deref())),
                    Cell::Text(&chain.join(" | ")),
                    Cell::Text(&x.rule),
                ])?;
                self.chain(report, &x.id, &x.chain, &mut links)?;
            }
            for x in &report.events {
                let place = x.place.as_ref();
                tellings.row([
                    Cell::Text(id),
                    Cell::Text(&x.id),
                    self.at(report, x.start),
                    self.at(report, x.end),
                    Cell::Text(&x.text),
                    Cell::Text(&x.kind),
                    Cell::maybe(x.mode.as_deref()),
                    Cell::Text(&x.trigger.text),
                    Cell::word(&x.modality)?,
                    Cell::word(&x.polarity)?,
                    self.entity(place.and_then(|p| p.entity.as_deref())),
                    Cell::maybe(place.map(|p| p.text.as_str())),
                    Cell::maybe(x.time.as_ref().map(|t| t.value.as_str())),
                    self.event(Some(&x.event)),
                    Cell::Text(&x.rule),
                ])?;
                for (n, p) in x.participants.iter().enumerate() {
                    actors.row([
                        Cell::Text(id),
                        Cell::Text(&x.id),
                        Cell::number(n),
                        Cell::Text(&p.role),
                        self.entity(p.entity.as_deref()),
                        self.at(report, p.start),
                        self.at(report, p.end),
                        Cell::Text(&p.text),
                    ])?;
                }
                self.chain(report, &x.id, &x.chain, &mut links)?;
            }
            for x in &report.figures {
                let value = if x.value.is_finite() {
                    x.value.to_string()
                } else {
                    String::new()
                };
                figures.row([
                    Cell::Text(id),
                    Cell::Text(&x.id),
                    self.at(report, x.start),
                    self.at(report, x.end),
                    Cell::Text(&x.text),
                    Cell::Plain(value),
                    Cell::Text(&x.unit),
                    Cell::Text(&x.scope),
                ])?;
            }
        }
        Ok([
            times.finish()?,
            mentions.finish()?,
            quotations.finish()?,
            links.finish()?,
            tellings.finish()?,
            actors.finish()?,
            figures.finish()?,
        ])
    }

    fn chain(&self, report: &Report, of: &str, chain: &[Link], out: &mut Writer) -> Result<(), ExportError> {
        for (n, link) in chain.iter().enumerate() {
            out.row([
                Cell::Text(&report.id),
                Cell::Text(of),
                Cell::number(n),
                self.entity(link.entity.as_deref()),
                self.at(report, link.start),
                self.at(report, link.end),
                Cell::Text(&link.text),
                Cell::maybe(link.verb.as_deref()),
                Cell::maybe(link.medium.as_deref()),
                Cell::maybe(link.anonymous.as_deref()),
            ])?;
        }
        Ok(())
    }

    fn events(&self) -> Result<[Table; 5], ExportError> {
        let mut events = Writer::new(layouts::EVENTS)?;
        let mut participants = Writer::new(layouts::PARTICIPANTS)?;
        let mut topics = Writer::new(layouts::TOPICS)?;
        let mut parts = Writer::new(layouts::PARTS)?;
        let mut roots = Writer::new(layouts::ROOTS)?;
        for event in &self.dossier.events {
            let id = event.id.as_str();
            events.row([
                Cell::Text(id),
                Cell::Text(&self.told.title(event)),
                Cell::Text(&event.kind),
                Cell::maybe(event.mode.as_deref()),
                Cell::word(&event.status)?,
                Cell::Text(&event.when.value),
                Cell::date(event.when.earliest),
                Cell::date(event.when.latest),
                Cell::word(&event.when.certainty)?,
                self.entity(event.place.as_deref()),
                Cell::number(event.mentions.len()),
                Cell::number(event.roots.len()),
            ])?;
            for p in &event.participants {
                participants.row([Cell::Text(id), self.entity(Some(&p.entity)), Cell::Text(&p.role)])?;
            }
            for topic in &event.topics {
                topics.row([Cell::Text(id), Cell::Text(topic)])?;
            }
            for part in &event.parts {
                parts.row([Cell::Text(id), self.event(Some(part))])?;
            }
            for root in &event.roots {
                for report in &root.reports {
                    roots.row([
                        Cell::Text(id),
                        Cell::Text(&root.root),
                        Cell::Text(&root.because),
                        self.report(Some(report)),
                    ])?;
                }
            }
        }
        Ok([
            events.finish()?,
            participants.finish()?,
            topics.finish()?,
            parts.finish()?,
            roots.finish()?,
        ])
    }

    fn entities(&self) -> Result<[Table; 2], ExportError> {
        let mut entities = Writer::new(layouts::ENTITIES)?;
        let mut forms = Writer::new(layouts::FORMS)?;
        for entity in &self.dossier.entities {
            let same: Vec<String> = entity.same_as.iter().filter_map(|u| web_address(u)).collect();
            entities.row([
                Cell::Text(&entity.id),
                Cell::word(&entity.kind)?,
                Cell::Text(&entity.name),
                Cell::Text(&same.join(" ")),
            ])?;
            for (role, usages) in [("name", &entity.forms), ("title", &entity.titles)] {
                for usage in usages {
                    for (report, count) in &usage.reports {
                        forms.row([
                            Cell::Text(&entity.id),
                            Cell::Text(role),
                            Cell::Text(&usage.text),
                            self.report(Some(report)),
                            Cell::number(*count),
                        ])?;
                    }
                }
            }
        }
        Ok([entities.finish()?, forms.finish()?])
    }

    fn timeline(&self) -> Result<Table, ExportError> {
        let mut out = Writer::new(layouts::TIMELINE)?;
        for (n, entry) in self.dossier.timeline.iter().enumerate() {
            out.row([
                Cell::number(n),
                self.event(Some(&entry.event)),
                Cell::Text(&entry.when.value),
                Cell::date(entry.when.earliest),
                Cell::date(entry.when.latest),
                Cell::word(&entry.when.certainty)?,
                Cell::Text(&entry.after.join(" ")),
                Cell::Text(&entry.before.join(" ")),
            ])?;
        }
        out.finish()
    }

    fn commitments(&self) -> Result<Table, ExportError> {
        let mut out = Writer::new(layouts::COMMITMENTS)?;
        let named = |who| self.told.name(who).unwrap_or(who);
        for x in &self.dossier.commitments {
            let due = x.due.as_ref();
            out.row([
                Cell::Text(&x.id),
                Cell::word(&x.kind)?,
                self.entity(Some(&x.by)),
                Cell::Text(named(&x.by)),
                self.entity(Some(&x.to)),
                Cell::Text(named(&x.to)),
                Cell::Text(&x.what),
                Cell::maybe(due.map(|d| d.value.as_str())),
                Cell::date(due.and_then(|d| d.earliest)),
                Cell::date(due.and_then(|d| d.latest)),
                Cell::word(&x.state)?,
            ])?;
        }
        out.finish()
    }

    fn discrepancies(&self) -> Result<Table, ExportError> {
        let mut out = Writer::new(layouts::DISCREPANCIES)?;
        for x in &self.dossier.discrepancies {
            for (n, value) in x.values.iter().enumerate() {
                out.row([
                    Cell::Text(&x.id),
                    Cell::number(n),
                    self.event(x.about.event.as_deref()),
                    self.entity(x.about.entity.as_deref()),
                    Cell::Text(&x.field),
                    Cell::word(&x.cause)?,
                    Cell::Text(&value.value),
                    self.report(Some(&value.report)),
                ])?;
            }
        }
        out.finish()
    }

    fn evidence(&self) -> Result<Table, ExportError> {
        let mut out = Writer::new(layouts::EVIDENCE)?;
        let commitments = self.dossier.commitments.iter().map(|c| (&c.id, 0, &c.evidence));
        let values = self
            .dossier
            .discrepancies
            .iter()
            .flat_map(|d| d.values.iter().enumerate().map(|(n, v)| (&d.id, n, &v.evidence)));
        for (of, value, evidence) in commitments.chain(values) {
            for (n, e) in evidence.iter().enumerate() {
                out.row([
                    Cell::Text(of),
                    Cell::number(value),
                    Cell::number(n),
                    self.report(Some(&e.report)),
                    self.at_of(&e.report, e.start),
                    self.at_of(&e.report, e.end),
                    Cell::Text(&e.text),
                ])?;
            }
        }
        out.finish()
    }

    fn framing(&self) -> Result<Table, ExportError> {
        let mut out = Writer::new(layouts::FRAMING)?;
        for x in &self.dossier.framing {
            for words in &x.words {
                out.row([
                    self.entity(Some(&x.entity)),
                    self.report(Some(&x.report)),
                    Cell::maybe(x.outlet.as_deref()),
                    self.at_of(&x.report, words.start),
                    self.at_of(&x.report, words.end),
                    Cell::Text(&words.text),
                ])?;
            }
        }
        out.finish()
    }

    fn silences(&self) -> Result<Table, ExportError> {
        let mut out = Writer::new(layouts::SILENCES)?;
        for x in &self.dossier.silences {
            for outlet in &x.outlets {
                out.row([
                    self.event(Some(&x.event)),
                    Cell::Text(outlet),
                    Cell::Text(&x.window),
                ])?;
            }
        }
        out.finish()
    }

    fn gaps(&self) -> Result<Table, ExportError> {
        let mut out = Writer::new(layouts::GAPS)?;
        for x in &self.dossier.gaps {
            out.row([
                self.event(x.about.event.as_deref()),
                self.entity(x.about.entity.as_deref()),
                self.report(x.about.report.as_deref()),
                Cell::Text(&x.missing),
            ])?;
        }
        out.finish()
    }

    fn diagnostics(&self) -> Result<Table, ExportError> {
        let mut out = Writer::new(layouts::DIAGNOSTICS)?;
        for x in &self.dossier.diagnostics {
            out.row([
                Cell::Text(&x.report),
                self.at_of(&x.report, x.start),
                self.at_of(&x.report, x.end),
                Cell::Text(&x.message),
                Cell::Text(&x.hint),
                Cell::Text(&x.rule),
            ])?;
        }
        out.finish()
    }

    /// A position in code points.
    fn at(&self, report: &Report, byte: usize) -> Cell<'_> {
        self.at_of(&report.id, byte)
    }

    fn at_of(&self, report: &str, byte: usize) -> Cell<'_> {
        Cell::number(self.index.get(report).map_or(0, |i| i.chars(byte)))
    }

    /// The id of an entity of the dossier; empty for any other words.
    fn entity<'b>(&self, id: Option<&'b str>) -> Cell<'b> {
        Cell::maybe(id.filter(|id| self.told.name(id).is_some()))
    }

    /// The id of an event of the dossier; empty for any other.
    fn event<'b>(&self, id: Option<&'b str>) -> Cell<'b> {
        Cell::maybe(id.filter(|id| self.events.contains(id)))
    }

    /// The id of a report of the dossier; empty for any other.
    fn report<'b>(&self, id: Option<&'b str>) -> Cell<'b> {
        Cell::maybe(id.filter(|id| self.index.contains_key(id)))
    }
}

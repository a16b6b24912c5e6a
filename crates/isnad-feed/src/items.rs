//! What the items of a feed say.

use crate::date::{of_day, of_value};
use crate::html::{Page, Source, clip, distinct};
use crate::pages::{Dates, What};
use crate::{Feed, plain_title};
use isnad_export::text::{iri, isolated, web_address};
use isnad_model::bidi;
use isnad_model::{Date, Dating, Event, Evidence, Modality, Report, Role};
use jiff::Zoned;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};

/// Where the words of categories come from.
pub const PLOVER: &str = "https://github.com/openeventdata/PLOVER";

/// Longest sentence of a title, longest description and longest name of a source, in characters.
pub(crate) const TITLE: usize = 160;
pub(crate) const SUMMARY: usize = 400;
const LISTED: usize = 300;
/// Sources listed, and sources whose words are given.
const SOURCES: usize = 60;
const QUOTED: usize = 8;

/// An item, ready for any format: plain text is clean of control and direction characters but for isolates.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// A `tag:` URI, the same in every feed of every dossier that tells it.
    pub id: String,
    /// Plain text without markup characters.
    pub title: String,
    /// Address of the first report that has one.
    pub link: Option<String>,
    /// Plain text: the date, and the words of a report.
    pub summary: String,
    /// HTML.
    pub content: String,
    /// The day of an event where it is known and past; the day of the first report that tells it where only a longer time is
    /// known, or it lies ahead, as long as that does not contradict what is known; none for an event without any date. Of
    /// a report, when it was published.
    pub published: Option<Zoned>,
    /// When the last of its reports was published.
    pub updated: Option<Zoned>,
    /// The last day on which the last of its reports can have been published.
    pub known_by: Option<Zoned>,
    /// What kind of event.
    pub categories: Vec<Category>,
    /// The outlets that tell it.
    pub outlets: Vec<String>,
    /// Names and addresses of its reports, as far as they have addresses.
    pub sources: Vec<(String, String)>,
}

/// A PLOVER type, or with a slash a mode below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Category {
    /// The code.
    pub term: String,
}

impl<'a> Feed<'a> {
    /// An item by its number in a [`crate::Document`]; none for other numbers.
    pub fn item(&self, number: usize) -> Option<Item> {
        let slot = self.slots.get(number)?;
        let mut item = match slot.what {
            What::Event(n) => self.event(n)?,
            What::Merged(id, n) => self.merged(id, n)?,
            What::Report(n) => self.report(self.dossier.reports.get(n)?),
        };
        item.published.clone_from(&slot.dates.published);
        item.updated.clone_from(&slot.dates.updated);
        item.known_by.clone_from(&slot.dates.known_by);
        Some(item)
    }

    fn event(&self, number: usize) -> Option<Item> {
        let event = self.dossier.events.get(number)?;
        let parts = self.parts.get(&number).map_or(&[][..], Vec::as_slice);
        let parts: Vec<&Event> = parts.iter().filter_map(|&n| self.dossier.events.get(n)).collect();
        let all = || std::iter::once(event).chain(parts.iter().copied());
        let mut reports: Vec<&Report> = Vec::new();
        let mut words: BTreeMap<&str, Vec<&Evidence>> = BTreeMap::new();
        let mut page = Page::new(self.base, &self.briefing.language);
        let mut said = String::new();
        for event in all() {
            let line = self.told.line(&event.id);
            said.push_str(&letters(&self.told.title(event)));
            match line {
                Some(line) => page.line(line),
                None => page.paragraph(&self.told.title(event)),
            }
            for evidence in line.iter().flat_map(|l| &l.evidence) {
                words.entry(&evidence.report).or_default().push(evidence);
            }
        }
        let mut seen = BTreeSet::new();
        for report in all().flat_map(|e| self.told.reports_of(e)) {
            if seen.insert(&report.id) {
                reports.push(report);
            }
        }
        // words that the sentence holds already are not said twice
        for own in words.values_mut() {
            own.retain(|e| !said.contains(&letters(&e.text)));
        }
        self.sources(&mut page, &reports, &words);
        let label = self.told.line(&event.id).map_or("", |l| l.label.trim());
        let sentence = self.told.title(event);
        Some(Item {
            id: iri(None, "event", &event.id),
            title: self.title(&sentence, label),
            summary: self.summary(label, &sentence, &reports, &words),
            content: page.finish(),
            categories: categories(all()),
            ..self.origin(&reports)
        })
    }

    /// What an event of an earlier dossier proved to be.
    fn merged(&self, id: &str, number: usize) -> Option<Item> {
        let mut item = self.event(number)?;
        let label = self
            .briefing
            .labels
            .get("merged")
            .map_or("\u{2192}", String::as_str);
        let told = format!("{label}: {}", item.title);
        let mut page = Page::new(self.base, &self.briefing.language);
        page.paragraph(&told);
        item.id = iri(None, "event", id);
        item.title = plain_title(&isolated(&told, self.base));
        item.summary = isolated(&told, self.base);
        item.content = page.finish();
        Some(item)
    }

    fn report(&self, report: &Report) -> Item {
        let mut page = Page::new(self.base, &self.briefing.language);
        let mut seen = BTreeSet::new();
        let mut events: Vec<&Event> = Vec::new();
        for id in report.events.iter().map(|m| m.event.as_str()) {
            if seen.len() < SOURCES && seen.insert(id) {
                if let Some(line) = self.told.line(id) {
                    page.line(line);
                }
                events.extend(self.told.event(id));
            }
        }
        let mut words: BTreeMap<&str, Vec<&Evidence>> = BTreeMap::new();
        let quotes = self
            .told
            .source(&report.id)
            .map_or(&[][..], |s| s.quotes.as_slice());
        words
            .entry(&report.id)
            .or_default()
            .extend(quotes.iter().map(|q| &q.evidence));
        self.sources(&mut page, &[report], &words);
        let first = standfirst(report).unwrap_or_else(|| self.told.listed(report));
        Item {
            id: iri(None, "report", &report.id),
            title: plain_title(&isolated(&clip(name(report), TITLE), self.base)),
            summary: isolated(&clip(first, SUMMARY), self.base),
            content: page.finish(),
            categories: categories(events.into_iter()),
            ..self.origin(&[report])
        }
    }

    fn title(&self, sentence: &str, label: &str) -> String {
        let mut title = clip(sentence, TITLE);
        if !label.is_empty() {
            title = format!("{title} \u{2014} {}", clip(label, TITLE));
        }
        plain_title(&isolated(&title, self.base))
    }

    /// The date, and who tells it in which words; or else, where the title has the words, in which report.
    fn summary(
        &self,
        label: &str,
        sentence: &str,
        reports: &[&Report],
        words: &BTreeMap<&str, Vec<&Evidence>>,
    ) -> String {
        let quoted = reports.iter().find_map(|r| {
            let words = words.get(r.id.as_str())?.first()?;
            Some((r, words.text.trim())).filter(|(_, text)| !text.is_empty())
        });
        let named = reports.first().map(|r| self.told.listed(r));
        let told = match quoted {
            Some((report, words)) => match &report.outlet {
                Some(outlet) if !outlet.name.trim().is_empty() => {
                    format!("{}: {words}", clip(&outlet.name, TITLE))
                }
                _ => words.to_owned(),
            },
            None => named.unwrap_or(sentence).to_owned(),
        };
        let text = match label {
            "" => told,
            label => format!("{label} \u{2014} {told}"),
        };
        isolated(&clip(&text, SUMMARY), self.base)
    }

    fn sources(
        &self,
        page: &mut Page<'a>,
        reports: &[&'a Report],
        words: &BTreeMap<&str, Vec<&'a Evidence>>,
    ) {
        let mut quoted = 0;
        let listed = reports.iter().take(SOURCES).map(|report| {
            let own = words.get(report.id.as_str()).filter(|_| quoted < QUOTED);
            quoted += usize::from(own.is_some());
            Source {
                text: clip(self.told.listed(report), LISTED),
                url: address(report),
                language: &report.language,
                quotes: own.map_or_else(Vec::new, |own| distinct(own.iter().copied())),
            }
        });
        let listed: Vec<Source<'a>> = listed.collect();
        page.sources(&listed, reports.len().saturating_sub(SOURCES));
    }

    /// Where an item comes from.
    fn origin(&self, reports: &[&Report]) -> Item {
        let mut item = Item::default();
        for report in reports.iter().take(SOURCES) {
            let outlet = report
                .outlet
                .as_ref()
                .map(|o| o.name.trim())
                .filter(|n| !n.is_empty());
            if let Some(outlet) = outlet.map(|o| isolated(&clip(o, TITLE), self.base))
                && !item.outlets.contains(&outlet)
                && !outlet.trim().is_empty()
            {
                item.outlets.push(outlet);
            }
            if let Some(url) = address(report) {
                let name = outlet.unwrap_or_else(|| name(report));
                let name = plain_title(&isolated(&clip(name, TITLE), self.base));
                item.sources.push((name, url));
            }
        }
        item.link = item.sources.first().map(|s| s.1.clone());
        item
    }
}

/// The letters and digits of a text: what is left when marks and blanks are different.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// When an event is dated, when it was told last, and what newest means: see [`Item::published`].
pub(crate) fn event_dates(event: &Event, reports: &[&Report], zone: &TimeZone) -> Dates {
    let published = event_date(event, reports, zone);
    let last = reports.iter().filter_map(|r| r.published.latest).max();
    Dates {
        updated: reports.iter().filter_map(|r| moment(&r.published, zone)).max(),
        known_by: last.and_then(|day| of_day(day, zone)),
        sort: published
            .clone()
            .or_else(|| event.when.latest.and_then(|day| of_day(day, zone))),
        published,
    }
}

fn event_date(event: &Event, reports: &[&Report], zone: &TimeZone) -> Option<Zoned> {
    let real = matches!(
        event.status,
        Modality::Happened | Modality::Ongoing | Modality::Background
    );
    let when = &event.when;
    if let Some(day) = when.earliest.filter(|_| real && when.earliest == when.latest) {
        return of_day(day, zone);
    }
    // that it was over when a report told it is no date
    if when.earliest.is_none() && !when.value.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let first: Date = reports.iter().filter_map(|r| r.published.day()).min()?;
    let fits = !real || (when.earliest.is_none_or(|e| e <= first) && when.latest.is_none_or(|l| l >= first));
    let undated_past = event.status == Modality::Background;
    (fits && !undated_past).then(|| of_day(first, zone)).flatten()
}

/// When a report was published and changed, and what newest means.
pub(crate) fn report_dates(report: &Report, zone: &TimeZone) -> Dates {
    let published = moment(&report.published, zone);
    let changed = report.updated.as_ref().and_then(|d| moment(d, zone));
    let known_by = report.published.latest.and_then(|day| of_day(day, zone));
    Dates {
        sort: published.clone().or_else(|| known_by.clone()),
        updated: published.clone().max(changed),
        known_by,
        published,
    }
}

fn moment(dating: &Dating, zone: &TimeZone) -> Option<Zoned> {
    let stated = dating.value.as_deref().and_then(|v| of_value(v, zone));
    stated.or_else(|| dating.day().and_then(|day| of_day(day, zone)))
}

/// The headline, or else the file's name.
fn name(report: &Report) -> &str {
    let headline = report.headline.as_ref().map(|h| h.text.trim());
    headline.filter(|h| !h.is_empty()).unwrap_or(&report.source)
}

fn standfirst(report: &Report) -> Option<&str> {
    let of = |role: Role| {
        let block = report.blocks.iter().find(|b| b.role == role);
        block.map(|b| b.span().of(&report.text).trim())
    };
    of(Role::Standfirst)
        .or_else(|| of(Role::Paragraph))
        .filter(|t| !t.is_empty())
}

fn address(report: &Report) -> Option<String> {
    report.url.as_deref().and_then(web_address)
}

/// PLOVER types, and with a slash the modes below them.
fn categories<'a>(events: impl Iterator<Item = &'a Event>) -> Vec<Category> {
    let mut out: Vec<Category> = Vec::new();
    for event in events {
        let mode = event.mode.iter().map(|mode| format!("{}/{mode}", event.kind));
        for term in std::iter::once(event.kind.clone()).chain(mode) {
            let term = bidi::clean(&term);
            if !term.is_empty() && !out.iter().any(|c| c.term == term) {
                out.push(Category { term });
            }
        }
    }
    out
}

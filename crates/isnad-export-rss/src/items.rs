//! What the items of a feed are.

use crate::date::{of_day, of_value};
use crate::html::{self, Page};
use crate::xml;
use isnad_export::text::{iri, isolated, web_address};
use isnad_export::told::Told;
use isnad_model::bidi::Direction;
use isnad_model::{Briefing, Date, Dating, Dossier, Event, Evidence, Modality, Report, Role, SourceEntry};
use jiff::Zoned;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};

/// An item, ready to be written: every string is escaped for its field but for XML.
pub(crate) struct Item {
    pub(crate) title: String,
    pub(crate) link: Option<String>,
    pub(crate) description: String,
    pub(crate) content: String,
    pub(crate) guid: String,
    pub(crate) date: Option<Zoned>,
    pub(crate) categories: Vec<String>,
    pub(crate) creator: String,
    /// Name and address of a report.
    pub(crate) source: Option<(String, String)>,
    /// What newest means: the date, or else the last possible day.
    pub(crate) sort: Option<Zoned>,
}

/// Longest title, in characters.
const TITLE: usize = 160;

/// An item for each event.
pub(crate) fn of_events(dossier: &Dossier, briefing: &Briefing, zone: &TimeZone) -> Vec<Item> {
    let told = Told::new(dossier, briefing);
    let sources = by_report(briefing);
    let base = base(briefing);
    let mut ids = BTreeMap::<&str, usize>::new();
    let mut items = Vec::with_capacity(dossier.events.len());
    for event in &dossier.events {
        let reports = told.reports_of(event);
        let line = told.line(&event.id);
        let sentence = told.title(event);
        let full = match line.map(|l| l.label.trim()) {
            None | Some("") => sentence.clone(),
            Some(label) => format!("{label} \u{2014} {sentence}"),
        };
        let mut page = Page::new(base, &briefing.language);
        match line {
            Some(line) => {
                page.line(line);
                distinct(&line.evidence)
                    .into_iter()
                    .for_each(|words| page.quote(words));
            }
            None => page.paragraph(&sentence),
        }
        let entries: Vec<(&str, Option<String>)> = reports.iter().map(|r| entry(r, &sources)).collect();
        page.sources(&entries);
        let date = event_date(event, &reports, zone);
        let count = ids.entry(&event.id).or_default();
        *count += 1;
        let guid = iri(None, "event", &event.id);
        items.push(Item {
            title: title(&full, base),
            link: reports.iter().find_map(|r| address(r)),
            description: html::text(&isolated(&full, base)),
            content: page.finish(),
            guid: if *count > 1 {
                format!("{guid}/{count}")
            } else {
                guid
            },
            sort: date
                .clone()
                .or_else(|| event.when.latest.and_then(|day| of_day(day, zone))),
            date,
            categories: categories([event].into_iter()),
            creator: outlets(&reports, base),
            source: reports.iter().find_map(|r| source(r, base)),
        });
    }
    items
}

/// An item for each report.
pub(crate) fn of_reports(dossier: &Dossier, briefing: &Briefing, zone: &TimeZone) -> Vec<Item> {
    let sources = by_report(briefing);
    let base = base(briefing);
    let mut events = BTreeMap::<&str, Vec<&Event>>::new();
    for event in &dossier.events {
        let reports: BTreeSet<&str> = event.mentions.iter().map(|m| m.report.as_str()).collect();
        reports
            .into_iter()
            .for_each(|r| events.entry(r).or_default().push(event));
    }
    let told = Told::new(dossier, briefing);
    let mut items = Vec::with_capacity(dossier.reports.len());
    for report in &dossier.reports {
        let events = events.get(report.id.as_str()).map_or(&[][..], Vec::as_slice);
        let (text, _) = entry(report, &sources);
        let mut page = Page::new(base, &briefing.language);
        for line in events.iter().filter_map(|e| told.line(&e.id)) {
            page.line(line);
        }
        for quote in sources
            .get(report.id.as_str())
            .into_iter()
            .flat_map(|s| &s.quotes)
        {
            page.quote(&quote.evidence.text);
        }
        page.sources(&[entry(report, &sources)]);
        let date = published(&report.published, zone);
        items.push(Item {
            title: title(name(report), base),
            link: address(report),
            description: html::text(&isolated(standfirst(report).unwrap_or(text), base)),
            content: page.finish(),
            guid: iri(None, "report", &report.id),
            sort: date
                .clone()
                .or_else(|| report.published.latest.and_then(|day| of_day(day, zone))),
            date,
            categories: categories(events.iter().copied()),
            creator: outlets(&[report], base),
            source: source(report, base),
        });
    }
    items
}

/// When an item about an event is dated: see the crate's documentation.
fn event_date(event: &Event, reports: &[&Report], zone: &TimeZone) -> Option<Zoned> {
    let real = matches!(
        event.status,
        Modality::Happened | Modality::Ongoing | Modality::Background
    );
    let when = &event.when;
    if let Some(day) = when.earliest.filter(|_| real && when.earliest == when.latest) {
        return of_day(day, zone);
    }
    let first: Date = reports.iter().filter_map(|r| r.published.day()).min()?;
    let fits = !real || (when.earliest.is_none_or(|e| e <= first) && when.latest.is_none_or(|l| l >= first));
    let undated_past = event.status == Modality::Background;
    (fits && !undated_past).then(|| of_day(first, zone)).flatten()
}

fn published(dating: &Dating, zone: &TimeZone) -> Option<Zoned> {
    let stated = dating.value.as_deref().and_then(|v| of_value(v, zone));
    stated.or_else(|| dating.day().and_then(|day| of_day(day, zone)))
}

/// The words a line rests on, without those that stand inside others.
fn distinct(evidence: &[Evidence]) -> Vec<&str> {
    let mut out: Vec<&str> = Vec::new();
    for words in evidence
        .iter()
        .map(|e| e.text.as_str())
        .filter(|t| !t.trim().is_empty())
    {
        if !out.iter().any(|o| o.contains(words)) {
            out.retain(|o| !words.contains(o));
            out.push(words);
        }
    }
    out
}

fn by_report(briefing: &Briefing) -> BTreeMap<&str, &SourceEntry> {
    briefing.sources.iter().map(|s| (s.report.as_str(), s)).collect()
}

/// How a report is listed, and its address.
fn entry<'a>(report: &'a Report, sources: &BTreeMap<&str, &'a SourceEntry>) -> (&'a str, Option<String>) {
    let text = sources
        .get(report.id.as_str())
        .map(|s| s.text.as_str())
        .filter(|t| !t.trim().is_empty());
    (text.unwrap_or_else(|| name(report)), address(report))
}

/// The headline, or else the file's name.
fn name(report: &Report) -> &str {
    match report
        .headline
        .as_ref()
        .map(|h| h.text.as_str())
        .filter(|h| !h.trim().is_empty())
    {
        Some(headline) => headline,
        None => &report.source,
    }
}

fn standfirst(report: &Report) -> Option<&str> {
    let of = |role: Role| {
        report
            .blocks
            .iter()
            .find(|b| b.role == role)
            .map(|b| b.span().of(&report.text))
    };
    of(Role::Standfirst)
        .or_else(|| of(Role::Paragraph))
        .filter(|t| !t.trim().is_empty())
}

fn address(report: &Report) -> Option<String> {
    report.url.as_deref().and_then(web_address)
}

fn source(report: &Report, base: Direction) -> Option<(String, String)> {
    let outlet = report
        .outlet
        .as_ref()
        .map_or_else(|| name(report), |o| o.name.as_str());
    Some((isolated(outlet, base), address(report)?))
}

fn outlets(reports: &[&Report], base: Direction) -> String {
    let mut names: Vec<String> = Vec::new();
    for outlet in reports.iter().filter_map(|r| r.outlet.as_ref()) {
        let name = isolated(outlet.name.trim(), base);
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(" \u{2013} ")
}

/// PLOVER types, and with a slash the modes below them.
fn categories<'a>(events: impl Iterator<Item = &'a Event>) -> Vec<String> {
    let mut out = Vec::new();
    for event in events {
        let mode = event.mode.iter().map(|mode| format!("{}/{mode}", event.kind));
        for category in std::iter::once(event.kind.clone()).chain(mode) {
            let category = xml::clean(&category);
            if !category.is_empty() && !out.contains(&category) {
                out.push(category);
            }
        }
    }
    out
}

/// A title without markup and of bearable length; never empty.
fn title(text: &str, base: Direction) -> String {
    let text = text.trim();
    let text = match text.char_indices().nth(TITLE) {
        None => text.to_owned(),
        Some((end, _)) => {
            let head = text.get(..end).unwrap_or(text);
            let cut = head
                .rfind(char::is_whitespace)
                .filter(|&at| at > end / 2)
                .unwrap_or(end);
            format!("{}\u{2026}", head.get(..cut).unwrap_or(head).trim_end())
        }
    };
    let title = xml::title(&isolated(&text, base));
    if title.trim().is_empty() {
        "\u{2026}".to_owned()
    } else {
        title
    }
}

fn base(briefing: &Briefing) -> Direction {
    if briefing.rtl {
        Direction::Rtl
    } else {
        Direction::Ltr
    }
}

//! Dossier and Briefing → the items that every feed format shares, and the documents they are published in.
//!
//! - An item is an event or a report ([`Items`]). Items are worded by the briefing; where it is silent, by the words of the
//!   reports. All text is plain or made HTML by `pulldown-cmark`; every address is absolute.
//! - An item's id is a `tag:` URI made from the event's id, so that a rebuilt feed shows nothing twice. An event that an
//!   earlier dossier told and that proved to be another ([`isnad_model::Event::formerly`]) is an item that says so, under
//!   its old id. An event that was told as part of another stays with it ([`isnad_model::Event::split_from`]), for it is
//!   no news.
//! - Dates come from the dossier, never from the clock: see [`Item::published`], [`Item::updated`], [`Feed::updated`].
//! - The [`NEWEST`] items that came to be known last stand in the feed itself. Of a feed with more and with a base URL all
//!   items stand in archive documents too (RFC 5005), [`ARCHIVED`] in each, in the order in which they came to be known: a
//!   full archive document keeps its items when later reports join.

mod date;
mod html;
mod items;
mod pages;
pub mod xml;

pub use date::{apart, rfc822, rfc3339};
pub use html::{clip, text as html_text};
pub use items::{Category, Item, PLOVER};
pub use pages::Document;

use isnad_export::text::{isolated, web_address};
use isnad_export::{Context, Info, OptionInfo, told::Told};
use isnad_model::bidi::{self, Direction};
use isnad_model::{Briefing, Dossier};
use jiff::{Zoned, tz::TimeZone};
use std::collections::BTreeMap;

/// Most items of the feed itself.
pub const NEWEST: usize = 50;

/// Items of an archive document.
pub const ARCHIVED: usize = 25;

/// The address of a feed where the user gave no base URL. The domain is reserved (RFC 2606) and never resolves.
pub const NO_BASE: &str = "https://isnad.invalid/";

/// What an item is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Items {
    /// An event of the dossier.
    #[default]
    Events,
    /// A report.
    Reports,
}

impl Items {
    const OPTION: &'static str = "items";

    /// The option by which a user chooses.
    pub fn option() -> OptionInfo {
        OptionInfo::choice(Self::OPTION, "what an item is", &["events", "reports"])
    }
}

/// A feed before it has a format.
pub struct Feed<'a> {
    /// Its title: plain text without markup characters, foreign runs isolated.
    pub title: String,
    /// What it is about: plain text, foreign runs isolated.
    pub summary: String,
    /// The base of its addresses, without a trailing slash.
    pub home: Option<String>,
    /// BCP 47 tag of its wording.
    pub language: Option<String>,
    /// Direction of its wording.
    pub base: Direction,
    /// The dossier's reference date, or else the newest date of any item.
    pub updated: Option<Zoned>,
    /// What made it.
    pub generator: String,
    dossier: &'a Dossier,
    briefing: &'a Briefing,
    told: Told<'a>,
    zone: TimeZone,
    slots: Vec<pages::Slot<'a>>,
    /// By number of an event, those that were told as parts of it before.
    parts: BTreeMap<usize, Vec<usize>>,
}

impl<'a> Feed<'a> {
    /// The feed of a dossier.
    pub fn new(dossier: &'a Dossier, briefing: &'a Briefing, context: &Context, items: Items) -> Self {
        let base = if briefing.rtl {
            Direction::Rtl
        } else {
            Direction::Ltr
        };
        let title = match briefing.title.trim() {
            "" => dossier.made_by.program.as_str(),
            title => title,
        };
        let title = plain_title(&isolated(&clip(title, items::TITLE), base));
        let zone = context.zone.time_zone().clone();
        let mut feed = Self {
            summary: match briefing.summary.trim() {
                "" => title.clone(),
                summary => isolated(&clip(summary, items::SUMMARY), base),
            },
            title,
            home: context.base_url.as_deref().and_then(web_address),
            language: language(&briefing.language),
            base,
            updated: dossier.made_by.as_of.and_then(|day| date::of_day(day, &zone)),
            generator: bidi::clean(&dossier.made_by.program),
            dossier,
            briefing,
            told: Told::new(dossier, briefing),
            zone,
            slots: Vec::new(),
            parts: BTreeMap::new(),
        };
        feed.fill(items);
        if feed.updated.is_none() {
            let slots = feed.slots.iter();
            feed.updated = slots
                .flat_map(|s| [&s.dates.published, &s.dates.updated])
                .flatten()
                .max()
                .cloned();
        }
        feed
    }

    /// The feed that the exporter's option `items` asks for ([`Items::option`]).
    pub fn asked(dossier: &'a Dossier, briefing: &'a Briefing, context: &Context, info: &Info) -> Self {
        let items = match context.option(info, Items::OPTION) {
            "reports" => Items::Reports,
            _ => Items::Events,
        };
        Self::new(dossier, briefing, context, items)
    }

    /// When a document with these items was built: the feed itself when the dossier was, an archive document with its newest item.
    pub fn built<'i>(&'i self, document: &Document, items: &'i [Item]) -> Option<&'i Zoned> {
        if !document.archive {
            return self.updated.as_ref();
        }
        items
            .iter()
            .flat_map(|i| [&i.published, &i.updated])
            .flatten()
            .max()
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Are there none?
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// The address of a file beside the feed.
    pub fn address(&self, file: &str) -> Option<String> {
        let home = self.home.as_deref()?;
        Some(format!("{}/{file}", home.trim_end_matches('/')))
    }

    /// What the user should know: items left out, addresses that are missing.
    pub fn losses(&self) -> Vec<String> {
        let mut lost = Vec::new();
        if self.home.is_none() {
            if self.len() > NEWEST {
                let left = self.len() - NEWEST;
                lost.push(format!(
                    "{left} items older than the newest {NEWEST} are left out: archive documents need a base URL"
                ));
            }
            lost.push("without a base URL the feed has no address of its own".to_owned());
        }
        lost
    }
}

/// A BCP 47 tag that says something.
pub fn language(tag: &str) -> Option<String> {
    let fits = tag.len() >= 2 && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    (fits && tag != "und").then(|| tag.to_owned())
}

/// Feed readers disagree on whether a title is HTML: it holds nothing that could be a tag. Never empty.
pub(crate) fn plain_title(text: &str) -> String {
    let title = text.replace('<', "\u{2039}").replace('>', "\u{203A}");
    match title.trim() {
        "" => "\u{2026}".to_owned(),
        title => title.to_owned(),
    }
}

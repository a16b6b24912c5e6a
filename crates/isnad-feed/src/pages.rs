//! Which items stand in which document.

use crate::{ARCHIVED, Feed, Items, NEWEST, items};
use jiff::Zoned;
use std::collections::BTreeMap;

/// The place of one item in the order in which things came to be known.
pub(crate) struct Slot<'a> {
    pub(crate) place: u64,
    pub(crate) what: What<'a>,
    pub(crate) dates: Dates,
}

/// The dates of an item.
#[derive(Clone, Default)]
pub(crate) struct Dates {
    pub(crate) published: Option<Zoned>,
    pub(crate) updated: Option<Zoned>,
    pub(crate) known_by: Option<Zoned>,
    /// What newest means: the date, or else the last possible day.
    pub(crate) sort: Option<Zoned>,
}

/// What an item tells.
#[derive(Clone, Copy)]
pub(crate) enum What<'a> {
    /// The event of this number.
    Event(usize),
    /// An event of an earlier dossier, by its id, that proved to be the event of this number.
    Merged(&'a str, usize),
    /// The report of this number.
    Report(usize),
}

/// A document of a feed: the feed itself, or an archive document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Its file.
    pub file: String,
    /// Its items, newest first: numbers for [`Feed::item`].
    pub items: Vec<usize>,
    /// Is it an archive document?
    pub archive: bool,
    /// The file with the items before these.
    pub previous: Option<String>,
    /// The file of the next archive document.
    pub next: Option<String>,
}

impl<'a> Feed<'a> {
    /// The documents of the feed in files of this extension: the feed itself first, then its archive documents.
    pub fn documents(&self, extension: &str) -> Vec<Document> {
        let pages = self.full_pages();
        let name = |page: u64| format!("feed-archive-{}.{extension}", page + 1);
        let numbers: Vec<u64> = pages.keys().copied().collect();
        let mut out = vec![Document {
            file: format!("feed.{extension}"),
            items: self.newest(),
            previous: numbers.last().map(|n| name(*n)),
            ..Document::default()
        }];
        for (at, (page, items)) in pages.into_iter().enumerate() {
            out.push(Document {
                file: name(page),
                items,
                archive: true,
                previous: at.checked_sub(1).and_then(|n| numbers.get(n)).map(|n| name(*n)),
                next: numbers.get(at + 1).map(|n| name(*n)),
            });
        }
        out
    }

    /// Finds the items and their places.
    pub(crate) fn fill(&mut self, items: Items) {
        match items {
            Items::Events => self.fill_events(),
            Items::Reports => self.fill_reports(),
        }
        self.slots.sort_by_key(|s| s.place);
    }

    fn fill_events(&mut self) {
        let events = &self.dossier.events;
        let numbers: BTreeMap<&str, usize> = events.iter().enumerate().map(|(n, e)| (&*e.id, n)).collect();
        let whole = |mut n: usize| {
            // a part of a part belongs to the whole; ids of a strange dossier may form a ring
            for _ in 0..8 {
                let from = events.get(n)?.split_from.as_deref();
                match from.and_then(|id| numbers.get(id)) {
                    Some(of) => n = *of,
                    None => return Some(n),
                }
            }
            None
        };
        // places are kept where they are given; a dossier without gets those of its order
        let given = events.iter().all(|e| e.entry.is_some());
        for (place, n) in self.dossier.events_by_entry().into_iter().enumerate() {
            let Some(event) = events.get(n) else { continue };
            let dates = items::event_dates(event, &self.told.reports_of(event), &self.zone);
            for former in &event.formerly {
                self.slots.push(Slot {
                    place: former.entry,
                    what: What::Merged(&former.id, n),
                    dates: Dates {
                        published: None,
                        ..dates.clone()
                    },
                });
            }
            if let Some(of) = event
                .split_from
                .as_ref()
                .and_then(|_| whole(n))
                .filter(|of| *of != n)
            {
                self.parts.entry(of).or_default().push(n);
                continue;
            }
            self.slots.push(Slot {
                place: match event.entry.filter(|_| given) {
                    Some(entry) => entry,
                    None => place as u64,
                },
                what: What::Event(n),
                dates,
            });
        }
    }

    fn fill_reports(&mut self) {
        let reports = &self.dossier.reports;
        let mut order: Vec<usize> = (0..reports.len()).collect();
        order.sort_by_cached_key(|&n| {
            let day = reports[n].published.own_day();
            (day, reports[n].id.clone())
        });
        for (place, n) in order.into_iter().enumerate() {
            self.slots.push(Slot {
                place: place as u64,
                what: What::Report(n),
                dates: items::report_dates(&reports[n], &self.zone),
            });
        }
    }

    /// The items of each full page, newest first. A page is full when every place on it is taken; it stays full.
    fn full_pages(&self) -> BTreeMap<u64, Vec<usize>> {
        let mut pages: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        let places = self.slots.last().map_or(0, |s| s.place + 1);
        if self.home.is_none() || places <= NEWEST as u64 {
            return pages;
        }
        let full = places / ARCHIVED as u64;
        for (n, slot) in self.slots.iter().enumerate() {
            let page = slot.place / ARCHIVED as u64;
            if page < full {
                pages.entry(page).or_default().push(n);
            }
        }
        for items in pages.values_mut() {
            self.order(items);
        }
        pages
    }

    /// The items of the feed itself: those that came to be known last. By place, not by number, so that nothing comes back when
    /// something before it vanishes.
    fn newest(&self) -> Vec<usize> {
        let places = self.slots.last().map_or(0, |s| s.place + 1);
        let from = places.saturating_sub(NEWEST as u64);
        let mut items: Vec<usize> = (0..self.slots.len())
            .filter(|&n| self.slots[n].place >= from)
            .collect();
        self.order(&mut items);
        items
    }

    /// Newest first; what has no date goes last, in the order in which it came to be known.
    fn order(&self, items: &mut [usize]) {
        items.sort_by(|&a, &b| {
            self.slots[b]
                .dates
                .sort
                .cmp(&self.slots[a].dates.sort)
                .then(a.cmp(&b))
        });
    }
}

impl Document {
    /// Its links to other documents and to itself: relation and file.
    pub fn links(&self, extension: &str) -> Vec<(&'static str, String)> {
        let mut out = vec![("self", self.file.clone())];
        if self.archive {
            out.push(("current", format!("feed.{extension}")));
        }
        out.extend(self.previous.iter().map(|f| ("prev-archive", f.clone())));
        out.extend(self.next.iter().map(|f| ("next-archive", f.clone())));
        out
    }
}

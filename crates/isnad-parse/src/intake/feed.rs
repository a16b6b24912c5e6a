//! Feeds in XML: a piece for each item, and what the feed says of all of them.
//!
//! The items are found here and not by a feed crate, for the place of every item in the file, and so that a feed that is cut or broken
//! in one item gives the others. The tests compare what is read with `feed-rs`.

use super::{Flow, Place, Walk, unpack};
use crate::{
    Kind, Piece, Told,
    decode::Note,
    forms::{
        record::host,
        xml::{self, Node},
    },
};
use std::{
    io::{BufRead, Read},
    ops::Range,
};

impl Walk<'_> {
    /// The items of a feed, or the news items of a message.
    pub(super) fn feed(&mut self, place: &Place, kind: Kind, reader: &mut dyn BufRead) -> Flow {
        let names: &[&str] = if kind == Kind::News {
            &["newsitem", "nitf"]
        } else {
            &["item", "entry"]
        };
        let mut bytes = Vec::new();
        let most = self.limits.max_piece as u64;
        let read = reader.take(most + 1).read_to_end(&mut bytes);
        if bytes.len() as u64 > most {
            let message = format!("the feed has more than {most} bytes, which is the limit");
            return self.lost(
                &place.name,
                Note::new("large-file", message, "split the file, or raise the limit"),
            );
        }
        if let Err(error) = read {
            self.note(&place.name, unpack::wrong(&error, bytes.len() as u64))?;
        }
        let (text, same) = xml::text(&bytes, place.told.charset.as_deref());
        let feed = Feed::read(&text, names);
        let told = feed.told.or(&place.told);
        for at in &feed.broken {
            let message = format!("the feed is not well formed at byte {at}; the item there is left out");
            self.lost(
                &place.name,
                Note::new(
                    "broken-xml",
                    message,
                    "fetch the feed again; the other items were read",
                ),
            )?;
        }
        if let Some(at) = feed.open {
            let message = format!("the feed ends inside the item that begins at byte {at}");
            self.lost(
                &place.name,
                Note::new(
                    "truncated",
                    message,
                    "fetch the feed again; the other items were read",
                ),
            )?;
        }
        if feed.items.is_empty() && feed.broken.is_empty() && feed.open.is_none() {
            return self.lost(
                &place.name,
                Note::new(
                    "empty-file",
                    "the feed holds no item",
                    "fetch it again when it has some",
                ),
            );
        }
        for (n, range) in feed.items.iter().enumerate() {
            self.piece(Piece {
                source: match kind {
                    Kind::News if feed.items.len() == 1 => place.name.clone(),
                    _ => format!("{}#{}", place.name, n + 1),
                },
                bytes: text.get(range.clone()).unwrap_or("").as_bytes().to_vec(),
                kind,
                offset: if same { range.start as u64 } else { 0 },
                packed: (!same).then_some(bytes.len() as u64),
                told: told.clone(),
            })?;
        }
        Flow::Continue(())
    }
}

/// The items of a feed by their places.
#[derive(Default)]
struct Feed {
    items: Vec<Range<usize>>,
    told: Told,
    /// Where it is not well formed.
    broken: Vec<usize>,
    /// Where the item begins that has no end.
    open: Option<usize>,
}

impl Feed {
    fn read(xml: &str, names: &[&str]) -> Self {
        let mut feed = Self::default();
        let mut at = 0;
        let (mut titles, mut sites) = (Vec::new(), Vec::new());
        loop {
            let part = xml.get(at..).unwrap_or("");
            let mut item: Option<(usize, usize)> = None;
            let mut path: Vec<String> = Vec::new();
            let result = xml::walk(part, &mut |node, place| {
                match node {
                    Node::Open(tag) => {
                        let name = tag.local_name();
                        let name = name.as_ref().to_ascii_lowercase();
                        if item.is_none() && names.contains(&name.as_str()) {
                            item = Some((place.start + at, path.len()));
                        }
                        if item.is_none()
                            && name == "link"
                            && path.last().is_some_and(|p| p == "feed" || p == "channel")
                        {
                            let rel = xml::attribute(tag, "rel").unwrap_or_default();
                            sites.extend(
                                xml::attribute(tag, "href")
                                    .filter(|_| matches!(rel.as_str(), "" | "alternate")),
                            );
                        }
                        if path.len() < 512 {
                            path.push(name);
                        }
                    }
                    Node::Close => {
                        path.pop();
                        if let Some((start, _)) = item.filter(|(_, depth)| path.len() <= *depth) {
                            feed.items.push(start..place.end + at);
                            item = None;
                        }
                    }
                    Node::Words(words) if item.is_none() => {
                        let words = words.trim();
                        let [.., parent, name] = path.as_slice() else {
                            return true;
                        };
                        if !words.is_empty() && matches!(parent.as_str(), "channel" | "feed") {
                            match name.as_str() {
                                "title" => titles.push(words.to_owned()),
                                "link" => sites.push(words.to_owned()),
                                "language" => feed.told.language = Some(words.to_owned()),
                                _ => {}
                            }
                        }
                    }
                    Node::Words(_) => {}
                }
                true
            });
            match result {
                Ok(()) => {
                    feed.open = item.map(|(start, _)| start);
                    break;
                }
                Err(wrong) => {
                    let wrong = wrong + at;
                    feed.broken.push(wrong);
                    let rest = xml.get(wrong + 1..).unwrap_or("");
                    let next = names
                        .iter()
                        .filter_map(|name| rest.find(&format!("<{name}")))
                        .min();
                    match next {
                        Some(next) if feed.broken.len() < 1000 => at = wrong + 1 + next,
                        _ => break,
                    }
                }
            }
        }
        feed.told.outlet = (!titles.is_empty()).then(|| titles.concat());
        feed.told.domain = sites.iter().find_map(|s| host(s));
        feed
    }
}

//! The feed as XML.

use crate::date::rfc822;
use crate::items::Item;
use isnad_model::bidi;
use quick_xml::events::{BytesCData, BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use quick_xml::writer::Writer;

/// Where the words in `category` come from.
const PLOVER: &str = "https://github.com/openeventdata/PLOVER";

/// A feed under construction.
pub(crate) struct Feed {
    writer: Writer<Vec<u8>>,
}

impl Feed {
    /// Opens `rss` and `channel`.
    pub(crate) fn start() -> Self {
        let mut feed = Self {
            writer: Writer::new_with_indent(Vec::new(), b' ', 2),
        };
        feed.write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        let rss = BytesStart::new("rss").with_attributes([
            ("version", "2.0"),
            ("xmlns:atom", "http://www.w3.org/2005/Atom"),
            ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ]);
        feed.write(Event::Start(rss));
        feed.write(Event::Start(BytesStart::new("channel")));
        feed
    }

    /// An element that holds text.
    pub(crate) fn text(&mut self, name: &str, text: &str) {
        self.element(name, &[], text);
    }

    /// An element without content.
    pub(crate) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.write(Event::Empty(
            BytesStart::new(name).with_attributes(attributes.iter().copied()),
        ));
    }

    /// An item.
    pub(crate) fn item(&mut self, item: &Item) {
        self.write(Event::Start(BytesStart::new("item")));
        self.text("title", &item.title);
        if let Some(link) = &item.link {
            self.text("link", link);
        }
        self.text("description", &item.description);
        if !item.creator.is_empty() {
            self.text("dc:creator", &item.creator);
        }
        for category in &item.categories {
            self.element("category", &[("domain", PLOVER)], category);
        }
        self.element("guid", &[("isPermaLink", "false")], &item.guid);
        if let Some(date) = item.date.as_ref().and_then(rfc822) {
            self.text("pubDate", &date);
        }
        if let Some((name, url)) = &item.source {
            self.element("source", &[("url", url)], name);
        }
        self.write(Event::Start(BytesStart::new("content:encoded")));
        for part in BytesCData::escaped(&item.content) {
            self.write(Event::CData(part));
        }
        self.write(Event::End(BytesEnd::new("content:encoded")));
        self.write(Event::End(BytesEnd::new("item")));
    }

    /// Closes what is open.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        self.write(Event::End(BytesEnd::new("channel")));
        self.write(Event::End(BytesEnd::new("rss")));
        let mut out = self.writer.into_inner();
        out.push(b'\n');
        out
    }

    fn element(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.write(Event::Start(
            BytesStart::new(name).with_attributes(attributes.iter().copied()),
        ));
        self.write(Event::Text(BytesText::new(text)));
        self.write(Event::End(BytesEnd::new(name)));
    }

    fn write(&mut self, event: Event<'_>) {
        // writing to a vector cannot fail
        let written = self.writer.write_event(event);
        debug_assert!(written.is_ok(), "a vector takes every event");
    }
}

/// Text without characters that XML forbids or that steer the direction.
pub(crate) fn clean(text: &str) -> String {
    bidi::clean(text)
}

/// Feed readers disagree on whether a title is HTML: it holds nothing that could be a tag or an entity.
pub(crate) fn title(text: &str) -> String {
    text.replace('<', "\u{2039}")
        .replace('>', "\u{203A}")
        .trim()
        .to_owned()
}

/// A BCP 47 tag that says something.
pub(crate) fn language(tag: &str) -> Option<String> {
    let fits = tag.len() >= 2 && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    (fits && tag != "und").then(|| tag.to_owned())
}

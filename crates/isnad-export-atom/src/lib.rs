//! Dossier and Briefing → Atom 1.0 (RFC 4287): an entry for each event (or each report), newest first.
//!
//! What entries are, how they are dated and which documents hold them stands in [`isnad_feed`].
//!
//! - Atom wants `updated` everywhere: where no report of an entry has a date it is the last day on which it can have been
//!   published, else the feed's, and in a dossier without any date the first moment of 1970. Its fraction of a second comes from the entry's id, for no two entries may share one.
//! - The feed's `id` is its address; without a base URL a `tag:` URI made from its title.

use isnad_export::{Artifact, Context, ExportError, Exporter, Info, text::iri};
use isnad_feed::{Document, Feed, Item, Items, PLOVER, apart, rfc3339, xml::Xml};
use isnad_model::{Briefing, Dossier};
use jiff::{Timestamp, Zoned, tz::TimeZone};

const MEDIA: &str = "application/atom+xml";

/// The dossier as an Atom feed, `feed.atom`, with its archive documents.
#[derive(Clone, Copy, Debug, Default)]
pub struct Atom;

impl Exporter for Atom {
    fn info(&self) -> Info {
        Info::new("atom", "a feed of events or reports, Atom 1.0", MEDIA).with(Items::option())
    }

    fn check(&self, dossier: &Dossier, briefing: &Briefing, context: &Context) -> Vec<String> {
        let feed = Feed::asked(dossier, briefing, context, &self.info());
        let mut lost = feed.losses();
        if feed.updated.is_none() && !feed.is_empty() {
            lost.push("no report has a date: entries say that they were updated in 1970".to_owned());
        }
        lost
    }

    fn export(
        &self,
        dossier: &Dossier,
        briefing: &Briefing,
        context: &Context,
    ) -> Result<Vec<Artifact>, ExportError> {
        let feed = Feed::asked(dossier, briefing, context, &self.info());
        let documents = feed.documents("atom");
        let artifact = |d: &Document| Artifact::new(&d.file, MEDIA, document(&feed, d));
        Ok(documents.iter().map(artifact).collect())
    }
}

fn document(feed: &Feed<'_>, document: &Document) -> Vec<u8> {
    let items: Vec<Item> = document.items.iter().filter_map(|n| feed.item(*n)).collect();
    let mut xml = Xml::new(feed.base);
    let mut attributes = vec![("xmlns", "http://www.w3.org/2005/Atom")];
    if document.archive {
        attributes.push(("xmlns:fh", "http://purl.org/syndication/history/1.0"));
    }
    attributes.extend(feed.language.iter().map(|l| ("xml:lang", l.as_str())));
    xml.open("feed", &attributes);
    let own = feed.address("feed.atom");
    xml.text("id", &[], &own.unwrap_or_else(|| iri(None, "feed", &feed.title)));
    xml.text("title", &[], &feed.title);
    xml.text("subtitle", &[], &feed.summary);
    let built = feed.built(document, &items);
    xml.text("updated", &[], &rfc3339(built.unwrap_or(&start())));
    for (rel, file) in document.links("atom") {
        if let Some(address) = feed.address(&file) {
            xml.empty("link", &[("href", &address), ("rel", rel), ("type", MEDIA)]);
        }
    }
    if let Some(home) = &feed.home {
        xml.empty("link", &[("href", home), ("rel", "alternate")]);
    }
    xml.open("author", &[]);
    xml.text(
        "name",
        &[],
        match feed.generator.trim() {
            "" => &feed.title,
            name => name,
        },
    );
    xml.close("author");
    xml.text("generator", &[], &feed.generator);
    if document.archive {
        xml.empty("fh:archive", &[]);
    }
    for item in &items {
        entry(&mut xml, feed, item);
    }
    xml.close("feed");
    xml.finish()
}

fn entry(xml: &mut Xml, feed: &Feed<'_>, item: &Item) {
    xml.open("entry", &[]);
    xml.text("id", &[], &item.id);
    xml.text("title", &[], &item.title);
    let updated = item.updated.as_ref().max(item.published.as_ref());
    let updated = updated.or(item.known_by.as_ref()).or(feed.updated.as_ref());
    let updated = updated.cloned().unwrap_or_else(start);
    xml.text("updated", &[], &rfc3339(&apart(&updated, &item.id)));
    if let Some(published) = &item.published {
        xml.text("published", &[], &rfc3339(published));
    }
    for outlet in &item.outlets {
        xml.open("author", &[]);
        xml.text("name", &[], outlet);
        xml.close("author");
    }
    for category in &item.categories {
        xml.empty("category", &[("term", &category.term), ("scheme", PLOVER)]);
    }
    // the first report stands for the entry; the others are where it comes from, too
    for (n, (name, url)) in item.sources.iter().enumerate() {
        let rel = if n == 0 { "alternate" } else { "via" };
        xml.empty("link", &[("href", url), ("rel", rel), ("title", name)]);
    }
    xml.text("summary", &[], &item.summary);
    xml.text("content", &[("type", "html")], &item.content);
    xml.close("entry");
}

/// The first moment of 1970.
fn start() -> Zoned {
    Timestamp::UNIX_EPOCH.to_zoned(TimeZone::UTC)
}

#[cfg(test)]
mod tests {
    use super::*;
    use isnad_export::testkit::{self, HOSTILE, Sample, sample};

    fn feed(sample: &Sample, context: &Context) -> String {
        let artifact = Atom
            .export(&sample.dossier, &sample.briefing, context)
            .unwrap()
            .remove(0);
        String::from_utf8(artifact.bytes).unwrap()
    }

    #[test]
    fn conforms() {
        testkit::conforms(&Atom);
    }

    #[test]
    fn feed_readers_understand_it() {
        let context = Context {
            base_url: Some("https://example.org/d".to_owned()),
            ..Context::default()
        };
        let xml = feed(&sample("several"), &context);
        let read = feed_rs::parser::parse(xml.as_bytes()).unwrap();
        assert_eq!(read.id, "https://example.org/d/feed.atom");
        assert_eq!(read.language.as_deref(), Some("ar"));
        assert_eq!(read.entries.len(), 12);
        let first = &read.entries[0];
        assert!(first.id.starts_with("tag:isnad.invalid,2026:event/"));
        assert_eq!(first.categories[0].term, "consult");
        let body = first.content.as_ref().unwrap().body.as_ref().unwrap();
        assert!(body.contains("<p dir=\"rtl\" lang=\"ar\">"), "{body}");
        let moments: std::collections::BTreeSet<_> = read.entries.iter().map(|e| e.updated).collect();
        assert_eq!(moments.len(), 12, "no two entries share a moment");
        assert!(read.entries.iter().all(|e| e.published <= e.updated));
    }

    #[test]
    fn hostile_reports_add_no_entries_and_no_markup() {
        for n in 0..HOSTILE.len() {
            let xml = feed(&sample(&format!("hostile-{n}")), &Context::default());
            let read = feed_rs::parser::parse(xml.as_bytes()).unwrap();
            assert_eq!(read.entries.len(), 8, "{xml}");
            for entry in read.entries {
                assert!(!entry.title.unwrap().content.contains(['<', '>']));
                let body = entry.content.unwrap().body.unwrap();
                assert!(testkit::active(&body).is_none(), "{body}");
            }
        }
    }
}

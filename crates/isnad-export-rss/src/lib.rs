//! Dossier and Briefing → RSS 2.0: an item for each event (or each report), newest first.
//!
//! What items are, how they are dated and which documents hold them stands in [`isnad_feed`].
//!
//! - `guid` is the item's `tag:` URI, `pubDate` its date, `atom:updated` the moment of the last report that tells it.
//! - `lastBuildDate` is the dossier's reference date, or else the newest date in the feed; that of an archive document the
//!   newest of its items. It is never the clock.
//! - Without a base URL the channel's `link` is [`isnad_feed::NO_BASE`], for RSS demands one, and there is no `atom:link`.

use isnad_export::{Artifact, Context, ExportError, Exporter, Info};
use isnad_feed::{Document, Feed, Item, Items, NO_BASE, PLOVER, html_text, rfc822, rfc3339, xml::Xml};
use isnad_model::{Briefing, Dossier};

const MEDIA: &str = "application/rss+xml";

/// The dossier as an RSS 2.0 feed, `feed.rss`, with its archive documents.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rss;

impl Exporter for Rss {
    fn info(&self) -> Info {
        Info::new("rss", "a feed of events or reports, RSS 2.0", MEDIA).with(Items::option())
    }

    fn check(&self, dossier: &Dossier, briefing: &Briefing, context: &Context) -> Vec<String> {
        Feed::asked(dossier, briefing, context, &self.info()).losses()
    }

    fn export(
        &self,
        dossier: &Dossier,
        briefing: &Briefing,
        context: &Context,
    ) -> Result<Vec<Artifact>, ExportError> {
        let feed = Feed::asked(dossier, briefing, context, &self.info());
        let documents = feed.documents("rss");
        let artifact = |d: &Document| Artifact::new(&d.file, MEDIA, document(&feed, d));
        Ok(documents.iter().map(artifact).collect())
    }
}

fn document(feed: &Feed<'_>, document: &Document) -> Vec<u8> {
    let items: Vec<Item> = document.items.iter().filter_map(|n| feed.item(*n)).collect();
    let mut xml = Xml::new(feed.base);
    let mut spaces = vec![
        ("version", "2.0"),
        ("xmlns:atom", "http://www.w3.org/2005/Atom"),
        ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ];
    if document.archive {
        spaces.push(("xmlns:fh", "http://purl.org/syndication/history/1.0"));
    }
    xml.open("rss", &spaces);
    xml.open("channel", &[]);
    xml.text("title", &[], &feed.title);
    xml.text("link", &[], feed.home.as_deref().unwrap_or(NO_BASE));
    xml.text("description", &[], &html_text(&feed.summary));
    for (rel, file) in document.links("rss") {
        if let Some(address) = feed.address(&file) {
            xml.empty("atom:link", &[("href", &address), ("rel", rel), ("type", MEDIA)]);
        }
    }
    if let Some(language) = &feed.language {
        xml.text("language", &[], language);
    }
    let built = feed.built(document, &items);
    if let Some(built) = built.and_then(rfc822) {
        xml.text("lastBuildDate", &[], &built);
    }
    xml.text("generator", &[], &feed.generator);
    if document.archive {
        xml.empty("fh:archive", &[]);
    }
    for one in &items {
        item(&mut xml, one);
    }
    xml.close("channel");
    xml.close("rss");
    xml.finish()
}

fn item(xml: &mut Xml, item: &Item) {
    xml.open("item", &[]);
    xml.text("title", &[], &item.title);
    if let Some(link) = &item.link {
        xml.text("link", &[], link);
    }
    xml.text("description", &[], &html_text(&item.summary));
    if !item.outlets.is_empty() {
        xml.text("dc:creator", &[], &item.outlets.join(" \u{2013} "));
    }
    for category in &item.categories {
        xml.text("category", &[("domain", PLOVER)], &category.term);
    }
    xml.text("guid", &[("isPermaLink", "false")], &item.id);
    if let Some(date) = item.published.as_ref().and_then(rfc822) {
        xml.text("pubDate", &[], &date);
    }
    if let Some((name, url)) = item.sources.first() {
        xml.text("source", &[("url", url)], name);
    }
    xml.cdata("content:encoded", &[], &item.content);
    if let Some(updated) = &item.updated {
        xml.text("atom:updated", &[], &rfc3339(updated));
    }
    xml.close("item");
}

#[cfg(test)]
mod tests {
    use super::*;
    use isnad_export::testkit::{self, HOSTILE, Sample, sample};
    use isnad_model::{Former, Modality, When};

    fn files(sample: &Sample, items: &str, base_url: Option<&str>) -> Vec<(String, String)> {
        let context = Context {
            base_url: base_url.map(str::to_owned),
            options: [("items".to_owned(), items.to_owned())].into(),
            ..Context::default()
        };
        let artifacts = Rss.export(&sample.dossier, &sample.briefing, &context).unwrap();
        let text = |a: Artifact| (a.path, String::from_utf8(a.bytes).unwrap());
        artifacts.into_iter().map(text).collect()
    }

    fn feed(sample: &Sample) -> String {
        files(sample, "events", None).remove(0).1
    }

    fn guids(xml: &str) -> Vec<String> {
        let read = feed_rs::parser::parse(xml.as_bytes()).unwrap();
        read.entries.into_iter().map(|e| e.id).collect()
    }

    #[test]
    fn conforms() {
        testkit::conforms(&Rss);
    }

    #[test]
    fn feed_readers_understand_it() {
        let several = sample("several");
        let xml = files(&several, "events", Some("https://example.org/d"))
            .remove(0)
            .1;
        let read = feed_rs::parser::parse(xml.as_bytes()).unwrap();
        assert_eq!(read.language.as_deref(), Some("ar"));
        let own = "https://example.org/d/feed.rss";
        assert!(read.links.iter().any(|l| l.href == own));
        assert_eq!(read.entries.len(), 12);
        let first = &read.entries[0];
        assert!(first.id.starts_with("tag:isnad.invalid,2026:event/event%20"));
        assert_eq!(first.categories[0].term, "consult");
        let body = first.content.as_ref().unwrap().body.as_ref().unwrap();
        assert!(body.contains("<p dir=\"rtl\" lang=\"ar\">"), "{body}");
        let dates: Vec<_> = read.entries.iter().filter_map(|e| e.published).collect();
        assert!(dates.is_sorted_by(|a, b| a >= b) && dates.len() == 12);
        assert!(xml.contains("<lastBuildDate>Sun, 27 Dec 2020"));
        let reports = files(&several, "reports", None).remove(0).1;
        let read = feed_rs::parser::parse(reports.as_bytes()).unwrap();
        assert_eq!(read.entries.len(), 3);
        assert!(reports.contains(&format!("<link>{NO_BASE}</link>")));
        assert!(reports.contains("<pubDate>Sun, 27 Dec 2020 22:00:00 +0200</pubDate>"));
    }

    #[test]
    fn hostile_reports_add_no_items_and_no_markup() {
        for n in 0..HOSTILE.len() {
            let xml = feed(&sample(&format!("hostile-{n}")));
            let read = feed_rs::parser::parse(xml.as_bytes()).unwrap();
            assert_eq!(read.entries.len(), 8, "{xml}");
            for entry in read.entries {
                assert!(!entry.title.unwrap().content.contains(['<', '>']));
                let body = entry.content.unwrap().body.unwrap();
                assert!(testkit::active(&body).is_none(), "{body}");
            }
        }
    }

    #[test]
    fn a_headline_of_a_megabyte_makes_no_item_of_a_megabyte() {
        let mut sample = sample("arabic");
        let long = "<b> ".repeat(1 << 18);
        for report in &mut sample.dossier.reports {
            report.headline.as_mut().unwrap().text.clone_from(&long);
        }
        sample.briefing.title.clone_from(&long);
        for line in &mut sample.briefing.sections[0].lines {
            line.text.clone_from(&long);
            line.evidence[0].text.clone_from(&long);
        }
        for items in ["events", "reports"] {
            let xml = files(&sample, items, None).remove(0).1;
            assert!(xml.len() < 100_000, "{items}: {} bytes", xml.len());
        }
    }

    #[test]
    fn days_begin_in_the_zone_of_the_project() {
        let sample = sample("arabic");
        let context = Context {
            zone: "Africa/Tripoli".parse().unwrap(),
            ..Context::default()
        };
        let artifact = Rss
            .export(&sample.dossier, &sample.briefing, &context)
            .unwrap()
            .remove(0);
        let xml = String::from_utf8(artifact.bytes).unwrap();
        assert!(
            xml.contains("<pubDate>Sat, 26 Dec 2020 00:00:00 +0200</pubDate>"),
            "{xml}"
        );
    }

    #[test]
    fn an_event_without_a_date_has_none_in_the_feed() {
        let mut sample = sample("arabic");
        sample.dossier.events.truncate(1);
        let dates = |sample: &Sample| feed(sample).matches("<pubDate>").count();
        assert_eq!(dates(&sample), 1);
        sample.dossier.events[0].when = When::default();
        assert_eq!(dates(&sample), 0);
        // a month that the report lies in: told on a known day, which does not contradict it
        sample.dossier.events[0].when = When {
            value: "2020-12".to_owned(),
            earliest: isnad_model::Date::new(2020, 12, 1).ok(),
            latest: isnad_model::Date::new(2020, 12, 31).ok(),
            ..When::default()
        };
        assert_eq!(dates(&sample), 1);
        sample.dossier.events[0].status = Modality::Background;
        assert_eq!(dates(&sample), 0);
    }

    #[test]
    fn what_proved_to_be_another_event_is_told_once_and_what_was_told_before_is_no_news() {
        let mut sample = sample("arabic");
        sample.dossier.events[0].formerly.push(Former {
            id: "lost".to_owned(),
            entry: 7,
        });
        sample.dossier.events[1].split_from = Some(sample.dossier.events[0].id.clone());
        let all = sample.dossier.events.len();
        let xml = feed(&sample);
        let found = guids(&xml);
        assert_eq!(
            found.len(),
            all,
            "one more for the lost one, one less for the part"
        );
        assert_eq!(found.iter().filter(|g| g.ends_with("/lost")).count(), 1);
        assert!(!found.iter().any(|g| g.ends_with("event%200.1")), "{found:?}");
    }

    #[test]
    fn archive_documents_keep_their_items_when_later_reports_join() {
        let numbered = |reports: usize| {
            let mut sample = testkit::large(reports);
            for (n, event) in sample.dossier.events.iter_mut().enumerate() {
                event.entry = Some(n as u64);
            }
            files(&sample, "events", Some("https://example.org/d"))
        };
        let (before, after) = (numbered(20), numbered(26));
        let names = |files: &[(String, String)]| files.iter().map(|f| f.0.clone()).collect::<Vec<_>>();
        let pages = |n: usize| (1..=n).map(|n| format!("feed-archive-{n}.rss"));
        assert_eq!(names(&before)[1..], pages(3).collect::<Vec<_>>());
        assert_eq!(names(&after)[1..], pages(4).collect::<Vec<_>>());
        let mut all = std::collections::BTreeSet::new();
        for (n, (_, xml)) in after.iter().enumerate() {
            all.extend(guids(xml));
            if n > 0 && n < before.len() {
                assert_eq!(guids(xml), guids(&before[n].1));
                assert!(xml.contains("<fh:archive/>") && xml.contains("rel=\"current\""));
            }
        }
        assert_eq!(all.len(), 104, "every item stands in some document");
        assert!(after[0].1.contains("feed-archive-4.rss\" rel=\"prev-archive\""));
    }
}

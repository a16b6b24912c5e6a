//! Dossier and Briefing → JSON Feed 1.1: an item for each event (or each report), newest first.
//!
//! What items are, how they are dated and which documents hold them stands in [`isnad_feed`]. `next_url` leads through the
//! archive documents. The less-than sign is written as an escape, so that the JSON may stand inside a page.

use isnad_export::{Artifact, Context, ExportError, Exporter, Info};
use isnad_feed::{Document, Feed, Item, Items, rfc3339};
use isnad_model::{Briefing, Dossier};
use serde_json::{Map, Value};

const MEDIA: &str = "application/feed+json";

/// The dossier as a JSON Feed, `feed.json`, with its archive documents.
#[derive(Clone, Copy, Debug, Default)]
pub struct JsonFeed;

impl Exporter for JsonFeed {
    fn info(&self) -> Info {
        Info::new("jsonfeed", "a feed of events or reports, JSON Feed 1.1", MEDIA).with(Items::option())
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
        let mut out = Vec::new();
        for one in feed.documents("json") {
            let text = serde_json::to_string_pretty(&document(&feed, &one))
                .map_err(|e| ExportError::Format(e.to_string()))?;
            let text = text.replace('<', "\\u003c");
            out.push(Artifact::new(&one.file, MEDIA, format!("{text}\n")));
        }
        Ok(out)
    }
}

fn document(feed: &Feed<'_>, document: &Document) -> Value {
    let mut out = Map::new();
    put(&mut out, "version", Some("https://jsonfeed.org/version/1.1"));
    put(&mut out, "title", Some(&feed.title));
    put(&mut out, "description", Some(&feed.summary));
    put(&mut out, "home_page_url", feed.home.as_deref());
    put(&mut out, "feed_url", feed.address(&document.file).as_deref());
    let next = document.previous.as_ref().and_then(|file| feed.address(file));
    put(&mut out, "next_url", next.as_deref());
    put(&mut out, "language", feed.language.as_deref());
    let items = document.items.iter().filter_map(|n| feed.item(*n));
    let items = items.map(|one| item(feed, &one)).collect();
    out.insert("items".to_owned(), Value::Array(items));
    Value::Object(out)
}

fn item(feed: &Feed<'_>, item: &Item) -> Value {
    let mut out = Map::new();
    put(&mut out, "id", Some(&item.id));
    put(&mut out, "title", Some(&item.title));
    put(&mut out, "summary", Some(&item.summary));
    put(&mut out, "content_html", Some(&item.content));
    // the page is about the same, but it is not this item's own
    put(&mut out, "external_url", item.link.as_deref());
    let moment = |m: &Option<_>| m.as_ref().map(rfc3339);
    put(&mut out, "date_published", moment(&item.published).as_deref());
    put(&mut out, "date_modified", moment(&item.updated).as_deref());
    put(&mut out, "language", feed.language.as_deref());
    let authors = item
        .outlets
        .iter()
        .map(|name| serde_json::json!({ "name": name }));
    list(&mut out, "authors", authors.collect());
    let tags = item.categories.iter().map(|c| Value::from(c.term.as_str()));
    list(&mut out, "tags", tags.collect());
    Value::Object(out)
}

fn put(into: &mut Map<String, Value>, key: &str, value: Option<&str>) {
    if let Some(value) = value {
        into.insert(key.to_owned(), value.into());
    }
}

fn list(into: &mut Map<String, Value>, key: &str, values: Vec<Value>) {
    if !values.is_empty() {
        into.insert(key.to_owned(), values.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use isnad_export::testkit::{self, HOSTILE, Sample, sample};

    fn feed(sample: &Sample, context: &Context) -> String {
        let artifact = JsonFeed
            .export(&sample.dossier, &sample.briefing, context)
            .unwrap()
            .remove(0);
        String::from_utf8(artifact.bytes).unwrap()
    }

    #[test]
    fn conforms() {
        testkit::conforms(&JsonFeed);
    }

    #[test]
    fn feed_readers_understand_it() {
        let context = Context {
            base_url: Some("https://example.org/d".to_owned()),
            ..Context::default()
        };
        let text = feed(&sample("several"), &context);
        let read = feed_rs::parser::parse(text.as_bytes()).unwrap();
        assert_eq!(read.entries.len(), 12);
        assert!(read.entries[0].id.starts_with("tag:isnad.invalid,2026:event/"));
        assert_eq!(read.entries[0].authors.len(), 1);
        let json: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(json["feed_url"], "https://example.org/d/feed.json");
        assert!(json.get("next_url").is_none(), "a short feed has one document");
    }

    #[test]
    fn hostile_reports_add_no_items_and_no_markup() {
        for n in 0..HOSTILE.len() {
            let text = feed(&sample(&format!("hostile-{n}")), &Context::default());
            assert!(!text.contains('<'));
            let json: Value = serde_json::from_str(&text).unwrap();
            let items = json["items"].as_array().unwrap();
            assert_eq!(items.len(), 8, "{text}");
            for item in items {
                let body = item["content_html"].as_str().unwrap();
                assert!(testkit::active(body).is_none(), "{body}");
            }
        }
    }
}

//! Snapshots of every exporter over the sample reports, and other people's readers on what we write.

use crate::support::{export, exporter_ids, seeds_dossier};
use isnad::{model::wire, text::bidi};

fn text(id: &str) -> String {
    String::from_utf8(export(seeds_dossier(), id)).unwrap()
}

/// Direction marks are made visible, so that a snapshot can be read.
fn visible(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{2068}' => "{FSI}".to_owned(),
            '\u{2069}' => "{PDI}".to_owned(),
            c => c.to_string(),
        })
        .collect()
}

#[test]
fn markdown_in_arabic() {
    insta::assert_snapshot!("briefing-ar", visible(&text("markdown")));
}

#[test]
fn markdown_in_english() {
    let isnad = isnad::Isnad::default();
    let briefing = isnad.brief(seeds_dossier(), Some("en"), None);
    let artifacts = isnad::exporters()
        .find("markdown")
        .unwrap()
        .export(seeds_dossier(), &briefing, &Default::default())
        .unwrap();
    insta::assert_snapshot!(
        "briefing-en",
        visible(std::str::from_utf8(&artifacts[0].bytes).unwrap())
    );
}

#[test]
fn rss() {
    insta::assert_snapshot!("rss", visible(&text("rss")));
}

#[test]
fn jsonld() {
    let value: serde_json::Value = serde_json::from_str(&text("jsonld")).unwrap();
    insta::assert_snapshot!("jsonld", serde_json::to_string_pretty(&value).unwrap());
}

/// The JSON of the whole dossier is long: what is compiled is shown, and one report in full.
#[test]
fn json() {
    let mut value: serde_json::Value = serde_json::from_str(&text("json")).unwrap();
    let reports = value["reports"].take();
    let one = reports
        .as_array()
        .unwrap()
        .iter()
        .find(|r| r["source"] == "02_marsa.txt")
        .unwrap()
        .clone();
    value["made_by"]["packs"] = "(hashes)".into();
    insta::assert_snapshot!("json-compiled", serde_json::to_string_pretty(&value).unwrap());
    insta::assert_snapshot!("json-report", serde_json::to_string_pretty(&one).unwrap());
}

#[test]
fn the_schema() {
    insta::assert_snapshot!(
        "schema",
        serde_json::to_string_pretty(&isnad::model::json_schema()).unwrap()
    );
}

#[test]
fn json_reads_back_as_the_same_dossier() {
    assert!(&wire::from_json(text("json").as_bytes()).unwrap() == seeds_dossier());
}

#[test]
fn feed_readers_read_the_feed() {
    let feed = feed_rs::parser::parse(text("rss").as_bytes()).unwrap();
    assert!(feed.title.is_some_and(|t| !t.content.is_empty()));
    assert!(feed.entries.len() >= 5, "{} items", feed.entries.len());
    let ids: std::collections::BTreeSet<_> = feed.entries.iter().map(|e| e.id.clone()).collect();
    assert_eq!(ids.len(), feed.entries.len(), "guids are distinct");
    for entry in &feed.entries {
        assert!(entry.id.starts_with("tag:"), "{}", entry.id);
        assert!(
            entry.title.as_ref().is_some_and(|t| !t.content.is_empty()),
            "{}",
            entry.id
        );
    }
}

#[test]
fn graph_readers_read_the_graph() {
    let bytes = text("jsonld");
    let quads: Vec<_> = oxjsonld::JsonLdParser::new()
        .for_slice(bytes.as_bytes())
        .collect::<Result<_, _>>()
        .unwrap();
    assert!(quads.len() > 200, "{} quads", quads.len());
    let met = quads.iter().filter(|q| {
        q.predicate.as_str() == "http://schema.org/attendee"
            || q.predicate.as_str() == "http://schema.org/organizer"
    });
    assert!(met.count() > 5);
}

#[test]
fn no_export_holds_what_could_act_on_a_reader() {
    for id in exporter_ids() {
        let text = text(&id);
        if id == "json" {
            continue; // the dossier keeps the reports' texts as they stand, escaped by JSON
        }
        let bad = text.chars().find(|c| {
            (c.is_control() && !matches!(c, '\n' | '\t'))
                || matches!(c, '\u{202A}'..='\u{202E}')
                || *c == '\u{FEFF}'
        });
        assert_eq!(bad, None, "{id}");
        let isolates = |x: char| text.chars().filter(|c| *c == x).count();
        assert_eq!(
            isolates('\u{2068}'),
            isolates('\u{2069}'),
            "{id}: isolates are closed"
        );
        assert!(bidi::direction(&text).is_some());
    }
}

//! Snapshots of every exporter over the sample reports, and other people's readers on what we write.

use crate::support::{artifacts, export, exporter_ids, seeds_dossier};
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

/// The first document of a feed. The stylesheet is left out, and what only RSS needs to show: all formats share their items.
fn feed(id: &str) -> String {
    let bytes = artifacts(seeds_dossier(), id).remove(0).bytes;
    visible(&String::from_utf8(bytes).unwrap())
}

fn shortened() -> insta::internals::SettingsBindDropGuard {
    let mut settings = insta::Settings::clone_current();
    settings.add_filter("<[?]xml-stylesheet [^>]*>", "<?xml-stylesheet …?>");
    settings.add_filter(
        "(?s)<content type=\"html\">.*?</content>",
        "<content type=\"html\">…</content>",
    );
    settings.add_filter("\"content_html\": \".*\"", "\"content_html\": \"…\"");
    settings.bind_to_scope()
}

/// The page is long: its head, the first line of every section with the words it opens to, and the beginning of a text.
#[test]
fn html() {
    let page = text("html");
    let (head, body) = page.split_once("<style>").unwrap();
    let body = body.split_once("</style>").unwrap().1;
    let (front, sections) = body.split_once("<section ").unwrap();
    let mut out = format!("{head}{front}");
    for section in sections.split("<section ") {
        let first = section.split_inclusive("</li>\n").next().unwrap();
        let count = |what: &str| section.matches(what).count();
        let (lines, marks) = (count("<details>"), count("<mark"));
        out.push_str(&format!("<section {first}... {lines} lines, {marks} marks\n\n"));
    }
    let text = page.split("<div class=\"report\"").nth(2).unwrap();
    let text: Vec<&str> = text.lines().take(8).collect();
    out.push_str(&format!("<div class=\"report\"{}\n...\n", text.join("\n")));
    let mut settings = insta::Settings::clone_current();
    settings.add_filter("'sha256-[^']*'", "'sha256-(of the style)'");
    settings.bind(|| insta::assert_snapshot!("html", out));
}

/// Every line of the page can be opened, and every link on it leads somewhere.
#[test]
fn the_page_opens_every_line_to_its_words() {
    let page = text("html");
    let after = |key: &'static str| page.split(key).skip(1).filter_map(|p| p.split('"').next());
    let ids: std::collections::BTreeSet<&str> = after(" id=\"").collect();
    assert_eq!(ids.len(), after(" id=\"").count(), "ids are there once");
    for link in after(" href=\"#") {
        assert!(ids.contains(link), "#{link}");
    }
    let lines = page.matches("<span class=\"said\">").count();
    assert!(lines > 60, "{lines} lines");
    assert_eq!(page.matches("<details>").count(), lines);
    assert!(page.matches("<span class=\"chain\">").count() > 20);
}

#[test]
fn rss() {
    let _short = shortened();
    insta::assert_snapshot!("rss", feed("rss"));
}

#[test]
fn atom() {
    let _short = shortened();
    insta::assert_snapshot!("atom", feed("atom"));
}

#[test]
fn jsonfeed() {
    let _short = shortened();
    insta::assert_snapshot!("jsonfeed", feed("jsonfeed"));
}

#[test]
fn ical() {
    let unfolded = feed("ical").replace("\r\n ", "").replace("\r\n", "\n");
    insta::assert_snapshot!("ical", unfolded);
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

/// A page of many annotations: those of one event, one quotation and the report's date, and how many there are of each kind.
#[test]
fn annotations() {
    let page: serde_json::Value = serde_json::from_str(&text("annotations")).unwrap();
    let items = page["items"].as_array().unwrap();
    let report = report_id("01_kathib-news.txt");
    let shown = [
        "headline",
        "outlet",
        "published:0",
        "t2",
        "m2",
        "q2",
        "q2:1",
        "e1",
    ];
    let shown: Vec<_> = shown
        .iter()
        .filter_map(|layer| {
            let end = format!("#annotation/{report}:{layer}");
            items.iter().find(|i| i["id"].as_str().unwrap().ends_with(&end))
        })
        .collect();
    let mut kinds = std::collections::BTreeMap::new();
    for item in items {
        *kinds
            .entry(item["motivation"].as_str().unwrap())
            .or_insert(0usize) += 1;
    }
    let counted = serde_json::json!({"partOf": page["partOf"], "motivations": kinds, "items": shown});
    insta::assert_snapshot!("annotations", serde_json::to_string_pretty(&counted).unwrap());
}

/// What made the dossier, and one report with the chain of a quotation.
#[test]
fn prov() {
    let graph: serde_json::Value = serde_json::from_str(&text("prov")).unwrap();
    let report = report_id("01_kathib-news.txt");
    let mut shown: Vec<_> = graph["@graph"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|node| {
            let id = node["id"].as_str().unwrap();
            let about = format!("/{report}");
            let made = ["#run/", "#program/"].iter().any(|m| id.contains(m));
            made || id.ends_with(&about) || id.contains(&format!("{about}:q2"))
        })
        .cloned()
        .collect();
    for node in &mut shown {
        if let Some(used) = node.get_mut("used").and_then(|u| u.as_array_mut()) {
            used.retain(|u| !u.as_str().unwrap().contains("#pack/")); // their hashes change with every word
        }
    }
    insta::assert_snapshot!("prov", serde_json::to_string_pretty(&shown).unwrap());
}

/// The dossier itself, one report and one event.
#[test]
fn ninjs() {
    let mut item: serde_json::Value = serde_json::from_str(&text("ninjs")).unwrap();
    let associations = item["associations"].take();
    let associations = associations.as_array().unwrap();
    let mut report = associations[0].clone();
    let body = report["bodies"][0]["value"].as_str().unwrap();
    report["bodies"][0]["value"] = body.chars().take(80).collect::<String>().into();
    let event = associations
        .iter()
        .find(|a| a["type"] == "event" && a.get("eventDetails").is_some())
        .unwrap();
    item["associations"] = serde_json::json!([report, event]);
    insta::assert_snapshot!("ninjs", serde_json::to_string_pretty(&item).unwrap());
}

/// How many entities there are of each schema, and the first of each.
#[test]
fn ftm() {
    let text = text("ftm");
    let mut first = std::collections::BTreeMap::new();
    for line in text.lines() {
        let mut entity: serde_json::Value = serde_json::from_str(line).unwrap();
        if entity["properties"].get("bodyText").is_some() {
            entity["properties"]["bodyText"] = "(the body)".into();
        }
        let schema = entity["schema"].as_str().unwrap().to_owned();
        first.entry(schema).or_insert((0usize, entity)).0 += 1;
    }
    insta::assert_snapshot!("ftm", serde_json::to_string_pretty(&first).unwrap());
}

/// The first rows of every table.
#[test]
fn csv() {
    let isnad = isnad::Isnad::default();
    let briefing = isnad.brief(seeds_dossier(), None, None);
    let artifacts = isnad::exporters()
        .find("csv")
        .unwrap()
        .export(seeds_dossier(), &briefing, &Default::default())
        .unwrap();
    let mut shown = String::new();
    for table in artifacts.iter().filter(|a| a.path.ends_with(".csv")) {
        let text = std::str::from_utf8(&table.bytes).unwrap();
        let rows: Vec<&str> = text.lines().collect();
        shown.push_str(&format!("== {}: {} rows\n", table.path, rows.len() - 1));
        for row in rows.iter().take(3) {
            shown.push_str(row);
            shown.push('\n');
        }
    }
    insta::assert_snapshot!("csv", shown);
}

/// What the linked formats and tables say that they leave out of the sample reports.
#[test]
fn exports_tell_what_they_lose() {
    let isnad = isnad::Isnad::default();
    let briefing = isnad.brief(seeds_dossier(), None, None);
    let registry = isnad::exporters();
    let mut told = String::new();
    for id in ["jsonld", "annotations", "prov", "csv", "ninjs", "ftm"] {
        let exporter = registry.find(id).unwrap();
        for loss in exporter.check(seeds_dossier(), &briefing, &Default::default()) {
            told.push_str(&format!("{id}: {loss}\n"));
        }
        let nothing = exporter.check(&Default::default(), &Default::default(), &Default::default());
        assert!(nothing.is_empty(), "{id} loses something of nothing: {nothing:?}");
    }
    insta::assert_snapshot!("losses", told);
}

fn report_id(source: &str) -> &'static str {
    let reports = &seeds_dossier().reports;
    &reports.iter().find(|r| r.source == source).unwrap().id
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
fn feed_readers_read_every_document_of_every_feed() {
    for id in ["rss", "atom", "jsonfeed"] {
        let mut all = std::collections::BTreeSet::new();
        for document in artifacts(seeds_dossier(), id) {
            let feed = feed_rs::parser::parse(&document.bytes[..]).unwrap();
            assert!(
                feed.title.is_some_and(|t| !t.content.is_empty()),
                "{}",
                document.path
            );
            let ids: std::collections::BTreeSet<_> = feed.entries.iter().map(|e| e.id.clone()).collect();
            assert_eq!(
                ids.len(),
                feed.entries.len(),
                "{}: ids are distinct",
                document.path
            );
            for entry in &feed.entries {
                assert!(entry.id.starts_with("tag:"), "{}", entry.id);
                assert!(
                    entry.title.as_ref().is_some_and(|t| !t.content.is_empty()),
                    "{}",
                    entry.id
                );
            }
            all.extend(ids);
        }
        assert_eq!(
            all.len(),
            seeds_dossier().events.len(),
            "{id}: every event stands in some document"
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
        let crlf = matches!(id.as_str(), "csv" | "ical"); // RFC 4180 and RFC 5545 end their lines with both
        let bad = text.chars().find(|c| {
            (c.is_control() && !matches!(c, '\n' | '\t') && !(*c == '\r' && crlf))
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

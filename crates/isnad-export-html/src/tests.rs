//! The page over the conformance kit's samples, over texts of every length, and over hostile ones.

use crate::Html;
use isnad_export::testkit::{self, Sample, samples};
use isnad_export::{Artifact, Context, Exporter};
use isnad_model::*;

fn export(sample: &Sample, texts: &str) -> Vec<Artifact> {
    let context = Context {
        options: [("texts".to_owned(), texts.to_owned())].into(),
        ..Context::default()
    };
    Html.export(&sample.dossier, &sample.briefing, &context).unwrap()
}

fn page(sample: &Sample, texts: &str) -> String {
    String::from_utf8(export(sample, texts).remove(0).bytes).unwrap()
}

/// A dossier of one report with this text, and a briefing with a line for each of these words in it.
fn cited(text: &str, words: &[Span]) -> Sample {
    let report = Report {
        id: "r1".to_owned(),
        source: "a.txt".to_owned(),
        language: "en".to_owned(),
        text: text.to_owned(),
        ..Report::default()
    };
    let evidence: Vec<Evidence> = words.iter().map(|&s| Evidence::of(&report, s)).collect();
    let line = |e: &Evidence| BriefLine {
        text: "line".to_owned(),
        cites: vec![1],
        evidence: vec![e.clone()],
        ..BriefLine::default()
    };
    let briefing = Briefing {
        language: "en".to_owned(),
        sections: vec![Section {
            id: "timeline".to_owned(),
            heading: "Timeline".to_owned(),
            lines: evidence.iter().map(line).collect(),
            omitted: String::new(),
        }],
        sources: vec![SourceEntry {
            number: 1,
            report: "r1".to_owned(),
            quotes: evidence
                .into_iter()
                .map(|evidence| SourceQuote { line: 1, evidence })
                .collect(),
            ..SourceEntry::default()
        }],
        ..Briefing::default()
    };
    Sample {
        name: "cited".to_owned(),
        dossier: Dossier {
            reports: vec![report],
            ..Dossier::default()
        },
        briefing,
    }
}

/// The names of all start and end tags (`/p`), checked to nest.
fn tags(page: &str) -> Vec<&str> {
    let void = ["!DOCTYPE", "meta"];
    let mut open = Vec::new();
    let mut out = Vec::new();
    for part in page.split('<').skip(1) {
        let name = part.split([' ', '>', '\n']).next().unwrap();
        match name.strip_prefix('/') {
            Some(end) => assert_eq!(open.pop(), Some(end), "{part}"),
            None if void.contains(&name) => {}
            None => open.push(name),
        }
        out.push(name);
    }
    assert!(open.is_empty(), "{open:?}");
    out
}

/// The ids of a page and the fragments its links lead to.
fn ids_and_links(page: &str) -> (Vec<&str>, Vec<&str>) {
    let after = |key: &'static str| {
        page.split(key)
            .skip(1)
            .map(|p| p.split('"').next().unwrap())
            .collect()
    };
    (after(" id=\""), after(" href=\"#"))
}

/// The words of a text page inside marks, pieces of one mark together, nested ones too.
fn marked(page: &str) -> String {
    let mut depth = 0;
    let mut out = String::new();
    for part in page.split('<') {
        let (tag, text) = part.split_once('>').unwrap_or(("", part));
        match tag.split(' ').next() {
            Some("mark") => depth += 1,
            Some("/mark") => depth -= 1,
            _ => {}
        }
        if depth > 0 {
            out.push_str(text);
        }
    }
    out
}

#[test]
fn conforms() {
    testkit::conforms(&Html);
}

#[test]
fn hostile_reports_add_no_element_and_no_attribute() {
    let known = [
        "!DOCTYPE",
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "a",
        "header",
        "h1",
        "h2",
        "h3",
        "h4",
        "p",
        "nav",
        "ul",
        "ol",
        "li",
        "main",
        "section",
        "details",
        "summary",
        "div",
        "span",
        "bdi",
        "mark",
        "blockquote",
        "q",
        "time",
        "footer",
    ];
    for sample in samples() {
        for texts in ["inline", "pages", "none"] {
            for artifact in export(&sample, texts) {
                let page = String::from_utf8(artifact.bytes).unwrap();
                for tag in tags(&page) {
                    assert!(
                        known.contains(&tag.trim_start_matches('/')),
                        "{}: <{tag}",
                        sample.name
                    );
                }
                for part in page.split('<').skip(1) {
                    let tag = part.split('>').next().unwrap();
                    let active =
                        tag.contains(" on") || tag.contains("javascript:") || tag.contains(" style=");
                    assert!(!active, "{}: <{tag}>", sample.name);
                }
                let remote = page
                    .split("href=\"")
                    .skip(1)
                    .map(|p| p.split('"').next().unwrap());
                for href in remote.filter(|h| !h.starts_with('#') && !h.contains(".html")) {
                    assert!(href.starts_with("https://example.org/"), "{href}");
                }
            }
        }
    }
}

#[test]
fn every_link_leads_somewhere_and_every_id_is_there_once() {
    for sample in samples().iter().filter(|s| s.name != "default") {
        let page = page(sample, "inline");
        let (mut ids, links) = ids_and_links(&page);
        ids.sort_unstable();
        assert!(ids.windows(2).all(|w| w[0] != w[1]), "{ids:?}");
        for link in links {
            assert!(ids.binary_search(&link).is_ok(), "{}: #{link}", sample.name);
        }
    }
}

#[test]
fn crossing_words_are_all_marked_and_each_line_leads_to_its_own() {
    let text = "one two three\nfour five six\nseven";
    //          0   4   8     14   19   24
    let spans = [
        Span::new(0, 7),
        Span::new(4, 13),
        Span::new(8, 18),
        Span::new(19, 23),
        Span::new(19, 29),
    ];
    let page = page(&cited(text, &spans), "inline");
    tags(&page);
    let report = page.split("<div class=\"report\"").nth(1).unwrap();
    assert_eq!(marked(report), "one two threefourfive sixs");
    for link in page
        .split("href=\"#words-1-")
        .skip(1)
        .map(|p| p.split('"').next().unwrap())
    {
        assert!(page.contains(&format!("<mark id=\"words-1-{link}\">")), "{link}");
    }
}

#[test]
fn a_huge_report_is_cut_to_what_stands_around_its_words() {
    let mut text = "headline ".repeat(120_000);
    let at = text.len();
    text.push_str("the words cited");
    text.push_str(&" after".repeat(50_000));
    text.push_str(&"\nanother line that is long enough".repeat(10_000));
    let words = [Span::new(at, at + 15), Span::new(0, at)];
    for (texts, most) in [("inline", 40_000), ("pages", 40_000), ("none", 40_000)] {
        let sample = cited(&text, &words);
        let files = export(&sample, texts);
        let index = String::from_utf8(files[0].bytes.clone()).unwrap();
        assert!(index.len() < most, "{texts}: {}", index.len());
        assert!(index.contains("the words cited"), "{texts}");
        for file in files {
            tags(std::str::from_utf8(&file.bytes).unwrap());
        }
    }
    let page = page(&cited(&text, &words), "inline");
    assert!(page.contains("text-cut"), "the page says that texts are cut");
    let said = Html.check(
        &cited(&text, &words).dossier,
        &cited(&text, &words).briefing,
        &Context::default(),
    );
    assert_eq!(said.len(), 1, "{said:?}");
}

#[test]
fn of_a_withheld_text_only_the_words_cited_are_shown() {
    let mut sample = cited("secret words here", &[Span::new(7, 12)]);
    sample.dossier.reports[0].text_withheld = true;
    let page = page(&sample, "inline");
    assert!(page.contains("<mark>words</mark>") && page.contains("text-withheld"));
    assert!(!page.contains("secret") && !page.contains("class=\"report\""));
}

#[test]
fn texts_on_pages_of_their_own_are_linked_both_ways() {
    let files = export(&cited("some words here", &[Span::new(5, 10)]), "pages");
    let paths: Vec<&str> = files.iter().map(|f| f.path.as_str()).collect();
    assert_eq!(paths, ["index.html", "texts/r1.html"]);
    let text = |n: usize| std::str::from_utf8(&files[n].bytes).unwrap();
    assert!(text(0).contains("href=\"texts/r1.html#words-1-1\""));
    assert!(text(1).contains("some <mark id=\"words-1-1\">words</mark> here"));
    assert!(text(1).contains("href=\"../index.html#src-1\""));
}

//! What must hold for every page, whatever its markup.

use super::{Kind, is_page, page, parse};
use crate::ParseOptions;
use encoding_rs::Encoding;
use isnad_lang::Packs;
use isnad_model::{Basis, Report, Role};
use proptest::prelude::*;

/// What somebody reads who takes the bytes of a block's origin, takes its tags away and collapses its blanks.
fn read_back(bytes: &[u8], encoding: &'static Encoding) -> String {
    let (source, _) = encoding.decode_without_bom_handling(bytes);
    let mut out = String::new();
    let mut silent: Option<Vec<u8>> = None;
    let mut emitter = html5gum::DefaultEmitter::<()>::default();
    emitter.naively_switch_states(true);
    for token in html5gum::Tokenizer::new_with_emitter(source.as_ref(), emitter).flatten() {
        match token {
            html5gum::Token::StartTag(tag) if silent.is_none() => match tag.name.as_slice() {
                b"br" => out.push(' '),
                name @ (b"script" | b"style" | b"svg" | b"noscript" | b"template") => {
                    silent = Some(name.to_vec())
                }
                _ => {}
            },
            html5gum::Token::EndTag(tag) if silent.as_deref() == Some(tag.name.as_slice()) => silent = None,
            html5gum::Token::String(text) if silent.is_none() => {
                out.push_str(&String::from_utf8_lossy(&text.value))
            }
            _ => {}
        }
    }
    collapse(&out)
}

fn collapse(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn check_origins(bytes: &[u8], report: &Report, encoding: &'static Encoding) {
    let mut last = 0;
    for block in &report.blocks {
        let words = block.span().of(&report.text);
        let origin = block.origin.unwrap();
        assert!(
            origin.start < origin.end && origin.end <= bytes.len(),
            "{origin:?}"
        );
        if block.role != Role::Headline {
            assert!(last <= origin.start, "{origin:?} behind {last}");
        }
        last = origin.start;
        let back = read_back(&bytes[origin.start..origin.end], encoding);
        assert_eq!(back, collapse(words), "{origin:?}");
    }
}

fn read(bytes: &[u8]) -> crate::Parsed {
    parse("a.html", bytes, None, &ParseOptions::default(), Packs::builtin())
}

fn rules(parsed: &crate::Parsed) -> Vec<&str> {
    parsed.diagnostics.iter().map(|d| d.rule.as_str()).collect()
}

const BODY: &str = "<p>The envoy met the minister in the capital on Monday, and they agreed to meet again.</p>
    <p>An official said that the talks were long, that both sides had asked for time, and that nothing was signed.</p>";

#[test]
fn statements_of_a_page_and_of_its_text() {
    let source = format!(
        "<!doctype html><html lang=en><head><title>Envoy meets minister | The Ledger</title>
        <link rel=canonical href='https://www.ledger.example/2021/05/03/envoy'>
        <script type='application/ld+json'>{{\"@context\":\"https://schema.org\",\"@graph\":[{{\"@type\":\"WebPage\"}},
          {{\"@type\":[\"NewsArticle\"],\"headline\":\"Envoy meets minister\",\"datePublished\":\"2021-05-03T08:00:00Z\",
          \"dateModified\":\"2021-05-04T09:30:00Z\",\"author\":[{{\"@type\":\"Person\",\"name\":\"Ann Reed\"}},{{\"name\":\"Bo Li\"}}],
          \"publisher\":{{\"@type\":\"Organization\",\"name\":\"The Ledger\"}},}}]}}</script></head>
        <body><h1>Envoy meets minister</h1><p class=byline>By Ann Reed</p><p class=date>Published: 3 May 2021</p>
        <figure><img src=a.jpg><figcaption>The two men at the airport</figcaption></figure>
        <article>{BODY}<h2>What next</h2><p>They will meet again in June, the official said, in the same city.</p></article>
        <ul class=related><li><a href=/1>Another report of the same day</a></li></ul></body></html>"
    );
    let parsed = read(source.as_bytes());
    assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
    let report = parsed.report.unwrap();
    check_origins(source.as_bytes(), &report, encoding_rs::UTF_8);
    assert_eq!(
        report.headline.as_ref().map(|h| h.text.as_str()),
        Some("Envoy meets minister")
    );
    assert_eq!(report.authors, ["Ann Reed", "Bo Li"]);
    let outlet = report.outlet.as_ref().unwrap();
    assert_eq!(
        (outlet.name.as_str(), outlet.domain.as_deref()),
        ("The Ledger", Some("ledger.example"))
    );
    assert_eq!(report.published.value.as_deref(), Some("2021-05-03T08:00Z"));
    assert_eq!(report.published.basis, Basis::Metadata);
    assert!(
        report.published.because.iter().any(|r| !r.evidence.is_empty()),
        "the text says the same day"
    );
    assert_eq!(
        report.updated.as_ref().and_then(|d| d.value.as_deref()),
        Some("2021-05-04T09:30Z")
    );
    let roles: Vec<Role> = report.blocks.iter().map(|b| b.role).collect();
    assert_eq!(
        roles,
        [
            Role::Headline,
            Role::Byline,
            Role::Published,
            Role::Caption,
            Role::Paragraph,
            Role::Paragraph,
            Role::Heading,
            Role::Paragraph
        ]
    );
    // the text's own day where the page's fields say another one
    let other = source.replace("3 May 2021", "9 May 2021");
    assert_eq!(rules(&read(other.as_bytes())), ["date-fields-disagree"]);
}

#[test]
fn pages_that_are_no_article_are_told() {
    let links: String = (0..12)
        .map(|n| format!("<div><h3><a href=/{n}>Minister number {n} visits the city</a></h3><p>A few words on it.</p></div>"))
        .collect();
    let listing = format!("<html><title>The Ledger</title><body><h1>The Ledger</h1>{links}</body></html>");
    let parsed = read(listing.as_bytes());
    assert!(parsed.report.is_none());
    assert_eq!(rules(&parsed), ["listing-page"]);
    assert_eq!(
        rules(&read(b"<html><body><script>render()</script></body></html>")),
        ["empty-page"]
    );
    let walled = format!(
        "<html><title>Envoy meets minister</title><body><h1>Envoy meets minister</h1>{BODY}<div class=paywall><p>Subscribe to read on</p><a>Log in</a></div></body></html>"
    );
    let parsed = read(walled.as_bytes());
    assert!(parsed.report.is_some());
    assert_eq!(rules(&parsed), ["paywalled-page"]);
}

#[test]
fn hostile_markup_costs_time_in_proportion() {
    let deep = format!(
        "<html><body>{}<h1>Envoy meets minister</h1>{BODY}",
        "<div><b><i>".repeat(100_000)
    );
    let parsed = read(deep.as_bytes());
    assert!(rules(&parsed).contains(&"deep-nesting"));
    assert!(
        parsed
            .report
            .is_some_and(|r| r.text.contains("agreed to meet again"))
    );
    for part in [
        "</div></p></table>".repeat(50_000),
        "<table><tr><td>".repeat(50_000),
        "<p ".repeat(100_000),
        "<!--".repeat(100_000),
        "<a href=x>".repeat(100_000),
        "<![CDATA[".repeat(50_000),
        format!("<p class='{}'>", "x ".repeat(500_000)),
        "&amp".repeat(200_000),
        "<script>".repeat(50_000),
        "<li>".repeat(100_000),
        "<svg><title>".repeat(50_000),
    ] {
        let source = format!("<html><body><h1>Envoy meets minister</h1>{BODY}{part}");
        let report = read(source.as_bytes()).report.unwrap();
        assert!(report.text.contains("agreed to meet again"));
    }
    let nul = format!("<html><body>\0<h1>Envoy meets\0minister</h1>{BODY}<template><p>Never shown, of course.</p></template>
        <p hidden>Hidden, of course.</p><noscript><p>Without scripts, of course.</p></noscript><plaintext>");
    let parsed = read(nul.as_bytes());
    assert_eq!(rules(&parsed), ["nul-bytes"]);
    let report = parsed.report.unwrap();
    assert!(!report.text.contains("of course"), "{}", report.text);
    check_origins(nul.as_bytes(), &report, encoding_rs::UTF_8);
}

#[test]
fn references_and_pieces_read_back() {
    let source = "<html><body><h1>Talks &amp; more&nbsp;talks &quot;soon&quot;</h1><p>The &#101;nvoy&hellip; met <b>the</b> <!-- x -->min<i>ist</i>er,
        he s&eacute;id &lt;so&gt; &notit; &unknown; on Monday.<br><br>They   agreed\r\n to meet again, and left the city at once.</p></body></html>";
    let report = read(source.as_bytes()).report.unwrap();
    check_origins(source.as_bytes(), &report, encoding_rs::UTF_8);
    assert!(
        report.text.contains("minister, he s\u{e9}id <so>"),
        "{}",
        report.text
    );
    let latin: Vec<u8> = source
        .replace("eacute;", "eacute;\u{e9}")
        .chars()
        .map(|c| c as u32 as u8)
        .collect();
    let report = parse(
        "a.html",
        &latin,
        Some("windows-1252"),
        &ParseOptions::default(),
        Packs::builtin(),
    )
    .report
    .unwrap();
    check_origins(&latin, &report, encoding_rs::WINDOWS_1252);
}

#[test]
fn the_beginning_shows_a_page() {
    for (name, bytes, want) in [
        ("a.txt", &b"\xEF\xBB\xBF <!-- x --><!DOCTYPE html><p>"[..], true),
        ("a.txt", b"<html><p>", true),
        ("a.html", b"<p>A page without a head", true),
        ("a.txt", b"<p>A text that begins with a tag", false),
        ("a.html", b"%PDF-1.7", false),
        ("a.html", b"<rss version=2>", false),
        ("a.html", b"plain words", false),
        ("a", b"<\0h\0t\0m\0l\0>\0", true),
    ] {
        assert_eq!(is_page(name, bytes), want, "{name} {bytes:?}");
    }
}

fn markup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just(BODY.to_owned()),
        "<(p|div|h1|h2|article|section|ul|li|td|tr|table|a href=x|span|b|figure|figcaption|br|time datetime=2021-05-03|header|footer|aside)>",
        "</(p|div|h1|h2|article|section|ul|li|td|tr|table|a|span|b|figure|figcaption|header|footer|aside)>",
        "<(div|p|span) (class|id|itemprop)='?(byline|date|caption|entry-content|related|share|hidden|headline|comments|articleBody)'?>",
        "&(amp|lt|nbsp|#65|#x1F600|quot|hellip|bogus|notin);?",
        "[A-Za-z ,.0-9\r\n\t]{1,40}",
        "[\u{600}-\u{6FF} ]{1,20}",
        "(<!--|-->|<script>|</script>|<style>|</style>|<!\\[CDATA\\[|\\]\\]>|<\\?x|<svg>|</svg>|\0)",
        "By [A-Z][a-z]{3} [A-Z][a-z]{4}|Published: [1-9] May 2021|Updated: 4 May 2021 1[0-9]:30",
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|p| p.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..600), html in any::<bool>()) {
        let bytes = if html { [b"<html><body><p>", bytes.as_slice()].concat() } else { bytes };
        let _ = page(&bytes, None, &ParseOptions::default(), Packs::builtin()).map(|p| p.kind == Kind::Empty);
        let parsed = read(&bytes);
        if let Some(report) = parsed.report {
            for block in &report.blocks {
                let origin = block.origin.unwrap();
                prop_assert!(origin.start <= origin.end && origin.end <= bytes.len());
            }
        }
    }

    #[test]
    fn any_markup_reads_back(markup in markup(), utf16 in any::<bool>()) {
        let source = format!("<html><body>{markup}{BODY}");
        let (bytes, encoding) = if utf16 {
            let units = source.encode_utf16().flat_map(u16::to_le_bytes);
            ([0xFF, 0xFE].into_iter().chain(units).collect(), encoding_rs::UTF_16LE)
        } else {
            (source.into_bytes(), encoding_rs::UTF_8)
        };
        let parsed = read(&bytes);
        prop_assert!(parsed.diagnostics.iter().all(|d| !d.message.is_empty() && !d.hint.is_empty()));
        if let Some(report) = parsed.report {
            check_origins(&bytes, &report, encoding);
        }
    }
}

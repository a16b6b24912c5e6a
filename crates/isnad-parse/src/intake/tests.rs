use super::*;
use crate::{ParseOptions, Parsed, parse_piece};
use flate2::{Compression, write::GzEncoder};
use isnad_lang::Packs;
use isnad_model::{Basis, Report, Role};
use std::io::Write;

/// What a file holds: names of pieces, and rules of diagnostics with their places.
fn expanded(name: &str, bytes: &[u8], limits: &Limits) -> (Vec<Piece>, Vec<String>) {
    let (pieces, wrong) = pieces(&Piece::new(name, bytes), limits);
    for d in &wrong {
        assert!(
            d.report.starts_with(name) && !d.message.is_empty() && !d.hint.is_empty(),
            "{d:?}"
        );
    }
    let rules = wrong
        .into_iter()
        .map(|d| format!("{} {}", d.rule, d.report))
        .collect();
    (pieces, rules)
}

fn names(name: &str, bytes: &[u8]) -> (Vec<String>, Vec<String>) {
    let (pieces, rules) = expanded(name, bytes, &Limits::default());
    (pieces.into_iter().map(|p| p.source).collect(), rules)
}

fn parsed(piece: &Piece) -> Parsed {
    parse_piece(piece, &ParseOptions::default(), Packs::builtin())
}

/// The only report of a file.
fn report(name: &str, bytes: &[u8]) -> Report {
    let (pieces, rules) = expanded(name, bytes, &Limits::default());
    assert_eq!((pieces.len(), rules), (1, Vec::new()));
    let parsed = parsed(&pieces[0]);
    assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
    parsed.report.unwrap()
}

/// Blocks with their words in the report and the bytes of the file they come from.
fn blocks(report: &Report, bytes: &[u8]) -> Vec<(Role, String, String)> {
    let block = |b: &isnad_model::Block| {
        let origin = b.origin.unwrap();
        let written = String::from_utf8_lossy(&bytes[origin.start..origin.end]).into_owned();
        (b.role, report.text[b.start..b.end].to_owned(), written)
    };
    report.blocks.iter().map(block).collect()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::best());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

const RECORD: &str = r#"{"url": "https://www.ledger.example/a/1", "title": "Envoy \"leaves\" the city", "author": "Ann Reed",
 "date_extracted": "2021-05-04 02:51:32", "content": "The envoy left the city on Monday, and nobody said why he did so.\n\n He will be back in ten days, said his office in the \u0063apital."}"#;

#[test]
fn a_record_is_a_report_with_the_bytes_it_was_written_with() {
    let report = report("a.json", RECORD.as_bytes());
    assert_eq!(report.source, "a.json");
    assert_eq!(report.url.as_deref(), Some("https://www.ledger.example/a/1"));
    let outlet = report.outlet.as_ref().unwrap();
    assert_eq!(
        (outlet.domain.as_deref(), outlet.basis),
        (Some("ledger.example"), Basis::Metadata)
    );
    assert_eq!(report.authors, ["Ann Reed"]);
    // when a crawler came by is no date of publication
    assert_eq!(report.published.basis, Basis::Unknown);
    assert_eq!(
        report.saved.as_ref().and_then(|s| s.value.as_deref()),
        Some("2021-05-04T02:51")
    );
    let blocks = blocks(&report, RECORD.as_bytes());
    let expected = [
        (
            Role::Headline,
            "Envoy \"leaves\" the city",
            r#"Envoy \"leaves\" the city"#,
        ),
        (Role::Byline, "Ann Reed", "Ann Reed"),
        (
            Role::Paragraph,
            "The envoy left the city on Monday, and nobody said why he did so.",
            "The envoy left the city on Monday, and nobody said why he did so.",
        ),
        (
            Role::Paragraph,
            "He will be back in ten days, said his office in the capital.",
            r"He will be back in ten days, said his office in the \u0063apital.",
        ),
    ];
    assert_eq!(
        blocks,
        expected.map(|(role, text, bytes)| (role, text.to_owned(), bytes.to_owned()))
    );
}

#[test]
fn the_kind_shows_in_the_bytes() {
    let line = RECORD.replace('\n', " ");
    let lines = format!("\u{FEFF}{line}\r\n\n{line}\n");
    let pair = ["a.txt#1".to_owned(), "a.txt#3".to_owned()];
    assert_eq!(names("a.txt", lines.as_bytes()), (pair.to_vec(), Vec::new()));
    assert_eq!(names("a.txt", &gz(&gz(lines.as_bytes()))).0, pair);
    for (bytes, count) in [
        (format!("[{line},\n{RECORD}]"), 2),
        (format!("{RECORD}\n{RECORD}"), 2),
        (
            format!("{{\"status\": \"ok\", \"articles\": [{RECORD}, {line}]}}"),
            2,
        ),
        (
            format!("{{\"response\": {{\"results\": [{line}, {line}, {line}]}}}}"),
            3,
        ),
    ] {
        let (found, rules) = names("a.html", bytes.as_bytes());
        let expected: Vec<String> = (1..=count).map(|n| format!("a.html#{n}")).collect();
        assert_eq!((found, rules), (expected, Vec::new()), "{bytes}");
    }
    assert_eq!(names("a.jsonl.gz", &gz(line.as_bytes())).0, ["a.jsonl.gz#1"]);
    assert_eq!(names("a.json", line.as_bytes()).0, ["a.json"]);
    for text in [
        "[Update] The envoy left.",
        "{The envoy} left.",
        "[1] The envoy left.",
        "Envoy {\"a\": 1}",
    ] {
        let (pieces, _) = expanded("a.json", text.as_bytes(), &Limits::default());
        assert_eq!(pieces[0].kind, Kind::Text, "{text}");
    }
}

#[test]
fn places_are_counted_in_the_unpacked_file() {
    let line = RECORD.replace('\n', " ");
    let file = format!("{line}\n{line}\n");
    let (pieces, _) = expanded("a.jsonl.gz", &gz(file.as_bytes()), &Limits::default());
    assert_eq!(pieces[1].offset, line.len() as u64 + 1);
    let report = parsed(&pieces[1]).report.unwrap();
    assert_eq!(blocks(&report, file.as_bytes())[1].2, "Ann Reed");
}

#[test]
fn what_is_wrong_is_told_with_its_place_and_the_rest_goes_on() {
    let line = RECORD.replace('\n', " ");
    let file = format!("{line}\n[1, 2]\n{}\n{line}\n{}", &line[..80], &line[..90]);
    let (found, rules) = expanded("a.jsonl", file.as_bytes(), &Limits::default());
    assert_eq!(rules, ["broken-json a.jsonl#2"]);
    let sources: Vec<&str> = found.iter().map(|p| p.source.as_str()).collect();
    assert_eq!(sources, ["a.jsonl#1", "a.jsonl#3", "a.jsonl#4", "a.jsonl#5"]);
    for piece in [&found[1], &found[3]] {
        let parsed = parsed(piece);
        assert_eq!(
            (parsed.diagnostics[0].rule.as_str(), parsed.report),
            ("truncated", None)
        );
    }
    // cut in the middle of an array, of a packed file
    let cut = format!("[{line}, {}", &line[..100]);
    let (found, rules) = names("a.json", cut.as_bytes());
    assert_eq!((found.len(), rules), (1, vec!["truncated a.json".to_owned()]));
    let many = format!("{line}\n").repeat(400);
    let packed = gz(many.as_bytes());
    let (found, rules) = names("a.jsonl", &packed[..packed.len() / 2]);
    assert!((10..400).contains(&found.len()), "{}", found.len());
    assert_eq!(rules, ["truncated a.jsonl"]);
}

#[test]
fn limits_are_told() {
    let line = RECORD.replace('\n', " ");
    let small = Limits {
        max_piece: 600,
        max_pieces: 3,
        max_depth: 1,
        ..Limits::default()
    };
    let long = format!("{{\"text\": \"{}\"}}", "x".repeat(700));
    let file = format!("{line}\n{long}\n{line}\n{line}\n{line}\n{line}\n");
    let (found, rules) = expanded("a.jsonl", file.as_bytes(), &small);
    assert_eq!(found.len(), 3);
    assert_eq!(rules, ["large-record a.jsonl#2", "too-many-reports a.jsonl#5"]);
    let array = format!("[{line},{long},{line}]");
    assert_eq!(
        expanded("a.json", array.as_bytes(), &small).1,
        ["large-record a.json#2"]
    );
    assert_eq!(
        expanded("a.txt", "x".repeat(700).as_bytes(), &small).1,
        ["large-file a.txt"]
    );
    assert_eq!(
        expanded("a.gz", &gz(&gz(b"Envoy leaves")), &small).1,
        ["nested-too-deeply a.gz"]
    );
    let bomb = gz(&vec![b' '; 40 << 20]);
    let (found, rules) = expanded(
        "a.gz",
        &bomb,
        &Limits {
            max_piece: 64 << 20,
            ..Limits::default()
        },
    );
    assert_eq!(rules, ["decompression-bomb a.gz"]);
    assert!(found.iter().all(|p| p.bytes.len() <= 17 << 20));
    let lines = gz(format!("{line}\n").repeat(20_000).as_bytes());
    let (_, rules) = expanded(
        "a.gz",
        &lines,
        &Limits {
            max_unpacked: 1 << 20,
            ..Limits::default()
        },
    );
    assert_eq!(rules, ["decompression-bomb a.gz"]);
}

#[test]
fn records_of_every_program_are_read() {
    let body = "The envoy left the city on Monday, and nobody said why he did so at all.";
    for (program, record) in [
        (
            "news-please",
            format!(
                r#"{{"authors": ["Ann Reed"], "date_download": "2021-05-09 10:00:00", "date_modify": "2021-05-04 08:00:00", "date_publish": "2021-05-03 08:00:00", "description": "The envoy left", "maintext": "{body}", "source_domain": "ledger.example", "text": null, "title": "Envoy leaves", "url": "https://ledger.example/1"}}"#
            ),
        ),
        (
            "newspaper4k",
            format!(
                r#"{{"title": "Envoy leaves", "authors": ["Ann Reed"], "publish_date": "2021-05-03T08:00:00", "text": "{body}", "source_url": "https://ledger.example", "url": "https://ledger.example/1", "summary": "{body}", "meta_lang": "en"}}"#
            ),
        ),
        (
            "trafilatura",
            format!(
                r#"{{"title": "Envoy leaves", "author": "Ann Reed", "hostname": "ledger.example", "date": "2021-05-03", "text": "{body}", "source": "https://ledger.example/1", "source-hostname": "The Ledger", "filedate": "2021-05-09", "excerpt": "The envoy left"}}"#
            ),
        ),
        (
            "NewsAPI",
            format!(
                r#"{{"source": {{"id": null, "name": "The Ledger"}}, "author": "Ann Reed", "title": "Envoy leaves", "description": null, "url": "https://ledger.example/1", "publishedAt": "2021-05-03T08:00:00Z", "content": "{body}"}}"#
            ),
        ),
        (
            "Fundus",
            format!(
                r#"{{"title": "Envoy leaves", "authors": ["Ann Reed"], "publishing_date": "2021-05-03 08:00:00+00:00", "publisher": "The Ledger", "html": {{"requested_url": "https://ledger.example/1"}}, "link": "https://ledger.example/1", "body": {{"summary": [], "sections": [{{"headline": [], "paragraphs": ["{body}"]}}]}}}}"#
            ),
        ),
    ] {
        let report = report("a.json", record.as_bytes());
        assert_eq!(
            report.headline.as_ref().map(|h| h.text.as_str()),
            Some("Envoy leaves"),
            "{program}"
        );
        assert_eq!(report.authors, ["Ann Reed"], "{program}");
        assert_eq!(
            report.published.day().map(|d| d.to_string()).as_deref(),
            Some("2021-05-03"),
            "{program}"
        );
        assert_eq!(report.published.basis, Basis::Metadata, "{program}");
        assert_eq!(
            report.url.as_deref(),
            Some("https://ledger.example/1"),
            "{program}"
        );
        assert_eq!(
            report.outlet.as_ref().and_then(|o| o.domain.as_deref()),
            Some("ledger.example"),
            "{program}"
        );
        let paragraphs: Vec<_> = report
            .blocks
            .iter()
            .filter(|b| b.role == Role::Paragraph)
            .collect();
        assert_eq!(paragraphs.len(), 1, "{program}: {:?}", report.text);
        assert_eq!(
            &report.text[paragraphs[0].start..paragraphs[0].end],
            body,
            "{program}"
        );
        let saved = report
            .saved
            .as_ref()
            .and_then(|s| s.earliest)
            .map(|d| d.to_string());
        let crawled = ["news-please", "trafilatura"]
            .contains(&program)
            .then(|| "2021-05-09".to_owned());
        assert_eq!(saved, crawled, "{program}");
    }
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = ::zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = ::zip::write::SimpleFileOptions::default();
        out.start_file(*name, options).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn zst(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

#[test]
fn members_of_archives_are_files_of_their_own_and_never_paths() {
    let line = RECORD.replace('\n', " ");
    let lines = format!("{line}\n{line}\n");
    let inner = zip(&[("deep.txt", b"The envoy left.")]);
    let bytes = zip(&[
        ("folder/a.txt", b"The envoy left."),
        ("../../etc/b.txt", b"The envoy left."),
        ("C:\\c\u{202E}.txt", b"The envoy left."),
        ("/etc/b.txt", b"The envoy left again."),
        (".hidden", b"x"),
        ("__MACOSX/a", b"x"),
        ("lines.jsonl.gz", &gz(lines.as_bytes())),
        ("inner.zip", &inner),
        ("picture.png", b"\x89PNG\r\n\x1a\n"),
    ]);
    for packed in [bytes.clone(), zst(&bytes)] {
        let (found, rules) = names("a.zip", &packed);
        assert_eq!(
            found,
            [
                "a.zip!/folder/a.txt",
                "a.zip!/etc/b.txt",
                "a.zip!/C:/c.txt",
                "a.zip!/etc/b.txt~4",
                "a.zip!/lines.jsonl.gz#1",
                "a.zip!/lines.jsonl.gz#2",
                "a.zip!/inner.zip!/deep.txt",
            ]
        );
        assert_eq!(
            rules,
            ["unsupported-format a.zip!/picture.png", "passed-over a.zip"]
        );
    }
    // cut, and a bomb of many members
    assert_eq!(
        names("a.zip", &bytes[..bytes.len() / 2]).1,
        ["damaged-file a.zip"]
    );
    let word = zip(&[("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")]);
    assert_eq!(
        names("a.docx", &word),
        (Vec::new(), vec!["unsupported-format a.docx".to_owned()])
    );
    let blank = vec![b' '; 20 << 20];
    let bomb = zip(&[("a.txt", &blank), ("b.txt", b"The envoy left.")]);
    let (found, rules) = names("a.zip", &bomb);
    assert_eq!(
        (found.last().map(String::as_str), rules),
        (
            Some("a.zip!/b.txt"),
            vec!["decompression-bomb a.zip!/a.txt".to_owned()]
        )
    );
}

#[test]
fn an_encrypted_member_is_told() {
    let mut bytes = zip(&[("a.txt", b"The envoy left."), ("b.txt", b"The envoy left.")]);
    // the flag of encryption, in the local header and in the directory
    for mark in [&b"PK\x03\x04"[..], b"PK\x01\x02"] {
        let at = bytes.windows(4).position(|w| w == mark).unwrap();
        bytes[at + if mark[2] == 3 { 6 } else { 8 }] |= 1;
    }
    let (found, rules) = names("a.zip", &bytes);
    assert_eq!(
        (found, rules),
        (
            vec!["a.zip!/b.txt".to_owned()],
            vec!["encrypted a.zip!/a.txt".to_owned()]
        )
    );
}

#[test]
fn damaged_members_of_packed_files_cost_only_themselves() {
    let line = RECORD.replace('\n', " ");
    let one = gz(format!("{line}\n").as_bytes());
    let mut bytes = [one.clone(), one.clone(), one.clone()].concat();
    let middle = one.len() + one.len() / 2;
    bytes[middle..middle + 20].fill(0xA5);
    let (_, rules) = names("a.jsonl.gz", &bytes);
    assert_eq!(rules.first().map(String::as_str), Some("damaged-file a.jsonl.gz"));
    let frames = [zst(line.as_bytes()), zst(b"\n"), zst(line.as_bytes())].concat();
    assert_eq!(
        names("a.jsonl.zst", &frames).0,
        ["a.jsonl.zst#1", "a.jsonl.zst#2"]
    );
    let (found, rules) = names("a.jsonl.zst", &frames[..frames.len() - 40]);
    assert_eq!(
        (found.len(), rules),
        (1, vec!["truncated a.jsonl.zst".to_owned()])
    );
}

fn record(kind: &str, more: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://www.ledger.example/1\r\nWARC-Date: 2021-05-09T10:00:00Z\r\nContent-Length: {}\r\n{more}\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn answer(head: &str, body: &[u8]) -> Vec<u8> {
    record(
        "response",
        "Content-Type: application/http\r\n",
        &[head.as_bytes(), b"\r\n\r\n", body].concat(),
    )
}

const PLAIN: &[u8] =
    b"Envoy leaves\n\nThe envoy left the city on Monday, and nobody said why he did so at all.";

#[test]
fn pages_of_web_archives_are_read() {
    let text = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8";
    let chunked = [
        format!("{:x}\r\n", 20).as_bytes(),
        &PLAIN[..20],
        format!("\r\n{:x}\r\n", PLAIN.len() - 20).as_bytes(),
        &PLAIN[20..],
        b"\r\n0\r\n\r\n",
    ]
    .concat();
    let records = [
        record("warcinfo", "", b"software: x"),
        answer(text, PLAIN),
        answer("HTTP/1.1 404 Not Found\r\nContent-Type: text/plain", PLAIN),
        answer("HTTP/1.1 200 OK\r\nContent-Type: image/png", b"\x89PNG"),
        answer(
            &format!("{text}\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip"),
            &gz(PLAIN),
        ),
        answer(&format!("{text}\r\nTransfer-Encoding: chunked"), &chunked),
        record("conversion", "Content-Type: text/plain\r\n", PLAIN),
    ];
    let plain = records.concat();
    let packed: Vec<u8> = records.iter().flat_map(|r| gz(r)).collect();
    let frames: Vec<u8> = records.iter().flat_map(|r| zst(r)).collect();
    for bytes in [&plain, &packed, &frames] {
        let (found, rules) = expanded("a.warc", bytes, &Limits::default());
        let sources: Vec<&str> = found.iter().map(|p| p.source.as_str()).collect();
        assert_eq!(
            (sources, rules),
            (vec!["a.warc#2", "a.warc#5", "a.warc#6", "a.warc#7"], Vec::new())
        );
        for piece in &found {
            assert_eq!(piece.bytes, PLAIN);
            let report = parsed(piece).report.unwrap();
            assert_eq!(
                report.saved.as_ref().and_then(|s| s.value.as_deref()),
                Some("2021-05-09T10:00Z")
            );
            assert_eq!(report.url.as_deref(), Some("https://www.ledger.example/1"));
            assert_eq!(report.published.basis, Basis::Unknown);
        }
        let report = parsed(&found[0]).report.unwrap();
        assert_eq!(blocks(&report, &plain)[0].2, "Envoy leaves");
    }
    // cut, miscounted, damaged
    let (found, rules) = names("a.warc", &plain[..records[..2].concat().len() - 30]);
    assert_eq!((found.len(), rules), (1, vec!["truncated a.warc#2".to_owned()]));
    let miscounted =
        String::from_utf8_lossy(&records[1]).replacen("Content-Length: ", "Content-Length: 1", 1);
    let (found, rules) = names(
        "a.warc",
        &[miscounted.as_bytes(), &records[1], &records[1]].concat(),
    );
    assert!(!found.is_empty() && !rules.is_empty(), "{found:?} {rules:?}");
    let mut damaged: Vec<u8> = packed.clone();
    let at = gz(&records[0]).len() + 30;
    damaged[at..at + 30].fill(0x55);
    let (found, rules) = names("a.warc.gz", &damaged);
    assert!(
        found.len() >= 3 && rules[0].starts_with("damaged-file"),
        "{found:?} {rules:?}"
    );
    assert_eq!(names("a.warc", &records[0]).1, ["no-page a.warc"]);
}

const RSS: &str = r#"<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Ledger</title><link>https://ledger.example/</link><image><title>Logo</title></image>
<item><title>Envoy leaves &amp;amp; waits</title><link>https://ledger.example/1</link><dc:creator>Ann Reed</dc:creator>
<pubDate>Mon, 03 May 2021 08:00:00 +0200</pubDate>
<description>The envoy left</description>
<content:encoded><![CDATA[<p>The envoy left the <b>city</b> on Monday, and nobody said why.</p><script>x()</script><p>He&nbsp;will be back, said his office.</p>]]></content:encoded></item>
<item><title>Envoy is back</title><guid>https://ledger.example/2</guid><description>&lt;p&gt;The envoy came back &amp;amp; left.&lt;/p&gt;</description></item>
</channel></rss>"#;

const ATOM: &str = r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title type="text">The Ledger</title><link rel="self" href="https://x.example/feed"/><link href="https://ledger.example/"/>
<entry><title>Envoy leaves</title><link rel="alternate" href="https://ledger.example/1"/><id>urn:1</id><author><name>Ann Reed</name><email>a@ledger.example</email></author>
<published>2021-05-03T08:00:00Z</published><updated>2021-05-04T08:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The envoy left the city on Monday, and nobody said why.</p></div></content></entry></feed>"#;

#[test]
fn items_of_feeds_are_reports() {
    let (found, rules) = expanded("a.xml", RSS.as_bytes(), &Limits::default());
    assert_eq!((found.len(), rules), (2, Vec::new()));
    let report = parsed(&found[0]).report.unwrap();
    assert_eq!(
        report
            .outlet
            .as_ref()
            .map(|o| (o.name.as_str(), o.domain.as_deref())),
        Some(("The Ledger", Some("ledger.example")))
    );
    assert_eq!(
        (report.authors.as_slice(), report.url.as_deref()),
        (&["Ann Reed".to_owned()][..], Some("https://ledger.example/1"))
    );
    assert_eq!(
        (report.published.value.as_deref(), report.published.basis),
        (Some("2021-05-03T08:00+02:00"), Basis::Metadata)
    );
    let expected = [
        ("Envoy leaves & waits", "Envoy leaves &amp;amp; waits"),
        (
            "The envoy left the city on Monday, and nobody said why.",
            "The envoy left the <b>city</b> on Monday, and nobody said why.",
        ),
        (
            "He will be back, said his office.",
            "He&nbsp;will be back, said his office.",
        ),
    ];
    let found_blocks: Vec<(String, String)> = blocks(&report, RSS.as_bytes())
        .into_iter()
        .map(|(_, a, b)| (a, b))
        .collect();
    assert_eq!(found_blocks, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    let report = parsed(&found[1]).report.unwrap();
    assert_eq!(report.text, "Envoy is back\n\nThe envoy came back & left.");
    assert_eq!(
        (report.published.basis, report.url.as_deref()),
        (Basis::Unknown, Some("https://ledger.example/2"))
    );

    let (found, _) = expanded("a.xml", ATOM.as_bytes(), &Limits::default());
    let report = parsed(&found[0]).report.unwrap();
    assert_eq!(report.authors, ["Ann Reed"]);
    assert_eq!(report.published.value.as_deref(), Some("2021-05-03T08:00Z"));
    assert_eq!(
        report.updated.and_then(|u| u.value).as_deref(),
        Some("2021-05-04T08:00Z")
    );
    assert_eq!(report.url.as_deref(), Some("https://ledger.example/1"));
    assert_eq!(
        report.outlet.and_then(|o| o.domain).as_deref(),
        Some("ledger.example")
    );

    let json = format!(
        r#"{{"version": "https://jsonfeed.org/version/1.1", "title": "The Ledger", "home_page_url": "https://ledger.example/", "items": [{RECORD}]}}"#
    );
    let (found, _) = expanded("a.json", json.as_bytes(), &Limits::default());
    assert_eq!(found[0].told.outlet.as_deref(), Some("The Ledger"));

    // cut in the second item, and broken in the first
    let cut = &RSS[..RSS.len() - 60];
    assert_eq!(
        names("a.xml", cut.as_bytes()),
        (vec!["a.xml#1".to_owned()], vec!["truncated a.xml".to_owned()])
    );
    let broken = RSS.replacen("<dc:creator>", "<dc:creator <!", 1);
    let (found, rules) = names("a.xml", broken.as_bytes());
    assert!(!found.is_empty(), "{found:?} {rules:?}");
}

#[test]
fn mails_are_read_by_their_best_part() {
    let body = "The envoy left the city on Monday, and nobody said why he did so at all.";
    let head = "From: Ledger Desk <desk@ledger.example>\r\nTo: a@b.example\r\nSubject: Envoy leaves\r\nDate: Mon, 03 May 2021 08:00:00 +0200\r\nMIME-Version: 1.0\r\n";
    let plain = format!("{head}Content-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n");
    let html = format!("<p>{body}</p><p>Read it <a href=x>here</a> or wait.</p>");
    let markup = format!("{head}Content-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n");
    let both = format!(
        "{head}Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}\r\n--b\r\nContent-Type: text/html\r\n\r\n{html}\r\n--b--\r\n",
        body.replace("Monday", "=4Donday")
    );
    for (file, written) in [(&plain, Some(body)), (&markup, Some(body)), (&both, None)] {
        let report = report("a.eml", file.as_bytes());
        assert_eq!(
            report.headline.as_ref().map(|h| h.text.as_str()),
            Some("Envoy leaves")
        );
        assert_eq!(report.published.value.as_deref(), Some("2021-05-03T08:00+02:00"));
        let outlet = report
            .outlet
            .as_ref()
            .map(|o| (o.name.as_str(), o.domain.as_deref()));
        assert_eq!(outlet, Some(("Ledger Desk", Some("ledger.example"))));
        let blocks = blocks(&report, file.as_bytes());
        assert_eq!(
            (blocks[0].2.as_str(), blocks[1].1.as_str()),
            ("Envoy leaves", body)
        );
        match written {
            Some(written) => assert_eq!(blocks[1].2, written),
            None => assert!(blocks[1].2.contains("=4Donday"), "{:?}", blocks[1]),
        }
    }
    let page = format!(
        "<html><head><title>Envoy leaves</title></head><body><h1>Envoy leaves</h1><p>{body}</p><p>{body} He will be back.</p></body></html>"
    );
    let mhtml = format!(
        "From: <Saved by Browser>\r\nSnapshot-Content-Location: https://ledger.example/1\r\nSubject: Envoy\r\nDate: Sun, 9 May 2021 10:00:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n{page}\r\n--b--\r\n"
    );
    let report = report("a.mhtml", mhtml.as_bytes());
    assert_eq!(report.url.as_deref(), Some("https://ledger.example/1"));
    assert_eq!(report.published.basis, Basis::Unknown);
    assert_eq!(
        report
            .saved
            .as_ref()
            .and_then(|s| s.value.as_deref())
            .map(|v| v[..10].to_owned()),
        Some("2021-05-09".to_owned())
    );
    assert_eq!(report.headline.map(|h| h.text).as_deref(), Some("Envoy leaves"));
    // a text that begins with a label is no mail
    assert_eq!(
        expanded(
            "a.eml",
            b"Source: Ledger\nDate: 3 May 2021\n\nThe envoy left.",
            &Limits::default()
        )
        .0[0]
            .kind,
        Kind::Text
    );
}

#[test]
fn news_items_in_xml_are_read() {
    let nitf = r#"<?xml version="1.0"?><nitf><head><docdata><date.issue norm="20210503T080000Z"/></docdata><pubdata name="The Ledger"/></head>
<body><body.head><hedline><hl1>Envoy leaves</hl1></hedline><byline>By Ann Reed</byline><dateline><location>TUNIS</location></dateline></body.head>
<body.content><p>The envoy left the <em>city</em> on Monday, and nobody said why.</p><hl2>What comes next</hl2><p>He will be back &amp; stay.</p></body.content></body></nitf>"#;
    let g2 = r#"<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:1"><itemMeta><versionCreated>2021-05-04T08:00:00Z</versionCreated><firstCreated>2021-05-03T08:00:00Z</firstCreated><provider><name>The Ledger</name></provider></itemMeta>
<contentMeta><headline>Envoy leaves</headline><by>By Ann Reed</by><language tag="en"/></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body><p>The envoy left the <em>city</em> on Monday, and nobody said why.</p><h2>What comes next</h2><p>He will be back &amp; stay.</p></body></html></inlineXML></contentSet></newsItem>"#;
    for file in [nitf, g2] {
        let report = report("a.xml", file.as_bytes());
        assert_eq!(report.source, "a.xml");
        assert_eq!(
            report.headline.as_ref().map(|h| h.text.as_str()),
            Some("Envoy leaves")
        );
        assert_eq!(
            report.published.day().map(|d| d.to_string()).as_deref(),
            Some("2021-05-03")
        );
        assert_eq!(
            report.outlet.as_ref().map(|o| o.name.as_str()),
            Some("The Ledger")
        );
        assert_eq!(report.authors, ["Ann Reed"]);
        let blocks = blocks(&report, file.as_bytes());
        let body: Vec<(Role, &str, &str)> = blocks
            .iter()
            .rev()
            .take(3)
            .rev()
            .map(|(r, a, b)| (*r, a.as_str(), b.as_str()))
            .collect();
        assert_eq!(
            body,
            [
                (
                    Role::Paragraph,
                    "The envoy left the city on Monday, and nobody said why.",
                    "The envoy left the <em>city</em> on Monday, and nobody said why."
                ),
                (Role::Heading, "What comes next", "What comes next"),
                (
                    Role::Paragraph,
                    "He will be back & stay.",
                    "He will be back &amp; stay."
                ),
            ]
        );
    }
    let message = format!("<newsMessage><itemSet>{g2}{g2}</itemSet></newsMessage>");
    assert_eq!(names("a.xml", message.as_bytes()).0, ["a.xml#1", "a.xml#2"]);
}

/// A whole page inside a form: only its article is read, and every block has its bytes in the form.
#[test]
fn pages_inside_forms_are_read_as_pages() {
    let body = "The envoy left the city on Monday, and nobody said why he did so at all.";
    let again = "He will be back before the month is over, said a man of his office.";
    let page = format!(
        "<html><head><title>Envoy leaves</title></head><body><nav><a href=/>Home</a> <a href=/w>World</a></nav><article><h1>Envoy leaves</h1>\
         <p>{body}</p><p>{again}</p></article><footer><a href=/c>Contact</a> <a href=/t>Terms of use</a></footer></body></html>"
    );
    let escaped = page.replace('<', "&lt;").replace('>', "&gt;");
    let files = [
        (
            "a.xml",
            format!(
                "<rss><channel><item><title>Envoy leaves</title><content:encoded><![CDATA[{page}]]></content:encoded></item></channel></rss>"
            ),
        ),
        (
            "a.xml",
            format!(
                "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><title>Envoy leaves</title><content type=\"html\">{escaped}</content></entry></feed>"
            ),
        ),
        (
            "a.jsonl",
            format!(
                "{}\n",
                serde_json::json!({"title": "Envoy leaves", "content_html": page})
            ),
        ),
        (
            "a.eml",
            format!(
                "From: Desk <desk@ledger.example>\r\nTo: a@b.example\r\nSubject: Envoy leaves\r\nDate: Mon, 03 May 2021 08:00:00 +0200\r\n\
                 MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}\r\n"
            ),
        ),
    ];
    for (name, file) in files {
        let (found, rules) = expanded(name, file.as_bytes(), &Limits::default());
        assert_eq!((found.len(), rules), (1, Vec::new()), "{name}");
        let report = parsed(&found[0]).report.unwrap();
        let blocks: Vec<(Role, &str)> = report
            .blocks
            .iter()
            .map(|b| (b.role, b.span().of(&report.text)))
            .collect();
        assert_eq!(
            blocks,
            [
                (Role::Headline, "Envoy leaves"),
                (Role::Paragraph, body),
                (Role::Paragraph, again)
            ],
            "{name}"
        );
        for block in &report.blocks[1..] {
            let origin = block.origin.unwrap();
            assert_eq!(
                &file[origin.start..origin.end],
                block.span().of(&report.text),
                "{name}"
            );
        }
    }
}

/// A fragment of HTML in a field of a record is read without its tags; a lesser sign in a text is no tag.
#[test]
fn html_in_a_record_is_read_without_its_tags() {
    let text = |body: &str| {
        let file = format!("{}\n", serde_json::json!({"title": "Envoy leaves", "text": body}));
        let (found, _) = expanded("a.jsonl", file.as_bytes(), &Limits::default());
        parsed(&found[0]).report.unwrap().text
    };
    assert_eq!(
        text("<p>The envoy <b>left</b> &amp; came.</p><p>He left.</p>"),
        "Envoy leaves\n\nThe envoy left & came.\n\nHe left."
    );
    assert_eq!(
        text("He said 3 < 4 and 5 > 4."),
        "Envoy leaves\n\nHe said 3 < 4 and 5 > 4."
    );
}

/// An archive without files, as damage to its directory can leave one, is told.
#[test]
fn an_archive_without_files_is_told() {
    let end = [b"PK\x05\x06".as_slice(), &[0; 18]].concat();
    assert_eq!(
        names("a.zip", &end),
        (Vec::new(), vec!["empty-archive a.zip".to_owned()])
    );
}

//! A function for each way in which bytes of others come in. It fails only where a promise is broken.
//!
//! The fuzzer calls these (`fuzz_targets/`), and so does a test of the workspace (`tests/fuzzing.rs`).

use isnad::{
    Input, Isnad, explain_id, explain_offset,
    export::{Artifact, Context, ExportError, Exported, Exporter, Info, Registry, export_checked},
    model::{Briefing, Dossier, Report, wire},
    parse::{
        ParseOptions, Piece, html,
        intake::{self, Flow, Found, Limits},
        parse_piece,
    },
    text::{CharIndex, Folded, LineIndex, Tokens, bidi, fold, fold_char},
    verify,
};
use isnad_plugin::protocol::{Answers, Hello};
use std::{
    io::{BufReader, Read},
    sync::OnceLock,
};

/// What a target is: bytes in, a panic where something does not hold.
pub type Target = fn(&[u8]);

/// All targets by name.
pub const TARGETS: [(&str, Target); 7] = [
    ("answer", answer),
    ("dossier", dossier),
    ("feed", feed),
    ("folding", folding),
    ("html", html),
    ("report", report),
    ("warc", warc),
];

fn isnad() -> &'static Isnad<'static> {
    static ISNAD: OnceLock<Isnad<'static>> = OnceLock::new();
    ISNAD.get_or_init(|| Isnad {
        limits: limits(),
        ..Isnad::default()
    })
}

/// Smaller limits than the program's, so that they are reached.
fn limits() -> Limits {
    Limits {
        max_piece: 1 << 20,
        max_depth: 3,
        max_unpacked: 8 << 20,
        max_pieces: 200,
        max_archive: 1 << 20,
        ..Limits::default()
    }
}

/// A file of any kind → reports → a dossier: every span reads back, the dossier survives JSON, no exporter lets anything
/// through that acts on a terminal. A file of an odd number of bytes is called Markdown.
pub fn report(data: &[u8]) {
    let name = if data.len() % 2 == 1 { "a.md" } else { "a.txt" };
    let inputs = [Input::new(name, data)];
    let readings = isnad().prepare_all(&inputs);
    for reading in &readings {
        assert!(reading.diagnostics.iter().all(|d| d.rule != "internal-fault"));
        assert!(reading.annotated.is_some() || !reading.diagnostics.is_empty());
        if let Some(annotated) = &reading.annotated {
            sound(&annotated.report);
        }
    }
    let dossier = isnad().compile(readings);
    survives(&dossier);
    let limits = isnad().limits.clone();
    // what the file gives under these limits is what is checked; a file that reaches them is not looked into whole again
    if dossier.reports.len() < limits.max_pieces && data.len() < limits.max_piece {
        let read = |source: &str| match source == name {
            true => Ok(data.to_vec()),
            false => Err("no such file".to_owned()),
        };
        if let Err(error) = verify(&dossier, &isnad().parse, isnad().packs, read) {
            panic!("{error}");
        }
    }
    for language in ["ar", "en"] {
        let briefing = isnad().brief(&dossier, Some(language), None);
        for line in briefing.sections.iter().flat_map(|s| &s.lines) {
            assert!(line.cites.iter().all(|&n| n >= 1 && n <= briefing.sources.len()));
        }
        exported(&dossier, &briefing);
    }
    same_in_pieces(name, data);
}

/// A text → folded, cut into tokens and lines, cleaned.
pub fn folding(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let folded = Folded::new(&text);
    let mut last = 0;
    for (at, c) in folded.text().char_indices() {
        let original = folded.original(at..at + c.len_utf8());
        assert!(original.start >= last && original.end > original.start);
        last = original.end;
        let words = text.get(original.start..original.end).expect("whole characters");
        let mut words = words.chars();
        assert_eq!(words.next().and_then(fold_char), Some(c));
        assert!(words.all(|c| fold_char(c).is_none()));
    }
    let once = fold(&text);
    assert_eq!(once, folded.text());
    assert_eq!(fold(&once), once);
    let mut tokens = Tokens::plain(&text);
    covered(&text, &tokens);
    for pack in isnad().packs.iter() {
        let mut tokens = tokens.clone();
        pack.take(&mut tokens, &text);
        covered(&text, &tokens);
    }
    if let Some(pack) = isnad().packs.detect_in(&tokens) {
        pack.take(&mut tokens, &text);
    }
    let index = CharIndex::new(&text);
    for (n, (at, _)) in text.char_indices().enumerate() {
        assert_eq!((index.chars(at), index.bytes(n)), (n, at));
    }
    let lines = LineIndex::new(&text);
    let mut end = 0;
    for line in lines.lines(&text) {
        assert!(line.start >= end && text.get(line.start..line.end).is_some());
        assert_eq!(lines.position(&text, line.start).1, 1);
        end = line.end;
    }
    let clean = bidi::clean(&text);
    assert_eq!(bidi::clean(&clean), clean);
    assert!(!clean.contains(ACTIVE));
}

/// Tokens stand in order on whole characters, and so do their forms.
fn covered(text: &str, tokens: &Tokens) {
    let mut last = 0;
    for (n, token) in tokens.items().iter().enumerate() {
        let words = text.get(token.span.start..token.span.end);
        assert!(token.span.start >= last && words.is_some_and(|w| !w.is_empty()));
        for form in token.forms() {
            assert!(text.is_char_boundary(token.span.start + form.skip as usize));
        }
        assert!(tokens.at_byte(token.span.start) == n);
        let _ = tokens.folded(n);
        last = token.span.end;
    }
}

/// A page → its report: the bytes of every block, without tags, are its words.
pub fn html(data: &[u8]) {
    let bytes = [b"<!doctype html><html><body>".as_slice(), data].concat();
    let parsed = html::parse("a.html", &bytes, None, &ParseOptions::default(), isnad().packs);
    assert!(parsed.report.is_some() || !parsed.diagnostics.is_empty());
    let Some(report) = parsed.report else { return };
    sound(&report);
    for block in &report.blocks {
        let origin = block.origin.expect("a page's block has its bytes");
        let source = bytes.get(origin.start..origin.end).expect("in the file");
        // of another encoding the bytes are not compared here
        if let (Ok(_), Ok(source)) = (std::str::from_utf8(&bytes), std::str::from_utf8(source)) {
            if declares_encoding(&bytes) {
                continue;
            }
            let words = report.text.get(block.start..block.end).expect("whole characters");
            // in a title tags are words, which the comparison takes for tags; in an attribute NUL is U+FFFD, in a text it is nothing
            if !words.contains(['<', '\u{FFFD}']) {
                assert_eq!(html::bare_text(source), collapse(words));
            }
        }
    }
}

/// Does a page name an encoding, so that it may be read in another than UTF-8?
fn declares_encoding(bytes: &[u8]) -> bool {
    bytes.to_ascii_lowercase().windows(7).any(|w| w == b"charset")
}

fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A feed, or other XML and JSON, by its bytes; and as an item of a feed.
pub fn feed(data: &[u8]) {
    pieces("a.xml", data);
    let rss = [
        b"<rss><channel><item>".as_slice(),
        data,
        b"</item></channel></rss>",
    ]
    .concat();
    pieces("a.xml", &rss);
}

/// Records of a web archive; and as the first record.
pub fn warc(data: &[u8]) {
    pieces("a.warc", data);
    let records = [b"WARC/1.0\r\nWARC-Type: response\r\n".as_slice(), data].concat();
    pieces("a.warc", &records);
}

/// Everything that a file holds is read, and every block stands in the file.
fn pieces(name: &str, bytes: &[u8]) {
    let limits = limits();
    let (found, wrong) = intake::pieces(&Piece::new(name, bytes), &limits);
    assert!(!found.is_empty() || !wrong.is_empty());
    for piece in &found {
        assert!(piece.source.starts_with(name) && piece.bytes.len() <= limits.max_piece);
        let parsed = parse_piece(piece, &isnad().parse, isnad().packs);
        assert!(parsed.report.is_some() || !parsed.diagnostics.is_empty());
        parsed.report.iter().for_each(sound);
    }
    same_in_pieces(name, bytes);
}

/// A file that comes a few bytes at a time holds what it holds when it comes at once.
fn same_in_pieces(name: &str, bytes: &[u8]) {
    if bytes.len() > 20_000 || bytes.starts_with(b"PK") {
        return; // archives are read from their end, where that is known
    }
    let limits = limits();
    let mut found = [Vec::new(), Vec::new()];
    let mut whole = bytes;
    let mut drops = BufReader::with_capacity(3, Drops(bytes));
    let _ = intake::expand(name, &mut whole, &limits, &mut |item| {
        found[0].push(item);
        Flow::Continue(())
    });
    let _ = intake::expand(name, &mut drops, &limits, &mut |item| {
        found[1].push(item);
        Flow::Continue(())
    });
    let [once, again] = found;
    assert_eq!(once.len(), again.len(), "{once:?} {again:?}");
    for (a, b) in once.iter().zip(&again) {
        match (a, b) {
            (Found::Piece(a), Found::Piece(b)) => assert_eq!(a, b),
            _ => assert_eq!(a, b),
        }
    }
}

/// Bytes that come one, two or three at a time.
struct Drops<'a>(&'a [u8]);

impl Read for Drops<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = buffer.len().min(self.0.len()).min(1 + self.0.len() % 3);
        let (now, rest) = self.0.split_at(n);
        buffer[..n].copy_from_slice(now);
        self.0 = rest;
        Ok(n)
    }
}

/// Blocks stand in order, and every offset on a whole character.
fn sound(report: &Report) {
    let mut at = 0;
    for block in &report.blocks {
        assert!(block.start >= at && block.start <= block.end);
        assert!(report.text.get(block.start..block.end).is_some());
        assert!(block.origin.is_none_or(|o| o.start <= o.end));
        at = block.end;
    }
    wire::visit_report(&mut report.clone(), &mut |id, at| {
        assert!(id != report.id || report.text.is_char_boundary(*at));
    });
    let line = wire::report_to_json(report).expect("JSON");
    let read: Report = serde_json::from_str(&line).expect("the line reads back");
    assert_eq!(read.text, report.text);
}

/// A dossier is the same when it was written and read.
fn survives(dossier: &Dossier) {
    let json = wire::to_json(dossier).expect("JSON");
    let read = wire::from_json(&json).expect("what was written is read");
    assert!(*dossier == read, "another dossier");
    assert!(wire::to_json(&read).expect("JSON") == json, "other bytes");
}

/// The JSON of a dossier, anybody's → read, phrased, compared, explained, exported.
pub fn dossier(data: &[u8]) {
    let Ok(dossier): Result<Dossier, _> = wire::from_json(data) else {
        return;
    };
    survives(&dossier);
    let briefing = isnad().brief(&dossier, Some("en"), None);
    exported(&dossier, &briefing);
    let _ = isnad().diff(&dossier, &dossier, Some("en"));
    for report in &dossier.reports {
        let _ = explain_offset(&dossier, &report.source, report.text.len() / 2);
    }
    for id in dossier
        .entities
        .iter()
        .map(|e| &e.id)
        .chain(dossier.events.iter().map(|e| &e.id))
    {
        let _ = explain_id(&dossier, id);
    }
    let _ = verify(&dossier, &isnad().parse, isnad().packs, |_| {
        Ok(b"Envoy leaves".to_vec())
    });
}

/// Characters that act on a terminal or turn the writing.
const ACTIVE: [char; 4] = ['\u{1b}', '\u{7}', '\u{202E}', '\u{202D}'];

/// Every exporter writes it, or says why not; what it writes is text that acts on nothing, and JSON where it says so.
fn exported(dossier: &Dossier, briefing: &Briefing) {
    let context = Context {
        base_url: Some("https://desk.example/libya".to_owned()),
        ..Context::default()
    };
    let registry = isnad::exporters();
    for exporter in registry.iter() {
        let id = exporter.info().id;
        let Ok(made) = export_checked(&registry, &id, dossier, briefing, &context) else {
            continue;
        };
        for artifact in &made.artifacts {
            let text = std::str::from_utf8(&artifact.bytes).expect("UTF-8");
            assert!(!text.contains(ACTIVE), "{id}");
            if artifact.media_type.ends_with("json")
                && !artifact.media_type.contains("ndjson")
                && let Err(error) = serde_json::from_str::<serde_json::Value>(text)
            {
                panic!("{id}: {error}");
            }
        }
    }
}

/// What a plug-in says, a line each: its hello, then its answers.
pub fn answer(data: &[u8]) {
    let mut lines = data.split(|b| *b == b'\n');
    let info = lines
        .next()
        .and_then(|line| serde_json::from_slice::<Hello>(line).ok())
        .and_then(|hello| hello.info().ok());
    if let Some(info) = &info {
        let again = serde_json::to_vec(&Hello::of(info)).expect("JSON");
        let again: Hello = serde_json::from_slice(&again).expect("what was written is read");
        assert_eq!(again.info().as_ref(), Ok(info));
    }
    let mut answers = Answers::default();
    for line in lines {
        match answers.hear(line) {
            Ok(false) => {}
            Ok(true) => break,
            Err(refusal) => {
                assert!(!refusal.to_string().contains(ACTIVE));
                return;
            }
        }
    }
    let said = Said {
        info: info.unwrap_or_default(),
        exported: answers.exported(),
    };
    assert!(said.exported.losses.iter().all(|loss| !loss.contains(ACTIVE)));
    let id = said.info.id.clone();
    let mut registry = Registry::new();
    registry.add(said);
    let dossier = Dossier::default();
    if let Ok(made) = export_checked(
        &registry,
        &id,
        &dossier,
        &Briefing::default(),
        &Context::default(),
    ) {
        assert!(made.artifacts.iter().all(Artifact::is_safe));
    }
}

/// A plug-in that has answered.
struct Said {
    info: Info,
    exported: Exported,
}

impl Exporter for Said {
    fn info(&self) -> Info {
        self.info.clone()
    }

    fn export(&self, _: &Dossier, _: &Briefing, _: &Context) -> Result<Vec<Artifact>, ExportError> {
        Ok(self.exported.artifacts.clone())
    }

    fn run(&self, _: &Dossier, _: &Briefing, _: &Context) -> Result<Exported, ExportError> {
        Ok(self.exported.clone())
    }
}

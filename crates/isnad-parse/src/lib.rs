//! Bytes in, [`Report`] out: encodings, plain text, Markdown, and the role of every block.
//!
//! ```
//! use isnad_lang::Packs;
//! use isnad_model::Role;
//! use isnad_parse::{ParseOptions, parse};
//! let file = "Mission ends\n\nBy Ann Reed\n3 May 2021\n\nThe mission ended on Monday, and its members left the city the same evening.";
//! let report = parse("a.txt", file.as_bytes(), &ParseOptions::default(), Packs::builtin()).report.unwrap();
//! assert_eq!(report.text, file);
//! assert_eq!(report.headline.unwrap().text, "Mission ends");
//! assert_eq!(report.authors, ["Ann Reed"]);
//! assert_eq!(report.published.value.as_deref(), Some("2021-05-03"));
//! assert_eq!(report.blocks.last().unwrap().role, Role::Paragraph);
//! ```

mod assemble;
mod classify;
mod credits;
mod dates;
mod decode;
mod extract;
mod facts;
mod forms;
mod front;
pub mod html;
pub mod intake;
mod lexicon;
mod line;
mod markdown;
mod piece;
mod roles;
mod sniff;
mod stamps;

pub use decode::{Decoded, Note, decode};
pub use extract::{Extract, Part};
pub use piece::{Kind, Piece, Told};

use isnad_lang::Packs;
use isnad_model::{Diagnostic, Report};
use isnad_text::{Span, Tokens};
use lexicon::Lexicon;

/// What the caller knows of the input, and limits.
#[derive(Clone, Debug)]
pub struct ParseOptions {
    /// Encoding label (WHATWG), if told; otherwise it is detected.
    pub encoding: Option<String>,
    /// BCP 47 tag, if told; otherwise the language is detected.
    pub language: Option<String>,
    /// Files of more bytes are left out with a diagnostic.
    pub max_bytes: usize,
    /// Lines of more bytes are kept in the text but not analyzed.
    pub max_line: usize,
}

impl Default for ParseOptions {
    /// Nothing told; 64 MiB a file, 256 KiB a line.
    fn default() -> Self {
        Self {
            encoding: None,
            language: None,
            max_bytes: 64 << 20,
            max_line: 256 << 10,
        }
    }
}

/// What came of one file: a report, or only diagnostics that say why there is none.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// The report, its layers still empty.
    pub report: Option<Report>,
    /// The tokens of the report's text, cut as its language asks for; none without a report.
    pub tokens: Tokens,
    /// What was odd.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads one file. Never fails: what cannot be read gives a diagnostic that names the file.
///
/// A file that holds several reports (a feed, an archive, JSON lines …) is to be [expanded](intake::expand) first.
pub fn parse(source: &str, bytes: &[u8], options: &ParseOptions, packs: &Packs) -> Parsed {
    let piece = Piece::new(source, bytes);
    parse_piece(&piece, options, packs)
}

/// Reads one piece of a file. Never fails: what cannot be read gives a diagnostic that names the piece.
///
/// Of plain text and Markdown the report's text is the file's own text as decoded, line ends and all; only a byte order mark is
/// left out. Markdown is recognised by the file's extension (`.md`, `.markdown`) or by front matter. Of every other kind the text
/// is what was taken out, and every block tells the bytes of the saved file (unpacked) that it was written with.
pub fn parse_piece(piece: &Piece, options: &ParseOptions, packs: &Packs) -> Parsed {
    let inner = forms::Inner { options, packs };
    match piece.kind {
        Kind::File
            if html::is_page(&piece.source, &piece.bytes) && piece.bytes.len() <= options.max_bytes =>
        {
            page(piece, options, packs)
        }
        Kind::File | Kind::Text => parse_text(piece, options, packs),
        Kind::Html => page(piece, options, packs),
        Kind::Record => structured(piece, forms::record::read(&piece.bytes, inner), options, packs),
        Kind::Item => structured(piece, forms::item::read(&piece.bytes, inner), options, packs),
        Kind::News => structured(piece, forms::news::read(&piece.bytes), options, packs),
        Kind::Mail => match forms::mail::read(piece, inner) {
            Ok(forms::mail::Mail::Page(inner)) => {
                let mut parsed = page(&inner, options, packs);
                if let Some(report) = &mut parsed.report {
                    // the report is that of the whole file
                    let sha256 = piece.sha256();
                    let id = format!("r{}", &sha256[..8]);
                    for reason in report
                        .published
                        .because
                        .iter_mut()
                        .chain(report.updated.iter_mut().flat_map(|d| &mut d.because))
                    {
                        reason.evidence.iter_mut().for_each(|e| e.report.clone_from(&id));
                    }
                    (report.id, report.sha256) = (id, sha256);
                }
                parsed
            }
            Ok(forms::mail::Mail::Text(taken)) => structured(piece, Ok(*taken), options, packs),
            Err(note) => structured(piece, Err(note), options, packs),
        },
    }
}

/// A page; what it says of itself goes before what its container says, but for the time of saving.
fn page(piece: &Piece, options: &ParseOptions, packs: &Packs) -> Parsed {
    let charset = piece.told.charset.as_deref();
    let mut parsed = html::parse(&piece.source, &piece.bytes, charset, options, packs);
    if let Some(report) = &mut parsed.report {
        if piece.told.saved.is_some() {
            report.saved = None;
        }
        assemble::before(report, &piece.told, packs, &mut parsed.diagnostics);
        assemble::moved(report, piece);
        assemble::after(report, &piece.told);
    }
    parsed
}

/// A report of a structured form: its text as it was taken out, the roles that the form tells, what it tells beside the text.
fn structured(
    piece: &Piece,
    taken: Result<forms::Taken, Note>,
    options: &ParseOptions,
    packs: &Packs,
) -> Parsed {
    let mut parsed = Parsed::default();
    let taken = match taken {
        Ok(taken) => taken,
        Err(note) => {
            parsed.diagnostics.push(diagnostic(&piece.source, note));
            return parsed;
        }
    };
    let notes = taken
        .notes
        .into_iter()
        .map(|note| diagnostic(&piece.source, note));
    parsed.diagnostics.extend(notes);
    let told = taken.told.or(&piece.told);
    assemble::report(piece, &taken.text, &told, options, packs, &mut parsed);
    parsed
}

fn parse_text(piece: &Piece, options: &ParseOptions, packs: &Packs) -> Parsed {
    let source = piece.source.as_str();
    let mut parsed = Parsed::default();
    let decoded = match read(piece, options, packs) {
        Ok(decoded) => decoded,
        Err(note) => {
            parsed.diagnostics.push(diagnostic(source, note));
            return parsed;
        }
    };
    parsed
        .diagnostics
        .extend(decoded.notes.iter().cloned().map(|note| diagnostic(source, note)));
    let sha256 = piece.sha256();
    let mut report = Report {
        id: format!("r{}", &sha256[..8]),
        source: source.to_owned(),
        sha256,
        text: decoded.text,
        ..Report::default()
    };
    let mut tokens = Tokens::plain(&report.text);
    let front = front::find(&report.text);
    let marked_up = front.is_some() || matches!(piece::extension(source).as_str(), "md" | "markdown");
    let told = options
        .language
        .clone()
        .or_else(|| front.as_ref().and_then(|f| f.language(&report.text)));
    let pack = told
        .as_deref()
        .and_then(|l| packs.get(l))
        .or_else(|| packs.detect_in(&tokens));
    report.language = pack.map_or_else(|| told.unwrap_or_else(|| "und".to_owned()), |p| p.id.clone());
    let words = &Lexicon::new(pack);
    if let Some(pack) = pack {
        pack.take(&mut tokens, &report.text);
    }
    if let Some(front) = &front {
        front.apply(&mut report, words);
    }
    assemble::before(&mut report, &piece.told, packs, &mut parsed.diagnostics);
    let lines = if marked_up {
        markdown::lines(&report.text, front.as_ref().map_or(0, |f| f.region.end), &tokens)
    } else {
        line::plain_lines(&report.text, &tokens)
    };
    assemble::tell_long(&lines, source, options, &mut parsed.diagnostics);
    assemble::blocks(&mut report, lines, front.as_ref(), &[], words, options);
    if marked_up || piece.offset > 0 || piece.packed.is_some() {
        // the text is the file itself: a block's origin is its own place, counted from the first byte of the file
        assemble::origins(&mut report, piece, |words| {
            Some(words.start + decoded.bom..words.end + decoded.bom)
        });
    }
    assemble::after(&mut report, &piece.told);
    parsed.report = Some(report);
    parsed.tokens = tokens;
    parsed
}

/// The text of a file, or why it is none that is read.
fn read(piece: &Piece, options: &ParseOptions, packs: &Packs) -> Result<Decoded, Note> {
    let bytes = piece.bytes.as_slice();
    const SKIPPED: &str = "the file is left out; remove it from the folder or give it content";
    if bytes.is_empty() {
        return Err(Note::new("empty-file", "the file is empty", SKIPPED));
    }
    if bytes.len() > options.max_bytes {
        let message = format!(
            "the file has {} bytes; the limit is {}",
            bytes.len(),
            options.max_bytes
        );
        return Err(Note::new(
            "large-file",
            message,
            "split the file, or raise the limit",
        ));
    }
    let foreign = Note::unsupported;
    if let Some(name) = sniff::foreign_bytes(bytes) {
        return Err(foreign(name));
    }
    let label = options.encoding.as_deref().or(piece.told.charset.as_deref());
    let decoded = decode(bytes, label, packs)?;
    if let Some(name) = sniff::foreign_text(&decoded.text) {
        return Err(foreign(name));
    }
    if line::trim(&decoded.text, Span::new(0, decoded.text.len())).is_empty() {
        return Err(Note::new(
            "blank-file",
            "the file holds nothing but blanks",
            SKIPPED,
        ));
    }
    Ok(decoded)
}

fn diagnostic(source: &str, note: Note) -> Diagnostic {
    Diagnostic {
        report: source.to_owned(),
        message: note.message,
        hint: note.hint.to_owned(),
        rule: note.rule.to_owned(),
        ..Diagnostic::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use isnad_model::Role;
    use proptest::prelude::*;

    fn rules(bytes: &[u8]) -> Vec<String> {
        let parsed = parse("a.txt", bytes, &ParseOptions::default(), Packs::builtin());
        assert!(
            parsed
                .diagnostics
                .iter()
                .all(|d| d.report == "a.txt" && !d.message.is_empty() && !d.hint.is_empty())
        );
        parsed.diagnostics.into_iter().map(|d| d.rule).collect()
    }

    #[test]
    fn what_is_no_report_gives_a_diagnostic() {
        for (bytes, rule) in [
            (&b""[..], "empty-file"),
            (b" \r\n\t\xC2\xA0\n", "blank-file"),
            (b"%PDF-1.7 ...", "unsupported-format"),
            (b"PK\x03\x04", "unsupported-format"),
            (b"\n<!-- x -->\n<!DOCTYPE html><title>x</title>", "empty-page"),
            (b"<?xml version='1.0'?><rss></rss>", "unsupported-format"),
            (b"a\0\x01\x02\x03\xFF\xFE", "binary-file"),
        ] {
            assert_eq!(rules(bytes), [rule], "{bytes:?}");
        }
        assert!(rules(b"Less < more\n\nIt was less than it was.").is_empty());
    }

    #[test]
    fn a_huge_line_is_kept_but_not_analyzed() {
        let text = format!(
            "Envoy meets minister\n\n{}",
            "the envoy said that ".repeat(20_000)
        );
        let parsed = parse(
            "a.txt",
            text.as_bytes(),
            &ParseOptions::default(),
            Packs::builtin(),
        );
        assert_eq!(parsed.diagnostics[0].rule, "long-line");
        let report = parsed.report.unwrap();
        assert_eq!(
            (report.text.len(), report.blocks[1].role),
            (text.len(), Role::Boilerplate)
        );
    }

    #[test]
    fn front_matter_states_what_the_text_does_not() {
        let text = "---\r\ntitle: 'Envoy: the visit'\r\ndate: 2021-09-01T10:15:00+01:00 # local\r\nupdated: 3 May 2022\r\nauthors:\r\n  - Ann Reed\r\n  - \"Bo Li\"\r\noutlet: The Ledger\r\nurl: https://ledger.example/1\r\nlang: en\r\n---\r\n\r\nThe **envoy** left.\r\n\r\n## Next\r\n\r\n> He will be back.\r\n";
        let report = parse(
            "a.txt",
            text.as_bytes(),
            &ParseOptions::default(),
            Packs::builtin(),
        )
        .report
        .unwrap();
        assert_eq!(report.text, text);
        assert_eq!(
            report.headline.as_ref().map(|h| h.text.as_str()),
            Some("Envoy: the visit")
        );
        assert_eq!(report.published.value.as_deref(), Some("2021-09-01T10:15+01:00"));
        assert_eq!(
            report.updated.and_then(|d| d.value).as_deref(),
            Some("2022-05-03")
        );
        assert_eq!(report.authors, ["Ann Reed", "Bo Li"]);
        assert_eq!(
            report.outlet.map(|o| (o.name, o.basis)),
            Some(("The Ledger".to_owned(), isnad_model::Basis::Metadata))
        );
        let last: Vec<_> = report
            .blocks
            .iter()
            .rev()
            .take(2)
            .map(|b| (b.role, b.span().of(text)))
            .collect();
        assert_eq!(
            last,
            [(Role::Paragraph, "He will be back."), (Role::Heading, "Next")]
        );
    }

    #[test]
    fn a_page_date_is_no_publication_date() {
        let text = "Friday 22 November 2024\nEditor-in-chief: Ann Reed\nPolitics\n\nEnvoy meets minister in the capital\n\nThe envoy met the minister in the capital on Monday, and they agreed to meet again.";
        let report = parse(
            "a.txt",
            text.as_bytes(),
            &ParseOptions::default(),
            Packs::builtin(),
        )
        .report
        .unwrap();
        assert_eq!(report.saved.and_then(|d| d.value).as_deref(), Some("2024-11-22"));
        assert_eq!(report.published, isnad_model::Dating::default());
        assert!(report.authors.is_empty());
        // figures alone do not say which is the month
        let text = "Envoy meets minister\n\nPublished: 3/4/2021\n\nThe envoy met the minister in the capital on Monday, and they agreed to meet again.";
        let report = parse(
            "a.txt",
            text.as_bytes(),
            &ParseOptions::default(),
            Packs::builtin(),
        )
        .report
        .unwrap();
        assert_eq!(report.published.value, None);
    }

    /// Blocks are in order, apart, and on character boundaries.
    fn sound(report: &Report) {
        let mut at = 0;
        for b in &report.blocks {
            assert!(
                b.start >= at && b.end > b.start && report.text.get(b.start..b.end).is_some(),
                "{b:?}"
            );
            at = b.end;
        }
        for w in report
            .headline
            .iter()
            .chain(report.outlet.as_ref().and_then(|o| o.words.as_ref()))
        {
            assert_eq!(w.span().of(&report.text), w.text);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400), markdown in any::<bool>()) {
            let name = if markdown { "a.md" } else { "a.txt" };
            parse(name, &bytes, &ParseOptions::default(), Packs::builtin()).report.iter().for_each(sound);
        }

        #[test]
        fn any_text(lines in proptest::collection::vec("(\\PC{0,40}|[ \u{60C}-\u{660}0-9:/.()-]{0,60}|By [A-Z][a-z]+ [A-Z][a-z]+|Updated: [0-9]{1,2} May 20[0-9]{2}|---|title: \\PC{0,9})", 0..12), markdown in any::<bool>()) {
            let name = if markdown { "a.md" } else { "a.txt" };
            let text = lines.join("\n");
            let parsed = parse(name, text.as_bytes(), &ParseOptions::default(), Packs::builtin());
            if let Some(report) = parsed.report {
                prop_assert_eq!(report.text.trim_start_matches('\u{FEFF}'), text.trim_start_matches('\u{FEFF}'));
                sound(&report);
            }
        }
    }
}

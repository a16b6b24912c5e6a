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

mod classify;
mod credits;
mod dates;
mod decode;
mod extract;
mod facts;
mod front;
pub mod html;
mod lexicon;
mod line;
mod markdown;
mod roles;
mod sniff;

pub use decode::{Decoded, Note, decode};
pub use extract::{Extract, Part};

use classify::{Guess, Seen};
use isnad_lang::Packs;
use isnad_model::{Block, Diagnostic, Report, Role, Words};
use isnad_text::{Span, Tokens};
use lexicon::Lexicon;
use line::Line;
use sha2::{Digest, Sha256};

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
/// The report's text is the file's own text as decoded, line ends and all; only a byte order mark is left out. Markdown
/// is recognised by the file's extension (`.md`, `.markdown`) or by front matter.
pub fn parse(source: &str, bytes: &[u8], options: &ParseOptions, packs: &Packs) -> Parsed {
    if bytes.len() <= options.max_bytes && html::is_page(source, bytes) {
        return html::parse(source, bytes, None, options, packs);
    }
    let mut parsed = Parsed::default();
    let decoded = match read(bytes, options, packs) {
        Ok(decoded) => decoded,
        Err(note) => {
            parsed.diagnostics.push(diagnostic(source, note));
            return parsed;
        }
    };
    parsed
        .diagnostics
        .extend(decoded.notes.iter().cloned().map(|note| diagnostic(source, note)));
    let digit = |n: u8| char::from_digit(u32::from(n), 16).unwrap_or('0');
    let sha256: String = Sha256::digest(bytes)
        .iter()
        .flat_map(|&b| [digit(b >> 4), digit(b & 15)])
        .collect();
    let mut report = Report {
        id: format!("r{}", &sha256[..8]),
        source: source.to_owned(),
        sha256,
        text: decoded.text,
        ..Report::default()
    };
    let mut tokens = Tokens::plain(&report.text);
    let front = front::find(&report.text);
    let extension = source.rsplit('.').next().unwrap_or("");
    let marked_up =
        front.is_some() || extension.eq_ignore_ascii_case("md") || extension.eq_ignore_ascii_case("markdown");
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
    let lines = if marked_up {
        markdown::lines(&report.text, front.as_ref().map_or(0, |f| f.region.end), &tokens)
    } else {
        line::plain_lines(&report.text, &tokens)
    };
    if let Some(long) = lines.iter().find(|l| l.span.len() > options.max_line) {
        let message = format!(
            "a line of {} bytes at byte {} is not analyzed; the limit is {}",
            long.span.len(),
            long.span.start,
            options.max_line
        );
        parsed.diagnostics.push(diagnostic(
            source,
            Note::new("long-line", message, "break the text into paragraphs"),
        ));
    }
    assemble(
        &mut report,
        lines,
        front.as_ref(),
        decoded.bom,
        marked_up,
        &[],
        words,
        options,
    );
    parsed.report = Some(report);
    parsed.tokens = tokens;
    parsed
}

/// The text of a file, or why it is none that is read.
fn read(bytes: &[u8], options: &ParseOptions, packs: &Packs) -> Result<Decoded, Note> {
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
    let foreign = |name: &str| {
        Note::new(
            "unsupported-format",
            format!("the file is {name}, which is not supported yet"),
            "save the report as plain text or Markdown",
        )
    };
    if let Some(name) = sniff::foreign_bytes(bytes) {
        return Err(foreign(name));
    }
    let decoded = decode(bytes, options.encoding.as_deref(), packs)?;
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

/// Gives the lines their roles and the report its blocks, headline, outlet, authors and dates.
#[expect(clippy::too_many_arguments, reason = "all that a report is made from")]
fn assemble(
    report: &mut Report,
    lines: Vec<Line<'_>>,
    front: Option<&front::Front>,
    bom: usize,
    marked_up: bool,
    fixed: &[Option<Role>],
    words: &Lexicon<'_>,
    options: &ParseOptions,
) {
    let seen: Vec<Seen<'_>> = lines
        .into_iter()
        .map(|l| classify::see(l, &report.text, words, options.max_line))
        .collect();
    let (roles, headline) = roles::assign(
        &seen,
        &report.text,
        words,
        front.is_some_and(|f| f.title.is_some()),
        fixed,
    );
    let mut lead = Vec::new();
    let mut blocks = Vec::with_capacity(seen.len() + 1);
    if let Some(front) = front {
        blocks.extend(front.blocks(&report.text, headline.is_none()));
        if headline.is_none() {
            report.headline = front.title.map(|span| Words::of(&report.text, span));
        }
    }
    let mut paragraphs = 0;
    for (n, (seen, &role)) in seen.iter().zip(&roles).enumerate() {
        let span = seen.line.span;
        let mut push = |role: Role, span: Span| {
            let span = line::trim(&report.text, span);
            if !span.is_empty() {
                blocks.push(Block {
                    role,
                    start: span.start,
                    end: span.end,
                    origin: None,
                });
            }
        };
        match seen.guess {
            Guess::Both {
                second,
                updated_first,
            } if matches!(role, Role::Published | Role::Updated) => {
                let (a, b) = if updated_first {
                    (Role::Updated, Role::Published)
                } else {
                    (Role::Published, Role::Updated)
                };
                push(a, Span::new(span.start, second));
                push(b, Span::new(second, span.end));
                continue;
            }
            _ => {}
        }
        if role == Role::Paragraph && fixed.get(n).copied().flatten().is_none() {
            paragraphs += 1;
            if paragraphs <= 2
                && let Some((last, parts)) = classify::dateline(&seen.line, &report.text, &seen.dates, words)
            {
                let head = classify::dateline_span(&seen.line, last);
                push(Role::Dateline, head);
                push(Role::Paragraph, Span::new(head.end, span.end));
                if let Some(stamp) = seen.dates.stamps.first().filter(|s| s.tokens.end <= last)
                    && report.published.basis == isnad_model::Basis::Unknown
                {
                    report.published = facts::dating(report, stamp, "date-in-dateline");
                }
                lead.extend(parts);
                continue;
            }
        }
        push(role, span);
    }
    if marked_up {
        // the text is the file itself: a block's origin is its own place, counted from the first byte of the file
        for block in &mut blocks {
            block.origin = Some(isnad_model::Origin {
                start: block.start + bom,
                end: block.end + bom,
            });
        }
    }
    if let Some(h) = headline.and_then(|h| seen.get(h)) {
        report.headline = Some(Words::of(&report.text, h.line.span));
    }
    report.blocks = blocks;
    facts::state(report, &seen, &roles, &lead, words);
}

#[cfg(test)]
mod tests {
    use super::*;
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

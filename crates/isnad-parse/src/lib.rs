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
mod facts;
mod front;
mod lexicon;
mod line;
mod markdown;
mod roles;
mod sniff;

pub use decode::{Decoded, Note, decode};

use classify::{Guess, Seen};
use isnad_lang::Packs;
use isnad_model::{Block, Diagnostic, Report, Role, Words};
use isnad_text::Span;
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
    /// What was odd.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads one file. Never fails: what cannot be read gives a diagnostic that names the file.
///
/// The report's text is the file's own text as decoded, line ends and all; only a byte order mark is left out. Markdown
/// is recognised by the file's extension (`.md`, `.markdown`) or by front matter.
pub fn parse(source: &str, bytes: &[u8], options: &ParseOptions, packs: &Packs) -> Parsed {
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
    let sha256: String = Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect();
    let mut report = Report {
        id: format!("r{}", &sha256[..8]),
        source: source.to_owned(),
        sha256,
        text: decoded.text,
        ..Report::default()
    };
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
        .or_else(|| packs.detect(&report.text));
    report.language = pack.map_or_else(|| told.unwrap_or_else(|| "und".to_owned()), |p| p.id.clone());
    let words = &Lexicon::new(pack);
    let clitics = pack.map(|p| p.clitics.clone()).unwrap_or_default();
    if let Some(front) = &front {
        front.apply(&mut report, words);
    }
    let lines = if marked_up {
        markdown::lines(&report.text, front.as_ref().map_or(0, |f| f.region.end), &clitics)
    } else {
        line::plain_lines(&report.text, &clitics)
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
        words,
        options,
    );
    parsed.report = Some(report);
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
fn assemble(
    report: &mut Report,
    lines: Vec<Line>,
    front: Option<&front::Front>,
    bom: usize,
    marked_up: bool,
    words: &Lexicon<'_>,
    options: &ParseOptions,
) {
    let seen: Vec<Seen> = lines
        .into_iter()
        .map(|l| classify::see(l, &report.text, words, options.max_line))
        .collect();
    let (roles, headline) = roles::assign(&seen, &report.text, words);
    let mut lead = Vec::new();
    let mut blocks = Vec::with_capacity(seen.len() + 1);
    if let Some(front) = front {
        blocks.extend(front.blocks(&report.text, headline.is_none()));
        if headline.is_none() {
            report.headline = front.title.map(|span| Words::of(&report.text, span));
        }
    }
    let mut paragraphs = 0;
    for (seen, &role) in seen.iter().zip(&roles) {
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
        if role == Role::Paragraph {
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

//! Bytes in, [`Report`] out: encodings, plain text, Markdown, and the role of every block.
//!
//! ```
//! use isnad_lang::Packs;
//! use isnad_parse::{ParseOptions, parse};
//! let parsed = parse("a.txt", "Mission ends\n\nThe mission ended on Monday.".as_bytes(), &ParseOptions::default(), Packs::builtin());
//! assert_eq!(parsed.report.unwrap().text, "Mission ends\n\nThe mission ended on Monday.");
//! ```

mod blocks;

use isnad_lang::Packs;
use isnad_model::{Diagnostic, Report};
use sha2::{Digest, Sha256};

/// What the caller knows of the input.
#[derive(Clone, Debug, Default)]
pub struct ParseOptions {
    /// Encoding label (WHATWG), if told; otherwise it is detected.
    pub encoding: Option<String>,
    /// BCP 47 tag, if told; otherwise the language is detected.
    pub language: Option<String>,
}

/// What came of one file: a report, or only diagnostics that say why there is none.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// The report, its layers still empty.
    pub report: Option<Report>,
    /// What was odd.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads one file. Never fails: what cannot be read gives a diagnostic.
pub fn parse(source: &str, bytes: &[u8], options: &ParseOptions, packs: &Packs) -> Parsed {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let sha256: String = Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect();
    let pack = options
        .language
        .as_deref()
        .and_then(|l| packs.get(l))
        .or_else(|| packs.detect(&text));
    let mut report = Report {
        id: format!("r{}", &sha256[..8]),
        source: source.to_owned(),
        sha256,
        language: pack.map_or_else(|| "und".to_owned(), |p| p.id.clone()),
        text,
        ..Report::default()
    };
    if let Some(pack) = pack {
        blocks::assign(&mut report, pack);
    }
    Parsed {
        report: Some(report),
        diagnostics: Vec::new(),
    }
}

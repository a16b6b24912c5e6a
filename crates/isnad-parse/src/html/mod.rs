//! A saved page in, its report out: the article's lines with their places in the file, and what the page says of itself.
//!
//! A page is decoded, cut into tags and text with their places ([`html5gum`]), made a flat tree, and its text made lines. Which lines
//! are the article is decided by where the running text stands and by what the page's authors called its parts; what the lines
//! of the article's front are (a date, a byline) is decided by the words of the packs, as it is for plain text.
//!
//! ```
//! use isnad_lang::Packs;
//! use isnad_parse::{ParseOptions, html};
//! let saved = b"<html><head><meta property=og:site_name content=Ledger><title>Envoy leaves - Ledger</title></head><body>
//!   <nav><a href=/>Home</a></nav><h1>Envoy leaves</h1><p>The envoy left the city on Monday, an official said,
//!   and nobody knows when he will return.</p></body></html>";
//! let report = html::parse("a.html", saved, None, &ParseOptions::default(), Packs::builtin()).report.unwrap();
//! assert_eq!(report.headline.unwrap().text, "Envoy leaves");
//! assert_eq!(report.outlet.unwrap().name, "Ledger");
//! let origin = report.blocks[1].origin.unwrap();
//! assert!(saved[origin.start..origin.end].starts_with(b"The envoy left"));
//! assert!(!report.text.contains("Home"));
//! ```

mod charset;
mod content;
mod dates;
mod facts;
mod lines;
mod markup;
mod names;
mod page;
mod report;
mod tags;
#[cfg(test)]
mod tests;

pub use page::{Kind, Page, Statement, page};
pub use report::parse;

/// Do these bytes begin as a page does, or does their name say so and tags stand in them?
pub fn is_page(source: &str, bytes: &[u8]) -> bool {
    const HEAD: usize = 2048;
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    let bare: Vec<u8> = head.iter().copied().filter(|&b| b != 0).collect();
    let text = String::from_utf8_lossy(&bare);
    let text = text.trim_start_matches(['\u{FEFF}', '\u{FFFD}']);
    if crate::sniff::foreign_bytes(bytes).is_some() {
        return false;
    }
    let extension = source.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    crate::sniff::foreign_text(text) == Some("HTML")
        || matches!(extension.as_str(), "html" | "htm" | "xhtml" | "shtml")
            && crate::sniff::foreign_text(text).is_none()
            && text.contains('<')
}

/// The words of a piece of markup: tags taken away, character references decoded, blanks collapsed. Read so, the bytes of a
/// block's origin are the block's own words.
///
/// ```
/// assert_eq!(isnad_parse::html::bare_text("He <b>said</b>&nbsp;so<br>twice"), "He said so twice");
/// ```
pub fn bare_text(markup: &str) -> String {
    let tree = markup::Tree::read(markup);
    let mut text = String::new();
    let mut at = 0;
    while let Some(node) = tree.nodes.get(at) {
        let unseen = node.tag.is_some_and(|t| t.never_shown() && t != tags::Tag::Title);
        match node.tag {
            None => text.push_str(tree.text_of(u32::try_from(at).unwrap_or(0))),
            Some(tags::Tag::Br) => text.push(' '),
            Some(_) => {}
        }
        at = if unseen {
            (node.end as usize).max(at + 1)
        } else {
            at + 1
        };
    }
    let words = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|w| !w.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

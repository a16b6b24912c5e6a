//! Text as HTML: nothing of a report is markup.

use isnad_export::text::runs;
use isnad_model::bidi::{self, Direction};
use std::borrow::Cow;

/// Escapes a text for element content and quoted attributes; control and direction characters go, line ends become blanks, and
/// so do the code points that HTML forbids.
///
/// It adds no blank and takes none away at the ends, so that pieces of a text can be escaped one by one.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    escape_into(&bidi::clean(text), &mut out);
    out
}

fn escape_into(clean: &str, out: &mut String) {
    for c in clean.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if u32::from(c) & 0xFFFE == 0xFFFE || ('\u{FDD0}'..='\u{FDEF}').contains(&c) => {}
            c => out.push(c),
        }
    }
}

/// Text of direction `base` with words of the other direction in a `<bdi>`.
pub(crate) fn inline(text: &str, base: Direction) -> String {
    let text = bidi::clean(text);
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for run in runs(&text, base) {
        match run.isolate {
            Some(direction) => {
                out.push_str("<bdi dir=\"");
                out.push_str(dir(direction));
                out.push_str("\">");
                escape_into(run.text, &mut out);
                out.push_str("</bdi>");
            }
            None => escape_into(run.text, &mut out),
        }
    }
    out
}

/// The value of a `dir` attribute.
pub(crate) const fn dir(direction: Direction) -> &'static str {
    match direction {
        Direction::Ltr => "ltr",
        Direction::Rtl => "rtl",
    }
}

/// The direction of a passage: that of most of its letters, so that a foreign name at its beginning does not turn it.
pub(crate) fn passage(text: &str) -> Option<Direction> {
    /// Letters that are enough to tell.
    const SAMPLE: usize = 400;
    let (mut rtl, mut all) = (0_usize, 0_usize);
    for c in text.chars().filter(|c| c.is_alphabetic()).take(SAMPLE) {
        rtl += usize::from(bidi::is_rtl(c));
        all += 1;
    }
    (all > 0).then_some(if rtl * 2 >= all {
        Direction::Rtl
    } else {
        Direction::Ltr
    })
}

/// A language tag as an attribute value; empty (not known) for anything that is none.
pub(crate) fn lang(tag: &str) -> &str {
    let part = |p: &str| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric());
    let known =
        tag != "und" && tag.split('-').all(part) && tag.starts_with(|c: char| c.is_ascii_alphabetic());
    if known { tag } else { "" }
}

/// The first letters of a text, with an ellipsis where some were left out; it ends at a blank where one is near.
pub(crate) fn clip(text: &str, letters: usize) -> Cow<'_, str> {
    let text = text.trim();
    match text.char_indices().nth(letters) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}\u{2026}", before_blank(text, end))),
    }
}

/// The text before a byte, back to the blank before it where one is near.
fn before_blank(text: &str, end: usize) -> &str {
    let head = text.get(..end).unwrap_or(text);
    match head.rfind(char::is_whitespace) {
        Some(blank) if end - blank <= 40 => head.get(..blank).unwrap_or(head).trim_end(),
        _ => head,
    }
}

/// The nearest character boundary at or before a byte.
pub(crate) fn boundary(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_only_text() {
        assert_eq!(
            escape("<b a='\"'>&\u{202E}\u{1b}x\n\u{FDD0}\u{1FFFE}"),
            "&lt;b a=&#39;&quot;&#39;&gt;&amp;x "
        );
        assert_eq!(
            inline("\u{648} <b>NATO</b>", Direction::Rtl),
            "\u{648} &lt;<bdi dir=\"ltr\">b&gt;NATO&lt;/b</bdi>&gt;"
        );
    }

    #[test]
    fn a_passage_reads_as_most_of_it_does() {
        assert_eq!(
            passage("BBC: \u{648}\u{641}\u{62F} \u{648}\u{641}\u{62F}"),
            Some(Direction::Rtl)
        );
        assert_eq!(passage("2020"), None);
    }

    #[test]
    fn tags_and_clips() {
        assert_eq!(
            (lang("ar-EG"), lang("und"), lang("x\" y"), lang("")),
            ("ar-EG", "", "", "")
        );
        assert_eq!(clip("one two three", 9), "one two\u{2026}");
        assert_eq!(clip("one", 9), "one");
    }
}

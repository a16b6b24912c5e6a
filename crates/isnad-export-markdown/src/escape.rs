//! Text that shows as itself in any Markdown.

use isnad_model::bidi;

/// Escapes a text so that it shows as itself on one line of Markdown, wherever the line begins: CommonMark, the
/// extensions of GitHub (tables, strikethrough, bare addresses, `:emoji:`, `$math$`) and of Pandoc (superscripts,
/// citations, fancy lists, definition lists). Control and direction characters are dropped, line ends become blanks, blanks
/// at the ends go.
///
/// Bare addresses and mentions cannot be switched off by a backslash everywhere; there the decisive character stands in
/// a `<span>` of its own.
///
/// ```
/// use isnad_export_markdown::escape;
/// assert_eq!(escape("1. *a* <b>\n"), "1\\. \\*a\\* \\<b\\>");
/// assert_eq!(escape("a@b.org"), "a<span>@</span>b.org");
/// ```
pub fn escape(text: &str) -> String {
    piece(bidi::clean(text).trim(), true)
}

/// Escapes a clean piece of a line; `first` where the line begins with it.
pub(crate) fn piece(text: &str, first: bool) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut before = None;
    let mut leading = first; // still in the first word
    for (at, c) in text.char_indices() {
        let rest = text.get(at + c.len_utf8()..).unwrap_or("");
        let next = rest.chars().next();
        match c {
            '$' => out.push_str("&#36;"),
            '@' => out.push_str("<span>@</span>"),
            ':' if rest.starts_with("//") || is_emoji(rest) => out.push_str("<span>:</span>"),
            '.' if ends_with_www(text.get(..at).unwrap_or("")) => out.push_str("<span>.</span>"),
            // behind a backslash, brackets and parentheses begin a formula for some
            // "[x]" at the head of an item is a box to tick, entity or not
            '[' if leading && before.is_none() => out.push_str("<span>&#91;</span>"),
            '[' => out.push_str("&#91;"),
            ']' => out.push_str("&#93;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '<' | '>' | '&' | '|' | '~' | '^' | '#' | '"' => {
                out.push('\\');
                out.push(c);
            }
            '.' if before == Some(c) && next == Some(c) => out.push_str("\\."), // no ellipsis
            // two of them begin a rule, a title line, a comment
            '-' | '=' | '+' | '%' if before == Some(c) || next == Some(c) => {
                out.push('\\');
                out.push(c);
            }
            '\'' if !(before.is_some_and(char::is_alphanumeric)
                && next.is_some_and(char::is_alphanumeric)) =>
            {
                out.push_str("\\'");
            }
            // list markers, rules, definitions, title lines
            '(' if leading && before.is_none() => out.push_str("&#40;"),
            ')' if leading && (before.is_none() || next.is_none_or(char::is_whitespace)) => {
                out.push_str("&#41;");
            }
            c if leading && c.is_ascii_punctuation() && before.is_none() => {
                out.push('\\');
                out.push(c);
            }
            '.' if leading && next.is_none_or(char::is_whitespace) => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
        leading &= !c.is_whitespace();
        before = Some(c);
    }
    out
}

/// After a colon: would GitHub read `name:` as an emoji?
fn is_emoji(rest: &str) -> bool {
    rest.split_once(':').is_some_and(|(name, _)| {
        !name.is_empty()
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'+' | b'-'))
    })
}

fn ends_with_www(text: &str) -> bool {
    text.len()
        .checked_sub(3)
        .and_then(|at| text.get(at..))
        .is_some_and(|end| end.eq_ignore_ascii_case("www"))
}

/// All extensions of comrak that do not look for other markup than Markdown, for tests.
#[cfg(test)]
pub(crate) fn comrak() -> comrak::Options<'static> {
    let mut options = comrak::Options::default();
    let on = &mut options.extension;
    for flag in [
        &mut on.strikethrough,
        &mut on.table,
        &mut on.autolink,
        &mut on.tasklist,
        &mut on.superscript,
        &mut on.footnotes,
        &mut on.inline_footnotes,
        &mut on.description_lists,
        &mut on.multiline_block_quotes,
        &mut on.alerts,
        &mut on.ofm_callouts,
        &mut on.math_dollars,
        &mut on.math_latex,
        &mut on.math_code,
        &mut on.wikilinks_title_after_pipe,
        &mut on.underline,
        &mut on.subscript,
        &mut on.spoiler,
        &mut on.greentext,
        &mut on.ofm_comments,
        &mut on.subtext,
        &mut on.highlight,
        &mut on.insert,
        &mut on.block_directive,
    ] {
        *flag = true;
    }
    on.front_matter_delimiter = Some("---".to_owned());
    options.parse.relaxed_autolinks = true;
    options.parse.relaxed_tasklist_matching = true;
    options
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::comrak::nodes::NodeValue;
    use isnad_export::testkit::HOSTILE;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    /// The text of a Markdown page; anything but text in items, paragraphs and headings shows.
    fn shown(markdown: &str) -> String {
        let mut out = String::new();
        for event in Parser::new_ext(markdown, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
            match event {
                Event::Text(text) => out.push_str(&text),
                Event::InlineHtml(tag) => assert!(["<span>", "</span>"].contains(&&*tag)),
                Event::Start(Tag::List(None) | Tag::Item | Tag::Paragraph | Tag::Heading { .. }) => {}
                Event::End(TagEnd::List(false) | TagEnd::Item | TagEnd::Paragraph | TagEnd::Heading(_)) => {}
                other => out.push_str(&format!("{other:?}")),
            }
        }
        out
    }

    /// The same by comrak.
    fn shown_by_comrak(markdown: &str) -> String {
        let arena = ::comrak::Arena::new();
        let mut out = String::new();
        for node in ::comrak::parse_document(&arena, markdown, &comrak()).descendants() {
            match &node.data().value {
                NodeValue::Text(text) => out.push_str(text),
                NodeValue::HtmlInline(tag) => assert!(["<span>", "</span>"].contains(&tag.as_str())),
                NodeValue::Document
                | NodeValue::List(_)
                | NodeValue::Item(_)
                | NodeValue::Paragraph
                | NodeValue::Heading(_) => {}
                other => out.push_str(&format!("{other:?}")),
            }
        }
        out
    }

    fn survives(text: &str) {
        let escaped = escape(text);
        let want = bidi::clean(text).trim().to_owned();
        for (before, outer) in [("", ""), ("- ", ""), ("## ", ""), ("- outer\n  - ", "outer")] {
            let page = format!("{before}{escaped}");
            assert_eq!(shown(&page), format!("{outer}{want}"), "pulldown-cmark: {page:?}");
            assert_eq!(
                shown_by_comrak(&page),
                format!("{outer}{want}"),
                "comrak: {page:?}"
            );
        }
    }

    #[test]
    fn hostile_strings_show_as_themselves() {
        HOSTILE.iter().for_each(|text| survives(text));
    }

    #[test]
    fn plain_sentences_stay_readable() {
        for text in [
            "Egypt's envoy met Haftar (5 + 5) on 2020-12-27, at 22:00.",
            "01-report.txt",
            "A. Smith",
        ] {
            let escaped = escape(text);
            assert!(escaped.len() <= text.len() + 1, "{escaped}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_string_shows_as_itself(text in "\\PC*") {
            survives(&text);
        }

        #[test]
        fn any_markup_shows_as_itself(text in "[-ab1 .:/\\\\@#&;<>\\[\\]()!`*_~|$^=+'\"{}%w\n\t]{0,24}") {
            survives(&text);
        }
    }
}

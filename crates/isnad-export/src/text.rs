//! Text as exports print it: cleaned, with runs of the other direction set apart; addresses and ids.

use isnad_model::bidi::{self, Direction};

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run<'a> {
    /// Its words.
    pub text: &'a str,
    /// Its direction, where it needs to be isolated from the rest.
    pub isolate: Option<Direction>,
}

/// Splits a text of direction `base` into pieces, marking those that a reader would see out of order unless they are
/// isolated: words of the other direction with what stands between them, and in right-to-left text numbers joined by
/// signs (`2021-06-18`, `5+5`). Between the quotation marks of `base`, words of the other direction alone are one piece with
/// their numbers, and no piece reaches over such a mark. The pieces together are the text.
///
/// ```
/// use isnad_export::text::runs;
/// use isnad_model::bidi::Direction::*;
/// let found: Vec<_> = runs("see 2020 \u{0648}\u{0641}\u{062F} 5", Ltr).iter().map(|r| (r.text, r.isolate)).collect();
/// assert_eq!(found, [("see 2020 ", None), ("\u{0648}\u{0641}\u{062F}", Some(Rtl)), (" 5", None)]);
/// ```
pub fn runs(text: &str, base: Direction) -> Vec<Run<'_>> {
    let other = match base {
        Direction::Ltr => Direction::Rtl,
        Direction::Rtl => Direction::Ltr,
    };
    let mut spans = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while let Some((mark, c)) = text.get(at..).and_then(|rest| next_mark(rest, base)) {
        let inside = at + mark + c.len_utf8();
        foreign(text, from, at + mark, other, &mut spans);
        (from, at) = (inside, inside);
        let words = |end: usize| text.get(inside..end).unwrap_or("");
        if let Some(end) = quoted(text, inside, c).filter(|&end| is_foreign(words(end), other)) {
            spans.push((inside, end));
            (from, at) = (end, end);
        }
    }
    foreign(text, from, text.len(), other, &mut spans);
    let mut out = Vec::new();
    let mut from = 0;
    for (start, end) in spans {
        // spans were found on character boundaries of this very text
        if let (Some(before), Some(words)) = (text.get(from..start), text.get(start..end)) {
            plain(before, base, &mut out);
            out.push(Run {
                text: words,
                isolate: Some(other),
            });
            from = end;
        }
    }
    plain(text.get(from..).unwrap_or(""), base, &mut out);
    out
}

/// Cleans a text for a plain-text field and wraps what needs it in isolates (U+2068 … U+2069).
pub fn isolated(text: &str, base: Direction) -> String {
    let text = bidi::clean(text);
    runs(&text, base)
        .into_iter()
        .map(|run| {
            if run.isolate.is_some() {
                bidi::isolate(run.text)
            } else {
                run.text.to_owned()
            }
        })
        .collect()
}

/// A text of a report without control and direction characters, and without blanks at its ends.
pub fn clean(text: &str) -> String {
    bidi::clean(text).trim().to_owned()
}

/// The first text that is not empty, cleaned; an empty one where there is none.
pub fn first<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    texts
        .into_iter()
        .map(clean)
        .find(|t| !t.is_empty())
        .unwrap_or_default()
}

/// A web address as it may stand in an export, or none: `http` or `https`, absolute, with every character that is not
/// plain ASCII of an address percent-encoded. Any other scheme (`javascript:`, `data:`) is refused.
///
/// ```
/// use isnad_export::text::web_address;
/// assert_eq!(web_address("https://example.org/\u{0641} \"x\"").as_deref(), Some("https://example.org/%D9%81%20%22x%22"));
/// assert_eq!(web_address("javascript:alert(1)"), None);
/// ```
pub fn web_address(url: &str) -> Option<String> {
    let url = url.trim();
    let (scheme, rest) = url.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    let named = host.chars().all(|c| c.is_alphanumeric() || "-._~:@".contains(c))
        && host.chars().any(char::is_alphanumeric);
    if !named || !matches!(scheme.as_str(), "http" | "https") {
        return None;
    }
    let escapes = |at: usize| {
        rest.get(at + 1..at + 3)
            .is_some_and(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))
    };
    let fragment = rest.find('#');
    let address = percent(rest, |at, c| match c {
        '%' => escapes(at),
        '#' => fragment == Some(at),
        c => c.is_ascii_alphanumeric() || "-._~:/?@!$&()*+,;=".contains(c),
    });
    Some(format!("{scheme}://{address}"))
}

/// A stable name for something of a dossier: an IRI below `base`, or a `tag:` URI (RFC 4151) where there is no base.
///
/// ```
/// use isnad_export::text::iri;
/// assert_eq!(iri(None, "event", "e1"), "tag:isnad.invalid,2026:event/e1");
/// assert_eq!(iri(Some("https://example.org/d.jsonld"), "event", "a b"), "https://example.org/d.jsonld#event/a%20b");
/// ```
pub fn iri(base: Option<&str>, kind: &str, id: &str) -> String {
    let id = percent(id, |_, c| c.is_ascii_alphanumeric() || "-._~:".contains(c));
    match base {
        Some(base) => format!("{base}#{kind}/{id}"),
        None => format!("tag:isnad.invalid,2026:{kind}/{id}"),
    }
}

/// Percent-encodes the UTF-8 bytes of every character that is not allowed at its place.
fn percent(text: &str, allowed: impl Fn(usize, char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if allowed(at, c) {
            out.push(c);
        } else {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    out
}

/// The next quotation mark of texts of this direction, opening or closing.
fn next_mark(text: &str, base: Direction) -> Option<(usize, char)> {
    let marks: &[char] = match base {
        Direction::Rtl => &['\u{AB}', '\u{BB}', '\u{2039}', '\u{203A}'],
        Direction::Ltr => &['\u{201C}', '\u{201D}'],
    };
    text.char_indices().find(|(_, c)| marks.contains(c))
}

/// Where the words behind an opening mark end: at its closing mark, if no other opens before.
fn quoted(text: &str, start: usize, open: char) -> Option<usize> {
    let close = match open {
        '\u{AB}' => '\u{BB}',
        '\u{2039}' => '\u{203A}',
        '\u{201C}' => '\u{201D}',
        _ => return None,
    };
    let (at, c) = text
        .get(start..)?
        .char_indices()
        .find(|&(_, c)| c == open || c == close)?;
    (c == close).then_some(start + at)
}

/// Are all letters of the other direction, and at least one?
fn is_foreign(text: &str, other: Direction) -> bool {
    let mut letters = text.chars().filter(|c| bidi::is_letter(*c)).peekable();
    letters.peek().is_some() && letters.all(|c| bidi::is_rtl(c) == (other == Direction::Rtl))
}

/// Finds words of the other direction with what stands between them in a part of a text.
fn foreign(text: &str, from: usize, to: usize, other: Direction, spans: &mut Vec<(usize, usize)>) {
    let mut word = None; // start of digits and letters since the last blank
    let mut run: Option<(usize, usize)> = None;
    let mut glued = false; // no blank since the last character of the run
    for (at, c) in text.get(from..to).unwrap_or("").char_indices() {
        let at = from + at;
        let end = at + c.len_utf8();
        let letter = bidi::is_letter(c);
        if letter && bidi::is_rtl(c) != (other == Direction::Rtl) {
            if let Some((start, end)) = run.take() {
                spans.push((start, closed(text, start, end)));
            }
            word = None;
        } else if letter {
            run = Some((run.map_or(word.unwrap_or(at), |(start, _)| start), end));
            glued = true;
        } else if c.is_whitespace() {
            word = None;
            glued = false;
        } else if c.is_numeric() || joins(c) {
            match &mut run {
                Some((_, last)) if glued => *last = end,
                Some(_) => {}
                None => word = word.or(c.is_numeric().then_some(at)),
            }
        }
    }
    if let Some((start, end)) = run {
        spans.push((start, closed(text, start, end)));
    }
}

/// Where a run ends: closing brackets and quotation marks whose opening ones it holds, and marks on its last letter, belong to it.
fn closed(text: &str, start: usize, mut end: usize) -> usize {
    let count = |c: char, end: usize| text.get(start..end).map_or(0, |t| t.matches(c).count());
    for c in text.get(end..).unwrap_or("").chars() {
        let opening = match c {
            ')' => '(',
            ']' => '[',
            '}' => '{',
            '\u{BB}' => '\u{AB}',
            '\u{203A}' => '\u{2039}',
            _ => c,
        };
        let closes = opening != c && count(opening, end) > count(c, end);
        let marks = matches!(c, '\u{0300}'..='\u{036F}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{200C}' | '\u{200D}');
        if !closes && !marks {
            break;
        }
        end += c.len_utf8();
    }
    end
}

/// Text without foreign letters; in right-to-left text, numbers joined by signs are set apart.
fn plain<'a>(text: &'a str, base: Direction, out: &mut Vec<Run<'a>>) {
    let mut from = 0;
    if base == Direction::Rtl {
        let bytes = text.as_bytes();
        let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
        let mut at = 0;
        while at < bytes.len() {
            if !digit(at) {
                at += 1;
                continue;
            }
            let start = at;
            let mut signs = false;
            while digit(at)
                || (matches!(bytes.get(at), Some(b'-' | b'+' | b'/' | b':' | b'.' | b',')) && digit(at + 1))
            {
                signs |= matches!(bytes.get(at), Some(b'-' | b'+' | b'/'));
                at += 1;
            }
            if signs {
                out.extend(
                    [(from, start, None), (start, at, Some(Direction::Ltr))]
                        .into_iter()
                        .filter_map(|(a, b, isolate)| {
                            text.get(a..b)
                                .filter(|t| !t.is_empty())
                                .map(|text| Run { text, isolate })
                        }),
                );
                from = at;
            }
        }
    }
    if let Some(rest) = text.get(from..).filter(|t| !t.is_empty()) {
        out.push(Run {
            text: rest,
            isolate: None,
        });
    }
}

/// Signs that stand inside file names, addresses and compound numbers.
const fn joins(c: char) -> bool {
    matches!(c, '_' | '%' | '+' | '#')
}

#[cfg(test)]
mod tests {
    use super::*;
    use Direction::{Ltr, Rtl};

    fn marked(text: &str, base: Direction) -> String {
        let found = runs(text, base);
        assert_eq!(found.iter().map(|r| r.text).collect::<String>(), text);
        found
            .iter()
            .map(|r| {
                if r.isolate.is_some() {
                    format!("<{}>", r.text)
                } else {
                    r.text.to_owned()
                }
            })
            .collect()
    }

    #[test]
    fn runs_hold_what_belongs_together_and_no_more() {
        let a = "\u{0648}\u{0641}\u{062F}"; // an Arabic word
        for (text, want) in [
            (format!("{a} NATO 27 {a}"), format!("{a} <NATO> 27 {a}")),
            (
                format!("{a} (BBC News, London) {a}"),
                format!("{a} (<BBC News, London>) {a}"),
            ),
            (
                format!("{a}: 01_marsa-news.txt"),
                format!("{a}: <01_marsa-news.txt>"),
            ),
            (
                format!("{a} Reuters (UK), {a}"),
                format!("{a} <Reuters (UK)>, {a}"),
            ),
            (
                format!("2021-06-18 {a} (5+5) 22:00 12"),
                format!("<2021-06-18> {a} (<5+5>) 22:00 12"),
            ),
            (
                format!("{a} BBC: \u{AB}due on 3 May 2021\u{BB} {a}"),
                format!("{a} <BBC>: \u{AB}<due on 3 May 2021>\u{BB} {a}"),
            ),
            (
                "\u{AB}17 August\u{BB} \u{AB}the \u{2039}5+5\u{203A} talks\u{BB}".to_owned(),
                "\u{AB}<17 August>\u{BB} \u{AB}<the \u{2039}5+5\u{203A} talks>\u{BB}".to_owned(),
            ),
            (
                format!("\u{AB}{a} \u{2039}NATO\u{203A} 27\u{BB}"),
                format!("\u{AB}{a} \u{2039}<NATO>\u{203A} 27\u{BB}"),
            ),
            ("\u{0644}NATO".to_owned(), "\u{0644}<NATO>".to_owned()),
            (String::new(), String::new()),
        ] {
            assert_eq!(marked(&text, Rtl), want);
        }
        assert_eq!(
            marked(&format!("in {a} {a} 2020-01-02."), Ltr),
            format!("in <{a} {a}> 2020-01-02.")
        );
        assert_eq!(
            marked(&format!("by {a} \u{AB}{a}\u{BB}: no"), Ltr),
            format!("by <{a} \u{AB}{a}\u{BB}>: no")
        );
        assert_eq!(
            marked(&format!("{a}: \u{201C}24 {a}\u{201D}"), Ltr),
            format!("<{a}>: \u{201C}<24 {a}>\u{201D}")
        );
    }

    #[test]
    fn isolates_hold_no_foreign_controls() {
        assert_eq!(
            isolated("\u{0648} \u{202E}ab\u{2069}\n", Rtl),
            "\u{0648} \u{2068}ab\u{2069} "
        );
    }

    #[test]
    fn addresses_are_checked() {
        for bad in [
            "",
            "data:text/html,x",
            "https:///x",
            "http://a\"b/",
            "//x.org",
            "ftp://x.org",
            "x",
        ] {
            assert_eq!(web_address(bad), None, "{bad}");
        }
        assert_eq!(
            web_address("HTTP://x.org/<b>").as_deref(),
            Some("http://x.org/%3Cb%3E")
        );
    }
}

//! Words of reports, made fit for a line.

use isnad_lang::wording::Marks;
use isnad_model::Report;
use isnad_text::{Span, bidi, fold};

/// Letters a quotation may have before it is cut.
pub(crate) const LONG: usize = 190;
/// Letters of a statement.
pub(crate) const STATEMENT: usize = 230;
/// Bytes by which a fragment may grow before it and behind it to become a clause.
const WIDEN: usize = 220;
const WIDEN_BEHIND: usize = 480;
/// Letters of a quotation in a crowded line.
pub(crate) const SHORT: usize = 120;

/// One line without control characters, blanks run together.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in bidi::clean(text).split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The first letter as a capital, in scripts that have them.
pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// Words cut at a clause to about `limit` letters, with an ellipsis where some were left out; `keep` is a byte of the text that
/// must stay inside.
pub(crate) fn clip(text: &str, keep: usize, limit: usize, marks: &Marks) -> String {
    let text = text.trim();
    if text.chars().count() <= limit {
        return clean(trimmed(text, marks));
    }
    let is_mark = |c: char| marks.clause_marks.contains(c);
    // begin at the last clause mark before the kept byte, if the kept byte is too far from the beginning
    let far = text
        .get(..keep.min(text.len()))
        .is_some_and(|before| before.chars().count() > limit * 2 / 3);
    let start = if far {
        text.char_indices()
            .take_while(|(at, _)| *at < keep)
            .filter(|(at, c)| is_mark(*c) && !inside_number(text, *at))
            .last()
            .map_or_else(|| word_start(text, keep), |(at, c)| at + c.len_utf8())
    } else {
        0
    };
    // a stump at the end says nothing: take in what stands before it
    let tail = text.get(start..).map_or(0, |t| t.chars().count());
    let start = if start > 0 && tail < limit * 2 / 3 {
        let from = text.char_indices().rev().nth(limit).map_or(0, |(at, _)| at);
        word_start(text, from)
    } else {
        start
    };
    let rest = text.get(start..).unwrap_or(text).trim_start();
    // what is kept stands before the cut
    let kept = keep.saturating_sub(text.len() - rest.len());
    let (mut clause, mut word, mut end) = (0, 0, rest.len());
    for (n, (at, c)) in rest.char_indices().enumerate() {
        if n >= limit {
            end = if clause * 2 > at { clause } else { word.max(clause) };
            break;
        }
        let behind = &rest[at + c.len_utf8()..];
        if is_mark(c) && at > kept && behind.starts_with(char::is_whitespace) && !marks.goes_on_with(behind) {
            clause = at;
        }
        if c.is_whitespace() {
            word = at;
        }
    }
    let cut = end < rest.len();
    let mut out = String::new();
    if start > 0 {
        out.push_str(&marks.ellipsis);
    }
    out.push_str(&clean(trimmed(rest.get(..end).unwrap_or(rest), marks)));
    if cut {
        out.push_str(&marks.ellipsis);
    }
    out
}

/// A span widened to the clause it stands in, within its block: back to the mark or line end before it, on to the next one. A comma
/// before one of the words that go on with a clause ("they agreed, in the end, to …") ends none; the word that only leads the clause in
/// ("that the envoy called") is left out.
pub(crate) fn whole_clause(report: &Report, span: Span, marks: &Marks) -> Span {
    let widened = widened(&report.text, span, marks);
    match report.blocks.iter().find(|b| b.span().contains(span)) {
        Some(b) => Span::new(widened.start.max(b.start), widened.end.min(b.end)),
        None => widened,
    }
}

fn widened(text: &str, span: Span, marks: &Marks) -> Span {
    let is_end = |c: char| {
        matches!(
            c,
            '\u{60C}' | '\u{61B}' | '\u{61F}' | ',' | ';' | '.' | '?' | '!' | ':' | '\n' | '\r'
        )
    };
    let before = text.get(..span.start).unwrap_or("");
    let start = before
        .rfind(is_end)
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let start = if span.start - start <= WIDEN {
        start
    } else {
        span.start
    };
    let after = text.get(span.end..).unwrap_or("");
    let closed = text
        .get(start..span.end)
        .is_some_and(|t| t.trim_end().ends_with(is_end));
    let goes_on = |at: usize, c: char| {
        matches!(c, ',' | '\u{60C}') && marks.goes_on_with(after.get(at + c.len_utf8()..).unwrap_or(""))
    };
    let more = if closed && !goes_on_behind(text, span.end, marks) {
        0
    } else {
        after
            .char_indices()
            .find(|(at, c)| is_end(*c) && !inside_number(text, span.end + at) && !goes_on(*at, *c))
            .map_or(after.len(), |(at, _)| at)
    };
    let end = if more <= WIDEN_BEHIND {
        span.end + more
    } else {
        // a long sentence is cut between two words
        let upto = after.floor_char_boundary(WIDEN_BEHIND);
        span.end + after[..upto].rfind(char::is_whitespace).unwrap_or(0)
    };
    let whole = Span::new(start, end).trim(text);
    let lead = isnad_lang::wording::first_word(whole.of(text))
        .filter(|w| marks.drop_first.contains(&fold(w)))
        .map_or(0, str::len);
    paired(
        text,
        Span::new((whole.start + lead).min(span.start.max(whole.start)), whole.end).trim(text),
    )
}

/// Do the words end at a comma behind which the clause goes on?
fn goes_on_behind(text: &str, end: usize, marks: &Marks) -> bool {
    text.get(..end)
        .is_some_and(|t| t.trim_end().ends_with([',', '\u{60C}']))
        && marks.goes_on_with(text.get(end..).unwrap_or(""))
}

/// The span without a quotation mark at one of its ends whose partner stands outside.
fn paired(text: &str, span: Span) -> Span {
    let words = span.of(text);
    if words.chars().filter(|&c| is_quote(c)).count() != 1 {
        return span;
    }
    let bare = words.trim_matches(is_quote);
    let start = span.start + words.find(bare).unwrap_or(0);
    Span::new(start, start + bare.len()).trim(text)
}

/// Is it a quotation mark?
fn is_quote(c: char) -> bool {
    matches!(
        c,
        '\u{AB}' | '\u{BB}' | '"' | '\u{201C}' | '\u{201D}' | '\u{201E}'
    )
}

/// Words in quotation marks; marks inside become inner ones, and single ones are dropped.
pub(crate) fn quote(text: &str, marks: &Marks) -> String {
    let [open, close] = &marks.quotes;
    format!("{open}{}{close}", inner(text, marks))
}

/// Words with their quotation marks made inner ones.
pub(crate) fn inner(text: &str, marks: &Marks) -> String {
    let [open, close] = &marks.inner_quotes;
    let count = text.chars().filter(|&c| is_quote(c)).count();
    let (mut n, mut out) = (0, String::with_capacity(text.len() + 8));
    for c in text.chars() {
        if is_quote(c) {
            n += 1;
            if n == count && count % 2 == 1 {
                continue; // its partner was cut off
            }
            out.push_str(if n % 2 == 1 { open } else { close });
        } else {
            out.push(c);
        }
    }
    out
}

/// Does the mark at this byte stand inside a number or an abbreviation: letters or digits glued to both sides in Latin script?
fn inside_number(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let joins = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
    at > 0 && joins(bytes.get(at - 1)) && joins(bytes.get(at + 1))
}

fn word_start(text: &str, at: usize) -> usize {
    text.get(..at)
        .and_then(|before| before.rfind(char::is_whitespace))
        .map_or(0, |i| i + 1)
}

fn trimmed<'t>(text: &'t str, marks: &Marks) -> &'t str {
    text.trim()
        .trim_end_matches(|c: char| {
            marks.clause_marks.contains(c) && c != '?' && c != '!' && c != '\u{61F}' || c == '-'
        })
        .trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks() -> Marks {
        Marks {
            quotes: ["<".into(), ">".into()],
            inner_quotes: ["(".into(), ")".into()],
            ellipsis: "...".into(),
            clause_marks: ",;.".into(),
            ..Marks::default()
        }
    }

    #[test]
    fn cuts_at_clauses_and_keeps_the_trigger() {
        let text = "He came to town late at night, met the mayor, and left before anybody saw him.";
        assert_eq!(
            clip(text, 0, 50, &marks()),
            "He came to town late at night, met the mayor..."
        );
        assert_eq!(clip(text, 31, 30, &marks()), "...met the mayor, and left...");
        assert_eq!(clip("short.", 0, 50, &marks()), "short");
    }

    #[test]
    fn a_clause_takes_no_mark_whose_partner_is_elsewhere() {
        let text = "He went. \"They saw it before, he said, and \"now\" too.\"";
        let clause = |words: &str| {
            let start = text.find(words).unwrap();
            widened(text, Span::new(start, start + words.len()), &marks()).of(text)
        };
        assert_eq!(clause("saw"), "They saw it before");
        assert_eq!(clause("now"), "and \"now\" too");
    }

    #[test]
    fn a_clause_goes_on_behind_a_comma_and_drops_what_leads_it_in() {
        let marks = Marks {
            goes_on: vec!["to".into()],
            drop_first: vec!["that".into()],
            ..marks()
        };
        let text = "He said, that they agreed in the end, to leave, and went.";
        let start = text.find("agreed").unwrap();
        let clause = widened(text, Span::new(start, start + 6), &marks);
        assert_eq!(clause.of(text), "they agreed in the end, to leave");
    }

    #[test]
    fn quotes_inside_quotes_are_balanced() {
        assert_eq!(
            quote("the \"envoy\" of \u{AB}peace", &marks()),
            "<the (envoy) of peace>"
        );
    }
}

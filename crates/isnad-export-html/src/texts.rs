//! Words of reports with the cited ones marked: an excerpt under a line, and the text as a whole.

use crate::sources::{Shown, Source};
use crate::write::{boundary, dir, inline, lang, passage};
use isnad_model::bidi::Direction;
use isnad_model::{Evidence, Role, Span};
use std::fmt::Write;

/// Bytes shown before and after cited words.
const AROUND: usize = 320;
/// Bytes of cited words that are shown; of longer ones their beginning and their end.
const CITED: usize = 1_600;
/// Bytes of a line of a text that is shown whole.
const LINE: usize = 20_000;

/// Cited words with what stands around them in their line, as a block quotation.
pub(crate) fn excerpt(source: Option<&Source<'_>>, words: &Evidence, base: Direction, out: &mut String) {
    let standing = source.and_then(|s| Some((s, s.standing(words)?)));
    let own = passage(&words.text).or(source.map(|s| s.base)).unwrap_or(base);
    let tag = source.map_or("", Source::lang);
    let _ = write!(out, "<blockquote{}><p>", attributes(own, tag));
    match standing {
        Some((source, span)) if matches!(source.shown, Shown::Whole | Shown::Cut) => {
            let text = source.text();
            let line = source.line_at(span.start).1;
            let line = Span::new(
                line.start.min(span.start),
                source.line_at(span.end.saturating_sub(1)).1.end.max(span.end),
            );
            let from = word_before(text, line.start, span.start.saturating_sub(AROUND));
            let to = word_after(text, line.end, span.end + AROUND);
            ellipsis(from > line.start, out);
            out.push_str(&inline(text.get(from..span.start).unwrap_or(""), own));
            marked(text.get(span.range()).unwrap_or(""), own, out);
            out.push_str(&inline(text.get(span.end..to).unwrap_or(""), own));
            ellipsis(to < line.end, out);
        }
        _ => marked(&words.text, own, out),
    }
    out.push_str("</p></blockquote>\n");
}

/// Words in a mark; very long ones without their middle.
fn marked(words: &str, own: Direction, out: &mut String) {
    let words = words.trim();
    out.push_str("<mark>");
    if words.len() <= CITED {
        out.push_str(&inline(words, own));
    } else {
        out.push_str(&inline(
            words.get(..boundary(words, CITED / 2)).unwrap_or(""),
            own,
        ));
        out.push_str(" \u{2026} ");
        out.push_str(&inline(
            words
                .get(boundary(words, words.len() - CITED / 4)..)
                .unwrap_or(""),
            own,
        ));
    }
    out.push_str("</mark>");
}

/// The text of a report line by line, cited words marked with an id each.
pub(crate) fn full(source: &Source<'_>, out: &mut String) {
    let text = source.text();
    let blocks = source.report.map_or(&[][..], |r| r.blocks.as_slice());
    let _ = writeln!(
        out,
        "<div class=\"report\"{}>",
        attributes(source.base, source.lang())
    );
    let mut pen = Pen {
        source,
        next: 0,
        open: Vec::new(),
    };
    let mut block = 0;
    let mut left_out = false;
    for (number, line) in source.lines() {
        if line.is_empty() {
            continue;
        }
        let pieces = pieces(source, line, &pen);
        if pieces.is_empty() {
            left_out = true;
            continue;
        }
        if std::mem::take(&mut left_out) {
            out.push_str("<p class=\"gap\">\u{2026}</p>\n");
        }
        while blocks.get(block).is_some_and(|b| b.end <= line.start) {
            block += 1;
        }
        let role = blocks.get(block).filter(|b| b.start < line.end).map(|b| b.role);
        let own = passage(line.of(text)).unwrap_or(source.base);
        let turned = if own == source.base {
            String::new()
        } else {
            attributes(own, "")
        };
        let _ = write!(
            out,
            "<p class=\"{}\" data-line=\"{number}\"{turned}>",
            class(role)
        );
        let mut at = line.start;
        for piece in &pieces {
            ellipsis(piece.start > at, out);
            pen.write(text, *piece, own, out);
            at = piece.end;
        }
        ellipsis(at < line.end, out);
        out.push_str("</p>\n");
    }
    if left_out {
        out.push_str("<p class=\"gap\">\u{2026}</p>\n");
    }
    out.push_str("</div>\n");
}

/// The parts of a line that are shown: all of it, or what stands around its marks.
fn pieces(source: &Source<'_>, line: Span, pen: &Pen<'_, '_>) -> Vec<Span> {
    let cut = source.shown == Shown::Cut;
    if line.len() <= LINE && !cut {
        return vec![line];
    }
    let text = source.text();
    let head = if cut {
        line.start
    } else {
        (line.start + AROUND).min(line.end)
    };
    let mut windows = vec![Span::new(line.start, boundary(text, head))];
    let ahead = source
        .marks
        .spans
        .iter()
        .skip(pen.next)
        .take_while(|m| m.start < line.end);
    let going_on = pen.open.iter().filter_map(|&at| source.marks.spans.get(at));
    for mark in going_on.chain(ahead) {
        let ends = [
            (mark.start, mark.end.min(mark.start + CITED)),
            (mark.end.saturating_sub(AROUND).max(mark.start), mark.end),
        ];
        windows.extend(ends.map(|(start, end)| {
            Span::new(
                word_before(text, line.start, start.saturating_sub(AROUND)),
                word_after(text, line.end, end + AROUND),
            )
        }));
    }
    windows.retain(|w| w.start < w.end);
    windows.sort_unstable_by_key(|w| (w.start, w.end));
    let mut out: Vec<Span> = Vec::new();
    for window in windows {
        match out.last_mut() {
            Some(last) if window.start <= last.end => last.end = last.end.max(window.end),
            _ => out.push(window),
        }
    }
    out
}

/// What writes a text with its marks, piece by piece in order.
struct Pen<'s, 'a> {
    source: &'s Source<'a>,
    /// The mark that begins next.
    next: usize,
    /// Marks that are open, the innermost last.
    open: Vec<usize>,
}

impl Pen<'_, '_> {
    /// Writes a piece. Marks that go on beyond it are closed with it and opened again in the next.
    fn write(&mut self, text: &str, piece: Span, own: Direction, out: &mut String) {
        let end_of = |at: &usize| self.source.marks.spans.get(*at).map_or(0, |m| m.end);
        self.open.retain(|at| end_of(at) > piece.start);
        out.push_str(&"<mark>".repeat(self.open.len()));
        let mut at = piece.start;
        loop {
            let begins = self
                .source
                .marks
                .spans
                .get(self.next)
                .filter(|m| m.start < piece.end);
            let ends = self.open.last().map(end_of).filter(|end| *end <= piece.end);
            match (begins, ends) {
                (begins, Some(end)) if begins.is_none_or(|m| end <= m.start) => {
                    self.text(text, &mut at, end, own, out);
                    out.push_str("</mark>");
                    self.open.pop();
                }
                (Some(mark), _) => {
                    if mark.end > piece.start {
                        self.text(text, &mut at, mark.start, own, out);
                        let _ = write!(out, "<mark id=\"{}\">", self.source.mark_id(self.next));
                        self.open.push(self.next);
                    }
                    self.next += 1;
                }
                (None, _) => break,
            }
        }
        self.text(text, &mut at, piece.end, own, out);
        out.push_str(&"</mark>".repeat(self.open.len()));
    }

    fn text(&self, text: &str, at: &mut usize, to: usize, own: Direction, out: &mut String) {
        if to > *at {
            out.push_str(&inline(text.get(*at..to).unwrap_or(""), own));
            *at = to;
        }
    }
}

/// How a line of a text looks, by the role of its block.
const fn class(role: Option<Role>) -> &'static str {
    match role {
        Some(Role::Headline) => "headline",
        Some(Role::Heading | Role::Kicker | Role::Standfirst) => "heading",
        Some(Role::Paragraph | Role::Caption) => "paragraph",
        _ => "aside",
    }
}

/// `dir` and `lang` of an element, after a blank; without `lang` where it is not known.
pub(crate) fn attributes(direction: Direction, tag: &str) -> String {
    let tag = lang(tag);
    let lang = if tag.is_empty() {
        String::new()
    } else {
        format!(" lang=\"{tag}\"")
    };
    format!(" dir=\"{}\"{lang}", dir(direction))
}

fn ellipsis(wanted: bool, out: &mut String) {
    if wanted {
        out.push('\u{2026}');
    }
}

/// The beginning of the word at a byte, not before `first`.
fn word_before(text: &str, first: usize, at: usize) -> usize {
    let at = boundary(text, at.max(first)).max(first);
    if at == first {
        return first;
    }
    let rest = text.get(at..).unwrap_or("");
    rest.char_indices()
        .take(40)
        .find(|(_, c)| c.is_whitespace())
        .map_or(at, |(blank, _)| at + blank)
}

/// The end of the word at a byte, not after `last`.
fn word_after(text: &str, last: usize, at: usize) -> usize {
    if at >= last {
        return last;
    }
    let at = boundary(text, at);
    let head = text.get(..at).unwrap_or("");
    head.char_indices()
        .rev()
        .take(40)
        .find(|(_, c)| c.is_whitespace())
        .map_or(at, |(blank, _)| blank)
}

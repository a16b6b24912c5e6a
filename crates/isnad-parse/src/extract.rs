//! Text that is taken out of a saved form, part by part, each with its role and its place in the form's bytes.
//!
//! ```
//! use isnad_model::Role;
//! use isnad_parse::Extract;
//! let mut text = Extract::default();
//! text.begin(Some(Role::Headline));
//! text.push("Envoy", 10..15);
//! text.push("\"", 15..17); // written with an escape
//! text.begin(None);
//! text.push("He left.", 40..48);
//! assert_eq!(text.text(), "Envoy\"\n\nHe left.");
//! assert_eq!(text.origin(5..6), Some(15..17));
//! assert_eq!(text.origin(11..15), Some(43..47));
//! ```

use isnad_model::Role;
use isnad_text::Span;
use std::ops::Range;

/// The text of a report, taken out of a saved form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extract {
    text: String,
    parts: Vec<Part>,
    runs: Vec<Run>,
}

/// A part of the text: a title, a byline, a paragraph, or a body of several lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its place in the text, bytes.
    pub span: Span,
    /// Its role, where the form tells it; otherwise the words decide, line by line.
    pub role: Option<Role>,
}

/// Words of the text and the bytes they were written with; one by one if both are of the same length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    text: usize,
    len: usize,
    from: usize,
    to: usize,
}

impl Extract {
    /// The text so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its parts, in order; none is empty.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Begins a part, apart from the one before by a blank line.
    pub fn begin(&mut self, role: Option<Role>) {
        if self.parts.last().is_some_and(|part| part.span.is_empty()) {
            self.parts.pop();
        }
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push_str("\n\n");
        }
        let at = self.text.len();
        self.parts.push(Part {
            span: Span::new(at, at),
            role,
        });
    }

    /// Adds words to the last part, with their place in the form's bytes.
    pub fn push(&mut self, words: &str, origin: Range<usize>) {
        if words.is_empty() {
            return;
        }
        if self.parts.is_empty() {
            self.begin(None);
        }
        let run = Run {
            text: self.text.len(),
            len: words.len(),
            from: origin.start,
            to: origin.end.max(origin.start),
        };
        self.text.push_str(words);
        if let Some(part) = self.parts.last_mut() {
            part.span.end = self.text.len();
        }
        match self.runs.last_mut() {
            // what goes on one by one is the same run
            Some(last)
                if last.one_by_one()
                    && run.one_by_one()
                    && last.to == run.from
                    && last.text + last.len == run.text =>
            {
                last.len += run.len;
                last.to = run.to;
            }
            _ => self.runs.push(run),
        }
    }

    /// Adds another text's parts behind those of this one.
    pub fn append(&mut self, other: &Self) {
        if other.parts.is_empty() {
            return;
        }
        self.finish();
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let by = self.text.len();
        self.text.push_str(&other.text);
        self.parts.extend(other.parts.iter().map(|part| Part {
            span: Span::new(part.span.start + by, part.span.end + by),
            role: part.role,
        }));
        self.runs.extend(other.runs.iter().map(|run| Run {
            text: run.text + by,
            ..*run
        }));
    }

    /// Adds the words of another text to the last part of this one, its own parts joined by a blank.
    pub(crate) fn push_all(&mut self, other: &Self) {
        for run in &other.runs {
            let words = other.text.get(run.text..run.text + run.len).unwrap_or("");
            let open = self.parts.last().is_some_and(|part| !part.span.is_empty());
            if open
                && other
                    .parts
                    .iter()
                    .any(|part| part.span.start == run.text && run.text > 0)
            {
                self.push(" ", run.from..run.from);
            }
            self.push(words, run.from..run.to);
        }
    }

    /// The parts that are to be kept.
    pub(crate) fn only(&self, keep: impl Fn(&Part) -> bool) -> Self {
        let mut out = Self::default();
        for part in self.parts.iter().filter(|part| keep(part)) {
            out.begin(part.role);
            let first = self.runs.partition_point(|run| run.text < part.span.start);
            let runs = self
                .runs
                .iter()
                .skip(first)
                .take_while(|run| run.text < part.span.end);
            for run in runs {
                let words = self.text.get(run.text..run.text + run.len).unwrap_or("");
                out.push(words, run.from..run.to);
            }
        }
        out.finish();
        out
    }

    /// The same text with its places moved behind so many bytes.
    pub(crate) fn moved(mut self, by: usize) -> Self {
        for run in &mut self.runs {
            run.from += by;
            run.to += by;
        }
        self
    }

    /// The same text, read from the text of another: its places become those of the other's form.
    pub(crate) fn through(mut self, outer: &Self) -> Self {
        let mut runs = Vec::with_capacity(self.runs.len());
        for run in &self.runs {
            if !run.one_by_one() {
                let place = outer.origin(run.from..run.to).unwrap_or(0..0);
                runs.push(Run {
                    from: place.start,
                    to: place.end,
                    ..*run
                });
                continue;
            }
            // what stands one by one here may be written with several runs there
            let mut at = run.from;
            while at < run.to {
                let n = outer.runs.partition_point(|o| o.text + o.len <= at);
                let Some(there) = outer.runs.get(n).filter(|o| o.text < run.to) else {
                    break;
                };
                let start = there.text.max(at);
                let end = (there.text + there.len).min(run.to);
                let place = outer.origin(start..end).unwrap_or(0..0);
                runs.push(Run {
                    text: run.text + (start - run.from),
                    len: end - start,
                    from: place.start,
                    to: place.end,
                });
                at = end;
            }
        }
        self.runs = runs;
        self
    }

    /// Takes blanks off the end of the last part; one that holds nothing else is dropped.
    pub fn finish(&mut self) {
        while let Some(last) = self.parts.last_mut() {
            let words = last.span.of(&self.text).trim_end().len();
            last.span.end = last.span.start + words;
            if words > 0 {
                let end = last.span.end;
                self.text.truncate(end);
                self.runs.retain(|run| run.text < end);
                if let Some(run) = self.runs.last_mut()
                    && run.text + run.len > end
                {
                    let cut = run.text + run.len - end;
                    if run.one_by_one() {
                        run.to -= cut;
                    }
                    run.len -= cut;
                }
                return;
            }
            self.parts.pop();
        }
        self.text.clear();
        self.runs.clear();
    }

    /// The bytes of the form in which words of the text are written; none where the words were added.
    pub fn origin(&self, words: Range<usize>) -> Option<Range<usize>> {
        let last = words.end.checked_sub(1).filter(|_| words.start < words.end)?;
        let first = self.runs.partition_point(|run| run.text + run.len <= words.start);
        let run = self.runs.get(first).filter(|run| run.text < words.end)?;
        let from = if run.one_by_one() {
            run.from + words.start.saturating_sub(run.text)
        } else {
            run.from
        };
        let n = self.runs.partition_point(|run| run.text <= last);
        let run = self.runs.get(n.checked_sub(1)?)?;
        let to = if run.one_by_one() {
            run.from + (words.end - run.text).min(run.len)
        } else {
            run.to
        };
        // a form may tell its parts in another order than the text
        Some(from.min(to)..to.max(from))
    }
}

impl Run {
    fn one_by_one(&self) -> bool {
        self.len == self.to - self.from
    }
}

//! Lines and columns.

use crate::Span;

/// The lines of a text.
///
/// ```
/// let index = isnad_text::LineIndex::new("a\r\nbc");
/// assert_eq!(index.position("a\r\nbc", 4), (2, 2)); // line 2, column 2 (code points), both from 1
/// ```
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<usize>,
    len: usize,
}

impl LineIndex {
    /// Finds the lines (ended by LF, CR LF or a lone CR).
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for i in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes.get(i) == Some(&b'\n') || bytes.get(i + 1) != Some(&b'\n') {
                starts.push(i + 1);
            }
        }
        Self {
            starts,
            len: text.len(),
        }
    }

    /// Number of lines.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Is there no line at all? (Never: an empty text has one empty line.)
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The lines without their ends, in order.
    pub fn lines<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Span> + 'a {
        self.starts.iter().enumerate().map(move |(i, &start)| {
            let end = self.starts.get(i + 1).copied().unwrap_or(self.len);
            let words = text.get(start..end).unwrap_or("");
            Span::new(start, start + words.trim_end_matches(['\n', '\r']).len())
        })
    }

    /// Line and column of a byte offset, both counted from 1, the column in code points.
    pub fn position(&self, text: &str, byte: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|&s| s <= byte).max(1);
        let start = self.starts[line - 1];
        (line, text.get(start..byte).map_or(0, |s| s.chars().count()) + 1)
    }
}

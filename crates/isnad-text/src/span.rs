//! Where something stands.

use std::ops::Range;

/// A half-open range of bytes in a report's text.
///
/// Both ends lie on character boundaries. In JSON spans are counted in Unicode code points instead; the conversion
/// happens in one place, `isnad_model::wire`.
///
/// ```
/// use isnad_text::Span;
/// let span = Span::new(2, 6);
/// assert_eq!(span.of("to Rome"), " Rom");
/// assert!(span.overlaps(Span::new(5, 9)));
/// ```
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end` (bytes, end exclusive).
    #[inline]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Length in bytes.
    #[inline]
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Does the span hold nothing?
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// The words under the span; empty if the span does not fit the text.
    #[inline]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// Do the two spans share a byte?
    #[inline]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Does `other` lie wholly inside this span?
    #[inline]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Does the byte lie inside this span?
    #[inline]
    pub const fn holds(self, byte: usize) -> bool {
        self.start <= byte && byte < self.end
    }

    /// The smallest span that covers both.
    pub fn join(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The span as a range.
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// The span without white space at either end.
    ///
    /// ```
    /// # use isnad_text::Span;
    /// assert_eq!(Span::new(0, 6).trim(" Rome "), Span::new(1, 5));
    /// ```
    pub fn trim(self, text: &str) -> Self {
        let words = self.of(text);
        let start = self.start + (words.len() - words.trim_start().len());
        let len = words.trim().len();
        Self::new(start, start + len)
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

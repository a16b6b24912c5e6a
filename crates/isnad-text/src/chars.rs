//! Bytes and code points.

/// Converts byte offsets of one text to code point offsets and back.
///
/// ```
/// let text = "\u{0641}ي 5";
/// let index = isnad_text::CharIndex::new(text);
/// assert_eq!(index.chars(5), 3); // the digit is the fourth character
/// assert_eq!(index.bytes(3), 5);
/// ```
#[derive(Clone, Debug)]
pub struct CharIndex<'t> {
    /// Byte offset of every 32nd character.
    marks: Vec<u32>,
    text: &'t str,
    ascii: bool,
}

const STEP: usize = 32;

impl<'t> CharIndex<'t> {
    /// Indexes a text.
    pub fn new(text: &'t str) -> Self {
        let ascii = text.is_ascii();
        let marks = if ascii {
            Vec::new()
        } else {
            text.char_indices()
                .step_by(STEP)
                .map(|(at, _)| at as u32)
                .collect()
        };
        Self { marks, text, ascii }
    }

    /// How many characters stand before this byte offset. Offsets past the end count as the end.
    pub fn chars(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        if self.ascii {
            return byte;
        }
        let block = self
            .marks
            .partition_point(|&m| (m as usize) <= byte)
            .saturating_sub(1);
        let from = self.marks.get(block).copied().unwrap_or(0) as usize;
        block * STEP
            + self.text.as_bytes()[from..byte]
                .iter()
                .filter(|&&b| b & 0xC0 != 0x80)
                .count()
    }

    /// The byte offset of the character with this number; the length of the text past the end.
    pub fn bytes(&self, chars: usize) -> usize {
        if self.ascii {
            return chars.min(self.text.len());
        }
        let Some(&from) = self.marks.get(chars / STEP) else {
            return self.text.len();
        };
        let rest = &self.text[from as usize..];
        rest.char_indices()
            .nth(chars % STEP)
            .map_or(self.text.len(), |(at, _)| from as usize + at)
    }
}

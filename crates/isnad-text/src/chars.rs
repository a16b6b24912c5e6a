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
    /// How many characters begin before each run of bytes.
    before: Vec<u32>,
    text: &'t str,
    ascii: bool,
}

/// Bytes of a run.
const RUN: usize = 64;

impl<'t> CharIndex<'t> {
    /// Indexes a text.
    pub fn new(text: &'t str) -> Self {
        let ascii = text.is_ascii();
        let mut before = Vec::new();
        if !ascii {
            before.reserve_exact(text.len() / RUN + 1);
            let mut count = 0;
            for run in text.as_bytes().chunks(RUN) {
                before.push(count);
                count += begun(run) as u32;
            }
            if text.len().is_multiple_of(RUN) {
                before.push(count);
            }
        }
        Self { before, text, ascii }
    }

    /// How many characters stand before this byte offset. Offsets past the end count as the end.
    #[inline]
    pub fn chars(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        if self.ascii {
            return byte;
        }
        let run = byte / RUN;
        let before = self.before.get(run).copied().unwrap_or(0) as usize;
        before + begun(self.text.as_bytes().get(run * RUN..byte).unwrap_or_default())
    }

    /// The byte offset of the character with this number; the length of the text past the end.
    pub fn bytes(&self, chars: usize) -> usize {
        if self.ascii {
            return chars.min(self.text.len());
        }
        let run = self
            .before
            .partition_point(|&n| n as usize <= chars)
            .saturating_sub(1);
        let before = self.before.get(run).copied().unwrap_or(0) as usize;
        let rest = self.text.as_bytes().get(run * RUN..).unwrap_or_default();
        let mut begins = rest.iter().enumerate().filter(|&(_, &b)| begins(b));
        begins
            .nth(chars - before)
            .map_or(self.text.len(), |(at, _)| run * RUN + at)
    }
}

/// Does a character begin with this byte?
#[inline]
const fn begins(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

/// How many characters begin among these bytes (at most a run of them).
#[inline]
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().map(|&b| begins(b) as u8).sum::<u8>() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_offset_leads_there_and_back() {
        for text in [
            String::new(),
            "a".repeat(200),
            "\u{0641}\u{1F600}a".repeat(90),
            format!("{}\u{0641}", "a".repeat(63)),
            "\u{0641}".repeat(32),
        ] {
            let index = CharIndex::new(&text);
            let mut n = 0;
            for (at, _) in text.char_indices() {
                assert_eq!((index.chars(at), index.bytes(n)), (n, at));
                n += 1;
            }
            assert_eq!((index.chars(text.len()), index.bytes(n)), (n, text.len()));
            assert_eq!((index.chars(text.len() + 9), index.bytes(n + 9)), (n, text.len()));
        }
    }
}

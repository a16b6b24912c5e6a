//! Helpers for text that mixes writing directions.
//!
//! Characters that change direction or control a terminal never leave a report: [`clean`] drops them. Runs of the other
//! direction are wrapped in isolates (U+2068 … U+2069) by [`isolate`].

pub use crate::letters::is_letter;

/// Reading direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

/// Is this a character of a right-to-left script (Hebrew, Arabic, Syriac, Thaana, N'Ko …)?
pub fn is_rtl(c: char) -> bool {
    matches!(c, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// The direction of the first strong character, if there is any.
pub fn direction(text: &str) -> Option<Direction> {
    text.chars()
        .find(|c| is_letter(*c))
        .map(|c| if is_rtl(c) { Direction::Rtl } else { Direction::Ltr })
}

/// Drops control characters, direction overrides, embeddings, isolates and marks; line ends and tabs become blanks.
///
/// What is left cannot move the cursor of a terminal, reorder its neighbours or hide text.
///
/// ```
/// assert_eq!(isnad_text::bidi::clean("a\u{202E}b\u{1b}[31mc\nd"), "ab[31mc d");
/// ```
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    out.extend(text.chars().filter_map(|c| match c {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' | '\u{0085}' => Some(' '),
        '\u{200E}'
        | '\u{200F}'
        | '\u{061C}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{206F}'
        | '\u{FEFF}'
        | '\u{200B}' => None,
        '\u{FFF9}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}' => None,
        '\u{E0000}'..='\u{E007F}' => None,
        c if c.is_control() => None,
        c => Some(c),
    }));
    out
}

/// Wraps a text in a first-strong isolate (U+2068 … U+2069).
pub fn isolate(text: &str) -> String {
    format!("\u{2068}{text}\u{2069}")
}

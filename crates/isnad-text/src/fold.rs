//! Folding: one spelling for what readers take as one word.

/// Text folded for comparison, with the way back.
///
/// Folding drops vowel marks, tatweel and invisible direction marks, unifies alef and yeh forms, teh marbuta and heh,
/// Persian kaf and yeh, all decimal digits, all blanks, and Latin case. One character becomes one or none, so every
/// folded byte leads back to the character it came from.
///
/// ```
/// let folded = isnad_text::Folded::new("\u{0625}\u{0650}ن 5+5");
/// assert_eq!(folded.text(), "\u{0627}ن 5+5");
/// let n = folded.text().find('ن').unwrap();
/// assert_eq!(folded.original(n..n + 2).start, 4); // behind the alef and its vowel mark
/// ```
#[derive(Clone, Debug, Default)]
pub struct Folded {
    text: String,
    /// For every folded byte the original byte offset of its character, plus one entry for the end.
    offsets: Vec<u32>,
}

impl Folded {
    /// Folds a text.
    pub fn new(original: &str) -> Self {
        let mut text = String::with_capacity(original.len());
        let mut offsets = Vec::with_capacity(original.len() + 1);
        for (at, c) in original.char_indices() {
            if let Some(f) = fold_char(c) {
                text.push(f);
                offsets.extend(std::iter::repeat_n(at as u32, f.len_utf8()));
            }
        }
        offsets.push(original.len() as u32);
        Self { text, offsets }
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The original bytes behind a range of folded bytes (both on character boundaries of the folded text).
    pub fn original(&self, folded: std::ops::Range<usize>) -> crate::Span {
        let last = self.offsets.len().saturating_sub(1);
        let at = |i: usize| self.offsets.get(i.min(last)).copied().unwrap_or(0) as usize;
        crate::Span::new(at(folded.start), at(folded.end))
    }
}

/// Folds a short text, forgetting the offsets.
///
/// ```
/// assert_eq!(isnad_text::fold("Tripoli"), "tripoli");
/// assert_eq!(isnad_text::fold("\u{0662}\u{0664}"), "24");
/// ```
pub fn fold(text: &str) -> String {
    crate::letters::folded(text)
}

/// The folded form of one character, or nothing if folding drops it.
#[inline]
pub fn fold_char(c: char) -> Option<char> {
    if c.is_ascii() {
        return Some(c.to_ascii_lowercase());
    }
    // the bare Arabic letters, most of an Arabic text
    if matches!(c, '\u{0627}' | '\u{062A}'..='\u{063A}' | '\u{0641}'..='\u{0648}' | '\u{064A}') {
        return Some(c);
    }
    Some(match c {
        // alef with madda, hamza above, hamza below, wasla
        '\u{0622}' | '\u{0623}' | '\u{0625}' | '\u{0671}' => '\u{0627}',
        // alef maksura and Persian yeh
        '\u{0649}' | '\u{06CC}' => '\u{064A}',
        // teh marbuta
        '\u{0629}' => '\u{0647}',
        // Persian kaf
        '\u{06A9}' => '\u{0643}',
        // digits
        '\u{0660}'..='\u{0669}' => char::from(b'0' + (c as u32 - 0x0660) as u8),
        '\u{06F0}'..='\u{06F9}' => char::from(b'0' + (c as u32 - 0x06F0) as u8),
        // vowel marks, superscript alef, combining hamza and madda, Koranic marks, tatweel
        '\u{064B}'..='\u{065F}'
        | '\u{0670}'
        | '\u{0610}'..='\u{061A}'
        | '\u{06D6}'..='\u{06ED}'
        | '\u{0640}' => {
            return None;
        }
        // direction marks, joiners, byte order mark, soft hyphen
        '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}'
        | '\u{061C}'
        | '\u{FEFF}'
        | '\u{00AD}' => return None,
        // blanks
        '\u{00A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => ' ',
        '\u{2018}' | '\u{2019}' => '\'',
        _ if c.is_uppercase() => c.to_lowercase().next().unwrap_or(c),
        _ => c,
    })
}

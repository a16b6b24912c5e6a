//! What is known of each character, looked up once for the whole program.

use crate::{
    fold::fold_char,
    tokens::{Kind, Script, hash_on, hash_word},
};
use std::sync::LazyLock;

/// Tells the words of a text, folded, whatever stands between them, and whether each holds a digit or another number.
///
/// Unlike the words that [`Tokens`](crate::Tokens) are, letters and digits that no blank or mark divides are one.
///
/// ```
/// let mut words = Vec::new();
/// isnad_text::each_word("The A320, 24 seats", |word, number| words.push((word.to_owned(), number)));
/// assert_eq!(words[1], ("a320".into(), true));
/// assert_eq!(words.len(), 4);
/// ```
pub fn each_word(text: &str, mut found: impl FnMut(&str, bool)) {
    let letters = Letters::get();
    let mut word = String::new();
    let mut number = false;
    let mut at = 0;
    while let Some((letter, len)) = letters.at(text, at) {
        let from = at;
        at += len;
        if letter.alphanumeric {
            number |= letter.numeric;
            if letter.same {
                // the letters behind it that folding leaves alone are taken over together with it
                at = letters.run(text.as_bytes(), at);
                word.push_str(&text[from..at]);
            } else if letter.folded != DROPPED {
                word.push(letter.folded);
            }
        } else if letter.folded != DROPPED && !word.is_empty() {
            found(&word, number);
            word.clear();
            number = false;
        }
    }
    if !word.is_empty() {
        found(&word, number);
    }
}

/// The hash of a text's folded form, without making that.
///
/// ```
/// use isnad_text::{fold, hash_folded, hash_word};
/// let text = "Al-Jabal 7\u{00A0}\u{0623}\u{064E}";
/// assert_eq!(hash_folded(text), hash_word(&fold(text)));
/// ```
pub fn hash_folded(text: &str) -> u64 {
    let letters = Letters::get();
    let mut hash = hash_word("");
    let mut at = 0;
    while let Some((letter, len)) = letters.at(text, at) {
        if letter.same {
            hash = text.as_bytes()[at..at + len]
                .iter()
                .fold(hash, |h, b| hash_on(h, *b));
        } else if letter.folded != DROPPED {
            let mut bytes = [0; 4];
            hash = letter.folded.encode_utf8(&mut bytes).bytes().fold(hash, hash_on);
        }
        at += len;
    }
    hash
}

/// Is it a letter? The same as [`char::is_alphabetic`], told from a table for Latin to Arabic.
///
/// ```
/// assert!(isnad_text::bidi::is_letter('\u{0628}') && !isnad_text::bidi::is_letter('5'));
/// ```
#[inline]
pub fn is_letter(c: char) -> bool {
    match Letters::get().all.get(c as usize) {
        Some(letter) => letter.alphabetic,
        None => c.is_alphabetic(),
    }
}

/// Folds a text, see [`fold`](crate::fold).
pub(crate) fn folded(text: &str) -> String {
    let letters = Letters::get();
    let mut out = String::with_capacity(text.len());
    let (mut at, mut same) = (0, 0);
    while let Some((letter, len)) = letters.at(text, at) {
        fold_into(&mut out, text, &mut same, at, len, letter);
        at += len;
    }
    out.push_str(&text[same..]);
    out
}

/// Adds a character to the folded text. Those that folding leaves alone wait, from `same` on, for one that it does not.
#[inline]
pub(crate) fn fold_into(
    out: &mut String,
    text: &str,
    same: &mut usize,
    at: usize,
    len: usize,
    letter: Letter,
) {
    if !letter.same {
        out.push_str(&text[*same..at]);
        if letter.folded != DROPPED {
            out.push(letter.folded);
        }
        *same = at + len;
    }
}

/// What cutting into tokens needs to know of one character.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Letter {
    /// Its folded form, or [`DROPPED`].
    folded: char,
    pub(crate) kind: Option<Kind>,
    pub(crate) script: Script,
    /// Folding leaves it alone.
    same: bool,
    pub(crate) capital: bool,
    pub(crate) blank: bool,
    alphabetic: bool,
    /// It is a letter or a number.
    alphanumeric: bool,
    /// Its folded form is a digit or another number.
    numeric: bool,
    /// No token begins with it, but it stays inside of one: marks and joiners that folding drops.
    pub(crate) inner: bool,
}

/// Folding leaves nothing of the character.
const DROPPED: char = '\0';

impl Letter {
    fn new(c: char) -> Self {
        let folded = fold_char(c);
        let kind = class(c);
        let parts = matches!(c, '\u{200B}' | '\u{FEFF}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
        Self {
            folded: folded.unwrap_or(DROPPED),
            kind,
            script: script(c),
            same: folded == Some(c),
            capital: c.is_uppercase(),
            blank: c.is_whitespace(),
            alphabetic: c.is_alphabetic(),
            alphanumeric: c.is_alphanumeric(),
            numeric: folded.is_some_and(char::is_numeric),
            inner: kind.is_none() && folded.is_none() && !parts,
        }
    }
}

/// The characters of Latin to Arabic, looked up once for the whole program.
pub(crate) struct Letters {
    all: [Letter; Self::END],
    /// Letters that folding leaves alone: most of any text.
    plain: [bool; Self::END],
}

impl Letters {
    /// One past the last character of the table: the end of the Arabic block.
    const END: usize = 0x700;

    pub(crate) fn get() -> &'static Self {
        static LETTERS: LazyLock<Letters> = LazyLock::new(|| {
            let all: [Letter; Letters::END] =
                std::array::from_fn(|i| Letter::new(char::from_u32(i as u32).unwrap_or(' ')));
            Letters {
                plain: std::array::from_fn(|i| all[i].same && all[i].kind == Some(Kind::Word)),
                all,
            }
        });
        &LETTERS
    }

    /// The end of the letters from a byte on that folding leaves alone.
    #[inline]
    pub(crate) fn run(&self, bytes: &[u8], mut at: usize) -> usize {
        let plain = |code: usize| self.plain.get(code).is_some_and(|&p| p);
        while let Some(&first) = bytes.get(at) {
            if first < 0x80 {
                if !plain(usize::from(first)) {
                    break;
                }
                at += 1;
            } else {
                let Some(&second) = bytes.get(at + 1) else { break };
                let code = usize::from(first & 0x1F) << 6 | usize::from(second & 0x3F);
                if !(0xC0..0xE0).contains(&first) || !plain(code) {
                    break;
                }
                at += 2;
            }
        }
        at
    }

    /// The character that begins at a byte, and its length.
    #[inline]
    pub(crate) fn at(&self, text: &str, at: usize) -> Option<(Letter, usize)> {
        let bytes = text.as_bytes();
        let &first = bytes.get(at)?;
        // characters of one and two bytes are nearly all
        let (code, len) = match first {
            0..0x80 => (usize::from(first), 1),
            0xC0..0xE0 => {
                let second = bytes.get(at + 1).copied().unwrap_or(0x80);
                (usize::from(first & 0x1F) << 6 | usize::from(second & 0x3F), 2)
            }
            _ => (usize::MAX, 0),
        };
        match self.all.get(code) {
            Some(&letter) => Some((letter, len)),
            None => {
                let c = text.get(at..)?.chars().next()?;
                Some((Letter::new(c), c.len_utf8()))
            }
        }
    }
}

fn class(c: char) -> Option<Kind> {
    if c.is_ascii() {
        return match c {
            '0'..='9' => Some(Kind::Number),
            'a'..='z' | 'A'..='Z' => Some(Kind::Word),
            _ if c.is_ascii_graphic() => Some(Kind::Mark),
            _ => None,
        };
    }
    match c {
        '\u{0621}'..='\u{063A}' | '\u{0641}'..='\u{064A}' => Some(Kind::Word),
        '\u{0660}'..='\u{0669}' | '\u{06F0}'..='\u{06F9}' => Some(Kind::Number),
        _ => {
            fold_char(c)?;
            if c.is_alphabetic() {
                Some(Kind::Word)
            } else if c.is_whitespace() || c.is_control() {
                None
            } else {
                Some(Kind::Mark)
            }
        }
    }
}

fn script(c: char) -> Script {
    match c {
        '\u{0600}'..='\u{06FF}'
        | '\u{0750}'..='\u{077F}'
        | '\u{FB50}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFC}' => Script::Arabic,
        'a'..='z' | 'A'..='Z' | '\u{00C0}'..='\u{024F}' => Script::Latin,
        _ => Script::Other,
    }
}

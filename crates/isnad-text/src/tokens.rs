//! Tokens: the words of a text with every form under which a dictionary may know them.

use crate::{
    Span, Vocabulary,
    fold::fold_char,
    letters::{Letters, fold_into},
};

/// What kind of token it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Letters (with marks, and apostrophes inside).
    Word,
    /// Decimal digits of any script.
    Number,
    /// Any other visible character, one token each.
    Mark,
}

/// The script of a word's first letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Script {
    /// Arabic letters.
    Arabic,
    /// Latin letters.
    Latin,
    /// Everything else.
    Other,
}

/// Dictionaries that are not in the vocabulary are asked for every token.
pub(crate) const EVERY: u128 = 1 << 127;

/// The number of a word that no vocabulary has told yet.
pub(crate) const UNTOLD: u32 = u32::MAX;

/// One form of a token: the token as it stands, or without proclitics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// Bytes of the original token that stand before this form.
    pub skip: u8,
    /// Bit 1: a conjunction was taken off; bit 2: a preposition; bit 4: preposition and article are fused, so the form
    /// has the article restored though the letters are not there, and `skip` leaves the preposition inside.
    pub off: u8,
    /// Its number in the vocabulary, see [`Form::number`].
    pub(crate) word: u32,
    /// Hash of the folded form, see [`hash_word`].
    pub hash: u64,
}

impl Default for Form {
    /// A form of no word.
    fn default() -> Self {
        Self {
            skip: 0,
            off: 0,
            word: UNTOLD,
            hash: 0,
        }
    }
}

impl Form {
    /// A conjunction (such as Arabic wa-, fa-) was taken off.
    pub const CONJUNCTION: u8 = 1;
    /// A preposition (such as Arabic bi-, li-, ka-) was taken off.
    pub const PREPOSITION: u8 = 2;
    /// Preposition and article are fused (Arabic lil-); the form has the article restored.
    pub const FUSED: u8 = 4;
}

/// As it stands, without conjunction, and of both without preposition or with the article restored: a letter is one or the
/// other, so that four are all there can be.
const MAX_FORMS: usize = 4;

/// A token.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// Where it stands in the original text.
    pub span: Span,
    /// Word, number or mark.
    pub kind: Kind,
    /// Script of the first letter.
    pub script: Script,
    /// No blank stands between this token and the one before it.
    pub glued: bool,
    /// The first letter is a capital.
    pub capital: bool,
    count: u8,
    folded: (u32, u32),
    forms: [Form; MAX_FORMS],
    /// The dictionaries of the vocabulary that may know one of its forms; all until it is told.
    pub(crate) heads: u128,
}

impl Token {
    /// The forms, the whole token first, then with more and more taken off.
    #[inline]
    pub fn forms(&self) -> &[Form] {
        &self.forms[..self.count as usize]
    }

    /// Hash of the whole folded token.
    #[inline]
    pub fn hash(&self) -> u64 {
        self.forms[0].hash
    }
}

/// What a language may write together with the next word.
///
/// All strings are folded. The default has none.
#[derive(Clone, Debug, Default)]
pub struct Clitics {
    /// One-letter conjunctions.
    pub conjunctions: Vec<String>,
    /// One-letter prepositions.
    pub prepositions: Vec<String>,
    /// The article, as it is written before a word.
    pub article: String,
    /// A preposition fused with the article, such as Arabic lil-.
    pub fused: Option<String>,
    /// Letters that must be left after anything is taken off.
    pub min_stem: usize,
}

/// The tokens of one text, with the folded text they were cut from.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    folded: String,
    items: Vec<Token>,
    /// The last byte plus one of each, close together to be searched.
    ends: Vec<u32>,
    /// The vocabulary that told them; 0 for none.
    told: u64,
}

impl Tokens {
    /// Cuts a text into tokens.
    pub fn new(text: &str, clitics: &Clitics) -> Self {
        let mut out = Self::plain(text);
        out.strip(text, clitics);
        out
    }

    /// Cuts a text into tokens whose language is not known yet: each has one form, as it stands.
    pub fn plain(text: &str) -> Self {
        let mut out = Self {
            folded: String::with_capacity(text.len()),
            // a word of Arabic letters takes ten bytes on average, and marks are tokens too
            items: Vec::with_capacity(text.len() / 7 + 1),
            ends: Vec::with_capacity(text.len() / 7 + 1),
            told: 0,
        };
        let letters = Letters::get();
        let mut at = 0;
        let mut glued = false;
        while let Some((first, len)) = letters.at(text, at) {
            let start = at;
            at += len;
            let Some(kind) = first.kind else {
                glued &= !first.blank;
                continue;
            };
            let from = out.folded.len();
            // letters that folding leaves alone are taken over together: those from here on are still to be
            let mut same = start;
            fold_into(&mut out.folded, text, &mut same, start, len, first);
            let mut end = at;
            if kind != Kind::Mark {
                loop {
                    if kind == Kind::Word {
                        at = letters.run(text.as_bytes(), at);
                        end = at.max(end);
                    }
                    let Some((next, len)) = letters.at(text, at) else {
                        break;
                    };
                    let inside = match next.kind {
                        Some(k) if k == kind => true,
                        Some(_) => kind == Kind::Word && joins(text, start, at, len),
                        None => next.inner,
                    };
                    if !inside {
                        break;
                    }
                    fold_into(&mut out.folded, text, &mut same, at, len, next);
                    at += len;
                    end = at;
                }
            }
            out.folded.push_str(&text[same..end]);
            let to = out.folded.len();
            let mut token = Token {
                span: Span::new(start, end),
                kind,
                script: first.script,
                glued,
                capital: first.capital,
                count: 0,
                folded: (from as u32, to as u32),
                forms: [Form::default(); MAX_FORMS],
                heads: u128::MAX,
            };
            push_form(&mut token, 0, 0, hash_word(&out.folded[from..to]));
            out.items.push(token);
            out.ends.push(end as u32);
            glued = true;
        }
        out
    }

    /// Adds the forms without what the language writes together with a word. `text` is the text that was cut.
    pub fn strip(&mut self, text: &str, clitics: &Clitics) {
        if clitics.conjunctions.is_empty() && clitics.prepositions.is_empty() && clitics.fused.is_none() {
            return;
        }
        self.told = 0;
        // most words begin with no letter that could be taken off
        let heads = clitics
            .conjunctions
            .iter()
            .chain(&clitics.prepositions)
            .chain(&clitics.fused);
        let heads: Vec<[u8; 2]> = heads.filter_map(|h| beginning(h.as_bytes())).collect();
        for token in &mut self.items {
            token.heads = u128::MAX;
            if token.kind == Kind::Word && token.script == Script::Arabic {
                token.count = 1;
                let begins = beginning(&self.folded.as_bytes()[token.folded.0 as usize..]);
                if !begins.is_some_and(|b| heads.contains(&b)) {
                    continue;
                }
                let word = &self.folded[token.folded.0 as usize..token.folded.1 as usize];
                strip(token, word, text, clitics);
            }
        }
    }

    /// Looks the tokens up in the vocabulary of the pack whose dictionaries they will be held against, so that most of these
    /// need not be asked. Told by one pack, they are no more fit for the dictionaries of another.
    pub fn tell(&mut self, words: &Vocabulary) {
        if self.told == words.id() {
            return;
        }
        self.told = words.id();
        for token in &mut self.items {
            token.heads = words.tell(&mut token.forms[..token.count as usize]);
        }
    }

    /// Some of the tokens, numbered from the first of them.
    pub fn part(&self, range: std::ops::Range<usize>) -> TokenPart<'_> {
        let end = range.end.min(self.items.len());
        TokenPart {
            folded: &self.folded,
            items: self.items.get(range.start.min(end)..end).unwrap_or(&[]),
        }
    }

    /// The tokens.
    #[inline]
    pub fn items(&self) -> &[Token] {
        &self.items
    }

    /// Number of tokens.
    #[inline]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Are there none?
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The token with this number.
    #[inline]
    pub fn get(&self, at: usize) -> Option<&Token> {
        self.items.get(at)
    }

    /// The folded letters of a token.
    #[inline]
    pub fn folded(&self, at: usize) -> &str {
        self.items
            .get(at)
            .map_or("", |t| &self.folded[t.folded.0 as usize..t.folded.1 as usize])
    }

    /// Numbers of the first token that ends after `byte`: where to start for a span that begins there.
    #[inline]
    pub fn at_byte(&self, byte: usize) -> usize {
        self.ends.partition_point(|&end| end as usize <= byte)
    }

    /// The tokens that lie in a span, as a range of numbers.
    pub fn within(&self, span: Span) -> std::ops::Range<usize> {
        // few tokens lie in most spans
        const NEAR: usize = 8;
        let from = self.at_byte(span.start);
        let before = |t: &Token| t.span.start < span.end;
        let rest = self.items.get(from..).unwrap_or(&[]);
        let near = rest.iter().take(NEAR).take_while(|t| before(t)).count();
        let len = match near {
            NEAR => rest.partition_point(before),
            near => near,
        };
        from..from + len
    }
}

impl AsRef<[Token]> for Tokens {
    fn as_ref(&self) -> &[Token] {
        &self.items
    }
}

/// Some tokens of a text in a row, numbered from the first of them; spans count from the start of the text.
#[derive(Clone, Copy, Debug)]
pub struct TokenPart<'a> {
    folded: &'a str,
    items: &'a [Token],
}

impl<'a> TokenPart<'a> {
    /// The tokens.
    #[inline]
    pub fn items(&self) -> &'a [Token] {
        self.items
    }

    /// Number of tokens.
    #[inline]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Are there none?
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The token with this number.
    #[inline]
    pub fn get(&self, at: usize) -> Option<&'a Token> {
        self.items.get(at)
    }

    /// The folded letters of a token.
    #[inline]
    pub fn folded(&self, at: usize) -> &'a str {
        self.items
            .get(at)
            .map_or("", |t| &self.folded[t.folded.0 as usize..t.folded.1 as usize])
    }
}

impl AsRef<[Token]> for TokenPart<'_> {
    fn as_ref(&self) -> &[Token] {
        self.items
    }
}

/// The hash under which a folded word is looked up (FNV-1a, 64 bits; the same on every machine).
#[inline]
pub fn hash_word(folded: &str) -> u64 {
    hash_more(0xcbf2_9ce4_8422_2325, folded)
}

#[inline]
fn hash_more(h: u64, folded: &str) -> u64 {
    folded.bytes().fold(h, hash_on)
}

/// The hash of a word that goes on with a byte, by that of its beginning: so the hashes of all beginnings of a word cost no more than
/// its own.
///
/// ```
/// # use isnad_text::{hash_on, hash_word};
/// assert_eq!(hash_on(hash_word("a"), b'b'), hash_word("ab"));
/// ```
#[inline]
pub fn hash_on(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
}

/// An apostrophe between the letters of a Latin word belongs to it. The word begins at `first`, the mark stands at `at`.
fn joins(text: &str, first: usize, at: usize, len: usize) -> bool {
    let latin = text.as_bytes().get(first).is_some_and(u8::is_ascii_alphabetic);
    latin
        && matches!(&text[at..at + len], "'" | "\u{2019}")
        && text[at + len..].chars().next().is_some_and(char::is_alphabetic)
}

fn push_form(token: &mut Token, skip: usize, off: u8, hash: u64) {
    let n = token.count as usize;
    if n < MAX_FORMS && skip <= u8::MAX as usize {
        token.forms[n] = Form {
            skip: skip as u8,
            off,
            word: UNTOLD,
            hash,
        };
        token.count += 1;
    }
}

/// The first two bytes: a letter that is no Latin one.
#[inline]
fn beginning(bytes: &[u8]) -> Option<[u8; 2]> {
    bytes.first_chunk().copied()
}

/// What stands behind the head of a word that begins so. The same as [`str::strip_prefix`], letter by letter: most words differ in the
/// first, which no call of a general comparison is worth.
///
/// ```
/// assert_eq!(isnad_text::strip_head("undone", "un"), Some("done"));
/// assert_eq!(isnad_text::strip_head("u", "un"), None);
/// ```
#[inline]
pub fn strip_head<'w>(word: &'w str, head: &str) -> Option<&'w str> {
    let begins = word.len() >= head.len() && word.bytes().zip(head.bytes()).all(|(a, b)| a == b);
    begins.then(|| word.get(head.len()..)).flatten()
}

/// Adds the forms without conjunction, without preposition, and with a fused article restored.
fn strip(token: &mut Token, word: &str, text: &str, clitics: &Clitics) {
    fn cut<'w>(word: &'w str, heads: &[String], min: usize) -> Option<&'w str> {
        heads
            .iter()
            .find_map(|h| strip_head(word, h))
            .filter(|rest| rest.chars().nth(min - 1).is_some())
    }
    let original = token.span.of(text);
    // how many original bytes a folded prefix covers: its letters, and the marks that follow each of them
    let skip_of = |rest: &str| -> usize {
        if original.len() == word.len() {
            return word.len() - rest.len(); // nothing was dropped, and letters keep their length
        }
        let letters = word[..word.len() - rest.len()].chars().count();
        original
            .char_indices()
            .filter(|&(_, c)| fold_char(c).is_some())
            .nth(letters)
            .map_or(original.len(), |(at, _)| at)
    };
    let min = clitics.min_stem.max(1);
    let after_conjunction = cut(word, &clitics.conjunctions, min);
    if let Some(rest) = after_conjunction {
        push_form(token, skip_of(rest), Form::CONJUNCTION, hash_word(rest));
    }
    let bases = [
        Some((word, 0u8)),
        after_conjunction.map(|rest| (rest, Form::CONJUNCTION)),
    ];
    for (base, off) in bases.into_iter().flatten() {
        if let Some(fused) = &clitics.fused
            && let Some(rest) = strip_head(base, fused)
            && rest.chars().nth(min - 1).is_some()
        {
            let hash = hash_more(hash_word(&clitics.article), rest);
            push_form(token, skip_of(base), off | Form::FUSED, hash);
        }
        if let Some(rest) = cut(base, &clitics.prepositions, min) {
            push_form(token, skip_of(rest), off | Form::PREPOSITION, hash_word(rest));
        }
    }
}

//! Words cut into the pieces that a model knows.
//!
//! The greedy longest-match of WordPiece (Schuster and Nakajima 2012; the form of Devlin and others 2019, "BERT"): the longest piece of
//! the vocabulary that begins the word, then the longest that goes on, written with `##`.

use crate::{Files, Unusable};
use serde::Deserialize;
use std::collections::BTreeMap;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

const FILE: &str = "vocab.txt";

/// Most pieces of a vocabulary.
const MOST: usize = 2_000_000;

/// Longer words are unknown, as in the programs that train such models.
const LONGEST_WORD: usize = 100;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Config {
    do_lower_case: bool,
    strip_accents: Option<bool>,
}

/// A vocabulary of pieces.
#[derive(Clone, Debug)]
pub struct WordPiece {
    pieces: BTreeMap<String, i64>,
    lower: bool,
    accents: bool,
    /// Number of the piece that stands for what is unknown.
    unknown: i64,
    /// Number of the piece before a sentence.
    pub first: i64,
    /// Number of the piece after a sentence.
    pub last: i64,
    /// Number of the piece that fills up.
    pub filler: i64,
}

impl WordPiece {
    /// Reads `vocab.txt` and `tokenizer_config.json`.
    ///
    /// # Errors
    /// One of them cannot be read, or a special piece is missing.
    pub fn new(files: &Files) -> Result<Self, Unusable> {
        let config: Config = match &files.tokenizer {
            Some(bytes) => {
                serde_json::from_slice(bytes).map_err(|e| Unusable::new("tokenizer_config.json", e))?
            }
            None => Config::default(),
        };
        let text = std::str::from_utf8(&files.vocab).map_err(|e| Unusable::new(FILE, e))?;
        let pieces: BTreeMap<String, i64> = text
            .lines()
            .take(MOST + 1)
            .zip(0..)
            .map(|(piece, n)| (piece.trim_end_matches('\r').to_owned(), n))
            .collect();
        if pieces.len() > MOST {
            return Err(Unusable::new(FILE, format!("more than {MOST} pieces")));
        }
        let special = |name: &str| {
            let known = pieces.get(name).copied();
            known.ok_or_else(|| Unusable::new(FILE, format!("the piece {name} is missing")))
        };
        Ok(Self {
            unknown: special("[UNK]")?,
            first: special("[CLS]")?,
            last: special("[SEP]")?,
            filler: special("[PAD]")?,
            lower: config.do_lower_case,
            accents: config.strip_accents.unwrap_or(config.do_lower_case),
            pieces,
        })
    }

    /// How many pieces it has.
    pub fn len(&self) -> usize {
        self.pieces.len()
    }

    /// Has it none?
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The numbers of the pieces of a word; at least one.
    pub fn word(&self, word: &str) -> Vec<i64> {
        let mut word = word.to_owned();
        if self.lower {
            word = word.to_lowercase();
        }
        if self.accents {
            word = word.nfd().filter(|c| !is_combining_mark(*c)).collect();
        }
        let mut out = Vec::new();
        // bounds between letters
        let bounds: Vec<usize> = word
            .char_indices()
            .map(|(at, _)| at)
            .chain([word.len()])
            .collect();
        if bounds.len() < 2 || bounds.len() > LONGEST_WORD + 1 {
            return vec![self.unknown];
        }
        let mut from = 0;
        let mut piece = String::new();
        while from + 1 < bounds.len() {
            let found = (from + 1..bounds.len()).rev().find_map(|to| {
                piece.clear();
                if from > 0 {
                    piece.push_str("##");
                }
                piece.push_str(word.get(bounds[from]..bounds[to])?);
                self.pieces.get(&piece).map(|&n| (to, n))
            });
            let Some((to, n)) = found else {
                return vec![self.unknown];
            };
            out.push(n);
            from = to;
        }
        out
    }
}

#[cfg(test)]
#[allow(clippy::non_ascii_literal, reason = "tests hold words")]
mod tests {
    use super::*;

    fn with(vocab: &str, tokenizer: Option<&str>) -> Result<WordPiece, Unusable> {
        WordPiece::new(&Files {
            vocab: format!("[PAD]\n[UNK]\n[CLS]\n[SEP]\n{vocab}").into(),
            tokenizer: tokenizer.map(Into::into),
            ..Files::default()
        })
    }

    #[test]
    fn words_are_cut_into_the_longest_pieces() {
        let pieces = with("سر\nسرت\n##ت\nال\n##وزير\n", None).unwrap();
        assert_eq!(pieces.word("سرت"), [5], "the longest first");
        assert_eq!(pieces.word("الوزير"), [7, 8]);
        assert_eq!(pieces.word("بنغازي"), [1], "unknown");
        assert_eq!(pieces.word(""), [1]);
        assert_eq!(pieces.word(&"س".repeat(200)), [1]);
    }

    #[test]
    fn letters_are_lowered_and_marks_taken_off_where_the_model_wants_it() {
        let lower = r#"{"do_lower_case": true}"#;
        assert_eq!(with("sirte\ncafe\n", Some(lower)).unwrap().word("SIRTE"), [4]);
        assert_eq!(with("sirte\ncafe\n", Some(lower)).unwrap().word("Café"), [5]);
        assert_eq!(with("sirte\n", None).unwrap().word("Sirte"), [1]);
    }

    #[test]
    fn a_special_piece_that_is_missing_is_told() {
        let told = WordPiece::new(&Files {
            vocab: b"[PAD]\n[UNK]\n[CLS]\n".to_vec(),
            ..Files::default()
        });
        assert_eq!(
            told.unwrap_err().to_string(),
            "vocab.txt: the piece [SEP] is missing"
        );
        let told = WordPiece::new(&Files {
            vocab: vec![0xff],
            ..Files::default()
        });
        assert!(
            told.unwrap_err()
                .to_string()
                .starts_with("vocab.txt: invalid utf-8")
        );
        assert!(with("", Some("[]x")).is_err());
    }
}

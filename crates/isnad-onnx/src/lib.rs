//! A token classifier of the user's own, in ONNX, as one more voice on names.
//!
//! A folder as Hugging Face's tools export it: `model.onnx` (inputs `input_ids`, `attention_mask` and, if the model wants them,
//! `token_type_ids`; output `[1, n, labels]`), `vocab.txt` (WordPiece), `config.json` with `id2label` in the BIO scheme, and, if there,
//! `tokenizer_config.json`. This crate reads no file: it takes the bytes ([`Files`]).
//!
//! Models are run by [tract](https://docs.rs/tract-onnx), in Rust alone, where the crate is built with its feature `run`.
//!
//! ```
//! use isnad_onnx::{Files, WordPiece};
//! let files = Files { vocab: "[PAD]\n[UNK]\n[CLS]\n[SEP]\nSir\n##te\n".into(), ..Files::default() };
//! let pieces = WordPiece::new(&files).unwrap();
//! // "Sirte" is cut into two pieces
//! assert_eq!(pieces.word("Sirte"), [4, 5]);
//! ```

mod config;
#[cfg(feature = "run")]
mod model;
#[cfg(feature = "testkit")]
pub mod testkit;
mod wordpiece;

pub use config::{Labels, Longest, read as read_config};
#[cfg(feature = "run")]
pub use model::Model;
pub use wordpiece::WordPiece;

use sha2::{Digest, Sha256};

/// The files of a classifier, as bytes.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// `model.onnx`.
    pub model: Vec<u8>,
    /// `vocab.txt`: a piece a line.
    pub vocab: Vec<u8>,
    /// `config.json`.
    pub config: Vec<u8>,
    /// `tokenizer_config.json`, if there is one.
    pub tokenizer: Option<Vec<u8>>,
}

impl Files {
    /// SHA-256 over all of them, in hexadecimal digits: two classifiers that differ have different ones.
    pub fn hash(&self) -> String {
        let mut hash = Sha256::new();
        for part in [
            &self.model,
            &self.vocab,
            &self.config,
            self.tokenizer.as_ref().unwrap_or(&Vec::new()),
        ] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
    }
}

/// Why a classifier cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    /// A file says something that cannot be.
    #[error("{file}: {what}")]
    File {
        /// Its name.
        file: &'static str,
        /// What is wrong, and where.
        what: String,
    },
}

impl Unusable {
    fn new(file: &'static str, what: impl std::fmt::Display) -> Self {
        let mut what = what.to_string();
        if let Some((at, _)) = what.char_indices().nth(300) {
            what.truncate(at);
        }
        Self::File { file, what }
    }
}

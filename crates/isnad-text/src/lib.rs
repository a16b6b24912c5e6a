//! Text in, spans out: folding with an offset map, tokens, sentences, line index, bidi helpers.
//!
//! Everything a report says is kept as [`Span`]s of bytes into its own untouched text. To look words up, the text
//! is folded once ([`fold`]) and cut into tokens once ([`Tokens::new`]); each token carries the hashes of
//! the forms under which a dictionary may know it, so that proclitics cost nothing later.
//!
//! ```
//! use isnad_text::{Clitics, Phrases, Tokens};
//! let mut places = Phrases::new();
//! places.insert("Tripoli", "LY");
//! let tokens = Tokens::new("He flew to Tripoli.", &Clitics::default());
//! let hit = places.longest(&tokens, 3).unwrap();
//! assert_eq!((*hit.value, hit.len), ("LY", 1));
//! ```

pub mod bidi;
mod chars;
mod fold;
mod index;
mod letters;
mod lines;
mod phrases;
mod sentences;
mod span;
mod tokens;
mod vocabulary;

pub use chars::CharIndex;
pub use fold::{Folded, fold, fold_char};
pub use letters::{each_word, hash_folded};
pub use lines::LineIndex;
pub use phrases::{Hit, Phrases};
pub use sentences::{Sentence, SentenceRules, sentences};
pub use span::Span;
pub use tokens::{Clitics, Form, Kind, Script, Token, TokenPart, Tokens, hash_on, hash_word, strip_head};
pub use vocabulary::Vocabulary;

//! The words of a pack that the rules of roles look up.

use crate::line::Line;
use isnad_lang::{Pack, blocks::BlockWords, names::NameWords};
use std::ops::{Deref, Range};

/// The words of blocks, and the gazetteers of names beside them.
#[derive(Debug, Default)]
pub(crate) struct Lexicon<'a> {
    pack: Option<&'a Pack>,
    none: (BlockWords, NameWords),
}

impl<'a> Lexicon<'a> {
    /// The words of a pack; none where the language is not known.
    pub(crate) fn new(pack: Option<&'a Pack>) -> Self {
        Self {
            pack,
            ..Self::default()
        }
    }

    /// The pack.
    pub(crate) const fn pack(&self) -> Option<&'a Pack> {
        self.pack
    }

    fn names(&self) -> &NameWords {
        self.pack.map_or(&self.none.1, |p| &p.names)
    }

    /// Is this a place of the gazetteer?
    pub(crate) fn place(&self, line: &Line, tokens: &Range<usize>) -> bool {
        self.names()
            .places
            .all(line.tokens, tokens.start)
            .iter()
            .any(|hit| hit.form.off == 0 && hit.len == tokens.len())
    }

    /// Is this a given name?
    pub(crate) fn given(&self, line: &Line, token: usize) -> bool {
        line.tokens
            .get(token)
            .is_some_and(|t| self.names().word(t.hash()).given > 0)
    }
}

impl Deref for Lexicon<'_> {
    type Target = BlockWords;

    fn deref(&self) -> &BlockWords {
        self.pack.map_or(&self.none.0, |p| &p.blocks)
    }
}

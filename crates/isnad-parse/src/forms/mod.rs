//! A piece in, its text with places and what it tells out: one module for each structured form.

pub(crate) mod item;
pub(crate) mod mail;
pub(crate) mod markup;
pub(crate) mod news;
pub(crate) mod record;
pub(crate) mod xml;

use crate::{Extract, Told, decode::Note};

/// What a structured form holds.
#[derive(Debug, Default)]
pub(crate) struct Taken {
    /// The text, its places counted in the piece's bytes.
    pub(crate) text: Extract,
    /// What it tells beside the text.
    pub(crate) told: Told,
    /// What was odd.
    pub(crate) notes: Vec<Note>,
}

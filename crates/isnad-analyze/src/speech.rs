//! Quotations, direct and indirect, with their cues and chains.

use crate::{Annotator, Layers, Page};

/// Quotations, direct and indirect, with their cues and chains.
#[derive(Clone, Copy, Debug)]
pub struct Speech;

impl Annotator for Speech {
    fn annotate(&self, _page: &Page<'_>, _layers: &mut Layers) {}
}

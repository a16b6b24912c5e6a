//! Mentions of persons, organizations and places, with titles.

use crate::{Annotator, Layers, Page};

/// Mentions of persons, organizations and places, with titles.
#[derive(Clone, Copy, Debug)]
pub struct Names;

impl Annotator for Names {
    fn annotate(&self, _page: &Page<'_>, _layers: &mut Layers) {}
}

//! Quotations, direct and indirect, with their cues and chains.
//!
//! [`marks`] pairs quotation marks; [`cues`] finds reporting verbs and what they take; [`extent`] says how far the content
//! goes; [`speakers`] finds who speaks; [`sources`] reads attributions ("according to"). [`reader`] joins them, sentence by
//! sentence, and remembers who spoke last.

mod cues;
mod extent;
mod marks;
mod reader;
mod scene;
mod sources;
mod speakers;

use crate::{Annotator, Layers, Page};

/// Quotations, direct and indirect, with their cues and chains.
#[derive(Clone, Copy, Debug)]
pub struct Speech;

impl Annotator for Speech {
    fn annotate(&self, page: &Page<'_>, layers: &mut Layers) {
        let quotations = reader::read(&scene::Scene::new(page, layers));
        layers.quotations = quotations;
    }
}

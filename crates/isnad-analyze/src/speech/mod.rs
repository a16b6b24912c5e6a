//! Quotations, direct and indirect, with their cues and chains.
//!
//! [`marks`] pairs quotation marks; [`cues`] finds reporting verbs and [`complements`] what they take; [`extent`] says how far
//! the content goes; [`speakers`] and [`subjects`] find who speaks, [`links`] makes links of them; [`sources`] reads
//! attributions ("according to"). [`reader`] joins them, sentence by sentence, and remembers who spoke last.

mod complements;
mod cues;
mod extent;
mod links;
mod marks;
mod reader;
mod scene;
mod sources;
mod speakers;
mod subjects;

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

//! Event mentions with trigger, participants, place, time, topics and modality.

use crate::{Annotator, Layers, Page};

/// Event mentions with trigger, participants, place, time, topics and modality.
#[derive(Clone, Copy, Debug)]
pub struct Events;

impl Annotator for Events {
    fn annotate(&self, _page: &Page<'_>, _layers: &mut Layers) {}
}

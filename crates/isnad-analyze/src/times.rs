//! Time expressions (TIMEX3).

use crate::{Annotator, Layers, Page};

/// Time expressions (TIMEX3).
#[derive(Clone, Copy, Debug)]
pub struct Times;

impl Annotator for Times {
    fn annotate(&self, _page: &Page<'_>, _layers: &mut Layers) {}
}

//! Mentions of persons, organizations and places, with titles.
//!
//! The order matters: names that are always one thing and places first, persons that the gazetteer vouches for, bodies
//! by their head words, titles and the names they lead to, then short forms of what is known by now in the whole
//! report, and phrases that refer back last.

mod anaphors;
mod bodies;
mod cased;
mod persons;
mod places;
mod scan;
mod short;
mod titles;

use crate::{Annotator, Layers, Page};
use scan::Scan;

/// Mentions of persons, organizations and places, with titles.
#[derive(Clone, Copy, Debug)]
pub struct Names;

impl Annotator for Names {
    fn annotate(&self, page: &Page<'_>, layers: &mut Layers) {
        let own;
        let tokens = if page.pack.names.capitals {
            own = cased::tokens(page);
            &own
        } else {
            &page.tokens
        };
        let mut scan = Scan::new(page, tokens);
        if scan.words.capitals {
            cased::find(&mut scan);
        } else {
            places::fixed(&mut scan);
            places::media_tails(&mut scan);
            places::gazetteer(&mut scan);
            persons::sure(&mut scan);
            short::persons(&mut scan);
            bodies::find(&mut scan);
            titles::before_names(&mut scan);
            persons::bylines(&mut scan);
            short::persons(&mut scan);
            persons::lone(&mut scan);
            places::again(&mut scan);
            bodies::find(&mut scan);
            short::bodies(&mut scan);
            titles::attach(&mut scan);
            places::quarters(&mut scan);
        }
        anaphors::find(&mut scan);
        layers.mentions.extend(scan.mentions());
    }
}

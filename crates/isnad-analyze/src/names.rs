//! Mentions of persons, organizations and places, with titles.
//!
//! The order matters: names that are always one thing and places first, persons that the gazetteer vouches for, bodies
//! by their head words, titles and the names they lead to, then short forms of what is known by now in the whole
//! report, and phrases that refer back last.

mod acronyms;
mod anaphors;
mod bodies;
mod cased;
mod listed;
mod model;
mod persons;
mod places;
mod scan;
mod short;
mod teams;
mod titles;

use crate::{Annotator, Layers, Page};
use scan::Scan;

pub use model::{FEATURES, Sequence, Voice, sequences};

/// Mentions of persons, organizations and places, with titles.
#[derive(Clone, Copy, Debug)]
pub struct Names;

impl Annotator for Names {
    fn annotate(&self, page: &Page<'_>, layers: &mut Layers) {
        NamesBy(Voice::Both).annotate(page, layers);
    }
}

/// The same by the rules alone, by the model alone or by both: for measuring.
#[derive(Clone, Copy, Debug)]
pub struct NamesBy(pub Voice);

impl Annotator for NamesBy {
    fn annotate(&self, page: &Page<'_>, layers: &mut Layers) {
        let own;
        let tokens = if page.pack.names.capitals {
            own = cased::tokens(page);
            &own
        } else {
            &page.tokens
        };
        let mut scan = Scan::new(page, tokens);
        by_rules(&mut scan);
        if model::vote(&mut scan, self.0) {
            // what the model named in full may stand by its last part elsewhere
            short::persons(&mut scan);
        }
        short::bearers(&mut scan);
        anaphors::find(&mut scan);
        layers.mentions.extend(scan.mentions());
    }
}

/// Finds what the rules find.
fn by_rules(scan: &mut Scan<'_>) {
    if scan.words.capitals {
        cased::find(scan);
        acronyms::find(scan);
        return;
    }
    places::fixed(scan);
    places::media_tails(scan);
    places::gazetteer(scan);
    persons::sure(scan);
    short::persons(scan);
    bodies::find(scan);
    titles::before_names(scan);
    persons::bylines(scan);
    short::persons(scan);
    persons::lone(scan);
    places::again(scan);
    bodies::find(scan);
    short::bodies(scan);
    titles::attach(scan);
    acronyms::find(scan);
    places::quarters(scan);
    teams::find(scan);
}

//! Mentions of persons, organizations and places, with titles.
//!
//! The order matters: names that are always one thing and places first, persons that the gazetteer vouches for, bodies
//! by their head words, titles and the names they lead to, then short forms of what is known by now in the whole
//! report, and phrases that refer back last.

mod acronyms;
mod anaphors;
mod bodies;
mod cased;
mod heard;
mod listed;
mod model;
mod persons;
mod places;
mod scan;
mod short;
mod teams;
mod titles;

use crate::{Annotator, Hearing, Layers, Page};
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
        annotate(page, self.0, None, layers);
    }
}

/// The same, and then what a classifier of the user's own says.
#[derive(Clone, Copy, Debug)]
pub struct NamesHearing<'h>(pub &'h Hearing);

impl Annotator for NamesHearing<'_> {
    fn annotate(&self, page: &Page<'_>, layers: &mut Layers) {
        let languages = &self.0.languages;
        let asked = languages.is_empty() || languages.contains(&page.pack.id);
        annotate(page, Voice::Both, Some(self.0).filter(|_| asked), layers);
    }
}

fn annotate(page: &Page<'_>, voice: Voice, hearing: Option<&Hearing>, layers: &mut Layers) {
    let own;
    let tokens = if page.pack.names.capitals {
        own = cased::tokens(page);
        &own
    } else {
        &page.tokens
    };
    let mut scan = Scan::new(page, tokens);
    by_rules(&mut scan);
    let mut more = model::vote(&mut scan, voice);
    if let Some(hearing) = hearing {
        more |= heard::hear(&mut scan, hearing);
    }
    if more {
        // what was named in full may stand by its last part elsewhere
        short::persons(&mut scan);
    }
    short::bearers(&mut scan);
    anaphors::find(&mut scan);
    layers.mentions.extend(scan.mentions());
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

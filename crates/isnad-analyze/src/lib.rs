//! [`Report`] in, [`Annotated`] out: times, names and offices, quotations and their chains, events.
//!
//! Each layer is an [`Annotator`]; later ones see what earlier ones found. The text is folded and cut into tokens once,
//! in [`Page`].
#![cfg_attr(test, allow(clippy::non_ascii_literal, reason = "tests hold words"))]

mod classifier;
mod events;
mod figures;
mod names;
mod page;
mod speech;
mod times;

pub use classifier::{Classifier, Heard, Hearing, Label};
pub use events::Events;
pub use names::{FEATURES, Names, NamesBy, NamesHearing, Sequence, Voice, sequences};
pub use page::{Page, PageSentence};
pub use speech::Speech;
pub use times::Times;

use isnad_lang::{Pack, Packs};
use isnad_model::{Annotated, Diagnostic, EventMention, Figure, Mention, Quotation, Report, TimeExpression};
use isnad_text::Tokens;

/// The layers of annotation of one report.
#[derive(Clone, Debug, Default)]
pub struct Layers {
    /// Time expressions, in order.
    pub times: Vec<TimeExpression>,
    /// Mentions, in order.
    pub mentions: Vec<Mention>,
    /// Quotations, in order.
    pub quotations: Vec<Quotation>,
    /// Figures, in order.
    pub figures: Vec<Figure>,
    /// Event mentions, in order.
    pub events: Vec<EventMention>,
    /// What was odd.
    pub diagnostics: Vec<Diagnostic>,
}

/// Adds one layer to a report. Stateless; what it needs of a language comes with the page's pack.
pub trait Annotator: Sync {
    /// Adds to the layers what it finds on the page.
    fn annotate(&self, page: &Page<'_>, layers: &mut Layers);
}

/// The annotators in the order in which they build on each other.
pub const ANNOTATORS: &[&dyn Annotator] = &[&Times, &Names, &Speech, &Events];

/// The same with a classifier of the user's own beside the other voices on names.
pub fn annotators_hearing<'a>(names: &'a NamesHearing<'a>) -> [&'a dyn Annotator; 4] {
    [&Times, names, &Speech, &Events]
}

/// Annotates a report with all layers.
pub fn analyze(report: Report, packs: &Packs) -> Annotated {
    analyze_with(report, packs, ANNOTATORS)
}

/// Annotates a report with the annotators given, in their order.
pub fn analyze_with(report: Report, packs: &Packs, annotators: &[&dyn Annotator]) -> Annotated {
    let tokens = pack_for(&report, packs).map(|pack| pack.tokens(&report.text));
    analyze_cut(report, tokens.unwrap_or_default(), packs, annotators).0
}

/// Annotates a report whose text has been cut into tokens, as its language asks for; the tokens come back.
pub fn analyze_cut(
    mut report: Report,
    tokens: Tokens,
    packs: &Packs,
    annotators: &[&dyn Annotator],
) -> (Annotated, Tokens) {
    let Some(pack) = pack_for(&report, packs) else {
        let diagnostic = Diagnostic {
            report: report.id.clone(),
            message: format!(
                "no language pack for {:?}: the report is listed but not analyzed",
                report.language
            ),
            hint: "name the language with --lang or in isnad.toml".to_owned(),
            rule: "no-pack".to_owned(),
            ..Diagnostic::default()
        };
        let annotated = Annotated {
            report,
            diagnostics: vec![diagnostic],
        };
        return (annotated, tokens);
    };
    let mut layers = Layers::default();
    let page = Page::with_tokens(&report, tokens, pack);
    for annotator in annotators {
        annotator.annotate(&page, &mut layers);
    }
    let tokens = page.tokens;
    number(&mut layers);
    report.times = layers.times;
    report.mentions = layers.mentions;
    report.quotations = layers.quotations;
    report.figures = layers.figures;
    report.events = layers.events;
    let annotated = Annotated {
        report,
        diagnostics: layers.diagnostics,
    };
    (annotated, tokens)
}

fn pack_for<'a>(report: &Report, packs: &'a Packs) -> Option<&'a Pack> {
    packs.get(&report.language)
}

/// Gives ids to what has none yet. Annotators that refer to one another's finds set ids themselves.
fn number(layers: &mut Layers) {
    fn set(id: &mut String, letter: char, n: usize) {
        if id.is_empty() {
            *id = format!("{letter}{}", n + 1);
        }
    }
    layers
        .times
        .iter_mut()
        .enumerate()
        .for_each(|(n, x)| set(&mut x.id, 't', n));
    layers
        .mentions
        .iter_mut()
        .enumerate()
        .for_each(|(n, x)| set(&mut x.id, 'm', n));
    layers
        .quotations
        .iter_mut()
        .enumerate()
        .for_each(|(n, x)| set(&mut x.id, 'q', n));
    layers
        .figures
        .iter_mut()
        .enumerate()
        .for_each(|(n, x)| set(&mut x.id, 'f', n));
    layers
        .events
        .iter_mut()
        .enumerate()
        .for_each(|(n, x)| set(&mut x.id, 'e', n));
}

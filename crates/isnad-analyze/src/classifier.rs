//! A classifier of the user's own as one more voice on names.

use isnad_model::EntityKind;
use std::{fmt::Debug, sync::Arc};

/// What a classifier says of a word, in the BIO scheme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Label {
    /// `O`: no name.
    #[default]
    Outside,
    /// `B-…`: a name begins.
    Begin(EntityKind),
    /// `I-…`: the name goes on.
    Inside(EntityKind),
}

/// A label, and by how much it beats the next best one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Heard {
    /// The best label.
    pub label: Label,
    /// Difference of probabilities, 0 to 1.
    pub margin: f32,
}

/// Labels the words of a sentence: a model of the user's own. The same words must give the same labels on every call.
///
/// ```
/// use isnad_analyze::{Classifier, Heard, Label};
/// use isnad_model::EntityKind;
///
/// /// Takes words with a capital for places.
/// #[derive(Debug)]
/// struct Capitals;
///
/// impl Classifier for Capitals {
///     fn label(&self, words: &[&str]) -> Vec<Heard> {
///         let place = |w: &&str| w.chars().next().is_some_and(char::is_uppercase);
///         let label = |w| if place(w) { Label::Begin(EntityKind::Place) } else { Label::Outside };
///         words.iter().map(|w| Heard { label: label(w), margin: 1.0 }).collect()
///     }
/// }
/// assert_eq!(Capitals.label(&["in", "Sirte"])[1].label, Label::Begin(EntityKind::Place));
/// ```
pub trait Classifier: Debug + Send + Sync {
    /// A label for each word, in their order; words for which there is none count as outside. Numbers and marks are words too.
    fn label(&self, words: &[&str]) -> Vec<Heard>;
}

/// A classifier with how far it is trusted.
#[derive(Clone, Debug)]
pub struct Hearing {
    /// The classifier.
    pub classifier: Arc<dyn Classifier>,
    /// What tells it from others, such as a hash of its files: what is kept of earlier runs goes by it.
    pub id: String,
    /// What its labels must win by, at the least, where it alone finds a name: 0 to 1.
    pub margin: f32,
    /// Languages that it is asked about (BCP 47); empty: all.
    pub languages: Vec<String>,
}

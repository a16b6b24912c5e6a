//! What a classifier of the user's own says: the last voice, see `docs/names.md`.

use super::{
    model,
    scan::{Find, Scan},
};
use crate::{Hearing, Label};
use isnad_model::{EntityKind, MentionForm};
use std::ops::Range;

/// Adds the names that the classifier alone finds, and notes where it says the same as the others; tells whether persons came to it.
pub(super) fn hear(scan: &mut Scan<'_>, hearing: &Hearing) -> bool {
    let mut new = false;
    let mut at = 0;
    while at < scan.len() {
        let end = scan.end(at);
        if end <= at {
            at += 1;
            continue;
        }
        let words: Vec<&str> = (at..end).map(|i| scan.word(i)).collect();
        let labels = hearing.classifier.label(&words);
        let mut i = 0;
        while let Some(heard) = labels.get(i) {
            let (Label::Begin(kind) | Label::Inside(kind)) = heard.label else {
                i += 1;
                continue;
            };
            // what is no number is sure of nothing
            let sure = |margin: f32| margin >= hearing.margin;
            let (from, mut all) = (i, sure(heard.margin));
            i += 1;
            while let Some(more) = labels.get(i).filter(|h| h.label == Label::Inside(kind)) {
                all &= sure(more.margin);
                i += 1;
            }
            // not more labels than words are heard
            let tokens = at + from..(at + i).min(end);
            new |= settle(scan, tokens, kind, all);
        }
        at = end;
    }
    new
}

/// Settles one name of the classifier; tells whether it is a person who was not known before.
fn settle(scan: &mut Scan<'_>, tokens: Range<usize>, kind: EntityKind, sure: bool) -> bool {
    let named = |f: &&mut Find| f.form != MentionForm::Title && f.kind == kind && f.tokens == tokens;
    if let Some(same) = scan.finds.iter_mut().find(named) {
        same.heard = true;
        return false;
    }
    let word = |i: usize| scan.is_word(i) && !scan.is_closed(i);
    let taken = |f: &Find| {
        let overlaps = |t: &Range<usize>| t.start < tokens.end && tokens.start < t.end;
        overlaps(&f.tokens) || f.titles.iter().any(|(t, _)| overlaps(t))
    };
    if !sure || tokens.is_empty() || !tokens.clone().all(word) || scan.finds.iter().any(taken) {
        return false;
    }
    let person = kind == EntityKind::Person;
    if person && model::everyday(scan, &tokens) {
        return false;
    }
    let find = model::named(scan, tokens, kind, "classifier");
    scan.add(find);
    person
}

#[cfg(test)]
mod tests {
    use crate::{
        Annotator, Classifier, Heard, Hearing, Label, Layers, NamesHearing, Page, page::testing::paragraph,
    };
    use isnad_lang::Packs;
    use isnad_model::EntityKind;
    use std::sync::Arc;

    /// Knows some words.
    #[derive(Debug)]
    struct Known(Vec<(&'static str, Label, f32)>);

    impl Classifier for Known {
        fn label(&self, words: &[&str]) -> Vec<Heard> {
            let known = |w: &&str| self.0.iter().find(|k| k.0 == *w);
            let heard =
                |w| known(w).map_or_else(Heard::default, |&(_, label, margin)| Heard { label, margin });
            words.iter().map(heard).collect()
        }
    }

    fn mentions(text: &str, known: Vec<(&'static str, Label, f32)>) -> Vec<(String, String)> {
        let pack = Packs::builtin().get("ar").expect("the Arabic pack");
        let report = paragraph("ar", text);
        let hearing = Hearing {
            classifier: Arc::new(Known(known)),
            id: String::new(),
            margin: 0.5,
            languages: Vec::new(),
        };
        let mut layers = Layers::default();
        NamesHearing(&hearing).annotate(&Page::new(&report, pack), &mut layers);
        layers.mentions.into_iter().map(|m| (m.text, m.rule)).collect()
    }

    #[test]
    fn it_adds_what_nobody_else_says_and_agrees_otherwise() {
        let place = Label::Begin(EntityKind::Place);
        let person = Label::Begin(EntityKind::Person);
        let text = "زار الوزير طرابلس ثم خشبور وعاد إلى قرنبيط.";
        let all = mentions(
            text,
            vec![
                ("طرابلس", place, 0.9),
                ("خشبور", place, 0.9),
                ("قرنبيط", place, 0.2),
            ],
        );
        let rule = |word: &str| all.iter().find(|m| m.0 == word).map(|m| m.1.as_str());
        assert!(
            rule("طرابلس").is_some_and(|r| r.ends_with("+classifier")),
            "{all:?}"
        );
        assert_eq!(rule("خشبور"), Some("classifier"));
        assert_eq!(rule("قرنبيط"), None, "not sure enough");
        // an everyday word with its article is nobody, and what is no number is sure of nothing
        let inside = Label::Inside(EntityKind::Person);
        let nobody = mentions(
            "عاد المواطنين أمس ثم خشبور قرنبيط.",
            vec![
                ("المواطنين", person, 1.0),
                ("خشبور", person, f32::NAN),
                ("قرنبيط", inside, 0.9),
            ],
        );
        assert!(nobody.iter().all(|m| m.1 != "classifier"), "{nobody:?}");
        // what the rules say stays
        let other = mentions(text, vec![("طرابلس", person, 1.0)]);
        assert!(other.iter().all(|m| !m.1.contains("classifier")), "{other:?}");
    }
}

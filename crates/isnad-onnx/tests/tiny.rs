//! Classifiers that are made here, read and asked.
#![allow(clippy::non_ascii_literal, clippy::unwrap_used, reason = "tests hold words")]

use isnad::{Input, Isnad};
use isnad_analyze::{Classifier as _, Hearing, Label};
use isnad_model::EntityKind;
use isnad_onnx::{Files, Model, testkit};
use std::sync::Arc;

fn known() -> Files {
    testkit::classifier(&[
        ("خشبور", "B-PER"),
        ("القرنبيط", "I-PER"),
        ("زعفرانة", "B-LOC"),
        ("طرابلس", "B-LOC"),
    ])
}

fn told(files: &Files) -> String {
    Model::new(files, None).unwrap_err().to_string()
}

#[test]
fn words_get_the_labels_of_the_model() {
    let model = Model::new(&known(), None).unwrap();
    let labels = model.label(&["وصل", "خشبور", "القرنبيط", "إلى", "زعفرانة", "."]);
    let only: Vec<Label> = labels.iter().map(|h| h.label).collect();
    assert_eq!(
        only,
        [
            Label::Outside,
            Label::Begin(EntityKind::Person),
            Label::Inside(EntityKind::Person),
            Label::Outside,
            Label::Begin(EntityKind::Place),
            Label::Outside
        ]
    );
    assert!(labels.iter().all(|h| h.margin > 0.9), "{labels:?}");
    // the same again, and in other lengths
    assert_eq!(model.label(&["خشبور"])[0].label, Label::Begin(EntityKind::Person));
    let long = vec!["خشبور"; 200];
    let heard = model.label(&long);
    assert_eq!(heard.len(), 62, "64 pieces with the two special ones");
    let short = Model::new(&known(), Some(10)).unwrap();
    assert_eq!(short.label(&long).len(), 8);
}

#[test]
fn it_speaks_in_the_pipeline_where_nobody_else_does() {
    let hearing = Hearing {
        classifier: Arc::new(Model::new(&known(), None).unwrap()),
        id: known().hash(),
        margin: 0.5,
        languages: vec!["ar".to_owned()],
    };
    let isnad = Isnad {
        hearing: Some(hearing),
        ..Isnad::default()
    };
    let input = Input::new("a.txt", "عاد خشبور القرنبيط من طرابلس ثم زعفرانة أمس.");
    let report = isnad.annotate(&input).annotated.unwrap().report;
    let found = |text: &str| {
        report
            .mentions
            .iter()
            .find(|m| m.text == text)
            .map(|m| m.rule.clone())
    };
    assert_eq!(
        found("خشبور القرنبيط").as_deref(),
        Some("classifier"),
        "{:?}",
        report.mentions
    );
    assert_eq!(found("زعفرانة").as_deref(), Some("classifier"));
    assert!(found("طرابلس").unwrap().ends_with("+classifier"));
    // without it nobody knows them
    let plain = Isnad::default().annotate(&input).annotated.unwrap().report;
    assert!(plain.mentions.iter().all(|m| !m.rule.contains("classifier")));
}

#[test]
fn a_model_of_another_form_is_told_and_never_panics() {
    let good = known();
    let with = |model: Vec<u8>| Files {
        model,
        ..good.clone()
    };
    let rows = vec![vec![0.0; 2]; 8];
    // labels that the model does not give
    let narrow = told(&with(testkit::table(&["input_ids", "attention_mask"], &rows)));
    assert!(
        narrow.starts_with("model.onnx: expected an output of shape"),
        "{narrow}"
    );
    // inputs that nobody can fill
    let strange = told(&with(testkit::table(&["input_ids", "pixel_values"], &rows)));
    assert!(strange.contains("found \"pixel_values\""), "{strange}");
    // no two runs alike
    let drawn = told(&with(testkit::drawn()));
    assert!(drawn.contains("draws random numbers"), "{drawn}");
    // fewer rows than pieces of the vocabulary
    let few = testkit::table(&["input_ids"], &[vec![0.0; 4], vec![0.0; 4]]);
    assert!(told(&with(few)).starts_with("model.onnx: "));
    assert!(told(&with(Vec::new())).starts_with("model.onnx: "));
    assert!(told(&with(b"no model at all".to_vec())).starts_with("model.onnx: "));
    // cut and damaged everywhere: told, or a model that can be asked
    for at in (0..good.model.len()).step_by(7) {
        let mut damaged = good.model.clone();
        damaged[at] ^= 0x5a;
        for model in [damaged, good.model[..at].to_vec()] {
            if let Ok(model) = Model::new(&with(model), None) {
                let _ = model.label(&["خشبور", "x"]);
            }
        }
    }
}

#[test]
fn two_classifiers_that_differ_have_different_hashes() {
    let mut other = known();
    assert_eq!(other.hash(), known().hash());
    other.tokenizer = Some(Vec::new());
    let lower = other.hash();
    other.tokenizer = Some(b"{\"do_lower_case\": true}".to_vec());
    assert_ne!(other.hash(), lower);
    other.vocab.push(b'x');
    assert_ne!(other.hash(), known().hash());
}

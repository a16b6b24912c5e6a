use super::{Kind, oppose};
use isnad_lang::Packs;

fn kind(first: &str, second: &str) -> Option<Kind> {
    let pack = Packs::builtin().get("en").unwrap();
    let found = oppose(first, second, pack);
    let turned = oppose(second, first, pack);
    assert_eq!(
        found.as_ref().map(|f| (&f.kind, f.first, f.second)),
        turned.as_ref().map(|f| (&f.kind, f.second, f.first)),
        "{first} | {second}"
    );
    found.map(|f| f.kind)
}

#[test]
fn opposite_words_need_something_in_common() {
    assert_eq!(
        kind("Harbour fees rise in Sallow", "Harbour fees fall in Sallow"),
        Some(Kind::Axis("level".into()))
    );
    assert_eq!(kind("Harbour fees rise in Sallow", "Wheat falls again"), None);
    // a statement with both ends says neither
    assert_eq!(kind("Harbour fees rise after a fall", "Harbour fees fall"), None);
}

#[test]
fn a_negator_on_one_side_contradicts() {
    assert_eq!(
        kind(
            "The envoy will visit the flooded valley",
            "The envoy will not visit the flooded valley"
        ),
        Some(Kind::Negated)
    );
    assert_eq!(
        kind(
            "Will the envoy visit the flooded valley?",
            "The envoy will not visit the flooded valley"
        ),
        None
    );
    assert_eq!(
        kind(
            "Envoy visits the flooded valley",
            "Envoy did not visit the flooded valley"
        ),
        Some(Kind::Negated)
    );
    assert_eq!(
        kind(
            "Envoy visits the flooded valley",
            "Envoy has no doubt of the flooded valley"
        ),
        None
    );
}

#[test]
fn a_refusal_contradicts_but_two_refusals_agree() {
    assert_eq!(
        kind(
            "Council pays the flooded farmers",
            "Council refuses to pay the flooded farmers"
        ),
        Some(Kind::Turned)
    );
    assert_eq!(
        kind(
            "Council rejects paying flooded farmers",
            "Council refuses to pay the flooded farmers"
        ),
        None
    );
}

#[test]
fn numbers_of_one_unit_and_places_of_one_frame() {
    assert_eq!(
        kind(
            "Storm floods 12 villages near the coast",
            "Storm floods 20 villages near the coast"
        ),
        Some(Kind::Number)
    );
    assert_eq!(
        kind(
            "Storm floods 12 villages near the coast",
            "Storm floods 20 fields near the coast"
        ),
        None
    );
    assert_eq!(
        kind(
            "Grain ferry sinks off the coast of Tunisia",
            "Grain ferry sinks off the coast of Algeria"
        ),
        Some(Kind::Place)
    );
    assert_eq!(kind("Ferry in Tunis", "Ferry in Algeria"), None);
}

#[test]
fn the_words_are_pointed_to() {
    let pack = Packs::builtin().get("en").unwrap();
    let (a, b) = ("Harbour fees rise in Sallow", "Harbour fees fall in Sallow");
    let found = oppose(a, b, pack).unwrap();
    assert_eq!(
        (found.first.unwrap().of(a), found.second.unwrap().of(b)),
        ("rise", "fall")
    );
}

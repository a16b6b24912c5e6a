//! Near-duplicates, roots and grades.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test")]

use isnad_compile::{
    CompileOptions, compile,
    duplicates::{Text, copies},
};
use isnad_lang::Packs;
use isnad_model::{Annotated, Block, Dossier, Link, Outlet, Quotation, Report, Role, Span, Stance, Words};

const WIRE: &str = "The ferry left the old harbour at noon on Monday with forty passengers and nine cars on board. The harbour master said \
    that waves of three metres had delayed it by two hours, and that a second ferry would follow on Tuesday if the wind allowed it. \
    Fishermen from the northern villages helped to clear the pier of nets and ropes before the ship could sail.";
const OTHER: &str = "The council opened the new library in the eastern quarter on Wednesday after two years of work. Its architect said \
    that the reading room holds three hundred seats, and that schools of the quarter may use the garden for lessons in summer. \
    Visitors praised the light in the hall, while neighbours asked for more trees along the street.";
const TAIL: &str = "Read also how the mayor spent the winter in the mountains, which five bakeries won the prize of the year, what the \
    new timetable of the trams means for commuters, and why the old bridge stays closed until further notice from the city.";

fn found(texts: &[&[&str]]) -> Vec<(usize, usize)> {
    let texts: Vec<Text> = texts
        .iter()
        .map(|parts| Text::of(parts.iter().copied()))
        .collect();
    copies(&texts).iter().map(|c| (c.a, c.b)).collect()
}

#[test]
fn a_shortened_copy_meets_its_original_and_a_common_tail_makes_no_copy() {
    let short = WIRE.split_once(" Fishermen").unwrap().0;
    assert_eq!(found(&[&[WIRE], &[OTHER], &[short]]), [(0, 2)]);
    assert!(found(&[&[WIRE, TAIL], &[OTHER, TAIL]]).is_empty());
    assert_eq!(found(&[&[OTHER, WIRE], &[WIRE]]), [(0, 1)]);
}

/// A report of one paragraph in which a speaker says `said`.
fn report(n: usize, outlet: &str, speaker: &str, said: &str, stance: Stance) -> Annotated {
    let text = format!("{speaker} said that {said}.");
    let link = Words::of(&text, Span::new(0, speaker.len()));
    let start = text.find(said).unwrap();
    let report = Report {
        id: format!("r{n}"),
        source: format!("{n}.txt"),
        language: "en".into(),
        blocks: vec![Block {
            role: Role::Paragraph,
            start: 0,
            end: text.len(),
            origin: None,
        }],
        outlet: Some(Outlet {
            name: outlet.into(),
            ..Outlet::default()
        }),
        quotations: vec![Quotation {
            id: "q1".into(),
            start,
            end: start + said.len(),
            text: said.into(),
            stance,
            chain: vec![Link {
                entity: Some(speaker.into()),
                text: link.text,
                start: link.start,
                end: link.end,
                ..Link::default()
            }],
            ..Quotation::default()
        }],
        text,
        ..Report::default()
    };
    Annotated {
        report,
        diagnostics: Vec::new(),
    }
}

fn dossier(reports: Vec<Annotated>, options: &CompileOptions) -> Dossier {
    compile(reports, options, Packs::builtin())
}

#[test]
fn one_speaker_is_one_root_two_speakers_are_two_and_a_denial_is_no_claim() {
    let said = "the northern bridge collapsed under heavy lorries yesterday";
    let d = dossier(
        vec![
            report(1, "Marsa", "Carter", said, Stance::Says),
            report(2, "Star", "Carter", said, Stance::Says),
            report(3, "Star", "Stone", said, Stance::Says),
            report(4, "Star", "Baker", said, Stance::Denies),
        ],
        &CompileOptions::default(),
    );
    let roots: Vec<_> = d
        .claims
        .iter()
        .map(|c| (c.mentions.len(), c.roots.len(), c.stance))
        .collect();
    assert_eq!(roots, [(3, 2, Stance::Says), (1, 1, Stance::Denies)]);
    assert_eq!(d.claims[0].roots[0].because, "same-speaker");
    assert!(d.claims.iter().all(|c| c.grade.is_none()));
}

#[test]
fn grades_come_from_the_users_table_alone() {
    let said = "the northern bridge collapsed under heavy lorries yesterday";
    let options = CompileOptions {
        reliability: [("Marsa".to_owned(), 'B')].into(),
        ..CompileOptions::default()
    };
    let d = dossier(
        vec![
            report(1, "Marsa", "Carter", said, Stance::Says),
            report(2, "Star", "Stone", said, Stance::Says),
            report(
                3,
                "Star",
                "Baker",
                "winter will be mild along the whole coast",
                Stance::Says,
            ),
        ],
        &options,
    );
    let grades: Vec<_> = d
        .claims
        .iter()
        .map(|c| {
            c.grade
                .as_ref()
                .map(|g| format!("{}{}", g.reliability, g.credibility))
                .unwrap()
        })
        .collect();
    assert_eq!(grades, ["B2", "F6"]);
}

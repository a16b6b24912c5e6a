//! Stories in which event mentions must, or must not, be one event.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test")]

use isnad_compile::{CompileOptions, Correction, compile};
use isnad_lang::Packs;
use isnad_model::{
    Annotated, Block, Dating, Dossier, EntityKind, EventMention, EventTime, Grain, Mention, Modality, Outlet,
    Participant, Report, Role, TimeExpression, Words,
};

/// A report of one sentence: `[1 ]` names are marked by brackets, the trigger by braces, the time by angle brackets.
fn report(n: usize, day: &str, value: &str, modality: Modality, marked: &str) -> Annotated {
    let mut text = String::new();
    let mut marks = Vec::new();
    let mut open = 0;
    for c in marked.chars() {
        match c {
            '[' | '{' | '<' => open = text.len(),
            ']' | '}' | '>' => marks.push((c, open, text.len())),
            c => text.push(c),
        }
    }
    let words = |kind: char| {
        marks
            .iter()
            .filter(move |m| m.0 == kind)
            .map(|m| Words::of(&text, isnad_model::Span::new(m.1, m.2)))
    };
    let mentions: Vec<Mention> = words(']')
        .map(|w| Mention {
            start: w.start,
            end: w.end,
            text: w.text,
            kind: EntityKind::Person,
            ..Mention::default()
        })
        .collect();
    let times: Vec<TimeExpression> = words('>')
        .map(|w| TimeExpression {
            id: "t1".into(),
            start: w.start,
            end: w.end,
            text: w.text,
            value: value.into(),
            literal: value.into(),
            grain: Grain::Day,
            ..TimeExpression::default()
        })
        .collect();
    let event = EventMention {
        id: "e1".into(),
        start: 0,
        end: text.len(),
        text: text.clone(),
        kind: "consult".into(),
        mode: Some("meeting".into()),
        trigger: words('}').next().unwrap(),
        modality,
        participants: words(']')
            .map(|w| Participant {
                entity: None,
                text: w.text,
                start: w.start,
                end: w.end,
                role: "participant".into(),
            })
            .collect(),
        time: (!times.is_empty()).then(|| EventTime {
            value: value.into(),
            times: vec!["t1".into()],
        }),
        ..EventMention::default()
    };
    let date = day.parse().ok();
    let report = Report {
        id: format!("r{n:05}"),
        source: format!("{n:05}.txt"),
        language: "en".into(),
        blocks: vec![Block {
            role: Role::Paragraph,
            start: 0,
            end: text.len(),
            origin: None,
        }],
        outlet: Some(Outlet {
            name: format!("Paper {n}"),
            ..Outlet::default()
        }),
        published: Dating {
            value: date.map(|_| day.to_owned()),
            earliest: date,
            latest: date,
            ..Dating::default()
        },
        text: text.clone(),
        mentions,
        times,
        events: vec![event],
        ..Report::default()
    };
    Annotated {
        report,
        diagnostics: Vec::new(),
    }
}

fn dossier(reports: Vec<Annotated>) -> Dossier {
    compile(reports, &CompileOptions::default(), Packs::builtin())
}

#[test]
fn will_meet_and_met_are_one_event() {
    let d = dossier(vec![
        report(
            1,
            "2021-05-01",
            "2021-05-03",
            Modality::Planned,
            "[Amal Haddad] will {meet} [Karim Nasser] in Tunis <on Monday>.",
        ),
        report(
            2,
            "2021-05-04",
            "2021-05-03",
            Modality::Happened,
            "[Karim Nasser] {met} [Amal Haddad] <on Monday>.",
        ),
    ]);
    assert_eq!((d.events.len(), d.events[0].status), (1, Modality::Happened));
    assert_eq!(d.events[0].when.value, "2021-05-03");
    assert_eq!(d.events[0].roots.len(), 2);
}

#[test]
fn the_same_men_in_another_month_met_again() {
    let text = "[Amal Haddad] {met} [Karim Nasser] in Tunis <on Monday>.";
    let d = dossier(vec![
        report(1, "2021-05-04", "2021-05-03", Modality::Happened, text),
        report(2, "2021-09-07", "2021-09-06", Modality::Happened, text),
        report(
            3,
            "2021-09-07",
            "",
            Modality::Background,
            "A previous {meeting} of [Amal Haddad] and [Karim Nasser].",
        ),
    ]);
    assert_eq!(d.events.len(), 3);
}

#[test]
fn another_counterpart_is_another_meeting() {
    let d = dossier(vec![
        report(
            1,
            "2021-05-04",
            "2021-05-03",
            Modality::Happened,
            "[Amal Haddad] {met} [Karim Nasser] <on Monday>.",
        ),
        report(
            2,
            "2021-05-04",
            "2021-05-03",
            Modality::Happened,
            "[Amal Haddad] {met} [Salma Idris] <on Monday>.",
        ),
    ]);
    assert_eq!(d.events.len(), 2);
}

#[test]
fn a_day_off_by_one_is_kept_as_a_discrepancy() {
    let d = dossier(vec![
        report(
            1,
            "2021-05-04",
            "2021-05-03",
            Modality::Happened,
            "[Amal Haddad] {met} [Karim Nasser] <on Monday>.",
        ),
        report(
            2,
            "2021-05-04",
            "2021-05-03",
            Modality::Happened,
            "[Karim Nasser] {met} [Amal Haddad] <on Monday>.",
        ),
        report(
            3,
            "2021-05-05",
            "2021-05-04",
            Modality::Happened,
            "[Amal Haddad] {met} [Karim Nasser] <yesterday>.",
        ),
    ]);
    assert_eq!(
        (d.events.len(), d.events[0].when.value.as_str()),
        (1, "2021-05-03")
    );
    assert_eq!(
        (d.discrepancies.len(), d.discrepancies[0].field.as_str()),
        (1, "date")
    );
}

#[test]
fn the_order_of_files_does_not_matter_and_rejected_events_are_gone() {
    let reports = || {
        let text = "[Amal Haddad] {met} [Karim Nasser] <on Monday>.";
        (1..6)
            .map(|n| report(n, "2021-05-04", "2021-05-03", Modality::Happened, text))
            .collect::<Vec<_>>()
    };
    let mut turned = reports();
    turned.reverse();
    assert_eq!(dossier(reports()), dossier(turned));
    let corrections = vec![Correction::RejectEvent {
        source: "00001.txt".into(),
        trigger: "met".into(),
    }];
    let d = compile(
        reports(),
        &CompileOptions {
            corrections,
            ..CompileOptions::default()
        },
        Packs::builtin(),
    );
    assert_eq!(d.events[0].mentions.len(), 4);
}

/// Five thousand reports of ten men who meet every week; a hundred papers tell each meeting.
#[test]
fn many_reports_take_no_more_than_their_number() {
    let mut reports = Vec::new();
    for n in 0..5_000usize {
        let meeting = n / 100;
        let day = jiff::civil::date(2021, 1, 4)
            .checked_add(jiff::Span::new().days(7 * i64::try_from(meeting).unwrap()))
            .unwrap();
        let text = format!(
            "[Amal Haddad] {{met}} [Karim Nasser{}] in Tunis <on Monday>.",
            meeting % 10
        );
        reports.push(report(
            n,
            &day.to_string(),
            &day.to_string(),
            Modality::Happened,
            &text,
        ));
    }
    assert_eq!(dossier(reports).events.len(), 50);
}

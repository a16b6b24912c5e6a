//! Who does what to whom: roles by construction, in Arabic.

use crate::analyze;
use isnad_lang::Packs;
use isnad_model::{Block, EventMention, Report, Role};

fn events(text: &str) -> Vec<EventMention> {
    let block = Block {
        role: Role::Paragraph,
        start: 0,
        end: text.len(),
        origin: None,
    };
    let report = Report {
        language: "ar".into(),
        text: text.into(),
        blocks: vec![block],
        ..Report::default()
    };
    analyze(report, Packs::builtin()).report.events
}

/// The events of a text, each as trigger, roles and place.
fn told(text: &str) -> Vec<String> {
    let line = |e: &EventMention| {
        let mut line = e.trigger.text.clone();
        for p in &e.participants {
            line.push_str(&format!(" {}={}", p.role, p.text));
        }
        if let Some(place) = &e.place {
            line.push_str(&format!(" @{}", place.text));
        }
        line
    };
    events(text).iter().map(line).collect()
}

#[test]
fn who_was_arrested_is_no_actor() {
    assert_eq!(
        told("اعتقل الناشط سامي الخولي في القاهرة مساء الاثنين."),
        ["اعتقل recipient=سامي الخولي @القاهرة"]
    );
    assert_eq!(
        told("قتل القيادي عادل منصور في غارة قرب حلب."),
        ["قتل victim=عادل منصور"]
    );
    // an object behind the name: he acts
    assert_eq!(
        told("اعتقل الضابط سامي الخولي ثلاثة أشخاص في القاهرة."),
        ["اعتقل actor=سامي الخولي @القاهرة"]
    );
}

#[test]
fn a_pronoun_is_the_one_told_before() {
    assert_eq!(
        told("قال الناشط سامي الخولي إن شرطة القاهرة اعتقلته."),
        ["اعتقلته actor=شرطة القاهرة recipient=سامي الخولي"]
    );
    assert!(!told("قال الناشط سامي الخولي إن شرطة القاهرة اعتقلتهم.")[0].contains("recipient"));
}

#[test]
fn the_attack_acts_in_its_relative_clause() {
    assert_eq!(
        told("دان مجلس الوزراء البحريني الهجوم الذي استهدف مطار كابل.")[1],
        "الهجوم @مطار كابل"
    );
    assert_eq!(
        told("دان مجلس الوزراء البحريني الهجوم الذي استهدف مقر حزب النور."),
        ["دان actor=مجلس الوزراء البحريني", "الهجوم recipient=حزب النور"]
    );
}

#[test]
fn ministers_of_two_countries_are_both() {
    assert_eq!(
        told("التقى وزيرا خارجية مصر والأردن في عمان."),
        ["التقى participant=مصر participant=الأردن @عمان"]
    );
    assert!(told("التقى الوزير سامي الخولي طلاب مدارس مصر.")[0].starts_with("التقى participant=سامي الخولي"));
}

#[test]
fn who_is_called_upon_does_not_call() {
    assert_eq!(
        told("دعا الرئيس التونسي قيس سعيد إيران إلى إطلاق سراح الصحفي سعد العامر."),
        ["إطلاق سراح recipient=سعد العامر caller=قيس سعيد actor=إيران"]
    );
}

#[test]
fn an_attack_on_a_town_is_there() {
    assert_eq!(
        told("شنت القوات الروسية غارات على بلدة سراقب."),
        ["غارات actor=القوات الروسية @سراقب"]
    );
    assert_eq!(
        told("شنت القوات الروسية غارات على حزب النور."),
        ["غارات actor=القوات الروسية recipient=حزب النور"]
    );
}

#[test]
fn relatives_are_somebody_else() {
    assert_eq!(
        told("اعتقلت شرطة القاهرة أقارب الرئيس سامي الخولي."),
        ["اعتقلت actor=شرطة القاهرة"]
    );
    assert_eq!(
        told("اعتقلت شرطة القاهرة الرئيس سامي الخولي."),
        ["اعتقلت actor=شرطة القاهرة recipient=سامي الخولي"]
    );
}

//! Who does what to whom: roles by construction, in Arabic.

use crate::{analyze, page::testing::paragraph};
use isnad_lang::Packs;
use isnad_model::EventMention;

fn events(text: &str) -> Vec<EventMention> {
    analyze(paragraph("ar", text), Packs::builtin()).report.events
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
        ["قتل victim=عادل منصور @حلب"]
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

#[test]
fn verbs_of_many_have_no_subject_behind_them() {
    let told = told("قالت الشرطة إن ثلاثة من عناصر حزب النور خطفوا القائد نديم الحسن في حلب.");
    assert!(told[0].starts_with("خطفوا victim=نديم الحسن"), "{told:?}");
    assert!(super::acts::told("خطف القائد نديم الحسن طفلا في حلب.")[0].contains("actor=نديم الحسن"));
}

#[test]
fn gunmen_of_a_body_are_the_body() {
    assert_eq!(
        told("هاجم مقاتلو حزب العمال الكردستاني مقر وزارة الدفاع التركية."),
        ["هاجم actor=حزب العمال الكردستاني recipient=وزارة الدفاع التركية"]
    );
    assert_eq!(
        told("هاجم مقاتلون حزب العمال الكردستاني."),
        ["هاجم recipient=حزب العمال الكردستاني"]
    );
}

#[test]
fn the_talks_that_he_held() {
    assert_eq!(
        told(
            "قال الوزير سامي الخولي إنه بحث الملف خلال المفاوضات التي أجراها مع نظيره التونسي عثمان الجرندي."
        )
        .last()
        .map(String::as_str),
        Some("المفاوضات participant=عثمان الجرندي participant=سامي الخولي")
    );
    // somebody without a name took part
    assert_eq!(
        told("التقى الوزير سامي الخولي الرئيس التونسي قيس سعيد، وعقد المدير نديم الحسن اجتماعا مع نواب.")
            .last()
            .map(String::as_str),
        Some("اجتماعا participant=نديم الحسن")
    );
}

#[test]
fn a_town_where_the_name_says_where_does_not_act() {
    assert_eq!(
        told("سيطر مسلحون على مدينة الموصل شمال العراق."),
        ["سيطر @الموصل"]
    );
}

#[test]
fn the_dead_of_a_storm_are_no_victims_of_an_attack() {
    assert!(told("قتل عشرة أشخاص جراء الإعصار في الصين. وقتل خمسة آخرون في مدينة ليشوى.").is_empty());
    assert_eq!(
        told("قتل عشرة أشخاص في هجوم في الصين. وقتل خمسة آخرون في بكين.").len(),
        2
    );
}

#[test]
fn this_attack_is_the_one_told() {
    let all = told("وقع تفجير في أبها. ودعا الأمير فيصل بن خالد إلى علاج المصابين من هذا التفجير.");
    assert_eq!(all.iter().filter(|e| e.contains("تفجير")).count(), 1, "{all:?}");
}

#[test]
fn two_who_send_cables_send_two() {
    let all = told(
        "بعث الملك سلمان بن عبدالعزيز برقية تهنئة إلى الرئيس التونسي قيس سعيد. وبعث الأمير محمد بن نايف برقية مماثلة إلى الرئيس التونسي قيس سعيد.",
    );
    assert_eq!(all.len(), 2, "{all:?}");
}

#[test]
fn a_town_before_the_verb_does_not_arrest() {
    let all = told("قال بيان إن قوة في محلة بريتال - بعلبك، أوقفت المواطن نديم الحسن.");
    assert_eq!(all, ["أوقفت recipient=نديم الحسن"]);
}

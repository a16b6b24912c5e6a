//! Where reports differ, and where they only say less.

use isnad::{
    Input, Isnad,
    model::{Cause, Discrepancy},
};

const WHOLE: &str = "لقاء في مصراتة\n\nالأحد 27 ديسمبر 2020\n\nالتقى الوزير سليم الهادي والمبعوث نادر السعدي يوم الأحد في مصراتة.\n\nوقالت وزارة \
                     النقل في بيان: «نعمل على فتح المعابر البرية والبحرية أمام المسافرين والبضائع بين البلدين في أقرب وقت ممكن».\n";
const SHORTER: &str = "الهادي والسعدي في مصراتة\n\nالأحد 27 ديسمبر 2020\n\nالتقى الوزير سليم الهادي والمبعوث نادر السعدي والسفير كامل الراوي \
                       يوم الأحد في مصراتة.\n\nوأوضحت وزارة النقل في بيان: «نعمل على فتح المعابر البرية أمام المسافرين والبضائع بين البلدين في أقرب \
                       وقت ممكن».\n";
const CUT: &str = "بيان\n\nالأحد 27 ديسمبر 2020\n\nقالت وزارة النقل في بيان: «نعمل على فتح المعابر البرية والبحرية أمام المسافرين والبضائع بين \
                   البلدين».\n";

fn discrepancies(files: &[&str], field: &str) -> Vec<Discrepancy> {
    let inputs: Vec<Input> = files
        .iter()
        .enumerate()
        .map(|(n, text)| Input::new(format!("{n}.txt"), *text))
        .collect();
    let mut all = Isnad::default().dossier(&inputs).discrepancies;
    all.retain(|d| d.field == field);
    all
}

#[test]
fn words_left_out_of_a_quoted_statement_are_told() {
    let found = discrepancies(&[WHOLE, SHORTER], "wording");
    let [one] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!(one.cause, Cause::Source);
    let values: Vec<&str> = one.values.iter().map(|v| v.value.as_str()).collect();
    assert_eq!(
        values.iter().filter(|v| v.contains("والبحرية")).count(),
        1,
        "{values:?}"
    );
}

#[test]
fn a_quotation_that_ends_earlier_says_less_and_differs_in_nothing() {
    assert_eq!(discrepancies(&[WHOLE, CUT], "wording"), []);
    assert_eq!(discrepancies(&[WHOLE, WHOLE], "wording"), []);
}

#[test]
fn who_was_there_differs_where_one_report_names_more_men() {
    let found = discrepancies(&[WHOLE, SHORTER], "participant");
    let [one] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!(one.cause, Cause::Scope);
    assert_eq!(one.values.len(), 2);
    assert_eq!(discrepancies(&[WHOLE, WHOLE], "participant"), []);
}

const PARTS: [&str; 2] = [
    "وفد مغربي في نواكشوط

نواكشوط - 5 مايو 2019

زار وفد مغربي يضم خبراء في المياه ويرأسه اللواء كمال الراضي نواكشوط اليوم الأحد.
وبحث الوزير سيدي ولد محمد مع الوفد اليوم الأحد في نواكشوط مشاريع الري.
وأعاد الوفد فتح السفارة المغربية في المدينة.
ويعد المغرب من الدول الداعمة للمزارعين في موريتانيا بالبذور والأسمدة.
",
    "الراضي يصل إلى نواكشوط

نواكشوط - 5 مايو 2019

وصل إلى نواكشوط اليوم الأحد وفد مغربي يرأسه اللواء المتقاعد كمال الراضي، ويضم السفير سالم النجار.
وأعاد الوفد فتح القنصلية المغربية في المدينة.
ويرى مراقبون أن المغرب يقف على مسافة واحدة من الأطراف في موريتانيا.
",
];

#[test]
fn parts_of_actors_members_offices_and_things_of_one_sort_are_compared() {
    for (field, words) in [
        ("members", ["خبراء في المياه", "السفير سالم النجار"]),
        ("kind", ["السفارة المغربية", "القنصلية المغربية"]),
        ("title", ["اللواء", "اللواء المتقاعد"]),
    ] {
        let found = discrepancies(&PARTS, field);
        let [one] = found.as_slice() else {
            panic!("{field}: {found:#?}")
        };
        for word in words {
            assert!(one.values.iter().any(|v| v.value == word), "{one:#?}");
        }
        assert_eq!(discrepancies(&[PARTS[0], PARTS[0]], field), []);
    }
    let found = discrepancies(&PARTS, "role");
    let [one] = found.as_slice() else {
        panic!("{found:#?}")
    };
    assert!(one.values.iter().any(|v| v.value.contains("على مسافة واحدة")));
    assert!(
        one.values
            .iter()
            .all(|v| v.evidence.iter().all(|e| e.text == v.value))
    );
}

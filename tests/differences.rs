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

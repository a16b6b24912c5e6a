//! What reports tell about each other's days, and what they do not.

use isnad::{Input, Isnad, Project, model::Dossier};

const STATED: &str = "Envoy Harlan meets minister Osei in Kasri\n\nSunday, 27 December 2020\n\nEnvoy Harlan met minister Osei at the ministry \
                      in Kasri on Sunday to discuss the border crossing and the release of the fishermen.\n";
const SAME: &str = "Harlan and Osei discuss crossing\n\nEnvoy Harlan met minister Osei at the ministry in Kasri today, Sunday, to discuss \
                    the border crossing and the release of the fishermen.\n";
const OTHER: &str = "Flood closes road\n\nThe road to Brenn was closed yesterday after the river rose, the mayor said on Sunday.\n";
const NAMED: &str = "قانون للاقتراع\n\nبحث المبعوث سليم الهادي والوزير نادر السعدي في مدينة مصراتة مسودة قانون لانتخابات 2021.\n";
const NEXT: &str = "الهادي يلتقي السعدي\n\nالتقى المبعوث سليم الهادي الوزير نادر السعدي في مدينة مصراتة، وأكدا إجراء الانتخابات في 24 ديسمبر المقبل.\n";

fn dossier(files: &[(&str, &str)], project: &str) -> Dossier {
    let isnad = Isnad::new(Project::parse(project).unwrap());
    isnad.dossier(
        &files
            .iter()
            .map(|(name, text)| Input::new(*name, *text))
            .collect::<Vec<_>>(),
    )
}

/// The same, made for a day.
fn until(files: &[(&str, &str)], day: &str) -> Dossier {
    let mut isnad = Isnad::default();
    isnad.compile.as_of = Some(day.parse().unwrap());
    let inputs: Vec<_> = files
        .iter()
        .map(|(name, text)| Input::new(*name, *text))
        .collect();
    isnad.dossier(&inputs)
}

fn values(dossier: &Dossier, source: &str) -> Vec<(String, String)> {
    let report = dossier.reports.iter().find(|r| r.source == source).unwrap();
    report
        .times
        .iter()
        .map(|t| (t.text.clone(), t.value.clone()))
        .collect()
}

#[test]
fn the_same_news_fixes_the_day_of_a_report_without_date() {
    let d = dossier(&[("a.txt", STATED), ("b.txt", SAME)], "");
    assert_eq!(
        values(&d, "b.txt"),
        [("today, Sunday".to_owned(), "2020-12-27".to_owned())]
    );
    let b = d.reports.iter().find(|r| r.source == "b.txt").unwrap();
    assert_eq!(
        b.times[0].literal, "XXXX-WXX-7",
        "what a report alone says stays on record"
    );
    assert!(
        b.times[0]
            .because
            .iter()
            .any(|r| r.evidence.iter().any(|e| e.report != b.id)),
        "the other report is named"
    );
    assert!(
        b.published.value.is_none() && b.published.earliest < b.published.latest,
        "no day of print is invented"
    );
}

#[test]
fn unrelated_reports_do_not_date_each_other() {
    let d = dossier(&[("a.txt", STATED), ("c.txt", OTHER)], "");
    let want =
        [("yesterday", "XXXX-XX-XX"), ("Sunday", "XXXX-WXX-7")].map(|(a, b)| (a.to_owned(), b.to_owned()));
    assert_eq!(values(&d, "c.txt"), want);
}

#[test]
fn a_named_event_lends_its_year() {
    let d = dossier(&[("n.txt", NAMED), ("x.txt", NEXT)], "");
    assert_eq!(values(&d, "x.txt")[0].1, "2021-12-24");
    assert_eq!(
        values(&dossier(&[("x.txt", NEXT)], ""), "x.txt")[0].1,
        "XXXX-12-24",
        "alone it stays open"
    );
}

#[test]
fn a_given_date_anchors_a_report() {
    let project = "[[report]]\nsource = \"c.txt\"\npublished = \"2021-06-21\"\n";
    let want =
        [("yesterday", "2021-06-20"), ("Sunday", "2021-06-20")].map(|(a, b)| (a.to_owned(), b.to_owned()));
    assert_eq!(values(&dossier(&[("c.txt", OTHER)], project), "c.txt"), want);
}

/// The rules of the diagnostics about a report.
fn notes<'d>(dossier: &'d Dossier, source: &str) -> Vec<&'d str> {
    let id = &dossier.reports.iter().find(|r| r.source == source).unwrap().id;
    let of = dossier.diagnostics.iter().filter(|d| &d.report == id);
    of.map(|d| d.rule.as_str()).collect()
}

/// A report with one paragraph and, perhaps, its day.
fn paragraph(day: &str, words: &str) -> String {
    format!("أخبار المدينة اليوم في سطور\n\n{day}\n\n{words}\n")
}

fn alone(day: &str, words: &str) -> Dossier {
    dossier(&[("a.txt", &paragraph(day, words))], "")
}

#[test]
fn two_names_that_are_not_one_month_keep_both_readings() {
    let d = alone(
        "5 سبتمبر 2015",
        "يفتتح الوزير الجسر في 9 ديسمبر/تشرين الأول المقبل.",
    );
    let t = &d.reports[0]
        .times
        .iter()
        .find(|t| t.text.contains("ديسمبر"))
        .unwrap();
    assert_eq!(
        (t.value.as_str(), t.alternative.as_deref()),
        ("2015-12-09", Some("2015-10-09"))
    );
    assert_eq!(notes(&d, "a.txt"), ["mismatched-months"]);
    for good in [
        "ديسمبر/كانون الأول",
        "كانون الأول (ديسمبر)",
        "ماي/أيار",
        "يناير/فبراير",
    ] {
        let d = alone("5 سبتمبر 2015", &format!("يفتتح الوزير الجسر في {good} المقبل."));
        assert_eq!(notes(&d, "a.txt"), [""; 0], "{good}");
    }
}

#[test]
fn a_weekday_that_is_not_that_of_its_date_is_told_and_kept() {
    let d = alone("20 مايو 2018", "وقع الانفجار فجر الجمعة 3 مايو 2018 قرب الميناء.");
    let t = d.reports[0]
        .times
        .iter()
        .find(|t| t.text.contains("الجمعة"))
        .unwrap();
    assert_eq!(
        (t.value.as_str(), t.alternative.as_deref()),
        ("2018-05-03TMO", Some("2018-WXX-5"))
    );
    assert_eq!(notes(&d, "a.txt"), ["weekday-against-date"]);
    // the year comes from the day of publication, and so does the slip
    assert_eq!(
        notes(
            &alone("20 مايو 2018", "وقع الانفجار الجمعة 3 مايو قرب الميناء."),
            "a.txt"
        ),
        ["weekday-against-date"]
    );
    for right in ["الخميس 3 مايو", "الخميس 3 مايو 2018", "الاثنين 25 ديسمبر"]
    {
        let d = alone("20 مايو 2018", &format!("وقع الانفجار {right} قرب الميناء."));
        assert_eq!(notes(&d, "a.txt"), [""; 0], "{right}");
    }
}

#[test]
fn two_calendars_say_one_day_or_are_told_apart() {
    let value = |words: &str| {
        let d = alone("12 أغسطس 2015", &format!("تنطلق الدورة {words} في القاعة."));
        let times = d.reports[0].times.iter().skip_while(|t| t.value == "2015-08-12");
        (
            times.map(|t| t.value.clone()).collect::<Vec<_>>(),
            notes(&d, "a.txt")
                .iter()
                .map(|n| (*n).to_owned())
                .collect::<Vec<_>>(),
        )
    };
    // by Umm al-Qura the 28th of Shawwal is 13 August: the printed twin counts
    let both = |day: &str| vec![day.to_owned(), day.to_owned()];
    assert_eq!(
        value("28 شوال 1436هـ الموافق 14 أغسطس 2015م"),
        (both("2015-08-14"), vec![])
    );
    // each half lends the other its year
    assert_eq!(
        value("8 ذو القعدة المقبل الموافق 23 أغسطس 2015م"),
        (both("2015-08-23"), vec![])
    );
    assert_eq!(
        value("15/11/1436هـ الموافق 30 أغسطس"),
        (both("2015-08-30"), vec![])
    );
    let (days, told) = value("28 شوال 1436هـ الموافق 20 أغسطس 2015م");
    assert_eq!(days, ["2015-08-13", "2015-08-20"]);
    assert_eq!(told, ["calendars-differ"]);
    assert_eq!(value("34 رجب 1436هـ الموافق 13 مايو 2015م").1, ["no-such-day"]);
}

#[test]
fn a_page_saved_later_is_no_wrong_weekday() {
    let page = "صحيفة الميناء\nالثلاثاء 21 يوليو 2015\nعاجل\n\nالوزير يزور المرفأ الجديد\n\nزار وزير النقل سامي العطار المرفأ الجديد اليوم \
                الاثنين والتقى العمال في المدينة.\n\nوقال العطار إن العمل في المرفأ يبدأ قريبا.\n";
    let d = dossier(&[("p.txt", page)], "");
    let p = &d.reports[0].published;
    assert!(
        p.value.is_none() && p.earliest.is_none(),
        "nothing fixes the day: {p:?}"
    );
    assert_eq!(p.latest.unwrap().to_string(), "2015-07-20");
    assert_eq!(notes(&d, "p.txt"), ["saved-later"]);
}

#[test]
fn words_that_contradict_each_other_fix_nothing() {
    let said = "قال الوزير سامي العطار اليوم الأحد إن العمل بدأ.\n\nوكان العطار زار المرفأ أمس الاثنين.";
    let d = dossier(&[("a.txt", &format!("العطار يزور المرفأ\n\n{said}\n"))], "");
    assert!(d.reports[0].times.iter().all(|t| t.value.starts_with("XXXX")));
    assert_eq!(notes(&d, "a.txt"), ["dating-conflict"]);
    // where the day is stated, the weekday counts and the other day is kept
    let d = alone("21 يوليو 2015", "قال الوزير سامي العطار اليوم الأحد إن العمل بدأ.");
    let t = d.reports[0].times.last().unwrap();
    assert_eq!(
        (t.value.as_str(), t.alternative.as_deref()),
        ("2015-07-19", Some("2015-07-21"))
    );
    assert_eq!(notes(&d, "a.txt"), ["weekday-against-publication"]);
}

#[test]
fn years_turn_between_december_and_january() {
    let day = |published: &str, words: &str| {
        let d = alone(published, &format!("وصل الوفد إلى الميناء {words} للمشاركة."));
        d.reports[0].times.last().unwrap().value.clone()
    };
    assert_eq!(day("3 يناير 2021", "في 31 ديسمبر"), "2020-12-31");
    assert_eq!(day("3 يناير 2021", "في ديسمبر الماضي"), "2020-12");
    assert_eq!(day("30 ديسمبر 2020", "في 5 يناير المقبل"), "2021-01-05");
    assert_eq!(day("30 ديسمبر 2020", "في 20 يناير الماضي"), "2020-01-20");
    assert_eq!(day("1 يناير 2021", "أمس الخميس"), "2020-12-31");
}

const FIRST: &str = "العطار والهادي يبحثان فتح المعبر\n\nالأحد 27 ديسمبر 2020\n\nبحث الوزير سامي العطار والمبعوث سليم الهادي في مصراتة، الأحد، \
                     فتح المعبر الحدودي أمام شاحنات الأدوية وإعادة تشغيل خط الكهرباء.\n";
const SECOND: &str = "الهادي في مصراتة\n\nبحث المبعوث سليم الهادي مع الوزير سامي العطار في مصراتة اليوم الأحد فتح المعبر الحدودي أمام شاحنات \
                      الأدوية.\n\nوقال الهادي إن لجنة الخبراء برئاسة نادر السعدي تزور محطة التحلية في درنة وتفحص مضخات المياه غدا الاثنين.\n";
const THIRD: &str = "خبراء يفحصون محطة التحلية\n\nزارت لجنة الخبراء برئاسة نادر السعدي، أمس الاثنين، محطة التحلية في درنة وفحصت مضخات المياه، كما قال \
                     سليم الهادي.\n";

#[test]
fn a_chain_of_three_reports_passes_the_day_on() {
    let d = dossier(&[("1.txt", FIRST), ("2.txt", SECOND), ("3.txt", THIRD)], "");
    let value = |source: &str, words: &str| {
        let all = values(&d, source);
        all.iter().find(|(w, _)| w == words).map(|(_, v)| v.clone())
    };
    assert_eq!(value("2.txt", "غدا الاثنين").as_deref(), Some("2020-12-28"));
    assert_eq!(value("3.txt", "أمس الاثنين").as_deref(), Some("2020-12-28"));
    let without = dossier(&[("1.txt", FIRST), ("3.txt", THIRD)], "");
    assert_eq!(
        values(&without, "3.txt")[0].1,
        "XXXX-WXX-1",
        "the first and the third share no day"
    );
}

#[test]
fn each_expression_has_the_steps_of_its_own_value() {
    let d = dossier(
        &[
            ("n.txt", NAMED),
            (
                "x.txt",
                "الهادي يلتقي السعدي\n\nالتقى المبعوث سليم الهادي الوزير نادر السعدي في مدينة مصراتة، وأكدا إجراء الانتخابات في 24 ديسمبر \
                 المقبل.\n\nوقال الهادي أمس الأحد إن اللقاء ناجح.\n",
            ),
        ],
        "",
    );
    let report = d.reports.iter().find(|r| r.source == "x.txt").unwrap();
    let steps = |words: &str| -> Vec<&str> {
        let t = report.times.iter().find(|t| t.text == words).unwrap();
        t.because
            .iter()
            .map(|r| r.reason.split(':').next().unwrap())
            .collect()
    };
    assert_eq!(steps("24 ديسمبر المقبل"), ["event-year"]);
    assert!(
        report
            .published
            .because
            .iter()
            .any(|r| r.reason.starts_with("weekday-word")),
        "the report's own derivation has more steps: {:?}",
        report.published.because
    );
    let shown = isnad::explain_id(&d, "x.txt").unwrap().lines;
    assert!(shown.iter().any(|(_, l)| l == "so 2021-12-24"), "{shown:?}");
}

#[test]
fn stories_of_one_country_do_not_lend_each_other_years() {
    let doctors = "نقابة الأطباء تستعد\n\nأعلنت نقابة الأطباء في طرابلس وبنغازي ومصراتة وسبها فتح باب الترشح، على أن تجرى الانتخابات في 24 ديسمبر \
                   المقبل في فروع النقابة.\n";
    let parliament = "قانون للاقتراع\n\nالأربعاء 3 مارس 2021\n\nبحث المبعوث سليم الهادي في طرابلس وبنغازي ومصراتة وسبها مسودة قانون لانتخابات 2021.\n";
    let d = dossier(&[("d.txt", doctors), ("p.txt", parliament)], "");
    assert_eq!(values(&d, "d.txt").last().unwrap().1, "XXXX-12-24");
}

#[test]
fn no_day_lies_after_the_day_of_the_dossier() {
    let d = until(&[("n.txt", NAMED), ("x.txt", NEXT)], "2021-05-04");
    for report in &d.reports {
        let latest = report.published.latest.unwrap();
        assert!(
            latest.to_string().as_str() <= "2021-05-04",
            "{} {latest}",
            report.source
        );
        assert!(report.published.value.is_none(), "{}", report.source);
    }
    let stated = until(&[("a.txt", STATED)], "2020-12-01");
    assert_eq!(notes(&stated, "a.txt"), ["published-in-the-future"]);
}

/// A report with more times than are compared is compiled all the same, and told.
#[test]
fn more_times_than_are_compared_are_told() {
    let isnad = Isnad::default();
    let text = |count: usize| format!("Envoy leaves\n\n{}", "He left on Monday.\n\n".repeat(count));
    let told = |count| {
        let dossier = isnad.dossier(&[Input::new("a.txt", text(count))]);
        assert_eq!(dossier.reports[0].times.len(), count);
        let found = dossier.diagnostics.iter().find(|d| d.rule == "many-dates");
        found.map(|d| dossier.reports[0].text[d.start..d.end].to_owned())
    };
    assert_eq!(told(1000), None);
    assert_eq!(told(1001).as_deref(), Some("Monday"));
}

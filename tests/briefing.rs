//! The briefing as a desk reads it: small reports of our own, one for each way in which a line could say more than its reports do.

use crate::support::dossier;
use isnad::{
    Isnad,
    model::{BriefLine, Briefing},
};

fn briefing(files: &[&str]) -> Briefing {
    let isnad = Isnad::default();
    isnad.brief(&dossier(files), None, None)
}

/// The lines of a section, those below others behind them, label and text together.
fn lines(briefing: &Briefing, section: &str) -> Vec<String> {
    fn add(lines: &[BriefLine], out: &mut Vec<String>) {
        for line in lines {
            let cites: String = line.cites.iter().map(|n| format!("[{n}]")).collect();
            out.push(format!("{} {} {cites}", line.label, line.text));
            add(&line.sub, out);
        }
    }
    let mut out = Vec::new();
    let sections = briefing.sections.iter().filter(|s| s.id == section);
    sections.for_each(|s| add(&s.lines, &mut out));
    out
}

fn count(lines: &[String], words: &str) -> usize {
    lines.iter().filter(|l| l.contains(words)).count()
}

const HOST: &str = "تونس تستضيف اجتماعا للقادة العسكريين

تونس - 6 مارس 2022

استضافت تونس اجتماعا للقادة العسكريين بحضور وزير الدفاع سليم الهادي ورئيس الأركان نادر السعدي.

وفي الأشهر الماضية، عقدت تونس أيضا محادثات بين وفود من المجلس الأعلى للدولة ومجلس النواب.
";

#[test]
fn a_town_that_is_host_to_two_meetings_makes_them_no_one_meeting() {
    let d = dossier(&[HOST]);
    let named = |id: &str, name: &str| d.entities.iter().any(|e| e.id == id && e.name.contains(name));
    let both = d.events.iter().filter(|e| {
        let has = |name: &str| e.participants.iter().any(|p| named(&p.entity, name));
        has("الهادي") && has("المجلس الأعلى")
    });
    assert_eq!(both.count(), 0, "{:#?}", d.events);
}

const TWO: &str = "لقاء في مصراتة\n\nالأحد 27 ديسمبر 2020\n\nالتقى الوزير سليم الهادي والمبعوث نادر السعدي يوم الأحد في مصراتة.\n";
const THREE: &str = "الهادي والسعدي في مصراتة\n\nالأحد 27 ديسمبر 2020\n\nاجتمع الوزير سليم الهادي والمبعوث نادر السعدي والسفير كامل الراوي \
                     يوم الأحد في مصراتة، وبحثوا ملف المعابر مدة ساعتين.\n";

#[test]
fn who_is_named_by_one_report_is_not_told_by_all_sources() {
    let told = lines(&briefing(&[TWO, THREE]), "meetings");
    assert_eq!(
        count(&told, "ولا يرد اسم كامل الراوي إلا في تقرير واحد"),
        1,
        "{told:?}"
    );
    let told = lines(
        &briefing(&[THREE, THREE.replace("وبحثوا", "وناقشوا").as_str()]),
        "meetings",
    );
    assert_eq!(count(&told, "ولا يرد اسم"), 0, "{told:?}");
}

const MINISTRY: &str = "الداخلية تبحث أمن المعابر\n\nالأحد 27 ديسمبر 2020\n\nقالت وزارة الداخلية في بيان إن الاجتماع يأتي «ضمن خطة تهدف إلى \
                        توطيد التعاون مع دول الجوار وتأمين المعابر البرية قبل موسم الصيف».\n\nوحضر مدير المعبر لقاء آخر في المدينة مع تجار \
                        السوق القديم لبحث الرسوم.\n";
const OTHERWISE: &str = "بيان بشأن المعابر\n\nالأحد 27 ديسمبر 2020\n\nأوضحت الداخلية التونسية في بيان أن الاجتماع يأتي «ضمن خطة تهدف إلى توطيد \
                         التعاون مع دول الجوار وتأمين المعابر البرية قبل موسم الصيف».\n\nوتشهد أسعار الوقود في الجنوب ارتفاعا منذ شهر بسبب \
                         نقص الشاحنات.\n";

#[test]
fn one_statement_word_for_word_is_one_source_and_one_speaker_whatever_its_body_is_called() {
    let d = dossier(&[MINISTRY, OTHERWISE]);
    let claims = d.claims.iter().filter(|c| c.mentions.len() == 2);
    let roots: Vec<usize> = claims.map(|c| c.roots.len()).collect();
    assert_eq!(roots, [1], "{:?}", d.claims);
    let told = lines(&briefing(&[MINISTRY, OTHERWISE]), "statements");
    assert_eq!(count(&told, "توطيد"), 1, "{told:?}");
    // two who say it in words of their own are two
    let own = OTHERWISE.replace(
        "ضمن خطة تهدف إلى توطيد التعاون مع دول الجوار",
        "خطوة أولى نحو اتفاق أوسع مع كل البلدان المجاورة",
    );
    let told = lines(&briefing(&[MINISTRY, &own]), "statements");
    assert_eq!(count(&told, "الداخلية"), 2, "{told:?}");
}

const BEFORE: &str = "الانتخابات\n\nالاثنين 6 سبتمبر 2021\n\nطالب الوزير سليم الهادي بإجراء الانتخابات التونسية المقررة في 24 ديسمبر المقبل.\n\n\
                      وتستعد البلاد لتنظيم الانتخابات التونسية المقررة في 24 ديسمبر/كانون الأول المقبل.\n";
const AFTER: &str = "موعد جديد للانتخابات\n\nالاثنين 7 مارس 2022\n\nقال الوزير نادر السعدي إن المشاورات مستمرة بشأن الانتخابات التونسية التي تأجلت \
                     عن موعدها في 24 ديسمبر الماضي.\n";
const EARLIER: &str = "موعد الانتخابات\n\nالاثنين 9 أغسطس 2021\n\nاتفق المشاركون على إجراء الانتخابات التونسية المقررة في 17 ديسمبر المقبل.\n";

#[test]
fn what_failed_once_is_not_told_to_have_failed_for_everybody_who_spoke_of_it() {
    let told = lines(&briefing(&[BEFORE, AFTER]), "commitments");
    assert_eq!(count(&told, "لم يتحقق في موعده"), 1, "{told:?}");
}

#[test]
fn no_report_is_given_the_words_of_another_where_they_differ() {
    let told = lines(&briefing(&[BEFORE, AFTER, EARLIER]), "disagreements");
    let own = |words: &str| told.iter().filter(|l| l.contains(words)).collect::<Vec<_>>();
    for (words, cites) in [("ديسمبر الماضي»", 1), ("17 ديسمبر المقبل»", 1)] {
        let found = own(words);
        assert!(!found.is_empty(), "{told:?}");
        for line in found.iter().filter(|l| l.contains("ولفظ")) {
            assert_eq!(line.matches('[').count(), cites, "{line}");
        }
    }
}

const UNNAMED: &str = "زيارة الوفد\n\nالأحد 27 ديسمبر 2020\n\nوصل وفد تونسي إلى طرابلس أمس.\n\nوعلمت مصادر مطلعة في المدينة، أن الوفد أبلغ وزارة \
                       النقل بضرورة وقف شحنات السلاح.\n";

#[test]
fn what_unnamed_sources_say_stands_behind_their_name() {
    let told = lines(&briefing(&[UNNAMED]), "timeline");
    let demand: Vec<&String> = told.iter().filter(|l| l.contains("شحنات السلاح")).collect();
    assert!(!demand.is_empty(), "{told:?}");
    assert!(demand.iter().all(|l| l.contains("بحسب مصادر مطلعة")), "{told:?}");
    // what the report tells itself does not
    assert!(
        told.iter()
            .all(|l| !l.contains("بحسب") || l.contains("شحنات السلاح")),
        "{told:?}"
    );
}

const MILITIA: &str = "قتال في الجنوب\n\nالأحد 27 ديسمبر 2020\n\nقالت وزارة الدفاع إن مليشيا سليم الهادي انسحبت من المدينة.\n\nوقال سليم الهادي إنه \
                       سيعود.\n";
const ARMY: &str = "قتال في الجنوب\n\nالأحد 27 ديسمبر 2020\n\nقال المشير سليم الهادي إن الجيش انسحب من المدينة.\n\nوزارت حكومة سليم الهادي الجنوب.\n";

#[test]
fn a_militia_called_by_its_leader_is_how_an_outlet_calls_him() {
    let told = lines(&briefing(&[MILITIA, ARMY]), "framing");
    assert_eq!(count(&told, "«مليشيا سليم الهادي»"), 1, "{told:?}");
    // a government is no armed men
    assert_eq!(count(&told, "«حكومة سليم الهادي»"), 0, "{told:?}");
}

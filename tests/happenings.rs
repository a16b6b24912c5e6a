//! What happened: small reports of our own, one for each thing that must hold of events, their order and what became of promises.

use crate::support::dossier;
use isnad::model::{CommitmentState, Dossier, Event, Modality};

/// The events of a mode with all of these participants, by their names' first words.
fn with<'d>(d: &'d Dossier, mode: &str, names: &[&str]) -> Vec<&'d Event> {
    let named = |e: &Event, name: &str| {
        e.participants.iter().any(|p| {
            d.entities
                .iter()
                .any(|x| x.id == p.entity && x.name.contains(name))
        })
    };
    d.events
        .iter()
        .filter(|e| e.mode.as_deref() == Some(mode) && names.iter().all(|n| named(e, n)))
        .collect()
}

const WILL_MEET: &str = "الصفدي يلتقي المقداد في عمان الثلاثاء

عمان - 6 مارس 2022

يلتقي وزير الخارجية الأردني أيمن الصفدي يوم الثلاثاء المقبل في عمان نظيره السوري فيصل المقداد لبحث ملف اللاجئين.
";
const MET: &str = "الصفدي والمقداد يبحثان في عمان ملف اللاجئين

عمان - 8 مارس 2022

التقى وزير الخارجية الأردني أيمن الصفدي اليوم الثلاثاء في عمان نظيره السوري فيصل المقداد، وبحثا ملف اللاجئين.
";
const MET_AGAIN: &str = "الصفدي التقى المقداد

عمان - 9 مارس 2022

التقى وزير الخارجية الأردني أيمن الصفدي أمس في عمان نظيره السوري فيصل المقداد، وبحثا ملف اللاجئين.
";
const NEXT_MONTH: &str = "الصفدي والمقداد في لقاء جديد

عمان - 12 أبريل 2022

التقى وزير الخارجية الأردني أيمن الصفدي اليوم الثلاثاء في عمان نظيره السوري فيصل المقداد، وبحثا ملف المياه.
";

#[test]
fn what_was_announced_and_took_place_is_one_event() {
    let d = dossier(&[WILL_MEET, MET]);
    let met = with(&d, "meeting", &["الصفدي", "المقداد"]);
    assert_eq!(met.len(), 1, "{met:#?}");
    assert_eq!(met[0].status, Modality::Happened);
    assert_eq!(met[0].when.value, "2022-03-08");
}

#[test]
fn a_rerun_with_another_word_for_the_day_is_no_new_event() {
    let d = dossier(&[MET, MET_AGAIN]);
    assert_eq!(with(&d, "meeting", &["الصفدي", "المقداد"]).len(), 1);
    assert!(d.discrepancies.is_empty(), "{:#?}", d.discrepancies);
}

#[test]
fn the_same_men_in_the_same_city_a_month_later_meet_again() {
    let d = dossier(&[MET, NEXT_MONTH]);
    assert_eq!(with(&d, "meeting", &["الصفدي", "المقداد"]).len(), 2);
}

const VISIT: &str = "السراج في أنقرة

طرابلس - 3 مايو 2019

زار رئيس حكومة الوفاق فايز السراج أنقرة اليوم الجمعة، حيث التقى الرئيس التركي رجب طيب أردوغان.
كما اجتمع السراج في أنقرة اليوم الجمعة مع وزير الدفاع التركي خلوصي أكار.
";

#[test]
fn a_visit_with_two_meetings_is_one_visit_with_parts() {
    let d = dossier(&[VISIT]);
    let visits = with(&d, "visit", &["السراج"]);
    assert_eq!(visits.len(), 1, "{visits:#?}");
    assert_eq!(visits[0].parts.len(), 2, "{:#?}", d.events);
}

const CAPTION: &str = "بغداد ترحب بالاتفاق

بغداد - 14 يونيو 2021

لقاء سابق بين مصطفى الكاظمي وحسن روحاني (أرشيفية)

رحبت بغداد اليوم الاثنين بالاتفاق على استئناف الرحلات الجوية.
";

#[test]
fn the_meeting_of_an_archive_photo_is_no_news() {
    let d = dossier(&[CAPTION]);
    for event in with(&d, "meeting", &["الكاظمي"]) {
        assert_ne!(event.when.value, "2021-06-14");
        let told = d.reports[0].events.iter().find(|e| e.event == event.id).unwrap();
        assert_eq!(told.modality, Modality::Background);
    }
}

const PROMISED: &str = "تونس تتعهد بفتح المعبر

تونس - 2 فبراير 2021

تعهد وزير الخارجية التونسي عثمان الجرندي بزيارة طرابلس يوم 10 فبراير 2021 لبحث فتح المعبر مع الحكومة الليبية.
";
const KEPT: &str = "الجرندي في طرابلس

طرابلس - 10 فبراير 2021

زار وزير الخارجية التونسي عثمان الجرندي طرابلس اليوم الأربعاء لبحث فتح المعبر مع الحكومة الليبية.
";
const PUT_OFF: &str = "تأجيل زيارة الجرندي إلى طرابلس

طرابلس - 11 فبراير 2021

تأجلت زيارة وزير الخارجية التونسي عثمان الجرندي إلى طرابلس التي كانت مقررة يوم 10 فبراير 2021.
";

fn states(d: &Dossier) -> Vec<CommitmentState> {
    d.commitments.iter().map(|c| c.state).collect()
}

#[test]
fn a_promise_is_met_or_missed_by_what_later_reports_say() {
    assert!(!states(&dossier(&[PROMISED])).contains(&CommitmentState::Met));
    assert!(states(&dossier(&[PROMISED, KEPT])).contains(&CommitmentState::Met));
    let missed = dossier(&[PROMISED, PUT_OFF]);
    assert!(
        states(&missed).contains(&CommitmentState::Missed),
        "{:#?}\n{:#?}",
        missed.commitments,
        missed.events
    );
}

const ORDER: &str = "انسحاب بعد الهدنة

عدن - 20 أغسطس 2019

انسحبت قوات الحزام الأمني من عدن بعد توقيع الحكومة اليمنية والمجلس الانتقالي اتفاقا في جدة.
";

#[test]
fn what_a_report_puts_after_something_else_stands_after_it() {
    let d = dossier(&[ORDER]);
    let of = |kind: &str| d.events.iter().find(|e| e.kind == kind).map(|e| e.id.clone());
    let (first, second) = (of("agree").unwrap(), of("retreat").unwrap());
    let row = d.timeline.iter().find(|t| t.event == second).unwrap();
    assert!(row.after.contains(&first), "{:#?}", d.timeline);
}

const UNNAMED: &str = "قصف يستهدف حيا في تعز

تعز - 7 يوليو 2016

قصفت مليشيات مسلحة أمس حيا سكنيا في تعز، ما أدى إلى مقتل خمسة مدنيين.
وأدان مجلس الوزراء اليمني القصف الذي استهدف الحي.
";

#[test]
fn who_acts_without_a_name_acts_and_the_dead_are_the_outcome_of_one_attack() {
    let d = dossier(&[UNNAMED]);
    let attacks: Vec<_> = d.events.iter().filter(|e| e.kind == "assault").collect();
    assert_eq!(attacks.len(), 1, "{attacks:#?}");
    assert_eq!(attacks[0].when.value, "2016-07-06");
    assert!(
        attacks[0].participants.is_empty(),
        "nobody known is said to have done it"
    );
}

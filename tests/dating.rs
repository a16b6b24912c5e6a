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

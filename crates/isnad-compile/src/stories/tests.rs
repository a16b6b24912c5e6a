use super::{Profile, group, is_mixed};
use isnad_lang::Packs;
use isnad_model::{Basis, Date, Dating, Report};

fn told(id: &str, day: Option<&str>, text: &str) -> Report {
    let day: Option<Date> = day.map(|d| d.parse().unwrap());
    Report {
        id: id.into(),
        language: "en".into(),
        text: text.into(),
        published: Dating {
            value: day.map(|d| d.to_string()),
            earliest: day,
            latest: day,
            basis: if day.is_some() {
                Basis::Metadata
            } else {
                Basis::Unknown
            },
            because: Vec::new(),
        },
        ..Report::default()
    }
}

fn profiles(reports: &[Report]) -> Vec<Profile> {
    reports.iter().map(|r| Profile::of(r, Packs::builtin())).collect()
}

const FERRY: &str =
    "The ferry Aurelia ran aground off Port Sallow with ninety passengers, the harbour master said.";
const FERRY_TOO: &str =
    "Ninety passengers were taken off the ferry Aurelia, which ran aground near Port Sallow.";
const TAX: &str = "The parliament of Marland voted against the new water tax after a night of debate.";

#[test]
fn the_order_of_reports_does_not_matter() {
    let reports = [
        told("r1", Some("2021-03-01"), FERRY),
        told("r2", Some("2021-03-02"), TAX),
        told("r3", Some("2021-03-02"), FERRY_TOO),
    ];
    let stories = group(&profiles(&reports));
    assert_eq!(stories.len(), 2);
    assert_eq!(stories[0].reports, [0, 2]);
    assert_eq!(stories[0].earliest, Some("2021-03-01".parse().unwrap()));
    assert_eq!(stories[0].latest, Some("2021-03-02".parse().unwrap()));
    let mut turned = reports;
    turned.reverse();
    let again = group(&profiles(&turned));
    let ids = |stories: &[super::Story]| stories.iter().map(|s| s.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&stories), ids(&again));
    assert_eq!(again[0].reports, [0, 2]);
    assert_eq!(again[0].headline, stories[0].headline);
}

#[test]
fn an_id_stays_when_a_later_report_joins() {
    let first = group(&profiles(&[
        told("r1", Some("2021-03-01"), FERRY),
        told("r2", Some("2021-03-02"), TAX),
    ]));
    let then = group(&profiles(&[
        told("r1", Some("2021-03-01"), FERRY),
        told("r2", Some("2021-03-02"), TAX),
        told("r3", Some("2021-03-02"), FERRY_TOO),
    ]));
    let id = |stories: &[super::Story]| {
        stories
            .iter()
            .find(|s| s.reports.contains(&0))
            .unwrap()
            .id
            .clone()
    };
    assert_eq!(id(&first), id(&then));
}

#[test]
fn the_same_words_in_another_month_are_another_story() {
    let stories = group(&profiles(&[
        told("r1", Some("2021-03-01"), FERRY),
        told("r2", Some("2021-04-11"), FERRY_TOO),
    ]));
    assert_eq!(stories.len(), 2);
}

#[test]
fn a_few_reports_or_one_file_are_not_mixed() {
    let few = [told("r1", None, FERRY), told("r2", None, TAX)];
    assert!(!is_mixed(&profiles(&few)));
    let one: Vec<Report> = (0..40)
        .map(|n| told(&format!("r{n}"), None, if n % 2 == 0 { FERRY } else { FERRY_TOO }))
        .collect();
    assert!(!is_mixed(&profiles(&one)));
    let words = [
        "amber", "birch", "cobalt", "drift", "ember", "fjord", "grove", "hazel", "inlet", "jasper", "kelp",
        "lagoon",
    ];
    let words: Vec<String> = words
        .iter()
        .flat_map(|w| [format!("{w}an"), format!("{w}or")])
        .collect();
    let mixed: Vec<Report> = words
        .iter()
        .enumerate()
        .map(|(n, w)| {
            told(
                &format!("r{n}"),
                None,
                &format!("{w} {w}berg opened {w}ton {w}ville {w}field while {w}son watched"),
            )
        })
        .collect();
    assert!(is_mixed(&profiles(&mixed)));
}

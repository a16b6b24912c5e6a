//! The sample reports show what `seeds/README.md` says, and the dossier of them says what is true.

use crate::support::{seeds, seeds_dossier};
use isnad::model::{EntityKind, Event, Role};

#[test]
fn every_sample_is_read_with_a_headline_and_paragraphs() {
    assert_eq!(seeds_dossier().reports.len(), seeds().len());
    for report in &seeds_dossier().reports {
        assert!(report.headline.is_some(), "{}", report.source);
        assert!(
            report.blocks.iter().filter(|b| b.role == Role::Paragraph).count() >= 3,
            "{}",
            report.source
        );
    }
}

#[test]
fn a_page_date_is_not_the_publication_date() {
    let report = seeds_dossier()
        .reports
        .iter()
        .find(|r| r.source == "03_sari.txt")
        .unwrap();
    let saved = report
        .saved
        .as_ref()
        .expect("the page header gives the day of saving");
    assert_eq!(saved.value.as_deref().map(|v| &v[..10]), Some("2023-03-14"));
    assert_ne!(report.published.value.as_deref().map(|v| &v[..4]), Some("2023"));
}

#[test]
fn one_man_under_many_names_is_one_entity() {
    let named = |name: &str| {
        let of = |e: &&isnad::model::Entity| {
            e.kind == EntityKind::Person && e.forms.iter().any(|f| f.text == name)
        };
        seeds_dossier()
            .entities
            .iter()
            .find(of)
            .unwrap_or_else(|| panic!("no person {name}"))
    };
    let haftar = named("خليفة حفتر");
    assert!(
        haftar.titles.len() >= 2,
        "the outlets give him different titles: {:?}",
        haftar.titles
    );
    assert_ne!(haftar.id, named("عباس كامل").id);
}

fn sources(event: &Event) -> Vec<&str> {
    let by_id = |id: &str| {
        seeds_dossier()
            .reports
            .iter()
            .find(|r| r.id == id)
            .map(|r| r.source.as_str())
    };
    let mut sources: Vec<&str> = event.mentions.iter().filter_map(|m| by_id(&m.report)).collect();
    sources.sort_unstable();
    sources.dedup();
    sources
}

#[test]
fn events_told_by_several_outlets_are_one() {
    let shared = seeds_dossier()
        .events
        .iter()
        .filter(|e| sources(e).len() >= 2)
        .count();
    assert!(shared >= 3, "only {shared} events have more than one report");
}

#[test]
fn meetings_that_only_look_alike_are_kept_apart() {
    for pair in [
        ["01_kathib-news.txt", "08_silin.txt"],
        ["07_marsa.txt", "15_sari.txt"],
    ] {
        for event in seeds_dossier()
            .events
            .iter()
            .filter(|e| e.kind == "consult" && e.mode.as_deref() == Some("meeting"))
        {
            let sources = sources(event);
            assert!(
                !pair.iter().all(|p| sources.contains(p)),
                "{pair:?} tell different meetings, one event has both: {}",
                event.id
            );
        }
    }
}

#[test]
fn a_year_that_one_report_leaves_out_is_found_in_another() {
    let report = seeds_dossier()
        .reports
        .iter()
        .find(|r| r.source == "07_marsa.txt")
        .unwrap();
    let time = report
        .times
        .iter()
        .find(|t| t.text.contains("24 ديسمبر"))
        .expect("the report names the day");
    assert_eq!(
        (time.value.as_str(), time.literal.as_str()),
        ("2021-12-24", "XXXX-12-24"),
        "{:?}",
        time.because
    );
    assert!(!time.because.is_empty());
}

//! Two dossiers of the sample reports: one report joined, one was edited, one went.

use crate::support::{run, seeds, stderr, stdout};
use isnad::{
    Input, Isnad,
    diff::{Fate, Ground},
    model::{Dossier, wire},
};
use std::fs;

/// The reports of two days: on the second `05_riwaq.txt` is gone, `10_marsa.txt` is new, and in `02_marsa.txt` a word is another.
fn days() -> [Vec<Input>; 2] {
    let all = seeds();
    let without = |name: &str| {
        all.iter()
            .filter(|i| i.source != name)
            .cloned()
            .collect::<Vec<_>>()
    };
    let mut second = without("05_riwaq.txt");
    for input in second.iter_mut().filter(|i| i.source == "02_marsa.txt") {
        let text = String::from_utf8(input.bytes.clone()).unwrap();
        let word = text
            .split_whitespace()
            .filter(|w| w.chars().count() > 5)
            .nth(40)
            .unwrap()
            .to_owned();
        input.bytes = text.replacen(&word, "بندقة", 1).into_bytes();
    }
    [without("10_marsa.txt"), second]
}

fn dossiers() -> [Dossier; 2] {
    days().map(|inputs| Isnad::default().dossier(&inputs))
}

#[test]
fn what_joined_was_edited_and_went_is_told() {
    let [old, new] = dossiers();
    let found = Isnad::default().diff(&old, &new, Some("en"));
    let fate = |source: &str| {
        let reports = new.reports.iter().chain(&old.reports);
        let ids: Vec<&str> = reports
            .filter(|r| r.source == source)
            .map(|r| r.id.as_str())
            .collect();
        let mut all = found.diff.changes.iter().filter(|c| c.about == "report");
        all.find(|c| ids.contains(&c.id.as_str())).map(|c| c.fate)
    };
    assert_eq!(fate("10_marsa.txt"), Some(Fate::New));
    assert_eq!(fate("02_marsa.txt"), Some(Fate::Changed));
    assert_eq!(fate("05_riwaq.txt"), Some(Fate::Withdrawn));
    assert_eq!(fate("01_kathib-news.txt"), None);
    assert_eq!(found.diff.edits.len(), 1);
    let edit = &found.diff.edits[0];
    assert_eq!(edit.source, "02_marsa.txt");
    assert_eq!(edit.hunks.len(), 1);
    assert_eq!(edit.hunks[0].added.as_ref().unwrap().text, "بندقة");
    // the same program and packs: nothing comes from them
    assert!(found.diff.made_by.is_empty());
    assert!(found.diff.changes.iter().all(|c| c.ground != Ground::Program));
    // an event that only the new report tells is new, and not by another's light
    assert!(
        found
            .diff
            .changes
            .iter()
            .any(|c| c.about == "event" && c.fate == Fate::New && c.ground == Ground::Reports)
    );
    for section in &found.briefing.sections {
        for line in &section.lines {
            assert!(line.text.is_empty() || !line.cites.is_empty(), "{line:?}");
        }
    }
}

#[test]
fn a_dossier_does_not_differ_from_itself_and_another_pack_is_named() {
    let [old, _] = dossiers();
    let same = Isnad::default().diff(&old, &old, None);
    assert!(same.diff.changes.is_empty() && same.diff.edits.is_empty());
    let mut other = old.clone();
    other.made_by.packs.insert("ar".to_owned(), "0".to_owned());
    other.events[0].status = isnad::model::Modality::Denied;
    let found = Isnad::default().diff(&old, &other, Some("ar"));
    assert_eq!(found.diff.changes.len(), 1);
    assert_eq!(found.diff.changes[0].ground, Ground::Program);
    let ids: Vec<&str> = found.briefing.sections.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(ids, ["program"]);
}

#[test]
fn the_program_writes_it_in_every_form() {
    let folder = tempfile::tempdir().unwrap();
    let [old, new] = dossiers().map(|d| wire::to_json(&d).unwrap());
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(path("old.json"), old).unwrap();
    fs::write(path("new.json"), new).unwrap();
    for (form, holds) in [
        ("markdown", "بندقة"),
        ("rss", "<rss"),
        ("atom", "http://www.w3.org/2005/Atom"),
        ("json", "isnad/diff/1"),
    ] {
        for language in ["ar", "en"] {
            let out = run(&[
                "diff",
                &path("old.json"),
                &path("new.json"),
                "--to",
                form,
                "--lang",
                language,
            ]);
            assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
            assert!(
                stdout(&out).contains(holds),
                "{form} {language}: {}",
                stdout(&out)
            );
        }
    }
}

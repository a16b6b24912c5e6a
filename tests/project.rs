//! The project file changes what is compiled, and says so.

use crate::support::seeds;
use isnad::{Isnad, Project, model::Basis};

#[test]
fn what_the_user_gives_is_known_as_given() {
    let project = Project::parse(
        "title = \"T\"\n[[report]]\nsource = \"07_marsa.txt\"\noutlet = \"Marsa\"\npublished = \"2021-06-20\"\nurl = \"https://example.org/7\"\n",
    )
    .unwrap();
    let dossier = Isnad::new(project).dossier(&seeds());
    let report = dossier
        .reports
        .iter()
        .find(|r| r.source == "07_marsa.txt")
        .unwrap();
    assert_eq!(dossier.title, "T");
    assert_eq!(
        (report.published.basis, report.published.value.as_deref()),
        (Basis::Given, Some("2021-06-20"))
    );
    assert_eq!(report.outlet.as_ref().unwrap().basis, Basis::Given);
    assert_eq!(report.url.as_deref(), Some("https://example.org/7"));
    assert!(!dossier.made_by.config.is_empty());
}

#[test]
fn names_can_be_forced_together_and_apart() {
    let plain = Isnad::default().dossier(&seeds());
    let person = |d: &isnad::model::Dossier, name: &str| {
        d.entities
            .iter()
            .find(|e| e.forms.iter().any(|f| f.text == name))
            .map(|e| e.id.clone())
    };
    let (a, b) = ("خليفة حفتر", "عباس كامل");
    assert_ne!(person(&plain, a).unwrap(), person(&plain, b).unwrap());
    let project = Project::parse(&format!("[[same]]\nnames = [\"{a}\", \"{b}\"]\n")).unwrap();
    let forced = Isnad::new(project).dossier(&seeds());
    assert_eq!(person(&forced, a).unwrap(), person(&forced, b).unwrap());
    let entity = forced
        .entities
        .iter()
        .find(|e| Some(&e.id) == person(&forced, a).as_ref())
        .unwrap();
    assert!(
        entity.why.iter().any(|r| r.reason.contains("correction")),
        "the dossier says that the user did it: {:?}",
        entity.why
    );
}

#[test]
fn an_event_can_be_rejected() {
    let plain = Isnad::default().dossier(&seeds());
    let (source, trigger) = plain
        .reports
        .iter()
        .find_map(|r| {
            r.events
                .first()
                .map(|e| (r.source.clone(), e.trigger.text.clone()))
        })
        .expect("the samples tell events");
    let project = Project::parse(&format!(
        "[[reject_event]]\nsource = \"{source}\"\ntrigger = \"{trigger}\"\n"
    ))
    .unwrap();
    let without = Isnad::new(project).dossier(&seeds());
    let report = without.reports.iter().find(|r| r.source == source).unwrap();
    assert!(
        report
            .events
            .iter()
            .all(|e| e.trigger.text != trigger || e.event.is_empty())
    );
}

#[test]
fn unknown_keys_and_wrong_dates_name_the_line() {
    let error = Project::parse("title = \"x\"\n[[wach]]\nname = \"y\"\n")
        .unwrap_err()
        .to_string();
    assert_eq!(error, "isnad.toml:2: unknown key `wach`; did you mean `watch`?");
    let error = Project::parse("[[report]]\nsource = \"a\"\npublished = \"soon\"\n")
        .unwrap_err()
        .to_string();
    assert!(error.starts_with("isnad.toml:1: expected a date"), "{error}");
}

#[test]
fn a_speaker_can_be_set_right() {
    let plain = Isnad::default().dossier(&seeds());
    let (source, words) = plain
        .reports
        .iter()
        .find_map(|r| {
            r.quotations
                .iter()
                .find(|q| !q.chain.is_empty())
                .map(|q| (r.source.clone(), q.text.clone()))
        })
        .expect("the samples quote somebody");
    let name = "عباس كامل";
    let words: String = words.chars().take(20).collect();
    // a TOML basic string is written like a JSON one
    let quoted = |s: &str| serde_json::to_string(s).unwrap();
    let text = format!(
        "[[speaker]]\nsource = {}\nquotation = {}\nspeaker = {}\n",
        quoted(&source),
        quoted(&words),
        quoted(name)
    );
    let fixed = Isnad::new(Project::parse(&text).unwrap()).dossier(&seeds());
    let report = fixed.reports.iter().find(|r| r.source == source).unwrap();
    let quotation = report
        .quotations
        .iter()
        .find(|q| q.text.starts_with(&words))
        .unwrap();
    let entity = quotation
        .chain
        .first()
        .and_then(|l| l.entity.as_ref())
        .expect("the speaker is an entity");
    let entity = fixed.entities.iter().find(|e| &e.id == entity).unwrap();
    assert!(entity.forms.iter().any(|f| f.text == name), "{entity:?}");
}

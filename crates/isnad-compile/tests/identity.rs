//! Who is who: names that must meet, and names that must not.

use isnad_compile::{CompileOptions, Correction, compile};
use isnad_lang::Packs;
use isnad_model::{Annotated, Dossier, EntityKind, Mention, MentionForm, Report, Words};

/// A report that names these, one after the other; a title after `|` stands before the name.
fn report(id: &str, names: &[(&str, EntityKind, MentionForm)]) -> Annotated {
    let mut report = Report {
        id: id.to_owned(),
        source: format!("{id}.txt"),
        language: "en".to_owned(),
        ..Report::default()
    };
    for (n, (text, kind, form)) in names.iter().enumerate() {
        let (title, name) = text.split_once('|').unwrap_or(("", text));
        let titles = (!title.is_empty()).then(|| Words {
            start: report.text.len(),
            end: report.text.len() + title.len(),
            text: title.to_owned(),
        });
        report.text.push_str(title);
        report.text.push(' ');
        let start = report.text.len();
        report.text.push_str(name);
        report.mentions.push(Mention {
            id: format!("m{n}"),
            start,
            end: report.text.len(),
            text: name.to_owned(),
            kind: *kind,
            form: *form,
            titles: titles.into_iter().collect(),
            ..Mention::default()
        });
        report.text.push_str(". ");
    }
    Annotated {
        report,
        ..Annotated::default()
    }
}

fn same(dossier: &Dossier, a: (usize, usize), b: (usize, usize)) -> bool {
    let entity = |(r, m): (usize, usize)| dossier.reports[r].mentions[m].entity.clone();
    !entity(a).is_empty() && entity(a) == entity(b)
}

const P: EntityKind = EntityKind::Person;
const O: EntityKind = EntityKind::Organization;

#[test]
fn a_surname_alone_joins_only_one_bearer() {
    use MentionForm::{Name, Short};
    let a = report("a", &[("Omar Haddad", P, Name), ("Haddad", P, Short)]);
    let b = report(
        "b",
        &[("Salim Haddad", P, Name), ("Omar bin Ali Haddad", P, Name)],
    );
    let dossier = compile(vec![a, b], &CompileOptions::default(), Packs::builtin());
    assert!(
        same(&dossier, (0, 0), (0, 1)),
        "a short form goes to the full name of its report"
    );
    assert!(
        !same(&dossier, (0, 0), (1, 0)),
        "two bearers of one surname stay apart"
    );
    assert!(
        same(&dossier, (0, 0), (1, 1)),
        "a name in between may be left out"
    );
    let refused = dossier
        .entities
        .iter()
        .flat_map(|e| &e.why)
        .any(|w| w.reason == "refused:surname-alone");
    assert!(refused, "what was refused is said");
}

#[test]
fn organs_of_two_states_stay_apart() {
    use MentionForm::Name;
    let a = report(
        "a",
        &[("Syrian government", O, Name), ("Turkish government", O, Name)],
    );
    let b = report(
        "b",
        &[
            ("Syrian government", O, Name),
            ("UN", O, Name),
            ("United Nations", O, Name),
        ],
    );
    let dossier = compile(vec![a, b], &CompileOptions::default(), Packs::builtin());
    assert!(!same(&dossier, (0, 0), (0, 1)));
    assert!(same(&dossier, (0, 0), (1, 0)));
    assert!(same(&dossier, (1, 1), (1, 2)), "an acronym is its name");
}

#[test]
fn the_user_has_the_last_word() {
    use MentionForm::Name;
    let reports = || {
        vec![report(
            "a",
            &[
                ("Omar Haddad", P, Name),
                ("Omar ben Ali Haddad", P, Name),
                ("Lina Aziz", P, Name),
            ],
        )]
    };
    let names = |a: &str, b: &str| vec![a.to_owned(), b.to_owned()];
    let options = CompileOptions {
        corrections: vec![
            Correction::Different {
                names: names("Omar Haddad", "Omar ben Ali Haddad"),
            },
            Correction::Same {
                names: names("Lina Aziz", "Omar Haddad"),
            },
        ],
        ..CompileOptions::default()
    };
    let dossier = compile(reports(), &options, Packs::builtin());
    assert!(!same(&dossier, (0, 0), (0, 1)));
    assert!(same(&dossier, (0, 0), (0, 2)));
}

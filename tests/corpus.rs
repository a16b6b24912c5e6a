//! The packs' one-line truths and counter-examples.

use crate::support::root;
use isnad::{Input, Isnad, Project, model::Report};
use serde::Deserialize;
use std::{fs, path::Path};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Corpus {
    layer: String,
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    text: String,
    #[serde(default)]
    published: Option<String>,
    #[serde(default)]
    want: Vec<String>,
    #[serde(default)]
    never: Vec<String>,
}

#[test]
fn every_truth_of_the_packs_holds() {
    let packs = root().join("crates/isnad-lang/packs");
    let mut wrong = Vec::new();
    let mut counted = (0, 0);
    let mut folders: Vec<_> = fs::read_dir(packs)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.is_dir())
        .collect();
    folders.sort();
    for folder in folders {
        let language = folder.file_name().unwrap().to_string_lossy().into_owned();
        let mut files: Vec<_> = fs::read_dir(folder.join("corpus"))
            .unwrap()
            .map(|e| e.unwrap().path())
            .collect();
        files.sort();
        for file in files {
            check_file(&language, &file, &mut wrong, &mut counted);
        }
    }
    assert!(
        counted.0 >= 100 && counted.1 >= 50,
        "a corpus that says nothing: {counted:?}"
    );
    assert!(
        wrong.is_empty(),
        "{} lines of the corpus do not hold:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

fn check_file(language: &str, file: &Path, wrong: &mut Vec<String>, counted: &mut (usize, usize)) {
    let text = fs::read_to_string(file).unwrap();
    let corpus: Corpus = toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    for case in corpus.case {
        let found = match corpus.layer.as_str() {
            "opposites" => opposites(language, &case.text),
            layer => found(&analyze(language, &case), layer),
        };
        for want in &case.want {
            counted.0 += 1;
            let (span, value) = want
                .rsplit_once(" = ")
                .unwrap_or_else(|| panic!("{}: expected `words = value`, found {want:?}", file.display()));
            if !found.iter().any(|(s, v)| s == span && v == value) {
                let near: Vec<_> = found.iter().map(|(s, v)| format!("{s} = {v}")).collect();
                wrong.push(format!(
                    "{language} {}: {}\n  wanted {want}\n  found  {}",
                    corpus.layer,
                    case.text,
                    near.join(" | ")
                ));
            }
        }
        for never in &case.never {
            counted.1 += 1;
            if found.iter().any(|(s, _)| s == never) {
                wrong.push(format!(
                    "{language} {}: {}\n  never  {never}",
                    corpus.layer, case.text
                ));
            }
        }
        assert!(
            !case.want.is_empty() || !case.never.is_empty(),
            "{}: a case that asks nothing: {}",
            file.display(),
            case.text
        );
    }
}

/// The words by which two statements, with `||` between them, contradict each other, and how; of one without such words the whole
/// statement.
fn opposites(language: &str, text: &str) -> Vec<(String, String)> {
    let (first, second) = text
        .split_once(" || ")
        .expect("two statements with || between them");
    let pack = isnad::lang::Packs::builtin().get(language).unwrap();
    let words = |span: Option<isnad::model::Span>, of: &str| span.map_or(of, |s| s.of(of)).to_owned();
    isnad::compile::opposites::oppose(first, second, pack)
        .map(|found| {
            let kind = match found.kind {
                isnad::compile::opposites::Kind::Axis(axis) => axis,
                other => format!("{other:?}").to_lowercase(),
            };
            let both = format!("{} || {}", words(found.first, first), words(found.second, second));
            // what must never be found is named by `||` alone
            [(both, kind), ("||".to_owned(), String::new())]
        })
        .into_iter()
        .flatten()
        .collect()
}

fn analyze(language: &str, case: &Case) -> Report {
    let mut project = Project::default();
    if let Some(date) = &case.published {
        project = Project::parse(&format!(
            "[[report]]\nsource = \"case.txt\"\npublished = \"{date}\"\n"
        ))
        .unwrap();
    }
    let mut isnad = Isnad::new(project);
    isnad.parse.language = Some(language.to_owned());
    let reading = isnad.annotate(&Input::new("case.txt", case.text.as_str()));
    reading.annotated.expect("a case is a report").report
}

/// Words and value of everything a layer found.
fn found(report: &Report, layer: &str) -> Vec<(String, String)> {
    let code = |v: serde_json::Value| v.as_str().unwrap_or_default().to_owned();
    match layer {
        "times" => report
            .times
            .iter()
            .map(|x| (x.text.clone(), x.value.clone()))
            .collect(),
        "mentions" => report
            .mentions
            .iter()
            .map(|x| (x.text.clone(), code(serde_json::to_value(x.kind).unwrap())))
            .collect(),
        "titles" => report
            .mentions
            .iter()
            .flat_map(|x| x.titles.iter().map(|t| (t.text.clone(), x.text.clone())))
            .collect(),
        "quotations" => report
            .quotations
            .iter()
            .map(|x| {
                (
                    x.text.clone(),
                    x.chain.first().map_or_else(|| "-".to_owned(), |l| l.text.clone()),
                )
            })
            .collect(),
        "events" => report
            .events
            .iter()
            .map(|x| {
                (
                    x.trigger.text.clone(),
                    format!("{}/{}", x.kind, code(serde_json::to_value(x.modality).unwrap())),
                )
            })
            .collect(),
        "blocks" => report
            .blocks
            .iter()
            .map(|x| {
                (
                    x.span().of(&report.text).to_owned(),
                    code(serde_json::to_value(x.role).unwrap()),
                )
            })
            .collect(),
        other => panic!("expected a layer, found {other:?}"),
    }
}

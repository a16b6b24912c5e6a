//! A wrong pack is told with file and line.

use crate::support::{run, stderr, stdout};
use isnad::lang::{Pack, PackFile, Packs};
use std::{fs, path::Path};

#[test]
fn an_unknown_key_in_any_file_is_named_with_its_line() {
    for (language, files) in Packs::builtin_files() {
        for file in files.iter().filter(|f| f.name.ends_with(".toml")) {
            let broken = format!("surely_unknown = 1\n{}", file.text);
            let changed: Vec<PackFile<'_>> = files
                .iter()
                .map(|f| {
                    if f.name == file.name {
                        PackFile {
                            name: f.name,
                            text: &broken,
                        }
                    } else {
                        *f
                    }
                })
                .collect();
            let errors = Pack::load(&changed).expect_err("an unknown key is an error");
            let said = errors
                .iter()
                .any(|e| e.file == file.name && e.line == 1 && e.message.contains("surely_unknown"));
            assert!(said, "{language}/{}: {errors:?}", file.name);
        }
    }
}

#[test]
fn a_missing_file_and_a_wrong_value_are_named() {
    let (_, files) = Packs::builtin_files().iter().find(|(l, _)| *l == "en").unwrap();
    let without: Vec<PackFile<'_>> = files
        .iter()
        .filter(|f| f.name != "speech.toml")
        .copied()
        .collect();
    let errors = Pack::load(&without).expect_err("a missing file is an error");
    assert!(
        errors
            .iter()
            .any(|e| e.to_string().starts_with("speech.toml:0: expected this file")),
        "{errors:?}"
    );
    let head = "\n\nid = 7\n";
    let changed: Vec<PackFile<'_>> = files
        .iter()
        .map(|f| {
            if f.name == "pack.toml" {
                PackFile {
                    name: f.name,
                    text: head,
                }
            } else {
                *f
            }
        })
        .collect();
    let errors = Pack::load(&changed).expect_err("a number is no language tag");
    assert!(
        errors.iter().any(|e| e.file == "pack.toml" && e.line == 3),
        "{errors:?}"
    );
}

/// Writes a built-in pack into a folder, one file changed.
fn written(folder: &Path, file: &str, change: impl Fn(&str) -> String) {
    let (_, files) = Packs::builtin_files().iter().find(|(l, _)| *l == "en").unwrap();
    fs::create_dir_all(folder).unwrap();
    for f in *files {
        let text = if f.name == file {
            change(f.text)
        } else {
            f.text.to_owned()
        };
        fs::write(folder.join(f.name), text).unwrap();
    }
}

#[test]
fn a_pack_of_ones_own_takes_the_place_of_the_built_in_one() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report.txt");
    fs::write(
        &report,
        "Envoy meets minister\n\nThe envoy met the minister in Tunis on 3 Smarch 2021.\n",
    )
    .unwrap();
    written(&folder.path().join("packs/english"), "time.toml", |text| {
        let march = "[\"March\", ";
        assert!(text.contains(march), "the pack names its months");
        text.replacen(march, "[\"March\", \"Smarch\", ", 1)
    });
    let annotate = |packs: &Path| {
        run(&[
            "annotate",
            report.to_str().unwrap(),
            "--quiet",
            "--packs",
            packs.to_str().unwrap(),
        ])
    };
    for packs in ["packs", "packs/english"] {
        let told = stdout(&annotate(&folder.path().join(packs)));
        assert!(told.contains("\"2021-03-03\""), "{packs}: {told}");
    }
    let built_in = stdout(&run(&["annotate", report.to_str().unwrap(), "--quiet"]));
    assert!(!built_in.contains("\"2021-03-03\""));
}

#[test]
fn a_wrong_pack_and_a_folder_of_none_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report.txt");
    fs::write(&report, "Envoy meets minister\n").unwrap();
    written(&folder.path().join("wrong"), "speech.toml", |text| {
        format!("surely_unknown = 1\n{text}")
    });
    fs::create_dir(folder.path().join("none")).unwrap();
    for (packs, says) in [
        ("wrong", "speech.toml:1: "),
        ("none", "expected a language pack"),
        ("missing", "expected a folder"),
    ] {
        let packs = folder.path().join(packs);
        let out = run(&[
            "brief",
            report.to_str().unwrap(),
            "--packs",
            packs.to_str().unwrap(),
        ]);
        assert_eq!(out.status.code(), Some(1));
        assert!(stderr(&out).contains(says), "{}", stderr(&out));
    }
}

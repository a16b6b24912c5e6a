//! A wrong pack is told with file and line.

use isnad::lang::{Pack, PackFile, Packs};

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

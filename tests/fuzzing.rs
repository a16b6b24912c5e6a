//! What must hold whatever the bytes are: the targets of `fuzz/`, over the inputs that are kept for them, and over damaged ones.
//!
//! `ISNAD_FUZZ=200000 cargo test -p isnad-tests fuzzing` damages more of them; the fuzzer itself finds its way by what code is reached
//! (`docs/guide/fuzzing.md`).

#[path = "../fuzz/src/damage.rs"]
mod damage;
#[allow(unreachable_pub, reason = "it is a library of its own as well")]
#[path = "../fuzz/src/targets.rs"]
mod targets;

use crate::support::root;
use damage::{Dice, damaged};
use std::{fs, panic, path::Path};

/// Damaged inputs of each target, if no other number is asked for.
const COUNT: usize = 150;

/// The inputs of a target, in the order of their names.
fn kept(target: &str) -> Vec<(String, Vec<u8>)> {
    let folders: &[&str] = match target {
        "report" => &["seeds", "tests/mixed"],
        "html" => &["tests/intake"],
        "feed" | "warc" => &["tests/mixed"],
        "folding" => &["seeds"],
        _ => &[],
    };
    let own = root().join("fuzz/kept").join(target);
    let mut files = Vec::new();
    for folder in folders.iter().map(|f| root().join(f)).chain([own]) {
        read(&folder, &mut files);
    }
    files.sort();
    files
}

fn read(folder: &Path, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            files.push((path.display().to_string(), fs::read(&path).unwrap()));
        }
    }
}

fn check(target: &str) {
    let (_, run) = targets::TARGETS.iter().find(|(name, _)| *name == target).unwrap();
    let files = kept(target);
    let own = root().join("fuzz/kept").join(target).display().to_string();
    assert!(files.iter().any(|(name, _)| name.starts_with(&own)), "{own}");
    let count = std::env::var("ISNAD_FUZZ").map_or(COUNT, |n| n.parse().unwrap());
    let mut dice = Dice(0x1517_AD00 + target.len() as u64);
    for n in 0..files.len() + count {
        let (name, bytes) = &files[n % files.len()];
        let bytes = match n < files.len() {
            true => bytes.clone(),
            false => damaged(bytes, &files[dice.below(files.len())].1, &mut dice),
        };
        if let Err(fault) = panic::catch_unwind(|| run(&bytes)) {
            let path = std::env::temp_dir().join(format!("isnad-{target}"));
            fs::write(&path, &bytes).unwrap();
            eprintln!("input {n}, from {name}: written to {}", path.display());
            panic::resume_unwind(fault);
        }
    }
}

#[test]
fn what_a_plug_in_answers() {
    check("answer");
}

#[test]
fn the_json_of_a_dossier() {
    check("dossier");
}

#[test]
fn feeds() {
    check("feed");
}

#[test]
fn folding() {
    check("folding");
}

#[test]
fn pages() {
    check("html");
}

#[test]
fn files_of_any_kind() {
    check("report");
}

#[test]
fn web_archives() {
    check("warc");
}

/// Every target has its program, its line in the manifest and its inputs.
#[test]
fn every_target_is_one_of_the_fuzzer() {
    let manifest = fs::read_to_string(root().join("fuzz/Cargo.toml")).unwrap();
    for (name, _) in targets::TARGETS {
        assert!(manifest.contains(&format!("name = \"{name}\"\n")), "{name}");
        let program = fs::read_to_string(root().join(format!("fuzz/fuzz_targets/{name}.rs"))).unwrap();
        assert!(program.contains(&format!("targets::{name}(data)")), "{name}");
    }
    assert_eq!(manifest.matches("[[bin]]").count(), targets::TARGETS.len());
}

//! What the program does with an export: files, folders, manifests, dossiers as input.

use crate::support::{command, root, run, stderr, stdout};
use sha2::{Digest, Sha256};
use std::{fs, path::Path, process::Stdio};

fn export(to: &str, output: &Path, more: &[&str]) -> std::process::Output {
    let output = output.to_str().unwrap();
    run(&[
        &[
            "export",
            "tests/dossiers/0.1.json",
            "--to",
            to,
            "--output",
            output,
        ],
        more,
    ]
    .concat())
}

#[test]
fn a_folder_has_a_manifest_with_the_hash_of_every_file() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site/");
    for to in ["csv", "rss"] {
        let out = export(to, &site, &["--base-url", "https://example.org/x"]);
        assert!(out.status.success(), "{}", stderr(&out));
    }
    // a single file does not go into a folder unless the folder is meant
    assert!(export("rss", &site, &["--quiet"]).status.success());
    let manifest = fs::read(site.join("isnad-manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    assert_eq!(manifest["schema"], "isnad/manifest/1");
    let exports = manifest["exports"].as_object().unwrap();
    assert_eq!(exports.keys().collect::<Vec<_>>(), ["csv", "rss"]);
    let mut count = 0;
    for entry in exports.values().flat_map(|e| e.as_array().unwrap()) {
        let bytes = fs::read(site.join(entry["path"].as_str().unwrap())).unwrap();
        let sum: String = Sha256::digest(&bytes)
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect();
        assert_eq!(
            (entry["sha256"].as_str(), entry["bytes"].as_u64()),
            (Some(&*sum), Some(bytes.len() as u64))
        );
        count += 1;
    }
    assert!(count > 3);
    let alone = folder.path().join("feed.rss");
    assert!(export("rss", &alone, &[]).status.success());
    assert!(alone.is_file() && !folder.path().join("isnad-manifest.json").exists());
}

#[cfg(unix)]
#[test]
fn only_what_changed_is_written() {
    use std::os::unix::fs::MetadataExt;
    let folder = tempfile::tempdir().unwrap();
    let inodes = || -> Vec<(String, u64)> {
        let entries = fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap());
        let mut all: Vec<_> = entries
            .map(|e| {
                (
                    e.file_name().to_string_lossy().into_owned(),
                    e.metadata().unwrap().ino(),
                )
            })
            .collect();
        all.sort();
        all
    };
    assert!(export("csv", folder.path(), &[]).status.success());
    let before = inodes();
    assert!(export("csv", folder.path(), &[]).status.success());
    assert_eq!(inodes(), before);
    let (changed, _) = before.iter().find(|(name, _)| name.ends_with(".csv")).unwrap();
    fs::write(folder.path().join(changed), "changed by hand").unwrap();
    assert!(export("csv", folder.path(), &[]).status.success());
    let after = inodes();
    let differ: Vec<_> = before
        .iter()
        .zip(&after)
        .filter(|(a, b)| a != b)
        .map(|(a, _)| &a.0)
        .collect();
    assert_eq!(differ, [changed]);
}

#[test]
fn what_goes_wrong_is_told_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "mine").unwrap();
    assert!(stderr(&export("csv", &file, &[])).contains("expected a folder for --output"));
    let wrong = export("rss", &folder.path().join("x"), &["--option", "itmes=events"]);
    assert!(stderr(&wrong).contains("did you mean"), "{}", stderr(&wrong));
    let several = run(&["export", "tests/dossiers/0.1.json", "--to", "csv"]);
    assert!(
        stderr(&several).contains("expected --output FOLDER"),
        "{}",
        stderr(&several)
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    assert_eq!(fs::read_to_string(file).unwrap(), "mine");
}

#[test]
fn a_dossier_is_exported_as_the_reports_it_was_made_of() {
    let folder = tempfile::tempdir().unwrap();
    let dossier = folder.path().join("d.json");
    let dossier = dossier.to_str().unwrap();
    assert!(
        run(&["export", "seeds", "--to", "json", "--quiet", "--output", dossier])
            .status
            .success()
    );
    for to in ["json", "markdown"] {
        let direct = run(&["export", "seeds", "--to", to, "--quiet"]);
        let read = run(&["export", dossier, "--to", to, "--quiet"]);
        assert!(!direct.stdout.is_empty() && direct.stdout == read.stdout, "{to}");
    }
    let piped = command()
        .args(["export", "--from", "-", "--to", "json"])
        .stdin(Stdio::from(fs::File::open(dossier).unwrap()))
        .output()
        .unwrap();
    assert_eq!(piped.stdout, fs::read(dossier).unwrap());
    let report = run(&["export", "--from", "seeds/02_marsa.txt", "--to", "json"]);
    assert!(
        stderr(&report).contains("expected a dossier in JSON"),
        "{}",
        stderr(&report)
    );
}

#[test]
fn losses_are_told_unless_quiet() {
    let told = |more: &[&str]| {
        let args = [&["export", "tests/dossiers/0.1.json", "--to", "rss"], more].concat();
        stderr(&run(&args))
    };
    assert!(told(&[]).contains("note: rss: "), "{}", told(&[]));
    assert!(told(&["--quiet"]).is_empty());
}

#[test]
fn texts_are_left_out_on_demand() {
    let out = run(&["export", "tests/dossiers/0.1.json", "--to", "json", "--no-text"]);
    let dossier: serde_json::Value = serde_json::from_str(&stdout(&out)).unwrap();
    let whole: serde_json::Value =
        serde_json::from_slice(&fs::read(root().join("tests/dossiers/0.1.json")).unwrap()).unwrap();
    let reports = dossier["reports"].as_array().unwrap();
    for (report, before) in reports.iter().zip(whole["reports"].as_array().unwrap()) {
        assert_eq!(report["text_withheld"], true);
        assert_ne!(report["text"], before["text"]);
        assert_eq!(
            report["mentions"], before["mentions"],
            "offsets stay as they were"
        );
    }
}

#[test]
fn options_of_the_project_file_may_be_numbers_and_truth_values() {
    let project = |text: &str| {
        isnad::Project::parse(text)
            .map(|p| p.export)
            .map_err(|e| e.to_string())
    };
    let options = &project("[export.html]\nmost = 5\nall = true\nstyle = \"x\"").unwrap()["html"];
    assert_eq!(
        (&*options["most"], &*options["all"], &*options["style"]),
        ("5", "true", "x")
    );
    assert!(
        project("[export.html]\nmost = 1.5")
            .unwrap_err()
            .contains("expected text, a whole number, true or false")
    );
    let zone = isnad::Project::parse("zone = \"Africa/Tripolis\"")
        .unwrap_err()
        .to_string();
    assert!(zone.contains("expected a time zone such as UTC"), "{zone}");
}

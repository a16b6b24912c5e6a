//! The program as a user meets it: exit codes, bad input, streams.

use crate::support::{command, root, run, stderr, stdout};
use std::{fs, io::Write, process::Stdio};

/// A folder with one good report.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(root().join("seeds/02_marsa.txt"), folder.path().join("good.txt")).unwrap();
    folder
}

/// Runs `brief` over a folder with one good file and this one; the good one is compiled, the bad one named.
fn bad(name: &str, bytes: &[u8], says: &str) {
    let folder = folder();
    fs::write(folder.path().join(name), bytes).unwrap();
    let out = run(&["brief", folder.path().to_str().unwrap()]);
    let messages = stderr(&out);
    assert!(
        messages.contains(name) && messages.contains(says),
        "{name}: {messages}"
    );
    assert_eq!(out.status.code(), Some(3), "{name}: {messages}");
    assert!(
        stdout(&out).contains("good.txt") || stdout(&out).contains("[1]"),
        "{name}: the good report is lost"
    );
}

#[test]
fn an_empty_file_is_named_and_the_rest_compiled() {
    bad("empty.txt", b"", "empty");
}

#[test]
fn a_binary_is_named_and_the_rest_compiled() {
    bad(
        "program.txt",
        &[7, 0, 0, 1, 2, 0, 255, 0, 7, 0, 0, 3, 0, 200, 0, 1],
        "NUL byte",
    );
}

#[test]
fn a_truncated_utf16_file_is_named_and_kept_as_far_as_it_goes() {
    let folder = folder();
    let mut bytes = vec![0xFF, 0xFE];
    bytes.extend(
        "التقى الوزير السفير في تونس يوم الخميس."
            .encode_utf16()
            .flat_map(u16::to_le_bytes),
    );
    bytes.pop();
    fs::write(folder.path().join("cut.txt"), bytes).unwrap();
    let out = run(&["brief", folder.path().to_str().unwrap()]);
    assert!(
        stderr(&out).contains("cut.txt") && stderr(&out).contains("UTF-16"),
        "{}",
        stderr(&out)
    );
    assert!(matches!(out.status.code(), Some(0 | 3)));
}

#[test]
fn a_line_of_fifty_megabytes_is_named_and_the_rest_compiled() {
    let folder = folder();
    let line = "كلمة ".repeat(50_000_000 / 9);
    fs::write(folder.path().join("long.txt"), line).unwrap();
    let out = run(&["brief", folder.path().to_str().unwrap()]);
    assert!(stderr(&out).contains("long.txt"), "{}", stderr(&out));
    assert!(
        matches!(out.status.code(), Some(0 | 3)),
        "{:?} {}",
        out.status,
        stderr(&out)
    );
    assert!(stdout(&out).contains("[1]"));
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_named_and_the_rest_compiled() {
    let folder = folder();
    // a link that leads nowhere cannot be read, not even by root
    std::os::unix::fs::symlink("/nonexistent/report", folder.path().join("gone.txt")).unwrap();
    let out = run(&["brief", folder.path().to_str().unwrap()]);
    assert!(stderr(&out).contains("gone.txt"), "{}", stderr(&out));
    assert_eq!(out.status.code(), Some(3), "{}", stderr(&out));
    assert!(stdout(&out).contains("[1]"));
}

#[test]
fn a_folder_of_none_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let out = run(&["brief", folder.path().to_str().unwrap()]);
    assert_eq!(out.status.code(), Some(4));
    assert!(stderr(&out).contains("no report"), "{}", stderr(&out));
    assert!(out.stdout.is_empty());
}

#[test]
fn what_is_skipped_is_told_with_the_reason() {
    let folder = folder();
    fs::write(folder.path().join(".hidden.txt"), "x").unwrap();
    fs::write(folder.path().join("README.md"), "x").unwrap();
    let out = run(&["brief", folder.path().to_str().unwrap()]);
    assert!(
        stderr(&out).contains("skipped (hidden)") && stderr(&out).contains("skipped (README)"),
        "{}",
        stderr(&out)
    );
    assert_eq!(out.status.code(), Some(0));
}

#[test]
fn wrong_names_get_suggestions() {
    let out = run(&["export", "--to", "markdwon", "seeds"]);
    assert_eq!(out.status.code(), Some(1));
    assert!(stderr(&out).contains("markdown"), "{}", stderr(&out));
}

#[test]
fn standard_input_is_a_report() {
    let mut child = command()
        .args(["annotate", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(&fs::read(root().join("seeds/02_marsa.txt")).unwrap())
        .unwrap();
    let out = child.wait_with_output().unwrap();
    let line = stdout(&out);
    assert_eq!(line.lines().count(), 1);
    let report: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(report["source"], "-");
    assert!(!report["mentions"].as_array().unwrap().is_empty());
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = command()
        .args(["annotate", "seeds"])
        .current_dir(root())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let out = child.wait_with_output().unwrap();
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
}

#[cfg(unix)]
#[test]
fn an_unchanged_output_is_not_touched() {
    use std::os::unix::fs::MetadataExt;
    let folder = folder();
    let target = folder.path().join("out/d.json");
    let args = [
        "export",
        "--to",
        "json",
        "seeds",
        "--output",
        target.to_str().unwrap(),
    ];
    assert_eq!(run(&args).status.code(), Some(0));
    let before = fs::metadata(&target).unwrap();
    assert_eq!(run(&args).status.code(), Some(0));
    let after = fs::metadata(&target).unwrap();
    assert_eq!(
        (before.ino(), before.mtime_nsec()),
        (after.ino(), after.mtime_nsec())
    );
}

#[test]
fn inspect_explain_schema_and_man_print_something_true() {
    let inspect = stdout(&run(&["inspect", "seeds/02_marsa.txt"]));
    assert!(
        inspect.contains("headline") && inspect.contains("person/name"),
        "{inspect}"
    );
    let explain = stdout(&run(&["explain", "seeds/02_marsa.txt:3"]));
    assert!(explain.contains("block: headline"), "{explain}");
    let schema: serde_json::Value = serde_json::from_str(&stdout(&run(&["schema"]))).unwrap();
    assert_eq!(schema["title"], "Dossier");
    assert!(stdout(&run(&["man"])).contains(".TH isnad"));
    assert!(stdout(&run(&["completions", "bash"])).contains("_isnad"));
}

/// One report of a file that holds several is named as everywhere else.
#[test]
fn one_report_inside_a_file_is_read_alone() {
    for name in [
        "lines.jsonl#3",
        "mixed.zip!/inner.jsonl.gz#2",
        "mixed.zip!/folder/a.html",
    ] {
        let path = format!("tests/mixed/{name}");
        let inspect = run(&["inspect", &path]);
        assert_eq!(inspect.status.code(), Some(0), "{}", stderr(&inspect));
        let inspect = stdout(&inspect);
        assert!(inspect.starts_with(&format!("{name}  ")), "{inspect}");
        assert_eq!(inspect.matches("  headline\n").count(), 1, "{inspect}");
        let explain = stdout(&run(&["explain", &format!("{path}:1")]));
        assert!(
            explain.starts_with(name) && explain.contains("block: headline"),
            "{explain}"
        );
    }
    let explain = stdout(&run(&["explain", "lines.jsonl#3:1", "tests/mixed"]));
    assert!(
        explain.starts_with("lines.jsonl#3:1:2 (character 1)"),
        "{explain}"
    );
    let out = run(&[
        "annotate",
        "tests/mixed/lines.jsonl#1",
        "tests/mixed/lines.jsonl#3",
        "--quiet",
    ]);
    assert_eq!(stdout(&out).lines().count(), 2, "{}", stderr(&out));
    let out = run(&["inspect", "tests/mixed/lines.jsonl#9"]);
    assert_eq!(out.status.code(), Some(4));
    assert!(
        stderr(&out).contains("lines.jsonl#9: the file holds no report of this name"),
        "{}",
        stderr(&out)
    );
}

#[test]
fn the_briefing_speaks_the_language_asked_for() {
    let arabic = stdout(&run(&["brief", "seeds", "--quiet"]));
    let english = stdout(&run(&["brief", "seeds", "--quiet", "--lang", "en"]));
    assert!(arabic.contains("dir=\"rtl\"") && arabic.contains("[1]"));
    assert!(english.contains("[1]") && !english.contains("<div dir=\"rtl\""));
}

//! Ctrl-C leaves whole files and whole lines.
#![cfg(unix)]

use crate::support::{command, grown};
use std::{
    fs,
    io::{BufRead, BufReader, Read},
    process::{Child, Command, Stdio},
};

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill")
        .args([&format!("-{name}"), &child.id().to_string()])
        .status();
    assert!(sent.unwrap().success());
}

#[test]
fn annotate_ends_with_a_whole_line() {
    let reports = grown(6);
    for name in ["INT", "TERM"] {
        let mut child = command()
            .args(["annotate", "--quiet", reports.path().to_str().unwrap()])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut text = String::new();
        out.read_line(&mut text).unwrap();
        signal(&child, name);
        out.read_to_string(&mut text).unwrap();
        let status = child.wait_with_output().unwrap();
        assert_eq!(status.status.code(), Some(130), "{name}");
        assert!(String::from_utf8_lossy(&status.stderr).contains("interrupted"));
        assert!(text.ends_with('\n'));
        for line in text.lines() {
            serde_json::from_str::<serde_json::Value>(line).unwrap();
        }
    }
}

#[test]
fn an_interrupted_export_leaves_no_file_behind() {
    let reports = grown(4);
    let outer = tempfile::tempdir().unwrap();
    let site = outer.path().join("site");
    let args = [
        "export",
        "--to",
        "html",
        "--quiet",
        reports.path().to_str().unwrap(),
        "--output",
    ];
    let begun = std::time::Instant::now();
    let all = command().args(args).arg(&site).output().unwrap();
    assert_eq!(all.status.code(), Some(0));
    let whole = begun.elapsed();
    for part in [2, 5, 8, 9, 10] {
        fs::remove_dir_all(&site).or_else(|_| fs::remove_file(&site)).ok();
        let mut child = command()
            .args(args)
            .arg(&site)
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(whole * part / 10);
        signal(&child, "INT");
        let code = child.wait().unwrap().code();
        assert!(matches!(code, Some(0 | 130)), "{code:?}");
        let left = fs::read_dir(outer.path()).unwrap().flatten();
        let more = fs::read_dir(&site).into_iter().flatten().flatten();
        for entry in left.chain(more) {
            let name = entry.file_name().to_string_lossy().into_owned();
            assert!(!name.starts_with(".isnad-"), "{name} is left");
        }
    }
}

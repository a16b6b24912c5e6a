//! Same input, same bytes: whatever the threads, whatever the order of files.

use crate::support::{export, exporter_ids, seeds, seeds_dossier};
use isnad::Isnad;

#[test]
fn any_order_of_files_gives_the_same_bytes() {
    let mut inputs = seeds();
    inputs.reverse();
    inputs.rotate_left(4);
    let other = Isnad::default().dossier(&inputs);
    for id in &exporter_ids() {
        assert!(
            export(seeds_dossier(), id) == export(&other, id),
            "{id} depends on the order of files"
        );
    }
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    for id in &exporter_ids() {
        let outputs = ["1", "4"].map(|threads| {
            let folder = tempfile::tempdir().unwrap();
            let out = crate::support::run(&[
                "export",
                "--to",
                id,
                "seeds",
                "--threads",
                threads,
                "--quiet",
                "--base-url",
                "https://example.org",
                "--output",
                folder.path().to_str().unwrap(),
            ]);
            assert_eq!(out.status.code(), Some(0), "{}", crate::support::stderr(&out));
            let mut files: Vec<_> = std::fs::read_dir(folder.path())
                .unwrap()
                .map(|f| f.unwrap().path())
                .collect();
            files.sort();
            let named = files
                .iter()
                .map(|f| (f.file_name().unwrap().to_owned(), std::fs::read(f).unwrap()));
            named.collect::<Vec<_>>()
        });
        assert!(outputs[0] == outputs[1], "{id} depends on the number of threads");
        assert!(!outputs[0].is_empty());
    }
}

/// Reports that are done sooner wait for those before them; so do messages.
#[test]
fn annotated_lines_and_messages_come_in_the_order_of_the_files() {
    let reports = crate::support::grown(2);
    let folder = reports.path();
    // long ones among short ones, and some that give no report
    for n in 0..6 {
        let long = seeds()
            .iter()
            .cycle()
            .take(20)
            .flat_map(|s| s.bytes.clone())
            .collect::<Vec<_>>();
        std::fs::write(folder.join(format!("{n:03}-a-long.txt")), long).unwrap();
        std::fs::write(folder.join(format!("{n:03}-empty.txt")), "").unwrap();
    }
    let run = |threads| crate::support::run(&["annotate", folder.to_str().unwrap(), "--threads", threads]);
    let one = run("1");
    let sources: Vec<String> = crate::support::stdout(&one)
        .lines()
        .map(|l| serde_json::from_str::<serde_json::Value>(l).unwrap()["source"].to_string())
        .collect();
    assert!(sources.len() == 36 && sources.is_sorted());
    assert_eq!(
        crate::support::stderr(&one).matches("the file is empty").count(),
        6
    );
    for threads in ["2", "7"] {
        let many = run(threads);
        assert!(
            many.stdout == one.stdout && many.stderr == one.stderr,
            "{threads} threads"
        );
        assert_eq!(many.status.code(), Some(3));
    }
}

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

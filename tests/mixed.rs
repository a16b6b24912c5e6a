//! A folder of every kind of file that is read, whole and damaged.

use crate::support::{built, program, root, run, stderr, stdout};
use isnad::parse::{Piece, intake};
use std::{collections::BTreeMap, fs, process::Command};

#[test]
fn a_folder_of_every_kind_is_compiled_and_reads_back() {
    let folder = tempfile::tempdir().unwrap();
    let dossier = folder.path().join("d.json");
    let path = dossier.to_str().unwrap();
    let out = run(&[
        "export",
        "--no-cache",
        "--to",
        "json",
        "tests/mixed",
        "-o",
        path,
        "--quiet",
    ]);
    assert!(out.status.success(), "{}", stderr(&out));
    let json: serde_json::Value = serde_json::from_slice(&fs::read(&dossier).unwrap()).unwrap();
    let reports: BTreeMap<&str, &serde_json::Value> = json["reports"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| (r["source"].as_str().unwrap(), r))
        .collect();
    for (source, value, basis) in [
        ("answer.json#1", Some("2021-05-05T08:00Z"), "metadata"),
        ("feed.atom#1", Some("2021-05-06T08:00Z"), "metadata"),
        ("feed.rss#1", Some("2021-05-03T18:00+02:00"), "metadata"),
        ("item.g2.xml", Some("2021-05-05T08:00Z"), "metadata"),
        ("item.nitf.xml", Some("2021-05-03T08:00Z"), "metadata"),
        ("lines-again.jsonl.gz#2", Some("2021-05-04T08:00"), "metadata"),
        ("lines.jsonl#3", Some("2021-05-05T08:00Z"), "metadata"),
        ("mail.eml", Some("2021-05-05T08:00+02:00"), "metadata"),
        ("mixed.zip!/folder/a.html", None, ""),
        (
            "mixed.zip!/inner.jsonl.gz#3",
            Some("2021-05-05T08:00Z"),
            "metadata",
        ),
        ("mixed.zip!/up.txt", None, ""),
        ("packed.jsonl.zst#3", Some("2021-05-05T08:00Z"), "metadata"),
        ("page.mhtml", None, ""),
        ("saved.warc#1", None, ""),
        ("saved.warc.gz#2", None, ""),
    ] {
        let report = reports
            .get(source)
            .unwrap_or_else(|| panic!("{source} is missing"));
        if let Some(value) = value {
            assert_eq!(report["published"]["value"], value, "{source}");
            assert_eq!(report["published"]["basis"], basis, "{source}");
        } else {
            // when a page was saved or fetched says nothing of the day of publication
            assert_ne!(report["published"]["basis"], "metadata", "{source}");
        }
    }
    assert_eq!(reports["saved.warc#1"]["saved"]["value"], "2021-05-09T10:00Z");
    let out = run(&["verify", path, "--sources", "tests/mixed"]);
    assert!(out.status.success(), "{}", stderr(&out));
    assert!(stdout(&out).contains("stand in their sources"));
}

/// A record that was changed in its file no longer verifies.
#[test]
fn a_changed_record_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let (lines, dossier) = (folder.path().join("a.jsonl"), folder.path().join("d.json"));
    let record = |place: &str| {
        format!(
            "{{\"title\": \"Envoy leaves\", \"text\": \"The envoy met the minister in {place} on 3 May 2021.\"}}\n"
        )
    };
    fs::write(&lines, record("Tunis") + &record("Cairo")).unwrap();
    let (file, path) = (lines.to_str().unwrap(), dossier.to_str().unwrap());
    assert!(
        run(&[
            "export",
            "--no-cache",
            "--to",
            "json",
            file,
            "-o",
            path,
            "--quiet"
        ])
        .status
        .success()
    );
    let verify = || run(&["verify", path, "--sources", folder.path().to_str().unwrap()]);
    assert!(verify().status.success(), "{}", stderr(&verify()));
    fs::write(&lines, record("Tunis") + &record("Paris")).unwrap();
    let out = verify();
    assert!(
        !out.status.success() && stderr(&out).contains("a.jsonl#2"),
        "{}",
        stderr(&out)
    );
    fs::write(&lines, record("Tunis")).unwrap();
    assert!(
        stderr(&verify()).contains("a.jsonl#2: the file holds no such report"),
        "{}",
        stderr(&verify())
    );
}

/// What is read of feeds is what another reader reads.
#[test]
fn feeds_are_read_as_by_feed_rs() {
    let isnad = isnad::Isnad::default();
    for name in ["feed.rss", "feed.atom"] {
        let bytes = fs::read(root().join("tests/mixed").join(name)).unwrap();
        let feed = feed_rs::parser::parse(bytes.as_slice()).unwrap();
        let (pieces, wrong) = intake::pieces(&Piece::new(name, bytes), &isnad.limits);
        assert_eq!((pieces.len(), wrong.len()), (feed.entries.len(), 0));
        for (piece, entry) in pieces.iter().zip(&feed.entries) {
            let report = isnad::parse::parse_piece(piece, &isnad.parse, isnad.packs)
                .report
                .unwrap();
            let title = entry.title.as_ref().unwrap().content.as_str();
            assert_eq!(report.headline.unwrap().text, title);
            assert_eq!(report.url.unwrap(), entry.links[0].href);
            let day = entry.published.unwrap().to_rfc3339();
            assert_eq!(report.published.day().unwrap().to_string(), day[..10]);
            assert_eq!(report.outlet.unwrap().name, feed.title.as_ref().unwrap().content);
        }
    }
}

#[test]
fn damaged_files_give_reports_or_messages() {
    let out = Command::new(built("xtask"))
        .args(["mutate", program().to_str().unwrap(), "tests/mixed", "320", "7"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(out.status.success(), "{}{}", stdout(&out), stderr(&out));
}

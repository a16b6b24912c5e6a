//! Saved pages of our own: what is found in them, and that it reads back from their bytes.

use crate::support::{root, run, stderr, stdout};
use isnad::{
    Isnad,
    lang::Packs,
    model::{Basis, Dating, Report},
    parse::{ParseOptions, html},
    verify,
};
use std::{fmt::Write, fs};

fn bytes(name: &str) -> Vec<u8> {
    fs::read(root().join("tests/intake").join(name)).unwrap()
}

/// What a page gives, a line each: notes, what it says of itself, blocks with their bytes.
fn told(name: &str) -> String {
    let parsed = html::parse(
        name,
        &bytes(name),
        None,
        &ParseOptions::default(),
        Packs::builtin(),
    );
    let mut out = String::new();
    for d in &parsed.diagnostics {
        writeln!(out, "note {}: {}", d.rule, d.message).unwrap();
    }
    let Some(report) = parsed.report else { return out };
    let day = |d: &Dating| match d.basis {
        Basis::Unknown => "unknown".to_owned(),
        basis => format!("{} ({basis:?})", d.value.as_deref().unwrap_or("open")),
    };
    writeln!(out, "language  {}", report.language).unwrap();
    writeln!(out, "url       {}", report.url.as_deref().unwrap_or("-")).unwrap();
    writeln!(
        out,
        "outlet    {}",
        report.outlet.as_ref().map_or("-", |o| o.name.as_str())
    )
    .unwrap();
    writeln!(out, "authors   {}", report.authors.join(", ")).unwrap();
    writeln!(out, "agencies  {}", report.agencies.join(", ")).unwrap();
    writeln!(out, "published {}", day(&report.published)).unwrap();
    for reason in &report.published.because {
        writeln!(out, "          {}", reason.reason).unwrap();
    }
    writeln!(
        out,
        "updated   {}",
        report.updated.as_ref().map_or("-".to_owned(), day)
    )
    .unwrap();
    for block in &report.blocks {
        let role = serde_json::to_value(block.role).unwrap();
        let origin = block.origin.unwrap();
        writeln!(
            out,
            "{:<12} {:>5}-{:<5} {}",
            role.as_str().unwrap(),
            origin.start,
            origin.end,
            block.span().of(&report.text)
        )
        .unwrap();
    }
    out
}

#[test]
fn an_article_with_everything_around_it() {
    insta::assert_snapshot!("page-article", told("article.html"));
}

#[test]
fn a_page_of_tables_and_line_breaks() {
    insta::assert_snapshot!("page-bare", told("bare.html"));
}

#[test]
fn a_page_in_an_encoding_of_its_own() {
    insta::assert_snapshot!("page-windows-1256", told("windows-1256.html"));
}

#[test]
fn a_section_of_a_site_is_no_report() {
    let note = told("listing.html");
    assert!(
        note.starts_with("note listing-page: ") && note.lines().count() == 1,
        "{note}"
    );
}

/// Of a UTF-8 page the bytes of every block, without tags and with blanks collapsed, are its words.
#[test]
fn blocks_read_back_from_the_file() {
    for name in ["article.html", "bare.html"] {
        let bytes = bytes(name);
        let report = read(name, &bytes);
        assert!(report.blocks.len() > 4);
        for block in &report.blocks {
            let origin = block.origin.unwrap();
            let source = std::str::from_utf8(&bytes[origin.start..origin.end]).unwrap();
            assert_eq!(
                html::bare_text(source),
                collapse(block.span().of(&report.text)),
                "{name}"
            );
        }
    }
}

fn read(name: &str, bytes: &[u8]) -> Report {
    html::parse(name, bytes, None, &ParseOptions::default(), Packs::builtin())
        .report
        .unwrap()
}

fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn verify_reads_the_page_again() {
    let isnad = Isnad::default();
    let input = isnad::Input::new("article.html", bytes("article.html"));
    let mut dossier = isnad.dossier(std::slice::from_ref(&input));
    let source = |_: &str| Ok(bytes("article.html"));
    assert!(verify(&dossier, &isnad.parse, isnad.packs, source).is_ok_and(|n| n > 20));
    dossier.reports[0].blocks[2].origin.as_mut().unwrap().start += 1;
    let error = verify(&dossier, &isnad.parse, isnad.packs, source).unwrap_err();
    assert!(
        matches!(error, isnad::Unproven::Origin { block: 2, .. }),
        "{error}"
    );
}

#[test]
fn the_program_reads_a_folder_of_pages() {
    let out = run(&["annotate", "tests/intake", "--quiet"]);
    assert_eq!(out.status.code(), Some(3), "{}", stderr(&out));
    assert_eq!(stdout(&out).lines().count(), 3);
    assert!(
        stderr(&out).contains("listing.html: the page lists links"),
        "{}",
        stderr(&out)
    );
    let out = run(&["inspect", "tests/intake/article.html"]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("d.json");
    let path = path.to_str().unwrap();
    assert_eq!(
        run(&["export", "--to", "json", "tests/intake", "-o", path, "--quiet"])
            .status
            .code(),
        Some(3)
    );
    let out = run(&["verify", path, "--sources", "tests/intake"]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    let out = run(&["brief", "tests/intake", "--quiet"]);
    assert!(
        stdout(&out).contains("article.html") || stdout(&out).contains("marsad.example"),
        "{}",
        stdout(&out)
    );
}

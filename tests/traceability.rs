//! Every statement carries its evidence, and the evidence reads back.

use crate::support::{root, run, seeds_dossier, stderr, stdout};
use isnad::{Isnad, Unproven, lang::Packs, parse::ParseOptions, verify};
use std::fs;

fn read(source: &str) -> Result<Vec<u8>, String> {
    fs::read(root().join("seeds").join(source)).map_err(|e| e.to_string())
}

#[test]
fn every_span_of_the_dossier_reads_back() {
    let count = verify(seeds_dossier(), &ParseOptions::default(), Packs::builtin(), read).unwrap();
    assert!(count > 500, "only {count} spans");
}

#[test]
fn a_changed_span_or_source_is_found() {
    let mut dossier = seeds_dossier().clone();
    let mention = dossier
        .reports
        .iter_mut()
        .find_map(|r| r.mentions.first_mut())
        .unwrap();
    mention.text.push('x');
    let error = verify(&dossier, &ParseOptions::default(), Packs::builtin(), read).unwrap_err();
    assert!(matches!(error, Unproven::Span { .. }), "{error}");
    let changed = |s: &str| {
        read(s).map(|mut b| {
            b.push(b'x');
            b
        })
    };
    let error = verify(
        seeds_dossier(),
        &ParseOptions::default(),
        Packs::builtin(),
        changed,
    )
    .unwrap_err();
    assert!(matches!(error, Unproven::Changed { .. }), "{error}");
}

#[test]
fn the_program_verifies_what_it_exported() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("d.json");
    let path = path.to_str().unwrap();
    assert_eq!(
        run(&["export", "--to", "json", "seeds", "-o", path])
            .status
            .code(),
        Some(0)
    );
    let out = run(&["verify", path, "--sources", "seeds"]);
    assert!(
        stdout(&out).contains("stand in their sources"),
        "{}",
        stderr(&out)
    );
    let spoiled = fs::read_to_string(path)
        .unwrap()
        .replacen("\"start\":", "\"start\":1", 40);
    fs::write(path, spoiled).unwrap();
    assert_eq!(
        run(&["verify", path, "--sources", "seeds"]).status.code(),
        Some(1)
    );
}

#[test]
fn every_annotation_names_its_rule() {
    for report in &seeds_dossier().reports {
        let rules = report
            .times
            .iter()
            .map(|x| &x.rule)
            .chain(report.mentions.iter().map(|x| &x.rule));
        let rules = rules
            .chain(report.quotations.iter().map(|x| &x.rule))
            .chain(report.events.iter().map(|x| &x.rule));
        for rule in rules {
            assert!(!rule.is_empty() && rule.is_ascii(), "{}: {rule:?}", report.source);
        }
    }
}

#[test]
fn every_line_of_the_briefing_has_a_source() {
    let isnad = Isnad::default();
    for language in ["ar", "en"] {
        let briefing = isnad.brief(seeds_dossier(), Some(language), None);
        assert!(
            briefing.sections.len() >= 6,
            "{language}: {} sections",
            briefing.sections.len()
        );
        for section in &briefing.sections {
            for line in section
                .lines
                .iter()
                .flat_map(|l| std::iter::once(l).chain(&l.sub))
            {
                // a line without words only heads the lines under it
                assert!(
                    !line.cites.is_empty() || line.text.is_empty() && !line.sub.is_empty(),
                    "{language} {}: {}",
                    section.id,
                    line.text
                );
                assert!(line.cites.iter().all(|&n| n >= 1 && n <= briefing.sources.len()));
            }
        }
    }
}

//! What holds for every exporter of the program, and for every dossier that an older program made.

use crate::support::{root, seeds, seeds_dossier};
use isnad::{
    Isnad,
    export::{Context, checked_context, export_checked},
    exporters,
    model::{Briefing, Dossier, wire, withhold},
};
use isnad_export::testkit;
use std::fs;

/// Hostile strings give nothing active, two runs give the same bytes, paths stay inside, losses are told.
#[test]
fn every_exporter_conforms() {
    for exporter in exporters().iter() {
        testkit::conforms(exporter);
    }
}

fn export(id: &str, dossier: &Dossier, briefing: &Briefing) -> Vec<u8> {
    let context = Context {
        base_url: Some("https://example.org/file".to_owned()),
        ..Context::default()
    };
    let exported = export_checked(&exporters(), id, dossier, briefing, &context).unwrap();
    assert!(!exported.artifacts.is_empty(), "{id}");
    exported.artifacts.into_iter().flat_map(|a| a.bytes).collect()
}

#[test]
fn dossiers_of_older_programs_read_and_export() {
    let isnad = Isnad::default();
    let mut count = 0;
    for entry in fs::read_dir(root().join("tests/dossiers")).unwrap() {
        let dossier = wire::from_json(&fs::read(entry.unwrap().path()).unwrap()).unwrap();
        let briefing = isnad.brief(&dossier, None, None);
        assert!(!briefing.sections.is_empty());
        for exporter in exporters().iter() {
            export(&exporter.info().id, &dossier, &briefing);
        }
        let again = wire::from_json(&wire::to_json(&dossier).unwrap()).unwrap();
        assert!(again == dossier, "what an old dossier says is kept");
        count += 1;
    }
    assert!(count > 0);
}

#[test]
fn defaults_of_every_exporter_are_accepted_by_it() {
    for exporter in exporters().iter() {
        let info = exporter.info();
        let context = checked_context(&info, &Context::default()).unwrap();
        assert_eq!(context.options.len(), info.options.len(), "{}", info.id);
    }
}

#[test]
fn no_export_holds_what_is_withheld() {
    let isnad = Isnad::default();
    let whole = seeds_dossier();
    let mut dossier = whole.clone();
    let mut briefing = isnad.brief(&dossier, None, None);
    withhold(&mut dossier, &mut briefing);
    let mut withheld: Vec<String> = Vec::new();
    for (report, masked) in whole.reports.iter().zip(&dossier.reports) {
        assert_eq!(
            report.text.chars().count(),
            masked.text.chars().count(),
            "offsets stay"
        );
        let mut run = String::new();
        for (c, shown) in report.text.chars().zip(masked.text.chars()).chain([('\n', '\n')]) {
            match c != shown || (c == ' ' && !run.is_empty()) {
                true => run.push(c),
                false => withheld.push(std::mem::take(&mut run).trim().to_owned()),
            }
        }
    }
    // words that another report quotes are not withheld there, and the briefing's own quotations stay
    let told = wire::briefing_to_json(&briefing, &dossier).unwrap();
    let shown = |w: &str| told.contains(w) || dossier.reports.iter().any(|r| r.text.contains(w));
    withheld.retain(|w| w.chars().count() > 25 && !shown(w));
    assert!(withheld.len() > 20, "{}", withheld.len());
    for exporter in exporters().iter() {
        let id = exporter.info().id;
        let bytes = export(&id, &dossier, &briefing);
        let text = String::from_utf8_lossy(&bytes);
        let leaked = withheld.iter().find(|w| text.contains(w.as_str()));
        assert_eq!(leaked, None, "{id}");
    }

    let files = seeds();
    let read = |source: &str| Ok(files.iter().find(|f| f.source == source).unwrap().bytes.clone());
    let proven = isnad::verify(&dossier, &isnad.parse, isnad.packs, read).unwrap();
    assert!(proven > 1000, "every span still reads back from its source");
    let (once, told) = (dossier.clone(), briefing.clone());
    withhold(&mut dossier, &mut briefing);
    assert!(dossier == once && briefing == told);
}

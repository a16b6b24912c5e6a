//! A small dossier made by hand, and its briefing in both languages. The dossier's words stand in `tests.json`, offsets in code points.

use crate::{BriefOptions, brief};
use isnad_lang::Packs;
use isnad_model::{BriefLine, Briefing, Dossier, wire};

fn dossier() -> Dossier {
    wire::from_json(include_bytes!("tests.json")).unwrap()
}

fn phrased(dossier: &Dossier, language: &str, options: &BriefOptions) -> Briefing {
    let packs = Packs::builtin();
    brief(dossier, packs.get(language).unwrap(), packs, options)
}

/// Plain text: what a reader hears.
fn text(briefing: &Briefing) -> String {
    let mut out = format!("{}\n{}\n", briefing.title, briefing.summary);
    for section in &briefing.sections {
        out.push_str(&format!("\n{} | {}\n", section.id, section.heading));
        write(&section.lines, 1, &mut out);
        if !section.omitted.is_empty() {
            out.push_str(&format!("  ({})\n", section.omitted));
        }
    }
    out.push('\n');
    for source in &briefing.sources {
        let lines: Vec<String> = source.quotes.iter().map(|q| q.line.to_string()).collect();
        out.push_str(&format!(
            "[{}] lines {} {}\n",
            source.number,
            lines.join(", "),
            source.text
        ));
    }
    out
}

fn write(lines: &[BriefLine], depth: usize, out: &mut String) {
    for line in lines {
        let cites: String = line.cites.iter().map(|n| format!("[{n}]")).collect();
        let colon = if line.label.is_empty() || line.text.is_empty() {
            ""
        } else {
            ": "
        };
        out.push_str(format!("{}{cites} {}{colon}{}", "  ".repeat(depth), line.label, line.text).trim_end());
        out.push('\n');
        write(&line.sub, depth + 1, out);
    }
}

fn all_lines<'a>(lines: &'a [BriefLine], out: &mut Vec<&'a BriefLine>) {
    for line in lines {
        out.push(line);
        all_lines(&line.sub, out);
    }
}

#[test]
fn arabic_briefing() {
    insta::assert_snapshot!(text(&phrased(&dossier(), "ar", &BriefOptions::default())));
}

#[test]
fn english_briefing_of_arabic_reports() {
    insta::assert_snapshot!(text(&phrased(&dossier(), "en", &BriefOptions::default())));
}

#[test]
fn every_line_rests_on_words_that_read_back() {
    let dossier = dossier();
    for language in ["ar", "en"] {
        let briefing = phrased(&dossier, language, &BriefOptions::default());
        let mut lines = Vec::new();
        briefing
            .sections
            .iter()
            .for_each(|s| all_lines(&s.lines, &mut lines));
        assert!(lines.len() > 10);
        for line in lines {
            assert_eq!(line.text.is_empty(), line.cites.is_empty(), "{line:?}");
            assert!(!line.text.is_empty() || !line.sub.is_empty(), "{line:?}");
            for evidence in &line.evidence {
                let report = dossier.reports.iter().find(|r| r.id == evidence.report).unwrap();
                assert_eq!(
                    report.text.get(evidence.start..evidence.end),
                    Some(evidence.text.as_str())
                );
            }
        }
    }
}

#[test]
fn a_statement_names_who_carried_it_outwards_to_the_outlet() {
    let dossier = dossier();
    let briefing = phrased(&dossier, "ar", &BriefOptions::default());
    let statements = briefing.sections.iter().find(|s| s.id == "statements").unwrap();
    let mut lines = Vec::new();
    all_lines(&statements.lines, &mut lines);
    let longest = lines
        .iter()
        .flat_map(|l| &l.chains)
        .max_by_key(|c| c.links.len())
        .unwrap();
    let report = dossier.reports.iter().find(|r| r.id == longest.report).unwrap();
    assert!(longest.links.len() > 2, "{longest:?}");
    assert_eq!(
        longest.links.last(),
        report.outlet.as_ref().map(|o| &o.name),
        "{longest:?}"
    );
}

#[test]
fn no_code_of_the_schema_is_printed_in_arabic() {
    let briefing = phrased(&dossier(), "ar", &BriefOptions::default());
    let shown: Vec<String> = text(&briefing)
        .lines()
        .map(|l| l.split_once('|').map_or(l, |(_, heading)| heading))
        .filter(|l| !l.starts_with('['))
        .filter(|l| l.bytes().any(|b| b.is_ascii_alphabetic()))
        .map(str::to_owned)
        .collect();
    assert_eq!(shown, Vec::<String>::new());
}

#[test]
fn a_day_given_by_the_user_is_kept_to_and_watched_actors_come_first() {
    let dossier = dossier();
    let since = BriefOptions {
        since: Some("2031-01-01".parse().unwrap()),
        ..BriefOptions::default()
    };
    let briefing = phrased(&dossier, "ar", &since);
    let lead = &briefing.sections[0];
    assert!(lead.lines.is_empty() && !lead.omitted.is_empty(), "{lead:?}");
    let last = dossier
        .entities
        .iter()
        .find(|e| e.id == "P_AMB")
        .unwrap()
        .name
        .clone();
    let watch = BriefOptions {
        watch: vec![last.clone()],
        ..BriefOptions::default()
    };
    let briefing = phrased(&dossier, "ar", &watch);
    let statements = briefing.sections.iter().find(|s| s.id == "statements").unwrap();
    let first = &statements.lines[0];
    assert!(
        first.label.contains(&last) || first.text.contains(&last),
        "{first:?}"
    );
}

#[test]
fn a_crowded_dossier_stays_readable() {
    let mut dossier = dossier();
    let (events, timeline) = (dossier.events.clone(), dossier.timeline.clone());
    for n in 0..100 {
        for (event, entry) in events.iter().zip(&timeline) {
            let id = format!("{}-{n}", event.id);
            dossier.events.push(isnad_model::Event {
                id: id.clone(),
                ..event.clone()
            });
            dossier.timeline.push(isnad_model::TimelineEntry {
                event: id,
                ..entry.clone()
            });
        }
    }
    let briefing = phrased(&dossier, "ar", &BriefOptions::default());
    let timeline = briefing.sections.iter().find(|s| s.id == "timeline").unwrap();
    assert!(timeline.lines.len() <= crate::budget::TIMELINE && !timeline.omitted.is_empty());
    assert!(briefing.sections[0].lines.len() <= 7);
}

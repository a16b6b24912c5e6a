use super::{Fate, Format, Ground, Side, briefing, diff, feed};
use isnad_lang::Packs;
use isnad_model::{Briefing, Dossier, Event, EventMention, EventRef, Modality, Report, When, Words};

fn report(source: &str, id: &str, text: &str) -> Report {
    let end = text.find(' ').unwrap_or(text.len());
    Report {
        id: id.into(),
        source: source.into(),
        language: "en".into(),
        text: text.into(),
        events: vec![EventMention {
            id: "e1".into(),
            end: text.len(),
            text: text.into(),
            kind: "consult".into(),
            trigger: Words {
                start: 0,
                end,
                text: text[..end].into(),
            },
            ..EventMention::default()
        }],
        ..Report::default()
    }
}

fn event(id: &str, status: Modality, reports: &[&str]) -> Event {
    Event {
        id: id.into(),
        kind: "consult".into(),
        status,
        when: When {
            value: "2021-03-01".into(),
            ..When::default()
        },
        mentions: reports
            .iter()
            .map(|r| EventRef {
                report: (*r).into(),
                event: "e1".into(),
            })
            .collect(),
        ..Event::default()
    }
}

fn compare(old: &Dossier, new: &Dossier) -> (super::Diff, Briefing) {
    let pack = Packs::builtin().get("en").unwrap();
    let told = Briefing {
        language: "en".into(),
        ..Briefing::default()
    };
    let side = |dossier| Side {
        dossier,
        briefing: &told,
    };
    let found = diff(side(old), side(new), &pack.wording);
    let worded = briefing(&found, side(old), side(new), pack);
    (found, worded)
}

fn dossier(reports: Vec<Report>, events: Vec<Event>) -> Dossier {
    Dossier {
        reports,
        events,
        ..Dossier::default()
    }
}

#[test]
fn nothing_differs_between_a_dossier_and_itself() {
    let one = dossier(
        vec![report("a.txt", "r1", "Envoys met.")],
        vec![event("ev1", Modality::Happened, &["r1"])],
    );
    let (found, worded) = compare(&one, &one);
    assert!(found.changes.is_empty() && found.edits.is_empty() && found.made_by.is_empty());
    assert_eq!(worded.summary, "Nothing differs.");
}

#[test]
fn a_status_that_a_new_report_changed_is_a_fact() {
    let old = dossier(
        vec![report("a.txt", "r1", "Envoys meet.")],
        vec![event("ev1", Modality::Planned, &["r1"])],
    );
    let new = dossier(
        vec![
            report("a.txt", "r1", "Envoys meet."),
            report("b.txt", "r2", "Met yesterday."),
        ],
        vec![event("ev1", Modality::Happened, &["r1", "r2"])],
    );
    let (found, _) = compare(&old, &new);
    let change = found.changes.iter().find(|c| c.about == "event").unwrap();
    assert_eq!((change.fate, change.ground), (Fate::Changed, Ground::Reports));
    assert!(
        change
            .fields
            .iter()
            .any(|f| f.field == "status" && f.before != f.after)
    );
    assert!(
        found
            .changes
            .iter()
            .any(|c| c.about == "report" && c.fate == Fate::New && c.id == "r2")
    );
}

#[test]
fn what_another_pack_made_of_the_same_reports_stands_apart() {
    let old = dossier(
        vec![report("a.txt", "r1", "Envoys met.")],
        vec![event("ev1", Modality::Planned, &["r1"])],
    );
    let mut new = dossier(
        vec![report("a.txt", "r1", "Envoys met.")],
        vec![event("ev1", Modality::Happened, &["r1"])],
    );
    new.made_by.packs.insert("en".into(), "other".into());
    let (found, worded) = compare(&old, &new);
    assert_eq!(found.changes[0].ground, Ground::Program);
    assert_eq!(found.made_by[0].what, "pack en");
    let ids: Vec<&str> = worded.sections.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(ids, ["program"]);
}

#[test]
fn an_edited_report_is_compared_word_by_word_and_its_event_stays_one() {
    let old = dossier(
        vec![report(
            "a.txt",
            "r1",
            "Envoys met on Monday in the old town hall.",
        )],
        vec![event("ev1", Modality::Happened, &["r1"])],
    );
    let new = dossier(
        vec![report(
            "a.txt",
            "r9",
            "Envoys met on Tuesday in the old town hall.",
        )],
        vec![event("ev1", Modality::Happened, &["r9"])],
    );
    let (found, worded) = compare(&old, &new);
    let hunk = &found.edits[0].hunks[0];
    assert_eq!(hunk.removed.as_ref().unwrap().text, "Monday");
    assert_eq!(hunk.added.as_ref().unwrap().text, "Tuesday");
    assert_eq!(
        (hunk.lead.as_str(), hunk.tail.as_str()),
        ("Envoys met on", "in the old town")
    );
    assert!(!found.changes.iter().any(|c| c.about == "event"));
    assert_eq!(
        found
            .changes
            .iter()
            .filter(|c| c.about == "report")
            .map(|c| c.fate)
            .collect::<Vec<_>>(),
        [Fate::Changed]
    );
    // both texts are cited
    assert_eq!(
        worded
            .sources
            .iter()
            .map(|s| s.report.as_str())
            .collect::<Vec<_>>(),
        ["r9", "r1"]
    );
}

#[test]
fn what_a_report_took_with_it_is_withdrawn_and_cited_from_the_old_dossier() {
    let old = dossier(
        vec![
            report("a.txt", "r1", "Envoys met."),
            report("b.txt", "r2", "Ferries collided."),
        ],
        vec![
            event("ev1", Modality::Happened, &["r1"]),
            event("ev2", Modality::Happened, &["r2"]),
        ],
    );
    let new = dossier(
        vec![report("a.txt", "r1", "Envoys met.")],
        vec![event("ev1", Modality::Happened, &["r1"])],
    );
    let (found, worded) = compare(&old, &new);
    let gone: Vec<_> = found
        .changes
        .iter()
        .map(|c| (c.about.as_str(), c.fate, c.ground))
        .collect();
    assert_eq!(
        gone,
        [
            ("report", Fate::Withdrawn, Ground::Reports),
            ("event", Fate::Withdrawn, Ground::Reports)
        ]
    );
    assert_eq!(worded.sources[0].report, "r2");
}

#[test]
fn a_report_adds_no_markup_to_a_feed() {
    let old = dossier(Vec::new(), Vec::new());
    let hostile = "<script>alert(1)</script>]]>\u{202E} & <b>met</b>";
    let new = dossier(
        vec![report("a.txt", "r1", hostile)],
        vec![event("ev1", Modality::Happened, &["r1"])],
    );
    let (_, worded) = compare(&old, &new);
    let side = Side {
        dossier: &new,
        briefing: &worded,
    };
    for format in [Format::Rss, Format::Atom] {
        let xml = String::from_utf8(feed(&worded, side, None, format)).unwrap();
        assert!(
            !xml.contains("<script") && !xml.contains("&lt;script") && !xml.contains('\u{202E}'),
            "{xml}"
        );
        assert!(xml.contains("script"));
    }
}

//! What an article says is data: it injects nothing into any output.

use crate::support::{export, exporter_ids};
use isnad::{Input, Isnad};

const HOSTILE: &str = "<script>alert(1)</script> ]]> [click](javascript:alert(1)) \u{202E}evil\u{202C} \u{1b}[31mred\n\n\
قال الوزير <img src=x onerror=alert(1)> أحمد بن علي في تونس اليوم الأحد 27 ديسمبر 2020 إن \"<b>الاجتماع</b> ]]> &amp; </div><script>x</script> | _a_ `b` سيعقد غدا\".\n\n\
التقى رئيس الحكومة التونسية هشام المشيشي وزير الخارجية الليبي محمد سيالة في تونس يوم الاثنين 28 ديسمبر 2020 <iframe src=//x>.\n";

#[test]
fn a_hostile_report_is_only_words_in_every_export() {
    let dossier = Isnad::default().dossier(&[Input::new("<b>x</b>\u{202E}.txt", HOSTILE)]);
    assert_eq!(dossier.reports.len(), 1);
    for id in &exporter_ids() {
        let text = String::from_utf8(export(&dossier, id)).unwrap();
        assert!(
            !text.contains('\u{1b}') && !text.contains('\u{202E}'),
            "{id}: control or override"
        );
        if id == "json" {
            serde_json::from_str::<serde_json::Value>(&text).unwrap();
        }
        if id == "csv" {
            continue; // markup is no markup in a cell; what is active there, the next test tries
        }
        let text = if id == "markdown" { rendered(&text) } else { text };
        for active in ["<script", "<img", "<iframe", "</div><", "href=\"javascript"] {
            assert!(!text.contains(active), "{id}: {active} got through");
        }
    }
}

/// Every cell that a spreadsheet would compute, as a file name, a headline, an author, a name and words that are quoted.
#[test]
fn no_cell_of_a_table_is_computed() {
    let inputs: Vec<Input> = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "=cmd|' /C calc'!A0"]
        .iter()
        .enumerate()
        .map(|(n, formula)| {
            let text = format!(
                "---\nauthor: \"{formula}\"\noutlet: \"{formula}\"\n---\n# {formula}\n\n\
                 قال وزير الخارجية سامح شكري في القاهرة يوم 3 مايو 2021: «{formula}».\n\n\
                 {formula}\n"
            );
            Input::new(format!("{formula} {n}.md"), text)
        })
        .collect();
    let dossier = Isnad::default().dossier(&inputs);
    assert_eq!(dossier.reports.len(), inputs.len());
    let registry = isnad::exporters();
    let exported = registry
        .find("csv")
        .unwrap()
        .export(&dossier, &Default::default(), &Default::default())
        .unwrap();
    let mut neutralised = 0;
    for table in exported.iter().filter(|a| a.path.ends_with(".csv")) {
        let mut reader = csv::Reader::from_reader(table.bytes.as_slice());
        for record in reader.records() {
            for cell in &record.unwrap() {
                assert!(
                    !cell.starts_with(['=', '+', '-', '@', '\t', '\r', ' ']),
                    "{}: {cell}",
                    table.path
                );
                neutralised += usize::from(cell.starts_with('\''));
            }
        }
    }
    assert!(neutralised >= inputs.len(), "{neutralised} cells");
}

/// A headline of a megabyte, and one that looks like every attack at once.
#[test]
fn a_headline_of_a_megabyte_is_only_words_in_every_export() {
    let attack = "=1 <script>x</script> ]]> </script> [a](javascript:alert(1)) \u{202E}\u{1b}[2J\u{7} ";
    let mut dossier = Isnad::default().dossier(&[Input::new("a.txt", HOSTILE)]);
    let report = &mut dossier.reports[0];
    report.url = Some("javascript:alert(1)".to_owned());
    report.authors = vec![attack.to_owned()];
    report.headline.get_or_insert_default().text = attack.repeat(1_000_000 / attack.len());
    for id in &exporter_ids() {
        let text = String::from_utf8(export(&dossier, id)).unwrap();
        assert!(
            !text.contains(['\u{1b}', '\u{202E}', '\u{7}']),
            "{id}: control or override"
        );
        if matches!(id.as_str(), "csv" | "markdown") {
            continue; // tried above
        }
        for active in ["<script>x", "]]> </script", "href=\"javascript", "\"javascript:"] {
            assert!(
                id == "json" || !text.contains(active),
                "{id}: {active} got through"
            );
        }
    }
}

/// What people read stays small whatever one report holds.
#[test]
fn a_headline_of_a_megabyte_does_not_fill_the_page() {
    let headline = "<b>x</b> ".repeat(120_000);
    let dossier = Isnad::default().dossier(&[Input::new("big.txt", format!("{headline}\n\n{HOSTILE}"))]);
    for id in ["html", "markdown"] {
        let page = String::from_utf8(export(&dossier, id)).unwrap();
        assert!(page.len() < 100_000, "{id}: {} bytes", page.len());
        let page = if id == "markdown" { rendered(&page) } else { page };
        assert!(!page.contains("<b>") && page.contains("&lt;"), "{id}");
    }
}

/// Markdown as a reader sees it: as HTML.
fn rendered(markdown: &str) -> String {
    let mut html = String::new();
    pulldown_cmark::html::push_html(
        &mut html,
        pulldown_cmark::Parser::new_ext(markdown, pulldown_cmark::Options::all()),
    );
    html
}

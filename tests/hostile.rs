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
        let text = if id == "markdown" { rendered(&text) } else { text };
        for active in ["<script", "<img", "<iframe", "</div><", "href=\"javascript"] {
            assert!(!text.contains(active), "{id}: {active} got through");
        }
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

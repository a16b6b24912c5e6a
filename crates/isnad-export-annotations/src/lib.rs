//! Dossier to W3C Web Annotations: every fact points to its words.
//!
//! - `annotations.jsonld` is one `AnnotationPage` of one `AnnotationCollection`. Bodies are the IRIs that `dossier.jsonld` and
//!   `prov.jsonld` use, or values as text.
//! - A target is a part of the text of a report. `TextPositionSelector` counts Unicode code points of the text as Isnad reads
//!   it, end exclusive; `TextQuoteSelector` repeats the words exactly, with up to 32 characters before and after. `schema:sha256`
//!   is the hash of that text in UTF-8.
//! - Words are repeated as they stand, or the selectors would not find them: what could steer a terminal or the writing
//!   direction is escaped in the JSON.

mod facts;
mod page;

use isnad_export::linked::{Iris, JsonList};
use isnad_export::{Artifact, Context, ExportError, Exporter, Info, OptionInfo, losses};
use isnad_model::{Briefing, Dossier, Report};

/// The annotations of a dossier, `annotations.jsonld`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Annotations;

const MEDIA_TYPE: &str = "application/ld+json";

impl Exporter for Annotations {
    fn info(&self) -> Info {
        Info::new(
            "annotations",
            "W3C Web Annotations: every fact points to its words",
            MEDIA_TYPE,
        )
        .of_sections()
        .with(OptionInfo::choice(
            "layers",
            "all annotations, or only those of facts: without mentions, times and figures",
            &["all", "facts"],
        ))
    }

    fn check(&self, dossier: &Dossier, _briefing: &Briefing, _context: &Context) -> Vec<String> {
        let withheld = dossier.reports.iter().filter(|r| r.text_withheld).count();
        losses([
            (
                dossier.silences.len() + dossier.gaps.len(),
                "silences and gaps have no words to point to and are left out",
            ),
            (
                dossier.framing.len(),
                "framings are left out; the annotations of mentions have their words",
            ),
            (
                withheld,
                "reports are withheld: their annotations have neither hash nor context",
            ),
        ])
    }

    fn export(
        &self,
        dossier: &Dossier,
        _briefing: &Briefing,
        context: &Context,
    ) -> Result<Vec<Artifact>, ExportError> {
        let iris = Iris::new(dossier, context.base_url.as_deref());
        let page = iris.file("annotations.jsonld");
        let mut list = JsonList::new(&page::head(&page)?);
        let mut total = 0usize;
        let all = context.option(&self.info(), "layers") == "all";
        list.reserve(room(dossier, all));
        facts::annotations(dossier, &iris, all, &mut |annotation| {
            total += 1;
            list.push(&annotation)
        })?;
        let tail = page::tail(&page, total, &iris, dossier)?;
        Ok(vec![Artifact::new(
            "annotations.jsonld",
            MEDIA_TYPE,
            list.finish(&tail),
        )])
    }
}

/// About how many bytes the annotations take.
fn room(dossier: &Dossier, all: bool) -> usize {
    const EACH: usize = 1024;
    let count = |r: &Report| {
        let facts = r.quotations.len() + r.events.len();
        let words = r.mentions.len() + r.times.len() + r.figures.len();
        facts + if all { words } else { 0 }
    };
    dossier.reports.iter().map(count).sum::<usize>() * EACH
}

#[cfg(test)]
mod tests {
    use super::*;
    use isnad_export::testkit::{self, sample};
    use serde_json::Value;

    fn page(name: &str, layers: &str) -> (Dossier, Value) {
        let sample = sample(name);
        let context = Context {
            base_url: Some("https://example.org/d".to_owned()),
            options: [("layers".to_owned(), layers.to_owned())].into(),
            ..Context::default()
        };
        let artifacts = Annotations
            .export(&sample.dossier, &sample.briefing, &context)
            .unwrap();
        (
            sample.dossier,
            serde_json::from_slice(&artifacts[0].bytes).unwrap(),
        )
    }

    #[test]
    fn conforms() {
        testkit::conforms(&Annotations);
    }

    #[test]
    fn selectors_select_the_words_in_the_text() {
        for name in ["arabic", "mixed", "hostile-15"] {
            let (dossier, page) = page(name, "all");
            let items = page["items"].as_array().unwrap();
            assert_eq!(page["partOf"]["total"], items.len(), "{name}");
            assert!(items.len() > 3, "{name}: {} annotations", items.len());
            for item in items {
                let source = item["target"]["source"]["id"].as_str().unwrap();
                let report = dossier
                    .reports
                    .iter()
                    .find(|r| source.ends_with(&format!("#text/{}", r.id)))
                    .unwrap();
                let text: Vec<char> = report.text.chars().collect();
                let selectors = item["target"]["selector"].as_array().unwrap();
                let at = |key: &str| selectors[0][key].as_u64().unwrap() as usize;
                let (start, end) = (at("start"), at("end"));
                let words: String = text[start..end].iter().collect();
                assert_eq!(selectors[1]["exact"], words.as_str());
                let around = |key: &str| selectors[1][key].as_str().unwrap_or("").to_owned();
                let whole: String = text
                    [start - around("prefix").chars().count()..end + around("suffix").chars().count()]
                    .iter()
                    .collect();
                assert_eq!(around("prefix") + &words + &around("suffix"), whole);
            }
        }
    }

    #[test]
    fn facts_alone_are_fewer() {
        let count = |layers| page("arabic", layers).1["items"].as_array().unwrap().len();
        assert!(count("facts") < count("all"));
    }

    #[test]
    fn withheld_texts_leave_no_context() {
        let mut sample = sample("english");
        sample.dossier.reports[0].text_withheld = true;
        let context = Context::default();
        let made = Annotations
            .run(&sample.dossier, &sample.briefing, &context)
            .unwrap();
        let text = std::str::from_utf8(&made.artifacts[0].bytes).unwrap();
        assert!(!text.contains("prefix") && !text.contains("sha256"));
        assert!(made.losses.iter().any(|l| l.contains("withheld")));
    }
}

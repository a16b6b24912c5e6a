//! Dossier to JSON, schema `isnad/dossier/1`.
//!
//! Offsets count code points. Characters that steer a terminal or the writing direction are written as `\uXXXX` escapes.

use isnad_export::{Artifact, Context, ExportError, Exporter, Info};
use isnad_model::{Briefing, Dossier, wire};

/// The dossier itself, as JSON.
#[derive(Clone, Copy, Debug, Default)]
pub struct Json;

impl Exporter for Json {
    fn info(&self) -> Info {
        Info::new(
            "json",
            "the dossier itself, schema isnad/dossier/1",
            "application/json",
        )
        .of_sections()
    }

    fn export(
        &self,
        dossier: &Dossier,
        _briefing: &Briefing,
        _context: &Context,
    ) -> Result<Vec<Artifact>, ExportError> {
        let bytes = wire::to_json(dossier).map_err(|e| ExportError::Format(e.to_string()))?;
        Ok(vec![Artifact::new("dossier.json", "application/json", bytes)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use isnad_export::testkit::{self, sample, samples};

    fn json(dossier: &Dossier) -> Vec<u8> {
        Json.export(dossier, &Briefing::default(), &Context::default())
            .unwrap()
            .remove(0)
            .bytes
    }

    #[test]
    fn conforms() {
        testkit::conforms(&Json);
    }

    #[test]
    fn every_dossier_reads_back_as_it_was() {
        for sample in samples()
            .into_iter()
            .filter(|s| s.dossier.schema == isnad_model::SCHEMA)
        {
            assert_eq!(
                wire::from_json(&json(&sample.dossier)).unwrap(),
                sample.dossier,
                "{}",
                sample.name
            );
        }
    }

    #[test]
    fn offsets_count_code_points() {
        let sample = sample("arabic");
        let value: serde_json::Value = serde_json::from_slice(&json(&sample.dossier)).unwrap();
        let report = &value["reports"][0];
        let text: Vec<char> = report["text"].as_str().unwrap().chars().collect();
        for words in [
            &report["quotations"][0],
            &report["mentions"][2],
            &report["events"][0]["trigger"],
        ] {
            let at = |end: &str| words[end].as_u64().unwrap() as usize;
            assert_eq!(
                text[at("start")..at("end")].iter().collect::<String>(),
                words["text"].as_str().unwrap()
            );
        }
        assert!(
            sample.dossier.reports[0].quotations[0].start
                > report["quotations"][0]["start"].as_u64().unwrap() as usize
        );
    }
}

//! Dossier to JSON, schema `isnad/dossier/1`.

use isnad_export::{Artifact, Context, ExportError, Exporter, Info};
use isnad_model::{Briefing, Dossier, wire};

/// The dossier itself, as JSON.
#[derive(Clone, Copy, Debug, Default)]
pub struct Json;

impl Exporter for Json {
    fn info(&self) -> Info {
        Info {
            id: "json",
            description: "the dossier itself, schema isnad/dossier/1",
            media_type: "application/json",
            options: Vec::new(),
        }
    }

    fn export(
        &self,
        dossier: &Dossier,
        _briefing: &Briefing,
        _context: &Context,
    ) -> Result<Vec<Artifact>, ExportError> {
        let bytes = wire::to_json(dossier).map_err(|e| ExportError::Format(e.to_string()))?;
        Ok(vec![Artifact {
            path: "dossier.json".to_owned(),
            media_type: "application/json".to_owned(),
            bytes,
        }])
    }
}

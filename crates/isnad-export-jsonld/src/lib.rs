//! Dossier to JSON-LD (schema.org)

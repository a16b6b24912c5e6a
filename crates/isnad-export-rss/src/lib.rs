//! Dossier to RSS 2.0

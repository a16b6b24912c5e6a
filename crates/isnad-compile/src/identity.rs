//! Who is who: one entity under many names.

use crate::CompileOptions;
use isnad_lang::Packs;
use isnad_model::{Dossier, Entity};
use isnad_text::fold;
use std::collections::BTreeMap;

/// Gives every mention its entity, and every chain link, participant and place that lies on a mention.
pub fn link(dossier: &mut Dossier, _options: &CompileOptions, _packs: &Packs) {
    let mut entities = BTreeMap::<String, Entity>::new();
    for report in &mut dossier.reports {
        for mention in &mut report.mentions {
            if mention.entity.is_empty() {
                mention.entity = format!("{:?}:{}", mention.kind, fold(&mention.text));
            }
            let entity = entities.entry(mention.entity.clone()).or_default();
            entity.id.clone_from(&mention.entity);
            entity.kind = mention.kind;
            entity.name.clone_from(&mention.text);
        }
    }
    dossier.entities = entities.into_values().collect();
}

//! What the packs' gazetteers say of the places of a dossier.

use isnad_lang::{Packs, names::PlaceKind};
use isnad_model::{Dossier, EntityKind};
use isnad_text::Tokens;
use rustc_hash::FxHashMap;

/// A place: country code and kind.
pub(crate) type Known = (String, PlaceKind);

/// The places of a dossier as gazetteers know them, by number of the entity.
pub(crate) struct Places(Vec<Option<Known>>);

impl Places {
    /// Looks all entities up that are places.
    pub(crate) fn new(dossier: &Dossier, packs: &Packs) -> Self {
        let known = |name: &str| {
            packs.iter().find_map(|pack| {
                let tokens = Tokens::new(name, &pack.clitics);
                let hit = pack.names.places.exact(&tokens, 0);
                let hit = hit.filter(|h| h.len == tokens.len())?;
                Some((hit.value.code.clone(), hit.value.kind))
            })
        };
        let all = dossier.entities.iter();
        Self(
            all.map(|e| match e.kind {
                EntityKind::Place => known(&e.name),
                _ => None,
            })
            .collect(),
        )
    }

    /// What is known of the entity with this number.
    pub(crate) fn of(&self, entity: u32) -> Option<&Known> {
        self.0.get(entity as usize)?.as_ref()
    }

    /// What is known, by the id of the entity.
    pub(crate) fn by_id<'a>(&'a self, dossier: &'a Dossier) -> FxHashMap<&'a str, &'a Known> {
        let all = dossier.entities.iter().zip(&self.0);
        all.filter_map(|(e, known)| Some((e.id.as_str(), known.as_ref()?)))
            .collect()
    }
}

//! Words by which reports are compared beyond events: roles of actors, members of delegations, offices with a qualifier, and
//! nouns for different things of one sort: `contrast.toml`.

use crate::Loader;
use isnad_text::{Phrases, Vocabulary, fold, hash_word};

/// Words by which reports are compared.
#[derive(Debug, Default)]
pub struct ContrastWords {
    /// Words that say what an actor is to others, each with the number of its role.
    pub roles: Phrases<u8>,
    /// Of these, finite verbs: who acts may stand right behind them.
    pub role_verbs: Phrases<()>,
    /// What leads in the members of a delegation.
    pub members: Phrases<()>,
    /// Words that say how an office is held ("acting", "former"), as hashes of their folded forms.
    pub qualifiers: Vec<u64>,
    /// Nouns for different things of one sort, each with the number of its sort.
    pub kindred: Phrases<u8>,
    /// Nouns for armed men who are called by their leader ("the militia of X"), as hashes of their folded forms.
    pub forces: Vec<u64>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    members: Vec<String>,
    #[serde(default)]
    qualifiers: Vec<String>,
    #[serde(default)]
    kindred: Vec<Vec<String>>,
    #[serde(default)]
    forces: Vec<String>,
    #[serde(default)]
    role: Vec<RoleRow>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleRow {
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    words: Vec<String>,
}

const FILE: &str = "contrast.toml";

impl ContrastWords {
    /// Tells the pack's vocabulary of the dictionaries that are asked for every word.
    pub(crate) fn tell(&mut self, words: &mut Vocabulary) {
        take_in!(words; self.roles, self.role_verbs, self.kindred);
    }

    pub(crate) fn load(loader: &mut Loader<'_>) -> Self {
        let Some(file) = loader.toml::<File>(FILE) else {
            return Self::default();
        };
        let mut out = Self {
            qualifiers: file.qualifiers.iter().map(|w| hash_word(&fold(w))).collect(),
            forces: file.forces.iter().map(|w| hash_word(&fold(w))).collect(),
            ..Self::default()
        };
        file.members.iter().for_each(|w| out.members.insert(w, ()));
        let number = |n: usize| u8::try_from(n).unwrap_or(u8::MAX);
        for (n, sort) in file.kindred.iter().enumerate() {
            sort.iter().for_each(|w| out.kindred.insert(w, number(n)));
        }
        for (n, row) in file.role.iter().enumerate() {
            for word in row.verbs.iter().chain(&row.words) {
                out.roles.insert(word, number(n));
            }
            row.verbs.iter().for_each(|w| out.role_verbs.insert(w, ()));
        }
        out
    }
}

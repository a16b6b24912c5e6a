//! Names in Latin letters.

use crate::Loader;
use isnad_text::fold;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// Spells names of the language in Latin letters, from `latin.tsv` (name part, usual spelling) and the English names in
/// `places.tsv` and `places-extra.tsv`. The tables are read on first use.
#[derive(Debug, Default)]
pub struct Latin {
    parts: String,
    places: String,
    /// The folded article that joins a name part ("al-").
    article: String,
    tables: OnceLock<Tables>,
}

#[derive(Debug, Default)]
struct Tables {
    parts: FxHashMap<String, Box<str>>,
    places: FxHashMap<String, Box<str>>,
}

/// Column of the English name in the place files.
const ENGLISH: usize = 3;

impl Latin {
    pub(super) fn load(loader: &Loader<'_>, article: &str) -> Self {
        let text = |name: &str| loader.text(name).unwrap_or("");
        Self {
            parts: text("latin.tsv").to_owned(),
            places: format!("{}\n{}", text("places-extra.tsv"), text("places.tsv")),
            article: article.to_owned(),
            tables: OnceLock::new(),
        }
    }

    /// The name of a person, where every part of it has a usual spelling.
    pub fn person(&self, name: &str) -> Option<String> {
        let tables = self.tables();
        let words: Vec<String> = name
            .split_whitespace()
            .map(|w| self.part(&tables.parts, w))
            .collect::<Option<_>>()?;
        (!words.is_empty()).then(|| words.join(" "))
    }

    /// Parts of names with their spellings: the part as written, the usual spelling, others between bars.
    pub fn spellings(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.parts
            .lines()
            .filter(|l| !l.is_empty() && !l.starts_with('#'))
            .filter_map(|l| {
                let mut cells = l.split('\t');
                Some((cells.next()?, cells.next()?, cells.next().unwrap_or("")))
            })
    }

    /// The English name of a place.
    pub fn place(&self, name: &str) -> Option<String> {
        self.tables().places.get(&fold(name)).map(ToString::to_string)
    }

    fn part(&self, parts: &FxHashMap<String, Box<str>>, word: &str) -> Option<String> {
        let folded = fold(word);
        if let Some(found) = parts.get(&folded) {
            return Some(found.to_string());
        }
        let bare = folded
            .strip_prefix(self.article.as_str())
            .filter(|_| !self.article.is_empty())?;
        parts.get(bare).map(|found| format!("Al-{found}"))
    }

    fn tables(&self) -> &Tables {
        self.tables.get_or_init(|| {
            let rows = |text: &str, column: usize| {
                let mut out = FxHashMap::default();
                for line in text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
                    let mut cells = line.split('\t');
                    let name = cells.next().unwrap_or("");
                    let latin = cells.nth(column - 1).unwrap_or("").trim();
                    if !latin.is_empty() {
                        out.entry(fold(name)).or_insert_with(|| latin.into());
                    }
                }
                out
            };
            Tables {
                parts: rows(&self.parts, 1),
                places: rows(&self.places, ENGLISH),
            }
        })
    }
}

//! What one file of tagged words calls a name and another does not: a table of general rules, used on both sides of a comparison.

use crate::tagged::Name;
use anyhow::{Context, Result, bail};
use isnad::{
    lang::{Pack, names::HeadKind, names::flag},
    text::{Kind, Tokens, fold, hash_word},
};
use std::{collections::BTreeSet, fs, path::Path};

/// The rules. Without a file only those hold that every comparison needs: marks at the ends of a name do not count, "the city of X" and
/// "the newspaper X" are X, a general noun alone ("the army") is no name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Conventions {
    /// First words of places and bodies that do not count.
    heads: BTreeSet<(u8, u64)>,
    /// First words of bodies that are no names here, and places of one word.
    common: BTreeSet<(u8, u64)>,
    /// Adjectives of peoples at the end of a body do not count.
    peoples: bool,
}

impl Conventions {
    /// Reads a table: what (`place-head`, `organization-head`, `organization-common`, `place-common`,
    /// `peoples-end`), then words.
    pub(crate) fn read(file: &Path) -> Result<Self> {
        let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        let mut out = Self::default();
        for line in text
            .lines()
            .filter(|l| !l.starts_with('#') && !l.trim().is_empty())
        {
            let mut cells = line.split('\t');
            let what = cells.next().unwrap_or("");
            let words = cells.map(|w| hash_word(&fold(w)));
            match what {
                "place-head" => out.heads.extend(words.map(|w| (b'l', w))),
                "organization-head" => out.heads.extend(words.map(|w| (b'o', w))),
                "organization-common" => out.common.extend(words.map(|w| (b'o', w))),
                "place-common" => out.common.extend(words.map(|w| (b'l', w))),
                "peoples-end" => out.peoples = true,
                _ => bail!("{}: unknown rule {what}", file.display()),
            }
        }
        Ok(out)
    }

    /// A name as it is compared; none where these conventions have none.
    pub(crate) fn apply(&self, pack: &Pack, name: &Name, words: &[String]) -> Option<Name> {
        let mut name = name.clone();
        let word = |at: usize| Tokens::new(words.get(at).map_or("", String::as_str), &pack.clitics);
        let mark = |at: usize| word(at).items().iter().all(|t| t.kind == Kind::Mark);
        let trim = |name: &mut Name| {
            while name.words.len() > 1 && mark(name.words.start) {
                name.words.start += 1;
            }
            while name.words.len() > 1 && mark(name.words.end - 1) {
                name.words.end -= 1;
            }
        };
        trim(&mut name);
        while name.words.len() > 1 && self.head(pack, name.kind, &word(name.words.start)) {
            name.words.start += 1;
            trim(&mut name);
        }
        let first = word(name.words.start);
        let forms = first.get(0).map_or(&[][..], |t| t.forms());
        if forms.iter().any(|f| self.common.contains(&(name.kind, f.hash)))
            && (name.kind == b'o' || name.words.len() == 1)
        {
            return None;
        }
        if name.kind == b'o' {
            let people = |at: usize| {
                word(at)
                    .get(0)
                    .is_some_and(|t| pack.names.of(&t.forms()[0]).0.nisba > 0)
            };
            while self.peoples && name.words.len() > 1 && people(name.words.end - 1) {
                name.words.end -= 1;
                trim(&mut name);
            }
        }
        if name.words.len() == 1 {
            let first = word(name.words.start);
            let general =
                pack.names.heads.all(&first, 0).iter().any(|h| {
                    h.len == first.len() && h.value.kind == HeadKind::Organization && h.value.definite
                });
            if general {
                return None;
            }
        }
        Some(name)
    }

    fn head(&self, pack: &Pack, kind: u8, first: &Tokens) -> bool {
        let Some(token) = first.get(0) else { return false };
        token.forms().iter().any(|f| {
            self.heads.contains(&(kind, f.hash))
                || kind == b'l' && pack.names.word(f.hash).is(flag::PLACE_HEAD)
        }) || kind == b'o'
            && pack
                .names
                .heads
                .all(first, 0)
                .iter()
                .any(|h| h.len == first.len() && h.value.kind == HeadKind::Media)
    }
}

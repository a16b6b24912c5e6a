//! How an entity is named in a line.

use crate::{BriefOptions, budget, desk::Desk, words};
use isnad_model::{Dossier, Entity, EntityKind, MentionForm, Usage};
use isnad_text::{bidi, fold};
use rustc_hash::{FxHashMap, FxHashSet};
use std::{cell::RefCell, cmp::Reverse};

/// What is known of the names of all entities, by their place in the dossier.
pub(crate) struct Names {
    /// May the entity be shown at all?
    shown: Vec<bool>,
    /// Is it ever called by a name, not only by an office?
    named: Vec<bool>,
    /// Is it on the watch list?
    watched: Vec<bool>,
    /// Title most reports agree on.
    titles: Vec<String>,
    /// Verbs of reporting that agree with a feminine, or not, by entity: (feminine, other).
    verbs: Vec<(u32, u32)>,
    /// Already introduced in full?
    introduced: RefCell<Vec<bool>>,
}

impl Names {
    pub(crate) fn new(
        dossier: &Dossier,
        ids: &FxHashMap<&str, usize>,
        options: &BriefOptions,
        feminine: &dyn Fn(&str) -> bool,
        relative: &[String],
    ) -> Self {
        let n = dossier.entities.len();
        let mut shown = vec![false; n];
        let mut named = vec![false; n];
        let mut verbs = vec![(0, 0); n];
        for report in &dossier.reports {
            for mention in report.mentions.iter().filter(|m| is_naming(m.form, &m.text)) {
                if let Some(&at) = ids.get(mention.entity.as_str()) {
                    shown[at] = true;
                    named[at] |= matches!(mention.form, MentionForm::Name | MentionForm::Short);
                }
            }
            for quotation in report.quotations.iter().filter(|q| q.chain.len() == 1) {
                let Some(link) = quotation.chain.first() else {
                    continue;
                };
                let Some(&at) = link.entity.as_deref().and_then(|id| ids.get(id)) else {
                    continue;
                };
                let verb = link
                    .verb
                    .as_deref()
                    .or(quotation.cue.as_ref().map(|c| c.text.as_str()));
                match verb.map(feminine) {
                    Some(true) => verbs[at].0 += 1,
                    Some(false) => verbs[at].1 += 1,
                    None => {}
                }
            }
        }
        let watch: Vec<String> = options.watch.iter().map(|w| fold(w)).collect();
        let is_watched = |e: &Entity| {
            !watch.is_empty()
                && (watch.contains(&fold(&e.name)) || e.forms.iter().any(|f| watch.contains(&fold(&f.text))))
        };
        Self {
            watched: dossier.entities.iter().map(is_watched).collect(),
            titles: dossier
                .entities
                .iter()
                .map(|e| common_title(e, relative))
                .collect(),
            introduced: RefCell::new(vec![false; n]),
            shown,
            named,
            verbs,
        }
    }

    pub(crate) fn is_shown(&self, entity: usize) -> bool {
        self.shown.get(entity).copied().unwrap_or(false)
    }

    pub(crate) fn is_named(&self, entity: usize) -> bool {
        self.named.get(entity).copied().unwrap_or(false)
    }

    pub(crate) fn is_watched(&self, entity: usize) -> bool {
        self.watched.get(entity).copied().unwrap_or(false)
    }
}

/// Titles of one person that are compared with each other.
const TITLES: usize = 40;

/// Does a mention name somebody? A phrase that refers back does not, nor does an office in one word.
fn is_naming(form: MentionForm, text: &str) -> bool {
    match form {
        MentionForm::Anaphor => false,
        MentionForm::Title => text.split_whitespace().count() > 1,
        _ => true,
    }
}

/// The title on which nearly all reports that give any agree: its words stand in a title of more than three quarters of them. An actor
/// whose titles take sides gets none. `relative` are folded first words of titles that say nothing alone ("his counterpart").
fn common_title(entity: &Entity, relative: &[String]) -> String {
    if entity.kind != EntityKind::Person {
        return String::new();
    }
    let name: Vec<String> = fold(&entity.name).split_whitespace().map(str::to_owned).collect();
    let mut frequent: Vec<&Usage> = entity.titles.iter().collect();
    frequent.sort_by_key(|t| Reverse(t.reports.len()));
    frequent.truncate(TITLES);
    let titles: Vec<(Vec<String>, &Usage)> = frequent
        .into_iter()
        .map(|t| {
            (
                fold(&t.text)
                    .split(|c: char| !c.is_alphanumeric())
                    .filter(|w| !w.is_empty())
                    .map(str::to_owned)
                    .collect(),
                t,
            )
        })
        .collect();
    let mut all: Vec<&str> = entity
        .titles
        .iter()
        .flat_map(|t| t.reports.keys())
        .map(String::as_str)
        .collect();
    all.sort_unstable();
    all.dedup();
    let fit = titles.iter().filter(|(words, t)| {
        // an office with a comma in it is a list
        let says_something = !t.text.contains([',', '\u{60C}'])
            && words.first().is_some_and(|w| !relative.contains(w))
            && !words.iter().any(|w| name.contains(w));
        says_something && {
            let same = titles
                .iter()
                .filter(|(other, _)| words.iter().all(|w| other.contains(w)));
            let holders: FxHashSet<&str> = same
                .flat_map(|(_, t)| t.reports.keys())
                .map(String::as_str)
                .collect();
            holders.len() * 4 > all.len() * 3
        }
    });
    fit.max_by_key(|(words, t)| (words.len().min(6), t.reports.len(), Reverse(&t.text)))
        .map_or_else(String::new, |(_, t)| words::clean(&t.text))
}

impl Desk<'_> {
    /// The entity with this id, if it may be shown.
    pub(crate) fn shown(&self, id: &str) -> Option<usize> {
        self.entity_ids
            .get(id)
            .copied()
            .filter(|&at| self.names.is_shown(at))
    }

    /// The name of an entity: with title and original spelling where it comes up first, alone later.
    pub(crate) fn name(&self, entity: usize) -> String {
        let Some(e) = self.dossier.entities.get(entity) else {
            return String::new();
        };
        let first = self
            .names
            .introduced
            .borrow_mut()
            .get_mut(entity)
            .is_some_and(|seen| !std::mem::replace(seen, true));
        let (plain, foreign) = self.spelling(e);
        if !first {
            return plain;
        }
        if foreign {
            return self.wording.phrase(
                "name-pair",
                &[("latin", &plain), ("name", &words::clean(&e.name))],
            );
        }
        let title = self.names.titles.get(entity).map_or("", String::as_str);
        let own = if self.pack.rtl {
            bidi::Direction::Rtl
        } else {
            bidi::Direction::Ltr
        };
        if title.is_empty() || bidi::direction(title) != Some(own) || plain.contains(title) {
            return plain;
        }
        self.wording
            .phrase("actor", &[("title", title), ("name", &plain)])
    }

    /// The name of an entity without an introduction.
    pub(crate) fn bare_name(&self, entity: usize) -> String {
        self.dossier
            .entities
            .get(entity)
            .map_or_else(String::new, |e| self.spelling(e).0)
    }

    /// The spelling for this briefing, and whether it is another than the dossier's.
    fn spelling(&self, entity: &Entity) -> (String, bool) {
        let mut name = words::clean(&entity.name);
        if self.pack.rtl && bidi::direction(&name) == Some(bidi::Direction::Ltr) {
            // the reports of this language have a name of their own for it
            let own = entity
                .forms
                .iter()
                .filter(|f| bidi::direction(&f.text) == Some(bidi::Direction::Rtl))
                .max_by_key(|f| (f.reports.len(), Reverse(&f.text)));
            if let Some(own) = own {
                name = words::clean(&own.text);
            }
        }
        if !self.pack.rtl && bidi::direction(&name) == Some(bidi::Direction::Rtl) {
            let source = self.packs.get(&self.dossier.language).filter(|p| p.rtl);
            let source = source.or_else(|| self.packs.iter().find(|p| p.rtl));
            let latin = source
                .map(|p| &p.wording.latin)
                .and_then(|latin| match entity.kind {
                    EntityKind::Person => latin.person(&name),
                    EntityKind::Place => latin.place(&name),
                    _ => None,
                });
            if let Some(latin) = latin {
                return (latin, true);
            }
        }
        (name, false)
    }

    /// Names joined as a list, the rest counted where there are too many.
    pub(crate) fn name_list(&self, entities: &[usize]) -> String {
        let shown = if entities.len() > budget::NAMES {
            budget::NAMES - 1
        } else {
            entities.len()
        };
        let mut items: Vec<String> = entities.iter().take(shown).map(|&e| self.name(e)).collect();
        if entities.len() > shown {
            items.push(self.wording.count("others", entities.len() - shown));
        }
        self.list(&items)
    }

    /// Items joined as a list. A conjunction that is written together with its word stays apart from one of another script.
    pub(crate) fn list(&self, items: &[String]) -> String {
        let marks = &self.wording.marks;
        let mut out = String::new();
        for (n, item) in items.iter().enumerate() {
            let mark = match (n, items.len() - n) {
                (0, _) => "",
                (1, 1) => &marks.pair,
                (_, 1) => &marks.last,
                _ => &marks.middle,
            };
            let foreign = item.starts_with(char::is_alphabetic)
                && bidi::direction(item).is_some_and(|d| (d == bidi::Direction::Rtl) != self.pack.rtl);
            out.push_str(mark);
            if foreign && mark.ends_with(char::is_alphabetic) {
                out.push(' ');
            }
            out.push_str(item);
        }
        out
    }

    /// Does a verb of this speaker take the feminine form?
    pub(crate) fn is_feminine(&self, entity: Option<usize>, words: &str) -> bool {
        let kind = entity.and_then(|e| self.dossier.entities.get(e)).map(|e| e.kind);
        if let Some((feminine, other)) = entity
            .and_then(|e| self.names.verbs.get(e))
            .filter(|v| v.0 > 0 && v.0 * 2 >= v.1)
        {
            return feminine * 2 >= *other;
        }
        if kind == Some(EntityKind::Person) {
            return false;
        }
        let gender = &self.wording.gender;
        let first = words.split_whitespace().next().map(fold).unwrap_or_default();
        !gender.masculine_words.contains(&first)
            && (gender.feminine_words.contains(&first)
                || gender
                    .feminine_endings
                    .iter()
                    .any(|e| first.ends_with(e.as_str())))
    }
}

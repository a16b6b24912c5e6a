//! Phrases that refer back: "both sides", "the latter", "the ministry".

use super::scan::{Find, Scan};
use isnad_lang::names::Anaphor;
use isnad_model::{EntityKind, MentionForm};
use rustc_hash::FxHashMap;

/// Finds phrases that refer back, and what they refer to where that is sure.
pub(super) fn find(scan: &mut Scan<'_>) {
    let mut known: Option<Known> = None;
    let mut i = 0;
    while i < scan.len() {
        let Some(hit) = scan
            .words
            .anaphors
            .longest(scan.tokens, i)
            .filter(|h| i + h.len <= scan.end(i))
        else {
            i += 1;
            continue;
        };
        let end = i + hit.len;
        let taken = (i..end).any(|k| scan.is_closed(k) || scan.person_at(k).is_some())
            || scan.body_at(i).is_some()
            || super::persons::titled(scan, i);
        let known = known.get_or_insert_with(|| Known::new(scan));
        if taken || known.covered(i, end) {
            i = end;
            continue;
        }
        let kind = match hit.value {
            Anaphor::Latter | Anaphor::Holder => EntityKind::Person,
            Anaphor::Body => EntityKind::Organization,
            Anaphor::Place => EntityKind::Place,
            Anaphor::Pair | Anaphor::Group | Anaphor::Text => EntityKind::Group,
        };
        // adjectives with the article make it another phrase
        let goes_on = scan.same_sentence(i, end)
            && scan.bare_definite(end)
            && !scan.whole(end).is(isnad_lang::names::flag::STOP);
        if goes_on
            && matches!(hit.value, Anaphor::Latter | Anaphor::Body | Anaphor::Group)
            && *hit.value != Anaphor::Group
        {
            i = end;
            continue;
        }
        if *hit.value == Anaphor::Latter
            && i.checked_sub(1).is_some_and(|b| {
                scan.same_sentence(b, i)
                    && (scan.cells[b].definite.is_some()
                        || scan.body_at_end(b)
                        || scan.best(b).is(isnad_lang::names::flag::NOUN))
            })
        {
            i = end;
            continue;
        }
        let refers_to = known.antecedent(scan, i, *hit.value);
        scan.add_loose(Find {
            refers_to,
            ..Find::new(i..end, hit.form.skip, kind, "anaphor").form(MentionForm::Anaphor)
        });
        known.add(scan, scan.finds.len() - 1);
        i = end;
    }
}

/// The finds so far, by where they end, so that the last one before a phrase is found without looking at all.
struct Known {
    /// For each token how far the finds reach that begin at it or before it.
    reach: Vec<usize>,
    /// Persons and persons with a title by end and number; bodies also by the hash of their head word with the article.
    persons: Vec<(usize, usize)>,
    titled: Vec<(usize, usize)>,
    heads: FxHashMap<u64, Vec<(usize, usize)>>,
}

impl Known {
    fn new(scan: &Scan<'_>) -> Self {
        let mut out = Self {
            reach: vec![0; scan.len()],
            persons: Vec::new(),
            titled: Vec::new(),
            heads: FxHashMap::default(),
        };
        for (n, find) in scan.finds.iter().enumerate() {
            if let Some(reach) = out.reach.get_mut(find.tokens.start) {
                *reach = find.tokens.end.max(*reach);
            }
            out.insert(scan, n);
        }
        let mut furthest = 0;
        for reach in &mut out.reach {
            furthest = furthest.max(*reach);
            *reach = furthest;
        }
        out.persons.sort_unstable();
        out.titled.sort_unstable();
        out.heads.values_mut().for_each(|list| list.sort_unstable());
        out
    }

    /// Does a find hold all these tokens? The phrases added later lie before them.
    fn covered(&self, from: usize, end: usize) -> bool {
        self.reach.get(from).is_some_and(|&reach| reach >= end)
    }

    /// Adds a phrase found just now.
    fn add(&mut self, scan: &Scan<'_>, n: usize) {
        self.insert(scan, n);
        // finds that end behind it are known already
        let last = |list: &mut Vec<(usize, usize)>| {
            if let Some(new) = list.pop() {
                let at = list.partition_point(|x| *x < new);
                list.insert(at, new);
            }
        };
        let Some(find) = scan.finds.get(n) else { return };
        if find.kind == EntityKind::Organization {
            for hash in heads(scan, find).into_iter().flatten() {
                self.heads.get_mut(&hash).into_iter().for_each(last);
            }
        }
    }

    fn insert(&mut self, scan: &Scan<'_>, n: usize) {
        let Some(find) = scan.finds.get(n) else { return };
        let at = (find.tokens.end, n);
        match find.kind {
            EntityKind::Person if find.form != MentionForm::Anaphor => {
                self.persons.push(at);
                if !find.titles.is_empty() {
                    self.titled.push(at);
                }
            }
            EntityKind::Organization => {
                for hash in heads(scan, find).into_iter().flatten() {
                    self.heads.entry(hash).or_default().push(at);
                }
            }
            _ => {}
        }
    }

    fn antecedent(&self, scan: &Scan<'_>, i: usize, kind: Anaphor) -> Option<usize> {
        let last = |list: &[(usize, usize)]| {
            list.partition_point(|&(end, _)| end <= i)
                .checked_sub(1)
                .and_then(|k| list.get(k))
                .copied()
        };
        match kind {
            Anaphor::Latter => last(&self.persons).filter(|&(end, _)| i - end < 30),
            Anaphor::Holder => last(&self.titled),
            Anaphor::Body => {
                // the last body with the same head word, or a ministry named by its field
                let hash = scan.cell(i)?.definite?.hash;
                last(self.heads.get(&hash)?)
            }
            _ => None,
        }
        .map(|(_, n)| n)
    }
}

/// The hashes under which a body's head word is known: its form with the article, and its letters with the article before them.
fn heads(scan: &Scan<'_>, find: &Find) -> [Option<u64>; 2] {
    let at = find.tokens.start;
    let Some(cell) = scan.cell(at) else {
        return [None, None];
    };
    let word = scan.tokens.folded(at);
    let stem = word.get(find.skip as usize..).unwrap_or(word);
    let own = cell.definite.map(|f| f.hash);
    let made = stem
        .bytes()
        .fold(isnad_text::hash_word(&scan.words.article), isnad_text::hash_on);
    [own, Some(made).filter(|m| own != Some(*m))]
}

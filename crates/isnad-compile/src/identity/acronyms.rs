//! Acronyms across reports and scripts: one report explains "RCC", the others use it.

use super::{merge::Nodes, resolve::referred};
use isnad_model::{Dossier, EntityKind, MentionForm};
use std::collections::{BTreeMap, BTreeSet};

/// Nodes of one acronym.
#[derive(Default)]
struct Bearers {
    /// Those that a report explains by it, by language.
    explained: BTreeMap<String, BTreeSet<usize>>,
    /// Those that are called so without an explanation.
    bare: BTreeSet<usize>,
}

/// Joins bodies that go by the same acronym in capitals, where each language explains it in one way only.
pub(super) fn join(dossier: &Dossier, nodes: &mut Nodes, of: &[Vec<Option<usize>>]) {
    let mut known = BTreeMap::<&str, Bearers>::new();
    for (r, report) in dossier.reports.iter().enumerate() {
        for (m, mention) in report.mentions.iter().enumerate() {
            if mention.kind != EntityKind::Organization
                || mention.form != MentionForm::Short
                || mention.text.len() < 2
                || !mention.text.bytes().all(|b| b.is_ascii_uppercase())
            {
                continue;
            }
            let bearers = known.entry(mention.text.as_str()).or_default();
            if let Some(n) = of[r][m] {
                bearers.bare.insert(n);
            } else if let Some(n) = referred(report, mention, &of[r]) {
                let list = bearers.explained.entry(report.language.clone()).or_default();
                list.insert(n);
            }
        }
    }
    for bearers in known.into_values() {
        let all: Vec<usize> = bearers
            .explained
            .values()
            .flatten()
            .chain(&bearers.bare)
            .copied()
            .collect();
        let Some((&first, rest)) = all.split_first() else {
            continue;
        };
        if bearers.explained.is_empty() {
            continue;
        }
        let single = bearers.explained.values().all(|list| {
            let roots: BTreeSet<usize> = list.iter().map(|&n| nodes.root(n)).collect();
            roots.len() == 1
        });
        for &n in rest {
            if single {
                nodes.join(first, n, "acronym");
            } else {
                nodes.refuse(first, n, "acronym-of-several");
            }
        }
    }
}

//! What the context decides: bodies without their country, short names, phrases that refer back.

use super::{
    evidence,
    keys::{Titles, parts},
    merge::Nodes,
};
use isnad_lang::Packs;
use isnad_model::{Dossier, EntityKind, Mention, MentionForm, Report};
use isnad_text::fold;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// Bodies that a report names without their country are those that it names with it, where only one comes into question.
pub(super) fn bodies(dossier: &Dossier, nodes: &mut Nodes, of: &[Vec<Option<usize>>]) {
    // every country under which the dossier knows a core
    let mut known = BTreeMap::<String, BTreeSet<usize>>::new();
    for (n, node) in nodes.nodes.iter().enumerate() {
        if node.kind == EntityKind::Organization
            && node.country.as_ref().is_some_and(|c| !c.starts_with("of "))
            && !node.core.is_empty()
        {
            known.entry(node.core.clone()).or_default().insert(n);
        }
    }
    let mut joins = BTreeMap::<usize, BTreeSet<usize>>::new();
    for (r, _) in dossier.reports.iter().enumerate() {
        let here: BTreeSet<usize> = of[r]
            .iter()
            .flatten()
            .copied()
            .filter(|&n| nodes.kind(n) == EntityKind::Organization)
            .collect();
        let mut by_core = BTreeMap::<&str, Vec<usize>>::new();
        for &n in &here {
            let node = &nodes.nodes[n];
            if node.country.as_ref().is_some_and(|c| !c.starts_with("of ")) {
                by_core.entry(node.core.as_str()).or_default().push(n);
            }
        }
        for &n in &here {
            let node = &nodes.nodes[n];
            if node.country.is_none() && !node.core.is_empty() {
                match by_core.get(node.core.as_str()).map(Vec::as_slice) {
                    Some(&[one]) => {
                        joins.entry(n).or_default().insert(one);
                    }
                    Some(_) => {
                        joins.entry(n).or_default().insert(usize::MAX);
                    }
                    None => {}
                }
            }
        }
    }
    for (n, with) in joins {
        // another report means another country's body by the same words: no join at all
        if let (1, Some(&one)) = (with.len(), with.first())
            && one != usize::MAX
        {
            nodes.join(n, one, "country-by-context");
        } else {
            for one in with.into_iter().filter(|&o| o != usize::MAX) {
                nodes.refuse(n, one, "several-countries");
            }
        }
    }
    // a core of more than one word is rare enough to be one body in the whole dossier
    let single: Vec<(usize, usize)> = nodes
        .nodes
        .iter()
        .enumerate()
        .filter(|(_, node)| {
            node.kind == EntityKind::Organization && node.country.is_none() && node.core.contains(' ')
        })
        .filter_map(|(n, node)| {
            known
                .get(&node.core)
                .filter(|k| k.len() == 1)
                .and_then(|k| k.first())
                .map(|&k| (n, k))
        })
        .collect();
    for (n, k) in single {
        nodes.join(n, k, "one-country-in-dossier");
    }
}

/// Single names and short names of bodies: the full name in the same report, else the only bearer in the dossier.
pub(super) fn short_names<'d>(
    dossier: &'d Dossier,
    packs: &'d Packs,
    nodes: &mut Nodes,
    titles: &mut Titles<'d>,
    of: &mut [Vec<Option<usize>>],
) {
    let mut bearers: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (n, node) in nodes.nodes.iter().enumerate() {
        if node.kind == EntityKind::Person
            && let Some(last) = node.parts.last()
        {
            add(bearers.entry(last.clone()).or_default(), nodes.root(n));
        }
    }
    let mut last_parts: FxHashMap<(&str, &str), Option<String>> = FxHashMap::default();
    for (r, report) in dossier.reports.iter().enumerate() {
        let Some(pack) = packs.get(&report.language) else {
            continue;
        };
        // the persons named in full here, once somebody is named by one word
        let mut here: Option<Vec<usize>> = None;
        for (m, mention) in report.mentions.iter().enumerate() {
            if of[r][m].is_some() || matches!(mention.form, MentionForm::Title | MentionForm::Anaphor) {
                continue;
            }
            match mention.kind {
                EntityKind::Organization => of[r][m] = referred(report, mention, &of[r]),
                EntityKind::Person => {
                    let here = here.get_or_insert_with(|| {
                        let persons = of[r].iter().flatten().copied();
                        let mut persons: Vec<usize> =
                            persons.filter(|&n| nodes.kind(n) == EntityKind::Person).collect();
                        persons.sort_unstable();
                        persons.dedup();
                        persons
                    });
                    let part = last_parts
                        .entry((pack.id.as_str(), mention.text.as_str()))
                        .or_insert_with(|| parts(&mention.text, &pack.names).into_iter().last());
                    let Some(part) = &*part else {
                        continue;
                    };
                    let bears = |n: &usize| {
                        let parts = &nodes.nodes[*n].parts;
                        parts.last() == Some(part) || parts.first() == Some(part)
                    };
                    let mut local: Vec<usize> = Vec::new();
                    for &n in here.iter().filter(|n| bears(n)) {
                        add(&mut local, nodes.root(n));
                    }
                    let own = mention.titles.iter();
                    let own: BTreeSet<String> =
                        own.map(|t| titles.of(&t.text, pack).key.to_string()).collect();
                    let node = if local.len() == 1 {
                        local.first().copied()
                    } else if local.len() > 1 {
                        // two bearers: the only one with the title, else whom the report itself calls so
                        let titled = bearer_by_title(report, mention, &local, &own, nodes, &of[r]);
                        titled.or_else(|| referred(report, mention, &of[r]))
                    } else {
                        bearers.get(part).and_then(|all| {
                            let mut roots = Vec::new();
                            all.iter().for_each(|&n| add(&mut roots, nodes.root(n)));
                            only(&roots)
                        })
                    };
                    let node = node.unwrap_or_else(|| {
                        let several = match local.as_slice() {
                            [] => bearers.get(part).cloned().unwrap_or_default(),
                            _ => std::mem::take(&mut local),
                        };
                        // by a surname that several bear nobody is one with anybody, in another report either
                        let scope = if several.is_empty() {
                            ""
                        } else {
                            report.id.as_str()
                        };
                        let node = unnamed(nodes, format!("p ? {part} {scope}"), report, mention);
                        for other in several {
                            nodes.refuse(node, other, "surname-of-several");
                        }
                        node
                    });
                    nodes.nodes[node]
                        .titles
                        .extend(own.into_iter().filter(|t| !t.is_empty()));
                    of[r][m] = Some(node);
                }
                _ => {}
            }
        }
    }
}

/// The only one of several bearers of a name who has a title that stands with it here: the same office anywhere, or the same words,
/// ranks too, in this report.
fn bearer_by_title(
    report: &Report,
    mention: &Mention,
    bearers: &[usize],
    offices: &BTreeSet<String>,
    nodes: &Nodes,
    of: &[Option<usize>],
) -> Option<usize> {
    if mention.titles.is_empty() {
        return None;
    }
    let wanted: Vec<String> = mention.titles.iter().map(|t| fold(&t.text)).collect();
    // "his son the colonel" has the words of "the colonel"
    let has = |title: &str| {
        wanted.iter().any(|w| {
            w.split_whitespace()
                .all(|w| title.split_whitespace().any(|t| t == w))
        })
    };
    let called = |c: usize| {
        let mut here = report.mentions.iter().zip(of);
        here.any(|(m, n)| {
            n.is_some_and(|n| nodes.root(n) == c) && m.titles.iter().any(|t| has(&fold(&t.text)))
        })
    };
    let holds = |c: usize| {
        let mut members = nodes.members(c).iter();
        members.any(|&n| {
            let mut titles = nodes.nodes[n].titles.intersection(offices);
            titles.any(|t| !t.is_empty())
        })
    };
    let mut having = bearers.iter().copied().filter(|&c| holds(c) || called(c));
    let one = having.next();
    one.filter(|_| having.next().is_none())
}

/// Adds a number to a sorted list that does not hold it yet.
pub(super) fn add(list: &mut Vec<usize>, n: usize) {
    if let Err(at) = list.binary_search(&n) {
        list.insert(at, n);
    }
}

/// The only one of a list.
pub(super) fn only(list: &[usize]) -> Option<usize> {
    match list {
        [one] => Some(*one),
        _ => None,
    }
}

/// The node of the mention that another one refers to, among those of its report.
pub(super) fn referred(report: &Report, mention: &Mention, of: &[Option<usize>]) -> Option<usize> {
    let id = mention.refers_to.as_deref()?;
    let all = &report.mentions;
    // the third mention is "m3", unless somebody else has numbered them
    let usual = id.get(1..).and_then(|n| n.parse::<usize>().ok()?.checked_sub(1));
    let at = usual
        .filter(|&n| all.get(n).is_some_and(|m| m.id == id))
        .or_else(|| all.iter().rposition(|m| m.id == id))?;
    of[at]
}

/// The node with this key of somebody whose full name is not known.
pub(super) fn unnamed(nodes: &mut Nodes, key: String, report: &Report, mention: &Mention) -> usize {
    let n = nodes.node(key, EntityKind::Person);
    let node = &mut nodes.nodes[n];
    node.texts.insert(fold(&mention.text));
    if node.first.is_none() {
        node.first = Some(evidence(report, mention));
    }
    n
}

/// Phrases that refer back, where the annotation says to what.
pub(super) fn anaphors(dossier: &Dossier, of: &mut [Vec<Option<usize>>]) {
    for (r, report) in dossier.reports.iter().enumerate() {
        for (m, mention) in report.mentions.iter().enumerate() {
            if of[r][m].is_none() && mention.kind != EntityKind::Group {
                of[r][m] = referred(report, mention, &of[r]);
            }
        }
    }
}

//! What the context decides: bodies without their country, short names, offices without a name, phrases that refer back.

use super::{
    evidence,
    keys::{parts, title_key},
    merge::Nodes,
};
use isnad_lang::Packs;
use isnad_model::{Dossier, EntityKind, MentionForm};
use isnad_text::fold;
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
pub(super) fn short_names(
    dossier: &Dossier,
    packs: &Packs,
    nodes: &mut Nodes,
    of: &mut [Vec<Option<usize>>],
) {
    let mut bearers = BTreeMap::<String, BTreeSet<usize>>::new();
    for (n, node) in nodes.nodes.iter().enumerate() {
        if node.kind == EntityKind::Person
            && let Some(last) = node.parts.last()
        {
            bearers.entry(last.clone()).or_default().insert(nodes.root(n));
        }
    }
    for (r, report) in dossier.reports.iter().enumerate() {
        let Some(pack) = packs.get(&report.language) else {
            continue;
        };
        let ids: BTreeMap<&str, usize> = report
            .mentions
            .iter()
            .enumerate()
            .map(|(m, x)| (x.id.as_str(), m))
            .collect();
        let mut here = BTreeMap::<String, BTreeSet<usize>>::new();
        for (m, _) in report.mentions.iter().enumerate() {
            if let Some(n) = of[r][m].filter(|&n| nodes.kind(n) == EntityKind::Person) {
                for part in nodes.nodes[n]
                    .parts
                    .last()
                    .into_iter()
                    .chain(nodes.nodes[n].parts.first())
                {
                    here.entry(part.clone()).or_default().insert(n);
                }
            }
        }
        for (m, mention) in report.mentions.iter().enumerate() {
            if of[r][m].is_some() || matches!(mention.form, MentionForm::Title | MentionForm::Anaphor) {
                continue;
            }
            match mention.kind {
                EntityKind::Organization => {
                    of[r][m] = mention
                        .refers_to
                        .as_deref()
                        .and_then(|id| ids.get(id))
                        .and_then(|&a| of[r][a]);
                }
                EntityKind::Person => {
                    let Some(part) = parts(&mention.text, &pack.names).into_iter().last() else {
                        continue;
                    };
                    let roots = |set: &BTreeSet<usize>, nodes: &Nodes| {
                        set.iter().map(|&n| nodes.root(n)).collect::<BTreeSet<_>>()
                    };
                    let local = here.get(&part).map(|s| roots(s, nodes)).unwrap_or_default();
                    let titles: BTreeSet<String> = mention
                        .titles
                        .iter()
                        .map(|t| title_key(&t.text, &pack.names))
                        .collect();
                    let node = if local.len() == 1 {
                        local.first().copied()
                    } else if local.len() > 1 {
                        // two bearers: the one with the title, else the one named last before
                        local
                            .iter()
                            .copied()
                            .find(|&c| {
                                !titles.is_empty()
                                    && nodes
                                        .members(c)
                                        .iter()
                                        .any(|&n| !nodes.nodes[n].titles.is_disjoint(&titles))
                            })
                            .or_else(|| {
                                mention
                                    .refers_to
                                    .as_deref()
                                    .and_then(|id| ids.get(id))
                                    .and_then(|&a| of[r][a])
                            })
                    } else {
                        bearers
                            .get(&part)
                            .map(|s| roots(s, nodes))
                            .filter(|s| s.len() == 1)
                            .and_then(|s| s.first().copied())
                    };
                    let node = node.unwrap_or_else(|| {
                        let n = nodes.node(format!("p ? {part}"), EntityKind::Person);
                        let node = &mut nodes.nodes[n];
                        node.texts.insert(fold(&mention.text));
                        if node.first.is_none() {
                            node.first = Some(evidence(report, mention));
                        }
                        n
                    });
                    nodes.nodes[node]
                        .titles
                        .extend(titles.into_iter().filter(|t| !t.is_empty()));
                    of[r][m] = Some(node);
                }
                _ => {}
            }
        }
    }
}

/// Offices without a name: who holds them in the same report, else in the dossier, else an entity of their own.
pub(super) fn offices(dossier: &Dossier, packs: &Packs, nodes: &mut Nodes, of: &mut [Vec<Option<usize>>]) {
    let mut holders = BTreeMap::<String, BTreeSet<usize>>::new();
    for (n, node) in nodes.nodes.iter().enumerate() {
        for title in node.titles.iter().filter(|_| node.kind == EntityKind::Person) {
            holders.entry(title.clone()).or_default().insert(nodes.root(n));
        }
    }
    for (r, report) in dossier.reports.iter().enumerate() {
        let Some(pack) = packs.get(&report.language) else {
            continue;
        };
        // who carries which title in this report
        let mut local: Vec<(BTreeSet<String>, usize, usize)> = Vec::new();
        for (m, mention) in report.mentions.iter().enumerate() {
            if let Some(n) = of[r][m].filter(|&n| nodes.kind(n) == EntityKind::Person) {
                for title in &mention.titles {
                    local.push((
                        words_of(&title_key(&title.text, &pack.names)),
                        nodes.root(n),
                        mention.start,
                    ));
                }
            }
        }
        for (m, mention) in report.mentions.iter().enumerate() {
            if of[r][m].is_some() || mention.form != MentionForm::Title || mention.kind != EntityKind::Person
            {
                continue;
            }
            let key = title_key(&mention.text, &pack.names);
            let own = words_of(&key);
            if own.is_empty() {
                continue;
            }
            let exact: BTreeSet<usize> = local
                .iter()
                .filter(|(t, ..)| *t == own)
                .map(|&(_, n, _)| n)
                .collect();
            let within: BTreeSet<usize> = local
                .iter()
                .filter(|(t, ..)| own.len() > 1 && own.is_subset(t) || t.len() > 1 && t.is_subset(&own))
                .map(|&(_, n, _)| n)
                .collect();
            let country = own.iter().any(|w| w.starts_with('@'));
            let node = if exact.len() == 1 {
                exact.first().copied()
            } else if exact.is_empty() && within.len() == 1 {
                within.first().copied()
            } else if exact.len() > 1 {
                // the holder named last before
                local
                    .iter()
                    .filter(|(t, _, at)| *t == own && *at < mention.start)
                    .max_by_key(|&&(_, _, at)| at)
                    .map(|&(_, n, _)| n)
            } else if country {
                holders
                    .get(&key)
                    .filter(|h| h.len() == 1)
                    .and_then(|h| h.first().copied())
            } else {
                None
            };
            let node = node.unwrap_or_else(|| {
                // without a country an office is known only inside its own report
                let scope = if country { "" } else { report.id.as_str() };
                let n = nodes.node(format!("t {key} {scope}"), EntityKind::Person);
                let node = &mut nodes.nodes[n];
                node.texts.insert(fold(&mention.text));
                if node.first.is_none() {
                    node.first = Some(evidence(report, mention));
                }
                n
            });
            of[r][m] = Some(node);
        }
    }
}

fn words_of(key: &str) -> BTreeSet<String> {
    key.split(' ')
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Phrases that refer back, where the annotation says to what.
pub(super) fn anaphors(dossier: &Dossier, of: &mut [Vec<Option<usize>>]) {
    for (r, report) in dossier.reports.iter().enumerate() {
        let ids: BTreeMap<&str, usize> = report
            .mentions
            .iter()
            .enumerate()
            .map(|(m, x)| (x.id.as_str(), m))
            .collect();
        for (m, mention) in report.mentions.iter().enumerate() {
            if of[r][m].is_none() && mention.kind != EntityKind::Group {
                of[r][m] = mention
                    .refers_to
                    .as_deref()
                    .and_then(|id| ids.get(id))
                    .and_then(|&a| of[r][a]);
            }
        }
    }
}

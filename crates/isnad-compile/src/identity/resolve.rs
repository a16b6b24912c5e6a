//! What the context decides: bodies without their country, short names, offices without a name, phrases that refer back.

use super::{
    evidence,
    keys::{Titles, parts},
    merge::Nodes,
};
use isnad_lang::{Pack, Packs};
use isnad_model::{Dossier, EntityKind, Mention, MentionForm, Report};
use isnad_text::fold;
use rustc_hash::FxHashMap;
use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

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
fn add(list: &mut Vec<usize>, n: usize) {
    if let Err(at) = list.binary_search(&n) {
        list.insert(at, n);
    }
}

/// The only one of a list.
fn only(list: &[usize]) -> Option<usize> {
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
fn unnamed(nodes: &mut Nodes, key: String, report: &Report, mention: &Mention) -> usize {
    let n = nodes.node(key, EntityKind::Person);
    let node = &mut nodes.nodes[n];
    node.texts.insert(fold(&mention.text));
    if node.first.is_none() {
        node.first = Some(evidence(report, mention));
    }
    n
}

/// A title that somebody carries in a report: the numbers of its words, the node, and where the mention begins.
struct Carried {
    words: Rc<[u32]>,
    node: usize,
    start: usize,
}

/// Offices without a name: who holds them in the same report, else in the dossier, else an entity of their own.
pub(super) fn offices<'d>(
    dossier: &'d Dossier,
    packs: &'d Packs,
    nodes: &mut Nodes,
    titles: &mut Titles<'d>,
    of: &mut [Vec<Option<usize>>],
) {
    let mut holders: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (n, node) in nodes.nodes.iter().enumerate() {
        for title in node.titles.iter().filter(|_| node.kind == EntityKind::Person) {
            let root = nodes.root(n);
            match holders.get_mut(title) {
                Some(list) => add(list, root),
                None => {
                    holders.insert(title.clone(), vec![root]);
                }
            }
        }
    }
    for (r, report) in dossier.reports.iter().enumerate() {
        let Some(pack) = packs.get(&report.language) else {
            continue;
        };
        // who carries which title in this report, once an office stands there without a name
        let mut local: Option<Vec<Carried>> = None;
        for (m, mention) in report.mentions.iter().enumerate() {
            if of[r][m].is_some() || mention.form != MentionForm::Title || mention.kind != EntityKind::Person
            {
                continue;
            }
            let local = local.get_or_insert_with(|| carried(report, pack, nodes, titles, &of[r]));
            let title = titles.of(&mention.text, pack);
            let own = &title.words;
            if own.is_empty() {
                continue;
            }
            let (mut exact, mut within) = (Vec::new(), Vec::new());
            for c in local.iter() {
                if c.words == *own {
                    add(&mut exact, c.node);
                }
                if own.len() > 1 && is_subset(own, &c.words) || c.words.len() > 1 && is_subset(&c.words, own)
                {
                    add(&mut within, c.node);
                }
            }
            let node = if exact.len() == 1 {
                only(&exact)
            } else if exact.is_empty() && within.len() == 1 {
                only(&within)
            } else if exact.len() > 1 {
                // the holder named last before
                local
                    .iter()
                    .filter(|c| c.words == *own && c.start < mention.start)
                    .max_by_key(|c| c.start)
                    .map(|c| c.node)
            } else if title.country {
                holders.get(&*title.key).and_then(|h| only(h))
            } else {
                None
            };
            let node = node.unwrap_or_else(|| {
                // without a country an office is known only inside its own report
                let scope = if title.country { "" } else { report.id.as_str() };
                unnamed(nodes, format!("t {} {scope}", title.key), report, mention)
            });
            of[r][m] = Some(node);
        }
    }
}

/// Who carries which title in a report.
fn carried<'d>(
    report: &'d Report,
    pack: &'d Pack,
    nodes: &Nodes,
    titles: &mut Titles<'d>,
    of: &[Option<usize>],
) -> Vec<Carried> {
    let mut out = Vec::new();
    for (mention, node) in report.mentions.iter().zip(of) {
        let Some(n) = node.filter(|&n| nodes.kind(n) == EntityKind::Person) else {
            continue;
        };
        out.extend(mention.titles.iter().map(|title| Carried {
            words: titles.of(&title.text, pack).words,
            node: nodes.root(n),
            start: mention.start,
        }));
    }
    out
}

/// Is all of a sorted list in the other one?
fn is_subset(a: &[u32], b: &[u32]) -> bool {
    a.len() <= b.len() && a.iter().all(|x| b.binary_search(x).is_ok())
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

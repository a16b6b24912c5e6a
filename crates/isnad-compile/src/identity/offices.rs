//! Offices without a name: who holds them.
//!
//! In the report itself whoever carries the title; else, for an office of a country, its only holder in the dossier. Where several
//! held it, one after the other, the day of the report tells whose it was; where they claimed it at one time, the outlet's own use of the
//! title does (the camp whose word it is). Where two would fit, it stays open.

use super::{
    evidence,
    keys::Titles,
    merge::Nodes,
    resolve::{add, only, unnamed},
};
use isnad_lang::{Pack, Packs};
use isnad_model::calendar::days as days_between;
use isnad_model::{Date, Dossier, EntityKind, MentionForm, Report};
use rustc_hash::FxHashMap;
use std::{collections::BTreeMap, rc::Rc};

/// Days after the last report that names the last holder of an office for which it is still his.
const STILL: i32 = 60;

/// Most days of uncertainty in a day of publication that can tell whose office it was.
const VAGUE: i32 = 31;

/// A title that somebody carries in a report: the numbers of its words, the node, and where the mention begins.
struct Carried {
    words: Rc<[u32]>,
    node: usize,
    start: usize,
}

/// Offices without a name: who holds them in the same report, else in the dossier, else an entity of their own.
pub(super) fn find<'d>(
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
    // who carried the offices that several held, when and in which outlet, once one of them stands without a name
    let mut terms: Option<Terms<'d>> = None;
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
            let mut rivals: &[usize] = &[];
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
                match holders.get(&*title.key).map(Vec::as_slice) {
                    None | Some([]) => None,
                    Some([one]) => Some(*one),
                    Some(several) => {
                        rivals = several;
                        let terms =
                            terms.get_or_insert_with(|| gather(dossier, packs, nodes, titles, &holders, of));
                        let terms = terms.get(&*title.key).map_or(&[][..], Vec::as_slice);
                        let held = decide(terms, report);
                        if let Some((node, reason)) = held {
                            nodes.license(node, reason, evidence(report, mention));
                        }
                        held.map(|(node, _)| node)
                    }
                }
            } else {
                None
            };
            let node = node.unwrap_or_else(|| {
                // an office is known outside of its own report by its country, and where not several hold it
                let scope = if title.country && rivals.is_empty() {
                    ""
                } else {
                    report.id.as_str()
                };
                let node = unnamed(nodes, format!("t {} {scope}", title.key), report, mention);
                for &rival in rivals {
                    nodes.refuse(node, rival, "office-of-several");
                }
                node
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

/// That somebody was named with an office.
struct Term<'d> {
    /// When: the first and last day possible.
    days: Option<(Date, Date)>,
    outlet: Option<&'d str>,
    node: usize,
}

/// By office, who was named with it.
type Terms<'d> = FxHashMap<Rc<str>, Vec<Term<'d>>>;

/// The days of a report, if they are near enough to each other.
fn days(report: &Report) -> Option<(Date, Date)> {
    let (first, last) = (report.published.earliest?, report.published.latest?);
    (days_between(first, last) <= VAGUE).then_some((first, last))
}

fn outlet(report: &Report) -> Option<&str> {
    report.outlet.as_ref().map(|o| o.name.as_str())
}

/// Who was named with the offices that several held.
fn gather<'d>(
    dossier: &'d Dossier,
    packs: &'d Packs,
    nodes: &Nodes,
    titles: &mut Titles<'d>,
    holders: &FxHashMap<String, Vec<usize>>,
    of: &[Vec<Option<usize>>],
) -> Terms<'d> {
    let mut out = Terms::default();
    for (report, row) in dossier.reports.iter().zip(of) {
        let Some(pack) = packs.get(&report.language) else {
            continue;
        };
        for (mention, node) in report.mentions.iter().zip(row) {
            let Some(node) = node.filter(|_| mention.kind == EntityKind::Person) else {
                continue;
            };
            for title in &mention.titles {
                let title = titles.of(&title.text, pack);
                if holders.get(&*title.key).is_some_and(|h| h.len() > 1) {
                    out.entry(title.key).or_default().push(Term {
                        days: days(report),
                        outlet: outlet(report),
                        node: nodes.root(node),
                    });
                }
            }
        }
    }
    out
}

/// Who held an office when a report names it alone, and why.
fn decide(terms: &[Term<'_>], report: &Report) -> Option<(usize, &'static str)> {
    // from when to when each of them was named with it
    let mut spans: BTreeMap<usize, (Date, Date)> = BTreeMap::new();
    for term in terms {
        let (first, last) = term.days?;
        let span = spans.entry(term.node).or_insert((first, last));
        *span = (span.0.min(first), span.1.max(last));
    }
    let mut order: Vec<(Date, Date, usize)> = spans.into_iter().map(|(n, (a, b))| (a, b, n)).collect();
    order.sort_unstable();
    let successive = order.windows(2).all(|w| w[0].1 < w[1].0);
    if successive {
        let (first, last) = days(report)?;
        let at = order.iter().position(|&(a, b, _)| a <= first && last <= b);
        let newest = || {
            let &(_, until, node) = order.last()?;
            (first >= until && days_between(until, last) <= STILL).then_some(node)
        };
        let node = at.map(|n| order[n].2).or_else(newest)?;
        return Some((node, "office-by-date"));
    }
    // rivals: whom does this outlet call so?
    let own = outlet(report)?;
    let mut called = terms.iter().filter(|t| t.outlet == Some(own)).map(|t| t.node);
    let one = called.next()?;
    called.all(|n| n == one).then_some((one, "office-by-outlet"))
}

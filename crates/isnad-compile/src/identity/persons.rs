//! Full names of one person: variants of spelling, names in between left out.

use super::merge::Nodes;
use isnad_model::EntityKind;
use std::collections::BTreeMap;

/// Most nodes with one surname that are compared with each other.
const MOST: usize = 60;

/// Joins full names that are one person's.
pub(super) fn join(nodes: &mut Nodes) {
    let mut by_last = BTreeMap::<String, Vec<usize>>::new();
    let mut by_first = BTreeMap::<String, Vec<usize>>::new();
    for (n, node) in nodes.nodes.iter().enumerate() {
        if node.kind == EntityKind::Person
            && let (Some(first), Some(last)) = (node.parts.first(), node.parts.last())
        {
            by_last.entry(last.clone()).or_default().push(n);
            by_first.entry(first.clone()).or_default().push(n);
        }
    }
    for list in by_first.values() {
        patronymics(nodes, &list[..list.len().min(MOST)]);
    }
    for (by, last) in [(&by_last, true), (&by_first, false)] {
        for list in by.values() {
            let list = &list[..list.len().min(MOST)];
            for (i, &a) in list.iter().enumerate() {
                for &b in &list[i + 1..] {
                    compare(nodes, a, b, last);
                }
            }
        }
    }
}

/// "X son of Y" and "X son of Y son of Z", where no other longer name goes on from the short one in another way.
fn patronymics(nodes: &mut Nodes, list: &[usize]) {
    let told = |nodes: &Nodes, n: usize| {
        let node = &nodes.nodes[n];
        // words that the parts leave out: "son of", "house of"
        node.texts
            .iter()
            .any(|t| t.split_whitespace().count() > node.parts.len())
    };
    for &short in list {
        if nodes.nodes[short].parts.len() < 2 || !told(nodes, short) {
            continue;
        }
        let begins = |n: &usize| {
            let (a, b) = (&nodes.nodes[short].parts, &nodes.nodes[*n].parts);
            b.len() > a.len() && b.starts_with(a)
        };
        let longer: Vec<usize> = list.iter().copied().filter(begins).collect();
        let Some(&longest) = longer.iter().max_by_key(|n| nodes.nodes[**n].parts.len()) else {
            continue;
        };
        let one = longer
            .iter()
            .all(|n| nodes.nodes[longest].parts.starts_with(&nodes.nodes[*n].parts));
        if one && told(nodes, longest) {
            for n in longer {
                nodes.join(short, n, "fathers-named");
            }
        }
    }
}

fn compare(nodes: &mut Nodes, a: usize, b: usize, same_last: bool) {
    let (x, y) = (&nodes.nodes[a].parts, &nodes.nodes[b].parts);
    let (short, long) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    let (first_a, first_b) = (short.first(), long.first());
    if same_last && first_a == first_b && subsequence(short, long) {
        nodes.join(a, b, "names-between-left-out");
        return;
    }
    if short.len() == long.len() {
        let mut differ = short.iter().zip(long).filter(|(p, q)| p != q);
        if let (Some((p, q)), None) = (differ.next(), differ.next())
            && near(p, q)
        {
            nodes.join(a, b, "spelling");
            return;
        }
    }
    if same_last && first_a != first_b {
        nodes.refuse(a, b, "surname-alone");
    }
}

fn subsequence(short: &[String], long: &[String]) -> bool {
    let mut rest = long.iter();
    short.iter().all(|p| rest.any(|q| p == q))
}

/// One letter more, less or other, in words of five letters and more that begin alike.
fn near(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() < 5 || long.len() - short.len() > 1 || short.first() != long.first() {
        return false;
    }
    let same = short.iter().zip(&long).take_while(|(x, y)| x == y).count();
    let skip = if short.len() == long.len() { 1 } else { 0 };
    short[(same + skip).min(short.len())..] == long[(same + 1).min(long.len())..]
}

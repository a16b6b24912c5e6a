//! Nodes of one name, and their joining.

use crate::{CompileOptions, Correction};
use isnad_model::{EntityKind, Evidence, Reason};
use isnad_text::fold;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// Most reasons of an entity that are noted beside those of joins.
const MOST_REASONS: usize = 12;

/// All mentions with one key.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub(super) kind: EntityKind,
    /// Parts of the name, normalized.
    pub(super) parts: Vec<String>,
    /// Folded texts under which it occurs.
    pub(super) texts: BTreeSet<String>,
    /// Country codes that its words or context name.
    pub(super) country: Option<String>,
    /// What is left of a body's name without country and weak words.
    pub(super) core: String,
    /// Wikidata id.
    pub(super) wikidata: String,
    /// Where it is named first.
    pub(super) first: Option<Evidence>,
    /// Normalized titles.
    pub(super) titles: BTreeSet<String>,
}

/// Disjoint sets of nodes, with the reasons for every join and every refusal.
#[derive(Debug, Default)]
pub(super) struct Nodes {
    pub(super) nodes: Vec<Node>,
    parent: Vec<usize>,
    by_key: FxHashMap<String, usize>,
    reasons: Vec<Vec<Reason>>,
    members: Vec<Vec<usize>>,
    /// Pairs of folded texts that the user says are different.
    different: Vec<(String, String)>,
}

impl Nodes {
    /// The node with this key, made if new.
    pub(super) fn node(&mut self, key: String, kind: EntityKind) -> usize {
        if let Some(&n) = self.by_key.get(&key) {
            return n;
        }
        let n = self.nodes.len();
        self.by_key.insert(key, n);
        self.nodes.push(Node {
            kind,
            ..Node::default()
        });
        self.parent.push(n);
        self.reasons.push(Vec::new());
        self.members.push(vec![n]);
        n
    }

    pub(super) fn root(&self, mut n: usize) -> usize {
        while self.parent[n] != n {
            n = self.parent[n];
        }
        n
    }

    pub(super) fn kind(&self, n: usize) -> EntityKind {
        self.nodes[n].kind
    }

    pub(super) fn members(&self, n: usize) -> &[usize] {
        &self.members[self.root(n)]
    }

    /// Joins two nodes unless something forbids it; says whether they are one now.
    pub(super) fn join(&mut self, a: usize, b: usize, reason: &str) -> bool {
        let (ra, rb) = (self.root(a), self.root(b));
        if ra == rb {
            return true;
        }
        if self.kind(ra) != self.kind(rb) {
            return false;
        }
        if self.kept_apart(ra, rb) {
            self.refuse(a, b, "correction:different");
            return false;
        }
        let evidence: Vec<Evidence> = [a, b]
            .iter()
            .filter_map(|&n| self.nodes[n].first.clone())
            .collect();
        // the larger set keeps its root, so that paths stay short
        let (to, from) = if self.members[ra].len() >= self.members[rb].len() {
            (ra, rb)
        } else {
            (rb, ra)
        };
        self.parent[from] = to;
        let moved = std::mem::take(&mut self.members[from]);
        self.members[to].extend(moved);
        let more = std::mem::take(&mut self.reasons[from]);
        self.reasons[to].extend(more);
        self.reasons[to].push(Reason::new(reason, evidence));
        true
    }

    /// Notes why a mention without a name is this node's.
    pub(super) fn license(&mut self, n: usize, reason: &str, mention: Evidence) {
        let root = self.root(n);
        if self.reasons[root].len() < MOST_REASONS {
            self.reasons[root].push(Reason::new(reason, [mention]));
        }
    }

    /// Notes a join that was refused, on both sides.
    pub(super) fn refuse(&mut self, a: usize, b: usize, reason: &str) {
        let evidence: Vec<Evidence> = [a, b]
            .iter()
            .filter_map(|&n| self.nodes[n].first.clone())
            .collect();
        let reason = Reason::new(format!("refused:{reason}"), evidence);
        for n in [self.root(a), self.root(b)] {
            if self.reasons[n].len() < MOST_REASONS && !self.reasons[n].contains(&reason) {
                self.reasons[n].push(reason.clone());
            }
        }
    }

    pub(super) fn reasons(&self, root: usize) -> Vec<Reason> {
        let mut out = self.reasons[root].clone();
        out.sort();
        out.dedup();
        out
    }

    pub(super) fn same_as(&self, root: usize) -> Vec<String> {
        let ids: BTreeSet<&str> = self.members[root]
            .iter()
            .map(|&n| self.nodes[n].wikidata.as_str())
            .filter(|w| !w.is_empty())
            .collect();
        ids.into_iter()
            .map(|id| format!("http://www.wikidata.org/entity/{id}"))
            .collect()
    }

    /// Would a join put names together that the user keeps apart?
    fn kept_apart(&self, a: usize, b: usize) -> bool {
        let has = |root: usize, text: &str| {
            self.members[root]
                .iter()
                .any(|&n| self.nodes[n].texts.contains(text))
        };
        self.different
            .iter()
            .any(|(x, y)| has(a, x) && has(b, y) || has(a, y) && has(b, x))
    }
}

/// What the user says: names that are one, names that are not.
pub(super) fn corrections(nodes: &mut Nodes, options: &CompileOptions) {
    for correction in &options.corrections {
        if let Correction::Different { names } = correction {
            for (i, a) in names.iter().enumerate() {
                for b in &names[i + 1..] {
                    nodes.different.push((fold(a), fold(b)));
                }
            }
        }
    }
    let mut by_text = BTreeMap::<String, Vec<usize>>::new();
    let wanted = |names: &[String]| names.iter().map(|n| fold(n)).collect::<Vec<_>>();
    let mut groups: Vec<(Vec<String>, &str)> = Vec::new();
    for correction in &options.corrections {
        if let Correction::Same { names } = correction {
            groups.push((wanted(names), "correction:same"));
        }
    }
    for actor in &options.watch {
        let mut names = wanted(&actor.aliases);
        names.push(fold(&actor.name));
        groups.push((names, "watch-list:alias"));
    }
    if groups.is_empty() {
        return;
    }
    for (n, node) in nodes.nodes.iter().enumerate() {
        for text in &node.texts {
            by_text.entry(text.clone()).or_default().push(n);
        }
    }
    for (names, reason) in groups {
        let found: Vec<usize> = names
            .iter()
            .filter_map(|n| by_text.get(n))
            .flatten()
            .copied()
            .collect();
        for pair in found.windows(2) {
            nodes.join(pair[0], pair[1], reason);
        }
    }
}

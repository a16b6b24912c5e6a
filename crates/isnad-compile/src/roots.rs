//! How many independent roots an event has: one wire in four papers is one source.

use crate::events::profile::{Context, Member, clause_words};
use isnad_model::Root;
use isnad_text::fold;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Groups the reports of an event by what they go back to: an agency they credit, the same speaker, the same words.
pub(crate) fn roots(context: &Context<'_>, members: &[Member]) -> Vec<Root> {
    let mut reports: Vec<usize> = members.iter().map(|m| m.0).collect();
    reports.sort_unstable();
    reports.dedup();
    let place: FxHashMap<usize, usize> = reports.iter().enumerate().map(|(n, r)| (*r, n)).collect();
    let mut groups = Groups {
        parent: (0..reports.len()).collect(),
        why: BTreeMap::new(),
    };
    let mut seen: FxHashMap<(u8, String), usize> = FxHashMap::default();
    let mut tie = |groups: &mut Groups, rule: u8, key: String, name: &str, n: usize| {
        let first = *seen.entry((rule, key)).or_insert(n);
        groups.join(first, n, rule, name);
    };
    let mut words: FxHashMap<u64, Vec<(usize, Member)>> = FxHashMap::default();
    for (n, r) in reports.iter().enumerate() {
        for agency in &context.dossier.reports[*r].agencies {
            tie(&mut groups, 0, fold(agency), agency, n);
        }
    }
    for member in members {
        let (Some(&n), mention) = (place.get(&member.0), context.mention(*member)) else {
            continue;
        };
        let report = &context.dossier.reports[member.0];
        let quoted = report
            .quotations
            .iter()
            .filter(|q| q.span().contains(mention.trigger.span()))
            .flat_map(|q| &q.chain);
        for link in mention
            .chain
            .iter()
            .chain(quoted)
            .filter(|l| l.anonymous.is_none())
        {
            if let Some(entity) = &link.entity {
                tie(&mut groups, 1, entity.clone(), &link.text, n);
            }
        }
        let bag = clause_words(context.readings, *member);
        for key in bag.sketch(6) {
            let list = words.entry(key).or_default();
            let same = list.iter().take(8).find(|(_, m)| {
                let other = clause_words(context.readings, *m);
                bag.len().min(other.len()) >= 8 && bag.likeness(other) >= 0.7
            });
            if let Some(&(first, _)) = same {
                groups.join(first, n, 2, "");
            } else if list.len() < 8 {
                list.push((n, *member));
            }
        }
    }
    let mut out: BTreeMap<usize, Root> = BTreeMap::new();
    for (n, r) in reports.iter().enumerate() {
        let top = groups.top(n);
        let report = &context.dossier.reports[*r];
        let root = out.entry(top).or_insert_with(|| {
            let (because, name) = match groups.why.get(&top) {
                Some((0, name)) => ("same-agency", name.clone()),
                Some((1, name)) => ("same-speaker", name.clone()),
                Some(_) => ("same-wording", report.id.clone()),
                None => ("own-report", report.id.clone()),
            };
            Root {
                root: name,
                reports: Vec::new(),
                because: because.to_owned(),
            }
        });
        root.reports.push(report.id.clone());
    }
    let mut out: Vec<Root> = out.into_values().collect();
    for root in &mut out {
        root.reports.sort();
    }
    out.sort_by(|a, b| a.reports.cmp(&b.reports));
    out
}

struct Groups {
    parent: Vec<usize>,
    /// By top: the strongest rule that joined it, and the name of the root.
    why: BTreeMap<usize, (u8, String)>,
}

impl Groups {
    fn top(&mut self, mut n: usize) -> usize {
        while self.parent[n] != n {
            self.parent[n] = self.parent[self.parent[n]];
            n = self.parent[n];
        }
        n
    }

    fn join(&mut self, a: usize, b: usize, rule: u8, name: &str) {
        let (a, b) = (self.top(a), self.top(b));
        if a == b {
            return;
        }
        let (low, high) = (a.min(b), a.max(b));
        self.parent[high] = low;
        let mut reasons: Vec<(u8, String)> = [self.why.remove(&low), self.why.remove(&high)]
            .into_iter()
            .flatten()
            .collect();
        reasons.push((rule, name.to_owned()));
        if let Some(best) = reasons.into_iter().min() {
            self.why.insert(low, best);
        }
    }
}

//! Event mentions in, clusters out: first within each report, then across reports.
//!
//! Profiles are compared with profiles of clusters, never mention with mention, and only with those that share an actor
//! in the same months, or words; so the work grows with the number of mentions, not with its square. A cluster's days
//! only ever narrow: every dated member agrees with the first, and nothing can drift along a chain.

use super::{
    compare::{Rules, Verdict},
    profile::{Context, Member, Profile},
};
use rustc_hash::FxHashMap;

/// Event mentions that are one event, with what led there.
#[derive(Debug, Default)]
pub(crate) struct Cluster {
    pub(crate) profile: Profile,
    pub(crate) steps: Vec<Step>,
}

/// One step of merging.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    /// The first mention of what was joined, or refused.
    pub(crate) member: Member,
    /// Rules that spoke for it.
    pub(crate) reasons: Rules,
    /// The rule that kept it apart.
    pub(crate) refused: Option<&'static str>,
}

/// How many clusters are looked at under one key, and how many are compared.
const PER_KEY: usize = 24;
const COMPARED: usize = 16;
/// Points from which a refusal is worth telling.
const CLOSE: f32 = 3.0;

/// Merges all event mentions of a dossier.
pub(crate) fn clusters(context: &Context<'_>) -> Vec<Cluster> {
    let mut units: Vec<Profile> = Vec::new();
    for report in 0..context.dossier.reports.len() {
        units.append(&mut within(context, report));
    }
    let order = |p: &Profile| {
        let m = p.members.first().copied().unwrap_or_default();
        let grain = if p.earlier {
            5
        } else {
            [1, 7, 31, 366]
                .iter()
                .position(|w| p.period.width() <= *w)
                .unwrap_or(4)
        };
        (grain, !p.lede, m.0, context.mention(m).trigger.start, m.1)
    };
    units.sort_by_cached_key(order);
    let units = units
        .into_iter()
        .map(|profile| Cluster {
            profile,
            steps: Vec::new(),
        })
        .collect();
    // once more over the clusters: a mention that came late may have joined two
    join(context, join(context, units))
}

/// The mentions of one report that are one event.
fn within(context: &Context<'_>, report: usize) -> Vec<Profile> {
    let mentions = &context.dossier.reports[report].events;
    let mut sorted: Vec<usize> = (0..mentions.len()).collect();
    sorted.sort_by_key(|&m| (mentions[m].trigger.start, m));
    let mut units: Vec<Profile> = Vec::new();
    for m in sorted {
        let profile = context.profile((report, m));
        if context.is_bare(&profile) {
            // "this visit": the nearest one before it
            let like = units.iter_mut().rev().find(|u| {
                u.kind == profile.kind && u.modes.iter().any(|x| profile.modes.contains(x)) && !u.earlier
            });
            if let Some(unit) = like {
                unit.members.extend(&profile.members);
                continue;
            }
        }
        let mut best: Option<(f32, usize, bool)> = None;
        for (n, unit) in units.iter().enumerate().rev().take(64) {
            let v = context.compare(&profile, unit, true);
            if v.holds() && best.is_none_or(|b| v.score > b.0) {
                best = Some((v.score, n, v.day_differs));
            }
        }
        match best {
            Some((_, n, differs)) => units[n].absorb(&profile, differs),
            None => units.push(profile),
        }
    }
    units
}

/// Joins clusters in their order: each to the best of those before it.
fn join(context: &Context<'_>, units: Vec<Cluster>) -> Vec<Cluster> {
    let mut out: Vec<Cluster> = Vec::new();
    let mut index = Index::default();
    let mut keys: Vec<u64> = Vec::new();
    let mut verdicts: Vec<(Verdict, usize)> = Vec::new();
    for unit in units {
        context.keys(&unit.profile, true, &mut keys);
        let first = unit.profile.members.first().copied().unwrap_or_default();
        verdicts.clear();
        for &(_, c) in index.nearest(&keys) {
            let cluster = &out[c as usize];
            let own =
                unit.profile.members.len() == 1 && cluster.profile.members.iter().all(|m| m.0 == first.0);
            let v = context.compare(&unit.profile, &cluster.profile, own);
            verdicts.push((v, c as usize));
        }
        verdicts.sort_by(|a, b| b.0.score.total_cmp(&a.0.score).then(a.1.cmp(&b.1)));
        let best = verdicts.iter().position(|v| v.0.holds());
        for (v, c) in verdicts
            .iter()
            .filter(|v| v.0.refused.is_some() && v.0.score >= CLOSE)
            .take(2)
        {
            let steps = &mut out[*c].steps;
            if steps.iter().filter(|s| s.refused.is_some()).count() < 3 {
                steps.push(Step {
                    member: first,
                    reasons: v.reasons,
                    refused: v.refused,
                });
            }
        }
        let (c, filed) = match best.and_then(|i| verdicts.get(i)) {
            Some((v, c)) => {
                let cluster = &mut out[*c];
                let before = cluster.profile.extent();
                cluster.profile.absorb(&unit.profile, v.day_differs);
                cluster.steps.push(Step {
                    member: first,
                    reasons: v.reasons,
                    refused: None,
                });
                cluster.steps.extend(unit.steps);
                (*c, before == cluster.profile.extent())
            }
            None => {
                out.push(unit);
                (out.len() - 1, false)
            }
        };
        if !filed {
            context.keys(&out[c].profile, false, &mut keys);
            index.file(c, &keys);
        }
    }
    out
}

/// Which clusters are found under which keys.
#[derive(Default)]
struct Index {
    /// By key, the place of the cluster that was filed last.
    last: FxHashMap<u64, u32>,
    /// Clusters, each with the place of the one that was filed before it under its key.
    filed: Vec<(u32, u32)>,
    /// By cluster, the keys under which it is filed, sorted.
    keys: Vec<Vec<u64>>,
    /// By cluster, how many keys it has of those looked for; all zero between two looks.
    counts: Vec<u32>,
    nearest: Vec<(u32, u32)>,
}

impl Index {
    const NONE: u32 = u32::MAX;

    /// Files a cluster under keys, those under which it is filed already left out; the keys are sorted.
    fn file(&mut self, cluster: usize, keys: &[u64]) {
        if self.keys.len() <= cluster {
            self.keys.resize_with(cluster + 1, Vec::new);
            self.counts.resize(cluster + 1, 0);
        }
        let old = std::mem::take(&mut self.keys[cluster]);
        let mut new: Vec<u64> = Vec::new();
        let mut rest = old.as_slice();
        for &key in keys {
            rest = &rest[rest.partition_point(|k| *k < key)..];
            if rest.first() == Some(&key) {
                continue;
            }
            new.push(key);
            let at = self.filed.len() as u32;
            let before = self.last.insert(key, at).unwrap_or(Self::NONE);
            self.filed.push((cluster as u32, before));
        }
        self.keys[cluster] = if old.is_empty() {
            new
        } else {
            let mut all = [old, new].concat();
            all.sort_unstable();
            all
        };
    }

    /// The clusters with most of these keys, and how many, the most first; of each key only those that were filed last count.
    fn nearest(&mut self, keys: &[u64]) -> &[(u32, u32)] {
        self.nearest.clear();
        for key in keys {
            let mut at = self.last.get(key).copied().unwrap_or(Self::NONE);
            for _ in 0..PER_KEY {
                let Some(&(cluster, before)) = self.filed.get(at as usize) else {
                    break;
                };
                let count = &mut self.counts[cluster as usize];
                if *count == 0 {
                    self.nearest.push((0, cluster));
                }
                *count += 1;
                at = before;
            }
        }
        for (n, cluster) in &mut self.nearest {
            *n = std::mem::take(&mut self.counts[*cluster as usize]);
        }
        self.nearest
            .sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        self.nearest.truncate(COMPARED);
        &self.nearest
    }
}

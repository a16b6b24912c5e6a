//! Event mentions in, clusters out: first within each report, then across reports.
//!
//! Profiles are compared with profiles of clusters, never mention with mention, and only with those that share an actor
//! in the same months, or words; so the work grows with the number of mentions, not with its square. A cluster's days
//! only ever narrow: every dated member agrees with the first, and nothing can drift along a chain.

use super::profile::{Context, Member, Profile, Verdict};
use rustc_hash::{FxHashMap, FxHashSet};

/// Event mentions that are one event, with what led there.
#[derive(Debug, Default)]
pub(crate) struct Cluster {
    pub(crate) profile: Profile,
    pub(crate) steps: Vec<Step>,
}

/// One step of merging.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    /// The first mention of what was joined, or refused.
    pub(crate) member: Member,
    /// Rules that spoke for it.
    pub(crate) reasons: Vec<&'static str>,
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
    let mut index: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
    let mut known: FxHashSet<(u64, u32)> = FxHashSet::default();
    let mut hits: FxHashMap<u32, u32> = FxHashMap::default();
    for unit in units {
        hits.clear();
        for key in context.keys(&unit.profile, true) {
            for &c in index
                .get(&key)
                .into_iter()
                .flat_map(|list| list.iter().rev().take(PER_KEY))
            {
                *hits.entry(c).or_default() += 1;
            }
        }
        let mut candidates: Vec<(u32, u32)> = hits.iter().map(|(&c, &n)| (n, c)).collect();
        candidates.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        candidates.truncate(COMPARED);
        let first = unit.profile.members.first().copied().unwrap_or_default();
        let mut verdicts: Vec<(Verdict, usize)> = Vec::new();
        for (_, c) in candidates {
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
                    reasons: v.reasons.clone(),
                    refused: v.refused,
                });
            }
        }
        let c = match best.and_then(|i| verdicts.get(i)) {
            Some((v, c)) => {
                let cluster = &mut out[*c];
                cluster.profile.absorb(&unit.profile, v.day_differs);
                cluster.steps.push(Step {
                    member: first,
                    reasons: v.reasons.clone(),
                    refused: None,
                });
                cluster.steps.extend(unit.steps);
                *c
            }
            None => {
                out.push(unit);
                out.len() - 1
            }
        };
        let n = u32::try_from(c).unwrap_or(u32::MAX);
        for key in context.keys(&out[c].profile, false) {
            if known.insert((key, n)) {
                index.entry(key).or_default().push(n);
            }
        }
    }
    out
}

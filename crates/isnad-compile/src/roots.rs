//! How many independent roots an event or claim has: one wire in four papers is one source.

use crate::{
    duplicates::{Text, copies},
    reading::{Reading, WordBag},
};
use isnad_model::{Dossier, EntityKind, Evidence, Link, Report, Role, Root};
use isnad_text::fold;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// The fewest words of clauses that are compared for their wording.
const CLAUSE: usize = 8;
/// The part of their words that such clauses share.
const ALIKE: f32 = 0.7;
/// How many of its bucket each clause is compared with.
const BUCKET: usize = 8;
/// How many reports of a claim, or of an event, each of them is compared with.
const NEIGHBOURS: usize = 64;
/// The fewest quotations that reports of one statement share.
const SHARED: u32 = 2;

/// What ties reports to one root, the strongest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tie {
    Agency,
    Speaker,
    Text,
    Statement,
    Wording,
}

impl Tie {
    const fn rule(self) -> &'static str {
        match self {
            Self::Agency => "same-agency",
            Self::Speaker => "same-speaker",
            Self::Text => "same-text",
            Self::Statement => "same-statement",
            Self::Wording => "same-wording",
        }
    }
}

/// One report's telling of an event or claim: who is quoted for it, and its words.
struct Telling<'a> {
    report: usize,
    links: Vec<&'a Link>,
    words: Option<&'a WordBag>,
}

/// Gives every event and claim its roots.
pub(crate) fn fill(dossier: &mut Dossier, readings: &[Reading]) {
    let (events, claims) = {
        let world = World::new(dossier);
        let events: Vec<Vec<Root>> = dossier
            .events
            .iter()
            .map(|event| {
                let mentions = event.mentions.iter().filter_map(|m| {
                    let report = *world.reports.get(m.report.as_str())?;
                    Some((report, *world.events.get(&(report, m.event.as_str()))?))
                });
                let tellings: Vec<_> = mentions
                    .map(|(report, at)| event_telling(dossier, readings, report, at))
                    .collect();
                world.roots(&tellings)
            })
            .collect();
        let claims: Vec<Vec<Root>> = dossier
            .claims
            .iter()
            .map(|claim| {
                let mentions = claim.mentions.iter().filter_map(|m| {
                    let report = *world.reports.get(m.report.as_str())?;
                    Some((report, *world.quotations.get(&(report, m.quotation.as_str()))?))
                });
                let tellings: Vec<_> = mentions
                    .map(|(report, at)| Telling {
                        report,
                        links: dossier.reports[report].quotations[at].chain.iter().collect(),
                        words: readings.get(report).and_then(|r| r.said.get(at)),
                    })
                    .collect();
                world.roots(&tellings)
            })
            .collect();
        (events, claims)
    };
    for (event, roots) in dossier.events.iter_mut().zip(events) {
        event.roots = roots;
    }
    for (claim, roots) in dossier.claims.iter_mut().zip(claims) {
        claim.roots = roots;
    }
}

/// An event in a report: quoted for it are the chain of the mention and those of the quotations that hold its trigger.
fn event_telling<'a>(dossier: &'a Dossier, readings: &'a [Reading], report: usize, at: usize) -> Telling<'a> {
    let all = &dossier.reports[report];
    let mention = &all.events[at];
    let quoted = all
        .quotations
        .iter()
        .filter(|q| q.span().contains(mention.trigger.span()))
        .flat_map(|q| &q.chain);
    Telling {
        report,
        links: mention.chain.iter().chain(quoted).collect(),
        words: readings
            .get(report)
            .and_then(|r| r.features.get(at))
            .map(|f| &f.words),
    }
}

/// Numbers of reports that belong together: by the smaller one, the larger ones.
type Pairs = FxHashMap<usize, Vec<usize>>;

fn pairs(all: impl Iterator<Item = (usize, usize)>) -> Pairs {
    let mut out = Pairs::default();
    for (a, b) in all {
        out.entry(a).or_default().push(b);
    }
    out
}

/// What is known of all reports.
struct World<'a> {
    dossier: &'a Dossier,
    /// Number of a report by id.
    reports: FxHashMap<&'a str, usize>,
    /// Numbers of event mentions and of quotations, by number of the report and id.
    events: FxHashMap<(usize, &'a str), usize>,
    quotations: FxHashMap<(usize, &'a str), usize>,
    /// By report: later ones whose texts go back to one with its text.
    copies: Pairs,
    /// By report: later ones where at least one of both has half of what it quotes from a statement that the other quotes too.
    statements: Pairs,
    /// Bodies by every folded form of their names.
    bodies: FxHashMap<String, &'a str>,
}

impl<'a> World<'a> {
    fn new(dossier: &'a Dossier) -> Self {
        let texts: Vec<Text> = dossier.reports.par_iter().map(text).collect();
        let mut bodies = FxHashMap::default();
        for entity in &dossier.entities {
            if entity.kind == EntityKind::Organization {
                for form in &entity.forms {
                    bodies.entry(fold(&form.text)).or_insert(entity.id.as_str());
                }
            }
        }
        let (mut events, mut quotations) = (FxHashMap::default(), FxHashMap::default());
        for (n, report) in dossier.reports.iter().enumerate() {
            events.extend(
                report
                    .events
                    .iter()
                    .enumerate()
                    .map(|(i, e)| ((n, e.id.as_str()), i)),
            );
            let all = report.quotations.iter().enumerate();
            quotations.extend(all.map(|(i, q)| ((n, q.id.as_str()), i)));
        }
        let reports: FxHashMap<&str, usize> = dossier
            .reports
            .iter()
            .enumerate()
            .map(|(n, r)| (r.id.as_str(), n))
            .collect();
        Self {
            statements: statements(dossier, &reports),
            events,
            quotations,
            reports,
            copies: pairs(copies(&texts).into_iter().map(|c| (c.a, c.b))),
            bodies,
            dossier,
        }
    }

    /// Groups the reports of these tellings by what they go back to.
    fn roots(&self, tellings: &[Telling<'_>]) -> Vec<Root> {
        let reports: Vec<usize> = tellings
            .iter()
            .map(|t| t.report)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        let place = |report: usize| reports.binary_search(&report).unwrap_or(0);
        let mut groups = Groups::new(reports.len());
        let mut first: FxHashMap<String, usize> = FxHashMap::default();
        // who credits several agencies is no bridge between them, so reports with one come first
        let mut by_credit = reports.clone();
        by_credit.sort_by_key(|r| (self.dossier.reports[*r].agencies.len(), *r));
        for report in by_credit {
            let agencies = &self.dossier.reports[report].agencies;
            let key = |agency: &String| {
                let folded = fold(agency);
                self.bodies
                    .get(folded.as_str())
                    .map_or(folded, |id| (*id).to_owned())
            };
            let known = agencies.iter().find(|a| first.contains_key(&key(a)));
            for agency in known.into_iter().chain(agencies).take(1) {
                let other = *first.entry(key(agency)).or_insert(place(report));
                groups.join(other, place(report), Tie::Agency, agency);
                groups.cite(place(report), credit(&self.dossier.reports[report], agency));
            }
        }
        for telling in tellings {
            let n = place(telling.report);
            let named = telling.links.iter().filter(|l| l.anonymous.is_none());
            for (link, entity) in named.filter_map(|l| Some((l, l.entity.as_ref()?))) {
                match first.get(entity) {
                    Some(&other) => groups.join(other, n, Tie::Speaker, &link.text),
                    None => {
                        first.insert(entity.clone(), n);
                    }
                }
            }
        }
        if reports.len() < 2 {
            return self.list(&reports, groups);
        }
        for (i, a) in reports.iter().enumerate() {
            let near = &reports[i + 1..reports.len().min(i + 1 + NEIGHBOURS)];
            let ties = [(&self.copies, Tie::Text), (&self.statements, Tie::Statement)];
            let mut tied: Vec<(usize, Tie)> = Vec::new();
            for (pairs, tie) in ties {
                let others = pairs.get(a).into_iter().flatten();
                let others = others.filter_map(|b| near.binary_search(b).ok());
                tied.extend(others.map(|j| (i + 1 + j, tie)));
            }
            tied.sort_unstable();
            for (j, tie) in tied {
                groups.join(i, j, tie, "");
            }
        }
        let mut buckets: FxHashMap<u64, Vec<(usize, &WordBag)>> = FxHashMap::default();
        for telling in tellings {
            let Some(bag) = telling.words else { continue };
            let n = place(telling.report);
            for key in bag.sketch(6) {
                let bucket = buckets.entry(key).or_default();
                let same = bucket
                    .iter()
                    .find(|(_, other)| bag.len().min(other.len()) >= CLAUSE && bag.likeness(other) >= ALIKE);
                if let Some(&(other, _)) = same {
                    groups.join(other, n, Tie::Wording, "");
                } else if bucket.len() < BUCKET {
                    bucket.push((n, bag));
                }
            }
        }
        self.list(&reports, groups)
    }

    fn list(&self, reports: &[usize], mut groups: Groups) -> Vec<Root> {
        let mut out: BTreeMap<usize, Root> = BTreeMap::new();
        for (n, &report) in reports.iter().enumerate() {
            let top = groups.top(n);
            let id = &self.dossier.reports[report].id;
            let ties = groups.ties.get(&top);
            let root = out.entry(top).or_insert_with(|| {
                let name = ties.and_then(|ties| ties.values().find(|name| !name.is_empty()));
                let because: Vec<&str> = ties.iter().flat_map(|t| t.keys()).map(|t| t.rule()).collect();
                Root {
                    root: name.unwrap_or(id).clone(),
                    because: if because.is_empty() {
                        "own-report".to_owned()
                    } else {
                        because.join(", ")
                    },
                    ..Root::default()
                }
            });
            root.reports.push(id.clone());
            root.evidence.extend(groups.cited.get(&n).cloned());
        }
        let mut out: Vec<Root> = out.into_values().collect();
        for root in &mut out {
            root.reports.sort();
            root.evidence.sort();
        }
        out.sort_by(|a, b| a.reports.cmp(&b.reports));
        out
    }
}

/// Pairs of reports of which one has at least half of what it quotes in claims that the other tells too, by one speaker.
fn statements(dossier: &Dossier, reports: &FxHashMap<&str, usize>) -> Pairs {
    let mut shared: FxHashMap<(usize, usize), (u32, u32)> = FxHashMap::default();
    for claim in dossier.claims.iter().filter(|c| !c.speakers.is_empty()) {
        let mut told: BTreeMap<usize, u32> = BTreeMap::new();
        for report in claim
            .mentions
            .iter()
            .filter_map(|m| reports.get(m.report.as_str()))
        {
            *told.entry(*report).or_default() += 1;
        }
        let told: Vec<(usize, u32)> = told.into_iter().collect();
        for (n, a) in told.iter().enumerate() {
            for b in told.iter().skip(n + 1).take(NEIGHBOURS) {
                let counts = shared.entry((a.0, b.0)).or_default();
                counts.0 += a.1;
                counts.1 += b.1;
            }
        }
    }
    let half = |report: usize, count: u32| {
        let all = dossier.reports.get(report).map_or(0, |r| r.quotations.len());
        count >= SHARED && 2 * count as usize >= all
    };
    let of_one = |&(&(a, b), &(x, y)): &(&(usize, usize), &(u32, u32))| half(a, x) || half(b, y);
    pairs(shared.iter().filter(of_one).map(|(pair, _)| *pair))
}

/// What is compared of a report: its paragraphs, without headline and whatever stands around them.
fn text(report: &Report) -> Text {
    let body = report
        .blocks
        .iter()
        .filter(|b| matches!(b.role, Role::Standfirst | Role::Paragraph));
    Text::of(body.map(|b| b.span().of(&report.text)))
}

/// The words that credit an agency.
fn credit(report: &Report, agency: &str) -> Option<Evidence> {
    report
        .blocks
        .iter()
        .filter(|b| {
            matches!(
                b.role,
                Role::Byline | Role::Dateline | Role::Source | Role::Credit
            )
        })
        .find_map(|b| {
            let at = b.span().of(&report.text).find(agency)? + b.start;
            Some(Evidence::of(
                report,
                isnad_model::Span::new(at, at + agency.len()),
            ))
        })
}

/// Reports joined to groups, with what joined them.
struct Groups {
    parent: Vec<usize>,
    /// By top: the ties, each with the name of what it ties to.
    ties: BTreeMap<usize, BTreeMap<Tie, String>>,
    /// By report: the words that credit its root.
    cited: BTreeMap<usize, Evidence>,
}

impl Groups {
    fn new(len: usize) -> Self {
        Self {
            parent: (0..len).collect(),
            ties: BTreeMap::new(),
            cited: BTreeMap::new(),
        }
    }

    fn top(&mut self, mut n: usize) -> usize {
        while self.parent[n] != n {
            self.parent[n] = self.parent[self.parent[n]];
            n = self.parent[n];
        }
        n
    }

    fn cite(&mut self, n: usize, evidence: Option<Evidence>) {
        if let Some(evidence) = evidence {
            self.cited.insert(n, evidence);
        }
    }

    fn join(&mut self, a: usize, b: usize, tie: Tie, name: &str) {
        let (a, b) = (self.top(a), self.top(b));
        let (low, high) = (a.min(b), a.max(b));
        // an agency names its root even where one report alone credits it
        if a == b && tie != Tie::Agency {
            return;
        }
        self.parent[high] = low;
        let mut ties = self.ties.remove(&high).unwrap_or_default();
        ties.append(&mut self.ties.remove(&low).unwrap_or_default());
        ties.entry(tie).or_insert_with(|| name.to_owned());
        self.ties.insert(low, ties);
    }
}

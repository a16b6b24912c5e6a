//! How many independent roots an event or claim has: one wire in four papers is one source.

use crate::{
    claims::Quoted,
    duplicates::{Candidates, Text},
    events::profile::Member,
    reading::{Reading, WordBag},
};
use isnad_model::{Dossier, EntityKind, Evidence, Link, QuotationKind, Report, Role, Root};
use isnad_text::fold;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

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
    const ALL: [Self; 5] = [
        Self::Agency,
        Self::Speaker,
        Self::Text,
        Self::Statement,
        Self::Wording,
    ];

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

/// What reports tell of one event or claim: who is quoted for it, and its words, each with the number of its report.
#[derive(Default)]
struct Tellings<'a> {
    reports: Vec<u32>,
    links: Vec<(u32, &'a Link)>,
    words: Vec<(u32, &'a WordBag)>,
}

impl Tellings<'_> {
    fn clear(&mut self) {
        self.reports.clear();
        self.links.clear();
        self.words.clear();
    }
}

/// Gives every event and claim its roots; their mentions are given by number.
pub(crate) fn fill(
    dossier: &mut Dossier,
    readings: &[Reading],
    members: &[Vec<Member>],
    quoted: &[Vec<Quoted>],
) {
    let (events, claims): (Vec<_>, Vec<_>) = {
        let texts: Vec<Text> = dossier.reports.par_iter().map(text).collect();
        let world = World::new(dossier, quoted, &texts);
        let mut told = Tellings::default();
        let mut groups = Groups::default();
        let events = members.iter().map(|members| {
            told.clear();
            for &(report, at) in members {
                event_telling(dossier, readings, report, at, &mut told);
            }
            world.roots(&mut told, &mut groups)
        });
        let events: Vec<Vec<Root>> = events.collect();
        let claims = quoted.iter().map(|quoted| {
            told.clear();
            for &(report, at) in quoted {
                let n = report as u32;
                let chain = &dossier.reports[report].quotations[at].chain;
                told.reports.push(n);
                told.links.extend(chain.iter().map(|l| (n, l)));
                let words = readings.get(report).and_then(|r| r.said.get(at));
                told.words.extend(words.map(|w| (n, w)));
            }
            world.roots(&mut told, &mut groups)
        });
        (events, claims.collect())
    };
    for (event, roots) in dossier.events.iter_mut().zip(events) {
        event.roots = roots;
    }
    for (claim, roots) in dossier.claims.iter_mut().zip(claims) {
        claim.roots = roots;
    }
}

/// An event in a report: quoted for it are the chain of the mention and those of the quotations that hold its trigger.
fn event_telling<'a>(
    dossier: &'a Dossier,
    readings: &'a [Reading],
    report: usize,
    at: usize,
    out: &mut Tellings<'a>,
) {
    let all = &dossier.reports[report];
    let mention = &all.events[at];
    let quoted = all
        .quotations
        .iter()
        .filter(|q| q.span().contains(mention.trigger.span()))
        .flat_map(|q| &q.chain);
    let n = report as u32;
    out.reports.push(n);
    out.links
        .extend(mention.chain.iter().chain(quoted).map(|l| (n, l)));
    let feature = readings.get(report).and_then(|r| r.features.get(at));
    out.words.extend(feature.map(|f| (n, &f.words)));
}

/// Numbers of reports that belong together: for each the larger ones, in order.
struct Pairs {
    /// By report, where its list begins; one more for the end.
    from: Vec<u32>,
    others: Vec<u32>,
}

impl Pairs {
    /// Of the reports up to `reports`.
    fn new(reports: usize, mut all: Vec<(u32, u32)>) -> Self {
        all.sort_unstable();
        let mut from = vec![0; reports + 1];
        for (a, _) in &all {
            from[*a as usize + 1] += 1;
        }
        for n in 0..reports {
            from[n + 1] += from[n];
        }
        Self {
            from,
            others: all.into_iter().map(|(_, b)| b).collect(),
        }
    }

    /// Those that belong to a report.
    fn of(&self, report: u32) -> &[u32] {
        let report = report as usize;
        &self.others[self.from[report] as usize..self.from[report + 1] as usize]
    }
}

/// What is known of all reports.
struct World<'a> {
    dossier: &'a Dossier,
    /// The agencies of each report: their entities or folded names, and the words that credit them.
    agencies: Vec<Vec<(String, Option<Evidence>)>>,
    /// Reports whose texts may go back to one.
    copies: Candidates<'a>,
    /// By report and entity: the number of the statement that other reports quote word for word of somebody they call otherwise.
    voices: FxHashMap<(u32, &'a str), usize>,
    /// By report: later ones where at least one of both has half of what it quotes from a statement that the other quotes too.
    statements: Pairs,
}

impl<'a> World<'a> {
    fn new(dossier: &'a Dossier, quoted: &[Vec<Quoted>], texts: &'a [Text]) -> Self {
        let mut bodies: FxHashMap<String, &str> = FxHashMap::default();
        let credited = dossier.reports.iter().any(|r| !r.agencies.is_empty());
        for entity in dossier.entities.iter().filter(|_| credited) {
            if entity.kind == EntityKind::Organization {
                for form in &entity.forms {
                    bodies.entry(fold(&form.text)).or_insert(entity.id.as_str());
                }
            }
        }
        let agency = |report: &Report, agency: &String| {
            let folded = fold(agency);
            let key = bodies.get(folded.as_str()).map_or(folded, |id| (*id).to_owned());
            (key, credit(report, agency))
        };
        let agencies = dossier
            .reports
            .iter()
            .map(|r| r.agencies.iter().map(|a| agency(r, a)).collect())
            .collect();
        Self {
            agencies,
            copies: Candidates::new(texts),
            statements: Pairs::new(dossier.reports.len(), statements(dossier, quoted)),
            voices: voices(dossier, quoted),
            dossier,
        }
    }

    /// Groups the reports of these tellings by what they go back to.
    fn roots<'w>(&'w self, told: &mut Tellings<'w>, groups: &mut Groups<'w>) -> Vec<Root> {
        let reports = &mut told.reports;
        reports.sort_unstable();
        reports.dedup();
        let place = |report: u32| reports.binary_search(&report).unwrap_or(0);
        groups.reset(reports.len());
        let mut first: FxHashMap<&str, usize> = FxHashMap::default();
        // who credits several agencies is no bridge between them, so reports with one come first
        let credited = reports.iter().map(|&r| (self.agencies[r as usize].len(), r));
        let mut credited: Vec<(usize, u32)> = credited.filter(|(n, _)| *n > 0).collect();
        credited.sort_unstable();
        for (_, report) in credited {
            let keys = &self.agencies[report as usize];
            let known = keys.iter().position(|(key, _)| first.contains_key(key.as_str()));
            let at = known.unwrap_or(0);
            let (key, evidence) = &keys[at];
            let own = place(report);
            let other = *first.entry(key).or_insert(own);
            let name = &self.dossier.reports[report as usize].agencies[at];
            groups.join(other, own, Tie::Agency, name);
            groups.cited[own] = evidence.as_ref();
        }
        let mut voiced: FxHashMap<usize, usize> = FxHashMap::default();
        let named = told.links.iter().filter(|(_, l)| l.anonymous.is_none());
        for (report, link, entity) in named.filter_map(|(r, l)| Some((r, l, l.entity.as_ref()?))) {
            let n = place(*report);
            match first.get(entity.as_str()) {
                Some(&other) => groups.join(other, n, Tie::Speaker, &link.text),
                None => {
                    first.insert(entity, n);
                }
            }
            if let Some(&voice) = self.voices.get(&(*report, entity.as_str())) {
                let other = *voiced.entry(voice).or_insert(n);
                groups.join(other, n, Tie::Statement, "");
            }
        }
        for (i, a) in reports.iter().enumerate() {
            // where all go back to one, nothing is left to be joined
            if groups.count < 2 {
                return self.list(reports, groups);
            }
            let near = &reports[i + 1..reports.len().min(i + 1 + NEIGHBOURS)];
            let (copies, statements) = (self.copies.of(*a as usize), self.statements.of(*a));
            let Some(first) = near.first().filter(|_| copies.len() + statements.len() > 0) else {
                continue;
            };
            let mut copy = copies.partition_point(|o| o < first);
            let mut statement = statements.partition_point(|o| o < first);
            for (j, b) in near.iter().enumerate() {
                copy += copies[copy..].iter().take_while(|o| *o < b).count();
                statement += statements[statement..].iter().take_while(|o| *o < b).count();
                let (may_be_copy, stated) =
                    (copies.get(copy) == Some(b), statements.get(statement) == Some(b));
                let j = i + 1 + j;
                if !(may_be_copy || stated) || groups.top(i) == groups.top(j) {
                    continue;
                }
                if may_be_copy && self.copies.compare(*a as usize, copy).is_some() {
                    groups.join(i, j, Tie::Text, "");
                } else if stated {
                    groups.join(i, j, Tie::Statement, "");
                }
            }
        }
        let mut buckets: FxHashMap<u64, Vec<(usize, &WordBag)>> = FxHashMap::default();
        // clauses meet under several words: each pair is compared once
        let mut compared: Vec<(*const WordBag, bool)> = Vec::new();
        for (report, bag) in &told.words {
            if groups.count < 2 {
                break;
            }
            let n = place(*report);
            let long = bag.len() >= CLAUSE;
            compared.clear();
            let mut alike = |other: &WordBag| {
                let known = compared.iter().find(|(known, _)| std::ptr::eq(*known, other));
                if let Some(&(_, alike)) = known {
                    return alike;
                }
                let alike = other.len() >= CLAUSE && bag.is_like(other, ALIKE);
                compared.push((other, alike));
                alike
            };
            for key in bag.sketch(6) {
                let bucket = buckets.entry(key).or_default();
                let same = bucket.iter().find(|(_, other)| long && alike(other));
                if let Some(&(other, _)) = same {
                    groups.join(other, n, Tie::Wording, "");
                } else if bucket.len() < BUCKET {
                    bucket.push((n, bag));
                }
            }
        }
        self.list(reports, groups)
    }

    fn list(&self, reports: &[u32], groups: &mut Groups<'_>) -> Vec<Root> {
        let mut out: Vec<Root> = Vec::new();
        // by top, the place of its root
        let mut of: Vec<usize> = vec![usize::MAX; reports.len()];
        for (n, &report) in reports.iter().enumerate() {
            let top = groups.top(n);
            let id = &self.dossier.reports[report as usize].id;
            if of[top] == usize::MAX {
                of[top] = out.len();
                let ties = &groups.ties[top];
                let name = ties.iter().flatten().find(|name| !name.is_empty());
                let held = Tie::ALL.iter().filter(|t| ties[**t as usize].is_some());
                let because: Vec<&str> = held.map(|t| t.rule()).collect();
                out.push(Root {
                    root: name.map_or_else(|| id.clone(), |name| (*name).to_owned()),
                    because: if because.is_empty() {
                        "own-report".to_owned()
                    } else {
                        because.join(", ")
                    },
                    ..Root::default()
                });
            }
            let root = &mut out[of[top]];
            root.reports.push(id.clone());
            root.evidence.extend(groups.cited[n].cloned());
        }
        for root in &mut out {
            root.reports.sort_unstable();
            root.evidence.sort_unstable();
        }
        out.sort_by(|a, b| a.reports.cmp(&b.reports));
        out
    }
}

/// Who is quoted word for word with one statement in several reports is one voice in them, whatever each report calls it: "the ministry" here,
/// "the Interior Ministry" there.
fn voices<'a>(dossier: &'a Dossier, quoted: &[Vec<Quoted>]) -> FxHashMap<(u32, &'a str), usize> {
    let mut out: FxHashMap<(u32, &str), usize> = FxHashMap::default();
    for (n, (claim, quoted)) in dossier.claims.iter().zip(quoted).enumerate() {
        if claim.speakers.len() < 2 {
            continue;
        }
        let verbatim = quoted.iter().filter_map(|&(report, at)| {
            let quotation = &dossier.reports[report].quotations[at];
            let words = quotation.text.split_whitespace().count();
            let marked = matches!(quotation.kind, QuotationKind::Direct | QuotationKind::Mixed);
            let link = quotation.chain.first().filter(|_| marked && words >= CLAUSE)?;
            let entity = link.entity.as_deref().filter(|_| link.anonymous.is_none())?;
            Some((report as u32, entity))
        });
        let verbatim: Vec<(u32, &str)> = verbatim.collect();
        // several reports, and several names
        let Some(first) = verbatim.first() else { continue };
        if verbatim.iter().all(|v| v.0 == first.0) || verbatim.iter().all(|v| v.1 == first.1) {
            continue;
        }
        let voice = verbatim.iter().find_map(|key| out.get(key).copied()).unwrap_or(n);
        for key in verbatim {
            out.insert(key, voice);
        }
    }
    out
}

/// Pairs of reports of which one has at least half of what it quotes in claims that the other tells too, by one speaker.
fn statements(dossier: &Dossier, quoted: &[Vec<Quoted>]) -> Vec<(u32, u32)> {
    let mut shared: FxHashMap<(u32, u32), (u32, u32)> = FxHashMap::default();
    let mut told: Vec<(u32, u32)> = Vec::new();
    for (_, quoted) in dossier
        .claims
        .iter()
        .zip(quoted)
        .filter(|(c, _)| !c.speakers.is_empty())
    {
        told.clear();
        // quotations come in the order of the reports
        for (report, _) in quoted {
            match told.last_mut() {
                Some((last, n)) if *last == *report as u32 => *n += 1,
                _ => told.push((*report as u32, 1)),
            }
        }
        for (n, a) in told.iter().enumerate() {
            for b in told.iter().skip(n + 1).take(NEIGHBOURS) {
                let counts = shared.entry((a.0, b.0)).or_default();
                counts.0 += a.1;
                counts.1 += b.1;
            }
        }
    }
    let half = |report: u32, count: u32| {
        let all = dossier
            .reports
            .get(report as usize)
            .map_or(0, |r| r.quotations.len());
        count >= SHARED && 2 * count as usize >= all
    };
    let of_one = |&(&(a, b), &(x, y)): &(&(u32, u32), &(u32, u32))| half(a, x) || half(b, y);
    shared.iter().filter(of_one).map(|(pair, _)| *pair).collect()
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
#[derive(Default)]
struct Groups<'a> {
    parent: Vec<usize>,
    /// How many groups there are.
    count: usize,
    /// By top: the ties that there are, in their order, each with the name of what it ties to.
    ties: Vec<[Option<&'a str>; Tie::ALL.len()]>,
    /// By report: the words that credit its root.
    cited: Vec<Option<&'a Evidence>>,
}

impl<'a> Groups<'a> {
    /// So many reports, each by itself.
    fn reset(&mut self, len: usize) {
        self.parent.clear();
        self.parent.extend(0..len);
        self.count = len;
        self.ties.clear();
        self.ties.resize(len, [None; Tie::ALL.len()]);
        self.cited.clear();
        self.cited.resize(len, None);
    }

    fn top(&mut self, mut n: usize) -> usize {
        while self.parent[n] != n {
            self.parent[n] = self.parent[self.parent[n]];
            n = self.parent[n];
        }
        n
    }

    fn join(&mut self, a: usize, b: usize, tie: Tie, name: &'a str) {
        let (a, b) = (self.top(a), self.top(b));
        let (low, high) = (a.min(b), a.max(b));
        // an agency names its root even where one report alone credits it
        if a == b && tie != Tie::Agency {
            return;
        }
        self.parent[high] = low;
        self.count -= usize::from(low != high);
        let more = self.ties[high];
        let ties = &mut self.ties[low];
        for (own, more) in ties.iter_mut().zip(more) {
            *own = own.or(more);
        }
        ties[tie as usize].get_or_insert(name);
    }
}

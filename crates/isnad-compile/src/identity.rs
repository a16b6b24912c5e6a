//! Who is who: one entity under many names.
//!
//! Every mention gets a *key*: what is left of its name when spelling, articles and words that tell nothing are taken
//! away. Mentions with one key are one node; nodes are joined by `merge::Nodes` where a rule allows it and nothing
//! forbids it. Only nodes that share a part of their name are compared, so the work grows with the number of mentions.

mod acronyms;
mod keys;
mod merge;
mod offices;
mod persons;
mod resolve;
mod scripts;

use crate::CompileOptions;
use isnad_lang::Packs;
use isnad_model::{Dossier, Entity, EntityKind, Evidence, MentionForm, Reason, Usage};
use isnad_text::{Form, Tokens, fold};
use merge::Nodes;
use rustc_hash::FxHashMap;

/// Gives every mention its entity, and every chain link, participant and place that lies on a mention.
pub fn link(dossier: &mut Dossier, options: &CompileOptions, packs: &Packs) {
    let fused = unfuse(dossier, packs);
    let mut nodes = Nodes::default();
    // which node each mention belongs to, by report and mention
    let mut titles = keys::Titles::default();
    let mut of = keys::assign(dossier, packs, &mut nodes, &mut titles);
    merge::corrections(&mut nodes, options);
    persons::join(&mut nodes);
    scripts::join(&mut nodes, packs);
    resolve::bodies(dossier, &mut nodes, &of);
    acronyms::join(dossier, &mut nodes, &of);
    resolve::short_names(dossier, packs, &mut nodes, &mut titles, &mut of);
    offices::find(dossier, packs, &mut nodes, &mut titles, &mut of);
    resolve::anaphors(dossier, &mut of);
    let entities = entities(dossier, &nodes, &of);
    dossier.entities = entities;
    for (report, mention, text) in fused {
        dossier.reports[report].mentions[mention].text = text;
    }
    spread(dossier);
}

/// Writes names fused with a preposition as they are without it, and gives what stood there: report, mention, words.
fn unfuse(dossier: &mut Dossier, packs: &Packs) -> Vec<(usize, usize, String)> {
    let mut out = Vec::new();
    for (r, report) in dossier.reports.iter_mut().enumerate() {
        let Some(clitics) = packs.get(&report.language).map(|p| &p.clitics) else {
            continue;
        };
        let Some(fused) = clitics.fused.as_deref() else {
            continue;
        };
        for (m, mention) in report.mentions.iter_mut().enumerate() {
            if matches!(mention.kind, EntityKind::Person | EntityKind::Group)
                || mention.form == MentionForm::Anaphor
                || !mention.text.starts_with(fused)
            {
                continue;
            }
            let tokens = Tokens::new(&mention.text, clitics);
            let is_fused = tokens
                .get(0)
                .is_some_and(|t| t.forms().iter().any(|f| f.off & Form::FUSED != 0 && f.skip == 0));
            if let Some(rest) = mention.text.strip_prefix(fused).filter(|_| is_fused) {
                let plain = format!("{}{rest}", clitics.article);
                out.push((r, m, std::mem::replace(&mut mention.text, plain)));
            }
        }
    }
    out
}

/// The entities behind the nodes, with forms, titles and reasons; every mention gets its id.
fn entities(dossier: &mut Dossier, nodes: &Nodes, of: &[Vec<Option<usize>>]) -> Vec<Entity> {
    let roots: Vec<usize> = (0..nodes.nodes.len()).map(|n| nodes.root(n)).collect();
    let mut gathered: Vec<Option<Box<Gathered<'_>>>> = Vec::new();
    gathered.resize_with(roots.len(), || None);
    for (r, report) in dossier.reports.iter().enumerate() {
        for (mention, node) in report.mentions.iter().zip(&of[r]) {
            let Some(node) = node else { continue };
            let entity = gathered[roots[*node]].get_or_insert_with(|| {
                Box::new(Gathered {
                    forms: Counts::default(),
                    titles: Counts::default(),
                    first: Evidence::of(report, mention.span()),
                })
            });
            let weight = match mention.form {
                MentionForm::Name | MentionForm::Metonym => 3,
                MentionForm::Short => 1,
                _ => 0,
            };
            entity.forms.add(&mention.text, r, weight);
            for title in &mention.titles {
                entity.titles.add(&title.text, r, 0);
            }
        }
    }
    let order = by_id(&dossier.reports);
    let mut taken: FxHashMap<String, usize> = FxHashMap::default();
    let mut ids: Vec<String> = vec![String::new(); roots.len()];
    let mut out = Vec::new();
    for (root, g) in gathered.into_iter().enumerate() {
        let Some(g) = g else { continue };
        let name = g.forms.name().map(str::to_owned);
        let forms = g.forms.usages(&dossier.reports, &order);
        let name = name
            .or_else(|| forms.first().map(|f| f.text.clone()))
            .unwrap_or_default();
        let kind = nodes.kind(root);
        let letter = match kind {
            EntityKind::Person => 'p',
            EntityKind::Organization => 'o',
            EntityKind::Place => 'l',
            EntityKind::Group => 'g',
        };
        let mut id = format!(
            "{letter}{:012x}",
            isnad_text::hash_word(&fold(&name)) & 0xffff_ffff_ffff
        );
        let n = taken.entry(id.clone()).or_default();
        *n += 1;
        if *n > 1 {
            id = format!("{id}-{n}");
        }
        let mut why = nodes.reasons(root);
        if why.is_empty() {
            why.push(Reason::new("named", [g.first]));
        }
        out.push(Entity {
            id: id.clone(),
            kind,
            name,
            forms,
            titles: g.titles.usages(&dossier.reports, &order),
            same_as: nodes.same_as(root),
            why,
        });
        ids[root] = id;
    }
    for (r, report) in dossier.reports.iter_mut().enumerate() {
        for (mention, node) in report.mentions.iter_mut().zip(&of[r]) {
            mention.entity = node.map_or_else(String::new, |node| ids[roots[node]].clone());
        }
    }
    out.sort_by(|a, b| a.id.cmp(&b.id));
    out
}

/// The place of each report among all of them in the order of their ids.
fn by_id(reports: &[isnad_model::Report]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..reports.len() as u32).collect();
    order.sort_unstable_by(|a, b| reports[*a as usize].id.cmp(&reports[*b as usize].id));
    let mut out = vec![0; reports.len()];
    for (place, report) in order.into_iter().enumerate() {
        out[report as usize] = place as u32;
    }
    out
}

/// What is gathered of an entity.
struct Gathered<'d> {
    forms: Counts<'d>,
    titles: Counts<'d>,
    first: Evidence,
}

/// How often each wording stands in each report.
#[derive(Default)]
struct Counts<'d>(FxHashMap<&'d str, Count>);

#[derive(Default)]
struct Count {
    /// By report, how often.
    reports: Vec<(u32, u32)>,
    /// What it weighs as a name; 0 where it is none.
    weight: usize,
}

impl<'d> Counts<'d> {
    /// Counts a wording; reports come in their order.
    fn add(&mut self, text: &'d str, report: usize, weight: usize) {
        let count = self.0.entry(text).or_default();
        count.weight += weight;
        match count.reports.last_mut() {
            Some((last, n)) if *last as usize == report => *n += 1,
            _ => count.reports.push((report as u32, 1)),
        }
    }

    /// The fullest of the names that are not rare beside the most frequent one.
    fn name(&self) -> Option<&'d str> {
        let most = self.0.values().map(|c| c.weight).max().unwrap_or(0);
        let names = self
            .0
            .iter()
            .filter(|(_, c)| c.weight > 0 && c.weight * 3 >= most);
        let fullest = names.max_by(|a, b| {
            a.0.chars()
                .count()
                .cmp(&b.0.chars().count())
                .then(a.1.weight.cmp(&b.1.weight))
                .then(b.0.cmp(a.0))
        });
        fullest.map(|(name, _)| *name)
    }

    /// The wordings in their order; `order` is that of the reports by id.
    fn usages(self, reports: &[isnad_model::Report], order: &[u32]) -> Vec<Usage> {
        let id = |&(r, n): &(u32, u32)| (reports[r as usize].id.clone(), n as usize);
        let mut out: Vec<Usage> = self
            .0
            .into_iter()
            .map(|(text, mut count)| {
                count.reports.sort_unstable_by_key(|c| order[c.0 as usize]);
                Usage {
                    text: text.to_owned(),
                    reports: count.reports.iter().map(id).collect(),
                }
            })
            .collect();
        out.sort_by(|a, b| a.text.cmp(&b.text));
        out
    }
}

/// Sets the entity of every chain link, participant and place that lies on a mention.
fn spread(dossier: &mut Dossier) {
    for report in &mut dossier.reports {
        let index = Index::new(&report.mentions);
        for q in &mut report.quotations {
            for link in &mut q.chain {
                if link.entity.is_none() {
                    link.entity = index.at(link.start, link.end);
                }
            }
        }
        for e in &mut report.events {
            for p in &mut e.participants {
                if p.entity.is_none() {
                    p.entity = index.at(p.start, p.end);
                }
            }
            for link in &mut e.chain {
                if link.entity.is_none() {
                    link.entity = index.at(link.start, link.end);
                }
            }
            if let Some(place) = e.place.as_mut().filter(|p| p.entity.is_none()) {
                place.entity = index.at(place.start, place.end);
            }
        }
    }
}

/// Mentions by where they begin.
struct Index<'m> {
    mentions: Vec<&'m isnad_model::Mention>,
    longest: usize,
}

impl<'m> Index<'m> {
    fn new(mentions: &'m [isnad_model::Mention]) -> Self {
        let mut mentions: Vec<_> = mentions.iter().filter(|m| !m.entity.is_empty()).collect();
        mentions.sort_by_key(|m| (m.start, m.end));
        let longest = mentions.iter().map(|m| m.end - m.start).max().unwrap_or(0);
        Self { mentions, longest }
    }

    /// The entity of the mention that covers these words best; a person inside of titles and name counts for the whole.
    fn at(&self, start: usize, end: usize) -> Option<String> {
        if end <= start {
            return None;
        }
        let from = self.mentions.partition_point(|m| m.start + self.longest < start);
        let mut best: Option<(usize, &isnad_model::Mention)> = None;
        for m in self.mentions[from..].iter().take_while(|m| m.start < end) {
            let shared = m.end.min(end).saturating_sub(m.start.max(start));
            if shared == 0 {
                continue;
            }
            let all = m.end.max(end) - m.start.min(start);
            let mut score = shared * 1000 / all;
            if start <= m.start
                && m.end <= end
                && m.kind == EntityKind::Person
                && m.form != MentionForm::Title
            {
                score = score.max(600); // the name inside of "General X"
            }
            if score > 500 && best.is_none_or(|(s, _)| score > s) {
                best = Some((score, m));
            }
        }
        best.map(|(_, m)| m.entity.clone())
    }
}

/// The words of a mention as evidence.
fn evidence(report: &isnad_model::Report, mention: &isnad_model::Mention) -> Evidence {
    Evidence::of(report, mention.span())
}

//! Framing: the words that each report uses for each actor, titles and epithets included.

use isnad_lang::{Pack, Packs};
use isnad_model::{Dossier, EntityKind, Framing, Mention, MentionForm, Report, Words};
use isnad_text::{Span, fold, hash_folded, hash_word};
use std::collections::{BTreeMap, BTreeSet};

/// Bytes that may stand between a title and the name: a blank, a comma.
const GAP: usize = 4;

/// Lists for each person and body and each report the distinct words that name it.
pub(crate) fn collect(dossier: &mut Dossier, packs: &Packs) {
    let mut framing = Vec::new();
    for report in &dossier.reports {
        let mut found = BTreeMap::<&str, (BTreeSet<u64>, Vec<Words>)>::new();
        for mention in &report.mentions {
            let actor = matches!(mention.kind, EntityKind::Person | EntityKind::Organization);
            if mention.entity.is_empty() || !actor || mention.form == MentionForm::Anaphor {
                continue;
            }
            let mut span = mention.span();
            for title in mention.titles.iter().rev() {
                if title.end <= span.start && span.start - title.end <= GAP
                    || title.start >= span.end && title.start - span.end <= GAP
                {
                    span = span.join(Span::new(title.start, title.end));
                }
            }
            let words = Words::of(&report.text, span);
            let (seen, list) = found.entry(mention.entity.as_str()).or_default();
            if !list.iter().any(|w| w.text == words.text) && seen.insert(hash_folded(&words.text)) {
                list.push(words);
            }
        }
        for (leader, words) in packs
            .get(&report.language)
            .map_or_else(Vec::new, |p| forces(report, p))
        {
            let (seen, list) = found.entry(leader).or_default();
            if seen.insert(hash_folded(&words.text)) {
                list.push(words);
            }
        }
        // "lil-X" and "al-X": what begins inside a word is the tail of a form that stands there whole
        for (_, list) in found.values_mut() {
            let cut = |w: &Words| {
                let before = report.text.get(..w.start).and_then(|t| t.chars().next_back());
                before.is_some_and(char::is_alphanumeric)
            };
            if !list.iter().any(cut) {
                continue;
            }
            let whole: Vec<String> = list.iter().filter(|w| !cut(w)).map(|w| fold(&w.text)).collect();
            let inside = |o: &String, w: &Words| {
                let rest = o.strip_suffix(&fold(&w.text));
                rest.is_some_and(|rest| rest.ends_with(char::is_alphanumeric))
            };
            list.retain(|w| !(cut(w) && whole.iter().any(|o| inside(o, w))));
        }
        let outlet = report.outlet.as_ref().map(|o| o.name.clone());
        framing.extend(found.into_iter().map(|(entity, (_, words))| Framing {
            entity: entity.to_owned(),
            report: report.id.clone(),
            outlet: outlet.clone(),
            words,
        }));
    }
    framing.sort_by(|a, b| (&a.entity, &a.report).cmp(&(&b.entity, &b.report)));
    dossier.framing = framing;
}

/// "The militia of X": who calls his men so says what he is; the words, by the entity of the leader.
fn forces<'a>(report: &'a Report, pack: &Pack) -> Vec<(&'a str, Words)> {
    let is_force = |m: &&Mention| {
        let mut words = m.text.split_whitespace();
        let known = |w: &str| pack.contrast.forces.contains(&hash_word(&fold(w)));
        // the head comes first or, in English, last
        m.kind == EntityKind::Organization
            && (words.next().is_some_and(known) || words.next_back().is_some_and(known))
    };
    let mut out = Vec::new();
    for (n, body) in report.mentions.iter().enumerate().filter(|(_, m)| is_force(m)) {
        // mentions stand in the order of their first bytes
        let inside = report
            .mentions
            .iter()
            .skip(n + 1)
            .take_while(|m| m.start < body.end);
        let same_start = report.mentions[..n]
            .iter()
            .rev()
            .take_while(|m| m.start == body.start);
        let leader = inside
            .chain(same_start)
            .find(|m| m.kind == EntityKind::Person && body.span().contains(m.span()) && !m.entity.is_empty());
        if let Some(leader) = leader {
            out.push((leader.entity.as_str(), Words::of(&report.text, body.span())));
        }
    }
    out
}

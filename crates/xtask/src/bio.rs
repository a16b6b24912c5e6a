//! Names against a file of tagged words, see [`crate::tagged`].
//!
//! Text in such files has other conventions than reports. What is brought to one form, on both sides: of nested names the longest
//! counts; words are compared, not letters, so proclitics and articles do not matter; groups, titles and phrases that refer back are
//! left out; and what [`Conventions`] say.

use crate::{
    conventions::Conventions,
    tagged::{self, Name, SENTENCES},
};
use anyhow::Result;
use isnad::{
    Input, Isnad,
    analyze::{Annotator, NamesBy, Times, Voice, analyze_with},
    lang::Packs,
    model::{EntityKind, MentionForm, Report},
};
use std::{collections::BTreeMap, fs, path::Path};

/// What is counted: right, false, missed.
type Counts = BTreeMap<String, [usize; 3]>;

/// Finds of each rule: right, of other words, of another kind, no name.
type Outcomes = BTreeMap<String, [usize; 4]>;

/// What is asked for.
pub(crate) struct Options {
    /// The first sentence, and how many.
    pub(crate) from: usize,
    pub(crate) count: usize,
    /// What counts as a name.
    pub(crate) how: Conventions,
    /// The packs to find them with.
    pub(crate) packs: &'static Packs,
    /// Print every miss and false find.
    pub(crate) errors: bool,
    /// Print how often each rule is right.
    pub(crate) by_rule: bool,
}

/// Prints precision and recall of the names found in the sentences from `from` on, `count` of them, by the rules alone, by the model
/// alone and by both; with `errors` every miss and false find of both; with `by_rule` how often each rule is right.
pub(crate) fn bio(file: &Path, options: &Options) -> Result<()> {
    let chosen: Vec<_> = tagged::read(file)?
        .into_iter()
        .skip(options.from)
        .take(options.count)
        .collect();
    let words: usize = chosen.iter().map(|s| s.words.len()).sum();
    println!("{} sentences, {words} words", chosen.len());
    for (title, voice) in [
        ("rules only", Voice::Rules),
        ("model only", Voice::Model),
        ("both", Voice::Both),
    ] {
        let (mut counts, mut rules) = (Counts::new(), Outcomes::new());
        for part in chosen.chunks(SENTENCES) {
            measure(part, options, voice, &mut counts, &mut rules);
        }
        println!("{title}");
        print(&counts);
        if options.by_rule && voice == Voice::Both {
            for (rule, [right, bounds, kind, nothing]) in rules {
                println!(
                    "    {rule:<32} {right:>5} right {bounds:>5} other bounds {kind:>5} other kind {nothing:>5} no name"
                );
            }
        }
    }
    Ok(())
}

fn measure(
    part: &[tagged::Sentence],
    options: &Options,
    voice: Voice,
    counts: &mut Counts,
    rules: &mut Outcomes,
) {
    let Options { how, packs, .. } = options;
    let errors = options.errors && voice == Voice::Both;
    let (mut report, places) = tagged::page("ar", part);
    report.language = packs
        .detect(&report.text)
        .map_or_else(|| "ar".to_owned(), |p| p.id.clone());
    let layers: [&dyn Annotator; 2] = [&Times, &NamesBy(voice)];
    let report = analyze_with(report, packs, &layers).report;
    let Some(pack) = packs.get(&report.language) else {
        return;
    };
    for (sentence, places) in part.iter().zip(places) {
        let mut found: Vec<(Name, &str)> = Vec::new();
        for m in &report.mentions {
            let kind = match m.kind {
                EntityKind::Person => b'p',
                EntityKind::Organization => b'o',
                EntityKind::Place => b'l',
                EntityKind::Group => continue,
            };
            if matches!(m.form, MentionForm::Title | MentionForm::Anaphor) {
                continue;
            }
            let first = places.iter().position(|w| w.start <= m.start && m.start < w.end);
            let last = places.iter().position(|w| w.start < m.end && m.end <= w.end);
            if let (Some(first), Some(last)) = (first, last) {
                let words = first..last + 1;
                found.push((Name { kind, words }, m.rule.as_str()));
            }
        }
        let gold: Vec<Name> = sentence
            .names
            .iter()
            .filter_map(|n| how.apply(pack, n, &sentence.words))
            .collect();
        let mut found: Vec<(Name, &str)> = found
            .into_iter()
            .filter_map(|(n, rule)| Some((how.apply(pack, &n, &sentence.words)?, rule)))
            .collect();
        let kept = tagged::outermost(found.iter().map(|(n, _)| n.clone()).collect());
        found.retain(|(n, _)| kept.contains(n));
        found.sort_by_key(|(n, _)| (n.words.start, n.words.end, n.kind));
        found.dedup_by(|a, b| a.0 == b.0);
        let show = |mark: &str, n: &Name, rule: &str| {
            let w = |a: usize, b: usize| sentence.words.get(a..b).unwrap_or_default().join(" ");
            let (s, e) = (n.words.start, n.words.end);
            println!(
                "{mark} {} {rule}\t{} [{}] {}",
                n.kind as char,
                w(s.saturating_sub(4), s),
                w(s, e),
                w(e, (e + 4).min(sentence.words.len()))
            );
        };
        for name in &gold {
            let hit = found.iter().any(|(n, _)| n == name);
            add(counts, name.kind, if hit { 0 } else { 2 });
            if errors && !hit {
                show("missed", name, "");
            }
        }
        for (name, rule) in &found {
            let hit = gold.contains(name);
            let touched = |g: &&Name| g.words.start < name.words.end && name.words.start < g.words.end;
            let outcome = match gold.iter().find(touched) {
                _ if hit => 0,
                Some(g) if g.kind != name.kind => 2,
                Some(_) => 1,
                None => 3,
            };
            rules.entry(format!("{} {rule}", name.kind as char)).or_default()[outcome] += 1;
            if !hit {
                add(counts, name.kind, 1);
                if errors {
                    show("false ", name, rule);
                }
            }
        }
    }
}

fn add(counts: &mut Counts, kind: u8, what: usize) {
    let name = match kind {
        b'p' => "person",
        b'o' => "organization",
        _ => "place",
    };
    for key in [name, "together"] {
        counts.entry(key.to_owned()).or_default()[what] += 1;
    }
}

fn print(counts: &Counts) {
    for kind in ["person", "place", "organization", "together"] {
        let [tp, fp, fneg] = counts.get(kind).copied().unwrap_or_default();
        let ratio = |a: usize, b: usize| a as f64 / (a + b).max(1) as f64;
        let (p, r) = (ratio(tp, fp), ratio(tp, fneg));
        println!(
            "  {kind:<14} P {p:.3}  R {r:.3}  F1 {:.3}  ({tp} right, {fp} false, {fneg} missed)",
            2.0 * p * r / (p + r).max(1e-9)
        );
    }
}

/// Prints reports with their names marked: `[p:…]` person, `[o:…]` organization, `[l:…]` place, `[t:…]` office, `{…}` title of a name.
pub(crate) fn marked(files: &[String]) -> Result<()> {
    let isnad = Isnad::default();
    for file in files {
        let input = Input::new(file.clone(), fs::read(file)?);
        if let Some(annotated) = isnad.annotate(&input).annotated {
            println!("== {file}\n{}", marks(&annotated.report));
        }
    }
    Ok(())
}

fn marks(report: &Report) -> String {
    // position, order at the position, mark
    let mut edges: Vec<(usize, isize, String)> = Vec::new();
    for m in &report.mentions {
        let letter = match (m.kind, m.form) {
            (_, MentionForm::Title) => "t",
            (_, MentionForm::Anaphor) => "a",
            (EntityKind::Person, _) => "p",
            (EntityKind::Organization, _) => "o",
            (EntityKind::Place, _) => "l",
            (EntityKind::Group, _) => "g",
        };
        let len = (m.end - m.start) as isize;
        edges.push((m.start, i32::MAX as isize - len, format!("[{letter}:")));
        edges.push((m.end, len - i32::MAX as isize, "]".to_owned()));
        if m.form != MentionForm::Title {
            for t in &m.titles {
                let len = (t.end - t.start) as isize;
                edges.push((t.start, i32::MAX as isize - len, "{".to_owned()));
                edges.push((t.end, len - i32::MAX as isize, "}".to_owned()));
            }
        }
    }
    edges.sort();
    let (mut out, mut at) = (String::new(), 0);
    for (pos, _, mark) in edges {
        out.push_str(report.text.get(at..pos).unwrap_or_default());
        out.push_str(&mark);
        at = pos;
    }
    out.push_str(report.text.get(at..).unwrap_or_default());
    out
}

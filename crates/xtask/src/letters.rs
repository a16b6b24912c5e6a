//! `letters`: how Latin letters stand for those of another script, learnt from pairs; `match-names`: how well names find each other by it.

use anyhow::{Context, Result};
use isnad::{
    Isnad,
    lang::names::letters::{LATIN, Letters, OWN, SCALE},
    text::fold,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

type Pair = (Vec<char>, Vec<char>);

/// Pairs of names: Latin, a tab, the letters of the other script with or without blanks between them.
fn pairs(file: &Path) -> Result<Vec<Pair>> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut out: Vec<Pair> = Vec::new();
    for line in text.lines() {
        let mut cells = line.split('\t');
        let (Some(latin), Some(own)) = (cells.next(), cells.next()) else {
            continue;
        };
        let latin: Vec<char> = fold(latin).chars().filter(|c| c.is_alphabetic()).collect();
        let own: Vec<char> = fold(&own.replace(' ', ""))
            .chars()
            .filter(|c| c.is_alphabetic())
            .collect();
        if !latin.is_empty() && !own.is_empty() {
            out.push((latin, own));
        }
    }
    out.sort();
    out.dedup();
    Ok(out)
}

type Counts = BTreeMap<(Vec<char>, Vec<char>), f64>;

/// Learns the table from a file of pairs and prints it.
pub(crate) fn learn(file: &Path) -> Result<()> {
    let pairs = pairs(file)?;
    let packs = Isnad::default().packs;
    let classes = &packs.get("ar").context("no pack for Arabic")?.names.letters;
    // first guess: one letter for one, by the pack's classes of consonants
    let vowel = |c: &char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let latin: BTreeSet<char> = pairs.iter().flat_map(|p| p.0.iter().copied()).collect();
    let own: BTreeSet<char> = pairs.iter().flat_map(|p| p.1.iter().copied()).collect();
    let mut guess = Vec::new();
    for l in &latin {
        guess.push((l.to_string(), String::new(), if vowel(l) { 24 } else { 90 }));
        for o in &own {
            let cost = match classes.get(o) {
                Some(c) if c == l => 8,
                Some('w' | 'y') | None if vowel(l) => 32,
                _ => 120,
            };
            guess.push((l.to_string(), o.to_string(), cost));
        }
    }
    guess.extend(own.iter().map(|o| (String::new(), o.to_string(), 90)));
    let mut table = Letters::new(guess, Default::default(), Default::default(), 0);
    let mut counts = Counts::new();
    for round in 0..6 {
        counts.clear();
        for (l, o) in &pairs {
            let units = table.cut(l, o).1;
            // in the first rounds neighbouring units are counted as one too, so that longer ones come up
            let (mut i, mut j) = (0, 0);
            for (n, &(u, v)) in units.iter().enumerate() {
                *counts
                    .entry((l[i..i + u].to_vec(), o[j..j + v].to_vec()))
                    .or_default() += 1.0;
                let (mut uu, mut vv) = (u, v);
                for &(a, b) in units[n + 1..].iter().take(if round < 2 { 2 } else { 0 }) {
                    (uu, vv) = (uu + a, vv + b);
                    if uu <= LATIN && vv <= OWN && uu > 0 {
                        *counts
                            .entry((l[i..i + uu].to_vec(), o[j..j + vv].to_vec()))
                            .or_default() += 0.3;
                    }
                }
                (i, j) = (i + u, j + v);
            }
        }
        table = Letters::new(costs(&counts), singles(&pairs, true), singles(&pairs, false), 0);
    }
    println!(
        "# origin: cargo xtask letters, from the Wikidata name pairs of NETransliteration-COLING2018 (four fifths of wd_arabic)
# licence: CC0-1.0
# columns: Latin letters | letters here | cost in sixteenths of a nat; @latin, @own: single letters; @limit: highest cost of one name"
    );
    println!("@limit\t\t{LIMIT}");
    for (name, list) in [
        ("@latin", singles::<BTreeMap<char, i32>>(&pairs, true)),
        ("@own", singles(&pairs, false)),
    ] {
        for (c, cost) in list {
            println!("{name}\t{c}\t{cost}");
        }
    }
    for (l, o, cost) in costs(&counts) {
        println!("{l}\t{o}\t{cost}");
    }
    Ok(())
}

/// The highest cost of a pair that counts as one name: chosen on the pairs that were learnt from.
const LIMIT: i32 = 208;

fn costs(counts: &Counts) -> Vec<(String, String, i32)> {
    let all: f64 = counts.values().sum();
    counts
        .iter()
        .filter(|((l, o), n)| **n >= 3.0 || l.len() + o.len() <= 1)
        .map(|((l, o), n)| {
            let cost = (-(n / all).ln() * SCALE).round() as i32;
            (l.iter().collect(), o.iter().collect(), cost)
        })
        .collect()
}

fn singles<M: FromIterator<(char, i32)>>(pairs: &[Pair], latin: bool) -> M {
    let mut counts = BTreeMap::<char, f64>::new();
    for (l, o) in pairs {
        for &c in if latin { l } else { o } {
            *counts.entry(c).or_default() += 1.0;
        }
    }
    let all: f64 = counts.values().sum();
    counts
        .into_iter()
        .map(|(c, n)| (c, (-(n / all).ln() * SCALE).round() as i32))
        .collect()
}

/// Prints how often the right name is the best of 1,000, and how many random pairs count as one name; with `limits` for other limits too.
pub(crate) fn matching(path: &Path, limits: bool) -> Result<()> {
    const CANDIDATES: usize = 1000;
    let file = if path.is_dir() {
        path.join("wd_arabic_20")
    } else {
        path.to_owned()
    };
    let pairs = pairs(&file)?;
    let letters = &Isnad::default()
        .packs
        .get("ar")
        .context("no pack for Arabic")?
        .names
        .letters_table;
    let text = |c: &[char]| c.iter().collect::<String>();
    let known: BTreeSet<(String, String)> = pairs.iter().map(|(l, o)| (text(l), text(o))).collect();
    // spread over the file, so that no letter is left out
    let step = (pairs.len() / CANDIDATES).max(1);
    let mut own: Vec<String> = Vec::new();
    let mut latin: Vec<String> = Vec::new();
    for (l, o) in pairs.iter().step_by(step) {
        let o = text(o);
        if own.len() < CANDIDATES && !own.contains(&o) {
            own.push(o);
            latin.push(text(l));
        }
    }
    latin.sort();
    latin.dedup();
    let mut all: (Vec<i32>, Vec<i32>) = (Vec::new(), Vec::new());
    let (mut first, mut tied, mut merged, mut right_merged, mut right, mut wrong) = (0, 0, 0, 0, 0, 0);
    for l in &latin {
        let costs: Vec<i32> = own.iter().map(|o| letters.cost(l, o)).collect();
        let best = costs.iter().copied().min().unwrap_or(0);
        let fits = |o: &String| known.contains(&(l.clone(), o.clone()));
        let winners: Vec<&String> = own
            .iter()
            .zip(&costs)
            .filter(|(_, c)| **c == best)
            .map(|(o, _)| o)
            .collect();
        if winners.first().is_some_and(|o| fits(o)) {
            first += 1;
        }
        tied += usize::from(winners.len() > 1);
        for (o, cost) in own.iter().zip(&costs) {
            let same = *cost <= letters.limit;
            if fits(o) {
                all.0.push(*cost);
                right += 1;
                right_merged += usize::from(same);
            } else {
                all.1.push(*cost);
                wrong += 1;
                merged += usize::from(same);
            }
        }
    }
    if limits {
        for limit in (-240..240).step_by(8) {
            let under =
                |list: &[i32]| list.iter().filter(|c| **c <= limit).count() as f64 / list.len().max(1) as f64;
            println!(
                "limit {limit}: true pairs {:.3}, other pairs {:.5}",
                under(&all.0),
                under(&all.1)
            );
        }
    }
    let share = |a: usize, b: usize| a as f64 / b.max(1) as f64;
    println!(
        "{} Latin names, {} candidates: right one first {:.3} ({first}); best cost shared by several {tied}",
        latin.len(),
        own.len(),
        share(first, latin.len())
    );
    println!(
        "at the limit {}: true pairs taken for one name {:.3} of {right}; other pairs {:.5} ({merged} of {wrong})",
        letters.limit,
        share(right_merged, right),
        share(merged, wrong)
    );
    Ok(())
}

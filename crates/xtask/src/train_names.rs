//! `train-names`: the weights of the sequence model of names; `lexicon`: the list of everyday words that it looks at.

use crate::tagged::{self, SENTENCES, Sentence};
use anyhow::{Context, Result};
use crfs::{Attribute, Model, train::Trainer};
use isnad::{
    Isnad,
    analyze::{FEATURES, Page, Sequence, sequences},
    lang::names::{LABELS, written},
    text::fold,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

/// Names of the labels, in the order of the model.
const NAMES: [&str; LABELS] = ["O", "B-PERS", "I-PERS", "B-ORG", "I-ORG", "B-LOC", "I-LOC"];

/// A tagged sentence as the model sees it.
struct Example {
    sequence: Sequence,
    labels: Vec<u8>,
    weight: f64,
}

/// What is asked for on the command line.
struct Options {
    home: PathBuf,
    out: Option<PathBuf>,
    /// Every how manieth file or sentence is held back for measuring; 0 for none.
    hold: usize,
    l1: f64,
    l2: f64,
    rounds: usize,
    silver: f64,
    wojood: f64,
    least: f64,
    seen: f64,
}

/// Trains the model on the tagged text under a folder and writes its weights, or measures it on what is held back.
pub(crate) fn train(args: &[String]) -> Result<()> {
    let value = |name: &str| args.iter().position(|a| a == name).and_then(|i| args.get(i + 1));
    let number = |name: &str, usual: f64| value(name).and_then(|v| v.parse().ok()).unwrap_or(usual);
    let options = Options {
        home: args
            .first()
            .context("expected the folder that holds names/ and text/")?
            .into(),
        out: value("--out").map(Into::into),
        hold: number("--hold", 0.0) as usize,
        l1: number("--l1", 0.5),
        l2: number("--l2", 0.05),
        rounds: number("--rounds", 100.0) as usize,
        silver: number("--silver", 0.5),
        wojood: number("--wojood", 2.0),
        least: number("--least", 0.02),
        seen: number("--seen", 2.0),
    };
    let (learn, held) = examples(&options)?;
    println!(
        "{} sentences to learn from, {} held back",
        learn.len(),
        held.values().map(Vec::len).sum::<usize>()
    );
    let bytes = fit(&options, &learn)?;
    let model = Model::new(&bytes)?;
    for (name, list) in &held {
        measure(name, list, &model)?;
    }
    if let Some(out) = &options.out {
        let text = write(&options, &model)?;
        fs::write(out, &text).with_context(|| format!("cannot write {}", out.display()))?;
        println!(
            "{} lines, {:.1} MB",
            text.lines().count(),
            text.len() as f64 / 1e6
        );
    }
    Ok(())
}

type Held = BTreeMap<&'static str, Vec<Example>>;

fn examples(options: &Options) -> Result<(Vec<Example>, Held)> {
    let (mut learn, mut held) = (Vec::new(), Held::new());
    let names = options.home.join("names");
    let mut files: Vec<PathBuf> = fs::read_dir(names.join("aqmar"))?
        .map(|e| e.map(|e| e.path()))
        .collect::<std::io::Result<_>>()?;
    files.retain(|f| f.extension().is_some_and(|e| e == "txt"));
    files.sort();
    for (n, file) in files.iter().enumerate() {
        let list = tagged(&tagged::read(file)?, 1.0, true);
        if options.hold > 0 && n % options.hold == options.hold - 1 {
            held.entry("aqmar").or_default().extend(list);
        } else {
            learn.extend(list);
        }
    }
    let wojood = names.join("wojood-sample");
    for (file, keep) in [("train.txt", true), ("val.txt", options.hold == 0)] {
        let list = tagged(&tagged::read(&wojood.join(file))?, options.wojood, false);
        if keep {
            learn.extend(list);
        } else {
            held.entry("wojood").or_default().extend(list);
        }
    }
    if options.silver > 0.0 {
        let text = options.home.join("text");
        let wikinews = fs::read_to_string(text.join("wikinews/vowelled.txt"))?;
        let lines: Vec<Sentence> = wikinews
            .lines()
            .filter(|l| !l.starts_with('#'))
            .map(plain)
            .collect();
        let pud = fs::read_to_string(text.join("ud-pud/ar_pud-ud-test.conllu"))?;
        learn.extend(silver(&lines, options.silver, &BTreeSet::new()));
        let (sentences, names) = treebank(&pud);
        learn.extend(silver(&sentences, options.silver, &names));
    }
    learn.retain(|e| !e.labels.is_empty());
    Ok((learn, held))
}

/// The sentences of a treebank, and the numbers and words that it has as proper nouns.
fn treebank(text: &str) -> (Vec<Sentence>, BTreeSet<(usize, String)>) {
    let (mut sentences, mut names) = (Vec::new(), BTreeSet::new());
    for line in text.lines() {
        if let Some(words) = line.strip_prefix("# text = ") {
            sentences.push(plain(words));
        } else {
            let cells: Vec<&str> = line.split('\t').collect();
            if let [_, form, _, "PROPN", ..] = cells.as_slice() {
                names.insert((sentences.len() - 1, fold(form)));
            }
        }
    }
    (sentences, names)
}

fn plain(line: &str) -> Sentence {
    Sentence {
        words: line.split_whitespace().map(str::to_owned).collect(),
        names: Vec::new(),
    }
}

/// Tagged sentences as the model sees them. Groups of people, which AQMAR tags as persons, are none.
fn tagged(sentences: &[Sentence], weight: f64, groups: bool) -> Vec<Example> {
    let packs = Isnad::default().packs;
    let mut out = Vec::new();
    for part in sentences.chunks(SENTENCES) {
        let (report, places) = tagged::page("ar", part);
        let Some(pack) = packs.get("ar") else { continue };
        let page = Page::new(&report, pack);
        let items = page.tokens.items();
        let mut labels = vec![0u8; items.len()];
        for (sentence, places) in part.iter().zip(&places) {
            for name in &sentence.names {
                let first = match name.kind {
                    b'p' => 1,
                    b'o' => 3,
                    _ => 5,
                };
                let (Some(from), Some(to)) = (places.get(name.words.start), places.get(name.words.end - 1))
                else {
                    continue;
                };
                let all = page.tokens.within(isnad::text::Span::new(from.start, to.end));
                let word = |i: &usize| items[*i].kind == isnad::text::Kind::Word;
                let (Some(a), Some(b)) = (all.clone().find(word), all.clone().rev().find(word)) else {
                    continue;
                };
                let people = |i: usize| items[i].forms().iter().any(|f| pack.names.word(f.hash).nisba > 0);
                if groups && first == 1 && a == b && people(a) {
                    continue;
                }
                labels[a] = first;
                labels[a + 1..=b].fill(first + 1);
            }
        }
        for sequence in sequences(&page) {
            out.push(Example {
                labels: labels[sequence.tokens.clone()].to_vec(),
                sequence,
                weight,
            });
        }
    }
    out
}

/// Sentences with the labels that the rules give; those without any name teach little and are left out, and so are those with a
/// proper noun that the rules did not find: they would teach that it is none.
fn silver(sentences: &[Sentence], weight: f64, names: &BTreeSet<(usize, String)>) -> Vec<Example> {
    let packs = Isnad::default().packs;
    let mut out = Vec::new();
    for (n, part) in sentences.chunks(SENTENCES).enumerate() {
        let (report, places) = tagged::page("ar", part);
        let Some(pack) = packs.get("ar") else { continue };
        let page = Page::new(&report, pack);
        for sequence in sequences(&page) {
            let missed = |(i, &label): (usize, &u8)| {
                let Some(token) = page.tokens.get(sequence.tokens.start + i) else {
                    return false;
                };
                let at =
                    |row: &Vec<std::ops::Range<usize>>| row.last().is_some_and(|w| token.span.start < w.end);
                let number = n * SENTENCES + places.iter().position(at).unwrap_or(0);
                let word = page.tokens.folded(sequence.tokens.start + i);
                label == 0
                    && token.forms().iter().any(|f| {
                        word.get(f.skip as usize..)
                            .is_some_and(|w| names.contains(&(number, w.to_owned())))
                    })
            };
            let whole = !sequence.rules.iter().enumerate().any(missed);
            if whole && sequence.rules.iter().any(|&l| l > 0) {
                out.push(Example {
                    labels: sequence.rules.clone(),
                    sequence,
                    weight,
                });
            }
        }
    }
    out
}

fn attributes(features: &[[u32; FEATURES]]) -> Vec<Vec<Attribute>> {
    features
        .iter()
        .map(|list| {
            list.iter()
                .map(|f| Attribute::new(format!("{f:08x}"), 1.0))
                .collect()
        })
        .collect()
}

fn fit(options: &Options, learn: &[Example]) -> Result<Vec<u8>> {
    let mut trainer = Trainer::lbfgs();
    for e in learn {
        let labels: Vec<&str> = e.labels.iter().map(|&l| NAMES[usize::from(l)]).collect();
        for features in [&e.sequence.features, &e.sequence.blind] {
            trainer.append_with_weight(&attributes(features), &labels, e.weight / 2.0)?;
        }
    }
    trainer.params_mut().set_c1(options.l1)?;
    trainer.params_mut().set_c2(options.l2)?;
    trainer.params_mut().set_max_iterations(options.rounds)?;
    trainer.set_feature_minfreq(options.seen)?;
    trainer.verbose(std::env::var("VERBOSE").is_ok());
    let path = std::env::temp_dir().join(format!("isnad-names-{}.crf", std::process::id()));
    trainer.train(&path)?;
    let bytes = fs::read(&path)?;
    fs::remove_file(&path)?;
    Ok(bytes)
}

/// Prints how many names of held-back sentences the trained model finds, every token looked at.
fn measure(name: &str, list: &[Example], model: &Model<'_>) -> Result<()> {
    let tagger = model.tagger()?;
    let mut counts = [[0usize; 3]; 3];
    let spans = |labels: &[u8]| -> BTreeSet<(u8, usize, usize)> {
        let mut out: Vec<(u8, usize, usize)> = Vec::new();
        for (i, &l) in labels.iter().enumerate() {
            match out.last_mut() {
                Some(last) if l > 0 && l % 2 == 0 && last.2 == i && last.0 + 1 == l => last.2 = i + 1,
                _ if l > 0 => out.push((l - u8::from(l % 2 == 0), i, i + 1)),
                _ => {}
            }
        }
        out.into_iter().collect()
    };
    for e in list.iter().filter(|e| !e.labels.is_empty()) {
        let tagged = tagger.tag(&attributes(&e.sequence.features))?;
        let found: Vec<u8> = tagged
            .iter()
            .map(|t| NAMES.iter().position(|n| n == t).unwrap_or(0) as u8)
            .collect();
        let (gold, found) = (spans(&e.labels), spans(&found));
        for s in &gold {
            counts[usize::from(s.0 / 2)][if found.contains(s) { 0 } else { 2 }] += 1;
        }
        for s in found.difference(&gold) {
            counts[usize::from(s.0 / 2)][1] += 1;
        }
    }
    let mut all = [0usize; 3];
    for (kind, c) in ["person", "organization", "place"].iter().zip(counts) {
        println!("{name} {kind}: {}", rate(c));
        for (a, b) in all.iter_mut().zip(c) {
            *a += b;
        }
    }
    println!("{name} together: {}", rate(all));
    Ok(())
}

fn rate([right, wrong, missed]: [usize; 3]) -> String {
    let p = right as f64 / (right + wrong).max(1) as f64;
    let r = right as f64 / (right + missed).max(1) as f64;
    format!("P {p:.3} R {r:.3} F1 {:.3}", 2.0 * p * r / (p + r).max(1e-9))
}

/// The trained model in the form of the pack, weights as whole numbers, small ones left out.
fn write(options: &Options, model: &Model<'_>) -> Result<String> {
    let mut dump = Vec::new();
    model.dump(&mut dump)?;
    let dump = String::from_utf8(dump)?;
    let label = |name: &str| NAMES.iter().position(|n| *n == name);
    let mut transitions = [[0f64; LABELS]; LABELS + 1];
    let mut weights = BTreeMap::<u32, [f64; LABELS]>::new();
    for line in dump.lines() {
        let Some((left, right)) = line.trim().split_once(" --> ") else {
            continue;
        };
        let Some((to, weight)) = right.split_once(": ") else {
            continue;
        };
        let (Some(from), Some(to), Ok(weight)) = (
            left.split_once(") ").map(|l| l.1.trim()),
            label(to.trim()),
            weight.trim().parse::<f64>(),
        ) else {
            continue;
        };
        if left.starts_with("(1)") {
            if let Some(from) = label(from) {
                transitions[from][to] = weight;
            }
        } else if let Ok(feature) = u32::from_str_radix(from, 16) {
            weights.entry(feature).or_default()[to] = weight;
        }
    }
    let most = weights.values().flatten().fold(0f64, |a, w| a.max(w.abs()));
    println!("largest weight {most:.2}, {} features", weights.len());
    let mut out = String::new();
    out.push_str(HEADER);
    for (n, row) in transitions.iter().enumerate() {
        let cells: Vec<String> = row
            .iter()
            .map(|w| ((w * SCALE).round() as i32).to_string())
            .collect();
        writeln!(out, "@after\t{n}\t{}", cells.join("\t"))?;
    }
    writeln!(out, "@sure\t-\t{}", SURE.map(|s| s.to_string()).join("\t"))?;
    for (feature, row) in weights {
        if row.iter().all(|w| w.abs() < options.least) {
            continue;
        }
        writeln!(
            out,
            "{feature:08x}\t{}",
            written(row.map(|w| (w * SCALE).round() as i32))
        )?;
    }
    Ok(out)
}

/// Whole numbers for a weight of 1.
const SCALE: f64 = 16.0;
/// By how much, in these numbers, a name of the model must beat everything else: person, body, place; and against a find of the rules.
const SURE: [i32; 4] = [16, 24, 16, 96];

const HEADER: &str = "# origin: cargo xtask train-names, on AQMAR (CC BY-SA 3.0), the Wojood sample (MIT), and labels of Isnad's own rules on Arabic Wikinews (CC BY 2.5) and UD Arabic-PUD (CC BY-SA 3.0)
# licence: CC BY-SA 3.0, see names-model.md
# columns: hash of a feature | its weights, one letter a label; @after: weights of the labels behind a label; @sure: margins
";

/// Prints the list of everyday words made of a dictionary for spelling.
pub(crate) fn lexicon(file: &Path) -> Result<()> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut classes = BTreeMap::<String, u8>::new();
    let mut class = 4;
    for line in text.lines() {
        let word = line.split('\t').next().unwrap_or("").trim();
        if word.ends_with(".dic") {
            class = match word {
                "names.dic" => 2,
                w if w.starts_with("verb") => 1,
                _ => 4,
            };
            continue;
        }
        let (word, flags) = word.split_once('/').unwrap_or((word, ""));
        // names of countries and towns
        if flags == "60" {
            continue;
        }
        let folded = fold(word);
        let letters = folded.chars().count();
        if letters < 2 || !folded.chars().all(|c| ('\u{0621}'..='\u{064A}').contains(&c)) {
            continue;
        }
        *classes.entry(folded).or_default() |= class;
    }
    // forms with a conjunction or preposition of a function word that is listed without are left out
    let mut out = String::from(
        "# origin: Debian hunspell-ar 3.2, ar.dic of the Ayaspell project (cargo xtask lexicon), folded, without names of countries and towns
# licence: MPL-1.1 (Ayaspell, Copyright (c) 2006-2008 Mohamed Kebdani; offered under GPL-2.0, LGPL-2.1 or MPL-1.1, taken under the last)
# columns: V verb forms, N nouns and adjectives, B both, T function words | words
",
    );
    for (letter, wanted) in [("T", 4..8u8), ("B", 3..4), ("N", 2..3), ("V", 1..2)] {
        let words: Vec<&str> = classes
            .iter()
            .filter(|(_, c)| wanted.contains(c))
            .map(|(w, _)| w.as_str())
            .collect();
        for line in words.chunks(40) {
            writeln!(out, "{letter}\t{}", line.join("\t"))?;
        }
    }
    print!("{out}");
    Ok(())
}

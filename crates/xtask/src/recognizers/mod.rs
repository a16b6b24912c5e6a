//! `recognizers`: the specifications of Recognizers-Text for dates and times, run through our time layer.
//!
//! A folder holds `DateTime-<Type>Parser.json` (words and values) and `DateTime-<Type>Extractor.json` (words alone). Their
//! conventions are not TIMEX3's everywhere; what is compared, and how, is said at [`same_words`] and in [`value`].

mod value;

use anyhow::{Context, Result, bail};
use isnad::model::{Date, TimeExpression};
use serde_json::Value;
use std::{collections::BTreeMap, fs, path::Path};

/// The types that are run; `Merged` and `Model` repeat them.
const TYPES: [&str; 9] = [
    "Date",
    "DatePeriod",
    "Time",
    "TimePeriod",
    "DateTime",
    "DateTimePeriod",
    "Duration",
    "Set",
    "Holiday",
];

/// Cases whose expected answer is wrong, and words that spans may begin with.
const NOTES: &str = include_str!("../../recognizers/notes.tsv");

/// A day for cases that name none.
const SOME_DAY: &str = "2016-11-07T00:00:00";

/// What the layer finds in a sentence, written on a day.
pub(crate) type Find<'a> = &'a dyn Fn(&str, &str, Date) -> Vec<TimeExpression>;

/// Right and all, for words and values.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    words: (usize, usize),
    values: (usize, usize),
    /// Finds that no expected answer touches.
    extra: usize,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.words.0 += other.words.0;
        self.words.1 += other.words.1;
        self.values.0 += other.values.0;
        self.values.1 += other.values.1;
        self.extra += other.extra;
    }
}

/// Runs the cases of a folder and prints the rates by type, with and without the disputed ones.
pub(crate) fn recognizers(args: &[String], find: Find<'_>) -> Result<()> {
    let folder = Path::new(args.first().context("expected a folder of specifications")?);
    let option = |name: &str| {
        let at = args.iter().position(|a| a == name)?;
        args.get(at + 1).map(String::as_str)
    };
    let lang = option("--lang").unwrap_or("ar");
    let errors = option("--errors");
    let notes = Notes::read(lang)?;
    println!("| type | span | value | span, disputed counted | value, disputed counted | finds beside |");
    println!("|---|---|---|---|---|---|");
    let (mut fair, mut all) = (Tally::default(), Tally::default());
    let mut disputed = 0;
    for kind in TYPES {
        let (mut of_kind, mut with) = (Tally::default(), Tally::default());
        for role in ["Parser", "Extractor"] {
            let name = format!("{kind}{role}");
            let path = folder.join(format!("DateTime-{name}.json"));
            let Ok(text) = fs::read_to_string(&path) else {
                continue;
            };
            let cases: Vec<Value> = serde_json::from_str(text.trim_start_matches('\u{feff}'))
                .with_context(|| path.display().to_string())?;
            for (n, case) in cases.iter().enumerate() {
                let Some((tally, report)) = run(case, lang, role == "Parser", &notes, find) else {
                    continue;
                };
                let input = case["Input"].as_str().unwrap_or_default();
                let dispute = notes.dispute(&name, n, input);
                with.add(tally);
                if let Some(dispute) = dispute {
                    disputed += 1;
                    if !dispute.value_only {
                        continue;
                    }
                }
                let mut tally = tally;
                if dispute.is_some() {
                    tally.values = (0, 0);
                }
                of_kind.add(tally);
                if errors.is_some_and(|e| e == kind || e == "all" || e == name)
                    && (tally.words.0 < tally.words.1 || tally.values.0 < tally.values.1)
                {
                    println!("  {name} {n} {:08x} {report}", key(input));
                }
            }
        }
        print_row(kind, of_kind, with);
        fair.add(of_kind);
        all.add(with);
    }
    if all.words.1 == 0 {
        bail!("no DateTime-*.json in {}", folder.display());
    }
    print_row("all", fair, all);
    println!("\n{disputed} cases disputed (crates/xtask/recognizers/notes.tsv)");
    Ok(())
}

fn print_row(kind: &str, fair: Tally, all: Tally) {
    let rate = |(right, n): (usize, usize)| match n {
        0 => "-".to_owned(),
        _ => format!("{:.3} ({right}/{n})", right as f64 / n as f64),
    };
    println!(
        "| {kind} | {} | {} | {} | {} | {} |",
        rate(fair.words),
        rate(fair.values),
        rate(all.words),
        rate(all.values),
        fair.extra
    );
}

/// Runs one case; none where it is unreadable.
fn run(case: &Value, lang: &str, valued: bool, notes: &Notes, find: Find<'_>) -> Option<(Tally, String)> {
    let input = case["Input"].as_str()?;
    let reference = case["Context"]["ReferenceDateTime"].as_str().unwrap_or(SOME_DAY);
    let day: Date = reference.get(..10)?.parse().ok()?;
    let found = find(lang, input, day);
    let mut tally = Tally::default();
    let mut report = format!("«{input}» @{reference}");
    let results = case["Results"].as_array()?;
    if results.is_empty() {
        tally.words = (usize::from(found.is_empty()), 1);
        report.push_str(" wants nothing");
    }
    let mut touched = vec![false; found.len()];
    for result in results {
        let words = expected_words(input, result)?;
        for (t, touched) in found.iter().zip(&mut touched) {
            *touched |= t.text.contains(&words) || words.contains(&t.text) || overlaps(input, &words, t);
        }
        let hit = found.iter().find(|t| same_words(&t.text, &words, notes));
        tally.words.1 += 1;
        tally.words.0 += usize::from(hit.is_some());
        if valued && !result["Value"].is_null() {
            let right = hit.is_some_and(|t| value::same(t, &result["Value"], reference));
            tally.values.1 += 1;
            tally.values.0 += usize::from(right);
        }
        report.push_str(&format!(
            " wants «{words}» {} {} {}",
            result["Value"]["Timex"].as_str().unwrap_or_default(),
            result["Value"]["FutureResolution"],
            result["Value"]["PastResolution"]
        ));
    }
    tally.extra = touched.iter().filter(|t| !**t).count();
    report.push_str(" FOUND");
    for t in &found {
        report.push_str(&format!(" «{}» {} ({})", t.text, t.value, t.rule));
    }
    Some((tally, report))
}

/// The words expected: those at the place the case gives, where the text it gives stands nowhere in its own sentence.
fn expected_words(input: &str, result: &Value) -> Option<String> {
    let text = result["Text"].as_str()?.trim();
    if input.to_lowercase().contains(&text.to_lowercase()) {
        return Some(text.to_owned());
    }
    let number = |name: &str| result[name].as_u64().and_then(|n| usize::try_from(n).ok());
    match (number("Start"), number("Length")) {
        (Some(start), Some(length)) => {
            let at: String = input.chars().skip(start).take(length).collect();
            Some(at.trim().to_owned())
        }
        _ => Some(text.to_owned()),
    }
}

fn overlaps(input: &str, words: &str, t: &TimeExpression) -> bool {
    input
        .to_lowercase()
        .find(&words.to_lowercase())
        .is_some_and(|at| t.start < at + words.len() && at < t.end)
}

/// Are these the same words, prepositions, articles and the word "day" before them, "o'clock" words and marks around them left out?
/// The specifications have them in one case and leave them out in the next ("the 27th", "27th"; "in the morning", "morning").
fn same_words(ours: &str, theirs: &str, notes: &Notes) -> bool {
    let trimmed = |text: &str| -> Vec<String> {
        let lower = isnad::text::fold(text);
        let mut words: Vec<String> = lower
            .split(|c: char| c.is_whitespace())
            .map(|w| {
                w.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'')
                    .to_owned()
            })
            .filter(|w| !w.is_empty())
            .collect();
        while words.len() > 1 && notes.before.iter().any(|b| *b == words[0]) {
            words.remove(0);
        }
        if let Some(first) = words.first_mut() {
            for prefix in &notes.prefixes {
                if let Some(rest) = first.strip_prefix(prefix.0.as_str()) {
                    *first = format!("{}{rest}", prefix.1);
                    break;
                }
            }
        }
        words
    };
    trimmed(ours) == trimmed(theirs)
}

/// What `notes.tsv` says for one language.
#[derive(Debug, Default)]
struct Notes {
    disputes: BTreeMap<(String, usize), Dispute>,
    /// Words that a span may begin with or not.
    before: Vec<String>,
    /// Letters written together with the first word, and what stands there without them.
    prefixes: Vec<(String, String)>,
}

#[derive(Debug)]
struct Dispute {
    key: u32,
    value_only: bool,
}

impl Notes {
    fn read(lang: &str) -> Result<Self> {
        let mut notes = Self::default();
        for line in NOTES.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
            let fields: Vec<&str> = line.split('\t').collect();
            match fields[..] {
                [l, "before", words] if l == lang => notes
                    .before
                    .extend(words.split_whitespace().map(isnad::text::fold)),
                [l, "prefix", letters, instead] if l == lang => notes
                    .prefixes
                    .push((isnad::text::fold(letters), isnad::text::fold(instead))),
                [l, file, number, key, what, _reason] if l == lang => {
                    let dispute = Dispute {
                        key: u32::from_str_radix(key, 16)?,
                        value_only: what == "value",
                    };
                    notes.disputes.insert((file.to_owned(), number.parse()?), dispute);
                }
                [l, ..] if l != lang => {}
                _ => bail!("notes.tsv: expected 3, 4 or 6 fields, found {line:?}"),
            }
        }
        Ok(notes)
    }

    /// The key of the sentence must fit too, so that the list does not touch other cases of the same number.
    fn dispute(&self, file: &str, number: usize, input: &str) -> Option<&Dispute> {
        self.disputes
            .get(&(file.to_owned(), number))
            .filter(|d| d.key == key(input))
    }
}

/// A key of a sentence, which is not ours to copy: FNV-1a, 32 bits.
fn key(text: &str) -> u32 {
    text.bytes()
        .fold(0x811c_9dc5, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

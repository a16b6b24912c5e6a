//! `pages`: how much of the article of saved pages is found, by the measures of two public collections.

use anyhow::{Context, Result, bail};
use flate2::read::GzDecoder;
use isnad::{
    lang::Packs,
    model::{Report, Role},
    parse::{ParseOptions, html},
};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    fs,
    io::Read,
    path::{Path, PathBuf},
    time::Instant,
};

/// Reads a folder of pages in one of two layouts and prints figures:
/// `ground-truth.json` beside `html/*.html.gz` (the article extraction benchmark), or `NAME.html` beside `NAME.json`.
pub(crate) fn pages(args: &[String]) -> Result<()> {
    let folder = Path::new(args.first().context("expected a folder of pages")?);
    let errors = args.iter().any(|a| a == "--errors");
    if folder.join("ground-truth.json").is_file() {
        benchmark(folder, errors)
    } else {
        beside(folder)
    }
}

/// The text that an extractor is asked for: paragraphs and headings.
fn body(report: &Report) -> String {
    let kept = report
        .blocks
        .iter()
        .filter(|b| matches!(b.role, Role::Paragraph | Role::Heading | Role::Dateline));
    kept.map(|b| b.span().of(&report.text))
        .collect::<Vec<_>>()
        .join("\n")
}

fn benchmark(folder: &Path, errors: bool) -> Result<()> {
    let truth: BTreeMap<String, Value> =
        serde_json::from_slice(&fs::read(folder.join("ground-truth.json"))?)?;
    let text = |v: &Value| v["articleBody"].as_str().unwrap_or("").to_owned();
    let mut files = Vec::new();
    for id in truth.keys() {
        let packed = folder.join("html").join(format!("{id}.html.gz"));
        let mut bytes = Vec::new();
        GzDecoder::new(fs::File::open(&packed).with_context(|| packed.display().to_string())?)
            .read_to_end(&mut bytes)?;
        files.push((id, bytes));
    }
    let total: usize = files.iter().map(|f| f.1.len()).sum();
    let (options, packs) = (ParseOptions::default(), Packs::builtin());
    packs.iter().count(); // loaded before the clock runs
    let start = Instant::now();
    let reports: Vec<Option<Report>> = files
        .iter()
        .map(|(id, bytes)| html::parse(id, bytes, None, &options, packs).report)
        .collect();
    let seconds = start.elapsed().as_secs_f64();
    println!("| extractor | F1 | precision | recall | exact |\n|---|---|---|---|---|");
    let ours: BTreeMap<&String, String> = files
        .iter()
        .zip(&reports)
        .map(|((id, _), report)| (*id, report.as_ref().map(body).unwrap_or_default()))
        .collect();
    let row = |name: &str, answer: &dyn Fn(&String) -> String| {
        let measured: Vec<Match> = truth
            .iter()
            .map(|(id, want)| Match::of(&text(want), &answer(id)))
            .collect();
        let (precision, recall) = means(&measured);
        let exact = measured.iter().filter(|m| m.exact).count() as f64 / measured.len() as f64;
        let f1 = 2.0 * precision * recall / (precision + recall);
        println!("| {name} | {f1:.3} | {precision:.3} | {recall:.3} | {exact:.3} |");
        measured
    };
    let measured = row("isnad", &|id| ours.get(id).cloned().unwrap_or_default());
    let mut outputs: Vec<PathBuf> = fs::read_dir(folder.join("output"))
        .map(|d| d.flatten().map(|e| e.path()).collect())
        .unwrap_or_default();
    outputs.sort();
    for path in outputs
        .iter()
        .filter(|p| p.extension().is_some_and(|e| e == "json"))
    {
        let Ok(value) = serde_json::from_slice::<Value>(&fs::read(path)?) else {
            continue;
        };
        let answers = value.get("output").unwrap_or(&value);
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        row(&name, &|id| text(&answers[id.as_str()]));
    }
    println!(
        "\n{} pages, {:.1} MB, {} without a report, read at {:.1} MB/s on one thread",
        files.len(),
        total as f64 / 1e6,
        reports.iter().filter(|r| r.is_none()).count(),
        total as f64 / 1e6 / seconds
    );
    let mut back = (0, 0);
    for ((_, bytes), report) in files.iter().zip(&reports) {
        read_back(bytes, report.as_ref(), &mut back);
    }
    println!("{} of {} blocks read back from their bytes", back.0, back.1);
    if errors {
        let mut worst: Vec<(f64, &String, &Match)> = truth
            .keys()
            .zip(&measured)
            .map(|(id, m)| (m.precision() + m.recall(), id, m))
            .collect();
        worst.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (_, id, m) in worst.iter().take(25) {
            println!("{:.2} {:.2} {id}", m.precision(), m.recall());
        }
    }
    Ok(())
}

/// Runs of four words in common, over the sum of all runs, as the benchmark's own `evaluate.py` counts them.
struct Match {
    both: f64,
    only_found: f64,
    only_wanted: f64,
    exact: bool,
}

impl Match {
    fn of(want: &str, found: &str) -> Self {
        let (want, found) = (words(want), words(found));
        let counts = |w: &[&str]| {
            let mut out: BTreeMap<Vec<String>, (usize, usize)> = BTreeMap::new();
            if w.is_empty() {
                return out;
            }
            for run in w.windows(4.min(w.len())) {
                out.entry(run.iter().map(|s| (*s).to_owned()).collect())
                    .or_default()
                    .0 += 1;
            }
            out
        };
        let mut all = counts(&want);
        for (run, (n, _)) in counts(&found) {
            all.entry(run).or_default().1 = n;
        }
        let mut sums = (0, 0, 0);
        for (wanted, got) in all.into_values() {
            sums.0 += wanted.min(got);
            sums.1 += got.saturating_sub(wanted);
            sums.2 += wanted.saturating_sub(got);
        }
        Self {
            both: sums.0 as f64,
            only_found: sums.1 as f64,
            only_wanted: sums.2 as f64,
            exact: want == found,
        }
    }

    fn precision(&self) -> f64 {
        ratio(self.both, self.only_found, self.only_wanted)
    }

    fn recall(&self) -> f64 {
        ratio(self.both, self.only_wanted, self.only_found)
    }
}

fn ratio(both: f64, wrong: f64, other: f64) -> f64 {
    match (both == 0.0, wrong == 0.0, other == 0.0) {
        (_, true, true) => 1.0,
        (true, true, false) => 0.0,
        _ => both / (both + wrong),
    }
}

/// Means over the pages that have something to count.
fn means(all: &[Match]) -> (f64, f64) {
    let mean = |values: Vec<f64>| values.iter().sum::<f64>() / values.len().max(1) as f64;
    (
        mean(
            all.iter()
                .filter(|m| m.both + m.only_found > 0.0)
                .map(Match::precision)
                .collect(),
        ),
        mean(
            all.iter()
                .filter(|m| m.both + m.only_wanted > 0.0)
                .map(Match::recall)
                .collect(),
        ),
    )
}

/// Words as Python's `\w+` finds them.
fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|w| !w.is_empty())
        .collect()
}

fn beside(folder: &Path) -> Result<()> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?.flatten().map(|e| e.path()).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == "html" || e == "htm"));
    files.sort();
    if files.is_empty() {
        bail!(
            "expected NAME.html beside NAME.json, or ground-truth.json beside html/, in {}",
            folder.display()
        );
    }
    let (options, packs) = (ParseOptions::default(), Packs::builtin());
    println!(
        "| page | words F1 | title | published | outlet | blocks read back |\n|---|---|---|---|---|---|"
    );
    for file in files {
        let bytes = fs::read(&file)?;
        let name = file
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let parsed = html::parse(&name, &bytes, None, &options, packs);
        let Some(report) = parsed.report else {
            println!(
                "| {name} | no report: {} |",
                parsed.diagnostics.first().map_or("", |d| d.rule.as_str())
            );
            continue;
        };
        let expected: Option<Value> = fs::read(file.with_extension("json"))
            .ok()
            .map(|b| serde_json::from_slice(&b))
            .transpose()?;
        let want = expected.as_ref().map(Expected::of).unwrap_or_default();
        let text = body(&report);
        let score = want.text.as_ref().map(|(text_wanted, cut)| {
            let mut found = words(&text);
            let mut wanted = words(text_wanted);
            if *cut {
                // the last word is broken off; what follows it was not written down
                wanted.pop();
                found.truncate(wanted.len());
            }
            common(&wanted, &found)
        });
        let title = report.headline.as_ref().map_or("", |h| h.text.as_str());
        let right = want.title.as_ref().map(|t| words(t) == words(title));
        let dated = want.date.as_ref().map(|d| {
            report
                .published
                .value
                .as_ref()
                .is_some_and(|v| v.get(..10) == d.get(..10))
        });
        let mut back = (0, 0);
        read_back(&bytes, Some(&report), &mut back);
        let mark = |right: Option<bool>| match right {
            Some(true) => "right",
            Some(false) => "wrong",
            None => "not told",
        };
        println!(
            "| {name} | {} | {} | {} ({}) | {} | {} of {} |",
            score.map_or("-".to_owned(), |s| format!("{s:.3}")),
            mark(right),
            mark(dated),
            report.published.value.as_deref().unwrap_or("none"),
            report.outlet.as_ref().map_or("none", |o| o.name.as_str()),
            back.0,
            back.1
        );
    }
    Ok(())
}

/// What a page's answer file says; the forms of goose3's and Fundus' test data.
#[derive(Default)]
struct Expected {
    /// The text, and whether it was cut off.
    text: Option<(String, bool)>,
    title: Option<String>,
    date: Option<String>,
}

impl Expected {
    fn of(value: &Value) -> Self {
        let string = |v: &Value| v.as_str().filter(|s| !s.is_empty()).map(str::to_owned);
        if let Some(goose) = value.get("expected") {
            return Self {
                text: string(&goose["cleaned_text"]).map(|t| (t, true)),
                title: string(&goose["title"]),
                date: string(&goose["publish_date"]),
            };
        }
        let version = value.as_object().and_then(|o| o.values().next()).unwrap_or(value);
        let mut lines: Vec<String> = Vec::new();
        let mut strings = |v: &Value| lines.extend(v.as_array().into_iter().flatten().filter_map(string));
        strings(&version["body"]["summary"]);
        for section in version["body"]["sections"].as_array().into_iter().flatten() {
            strings(&section["headline"]);
            strings(&section["paragraphs"]);
        }
        Self {
            text: (!lines.is_empty()).then(|| (lines.join("\n"), false)),
            title: string(&version["title"]),
            date: string(&version["publishing_date"]),
        }
    }
}

/// F1 of two bags of words.
fn common(want: &[&str], found: &[&str]) -> f64 {
    let mut bag: BTreeMap<&str, i64> = BTreeMap::new();
    want.iter().for_each(|w| *bag.entry(w).or_default() += 1);
    let both = found
        .iter()
        .filter(|w| {
            bag.get_mut(*w).is_some_and(|n| {
                *n -= 1;
                *n >= 0
            })
        })
        .count() as f64;
    2.0 * both / (want.len() + found.len()).max(1) as f64
}

/// Counts the blocks whose bytes, decoded and with tags taken away, are their words. Of UTF-8 pages only.
fn read_back(bytes: &[u8], report: Option<&Report>, count: &mut (usize, usize)) {
    let Some(report) = report.filter(|_| std::str::from_utf8(bytes).is_ok()) else {
        return;
    };
    for block in &report.blocks {
        count.1 += 1;
        let Some(origin) = block.origin else { continue };
        let source = bytes.get(origin.start..origin.end).unwrap_or_default();
        let back = html::bare_text(&String::from_utf8_lossy(source));
        let collapse = |s: &str| s.split_whitespace().collect::<Vec<_>>().join(" ");
        count.0 += usize::from(back == collapse(block.span().of(&report.text)));
    }
}

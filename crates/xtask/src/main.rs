//! Workshop: repeatable chores of the project. `cargo xtask` lists them.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::unreachable,
    reason = "a workshop tool, not a stage"
)]

mod bio;
mod clusters;
mod contradictions;
#[path = "../../../fuzz/src/damage.rs"]
mod damage;
mod duplicates;
mod gold;

mod exports;
mod grow;
mod kill;
mod letters;
mod mutate;
mod names_speed;
mod natural;
mod pages;
mod quality;
mod recognizers;
mod roots;
mod schema;
#[cfg(unix)]
mod slow;
mod tagged;
mod time_layer;
mod train_names;

use anyhow::{Context, Result, bail};
use gold::{GoldEvents, GoldNames, GoldTimes};
use isnad::{
    Input, Isnad,
    analyze::{ANNOTATORS, Annotator, Events, Names, Speech, Times, analyze_with},
    compile::compile,
    model::{Basis, Block, Date, Dating, Report, Role, TimeExpression, wire},
};
use std::{fs, path::Path, process::Command};

mod brief;

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.first().map(String::as_str) {
        Some("score") => score(&args[1..]),
        Some("recognizers") => recognizers::recognizers(&args[1..], &written),
        Some("brief") => brief::print(&args[1..]),
        Some("quality") => quality::quality(Path::new(
            args.get(1)
                .context("expected the folder that holds eval/ and seeds/")?,
        )),
        Some("times") => time_layer::run(
            Path::new(args.get(1).context("expected a file of JSON lines")?),
            args.iter().any(|a| a == "--speed"),
        ),
        Some("natural") => natural::natural(
            Path::new(args.get(1).context("expected the folder of the sets")?),
            args.get(2).map(Path::new),
        ),
        Some("duplicates") => duplicates::duplicates(&args[1..]),
        Some("clusters") => clusters::clusters(&args[1..]),
        Some("contradictions") => contradictions::contradictions(&args[1..]),
        Some("roots") => roots::compare(Path::new(
            args.get(1)
                .context("expected the folder that holds eval/ and seeds/")?,
        )),
        Some("pages") => pages::pages(&args[1..]),
        Some("names") => bio::marked(&args[1..]),
        Some("schema") => schema::schema(args.iter().any(|a| a == "--freeze")),
        Some("exports") => exports::measure(&args[1..]),
        Some("measured") => exports::measured(&args[1..]),
        Some("bio") => {
            let number = |at: usize| args.get(at).and_then(|a| a.parse().ok());
            bio::bio(
                Path::new(args.get(1).context("expected a file of tagged words")?),
                number(2).unwrap_or(0),
                number(3).unwrap_or(usize::MAX),
                args.iter().any(|a| a == "--errors"),
                args.iter().any(|a| a == "--by-rule"),
            )
        }
        Some("kill") => match &args[1..] {
            [program, reports] => kill::kill(program, reports, 50),
            [program, reports, rounds] => kill::kill(program, reports, rounds.parse()?),
            _ => bail!("expected: kill PROGRAM REPORTS [ROUNDS]"),
        },
        Some("letters") => letters::learn(Path::new(args.get(1).context("expected a file of name pairs")?)),
        Some("match-names") => letters::matching(
            Path::new(args.get(1).context("expected a folder of name pairs")?),
            args.iter().any(|a| a == "--limits"),
        ),
        Some("names-speed") => {
            names_speed::run(Path::new(args.get(1).context("expected a file of JSON lines")?))
        }
        Some("train-names") => train_names::train(&args[1..]),
        Some("lexicon") => train_names::lexicon(Path::new(
            args.get(1).context("expected the file ar.dic of hunspell-ar")?,
        )),
        Some("mutate") => match &args[1..] {
            [program, samples, count, seed @ ..] => {
                let seed = seed.first().map_or(Ok(1), |seed| seed.parse())?;
                mutate::mutate(program, Path::new(samples), count.parse()?, seed)
            }
            _ => bail!("expected: mutate PROGRAM FOLDER COUNT [SEED]"),
        },
        #[cfg(unix)]
        Some("slow") => slow::slow(
            args.get(1).map_or(Ok(1.5), |most| most.parse())?,
            args.get(2).map(String::as_str),
        ),
        Some("grow") => match &args[1..] {
            [from, to, count] => grow::grow(Path::new(from), Path::new(to), count.parse()?),
            _ => bail!("expected: grow FROM TO COUNT"),
        },
        _ => {
            println!(
                "cargo xtask quality GOLD_HOME\n  \
                 prints the table of docs/quality.md\n\
                 cargo xtask schema [--freeze]\n  \
                 makes docs/schema.md from the frozen schema; --freeze takes over what was added to the schema since\n\
                 cargo xtask exports DOSSIER.json|REPORTS [ID]...\n  \
                 prints time and peak memory of every exporter, for a dossier or one made of so many sample reports\n\
                 cargo xtask bio FILE [FROM COUNT] [--errors] [--by-rule]\n  \
                 finds names in a file of tagged words (BIO) by rules, model and both, and prints precision and recall by kind\n\
                 cargo xtask train-names DATA [--out FILE] [--hold N] [--rounds N] [--l1 X] [--l2 X] [--silver X] [--wojood X] [--seen N]\n  \
                 trains the sequence model of names on DATA/names/aqmar, DATA/names/wojood-sample and DATA/text, and writes its weights;\n  \
                 with --hold every Nth file of AQMAR and Wojood's val.txt are held back and measured\n\
                 cargo xtask names-speed FILE.jsonl\n  \
                 prints how fast the name layer is on one core, by rules and with the model\n\
                 cargo xtask lexicon AR.DIC\n  \
                 prints the list of everyday words made of the dictionary of hunspell-ar\n\
                 cargo xtask letters PAIRS\n  \
                 learns how Latin letters stand for Arabic ones from pairs of names and prints the table\n\
                 cargo xtask match-names FOLDER|PAIRS [--limits]\n  \
                 prints how often the right one of 1,000 Arabic names fits a Latin name best, and how many random pairs count as one name\n\
                 cargo xtask recognizers FOLDER [--lang ar|en] [--errors TYPE|all]\n  \
                 runs the date and time cases of Recognizers-Text and prints how many spans and values are right\n\
                 cargo xtask duplicates REPORTS.jsonl[.gz] [--clusters CLUSTERS.json ID...]\n  \
                 finds near-duplicates among reports (a JSON object a line: doc, title, author, content) and prints each pair with\n  \
                 resemblance and containment; with --clusters compiles the reports of each cluster and prints the roots of its events\n\
                 cargo xtask clusters FOLDER [--disagreements]\n  \
                 groups reports.jsonl.gz of the folder into stories, compares them with clusters.json, and prints the disagreements in each\n\
                 cargo xtask contradictions FILE.csv [--lang TAG] [--errors]\n  \
                 compares pairs of headlines (columns s1, s2, stance) and prints how many are reported as contradictions\n\
                 cargo xtask roots GOLD_HOME\n  \
                 compares the independent roots of gold set dev with those of its dossier\n\
                 cargo xtask pages FOLDER [--errors]\n  \
                 reads saved pages and prints how much of their articles is found: NAME.html beside NAME.json, or html/*.html.gz\n  \
                 with ground-truth.json and the answers of other extractors in output/\n\
                 cargo xtask names FILE...\n  \
                 prints reports with their names marked\n\
                 cargo xtask natural FOLDER [REPORTS.jsonl]\n  \
                 reads weekdays beside dates, days in two calendars and double names of months as newspapers write them, and prints\n  \
                 what holds and what does not\n\
                 cargo xtask times FILE.jsonl [--speed]\n  \
                 prints what the time layer finds in the text of each line, or how fast it is on one core\n\
                 cargo xtask kill PROGRAM REPORTS [ROUNDS]\n  \
                 kills the program at random moments (50 by default) while it compiles a folder, and counts half files and broken caches\n\
                 cargo xtask mutate PROGRAM FOLDER COUNT [SEED]\n  \
                 damages the files of a folder in COUNT ways, compiles all in one run, and checks that each gave a report or a message,\n  \
                 that the exit code is right and that the dossier reads back\n\
                 cargo xtask slow [SECONDS] [UNIT]\n  \
                 compiles texts that repeat one word, mark or phrase, and prints those whose time grows faster than they do or that take\n  \
                 more than so many seconds a megabyte\n\
                 cargo xtask grow FROM TO COUNT\n  \
                 makes COUNT reports from those of FROM, a folder or a file of JSON lines, for measuring speed\n\
                 cargo xtask score GOLD_HOME [--set NAME]... [--gold-names] [--gold-times] [--gold-events] [--keep DIR] [--errors LAYER]\n  \
                 compiles the reports of the gold sets under GOLD_HOME (the folder that holds eval/ and seeds/) and prints the scores;\n  \
                 --gold-names replaces the name layer by the gold's own, to judge the layers above it alone; so do --gold-times (with blocks\n  \
                 and publication dates) and --gold-events; --keep leaves the dossiers in a folder\n\
                 cargo run -p xtask -- brief FOLDER|DOSSIER.json [--lang TAG] [--since DAY] [--watch NAME]... [--sources]\n  \
                 prints the briefing of a folder of reports, or of a dossier made before, as plain text"
            );
            Ok(())
        }
    }
}

/// The time expressions of a sentence published on a day.
fn written(language: &str, text: &str, day: Date) -> Vec<TimeExpression> {
    let report = Report {
        language: language.to_owned(),
        text: text.to_owned(),
        published: Dating {
            value: Some(day.to_string()),
            earliest: Some(day),
            latest: Some(day),
            basis: Basis::Given,
            because: Vec::new(),
        },
        blocks: vec![Block {
            role: Role::Paragraph,
            start: 0,
            end: text.len(),
            origin: None,
        }],
        ..Report::default()
    };
    let layers: [&dyn Annotator; 1] = [&Times];
    analyze_with(report, Isnad::default().packs, &layers).report.times
}

fn score(args: &[String]) -> Result<()> {
    let home = Path::new(
        args.first()
            .context("expected the folder that holds eval/ and seeds/")?,
    );
    let value = |name: &str| {
        args.iter()
            .position(|a| a == name)
            .and_then(|i| args.get(i + 1))
            .cloned()
    };
    let mut sets: Vec<String> = args
        .windows(2)
        .filter(|w| w[0] == "--set")
        .map(|w| w[1].clone())
        .collect();
    if sets.is_empty() {
        sets = vec!["seeds".into(), "dev".into()];
    }
    let flag = |name: &str| args.iter().any(|a| a == name);
    let (gold_names, gold_times, gold_events) =
        (flag("--gold-names"), flag("--gold-times"), flag("--gold-events"));
    let out = value("--keep").map_or_else(
        || std::env::temp_dir().join(format!("isnad-score-{}", std::process::id())),
        Into::into,
    );
    fs::create_dir_all(&out)?;
    let mut command = Command::new("python3");
    command.arg(home.join("eval/score.py"));
    for set in &sets {
        let folder = if set == "seeds" {
            home.join("seeds")
        } else {
            home.join("eval/reports").join(set)
        };
        let gold = home.join("eval/gold").join(set);
        let isnad = Isnad::default();
        let mut annotated = Vec::new();
        let mut files: Vec<_> = fs::read_dir(&folder)?.map(|e| e.unwrap().path()).collect();
        files.sort();
        for file in files {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            let input = Input::new(name.clone(), fs::read(&file)?);
            if gold_names || gold_times || gold_events {
                let answer: serde_json::Value =
                    serde_json::from_slice(&fs::read(gold.join(name).with_extension("json"))?)?;
                let mut report =
                    isnad::parse::parse(&input.source, &input.bytes, &isnad.parse, isnad.packs).report;
                if let Some(report) = report.as_mut().filter(|_| gold_times) {
                    gold::structure(report, &answer);
                }
                let (names, times, events) = (
                    GoldNames(answer.clone()),
                    GoldTimes(answer.clone()),
                    GoldEvents(answer),
                );
                let layers: [&dyn Annotator; 4] = [
                    if gold_times { &times } else { &Times },
                    if gold_names { &names } else { &Names },
                    &Speech,
                    if gold_events { &events } else { &Events },
                ];
                assert_eq!(layers.len(), ANNOTATORS.len());
                annotated.extend(report.map(|r| analyze_with(r, isnad.packs, &layers)));
            } else {
                annotated.extend(isnad.annotate(&input).annotated);
            }
        }
        let dossier = compile(annotated, &isnad.compile, isnad.packs);
        let path = out.join(format!("{set}.json"));
        fs::write(&path, wire::to_json(&dossier)?)?;
        command.arg("--gold").arg(gold).arg("--dossier").arg(path);
    }
    if let Some(layer) = value("--errors") {
        command.arg("--errors").arg(layer);
    }
    if !command.status()?.success() {
        bail!("the scorer failed");
    }
    Ok(())
}

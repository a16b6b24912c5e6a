//! `natural`: dates as newspapers write them, each with what the paper itself says of it.

use anyhow::{Context, Result};
use isnad::{
    Isnad,
    analyze::{Times, analyze_with},
    compile::compile,
    model::{Basis, Date, Dating, Diagnostic, Dossier, Report, Span, TimeExpression},
};
use serde_json::Value;
use std::{collections::BTreeMap, fs, io::BufRead, path::Path};

/// Runs the sets of a folder and prints what holds and every case that does not. With the reports from which the double names
/// of months were counted (JSON lines with `content`), all of them are looked at.
pub(crate) fn natural(folder: &Path, reports: Option<&Path>) -> Result<()> {
    let news = lines(&folder.join("rel_plus_weekday.jsonl"))?;
    let hijri = lines(&folder.join("hijri_gregorian_pairs.jsonl"))?;
    let mut stamps: BTreeMap<u64, Date> = BTreeMap::new();
    for case in news.iter().chain(&hijri) {
        stamps.extend(case["doc"].as_u64().zip(stamp(case)));
    }
    relative(&news);
    dated(&lines(&folder.join("weekday_plus_date.jsonl"))?, &stamps);
    pairs(&hijri);
    months(&serde_json::from_slice(&fs::read(
        folder.join("double_month_names.json"),
    )?)?);
    if let Some(path) = reports {
        all_months(path)?;
    }
    Ok(())
}

/// The lines of a file of JSON lines.
pub(crate) fn lines(path: &Path) -> Result<Vec<Value>> {
    let file = fs::File::open(path).with_context(|| path.display().to_string())?;
    let mut out = Vec::new();
    for line in std::io::BufReader::new(file).lines() {
        out.push(serde_json::from_str(&line?)?);
    }
    Ok(out)
}

fn text<'v>(case: &'v Value, key: &str) -> &'v str {
    case[key].as_str().unwrap_or("")
}

/// A report of one paragraph, with times alone.
fn report(words: &str, set: impl FnOnce(&mut Report)) -> Dossier {
    let isnad = Isnad::default();
    let parsed = isnad::parse::parse("case.txt", words.as_bytes(), &isnad.parse, isnad.packs);
    let annotated = parsed.report.map(|mut report| {
        "ar".clone_into(&mut report.language);
        set(&mut report);
        analyze_with(report, isnad.packs, &[&Times])
    });
    compile(annotated.into_iter().collect(), &isnad.compile, isnad.packs)
}

fn stamp(case: &Value) -> Option<Date> {
    text(case, "date_extracted").get(..10)?.parse().ok()
}

fn dating(day: Option<Date>, basis: Basis) -> Dating {
    Dating {
        value: day.map(|d| d.to_string()),
        earliest: day,
        latest: day,
        basis,
        because: Vec::new(),
    }
}

/// Where words stand in a text, marks and blanks at their ends left out.
fn place(whole: &str, words: &str) -> Option<Span> {
    let words = words.trim_matches(|c: char| !c.is_alphanumeric());
    whole.find(words).map(|at| Span::new(at, at + words.len()))
}

/// The expression that covers the words, the diagnostics that touch them.
fn found(dossier: &Dossier, words: &str) -> Option<(TimeExpression, Vec<Diagnostic>)> {
    let report = dossier.reports.first()?;
    let span = place(&report.text, words)?;
    let time = report.times.iter().find(|t| t.span().contains(span))?.clone();
    let notes = dossier.diagnostics.iter();
    let notes = notes
        .filter(|d| d.start < time.end && time.start < d.end)
        .cloned()
        .collect();
    Some((time, notes))
}

fn share(name: &str, right: usize, of: usize) {
    println!(
        "{name:58} {right:6} of {of:6}  {:.4}",
        right as f64 / of.max(1) as f64
    );
}

/// "Yesterday, Thursday" on pages that were saved some days later.
fn relative(cases: &[Value]) {
    let (mut spans, mut days, mut later, mut late) = (0, 0, 0, 0);
    for case in cases {
        let Some(saved) = stamp(case) else { continue };
        let words = text(case, "expr");
        let dossier = report(text(case, "context"), |r| {
            r.saved = Some(dating(Some(saved), Basis::Metadata));
        });
        match found(&dossier, words) {
            Some((time, _))
                if time
                    .reading
                    .is_some_and(|r| r.shift.is_some() && r.weekday.is_some()) =>
            {
                spans += 1;
            }
            other => println!("  apart: {words} {:?}", other.map(|o| o.0.text)),
        }
        let notes = |rule: &str| dossier.diagnostics.iter().any(|d| d.rule == rule);
        // words that name their own day fix it; the report may have appeared on the next
        let published = dossier.reports.first().map(|r| &r.published);
        let latest = published.and_then(|p| match (p.earliest, p.latest) {
            (Some(a), Some(b)) if moved(a, 1) == Some(b) => Some(a),
            (_, latest) => latest,
        });
        let shift = case["offset_days"].as_i64().unwrap_or(0);
        let event = text(case, "event_date_if_lag_lt7").parse::<Date>().ok();
        let day = latest.and_then(|d| moved(d, shift));
        let lags = case["dct_lag_days_mod7"] != 0;
        late += usize::from(lags);
        if day == event && day.is_some() {
            days += 1;
            if lags == notes("saved-later") {
                later += 1;
            } else {
                println!("  saved-later wrong: {words} saved {saved}");
            }
        } else if notes("dating-conflict") {
            println!(
                "  contradicts itself: {words} saved {saved}: {}",
                text(case, "context")
            );
        } else {
            println!(
                "  day {day:?}, wanted {event:?}: {words}: {}",
                text(case, "context")
            );
        }
    }
    println!(
        "rel_plus_weekday: {} cases, {late} on pages saved later",
        cases.len()
    );
    share("  one span", spans, cases.len());
    share("  last day of publication as the weekday says", days, cases.len());
    share("  of these told as saved later, where they were", later, days);
}

/// The day so many days away.
fn moved(day: Date, by: i64) -> Option<Date> {
    (0..by.abs()).try_fold(day, |d, _| if by < 0 { d.yesterday() } else { d.tomorrow() }.ok())
}

/// A weekday beside a date.
fn dated(cases: &[Value], stamps: &BTreeMap<u64, Date>) {
    let (mut spans, mut values, mut flagged, mut wrong, mut quiet) = (0, 0, 0, 0, 0);
    for case in cases {
        let words = text(case, "expr");
        // this set leaves the stamp out; the reports were saved one after the other in the order of their numbers
        let day = case["doc"].as_u64().and_then(|doc| {
            let before = stamps.range(..=doc).next_back();
            before.or_else(|| stamps.range(doc..).next()).map(|s| *s.1)
        });
        let dossier = report(text(case, "context"), |r| r.published = dating(day, Basis::Given));
        let agrees = case["weekday_agrees"] == true;
        wrong += usize::from(!agrees);
        let Some((time, notes)) = found(&dossier, words) else {
            println!("  apart: {words}: {}", text(case, "context"));
            continue;
        };
        spans += 1;
        values += usize::from(time.value.starts_with(text(case, "value")));
        if !time.value.starts_with(text(case, "value")) {
            println!("  value {}, wanted {}: {words}", time.value, text(case, "value"));
        }
        let told = notes.iter().any(|d| d.rule == "weekday-against-date");
        flagged += usize::from(told && !agrees);
        quiet += usize::from(!told && agrees);
        if told == agrees {
            println!("  flagged {told}, agrees {agrees}: {words}");
        }
    }
    println!("weekday_plus_date: {} cases", cases.len());
    share("  one span", spans, cases.len());
    share("  value", values, cases.len());
    share("  wrong weekdays flagged", flagged, wrong);
    share("  right weekdays not flagged", quiet, cases.len() - wrong);
}

/// One day in two calendars.
fn pairs(cases: &[Value]) {
    let (mut near, mut told, mut both) = (0, 0, 0);
    for case in cases {
        let dossier = report(text(case, "context"), |r| {
            r.published = dating(stamp(case), Basis::Given);
        });
        let (hijri, gregorian) = (text(case, "hijri"), text(case, "greg"));
        let day = |t: &TimeExpression| t.value.get(..10).and_then(|v| v.parse::<Date>().ok());
        let halves = (found(&dossier, hijri), found(&dossier, gregorian));
        let flagged = dossier.diagnostics.iter().any(|d| {
            matches!(
                d.rule.as_str(),
                "calendars-differ" | "no-such-day" | "weekday-against-date"
            )
        });
        let apart = match &halves {
            (Some((a, _)), Some((b, _))) if a.start != b.start => day(a)
                .zip(day(b))
                .map(|(a, b)| isnad::model::calendar::days(a, b).abs()),
            _ => None,
        };
        match apart {
            Some(0..=1) => near += 1,
            _ if flagged => told += 1,
            _ => {}
        }
        both += usize::from(apart == Some(0) || apart == Some(1)) & usize::from(flagged);
        if flagged || !matches!(apart, Some(0..=1)) {
            let values = [&halves.0, &halves.1].map(|h| h.as_ref().map(|(t, _)| t.value.clone()));
            let rules: Vec<&str> = dossier.diagnostics.iter().map(|d| d.rule.as_str()).collect();
            println!(
                "  {hijri} | {gregorian} | {values:?} {rules:?}: {}",
                text(case, "context")
            );
        }
    }
    println!("hijri_gregorian_pairs: {} cases", cases.len());
    share("  within a day", near, cases.len());
    share("  within a day, or flagged", near + told, cases.len());
    println!("  within a day and flagged all the same: {both}");
}

/// Two names of one month.
fn months(set: &Value) {
    let (mut wrong, mut flagged, mut false_alarms, mut one, mut all) = (0, 0, 0, 0, 0);
    for entry in set.as_array().into_iter().flatten() {
        for example in entry["examples"].as_array().into_iter().flatten() {
            // the set cuts some before the closing bracket
            let words = text(example, "expr").trim_end_matches(')');
            let words = format!("{words}{}", if words.contains('(') { ")" } else { "" });
            // a name of a month alone needs a word before it
            let dossier = report(&format!("\u{0641}\u{064A} {words}."), |_| ());
            let told = dossier.diagnostics.iter().any(|d| d.rule == "mismatched-months");
            let agree = entry["agree"] == true;
            all += 1;
            let single = dossier.reports.first().is_some_and(|r| r.times.len() == 1);
            one += usize::from(single);
            if !single {
                println!("  apart: {words}");
            }
            wrong += usize::from(!agree);
            flagged += usize::from(told && !agree);
            false_alarms += usize::from(told && agree);
            if told == agree {
                println!("  flagged {told}, agree {agree}: {words}");
            }
        }
    }
    println!("double_month_names: {all} examples");
    share("  one expression", one, all);
    share("  mismatched names flagged", flagged, wrong);
    println!("  right names flagged: {false_alarms}");
}

/// Every mismatched pair of months in a collection of reports.
fn all_months(path: &Path) -> Result<()> {
    let isnad = Isnad::default();
    let mut found = 0;
    for case in lines(path)? {
        let Some(mut report) = isnad::parse::parse(
            "case.txt",
            text(&case, "content").as_bytes(),
            &isnad.parse,
            isnad.packs,
        )
        .report
        else {
            continue;
        };
        "ar".clone_into(&mut report.language);
        let annotated = analyze_with(report, isnad.packs, &[&Times]);
        for d in annotated
            .diagnostics
            .iter()
            .filter(|d| d.rule == "mismatched-months")
        {
            found += 1;
            println!("  {} {}", case["doc"], &annotated.report.text[d.start..d.end]);
        }
    }
    println!("mismatched months in all reports: {found}");
    Ok(())
}

//! One report in a terminal: block by block, ASCII columns first, the report's words last.
//!
//! The report's words are cleaned of everything that could move the cursor or reorder its neighbours, and put between
//! isolates (U+2068 … U+2069), so that right-to-left words do not pull the columns over.

use isnad::{
    model::{Dossier, Report},
    text::{LineIndex, Span, bidi},
};

/// Renders a report with its annotations.
pub(crate) fn render(report: &Report, dossier: &Dossier) -> String {
    let lines = LineIndex::new(&report.text);
    let mut out = String::new();
    let outlet = report
        .outlet
        .as_ref()
        .map_or_else(|| "-".to_owned(), |o| words(&o.name));
    let published = &report.published;
    let day = |d: Option<isnad::model::Date>| d.map_or_else(|| "?".to_owned(), |d| d.to_string());
    let date = published
        .value
        .clone()
        .unwrap_or_else(|| format!("{}..{}", day(published.earliest), day(published.latest)));
    line(
        &mut out,
        0,
        &format!("{}  {}  {}", report.source, report.language, report.id),
    );
    line(
        &mut out,
        0,
        &format!("outlet {outlet}  published {date} ({})", code(&published.basis)),
    );
    for block in &report.blocks {
        let (number, _) = lines.position(&report.text, block.start);
        out.push('\n');
        line(&mut out, 0, &format!("{number:4}  {}", code(&block.role)));
        line(&mut out, 6, &words(block.span().of(&report.text)));
        let here = |start: usize| block.span().holds(start);
        for x in report.times.iter().filter(|x| here(x.start)) {
            row(&mut out, "time", &x.id, &x.value, &x.rule, &x.text);
        }
        for x in report.mentions.iter().filter(|x| here(x.start)) {
            let kind = format!("{}/{}", code(&x.kind), code(&x.form));
            row(&mut out, &kind, &x.id, &x.entity, &x.rule, &x.text);
            for title in &x.titles {
                row(&mut out, "  title", "", "", "", &title.text);
            }
        }
        for x in report.quotations.iter().filter(|x| here(x.start)) {
            row(
                &mut out,
                &format!("quote/{}", code(&x.kind)),
                &x.id,
                &code(&x.stance),
                &x.rule,
                &shorten(&x.text),
            );
            for link in &x.chain {
                row(&mut out, "  said by", "", "", "", &link.text);
            }
        }
        for x in report.events.iter().filter(|x| here(x.trigger.start)) {
            let kind = format!("{}/{}", x.kind, x.mode.as_deref().unwrap_or("-"));
            let when = x.time.as_ref().map_or("", |t| t.value.as_str());
            row(
                &mut out,
                &kind,
                &x.id,
                &format!("{} {when}", code(&x.modality)),
                &x.rule,
                &x.trigger.text,
            );
            for p in &x.participants {
                row(&mut out, &format!("  {}", p.role), "", "", "", &p.text);
            }
            if let Some(place) = &x.place {
                row(&mut out, "  place", "", "", "", &place.text);
            }
        }
        for x in report.figures.iter().filter(|x| here(x.start)) {
            row(
                &mut out,
                "figure",
                &x.id,
                &format!("{} {}", x.value, words(&x.unit)),
                "",
                &x.text,
            );
        }
    }
    for d in dossier.diagnostics.iter().filter(|d| d.report == report.id) {
        let at = Span::new(d.start, d.end);
        let (number, column) = lines.position(&report.text, at.start);
        line(
            &mut out,
            0,
            &format!("note {number}:{column} {} ({})", words(&d.message), d.rule),
        );
    }
    out
}

fn line(out: &mut String, indent: usize, text: &str) {
    out.push_str(&" ".repeat(indent));
    out.push_str(text);
    out.push('\n');
}

fn row(out: &mut String, kind: &str, id: &str, value: &str, rule: &str, text: &str) {
    let columns = format!("      {kind:22} {id:4} {value:24} {rule:26} {}", words(text));
    out.push_str(columns.trim_end());
    out.push('\n');
}

fn words(text: &str) -> String {
    let clean = bidi::clean(text);
    if clean.chars().any(bidi::is_rtl) {
        bidi::isolate(&clean)
    } else {
        clean
    }
}

fn shorten(text: &str) -> String {
    const MOST: usize = 90;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(MOST).collect();
    short.push('\u{2026}');
    short
}

fn code<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|v| v.as_str().map(str::to_owned))
        .unwrap_or_default()
}

//! What a report's dates say against each other once the day of publication is known, told as diagnostics.

use super::candidates::{Candidates, Constraint, Weight};
use super::{anchor, is_open};
use isnad_model::calendar::number;
use isnad_model::{Basis, Certainty, Date, Diagnostic, Grain, Reading, Report, Span, TimeExpression};
use jiff::ToSpan;

/// The constraints that did not count, and a page that was saved after the day its words name.
pub(super) fn conflicts(report: &Report, known: &Candidates, out: &mut Vec<Diagnostic>) {
    for conflict in known
        .conflicts
        .iter()
        .filter(|c| c.refused.weight > Weight::Habit)
    {
        let heavier = conflict
            .against
            .iter()
            .any(|c| c.weight > conflict.refused.weight);
        let against: Vec<String> = conflict.against.iter().map(describe).collect();
        out.push(note(
            report,
            place(report, &conflict.refused),
            "dating-conflict",
            format!(
                "{} cannot hold beside {}",
                describe(&conflict.refused),
                against.join(", ")
            ),
            if heavier {
                "it is not used for the day of publication"
            } else {
                "neither is used for the day of publication"
            },
        ));
    }
    let saved = report.saved.as_ref().and_then(|s| s.latest);
    if let (Some(saved), Some(words)) = (saved, known.word_of_day())
        && let Some(latest) = known.interval().1.filter(|l| *l < saved)
    {
        out.push(note(
            report,
            Span::new(words.start, words.end),
            "saved-later",
            format!(
                "the page was saved on {saved}, a {:?}; by these words the report was written on a {:?}, {latest} or before",
                saved.weekday(),
                latest.weekday()
            ),
            "the page was saved later than the report was published; the words stand",
        ));
    }
}

/// Checks days of publication against each other, and weekdays against the dates beside them.
pub(super) fn check(report: &mut Report, limit: Option<Date>, out: &mut Vec<Diagnostic>) {
    order(report, limit, out);
    let stated = anchor(report);
    for i in 0..report.times.len() {
        let t = &report.times[i];
        let found = against_date(t).or_else(|| against_publication(t, stated?));
        if let Some((alternative, rule, message)) = found {
            out.push(note(
                report,
                t.span(),
                rule,
                message,
                "both are kept; other reports of the day may tell which one is right",
            ));
            let t = &mut report.times[i];
            t.alternative = Some(alternative);
            t.certainty = Certainty::Open;
        } else {
            second_month(&mut report.times[i]);
        }
    }
}

/// A weekday beside a day and month whose year had to be found.
fn against_date(t: &TimeExpression) -> Option<(String, &'static str, String)> {
    let reading = t.reading.filter(|r| r.year.is_none())?;
    let (weekday, _) = (
        reading.weekday?,
        reading.day.or(reading.hijri.and_then(|h| h.day))?,
    );
    let date: Date = t.value.get(..10)?.parse().ok()?;
    let off = [0, 1, -1]
        .iter()
        .take(if reading.hijri.is_some() { 3 } else { 1 })
        .all(|by| {
            date.checked_add(i64::from(*by).days())
                .is_ok_and(|d| number(d.weekday()) != weekday)
        });
    (off && t.alternative.is_none()).then(|| {
        (
            format!("{:04}-WXX-{weekday}", date.year()),
            "weekday-against-date",
            format!(
                "{date} is a {:?}, not the weekday that the words name",
                date.weekday()
            ),
        )
    })
}

/// "Yesterday, Thursday" in a report that was not published on a Friday: the weekday counts, the other day is kept.
fn against_publication(t: &TimeExpression, published: Date) -> Option<(String, &'static str, String)> {
    let reading = t
        .reading
        .filter(|r| is_open(t) && r.month.is_none() && r.hijri.is_none())?;
    let (Some(shift), Some(Grain::Day), Some(weekday)) = (reading.shift, reading.unit, reading.weekday)
    else {
        return None;
    };
    let counted = published.checked_add(i64::from(shift).days()).ok()?;
    (number(counted.weekday()) != weekday).then(|| {
        (
            counted.to_string(),
            "weekday-against-publication",
            format!(
                "counted from the publication on {published} this is {counted}, a {:?}, not the weekday that the words name",
                counted.weekday()
            ),
        )
    })
}

/// The other month of a mismatched pair takes the year that was found for the first.
fn second_month(t: &mut TimeExpression) {
    let Some((other, reading)) = t.alternative.as_deref().zip(t.reading) else {
        return;
    };
    let month = other
        .strip_prefix("XXXX-")
        .and_then(|rest| rest.get(..2)?.parse().ok());
    let year = t.value.get(..4).and_then(|y| y.parse().ok());
    if let (Some(month), Some(year)) = (month, year) {
        let other = Reading {
            year: Some(year),
            month: Some(month),
            day: reading.day,
            ..Reading::default()
        };
        t.alternative = Some(other.pattern());
    }
}

/// Published, updated and saved in this order, and none after the day for which the dossier is made.
fn order(report: &Report, limit: Option<Date>, out: &mut Vec<Diagnostic>) {
    let published = report
        .published
        .earliest
        .filter(|_| report.published.basis != Basis::Inferred);
    let Some(published) = published else { return };
    let evidence = report.published.because.iter().find_map(|r| r.evidence.first());
    let span = evidence.map_or_else(Span::default, |e| Span::new(e.start, e.end));
    let mut tell = |rule: &str, message: String| {
        out.push(note(
            report,
            span,
            rule,
            message,
            "both days are kept; isnad.toml can say when the report was published",
        ));
    };
    let latest = |d: &Option<isnad_model::Dating>| d.as_ref().and_then(|d| d.latest);
    if let Some(updated) = latest(&report.updated).filter(|u| *u < published) {
        tell(
            "updated-before-published",
            format!("published on {published}, but updated on {updated}"),
        );
    }
    if let Some(saved) = latest(&report.saved).filter(|s| *s < published) {
        tell(
            "saved-before-published",
            format!("published on {published}, but the page was saved on {saved}"),
        );
    }
    if let Some(limit) = limit.filter(|l| *l < published) {
        tell(
            "published-in-the-future",
            format!("published on {published}, after {limit}, for which the dossier is made"),
        );
    }
}

/// The words of a report on which a constraint rests; of the whole report where they stand elsewhere.
fn place(report: &Report, c: &Constraint) -> Span {
    let own = c.reason.evidence.iter().find(|e| e.report == report.id);
    own.map_or_else(Span::default, |e| Span::new(e.start, e.end))
}

/// A constraint in words: its rule and what it rests on.
fn describe(c: &Constraint) -> String {
    let words: Vec<String> = c
        .reason
        .evidence
        .iter()
        .map(|e| format!("\u{201C}{}\u{201D}", e.text))
        .collect();
    if words.is_empty() {
        c.reason.reason.clone()
    } else {
        format!("{} {}", c.reason.reason, words.join(" and "))
    }
}

pub(super) fn note(report: &Report, span: Span, rule: &str, message: String, hint: &str) -> Diagnostic {
    Diagnostic {
        report: report.id.clone(),
        start: span.start,
        end: span.end,
        message,
        hint: hint.to_owned(),
        rule: rule.to_owned(),
    }
}

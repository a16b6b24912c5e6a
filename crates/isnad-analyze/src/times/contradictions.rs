//! What dates say against themselves, and what the two halves of a date in two calendars say of each other.
//!
//! Nothing is corrected: where words contradict each other both readings stay, and a diagnostic with the span of the words
//! says so. Dates that need the day of publication are checked when it is known, by the compile stage.

use crate::{Layers, Page};
use isnad_lang::time::Match;
use isnad_model::calendar::{days, number};
use isnad_model::hijri::SLACK;
use isnad_model::{
    Certainty, Date, Diagnostic, Direction, Evidence, Grain, Reading, Reason, Span, TimeExpression, TimeKind,
};
use isnad_text::Kind;
use jiff::ToSpan;

/// Bytes between two expressions beyond which they are no pair.
const GAP: usize = 32;

/// Checks the time expressions of a report.
pub(super) fn check(page: &Page<'_>, layers: &mut Layers) {
    for i in 0..layers.times.len() {
        mismatched_months(page, &layers.times[i], &mut layers.diagnostics);
        beyond_the_month(page, &layers.times[i], &mut layers.diagnostics);
        if let Some((before, [second, ..])) = layers.times.split_at_mut_checked(i + 1)
            && let Some(first) = before.last_mut()
            && is_pair(page, first, second)
        {
            let (hijri, gregorian) = if is_hijri(first) {
                (first, second)
            } else {
                (second, first)
            };
            layers.diagnostics.extend(twins(page, hijri, gregorian));
        }
    }
    for time in &mut layers.times {
        weekday(page, time, &mut layers.diagnostics);
    }
}

/// A match that names a day which its month does not have ("31 June").
pub(super) fn no_such_day(page: &Page<'_>, hit: &Match<'_>) -> Option<Diagnostic> {
    let (month, day) = (hit.slots.month?, hit.slots.day.or(hit.slots.ordinal)?);
    let year = hit.slots.year.and_then(|y| i16::try_from(y).ok()).unwrap_or(2000);
    let real = hit.slots.hijri || Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).is_ok();
    (!real).then(|| odd_day(page, hit.span))
}

fn odd_day(page: &Page<'_>, span: Span) -> Diagnostic {
    note(
        page,
        span,
        "no-such-day",
        "the month does not have this day".to_owned(),
        "a slip of the pen: no day is taken from it",
    )
}

/// A number that no month reaches before a month ("34 Rajab 1436").
fn beyond_the_month(page: &Page<'_>, time: &TimeExpression, out: &mut Vec<Diagnostic>) {
    let before = page.tokens.at_byte(time.start).checked_sub(1);
    let Some(at) = before.filter(|_| time.grain == Grain::Month && time.kind == TimeKind::Date) else {
        return;
    };
    let Some(token) = page.tokens.get(at).filter(|t| t.kind == Kind::Number) else {
        return;
    };
    let named = is_hijri(time) || time.reading.is_some_and(|r| r.year.is_some());
    let alone = at == 0 || page.tokens.get(at - 1).is_none_or(|t| t.kind == Kind::Word);
    let folded = page.tokens.folded(at);
    if named && alone && folded.len() == 2 && folded.parse::<u8>().is_ok_and(|n| n > 31) {
        out.push(odd_day(page, Span::new(token.span.start, time.end)));
    }
}

fn mismatched_months(page: &Page<'_>, time: &TimeExpression, out: &mut Vec<Diagnostic>) {
    if let Some(other) = &time.alternative {
        out.push(note(
            page,
            time.span(),
            "mismatched-months",
            format!("the two names are not one month: {} or {other}", time.literal),
            "both readings are kept; the original of the report may tell which one was meant",
        ));
    }
}

/// Are two expressions after one another one day in two calendars: nothing between them but marks and words such as
/// "corresponding to"?
fn is_pair(page: &Page<'_>, a: &TimeExpression, b: &TimeExpression) -> bool {
    if is_hijri(a) == is_hijri(b)
        || ![a, b]
            .iter()
            .all(|t| t.grain <= Grain::Month && t.kind != TimeKind::Duration)
        || b.start < a.end
        || b.start - a.end > GAP
        || page
            .text
            .get(a.end..b.start)
            .is_none_or(|gap| gap.contains("\n\n"))
    {
        return false;
    }
    page.tokens.within(Span::new(a.end, b.start)).all(|i| {
        page.tokens.get(i).is_some_and(|t| t.kind == Kind::Mark)
            || page
                .pack
                .time
                .classes(&page.tokens, i)
                .any(|c| matches!(c, "corresponding" | "era" | "day-word"))
    })
}

fn is_hijri(time: &TimeExpression) -> bool {
    time.calendar != "gregorian"
}

/// Checks a day in two calendars, and lets each half tell the other what it leaves out: the Gregorian half the day, which the
/// moon can move, and either half the year.
fn twins(page: &Page<'_>, hijri: &mut TimeExpression, gregorian: &mut TimeExpression) -> Option<Diagnostic> {
    let (own, other) = (hijri.reading.unwrap_or_default(), gregorian.reading?);
    let (month, day) = (other.month?, other.day?);
    let date = |year: i16| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    let counted = hijri.literal.get(..10).and_then(|v| v.parse::<Date>().ok());
    let agreed = match (own.hijri, other.year) {
        // "8 Shawwal, 23 August 2015": any year fits that makes them one
        (Some(open), Some(year)) => date(year).filter(|d| open.is(*d)),
        (Some(_), None) => return None,
        (None, year) => {
            let counted = counted?;
            // a whole month says too little of a day
            if hijri.grain == Grain::Month {
                return None;
            }
            let years = year.map_or(counted.year() - 1..=counted.year() + 1, |y| y..=y);
            years.filter_map(date).find(|d| days(counted, *d).abs() <= SLACK)
        }
    };
    let Some(day) = agreed else {
        let words = |t: &TimeExpression| t.literal.get(..10).unwrap_or(&t.literal).to_owned();
        return Some(note(
            page,
            Span::new(hijri.start.min(gregorian.start), hijri.end.max(gregorian.end)),
            "calendars-differ",
            format!(
                "the two calendars do not name one day: {} and {}",
                words(hijri),
                words(gregorian)
            ),
            "each half keeps its own day; the Hijri one is counted by Umm al-Qura, give or take a day",
        ));
    };
    let spans = (hijri.span(), gregorian.span());
    for (time, twin) in [(hijri, spans.1), (gregorian, spans.0)] {
        let literal = with_date(&time.literal, day);
        let before = std::mem::replace(&mut time.literal, literal);
        time.value.clone_from(&time.literal);
        time.certainty = Certainty::Certain;
        "none".clone_into(&mut time.anchor);
        time.reading = Some(Reading {
            year: Some(day.year()),
            month: u8::try_from(day.month()).ok(),
            day: u8::try_from(day.day()).ok(),
            hijri: None,
            direction: Direction::Open,
            ..time.reading.unwrap_or_default()
        });
        if before != time.literal {
            time.because
                .push(Reason::new("calendar-twin", [Evidence::of(page.report, twin)]));
        }
    }
    None
}

/// A date in place of another, with the same time of the day.
fn with_date(value: &str, day: Date) -> String {
    match value.split_once('T') {
        Some((_, clock)) => format!("{day}T{clock}"),
        None => day.to_string(),
    }
}

/// Checks the weekday beside a date whose year is written. Beside a Hijri date it says which of the days that the moon leaves
/// open is meant.
fn weekday(page: &Page<'_>, time: &mut TimeExpression, out: &mut Vec<Diagnostic>) {
    let Some(reading) = time.reading else { return };
    let (Some(named), Some(year), Some(month), Some(day)) =
        (reading.weekday, reading.year, reading.month, reading.day)
    else {
        return;
    };
    let Ok(date) = Date::new(year, month as i8, day as i8) else {
        return;
    };
    if time.literal.contains('/') {
        return;
    }
    let open = is_hijri(time) && time.certainty == Certainty::Approximate;
    let slack = if open { SLACK } else { 0 };
    let moved = [0, -1, 1]
        .into_iter()
        .filter(|by: &i32| by.abs() <= slack)
        .filter_map(|by| date.checked_add(i64::from(by).days()).ok())
        .find(|d| number(d.weekday()) == named);
    if let Some(moved) = moved {
        if open {
            time.literal = with_date(&time.literal, moved);
            time.value.clone_from(&time.literal);
            time.certainty = Certainty::Certain;
            time.because.push(Reason::new(
                "weekday-of-hijri-day",
                [Evidence::of(page.report, time.span())],
            ));
            time.reading = Some(Reading {
                year: Some(moved.year()),
                month: Some(moved.month() as u8),
                day: Some(moved.day() as u8),
                ..reading
            });
        }
        return;
    }
    time.alternative = Some(format!("{year:04}-WXX-{named}"));
    out.push(note(
        page,
        time.span(),
        "weekday-against-date",
        format!(
            "{date} is a {:?}, not the weekday that the words name",
            date.weekday()
        ),
        "both are kept; other reports of the day may tell which one is right",
    ));
}

fn note(page: &Page<'_>, span: Span, rule: &str, message: String, hint: &str) -> Diagnostic {
    Diagnostic {
        report: page.report.id.clone(),
        start: span.start,
        end: span.end,
        message,
        hint: hint.to_owned(),
        rule: rule.to_owned(),
    }
}

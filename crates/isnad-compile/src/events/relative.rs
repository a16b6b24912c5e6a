//! Times of events that are told relative to another event: "a week after the visit".

use super::{
    period::{Day, Period, date},
    told::told,
};
use crate::reading::{Order, Reading};
use isnad_model::{Dossier, EventTime, Report, TimeKind};

/// Takes from an event the day that belongs to the event told beside it, and gives it its own where the distance is said.
pub(crate) fn place(dossier: &mut Dossier, readings: &[Reading]) {
    for (report, reading) in dossier.reports.iter_mut().zip(readings) {
        for order in &reading.order {
            if let Some(time) = own_time(report, *order, None)
                && let Some(mention) = report.events.get_mut(order.behind)
            {
                mention.time = time;
            }
        }
    }
}

/// The time of an event that is told relative to one whose day other reports have changed.
pub(crate) fn again(report: &Report, order: Order, base: Period) -> Option<EventTime> {
    own_time(report, order, Some(base))?.filter(|t| !t.value.is_empty())
}

/// The time of the mention behind the connecting word, if it is to change.
fn own_time(report: &Report, order: Order, base: Option<Period>) -> Option<Option<EventTime>> {
    let (behind, other) = (report.events.get(order.behind)?, report.events.get(order.other)?);
    let ids = behind.time.as_ref().map_or(&[][..], |t| t.times.as_slice());
    let distance = |a: usize, b: usize| a.abs_diff(b);
    let borrowed = |id: &String| {
        let shared = other.time.as_ref().is_some_and(|t| t.times.contains(id));
        let Some(time) = report.times.iter().find(|t| t.id == *id) else {
            return false;
        };
        shared && distance(time.start, other.trigger.start) < distance(time.start, behind.trigger.start)
    };
    let lost = base.is_none() && !ids.is_empty() && ids.iter().all(borrowed);
    if base.is_none() && !lost && !ids.is_empty() {
        return None;
    }
    let length = report
        .times
        .iter()
        .find(|t| t.kind == TimeKind::Duration && t.end >= order.word && t.end <= behind.trigger.start)
        .and_then(|t| Some((t, days(&t.value)?)));
    let base = base.unwrap_or_else(|| told(report, other));
    if let (Some((time, _)), Some(months), Some(from)) = (
        length,
        length.and_then(|(t, _)| months(&t.value)),
        base.from.and_then(date).filter(|_| base.is_bounded()),
    ) {
        // months are counted by the calendar, not by days
        let span = jiff::Span::new().months(if order.after { -months } else { months });
        let at = from.checked_add(span).ok()?;
        return Some(Some(EventTime {
            value: format!("{:04}-{:02}", at.year(), at.month()),
            times: vec![time.id.clone()],
        }));
    }
    if let (Some((time, (n, slack))), true) = (length, base.is_bounded()) {
        let shift: Day = if order.after { -n } else { n };
        let period = Period {
            // hours before a day it was that day or the one before
            from: base
                .from
                .map(|d| d + shift - if n == 0 && !order.after { 0 } else { slack }),
            to: base
                .to
                .map(|d| d + shift + if n == 0 && order.after { 0 } else { slack }),
            ..Period::default()
        };
        return Some(Some(EventTime {
            value: period.when().value,
            times: vec![time.id.clone()],
        }));
    }
    lost.then_some(None)
}

/// Months of a duration that is told in months.
fn months(value: &str) -> Option<i64> {
    value.strip_prefix('P')?.strip_suffix('M')?.parse().ok()
}

/// Days of a duration, and how far off a rounded one may be: `P1W` is 7 days, two more or less.
fn days(value: &str) -> Option<(Day, Day)> {
    let rest = value.strip_prefix('P')?;
    if rest.starts_with('T') || rest.ends_with('H') {
        return Some((0, 1));
    }
    let unit = rest.chars().last()?;
    let n: Day = rest.strip_suffix(unit)?.parse().ok()?;
    match unit {
        'D' => Some((n, i32::from(n > 3))),
        'W' => Some((7 * n, 2 * n)),
        'M' => Some((30 * n, 16 + n)),
        'Y' => Some((365 * n, 190)),
        _ => None,
    }
}

//! When event mentions say they were.

use super::period::Period;
use isnad_model::{EventMention, Report, TimeExpression, TimeKind};

/// What the times of one report say, each read once.
pub(crate) struct Told {
    times: Vec<Period>,
    mentions: Vec<(Period, Box<[u32]>)>,
}

impl Told {
    /// Of all times and event mentions of a report.
    pub(crate) fn new(report: &Report) -> Self {
        let times: Vec<Period> = report.times.iter().map(|t| Period::read(&t.value)).collect();
        let mention = |mention: &EventMention| {
            let own = mention.time.as_ref().map_or(&[][..], |t| t.times.as_slice());
            let own: Box<[u32]> = numbers_of(report, own).into_iter().map(|n| n as u32).collect();
            let numbers = own.iter().map(|&n| n as usize);
            (when(report, mention, numbers, |n| times[n]), own)
        };
        Self {
            mentions: report.events.iter().map(mention).collect(),
            times,
        }
    }

    /// When an event mention says it was, see [`told`].
    pub(crate) fn of(&self, mention: usize) -> Period {
        self.mentions[mention].0
    }

    /// Numbers and periods of the time expressions of an event mention.
    pub(crate) fn times(&self, mention: usize) -> impl Iterator<Item = (usize, Period)> + '_ {
        let own = self.mentions[mention].1.iter();
        own.map(|&n| (n as usize, self.times[n as usize]))
    }
}

/// When a mention says it was: its own time expressions as the dossier resolved them.
pub(crate) fn told(report: &Report, mention: &EventMention) -> Period {
    let own = mention.time.as_ref().map_or(&[][..], |t| t.times.as_slice());
    when(report, mention, numbers_of(report, own).into_iter(), |n| {
        report
            .times
            .get(n)
            .map_or_else(Period::default, |t| Period::read(&t.value))
    })
}

fn when(
    report: &Report,
    mention: &EventMention,
    times: impl Iterator<Item = usize>,
    read: impl Fn(usize) -> Period,
) -> Period {
    let Some(time) = &mention.time else {
        return Period::default();
    };
    let mut out = Period::default();
    let dates = |n: &usize| {
        let time: Option<&TimeExpression> = report.times.get(*n);
        time.is_some_and(|t| matches!(t.kind, TimeKind::Date | TimeKind::Time))
    };
    for p in times.filter(dates).map(read) {
        if !out.is_dated() {
            out = p;
        } else if p.is_dated() && out.gap(&p) == 0 {
            out = out.meet(&p);
        }
    }
    if !out.is_dated() {
        let stated = Period::read(&time.value);
        return if stated.is_dated() || !out.past && !out.future {
            stated
        } else {
            out
        };
    }
    out
}

/// The numbers of the time expressions of a report with these ids, in the order of the report.
fn numbers_of(report: &Report, ids: &[String]) -> Vec<usize> {
    // the third expression is "t3", unless somebody else has numbered them
    let usual = |id: &str| {
        let n = id.strip_prefix('t')?.parse::<usize>().ok()?.checked_sub(1)?;
        report.times.get(n).is_some_and(|t| t.id == id).then_some(n)
    };
    let mut found: Vec<usize> = ids
        .iter()
        .filter_map(|id| usual(id).or_else(|| report.times.iter().position(|t| t.id == *id)))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

//! What is agreed, promised, demanded, planned, threatened, refused or due, with its day and what became of it.

use crate::{
    CompileOptions,
    events::{
        finish::is_real,
        period::{Period, date, published},
    },
    previous,
    reading::{Bound, Reading},
};
use isnad_model::{
    Certainty, Commitment, CommitmentKind, CommitmentState, Date, Dossier, EntityKind, Event, Evidence,
    MentionForm, Modality, Report, TimeKind, When,
};
use isnad_text::{Span, hash_word};
use rustc_hash::FxHashMap;

/// Lists the commitments: the same content of the same kind is one, with all its evidence.
pub(crate) fn list(dossier: &Dossier, options: &CompileOptions, readings: &[Reading]) -> Vec<Commitment> {
    let events: FxHashMap<&str, &Event> = dossier.events.iter().map(|e| (e.id.as_str(), e)).collect();
    let today = options.as_of.or_else(|| {
        dossier
            .reports
            .iter()
            .filter_map(|r| published(&r.published).to)
            .max()
            .and_then(date)
    });
    let done = told_as_done(dossier);
    let mut out: Vec<(Commitment, &Bound, Founder<'_>)> = Vec::new();
    let mut index: FxHashMap<(CommitmentKind, u64), Vec<usize>> = FxHashMap::default();
    for (report, reading) in dossier.reports.iter().zip(readings) {
        // "it agreed to that": nothing is told of what
        let says = |b: &&Bound| b.words.len() > 0 || b.kind == CommitmentKind::Deadline;
        for bound in reading.bound.iter().filter(says) {
            let commitment = commitment(&done, report, bound, &events, today);
            let day = report.published.own_day();
            let founder = (day.is_none(), day, report.id.as_str(), bound.span.start);
            let keys: Vec<u64> = bound.words.sketch(8).collect();
            let like = keys
                .iter()
                .filter_map(|k| index.get(&(bound.kind, *k)))
                .flat_map(|list| list.iter().rev().take(8))
                .copied()
                .find(|&n| {
                    let (other, first, _) = &out[n];
                    let by = other.by == commitment.by || other.by.is_empty() || commitment.by.is_empty();
                    let (a, b) = (&first.words, &bound.words);
                    by && (a.is_like(b, 0.6) || a.len().min(b.len()) >= 3 && a.containment(b) >= 0.9)
                });
            match like {
                Some(n) => {
                    let (into, _, first) = &mut out[n];
                    if founder < *first {
                        *first = founder;
                        into.id = id(&commitment, founder);
                    }
                    join(into, commitment);
                }
                None => {
                    for key in keys {
                        index.entry((bound.kind, key)).or_default().push(out.len());
                    }
                    out.push((
                        Commitment {
                            id: id(&commitment, founder),
                            ..commitment
                        },
                        bound,
                        founder,
                    ));
                }
            }
        }
    }
    let mut out: Vec<Commitment> = out.into_iter().map(|(c, ..)| c).collect();
    if let Some(previous) = &options.previous {
        previous::carry_commitments(previous, &mut out);
    }
    out
}

/// Where a commitment is told first, by what reports say of themselves alone: whether and when published, which, where.
type Founder<'a> = (bool, Option<Date>, &'a str, usize);

fn id(commitment: &Commitment, first: Founder<'_>) -> String {
    let key = format!(
        "{:?}|{}|{}|{}",
        commitment.kind, first.2, first.3, commitment.what
    );
    format!("c{:012x}", hash_word(&key) >> 16)
}

/// Bytes from the beginning of what is bound within which the event that it is about is named.
const HEAD: usize = 26;

fn commitment(
    done: &FxHashMap<&str, i32>,
    report: &Report,
    bound: &Bound,
    events: &FxHashMap<&str, &Event>,
    today: Option<Date>,
) -> Commitment {
    let mention = bound.mention.and_then(|m| report.events.get(m));
    let event = mention.and_then(|m| events.get(m.event.as_str()).copied());
    // "to draft a law for the vote": what becomes of the vote says nothing of the law
    let own = |m: &isnad_model::EventMention| m.trigger.start < bound.what.start + HEAD;
    let what = content(report, bound);
    let event = event.filter(|_| bound.kind == CommitmentKind::Deadline || mention.is_some_and(own));
    let (by, to) = actors(report, bound);
    let due = due(report, bound);
    let state = match (mention, event) {
        (Some(m), Some(e))
            if !is_real(m.modality)
                && is_real(e.status)
                && bound.kind != CommitmentKind::Refusal
                && due.as_ref().is_none_or(|d| done_by(done, e, d)) =>
        {
            CommitmentState::Met
        }
        (_, Some(e))
            if matches!(e.status, Modality::Postponed | Modality::Denied)
                && bound.kind != CommitmentKind::Refusal =>
        {
            CommitmentState::Missed
        }
        _ => match (due.as_ref().and_then(|d| d.latest), today) {
            (Some(due), Some(today)) if due < today => CommitmentState::Unknown,
            _ => CommitmentState::Open,
        },
    };
    Commitment {
        id: String::new(),
        kind: bound.kind,
        by,
        to,
        what: what.of(&report.text).to_owned(),
        due,
        state,
        evidence: vec![Evidence::of(report, bound.span)],
    }
}

/// "To draft a law for the vote of 2021": the day is that of a thing named further on, not of the law.
fn is_of_another(report: &Report, bound: &Bound, time: &str) -> bool {
    let mut owners = report
        .events
        .iter()
        .filter(|m| {
            m.time
                .as_ref()
                .is_some_and(|t| t.times.iter().any(|id| id == time))
        })
        .map(|m| m.trigger.start)
        .filter(|&at| bound.span.holds(at))
        .peekable();
    owners.peek().is_some() && owners.all(|at| at >= bound.what.start + HEAD)
}

/// Until when each event is told as done: the latest day on which a report that says so can have been published.
fn told_as_done(dossier: &Dossier) -> FxHashMap<&str, i32> {
    let mut out = FxHashMap::default();
    for report in &dossier.reports {
        let Some(to) = published(&report.published).to else {
            continue;
        };
        let done = |m: &&isnad_model::EventMention| m.modality == Modality::Happened && m.time.is_some();
        for mention in report.events.iter().filter(done) {
            let last = out.entry(mention.event.as_str()).or_insert(to);
            *last = to.max(*last);
        }
    }
    out
}

/// Does a report of that day or later tell it as done?
fn done_by(done: &FxHashMap<&str, i32>, event: &Event, due: &When) -> bool {
    let Some(day) = due.earliest.map(crate::events::period::day) else {
        return true;
    };
    done.get(event.id.as_str()).is_some_and(|&to| to >= day)
}

fn join(into: &mut Commitment, other: Commitment) {
    into.evidence.extend(other.evidence);
    if into.by.is_empty() {
        into.by = other.by;
    }
    if into.to.is_empty() {
        into.to = other.to;
    }
    if into.due.is_none() {
        into.due = other.due;
    }
    // the furthest that any report knows
    let rank = |s: CommitmentState| match s {
        CommitmentState::Open => 0,
        CommitmentState::Unknown => 1,
        CommitmentState::Withdrawn => 2,
        CommitmentState::Missed => 3,
        CommitmentState::Met => 4,
    };
    if rank(other.state) > rank(into.state) {
        into.state = other.state;
    }
}

/// Who is bound or asks, and who is addressed.
fn actors(report: &Report, bound: &Bound) -> (String, String) {
    let name = |entity: &Option<String>, text: &str| entity.clone().unwrap_or_else(|| text.to_owned());
    let (mut by, mut to) = (String::new(), String::new());
    if let Some(m) = bound.mention.and_then(|m| report.events.get(m)) {
        let addressed = |role: &str| matches!(role, "recipient" | "addressee" | "target" | "beneficiary");
        // who would take part in what is demanded does not demand it, and a place binds itself only where it stands for a state
        let asked = m.modality == Modality::CalledFor && m.kind != "request";
        let binds = |p: &&isnad_model::Participant| {
            let mention = report.mentions.iter().find(|x| x.span() == p.span());
            !addressed(&p.role)
                && (!asked || matches!(p.role.as_str(), "caller" | "speaker"))
                && mention.is_none_or(|x| x.kind != EntityKind::Place || x.form == MentionForm::Metonym)
        };
        by = m
            .participants
            .iter()
            .find(binds)
            .map_or_else(String::new, |p| name(&p.entity, &p.text));
        to = m
            .participants
            .iter()
            .find(|p| addressed(&p.role))
            .map_or_else(String::new, |p| name(&p.entity, &p.text));
    }
    if by.is_empty() && bound.kind == CommitmentKind::Deadline {
        return (by, to);
    }
    if by.is_empty() {
        // between the head and what it governs: "the commitment of X to …"
        let from = report.mentions.partition_point(|m| m.start < bound.span.start);
        let inner = report
            .mentions
            .get(from..)
            .unwrap_or(&[])
            .iter()
            .take_while(|m| m.end <= bound.what.start)
            .find(|m| m.kind != EntityKind::Place || m.form == MentionForm::Metonym);
        by = inner.map_or_else(String::new, |m| {
            if m.entity.is_empty() {
                m.text.clone()
            } else {
                m.entity.clone()
            }
        });
    }
    if by.is_empty() {
        let quoted = report
            .quotations
            .iter()
            .filter(|q| q.span().overlaps(bound.span))
            .min_by_key(|q| q.span().len());
        by = quoted
            .and_then(|q| q.chain.first())
            .map_or_else(String::new, |l| name(&l.entity, &l.text));
    }
    (by, to)
}

/// The words of what is bound; a day begins with the noun that it is set for ("the vote planned for …").
fn content(report: &Report, bound: &Bound) -> Span {
    const NEAR: usize = 48;
    let noun = bound
        .mention
        .filter(|_| bound.kind == CommitmentKind::Deadline)
        .and_then(|m| report.events.get(m))
        .map(|m| m.trigger.span())
        .filter(|t| t.end <= bound.what.start && bound.what.start - t.end <= NEAR);
    let between = |t: &Span| {
        let words = report.text.get(t.end..bound.what.start);
        words.is_some_and(|w| !w.contains(['\n', '.', ',', '\u{60C}', '\u{61B}']))
    };
    noun.filter(between).map_or(bound.what, |t| t.join(bound.what))
}

/// By when, if the words say so.
fn due(report: &Report, bound: &Bound) -> Option<When> {
    let time = report
        .times
        .iter()
        .filter(|t| matches!(t.kind, TimeKind::Date | TimeKind::Time) && bound.span.contains(t.span()))
        .find(|t| bound.kind == CommitmentKind::Deadline || !is_of_another(report, bound, &t.id))?;
    let period = Period::read(&time.value);
    if !period.is_dated() && !period.future {
        return None;
    }
    let mut when = period.when();
    when.value.clone_from(&time.value);
    when.certainty = if period.is_bounded() {
        time.certainty
    } else {
        Certainty::Open
    };
    Some(when)
}

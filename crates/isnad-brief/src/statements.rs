//! Who said what, on whose word.

use crate::{budget, desk::Desk, words};
use isnad_model::{
    BriefLine, EntityKind, EventMention, Evidence, Link, Quotation, QuotationKind, Report, Section, Stance,
};
use isnad_text::{Span, fold};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

/// Letters a statement must have to be worth a line.
const TOO_SHORT: usize = 18;
/// Newest statements of one speaker that are looked at.
const CONSIDERED: usize = 400;
/// Bytes between a verb and what it introduces.
const NEAR: usize = 160;
/// Statements of one speaker that are compared with each other.
const COMPARED: usize = 60;
/// Words from which on the same statement in quotation marks is the same utterance.
const VERBATIM: usize = 8;

/// A statement: the same words in several reports are one.
struct Statement<'a> {
    quotation: &'a Quotation,
    /// Folded words, sorted, for comparison.
    words: Vec<String>,
    told: Vec<(&'a Report, &'a Quotation)>,
}

/// A speaker: an entity, or an unnamed source as a report calls it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Speaker {
    Entity(usize),
    Unnamed(String),
}

/// Statements grouped by speaker; watched speakers first, then those whom most reports quote.
pub(crate) fn section(desk: &Desk<'_>) -> Section {
    let mut speakers: BTreeMap<Speaker, Vec<(&Report, &Quotation)>> = BTreeMap::new();
    for report in &desk.dossier.reports {
        for quotation in report
            .quotations
            .iter()
            .filter(|q| q.text.chars().count() >= TOO_SHORT)
        {
            if let Some(speaker) = quotation.chain.first().and_then(|link| speaker(desk, link)) {
                speakers.entry(speaker).or_default().push((report, quotation));
            }
        }
    }
    one_voice(desk, &mut speakers);
    let mut groups: Vec<(Speaker, Vec<(&Report, &Quotation)>)> = speakers.into_iter().collect();
    groups.sort_by_cached_key(|(speaker, told)| {
        let reports: BTreeSet<&str> = told.iter().map(|(r, _)| r.id.as_str()).collect();
        let (named, watched) = match speaker {
            Speaker::Entity(e) => (true, desk.names.is_watched(*e)),
            Speaker::Unnamed(_) => (false, false),
        };
        (
            Reverse((watched, named, reports.len(), told.len())),
            speaker.clone(),
        )
    });
    let all: usize = groups.iter().map(|(_, told)| told.len()).sum();
    let mut said = 0;
    let mut lines = Vec::new();
    for (speaker, told) in groups.into_iter().take(budget::SPEAKERS) {
        let mut statements = distinct(told);
        statements.sort_by_key(|s| Reverse((s.told.len(), worth(s.quotation))));
        statements.truncate(budget::PER_SPEAKER);
        said += statements.iter().map(|s| s.told.len()).sum::<usize>();
        let label = match &speaker {
            Speaker::Entity(e) => desk.name(*e),
            Speaker::Unnamed(words) => words.clone(),
        };
        let feminine = match &speaker {
            Speaker::Entity(e) => desk.is_feminine(Some(*e), &desk.bare_name(*e)),
            Speaker::Unnamed(words) => desk.is_feminine(None, words),
        };
        if let [only] = statements.as_slice() {
            lines.extend(line(desk, only, &label, feminine));
        } else {
            let sub = statements
                .iter()
                .filter_map(|s| line(desk, s, "", feminine))
                .collect();
            lines.extend(desk.heading(label, sub));
        }
    }
    desk.section("statements", lines, all.saturating_sub(said))
}

/// Bodies that several reports quote word for word with one statement are one speaker, whatever each report calls it: told under the name of
/// the one that is quoted most.
fn one_voice<'a>(desk: &Desk<'_>, speakers: &mut BTreeMap<Speaker, Vec<(&'a Report, &'a Quotation)>>) {
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for claim in desk.dossier.claims.iter().filter(|c| c.speakers.len() > 1) {
        // by body the report that quotes it, none where several do
        let mut verbatim: BTreeMap<usize, Option<&str>> = BTreeMap::new();
        for m in &claim.mentions {
            let body = || {
                let report = desk.report(&m.report)?;
                let q = report.quotations.iter().find(|q| q.id == m.quotation)?;
                let marked = q.kind != QuotationKind::Indirect && q.text.split(' ').count() >= VERBATIM;
                let at = known(desk, q.chain.first().filter(|_| marked)?)?;
                (desk.entity(at)?.kind == EntityKind::Organization).then_some((report.id.as_str(), at))
            };
            if let Some((report, at)) = body() {
                let only = verbatim.entry(at).or_insert(Some(report));
                *only = only.filter(|known| *known == report);
            }
        }
        let bodies: Vec<(usize, Option<&str>)> = verbatim.into_iter().collect();
        for (n, a) in bodies.iter().enumerate() {
            // one report that names both tells them apart
            let others = bodies[n + 1..].iter().filter(|b| a.1.is_none() || a.1 != b.1);
            pairs.extend(others.map(|b| (a.0, b.0)));
        }
    }
    for (a, b) in pairs {
        let (a, b) = (Speaker::Entity(a), Speaker::Entity(b));
        let count = |s: &Speaker| speakers.get(s).map_or(0, Vec::len);
        let (into, from) = if count(&b) > count(&a) { (b, a) } else { (a, b) };
        if count(&into) == 0 {
            continue;
        }
        if let Some(more) = speakers.remove(&from) {
            let all = speakers.entry(into).or_default();
            all.extend(more);
            // in the order of the dossier
            all.sort_by_key(|(r, q)| (desk.report_number(&r.id), q.start));
        }
    }
}

fn speaker(desk: &Desk<'_>, link: &Link) -> Option<Speaker> {
    if let Some(entity) = known(desk, link) {
        return Some(Speaker::Entity(entity));
    }
    unnamed(desk, link).map(Speaker::Unnamed)
}

/// The entity of a link; "sources close to A" are not A.
pub(crate) fn known(desk: &Desk<'_>, link: &Link) -> Option<usize> {
    link.entity
        .as_deref()
        .filter(|_| link.anonymous.is_none())
        .and_then(|id| desk.shown(id))
}

/// An unnamed source in words: as its report calls it, if that says something, else by its kind.
pub(crate) fn unnamed(desk: &Desk<'_>, link: &Link) -> Option<String> {
    let kind = link.anonymous.as_deref()?;
    let text = words::clean(&link.text);
    let says_something = text.split(' ').count() > 1;
    let words = if says_something {
        text
    } else {
        desk.wording.label("anonymous", kind)?.to_owned()
    };
    Some(words)
}

fn line(desk: &Desk<'_>, statement: &Statement<'_>, speaker: &str, feminine: bool) -> Option<BriefLine> {
    let quotation = statement.quotation;
    let report = statement
        .told
        .iter()
        .find(|(_, q)| std::ptr::eq(*q, quotation))
        .map(|(r, _)| *r);
    let clause = report.map(|r| spoken(desk, r, quotation)).unwrap_or_default();
    let via = via(desk, &quotation.chain, clause);
    let sentence =
        if clause == quotation.span() && quotation.kind != QuotationKind::Indirect || clause.is_empty() {
            said(desk, quotation, speaker, &via, feminine)
        } else {
            reported(desk, speaker, &via, clause.of(report.map_or("", |r| &r.text)))
        };
    let claim = report.and_then(|r| desk.claim(&r.id, &quotation.id));
    let reports = statement.told.iter().map(|(r, _)| r.id.as_str());
    let sentence = match claim {
        Some(claim) => {
            let text = desk.corroborated(reports, claim.roots.len(), sentence);
            desk.graded(claim.grade.as_ref(), text)
        }
        None => sentence,
    };
    // a report that says it in other words is counted, but not cited for these
    let own = sorted_words(&quotation.text);
    let within = |a: &[String], b: &[String]| a.iter().all(|w| b.binary_search(w).is_ok());
    let same = |q: &Quotation| {
        let words = sorted_words(&q.text);
        std::ptr::eq(q, quotation) || within(&words, &own) || within(&own, &words)
    };
    let evidence = statement
        .told
        .iter()
        .filter(|(_, q)| same(q))
        .take(budget::EVIDENCE)
        .map(|(report, q)| Evidence::of(report, spoken(desk, report, q)))
        .collect();
    desk.line(String::new(), sentence, evidence)
}

/// The speaker's own words after a verb of the pack.
fn said(desk: &Desk<'_>, quotation: &Quotation, speaker: &str, via: &str, feminine: bool) -> String {
    let marks = &desk.wording.marks;
    let words = words::quote(&words::clip(&quotation.text, 0, words::STATEMENT, marks), marks);
    let key = match (quotation.stance, feminine) {
        (Stance::Says, false) => "says-m",
        (Stance::Says, true) => "says-f",
        (Stance::Affirms, false) => "affirms-m",
        (Stance::Affirms, true) => "affirms-f",
        (Stance::Doubts, false) => "doubts-m",
        (Stance::Doubts, true) => "doubts-f",
        (Stance::Denies, false) => "denies-m",
        (Stance::Denies, true) => "denies-f",
    };
    desk.wording
        .phrase(key, &[("speaker", speaker), ("via", via), ("words", &words)])
}

/// The report's own sentence with its verb, under the speaker's name.
fn reported(desk: &Desk<'_>, speaker: &str, via: &str, clause: &str) -> String {
    let marks = &desk.wording.marks;
    let words = words::quote(&words::clip(clause, 0, words::STATEMENT, marks), marks);
    let slots = [("speaker", speaker), ("via", via), ("words", words.as_str())];
    let key = match (speaker.is_empty(), via.is_empty()) {
        (false, _) => "reported",
        (true, false) => "reported-via",
        (true, true) => "reported-plain",
    };
    desk.wording.phrase(key, &slots)
}

/// The words to quote: with the verb that introduces them, else the clause they stand in; alone where a colon introduces them.
fn spoken(desk: &Desk<'_>, report: &Report, quotation: &Quotation) -> Span {
    let before = report.text.get(..quotation.start).unwrap_or("");
    let bare = before.trim_end_matches(|c: char| c.is_whitespace() || is_mark(c));
    if bare.ends_with(':') {
        return quotation.span();
    }
    with_cue(report, quotation).unwrap_or_else(|| desk.whole_clause(report, quotation.span()))
}

/// Is it a quotation mark?
fn is_mark(c: char) -> bool {
    matches!(c, '\u{AB}' | '\u{BB}' | '"' | '\u{201C}' | '\u{201D}')
}

/// From the verb that introduces it to the end of the quotation, where both stand close together in one sentence.
fn with_cue(report: &Report, quotation: &Quotation) -> Option<Span> {
    let cue = quotation.cue.as_ref()?;
    let between = report.text.get(cue.end..quotation.start)?;
    let near = between.len() <= NEAR && !between.contains(['\n', '.', '\u{61F}', '?', '!']);
    near.then(|| {
        // a closing mark right behind the quotation belongs to it
        let tail = report.text.get(quotation.end..).unwrap_or("");
        let closing = tail
            .chars()
            .next()
            .filter(|c| matches!(c, '\u{BB}' | '\u{AB}' | '"' | '\u{201D}'))
            .map_or(0, char::len_utf8);
        Span::new(cue.start, quotation.end + closing)
    })
}

/// The chain from the outlet inwards: the last link first. Links that the quoted clause names itself are left to it.
fn via(desk: &Desk<'_>, chain: &[Link], clause: Span) -> String {
    let speaker = chain.first().and_then(|l| l.entity.as_deref());
    let other = |l: &&Link| l.entity.is_none() || l.anonymous.is_some() || l.entity.as_deref() != speaker;
    let outer: Vec<&Link> = chain.iter().skip(1).filter(other).collect();
    through(desk, &outer, clause)
}

/// Who carried an event to its report, the nearest to it first: those on whose word it is told, and, where it is itself something said, those
/// who carried the words.
pub(crate) fn carriers<'r>(report: &'r Report, mention: &'r EventMention) -> Vec<&'r Link> {
    if !mention.chain.is_empty() {
        return mention.chain.iter().collect();
    }
    let cue = |q: &&Quotation| q.cue.as_ref().is_some_and(|c| c.span() == mention.trigger.span());
    if let Some(said) = report.quotations.iter().find(cue) {
        // who asked or refused is told in the words themselves
        return said.chain.iter().skip(1).collect();
    }
    let holds = |q: &&Quotation| q.span().contains(mention.trigger.span());
    let inner = report
        .quotations
        .iter()
        .filter(holds)
        .min_by_key(|q| q.span().len());
    inner.map_or_else(Vec::new, |q| q.chain.iter().collect())
}

/// "According to X, citing Y", for links from the inside out; without those whose words stand in the clause.
pub(crate) fn through(desk: &Desk<'_>, links: &[&Link], clause: Span) -> String {
    let mut names: Vec<String> = Vec::new();
    for link in links.iter().filter(|l| !clause.contains(l.span())) {
        let name = match known(desk, link) {
            Some(entity) => desk.name(entity),
            None => unnamed(desk, link).unwrap_or_else(|| {
                if link.entity.is_none() {
                    words::clean(&link.text)
                } else {
                    String::new()
                }
            }),
        };
        // "sources of the channel" say the channel
        let said = |known: &String| !name.is_empty() && fold(known).contains(&fold(&name));
        if !name.is_empty() && !names.iter().any(said) {
            names.push(name);
        }
    }
    let Some(outer) = names.pop() else {
        return String::new();
    };
    let chain = names.into_iter().rev().fold(outer, |outer, inner| {
        desk.wording
            .phrase("via-next", &[("outer", &outer), ("inner", &inner)])
    });
    desk.wording.phrase("via", &[("outer", &chain)])
}

/// Merges statements that are nearly word for word the same.
fn distinct<'a>(told: Vec<(&'a Report, &'a Quotation)>) -> Vec<Statement<'a>> {
    let mut out: Vec<Statement<'a>> = Vec::new();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    // the newest reports stand last in the dossier
    for (report, quotation) in told.into_iter().rev().take(CONSIDERED) {
        if let Some(&at) = seen.get(quotation.text.as_str()) {
            if let Some(same) = out.get_mut(at) {
                same.told.push((report, quotation));
            }
            continue;
        }
        let words = sorted_words(&quotation.text);
        match out.iter_mut().take(COMPARED).find(|s| alike(&s.words, &words)) {
            Some(same) => {
                same.told.push((report, quotation));
                // the longer chain tells more
                if quotation.chain.len() > same.quotation.chain.len() {
                    same.quotation = quotation;
                }
            }
            None => {
                seen.insert(&quotation.text, out.len());
                out.push(Statement {
                    quotation,
                    words,
                    told: vec![(report, quotation)],
                });
            }
        }
    }
    out
}

pub(crate) fn sorted_words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| w.chars().count() > 2)
        .map(fold)
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// Do the smaller's words stand mostly in the larger?
pub(crate) fn alike(a: &[String], b: &[String]) -> bool {
    let common = a.iter().filter(|w| b.binary_search(w).is_ok()).count();
    common >= 3 && common * 10 >= a.len().min(b.len()) * 7
}

/// What makes a statement worth quoting: verbatim words, a stance, a chain, enough to say.
fn worth(quotation: &Quotation) -> usize {
    let verbatim = match quotation.kind {
        QuotationKind::Direct => 3,
        QuotationKind::Mixed => 2,
        QuotationKind::Indirect => 0,
    };
    let stance = usize::from(matches!(quotation.stance, Stance::Doubts | Stance::Denies)) * 2;
    verbatim + stance + quotation.chain.len().min(3) + quotation.text.chars().count().min(160) / 40
}

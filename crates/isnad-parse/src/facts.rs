//! What header and footer state about a report: outlet, authors, agencies, dates.

use crate::lexicon::Lexicon;
use crate::{
    classify::{Guess, Seen, label_end},
    credits::{Part, PartKind, parts},
    dates::Stamp,
};
use isnad_lang::blocks::Cue;
use isnad_model::{Basis, Dating, Evidence, Outlet, Reason, Report, Role, Words};
use isnad_text::{Span, fold};

/// Fills outlet, authors, agencies and dates from the lines and their roles. What metadata said before stays.
pub(crate) fn state(report: &mut Report, seen: &[Seen], roles: &[Role], lead: &[Part], words: &Lexicon<'_>) {
    let lines: Vec<(&Seen, Role)> = seen.iter().zip(roles.iter().copied()).collect();
    if report.outlet.is_none() {
        report.outlet = outlet(&report.text, &lines, lead, words).map(|span| {
            let words = Words::of(&report.text, span);
            Outlet {
                name: clean_name(&words.text),
                basis: Basis::Stated,
                words: Some(words),
                ..Outlet::default()
            }
        });
    }
    people(report, &lines, lead);
    dates(report, &lines);
}

/// A name without stretched letters and invisible marks.
fn clean_name(name: &str) -> String {
    isnad_text::bidi::clean(name)
        .chars()
        .filter(|&c| c != '\u{0640}')
        .collect()
}

/// Where the text names its outlet: byline, masthead, copyright, the link to the report, the source line, in this order.
fn outlet(text: &str, lines: &[(&Seen, Role)], lead: &[Part], words: &Lexicon<'_>) -> Option<Span> {
    let credit = |role: Role| matches!(role, Role::Byline | Role::Dateline | Role::Published);
    let named = |part: &Part| (part.kind == PartKind::Outlet).then_some(part.span);
    let byline = || {
        lines
            .iter()
            .filter(|(_, role)| credit(*role))
            .flat_map(|(s, _)| &s.parts)
            .find_map(named)
    };
    let first = || lead.iter().find_map(named);
    let masthead = || {
        let (at, (seen, _)) = lines.iter().enumerate().find(|(at, (s, role))| {
            // the name under an office is its holder
            let holder = at
                .checked_sub(1)
                .is_some_and(|i| matches!(lines[i].0.guess, Guess::Office { alone: true }));
            *role == Role::Masthead && !matches!(s.guess, Guess::Office { .. }) && !holder
        })?;
        title_tail(text, &lines[at..], seen).or(Some(seen.line.span))
    };
    let path = || {
        lines
            .iter()
            .find(|(s, role)| *role == Role::SectionLabel && s.parts.len() > 1)
            .and_then(|(s, _)| root(text, s, words))
    };
    let rights = || lines.iter().find_map(|(s, _)| owner(text, s, words));
    let link = || {
        lines
            .iter()
            .filter(|(s, role)| *role == Role::Source && cue(s, text, words, Cue::Link))
            .find_map(|(s, _)| linked(text, s, words))
    };
    let source = || {
        lines
            .iter()
            .filter(|(s, role)| *role == Role::Source && !cue(s, text, words, Cue::Link))
            .find_map(|(s, _)| {
                s.parts
                    .first()
                    .filter(|p| {
                        matches!(p.kind, PartKind::Outlet | PartKind::Person | PartKind::Unknown)
                            && p.words <= 4
                    })
                    .map(|p| p.span)
            })
    };
    byline()
        .or_else(masthead)
        .or_else(path)
        .or_else(rights)
        .or_else(first)
        .or_else(link)
        .or_else(source)
}

/// Of a page's title the words behind the headline.
fn title_tail(text: &str, lines: &[(&Seen, Role)], line: &Seen) -> Option<Span> {
    let headline = lines
        .iter()
        .find(|(_, role)| *role == Role::Headline)?
        .0
        .line
        .text(text);
    let rest = line.line.text(text).strip_prefix(headline)?;
    let name = rest.trim_start_matches(|c: char| c.is_whitespace() || !c.is_alphanumeric());
    (!name.is_empty()).then(|| Span::new(line.line.span.end - name.len(), line.line.span.end))
}

/// Does the line begin with a phrase of this cue?
fn cue(seen: &Seen, text: &str, words: &Lexicon<'_>, cue: Cue) -> bool {
    (0..seen.line.tokens.len().min(6))
        .take_while(|&i| i == 0 || seen.line.mark(text, i - 1).is_some())
        .any(|i| {
            words
                .cues
                .all(seen.line.tokens, i)
                .iter()
                .any(|h| *h.value == cue)
        })
}

/// The first part of a path of sections, if it is no section itself.
fn root(text: &str, seen: &Seen, words: &Lexicon<'_>) -> Option<Span> {
    let end = (0..seen.line.tokens.len()).find(|&i| {
        matches!(
            seen.line.mark(text, i),
            Some('\u{00BB}' | '\u{203A}' | '>' | '/' | '|')
        )
    })?;
    let section = words
        .cues
        .all(seen.line.tokens, 0)
        .iter()
        .any(|h| matches!(h.value, Cue::Section | Cue::Home) && h.len == end);
    (!section && (1..=4).contains(&end)).then(|| seen.line.part(0..end))
}

/// The owner named in a copyright line, without figures and proclitics.
fn owner(text: &str, seen: &Seen, words: &Lexicon<'_>) -> Option<Span> {
    if seen.guess != Guess::Junk || seen.line.words > 24 {
        return None;
    }
    let n = seen.line.tokens.len();
    let (at, len) = (0..n.min(6)).find_map(|i| {
        words
            .cues
            .all(seen.line.tokens, i)
            .iter()
            .find(|h| *h.value == Cue::Rights)
            .map(|h| (i, h.len))
    })?;
    let found = parts(&seen.line, text, &seen.dates, words, at + len..n);
    // proclitics of the first word belong to the sentence, not to the name: they go where the line has the name without
    let name = found.iter().find(|p| matches!(p.kind, PartKind::Outlet))?;
    Some(name.span)
}

/// The outlet named between the label of a link and the colon behind it.
fn linked(text: &str, seen: &Seen, words: &Lexicon<'_>) -> Option<Span> {
    let line = &seen.line;
    let from = label_end(line, text, words);
    let colon = (from..line.tokens.len()).find(|&i| line.mark(text, i) == Some(':'))?;
    // the kind of outlet may carry a preposition
    for i in from..colon {
        if let Some(hit) = words.outlet_kinds.longest(line.tokens, i) {
            let start = i + hit.len;
            return (start < colon && colon - start <= 4).then(|| line.part(start..colon));
        }
    }
    None
}

/// Authors and agencies.
fn people(report: &mut Report, lines: &[(&Seen, Role)], lead: &[Part]) {
    let text = report.text.clone();
    let outlet = report.outlet.as_ref().map(|o| fold(&o.name));
    let mut authors = Vec::new();
    let mut agencies = std::mem::take(&mut report.agencies);
    let mut agency = |part: &Part| {
        if let PartKind::Agency(name) = &part.kind
            && !agencies.contains(name)
        {
            agencies.push(name.clone());
        }
    };
    for (seen, role) in lines {
        match role {
            Role::Byline | Role::Published | Role::Dateline => {
                seen.parts.iter().for_each(&mut agency);
                let named = matches!(
                    seen.guess,
                    Guess::Byline | Guess::Credits | Guess::Published | Guess::Plain
                );
                if named && *role != Role::Dateline {
                    let persons = seen.parts.iter().filter(|p| p.kind == PartKind::Person);
                    authors.extend(
                        persons
                            .map(|p| p.span.of(&text).to_owned())
                            .filter(|a| outlet.as_deref() != Some(fold(a).as_str())),
                    );
                }
            }
            Role::Source | Role::Credit => seen.parts.iter().for_each(&mut agency),
            Role::Caption => {
                for part in bracketed(seen) {
                    agency(part);
                }
            }
            _ => {}
        }
    }
    lead.iter().for_each(&mut agency);
    report.agencies = agencies;
    if report.authors.is_empty() {
        authors.dedup();
        report.authors = authors;
    }
}

/// The parts of a caption behind its last words.
fn bracketed<'s>(seen: &'s Seen<'_>) -> impl Iterator<Item = &'s Part> {
    let skip = seen.parts.len().saturating_sub(2);
    seen.parts.iter().skip(skip)
}

/// The dates that header and footer state.
fn dates(report: &mut Report, lines: &[(&Seen, Role)]) {
    for (seen, role) in lines {
        let Some(first) = seen.dates.stamps.first() else {
            continue;
        };
        let (published, updated, saved) = match (role, seen.guess) {
            (
                _,
                Guess::Both {
                    second,
                    updated_first,
                },
            ) if matches!(role, Role::Published | Role::Updated) => {
                let other = seen.dates.stamps.iter().find(|s| s.span.start >= second);
                if updated_first {
                    (other, Some(first), None)
                } else {
                    (Some(first), other, None)
                }
            }
            (Role::Published | Role::Dateline, _) => (Some(first), None, None),
            (Role::Updated, _) => (None, Some(first), None),
            (Role::PageDate, _) => (None, None, Some(first)),
            _ => continue,
        };
        if let Some(stamp) = published.filter(|_| report.published.basis == Basis::Unknown) {
            let reason = if *role == Role::Dateline {
                "date-in-dateline"
            } else if seen.guess == Guess::Date {
                "date-line-beside-headline"
            } else {
                "labelled-date-line"
            };
            report.published = dating(report, stamp, reason);
        }
        if let Some(stamp) = updated.filter(|_| report.updated.is_none()) {
            report.updated = Some(dating(report, stamp, "labelled-update-line"));
        }
        if let Some(stamp) = saved.filter(|_| report.saved.is_none()) {
            report.saved = Some(dating(report, stamp, "date-of-page"));
        }
    }
}

/// A date that the text states.
pub(crate) fn dating(report: &Report, stamp: &Stamp, reason: &str) -> Dating {
    let mut because = vec![Reason::new(reason, [Evidence::of(report, stamp.span)])];
    let named = stamp.weekday;
    let real = u8::try_from(stamp.day.weekday().to_monday_one_offset()).ok();
    if named.is_some() && named == real {
        because.push(Reason::new("weekday-agrees", []));
    } else if named.is_some() {
        because.push(Reason::new(
            "weekday-disagrees",
            [Evidence::of(report, stamp.span)],
        ));
    }
    Dating {
        value: Some(stamp.value()),
        earliest: Some(stamp.day),
        latest: Some(stamp.day),
        basis: Basis::Stated,
        because,
    }
}

//! Where reports differ: values that contradict each other, and names that take sides.

use crate::{budget, desk::Desk, words};
use isnad_model::{BriefLine, Cause, Discrepancy, EntityKind, Evidence, Framing, Section};
use isnad_text::fold;
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

/// Every point of difference with every value and its sources.
pub(crate) fn disagreements(desk: &Desk<'_>, framed: &[Framed<'_>]) -> Section {
    // how outlets name an actor has a section of its own
    let framed: BTreeSet<usize> = framed.iter().map(|(entity, _)| *entity).collect();
    let is_framed = |d: &Discrepancy| {
        matches!(d.field.as_str(), "title" | "name")
            && d.about
                .entity
                .as_deref()
                .and_then(|e| desk.shown(e))
                .is_some_and(|e| framed.contains(&e))
    };
    let mut all: Vec<(usize, &Discrepancy)> = desk
        .dossier
        .discrepancies
        .iter()
        .enumerate()
        .filter(|(_, d)| !is_framed(d))
        .collect();
    all.sort_by_cached_key(|(at, d)| {
        let watched = d
            .about
            .entity
            .as_deref()
            .and_then(|e| desk.shown(e))
            .is_some_and(|e| desk.names.is_watched(e));
        let event = d.about.event.as_deref().and_then(|e| desk.event(e));
        let roots = event.map_or(0, |e| e.roots.len());
        let naming = matches!(d.field.as_str(), "title" | "name");
        (naming, Reverse(watched), Reverse(roots), *at)
    });
    let mut lines = Vec::new();
    for (_, discrepancy) in &all {
        if lines.len() == budget::DISAGREEMENTS {
            break;
        }
        lines.extend(difference(desk, discrepancy));
    }
    let left = all.len() - lines.len();
    desk.section("disagreements", lines, left)
}

fn difference(desk: &Desk<'_>, discrepancy: &Discrepancy) -> Option<BriefLine> {
    let mut values: Vec<(String, Vec<Evidence>)> = Vec::new();
    for reported in &discrepancy.values {
        let value = value(desk, &discrepancy.field, &reported.value);
        let evidence = reported
            .evidence
            .iter()
            .filter(|e| !e.text.trim().is_empty())
            .cloned();
        match values.iter_mut().find(|(v, _)| *v == value) {
            Some((_, all)) => all.extend(evidence),
            None => values.push((value, evidence.collect())),
        }
    }
    values.retain(|(value, evidence)| !value.is_empty() && !evidence.is_empty());
    if values.len() < 2 {
        return None;
    }
    let sub = by_words(values).into_iter().filter_map(|(value, evidence)| {
        let marks = &desk.wording.marks;
        // who took part is several names of one report
        let parts = if discrepancy.field == "participant" {
            budget::NAMINGS
        } else {
            1
        };
        let first = evidence.first().map(|e| &e.report);
        let said: Vec<String> = evidence
            .iter()
            .take_while(|e| Some(&e.report) == first)
            .take(parts)
            .map(|e| words::clip(&e.text, 0, words::SHORT, marks))
            .collect();
        let same = said.iter().all(|w| w.is_empty() || fold(w) == fold(&value));
        let quoted: Vec<String> = said.iter().map(|w| words::quote(w, marks)).collect();
        let quoted = desk.list(&quoted);
        let text = if same {
            desk.wording
                .phrase("value-plain", &[("value", &words::quote(&value, marks))])
        } else {
            desk.wording
                .phrase("value", &[("value", &value), ("words", &quoted)])
        };
        desk.line(String::new(), text, evidence)
    });
    let sub: Vec<BriefLine> = sub.collect();
    let field = desk.label("fields", &discrepancy.field);
    let about = &discrepancy.about;
    let mut label = if let Some(event) = about.event.as_deref().and_then(|e| desk.event(e)) {
        desk.wording.phrase(
            "differs-event",
            &[("field", &field), ("about", &desk.refer(event, true))],
        )
    } else if let Some(entity) = about.entity.as_deref().and_then(|e| desk.shown(e)) {
        desk.wording.phrase(
            "differs-entity",
            &[("field", &field), ("about", &desk.name(entity))],
        )
    } else {
        desk.wording.phrase("differs", &[("field", &field)])
    };
    if discrepancy.cause != Cause::Conflict {
        let code = desk.code(discrepancy.cause);
        let cause = desk
            .wording
            .label("causes", &format!("{code}-{}", discrepancy.field))
            .or_else(|| desk.wording.label("causes", &code))
            .unwrap_or_default();
        let with_cause = desk
            .wording
            .phrase("cause", &[("line", &label), ("cause", cause)]);
        if !with_cause.is_empty() {
            label = with_cause;
        }
    }
    desk.heading(words::capital(&label), sub)
}

/// Each value with those reports together that say it in the same words: no report is given another's. The first words of every value
/// come before further words of one.
fn by_words(values: Vec<(String, Vec<Evidence>)>) -> Vec<(String, Vec<Evidence>)> {
    let mut out: Vec<(usize, usize, String, Vec<Evidence>)> = Vec::new();
    for (n, (value, evidence)) in values.into_iter().enumerate() {
        // by the words of a report that stand together
        let mut said: Vec<(String, Vec<Evidence>)> = Vec::new();
        let mut reports: Vec<(String, Vec<Evidence>)> = Vec::new();
        for e in evidence {
            match reports.iter_mut().find(|(report, _)| *report == e.report) {
                Some((_, all)) => all.push(e),
                None => reports.push((e.report.clone(), vec![e])),
            }
        }
        for (_, all) in reports {
            let words: Vec<String> = all.iter().map(|e| fold(&e.text)).collect();
            let words = words.join("|");
            match said.iter_mut().find(|(known, _)| *known == words) {
                Some((_, known)) => known.extend(all),
                None => said.push((words, all)),
            }
        }
        let all = said.into_iter().enumerate();
        out.extend(all.map(|(m, (_, evidence))| (m, n, value.clone(), evidence)));
    }
    // where there is no room for all, each value is told once before the rest
    out.sort_by_key(|x| (x.0, x.1));
    out.truncate(budget::VALUES);
    out.sort_by_key(|x| (x.1, x.0));
    out.into_iter()
        .map(|(_, _, value, evidence)| (value, evidence))
        .collect()
}

/// A value in words: a date, an entity, a code, or as it is.
fn value(desk: &Desk<'_>, field: &str, value: &str) -> String {
    if matches!(field, "date" | "time" | "when") {
        let date = desk.value_label(value);
        return if date.is_empty() && !value.contains("XX") {
            words::clean(value)
        } else {
            date
        };
    }
    let parts: Vec<String> = value
        .split(", ")
        .filter_map(|part| desk.shown(part))
        .map(|e| desk.bare_name(e))
        .collect();
    if !parts.is_empty() {
        return desk.list(&parts);
    }
    for group in ["statuses", "modes", "types", "roles"] {
        if let Some(label) = desk.wording.label(group, value) {
            return label.to_owned();
        }
    }
    // "agreed: …" says how strong the words are, and quotes them
    let degree = value.split_once(": ").filter(|_| field == "verb");
    // what is only aimed at or talked about has no day that is fixed
    let degree = degree.map(|(code, _)| if code == "planned" { "discussed" } else { code });
    if let Some(label) = degree.and_then(|code| desk.wording.label("statuses", code)) {
        return label.to_owned();
    }
    let clean = words::clean(value);
    let code = clean.contains(':') || clean.is_ascii() && clean.contains('_');
    if code { String::new() } else { clean }
}

/// How each outlet names the same actor, where at least two do it differently; persons first.
pub(crate) fn framing(desk: &Desk<'_>, mut named: Vec<Framed<'_>>) -> Section {
    named.sort_by_key(|(entity, n)| {
        let person = desk.entity(*entity).is_some_and(|e| e.kind == EntityKind::Person);
        (
            Reverse((desk.names.is_watched(*entity), person, n.len())),
            *entity,
        )
    });
    let all = named.len();
    named.truncate(budget::FRAMED);
    let mut lines = Vec::new();
    for (entity, namings) in named {
        let mut sub = Vec::new();
        for naming in namings.into_iter().take(budget::CITED) {
            let marks = &desk.wording.marks;
            let words: Vec<String> = naming
                .words
                .iter()
                .take(budget::NAMINGS)
                .map(|(text, _)| words::quote(&words::clip(text, 0, words::SHORT, marks), marks))
                .collect();
            let evidence = naming
                .words
                .into_iter()
                .take(budget::NAMINGS)
                .map(|(_, e)| e)
                .collect();
            let outlet = if naming.outlet.is_empty() {
                desk.wording.phrase("report", &[])
            } else {
                naming.outlet
            };
            sub.extend(desk.line(outlet, desk.list(&words), evidence));
        }
        lines.extend(desk.heading(desk.bare_name(entity), sub));
    }
    let left = all - lines.len();
    desk.section("framing", lines, left)
}

/// An actor whom outlets name differently, and how each of them does.
pub(crate) type Framed<'a> = (usize, Vec<Naming<'a>>);

/// The actors whom outlets name differently.
pub(crate) fn framed<'a>(desk: &Desk<'a>) -> Vec<Framed<'a>> {
    let mut actors: BTreeMap<usize, Vec<&Framing>> = BTreeMap::new();
    for framing in &desk.dossier.framing {
        if let Some(entity) = desk.shown(&framing.entity) {
            actors.entry(entity).or_default().push(framing);
        }
    }
    actors
        .into_iter()
        .map(|(entity, framings)| (entity, namings(desk, entity, &framings)))
        .filter(|(_, n)| differ(n))
        .collect()
}

/// How one outlet names one actor.
pub(crate) struct Naming<'a> {
    outlet: String,
    /// The wordings as written, for a quick look.
    seen: BTreeSet<&'a str>,
    /// Each wording once, those with an epithet first.
    words: Vec<(String, Evidence)>,
    /// The same, folded.
    folded: BTreeSet<String>,
    /// Folded words that are no part of the actor's name, for comparison.
    epithets: Vec<String>,
}

fn namings<'a>(desk: &Desk<'_>, entity: usize, framings: &[&'a Framing]) -> Vec<Naming<'a>> {
    let name: Vec<String> = desk
        .entity(entity)
        .map(|e| fold(&e.name).split_whitespace().map(str::to_owned).collect())
        .unwrap_or_default();
    let mut out: Vec<Naming<'a>> = Vec::new();
    // the outlets met so far, by their names as written
    let mut by_raw: BTreeMap<&str, usize> = BTreeMap::new();
    for framing in framings {
        let raw = framing.outlet.as_deref();
        let met = raw.and_then(|raw| by_raw.get(raw)).copied();
        let outlet = match (met, raw) {
            (Some(_), _) => String::new(),
            (None, Some(raw)) => words::clean(raw),
            (None, None) => desk
                .report(&framing.report)
                .map(|r| desk.outlet(r))
                .unwrap_or_default(),
        };
        let same = || out.iter().position(|n| n.outlet == outlet && !outlet.is_empty());
        let at = match met.or_else(same) {
            Some(at) => at,
            None => {
                out.push(Naming {
                    outlet,
                    seen: BTreeSet::new(),
                    words: Vec::new(),
                    folded: BTreeSet::new(),
                    epithets: Vec::new(),
                });
                out.len() - 1
            }
        };
        let Some(naming) = out.get_mut(at) else { continue };
        if let Some(raw) = raw.filter(|_| !naming.outlet.is_empty()) {
            by_raw.insert(raw, at);
        }
        for said in &framing.words {
            if !naming.seen.insert(&said.text) {
                continue;
            }
            let folded = fold(&said.text);
            let epithet: Vec<&str> = folded
                .split_whitespace()
                .filter(|w| !name.iter().any(|n| n == w))
                .collect();
            let text = without_preposition(desk, &words::clean(&said.text), &naming.words);
            if naming.folded.insert(fold(&text)) {
                naming.words.push((text, Evidence::new(&framing.report, said)));
            }
            if !epithet.is_empty() && !naming.epithets.contains(&epithet.join(" ")) {
                naming.epithets.push(epithet.join(" "));
            }
        }
    }
    for naming in &mut out {
        // the bare name says nothing beside an epithet
        let is_bare = |text: &str| fold(text).split_whitespace().all(|w| name.iter().any(|n| n == w));
        if naming.words.iter().any(|(text, _)| !is_bare(text)) {
            naming.words.retain(|(text, _)| !is_bare(text));
        }
        naming
            .words
            .sort_by_key(|(text, _)| Reverse(text.chars().count()));
        naming.epithets.sort();
    }
    out.retain(|n| !n.words.is_empty());
    out
}

/// The words as the outlet's other wordings have them, where they differ by a preposition fused with the article alone.
fn without_preposition(desk: &Desk<'_>, text: &str, others: &[(String, Evidence)]) -> String {
    let clitics = &desk
        .packs
        .get(&desk.dossier.language)
        .unwrap_or(desk.pack)
        .clitics;
    let Some(rest) = clitics
        .fused
        .as_deref()
        .and_then(|fused| text.strip_prefix(fused))
    else {
        return text.to_owned();
    };
    let tail = |other: &str| {
        other
            .strip_prefix(clitics.article.as_str())
            .is_some_and(|o| o == rest || o.chars().skip(1).eq(rest.chars()))
    };
    others
        .iter()
        .find(|(other, _)| tail(other))
        .map_or_else(|| text.to_owned(), |(other, _)| other.clone())
}

/// Do at least two outlets use different epithets?
fn differ(namings: &[Naming<'_>]) -> bool {
    namings.iter().any(|a| {
        namings
            .iter()
            .any(|b| a.epithets != b.epithets && !a.epithets.iter().any(|e| b.epithets.contains(e)))
    }) && namings.iter().filter(|n| !n.epithets.is_empty()).count() >= 1
        && namings.len() >= 2
}

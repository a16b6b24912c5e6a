//! Which of the new dossier's things is which of the old one's, and what is different about it.

use crate::{Book, Change, Desk, Fate, FieldChange, Ground, differing};
use isnad_model::{Claim, Commitment, Discrepancy, Dossier, Entity, EntityKind, Event, Evidence, Report};
use isnad_text::fold;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Old and new things that are the same: number of the old for each new one, and the old ones left over.
struct Paired {
    of_new: Vec<Option<usize>>,
    gone: Vec<usize>,
}

/// Pairs things by id, then by marks: each with the one that shares most of them.
fn pair(old: &[(String, Vec<String>)], new: &[(String, Vec<String>)]) -> Paired {
    let mut by_id: FxHashMap<&str, usize> = FxHashMap::default();
    let mut by_mark: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (n, (id, marks)) in old.iter().enumerate() {
        by_id.insert(id, n);
        marks.iter().for_each(|m| by_mark.entry(m).or_default().push(n));
    }
    let mut free = vec![true; old.len()];
    let mut of_new: Vec<Option<usize>> = new
        .iter()
        .map(|(id, _)| by_id.get(id.as_str()).copied())
        .collect();
    for n in of_new.iter().flatten() {
        free[*n] = false;
    }
    for (at, (_, marks)) in new
        .iter()
        .enumerate()
        .filter(|(at, _)| of_new[*at].is_none())
        .collect::<Vec<_>>()
    {
        let mut votes: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
        for n in marks
            .iter()
            .filter_map(|m| by_mark.get(m.as_str()))
            .flatten()
            .filter(|n| free[**n])
        {
            *votes.entry(*n).or_default() += 1;
        }
        // of equal ones the first
        if let Some((n, _)) = votes.into_iter().rev().max_by_key(|(_, count)| *count) {
            free[n] = false;
            of_new[at] = Some(n);
        }
    }
    let gone = (0..old.len()).filter(|n| free[*n]).collect();
    Paired { of_new, gone }
}

impl Desk<'_> {
    /// Reports that joined or went; those that were edited are compared word by word elsewhere, and stand here as changed.
    pub(crate) fn reports(&self) -> Vec<Change> {
        let key = |r: &Report| {
            let mut marks = vec![format!("path|{}", r.source)];
            marks.extend(r.url.as_ref().map(|u| format!("url|{u}")));
            (r.id.clone(), marks)
        };
        let list = |book: &Book<'_>| book.side.dossier.reports.iter().map(key).collect::<Vec<_>>();
        let paired = pair(&list(&self.old), &list(&self.new));
        let change = |book: &Book<'_>, report: &Report, fate| Change {
            fate,
            about: "report".to_owned(),
            id: report.id.clone(),
            label: String::new(),
            text: book
                .side
                .briefing
                .listed
                .get(&report.id)
                .cloned()
                .unwrap_or_else(|| report.source.clone()),
            fields: Vec::new(),
            ground: Ground::Reports,
            evidence: report
                .headline
                .iter()
                .map(|h| Evidence::new(&report.id, h))
                .collect(),
        };
        let mut out = Vec::new();
        for (report, old) in self.new.side.dossier.reports.iter().zip(&paired.of_new) {
            match old.and_then(|n| self.old.side.dossier.reports.get(n)) {
                None => out.push(change(&self.new, report, Fate::New)),
                Some(before) if before.id != report.id => {
                    let mut one = change(&self.new, report, Fate::Changed);
                    one.fields = differing([(
                        "title",
                        before
                            .headline
                            .as_ref()
                            .map(|h| h.text.clone())
                            .unwrap_or_default(),
                        report
                            .headline
                            .as_ref()
                            .map(|h| h.text.clone())
                            .unwrap_or_default(),
                    )]);
                    out.push(one);
                }
                Some(before) => {
                    let date = |r: &Report| r.published.value.clone().unwrap_or_default();
                    let fields = differing([("date", date(before), date(report))]);
                    if !fields.is_empty() {
                        let mut one = change(&self.new, report, Fate::Changed);
                        one.fields = fields;
                        one.ground = self.ground([report.id.as_str()]);
                        out.push(one);
                    }
                }
            }
        }
        let gone = paired
            .gone
            .iter()
            .filter_map(|n| self.old.side.dossier.reports.get(*n));
        out.extend(gone.map(|r| change(&self.old, r, Fate::Withdrawn)));
        out
    }

    pub(crate) fn events(&self) -> Vec<Change> {
        let list = |book: &Book<'_>| {
            let events = book.side.dossier.events.iter();
            events.map(|e| (e.id.clone(), book.marks(e))).collect::<Vec<_>>()
        };
        let paired = pair(&list(&self.old), &list(&self.new));
        let of = |e: &Event| {
            e.mentions
                .iter()
                .map(|m| m.report.clone())
                .collect::<BTreeSet<_>>()
        };
        let change = |book: &Book<'_>, event: &Event, fate, fields, reports: &BTreeSet<String>| {
            let (label, text, evidence) = book.line(&event.id).unwrap_or_else(|| {
                let evidence = book.words(&event.mentions);
                let text = evidence.first().map(|e| e.text.clone()).unwrap_or_default();
                (String::new(), text, evidence)
            });
            Change {
                fate,
                about: "event".to_owned(),
                id: event.id.clone(),
                label,
                text,
                fields,
                ground: self.ground(reports.iter().map(String::as_str)),
                evidence,
            }
        };
        let mut out = Vec::new();
        for (event, old) in self.new.side.dossier.events.iter().zip(&paired.of_new) {
            let mut reports = of(event);
            match old.and_then(|n| self.old.side.dossier.events.get(n)) {
                None => out.push(change(&self.new, event, Fate::New, Vec::new(), &reports)),
                Some(before) => {
                    let fields = self.event_fields(before, event);
                    if !fields.is_empty() {
                        reports.extend(of(before));
                        out.push(change(&self.new, event, Fate::Changed, fields, &reports));
                    }
                }
            }
        }
        for event in paired
            .gone
            .iter()
            .filter_map(|n| self.old.side.dossier.events.get(*n))
        {
            out.push(change(&self.old, event, Fate::Withdrawn, Vec::new(), &of(event)));
        }
        out
    }

    fn event_fields(&self, before: &Event, after: &Event) -> Vec<FieldChange> {
        let status = |e: &Event| self.label("statuses", e.status.as_str());
        let place = |book: &Book<'_>, e: &Event| e.place.as_deref().map(|p| book.name(p)).unwrap_or_default();
        let who = |book: &Book<'_>, e: &Event| book.names(e.participants.iter().map(|p| p.entity.as_str()));
        let kind = |e: &Event| {
            let code = e
                .mode
                .as_deref()
                .filter(|m| self.wording.label("modes", m).is_some());
            code.map_or_else(|| self.label("types", &e.kind), |mode| self.label("modes", mode))
        };
        let told = |book: &Book<'_>, e: &Event| {
            let reports: BTreeSet<&str> = e.mentions.iter().map(|m| book.source(&m.report)).collect();
            reports.into_iter().collect::<Vec<_>>().join(" \u{2013} ")
        };
        differing([
            ("type", kind(before), kind(after)),
            ("status", status(before), status(after)),
            ("date", before.when.value.clone(), after.when.value.clone()),
            ("place", place(&self.old, before), place(&self.new, after)),
            ("participant", who(&self.old, before), who(&self.new, after)),
            ("reports", told(&self.old, before), told(&self.new, after)),
        ])
    }

    pub(crate) fn claims(&self) -> Vec<Change> {
        let list = |book: &Book<'_>| {
            let claims = book.side.dossier.claims.iter();
            claims
                .map(|c| (c.id.clone(), said(book, c).into_iter().map(|s| s.0).collect()))
                .collect::<Vec<_>>()
        };
        let paired = pair(&list(&self.old), &list(&self.new));
        let of = |c: &Claim| {
            c.mentions
                .iter()
                .map(|m| m.report.clone())
                .collect::<BTreeSet<_>>()
        };
        let change = |book: &Book<'_>, claim: &Claim, fate, fields, reports: &BTreeSet<String>| {
            let words = said(book, claim);
            Change {
                fate,
                about: "claim".to_owned(),
                id: claim.id.clone(),
                label: book.names(claim.speakers.iter().map(String::as_str)),
                text: words.first().map(|w| w.1.text.clone()).unwrap_or_default(),
                fields,
                ground: self.ground(reports.iter().map(String::as_str)),
                evidence: words.into_iter().map(|w| w.1).collect(),
            }
        };
        let fields = |before: &Claim, claim: &Claim| {
            let who = |book: &Book<'_>, c: &Claim| book.names(c.speakers.iter().map(String::as_str));
            let told = |book: &Book<'_>, c: &Claim| {
                let all: BTreeSet<&str> = c.mentions.iter().map(|m| book.source(&m.report)).collect();
                all.into_iter().collect::<Vec<_>>().join(" \u{2013} ")
            };
            differing([
                ("speaker", who(&self.old, before), who(&self.new, claim)),
                ("reports", told(&self.old, before), told(&self.new, claim)),
            ])
        };
        self.told(&paired, |side| &side.claims, of, fields, change)
    }

    pub(crate) fn commitments(&self) -> Vec<Change> {
        let list = |book: &Book<'_>| {
            let key = |c: &Commitment| {
                let marks = c.evidence.iter();
                let mark =
                    |e: &Evidence| format!("{:?}|{}|{}", c.kind, book.source(&e.report), fold(&e.text));
                (c.id.clone(), marks.map(mark).collect::<Vec<_>>())
            };
            book.side.dossier.commitments.iter().map(key).collect::<Vec<_>>()
        };
        let paired = pair(&list(&self.old), &list(&self.new));
        let of = |c: &Commitment| {
            c.evidence
                .iter()
                .map(|e| e.report.clone())
                .collect::<BTreeSet<_>>()
        };
        let change = |book: &Book<'_>, c: &Commitment, fate, fields, reports: &BTreeSet<String>| {
            let (label, text, evidence) = book
                .line(&c.id)
                .unwrap_or_else(|| (String::new(), c.what.clone(), c.evidence.clone()));
            Change {
                fate,
                about: "commitment".to_owned(),
                id: c.id.clone(),
                label,
                text,
                fields,
                ground: self.ground(reports.iter().map(String::as_str)),
                evidence,
            }
        };
        let fields = |before: &Commitment, c: &Commitment| {
            let state = |c: &Commitment| self.label("states", &snake(&format!("{:?}", c.state)));
            let due = |c: &Commitment| c.due.as_ref().map(|d| d.value.clone()).unwrap_or_default();
            differing([("state", state(before), state(c)), ("due", due(before), due(c))])
        };
        self.told(&paired, |side| &side.commitments, of, fields, change)
    }

    pub(crate) fn discrepancies(&self) -> Vec<Change> {
        let list = |book: &Book<'_>| {
            let key = |d: &Discrepancy| {
                let marks = d.values.iter().flat_map(|v| &v.evidence);
                let mark = |e: &Evidence| format!("{}|{}|{}", d.field, book.source(&e.report), fold(&e.text));
                (d.id.clone(), marks.map(mark).collect::<Vec<_>>())
            };
            book.side
                .dossier
                .discrepancies
                .iter()
                .map(key)
                .collect::<Vec<_>>()
        };
        let paired = pair(&list(&self.old), &list(&self.new));
        let of = |d: &Discrepancy| d.values.iter().map(|v| v.report.clone()).collect::<BTreeSet<_>>();
        let values = |book: &Book<'_>, d: &Discrepancy| {
            let values: BTreeSet<String> = d.values.iter().map(|v| self.value(book, &v.value)).collect();
            values.into_iter().collect::<Vec<_>>().join(" / ")
        };
        let change = |book: &Book<'_>, d: &Discrepancy, fate, fields, reports: &BTreeSet<String>| Change {
            fate,
            about: "discrepancy".to_owned(),
            id: d.id.clone(),
            label: self.label("fields", &d.field),
            text: values(book, d),
            fields,
            ground: self.ground(reports.iter().map(String::as_str)),
            evidence: d.values.iter().flat_map(|v| v.evidence.iter().cloned()).collect(),
        };
        let fields = |before: &Discrepancy, d: &Discrepancy| {
            differing([("values", values(&self.old, before), values(&self.new, d))])
        };
        self.told(&paired, |side| &side.discrepancies, of, fields, change)
    }

    /// The changes among things of one kind: those that are new, those that differ from what they were paired with, and those that
    /// are gone.
    fn told<T>(
        &self,
        paired: &Paired,
        list: impl Fn(&Dossier) -> &Vec<T>,
        of: impl Fn(&T) -> BTreeSet<String>,
        fields: impl Fn(&T, &T) -> Vec<FieldChange>,
        change: impl Fn(&Book<'_>, &T, Fate, Vec<FieldChange>, &BTreeSet<String>) -> Change,
    ) -> Vec<Change> {
        let (before, now) = (list(self.old.side.dossier), list(self.new.side.dossier));
        let mut out = Vec::new();
        for (thing, old) in now.iter().zip(&paired.of_new) {
            let mut reports = of(thing);
            match old.and_then(|n| before.get(n)) {
                None => out.push(change(&self.new, thing, Fate::New, Vec::new(), &reports)),
                Some(was) => {
                    let fields = fields(was, thing);
                    if !fields.is_empty() {
                        reports.extend(of(was));
                        out.push(change(&self.new, thing, Fate::Changed, fields, &reports));
                    }
                }
            }
        }
        for thing in paired.gone.iter().filter_map(|n| before.get(*n)) {
            out.push(change(&self.old, thing, Fate::Withdrawn, Vec::new(), &of(thing)));
        }
        out
    }

    /// A value in words: names for ids, labels for codes.
    fn value(&self, book: &Book<'_>, value: &str) -> String {
        let parts = value.split(", ").map(|part| book.names.get(part).copied());
        if let Some(names) = parts.collect::<Option<Vec<&str>>>() {
            return names.join(" \u{2013} ");
        }
        if let Some(day) = self.day(value) {
            return day;
        }
        let labels = ["statuses", "modes", "types"]
            .into_iter()
            .find_map(|g| self.wording.label(g, value));
        labels.unwrap_or(value).to_owned()
    }

    /// A day ("2021-08-17") in words.
    fn day(&self, value: &str) -> Option<String> {
        let date: isnad_model::Date = value.parse().ok().filter(|_| value.len() == 10)?;
        let month = usize::try_from(date.month()).ok()?.checked_sub(1)?;
        let name = self.wording.calendar.months.get(month)?;
        Some(format!("{} {name} {}", date.day(), date.year()))
    }

    /// Persons and bodies, and the titles reports give them.
    pub(crate) fn entities(&self) -> Vec<Change> {
        let counts = |e: &Entity| matches!(e.kind, EntityKind::Person | EntityKind::Organization);
        let own = |book: &Book<'_>| -> Vec<usize> {
            let all = book.side.dossier.entities.iter().enumerate();
            all.filter(|(_, e)| counts(e)).map(|(n, _)| n).collect()
        };
        let (before, after) = (own(&self.old), own(&self.new));
        let list = |book: &Book<'_>, own: &[usize]| {
            let all = own.iter().filter_map(|n| book.side.dossier.entities.get(*n));
            let marks = |e: &Entity| {
                e.forms
                    .iter()
                    .map(|f| format!("{:?}|{}", e.kind, fold(&f.text)))
                    .collect()
            };
            all.map(|e| (e.id.clone(), marks(e))).collect::<Vec<_>>()
        };
        let paired = pair(&list(&self.old, &before), &list(&self.new, &after));
        let change = |book: &Book<'_>, e: &Entity, fate, fields: Vec<FieldChange>| {
            let reports: BTreeSet<&str> = e
                .forms
                .iter()
                .flat_map(|f| f.reports.keys().map(String::as_str))
                .collect();
            Change {
                fate,
                about: "entity".to_owned(),
                id: e.id.clone(),
                label: String::new(),
                text: e.name.clone(),
                fields,
                ground: self.ground(reports.iter().copied()),
                evidence: naming(book, e, &reports),
            }
        };
        let titles = |e: &Entity| {
            let all: BTreeSet<&str> = e.titles.iter().map(|t| t.text.as_str()).collect();
            all.into_iter().collect::<Vec<_>>().join(" / ")
        };
        let mut out = Vec::new();
        for (n, old) in after.iter().zip(&paired.of_new) {
            let Some(entity) = self.new.side.dossier.entities.get(*n) else {
                continue;
            };
            let old = old.and_then(|o| self.old.side.dossier.entities.get(*before.get(o)?));
            match old {
                None => out.push(change(&self.new, entity, Fate::New, Vec::new())),
                Some(past) => {
                    let fields = differing([
                        ("name", past.name.clone(), entity.name.clone()),
                        ("title", titles(past), titles(entity)),
                    ]);
                    if !fields.is_empty() {
                        out.push(change(&self.new, entity, Fate::Changed, fields));
                    }
                }
            }
        }
        let gone = paired
            .gone
            .iter()
            .filter_map(|o| self.old.side.dossier.entities.get(*before.get(*o)?));
        out.extend(gone.map(|e| change(&self.old, e, Fate::Withdrawn, Vec::new())));
        out
    }
}

/// The words of a claim, each with what stays of them when a report is edited.
fn said(book: &Book<'_>, claim: &Claim) -> Vec<(String, Evidence)> {
    let words = claim.mentions.iter().filter_map(|m| {
        let report = book.reports.get(m.report.as_str())?;
        let quotation = report.quotations.iter().find(|q| q.id == m.quotation)?;
        let evidence = Evidence::of(report, quotation.span());
        Some((format!("{}|{}", report.source, fold(&evidence.text)), evidence))
    });
    words.collect()
}

/// The first words of each of some reports that name an entity.
fn naming(book: &Book<'_>, entity: &Entity, reports: &BTreeSet<&str>) -> Vec<Evidence> {
    const SHOWN: usize = 3;
    let first = |id: &&str| {
        let report = book.reports.get(*id)?;
        let mention = report.mentions.iter().find(|m| m.entity == entity.id)?;
        Some(Evidence::of(report, mention.span()))
    };
    reports.iter().filter_map(first).take(SHOWN).collect()
}

/// The code of a variant.
fn snake(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

//! A diff in the words of a language: a briefing that every exporter of briefings shows, with its sources.

use crate::{Change, Diff, Edit, Fate, FieldChange, Ground, Side};
use isnad_lang::{Pack, wording::Wording};
use isnad_model::{BriefLine, Briefing, Evidence, Section, SourceEntry, SourceQuote};
use isnad_text::{LineIndex, bidi};
use std::collections::{BTreeMap, BTreeSet};

/// Lines of a section.
const LINES: usize = 200;
/// Edited places of one report that are shown.
const HUNKS: usize = 60;
/// Longest words that are shown, in characters.
const LONGEST: usize = 400;

/// The diff as a briefing, in the language of the pack. Reports are numbered through both dossiers: what is withdrawn is cited
/// from the old one.
///
/// ```
/// use isnad_diff::{Side, briefing, diff};
/// use isnad_lang::Packs;
/// use isnad_model::{Briefing, Dossier};
/// let (dossier, told) = (Dossier::default(), Briefing::default());
/// let side = Side { dossier: &dossier, briefing: &told };
/// let pack = Packs::builtin().get("en").unwrap();
/// let same = briefing(&diff(side, side, &pack.wording), side, side, pack);
/// assert_eq!(same.summary, "Nothing differs.");
/// ```
pub fn briefing(diff: &Diff, old: Side<'_>, new: Side<'_>, pack: &Pack) -> Briefing {
    let desk = Desk {
        wording: &pack.wording,
    };
    let mut out = Briefing {
        language: pack.id.clone(),
        rtl: pack.rtl,
        title: desk.label("title"),
        summary: desk.summary(diff),
        labels: pack
            .wording
            .labels("export")
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .collect(),
        ..Briefing::default()
    };
    // facts first: what differs because reports do; then what may come from the program alone
    let facts = |c: &&Change| c.ground != Ground::Program;
    for (fate, id) in [
        (Fate::New, "new"),
        (Fate::Changed, "changed"),
        (Fate::Withdrawn, "withdrawn"),
    ] {
        let changes: Vec<&Change> = diff
            .changes
            .iter()
            .filter(facts)
            .filter(|c| c.fate == fate)
            .collect();
        out.sections.extend(desk.section(id, &changes, false));
    }
    out.sections.extend(desk.edits(&diff.edits));
    let program: Vec<&Change> = diff
        .changes
        .iter()
        .filter(|c| c.ground == Ground::Program)
        .collect();
    let mut made = desk.section("program", &program, true);
    if !diff.made_by.is_empty() {
        let section = made.get_or_insert_with(|| Section {
            id: "program".to_owned(),
            heading: desk.label("program"),
            ..Section::default()
        });
        let changes: Vec<String> = diff
            .made_by
            .iter()
            .map(|m| desk.field(&m.what, &m.before, &m.after))
            .collect();
        section.omitted = format!("{} {}", section.omitted, changes.join("; "))
            .trim()
            .to_owned();
    }
    out.sections.extend(made);
    number(&mut out, old, new);
    out
}

struct Desk<'a> {
    wording: &'a Wording,
}

impl Desk<'_> {
    fn label(&self, code: &str) -> String {
        self.wording.label("diff", code).unwrap_or(code).to_owned()
    }

    fn summary(&self, diff: &Diff) -> String {
        let count = |fate| diff.changes.iter().filter(|c| c.fate == fate).count();
        let number = |n: usize| if n == 0 { String::new() } else { n.to_string() };
        if diff.changes.is_empty() && diff.edits.is_empty() && diff.made_by.is_empty() {
            return self.label("nothing");
        }
        self.wording.phrase(
            "diff-summary",
            &[
                ("new", &number(count(Fate::New))),
                ("changed", &number(count(Fate::Changed))),
                ("withdrawn", &number(count(Fate::Withdrawn))),
                ("edits", &number(diff.edits.len())),
            ],
        )
    }

    /// A value that became another.
    fn field(&self, name: &str, before: &str, after: &str) -> String {
        let label = self
            .wording
            .label("fields", name)
            .or_else(|| self.wording.label("diff", name));
        let none = self.label("none");
        let shown = |value: &str| match clip(value) {
            value if value.is_empty() => none.clone(),
            value => value,
        };
        self.wording.phrase(
            "diff-field",
            &[
                ("field", label.unwrap_or(name)),
                ("before", &shown(before)),
                ("after", &shown(after)),
            ],
        )
    }

    fn section(&self, id: &str, changes: &[&Change], fates: bool) -> Option<Section> {
        if changes.is_empty() {
            return None;
        }
        let lines = changes.iter().take(LINES).map(|c| self.line(c, fates)).collect();
        let left = changes.len().saturating_sub(LINES);
        Some(Section {
            id: id.to_owned(),
            heading: self.label(id),
            lines,
            omitted: if left == 0 {
                String::new()
            } else {
                self.wording.count("left-out", left)
            },
        })
    }

    fn line(&self, change: &Change, fates: bool) -> BriefLine {
        let about = self.label(&change.about);
        let fate = match change.fate {
            Fate::New => "new",
            Fate::Changed => "changed",
            Fate::Withdrawn => "withdrawn",
        };
        let kind = if fates {
            format!("{about} ({})", self.label(fate))
        } else {
            about
        };
        let label = if change.label.is_empty() {
            kind
        } else {
            let comma = self.wording.label("diff", "comma").unwrap_or(",");
            format!("{kind}{comma} {}", clip(&change.label))
        };
        let mut text = clip(&change.text);
        if text.is_empty() {
            text = self.label("none");
        }
        if change.ground == Ground::OtherReports {
            text = self.wording.phrase("diff-others", &[("text", &text)]);
        }
        let sub = change
            .fields
            .iter()
            .map(|FieldChange { field, before, after }| BriefLine {
                text: self.field(field, before, after),
                evidence: change.evidence.clone(),
                ..BriefLine::default()
            });
        BriefLine {
            label,
            text,
            evidence: change.evidence.clone(),
            event: (change.about == "event" && change.fate != Fate::Withdrawn).then(|| change.id.clone()),
            sub: sub.collect(),
            ..BriefLine::default()
        }
    }

    fn edits(&self, edits: &[Edit]) -> Option<Section> {
        if edits.is_empty() {
            return None;
        }
        let line = |edit: &Edit| {
            let sub = edit.hunks.iter().take(HUNKS).map(|hunk| {
                let words = |e: &Option<Evidence>| {
                    e.as_ref()
                        .map(|e| quoted(&clip(&e.text), self.wording))
                        .unwrap_or_default()
                };
                let key = match (&hunk.removed, &hunk.added) {
                    (Some(_), Some(_)) => "diff-replaced",
                    (Some(_), None) => "diff-removed",
                    _ => "diff-added",
                };
                BriefLine {
                    text: self.wording.phrase(
                        key,
                        &[
                            ("lead", &clip(&hunk.lead)),
                            ("before", &words(&hunk.removed)),
                            ("after", &words(&hunk.added)),
                            ("tail", &clip(&hunk.tail)),
                        ],
                    ),
                    evidence: [&hunk.removed, &hunk.added]
                        .into_iter()
                        .flatten()
                        .cloned()
                        .collect(),
                    ..BriefLine::default()
                }
            });
            BriefLine {
                label: clip(edit.url.as_deref().unwrap_or(&edit.source)),
                sub: sub.collect(),
                ..BriefLine::default()
            }
        };
        let left: usize = edits.iter().map(|e| e.hunks.len().saturating_sub(HUNKS)).sum();
        Some(Section {
            id: "edits".to_owned(),
            heading: self.label("edits"),
            lines: edits.iter().take(LINES).map(line).collect(),
            omitted: if left == 0 {
                String::new()
            } else {
                self.wording.count("left-out", left)
            },
        })
    }
}

/// Words of a report made harmless, of bounded length, on one line.
pub(crate) fn clip(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = bidi::clean(&words.join(" "));
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}\u{2026}", text.get(..end).unwrap_or_default().trim_end()),
        None => text,
    }
}

fn quoted(text: &str, wording: &Wording) -> String {
    let [open, close] = &wording.marks.quotes;
    format!("{open}{text}{close}")
}

/// Numbers the reports that lines rest on, those of the new dossier first.
fn number(briefing: &mut Briefing, old: Side<'_>, new: Side<'_>) {
    let mut used: BTreeMap<&str, BTreeSet<Evidence>> = BTreeMap::new();
    let lines: Vec<BriefLine> = briefing
        .sections
        .iter()
        .flat_map(|s| s.lines.iter().cloned())
        .collect();
    for evidence in lines
        .iter()
        .flat_map(|l| l.evidence.iter().chain(l.sub.iter().flat_map(|s| &s.evidence)))
    {
        used.entry(&evidence.report).or_default().insert(evidence.clone());
    }
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    for side in [new, old] {
        for report in &side.dossier.reports {
            let Some(evidence) = used.get(report.id.as_str()) else {
                continue;
            };
            if numbers.contains_key(&report.id) {
                continue;
            }
            let number = numbers.len() + 1;
            numbers.insert(report.id.clone(), number);
            let index = LineIndex::new(&report.text);
            let mut reached = 0;
            let mut quotes = Vec::new();
            // none inside another
            let mut sorted: Vec<&Evidence> = evidence.iter().collect();
            sorted.sort_by_key(|e| (e.start, std::cmp::Reverse(e.end)));
            for e in sorted {
                if e.end > reached {
                    reached = e.end;
                    quotes.push(SourceQuote {
                        line: index.position(&report.text, e.start).0,
                        evidence: e.clone(),
                    });
                }
            }
            briefing.sources.push(SourceEntry {
                number,
                report: report.id.clone(),
                text: side
                    .briefing
                    .listed
                    .get(&report.id)
                    .cloned()
                    .unwrap_or_else(|| report.source.clone()),
                url: report.url.clone(),
                source: report.source.clone(),
                quotes,
            });
        }
    }
    let cite = |line: &mut BriefLine| {
        let cites: BTreeSet<usize> = line
            .evidence
            .iter()
            .filter_map(|e| numbers.get(&e.report))
            .copied()
            .collect();
        line.cites = cites.into_iter().collect();
    };
    for line in briefing.sections.iter_mut().flat_map(|s| &mut s.lines) {
        line.sub.iter_mut().for_each(cite);
        cite(line);
    }
}

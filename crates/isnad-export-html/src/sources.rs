//! The reports that lines cite: what of their texts is on the page, and where their words are marked.

use crate::{Texts, marks::Marks, write};
use isnad_model::bidi::Direction;
use isnad_model::{BriefLine, Briefing, Dossier, Evidence, Report, SourceEntry, Span};
use std::collections::BTreeMap;

/// Bytes of a text that is printed whole among others; of a longer one what stands around its marks.
const WHOLE: usize = 60_000;
/// The same on a page of its own.
const ALONE: usize = 2_000_000;
/// Bytes of texts on one page before the rest are cut to what stands around their marks.
const PAGE: usize = 3_000_000;

/// How much of a report's text there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// All of it.
    Whole,
    /// What stands around the words cited.
    Cut,
    /// The words cited alone: the text is withheld.
    Withheld,
    /// The words cited alone: no texts are wanted, or there is none.
    Nothing,
}

/// A numbered source with its report.
pub(crate) struct Source<'a> {
    /// Its entry in the briefing.
    pub(crate) entry: &'a SourceEntry,
    /// Its report; none where the dossier does not hold it.
    pub(crate) report: Option<&'a Report>,
    /// Where cited words are marked.
    pub(crate) marks: Marks,
    /// How much of its text is shown.
    pub(crate) shown: Shown,
    /// Direction of its text.
    pub(crate) base: Direction,
    /// Before the `#` of a link to its marks: empty, or the page of its text.
    pub(crate) page: String,
    /// Bytes where its lines begin.
    lines: Vec<usize>,
}

/// All sources, by report and in order.
pub(crate) struct Sources<'a> {
    pub(crate) all: Vec<Source<'a>>,
    by_report: BTreeMap<&'a str, usize>,
}

impl<'a> Sources<'a> {
    pub(crate) fn new(dossier: &'a Dossier, briefing: &'a Briefing, texts: Texts, base: Direction) -> Self {
        let mut cited: BTreeMap<&str, Vec<&Evidence>> = BTreeMap::new();
        for section in &briefing.sections {
            collect(&section.lines, &mut cited);
        }
        for quote in briefing.sources.iter().flat_map(|s| &s.quotes) {
            cited
                .entry(&quote.evidence.report)
                .or_default()
                .push(&quote.evidence);
        }
        let reports: BTreeMap<&str, &Report> = dossier
            .reports
            .iter()
            .filter(|r| cited.contains_key(r.id.as_str()))
            .map(|r| (r.id.as_str(), r))
            .collect();
        let mut left = match texts {
            Texts::Inline => PAGE,
            Texts::Pages | Texts::None => usize::MAX,
        };
        let mut all = Vec::with_capacity(briefing.sources.len());
        let mut by_report = BTreeMap::new();
        for entry in &briefing.sources {
            let report = reports.get(entry.report.as_str()).copied();
            let words = cited.get(entry.report.as_str()).map_or(&[][..], Vec::as_slice);
            by_report.entry(entry.report.as_str()).or_insert(all.len());
            all.push(Source::new(entry, report, words, texts, &mut left, base));
        }
        Self { all, by_report }
    }

    /// The source of a report.
    pub(crate) fn of(&self, report: &str) -> Option<&Source<'a>> {
        self.by_report.get(report).and_then(|&at| self.all.get(at))
    }
}

impl<'a> Source<'a> {
    fn new(
        entry: &'a SourceEntry,
        report: Option<&'a Report>,
        words: &[&Evidence],
        texts: Texts,
        left: &mut usize,
        base: Direction,
    ) -> Self {
        let text = report.map_or("", |r| r.text.as_str());
        let whole = if texts == Texts::Pages { ALONE } else { WHOLE };
        let spans = words.iter().filter_map(|e| standing(text, e)).collect();
        let shown = match report {
            _ if texts == Texts::None || text.trim().is_empty() => Shown::Nothing,
            Some(report) if report.text_withheld => Shown::Withheld,
            _ if text.len() > whole || text.len() > *left => Shown::Cut,
            _ => Shown::Whole,
        };
        if shown == Shown::Whole {
            *left -= text.len();
        }
        Self {
            entry,
            report,
            marks: Marks::new(spans),
            shown,
            base: write::passage(text).unwrap_or(base),
            page: match texts {
                Texts::Pages => page_of(entry),
                Texts::Inline | Texts::None => String::new(),
            },
            lines: line_starts(text),
        }
    }

    /// The text of the report.
    pub(crate) fn text(&self) -> &'a str {
        self.report.map_or("", |r| r.text.as_str())
    }

    /// Language of the text, as an attribute value.
    pub(crate) fn lang(&self) -> &'a str {
        self.report.map_or("", |r| write::lang(&r.language))
    }

    /// Is there a text to link to?
    pub(crate) fn has_text(&self) -> bool {
        matches!(self.shown, Shown::Whole | Shown::Cut)
    }

    /// The lines of the text as spans without their ends, with their numbers from 1.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, Span)> {
        let text = self.text();
        let ends = self.lines.iter().skip(1).copied().chain([text.len()]);
        self.lines
            .iter()
            .zip(ends)
            .enumerate()
            .map(|(n, (&start, end))| (n + 1, Span::new(start, end).trim(text)))
    }

    /// The number of the line that holds a byte, from 1, and the line.
    pub(crate) fn line_at(&self, byte: usize) -> (usize, Span) {
        let number = self.lines.partition_point(|&s| s <= byte).max(1);
        let start = self.lines.get(number - 1).copied().unwrap_or(0);
        let end = self.lines.get(number).copied().unwrap_or(self.text().len());
        (number, Span::new(start, end).trim(self.text()))
    }

    /// Where cited words stand, if they stand in this text as they are cited.
    pub(crate) fn standing(&self, words: &Evidence) -> Option<Span> {
        standing(self.text(), words)
    }

    /// The id of the mark with this number.
    pub(crate) fn mark_id(&self, mark: usize) -> String {
        format!("words-{}-{}", self.entry.number, mark + 1)
    }

    /// A link to the mark that holds these words in the text, if the text is shown.
    pub(crate) fn link(&self, words: &Evidence) -> Option<String> {
        let mark = self.marks.of(self.standing(words)?)?;
        self.has_text()
            .then(|| format!("{}#{}", self.page, self.mark_id(mark)))
    }
}

fn standing(text: &str, words: &Evidence) -> Option<Span> {
    let there = text.get(words.start..words.end)?;
    (there == words.text && !there.trim().is_empty()).then(|| Span::new(words.start, words.end))
}

/// The page of a report's text, after its id, which stays when other reports join.
fn page_of(entry: &SourceEntry) -> String {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    match (1..=64).contains(&entry.report.len()) && entry.report.bytes().all(plain) {
        true => format!("texts/{}.html", entry.report),
        false => format!("texts/source-{}.html", entry.number),
    }
}

fn collect<'a>(lines: &'a [BriefLine], out: &mut BTreeMap<&'a str, Vec<&'a Evidence>>) {
    for line in lines {
        for evidence in &line.evidence {
            out.entry(&evidence.report).or_default().push(evidence);
        }
        collect(&line.sub, out);
    }
}

/// Lines end with LF, CR LF or a lone CR.
fn line_starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let ends = |(at, &b): (usize, &u8)| b == b'\n' || (b == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
    let starts = bytes
        .iter()
        .enumerate()
        .filter(|x| ends(*x))
        .map(|(at, _)| at + 1);
    std::iter::once(0).chain(starts).collect()
}

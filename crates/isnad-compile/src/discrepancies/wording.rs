//! One statement quoted by two reports, word for word but for a few words.
//!
//! Quotations that share a run of words are laid beside each other (longest common subsequence of words); where nearly all
//! of what both quote is the same and a content word is not, one of the two left it out or put it in. A quotation that
//! only begins later or ends earlier says less, and is no discrepancy.

use super::differing;
use isnad_lang::{Pack, Packs};
use isnad_model::{
    About, Cause, Discrepancy, Dossier, Evidence, Quotation, QuotationKind, Report, ReportedValue,
};
use isnad_text::{Form, Kind, Span, Tokens};
use rustc_hash::FxHashMap;

/// Words in a row under which quotations are found.
const RUN: usize = 5;
/// Words that both must share, and longest quotations compared, in words.
const SHARED: usize = 8;
const LONGEST: usize = 160;
/// Candidates looked at for each run of words.
const PER_RUN: usize = 4;
/// Words at an end that stand apart by more than this belong to something else.
const STRAY: usize = 3;

/// A quotation cut into words.
struct Quoted<'a> {
    report: &'a Report,
    quotation: &'a Quotation,
    words: Vec<Word>,
}

struct Word {
    span: Span,
    hash: u64,
    /// The word without a conjunction written together with it; the word itself where there is none.
    bare: u64,
    /// It says something by itself.
    content: bool,
}

/// Adds the statements that reports quote in differing words.
pub(crate) fn list(dossier: &Dossier, packs: &Packs, out: &mut Vec<Discrepancy>) {
    let mut quoted: Vec<Quoted<'_>> = Vec::new();
    for report in &dossier.reports {
        let Some(pack) = packs.get(&report.language) else {
            continue;
        };
        quoted.extend(
            report
                .quotations
                .iter()
                .filter(|q| q.kind != QuotationKind::Indirect)
                .map(|quotation| Quoted {
                    report,
                    quotation,
                    words: words(pack, report, quotation.span()),
                })
                .filter(|q| q.words.len() >= SHARED),
        );
    }
    let mut index: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    let mut groups: FxHashMap<usize, Vec<(usize, Span, Span)>> = FxHashMap::default();
    for (n, quote) in quoted.iter().enumerate() {
        let runs: Vec<u64> = quote.words.windows(RUN).map(run).collect();
        let mut near: Vec<usize> = runs
            .iter()
            .filter_map(|r| index.get(r))
            .flatten()
            .copied()
            .filter(|&m| quoted[m].report.id != quote.report.id)
            .collect();
        near.sort_unstable();
        near.dedup();
        if let Some((m, (theirs, mine))) = near
            .into_iter()
            .find_map(|m| Some((m, differ(&quoted[m].words, &quote.words)?)))
        {
            groups.entry(m).or_default().push((n, theirs, mine));
        }
        for r in runs {
            let list = index.entry(r).or_default();
            if list.len() < PER_RUN {
                list.push(n);
            }
        }
    }
    let mut found: Vec<usize> = groups.keys().copied().collect();
    found.sort_unstable();
    for base in found {
        let (first, rest) = (&quoted[base], &groups[&base]);
        // the first quotation as far as any other goes along with it
        let whole = rest.iter().map(|r| r.1).reduce(Span::join).unwrap_or_default();
        let values = std::iter::once((first, whole))
            .chain(rest.iter().map(|r| (&quoted[r.0], r.2)))
            .map(|(q, span)| ReportedValue {
                value: span.of(&q.report.text).to_owned(),
                report: q.report.id.clone(),
                evidence: vec![Evidence::of(q.report, span)],
            })
            .collect();
        let about = About {
            entity: first.quotation.chain.first().and_then(|l| l.entity.clone()),
            ..About::default()
        };
        out.extend(differing(about, "wording", Cause::Source, values));
    }
}

fn words(pack: &Pack, report: &Report, span: Span) -> Vec<Word> {
    let text = span.of(&report.text);
    let tokens = Tokens::new(text, &pack.clitics);
    let mut out = Vec::new();
    for (at, token) in tokens.items().iter().enumerate().take(2 * LONGEST) {
        if token.kind == Kind::Mark {
            continue;
        }
        let folded = tokens.folded(at);
        let bare = token
            .forms()
            .iter()
            .find(|f| f.off == Form::CONJUNCTION)
            .map_or(token.hash(), |f| f.hash);
        out.push(Word {
            span: Span::new(token.span.start + span.start, token.span.end + span.start),
            hash: token.hash(),
            bare,
            // a number may stand in figures or in words
            content: folded.chars().nth(2).is_some()
                && token.kind == Kind::Word
                && pack.events.approximate.longest(&tokens, at).is_none()
                && !pack.is_frequent(token.hash()),
        });
    }
    out.truncate(LONGEST);
    out
}

fn run(words: &[Word]) -> u64 {
    words.iter().fold(0, |h: u64, w| {
        (h.rotate_left(21) ^ w.hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    })
}

fn same(a: &Word, b: &Word) -> bool {
    a.hash == b.hash || a.bare == b.hash || a.hash == b.bare
}

/// The parts of two quotations that run along each other, if a content word differs there.
fn differ(a: &[Word], b: &[Word]) -> Option<(Span, Span)> {
    let mut pairs = aligned(a, b);
    let stray = |x: (usize, usize), y: (usize, usize)| y.0 - x.0 > STRAY + 1 || y.1 - x.1 > STRAY + 1;
    // one word that happens to stand in both, far from the rest
    while pairs.len() >= 2 && stray(pairs[0], pairs[1]) {
        pairs.remove(0);
    }
    while pairs.len() >= 2 && stray(pairs[pairs.len() - 2], pairs[pairs.len() - 1]) {
        pairs.pop();
    }
    let (first, last) = (*pairs.first()?, *pairs.last()?);
    let (mine, theirs) = (last.0 - first.0 + 1, last.1 - first.1 + 1);
    if pairs.len() < SHARED || 5 * pairs.len() < 4 * mine.max(theirs) {
        return None;
    }
    let odd = |words: &[Word], from: usize, to: usize, met: &dyn Fn(usize) -> bool| {
        (from..=to).any(|i| !met(i) && words.get(i).is_some_and(|w| w.content))
    };
    let differs = odd(a, first.0, last.0, &|i| pairs.iter().any(|p| p.0 == i))
        || odd(b, first.1, last.1, &|i| pairs.iter().any(|p| p.1 == i));
    let span = |words: &[Word], from: usize, to: usize| Span::new(words[from].span.start, words[to].span.end);
    differs.then(|| (span(a, first.0, last.0), span(b, first.1, last.1)))
}

/// The longest common subsequence of words, as pairs of positions.
fn aligned(a: &[Word], b: &[Word]) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    let mut best = vec![0u16; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            best[i * width + j] = if same(&a[i], &b[j]) {
                best[(i + 1) * width + j + 1] + 1
            } else {
                best[(i + 1) * width + j].max(best[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut out = Vec::new();
    while i < a.len() && j < b.len() {
        if same(&a[i], &b[j]) {
            out.push((i, j));
            i += 1;
            j += 1;
        } else if best[(i + 1) * width + j] >= best[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    out
}

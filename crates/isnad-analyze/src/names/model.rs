//! The sequence model: a second voice on names, asked where the rules leave doubt.
//!
//! A linear chain over the words of a sentence (Lafferty, McCallum and Pereira 2001), trained by `cargo xtask train-names`;
//! its weights and their licence are files of the pack. What it sees of a word are the packs' own lists, the word's form
//! and neighbours, and what the rules found.

mod decode;
mod observe;

use super::scan::{Find, Scan};
use crate::Page;
use decode::Decoder;
use isnad_lang::names::{Listed, SequenceModel, flag};
use isnad_model::{EntityKind, MentionForm};
use isnad_text::Kind;
use observe::{Observed, Rules, Seen, seen};
use std::ops::Range;

pub use observe::FEATURES;

/// A sentence as the model sees it: what training needs.
#[derive(Clone, Debug)]
pub struct Sequence {
    /// Its tokens on the page.
    pub tokens: Range<usize>,
    /// The features of each token.
    pub features: Vec<[u32; FEATURES]>,
    /// The same without what the rules found, half of the words as if no gazetteer had them.
    pub blind: Vec<[u32; FEATURES]>,
    /// The label that the rules give each token: 0 outside, 1 and 2 persons, 3 and 4 bodies, 5 and 6 places.
    pub rules: Vec<u8>,
}

/// The sentences of a page as the model sees them, all of their tokens, with what the rules found.
pub fn sequences(page: &Page<'_>) -> Vec<Sequence> {
    let mut scan = Scan::new(page, &page.tokens);
    super::by_rules(&mut scan);
    let rules = Rules::new(&scan);
    let none = Rules::none(&scan);
    let mut out = Vec::new();
    for s in &page.sentences {
        let tokens = s.sentence.tokens.clone();
        let mut list = Vec::with_capacity(tokens.len());
        each(&scan, &rules, tokens.clone(), |x| list.push(x.features()));
        let mut blind = Vec::with_capacity(tokens.len());
        each(&scan, &none, tokens.clone(), |x| blind.push(x.features()));
        out.push(Sequence {
            rules: rules.labels.get(tokens.clone()).unwrap_or_default().to_vec(),
            tokens,
            features: list,
            blind,
        });
    }
    out
}

/// Tells what is observed of each of these tokens, which lie in one sentence.
fn each(scan: &Scan<'_>, rules: &Rules, tokens: Range<usize>, mut tell: impl FnMut(Observed)) {
    let end = scan.end(tokens.start);
    let (first, last) = (tokens.start, tokens.end);
    let look = |i: usize| -> Seen {
        if i < end && scan.end(i) == end {
            // the word before the first has a shape that counts
            seen(scan, i, rules, i + 1 < first || i >= last)
        } else {
            Seen::default()
        }
    };
    let before = |k: usize| first.checked_sub(k).map_or_else(Seen::default, look);
    let mut five = [
        Seen::default(),
        before(2),
        before(1),
        look(first),
        look(first + 1),
    ];
    for i in tokens {
        five.rotate_left(1);
        five[4] = look(i + 2);
        tell(Observed::of(&five));
    }
}

/// A name that the model found.
struct Voted {
    tokens: Range<usize>,
    label: u8,
    /// By how much its labels beat every other, at the least.
    margin: i32,
}

/// Names of the model in a run of tokens.
fn decode(
    scan: &Scan<'_>,
    rules: &Rules,
    decoder: &mut Decoder,
    model: &SequenceModel,
    run: Range<usize>,
    labels: &mut [(u8, i32)],
    out: &mut Vec<Voted>,
) {
    decoder.clear();
    each(scan, rules, run.clone(), |x| decoder.push(x.score(model)));
    let from = out.len();
    decoder.decode(model, |t, label, margin| {
        let at = run.start + t;
        if let Some(l) = labels.get_mut(at) {
            *l = (label, margin);
        }
        match out.get_mut(from..).and_then(|o| o.last_mut()) {
            Some(last) if label > 0 && label % 2 == 0 && last.tokens.end == at && last.label + 1 == label => {
                last.tokens.end = at + 1;
                last.margin = last.margin.min(margin);
            }
            _ if label > 0 => out.push(Voted {
                tokens: at..at + 1,
                label: label - u8::from(label % 2 == 0),
                margin,
            }),
            _ => {}
        }
    });
}

/// The kind of entity of a label that begins a name.
const fn kind(label: u8) -> EntityKind {
    match label {
        1 => EntityKind::Person,
        3 => EntityKind::Organization,
        _ => EntityKind::Place,
    }
}

/// Might the token be part of a name that the rules missed or took for something else? What a rule that is seldom wrong found is
/// left alone.
fn doubtful(scan: &Scan<'_>, rules: &Rules, i: usize) -> bool {
    let Some(cell) = scan.cell(i) else { return false };
    if rules.labels.get(i).is_some_and(|&l| l > 0) {
        return rules.doubtful.get(i).copied().unwrap_or(false);
    }
    let word = cell.best;
    if word.is(flag::FUNCTION | flag::VERB | flag::CLAUSE_VERB | flag::BEFORE_NAME) {
        return false;
    }
    if word.part() || word.is(flag::BINDER) {
        return !word.plain() && !word.is(flag::SEEN) || word.given > 2;
    }
    if word.plain() || word.nisba > 0 || word.flags != 0 {
        return false;
    }
    scan.body_at(i).is_none() && scan.listed(i).0 == Listed::No
}

/// How many tokens from a doubtful one on are labelled with it.
const BEHIND: usize = 3;

/// The runs of tokens around doubtful ones.
fn runs(scan: &Scan<'_>, rules: &Rules) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for s in &scan.page.sentences {
        let all = s.sentence.tokens.clone();
        let begins = out.len();
        for i in all.clone() {
            if !scan.is_word(i) || !doubtful(scan, rules, i) {
                continue;
            }
            let (from, to) = (i.saturating_sub(1).max(all.start), (i + BEHIND).min(all.end));
            match out.get_mut(begins..).and_then(|o| o.last_mut()) {
                Some(last) if from <= last.end + 1 => last.end = to,
                _ => out.push(from..to),
            }
        }
    }
    out
}

/// Who says what a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// The rules alone.
    Rules,
    /// The model alone.
    Model,
    /// Both, by the policy.
    Both,
}

/// Asks the model, and settles what it and the rules say; tells whether there are persons whose names the rules did not know.
pub(super) fn vote(scan: &mut Scan<'_>, voice: Voice) -> bool {
    let model = &scan.words.model;
    if voice == Voice::Rules || model.is_empty() {
        return false;
    }
    let rules = Rules::new(scan);
    let mut decoder = Decoder::default();
    let mut labels = vec![(0u8, 0i32); scan.len()];
    let mut voted = Vec::new();
    if voice == Voice::Model {
        for s in &scan.page.sentences {
            decode(
                scan,
                &rules,
                &mut decoder,
                model,
                s.sentence.tokens.clone(),
                &mut labels,
                &mut voted,
            );
        }
        for find in &mut scan.finds {
            find.tokens = 0..0;
        }
        for v in voted {
            let find = find_of(scan, &v);
            scan.add_loose(find);
        }
        return false;
    }
    for run in runs(scan, &rules) {
        decode(scan, &rules, &mut decoder, model, run, &mut labels, &mut voted);
    }
    settle(scan, &labels, voted);
    scan.finds
        .iter()
        .any(|f| f.kind == EntityKind::Person && f.form == MentionForm::Name && f.rule == "model")
}

/// A name of the model as a find.
fn find_of(scan: &Scan<'_>, v: &Voted) -> Find {
    named(scan, v.tokens.clone(), kind(v.label), "model")
}

/// A name that was labelled as such, as a find: without what is written together with its first word, where that word is known; a person's
/// name of one word is a short one.
pub(super) fn named(scan: &Scan<'_>, tokens: Range<usize>, kind: EntityKind, rule: &'static str) -> Find {
    let skip = scan.cells.get(tokens.start).map_or(0, |c| {
        if c.best.unknown() || c.form.off & isnad_text::Form::FUSED != 0 {
            0
        } else {
            c.form.skip
        }
    });
    let form = if kind == EntityKind::Person && tokens.len() == 1 {
        MentionForm::Short
    } else {
        MentionForm::Name
    };
    Find::new(tokens, skip, kind, rule).form(form)
}

/// Is what was labelled as a person rather a phrase of everyday words: "the Muslims", "the two soldiers"?
pub(super) fn everyday(scan: &Scan<'_>, tokens: &Range<usize>) -> bool {
    let plural = |i: usize| scan.whole(i).nisba > 0 && scan.whole(i).is(flag::PLURAL);
    let first = tokens.start;
    tokens.clone().any(plural)
        || scan.bare_definite(first) && scan.listed(first).0 != Listed::No && !scan.whole(first).part()
}

/// Rules that are often wrong where the model is sure that no name stands there.
pub(super) const DOUBTFUL: [&str; 6] = [
    "lone-name",
    "lone-foreign",
    "name-parts",
    "head-word",
    "place-again",
    "place-head",
];

/// Settles what rules and model say, see `docs/names.md`.
fn settle(scan: &mut Scan<'_>, labels: &[(u8, i32)], voted: Vec<Voted>) {
    let model = &scan.words.model;
    // names and titles by where they begin, and how far those reach that begin before: by that what overlaps is found
    let mut spans: Vec<(u32, u32, u32)> = Vec::with_capacity(scan.finds.len() * 2);
    for (n, find) in scan.finds.iter().enumerate() {
        let titles = find.titles.iter().map(|(t, _)| t);
        for t in titles.chain([&find.tokens]).filter(|t| !t.is_empty()) {
            spans.push((t.start as u32, t.end as u32, n as u32));
        }
    }
    spans.sort_unstable();
    let longest = spans.iter().map(|s| s.1 - s.0).max().unwrap_or(0);
    let mut touched: Vec<usize> = Vec::new();
    let mut dropped = vec![false; scan.finds.len()];
    for (n, find) in scan.finds.iter().enumerate() {
        let silent = |at: usize| labels.get(at).is_some_and(|&(l, m)| l == 0 && m >= model.against);
        dropped[n] = DOUBTFUL.contains(&find.rule)
            && find.form != MentionForm::Title
            && find.titles.is_empty()
            && !find.tokens.is_empty()
            && find.tokens.clone().all(silent);
    }
    for v in voted {
        let enough = model
            .sure
            .get(usize::from(v.label / 2))
            .copied()
            .unwrap_or(i32::MAX);
        if !v
            .tokens
            .clone()
            .all(|i| scan.token(i).is_some_and(|t| t.kind == Kind::Word))
        {
            continue;
        }
        let (start, end) = (v.tokens.start as u32, v.tokens.end as u32);
        let first = spans.partition_point(|s| s.0 + longest <= start);
        touched.clear();
        touched.extend(
            spans
                .iter()
                .skip(first)
                .take_while(|s| s.0 < end)
                .filter(|s| s.1 > start)
                .map(|s| s.2 as usize),
        );
        touched.sort_unstable();
        touched.dedup();
        if let Some(&same) = touched.iter().find(|&&n| {
            let f = &scan.finds[n];
            f.tokens == v.tokens && f.kind == kind(v.label) && f.form != MentionForm::Title
        }) {
            scan.finds[same].agreed = true;
            continue;
        }
        if v.margin < enough {
            continue;
        }
        match touched.as_slice() {
            [] if v.label == 1 && everyday(scan, &v.tokens) => {}
            [] => {
                let find = find_of(scan, &v);
                scan.add(find);
            }
            // a person's name that goes on
            &[one] => {
                let find = &scan.finds[one];
                if v.label == 1
                    && find.kind == EntityKind::Person
                    && matches!(find.form, MentionForm::Name | MentionForm::Short)
                    && find.refers_to.is_none()
                    && find.tokens.start == v.tokens.start
                    && find.tokens.end < v.tokens.end
                    && v.margin >= 2 * enough
                {
                    let find = &mut scan.finds[one];
                    find.tokens.end = v.tokens.end;
                    find.form = MentionForm::Name;
                    find.agreed = true;
                }
            }
            _ => {}
        }
    }
    for n in 0..dropped.len() {
        let of_dropped = |f: &Find| {
            f.refers_to
                .is_some_and(|r| dropped.get(r).copied().unwrap_or(false))
        };
        if dropped[n] || scan.finds.get(n).is_some_and(of_dropped) {
            scan.finds[n].tokens = 0..0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::testing::paragraph;
    use isnad_lang::Packs;

    #[test]
    fn tables_say_what_the_hashed_features_say() {
        let pack = Packs::builtin().get("ar").expect("the Arabic pack");
        let text = "التقى الوزير سامي العوضي نظيره كارلوس فرننديز في مدينة سرت، وقال \"إن 25 عضوا من مجلس الواحة\" حضروا.";
        let report = paragraph("ar", text);
        let page = Page::new(&report, pack);
        let mut scan = Scan::new(&page, &page.tokens);
        super::super::by_rules(&mut scan);
        let rules = Rules::new(&scan);
        let model = &pack.names.model;
        let mut seen = 0;
        for s in &page.sentences {
            each(&scan, &rules, s.sentence.tokens.clone(), |x| {
                assert_eq!(x.score(model), model.score(&x.features()));
                seen += 1;
            });
        }
        assert!(seen > 20);
    }
}

//! What a report is about, as far as dating needs it: content words of sentences, names, runs of words.

use crate::prepare::Text;
use isnad_lang::Pack;
use isnad_model::{EntityKind, MentionForm, Report, Role, Span, TimeExpression};
use isnad_text::{Form, Kind, Tokens, fold, hash_folded, hash_word, strip_head};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// Tokens before an expression among which the name of its event stands.
const BEFORE: usize = 8;

/// Names that two reports of one story share at least, one of them of an actor: reports of one country share places.
const SHARED_NAMES: usize = 3;

/// Content words that two sentences about one thing share at least, and in percent of the shorter sentence. Measured as
/// `docs/quality.md` says.
const SHARED_WORDS: (usize, usize) = (5, 30);

/// The same for a report of which nothing else is known.
const SAME_WORDS: (usize, usize) = (8, 50);

/// Runs of three words that two printings of one text share at least, and in percent of the shorter text.
const SHARED_RUNS: (usize, usize) = (6, 12);

/// The content of one report.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Story {
    /// What the sentence of each expression says, by the start of the expression, each once.
    scenes: Vec<(usize, Scene)>,
    /// The content words of sentences with expressions, sorted, each once.
    sentences: Vec<Box<[u64]>>,
    /// Hashes of names, sorted, each once.
    names: Vec<u64>,
    /// Those of them that are no names of places, sorted.
    actors: Vec<u64>,
    /// Hashes of all runs of three words, sorted, each once.
    runs: Box<[u64]>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Scene {
    /// Number of the sentence.
    sentence: u32,
    noun: Option<Noun>,
    ahead: bool,
    lead: bool,
}

/// The name of an event beside its date, without article and proclitics.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Noun(String);

impl Noun {
    /// Equal but for one letter at the end (a plural).
    pub(super) fn same(&self, other: &Self) -> bool {
        let (short, long) = if self.0.len() < other.0.len() {
            (&self.0, &other.0)
        } else {
            (&other.0, &self.0)
        };
        long.strip_prefix(short.as_str())
            .is_some_and(|rest| rest.chars().count() <= 1)
    }
}

impl Story {
    /// Takes from a report's words what dating needs of them.
    pub(crate) fn of(report: &Report, text: &Text<'_>) -> Self {
        let (pack, tokens) = (text.pack, text.tokens);
        let mut out = Self {
            names: Vec::with_capacity(report.mentions.len()),
            actors: Vec::with_capacity(report.mentions.len()),
            scenes: Vec::with_capacity(report.times.len()),
            ..Self::default()
        };
        let mut paragraphs = 0;
        let mut run = [0u64; 3];
        let mut runs = Vec::with_capacity(tokens.len());
        let mut block = usize::MAX;
        for s in &text.sentences {
            let first = s.block != block;
            block = s.block;
            paragraphs += usize::from(first && s.role == Role::Paragraph);
            let lead = first && (s.role == Role::Paragraph && paragraphs == 1 || s.role == Role::Standfirst);
            let range = s.sentence.tokens.clone();
            for token in tokens.part(range.clone()).items() {
                if token.kind == Kind::Word {
                    run = [run[1], run[2], token.hash()];
                    if run[0] != 0 {
                        runs.push(run[0].rotate_left(21) ^ run[1].rotate_left(42) ^ run[2]);
                    }
                }
            }
            let from = report.times.partition_point(|t| t.end <= s.sentence.span.start);
            let here = report.times.get(from..).unwrap_or(&[]);
            let here = &here[..here.iter().take_while(|t| t.start < s.sentence.span.end).count()];
            if here.is_empty() {
                continue;
            }
            let mut words: Vec<u64> = range.clone().filter_map(|i| content(pack, tokens, i)).collect();
            words.sort_unstable();
            words.dedup();
            out.sentences.push(words.into_boxed_slice());
            let ahead = range
                .clone()
                .any(|i| pack.time.classes(tokens, i).any(|c| c == "ahead"));
            for t in here {
                let noun = noun(pack, tokens, report, t, range.start);
                let scene = Scene {
                    sentence: out.sentences.len() as u32 - 1,
                    noun,
                    ahead,
                    lead,
                };
                out.scenes.push((t.start, scene));
            }
        }
        // an expression that reaches into the next sentence is of that one
        out.scenes.reverse();
        out.scenes.sort_by_key(|s| s.0);
        out.scenes.dedup_by_key(|s| s.0);
        runs.sort_unstable();
        runs.dedup();
        out.runs = Box::from(&runs[..]);
        for m in &report.mentions {
            if matches!(m.form, MentionForm::Name | MentionForm::Short) {
                let last = m.text.split_whitespace().next_back().unwrap_or("");
                let hash = hash_folded(last);
                out.names.push(hash);
                if m.kind != EntityKind::Place {
                    out.actors.push(hash);
                }
            }
        }
        if out.names.is_empty() {
            // no names known: the words of the headline stand for them
            let span = report
                .headline
                .as_ref()
                .map_or(Span::default(), isnad_model::Words::span);
            out.names = tokens
                .within(span)
                .filter_map(|i| content(pack, tokens, i))
                .collect();
            out.actors.clone_from(&out.names);
        }
        for names in [&mut out.names, &mut out.actors] {
            names.sort_unstable();
            names.dedup();
        }
        out
    }

    fn scene(&self, t: &TimeExpression) -> Option<&Scene> {
        let at = self.scenes.binary_search_by_key(&t.start, |s| s.0).ok()?;
        Some(&self.scenes[at].1)
    }

    /// The name of the event with which an expression stands.
    pub(super) fn noun(&self, t: &TimeExpression) -> Option<&Noun> {
        self.scene(t)?.noun.as_ref()
    }

    /// Does the sentence look ahead?
    pub(super) fn is_ahead(&self, t: &TimeExpression) -> bool {
        self.scene(t).is_none_or(|s| s.ahead)
    }

    /// Does the expression stand in the first sentence of the report?
    pub(super) fn is_lead(&self, t: &TimeExpression) -> bool {
        self.scene(t).is_some_and(|s| s.lead)
    }

    /// The content words of the sentence of an expression.
    fn words(&self, t: &TimeExpression) -> Option<&[u64]> {
        let words = self.sentences.get(self.scene(t)?.sentence as usize)?;
        Some(words)
    }

    /// How many content words two sentences share, if it is enough to take them for one, and whether it is enough to date a
    /// report of which nothing else is known. That the weekdays agree is no reason to ask for less: one day in seven agrees
    /// by chance.
    pub(super) fn shared(
        &self,
        t: &TimeExpression,
        other: &Self,
        x: &TimeExpression,
    ) -> Option<(usize, bool)> {
        let (a, b) = (self.words(t)?, other.words(x)?);
        if a.len().min(b.len()) < SHARED_WORDS.0 {
            return None;
        }
        let (mut i, mut j, mut shared) = (0, 0, 0);
        while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
            i += usize::from(x <= y);
            j += usize::from(y <= x);
            shared += usize::from(x == y);
        }
        let enough = |(count, percent): (usize, usize)| {
            shared >= count && shared * 100 >= a.len().min(b.len()) * percent
        };
        enough(SHARED_WORDS).then(|| (shared, enough(SAME_WORDS)))
    }
}

/// Reports that can help a report, by number.
#[derive(Clone, Debug, Default)]
pub(super) struct Near {
    /// They share names.
    pub(super) related: Vec<usize>,
    /// They share much of their text.
    pub(super) same_news: Vec<usize>,
}

/// Which reports tell of one story, found by an index of names and runs of words; nothing for those that are not `asked` for.
pub(super) fn neighbours(stories: &[Story], asked: &[bool]) -> Vec<Near> {
    let names = Index::new(stories, asked, 60, |s| &s.names);
    let runs = Index::new(stories, asked, 40, |s| &s.runs);
    let mut shared = Shared {
        counts: vec![0; stories.len()],
        met: Vec::new(),
    };
    let mut out = Vec::with_capacity(stories.len());
    for (i, story) in stories.iter().enumerate() {
        if !asked[i] {
            out.push(Near::default());
            continue;
        }
        let related = shared.with(&names, &story.names, i, |j, n| {
            n >= SHARED_NAMES && share(&story.actors, &stories[j].actors)
        });
        let same_news = shared.with(&runs, &story.runs, i, |j, n| {
            n >= SHARED_RUNS.0 && n * 100 >= story.runs.len().min(stories[j].runs.len()) * SHARED_RUNS.1
        });
        out.push(Near { related, same_news });
    }
    out
}

/// Have two sorted sets a member in common?
fn share(a: &[u64], b: &[u64]) -> bool {
    let (few, many) = if a.len() < b.len() { (a, b) } else { (b, a) };
    few.iter().any(|h| many.binary_search(h).is_ok())
}

/// Counts what one story shares with each of the others.
struct Shared {
    /// By story, all zero between two uses.
    counts: Vec<u32>,
    /// The stories met, so that only their counts are looked at.
    met: Vec<u32>,
}

impl Shared {
    /// The other stories, in order, that share as many hashes as `enough` asks for.
    fn with(
        &mut self,
        index: &Index,
        set: &[u64],
        own: usize,
        enough: impl Fn(usize, usize) -> bool,
    ) -> Vec<usize> {
        for &(from, to) in set.iter().filter_map(|h| index.lists.get(h)) {
            for &j in index.stories.get(from as usize..to as usize).unwrap_or(&[]) {
                let count = &mut self.counts[j as usize];
                if *count == 0 {
                    self.met.push(j);
                }
                *count += 1;
            }
        }
        let mut out = Vec::new();
        for j in self.met.drain(..).map(|j| j as usize) {
            let n = std::mem::take(&mut self.counts[j]) as usize;
            if j != own && enough(j, n) {
                out.push(j);
            }
        }
        out.sort_unstable();
        out
    }
}

/// Which stories hold a hash. Hashes that stand in one story only, in more than tell anything, or in none that is asked for,
/// are left out.
struct Index {
    /// Where in `stories` the list of a hash begins and ends.
    lists: FxHashMap<u64, (u32, u32)>,
    stories: Vec<u32>,
}

impl Index {
    fn new(stories: &[Story], asked: &[bool], most: usize, set: impl Fn(&Story) -> &[u64]) -> Self {
        let total: usize = stories.iter().map(|s| set(s).len()).sum();
        let mut seen = Seen::new(total);
        for (story, _) in stories.iter().zip(asked).filter(|(_, asked)| **asked) {
            set(story).iter().for_each(|&h| seen.ask(h));
        }
        for story in stories {
            set(story).iter().for_each(|&h| seen.count(h));
        }
        let several = |story: &Story| set(story).iter().filter(|h| seen.is_shared(**h)).count();
        let mut pairs: Vec<(u64, u32)> = Vec::with_capacity(stories.iter().map(several).sum());
        for (i, story) in stories.iter().enumerate() {
            let several = set(story).iter().filter(|h| seen.is_shared(**h));
            pairs.extend(several.map(|&h| (h, i as u32)));
        }
        pairs.sort_unstable();
        let mut out = Self {
            lists: FxHashMap::default(),
            stories: Vec::new(),
        };
        for list in pairs.chunk_by(|a, b| a.0 == b.0) {
            if (2..=most).contains(&list.len()) {
                let from = out.stories.len() as u32;
                out.stories.extend(list.iter().map(|p| p.1));
                out.lists.insert(list[0].0, (from, out.stories.len() as u32));
            }
        }
        out
    }
}

/// Tells of most hashes that stand in one story alone, or in none that is asked for, so that they need not be sorted with the
/// others. Hashes share their places in it, so that it lets some of them through.
struct Seen {
    places: Vec<u8>,
    shift: u32,
}

impl Seen {
    const ASKED: u8 = 4;

    /// With room for so many hashes.
    fn new(hashes: usize) -> Self {
        let places = (2 * hashes).next_power_of_two().max(64);
        Self {
            places: vec![0; places],
            shift: u64::BITS - places.trailing_zeros(),
        }
    }

    fn place(&self, hash: u64) -> usize {
        (hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift) as usize
    }

    fn ask(&mut self, hash: u64) {
        let place = self.place(hash);
        self.places[place] |= Self::ASKED;
    }

    fn count(&mut self, hash: u64) {
        let place = self.place(hash);
        let at = &mut self.places[place];
        *at = (*at & Self::ASKED) | ((*at & 3).min(1) + 1);
    }

    fn is_shared(&self, hash: u64) -> bool {
        self.places[self.place(hash)] == Self::ASKED | 2
    }
}

/// The hash of a content word, proclitics and article taken off; none for short and frequent words and numbers.
fn content(pack: &Pack, tokens: &Tokens, at: usize) -> Option<u64> {
    let token = tokens.get(at).filter(|t| t.kind == Kind::Word)?;
    let word = tokens.folded(at);
    if word.chars().nth(3).is_none() || pack.is_frequent(token.hash()) {
        return None;
    }
    Some(hash_word(stem(pack, word)))
}

/// A word without article, and without a proclitic where the article shows that it is one.
fn stem<'w>(pack: &Pack, word: &'w str) -> &'w str {
    let clitics = &pack.clitics;
    let article = clitics.article.as_str();
    if article.is_empty() {
        return word;
    }
    let long = |rest: &&str| rest.chars().nth(2).is_some();
    let fused = || {
        clitics
            .fused
            .as_deref()
            .and_then(|f| strip_head(word, f))
            .filter(long)
    };
    let bound = || {
        let mut heads = clitics.conjunctions.iter().chain(&clitics.prepositions);
        heads.find_map(|c| {
            strip_head(word, c)
                .and_then(|w| strip_head(w, article))
                .filter(long)
        })
    };
    fused()
        .or_else(bound)
        .or_else(|| strip_head(word, article).filter(long))
        .unwrap_or(word)
}

/// The event noun that stands closest before an expression, or within it, in the same sentence.
fn noun(pack: &Pack, tokens: &Tokens, report: &Report, t: &TimeExpression, sentence: usize) -> Option<Noun> {
    let at = tokens.at_byte(t.start);
    let floor = sentence.max(at.saturating_sub(BEFORE));
    // another expression between the two keeps them apart
    let cut = report
        .times
        .iter()
        .rev()
        .find(|x| x.end <= t.start)
        .map_or(0, |x| tokens.at_byte(x.end.saturating_sub(1)) + 1);
    let i = (floor.max(cut)..at)
        .rev()
        .find(|&i| pack.time.classes(tokens, i).any(|c| c == "year-noun"))?;
    let token = tokens.get(i)?;
    let word = token.forms().last().map_or(token.span, |f| {
        let known = pack.time.classes(tokens, i).any(|c| c == "year-noun") && f.off & Form::FUSED == 0;
        Span::new(
            token.span.start
                + if known && f.off & (Form::PREPOSITION | Form::CONJUNCTION) != 0 {
                    f.skip as usize
                } else {
                    0
                },
            token.span.end,
        )
    });
    let folded = fold(word.of(&report.text));
    Some(Noun(stem(pack, &folded).to_owned()))
}

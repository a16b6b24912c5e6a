//! Reports in, stories out: reports that tell one happening, hours or days apart.
//!
//! A [`Profile`] is taken of each report by itself, so that it can be taken while the report is at hand and kept; [`group`] then needs
//! the profiles alone. Words weigh by how rare they are among the reports (inverse document frequency, squared: on one subject the
//! many words of the subject would join what its few own words keep apart), more in the headline and in the opening. Reports that
//! share two of their heaviest words within some days are compared (blocking by an index: no report meets more than a bounded number
//! of others for each word), by the cosine of their words. Groups are joined while the average likeness of their members is
//! high enough (average linkage: Sokal and Michener 1958), the most alike first. The order in which reports are given does not matter.
//!
//! ```
//! use isnad_compile::stories::{Profile, group};
//! use isnad_lang::Packs;
//! use isnad_model::Report;
//! let report = |id: &str, text: &str| Report { id: id.into(), language: "en".into(), text: text.into(), ..Report::default() };
//! let told = [
//!     report("r1", "The ferry Aurelia ran aground off Port Sallow with ninety passengers, the harbour master said."),
//!     report("r2", "Ninety passengers were taken off the ferry Aurelia, which ran aground near Port Sallow."),
//!     report("r3", "The parliament of Marland voted against the new water tax after a night of debate."),
//! ];
//! let profiles: Vec<Profile> = told.iter().map(|r| Profile::of(r, Packs::builtin())).collect();
//! let stories = group(&profiles);
//! assert_eq!(stories.len(), 2);
//! assert_eq!(stories[0].reports, [0, 1]);
//! ```

mod linkage;

use crate::events::period::{Day, date, published};
use isnad_lang::{Pack, Packs, names::flag};
use isnad_model::{Date, Dating, Report, Role, Span};
use isnad_text::{Kind, Tokens, hash_word};
use linkage::Linkage;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Words of the content that are looked at.
const WORDS: usize = 300;
/// Of these the opening.
const OPENING: usize = 40;
/// How often a word of the headline counts …
const IN_HEADLINE: f32 = 2.0;
/// … and one of the opening.
const IN_OPENING: f32 = 1.5;
/// Words by which a report is found: its heaviest.
const KEYS: usize = 12;
/// How many of them two reports share before they are compared.
const SHARED_KEYS: u8 = 2;
/// With how many reports before it each report meets for one word.
const NEIGHBOURS: usize = 400;
/// Days between two reports that are compared.
const APART: Day = 4;
/// Days from the first report of a story to the last.
const SPAN: Day = 8;
/// A date that is known less well than this (in days) is not known.
const VAGUE: Day = 3;
/// Reports that are taken for granted beside those given, so that a few reports tell rare words from common ones too …
const PRIOR: f32 = 100.0;
/// … and the part of those that hold an everyday word …
const EVERYDAY: f32 = 0.06;
/// … or one of the most frequent words.
const FREQUENT: f32 = 0.5;
/// Below this average likeness of any two of very many reports a folder is mixed. Of 400 drawn at random from a newspaper collection it is
/// 0.009, of 400 on one country or one war 0.014 to 0.018.
const MIXED: f32 = 0.0105;
/// What a small number of reports adds to it, divided by that number: among few reports fewer words are known to be common. Of 50 at
/// random it is 0.015, of 40 on one subject 0.026 to 0.039.
const OF_FEW: f32 = 0.5;
/// Fewer reports than this are no mixed folder.
const FEWEST: usize = 20;
/// Reports that are looked at to tell whether a folder is mixed.
const SAMPLE: usize = 400;

/// What grouping needs of one report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    /// Id of the report.
    id: String,
    /// Headline, or the first words.
    headline: String,
    /// Name of the outlet.
    outlet: Option<String>,
    /// First and last possible day of publication, where they are known well.
    days: Option<(Day, Day)>,
    /// Word, how much it counts here, and the part of other texts that hold it; by word, each once.
    words: Vec<(u64, f32, f32)>,
}

/// Reports that tell one happening.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Story {
    /// Stable id: it comes from the story's first report, and stays when later ones join.
    pub id: String,
    /// Numbers of the reports among those given, in ascending order.
    pub reports: Vec<usize>,
    /// Headline of the report that is most like the others.
    pub headline: String,
    /// First day on which one of its reports was published, as far as that is known.
    pub earliest: Option<Date>,
    /// Last day on which one of them was.
    pub latest: Option<Date>,
    /// Names of the outlets that tell it, in order, as far as they are known.
    pub outlets: Vec<String>,
}

impl Profile {
    /// What grouping needs of this report. Only its text, blocks, headline and dates are looked at, so that it need not be annotated.
    pub fn of(report: &Report, packs: &Packs) -> Self {
        let mut out = Self {
            id: report.id.clone(),
            headline: headline(report),
            outlet: report
                .outlet
                .as_ref()
                .map(|o| o.name.clone())
                .filter(|n| !n.is_empty()),
            days: days(report),
            words: Vec::new(),
        };
        let Some(pack) = packs.get(&report.language) else {
            return out;
        };
        let tokens = Tokens::new(&report.text, &pack.clitics);
        let mut words = Words {
            pack,
            tokens: &tokens,
            counted: FxHashMap::default(),
        };
        let mut place = 0;
        let whole = [Span::new(0, report.text.len())];
        let content: Vec<(Role, Span)> = match report.blocks.is_empty() {
            true => whole.map(|s| (Role::Paragraph, s)).to_vec(),
            false => {
                let content = report.blocks.iter().filter(|b| b.role.is_content());
                content.map(|b| (b.role, b.span())).collect()
            }
        };
        for (role, span) in content {
            match role {
                Role::Headline | Role::Kicker => {
                    words.add(span, |_| Some(IN_HEADLINE));
                }
                Role::Caption => {}
                _ => {
                    words.add(span, |_| {
                        place += 1;
                        match place {
                            0..=OPENING => Some(IN_OPENING),
                            n if n <= WORDS => Some(1.0),
                            _ => None,
                        }
                    });
                }
            }
        }
        out.words = words
            .counted
            .into_iter()
            .map(|(w, (n, q))| (w, 1.0 + n.ln().max(0.0), q))
            .collect();
        out.words.sort_unstable_by_key(|w| w.0);
        out
    }

    /// Id of the report.
    pub fn report(&self) -> &str {
        &self.id
    }

    /// What comes first: the day of publication, then the id.
    fn rank(&self) -> (bool, Option<(Day, Day)>, &str) {
        (self.days.is_none(), self.days, &self.id)
    }
}

/// Collects the words of one report.
struct Words<'a> {
    pack: &'a Pack,
    tokens: &'a Tokens,
    counted: FxHashMap<u64, (f32, f32)>,
}

impl Words<'_> {
    fn add(&mut self, span: Span, mut weight: impl FnMut(usize) -> Option<f32>) {
        const COMMON: u32 = flag::NOUN | flag::VERB | flag::ADJECTIVE | flag::FUNCTION | flag::SEEN;
        for at in self.tokens.within(span) {
            let Some(token) = self.tokens.get(at).filter(|t| t.kind != Kind::Mark) else {
                continue;
            };
            let Some(weight) = weight(at) else { return };
            let forms = token.forms();
            let often = if forms.iter().any(|f| self.pack.is_frequent(f.hash)) {
                FREQUENT
            } else if forms.iter().any(|f| self.pack.names.word(f.hash).is(COMMON)) {
                EVERYDAY
            } else {
                0.0
            };
            let stem = self.pack.opposites.stems.hash(self.tokens.folded(at));
            let entry = self.counted.entry(stem).or_default();
            entry.0 += weight;
            // a stem is as common as the commonest of its words
            entry.1 = entry.1.max(often);
        }
    }
}

/// The headline, or the first line of the text.
fn headline(report: &Report) -> String {
    let first = || report.text.lines().map(str::trim).find(|l| !l.is_empty());
    let text = report.headline.as_ref().map(|h| h.text.as_str()).or_else(first);
    text.unwrap_or_default()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// The days on which it may have been published; where nothing says so, the day on which the page was saved stands for them.
fn days(report: &Report) -> Option<(Day, Day)> {
    let known = |dating: &Dating| {
        let at = published(dating);
        at.from.zip(at.to).filter(|(from, to)| to - from <= VAGUE)
    };
    let saved = report.saved.as_ref();
    known(&report.published)
        .or_else(|| report.updated.as_ref().and_then(known))
        .or_else(|| {
            let day = saved.map(published)?.to?;
            Some((day, day))
        })
}

/// Groups reports into stories: the largest first, then by their first day and id.
///
/// Every report is in one story, which may be its own.
pub fn group(profiles: &[Profile]) -> Vec<Story> {
    let mut order: Vec<usize> = (0..profiles.len()).collect();
    order.sort_by_key(|&n| profiles[n].rank());
    let sorted: Vec<&Profile> = order.iter().map(|&n| &profiles[n]).collect();
    let vectors = weigh(&sorted);
    let mut linkage = Linkage::new(&vectors, sorted.iter().map(|p| p.days).collect());
    for (a, b) in neighbours(&sorted, &vectors) {
        linkage.compare(a, b);
    }
    let mut ids = BTreeSet::new();
    let mut out: Vec<Story> = linkage
        .join()
        .into_iter()
        .map(|members| story(&sorted, &vectors, &members, &order, &mut ids))
        .collect();
    out.sort_by(|a, b| {
        let key = |s: &Story| {
            (
                std::cmp::Reverse(s.reports.len()),
                s.earliest.is_none(),
                s.earliest,
            )
        };
        key(a).cmp(&key(b)).then_with(|| a.id.cmp(&b.id))
    });
    out
}

/// Do these reports tell of different things? As [`is_mixed`]; only of some of them the words are looked at.
pub(crate) fn mixed(reports: &[Report], packs: &Packs) -> bool {
    if reports.len() < FEWEST {
        return false;
    }
    let mut some: Vec<&Report> = reports.iter().collect();
    some.sort_by_cached_key(|r| (hash_word(&r.id), r.id.clone()));
    some.truncate(SAMPLE);
    let profiles: Vec<Profile> = some.into_iter().map(|r| Profile::of(r, packs)).collect();
    is_mixed(&profiles)
}

/// Do these reports tell of different things? Reports on one file share its names and words, whatever each of them tells; those of
/// a newspaper's day do not. Of many reports some hundred are looked at.
pub fn is_mixed(profiles: &[Profile]) -> bool {
    if profiles.len() < FEWEST {
        return false;
    }
    let mut some: Vec<&Profile> = profiles.iter().collect();
    some.sort_by_cached_key(|p| (hash_word(&p.id), p.id.clone()));
    some.truncate(SAMPLE);
    likeness(&some) < MIXED + OF_FEW / some.len() as f32
}

/// The average likeness of any two of these reports.
fn likeness(profiles: &[&Profile]) -> f32 {
    // floats are added up in the order of the words and, for one word, of the profiles: a sort keeps it
    let mut weights: Vec<(u64, f32)> = weigh(profiles).into_iter().flatten().collect();
    weights.sort_by_key(|(word, _)| *word);
    let n = profiles.len() as f32;
    let all: f32 = weights
        .chunk_by(|a, b| a.0 == b.0)
        .map(|same| same.iter().map(|w| w.1).sum::<f32>())
        .map(|sum| sum * sum)
        .sum();
    (all - n) / (n * (n - 1.0)).max(1.0)
}

/// Words and weights of a report, by word, of length 1.
type Vector = Vec<(u64, f32)>;

fn weigh(profiles: &[&Profile]) -> Vec<Vector> {
    let mut holding: FxHashMap<u64, (f32, f32)> = FxHashMap::default();
    for (word, _, often) in profiles.iter().flat_map(|p| &p.words) {
        let entry = holding.entry(*word).or_default();
        entry.0 += 1.0;
        entry.1 = entry.1.max(*often);
    }
    let all = profiles.len() as f32 + PRIOR;
    let rare = |word: u64| {
        let (n, often) = holding.get(&word).copied().unwrap_or((1.0, 0.0));
        let idf = (all / (n + PRIOR * often)).ln().max(0.0);
        idf * idf
    };
    let vector = |p: &&Profile| {
        let mut out: Vector = p.words.iter().map(|(w, n, _)| (*w, n * rare(*w))).collect();
        let length = out.iter().map(|w| w.1 * w.1).sum::<f32>().sqrt();
        if length > 0.0 {
            out.iter_mut().for_each(|w| w.1 /= length);
        }
        out
    };
    profiles.iter().map(vector).collect()
}

/// Pairs that share enough of their heaviest words within some days, in order.
fn neighbours(profiles: &[&Profile], vectors: &[Vector]) -> Vec<(u32, u32)> {
    let mut keys: Vec<(u64, u32)> = Vec::with_capacity(profiles.len() * KEYS);
    for (n, vector) in vectors.iter().enumerate() {
        let mut heaviest: Vec<&(u64, f32)> = vector.iter().collect();
        heaviest.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        keys.extend(heaviest.iter().take(KEYS).map(|w| (w.0, n as u32)));
    }
    keys.sort_unstable();
    let mut shared: FxHashMap<(u32, u32), u8> = FxHashMap::default();
    for bucket in keys.chunk_by(|a, b| a.0 == b.0) {
        for (n, (_, later)) in bucket.iter().enumerate() {
            for (_, earlier) in bucket[..n].iter().rev().take(NEIGHBOURS) {
                let days = |n: u32| profiles.get(n as usize).and_then(|p| p.days);
                if let Some((a, b)) = days(*earlier).zip(days(*later))
                    && b.0 - a.1 > APART
                {
                    // reports stand by their days; those before this one are further away still
                    if b.0 - a.1 > APART + VAGUE {
                        break;
                    }
                    continue;
                }
                let count = shared.entry((*earlier, *later)).or_default();
                *count = count.saturating_add(1);
            }
        }
    }
    let mut out: Vec<(u32, u32)> = shared
        .into_iter()
        .filter(|(_, n)| *n >= SHARED_KEYS)
        .map(|(pair, _)| pair)
        .collect();
    out.sort_unstable();
    out
}

/// A story of these members, which stand in order, the first one first.
fn story(
    sorted: &[&Profile],
    vectors: &[Vector],
    members: &[u32],
    order: &[usize],
    ids: &mut BTreeSet<String>,
) -> Story {
    let profiles: Vec<&Profile> = members
        .iter()
        .filter_map(|&m| sorted.get(m as usize).copied())
        .collect();
    let mut sum: FxHashMap<u64, f32> = FxHashMap::default();
    let of = |m: &u32| vectors.get(*m as usize).into_iter().flatten();
    for (word, weight) in members.iter().flat_map(of) {
        *sum.entry(*word).or_default() += weight;
    }
    let likeness = |m: &u32| {
        of(m)
            .map(|(w, x)| x * sum.get(w).copied().unwrap_or(0.0))
            .sum::<f32>()
    };
    // most like the others; of equal ones the first
    let central = members
        .iter()
        .enumerate()
        .map(|(n, m)| (n, likeness(m)))
        .reduce(|best, next| if next.1 > best.1 + 1e-4 { next } else { best });
    let first = profiles.first().map_or("", |p| p.id.as_str());
    let mut id = format!("s{:012x}", hash_word(&format!("story|{first}")) >> 16);
    // two files with the same bytes, in two stories
    for n in 2.. {
        if ids.insert(id.clone()) {
            break;
        }
        id = format!("s{:012x}", hash_word(&format!("story|{first}|{n}")) >> 16);
    }
    let mut reports: Vec<usize> = members
        .iter()
        .filter_map(|&m| order.get(m as usize).copied())
        .collect();
    reports.sort_unstable();
    let outlets: BTreeSet<&String> = profiles.iter().filter_map(|p| p.outlet.as_ref()).collect();
    Story {
        id,
        reports,
        headline: central
            .and_then(|(n, _)| profiles.get(n))
            .map(|p| p.headline.clone())
            .unwrap_or_default(),
        earliest: profiles
            .iter()
            .filter_map(|p| p.days)
            .map(|d| d.0)
            .min()
            .and_then(date),
        latest: profiles
            .iter()
            .filter_map(|p| p.days)
            .map(|d| d.1)
            .max()
            .and_then(date),
        outlets: outlets.into_iter().cloned().collect(),
    }
}

#[cfg(test)]
mod tests;

//! Titles that differ from report to report.

use super::differing;
use isnad_lang::{Pack, Packs, names::TitleKind};
use isnad_model::{About, Cause, Discrepancy, Dossier, EntityKind, Evidence, ReportedValue, Words};
use isnad_text::{Form, Kind, Tokens, hash_word};
use rustc_hash::{FxHashMap, FxHashSet};
use std::{collections::BTreeMap, rc::Rc};

/// Titles listed for one person, at most.
const TITLES: usize = 24;

/// A title as one report gives it.
struct Given<'a> {
    /// Number of the report.
    report: usize,
    words: &'a Words,
    title: Title,
}

/// What a title says.
#[derive(Clone)]
struct Title {
    /// The words of the office itself, without forms of address around it.
    own: isnad_text::Span,
    /// Its content words, sorted.
    bag: Rc<[u64]>,
    /// It is a rank or form of address.
    rank: bool,
    /// How many of its words say how the office is held ("acting", "former").
    qualified: usize,
}

impl std::ops::Deref for Given<'_> {
    type Target = Title;

    fn deref(&self) -> &Title {
        &self.title
    }
}

/// Adds the persons whom reports give ranks or offices that exclude or rename each other.
pub(crate) fn list(dossier: &Dossier, packs: &Packs, out: &mut Vec<Discrepancy>) {
    let persons: FxHashSet<&str> = dossier
        .entities
        .iter()
        .filter(|e| e.kind == EntityKind::Person)
        .map(|e| e.id.as_str())
        .collect();
    let mut all: BTreeMap<&str, Vec<Given<'_>>> = BTreeMap::new();
    let mut known: FxHashMap<(&str, &str), Option<Title>> = FxHashMap::default();
    for (report, of) in dossier.reports.iter().enumerate() {
        let Some(pack) = packs.get(&of.language) else {
            continue;
        };
        for mention in of
            .mentions
            .iter()
            .filter(|m| !m.titles.is_empty() && persons.contains(m.entity.as_str()))
        {
            let list = all.entry(&mention.entity).or_default();
            if list.len() >= 4 * TITLES {
                continue;
            }
            for words in &mention.titles {
                let title = known
                    .entry((&pack.id, &words.text))
                    .or_insert_with(|| title(pack, &words.text));
                if let Some(title) = title
                    && !list.iter().any(|g| g.report == report && g.bag == title.bag)
                {
                    let title = title.clone();
                    list.push(Given { report, words, title });
                }
            }
        }
    }
    for (entity, list) in all {
        let mut told: Vec<&Given<'_>> = Vec::new();
        for a in &list {
            if list.iter().any(|b| excludes(a, b, &list)) {
                told.push(a);
            }
        }
        let values = told
            .into_iter()
            .take(TITLES)
            .map(|g| ReportedValue {
                value: office(g).text,
                report: dossier.reports[g.report].id.clone(),
                evidence: vec![Evidence::new(&dossier.reports[g.report].id, &office(g))],
            })
            .collect();
        let about = About {
            entity: Some(entity.to_owned()),
            ..About::default()
        };
        out.extend(differing(about, "title", Cause::Source, values));
    }
}

/// Two titles of two reports, of one sort, neither of which says the other, and neither report knows the other's.
fn excludes(a: &Given<'_>, b: &Given<'_>, list: &[Given<'_>]) -> bool {
    let says = |x: &Given<'_>, y: &Given<'_>| {
        let n = shared(&x.bag, &y.bag);
        n == x.bag.len().min(y.bag.len())
    };
    let knows = |report: usize, t: &Given<'_>| list.iter().any(|g| g.report == report && says(g, t));
    if a.report == b.report || !(a.rank && b.rank || shared(&a.bag, &b.bag) > 0) {
        return false;
    }
    // "the minister" and "the acting minister": the other report never says so
    let bare = |x: &Given<'_>, y: &Given<'_>| {
        x.qualified > 0
            && y.qualified == 0
            && x.bag.len() <= y.bag.len() + x.qualified + 1
            && shared(&x.bag, &y.bag) > 0
            && list.iter().all(|g| g.report != y.report || g.qualified == 0)
    };
    !says(a, b) && !knows(a.report, b) && !knows(b.report, a) || bare(a, b) || bare(b, a)
}

fn shared(a: &[u64], b: &[u64]) -> usize {
    a.iter().filter(|w| b.binary_search(w).is_ok()).count()
}

/// The words of the office itself.
fn office(given: &Given<'_>) -> Words {
    let (own, words) = (given.title.own, given.words);
    Words {
        start: words.start + own.start,
        end: words.start + own.end,
        text: own.of(&words.text).to_owned(),
    }
}

/// What a title says; nothing where it is none, or one of several in a list.
fn title(pack: &Pack, text: &str) -> Option<Title> {
    let tokens = Tokens::new(text, &pack.clitics);
    // "… the chief of staff, and Major X": in a list of men, what stands before comma and conjunction belongs to another
    let joined = |t: usize| {
        let forms = tokens.get(t).map_or(&[][..], |t| t.forms());
        forms.iter().any(|f| f.off == Form::CONJUNCTION)
    };
    let listed = (1..tokens.len()).any(|t| {
        let comma = matches!(tokens.folded(t - 1), "," | "\u{060C}");
        let style = pack
            .names
            .titles
            .longest(&tokens, t)
            .is_some_and(|h| h.value.kind == TitleKind::Style);
        joined(t) && (comma || style)
    });
    if listed {
        return None;
    }
    let mut bag = Vec::new();
    let mut rank = !tokens.is_empty();
    let mut qualified = 0;
    let mut definite = false;
    let mut at = 0;
    // the words of the office itself
    let (mut from, mut to) = (usize::MAX, 0);
    // the last token at which a second word for an office may stand ("deputy head")
    let mut office: Option<usize> = None;
    while at < tokens.len() {
        let known = pack.names.titles.longest(&tokens, at);
        let kind = known.as_ref().map(|h| h.value.kind);
        let len = known.as_ref().map_or(1, |h| h.len);
        match kind {
            // "his counterpart", "His Excellency" are no offices
            Some(TitleKind::Relation) => return None,
            Some(TitleKind::Style) => {
                at += len;
                continue;
            }
            Some(TitleKind::Rank) => {}
            Some(_) => {
                // "the second deputy of the head of the cabinet the minister of defence": several offices in one breath
                let led = known
                    .as_ref()
                    .is_some_and(|h| h.form.off & Form::CONJUNCTION != 0)
                    || at > 0 && matches!(tokens.folded(at - 1), "," | "\u{60C}");
                let article = pack.clitics.article.as_str();
                let adjective = !article.is_empty() && tokens.folded(at).starts_with(article);
                if !led && !adjective && office.is_some_and(|first| at > first) {
                    return None;
                }
                office.get_or_insert(if len > 1 { at + len - 1 } else { at + 1 });
                rank = false;
            }
            None => rank = false,
        }
        (from, to) = (from.min(at), at + len);
        for i in at..at + len {
            if tokens.get(i).is_some_and(|t| t.kind == Kind::Word) {
                let word = tokens.folded(i);
                let article = pack.clitics.article.as_str();
                // "lil-X" is "to the X"
                let fused = tokens
                    .get(i)
                    .filter(|t| i == 0 && t.forms().iter().any(|f| f.off & Form::FUSED != 0))
                    .and(pack.clitics.fused.as_deref())
                    .and_then(|fused| word.strip_prefix(fused));
                let bare = fused
                    .or_else(|| word.strip_prefix(article).filter(|_| !article.is_empty()))
                    .filter(|w| w.chars().count() >= 3)
                    .unwrap_or(word);
                definite |= bare.len() < word.len();
                let common = pack.is_frequent(hash_word(word));
                qualified += usize::from(pack.contrast.qualifiers.contains(&hash_word(word)));
                if bare.chars().count() >= 3 && !common {
                    // two spellings of one nationality are one word
                    let nisba = pack.names.word(hash_word(bare)).nisba;
                    let people = usize::from(nisba)
                        .checked_sub(1)
                        .and_then(|n| pack.names.nisbas.get(n))
                        .map(|n| hash_word(&n.code));
                    bag.push(people.unwrap_or_else(|| hash_word(bare)));
                }
            }
        }
        at += len;
    }
    bag.sort_unstable();
    bag.dedup();
    // "head" alone is the beginning of an office that stands further on
    let stump = tokens.len() == 1 && !rank && !definite && !pack.clitics.article.is_empty();
    let span = |t: usize| tokens.get(t).map(|t| t.span);
    let own = span(from).zip(span(to.checked_sub(1)?)).map(|(a, b)| a.join(b))?;
    (!bag.is_empty() && !stump).then(|| Title {
        own,
        bag: bag.into(),
        rank,
        qualified,
    })
}

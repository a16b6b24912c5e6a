//! Persons whose names are written in two scripts: "Abbas Kamel" and the same name in Arabic letters.
//!
//! Every part of one name must be a spelling of the part of the other: one that the pack lists, or, for parts that it
//! does not list, one with the same consonants or with letters that stand for each other often enough
//! ([`isnad_lang::names::letters`]). A name that two persons of either side could bear joins nobody.

use super::merge::Nodes;
use isnad_lang::{Pack, Packs, names::flag};
use isnad_model::EntityKind;
use isnad_text::fold;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};

/// Fewest consonants of a name that is compared by them.
const FEWEST: usize = 4;

/// A name of one node: its words without articles and particles.
type Name = (usize, Vec<String>);

/// Joins full names across scripts.
pub(super) fn join(nodes: &mut Nodes, packs: &Packs) {
    let Some(capitals) = packs.iter().find(|p| p.names.capitals) else {
        return;
    };
    for pack in packs.iter().filter(|p| !p.names.letters.is_empty()) {
        let (mut here, mut latin): (Vec<Name>, Vec<Name>) = (Vec::new(), Vec::new());
        for (n, node) in nodes.nodes.iter().enumerate() {
            if node.kind != EntityKind::Person || node.parts.len() < 2 {
                continue;
            }
            for text in &node.texts {
                if text.is_ascii() {
                    latin.push((n, latin_words(text, capitals)));
                } else if text.chars().any(|c| pack.names.letters.contains_key(&c)) {
                    here.push((n, own_words(text, pack)));
                }
            }
        }
        if here.is_empty() || latin.is_empty() {
            continue;
        }
        let spellings = Spellings::new(pack, capitals, &here, &latin);
        // only names with the same consonants, or that begin and end alike, are looked at
        let mut by_length = BTreeMap::<usize, Vec<&Name>>::new();
        for name in &latin {
            by_length.entry(name.1.len()).or_default().push(name);
        }
        let mut pairs = BTreeSet::new();
        for (a, own) in &here {
            let forms: Vec<Vec<String>> = own.iter().map(|w| spellings.of(w)).collect();
            for (b, other) in by_length.get(&own.len()).into_iter().flatten() {
                let fit = own
                    .iter()
                    .zip(&forms)
                    .zip(other)
                    .all(|((own, forms), latin)| spellings.fit(own, forms, latin, pack));
                let long = other.iter().map(|w| latin_consonants(w).len()).sum::<usize>() >= FEWEST;
                if fit && long && own.len() > 1 {
                    pairs.insert((nodes.root(*a), nodes.root(*b)));
                }
            }
        }
        let mut count = FxHashMap::<usize, usize>::default();
        for (a, b) in &pairs {
            *count.entry(*a).or_default() += 1;
            *count.entry(*b).or_default() += 1;
        }
        for (a, b) in pairs {
            if count.get(&a) == Some(&1) && count.get(&b) == Some(&1) {
                nodes.join(a, b, "same-name-transliterated");
            } else {
                nodes.refuse(a, b, "several-transliterations");
            }
        }
    }
}

/// What the pack lists of the words in question.
struct Spellings {
    /// Simplified Latin spellings of a word.
    of: FxHashMap<String, Vec<String>>,
    /// Simplified Latin spellings that the pack lists for some word.
    listed: FxHashSet<String>,
}

impl Spellings {
    fn new(pack: &Pack, capitals: &Pack, here: &[Name], latin: &[Name]) -> Self {
        let own: FxHashSet<&str> = here.iter().flat_map(|n| &n.1).map(String::as_str).collect();
        let other: FxHashSet<String> = latin.iter().flat_map(|n| &n.1).map(|w| simple(w)).collect();
        let mut out = Self {
            of: FxHashMap::default(),
            listed: FxHashSet::default(),
        };
        for (part, usual, others) in pack.wording.latin.spellings() {
            let part = own_words(&fold(part), pack).concat();
            let known = own.contains(part.as_str());
            for form in std::iter::once(usual)
                .chain(others.split('|'))
                .filter(|f| !f.is_empty())
            {
                let form = simple(&latin_words(&fold(form), capitals).concat());
                if other.contains(&form) {
                    out.listed.insert(form.clone());
                }
                if known {
                    out.of.entry(part.clone()).or_default().push(form);
                }
            }
        }
        out
    }

    fn of(&self, word: &str) -> Vec<String> {
        self.of.get(word).cloned().unwrap_or_default()
    }

    fn fit(&self, own: &str, forms: &[String], latin: &str, pack: &Pack) -> bool {
        let simple = simple(latin);
        if forms.contains(&simple) {
            return true;
        }
        // a spelling that belongs to another word
        if !forms.is_empty() && self.listed.contains(&simple) {
            return false;
        }
        own_consonants(own, pack) == latin_consonants(latin) || pack.names.letters_table.same(latin, own)
    }
}

/// The words of a folded name without articles and particles, a word that binds the next one joined with it.
fn own_words(text: &str, pack: &Pack) -> Vec<String> {
    let words = &pack.names;
    let mut out: Vec<String> = Vec::new();
    let mut bound = false;
    for word in text.split_whitespace() {
        let known = words.word(isnad_text::hash_word(word));
        let binder = known.is(flag::BINDER);
        if known.is(flag::PARTICLE) && !(binder && out.is_empty()) {
            continue;
        }
        let bare = word
            .strip_prefix(words.article.as_str())
            .filter(|r| !words.article.is_empty() && r.chars().count() > 2)
            .unwrap_or(word);
        match out.last_mut().filter(|_| bound) {
            Some(last) => last.push_str(bare),
            None => out.push(bare.to_owned()),
        }
        bound = binder;
    }
    out
}

/// The words of a folded name in Latin letters without articles and particles.
fn latin_words(text: &str, latin: &Pack) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut bound = false;
    for word in text
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|w| !w.is_empty())
    {
        let known = latin.names.word(isnad_text::hash_word(word));
        let binder = known.is(flag::BINDER);
        if known.is(flag::PARTICLE) && !binder {
            continue;
        }
        match out.last_mut().filter(|_| bound) {
            Some(last) => last.push_str(word),
            None => out.push(word.to_owned()),
        }
        bound = binder;
    }
    out
}

/// A Latin spelling with what varies made one: doubled letters, `ou`, `oo`, `ee`, a final `h`.
fn simple(word: &str) -> String {
    let word = word
        .strip_prefix("al")
        .filter(|r| r.len() > 4 && word.len() > 6)
        .unwrap_or(word);
    let mut out = String::with_capacity(word.len());
    let mut last = ' ';
    let mut rest = word.chars();
    while let Some(c) = rest.next() {
        let (pair, letter) = match (c, rest.as_str().as_bytes().first()) {
            ('o', Some(b'u' | b'o')) => (true, 'u'),
            ('e', Some(b'e' | b'i')) => (true, 'i'),
            ('y', _) => (false, 'i'),
            ('o' | 'w', _) => (false, 'u'),
            ('q', _) => (false, 'k'),
            _ => (false, c),
        };
        if pair {
            rest.next();
        }
        if letter != last {
            out.push(letter);
            last = letter;
        }
    }
    if out.len() > 3 && last == 'h' {
        out.pop();
    }
    out
}

/// The consonants of a Latin spelling, each by its class.
fn latin_consonants(word: &str) -> String {
    let word = word
        .replace("kh", "x")
        .replace("sh", "c")
        .replace("ch", "c")
        .replace("gh", "g")
        .replace("th", "t")
        .replace("dh", "d")
        .replace("dj", "g")
        .replace("ph", "f");
    let mut out = String::new();
    let mut last = ' ';
    for (i, c) in word.chars().enumerate() {
        let class = match c {
            'a' | 'e' | 'i' | 'o' | 'u' => ' ',
            'y' | 'w' if i > 0 => ' ',
            'j' => 'g',
            'q' => 'k',
            'v' => 'f',
            'p' => 'b',
            c => c,
        };
        if class != ' ' && class != last {
            out.push(class);
        }
        last = class;
    }
    bind(out)
}

/// The consonants of a word of the pack's language, each by its class.
fn own_consonants(word: &str, pack: &Pack) -> String {
    let mut out = String::new();
    let mut last = ' ';
    for (i, c) in word.chars().enumerate() {
        let class = pack
            .names
            .letters
            .get(&c)
            .copied()
            .filter(|c| i == 0 || !matches!(c, 'w' | 'y'))
            .unwrap_or(' ');
        if class != ' ' && class != last {
            out.push(class);
        }
        last = class;
    }
    bind(out)
}

/// The article inside of "Abd al-X", and a last breath, are written or not.
fn bind(mut consonants: String) -> String {
    if consonants.len() > 4 && consonants.starts_with("bdl") {
        consonants.remove(2);
    }
    if consonants.len() > 2 && consonants.ends_with('h') {
        consonants.pop();
    }
    consonants
}

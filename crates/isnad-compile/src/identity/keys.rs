//! Keys: what is left of a name when spelling, articles and words that tell nothing are taken away.

use super::{evidence, merge::Nodes};
use isnad_lang::{
    Pack, Packs,
    names::{NameWords, PlaceKind, flag},
};
use isnad_model::{Dossier, EntityKind, Mention, MentionForm, Report};
use isnad_text::{Hit, Kind, Tokens, fold, hash_word};
use rustc_hash::{FxHashMap, FxHashSet};
use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

/// Makes the nodes; returns the node of every mention, none where it must be found from the context.
pub(super) fn assign<'d>(
    dossier: &'d Dossier,
    packs: &'d Packs,
    nodes: &mut Nodes,
    titles: &mut Titles<'d>,
) -> Vec<Vec<Option<usize>>> {
    let mut out = Vec::with_capacity(dossier.reports.len());
    let mut known: BTreeMap<&str, Known<'d>> = BTreeMap::new();
    let mut carried: FxHashSet<(usize, u32)> = FxHashSet::default();
    for report in &dossier.reports {
        let Some(pack) = packs.get(&report.language) else {
            out.push(vec![None; report.mentions.len()]);
            continue;
        };
        let known = known
            .entry(pack.id.as_str())
            .or_insert_with(|| Known::new(&pack.names));
        let countries = known.countries(report);
        let mut row = Vec::with_capacity(report.mentions.len());
        for mention in &report.mentions {
            let node = match mention.form {
                MentionForm::Anaphor | MentionForm::Title => None,
                _ => key(mention, report, known, &countries, nodes),
            };
            if let Some(n) = node {
                let node = &mut nodes.nodes[n];
                if node.first.is_none() {
                    node.first = Some(evidence(report, mention));
                }
                for title in &mention.titles {
                    let title = titles.of(&title.text, pack);
                    if !title.key.is_empty() && carried.insert((n, title.number)) {
                        node.titles.insert(title.key.to_string());
                    }
                }
            }
            row.push(node);
        }
        out.push(row);
    }
    out
}

/// A title as titles are compared.
#[derive(Clone)]
pub(super) struct Title {
    /// See [`title_key`].
    pub(super) key: Rc<str>,
    /// The numbers of its words, sorted.
    pub(super) words: Rc<[u32]>,
    /// Does it name a country?
    pub(super) country: bool,
    /// Number of the text.
    number: u32,
}

/// The titles of a dossier: each is looked at once in a language.
#[derive(Default)]
pub(super) struct Titles<'d> {
    known: FxHashMap<(&'d str, &'d str), Title>,
    words: FxHashMap<String, u32>,
}

impl<'d> Titles<'d> {
    /// A title by its text.
    pub(super) fn of(&mut self, text: &'d str, pack: &'d Pack) -> Title {
        let number = self.known.len() as u32;
        let words = &mut self.words;
        let title = self.known.entry((&pack.id, text)).or_insert_with(|| {
            let key = title_key(text, &pack.names);
            let mut own: Vec<u32> = Vec::new();
            for word in key.split(' ').filter(|w| !w.is_empty()) {
                let next = words.len() as u32;
                own.push(*words.entry(word.to_owned()).or_insert(next));
            }
            own.sort_unstable();
            own.dedup();
            Title {
                words: own.into(),
                country: key.split(' ').any(|w| w.starts_with('@')),
                key: key.into(),
                number,
            }
        });
        title.clone()
    }
}

/// What the words of mentions are by themselves, in one language. Most names come again and again: each is looked at once.
struct Known<'d> {
    words: &'d NameWords,
    /// Nodes of full names.
    persons: FxHashMap<&'d str, Option<usize>>,
    places: FxHashMap<&'d str, Place<'d>>,
    bodies: FxHashMap<&'d str, Body>,
}

/// The words of a place.
struct Place<'d> {
    tokens: Tokens,
    /// Entries of the gazetteer that fill the words, each with its node once it has one.
    hits: Vec<(Hit<'d, isnad_lang::names::Place>, Option<usize>)>,
    /// The node of a fixed name, where there is one; nothing until that was asked.
    fixed: Option<Option<usize>>,
    /// May it be a part of a country?
    part: bool,
    /// The node of a place that is called so, whatever else is.
    called: Option<usize>,
    /// The node of a place of which nothing is known.
    other: Option<usize>,
    /// Nodes that have its text.
    named: Vec<usize>,
}

/// A body.
struct Body {
    words: BodyWords,
    /// Nodes that have its text.
    named: Vec<usize>,
}

/// The words of a body.
enum BodyWords {
    Fixed(usize),
    /// Core and country, and the node of both once there is one.
    Core(String, Option<String>, Option<usize>),
}

impl<'d> Known<'d> {
    fn new(words: &'d NameWords) -> Self {
        Self {
            words,
            persons: FxHashMap::default(),
            places: FxHashMap::default(),
            bodies: FxHashMap::default(),
        }
    }

    fn place(&mut self, text: &'d str) -> &mut Place<'d> {
        let words = self.words;
        self.places.entry(text).or_insert_with(|| {
            let tokens = Tokens::plain(text);
            let mut hits = words.places.all(&tokens, 0);
            hits.retain(|h| h.len == tokens.len());
            let first = words.word(hash_word(tokens.folded(0)));
            Place {
                hits: hits.into_iter().map(|h| (h, None)).collect(),
                fixed: None,
                part: first.is(flag::DIRECTION | flag::QUARTER) && tokens.len() <= 3,
                called: None,
                other: None,
                named: Vec::new(),
                tokens,
            }
        })
    }

    /// The countries that a report names, with how often.
    fn countries(&mut self, report: &'d Report) -> BTreeMap<&'d str, usize> {
        let mut out = BTreeMap::new();
        for m in report.mentions.iter().filter(|m| m.kind == EntityKind::Place) {
            for (hit, _) in &self.place(&m.text).hits {
                if hit.value.kind == PlaceKind::Country {
                    *out.entry(hit.value.code.as_str()).or_default() += 1;
                }
            }
        }
        out
    }
}

/// Gives a node the text of a mention, unless it has it.
fn name(nodes: &mut Nodes, n: usize, named: &mut Vec<usize>, text: &str) {
    if !named.contains(&n) {
        named.push(n);
        nodes.nodes[n].texts.insert(fold(text));
    }
}

fn key<'d>(
    mention: &'d Mention,
    report: &Report,
    known: &mut Known<'d>,
    countries: &BTreeMap<&str, usize>,
    nodes: &mut Nodes,
) -> Option<usize> {
    match mention.kind {
        EntityKind::Group => None,
        EntityKind::Person => {
            let words = known.words;
            *known.persons.entry(&mention.text).or_insert_with(|| {
                let parts = parts(&mention.text, words);
                if parts.len() < 2 {
                    return None; // a single name is looked for among the full ones
                }
                let n = nodes.node(format!("p {}", parts.join(" ")), EntityKind::Person);
                nodes.nodes[n].parts = parts;
                nodes.nodes[n].texts.insert(fold(&mention.text));
                Some(n)
            })
        }
        EntityKind::Place => {
            let words = known.words;
            let entry = known.place(&mention.text);
            let n = place(mention, report, words, entry, countries, nodes);
            name(nodes, n, &mut entry.named, &mention.text);
            Some(n)
        }
        EntityKind::Organization => {
            if mention.form == MentionForm::Short && mention.refers_to.is_some() {
                return None;
            }
            let words = known.words;
            let entry = known.bodies.entry(&mention.text).or_insert_with(|| Body {
                words: body_words(&mention.text, words, nodes),
                named: Vec::new(),
            });
            let n = body(mention, report, words, &mut entry.words, nodes);
            name(nodes, n, &mut entry.named, &mention.text);
            Some(n)
        }
    }
}

/// The parts of a person's name: one spelling, without articles and particles.
pub(super) fn parts(text: &str, words: &NameWords) -> Vec<String> {
    let tokens = Tokens::plain(text);
    let mut out: Vec<String> = Vec::new();
    let mut bind = false;
    for i in 0..tokens.len() {
        if tokens.items()[i].kind != Kind::Word {
            continue;
        }
        let word = words.word(tokens.items()[i].hash());
        let folded = tokens.folded(i);
        if word.is(flag::PARTICLE) && !word.is(flag::BINDER) && i > 0
            || words.capitals && word.is(flag::PARTICLE)
        {
            continue;
        }
        // a name written in two words or in one keeps the article between them
        let bare = folded
            .strip_prefix(words.article.as_str())
            .filter(|r| !words.article.is_empty() && !bind && r.chars().count() > 2)
            .unwrap_or(folded);
        let spelled = spelling(bare, words);
        if bind {
            if let Some(last) = out.last_mut() {
                last.push_str(&spelled);
            }
        } else {
            out.push(spelled);
        }
        bind = word.is(flag::BINDER);
    }
    out
}

fn spelling(word: &str, words: &NameWords) -> String {
    let mut out = word.to_owned();
    for (from, to) in &words.spelling {
        if out.contains(from.as_str()) {
            out = out.replace(from.as_str(), to);
        }
    }
    out
}

/// Joins spellings of one place in any language.
fn place(
    mention: &Mention,
    report: &Report,
    words: &NameWords,
    known: &mut Place<'_>,
    countries: &BTreeMap<&str, usize>,
    nodes: &mut Nodes,
) -> usize {
    let tokens = &known.tokens;
    let fixed = known.fixed.get_or_insert_with(|| {
        let hit = words.fixed.longest(tokens, 0).filter(|h| h.len == tokens.len())?;
        let country = hit.value.key.strip_prefix("P:");
        let key = match country {
            Some(code) => format!("l country {code}"),
            None => format!("l fixed {}", hit.value.key),
        };
        let n = nodes.node(key, EntityKind::Place);
        if let Some(id) = country.and_then(isnad_lang::names::wikidata) {
            id.clone_into(&mut nodes.nodes[n].wikidata);
        }
        Some(n)
    });
    if let Some(fixed) = fixed {
        return *fixed;
    }
    // a part of a country: "the Libyan south", "southern Libya"
    if known.part {
        let folded_first = tokens.folded(0);
        let bare = folded_first
            .strip_prefix(words.article.as_str())
            .unwrap_or(folded_first);
        let last = tokens.len() - 1;
        let code = if last > 0 {
            let w = words.word(tokens.items()[last].hash());
            if w.nisba > 0 {
                words.nisbas.get(w.nisba as usize - 1).map(|n| n.code.clone())
            } else {
                words
                    .places
                    .all(tokens, last)
                    .first()
                    .map(|h| h.value.code.clone())
            }
        } else {
            countries
                .iter()
                .max_by_key(|(c, n)| (**n, std::cmp::Reverse(**c)))
                .map(|(c, _)| (*c).to_owned())
        };
        if let Some(code) = code.filter(|c| !c.is_empty()) {
            return nodes.node(format!("l part {bare} {code}"), EntityKind::Place);
        }
    }
    if named_after_kind(mention, report, words) {
        let key = || format!("l called {}", fold(&mention.text));
        return *known
            .called
            .get_or_insert_with(|| nodes.node(key(), EntityKind::Place));
    }
    // of several places with this name: a country, else one in a country that the report names, else the greatest
    let best = known.hits.iter_mut().max_by_key(|(h, _)| {
        let p = h.value;
        (
            p.kind == PlaceKind::Country,
            h.form.off == 0,
            countries.get(p.code.as_str()).copied().unwrap_or(0),
            p.capital,
            p.population,
        )
    });
    if let Some((hit, node)) = best {
        let p = hit.value;
        let n = *node.get_or_insert_with(|| {
            let key = match p.kind {
                PlaceKind::Country => format!("l country {}", p.code),
                _ => format!("l {} {}", p.english, p.code),
            };
            nodes.node(key, EntityKind::Place)
        });
        // an ambiguous row says nothing against a sure one
        if !p.wikidata.is_empty() {
            nodes.nodes[n].wikidata.clone_from(&p.wikidata);
        }
        return n;
    }
    *known.other.get_or_insert_with(|| {
        let (core, country) = core(&mention.text, words);
        let key = format!("l other {core} {}", country.unwrap_or_default());
        nodes.node(key, EntityKind::Place)
    })
}

/// "A province called X": not the country X.
fn named_after_kind(mention: &Mention, report: &Report, words: &NameWords) -> bool {
    let mut from = mention.start.saturating_sub(80).min(report.text.len());
    while !report.text.is_char_boundary(from) {
        from -= 1;
    }
    let Some(before) = report.text.get(from..mention.start) else {
        return false;
    };
    // most often the last word alone tells that it is no such thing
    let naming = |tokens: &Tokens| {
        let last = tokens.len().checked_sub(1).and_then(|i| tokens.get(i));
        last.is_some_and(|t| words.namings.contains(&t.hash()))
    };
    let last = before.split_whitespace().next_back().unwrap_or_default();
    if !naming(&Tokens::plain(last)) {
        return false;
    }
    // the last two words are enough
    let tail = before
        .trim_end()
        .rmatch_indices(char::is_whitespace)
        .nth(1)
        .map_or(0, |(at, _)| at);
    let tokens = Tokens::plain(before.get(tail..).unwrap_or(before));
    tokens.len() >= 2 && naming(&tokens)
}

/// What the words of a body say by themselves.
fn body_words(text: &str, words: &NameWords, nodes: &mut Nodes) -> BodyWords {
    let tokens = Tokens::plain(text);
    match words.fixed.longest(&tokens, 0).filter(|h| h.len == tokens.len()) {
        Some(fixed) => {
            let key = format!("o fixed {}", fixed.value.key);
            BodyWords::Fixed(nodes.node(key, EntityKind::Organization))
        }
        None => {
            let (core, country) = core(text, words);
            BodyWords::Core(core, country, None)
        }
    }
}

/// The node of a body by its core, its country, and whose it is where the report says so.
fn body(
    mention: &Mention,
    report: &Report,
    words: &NameWords,
    body: &mut BodyWords,
    nodes: &mut Nodes,
) -> usize {
    let (core, country, known) = match body {
        BodyWords::Fixed(n) => return *n,
        BodyWords::Core(core, country, known) => (core, country, known),
    };
    let owner = match country {
        None => belongs_to(mention, report, words),
        Some(_) => None,
    };
    let mut node = |country: Option<&String>| {
        let key = format!("o {core} / {}", country.map_or("", String::as_str));
        nodes.node(key, EntityKind::Organization)
    };
    let n = match &owner {
        None => *known.get_or_insert_with(|| node(country.as_ref())),
        owner => node(owner.as_ref()),
    };
    let node = &mut nodes.nodes[n];
    let country = owner.as_ref().or(country.as_ref());
    if node.core != *core {
        node.core.clone_from(core);
    }
    if node.country.as_ref() != country {
        node.country = country.cloned();
    }
    n
}

/// "… that belongs to X": X keeps the body apart from others of its kind.
fn belongs_to(mention: &Mention, report: &Report, words: &NameWords) -> Option<String> {
    let rest = report.text.get(mention.end..)?;
    let mut at = rest.len().min(120);
    while !rest.is_char_boundary(at) {
        at -= 1;
    }
    let rest = &rest[..at];
    // most often the next word tells that there is nothing to read
    let next = rest
        .split_whitespace()
        .map(Tokens::plain)
        .find(|t| !t.is_empty())?;
    if !words.word(next.get(0)?.hash()).is(flag::BELONGING) {
        return None;
    }
    let tokens = Tokens::plain(rest);
    let next = (1..tokens.len().min(5))
        .find(|&i| tokens.items()[i].kind == Kind::Word && tokens.folded(i).chars().count() > 2)?;
    Some(format!("of {}", tokens.folded(next)))
}

/// A body's name without its country and without words that tell nothing: sorted words, and the country's code.
pub(super) fn core(text: &str, words: &NameWords) -> (String, Option<String>) {
    let tokens = Tokens::plain(text);
    let mut country = None;
    let mut kept = BTreeSet::new();
    let mut all = BTreeSet::new();
    let mut digits = String::new();
    for i in 0..tokens.len() {
        let token = &tokens.items()[i];
        let folded = tokens.folded(i);
        match token.kind {
            Kind::Number => {
                digits.push_str(folded);
                continue;
            }
            Kind::Mark => continue,
            Kind::Word => {}
        }
        let word = words.word(token.hash());
        if word.nisba > 0 && (words.article.is_empty() || folded.starts_with(words.article.as_str())) {
            let code = words.nisbas.get(word.nisba as usize - 1).map(|n| n.code.clone());
            if country.is_none() && code.is_some() {
                country = code;
                continue;
            }
        }
        let bare = folded
            .strip_prefix(words.article.as_str())
            .filter(|r| !words.article.is_empty() && r.chars().count() > 2)
            .unwrap_or(folded);
        let bare = words
            .synonyms
            .get(&hash_word(bare))
            .cloned()
            .unwrap_or_else(|| bare.to_owned());
        let spelled = spelling(&bare, words);
        all.insert(spelled.clone());
        if words.weak.exact(&tokens, i).is_none() {
            kept.insert(spelled);
        }
    }
    if !digits.is_empty() && digits.len() < 4 {
        // a committee known by its number
        return (format!("# {digits}"), None);
    }
    let set = if kept.is_empty() { all } else { kept };
    (set.into_iter().collect::<Vec<_>>().join(" "), country)
}

/// A title without articles, weak words and marks, peoples as codes: what two mentions of an office share.
fn title_key(text: &str, words: &NameWords) -> String {
    let tokens = Tokens::plain(text);
    let mut out = BTreeSet::new();
    for i in 0..tokens.len() {
        let token = &tokens.items()[i];
        if token.kind != Kind::Word {
            continue;
        }
        let word = words.word(token.hash());
        if word.nisba > 0
            && let Some(n) = words.nisbas.get(word.nisba as usize - 1)
        {
            out.insert(format!("@{}", n.code));
            continue;
        }
        if words.weak.exact(&tokens, i).is_some() || word.is(flag::FUNCTION) {
            continue;
        }
        // ranks and courtesies do not make an office
        if let Some(hit) = words.titles.exact(&tokens, i).filter(|h| {
            h.len == 1
                && !matches!(
                    h.value.kind,
                    isnad_lang::names::TitleKind::Office
                        | isnad_lang::names::TitleKind::Trade
                        | isnad_lang::names::TitleKind::Relation
                )
        }) {
            let _ = hit;
            continue;
        }
        let folded = tokens.folded(i);
        let bare = folded
            .strip_prefix(words.article.as_str())
            .filter(|r| !words.article.is_empty() && r.chars().count() > 2)
            .unwrap_or(folded);
        let bare = words
            .synonyms
            .get(&hash_word(bare))
            .cloned()
            .unwrap_or_else(|| bare.to_owned());
        out.insert(spelling(&bare, words));
    }
    out.into_iter().collect::<Vec<_>>().join(" ")
}

//! Keys: what is left of a name when spelling, articles and words that tell nothing are taken away.

use super::{evidence, merge::Nodes};
use isnad_lang::{
    Packs,
    names::{NameWords, PlaceKind, flag},
};
use isnad_model::{Dossier, EntityKind, Mention, MentionForm, Report};
use isnad_text::{Hit, Kind, Tokens, fold, hash_word};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};

/// Makes the nodes; returns the node of every mention, none where it must be found from the context.
pub(super) fn assign<'d>(
    dossier: &'d Dossier,
    packs: &'d Packs,
    nodes: &mut Nodes,
) -> Vec<Vec<Option<usize>>> {
    let mut out = Vec::with_capacity(dossier.reports.len());
    let mut known: BTreeMap<&str, Known<'d>> = BTreeMap::new();
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
                if known.named.insert((n, mention.text.as_str())) {
                    node.texts.insert(fold(&mention.text));
                }
                if node.first.is_none() {
                    node.first = Some(evidence(report, mention));
                }
                for title in &mention.titles {
                    let key = known.title(&title.text);
                    if !key.is_empty() && !node.titles.contains(key) {
                        node.titles.insert(key.to_owned());
                    }
                }
            }
            row.push(node);
        }
        out.push(row);
    }
    out
}

/// What the words of mentions are by themselves, in one language. Most names come again and again: each is looked at once.
struct Known<'d> {
    words: &'d NameWords,
    /// Nodes of full names.
    persons: FxHashMap<&'d str, Option<usize>>,
    places: FxHashMap<&'d str, Place<'d>>,
    bodies: FxHashMap<&'d str, Body>,
    titles: FxHashMap<&'d str, String>,
    /// Texts that nodes have.
    named: FxHashSet<(usize, &'d str)>,
}

/// The words of a place.
struct Place<'d> {
    tokens: Tokens,
    /// Entries of the gazetteer that fill the words.
    hits: Vec<Hit<'d, isnad_lang::names::Place>>,
    /// The node of a fixed name.
    fixed: Option<usize>,
}

/// The words of a body.
enum Body {
    Fixed(usize),
    Core(String, Option<String>),
}

impl<'d> Known<'d> {
    fn new(words: &'d NameWords) -> Self {
        Self {
            words,
            persons: FxHashMap::default(),
            places: FxHashMap::default(),
            bodies: FxHashMap::default(),
            titles: FxHashMap::default(),
            named: FxHashSet::default(),
        }
    }

    fn title(&mut self, text: &'d str) -> &str {
        let words = self.words;
        self.titles.entry(text).or_insert_with(|| title_key(text, words))
    }

    fn place(&mut self, text: &'d str) -> &mut Place<'d> {
        let words = self.words;
        self.places.entry(text).or_insert_with(|| {
            let tokens = Tokens::plain(text);
            let mut hits = words.places.all(&tokens, 0);
            hits.retain(|h| h.len == tokens.len());
            Place {
                tokens,
                hits: hits.into_vec(),
                fixed: None,
            }
        })
    }

    /// The countries that a report names, with how often.
    fn countries(&mut self, report: &'d Report) -> BTreeMap<&'d str, usize> {
        let mut out = BTreeMap::new();
        for m in report.mentions.iter().filter(|m| m.kind == EntityKind::Place) {
            for hit in &self.place(&m.text).hits {
                if hit.value.kind == PlaceKind::Country {
                    *out.entry(hit.value.code.as_str()).or_default() += 1;
                }
            }
        }
        out
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
                Some(n)
            })
        }
        EntityKind::Place => Some(place(mention, report, known, countries, nodes)),
        EntityKind::Organization => {
            if mention.form == MentionForm::Short && mention.refers_to.is_some() {
                return None;
            }
            Some(body(mention, report, known, nodes))
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
fn place<'d>(
    mention: &'d Mention,
    report: &Report,
    known: &mut Known<'d>,
    countries: &BTreeMap<&str, usize>,
    nodes: &mut Nodes,
) -> usize {
    let words = known.words;
    let Place { tokens, hits, fixed } = known.place(&mention.text);
    if let Some(fixed) = fixed {
        return *fixed;
    }
    if let Some(hit) = words.fixed.longest(&*tokens, 0).filter(|h| h.len == tokens.len()) {
        let key = match hit.value.key.strip_prefix("P:") {
            Some(code) => format!("l country {code}"),
            None => format!("l fixed {}", hit.value.key),
        };
        return *fixed.insert(nodes.node(key, EntityKind::Place));
    }
    // of several places with this name: a country, else one in a country that the report names, else the greatest
    let best = hits.iter().max_by_key(|h| {
        let p = h.value;
        (
            p.kind == PlaceKind::Country,
            h.form.off == 0,
            countries.get(p.code.as_str()).copied().unwrap_or(0),
            p.capital,
            p.population,
        )
    });
    // a part of a country: "the Libyan south", "southern Libya"
    let folded_first = tokens.folded(0).to_owned();
    let first = words.word(hash_word(&folded_first));
    if first.is(flag::DIRECTION | flag::QUARTER) && tokens.len() <= 3 {
        let bare = folded_first
            .strip_prefix(words.article.as_str())
            .unwrap_or(&folded_first)
            .to_owned();
        let last = tokens.len() - 1;
        let code = if last > 0 {
            let w = words.word(tokens.items()[last].hash());
            if w.nisba > 0 {
                words.nisbas.get(w.nisba as usize - 1).map(|n| n.code.clone())
            } else {
                words
                    .places
                    .all(&tokens, last)
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
        return nodes.node(format!("l called {}", fold(&mention.text)), EntityKind::Place);
    }
    if let Some(hit) = best {
        let p = hit.value;
        let key = match p.kind {
            PlaceKind::Country => format!("l country {}", p.code),
            _ => format!("l {} {}", p.english, p.code),
        };
        let n = nodes.node(key, EntityKind::Place);
        nodes.nodes[n].wikidata.clone_from(&p.wikidata);
        return n;
    }
    let (core, country) = core(&mention.text, words);
    nodes.node(
        format!("l other {core} {}", country.unwrap_or_default()),
        EntityKind::Place,
    )
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
    // the last two words are enough
    let tail = before
        .trim_end()
        .rmatch_indices(char::is_whitespace)
        .nth(1)
        .map_or(0, |(at, _)| at);
    let tokens = Tokens::plain(before.get(tail..).unwrap_or(before));
    tokens.len() >= 2
        && tokens
            .get(tokens.len() - 1)
            .is_some_and(|t| words.namings.contains(&t.hash()))
}

/// The key of a body: its core, its country, and whose it is where the report says so.
fn body<'d>(mention: &'d Mention, report: &Report, known: &mut Known<'d>, nodes: &mut Nodes) -> usize {
    let words = known.words;
    let body = known.bodies.entry(&mention.text).or_insert_with(|| {
        let tokens = Tokens::plain(&mention.text);
        match words.fixed.longest(&tokens, 0).filter(|h| h.len == tokens.len()) {
            Some(fixed) => {
                Body::Fixed(nodes.node(format!("o fixed {}", fixed.value.key), EntityKind::Organization))
            }
            None => {
                let (core, country) = core(&mention.text, words);
                Body::Core(core, country)
            }
        }
    });
    let (core, country) = match body {
        Body::Fixed(n) => return *n,
        Body::Core(core, country) => (core, country),
    };
    let country = country.clone().or_else(|| belongs_to(mention, report, words));
    let n = nodes.node(
        format!("o {core} / {}", country.as_deref().unwrap_or("")),
        EntityKind::Organization,
    );
    nodes.nodes[n].core.clone_from(core);
    nodes.nodes[n].country = country;
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
pub(super) fn title_key(text: &str, words: &NameWords) -> String {
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

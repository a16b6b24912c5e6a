//! What the sequence model sees of a token, and the features made of it.

use crate::names::{listed::without_article, persons, scan::Scan};
use isnad_lang::names::{HeadKind, LABELS, Listed, PlaceKind, Score, SequenceModel, TitleKind, flag};
use isnad_model::{EntityKind, MentionForm};
use isnad_text::{Form, Kind, Script};
use rustc_hash::FxHashMap;

/// Number of features of a token.
pub const FEATURES: usize = 44;

/// What is seen of one token.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    /// Hash of the word, proclitics taken off where the pack knows the rest.
    word: u64,
    /// A coarse class.
    class: u8,
    /// How usual it is in names.
    part: u8,
    /// What the gazetteer of places says.
    place: u8,
    /// What the list of words says.
    listed: u8,
    /// What the rules found, and whether by a rule that is sure.
    rule: u8,
    /// Proclitics, article, relative ending, number of letters.
    shape: u16,
    /// As what the rules know the word elsewhere in the report.
    known: u8,
    /// First two and three letters, last two and three.
    affixes: [u64; 4],
}

/// What the rules found: for each token a label, and the same words elsewhere.
pub(super) struct Rules {
    pub(super) labels: Vec<u8>,
    ids: Vec<u8>,
    known: FxHashMap<u64, u8>,
    /// A rule that is often wrong says so.
    pub(super) doubtful: Vec<bool>,
    /// Half of the words are looked at as if no gazetteer had them.
    pub(super) blind: bool,
}

/// The first label of a kind of entity: the word that begins it.
pub(super) fn first_label(kind: EntityKind) -> Option<u8> {
    match kind {
        EntityKind::Person => Some(1),
        EntityKind::Organization => Some(3),
        EntityKind::Place => Some(5),
        EntityKind::Group => None,
    }
}

impl Rules {
    /// As if the rules had found nothing, and half of the words were in no gazetteer: the model learns to do without.
    pub(super) fn none(scan: &Scan<'_>) -> Self {
        Self {
            labels: vec![0; scan.len()],
            ids: vec![0; scan.len()],
            known: FxHashMap::default(),
            doubtful: Vec::new(),
            blind: true,
        }
    }

    pub(super) fn new(scan: &Scan<'_>) -> Self {
        let n = scan.len();
        let mut out = Self {
            labels: vec![0; n],
            ids: vec![0; n],
            known: FxHashMap::default(),
            doubtful: vec![false; n],
            blind: false,
        };
        // the longest of nested names counts: later finds do not overwrite longer ones
        let mut order: Vec<usize> = (0..scan.finds.len()).collect();
        order.sort_by_key(|&f| (scan.finds[f].tokens.len(), std::cmp::Reverse(f)));
        for f in order {
            let find = &scan.finds[f];
            let Some(label) = first_label(find.kind) else {
                continue;
            };
            if matches!(find.form, MentionForm::Title | MentionForm::Anaphor) || find.tokens.end > n {
                continue;
            }
            let id = isnad_text::hash_word(find.rule) as u8;
            let doubtful = super::DOUBTFUL.contains(&find.rule) && find.titles.is_empty();
            for at in find.tokens.clone() {
                out.labels[at] = label + u8::from(at > find.tokens.start);
                out.ids[at] = id;
                out.doubtful[at] = doubtful;
                if let Some(cell) = scan.cell(at) {
                    *out.known.entry(cell.form.hash).or_default() |= 1 << (label / 2);
                }
            }
            // what goes on behind a shorter name inside this one
            if let Some(next) = out.labels.get(find.tokens.end).copied()
                && next > 0
                && next % 2 == 0
            {
                out.labels[find.tokens.end] = next - 1;
            }
        }
        out
    }
}

/// Classes that are no words.
fn mark_class(c: char) -> u8 {
    match c {
        '.' | '!' | '?' | '\u{061F}' => 40,
        ',' | '\u{060C}' | ';' | '\u{061B}' => 41,
        ':' => 42,
        '(' | '[' => 43,
        ')' | ']' => 44,
        '-' | '\u{2013}' | '\u{2014}' | '/' => 45,
        '"' | '\u{00AB}' | '\u{00BB}' | '\u{201C}' | '\u{201D}' | '\'' => 46,
        _ => 47,
    }
}

/// What is seen of a token. Of one `beside` those that are labelled only what their features take is looked at.
pub(super) fn seen(scan: &Scan<'_>, i: usize, rules: &Rules, beside: bool) -> Seen {
    let Some(token) = scan.token(i) else {
        return Seen::default();
    };
    if token.kind != Kind::Word {
        return Seen {
            word: token.hash(),
            class: if token.kind == Kind::Number {
                48
            } else {
                scan.mark(i).map_or(47, mark_class)
            },
            rule: rules.labels.get(i).copied().unwrap_or(0) << 3,
            ..Seen::default()
        };
    }
    let cell = scan.cells[i];
    let mut word = cell.best;
    let form = cell.form;
    let whole = token.hash();
    let definite = cell.definite.is_some();
    let folded = scan.tokens.folded(i);
    let stem = folded.get(form.skip as usize..).unwrap_or(folded);
    let bare = without_article(scan, stem);
    let (listed, inflected) = scan.listed(i);
    let (mut place, mut place_len) = (0u8, 0usize);
    scan.words.places.each(scan.tokens, i, |hit| {
        let p = hit.value;
        let level = match p.kind {
            PlaceKind::Country => 6,
            _ if p.capital => 5,
            _ if p.ambiguous => 1,
            PlaceKind::Region | PlaceKind::Site => 4,
            PlaceKind::City if p.population == 0 || p.population >= 500_000 => 4,
            PlaceKind::City if p.population >= 50_000 => 3,
            PlaceKind::City => 2,
        };
        if hit.len > place_len || level > place {
            place = place.max(level);
            place_len = place_len.max(hit.len);
        }
    });
    if place_len > 1 {
        place += 8;
    }
    if rules.blind && form.hash.is_multiple_of(2) {
        (word.given, word.surname, place) = (0, 0, place.min(8));
        word.flags &= !flag::FOREIGN;
    }
    let part = word.given * 4 + word.surname + if word.is(flag::FOREIGN) { 16 } else { 0 };
    let title = scan.words.titles.longest(scan.tokens, i).map(|h| h.value.kind);
    let head = scan
        .words
        .heads
        .longest(scan.tokens, i)
        .map(|h| (h.value.kind, h.value.definite));
    let class = if token.script != Script::Arabic {
        if token.capital { 38 } else { 39 }
    } else if word.is(flag::BINDER | flag::PARTICLE) {
        if word.is(flag::PATRONYMIC) { 1 } else { 2 }
    } else if let Some((kind, definite)) = head {
        match (kind, definite) {
            (HeadKind::Organization, false) => 3,
            (HeadKind::Organization, true) => 4,
            (HeadKind::Media, _) => 5,
            (HeadKind::Site, _) => 6,
        }
    } else if let Some(kind) = title {
        match kind {
            TitleKind::Office => 7,
            TitleKind::Rank => 8,
            TitleKind::Style => 9,
            TitleKind::Relation => 10,
            TitleKind::Trade => 11,
        }
    } else if word.is(flag::PLACE_HEAD) {
        12
    } else if word.is(flag::BEFORE_NAME) {
        13
    } else if word.is(flag::CLAUSE_VERB) {
        14
    } else if word.is(flag::LOCATIVE) {
        15
    } else if word.is(flag::DIRECTION | flag::QUARTER) {
        16
    } else if place & 7 >= 5 {
        17
    } else if word.nisba > 0 {
        if definite { 18 } else { 19 }
    } else if word.is(flag::FUNCTION) || listed == Listed::Tool {
        20
    } else if word.part() && listed == Listed::No {
        if word.given >= 2 {
            21
        } else if word.surname >= 2 {
            22
        } else {
            23
        }
    } else if place & 7 >= 3 {
        24
    } else if word.is(flag::BODY_ADJECTIVE) {
        25
    } else if word.part() {
        match (word.given.max(word.surname), inflected) {
            (3, _) => 27,
            (_, false) => 28,
            (_, true) => 29,
        }
    } else if listed == Listed::Verb {
        if inflected { 30 } else { 33 }
    } else if listed != Listed::No {
        match (definite, inflected) {
            (true, _) => 34,
            (false, false) => 35,
            (false, true) => 31,
        }
    } else if definite {
        36
    } else {
        37
    };
    let rule = rules.labels.get(i).copied().unwrap_or(0);
    let word_hash = if form.off != 0 && !word.unknown() {
        form.hash
    } else {
        whole
    };
    if beside {
        return Seen {
            word: word_hash,
            class,
            part,
            listed: listed as u8 | u8::from(inflected) << 3,
            rule: rule << 3,
            ..Seen::default()
        };
    }
    let letters = bare.chars().count();
    let shape = u16::from(form.off & (Form::CONJUNCTION | Form::PREPOSITION | Form::FUSED))
        | u16::from(definite) << 3
        | u16::from(scan.relative_shape(i)) << 4
        | u16::from(persons::plain_end(scan, i)) << 5
        | (letters.min(9) as u16) << 6;
    let even = bare.len() == 2 * letters;
    let cut = |from_start: bool, count: usize| -> u64 {
        let text = if even && letters > count {
            // letters of two bytes each
            let at = if from_start {
                2 * count
            } else {
                bare.len() - 2 * count
            };
            let (start, end) = bare.split_at_checked(at).unwrap_or((bare, bare));
            if from_start { start } else { end }
        } else if from_start {
            match bare.char_indices().nth(count) {
                Some((at, _)) => &bare[..at],
                None => bare,
            }
        } else {
            match bare.char_indices().rev().nth(count - 1) {
                Some((at, _)) => &bare[at..],
                None => bare,
            }
        };
        isnad_text::hash_word(text)
    };
    Seen {
        word: word_hash,
        class,
        part,
        place,
        listed: listed as u8 | u8::from(inflected) << 3,
        rule: rule << 3 | if rule > 0 { rules.ids[i] & 7 } else { 0 },
        shape,
        known: if rule == 0 {
            token
                .forms()
                .iter()
                .filter_map(|f| rules.known.get(&f.hash))
                .fold(0, |a, b| a | b)
        } else {
            0
        },
        affixes: [cut(true, 2), cut(true, 3), cut(false, 2), cut(false, 3)],
    }
}

/// The hash of a feature.
#[inline]
fn feature(template: usize, value: u64) -> u32 {
    let x =
        (value ^ (template as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    let x = (x ^ (x >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    (x >> 32) as u32
}

/// What features with few values are made of: a small number each, below its size.
#[derive(Clone, Copy)]
enum Field {
    /// Classes of the token, the one before and behind it, and those two away.
    Class,
    ClassBefore,
    ClassBehind,
    ClassBefore2,
    ClassBehind2,
    /// Labels that the rules give to it and its neighbours; label and rule together.
    Label,
    LabelBefore,
    LabelBehind,
    Rule,
    /// How usual it and its neighbours are in names.
    Part,
    PartBefore,
    PartBehind,
    Place,
    /// What the list of words says of it and its neighbours.
    Listed,
    ListedBefore,
    ListedBehind,
    /// Its shape, and that without its length.
    Shape,
    Look,
    Known,
}

use Field::{
    Class, ClassBefore, ClassBefore2, ClassBehind, ClassBehind2, Known, Label, LabelBefore, LabelBehind,
    Listed as InList, ListedBefore, ListedBehind, Look, Part, PartBefore, PartBehind, Place, Rule, Shape,
};

/// Number of fields.
const FIELDS: usize = Known as usize + 1;

/// One more than the largest number of each field.
const SIZES: [usize; FIELDS] = [
    CLASSES, CLASSES, CLASSES, CLASSES, CLASSES, 8, 8, 8, 64, 32, 32, 32, 16, 16, 16, 16, 640, 64, 8,
];

/// One more than the largest [class](Seen::class).
const CLASSES: usize = 49;

/// Features with few values: the number of the template, and fields, each with the bits by which it is moved in the value.
/// Their weights stand in tables, so that none of them is hashed and looked for when a report is read.
const SMALL: [(usize, &[(Field, u32)]); FEATURES - HASHED.len()] = [
    (0, &[]),
    (10, &[(Class, 0)]),
    (11, &[(ClassBefore, 0)]),
    (12, &[(ClassBehind, 0)]),
    (13, &[(ClassBefore2, 0)]),
    (14, &[(ClassBehind2, 0)]),
    (15, &[(ClassBefore, 8), (Class, 0)]),
    (16, &[(Class, 8), (ClassBehind, 0)]),
    (20, &[(ClassBefore2, 8), (ClassBefore, 0)]),
    (21, &[(Rule, 0)]),
    (22, &[(LabelBefore, 8), (Label, 0)]),
    (23, &[(Label, 8), (LabelBehind, 0)]),
    (24, &[(Label, 8), (Class, 0)]),
    (26, &[(Part, 0)]),
    (27, &[(PartBefore, 8), (Part, 0)]),
    (28, &[(Part, 8), (PartBehind, 0)]),
    (29, &[(Place, 0)]),
    (30, &[(Place, 8), (ClassBefore, 0)]),
    (31, &[(Place, 8), (Part, 0)]),
    (32, &[(InList, 16), (Look, 0)]),
    (33, &[(InList, 16), (ListedBefore, 8), (ListedBehind, 0)]),
    (34, &[(InList, 24), (Part, 8), (Place, 0)]),
    (35, &[(Shape, 0)]),
    (36, &[(Known, 0)]),
    (37, &[(Known, 8), (Class, 0)]),
    (42, &[(Class, 8), (Look, 0)]),
];

/// The templates of the other features, in the order of [`Observed::values`].
const HASHED: [usize; 18] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 17, 18, 19, 25, 38, 39, 40, 41, 43];

/// What is observed of a token in its sentence, before it becomes features.
pub(super) struct Observed {
    fields: [u16; FIELDS],
    /// Values of the features that are hashed.
    values: [u64; HASHED.len()],
}

impl Observed {
    /// Of the token in the middle of five.
    pub(super) fn of(five: &[Seen; 5]) -> Self {
        let [b2, b1, x, a1, a2] = five;
        let c = |s: &Seen| u64::from(s.class);
        let class = |s: &Seen| u16::from(s.class);
        let label = |s: &Seen| u16::from(s.rule >> 3);
        Self {
            fields: [
                class(x),
                class(b1),
                class(a1),
                class(b2),
                class(a2),
                label(x),
                label(b1),
                label(a1),
                u16::from(x.rule),
                u16::from(x.part),
                u16::from(b1.part),
                u16::from(a1.part),
                u16::from(x.place),
                u16::from(x.listed),
                u16::from(b1.listed),
                u16::from(a1.listed),
                x.shape,
                x.shape & 0x3f,
                u16::from(x.known),
            ],
            values: [
                x.word,
                b1.word,
                a1.word,
                b2.word,
                a2.word,
                x.affixes[0],
                x.affixes[1],
                x.affixes[2],
                x.affixes[3],
                c(b1) << 16 | c(x) << 8 | c(a1),
                c(b2) << 16 | c(b1) << 8 | c(x),
                c(x) << 16 | c(a1) << 8 | c(a2),
                u64::from(x.rule >> 3) << 16 | c(b1) << 8 | c(x),
                b1.word ^ c(x).wrapping_mul(0x9E37_79B9),
                a1.word ^ c(x).wrapping_mul(0x9E37_79B9),
                u64::from(b1.shape & 0x3f) << 16 | c(b1) << 8 | c(x),
                x.affixes[3] ^ u64::from(x.listed),
                b1.word ^ x.word.rotate_left(17),
            ],
        }
    }

    /// All features, hashed, in the order of their templates.
    pub(super) fn features(&self) -> [u32; FEATURES] {
        let mut out = [0; FEATURES];
        for (template, fields) in SMALL {
            let part = |&(field, bits): &(Field, u32)| u64::from(self.fields[field as usize]) << bits;
            out[template] = feature(template, fields.iter().map(part).sum());
        }
        for (template, value) in HASHED.into_iter().zip(self.values) {
            out[template] = feature(template, value);
        }
        out
    }

    /// What the model gives each label for the token.
    pub(super) fn score(&self, model: &SequenceModel) -> [i32; LABELS] {
        let tables = model.tables(tables);
        let mut score = Score::default();
        for ((_, fields), table) in SMALL.iter().zip(tables) {
            let at = fields.iter().fold(0, |at, &(field, _)| {
                at * SIZES[field as usize] + usize::from(self.fields[field as usize])
            });
            score.add(table, at);
        }
        let mut hashed = [0; HASHED.len()];
        for (slot, (template, value)) in hashed.iter_mut().zip(HASHED.into_iter().zip(self.values)) {
            *slot = feature(template, value);
        }
        score.add_features(model, &hashed);
        score.labels()
    }
}

/// For each feature with few values its hash at every value, in the order of their tables.
fn tables() -> Vec<Vec<u32>> {
    let mut out = Vec::with_capacity(SMALL.len());
    for (template, fields) in SMALL {
        let mut values = vec![0u64];
        for &(field, bits) in fields {
            let numbers = 0..SIZES[field as usize] as u64;
            let with = |&value: &u64| numbers.clone().map(move |n| value | n << bits);
            values = values.iter().flat_map(with).collect();
        }
        out.push(values.into_iter().map(|value| feature(template, value)).collect());
    }
    out
}

//! The state of one report's search for names: what is known of every token, and what was found.

use super::listed;
use crate::Page;
use isnad_lang::names::{Listed, NameWords, Word, flag};
use isnad_model::{EntityKind, Mention, MentionForm, Role, Words};
use isnad_text::{Form, Kind, Script, Span, Token, Tokens};
use std::{cell, ops::Range};

/// What is known of a token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    /// Of the token as it stands.
    pub(super) whole: Word,
    /// Of the form with the least taken off that the pack knows; the whole token otherwise.
    pub(super) best: Word,
    /// That form.
    pub(super) form: Form,
    /// The form with the article, if it has one.
    pub(super) definite: Option<Form>,
    /// One past the last token of its sentence; 0 outside of all.
    pub(super) end: u32,
    /// Role of its block.
    pub(super) role: Role,
}

/// A name found, in tokens.
#[derive(Clone, Debug)]
pub(super) struct Find {
    /// Its tokens.
    pub(super) tokens: Range<usize>,
    /// Bytes of the first token that are proclitics.
    pub(super) skip: u8,
    /// What it is.
    pub(super) kind: EntityKind,
    /// How it is named.
    pub(super) form: MentionForm,
    /// Titles: tokens and bytes to skip.
    pub(super) titles: Vec<(Range<usize>, u8)>,
    /// Number of the find it refers to.
    pub(super) refers_to: Option<usize>,
    /// Other finds may lie inside.
    pub(super) open: bool,
    /// The rule that found it.
    pub(super) rule: &'static str,
    /// The sequence model says the same.
    pub(super) agreed: bool,
    /// A classifier of the user's own says the same.
    pub(super) heard: bool,
}

/// What may begin at a token, so that the passes over all tokens need not look at most of them.
pub(super) mod may {
    /// A title.
    pub(in crate::names) const TITLE: u16 = 1;
    /// The adjective of a people with the article.
    pub(in crate::names) const NISBA: u16 = 1 << 1;
    /// A body or building.
    pub(in crate::names) const HEAD: u16 = 1 << 2;
    /// The field of a ministry, with the article.
    pub(in crate::names) const SECTOR: u16 = 1 << 3;
    /// A place of the gazetteer.
    pub(in crate::names) const PLACE: u16 = 1 << 4;
    /// A person's name.
    pub(in crate::names) const PERSON: u16 = 1 << 5;
    /// It is "son of".
    pub(in crate::names) const PATRONYMIC: u16 = 1 << 6;
    /// A surname, or a word that nothing is known of.
    pub(in crate::names) const LONE: u16 = 1 << 7;
    /// It has the article.
    pub(in crate::names) const DEFINITE: u16 = 1 << 8;
    /// It is the last word of the names of media.
    pub(in crate::names) const MEDIA_TAIL: u16 = 1 << 9;
    /// It is a word before places.
    pub(in crate::names) const PLACE_HEAD: u16 = 1 << 10;
    /// A part of a country, with the article.
    pub(in crate::names) const QUARTER: u16 = 1 << 11;
    /// It is a word of kinship.
    pub(in crate::names) const KIN: u16 = 1 << 12;
}

/// No find.
pub(super) const NONE: u32 = u32::MAX;

/// The search in one report.
pub(super) struct Scan<'p> {
    pub(super) page: &'p Page<'p>,
    /// The tokens; where names carry a possessive ending, without it.
    pub(super) tokens: &'p Tokens,
    pub(super) words: &'p NameWords,
    pub(super) cells: Vec<Cell>,
    /// Bits of [`may`] of each token in a sentence.
    may: Vec<u16>,
    /// A few bits of the hash of each form of each token, see [`mark`].
    marks: Vec<u64>,
    /// One past the last token of each token's sentence, and the token's kind: what every pass asks of every token.
    ends: Vec<u32>,
    kinds: Vec<Kind>,
    pub(super) finds: Vec<Find>,
    /// For each token the person it belongs to.
    pub(super) person: Vec<u32>,
    /// For each token the body or place that begins there (the longest).
    pub(super) body: Vec<u32>,
    /// For each token the closed find (a medium, a fixed name) that covers it.
    pub(super) closed: Vec<u32>,
    /// What the large list of words says of each token, once it was asked.
    listed: Vec<cell::Cell<u8>>,
}

impl<'p> Scan<'p> {
    pub(super) fn new(page: &'p Page<'p>, tokens: &'p Tokens) -> Self {
        let words = &page.pack.names;
        let n = tokens.len();
        let mut ends = vec![(0u32, Role::Boilerplate); n];
        for s in &page.sentences {
            for i in s.sentence.tokens.clone() {
                if let Some(e) = ends.get_mut(i) {
                    *e = (s.sentence.tokens.end as u32, s.role);
                }
            }
        }
        let cells: Vec<Cell> = (0..n).map(|i| cell(page, tokens, words, i, ends[i])).collect();
        let seen = |(cell, token): (&Cell, &Token)| what_may(words, cell, token);
        let may = cells.iter().zip(tokens.items()).map(seen).collect();
        let forms = |t: &Token| t.forms().iter().fold(0, |all, f| all | mark(f.hash));
        let marks = tokens.items().iter().map(forms).collect();
        let ends = ends.into_iter().map(|(end, _)| end).collect();
        let kinds = tokens.items().iter().map(|t| t.kind).collect();
        Self {
            page,
            tokens,
            words,
            cells,
            may,
            marks,
            ends,
            kinds,
            finds: Vec::new(),
            person: vec![NONE; n],
            body: vec![NONE; n],
            closed: vec![NONE; n],
            listed: vec![cell::Cell::new(0); n],
        }
    }

    /// What the large list of words says of a token, proclitics and article taken off, and whether an ending had to be taken off too.
    pub(super) fn listed(&self, at: usize) -> (Listed, bool) {
        let Some(cell) = self.listed.get(at) else {
            return (Listed::No, false);
        };
        // 0 where it was not looked up yet
        if cell.get() == 0 {
            let (listed, inflected) = listed::look_up(self, at);
            cell.set(16 | listed as u8 | u8::from(inflected) << 3);
        }
        let known = cell.get();
        (Listed::of(known & 7), known & 8 != 0)
    }

    /// Is the token a word, as it stands, that neither the pack nor the large list of words knows as an everyday one: a name of a
    /// foreigner or of something far away, most likely?
    pub(super) fn strange(&self, at: usize) -> bool {
        let Some(cell) = self.cells.get(at) else {
            return false;
        };
        let word = cell.whole;
        self.is_word(at)
            && self.token(at).is_some_and(|t| t.script == Script::Arabic)
            && (word.unknown() && (cell.form.off == 0 || cell.best.unknown())
                || word.is(flag::FOREIGN) && !word.plain())
            && word.nisba == 0
            && !self.is_closed(at)
            && self.tokens.folded(at).len() > if word.is(flag::FOREIGN) { 4 } else { 6 }
            && !super::persons::plain_end(self, at)
            && self.listed(at).0 == Listed::No
    }

    /// May one of these begin here ([`may`])?
    #[inline]
    pub(super) fn may(&self, at: usize, what: u16) -> bool {
        self.may.get(at).is_some_and(|m| m & what != 0)
    }

    /// May one of the forms of a token be among the hashes that these are the [marks](mark) of?
    #[inline]
    pub(super) fn marked(&self, at: usize, marks: u64) -> bool {
        self.marks.get(at).is_some_and(|m| m & marks != 0)
    }

    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    pub(super) fn token(&self, at: usize) -> Option<&'p Token> {
        self.tokens.get(at)
    }

    pub(super) fn is_word(&self, at: usize) -> bool {
        self.kinds.get(at) == Some(&Kind::Word)
    }

    /// The token's one character, if it is a mark.
    pub(super) fn mark(&self, at: usize) -> Option<char> {
        (self.kinds.get(at) == Some(&Kind::Mark))
            .then(|| self.token(at))
            .flatten()
            .and_then(|t| t.span.of(self.page.text).chars().next())
    }

    pub(super) fn is_comma(&self, at: usize) -> bool {
        matches!(self.mark(at), Some(',' | '\u{060C}'))
    }

    pub(super) fn is_quote(&self, at: usize) -> bool {
        matches!(
            self.mark(at),
            Some(
                '"' | '\u{00AB}'
                    | '\u{00BB}'
                    | '\u{201C}'
                    | '\u{201D}'
                    | '\u{201E}'
                    | '\''
                    | '\u{2018}'
                    | '\u{2019}'
            )
        )
    }

    /// The original letters of a token.
    pub(super) fn word(&self, at: usize) -> &'p str {
        self.tokens.get(at).map_or("", |t| t.span.of(self.page.text))
    }

    /// Is the token, as it stands, another word than the one that is left when this form's proclitics are taken off?
    pub(super) fn other_word(&self, at: usize, form: Form) -> bool {
        let whole = self.whole(at);
        match form.off {
            0 => false,
            Form::CONJUNCTION => whole.part() || whole.is(flag::FUNCTION | flag::BINDER),
            _ if form.off & Form::FUSED != 0 => whole.part(),
            _ => !whole.unknown(),
        }
    }

    /// Has the word an ending of relative adjectives?
    pub(super) fn relative_shape(&self, at: usize) -> bool {
        let folded = self.tokens.folded(at);
        // an ending's last byte tells nearly always
        let last = folded.as_bytes().last();
        self.words
            .adjective_endings
            .iter()
            .any(|e| last == e.as_bytes().last() && folded.ends_with(e.as_str()))
            && folded.chars().count() >= 6
    }

    /// One past the last token of the sentence.
    pub(super) fn end(&self, at: usize) -> usize {
        self.ends.get(at).map_or(0, |&end| end as usize)
    }

    pub(super) fn cell(&self, at: usize) -> Option<&Cell> {
        self.cells.get(at)
    }

    pub(super) fn whole(&self, at: usize) -> Word {
        self.cells.get(at).map_or_else(Word::default, |c| c.whole)
    }

    pub(super) fn best(&self, at: usize) -> Word {
        self.cells.get(at).map_or_else(Word::default, |c| c.best)
    }

    /// Has the token, as it stands, the article?
    pub(super) fn bare_definite(&self, at: usize) -> bool {
        self.cells
            .get(at)
            .is_some_and(|c| c.definite.is_some_and(|f| f.off == 0))
    }

    /// Is this a verb of speech or another word after which a name is likely, "and" before it left out?
    pub(super) fn before_name(&self, at: usize) -> bool {
        self.best(at).is(flag::BEFORE_NAME)
            || self.token(at).is_some_and(|t| {
                t.forms()
                    .iter()
                    .any(|f| f.off == Form::CONJUNCTION && self.words.of(f).0.is(flag::BEFORE_NAME))
            })
    }

    pub(super) fn person_at(&self, at: usize) -> Option<usize> {
        self.person.get(at).filter(|&&f| f != NONE).map(|&f| f as usize)
    }

    pub(super) fn body_at(&self, at: usize) -> Option<usize> {
        self.body.get(at).filter(|&&f| f != NONE).map(|&f| f as usize)
    }

    pub(super) fn is_closed(&self, at: usize) -> bool {
        self.closed.get(at).is_some_and(|&f| f != NONE)
    }

    /// Do two neighbouring tokens belong together, nothing but blanks between them?
    pub(super) fn same_sentence(&self, a: usize, b: usize) -> bool {
        b < self.end(a) && b < self.len()
    }

    /// Adds a find; returns its number. A find with the same tokens and kind is not added twice.
    pub(super) fn add(&mut self, find: Find) -> usize {
        let number = self.finds.len();
        let range = find.tokens.clone();
        if range.is_empty() || range.end > self.len() {
            return number;
        }
        match find.kind {
            EntityKind::Person => {
                for p in &mut self.person[range.clone()] {
                    *p = number as u32;
                }
            }
            _ => {
                let longer = self
                    .body_at(range.start)
                    .is_none_or(|f| self.finds[f].tokens.end <= range.end);
                if let Some(f) = self.body_at(range.start)
                    && self.finds[f].tokens == range
                {
                    return f;
                }
                if longer {
                    self.body[range.start] = number as u32;
                }
            }
        }
        if !find.open {
            // what a closed name covers is part of it
            for at in range.clone() {
                for inner in [self.body_at(at), self.person_at(at)].into_iter().flatten() {
                    let Some(f) = self.finds.get_mut(inner) else {
                        continue;
                    };
                    if !f.tokens.is_empty()
                        && f.tokens != range
                        && range.start <= f.tokens.start
                        && f.tokens.end <= range.end
                    {
                        f.tokens = 0..0;
                    }
                }
                self.body[at] = NONE;
                if find.kind != EntityKind::Person {
                    self.person[at] = NONE;
                }
            }
            if find.kind != EntityKind::Person {
                self.body[range.start] = number as u32;
            }
            for c in &mut self.closed[range] {
                *c = number as u32;
            }
        }
        self.finds.push(find);
        number
    }

    /// Adds a find that stands beside others: it claims no tokens.
    pub(super) fn add_loose(&mut self, find: Find) {
        if !find.tokens.is_empty() && find.tokens.end <= self.len() {
            self.finds.push(find);
        }
    }

    /// Does a body or place end with this token?
    pub(super) fn body_at_end(&self, last: usize) -> bool {
        (last.saturating_sub(6)..=last).any(|i| {
            self.body_at(i)
                .is_some_and(|f| self.finds[f].tokens.end == last + 1)
        })
    }

    /// The span of tokens in bytes, proclitics left out.
    pub(super) fn span(&self, tokens: &Range<usize>, skip: u8) -> Span {
        let items = self.tokens.items();
        match (
            items.get(tokens.start),
            tokens.end.checked_sub(1).and_then(|i| items.get(i)),
        ) {
            (Some(first), Some(last)) if tokens.start < tokens.end => {
                Span::new(first.span.start + skip as usize, last.span.end)
            }
            _ => Span::default(),
        }
    }

    /// The mentions found, in order.
    pub(super) fn mentions(&self) -> Vec<Mention> {
        let mut order: Vec<usize> = (0..self.finds.len()).collect();
        let spans: Vec<Span> = self.finds.iter().map(|f| self.span(&f.tokens, f.skip)).collect();
        let span = |i: usize| spans[i];
        order.retain(|&i| !span(i).is_empty());
        order.sort_by_key(|&i| (span(i).start, std::cmp::Reverse(span(i).end), i));
        order.dedup_by(|b, a| span(*a) == span(*b) && self.finds[*a].kind == self.finds[*b].kind);
        let mut ids = vec![String::new(); self.finds.len()];
        let mut number = itoa::Buffer::new();
        for (n, &i) in order.iter().enumerate() {
            ids[i] = ["m", number.format(n + 1)].concat();
        }
        order
            .iter()
            .map(|&i| {
                let find = &self.finds[i];
                let w = Words::of(self.page.text, span(i));
                let mut titles: Vec<Words> = find
                    .titles
                    .iter()
                    .map(|(t, skip)| Words::of(self.page.text, self.span(t, *skip)))
                    .collect();
                titles.sort();
                titles.dedup();
                Mention {
                    id: ids[i].clone(),
                    start: w.start,
                    end: w.end,
                    text: w.text,
                    kind: find.kind,
                    form: find.form,
                    entity: String::new(),
                    titles,
                    refers_to: find
                        .refers_to
                        .and_then(|r| ids.get(r))
                        .filter(|id| !id.is_empty())
                        .cloned(),
                    rule: match (find.agreed, find.heard) {
                        (false, false) => find.rule.to_owned(),
                        (true, false) => format!("{}+model", find.rule),
                        (false, true) => format!("{}+classifier", find.rule),
                        (true, true) => format!("{}+model+classifier", find.rule),
                    },
                }
            })
            .collect()
    }
}

impl Find {
    pub(super) fn new(tokens: Range<usize>, skip: u8, kind: EntityKind, rule: &'static str) -> Self {
        Self {
            tokens,
            skip,
            kind,
            form: MentionForm::Name,
            titles: Vec::new(),
            refers_to: None,
            open: true,
            rule,
            agreed: false,
            heard: false,
        }
    }

    pub(super) fn form(mut self, form: MentionForm) -> Self {
        self.form = form;
        self
    }

    pub(super) fn closed(mut self) -> Self {
        self.open = false;
        self
    }
}

/// A bit that stands for a hash: a set of hashes is the bits of its members, which never forgets one but may take another for it.
#[inline]
pub(super) fn mark(hash: u64) -> u64 {
    1 << (hash >> 58)
}

fn what_may(words: &NameWords, cell: &Cell, token: &Token) -> u16 {
    if cell.end == 0 || token.kind != Kind::Word {
        return 0;
    }
    let (best, whole) = (cell.best, cell.whole);
    let definite = cell.definite.map(|f| words.of(&f).0);
    let of_definite = |flags: u32| definite.is_some_and(|w| w.is(flags));
    let syllable = !words.syllables.is_empty() && words.syllables.contains(&token.hash());
    let bits = [
        (may::TITLE, words.titles.may_begin(token)),
        (may::NISBA, definite.is_some_and(|w| w.nisba > 0)),
        (may::HEAD, words.heads.may_begin(token)),
        (may::SECTOR, of_definite(flag::SECTOR)),
        (may::PLACE, words.places.may_begin(token)),
        (
            may::PERSON,
            best.given > 0 || best.surname > 1 || best.is(flag::BINDER) || syllable,
        ),
        (may::PATRONYMIC, whole.is(flag::PATRONYMIC)),
        (
            may::LONE,
            whole.surname > 0 || whole.unknown() && cell.form.off == 0,
        ),
        (may::DEFINITE, definite.is_some()),
        (may::MEDIA_TAIL, whole.is(flag::MEDIA_TAIL)),
        (may::PLACE_HEAD, best.is(flag::PLACE_HEAD)),
        (may::QUARTER, of_definite(flag::QUARTER)),
        (may::KIN, whole.is(flag::KIN)),
    ];
    bits.iter()
        .fold(0, |all, &(bit, is)| if is { all | bit } else { all })
}

fn cell(page: &Page<'_>, tokens: &Tokens, words: &NameWords, at: usize, (end, role): (u32, Role)) -> Cell {
    let none = Form::default();
    let Some(token) = tokens.get(at).filter(|t| t.kind == Kind::Word) else {
        return Cell {
            whole: Word::default(),
            best: Word::default(),
            form: none,
            definite: None,
            end,
            role,
        };
    };
    let original = token.span.of(page.text);
    let look = |form: &Form| {
        let (mut word, doubtful) = words.of(form);
        // spellings that folding would confuse with names
        if doubtful
            && form.off & Form::FUSED == 0
            && original
                .get(form.skip as usize..)
                .is_some_and(|w| words.function_spellings.contains(w))
        {
            word = Word {
                flags: word.flags | flag::FUNCTION,
                given: 0,
                surname: 0,
                nisba: 0,
            };
        }
        word
    };
    let forms = token.forms();
    let whole = forms.first().map_or_else(Word::default, look);
    let mut best = (whole, forms.first().copied().unwrap_or(none));
    if whole.unknown() {
        for form in forms.iter().skip(1) {
            let word = look(form);
            if !word.unknown() {
                best = (word, *form);
                break;
            }
        }
    }
    // a rare surname that is a usual name behind a preposition
    if whole.given == 0 && whole.surname == 1 && whole.flags == 0 {
        for form in forms.iter().filter(|f| f.off == Form::PREPOSITION) {
            let word = look(form);
            if word.given > 2 {
                best = (word, *form);
                break;
            }
        }
    }
    Cell {
        whole,
        best: best.0,
        form: best.1,
        definite: words.definite(tokens, at),
        end,
        role,
    }
}

//! What the speech layer sees: page, words, mentions, times and marks, by token.

use super::marks::{Pair, is_stop, pairs};
use crate::{Layers, Page};
use isnad_lang::speech::{Order, SpeechWords};
use isnad_model::{EntityKind, Mention, MentionForm, Span};
use isnad_text::{Form, Kind, Phrases};
use std::ops::Range;

/// A mention with the tokens it covers.
#[derive(Debug)]
pub(super) struct Named<'a> {
    pub(super) mention: &'a Mention,
    /// Tokens of the name.
    pub(super) tokens: Range<usize>,
    /// Tokens of the name and its titles.
    pub(super) cover: Range<usize>,
}

impl Named<'_> {
    /// Can it speak? Places do only as a metonym.
    pub(super) fn speaks(&self) -> bool {
        self.mention.kind != EntityKind::Place || self.mention.form == MentionForm::Metonym
    }

    /// Is it a person called by name?
    pub(super) fn is_person(&self) -> bool {
        self.mention.kind == EntityKind::Person
    }
}

/// A report as the speech layer sees it.
pub(super) struct Scene<'a> {
    pub(super) page: &'a Page<'a>,
    pub(super) words: &'a SpeechWords,
    pub(super) pairs: Vec<Pair>,
    /// The mentions, by first token of the name.
    pub(super) named: Vec<Named<'a>>,
    /// Numbers of the mentions, by first token with titles.
    by_cover: Vec<u32>,
    /// For every pair: is it speech if a verb introduces it, and if none does?
    speech: Vec<[bool; 2]>,
    /// For every token the number of the pair that holds it, plus one.
    in_pair: Vec<u32>,
    /// For every token: 1 inside a time expression, 2 inside a name.
    flags: Vec<u8>,
}

/// Possessive pronouns of the third person singular, as they are written at the end of a noun.
const HEH: char = '\u{647}';
const HA: &str = "\u{647}\u{627}";

const TIME: u8 = 1;
const NAME: u8 = 2;

impl<'a> Scene<'a> {
    pub(super) fn new(page: &'a Page<'a>, layers: &'a Layers) -> Self {
        let pairs = pairs(page);
        let n = page.tokens.len();
        let mut in_pair = vec![0; n];
        for (number, pair) in pairs.iter().enumerate() {
            for slot in &mut in_pair[pair.tokens.clone()] {
                *slot = number as u32 + 1;
            }
        }
        let mut flags = vec![0; n];
        for time in &layers.times {
            for flag in &mut flags[page.tokens.within(time.span())] {
                *flag |= TIME;
            }
        }
        // whom a byline or a credit names says nothing in the report
        let blocks = &page.report.blocks;
        let content = |byte: usize| {
            let at = blocks.partition_point(|b| b.end <= byte);
            blocks
                .get(at)
                .is_none_or(|b| b.start > byte || b.role.is_content())
        };
        let mut named: Vec<_> = layers
            .mentions
            .iter()
            .filter(|mention| content(mention.start) && !in_address(page, mention.span()))
            .filter(|mention| !is_owned_thing(page, mention))
            .map(|mention| {
                let tokens = page.tokens.within(mention.span());
                let cover = mention
                    .titles
                    .iter()
                    .fold(mention.span(), |all, title| all.join(title.span()));
                Named {
                    mention,
                    tokens,
                    cover: page.tokens.within(cover),
                }
            })
            .collect();
        named.sort_by_key(|n: &Named<'_>| (n.tokens.start, n.tokens.end));
        let mut by_cover: Vec<u32> = (0..named.len() as u32).collect();
        by_cover.sort_by_key(|&i| named.get(i as usize).map(|n| n.cover.start));
        for one in &named {
            if matches!(one.mention.form, MentionForm::Name | MentionForm::Short) {
                for flag in &mut flags[one.tokens.clone()] {
                    *flag |= NAME;
                }
            }
        }
        let mut scene = Self {
            page,
            words: &page.pack.speech,
            pairs,
            named,
            by_cover,
            speech: Vec::new(),
            in_pair,
            flags,
        };
        scene.speech = scene
            .pairs
            .iter()
            .map(|p| [true, false].map(|reported| scene.looks_like_speech(p, reported)))
            .collect();
        scene
    }

    /// The mentions that begin, titles included, at most sixty tokens before this one or at it.
    pub(super) fn around(&self, token: usize) -> impl Iterator<Item = &Named<'a>> {
        let start = |i: u32| self.named.get(i as usize).map_or(0, |n| n.cover.start);
        let from = self.by_cover.partition_point(|&i| start(i) + 60 < token);
        let to = self.by_cover.partition_point(|&i| start(i) <= token).max(from);
        self.by_cover[from..to]
            .iter()
            .filter_map(|&i| self.named.get(i as usize))
    }

    pub(super) fn verb_first(&self) -> bool {
        self.words.order == Order::VerbFirst
    }

    pub(super) fn is_time(&self, token: usize) -> bool {
        self.flags.get(token).is_some_and(|f| f & TIME != 0)
    }

    pub(super) fn is_name(&self, token: usize) -> bool {
        self.flags.get(token).is_some_and(|f| f & NAME != 0)
    }

    /// The pair that holds this token between its marks.
    pub(super) fn pair_of(&self, token: usize) -> Option<&Pair> {
        let number = *self.in_pair.get(token)?;
        self.pairs.get((number as usize).checked_sub(1)?)
    }

    /// Numbers of the pairs that touch these tokens or their neighbours.
    pub(super) fn pairs_near(&self, tokens: &Range<usize>) -> Range<usize> {
        let from = self.pairs.partition_point(|p| p.tokens.end < tokens.start);
        let to = self.pairs.partition_point(|p| p.tokens.start <= tokens.end);
        from..to.max(from)
    }

    /// The pair that this token opens.
    pub(super) fn pair_opened(&self, token: usize) -> Option<&Pair> {
        self.pair_of(token + 1).filter(|p| p.tokens.start == token + 1)
    }

    pub(super) fn is_mark(&self, token: usize) -> bool {
        self.page.tokens.get(token).is_some_and(|t| t.kind == Kind::Mark)
    }

    pub(super) fn is_comma(&self, token: usize) -> bool {
        matches!(self.page.word(token), "," | "\u{60C}")
    }

    pub(super) fn is_stop(&self, token: usize) -> bool {
        // a full stop inside an address or an abbreviation is none
        let glued = |i: usize| self.page.tokens.get(i).is_some_and(|t| t.glued);
        let inside =
            || self.page.word(token) == "." && glued(token) && glued(token + 1) && !self.is_mark(token + 1);
        is_stop(self.page, token) && !inside()
    }

    /// Was a conjunction taken off this form, or nothing?
    pub(super) fn plain(form: Form) -> bool {
        form.off & !Form::CONJUNCTION == 0
    }

    /// Length of the phrase that begins here, nothing taken off but a conjunction.
    pub(super) fn has<T>(&self, list: &Phrases<T>, token: usize) -> Option<usize> {
        list.longest_where(&self.page.tokens, token, Self::plain)
            .map(|hit| hit.len)
    }

    /// Length of the phrase that begins here as it stands.
    pub(super) fn has_exact<T>(&self, list: &Phrases<T>, token: usize) -> Option<usize> {
        list.exact(&self.page.tokens, token).map(|hit| hit.len)
    }

    /// The span of tokens, punctuation at both ends left out.
    pub(super) fn trimmed(&self, mut tokens: Range<usize>) -> Range<usize> {
        while tokens.start < tokens.end && is_stop(self.page, tokens.start) {
            tokens.start += 1;
        }
        while tokens.start < tokens.end && is_stop(self.page, tokens.end - 1) {
            tokens.end -= 1;
        }
        tokens
    }

    /// Number of words among the tokens.
    pub(super) fn count(&self, tokens: Range<usize>) -> usize {
        tokens.filter(|&i| !self.is_mark(i)).count()
    }

    /// Mentions that begin inside these tokens, in order.
    pub(super) fn named_in(&self, tokens: Range<usize>) -> impl DoubleEndedIterator<Item = &Named<'a>> {
        let from = self.named.partition_point(|n| n.tokens.start < tokens.start);
        let to = self
            .named
            .partition_point(|n| n.tokens.start < tokens.end)
            .max(from);
        self.named[from..to].iter()
    }

    /// Do the words in marks look like speech, rather than like a name, a title or a word that is held at arm's length?
    pub(super) fn is_speech(&self, pair: &Pair, reported: bool) -> bool {
        let number = self
            .in_pair
            .get(pair.tokens.start)
            .and_then(|n| (*n as usize).checked_sub(1));
        number
            .and_then(|n| self.speech.get(n))
            .is_some_and(|s| s[usize::from(!reported)])
    }

    fn looks_like_speech(&self, pair: &Pair, reported: bool) -> bool {
        let words = pair.words(self.page);
        // one word, or one name with full stops in it
        if words <= 1 || !pair.span.of(self.page.text).contains(char::is_whitespace) {
            return false;
        }
        let named = self.around(pair.tokens.start + 1).any(|n| {
            n.mention.form != MentionForm::Anaphor
                && n.mention.form != MentionForm::Title
                && n.tokens.len() + 1 >= pair.tokens.len()
                && overlap(n.mention.span(), pair.span)
        });
        if named {
            return false;
        }
        let before = pair.tokens.start.checked_sub(2);
        if before.is_some_and(|b| {
            self.has_exact(&self.words.title_heads, b).is_some()
                || self.page.word(b) == ":"
                    && b.checked_sub(1)
                        .is_some_and(|c| self.has_exact(&self.words.title_heads, c).is_some())
        }) {
            return false;
        }
        // "the director of 'NAME'"
        if self.verb_first()
            && words <= 4
            && before.is_some_and(|b| self.has_exact(&self.words.people, b).is_some())
        {
            return false;
        }
        if before.is_some_and(|b| {
            self.words
                .name_heads
                .longest(&self.page.tokens, b)
                .is_some_and(|h| h.len == 1)
        }) && words <= 6
        {
            return false;
        }
        // "the training programme 'NAME'": an attribute stands between
        let attribute = before
            .filter(|&b| {
                !self.words.article.is_empty() && self.page.tokens.folded(b).starts_with(&self.words.article)
            })
            .and_then(|b| b.checked_sub(1))
            .is_some_and(|b| {
                self.words
                    .name_heads
                    .longest(&self.page.tokens, b)
                    .is_some_and(|h| h.len == 1)
            });
        if attribute && words <= 10 {
            return false;
        }
        // a name in another language's words, which no list has
        let foreign = || {
            let known = |i: usize| {
                let token = self.page.tokens.get(i).filter(|t| t.kind == Kind::Word);
                token.is_some_and(|t| {
                    t.forms()
                        .iter()
                        .any(|f| !self.page.pack.names.word(f.hash).unknown())
                })
            };
            !pair.tokens.clone().any(known)
        };
        let introduced =
            before.is_some_and(|b| self.page.word(b) == ":" || self.has_exact(&self.words.that, b).is_some());
        if self.verb_first() && words <= 3 && !introduced && foreign() {
            return false;
        }
        if words == 2 {
            let definite = pair.tokens.clone().any(|i| {
                !self.words.article.is_empty() && self.page.tokens.folded(i).starts_with(&self.words.article)
                    || self.page.tokens.get(i).is_some_and(|t| t.capital)
                    || self.is_name(i) && self.verb_first()
            });
            return reported && !definite;
        }
        reported || words >= 4
    }
}

/// Is this a word with a preposition before it and a pronoun behind it ("to his speech"), which is nobody's name?
fn is_owned_thing(page: &Page<'_>, mention: &Mention) -> bool {
    let tokens = page.tokens.within(mention.span());
    let owned = |i: usize| {
        let word = page.word(i);
        (word.ends_with(HEH) || word.ends_with(HA))
            && page
                .tokens
                .get(i)
                .is_some_and(|t| t.forms().iter().any(|f| f.off & Form::PREPOSITION != 0))
    };
    mention.kind == EntityKind::Person
        && tokens.len() == 1
        && !mention.titles.is_empty()
        && owned(tokens.start)
}

/// Is this a part of an address on the web ("www.NAME.org")?
fn in_address(page: &Page<'_>, span: Span) -> bool {
    let tokens = page.tokens.within(span);
    let dot = |i: usize| page.word(i) == "." && page.tokens.get(i).is_some_and(|t| t.glued);
    let glued = page.tokens.get(tokens.start).is_some_and(|t| t.glued);
    glued && tokens.start.checked_sub(1).is_some_and(dot) && dot(tokens.end)
}

fn overlap(a: Span, b: Span) -> bool {
    let common = a.end.min(b.end).saturating_sub(a.start.max(b.start));
    common * 10 >= b.len() * 8
}

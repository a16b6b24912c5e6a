//! Links of chains: the words that stand for a speaker, and what is known of them.

use super::scene::{Named, Scene};
use isnad_model::{EntityKind, Link, MentionForm, Span, Words};
use isnad_text::Form;
use std::ops::Range;

impl Scene<'_> {
    /// Do two links name the same one, as far as this report shows?
    pub(super) fn same(&self, a: &Link, b: &Link) -> bool {
        let mention = |l: &Link| {
            self.named
                .iter()
                .map(|n| n.mention)
                .find(|m| m.start == l.start && m.end == l.end)
        };
        let refers = |a: &Link, b: &Link| {
            mention(a)
                .and_then(|m| m.refers_to.as_ref())
                .is_some_and(|id| mention(b).is_some_and(|m| m.id == *id || m.refers_to.as_ref() == Some(id)))
        };
        a.text.contains(&b.text) || b.text.contains(&a.text) || refers(a, b) || refers(b, a)
    }

    /// The names that a conjunction joins to the name of this link ("A and B said").
    pub(super) fn joined(&self, link: &Link) -> Vec<Link> {
        let at = self.page.tokens.at_byte(link.start);
        let of = |named: &&Named<'_>| named.mention.start == link.start && named.mention.end == link.end;
        let Some(first) = self.named_in(at..at + 1).find(of) else {
            return Vec::new();
        };
        let mut out = Vec::new();
        let mut end = first.cover.end;
        while let Some(next) = self.joined_at(end, first) {
            out.push(self.link(next));
            end = next.cover.end;
        }
        out
    }

    /// The name of the same kind that begins here with a conjunction, written together with it or before it.
    fn joined_at(&self, at: usize, first: &Named<'_>) -> Option<&Named<'_>> {
        let attached = self
            .page
            .tokens
            .get(at)
            .is_some_and(|t| t.forms().iter().any(|f| f.off & Form::CONJUNCTION != 0));
        let alone = !self.verb_first() && self.has_exact(&self.words.linkers, at) == Some(1);
        let from = if alone { at + 1 } else { at };
        if !attached && !alone {
            return None;
        }
        self.named_at(from)
            .filter(|n| n.mention.kind == first.mention.kind && n.speaks() == first.speaks())
    }

    /// Does the link stand on a mention, or is it an unnamed source?
    pub(super) fn is_known(&self, link: &Link) -> bool {
        let document = |at: usize| self.words.documents.longest(&self.page.tokens, at).is_some();
        let at = self.page.tokens.at_byte(link.start);
        document(at)
            || (at > 0 && document(at - 1))
            || link.anonymous.is_some()
            || link.medium.is_some()
            || self.is_people(link)
            || self
                .named_in(at..at + 1)
                .any(|n| n.mention.start == link.start && n.mention.end == link.end)
    }

    /// Does the link stand on a mention?
    pub(super) fn is_named(&self, link: &Link) -> bool {
        let at = self.page.tokens.at_byte(link.start);
        self.named_in(at..at + 1)
            .any(|n| n.mention.start == link.start && n.mention.end == link.end)
    }

    /// Does the link stand on the name of one person or body?
    pub(super) fn is_singular(&self, link: &Link) -> bool {
        self.named.iter().any(|n| {
            n.mention.start == link.start
                && n.mention.end == link.end
                && (n.is_person() || n.mention.kind == EntityKind::Organization)
        })
    }

    /// Does the link stand on words that a noun of people or bodies opens?
    pub(super) fn is_people(&self, link: &Link) -> bool {
        let at = self.page.tokens.at_byte(link.start);
        self.has(&self.words.people, at).is_some()
    }

    /// Does the link tell some of many ("a number of NOUNS")?
    pub(super) fn is_part(&self, link: &Link) -> bool {
        let head = self.page.tokens.at_byte(link.start);
        self.has_exact(&self.words.partitives, head + 1).is_some()
    }

    /// Does the link stand on the name of a person?
    pub(super) fn is_name_of_person(&self, link: &Link) -> bool {
        self.named
            .iter()
            .any(|n| n.mention.start == link.start && n.mention.end == link.end && n.is_person())
    }

    /// The media that the words address ("in a statement to agency X"): they carried what was said.
    pub(super) fn addressed_media(&self, region: Range<usize>) -> Option<Link> {
        let named = self.named_in(region).find(|n| {
            n.mention.kind == EntityKind::Organization
                && matches!(n.mention.form, MentionForm::Name | MentionForm::Short)
                && self.addressed(n.cover.start).is_some()
                && self.medium(n.cover.start..n.cover.start + 1).is_some()
        })?;
        Some(Link {
            medium: self.medium(named.cover.clone()),
            ..self.link(named)
        })
    }

    pub(super) fn link(&self, named: &Named<'_>) -> Link {
        let words = Words::of(self.page.text, named.mention.span());
        Link {
            text: words.text,
            start: words.start,
            end: words.end,
            ..Link::default()
        }
    }

    /// A link on words that are no mention; the article-like conjunction before the first word is left out.
    pub(super) fn phrase(&self, tokens: Range<usize>) -> Option<Link> {
        let mut tokens = self.trimmed(tokens);
        while tokens.len() > 1 && self.has_exact(&self.words.determiners, tokens.start).is_some() {
            tokens.start += 1;
        }
        if tokens.is_empty() {
            return None;
        }
        let span = self.page.span(tokens.clone());
        let span = if self.pair_closed(tokens.end) {
            Span::new(span.start, self.page.tokens.get(tokens.end)?.span.end)
        } else {
            span
        };
        let words = Words::of(self.page.text, span);
        Some(Link {
            text: words.text,
            start: words.start,
            end: words.end,
            ..Link::default()
        })
    }

    /// The medium that words name: a statement, a page, a channel.
    pub(super) fn medium(&self, tokens: Range<usize>) -> Option<String> {
        tokens.into_iter().find_map(|i| {
            self.words
                .media
                .longest(&self.page.tokens, i)
                .map(|h| h.value.clone())
        })
    }
}

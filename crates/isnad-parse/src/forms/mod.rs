//! A piece in, its text with places and what it tells out: one module for each structured form.

pub(crate) mod item;
pub(crate) mod mail;
pub(crate) mod markup;
pub(crate) mod news;
pub(crate) mod record;
pub(crate) mod xml;

use crate::{
    Extract, ParseOptions, Told,
    decode::Note,
    html::{self, Kind, Statement},
    sniff,
};
use isnad_lang::Packs;
use isnad_model::Role;

/// What a structured form holds.
#[derive(Debug, Default)]
pub(crate) struct Taken {
    /// The text, its places counted in the piece's bytes.
    pub(crate) text: Extract,
    /// What it tells beside the text.
    pub(crate) told: Told,
    /// What was odd.
    pub(crate) notes: Vec<Note>,
}

/// How HTML inside a form is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Inner<'a> {
    pub(crate) options: &'a ParseOptions,
    pub(crate) packs: &'a Packs,
}

impl Inner<'_> {
    /// The words of HTML as a reader sees them, with their places in it: of a whole page those of its article, of a fragment those
    /// of all its blocks. Where the form has a title of its own, that of the page is left out; what the page says of itself is told.
    pub(crate) fn words(self, html: &str, titled: bool, told: &mut Told) -> Extract {
        if let Some(page) = self.article(html) {
            let value = |facts: &[Statement]| facts.first().map(|fact| fact.value.clone());
            *told = std::mem::take(told).or(&Told {
                url: value(&page.urls),
                outlet: value(&page.outlets),
                authors: page.authors.iter().map(|author| author.value.clone()).collect(),
                published: value(&page.published),
                updated: value(&page.updated),
                ..Told::default()
            });
            return page
                .text
                .only(|part| !(titled && part.role == Some(Role::Headline)));
        }
        let mut text = Extract::default();
        markup::words(html, &mut text);
        text
    }

    /// The page that this is, if it is a whole one and holds an article.
    fn article(self, html: &str) -> Option<html::Page> {
        if sniff::foreign_text(html) != Some("HTML") {
            return None;
        }
        // its characters were decoded with the form
        let options = ParseOptions {
            encoding: None,
            ..self.options.clone()
        };
        let page = html::page(html.as_bytes(), Some("utf-8"), &options, self.packs).ok()?;
        (page.kind == Kind::Article && !page.text.text().is_empty()).then_some(page)
    }
}

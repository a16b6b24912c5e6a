//! Briefing and the words it rests on to HTML: one page that needs no script and no network.
//!
//! Every line of the briefing is a `<details>`: it opens to the words it rests on, highlighted in their paragraph, and from
//! there a link leads to the same words in the report's text at the end of the page. Statements show the chain through
//! which each report has them. A `Content-Security-Policy` lets nothing load or run but the style of the page itself; text of
//! reports is escaped, and words of the other direction stand in a `<bdi>`.
#![doc(test(attr(deny(warnings))))]

mod lines;
mod marks;
mod page;
mod sources;
#[cfg(test)]
mod tests;
mod texts;
mod write;

use isnad_export::{Artifact, Context, ExportError, Exporter, Info, OptionInfo};
use isnad_model::{Briefing, Dossier};
use page::Desk;
use sources::Shown;

/// The briefing as one page, `index.html`; with `texts=pages` also a page for the text of each cited report.
#[derive(Clone, Copy, Debug, Default)]
pub struct Html;

/// Where the texts of the cited reports are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Texts {
    /// On the page itself.
    Inline,
    /// On pages of their own.
    Pages,
    /// Nowhere: only the words cited are shown.
    None,
}

const MEDIA_TYPE: &str = "text/html";

impl Html {
    fn texts(self, context: &Context) -> Texts {
        match context.option(&self.info(), "texts") {
            "pages" => Texts::Pages,
            "none" => Texts::None,
            _ => Texts::Inline,
        }
    }
}

impl Exporter for Html {
    fn info(&self) -> Info {
        Info::new(
            "html",
            "the briefing as a page: every line opens the words it rests on, in the report's text",
            MEDIA_TYPE,
        )
        .of_sections()
        .with(OptionInfo::choice(
            "texts",
            "where the texts of the cited reports are: on the page, on a page each, or nowhere but for the words cited",
            &["inline", "pages", "none"],
        ))
    }

    fn check(&self, dossier: &Dossier, briefing: &Briefing, context: &Context) -> Vec<String> {
        let desk = Desk::new(dossier, briefing, self.texts(context));
        let cut = desk.sources.all.iter().filter(|s| s.shown == Shown::Cut).count();
        let uncited = dossier.reports.len().saturating_sub(desk.sources.all.len());
        let mut losses = Vec::new();
        if cut > 0 {
            losses.push(format!(
                "the texts of {cut} reports are cut to what stands around the words cited; --option texts=pages gives each \
                 report a page"
            ));
        }
        if uncited > 0 {
            losses.push(format!(
                "{uncited} reports are not on the page: no line of the briefing cites them"
            ));
        }
        losses
    }

    fn export(
        &self,
        dossier: &Dossier,
        briefing: &Briefing,
        context: &Context,
    ) -> Result<Vec<Artifact>, ExportError> {
        let desk = Desk::new(dossier, briefing, self.texts(context));
        let texts = desk
            .sources
            .all
            .iter()
            .filter(|s| s.has_text() && !s.page.is_empty());
        let pages = texts.map(|s| Artifact::new(&s.page, MEDIA_TYPE, desk.text_page(s)));
        Ok(
            std::iter::once(Artifact::new("index.html", MEDIA_TYPE, desk.index()))
                .chain(pages)
                .collect(),
        )
    }
}

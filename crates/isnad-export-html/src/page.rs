//! The page: what all of its parts share, and its frame.

use crate::sources::{Shown, Source, Sources};
use crate::write::{clip, dir, escape, inline, lang};
use crate::{Texts, lines, texts};
use base64::{Engine, engine::general_purpose::STANDARD};
use isnad_model::bidi::Direction;
use isnad_model::{Briefing, Date, Dossier, Section};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;

/// How every page looks.
const STYLE: &str = include_str!("style.css");
/// Letters of a headline where it names a source.
const NAME: usize = 260;
/// Letters of cited words in the list of sources.
const QUOTE: usize = 420;
/// Letters of any other sentence: more than the briefing ever writes.
const SENTENCE: usize = 3_000;

/// What the parts of a page look up.
pub(crate) struct Desk<'a> {
    pub(crate) briefing: &'a Briefing,
    pub(crate) base: Direction,
    pub(crate) sources: Sources<'a>,
    program: &'a str,
    as_of: Option<Date>,
    days: BTreeMap<&'a str, Date>,
    texts: Texts,
}

impl<'a> Desk<'a> {
    pub(crate) fn new(dossier: &'a Dossier, briefing: &'a Briefing, texts: Texts) -> Self {
        let base = if briefing.rtl {
            Direction::Rtl
        } else {
            Direction::Ltr
        };
        let day = |e: &'a isnad_model::Event| {
            let sure = e.when.certainty != isnad_model::Certainty::Approximate;
            let day = e
                .when
                .earliest
                .filter(|_| sure && e.when.earliest == e.when.latest)?;
            Some((e.id.as_str(), day))
        };
        Self {
            sources: Sources::new(dossier, briefing, texts, base),
            program: &dossier.made_by.program,
            as_of: dossier.made_by.as_of,
            days: dossier.events.iter().filter_map(day).collect(),
            briefing,
            base,
            texts,
        }
    }

    /// The single day of an event, if it has one.
    pub(crate) fn day(&self, event: Option<&str>) -> Option<Date> {
        self.days.get(event?).copied()
    }

    /// A sentence as HTML.
    pub(crate) fn sentence(&self, text: &str) -> String {
        inline(&clip(text, SENTENCE), self.base)
    }

    /// A word of the briefing's language; its key where the briefing has none.
    pub(crate) fn label<'k>(&'k self, key: &'k str) -> &'k str {
        self.briefing.labels.get(key).map_or(key, String::as_str)
    }

    /// The name of the outlet of the source with this number; empty where it is not known.
    pub(crate) fn outlet(&self, number: usize) -> &'a str {
        let source = number
            .checked_sub(1)
            .and_then(|at| self.sources.all.get(at))
            .filter(|s| s.entry.number == number);
        source
            .and_then(|s| s.report?.outlet.as_ref())
            .map_or("", |o| o.name.as_str())
    }

    /// The number of a source with its outlet, headline and date.
    pub(crate) fn name(&self, source: &Source<'_>) -> String {
        let name = inline(&clip(&source.entry.text, NAME), self.base);
        format!("<span class=\"n\">[{}]</span> {name}", source.entry.number)
    }

    /// `line 7`, a link where the text is shown.
    pub(crate) fn line_link(&self, line: usize, link: Option<&str>) -> String {
        let text = format!("{} {line}", self.sentence(self.label("line")));
        match link {
            Some(link) => format!("<a href=\"{link}\">{text}</a>"),
            None => text,
        }
    }

    /// The page with the briefing.
    pub(crate) fn index(&self) -> String {
        let mut out = String::new();
        let title = match self.briefing.title.trim() {
            "" => self.program,
            title => title,
        };
        let title = clip(title, NAME);
        self.head(&title, &mut out);
        let _ = writeln!(
            out,
            "<a class=\"skip\" href=\"#briefing\">{}</a>\n<header class=\"masthead\">\n<h1>{}</h1>",
            self.sentence(self.label("skip")),
            inline(&title, self.base)
        );
        self.paragraph("summary", &self.briefing.summary, &mut out);
        out.push_str("</header>\n");
        self.contents(&mut out);
        out.push_str("<main id=\"briefing\">\n");
        if !self.briefing.sections.is_empty() {
            self.paragraph("hint", self.label("hint"), &mut out);
        }
        for (n, section) in self.briefing.sections.iter().enumerate() {
            self.section(n, section, &mut out);
        }
        self.list_sources(&mut out);
        out.push_str("</main>\n");
        self.foot(&mut out);
        out
    }

    /// A page with the text of one report.
    pub(crate) fn text_page(&self, source: &Source<'_>) -> String {
        let mut out = String::new();
        let name = clip(&source.entry.text, NAME);
        self.head(&name, &mut out);
        let _ = writeln!(
            out,
            "<header class=\"masthead small\">\n<p><a href=\"../index.html#src-{}\">{}</a></p>\n<h1>{}</h1>\n</header>\n<main>",
            source.entry.number,
            self.sentence(self.label("back")),
            inline(&name, self.base)
        );
        self.text(source, &mut out);
        out.push_str("</main>\n");
        self.foot(&mut out);
        out
    }

    /// Everything up to the body. Nothing but this very style may be loaded or run.
    fn head(&self, title: &str, out: &mut String) {
        let hash = STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
        let tag = lang(&self.briefing.language);
        let _ = write!(
            out,
            "<!DOCTYPE html>\n<html lang=\"{tag}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{hash}'; \
             base-uri 'none'; form-action 'none'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <meta name=\"generator\" content=\"{}\">\n<title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
            dir(self.base),
            escape(self.program),
            match escape(title.trim()) {
                title if title.trim().is_empty() => "isnad".to_owned(),
                title => title,
            },
        );
    }

    fn foot(&self, out: &mut String) {
        let mut parts = Vec::new();
        if !self.program.is_empty() {
            let label = self.sentence(self.label("made-by"));
            parts.push(format!("{label} <bdi dir=\"ltr\">{}</bdi>", escape(self.program)));
        }
        if let Some(day) = self.as_of {
            parts.push(self.sentence(&format!("{} {day}", self.label("as-of"))));
        }
        let _ = writeln!(
            out,
            "<footer>\n<p>{}</p>\n</footer>\n</body>\n</html>",
            parts.join(" \u{B7} ")
        );
    }

    fn contents(&self, out: &mut String) {
        let _ = writeln!(
            out,
            "<nav aria-label=\"{}\">\n<ul>",
            escape(self.label("contents"))
        );
        let sections = self.briefing.sections.iter().enumerate();
        let named = sections.map(|(n, s)| (section_id(n), self.sentence(&s.heading)));
        let sources = (!self.sources.all.is_empty())
            .then(|| ("sources".to_owned(), self.sentence(self.label("sources"))));
        for (id, heading) in named.chain(sources).filter(|(_, heading)| !heading.is_empty()) {
            let _ = writeln!(out, "<li><a href=\"#{id}\">{heading}</a></li>");
        }
        out.push_str("</ul>\n</nav>\n");
    }

    fn section(&self, n: usize, section: &Section, out: &mut String) {
        self.open_section(&section_id(n), kind(&section.id), &section.heading, out);
        lines::list(self, kind(&section.id), &section.lines, out);
        self.paragraph("omitted", &section.omitted, out);
        out.push_str("</section>\n");
    }

    /// A section under its heading; one without a heading has the name of the page.
    fn open_section(&self, id: &str, kind: &str, heading: &str, out: &mut String) {
        let heading = match self.sentence(heading) {
            none if none.trim().is_empty() => self.sentence(kind),
            heading => heading,
        };
        let _ = writeln!(
            out,
            "<section id=\"{id}\" class=\"{kind}\" aria-labelledby=\"{id}-heading\">\n<h2 id=\"{id}-heading\">{heading}</h2>"
        );
    }

    fn list_sources(&self, out: &mut String) {
        if self.sources.all.is_empty() {
            return;
        }
        self.open_section("sources", "sources", self.label("sources"), out);
        if self.texts == Texts::None {
            self.paragraph("omitted", self.label("text-none"), out);
        }
        out.push_str("<ol class=\"sources\">\n");
        for source in &self.sources.all {
            self.list_source(source, out);
        }
        out.push_str("</ol>\n");
        self.paragraph("omitted", &self.briefing.sources_omitted, out);
        out.push_str("</section>\n");
    }

    fn list_source(&self, source: &Source<'_>, out: &mut String) {
        let entry = source.entry;
        let _ = writeln!(
            out,
            "<li id=\"src-{}\">\n<h3>{}</h3>",
            entry.number,
            self.name(source)
        );
        let mut from = Vec::new();
        if !entry.source.is_empty() {
            from.push(self.sentence(&format!("{} {}", self.label("file"), clip(&entry.source, NAME))));
        }
        if let Some(url) = entry.url.as_deref().and_then(isnad_export::text::web_address) {
            let url = escape(&url);
            let label = self.sentence(self.label("address"));
            from.push(format!(
                "<a href=\"{url}\" rel=\"noopener noreferrer external\">{label}</a>"
            ));
        }
        if !from.is_empty() {
            let _ = writeln!(out, "<p class=\"from\">{}</p>", from.join(" \u{B7} "));
        }
        out.push_str("<ul class=\"quotes\">\n");
        for quote in &entry.quotes {
            let own = crate::write::passage(&quote.evidence.text).unwrap_or(self.base);
            let words = inline(&clip(&quote.evidence.text, QUOTE), own);
            let turned = if own == self.base {
                String::new()
            } else {
                texts::attributes(own, "")
            };
            let (open, close) = match self.base {
                Direction::Rtl => ('\u{AB}', '\u{BB}'),
                Direction::Ltr => ('\u{201C}', '\u{201D}'),
            };
            let link = source.link(&quote.evidence);
            let line = self.line_link(quote.line, link.as_deref());
            let _ = writeln!(out, "<li>{line}: {open}<q{turned}>{words}</q>{close}</li>");
        }
        out.push_str("</ul>\n");
        self.source_text(source, out);
        out.push_str("</li>\n");
    }

    fn source_text(&self, source: &Source<'_>, out: &mut String) {
        let label = self.sentence(self.label("text"));
        if !source.has_text() {
            if source.shown == Shown::Withheld {
                self.paragraph("omitted", self.label("text-withheld"), out);
            }
        } else if source.page.is_empty() {
            let _ = writeln!(
                out,
                "<details class=\"text\" id=\"text-{}\">\n<summary>{label}</summary>",
                source.entry.number
            );
            self.text(source, out);
            out.push_str("</details>\n");
        } else {
            let _ = writeln!(
                out,
                "<p class=\"from\"><a href=\"{}\">{label}</a></p>",
                source.page
            );
        }
    }

    /// The text of a report with its marks, after a word on what is left out.
    fn text(&self, source: &Source<'_>, out: &mut String) {
        if source.shown == Shown::Cut {
            self.paragraph("omitted", self.label("text-cut"), out);
        }
        texts::full(source, out);
    }

    fn paragraph(&self, class: &str, text: &str, out: &mut String) {
        let text = self.sentence(text);
        if !text.trim().is_empty() {
            let _ = writeln!(out, "<p class=\"{class}\">{text}</p>");
        }
    }
}

fn section_id(n: usize) -> String {
    format!("section-{}", n + 1)
}

/// The class of a section: its id, where the style knows it.
fn kind(id: &str) -> &str {
    match id {
        "lead" | "timeline" | "meetings" | "statements" | "commitments" | "disagreements" | "framing"
        | "gaps" => id,
        _ => "section",
    }
}

//! Briefing to Markdown: one file that GitHub, Pandoc, comrak and pulldown-cmark show alike.
//!
//! The body stands in a `<div dir lang>` with blank lines around it, so that Markdown inside is still Markdown. Every
//! line ends with the numbers of its sources, each a link to the entry in the list of sources, or each a footnote; below
//! each entry stand the words that the briefing takes from it, with their line. Text is escaped so that it shows as itself
//! ([`escape`]), and words of the other direction stand in a `<span dir>`. The only HTML elements are `div`, `span` and `a`.
//!
//! A number is written `[[1](#src-1)]`, a link between brackets: `[[1]](#src-1)` is a wiki link to some parsers, and escaped
//! brackets are a formula to others.

mod escape;

pub use escape::escape;

use isnad_export::text::web_address;
use isnad_export::{Artifact, Context, ExportError, Exporter, Info, OptionInfo};
use isnad_model::bidi::{self, Direction};
use isnad_model::{BriefLine, Briefing, Dossier, SourceEntry};
use std::collections::BTreeSet;
use std::fmt::Write;

/// The briefing as one Markdown file, `briefing.md`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Markdown;

impl Exporter for Markdown {
    fn info(&self) -> Info {
        Info::new(
            "markdown",
            "the briefing, for people and for GitHub, Pandoc and other Markdown tools",
            "text/markdown",
        )
        .of_sections()
        .with(OptionInfo::choice(
            "sources",
            "how lines name their sources: by numbers that lead to a list, or by footnotes",
            &["list", "footnotes"],
        ))
    }

    fn export(
        &self,
        dossier: &Dossier,
        briefing: &Briefing,
        context: &Context,
    ) -> Result<Vec<Artifact>, ExportError> {
        let mut page = Page::new(briefing);
        page.footnotes = context.option(&self.info(), "sources") == "footnotes";
        page.front_matter(&dossier.made_by.program);
        page.body().map_err(|e| ExportError::Format(e.to_string()))?;
        Ok(vec![Artifact::new("briefing.md", "text/markdown", page.out)])
    }
}

struct Page<'a> {
    briefing: &'a Briefing,
    base: Direction,
    numbers: BTreeSet<usize>,
    footnotes: bool,
    out: String,
}

impl<'a> Page<'a> {
    fn new(briefing: &'a Briefing) -> Self {
        Self {
            briefing,
            base: if briefing.rtl {
                Direction::Rtl
            } else {
                Direction::Ltr
            },
            numbers: briefing.sources.iter().map(|s| s.number).collect(),
            footnotes: false,
            out: String::new(),
        }
    }

    /// `lang` and `dir` are the keys Pandoc reads.
    fn front_matter(&mut self, program: &str) {
        let title = match self.briefing.title.trim() {
            "" => program,
            title => title,
        };
        let lines = [
            ("title", yaml(title)),
            ("language", yaml(&self.briefing.language)),
            ("lang", yaml(&self.briefing.language)),
            ("dir", dir(self.base).to_owned()),
            ("generator", yaml(program)),
        ];
        self.out.push_str("---\n");
        for (key, value) in lines {
            self.out.push_str(&format!("{key}: {value}\n"));
        }
        self.out.push_str("---\n");
    }

    fn body(&mut self) -> std::fmt::Result {
        let briefing = self.briefing;
        let open = self.open();
        write!(self.out, "\n{open}\n")?;
        self.heading(1, &briefing.title)?;
        self.paragraph(&briefing.summary)?;
        for section in &briefing.sections {
            self.heading(2, &section.heading)?;
            self.out.push('\n');
            for line in &section.lines {
                self.line(line, 0)?;
            }
            self.paragraph(&section.omitted)?;
        }
        if !briefing.sources.is_empty() && !self.footnotes {
            self.heading(2, &self.label("sources"))?;
            self.out.push('\n');
            for source in &briefing.sources {
                let text = self.entry(source);
                let n = source.number;
                writeln!(
                    self.out,
                    "{}",
                    format!("- <a id=\"src-{n}\"></a>[{n}] {text}").trim_end()
                )?;
                self.quotes(source, "  ")?;
            }
        }
        self.paragraph(&briefing.sources_omitted)?;
        self.out.push_str("\n</div>\n");
        if self.footnotes {
            briefing.sources.iter().try_for_each(|s| self.footnote(s))?;
        }
        Ok(())
    }

    /// The element that sets language and direction.
    fn open(&self) -> String {
        let language: String = self
            .briefing
            .language
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
            .collect();
        let language = if language.is_empty() { "und" } else { &language };
        format!("<div dir=\"{}\" lang=\"{language}\">", dir(self.base))
    }

    fn heading(&mut self, level: usize, text: &str) -> std::fmt::Result {
        let text = self.inline(text);
        self.block(&if text.is_empty() {
            text
        } else {
            format!("{} {text}", "#".repeat(level))
        })
    }

    fn paragraph(&mut self, text: &str) -> std::fmt::Result {
        let text = self.inline(text);
        self.block(&text)
    }

    /// A block with one blank line before it.
    fn block(&mut self, text: &str) -> std::fmt::Result {
        if text.is_empty() {
            return Ok(());
        }
        if !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
        writeln!(self.out, "{text}")
    }

    fn line(&mut self, line: &BriefLine, depth: usize) -> std::fmt::Result {
        let mut parts = vec![self.inline(&line.label), self.inline(&line.text)];
        parts.retain(|p| !p.is_empty());
        if !parts.is_empty() {
            let cites: String = line.cites.iter().map(|&n| self.cite(n)).collect();
            let space = if cites.is_empty() { "" } else { " " };
            writeln!(
                self.out,
                "{}- {}{space}{cites}",
                "  ".repeat(depth),
                parts.join(" \u{2014} ")
            )?;
        }
        let depth = if parts.is_empty() { depth } else { depth + 1 };
        line.sub.iter().try_for_each(|sub| self.line(sub, depth))
    }

    fn cite(&self, number: usize) -> String {
        match self.numbers.contains(&number) {
            true if self.footnotes => format!("[^{number}]"),
            true => format!("[[{number}](#src-{number})]"),
            false => format!("[{number}]"),
        }
    }

    /// A source in one line.
    fn entry(&self, source: &SourceEntry) -> String {
        let mut text = self.inline(&source.text);
        if let Some(url) = source
            .url
            .as_deref()
            .and_then(web_address)
            .filter(|_| !text.is_empty())
        {
            text = format!("[{text}](<{url}>)");
        }
        if !source.source.is_empty() && source.source != source.text {
            let file = self.inline(&format!("{} {}", self.label("file"), source.source));
            text = [text, file]
                .into_iter()
                .filter(|t| !t.is_empty())
                .collect::<Vec<_>>()
                .join(" \u{2014} ");
        }
        text
    }

    /// The words taken from a source, as a list.
    fn quotes(&mut self, source: &SourceEntry, indent: &str) -> std::fmt::Result {
        for quote in &source.quotes {
            let words = self.quoted(&quote.evidence.text);
            if !words.is_empty() {
                let line = self.inline(&format!("{} {}", self.label("line"), quote.line));
                writeln!(self.out, "{indent}- {line}: {words}")?;
            }
        }
        Ok(())
    }

    /// A source as a footnote. Readers move footnotes to the end of the page, out of the element that sets the direction, so
    /// each has one of its own.
    fn footnote(&mut self, source: &SourceEntry) -> std::fmt::Result {
        let (open, text) = (self.open(), self.entry(source));
        write!(self.out, "\n[^{}]: {open}\n", source.number)?;
        if !text.is_empty() {
            write!(self.out, "\n    {text}\n")?;
        }
        if source
            .quotes
            .iter()
            .any(|q| !self.quoted(&q.evidence.text).is_empty())
        {
            self.out.push('\n');
            self.quotes(source, "    ")?;
        }
        self.out.push_str("\n    </div>\n");
        Ok(())
    }

    /// Words of a report between quotation marks, as a whole in their own direction.
    fn quoted(&self, text: &str) -> String {
        let own = bidi::direction(text).unwrap_or(self.base);
        let words = inline(text, own);
        if words.is_empty() {
            return words;
        }
        let (open, close) = match self.base {
            Direction::Rtl => ('\u{AB}', '\u{BB}'),
            Direction::Ltr => ('\u{201C}', '\u{201D}'),
        };
        match own == self.base {
            true => format!("{open}{words}{close}"),
            false => format!("{open}<span dir=\"{}\">{words}</span>{close}", dir(own)),
        }
    }

    fn inline(&self, text: &str) -> String {
        inline(text, self.base)
    }

    /// A word of the briefing's language; its key where the briefing has none.
    fn label(&self, key: &str) -> String {
        self.briefing
            .labels
            .get(key)
            .cloned()
            .unwrap_or_else(|| key.to_owned())
    }
}

/// Text as Markdown on one line, words of the other direction in spans.
fn inline(text: &str, base: Direction) -> String {
    let text = bidi::clean(text);
    let mut out = String::new();
    for run in isnad_export::text::runs(text.trim(), base) {
        let words = escape::piece(run.text, out.is_empty());
        match run.isolate {
            Some(direction) => out.push_str(&format!("<span dir=\"{}\">{words}</span>", dir(direction))),
            None => out.push_str(&words),
        }
    }
    out
}

const fn dir(direction: Direction) -> &'static str {
    match direction {
        Direction::Ltr => "ltr",
        Direction::Rtl => "rtl",
    }
}

/// A double-quoted YAML scalar.
fn yaml(text: &str) -> String {
    format!(
        "\"{}\"",
        bidi::clean(text)
            .trim()
            .replace('\\', "\\\\")
            .replace('"', "\\\"")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use comrak::nodes::NodeValue;
    use isnad_export::testkit::{self, sample, samples};
    use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

    /// All extensions but the one that is meant to change characters, footnotes as GitHub has them.
    fn parse(markdown: &str) -> Parser<'_> {
        let not = Options::ENABLE_SMART_PUNCTUATION | Options::ENABLE_OLD_FOOTNOTES;
        Parser::new_ext(markdown, (Options::all() - not) | Options::ENABLE_FOOTNOTES)
    }

    fn export(sample: &testkit::Sample, sources: &str) -> String {
        let context = Context {
            options: [("sources".to_owned(), sources.to_owned())].into(),
            ..Context::default()
        };
        let artifact = Markdown
            .export(&sample.dossier, &sample.briefing, &context)
            .unwrap()
            .remove(0);
        String::from_utf8(artifact.bytes).unwrap()
    }

    #[test]
    fn conforms() {
        testkit::conforms(&Markdown);
    }

    #[test]
    fn hostile_reports_add_no_markup() {
        for sample in samples() {
            let sources = || sample.briefing.sources.iter();
            let links: BTreeSet<String> = sources().map(|s| format!("#src-{}", s.number)).collect();
            let link = |url: &str| {
                let known = links.contains(url) || url.starts_with("https://example.org/");
                assert!(known, "{}: link to {url}", sample.name);
            };
            for form in ["list", "footnotes"] {
                let page = export(&sample, form);
                for event in parse(&page) {
                    match event {
                        Event::Start(Tag::Link {
                            link_type: LinkType::Inline,
                            dest_url,
                            ..
                        }) => link(&dest_url),
                        Event::Start(
                            Tag::Link { .. }
                            | Tag::Image { .. }
                            | Tag::CodeBlock(_)
                            | Tag::BlockQuote(_)
                            | Tag::Table(_),
                        ) => panic!("{}: {event:?} in {page}", sample.name),
                        Event::Html(tag) => is_known(tag.trim()),
                        Event::InlineHtml(tag) => is_known(&tag),
                        _ => {}
                    }
                }
                let (mut notes, mut referred) = (BTreeSet::new(), BTreeSet::new());
                for node in
                    comrak::parse_document(&comrak::Arena::new(), &page, &escape::comrak()).descendants()
                {
                    match &node.data().value {
                        NodeValue::Link(to) => link(&to.url),
                        NodeValue::HtmlBlock(tag) => tag.literal.lines().for_each(|l| is_known(l.trim())),
                        NodeValue::HtmlInline(tag) => is_known(tag),
                        NodeValue::FootnoteDefinition(note) => drop(notes.insert(note.name.clone())),
                        NodeValue::FootnoteReference(note) => drop(referred.insert(note.name.clone())),
                        NodeValue::Document
                        | NodeValue::FrontMatter(_)
                        | NodeValue::Heading(_)
                        | NodeValue::Paragraph
                        | NodeValue::List(_)
                        | NodeValue::Item(_)
                        | NodeValue::Text(_) => {}
                        other => panic!("{}: {other:?} in {page}", sample.name),
                    }
                }
                // a line without words is left out, and with it its footnote
                assert_eq!(notes, referred, "{}", sample.name);
                let expected = sample.name == "several" && form == "footnotes";
                assert!(!expected || notes.len() == sources().count(), "{notes:?}");
            }
        }
    }

    fn is_known(tag: &str) {
        let known = [
            "<span dir=\"ltr\">",
            "<span dir=\"rtl\">",
            "<span>",
            "</span>",
            "</a>",
            "</div>",
        ];
        assert!(
            known.contains(&tag) || tag.starts_with("<a id=\"src-") || tag.starts_with("<div dir="),
            "{tag}"
        );
    }

    #[test]
    fn a_briefing_reads_back() {
        let sample = sample("mixed-rtl");
        let page = export(&sample, "list");
        let mut lines = vec![String::new()];
        for event in parse(&page) {
            match event {
                Event::Text(text) => lines.last_mut().unwrap().push_str(&text),
                Event::Start(Tag::Item | Tag::Heading { .. } | Tag::Paragraph | Tag::MetadataBlock(_))
                | Event::End(TagEnd::MetadataBlock(_)) => lines.push(String::new()),
                _ => {}
            }
        }
        let sentence = &sample.briefing.summary;
        assert!(
            lines.contains(&format!("2020-12-26 \u{2014} {sentence} [1]")),
            "{lines:#?}"
        );
        assert!(lines.contains(&sample.briefing.title));
        assert!(
            lines
                .iter()
                .any(|l| l.starts_with("2020-12-26 5: \u{AB}the talks")),
            "{lines:#?}"
        );
        assert!(page.contains("<a id=\"src-1\"></a>") && page.contains("[[1](#src-1)]"));
    }
}

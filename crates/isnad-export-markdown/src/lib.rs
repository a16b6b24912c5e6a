//! Briefing to Markdown: one file that GitHub, Pandoc, comrak and pulldown-cmark show alike.
//!
//! The body stands in a `<div dir lang>` with blank lines around it, so that Markdown inside is still Markdown. Every
//! line ends with the numbers of its sources, each a link to the entry in the list of sources; below each entry
//! stand the words that the briefing takes from it, with their line. Text is escaped so that it shows as itself
//! ([`escape`]), and words of the other direction stand in a `<span dir>`. The only HTML elements are `div`, `span`
//! and `a`; a comment at the top tells markdownlint so.

mod escape;

pub use escape::escape;

use isnad_export::text::web_address;
use isnad_export::{Artifact, Context, ExportError, Exporter, Info};
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
    }

    fn export(
        &self,
        dossier: &Dossier,
        briefing: &Briefing,
        _context: &Context,
    ) -> Result<Vec<Artifact>, ExportError> {
        let mut page = Page::new(briefing);
        page.front_matter(&dossier.made_by.program);
        page.body().map_err(|e| ExportError::Format(e.to_string()))?;
        Ok(vec![Artifact::new("briefing.md", "text/markdown", page.out)])
    }
}

/// For markdownlint: lines are as long as sentences, the title stands in the front matter as well as in the text, and it
/// ends as the headline does that it was taken from.
const LINT: &str = "<!-- markdownlint-configure-file { \"MD013\": false, \"MD025\": { \"front_matter_title\": \"\" }, \
                    \"MD026\": false, \"MD033\": { \"allowed_elements\": [\"a\", \"div\", \"span\"] } } -->";

struct Page<'a> {
    briefing: &'a Briefing,
    base: Direction,
    numbers: BTreeSet<usize>,
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
        self.out.push_str("---\n\n");
        self.out.push_str(LINT);
        self.out.push('\n');
    }

    fn body(&mut self) -> std::fmt::Result {
        let briefing = self.briefing;
        let language: String = briefing
            .language
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
            .collect();
        let language = if language.is_empty() {
            "und"
        } else {
            language.as_str()
        };
        write!(
            self.out,
            "\n<div dir=\"{}\" lang=\"{language}\">\n",
            dir(self.base)
        )?;
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
        if !briefing.sources.is_empty() {
            self.heading(2, &self.label("sources"))?;
            self.out.push('\n');
            for source in &briefing.sources {
                self.source(source)?;
            }
        }
        self.paragraph(&briefing.sources_omitted)?;
        self.out.push_str("\n</div>\n");
        Ok(())
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
            true => format!("[[{number}]](#src-{number})"),
            false => format!("\\[{number}\\]"),
        }
    }

    fn source(&mut self, source: &SourceEntry) -> std::fmt::Result {
        let n = source.number;
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
        writeln!(
            self.out,
            "{}",
            format!("- <a id=\"src-{n}\"></a>\\[{n}\\] {text}").trim_end()
        )?;
        for quote in &source.quotes {
            let words = self.quoted(&quote.evidence.text);
            if !words.is_empty() {
                let line = self.inline(&format!("{} {}", self.label("line"), quote.line));
                writeln!(self.out, "  - {line}: {words}")?;
            }
        }
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
    use isnad_export::testkit::{self, samples};
    use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

    /// All extensions but the one that is meant to change characters.
    fn parse(markdown: &str) -> Parser<'_> {
        // wiki links are left out: `[[1]](#src-1)` is a bracketed number with its link everywhere else
        Parser::new_ext(
            markdown,
            Options::all() - Options::ENABLE_SMART_PUNCTUATION - Options::ENABLE_WIKILINKS,
        )
    }

    #[test]
    fn conforms() {
        testkit::conforms(&Markdown);
    }

    #[test]
    fn hostile_reports_add_no_markup() {
        for sample in samples() {
            let artifact = Markdown
                .export(&sample.dossier, &sample.briefing, &Context::default())
                .unwrap()
                .remove(0);
            let page = String::from_utf8(artifact.bytes).unwrap();
            let sources: BTreeSet<String> = sample
                .briefing
                .sources
                .iter()
                .map(|s| format!("#src-{}", s.number))
                .collect();
            for event in parse(&page) {
                match event {
                    Event::Start(Tag::Link {
                        link_type: LinkType::Inline,
                        dest_url,
                        ..
                    }) => {
                        assert!(
                            sources.contains(&*dest_url) || dest_url.starts_with("https://example.org/"),
                            "{dest_url}"
                        );
                    }
                    Event::Start(
                        Tag::Link { .. }
                        | Tag::Image { .. }
                        | Tag::CodeBlock(_)
                        | Tag::BlockQuote(_)
                        | Tag::Table(_),
                    ) => {
                        panic!("{event:?} in {page}")
                    }
                    Event::Html(tag) => {
                        let tag = tag.trim();
                        assert!(
                            tag.starts_with("<div dir=") || tag == "</div>" || tag == LINT,
                            "{tag}"
                        );
                    }
                    Event::InlineHtml(tag) => {
                        let known = [
                            "<span dir=\"ltr\">",
                            "<span dir=\"rtl\">",
                            "<span>",
                            "</span>",
                            "</a>",
                        ];
                        assert!(known.contains(&&*tag) || tag.starts_with("<a id=\"src-"), "{tag}");
                    }
                    _ => {}
                }
            }
        }
    }

    #[test]
    fn a_briefing_reads_back() {
        let sample = samples().into_iter().find(|s| s.name == "mixed-rtl").unwrap();
        let artifact = Markdown
            .export(&sample.dossier, &sample.briefing, &Context::default())
            .unwrap()
            .remove(0);
        let page = String::from_utf8(artifact.bytes).unwrap();
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
        assert!(page.contains("<a id=\"src-1\"></a>") && page.contains("[[1]](#src-1)"));
    }
}

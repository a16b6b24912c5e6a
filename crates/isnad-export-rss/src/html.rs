//! HTML for feed readers: made from text by `pulldown-cmark`, so that no report can add markup.

use isnad_export::text::runs;
use isnad_model::BriefLine;
use isnad_model::bidi::{self, Direction};
use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

/// Text as HTML, where a field is read as HTML.
pub(crate) fn text(text: &str) -> String {
    let mut out = String::new();
    pulldown_cmark::html::push_html(&mut out, [Event::Text(CowStr::from(text))].into_iter());
    out
}

/// A page under construction: blocks inside one `<div dir lang>`.
pub(crate) struct Page<'a> {
    base: Direction,
    language: &'a str,
    events: Vec<Event<'a>>,
}

impl<'a> Page<'a> {
    /// An empty page in this direction and language.
    pub(crate) fn new(base: Direction, language: &'a str) -> Self {
        Self {
            base,
            language,
            events: Vec::new(),
        }
    }

    /// A paragraph: label and text of a line; then its sub lines as a list.
    pub(crate) fn line(&mut self, line: &'a BriefLine) {
        self.events.push(Event::Start(Tag::Paragraph));
        self.sentence(line);
        self.events.push(Event::End(TagEnd::Paragraph));
        self.list(&line.sub);
    }

    /// A paragraph of text.
    pub(crate) fn paragraph(&mut self, text: &str) {
        self.events.push(Event::Start(Tag::Paragraph));
        self.inline(text, self.base);
        self.events.push(Event::End(TagEnd::Paragraph));
    }

    /// Words of a report, in their own direction.
    pub(crate) fn quote(&mut self, words: &str) {
        let own = bidi::direction(words).unwrap_or(self.base);
        self.events
            .push(Event::Html(format!("<blockquote dir=\"{}\">", dir(own)).into()));
        self.events.push(Event::Start(Tag::Paragraph));
        self.inline(words, own);
        self.events.push(Event::End(TagEnd::Paragraph));
        self.events.push(Event::Html("</blockquote>\n".into()));
    }

    /// A list of sources, linked where they have an address.
    pub(crate) fn sources(&mut self, sources: &[(&str, Option<String>)]) {
        if sources.is_empty() {
            return;
        }
        self.events.push(Event::Start(Tag::List(None)));
        for (text, url) in sources {
            self.events.push(Event::Start(Tag::Item));
            match url {
                Some(url) => {
                    self.events.push(Event::Start(Tag::Link {
                        link_type: LinkType::Inline,
                        dest_url: url.clone().into(),
                        title: CowStr::Borrowed(""),
                        id: CowStr::Borrowed(""),
                    }));
                    self.inline(text, self.base);
                    self.events.push(Event::End(TagEnd::Link));
                }
                None => self.inline(text, self.base),
            }
            self.events.push(Event::End(TagEnd::Item));
        }
        self.events.push(Event::End(TagEnd::List(false)));
    }

    /// The page.
    pub(crate) fn finish(self) -> String {
        let language: String = self
            .language
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
            .collect();
        let lang = if language.is_empty() {
            String::new()
        } else {
            format!(" lang=\"{language}\"")
        };
        let mut out = format!("<div dir=\"{}\"{lang}>\n", dir(self.base));
        pulldown_cmark::html::push_html(&mut out, self.events.into_iter());
        out.push_str("</div>");
        out
    }

    fn list(&mut self, lines: &'a [BriefLine]) {
        if lines.is_empty() {
            return;
        }
        self.events.push(Event::Start(Tag::List(None)));
        for line in lines {
            self.events.push(Event::Start(Tag::Item));
            self.sentence(line);
            self.list(&line.sub);
            self.events.push(Event::End(TagEnd::Item));
        }
        self.events.push(Event::End(TagEnd::List(false)));
    }

    fn sentence(&mut self, line: &'a BriefLine) {
        if !line.label.is_empty() {
            self.events.push(Event::Start(Tag::Strong));
            self.inline(&line.label, self.base);
            self.events.push(Event::End(TagEnd::Strong));
            if !line.text.is_empty() {
                self.events.push(Event::Text(" \u{2014} ".into()));
            }
        }
        self.inline(&line.text, self.base);
    }

    fn inline(&mut self, text: &str, base: Direction) {
        let text = bidi::clean(text);
        for run in runs(text.trim(), base) {
            if let Some(direction) = run.isolate {
                self.events.push(Event::InlineHtml(
                    format!("<span dir=\"{}\">", dir(direction)).into(),
                ));
            }
            self.events.push(Event::Text(run.text.to_owned().into()));
            if run.isolate.is_some() {
                self.events.push(Event::InlineHtml("</span>".into()));
            }
        }
    }
}

const fn dir(direction: Direction) -> &'static str {
    match direction {
        Direction::Ltr => "ltr",
        Direction::Rtl => "rtl",
    }
}

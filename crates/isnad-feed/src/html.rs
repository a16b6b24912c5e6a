//! HTML for feed readers. `pulldown-cmark` writes every text, so that no report can add markup; every block says its
//! direction and language, for readers keep blocks and drop what stands around them.

use isnad_export::text::runs;
use isnad_model::bidi::{self, Direction};
use isnad_model::{BriefLine, Evidence};
use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

/// Text as HTML, where a field is read as HTML.
pub fn text(text: &str) -> String {
    let mut out = String::new();
    pulldown_cmark::html::push_html(&mut out, [Event::Text(CowStr::from(text))].into_iter());
    out
}

/// A text of at most so many characters, cut between words.
pub fn clip(text: &str, most: usize) -> String {
    let text = text.trim();
    let Some((end, _)) = text.char_indices().nth(most) else {
        return text.to_owned();
    };
    let head = text.get(..end).unwrap_or(text);
    let cut = head
        .rfind(char::is_whitespace)
        .filter(|&at| at > end / 2)
        .unwrap_or(end);
    format!("{}\u{2026}", head.get(..cut).unwrap_or(head).trim_end())
}

/// A source of an item.
pub(crate) struct Source<'a> {
    /// How it is listed.
    pub(crate) text: String,
    /// Its address.
    pub(crate) url: Option<String>,
    /// The language of its words.
    pub(crate) language: &'a str,
    /// Its words.
    pub(crate) quotes: Vec<&'a str>,
}

/// Longest quotation, in characters.
const QUOTE: usize = 1200;

/// A page under construction.
pub(crate) struct Page<'a> {
    base: Direction,
    /// Direction and language of what the program says, as attributes.
    own: String,
    events: Vec<Event<'a>>,
}

impl<'a> Page<'a> {
    /// An empty page in this direction and language.
    pub(crate) fn new(base: Direction, language: &str) -> Self {
        Self {
            base,
            own: attributes(base, language),
            events: Vec::new(),
        }
    }

    /// A paragraph: label and text of a line; then its sub lines as a list.
    pub(crate) fn line(&mut self, line: &'a BriefLine) {
        self.open("p");
        self.sentence(line);
        self.close("p");
        self.list(&line.sub);
    }

    /// A paragraph of text.
    pub(crate) fn paragraph(&mut self, text: &str) {
        self.open("p");
        self.inline(&clip(text, QUOTE), self.base);
        self.close("p");
    }

    /// A list of sources, each with its words. Of very many the first are listed and the rest counted.
    pub(crate) fn sources(&mut self, sources: &[Source<'a>], more: usize) {
        if sources.is_empty() {
            return;
        }
        self.open("ul");
        for source in sources {
            self.open("li");
            let link = source.url.as_ref().map(|url| Tag::Link {
                link_type: LinkType::Inline,
                dest_url: url.clone().into(),
                title: CowStr::Borrowed(""),
                id: CowStr::Borrowed(""),
            });
            let linked = link.is_some();
            self.events.extend(link.map(Event::Start));
            self.inline(&source.text, self.base);
            if linked {
                self.events.push(Event::End(TagEnd::Link));
            }
            for words in &source.quotes {
                self.quote(words, source.language);
            }
            self.close("li");
        }
        if more > 0 {
            self.open("li");
            self.inline(&format!("\u{2026} +{more}"), self.base);
            self.close("li");
        }
        self.close("ul");
    }

    /// The page.
    pub(crate) fn finish(self) -> String {
        let mut out = format!("<div{}>\n", self.own);
        pulldown_cmark::html::push_html(&mut out, self.events.into_iter());
        out.push_str("</div>");
        out
    }

    /// Words of a report, in their own direction and language.
    fn quote(&mut self, words: &str, language: &str) {
        let own = bidi::direction(words).unwrap_or(self.base);
        let attributes = attributes(own, language);
        let open = format!("\n<blockquote{attributes}><p{attributes}>");
        self.events.push(Event::Html(open.into()));
        self.inline(&clip(words, QUOTE), own);
        self.events.push(Event::Html("</p></blockquote>\n".into()));
    }

    fn list(&mut self, lines: &'a [BriefLine]) {
        if lines.is_empty() {
            return;
        }
        self.open("ul");
        for line in lines {
            self.open("li");
            self.sentence(line);
            self.list(&line.sub);
            self.close("li");
        }
        self.close("ul");
    }

    fn open(&mut self, name: &str) {
        let tag = format!("<{name}{}>", self.own);
        self.events.push(Event::Html(tag.into()));
    }

    fn close(&mut self, name: &str) {
        self.events.push(Event::Html(format!("</{name}>\n").into()));
    }

    fn sentence(&mut self, line: &'a BriefLine) {
        if !line.label.is_empty() {
            self.events.push(Event::Start(Tag::Strong));
            self.inline(&clip(&line.label, QUOTE), self.base);
            self.events.push(Event::End(TagEnd::Strong));
            if !line.text.is_empty() {
                self.events.push(Event::Text(" \u{2014} ".into()));
            }
        }
        self.inline(&clip(&line.text, QUOTE), self.base);
    }

    fn inline(&mut self, text: &str, base: Direction) {
        let text = bidi::clean(text);
        for run in runs(text.trim(), base) {
            if let Some(direction) = run.isolate {
                let open = format!("<span dir=\"{}\">", dir(direction));
                self.events.push(Event::InlineHtml(open.into()));
            }
            self.events.push(Event::Text(run.text.to_owned().into()));
            if run.isolate.is_some() {
                self.events.push(Event::InlineHtml("</span>".into()));
            }
        }
    }
}

/// The words of one report that a line rests on, without those that stand inside others.
pub(crate) fn distinct<'a>(evidence: impl Iterator<Item = &'a Evidence>) -> Vec<&'a str> {
    let mut spans: Vec<&Evidence> = evidence.filter(|e| !e.text.trim().is_empty()).collect();
    spans.sort_by_key(|e| (e.start, std::cmp::Reverse(e.end)));
    let mut out: Vec<&str> = Vec::new();
    let mut end = 0;
    for words in spans {
        if (words.end > end || end == 0) && out.last() != Some(&words.text.as_str()) {
            out.push(&words.text);
            end = end.max(words.end);
        }
    }
    out
}

fn attributes(direction: Direction, language: &str) -> String {
    match crate::language(language) {
        Some(tag) => format!(" dir=\"{}\" lang=\"{tag}\"", dir(direction)),
        None => format!(" dir=\"{}\"", dir(direction)),
    }
}

const fn dir(direction: Direction) -> &'static str {
    match direction {
        Direction::Ltr => "ltr",
        Direction::Rtl => "rtl",
    }
}

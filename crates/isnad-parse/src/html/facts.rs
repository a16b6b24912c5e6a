//! What a page says of itself outside its text: JSON-LD, Open Graph and other `meta` fields, microdata, `time` elements,
//! links, the address, and the comments that programs leave which save pages.

use super::{
    dates::{self, Day},
    markup::Tree,
    names::Hints,
    tags::{Key, Tag},
};
use serde_json::Value;
use std::ops::Range;

/// Longer titles (bytes) are none.
const TITLE: usize = 1000;

/// A statement with the rule that found it and its place in the source.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fact<T> {
    /// What is stated.
    pub(super) value: T,
    /// Where it was found, as a rule id: `json-ld: datePublished`.
    pub(super) rule: String,
    /// Its place in the decoded source.
    pub(super) place: Range<u32>,
    /// How far it is to be believed: smaller is better.
    pub(super) rank: u8,
}

/// What a page says it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Told {
    /// Nothing.
    #[default]
    Unknown,
    /// An article, in JSON-LD or microdata.
    Article,
    /// An article, in Open Graph only, which many sites say of every page.
    OpenGraphArticle,
    /// A page of links.
    Listing,
}

/// Everything a page says of itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    /// Titles, the best one first after [`Facts::sort`].
    pub(super) titles: Vec<Fact<String>>,
    /// Names of the outlet.
    pub(super) outlets: Vec<Fact<String>>,
    /// Names of authors.
    pub(super) authors: Vec<Fact<String>>,
    /// Addresses of the page.
    pub(super) urls: Vec<Fact<String>>,
    /// Days of publication.
    pub(super) published: Vec<Fact<Day>>,
    /// Days of change.
    pub(super) updated: Vec<Fact<Day>>,
    /// Days on which the page was saved.
    pub(super) saved: Vec<Fact<Day>>,
    /// The language of the page.
    pub(super) languages: Vec<Fact<String>>,
    /// What it says it is.
    pub(super) told: Told,
    /// It says that readers must pay.
    pub(super) paywalled: bool,
}

impl Facts {
    /// Reads a tree.
    pub(super) fn of(tree: &Tree, hints: &[Hints]) -> Self {
        let mut facts = Self::default();
        for (at, node) in (0..).zip(&tree.nodes) {
            match node.tag {
                None => continue,
                Some(Tag::Script) => facts.script(tree, at),
                Some(Tag::Meta) => facts.meta(tree, at),
                Some(Tag::Link) => facts.link(tree, at),
                Some(Tag::Title) => {
                    let title = tree.text_of(at).trim();
                    // a picture may have a title of its own
                    if !title.is_empty() && !tree.ancestors(at).any(|a| tree.tag(a) == Some(Tag::Svg)) {
                        facts
                            .titles
                            .push(fact(title, "title-element", content_place(tree, at), 4));
                    }
                }
                Some(Tag::Html) => {
                    if let Some((lang, place)) = tree.placed_attribute(at, Key::Lang) {
                        facts.languages.push(fact(lang, "html-lang", place, 1));
                    }
                }
                Some(Tag::Time) => facts.time(tree, at, hints),
                _ => {}
            }
            if !matches!(node.tag, Some(Tag::Meta | Tag::Time)) && tree.attribute(at, Key::Itemprop).is_some()
            {
                facts.property(tree, at);
            }
        }
        for (comment, place) in &tree.comments {
            facts.comment(comment, place);
        }
        // a title that was never closed holds the whole page
        facts
            .titles
            .retain(|f| f.value.len() <= TITLE && !f.value.is_empty());
        facts.sort();
        facts
    }

    /// Brings the best statements to the front; those of one rank stay in the order of the page.
    fn sort(&mut self) {
        self.titles.sort_by_key(|f| f.rank);
        self.outlets.sort_by_key(|f| f.rank);
        self.authors.sort_by_key(|f| f.rank);
        self.urls.sort_by_key(|f| f.rank);
        self.published.sort_by_key(|f| f.rank);
        self.updated.sort_by_key(|f| f.rank);
        self.languages.sort_by_key(|f| f.rank);
        if let Some(url) = self.urls.first()
            && let Some(day) = dates::in_address(&url.value)
        {
            self.published.push(Fact {
                value: day,
                rule: format!("date-in-address: {}", url.rule),
                place: url.place.clone(),
                rank: 9,
            });
        }
    }

    fn meta(&mut self, tree: &Tree, at: u32) {
        let Some((content, place)) = tree.placed_attribute(at, Key::Content) else {
            return;
        };
        let content = content.trim();
        if content.is_empty() {
            return;
        }
        for key in [Key::Property, Key::Name, Key::Itemprop, Key::HttpEquiv] {
            let Some(names) = tree.attribute(at, key) else {
                continue;
            };
            for name in names.split_ascii_whitespace() {
                self.field(&name.to_ascii_lowercase(), content, &place);
            }
        }
    }

    /// A `meta` field.
    fn field(&mut self, name: &str, content: &str, place: &Range<u32>) {
        let rule = |family: &str| format!("{family}: {name}");
        match name {
            "og:title" => self
                .titles
                .push(fact(content, &rule("open-graph"), place.clone(), 2)),
            "twitter:title" | "dc.title" | "dcterms.title" | "parsely-title" | "sailthru.title"
            | "citation_title" | "headline" => {
                self.titles.push(fact(content, &rule("meta"), place.clone(), 3));
            }
            "og:site_name" => self
                .outlets
                .push(fact(content, &rule("open-graph"), place.clone(), 2)),
            "application-name" | "publisher" | "dc.publisher" | "dcterms.publisher"
            | "citation_publisher" | "article:publisher" | "copyright-holder"
                if named(content) =>
            {
                self.outlets.push(fact(content, &rule("meta"), place.clone(), 4));
            }
            "author"
            | "article:author"
            | "article:author_name"
            | "parsely-author"
            | "sailthru.author"
            | "dc.creator"
            | "dcterms.creator"
            | "citation_author"
            | "byl"
            | "og:article:author"
            | "creator"
                if named(content) =>
            {
                self.authors.push(fact(content, &rule("meta"), place.clone(), 3));
            }
            "og:url" => self
                .urls
                .push(fact(content, &rule("open-graph"), place.clone(), 3)),
            "parsely-link" | "twitter:url" => self.urls.push(fact(content, &rule("meta"), place.clone(), 4)),
            "article:published_time"
            | "og:article:published_time"
            | "article:published"
            | "og:published_time"
            | "og:pubdate"
            | "bt:pubdate" => {
                self.day(content, rule("open-graph"), place, 2);
            }
            "parsely-pub-date"
            | "sailthru.date"
            | "datepublished"
            | "date.published"
            | "publishdate"
            | "publish-date"
            | "publish_date"
            | "published_time"
            | "published_date"
            | "publication_date"
            | "publicationdate"
            | "pubdate"
            | "pub_date"
            | "article.published"
            | "article.created"
            | "article_date_original"
            | "article_date"
            | "articledate"
            | "dc.date.issued"
            | "dcterms.issued"
            | "dcterms.created"
            | "dc.date.created"
            | "dcterms.date"
            | "datecreated"
            | "date_published"
            | "originalpublicationdate"
            | "cxenseparse:recs:publishtime"
            | "citation_date"
            | "citation_publication_date"
            | "ptime"
            | "displaydate"
            | "timestamp"
            | "pdate"
            | "release_date"
            | "shareaholic:article_published_time"
            | "rnews:datepublished" => {
                self.day(content, rule("meta"), place, 3);
            }
            "date" | "dc.date" | "created" | "dc:date" | "dc:created" => {
                self.day(content, rule("meta"), place, 5)
            }
            "article:modified_time"
            | "og:updated_time"
            | "datemodified"
            | "dcterms.modified"
            | "dc.date.modified"
            | "last-modified"
            | "lastmod"
            | "article.updated"
            | "revised"
            | "modified_time"
            | "date_modified"
            | "updated_time" => {
                if let Some(day) = dates::parse(content) {
                    self.updated.push(Fact {
                        value: day,
                        rule: rule("meta"),
                        place: place.clone(),
                        rank: if name == "og:updated_time" { 4 } else { 2 },
                    });
                }
            }
            "og:type" => {
                let kind = content.to_ascii_lowercase();
                if matches!(
                    kind.as_str(),
                    "article" | "news" | "newsarticle" | "blog_post" | "video.other"
                ) && self.told == Told::Unknown
                {
                    self.told = Told::OpenGraphArticle;
                } else if matches!(kind.as_str(), "website" | "blog" | "section")
                    && self.told == Told::Unknown
                {
                    self.told = Told::Listing;
                }
            }
            "og:locale" => self
                .languages
                .push(fact(content, &rule("open-graph"), place.clone(), 3)),
            "content-language" | "language" | "dc.language" | "inlanguage" => {
                self.languages
                    .push(fact(content, &rule("meta"), place.clone(), 2))
            }
            "isaccessibleforfree" => self.paywalled |= content.eq_ignore_ascii_case("false"),
            "article:content_tier" => {
                self.paywalled |= matches!(content.to_ascii_lowercase().as_str(), "locked" | "metered")
            }
            _ => {}
        }
    }

    fn day(&mut self, content: &str, rule: String, place: &Range<u32>, rank: u8) {
        if let Some(value) = dates::parse(content) {
            self.published.push(Fact {
                value,
                rule,
                place: place.clone(),
                rank,
            });
        }
    }

    fn link(&mut self, tree: &Tree, at: u32) {
        let (Some(rel), Some((href, place))) =
            (tree.attribute(at, Key::Rel), tree.placed_attribute(at, Key::Href))
        else {
            return;
        };
        if rel
            .split_ascii_whitespace()
            .any(|r| r.eq_ignore_ascii_case("canonical"))
            && address(href)
        {
            self.urls.push(fact(href.trim(), "canonical-link", place, 1));
        }
    }

    /// A `time` element: the date of publication or change where its names say so, otherwise perhaps.
    fn time(&mut self, tree: &Tree, at: u32, hints: &[Hints]) {
        let Some((value, place)) = tree.placed_attribute(at, Key::Datetime) else {
            return;
        };
        let Some(value) = dates::parse(value) else { return };
        let mut around = Hints::default();
        for a in tree.ancestors(at).take(5) {
            around = around | hints.get(a as usize).copied().unwrap_or_default();
        }
        if around.any(Hints::JUNK | Hints::RELATED | Hints::COMMENTS) {
            return;
        }
        let itemprop = tree
            .attribute(at, Key::Itemprop)
            .unwrap_or("")
            .to_ascii_lowercase();
        let named = itemprop.contains("datepublished") || tree.attribute(at, Key::Pubdate).is_some();
        if itemprop.contains("datemodified") || around.any(Hints::UPDATED) && !named {
            self.updated.push(Fact {
                value,
                rule: "time-element".to_owned(),
                place,
                rank: 5,
            });
        } else {
            self.published.push(Fact {
                value,
                rule: "time-element".to_owned(),
                place,
                rank: if named { 4 } else { 7 },
            });
        }
    }

    /// Microdata outside `meta` and `time`.
    fn property(&mut self, tree: &Tree, at: u32) {
        let Some(names) = tree.attribute(at, Key::Itemprop) else {
            return;
        };
        let placed = tree
            .placed_attribute(at, Key::Content)
            .or_else(|| tree.placed_attribute(at, Key::Datetime));
        for name in names.split_ascii_whitespace() {
            let lower = name.to_ascii_lowercase();
            let family = || format!("microdata: {name}");
            match (lower.as_str(), &placed) {
                ("datepublished", Some((value, place))) => self.day(value, family(), place, 4),
                ("datepublished", None) => {
                    self.day(tree.text_of(at).trim(), family(), &content_place(tree, at), 6)
                }
                ("datemodified", Some((value, place))) => {
                    if let Some(value) = dates::parse(value) {
                        self.updated.push(Fact {
                            value,
                            rule: family(),
                            place: place.clone(),
                            rank: 4,
                        });
                    }
                }
                ("articlebody", _) if self.told != Told::Listing => self.told = Told::Article,
                _ => {}
            }
        }
    }

    /// What a program that saves pages wrote.
    fn comment(&mut self, comment: &str, place: &Range<u32>) {
        let lower = comment.to_ascii_lowercase();
        let rule = "comment-of-saving-program";
        if lower.contains("saved from") || lower.contains("url:") {
            let url = comment
                .split(|c: char| c.is_whitespace() || c == ')')
                .map(|w| w.trim_matches(['"', '\'']))
                .find(|w| address(w));
            if let Some(url) = url {
                self.urls.push(fact(url, rule, place.clone(), 5));
            }
        }
        let after = |mark: &str| lower.find(mark).and_then(|i| comment.get(i + mark.len()..));
        let stamp = after("saved date:")
            .or_else(|| after("archived on"))
            .or_else(|| after("mirrored from").and_then(|rest| rest.rsplit_once("],").map(|(_, date)| date)));
        if let Some(value) = stamp.and_then(|s| dates::parse(s.lines().next().unwrap_or("").trim())) {
            self.saved.push(Fact {
                value,
                rule: rule.to_owned(),
                place: place.clone(),
                rank: 1,
            });
        }
    }

    /// JSON-LD.
    fn script(&mut self, tree: &Tree, at: u32) {
        /// Values looked at in one script.
        const MOST: usize = 20_000;
        let text = tree.text_of(at).trim();
        if text.is_empty() {
            return;
        }
        let text = text
            .trim_start_matches("<![CDATA[")
            .trim_end_matches("]]>")
            .trim_matches(|c: char| c.is_whitespace() || c == ';');
        let parsed: Option<Value> = serde_json::from_str(text)
            .ok()
            .or_else(|| serde_json::from_str(&mended(text)).ok());
        let Some(value) = parsed else { return };
        let place = content_place(tree, at);
        let mut queue = vec![&value];
        let mut seen = 0;
        let mut n = 0;
        while let Some(value) = queue.get(n).copied() {
            n += 1;
            seen += 1;
            if seen > MOST {
                break;
            }
            match value {
                Value::Array(items) => queue.extend(items),
                Value::Object(map) => {
                    self.thing(
                        map,
                        &Script {
                            place: place.clone(),
                            tree,
                            at,
                        },
                    );
                    for key in [
                        "@graph",
                        "mainEntity",
                        "mainEntityOfPage",
                        "itemListElement",
                        "item",
                    ] {
                        if key != "itemListElement" {
                            queue.extend(map.get(key));
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// One object of JSON-LD.
    fn thing(&mut self, map: &serde_json::Map<String, Value>, script: &Script<'_>) {
        let kinds: Vec<&str> = match map.get("@type") {
            Some(Value::String(s)) => vec![s],
            Some(Value::Array(a)) => a.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        let is = |ends: &[&str]| kinds.iter().any(|k| ends.iter().any(|e| k.ends_with(e)));
        let article = is(&[
            "Article",
            "BlogPosting",
            "Report",
            "LiveBlogPosting",
            "AnalysisNewsArticle",
            "OpinionNewsArticle",
        ]);
        let page = is(&["WebPage", "ItemPage"]);
        let rank = if article { 1 } else { 6 };
        if article {
            self.told = Told::Article;
        } else if is(&["CollectionPage", "SearchResultsPage"]) && self.told != Told::Article {
            self.told = Told::Listing;
        }
        let rule = |key: &str| format!("json-ld: {key}");
        let text = |key: &str| {
            map.get(key)
                .and_then(Value::as_str)
                .map(str::trim)
                .filter(|s| !s.is_empty())
        };
        if article || page {
            if let Some(title) = text("headline").or_else(|| text("name")) {
                self.titles.push(fact(
                    &plain(title),
                    &rule("headline"),
                    script.place_of(title),
                    rank,
                ));
            }
            if let Some(date) = text("datePublished") {
                self.day(date, rule("datePublished"), &script.place_of(date), rank);
            } else if let Some(date) = text("dateCreated") {
                self.day(date, rule("dateCreated"), &script.place_of(date), rank + 1);
            }
            if let Some((date, value)) = text("dateModified").and_then(|d| Some((d, dates::parse(d)?))) {
                self.updated.push(Fact {
                    value,
                    rule: rule("dateModified"),
                    place: script.place_of(date),
                    rank,
                });
            }
            if let Some(lang) = text("inLanguage") {
                self.languages
                    .push(fact(lang, &rule("inLanguage"), script.place_of(lang), 2));
            }
            let address_of = |v: &Value| match v {
                Value::String(s) => Some(s.clone()),
                Value::Object(o) => o.get("@id").and_then(Value::as_str).map(str::to_owned),
                _ => None,
            };
            for key in ["url", "mainEntityOfPage", "@id"] {
                if let Some(url) = map
                    .get(key)
                    .and_then(address_of)
                    .filter(|u| address(u) && article)
                {
                    self.urls
                        .push(fact(url.trim(), &rule(key), script.place_of(url.trim()), 2));
                }
            }
            self.paywalled |= match map.get("isAccessibleForFree") {
                Some(Value::Bool(free)) => !free,
                Some(Value::String(s)) => s.eq_ignore_ascii_case("false"),
                _ => false,
            };
        }
        if article {
            for name in map.get("author").map(names_of).unwrap_or_default() {
                self.authors
                    .push(fact(&plain(&name), &rule("author"), script.place_of(&name), 1));
            }
            for name in map.get("publisher").map(names_of).unwrap_or_default() {
                self.outlets
                    .push(fact(&plain(&name), &rule("publisher"), script.place_of(&name), 1));
            }
        } else if is(&["NewsMediaOrganization", "WebSite"])
            && let Some(name) = text("name")
        {
            self.outlets
                .push(fact(&plain(name), &rule("name"), script.place.clone(), 3));
        }
    }
}

/// A script whose values are read.
struct Script<'t> {
    place: Range<u32>,
    tree: &'t Tree,
    at: u32,
}

impl Script<'_> {
    /// The place of a value, where the script has it as it is, between quotation marks; otherwise that of the whole script.
    fn place_of(&self, value: &str) -> Range<u32> {
        let found = || {
            // the text of a script is one node
            let node = self.tree.nodes.get(self.at as usize + 1)?;
            let text = self.tree.text_of(self.at + 1);
            let mut places = text.match_indices(value).map(|(at, _)| at);
            let at = places.find(|&at| at > 0 && text.as_bytes().get(at - 1) == Some(&b'"'))?;
            let from = node.text.start as usize + at;
            self.tree.source_of(from..from + value.len())
        };
        found().unwrap_or_else(|| self.place.clone())
    }
}

/// The names in a value that may be a name, an object with one, or a list of them.
fn names_of(value: &Value) -> Vec<String> {
    let one = |v: &Value| match v {
        Value::String(s) if named(s) => Some(s.trim().to_owned()),
        Value::Object(o) => match o.get("name") {
            Some(Value::String(s)) if named(s) => Some(s.trim().to_owned()),
            Some(Value::Array(a)) => a
                .first()
                .and_then(Value::as_str)
                .filter(|s| named(s))
                .map(|s| s.trim().to_owned()),
            _ => None,
        },
        _ => None,
    };
    match value {
        Value::Array(items) => items.iter().filter_map(one).collect(),
        other => one(other).into_iter().collect(),
    }
}

/// Is it a name, no address and no blank?
fn named(s: &str) -> bool {
    let s = s.trim();
    !s.is_empty() && s.len() < 200 && !address(s) && !s.starts_with('@') && !s.starts_with("www.")
}

/// Is it an address of the web?
pub(super) fn address(s: &str) -> bool {
    let s = s.trim();
    s.get(..8).is_some_and(|h| h.eq_ignore_ascii_case("https://"))
        || s.get(..7).is_some_and(|h| h.eq_ignore_ascii_case("http://"))
}

fn fact(value: &str, rule: &str, place: Range<u32>, rank: u8) -> Fact<String> {
    Fact {
        value: value.split_whitespace().collect::<Vec<_>>().join(" "),
        rule: rule.to_owned(),
        place,
        rank,
    }
}

/// The place of an element's text.
fn content_place(tree: &Tree, at: u32) -> Range<u32> {
    let end = tree.nodes.get(at as usize).map_or(at, |n| n.end);
    let mut place: Option<Range<u32>> = None;
    for node in tree.nodes.get(at as usize + 1..end as usize).unwrap_or_default() {
        if node.tag.is_none() {
            place = Some(place.map_or(node.source.clone(), |p| p.start..node.source.end));
        }
    }
    place.unwrap_or_else(|| tree.nodes.get(at as usize).map_or(0..0, |n| n.source.clone()))
}

/// Text of JSON in which somebody left character references.
fn plain(s: &str) -> String {
    if !s.contains('&') {
        return s.to_owned();
    }
    let tree = Tree::read(s);
    tree.text
}

/// JSON with the faults that pages have: line ends inside strings, commas before closing brackets.
fn mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut quoted, mut escaped) = (false, false);
    let mut comma = None;
    for c in text.chars() {
        if quoted {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => quoted = false,
                _ => {}
            }
            if c.is_control() {
                out.push(' ');
                continue;
            }
        } else if c == '"' {
            quoted = true;
            comma = None;
        } else if c == ',' {
            comma = Some(out.len());
        } else if matches!(c, ']' | '}') {
            if let Some(at) = comma.take() {
                out.replace_range(at..=at, " ");
            }
        } else if !c.is_whitespace() {
            comma = None;
        }
        out.push(c);
    }
    out
}

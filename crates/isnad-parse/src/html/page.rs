//! The parts of a page put together: what it is, its lines in order, what it says of itself.

use super::{
    charset::{self, Places},
    content::{Sight, Use},
    dates::Day,
    facts::{Fact, Facts, Told},
    lines::Run,
    markup::Tree,
};
use crate::{
    Extract, Note, ParseOptions,
    classify::{self, Guess},
    credits::PartKind,
    lexicon::Lexicon,
    line::{Line, Shape},
};
use isnad_lang::Packs;
use isnad_model::Role;
use isnad_text::{Span, Tokens};
use std::ops::Range;

/// What a page is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// One report.
    #[default]
    Article,
    /// A home page, a section, a page of search results: links to reports, and no report of its own.
    Listing,
    /// Nothing that could be a report.
    Empty,
}

/// What a page says of itself outside its text, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// What it says; a date as ISO 8601.
    pub value: String,
    /// The field it was found in: `json-ld: datePublished`, `open-graph: og:title`.
    pub field: String,
    /// Where the field stands in the file, bytes.
    pub origin: Range<usize>,
    /// Is the field one that says nothing else? An address or a bare `time` element may mean another day.
    pub sure: bool,
}

/// A line of a page that was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    pub(super) span: Span,
    pub(super) role: Option<Role>,
    pub(super) shape: Shape,
}

/// A page that was read.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// What it is.
    pub kind: Kind,
    /// The article's text, a part a line, each with its role where markup tells it, and its places in the file.
    pub text: Extract,
    /// Titles, the best one first.
    pub titles: Vec<Statement>,
    /// Names of the outlet, the best one first.
    pub outlets: Vec<Statement>,
    /// Names of authors; those of the best field alone.
    pub authors: Vec<Statement>,
    /// Addresses of the page, the best one first.
    pub urls: Vec<Statement>,
    /// Dates of publication, the best one first.
    pub published: Vec<Statement>,
    /// Dates of the last change, the best one first.
    pub updated: Vec<Statement>,
    /// When the page was saved, where the program that saved it says so.
    pub saved: Vec<Statement>,
    /// BCP 47 tags of its language, the best one first.
    pub languages: Vec<Statement>,
    /// What was odd.
    pub notes: Vec<Note>,
    pub(super) kept: Vec<Kept>,
    pub(super) pack: Option<String>,
}

/// Reads a saved page. `charset` is what the server said of its encoding (the label alone), if that is known.
///
/// Takes time in proportion to the bytes, whatever the markup.
///
/// # Errors
/// A note that says why the bytes are no text.
pub fn page(
    bytes: &[u8],
    charset: Option<&str>,
    options: &ParseOptions,
    packs: &Packs,
) -> Result<Page, Note> {
    let (decoded, places) = charset::read(bytes, options.encoding.as_deref(), charset, packs)?;
    let tree = Tree::read(&decoded.text);
    let sight = Sight::of(&tree);
    let facts = Facts::of(&tree, &sight.hints);
    let mut page = Page {
        notes: decoded.notes,
        ..Page::default()
    };
    if tree.deep {
        page.notes.push(Note::new(
            "deep-nesting",
            "elements are nested deeper than 512; those further down were taken for neighbours",
            "the page was damaged or made up; look at its source",
        ));
    }
    if tree.huge_attribute {
        page.notes.push(Note::new(
            "huge-attribute",
            "an attribute of more than 64 KiB was cut off",
            "the page was damaged or made up; look at its source",
        ));
    }
    Reader {
        source: &decoded.text,
        places: &places,
        sight: &sight,
        facts: &facts,
        options,
        packs,
    }
    .read(&mut page);
    Ok(page)
}

struct Reader<'a> {
    source: &'a str,
    places: &'a Places,
    sight: &'a Sight<'a>,
    facts: &'a Facts,
    options: &'a ParseOptions,
    packs: &'a Packs,
}

impl Reader<'_> {
    fn read(&self, page: &mut Page) {
        self.state(page);
        let container = self.sight.container();
        let mut uses = self.sight.uses(container);
        let title = self.title(&uses);
        self.front(&mut uses, title, container);
        let body: Vec<usize> = (0..uses.len()).filter(|&i| uses[i] == Use::Text).collect();
        let sample: String = body
            .iter()
            .map(|&i| self.sight.lines.words(i))
            .scan(0, |n, words| {
                *n += words.len();
                (*n < 20_000).then_some(words)
            })
            .collect::<Vec<_>>()
            .join("\n");
        let told = self.options.language.as_deref();
        let pack = told
            .and_then(|l| self.packs.get(l))
            .or_else(|| self.packs.detect_in(&Tokens::plain(&sample)))
            .or_else(|| page.languages.iter().find_map(|l| self.packs.get(&l.value)));
        page.pack = pack.map(|p| p.id.clone());
        page.kind = self.kind(&uses, &body, title);
        self.warn(page, &body);
        if page.kind != Kind::Article {
            return;
        }
        let words = Lexicon::new(pack);
        self.write(page, &uses, title, &words);
    }

    /// What the page says of itself.
    fn state(&self, page: &mut Page) {
        let place = |range: &Range<u32>| self.places.range(range.start as usize..range.end as usize);
        let texts = |facts: &[Fact<String>]| -> Vec<Statement> {
            facts
                .iter()
                .map(|f| Statement {
                    value: f.value.clone(),
                    field: f.rule.clone(),
                    origin: place(&f.place),
                    sure: f.rank <= 5,
                })
                .collect()
        };
        let days = |facts: &[Fact<Day>]| -> Vec<Statement> {
            facts
                .iter()
                .map(|f| Statement {
                    value: f.value.value.clone(),
                    field: f.rule.clone(),
                    origin: place(&f.place),
                    sure: f.rank <= 6,
                })
                .collect()
        };
        page.titles = texts(&self.facts.titles);
        page.outlets = texts(&self.facts.outlets);
        page.urls = texts(&self.facts.urls);
        page.languages = texts(&self.facts.languages);
        page.published = days(&self.facts.published);
        page.updated = days(&self.facts.updated);
        page.saved = days(&self.facts.saved);
        let best = self.facts.authors.first().map(|f| f.rule.clone());
        let authors: Vec<Fact<String>> = self
            .facts
            .authors
            .iter()
            .filter(|f| Some(&f.rule) == best.as_ref())
            .cloned()
            .collect();
        page.authors = texts(&authors);
    }

    /// The line that is the headline: a heading above the text that says what the page's title says.
    fn title(&self, uses: &[Use]) -> Option<usize> {
        let lines = &self.sight.lines;
        let first = uses.iter().position(|u| *u == Use::Text).unwrap_or(uses.len());
        let titles: Vec<Vec<String>> = self.facts.titles.iter().map(|f| wording(&f.value)).collect();
        let mut best: Option<(f64, usize)> = None;
        for (i, leaf) in lines.items.iter().enumerate().take(first) {
            let level = self.sight.heading(i);
            let named = self.sight.titled(i);
            if level.is_none_or(|l| l > 3) && !named || leaf.words > 60 {
                continue;
            }
            let words = wording(lines.words(i));
            let fit = titles.iter().map(|t| overlap(t, &words)).fold(0.0, f64::max);
            let bonus = match level {
                Some(1) => 0.2,
                Some(2) => 0.1,
                _ => 0.0,
            };
            // of two that fit as well the later one stands nearer to the text
            if fit >= 0.4 && best.is_none_or(|(b, _)| fit + bonus >= b) {
                best = Some((fit + bonus, i));
            }
        }
        best.map(|(_, i)| i).or_else(|| {
            let only: Vec<usize> = (0..first)
                .filter(|&i| {
                    self.sight.heading(i) == Some(1) && lines.items[i].words >= 3 && !self.sight.is_junk(i)
                })
                .collect();
            (self.facts.titles.is_empty() || only.len() == 1)
                .then(|| only.last().copied())
                .flatten()
        })
    }

    /// Lines between headline and text that are no junk by name may be byline, date or summary.
    fn front(&self, uses: &mut [Use], title: Option<usize>, container: u32) {
        const MOST: usize = 40;
        let first = uses.iter().position(|u| *u == Use::Text).unwrap_or(uses.len());
        let Some(title) = title else { return };
        let tree = self.sight.tree;
        let node = self.sight.lines.items.get(title).map_or(0, |l| l.first);
        let outer = tree
            .ancestors(node)
            .find(|&a| {
                tree.nodes
                    .get(a as usize)
                    .is_some_and(|n| a <= container && n.end > container)
            })
            .unwrap_or(0);
        let from = self
            .sight
            .lines
            .inside(tree, outer)
            .start
            .max(title.saturating_sub(6));
        let last = first.min(title + MOST);
        for (i, used) in uses.iter_mut().enumerate().take(last).skip(from) {
            if i == title || *used != Use::No || self.sight.is_junk(i) {
                continue;
            }
            *used = match self.sight.use_of(i, outer) {
                Use::Text if !self.sight.is_list_of_links(i) => Use::Front,
                Use::Text | Use::Heading(_) | Use::Title => Use::No,
                other => other,
            };
        }
        uses[title] = Use::Title;
    }

    fn kind(&self, uses: &[Use], body: &[usize], title: Option<usize>) -> Kind {
        let lines = &self.sight.lines;
        let chars: u32 = body.iter().map(|&i| lines.items[i].chars).sum();
        let (mut teasers, mut linked) = (0u32, 0u32);
        for (i, leaf) in lines.items.iter().enumerate() {
            let link = leaf.link_density() > 0.8 && leaf.words >= 3;
            linked += u32::from(link && leaf.words >= 4);
            if link && self.sight.heading(i).is_some() && !self.sight.is_junk(i) {
                teasers += 1;
            }
        }
        let home = self.facts.urls.first().is_some_and(|f| {
            let path = f.value.split_once("://").map_or("", |(_, rest)| rest);
            path.find('/').is_none_or(|at| path.len() <= at + 1)
        });
        let longest = body.iter().map(|&i| lines.items[i].chars).max().unwrap_or(0);
        // a headline of its own over running text
        let headed = chars >= 250
            && title
                .and_then(|t| lines.items.get(t))
                .is_some_and(|l| l.words >= 4 && l.link_density() < 0.5);
        let listing = match self.facts.told {
            Told::Article => teasers >= 12 && chars < 300,
            Told::OpenGraphArticle => teasers >= 8 && chars < 600 || home && teasers >= 5,
            Told::Listing => {
                teasers >= 4 && (chars / (teasers + 1) < 300 || longest < 300) || linked >= 20 && chars < 800
            }
            Told::Unknown => {
                !headed && teasers >= 5 && (chars / (teasers + 1) < 200 || longest < 250)
                    || home && teasers >= 3
                    || linked >= 25 && (chars < 250 || longest < 150)
            }
        };
        if listing {
            Kind::Listing
        } else if chars == 0 || chars < 60 && !uses.contains(&Use::Title) {
            Kind::Empty
        } else {
            Kind::Article
        }
    }

    /// Tells what keeps the page from being read as a whole article.
    fn warn(&self, page: &mut Page, body: &[usize]) {
        let chars: u32 = body.iter().map(|&i| self.sight.lines.items[i].chars).sum();
        let walled = self.facts.paywalled || self.sight.walled();
        let note = match page.kind {
            Kind::Listing => Note::new(
                "listing-page",
                "the page lists links to reports and holds no report of its own",
                "save the pages that it links to",
            ),
            Kind::Empty if walled => Note::new(
                "paywalled-page",
                "the page holds no text for who does not pay",
                "save it again while logged in",
            ),
            Kind::Empty => Note::new(
                "empty-page",
                "no running text was found in the page",
                "if the browser shows text, scripts put it there: save the page as shown (complete, or as MHTML), or copy the text",
            ),
            Kind::Article if self.facts.paywalled && chars < 1200 || walled && chars < 600 => Note::new(
                "paywalled-page",
                "the page says that readers must pay; its text is probably only the beginning",
                "save it again while logged in",
            ),
            Kind::Article => return,
        };
        page.notes.push(note);
    }

    /// Writes the lines that are kept.
    fn write(&self, page: &mut Page, uses: &[Use], title: Option<usize>, words: &Lexicon<'_>) {
        let mut out = Writer {
            reader: self,
            run: 0,
            text: Extract::default(),
            kept: Vec::new(),
        };
        if title.is_none()
            && let Some(fact) = self.facts.titles.first()
        {
            out.title(fact, self.facts);
        }
        for (i, used) in uses.iter().enumerate() {
            let above = title.is_some_and(|t| i < t);
            let (role, shape) = match used {
                Use::No => continue,
                Use::Text => (None, Shape::Paragraph),
                Use::Heading(level) => (Some(Role::Heading), Shape::Heading((*level).max(2))),
                Use::Caption => (Some(Role::Caption), Shape::Picture),
                Use::Credit => (Some(Role::Credit), Shape::Plain),
                Use::Standfirst => (Some(Role::Standfirst), Shape::Paragraph),
                Use::Kicker => (Some(Role::Kicker), Shape::Plain),
                Use::Title if Some(i) == title => (Some(Role::Headline), Shape::Heading(1)),
                // the headline said once more
                Use::Title if self.repeats(i, title) => continue,
                Use::Title if title.is_some_and(|t| i < t) => continue,
                Use::Title => (Some(Role::Heading), Shape::Heading(2)),
                Use::Byline | Use::Published | Use::Updated | Use::Front => {
                    match self.front_role(i, *used, above, words) {
                        Some(found) => found,
                        None => continue,
                    }
                }
            };
            out.line(i, role, shape);
        }
        out.text.finish();
        page.text = out.text;
        page.kept = out.kept;
    }

    fn repeats(&self, i: usize, title: Option<usize>) -> bool {
        let lines = &self.sight.lines;
        title.is_some_and(|t| lines.words(t) == lines.words(i))
            || title.is_none()
                && self
                    .facts
                    .titles
                    .first()
                    .is_some_and(|f| f.value.contains(lines.words(i)))
    }

    /// The role of a line of the front that its own words bear out.
    fn front_role(
        &self,
        i: usize,
        used: Use,
        above: bool,
        words: &Lexicon<'_>,
    ) -> Option<(Option<Role>, Shape)> {
        let text = self.sight.lines.words(i);
        let leaf = self.sight.lines.items.get(i)?;
        if leaf.words > 60 {
            return (used == Use::Front && leaf.ends).then_some((None, Shape::Paragraph));
        }
        let mut tokens = Tokens::plain(text);
        if let Some(pack) = words.pack() {
            tokens.strip(text, &pack.clitics);
        }
        let line = Line::new(text, Span::new(0, text.len()), true, Shape::Plain, &tokens)?;
        let seen = classify::see(line, text, words, self.options.max_line);
        let dated = !seen.dates.stamps.is_empty();
        if above && used == Use::Front {
            // a date above the headline may be that of the page: its surroundings tell
            return (dated && seen.guess == Guess::Date).then_some((None, Shape::Plain));
        }
        let named = seen.parts.iter().any(|p| {
            matches!(
                p.kind,
                PartKind::Place | PartKind::Agency(_) | PartKind::Outlet | PartKind::Marker
            )
        });
        match (used, seen.guess) {
            (
                _,
                Guess::Junk
                | Guess::RelatedHeading
                | Guess::RelatedLine
                | Guess::Ticker
                | Guess::Office { .. },
            ) => None,
            (_, Guess::Both { .. }) => Some((Some(Role::Published), Shape::Plain)),
            (Use::Updated, _) if dated => Some((Some(Role::Updated), Shape::Plain)),
            (_, Guess::Updated) if dated => Some((Some(Role::Updated), Shape::Plain)),
            (Use::Published, _) if dated => Some((Some(Role::Published), Shape::Plain)),
            (_, Guess::Published | Guess::Date) if dated => Some((Some(Role::Published), Shape::Plain)),
            (Use::Byline, Guess::Plain | Guess::Byline | Guess::Credits) if leaf.words <= 12 => {
                Some((Some(Role::Byline), Shape::Plain))
            }
            (_, Guess::Byline | Guess::Credits | Guess::Source { .. } | Guess::Credit | Guess::Caption) => {
                Some((None, Shape::Plain))
            }
            (Use::Front, Guess::Plain)
                if named && leaf.words <= 12 && !leaf.ends && leaf.link_density() < 0.5 =>
            {
                Some((None, Shape::Plain))
            }
            // a summary is a sentence or two
            (Use::Front, Guess::Plain) if leaf.words >= 8 && leaf.link_density() < 0.3 => {
                Some((None, Shape::Paragraph))
            }
            _ => None,
        }
    }
}

struct Writer<'a, 'r> {
    reader: &'a Reader<'r>,
    /// The run at which writing has arrived.
    run: usize,
    text: Extract,
    kept: Vec<Kept>,
}

impl Writer<'_, '_> {
    fn line(&mut self, leaf: usize, role: Option<Role>, shape: Shape) {
        let lines = &self.reader.sight.lines;
        let Some(range) = lines.items.get(leaf).map(|l| l.text.clone()) else {
            return;
        };
        self.text.begin(role);
        while lines
            .runs
            .get(self.run)
            .is_some_and(|r| r.text + r.len <= range.start)
        {
            self.run += 1;
        }
        let mut at = range.start;
        let mut n = self.run;
        while let Some(run) = lines.runs.get(n).filter(|r| r.text < range.end) {
            // blanks between words have no place of their own
            if run.text > at {
                self.blank(run.source);
            }
            self.part(run, &range);
            at = run.text + run.len;
            n += 1;
        }
        self.keep(role, shape);
    }

    fn blank(&mut self, source: usize) {
        let place = self.reader.places.range(source..source);
        self.text.push(" ", place);
    }

    fn part(&mut self, run: &Run, range: &Range<usize>) {
        let lines = &self.reader.sight.lines;
        let (from, to) = (run.text.max(range.start), (run.text + run.len).min(range.end));
        let Some(words) = lines.text.get(from..to) else {
            return;
        };
        let plain = run.len == run.source_len;
        if !plain {
            let place = self.reader.places.range(run.source..run.source + run.source_len);
            self.text.push(words, place);
        } else if self.reader.places.same() {
            let start = run.source + (from - run.text);
            let place = self.reader.places.range(start..start + words.len());
            self.text.push(words, place);
        } else {
            for (i, c) in words.char_indices() {
                let start = run.source + (from - run.text) + i;
                let place = self.reader.places.range(start..start + c.len_utf8());
                self.text
                    .push(words.get(i..i + c.len_utf8()).unwrap_or(""), place);
            }
        }
    }

    /// Writes the title of the page's head where no line of the page is the headline, the outlet's name behind it left out.
    fn title(&mut self, fact: &Fact<String>, facts: &Facts) {
        let title = without_outlet(&fact.value, facts);
        let place = fact.place.start as usize..fact.place.end as usize;
        let raw = self.reader.source.get(place.clone()).unwrap_or("");
        // in JSON the value stands somewhere in the script: an address of the whole script helps nobody
        let exact = raw
            .find(title)
            .map(|at| place.start + at..place.start + at + title.len());
        if exact.is_none() && fact.rule.starts_with("json-ld") {
            let other = facts.titles.iter().find(|f| !f.rule.starts_with("json-ld"));
            if let Some(other) = other {
                return self.title(other, facts);
            }
            return;
        }
        self.text.begin(Some(Role::Headline));
        let place = self.reader.places.range(exact.unwrap_or(place));
        self.text.push(title, place);
        self.keep(Some(Role::Headline), Shape::Heading(1));
    }

    fn keep(&mut self, role: Option<Role>, shape: Shape) {
        if let Some(part) = self.text.parts().last() {
            self.kept.push(Kept {
                span: part.span,
                role,
                shape,
            });
        }
    }
}

/// A title without the outlet's name at its end or beginning.
fn without_outlet<'t>(title: &'t str, facts: &Facts) -> &'t str {
    const MARKS: [&str; 8] = [
        " | ",
        " - ",
        " \u{2013} ",
        " \u{2014} ",
        " \u{00BB} ",
        " \u{00AB} ",
        " :: ",
        " \u{2022} ",
    ];
    let known = |name: &str| {
        let name = wording(name);
        facts
            .outlets
            .iter()
            .any(|o| overlap(&wording(&o.value), &name) > 0.5)
    };
    let cut = MARKS
        .iter()
        .filter_map(|m| title.rfind(m).map(|at| (at, at + m.len())))
        .max();
    if let Some((head, tail)) = cut {
        let (front, back) = (title.get(..head).unwrap_or(""), title.get(tail..).unwrap_or(""));
        if known(back) || back.split_whitespace().count() <= 3 && front.split_whitespace().count() >= 4 {
            return front.trim();
        }
        if known(front) {
            return back.trim();
        }
    }
    title
}

/// The words of a text in folded form.
fn wording(text: &str) -> Vec<String> {
    isnad_text::fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// How much two titles have in common: words of the one in the other, of the shorter one's words, if it is not much shorter.
fn overlap(a: &[String], b: &[String]) -> f64 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let common = b.iter().filter(|w| a.contains(w)).count();
    let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
    let whole = common as f64 / short as f64;
    if short * 3 < long {
        whole * 0.5
    } else {
        whole.min(1.0)
    }
}

//! The role of every line: what its own words say ([`Guess`]), read in its place on the page.
//!
//! The page is read from the top: a header (masthead, kicker, headline, standfirst, byline, dates), the body, and what
//! follows it. The headline is the line that the header is about; everything above it that is no kicker is masthead.

use crate::{
    classify::{Guess, Seen},
    credits::{self, Part, PartKind},
    lexicon::Lexicon,
    line::Shape,
};
use isnad_model::Role;
use isnad_text::fold;

/// Lines behind this one are never read as part of the header.
const HEADER: usize = 60;

/// Gives every line a role; the number of the headline, if there is one. `titled`: metadata has the report's title.
/// `fixed`: the roles that the form tells, a line each, or none at all.
pub(crate) fn assign(
    seen: &[Seen],
    text: &str,
    words: &Lexicon<'_>,
    titled: bool,
    fixed: &[Option<Role>],
) -> (Vec<Role>, Option<usize>) {
    let mut page = Page {
        seen,
        text,
        lexicon: words,
        roles: vec![None; seen.len()],
    };
    page.follow_labels();
    for (i, role) in fixed.iter().enumerate() {
        if let Some(role) = role {
            page.set(i, *role);
        }
    }
    let body = page.body_start().min(HEADER);
    let told = fixed.iter().position(|role| *role == Some(Role::Headline));
    let headline = match told {
        Some(h) => {
            page.top(body, told);
            Some(h)
        }
        None => page.header(body, titled),
    };
    page.author(headline);
    page.standfirst(headline);
    page.after(headline);
    (
        page.roles
            .into_iter()
            .map(|r| r.unwrap_or(Role::Paragraph))
            .collect(),
        headline,
    )
}

struct Page<'a> {
    seen: &'a [Seen<'a>],
    text: &'a str,
    lexicon: &'a Lexicon<'a>,
    roles: Vec<Option<Role>>,
}

impl Page<'_> {
    fn words(&self, i: usize) -> usize {
        self.seen.get(i).map_or(0, |s| s.line.words)
    }

    fn guess(&self, i: usize) -> Guess {
        self.seen.get(i).map_or(Guess::Plain, |s| s.guess)
    }

    /// Does the line end with a colon, so that what it announces follows?
    fn announces(&self, i: usize) -> bool {
        self.seen.get(i).is_some_and(|s| {
            let tokens = &s.line.tokens;
            tokens
                .items()
                .last()
                .is_some_and(|t| t.kind == isnad_text::Kind::Mark)
                && tokens.folded(tokens.items().len() - 1) == ":"
        })
    }

    fn ends(&self, i: usize) -> bool {
        self.seen.get(i).is_some_and(|s| s.line.ends)
    }

    fn chars(&self, i: usize) -> usize {
        self.seen
            .get(i)
            .map_or(0, |s| s.line.text(self.text).chars().count())
    }

    fn set(&mut self, i: usize, role: Role) {
        if let Some(slot) = self.roles.get_mut(i) {
            *slot = Some(role);
        }
    }

    fn free(&self, i: usize) -> bool {
        self.roles.get(i).is_some_and(Option::is_none)
    }

    /// Is the line free and nothing but a headline, heading or paragraph by its own words?
    fn plain(&self, i: usize) -> bool {
        self.free(i) && self.guess(i) == Guess::Plain
    }

    /// Is it a paragraph by its size?
    fn is_body(&self, i: usize) -> bool {
        let Some(s) = self.seen.get(i) else { return false };
        self.plain(i)
            && !matches!(s.line.shape, Shape::Heading(_))
            && (s.line.words >= 30 || s.line.long() || s.line.ends && s.line.words >= 12)
    }

    /// Lines that belong to the label before them: the name of an office, the text of a ticker, the name of a source,
    /// the links under a heading of related reports.
    fn follow_labels(&mut self) {
        let n = self.seen.len();
        let mut i = 0;
        while i < n {
            match self.guess(i) {
                Guess::Office { alone } => {
                    self.set(i, Role::Masthead);
                    let name = self.seen.get(i + 1).is_some_and(|s| {
                        s.guess == Guess::Plain
                            && !s.line.ends
                            && s.parts.len() == 1
                            && s.parts.iter().all(|p| p.kind == PartKind::Person)
                    });
                    if alone && name {
                        self.set(i + 1, Role::Masthead);
                    }
                }
                Guess::Source { alone } => {
                    self.set(i, Role::Source);
                    if alone
                        && i + 1 < n
                        && self.words(i + 1) <= 5
                        && !self.ends(i + 1)
                        && matches!(self.guess(i + 1), Guess::Plain | Guess::Credits)
                    {
                        self.set(i + 1, Role::Source);
                        i += 1;
                    }
                }
                Guess::RelatedHeading => {
                    self.set(i, Role::Related);
                    let mut next = i + 1;
                    while next < n && self.is_link(next) {
                        self.set(next, Role::Related);
                        next += 1;
                    }
                    i = next;
                    continue;
                }
                Guess::RelatedLine => self.set(i, Role::Related),
                Guess::Junk => self.set(i, Role::Boilerplate),
                _ => {}
            }
            i += 1;
        }
    }

    /// Is this line under a heading of related reports one of them?
    fn is_link(&self, i: usize) -> bool {
        let paragraph = self.words(i) >= 30 || self.ends(i) && self.words(i) >= 16;
        matches!(
            self.guess(i),
            Guess::Plain
                | Guess::Credits
                | Guess::Date
                | Guess::Clock
                | Guess::Section
                | Guess::Caption
                | Guess::RelatedLine
        ) && !paragraph
    }

    /// The first paragraph of the body.
    fn body_start(&self) -> usize {
        (0..self.seen.len())
            .find(|&i| self.is_body(i))
            .unwrap_or(self.seen.len())
    }

    /// Finds the headline and gives what stands above and around it its role.
    fn header(&mut self, body: usize, titled: bool) -> Option<usize> {
        let plain: Vec<usize> = (0..body).filter(|&i| self.plain(i)).collect();
        let level = |i: usize| {
            self.seen.get(i).and_then(|s| {
                if let Shape::Heading(level) = s.line.shape {
                    Some(level)
                } else {
                    None
                }
            })
        };
        let top = plain.iter().copied().find(|&i| level(i) == Some(1));
        let first = plain.first().copied().filter(|&i| level(i).is_some() && !titled);
        let mut headline = top.or(first);
        // where metadata has the title, no paragraph is taken for it
        if headline.is_none() && !titled {
            let rest = self.masthead(&plain);
            headline = self.choose(&rest, body);
            headline = headline
                .or_else(|| self.credits_as_headline(body))
                .or_else(|| self.first_paragraph(body));
        }
        let Some(h) = headline else {
            self.top(body.min(self.seen.len()), None);
            return None;
        };
        self.set(h, Role::Headline);
        self.top(body, Some(h));
        Some(h)
    }

    /// Puts the masthead aside: what stands above a ticker, an office, a section or a page date, and names of outlets
    /// above another line. Returns the plain lines that are left.
    fn masthead(&mut self, plain: &[usize]) -> Vec<usize> {
        let mut rest = plain.to_vec();
        let Some(&last) = plain.last() else { return rest };
        // the text of a ticker
        for i in 0..last {
            if self.guess(i) == Guess::Ticker && rest.contains(&(i + 1)) && rest.iter().any(|&r| r > i + 1) {
                self.set(i + 1, Role::Boilerplate);
                rest.retain(|&r| r != i + 1);
            }
        }
        let junk = (0..last).rev().find(|&i| {
            matches!(
                self.guess(i),
                Guess::Office { .. } | Guess::Ticker | Guess::Section
            ) || self.guess(i) == Guess::Date && self.seen.get(i).is_some_and(|s| s.dates.hijri)
        });
        if let Some(junk) = junk {
            for &i in plain {
                if i < junk && self.words(i) <= 4 && rest.len() > 1 && rest.contains(&i) {
                    self.set(i, Role::Masthead);
                    rest.retain(|&r| r != i);
                }
            }
        }
        while let [first, second, ..] = rest[..] {
            if self.names_outlet(first) || self.page_title(first, second) {
                self.set(first, Role::Masthead);
                rest.remove(0);
            } else {
                break;
            }
        }
        rest
    }

    /// Is the short line above the headline the outlet's name: in capitals, or named again in credits or copyright?
    fn names_outlet(&self, i: usize) -> bool {
        let Some(s) = self.seen.get(i).filter(|s| s.line.words <= 5 && !s.line.ends) else {
            return false;
        };
        let words = s.line.text(self.text);
        let upper = words.chars().any(char::is_uppercase) && !words.chars().any(char::is_lowercase);
        if upper || s.parts.iter().any(|p| p.kind == PartKind::Outlet) {
            return true;
        }
        let name = fold(words);
        s.line.words <= 4
            && self.seen.iter().enumerate().any(|(j, other)| {
                j != i
                    && matches!(other.guess, Guess::Junk | Guess::Credits | Guess::Source { .. })
                    && !other.line.long()
                    && fold(other.line.text(self.text)).contains(&name)
            })
    }

    /// Is the first line the title of the page, made of the headline and the outlet's name?
    fn page_title(&self, first: usize, second: usize) -> bool {
        let (Some(a), Some(b)) = (self.seen.get(first), self.seen.get(second)) else {
            return false;
        };
        let (a, b) = (a.line.text(self.text), b.line.text(self.text));
        a.strip_prefix(b).is_some_and(|rest| {
            rest.trim_start()
                .starts_with(['|', '-', '\u{2013}', '\u{2014}', '\u{00BB}'])
        })
    }

    /// Chooses the headline among the plain lines above the body.
    fn choose(&mut self, plain: &[usize], body: usize) -> Option<usize> {
        let &first = plain.first()?;
        let meta = (first + 1..body).find(|&i| self.is_meta(i)).unwrap_or(body);
        let before: Vec<usize> = plain.iter().copied().filter(|&i| i < meta).collect();
        let Some(&second) = before.get(1) else {
            return Some(first);
        };
        let (a, b) = (self.words(first), self.words(second));
        let kicker = !self.ends(second)
            && !self.ends(first)
            && self.chars(first) < self.chars(second)
            && a <= 10
            && b <= 18
            && !(b > 14 && a >= 5);
        let certain = self.given(second) && !self.given(first);
        if self.name(second) && self.is_body(second + 1) && (certain || !self.name(first) && b <= a + 1) {
            self.set(second, Role::Byline);
            return Some(first);
        }
        if kicker {
            self.set(first, Role::Kicker);
            return Some(second);
        }
        if self.name(second) && b < a {
            self.set(second, Role::Byline);
        }
        Some(first)
    }

    /// A line of credits alone above the body may be a short headline that looks like one.
    fn credits_as_headline(&self, body: usize) -> Option<usize> {
        let credits: Vec<usize> = (0..body)
            .filter(|&i| self.free(i) && self.guess(i) == Guess::Credits)
            .collect();
        let &first = credits.first()?;
        let unsure = |i: usize| {
            self.seen
                .get(i)
                .is_some_and(|s| s.parts.iter().any(|p| !p.known()) && s.line.words >= 3)
        };
        (unsure(first) && (credits.len() > 1 || self.is_body(first + 1)) && first + 1 < self.seen.len())
            .then_some(first)
    }

    /// The first paragraph is the headline where it is short enough and more follows.
    fn first_paragraph(&self, body: usize) -> Option<usize> {
        let line = &self.seen.get(body)?.line;
        let next = (body + 1..self.seen.len()).find(|&i| self.free(i))?;
        let asks = line.ends
            && !line
                .text(self.text)
                .trim_end_matches(['"', '\u{00BB}', '\u{201D}', ')'])
                .ends_with('.');
        let above = (0..body).any(|i| {
            matches!(
                self.guess(i),
                Guess::Date | Guess::Published | Guess::Byline | Guess::Credits
            )
        });
        let short = if !line.ends {
            line.words <= 40
        } else if asks {
            line.words <= 25
        } else {
            line.words <= 16
                && self.words(next) > line.words
                && self.seen.get(body + 1).is_some_and(|s| s.line.gap)
        };
        (short && !above).then_some(body)
    }

    /// Does the line carry credits or dates?
    fn is_meta(&self, i: usize) -> bool {
        matches!(
            self.guess(i),
            Guess::Date
                | Guess::Published
                | Guess::Updated
                | Guess::Both { .. }
                | Guess::Byline
                | Guess::Credits
        ) || self.roles.get(i).copied().flatten() == Some(Role::Byline)
    }

    /// Roles of the lines of the header that carry no news.
    fn top(&mut self, body: usize, headline: Option<usize>) {
        let junk_above = headline.is_some_and(|h| {
            (0..h).any(|i| {
                self.roles.get(i).copied().flatten() == Some(Role::Masthead)
                    || matches!(self.guess(i), Guess::Office { .. } | Guess::Ticker)
            })
        });
        let date_below = headline
            .is_some_and(|h| (h + 1..body).any(|i| matches!(self.guess(i), Guess::Date | Guess::Published)));
        let above = |i: usize| headline.is_some_and(|h| i < h);
        for i in 0..body.min(self.seen.len()) {
            if !self.free(i) {
                continue;
            }
            let hijri = self.seen.get(i).is_some_and(|s| s.dates.hijri);
            let role = match self.guess(i) {
                Guess::Date if above(i) && (junk_above || hijri || date_below) => Role::PageDate,
                Guess::Date => Role::Published,
                Guess::Clock => Role::Published,
                Guess::Ticker => Role::Boilerplate,
                Guess::Section => Role::SectionLabel,
                Guess::Credits
                    if above(i)
                        && self.seen.get(i).is_some_and(|s| {
                            s.parts.len() == 1 && s.parts.iter().all(|p| p.kind == PartKind::Outlet)
                        }) =>
                {
                    Role::Masthead
                }
                Guess::Credits => self.credits_role(i),
                other => match simple(other) {
                    Some(role) => role,
                    None => continue,
                },
            };
            self.set(i, role);
        }
    }

    fn credits_role(&self, i: usize) -> Role {
        let dated = self.seen.get(i).is_some_and(|s| !s.dates.stamps.is_empty());
        let place = self
            .seen
            .get(i)
            .is_some_and(|s| s.parts.iter().any(|p| p.kind == PartKind::Place));
        let author = self
            .seen
            .get(i)
            .is_some_and(|s| s.parts.iter().any(|p| p.kind == PartKind::Person));
        match (dated, place) {
            (true, true) => Role::Dateline,
            (true, false) => Role::Published,
            (false, true) if !author => Role::Dateline,
            _ => Role::Byline,
        }
    }

    /// Does the line name places, agencies or authors?
    fn credited(&self, i: usize) -> bool {
        matches!(self.guess(i), Guess::Byline | Guess::Credits)
            || matches!(self.roles.get(i), Some(Some(Role::Byline | Role::Dateline)))
    }

    /// May the line be somebody's name and nothing else?
    fn name(&self, i: usize) -> bool {
        self.seen.get(i).is_some_and(|s| {
            s.line.words <= 4 && s.parts.len() == 1 && s.parts.iter().all(|p| p.kind == PartKind::Person)
        })
    }

    /// Does a name on the line begin with a known given name?
    fn given(&self, i: usize) -> bool {
        let person =
            |p: &Part, s: &Seen| p.kind == PartKind::Person && self.lexicon.given(&s.line, p.tokens.start);
        self.seen
            .get(i)
            .is_some_and(|s| s.parts.iter().any(|p| person(p, s)))
    }

    /// The line under the headline that can only be the author's, though no word of it says so: a name, or a place or
    /// desk and a name with a separator between them, above the first paragraph.
    fn author(&mut self, headline: Option<usize>) {
        let Some(h) = headline else { return };
        let Some(i) = (h + 1..self.seen.len()).find(|&j| self.free(j)) else {
            return;
        };
        if (h + 1..i).any(|j| self.credited(j)) {
            return;
        }
        let Some(s) = self
            .seen
            .get(i)
            .filter(|s| self.plain(i) && s.line.gap && !s.line.ends && s.line.words <= 12)
        else {
            return;
        };
        if !(i + 1..self.seen.len())
            .find(|&j| self.free(j))
            .is_some_and(|j| self.is_body(j))
        {
            return;
        }
        let small = s.parts.iter().all(|p| p.words <= 4);
        let placed = s.parts.first().is_some_and(|p| p.kind == PartKind::Place);
        let several =
            s.parts.len() > 1 && credits::bare(&s.line, self.text, self.lexicon) && (small || placed);
        if self.name(i) && (self.given(i) || s.line.words <= 3) || several {
            self.set(i, Role::Byline);
        }
    }

    /// The summary: paragraphs between the headline and a line of credits, dates or a picture that more paragraphs follow.
    fn standfirst(&mut self, headline: Option<usize>) {
        let Some(h) = headline else { return };
        let mut lines = Vec::new();
        let mut i = h + 1;
        while i < self.seen.len() && i <= h + 5 {
            if self.plain(i) {
                lines.push(i);
            } else if self.free(i) && self.guess(i) == Guess::Caption || self.is_meta(i) {
                break;
            }
            i += 1;
        }
        let reached = i < self.seen.len() && i <= h + 5;
        let more = (i + 1..self.seen.len()).filter(|&j| self.is_body(j)).count();
        let total: usize = lines.iter().map(|&l| self.words(l)).sum();
        let picture = self.guess(i) == Guess::Caption;
        if reached && more > 0 && lines.len() <= 2 && total <= if picture { 45 } else { 60 } {
            lines.iter().for_each(|&l| self.set(l, Role::Standfirst));
            return;
        }
        // a line without a full stop between the headline and paragraphs that have one
        let next = (h + 1..self.seen.len()).find(|&j| self.free(j));
        if let Some(next) = next
            && self.plain(next)
            && !self.ends(next)
            && (5..=30).contains(&self.words(next))
            && self
                .seen
                .get(next)
                .is_some_and(|s| s.line.shape == Shape::Plain && s.line.gap)
            && (next + 1..self.seen.len())
                .filter(|&j| self.is_body(j) && self.ends(j))
                .count()
                >= 2
            && !(next + 1..self.seen.len()).any(|j| self.plain(j) && self.words(j) >= 12 && !self.ends(j))
        {
            self.set(next, Role::Standfirst);
        }
    }

    /// Roles of the body and of what follows it.
    fn after(&mut self, headline: Option<usize>) {
        let n = self.seen.len();
        let from = headline.map_or(0, |h| h + 1);
        let stated = self.roles.contains(&Some(Role::Published))
            || (0..n).any(|i| matches!(self.guess(i), Guess::Published | Guess::Both { .. }));
        let last = (0..n).rev().find(|&i| self.is_body(i)).unwrap_or(0);
        let first = (from..n).find(|&i| self.is_body(i)).unwrap_or(n);
        let credit = headline.and_then(|h| (h..n).find(|&j| self.credited(j)));
        let signed = self.roles.contains(&Some(Role::Byline));
        let few = (last + 1..n)
            .filter(|&j| self.guess(j) == Guess::Plain)
            .take(3)
            .count()
            <= 2;
        for i in 0..n {
            if !self.free(i) {
                continue;
            }
            let edge = i < first || i > last;
            let behind = i > last && i > from && first < n;
            let role = match self.guess(i) {
                Guess::Plain if behind && self.in_junk(i) => Role::Boilerplate,
                Guess::Plain if behind && self.name(i) && self.given(i) && i + 1 == n && !signed => {
                    Role::Byline
                }
                Guess::Plain
                    if credit.is_some_and(|c| c < i)
                        && i < first
                        && first < n
                        && !self.ends(i)
                        && !self.announces(i)
                        && self.words(i) <= 8 =>
                {
                    Role::Caption
                }
                Guess::Plain if behind && few && self.picture_at_end(i, last) => Role::Caption,
                Guess::Plain => self.body_role(i, from, last),
                Guess::Date if edge && !stated => Role::Published,
                Guess::Date if i < first => Role::Published,
                Guess::Date if edge => Role::Boilerplate,
                Guess::Date => self.body_role(i, from, last),
                Guess::Clock if i < first => Role::Published,
                Guess::Clock if edge => Role::Boilerplate,
                Guess::Clock => Role::Paragraph,
                Guess::Credits if edge => {
                    let agency = self.seen.get(i).is_some_and(|s| {
                        s.parts
                            .iter()
                            .all(|p| matches!(p.kind, PartKind::Agency(_) | PartKind::Marker))
                    });
                    if i > last && agency {
                        Role::Source
                    } else {
                        self.credits_role(i)
                    }
                }
                Guess::Credits => self.body_role(i, from, last),
                Guess::Ticker | Guess::Section if i < first => Role::SectionLabel,
                Guess::Ticker | Guess::Section => self.body_role(i, from, last),
                other => simple(other).unwrap_or(Role::Paragraph),
            };
            self.set(i, role);
        }
    }

    /// Does a short line behind the body continue junk?
    fn in_junk(&self, i: usize) -> bool {
        let before = i
            .checked_sub(1)
            .and_then(|j| self.roles.get(j).copied().flatten());
        let worded = i.checked_sub(1).is_some_and(|j| self.words(j) > 0);
        before == Some(Role::Boilerplate) && worded && !self.ends(i) && self.words(i) <= 14
    }

    /// Is it the one short line without a full stop behind paragraphs that have one: the words under a picture?
    fn picture_at_end(&self, i: usize, last: usize) -> bool {
        let Some(s) = self.seen.get(i) else { return false };
        let words = s.line.text(self.text);
        let listed = words.starts_with(|c: char| !c.is_alphabetic() && !matches!(c, '\u{00AB}' | '"'));
        s.line.shape == Shape::Plain
            && self.ends(last)
            && !s.line.ends
            && !words.ends_with(':')
            && !listed
            && (3..=14).contains(&s.line.words)
    }

    /// Heading or paragraph, or the note on the author at the end.
    fn body_role(&self, i: usize, from: usize, last: usize) -> Role {
        let Some(s) = self.seen.get(i) else {
            return Role::Paragraph;
        };
        let words = s.line.text(self.text);
        match s.line.shape {
            Shape::Heading(_) => return Role::Heading,
            Shape::Paragraph => return Role::Paragraph,
            _ => {}
        }
        if i > last && words.starts_with('*') && s.line.words <= 10 {
            return Role::Byline;
        }
        let listed = words.starts_with(['-', '\u{2022}', '\u{2013}', '*', '\u{00B7}', '"', '\u{201C}'])
            || words.starts_with(|c: char| c.is_numeric());
        let before = (from..i).rev().find(|&j| {
            self.roles
                .get(j)
                .copied()
                .flatten()
                .is_none_or(|r| r.is_content())
        });
        let after_text = before.is_some_and(|j| {
            matches!(
                self.roles.get(j).copied().flatten(),
                Some(Role::Paragraph | Role::Caption)
            )
        });
        let leads = (i + 1..self.seen.len())
            .find(|&j| self.free(j))
            .is_some_and(|j| self.words(j) >= 12 && self.words(j) > s.line.words);
        let closed = s.line.ends && !words.ends_with(['?', '\u{061F}', '!']);
        let announces = words.ends_with(':') && s.line.words > 5;
        if s.line.words <= 12 && !announces && !closed && !listed && after_text && leads {
            Role::Heading
        } else {
            Role::Paragraph
        }
    }
}

/// The role of a line that is the same wherever it stands.
fn simple(guess: Guess) -> Option<Role> {
    Some(match guess {
        Guess::Junk | Guess::Ticker => Role::Boilerplate,
        Guess::RelatedHeading | Guess::RelatedLine => Role::Related,
        Guess::Office { .. } => Role::Masthead,
        Guess::Published
        | Guess::Both {
            updated_first: false, ..
        } => Role::Published,
        Guess::Updated
        | Guess::Both {
            updated_first: true, ..
        } => Role::Updated,
        Guess::Byline => Role::Byline,
        Guess::Source { .. } => Role::Source,
        Guess::Credit => Role::Credit,
        Guess::Caption => Role::Caption,
        Guess::Plain | Guess::Section | Guess::Date | Guess::Clock | Guess::Credits => return None,
    })
}

//! Which lines of a page are the article: its container is chosen by where the running text is, then what is no article
//! inside it is left out.
//!
//! The weight of a line is the text it holds outside links, if it reads like running text. An element's weight is that of its
//! lines. Elements that their authors named as the text of an article are believed if enough of the page's weight is in them;
//! otherwise the smallest element that holds nearly all of it is taken. The ideas are those of Readability (Arc90, 2009) and
//! of boilerplate detection by text and link density (Kohlschütter et al., WSDM 2010).

use super::{
    lines::Lines,
    markup::Tree,
    names::{Hints, hints},
    tags::Tag,
};
use std::ops::Range;

/// What a line of the page is taken for, so far as markup tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum Use {
    /// Left out.
    #[default]
    No,
    /// Running text.
    Text,
    /// A heading of this level.
    Heading(u8),
    /// The words under a picture.
    Caption,
    /// Who made a picture.
    Credit,
    /// Who wrote it.
    Byline,
    /// When it was published.
    Published,
    /// When it was changed.
    Updated,
    /// The summary.
    Standfirst,
    /// The line above the headline.
    Kicker,
    /// The headline.
    Title,
    /// Above the text, of no known use: kept where its words say what it is.
    Front,
}

/// A page with what its elements' names say and the weights of its lines.
#[derive(Debug)]
pub(super) struct Sight<'t> {
    pub(super) tree: &'t Tree,
    pub(super) lines: Lines,
    pub(super) hints: Vec<Hints>,
    /// Sums of weights: of the lines before each one.
    weights: Vec<f64>,
    /// Is the line in an element that is junk by its name?
    junk: Vec<bool>,
}

impl<'t> Sight<'t> {
    /// Looks at a tree.
    pub(super) fn of(tree: &'t Tree) -> Self {
        let hints: Vec<Hints> = (0..)
            .zip(&tree.nodes)
            .map(|(at, node)| node.tag.map_or_else(Hints::default, |tag| hints(tree, at, tag)))
            .collect();
        let shown: usize = tree
            .nodes
            .iter()
            .filter(|n| n.tag.is_none())
            .map(|n| n.text.len())
            .sum();
        let gone: Vec<bool> = tree
            .nodes
            .iter()
            .zip(&hints)
            .map(|(node, hint)| {
                node.tag.is_some_and(|tag| {
                    tag.never_shown()
                        || hint.any(Hints::HIDDEN)
                            && !matches!(tag, Tag::Html | Tag::Body | Tag::Main | Tag::Article)
                            && node.text.len() * 3 < shown
                })
            })
            .collect();
        let lines = Lines::of(tree, &gone, &hints);
        let mut sight = Self {
            tree,
            junk: vec![false; lines.items.len()],
            weights: Vec::new(),
            lines,
            hints,
        };
        sight.weigh();
        sight.mark_junk();
        sight.weigh();
        sight
    }

    /// Does the line read like running text, and how much of it?
    fn weight(&self, leaf: usize) -> f64 {
        let Some(l) = self.lines.items.get(leaf) else {
            return 0.0;
        };
        if self.junk.get(leaf).copied().unwrap_or(false) {
            return 0.0;
        }
        let free = f64::from(l.chars.saturating_sub(l.linked));
        let density = l.link_density();
        let running =
            l.words >= 8 && (l.ends || l.marks > 0 || l.words >= 20) || l.words >= 4 && l.ends && l.marks > 0;
        let heading = self
            .tree
            .ancestors(l.block)
            .take(2)
            .any(|a| self.tree.tag(a).and_then(Tag::heading).is_some());
        if !running || density > 0.5 || heading {
            0.0
        } else {
            free * (1.0 - density)
        }
    }

    fn weigh(&mut self) {
        let mut sum = 0.0;
        let mut sums = Vec::with_capacity(self.lines.items.len() + 1);
        sums.push(sum);
        for leaf in 0..self.lines.items.len() {
            sum += self.weight(leaf);
            sums.push(sum);
        }
        self.weights = sums;
    }

    /// The weight of some lines.
    pub(super) fn weight_of(&self, lines: &Range<usize>) -> f64 {
        let at = |i: usize| {
            self.weights
                .get(i)
                .or(self.weights.last())
                .copied()
                .unwrap_or(0.0)
        };
        at(lines.end) - at(lines.start)
    }

    fn weight_in(&self, node: u32) -> f64 {
        self.weight_of(&self.lines.inside(self.tree, node))
    }

    /// Lines in elements that are junk by their name, unless most of the page is in there.
    fn mark_junk(&mut self) {
        let total = self.weight_in(0);
        let mut at = 0;
        while let Some(node) = self.tree.nodes.get(at as usize) {
            let hint = self.hints.get(at as usize).copied().unwrap_or_default();
            let junk = hint.any(Hints::RELATED | Hints::COMMENTS | Hints::BIO)
                || hint.any(Hints::JUNK) && !hint.any(Hints::EMBED);
            let whole = matches!(node.tag, Some(Tag::Html | Tag::Body | Tag::Main) | None);
            if junk && !whole {
                let lines = self.lines.inside(self.tree, at);
                let sure = hint.any(Hints::COMMENTS) && !hint.any(Hints::BODY | Hints::MAIN);
                let most = if sure { 0.8 } else { 0.35 };
                if self.weight_of(&lines) <= most * total {
                    for slot in self.junk.get_mut(lines).into_iter().flatten() {
                        *slot = true;
                    }
                    at = node.end.max(at + 1);
                    continue;
                }
            }
            at += 1;
        }
    }

    /// The element that holds the article.
    pub(super) fn container(&self) -> u32 {
        let total = self.weight_in(0);
        if total <= 0.0 {
            return 0;
        }
        self.named_body(total).unwrap_or_else(|| self.descend(0))
    }

    /// The element that is named as the text of the article, if enough of the page is in it.
    fn named_body(&self, total: f64) -> Option<u32> {
        // the outermost elements of that name
        let mut bodies: Vec<(u32, f64)> = Vec::new();
        let mut at = 0;
        while let Some(node) = self.tree.nodes.get(at as usize) {
            if node.tag.is_some_and(|t| !matches!(t, Tag::Html | Tag::Body))
                && self
                    .hints
                    .get(at as usize)
                    .is_some_and(|h| h.any(Hints::BODY) && !h.any(Hints::COMMENTS))
            {
                let weight = self.weight_in(at);
                if weight > 0.0 {
                    bodies.push((at, weight));
                }
                at = node.end.max(at + 1);
            } else {
                at += 1;
            }
        }
        let all: f64 = bodies.iter().map(|b| b.1).sum();
        let &(best, weight) = bodies
            .iter()
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
        if weight >= 0.6 * all && weight >= 0.3 * total {
            return Some(self.descend(best));
        }
        if all >= 0.5 * total {
            // the text stands in several of them: what holds them all
            let first = bodies.first()?.0;
            let last = bodies.last()?.0;
            return self
                .tree
                .ancestors(first)
                .find(|&a| self.tree.nodes.get(a as usize).is_some_and(|n| n.end > last));
        }
        None
    }

    /// The smallest element inside one that holds nearly all of its weight.
    fn descend(&self, from: u32) -> u32 {
        const NEARLY: f64 = 0.85;
        let mut here = from;
        loop {
            let weight = self.weight_in(here);
            let mut next = None;
            let mut child = here + 1;
            while let Some(node) = self
                .tree
                .nodes
                .get(child as usize)
                .filter(|_| child < self.end(here))
            {
                if node.tag.is_some_and(|t| !matches!(t, Tag::P)) && self.weight_in(child) >= NEARLY * weight
                {
                    next = Some(child);
                    break;
                }
                child = node.end.max(child + 1);
            }
            match next {
                Some(n) => here = n,
                None => return here,
            }
        }
    }

    fn end(&self, node: u32) -> u32 {
        self.tree.nodes.get(node as usize).map_or(node, |n| n.end)
    }

    /// What every line of the container is taken for.
    pub(super) fn uses(&self, container: u32) -> Vec<Use> {
        let inside = self.lines.inside(self.tree, container);
        let mut uses = vec![Use::No; self.lines.items.len()];
        let total = self.weight_of(&inside);
        let dropped = self.dropped(container, total);
        for leaf in inside.clone() {
            if !dropped.get(leaf).copied().unwrap_or(true) {
                uses[leaf] = self.use_of(leaf, container);
            }
        }
        self.trim_ends(&mut uses, &inside);
        self.drop_loose_headings(&mut uses, &inside);
        uses
    }

    /// Lines inside the container that are no part of the article.
    fn dropped(&self, container: u32, total: f64) -> Vec<bool> {
        let mut out = self.junk.clone();
        let mut at = container + 1;
        let end = self.end(container);
        // articles inside the article are teasers or comments, unless the text stands in them (a live report)
        let articles = self.articles(container) > 0.5 * total;
        while at < end {
            let Some(node) = self.tree.nodes.get(at as usize) else {
                break;
            };
            let Some(tag) = node.tag else {
                at += 1;
                continue;
            };
            let lines = self.lines.inside(self.tree, at);
            let hint = self.hints.get(at as usize).copied().unwrap_or_default();
            let weight = self.weight_of(&lines);
            let junk = hint.any(Hints::RELATED | Hints::COMMENTS | Hints::BIO | Hints::PAYWALL)
                || hint.any(Hints::JUNK) && !hint.any(Hints::EMBED);
            let named = junk && weight < 0.3 * total
                || hint.any(Hints::DOUBTFUL) && weight < 0.2 * total
                || hint.any(Hints::TEASER) && weight < 0.2 * total && self.begins_with_link(&lines)
                || tag == Tag::Article && !articles && weight < 0.2 * total;
            if hint.any(Hints::RELATED) && lines.len() == 1 {
                self.drop_below(at, end, &mut out);
            }
            let listed = matches!(
                tag,
                Tag::Ul | Tag::Ol | Tag::Dl | Tag::Table | Tag::Div | Tag::Section | Tag::Header
            ) && weight <= 0.15 * total
                && self.mostly_links(&lines);
            if named || listed {
                for slot in out.get_mut(lines).into_iter().flatten() {
                    *slot = true;
                }
                at = node.end.max(at + 1);
            } else {
                at += 1;
            }
        }
        out
    }

    /// The weight of the articles inside an element.
    fn articles(&self, container: u32) -> f64 {
        let mut sum = 0.0;
        let mut at = container + 1;
        while let Some(node) = self
            .tree
            .nodes
            .get(at as usize)
            .filter(|_| at < self.end(container))
        {
            if node.tag == Some(Tag::Article) {
                sum += self.weight_in(at);
                at = node.end.max(at + 1);
            } else {
                at += 1;
            }
        }
        sum
    }

    /// Drops the blocks below a heading over links to other reports, up to the next paragraph or heading beside it.
    fn drop_below(&self, heading: u32, end: u32, out: &mut [bool]) {
        let Some(parent) = self.tree.nodes.get(heading as usize).map(|n| n.parent) else {
            return;
        };
        let mut at = self.end(heading);
        while let Some(node) = self
            .tree
            .nodes
            .get(at as usize)
            .filter(|n| n.parent == parent && at < end)
        {
            if node
                .tag
                .is_some_and(|t| t.heading().is_some() || matches!(t, Tag::P | Tag::Blockquote | Tag::Figure))
            {
                return;
            }
            let lines = self.lines.inside(self.tree, at);
            let listed = matches!(node.tag, Some(Tag::Article | Tag::Ul | Tag::Ol))
                || node.tag.is_some() && (self.mostly_links(&lines) || self.begins_with_link(&lines));
            if listed {
                for slot in out.get_mut(lines).into_iter().flatten() {
                    *slot = true;
                }
            }
            at = node.end.max(at + 1);
        }
    }

    /// Is the first of these lines a link?
    fn begins_with_link(&self, lines: &Range<usize>) -> bool {
        self.lines
            .items
            .get(lines.clone())
            .and_then(|l| l.first())
            .is_some_and(|l| l.linked * 2 > l.chars)
    }

    /// Are these lines links in the main?
    fn mostly_links(&self, lines: &Range<usize>) -> bool {
        let (mut chars, mut linked, mut ends) = (0u32, 0u32, 0u32);
        for l in self.lines.items.get(lines.clone()).unwrap_or_default() {
            chars += l.chars;
            linked += l.linked;
            ends += u32::from(l.ends && l.words > 8);
        }
        chars > 0 && linked * 2 > chars && (ends < 2 || linked * 5 > chars * 4)
    }

    /// What a line is taken for by the names of the elements around it, up to one of them.
    pub(super) fn use_of(&self, leaf: usize, container: u32) -> Use {
        let Some(l) = self.lines.items.get(leaf) else {
            return Use::No;
        };
        let mut heading = None;
        let mut hint = Hints::default();
        let mut figure = false;
        for a in self
            .tree
            .ancestors(l.first)
            .take_while(|&a| a != container)
            .take(12)
        {
            hint = hint | self.hints.get(a as usize).copied().unwrap_or_default();
            let tag = self.tree.tag(a);
            heading = heading.or(tag.and_then(Tag::heading));
            figure |= matches!(tag, Some(Tag::Figure | Tag::Figcaption));
        }
        let short = l.words <= 30;
        if hint.any(Hints::CREDIT) && short && (figure || hint.any(Hints::CAPTION)) {
            return Use::Credit;
        }
        if hint.any(Hints::CAPTION) || figure {
            return Use::Caption;
        }
        if let Some(level) = heading {
            return if level == 1 || hint.any(Hints::TITLE) && level < 3 {
                Use::Title
            } else {
                Use::Heading(level)
            };
        }
        if short && !(l.ends && l.words > 12) {
            if hint.any(Hints::CREDIT) {
                return Use::Credit;
            }
            if hint.any(Hints::UPDATED) {
                return Use::Updated;
            }
            if hint.any(Hints::DATE) {
                return Use::Published;
            }
            if hint.any(Hints::BYLINE) {
                return Use::Byline;
            }
            if hint.any(Hints::KICKER) {
                return Use::Kicker;
            }
        }
        if hint.any(Hints::STANDFIRST) {
            return Use::Standfirst;
        }
        if l.link_density() > 0.8 && l.words < 40 && !(l.ends && l.marks > 1) {
            return Use::No;
        }
        Use::Text
    }

    /// The level of the heading that a line is.
    pub(super) fn heading(&self, leaf: usize) -> Option<u8> {
        let l = self.lines.items.get(leaf)?;
        self.tree
            .ancestors(l.first)
            .take(6)
            .find_map(|a| self.tree.tag(a).and_then(Tag::heading))
    }

    /// Is the line named as the headline?
    pub(super) fn titled(&self, leaf: usize) -> bool {
        self.lines.items.get(leaf).is_some_and(|l| {
            self.tree
                .ancestors(l.first)
                .take(3)
                .any(|a| self.hints.get(a as usize).is_some_and(|h| h.any(Hints::TITLE)))
        })
    }

    /// Does the line stand in an element that is junk by its name?
    pub(super) fn is_junk(&self, leaf: usize) -> bool {
        self.junk.get(leaf).copied().unwrap_or(false)
    }

    /// Is the line one of a list that is made of links?
    pub(super) fn is_list_of_links(&self, leaf: usize) -> bool {
        self.lines.items.get(leaf).is_some_and(|l| {
            l.link_density() > 0.5
                && self
                    .tree
                    .ancestors(l.first)
                    .take(4)
                    .any(|a| matches!(self.tree.tag(a), Some(Tag::Ul | Tag::Ol | Tag::Nav)))
        })
    }

    /// Is there an element that is named as a wall where readers must pay, and shown?
    pub(super) fn walled(&self) -> bool {
        (0..).zip(&self.hints).any(|(at, h)| {
            h.any(Hints::PAYWALL)
                && !h.any(Hints::HIDDEN)
                && self
                    .tree
                    .tag(at)
                    .is_some_and(|t| !matches!(t, Tag::Html | Tag::Body))
                && self.lines.inside(self.tree, at).len() > 1
        })
    }

    /// Short lines before the first and behind the last running text of the container are no text of the article.
    fn trim_ends(&self, uses: &mut [Use], inside: &Range<usize>) {
        let running =
            |leaf: usize, uses: &[Use]| uses.get(leaf) == Some(&Use::Text) && self.weight(leaf) > 0.0;
        let first = inside.clone().find(|&i| running(i, uses));
        let last = inside.clone().rev().find(|&i| running(i, uses));
        let (Some(first), Some(last)) = (first, last) else {
            return;
        };
        for i in inside.clone() {
            if uses[i] == Use::Text && i < first {
                uses[i] = Use::Front;
            } else if i > last && matches!(uses[i], Use::Text | Use::Heading(_) | Use::Title) {
                let l = &self.lines.items[i];
                // rows and points may end without a full stop
                let listed = self.tree.ancestors(l.block).take(3).any(|a| {
                    matches!(
                        self.tree.tag(a),
                        Some(Tag::Li | Tag::Td | Tag::Th | Tag::Dd | Tag::Blockquote)
                    )
                });
                if listed && uses[i] == Use::Text && l.link_density() < 0.3 {
                    continue;
                }
                if !(l.ends && l.words >= 3 && l.link_density() < 0.3) || uses[i] != Use::Text {
                    uses[i] = Use::No;
                }
            }
        }
    }

    /// A heading under which nothing is left goes as well.
    fn drop_loose_headings(&self, uses: &mut [Use], inside: &Range<usize>) {
        let mut text = false;
        for i in inside.clone().rev() {
            match uses[i] {
                Use::Text => text = true,
                Use::Heading(_) if !text => uses[i] = Use::No,
                Use::Heading(_) => text = false,
                _ => {}
            }
        }
    }
}

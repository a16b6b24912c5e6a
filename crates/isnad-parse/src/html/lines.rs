//! The tree's text as lines: what stands between two block boundaries, blanks collapsed, with its place in the source.

use super::{
    markup::{Segment, Tree},
    names::Hints,
    tags::{Key, Tag},
};
use std::ops::Range;

/// All lines of a page that are shown, in order.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// Their text, one behind the other.
    pub(super) text: String,
    /// The lines.
    pub(super) items: Vec<Leaf>,
    /// Where the parts of `text` stand in the source, in order.
    pub(super) runs: Vec<Run>,
    /// For each node of the tree: the number of lines that begin before it.
    before: Vec<u32>,
}

/// A line.
#[derive(Debug, Clone)]
pub(super) struct Leaf {
    /// Its text in [`Lines::text`].
    pub(super) text: Range<usize>,
    /// The innermost block element around its first word.
    pub(super) block: u32,
    /// The node of its first word.
    pub(super) first: u32,
    /// Characters.
    pub(super) chars: u32,
    /// Characters inside links.
    pub(super) linked: u32,
    /// Characters in bold type.
    pub(super) bold: u32,
    /// Words.
    pub(super) words: u32,
    /// Marks that divide sentences or end them.
    pub(super) marks: u32,
    /// It ends like a sentence.
    pub(super) ends: bool,
}

/// A part of a text and the part of the source that it was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    /// First byte in the text.
    pub(super) text: usize,
    /// Bytes in the text.
    pub(super) len: usize,
    /// First byte in the source.
    pub(super) source: usize,
    /// Bytes in the source; another number than `len` where the whole part stands for the whole (a character reference).
    pub(super) source_len: usize,
}

impl Leaf {
    /// How much of the line is links, from 0 to 1.
    pub(super) fn link_density(&self) -> f64 {
        f64::from(self.linked) / f64::from(self.chars.max(1))
    }
}

impl Lines {
    /// The lines of a tree. `gone` tells the nodes that are left out with all inside them.
    pub(super) fn of(tree: &Tree, gone: &[bool], hints: &[Hints]) -> Self {
        let mut reader = Reader {
            tree,
            hints,
            lines: Self {
                before: Vec::with_capacity(tree.nodes.len() + 1),
                ..Self::default()
            },
            segment: 0,
            open: None,
            breaks: 0,
            blank: false,
        };
        reader.read(gone);
        reader.lines
    }

    /// The numbers of the lines that begin inside a node.
    pub(super) fn inside(&self, tree: &Tree, node: u32) -> Range<usize> {
        let end = tree.nodes.get(node as usize).map_or(node, |n| n.end);
        let at = |n: u32| {
            self.before
                .get(n as usize)
                .map_or(self.items.len(), |&b| b as usize)
        };
        at(node)..at(end)
    }

    /// The words of a line.
    pub(super) fn words(&self, leaf: usize) -> &str {
        self.items
            .get(leaf)
            .and_then(|l| self.text.get(l.text.clone()))
            .unwrap_or("")
    }
}

struct Reader<'t> {
    tree: &'t Tree,
    hints: &'t [Hints],
    lines: Lines,
    /// The segment of the tree's text at which reading has arrived.
    segment: usize,
    open: Option<Leaf>,
    /// Line breaks since the last word.
    breaks: u32,
    /// Blanks since the last word.
    blank: bool,
}

impl Reader<'_> {
    fn read(&mut self, gone: &[bool]) {
        let tree = self.tree;
        // elements around the node: end, block, link, bold
        let mut around: Vec<Around> = Vec::new();
        let mut at = 0;
        while let Some(node) = tree.nodes.get(at as usize) {
            while let Some(last) = around.last().filter(|a| a.end <= at) {
                if last.ends_line {
                    self.flush();
                }
                around.pop();
            }
            let count =
                u32::try_from(self.lines.items.len() + usize::from(self.open.is_some())).unwrap_or(u32::MAX);
            let outer = around.last().copied().unwrap_or_default();
            if gone.get(at as usize).copied().unwrap_or(false) {
                let silent = matches!(
                    node.tag,
                    Some(Tag::Script | Tag::Style | Tag::Noscript | Tag::Template | Tag::Svg | Tag::Math)
                );
                if !silent {
                    self.flush();
                }
                let count = u32::try_from(self.lines.items.len() + usize::from(self.open.is_some()))
                    .unwrap_or(u32::MAX);
                self.lines.before.resize(node.end as usize, count);
                at = node.end.max(at + 1);
                continue;
            }
            match node.tag {
                None => {
                    self.lines.before.push(count);
                    self.text(at, &outer);
                }
                Some(tag) => {
                    let block = tag.block() || node.custom || self.apart(at, tag, outer.block);
                    if tag == Tag::Br {
                        self.breaks += 1;
                        self.blank = true;
                    } else if block {
                        self.flush();
                    }
                    let count = u32::try_from(self.lines.items.len() + usize::from(self.open.is_some()))
                        .unwrap_or(u32::MAX);
                    self.lines.before.push(count);
                    around.push(Around {
                        end: node.end,
                        block: if block { at } else { outer.block },
                        ends_line: block,
                        link: outer.link || tag == Tag::A && tree.attribute(at, Key::Href).is_some(),
                        bold: outer.bold || matches!(tag, Tag::B | Tag::Strong) || tag.heading().is_some(),
                        loose: if block {
                            !matches!(tag, Tag::P | Tag::Figcaption | Tag::Li | Tag::Time)
                                && tag.heading().is_none()
                        } else {
                            outer.loose
                        },
                    });
                }
            }
            at += 1;
        }
        self.flush();
        let count = u32::try_from(self.lines.items.len()).unwrap_or(u32::MAX);
        self.lines.before.resize(tree.nodes.len() + 1, count);
    }

    /// Is it an element within a line that has a role of its own: name, date or credit in a short line of such, or the credit of a
    /// picture's words?
    fn apart(&self, at: u32, tag: Tag, block: u32) -> bool {
        const SHORT: usize = 300;
        let hint = |n: u32| self.hints.get(n as usize).copied().unwrap_or_default();
        let own = hint(at);
        let tags = matches!(
            tag,
            Tag::Span
                | Tag::A
                | Tag::Time
                | Tag::Small
                | Tag::Em
                | Tag::I
                | Tag::Cite
                | Tag::B
                | Tag::Strong
                | Tag::Abbr
        );
        if !tags || !own.any(Hints::BYLINE | Hints::DATE | Hints::UPDATED | Hints::CREDIT | Hints::KICKER) {
            return false;
        }
        let around = self.tree.nodes.get(block as usize).map_or(0, |n| n.text.len());
        let caption = self
            .tree
            .ancestors(at)
            .skip(1)
            .take(3)
            .any(|a| hint(a).any(Hints::CAPTION) || self.tree.tag(a) == Some(Tag::Figure));
        if own.any(Hints::CREDIT) {
            return caption || around < SHORT;
        }
        // an author's name inside the line that names authors is a part of it
        let same = self.tree.ancestors(at).skip(1).take(3).any(|a| {
            hint(a).any(Hints::BYLINE) && own.any(Hints::BYLINE)
                || hint(a).any(Hints::DATE | Hints::UPDATED) && own.any(Hints::DATE | Hints::UPDATED)
        });
        around < SHORT && !same
    }

    /// Adds the text of a node to the line that is open.
    fn text(&mut self, at: u32, around: &Around) {
        let Some(node) = self.tree.nodes.get(at as usize) else {
            return;
        };
        let (start, end) = (node.text.start as usize, node.text.end as usize);
        let Some(text) = self.tree.text.get(start..end) else {
            return;
        };
        let mut from = None;
        for (i, c) in text.char_indices() {
            let blank = c.is_whitespace() || c.is_control();
            match (blank, from) {
                (true, Some(word)) => {
                    self.word(start + word..start + i, at, around);
                    from = None;
                    self.blank = true;
                }
                (true, None) => self.blank = true,
                (false, None) => from = Some(i),
                (false, Some(_)) => {}
            }
        }
        if let Some(word) = from {
            self.word(start + word..end, at, around);
        }
    }

    /// Adds a word, or a part of one, and the blank before it.
    fn word(&mut self, range: Range<usize>, node: u32, around: &Around) {
        let blank = std::mem::take(&mut self.blank);
        let breaks = std::mem::take(&mut self.breaks);
        if let Some(open) = &self.open
            && breaks > 0
        {
            let words = self.lines.text.get(open.text.start..).unwrap_or("");
            if breaks > 1 || around.loose || ends_sentence(words) {
                self.flush();
            }
        }
        let Some(word) = self.tree.text.get(range.clone()) else {
            return;
        };
        let out = &mut self.lines;
        let fresh = self.open.is_none();
        let leaf = self.open.get_or_insert(Leaf {
            text: out.text.len()..out.text.len(),
            block: around.block,
            first: node,
            chars: 0,
            linked: 0,
            bold: 0,
            words: 0,
            marks: 0,
            ends: false,
        });
        if !fresh && blank {
            out.text.push(' ');
        }
        if fresh || blank {
            leaf.words += 1;
        }
        let at = out.text.len();
        out.text.push_str(word);
        let chars = u32::try_from(word.chars().count()).unwrap_or(u32::MAX);
        leaf.chars += chars;
        // scripts without blanks between words: about two characters a word
        let unspaced = u32::try_from(
            word.chars()
                .filter(|c| matches!(c, '\u{3040}'..='\u{9FFF}' | '\u{E00}'..='\u{EFF}'))
                .count(),
        )
        .unwrap_or(0);
        leaf.words += unspaced / 2;
        if around.link {
            leaf.linked += chars;
        }
        if around.bold {
            leaf.bold += chars;
        }
        if word.ends_with([
            ',', '.', ';', ':', '!', '?', '\u{060C}', '\u{061B}', '\u{061F}', '\u{2026}',
        ]) || unspaced > 0 && word.contains(['\u{3001}', '\u{3002}', '\u{FF0C}'])
        {
            leaf.marks += 1;
        }
        self.runs(range, at);
    }

    /// Notes where the bytes of a word stand in the source.
    fn runs(&mut self, range: Range<usize>, out: usize) {
        let segments = &self.tree.segments;
        while segments
            .get(self.segment)
            .is_some_and(|s| (s.text + s.len) as usize <= range.start)
        {
            self.segment += 1;
        }
        let mut n = self.segment;
        while let Some(s) = segments.get(n).filter(|s| (s.text as usize) < range.end) {
            let run = part(s, &range, out);
            match self.lines.runs.last_mut() {
                Some(last) if follows(last, &run) => {
                    last.len += run.len;
                    last.source_len += run.source_len;
                }
                _ => self.lines.runs.push(run),
            }
            n += 1;
        }
    }

    fn flush(&mut self) {
        self.breaks = 0;
        self.blank = false;
        if let Some(mut leaf) = self.open.take() {
            leaf.text.end = self.lines.text.len();
            leaf.ends = ends_sentence(self.lines.text.get(leaf.text.clone()).unwrap_or(""));
            self.lines.items.push(leaf);
        }
    }
}

/// The part of a segment under a range of the tree's text.
fn part(s: &Segment, range: &Range<usize>, out: usize) -> Run {
    let (text, len) = (s.text as usize, s.len as usize);
    let (source, source_len) = (s.source as usize, s.source_len as usize);
    let from = range.start.max(text);
    let to = range.end.min(text + len);
    let plain = len == source_len;
    Run {
        text: out + (from - range.start),
        len: to - from,
        source: if plain { source + (from - text) } else { source },
        source_len: if plain { to - from } else { source_len },
    }
}

/// Does a run of plain text go on where the one before ended?
fn follows(last: &Run, next: &Run) -> bool {
    last.len == last.source_len
        && next.len == next.source_len
        && last.text + last.len == next.text
        && last.source + last.source_len == next.source
}

#[derive(Debug, Clone, Copy, Default)]
struct Around {
    end: u32,
    block: u32,
    ends_line: bool,
    link: bool,
    bold: bool,
    /// One line break is enough to divide lines: the element is no paragraph.
    loose: bool,
}

/// Does the text end with a mark that ends sentences, closing marks aside?
fn ends_sentence(words: &str) -> bool {
    words
        .trim_end_matches(['"', '\'', '\u{00BB}', '\u{201D}', '\u{2019}', ')', ']', ' '])
        .ends_with([
            '.', '!', '?', ':', '\u{061F}', '\u{2026}', '\u{06D4}', '\u{3002}', '\u{FF01}', '\u{FF1F}',
        ])
}

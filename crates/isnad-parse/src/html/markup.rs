//! Markup → a flat tree in document order, each piece of text with its place in the source.
//!
//! `html5gum` cuts the source into tags and text as browsers do; the tree is built with the rules of theirs that matter for
//! text: elements without end tags, end tags without elements, paragraphs that a block ends. Nothing recurses, and every
//! node costs a bounded number of steps, whatever the nesting.

use super::tags::{Key, TAGS, Tag};
use html5gum::{
    Emitter, ForwardingEmitter, Span as Place, State, Tokenizer,
    emitters::callback::{Callback, CallbackEmitter, CallbackEvent},
};
use std::convert::Infallible;
use std::ops::Range;

/// Elements nested deeper are taken for children of the last one within the limit.
const DEPTH: usize = 512;
/// Attributes are cut off behind so many bytes.
const ATTRIBUTE: usize = 64 << 10;

/// A page as a tree: nodes in document order, so that a subtree is a range of them.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// The nodes; the first one stands for the page.
    pub(super) nodes: Vec<Node>,
    /// The text of all text nodes that may be shown or read, entities decoded.
    pub(super) text: String,
    /// Where each part of `text` stands in the source, in order.
    pub(super) segments: Vec<Segment>,
    /// Comments that say something of the page, with their place.
    pub(super) comments: Vec<(String, Range<u32>)>,
    /// Nesting went beyond the limit.
    pub(super) deep: bool,
    /// An attribute was cut off.
    pub(super) huge_attribute: bool,
    attributes: Vec<Attribute>,
    values: String,
}

/// An element, or a piece of text.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// What it is; `None` for text.
    pub(super) tag: Option<Tag>,
    /// The element around it; the page for the page itself.
    pub(super) parent: u32,
    /// One past the last node inside it.
    pub(super) end: u32,
    /// Its text, with that of all nodes inside, in [`Tree::text`].
    pub(super) text: Range<u32>,
    /// The start tag, or the text, in the source.
    pub(super) source: Range<u32>,
    /// Is its name one with a hyphen, of an element made by the page's authors?
    pub(super) custom: bool,
    name: u32,
    attributes: Range<u32>,
}

#[derive(Debug)]
struct Attribute {
    key: Key,
    value: Range<u32>,
    source: Range<u32>,
}

/// A part of the decoded text and its place in the source.
#[derive(Debug, Clone, Copy)]
pub(super) struct Segment {
    /// First byte in [`Tree::text`].
    pub(super) text: u32,
    /// Bytes there.
    pub(super) len: u32,
    /// First byte in the source.
    pub(super) source: u32,
    /// Bytes in the source: as many where the text stands there as it is, otherwise those of a character reference.
    pub(super) source_len: u32,
}

impl Tree {
    /// Reads markup. `source` is the decoded file.
    pub(super) fn read(source: &str) -> Self {
        let mut tree = Self::default();
        let mut inner = CallbackEmitter::new(Builder::new(&mut tree, source.as_bytes()));
        inner.naively_switch_states(true);
        let placed = Placed {
            inner,
            at: 0,
            before: 0,
        };
        let Ok(()) = Tokenizer::new_with_emitter(source, placed).finish();
        tree
    }

    /// The value of an attribute of a node.
    pub(super) fn attribute(&self, node: u32, key: Key) -> Option<&str> {
        self.placed_attribute(node, key).map(|(value, _)| value)
    }

    /// The value of an attribute and its place in the source.
    pub(super) fn placed_attribute(&self, node: u32, key: Key) -> Option<(&str, Range<u32>)> {
        let range = self.nodes.get(node as usize)?.attributes.clone();
        let attributes = self.attributes.get(range.start as usize..range.end as usize)?;
        let found = attributes.iter().find(|a| a.key == key)?;
        let value = self
            .values
            .get(found.value.start as usize..found.value.end as usize)?;
        Some((value, found.source.clone()))
    }

    /// The element of a node, or nothing for text.
    pub(super) fn tag(&self, node: u32) -> Option<Tag> {
        self.nodes.get(node as usize).and_then(|n| n.tag)
    }

    /// The decoded text of a node with all inside it.
    pub(super) fn text_of(&self, node: u32) -> &str {
        self.nodes
            .get(node as usize)
            .and_then(|n| self.text.get(n.text.start as usize..n.text.end as usize))
            .unwrap_or("")
    }

    /// The place in the source of a part of [`Tree::text`].
    pub(super) fn source_of(&self, text: Range<usize>) -> Option<Range<u32>> {
        let place = |at: usize| {
            let n = self
                .segments
                .partition_point(|s| s.text as usize <= at)
                .checked_sub(1)?;
            let s = self.segments.get(n)?;
            let within = at - s.text as usize;
            let by = if s.len == s.source_len { within } else { 0 };
            Some(s.source + to_u32(by))
        };
        Some(place(text.start)?..place(text.end.checked_sub(1)?)? + 1)
    }

    /// The node and the elements around it, innermost first.
    pub(super) fn ancestors(&self, node: u32) -> impl Iterator<Item = u32> + '_ {
        let mut next = Some(node);
        std::iter::from_fn(move || {
            let this = next?;
            let parent = self.nodes.get(this as usize)?.parent;
            next = (this != 0).then_some(parent);
            Some(this)
        })
    }
}

/// The emitter of `html5gum`'s own, with the place of every piece of text noted on the way.
struct Placed<'a> {
    inner: CallbackEmitter<Builder<'a>, Infallible, usize>,
    /// Bytes read.
    at: usize,
    /// Where the piece of text before ended.
    before: usize,
}

impl ForwardingEmitter for Placed<'_> {
    type Token = Infallible;

    fn inner(&mut self) -> &mut impl Emitter<Token = Infallible> {
        &mut self.inner
    }

    fn move_position(&mut self, offset: isize) {
        self.at = self.at.saturating_add_signed(offset);
        self.inner.move_position(offset);
    }

    fn start_open_tag(&mut self) {
        self.before = self.before.max(self.at.saturating_sub(1));
        self.inner.start_open_tag();
    }

    fn emit_string(&mut self, text: &[u8]) {
        let (at, before) = (self.at, self.before);
        self.inner.callback_mut().piece(text, at, before);
        self.before = at;
        self.inner.emit_string(text);
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        let state = self.inner.emit_current_tag();
        self.before = self.at;
        let builder = self.inner.callback_mut();
        // without scripts the content of `noscript` is markup like any other
        if builder.last == Tag::Noscript {
            None
        } else {
            state
        }
    }

    fn emit_current_comment(&mut self) {
        self.inner.emit_current_comment();
        self.before = self.at;
    }

    fn emit_current_doctype(&mut self) {
        self.inner.emit_current_doctype();
        self.before = self.at;
    }

    fn emit_eof(&mut self) {
        self.inner.emit_eof();
        self.inner.callback_mut().finish();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&mut self) -> bool {
        self.inner.callback_mut().foreign()
    }
}

/// Builds the tree from the events of the tokenizer.
struct Builder<'a> {
    tree: &'a mut Tree,
    source: &'a [u8],
    /// Open elements, outermost first.
    open: Vec<u32>,
    /// How many elements of each kind are open.
    counts: [u16; TAGS],
    /// The start tag that is being read.
    pending: Option<Node>,
    /// The kind of the last start tag.
    last: Tag,
    /// Pieces of the text that is being read.
    pieces: Vec<Segment>,
    /// The attribute that is being read is kept.
    kept: bool,
    seen: (bool, bool, bool),
}

impl<'a> Builder<'a> {
    fn new(tree: &'a mut Tree, source: &'a [u8]) -> Self {
        tree.nodes.push(Node {
            tag: Some(Tag::Other),
            parent: 0,
            end: 0,
            text: 0..0,
            source: 0..0,
            custom: false,
            name: 0,
            attributes: 0..0,
        });
        Self {
            tree,
            source,
            open: vec![0],
            counts: [0; TAGS],
            pending: None,
            last: Tag::Other,
            pieces: Vec::new(),
            kept: false,
            seen: (false, false, false),
        }
    }

    fn piece(&mut self, text: &[u8], at: usize, before: usize) {
        let here = at
            .checked_sub(text.len())
            .filter(|&from| self.source.get(from..at) == Some(text));
        let (from, len) = here.map_or((before.min(at), at.saturating_sub(before)), |from| {
            (from, text.len())
        });
        let plain = here.is_some();
        if let Some(last) = self.pieces.last_mut()
            && plain
            && last.len == last.source_len
            && to_usize(last.source + last.len) == from
        {
            last.len += to_u32(text.len());
            last.source_len = last.len;
            return;
        }
        self.pieces.push(Segment {
            text: 0,
            len: to_u32(text.len()),
            source: to_u32(from),
            source_len: to_u32(len),
        });
    }

    /// Is the innermost element one of SVG or MathML?
    fn foreign(&self) -> bool {
        self.counts[Tag::Svg as usize] + self.counts[Tag::Math as usize] > 0
    }

    fn current(&self) -> u32 {
        self.open.last().copied().unwrap_or(0)
    }

    fn tag_at(&self, depth: usize) -> Tag {
        self.open
            .get(depth)
            .and_then(|&n| self.tree.tag(n))
            .unwrap_or(Tag::Other)
    }

    fn start(&mut self, name: &[u8], place: Place<usize>) {
        let tag = Tag::of(name);
        self.last = tag;
        self.kept = false;
        let attributes = to_u32(self.tree.attributes.len());
        self.pending = Some(Node {
            tag: Some(tag),
            parent: 0,
            end: 0,
            text: 0..0,
            source: to_u32(place.start)..to_u32(place.end),
            custom: tag == Tag::Other && name.contains(&b'-'),
            name: hash(name),
            attributes: attributes..attributes,
        });
    }

    fn attribute_name(&mut self, name: &[u8], place: Place<usize>) {
        let key = Key::of(name);
        self.kept = self.pending.is_some() && key != Key::Other;
        if self.kept {
            let at = to_u32(self.tree.values.len());
            self.tree.attributes.push(Attribute {
                key,
                value: at..at,
                source: to_u32(place.end)..to_u32(place.end),
            });
        }
    }

    fn attribute_value(&mut self, value: &[u8], place: Place<usize>) {
        if !std::mem::take(&mut self.kept) {
            return;
        }
        let whole = String::from_utf8_lossy(value);
        let value = crate::line::prefix(&whole, ATTRIBUTE);
        self.tree.huge_attribute |= value.len() < whole.len();
        self.tree.values.push_str(value);
        let end = to_u32(self.tree.values.len());
        if let Some(last) = self.tree.attributes.last_mut() {
            last.value.end = end;
            last.source = to_u32(place.start)..to_u32(place.end);
        }
    }

    fn close_start(&mut self) {
        let Some(mut node) = self.pending.take() else {
            return;
        };
        let Some(tag) = node.tag else { return };
        let seen = match tag {
            Tag::Html => Some(&mut self.seen.0),
            Tag::Head => Some(&mut self.seen.1),
            Tag::Body => Some(&mut self.seen.2),
            _ => None,
        };
        if seen.is_some_and(|s| std::mem::replace(s, true)) {
            return; // a second one changes nothing
        }
        self.close_implied(tag);
        let at = to_u32(self.tree.nodes.len());
        let text = to_u32(self.tree.text.len());
        node.attributes.end = to_u32(self.tree.attributes.len());
        node.parent = self.current();
        node.end = at + 1;
        node.text = text..text;
        self.tree.nodes.push(node);
        if tag.void() {
            return;
        }
        if self.open.len() >= DEPTH {
            self.tree.deep = true;
            return;
        }
        self.open.push(at);
        self.counts[tag as usize] += 1;
    }

    /// Closes what a start tag ends without saying so.
    fn close_implied(&mut self, tag: Tag) {
        if self.counts[Tag::Head as usize] > 0 && !tag.in_head() && !self.foreign() {
            self.close(Tag::Head, hash(b"head"));
        }
        if tag.ends_paragraph() && self.counts[Tag::P as usize] > 0 {
            self.close(Tag::P, hash(b"p"));
        }
        if tag.heading().is_some() && self.tag_at(self.open.len() - 1).heading().is_some() {
            self.pop_to(self.open.len() - 1);
        }
        let until = |stop: &[Tag], ends: &[Tag], slf: &Self| {
            for depth in (1..slf.open.len()).rev() {
                let here = slf.tag_at(depth);
                if ends.contains(&here) {
                    return Some(depth);
                }
                if stop.contains(&here) || here.barrier() {
                    return None;
                }
            }
            None
        };
        let some = |tags: &[Tag], slf: &Self| tags.iter().any(|&t| slf.counts[t as usize] > 0);
        let (stop, ends): (&[Tag], &[Tag]) = match tag {
            Tag::Li => (&[Tag::Ul, Tag::Ol, Tag::Menu, Tag::Dir], &[Tag::Li]),
            Tag::Dt | Tag::Dd => (&[Tag::Dl], &[Tag::Dt, Tag::Dd]),
            Tag::Option | Tag::Optgroup => (&[Tag::Select], &[Tag::Option]),
            Tag::Tr | Tag::Thead | Tag::Tbody | Tag::Tfoot | Tag::Td | Tag::Th => {
                self.close_cells(tag);
                return;
            }
            Tag::A => {
                // only where no block has begun since
                let depth = (1..self.open.len())
                    .rev()
                    .take_while(|&d| !self.tag_at(d).block())
                    .find(|&d| self.tag_at(d) == Tag::A);
                if let Some(depth) = depth.filter(|_| self.counts[Tag::A as usize] > 0) {
                    self.pop_to(depth);
                }
                return;
            }
            _ => return,
        };
        if some(ends, self)
            && let Some(depth) = until(stop, ends, self)
        {
            self.pop_to(depth);
        }
    }

    /// A row ends cells and rows, a cell ends the cell before, inside the same table.
    fn close_cells(&mut self, tag: Tag) {
        let ends: &[Tag] = match tag {
            Tag::Td | Tag::Th => &[Tag::Td, Tag::Th],
            Tag::Tr => &[Tag::Td, Tag::Th, Tag::Tr],
            _ => &[Tag::Td, Tag::Th, Tag::Tr, Tag::Thead, Tag::Tbody, Tag::Tfoot],
        };
        if ends.iter().all(|&t| self.counts[t as usize] == 0) {
            return;
        }
        let mut outermost = None;
        for depth in (1..self.open.len()).rev() {
            let here = self.tag_at(depth);
            if ends.contains(&here) {
                outermost = Some(depth);
            } else if here == Tag::Table || here == Tag::Template {
                break;
            }
        }
        if let Some(depth) = outermost {
            self.pop_to(depth);
        }
    }

    fn end(&mut self, name: &[u8]) {
        let tag = Tag::of(name);
        if matches!(tag, Tag::Html | Tag::Body) || self.counts[tag as usize] == 0 {
            return;
        }
        self.close(tag, hash(name));
    }

    /// Closes the innermost element of this name, if nothing between bars the way.
    fn close(&mut self, tag: Tag, name: u32) {
        for depth in (1..self.open.len()).rev() {
            let Some(node) = self
                .open
                .get(depth)
                .and_then(|&n| self.tree.nodes.get(n as usize))
            else {
                return;
            };
            let here = node.tag.unwrap_or(Tag::Other);
            if node.name == name || tag.heading().is_some() && here.heading().is_some() {
                return self.pop_to(depth);
            }
            let barred = if tag.table_part() {
                here == Tag::Table || here == Tag::Template
            } else {
                here.barrier() || !tag.block() && here.block()
            };
            if barred {
                return;
            }
        }
    }

    /// Closes the open elements from this depth on.
    fn pop_to(&mut self, depth: usize) {
        let end = to_u32(self.tree.nodes.len());
        let text = to_u32(self.tree.text.len());
        for at in self.open.drain(depth.max(1).min(self.open.len())..) {
            if let Some(node) = self.tree.nodes.get_mut(at as usize) {
                node.end = end;
                node.text.end = text;
                let count = &mut self.counts[node.tag.unwrap_or(Tag::Other) as usize];
                *count = count.saturating_sub(1);
            }
        }
    }

    fn text(&mut self, value: &[u8], place: Place<usize>) {
        let pieces = std::mem::take(&mut self.pieces);
        let parent = self.current();
        let dropped = match self.tree.tag(parent) {
            Some(Tag::Script) => !self
                .tree
                .attribute(parent, Key::Type)
                .is_some_and(|t| t.to_ascii_lowercase().contains("ld+json")),
            Some(
                Tag::Style
                | Tag::Textarea
                | Tag::Iframe
                | Tag::Noembed
                | Tag::Noframes
                | Tag::Select
                | Tag::Option,
            ) => true,
            _ => false,
        };
        if dropped {
            return;
        }
        let start = to_u32(self.tree.text.len());
        self.tree.text.push_str(&String::from_utf8_lossy(value));
        let end = to_u32(self.tree.text.len());
        let mut at = start;
        for mut piece in pieces {
            piece.text = at;
            at += piece.len;
            self.tree.segments.push(piece);
        }
        let node = to_u32(self.tree.nodes.len());
        self.tree.nodes.push(Node {
            tag: None,
            parent,
            end: node + 1,
            text: start..end,
            source: to_u32(place.start)..to_u32(place.end),
            custom: false,
            name: 0,
            attributes: 0..0,
        });
    }

    fn comment(&mut self, value: &[u8], place: Place<usize>) {
        const TELLING: [&[u8]; 5] = [
            b"saved from",
            b"saved date",
            b"archived on",
            b"mirrored from",
            b"saved with",
        ];
        let head = value
            .get(..value.len().min(2048))
            .unwrap_or_default()
            .to_ascii_lowercase();
        if TELLING.iter().any(|t| head.windows(t.len()).any(|w| w == *t)) && self.tree.comments.len() < 16 {
            let text = String::from_utf8_lossy(value.get(..value.len().min(2048)).unwrap_or_default());
            self.tree
                .comments
                .push((text.into_owned(), to_u32(place.start)..to_u32(place.end)));
        }
    }

    /// Closes everything.
    fn finish(&mut self) {
        self.pop_to(1);
        let (end, text) = (to_u32(self.tree.nodes.len()), to_u32(self.tree.text.len()));
        if let Some(page) = self.tree.nodes.first_mut() {
            page.end = end;
            page.text.end = text;
        }
    }
}

impl Callback<Infallible, usize> for Builder<'_> {
    fn handle_event(&mut self, event: CallbackEvent<'_>, place: Place<usize>) -> Option<Infallible> {
        match event {
            CallbackEvent::OpenStartTag { name } => self.start(name, place),
            CallbackEvent::AttributeName { name } => self.attribute_name(name, place),
            CallbackEvent::AttributeValue { value } => self.attribute_value(value, place),
            CallbackEvent::CloseStartTag { .. } => self.close_start(),
            CallbackEvent::EndTag { name } => self.end(name),
            CallbackEvent::String { value } => self.text(value, place),
            CallbackEvent::Comment { value } => self.comment(value, place),
            CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
        None
    }
}

/// FNV-1a: tells the names of unknown elements apart.
fn hash(name: &[u8]) -> u32 {
    name.iter()
        .fold(0x811C_9DC5, |h, b| (h ^ u32::from(*b)).wrapping_mul(0x0100_0193))
}

/// Offsets are kept in 32 bits: a page is far smaller than that.
fn to_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn to_usize(n: u32) -> usize {
    n as usize
}

//! NewsML-G2 items and NITF documents: headline, byline, dateline, dates and paragraphs.

use super::{Taken, xml};
use crate::decode::Note;
use isnad_model::Role;
use xml::{Node, attribute, local};

/// Reads a news item.
///
/// # Errors
/// A note that says why it is no report.
pub(crate) fn read(bytes: &[u8]) -> Result<Taken, Note> {
    let (xml, _) = xml::text(bytes, None);
    let mut news = News::default();
    let end = xml::walk(&xml, &mut |node, at| {
        match node {
            Node::Open(tag) => {
                let name = tag.name();
                let name = local(name.as_ref()).to_ascii_lowercase();
                news.open(&name, &|key| attribute(tag, key));
                news.path.push(name);
            }
            Node::Close => {
                if let Some(name) = news.path.pop()
                    && role(&name).is_some()
                {
                    news.part = None;
                }
            }
            Node::Words(words) => news.words(words, at.start, at.len() == words.len(), at.end),
        }
        news.path.len() < 512
    });
    let mut taken = news.taken;
    if let Err(at) = end {
        let message = format!("the item is not well formed behind byte {at}; what stands before was read");
        taken
            .notes
            .push(Note::new("broken-xml", message, "fetch the item again"));
    }
    // a headline among the data about the item and in its text is the same words
    if taken.text.parts().iter().all(|p| {
        matches!(
            p.role,
            Some(Role::Headline | Role::Byline | Role::Dateline | Role::Credit)
        )
    }) {
        return Err(Note::new(
            "item-without-text",
            "the item holds no paragraph of text",
            "the text may stand in another file",
        ));
    }
    taken.text.finish();
    Ok(taken)
}

#[derive(Default)]
struct News {
    taken: Taken,
    path: Vec<String>,
    /// The element whose words are a part now, and whether it was begun.
    part: Option<(Role, bool)>,
    titled: bool,
    /// A blank stands before the next word.
    blank: bool,
}

/// The role of an element's words.
fn role(name: &str) -> Option<Option<Role>> {
    Some(match name {
        "hl1" | "headline" => Some(Role::Headline),
        "hl2" | "h1" | "h2" | "h3" | "h4" => Some(Role::Heading),
        "byline" | "by" => Some(Role::Byline),
        "dateline" => Some(Role::Dateline),
        "caption" | "media-caption" | "figcaption" => Some(Role::Caption),
        "p" | "li" | "td" | "blockquote" => None,
        _ => return None,
    })
}

impl News {
    fn open(&mut self, name: &str, get: &dyn Fn(&str) -> Option<String>) {
        let told = &mut self.taken.told;
        let set = |slot: &mut Option<String>, value: Option<String>| {
            if slot.is_none() {
                *slot = value.filter(|v| !v.is_empty());
            }
        };
        match name {
            "date.issue" | "story.date" => set(&mut told.published, get("norm")),
            "pubdata" => {
                set(&mut told.published, get("date.publication"));
                set(&mut told.outlet, get("name"));
            }
            "language" => set(&mut told.language, get("tag")),
            "newsitem" => set(&mut told.language, get("lang")),
            "provider" | "infosource" => set(&mut told.outlet, get("literal")),
            _ => {}
        }
        if let Some(role) = role(name) {
            let outer = self.part.take();
            // a paragraph inside a caption or a byline is its words
            self.part = match outer {
                Some((role, begun)) if name == "p" && role != Role::Paragraph => Some((role, begun)),
                _ => Some((role.unwrap_or(Role::Paragraph), false)),
            };
            self.blank = false;
        } else if matches!(name, "br") {
            self.blank = true;
        }
    }

    fn words(&mut self, words: &str, at: usize, same: bool, end: usize) {
        let trimmed = words.trim();
        let told = &mut self.taken.told;
        let within = |name: &str| self.path.iter().any(|p| p == name);
        if let (Some(name), false) = (self.path.last(), trimmed.is_empty()) {
            let slot = match name.as_str() {
                "contentcreated" | "firstcreated" => Some(&mut told.published),
                "contentmodified" | "versioncreated" => Some(&mut told.updated),
                "name" if within("provider") => Some(&mut told.outlet),
                _ => None,
            };
            if let Some(slot) = slot
                && slot.is_none()
            {
                *slot = Some(trimmed.to_owned());
            }
        }
        let Some((role, begun)) = self.part else { return };
        if matches!(self.path.last().map(String::as_str), Some("script" | "style")) {
            return;
        }
        if role == Role::Headline && !begun {
            if trimmed.is_empty() {
                return;
            }
            if self.titled {
                self.part = None;
                return;
            }
        }
        let mut begun = begun;
        let mut push = |from: usize, to: usize, blank: &mut bool| {
            let word = words.get(from..to).unwrap_or("");
            if !begun {
                self.taken.text.begin((role != Role::Paragraph).then_some(role));
                begun = true;
            } else if *blank {
                self.taken.text.push(" ", at..at);
            }
            *blank = false;
            let place = if same { at + from..at + to } else { at..end };
            self.taken.text.push(word, place);
        };
        let mut from = None;
        let mut blank = self.blank;
        for (i, c) in words.char_indices() {
            match (c.is_whitespace() || c.is_control(), from) {
                (true, start) => {
                    if let Some(start) = start {
                        push(start, i, &mut blank);
                    }
                    from = None;
                    blank = true;
                }
                (false, None) => from = Some(i),
                (false, Some(_)) => {}
            }
        }
        if let Some(start) = from {
            push(start, words.len(), &mut blank);
        }
        self.blank = blank;
        self.titled |= begun && role == Role::Headline;
        self.part = Some((role, begun));
    }
}

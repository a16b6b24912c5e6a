//! Markdown: its blocks as lines, each under the span of its words.

use crate::line::{Line, Shape};
use isnad_text::{Span, Tokens};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// The blocks of a Markdown text behind its front matter. A span runs from the first to the last word of the block,
/// so that markup at its ends stays outside.
pub(crate) fn lines<'t>(text: &str, from: usize, tokens: &'t Tokens) -> Vec<Line<'t>> {
    let body = text.get(from..).unwrap_or("");
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut out = Vec::new();
    let mut open: Option<(Shape, Option<Span>)> = None;
    let mut depth = 0usize;
    let mut picture = false;
    let mut push = |block: &mut Option<(Shape, Option<Span>)>| {
        if let Some((shape, Some(span))) = block.take() {
            out.extend(Line::new(
                text,
                Span::new(span.start + from, span.end + from),
                true,
                shape,
                tokens,
            ));
        }
    };
    for (event, range) in Parser::new_ext(body, options).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                push(&mut open);
                open = Some((Shape::Heading(level_number(level)), None));
            }
            Event::Start(Tag::Paragraph | Tag::Item) => {
                push(&mut open);
                open = Some((Shape::Paragraph, None));
            }
            Event::Start(Tag::CodeBlock(_) | Tag::Table(_) | Tag::HtmlBlock | Tag::FootnoteDefinition(_)) => {
                push(&mut open);
                depth += 1;
                open = Some((Shape::Other, Some(Span::from(range))));
            }
            Event::End(
                TagEnd::CodeBlock | TagEnd::Table | TagEnd::HtmlBlock | TagEnd::FootnoteDefinition,
            ) => {
                depth = depth.saturating_sub(1);
                push(&mut open);
            }
            Event::End(TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::Item) if depth == 0 => {
                push(&mut open)
            }
            Event::Start(Tag::Image { .. }) => {
                picture = true;
                if let Some((shape, None)) = &mut open {
                    *shape = Shape::Picture;
                }
            }
            Event::End(TagEnd::Image) => picture = false,
            Event::Text(_) | Event::Code(_) | Event::InlineHtml(_) if depth == 0 => {
                if let Some((shape, span)) = &mut open {
                    if *shape == Shape::Picture && !picture {
                        *shape = Shape::Paragraph;
                    }
                    let words = Span::from(range);
                    *span = Some(span.map_or(words, |s| s.join(words)));
                }
            }
            _ => {}
        }
    }
    push(&mut open);
    out
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

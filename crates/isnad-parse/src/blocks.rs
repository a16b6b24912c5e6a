//! The role of every block of a plain text.

use isnad_lang::Pack;
use isnad_model::{Block, Report, Role, Words};
use isnad_text::LineIndex;

/// Gives every non-blank line a role, and the report its headline.
pub(crate) fn assign(report: &mut Report, _pack: &Pack) {
    let lines = LineIndex::new(&report.text);
    let mut blocks = Vec::new();
    for line in lines.lines(&report.text) {
        let span = line.trim(&report.text);
        if span.is_empty() {
            continue;
        }
        let role = if blocks.is_empty() {
            Role::Headline
        } else {
            Role::Paragraph
        };
        blocks.push(Block {
            role,
            start: span.start,
            end: span.end,
            origin: None,
        });
    }
    report.headline = blocks.first().map(|b| Words::of(&report.text, b.span()));
    report.blocks = blocks;
}

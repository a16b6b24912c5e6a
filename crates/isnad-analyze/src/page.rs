//! A report as annotators see it: tokens and sentences, made once.

use isnad_lang::Pack;
use isnad_model::{Report, Role};
use isnad_text::{Sentence, Span, Tokens, sentences};

/// A report with its tokens and sentences.
#[derive(Debug)]
pub struct Page<'a> {
    /// The report, its layers still empty.
    pub report: &'a Report,
    /// Its text.
    pub text: &'a str,
    /// The language pack.
    pub pack: &'a Pack,
    /// All tokens of the text, those of junk blocks included.
    pub tokens: Tokens,
    /// The sentences of all blocks but boilerplate and related links, in order.
    pub sentences: Vec<PageSentence>,
}

/// A sentence and the block it stands in.
#[derive(Clone, Debug)]
pub struct PageSentence {
    /// Bytes and tokens.
    pub sentence: Sentence,
    /// Number of the block in the report.
    pub block: usize,
    /// Role of that block.
    pub role: Role,
}

impl<'a> Page<'a> {
    /// Cuts a report's text into tokens and its blocks into sentences.
    pub fn new(report: &'a Report, pack: &'a Pack) -> Self {
        Self::with_tokens(report, pack.tokens(&report.text), pack)
    }

    /// Cuts a report's blocks into sentences. The tokens are those of its text, with the pack's proclitics.
    pub fn with_tokens(report: &'a Report, mut tokens: Tokens, pack: &'a Pack) -> Self {
        tokens.tell(&pack.vocabulary);
        let mut all = Vec::new();
        for (block, b) in report.blocks.iter().enumerate() {
            if matches!(b.role, Role::Boilerplate | Role::Related) {
                continue;
            }
            let cut = sentences(&report.text, &tokens, b.span(), &pack.sentences);
            all.extend(cut.into_iter().map(|sentence| PageSentence {
                sentence,
                block,
                role: b.role,
            }));
        }
        Self {
            report,
            text: &report.text,
            pack,
            tokens,
            sentences: all,
        }
    }

    /// The original letters of a token.
    pub fn word(&self, token: usize) -> &'a str {
        self.tokens.get(token).map_or("", |t| t.span.of(self.text))
    }

    /// The sentence that holds a byte offset.
    pub fn sentence_at(&self, byte: usize) -> Option<&PageSentence> {
        let i = self.sentences.partition_point(|s| s.sentence.span.end <= byte);
        self.sentences.get(i).filter(|s| s.sentence.span.holds(byte))
    }

    /// The span from the first to the last of these tokens.
    pub fn span(&self, tokens: std::ops::Range<usize>) -> Span {
        let items = self.tokens.items();
        match (
            items.get(tokens.start),
            tokens.end.checked_sub(1).and_then(|i| items.get(i)),
        ) {
            (Some(first), Some(last)) if tokens.start < tokens.end => {
                Span::new(first.span.start, last.span.end)
            }
            _ => Span::default(),
        }
    }
}

#[cfg(test)]
pub(crate) mod testing {
    use isnad_model::{Block, Report, Role};

    /// A report that is one paragraph.
    pub(crate) fn paragraph(language: &str, text: &str) -> Report {
        let block = Block {
            role: Role::Paragraph,
            start: 0,
            end: text.len(),
            origin: None,
        };
        Report {
            language: language.into(),
            text: text.into(),
            blocks: vec![block],
            ..Report::default()
        }
    }
}

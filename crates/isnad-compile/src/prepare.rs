//! What compiling needs of the words of one report, taken once, while its tokens are at hand.

use crate::{dating::Story, reading::Reading};
use isnad_lang::{Pack, Packs};
use isnad_model::{Report, Role};
use isnad_text::{Sentence, Tokens, sentences};
use serde::{Deserialize, Serialize};

/// What compiling needs of a report's words. It is taken report by report, on as many threads as there are, and rests on
/// what analysis found alone: what the dossier adds later is not in it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Prepared {
    pub(crate) story: Story,
    pub(crate) reading: Reading,
}

impl Prepared {
    /// Takes it from a report, whose text is cut into tokens for it.
    pub fn new(report: &Report, packs: &Packs) -> Self {
        let tokens = packs
            .get(&report.language)
            .map(|pack| Tokens::new(&report.text, &pack.clitics));
        Self::with_tokens(report, &tokens.unwrap_or_default(), packs)
    }

    /// Takes it from a report whose text has been cut into tokens, as its language asks for.
    pub fn with_tokens(report: &Report, tokens: &Tokens, packs: &Packs) -> Self {
        match packs.get(&report.language) {
            Some(pack) => {
                let text = Text::new(report, tokens, pack);
                Self {
                    story: Story::of(report, &text),
                    reading: Reading::of(report, &text),
                }
            }
            None => Self {
                story: Story::default(),
                reading: Reading::none(report),
            },
        }
    }
}

/// The text of a report as compiling looks at it: its tokens and the sentences of its content.
pub(crate) struct Text<'a> {
    pub(crate) pack: &'a Pack,
    pub(crate) tokens: &'a Tokens,
    pub(crate) sentences: Vec<Placed>,
}

/// A sentence and the block it stands in.
pub(crate) struct Placed {
    pub(crate) sentence: Sentence,
    /// Number of the block in the report.
    pub(crate) block: usize,
    /// Role of that block.
    pub(crate) role: Role,
}

impl<'a> Text<'a> {
    fn new(report: &Report, tokens: &'a Tokens, pack: &'a Pack) -> Self {
        let mut all = Vec::new();
        for (block, b) in report
            .blocks
            .iter()
            .enumerate()
            .filter(|(_, b)| b.role.is_content())
        {
            let cut = sentences(&report.text, tokens, b.span(), &pack.sentences);
            all.extend(cut.into_iter().map(|sentence| Placed {
                sentence,
                block,
                role: b.role,
            }));
        }
        Self {
            pack,
            tokens,
            sentences: all,
        }
    }
}

//! Words that bind somebody (agreed, promised, demanded, planned, threatened, refused) and words of order in time:
//! `commitments.toml`.

use crate::Loader;
use isnad_text::{Phrases, Vocabulary, fold};
use toml::Spanned;

/// Words that bind somebody, and words that order events in time.
#[derive(Debug, Default)]
pub struct CommitmentWords {
    /// Words after which stands what somebody is bound to, asks or refuses.
    pub heads: Phrases<Head>,
    /// Words that end what a head governs ("whereas", "according to").
    pub stops: Phrases<()>,
    /// Words that tell of talks or an agenda: what follows is talked about, no more.
    pub talks: Phrases<()>,
    /// Adjectives that tell of an earlier occasion ("previous"): such a mention is never the news itself.
    pub earlier: Phrases<()>,
    /// Ordinals and the like that tell occasions of one series apart; the number is the value.
    pub ordinals: Phrases<u8>,
    /// "After": what follows comes first.
    pub after: Phrases<()>,
    /// "Before": what follows comes later.
    pub before: Phrases<()>,
}

/// What a word binds to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// `agreement`, `promise`, `demand`, `plan`, `threat`, `refusal`, or `deadline`, which wants a time in what follows.
    pub kind: String,
    /// Where the content begins: one of these words, folded, within a few words of the head; `x+` is a proclitic. Empty: at once.
    pub link: Vec<String>,
    /// Does it count only where talks are told in the same sentence (an item of an agenda)?
    pub in_talks: bool,
    /// Is it no more than a plan where it is an item of talks ("discussed … the agreement on")?
    pub open_in_talks: bool,
    /// Is the head itself part of what is bound ("will not accept")?
    pub keep: bool,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    stops: Vec<String>,
    #[serde(default)]
    talks: Vec<String>,
    #[serde(default)]
    earlier: Vec<String>,
    #[serde(default)]
    ordinals: Vec<Vec<String>>,
    #[serde(default)]
    after: Vec<String>,
    #[serde(default)]
    before: Vec<String>,
    #[serde(default)]
    head: Vec<HeadRow>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadRow {
    kind: Spanned<String>,
    words: Vec<String>,
    #[serde(default)]
    link: Vec<String>,
    #[serde(default)]
    in_talks: bool,
    #[serde(default)]
    open_in_talks: bool,
    #[serde(default)]
    keep: bool,
}

const FILE: &str = "commitments.toml";
const KINDS: [&str; 7] = [
    "agreement",
    "promise",
    "demand",
    "plan",
    "threat",
    "deadline",
    "refusal",
];

impl CommitmentWords {
    /// Tells the pack's vocabulary of the dictionaries.
    pub(crate) fn tell(&mut self, words: &mut Vocabulary) {
        take_in!(
            words;
            self.heads,
            self.stops,
            self.talks,
            self.earlier,
            self.ordinals,
            self.after,
            self.before,
        );
    }

    pub(crate) fn load(loader: &mut Loader<'_>) -> Self {
        let Some(file) = loader.toml::<File>(FILE) else {
            return Self::default();
        };
        let mut out = Self {
            stops: set(&file.stops),
            talks: set(&file.talks),
            earlier: set(&file.earlier),
            after: set(&file.after),
            before: set(&file.before),
            ..Self::default()
        };
        for (n, words) in file.ordinals.iter().enumerate() {
            for word in words {
                out.ordinals.insert(word, u8::try_from(n + 1).unwrap_or(u8::MAX));
            }
        }
        for row in file.head {
            if !KINDS.contains(&row.kind.get_ref().as_str()) {
                let line = loader.line_at(FILE, row.kind.span().start);
                loader.error(
                    FILE,
                    line,
                    format!("expected one of {KINDS:?}, found {:?}", row.kind.get_ref()),
                );
                continue;
            }
            let head = Head {
                kind: row.kind.into_inner(),
                link: row.link.iter().map(|l| fold(l)).collect(),
                in_talks: row.in_talks,
                open_in_talks: row.open_in_talks,
                keep: row.keep,
            };
            for word in &row.words {
                out.heads.insert(word, head.clone());
            }
        }
        out
    }
}

fn set(words: &[String]) -> Phrases<()> {
    let mut out = Phrases::new();
    for word in words {
        out.insert(word, ());
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::{Loader, PackFile};

    #[test]
    fn a_wrong_kind_is_told_with_its_line() {
        let files = [PackFile {
            name: super::FILE,
            text: "stops = []\n[[head]]\nkind = \"wish\"\nwords = [\"hope\"]\n",
        }];
        let mut loader = Loader::new(&files);
        super::CommitmentWords::load(&mut loader);
        let errors = loader.finish();
        assert_eq!((errors.len(), errors[0].line), (1, 3));
    }
}

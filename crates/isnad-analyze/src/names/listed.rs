//! Words in the large list of everyday words: proclitics, article and endings are taken off until it knows one.

use super::scan::Scan;
use isnad_lang::names::Listed;
use isnad_text::Form;

/// A word without the article, if enough is left.
pub(super) fn without_article<'w>(scan: &Scan<'_>, word: &'w str) -> &'w str {
    word.strip_prefix(scan.words.article.as_str())
        .filter(|r| !scan.words.article.is_empty() && r.len() >= 4)
        .unwrap_or(word)
}

/// What the list of words says of a token, proclitics and article taken off, and whether an ending had to be taken off too.
pub(super) fn look_up(scan: &Scan<'_>, i: usize) -> (Listed, bool) {
    let Some(token) = scan.token(i) else {
        return (Listed::No, false);
    };
    let lexicon = &scan.words.lexicon;
    for f in token.forms() {
        let listed = lexicon.get(f.hash);
        if listed != Listed::No {
            return (listed, false);
        }
    }
    let folded = scan.tokens.folded(i);
    // the hashes of the beginnings of a word, by their length in bytes: those of most words fit
    let mut beginnings = [0u64; 40];
    for f in token.forms() {
        let Some(word) = folded.get(f.skip as usize..) else {
            continue;
        };
        let bare = if f.off & Form::FUSED != 0 {
            // preposition and article are two letters
            word.char_indices().nth(2).map_or("", |(at, _)| &word[at..])
        } else {
            without_article(scan, word)
        };
        let mut hash = isnad_text::hash_word("");
        for (slot, &byte) in beginnings.iter_mut().zip(bare.as_bytes()) {
            *slot = hash;
            hash = isnad_text::hash_on(hash, byte);
        }
        if bare.len() < word.len() {
            let whole = if bare.len() <= beginnings.len() {
                hash
            } else {
                isnad_text::hash_word(bare)
            };
            let listed = lexicon.get(whole);
            if listed != Listed::No {
                return (listed, false);
            }
        }
        for ending in &scan.words.inflections {
            if bare.as_bytes().last() == ending.as_bytes().last()
                && let Some(stem) = bare.strip_suffix(ending.as_str())
                && (stem.len() >= 12 || stem.chars().nth(2).is_some())
                && let Some(&hash) = beginnings.get(stem.len())
            {
                let listed = lexicon.get(hash);
                if listed != Listed::No {
                    return (listed, true);
                }
            }
        }
    }
    (Listed::No, false)
}

/// Is the token as it stands, with all its letters, an everyday word? At most its last letter may be an ending.
pub(super) fn as_it_stands(scan: &Scan<'_>, i: usize) -> bool {
    let lexicon = &scan.words.lexicon;
    let word = scan.tokens.folded(i);
    let known = |word: &str| lexicon.get(isnad_text::hash_word(word)) != Listed::No;
    known(word)
        || scan.words.inflections.iter().any(|ending| {
            ending.chars().nth(1).is_none()
                && word
                    .strip_suffix(ending.as_str())
                    .is_some_and(|stem| stem.chars().nth(3).is_some() && known(stem))
        })
}

//! Folding leads back, and tokens cover what they say.

use isnad::text::{CharIndex, Clitics, Folded, Tokens, fold_char};
use proptest::prelude::*;

proptest! {
    #[test]
    fn folding_maps_every_offset_back(text in "[\\PC\u{0621}-\u{0652}\u{0660}-\u{0669}\u{200F}\u{0640} \n]{0,200}") {
        let folded = Folded::new(&text);
        for (at, c) in folded.text().char_indices() {
            let original = folded.original(at..at + c.len_utf8());
            // the original begins with the character that folds to this one; dropped characters may follow it
            let words = original.of(&text);
            let first = words.chars().next().expect("no folded character without an original");
            prop_assert_eq!(fold_char(first), Some(c));
            prop_assert!(words.chars().skip(1).all(|d| fold_char(d).is_none()));
        }
    }

    #[test]
    fn tokens_lie_on_characters_and_in_order(text in "\\PC{0,120}") {
        let clitics = Clitics {
            conjunctions: vec!["و".into(), "ف".into()],
            prepositions: vec!["ب".into(), "ل".into(), "ك".into()],
            article: "ال".into(),
            fused: Some("لل".into()),
            min_stem: 2,
        };
        let tokens = Tokens::new(&text, &clitics);
        let mut last = 0;
        for token in tokens.items() {
            prop_assert!(token.span.start >= last && !token.span.of(&text).is_empty());
            for form in token.forms() {
                prop_assert!(text.is_char_boundary(token.span.start + form.skip as usize));
            }
            last = token.span.end;
        }
    }

    #[test]
    fn code_points_and_bytes_agree(text in "\\PC{0,120}") {
        let index = CharIndex::new(&text);
        for (n, (at, _)) in text.char_indices().enumerate() {
            prop_assert_eq!(index.chars(at), n);
            prop_assert_eq!(index.bytes(n), at);
        }
        prop_assert_eq!(index.chars(text.len()), text.chars().count());
    }
}

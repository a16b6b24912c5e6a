//! Acronyms in capitals that a report explains: "the Relief Council for the Coast (RCC)".

use super::scan::{Find, Scan};
use isnad_model::{EntityKind, MentionForm};
use std::ops::Range;

/// Letters that an acronym has.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=8;

/// Links the acronyms that stand in brackets behind a body to it, and the same acronyms wherever else they stand in the report.
pub(super) fn find(scan: &mut Scan<'_>) {
    let mut known: Vec<(String, usize)> = Vec::new();
    for (n, find) in scan.finds.iter().enumerate() {
        let open = find.tokens.end;
        if find.kind != EntityKind::Organization
            || find.form != MentionForm::Name
            || scan.mark(open) != Some('(')
            || scan.mark(open + 2) != Some(')')
            || !scan.same_sentence(find.tokens.start, open + 2)
            || scan.is_closed(open + 1)
        {
            continue;
        }
        let word = scan.word(open + 1);
        let capitals = word.chars().all(|c| c.is_ascii_uppercase());
        // in another script nothing but the place tells that it is no credit, which ends a sentence
        let fits = if scan.words.capitals {
            initials(scan, find.tokens.clone(), word)
        } else {
            scan.same_sentence(open, open + 3)
        };
        if capitals && LETTERS.contains(&word.len()) && fits && !known.iter().any(|(w, _)| w == word) {
            known.push((word.to_owned(), n));
        }
    }
    if known.is_empty() {
        return;
    }
    for i in 0..scan.len() {
        let word = scan.word(i);
        let Some(&(_, n)) = known.iter().find(|(w, _)| w == word) else {
            continue;
        };
        let own = scan.finds.iter().position(|f| f.tokens == (i..i + 1));
        if let Some(find) = own.and_then(|at| scan.finds.get_mut(at)) {
            if find.rule == "acronym" {
                find.refers_to = Some(n);
            }
        } else if scan.end(i) != 0 && scan.body_at(i).is_none() && scan.person_at(i).is_none() {
            scan.add(Find {
                refers_to: Some(n),
                ..Find::new(i..i + 1, 0, EntityKind::Organization, "acronym").form(MentionForm::Short)
            });
        }
    }
}

/// Do the letters begin words of the name, in their order, the first one included?
fn initials(scan: &Scan<'_>, name: Range<usize>, acronym: &str) -> bool {
    let mut letters = acronym.chars().peekable();
    let firsts: Vec<char> = name
        .filter_map(|i| scan.word(i).chars().next().map(|c| c.to_ascii_uppercase()))
        .collect();
    let all = firsts.len();
    for first in firsts {
        if letters.peek() == Some(&first) {
            letters.next();
        }
    }
    // syllables instead of letters leave some over: "UNHCR" stands for fewer words
    letters.count() * 2 <= acronym.len().min(all)
}

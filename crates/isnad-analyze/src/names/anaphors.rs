//! Phrases that refer back: "both sides", "the latter", "the ministry".

use super::scan::{Find, Scan};
use isnad_lang::names::Anaphor;
use isnad_model::{EntityKind, MentionForm};

/// Finds phrases that refer back, and what they refer to where that is sure.
pub(super) fn find(scan: &mut Scan<'_>) {
    let mut i = 0;
    while i < scan.len() {
        let Some(hit) = scan
            .words
            .anaphors
            .longest(scan.tokens, i)
            .filter(|h| i + h.len <= scan.end(i))
        else {
            i += 1;
            continue;
        };
        let end = i + hit.len;
        let taken = (i..end).any(|k| scan.is_closed(k) || scan.person_at(k).is_some())
            || scan.body_at(i).is_some()
            || super::persons::titled(scan, i);
        if taken
            || scan
                .finds
                .iter()
                .any(|f| f.tokens.start <= i && f.tokens.end >= end)
        {
            i = end;
            continue;
        }
        let kind = match hit.value {
            Anaphor::Latter | Anaphor::Holder => EntityKind::Person,
            Anaphor::Body => EntityKind::Organization,
            Anaphor::Place => EntityKind::Place,
            Anaphor::Pair | Anaphor::Group | Anaphor::Text => EntityKind::Group,
        };
        // adjectives with the article make it another phrase
        let goes_on = scan.same_sentence(i, end)
            && scan.bare_definite(end)
            && !scan.whole(end).is(isnad_lang::names::flag::STOP);
        if goes_on
            && matches!(hit.value, Anaphor::Latter | Anaphor::Body | Anaphor::Group)
            && *hit.value != Anaphor::Group
        {
            i = end;
            continue;
        }
        if *hit.value == Anaphor::Latter
            && i.checked_sub(1).is_some_and(|b| {
                scan.same_sentence(b, i)
                    && (scan.cells[b].definite.is_some()
                        || scan.body_at_end(b)
                        || scan.best(b).is(isnad_lang::names::flag::NOUN))
            })
        {
            i = end;
            continue;
        }
        let refers_to = antecedent(scan, i, *hit.value);
        scan.add_loose(Find {
            refers_to,
            ..Find::new(i..end, hit.form.skip, kind, "anaphor").form(MentionForm::Anaphor)
        });
        i = end;
    }
}

fn antecedent(scan: &Scan<'_>, i: usize, kind: Anaphor) -> Option<usize> {
    let before = |f: &Find| f.tokens.end <= i;
    let last = |pick: &dyn Fn(&Find) -> bool| {
        scan.finds
            .iter()
            .enumerate()
            .filter(|(_, f)| before(f) && pick(f))
            .max_by_key(|(n, f)| (f.tokens.end, *n))
            .map(|(n, _)| n)
    };
    match kind {
        Anaphor::Latter => {
            last(&|f| f.kind == EntityKind::Person && f.form != MentionForm::Anaphor && i - f.tokens.end < 30)
        }
        Anaphor::Holder => last(&|f| f.kind == EntityKind::Person && !f.titles.is_empty()),
        Anaphor::Body => {
            // the last body with the same head word, or a ministry named by its field
            let hash = scan.cells.get(i)?.definite?.hash;
            let head = |f: &Find| f.kind == EntityKind::Organization && scan.same_head(f, hash);
            last(&head)
        }
        _ => None,
    }
}

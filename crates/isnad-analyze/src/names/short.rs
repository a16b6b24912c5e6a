//! Short forms: what a report named in full it may name by a part later, or earlier in its headline.

use super::scan::{Find, Scan, mark, may};
use isnad_lang::names::{Listed, flag};
use isnad_model::{EntityKind, MentionForm};
use isnad_text::Form;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Persons by the last part of a name that was found, and full names where they were missed.
pub(super) fn persons(scan: &mut Scan<'_>) {
    // the last part of each name, with the number of its tokens; a later name with the same surname does not matter here
    let mut tails: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (n, find) in scan.finds.iter().enumerate() {
        if find.kind != EntityKind::Person || find.form == MentionForm::Title || find.tokens.is_empty() {
            continue;
        }
        let from = tail_start(scan, find);
        if let Some(token) = scan
            .token(from)
            .filter(|_| from > find.tokens.start || find.tokens.len() == 1)
        {
            let hash = if from == find.tokens.start {
                scan.cells[from].form.hash
            } else {
                token.hash()
            };
            tails.entry(hash).or_default().push(n);
        }
    }
    if tails.is_empty() {
        return;
    }
    let marks = tails.keys().fold(0, |all, &hash| all | mark(hash));
    let mut i = 0;
    while i < scan.len() {
        // most words are no part of a name that was found
        if !scan.words.capitals && !scan.marked(i, marks)
            || scan.end(i) == 0
            || !scan.is_word(i)
            || scan.person_at(i).is_some()
            || scan.is_closed(i)
        {
            i += 1;
            continue;
        }
        // "Al-X" for "X"
        let lead = if scan.words.capitals && scan.whole(i).is(flag::PARTICLE) && scan.mark(i + 1) == Some('-')
        {
            2
        } else {
            0
        };
        match short_at(scan, i + lead, &tails) {
            Some((end, form, of)) => {
                scan.add(Find {
                    refers_to: Some(of),
                    ..Find::new(i..end, form.skip, EntityKind::Person, "short-name").form(MentionForm::Short)
                });
                i = end;
            }
            None => i += 1,
        }
    }
}

/// A surname that several persons of the report bear (father and son) is nobody's by itself: it stays with the one whom the report
/// calls so before it names another, and with nobody otherwise.
pub(super) fn bearers(scan: &mut Scan<'_>) {
    // by the last part of a name: the beginnings of the names with it, and where each stands first
    let mut bearers: FxHashMap<u64, Vec<(u64, usize)>> = FxHashMap::default();
    let mut shorts: Vec<(u64, usize)> = Vec::new();
    for (n, find) in scan.finds.iter().enumerate() {
        if find.kind != EntityKind::Person || find.form == MentionForm::Title || find.tokens.is_empty() {
            continue;
        }
        if let Some(of) = find.refers_to.filter(|_| find.form == MentionForm::Short) {
            shorts.extend(tail(scan, &scan.finds[of]).map(|hash| (hash, n)));
        } else if let (Some(hash), Some(given)) = (tail(scan, find), given(scan, find)) {
            let (list, at) = (bearers.entry(hash).or_default(), find.tokens.start);
            match list.iter_mut().find(|b| b.0 == given) {
                Some(known) => known.1 = known.1.min(at),
                None => list.push((given, at)),
            }
        }
    }
    shorts.retain(|(hash, _)| bearers.get(hash).is_some_and(|b| b.len() > 1));
    if shorts.is_empty() {
        return;
    }
    // by surname: of two and more the one named first, if the report calls him so before it names the next
    let mut owners: FxHashMap<u64, Option<usize>> = FxHashMap::default();
    for &(hash, _) in &shorts {
        let Some(list) = bearers.get_mut(&hash).filter(|_| !owners.contains_key(&hash)) else {
            continue;
        };
        list.sort_unstable_by_key(|b| b.1);
        let [(_, first), (_, next), ..] = list[..] else {
            continue;
        };
        let called =
            |&(other, n): &(u64, usize)| other == hash && (first..next).contains(&scan.finds[n].tokens.start);
        let owner = scan.person_at(first).filter(|_| shorts.iter().any(called));
        owners.insert(hash, owner);
    }
    for (hash, n) in shorts {
        scan.finds[n].refers_to = owners.get(&hash).copied().flatten();
    }
}

/// The last part of a name of several parts.
fn tail(scan: &Scan<'_>, find: &Find) -> Option<u64> {
    let from = tail_start(scan, find);
    let token = scan.token(from).filter(|_| from > find.tokens.start)?;
    Some(token.hash())
}

/// The first part of a name of several parts: "Abd X" is one.
fn given(scan: &Scan<'_>, find: &Find) -> Option<u64> {
    let start = find.tokens.start;
    let first = match find.skip {
        0 => scan.token(start)?.hash(),
        _ => scan.cells[start].form.hash,
    };
    let bound = scan.whole(start).is(flag::BINDER);
    let second = scan.token(start + 1).filter(|_| bound).map_or(0, |t| t.hash());
    Some(first ^ second.rotate_left(1))
}

/// Where the last part of a name begins: "Abu X", "bin Y" are one part.
fn tail_start(scan: &Scan<'_>, find: &Find) -> usize {
    let mut from = find.tokens.end - 1;
    while from > find.tokens.start + 1 && scan.whole(from - 1).is(flag::BINDER | flag::PARTICLE) {
        from -= 1;
    }
    // "Nasr Allah" is one part
    if from > find.tokens.start + 1 && scan.whole(from).is(flag::NOT_ALONE) && scan.bare_definite(from) {
        from -= 1;
    }
    if from > find.tokens.start
        && from == find.tokens.start + 1
        && scan.whole(find.tokens.start).is(flag::BINDER)
    {
        from = find.tokens.start;
    }
    from
}

fn short_at(scan: &Scan<'_>, i: usize, tails: &FxHashMap<u64, Vec<usize>>) -> Option<(usize, Form, usize)> {
    let token = scan.token(i)?;
    if scan.words.capitals && !token.capital {
        return None;
    }
    let whole_other = !scan.whole(i).unknown();
    for form in token.forms() {
        if form.off & Form::FUSED != 0 || form.off != 0 && whole_other {
            continue;
        }
        let Some(list) = tails.get(&form.hash) else {
            continue;
        };
        for &n in list {
            let find = &scan.finds[n];
            let from = tail_start(scan, find);
            let len = find.tokens.end - from;
            if !same_tokens(scan, from + 1, i + 1, len - 1) || !scan.same_sentence(i, i + len - 1) {
                continue;
            }
            if scan.body_at(i).is_some_and(|f| scan.finds[f].tokens.len() > len) {
                continue;
            }
            let word = scan.words.of(form).0;
            let everyday = || matches!(scan.listed(i), (listed, false) if listed != Listed::No);
            if len == 1 && form.off == 0 && scan.whole(i).is(flag::FUNCTION) {
                continue;
            }
            if len == 1
                && (word.plain()
                    || word.is(flag::SEEN)
                    || word.nisba > 0
                    // with the article many a family is called by such a word
                    || word.given.max(word.surname) < 2 && !scan.bare_definite(i) && everyday())
                && !name_context(scan, i, form.off)
            {
                continue;
            }
            // "the war effort", "the carved wood": an adjective in the shape of a surname, or an everyday word
            if len == 1
                && form.off == 0
                && scan.bare_definite(i)
                && (scan.relative_shape(i) || everyday())
                && i.checked_sub(1).is_some_and(|b| {
                    scan.same_sentence(b, i)
                        && scan.bare_definite(b)
                        && scan.person_at(b).is_none()
                        && !super::persons::titled(scan, b)
                })
            {
                continue;
            }
            return Some((i + len, *form, n));
        }
    }
    None
}

fn same_tokens(scan: &Scan<'_>, a: usize, b: usize, len: usize) -> bool {
    (0..len)
        .all(|k| matches!((scan.token(a + k), scan.token(b + k)), (Some(x), Some(y)) if x.hash() == y.hash()))
}

/// Is a person expected here, so that an everyday word may be a name? After a verb of speech, before a verb.
fn name_context(scan: &Scan<'_>, i: usize, off: u8) -> bool {
    if off & Form::PREPOSITION != 0 {
        return false;
    }
    let before = i
        .checked_sub(1)
        .filter(|&b| scan.same_sentence(b, i))
        .map(|b| scan.best(b))
        .unwrap_or_default();
    let after = if scan.same_sentence(i, i + 1) {
        scan.best(i + 1)
    } else {
        Default::default()
    };
    let owned = i.checked_sub(1).is_some_and(|b| {
        scan.same_sentence(b, i)
            && scan
                .words
                .heads
                .all(scan.tokens, b)
                .iter()
                .any(|h| h.len == 1 && h.value.owner && !h.value.definite)
    });
    i.checked_sub(1)
        .is_some_and(|b| scan.same_sentence(b, i) && scan.before_name(b))
        || owned && off == 0
        || before.is(flag::VERB) && !before.is(flag::NOUN | flag::ADJECTIVE | flag::FUNCTION)
        || super::titles::rank_before(scan, i)
        || after.is(flag::CLAUSE_VERB) && !before.is(flag::NOUN | flag::ADJECTIVE)
}

/// Bodies by their distinguishing word in quotation marks, and by "the interior" alone.
pub(super) fn bodies(scan: &mut Scan<'_>) {
    let mut known: BTreeMap<u64, usize> = BTreeMap::new();
    let mut fields: BTreeMap<u64, usize> = BTreeMap::new();
    for (n, find) in scan.finds.iter().enumerate() {
        if find.kind != EntityKind::Organization || find.tokens.is_empty() {
            continue;
        }
        match find.rule {
            "head-word" if find.tokens.len() >= 2 => {
                let at = find.tokens.start + 1;
                if let Some(token) = scan.token(at).filter(|_| scan.bare_definite(at)) {
                    known.entry(token.hash()).or_insert(n);
                    if scan.whole(at).is(flag::SECTOR) {
                        fields.entry(token.hash()).or_insert(n);
                    }
                }
            }
            "ministry-by-field" => {
                fields
                    .entry(scan.cells[find.tokens.start].definite.map_or(0, |f| f.hash))
                    .or_insert(n);
            }
            _ => {}
        }
    }
    if known.is_empty() && fields.is_empty() {
        return;
    }
    for i in 0..scan.len() {
        if !scan.may(i, may::DEFINITE)
            || scan.is_closed(i)
            || scan.body_at(i).is_some()
            || scan.person_at(i).is_some()
        {
            continue;
        }
        let Some(form) = scan.cells[i].definite else {
            continue;
        };
        let before = i
            .checked_sub(1)
            .filter(|&b| scan.same_sentence(b, i) || scan.is_quote(b));
        if let Some(&n) = known.get(&form.hash)
            && before.is_some_and(|b| scan.is_quote(b))
            && scan.is_quote(i + 1)
        {
            scan.add(Find {
                refers_to: Some(n),
                ..Find::new(i..i + 1, form.skip, EntityKind::Organization, "quoted-short-name")
                    .form(MentionForm::Short)
            });
        } else if let Some(&n) = fields.get(&form.hash)
            && form.off & !Form::CONJUNCTION == 0
            && !(scan.same_sentence(i, i + 1) && scan.bare_definite(i + 1))
            && before.is_some_and(|b| scan.best(b).is(flag::BEFORE_NAME))
        {
            scan.add(Find {
                refers_to: Some(n),
                ..Find::new(i..i + 1, form.skip, EntityKind::Organization, "field-alone")
                    .form(MentionForm::Short)
            });
        }
    }
}

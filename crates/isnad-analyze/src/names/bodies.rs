//! Bodies and buildings by their head words: "ministry of …", "the Libyan army", "the embassy".

use super::scan::{Find, Scan, may};
use isnad_lang::names::{Head, HeadKind, TitleKind, flag};
use isnad_model::{EntityKind, MentionForm};
use isnad_text::{Form, Kind};

/// Finds bodies and buildings everywhere in the report.
pub(super) fn find(scan: &mut Scan<'_>) {
    let mut covered = 0;
    for i in 0..scan.len() {
        if !scan.may(i, may::HEAD | may::SECTOR) || scan.is_closed(i) || scan.person_at(i).is_some() {
            continue;
        }
        let headed = scan.may(i, may::HEAD);
        let body = if headed { body(scan, i, 0) } else { None };
        if let Some((end, skip, head)) = body {
            if end <= covered {
                continue;
            }
            if !head.nests {
                covered = end;
            }
            let (kind, rule) = match head.kind {
                HeadKind::Organization => (EntityKind::Organization, "head-word"),
                HeadKind::Media => (EntityKind::Organization, "medium"),
                HeadKind::Site => (EntityKind::Place, "site"),
            };
            let alone = end == i + 1;
            let form = if alone {
                MentionForm::Short
            } else {
                MentionForm::Name
            };
            let mut find = Find::new(i..end, skip, kind, rule).form(form);
            if head.kind == HeadKind::Media {
                find = find.closed();
            }
            scan.add(find);
        } else if i >= covered
            && let Some((end, skip)) = ministry(scan, i)
        {
            scan.add(Find::new(
                i..end,
                skip,
                EntityKind::Organization,
                "ministry-by-field",
            ));
        }
    }
}

/// The body that begins at a token: its end, bytes to skip, its head.
fn body(scan: &Scan<'_>, i: usize, depth: usize) -> Option<(usize, u8, Head)> {
    let tokens = scan.tokens;
    let hit = scan
        .words
        .heads
        .longest_where(tokens, i, |f| !scan.other_word(i, f))?;
    if i + hit.len > scan.end(i) {
        return None;
    }
    let skip = hit.form.skip;
    let after = i + hit.len;
    // heads with the same word: one may allow what another does not
    let all: Vec<Head> = scan
        .words
        .heads
        .all(tokens, i)
        .iter()
        .filter(|h| h.len == hit.len && h.form.off == hit.form.off)
        .map(|h| *h.value)
        .collect();
    let mut best: Option<(usize, Head)> = None;
    for head in all {
        let end = if head.kind == HeadKind::Media {
            medium(scan, after, &head)
        } else {
            complement(scan, i, after, &head, depth)
        };
        if let Some(end) = end
            && best.is_none_or(|b| end > b.0)
        {
            best = Some((end, head));
        }
    }
    best.map(|(end, head)| (end, skip, head))
}

/// What completes a head word; the end of the name.
fn complement(scan: &Scan<'_>, i: usize, after: usize, head: &Head, depth: usize) -> Option<usize> {
    let limit = scan.end(i);
    let mut j = after;
    // "the military base", "the international airport" are anybody's
    if head.definite && head.kind == HeadKind::Site && after == i + 1 && scan.whole(after).nisba == 0 {
        return None;
    }
    if head.definite || after > i + 1 && scan.bare_definite(after - 1) {
        j = adjectives(scan, j, limit);
        if head.people && !(after..j.min(after + 1)).any(|k| scan.whole(k).nisba > 0) {
            return None;
        }
        if j == after {
            j = numbers(scan, j, limit);
        }
        if j == after && after == i + 1 && !head.alone {
            // "the committee concerned with", "the agency for"
            j = tail(scan, j, limit, head);
            return (j > after + 1).then_some(j);
        }
        if j == after && after == i + 1 && !alone_context(scan, i) {
            return None;
        }
    } else {
        j = genitive(scan, j, limit, head, depth)?;
    }
    j = numbers(scan, j, limit);
    j = tail(scan, j, limit, head);
    Some(j)
}

/// May "the army", "the parliament" stand alone here? Not in front of a possessor or an adjective that was refused.
fn alone_context(scan: &Scan<'_>, i: usize) -> bool {
    !scan.same_sentence(i, i + 1)
        || !scan.bare_definite(i + 1)
        || scan.best(i + 1).is(flag::STOP)
        || super::persons::titled(scan, i + 1)
}

/// Definite adjectives.
fn adjectives(scan: &Scan<'_>, mut j: usize, limit: usize) -> usize {
    let from = j;
    while j < limit
        && j - from < 4
        && scan.is_word(j)
        && scan.bare_definite(j)
        && scan.person_at(j).is_none()
        && !scan.is_closed(j)
    {
        let w = scan.whole(j);
        if w.is(flag::STOP | flag::TIE) || !w.is(flag::BODY_ADJECTIVE) && super::persons::titled(scan, j) {
            break;
        }
        if !(w.nisba > 0
            || w.is(flag::BODY_ADJECTIVE)
            || scan.relative_shape(j) && !w.is(flag::NOUN | flag::VERB))
        {
            break;
        }
        // an unknown word only as an adjective that agrees with the one before it
        let sure = w.nisba > 0 || w.is(flag::BODY_ADJECTIVE);
        if !sure && j > from && feminine(scan, j) != feminine(scan, j - 1) {
            break;
        }
        // a surname in the shape of an adjective right after the name of a people is no adjective
        if w.part() && w.nisba == 0 && !w.is(flag::BODY_ADJECTIVE) {
            break;
        }
        j += 1;
    }
    j
}

fn feminine(scan: &Scan<'_>, j: usize) -> bool {
    !scan.words.feminine.is_empty() && scan.tokens.folded(j).ends_with(scan.words.feminine.as_str())
}

/// The possessor of an indefinite head.
fn genitive(scan: &Scan<'_>, from: usize, limit: usize, head: &Head, depth: usize) -> Option<usize> {
    let mut j = from;
    let mut chain = 0;
    loop {
        if j >= limit {
            return None;
        }
        if scan.is_quote(j) && head.kind != HeadKind::Site {
            return quoted(scan, j, limit);
        }
        if head.owner
            && let Some(end) = owner(scan, j, limit)
        {
            return Some(end);
        }
        let number = numbers(scan, j, limit);
        if number > j {
            return Some(number);
        }
        if !scan.is_word(j) || scan.person_at(j).is_some() && head.kind != HeadKind::Site {
            return None;
        }
        // the name of a place or another body
        if let Some(f) = scan.body_at(j).filter(|&f| scan.finds[f].skip == 0) {
            let end = scan.finds[f].tokens.end;
            let end = adjectives(scan, strange(scan, end, limit, head), limit);
            // a ministry may have more than one field
            return Some(fields(scan, end, limit));
        }
        let cell = scan.cells[j];
        let word = cell.whole;
        if word.is(flag::STOP) || word.is(flag::NO_BODY) && !head.sure {
            return None;
        }
        if let Some(end) = honored(scan, j, limit) {
            return Some(adjectives(scan, end, limit));
        }
        if scan.bare_definite(j) && !word.is(flag::VERB) {
            let end = adjectives(scan, j + 1, limit);
            // behind the field of a ministry only fields go on
            let sector = cell
                .definite
                .is_some_and(|f| scan.words.of(&f).0.is(flag::SECTOR));
            return Some(if end == j + 1 && !sector && (head.purpose || head.sure) {
                pair(scan, end, limit)
            } else {
                fields(scan, end, limit)
            });
        }
        if depth < 2
            && let Some((end, 0, inner)) = body(scan, j, depth + 1)
            && inner.kind != HeadKind::Media
        {
            return Some(end);
        }
        if let Some(p) = scan.person_at(j).filter(|_| head.kind == HeadKind::Site) {
            return Some(scan.finds[p].tokens.end);
        }
        if word.is(flag::CHAIN | flag::PLACE_HEAD) && chain < 3 {
            chain += 1;
            j += 1;
            continue;
        }
        // a name that no list has
        let end = strange(scan, j, limit, head);
        return (end > j).then_some(end);
    }
}

/// The end of the words in a row that are most likely a name of something far away.
fn strange(scan: &Scan<'_>, from: usize, limit: usize, head: &Head) -> usize {
    if head.people || head.nests {
        return from;
    }
    (from..limit.min(from + 4))
        .take_while(|&k| scan.strange(k) && scan.person_at(k).is_none() && scan.body_at(k).is_none())
        .last()
        .map_or(from, |k| k + 1)
}

/// "… of A and B": a second noun with the article behind the first one that completes a head word.
fn pair(scan: &Scan<'_>, at: usize, limit: usize) -> usize {
    let wide = at < limit
        && scan.cells[at].definite.is_some_and(|form| {
            let word = scan.words.of(&form).0;
            form.off == Form::CONJUNCTION
                && !word.is(flag::STOP | flag::FUNCTION | flag::VERB | flag::QUARTER | flag::BODY_ADJECTIVE)
                && word.nisba == 0
                && !word.part()
        })
        && scan.person_at(at).is_none()
        && scan.body_at(at).is_none()
        && scan.words.heads.longest(scan.tokens, at).is_none()
        && scan.words.titles.longest(scan.tokens, at).is_none()
        && scan.words.places.longest(scan.tokens, at).is_none();
    if wide {
        let end = adjectives(scan, at + 1, limit);
        fields(scan, end, limit)
    } else {
        fields(scan, at, limit)
    }
}

/// "… and of expatriates": further fields of a body, each with the conjunction and the article.
fn fields(scan: &Scan<'_>, mut j: usize, limit: usize) -> usize {
    let mut n = 0;
    while j < limit && n < 2 {
        let Some(form) = scan.cells[j].definite.filter(|f| f.off == Form::CONJUNCTION) else {
            break;
        };
        let word = scan.words.of(&form).0;
        if !(word.is(flag::SECTOR) || scan.words.purposes.contains(&form.hash)) || scan.person_at(j).is_some()
        {
            break;
        }
        j = adjectives(scan, j + 1, limit);
        n += 1;
    }
    j
}

/// "… of King X": a body or building named after somebody.
fn honored(scan: &Scan<'_>, j: usize, limit: usize) -> Option<usize> {
    let hit = scan
        .words
        .titles
        .exact(scan.tokens, j)
        .filter(|h| h.value.kind == TitleKind::Rank)?;
    let mut k = j + hit.len;
    let from = k;
    while k < limit && k - from < 4 && scan.is_word(k) {
        let w = scan.whole(k);
        if !(w.part() && w.nisba == 0 || w.is(flag::PATRONYMIC | flag::BINDER))
            || w.is(flag::BODY_ADJECTIVE | flag::STOP | flag::VERB)
        {
            break;
        }
        k += 1;
    }
    (k > from).then_some(k)
}

/// The person behind "the forces of", with a rank before the name.
fn owner(scan: &Scan<'_>, j: usize, limit: usize) -> Option<usize> {
    if let Some(p) = scan
        .person_at(j)
        .filter(|&p| scan.finds[p].tokens.start == j && scan.finds[p].skip == 0)
    {
        return Some(scan.finds[p].tokens.end);
    }
    let hit = scan.words.titles.exact(scan.tokens, j)?;
    let mut k = j + hit.len;
    while k < limit && k - j < 5 {
        if let Some(p) = scan
            .person_at(k)
            .filter(|&p| scan.finds[p].tokens.start == k && scan.finds[p].skip == 0)
        {
            return Some(scan.finds[p].tokens.end);
        }
        if !(scan.whole(k).is(flag::TITLE_ADJECTIVE) || scan.whole(k).nisba > 0) {
            return None;
        }
        k += 1;
    }
    None
}

/// "5+5", with or without brackets.
fn numbers(scan: &Scan<'_>, from: usize, limit: usize) -> usize {
    let mut j = from;
    let open = scan.mark(j) == Some('(');
    if open {
        j += 1;
    }
    let number = |k: usize| scan.token(k).is_some_and(|t| t.kind == Kind::Number);
    if j + 2 < limit + usize::from(!open)
        && number(j)
        && scan.mark(j + 1) == Some('+')
        && number(j + 2)
        && j + 3 <= limit
    {
        j += 3;
        if open {
            if scan.mark(j) != Some(')') || j >= limit {
                return from;
            }
            j += 1;
        }
        return j;
    }
    from
}

/// A purpose: "for the state", "for support in Libya", "concerned with the Libyan file".
fn tail(scan: &Scan<'_>, from: usize, limit: usize, head: &Head) -> usize {
    let mut j = from;
    if j >= limit || !scan.is_word(j) {
        return from;
    }
    let cell = scan.cells[j];
    if cell.whole.is(flag::TIE) {
        let k = j + 1;
        if k < limit
            && scan.cells[k]
                .definite
                .is_some_and(|f| f.off & (Form::PREPOSITION | Form::FUSED) != 0)
        {
            return adjectives(scan, k + 1, limit);
        }
        return from;
    }
    if !head.purpose {
        return from;
    }
    let fused = cell.form.off & Form::FUSED != 0 || cell.definite.is_some_and(|f| f.off & Form::FUSED != 0);
    if fused
        && !cell.whole.is(flag::FUNCTION | flag::VERB)
        && scan
            .body_at(j)
            .is_none_or(|f| scan.finds[f].tokens.len() == 1 && scan.finds[f].kind == EntityKind::Organization)
        && scan.words.titles.longest(scan.tokens, j).is_none()
    {
        let word = cell.definite.map(|f| scan.words.of(&f).0).unwrap_or_default();
        if word.nisba > 0 || word.is(flag::STOP) {
            return from;
        }
        j = adjectives(scan, j + 1, limit);
        j = fields(scan, j, limit);
        // "… in Libya"
        if j + 1 < limit
            && scan.whole(j).is(flag::LOCATIVE)
            && let Some(f) = scan
                .body_at(j + 1)
                .filter(|&f| scan.finds[f].skip == 0 && scan.finds[f].kind == EntityKind::Place)
        {
            return scan.finds[f].tokens.end;
        }
        return j;
    }
    // "for drafting the constitution", "for human rights"
    let purpose = scan.token(j).is_some_and(|t| {
        t.forms()
            .iter()
            .any(|f| f.off == Form::PREPOSITION && scan.words.of(f).0.is(flag::CHAIN))
    });
    if purpose
        && scan
            .words
            .purpose_marks
            .iter()
            .any(|m| scan.tokens.folded(j).starts_with(m.as_str()))
    {
        let mut k = j + 1;
        while k < limit && k - j < 4 {
            if scan.bare_definite(k) && !scan.whole(k).is(flag::STOP) {
                let end = adjectives(scan, k + 1, limit);
                return fields(scan, end, limit);
            }
            if let Some(f) = scan.body_at(k).filter(|&f| scan.finds[f].skip == 0) {
                return scan.finds[f].tokens.end;
            }
            if !scan.whole(k).is(flag::CHAIN) {
                break;
            }
            k += 1;
        }
    }
    from
}

/// The name of a medium after its head word.
fn medium(scan: &Scan<'_>, after: usize, head: &Head) -> Option<usize> {
    let limit = scan.end(after.checked_sub(1)?);
    if after >= limit {
        return None;
    }
    if scan.is_quote(after) {
        return quoted(scan, after, limit);
    }
    if !scan.is_word(after) || head.definite {
        return None;
    }
    let first = scan.whole(after);
    let foreign = scan.cells[after].form.off == 0 || !scan.cells[after].best.plain();
    if first.is(flag::FUNCTION | flag::VERB | flag::STOP)
        || !foreign
        || scan.person_at(after).is_some()
        || scan.is_closed(after)
    {
        return None;
    }
    let named = scan.bare_definite(after) && !first.is(flag::NOUN | flag::ADJECTIVE)
        || scan.body_at(after).is_some()
        || first.unknown() && !super::persons::plain_shape(scan, after)
        || first.is(flag::FOREIGN) && !first.plain()
        || scan.bare_definite(after) && first.nisba == 0 && !first.is(flag::STOP);
    let named = named && !(head.people && scan.bare_definite(after));
    if !named || first.nisba > 0 && !scan.bare_definite(after) {
        return None;
    }
    let mut j = after + 1;
    while j < limit && j - after < 4 && scan.is_word(j) {
        let w = scan.whole(j);
        let cell = scan.cells[j];
        let goes_on = w.nisba > 0
            || w.is(flag::BODY_ADJECTIVE)
            || w.is(flag::FOREIGN) && !w.plain()
            || w.unknown() && cell.form.off == 0 && !super::persons::plain_shape(scan, j);
        if w.is(flag::STOP | flag::CLAUSE_VERB) || !goes_on {
            break;
        }
        j += 1;
    }
    Some(j)
}

/// A name in quotation marks: the end behind the closing mark.
fn quoted(scan: &Scan<'_>, open: usize, limit: usize) -> Option<usize> {
    let close = (open + 1..limit.min(open + 6)).find(|&k| scan.is_quote(k))?;
    (close > open + 1).then_some(close + 1)
}

/// "The Libyan interior": a field with a feminine adjective of a people is the ministry.
fn ministry(scan: &Scan<'_>, i: usize) -> Option<(usize, u8)> {
    let form = scan.cells[i].definite?;
    let word = scan.words.of(&form).0;
    if !word.is(flag::SECTOR) || !scan.same_sentence(i, i + 1) {
        return None;
    }
    // "Egyptian culture", "the Japanese media": only as somebody who speaks
    if !scan.words.ministries.contains(&form.hash) {
        let before = i.checked_sub(1).filter(|&b| scan.same_sentence(b, i));
        let speaks = before.is_some_and(|b| scan.best(b).is(flag::BEFORE_NAME))
            || scan.best(i + 2).is(flag::CLAUSE_VERB | flag::ACTS);
        if !speaks || form.off != 0 {
            return None;
        }
    }
    if let Some(b) = i
        .checked_sub(1)
        .filter(|&b| scan.same_sentence(b, i) && form.off == 0)
    {
        let tokens = scan.tokens;
        if scan.words.titles.longest(tokens, b).is_some() || scan.words.heads.longest(tokens, b).is_some() {
            return None;
        }
    }
    let next = scan.whole(i + 1);
    let ok = scan.bare_definite(i + 1) && next.nisba > 0 && next.is(flag::FEMININE);
    ok.then_some((i + 2, form.skip))
}

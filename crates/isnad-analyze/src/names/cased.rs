//! Names in languages with capital letters: runs of capitals, cut and sorted by gazetteer, titles and head words.

use super::scan::{Find, Scan};
use crate::Page;
use isnad_lang::names::{FixedKind, HeadKind, PlaceKind, TitleKind, flag};
use isnad_model::{EntityKind, MentionForm};
use isnad_text::{Kind, Tokens};
use std::ops::Range;

/// The page's tokens with possessive endings blanked out, so that words are looked up and spans end before them.
pub(super) fn tokens(page: &Page<'_>) -> Tokens {
    let mut text = None;
    for token in page.tokens.items().iter().rev().filter(|t| t.kind == Kind::Word) {
        let word = token.span.of(page.text);
        let Some(cut) = word
            .strip_suffix(['s', 'S'])
            .and_then(|w| w.strip_suffix(['\'', '\u{2019}']))
        else {
            continue;
        };
        let from = token.span.start + cut.len();
        if !cut.is_empty() {
            let text = text.get_or_insert_with(|| page.text.to_owned());
            text.replace_range(from..token.span.end, &" ".repeat(token.span.end - from));
        }
    }
    let cut = text.map(|text| page.pack.tokens(&text));
    cut.filter(|cut| cut.len() == page.tokens.len())
        .unwrap_or_else(|| page.tokens.clone())
}

/// Finds names by their capitals, the gazetteer, titles and head words.
pub(super) fn find(scan: &mut Scan<'_>) {
    fixed(scan);
    nested_bodies(scan);
    let mut i = 0;
    while i < scan.len() {
        match run(scan, i) {
            Some(end) => i = classify(scan, i..end).max(end),
            None => i += 1,
        }
    }
    super::short::persons(scan);
    titles(scan);
}

fn capital(scan: &Scan<'_>, i: usize) -> bool {
    scan.token(i).is_some_and(|t| t.kind == Kind::Word && t.capital)
}

fn all_capitals(scan: &Scan<'_>, i: usize) -> bool {
    let word = scan.word(i);
    word.len() >= 2 && word.chars().all(|c| c.is_uppercase())
}

fn glued(scan: &Scan<'_>, i: usize) -> bool {
    scan.token(i).is_some_and(|t| t.glued)
}

/// Is it the first word of a sentence or of something quoted, where a capital says nothing?
fn opens(scan: &Scan<'_>, i: usize) -> bool {
    i == 0 || scan.end(i - 1) <= i || scan.is_quote(i - 1) && glued(scan, i) || scan.mark(i - 1) == Some(':')
}

fn fixed(scan: &mut Scan<'_>) {
    let mut i = 0;
    while i < scan.len() {
        let hit = scan.words.fixed.longest(scan.tokens, i).filter(|h| {
            i + h.len <= scan.end(i) && (capital(scan, i) || scan.word(i).contains(char::is_uppercase))
        });
        let Some(hit) = hit else {
            i += 1;
            continue;
        };
        let end = i + hit.len;
        // a short word in capitals is an acronym only if it is written so
        let acronym_word = hit.len == 1 && hit.value.short && !all_capitals(scan, i);
        let last = (i..end).rev().find(|&k| scan.is_word(k)).unwrap_or(i);
        if let Some(end) = longer(scan, i, end) {
            scan.add(Find::new(i..end, 0, EntityKind::Organization, "head-word").closed());
            i = end;
            continue;
        }
        if acronym_word || !capital(scan, last) {
            i += 1;
            continue;
        }
        let kind = match hit.value.kind {
            FixedKind::Organization | FixedKind::Media => EntityKind::Organization,
            FixedKind::Place => EntityKind::Place,
            FixedKind::Group => EntityKind::Group,
        };
        let form = if hit.value.short {
            MentionForm::Short
        } else {
            MentionForm::Name
        };
        scan.add(Find::new(i..end, 0, kind, "fixed-name").form(form).closed());
        i = end;
    }
}

/// The end of a longer name that a fixed name begins: "United Nations Children's Fund".
fn longer(scan: &Scan<'_>, from: usize, end: usize) -> Option<usize> {
    let limit = scan.end(from);
    let to = (end..limit)
        .find(|&k| !capital(scan, k) || scan.whole(k).is(flag::STOP))
        .unwrap_or(limit);
    let inside = scan.words.fixed.longest(scan.tokens, end).is_some() || possessive(scan, end - 1);
    let head = |k: &usize| {
        scan.words
            .heads
            .all(scan.tokens, *k)
            .iter()
            .any(|h| h.value.kind != HeadKind::Site && k + h.len == to)
    };
    (!inside && to > end + 1 && (end..to).any(|k| head(&k))).then_some(to)
}

/// "the Syrian government", "Macedonia's parliament": a people or place and a head word in small letters.
fn nested_bodies(scan: &mut Scan<'_>) {
    for i in 0..scan.len() {
        if scan.end(i) == 0 || !capital(scan, i) || scan.whole(i).nisba == 0 {
            continue;
        }
        let Some(hit) = scan
            .words
            .heads
            .longest(scan.tokens, i + 1)
            .filter(|h| i + 1 + h.len <= scan.end(i))
        else {
            continue;
        };
        let alone = scan
            .words
            .heads
            .all(scan.tokens, i + 1)
            .iter()
            .any(|h| h.len == hit.len && h.value.alone);
        let site = hit.value.kind == HeadKind::Site;
        if alone || site && !capital(scan, i + 1) {
            let kind = if site {
                EntityKind::Place
            } else {
                EntityKind::Organization
            };
            scan.add(Find::new(i..i + 1 + hit.len, 0, kind, "people-head").closed());
        }
    }
}

/// A run of capitalised words that begins here; its end.
fn run(scan: &Scan<'_>, i: usize) -> Option<usize> {
    if scan.end(i) == 0 || scan.is_closed(i) {
        return None;
    }
    let particle = scan.whole(i).is(flag::PARTICLE)
        && !capital(scan, i)
        && scan.mark(i + 1) == Some('-')
        && capital(scan, i + 2);
    if !capital(scan, i) && !particle {
        return None;
    }
    // the first word of a sentence counts only if it is no everyday word
    let word = scan.whole(i);
    let everyday = word.is(flag::FUNCTION | flag::VERB | flag::STOP) || word.plain() && !word.part();
    let title = scan.words.titles.longest(scan.tokens, i).is_some();
    let place = !word.is(flag::FUNCTION)
        && scan
            .words
            .places
            .longest(scan.tokens, i)
            .is_some_and(|h| !h.value.ambiguous);
    let nothing = everyday && !title && !place;
    if nothing && (opens(scan, i) || word.is(flag::FUNCTION | flag::STOP)) {
        return None;
    }
    let mut j = i + 1;
    let limit = scan.end(i);
    while j < limit {
        if scan.is_closed(j) {
            break;
        }
        if capital(scan, j) {
            let w = scan.whole(j);
            if w.is(flag::STOP) || possessive(scan, j - 1) {
                break;
            }
            j += 1;
            continue;
        }
        // "Jae-in": the second half of a given name
        if j > i + 1
            && scan.mark(j) == Some('-')
            && glued(scan, j)
            && j + 1 < limit
            && glued(scan, j + 1)
            && scan.is_word(j + 1)
            && scan.word(j + 1).len() <= 6
            && scan.whole(j - 1).nisba == 0
            && !scan
                .whole(j + 1)
                .is(flag::VERB | flag::NOUN | flag::ADJECTIVE | flag::TITLE_ADJECTIVE)
            && scan.words.places.longest(scan.tokens, j - 1).is_none()
        {
            j += 2;
            continue;
        }
        // "al-X", "X-Y", "J. X", "van der X"
        if scan.mark(j) == Some('-')
            && glued(scan, j)
            && j + 1 < limit
            && glued(scan, j + 1)
            && capital(scan, j + 1)
        {
            j += 2;
            continue;
        }
        if scan.mark(j) == Some('.')
            && scan.word(j - 1).chars().count() == 1
            && j + 1 < limit
            && capital(scan, j + 1)
        {
            j += 2;
            continue;
        }
        if scan.whole(j).is(flag::PARTICLE) && !possessive(scan, j - 1) {
            let mut k = j + 1;
            let hyphen = scan.mark(k) == Some('-') && glued(scan, k);
            if hyphen || scan.whole(k).is(flag::PARTICLE) {
                k += 1;
            }
            if k < limit && capital(scan, k) && !scan.is_closed(k) {
                j = k + 1;
                continue;
            }
        }
        break;
    }
    Some(j)
}

/// Did the token carry a possessive ending in the report?
fn possessive(scan: &Scan<'_>, i: usize) -> bool {
    match (scan.tokens.get(i), scan.page.tokens.get(i)) {
        (Some(a), Some(b)) => a.span.end < b.span.end,
        _ => false,
    }
}

/// Sorts a run: bodies, places, titles, persons. Gives the token from which to go on: a title may reach beyond the run.
fn classify(scan: &mut Scan<'_>, run: Range<usize>) -> usize {
    let mut from = run.start;
    let to = run.end;
    while from < to {
        if let Some(end) = body(scan, from, to) {
            from = end;
            continue;
        }
        // "Acting Foreign Minister": words that only change an office
        let changes = (from..to)
            .take_while(|&i| scan.whole(i).is(flag::TITLE_ADJECTIVE))
            .count();
        if (1..3).contains(&changes)
            && scan.words.titles.longest(scan.tokens, from).is_none()
            && scan.words.titles.longest(scan.tokens, from + changes).is_some()
        {
            from += changes;
            continue;
        }
        if let Some(hit) = scan
            .words
            .titles
            .longest(scan.tokens, from)
            .filter(|h| from + h.len < to || h.value.kind != TitleKind::Trade)
        {
            from = (from + hit.len).max(from + 1);
            if scan.mark(from) == Some('.') {
                from += 1;
            }
            continue;
        }
        if let Some(end) = people(scan, from, to) {
            from = end;
            continue;
        }
        if let Some(end) = place(scan, from, to) {
            from = end;
            continue;
        }
        person(scan, from, to);
        return to;
    }
    from
}

/// "German", "North Korean": the adjective of a people, which is no part of a name; some are surnames too.
fn people(scan: &Scan<'_>, from: usize, to: usize) -> Option<usize> {
    let at = if scan.whole(from).is(flag::DIRECTION) && from + 1 < to {
        from + 1
    } else {
        from
    };
    let word = scan.whole(at);
    let title_follows = at + 1 < to && scan.words.titles.longest(scan.tokens, at + 1).is_some();
    let sure = !word.part() || title_follows || at > from && at + 1 == to;
    (word.nisba > 0 && sure).then_some(at + 1)
}

/// The name of a body in a run, its head word last, or first with "of" or "for".
fn body(scan: &mut Scan<'_>, from: usize, to: usize) -> Option<usize> {
    for at in (from..to).rev() {
        let Some(hit) = scan
            .words
            .heads
            .longest(scan.tokens, at)
            .filter(|h| at + h.len <= to)
        else {
            continue;
        };
        let head_end = at + hit.len;
        if !capital(scan, at) {
            continue;
        }
        let kind = if hit.value.kind == HeadKind::Site {
            EntityKind::Place
        } else {
            EntityKind::Organization
        };
        // "Ministry of X", "Institute for X Y"
        let mut end = head_end;
        if head_end == to
            && scan
                .words
                .purpose_marks
                .iter()
                .any(|m| scan.tokens.folded(to) == m.as_str())
            && scan.same_sentence(at, to + 1)
        {
            let mut k = to + 1;
            if !capital(scan, k) && scan.whole(k).is(flag::FUNCTION) {
                k += 1;
            }
            if capital(scan, k) && !scan.whole(k).is(flag::STOP) {
                while k < scan.end(at)
                    && (capital(scan, k)
                        || scan.whole(k).is(flag::FUNCTION) && k + 1 < scan.end(at) && capital(scan, k + 1))
                {
                    k += 1;
                }
                end = k;
            }
        }
        if at == from && end == head_end {
            // a head word alone is no name
            if opens(scan, at) || hit.len == 1 {
                return (head_end == to).then_some(to);
            }
        }
        scan.add(Find::new(from..end, 0, kind, "head-word").closed());
        return Some(end.max(to.min(end)));
    }
    None
}

fn place(scan: &mut Scan<'_>, from: usize, to: usize) -> Option<usize> {
    // "Republic of X", "Gulf of X"
    if scan.whole(from).is(flag::PLACE_HEAD)
        && scan
            .words
            .purpose_marks
            .iter()
            .any(|m| scan.tokens.folded(to) == m.as_str())
        && to == from + 1
        && capital(scan, to + 1)
    {
        let mut k = to + 1;
        while k < scan.end(from) && capital(scan, k) && !scan.whole(k).is(flag::STOP) {
            k += 1;
        }
        scan.add(Find::new(from..k, 0, EntityKind::Place, "place-head").closed());
        return Some(k);
    }
    let hit = scan
        .words
        .places
        .all(scan.tokens, from)
        .into_iter()
        .filter(|h| from + h.len <= to)
        .max_by_key(|h| (h.len, h.value.kind == PlaceKind::Country, h.value.population))?;
    let end = from + hit.len;
    let word = scan.whole(from);
    let place = hit.value;
    let great = place.kind != PlaceKind::City || place.capital;
    let before = from.checked_sub(1).map(|b| scan.whole(b)).unwrap_or_default();
    let located = before.is(flag::LOCATIVE);
    let person_follows = end < to && (word.part() || !great);
    let ok = if hit.len > 1 {
        !place.ambiguous || located
    } else if great {
        !(place.ambiguous || word.given >= 2 && end < to) || located && !person_follows
    } else {
        let plain = word.plain() || place.ambiguous || opens(scan, from) && word.part();
        !plain
            && !person_follows
            && (located && (place.population >= 5_000 || !word.part())
                || place.population >= if word.unknown() { 50_000 } else { 300_000 } && !word.part()
                || before.is(flag::PREPOSITION) && word.unknown() && place.population >= 5_000)
    };
    if !ok {
        return None;
    }
    let metonym = place.capital && end < scan.end(from) && scan.whole(end).is(flag::ACTS) && !located;
    let form = if metonym {
        MentionForm::Metonym
    } else {
        MentionForm::Name
    };
    // "North Macedonia", "northern Syria"
    scan.add(
        Find::new(from..end, 0, EntityKind::Place, "gazetteer-place")
            .form(form)
            .closed(),
    );
    Some(end)
}

fn person(scan: &mut Scan<'_>, from: usize, to: usize) {
    let word = scan.whole(from);
    let parts = (from..to).filter(|&i| capital(scan, i)).count();
    let known = (from..to).filter(|&i| scan.whole(i).part()).count();
    // half of "Do-gyun" is no word of its own
    let half =
        |i: usize| scan.mark(i + 1) == Some('-') && glued(scan, i + 1) && i + 2 < to && !capital(scan, i + 2);
    let plain = (from..to)
        .filter(|&i| capital(scan, i) && scan.whole(i).plain() && !scan.whole(i).part() && !half(i))
        .count();
    let titled = from
        .checked_sub(1)
        .is_some_and(|b| title_ends_at(scan, b).is_some());
    if parts == 1 {
        // "MPs": many of what an acronym names
        let many = scan.word(from).strip_suffix('s');
        if to - from == 1 && many.is_some_and(|w| w.len() > 1 && w.chars().all(char::is_uppercase)) {
            return;
        }
        if all_capitals(scan, from) && to - from == 1 {
            let letters = scan.word(from).len();
            if (2..=6).contains(&letters) && !word.plain() && !word.is(flag::STOP) {
                scan.add(
                    Find::new(from..to, 0, EntityKind::Organization, "acronym").form(MentionForm::Short),
                );
            }
            return;
        }
        let before = from.checked_sub(1).map(|b| scan.whole(b)).unwrap_or_default();
        let after = if to < scan.end(from) {
            scan.whole(to)
        } else {
            Default::default()
        };
        // "in X, Country"
        if before.is(flag::LOCATIVE)
            && !word.plain()
            && scan.is_comma(to)
            && scan
                .words
                .places
                .longest(scan.tokens, to + 1)
                .is_some_and(|h| h.value.kind == PlaceKind::Country)
        {
            scan.add(Find::new(from..to, 0, EntityKind::Place, "town-and-country").closed());
            return;
        }
        if !titled && !word.plain() && word.nisba == 0 && located(scan, from, to) {
            scan.add(Find::new(from..to, 0, EntityKind::Place, "place-by-context").closed());
            return;
        }
        let hyphened = to - from > 1;
        let likely = titled
            || before.is(flag::KIN)
            || !word.plain()
                && word.nisba == 0
                && (after.is(flag::CLAUSE_VERB) || before.is(flag::BEFORE_NAME))
                && (word.part() || hyphened || !opens(scan, from));
        if likely && !word.plain() {
            scan.add(Find::new(from..to, 0, EntityKind::Person, "single-name").form(MentionForm::Short));
        }
        return;
    }
    // "Un" is no "UN"
    let peoples = (from..to).any(|i| {
        scan.whole(i).nisba > 0 && !scan.whole(i).part() && (scan.word(i).len() > 2 || all_capitals(scan, i))
    });
    if parts > 5 || peoples {
        return;
    }
    if !titled && known == 0 && plain == 0 && parts <= 3 && located(scan, from, to) {
        scan.add(Find::new(from..to, 0, EntityKind::Place, "place-by-context").closed());
        return;
    }
    let sure = titled || word.given > 0 || known >= 2 || known >= 1 && plain == 0;
    let unknown_pair = plain == 0 && parts <= 4 && (!opens(scan, from) || word.unknown());
    let few = plain * 2 < parts || titled && plain < parts;
    if (sure && few) || unknown_pair {
        let rule = if sure { "name-parts" } else { "capitals" };
        scan.add(Find::new(from..to, 0, EntityKind::Person, rule));
    }
}

/// Do the words around an unknown name say that it is a place: "in X", "the village of X", "X province"?
fn located(scan: &Scan<'_>, from: usize, to: usize) -> bool {
    let folded = |i: usize| scan.tokens.folded(i);
    let Some(b) = from.checked_sub(1).filter(|&b| scan.same_sentence(b, from)) else {
        return false;
    };
    let before = scan.whole(b);
    let head = |i: usize| scan.whole(i).is(flag::PLACE_HEAD) && !capital(scan, i);
    let of = b > 0 && head(b - 1) && scan.words.purpose_marks.iter().any(|m| folded(b) == m.as_str());
    let inside = before.is(flag::QUARTER) && (opens(scan, b) || !scan.whole(b - 1).is(flag::VERB));
    of || inside && !possessive(scan, to - 1) && !scan.is_closed(to)
        || to < scan.end(from) && head(to) && !possessive(scan, to - 1)
}

/// The title phrase whose last token this is; its first token.
fn title_ends_at(scan: &Scan<'_>, last: usize) -> Option<usize> {
    let last = if scan.mark(last) == Some('.') && glued(scan, last) {
        last.checked_sub(1)?
    } else {
        last
    };
    (last.saturating_sub(3)..=last)
        .find(|&b| {
            scan.words
                .titles
                .all(scan.tokens, b)
                .iter()
                .any(|h| b + h.len == last + 1)
        })
        .map(|b| modifiers(scan, b))
}

/// Words before a title that belong to it: peoples, bodies, "former".
fn modifiers(scan: &Scan<'_>, mut from: usize) -> usize {
    for _ in 0..4 {
        let Some(b) = from.checked_sub(1).filter(|&b| scan.same_sentence(b, from)) else {
            break;
        };
        let word = scan.whole(b);
        if scan.mark(b) == Some('-') && glued(scan, b) && glued(scan, from) && b > 0 {
            from = b - 1;
            continue;
        }
        if word.nisba > 0 && capital(scan, b) {
            from = b;
            if b > 0 && scan.whole(b - 1).is(flag::DIRECTION) && capital(scan, b - 1) {
                from = b - 1;
            }
            continue;
        }
        if word.is(flag::TITLE_ADJECTIVE) {
            from = b;
            continue;
        }
        let found = scan.finds.iter().rev().find(|f| {
            f.tokens.end == from && f.kind != EntityKind::Person && scan.same_sentence(f.tokens.start, from)
        });
        let Some(find) = found else { break };
        from = find.tokens.start;
    }
    from
}

/// Titles before and after the persons found, and offices that stand alone.
fn titles(scan: &mut Scan<'_>) {
    let persons: Vec<usize> = (0..scan.finds.len())
        .filter(|&f| scan.finds[f].kind == EntityKind::Person)
        .collect();
    let mut used: Vec<Range<usize>> = Vec::new();
    for p in persons {
        let range = scan.finds[p].tokens.clone();
        let mut begins = range.start;
        if let Some(b) = range
            .start
            .checked_sub(1)
            .filter(|&b| scan.same_sentence(b, range.start))
            && let Some(from) = title_ends_at(scan, b)
            && scan.person_at(b).is_none()
        {
            let end = if scan.mark(b) == Some('.') && scan.word(b.saturating_sub(1)).len() < 2 {
                b
            } else {
                range.start
            };
            scan.finds[p].titles.push((from..end, 0));
            used.push(from..end);
            begins = from;
        }
        if let Some(title) = apposed(scan, begins..range.end) {
            used.push(title.clone());
            scan.finds[p].titles.push((title, 0));
        }
        if let Some(title) = after(scan, range.end) {
            used.push(title.clone());
            scan.finds[p].titles.push((title, 0));
        }
    }
    alone(scan, &used);
}

/// "Ethiopia's finance minister, NAME,", "a spokesman for the army, NAME": an office whose holder is named behind a comma. The name
/// begins with the titles right before it.
fn apposed(scan: &Scan<'_>, name: Range<usize>) -> Option<Range<usize>> {
    let comma = name.start.checked_sub(1).filter(|&c| scan.is_comma(c))?;
    let last = comma
        .checked_sub(1)
        .filter(|&l| scan.same_sentence(l, name.start))?;
    let free = |from: usize| (from..comma).all(|i| scan.person_at(i).is_none());
    if let Some(from) = title_ends_at(scan, last) {
        let closed = scan.is_comma(name.end) || name.end >= scan.end(name.start).saturating_sub(1);
        // it is one man's office: an article, a people, or a possessor stands before it
        let before = from.checked_sub(1).map(|b| scan.whole(b)).unwrap_or_default();
        let owned = possessive(scan, from) || scan.whole(from).nisba > 0 || before.is(flag::FUNCTION);
        return (closed && owned && free(from)).then_some(from..comma);
    }
    // an office that says of what: what follows its mark is a few words without another name
    let floor = comma.saturating_sub(MOST_COMPLEMENT);
    let mark = (floor..last).rev().find(|&m| {
        let marks = &scan.words.purpose_marks;
        marks.iter().any(|w| scan.tokens.folded(m) == w.as_str())
    })?;
    let words = (mark + 1..comma).all(|i| scan.is_word(i) && !scan.whole(i).is(flag::CLAUSE_VERB));
    let from = mark
        .checked_sub(1)
        .filter(|&t| words && scan.same_sentence(t, name.start))
        .and_then(|t| title_ends_at(scan, t))?;
    free(from).then_some(from..comma)
}

/// Most tokens between an office and the comma before its holder: "for the ministry of foreign affairs".
const MOST_COMPLEMENT: usize = 8;

/// ", the Turkish foreign minister", ", who also serves as deputy prime minister".
fn after(scan: &Scan<'_>, end: usize) -> Option<Range<usize>> {
    if !scan.is_comma(end) || !scan.same_sentence(end, end + 1) {
        return None;
    }
    let limit = scan.end(end);
    let mut j = end + 1;
    while let Some(hit) = scan
        .words
        .title_links
        .exact(scan.tokens, j)
        .filter(|h| j + h.len < limit)
    {
        j += hit.len;
    }
    let from = j;
    let mut steps = 0;
    while j < limit && steps < 5 {
        if let Some(hit) = scan
            .words
            .titles
            .longest(scan.tokens, j)
            .filter(|h| j + h.len <= limit && h.value.kind != TitleKind::Rank)
        {
            let mut k = j + hit.len;
            if scan.person_at(k).is_some() {
                return None;
            }
            // "of the central bank", "for European affairs"
            if k + 1 < limit
                && scan
                    .words
                    .purpose_marks
                    .iter()
                    .any(|m| scan.tokens.folded(k) == m.as_str())
            {
                let mut e = k + 1;
                while e < limit && e - k < 7 && scan.is_word(e) && !scan.whole(e).is(flag::CLAUSE_VERB) {
                    e += 1;
                }
                if e > k + 1 {
                    k = e;
                }
            }
            return Some(from..k);
        }
        let word = scan.whole(j);
        let body = scan.body_at(j).map(|f| scan.finds[f].tokens.end);
        match body {
            Some(e) if e <= limit => j = e,
            _ if word.nisba > 0
                || word.is(flag::TITLE_ADJECTIVE)
                || word.is(flag::ADJECTIVE)
                || scan.mark(j) == Some('-') =>
            {
                j += 1
            }
            _ => return None,
        }
        steps += 1;
    }
    None
}

/// "the Turkish foreign minister", "Prime Minister" without a name.
fn alone(scan: &mut Scan<'_>, used: &[Range<usize>]) {
    let mut i = 0;
    while i < scan.len() {
        let hit = scan
            .words
            .titles
            .longest(scan.tokens, i)
            .filter(|h| scan.end(i) > 0 && i + h.len <= scan.end(i) && h.value.kind == TitleKind::Office);
        let Some(hit) = hit.filter(|_| {
            !used.iter().any(|u| u.contains(&i)) && scan.person_at(i).is_none() && !scan.is_closed(i)
        }) else {
            i += 1;
            continue;
        };
        let end = i + hit.len;
        let from = modifiers(scan, i);
        let definite = from < i || hit.len > 1 && capital(scan, i);
        if definite && scan.person_at(end).is_none() {
            let mut find =
                Find::new(from..end, 0, EntityKind::Person, "office-alone").form(MentionForm::Title);
            find.titles.push((from..end, 0));
            scan.add_loose(find);
        }
        i = end;
    }
}

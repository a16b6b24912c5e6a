//! Titles: ranks and offices before and after names, the names they lead to, and offices that stand alone.

use super::{
    persons,
    scan::{Find, Scan, may},
};
use isnad_lang::names::{Listed, Title, TitleKind, flag};
use isnad_model::{EntityKind, MentionForm};
use isnad_text::Form;

/// A phrase of one or more titles.
#[derive(Clone, Copy, Debug)]
struct Phrase {
    end: usize,
    skip: u8,
    /// The kind of its first title.
    kind: TitleKind,
    /// The first title has the article.
    definite: bool,
    /// It says of what, so that it can stand for its holder.
    complete: bool,
    /// The last unit is a rank or courtesy that needs a name.
    wants_name: bool,
}

const MOST_UNITS: usize = 4;

/// Names that a title leads to though no gazetteer knows them.
pub(super) fn before_names(scan: &mut Scan<'_>) {
    let mut i = 0;
    while i < scan.len() {
        if !scan.may(i, may::TITLE | may::NISBA) || scan.person_at(i).is_some() || scan.is_closed(i) {
            i += 1;
            continue;
        }
        let Some(phrase) = phrase(scan, i).or_else(|| nisba(scan, i)) else {
            i += 1;
            continue;
        };
        let start = name_start(scan, phrase.end);
        if scan.same_sentence(i, start)
            && scan.person_at(start).is_none()
            && let Some(end) = led_name(scan, start, &phrase)
        {
            let alone = end == start + 1;
            let form = if alone {
                MentionForm::Short
            } else {
                MentionForm::Name
            };
            scan.add(Find::new(start..end, 0, EntityKind::Person, "title-name").form(form));
            i = end;
            continue;
        }
        i += 1;
    }
}

/// Stands a rank right before this token?
pub(super) fn rank_before(scan: &Scan<'_>, i: usize) -> bool {
    i.checked_sub(1).is_some_and(|b| {
        scan.same_sentence(b, i)
            && scan
                .words
                .titles
                .all(scan.tokens, b)
                .iter()
                .any(|h| h.len == 1 && h.value.kind == TitleKind::Rank)
    })
}

/// A comma or a dash may stand between title and name.
fn name_start(scan: &Scan<'_>, end: usize) -> usize {
    if scan.is_comma(end) { end + 1 } else { end }
}

/// The name after a title.
fn led_name(scan: &Scan<'_>, start: usize, phrase: &Phrase) -> Option<usize> {
    if !scan.is_word(start)
        || scan
            .body_at(start)
            .is_some_and(|f| scan.finds[f].tokens.len() > 1 || scan.whole(start).given < 2)
        || scan.is_closed(start)
    {
        return None;
    }
    if let Some(end) = persons::syllables(scan, start).filter(|_| start == phrase.end) {
        return Some(end);
    }
    let word = scan.whole(start);
    let cell = scan.cells[start];
    // "Sheikh Sabah" though the word means morning
    let usual = phrase.wants_name
        && phrase.definite
        && start == phrase.end
        && word.given > 2
        && scan.whole(start + 1).part()
        && !scan.whole(start + 1).plain();
    if word.is(flag::STOP | flag::CLAUSE_VERB | flag::TITLE_ADJECTIVE)
        || word.is(flag::FUNCTION) && !usual
        || cell.form.off != 0 && !cell.best.unknown()
    {
        return None;
    }
    if persons::titled(scan, start) || scan.words.heads.exact(scan.tokens, start).is_some() {
        return None;
    }
    let (end, known, unknown) = persons::extend(scan, start, 2, start == phrase.end);
    let parts = known + unknown;
    // right behind a rank, an office that says of what, the adjective of a people: an everyday word that is a usual name
    let led = start == phrase.end
        && end == start + parts
        && word.nisba == 0
        && cell.form.off == 0
        && (phrase.wants_name && phrase.definite || phrase.complete);
    if led && parts >= 2 && word.given > 1 && !word.is(flag::ADJECTIVE) {
        let next = scan.whole(start + 1);
        let surname = scan.bare_definite(start + 1) && (scan.relative_shape(start + 1) || next.part());
        if surname || next.unknown() && scan.cells[start + 1].definite.is_none() && word.given > 2 {
            return Some(end);
        }
    }
    if parts >= 2 {
        let plain = word.plain() && !word.is(flag::BINDER);
        if plain && (!word.part() || known < 2 && !scan.whole(start + 1).part())
            || word.nisba > 0 && (!word.part() || known < 2)
        {
            return None;
        }
        if !word.part()
            && !word.is(flag::BINDER)
            && (persons::plain_shape(scan, start) || word.is(flag::SEEN))
        {
            return None;
        }
        // two unknown words: only right after a title, without a comma
        if known == 0
            && (start != phrase.end
                || scan.bare_definite(start)
                || scan.tokens.folded(start).chars().count() < 4
                || scan.bare_definite(start + 1) && !scan.relative_shape(start + 1))
        {
            return None;
        }
        return Some(end);
    }
    // "governor of X" is no name
    if scan.body_at(start).is_some() {
        return None;
    }
    // a single part: a surname after a rank
    let surname =
        word.part() && !word.plain() && word.nisba == 0 && (word.surname > 0 || word.is(flag::FOREIGN));
    let unknown = word.unknown()
        && cell.form.off == 0
        && phrase.kind == TitleKind::Rank
        && phrase.definite
        && !scan.bare_definite(start)
        && scan.tokens.folded(start).chars().count() > 3
        && scan
            .token(start)
            .is_some_and(|t| t.forms().iter().all(|f| f.off & Form::CONJUNCTION == 0))
        && !persons::plain_shape(scan, start)
        // "the king, may He keep him"
        && !matches!(scan.listed(start).0, Listed::Verb | Listed::Both);
    ((surname || unknown)
        && start == phrase.end
        && matches!(phrase.kind, TitleKind::Rank | TitleKind::Office))
    .then_some(start + 1)
}

/// Puts titles to the names beside them, and notes offices that stand alone.
pub(super) fn attach(scan: &mut Scan<'_>) {
    let mut i = 0;
    while i < scan.len() {
        if !scan.may(i, may::TITLE | may::NISBA) || scan.is_closed(i) || scan.person_at(i).is_some() {
            i += 1;
            continue;
        }
        let Some(phrase) = phrase(scan, i).or_else(|| nisba(scan, i)) else {
            i += 1;
            continue;
        };
        let title = (i..phrase.end, phrase.skip);
        let start = name_start(scan, phrase.end);
        let next = scan.person_at(start).filter(|&p| {
            scan.same_sentence(i, start) && scan.finds[p].tokens.start == start && scan.finds[p].skip == 0
        });
        // after a comma an office may belong to the name before it
        if let Some(p) = next.filter(|_| start == phrase.end || before(scan, i).is_none()) {
            scan.finds[p].titles.push(title);
            i = scan.finds[p].tokens.end;
            continue;
        }
        if let Some(p) = before(scan, i)
            .filter(|_| phrase.skip == 0 && matches!(phrase.kind, TitleKind::Office | TitleKind::Trade))
        {
            scan.finds[p].titles.push(title);
            i = phrase.end;
            continue;
        }
        if phrase.complete
            && !phrase.wants_name
            && matches!(
                phrase.kind,
                TitleKind::Office | TitleKind::Relation | TitleKind::Style
            )
        {
            let mut find = Find::new(i..phrase.end, phrase.skip, EntityKind::Person, "office-alone")
                .form(MentionForm::Title);
            find.titles.push(title);
            let keep: Vec<u32> = scan.person[i..phrase.end].to_vec();
            scan.add(find);
            scan.person[i..phrase.end].copy_from_slice(&keep);
            i = phrase.end;
            continue;
        }
        i += 1;
    }
    kin(scan);
}

/// The person whose name ends right before this token, a comma allowed.
fn before(scan: &Scan<'_>, i: usize) -> Option<usize> {
    let mut b = i.checked_sub(1)?;
    // "… from the post of", "in his quality as"
    for len in 1..=3 {
        if i >= len
            && scan
                .words
                .title_links
                .exact(scan.tokens, i - len)
                .is_some_and(|h| h.len == len)
        {
            b = i.checked_sub(len + 1)?;
            break;
        }
    }
    if scan.is_comma(b) {
        b = b.checked_sub(1)?;
    }
    let p = scan.person_at(b)?;
    (scan.finds[p].tokens.end == b + 1
        && scan.same_sentence(b, i)
        && scan.finds[p].form != MentionForm::Title)
        .then_some(p)
}

/// "X, son of General Y": the words of kinship are a title of X.
fn kin(scan: &mut Scan<'_>) {
    for i in 0..scan.len() {
        if !scan.may(i, may::KIN)
            || scan
                .person_at(i)
                .is_some_and(|p| scan.finds[p].form != MentionForm::Title)
        {
            continue;
        }
        let Some(end) = (i + 1..scan.end(i).min(i + 6)).find_map(|k| {
            let p = scan.person_at(k)?;
            (scan.finds[p].tokens.start == k).then_some(scan.finds[p].tokens.end)
        }) else {
            continue;
        };
        // only titles may stand between
        let Some(p0) = (i + 1..end).find_map(|k| scan.person_at(k)) else {
            continue;
        };
        let from = scan.finds[p0].tokens.start;
        let titled = from == i + 1 || scan.finds[p0].titles.iter().any(|(t, _)| t.start == i + 1);
        if !titled {
            continue;
        }
        // a given name before it that was not found yet
        if let Some(b) = i.checked_sub(1).filter(|&b| scan.same_sentence(b, i)) {
            let found = before(scan, i);
            let word = scan.best(b);
            if let Some(p) = found {
                scan.finds[p].titles.push((i..end, 0));
                continue;
            }
            if word.given > 0
                && !word.is(flag::FUNCTION | flag::VERB | flag::NOUN)
                && scan.body_at(b).is_none()
            {
                let skip = scan.cells[b].form.skip;
                let mut find =
                    Find::new(b..b + 1, skip, EntityKind::Person, "kin-name").form(MentionForm::Short);
                find.titles.push((i..end, 0));
                scan.add(find);
                continue;
            }
        }
        let mut find = Find::new(i..end, 0, EntityKind::Person, "kin-alone").form(MentionForm::Title);
        find.titles.push((i..end, 0));
        let keep: Vec<u32> = scan.person[i..end].to_vec();
        scan.add(find);
        scan.person[i..end].copy_from_slice(&keep);
    }
}

/// The adjective of a people right before a name: "the Bulgarian N. M.".
fn nisba(scan: &Scan<'_>, i: usize) -> Option<Phrase> {
    let form = scan.cells.get(i)?.definite?;
    let word = scan.words.of(&form).0;
    if word.nisba == 0 || word.is(flag::FEMININE | flag::PLURAL) || !scan.same_sentence(i, i + 1) {
        return None;
    }
    // as an adjective of what stands before it is no title
    if form.off == 0
        && let Some(b) = i.checked_sub(1).filter(|&b| scan.same_sentence(b, i))
        && scan.is_word(b)
        && (scan.cells[b].definite.is_some() || scan.body_at_end(b))
    {
        return None;
    }
    let next = scan.whole(i + 1);
    let person = scan.person_at(i + 1).is_some();
    let likely = next.part() && !next.plain() && next.nisba == 0;
    (person || likely).then_some(Phrase {
        end: i + 1,
        skip: form.skip,
        kind: TitleKind::Trade,
        definite: true,
        complete: false,
        wants_name: true,
    })
}

/// One or more titles in a row.
#[inline]
fn phrase(scan: &Scan<'_>, i: usize) -> Option<Phrase> {
    let titled = scan.token(i).is_some_and(|t| scan.words.titles.may_begin(t));
    if titled { titles(scan, i) } else { None }
}

fn titles(scan: &Scan<'_>, i: usize) -> Option<Phrase> {
    let limit = scan.end(i);
    let (mut end, skip, first, mut complete) = unit(scan, i, limit, true)?;
    let mut last = first.kind;
    for _ in 1..MOST_UNITS {
        let mut j = end;
        if scan.is_comma(j) {
            j += 1;
        }
        // "head of A and head of B"
        let Some((next, form_skip, title, whole)) = unit(scan, j, limit, false) else {
            break;
        };
        let _ = form_skip;
        // after a comma a title goes on only if a name follows in the end
        if j != end && !leads_to_name(scan, next) {
            break;
        }
        end = next;
        complete |= whole;
        last = title.kind;
    }
    let wants_name = matches!(last, TitleKind::Rank | TitleKind::Style) || !complete;
    Some(Phrase {
        end,
        skip,
        kind: first.kind,
        definite: first.definite,
        complete,
        wants_name,
    })
}

/// Does a person's name stand here, or after a comma?
fn leads_to_name(scan: &Scan<'_>, at: usize) -> bool {
    let start = name_start(scan, at);
    // a rank may come before the name
    if let Some(hit) = scan
        .words
        .titles
        .exact(scan.tokens, start)
        .filter(|h| h.value.kind == TitleKind::Rank)
    {
        let mut k = start + hit.len;
        while scan.same_sentence(start, k) && scan.whole(k).is(flag::TITLE_ADJECTIVE) {
            k += 1;
        }
        if scan
            .person_at(k)
            .is_some_and(|p| scan.finds[p].tokens.start == k && scan.finds[p].form != MentionForm::Title)
        {
            return true;
        }
    }
    scan.person_at(start)
        .is_some_and(|p| scan.finds[p].tokens.start == start && scan.finds[p].form != MentionForm::Title)
}

/// One title with what it is over: end, bytes to skip, the title, whether it says of what.
fn unit(scan: &Scan<'_>, i: usize, limit: usize, first: bool) -> Option<(usize, u8, Title, bool)> {
    if i >= limit
        || scan.person_at(i).is_some()
        || scan.whole(i).part() && scan.whole(i + 1).is(flag::PATRONYMIC)
    {
        return None;
    }
    let hit = scan.words.titles.longest_where(scan.tokens, i, |f| {
        if first {
            !scan.other_word(i, f)
        } else {
            f.off == 0 || f.off == Form::CONJUNCTION && !scan.other_word(i, f)
        }
    })?;
    let mut j = i + hit.len;
    if j > limit {
        return None;
    }
    let ending = scan.words.feminine_spelling.as_str();
    let feminine = !ending.is_empty() && scan.word(i).ends_with(ending);
    // heads of one spelling: an office is tried first
    let mut title = scan
        .words
        .titles
        .all(scan.tokens, i)
        .iter()
        .filter(|h| h.len == hit.len && h.form.off == hit.form.off)
        .map(|h| *h.value)
        .max_by_key(|t| {
            // "a minister" (feminine) and "his minister" fold into one word
            let fits = (t.kind == TitleKind::Relation) != feminine;
            (fits, t.kind == TitleKind::Rank && leads_to_name(scan, j))
        })
        .unwrap_or(*hit.value);
    let skip = hit.form.skip;
    let mut complete = false;
    match title.kind {
        TitleKind::Style => {
            // "His Excellency the minister": a style alone is no title
            if let Some((end, _, _, whole)) = unit(scan, j, limit, false) {
                return Some((end, skip, title, whole));
            }
        }
        TitleKind::Relation => {
            let end = adjectives(scan, j, limit);
            complete = end > j;
            j = end;
        }
        TitleKind::Rank => j = adjectives(scan, j, limit),
        TitleKind::Office | TitleKind::Trade => {
            // "deputy minister": before an office a word is one, though it is a trade as well
            if title.kind == TitleKind::Trade && scan.words.titles.exact(scan.tokens, j).is_some() {
                title.kind = TitleKind::Office;
            }
            let end = over(scan, j, limit, &title);
            complete = end > j;
            j = end;
        }
    }
    Some((j, skip, title, complete))
}

/// Adjectives after a title.
fn adjectives(scan: &Scan<'_>, mut j: usize, limit: usize) -> usize {
    while j < limit && scan.is_word(j) && scan.person_at(j).is_none() {
        let w = scan.whole(j);
        if !(w.is(flag::TITLE_ADJECTIVE) || w.nisba > 0 && scan.bare_definite(j))
            || scan
                .words
                .titles
                .exact(scan.tokens, j)
                .is_some_and(|h| h.value.kind == TitleKind::Rank)
        {
            break;
        }
        j += 1;
    }
    j
}

/// What an office is over.
fn over(scan: &Scan<'_>, from: usize, limit: usize, title: &Title) -> usize {
    let mut j = from;
    // the end of what is complete so far
    let mut sure = from;
    let mut open = !title.definite;
    while j < limit && j - from < 14 {
        if scan.person_at(j).is_some() || scan.is_closed(j) && scan.body_at(j).is_none() {
            break;
        }
        if !scan.is_word(j) {
            break;
        }
        let cell = scan.cells[j];
        let word = cell.whole;
        if let Some(f) = scan.body_at(j) {
            let find = &scan.finds[f];
            let place = find.kind == EntityKind::Place;
            let off = scan.cells[j].form.off;
            let conjoined = find.skip > 0 && off & Form::CONJUNCTION != 0;
            if conjoined
                || place && !(open || title.abroad)
                || find.form == MentionForm::Short && find.rule == "compass-alone"
            {
                break;
            }
            j = find.tokens.end;
            sure = j;
            open = false;
            j = adjectives(scan, j, limit);
            sure = sure.max(j);
            continue;
        }
        if word.is(flag::BELONGING) && sure > from {
            // "… that belongs to X", X perhaps in quotation marks
            let mut k = j + 1;
            if k < limit
                && scan
                    .words
                    .purpose_marks
                    .iter()
                    .any(|m| scan.tokens.folded(k) == m.as_str())
            {
                k += 1;
            }
            let quoted = k < limit && scan.is_quote(k);
            k += usize::from(quoted);
            let name = (k < limit
                && scan.is_word(k)
                && (quoted || scan.body_at(k).is_some() || scan.cells[k].definite.is_some()))
            .then(|| scan.body_at(k).map_or(k + 1, |f| scan.finds[f].tokens.end));
            if let Some(mut end) = name {
                end += usize::from(quoted && scan.is_quote(end));
                if leads_to_name(scan, end) {
                    return end;
                }
            }
            break;
        }
        if word.is(flag::STOP) && !word.is(flag::TITLE_ADJECTIVE) || word.is(flag::CLAUSE_VERB) {
            break;
        }
        // another office under this one: "deputy head of"
        if let Some(hit) = scan.words.titles.exact(scan.tokens, j) {
            if hit.value.definite && sure > from || !open {
                break;
            }
            j += hit.len;
            if hit.value.definite {
                sure = j;
                open = false;
            }
            continue;
        }
        if scan.bare_definite(j) && !word.is(flag::VERB) {
            let relative =
                word.nisba > 0 || word.is(flag::TITLE_ADJECTIVE | flag::BODY_ADJECTIVE | flag::ADJECTIVE);
            if !open && !relative && sure > from && (word.unknown() || word.part() && !word.plain()) {
                break; // rather a surname
            }
            if !open && !relative && sure > from {
                break;
            }
            j += 1;
            sure = j;
            if open && !title.definite || relative {
                open = false;
            }
            // further fields
            while j < limit
                && scan.cells[j]
                    .definite
                    .is_some_and(|f| f.off == Form::CONJUNCTION && scan.words.of(&f).0.is(flag::SECTOR))
            {
                j += 1;
                sure = j;
            }
            continue;
        }
        if word.is(flag::TITLE_ADJECTIVE) && !word.is(flag::NOUN)
            || word.is(flag::TITLE_ADJECTIVE) && j == from
        {
            j += 1;
            if scan.same_sentence(from, j) && title.definite {
                sure = j;
            }
            continue;
        }
        // a preposition with what follows
        if word.is(flag::PREPOSITION) {
            let k = j + 1;
            if k >= limit {
                break;
            }
            let body = scan.body_at(k).filter(|&f| scan.finds[f].skip == 0);
            let place = body.is_some_and(|f| scan.finds[f].kind == EntityKind::Place);
            let locative = word.is(flag::LOCATIVE);
            let definite = scan.bare_definite(k) && body.is_none();
            let allowed = match body {
                Some(_) if place => title.abroad || !locative,
                Some(_) => true,
                None => definite && !locative && title.definite,
            };
            let chained = title.definite && !locative && scan.best(k).is(flag::CHAIN);
            if !(allowed || chained) {
                break;
            }
            j = k;
            open = true;
            if body.is_none() && definite {
                j += 1;
                sure = j;
                open = false;
            }
            continue;
        }
        // clitic preposition: "for …", "in …"
        if cell.form.off & (Form::PREPOSITION | Form::FUSED) != 0
            && cell.form.off & Form::CONJUNCTION == 0
            && (sure > from || title.definite || j == from)
        {
            let fused = cell.definite.is_some();
            let chain = cell.best.is(flag::CHAIN | flag::PLACE_HEAD | flag::SECTOR);
            if !fused && !chain {
                break;
            }
            j += 1;
            open = chain && !fused;
            if fused {
                sure = j;
            }
            continue;
        }
        // an indefinite noun in between: "head of the council of ministers"
        let noun =
            word.is(flag::CHAIN | flag::PLACE_HEAD) || scan.words.heads.exact(scan.tokens, j).is_some();
        if open && noun {
            j += 1;
            continue;
        }
        if open
            && j == from
            && !word.part()
            && !word.is(flag::FUNCTION | flag::VERB)
            && cell.form.off == 0
            && (word.is(flag::NOUN | flag::SEEN) || word.unknown())
            && scan.same_sentence(j, j + 1)
            && (scan.bare_definite(j + 1) || scan.body_at(j + 1).is_some_and(|f| scan.finds[f].skip == 0))
            && scan.person_at(j + 1).is_none()
        {
            j += 1;
            continue;
        }
        break;
    }
    sure
}

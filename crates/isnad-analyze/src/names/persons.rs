//! Persons: names that the gazetteer vouches for, and how far a name goes.

use super::scan::{Find, Scan, may};
use isnad_lang::names::{Listed, PlaceKind, Word, flag};
use isnad_model::{EntityKind, MentionForm, Role};
use isnad_text::{Form, Kind, Script};

/// How a token fits into a name that has begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fit {
    /// The gazetteer knows it.
    Known,
    /// Nothing speaks against it.
    Unknown,
    /// It is something else.
    No,
}

const MOST_PARTS: usize = 6;

/// Sequences of name parts that are certain without a title.
pub(super) fn sure(scan: &mut Scan<'_>) {
    let mut i = 0;
    while i < scan.len() {
        if !scan.may(i, may::PERSON) && !scan.may(i + 1, may::PATRONYMIC) {
            i += 1;
            continue;
        }
        if let Some((end, skip)) = sure_at(scan, i) {
            scan.add(Find::new(i..end, skip, EntityKind::Person, "name-parts"));
            i = end;
        } else {
            i += 1;
        }
    }
}

fn sure_at(scan: &Scan<'_>, i: usize) -> Option<(usize, u8)> {
    let cell = *scan.cell(i)?;
    if cell.end == 0 || scan.is_closed(i) || scan.person_at(i).is_some() || !scan.is_word(i) {
        return None;
    }
    let word = cell.best;
    if let Some(end) = syllables(scan, i).filter(|end| end - i > 2) {
        return Some((end, 0));
    }
    let binder = word.is(flag::BINDER) && !word.is(flag::PATRONYMIC);
    if word.is(flag::NOT_ALONE | flag::PATRONYMIC | flag::PLACE_HEAD | flag::CHAIN) {
        return None;
    }
    // "X bin Y": whatever X is, if it is no verb or title
    if scan.same_sentence(i, i + 1)
        && scan.whole(i + 1).is(flag::PATRONYMIC)
        && cell.form.off & Form::PREPOSITION == 0
        && !word.is(flag::FUNCTION | flag::VERB | flag::STOP)
        && scan
            .words
            .titles
            .exact(scan.tokens, i)
            .is_none_or(|h| word.part() && !h.value.definite)
    {
        let (end, known, unknown) = extend(scan, i, 2, false);
        if known + unknown >= 2 {
            return Some((end, cell.form.skip));
        }
    }
    // two surnames right behind a verb of speech
    let spoken = word.surname > 1
        && !word.plain()
        && !scan.bare_definite(i)
        && scan.whole(i + 1).surname > 1
        && !scan.whole(i + 1).plain()
        && scan.body_at(i).is_none()
        && i.checked_sub(1)
            .is_some_and(|b| scan.same_sentence(b, i) && scan.before_name(b));
    if !(word.given > 0 || binder || spoken) || word.is(flag::FUNCTION | flag::VERB | flag::STOP) {
        return None;
    }
    if cell.form.off != 0 && word.given < 2 && !binder {
        return None;
    }
    // a place wins over a rare given name
    if let Some(f) = scan.body_at(i)
        && (scan.finds[f].tokens.len() > 1 && !goes_on(scan, scan.finds[f].tokens.end) || word.given < 3)
    {
        return None;
    }
    let title = scan
        .words
        .titles
        .longest(scan.tokens, i)
        .is_some_and(|h| h.form.off == cell.form.off);
    if title
        || scan
            .words
            .heads
            .longest(scan.tokens, i)
            .is_some_and(|h| h.form.off == 0)
        || scan.bare_definite(i) && word.given < 3
    {
        return None;
    }
    let plain = word.plain() || word.is(flag::SEEN) && word.given < 2;
    let (end, known, unknown) = extend(scan, i, if plain { 1 } else { 2 }, false);
    let parts = known + unknown;
    if parts < 2 {
        return None;
    }
    if plain && !binder && usual(scan, i, end) {
        return Some((end, cell.form.skip));
    }
    if plain && !binder {
        // an everyday word begins a name only if a sure part follows
        let next = scan.whole(i + 1);
        let bound = next.part() && end > i + 2 && scan.whole(i + 2).is(flag::NOT_ALONE);
        let sure =
            next.part() && !next.plain() || next.is(flag::BINDER | flag::PARTICLE) && parts > 2 || bound;
        if !sure || word.is(flag::NOUN | flag::ADJECTIVE) && word.given < 2 {
            return None;
        }
    } else if known < 2 && !binder {
        // one known part and an unknown one: the known one must be usual, or both look foreign
        let foreign = word.is(flag::FOREIGN) && scan.strange(i + 1) && scan.listed(i).0 == Listed::No;
        if word.given < 2 && !foreign {
            return None;
        }
    } else if word.given < 2 && !binder {
        // two rare parts: one of them must be a surname that is nothing else
        let next = scan.whole(i + 1);
        let both_foreign = word.is(flag::FOREIGN) && next.is(flag::FOREIGN);
        if next.surname < 2 && !both_foreign || next.is(flag::SEEN) {
            return None;
        }
    } else if !binder && scan.whole(i + 1).plain() && known + unknown == 2 {
        // an everyday word closes a name only after a usual given name
        let next = scan.whole(i + 1);
        if word.given < 3 && next.surname.max(next.given) < 3 {
            return None;
        }
    }
    // "the deeds of the Arabs": two words that the large list has, the second one with the article
    if end == i + 2 && !binder && cell.form.off == 0 {
        let next = scan.whole(i + 1);
        let both = scan.bare_definite(i + 1)
            && word.given < 2
            && next.surname < 3
            && scan.listed(i).0 != Listed::No
            && scan.listed(i + 1).0 != Listed::No;
        let expected = led(scan, i)
            || i.checked_sub(1)
                .is_some_and(|b| scan.same_sentence(b, i) && scan.before_name(b));
        if both && !expected {
            return None;
        }
    }
    Some((end, cell.form.skip))
}

/// Everyday words that are a name by their company: very usual names in a row, or one right behind a verb of speech with a
/// surname in the shape of a relative adjective.
fn usual(scan: &Scan<'_>, i: usize, end: usize) -> bool {
    let (first, second) = (scan.best(i), scan.whole(i + 1));
    if led(scan, i) && first.given > 1 && end > i + 2 && second.part() && !scan.whole(i + 2).plain() {
        return true;
    }
    if first.given < 3 {
        return false;
    }
    if end > i + 2 && second.given > 2 && scan.whole(i + 2).part() && !scan.whole(i + 2).plain() {
        return true;
    }
    second.unknown()
        && end == i + 2
        && scan.bare_definite(i + 1)
        && scan.relative_shape(i + 1)
        && scan.cells[i].form.off == 0
        && i.checked_sub(1)
            .is_some_and(|b| scan.same_sentence(b, i) && scan.before_name(b))
}

/// Stands a title or what it is over right before this token?
fn led(scan: &Scan<'_>, i: usize) -> bool {
    i.checked_sub(1).is_some_and(|b| {
        scan.same_sentence(b, i)
            && scan.cells[i].form.off == 0
            && (scan.body_at_end(b)
                || scan.bare_definite(b) && scan.whole(b).nisba > 0
                || super::titles::rank_before(scan, i))
    })
}

/// Does a name go on behind what a gazetteer has as a place of two words ("Salah al-Din X")?
fn goes_on(scan: &Scan<'_>, at: usize) -> bool {
    let word = scan.whole(at);
    scan.same_sentence(at - 1, at)
        && scan.is_word(at)
        && (word.part() && !word.plain() || word.unknown() && scan.cells[at].form.off == 0)
        && !plain_shape(scan, at)
}

/// Names of peoples that write them by syllables ("Ban Ki Moon"): the end of two or more in a row.
pub(super) fn syllables(scan: &Scan<'_>, i: usize) -> Option<usize> {
    let is = |k: usize| {
        scan.token(k)
            .is_some_and(|t| scan.words.syllables.contains(&t.hash()))
            && !scan.is_closed(k)
    };
    // such names are written by several words in a row
    if scan.words.syllables.is_empty() || i + 1 >= scan.end(i) || !is(i) {
        return None;
    }
    let end = (i + 1..(i + 4).min(scan.end(i)))
        .take_while(|&k| is(k))
        .last()
        .map_or(i + 1, |k| k + 1);
    (end > i + 1).then_some(end)
}

/// Does a title begin at this token as it stands?
pub(super) fn titled(scan: &Scan<'_>, i: usize) -> bool {
    scan.words.titles.exact(scan.tokens, i).is_some()
        && !(scan.whole(i).part() && scan.whole(i + 1).is(flag::PATRONYMIC))
}

/// How far a name goes that begins at `i`; returns the end, and the numbers of known and unknown parts. Behind a title
/// (`led`) the second part may look like a verb.
pub(super) fn extend(scan: &Scan<'_>, i: usize, unknowns: usize, led: bool) -> (usize, usize, usize) {
    let first = scan.best(i);
    let mut known = usize::from(first.part());
    let mut unknown = usize::from(!first.part() && !first.is(flag::BINDER));
    let mut j = i + 1;
    if first.is(flag::BINDER) && scan.same_sentence(i, j) && bound(scan, j) {
        known += 1;
        j += 1;
        if scan.whole(j - 1).is(flag::BINDER) && scan.same_sentence(i, j) && bound(scan, j) {
            j += 1;
        }
    }
    let mut allowed = unknowns;
    while scan.same_sentence(i, j) && j - i < MOST_PARTS {
        let word = scan.whole(j);
        // "de la X"
        if word.is(flag::PARTICLE)
            && !word.is(flag::BINDER)
            && scan.person_at(j).is_none()
            && scan.whole(j + 1).is(flag::PARTICLE)
            && !scan.whole(j + 1).is(flag::BINDER)
            && first.part()
            && scan.same_sentence(i, j + 2)
            && scan.whole(j + 2).unknown()
        {
            j += 3;
            known += 1;
            continue;
        }
        if word.is(flag::PARTICLE | flag::BINDER)
            && scan.same_sentence(i, j + 1)
            && bound(scan, j + 1)
            && (word.is(flag::BINDER) || !scan.whole(j + 1).unknown() || !plain_shape(scan, j + 1))
            && scan.person_at(j).is_none()
        {
            // particles may follow one another ("bin Abd al-Aziz")
            let deep =
                scan.whole(j + 1).is(flag::BINDER) && scan.same_sentence(i, j + 2) && bound(scan, j + 2);
            j += if deep { 3 } else { 2 };
            known += 1;
            continue;
        }
        if scan.is_word(j)
            && scan.words.closers.contains(&scan.tokens.items()[j].hash())
            && scan.person_at(j).is_none()
        {
            known += 1;
            j += 1;
            break;
        }
        match fit(
            scan,
            j,
            j == i + 1,
            led && (first.given > 1 || first.is(flag::FOREIGN)),
        ) {
            Fit::Known => {
                known += 1;
                // "Nasr Allah": a part and the word it binds
                if scan.same_sentence(i, j + 1)
                    && scan.whole(j + 1).is(flag::NOT_ALONE)
                    && scan.bare_definite(j + 1)
                    && !word.is(flag::STOP)
                    && !scan.bare_definite(j)
                {
                    j += 1;
                }
            }
            Fit::Unknown
                if allowed > 0
                    && (known + unknown < 2
                        || scan.bare_definite(j) && scan.relative_shape(j)
                        || foreign_surname(scan, i, j)
                        || scan.body_at(i).is_some_and(|f| scan.finds[f].tokens == (i..j))) =>
            {
                unknown += 1;
                // after an unknown part nothing unknown follows, and an unknown part with the article closes the name
                allowed = if scan.bare_definite(j) { 0 } else { allowed - 1 };
                if scan.bare_definite(j) {
                    j += 1;
                    break;
                }
            }
            _ => break,
        }
        j += 1;
    }
    (j, known, unknown)
}

/// Is this the unknown surname behind two foreign given names?
fn foreign_surname(scan: &Scan<'_>, i: usize, j: usize) -> bool {
    let (first, second) = (scan.best(i), scan.whole(i + 1));
    j == i + 2
        && !scan.bare_definite(j)
        && first.part()
        && !first.plain()
        && second.part()
        && !second.plain()
        && second.nisba == 0
        && (second.is(flag::FOREIGN) || second.surname == 0)
        && scan.tokens.folded(j).chars().count() > 4
}

/// May this token be bound by "Abd", "Abu", "bin"?
fn bound(scan: &Scan<'_>, j: usize) -> bool {
    let word = scan.whole(j);
    scan.is_word(j) && !word.is(flag::FUNCTION | flag::STOP) && (!word.is(flag::VERB) || word.part())
}

fn fit(scan: &Scan<'_>, j: usize, second: bool, led: bool) -> Fit {
    let Some(token) = scan.token(j) else {
        return Fit::No;
    };
    if token.kind != Kind::Word
        || token.script != Script::Arabic
        || scan.is_closed(j)
        || scan.person_at(j).is_some()
    {
        return Fit::No;
    }
    let word = scan.whole(j);
    // "Muhammad the Sixth"
    if second && scan.words.regnals.contains(&token.hash()) && scan.best(j - 1).given > 1 {
        return Fit::Known;
    }
    if word.is(flag::STOP | flag::CLAUSE_VERB | flag::NOT_ALONE | flag::PLACE_HEAD | flag::CHAIN)
        || titled(scan, j) && !titled_surname(scan, j, second)
        || scan.words.heads.exact(scan.tokens, j).is_some()
    {
        return Fit::No;
    }
    if word.part() {
        let weight = word.given.max(word.surname);
        if word.is(flag::FUNCTION) || word.is(flag::VERB) && weight < 3 {
            return Fit::No;
        }
        if word.nisba > 0 && !second {
            return Fit::No;
        }
        if word.surname < 3 && is_country(scan, j) {
            return Fit::No;
        }
        // a place of that name is rather the place
        if word.surname < 2
            && scan
                .body_at(j)
                .is_some_and(|f| scan.finds[f].kind == EntityKind::Place)
        {
            return Fit::No;
        }
        // "Walid al-Muallim": a surname that is a trade, behind a very usual given name
        let trade = second
            && word.surname > 0
            && scan.bare_definite(j)
            && !scan.bare_definite(j + 1)
            && scan.best(j - 1).given > 2
            && !scan.best(j - 1).plain();
        if word.is(flag::NOUN | flag::ADJECTIVE) && weight < 2 && !trade
            || word.is(flag::SEEN) && weight < 2 && !scan.bare_definite(j) && !word.is(flag::FOREIGN)
        {
            return Fit::No;
        }
        return Fit::Known;
    }
    // a word with a proclitic is no part of a name
    let cell = scan.cells[j];
    if cell.definite.is_some_and(|f| f.off & Form::FUSED != 0) {
        return Fit::No;
    }
    if cell.form.off != 0
        && (cell.best.plain() || cell.best.is(flag::SEEN) || cell.best.given >= 2 || cell.best.nisba > 0)
    {
        return Fit::No;
    }
    // an unknown word that may begin with a conjunction goes on only with a foreign name, and only a long one
    let conjoined = token.forms().iter().any(|f| f.off & Form::CONJUNCTION != 0)
        && !(second
            && scan.best(j - 1).is(flag::FOREIGN)
            && (led || scan.tokens.folded(j).chars().count() > 6));
    // behind a rank and a usual name even a word with the article that was seen somewhere
    let unknown = word.unknown()
        || led && second && scan.bare_definite(j) && word.flags == flag::SEEN && word.nisba == 0;
    let plain = if led && second {
        plain_end(scan, j)
    } else {
        plain_shape(scan, j)
    };
    if unknown && !conjoined && scan.body_at(j).is_none() && !plain {
        Fit::Unknown
    } else {
        Fit::No
    }
}

/// Is the token the name of a country?
pub(super) fn is_country(scan: &Scan<'_>, j: usize) -> bool {
    scan.body_at(j).is_some_and(|f| {
        scan.finds[f].kind == EntityKind::Place
            && scan.finds[f].tokens.len() == 1
            && scan
                .words
                .places
                .all(scan.tokens, j)
                .iter()
                .any(|h| h.len == 1 && h.value.kind == PlaceKind::Country)
    })
}

/// A surname that is a title too ("the judge", "the sheikh"), right behind a given name and before no other name.
fn titled_surname(scan: &Scan<'_>, j: usize, second: bool) -> bool {
    let word = scan.whole(j);
    second
        && word.surname > 0
        && scan.bare_definite(j)
        && !(scan.same_sentence(j, j + 1) && (scan.whole(j + 1).part() || scan.bare_definite(j + 1)))
}

/// Has an unknown word the shape of an everyday word?
pub(super) fn plain_shape(scan: &Scan<'_>, j: usize) -> bool {
    if plain_end(scan, j) {
        return true;
    }
    let folded = scan.tokens.folded(j);
    let letters = folded.chars().count();
    !scan.bare_definite(j)
        && scan
            .words
            .plain_beginnings
            .iter()
            .any(|b| folded.starts_with(b.as_str()) && letters >= b.chars().count() + 3)
}

/// Has an unknown word the end of an everyday word, or hardly any letters?
pub(super) fn plain_end(scan: &Scan<'_>, j: usize) -> bool {
    let folded = scan.tokens.folded(j);
    let letters = folded.chars().count();
    if letters < 3 {
        return true;
    }
    // most endings differ in the last letter, which no call of a general comparison is worth
    let ends = |word: &str, ending: &String| {
        word.as_bytes().last() == ending.as_bytes().last() && word.ends_with(ending.as_str())
    };
    // a vowel mark for indefinite accusative at the end
    let original = scan.word(j);
    if !scan.bare_definite(j) && scan.words.plain_spellings.iter().any(|e| ends(original, e)) {
        return true;
    }
    scan.words
        .plain_endings
        .iter()
        .any(|e| ends(folded, e) && letters >= e.chars().count() + 3)
}

/// Single names that no title and no full name supports: known as names only, where somebody speaks or acts.
pub(super) fn lone(scan: &mut Scan<'_>) {
    for i in 0..scan.len() {
        if !scan.may(i, may::LONE | may::PERSON) {
            continue;
        }
        if let Some(skip) = renowned(scan, i) {
            let find = Find::new(i..i + 1, skip, EntityKind::Person, "known-surname");
            scan.add(find.form(MentionForm::Short));
            continue;
        }
        if !scan.may(i, may::LONE) {
            continue;
        }
        let cell = scan.cells[i];
        let word = cell.whole;
        let free = scan.person_at(i).is_none() && scan.body_at(i).is_none() && !scan.is_closed(i);
        if cell.end == 0 || !free || !scan.is_word(i) || word.nisba > 0 {
            continue;
        }
        if word.surname == 0 {
            if word.unknown() && cell.form.off == 0 && speaks(scan, i) {
                scan.add(Find::new(i..i + 1, 0, EntityKind::Person, "lone-name").form(MentionForm::Short));
            }
            continue;
        }
        if word.plain()
            || word.is(flag::SEEN
                | flag::STOP
                | flag::BODY_ADJECTIVE
                | flag::SECTOR
                | flag::NOT_ALONE
                | flag::QUARTER
                | flag::PARTICLE)
        {
            continue;
        }
        if titled(scan, i) || scan.words.heads.exact(scan.tokens, i).is_some() {
            continue;
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
        let spoken = i
            .checked_sub(1)
            .is_some_and(|b| scan.same_sentence(b, i) && scan.before_name(b));
        let subject = spoken && !scan.bare_definite(i + 1)
            || after.is(flag::CLAUSE_VERB) && before == Default::default();
        if subject && (word.is(flag::FOREIGN) || word.surname > 1 || scan.strange(i)) {
            // a surname that no list has may follow
            let next = i + 1;
            if (word.is(flag::FOREIGN) || scan.whole(next).is(flag::FOREIGN))
                && scan.same_sentence(i, next)
                && scan.person_at(next).is_none()
                && scan.body_at(next).is_none()
                && scan.strange(next)
            {
                scan.add(Find::new(i..i + 2, 0, EntityKind::Person, "name-parts"));
                continue;
            }
            scan.add(Find::new(i..i + 1, 0, EntityKind::Person, "lone-name").form(MentionForm::Short));
        } else if word.is(flag::FOREIGN) && word.surname > 1 && far(scan, i) {
            scan.add(Find::new(i..i + 1, 0, EntityKind::Person, "lone-foreign").form(MentionForm::Short));
        }
    }
}

/// What to take off a surname that everybody knows, where it stands free and no other name goes before or behind it.
fn renowned(scan: &Scan<'_>, i: usize) -> Option<u8> {
    let token = scan.token(i)?;
    let whole = scan.whole(i);
    let form = token.forms().iter().find(|f| {
        f.off & Form::FUSED == 0
            && (f.off == 0 || !whole.part() && whole.flags == 0)
            && scan.words.renowned.contains(&f.hash)
    })?;
    if scan.end(i) == 0 || scan.person_at(i).is_some() || scan.body_at(i).is_some() || scan.is_closed(i) {
        return None;
    }
    let before = i.checked_sub(1).filter(|&b| scan.same_sentence(b, i));
    let named = |at: usize| scan.is_word(at) && (scan.strange(at) || scan.whole(at).given > 1);
    // with a conjunction before it another name begins
    if before.is_some_and(|b| {
        scan.best(b)
            .is(flag::PLACE_HEAD | flag::DIRECTION | flag::PARTICLE)
            || scan
                .words
                .heads
                .longest(scan.tokens, b)
                .is_some_and(|h| !h.value.owner)
            || form.off == 0 && named(b)
    }) {
        return None;
    }
    (!(scan.same_sentence(i, i + 1) && named(i + 1))).then_some(form.skip)
}

/// Speaks somebody of a name that no list has: a verb of speech before it, "that" or a mark behind it?
fn speaks(scan: &Scan<'_>, i: usize) -> bool {
    let Some(b) = i.checked_sub(1).filter(|&b| scan.same_sentence(b, i)) else {
        return false;
    };
    let verb = |w: Word| w.is(flag::BEFORE_NAME) && w.is(flag::CLAUSE_VERB);
    scan.token(b).is_some_and(|t| {
        t.forms()
            .iter()
            .any(|f| f.off & !Form::CONJUNCTION == 0 && verb(scan.words.of(f).0))
    }) && scan.same_sentence(i, i + 1)
        && (!scan.is_word(i + 1) || scan.best(i + 1).is(flag::FUNCTION | flag::BEFORE_NAME))
        && scan.strange(i)
}

/// Does nothing around a foreign name speak against a person? Neither a noun that it could belong to stands before it nor a word that
/// goes on with it.
fn far(scan: &Scan<'_>, i: usize) -> bool {
    if !scan.strange(i) {
        return false;
    }
    let before = i.checked_sub(1).filter(|&b| scan.same_sentence(b, i));
    if before.is_some_and(|b| {
        scan.best(b)
            .is(flag::PLACE_HEAD | flag::DIRECTION | flag::LOCATIVE | flag::PARTICLE)
            || scan.words.heads.longest(scan.tokens, b).is_some()
            || scan.is_quote(b)
            || scan.strange(b)
    }) {
        return false;
    }
    !(scan.same_sentence(i, i + 1)
        && (scan.strange(i + 1) || scan.whole(i + 1).part() && !scan.whole(i + 1).plain()))
}

/// The writers named in a byline.
pub(super) fn bylines(scan: &mut Scan<'_>) {
    if !scan
        .page
        .sentences
        .iter()
        .any(|s| matches!(s.role, Role::Byline | Role::Dateline | Role::Masthead))
    {
        return;
    }
    let mut i = 0;
    while i < scan.len() {
        let cell = scan.cells[i];
        let free =
            scan.person_at(i).is_none() && scan.body_at(i).is_none() && !scan.is_closed(i) && scan.is_word(i);
        if cell.end != 0
            && matches!(cell.role, Role::Byline | Role::Dateline | Role::Masthead)
            && free
            && !cell.best.is(flag::FUNCTION | flag::VERB)
            && !titled(scan, i)
        {
            let (end, known, unknown) = extend(scan, i, 2, true);
            if known + unknown >= 2 && known >= 1 && end - i <= 4 {
                scan.add(Find::new(
                    i..end,
                    cell.form.skip,
                    EntityKind::Person,
                    "byline-name",
                ));
                i = end;
                continue;
            }
        }
        i += 1;
    }
}

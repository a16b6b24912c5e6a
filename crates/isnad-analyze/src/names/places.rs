//! Places and names that are always one thing.

use super::scan::{Find, Scan, mark, may};
use isnad_lang::names::{Fixed, FixedKind, Listed, Place, PlaceKind, flag};
use isnad_model::{EntityKind, MentionForm, Role};
use isnad_text::{Form, Hit};
use rustc_hash::FxHashSet;

/// Names that are always one thing: bodies, media, agencies.
pub(super) fn fixed(scan: &mut Scan<'_>) {
    let mut i = 0;
    while i < scan.len() {
        let Some(hit) = scan
            .words
            .fixed
            .longest(scan.tokens, i)
            .filter(|h| i + h.len <= scan.end(i))
        else {
            i += 1;
            continue;
        };
        if hit.value.guarded && !guarded_context(scan, i, hit.len) || clash(scan, i, &hit) {
            i += 1;
            continue;
        }
        let Fixed { kind, short, .. } = hit.value;
        let entity = match kind {
            FixedKind::Organization | FixedKind::Media => EntityKind::Organization,
            FixedKind::Place => EntityKind::Place,
            FixedKind::Group => EntityKind::Group,
        };
        let form = if *short {
            MentionForm::Short
        } else {
            MentionForm::Name
        };
        let tokens = extend_fixed(scan, i, i + hit.len);
        let next = tokens.end;
        scan.add(
            Find::new(tokens, hit.form.skip, entity, "fixed-name")
                .form(form)
                .closed(),
        );
        i = next;
    }
}

/// "X News", "X Press": a word before such a word is part of the name of a medium.
pub(super) fn media_tails(scan: &mut Scan<'_>) {
    for i in 1..scan.len() {
        let at = i - 1;
        if !scan.may(i, may::MEDIA_TAIL)
            || scan.end(at) == 0
            || !scan.same_sentence(at, i)
            || !scan.is_word(at)
            || scan.is_closed(at)
            || scan.is_closed(i)
        {
            continue;
        }
        if scan.cells[at].best.is(flag::FUNCTION | flag::VERB) {
            continue;
        }
        scan.add(Find::new(at..i + 1, 0, EntityKind::Organization, "media-tail").closed());
    }
    // a name in quotation marks in a line of meta data is the outlet's or the agency's
    let meta = |role: Role| matches!(role, Role::Byline | Role::Dateline | Role::Source | Role::Credit);
    if !scan.page.sentences.iter().any(|s| meta(s.role)) {
        return;
    }
    for i in 1..scan.len() {
        if scan.end(i) == 0 || !scan.is_word(i) || scan.is_closed(i) || !meta(scan.cells[i].role) {
            continue;
        }
        if scan.is_quote(i - 1)
            && let Some(close) = (i + 1..scan.end(i).min(i + 5)).find(|&k| scan.is_quote(k))
        {
            scan.add(Find::new(i..close, 0, EntityKind::Organization, "quoted-outlet").closed());
        }
    }
}

/// A fixed one-word name under a form with something taken off, though the whole word is another word.
fn clash(scan: &Scan<'_>, at: usize, hit: &Hit<'_, Fixed>) -> bool {
    hit.len == 1 && hit.form.off != 0 && !scan.whole(at).unknown()
}

/// Adjectives of a people after a fixed name belong to it.
fn extend_fixed(scan: &Scan<'_>, from: usize, mut to: usize) -> std::ops::Range<usize> {
    while scan.same_sentence(from, to) && scan.bare_definite(to) && scan.bare_definite(to - 1) {
        let w = scan.whole(to);
        if w.nisba == 0 || w.is(flag::STOP) || w.part() || to - from > 4 {
            break;
        }
        to += 1;
    }
    from..to
}

/// In quotation marks, in brackets, or in a line of meta data.
pub(super) fn guarded_context(scan: &Scan<'_>, at: usize, len: usize) -> bool {
    let role = scan.cells[at].role;
    if matches!(role, Role::Byline | Role::Dateline | Role::Source | Role::Credit) {
        return true;
    }
    let before = at.checked_sub(1);
    let after = at + len;
    let quoted = before.is_some_and(|b| scan.is_quote(b)) && scan.is_quote(after);
    let bracketed = before.is_some_and(|b| scan.mark(b) == Some('(')) && scan.mark(after) == Some(')');
    quoted || bracketed
}

/// Places of the gazetteer, with the points of the compass before them.
pub(super) fn gazetteer(scan: &mut Scan<'_>) {
    let mut i = 0;
    // where the last place ended, a comma behind it counted
    let mut last = usize::MAX;
    while i < scan.len() {
        if !scan.may(i, may::PLACE) || scan.is_closed(i) {
            if last == i && scan.is_comma(i) {
                last += 1;
            }
            i += 1;
            continue;
        }
        let none = scan.words.no_place.longest(scan.tokens, i).is_some();
        if let Some((len, skip)) = place_at(scan, i, last == i).filter(|_| !none) {
            last = i + len;
            let direction = i
                .checked_sub(1)
                .filter(|&d| scan.same_sentence(d, i) && scan.best(d).is(flag::DIRECTION));
            if let Some(d) = direction.filter(|_| skip == 0) {
                let skip = scan.cells[d].form.skip;
                scan.add(Find::new(d..i + len, skip, EntityKind::Place, "compass-place"));
            }
            // a part of the world that the gazetteer has as one name; the country in it is a name too
            let compass = len > 1 && scan.best(i).is(flag::DIRECTION);
            let metonym = is_metonym(scan, i, i + len);
            let form = if metonym {
                MentionForm::Metonym
            } else {
                MentionForm::Name
            };
            let rule = if compass {
                "compass-place"
            } else {
                "gazetteer-place"
            };
            scan.add(Find::new(i..i + len, skip, EntityKind::Place, rule).form(form));
            i += if compass { 1 } else { len };
            continue;
        }
        i += 1;
    }
    headed(scan);
}

fn place_at(scan: &Scan<'_>, i: usize, beside: bool) -> Option<(usize, u8)> {
    let tokens = scan.tokens;
    let hits = scan.words.places.all(tokens, i);
    let cell = scan.cells[i];
    let mut best: Option<(usize, Form)> = None;
    for hit in hits {
        if i + hit.len > scan.end(i) || (0..hit.len).any(|k| scan.is_closed(i + k)) {
            continue;
        }
        if !acceptable(scan, i, &hit, cell.whole.unknown(), beside) {
            continue;
        }
        if best
            .is_none_or(|(len, form)| hit.len > len || hit.len == len && hit.form.off == 0 && form.off != 0)
        {
            best = Some((hit.len, hit.form));
        }
    }
    best.map(|(len, form)| (len, form.skip))
}

/// Does the context allow this entry of the gazetteer?
///
/// `beside`: a place stands right before it, so that another may be said in the same breath.
fn acceptable(scan: &Scan<'_>, i: usize, hit: &Hit<'_, Place>, whole_unknown: bool, beside: bool) -> bool {
    let place = hit.value;
    let word = scan.words.of(&hit.form).0;
    let great = (place.kind == PlaceKind::Country || place.capital) && !place.ambiguous;
    // a word that is another word as it stands
    if hit.form.off != 0 && hit.len == 1 && !whole_unknown && scan.other_word(i, hit.form) {
        return false;
    }
    // "early", whose first letter would be a preposition before a town
    if hit.len == 1 && hit.form.off & Form::PREPOSITION != 0 && super::listed::as_it_stands(scan, i) {
        return false;
    }
    if hit.len == 1
        && (word.is(flag::PLACE_HEAD | flag::STOP) || scan.words.heads.exact(scan.tokens, i).is_some())
    {
        return false;
    }
    if hit.len == 1 && word.nisba > 0 {
        // an adjective of a people, unless no noun stands before it
        let after_noun = hit.form.off == 0
            && i.checked_sub(1).is_some_and(|b| {
                scan.same_sentence(b, i)
                    && scan.is_word(b)
                    && !scan
                        .best(b)
                        .is(flag::FUNCTION | flag::PLACE_HEAD | flag::DIRECTION)
            });
        if !great || after_noun {
            return false;
        }
    }
    let before = i
        .checked_sub(1)
        .filter(|&b| scan.same_sentence(b, i))
        .map(|b| scan.best(b));
    if hit.form.off & Form::FUSED != 0 && !great && place.population > 0 && place.population < 500_000 {
        return false;
    }
    // "the state of X", "the city of X": the name is X
    if hit.len > 1
        && word.is(flag::PLACE_HEAD)
        && scan
            .words
            .places
            .all(scan.tokens, i + 1)
            .iter()
            .any(|h| h.len + 1 == hit.len)
    {
        return false;
    }
    let headed = before.is_some_and(|w| w.is(flag::PLACE_HEAD | flag::DIRECTION));
    if headed && hit.len == 1 && hit.form.off != 0 {
        return false;
    }
    if headed || great && !(hit.len == 1 && (word.part() && word.is(flag::EVERYDAY))) {
        return true;
    }
    let located =
        before.is_some_and(|w| w.is(flag::LOCATIVE)) || hit.form.off & (Form::PREPOSITION | Form::FUSED) != 0;
    if hit.len > 1 {
        return !place.ambiguous || located;
    }
    // an adjective behind a noun that has the article too
    if hit.form.off == 0
        && scan.bare_definite(i)
        && !beside
        && i.checked_sub(1)
            .is_some_and(|b| scan.same_sentence(b, i) && scan.bare_definite(b) && scan.whole(b).nisba == 0)
        && scan.listed(i).0 != Listed::No
    {
        return false;
    }
    let located = located || beside && hit.form.off & !Form::CONJUNCTION == 0;
    let rare = word.given.max(word.surname) < 2 && place.population >= 1_000_000;
    let doubtful = place.ambiguous || word.part() && !rare || word.plain();
    if doubtful {
        let clitic = hit.form.off & (Form::PREPOSITION | Form::FUSED) != 0;
        return located
            && !word.plain()
            && (!word.part()
                || place.population > 50_000
                || place.population == 0
                || word.given.max(word.surname) < 2 && place.population >= 10_000)
            && (hit.form.off == 0
                || beside && hit.form.off == Form::CONJUNCTION
                || clitic && place.population == 0 && !place.ambiguous);
    }
    // unknown otherwise: small far places only where a place is expected
    let by_hand =
        place.population == 0 && (place.kind != PlaceKind::City || located || place.code.len() == 2);
    by_hand
        || place.population >= 200_000
        || located && place.population >= 20_000
        || place.population >= 10_000 && word.unknown() && hit.form.off == 0 && scan.strange(i)
}

/// What was a place once is a place wherever it stands, though the word is a name too or in no gazetteer.
pub(super) fn again(scan: &mut Scan<'_>) {
    let mut known: FxHashSet<u64> = FxHashSet::default();
    for find in &scan.finds {
        if find.kind != EntityKind::Place
            || find.tokens.len() != 1
            || !matches!(find.rule, "gazetteer-place" | "place-head")
        {
            continue;
        }
        let at = find.tokens.start;
        let Some(hash) = scan.token(at).and_then(|t| {
            t.forms()
                .iter()
                .find(|f| f.skip == find.skip && f.off & Form::FUSED == 0)
                .map(|f| f.hash)
        }) else {
            continue;
        };
        if find.rule == "place-head" && super::persons::plain_end(scan, at) {
            continue;
        }
        let word = scan.words.word(hash);
        let listed = !word.part()
            || scan
                .words
                .places
                .all(scan.tokens, at)
                .iter()
                .any(|h| h.len == 1 && (h.value.population == 0 || h.value.population > 100_000));
        if listed && !word.plain() && !word.is(flag::SEEN) && word.nisba == 0 {
            known.insert(hash);
        }
    }
    if known.is_empty() {
        return;
    }
    let marks = known.iter().fold(0, |all, &hash| all | mark(hash));
    for i in 0..scan.len() {
        if !scan.marked(i, marks)
            || scan.end(i) == 0
            || !scan.is_word(i)
            || scan.is_closed(i)
            || scan.body_at(i).is_some()
            || scan.person_at(i).is_some()
        {
            continue;
        }
        let Some(token) = scan.token(i) else { continue };
        let named = i.checked_sub(1).is_some_and(|b| {
            scan.same_sentence(b, i) && (scan.person_at(b).is_some() || scan.whole(b).given > 1)
                || super::titles::rank_before(scan, i)
        });
        let form = token
            .forms()
            .iter()
            .find(|f| f.off & Form::FUSED == 0 && known.contains(&f.hash))
            .copied();
        if let Some(form) = form.filter(|f| !named && (f.off == 0 || scan.whole(i).unknown())) {
            scan.add(Find::new(i..i + 1, form.skip, EntityKind::Place, "place-again"));
        }
    }
}

/// After "city", "village", "region" even an unknown word is a place.
fn headed(scan: &mut Scan<'_>) {
    for i in 1..scan.len() {
        let head = i - 1;
        if !scan.may(head, may::PLACE_HEAD)
            || scan.end(i) == 0
            || !scan.same_sentence(head, i)
            || !scan.is_word(i)
            || scan.body_at(i).is_some()
            || scan.is_closed(i)
            || scan.is_closed(head)
        {
            continue;
        }
        let word = scan.whole(i);
        let cell = scan.cells[i];
        if word.plain()
            || word.nisba > 0
            || word.is(flag::STOP
                | flag::PLACE_HEAD
                | flag::CHAIN
                | flag::BODY_ADJECTIVE
                | flag::TITLE_ADJECTIVE
                | flag::SEEN)
            || cell.form.off != 0 && !cell.best.unknown()
        {
            continue;
        }
        let definite_head = scan.cells[head].definite.is_some();
        if definite_head || super::persons::plain_shape(scan, i) && !scan.bare_definite(i) {
            continue;
        }
        if scan.words.heads.exact(scan.tokens, i).is_some()
            || scan.words.titles.exact(scan.tokens, i).is_some()
        {
            continue;
        }
        let mut to = i + 1;
        if word.is(flag::BINDER) && scan.same_sentence(i, to) && scan.is_word(to) {
            to += 1;
        }
        scan.add(Find::new(i..to, 0, EntityKind::Place, "place-head"));
    }
}

/// Does the place stand for its government here?
fn is_metonym(scan: &Scan<'_>, from: usize, to: usize) -> bool {
    let capital = scan
        .words
        .places
        .all(scan.tokens, from)
        .iter()
        .any(|h| h.value.capital);
    if !capital {
        return false;
    }
    let before = from.checked_sub(1).map(|b| scan.best(b)).unwrap_or_default();
    let after = if scan.same_sentence(from, to) {
        scan.best(to)
    } else {
        Default::default()
    };
    before.is(flag::ACTS) || after.is(flag::ACTS) && !before.is(flag::LOCATIVE | flag::PLACE_HEAD)
}

/// "The east", "the Libyan south": parts of a country, once the report speaks of such parts.
pub(super) fn quarters(scan: &mut Scan<'_>) {
    let mut spoken = scan.finds.iter().any(|f| {
        f.rule == "compass-place"
            || f.tokens.len() > 1
                && f.rule == "gazetteer-place"
                && scan.whole(f.tokens.start).is(flag::QUARTER)
    });
    let mut bare = Vec::new();
    for i in 0..scan.len() {
        if !scan.may(i, may::QUARTER)
            || scan.is_closed(i)
            || scan.person_at(i).is_some()
            || scan.body_at(i).is_some()
        {
            continue;
        }
        let Some(form) = scan.cells[i].definite else {
            continue;
        };
        let next = scan.whole(i + 1);
        if scan.same_sentence(i, i + 1)
            && scan.bare_definite(i + 1)
            && next.nisba > 0
            && !next.is(flag::FEMININE | flag::PLURAL)
        {
            scan.add(Find::new(i..i + 2, form.skip, EntityKind::Place, "compass-place"));
            spoken = true;
        } else if !(scan.same_sentence(i, i + 1) && scan.bare_definite(i + 1)) {
            bare.push((i, form.skip));
        }
    }
    if spoken {
        for (i, skip) in bare {
            scan.add(Find::new(i..i + 1, skip, EntityKind::Place, "compass-alone").form(MentionForm::Short));
        }
    }
}

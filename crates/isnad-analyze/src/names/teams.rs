//! Countries and cities that stand for their sides in a game: "the match between X and Y", "X beat Y".

use super::scan::{Find, Scan};
use isnad_lang::names::flag;
use isnad_model::{EntityKind, MentionForm};
use isnad_text::Form;
use std::ops::Range;

/// Words of sport in a sentence that make it one about a game.
const ENOUGH: usize = 2;

/// Makes bodies of the places that play, in sentences about games.
pub(super) fn find(scan: &mut Scan<'_>) {
    let games = games(scan);
    if games.is_empty() {
        return;
    }
    let in_game = |at: usize| {
        games
            .get(games.partition_point(|g| g.end <= at))
            .is_some_and(|g| g.start <= at)
    };
    let mut places: Vec<usize> = (0..scan.finds.len())
        .filter(|&n| is_place(&scan.finds[n]) && in_game(scan.finds[n].tokens.start))
        .collect();
    places.sort_by_key(|&n| scan.finds[n].tokens.start);
    let mut last_end = usize::MAX;
    for n in places {
        let find = &scan.finds[n];
        if plays(scan, find, last_end) {
            last_end = find.tokens.end;
            let find = &mut scan.finds[n];
            (find.kind, find.rule, find.form) = (EntityKind::Organization, "team", MentionForm::Name);
        }
    }
}

/// The sentences about games.
fn games(scan: &Scan<'_>) -> Vec<Range<usize>> {
    let sports = &scan.words.sports;
    if sports.is_empty() {
        return Vec::new();
    }
    let mut out = Vec::new();
    for s in &scan.page.sentences {
        let all = s.sentence.tokens.clone();
        let count = all
            .clone()
            .filter(|&i| {
                scan.token(i).is_some_and(|t| sports.may_begin(t)) && sports.longest(scan.tokens, i).is_some()
            })
            .count();
        if count >= ENOUGH {
            out.push(all);
        }
    }
    out
}

fn is_place(find: &Find) -> bool {
    find.kind == EntityKind::Place
        && matches!(find.rule, "gazetteer-place" | "place-again")
        && matches!(find.form, MentionForm::Name | MentionForm::Metonym)
        && !find.tokens.is_empty()
}

/// Stands the place where a side of a game is named? `last_end` is where the last side ended.
fn plays(scan: &Scan<'_>, find: &Find, last_end: usize) -> bool {
    let start = find.tokens.start;
    let off = scan
        .token(start)
        .and_then(|t| t.forms().iter().find(|f| f.skip == find.skip).map(|f| f.off))
        .unwrap_or(0);
    let before = |k: usize| start.checked_sub(k).filter(|&b| scan.same_sentence(b, start));
    // "X and Y", "X, Y and Z"
    let linked = off & Form::CONJUNCTION != 0 && last_end == start
        || before(1).is_some_and(|b| scan.is_comma(b) && last_end == b);
    if linked && off & !Form::CONJUNCTION == 0 {
        return true;
    }
    // "for X", not "in X"
    let purpose = off & Form::PREPOSITION != 0
        && scan.words.purpose_marks.iter().any(|m| {
            let word = scan.tokens.folded(start);
            let skip = usize::from(off & Form::CONJUNCTION != 0);
            word.chars().skip(skip).take(m.chars().count()).eq(m.chars())
        });
    if off & Form::PREPOSITION != 0 {
        return purpose;
    }
    let Some(b) = before(1) else { return false };
    // in quotation marks what stands before them counts
    let b = if scan.is_quote(b) { b.saturating_sub(1) } else { b };
    if scan.best(b).is(flag::PLACE_HEAD | flag::DIRECTION) {
        return false;
    }
    (b.saturating_sub(1)..=b).any(|at| {
        scan.words
            .sides
            .longest(scan.tokens, at)
            .is_some_and(|h| at + h.len == b + 1)
    })
}

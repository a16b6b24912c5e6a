//! Time expressions (TIMEX3): the pack's patterns find them, [`compose`] gives them their meaning, [`join`]
//! makes one of those that belong together, [`place`] counts them from the day of publication.

mod clock;
mod compose;
mod contradictions;
mod join;
mod length;
mod nested;
mod place;

use crate::{Annotator, Layers, Page};
use compose::Found;
use isnad_model::{Date, Role, TimeExpression, TimeKind};
use place::Composer;

/// Time expressions (TIMEX3).
///
/// Values are counted from the report's publication date where it is known; otherwise they stay patterns.
#[derive(Clone, Copy, Debug)]
pub struct Times;

impl Annotator for Times {
    fn annotate(&self, page: &Page<'_>, layers: &mut Layers) {
        let mut all: Vec<(usize, Role, Found)> = Vec::new();
        // whole blocks, not sentences: a full stop can stand inside an expression ("1 p.m. on Sunday")
        for (block, b) in page.report.blocks.iter().enumerate() {
            if matches!(b.role, Role::Boilerplate | Role::Related) {
                continue;
            }
            let range = page.tokens.within(b.span());
            let hits = page.pack.time.find(page.text, &page.tokens, range.clone());
            let mut found = Vec::with_capacity(hits.len());
            for hit in &hits {
                match compose::read(page, hit) {
                    Some(one) => found.push(one),
                    None => layers.diagnostics.extend(contradictions::no_such_day(page, hit)),
                }
            }
            let joined = join::join(page, range, found);
            all.extend(joined.into_iter().map(|found| (block, b.role, found)));
        }
        let published = published(page, &all);
        let mut composer = Composer {
            published,
            block: usize::MAX,
            last: None,
        };
        for (n, (block, _, found)) in all.into_iter().enumerate() {
            if composer.block != block {
                (composer.block, composer.last) = (block, None);
            }
            layers
                .times
                .push(composer.place(page.text, format!("t{}", n + 1), found));
        }
        contradictions::check(page, layers);
    }
}

/// The day from which the report counts: as stated by its fields, or by its publication line.
fn published(page: &Page<'_>, all: &[(usize, Role, Found)]) -> Option<Date> {
    let fields = page
        .report
        .published
        .value
        .as_deref()
        .and_then(|v| v.get(..10))
        .and_then(|v| v.parse().ok());
    fields.or_else(|| {
        let line = all.iter().find(|(_, role, f)| {
            *role == Role::Published && f.reading.day.is_some() && f.reading.year.is_some()
        });
        line.and_then(|(.., f)| f.value.get(..10)?.parse().ok())
    })
}

/// A time expression that others can refer back to ("at that time").
#[derive(Clone, Debug)]
struct Antecedent {
    id: String,
    value: String,
}

impl Antecedent {
    fn of(time: &TimeExpression) -> Option<Self> {
        let refers = time.kind == TimeKind::Date && time.value.starts_with(|c: char| c.is_ascii_digit());
        refers.then(|| Self {
            id: time.id.clone(),
            value: time.value.clone(),
        })
    }
}

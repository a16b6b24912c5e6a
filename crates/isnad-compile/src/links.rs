//! Participants, places and links of chains get the entity of the mention they lie on.

use isnad_model::{Dossier, EntityKind, Mention};
use isnad_text::Span;

/// Fills what has no entity yet.
pub(crate) fn fill(dossier: &mut Dossier) {
    for report in &mut dossier.reports {
        let mentions = &report.mentions;
        let set = |entity: &mut Option<String>, span: Span| {
            if entity.is_none() {
                *entity = on(mentions, span);
            }
        };
        for event in &mut report.events {
            for p in &mut event.participants {
                let span = p.span();
                set(&mut p.entity, span);
            }
            if let Some(p) = &mut event.place {
                let span = Span::new(p.start, p.end);
                set(&mut p.entity, span);
            }
            for l in &mut event.chain {
                let span = l.span();
                set(&mut l.entity, span);
            }
        }
        for l in report
            .quotations
            .iter_mut()
            .flat_map(|q| &mut q.chain)
            .filter(|l| l.anonymous.is_none())
        {
            let span = l.span();
            set(&mut l.entity, span);
        }
        // "an Arab source who took part": whoever is not named is no person of the dossier, whatever the words look like
        let person = |id: &str| {
            mentions
                .iter()
                .any(|m| m.kind == EntityKind::Person && m.entity == id)
        };
        for l in report
            .quotations
            .iter_mut()
            .flat_map(|q| &mut q.chain)
            .filter(|l| l.anonymous.is_some())
        {
            l.entity = l.entity.take().filter(|id| !person(id));
        }
    }
}

/// The entity of the mention that shares most of the span, at least half of the longer one.
fn on(mentions: &[Mention], span: Span) -> Option<String> {
    let end = mentions.partition_point(|m| m.start < span.end);
    let shared = |m: &Mention| m.end.min(span.end).saturating_sub(m.start.max(span.start));
    let best = mentions[..end]
        .iter()
        .rev()
        .take(8)
        .filter(|m| {
            // a participant that is a group has its adjectives with it
            let group = m.kind == EntityKind::Group && m.start == span.start && m.end <= span.end;
            group || 2 * shared(m) > m.span().len().max(span.len())
        })
        .max_by_key(|m| shared(m))?;
    Some(best.entity.clone()).filter(|e| !e.is_empty())
}

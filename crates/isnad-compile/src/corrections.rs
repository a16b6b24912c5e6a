//! The user's corrections of single quotations.

use crate::{CompileOptions, Correction};
use isnad_model::{Dossier, Link};
use isnad_text::fold;

/// Gives quotations the speaker that the user names.
pub(crate) fn speakers(dossier: &mut Dossier, options: &CompileOptions) {
    for correction in &options.corrections {
        let Correction::Speaker {
            source,
            quotation,
            speaker,
        } = correction
        else {
            continue;
        };
        let wanted = fold(speaker);
        let entity = dossier
            .entities
            .iter()
            .find(|e| fold(&e.name) == wanted || e.forms.iter().any(|f| fold(&f.text) == wanted))
            .map(|e| e.id.clone());
        for report in dossier.reports.iter_mut().filter(|r| r.source == *source) {
            // the name where the report writes it, else where its entity is named
            let named = report
                .text
                .find(speaker.as_str())
                .map(|start| (start, start + speaker.len()));
            let named = named.or_else(|| {
                report
                    .mentions
                    .iter()
                    .find(|m| Some(&m.entity) == entity.as_ref())
                    .map(|m| (m.start, m.end))
            });
            for q in report
                .quotations
                .iter_mut()
                .filter(|q| q.text.contains(quotation.as_str()))
            {
                let mut link = q.chain.first().cloned().unwrap_or_default();
                if let Some((start, end)) = named {
                    link.text = report.text.get(start..end).unwrap_or("").to_owned();
                    (link.start, link.end) = (start, end);
                }
                link = Link {
                    entity: entity.clone(),
                    anonymous: None,
                    ..link
                };
                match q.chain.first_mut() {
                    Some(first) => *first = link,
                    None => q.chain.push(link),
                }
                q.rule = "corrected".to_owned();
            }
        }
    }
}

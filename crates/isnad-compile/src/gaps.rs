//! What the reports do not say.

use crate::events::finish::is_real;
use isnad_model::{About, Dossier, Event, EventMention, Gap, Modality};
use rustc_hash::FxHashMap;

/// Unknown publication dates and outlets; events without day, place or named source.
pub(crate) fn gaps(dossier: &Dossier) -> Vec<Gap> {
    let mut out = Vec::new();
    for report in &dossier.reports {
        let about = || About {
            report: Some(report.id.clone()),
            ..About::default()
        };
        if report.published.value.is_none() && report.published.day().is_none() {
            out.push(Gap {
                about: about(),
                missing: "published".to_owned(),
            });
        }
        if report.outlet.is_none() {
            out.push(Gap {
                about: about(),
                missing: "outlet".to_owned(),
            });
        }
    }
    let mentions: FxHashMap<(&str, &str), &EventMention> = dossier
        .reports
        .iter()
        .flat_map(|r| r.events.iter().map(|e| ((r.id.as_str(), e.id.as_str()), e)))
        .collect();
    // what a caption or an aside looks back to is not asked about
    let news = |e: &&Event| is_real(e.status) && e.status != Modality::Background && matters(e);
    for event in dossier.events.iter().filter(news) {
        let about = || About {
            event: Some(event.id.clone()),
            ..About::default()
        };
        if event.when.earliest.is_none() && !event.when.value.starts_with("XXXX-") {
            out.push(Gap {
                about: about(),
                missing: "date".to_owned(),
            });
        }
        if event.place.is_none()
            && event.kind == "consult"
            && !matches!(event.mode.as_deref(), Some("phone" | "correspondence"))
        {
            out.push(Gap {
                about: about(),
                missing: "place".to_owned(),
            });
        }
        let unnamed = |m: &isnad_model::EventRef| {
            let chain = mentions
                .get(&(m.report.as_str(), m.event.as_str()))
                .map(|e| e.chain.as_slice());
            chain.is_some_and(|c| c.first().is_some_and(|l| l.anonymous.is_some()))
        };
        if event.mentions.iter().all(unnamed) {
            out.push(Gap {
                about: about(),
                missing: "source".to_owned(),
            });
        }
    }
    out
}

/// Is it an act between named parties, of which one would want to know more?
fn matters(event: &Event) -> bool {
    !event.participants.is_empty()
        && matches!(
            event.kind.as_str(),
            "consult" | "agree" | "assault" | "cooperate" | "sanction" | "coerce"
        )
}

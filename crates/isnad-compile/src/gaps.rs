//! What the reports do not say.

use crate::events::{finish::is_real, profile::Member};
use isnad_model::{About, Dossier, Event, Gap, Modality};

/// Unknown publication dates and outlets; events without day, place or named source.
pub(crate) fn gaps(dossier: &Dossier, members: &[Vec<Member>]) -> Vec<Gap> {
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
    for (event, members) in dossier.events.iter().zip(members) {
        // what a caption or an aside looks back to is not asked about
        if !is_real(event.status) || event.status == Modality::Background || !matters(event) {
            continue;
        }
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
        let unnamed = |m: &Member| {
            let first = dossier.reports[m.0].events[m.1].chain.first();
            first.is_some_and(|l| l.anonymous.is_some())
        };
        if members.iter().all(unnamed) {
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

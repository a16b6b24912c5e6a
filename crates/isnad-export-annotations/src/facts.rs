//! Which words of a report say what.

use crate::page::{Annotation, Body, Text};
use isnad_export::ExportError;
use isnad_export::linked::Iris;
use isnad_model::{Commitment, CommitmentKind, Dating, Discrepancy, Dossier, Evidence, Link, Report, Span};
use std::collections::{BTreeMap, BTreeSet};

type Write<'w> = &'w mut dyn FnMut(Annotation<'_>) -> Result<(), ExportError>;

/// Hands every annotation to `write`, report by report, in the order of the layers; without mentions, times and figures
/// unless `all`.
pub(crate) fn annotations(
    dossier: &Dossier,
    iris: &Iris<'_>,
    all: bool,
    write: Write<'_>,
) -> Result<(), ExportError> {
    let mut compiled: BTreeMap<&str, Vec<Compiled<'_>>> = BTreeMap::new();
    for commitment in &dossier.commitments {
        for (n, evidence) in commitment.evidence.iter().enumerate() {
            let fact = Fact::Commitment(commitment);
            compiled
                .entry(&evidence.report)
                .or_default()
                .push((fact, n, evidence));
        }
    }
    for discrepancy in &dossier.discrepancies {
        let said = discrepancy
            .values
            .iter()
            .flat_map(|v| v.evidence.iter().map(move |e| (v.value.as_str(), e)));
        for (n, (value, evidence)) in said.enumerate() {
            let fact = Fact::Discrepancy(discrepancy, value);
            compiled
                .entry(&evidence.report)
                .or_default()
                .push((fact, n, evidence));
        }
    }
    for report in &dossier.reports {
        let text = Text::new(report, iris);
        let mut layer = Layer {
            report,
            text: &text,
            iris,
            identified: BTreeSet::new(),
            write: &mut *write,
        };
        layer.about_the_report()?;
        if all {
            layer.words()?;
        }
        layer.quotations()?;
        layer.events()?;
        for (fact, n, evidence) in compiled.get(report.id.as_str()).into_iter().flatten() {
            layer.compiled(fact, *n, evidence)?;
        }
    }
    Ok(())
}

/// A fact of the dossier, the number of its evidence, and the evidence.
type Compiled<'a> = (Fact<'a>, usize, &'a Evidence);

enum Fact<'a> {
    Commitment(&'a Commitment),
    /// With the value of one report.
    Discrepancy(&'a Discrepancy, &'a str),
}

struct Layer<'a, 'w> {
    report: &'a Report,
    text: &'a Text<'a>,
    iris: &'a Iris<'a>,
    /// Spans that an annotation identifies already.
    identified: BTreeSet<(usize, usize)>,
    write: Write<'w>,
}

impl Layer<'_, '_> {
    /// Headline, outlet and dates.
    fn about_the_report(&mut self) -> Result<(), ExportError> {
        let report = self.report;
        if let Some(words) = &report.headline {
            let bodies = vec![Body::class("headline")];
            self.annotate("headline", words.span(), "classifying", bodies)?;
        }
        if let Some((words, outlet)) = report
            .outlet
            .as_ref()
            .and_then(|o| Some((o.words.as_ref()?, self.iris.body(&o.name)?.0)))
        {
            self.annotate("outlet", words.span(), "identifying", vec![Body::Thing(outlet)])?;
        }
        self.date("published", &report.published)?;
        if let Some(updated) = &report.updated {
            self.date("updated", updated)?;
        }
        Ok(())
    }

    fn date(&mut self, name: &str, dating: &Dating) -> Result<(), ExportError> {
        let Some(value) = dating.value.as_deref() else {
            return Ok(());
        };
        let own = dating.because.iter().flat_map(|r| &r.evidence);
        for (n, evidence) in own.filter(|e| e.report == self.report.id).enumerate() {
            let bodies = vec![Body::class(name), Body::value(value)];
            let span = Span::new(evidence.start, evidence.end);
            self.annotate(&format!("{name}:{n}"), span, "tagging", bodies)?;
        }
        Ok(())
    }

    /// Mentions, times and figures.
    fn words(&mut self) -> Result<(), ExportError> {
        for mention in &self.report.mentions {
            if self.iris.kind(&mention.entity).is_some() {
                self.identified.insert((mention.start, mention.end));
                let bodies = vec![Body::Thing(self.iris.entity(&mention.entity))];
                self.annotate(&mention.id, mention.span(), "identifying", bodies)?;
            }
        }
        for time in self.report.times.iter().filter(|t| !t.value.is_empty()) {
            self.annotate(&time.id, time.span(), "tagging", vec![Body::value(&time.value)])?;
        }
        for figure in &self.report.figures {
            let bodies = vec![Body::value(&figure.value.to_string())];
            let span = Span::new(figure.start, figure.end);
            self.annotate(&figure.id, span, "tagging", bodies)?;
        }
        Ok(())
    }

    fn quotations(&mut self) -> Result<(), ExportError> {
        for quotation in &self.report.quotations {
            let bodies = vec![Body::Thing(self.iris.quotation(&self.report.id, &quotation.id))];
            self.annotate(&quotation.id, quotation.span(), "identifying", bodies)?;
            self.chain(&quotation.id, &quotation.chain)?;
        }
        Ok(())
    }

    fn events(&mut self) -> Result<(), ExportError> {
        for event in &self.report.events {
            let mut bodies = vec![Body::Thing(self.iris.telling(&self.report.id, &event.id))];
            if !event.event.is_empty() {
                bodies.push(Body::Thing(self.iris.event(&event.event)));
            }
            self.annotate(&event.id, event.span(), "identifying", bodies)?;
            for (n, participant) in event.participants.iter().enumerate() {
                let id = format!("{}:participant:{n}", event.id);
                self.entity(&id, participant.span(), participant.entity.as_deref())?;
            }
            if let Some(place) = &event.place {
                let id = format!("{}:place", event.id);
                self.entity(&id, Span::new(place.start, place.end), place.entity.as_deref())?;
            }
            self.chain(&event.id, &event.chain)?;
        }
        Ok(())
    }

    /// Those who said it and carried it: entities, or sources of their own.
    fn chain(&mut self, of: &str, chain: &[Link]) -> Result<(), ExportError> {
        for (n, link) in chain.iter().enumerate() {
            let id = format!("{of}:{n}");
            if link.entity.is_some() {
                self.entity(&id, link.span(), link.entity.as_deref())?;
            } else {
                let source = self.iris.of("source", &format!("{}:{id}", self.report.id));
                self.annotate(&id, link.span(), "identifying", vec![Body::Thing(source)])?;
            }
        }
        Ok(())
    }

    /// That these words name an entity, unless it is said already.
    fn entity(&mut self, id: &str, span: Span, entity: Option<&str>) -> Result<(), ExportError> {
        let Some(entity) = entity.filter(|e| self.iris.kind(e).is_some()) else {
            return Ok(());
        };
        if !self.identified.insert((span.start, span.end)) {
            return Ok(());
        }
        let bodies = vec![Body::Thing(self.iris.entity(entity))];
        self.annotate(id, span, "identifying", bodies)
    }

    fn compiled(&mut self, fact: &Fact<'_>, n: usize, evidence: &Evidence) -> Result<(), ExportError> {
        let (id, bodies) = match fact {
            Fact::Commitment(commitment) => (
                &commitment.id,
                vec![
                    Body::class(kind(commitment.kind)),
                    Body::description(&commitment.what),
                ],
            ),
            Fact::Discrepancy(discrepancy, value) => {
                let mut bodies = vec![
                    Body::class(&format!("discrepancy: {}", discrepancy.field)),
                    Body::value(value),
                ];
                let about = &discrepancy.about;
                bodies.extend(about.event.as_ref().map(|e| Body::Thing(self.iris.event(e))));
                bodies.extend(about.entity.as_ref().map(|e| Body::Thing(self.iris.entity(e))));
                (&discrepancy.id, bodies)
            }
        };
        let span = Span::new(evidence.start, evidence.end);
        self.annotate(&format!("{id}:{n}"), span, "classifying", bodies)
    }

    /// Writes an annotation; nothing where the span has no words.
    fn annotate(
        &mut self,
        id: &str,
        span: Span,
        motivation: &'static str,
        body: Vec<Body>,
    ) -> Result<(), ExportError> {
        let Some(target) = self.text.target(span) else {
            return Ok(());
        };
        (self.write)(Annotation {
            id: self.iris.of("annotation", &format!("{}:{id}", self.report.id)),
            class: "Annotation",
            motivation,
            body,
            target,
        })
    }
}

const fn kind(kind: CommitmentKind) -> &'static str {
    match kind {
        CommitmentKind::Agreement => "agreement",
        CommitmentKind::Promise => "promise",
        CommitmentKind::Demand => "demand",
        CommitmentKind::Plan => "plan",
        CommitmentKind::Threat => "threat",
        CommitmentKind::Deadline => "deadline",
        CommitmentKind::Refusal => "refusal",
    }
}

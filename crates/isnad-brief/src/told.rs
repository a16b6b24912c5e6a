//! An event in words.

use crate::{budget, desk::Desk, words};
use isnad_lang::wording::Template;
use isnad_model::{EntityKind, Event, EventMention, MentionForm, Modality, Report};

/// What a slot takes where no participant has the role itself: the codes are those of the schema.
const STANDS_FOR: &[(&str, &[&str])] = &[
    ("guest", &["visitor"]),
    ("visitor", &["guest", "actor"]),
    ("caller", &["actor"]),
    (
        "actor",
        &[
            "visitor",
            "caller",
            "host",
            "chair",
            "side",
            "speaker",
            "signatory",
        ],
    ),
    ("recipient", &["target", "appointee", "addressee"]),
];

/// Roles of those who were there without being a side.
const PRESENT: &[&str] = &["attendee", "chair", "mediator", "witness", "companion"];

/// Mentions of an event that are compared to find the one that tells it best.
const CONSIDERED: usize = 64;

/// How much of an event is told.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Detail {
    /// Its time, where the line has no date beside it.
    pub(crate) when: bool,
    /// Its agenda.
    pub(crate) topics: bool,
    /// Letters of the words quoted.
    pub(crate) letters: usize,
}

impl<'a> Desk<'a> {
    /// An event as a sentence: built from its participants where that says enough, otherwise by the report's own words.
    pub(crate) fn tell(&self, event: &'a Event, detail: Detail) -> String {
        self.phrased(event, detail)
            .unwrap_or_else(|| self.quoted(event, detail, ""))
    }

    /// An event by the report's own words, and on whose word the report has it.
    pub(crate) fn quoted(&self, event: &'a Event, detail: Detail, via: &str) -> String {
        let settled = matches!(event.status, Modality::Happened | Modality::Background);
        let quoted = self.clause(event, detail.letters);
        if quoted.is_empty() {
            return String::new();
        }
        let said_by_kind = matches!(
            (event.kind.as_str(), event.status),
            ("request", Modality::CalledFor) | ("agree", Modality::Agreed) | ("reject", Modality::Rejected)
        );
        let status = if settled || said_by_kind {
            String::new()
        } else {
            self.label("statuses", &self.code(event.status))
        };
        // that something is an event is no news
        let unlabelled = event
            .mode
            .as_deref()
            .is_none_or(|m| self.wording.label("modes", m).is_none());
        let label = if event.kind == "other" && unlabelled {
            String::new()
        } else {
            self.kind(event)
        };
        let slots = [
            ("label", label.as_str()),
            ("status", &status),
            ("via", via),
            ("words", &quoted),
        ];
        if label.is_empty() && status.is_empty() && !via.is_empty() {
            return self.wording.phrase("reported-via", &slots);
        }
        ["told", "told-status", "told-plain"]
            .iter()
            .map(|key| self.wording.phrase(key, &slots))
            .find(|text| !text.is_empty())
            .unwrap_or_default()
    }

    /// An event built from its participants, where that says enough.
    pub(crate) fn phrased(&self, event: &'a Event, detail: Detail) -> Option<String> {
        let forms = self.wording.event(&event.kind, event.mode.as_deref());
        let settled = matches!(event.status, Modality::Happened | Modality::Background);
        let forms = forms.filter(|f| !f.words && self.is_sure(event))?;
        if settled && let Some(text) = self.first_form(&forms.told, event, detail) {
            return Some(text);
        }
        let text = self.first_form(&forms.forms, event, detail)?;
        Some(self.wording.under_status(&self.code(event.status), &text))
    }

    /// An event as a noun phrase to speak of it in other lines, with its time or without.
    pub(crate) fn refer(&self, event: &'a Event, when: bool) -> String {
        let detail = Detail {
            when,
            topics: false,
            letters: words::SHORT,
        };
        let forms = self.wording.event(&event.kind, event.mode.as_deref());
        match forms
            .filter(|f| !f.words && self.is_sure(event))
            .and_then(|f| self.first_form(&f.forms, event, detail))
        {
            Some(text) => self.wording.under_status(&self.code(event.status), &text),
            None => self.tell(event, detail),
        }
    }

    /// May it be told in other words than a report's? Only what took place, between persons and bodies that are called by name, as one
    /// report at least tells it in one breath.
    pub(crate) fn is_sure(&self, event: &'a Event) -> bool {
        let sides = self.sides(event);
        let named = !sides.is_empty()
            && sides.iter().all(|(e, _)| {
                self.entity(*e).is_some_and(|e| {
                    let one_word = !e.name.trim().contains(char::is_whitespace);
                    match e.kind {
                        EntityKind::Person => !one_word,
                        kind => kind == EntityKind::Organization,
                    }
                }) && self.names.is_named(*e)
            })
            && event
                .participants
                .iter()
                .all(|p| self.shown(&p.entity).is_none() || self.calls_by_name(event, &p.entity));
        let real = matches!(event.status, Modality::Happened);
        let told = self.told_in(event).any(|(_, m)| {
            let here = |entity: &str| m.participants.iter().any(|p| p.entity.as_deref() == Some(entity));
            m.modality == Modality::Happened
                && (m.participants.is_empty()
                    || event.participants.iter().filter(|p| here(&p.entity)).count()
                        >= event.participants.len().min(2))
        });
        // bodies alone do not meet
        let person = sides
            .iter()
            .any(|(e, _)| self.entity(*e).is_some_and(|e| e.kind == EntityKind::Person));
        let visit = event.mode.as_deref() == Some("visit");
        named && real && told && (person || visit || event.kind != "consult")
    }

    /// Does a report call somebody by name where it tells the event?
    fn calls_by_name(&self, event: &'a Event, entity: &str) -> bool {
        let mut only_otherwise = false;
        for (report, m) in self.told_in(event) {
            for p in m
                .participants
                .iter()
                .filter(|p| p.entity.as_deref() == Some(entity))
            {
                for x in report.mentions.iter().filter(|x| x.span().overlaps(p.span())) {
                    if matches!(x.form, MentionForm::Name | MentionForm::Short) {
                        return true;
                    }
                    only_otherwise = true;
                }
            }
        }
        !only_otherwise
    }

    /// What kind of event it is, in a word or two.
    pub(crate) fn kind(&self, event: &Event) -> String {
        let mode = event.mode.as_deref().and_then(|m| self.wording.label("modes", m));
        mode.map_or_else(|| self.label("types", &event.kind), ToOwned::to_owned)
    }

    /// The participants that may be shown, with their roles, each once.
    pub(crate) fn sides(&self, event: &'a Event) -> Vec<(usize, &'a str)> {
        let mut out: Vec<(usize, &str)> = Vec::new();
        for actor in &event.participants {
            if event.place.as_deref() == Some(actor.entity.as_str()) {
                continue;
            }
            if let Some(at) = self.shown(&actor.entity)
                && !out.iter().any(|(e, _)| *e == at)
            {
                out.push((at, actor.role.as_str()));
            }
        }
        out
    }

    fn first_form(&self, forms: &[Template], event: &'a Event, detail: Detail) -> Option<String> {
        let sides = self.sides(event);
        forms
            .iter()
            .find_map(|form| self.fill(form, event, &sides, detail))
    }

    fn fill(
        &self,
        form: &Template,
        event: &'a Event,
        sides: &[(usize, &'a str)],
        detail: Detail,
    ) -> Option<String> {
        let names = form.slots();
        let all = names.iter().any(|n| *n == "pair" || *n == "sides");
        // who was only there is no side of a meeting
        let parties = sides.iter().filter(|(_, role)| !is_present(role)).count();
        if names.contains(&"pair") && parties < 2 || names.contains(&"sides") && sides.is_empty() {
            return None;
        }
        // first find out who fills which slot, so that nobody is introduced by a form that does not fit
        let mut taken: Vec<usize> = Vec::new();
        let mut filled: Vec<(&str, Vec<usize>)> = Vec::new();
        for name in &names {
            let who = match *name {
                "pair" | "sides" => sides.iter().map(|s| s.0).collect(),
                "rest" | "place" | "when" | "topics" => continue,
                role => with_role(sides, role, &taken),
            };
            taken.extend(&who);
            filled.push((name, who));
        }
        let probe: Vec<(&str, &str)> = filled
            .iter()
            .filter(|(_, who)| !who.is_empty())
            .map(|(n, _)| (*n, "-"))
            .chain(
                event
                    .place
                    .as_deref()
                    .and_then(|p| self.shown(p))
                    .map(|_| ("place", "-")),
            )
            .collect();
        form.fill(&probe)?;
        let rest: Vec<usize> = if all {
            Vec::new()
        } else {
            sides
                .iter()
                .filter(|(e, role)| is_present(role) && !taken.contains(e))
                .map(|s| s.0)
                .collect()
        };
        let mut slots: Vec<(&str, String)> =
            filled.iter().map(|(n, who)| (*n, self.name_list(who))).collect();
        if names.contains(&"rest") {
            slots.push(("rest", self.name_list(&rest)));
        }
        if let Some(place) = event
            .place
            .as_deref()
            .and_then(|p| self.shown(p))
            .filter(|_| names.contains(&"place"))
        {
            slots.push(("place", self.name(place)));
        }
        if detail.when {
            slots.push(("when", self.date_at(&event.when)));
        }
        if detail.topics {
            slots.push(("topics", self.topics(event)));
        }
        let slots: Vec<(&str, &str)> = slots.iter().map(|(n, v)| (*n, v.as_str())).collect();
        form.fill(&slots)
    }

    fn topics(&self, event: &Event) -> String {
        let marks = &self.wording.marks;
        let items: Vec<String> = event
            .topics
            .iter()
            .take(budget::NAMES)
            .map(|t| words::quote(&words::clip(t, 0, words::SHORT, marks), marks))
            .collect();
        items.join(&marks.phrases)
    }

    /// The clause of the mention that tells it best, in quotation marks.
    fn clause(&self, event: &'a Event, letters: usize) -> String {
        let marks = &self.wording.marks;
        let Some((report, mention)) = self.best_told(event) else {
            return String::new();
        };
        let clause = self.whole_clause(report, mention.span());
        let keep = mention.trigger.start.saturating_sub(clause.start);
        let text = words::clip(clause.of(&report.text), keep, letters, marks);
        if text.is_empty() {
            text
        } else {
            words::quote(&text, marks)
        }
    }

    /// The mention that tells an event best.
    pub(crate) fn best_told(&self, event: &'a Event) -> Option<(&'a Report, &'a EventMention)> {
        let fitness = |report: &Report, mention: &EventMention| {
            let letters = self
                .whole_clause(report, mention.span())
                .of(&report.text)
                .chars()
                .count();
            (
                mention.modality == event.status,
                letters >= 40,
                mention.text.chars().count() <= 220,
            )
        };
        // the first of those that fit best
        let mut told: Vec<_> = self
            .told_in(event)
            .take(CONSIDERED)
            .map(|(report, mention)| (fitness(report, mention), report, mention))
            .collect();
        told.sort_by_key(|t| std::cmp::Reverse(t.0));
        told.first().map(|&(_, report, mention)| (report, mention))
    }
}

/// Those who have a role, or else a role that stands for it.
fn with_role(sides: &[(usize, &str)], role: &str, taken: &[usize]) -> Vec<usize> {
    let of = |role: &str| -> Vec<usize> {
        sides
            .iter()
            .filter(|(e, r)| *r == role && !taken.contains(e))
            .map(|s| s.0)
            .collect()
    };
    let own = of(role);
    if !own.is_empty() {
        return own;
    }
    let others = STANDS_FOR
        .iter()
        .find(|(r, _)| *r == role)
        .map_or(&[] as &[&str], |(_, o)| o);
    others
        .iter()
        .map(|r| of(r))
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

/// Is this a role of somebody who was only present?
pub(crate) fn is_present(role: &str) -> bool {
    PRESENT.contains(&role)
}

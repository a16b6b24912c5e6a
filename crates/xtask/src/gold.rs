//! The gold's own annotations in place of a layer, to judge the layers above it alone.

use isnad::{
    analyze::{Annotator, Layers, Page},
    model::{
        Block, Certainty, Dating, EntityKind, EventMention, EventTime, Grain, Link, Mention, MentionForm,
        Modality, Participant, PlaceLink, Polarity, Report, Role, TimeExpression, TimeKind, Words,
    },
    text::{CharIndex, Span},
};
use serde_json::Value;

/// The mentions of a gold file.
pub(crate) struct GoldNames(pub(crate) Value);

/// The time expressions of a gold file, with the values that all reports license.
pub(crate) struct GoldTimes(pub(crate) Value);

/// The event mentions of a gold file.
pub(crate) struct GoldEvents(pub(crate) Value);

impl Annotator for GoldNames {
    fn annotate(&self, page: &Page<'_>, layers: &mut Layers) {
        let index = CharIndex::new(page.text);
        let words = |v: &Value| words(page.text, &index, v);
        for m in list(&self.0["mentions"]) {
            let kind = match text(&m["etype"]) {
                "PER" => EntityKind::Person,
                "ORG" | "MEDIA" => EntityKind::Organization,
                "LOC" | "FAC" => EntityKind::Place,
                "EVENT" => continue,
                _ => EntityKind::Group,
            };
            let form = match text(&m["form"]) {
                "name" => MentionForm::Name,
                "short" => MentionForm::Short,
                "title_only" => MentionForm::Title,
                "metonym" => MentionForm::Metonym,
                _ => MentionForm::Anaphor,
            };
            let w = words(m);
            layers.mentions.push(Mention {
                id: text(&m["id"]).to_owned(),
                start: w.start,
                end: w.end,
                text: w.text,
                kind,
                form,
                entity: text(&m["entity"]).to_owned(),
                titles: list(&m["titles"]).map(words).collect(),
                refers_to: None,
                rule: "gold".to_owned(),
            });
        }
        layers.mentions.sort_by_key(|m| (m.start, m.end));
    }
}

impl Annotator for GoldTimes {
    fn annotate(&self, page: &Page<'_>, layers: &mut Layers) {
        let index = CharIndex::new(page.text);
        for t in list(&self.0["timex"]) {
            let w = words(page.text, &index, t);
            let value = text(&t["gold_value"]).split(' ').next().unwrap_or("").to_owned();
            let kind = match text(&t["type"]) {
                "TIME" => TimeKind::Time,
                "DURATION" => TimeKind::Duration,
                "SET" => TimeKind::Set,
                _ => TimeKind::Date,
            };
            layers.times.push(TimeExpression {
                id: text(&t["id"]).to_owned(),
                start: w.start,
                end: w.end,
                text: w.text,
                kind,
                literal: text(&t["literal_value"]).to_owned(),
                grain: if value.len() == 10 && value.ends_with(|c: char| c.is_ascii_digit()) {
                    Grain::Day
                } else {
                    Grain::Vague
                },
                certainty: if value.contains('X') || value.ends_with("_REF") {
                    Certainty::Open
                } else {
                    Certainty::Inferred
                },
                value,
                calendar: "gregorian".to_owned(),
                anchor: "none".to_owned(),
                rule: "gold".to_owned(),
                ..TimeExpression::default()
            });
        }
        layers.times.sort_by_key(|t| (t.start, t.end));
    }
}

impl Annotator for GoldEvents {
    fn annotate(&self, page: &Page<'_>, layers: &mut Layers) {
        let index = CharIndex::new(page.text);
        let words = |v: &Value| words(page.text, &index, v);
        let all: Vec<Value> = list(&self.0["mentions"]).cloned().collect();
        let by_id = |id: &Value| all.iter().find(|m| m["id"] == *id).map(words);
        for e in list(&self.0["events"]) {
            let support: Vec<Words> = list(&e["support"]).map(words).collect();
            let trigger = if e["trigger"].is_object() {
                words(&e["trigger"])
            } else {
                support.first().cloned().unwrap_or_default()
            };
            let clause = support
                .iter()
                .find(|s| s.span().contains(trigger.span()))
                .cloned()
                .unwrap_or_else(|| trigger.clone());
            let inside = |w: &Words| support.iter().any(|s| s.span().contains(w.span()));
            let participants = list(&e["participants"])
                .filter_map(|p| {
                    let found: Vec<Words> = list(&p["mentions"]).filter_map(by_id).filter(inside).collect();
                    let w = found
                        .iter()
                        .find(|w| clause.span().contains(w.span()))
                        .or(found.first())?;
                    let role = text(&p["role"]).to_owned();
                    Some(Participant {
                        entity: None,
                        text: w.text.clone(),
                        start: w.start,
                        end: w.end,
                        role,
                    })
                })
                .collect();
            let ids: Vec<&str> = text(&e["place"])
                .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .filter(|s| s.contains('_'))
                .collect();
            let place = ids
                .iter()
                .find(|i| i.starts_with("L_"))
                .or(ids.first())
                .and_then(|id| {
                    let w = all
                        .iter()
                        .filter(|m| text(&m["entity"]) == *id)
                        .map(words)
                        .find(|w| inside(w))?;
                    Some(PlaceLink {
                        entity: None,
                        text: w.text,
                        start: w.start,
                        end: w.end,
                    })
                });
            let times: Vec<String> = list(&e["time"]["timex"]).map(|t| text(t).to_owned()).collect();
            let value = times
                .first()
                .and_then(|id| layers.times.iter().find(|t| t.id == *id))
                .map(|t| t.value.clone());
            let (kind, mode) = plover(e);
            layers.events.push(EventMention {
                id: text(&e["id"]).to_owned(),
                start: clause.start,
                end: clause.end,
                text: clause.text,
                kind,
                mode,
                trigger,
                modality: modality(text(&e["modality"])),
                polarity: if text(&e["polarity"]) == "negative" {
                    Polarity::Negative
                } else {
                    Polarity::Positive
                },
                participants,
                place,
                time: value.map(|value| EventTime { value, times }),
                topics: list(&e["topics"]).map(words).collect(),
                chain: Vec::<Link>::new(),
                event: String::new(),
                rule: "gold".to_owned(),
            });
        }
        layers.events.sort_by_key(|e| (e.trigger.start, e.trigger.end));
    }
}

/// Gives a report the gold's blocks and publication date, as far as the gold states them.
pub(crate) fn structure(report: &mut Report, gold: &Value) {
    let index = CharIndex::new(&report.text);
    let mut blocks = Vec::new();
    for line in list(&gold["structure"]) {
        let role = match text(&line["role"]) {
            "headline" => Role::Headline,
            "kicker" => Role::Kicker,
            "standfirst" => Role::Standfirst,
            "body" | "paragraph" => Role::Paragraph,
            "photo_caption" => Role::Caption,
            "section_heading" => Role::Heading,
            "byline" => Role::Byline,
            "dateline" => Role::Dateline,
            "published_line" => Role::Published,
            "updated_line" => Role::Updated,
            "source_line" => Role::Source,
            "blank" => continue,
            _ => Role::Boilerplate,
        };
        let w = words(&report.text, &index, line);
        blocks.push(Block {
            role,
            start: w.start,
            end: w.end,
            origin: None,
        });
    }
    report.blocks = blocks;
    report.headline =
        Some(words(&report.text, &index, &gold["meta"]["headline"])).filter(|w| w.end > w.start);
    let published = &gold["meta"]["publication"];
    let day = |v: &Value| text(v).get(..10).and_then(|d| d.parse().ok());
    report.published = if let Some(d) = day(&published["value"]).filter(|_| published["stated"] == true) {
        Dating {
            value: Some(text(&published["value"]).to_owned()),
            earliest: Some(d),
            latest: Some(d),
            ..Dating::default()
        }
    } else {
        let with = &published["with_dossier"]["interval"];
        Dating {
            earliest: day(&with[0]),
            latest: day(&with[1]),
            ..Dating::default()
        }
    };
}

fn list(v: &Value) -> impl Iterator<Item = &Value> {
    v.as_array().into_iter().flatten()
}

fn text(v: &Value) -> &str {
    v.as_str().unwrap_or("")
}

fn words(text: &str, index: &CharIndex, v: &Value) -> Words {
    let at = |k: &str| index.bytes(v[k].as_u64().unwrap_or(0) as usize);
    Words::of(text, Span::new(at("start"), at("end")))
}

fn modality(name: &str) -> Modality {
    match name {
        "ongoing" => Modality::Ongoing,
        "background" => Modality::Background,
        "planned" => Modality::Planned,
        "promised" => Modality::Promised,
        "agreed" | "agreed_in_principle" => Modality::Agreed,
        "discussed" => Modality::Discussed,
        "called_for" => Modality::CalledFor,
        "conditional" => Modality::Conditional,
        "postponed" => Modality::Postponed,
        "denied" => Modality::Denied,
        "rejected" => Modality::Rejected,
        _ => Modality::Happened,
    }
}

/// PLOVER type and mode of a gold event, as the scorer reads them.
fn plover(e: &Value) -> (String, Option<String>) {
    let name = text(&e["type"]);
    let mode = |m: &str| Some(m.to_owned());
    if let Some(kind) = e["plover"].as_str() {
        let kind = kind.to_lowercase();
        let given = e["mode"].as_str().map(str::to_owned);
        let named = [
            "referendum",
            "election",
            "appointment",
            "resignation",
            "statement",
        ]
        .iter()
        .find(|m| name.contains(*m));
        let mode = given.or_else(|| named.filter(|_| kind == "other").map(|m| (*m).to_owned()));
        return (kind, mode);
    }
    let (kind, mode) = match name {
        "visit" | "arrival_visit" | "visit_to_troops" => ("consult", mode("visit")),
        "meeting" | "talks" => ("consult", mode("meeting")),
        "phone_call" => ("consult", mode("phone")),
        "conference" | "negotiation_round" | "negotiation_rounds" | "political_dialogue" => {
            ("consult", mode("multilateral"))
        }
        "message_with_demands" => ("consult", mode("correspondence")),
        "visits_suspended" => ("sanction", None),
        "ceasefire_agreement" | "agreement" | "flight_resumption_agreement" | "embassy_reopening_promise" => {
            ("agree", None)
        }
        "search_for_new_election_date" | "commitment_statement" => ("agree", None),
        "embassy_reopening" | "consulate_reopening" | "flight_resumption_study" | "rapprochement" => {
            ("cooperate", None)
        }
        "demand" | "ceasefire_implementation_and_withdrawal" | "conference_outcome" => ("request", None),
        "political_support" | "political_military_support" | "military_support" => ("support", None),
        "rejection" => ("reject", None),
        "threat" => ("threaten", None),
        "military_operation" | "armed_conflict" | "outbreak_of_war" => ("assault", None),
        "planned_election" => ("other", mode("election")),
        "appointment" => ("other", mode("appointment")),
        "resignation" => ("other", mode("resignation")),
        "handover_of_power" => ("other", mode("handover")),
        _ => ("other", mode("statement")),
    };
    (kind.to_owned(), mode)
}

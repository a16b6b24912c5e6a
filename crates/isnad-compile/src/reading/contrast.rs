//! What a report says of the parts that actors play, and of who came with the head of a delegation.

use super::{Members, Part, Reader, Reading};
use isnad_lang::events::Marker;
use isnad_model::{EntityKind, MentionForm, Role};
use isnad_text::{Form, Kind, Sentence};

/// Tokens between an actor and the word of its role, and words told of the role, at most.
const NEAR: usize = 8;
const TOLD: usize = 14;
/// Most finds of a report.
const MOST: usize = 64;

/// Adds both to a reading.
pub(super) fn read(reader: &Reader<'_>, out: &mut Reading) {
    for (sentence, _, role) in &reader.sentences {
        if *role == Role::Paragraph && out.parts.len() < MOST {
            parts(reader, sentence, out);
        }
    }
    for event in 0..reader.report.events.len() {
        if out.members.len() < MOST {
            members(reader, event, out);
        }
    }
}

/// The words of roles in a sentence, each with the state or body that stands nearest before it, or behind a verb.
fn parts(reader: &Reader<'_>, sentence: &Sentence, out: &mut Reading) {
    let words = &reader.pack.contrast;
    let plain = |f: Form| f.off & !Form::CONJUNCTION == 0;
    for at in sentence.tokens.clone() {
        let Some(hit) = words.roles.longest_where(reader.tokens, at, plain) else {
            continue;
        };
        let behind = words.role_verbs.longest_where(reader.tokens, at, plain).is_some();
        let Some(mention) = actor(reader, sentence, at, at + hit.len, behind) else {
            continue;
        };
        let named = reader.tokens.within(reader.report.mentions[mention].span());
        let begin = (at + hit.len).max(if named.start > at { named.end } else { 0 });
        let stop = (begin..sentence.tokens.end.min(begin + TOLD))
            .find(|&t| {
                t > begin
                    && (reader.ends_clause(t)
                        || reader.pack.commitments.stops.longest(reader.tokens, t).is_some())
            })
            .unwrap_or(sentence.tokens.end.min(begin + TOLD));
        let content = reader.bag(reader.span(begin, stop));
        if content.len() >= 1 {
            out.parts.push(Part {
                mention,
                role: *hit.value,
                span: reader.span(at.min(named.start), stop),
                words: content,
            });
        }
    }
}

fn actor(reader: &Reader<'_>, sentence: &Sentence, at: usize, next: usize, verb: bool) -> Option<usize> {
    let mentions = &reader.report.mentions;
    let acts = |n: &usize| {
        let m = &mentions[*n];
        matches!(m.kind, EntityKind::Place | EntityKind::Organization) && m.form != MentionForm::Anaphor
    };
    let start = |t: usize| reader.tokens.get(t).map_or(usize::MAX, |t| t.span.start);
    if verb {
        // the verb comes first: its subject stands right behind it
        let from = mentions.partition_point(|m| m.start < start(next));
        let first = (from..mentions.len().min(from + 2)).find(acts);
        if let Some(n) = first.filter(|&n| reader.tokens.within(mentions[n].span()).start == next) {
            return Some(n);
        }
    }
    let open = at.saturating_sub(NEAR).max(sentence.tokens.start);
    let clause = (open..at)
        .rev()
        .find(|&t| reader.ends_clause(t) && reader.tokens.folded(t) != "\u{AB}")
        .map_or(open, |t| t + 1);
    let from = mentions.partition_point(|m| m.start < start(clause));
    let to = mentions.partition_point(|m| m.start < start(at));
    (from..to).find(acts)
}

/// What stands behind "with", "including" in the sentence that names the head.
fn members(reader: &Reader<'_>, event: usize, out: &mut Reading) {
    let mention = &reader.report.events[event];
    let heads = |r: &str| matches!(r, "head" | "chair");
    let Some((head, named)) = mention
        .participants
        .iter()
        .enumerate()
        .find(|(_, p)| heads(&p.role))
        .filter(|_| mention.kind == "consult")
    else {
        return;
    };
    let Some((sentence, ..)) = reader.sentence_at(named.start) else {
        return;
    };
    let chair = |t: usize| {
        let marker = reader.pack.events.markers.longest(reader.tokens, t);
        marker.is_some_and(|h| *h.value == Marker::Chair)
    };
    for at in sentence.tokens.clone() {
        let Some(hit) = reader.pack.contrast.members.longest(reader.tokens, at) else {
            continue;
        };
        let begin = at + hit.len;
        let comma = |t: usize| {
            reader.ends_clause(t)
                && !(reader.is_comma(t)
                    && reader
                        .tokens
                        .get(t + 1)
                        .is_some_and(|x| x.forms().iter().any(|f| f.off == Form::CONJUNCTION)))
        };
        let stop = (begin..sentence.tokens.end.min(begin + TOLD + 2))
            .find(|&t| {
                comma(t) || chair(t) || reader.pack.commitments.stops.longest(reader.tokens, t).is_some()
            })
            .unwrap_or(sentence.tokens.end.min(begin + TOLD + 2));
        let word = |t: usize| reader.tokens.get(t).is_some_and(|x| x.kind == Kind::Word);
        let last = (begin..stop).rev().find(|&t| word(t));
        let span = reader.span(begin, last.map_or(begin, |l| l + 1));
        if span.is_empty() || span.contains(named.span()) {
            continue;
        }
        out.members.push(Members {
            event,
            head,
            span,
            words: reader.bag(span),
        });
        return;
    }
}

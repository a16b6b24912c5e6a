//! Dossier → the same dossier without the words that nothing points to, for publishing what is others' copyright.

use crate::{Briefing, Dossier, wire};
use isnad_text::{CharIndex, Span};
use std::collections::BTreeMap;

/// Masks the reports' texts: what no annotation, reason, piece of evidence or line of the briefing points to becomes a
/// space, character by character; line ends stay. Every report is marked [`text_withheld`](crate::Report::text_withheld).
///
/// A mask rather than an empty text, because an offset is only worth something together with the text it counts in:
/// spans still read back from `text`, code points (JSON) stay exactly as they were, line numbers too. In Rust the offsets
/// of dossier and briefing are moved to the bytes of the masked text, for a space is shorter than most characters.
///
/// The roles of blocks and the places of diagnostics stay, without their words. Doing it twice changes nothing.
///
/// ```
/// use isnad_model::*;
/// let text = "Yesterday \u{0627}\u{0644} met Rome.\nEnd".to_owned();
/// let mention = Mention { start: 19, end: 23, text: "Rome".into(), ..Mention::default() };
/// let report = Report { id: "r1".into(), text, mentions: vec![mention], ..Report::default() };
/// let mut dossier = Dossier { reports: vec![report], ..Dossier::default() };
/// withhold(&mut dossier, &mut Briefing::default());
/// let report = &dossier.reports[0];
/// assert_eq!(report.text, "                 Rome \n   ");
/// assert_eq!(report.mentions[0].span().of(&report.text), "Rome");
/// ```
pub fn withhold(dossier: &mut Dossier, briefing: &mut Briefing) {
    let kept = kept(dossier, briefing);
    let mut texts = BTreeMap::new();
    for report in &mut dossier.reports {
        let spans = kept.get(report.id.as_str()).map_or(&[][..], Vec::as_slice);
        let masked = mask(&report.text, spans);
        let whole = std::mem::replace(&mut report.text, masked.clone());
        report.text_withheld = true;
        texts.entry(report.id.clone()).or_insert((whole, masked));
    }
    let index: BTreeMap<&str, (CharIndex<'_>, CharIndex<'_>)> = texts
        .iter()
        .map(|(id, (whole, masked))| (id.as_str(), (CharIndex::new(whole), CharIndex::new(masked))))
        .collect();
    let mut move_offset = |report: &str, at: &mut usize| {
        if let Some((whole, masked)) = index.get(report) {
            *at = masked.bytes(whole.chars(*at));
        }
    };
    wire::visit_compiled(dossier, &mut move_offset);
    wire::visit_briefing(briefing, &mut move_offset);
    for report in &mut dossier.reports {
        wire::visit_report(report, &mut move_offset);
    }
}

/// By report, the spans whose words stay, in order and apart.
fn kept(dossier: &mut Dossier, briefing: &mut Briefing) -> BTreeMap<String, Vec<Span>> {
    let mut found: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    let mut start = None;
    // visitors name the start of a span and then its end
    let mut note = |report: &str, at: &mut usize| match start.take() {
        None => start = Some(*at),
        Some(from) => {
            let spans = match found.get_mut(report) {
                Some(spans) => spans,
                None => found.entry(report.to_owned()).or_default(),
            };
            spans.push(Span::new(from, *at));
        }
    };
    // blocks and diagnostics carry no words
    let diagnostics = std::mem::take(&mut dossier.diagnostics);
    wire::visit_compiled(dossier, &mut note);
    dossier.diagnostics = diagnostics;
    wire::visit_briefing(briefing, &mut note);
    for report in &mut dossier.reports {
        let blocks = std::mem::take(&mut report.blocks);
        wire::visit_report(report, &mut note);
        report.blocks = blocks;
    }
    for spans in found.values_mut() {
        spans.sort();
        let mut apart: Vec<Span> = Vec::with_capacity(spans.len());
        for span in spans.drain(..).filter(|s| s.start < s.end) {
            match apart.last_mut() {
                Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
                _ => apart.push(span),
            }
        }
        *spans = apart;
    }
    found
}

fn mask(text: &str, kept: &[Span]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut kept = kept.iter().peekable();
    for (at, c) in text.char_indices() {
        while kept.peek().is_some_and(|s| s.end <= at) {
            kept.next();
        }
        let stays = matches!(c, '\n' | '\r') || kept.peek().is_some_and(|s| s.start <= at);
        out.push(if stays { c } else { ' ' });
    }
    out
}

//! Quotations of all reports in, claims out: what is said in nearly the same words is one claim.

use crate::reading::{Reading, WordBag};
use isnad_model::{Claim, ClaimRef, Dossier, Quotation, Stance};
use isnad_text::hash_word;
use rustc_hash::FxHashMap;

/// The fewest content words that are compared.
const FEWEST: usize = 4;
/// The part of the shorter one's words that the longer one holds, where both have one speaker …
const SAME_SPEAKER: f32 = 0.7;
/// … and the part of all words that both share, where they have not.
const OTHERS: f32 = 0.6;
/// How many of its bucket each quotation is compared with.
const BUCKET: usize = 8;
/// Smallest form hashes by which quotations meet.
const SKETCH: usize = 8;

/// A quotation: number of the report, number of the quotation in it.
pub(crate) type Quoted = (usize, usize);

/// The claims, in the order of their first quotations, and the quotations of each.
pub(crate) fn claims(dossier: &Dossier, readings: &[Reading]) -> (Vec<Claim>, Vec<Vec<Quoted>>) {
    let mut out: Vec<Claim> = Vec::new();
    let mut quoted: Vec<Vec<Quoted>> = Vec::new();
    let mut founders: Vec<(&Quotation, &WordBag)> = Vec::new();
    let mut buckets: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
    for (r, (report, reading)) in dossier.reports.iter().zip(readings).enumerate() {
        for (q, (quotation, bag)) in report.quotations.iter().zip(&reading.said).enumerate() {
            let near = bag.sketch(SKETCH).filter_map(|key| buckets.get(&key));
            let found = near
                .flatten()
                .map(|&n| n as usize)
                .find(|&n| same(founders[n], (quotation, bag)));
            let at = found.unwrap_or_else(|| {
                out.push(Claim {
                    id: format!(
                        "cl{:012x}",
                        hash_word(&format!("{}|{}", report.id, quotation.start)) >> 16
                    ),
                    stance: quotation.stance,
                    ..Claim::default()
                });
                quoted.push(Vec::new());
                founders.push((quotation, bag));
                for key in bag.sketch(SKETCH) {
                    let bucket = buckets.entry(key).or_default();
                    if bucket.len() < BUCKET {
                        bucket.push(founders.len() as u32 - 1);
                    }
                }
                founders.len() - 1
            });
            quoted[at].push((r, q));
            let claim = &mut out[at];
            for speaker in speakers(quotation) {
                if !claim.speakers.contains(speaker) {
                    claim.speakers.push(speaker.clone());
                }
            }
            claim.mentions.push(ClaimRef {
                report: report.id.clone(),
                quotation: quotation.id.clone(),
            });
        }
    }
    let mut seen: FxHashMap<String, usize> = FxHashMap::default();
    for claim in &mut out {
        let n = seen.entry(claim.id.clone()).or_default();
        *n += 1;
        if *n > 1 {
            claim.id = format!("{}-{n}", claim.id);
        }
    }
    (out, quoted)
}

/// Those who said it, as far as they have names.
fn speakers(quotation: &Quotation) -> impl Iterator<Item = &String> {
    let first = quotation.chain.first();
    first
        .into_iter()
        .chain(&quotation.with)
        .filter(|l| l.anonymous.is_none())
        .filter_map(|l| l.entity.as_ref())
}

/// Are two quotations one claim? What is denied is never one with what is said.
fn same(a: (&Quotation, &WordBag), b: (&Quotation, &WordBag)) -> bool {
    let denies = |q: &Quotation| q.stance == Stance::Denies;
    if denies(a.0) != denies(b.0) || a.1.len().min(b.1.len()) < FEWEST {
        return false;
    }
    if speakers(a.0).any(|x| speakers(b.0).any(|y| x == y)) {
        a.1.containment(b.1) >= SAME_SPEAKER
    } else {
        a.1.is_like(b.1, OTHERS)
    }
}

//! Through whom reports have the words of statements and commitments.

use crate::{desk::Desk, statements, words};
use isnad_model::{BriefLine, Carried, Evidence, Link, Quotation, Report, Section};

/// Fills `chains` of the lines that tell what somebody said, promised or asked for.
pub(crate) fn trace(desk: &Desk<'_>, sections: &mut [Section]) {
    for section in sections {
        if matches!(section.id.as_str(), "statements" | "commitments") {
            section.lines.iter_mut().for_each(|line| trace_line(desk, line));
        }
    }
}

pub(crate) fn trace_line(desk: &Desk<'_>, line: &mut BriefLine) {
    let carried = |evidence: &Evidence| {
        let report = desk.report(&evidence.report)?;
        let links = links(desk, report, &quotation(report, evidence)?.chain);
        (!links.is_empty()).then(|| Carried {
            report: report.id.clone(),
            links,
        })
    };
    line.chains = line.evidence.iter().filter_map(carried).collect();
    line.sub.iter_mut().for_each(|sub| trace_line(desk, sub));
}

/// The quotation that these words are: of those they touch, the one that differs from them by the fewest bytes.
fn quotation<'a>(report: &'a Report, words: &Evidence) -> Option<&'a Quotation> {
    report
        .quotations
        .iter()
        .filter(|q| q.start < words.end && words.start < q.end)
        .min_by_key(|q| q.start.abs_diff(words.start) + q.end.abs_diff(words.end))
}

/// The names of a chain with their medium, each once, then the outlet.
fn links(desk: &Desk<'_>, report: &Report, chain: &[Link]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for link in chain {
        let name = match statements::known(desk, link) {
            Some(entity) => desk.bare_name(entity),
            None => statements::unnamed(desk, link).unwrap_or_else(|| words::clean(&link.text)),
        };
        let medium = link
            .medium
            .as_deref()
            .and_then(|m| desk.wording.label("media", m))
            .unwrap_or_default();
        let name = if medium.is_empty() || name.is_empty() {
            name
        } else {
            desk.wording
                .phrase("link-medium", &[("name", &name), ("medium", medium)])
        };
        if !name.is_empty() && !out.contains(&name) {
            out.push(name);
        }
    }
    let outlet = desk.outlet(report);
    if !out.is_empty() && !outlet.is_empty() && !out.contains(&outlet) {
        out.push(outlet);
    }
    out
}

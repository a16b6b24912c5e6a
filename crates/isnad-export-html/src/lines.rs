//! Lines of a section, each opening the words it rests on.

use crate::page::Desk;
use crate::texts::excerpt;
use isnad_model::{BriefLine, Carried, Evidence};
use std::fmt::Write;

/// Chains shown under a statement.
const CHAINS: usize = 3;
/// Passages shown of one report under a line.
const PASSAGES: usize = 4;

/// The lines of a section of this kind.
pub(crate) fn list(desk: &Desk<'_>, kind: &str, lines: &[BriefLine], out: &mut String) {
    if lines.iter().any(says_something) {
        let tag = if kind == "timeline" { "ol" } else { "ul" };
        let _ = writeln!(out, "<{tag} class=\"lines\">");
        for line in lines.iter().filter(|l| says_something(l)) {
            item(desk, kind, line, 3, out);
        }
        let _ = writeln!(out, "</{tag}>");
    }
}

fn says_something(line: &BriefLine) -> bool {
    !line.text.trim().is_empty() || !line.label.trim().is_empty() || line.sub.iter().any(says_something)
}

fn item(desk: &Desk<'_>, kind: &str, line: &BriefLine, level: usize, out: &mut String) {
    let heads = line.text.trim().is_empty();
    out.push_str(if heads { "<li class=\"group\">" } else { "<li>" });
    let label = desk.sentence(&line.label);
    let labelled = !label.trim().is_empty();
    if heads {
        if labelled {
            let _ = write!(out, "<h{level}>{label}</h{level}>");
        }
    } else {
        if labelled && kind == "timeline" {
            let _ = match desk.day(line.event.as_deref()) {
                Some(day) => write!(out, "<time class=\"label\" datetime=\"{day}\">{label}</time> "),
                None => write!(out, "<span class=\"label\">{label}</span> "),
            };
        } else if labelled {
            let _ = write!(out, "<span class=\"label\">{label}</span> ");
        }
        sentence(desk, kind, line, out);
    }
    out.push('\n');
    if line.sub.iter().any(says_something) {
        out.push_str("<ul>\n");
        for sub in line.sub.iter().filter(|l| says_something(l)) {
            item(desk, kind, sub, (level + 1).min(6), out);
        }
        out.push_str("</ul>\n");
    }
    out.push_str("</li>\n");
}

/// The sentence of a line with the numbers of its sources; it opens where there are words to show.
fn sentence(desk: &Desk<'_>, kind: &str, line: &BriefLine, out: &mut String) {
    let mut text = format!("<span class=\"said\">{}</span>", desk.sentence(&line.text));
    if !line.cites.is_empty() {
        text.push_str(" <span class=\"cites\">");
        for n in &line.cites {
            // values side by side are told apart by their outlets
            let outlet = if kind == "disagreements" {
                desk.outlet(*n)
            } else {
                ""
            };
            if !outlet.trim().is_empty() {
                let _ = write!(text, "<bdi class=\"outlet\">{}</bdi> ", desk.sentence(outlet));
            }
            let _ = write!(text, "<span class=\"n\">[{n}]</span>");
        }
        text.push_str("</span>");
    }
    chains(desk, &line.chains, &mut text);
    let words: Vec<&Evidence> = line
        .evidence
        .iter()
        .filter(|e| !e.text.trim().is_empty())
        .collect();
    if words.is_empty() {
        let _ = write!(out, "<div>{text}</div>");
        return;
    }
    let _ = writeln!(out, "<details>\n<summary>{text}</summary>\n<div class=\"words\">");
    let mut reports: Vec<&str> = Vec::new();
    for report in words.iter().map(|e| e.report.as_str()) {
        if !reports.contains(&report) {
            reports.push(report);
        }
    }
    reports.sort_by_key(|r| desk.sources.of(r).map_or(usize::MAX, |s| s.entry.number));
    for report in reports {
        passages(
            desk,
            report,
            words.iter().filter(|e| e.report == report).copied(),
            out,
        );
    }
    out.push_str("</div>\n</details>");
}

/// What a line takes from one report: its name and the line of each passage, then the passage.
fn passages<'e>(desk: &Desk<'_>, report: &str, words: impl Iterator<Item = &'e Evidence>, out: &mut String) {
    let source = desk.sources.of(report);
    for (n, words) in words.take(PASSAGES).enumerate() {
        let mut from = Vec::new();
        if let Some(source) = source {
            if n == 0 {
                let name = desk.name(source);
                from.push(format!("<a href=\"#src-{}\">{name}</a>", source.entry.number));
            }
            if let Some(span) = source.standing(words) {
                let line = source.line_at(span.start).0;
                from.push(desk.line_link(line, source.link(words).as_deref()));
            }
        }
        if !from.is_empty() {
            let _ = writeln!(out, "<p class=\"from\">{}</p>", from.join(" \u{B7} "));
        }
        excerpt(source, words, desk.base, out);
    }
}

/// Who said it, who carried it, and in which outlet it stands; a chain of one is told by the sentence.
fn chains(desk: &Desk<'_>, chains: &[Carried], out: &mut String) {
    let arrow = match desk.base {
        isnad_model::bidi::Direction::Rtl => '\u{2190}',
        isnad_model::bidi::Direction::Ltr => '\u{2192}',
    };
    let mut shown: Vec<&[String]> = Vec::new();
    for chain in chains.iter().filter(|c| c.links.len() > 1) {
        if shown.len() < CHAINS && !shown.contains(&chain.links.as_slice()) {
            shown.push(&chain.links);
        }
    }
    for links in shown {
        let _ = write!(
            out,
            "<span class=\"chain\"><span class=\"unseen\">{}: </span>",
            desk.sentence(desk.label("chain"))
        );
        for (n, link) in links.iter().enumerate() {
            if n > 0 {
                let _ = write!(out, " <span class=\"arrow\">{arrow}</span> ");
            }
            let _ = write!(out, "<bdi>{}</bdi>", desk.sentence(link));
        }
        out.push_str("</span>");
    }
}

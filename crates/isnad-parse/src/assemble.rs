//! Lines and what a form tells in, the report's blocks, headline, outlet, authors and dates out.

use crate::{
    Extract, ParseOptions, Parsed, Piece, Told,
    classify::{self, Guess, Seen},
    decode::Note,
    diagnostic, facts,
    front::Front,
    lexicon::Lexicon,
    line::{self, Line, Shape},
    roles, stamps,
};
use isnad_lang::Packs;
use isnad_model::{Basis, Block, Diagnostic, Origin, Outlet, Report, Role, Words};
use isnad_text::{LineIndex, Span, Tokens};
use std::ops::Range;

/// The report of a structured form: its text as it was taken out, its roles where the form tells them.
pub(crate) fn report(
    piece: &Piece,
    text: &Extract,
    told: &Told,
    options: &ParseOptions,
    packs: &Packs,
    parsed: &mut Parsed,
) {
    let sha256 = piece.sha256();
    let mut report = Report {
        id: format!("r{}", &sha256[..8]),
        source: piece.source.clone(),
        sha256,
        text: text.text().to_owned(),
        ..Report::default()
    };
    let mut tokens = Tokens::plain(&report.text);
    // what a format says of the language is often the default of a program: the words know better
    let pack = options
        .language
        .as_deref()
        .and_then(|l| packs.get(l))
        .or_else(|| packs.detect_in(&tokens))
        .or_else(|| told.language.as_deref().and_then(|l| packs.get(l)));
    report.language = match pack {
        Some(pack) => pack.id.clone(),
        None => told.language.clone().unwrap_or_else(|| "und".to_owned()),
    };
    let words = &Lexicon::new(pack);
    if let Some(pack) = pack {
        tokens.strip(&report.text, &pack.clitics);
    }
    before(&mut report, told, packs, &mut parsed.diagnostics);
    let (lines, fixed) = lines(text, &tokens);
    tell_long(&lines, &piece.source, options, &mut parsed.diagnostics);
    blocks(&mut report, lines, None, &fixed, words, options);
    origins(&mut report, piece, |words| text.origin(words));
    after(&mut report, told);
    parsed.report = Some(report);
    parsed.tokens = tokens;
}

/// The lines of the parts of a text, and the role of each that the form tells. A part with a role is one line.
fn lines<'t>(text: &Extract, tokens: &'t Tokens) -> (Vec<Line<'t>>, Vec<Option<Role>>) {
    let index = LineIndex::new(text.text());
    let whole: Vec<Span> = index.lines(text.text()).collect();
    let mut lines = Vec::new();
    let mut fixed = Vec::new();
    let mut at = 0;
    for part in text.parts() {
        let shape = match part.role {
            Some(Role::Headline) => Shape::Heading(1),
            Some(Role::Heading) => Shape::Heading(2),
            Some(Role::Caption) => Shape::Picture,
            Some(_) => Shape::Paragraph,
            None => Shape::Plain,
        };
        while whole.get(at).is_some_and(|line| line.end < part.span.start) {
            at += 1;
        }
        let mut gap = true;
        let inside = whole
            .iter()
            .skip(at)
            .take_while(|line| line.start < part.span.end);
        let spans: Vec<Span> = match part.role {
            Some(_) => vec![part.span],
            None => inside
                .map(|line| Span::new(line.start.max(part.span.start), line.end.min(part.span.end)))
                .collect(),
        };
        for span in spans {
            match Line::new(text.text(), span, gap, shape, tokens) {
                Some(line) => {
                    lines.push(line);
                    fixed.push(part.role);
                    gap = false;
                }
                None => gap = true,
            }
        }
    }
    (lines, fixed)
}

/// What the form tells that goes before the text's own words: a field says it for sure.
pub(crate) fn before(report: &mut Report, told: &Told, packs: &Packs, diagnostics: &mut Vec<Diagnostic>) {
    let filled = |value: &Option<String>| value.clone().filter(|v| !v.trim().is_empty());
    if report.url.is_none() {
        report.url = filled(&told.url).filter(|url| url.contains("://"));
    }
    if report.outlet.is_none()
        && let Some(name) = filled(&told.outlet)
    {
        report.outlet = Some(Outlet {
            name,
            domain: filled(&told.domain),
            basis: Basis::Metadata,
            ..Outlet::default()
        });
    }
    let mut date = |field: &Option<String>, what: &str, reason: &str| {
        let field = filled(field)?;
        let dating = stamps::dating(&field, reason, packs);
        // zeros are how some programs write that there is no date
        if dating.is_none() && field.chars().any(|c| c.is_alphabetic() || matches!(c, '1'..='9')) {
            let shown: String = field.chars().take(40).collect();
            let message = format!("the {what} {shown:?} is no date that can be read; it is left out");
            let hint = "expected a date such as 2021-06-18 or 2021-06-18T10:30:00Z";
            diagnostics.push(diagnostic(
                &report.source,
                Note::new("unreadable-date", message, hint),
            ));
        }
        dating
    };
    let published = date(&told.published, "date of publication", "field-of-publication");
    let updated = date(&told.updated, "date of change", "field-of-change");
    let saved = date(&told.saved, "time of saving", "time-of-saving");
    if report.published.basis == Basis::Unknown {
        report.published = published.unwrap_or_default();
    }
    report.updated = report.updated.take().or(updated);
    report.saved = report.saved.take().or(saved);
}

/// What the form tells that gives way to the text's own words.
pub(crate) fn after(report: &mut Report, told: &Told) {
    if report.authors.is_empty() {
        report.authors.clone_from(&told.authors);
    }
    let Some(domain) = told.domain.as_ref().filter(|d| !d.is_empty()) else {
        return;
    };
    let outlet = report.outlet.get_or_insert_with(|| Outlet {
        name: domain.clone(),
        basis: Basis::Metadata,
        ..Outlet::default()
    });
    if outlet.domain.is_none() {
        outlet.domain = Some(domain.clone());
    }
}

/// Gives every block its byte range in the saved file; `place` gives that in the piece.
pub(crate) fn origins(
    report: &mut Report,
    piece: &Piece,
    mut place: impl FnMut(Range<usize>) -> Option<Range<usize>>,
) {
    let by = usize::try_from(piece.offset).unwrap_or(usize::MAX);
    let whole = piece
        .packed
        .map(|len| 0..usize::try_from(len).unwrap_or(usize::MAX));
    for block in &mut report.blocks {
        let range = match &whole {
            Some(whole) => Some(whole.clone()),
            None => place(block.start..block.end),
        };
        block.origin = range.map(|range| Origin {
            start: range.start.saturating_add(by),
            end: range.end.saturating_add(by),
        });
    }
}

/// Moves the places of blocks in a piece to those in its file.
pub(crate) fn moved(report: &mut Report, piece: &Piece) {
    let own: Vec<Option<Range<usize>>> = report
        .blocks
        .iter()
        .map(|block| block.origin.map(|o| o.start..o.end))
        .collect();
    let mut own = own.into_iter();
    origins(report, piece, |_| own.next().flatten());
}

/// Tells of the first line that is too long to be analyzed.
pub(crate) fn tell_long(
    lines: &[Line<'_>],
    source: &str,
    options: &ParseOptions,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(long) = lines.iter().find(|l| l.span.len() > options.max_line) else {
        return;
    };
    let message = format!(
        "a line of {} bytes at byte {} is not analyzed; the limit is {}",
        long.span.len(),
        long.span.start,
        options.max_line
    );
    let note = Note::new("long-line", message, "break the text into paragraphs");
    diagnostics.push(diagnostic(source, note));
}

/// Gives the lines their roles and the report its blocks, headline, outlet, authors and dates.
///
/// `fixed` has the roles that the form tells, a line each; or it is empty.
pub(crate) fn blocks(
    report: &mut Report,
    lines: Vec<Line<'_>>,
    front: Option<&Front>,
    fixed: &[Option<Role>],
    words: &Lexicon<'_>,
    options: &ParseOptions,
) {
    let seen: Vec<Seen<'_>> = lines
        .into_iter()
        .map(|l| classify::see(l, &report.text, words, options.max_line))
        .collect();
    let (roles, headline) = roles::assign(
        &seen,
        &report.text,
        words,
        front.is_some_and(|f| f.title.is_some()),
        fixed,
    );
    let mut lead = Vec::new();
    let mut blocks = Vec::with_capacity(seen.len() + 1);
    if let Some(front) = front {
        blocks.extend(front.blocks(&report.text, headline.is_none()));
        if headline.is_none() {
            report.headline = front.title.map(|span| Words::of(&report.text, span));
        }
    }
    let mut paragraphs = 0;
    for (n, (seen, &role)) in seen.iter().zip(&roles).enumerate() {
        let span = seen.line.span;
        let mut push = |role: Role, span: Span| {
            let span = line::trim(&report.text, span);
            if !span.is_empty() {
                blocks.push(Block {
                    role,
                    start: span.start,
                    end: span.end,
                    origin: None,
                });
            }
        };
        match seen.guess {
            Guess::Both {
                second,
                updated_first,
            } if matches!(role, Role::Published | Role::Updated) => {
                let (a, b) = if updated_first {
                    (Role::Updated, Role::Published)
                } else {
                    (Role::Published, Role::Updated)
                };
                push(a, Span::new(span.start, second));
                push(b, Span::new(second, span.end));
                continue;
            }
            _ => {}
        }
        if role == Role::Paragraph && fixed.get(n).copied().flatten().is_none() {
            paragraphs += 1;
            if paragraphs <= 2
                && let Some((last, parts)) = classify::dateline(&seen.line, &report.text, &seen.dates, words)
            {
                let head = classify::dateline_span(&seen.line, last);
                push(Role::Dateline, head);
                push(Role::Paragraph, Span::new(head.end, span.end));
                if let Some(stamp) = seen.dates.stamps.first().filter(|s| s.tokens.end <= last)
                    && report.published.basis == Basis::Unknown
                {
                    report.published = facts::dating(report, stamp, "date-in-dateline");
                }
                lead.extend(parts);
                continue;
            }
        }
        push(role, span);
    }
    if let Some(h) = headline.and_then(|h| seen.get(h)) {
        report.headline = Some(Words::of(&report.text, h.line.span));
    }
    report.blocks = blocks;
    facts::state(report, &seen, &roles, &lead, words);
}

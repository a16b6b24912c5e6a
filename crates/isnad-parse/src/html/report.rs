//! A page's lines and statements → its report.

use super::page::{Kind, Page, Statement, page};
use crate::{
    Note, ParseOptions, Parsed, assemble, diagnostic,
    lexicon::Lexicon,
    line::{Line, Shape},
};
use isnad_lang::Packs;
use isnad_model::{Basis, Dating, Evidence, Origin, Outlet, Reason, Report, Role};
use isnad_text::{Tokens, fold};
use jiff::civil::Date;
use sha2::{Digest, Sha256};

/// Reads a saved page. Never fails: what holds no report gives a diagnostic that says why.
///
/// `charset` is what the server said of the encoding, if that is known. Blocks have their byte range in `bytes` as origin.
pub fn parse(
    source: &str,
    bytes: &[u8],
    charset: Option<&str>,
    options: &ParseOptions,
    packs: &Packs,
) -> Parsed {
    let mut parsed = Parsed::default();
    let page = match page(bytes, charset, options, packs) {
        Ok(page) => page,
        Err(note) => {
            parsed.diagnostics.push(diagnostic(source, note));
            return parsed;
        }
    };
    let notes = page.notes.iter().cloned();
    parsed
        .diagnostics
        .extend(notes.map(|note| diagnostic(source, note)));
    if page.kind != Kind::Article {
        return parsed;
    }
    let sha256: String = Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect();
    let mut report = Report {
        id: format!("r{}", &sha256[..8]),
        source: source.to_owned(),
        sha256,
        text: page.text.text().to_owned(),
        ..Report::default()
    };
    let mut tokens = Tokens::plain(&report.text);
    let pack = page.pack.as_deref().and_then(|id| packs.get(id));
    report.language = match pack {
        Some(pack) => pack.id.clone(),
        None => options
            .language
            .clone()
            .or_else(|| page.languages.first().map(|l| l.value.clone()))
            .unwrap_or_else(|| "und".to_owned()),
    };
    if let Some(pack) = pack {
        tokens.strip(&report.text, &pack.clitics);
    }
    let words = &Lexicon::new(pack);
    before(&mut report, &page);
    let (lines, fixed): (Vec<Line<'_>>, Vec<Option<Role>>) = page
        .kept
        .iter()
        .filter_map(|kept| {
            let gap = !matches!(kept.shape, Shape::Other);
            let line = Line::new(&report.text, kept.span, gap, kept.shape, &tokens)?;
            Some((line, kept.role))
        })
        .unzip();
    if let Some(long) = lines.iter().find(|l| l.span.len() > options.max_line) {
        let message = format!(
            "a line of {} bytes is not analyzed; the limit is {}",
            long.span.len(),
            options.max_line
        );
        let note = Note::new("long-line", message, "break the text into paragraphs");
        parsed.diagnostics.push(diagnostic(source, note));
    }
    assemble::blocks(&mut report, lines, None, &fixed, words, options);
    for block in &mut report.blocks {
        block.origin = page.text.origin(block.start..block.end).map(|range| Origin {
            start: range.start,
            end: range.end,
        });
    }
    after(&mut report, &page, &mut parsed);
    parsed.report = Some(report);
    parsed.tokens = tokens;
    parsed
}

/// What goes before the text's own words: the names in the page's fields.
fn before(report: &mut Report, page: &Page) {
    report.url = page.urls.first().map(|s| s.value.clone());
    let domain = report.url.as_deref().and_then(domain);
    report.outlet = page.outlets.first().map(|s| Outlet {
        name: s.value.clone(),
        domain,
        basis: Basis::Metadata,
        ..Outlet::default()
    });
    let outlet = report.outlet.as_ref().map(|o| fold(&o.name));
    let mut authors: Vec<String> = Vec::new();
    for author in &page.authors {
        let name = fold(&author.value);
        // many sites put themselves there
        let own = outlet
            .as_deref()
            .is_some_and(|o| o.contains(&name) || name.contains(o));
        if !own && !authors.contains(&author.value) {
            authors.push(author.value.clone());
        }
    }
    report.authors = authors;
}

/// Weighs what the page's fields say of dates against what its words say.
fn after(report: &mut Report, page: &Page, parsed: &mut Parsed) {
    if report.outlet.is_none()
        && let Some(domain) = report.url.as_deref().and_then(domain)
    {
        report.outlet = Some(Outlet {
            name: domain.clone(),
            domain: Some(domain),
            basis: Basis::Metadata,
            ..Outlet::default()
        });
    } else if let Some(outlet) = &mut report.outlet
        && outlet.domain.is_none()
    {
        outlet.domain = report.url.as_deref().and_then(domain);
    }
    let stated = std::mem::take(&mut report.published);
    let told = weigh(&page.published, "published", report, parsed);
    report.published = choose(told, stated, &page.published, "published", report, parsed);
    if report.updated.is_none() || !page.updated.is_empty() {
        let stated = report.updated.take().unwrap_or_default();
        let told = weigh(&page.updated, "changed", report, parsed);
        let chosen = choose(told, stated, &page.updated, "changed", report, parsed);
        // a page that was not changed since says so with the day of publication
        report.updated =
            (chosen.basis != Basis::Unknown && chosen.value != report.published.value).then_some(chosen);
    }
    if let Some(saved) = page.saved.first().and_then(dating) {
        report.saved = Some(saved);
    }
}

/// The date of the best field; a contradiction between fields that say the same thing is told.
fn weigh(all: &[Statement], what: &str, report: &Report, parsed: &mut Parsed) -> Option<Dating> {
    let best = all.first()?;
    let chosen = dating(best)?;
    if what == "published"
        && let (Some(other), Some(day)) = (
            all.iter()
                .find(|s| s.sure && dating(s).is_some_and(|d| !near(&d, &chosen))),
            chosen.day(),
        )
    {
        parsed.diagnostics.push(contradiction(
            report,
            format!(
                "the page says in two fields when it was {what}: {day} ({}) and {} ({})",
                best.field, other.value, other.field
            ),
        ));
    }
    Some(chosen)
}

/// The field's date or the text's: the field's, unless it is a mere hint and the text says it in words.
fn choose(
    told: Option<Dating>,
    stated: Dating,
    fields: &[Statement],
    what: &str,
    report: &Report,
    parsed: &mut Parsed,
) -> Dating {
    let Some(mut told) = told else { return stated };
    if stated.basis == Basis::Unknown {
        return told;
    }
    let sure = fields.first().is_some_and(|s| s.sure);
    if near(&told, &stated) {
        if !sure && stated.day().is_some() {
            return stated;
        }
        told.because.extend(stated.because);
        return told;
    }
    if let (Some(day), Some(other)) = (told.day(), stated.day()) {
        let field = fields.first().map_or("", |s| s.field.as_str());
        let evidence: Vec<&Evidence> = stated.because.iter().flat_map(|r| &r.evidence).collect();
        let words = evidence.first().map_or("", |e| e.text.as_str());
        let mut found = contradiction(
            report,
            format!(
                "the page's field says that it was {what} on {day} ({field}), its text says {other} (\"{words}\")"
            ),
        );
        if let Some(place) = evidence.first() {
            (found.start, found.end) = (place.start, place.end);
        }
        parsed.diagnostics.push(found);
    }
    if sure { told } else { stated }
}

fn contradiction(report: &Report, message: String) -> isnad_model::Diagnostic {
    diagnostic(
        &report.source,
        Note::new(
            "date-fields-disagree",
            message,
            "tell the right date in isnad.toml",
        ),
    )
}

/// Are two dates the same day, or neighbours, as zones of time may make them?
fn near(a: &Dating, b: &Dating) -> bool {
    match (a.day(), b.day()) {
        (Some(a), Some(b)) => (a - b).get_days().abs() <= 1,
        _ => false,
    }
}

fn dating(statement: &Statement) -> Option<Dating> {
    let day: Date = statement.value.get(..10)?.parse().ok()?;
    let reason = format!(
        "field-of-page: {} at bytes {}-{}",
        statement.field, statement.origin.start, statement.origin.end
    );
    Some(Dating {
        value: Some(statement.value.clone()),
        earliest: Some(day),
        latest: Some(day),
        basis: Basis::Metadata,
        because: vec![Reason::new(reason, [])],
    })
}

/// The internet domain of an address.
fn domain(url: &str) -> Option<String> {
    let host = url.split_once("://")?.1.split(['/', '?', '#', ':']).next()?;
    let host = host.rsplit('@').next()?.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (host.contains('.') && !host.is_empty()).then(|| host.to_owned())
}

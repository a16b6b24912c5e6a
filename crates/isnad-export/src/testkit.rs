//! The conformance kit: sample dossiers, and one check that every exporter has to pass.
//!
//! Three lines test an exporter, with `insta` for what it prints:
//!
//! ```ignore
//! testkit::conforms(&Names);
//! insta::assert_snapshot!(testkit::shown(&Names, "arabic", &[]));
//! insta::assert_snapshot!(testkit::shown(&Names, "several", &[("order", "kind")]));
//! ```
//!
//! An exporter, checked:
//!
//! ```
//! # use isnad_export::*;
//! # use isnad_model::{Briefing, Dossier};
//! struct Titles;
//! impl Exporter for Titles {
//!     fn info(&self) -> Info {
//!         Info::new("titles", "the title alone", "text/plain")
//!     }
//!     fn export(&self, dossier: &Dossier, _: &Briefing, _: &Context) -> Result<Vec<Artifact>, ExportError> {
//!         Ok(vec![Artifact::new("title.txt", "text/plain", isnad_model::bidi::clean(&dossier.title))])
//!     }
//! }
//! isnad_export::testkit::conforms(&Titles);
//! assert!(isnad_export::testkit::shown(&Titles, "english", &[]).starts_with("== title.txt (text/plain)\n"));
//! ```
#![allow(clippy::panic, reason = "a check that fails panics")]

mod active;

use crate::{Artifact, Context, Exporter, checked_context};
use isnad_model::*;
use std::collections::{BTreeMap, BTreeSet};

/// A dossier with the briefing made from it.
#[derive(Clone, Debug)]
pub struct Sample {
    /// What it tries.
    pub name: String,
    /// The dossier.
    pub dossier: Dossier,
    /// Its briefing.
    pub briefing: Briefing,
}

/// Strings that attack one format or another: markup, end tags, escapes, direction overrides, controls, template signs.
pub const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "</script><!-- --> <![CDATA[ x ]]> &amp; &#60; &lt;b&gt;",
    "]]></description><item>",
    "# not a heading",
    "- not a list",
    "1. not a list",
    "2) not a list",
    "> not a quote",
    "    not code",
    "```not code```",
    "a | b | c",
    "*a* _b_ __c__ ~~d~~ `e` ==f== ^g^ $h$ $$i$$",
    "[link](javascript:alert(1)) ![image](x) [ref][1] [^1] [[wiki]] [x]: y",
    "http://a.example www.b.example c@d.example mailto:e@f.example :tada: @user #1",
    "back\\slash \\* \\u202e {{ liquid }} {% tag %} ${x} #{y} {#id .class}",
    "\u{202E}override\u{202C} \u{2066}isolate\u{2069} \u{200F}mark",
    "escape \u{1b}[31mred\u{7f}\u{9b}2J bell\u{7}",
    "line\nbreak\r\nand\ttab \u{2028}separator",
    "---",
    "===",
    "+++ title",
    ": definition",
    "\u{FEFF}\u{FFFE}\u{0}null",
    "\"double\" 'single' \u{2019}curly\u{2019} --dash-- ...",
    "combining \u{0301}\u{0301} \u{200D}joiner\u{200C} \u{1F600} \u{10FFFF}",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "=HYPERLINK(\"http://a.example\",\"x\")",
    "+1+1",
    "-2+3",
    "@SUM(1+1)",
    "END:VEVENT",
    "   ",
    "",
    "=1+1",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1-2",
    "-1+2",
    "\t=1",
];

/// The sample dossier of this name (see [`samples`]).
///
/// # Panics
/// If there is none: tests name what they need.
pub fn sample(name: &str) -> Sample {
    samples()
        .into_iter()
        .find(|s| s.name == name)
        .unwrap_or_else(|| panic!("no sample is called {name:?}"))
}

/// Dossiers to try an exporter on, by name: `default` and `empty`; `english`, `arabic` and `mixed`, one report each, `mixed`
/// also as part of a right-to-left dossier (`mixed-rtl`); `several`, the same with its texts withheld (`withheld`); and
/// `hostile-N`, a dossier whose every text is string N of [`HOSTILE`].
pub fn samples() -> Vec<Sample> {
    let files = [
        ("english", include_str!("../samples/english.txt")),
        ("arabic", include_str!("../samples/arabic.txt")),
        ("mixed", include_str!("../samples/mixed.txt")),
    ];
    let fields: Vec<Fields> = files.iter().map(|(_, text)| Fields::read(text)).collect();
    let mut out = vec![
        Sample {
            name: "default".into(),
            dossier: Dossier::default(),
            briefing: Briefing::default(),
        },
        made("empty", "en", &[]),
    ];
    for ((name, _), fields) in files.iter().zip(&fields) {
        out.push(made(
            name,
            if *name == "arabic" { "ar" } else { "en" },
            std::slice::from_ref(fields),
        ));
    }
    out.push(made("mixed-rtl", "ar", &fields[2..]));
    let several = made("several", "ar", &fields);
    let mut withheld = Sample {
        name: "withheld".to_owned(),
        ..several.clone()
    };
    withhold(&mut withheld.dossier, &mut withheld.briefing);
    out.extend([several, withheld]);
    let keys: Vec<String> = fields.iter().flat_map(|f| f.0.keys().cloned()).collect();
    for (n, text) in HOSTILE.iter().enumerate() {
        let hostile = Fields(keys.iter().map(|k| (k.clone(), (*text).to_owned())).collect());
        out.push(made(&format!("hostile-{n}"), "ar", &[hostile, fields[0].clone()]));
    }
    out
}

/// A dossier of many reports, to see how time grows.
pub fn large(reports: usize) -> Sample {
    let mut fields = Vec::with_capacity(reports);
    for n in 0..reports {
        let text = [
            include_str!("../samples/arabic.txt"),
            include_str!("../samples/english.txt"),
        ][n % 2];
        let mut one = Fields::read(text);
        one.0.insert("file".into(), format!("{n:05}.txt"));
        fields.push(one);
    }
    made("large", "ar", &fields)
}

/// A dossier whose headline is a million bytes long.
pub fn long() -> Sample {
    let mut fields = Fields::read(include_str!("../samples/arabic.txt"));
    let headline = format!("{} ", fields.get("headline"));
    let many = 1_000_000 / headline.len().max(1);
    fields
        .0
        .insert("headline".into(), headline.repeat(many).trim().to_owned());
    made("long", "ar", &[fields])
}

/// What an exporter makes of a sample, as a snapshot shows it: every artifact under a line with its path and media type,
/// isolates made visible as `{FSI}` and `{PDI}`, then what was lost.
///
/// # Panics
/// There is no such sample, an option does not fit, or the exporter fails.
pub fn shown(exporter: &dyn Exporter, sample: &str, options: &[(&str, &str)]) -> String {
    let all = samples();
    let found = all.iter().find(|s| s.name == sample);
    let found = found.unwrap_or_else(|| panic!("no sample {sample:?}"));
    let context = Context {
        base_url: Some("https://example.org/dossier".to_owned()),
        options: options
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect(),
        ..Context::default()
    };
    let exported = checked_context(&exporter.info(), &context)
        .and_then(|context| exporter.run(&found.dossier, &found.briefing, &context));
    let exported = exported.unwrap_or_else(|e| panic!("{sample}: {e}"));
    let mut out = String::new();
    for artifact in exported.artifacts {
        out.push_str(&format!("== {} ({})\n", artifact.path, artifact.media_type));
        match std::str::from_utf8(&artifact.bytes) {
            Ok(text) => out.push_str(
                &text
                    .replace('\u{2068}', "{FSI}")
                    .replace('\u{2069}', "{PDI}")
                    .replace('\r', ""),
            ),
            Err(_) => out.push_str(&format!("{} bytes", artifact.bytes.len())),
        }
        out.push('\n');
    }
    for loss in exported.losses {
        out.push_str(&format!("== lost: {loss}\n"));
    }
    out
}

/// Runs an exporter over all samples, with and without a base URL and with every listed value of every option, and
/// panics with what is wrong: see [`problems`].
///
/// # Panics
/// Where the exporter does not conform.
pub fn conforms(exporter: &dyn Exporter) {
    let found = problems(exporter);
    assert!(
        found.is_empty(),
        "{} does not conform:\n{}",
        exporter.info().id,
        found.join("\n")
    );
}

/// What an exporter does that it must not: an incomplete description, unstable bytes, no or unsafe artifacts, text that is
/// not UTF-8, control or direction characters in text, isolates that do not pair up, scripts and script addresses, formulas
/// in cells, losses that are no sentences. A panic passes through.
pub fn problems(exporter: &dyn Exporter) -> Vec<String> {
    let info = exporter.info();
    let mut out = Vec::new();
    if info.id.is_empty()
        || !info
            .id
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    {
        out.push(format!(
            "id {:?}: expected lower-case letters, digits and hyphens",
            info.id
        ));
    }
    if info.description.is_empty() || !info.media_type.contains('/') {
        out.push("expected a description and a media type".to_owned());
    }
    let names: BTreeSet<&str> = info.options.iter().map(|o| &*o.name).collect();
    if names.len() != info.options.len() {
        out.push("expected every option once".to_owned());
    }
    let mut contexts = vec![BTreeMap::new()];
    for option in &info.options {
        if option.accept(&option.default).as_deref() != Ok(&*option.default) {
            out.push(format!(
                "option {}: expected a default that it accepts, found {:?}",
                option.name, option.default
            ));
        }
        let examples = option.kind.examples().into_iter();
        contexts.extend(examples.map(|v| BTreeMap::from([(option.name.to_string(), v)])));
    }
    for sample in samples() {
        for options in &contexts {
            for base_url in [None, Some("https://example.org/dossier".to_owned())] {
                let at = format!("{} {options:?} {base_url:?}", sample.name);
                let context = Context {
                    base_url,
                    options: options.clone(),
                    ..Context::default()
                };
                let context = match checked_context(&info, &context) {
                    Ok(context) => context,
                    Err(e) => {
                        out.push(format!("{at}: {e}"));
                        continue;
                    }
                };
                one(exporter, &sample, &context, &at, &mut out);
            }
        }
    }
    for sample in [long(), large(200)] {
        if let Ok(context) = checked_context(&info, &Context::default()) {
            one(exporter, &sample, &context, &sample.name, &mut out);
        }
    }
    out
}

/// What could act on the reader of a piece of HTML that an exporter made: the first tag that is neither a plain element (with
/// `dir`, `lang` and nothing else) nor a link to an absolute web address.
///
/// ```
/// use isnad_export::testkit::active;
/// assert_eq!(active("<p dir=\"rtl\" lang=\"ar\"><a href=\"https://example.org/#x\">1 &lt; 2</a></p>"), None);
/// for bad in ["<script>", "<p onclick=\"x\">", "<a href=\"javascript:x\">", "<a href=\"#x\">", "<img src=x>"] {
///     assert!(active(bad).is_some(), "{bad}");
/// }
/// ```
pub fn active(html: &str) -> Option<&str> {
    let plain = [
        "p",
        "ul",
        "ol",
        "li",
        "div",
        "span",
        "blockquote",
        "strong",
        "em",
        "a",
        "br",
    ];
    let mut tags = html
        .split('<')
        .skip(1)
        .map(|rest| rest.split('>').next().unwrap_or(rest));
    tags.find(|tag| {
        let inner = tag.trim_start_matches('/').trim_end_matches('/');
        let (name, attributes) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        let parts: Vec<&str> = attributes.trim().split('"').collect();
        let harmless = parts.chunks(2).all(|pair| match pair {
            [key, value] => match key.trim() {
                "dir=" | "lang=" => true,
                "href=" => value.starts_with("http://") || value.starts_with("https://"),
                _ => false,
            },
            rest => rest.concat().trim().is_empty(),
        });
        !plain.contains(&name) || !harmless
    })
}

/// One run, and a second that has to give the same.
fn one(exporter: &dyn Exporter, sample: &Sample, context: &Context, at: &str, out: &mut Vec<String>) {
    let run = || exporter.run(&sample.dossier, &sample.briefing, context);
    match (run(), run()) {
        (Ok(first), Ok(second)) => {
            if first != second {
                out.push(format!("{at}: two runs give different bytes"));
            }
            for loss in first.losses {
                if loss.trim().is_empty() || bidi::clean(&loss) != loss {
                    out.push(format!("{at}: expected a sentence for a loss, found {loss:?}"));
                }
            }
            artifacts(&first.artifacts, at, out);
        }
        (Err(e), _) | (_, Err(e)) => out.push(format!("{at}: {e}")),
    }
}

fn artifacts(artifacts: &[Artifact], at: &str, out: &mut Vec<String>) {
    if artifacts.is_empty() {
        out.push(format!("{at}: no artifact"));
    }
    for artifact in artifacts {
        if !artifact.is_safe() {
            out.push(format!("{at}: unsafe path {:?}", artifact.path));
        }
        let kind = artifact.media_type.as_str();
        if !(kind.starts_with("text/")
            || ["json", "xml", "yaml", "javascript"]
                .iter()
                .any(|k| kind.contains(k)))
        {
            continue;
        }
        let Ok(text) = std::str::from_utf8(&artifact.bytes) else {
            out.push(format!("{at}: {} is not UTF-8", artifact.path));
            continue;
        };
        let mut open = 0_usize;
        for (n, line) in text.split('\n').enumerate() {
            let line = line.strip_suffix('\r').unwrap_or(line);
            if bidi::clean(line) == line {
                continue;
            }
            for c in line.chars() {
                match c {
                    '\u{2068}' => open += 1,
                    '\u{2069}' if open > 0 => open -= 1,
                    c if bidi::clean(c.encode_utf8(&mut [0; 4])) == c.to_string() => {}
                    c => out.push(format!("{at}: {} line {}: {c:?}", artifact.path, n + 1)),
                }
            }
        }
        if open > 0 {
            out.push(format!("{at}: {}: an isolate is not closed", artifact.path));
        }
        if let Some(what) = active::found(kind, text) {
            out.push(format!("{at}: {}: {what}", artifact.path));
        }
    }
}

/// The words of one sample report, by what they are.
#[derive(Clone, Debug)]
struct Fields(BTreeMap<String, String>);

impl Fields {
    fn read(text: &str) -> Self {
        Self(
            text.lines()
                .filter_map(|l| l.split_once('='))
                .map(|(k, v)| (k.to_owned(), v.to_owned()))
                .collect(),
        )
    }

    fn get(&self, key: &str) -> &str {
        self.0.get(key).map_or("", String::as_str)
    }
}

fn made(name: &str, language: &str, all: &[Fields]) -> Sample {
    let mut dossier = Dossier {
        schema: SCHEMA.to_owned(),
        title: all
            .first()
            .map_or_else(String::new, |f| f.get("headline").to_owned()),
        language: language.to_owned(),
        ..Dossier::default()
    };
    dossier.made_by.program = "isnad 0.0.0".to_owned();
    let mut briefing = Briefing {
        language: language.to_owned(),
        rtl: language == "ar",
        title: dossier.title.clone(),
        summary: all
            .first()
            .map_or_else(String::new, |f| f.get("sentence").to_owned()),
        labels: [("sources", "organization"), ("line", "label")]
            .iter()
            .map(|(k, v)| ((*k).to_owned(), all.first().map_or("", |f| f.get(v)).to_owned()))
            .collect(),
        ..Briefing::default()
    };
    let mut timeline = Section {
        id: "timeline".to_owned(),
        ..Section::default()
    };
    for (n, fields) in all.iter().enumerate() {
        add(fields, n, &mut dossier, &mut briefing, &mut timeline);
    }
    if !timeline.lines.is_empty() {
        briefing.sections.push(timeline);
    }
    dossier.entities.sort_by(|a, b| a.id.cmp(&b.id));
    dossier.entities.dedup_by(|a, b| a.id == b.id);
    Sample {
        name: name.to_owned(),
        dossier,
        briefing,
    }
}

fn add(fields: &Fields, n: usize, dossier: &mut Dossier, briefing: &mut Briefing, timeline: &mut Section) {
    let id = format!("r{n}");
    let mut text = String::new();
    let mut blocks = Vec::new();
    for (role, key) in [
        (Role::Headline, "headline"),
        (Role::Published, "published"),
        (Role::Paragraph, "paragraph"),
    ] {
        let start = text.len();
        text.push_str(fields.get(key));
        blocks.push(Block {
            role,
            start,
            end: text.len(),
            origin: None,
        });
        text.push_str("\n\n");
    }
    let words = |key: &str| {
        let found = fields.get(key);
        let start = text.rfind(found).unwrap_or(0);
        let end = if text.contains(found) {
            start + found.len()
        } else {
            0
        };
        Words::of(&text, Span::new(start, end))
    };
    let day = Date::constant(2020, 12, 26);
    let dating = Dating {
        value: Some("2020-12-27T22:00:00+02:00".to_owned()),
        earliest: day.tomorrow().ok(),
        latest: day.tomorrow().ok(),
        basis: Basis::Stated,
        because: Vec::new(),
    };
    let kinds = [
        ("person", EntityKind::Person),
        ("host", EntityKind::Group),
        ("place", EntityKind::Place),
        ("organization", EntityKind::Organization),
    ];
    let mut mentions = Vec::new();
    for (key, kind) in kinds {
        let entity = format!("{key}:{}", fields.get(key));
        let w = words(key);
        let usage = |text: &str| Usage {
            text: text.to_owned(),
            reports: BTreeMap::from([(id.clone(), 1)]),
        };
        mentions.push(Mention {
            id: format!("m{}", mentions.len() + 1),
            start: w.start,
            end: w.end,
            text: w.text,
            kind,
            entity: entity.clone(),
            ..Mention::default()
        });
        dossier.entities.push(Entity {
            id: entity,
            kind,
            name: fields.get(key).to_owned(),
            forms: vec![usage(fields.get(key)), usage(fields.get("headline"))],
            titles: vec![usage(fields.get("label"))],
            same_as: vec![
                "http://www.wikidata.org/entity/Q1".to_owned(),
                fields.get("url").to_owned(),
            ],
            why: Vec::new(),
        });
    }
    let (quote, clause, trigger) = (words("quotation"), words("paragraph"), words("trigger"));
    let link = |key: &str| {
        let w = words(key);
        Link {
            entity: Some(format!("{key}:{}", fields.get(key))),
            text: w.text,
            start: w.start,
            end: w.end,
            ..Link::default()
        }
    };
    let evidence = |w: &Words| Evidence::new(&id, w);
    let event = format!("event {n}");
    for (k, status) in [
        Modality::Happened,
        Modality::Planned,
        Modality::Postponed,
        Modality::Denied,
    ]
    .into_iter()
    .enumerate()
    {
        let part = if k == 0 { String::new() } else { format!(".{k}") };
        dossier.events.push(Event {
            id: format!("{event}{part}"),
            kind: "consult".to_owned(),
            mode: Some("meeting".to_owned()),
            status,
            when: When {
                value: day.to_string(),
                earliest: Some(day),
                latest: Some(day),
                certainty: Certainty::Certain,
            },
            place: Some(format!("place:{}", fields.get("place"))),
            participants: kinds
                .iter()
                .map(|(key, _)| EventActor {
                    entity: format!("{key}:{}", fields.get(key)),
                    role: (*key).to_owned(),
                })
                .collect(),
            topics: vec![fields.get("organization").to_owned()],
            mentions: vec![EventRef {
                report: id.clone(),
                event: "e1".to_owned(),
            }],
            ..Event::default()
        });
    }
    timeline.heading = fields.get("heading").to_owned();
    timeline.omitted = fields.get("sentence").to_owned();
    let line = BriefLine {
        label: fields.get("label").to_owned(),
        text: fields.get("sentence").to_owned(),
        cites: vec![n + 1],
        evidence: vec![evidence(&clause)],
        event: Some(event.clone()),
        chains: vec![Carried {
            report: id.clone(),
            links: ["person", "organization", "outlet"]
                .map(|k| fields.get(k).to_owned())
                .to_vec(),
        }],
        commitment: None,
        sub: Vec::new(),
    };
    timeline.lines.push(BriefLine {
        sub: vec![BriefLine {
            event: None,
            ..line.clone()
        }],
        ..line
    });
    briefing.sources.push(SourceEntry {
        number: n + 1,
        report: id.clone(),
        text: fields.get("headline").to_owned(),
        url: Some(fields.get("url").to_owned()),
        source: fields.get("file").to_owned(),
        quotes: vec![SourceQuote {
            line: 5,
            evidence: evidence(&quote),
        }],
    });
    dossier.reports.push(Report {
        id: id.clone(),
        source: fields.get("file").to_owned(),
        url: Some(fields.get("url").to_owned()),
        language: if fields.get("label").is_ascii() {
            "en"
        } else {
            "ar"
        }
        .to_owned(),
        outlet: Some(Outlet {
            name: fields.get("outlet").to_owned(),
            basis: Basis::Given,
            ..Outlet::default()
        }),
        authors: vec![fields.get("person").to_owned()],
        agencies: vec![fields.get("organization").to_owned()],
        headline: Some(words("headline")),
        published: dating.clone(),
        updated: Some(dating),
        blocks,
        mentions,
        quotations: vec![Quotation {
            id: "q1".to_owned(),
            start: quote.start,
            end: quote.end,
            text: quote.text.clone(),
            kind: QuotationKind::Direct,
            chain: vec![link("person"), link("organization")],
            ..Quotation::default()
        }],
        events: vec![EventMention {
            id: "e1".to_owned(),
            start: clause.start,
            end: clause.end,
            text: clause.text.clone(),
            kind: "consult".to_owned(),
            trigger,
            event,
            ..EventMention::default()
        }],
        text,
        ..Report::default()
    });
}

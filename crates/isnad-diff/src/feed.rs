//! A diff as a feed: an item for each thing that is new, changed or withdrawn.

use crate::Side;
use isnad_feed::{NO_BASE, html_text, language, xml::Xml};
use isnad_model::{Briefing, Date, bidi::Direction};
use isnad_text::hash_word;

/// Which format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// RSS 2.0.
    Rss,
    /// Atom 1.0.
    Atom,
}

/// One item.
struct Item {
    id: String,
    title: String,
    content: String,
}

/// A diff, worded as [`crate::briefing`] words it, as a feed. It is dated by the new dossier: by its reference date, or else the
/// newest date of a report. An item's id comes from what it tells, so that a feed of the same two dossiers is the same.
pub fn feed(worded: &Briefing, new: Side<'_>, base_url: Option<&str>, format: Format) -> Vec<u8> {
    let direction = if worded.rtl {
        Direction::Rtl
    } else {
        Direction::Ltr
    };
    let home = base_url.unwrap_or(NO_BASE);
    let day = day(new);
    let items = items(worded);
    let mut xml = Xml::new(direction);
    let moment = day.map(|d| format!("{d}T00:00:00Z"));
    // a document without any date still says one where the format demands it: the first day of the era of feeds' clocks
    let stamp = moment
        .clone()
        .unwrap_or_else(|| "1970-01-01T00:00:00Z".to_owned());
    match format {
        Format::Rss => {
            xml.open("rss", &[("version", "2.0")]);
            xml.open("channel", &[]);
            xml.text("title", &[], &plain(&worded.title));
            xml.text("link", &[], home);
            xml.text("description", &[], &html_text(&worded.summary));
            if let Some(language) = language(&worded.language) {
                xml.text("language", &[], &language);
            }
            for item in &items {
                xml.open("item", &[]);
                xml.text("title", &[], &plain(&item.title));
                xml.text("description", &[], &item.content);
                xml.text("guid", &[("isPermaLink", "false")], &item.id);
                if let Some(date) = day.map(rfc822) {
                    xml.text("pubDate", &[], &date);
                }
                xml.close("item");
            }
            xml.close("channel");
            xml.close("rss");
        }
        Format::Atom => {
            let tag = language(&worded.language).unwrap_or_else(|| "und".to_owned());
            xml.open(
                "feed",
                &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", &tag)],
            );
            xml.text("title", &[], &plain(&worded.title));
            xml.text("subtitle", &[], &worded.summary);
            let all: Vec<&str> = items.iter().map(|i| i.id.as_str()).collect();
            xml.text("id", &[], &tag_uri(&all.join("|")));
            xml.text("updated", &[], &stamp);
            xml.open("author", &[]);
            xml.text("name", &[], &plain(&new.dossier.made_by.program));
            xml.close("author");
            for item in &items {
                xml.open("entry", &[]);
                xml.text("title", &[], &plain(&item.title));
                xml.text("id", &[], &item.id);
                xml.text("updated", &[], &stamp);
                xml.text("content", &[("type", "html")], &item.content);
                xml.close("entry");
            }
            xml.close("feed");
        }
    }
    xml.finish()
}

/// The lines of the briefing as items: in a feed as in a page the facts come first.
fn items(worded: &Briefing) -> Vec<Item> {
    let mut out = Vec::new();
    for section in &worded.sections {
        for line in &section.lines {
            let mut content = format!("<p>{}</p>", html_text(&line.text));
            if line.text.is_empty() {
                content.clear();
            }
            if !line.sub.is_empty() {
                let sub: String = line
                    .sub
                    .iter()
                    .map(|s| format!("<li>{}</li>", html_text(&s.text)))
                    .collect();
                content.push_str(&format!("<ul>{sub}</ul>"));
            }
            let words: Vec<&str> = line.sub.iter().map(|s| s.text.as_str()).collect();
            let title = if line.text.is_empty() {
                format!("{}: {}", section.heading, line.label)
            } else {
                format!("{}: {} \u{2013} {}", section.heading, line.label, line.text)
            };
            out.push(Item {
                id: tag_uri(&format!(
                    "{}|{}|{}|{}",
                    section.id,
                    line.label,
                    line.text,
                    words.join("|")
                )),
                title,
                content,
            });
        }
    }
    out
}

fn tag_uri(key: &str) -> String {
    format!("tag:isnad.invalid,2026:diff/{:016x}", hash_word(key))
}

/// No reader may take a title for HTML.
fn plain(text: &str) -> String {
    crate::worded::clip(text)
        .replace('<', "\u{2039}")
        .replace('>', "\u{203A}")
}

fn day(new: Side<'_>) -> Option<Date> {
    let newest = new
        .dossier
        .reports
        .iter()
        .filter_map(|r| r.published.latest.or(r.published.earliest))
        .max();
    new.dossier.made_by.as_of.or(newest)
}

fn rfc822(day: Date) -> String {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let weekday = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or_default();
    let month = usize::try_from(day.month() - 1).unwrap_or_default();
    format!(
        "{}, {:02} {} {} 00:00:00 GMT",
        DAYS.get(weekday).unwrap_or(&""),
        day.day(),
        MONTHS.get(month).unwrap_or(&""),
        day.year()
    )
}

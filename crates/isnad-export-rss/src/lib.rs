//! Dossier to RSS 2.0: an item for each event (or each report), newest first.
//!
//! - At most [`MOST_ITEMS`] items: those with the latest dates.
//! - Items are worded by the briefing; where it is silent, by the words of the reports.
//! - `guid` is a `tag:` URI made from the event's id, so that a rebuilt feed shows nothing twice.
//! - `pubDate` of an event is its day where it is known and past; otherwise the day of the first report that tells it, as
//!   long as that does not contradict what is known of the event; otherwise there is none.
//! - `lastBuildDate` is the dossier's reference date, or else the newest date in the feed: never the clock.
//! - Without a base URL the channel's `link` is [`NO_BASE`], an address that leads nowhere, for RSS demands one, and
//!   there is no `atom:link`.
//! - `content:encoded` is HTML made by `pulldown-cmark` from text alone; titles hold no markup; addresses are absolute.

mod date;
mod html;
mod items;
mod xml;

use isnad_export::text::{isolated, web_address};
use isnad_export::{Artifact, Context, ExportError, Exporter, Info, OptionInfo};
use isnad_model::bidi::Direction;
use isnad_model::{Briefing, Dossier};

/// Feed readers show the newest items; more than this many are left out.
pub const MOST_ITEMS: usize = 50;

/// The channel's address where the user gave no base URL. The domain is reserved (RFC 2606) and never resolves.
pub const NO_BASE: &str = "https://isnad.invalid/";

/// The dossier as an RSS 2.0 feed, `feed.rss`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rss;

impl Exporter for Rss {
    fn info(&self) -> Info {
        Info::new(
            "rss",
            "a feed of the newest 50 events or reports, RSS 2.0",
            "application/rss+xml",
        )
        .with(OptionInfo::choice(
            "items",
            "what an item is",
            &["events", "reports"],
        ))
        .with(OptionInfo::text(
            "zone",
            "zone of dates that the reports give without one, as UTC or an offset such as +02:00",
            "UTC",
        ))
    }

    fn check(&self, dossier: &Dossier, _briefing: &Briefing, context: &Context) -> Vec<String> {
        let mut lost = Vec::new();
        let (all, what) = match context.option(&self.info(), "items") {
            "reports" => (dossier.reports.len(), "reports"),
            _ => (dossier.events.len(), "events"),
        };
        if all > MOST_ITEMS {
            lost.push(format!(
                "{} {what} older than the newest {MOST_ITEMS} are left out",
                all - MOST_ITEMS
            ));
        }
        if context.base_url.is_none() {
            lost.push(format!(
                "without a base URL the feed links to {NO_BASE} and has no address of its own"
            ));
        }
        lost
    }

    fn export(
        &self,
        dossier: &Dossier,
        briefing: &Briefing,
        context: &Context,
    ) -> Result<Vec<Artifact>, ExportError> {
        let info = self.info();
        let zone = context.option(&info, "zone");
        let zone = date::zone(zone).ok_or_else(|| ExportError::Option {
            exporter: info.id.to_string(),
            name: "zone".to_owned(),
            message: format!("expected UTC or an offset such as +02:00, found {zone:?}"),
        })?;
        let mut items = match context.option(&info, "items") {
            "reports" => items::of_reports(dossier, briefing, &zone),
            _ => items::of_events(dossier, briefing, &zone),
        };
        // newest first; what has no date goes last, in the dossier's own order
        items.sort_by(|a, b| b.sort.cmp(&a.sort));
        items.truncate(MOST_ITEMS);
        let reference = dossier.made_by.as_of.and_then(|day| date::of_day(day, &zone));
        let built = reference.or_else(|| items.iter().filter_map(|i| i.date.clone()).max());

        let base = if briefing.rtl {
            Direction::Rtl
        } else {
            Direction::Ltr
        };
        let title = match briefing.title.trim() {
            "" => dossier.made_by.program.as_str(),
            title => title,
        };
        let title = xml::title(&isolated(title, base));
        let summary = if briefing.summary.trim().is_empty() {
            title.clone()
        } else {
            html::text(&isolated(&briefing.summary, base))
        };
        let home = context.base_url.as_deref().and_then(web_address);
        let mut out = xml::Feed::start();
        out.text("title", &title);
        out.text("link", home.as_deref().unwrap_or(NO_BASE));
        out.text("description", &summary);
        if let Some(home) = home {
            let own = format!("{}/feed.rss", home.trim_end_matches('/'));
            out.empty(
                "atom:link",
                &[("href", &own), ("rel", "self"), ("type", "application/rss+xml")],
            );
        }
        if let Some(language) = xml::language(&briefing.language) {
            out.text("language", &language);
        }
        if let Some(built) = built.and_then(|d| date::rfc822(&d)) {
            out.text("lastBuildDate", &built);
        }
        out.text("generator", &xml::clean(&dossier.made_by.program));
        for item in &items {
            out.item(item);
        }
        Ok(vec![Artifact::new(
            "feed.rss",
            "application/rss+xml",
            out.finish(),
        )])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use isnad_export::testkit::{self, HOSTILE, samples};
    use isnad_model::{Modality, When};

    fn feed(name: &str, options: &[(&str, &str)], base_url: Option<&str>) -> String {
        let sample = samples().into_iter().find(|s| s.name == name).unwrap();
        let options = options
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        let context = Context {
            base_url: base_url.map(str::to_owned),
            options,
            ..Context::default()
        };
        String::from_utf8(
            Rss.export(&sample.dossier, &sample.briefing, &context)
                .unwrap()
                .remove(0)
                .bytes,
        )
        .unwrap()
    }

    #[test]
    fn conforms() {
        testkit::conforms(&Rss);
    }

    #[test]
    fn feed_readers_understand_it() {
        let xml = feed("several", &[], Some("https://example.org/d"));
        let read = feed_rs::parser::parse(xml.as_bytes()).unwrap();
        assert_eq!(read.language.as_deref(), Some("ar"));
        assert!(
            read.links
                .iter()
                .any(|l| l.href == "https://example.org/d/feed.rss")
        );
        assert_eq!(read.entries.len(), 12);
        let first = &read.entries[0];
        assert!(first.id.starts_with("tag:isnad.invalid,2026:event/event%20"));
        assert_eq!(first.categories[0].term, "consult");
        assert!(
            first
                .content
                .as_ref()
                .unwrap()
                .body
                .as_ref()
                .unwrap()
                .contains("<div dir=\"rtl\" lang=\"ar\">")
        );
        let dates: Vec<_> = read.entries.iter().filter_map(|e| e.published).collect();
        assert!(dates.is_sorted_by(|a, b| a >= b) && dates.len() == 12);
        assert!(xml.contains("<lastBuildDate>Sun, 27 Dec 2020"));
        let reports = feed("several", &[("items", "reports")], None);
        let read = feed_rs::parser::parse(reports.as_bytes()).unwrap();
        assert_eq!(read.entries.len(), 3);
        assert!(reports.contains(&format!("<link>{NO_BASE}</link>")));
        assert!(reports.contains("<pubDate>Sun, 27 Dec 2020 22:00:00 +0200</pubDate>"));
    }

    #[test]
    fn hostile_reports_add_no_items_and_no_markup() {
        for n in 0..HOSTILE.len() {
            let xml = feed(&format!("hostile-{n}"), &[], None);
            let read = feed_rs::parser::parse(xml.as_bytes()).unwrap();
            assert_eq!(read.entries.len(), 8, "{xml}");
            for entry in read.entries {
                assert!(!entry.title.unwrap().content.contains(['<', '>']));
                let body = entry.content.unwrap().body.unwrap();
                assert!(
                    !body.contains("<script")
                        && !body.contains("javascript:alert(1)\"")
                        && !body.contains("href=\"#"),
                    "{body}"
                );
            }
        }
    }

    #[test]
    fn the_zone_is_an_offset() {
        let dated = feed("arabic", &[("zone", "+02:00")], None);
        assert!(
            dated.contains("<pubDate>Sat, 26 Dec 2020 00:00:00 +0200</pubDate>"),
            "{dated}"
        );
        let context = Context {
            options: [("zone".to_owned(), "Mars".to_owned())].into(),
            ..Context::default()
        };
        assert!(
            Rss.export(&Dossier::default(), &Briefing::default(), &context)
                .is_err()
        );
    }

    #[test]
    fn an_event_without_a_day_takes_no_day_that_contradicts_it() {
        let mut sample = samples().into_iter().find(|s| s.name == "arabic").unwrap();
        sample.dossier.events.truncate(1);
        let dates = |sample: &testkit::Sample| {
            let bytes = Rss
                .export(&sample.dossier, &sample.briefing, &Context::default())
                .unwrap()
                .remove(0)
                .bytes;
            String::from_utf8(bytes).unwrap().matches("<pubDate>").count()
        };
        sample.dossier.events[0].when = When::default();
        assert_eq!(dates(&sample), 1); // told on a known day
        sample.dossier.events[0].when.latest = isnad_model::Date::new(2014, 12, 31).ok();
        sample.dossier.events[0].status = Modality::Background;
        assert_eq!(dates(&sample), 0); // long past, day unknown
    }
}

//! Words that give blocks their roles: `blocks.toml`.
//!
//! A cue is a phrase that marks the line it stands on ("Published:", "Related"). Besides cues the file lists what a
//! line of credits is made of (agencies, outlets, places, markers such as "and agencies") and the words of a date line.

use crate::Loader;
use isnad_text::{Phrases, Vocabulary, fold};
use std::collections::BTreeMap;
use toml::Spanned;

const FILE: &str = "blocks.toml";

/// Words that give blocks their roles.
#[derive(Debug, Default)]
pub struct BlockWords {
    /// What marks a line.
    pub cues: Phrases<Cue>,
    /// News agencies; the value is the name under which they are listed.
    pub agencies: Phrases<String>,
    /// Words that stand for unnamed sources in a line of credits ("and agencies", "special").
    pub markers: Phrases<()>,
    /// Well-known newspapers, channels and sites, as they stand in a line of credits.
    pub outlets: Phrases<()>,
    /// Folded words that are part of an outlet's name and give it away ("News", "Times").
    pub outlet_words: Vec<String>,
    /// Words that stand before an outlet's name ("newspaper").
    pub outlet_kinds: Phrases<()>,
    /// Words that stand before an agency's name and are part of it ("agency").
    pub agency_kinds: Phrases<()>,
    /// Cities from which reports are dated.
    pub places: Phrases<()>,
    /// Words between name and place in a line of credits ("from").
    pub from: Phrases<()>,
    /// Words between two authors ("and").
    pub and: Phrases<()>,
    /// Words before an author's name ("Dr").
    pub honorifics: Phrases<()>,
    /// Words that tell that short words are no name (prepositions, conjunctions), in their own spelling.
    pub no_name: Vec<String>,
    /// The words of a date line.
    pub dates: DateWords,
}

/// What a phrase says about the line on which it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cue {
    /// Before the date of publication.
    Published,
    /// Before the date of the last change.
    Updated,
    /// Before the author's name.
    Byline,
    /// Before the name of the source.
    Source,
    /// Before the outlet's name and a link to the report.
    Link,
    /// Before the photographer or agency of a picture.
    Credit,
    /// Begins the words under a picture.
    Caption,
    /// Heads a list of other reports.
    Related,
    /// A word of a share widget.
    Share,
    /// A word that scripts leave in the text.
    Tracker,
    /// Begins a line of junk.
    Boilerplate,
    /// Before the owner of the copyright.
    Rights,
    /// An office of the outlet itself ("editor-in-chief").
    Office,
    /// Heads a ticker.
    Ticker,
    /// A section of an outlet.
    Section,
    /// The first entry of a menu ("Home").
    Home,
}

/// The words of a date line.
#[derive(Debug, Default)]
pub struct DateWords {
    /// Names of Gregorian months, 1 to 12.
    pub months: Phrases<u8>,
    /// Names of Hijri months, 1 to 12.
    pub hijri_months: Phrases<u8>,
    /// Names of weekdays, 1 (Monday) to 7 (Sunday).
    pub weekdays: Phrases<u8>,
    /// Words of the morning, after a clock time.
    pub am: Phrases<()>,
    /// Words of the afternoon and evening, after a clock time.
    pub pm: Phrases<()>,
    /// Words before a clock time ("at").
    pub hour: Phrases<()>,
    /// What may stand after a year ("AD").
    pub era: Phrases<()>,
    /// Other words of a date line that say nothing ("GMT", "on").
    pub fillers: Phrases<()>,
    /// What `3/4/2021` means.
    pub numeric: NumericOrder,
}

/// What the first two numbers of a date in figures mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumericOrder {
    /// The day comes first.
    DayFirst,
    /// Usage differs: a date is read only where one number cannot be a month.
    #[default]
    Unknown,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    cues: BTreeMap<Cue, Vec<Spanned<String>>>,
    /// Name under which the agency is listed → its forms.
    agencies: BTreeMap<String, Vec<Spanned<String>>>,
    markers: Vec<Spanned<String>>,
    outlets: Vec<Spanned<String>>,
    outlet_words: Vec<Spanned<String>>,
    outlet_kinds: Vec<Spanned<String>>,
    agency_kinds: Vec<Spanned<String>>,
    places: Vec<Spanned<String>>,
    from: Vec<Spanned<String>>,
    and: Vec<Spanned<String>>,
    honorifics: Vec<Spanned<String>>,
    no_name: Vec<Spanned<String>>,
    dates: Dates,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Dates {
    months: Vec<Vec<Spanned<String>>>,
    hijri_months: Vec<Vec<Spanned<String>>>,
    weekdays: Vec<Vec<Spanned<String>>>,
    am: Vec<Spanned<String>>,
    pm: Vec<Spanned<String>>,
    hour: Vec<Spanned<String>>,
    era: Vec<Spanned<String>>,
    fillers: Vec<Spanned<String>>,
    numeric: NumericOrder,
}

impl BlockWords {
    /// Tells the pack's vocabulary of the dictionaries.
    pub(crate) fn tell(&mut self, words: &mut Vocabulary) {
        take_in!(
            words;
            self.cues,
            self.agencies,
            self.markers,
            self.outlets,
            self.outlet_kinds,
            self.agency_kinds,
            self.places,
            self.from,
            self.and,
            self.honorifics,
            self.dates.months,
            self.dates.hijri_months,
            self.dates.weekdays,
            self.dates.am,
            self.dates.pm,
            self.dates.hour,
            self.dates.era,
            self.dates.fillers,
        );
    }

    pub(crate) fn load(loader: &mut Loader<'_>) -> Self {
        let Some(file) = loader.toml::<File>(FILE) else {
            return Self::default();
        };
        let mut words = Self::default();
        for (cue, list) in &file.cues {
            add(loader, &mut words.cues, list, |_| *cue);
        }
        for (name, list) in &file.agencies {
            add(loader, &mut words.agencies, list, |_| name.clone());
        }
        let sets = [
            (&mut words.markers, &file.markers),
            (&mut words.outlets, &file.outlets),
            (&mut words.outlet_kinds, &file.outlet_kinds),
            (&mut words.agency_kinds, &file.agency_kinds),
            (&mut words.places, &file.places),
            (&mut words.from, &file.from),
            (&mut words.and, &file.and),
            (&mut words.honorifics, &file.honorifics),
            (&mut words.dates.am, &file.dates.am),
            (&mut words.dates.pm, &file.dates.pm),
            (&mut words.dates.hour, &file.dates.hour),
            (&mut words.dates.era, &file.dates.era),
            (&mut words.dates.fillers, &file.dates.fillers),
        ];
        for (set, list) in sets {
            add(loader, set, list, |_| ());
        }
        words.outlet_words = file.outlet_words.iter().map(|w| fold(w.get_ref())).collect();
        words.no_name = file.no_name.iter().map(|w| w.get_ref().clone()).collect();
        let dates = &file.dates;
        let units = [
            (&mut words.dates.months, &dates.months, 12, "months"),
            (
                &mut words.dates.hijri_months,
                &dates.hijri_months,
                12,
                "hijri_months",
            ),
            (&mut words.dates.weekdays, &dates.weekdays, 7, "weekdays"),
        ];
        for (set, lists, most, name) in units {
            if lists.len() != most && !lists.is_empty() {
                let line = lists
                    .iter()
                    .flatten()
                    .next()
                    .map_or(0, |w| loader.line_at(FILE, w.span().start));
                loader.error(
                    FILE,
                    line,
                    format!("expected {most} lists in {name}, found {}", lists.len()),
                );
            }
            for (number, list) in (1u8..).zip(lists) {
                add(loader, set, list, |_| number);
            }
        }
        words.dates.numeric = dates.numeric;
        words
    }
}

/// Adds phrases to a dictionary; a phrase without a word or written twice in one list is an error.
fn add<T>(
    loader: &mut Loader<'_>,
    set: &mut Phrases<T>,
    list: &[Spanned<String>],
    value: impl Fn(&str) -> T,
) {
    let mut seen = std::collections::BTreeSet::new();
    for phrase in list {
        let line = loader.line_at(FILE, phrase.span().start);
        let before = set.len();
        set.insert(phrase.get_ref(), value(phrase.get_ref()));
        if set.len() == before {
            loader.error(
                FILE,
                line,
                format!("expected a word or a mark, found {:?}", phrase.get_ref()),
            );
        } else if !seen.insert(fold(phrase.get_ref())) {
            loader.error(
                FILE,
                line,
                format!("{:?} stands twice in this list", phrase.get_ref()),
            );
        }
    }
}

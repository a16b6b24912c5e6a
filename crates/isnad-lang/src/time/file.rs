//! The form of `time.toml`.

use super::{Count, Feast, FeastDay, Part, Pattern, Reads, Sense, TimeWords, Unit, Way, pattern};
use crate::Loader;
use isnad_text::{Phrases, fold};
use std::collections::BTreeMap;
use toml::Spanned;

const FILE: &str = "time.toml";

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    /// Years that a bare number of four digits can be.
    year_range: (i32, i32),
    #[serde(default)]
    counted_endings: Vec<String>,
    /// Words that folding makes like the name of a month.
    #[serde(default)]
    unlike: Vec<String>,
    months: Vec<Months>,
    weekdays: Spanned<Vec<Vec<String>>>,
    /// Forms of the weekdays that are other words too, Monday first.
    #[serde(default)]
    bare_weekdays: Vec<Vec<String>>,
    /// The weekdays as something that recurs, Monday first.
    #[serde(default)]
    weekday_plurals: Vec<Vec<String>>,
    units: Vec<UnitWords>,
    numbers: Vec<Valued<u32>>,
    /// 0 stands for the endings that make an ordinal of digits ("st", "nd").
    #[serde(default)]
    ordinals: Vec<Valued<u8>>,
    #[serde(default)]
    hours: Vec<Valued<u8>>,
    shifts: Vec<Shift>,
    directions: Vec<Valued<Way>>,
    parts_of_day: Vec<PartWords>,
    /// Words between the parts of a number.
    #[serde(default)]
    number_joins: Vec<String>,
    #[serde(default)]
    fractions: Vec<Valued<(u8, u8)>>,
    #[serde(default)]
    moments: Vec<Valued<u8>>,
    #[serde(default)]
    minus: Vec<String>,
    #[serde(default)]
    zones: Vec<Zone>,
    #[serde(default)]
    decades: Vec<Valued<u8>>,
    #[serde(default)]
    feasts: Vec<FeastEntry>,
    halves: Vec<Half>,
    #[serde(default)]
    edges: Vec<String>,
    #[serde(default)]
    seasons: Vec<Valued<u8>>,
    vague: Vec<Valued<Way>>,
    #[serde(default)]
    every: Vec<Valued<Unit>>,
    words: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    parts: BTreeMap<String, String>,
    patterns: Vec<PatternEntry>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Months {
    /// Which names these are, for the reader of the file.
    #[allow(dead_code)]
    vocabulary: String,
    #[serde(default)]
    hijri: bool,
    names: Spanned<Vec<Vec<String>>>,
    /// Those of the names that mean something else as well.
    #[serde(default)]
    doubtful: Vec<Spanned<String>>,
    /// Those that are in doubt even behind "in".
    #[serde(default)]
    shy: Vec<String>,
    /// All of them are rare: other words nearly always.
    #[serde(default)]
    rare: bool,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitWords {
    unit: Unit,
    #[serde(default)]
    one: Vec<String>,
    #[serde(default)]
    two: Vec<String>,
    #[serde(default)]
    many: Vec<String>,
    #[serde(default)]
    the_one: Vec<String>,
    #[serde(default)]
    the_two: Vec<String>,
    #[serde(default)]
    the_many: Vec<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Valued<T> {
    value: T,
    words: Vec<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Shift {
    by: i8,
    unit: Unit,
    words: Vec<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Half {
    afternoon: bool,
    words: Vec<String>,
    /// Those of the words that mean something else as well.
    #[serde(default)]
    doubtful: Vec<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Zone {
    /// Minutes ahead of Greenwich; left out where the zone changes with the season or the place.
    minutes: Option<i16>,
    words: Vec<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct PartWords {
    value: Part,
    words: Vec<String>,
    /// With the article.
    #[serde(default)]
    the_words: Vec<String>,
}

/// A feast: one of `date`, `hijri`, `nth`, `easter`, or none of them where its day is not the same everywhere.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct FeastEntry {
    words: Vec<String>,
    /// Month and day.
    date: Option<(u8, u8)>,
    /// Month and day of the Hijri calendar.
    hijri: Option<(u8, u8)>,
    /// Month, ISO weekday, and the how manieth (0: the last).
    nth: Option<(u8, u8, u8)>,
    /// Days from Easter Sunday.
    easter: Option<i16>,
}

impl FeastEntry {
    fn day(&self) -> FeastDay {
        match (self.date, self.hijri, self.nth, self.easter) {
            (Some((m, d)), ..) => FeastDay::Fixed(m, d),
            (_, Some((m, d)), ..) => FeastDay::Hijri(m, d),
            (_, _, Some((m, w, n)), _) => FeastDay::Nth(m, w, n),
            (.., Some(days)) => FeastDay::Easter(days),
            _ => FeastDay::Open,
        }
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct PatternEntry {
    rule: String,
    reads: Reads,
    way: Option<Way>,
    unit: Option<Unit>,
    part: Option<Part>,
    #[serde(default)]
    not_after: Vec<String>,
    #[serde(default)]
    not_before: Vec<String>,
    #[serde(default)]
    uncounted: bool,
    #[serde(default)]
    closing: bool,
    #[serde(default)]
    weak: bool,
    #[serde(default)]
    firm: bool,
    #[serde(default)]
    sure: bool,
    #[serde(default)]
    plain: bool,
    #[serde(default)]
    unnumbered: bool,
    form: Spanned<String>,
}

pub(super) fn load(loader: &mut Loader<'_>) -> TimeWords {
    let Some(file) = loader.toml::<File>(FILE) else {
        return TimeWords::default();
    };
    let mut lexicon = Phrases::new();
    let mut add = |words: &[String], sense: Sense| {
        for word in words {
            lexicon.insert(word, sense);
        }
    };
    for (i, words) in file.weekdays.get_ref().iter().enumerate() {
        add(words, Sense::Weekday(i as u8 + 1));
    }
    let mut held = BTreeMap::<String, u8>::new();
    for (n, months) in (0..8).zip(&file.months) {
        for word in months.names.get_ref().iter().flatten() {
            *held.entry(fold(word)).or_default() |= 1 << n;
        }
    }
    for months in &file.months {
        for (i, words) in months.names.get_ref().iter().enumerate() {
            for word in words {
                let doubtful = months.doubtful.iter().any(|d| d.get_ref() == word);
                let vocabularies = held.get(&fold(word)).copied().unwrap_or(0);
                add(
                    std::slice::from_ref(word),
                    Sense::Month {
                        number: i as u8 + 1,
                        hijri: months.hijri,
                        doubtful: doubtful || months.rare,
                        rare: months.rare,
                        shy: months.shy.contains(word),
                        vocabularies,
                    },
                );
            }
        }
    }
    for u in &file.units {
        for (count, definite, words) in [
            (Count::One, false, &u.one),
            (Count::Two, false, &u.two),
            (Count::Many, false, &u.many),
            (Count::One, true, &u.the_one),
            (Count::Two, true, &u.the_two),
            (Count::Many, true, &u.the_many),
        ] {
            add(
                words,
                Sense::Unit {
                    unit: u.unit,
                    count,
                    definite,
                },
            );
        }
    }
    file.numbers
        .iter()
        .for_each(|n| add(&n.words, Sense::Number(n.value)));
    file.ordinals
        .iter()
        .for_each(|n| add(&n.words, Sense::Ordinal(n.value)));
    file.hours
        .iter()
        .for_each(|n| add(&n.words, Sense::Hour(n.value)));
    file.shifts
        .iter()
        .for_each(|s| add(&s.words, Sense::Shift(s.by, s.unit)));
    file.directions
        .iter()
        .for_each(|d| add(&d.words, Sense::Direction(d.value)));
    for p in &file.parts_of_day {
        add(&p.words, Sense::Part(p.value));
        add(&p.the_words, Sense::ThePart(p.value));
    }
    for h in &file.halves {
        for word in &h.words {
            let sense = Sense::Half {
                afternoon: h.afternoon,
                doubtful: h.doubtful.contains(word),
            };
            add(std::slice::from_ref(word), sense);
        }
    }
    for (i, words) in file.bare_weekdays.iter().enumerate() {
        add(words, Sense::BareWeekday(i as u8 + 1));
    }
    for (i, words) in file.weekday_plurals.iter().enumerate() {
        add(words, Sense::Weekdays(i as u8 + 1));
    }
    add(&file.number_joins, Sense::NumberJoin);
    add(&file.minus, Sense::Minus);
    file.fractions
        .iter()
        .for_each(|f| add(&f.words, Sense::Fraction(f.value.0, f.value.1.max(1))));
    file.moments
        .iter()
        .for_each(|m| add(&m.words, Sense::Moment(m.value)));
    file.zones
        .iter()
        .for_each(|z| add(&z.words, Sense::Zone(z.minutes)));
    file.decades
        .iter()
        .for_each(|d| add(&d.words, Sense::Decade(d.value)));
    for (i, feast) in file.feasts.iter().enumerate() {
        add(&feast.words, Sense::Feast(i as u8));
    }
    add(&file.edges, Sense::Edge);
    file.seasons
        .iter()
        .for_each(|s| add(&s.words, Sense::Season(s.value)));
    file.vague
        .iter()
        .for_each(|v| add(&v.words, Sense::Vague(v.value)));
    file.every
        .iter()
        .for_each(|v| add(&v.words, Sense::Every(v.value)));
    for (i, words) in file.words.values().enumerate() {
        add(words, Sense::Named(i as u8));
    }
    check(loader, &file);
    let named = |name: &str| file.words.keys().position(|k| k == name).map(|i| i as u8);
    let part = |name: &str| file.parts.get(name).cloned();
    let mut patterns = Vec::new();
    for entry in &file.patterns {
        let line = loader.line_at(FILE, entry.form.span().start);
        let mut bits = |names: &[String]| {
            names.iter().fold(0u128, |bits, name| match named(name) {
                Some(i) => bits | 1 << i,
                None => {
                    loader.error(
                        FILE,
                        line,
                        format!("{}: expected a class of [words], found {name}", entry.rule),
                    );
                    bits
                }
            })
        };
        let (not_after, not_before) = (bits(&entry.not_after), bits(&entry.not_before));
        match pattern::compile(entry.form.get_ref(), &named, &part) {
            Ok((program, first)) => patterns.push(Pattern {
                rule: entry.rule.clone(),
                reads: entry.reads,
                way: entry.way,
                unit: entry.unit,
                part: entry.part,
                not_after,
                not_before,
                uncounted: entry.uncounted,
                closing: entry.closing,
                weak: entry.weak,
                firm: entry.firm,
                sure: entry.sure,
                plain: entry.plain,
                unnumbered: entry.unnumbered,
                more: pattern::openings(&program),
                ahead: pattern::aheads(&program),
                program,
                first,
            }),
            Err(message) => loader.error(FILE, line, format!("{}: {message}", entry.rule)),
        }
    }
    TimeWords {
        lexicon,
        starts: super::matcher::Starts::new(&patterns),
        patterns,
        class_names: file.words.keys().cloned().collect(),
        counted_endings: file.counted_endings.iter().map(|e| fold(e)).collect(),
        year_range: file.year_range,
        unlike: file.unlike,
        feasts: file.feasts.iter().map(|f| Feast { day: f.day() }).collect(),
        closer: named("closer"),
    }
}

fn check(loader: &mut Loader<'_>, file: &File) {
    if file.weekdays.get_ref().len() != 7 {
        let line = loader.line_at(FILE, file.weekdays.span().start);
        loader.error(FILE, line, "expected the names of seven weekdays, Monday first");
    }
    for months in &file.months {
        if months.names.get_ref().len() != 12 {
            let line = loader.line_at(FILE, months.names.span().start);
            loader.error(
                FILE,
                line,
                format!(
                    "expected the names of twelve months, found {}",
                    months.names.get_ref().len()
                ),
            );
        }
        for word in &months.doubtful {
            if !months
                .names
                .get_ref()
                .iter()
                .flatten()
                .any(|n| n == word.get_ref())
            {
                let line = loader.line_at(FILE, word.span().start);
                loader.error(
                    FILE,
                    line,
                    format!("expected one of the names above, found {}", word.get_ref()),
                );
            }
        }
    }
    if file.months.len() > 8 {
        loader.error(FILE, 0, "expected at most 8 vocabularies of months");
    }
    if file.words.len() > 128 {
        loader.error(FILE, 0, "expected at most 128 classes in [words]");
    }
}

#[cfg(test)]
mod tests {
    use crate::{Loader, PackFile, Packs};

    /// The built-in English file with one line changed.
    fn errors(from: &str, to: &str) -> Vec<(usize, String)> {
        let files = Packs::builtin_files()
            .iter()
            .find(|(id, _)| *id == "en")
            .map(|(_, files)| *files)
            .unwrap_or_default();
        let text = files
            .iter()
            .find(|f| f.name == super::FILE)
            .map_or("", |f| f.text);
        assert!(text.contains(from), "the file no longer holds {from}");
        let text = text.replacen(from, to, 1);
        let files = [PackFile {
            name: super::FILE,
            text: &text,
        }];
        let mut loader = Loader::new(&files);
        super::load(&mut loader);
        loader.finish().into_iter().map(|e| (e.line, e.message)).collect()
    }

    #[test]
    fn a_wrong_file_is_told_with_its_line() {
        assert!(errors("year-range", "year-range").is_empty());
        for (from, to, message) in [
            ("\"Sunday\"],", "\"Sunday\"], [\"Eighthday\"],", "seven weekdays"),
            ("num ~\"-\" ~unit", "numb ~\"-\" ~unit", "found numb"),
            ("@several units'", "@sundry units'", "found @sundry"),
            ("=clock-of [ @on", "=clok-of [ @on", "found =clok-of"),
            ("form = 'vague'", "form = '[ vague ]'", "nothing at all"),
            ("form = 'every'", "form = 'every ]'", "opening bracket"),
        ] {
            let found = errors(from, to);
            assert!(
                found.iter().any(|(line, m)| *line > 0 && m.contains(message)),
                "{to}: {found:?}"
            );
        }
    }
}

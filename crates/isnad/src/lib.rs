//! Isnad compiles news reports into a dossier in which every line can be traced to the words that support it,
//! through the chain of those who said it.
//!
//! This crate joins the stages in memory: bytes → [pieces](parse::intake) → [report](model::Report) → [annotated report](model::Annotated) →
//! [dossier](model::Dossier) → [briefing](model::Briefing) → artifacts. It reads no file and no clock.
//!
//! ```
//! use isnad::{Isnad, Input};
//! let isnad = Isnad::default();
//! let inputs = [Input::new("a.txt", "Envoy meets minister\n\nThe envoy met the minister in Tunis on 3 May 2021.")];
//! let dossier = isnad.dossier(&inputs);
//! assert_eq!(dossier.reports[0].source, "a.txt");
//! ```

pub use isnad_analyze as analyze;
pub use isnad_brief as brief;
pub use isnad_compile as compile;
pub use isnad_diff as diff;
pub use isnad_export as export;
pub use isnad_lang as lang;
pub use isnad_model as model;
pub use isnad_parse as parse;
pub use isnad_text as text;

mod explain;
mod kept;
mod pipeline;
mod project;
mod verify;

/// One file as bytes, or one report of a file that holds several ([`parse::intake`]).
pub use isnad_parse::Piece as Input;

pub use explain::{Explanation, explain_id, explain_offset};
pub use kept::{Cache, Key, build, sealed, unsealed};
pub use pipeline::{Pipeline, Sink};
pub use project::{NamesSection, OutletEntry, PluginEntry, Project, ProjectError, ReportEntry, WatchEntry};
pub use verify::{Unproven, verify};

use isnad_analyze::Hearing;
use isnad_brief::BriefOptions;
use isnad_compile::{
    CompileOptions, Prepared,
    stories::{Profile, Story},
};
use isnad_lang::Packs;
use isnad_model::{Annotated, Briefing, Diagnostic, Dossier, wire};
use isnad_parse::{
    Kind, ParseOptions,
    intake::{self, Found, Limits},
};
use rayon::prelude::*;
use std::sync::Arc;

/// The program as a library: packs and options, and the arrows between the stages.
#[derive(Debug)]
pub struct Isnad<'p> {
    /// The language packs.
    pub packs: &'p Packs,
    /// How files are read.
    pub parse: ParseOptions,
    /// How far files that hold several reports are followed.
    pub limits: Limits,
    /// What the user tells beside the reports.
    pub compile: CompileOptions,
    /// The project file.
    pub project: Project,
    /// Where readings are kept between runs.
    pub cache: Option<Arc<dyn Cache>>,
    /// A classifier of the user's own that is asked about names.
    pub hearing: Option<Hearing>,
}

impl Default for Isnad<'static> {
    fn default() -> Self {
        Self::new(Project::default())
    }
}

impl Isnad<'static> {
    /// The program with the built-in packs and a project file.
    pub fn new(project: Project) -> Self {
        Self::with_packs(project, Packs::builtin())
    }
}

impl<'p> Isnad<'p> {
    /// The program with packs of one's own ([`isnad_lang::Pack::load`]) and a project file.
    pub fn with_packs(project: Project, packs: &'p Packs) -> Self {
        Self {
            packs,
            parse: ParseOptions::default(),
            limits: Limits::default(),
            compile: project.compile_options(),
            project,
            cache: None,
            hearing: None,
        }
    }

    /// Reads and annotates one report: a file that is one, or one [piece](intake::expand) of a file that holds several.
    ///
    /// Analysis never fails on content. Should a fault of the program make it panic all the same, the file gives a diagnostic
    /// and the other files go on.
    pub fn annotate(&self, input: &Input) -> Reading {
        self.guarded(input, false, true)
    }

    /// The same, and what compiling needs of its words, taken while they are at hand: for a report that is to be compiled.
    pub fn prepare(&self, input: &Input) -> Reading {
        self.guarded(input, true, true)
    }

    /// [`annotate`](Self::annotate), and the report as the line of JSON that [`wire::report_to_json`] makes of it. With a cache the
    /// line itself is kept.
    ///
    /// # Errors
    /// Those of JSON.
    pub fn annotate_line(&self, input: &Input) -> Result<Line, serde_json::Error> {
        let kept = self
            .cache
            .as_deref()
            .map(|cache| (cache, kept::key(self, input, kept::Part::Line)));
        let found = kept
            .as_ref()
            .and_then(|(cache, key)| kept::decode_line(&cache.get(key)?, &input.source));
        if let Some(line) = found {
            return Ok(line);
        }
        let mut reading = self.guarded(input, false, false);
        let mut line = Line {
            json: match &mut reading.annotated {
                Some(annotated) => {
                    annotated.report.source.clear();
                    Some(wire::report_to_json(&annotated.report)?)
                }
                None => None,
            },
            diagnostics: reading.diagnostics,
        };
        if let Some((cache, key)) = kept
            && let Some(value) = kept::encode_line(&line, &input.source)
        {
            cache.put(key, value);
        }
        kept::name(&mut line, &input.source)?;
        Ok(line)
    }

    /// From what is kept of earlier runs, or else made now, and kept.
    fn guarded(&self, input: &Input, prepare: bool, keep: bool) -> Reading {
        let kept = self
            .cache
            .as_deref()
            .map(|cache| (cache, kept::key(self, input, kept::Part::Reading)));
        let found = kept
            .as_ref()
            .and_then(|(cache, key)| kept::decode(&cache.get(key)?, &input.source, prepare));
        let mut reading = match found {
            // annotated only until now, and to be compiled: the words are looked at again
            Some(mut reading) if prepare && reading.prepared.is_none() && reading.annotated.is_some() => {
                let report = reading.annotated.as_ref().map(|a| &a.report);
                reading.prepared = report.map(|report| Prepared::new(report, self.packs));
                self.keep(kept, &mut reading, input);
                reading
            }
            Some(reading) => reading,
            None => {
                let attempt = std::panic::AssertUnwindSafe(|| self.unguarded(input, prepare));
                match std::panic::catch_unwind(attempt) {
                    Ok(mut reading) => {
                        self.keep(kept.filter(|_| keep), &mut reading, input);
                        reading
                    }
                    Err(_) => fault(input),
                }
            }
        };
        if let Some(annotated) = &mut reading.annotated {
            self.project.name_outlet(&mut annotated.report);
        }
        reading
    }

    fn keep(&self, kept: Option<(&dyn Cache, Key)>, reading: &mut Reading, input: &Input) {
        if let Some((cache, key)) = kept
            && let Some(value) = kept::encode(reading, &input.source)
        {
            cache.put(key, value);
        }
    }

    fn unguarded(&self, input: &Input, prepare: bool) -> Reading {
        let parsed = isnad_parse::parse_piece(input, &self.parse, self.packs);
        let mut reading = Reading {
            diagnostics: parsed.diagnostics,
            ..Reading::default()
        };
        if let Some(mut report) = parsed.report {
            self.project.give(&mut report);
            let hearing = self.hearing.as_ref().map(isnad_analyze::NamesHearing);
            let own = hearing.as_ref().map(isnad_analyze::annotators_hearing);
            let annotators = own.as_ref().map_or(isnad_analyze::ANNOTATORS, |a| a.as_slice());
            let (annotated, tokens) =
                isnad_analyze::analyze_cut(report, parsed.tokens, self.packs, annotators);
            reading.prepared = prepare.then(|| Prepared::with_tokens(&annotated.report, &tokens, self.packs));
            reading.annotated = Some(annotated);
        }
        reading
    }

    /// Reads and annotates many files, on many threads, with a bounded number of them in memory; `done` gets the results in the
    /// order of the inputs, one by one.
    ///
    /// ```
    /// use isnad::{Input, Isnad, Pipeline};
    /// let inputs = (1..=3).map(|day| Input::new(format!("{day}.txt"), format!("The envoy left on {day} May 2021.")));
    /// let mut dates = Vec::new();
    /// let done = |reading: isnad::Reading| {
    ///     dates.extend(reading.annotated.and_then(|a| Some(a.report.times.first()?.value.clone())));
    ///     Ok::<_, std::io::Error>(())
    /// };
    /// Isnad::default().annotate_each(inputs, &Pipeline::default(), done).unwrap();
    /// assert_eq!(dates, ["2021-05-01", "2021-05-02", "2021-05-03"]);
    /// ```
    ///
    /// # Errors
    /// The first that `done` gives; it ends the run.
    pub fn annotate_each<E>(
        &self,
        inputs: impl IntoIterator<Item = Input, IntoIter: Send>,
        pipeline: &Pipeline,
        done: impl FnMut(Reading) -> Result<(), E>,
    ) -> Result<(), E> {
        pipeline.run(
            self.feed(inputs),
            size,
            |item| item.read(|i| self.annotate(i)),
            done,
        )
    }

    /// [`prepare`](Self::prepare) for many files, as they come; the results are in the order of the inputs. Only what compiling
    /// needs of them stays in memory.
    pub fn prepare_each(
        &self,
        inputs: impl IntoIterator<Item = Input, IntoIter: Send>,
        pipeline: &Pipeline,
    ) -> Vec<Reading> {
        let mut readings = Vec::new();
        let done = |reading| {
            readings.push(reading);
            Ok::<_, std::convert::Infallible>(())
        };
        let work = |item: Item| item.read(|i| self.prepare(i));
        let Ok(()) = pipeline.run(self.feed(inputs), size, work, done);
        readings
    }

    /// Reads and annotates files in parallel, a reading for each report they hold; the results are in the order of the inputs.
    pub fn annotate_all(&self, inputs: &[Input]) -> Vec<Reading> {
        self.each(inputs, |piece| self.annotate(piece))
    }

    /// [`prepare`](Self::prepare) for all reports of many files in parallel; the results are in the order of the inputs.
    pub fn prepare_all(&self, inputs: &[Input]) -> Vec<Reading> {
        self.each(inputs, |piece| self.prepare(piece))
    }

    /// The pieces of files, one after another.
    fn feed<I: Iterator<Item = Input> + Send>(
        &self,
        inputs: impl IntoIterator<IntoIter = I>,
    ) -> impl FnOnce(&mut Sink<'_, Item>) + Send {
        let inputs = inputs.into_iter();
        let limits = self.limits.clone();
        move |sink| {
            for input in inputs {
                let flow = match input.kind {
                    Kind::File => {
                        let bytes = std::io::Cursor::new(&input.bytes);
                        intake::expand_seekable(&input.source, bytes, &limits, &mut |found| match found {
                            Found::Piece(piece) => sink(Item::Piece(Box::new(piece))),
                            Found::Lost(diagnostic) | Found::Note(diagnostic) => sink(Item::Told(diagnostic)),
                        })
                    }
                    _ => sink(Item::Piece(Box::new(input))),
                };
                if flow.is_break() {
                    break;
                }
            }
        }
    }

    fn each(&self, inputs: &[Input], read: impl Fn(&Input) -> Reading + Sync) -> Vec<Reading> {
        let readings: Vec<Vec<Reading>> = inputs
            .par_iter()
            .map(|input| {
                if input.kind != Kind::File {
                    return vec![read(input)];
                }
                let (pieces, wrong) = intake::pieces(input, &self.limits);
                let told = (!wrong.is_empty()).then(|| Reading {
                    diagnostics: wrong,
                    ..Reading::default()
                });
                pieces.par_iter().map(&read).chain(told).collect()
            })
            .collect();
        readings.into_iter().flatten().collect()
    }

    /// Compiles what was read into a dossier. The order does not matter.
    pub fn compile(&self, readings: Vec<Reading>) -> Dossier {
        let mut diagnostics = Vec::new();
        let mut reports = Vec::with_capacity(readings.len());
        for mut reading in readings {
            diagnostics.append(&mut reading.diagnostics);
            reports.extend(reading.annotated.map(|annotated| (annotated, reading.prepared)));
        }
        let reports = reports
            .into_par_iter()
            .map(|(annotated, prepared)| {
                let prepared = prepared.unwrap_or_else(|| Prepared::new(&annotated.report, self.packs));
                (annotated, prepared)
            })
            .collect();
        let mut dossier = isnad_compile::compile_prepared(reports, &self.compile, self.packs);
        dossier.diagnostics.append(&mut diagnostics);
        dossier.diagnostics.sort();
        dossier
    }

    /// Compares two dossiers, in the language given or that of the new dossier.
    pub fn diff(&self, old: &Dossier, new: &Dossier, language: Option<&str>) -> Difference {
        let pack = language
            .and_then(|l| self.packs.get(l))
            .or_else(|| self.packs.get(&new.language))
            .or_else(|| self.packs.get("en"));
        let Some(pack) = pack else {
            return Difference::default();
        };
        let told = [old, new].map(|dossier| self.brief(dossier, Some(&pack.id), None));
        let side = |dossier, n: usize| isnad_diff::Side {
            dossier,
            briefing: &told[n],
        };
        let (old, new) = (side(old, 0), side(new, 1));
        let diff = isnad_diff::diff(old, new, &pack.wording);
        let briefing = isnad_diff::briefing(&diff, old, new, pack);
        Difference { diff, briefing }
    }

    /// Groups what was read into stories; the numbers in them are those of the readings. What gave no report is in none.
    pub fn stories(&self, readings: &[Reading]) -> Vec<Story> {
        let numbered: Vec<(usize, Profile)> = readings
            .par_iter()
            .enumerate()
            .filter_map(|(n, r)| Some((n, Profile::of(&r.annotated.as_ref()?.report, self.packs))))
            .collect();
        let (numbers, profiles): (Vec<usize>, Vec<Profile>) = numbered.into_iter().unzip();
        let mut stories = isnad_compile::stories::group(&profiles);
        for number in stories.iter_mut().flat_map(|s| &mut s.reports) {
            *number = numbers.get(*number).copied().unwrap_or_default();
        }
        stories
    }

    /// Compiles a dossier of each of these stories of the readings, on many threads, and makes something of each; in the order of
    /// the stories.
    pub fn compile_stories<T: Send>(
        &self,
        readings: Vec<Reading>,
        stories: &[Story],
        make: impl Fn(&Story, Dossier) -> T + Sync,
    ) -> Vec<T> {
        let mut readings: Vec<Option<Reading>> = readings.into_iter().map(Some).collect();
        let mut taken = Vec::with_capacity(stories.len());
        for story in stories {
            let own = story.reports.iter().filter_map(|&n| readings.get_mut(n)?.take());
            taken.push((story, own.collect::<Vec<_>>()));
        }
        drop(readings);
        taken
            .into_par_iter()
            .map(|(story, own)| make(story, self.compile(own)))
            .collect()
    }

    /// Reads, annotates and compiles files.
    pub fn dossier(&self, inputs: &[Input]) -> Dossier {
        self.compile(self.prepare_all(inputs))
    }

    /// Phrases a dossier as a briefing, in the language given or that of the dossier (English where there is no pack for it).
    pub fn brief(
        &self,
        dossier: &Dossier,
        language: Option<&str>,
        since: Option<isnad_model::Date>,
    ) -> Briefing {
        self.phrase(dossier, language, since, false)
    }

    /// The same for one exporter: without the parts of a briefing that it does not read.
    pub fn brief_for(
        &self,
        exporter: &isnad_export::Info,
        dossier: &Dossier,
        language: Option<&str>,
        since: Option<isnad_model::Date>,
    ) -> Briefing {
        self.phrase(dossier, language, since, exporter.sections_only)
    }

    fn phrase(
        &self,
        dossier: &Dossier,
        language: Option<&str>,
        since: Option<isnad_model::Date>,
        sections_only: bool,
    ) -> Briefing {
        let pack = language
            .and_then(|l| self.packs.get(l))
            .or_else(|| self.packs.get(&dossier.language))
            .or_else(|| self.packs.get("en"));
        let options = BriefOptions {
            since,
            watch: self.compile.watch.iter().map(|w| w.name.clone()).collect(),
            sections_only,
        };
        pack.map_or_else(Briefing::default, |pack| {
            isnad_brief::brief(dossier, pack, self.packs, &options)
        })
    }
}

/// What flows: a report's bytes, or what was wrong with a file that holds some.
enum Item {
    Piece(Box<Input>),
    Told(Diagnostic),
}

impl Item {
    fn read(self, read: impl FnOnce(&Input) -> Reading) -> Reading {
        match self {
            Self::Piece(piece) => read(&piece),
            Self::Told(diagnostic) => Reading {
                diagnostics: vec![diagnostic],
                ..Reading::default()
            },
        }
    }
}

fn size(item: &Item) -> usize {
    match item {
        Item::Piece(piece) => piece.bytes.len(),
        Item::Told(_) => 0,
    }
}

/// What is told of a file on which the program itself failed.
fn fault(input: &Input) -> Reading {
    Reading {
        diagnostics: vec![Diagnostic {
            report: input.source.clone(),
            message: "a fault of the program stopped the analysis of this file".to_owned(),
            hint: "please report it with the file, or the part of it that shows the fault".to_owned(),
            rule: "internal-fault".to_owned(),
            ..Diagnostic::default()
        }],
        ..Reading::default()
    }
}

/// What differs between two dossiers.
#[derive(Clone, Debug, Default)]
pub struct Difference {
    /// As data.
    pub diff: isnad_diff::Diff,
    /// In words.
    pub briefing: Briefing,
}

/// What came of one file.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The annotated report, if the file held one.
    pub annotated: Option<Annotated>,
    /// What compiling needs of its words, where that was asked for; otherwise it is taken when compiling begins.
    pub prepared: Option<Prepared>,
    /// What was odd about the file.
    pub diagnostics: Vec<Diagnostic>,
}

/// What came of one file, as a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// The annotated report as JSON, if the file held one.
    pub json: Option<String>,
    /// What was odd about the file.
    pub diagnostics: Vec<Diagnostic>,
}

/// The exporters that come with the program.
pub fn exporters() -> isnad_export::Registry {
    let mut registry = isnad_export::Registry::new();
    registry.add(isnad_export_markdown::Markdown);
    registry.add(isnad_export_html::Html);
    registry.add(isnad_export_json::Json);
    registry.add(isnad_export_rss::Rss);
    registry.add(isnad_export_atom::Atom);
    registry.add(isnad_export_jsonfeed::JsonFeed);
    registry.add(isnad_export_ical::ICal);
    registry.add(isnad_export_jsonld::JsonLd);
    registry.add(isnad_export_annotations::Annotations);
    registry.add(isnad_export_prov::Prov);
    registry.add(isnad_export_csv::Csv);
    registry.add(isnad_export_ninjs::Ninjs);
    registry.add(isnad_export_ftm::Ftm);
    registry
}

/// Sets the number of threads for the whole program. Only the first call counts; results never depend on it.
pub fn set_threads(threads: usize) {
    // a pool that is already there stays: then the number of threads is somebody else's choice
    let _ = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build_global();
}

/// The programs of `docs/guide/library.md` compile.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/guide/library.md")]
struct Guide;

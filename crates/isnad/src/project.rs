//! The project file `isnad.toml`: what the user knows and wants beside the reports.
//!
//! ```
//! let project = isnad::Project::parse("title = \"Libya file\"\n[[watch]]\nname = \"Abbas Kamel\"\n").unwrap();
//! assert_eq!(project.title.as_deref(), Some("Libya file"));
//! let error = isnad::Project::parse("titel = \"x\"").unwrap_err();
//! assert_eq!(error.to_string(), "isnad.toml:1: unknown key `titel`; did you mean `title`?");
//! ```

use isnad_compile::{CompileOptions, Correction, Given, WatchedActor};
use isnad_export::Zone;
use isnad_model::{Basis, Dating, Outlet, Reason, Report};
use isnad_text::fold;
use serde::{Deserialize, Deserializer, de::Error};
use std::collections::BTreeMap;

/// The content of `isnad.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Project {
    /// Title of the dossier.
    pub title: Option<String>,
    /// BCP 47 tag of the dossier.
    pub language: Option<String>,
    /// Absolute address under which exports are published.
    pub base_url: Option<String>,
    /// What is known of outlets.
    #[serde(default)]
    pub outlet: Vec<OutletEntry>,
    /// Actors to watch.
    #[serde(default)]
    pub watch: Vec<WatchEntry>,
    /// What is known of single reports.
    #[serde(default)]
    pub report: Vec<ReportEntry>,
    /// Names that are one entity.
    #[serde(default)]
    pub same: Vec<NamesEntry>,
    /// Names that are different entities.
    #[serde(default)]
    pub different: Vec<NamesEntry>,
    /// Event mentions that are none.
    #[serde(default)]
    pub reject_event: Vec<RejectEntry>,
    /// Speakers set right.
    #[serde(default)]
    pub speaker: Vec<SpeakerEntry>,
    /// Time zone of moments that the reports give without one: `UTC`, an offset such as `+02:00`, or an IANA name.
    #[serde(default, deserialize_with = "zone")]
    pub zone: Zone,
    /// Options of exporters: `[export.rss]`.
    #[serde(default, deserialize_with = "options")]
    pub export: BTreeMap<String, BTreeMap<String, String>>,
    /// Exporters that are programs: `[plugin.names]`.
    #[serde(default)]
    pub plugin: BTreeMap<String, PluginEntry>,
    /// May what was made of the reports be kept in the user's cache? Yes by default.
    pub cache: Option<bool>,
    /// How names are found.
    #[serde(default)]
    pub names: NamesSection,
    /// Hash of the file.
    #[serde(skip)]
    pub hash: String,
}

/// A classifier of the user's own that is asked about names.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamesSection {
    /// Its folder; relative to the folder of the project file.
    pub classifier: Option<String>,
    /// By how much its labels must win where it alone finds a name, 0 to 1.
    pub margin: Option<f32>,
    /// Languages that it is asked about (BCP 47); all by default.
    #[serde(default)]
    pub languages: Vec<String>,
    /// Most pieces of a sentence that it gets, the two special ones included.
    pub longest: Option<usize>,
}

/// An outlet.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutletEntry {
    /// Its name.
    pub name: String,
    /// Its internet domain.
    pub domain: Option<String>,
    /// Its country, ISO 3166.
    pub country: Option<String>,
    /// Other spellings of its name.
    #[serde(default)]
    pub spellings: Vec<String>,
    /// Its reliability on the Admiralty scale, `A` to `F`: with one outlet graded, events and claims get grades.
    pub reliability: Option<char>,
}

/// A watched actor.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WatchEntry {
    /// Name.
    pub name: String,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// What is known of one report.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportEntry {
    /// Path relative to the folder.
    pub source: String,
    /// Outlet.
    pub outlet: Option<String>,
    /// Publication date, ISO 8601 date or date-time.
    pub published: Option<String>,
    /// Address.
    pub url: Option<String>,
}

/// A list of names.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamesEntry {
    /// The names.
    pub names: Vec<String>,
}

/// An event mention that is none.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RejectEntry {
    /// Path of the report.
    pub source: String,
    /// The trigger as written.
    pub trigger: String,
}

/// A speaker set right.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpeakerEntry {
    /// Path of the report.
    pub source: String,
    /// Words of the quotation.
    pub quotation: String,
    /// Name of the speaker.
    pub speaker: String,
}

/// An exporter that is a program.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PluginEntry {
    /// The program, or the folder that holds it as `isnad-export-NAME`; relative to the project file.
    pub path: String,
    /// SHA-256 of the program, hexadecimal: another program is refused.
    pub sha256: Option<String>,
    /// What runs it, where it does not run by itself.
    pub interpreter: Option<String>,
    /// What else it may read.
    #[serde(default)]
    pub read: Vec<String>,
    /// Seconds it may take.
    pub seconds: Option<u64>,
    /// MiB of memory it may take.
    pub memory_mib: Option<u64>,
    /// MiB it may answer.
    pub output_mib: Option<u64>,
    /// Is it refused where it cannot be shut in?
    #[serde(default)]
    pub sandbox_required: bool,
}

/// What is wrong with a project file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("isnad.toml:{line}: {message}")]
pub struct ProjectError {
    /// Line from 1.
    pub line: usize,
    /// What was expected.
    pub message: String,
}

impl Project {
    /// Reads a project file.
    ///
    /// # Errors
    /// No TOML, a value of the wrong kind, an unknown key (with a suggestion), a date that is none.
    pub fn parse(text: &str) -> Result<Self, ProjectError> {
        let line_at = |byte: usize| isnad_text::LineIndex::new(text).position(text, byte).0;
        let mut project: Self = toml::from_str(text).map_err(|error| ProjectError {
            line: error.span().map_or(1, |s| line_at(s.start)),
            message: with_suggestion(error.message()),
        })?;
        for (n, report) in project.report.iter().enumerate() {
            if let Some(date) = &report.published
                && day_of(date).is_none()
            {
                let at = text.match_indices("[[report]]").nth(n).map_or(0, |(at, _)| at);
                return Err(ProjectError {
                    line: line_at(at),
                    message: format!(
                        "expected a date such as 2021-06-18 or 2021-06-18T10:30, found {date:?}"
                    ),
                });
            }
        }
        for (n, outlet) in project.outlet.iter().enumerate() {
            if let Some(letter) = outlet.reliability
                && !('A'..='F').contains(&letter)
            {
                let at = text.match_indices("[[outlet]]").nth(n).map_or(0, |(at, _)| at);
                return Err(ProjectError {
                    line: line_at(at),
                    message: format!(
                        "expected a reliability from A (reliable) to E (unreliable), or F (cannot be judged), found {letter:?}"
                    ),
                });
            }
        }
        project.hash = format!("{:016x}", isnad_text::hash_word(text));
        Ok(project)
    }

    /// The options of the compile stage.
    pub fn compile_options(&self) -> CompileOptions {
        let names = |list: &[NamesEntry]| list.iter().map(|e| e.names.clone()).collect::<Vec<_>>();
        let mut corrections: Vec<_> = names(&self.same)
            .into_iter()
            .map(|names| Correction::Same { names })
            .collect();
        corrections.extend(
            names(&self.different)
                .into_iter()
                .map(|names| Correction::Different { names }),
        );
        corrections.extend(self.reject_event.iter().map(|e| Correction::RejectEvent {
            source: e.source.clone(),
            trigger: e.trigger.clone(),
        }));
        corrections.extend(self.speaker.iter().map(|e| Correction::Speaker {
            source: e.source.clone(),
            quotation: e.quotation.clone(),
            speaker: e.speaker.clone(),
        }));
        CompileOptions {
            title: self.title.clone(),
            language: self.language.clone(),
            as_of: None,
            config_hash: self.hash.clone(),
            watch: self
                .watch
                .iter()
                .map(|w| WatchedActor {
                    name: w.name.clone(),
                    aliases: w.aliases.clone(),
                })
                .collect(),
            given: self
                .report
                .iter()
                .map(|r| Given {
                    source: r.source.clone(),
                    outlet: r.outlet.clone(),
                    published: r.published.clone(),
                    url: r.url.clone(),
                })
                .collect(),
            corrections,
            previous: None,
            reliability: self
                .outlet
                .iter()
                .filter_map(|o| Some((o.name.clone(), o.reliability?)))
                .collect(),
        }
    }

    /// What the user knows of a report.
    pub fn given(&self, source: &str) -> Option<&ReportEntry> {
        self.report.iter().find(|r| r.source == source)
    }

    /// Puts what the user knows of a report into it, before it is analyzed.
    pub fn give(&self, report: &mut Report) {
        let Some(given) = self.given(&report.source) else {
            return;
        };
        if let Some(url) = &given.url {
            report.url = Some(url.clone());
        }
        if let Some(name) = &given.outlet {
            report.outlet = Some(Outlet {
                name: name.clone(),
                basis: Basis::Given,
                ..Outlet::default()
            });
        }
        if let Some(date) = &given.published {
            let day = day_of(date);
            report.published = Dating {
                value: Some(date.clone()),
                earliest: day,
                latest: day,
                basis: Basis::Given,
                because: vec![Reason::new("given-by-user", [])],
            };
        }
    }

    /// Gives an outlet the name, domain and country that the user knows it by. Analysis does not look at outlets.
    pub fn name_outlet(&self, report: &mut Report) {
        if let Some(outlet) = &mut report.outlet {
            let folded = fold(&outlet.name);
            let known = self.outlet.iter().find(|o| {
                std::iter::once(&o.name)
                    .chain(&o.spellings)
                    .any(|spelling| fold(spelling) == folded)
            });
            if let Some(known) = known {
                outlet.name.clone_from(&known.name);
                outlet.domain.clone_from(&known.domain);
                outlet.country.clone_from(&known.country);
            }
        }
    }
}

fn zone<'d, D: Deserializer<'d>>(input: D) -> Result<Zone, D::Error> {
    String::deserialize(input)?.parse().map_err(D::Error::custom)
}

/// Text, numbers and truth values, as exporters read them: text.
fn options<'d, D: Deserializer<'d>>(
    input: D,
) -> Result<BTreeMap<String, BTreeMap<String, String>>, D::Error> {
    type Tables = BTreeMap<String, BTreeMap<String, toml::Value>>;
    let text = |value| match value {
        toml::Value::String(text) => Ok(text),
        toml::Value::Integer(number) => Ok(number.to_string()),
        toml::Value::Boolean(truth) => Ok(truth.to_string()),
        other => Err(D::Error::custom(format!(
            "expected text, a whole number, true or false, found {}",
            other.type_str()
        ))),
    };
    Tables::deserialize(input)?
        .into_iter()
        .map(|(exporter, table)| {
            let table = table.into_iter().map(|(name, value)| Ok((name, text(value)?)));
            Ok((exporter, table.collect::<Result<_, _>>()?))
        })
        .collect()
}

fn day_of(date: &str) -> Option<jiff::civil::Date> {
    date.get(..10)?.parse().ok()
}

/// Turns the TOML reader's message about an unknown key into one with a suggestion.
fn with_suggestion(message: &str) -> String {
    let Some(rest) = message.strip_prefix("unknown field ") else {
        return message.to_owned();
    };
    let mut names = rest.split('`').skip(1).step_by(2);
    let Some(found) = names.next() else {
        return message.to_owned();
    };
    let best = names.map(|n| (strsim::damerau_levenshtein(found, n), n)).min();
    match best {
        Some((distance, name)) if distance <= found.len().max(3) / 2 => {
            format!("unknown key `{found}`; did you mean `{name}`?")
        }
        _ => format!("unknown key {}", rest),
    }
}

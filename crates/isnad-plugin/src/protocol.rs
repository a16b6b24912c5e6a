//! What host and program say to each other. `docs/guide/plugins.md` tells it to authors.
//!
//! 1. The program writes [`Hello`], one line of JSON.
//! 2. The host closes the program's standard input (it only wanted to know), or writes one [`Request`] and closes it.
//! 3. The program writes [`Answer`]s, one line of JSON each, the last being `{"done": true}` or `{"error": "…"}`.
//!
//! Within a version of the protocol fields are only added; both sides ignore what they do not know.

use base64::{Engine, engine::general_purpose::STANDARD};
use isnad_export::{Artifact, Context, ExportError, Exported, Info, OptionInfo, OptionKind};
use isnad_model::{Briefing, Dossier, SCHEMA, bidi, wire};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

/// The version that this crate speaks.
pub const VERSION: u32 = 1;

/// What a program says first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Hello {
    /// Versions of the protocol that it speaks.
    pub protocols: Vec<u32>,
    /// Schemas of the dossier that it reads, such as `isnad/dossier/1`.
    pub schemas: Vec<String>,
    /// Its id, the NAME of `isnad-export-NAME`.
    pub id: String,
    /// One sentence.
    pub description: String,
    /// IANA media type of the main file.
    pub media_type: String,
    /// Does it write several files?
    #[serde(default)]
    pub folder: bool,
    /// Options it takes.
    #[serde(default)]
    pub options: Vec<HelloOption>,
}

/// An option, as a program states it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HelloOption {
    /// Its name.
    pub name: String,
    /// What it does.
    #[serde(default)]
    pub description: String,
    /// Which values it takes.
    #[serde(flatten)]
    pub kind: HelloKind,
    /// Value when not given; by default nothing, false, the smallest number, the first word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
}

/// Which values an option takes, as a program states it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum HelloKind {
    /// Any text.
    Text,
    /// True or false.
    Flag,
    /// A whole number.
    Integer {
        /// The smallest.
        min: i64,
        /// The largest.
        max: i64,
    },
    /// One of these words.
    Choice {
        /// The words.
        values: Vec<String>,
    },
}

/// What the host asks of a program. Offsets count code points.
#[derive(Clone, Debug, Deserialize)]
pub struct Request {
    /// The version of the protocol that the host chose.
    pub protocol: u32,
    /// What the user wants.
    #[serde(default)]
    pub context: RequestContext,
    /// The briefing.
    pub briefing: Briefing,
    /// The dossier as it was published before, where the user gives it.
    #[serde(default)]
    pub previous: Option<Dossier>,
    /// The dossier.
    pub dossier: Dossier,
}

/// What the user wants, for a program.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RequestContext {
    /// Absolute base of every address, without a trailing slash.
    #[serde(default)]
    pub base_url: Option<String>,
    /// Time zone: `UTC`, an offset such as `+02:00`, or a name of the IANA database.
    #[serde(default)]
    pub zone: String,
    /// Every option of the hello with its value: text, true or false, a number.
    #[serde(default)]
    pub options: BTreeMap<String, Value>,
}

/// One line of what a program answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// A file.
    File(AnswerFile),
    /// What the format could not hold, a sentence.
    Loss(String),
    /// Why there is no export.
    Error(String),
    /// That was all.
    Done(bool),
}

/// More files, or losses, than this are a fault.
const MOST_FILES: usize = 100_000;
const MOST_LOSSES: usize = 1000;

/// What a program has answered so far: lines in, an export out.
///
/// ```
/// use isnad_plugin::protocol::Answers;
/// let mut answers = Answers::default();
/// assert!(!answers.hear(br#"{"file": {"path": "a.txt", "text": "a"}}"#).unwrap());
/// assert!(answers.hear(br#"{"done": true}"#).unwrap());
/// assert_eq!(answers.exported().artifacts[0].bytes, b"a");
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers {
    exported: Exported,
}

/// Why there is no export.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A line that is no answer.
    #[error("expected an answer: {0}")]
    Rubbish(String),
    /// The program says so itself.
    #[error("says: {0}")]
    Says(String),
}

impl Answers {
    /// Takes a line. Was it the last?
    ///
    /// # Errors
    /// The line is no answer, or more than a program may answer; or it tells why there is no export.
    pub fn hear(&mut self, line: &[u8]) -> Result<bool, Refusal> {
        let rubbish = Refusal::Rubbish;
        let answer: Answer = serde_json::from_slice(line).map_err(|e| rubbish(no_json(&e, line)))?;
        match answer {
            Answer::File(file) => self.exported.artifacts.push(file.artifact().map_err(rubbish)?),
            Answer::Loss(loss) => self.exported.losses.push(excerpt(loss.as_bytes())),
            Answer::Error(message) => return Err(Refusal::Says(excerpt(message.as_bytes()))),
            Answer::Done(true) => return Ok(true),
            Answer::Done(false) => return Err(rubbish("expected {\"done\": true}".to_owned())),
        }
        match self.exported.artifacts.len() > MOST_FILES || self.exported.losses.len() > MOST_LOSSES {
            true => Err(rubbish(format!(
                "expected at most {MOST_FILES} files and {MOST_LOSSES} losses"
            ))),
            false => Ok(false),
        }
    }

    /// What was answered.
    pub fn exported(self) -> Exported {
        self.exported
    }
}

/// The beginning of what a program said, harmless for a terminal.
pub(crate) fn excerpt(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes.get(..400).unwrap_or(bytes));
    bidi::clean(&text).trim().to_owned()
}

/// What is wrong with a line that is not what was expected; the reader's message may quote it as it stands.
pub(crate) fn no_json(error: &serde_json::Error, line: &[u8]) -> String {
    format!("{} in {:?}", excerpt(error.to_string().as_bytes()), excerpt(line))
}

/// A file that a program made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AnswerFile {
    /// Path relative to the output folder, with `/`.
    pub path: String,
    /// IANA media type.
    #[serde(default)]
    pub media_type: String,
    /// Its content, where it is text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Its content in Base64, where it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base64: Option<String>,
}

impl Hello {
    /// What a Rust exporter says.
    pub fn of(info: &Info) -> Self {
        Self {
            protocols: vec![VERSION],
            schemas: vec![SCHEMA.to_owned()],
            id: info.id.to_string(),
            description: info.description.to_string(),
            media_type: info.media_type.to_string(),
            folder: info.folder,
            options: info.options.iter().map(HelloOption::of).collect(),
        }
    }

    /// The exporter as hosts describe it.
    ///
    /// # Errors
    /// What does not fit: versions, a default that the option itself does not accept, an option told twice.
    pub fn info(&self) -> Result<Info, String> {
        if !self.protocols.contains(&VERSION) {
            return Err(format!(
                "it speaks protocol {:?}, this program speaks {VERSION}",
                self.protocols
            ));
        }
        if !self.schemas.iter().any(|s| s == SCHEMA) {
            return Err(format!(
                "it reads {}, this program writes {SCHEMA}",
                self.schemas.join(", ")
            ));
        }
        let mut info = Info::new(self.id.clone(), self.description.clone(), self.media_type.clone());
        info.folder = self.folder;
        for option in &self.options {
            let option = option.info()?;
            if info.options.iter().any(|o| o.name == option.name) {
                return Err(format!("it tells option {:?} twice", option.name));
            }
            info.options.push(option);
        }
        Ok(info)
    }
}

impl HelloOption {
    fn of(option: &OptionInfo) -> Self {
        let kind = match &option.kind {
            OptionKind::Text => HelloKind::Text,
            OptionKind::Flag => HelloKind::Flag,
            OptionKind::Integer { min, max } => HelloKind::Integer { min: *min, max: *max },
            OptionKind::Choice(values) => HelloKind::Choice {
                values: values.iter().map(|v| v.clone().into_owned()).collect(),
            },
        };
        Self {
            name: option.name.to_string(),
            description: option.description.to_string(),
            kind,
            default: Some(typed(&option.kind, &option.default)),
        }
    }

    fn info(&self) -> Result<OptionInfo, String> {
        let kind = match &self.kind {
            HelloKind::Text => OptionKind::Text,
            HelloKind::Flag => OptionKind::Flag,
            HelloKind::Integer { min, max } => OptionKind::Integer { min: *min, max: *max },
            HelloKind::Choice { values } => {
                OptionKind::Choice(values.iter().map(|v| Cow::Owned(v.clone())).collect())
            }
        };
        let default = match (&self.default, &kind) {
            (Some(Value::String(text)), _) => text.clone(),
            (Some(value), _) => value.to_string(),
            (None, OptionKind::Text) => String::new(),
            (None, OptionKind::Flag) => "false".to_owned(),
            (None, OptionKind::Integer { min, .. }) => min.to_string(),
            (None, OptionKind::Choice(values)) => values.first().map(ToString::to_string).unwrap_or_default(),
        };
        let option = OptionInfo {
            name: self.name.clone().into(),
            description: self.description.clone().into(),
            kind,
            default: default.clone().into(),
        };
        match option.accept(&default) {
            Ok(_) => Ok(option),
            Err(message) => Err(format!("default of option {:?}: {message}", self.name)),
        }
    }
}

/// The value of an option as JSON.
fn typed(kind: &OptionKind, value: &str) -> Value {
    match kind {
        OptionKind::Flag => Value::Bool(value == "true"),
        OptionKind::Integer { .. } => value.parse::<i64>().map_or(Value::Null, Value::from),
        OptionKind::Text | OptionKind::Choice(_) => Value::from(value),
    }
}

/// The request as one JSON document. The context is complete, as [`isnad_export::checked_context`] makes it.
///
/// # Errors
/// Serialisation errors are passed on.
pub fn request(
    info: &Info,
    dossier: &Dossier,
    briefing: &Briefing,
    context: &Context,
) -> Result<Vec<u8>, serde_json::Error> {
    let told = RequestContext {
        base_url: context.base_url.clone(),
        zone: context.zone.to_string(),
        options: info
            .options
            .iter()
            .map(|o| (o.name.to_string(), typed(&o.kind, context.option(info, &o.name))))
            .collect(),
    };
    let mut out = format!("{{\"protocol\": {VERSION},\n\"context\": ").into_bytes();
    out.extend_from_slice(wire::safe_json(&told)?.as_bytes());
    out.extend_from_slice(b",\n\"briefing\": ");
    out.extend_from_slice(wire::briefing_to_json(briefing, dossier)?.as_bytes());
    out.extend_from_slice(b",\n\"previous\": ");
    match &context.previous {
        Some(previous) => out.extend_from_slice(&wire::to_json(previous)?),
        None => out.extend_from_slice(b"null"),
    }
    out.extend_from_slice(b",\n\"dossier\": ");
    out.extend_from_slice(&wire::to_json(dossier)?);
    out.extend_from_slice(b"}\n");
    Ok(out)
}

impl Request {
    /// The request as a Rust exporter takes it, offsets in bytes.
    ///
    /// # Errors
    /// Another schema, or a time zone that is none.
    pub fn into_parts(self) -> Result<(Dossier, Briefing, Context), ExportError> {
        let format = |e: wire::WireError| ExportError::Format(e.to_string());
        let dossier = wire::from_code_points(self.dossier).map_err(format)?;
        let briefing = wire::briefing_from_code_points(self.briefing, &dossier);
        let previous = self
            .previous
            .map(wire::from_code_points)
            .transpose()
            .map_err(format)?;
        let zone = match self.context.zone.as_str() {
            "" => isnad_export::Zone::default(),
            zone => zone
                .parse()
                .map_err(|e: isnad_export::ZoneError| ExportError::Format(e.to_string()))?,
        };
        let options = self.context.options.into_iter();
        let context = Context {
            base_url: self.context.base_url,
            zone,
            previous: previous.map(Arc::new),
            options: options
                .map(|(name, value)| match value {
                    Value::String(text) => (name, text),
                    value => (name, value.to_string()),
                })
                .collect(),
        };
        Ok((dossier, briefing, context))
    }
}

impl AnswerFile {
    /// A file as a program sends it: as text where it is text.
    pub fn of(artifact: Artifact) -> Self {
        let (text, base64) = match String::from_utf8(artifact.bytes) {
            Ok(text) => (Some(text), None),
            Err(error) => (None, Some(STANDARD.encode(error.as_bytes()))),
        };
        Self {
            path: artifact.path,
            media_type: artifact.media_type,
            text,
            base64,
        }
    }

    /// The file as exporters return it.
    ///
    /// # Errors
    /// Both or neither of text and Base64, or Base64 that is none.
    pub fn artifact(self) -> Result<Artifact, String> {
        let bytes = match (self.text, self.base64) {
            (Some(text), None) => text.into_bytes(),
            (None, Some(base64)) => STANDARD
                .decode(base64)
                .map_err(|e| format!("file {:?}: expected Base64: {e}", self.path))?,
            _ => return Err(format!("file {:?}: expected either text or base64", self.path)),
        };
        Ok(Artifact {
            path: self.path,
            media_type: self.media_type,
            bytes,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_survives_the_way_through_json() {
        let info = Info::new("names", "names", "text/plain")
            .with(OptionInfo::flag("all", "all of them", true))
            .with(OptionInfo::integer("most", "how many", 1..=9, 5))
            .with(OptionInfo::choice("order", "by what", &["name", "kind"]))
            .with(OptionInfo::text("head", "first line", ""))
            .into_folder();
        let line = serde_json::to_string(&Hello::of(&info)).unwrap();
        assert!(
            line.contains(r#""type":"integer","min":1,"max":9,"default":5"#),
            "{line}"
        );
        let read: Hello = serde_json::from_str(&line).unwrap();
        assert_eq!(read.info().unwrap(), info);
    }

    #[test]
    fn what_does_not_fit_is_told() {
        let says = |line: &str| serde_json::from_str::<Hello>(line).unwrap().info().unwrap_err();
        let hello =
            |rest: &str| format!(r#"{{"id":"x","description":"","media_type":"a/b","later":1,{rest}}}"#);
        assert!(says(&hello(r#""protocols":[2],"schemas":[]"#)).contains("it speaks protocol [2]"));
        assert!(
            says(&hello(r#""protocols":[1,2],"schemas":["isnad/dossier/9"]"#)).contains("isnad/dossier/9")
        );
        let options = r#""protocols":[1],"schemas":["isnad/dossier/1"],
            "options":[{"name":"n","type":"integer","min":1,"max":3,"default":7}]"#;
        assert!(says(&hello(options)).contains("expected a whole number from 1 to 3"));
    }

    #[test]
    fn what_is_said_of_a_wrong_answer_is_harmless() {
        let said = Answers::default()
            .hear(b"{\"\\u001b[2J\\u202e\": true}")
            .unwrap_err()
            .to_string();
        assert!(
            said.contains("[2J") && !said.contains(['\u{1b}', '\u{202E}']),
            "{said}"
        );
    }

    #[test]
    fn a_request_reads_back_with_offsets_in_bytes() {
        let sample = isnad_export::testkit::samples()
            .into_iter()
            .find(|s| s.name == "arabic")
            .unwrap();
        let info = Info::new("x", "x", "a/b").with(OptionInfo::integer("most", "how many", 1..=9, 5));
        let context = Context {
            zone: "+02:00".parse().unwrap(),
            previous: Some(Arc::new(sample.dossier.clone())),
            ..Context::default()
        };
        let bytes = request(&info, &sample.dossier, &sample.briefing, &context).unwrap();
        let read: Request = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(read.context.options["most"], 5);
        let (dossier, briefing, context) = read.into_parts().unwrap();
        assert!(dossier == sample.dossier && briefing == sample.briefing);
        assert_eq!(context.zone.to_string(), "+02:00");
        assert!(*context.previous.unwrap() == sample.dossier);
    }

    #[test]
    fn files_are_text_or_base64() {
        for bytes in [&b"text"[..], &[0, 255, 7]] {
            let artifact = Artifact::new("a", "x/y", bytes);
            assert_eq!(AnswerFile::of(artifact.clone()).artifact().unwrap(), artifact);
        }
        let line = r#"{"file": {"path": "a"}}"#;
        let Answer::File(file) = serde_json::from_str(line).unwrap() else {
            panic!("no file")
        };
        assert!(file.artifact().unwrap_err().contains("either text or base64"));
    }
}

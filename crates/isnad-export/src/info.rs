//! What an exporter says of itself: its id, its media type, its options and their types.

use crate::registry::suggestion;
use std::{borrow::Cow, ops::RangeInclusive};

/// What an exporter is.
///
/// ```
/// use isnad_export::{Info, OptionInfo};
/// let info = Info::new("names", "one line for each entity", "text/plain")
///     .with(OptionInfo::integer("most", "how many names", 1..=1000, 50))
///     .with(OptionInfo::choice("order", "how they are ordered", &["name", "kind"]));
/// assert_eq!(info.options[1].default, "name");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Info {
    /// Id for `--to`: lower-case letters, digits and hyphens.
    pub id: Cow<'static, str>,
    /// One sentence.
    pub description: Cow<'static, str>,
    /// IANA media type of the main artifact.
    pub media_type: Cow<'static, str>,
    /// Options it takes.
    pub options: Vec<OptionInfo>,
    /// Is what it writes a folder, even where that holds one file? (One that writes several files only now and then, as a
    /// feed with its archive, does not say so: the host asks for a folder when there are several.)
    pub folder: bool,
    /// Does it read the sections of the briefing alone, or nothing of it? Then the host need not phrase every event and every
    /// commitment ([`isnad_model::Briefing::told`]), which costs time and memory.
    pub sections_only: bool,
}

impl Info {
    /// An exporter of one file, without options.
    pub fn new(
        id: impl Into<Cow<'static, str>>,
        description: impl Into<Cow<'static, str>>,
        media_type: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            id: id.into(),
            description: description.into(),
            media_type: media_type.into(),
            ..Self::default()
        }
    }

    /// The same with one more option.
    #[must_use]
    pub fn with(mut self, option: OptionInfo) -> Self {
        self.options.push(option);
        self
    }

    /// The same, reading no more of the briefing than its sections.
    #[must_use]
    pub fn of_sections(mut self) -> Self {
        self.sections_only = true;
        self
    }

    /// The same, writing a folder.
    #[must_use]
    pub fn into_folder(mut self) -> Self {
        self.folder = true;
        self
    }
}

/// An option of an exporter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OptionInfo {
    /// Its name.
    pub name: Cow<'static, str>,
    /// What it does.
    pub description: Cow<'static, str>,
    /// Which values it takes.
    pub kind: OptionKind,
    /// Value when not given.
    pub default: Cow<'static, str>,
}

/// Which values an option takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum OptionKind {
    /// Any text.
    #[default]
    Text,
    /// `true` or `false`.
    Flag,
    /// A whole number within bounds, both included.
    Integer {
        /// The smallest.
        min: i64,
        /// The largest.
        max: i64,
    },
    /// One of these words.
    Choice(Vec<Cow<'static, str>>),
}

impl OptionInfo {
    /// An option that takes any text.
    pub fn text(name: &'static str, description: &'static str, default: &'static str) -> Self {
        Self {
            name: name.into(),
            description: description.into(),
            kind: OptionKind::Text,
            default: default.into(),
        }
    }

    /// An option that is on or off.
    pub fn flag(name: &'static str, description: &'static str, default: bool) -> Self {
        Self {
            kind: OptionKind::Flag,
            ..Self::text(name, description, if default { "true" } else { "false" })
        }
    }

    /// An option that takes a whole number within bounds.
    pub fn integer(
        name: &'static str,
        description: &'static str,
        bounds: RangeInclusive<i64>,
        default: i64,
    ) -> Self {
        Self {
            kind: OptionKind::Integer {
                min: *bounds.start(),
                max: *bounds.end(),
            },
            default: default.to_string().into(),
            ..Self::text(name, description, "")
        }
    }

    /// An option that takes one of these words; the first is the default.
    pub fn choice(name: &'static str, description: &'static str, values: &'static [&'static str]) -> Self {
        Self {
            kind: OptionKind::Choice(values.iter().map(|v| Cow::Borrowed(*v)).collect()),
            ..Self::text(name, description, values.first().copied().unwrap_or(""))
        }
    }

    /// The value as exporters read it (`on` becomes `true`, `007` becomes `7`).
    ///
    /// ```
    /// use isnad_export::OptionInfo;
    /// let most = OptionInfo::integer("most", "how many", 1..=100, 50);
    /// assert_eq!(most.accept("007").as_deref(), Ok("7"));
    /// assert_eq!(most.accept("1e3").unwrap_err(), "expected a whole number from 1 to 100, found \"1e3\"");
    /// ```
    ///
    /// # Errors
    /// What was expected, with the nearest that fits.
    pub fn accept(&self, value: &str) -> Result<String, String> {
        let refuse = |hint: String| {
            Err(format!(
                "expected {}, found {value:?}{hint}",
                self.kind.expected()
            ))
        };
        match &self.kind {
            OptionKind::Text => Ok(value.to_owned()),
            OptionKind::Flag => match value {
                "true" | "yes" | "on" | "1" => Ok("true".to_owned()),
                "false" | "no" | "off" | "0" => Ok("false".to_owned()),
                _ => refuse(suggestion(value, &["true", "false"])),
            },
            OptionKind::Integer { min, max } => match value.trim().parse::<i64>() {
                Ok(n) if (*min..=*max).contains(&n) => Ok(n.to_string()),
                Ok(n) => refuse(format!("; the nearest is {}", n.max(*min).min(*max))),
                Err(_) => refuse(String::new()),
            },
            OptionKind::Choice(values) => {
                let known: Vec<&str> = values.iter().map(AsRef::as_ref).collect();
                match known.contains(&value) {
                    true => Ok(value.to_owned()),
                    false => refuse(suggestion(value, &known)),
                }
            }
        }
    }
}

impl OptionKind {
    /// What a value has to be, in words.
    pub fn expected(&self) -> String {
        match self {
            Self::Text => "text".to_owned(),
            Self::Flag => "true or false".to_owned(),
            Self::Integer { min, max } => format!("a whole number from {min} to {max}"),
            Self::Choice(values) => values.join(" or "),
        }
    }

    /// How a value is written, for a line of help: `TEXT`, `true|false`, `1..1000`, `events|reports`.
    pub fn form(&self) -> String {
        match self {
            Self::Text => "TEXT".to_owned(),
            Self::Flag => "true|false".to_owned(),
            Self::Integer { min, max } => format!("{min}..{max}"),
            Self::Choice(values) => values.join("|"),
        }
    }

    /// Values worth trying in a test: every word, both states, both bounds.
    #[cfg(feature = "testkit")]
    pub(crate) fn examples(&self) -> Vec<String> {
        match self {
            Self::Text => Vec::new(),
            Self::Flag => vec!["true".to_owned(), "false".to_owned()],
            Self::Integer { min, max } => vec![min.to_string(), max.to_string()],
            Self::Choice(values) => values.iter().map(|v| v.clone().into_owned()).collect(),
        }
    }
}

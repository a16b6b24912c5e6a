//! Which exporters there are, and the one way in which hosts call them.

use crate::text::web_address;
use crate::{Context, ExportError, Exported, Exporter, Info};
use isnad_model::{Briefing, Dossier};
use std::collections::BTreeSet;

/// The exporters a host offers.
#[derive(Default)]
pub struct Registry {
    exporters: Vec<Box<dyn Exporter>>,
}

impl Registry {
    /// An empty registry.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an exporter. One with the same id is never shadowed: the first stays.
    pub fn add(&mut self, exporter: impl Exporter + 'static) {
        if self.find(&exporter.info().id).is_none() {
            self.exporters.push(Box::new(exporter));
        }
    }

    /// All exporters, in the order added.
    pub fn iter(&self) -> impl Iterator<Item = &dyn Exporter> {
        self.exporters.iter().map(AsRef::as_ref)
    }

    /// The exporter with this id.
    pub fn find(&self, id: &str) -> Option<&dyn Exporter> {
        self.iter().find(|e| e.info().id == id)
    }

    /// The exporter with this id, or an error that names those there are and the nearest of them.
    ///
    /// # Errors
    /// [`ExportError::Unknown`].
    pub fn require(&self, id: &str) -> Result<&dyn Exporter, ExportError> {
        self.find(id).ok_or_else(|| self.unknown(id, &[]))
    }

    /// The error that tells which exporters there are, those of other places among them.
    pub fn unknown(&self, id: &str, others: &[String]) -> ExportError {
        let mut known: Vec<String> = self.iter().map(|e| e.info().id.into_owned()).collect();
        known.extend_from_slice(others);
        let names: Vec<&str> = known.iter().map(String::as_str).collect();
        ExportError::Unknown {
            id: id.to_owned(),
            hint: suggestion(id, &names),
            known: known.join(", "),
        }
    }
}

/// Exports a dossier: finds the exporter, checks and completes the context, exports, checks the artifacts; tells the losses.
///
/// # Errors
/// No such exporter, options or a base URL that do not fit, an unsafe artifact, or what the exporter itself refuses.
pub fn export_checked(
    registry: &Registry,
    id: &str,
    dossier: &Dossier,
    briefing: &Briefing,
    context: &Context,
) -> Result<Exported, ExportError> {
    let exporter = registry.require(id)?;
    let context = checked_context(&exporter.info(), context)?;
    let exported = exporter.run(dossier, briefing, &context)?;
    let mut paths = BTreeSet::new();
    match exported
        .artifacts
        .iter()
        .find(|a| !a.is_safe() || !paths.insert(a.path.to_lowercase()))
    {
        Some(bad) => Err(ExportError::Path {
            exporter: id.to_owned(),
            path: bad.path.clone(),
        }),
        None => Ok(exported),
    }
}

/// The context with every option checked against what the exporter takes and every default filled in, and the base URL
/// without its trailing slash. Hosts that read much before they export call it first, to tell a wrong option early.
///
/// # Errors
/// [`ExportError::Option`] for an unknown option or a value that is not allowed, with the nearest that is;
/// [`ExportError::BaseUrl`] for a base that is no absolute `http` or `https` address.
pub fn checked_context(info: &Info, context: &Context) -> Result<Context, ExportError> {
    let mut checked = context.clone();
    for (name, value) in &context.options {
        let refuse = |message| ExportError::Option {
            exporter: info.id.to_string(),
            name: name.clone(),
            message,
        };
        let Some(option) = info.options.iter().find(|o| o.name == *name) else {
            let known: Vec<&str> = info.options.iter().map(|o| &*o.name).collect();
            return Err(refuse(match known.is_empty() {
                true => "expected no option, this exporter takes none".to_owned(),
                false => format!("expected one of {}{}", known.join(", "), suggestion(name, &known)),
            }));
        };
        checked
            .options
            .insert(name.clone(), option.accept(value).map_err(refuse)?);
    }
    for option in &info.options {
        checked
            .options
            .entry(option.name.to_string())
            .or_insert_with(|| option.default.to_string());
    }
    if let Some(base) = &context.base_url {
        let base = base.trim_end_matches('/');
        if web_address(base).as_deref() != Some(base) || base.contains(['?', '#']) {
            return Err(ExportError::BaseUrl(base.to_owned()));
        }
        checked.base_url = Some(base.to_owned());
    }
    Ok(checked)
}

/// `; did you mean "x"?`, or nothing where no candidate is near.
pub(crate) fn suggestion(found: &str, known: &[&str]) -> String {
    let near = known
        .iter()
        .map(|k| (strsim::damerau_levenshtein(&found.to_lowercase(), k), *k))
        .filter(|&(distance, k)| distance <= 1 + k.len() / 4 || (found.len() > 1 && k.starts_with(found)))
        .min();
    near.map_or_else(String::new, |(_, k)| format!("; did you mean {k:?}?"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Artifact, OptionInfo};

    struct Fake(&'static [&'static str]);

    impl Exporter for Fake {
        fn info(&self) -> Info {
            Info::new("rss", "a feed", "text/plain").with(OptionInfo::choice(
                "items",
                "what an item is",
                &["events", "reports"],
            ))
        }

        fn export(&self, _: &Dossier, _: &Briefing, context: &Context) -> Result<Vec<Artifact>, ExportError> {
            Ok(self
                .0
                .iter()
                .map(|path| Artifact::new(path, "text/plain", context.options["items"].as_str()))
                .collect())
        }
    }

    fn export(
        paths: &'static [&'static str],
        id: &str,
        option: Option<(&str, &str)>,
    ) -> Result<Vec<Artifact>, String> {
        let mut registry = Registry::new();
        registry.add(Fake(paths));
        let options = option
            .map(|(n, v)| (n.to_owned(), v.to_owned()))
            .into_iter()
            .collect();
        let context = Context {
            options,
            ..Context::default()
        };
        export_checked(&registry, id, &Dossier::default(), &Briefing::default(), &context)
            .map(|e| e.artifacts)
            .map_err(|e| e.to_string())
    }

    #[test]
    fn mistakes_are_told_with_the_nearest_right_word() {
        assert!(
            export(&["a"], "rs", None)
                .unwrap_err()
                .ends_with("found no exporter \"rs\"; did you mean \"rss\"?")
        );
        assert!(
            export(&["a"], "pdf", None)
                .unwrap_err()
                .ends_with("found no exporter \"pdf\"")
        );
        assert!(
            export(&["a"], "rss", Some(("itmes", "events")))
                .unwrap_err()
                .contains("did you mean \"items\"?")
        );
        let wrong = export(&["a"], "rss", Some(("items", "event"))).unwrap_err();
        assert!(
            wrong.ends_with("expected events or reports, found \"event\"; did you mean \"events\"?"),
            "{wrong}"
        );
    }

    #[test]
    fn defaults_reach_the_exporter() {
        assert_eq!(export(&["a"], "rss", None).unwrap()[0].bytes, b"events");
    }

    #[test]
    fn artifacts_stay_inside_and_apart() {
        for paths in [&["../a"], &["/a"], &["a\u{202E}b"]] as [&[&str]; 3] {
            assert!(
                export(paths, "rss", None)
                    .unwrap_err()
                    .contains("inside the output folder")
            );
        }
        assert!(export(&["a", "A"], "rss", None).is_err());
        assert!(export(&["a", "b/a"], "rss", None).is_ok());
    }

    #[test]
    fn a_base_url_is_absolute() {
        let base = |url: &str| {
            let context = Context {
                base_url: Some(url.to_owned()),
                ..Context::default()
            };
            checked_context(&Info::default(), &context)
                .map(|c| c.base_url.unwrap_or_default())
                .ok()
        };
        assert_eq!(
            base("https://example.org/x/").as_deref(),
            Some("https://example.org/x")
        );
        for bad in [
            "example.org",
            "/x",
            "javascript:alert(1)",
            "https://",
            "https://a b",
            "https://a.org/?x",
        ] {
            assert_eq!(base(bad), None, "{bad}");
        }
    }
}

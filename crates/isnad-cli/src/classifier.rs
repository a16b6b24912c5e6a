//! A token classifier of the user's own: a folder in, a voice on names out.

use anyhow::{Result, bail};
use isnad::{NamesSection, analyze::Hearing};
use std::path::{Path, PathBuf};

/// By how much its labels must win where nothing else is said.
#[cfg(feature = "onnx")]
const MARGIN: f32 = 0.5;

/// Where the classifier of the command line is, or else that of the project file; none where none is asked for.
pub(crate) fn folder(told: Option<&Path>, section: &NamesSection, project: Option<&Path>) -> Option<PathBuf> {
    let own = || {
        Some(
            project
                .unwrap_or(Path::new(""))
                .join(section.classifier.as_deref()?),
        )
    };
    told.map(Path::to_owned).or_else(own)
}

/// The classifier of the command line, or else of the project file; none where none is asked for.
///
/// # Errors
/// A file of it cannot be read or is not what it should be; or this build runs no such models.
pub(crate) fn load(
    told: Option<&Path>,
    section: &NamesSection,
    project: Option<&Path>,
) -> Result<Option<Hearing>> {
    let Some(folder) = folder(told, section, project) else {
        return Ok(None);
    };
    if let Some(margin) = section.margin.filter(|m| !(0.0..=1.0).contains(m)) {
        bail!("names.margin in the project file: expected a number from 0 to 1, found {margin}");
    }
    run(&folder, section).map(Some)
}

#[cfg(not(feature = "onnx"))]
fn run(folder: &Path, _: &NamesSection) -> Result<Hearing> {
    bail!(
        "the classifier {} cannot be used: this program was built without it; build it with cargo build --release --features isnad-cli/onnx",
        folder.display()
    )
}

#[cfg(feature = "onnx")]
fn run(folder: &Path, section: &NamesSection) -> Result<Hearing> {
    use anyhow::Context;
    use std::{fs::File, io::Read, sync::Arc};

    /// Most bytes of a model, and of each other file.
    const MODEL: u64 = 2 << 30;
    const OTHER: u64 = 64 << 20;

    let read = |name: &str, most: u64| -> Result<Vec<u8>> {
        let path = folder.join(name);
        let context = || format!("the classifier's file {} cannot be read", path.display());
        let mut bytes = Vec::new();
        let file = File::open(&path).with_context(context)?;
        file.take(most + 1)
            .read_to_end(&mut bytes)
            .with_context(context)?;
        if bytes.len() as u64 > most {
            bail!("{} is larger than {} MiB", path.display(), most >> 20);
        }
        Ok(bytes)
    };
    let tokenizer = "tokenizer_config.json";
    let files = isnad_onnx::Files {
        model: read("model.onnx", MODEL)?,
        vocab: read("vocab.txt", OTHER)?,
        config: read("config.json", OTHER)?,
        tokenizer: folder
            .join(tokenizer)
            .exists()
            .then(|| read(tokenizer, OTHER))
            .transpose()?,
    };
    let model = isnad_onnx::Model::new(&files, section.longest)
        .with_context(|| format!("the classifier {} cannot be used", folder.display()))?;
    Ok(Hearing {
        classifier: Arc::new(model),
        id: format!("{} {:?}", files.hash(), section.longest),
        margin: section.margin.unwrap_or(MARGIN),
        languages: section.languages.clone(),
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::non_ascii_literal, reason = "tests")]
mod tests {
    use super::*;

    fn section(folder: &Path, margin: f32) -> NamesSection {
        NamesSection {
            classifier: Some(folder.display().to_string()),
            margin: Some(margin),
            ..NamesSection::default()
        }
    }

    #[test]
    fn none_is_asked_for_by_default_and_margins_are_shares() {
        assert!(load(None, &NamesSection::default(), None).unwrap().is_none());
        let wrong = load(None, &section(Path::new("x"), 2.0), None).unwrap_err();
        assert!(wrong.to_string().contains("from 0 to 1, found 2"), "{wrong}");
    }

    #[test]
    fn its_files_are_no_reports() {
        let reports = tempfile::tempdir().unwrap();
        let model = reports.path().join("model");
        std::fs::create_dir(&model).unwrap();
        std::fs::write(reports.path().join("a.txt"), "x").unwrap();
        std::fs::write(reports.path().join("models.txt"), "x").unwrap();
        std::fs::write(model.join("vocab.txt"), "x").unwrap();
        let own = section(Path::new("model"), 0.5);
        let folder = folder(None, &own, Some(reports.path())).unwrap();
        let mut listing = crate::input::list(&[reports.path().to_owned()]).unwrap();
        assert_eq!(listing.files.len(), 3);
        listing.leave_out(&folder, "files of the classifier");
        let left: Vec<&str> = listing.files.iter().map(|f| f.source.as_str()).collect();
        assert_eq!(left, ["a.txt", "models.txt"]);
        assert_eq!(listing.skipped["files of the classifier"], ["model/vocab.txt"]);
    }

    #[cfg(not(feature = "onnx"))]
    #[test]
    fn a_build_without_it_says_how_to_get_one() {
        let told = load(Some(Path::new("x")), &NamesSection::default(), None).unwrap_err();
        assert!(told.to_string().contains("--features isnad-cli/onnx"), "{told}");
    }

    #[cfg(feature = "onnx-testkit")]
    #[test]
    fn a_folder_becomes_a_voice_and_faults_name_the_file() {
        use std::fs;
        let folder = tempfile::tempdir().unwrap();
        let project = folder.path().parent();
        let name = folder.path().file_name().unwrap();
        let own = section(Path::new(name), 0.7);
        let missing = load(None, &own, project).unwrap_err();
        assert!(
            format!("{missing:#}").contains("model.onnx cannot be read"),
            "{missing:#}"
        );
        let files = isnad_onnx::testkit::classifier(&[("خشبور", "B-PER")]);
        fs::write(folder.path().join("model.onnx"), &files.model).unwrap();
        fs::write(folder.path().join("vocab.txt"), &files.vocab).unwrap();
        fs::write(folder.path().join("config.json"), b"{}").unwrap();
        let wrong = load(None, &own, project).unwrap_err();
        assert!(
            format!("{wrong:#}").contains("config.json: id2label"),
            "{wrong:#}"
        );
        fs::write(folder.path().join("config.json"), &files.config).unwrap();
        let hearing = load(Some(folder.path()), &NamesSection::default(), None)
            .unwrap()
            .unwrap();
        assert!(hearing.margin == MARGIN && hearing.id.starts_with(&files.hash()));
        let hearing = load(None, &own, project).unwrap().unwrap();
        assert!((hearing.margin - 0.7).abs() < 1e-6);
        assert_eq!(hearing.classifier.label(&["خشبور"]).len(), 1);
    }
}

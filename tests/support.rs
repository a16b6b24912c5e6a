//! What several tests need: the sample reports, the program, the repository's root.

use isnad::{Input, Isnad, model::Dossier};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::OnceLock,
};

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// The sample reports as inputs, in the order of their names.
pub(crate) fn seeds() -> Vec<Input> {
    let mut files: Vec<PathBuf> = fs::read_dir(root().join("seeds"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    files.sort();
    files
        .into_iter()
        .filter(|f| !f.file_name().unwrap().to_string_lossy().starts_with("README"))
        .map(|f| Input::new(f.file_name().unwrap().to_string_lossy(), fs::read(&f).unwrap()))
        .collect()
}

/// The dossier of the sample reports.
pub(crate) fn seeds_dossier() -> &'static Dossier {
    static DOSSIER: OnceLock<Dossier> = OnceLock::new();
    DOSSIER.get_or_init(|| Isnad::default().dossier(&seeds()))
}

/// The dossier of small reports: `0.txt`, `1.txt` and so on.
pub(crate) fn dossier(files: &[&str]) -> Dossier {
    let inputs: Vec<Input> = files
        .iter()
        .enumerate()
        .map(|(n, text)| Input::new(format!("{n}.txt"), text.as_bytes().to_vec()))
        .collect();
    Isnad::default().dossier(&inputs)
}

/// The program, built once with the profile of the tests.
pub(crate) fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| built("isnad-cli"))
}

/// The program of a package of the workspace, built with the profile of the tests.
pub(crate) fn built(package: &str) -> PathBuf {
    let out = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "-p", package, "--message-format", "json"])
        .args(if cfg!(debug_assertions) {
            &[][..]
        } else {
            &["--release"][..]
        })
        .current_dir(root())
        .output()
        .unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let lines = String::from_utf8(out.stdout).unwrap();
    let executable = lines
        .lines()
        .filter_map(|l| serde_json::from_str::<serde_json::Value>(l).ok())
        .find_map(|m| m["executable"].as_str().map(PathBuf::from));
    executable.expect("cargo tells where the program is")
}

/// The program, to be started in the root of the repository. It keeps nothing: the user's cache is not the tests'.
pub(crate) fn command() -> Command {
    let mut command = Command::new(program());
    command.current_dir(root()).env("ISNAD_CACHE", "off");
    command
}

/// Runs the program.
pub(crate) fn run(args: &[&str]) -> Output {
    command().args(args).output().unwrap()
}

/// The sample reports so many times over, each a little different, as files of a folder.
pub(crate) fn grown(times: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for n in 0..times {
        for seed in seeds() {
            let name = format!("{n:03}-{}", seed.source);
            let mut bytes = seed.bytes;
            bytes.extend_from_slice(format!("\n\n{n}\n").as_bytes());
            fs::write(folder.path().join(name), bytes).unwrap();
        }
    }
    folder
}

/// Standard output as text.
pub(crate) fn stdout(out: &Output) -> String {
    String::from_utf8(out.stdout.clone()).unwrap()
}

/// Standard error as text.
pub(crate) fn stderr(out: &Output) -> String {
    String::from_utf8_lossy(&out.stderr).into_owned()
}

/// The bytes of one export of a dossier, all artifacts after one another.
pub(crate) fn export(dossier: &Dossier, id: &str) -> Vec<u8> {
    artifacts(dossier, id).into_iter().flat_map(|a| a.bytes).collect()
}

/// The artifacts of one export of a dossier.
pub(crate) fn artifacts(dossier: &Dossier, id: &str) -> Vec<isnad::export::Artifact> {
    let isnad = Isnad::default();
    let briefing = isnad.brief(dossier, None, None);
    let context = isnad::export::Context {
        base_url: Some("https://example.org/file".to_owned()),
        ..Default::default()
    };
    let registry = isnad::exporters();
    let exporter = registry.find(id).unwrap();
    exporter.export(dossier, &briefing, &context).unwrap()
}

/// The ids of all exporters.
pub(crate) fn exporter_ids() -> Vec<String> {
    isnad::exporters()
        .iter()
        .map(|e| e.info().id.into_owned())
        .collect()
}

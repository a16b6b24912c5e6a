//! Artifacts out: one to a file or standard output, several into a folder with a manifest.

use crate::output;
use anyhow::{Context, Result, anyhow, bail};
use isnad::export::{Artifact, Info};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// The name of the manifest in a folder that holds exports.
const MANIFEST: &str = "isnad-manifest.json";

/// What a folder holds, by exporter.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Manifest {
    /// `isnad/manifest/1`.
    schema: String,
    /// The files of each exporter, in the order of their paths.
    exports: BTreeMap<String, Vec<Entry>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Entry {
    path: String,
    media_type: String,
    bytes: usize,
    sha256: String,
}

/// Writes the artifacts of an export into a folder; or, of an exporter whose first artifact stands for itself, that one to a
/// file, with the others beside it, or to standard output.
///
/// Everything is written beside its place first and put in place when all of it is there; what is the same as before is left
/// untouched. Returns what the user should know: files that were not written, and files that an earlier export of the same
/// kind left in the folder and this one no longer makes.
pub(crate) fn write_artifacts(
    info: &Info,
    artifacts: &[Artifact],
    output: Option<&Path>,
) -> Result<Vec<String>> {
    match (artifacts, output) {
        ([main, more @ ..], None) if !info.folder => {
            output::print(&main.bytes)?;
            let note = format!("{} more files are written with --output FOLDER", more.len());
            Ok(if more.is_empty() { Vec::new() } else { vec![note] })
        }
        (_, None) => bail!(
            "expected --output FOLDER: this export makes {} files",
            artifacts.len()
        ),
        ([one], Some(path)) if !info.folder && !is_folder(path) => {
            output::write(path, &one.bytes)?;
            Ok(Vec::new())
        }
        ([main, more @ ..], Some(path)) if !info.folder && !is_folder(path) && path.extension().is_some() => {
            beside(main, more, path)?;
            Ok(Vec::new())
        }
        (_, Some(folder)) => {
            let left = into_folder(&info.id, artifacts, folder)?;
            let note = |path| format!("{path} is left from an earlier export");
            Ok(left.into_iter().map(note).collect())
        }
    }
}

/// The first artifact to this file, the others beside it.
fn beside(main: &Artifact, more: &[Artifact], path: &Path) -> Result<()> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let context = || format!("cannot write into {}", folder.display());
    fs::create_dir_all(folder).with_context(context)?;
    let root = fs::canonicalize(folder).with_context(context)?;
    let mut staged = Vec::new();
    for artifact in more {
        let path = place(&root, &artifact.path)?;
        staged.extend(output::stage(&path, &artifact.bytes)?);
    }
    staged.extend(output::stage(path, &main.bytes)?);
    output::put(staged)
}

fn is_folder(path: &Path) -> bool {
    path.is_dir()
        || path
            .as_os_str()
            .to_string_lossy()
            .ends_with(['/', std::path::MAIN_SEPARATOR])
}

pub(crate) fn into_folder(exporter: &str, artifacts: &[Artifact], folder: &Path) -> Result<Vec<String>> {
    let context = || format!("cannot write into {}", folder.display());
    if folder.is_file() {
        bail!(
            "expected a folder for --output, found the file {}",
            folder.display()
        );
    }
    fs::create_dir_all(folder).with_context(context)?;
    let root = fs::canonicalize(folder).with_context(context)?;
    let mut staged = Vec::new();
    for artifact in artifacts {
        let path = place(&root, &artifact.path)?;
        staged.extend(output::stage(&path, &artifact.bytes)?);
    }
    output::put(staged)?;
    record(exporter, artifacts, &root)
}

/// Where an artifact goes: inside the folder, whatever links stand there.
fn place(root: &Path, path: &str) -> Result<PathBuf> {
    if !Artifact::new(path, "", "").is_safe() || path == MANIFEST {
        bail!("expected a path of its own inside the folder, found {path:?}");
    }
    let target = root.join(path);
    let parent = target.parent().unwrap_or(root);
    // what is there already must not lead outside before anything is made in it
    let there = parent.ancestors().find(|a| a.exists()).unwrap_or(root);
    let outside = || anyhow!("{path:?} leads outside the folder {}", root.display());
    if !fs::canonicalize(there)?.starts_with(root) {
        return Err(outside());
    }
    fs::create_dir_all(parent).with_context(|| format!("cannot write {}", target.display()))?;
    if target.is_dir() {
        bail!("cannot write {}: a folder stands there", target.display());
    }
    Ok(target)
}

/// Puts the files into the folder's manifest, and finds those that are left over.
fn record(exporter: &str, artifacts: &[Artifact], root: &Path) -> Result<Vec<String>> {
    let path = root.join(MANIFEST);
    let read = fs::read(&path)
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let mut manifest: Manifest = read.unwrap_or_default();
    manifest.schema = "isnad/manifest/1".to_owned();
    let mut entries: Vec<Entry> = artifacts.iter().map(entry).collect();
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    let ours: BTreeSet<String> = entries.iter().map(|e| e.path.clone()).collect();
    let before = manifest
        .exports
        .insert(exporter.to_owned(), entries)
        .unwrap_or_default();
    for (other, entries) in &mut manifest.exports {
        entries.retain(|e| other == exporter || !ours.contains(&e.path));
    }
    let elsewhere = |path: &str| manifest.exports.values().flatten().any(|e| e.path == path);
    let left = before
        .into_iter()
        .map(|e| e.path)
        .filter(|p| !elsewhere(p) && root.join(p).is_file())
        .collect();
    let json = serde_json::to_string_pretty(&manifest)?;
    output::put(output::stage(&path, format!("{json}\n").as_bytes())?)?;
    Ok(left)
}

fn entry(artifact: &Artifact) -> Entry {
    Entry {
        path: artifact.path.clone(),
        media_type: artifact.media_type.clone(),
        bytes: artifact.bytes.len(),
        sha256: Sha256::digest(&artifact.bytes)
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect(),
    }
}

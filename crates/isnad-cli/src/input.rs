//! Files and folders in, inputs out, with a line about everything that was passed over.

use anyhow::{Context, Result};
use isnad::{
    Input,
    model::{Dossier, wire},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Read,
    path::{Path, PathBuf},
};

/// One file to read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Found {
    /// Path relative to the folder given, with `/`.
    pub(crate) source: String,
    /// Where it is; none for standard input.
    pub(crate) path: Option<PathBuf>,
}

/// What was found under the paths given.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    /// Files to read, in the order of their source paths.
    pub(crate) files: Vec<Found>,
    /// What was passed over, by reason.
    pub(crate) skipped: BTreeMap<&'static str, Vec<String>>,
    /// What could not be read: path and message.
    pub(crate) unreadable: Vec<(String, String)>,
    /// The project file in the first folder given, if there is one.
    pub(crate) project: Option<PathBuf>,
}

/// Lists files and folders, recursively. Hidden files, README files, project files and what is no regular file are skipped.
pub(crate) fn list(paths: &[PathBuf]) -> Result<Listing> {
    let mut listing = Listing::default();
    let mut seen = BTreeSet::new();
    for path in paths {
        if path.as_os_str() == "-" {
            listing.files.push(Found {
                source: "-".to_owned(),
                path: None,
            });
            continue;
        }
        let meta =
            fs::metadata(path).with_context(|| format!("{}: expected a file or folder", path.display()))?;
        if meta.is_dir() {
            let project = path.join("isnad.toml");
            if listing.project.is_none() && project.is_file() {
                listing.project = Some(project);
            }
            walk(path, path, &mut listing, &mut seen, 0);
        } else {
            let source = path.file_name().map_or_else(
                || path.display().to_string(),
                |n| n.to_string_lossy().into_owned(),
            );
            push(&mut listing, &mut seen, source, path);
        }
    }
    distinct_sources(&mut listing.files);
    listing.files.sort();
    Ok(listing)
}

const MAX_DEPTH: usize = 64;

fn walk(root: &Path, folder: &Path, listing: &mut Listing, seen: &mut BTreeSet<PathBuf>, depth: usize) {
    let show = |p: &Path| p.display().to_string();
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            listing.unreadable.push((show(folder), error.to_string()));
            return;
        }
    };
    if depth > MAX_DEPTH {
        listing
            .skipped
            .entry("folder nested too deeply")
            .or_default()
            .push(show(folder));
        return;
    }
    let mut paths: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
    paths.sort();
    for path in paths {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let skip = |listing: &mut Listing, why| listing.skipped.entry(why).or_default().push(show(&path));
        if name.starts_with('.') {
            skip(listing, "hidden");
        } else if name == "isnad.toml" {
            // the project file is read, not compiled
        } else if name.to_ascii_uppercase().starts_with("README") {
            skip(listing, "README");
        } else {
            match fs::symlink_metadata(&path) {
                Ok(meta) if meta.is_symlink() && path.is_dir() => skip(listing, "link to a folder"),
                Ok(meta) if meta.is_symlink() && !path.exists() => {
                    listing
                        .unreadable
                        .push((show(&path), "cannot be read: the link leads nowhere".to_owned()));
                }
                Ok(_) if path.is_dir() => walk(root, &path, listing, seen, depth + 1),
                Ok(_) if path.is_file() => {
                    let relative = path.strip_prefix(root).unwrap_or(&path);
                    let parts: Vec<_> = relative
                        .components()
                        .map(|c| c.as_os_str().to_string_lossy())
                        .collect();
                    push(listing, seen, parts.join("/"), &path);
                }
                Ok(_) => skip(listing, "no regular file"),
                Err(error) => listing.unreadable.push((show(&path), error.to_string())),
            }
        }
    }
}

fn push(listing: &mut Listing, seen: &mut BTreeSet<PathBuf>, source: String, path: &Path) {
    let canonical = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if seen.insert(canonical) {
        listing.files.push(Found {
            source,
            path: Some(path.to_owned()),
        });
    } else {
        listing
            .skipped
            .entry("given twice")
            .or_default()
            .push(path.display().to_string());
    }
}

/// Files of the same name in several folders keep apart by their whole path.
fn distinct_sources(files: &mut [Found]) {
    let mut count = BTreeMap::<String, usize>::new();
    for f in files.iter() {
        *count.entry(f.source.clone()).or_default() += 1;
    }
    for f in files
        .iter_mut()
        .filter(|f| count.get(&f.source).is_some_and(|&n| n > 1))
    {
        if let Some(path) = &f.path {
            f.source = path.display().to_string().replace('\\', "/");
        }
    }
}

/// The dossier made before that these paths are, if they are one: a single file that begins as `isnad export --to json`
/// writes it.
pub(crate) fn dossier_file(paths: &[PathBuf]) -> Option<&Path> {
    let [path] = paths else { return None };
    if path.as_os_str() == "-" || !path.is_file() {
        return None;
    }
    let mut start = Vec::new();
    fs::File::open(path)
        .ok()?
        .take(256)
        .read_to_end(&mut start)
        .ok()?;
    let start: String = String::from_utf8_lossy(&start).split_whitespace().collect();
    start
        .trim_start_matches('\u{feff}')
        .starts_with("{\"schema\":\"isnad/dossier/")
        .then_some(path)
}

/// Reads a dossier made before; `-` reads it from standard input.
pub(crate) fn dossier(path: &Path) -> Result<Dossier> {
    let context = || format!("cannot read {}", path.display());
    let mut bytes = Vec::new();
    match path.as_os_str() == "-" {
        true => drop(
            std::io::stdin()
                .lock()
                .read_to_end(&mut bytes)
                .with_context(context)?,
        ),
        false => bytes = fs::read(path).with_context(context)?,
    }
    wire::from_json(&bytes).with_context(context)
}

/// Reads one file.
pub(crate) fn read(found: &Found) -> std::io::Result<Input> {
    let bytes = match &found.path {
        Some(path) => fs::read(path)?,
        None => {
            let mut bytes = Vec::new();
            std::io::stdin().lock().read_to_end(&mut bytes)?;
            bytes
        }
    };
    Ok(Input::new(found.source.clone(), bytes))
}

//! Files and folders in, inputs out, with a line about everything that was passed over.

use anyhow::{Context, Result};
use isnad::{
    model::{Dossier, wire},
    parse::intake,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsString,
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
    /// What stands behind the file's name where one report in it is asked for: `#12`, `!/folder/a.html`.
    pub(crate) inside: Option<String>,
}

impl Found {
    /// The name of what is to be read: of the file, or of the report in it.
    pub(crate) fn name(&self) -> String {
        format!("{}{}", self.source, self.inside.as_deref().unwrap_or_default())
    }
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

impl Listing {
    /// Passes over what lies in a folder that holds no reports.
    pub(crate) fn leave_out(&mut self, folder: &Path, reason: &'static str) {
        let Ok(folder) = fs::canonicalize(folder) else {
            return;
        };
        let inside = |found: &Found| {
            let path = found.path.as_deref().and_then(|p| fs::canonicalize(p).ok());
            path.is_some_and(|p| p.starts_with(&folder))
        };
        let (out, files) = std::mem::take(&mut self.files).into_iter().partition(inside);
        self.files = files;
        let out: Vec<Found> = out;
        if !out.is_empty() {
            let names = out.into_iter().map(|found| found.source);
            self.skipped.entry(reason).or_default().extend(names);
        }
    }
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
                inside: None,
            });
            continue;
        }
        let meta = match fs::metadata(path) {
            Ok(meta) => meta,
            Err(error) => {
                // one report of a file that holds several
                let Some((file, inside)) = inside(path) else {
                    let message = format!("{}: expected a file or folder", path.display());
                    return Err(anyhow::Error::new(error).context(message));
                };
                let canonical = fs::canonicalize(&file).unwrap_or_else(|_| file.clone());
                let key = canonical.join(&inside);
                push(
                    &mut listing,
                    &mut seen,
                    base_name(&file),
                    &file,
                    key,
                    Some(inside),
                );
                continue;
            }
        };
        if meta.is_dir() {
            let project = path.join("isnad.toml");
            if listing.project.is_none() && project.is_file() {
                listing.project = Some(project);
            }
            let canonical = fs::canonicalize(path).unwrap_or_else(|_| path.clone());
            let root = Root {
                given: path,
                canonical: &canonical,
            };
            walk(&root, path, &mut listing, &mut seen, 0);
        } else {
            let canonical = fs::canonicalize(path).unwrap_or_else(|_| path.clone());
            push(&mut listing, &mut seen, base_name(path), path, canonical, None);
        }
    }
    distinct_sources(&mut listing.files);
    listing.files.sort();
    Ok(listing)
}

/// The file that holds the report of this name, and what stands behind the file's name.
fn inside(path: &Path) -> Option<(PathBuf, String)> {
    let name = path.to_str()?;
    let file = intake::files(name)
        .into_iter()
        .find(|file| Path::new(file).is_file())?;
    Some((PathBuf::from(file), name.get(file.len()..)?.to_owned()))
}

/// The last part of a path.
fn base_name(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |n| n.to_string_lossy().into_owned(),
    )
}

const MAX_DEPTH: usize = 64;

/// A folder that was given, and where it really is.
struct Root<'p> {
    given: &'p Path,
    canonical: &'p Path,
}

fn walk(root: &Root<'_>, folder: &Path, listing: &mut Listing, seen: &mut BTreeSet<OsString>, depth: usize) {
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
    let mut entries: Vec<_> = entries.flatten().collect();
    entries.sort_by_cached_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        let skip = |listing: &mut Listing, why| listing.skipped.entry(why).or_default().push(show(&path));
        let kind = match entry.file_type() {
            Ok(kind) => kind,
            Err(error) => {
                listing.unreadable.push((show(&path), error.to_string()));
                continue;
            }
        };
        if name.starts_with('.') {
            skip(listing, "hidden");
        } else if name == "isnad.toml" {
            // the project file is read, not compiled
        } else if name.to_ascii_uppercase().starts_with("README") {
            skip(listing, "README");
        } else if kind.is_dir() {
            walk(root, &path, listing, seen, depth + 1);
        } else if kind.is_symlink() && path.is_dir() {
            skip(listing, "link to a folder");
        } else if kind.is_symlink() && !path.exists() {
            let why = "cannot be read: the link leads nowhere".to_owned();
            listing.unreadable.push((show(&path), why));
        } else if kind.is_file() || kind.is_symlink() && path.is_file() {
            let relative = path.strip_prefix(root.given).unwrap_or(&path);
            let parts: Vec<_> = relative
                .components()
                .map(|c| c.as_os_str().to_string_lossy())
                .collect();
            // links to folders are not followed: what is no link stands where its folder is
            let canonical = match kind.is_symlink() {
                true => fs::canonicalize(&path).unwrap_or_else(|_| path.clone()),
                false => root.canonical.join(relative),
            };
            push(listing, seen, parts.join("/"), &path, canonical, None);
        } else {
            skip(listing, "no regular file");
        }
    }
}

fn push(
    listing: &mut Listing,
    seen: &mut BTreeSet<OsString>,
    source: String,
    path: &Path,
    canonical: PathBuf,
    inside: Option<String>,
) {
    if seen.insert(canonical.into_os_string()) {
        listing.files.push(Found {
            source,
            path: Some(path.to_owned()),
            inside,
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

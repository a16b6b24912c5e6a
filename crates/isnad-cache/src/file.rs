//! The cache's file: where it is, who may read it, and what it holds.

use crate::{META, NEW, OLD};
use redb::{Database, ReadableDatabase, ReadableTableMetadata};
use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

const FILE: &str = "reports.redb";

/// Tells backup programs to leave the folder out (<https://bford.info/cachedir/>).
const TAG: (&str, &str) = (
    "CACHEDIR.TAG",
    "Signature: 8a477f597d28d172789f06886806bc55\n# This folder holds the cache of isnad: texts of reports and their annotations.\n",
);

/// What a cache holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Info {
    /// The file.
    pub path: PathBuf,
    /// Its size in bytes; none where there is no cache.
    pub bytes: Option<u64>,
    /// Entries; none where it cannot be opened, for instance because a run is using it.
    pub entries: Option<u64>,
    /// The program that made them.
    pub program: Option<String>,
}

/// The file in a folder.
pub(crate) fn path(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

/// Makes folder and file for their owner alone. Was there no file?
pub(crate) fn prepare(folder: &Path) -> io::Result<bool> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    let tag = folder.join(TAG.0);
    if !tag.exists() {
        fs::write(tag, TAG.1)?;
    }
    let path = path(folder);
    let there = path.exists();
    if there {
        make(&path)?;
    }
    Ok(!there)
}

/// How the names of files begin that are not yet what they are to be.
const WAITING: &str = ".reports-";

/// Such a file is left from a run that was killed when it is so old.
const LEFT: Duration = Duration::from_secs(60);

/// Makes the file by `begin`, under another name first: a run that is killed in between leaves no half file in its place. One that
/// another run has put there meanwhile stays.
pub(crate) fn found<E>(
    folder: &Path,
    begin: impl FnOnce(&Path) -> Result<(), E>,
) -> io::Result<Result<(), E>> {
    for entry in fs::read_dir(folder)?.flatten() {
        let age = entry
            .metadata()
            .and_then(|m| m.modified())
            .ok()
            .and_then(|m| m.elapsed().ok());
        if entry.file_name().to_string_lossy().starts_with(WAITING) && age.is_some_and(|age| age > LEFT) {
            // best effort: another run may have been quicker
            let _ = fs::remove_file(entry.path());
        }
    }
    let waiting = folder.join(format!("{WAITING}{}", std::process::id()));
    fs::remove_file(&waiting).or_else(missing_is_fine)?;
    make(&waiting)?;
    let begun = begin(&waiting);
    if begun.is_ok() {
        match fs::hard_link(&waiting, path(folder)) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            // not every file system has links
            Err(_) => fs::rename(&waiting, path(folder))?,
        }
    }
    fs::remove_file(&waiting).or_else(missing_is_fine)?;
    Ok(begun)
}

/// Makes the file, and takes from others what they may do with one that is there.
fn make(path: &Path) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if file.metadata()?.permissions().mode() & 0o177 != 0 {
            file.set_permissions(fs::Permissions::from_mode(0o600))?;
        }
    }
    drop(file);
    Ok(())
}

/// Removes the file.
pub(crate) fn remove(folder: &Path) -> io::Result<()> {
    fs::remove_file(path(folder)).or_else(missing_is_fine)
}

fn missing_is_fine(error: io::Error) -> io::Result<()> {
    match error.kind() {
        io::ErrorKind::NotFound => Ok(()),
        _ => Err(error),
    }
}

/// Removes the cache of a folder, and the folder with it if nothing else is in it. Was there one?
///
/// # Errors
/// It cannot be removed.
pub fn clear(folder: &Path) -> io::Result<bool> {
    let there = path(folder).exists();
    remove(folder)?;
    fs::remove_file(folder.join(TAG.0)).or_else(missing_is_fine)?;
    // a folder that holds something else stays
    let _ = fs::remove_dir(folder);
    Ok(there)
}

/// What the cache of a folder holds. Never fails: what cannot be told is none.
pub fn info(folder: &Path) -> Info {
    let path = path(folder);
    let mut info = Info {
        bytes: fs::metadata(&path).ok().map(|m| m.len()),
        path,
        ..Info::default()
    };
    if info.bytes.is_none() {
        return info;
    }
    let counted = crate::guarded(|| {
        let db = Database::builder().set_cache_size(1 << 20).open(&info.path)?;
        let read = db.begin_read()?;
        let mut entries = 0;
        for table in [NEW, OLD] {
            entries += match read.open_table(table) {
                Ok(table) => table.len()?,
                Err(redb::TableError::TableDoesNotExist(_)) => 0,
                Err(error) => return Err(error.into()),
            };
        }
        let program = match read.open_table(META) {
            Ok(table) => table.get("program")?.map(|v| v.value().to_owned()),
            Err(_) => None,
        };
        Ok((entries, program))
    });
    if let Ok((entries, program)) = counted {
        info.entries = Some(entries);
        info.program = program;
    }
    info
}

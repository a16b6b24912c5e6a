//! The cache's file: where it is, who may read it, and what it holds.

use crate::{META, NEW, OLD};
use redb::{Database, ReadableDatabase, ReadableTableMetadata};
use std::{
    fs, io,
    path::{Path, PathBuf},
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
    let fresh = !path.exists();
    make(&path)?;
    Ok(fresh)
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

/// Removes the file and makes an empty one.
pub(crate) fn renew(folder: &Path) -> io::Result<()> {
    fs::remove_file(path(folder)).or_else(missing_is_fine)?;
    make(&path(folder))
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
    fs::remove_file(path(folder)).or_else(missing_is_fine)?;
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

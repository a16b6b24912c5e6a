//! Bytes out: atomically, only when changed, nothing active on a terminal.

use anyhow::{Context, Result};
use isnad::text::bidi;
use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};
use tempfile::NamedTempFile;

/// Text of a report or a file name made harmless for a terminal.
pub(crate) fn plain(text: &str) -> String {
    text.lines().map(bidi::clean).collect::<Vec<_>>().join("\n")
}

/// Did the reader of our output go away?
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|e| e.downcast_ref::<io::Error>())
        .any(|e| e.kind() == io::ErrorKind::BrokenPipe)
}

/// Writes to standard output.
pub(crate) fn print(bytes: &[u8]) -> Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(())
}

/// Writes a file whole or not at all; a file with the same content is left untouched.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    if let Some(folder) = folder {
        fs::create_dir_all(folder).with_context(|| format!("cannot write {}", path.display()))?;
    }
    match stage(&path, bytes)? {
        Some(staged) => staged.put(),
        None => Ok(()),
    }
}

/// A file that is written, and waits under another name to take its place.
pub(crate) struct Staged {
    file: NamedTempFile,
    path: PathBuf,
}

/// Writes a file beside its place, which is in a folder that is there; none where it has this content already.
pub(crate) fn stage(path: &Path, bytes: &[u8]) -> Result<Option<Staged>> {
    let context = || format!("cannot write {}", path.display());
    let old = fs::symlink_metadata(path).ok();
    if old
        .as_ref()
        .is_some_and(|m| m.is_file() && m.len() == bytes.len() as u64)
        && fs::read(path).is_ok_and(|old| old == bytes)
    {
        return Ok(None);
    }
    let folder = path
        .parent()
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".isnad-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // the kernel takes the umask off
        let mode = old
            .filter(fs::Metadata::is_file)
            .map_or(0o666, |m| m.permissions().mode() & 0o777);
        builder.permissions(fs::Permissions::from_mode(mode));
    }
    let mut file = builder.tempfile_in(folder).with_context(context)?;
    file.write_all(bytes).with_context(context)?;
    file.as_file().sync_all().with_context(context)?;
    Ok(Some(Staged {
        file,
        path: path.to_owned(),
    }))
}

impl Staged {
    /// Puts the file in its place.
    pub(crate) fn put(self) -> Result<()> {
        let path = self.path;
        self.file
            .persist(&path)
            .with_context(|| format!("cannot write {}", path.display()))?;
        Ok(())
    }
}

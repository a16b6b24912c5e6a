//! Bytes out: atomically, only when changed, nothing active on a terminal.

use crate::interrupt;
use anyhow::{Context, Result};
use isnad::text::bidi;
use std::{
    collections::BTreeSet,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::Duration,
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
    let _gate = interrupt::gate();
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(())
}

/// Lines for standard output, written some at a time and always whole.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    waiting: Vec<u8>,
}

impl Lines {
    /// Bytes of lines that are written together.
    const TOGETHER: usize = 256 << 10;

    /// Adds a line, without its end.
    pub(crate) fn add(&mut self, line: &str) -> Result<()> {
        self.waiting.extend_from_slice(line.as_bytes());
        self.waiting.push(b'\n');
        if self.waiting.len() >= Self::TOGETHER {
            self.flush()?;
        }
        Ok(())
    }

    /// Writes what waits.
    pub(crate) fn flush(&mut self) -> Result<()> {
        print(&self.waiting)?;
        self.waiting.clear();
        Ok(())
    }
}

/// Writes a file whole or not at all; a file with the same content is left untouched.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    if let Some(folder) = folder {
        fs::create_dir_all(folder).with_context(|| format!("cannot write {}", path.display()))?;
    }
    put(stage(&path, bytes)?)
}

/// A file that is written, and waits under another name to take its place. Should the program be interrupted before, it is removed;
/// should it be killed, the next one that writes into the folder removes it.
#[derive(Debug)]
pub(crate) struct Staged {
    /// None once it is in its place.
    file: Option<NamedTempFile>,
    path: PathBuf,
}

/// How the names of files that wait begin.
const WAITING: &str = ".isnad-";

/// A waiting file that is not locked, and that nobody wrote to for so long, is left from a run that was killed.
const LEFT: Duration = Duration::from_secs(60);

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
    remove_left(folder);
    let mut builder = tempfile::Builder::new();
    builder.prefix(WAITING);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // the kernel takes the umask off
        let mode = old
            .filter(fs::Metadata::is_file)
            .map_or(0o666, |m| m.permissions().mode() & 0o777);
        builder.permissions(fs::Permissions::from_mode(mode));
    }
    let mut file = {
        let mut gate = interrupt::gate();
        let file = builder.tempfile_in(folder).with_context(context)?;
        gate.add(file.path().to_owned());
        file
    };
    // where files cannot be locked, a file of a run that takes long could be taken for one that is left
    let _ = file.as_file().try_lock();
    file.write_all(bytes).with_context(context)?;
    file.as_file().sync_all().with_context(context)?;
    Ok(Some(Staged {
        file: Some(file),
        path: path.to_owned(),
    }))
}

/// Puts files in their places, all of them before an interruption counts.
pub(crate) fn put(files: impl IntoIterator<Item = Staged>) -> Result<()> {
    let files: Vec<Staged> = files.into_iter().collect();
    let mut gate = interrupt::gate();
    let mut end = Ok(());
    for mut staged in files {
        let Some(file) = staged.file.take() else { continue };
        gate.remove(&file.path().to_owned());
        if end.is_ok() {
            end = file
                .persist(&staged.path)
                .map(drop)
                .with_context(|| format!("cannot write {}", staged.path.display()));
        }
    }
    end
}

impl Drop for Staged {
    fn drop(&mut self) {
        if let Some(file) = self.file.take() {
            interrupt::gate().remove(&file.path().to_owned());
        }
    }
}

/// Removes what a run that was killed left in a folder; looks into each once.
fn remove_left(folder: &Path) {
    static SEEN: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    if !seen.insert(folder.to_owned()) {
        return;
    }
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let waiting = entry.file_name().to_string_lossy().starts_with(WAITING);
        let Some(meta) = entry.metadata().ok().filter(|m| waiting && m.is_file()) else {
            continue;
        };
        let old = meta
            .modified()
            .ok()
            .and_then(|m| m.elapsed().ok())
            .is_some_and(|age| age > LEFT);
        let unlocked = || fs::File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok());
        if old && unlocked() {
            // best effort: another run may have been quicker
            let _ = fs::remove_file(entry.path());
        }
    }
}

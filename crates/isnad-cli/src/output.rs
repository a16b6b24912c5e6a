//! Bytes out: atomically, only when changed, nothing active on a terminal.

use anyhow::{Context, Result, bail};
use isnad::{export::Artifact, text::bidi};
use std::{
    fs,
    io::{self, Write},
    path::Path,
};

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

/// Writes the artifacts of an export: one to a file or standard output, several into a folder.
pub(crate) fn write_artifacts(artifacts: &[Artifact], output: Option<&Path>) -> Result<()> {
    match (artifacts, output) {
        ([one], None) => print(&one.bytes),
        ([one], Some(path)) if !path.is_dir() => write(path, &one.bytes),
        (_, None) => bail!(
            "expected --output FOLDER: this export makes {} files",
            artifacts.len()
        ),
        (many, Some(folder)) => many
            .iter()
            .try_for_each(|a| write(&folder.join(&a.path), &a.bytes)),
    }
}

/// Writes a file whole or not at all; a file with the same content is left untouched.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if fs::metadata(&path).is_ok_and(|m| m.len() == bytes.len() as u64)
        && fs::read(&path).is_ok_and(|old| old == bytes)
    {
        return Ok(());
    }
    let context = || format!("cannot write {}", path.display());
    let folder = path
        .parent()
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    fs::create_dir_all(folder).with_context(context)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".isnad-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // the kernel takes the umask off
        let mode = fs::metadata(&path).map_or(0o666, |m| m.permissions().mode() & 0o777);
        builder.permissions(fs::Permissions::from_mode(mode));
    }
    let mut file = builder.tempfile_in(folder).with_context(context)?;
    file.write_all(bytes).with_context(context)?;
    file.as_file().sync_all().with_context(context)?;
    file.persist(&path).with_context(context)?;
    Ok(())
}

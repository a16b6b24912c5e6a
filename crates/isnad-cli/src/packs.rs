//! Language packs of the user's own: a folder of packs in, the set of packs out.

use anyhow::{Context, Result, anyhow, bail};
use isnad::lang::{Pack, PackError, PackFile, Packs};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The built-in packs, and those of a folder beside them: a pack there takes the place of a built-in one of the same language.
///
/// The folder is a pack itself (it holds `pack.toml`) or holds folders that are. The packs stay for the whole run of the program.
///
/// # Errors
/// If the folder holds no pack, a file is not readable, or a pack does not load: every fault with its file and line.
pub(crate) fn load(folder: &Path) -> Result<&'static Packs> {
    let own = folders(folder)?
        .iter()
        .map(|folder| read(folder))
        .collect::<Result<Vec<Pack>>>()?;
    let mut packs: Vec<Pack> = Packs::builtin_files()
        .iter()
        .filter(|(id, _)| !own.iter().any(|pack| pack.id == *id))
        .map(|(id, files)| Pack::load(files).map_err(|errors| wrong(Path::new(id), &errors)))
        .collect::<Result<_>>()?;
    packs.extend(own);
    packs.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(Box::leak(Box::new(Packs::new(packs))))
}

/// The folders that are packs, in the order of their names.
fn folders(folder: &Path) -> Result<Vec<PathBuf>> {
    let is_pack = |folder: &Path| folder.join("pack.toml").is_file();
    if is_pack(folder) {
        return Ok(vec![folder.to_owned()]);
    }
    let mut found: Vec<PathBuf> = entries(folder)?;
    found.retain(|path| is_pack(path));
    if found.is_empty() {
        bail!(
            "{}: expected a language pack (a folder with pack.toml), or a folder of them",
            folder.display()
        );
    }
    Ok(found)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let context = || format!("{}: expected a folder of language packs", folder.display());
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .with_context(context)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()
        .with_context(context)?;
    paths.sort();
    Ok(paths)
}

fn read(folder: &Path) -> Result<Pack> {
    let mut files = Vec::new();
    for path in entries(folder)? {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_file() && (name.ends_with(".toml") || name.ends_with(".tsv")) {
            let text =
                fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            files.push((name, text));
        }
    }
    let files: Vec<PackFile<'_>> = files.iter().map(|(name, text)| PackFile { name, text }).collect();
    Pack::load(&files).map_err(|errors| wrong(folder, &errors))
}

fn wrong(pack: &Path, errors: &[PackError]) -> anyhow::Error {
    anyhow!(
        "the language pack {} does not load:\n{}",
        pack.display(),
        PackError::list(errors)
    )
}

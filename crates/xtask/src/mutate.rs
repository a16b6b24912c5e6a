//! Damages files in every way, lets the program compile them in one run, and looks whether it says what is wrong.

use crate::damage::{Dice, damaged};
use anyhow::{Context, Result, bail, ensure};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Makes `count` damaged files from those of a folder, each with the name of the one it was made from behind a number; compiles all of them
/// with the program in one run; checks that every file gave a report or a message, that the exit code says which, and that the
/// dossier reads back from the files.
pub(crate) fn mutate(program: &str, samples: &Path, count: usize, seed: u64) -> Result<()> {
    let mut files: Vec<PathBuf> = fs::read_dir(samples)?
        .map(|e| e.map(|e| e.path()))
        .collect::<Result<_, _>>()?;
    files.sort();
    let files: Vec<(String, Vec<u8>)> = files
        .iter()
        .filter(|f| f.is_file())
        .map(|f| {
            Ok((
                f.file_name().unwrap_or_default().to_string_lossy().into_owned(),
                fs::read(f)?,
            ))
        })
        .collect::<Result<_>>()?;
    ensure!(!files.is_empty(), "{}: expected files", samples.display());
    let outer = tempfile::tempdir()?;
    let (folder, dossier) = (outer.path().join("damaged"), outer.path().join("dossier.json"));
    fs::create_dir(&folder)?;
    let mut dice = Dice(seed | 1);
    let mut names = BTreeSet::new();
    for n in 0..count {
        let (name, bytes) = &files[n % files.len()];
        let other = &files[dice.below(files.len())].1;
        let name = format!("{n:06}-{name}");
        fs::write(folder.join(&name), damaged(bytes, other, &mut dice))?;
        names.insert(name);
    }
    let out = Command::new(program)
        .args(["export", "--to", "json", "--no-cache"])
        .arg(&folder)
        .arg("--output")
        .arg(&dossier)
        .stdout(Stdio::null())
        .output()
        .with_context(|| format!("cannot run {program}"))?;
    let told = String::from_utf8_lossy(&out.stderr);
    let faults = told
        .lines()
        .filter(|l| l.contains("fault of the program") || l.contains("panicked"))
        .count();
    let json: serde_json::Value = serde_json::from_slice(&fs::read(&dossier).context(told.to_string())?)?;
    let reports = json["reports"].as_array().map_or(0, Vec::len);
    let errors = told.lines().filter(|l| l.starts_with("error: ")).count();
    let of = |source: &str| source.get(..7).map(str::to_owned);
    let read = json["reports"].as_array().into_iter().flatten();
    let mut seen: BTreeSet<String> = read.filter_map(|r| of(r["source"].as_str()?)).collect();
    let levels = ["error: ", "note: "];
    seen.extend(
        told.lines()
            .filter_map(|l| of(levels.iter().find_map(|level| l.strip_prefix(level))?)),
    );
    let silent: Vec<&String> = names
        .iter()
        .filter(|name| of(name).is_none_or(|n| !seen.contains(&n)))
        .collect();
    println!(
        "{count} damaged files: {reports} reports, {errors} errors told, exit code {:?}, {} files without a word, {faults} faults",
        out.status.code(),
        silent.len()
    );
    ensure!(faults == 0, "the program failed on a file:\n{told}");
    ensure!(silent.is_empty(), "files of which nothing is told: {silent:?}");
    let wanted = if errors == 0 { 0 } else { 3 };
    ensure!(
        out.status.code() == Some(wanted),
        "expected exit code {wanted}, found {}",
        out.status
    );
    let verified = Command::new(program)
        .arg("verify")
        .arg(&dossier)
        .arg("--sources")
        .arg(&folder)
        .output()?;
    if !verified.status.success() {
        bail!(
            "the dossier does not read back: {}",
            String::from_utf8_lossy(&verified.stderr)
        );
    }
    print!("{}", String::from_utf8_lossy(&verified.stdout));
    Ok(())
}

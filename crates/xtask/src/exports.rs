//! `exports`: how long each exporter takes for a dossier, and how much memory.

use anyhow::{Context, Result, bail};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

/// Most seconds and MiB that an export of the largest dossier may take.
const MOST: (f64, u64) = (30.0, 2048);

/// Runs `isnad export --from DOSSIER` for every exporter (or those named), and prints seconds, peak memory and size of the output.
pub(crate) fn measure(args: &[String]) -> Result<()> {
    let (dossier, only) = args
        .split_first()
        .context("expected a dossier (JSON), or a number of reports")?;
    let scratch = env::temp_dir().join(format!("isnad-exports-{}", std::process::id()));
    fs::create_dir_all(&scratch)?;
    let program = build()?;
    let dossier = match dossier.parse::<usize>() {
        Ok(reports) => synthetic(reports, &scratch)?,
        Err(_) => PathBuf::from(dossier),
    };
    println!(
        "{:12} {:>8} {:>9} {:>11}",
        "exporter", "seconds", "MiB peak", "MiB output"
    );
    let mut slow = Vec::new();
    let registry = isnad::exporters();
    let ids = registry.iter().map(|e| e.info().id.into_owned());
    for id in ids.filter(|id| only.is_empty() || only.contains(id)) {
        let out = scratch.join(&id);
        let told = Command::new(env::current_exe()?)
            .args(["measured"])
            .arg(&program)
            .args([
                "export",
                "--quiet",
                "--to",
                &id,
                "--base-url",
                "https://example.org/dossier",
                "--from",
            ])
            .arg(&dossier)
            .arg("--output")
            .arg(format!("{}/", out.display()))
            .output()?;
        if !told.status.success() {
            bail!("{id}: {}", String::from_utf8_lossy(&told.stderr));
        }
        let told = String::from_utf8(told.stdout)?;
        let mut numbers = told.split_whitespace();
        let seconds: f64 = numbers.next().context("seconds")?.parse()?;
        let mib: u64 = numbers.next().context("memory")?.parse::<u64>()? / 1024;
        println!(
            "{id:12} {seconds:8.1} {mib:9} {:11.1}",
            size(&out)? as f64 / f64::from(1 << 20)
        );
        if seconds > MOST.0 || mib > MOST.1 {
            slow.push(id);
        }
    }
    fs::remove_dir_all(&scratch)?;
    match slow.is_empty() {
        true => Ok(()),
        false => bail!("more than {} s or {} MiB: {}", MOST.0, MOST.1, slow.join(", ")),
    }
}

/// Runs a command and prints its seconds and its peak memory in KiB: a process of its own, so that it has one child.
pub(crate) fn measured(args: &[String]) -> Result<()> {
    let (program, rest) = args.split_first().context("expected a command")?;
    let start = Instant::now();
    let status = Command::new(program).args(rest).status()?;
    let seconds = start.elapsed().as_secs_f64();
    if !status.success() {
        bail!("{program} ended with {status}");
    }
    println!("{seconds} {}", peak()?);
    Ok(())
}

/// KiB of the child that took most.
#[cfg(unix)]
fn peak() -> Result<i64> {
    use nix::sys::resource::{UsageWho, getrusage};
    let peak = getrusage(UsageWho::RUSAGE_CHILDREN)?.max_rss();
    Ok(if cfg!(target_os = "macos") {
        peak / 1024
    } else {
        peak
    })
}

#[cfg(not(unix))]
fn peak() -> Result<i64> {
    Ok(0) // not told here
}

/// The program, as it is released.
fn build() -> Result<PathBuf> {
    let out = Command::new(env!("CARGO"))
        .args([
            "build",
            "--release",
            "--locked",
            "-p",
            "isnad-cli",
            "--message-format",
            "json",
        ])
        .output()?;
    let lines = String::from_utf8(out.stdout)?;
    let messages = lines
        .lines()
        .filter_map(|l| serde_json::from_str::<serde_json::Value>(l).ok());
    let executables: Vec<String> = messages
        .filter_map(|m| Some(m["executable"].as_str()?.to_owned()))
        .collect();
    executables
        .last()
        .map(PathBuf::from)
        .context("the program cannot be built")
}

/// A dossier of copies of the conformance kit's reports.
fn synthetic(reports: usize, folder: &Path) -> Result<PathBuf> {
    let path = folder.join("dossier.json");
    fs::write(
        &path,
        isnad::model::wire::to_json(&isnad_export::testkit::large(reports).dossier)?,
    )?;
    Ok(path)
}

fn size(folder: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        bytes += match path.is_dir() {
            true => size(&path)?,
            false => fs::metadata(&path)?.len(),
        };
    }
    Ok(bytes)
}

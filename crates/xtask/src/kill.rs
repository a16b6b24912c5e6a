//! Kills the program at random moments, and counts what it leaves behind.

use anyhow::{Context, Result, ensure};
use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// Compiles the reports of a folder so many times, kills every run somewhere between its beginning and its end (SIGKILL), and looks at its
/// output and its cache; then lets a run go through.
pub(crate) fn kill(program: &str, reports: &str, rounds: u64) -> Result<()> {
    let outer = tempfile::tempdir()?;
    let (cache, target) = (outer.path().join("cache"), outer.path().join("dossier.json"));
    let export = |cache: &Path| {
        let mut command = Command::new(program);
        command
            .args(["export", "--to", "json", reports, "--output"])
            .arg(&target)
            .env("ISNAD_CACHE", cache)
            .stdout(Stdio::null());
        command
    };
    let through = |cache: &Path| -> Result<(Vec<u8>, String, Duration)> {
        let begun = Instant::now();
        let out = export(cache).stderr(Stdio::piped()).output()?;
        ensure!(
            matches!(out.status.code(), Some(0 | 3)),
            "a run that was let through gave {}",
            out.status
        );
        let told = String::from_utf8_lossy(&out.stderr).into_owned();
        Ok((fs::read(&target)?, told, begun.elapsed()))
    };
    let (wanted, _, whole) = through(Path::new("off"))?;
    println!(
        "a whole run takes {:.2} s and makes {} bytes",
        whole.as_secs_f64(),
        wanted.len()
    );
    let (mut absent, mut complete, mut half, mut broken, mut other, mut finished) = (0, 0, 0, 0, 0, 0);
    let mut random = 0x2545_F491_4F6C_DD1D_u64;
    for round in 0..rounds {
        // every third round begins without a cache: later ones find one that a killed run left
        if round % 3 == 0 {
            fs::remove_dir_all(&cache).or_else(|e| if cache.exists() { Err(e) } else { Ok(()) })?;
        }
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let moment = whole.mul_f64((random >> 11) as f64 / (1u64 << 53) as f64);
        fs::remove_file(&target).ok();
        let mut child = export(&cache).stderr(Stdio::null()).spawn()?;
        thread::sleep(moment);
        finished += u64::from(child.try_wait()?.is_some());
        child.kill().context("cannot kill")?;
        child.wait()?;
        match fs::read(&target) {
            Err(_) => absent += 1,
            Ok(found) if found == wanted => complete += 1,
            Ok(_) => half += 1,
        }
        let (found, told, _) = through(&cache)?;
        other += u64::from(found != wanted);
        for line in told.lines().filter(|line| line.contains("the cache")) {
            println!("killed after {:.3} s: {line}", moment.as_secs_f64());
            broken += 1;
        }
    }
    println!("{rounds} runs killed ({finished} had ended before)");
    println!("output behind them: none {absent}, whole {complete}, half {half}");
    println!("runs after them: cache not usable {broken}, output not the same {other}");
    ensure!(half + broken + other == 0, "something was left that must not be");
    Ok(())
}

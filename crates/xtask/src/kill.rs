//! Kills the program at random moments, and counts what it leaves behind.

use anyhow::{Context, Result, ensure};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// The commands that are killed, and whether they put their output in its place themselves; otherwise it is written line by line.
const COMMANDS: [(&[&str], bool); 3] = [
    (&["export", "--to", "json"], true),
    (&["brief"], true),
    (&["annotate"], false),
];

/// Starts each command over the reports of a folder so many times, kills every run somewhere between its beginning and its end (SIGKILL),
/// and looks at its output and its cache; then lets a run go through.
pub(crate) fn kill(program: &str, reports: &str, rounds: u64) -> Result<()> {
    let outer = tempfile::tempdir()?;
    let mut wrong = 0;
    for (words, places) in COMMANDS {
        let run = Run {
            program,
            reports,
            words,
            places,
            cache: outer.path().join("cache"),
            target: outer.path().join("output"),
        };
        wrong += run.kill(rounds)?;
    }
    ensure!(wrong == 0, "something was left that must not be");
    Ok(())
}

struct Run<'a> {
    program: &'a str,
    reports: &'a str,
    words: &'a [&'a str],
    places: bool,
    cache: PathBuf,
    target: PathBuf,
}

impl Run<'_> {
    fn command(&self, cache: &Path) -> Result<Command> {
        let mut command = Command::new(self.program);
        command
            .args(self.words)
            .arg(self.reports)
            .env("ISNAD_CACHE", cache);
        if self.places {
            command.arg("--output").arg(&self.target).stdout(Stdio::null());
        } else {
            command.stdout(fs::File::create(&self.target)?);
        }
        Ok(command)
    }

    /// A run that nobody disturbs: its output, what it told, how long it took.
    fn through(&self, cache: &Path) -> Result<(Vec<u8>, String, Duration)> {
        let begun = Instant::now();
        let out = self.command(cache)?.stderr(Stdio::piped()).output()?;
        ensure!(
            matches!(out.status.code(), Some(0 | 3)),
            "a run that was let through gave {}",
            out.status
        );
        let told = String::from_utf8_lossy(&out.stderr).into_owned();
        Ok((fs::read(&self.target)?, told, begun.elapsed()))
    }

    /// How many rounds left what must not be.
    fn kill(&self, rounds: u64) -> Result<u64> {
        let (wanted, _, whole) = self.through(Path::new("off"))?;
        println!(
            "{}: a whole run takes {:.2} s and makes {} bytes",
            self.words.join(" "),
            whole.as_secs_f64(),
            wanted.len()
        );
        let (mut absent, mut complete, mut beginning, mut half) = (0, 0, 0, 0);
        let (mut broken, mut other, mut finished) = (0, 0, 0);
        let mut random = 0x2545_F491_4F6C_DD1D_u64;
        for round in 0..rounds {
            // every third round begins without a cache: later ones find one that a killed run left
            if round % 3 == 0 {
                fs::remove_dir_all(&self.cache)
                    .or_else(|e| if self.cache.exists() { Err(e) } else { Ok(()) })?;
            }
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            let moment = whole.mul_f64((random >> 11) as f64 / (1u64 << 53) as f64);
            fs::remove_file(&self.target).ok();
            let mut child = self.command(&self.cache)?.stderr(Stdio::null()).spawn()?;
            thread::sleep(moment);
            finished += u64::from(child.try_wait()?.is_some());
            child.kill().context("cannot kill")?;
            child.wait()?;
            match fs::read(&self.target) {
                Err(_) => absent += 1,
                Ok(found) if found == wanted => complete += 1,
                Ok(found) if !self.places && whole_lines(&found) && wanted.starts_with(&found) => {
                    beginning += 1
                }
                Ok(_) => half += 1,
            }
            let (found, told, _) = self.through(&self.cache)?;
            other += u64::from(found != wanted);
            for line in told.lines().filter(|line| line.contains("the cache")) {
                println!("killed after {:.3} s: {line}", moment.as_secs_f64());
                broken += 1;
            }
        }
        println!("  {rounds} runs killed ({finished} had ended before)");
        println!(
            "  output behind them: none {absent}, whole {complete}, some whole lines {beginning}, half {half}"
        );
        println!("  runs after them: cache not usable {broken}, output not the same {other}");
        Ok(half + broken + other)
    }
}

fn whole_lines(bytes: &[u8]) -> bool {
    bytes.last().is_none_or(|&b| b == b'\n')
}

//! Ctrl-C leaves whole files and whole lines only.
//!
//! Whoever puts files in place or writes lines holds the [`gate`]. A signal takes the gate for good, removes the files that were
//! waiting to be put in place, and ends the program.

use std::{
    collections::BTreeSet,
    path::PathBuf,
    sync::{Mutex, MutexGuard, PoisonError, TryLockError},
    thread,
    time::{Duration, Instant},
};

/// The exit code of an interrupted run.
pub(crate) const CODE: i32 = 130;

/// How long a signal waits for files to be put in place and for lines to be taken by their reader.
const PATIENCE: Duration = Duration::from_secs(3);

/// Files that wait under another name to be put in place.
#[derive(Debug, Default)]
pub(crate) struct Waiting(BTreeSet<PathBuf>);

impl Waiting {
    pub(crate) fn add(&mut self, path: PathBuf) {
        self.0.insert(path);
    }

    pub(crate) fn remove(&mut self, path: &PathBuf) {
        self.0.remove(path);
    }
}

static GATE: Mutex<Waiting> = Mutex::new(Waiting(BTreeSet::new()));

/// To be held while something is done that a signal must not cut in two.
pub(crate) fn gate() -> MutexGuard<'static, Waiting> {
    GATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends the program on SIGINT, SIGTERM and SIGHUP (Ctrl-C and closing on Windows).
pub(crate) fn watch() {
    // where signals cannot be watched they end the program all the same, only less tidily
    let _ = ctrlc::set_handler(|| {
        let since = Instant::now();
        let gate = loop {
            match GATE.try_lock() {
                Ok(gate) => break Some(gate),
                Err(TryLockError::Poisoned(gate)) => break Some(gate.into_inner()),
                Err(TryLockError::WouldBlock) if since.elapsed() > PATIENCE => break None,
                Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(5)),
            }
        };
        for path in gate.iter().flat_map(|gate| &gate.0) {
            // best effort: the next run removes what is left
            let _ = std::fs::remove_file(path);
        }
        crate::progress::clear();
        eprintln!("interrupted: what was written is whole");
        // the gate stays shut until the program is gone
        std::process::exit(CODE);
    });
}

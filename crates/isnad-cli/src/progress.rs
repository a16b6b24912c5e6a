//! How far a run is, on a terminal.

use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use std::{
    fmt::Write,
    io::IsTerminal,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// Smaller runs are over before a bar could be read.
const WORTHWHILE: u64 = 1 << 20;

static SHOWN: Mutex<Option<ProgressBar>> = Mutex::new(None);

/// Takes the bar off the terminal, wherever the run is.
pub(crate) fn clear() {
    if let Some(bar) = SHOWN.lock().unwrap_or_else(PoisonError::into_inner).take() {
        bar.finish_and_clear();
    }
}

/// What was done so far; counts from many threads.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
    reports: Arc<AtomicU64>,
    bytes: Arc<AtomicU64>,
}

impl Progress {
    /// Begins; `total` tells the size of all files in bytes, if it is known. `shown` only on a terminal.
    pub(crate) fn new(total: impl FnOnce() -> Option<u64>, shown: bool) -> Self {
        let (reports, bytes) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
        let total = (shown && std::io::stderr().is_terminal()).then(total);
        let Some(total) = total.filter(|total| total.is_none_or(|n| n >= WORTHWHILE)) else {
            return Self {
                bar: ProgressBar::hidden(),
                reports,
                bytes,
            };
        };
        let (bar, template) = match total {
            Some(total) => (
                ProgressBar::new(total),
                "{bar:24} {percent:>3}%  {rate}, {eta} left",
            ),
            None => (ProgressBar::new_spinner(), "{spinner} {rate}"),
        };
        let (count, size) = (Arc::clone(&reports), Arc::clone(&bytes));
        let rate = move |state: &ProgressState, out: &mut dyn Write| {
            let seconds = state.elapsed().as_secs_f64().max(0.001);
            let (reports, bytes) = (count.load(Ordering::Relaxed), size.load(Ordering::Relaxed));
            let _ = write!(
                out,
                "{reports} reports, {:.0}/s, {:.1} MB/s",
                reports as f64 / seconds,
                bytes as f64 / 1e6 / seconds
            );
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.with_key("rate", rate));
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        *SHOWN.lock().unwrap_or_else(PoisonError::into_inner) = Some(bar.clone());
        Self { bar, reports, bytes }
    }

    /// Bytes of a file were read.
    pub(crate) fn read(&self, bytes: u64) {
        self.bar.inc(bytes);
    }

    /// A report of so many bytes is done.
    pub(crate) fn done(&self, bytes: u64) {
        self.reports.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    /// What the run does now, when all is read.
    pub(crate) fn stage(&self, what: &'static str) {
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
            self.bar.set_style(style);
        }
        self.bar.reset_elapsed();
        self.bar.set_message(what);
    }

    /// Prints a line above the bar.
    pub(crate) fn tell(&self, line: &str) {
        self.bar.suspend(|| eprintln!("{line}"));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        clear();
    }
}

//! The `isnad` program: parses arguments, reads files, calls the library, writes what comes back.
//!
//! This is the only place with files, standard streams and a terminal. Exit codes are in [`Exit`].
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the shell around the pure stages: files and streams live here"
)]

mod args;
mod commands;
mod input;
mod inspect;
mod output;

use clap::Parser;
use std::process::ExitCode;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Everything was done.
    Done = 0,
    /// It could not be done (wrong project file, output not writable, a span that does not verify).
    Failed = 1,
    // 2 is a usage error, by clap
    /// Done, but some input gave no report; the messages say which and why.
    Partial = 3,
    /// No input gave a report: there was nothing to do.
    Nothing = 4,
}

fn main() -> ExitCode {
    let args = args::Args::parse();
    match commands::run(&args) {
        Ok(exit) => ExitCode::from(exit as u8),
        Err(error) if output::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {}", output::plain(&format!("{error:#}")));
            ExitCode::from(Exit::Failed as u8)
        }
    }
}

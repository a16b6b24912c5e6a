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
mod classifier;
mod commands;
mod export;
mod folder;
mod input;
mod inspect;
mod interrupt;
mod keeping;
mod output;
mod packs;
mod progress;
mod run;
mod stories;

use clap::Parser;
use std::process::ExitCode;

/// Reports are many small strings: this allocator hands them out faster than the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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
    // 130: interrupted, by `interrupt`
}

fn main() -> ExitCode {
    let mut words = std::env::args_os().skip(1);
    if words
        .next()
        .is_some_and(|word| word == isnad_plugin::sandbox::COMMAND)
    {
        return sandbox(words);
    }
    let args = args::Args::parse();
    interrupt::watch();
    // a report that makes the program fail gives a diagnostic; a fault elsewhere ends the run, but as an error like others
    let Ok(result) = std::panic::catch_unwind(|| commands::run(&args)) else {
        eprintln!("error: a fault of the program ended this run; please report it with what it was run on");
        return ExitCode::from(Exit::Failed as u8);
    };
    match result {
        Ok(exit) => ExitCode::from(exit as u8),
        Err(error) if output::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {}", output::plain(&format!("{error:#}")));
            ExitCode::from(Exit::Failed as u8)
        }
    }
}

/// The program started again by itself, to become a plug-in that is shut in.
fn sandbox(words: impl Iterator<Item = std::ffi::OsString>) -> ExitCode {
    match isnad_plugin::sandbox::enter(words) {
        Ok(missing) => {
            for line in missing {
                println!("{line}");
            }
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("error: {}", output::plain(&message));
            ExitCode::FAILURE
        }
    }
}

//! The project's integration tests: one binary, one module for each thing that must hold.
#![allow(
    clippy::disallowed_methods,
    clippy::non_ascii_literal,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "tests read the repository's files, run the program, and hold words"
)]

mod briefing;
mod cache;
mod compared;
mod corpus;
mod dating;
mod determinism;
mod differences;
mod docs;
mod exporters;
mod exports;
mod feeds;
mod folding;
mod fuzzing;
mod happenings;
mod hostile;
mod interrupted;
mod layering;
mod linked;
mod mixed;
mod names;
mod packs;
mod pages;
mod plugins;
mod program;
mod project;
mod publishing;
mod seeds;
mod stories;
mod support;
mod traceability;

//! Dossier and Briefing → artifacts by somebody else's program, `isnad-export-NAME`, shut in and limited.
//!
//! - [`protocol`] is what host and program say to each other: JSON on standard input and output, in versions.
//! - [`host`] finds programs, starts them and makes an [`isnad_export::Exporter`] of each.
//! - [`sandbox`] is what a helper process does before it becomes the program: give up network, files, children.
//! - [`serve`] turns any Rust [`isnad_export::Exporter`] into such a program.
//!
//! This crate is a shell, not a stage: it starts processes and reads files and the clock. Nothing of that reaches the
//! program or its output.
#![cfg_attr(
    feature = "host",
    allow(
        clippy::disallowed_methods,
        reason = "a shell: it starts programs, reads them for their checksum, and stops them after a time"
    )
)]

mod guest;
#[cfg(feature = "host")]
pub mod host;
pub mod protocol;
#[cfg(feature = "host")]
pub mod sandbox;
#[cfg(all(feature = "host", target_os = "linux"))]
mod syscalls;

pub use guest::serve;

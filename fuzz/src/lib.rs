//! Bytes in, nothing out: what must hold whatever the bytes are. `docs/guide/fuzzing.md` says how it is run.

pub mod targets;

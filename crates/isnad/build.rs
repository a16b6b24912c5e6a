//! Tells two builds of the program apart: a hash of the sources of all stages and exporters, so that nothing kept by one build is taken for
//! the work of another. Of a published crate, whose neighbours are elsewhere, the version says it.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a build script reads the sources of the workspace"
)]

use std::{
    env, fs,
    hash::{DefaultHasher, Hasher},
    path::{Path, PathBuf},
};

/// Crates that make nothing of a report, or make it anew in every run.
const SHELLS: [&str; 3] = ["isnad-cli", "isnad-cache", "isnad-plugin"];

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let root = Path::new(&root).parent().unwrap_or(Path::new(".")).to_owned();
    let mut files = vec![root.join("../Cargo.lock")];
    for entry in fs::read_dir(&root).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with("isnad") || SHELLS.contains(&name.as_str()) {
            continue;
        }
        for part in ["src", "packs"] {
            let folder = entry.path().join(part);
            if folder.is_dir() {
                println!("cargo::rerun-if-changed={}", folder.display());
                list(&folder, &mut files);
            }
        }
    }
    println!("cargo::rerun-if-changed=build.rs");
    files.sort();
    let mut hash = DefaultHasher::new();
    for file in files {
        if let Ok(bytes) = fs::read(&file) {
            hash.write(
                file.strip_prefix(&root)
                    .unwrap_or(&file)
                    .to_string_lossy()
                    .as_bytes(),
            );
            hash.write_usize(bytes.len());
            hash.write(&bytes);
        }
    }
    println!("cargo::rustc-env=ISNAD_BUILD={:016x}", hash.finish());
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        match path.is_dir() {
            true => list(&path, files),
            false => files.push(path),
        }
    }
}

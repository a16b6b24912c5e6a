//! Lists the files of `packs/` so that they are compiled in: a new language costs a folder, no edited line.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a build script reads its own crate's files"
)]

use std::{env, fmt::Write, fs, path::Path};

fn main() {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap()).join("packs");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut out =
        String::from("use crate::PackFile;\npub(crate) static PACKS: &[(&str, &[PackFile<'static>])] = &[\n");
    let mut hashes = String::from("pub(crate) static HASHES: &[&str] = &[\n");
    let mut languages: Vec<_> = fs::read_dir(&root)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.is_dir())
        .collect();
    languages.sort();
    for folder in languages {
        let id = folder.file_name().unwrap().to_str().unwrap().to_owned();
        writeln!(out, "({id:?}, &[").unwrap();
        let mut files: Vec<_> = fs::read_dir(&folder)
            .unwrap()
            .map(|e| e.unwrap().path())
            .filter(|p| p.is_file())
            .collect();
        files.sort();
        // as `Loader::hash` does it, and a test compares them
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for file in files {
            let name = file.file_name().unwrap().to_str().unwrap();
            if name.ends_with(".toml") || name.ends_with(".tsv") {
                writeln!(
                    out,
                    "PackFile {{ name: {name:?}, text: include_str!({:?}) }},",
                    file.to_str().unwrap()
                )
                .unwrap();
                let text = fs::read(&file).unwrap();
                for b in name.bytes().chain([0]).chain(text) {
                    hash = (hash ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3);
                }
            }
        }
        out.push_str("]),\n");
        writeln!(hashes, "\"{hash:016x}\",").unwrap();
    }
    out.push_str("];\n");
    out.push_str(&hashes);
    out.push_str("];\n");
    fs::write(Path::new(&env::var("OUT_DIR").unwrap()).join("packs.rs"), out).unwrap();
}

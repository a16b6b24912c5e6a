//! The crates keep to the table in `docs/architecture.md`.

use crate::support::root;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

/// Crate → crates of the workspace it may use, as the table says.
fn table() -> BTreeMap<String, BTreeSet<String>> {
    let text = fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    text.lines()
        .filter_map(|l| {
            let cells: Vec<&str> = l.strip_prefix("| `")?.split('|').map(str::trim).collect();
            let name = cells.first()?.split('`').next()?.to_owned();
            let uses = cells
                .last()
                .filter(|c| !c.is_empty())
                .or(cells.get(cells.len().checked_sub(2)?))?;
            let uses = uses.split('`').skip(1).step_by(2).map(str::to_owned).collect();
            Some((name, uses))
        })
        .collect()
}

#[test]
fn crates_use_only_what_the_table_allows() {
    let table = table();
    for entry in fs::read_dir(root().join("crates")).unwrap() {
        let folder = entry.unwrap().path();
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let allowed = table
            .get(&name)
            .unwrap_or_else(|| panic!("docs/architecture.md has no row for {name}"));
        let manifest: toml::Table =
            toml::from_str(&fs::read_to_string(folder.join("Cargo.toml")).unwrap()).unwrap();
        let used: BTreeSet<String> = manifest
            .get("dependencies")
            .and_then(|d| d.as_table())
            .into_iter()
            .flat_map(|d| d.keys())
            .filter(|k| *k == "isnad" || k.starts_with("isnad-"))
            .cloned()
            .collect();
        assert_eq!(
            &used, allowed,
            "{name}: left what it uses, right what docs/architecture.md allows"
        );
    }
}

#[test]
fn the_table_has_every_crate_and_no_other() {
    let crates: BTreeSet<String> = fs::read_dir(root().join("crates"))
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(crates, table().into_keys().collect());
}

/// Stages opt out of purity nowhere: only shells may allow what `clippy.toml` forbids.
#[test]
fn only_shells_opt_out_of_purity() {
    let shells = ["isnad-cache", "isnad-cli", "isnad-plugin", "xtask"];
    for entry in fs::read_dir(root().join("crates")).unwrap() {
        let folder = entry.unwrap().path();
        if shells.iter().any(|s| folder.ends_with(s)) {
            continue;
        }
        let mut open = vec![folder.join("src")];
        while let Some(path) = open.pop() {
            if path.is_dir() {
                open.extend(fs::read_dir(path).unwrap().map(|e| e.unwrap().path()));
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                assert!(
                    !text.contains("allow(clippy::disallowed"),
                    "{} opts out of purity",
                    path.display()
                );
            }
        }
    }
}

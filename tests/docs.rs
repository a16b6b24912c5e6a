//! Docs tell the truth about the repository.

use crate::support::root;
use std::{fs, path::PathBuf};

fn pages() -> Vec<PathBuf> {
    let mut pages: Vec<PathBuf> = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "seeds/README.md"]
        .iter()
        .map(|p| root().join(p))
        .collect();
    let mut open = vec![root().join("docs")];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(path).unwrap().map(|e| e.unwrap().path()));
        } else if path.extension().is_some_and(|e| e == "md") {
            pages.push(path);
        }
    }
    pages
}

#[test]
fn every_path_that_docs_name_exists() {
    let tops = ["crates/", "docs/", "seeds/", "tests/", ".ci/", "fuzz/"];
    let mut missing = Vec::new();
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for word in text.split(|c: char| c.is_whitespace() || "`()[]<>\"',;|".contains(c)) {
            let path = word
                .trim_end_matches(['.', ':'])
                .split(['#', ':'])
                .next()
                .unwrap_or("");
            let named = tops.iter().any(|t| path.starts_with(t))
                && !path.contains(['*', '{', '$'])
                && !path.contains("NAME");
            if named && !root().join(path).exists() {
                missing.push(format!("{}: {path}", page.display()));
            }
        }
        for link in text
            .match_indices("](")
            .filter_map(|(at, _)| text[at + 2..].split(')').next())
        {
            let path = link.split('#').next().unwrap_or("");
            if !path.is_empty() && !path.contains("://") && !page.parent().unwrap().join(path).exists() {
                missing.push(format!("{}: link to {path}", page.display()));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn ci_runs_the_test_command_of_the_readme() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let ci = fs::read_to_string(root().join(".ci/run")).unwrap();
    let command = readme
        .lines()
        .find(|l| l.starts_with("cargo test "))
        .expect("the README tells how to test");
    assert!(
        ci.lines().any(|l| l.trim() == command),
        ".ci/run does not run `{command}`"
    );
    assert!(readme.contains("cargo run --release -- brief seeds"));
}

/// The excerpt of the briefing in the README is what the program prints.
#[test]
fn the_readme_shows_real_output() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let excerpt = readme
        .split("<!-- excerpt -->")
        .nth(1)
        .expect("the README has an excerpt");
    let out = crate::support::stdout(&crate::support::run(&["brief", "seeds", "--quiet"]));
    let lines: Vec<&str> = excerpt
        .lines()
        .filter(|l| !l.trim().is_empty() && !l.starts_with("```"))
        .collect();
    assert!(lines.len() >= 5);
    for line in lines {
        assert!(
            out.lines().any(|o| o == line),
            "the program no longer prints this line of the README:\n{line}"
        );
    }
}

//! `quality`: the table of `docs/quality.md`.

use anyhow::{Context, Result, bail};
use isnad::{Input, Isnad, model::wire};
use serde_json::Value;
use std::{collections::BTreeSet, fs, path::Path, process::Command};

/// The columns: name, and the gold sets pooled in it.
const COLUMNS: &[(&str, &[&str])] = &[
    ("seeds", &["seeds"]),
    ("dev", &["dev"]),
    ("seeds + dev", &["seeds", "dev"]),
    ("dev-en", &["dev-en"]),
];

/// Scores every gold set under `home` with the plain pipeline and prints a Markdown table.
pub(crate) fn quality(home: &Path) -> Result<()> {
    let out = std::env::temp_dir().join(format!("isnad-quality-{}", std::process::id()));
    fs::create_dir_all(&out)?;
    for set in ["seeds", "dev", "dev-en"] {
        let folder = if set == "seeds" {
            home.join("seeds")
        } else {
            home.join("eval/reports").join(set)
        };
        let mut files: Vec<_> = fs::read_dir(&folder)?.collect::<Result<Vec<_>, _>>()?;
        files.sort_by_key(fs::DirEntry::file_name);
        let inputs = files
            .iter()
            .map(|f| Ok(Input::new(f.file_name().to_string_lossy(), fs::read(f.path())?)))
            .collect::<Result<Vec<_>>>()?;
        fs::write(
            out.join(set).with_extension("json"),
            wire::to_json(&Isnad::default().dossier(&inputs))?,
        )?;
    }
    let mut tables = Vec::new();
    for (_, sets) in COLUMNS {
        let mut command = Command::new("python3");
        command.arg(home.join("eval/score.py")).arg("--json");
        for set in *sets {
            command.arg("--gold").arg(home.join("eval/gold").join(set));
            command.arg("--dossier").arg(out.join(set).with_extension("json"));
        }
        let output = command.output().context("expected python3")?;
        if !output.status.success() {
            bail!("the scorer failed: {}", String::from_utf8_lossy(&output.stderr));
        }
        tables.push(serde_json::from_slice::<Value>(&output.stdout)?);
    }
    let layers: BTreeSet<&String> = tables
        .iter()
        .filter_map(Value::as_object)
        .flat_map(|t| t.keys())
        .collect();
    println!(
        "| layer | {} |",
        COLUMNS
            .iter()
            .map(|(name, _)| *name)
            .collect::<Vec<_>>()
            .join(" | ")
    );
    println!("|---|{}", "---|".repeat(COLUMNS.len()));
    for layer in layers {
        let cells: Vec<String> = tables.iter().map(|t| cell(&t[layer.as_str()])).collect();
        println!("| {layer} | {} |", cells.join(" | "));
    }
    fs::remove_dir_all(out)?;
    Ok(())
}

/// F1 with precision and recall, or right answers of all.
fn cell(value: &Value) -> String {
    let number = |k: &str| value[k].as_f64();
    match (number("f1"), number("acc"), value.as_f64()) {
        (Some(f1), ..) => {
            format!(
                "F1 {f1:.3} (P {:.2} R {:.2})",
                number("p").unwrap_or(0.0),
                number("r").unwrap_or(0.0)
            )
        }
        (_, Some(acc), _) => format!("{acc:.3} ({}/{})", value["ok"], value["n"]),
        (.., Some(n)) => n.to_string(),
        _ => "\u{2013}".to_owned(),
    }
}

//! `xtask brief`: a briefing as plain text, to be read line by line.

use anyhow::{Context, Result, bail};
use isnad::{
    Input, Isnad,
    brief::{BriefOptions, brief},
    model::{BriefLine, Dossier, wire},
};
use std::{fs, path::Path};

pub(crate) fn print(args: &[String]) -> Result<()> {
    let path = Path::new(
        args.first()
            .context("expected a folder of reports or a dossier")?,
    );
    let values = |name: &str| {
        args.windows(2)
            .filter(|w| w[0] == name)
            .map(|w| w[1].clone())
            .collect::<Vec<_>>()
    };
    let isnad = Isnad::default();
    let dossier = if path.is_dir() {
        compiled(&isnad, path)?
    } else {
        wire::from_json(&fs::read(path)?)?
    };
    let tag = values("--lang").pop().unwrap_or_else(|| dossier.language.clone());
    let Some(pack) = isnad.packs.get(&tag) else {
        bail!("expected a language with a pack, found {tag:?}")
    };
    let since = values("--since").pop().map(|day| day.parse()).transpose()?;
    let options = BriefOptions {
        since,
        watch: values("--watch"),
        sections_only: false,
    };
    let briefing = brief(&dossier, pack, isnad.packs, &options);
    println!("{}\n{}", briefing.title, briefing.summary);
    for section in &briefing.sections {
        println!("\n== {} ==", section.heading);
        lines(&section.lines, 0);
        if !section.omitted.is_empty() {
            println!("  {}", section.omitted);
        }
    }
    println!(
        "\n== {} ==",
        briefing.labels.get("sources").map_or("", String::as_str)
    );
    for source in &briefing.sources {
        println!("[{}] {} ({})", source.number, source.text, source.source);
        if args.iter().any(|a| a == "--sources") {
            for quote in &source.quotes {
                println!("    {}: {}", quote.line, quote.evidence.text);
            }
        }
    }
    println!("{}", briefing.sources_omitted);
    Ok(())
}

fn lines(lines: &[BriefLine], depth: usize) {
    for line in lines {
        let cites: String = line.cites.iter().map(|n| format!("[{n}]")).collect();
        let colon = if line.label.is_empty() { "" } else { ": " };
        println!(
            "{}- {}{colon}{} {cites}",
            "  ".repeat(depth),
            line.label,
            line.text
        );
        self::lines(&line.sub, depth + 1);
    }
}

fn compiled(isnad: &Isnad<'_>, folder: &Path) -> Result<Dossier> {
    let mut files: Vec<_> = fs::read_dir(folder)?
        .map(|e| e.unwrap().path())
        .filter(|p| p.is_file())
        .collect();
    files.sort();
    let mut inputs = Vec::new();
    for file in files.iter().filter(|f| !f.ends_with("README.md")) {
        inputs.push(Input::new(
            file.file_name().unwrap().to_string_lossy(),
            fs::read(file)?,
        ));
    }
    Ok(isnad.dossier(&inputs))
}

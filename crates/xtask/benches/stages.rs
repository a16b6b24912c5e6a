//! What each stage costs: `cargo bench -p xtask`. The reports are those of `seeds/`, or of the folder that `ISNAD_BENCH` names.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a workshop tool, not a stage"
)]

use divan::{Bencher, counter::BytesCount};
use isnad::{
    Input, Isnad,
    analyze::{ANNOTATORS, analyze_cut},
    compile::{Prepared, compile_prepared},
    export::{Context, export_checked},
    exporters,
    model::{Annotated, wire},
    parse::{Parsed, parse},
    text::Tokens,
};
use std::{fs, path::PathBuf, sync::LazyLock};

fn main() {
    isnad::set_threads(1);
    divan::main();
}

/// The files, read once.
static INPUTS: LazyLock<Vec<Input>> = LazyLock::new(|| {
    let seeds = concat!(env!("CARGO_MANIFEST_DIR"), "/../../seeds");
    let folder = PathBuf::from(std::env::var("ISNAD_BENCH").unwrap_or_else(|_| seeds.to_owned()));
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file() && !path.ends_with("README.md"))
        .collect();
    files.sort();
    files
        .iter()
        .map(|path| {
            Input::new(
                path.file_name().unwrap().to_string_lossy(),
                fs::read(path).unwrap(),
            )
        })
        .collect()
});

static ISNAD: LazyLock<Isnad<'static>> = LazyLock::new(Isnad::default);

fn bytes() -> BytesCount {
    BytesCount::new(INPUTS.iter().map(|i| i.bytes.len()).sum::<usize>())
}

fn parsed() -> Vec<Parsed> {
    let read = |i: &Input| parse(&i.source, &i.bytes, &ISNAD.parse, ISNAD.packs);
    INPUTS.iter().map(read).collect()
}

fn annotated() -> Vec<(Annotated, Tokens)> {
    let analyze = |p: Parsed| Some(analyze_cut(p.report?, p.tokens, ISNAD.packs, ANNOTATORS));
    parsed().into_iter().filter_map(analyze).collect()
}

fn prepared() -> Vec<(Annotated, Prepared)> {
    let prepare = |(annotated, tokens): (Annotated, Tokens)| {
        let prepared = Prepared::with_tokens(&annotated.report, &tokens, ISNAD.packs);
        (annotated, prepared)
    };
    annotated().into_iter().map(prepare).collect()
}

/// Cutting the text into tokens, which is part of parsing.
#[divan::bench]
fn a_tokens(bencher: Bencher<'_, '_>) {
    let texts: Vec<_> = parsed().into_iter().filter_map(|p| p.report).collect();
    let clitics = &ISNAD.packs.get("ar").unwrap().clitics;
    bencher.counter(bytes()).bench(|| {
        texts
            .iter()
            .map(|r| Tokens::new(&r.text, clitics).len())
            .sum::<usize>()
    });
}

#[divan::bench]
fn b_parse(bencher: Bencher<'_, '_>) {
    LazyLock::force(&ISNAD);
    bencher.counter(bytes()).bench(parsed);
}

#[divan::bench]
fn c_analyze(bencher: Bencher<'_, '_>) {
    bencher.counter(bytes()).with_inputs(parsed).bench_values(|all| {
        let analyze = |p: Parsed| Some(analyze_cut(p.report?, p.tokens, ISNAD.packs, ANNOTATORS));
        all.into_iter().filter_map(analyze).collect::<Vec<_>>()
    });
}

#[divan::bench]
fn d_prepare(bencher: Bencher<'_, '_>) {
    let all = annotated();
    bencher.counter(bytes()).bench(|| {
        all.iter()
            .map(|(a, tokens)| Prepared::with_tokens(&a.report, tokens, ISNAD.packs))
            .collect::<Vec<_>>()
    });
}

#[divan::bench]
fn e_compile(bencher: Bencher<'_, '_>) {
    bencher
        .counter(bytes())
        .with_inputs(prepared)
        .bench_values(|all| compile_prepared(all, &ISNAD.compile, ISNAD.packs));
}

#[divan::bench]
fn f_brief(bencher: Bencher<'_, '_>) {
    let dossier = ISNAD.dossier(&INPUTS);
    bencher
        .counter(bytes())
        .bench(|| ISNAD.brief(&dossier, None, None));
}

/// One annotated report a line, as `isnad annotate` writes it.
#[divan::bench]
fn g_annotated_json(bencher: Bencher<'_, '_>) {
    let all = annotated();
    bencher.counter(bytes()).bench(|| {
        all.iter()
            .map(|(a, _)| wire::report_to_json(&a.report).unwrap().len())
            .sum::<usize>()
    });
}

#[divan::bench(args = ["markdown", "json", "rss", "jsonld"])]
fn h_export(bencher: Bencher<'_, '_>, exporter: &str) {
    let dossier = ISNAD.dossier(&INPUTS);
    let briefing = ISNAD.brief(&dossier, None, None);
    let registry = exporters();
    bencher.counter(bytes()).bench(|| {
        export_checked(&registry, exporter, &dossier, &briefing, &Context::default())
            .map(|e| e.artifacts.len())
    });
}

/// All of `isnad brief` but reading and writing files.
#[divan::bench]
fn i_whole(bencher: Bencher<'_, '_>) {
    bencher.counter(bytes()).bench(|| {
        let dossier = ISNAD.dossier(&INPUTS);
        ISNAD.brief(&dossier, None, None)
    });
}

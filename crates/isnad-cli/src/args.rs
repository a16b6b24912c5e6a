//! The command line.

use clap::{Args as ClapArgs, Parser, Subcommand};
use isnad::model::Date;
use std::path::PathBuf;

/// Compiles news reports into a dossier in which every line can be traced to its words.
#[derive(Debug, Parser)]
#[command(name = "isnad", version, about, long_about = None, after_help = AFTER, propagate_version = true)]
pub(crate) struct Args {
    /// What is common to all commands.
    #[command(flatten)]
    pub(crate) common: Common,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

const AFTER: &str = "\
Examples:
  isnad brief seeds                                    a Markdown briefing of the reports in seeds/
  isnad brief seeds --lang en --since 2021-08-01       in English, what is new since August
  isnad export --to rss seeds --output feed.rss --base-url https://example.org/libya
  isnad inspect seeds/02_marsa.txt                     one report with its annotations
  isnad explain seeds/02_marsa.txt:120                 why character 120 is annotated as it is
  isnad export --to json seeds -o d.json && isnad verify d.json --sources seeds

Exit codes:
  0  done
  1  could not be done (wrong project file, output not writable, a span that does not verify)
  2  wrong usage
  3  done, but some input gave no report; the messages say which and why
  4  no input gave a report
  130  interrupted (Ctrl-C): files and lines that were written are whole";

/// Options of all commands.
#[derive(Debug, ClapArgs)]
pub(crate) struct Common {
    /// Threads to use; all cores by default
    #[arg(long, global = true, value_name = "N")]
    pub(crate) threads: Option<usize>,
    /// No progress and no notes on standard error (errors are still told)
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// Language to write in, a BCP 47 tag such as ar or en; that of the reports by default
    #[arg(long, global = true, value_name = "TAG")]
    pub(crate) lang: Option<String>,
    /// Upper bound for every date, such as 2021-12-31: the program has no other clock
    #[arg(long, global = true, value_name = "DATE")]
    pub(crate) as_of: Option<Date>,
    /// Language of the reports, where detection is not to be trusted
    #[arg(long, global = true, value_name = "TAG")]
    pub(crate) source_lang: Option<String>,
    /// Encoding of the reports, such as windows-1256; detected by default
    #[arg(long, global = true, value_name = "LABEL")]
    pub(crate) encoding: Option<String>,
    /// Language packs of your own: a pack's folder, or a folder of them; they come before the built-in ones
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) packs: Option<PathBuf>,
    /// A token classifier of your own in ONNX: a folder with model.onnx, vocab.txt and config.json (needs a build with --features onnx)
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) classifier: Option<PathBuf>,
    /// Project file; by default isnad.toml in the first folder given
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) project: Option<PathBuf>,
    /// Keep nothing of the reports, and use nothing that was kept
    #[arg(long, global = true)]
    pub(crate) no_cache: bool,
    /// Folder of the cache, or off; by default isnad in the user's folder of caches
    #[arg(long, global = true, value_name = "DIR", env = "ISNAD_CACHE")]
    pub(crate) cache: Option<PathBuf>,
    /// Size that the cache may take, in MiB
    #[arg(long, global = true, value_name = "MIB", default_value_t = 4096)]
    pub(crate) cache_limit: u64,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// A Markdown briefing: what happened when, who met whom, who said what on whose word, who disagrees, what is due
    Brief {
        /// Files and folders; - reads one report from standard input
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// What counts as new: events since this day; by default the newest week of the dossier
        #[arg(long, value_name = "DATE")]
        since: Option<Date>,
        /// File to write; standard output by default. With --each-story a folder
        #[arg(long, short)]
        output: Option<PathBuf>,
        /// Which of the reports
        #[command(flatten)]
        stories: StoryArgs,
    },
    /// The stories of a big folder: which reports tell one happening, hours or days apart
    #[command(
        after_help = "Examples:\n  isnad stories FOLDER                              one story a line: id, reports, days, headline, outlets\n  \
        isnad stories FOLDER --json > stories.json        the same for programs, with the reports of each\n  \
        isnad brief FOLDER --story s49c84487a8f2          the briefing of one\n  \
        isnad export --to json FOLDER --each-story -o d/  a dossier of each, with d/stories.json\n\n\
        An id stays when later reports join a story. Exit codes are those of all commands."
    )]
    Stories {
        /// Files and folders; - reads one report from standard input
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// As JSON, with the paths of the reports
        #[arg(long)]
        json: bool,
        /// Only stories of so many reports or more
        #[arg(long, value_name = "N", default_value_t = 1)]
        at_least: usize,
    },
    /// One annotated report a line (JSON), nothing compiled
    Annotate {
        /// Files and folders; - reads one report from standard input
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// The dossier in a format: json, markdown, rss, … (see `isnad exporters`)
    Export(Box<ExportArgs>),
    /// The exporters and their options
    Exporters {
        /// Only this one, in full; a plug-in is started and asked
        name: Option<String>,
        /// Where plug-ins are
        #[command(flatten)]
        plugins: PluginArgs,
    },
    /// One report in the terminal, block by block, with its annotations
    Inspect {
        /// The report; one of a file that holds several is named as in the dossier: lines.jsonl#12, archive.zip!/a.html
        file: PathBuf,
    },
    /// Why the dossier says what it says: rules and evidence
    #[command(
        after_help = "Examples:\n  isnad explain seeds/02_marsa.txt:120          the file alone\n  \
        isnad explain 02_marsa.txt:120 seeds          as part of the dossier of seeds/\n  \
        isnad explain lines.jsonl#12:120              a report in a file that holds several\n  \
        isnad explain P1f3a… seeds                    an entity, event, commitment, discrepancy or report by id"
    )]
    Explain {
        /// FILE:OFFSET (code points, from 0), or an id, or the name of an entity
        target: String,
        /// The reports; for FILE:OFFSET that file alone by default
        paths: Vec<PathBuf>,
    },
    /// Proof that every quoted span of a dossier still stands in its source
    Verify {
        /// The dossier (JSON)
        dossier: PathBuf,
        /// The folder it was compiled from
        #[arg(long, value_name = "DIR")]
        sources: PathBuf,
    },
    /// What is kept of reports between runs
    Cache {
        /// What to do with it
        #[command(subcommand)]
        what: CacheCommand,
    },
    /// What is new, changed and withdrawn between two dossiers; edited reports word by word
    #[command(
        after_help = "Examples:\n  isnad export --to json FOLDER -o today.json\n  isnad diff yesterday.json today.json\n  \
        isnad diff yesterday.json today.json --to atom -o changes.atom --lang en\n\n\
        What may come from another program or language pack rather than from the reports stands apart. \
        Exit codes are those of all commands: 0 also where nothing differs."
    )]
    Diff {
        /// The dossier before (JSON)
        old: PathBuf,
        /// The dossier now (JSON)
        new: PathBuf,
        /// How it is written
        #[arg(long, value_enum, default_value_t = DiffFormat::Markdown)]
        to: DiffFormat,
        /// File to write; standard output by default
        #[arg(long, short)]
        output: Option<PathBuf>,
        /// Absolute address of the site on which a feed is published
        #[arg(long, value_name = "URL")]
        base_url: Option<String>,
    },
    /// The JSON Schema of a dossier
    Schema,
    /// Completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// The manual page (roff)
    Man,
}

/// What can be done with the cache.
#[derive(Clone, Copy, Debug, Subcommand)]
pub(crate) enum CacheCommand {
    /// Where it is, how large, and who made it
    Info,
    /// Removes it
    Clear,
}

/// How differences are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum DiffFormat {
    /// For people
    Markdown,
    /// A feed, RSS 2.0
    Rss,
    /// A feed, Atom 1.0
    Atom,
    /// For programs
    Json,
}

/// Options of `export`.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  isnad export --to rss seeds --output feed.rss --base-url https://example.org/libya\n  \
    isnad export --to json seeds -o d.json && isnad export --to markdown d.json\n  \
    isnad export --to names seeds --plugins ./plugins    by the program ./plugins/isnad-export-names\n\n\
    What a format cannot hold is told on standard error. A folder gets isnad-manifest.json with the SHA-256 of every file."
)]
pub(crate) struct ExportArgs {
    /// Files and folders; - reads one report from standard input; a dossier (JSON) alone is exported as it is
    #[arg(required_unless_present = "from", conflicts_with = "from")]
    pub(crate) paths: Vec<PathBuf>,
    /// A dossier made before (JSON) instead of reports; - reads it from standard input
    #[arg(long, value_name = "DOSSIER")]
    pub(crate) from: Option<PathBuf>,
    /// Exporter
    #[arg(long, value_name = "ID")]
    pub(crate) to: String,
    /// File to write, or a folder where an exporter makes several files; standard output by default
    #[arg(long, short)]
    pub(crate) output: Option<PathBuf>,
    /// Absolute address under which the export is published
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: Option<String>,
    /// Option of the exporter
    #[arg(long = "option", value_name = "KEY=VALUE", value_parser = key_value)]
    pub(crate) options: Vec<(String, String)>,
    /// What counts as new in the briefing; by default the newest week of the dossier
    #[arg(long, value_name = "DATE")]
    pub(crate) since: Option<Date>,
    /// Leave out the reports' full texts: only what is quoted or annotated stays
    #[arg(long)]
    pub(crate) no_text: bool,
    /// The dossier before this one (JSON): events that it tells keep their ids, and feeds tell what became of them
    #[arg(long, value_name = "DOSSIER")]
    pub(crate) previous: Option<PathBuf>,
    /// Which of the reports
    #[command(flatten)]
    pub(crate) stories: StoryArgs,
    /// Where plug-ins are
    #[command(flatten)]
    pub(crate) plugins: PluginArgs,
}

/// One story of a mixed folder, or each of them.
#[derive(Debug, Default, ClapArgs)]
pub(crate) struct StoryArgs {
    /// Only the reports of this story (see `isnad stories`)
    #[arg(long, value_name = "ID", conflicts_with = "each_story")]
    pub(crate) story: Option<String>,
    /// Each story by itself, into the folder --output, which also gets stories.json
    #[arg(long, requires = "output")]
    pub(crate) each_story: bool,
    /// With --each-story: only stories of so many reports or more
    #[arg(long, value_name = "N", default_value_t = 2, requires = "each_story")]
    pub(crate) at_least: usize,
}

/// Where programs `isnad-export-NAME` are looked for, after those that the project file names.
#[derive(Debug, ClapArgs)]
pub(crate) struct PluginArgs {
    /// Folder of programs isnad-export-NAME; by default isnad/plugins in the user's data folder
    #[arg(long, value_name = "DIR", env = "ISNAD_PLUGINS")]
    pub(crate) plugins: Option<PathBuf>,
    /// Look for programs isnad-export-NAME on the PATH as well
    #[arg(long)]
    pub(crate) plugins_on_path: bool,
}

fn key_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key.to_owned(), value.to_owned())),
        _ => Err(format!("expected KEY=VALUE, found {text:?}")),
    }
}

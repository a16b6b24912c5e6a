//! `isnad export` and `isnad exporters`: exporters that are built in, and other people's programs.

use crate::{
    Exit,
    args::{Common, ExportArgs, PluginArgs, StoryArgs},
    folder, input, output,
    run::{Run, set_up},
    stories,
};
use anyhow::{Context, Result, bail};
use isnad::{
    PluginEntry, Project,
    compile::Previous,
    export::{Artifact, Info, Registry, checked_context, export_checked},
    exporters,
    model::{Date, Dossier, withhold},
};
use isnad_plugin::host::{Found, Helper, Limits, Places, Plugin};
use sha2::{Digest, Sha256};
use std::{
    env, fs,
    mem::ManuallyDrop,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

/// What is to be made of reports.
#[derive(Debug)]
pub(crate) struct Order<'o> {
    /// Name of the exporter.
    pub(crate) to: &'o str,
    /// What counts as new.
    pub(crate) since: Option<Date>,
    /// Where it is published.
    pub(crate) base_url: Option<&'o str>,
    /// Options of the exporter.
    pub(crate) options: &'o [(String, String)],
    /// Without the words that nothing points to?
    pub(crate) no_text: bool,
    /// The dossier before this one.
    pub(crate) previous: Option<&'o Path>,
    /// Where it goes.
    pub(crate) output: Option<&'o Path>,
    /// Is it `isnad brief` that asks?
    pub(crate) brief: bool,
    /// Which of the reports.
    pub(crate) stories: &'o StoryArgs,
}

/// Runs `isnad export`.
pub(crate) fn run(common: &Common, args: &ExportArgs) -> Result<Exit> {
    let run = match &args.from {
        Some(dossier) => Run::from_dossier(common, dossier)?,
        None => Run::new(common, &args.paths)?,
    };
    let programs = Programs::new(common, &run.isnad.project, run.project_file(), &args.plugins);
    let registry = programs.registry(&args.to)?;
    let order = Order {
        to: &args.to,
        since: args.since,
        base_url: args.base_url.as_deref(),
        options: &args.options,
        no_text: args.no_text,
        previous: args.previous.as_deref(),
        output: args.output.as_deref(),
        brief: false,
        stories: &args.stories,
    };
    fill(common, run, &registry, &order)
}

/// Makes what is ordered, or takes what was made of the same files before.
pub(crate) fn fill(
    common: &Common,
    mut run: Run<'_>,
    registry: &Registry,
    order: &Order<'_>,
) -> Result<Exit> {
    // a wrong name or option is told before anything is read
    let info = registry.require(order.to)?.info();
    let mut context = run.context(order.to, order.base_url, order.options);
    checked_context(&info, &context)?;
    let request = if order.stories.each_story {
        None
    } else {
        request(order)?
    };
    if let Some(mut outcome) = request.as_ref().and_then(|request| run.outcome(request)) {
        deliver(common, &info, order, &outcome.artifacts(), &outcome.losses)?;
        return Ok(outcome.exit());
    }
    if let Some(previous) = order.previous {
        let previous = input::dossier(previous)?;
        run.isnad.compile.previous = Some(Previous::of(&previous));
        context.previous = Some(Arc::new(previous));
    }
    if order.stories.each_story {
        return stories::each(common, run, registry, order, &context);
    }
    let (dossier, exit) = match &order.stories.story {
        Some(id) => stories::one(&mut run, id)?,
        None => run.dossier()?,
    };
    let mut dossier = ManuallyDrop::new(dossier); // the program ends here: taking it apart would be for nothing
    if exit == Exit::Nothing {
        return Ok(exit);
    }
    tell_mixed(common, &dossier);
    let mut briefing = run
        .isnad
        .brief_for(&info, &dossier, common.lang.as_deref(), order.since);
    if order.no_text {
        withhold(&mut dossier, &mut briefing);
    }
    let exported = export_checked(registry, order.to, &dossier, &briefing, &context)?;
    deliver(common, &info, order, &exported.artifacts, &exported.losses)?;
    if let Some(request) = request {
        run.keep(&request, exit, &exported.artifacts, &exported.losses);
    }
    Ok(exit)
}

/// Tells that the reports are about different things.
fn tell_mixed(common: &Common, dossier: &Dossier) {
    for d in dossier
        .diagnostics
        .iter()
        .filter(|d| d.rule == "mixed-reports" && !common.quiet)
    {
        eprintln!(
            "note: {}\n  hint: {}",
            output::plain(&d.message),
            output::plain(&d.hint)
        );
    }
}

/// Everything on the command line that an outcome hangs on; nothing for a program of somebody else's, which may change.
fn request(order: &Order<'_>) -> Result<Option<String>> {
    if exporters().find(order.to).is_none() {
        return Ok(None);
    }
    let previous = match order.previous {
        Some(path) if path.as_os_str() == "-" => return Ok(None),
        Some(path) => {
            let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
            format!("{:?}", Sha256::digest(bytes))
        }
        None => String::new(),
    };
    let Order {
        to,
        since,
        base_url,
        options,
        no_text,
        stories,
        ..
    } = order;
    Ok(Some(format!(
        "{to:?} {since:?} {base_url:?} {options:?} {no_text} {:?} {previous}",
        stories.story
    )))
}

fn deliver(
    common: &Common,
    info: &Info,
    order: &Order<'_>,
    artifacts: &[Artifact],
    losses: &[String],
) -> Result<()> {
    let notes = folder::write_artifacts(info, artifacts, order.output)?;
    if !common.quiet {
        // what a briefing leaves out is its own choice
        for note in losses.iter().filter(|_| !order.brief).chain(&notes) {
            eprintln!("note: {}: {}", order.to, output::plain(note));
        }
    }
    Ok(())
}

/// Runs `isnad exporters`.
pub(crate) fn list(common: &Common, name: Option<&str>, plugins: &PluginArgs) -> Result<Exit> {
    let project = set_up(common, common.project.as_deref())?.project;
    let programs = Programs::new(common, &project, common.project.as_deref(), plugins);
    let mut out = String::new();
    match name {
        Some(name) => describe(&programs.registry(name)?.require(name)?.info(), &mut out),
        None => {
            let registry = exporters();
            registry.iter().for_each(|e| describe(&e.info(), &mut out));
            for name in programs.places.names() {
                let Some(found) = programs
                    .places
                    .find(&name)
                    .filter(|_| registry.find(&name).is_none())
                else {
                    continue;
                };
                let path = found.program.display().to_string();
                out.push_str(&format!("{name:11} a plug-in: {}\n", output::plain(&path)));
            }
        }
    }
    output::print(out.as_bytes())?;
    Ok(Exit::Done)
}

/// One exporter, as `isnad exporters` shows it.
fn describe(info: &Info, out: &mut String) {
    let several = if info.folder { ", several files" } else { "" };
    let line = format!(
        "{:11} {} ({}{several})\n",
        info.id, info.description, info.media_type
    );
    out.push_str(&line);
    for option in &info.options {
        let default = match option.default.is_empty() {
            true => String::new(),
            false => format!(" [default: {}]", option.default),
        };
        let (form, what) = (option.kind.form(), &option.description);
        out.push_str(&format!(
            "            --option {}={form}  {what}{default}\n",
            option.name
        ));
    }
    *out = output::plain(out);
    out.push('\n');
}

/// Where programs are, and what runs them.
struct Programs {
    places: Places,
    helper: Helper,
    /// Does the user vouch for the project file, having named it?
    vouched: bool,
    required: Vec<String>,
}

impl Programs {
    fn new(common: &Common, project: &Project, file: Option<&Path>, args: &PluginArgs) -> Self {
        let vouched = common.project.is_some();
        let base = file.and_then(Path::parent).unwrap_or(Path::new("."));
        let configured = project.plugin.iter();
        Self {
            places: Places {
                configured: configured
                    .map(|(name, entry)| (name.clone(), configured_program(base, entry, vouched)))
                    .collect(),
                folder: args.plugins.clone().or_else(data_folder),
                path: args.plugins_on_path.then(|| env::var_os("PATH")).flatten(),
            },
            helper: Helper {
                program: env::current_exe().ok(),
            },
            vouched,
            required: project
                .plugin
                .iter()
                .filter(|(_, entry)| entry.sandbox_required)
                .map(|(name, _)| name.clone())
                .collect(),
        }
    }

    /// The exporters that are built in, and the program of this name if none of them has it.
    fn registry(&self, name: &str) -> Result<Registry> {
        let mut registry = exporters();
        if registry.find(name).is_none() {
            let found = self.places.find(name);
            let found = found.ok_or_else(|| registry.unknown(name, &self.places.names()))?;
            self.tell_what_is_open(name)?;
            let plugin = Plugin::new(found, self.helper.clone())?;
            registry.add(plugin);
        }
        Ok(registry)
    }

    /// Warns of everything that a program could reach on this machine, quiet or not; refuses it where nobody vouches for it.
    fn tell_what_is_open(&self, name: &str) -> Result<()> {
        let missing = self.helper.missing();
        let of_a_folder = self.places.configured.contains_key(name) && !self.vouched;
        for line in &missing {
            eprintln!(
                "warning: plug-in {name} is NOT shut in: it can reach {}",
                output::plain(line)
            );
        }
        if !missing.is_empty() && self.required.iter().any(|r| r == name) {
            bail!("plug-in {name}: its project file wants it shut in, which this machine does not do");
        }
        if !missing.is_empty() && of_a_folder {
            bail!(
                "plug-in {name}: it is named by a project file that came with the reports; \
                 where it cannot be shut in, name that file with --project if you trust it"
            );
        }
        Ok(())
    }
}

/// A program as the project file names it. One that came with the reports may name a program, but not widen what it may read.
fn configured_program(base: &Path, entry: &PluginEntry, vouched: bool) -> Found {
    let default = Limits::default();
    let mib = |value: Option<u64>, default: u64| value.map_or(default, |n| n.saturating_mul(1 << 20));
    Found {
        program: base.join(&entry.path),
        interpreter: entry.interpreter.as_ref().filter(|_| vouched).map(PathBuf::from),
        read: match vouched {
            true => entry.read.iter().map(|p| base.join(p)).collect(),
            false => Vec::new(),
        },
        sha256: entry.sha256.clone(),
        limits: Limits {
            time: entry.seconds.map_or(default.time, Duration::from_secs),
            memory: mib(entry.memory_mib, default.memory),
            output: mib(entry.output_mib, default.output),
        },
        ..Found::default()
    }
}

/// Where the user's plug-ins are by default: a folder of this system's convention.
fn data_folder() -> Option<PathBuf> {
    let set = |name: &str| env::var_os(name).map(PathBuf::from).filter(|p| p.is_absolute());
    let data = set("XDG_DATA_HOME")
        .or_else(|| set("APPDATA"))
        .or_else(|| Some(set("HOME")?.join(".local/share")))?;
    Some(data.join("isnad/plugins"))
}

//! `isnad export` and `isnad exporters`: exporters that are built in, and other people's programs.

use crate::{
    Exit,
    args::{Common, ExportArgs, PluginArgs},
    folder, input, output,
    run::{Run, set_up},
};
use anyhow::{Result, bail};
use isnad::{
    PluginEntry, Project,
    compile::Previous,
    export::{Info, Registry, checked_context, export_checked},
    exporters,
    model::withhold,
};
use isnad_plugin::host::{Found, Helper, Limits, Places, Plugin};
use std::{
    env,
    mem::ManuallyDrop,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

/// Runs `isnad export`.
pub(crate) fn run(common: &Common, args: &ExportArgs) -> Result<Exit> {
    let mut run = match &args.from {
        Some(dossier) => Run::from_dossier(common, dossier)?,
        None => Run::new(common, &args.paths)?,
    };
    // a wrong name or option is told before anything is read
    let programs = Programs::new(common, &run.isnad.project, run.project_file(), &args.plugins);
    let registry = programs.registry(&args.to)?;
    let info = registry.require(&args.to)?.info();
    let mut context = run.context(&args.to, args.base_url.as_deref(), &args.options);
    checked_context(&info, &context)?;
    if let Some(previous) = &args.previous {
        let previous = input::dossier(previous)?;
        run.isnad.compile.previous = Some(Previous::of(&previous));
        context.previous = Some(Arc::new(previous));
    }

    let (dossier, exit) = run.dossier()?;
    let mut dossier = ManuallyDrop::new(dossier); // the program ends here: taking it apart would be for nothing
    if exit == Exit::Nothing {
        return Ok(exit);
    }
    let mut briefing = run
        .isnad
        .brief_for(&info, &dossier, common.lang.as_deref(), args.since);
    if args.no_text {
        withhold(&mut dossier, &mut briefing);
    }
    let exported = export_checked(&registry, &args.to, &dossier, &briefing, &context)?;
    let notes = folder::write_artifacts(&info, &exported.artifacts, args.output.as_deref())?;
    if !common.quiet {
        for loss in &exported.losses {
            eprintln!("note: {}: {}", args.to, output::plain(loss));
        }
        for note in notes {
            eprintln!("note: {}: {}", args.to, output::plain(&note));
        }
    }
    Ok(exit)
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

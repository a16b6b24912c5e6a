//! The cache of a run: where it is, and what is told of it.

use crate::{Exit, args::Common, output};
use anyhow::{Context, Result, anyhow};
use isnad_cache::{Cache, State};
use std::{env, path::PathBuf, sync::Arc};

/// What stands for the folder where no cache is wanted.
const OFF: &str = "off";

/// The cache as the library asks for it.
#[derive(Debug)]
pub(crate) struct Kept(Cache);

impl isnad::Cache for Kept {
    fn get(&self, key: &isnad::Key) -> Option<Vec<u8>> {
        self.0.get(key)
    }

    fn put(&self, key: isnad::Key, value: Vec<u8>) {
        self.0.put(key, value);
    }
}

/// The cache that the options ask for. One that cannot be used is told, and the run goes on without it.
pub(crate) fn open(common: &Common, project: &isnad::Project) -> Option<Arc<Kept>> {
    if common.no_cache || project.cache == Some(false) {
        return None;
    }
    let folder = folder(common)?;
    silence_the_guarded();
    let limit = common.cache_limit.saturating_mul(1 << 20);
    let cache = match Cache::open(&folder, isnad::build(), limit) {
        Ok(cache) => cache,
        Err(error) => {
            tell(common, &format!("{error}; this run goes on without it"));
            return None;
        }
    };
    let shown = cache.path().display();
    match cache.state() {
        State::Fresh => tell(
            common,
            &format!(
                "texts of reports and their annotations are kept in {shown}, for you alone, so that the next run is quicker; \
                 --no-cache keeps nothing, isnad cache clear removes it"
            ),
        ),
        State::Broken => tell(common, &format!("the cache {shown} was broken and is begun anew")),
        State::Kept | State::OtherProgram => {}
    }
    Some(Arc::new(Kept(cache)))
}

/// Tells what went wrong with the cache while it was in use.
pub(crate) fn tell_trouble(common: &Common, cache: Option<&Arc<Kept>>) {
    if let Some(trouble) = cache.and_then(|kept| kept.0.trouble()) {
        tell(
            common,
            &format!("the cache was of no use from some point on: {trouble}"),
        );
    }
}

fn tell(common: &Common, message: &str) {
    if !common.quiet {
        eprintln!("note: {}", output::plain(message));
    }
}

/// The database may panic on a file that was spoiled: that is caught, and told as what it is.
fn silence_the_guarded() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !isnad_cache::is_guarded() {
            before(info);
        }
    }));
}

/// The folder that the options name, or else the one that this system has for it; none where it is switched off.
fn folder(common: &Common) -> Option<PathBuf> {
    match &common.cache {
        Some(folder) => (!folder.as_os_str().is_empty() && folder.as_os_str() != OFF).then(|| folder.clone()),
        None => default_folder(),
    }
}

fn default_folder() -> Option<PathBuf> {
    let set = |name: &str| env::var_os(name).map(PathBuf::from).filter(|p| p.is_absolute());
    let caches = set("XDG_CACHE_HOME")
        .or_else(|| set("LOCALAPPDATA"))
        .or_else(|| {
            let home = set("HOME")?;
            Some(home.join(if cfg!(target_os = "macos") {
                "Library/Caches"
            } else {
                ".cache"
            }))
        })?;
    Some(caches.join("isnad"))
}

/// `isnad cache info`.
pub(crate) fn info(common: &Common) -> Result<Exit> {
    let Some(folder) = folder(common) else {
        output::print(b"no cache: it is switched off\n")?;
        return Ok(Exit::Done);
    };
    let info = isnad_cache::info(&folder);
    let mut out = format!("file      {}\n", output::plain(&info.path.display().to_string()));
    match info.bytes {
        None => out.push_str("size      nothing is kept\n"),
        Some(bytes) => out.push_str(&format!(
            "size      {:.1} MiB of {} MiB at most\n",
            bytes as f64 / (1 << 20) as f64,
            common.cache_limit
        )),
    }
    match (info.bytes, info.entries) {
        (None, _) => {}
        (Some(_), Some(entries)) => out.push_str(&format!("entries   {entries}\n")),
        (Some(_), None) => out.push_str("entries   unknown: a run is using it, or it is broken\n"),
    }
    if let Some(program) = &info.program {
        let same = if program == isnad::build() {
            ""
        } else {
            ", another build than this one"
        };
        out.push_str(&format!("made by   {}{same}\n", output::plain(program)));
    }
    output::print(out.as_bytes())?;
    Ok(Exit::Done)
}

/// `isnad cache clear`.
pub(crate) fn clear(common: &Common) -> Result<Exit> {
    let folder = folder(common).ok_or_else(|| anyhow!("expected a cache, but it is switched off"))?;
    let there = isnad_cache::clear(&folder)
        .with_context(|| format!("cannot remove the cache in {}", folder.display()))?;
    if !common.quiet {
        let what = if there { "removed" } else { "nothing was kept in" };
        eprintln!("{what} {}", output::plain(&folder.display().to_string()));
    }
    Ok(Exit::Done)
}

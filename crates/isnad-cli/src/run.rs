//! One run over files: they are read, taken through the library, and come out in their order.

use crate::{
    Exit,
    args::Common,
    classifier,
    input::{self, Found, Listing},
    keeping::{self, Kept},
    output, packs,
    progress::Progress,
};
use anyhow::{Context, Result, bail};
use isnad::{
    Input, Isnad, Pipeline, Project, Reading, Sink,
    compile::stories::Profile,
    export::Artifact,
    model::{Diagnostic, Dossier},
    parse::intake::{self, Flow, Limits},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::{
    fs,
    io::{self, BufReader, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

/// One run over files: what was found, and the library set up for it.
pub(crate) struct Run<'a> {
    common: &'a Common,
    listing: Listing,
    /// A dossier made before, instead of reports.
    from: Option<PathBuf>,
    pub(crate) isnad: Isnad<'static>,
    /// What was made of these reports before.
    pub(crate) cache: Option<Arc<Kept>>,
    /// What was told of the reports; also what is not told when quiet is asked for.
    told: Vec<Told>,
    /// Are the hashes of the files asked for?
    remember: bool,
    /// The files as they were read, if all of them were: name and SHA-256.
    read: Option<Vec<(String, Digest)>>,
}

/// SHA-256 of a file.
type Digest = [u8; 32];

/// A message about a report.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Told {
    /// Is it told even if quiet is asked for?
    error: bool,
    text: String,
}

/// What goes into the pipeline.
enum Item {
    /// One report's bytes.
    Piece(Box<Input>),
    /// A part of a file that gave no report, or a whole file that could not be read, and why.
    Lost(Diagnostic),
    /// Something odd about a file.
    Note(Diagnostic),
}

/// What comes out of it.
enum Made<T> {
    /// Of a piece of so many bytes; the result, if there was a report, and what was odd.
    Report(u64, Option<T>, Vec<Diagnostic>),
    /// Without a report: is one lost by it, and what is told.
    Told(bool, Diagnostic),
}

impl<'a> Run<'a> {
    pub(crate) fn new(common: &'a Common, paths: &[PathBuf]) -> Result<Self> {
        if let Some(dossier) = input::dossier_file(paths) {
            return Self::from_dossier(common, dossier);
        }
        let mut listing = input::list(paths)?;
        let project = common.project.as_deref().or(listing.project.as_deref());
        let isnad = set_up(common, project)?;
        let model = classifier::folder(
            common.classifier.as_deref(),
            &isnad.project.names,
            project.and_then(Path::parent),
        );
        if let Some(model) = model {
            listing.leave_out(&model, "files of the classifier");
        }
        let mut run = Self {
            common,
            listing,
            from: None,
            isnad,
            cache: None,
            told: Vec::new(),
            remember: false,
            read: None,
        };
        run.cache = keeping::open(common, &run.isnad.project);
        run.isnad.cache = run.cache.clone().map(|cache| cache as Arc<dyn isnad::Cache>);
        run.tell_skipped();
        Ok(run)
    }

    /// A run over a dossier that was made before.
    pub(crate) fn from_dossier(common: &'a Common, dossier: &Path) -> Result<Self> {
        Ok(Self {
            common,
            listing: Listing::default(),
            from: Some(dossier.to_owned()),
            isnad: set_up(common, common.project.as_deref())?,
            cache: None,
            told: Vec::new(),
            remember: false,
            read: None,
        })
    }

    /// The project file, if there is one.
    pub(crate) fn project_file(&self) -> Option<&Path> {
        self.common.project.as_deref().or(self.listing.project.as_deref())
    }

    /// Reads, annotates and compiles all files; or reads the dossier made before.
    pub(crate) fn dossier(&mut self) -> Result<(Dossier, Exit)> {
        if let Some(path) = &self.from {
            return Ok((input::dossier(path)?, Exit::Done));
        }
        let (readings, exit) = self.readings()?;
        Ok((self.isnad.compile(readings), exit))
    }

    /// Is it a dossier made before?
    pub(crate) fn is_compiled(&self) -> bool {
        self.from.is_some()
    }

    /// Reads all files and takes what grouping needs of each.
    pub(crate) fn profiles(&mut self) -> Result<(Vec<(String, Profile)>, Exit)> {
        let progress = self.progress();
        let mut profiles = Vec::new();
        let work = |isnad: &Isnad<'_>, piece: &Input| {
            let reading = isnad.annotate(piece);
            let profile = reading.annotated.map(|a| {
                let profile = Profile::of(&a.report, isnad.packs);
                (a.report.source, profile)
            });
            Ok((profile, reading.diagnostics))
        };
        let exit = self.each(&progress, work, |profile, _| {
            profiles.extend(profile);
            Ok(())
        })?;
        Ok((profiles, exit))
    }

    /// Reads and annotates all files, ready to be compiled.
    pub(crate) fn readings(&mut self) -> Result<(Vec<Reading>, Exit)> {
        self.remember = true;
        let progress = self.progress();
        let mut readings = Vec::new();
        let work = |isnad: &Isnad<'_>, piece: &Input| {
            let reading = isnad.prepare(piece);
            let diagnostics = reading.diagnostics.clone();
            Ok((reading.annotated.is_some().then_some(reading), diagnostics))
        };
        let mut lost = Vec::new();
        let exit = self.each(&progress, work, |reading, diagnostics| {
            match reading {
                Some(reading) => readings.push(reading),
                None => lost.extend(diagnostics),
            }
            Ok(())
        })?;
        readings.push(Reading {
            diagnostics: lost,
            ..Reading::default()
        });
        progress.stage("compiling");
        Ok((readings, exit))
    }

    /// Writes one annotated report a line, as they come.
    pub(crate) fn annotate(&mut self) -> Result<Exit> {
        let progress = self.progress();
        let mut out = output::Lines::default();
        let work = |isnad: &Isnad<'_>, piece: &Input| {
            let line = isnad.annotate_line(piece)?;
            Ok((line.json, line.diagnostics))
        };
        let exit = self.each(&progress, work, |line, _| match line {
            Some(line) => out.add(&line),
            None => Ok(()),
        })?;
        out.flush()?;
        Ok(exit)
    }

    /// Takes every file through `work`, on many threads, and what comes of it through `done`, in order. Tells what is wrong
    /// with them. The cache is closed behind it.
    fn each<T: Send>(
        &mut self,
        progress: &Progress,
        work: impl Fn(&Isnad<'_>, &Input) -> Result<(Option<T>, Vec<Diagnostic>)> + Sync,
        mut done: impl FnMut(Option<T>, Vec<Diagnostic>) -> Result<()>,
    ) -> Result<Exit> {
        let isnad = &self.isnad;
        let common = self.common;
        let mut reports = 0usize;
        let mut lost = self.listing.unreadable.len();
        let mut told = Vec::new();
        let mut tell = |is_error: bool, path: &str, message: &str, hint: &str| {
            let line = Told::new(is_error, path, message, hint);
            line.tell(common, progress);
            told.push(line);
        };
        for (path, message) in &self.listing.unreadable {
            tell(true, path, message, "");
        }
        let digests = (self.remember && self.cache.is_some()).then(|| Mutex::new(Vec::new()));
        let pipeline = self.common.threads.map_or_else(Pipeline::default, Pipeline::new);
        let files = &self.listing.files;
        let ended: Result<()> = pipeline.run(
            |sink| feed(files, &isnad.limits, progress, digests.as_ref(), sink),
            |item| match item {
                Item::Piece(piece) => piece.bytes.len(),
                Item::Lost(_) | Item::Note(_) => 0,
            },
            |item| {
                Ok(match item {
                    Item::Piece(piece) => {
                        let (made, diagnostics) = work(isnad, &piece)?;
                        Made::Report(piece.bytes.len() as u64, made, diagnostics)
                    }
                    Item::Lost(diagnostic) => Made::Told(true, diagnostic),
                    Item::Note(diagnostic) => Made::Told(false, diagnostic),
                })
            },
            |made: Result<Made<T>>| {
                match made? {
                    Made::Report(bytes, made, diagnostics) => {
                        match made {
                            Some(_) => reports += 1,
                            None => lost += 1,
                        }
                        for d in &diagnostics {
                            tell(made.is_none(), &d.report, &d.message, &d.hint);
                        }
                        progress.done(bytes);
                        done(made, diagnostics)?;
                    }
                    Made::Told(is_lost, d) => {
                        lost += usize::from(is_lost);
                        tell(is_lost, &d.report, &d.message, &d.hint);
                        done(None, vec![d])?;
                    }
                }
                Ok(())
            },
        );
        keeping::tell_trouble(common, self.cache.as_ref());
        ended?;
        self.told = told;
        self.read = digests
            .map(|digests| digests.into_inner().unwrap_or_else(PoisonError::into_inner))
            .filter(|digests| digests.len() == files.len() && self.listing.unreadable.is_empty());
        Ok(match (reports, lost) {
            (0, _) => {
                progress.tell("error: no report found: nothing to do");
                Exit::Nothing
            }
            (_, 0) => Exit::Done,
            _ => Exit::Partial,
        })
    }

    fn progress(&self) -> Progress {
        let sizes = self
            .listing
            .files
            .iter()
            .map(|f| Some(fs::metadata(f.path.as_ref()?).ok()?.len()));
        // what is piped in, or grows, has no size
        Progress::new(|| sizes.sum(), !self.common.quiet)
    }

    fn tell_skipped(&self) {
        if self.common.quiet {
            return;
        }
        for (why, paths) in &self.listing.skipped {
            let shown = paths
                .iter()
                .take(3)
                .map(|p| output::plain(p))
                .collect::<Vec<_>>()
                .join(", ");
            let more = if paths.len() > 3 {
                format!(" and {} more", paths.len() - 3)
            } else {
                String::new()
            };
            eprintln!("skipped ({why}): {shown}{more}");
        }
    }

    /// What these files were made into before, for the same request; nothing where one of them is another than then.
    pub(crate) fn outcome(&self, request: &str) -> Option<Outcome> {
        let cache: &dyn isnad::Cache = self.cache.as_deref()?;
        // files are only looked into where names and sizes are those of before
        cache.get(&self.request(request, self.sizes()?))?;
        let mut digests = Vec::new();
        let mut buffer = vec![0; BUFFER];
        for found in &self.listing.files {
            let digest = digest_of(found.path.as_ref()?, &mut buffer).ok()?;
            digests.push((found.name(), digest));
        }
        let outcome: Outcome = isnad::unsealed(&cache.get(&self.request(request, digests))?)?;
        let hidden = Progress::new(|| None, false);
        outcome
            .told
            .iter()
            .for_each(|told| told.tell(self.common, &hidden));
        Some(outcome)
    }

    /// Keeps what was made of the files that were read.
    pub(crate) fn keep(&mut self, request: &str, exit: Exit, made: &[Artifact], losses: &[String]) {
        let size: usize = made.iter().map(|a| a.bytes.len()).sum();
        let (Some(cache), Some(digests), Some(sizes)) =
            (self.cache.as_deref(), self.read.take(), self.sizes())
        else {
            return;
        };
        if size > LARGEST_OUTCOME {
            return;
        }
        let artifact = |a: &Artifact| (a.path.clone(), a.media_type.clone(), ByteBuf(a.bytes.clone()));
        let outcome = Outcome {
            partial: exit == Exit::Partial,
            told: std::mem::take(&mut self.told),
            artifacts: made.iter().map(artifact).collect(),
            losses: losses.to_vec(),
        };
        if let Some(value) = isnad::sealed(&outcome) {
            let cache: &dyn isnad::Cache = cache;
            cache.put(self.request(request, digests), value);
            cache.put(self.request(request, sizes), vec![1]);
        }
    }

    /// Names and sizes of all files; nothing where one has none.
    fn sizes(&self) -> Option<Vec<(String, Digest)>> {
        if self.from.is_some() || !self.listing.unreadable.is_empty() {
            return None;
        }
        let size = |found: &Found| {
            let mut size = [0; 32];
            size[..8].copy_from_slice(&fs::metadata(found.path.as_ref()?).ok()?.len().to_le_bytes());
            Some((found.name(), size))
        };
        self.listing.files.iter().map(size).collect()
    }

    /// The key of a request about these files.
    fn request(&self, request: &str, mut files: Vec<(String, Digest)>) -> isnad::Key {
        files.sort_unstable();
        let packs: Vec<_> = self.isnad.packs.hashes().collect();
        let (isnad, common) = (&self.isnad, self.common);
        let all = format!(
            "outcome 1 {} {packs:?} {:?} {:?} {:?} {:?} {:?} {request} {files:?}",
            isnad::build(),
            isnad.parse,
            isnad.project,
            isnad.hearing.as_ref().map(|h| (&h.id, h.margin, &h.languages)),
            common.lang,
            common.as_of,
        );
        Sha256::digest(all.as_bytes()).into()
    }

    /// What exporters are told beside the dossier: from the command line, or else from the project file.
    pub(crate) fn context(
        &self,
        exporter: &str,
        base_url: Option<&str>,
        options: &[(String, String)],
    ) -> isnad::export::Context {
        let project = &self.isnad.project;
        let mut all = project.export.get(exporter).cloned().unwrap_or_default();
        all.extend(options.iter().cloned());
        isnad::export::Context {
            base_url: base_url
                .or(project.base_url.as_deref())
                .map(|u| u.trim_end_matches('/').to_owned()),
            zone: project.zone.clone(),
            options: all,
            ..Default::default()
        }
    }
}

/// What came of a request.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Outcome {
    partial: bool,
    told: Vec<Told>,
    artifacts: Vec<(String, String, ByteBuf)>,
    /// What the format could not hold.
    pub(crate) losses: Vec<String>,
}

/// Larger outcomes are made again rather than kept, in bytes.
const LARGEST_OUTCOME: usize = 32 << 20;

impl Outcome {
    pub(crate) fn exit(&self) -> Exit {
        if self.partial { Exit::Partial } else { Exit::Done }
    }

    pub(crate) fn artifacts(&mut self) -> Vec<Artifact> {
        let artifacts = std::mem::take(&mut self.artifacts).into_iter();
        artifacts
            .map(|(path, media_type, bytes)| Artifact::new(&path, &media_type, bytes.0))
            .collect()
    }
}

/// Bytes that are kept as such, not as a list of numbers.
#[derive(Debug)]
struct ByteBuf(Vec<u8>);

impl Serialize for ByteBuf {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for ByteBuf {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Bytes;
        impl serde::de::Visitor<'_> for Bytes {
            type Value = ByteBuf;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("bytes")
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<ByteBuf, E> {
                Ok(ByteBuf(bytes.to_vec()))
            }
        }
        from.deserialize_bytes(Bytes)
    }
}

impl Told {
    fn new(error: bool, path: &str, message: &str, hint: &str) -> Self {
        let hint = if hint.is_empty() {
            String::new()
        } else {
            format!("\n  hint: {hint}")
        };
        let level = if error { "error" } else { "note" };
        let parts = [path, message, &hint].map(output::plain);
        Self {
            error,
            text: format!("{level}: {}: {}{}", parts[0], parts[1], parts[2]),
        }
    }

    fn tell(&self, common: &Common, progress: &Progress) {
        if self.error || !common.quiet {
            progress.tell(&self.text);
        }
    }
}

/// A file whose SHA-256 is taken while it is read, if it is asked for.
struct Hashed {
    file: fs::File,
    hash: Option<Sha256>,
}

impl Hashed {
    /// A file of which this much was read already.
    fn new(file: fs::File, read: &[u8], digest: bool) -> Self {
        Self {
            file,
            hash: digest.then(|| Sha256::new().chain_update(read)),
        }
    }

    /// Reads what is left of the file, where its hash is asked for: that of the whole.
    fn finish(mut self, buffer: &mut [u8]) -> io::Result<Option<Digest>> {
        while self.hash.is_some() && self.read(buffer)? > 0 {}
        Ok(self.hash.map(|hash| hash.finalize().into()))
    }
}

impl Read for Hashed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read(buffer)?;
        if let Some(hash) = &mut self.hash {
            hash.update(buffer.get(..n).unwrap_or_default());
        }
        Ok(n)
    }
}

/// Reads the beginning of a file into a buffer, if it is longer, or the whole file: how many bytes, and is that all?
fn fill(file: &mut fs::File, buffer: &mut [u8]) -> io::Result<(usize, bool)> {
    let mut n = 0;
    while let Some(rest) = buffer.get_mut(n..).filter(|rest| !rest.is_empty()) {
        match file.read(rest) {
            Ok(0) => return Ok((n, true)),
            Ok(more) => n += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if n == 0 => return Err(error),
            // what was read is looked at; then the error comes again
            Err(_) => break,
        }
    }
    Ok((n, false))
}

/// SHA-256 of a file.
fn digest_of(path: &Path, buffer: &mut [u8]) -> io::Result<Digest> {
    let mut file = fs::File::open(path)?;
    let (n, all) = fill(&mut file, buffer)?;
    let start = buffer.get(..n).unwrap_or_default();
    if all {
        return Ok(Sha256::digest(start).into());
    }
    let mut hash = Sha256::new().chain_update(start);
    loop {
        match file.read(buffer)? {
            0 => return Ok(hash.finalize().into()),
            n => hash.update(buffer.get(..n).unwrap_or_default()),
        }
    }
}

/// Reads the files, one after another, as long as somebody wants them, and hands over the reports that each holds.
fn feed(
    files: &[Found],
    limits: &Limits,
    progress: &Progress,
    digests: Option<&Mutex<Vec<(String, Digest)>>>,
    sink: &mut Sink<'_, Item>,
) {
    let mut buffer = vec![0; BUFFER];
    for found in files {
        let wanted = found.inside.is_some().then(|| found.name());
        let (mut seen, mut stop) = (false, false);
        let mut take = |item: intake::Found| {
            let about = match &item {
                intake::Found::Piece(piece) => &piece.source,
                intake::Found::Lost(told) | intake::Found::Note(told) => &told.report,
            };
            if wanted.as_ref().is_some_and(|wanted| wanted != about) {
                return Flow::Continue(());
            }
            seen |= !matches!(item, intake::Found::Note(_));
            stop = sink(match item {
                intake::Found::Piece(piece) => Item::Piece(Box::new(piece)),
                intake::Found::Lost(diagnostic) => Item::Lost(diagnostic),
                intake::Found::Note(diagnostic) => Item::Note(diagnostic),
            })
            .is_break();
            match stop || seen && wanted.is_some() {
                true => Flow::Break(()),
                false => Flow::Continue(()),
            }
        };
        let lost = match expand(found, limits, progress, digests.is_some(), &mut buffer, &mut take) {
            Ok(digest) => {
                if let (Some(digests), Some(digest)) = (digests, digest) {
                    let mut digests = digests.lock().unwrap_or_else(PoisonError::into_inner);
                    digests.push((found.name(), digest));
                }
                let missing = "the file holds no report of this name".to_owned();
                (wanted.is_some() && !seen).then_some((missing, "no-such-report"))
            }
            Err(error) => Some((format!("cannot be read: {error}"), "read-error")),
        };
        if let Some((message, rule)) = lost {
            stop |= sink(Item::Lost(Diagnostic {
                report: found.name(),
                message,
                rule: rule.to_owned(),
                ..Diagnostic::default()
            }))
            .is_break();
        }
        if stop {
            return;
        }
    }
}

/// Reads one file, and takes its SHA-256 on the way if that is asked for.
fn expand(
    found: &Found,
    limits: &Limits,
    progress: &Progress,
    digest: bool,
    buffer: &mut [u8],
    take: &mut dyn FnMut(intake::Found) -> Flow,
) -> io::Result<Option<Digest>> {
    let Some(path) = &found.path else {
        let mut input = BufReader::with_capacity(BUFFER, Watched(io::stdin().lock(), progress));
        let _ = intake::expand(&found.source, &mut input, limits, take);
        return Ok(None);
    };
    let mut file = fs::File::open(path)?;
    let (n, all) = fill(&mut file, buffer)?;
    let start = buffer.get(..n).unwrap_or_default();
    // an archive is read from its end, so that its hash is taken before
    if start.starts_with(b"PK") {
        let digest = digest.then(|| digest_of(path, buffer)).transpose()?;
        file.seek(SeekFrom::Start(0))?;
        let size = file.metadata()?.len();
        let reader = BufReader::with_capacity(BUFFER, file);
        let _ = intake::expand_seekable(&found.source, reader, limits, take);
        progress.read(size);
        return Ok(digest);
    }
    progress.read(n as u64);
    if all {
        let _ = intake::expand(&found.source, &mut &*start, limits, take);
        return Ok(digest.then(|| Sha256::digest(start).into()));
    }
    let mut hashed = Hashed::new(file, start, digest);
    let rest = BufReader::with_capacity(BUFFER, Watched(&mut hashed, progress));
    let _ = intake::expand(&found.source, &mut start.chain(rest), limits, take);
    hashed.finish(buffer)
}

/// Bytes read of a file at once.
const BUFFER: usize = 256 << 10;

/// A file whose bytes are counted while it is read.
struct Watched<'p, R>(R, &'p Progress);

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.0.read(buffer)?;
        self.1.read(n as u64);
        Ok(n)
    }
}

/// The library, set up as the options and the project file ask for.
pub(crate) fn set_up(common: &Common, project: Option<&Path>) -> Result<Isnad<'static>> {
    let project_folder = project.and_then(Path::parent);
    let project = match project {
        Some(path) => {
            let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            Project::parse(&text).with_context(|| format!("wrong project file {}", path.display()))?
        }
        None => Project::default(),
    };
    let mut isnad = match &common.packs {
        Some(folder) => Isnad::with_packs(project, packs::load(folder)?),
        None => Isnad::new(project),
    };
    for tag in [&common.lang, &common.source_lang].into_iter().flatten() {
        if !isnad.packs.has(tag) {
            let known: Vec<&str> = isnad.packs.hashes().map(|(id, _)| id).collect();
            bail!(
                "expected a language with a pack ({}), found {tag:?}",
                known.join(", ")
            );
        }
    }
    isnad.parse.encoding.clone_from(&common.encoding);
    isnad.parse.language.clone_from(&common.source_lang);
    isnad.compile.as_of = common.as_of;
    isnad.hearing = classifier::load(common.classifier.as_deref(), &isnad.project.names, project_folder)?;
    Ok(isnad)
}

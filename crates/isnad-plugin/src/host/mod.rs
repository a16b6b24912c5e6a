//! Programs found, started and made into exporters.
//!
//! A program is looked for where the user configured it, then in the plug-in folder, then, if the user says so, on the
//! `PATH` (`find`). Its name never shadows an exporter that is built in: hosts add programs to their registry last.

mod find;
mod session;

pub use find::{Found, Places};

use crate::protocol::{self, Answers, Hello, Refusal};
use crate::sandbox;
use isnad_export::{Artifact, Context, ExportError, Exported, Exporter, Info};
use isnad_model::{Briefing, Dossier, bidi};
use session::{Said, Session};
use sha2::{Digest, Sha256};
use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

/// The first line is short.
const HELLO_BYTES: u64 = 1 << 16;
/// A program says hello at once.
const HELLO_TIME: Duration = Duration::from_secs(20);

/// How much a program may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// From its start to its end.
    pub time: Duration,
    /// Bytes of address space.
    pub memory: u64,
    /// Bytes it may answer.
    pub output: u64,
}

impl Default for Limits {
    /// Two minutes, 2 GiB of memory, 512 MiB of output.
    fn default() -> Self {
        Self {
            time: Duration::from_secs(120),
            memory: 2 << 30,
            output: 512 << 20,
        }
    }
}

/// How programs are shut in. A host tells its user what is [missing](Helper::missing) before it starts one.
#[derive(Clone, Debug, Default)]
pub struct Helper {
    /// A program that calls [`sandbox::enter`] when its first argument is [`sandbox::COMMAND`]; none where there is none.
    pub program: Option<PathBuf>,
}

impl Helper {
    /// What the helper cannot keep a program from on this machine, a sentence each: nothing where it is shut in whole.
    pub fn missing(&self) -> Vec<String> {
        let everything = |why: String| vec![format!("files, network and processes of the user ({why})")];
        let Some(helper) = self.program.as_deref().filter(|_| sandbox::SUPPORTED) else {
            return everything("this system has no sandbox that the program knows".to_owned());
        };
        let probe = std::process::Command::new(helper)
            .args([sandbox::COMMAND, sandbox::PROBE])
            .env_clear()
            .stdin(std::process::Stdio::null())
            .output();
        match probe {
            Ok(out) if out.status.success() => String::from_utf8_lossy(&out.stdout)
                .lines()
                .map(bidi::clean)
                .collect(),
            Ok(out) => everything(format!("the helper ended with {}", out.status)),
            Err(error) => everything(format!("the helper cannot be started: {error}")),
        }
    }
}

/// A program that said hello: an exporter.
#[derive(Clone, Debug)]
pub struct Plugin {
    found: Found,
    helper: Helper,
    info: Info,
}

impl Plugin {
    /// Starts a program and hears what it says of itself.
    ///
    /// # Errors
    /// It is not the program the checksum was taken of, cannot be started, says no hello, or speaks another version.
    pub fn new(found: Found, helper: Helper) -> Result<Self, PluginError> {
        let mut plugin = Self {
            info: Info::default(),
            found,
            helper,
        };
        plugin.check_sum()?;
        let mut session = plugin.start(HELLO_TIME)?;
        plugin.info = plugin.hello(&mut session)?;
        session.close_input();
        session.end();
        Ok(plugin)
    }

    /// Where it was found.
    pub fn found(&self) -> &Found {
        &self.found
    }

    fn check_sum(&self) -> Result<(), PluginError> {
        let Some(expected) = &self.found.sha256 else {
            return Ok(());
        };
        let bytes = fs::read(&self.found.program).map_err(|e| self.error(Problem::Start(e)))?;
        let found: String = Sha256::digest(&bytes)
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect();
        match found == expected.to_ascii_lowercase() {
            true => Ok(()),
            false => Err(self.error(Problem::Checksum {
                expected: expected.clone(),
                found,
            })),
        }
    }

    fn start(&self, time: Duration) -> Result<Session, PluginError> {
        let command = match self.helper.program.as_deref().filter(|_| sandbox::SUPPORTED) {
            Some(helper) => sandbox::command(helper, &self.found),
            None => self.found.command(),
        };
        let limits = Limits {
            time,
            ..self.found.limits
        };
        Session::start(command, limits).map_err(|e| self.error(Problem::Start(e)))
    }

    fn hello(&self, session: &mut Session) -> Result<Info, PluginError> {
        let line = match session.next() {
            Said::Line(line) => line,
            other => return Err(self.ended(session, other)),
        };
        let hello: Hello = serde_json::from_slice(&line)
            .map_err(|e| self.error(Problem::Hello(protocol::no_json(&e, &line))))?;
        let info = hello.info().map_err(|m| self.error(Problem::Hello(m)))?;
        match info.id == self.found.name {
            true => Ok(info),
            false => Err(self.error(Problem::Hello(format!("it calls itself {:?}", info.id)))),
        }
    }

    /// The whole conversation.
    fn converse(
        &self,
        dossier: &Dossier,
        briefing: &Briefing,
        context: &Context,
    ) -> Result<Exported, PluginError> {
        self.check_sum()?;
        let mut session = self.start(self.found.limits.time)?;
        let info = self.hello(&mut session)?;
        let request = protocol::request(&info, dossier, briefing, context)
            .map_err(|e| self.error(Problem::Start(io::Error::other(e))))?;
        session.send(request);
        let mut answers = Answers::default();
        loop {
            let line = match session.next() {
                Said::Line(line) => line,
                other => return Err(self.ended(&mut session, other)),
            };
            match answers.hear(&line) {
                Ok(true) => break,
                Ok(false) => {}
                Err(Refusal::Rubbish(message)) => return Err(self.error(Problem::Rubbish(message))),
                Err(Refusal::Says(message)) => return Err(self.error(Problem::Says(message))),
            }
        }
        session.end();
        Ok(answers.exported())
    }

    fn ended(&self, session: &mut Session, said: Said) -> PluginError {
        let limits = self.found.limits;
        self.error(match said {
            Said::Late(seconds) => Problem::Time(seconds),
            Said::TooMuch(bytes) if bytes < limits.output => {
                Problem::Hello(format!("a first line of more than {bytes} bytes"))
            }
            Said::TooMuch(bytes) => Problem::Size(bytes >> 20),
            Said::Line(_) | Said::End => {
                let (status, words) = session.end();
                Problem::Ended(match words.is_empty() {
                    true => status,
                    false => format!("{status}; its last words: {}", words.trim_end()),
                })
            }
        })
    }

    fn error(&self, problem: Problem) -> PluginError {
        PluginError {
            name: self.found.name.clone(),
            problem,
        }
    }
}

impl Exporter for Plugin {
    fn info(&self) -> Info {
        self.info.clone()
    }

    fn export(
        &self,
        dossier: &Dossier,
        briefing: &Briefing,
        context: &Context,
    ) -> Result<Vec<Artifact>, ExportError> {
        Ok(self.run(dossier, briefing, context)?.artifacts)
    }

    fn run(
        &self,
        dossier: &Dossier,
        briefing: &Briefing,
        context: &Context,
    ) -> Result<Exported, ExportError> {
        self.converse(dossier, briefing, context)
            .map_err(|e| ExportError::Format(e.to_string()))
    }
}

/// Why a program gave no export.
#[derive(Debug, thiserror::Error)]
#[error("plug-in {name}: {problem}")]
pub struct PluginError {
    /// The program's name.
    pub name: String,
    /// What is wrong.
    #[source]
    pub problem: Problem,
}

/// What is wrong with a program.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// It is not the one the checksum was taken of.
    #[error("expected SHA-256 {expected}, found {found}: the program was changed")]
    Checksum {
        /// As configured.
        expected: String,
        /// Of the file.
        found: String,
    },
    /// It could not be read or started.
    #[error("cannot be started: {0}")]
    Start(io::Error),
    /// It says no hello, or one that does not fit.
    #[error("expected a hello that fits: {0}")]
    Hello(String),
    /// It answers what is no answer.
    #[error("expected an answer: {0}")]
    Rubbish(String),
    /// It took too long, in seconds.
    #[error("did not end within {0} s and was stopped")]
    Time(u64),
    /// It answered too much, in MiB.
    #[error("answered more than {0} MiB and was stopped")]
    Size(u64),
    /// It ended too early: status and last words.
    #[error("ended without an answer: {0}")]
    Ended(String),
    /// It says why there is no export.
    #[error("says: {0}")]
    Says(String),
}

/// A path without links, as the kernel sees it.
fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

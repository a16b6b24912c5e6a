//! Where programs are.

use super::{Limits, real};
use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Programs are called this and their name.
const PREFIX: &str = "isnad-export-";

/// A program that was found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Its name: lower-case letters, digits and hyphens.
    pub name: String,
    /// The file.
    pub program: PathBuf,
    /// The folder that belongs to it alone, if it has one: it may read it.
    pub own: Option<PathBuf>,
    /// What runs it, if it does not run by itself.
    pub interpreter: Option<PathBuf>,
    /// What else it may read: folders of an interpreter that is not part of the system.
    pub read: Vec<PathBuf>,
    /// SHA-256 of the file, hexadecimal, where the user wants it checked.
    pub sha256: Option<String>,
    /// How much it may take.
    pub limits: Limits,
}

/// Where to look for programs, in this order.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// Programs by name, as configured. A path that is a folder holds the program, and belongs to it.
    pub configured: BTreeMap<String, Found>,
    /// A folder of programs: `isnad-export-NAME`, or a folder of this name that holds it.
    pub folder: Option<PathBuf>,
    /// The value of `PATH`, where the user wants it searched.
    pub path: Option<std::ffi::OsString>,
}

impl Places {
    /// The program of this name.
    pub fn find(&self, name: &str) -> Option<Found> {
        if !is_name(name) {
            return None;
        }
        if let Some(configured) = self.configured.get(name) {
            return Some(configured.clone().located(name));
        }
        let on_path = self.path.iter().flat_map(env::split_paths);
        self.folder
            .iter()
            .cloned()
            .chain(on_path.filter(|folder| folder.is_absolute()))
            .find_map(|folder| in_folder(&folder, name))
    }

    /// The names of all programs, sorted.
    pub fn names(&self) -> Vec<String> {
        let on_path = self.path.iter().flat_map(env::split_paths);
        let folders = self
            .folder
            .iter()
            .cloned()
            .chain(on_path.filter(|folder| folder.is_absolute()));
        let files = folders
            .filter_map(|folder| fs::read_dir(folder).ok())
            .flatten()
            .flatten()
            .filter_map(|entry| {
                let file = entry.file_name().into_string().ok()?;
                let name = file
                    .strip_prefix(PREFIX)?
                    .trim_end_matches(env::consts::EXE_SUFFIX);
                self.find(name).map(|found| found.name)
            });
        let mut names: Vec<String> = self.configured.keys().cloned().chain(files).collect();
        names.sort();
        names.dedup();
        names
    }
}

impl Found {
    /// The command that runs it without a helper.
    pub(crate) fn command(&self) -> Command {
        let mut command = match &self.interpreter {
            Some(interpreter) => {
                let mut command = Command::new(interpreter);
                command.arg(&self.program);
                command
            }
            None => Command::new(&self.program),
        };
        command.current_dir(self.own.as_deref().unwrap_or(Path::new("/")));
        command
    }

    fn located(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        let path = real(&self.program);
        match path.is_dir() {
            true => {
                self.program = real(&path.join(file_name(name)));
                self.own = Some(path);
            }
            false => self.program = path,
        }
        self
    }
}

fn in_folder(folder: &Path, name: &str) -> Option<Found> {
    let path = folder.join(file_name(name));
    let folder_of_its_own = folder.join(format!("{PREFIX}{name}"));
    let program = match path.is_file() {
        true => path,
        false if folder_of_its_own.join(file_name(name)).is_file() => folder_of_its_own,
        false => return None,
    };
    let found = Found {
        program,
        ..Found::default()
    };
    Some(found.located(name))
}

fn file_name(name: &str) -> String {
    format!("{PREFIX}{name}{}", env::consts::EXE_SUFFIX)
}

fn is_name(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

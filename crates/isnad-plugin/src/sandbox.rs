//! What a helper process does before it becomes somebody else's program: it gives up everything the program does not need.
//!
//! The host starts its own executable again as `isnad __sandbox …` ([`COMMAND`]). That process restricts itself, with safe
//! code alone, and then executes the program, which inherits the restrictions and cannot undo them:
//!
//! - **files**: Landlock lets it read the system's programs and libraries and its own folder, write nothing;
//! - **network and other processes**: seccomp refuses sockets, child processes, signals to others, and every call that
//!   changes the system or a file's owner, rights or times;
//! - **limits**: memory (address space), processor time, no core files, nothing written to disk;
//! - **inheritance**: open files beyond the three streams are closed, the environment is empty, the terminal is left,
//!   capabilities are dropped, and it dies with the host.
//!
//! Where the kernel refuses Landlock or seccomp, the rest still holds; [`Helper::missing`](crate::host::Helper::missing)
//! says what does not.

use crate::host::Found;
use std::{ffi::OsString, path::Path, process::Command};

/// The first argument that makes a program the helper.
pub const COMMAND: &str = "__sandbox";
/// The argument that makes the helper say what it cannot do here, and end.
pub const PROBE: &str = "--probe";
/// Does this system have a sandbox that this crate knows?
pub const SUPPORTED: bool = cfg!(target_os = "linux");

/// What the program may read beside its own: the system, never the user's.
const SYSTEM: &[&str] = &[
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/lib32",
    "/lib64",
    "/libx32",
    "/etc/alternatives",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/nix/store",
    "/gnu/store",
    "/dev/random",
    "/dev/urandom",
    "/dev/zero",
];

/// The command that starts the helper, which becomes the program.
pub(crate) fn command(helper: &Path, found: &Found) -> Command {
    let mut command = Command::new(helper);
    let seconds = found.limits.time.as_secs();
    command
        .arg(COMMAND)
        .arg(seconds.to_string())
        .arg(found.limits.memory.to_string());
    let own = found.own.iter();
    let interpreter = found.interpreter.iter();
    for path in own
        .chain(interpreter.clone())
        .chain(&found.read)
        .chain([&found.program])
    {
        command.arg(path);
    }
    command.arg("--").args(interpreter).arg(&found.program);
    command.current_dir(found.own.as_deref().unwrap_or(Path::new("/")));
    command
}

/// Becomes the program, restricted. `args` are those after [`COMMAND`]: seconds, bytes of memory, paths it may read,
/// `--`, the program and its arguments; or [`PROBE`]. Comes back only after a probe, or with what went wrong.
///
/// # Errors
/// What could not be done, for standard error.
pub fn enter(args: impl Iterator<Item = OsString>) -> Result<Vec<String>, String> {
    let args: Vec<OsString> = args.collect();
    if args.first().is_some_and(|a| a == PROBE) {
        return Ok(probe());
    }
    let usage = || "expected SECONDS BYTES PATH... -- PROGRAM".to_owned();
    let number = |at: usize| args.get(at)?.to_str()?.parse::<u64>().ok();
    let (Some(seconds), Some(memory)) = (number(0), number(1)) else {
        return Err(usage());
    };
    let dashes = args.iter().position(|a| a == "--").ok_or_else(usage)?;
    let (Some(read), Some([program, rest @ ..])) = (args.get(2..dashes), args.get(dashes + 1..)) else {
        return Err(usage());
    };
    become_program(seconds, memory, read, program, rest)
}

#[cfg(not(target_os = "linux"))]
fn probe() -> Vec<String> {
    vec![
        "files, network and processes of the user (this system has no sandbox that the program knows)"
            .to_owned(),
    ]
}

#[cfg(not(target_os = "linux"))]
fn become_program(
    _: u64,
    _: u64,
    _: &[OsString],
    _: &OsString,
    _: &[OsString],
) -> Result<Vec<String>, String> {
    Err("this system has no sandbox that the program knows".to_owned())
}

#[cfg(target_os = "linux")]
use linux::{become_program, probe};

#[cfg(target_os = "linux")]
mod linux {
    use super::SYSTEM;
    use crate::syscalls;
    use landlock::{
        ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetError,
        RulesetStatus, Scope, path_beneath_rules,
    };
    use rustix::{
        process::{Resource, Rlimit, Signal, set_parent_process_death_signal, setrlimit, setsid},
        thread::{CapabilitySet, CapabilitySets, clear_ambient_capability_set, set_capabilities},
    };
    use std::{ffi::OsString, fs, io, os::unix::process::CommandExt, process::Command};

    /// More open files than a program that reads and answers needs.
    const OPEN_FILES: u64 = 256;

    pub(super) fn probe() -> Vec<String> {
        restrict(&[])
    }

    pub(super) fn become_program(
        seconds: u64,
        memory: u64,
        read: &[OsString],
        program: &OsString,
        rest: &[OsString],
    ) -> Result<Vec<String>, String> {
        // its own session, so that it cannot type into the user's terminal; refused only where it has one already
        let _ = setsid();
        set_parent_process_death_signal(Some(Signal::KILL)).map_err(|e| format!("no death signal: {e}"))?;
        close_inherited();
        for (resource, most) in [
            (Resource::As, memory),
            // of all threads together; the host counts the time on the wall
            (Resource::Cpu, seconds.saturating_mul(16)),
            (Resource::Fsize, 0),
            (Resource::Core, 0),
            (Resource::Nofile, OPEN_FILES),
        ] {
            let limit = Rlimit {
                current: Some(most),
                maximum: Some(most),
            };
            setrlimit(resource, limit).map_err(|e| format!("no limit of {resource:?}: {e}"))?;
        }
        drop_capabilities();
        // the host asked before (Helper::missing) and told the user; what can be had is had
        restrict(read);
        let error = Command::new(program).args(rest).exec();
        let hint = match error.kind() {
            io::ErrorKind::PermissionDenied => {
                " (is it executable, and its interpreter part of the system? see `interpreter` and `read`)"
            }
            _ => "",
        };
        Err(format!("cannot execute {}: {error}{hint}", program.display()))
    }

    /// Only the three streams go to the program: not what the user's shell left open.
    fn close_inherited() {
        let listed: Vec<i32> = fs::read_dir("/proc/self/fd")
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
            .collect();
        let all = if listed.is_empty() {
            (3..4096).collect()
        } else {
            listed
        };
        for fd in all.into_iter().filter(|fd| *fd > 2) {
            // the one that listed the folder is closed already
            let _ = nix::unistd::close(fd);
        }
    }

    /// Started by root, it is root without powers.
    fn drop_capabilities() {
        let none = CapabilitySets {
            effective: CapabilitySet::empty(),
            permitted: CapabilitySet::empty(),
            inheritable: CapabilitySet::empty(),
        };
        // giving up is always allowed; an old kernel has no ambient set
        let _ = clear_ambient_capability_set();
        let _ = set_capabilities(None, none);
    }

    /// Files by Landlock, calls by seccomp. Says what the kernel refused.
    fn restrict(read: &[OsString]) -> Vec<String> {
        let mut missing = Vec::new();
        match files(read) {
            Ok(RulesetStatus::NotEnforced) => {
                missing.push("files of the user (the kernel has no Landlock)".to_owned());
            }
            Err(error) => missing.push(format!("files of the user (Landlock: {error})")),
            Ok(_) => {}
        }
        if let Err(error) = syscalls::refuse() {
            missing.push(format!("network and processes of the user (seccomp: {error})"));
        }
        missing
    }

    fn files(read: &[OsString]) -> Result<RulesetStatus, RulesetError> {
        let readable = AccessFs::from_read(ABI::V1);
        let status = Ruleset::default()
            .handle_access(AccessFs::from_all(ABI::V5))?
            .handle_access(AccessNet::from_all(ABI::V4))?
            .scope(Scope::from_all(ABI::V6))?
            .create()?
            .add_rules(path_beneath_rules(SYSTEM, readable))?
            .add_rules(path_beneath_rules(read, readable))?
            .add_rules(path_beneath_rules(
                ["/dev/null"],
                AccessFs::ReadFile | AccessFs::WriteFile,
            ))?
            .restrict_self()?;
        Ok(status.ruleset)
    }
}

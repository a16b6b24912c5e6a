//! The system calls that a program is refused.
//!
//! A list of what is refused rather than of what is allowed, for the programs are anybody's, in any language; what the list
//! leaves out is either harmless to the user or kept by Landlock and the limits.

use libc::{self as c, c_long};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
    TargetArch, apply_filter, sock_filter,
};
use std::collections::BTreeMap;

/// Refused whatever the arguments.
const REFUSED: &[c_long] = &[
    // network and talk to other processes
    c::SYS_socket,
    c::SYS_socketpair,
    c::SYS_connect,
    c::SYS_bind,
    c::SYS_listen,
    c::SYS_accept,
    c::SYS_accept4,
    c::SYS_io_uring_setup,
    c::SYS_io_uring_enter,
    c::SYS_io_uring_register,
    c::SYS_shmget,
    c::SYS_shmat,
    c::SYS_msgget,
    c::SYS_semget,
    c::SYS_mq_open,
    // other processes
    c::SYS_ptrace,
    c::SYS_process_vm_readv,
    c::SYS_process_vm_writev,
    c::SYS_process_madvise,
    c::SYS_pidfd_open,
    c::SYS_pidfd_getfd,
    c::SYS_pidfd_send_signal,
    c::SYS_kcmp,
    c::SYS_rt_sigqueueinfo,
    c::SYS_rt_tgsigqueueinfo,
    c::SYS_setpriority,
    c::SYS_ioprio_set,
    c::SYS_sched_setparam,
    c::SYS_sched_setscheduler,
    c::SYS_sched_setattr,
    c::SYS_sched_setaffinity,
    c::SYS_migrate_pages,
    c::SYS_move_pages,
    // other views of the system, more rights
    c::SYS_unshare,
    c::SYS_setns,
    c::SYS_mount,
    c::SYS_umount2,
    c::SYS_pivot_root,
    c::SYS_chroot,
    c::SYS_open_tree,
    c::SYS_move_mount,
    c::SYS_fsopen,
    c::SYS_fsconfig,
    c::SYS_fsmount,
    c::SYS_fspick,
    c::SYS_open_by_handle_at,
    c::SYS_name_to_handle_at,
    c::SYS_keyctl,
    c::SYS_add_key,
    c::SYS_request_key,
    c::SYS_personality,
    c::SYS_userfaultfd,
    c::SYS_perf_event_open,
    c::SYS_bpf,
    // the system
    c::SYS_reboot,
    c::SYS_kexec_load,
    c::SYS_init_module,
    c::SYS_finit_module,
    c::SYS_delete_module,
    c::SYS_swapon,
    c::SYS_swapoff,
    c::SYS_settimeofday,
    c::SYS_clock_settime,
    c::SYS_clock_adjtime,
    c::SYS_adjtimex,
    c::SYS_sethostname,
    c::SYS_setdomainname,
    c::SYS_syslog,
    c::SYS_acct,
    c::SYS_quotactl,
    c::SYS_vhangup,
    // files: what Landlock does not know, and what changes anything where there is no Landlock
    c::SYS_fchmod,
    c::SYS_fchmodat,
    c::SYS_fchown,
    c::SYS_fchownat,
    c::SYS_setxattr,
    c::SYS_lsetxattr,
    c::SYS_fsetxattr,
    c::SYS_removexattr,
    c::SYS_lremovexattr,
    c::SYS_fremovexattr,
    c::SYS_utimensat,
    c::SYS_truncate,
    c::SYS_fallocate,
    c::SYS_mkdirat,
    c::SYS_mknodat,
    c::SYS_linkat,
    c::SYS_symlinkat,
    c::SYS_unlinkat,
    c::SYS_renameat2,
    c::SYS_inotify_init1,
    c::SYS_inotify_add_watch,
    c::SYS_fanotify_init,
    c::SYS_sync,
    c::SYS_syncfs,
];

/// The older forms that only this architecture has.
#[cfg(target_arch = "x86_64")]
const REFUSED_HERE: &[c_long] = &[
    c::SYS_fork,
    c::SYS_vfork,
    c::SYS_chmod,
    c::SYS_chown,
    c::SYS_lchown,
    c::SYS_utime,
    c::SYS_utimes,
    c::SYS_futimesat,
    c::SYS_creat,
    c::SYS_mkdir,
    c::SYS_rmdir,
    c::SYS_mknod,
    c::SYS_link,
    c::SYS_symlink,
    c::SYS_unlink,
    c::SYS_rename,
    c::SYS_renameat,
    c::SYS_inotify_init,
    c::SYS_iopl,
    c::SYS_ioperm,
    c::SYS_kexec_file_load,
    c::SYS_modify_ldt,
];
#[cfg(target_arch = "aarch64")]
const REFUSED_HERE: &[c_long] = &[c::SYS_renameat];
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
const REFUSED_HERE: &[c_long] = &[];

/// Calls that a C library can do without: it asks for the older form, whose arguments a filter can read.
const UNKNOWN: &[c_long] = &[c::SYS_clone3, c::SYS_openat2];

/// The number from which on calls are those of another ABI of the same processor.
#[cfg(target_arch = "x86_64")]
const X32: u32 = 0x4000_0000;

/// Refuses the calls from here on, for good.
pub(crate) fn refuse() -> Result<(), String> {
    let arch = TargetArch::try_from(std::env::consts::ARCH).map_err(|e| e.to_string())?;
    let own = u64::from(std::process::id());
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> = BTreeMap::new();
    for call in REFUSED.iter().chain(REFUSED_HERE) {
        rules.insert(*call, Vec::new());
    }
    let rule = |argument: u8, op: SeccompCmpOp, value: u64| -> Result<SeccompRule, String> {
        let condition = SeccompCondition::new(argument, SeccompCmpArgLen::Dword, op, value);
        condition
            .and_then(|c| SeccompRule::new(vec![c]))
            .map_err(|e| e.to_string())
    };
    // threads are welcome, processes are not
    let thread = c::CLONE_THREAD as u64;
    rules.insert(c::SYS_clone, vec![rule(0, SeccompCmpOp::MaskedEq(thread), 0)?]);
    // signals, limits and names for itself alone
    for call in [c::SYS_kill, c::SYS_tkill, c::SYS_tgkill] {
        rules.insert(call, vec![rule(0, SeccompCmpOp::Ne, own)?]);
    }
    let prlimit = SeccompRule::new(
        [0, own]
            .into_iter()
            .map(|pid| SeccompCondition::new(0, SeccompCmpArgLen::Dword, SeccompCmpOp::Ne, pid))
            .collect::<Result<_, _>>()
            .map_err(|e| e.to_string())?,
    );
    rules.insert(c::SYS_prlimit64, vec![prlimit.map_err(|e| e.to_string())?]);
    // files that would be made or emptied
    let made = [
        c::O_CREAT,
        c::O_TRUNC,
        c::O_APPEND,
        c::O_TMPFILE & !c::O_DIRECTORY,
    ];
    let opening = |argument: u8| {
        made.iter()
            .map(|flag| rule(argument, SeccompCmpOp::MaskedEq(*flag as u64), *flag as u64))
            .collect::<Result<Vec<_>, _>>()
    };
    rules.insert(c::SYS_openat, opening(2)?);
    #[cfg(target_arch = "x86_64")]
    rules.insert(c::SYS_open, opening(1)?);

    apply(rules, c::EPERM, arch)?;
    let unknown = UNKNOWN.iter().map(|call| (*call, Vec::new())).collect();
    apply(unknown, c::ENOSYS, arch)
}

fn apply(rules: BTreeMap<i64, Vec<SeccompRule>>, errno: i32, arch: TargetArch) -> Result<(), String> {
    let refuse = SeccompAction::Errno(errno as u32);
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, refuse, arch).map_err(|e| e.to_string())?;
    let mut program = BpfProgram::try_from(filter).map_err(|e| e.to_string())?;
    other_abi(&mut program);
    apply_filter(&program).map_err(|e| e.to_string())
}

/// Refuses the x32 forms of all calls: the compiled filter compares numbers of the usual form alone. The two instructions
/// go behind the one that loads the number, which follows the three that compare the architecture.
#[cfg(target_arch = "x86_64")]
fn other_abi(program: &mut BpfProgram) {
    const JUMP_IF_NOT_BELOW: u16 = (c::BPF_JMP | c::BPF_JGE | c::BPF_K) as u16;
    const RETURN: u16 = (c::BPF_RET | c::BPF_K) as u16;
    let instruction = |code, jt, jf, k| sock_filter { code, jt, jf, k };
    let refused = c::SECCOMP_RET_ERRNO | c::ENOSYS as u32;
    program.splice(
        4..4,
        [
            instruction(JUMP_IF_NOT_BELOW, 0, 1, X32),
            instruction(RETURN, 0, 0, refused),
        ],
    );
}

#[cfg(not(target_arch = "x86_64"))]
fn other_abi(_: &mut BpfProgram) {}

//! Other people's programs: found, described, run shut in, limited, and stopped.

use crate::support::{built, command, root, run, stderr, stdout};
use std::{
    env, fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Output},
    time::{Duration, Instant},
};

const ROGUE: &str = env!("CARGO_BIN_EXE_isnad-export-rogue");
const SAMPLE: &str = env!("CARGO_BIN_EXE_isnad-export-sample");

/// A folder with a project file that names both programs, and an export that was made before.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(
            folder.path().join("isnad.toml"),
            format!(
                "[plugin.rogue]\npath = {ROGUE:?}\nseconds = 5\nmemory_mib = 512\noutput_mib = 16\n\
                 [plugin.sample]\npath = {SAMPLE:?}\n"
            ),
        )
        .unwrap();
        fs::write(folder.path().join("secret.txt"), "a secret of the user").unwrap();
        let desk = Self { folder };
        let made = desk.export("sample", &[]);
        assert!(made.status.success(), "{}", stderr(&made));
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, to: &str, options: &[(&str, &str)]) -> Command {
        let mut command = command();
        command
            .args(["export", "--from"])
            .arg(root().join("tests/dossiers/0.1.json"))
            .args(["--to", to, "--project"])
            .arg(self.path("isnad.toml"))
            .arg("--output")
            .arg(format!("{}/", self.path("out").display()))
            .env("ISNAD_SECRET", "a secret of the user");
        for (name, value) in options {
            command.arg("--option").arg(format!("{name}={value}"));
        }
        command
    }

    fn export(&self, to: &str, options: &[(&str, &str)]) -> Output {
        self.command(to, options).output().unwrap()
    }

    /// The plug-in tries something; the export fails and says this, and what was made before is as it was.
    fn refuses(&self, what: &str, at: &str, says: &str) {
        let before = tree(self.folder.path());
        let start = Instant::now();
        let out = self.export("rogue", &[("try", what), ("at", at)]);
        let messages = stderr(&out);
        assert_eq!(out.status.code(), Some(1), "{what}: {messages}");
        assert!(messages.contains(says), "{what}: {messages}");
        assert!(!messages.contains('\u{1b}'), "{what}: {messages:?}");
        assert_eq!(
            tree(self.folder.path()),
            before,
            "{what}: what was there is as it was"
        );
        assert!(start.elapsed() < Duration::from_secs(60), "{what}");
    }

    /// The plug-in tries something, is not hindered, and finds nothing: what it says is told as a loss.
    fn learns(&self, what: &str) -> String {
        let out = self.export("rogue", &[("try", what)]);
        assert!(out.status.success(), "{what}: {}", stderr(&out));
        stderr(&out)
    }
}

fn tree(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut open = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(path) = open.pop() {
        match path.is_dir() && !path.is_symlink() {
            true => open.extend(fs::read_dir(path).unwrap().map(|e| e.unwrap().path())),
            false if path.is_symlink() => {}
            false => files.push((path.clone(), fs::read(path).unwrap())),
        }
    }
    files.sort();
    files
}

/// Does this machine shut programs in? Told loudly where it does not.
fn shut_in() -> bool {
    let out = command().args(["__sandbox", "--probe"]).output().unwrap();
    let missing = stdout(&out);
    if !missing.is_empty() || !cfg!(target_os = "linux") {
        eprintln!("SKIPPED: this machine cannot shut programs in: {missing}");
    }
    missing.is_empty() && cfg!(target_os = "linux")
}

#[test]
fn a_program_of_version_1_still_works() {
    let desk = Desk::new();
    let text = fs::read_to_string(desk.path("out/sample.txt")).unwrap();
    insta::assert_snapshot!("plugin-sample", text);
    let options = [
        ("most", "2"),
        ("sources", "false"),
        ("order", "name"),
        ("head", "first"),
    ];
    let out = desk.export("sample", &options);
    let text = fs::read_to_string(desk.path("out/sample.txt")).unwrap();
    assert!(text.starts_with("first\n") && !text.contains("report "), "{text}");
    assert!(stderr(&out).contains("names are left out"), "{}", stderr(&out));
    assert!(
        !stderr(&out).contains("warning") || !shut_in(),
        "{}",
        stderr(&out)
    );
}

#[test]
fn options_of_a_program_are_documented_and_checked() {
    let desk = Desk::new();
    let project = desk.path("isnad.toml");
    let shown = stdout(&run(&[
        "exporters",
        "sample",
        "--project",
        project.to_str().unwrap(),
    ]));
    assert!(
        shown.contains("--option most=1..100  how many lines of each kind [default: 5]"),
        "{shown}"
    );
    assert!(shown.contains("--option order=given|name"), "{shown}");
    for (option, says) in [
        (("mots", "3"), "did you mean \"most\"?"),
        (
            ("most", "200"),
            "expected a whole number from 1 to 100, found \"200\"; the nearest is 100",
        ),
        (("order", "nam"), "did you mean \"name\"?"),
    ] {
        let out = desk.export("sample", &[option]);
        assert_eq!(out.status.code(), Some(1));
        assert!(stderr(&out).contains(says), "{}", stderr(&out));
    }
}

#[test]
fn programs_are_found_in_order_and_shadow_nothing() {
    let desk = Desk::new();
    let folder = desk.path("plugins");
    fs::create_dir_all(folder.join("isnad-export-sample")).unwrap();
    let inner = folder
        .join("isnad-export-sample")
        .join(format!("isnad-export-sample{}", env::consts::EXE_SUFFIX));
    fs::copy(SAMPLE, inner).unwrap();
    let rss = folder.join(format!("isnad-export-rss{}", env::consts::EXE_SUFFIX));
    fs::copy(SAMPLE, rss).unwrap();
    let plugins = folder.to_str().unwrap();
    let dossier = "tests/dossiers/0.1.json";

    let found = run(&["export", dossier, "--to", "sample", "--plugins", plugins]);
    assert!(stdout(&found).contains("isnad/dossier/1"), "{}", stderr(&found));
    let own = run(&["export", dossier, "--to", "rss", "--plugins", plugins]);
    assert!(stdout(&own).starts_with("<?xml"), "{}", stderr(&own));
    let listed = stdout(&run(&["exporters", "--plugins", plugins]));
    assert!(
        listed.contains("sample      a plug-in: ") && !listed.contains("rss         a plug-in"),
        "{listed}"
    );

    let on_path = |flag: &[&str]| {
        command()
            .args(["export", dossier, "--to", "sample"])
            .args(flag)
            .env("PATH", Path::new(SAMPLE).parent().unwrap())
            .env("HOME", desk.folder.path())
            .env_remove("XDG_DATA_HOME")
            .current_dir(root())
            .output()
            .unwrap()
    };
    assert!(stderr(&on_path(&[])).contains("found no exporter \"sample\""));
    assert!(on_path(&["--plugins-on-path"]).status.success());
    assert!(
        stderr(&run(&["export", dossier, "--to", "sampel", "--plugins", plugins]))
            .contains("did you mean \"sample\"?")
    );
}

#[test]
fn a_changed_program_is_refused() {
    let desk = Desk::new();
    let sum = "0".repeat(64);
    fs::write(
        desk.path("isnad.toml"),
        format!("[plugin.sample]\npath = {SAMPLE:?}\nsha256 = {sum:?}\n"),
    )
    .unwrap();
    let out = desk.export("sample", &[]);
    assert!(
        stderr(&out).contains("the program was changed"),
        "{}",
        stderr(&out)
    );
}

#[test]
fn answers_that_do_not_fit_are_refused() {
    let desk = Desk::new();
    desk.refuses("rubbish", "", "plug-in rogue: expected an answer: ");
    desk.refuses("outside", "", "inside the output folder, found \"../x\"");
    desk.refuses("absolute", "", "inside the output folder, found \"/tmp/x\"");
    desk.refuses("twice", "", "inside the output folder, found \"A\"");
    desk.refuses("manifest", "", "found \"isnad-manifest.json\"");
    desk.refuses(
        "half",
        "",
        "ended without an answer: exit status: 3; its last words: the disk is full",
    );
}

#[test]
fn limits_stop_a_program() {
    let desk = Desk::new();
    desk.refuses("forever", "", "did not end within 5 s and was stopped");
    desk.refuses("sleep", "", "did not end within 5 s and was stopped");
    desk.refuses("gigabyte", "", "answered more than 16 MiB and was stopped");
    if shut_in() {
        desk.refuses("memory", "", "memory allocation of");
    }
}

#[test]
fn a_program_sees_nothing_of_the_users() {
    if !shut_in() {
        return;
    }
    let desk = Desk::new();
    let secret = desk.path("secret.txt");
    let secret = secret.to_str().unwrap();
    let denied = "Permission denied";
    let forbidden = "Operation not permitted";
    desk.refuses("read", secret, denied);
    desk.refuses("read", "/etc/passwd", denied);
    desk.refuses("list", desk.folder.path().to_str().unwrap(), denied);
    desk.refuses("processes", "", denied);
    desk.refuses("write", desk.path("out/x").to_str().unwrap(), forbidden);
    desk.refuses("write", "/tmp/isnad-rogue", forbidden);
    desk.refuses("empty", secret, forbidden);
    desk.refuses("remove", secret, forbidden);
    desk.refuses("touch", secret, forbidden);
    desk.refuses("udp", "", forbidden);
    desk.refuses("listen", "", forbidden);
    // something listens: it is not for want of a listener that they fail
    let tcp = TcpListener::bind("127.0.0.1:0").unwrap();
    desk.refuses("tcp", &tcp.local_addr().unwrap().to_string(), forbidden);
    #[cfg(unix)]
    {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("socket");
        let _unix = std::os::unix::net::UnixListener::bind(&path).unwrap();
        desk.refuses("unix", path.to_str().unwrap(), forbidden);
    }
    desk.refuses("fork", "", "a child: Operation not permitted");
    let environment = desk.learns("environment");
    assert!(
        environment.contains("note: rogue: ") && environment.contains("PATH"),
        "{environment}"
    );
    assert!(
        !environment.contains("SECRET") && !environment.contains("HOME"),
        "{environment}"
    );
}

/// What the user's shell left open does not reach the program.
#[cfg(target_os = "linux")]
#[test]
fn a_program_inherits_no_open_file() {
    if !shut_in() {
        return;
    }
    let desk = Desk::new();
    let command = desk.command("rogue", &[("try", "files")]);
    let words: Vec<String> = std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|w| format!("'{}'", w.to_string_lossy()))
        .collect();
    let shell = format!(
        "exec 7<'{}'; {}",
        desk.path("secret.txt").display(),
        words.join(" ")
    );
    let out = Command::new("sh").args(["-c", &shell]).output().unwrap();
    assert!(stderr(&out).contains("0 files are open"), "{}", stderr(&out));
}

/// A project file that came with the reports names a program, but does not widen what the program may read.
#[test]
fn a_project_file_of_a_folder_widens_nothing() {
    if !shut_in() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("isnad.toml"),
        format!("[plugin.rogue]\npath = {ROGUE:?}\nread = [\"/\"]\nseconds = 20\n"),
    )
    .unwrap();
    fs::copy(root().join("seeds/02_marsa.txt"), folder.path().join("a.txt")).unwrap();
    let path = folder.path().to_str().unwrap();
    let target = format!("at={path}/a.txt");
    let read = [
        "export", path, "--to", "rogue", "--option", "try=read", "--option", &target,
    ];
    let out = run(&read);
    assert!(stderr(&out).contains("Permission denied"), "{}", stderr(&out));
    let project = format!("{path}/isnad.toml");
    let vouched = run(&[&read[..], &["--project", &project]].concat());
    assert!(
        stderr(&vouched).contains("REACHED: reading"),
        "{}",
        stderr(&vouched)
    );
}

/// The worked example of the guide, in Python, where there is one.
#[test]
fn the_guides_plug_in_in_python_runs() {
    let python = ["/usr/bin/python3", "/usr/local/bin/python3"]
        .iter()
        .find(|p| Path::new(p).exists());
    let Some(python) = python else {
        eprintln!("SKIPPED: no python3 in /usr/bin or /usr/local/bin");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let script = root().join("docs/guide/plugins/python/isnad-export-people");
    let project = folder.path().join("isnad.toml");
    fs::write(
        &project,
        format!(
            "[plugin.people]\npath = {:?}\ninterpreter = {python:?}\n",
            script.to_str().unwrap()
        ),
    )
    .unwrap();
    let out = run(&[
        "export",
        "tests/dossiers/0.1.json",
        "--to",
        "people",
        "--project",
        project.to_str().unwrap(),
        "--option",
        "least=2",
    ]);
    assert!(out.status.success(), "{}", stderr(&out));
    insta::assert_snapshot!("plugin-python", stdout(&out));
    #[cfg(unix)]
    if python.starts_with("/usr/bin") {
        // it also runs by itself, found in its folder
        let plugins = root().join("docs/guide/plugins/python");
        let listed = run(&["exporters", "people", "--plugins", plugins.to_str().unwrap()]);
        assert!(
            stdout(&listed).contains("--option least=1..1000"),
            "{}",
            stderr(&listed)
        );
    }
}

/// The worked example of the guide, in Rust.
#[test]
fn the_guides_plug_in_in_rust_runs() {
    let desk = Desk::new();
    fs::write(
        desk.path("isnad.toml"),
        format!(
            "[plugin.statements]\npath = {:?}\n",
            built("isnad-export-statements")
        ),
    )
    .unwrap();
    let out = desk.export("statements", &[]);
    assert!(out.status.success(), "{}", stderr(&out));
    let text = fs::read_to_string(desk.path("out/statements.txt")).unwrap();
    insta::assert_snapshot!("plugin-rust", text);
}

//! A plug-in that tries what no plug-in may do, one thing for each value of its option `try`, and reports how it went: what
//! is refused is its error. Built for the tests alone.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "trying what is forbidden is what this program is for"
)]

use std::{
    env, fs,
    io::{self, Read, Write},
    net::{TcpListener, TcpStream, UdpSocket},
    process::{Command, exit},
};

const HELLO: &str = r#"{"protocols": [1], "schemas": ["isnad/dossier/1"], "id": "rogue", "description": "tries what is forbidden",
    "media_type": "text/plain", "options": [
    {"name": "try", "type": "text", "description": "what to try"},
    {"name": "at", "type": "text", "description": "where to try it"}]}"#;

fn main() -> io::Result<()> {
    println!("{}", HELLO.replace('\n', " "));
    let mut request = Vec::new();
    io::stdin().read_to_end(&mut request)?;
    if request.is_empty() {
        return Ok(());
    }
    let request: serde_json::Value = serde_json::from_slice(&request)?;
    let option = |name: &str| {
        request["context"]["options"][name]
            .as_str()
            .unwrap_or("")
            .to_owned()
    };
    let at = option("at");
    let file = |path: &str| {
        println!(
            "{}",
            serde_json::json!({"file": {"path": path, "text": "rogue\n"}})
        )
    };
    match option("try").as_str() {
        "read" => tried("reading", fs::read(&at)),
        "list" => tried("listing", fs::read_dir(&at)),
        "processes" => tried("looking at processes", fs::read("/proc/1/environ")),
        "write" => tried("writing", fs::write(&at, "rogue")),
        "empty" => tried(
            "emptying",
            fs::OpenOptions::new().write(true).truncate(true).open(&at),
        ),
        "remove" => tried("removing", fs::remove_file(&at)),
        "touch" => tried(
            "setting rights",
            fs::set_permissions(&at, fs::metadata("/")?.permissions()),
        ),
        "udp" => tried("UDP", UdpSocket::bind("127.0.0.1:0")),
        "listen" => tried("listening", TcpListener::bind("127.0.0.1:0")),
        "tcp" => tried("TCP", TcpStream::connect(at.as_str())),
        #[cfg(unix)]
        "unix" => tried("a unix socket", std::os::unix::net::UnixStream::connect(&at)),
        "fork" => loop {
            tried_children(Command::new(env::current_exe()?).spawn());
        },
        "environment" => {
            let names: Vec<String> = env::vars_os()
                .map(|(name, _)| name.to_string_lossy().into_owned())
                .collect();
            println!("{}", serde_json::json!({"loss": names.join(" ")}));
        }
        #[cfg(target_os = "linux")]
        "files" => {
            // only what is open can be closed
            let open = (3..64).filter(|fd: &i32| nix::unistd::close(*fd).is_ok()).count();
            println!(
                "{}",
                serde_json::json!({"loss": format!("{open} files are open")})
            );
        }
        "forever" => loop {
            std::hint::spin_loop();
        },
        "sleep" => std::thread::sleep(std::time::Duration::from_secs(3600)),
        "gigabyte" => {
            let line = vec![b' '; 1 << 20];
            for _ in 0..1024 {
                io::stdout().write_all(&line)?;
            }
        }
        "memory" => {
            let mut all = Vec::new();
            for n in 0..1024_usize {
                all.push(vec![n as u8 | 1; 8 << 20]);
            }
            println!("{}", serde_json::json!({"loss": format!("{} blocks", all.len())}));
        }
        "rubbish" => println!("this is no answer \u{1b}[31m"),
        "file" => file(&at),
        "outside" => file("../x"),
        "absolute" => file("/tmp/x"),
        "manifest" => file("isnad-manifest.json"),
        "twice" => {
            file("a");
            file("A");
        }
        "half" => {
            file("rogue.txt");
            eprint_last_words();
            exit(3);
        }
        _ => {}
    }
    file("rogue.txt");
    println!("{}", serde_json::json!({"done": true}));
    Ok(())
}

/// What was refused is told as an error, what was not as a loss.
fn tried<T>(what: &str, result: io::Result<T>) {
    match result {
        Ok(_) => println!("{}", serde_json::json!({"loss": format!("REACHED: {what}")})),
        Err(error) => {
            println!("{}", serde_json::json!({"error": format!("{what}: {error}")}));
            exit(0);
        }
    }
}

fn tried_children(child: io::Result<std::process::Child>) {
    if let Err(error) = child {
        println!("{}", serde_json::json!({"error": format!("a child: {error}")}));
        exit(0);
    }
}

#[allow(clippy::print_stderr, reason = "last words")]
fn eprint_last_words() {
    eprintln!("the disk is full \u{1b}[31mof red\u{1b}[0m");
}

//! One run of a program: what it says, line by line, within time and size.

use super::{HELLO_BYTES, Limits};
use std::{
    io::{self, BufRead, BufReader, Read, Write},
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{self, Receiver, RecvTimeoutError, Sender},
    thread,
    time::{Duration, Instant},
};

/// How long a program may take to end after it is done.
const GRACE: Duration = Duration::from_secs(2);
/// How much of what it says on standard error is kept.
const LAST_WORDS: usize = 2000;

/// What a program said, or why it says no more.
pub(crate) enum Said {
    /// A line, with its end.
    Line(Vec<u8>),
    /// It closed its output.
    End,
    /// It took longer than these seconds.
    Late(u64),
    /// It said more than these bytes.
    TooMuch(u64),
}

/// A running program. It is stopped when the session is dropped.
pub(crate) struct Session {
    child: Child,
    input: Option<ChildStdin>,
    said: Receiver<Said>,
    words: Receiver<String>,
    deadline: Instant,
    time: Duration,
}

impl Session {
    /// Starts a program with an empty environment: `PATH` names the system's folders, text is UTF-8, the zone UTC.
    pub(crate) fn start(mut command: Command, limits: Limits) -> io::Result<Self> {
        command
            .env_clear()
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .env("LC_ALL", "C.UTF-8")
            .env("TZ", "UTC")
            .env("PYTHONHASHSEED", "0") // sets in the same order every time
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn()?;
        let (say, said) = mpsc::channel();
        if let Some(out) = child.stdout.take() {
            thread::spawn(move || lines(out, limits.output, &say));
        }
        let (tell, words) = mpsc::channel();
        if let Some(error) = child.stderr.take() {
            thread::spawn(move || tell.send(last_words(error)));
        }
        Ok(Self {
            input: child.stdin.take(),
            child,
            said,
            words,
            deadline: Instant::now() + limits.time,
            time: limits.time,
        })
    }

    /// The next line it says.
    pub(crate) fn next(&mut self) -> Said {
        let left = self.deadline.saturating_duration_since(Instant::now());
        let said = match self.said.recv_timeout(left) {
            Ok(said) => said,
            Err(RecvTimeoutError::Timeout) => Said::Late(self.time.as_secs()),
            Err(RecvTimeoutError::Disconnected) => Said::End,
        };
        if matches!(said, Said::Late(_) | Said::TooMuch(_)) {
            self.stop();
        }
        said
    }

    /// Writes to its input and closes it, while what it says is being read.
    pub(crate) fn send(&mut self, bytes: Vec<u8>) {
        if let Some(mut input) = self.input.take() {
            // a program that does not read to the end has closed its input: its answer tells why
            thread::spawn(move || drop(input.write_all(&bytes)));
        }
    }

    /// Closes its input: nothing is asked of it.
    pub(crate) fn close_input(&mut self) {
        self.input = None;
    }

    /// Waits a moment for it to end, stops it if it does not, and says how it ended and its last words on standard error.
    pub(crate) fn end(&mut self) -> (String, String) {
        self.close_input();
        let until = Instant::now() + GRACE;
        let status = loop {
            match self.child.try_wait() {
                Ok(Some(status)) => break status.to_string(),
                Ok(None) if Instant::now() < until => thread::sleep(Duration::from_millis(2)),
                _ => {
                    self.stop();
                    break "stopped".to_owned();
                }
            }
        };
        (status, self.words.recv_timeout(GRACE).unwrap_or_default())
    }

    fn stop(&mut self) {
        // it may have ended by itself in the meantime
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if !matches!(self.child.try_wait(), Ok(Some(_))) {
            self.stop();
        }
    }
}

fn lines(out: impl Read, limit: u64, say: &Sender<Said>) {
    let mut out = BufReader::with_capacity(1 << 16, out);
    let (mut left, mut most) = (limit, HELLO_BYTES.min(limit));
    loop {
        let mut line = Vec::new();
        let said = match out.by_ref().take(most + 1).read_until(b'\n', &mut line) {
            Ok(n) if n as u64 > most => Said::TooMuch(if most < left { most } else { limit }),
            Ok(n) if n > 0 => {
                left -= n as u64;
                most = left;
                Said::Line(line)
            }
            _ => Said::End,
        };
        let more = matches!(said, Said::Line(_));
        if say.send(said).is_err() || !more {
            return;
        }
    }
}

/// Reads to the end, keeps the last of it.
fn last_words(mut error: impl Read) -> String {
    let mut kept = Vec::new();
    let mut buffer = [0; 4096];
    while let Ok(n) = error.read(&mut buffer) {
        let Some(read) = buffer.get(..n).filter(|r| !r.is_empty()) else {
            break;
        };
        kept.extend_from_slice(read);
        kept.drain(..kept.len().saturating_sub(LAST_WORDS));
    }
    let lines = String::from_utf8_lossy(&kept);
    let lines: Vec<String> = lines.lines().map(isnad_model::bidi::clean).collect();
    lines.join("\n  ")
}

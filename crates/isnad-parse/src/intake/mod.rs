//! A saved file in, the [pieces](Piece) it holds out, one after another: what a file is shows in its bytes, not in its name.
//!
//! The file is read once, from its beginning to its end, and no more of it is held than one piece. What is wrong with a part of it is
//! told, with its place, and the rest goes on.
//!
//! ```
//! use isnad_parse::intake::{Found, Limits, expand};
//! use std::ops::ControlFlow;
//! let file = b"{\"title\": \"Envoy leaves\", \"text\": \"He left.\"}\n{\"title\": \"He is back\", \"text\": \"He came.\"}\n";
//! let mut names = Vec::new();
//! let _ = expand("a.jsonl", &mut file.as_slice(), &Limits::default(), &mut |found| {
//!     if let Found::Piece(piece) = found {
//!         names.push(piece.source);
//!     }
//!     ControlFlow::Continue(())
//! });
//! assert_eq!(names, ["a.jsonl#1", "a.jsonl#2"]);
//! ```

mod feed;
mod json;
mod unpack;
mod warc;
mod zip;

use crate::{
    Kind, Piece, Told,
    decode::Note,
    diagnostic,
    sniff::{self, Form},
};
use isnad_model::Diagnostic;
use std::{
    cell::Cell,
    io::{self, BufRead, Read, Seek, SeekFrom},
    ops::ControlFlow,
    rc::Rc,
};

/// Bytes at the beginning of a file by which its form is recognised.
const HEAD: usize = 8 << 10;

/// How far a file is followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Pieces of more bytes are left out.
    pub max_piece: usize,
    /// Files packed into one another more often are left alone.
    pub max_depth: usize,
    /// A file that unpacks to more than so many times its size is given up (the first 16 MiB are free).
    pub max_ratio: u64,
    /// A file that unpacks to more bytes is given up.
    pub max_unpacked: u64,
    /// Pieces and members behind so many in a file are left out.
    pub max_pieces: usize,
    /// Archives that can only be read from their end, inside other archives or from a stream, are held in memory up to this size.
    pub max_archive: usize,
}

impl Default for Limits {
    /// 64 MiB a piece, 4 deep, 250 times, 32 GiB a file, 5 million pieces, 1 GiB an archive in memory.
    fn default() -> Self {
        Self {
            max_piece: 64 << 20,
            max_depth: 4,
            max_ratio: 250,
            max_unpacked: 32 << 30,
            max_pieces: 5_000_000,
            max_archive: 1 << 30,
        }
    }
}

/// What was found in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::large_enum_variant, reason = "nearly all of them are pieces")]
pub enum Found {
    /// One report's bytes.
    Piece(Piece),
    /// Something that gave no report, and why.
    Lost(Diagnostic),
    /// Something odd; no report is lost by it.
    Note(Diagnostic),
}

/// Goes on, or stops because the receiver wants no more.
pub type Flow = ControlFlow<()>;

/// Reads a file and hands over what it holds, in the file's order. Never fails: what cannot be read is told.
///
/// `name` is the file's path relative to the folder; the names of the pieces begin with it. Breaks off when `sink` does.
pub fn expand(
    name: &str,
    reader: &mut dyn BufRead,
    limits: &Limits,
    sink: &mut dyn FnMut(Found) -> Flow,
) -> Flow {
    let place = Place {
        name: name.to_owned(),
        told: Told::default(),
        depth: 0,
    };
    Walk::new(limits, sink).stream(&place, reader)
}

/// The same for a file that can be read in any order: an archive is then not held in memory.
pub fn expand_seekable<R: BufRead + Seek>(
    name: &str,
    mut reader: R,
    limits: &Limits,
    sink: &mut dyn FnMut(Found) -> Flow,
) -> Flow {
    let mut head = Vec::with_capacity(HEAD);
    let looked = (&mut reader).take(HEAD as u64).read_to_end(&mut head);
    let back = looked.and_then(|_| reader.seek(SeekFrom::Start(0)));
    let place = Place {
        name: name.to_owned(),
        told: Told::default(),
        depth: 0,
    };
    let mut walk = Walk::new(limits, sink);
    match back {
        Err(error) => walk.lost(name, unpack::wrong(&error, 0)),
        Ok(_) if sniff::form(&head, name) == Form::Zip => walk.zip(&place, reader),
        Ok(_) => walk.stream(&place, &mut reader),
    }
}

/// The names of the files that may hold a piece of this name, the longest first: what stands before `#` and `!/`.
///
/// ```
/// use isnad_parse::intake::files;
/// assert_eq!(files("a.zip!/b.jsonl#12"), ["a.zip!/b.jsonl", "a.zip"]);
/// assert_eq!(files("a.txt"), [""; 0]);
/// ```
pub fn files(source: &str) -> Vec<&str> {
    let mut names: Vec<&str> = source
        .match_indices(['#', '!'])
        .filter(|(at, mark)| *mark == "#" || source.get(at + 1..).is_some_and(|rest| rest.starts_with('/')))
        .filter_map(|(at, _)| source.get(..at))
        .collect();
    names.reverse();
    names
}

/// All that a file in memory holds.
///
/// ```
/// use isnad_parse::{Piece, intake::{Limits, pieces}};
/// let (found, wrong) = pieces(&Piece::new("a.txt", "Envoy leaves"), &Limits::default());
/// assert_eq!((found.len(), wrong.len()), (1, 0));
/// ```
pub fn pieces(file: &Piece, limits: &Limits) -> (Vec<Piece>, Vec<Diagnostic>) {
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    let _ = expand_seekable(&file.source, io::Cursor::new(&file.bytes), limits, &mut |item| {
        match item {
            Found::Piece(piece) => found.push(piece),
            Found::Lost(diagnostic) | Found::Note(diagnostic) => wrong.push(diagnostic),
        }
        Flow::Continue(())
    });
    (found, wrong)
}

/// Where in a file the walk is.
#[derive(Clone, Debug)]
struct Place {
    /// Name of what is read now.
    name: String,
    /// What the files around it say of all pieces in it.
    told: Told,
    /// Archives around it.
    depth: usize,
}

struct Walk<'a> {
    limits: &'a Limits,
    sink: &'a mut dyn FnMut(Found) -> Flow,
    /// Pieces handed over.
    count: usize,
    /// Bytes unpacked so far.
    unpacked: Rc<Cell<u64>>,
}

impl<'a> Walk<'a> {
    fn new(limits: &'a Limits, sink: &'a mut dyn FnMut(Found) -> Flow) -> Self {
        Self {
            limits,
            sink,
            count: 0,
            unpacked: Rc::default(),
        }
    }

    /// Reads one file, packed or not.
    fn stream(&mut self, place: &Place, reader: &mut dyn BufRead) -> Flow {
        let mut reader = Peeked::new(reader);
        match sniff::form(reader.head(), &place.name) {
            Form::Gzip => self.gzip(place, &mut reader),
            Form::Zstd => self.zstd(place, &mut reader),
            Form::Zip => self.zip_in_stream(place, &mut reader),
            Form::Warc => self.warc(place, &mut reader),
            Form::Feed => self.feed(place, Kind::Item, &mut reader),
            Form::News => self.feed(place, Kind::News, &mut reader),
            Form::Mail => self.whole(place, Kind::Mail, &mut reader),
            Form::Json => self.json(place, &mut reader),
            Form::Text => self.whole(place, Kind::Text, &mut reader),
            Form::Html => self.whole(place, Kind::Html, &mut reader),
            Form::Foreign(name, hint) => {
                let message = format!("the file is {name}, which is not supported");
                self.lost(&place.name, Note::new("unsupported-format", message, hint))
            }
        }
    }

    /// A file that is one report.
    fn whole(&mut self, place: &Place, kind: Kind, reader: &mut dyn BufRead) -> Flow {
        let mut bytes = Vec::new();
        let most = self.limits.max_piece as u64;
        let read = reader.take(most + 1).read_to_end(&mut bytes);
        if bytes.len() as u64 > most {
            let message = format!("the file has more than {most} bytes, which is the limit");
            let note = Note::new("large-file", message, "split the file, or raise the limit");
            return self.lost(&place.name, note);
        }
        if let Err(error) = read {
            if bytes.is_empty() {
                return self.lost(&place.name, unpack::wrong(&error, 0));
            }
            self.note(&place.name, unpack::wrong(&error, bytes.len() as u64))?;
        }
        self.piece(Piece {
            source: place.name.clone(),
            bytes,
            kind,
            told: place.told.clone(),
            ..Piece::default()
        })
    }

    fn piece(&mut self, piece: Piece) -> Flow {
        self.count += 1;
        if self.count > self.limits.max_pieces {
            let message = format!(
                "the file holds more than {} reports; the rest is left out",
                self.limits.max_pieces
            );
            let note = Note::new("too-many-reports", message, "split the file, or raise the limit");
            self.lost(&piece.source, note)?;
            return Flow::Break(());
        }
        (self.sink)(Found::Piece(piece))
    }

    fn lost(&mut self, name: &str, note: Note) -> Flow {
        (self.sink)(Found::Lost(diagnostic(name, note)))
    }

    fn note(&mut self, name: &str, note: Note) -> Flow {
        (self.sink)(Found::Note(diagnostic(name, note)))
    }
}

/// A reader whose beginning was looked at.
struct Peeked<'r> {
    head: Vec<u8>,
    used: usize,
    rest: &'r mut dyn BufRead,
    /// What stopped the look, to be told when the reading comes there.
    error: Option<io::Error>,
}

impl<'r> Peeked<'r> {
    fn new(reader: &'r mut dyn BufRead) -> Self {
        let mut head = Vec::with_capacity(HEAD);
        let error = (&mut *reader).take(HEAD as u64).read_to_end(&mut head).err();
        Self {
            head,
            used: 0,
            rest: reader,
            error,
        }
    }

    fn head(&self) -> &[u8] {
        &self.head
    }
}

impl Read for Peeked<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let ready = self.fill_buf()?;
        let n = ready.len().min(buf.len());
        buf[..n].copy_from_slice(&ready[..n]);
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Peeked<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.used < self.head.len() {
            return Ok(&self.head[self.used..]);
        }
        match self.error.take() {
            Some(error) => Err(error),
            None => self.rest.fill_buf(),
        }
    }

    fn consume(&mut self, n: usize) {
        if self.used < self.head.len() {
            self.used += n;
        } else {
            self.rest.consume(n);
        }
    }
}

/// A name from inside an archive, fit to be shown and never a path that leads elsewhere: no roots, no steps upwards, no characters that
/// steer a terminal or the writing direction.
fn clean_name(name: &str) -> String {
    let shown: String = isnad_text::bidi::clean(name)
        .replace('\\', "/")
        .chars()
        .take(400)
        .collect();
    let parts: Vec<&str> = shown
        .split('/')
        .map(str::trim)
        .filter(|part| !matches!(*part, "" | "." | ".."))
        .collect();
    parts.join("/")
}

#[cfg(test)]
mod tests;

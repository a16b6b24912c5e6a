//! JSON in, one piece an object out: lines, an array, objects behind one another, or an object that holds a list of them.

use super::{Flow, Place, Walk, unpack};
use crate::{Kind, Piece, decode::Note, forms::record, sniff};
use std::io::{self, BufRead, Read};

const OBJECTS: &str = "each record must be one JSON object";

impl Walk<'_> {
    /// Lines of objects, if the first line is a whole one; otherwise objects wherever they stand.
    pub(super) fn json(&mut self, place: &Place, reader: &mut dyn BufRead) -> Flow {
        let mut records = Records {
            place,
            named: ["jsonl", "ndjson", "jl"].contains(&crate::piece::extension(&place.name).as_str()),
            first: None,
            count: 0,
        };
        // an array may be a single line of any length
        if !matches!(reader.fill_buf().map(sniff::first), Ok(Some(b'{'))) {
            self.objects(&mut records, reader, 0)?;
            return self.flush(&mut records);
        }
        let mut line = Line::default();
        loop {
            line.read(reader, self.limits.max_piece);
            if !line.blank() || line.end() {
                break;
            }
        }
        if Objects::whole(&line.bytes) {
            while !line.end() {
                self.line(&mut records, &mut line)?;
                line.read(reader, self.limits.max_piece);
            }
            if let Some(error) = line.error.take() {
                self.lost(&place.name, unpack::wrong(&error, line.at))?;
            }
        } else {
            let at = line.at;
            let mut first = std::mem::take(&mut line.bytes);
            if line.next - line.at > first.len() as u64 {
                first.push(b'\n');
            }
            let mut both = io::Cursor::new(first).chain(reader);
            self.objects(&mut records, &mut both, at)?;
        }
        self.flush(&mut records)
    }

    /// One line.
    fn line(&mut self, records: &mut Records<'_>, line: &mut Line) -> Flow {
        if line.blank() {
            return Flow::Continue(());
        }
        let name = format!("{}#{}", records.place.name, line.number);
        if line.long {
            let message = format!(
                "line {} at byte {} has more than {} bytes, which is the limit",
                line.number, line.at, self.limits.max_piece
            );
            return self.lost(
                &name,
                Note::new("large-record", message, "split the record, or raise the limit"),
            );
        }
        let mark = line.bytes.len() - mark_off(&line.bytes).len();
        if sniff::first(&line.bytes) != Some(b'{') {
            let message = format!(
                "expected a JSON object in line {} at byte {}",
                line.number, line.at
            );
            return self.lost(&name, Note::new("broken-json", message, OBJECTS));
        }
        let mut bytes = std::mem::take(&mut line.bytes);
        bytes.drain(..mark);
        self.record(records, name, line.at + mark as u64, bytes)
    }

    /// Objects at the top, or in an array, whatever stands between them.
    fn objects(&mut self, records: &mut Records<'_>, reader: &mut dyn BufRead, at: u64) -> Flow {
        let mut objects = Objects::new(self.limits.max_piece);
        objects.at = at;
        let mut at = at;
        loop {
            let ready = match reader.fill_buf() {
                Ok([]) => break,
                Ok(ready) => ready,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    let note = unpack::wrong(&error, at);
                    self.lost(&records.place.name, note)?;
                    return Flow::Continue(());
                }
            };
            let (used, found) = objects.next(ready);
            reader.consume(used);
            at += used as u64;
            let Some(found) = found else { continue };
            let name = format!("{}#{}", records.place.name, records.count + 1);
            match found {
                Piecemeal::Object { start, bytes } => self.record(records, name, start, bytes)?,
                Piecemeal::Long { start } => {
                    records.count += 1;
                    let message = format!(
                        "the record at byte {start} has more than {} bytes, which is the limit",
                        self.limits.max_piece
                    );
                    self.lost(
                        &name,
                        Note::new("large-record", message, "split the record, or raise the limit"),
                    )?;
                }
                Piecemeal::Other { start } => {
                    let message = format!("expected a JSON object at byte {start}");
                    self.lost(&records.place.name, Note::new("broken-json", message, OBJECTS))?;
                }
            }
        }
        if let Some(start) = objects.open() {
            let message = format!("the file ends inside the record that begins at byte {start}");
            let hint = "fetch the file again; what stands before was read";
            self.lost(&records.place.name, Note::new("truncated", message, hint))?;
        }
        Flow::Continue(())
    }

    /// One object. That of a file with only one has the file's name; so the first one waits for a second.
    fn record(&mut self, records: &mut Records<'_>, source: String, offset: u64, bytes: Vec<u8>) -> Flow {
        records.count += 1;
        if records.count == 1
            && let Some(list) = record::list(&bytes)
        {
            for (n, range) in list.records.iter().enumerate() {
                let (from, to) = (range.start, range.end);
                self.piece(Piece {
                    source: format!("{}#{}", records.place.name, n + 1),
                    bytes: bytes.get(from..to).unwrap_or_default().to_vec(),
                    kind: Kind::Record,
                    offset: offset + from as u64,
                    told: list.told.clone().or(&records.place.told),
                    packed: None,
                })?;
            }
            if list.records.is_empty() {
                let note = Note::new(
                    "empty-file",
                    "the file's list of reports is empty",
                    "see what the file was made by",
                );
                return self.lost(&records.place.name, note);
            }
            return Flow::Continue(());
        }
        let piece = Piece {
            source,
            bytes,
            kind: Kind::Record,
            offset,
            told: records.place.told.clone(),
            packed: None,
        };
        if records.count == 1 && !records.named {
            records.first = Some(piece);
            return Flow::Continue(());
        }
        if let Some(first) = records.first.take() {
            self.piece(first)?;
        }
        self.piece(piece)
    }

    fn flush(&mut self, records: &mut Records<'_>) -> Flow {
        match records.first.take() {
            Some(first) => self.piece(Piece {
                source: records.place.name.clone(),
                ..first
            }),
            None => Flow::Continue(()),
        }
    }
}

struct Records<'p> {
    place: &'p Place,
    /// Does the file's name say that it holds lines?
    named: bool,
    first: Option<Piece>,
    count: usize,
}

/// A line of a file.
#[derive(Debug, Default)]
struct Line {
    bytes: Vec<u8>,
    /// Where it begins.
    at: u64,
    /// Where the next one begins.
    next: u64,
    number: usize,
    long: bool,
    /// Was there a line at all?
    found: bool,
    error: Option<io::Error>,
}

impl Line {
    /// Reads the next line; of one that is too long only its beginning is kept.
    fn read(&mut self, reader: &mut dyn BufRead, most: usize) {
        let error = self.error.take();
        (self.at, self.number, self.long, self.found) = (self.next, self.number + 1, false, false);
        self.bytes.clear();
        if error.is_some() {
            self.error = error;
            return;
        }
        loop {
            let ready = match reader.fill_buf() {
                Ok([]) => return,
                Ok(ready) => ready,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.error = Some(error);
                    return;
                }
            };
            self.found = true;
            let end = memchr::memchr(b'\n', ready);
            let (line, used) = end.map_or((ready, ready.len()), |end| (&ready[..end], end + 1));
            if self.bytes.len() + line.len() > most {
                self.long = true;
            } else if !self.long {
                self.bytes.extend_from_slice(line);
            }
            reader.consume(used);
            self.next += used as u64;
            if end.is_some() {
                return;
            }
        }
    }

    fn blank(&self) -> bool {
        !self.long && mark_off(&self.bytes).trim_ascii().is_empty()
    }

    /// Is there no line any more?
    fn end(&self) -> bool {
        !self.found
    }
}

/// The bytes behind a byte order mark.
fn mark_off(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

/// Finds whole objects in JSON by its brackets and strings alone.
struct Objects {
    most: usize,
    /// Bytes seen.
    at: u64,
    /// Brackets open around the objects: an array at most.
    outer: usize,
    /// Brackets open from the object's first one on.
    depth: usize,
    string: bool,
    escaped: bool,
    start: u64,
    bytes: Vec<u8>,
    long: bool,
    /// Something else stands where an object is expected.
    other: bool,
}

enum Piecemeal {
    Object { start: u64, bytes: Vec<u8> },
    Long { start: u64 },
    Other { start: u64 },
}

impl Objects {
    fn new(most: usize) -> Self {
        Self {
            most,
            at: 0,
            outer: 0,
            depth: 0,
            string: false,
            escaped: false,
            start: 0,
            bytes: Vec::new(),
            long: false,
            other: false,
        }
    }

    /// Is this one object and nothing else?
    fn whole(bytes: &[u8]) -> bool {
        let bytes = mark_off(bytes).trim_ascii();
        if bytes.first() != Some(&b'{') {
            return false;
        }
        let mut objects = Self::new(usize::MAX);
        let (used, found) = objects.next(bytes);
        used == bytes.len() && matches!(found, Some(Piecemeal::Object { .. }))
    }

    /// Where the object begins that is not complete.
    fn open(&self) -> Option<u64> {
        (self.depth > 0).then_some(self.start)
    }

    /// Goes on to the next find, or to the end of these bytes; says how many were used.
    fn next(&mut self, ready: &[u8]) -> (usize, Option<Piecemeal>) {
        let mut from = 0;
        for (i, &byte) in ready.iter().enumerate() {
            if self.depth > 0 {
                if self.string {
                    match byte {
                        _ if self.escaped => self.escaped = false,
                        b'\\' => self.escaped = true,
                        b'"' => self.string = false,
                        _ => {}
                    }
                    continue;
                }
                match byte {
                    b'"' => self.string = true,
                    b'{' | b'[' => self.depth += 1,
                    b'}' | b']' => {
                        self.depth -= 1;
                        if self.depth == 0 {
                            self.keep(&ready[from..=i]);
                            self.at += i as u64 + 1;
                            let bytes = std::mem::take(&mut self.bytes);
                            let start = self.start;
                            return match std::mem::take(&mut self.long) {
                                true => (i + 1, Some(Piecemeal::Long { start })),
                                false => (i + 1, Some(Piecemeal::Object { start, bytes })),
                            };
                        }
                    }
                    _ => {}
                }
                continue;
            }
            match byte {
                b'{' => {
                    (self.depth, self.other, self.string, self.escaped) = (1, false, false, false);
                    (self.start, from) = (self.at + i as u64, i);
                }
                b'[' if self.outer == 0 => self.outer = 1,
                b']' if self.outer == 1 => self.outer = 0,
                b',' | b' ' | b'\t' | b'\r' | b'\n' | 0xEF | 0xBB | 0xBF | 0x1E => {}
                _ if self.other => {}
                _ => {
                    self.other = true;
                    let start = self.at + i as u64;
                    self.at += i as u64 + 1;
                    return (i + 1, Some(Piecemeal::Other { start }));
                }
            }
        }
        if self.depth > 0 {
            self.keep(&ready[from..]);
        }
        self.at += ready.len() as u64;
        (ready.len(), None)
    }

    fn keep(&mut self, bytes: &[u8]) {
        if self.bytes.len() + bytes.len() > self.most {
            self.long = true;
            self.bytes = Vec::new();
        }
        if !self.long {
            self.bytes.extend_from_slice(bytes);
        }
    }
}

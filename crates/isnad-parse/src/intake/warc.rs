//! WARC files (ISO 28500): the pages among their records, one piece each. Records packed one by one are unpacked before.
//!
//! Read here rather than by a crate, for the place of every record, and so that a record that is cut or miscounted costs only itself.

use super::{Flow, Limits, Place, Walk, unpack};
use crate::{Kind, Piece, Told, decode::Note, forms::record::host, sniff};
use flate2::bufread::{DeflateDecoder, GzDecoder, ZlibDecoder};
use std::io::{self, BufRead, Read};

/// Bytes of headers that are read.
const HEADERS: usize = 64 << 10;

impl Walk<'_> {
    /// The pages of a WARC file.
    pub(super) fn warc(&mut self, place: &Place, reader: &mut dyn BufRead) -> Flow {
        let mut warc = Warc { reader, at: 0 };
        let (mut number, mut pages, mut errors) = (0usize, 0usize, 0usize);
        let mut others = Others::default();
        loop {
            let start = warc.at;
            let found = warc.record(self.limits.max_piece);
            let mut record = match found {
                Ok(None) => break,
                Ok(Some(record)) => record,
                Err(error) => {
                    // what is damaged inside a packed record costs the bytes up to the next one
                    errors += 1;
                    let progress = warc.at > start || errors < 64;
                    self.lost(&place.name, unpack::wrong(&error, warc.at))?;
                    if unpack::is_bomb(&error) || !progress {
                        break;
                    }
                    continue;
                }
            };
            number += 1;
            let name = format!("{}#{number}", place.name);
            if record.skipped > 0 {
                let message = format!("{} bytes at byte {start} belong to no record", record.skipped);
                self.note(
                    &name,
                    Note::new("damaged-file", message, "the records behind them were read"),
                )?;
            }
            let Some(told) = record.page(&mut others) else {
                continue;
            };
            if record.long {
                let message = format!(
                    "the record at byte {} has more than {} bytes, which is the limit",
                    record.at, self.limits.max_piece
                );
                self.lost(&name, Note::new("large-record", message, "raise the limit"))?;
                continue;
            }
            if record.cut {
                let message = format!("the record at byte {} ends too early", record.at);
                self.note(
                    &name,
                    Note::new(
                        "truncated",
                        message,
                        "fetch the file again; what is there was read",
                    ),
                )?;
            }
            let (_, headers, head) = record.http();
            let block = std::mem::take(&mut record.block);
            let sent = block.len() - head;
            match body(block, head, &headers, self.limits) {
                Ok((body, packed)) if !body.is_empty() => {
                    pages += 1;
                    let kind = match sniff::form(&body, &name) {
                        sniff::Form::Html => Kind::Html,
                        _ if told.html => Kind::Html,
                        _ => Kind::Text,
                    };
                    self.piece(Piece {
                        source: name,
                        kind,
                        offset: record.block_at + head as u64,
                        packed: packed.then_some(sent as u64),
                        bytes: body,
                        told: told.told.or(&place.told),
                    })?;
                }
                Ok(_) => others.empty += 1,
                Err(why) => {
                    let message = format!(
                        "the page in the record at byte {} cannot be unpacked: {why}",
                        record.at
                    );
                    self.lost(&name, Note::new("damaged-file", message, "fetch the page again"))?;
                }
            }
        }
        if pages == 0 && errors == 0 {
            let message = format!("the file holds no page: {}", others.told());
            return self.lost(
                &place.name,
                Note::new(
                    "no-page",
                    message,
                    "pages are records of type response with status 200 and HTML or plain text",
                ),
            );
        }
        Flow::Continue(())
    }
}

/// Records that are no pages, counted by why.
#[derive(Debug, Default)]
struct Others {
    kinds: usize,
    status: usize,
    media: usize,
    empty: usize,
}

impl Others {
    fn told(&self) -> String {
        format!(
            "{} records of other types, {} with an error or a redirect, {} of other media, {} empty",
            self.kinds, self.status, self.media, self.empty
        )
    }
}

/// What the headers of a page say.
struct Page {
    told: Told,
    html: bool,
}

struct Warc<'r> {
    reader: &'r mut dyn BufRead,
    /// Bytes read.
    at: u64,
}

/// A record with its block.
#[derive(Debug, Default)]
struct Record {
    at: u64,
    /// Bytes before it that belong to no record.
    skipped: u64,
    headers: Vec<(String, String)>,
    block_at: u64,
    block: Vec<u8>,
    /// Ends before its length says.
    cut: bool,
    /// Is longer than the limit; the block is left out.
    long: bool,
}

impl Warc<'_> {
    /// The next record; none at the end.
    fn record(&mut self, most: usize) -> io::Result<Option<Record>> {
        let mut record = Record::default();
        let mut line = Vec::new();
        loop {
            record.at = self.at;
            if !self.line(&mut line)? {
                return Ok(None);
            }
            if line.starts_with(b"WARC/") {
                break;
            }
            if !line.trim_ascii().is_empty() {
                record.skipped += line.len() as u64;
            }
        }
        let mut size = 0;
        loop {
            if !self.line(&mut line)? {
                record.cut = true;
                return Ok(Some(record));
            }
            size += line.len();
            let text = String::from_utf8_lossy(&line);
            let text = text.trim_end();
            if text.is_empty() {
                break;
            }
            if size <= HEADERS {
                header(text, &mut record.headers);
            }
        }
        record.block_at = self.at;
        let length: u64 = record
            .header("content-length")
            .and_then(|v| v.parse().ok())
            .unwrap_or(0);
        record.long = length > most as u64;
        let read = match record.long {
            true => io::copy(&mut (&mut *self.reader).take(length), &mut io::sink()),
            false => (&mut *self.reader)
                .take(length)
                .read_to_end(&mut record.block)
                .map(|n| n as u64),
        };
        match read {
            Ok(n) => {
                self.at += n;
                record.cut = n < length;
            }
            // what was read before the damage is kept; the error comes again, or the next record does
            Err(_) if !record.block.is_empty() => {
                self.at += record.block.len() as u64;
                record.cut = true;
            }
            Err(error) => return Err(error),
        }
        Ok(Some(record))
    }

    /// Reads a line with its end; of a very long one only the beginning is kept.
    fn line(&mut self, line: &mut Vec<u8>) -> io::Result<bool> {
        line.clear();
        loop {
            let ready = match self.reader.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                ready => ready?,
            };
            if ready.is_empty() {
                return Ok(!line.is_empty());
            }
            let end = memchr::memchr(b'\n', ready).map(|end| end + 1);
            let used = end.unwrap_or(ready.len());
            let room = HEADERS.saturating_sub(line.len()).min(used);
            line.extend_from_slice(&ready[..room]);
            self.reader.consume(used);
            self.at += used as u64;
            if end.is_some() {
                return Ok(true);
            }
        }
    }
}

/// Reads a header line; one that begins with a blank goes on with the one before.
fn header(line: &str, headers: &mut Vec<(String, String)>) {
    if line.starts_with([' ', '\t']) {
        if let Some((_, value)) = headers.last_mut() {
            value.push(' ');
            value.push_str(line.trim());
        }
    } else if let Some((name, value)) = line.split_once(':') {
        headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
    }
}

fn find<'h>(headers: &'h [(String, String)], name: &str) -> Option<&'h str> {
    headers
        .iter()
        .find(|(n, _)| n == name)
        .map(|(_, value)| value.as_str())
}

impl Record {
    fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }

    /// Is it a page that came as asked for? Its headers then; otherwise it is counted.
    fn page(&self, others: &mut Others) -> Option<Page> {
        let kind = self.header("warc-type").unwrap_or("").to_ascii_lowercase();
        let own = self.header("content-type").unwrap_or("");
        let media = match kind.as_str() {
            "response" => {
                let (status, headers, _) = self.http();
                if !(200..300).contains(&status) {
                    others.status += 1;
                    return None;
                }
                find(&headers, "content-type").unwrap_or("text/html").to_owned()
            }
            "resource" | "conversion" => own.to_owned(),
            _ => {
                others.kinds += 1;
                return None;
            }
        };
        let media = media.to_ascii_lowercase();
        let html = media.starts_with("text/html") || media.starts_with("application/xhtml");
        if !html && !media.starts_with("text/plain") {
            others.media += 1;
            return None;
        }
        let url = self
            .header("warc-target-uri")
            .map(|u| u.trim_matches(['<', '>']).to_owned());
        Some(Page {
            html,
            told: Told {
                domain: url.as_deref().and_then(host),
                url,
                saved: self.header("warc-date").map(str::to_owned),
                charset: charset(&media),
                ..Told::default()
            },
        })
    }

    /// Status, headers and length of the head of an HTTP answer; all of the block is the body where there is none.
    fn http(&self) -> (u16, Vec<(String, String)>, usize) {
        if !self.block.starts_with(b"HTTP/") {
            return (200, Vec::new(), 0);
        }
        let within = self
            .block
            .get(..self.block.len().min(HEADERS))
            .unwrap_or_default();
        let crlf = memchr::memmem::find(within, b"\r\n\r\n").map(|i| i + 4);
        let lf = memchr::memmem::find(within, b"\n\n").map(|i| i + 2);
        let end = [crlf, lf].into_iter().flatten().min().unwrap_or(within.len());
        let head = String::from_utf8_lossy(&within[..end]);
        let mut lines = head.lines();
        let status = lines
            .next()
            .and_then(|l| l.split_ascii_whitespace().nth(1))
            .and_then(|s| s.parse().ok());
        let mut headers = Vec::new();
        lines
            .filter(|l| !l.trim().is_empty())
            .for_each(|l| header(l, &mut headers));
        (status.unwrap_or(0), headers, end)
    }
}

/// The page behind the head of an answer, and whether it was sent in another form.
fn body(
    mut block: Vec<u8>,
    head: usize,
    headers: &[(String, String)],
    limits: &Limits,
) -> Result<(Vec<u8>, bool), String> {
    block.drain(..head);
    let mut packed = false;
    let chunked =
        find(headers, "transfer-encoding").is_some_and(|v| v.to_ascii_lowercase().contains("chunked"));
    // some programs keep the header and write the body whole
    if chunked && let Some(joined) = join(&block) {
        (block, packed) = (joined, true);
    }
    let coding = find(headers, "content-encoding")
        .unwrap_or("")
        .trim()
        .to_ascii_lowercase();
    let most = limits.max_piece as u64;
    let mut out = Vec::new();
    let mut unpack = |reader: &mut dyn Read| {
        let most = most.min(
            (block.len() as u64)
                .saturating_mul(limits.max_ratio)
                .max(unpack::FREE),
        );
        let result = reader.take(most + 1).read_to_end(&mut out);
        match result {
            _ if out.len() as u64 > most => Err("it is far larger than it was packed".to_owned()),
            Err(error) if out.is_empty() => Err(error.to_string()),
            _ => Ok(()),
        }
    };
    match coding.as_str() {
        "gzip" | "x-gzip" if block.starts_with(b"\x1F\x8B") => unpack(&mut GzDecoder::new(block.as_slice()))?,
        "deflate" if block.first() == Some(&0x78) => unpack(&mut ZlibDecoder::new(block.as_slice()))?,
        "deflate" if sniff::first(&block) != Some(b'<') => {
            unpack(&mut DeflateDecoder::new(block.as_slice()))?
        }
        "br" | "zstd" if sniff::first(&block) != Some(b'<') => {
            return Err(format!("it is packed by {coding}, which is not supported"));
        }
        _ => return Ok((block, packed)),
    }
    Ok((out, true))
}

/// A body sent in chunks, joined; none if these are no chunks.
fn join(mut chunks: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(chunks.len());
    loop {
        let end = memchr::memchr(b'\n', chunks.get(..chunks.len().min(256))?)?;
        let line = std::str::from_utf8(&chunks[..end]).ok()?.trim();
        let size = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        chunks = &chunks[end + 1..];
        if size == 0 {
            return Some(out);
        }
        match chunks.get(..size) {
            Some(chunk) => out.extend_from_slice(chunk),
            // cut: what is there is kept
            None => {
                out.extend_from_slice(chunks);
                return Some(out);
            }
        }
        chunks = &chunks[size..];
        chunks = chunks
            .strip_prefix(b"\r\n")
            .or_else(|| chunks.strip_prefix(b"\n"))
            .unwrap_or(chunks);
        if chunks.is_empty() {
            return Some(out);
        }
    }
}

/// The encoding that a media type names.
pub(super) fn charset(media: &str) -> Option<String> {
    let (_, value) = media.split_once("charset=")?;
    let value = value
        .trim_matches(['"', '\'', ' '])
        .split([';', '"', '\'', ' '])
        .next()?;
    (!value.is_empty()).then(|| value.to_owned())
}

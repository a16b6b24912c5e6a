//! Packed bytes in, unpacked bytes out, as long as they are no trap.

use super::{Flow, Place, Walk};
use crate::decode::Note;
use flate2::bufread::GzDecoder;
use ruzstd::decoding::{
    BlockDecodingStrategy, FrameDecoder,
    errors::{FrameDecoderError, ReadFrameHeaderError},
};
use std::{
    cell::Cell,
    fmt,
    io::{self, BufRead, BufReader, Read},
    rc::Rc,
};

/// Bytes that may be unpacked whatever their ratio.
pub(super) const FREE: u64 = 16 << 20;

/// Bytes unpacked at once.
const BUFFER: usize = 64 << 10;

impl Walk<'_> {
    /// A file packed by gzip, or several behind one another.
    pub(super) fn gzip(&mut self, place: &Place, reader: &mut dyn BufRead) -> Flow {
        let packed = Cell::new(0);
        let counted = Counted {
            reader,
            count: &packed,
        };
        self.unpacked(place, place.name.clone(), Members::new(counted), &packed)
    }

    /// A file packed by zstd, or several frames behind one another.
    pub(super) fn zstd(&mut self, place: &Place, reader: &mut dyn BufRead) -> Flow {
        let packed = Cell::new(0);
        let counted = Counted {
            reader,
            count: &packed,
        };
        self.unpacked(place, place.name.clone(), Frames::new(counted), &packed)
    }

    /// What comes out of an unpacker, under watch.
    pub(super) fn unpacked(
        &mut self,
        place: &Place,
        name: String,
        reader: impl Read,
        packed: &Cell<u64>,
    ) -> Flow {
        let inner = Place {
            name,
            told: place.told.clone(),
            depth: place.depth + 1,
        };
        if inner.depth > self.limits.max_depth {
            let message = format!("the file is packed more than {} times", self.limits.max_depth);
            let note = Note::new("nested-too-deeply", message, "unpack it before");
            return self.lost(&inner.name, note);
        }
        let guarded = Guarded {
            reader,
            packed,
            unpacked: 0,
            ratio: self.limits.max_ratio,
            total: Rc::clone(&self.unpacked),
            most: self.limits.max_unpacked,
        };
        self.stream(&inner, &mut BufReader::with_capacity(BUFFER, guarded))
    }
}

/// The members of a gzip file, one after another. One that is damaged is told once; the next one goes on.
struct Members<R: BufRead> {
    source: Option<R>,
    member: Option<GzDecoder<R>>,
}

impl<R: BufRead> Members<R> {
    fn new(source: R) -> Self {
        Self {
            source: Some(source),
            member: None,
        }
    }
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        loop {
            let mut member = match (self.member.take(), self.source.take()) {
                (Some(member), _) => member,
                (None, Some(mut source)) => {
                    let done = source.fill_buf().map(<[u8]>::is_empty);
                    if !matches!(done, Ok(false)) {
                        self.source = Some(source);
                        return done.map(|_| 0);
                    }
                    GzDecoder::new(source)
                }
                (None, None) => return Ok(0),
            };
            match member.read(buf) {
                Ok(0) if !buf.is_empty() => self.source = Some(member.into_inner()),
                Ok(n) => {
                    self.member = Some(member);
                    return Ok(n);
                }
                Err(error) => {
                    let mut source = member.into_inner();
                    let padding = skip(&mut source)?;
                    let ended = matches!(source.fill_buf(), Ok([]));
                    self.source = Some(source);
                    // zeros behind the last member are how tapes and some programs fill up
                    if error.kind() == io::ErrorKind::InvalidInput && ended && padding {
                        return Ok(0);
                    }
                    return Err(error);
                }
            }
        }
    }
}

/// Goes on to what may be the next member. Were there only zeros before it?
fn skip(source: &mut impl BufRead) -> io::Result<bool> {
    let mut zeros = true;
    loop {
        let ready = source.fill_buf()?;
        if ready.is_empty() {
            return Ok(zeros);
        }
        let found = memchr::memmem::find(ready, b"\x1F\x8B\x08");
        let until = found.unwrap_or(ready.len());
        zeros &= ready[..until].iter().all(|&b| b == 0);
        source.consume(until);
        if found.is_some() {
            return Ok(zeros);
        }
    }
}

/// The frames of a zstd file, one after another.
struct Frames<R> {
    source: R,
    decoder: FrameDecoder,
    inside: bool,
    failed: bool,
}

impl<R: BufRead> Frames<R> {
    fn new(source: R) -> Self {
        Self {
            source,
            decoder: FrameDecoder::new(),
            inside: false,
            failed: false,
        }
    }

    /// Begins the next frame; there is none at the end.
    fn begin(&mut self) -> io::Result<bool> {
        loop {
            if self.source.fill_buf()?.is_empty() {
                return Ok(false);
            }
            match self.decoder.reset(&mut self.source) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    io::copy(&mut (&mut self.source).take(u64::from(length)), &mut io::sink())?;
                }
                Err(error) => return Err(self.wrong(&error)),
            }
        }
    }

    fn wrong(&mut self, error: &FrameDecoderError) -> io::Error {
        self.failed = true;
        let ended = matches!(self.source.fill_buf(), Ok([]));
        let kind = if ended {
            io::ErrorKind::UnexpectedEof
        } else {
            io::ErrorKind::InvalidData
        };
        io::Error::new(kind, error.to_string())
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        while !self.failed && !buf.is_empty() {
            if !self.inside && !self.begin()? {
                break;
            }
            self.inside = true;
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                if let Err(error) = self
                    .decoder
                    .decode_blocks(&mut self.source, BlockDecodingStrategy::UptoBlocks(1))
                {
                    return Err(self.wrong(&error));
                }
            }
            let n = self.decoder.read(buf)?;
            if n > 0 {
                return Ok(n);
            }
            self.inside = false;
        }
        Ok(0)
    }
}

/// Counts what is read.
pub(super) struct Counted<'r> {
    pub(super) reader: &'r mut dyn BufRead,
    pub(super) count: &'r Cell<u64>,
}

impl Read for Counted<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.reader.read(buf)?;
        self.count.set(self.count.get() + n as u64);
        Ok(n)
    }
}

impl BufRead for Counted<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.reader.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        self.count.set(self.count.get() + n as u64);
        self.reader.consume(n);
    }
}

/// Stops where the bytes unpacked grow beyond all measure.
struct Guarded<'c, R> {
    reader: R,
    packed: &'c Cell<u64>,
    unpacked: u64,
    ratio: u64,
    /// Bytes unpacked from the whole file.
    total: Rc<Cell<u64>>,
    most: u64,
}

impl<R: Read> Read for Guarded<'_, R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.reader.read(buf)?;
        self.unpacked += n as u64;
        self.total.set(self.total.get() + n as u64);
        let packed = self.packed.get().max(1);
        if self.total.get() > self.most || self.unpacked > FREE && self.unpacked / packed > self.ratio {
            return Err(io::Error::other(Bomb {
                packed,
                unpacked: self.unpacked,
            }));
        }
        Ok(n)
    }
}

/// A file that unpacks to more than is allowed.
#[derive(Debug)]
struct Bomb {
    packed: u64,
    unpacked: u64,
}

impl fmt::Display for Bomb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} packed bytes gave more than {} bytes, which is over the limit",
            self.packed, self.unpacked
        )
    }
}

impl std::error::Error for Bomb {}

/// Was the file given up because it unpacks beyond measure?
pub(super) fn is_bomb(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|e| e.is::<Bomb>())
}

/// What a failed read is told as; `at` counts the unpacked bytes before it.
pub(super) fn wrong(error: &io::Error, at: u64) -> Note {
    let inner = error.get_ref();
    if let Some(bomb) = inner.and_then(|e| e.downcast_ref::<Bomb>()) {
        return Note::new(
            "decompression-bomb",
            format!("the rest is left out: {bomb}"),
            "unpack the file yourself if you trust it",
        );
    }
    match error.kind() {
        io::ErrorKind::UnexpectedEof => Note::new(
            "truncated",
            format!("the file ends too early, behind byte {at}"),
            "fetch the file again; what stands before its end was read",
        ),
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::Other => Note::new(
            "damaged-file",
            format!("the file is damaged behind byte {at}: {error}"),
            "fetch the file again; what stands before the damage was read",
        ),
        _ => Note::new(
            "read-error",
            format!("the file cannot be read behind byte {at}: {error}"),
            "see that the file can be read, then run again",
        ),
    }
}

//! Keeps bytes by the hash of what they were made from, in an embedded database in a folder of the user's: what was made of a
//! report once need not be made again.
//!
//! The database is one file that only its owner may read. It belongs to one program: another version of it begins
//! anew. It has a size: what was asked for longest ago makes room. It survives being killed at any moment, and when it is broken or
//! in use elsewhere, the program that holds it goes on without it.
//!
//! ```
//! let folder = tempfile::tempdir().unwrap();
//! let cache = isnad_cache::Cache::open(folder.path(), "program 1", 1 << 20).unwrap();
//! cache.put([7; 32], b"made once".to_vec());
//! cache.close();
//! let cache = isnad_cache::Cache::open(folder.path(), "program 1", 1 << 20).unwrap();
//! assert_eq!(cache.get(&[7; 32]).as_deref(), Some(&b"made once"[..]));
//! cache.close();
//! let cache = isnad_cache::Cache::open(folder.path(), "program 2", 1 << 20).unwrap();
//! assert_eq!(cache.get(&[7; 32]), None);
//! ```
#![allow(
    clippy::disallowed_methods,
    reason = "a shell, not a stage: this crate is where the cache's file lives"
)]

mod file;

pub use file::{Info, clear, info};

use redb::{Database, ReadOnlyTable, ReadableDatabase, ReadableTable, TableDefinition};
use std::{
    cell::Cell,
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

/// What an entry is found by: a SHA-256.
pub type Key = [u8; 32];

type Entries = TableDefinition<'static, &'static Key, &'static [u8]>;

/// What was kept or asked for since the generations changed last.
const NEW: Entries = TableDefinition::new("new");

/// What was asked for last before that.
const OLD: Entries = TableDefinition::new("old");

/// The program, and the bytes of the new generation.
const META: TableDefinition<'static, &'static str, &'static str> = TableDefinition::new("meta");

/// Bytes of entries that are written together.
const BATCH: usize = 8 << 20;

/// Bytes of pages that the database keeps in memory.
const PAGES: usize = 32 << 20;

/// About what an entry costs beside its value.
const ENTRY: u64 = 64;

/// A cache that is open. It may be used from many threads.
#[derive(Debug)]
pub struct Cache {
    db: Option<Database>,
    tables: Option<Tables>,
    path: PathBuf,
    state: State,
    pending: Mutex<Pending>,
    /// Bytes that the new generation may still take.
    room: AtomicU64,
    /// Bytes of the new generation.
    new: AtomicU64,
    broken: AtomicBool,
    trouble: Mutex<Option<String>>,
    found: AtomicU64,
    missed: AtomicU64,
}

/// What was found when a cache was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// There was none: it begins now.
    Fresh,
    /// It was there.
    Kept,
    /// There was one of another program: it was removed.
    OtherProgram,
    /// There was a broken one: it was removed.
    Broken,
}

/// Why there is no cache.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    /// Another run has it open.
    #[error("another run is using the cache {0}")]
    Busy(PathBuf),
    /// It cannot be read or written.
    #[error("the cache {0} cannot be used: {1}")]
    Unreachable(PathBuf, String),
}

#[derive(Debug)]
struct Tables {
    new: Option<ReadOnlyTable<&'static Key, &'static [u8]>>,
    old: Option<ReadOnlyTable<&'static Key, &'static [u8]>>,
}

#[derive(Debug, Default)]
struct Pending {
    entries: Vec<(Key, Vec<u8>)>,
    bytes: usize,
}

impl Cache {
    /// Opens the cache in a folder, or begins one there. `program` names whoever made its entries, with everything that makes
    /// two versions differ; `limit` is the size in bytes that it may take (of values, and never less than a batch).
    ///
    /// # Errors
    /// It is in use, or cannot be read or written. A broken one is no error: it is removed.
    pub fn open(folder: &Path, program: &str, limit: u64) -> Result<Self, Unusable> {
        let path = file::path(folder);
        let unreachable = |error: &dyn std::fmt::Display| {
            let mut message = error.to_string();
            message.truncate(
                message
                    .char_indices()
                    .nth(300)
                    .map_or(message.len(), |(at, _)| at),
            );
            Unusable::Unreachable(path.clone(), message)
        };
        let fresh = file::prepare(folder).map_err(|e| unreachable(&e))?;
        let mut state = if fresh { State::Fresh } else { State::Kept };
        for _ in 0..2 {
            let made = || file::found(folder, |new| guarded(|| Self::begin(new, program)));
            let opened = match path.exists() {
                true => Ok(()),
                false => made().map_err(|e| unreachable(&e))?,
            };
            match opened.and_then(|()| guarded(|| Self::set_up(&path, program, limit / 2))) {
                Ok(Some(mut cache)) => {
                    cache.state = state;
                    return Ok(cache);
                }
                Ok(None) => state = State::OtherProgram,
                Err(Fault::Busy) => return Err(Unusable::Busy(path)),
                Err(Fault::Broken(_)) => state = State::Broken,
                Err(Fault::Io(error)) => return Err(unreachable(&error)),
            }
            // what cannot be read, or is not ours, is begun anew
            file::remove(folder).map_err(|e| unreachable(&e))?;
        }
        Err(unreachable(&"it is broken, and stays so when begun anew"))
    }

    /// A new database of a program.
    fn begin(path: &Path, program: &str) -> Result<(), redb::Error> {
        let db = Database::builder().set_cache_size(PAGES).create(path)?;
        let write = begin(&db)?;
        write.open_table(META)?.insert("program", program)?;
        write.commit()?;
        Ok(())
    }

    /// The database with its generations; nothing where it belongs to another program.
    fn set_up(path: &Path, program: &str, room: u64) -> Result<Option<Self>, redb::Error> {
        let db = Database::builder().set_cache_size(PAGES).open(path)?;
        let known = |name: &str| -> Result<Option<String>, redb::Error> {
            let read = db.begin_read()?;
            match read.open_table(META) {
                Ok(table) => Ok(table.get(name)?.map(|v| v.value().to_owned())),
                Err(redb::TableError::TableDoesNotExist(_)) => Ok(None),
                Err(error) => Err(error.into()),
            }
        };
        if known("program")?.as_deref() != Some(program) {
            return Ok(None);
        }
        let mut new = known("bytes")?.and_then(|n| n.parse().ok()).unwrap_or(0);
        if new >= room / 10 * 9 {
            // the older generation makes room
            let write = begin(&db)?;
            write.delete_table(OLD)?;
            match write.rename_table(NEW, OLD) {
                Ok(()) | Err(redb::TableError::TableDoesNotExist(_)) => {}
                Err(error) => return Err(error.into()),
            }
            write.open_table(META)?.insert("bytes", "0")?;
            write.commit()?;
            new = 0;
        }
        let read = db.begin_read()?;
        let table = |of: Entries| match read.open_table(of) {
            Ok(table) => Ok(Some(table)),
            Err(redb::TableError::TableDoesNotExist(_)) => Ok(None),
            Err(error) => Err(redb::Error::from(error)),
        };
        let tables = Tables {
            new: table(NEW)?,
            old: table(OLD)?,
        };
        Ok(Some(Self {
            db: Some(db),
            tables: Some(tables),
            path: path.to_owned(),
            state: State::Kept,
            pending: Mutex::default(),
            room: AtomicU64::new(room.saturating_sub(new)),
            new: AtomicU64::new(new),
            broken: AtomicBool::new(false),
            trouble: Mutex::default(),
            found: AtomicU64::new(0),
            missed: AtomicU64::new(0),
        }))
    }

    /// What was found when it was opened.
    pub fn state(&self) -> State {
        self.state
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What was put under this key before the cache was opened.
    pub fn get(&self, key: &Key) -> Option<Vec<u8>> {
        let found = self.look_up(key);
        let count = if found.is_some() {
            &self.found
        } else {
            &self.missed
        };
        count.fetch_add(1, Ordering::Relaxed);
        found
    }

    fn look_up(&self, key: &Key) -> Option<Vec<u8>> {
        if self.broken.load(Ordering::Relaxed) {
            return None;
        }
        let tables = self.tables.as_ref()?;
        let found = guarded(|| {
            for (table, young) in [(&tables.new, true), (&tables.old, false)] {
                let Some(table) = table else { continue };
                if let Some(value) = ReadableTable::get(table, key)? {
                    return Ok(Some((value.value().to_vec(), young)));
                }
            }
            Ok(None)
        });
        match found {
            Ok(Some((value, young))) => {
                if !young {
                    // what is asked for stays when the generations change
                    self.put(*key, value.clone());
                }
                Some(value)
            }
            Ok(None) => None,
            Err(fault) => {
                self.give_up(fault);
                None
            }
        }
    }

    /// Keeps a value. It is written with others later, at the latest when the cache is closed; what the cache has no room for is
    /// not kept.
    pub fn put(&self, key: Key, value: Vec<u8>) {
        let cost = value.len() as u64 + ENTRY;
        let fits = self
            .room
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |room| {
                room.checked_sub(cost)
            });
        if fits.is_err() || self.broken.load(Ordering::Relaxed) {
            return;
        }
        let full = {
            let mut pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
            pending.bytes += value.len();
            pending.entries.push((key, value));
            (pending.bytes >= BATCH).then(|| std::mem::take(&mut *pending))
        };
        if let Some(batch) = full {
            self.write(batch);
        }
    }

    fn write(&self, mut batch: Pending) {
        let Some(db) = &self.db else { return };
        if batch.entries.is_empty() || self.broken.load(Ordering::Relaxed) {
            return;
        }
        batch.entries.sort_unstable_by_key(|e| e.0);
        let written = guarded(|| {
            let write = begin(db)?;
            let mut more = 0;
            {
                let mut table = write.open_table(NEW)?;
                for (key, value) in &batch.entries {
                    let before = table.insert(key, value.as_slice())?.map(|v| v.value().len());
                    more += if before.is_some() {
                        0
                    } else {
                        value.len() as u64 + ENTRY
                    };
                }
                let all = self.new.fetch_add(more, Ordering::Relaxed) + more;
                write
                    .open_table(META)?
                    .insert("bytes", all.to_string().as_str())?;
            }
            write.commit()?;
            Ok(())
        });
        if let Err(fault) = written {
            self.give_up(fault);
        }
    }

    /// Writes what waits to be written. A cache that is dropped does so as well.
    pub fn close(self) {}

    /// Entries found and not found so far.
    pub fn counts(&self) -> (u64, u64) {
        (
            self.found.load(Ordering::Relaxed),
            self.missed.load(Ordering::Relaxed),
        )
    }

    /// What went wrong with it, if something did; the run went on without it from there.
    pub fn trouble(&self) -> Option<String> {
        self.trouble
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn give_up(&self, fault: Fault) {
        if !self.broken.swap(true, Ordering::Relaxed) {
            let message = match &fault {
                Fault::Busy => "it is in use".to_owned(),
                Fault::Io(error) => error.to_string(),
                Fault::Broken(what) => format!("it is broken and was removed ({what})"),
            };
            if matches!(fault, Fault::Broken(_)) {
                // best effort: the next run finds it broken otherwise
                let _ = std::fs::remove_file(&self.path);
            }
            *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = Some(message);
        }
    }
}

impl Drop for Cache {
    fn drop(&mut self) {
        let rest = std::mem::take(&mut *self.pending.lock().unwrap_or_else(PoisonError::into_inner));
        self.write(rest);
        self.tables = None;
        let db = self.db.take();
        // a fault while it is put away is the next run's to find
        let _ = guarded(|| {
            drop(db);
            Ok(())
        });
    }
}

/// A transaction after which a killed run costs no walk over the whole file.
fn begin(db: &Database) -> Result<redb::WriteTransaction, redb::Error> {
    let mut write = db.begin_write()?;
    write.set_quick_repair(true);
    Ok(write)
}

/// What can go wrong with the database.
enum Fault {
    Busy,
    Io(io::Error),
    Broken(String),
}

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Is this thread inside the database? A panic there is caught and told as trouble of the cache, so that a panic hook may stay
/// silent.
pub fn is_guarded() -> bool {
    GUARDED.get()
}

/// Calls the database, which may panic on a file that somebody else wrote to.
fn guarded<T>(call: impl FnOnce() -> Result<T, redb::Error>) -> Result<T, Fault> {
    let outer = GUARDED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(call));
    GUARDED.set(outer);
    let error = match result {
        Ok(Ok(value)) => return Ok(value),
        Ok(Err(error)) => error,
        Err(_) => {
            return Err(Fault::Broken(
                "the database could not make sense of it".to_owned(),
            ));
        }
    };
    Err(match error {
        redb::Error::DatabaseAlreadyOpen | redb::Error::LockProtocolMismatch => Fault::Busy,
        redb::Error::Io(error) if error.kind() != io::ErrorKind::InvalidData => Fault::Io(error),
        redb::Error::PreviousIo => Fault::Io(io::Error::other("writing failed before")),
        error => Fault::Broken(error.to_string()),
    })
}

#[cfg(test)]
mod tests;

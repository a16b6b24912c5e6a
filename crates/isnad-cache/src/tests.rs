//! What must hold of a cache, whatever is done to its file.

use crate::{Cache, Key, State, Unusable, clear, info};
use std::{fs, path::Path};

const LIMIT: u64 = 1 << 20;

fn key(n: u32) -> Key {
    let mut key = [0; 32];
    key[..4].copy_from_slice(&n.to_be_bytes());
    key
}

fn open(folder: &Path) -> Cache {
    Cache::open(folder, "one", LIMIT).unwrap()
}

fn value(n: u32) -> Vec<u8> {
    n.to_le_bytes().repeat(1000)
}

#[test]
fn what_is_put_is_found_by_the_next_run() {
    let folder = tempfile::tempdir().unwrap();
    let cache = open(folder.path());
    assert_eq!(cache.state(), State::Fresh);
    (0..50).for_each(|n| cache.put(key(n), value(n)));
    cache.close();
    let cache = open(folder.path());
    assert_eq!(cache.state(), State::Kept);
    assert!((0..50).all(|n| cache.get(&key(n)) == Some(value(n))));
    assert_eq!(cache.get(&key(50)), None);
    assert_eq!(cache.counts(), (50, 1));
    cache.close();
    assert_eq!(info(folder.path()).entries, Some(50));
    assert!(clear(folder.path()).unwrap());
    assert!(!folder.path().exists() && !clear(folder.path()).unwrap());
}

#[test]
fn what_is_asked_for_stays_and_the_rest_makes_room() {
    let folder = tempfile::tempdir().unwrap();
    // a generation takes about 128 values of 4,000 bytes
    for round in 0..12u32 {
        let cache = open(folder.path());
        if round > 0 {
            assert_eq!(cache.get(&key(0)), Some(value(0)), "round {round}");
        }
        cache.put(key(0), value(0));
        (1..40).for_each(|n| cache.put(key(round * 100 + n), value(n)));
        cache.close();
        assert!(info(folder.path()).bytes.unwrap() < 4 * LIMIT, "round {round}");
    }
    let cache = open(folder.path());
    assert_eq!(cache.get(&key(1)), None);
    assert_eq!(cache.get(&key(1101)), Some(value(1)));
}

#[test]
fn one_run_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let cache = open(folder.path());
    assert!(matches!(
        Cache::open(folder.path(), "one", LIMIT),
        Err(Unusable::Busy(_))
    ));
    assert_eq!(info(folder.path()).entries, None);
    drop(cache);
    open(folder.path()).close();
}

#[test]
fn a_broken_file_is_begun_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("reports.redb");
    let cache = open(folder.path());
    (0..200).for_each(|n| cache.put(key(n), value(n)));
    cache.close();
    let whole = fs::read(&path).unwrap();
    let mut faults: Vec<Vec<u8>> = vec![b"no database".to_vec(), whole[..whole.len() / 2].to_vec()];
    // a run of zeros, and of noise, at every eighth of the file
    for part in 0..8 {
        for byte in [0, 0x5A] {
            let mut broken = whole.clone();
            let at = whole.len() / 8 * part;
            let end = (at + 20_000).min(whole.len());
            broken[at..end].fill(byte);
            faults.push(broken);
        }
    }
    for (n, broken) in faults.iter().enumerate() {
        fs::write(&path, broken).unwrap();
        let cache = open(folder.path());
        // whatever comes back is handed on as it is: whoever reads it checks it
        (0..200).for_each(|k| drop(cache.get(&key(k))));
        cache.put(key(1000), value(7));
        cache.close();
        let cache = open(folder.path());
        let again = cache.get(&key(1000));
        assert!(again.is_none() || again == Some(value(7)), "fault {n}");
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "x").unwrap();
    assert!(matches!(
        Cache::open(&file, "one", LIMIT),
        Err(Unusable::Unreachable(..))
    ));
    assert_eq!(info(&file).bytes, None);
}

#[cfg(unix)]
#[test]
fn only_its_owner_may_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |p: &Path| fs::metadata(p).unwrap().permissions().mode() & 0o777;
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("a/b");
    open(&folder).close();
    let file = folder.join("reports.redb");
    assert_eq!((mode(&folder), mode(&file)), (0o700, 0o600));
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    open(&folder).close();
    assert_eq!(mode(&file), 0o600);
}

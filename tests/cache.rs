//! What is kept between runs changes nothing but the time they take.

use crate::support::{command, grown, root, seeds, stderr, stdout};
use isnad::{Cache, Input, Isnad, Key, Project};
use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::Output,
    sync::{Arc, Mutex},
};

/// Runs the program with its cache in this folder.
fn run(cache: &Path, args: &[&str]) -> Output {
    command().env("ISNAD_CACHE", cache).args(args).output().unwrap()
}

fn entries(cache: &Path) -> u64 {
    isnad_cache::info(cache).entries.unwrap()
}

#[test]
fn a_second_run_gives_the_same_bytes() {
    let (outer, moved) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let cache = outer.path().join("cache");
    for seed in seeds() {
        fs::write(moved.path().join(format!("moved-{}", seed.source)), seed.bytes).unwrap();
    }
    let moved = moved.path().to_str().unwrap();
    let mut outcomes = 6;
    for folder in ["seeds", moved] {
        for args in [
            &["annotate", folder][..],
            &["export", "--to", "json", folder],
            &["brief", folder, "--quiet", "--threads", "1"],
            &["brief", folder, "--quiet", "--lang", "en", "--threads", "3"],
        ] {
            let plain = crate::support::run(args);
            let (first, second) = (run(&cache, args), run(&cache, args));
            assert!(plain.stdout == first.stdout, "{args:?}");
            assert!(plain.stdout == second.stdout, "{args:?}");
            assert_eq!(plain.status.code(), second.status.code());
        }
        // the same bytes in another place are the same report: a line and a reading each; three orders, each with its outcome
        assert_eq!(entries(&cache) - outcomes, 2 * seeds().len() as u64, "{folder}");
        outcomes += 6;
    }
}

#[test]
fn the_first_run_says_what_is_kept_and_where() {
    let outer = tempfile::tempdir().unwrap();
    let cache = outer.path().join("cache");
    let first = run(&cache, &["annotate", "seeds/02_marsa.txt"]);
    assert!(
        stderr(&first).contains("reports.redb") && stderr(&first).contains("--no-cache"),
        "{}",
        stderr(&first)
    );
    let again = run(&cache, &["annotate", "seeds/02_marsa.txt"]);
    assert_eq!(stderr(&again), "");
    let info = stdout(&run(&cache, &["cache", "info"]));
    assert!(
        info.contains("entries   1\n") && info.contains("made by   isnad "),
        "{info}"
    );
    let cleared = run(&cache, &["cache", "clear"]);
    assert_eq!(cleared.status.code(), Some(0), "{}", stderr(&cleared));
    assert!(!cache.exists());
    assert!(stdout(&run(&cache, &["cache", "info"])).contains("nothing is kept"));
}

#[test]
fn nothing_is_kept_where_nothing_is_to_be_kept() {
    let outer = tempfile::tempdir().unwrap();
    let cache = outer.path().join("cache");
    run(&cache, &["annotate", "seeds", "--no-cache"]);
    assert!(!cache.exists());
    let reports = tempfile::tempdir().unwrap();
    fs::copy(root().join("seeds/02_marsa.txt"), reports.path().join("a.txt")).unwrap();
    fs::write(reports.path().join("isnad.toml"), "cache = false\n").unwrap();
    let out = run(&cache, &["brief", reports.path().to_str().unwrap()]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    assert!(!cache.exists());
    assert!(crate::support::run(&["cache", "clear"]).status.code() == Some(1));
}

#[test]
fn what_the_user_tells_of_a_report_counts() {
    let outer = tempfile::tempdir().unwrap();
    let cache = outer.path().join("cache");
    let reports = tempfile::tempdir().unwrap();
    let folder = reports.path().to_str().unwrap();
    let text = "Envoy meets minister\n\nThe Ledger\n\nThe envoy met the minister in Tunis yesterday.";
    fs::write(reports.path().join("a.txt"), text).unwrap();
    let project = reports.path().join("isnad.toml");
    for told in [
        "",
        "[[report]]\nsource = \"a.txt\"\npublished = \"2021-05-03\"\noutlet = \"Ledger\"\n",
        "[[report]]\nsource = \"a.txt\"\npublished = \"2021-06-04\"\noutlet = \"Ledger\"\n",
        "[[report]]\nsource = \"a.txt\"\npublished = \"2021-06-04\"\noutlet = \"Ledger\"\n\
         [[outlet]]\nname = \"The Ledger\"\nspellings = [\"Ledger\"]\ncountry = \"TN\"\n",
    ] {
        fs::write(&project, told).unwrap();
        for args in [
            ["annotate", folder, "--quiet"],
            ["annotate", folder, "--source-lang=en"],
        ] {
            let plain = crate::support::run(&args);
            assert_eq!(stdout(&run(&cache, &args)), stdout(&plain), "{told}");
            assert_eq!(stdout(&run(&cache, &args)), stdout(&plain), "{told}");
        }
    }
    let last = stdout(&run(&cache, &["annotate", folder]));
    assert!(last.contains("2021-06-03") && last.contains("\"TN\""), "{last}");
}

#[test]
fn a_broken_or_locked_cache_is_told_and_worked_around() {
    let outer = tempfile::tempdir().unwrap();
    let cache = outer.path().join("cache");
    let plain = crate::support::run(&["annotate", "seeds"]);
    run(&cache, &["annotate", "seeds"]);
    fs::write(cache.join("reports.redb"), b"no database").unwrap();
    let out = run(&cache, &["annotate", "seeds"]);
    assert_eq!(stderr(&out).matches("broken").count(), 1, "{}", stderr(&out));
    assert!(out.status.code() == Some(0) && out.stdout == plain.stdout);
    assert_eq!(entries(&cache), seeds().len() as u64);

    let held = isnad_cache::Cache::open(&cache, isnad::build(), 1 << 30).unwrap();
    let out = run(&cache, &["annotate", "seeds"]);
    assert_eq!(stderr(&out).matches("another run").count(), 1, "{}", stderr(&out));
    assert!(out.status.code() == Some(0) && out.stdout == plain.stdout);
    drop(held);

    fs::write(outer.path().join("file"), b"").unwrap();
    let out = run(&outer.path().join("file"), &["annotate", "seeds"]);
    assert_eq!(
        stderr(&out).matches("cannot be used").count(),
        1,
        "{}",
        stderr(&out)
    );
    assert!(out.status.code() == Some(0) && out.stdout == plain.stdout);
}

#[test]
fn a_cache_of_another_program_is_cleaned() {
    let outer = tempfile::tempdir().unwrap();
    let other = isnad_cache::Cache::open(outer.path(), "isnad 0.0.0", 1 << 30).unwrap();
    (0..9).for_each(|n| other.put([n; 32], vec![n; 100]));
    other.close();
    run(outer.path(), &["annotate", "seeds"]);
    assert_eq!(entries(outer.path()), seeds().len() as u64);
}

/// Killed at any moment, the program leaves a cache that the next run can use, and no half file. `cargo xtask kill` does it more often.
#[test]
fn a_killed_run_spoils_nothing() {
    let reports = grown(2);
    let outer = tempfile::tempdir().unwrap();
    let cache = outer.path().join("cache");
    let target = outer.path().join("d.json");
    let args = [
        "export",
        "--to",
        "json",
        "--quiet",
        reports.path().to_str().unwrap(),
        "--output",
        target.to_str().unwrap(),
    ];
    let begun = std::time::Instant::now();
    assert_eq!(crate::support::run(&args).status.code(), Some(0));
    let whole = begun.elapsed();
    let wanted = fs::read(&target).unwrap();
    for round in 1..=6 {
        fs::remove_file(&target).ok();
        let mut child = command().env("ISNAD_CACHE", &cache).args(args).spawn().unwrap();
        std::thread::sleep(whole * round / 6);
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(
            fs::read(&target).map_or(true, |found| found == wanted),
            "round {round}"
        );
        fs::remove_file(&target).ok();
        let out = run(&cache, &args);
        assert_eq!(out.status.code(), Some(0), "round {round}: {}", stderr(&out));
        assert_eq!(stderr(&out), "", "round {round}");
        assert!(fs::read(&target).unwrap() == wanted, "round {round}");
        if round % 2 == 0 {
            isnad_cache::clear(&cache).unwrap();
        }
    }
}

/// A cache in memory that can be spoiled.
#[derive(Debug, Default)]
struct Memory {
    entries: Mutex<BTreeMap<Key, Vec<u8>>>,
    asked: Mutex<usize>,
}

impl Cache for Memory {
    fn get(&self, key: &Key) -> Option<Vec<u8>> {
        let found = self.entries.lock().unwrap().get(key).cloned();
        *self.asked.lock().unwrap() += usize::from(found.is_some());
        found
    }

    fn put(&self, key: Key, value: Vec<u8>) {
        self.entries.lock().unwrap().insert(key, value);
    }
}

#[test]
fn what_a_cache_spoils_is_made_anew() {
    let memory = Arc::new(Memory::default());
    let mut isnad = Isnad::new(Project::default());
    let inputs = seeds();
    let plain: Vec<_> = isnad.prepare_all(&inputs);
    isnad.cache = Some(Arc::clone(&memory) as Arc<dyn Cache>);
    let check = |isnad: &Isnad<'_>, inputs: &[Input]| {
        for (made, plain) in isnad.prepare_all(inputs).iter().zip(&plain) {
            assert_eq!(made.annotated, plain.annotated);
            assert_eq!(made.diagnostics, plain.diagnostics);
            assert_eq!(format!("{:?}", made.prepared), format!("{:?}", plain.prepared));
        }
    };
    isnad.annotate_all(&inputs);
    check(&isnad, &inputs);
    assert_eq!(*memory.asked.lock().unwrap(), inputs.len());
    check(&isnad, &inputs);
    assert_eq!(*memory.asked.lock().unwrap(), inputs.len() * 2);
    // one byte wrong, one missing, nothing at all
    for spoil in [
        |value: &mut Vec<u8>| {
            let at = value.len() / 2;
            value[at] ^= 0x10;
        },
        |value: &mut Vec<u8>| value.truncate(value.len() - 1),
        |value: &mut Vec<u8>| value.clear(),
        |value: &mut Vec<u8>| value[0] ^= 1,
    ] {
        memory.entries.lock().unwrap().values_mut().for_each(spoil);
        check(&isnad, &inputs);
    }
}

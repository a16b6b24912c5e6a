//! Stories of a mixed folder, as a user meets them.

use crate::support::{run, seeds, stderr, stdout};
use isnad::{Input, Isnad};
use std::{fs, path::Path};

/// A folder with the sample reports and thirty reports on things of their own.
fn mixed(folder: &Path) {
    for seed in seeds() {
        fs::write(folder.join(&seed.source), &seed.bytes).unwrap();
    }
    let crops = [
        "القطن",
        "العنب",
        "الزعفران",
        "النعناع",
        "الخروب",
        "السمسم",
        "الحمص",
        "الفستق",
        "البصل",
        "الرمان",
    ];
    let towns = [
        "طبرق",
        "القيروان",
        "وجدة",
        "المنيا",
        "حمص",
        "البصرة",
        "صور",
        "العقبة",
        "نواكشوط",
        "الدامر",
    ];
    for n in 0..30 {
        let (crop, town) = (crops[n % 10], towns[(n * 3 + n / 10) % 10]);
        // words that hardly any other report has
        let letters: Vec<char> = "بتجحدرسشصطعفقكلمنهي".chars().collect();
        let letter = |i: usize| letters[i % letters.len()];
        let word = |k: usize| {
            [
                letter(n),
                letter(k + n),
                letter(n * 3 + k * 5),
                letter(n / 2 + k * 7),
            ]
            .iter()
            .collect::<String>()
        };
        let words: Vec<String> = (0..9).map(word).collect();
        let told = format!("جاء {crop} من {town} وفيه {}.", words.join(" "));
        let text = format!(
            "{crop} و{town} رقم {n}\n\n{town} – {} مارس 2021\n\n{told}\n",
            n % 28 + 1
        );
        fs::write(folder.join(format!("farm{n:02}.txt")), text).unwrap();
    }
}

#[test]
fn every_report_is_in_one_story_whatever_the_order() {
    let isnad = Isnad::default();
    let readings = isnad.prepare_all(&seeds());
    let stories = isnad.stories(&readings);
    let mut all: Vec<usize> = stories.iter().flat_map(|s| s.reports.clone()).collect();
    all.sort_unstable();
    assert_eq!(all, (0..readings.len()).collect::<Vec<_>>());
    let mut turned: Vec<Input> = seeds();
    turned.reverse();
    let again = isnad.stories(&isnad.prepare_all(&turned));
    let ids =
        |stories: &[isnad::compile::stories::Story]| stories.iter().map(|s| s.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&stories), ids(&again));
    // one meeting in Algiers, told by several outlets on two days
    assert!(
        stories[0].reports.len() > 1 && stories[0].headline.contains('ا'),
        "{stories:?}"
    );
}

#[test]
fn one_story_is_compiled_by_itself_and_its_name_is_checked() {
    let folder = tempfile::tempdir().unwrap();
    mixed(folder.path());
    let folder = folder.path().to_str().unwrap();
    let listed = run(&["stories", folder, "--json"]);
    assert_eq!(listed.status.code(), Some(0), "{}", stderr(&listed));
    let listed: serde_json::Value = serde_json::from_str(&stdout(&listed)).unwrap();
    assert_eq!(listed["schema"], "isnad/stories/1");
    let first = &listed["stories"][0];
    let (id, size) = (
        first["id"].as_str().unwrap(),
        first["reports"].as_array().unwrap().len(),
    );
    assert!(size > 1);
    let told = run(&["export", "--to", "json", folder, "--story", id]);
    assert_eq!(told.status.code(), Some(0), "{}", stderr(&told));
    let told: serde_json::Value = serde_json::from_str(&stdout(&told)).unwrap();
    let sources = |list: &serde_json::Value, key: Option<&str>| {
        let mut all: Vec<String> = list
            .as_array()
            .unwrap()
            .iter()
            .map(|r| key.map_or(r, |k| &r[k]).as_str().unwrap().to_owned())
            .collect();
        all.sort();
        all
    };
    assert_eq!(
        sources(&told["reports"], Some("source")),
        sources(&first["reports"], None)
    );
    let wrong = run(&["brief", folder, "--story", "s000000000000"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(stderr(&wrong).contains("isnad stories"), "{}", stderr(&wrong));
}

#[test]
fn a_mixed_folder_is_told_and_each_story_gets_a_dossier() {
    let folder = tempfile::tempdir().unwrap();
    let out = tempfile::tempdir().unwrap();
    mixed(folder.path());
    let (folder, out) = (folder.path().to_str().unwrap(), out.path());
    let brief = run(&["brief", folder, "--lang", "en"]);
    assert!(stderr(&brief).contains("different things"), "{}", stderr(&brief));
    assert!(stdout(&brief).contains("isnad stories"));
    let each = run(&[
        "export",
        "--to",
        "json",
        folder,
        "--each-story",
        "-o",
        out.to_str().unwrap(),
    ]);
    assert_eq!(each.status.code(), Some(0), "{}", stderr(&each));
    let list: serde_json::Value =
        serde_json::from_slice(&fs::read(out.join("stories.json")).unwrap()).unwrap();
    let stories = list["stories"].as_array().unwrap();
    assert!(!stories.is_empty());
    for story in stories {
        let dossier = out.join(format!("{}.json", story["id"].as_str().unwrap()));
        let dossier: serde_json::Value = serde_json::from_slice(&fs::read(dossier).unwrap()).unwrap();
        assert_eq!(
            dossier["reports"].as_array().unwrap().len(),
            story["reports"].as_array().unwrap().len()
        );
    }
    // the sample reports alone are on one file
    let one = run(&["brief", "seeds", "--lang", "en"]);
    assert!(!stdout(&one).contains("isnad stories"));
}

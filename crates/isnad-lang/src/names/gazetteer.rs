//! Gazetteers: tab-separated files with a hint in every line.

use super::{NameWords, Nisba, Place, PlaceKind, Word, flag};
use crate::Loader;
use isnad_text::{fold, hash_word};

/// Reads all gazetteers that the pack has.
pub(super) fn load(words: &mut NameWords, loader: &mut Loader<'_>) {
    parts(words, loader, "names.tsv");
    foreign(words, loader, "names-foreign.tsv");
    common(words, loader, "common.tsv");
    verbs(words, loader, "verbs.tsv");
    nisbas(words, loader, "nisba.tsv");
    for file in ["places-extra.tsv", "places.tsv", "places-ambiguous.tsv"] {
        places(words, loader, file);
    }
}

fn word<'w>(words: &'w mut NameWords, text: &str) -> &'w mut Word {
    words.words.entry(hash_word(&fold(text))).or_default()
}

/// part, role (g, s or b), weight 1-3, `w` for an everyday word
fn parts(words: &mut NameWords, loader: &mut Loader<'_>, file: &str) {
    for row in loader.rows(file) {
        let Ok(weight @ 1..=3) = row.cell(2).parse::<u8>() else {
            loader.error(
                file,
                row.line,
                "expected a weight from 1 to 3 in the third column",
            );
            continue;
        };
        let w = word(words, row.cell(0));
        match row.cell(1) {
            "g" => w.given = w.given.max(weight),
            "s" => w.surname = w.surname.max(weight),
            "b" => {
                w.given = w.given.max(weight);
                w.surname = w.surname.max(weight);
            }
            _ => loader.error(file, row.line, "expected g, s or b in the second column"),
        }
        if row.cell(3) == "w" {
            word(words, row.cell(0)).flags |= flag::EVERYDAY;
        }
    }
}

/// part, Latin form, weight, `w`
fn foreign(words: &mut NameWords, loader: &mut Loader<'_>, file: &str) {
    for row in loader.rows(file) {
        let weight = row.cell(2).parse::<u8>().unwrap_or(1).clamp(1, 3);
        let w = word(words, row.cell(0));
        w.given = w.given.max(weight);
        w.surname = w.surname.max(weight);
        w.flags |= flag::FOREIGN;
        if row.cell(3) == "w" {
            w.flags |= flag::EVERYDAY;
        }
    }
}

/// word, count, kind
fn common(words: &mut NameWords, loader: &mut Loader<'_>, file: &str) {
    for row in loader.rows(file) {
        let bits = match row.cell(2) {
            "V" | "VERB" | "AUX" => flag::VERB,
            "N" | "NOUN" => flag::NOUN,
            "A" | "ADJ" => flag::ADJECTIVE,
            "P" | "ADP" | "DET" | "PRON" | "CCONJ" | "SCONJ" | "ADV" | "PART" | "NUM" | "INTJ" => {
                flag::FUNCTION
            }
            _ => flag::SEEN,
        };
        word(words, row.cell(0)).flags |= bits;
    }
}

/// form, lemma, aspect, voice, person, count
fn verbs(words: &mut NameWords, loader: &mut Loader<'_>, file: &str) {
    for row in loader.rows(file) {
        word(words, row.cell(0)).flags |= flag::VERB;
    }
}

/// masculine, feminine, plurals, code, English, forms that mean something else too; or adjective, plurals, code
fn nisbas(words: &mut NameWords, loader: &mut Loader<'_>, file: &str) {
    let article = words.article.clone();
    for row in loader.rows(file) {
        let wide = row.cells.len() > 3;
        let (code, unsure) = if wide {
            (row.cell(3), row.cell(5))
        } else {
            (row.cell(2), "")
        };
        if code.is_empty() {
            loader.error(file, row.line, "expected a country code");
            continue;
        }
        words.nisbas.push(Nisba {
            code: code.to_owned(),
        });
        let number = words.nisbas.len() as u16;
        let cells: &[(usize, u32)] = if wide {
            &[(0, 0), (1, flag::FEMININE), (2, flag::PLURAL)]
        } else {
            &[(0, 0), (1, flag::PLURAL)]
        };
        for &(cell, bits) in cells {
            for form in row.cell(cell).split('|').filter(|f| !f.is_empty()) {
                let doubt = if unsure.split('|').any(|u| u == form) {
                    flag::NISBA_UNSURE
                } else {
                    0
                };
                let w = word(words, form);
                if w.nisba == 0 {
                    w.nisba = number;
                }
                w.flags |= bits | doubt;
                if !article.is_empty() {
                    let w = word(words, &format!("{article}{form}"));
                    if w.nisba == 0 {
                        w.nisba = number;
                    }
                    w.flags |= bits;
                }
            }
        }
    }
}

/// name, kind, code, English name, (Wikidata id,) `C` for a capital, population, flags
fn places(words: &mut NameWords, loader: &mut Loader<'_>, file: &str) {
    // files of languages with capitals have no Wikidata column
    let shift = usize::from(!words.capitals);
    for row in loader.rows(file) {
        let kind = match row.cell(1) {
            "city" => PlaceKind::City,
            "country" => PlaceKind::Country,
            "region" | "continent" | "waterway" => PlaceKind::Region,
            "site" | "crossing" => PlaceKind::Site,
            other => {
                loader.error(file, row.line, format!("expected city, country, region, continent, waterway, site or crossing, found {other:?}"));
                continue;
            }
        };
        let code = row.cell(2);
        let ambiguous = file.contains("ambiguous") || !row.cell(6 + shift).is_empty();
        // a country's row is sure by its code, unless its name is another word too
        let sure = kind == PlaceKind::Country && !ambiguous;
        let own = Some(row.cell(4)).filter(|id| shift == 1 && !id.is_empty());
        let wikidata = own.or_else(|| super::wikidata(code).filter(|_| sure));
        let place = Place {
            code: code.to_owned(),
            kind,
            english: fold(row.cell(3)),
            wikidata: wikidata.unwrap_or_default().to_owned(),
            capital: row.cell(4 + shift) == "C",
            population: row.cell(5 + shift).parse().unwrap_or(0),
            ambiguous,
        };
        words.places.insert(row.cell(0), place);
    }
}

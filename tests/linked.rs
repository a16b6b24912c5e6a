//! The graphs, read by other people's readers, and the questions of `docs/guide/linked-data.md` asked to a triple store.

use crate::support::{export, root, seeds_dossier};
use oxigraph::model::Term;
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use oxjsonld::{JsonLdParser, JsonLdRemoteDocument};
use std::{collections::BTreeSet, fs, sync::OnceLock};

const GRAPHS: [&str; 3] = ["jsonld", "annotations", "prov"];

/// The terms of the W3C's context that our annotations use: nothing is fetched.
fn context(url: &str) -> Vec<u8> {
    assert_eq!(
        url, "http://www.w3.org/ns/anno.jsonld",
        "no other context is named"
    );
    fs::read(root().join("tests/anno-context.json")).unwrap()
}

fn quads(id: &str) -> Vec<oxigraph::model::Quad> {
    let bytes = export(seeds_dossier(), id);
    JsonLdParser::new()
        .for_slice(&bytes)
        .with_load_document_callback(|url, _| {
            Ok(JsonLdRemoteDocument {
                document: context(url),
                document_url: url.to_owned(),
            })
        })
        .collect::<Result<_, _>>()
        .unwrap()
}

/// All three graphs in one store.
fn store() -> &'static Store {
    static STORE: OnceLock<Store> = OnceLock::new();
    STORE.get_or_init(|| {
        let store = Store::new().unwrap();
        for quad in GRAPHS.iter().flat_map(|id| quads(id)) {
            store.insert(&quad).unwrap();
        }
        store
    })
}

/// The `n`th query of the guide, answered: a row a line, the cells between bars.
fn answers(n: usize) -> Vec<Vec<String>> {
    let guide = fs::read_to_string(root().join("docs/guide/linked-data.md")).unwrap();
    let query = guide.split("```sparql\n").nth(n).unwrap();
    let query = query.split("```").next().unwrap();
    let prepared = SparqlEvaluator::new().parse_query(query).unwrap();
    let QueryResults::Solutions(solutions) = prepared.on_store(store()).execute().unwrap() else {
        panic!("the guide selects");
    };
    let variables = solutions.variables().to_vec();
    let cell = |term: Option<&Term>| match term {
        None => "-".to_owned(),
        Some(Term::Literal(literal)) => literal.value().to_owned(),
        Some(other) => other.to_string(),
    };
    solutions
        .map(|row| {
            let row = row.unwrap();
            variables.iter().map(|v| cell(row.get(v))).collect()
        })
        .collect()
}

fn table(rows: &[Vec<String>]) -> String {
    rows.iter().map(|row| row.join(" | ") + "\n").collect()
}

fn has(rows: &[Vec<String>], wanted: &[&str]) -> bool {
    rows.iter()
        .any(|row| wanted.iter().all(|w| row.iter().any(|cell| cell == w)))
}

/// `.ci/checks/linked.sh` has pyld count the same files and compares.
#[test]
fn every_graph_has_as_many_quads_as_other_readers_find() {
    let counts: String = GRAPHS
        .iter()
        .map(|id| {
            let distinct: BTreeSet<String> = quads(id).iter().map(ToString::to_string).collect();
            format!("{id} {}\n", distinct.len())
        })
        .collect();
    insta::assert_snapshot!("quads", counts);
}

#[test]
fn no_blank_node_is_referred_to_twice_and_every_own_name_leads_somewhere() {
    let all: Vec<_> = GRAPHS.iter().flat_map(|id| quads(id)).collect();
    let distinct: BTreeSet<String> = all.iter().map(ToString::to_string).collect();
    let subjects: BTreeSet<String> = all.iter().map(|q| q.subject.to_string()).collect();
    let mut blank = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for quad in &all {
        if !seen.insert(quad.to_string()) {
            continue;
        }
        match &quad.object {
            Term::BlankNode(node) => assert!(blank.insert(node.to_string()), "{node} is referred to twice"),
            Term::NamedNode(node)
                if node
                    .as_str()
                    .starts_with("https://example.org/file/dossier.jsonld#") =>
            {
                assert!(subjects.contains(&node.to_string()), "{quad} leads nowhere");
            }
            _ => {}
        }
    }
    assert_eq!(distinct.len(), seen.len());
}

#[test]
fn a_store_answers_who_met_whom_when_according_to_whom() {
    let rows = answers(1);
    for wanted in [
        ["2021-03-25", "عقيلة صالح", "يان كوبيش", "القبة", "كثيب نيوز"],
        ["2021-07-12", "عقيلة صالح", "يان كوبيش", "القبة", "منارة سيلين"],
        [
            "2021-08-17",
            "خليفة حفتر",
            "عباس كامل",
            "الرجمة",
            "09_kathib-news.txt",
        ],
        ["2022-01-27", "نجلاء المنقوش", "سامح شكري", "القاهرة", "الصاري"],
    ] {
        assert!(has(&rows, &wanted), "{wanted:?} not in\n{}", table(&rows));
    }
    // two reports have one meeting on different days, and both stand
    for wanted in [
        ["2021-08-17", "خليفة حفتر", "عباس كامل", "The Gozo Ledger"],
        ["2021-08-18", "خليفة حفتر", "عباس كامل", "مرسى الأخبار"],
    ] {
        assert!(has(&rows, &wanted), "{wanted:?} not in\n{}", table(&rows));
    }
    insta::assert_snapshot!("who-met-whom", table(&rows));
}

#[test]
fn a_store_answers_through_whom_the_words_came() {
    let rows = answers(2);
    for wanted in [
        ["عقيلة صالح", "المكتب الإعلامي", "01_kathib-news.txt"],
        ["نجلاء المنقوش", "عماد السايح", "15_sari.txt"],
    ] {
        assert!(has(&rows, &wanted), "{wanted:?} not in\n{}", table(&rows));
    }
    assert!(
        rows.iter().all(|row| row[0] != row[1]),
        "nobody carries his own words\n{}",
        table(&rows)
    );
    insta::assert_snapshot!("through-whom", table(&rows));
}

#[test]
fn a_store_answers_with_the_words_and_where_they_stand() {
    let rows = answers(3);
    assert!(rows.len() >= 4, "{}", table(&rows));
    for row in &rows {
        let [_, file, start, end, words, hash] = row.as_slice() else {
            panic!("six columns")
        };
        let report = seeds_dossier()
            .reports
            .iter()
            .find(|r| r.source == *file)
            .unwrap();
        let (start, end): (usize, usize) = (start.parse().unwrap(), end.parse().unwrap());
        let found: String = report.text.chars().skip(start).take(end - start).collect();
        assert_eq!(found, *words, "{file}");
        assert_eq!(isnad::export::linked::text_hash(report).as_ref(), Some(hash));
    }
    insta::assert_snapshot!("words", table(&rows));
}

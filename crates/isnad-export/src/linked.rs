//! Names of things in linked data. Every export that makes a graph takes them from here, so that one thing has one IRI in
//! all of them and their graphs join.

use crate::{
    ExportError,
    text::{clean, iri},
};
use isnad_model::{Dossier, EntityKind, Report, bidi, wire};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The IRIs of a dossier: below `BASE/dossier.jsonld#…`, or `tag:` URIs where there is no base URL.
///
/// ```
/// use isnad_export::linked::Iris;
/// let dossier = isnad_model::Dossier::default();
/// let iris = Iris::new(&dossier, Some("https://example.org/d"));
/// assert_eq!(iris.quotation("r1", "q2"), "https://example.org/d/dossier.jsonld#quotation/r1:q2");
/// assert_eq!(Iris::new(&dossier, None).event("e1"), "tag:isnad.invalid,2026:event/e1");
/// ```
pub struct Iris<'a> {
    base: Option<&'a str>,
    document: Option<String>,
    /// Organizations by every form under which reports name them; none where two have it.
    bodies: BTreeMap<String, Option<&'a str>>,
    kinds: BTreeMap<&'a str, EntityKind>,
}

impl<'a> Iris<'a> {
    /// The IRIs of a dossier below a base URL.
    pub fn new(dossier: &'a Dossier, base_url: Option<&'a str>) -> Self {
        let mut bodies: BTreeMap<String, Option<&str>> = BTreeMap::new();
        for entity in dossier
            .entities
            .iter()
            .filter(|e| e.kind == EntityKind::Organization)
        {
            let forms = entity.forms.iter().map(|f| f.text.as_str());
            for form in forms.chain([entity.name.as_str()]) {
                let known = bodies.entry(clean(form)).or_insert(Some(&entity.id));
                if known.is_some_and(|k| k != entity.id) {
                    *known = None;
                }
            }
        }
        Self {
            base: base_url,
            document: base_url.map(|b| format!("{b}/dossier.jsonld")),
            bodies,
            kinds: dossier.entities.iter().map(|e| (e.id.as_str(), e.kind)).collect(),
        }
    }

    /// A thing of some kind by its id within that kind.
    pub fn of(&self, kind: &str, id: &str) -> String {
        iri(self.document.as_deref(), kind, &bidi::clean(id))
    }

    /// A file of the export.
    pub fn file(&self, name: &str) -> String {
        match self.base {
            Some(base) => format!("{base}/{name}"),
            None => iri(None, "file", name),
        }
    }

    /// The dossier.
    pub fn dossier(&self) -> String {
        self.of("dossier", "1")
    }

    /// A report as a work.
    pub fn report(&self, id: &str) -> String {
        self.of("report", id)
    }

    /// The text of a report, in which positions are counted.
    pub fn text(&self, report: &str) -> String {
        self.of("text", report)
    }

    /// The saved file that a report was read from.
    pub fn saved(&self, report: &str) -> String {
        self.of("saved", report)
    }

    /// What the `n`th agency that a report credits gave it.
    pub fn wire(&self, report: &str, n: usize) -> String {
        self.of("wire", &format!("{report}:{n}"))
    }

    /// An entity.
    pub fn entity(&self, id: &str) -> String {
        self.of("entity", id)
    }

    /// An event of the dossier.
    pub fn event(&self, id: &str) -> String {
        self.of("event", id)
    }

    /// What one report says of an event: an event mention.
    pub fn telling(&self, report: &str, mention: &str) -> String {
        self.of("telling", &format!("{report}:{mention}"))
    }

    /// A quotation of a report.
    pub fn quotation(&self, report: &str, quotation: &str) -> String {
        self.of("quotation", &format!("{report}:{quotation}"))
    }

    /// An outlet or agency by name, and whether it is an entity of the dossier: it is, where one organization alone has
    /// this name. None for an empty name.
    pub fn body(&self, name: &str) -> Option<(String, bool)> {
        let name = clean(name);
        match self.bodies.get(&name) {
            _ if name.is_empty() => None,
            Some(Some(entity)) => Some((self.entity(entity), true)),
            _ => Some((self.of("organization", &name), false)),
        }
    }

    /// The kind of an entity; none for an id that the dossier does not have.
    pub fn kind(&self, entity: &str) -> Option<EntityKind> {
        self.kinds.get(entity).copied()
    }

    /// Can this entity speak and take part: is it a person, an organization or a group?
    pub fn is_actor(&self, entity: &str) -> bool {
        self.kind(entity).is_some_and(|kind| kind != EntityKind::Place)
    }
}

/// Writes a list of JSON values one by one, so that no export ever holds a whole graph beside its bytes. No character of a
/// value can act on a terminal or a page: see [`wire::safe_json`].
///
/// ```
/// let mut list = isnad_export::linked::JsonList::new("{\"items\": [");
/// list.push(&"a").unwrap();
/// list.push(&"b").unwrap();
/// assert_eq!(list.finish("]}"), b"{\"items\": [\n\"a\",\n\"b\"\n]}\n");
/// ```
pub struct JsonList {
    out: Vec<u8>,
    empty: bool,
}

impl JsonList {
    /// A list after what stands before it in the document.
    pub fn new(head: &str) -> Self {
        Self {
            out: head.as_bytes().to_vec(),
            empty: true,
        }
    }

    /// Makes room for this many more bytes at once: a list of half a gigabyte that grows by doubling is held twice.
    pub fn reserve(&mut self, bytes: usize) {
        self.out.reserve(bytes);
    }

    /// Adds a value, on a line of its own.
    ///
    /// # Errors
    /// A value that JSON cannot hold.
    pub fn push<T: Serialize>(&mut self, value: &T) -> Result<(), ExportError> {
        let json = wire::safe_json(value).map_err(|e| ExportError::Format(e.to_string()))?;
        self.out
            .extend_from_slice(if self.empty { b"\n" } else { b",\n" });
        self.out.extend_from_slice(json.as_bytes());
        self.empty = false;
        Ok(())
    }

    /// The document, with what stands behind the list.
    pub fn finish(mut self, tail: &str) -> Vec<u8> {
        self.out.push(b'\n');
        self.out.extend_from_slice(tail.as_bytes());
        self.out.push(b'\n');
        self.out
    }
}

/// SHA-256 of a report's text in UTF-8, hexadecimal: whoever counts positions in a text can make sure that it is this one.
/// None where the text is withheld.
pub fn text_hash(report: &Report) -> Option<String> {
    let hash = || Sha256::digest(report.text.as_bytes());
    (!report.text_withheld).then(|| hash().iter().map(|b| format!("{b:02x}")).collect())
}

//! One report's bytes as they stand in a saved file, and what the file says of them.

use sha2::{Digest, Sha256};

/// The bytes of one report, found in a file: the whole file, or a line, record, item or member of it.
///
/// ```
/// use isnad_parse::{Kind, Piece};
/// let piece = Piece::new("a.txt", "Envoy meets minister");
/// assert_eq!((piece.kind, piece.offset), (Kind::File, 0));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// The file's path relative to the folder, with `/`, and where in it: `feed.jsonl#12` (line or record 12),
    /// `archive.zip!/folder/a.html` (a member). A name, never used as a path.
    pub source: String,
    /// The bytes, as they stand in the file (packed files: when unpacked).
    pub bytes: Vec<u8>,
    /// How the bytes are to be read.
    pub kind: Kind,
    /// Where the bytes begin in the file, or in the unpacked member of an archive that holds them.
    pub offset: u64,
    /// Do the bytes stand in the file one by one? If not (a body that was sent in chunks or packed), every place in them is given as
    /// the whole of this many bytes from [`offset`](Self::offset) on.
    pub packed: Option<u64>,
    /// What the file says of the report.
    pub told: Told,
}

/// What the bytes of a piece are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A file that was not looked into: text, Markdown, a page, or something else, as its bytes show.
    #[default]
    File,
    /// Plain text, or Markdown by the name's extension or its front matter.
    Text,
    /// An HTML page.
    Html,
    /// A JSON object with the fields of a report.
    Record,
    /// An item of a feed (RSS, Atom) in XML.
    Item,
    /// A mail, or a page saved as MHTML.
    Mail,
    /// A NewsML-G2 item or an NITF document.
    News,
}

/// What a file says of a report beside its text: a record's fields, a feed's item, an archive's headers. Dates are as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Address.
    pub url: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Who wrote it, a name each.
    pub authors: Vec<String>,
    /// Name of the outlet.
    pub outlet: Option<String>,
    /// Its internet domain.
    pub domain: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// When it was changed.
    pub updated: Option<String>,
    /// When it was fetched or saved: an upper bound, never the date of publication.
    pub saved: Option<String>,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// Encoding label that came with the bytes (HTTP, MIME).
    pub charset: Option<String>,
}

impl Piece {
    /// A whole file that was not looked into yet.
    pub fn new(source: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            source: source.into(),
            bytes: bytes.into(),
            ..Self::default()
        }
    }

    /// SHA-256 of its bytes, hexadecimal.
    pub fn sha256(&self) -> String {
        hexadecimal(&Sha256::digest(&self.bytes))
    }

    /// The extension of its file's name in lower case; what says how the file is packed left out.
    pub fn extension(&self) -> String {
        extension(&self.source)
    }

    /// SHA-256 of everything that reading it depends on but its name, of which only the [extension](Self::extension) counts: a key for
    /// what was made of it.
    pub fn key(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        let mut field = |bytes: &[u8]| {
            hash.update((bytes.len() as u64).to_le_bytes());
            hash.update(bytes);
        };
        field(&[self.kind as u8, u8::from(self.packed.is_some())]);
        field(&self.offset.to_le_bytes());
        field(&self.packed.unwrap_or_default().to_le_bytes());
        let told = &self.told;
        for value in [
            &told.url,
            &told.title,
            &told.outlet,
            &told.domain,
            &told.published,
            &told.updated,
            &told.saved,
            &told.language,
            &told.charset,
        ] {
            field(&[u8::from(value.is_some())]);
            field(value.as_deref().unwrap_or_default().as_bytes());
        }
        field(&(told.authors.len() as u64).to_le_bytes());
        told.authors.iter().for_each(|a| field(a.as_bytes()));
        field(&self.bytes);
        hash.finalize().into()
    }
}

impl Told {
    /// Takes from another what is not told here.
    pub(crate) fn or(mut self, other: &Self) -> Self {
        let fill = |mine: &mut Option<String>, theirs: &Option<String>| {
            if mine.is_none() {
                mine.clone_from(theirs);
            }
        };
        fill(&mut self.url, &other.url);
        fill(&mut self.title, &other.title);
        fill(&mut self.outlet, &other.outlet);
        fill(&mut self.domain, &other.domain);
        fill(&mut self.published, &other.published);
        fill(&mut self.updated, &other.updated);
        fill(&mut self.saved, &other.saved);
        fill(&mut self.language, &other.language);
        fill(&mut self.charset, &other.charset);
        if self.authors.is_empty() {
            self.authors.clone_from(&other.authors);
        }
        self
    }
}

/// The extension of a source's name in lower case, what says how it is packed left out.
pub(crate) fn extension(source: &str) -> String {
    let file = source
        .rsplit(['/', '!'])
        .next()
        .unwrap_or(source)
        .to_ascii_lowercase();
    let mut name = file.as_str();
    for packed in [".gz", ".zst", ".gzip", ".zstd"] {
        name = name.strip_suffix(packed).unwrap_or(name);
    }
    name.rsplit_once('.')
        .map_or("", |(_, extension)| extension)
        .to_owned()
}

pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |n: u8| char::from(DIGITS[usize::from(n & 15)]);
    bytes.iter().flat_map(|b| [digit(b >> 4), digit(*b)]).collect()
}

//! What an exporter returns.

/// One file of an export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Artifact {
    /// Path relative to the output folder, with `/`; never absolute, never with `..`.
    pub path: String,
    /// IANA media type.
    pub media_type: String,
    /// Content.
    pub bytes: Vec<u8>,
}

impl Artifact {
    /// An artifact with this path, media type and content.
    pub fn new(path: &str, media_type: &str, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            path: path.to_owned(),
            media_type: media_type.to_owned(),
            bytes: bytes.into(),
        }
    }

    /// Does the path stay inside the output folder, on every system?
    ///
    /// ```
    /// use isnad_export::Artifact;
    /// assert!(Artifact::new("pages/1.html", "text/html", "").is_safe());
    /// for path in ["", "/etc/passwd", "a/../../b", "a\\b", "C:x", "a//b", "./a"] {
    ///     assert!(!Artifact::new(path, "text/html", "").is_safe(), "{path}");
    /// }
    /// ```
    pub fn is_safe(&self) -> bool {
        let plain = isnad_model::bidi::clean(&self.path) == self.path;
        plain
            && !self.path.contains(['\\', ':'])
            && self.path.split('/').all(|part| !matches!(part, "" | "." | ".."))
    }
}

//! Words and gazetteers of names and offices: `names.toml`.

use crate::Loader;

/// Words and gazetteers of names and offices.
#[derive(Debug, Default)]
pub struct NameWords {}

impl NameWords {
    pub(crate) fn load(_loader: &mut Loader<'_>) -> Self {
        Self {}
    }
}

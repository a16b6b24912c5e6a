//! Words that give blocks their roles: `blocks.toml`.

use crate::Loader;

/// Words that give blocks their roles.
#[derive(Debug, Default)]
pub struct BlockWords {}

impl BlockWords {
    pub(crate) fn load(_loader: &mut Loader<'_>) -> Self {
        Self {}
    }
}

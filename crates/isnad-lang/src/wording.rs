//! The wording of a briefing: `wording.toml`.

use crate::Loader;

/// The wording of a briefing.
#[derive(Debug, Default)]
pub struct Wording {}

impl Wording {
    pub(crate) fn load(_loader: &mut Loader<'_>) -> Self {
        Self {}
    }
}

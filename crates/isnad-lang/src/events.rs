//! Words and frames of events: `events.toml`.

use crate::Loader;

/// Words and frames of events.
#[derive(Debug, Default)]
pub struct EventWords {}

impl EventWords {
    pub(crate) fn load(_loader: &mut Loader<'_>) -> Self {
        Self {}
    }
}

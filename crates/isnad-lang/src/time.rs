//! Words and rules of time: `time.toml`.

use crate::Loader;

/// Words and rules of time.
#[derive(Debug, Default)]
pub struct TimeWords {}

impl TimeWords {
    pub(crate) fn load(_loader: &mut Loader<'_>) -> Self {
        Self {}
    }
}

//! Words of reporting and quoting: `speech.toml`.

use crate::Loader;

/// Words of reporting and quoting.
#[derive(Debug, Default)]
pub struct SpeechWords {}

impl SpeechWords {
    pub(crate) fn load(_loader: &mut Loader<'_>) -> Self {
        Self {}
    }
}

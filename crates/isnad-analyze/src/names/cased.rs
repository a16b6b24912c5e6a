//! Names in languages with capital letters.

use super::scan::Scan;

/// Finds names by their capitals, the gazetteer, titles and head words.
pub(super) fn find(scan: &mut Scan<'_>) {
    super::places::fixed(scan);
}

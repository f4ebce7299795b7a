//! [`NameWords`]: the name of a label while it is read, word by word.

use std::ops::Range;

/// The words of a name, as far as they have been read.
#[derive(Default)]
pub(super) struct NameWords {
    pub start: usize,
    pub end: usize,
    /// The remark beside it, in bytes.
    pub aside: Range<usize>,
    pub words: usize,
    /// Words in lower case other than particles.
    pub lower: usize,
    /// Whether a title or abbreviation is among them, or it begins in ordinary case.
    pub titled: bool,
}

impl NameWords {
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

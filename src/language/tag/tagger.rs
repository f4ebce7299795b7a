//! [`Tagger`]: how likely each token is to be part of a source, a cue or content.

use crate::language::document::Document;
use crate::language::tag::tags::PerTag;
use std::ops::Range;

/// Gives each token of some blocks the probability of each tag.
pub trait Tagger {
    /// One row for each token of `blocks`, in order. Blocks do not depend on each other here, so that callers may tag
    /// several ranges side by side and join the rows.
    fn tag(&self, document: Document, blocks: Range<usize>) -> Vec<PerTag>;
}

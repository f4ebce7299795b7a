//! [`Tagger`]: the interface of both taggers. Later stages know nothing else of them.

use crate::language::lexical::TokenizedArticle;
use crate::language::tag::tags::PerTag;
use std::ops::Range;

/// Predicts the probability of each tag of each token.
pub trait Tagger {
    /// One row per token of `blocks`, in order. Blocks are independent, so callers may tag several ranges in parallel
    /// and concatenate the rows.
    fn tag(&self, tokenized: TokenizedArticle, blocks: Range<usize>) -> Vec<PerTag>;
}

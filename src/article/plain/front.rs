//! The head of an article: headline and byline.

use crate::article::{Block, Meta};

/// Marks the headline and the byline, and says what they hold.
pub(super) fn mark(_text: &str, _blocks: &mut [Block]) -> Meta {
    Meta::default()
}

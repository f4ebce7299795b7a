//! What a page has around its article: “Advertisement”, “Follow”, “Sign up for our newsletter”.

use crate::article::Block;

/// Marks the blocks that are no text of the article.
pub(super) fn mark(_text: &str, _blocks: &mut [Block]) {}

//! [`Tokens`]: the words and marks of an article, divided into sentences and blocks. All passes walk these.

use crate::text::Span;
use std::ops::Range;

/// One word, number or mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its bytes in the article's text.
    pub span: Span,
    /// Index of its sentence in [`Tokens::sentences`].
    pub sentence: u32,
    /// Index of its block in the article.
    pub block: u32,
}

/// The tokens of (part of) an article, in order. Clutter has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tokens {
    pub tokens: Vec<Token>,
    /// Token ranges of the sentences, in order, none empty. No sentence spans two blocks.
    pub sentences: Vec<Range<u32>>,
}

//! [`Article`]: the text as one string, and the blocks that divide it, numbered once. How plain text is divided lives
//! in `plain`; other forms will make the same value.

mod block;
pub mod label;
pub mod plain;
mod split;
pub mod timestamp;
pub mod transcript;

pub use block::{Block, BlockKind, Inline, InlineKind};

use crate::text::Span;

/// An article: the text that everything else points into, its blocks in reading order, and what is known about it.
///
/// Blocks lie in order, do not overlap, and hold all text but the white space between them. A line end inside a block
/// is a soft one: it is shown and analysed as a space.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    text: String,
    blocks: Vec<Block>,
    inlines: Vec<Inline>,
    pub meta: Meta,
}

/// What is known about an article beside its text. Whatever is not known is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    pub title: Option<String>,
    pub byline: Option<String>,
    pub published: Option<String>,
    pub site: Option<String>,
    pub url: Option<String>,
}

impl Article {
    /// An article of `text` divided into `blocks`. Blocks that are empty, out of order, overlapping, past the end or off a
    /// character boundary are dropped, so that every span in the result can be sliced; those far longer than a paragraph are cut.
    pub fn new(text: String, blocks: Vec<Block>, meta: Meta) -> Article {
        let mut kept: Vec<Block> = Vec::with_capacity(blocks.len());
        for block in blocks {
            let after = kept.last().map_or(0, |last| last.span.end);
            if block.span.start >= after && !block.span.of(&text).is_empty() {
                kept.push(block);
            }
        }
        let blocks = split::long_blocks(&text, kept);
        Article { text, blocks, inlines: Vec::new(), meta }
    }

    /// The same article with these words set apart, in order of their start. Spans that cannot be sliced are dropped.
    pub fn with_inlines(mut self, mut inlines: Vec<Inline>) -> Article {
        inlines.retain(|inline| !inline.span.of(&self.text).is_empty());
        inlines.sort_by_key(|inline| (inline.span.start, std::cmp::Reverse(inline.span.end)));
        self.inlines = inlines;
        self
    }

    /// The text that every span points into.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Words set apart, in order of their start.
    pub fn inlines(&self) -> &[Inline] {
        &self.inlines
    }

    /// The words that `span` covers.
    pub fn slice(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    /// Index of the block that holds byte `at`; between two blocks the one before, ahead of all the first. `None` only
    /// when there are no blocks.
    pub fn block_at(&self, at: usize) -> Option<usize> {
        let after = self.blocks.partition_point(|block| block.span.start as usize <= at);
        (!self.blocks.is_empty()).then(|| after.saturating_sub(1))
    }
}

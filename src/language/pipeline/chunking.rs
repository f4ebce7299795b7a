//! [`Chunks`]: a long text divided into chunks that are analysed one after the other, so that memory is bounded by the
//! chunk and not the text. A chunk is as long as a short book, so most texts are a single one.

use crate::article::{Article, Block, Inline, Meta};
use crate::text::Span;
use std::borrow::Cow;
use std::ops::Range;

/// The most bytes in a chunk, unless a block is longer.
const CHUNK_BYTES: u32 = 192 * 1024;

/// The chunks of an article: ranges of its blocks, in order.
pub struct Chunks<'a> {
    article: &'a Article,
    blocks: Vec<Range<usize>>,
}

impl<'a> Chunks<'a> {
    /// Cuts `article` into chunks.
    pub fn of(article: &'a Article) -> Chunks<'a> {
        Chunks { article, blocks: split_blocks(article.blocks(), CHUNK_BYTES) }
    }

    /// The blocks of each chunk.
    pub fn blocks(&self) -> &[Range<usize>] {
        &self.blocks
    }

    /// The chunk `blocks` as an article of its own, and the byte at which it starts in the whole.
    pub fn article(&self, blocks: &Range<usize>) -> (Cow<'a, Article>, u32) {
        if self.blocks.len() == 1 {
            return (Cow::Borrowed(self.article), 0);
        }
        let own = self.article.blocks().get(blocks.clone()).unwrap_or(&[]);
        let (Some(first), Some(last)) = (own.first(), own.last()) else { return (Cow::default(), 0) };
        let start = first.span.start;
        let moved = |block: &Block| Block { span: earlier(block.span, start), ..*block };
        let whole = first.span.join(last.span);
        let blocks = own.iter().map(moved).collect();
        let inlines =
            self.inlines(whole).iter().map(|inline| Inline { span: earlier(inline.span, start), ..inline.clone() });
        let inlines = inlines.collect();
        let article = Article::new(self.article.slice(whole).to_owned(), blocks, Meta::default());
        (Cow::Owned(article.with_inlines(inlines)), start)
    }

    /// The inline spans within `span`. None crosses the end of its block.
    fn inlines(&self, span: Span) -> &'a [Inline] {
        let all = self.article.inlines();
        let before = |end: u32| all.partition_point(|inline| inline.span.start < end);
        all.get(before(span.start)..before(span.end)).unwrap_or(&[])
    }
}

/// Divides `blocks` into ranges of about `bytes` bytes.
pub(super) fn split_blocks(blocks: &[Block], bytes: u32) -> Vec<Range<usize>> {
    let mut cuts = Vec::new();
    let mut start = 0;
    for end in 1..=blocks.len() {
        let full = blocks.get(end).is_none_or(|next| next.span.end - blocks[start].span.start > bytes);
        if full {
            cuts.push(start..end);
            start = end;
        }
    }
    cuts
}

fn earlier(span: Span, by: u32) -> Span {
    Span { start: span.start.saturating_sub(by), end: span.end.saturating_sub(by) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{BlockKind, InlineKind, plain};

    #[test]
    fn chunks_cover_all_blocks() {
        for (lengths, bytes, expected) in [
            (&[][..], 10, vec![]),
            (&[3, 3, 3], 10, vec![0..2, 2..3]),
            (&[30, 3, 30], 10, vec![0..1, 1..2, 2..3]),
            (&[1, 1, 9], 10, vec![0..2, 2..3]),
        ] {
            let mut at = 0;
            let blocks: Vec<Block> = lengths
                .iter()
                .map(|&length: &usize| {
                    at += length + 1;
                    Block { kind: BlockKind::Paragraph, span: Span::new(at - length - 1, at - 1) }
                })
                .collect();
            assert_eq!(split_blocks(&blocks, bytes), expected, "{lengths:?}");
        }
    }

    #[test]
    fn a_chunk_keeps_its_inlines() {
        let article = plain::article("One two.\n\nThree four.\n\nFive six.".to_owned());
        let strong = |start, end| Inline { kind: InlineKind::Strong, span: Span::new(start, end) };
        let article = article.with_inlines(vec![strong(0, 3), strong(10, 15), strong(16, 20), strong(23, 27)]);
        let parts = Chunks { article: &article, blocks: vec![0..1, 1..2, 2..3] };
        let words: Vec<String> = (parts.blocks().iter())
            .map(|blocks| {
                let own = parts.article(blocks).0;
                own.inlines().iter().map(|inline| own.slice(inline.span)).collect::<Vec<_>>().join(" ")
            })
            .collect();
        assert_eq!(words, ["One", "Three four", "Five"]);
    }
}

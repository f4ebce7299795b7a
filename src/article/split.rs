//! Splits blocks far longer than a paragraph, such as a text without line breaks. Many passes need memory for a
//! whole block at a time.

use super::block::{Block, BlockKind};
use crate::text::Span;

/// The most bytes of a block: ten times the longest paragraph that people write.
pub(super) const MAX_BYTES: usize = 100_000;

/// The most bytes of a line of code, which is shown in one row and never analysed.
const MAX_CODE: usize = 1 << 20;

/// Splits the `blocks` of `text` that are too long: after a sentence if possible, otherwise between words.
pub(super) fn long_blocks(text: &str, blocks: Vec<Block>) -> Vec<Block> {
    let most = |kind| if kind == BlockKind::Code { MAX_CODE } else { MAX_BYTES };
    if blocks.iter().all(|block| block.span.len() <= most(block.kind)) {
        return blocks;
    }
    let mut pieces = Vec::with_capacity(blocks.len());
    for Block { mut kind, span } in blocks {
        let (mut start, end) = (span.start as usize, span.end as usize);
        while end - start > most(kind) {
            let piece = piece(&text[start..end], most(kind));
            let (words, rest) = text[start..end].split_at(piece);
            pieces.push(Block { kind, span: Span::new(start, start + words.trim_end().len()) });
            start = end - rest.trim_start().len();
            kind = match kind {
                BlockKind::Item(depth) | BlockKind::Numbered { depth, .. } => BlockKind::Continuation(depth),
                BlockKind::Headline | BlockKind::Heading(_) | BlockKind::Byline => BlockKind::Paragraph,
                kind => kind,
            };
        }
        if start < end {
            pieces.push(Block { kind, span: Span::new(start, end) });
        }
    }
    pieces
}

/// The length in bytes of the first piece, of up to `most`, of the oversized `words`.
fn piece(words: &str, most: usize) -> usize {
    let most = words.floor_char_boundary(most);
    let piece = &words[..most];
    // A sentence longer than half of it is not one.
    let least = most / 2;
    let ends = [". ", "? ", "! ", ".” ", "?” ", "!” ", ".\n", "”\n"];
    let sentence = ends.iter().filter_map(|end| Some(piece.rfind(end)? + end.len())).max();
    let word = || piece.rfind(char::is_whitespace).filter(|&at| at > least);
    sentence.filter(|&at| at > least).or_else(word).unwrap_or(most).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_blocks_are_split_at_sentences() {
        let sentence = "“The horn stays,” said Ada Quill. ";
        for (text, ends) in [(sentence.repeat(10_000), "."), ("word ".repeat(50_000), "d"), ("é".repeat(200_000), "é")]
        {
            let text = text.trim_end();
            let whole = Block { kind: BlockKind::Item(2), span: Span::new(0, text.len()) };
            let short = Block { kind: BlockKind::Paragraph, span: Span::new(0, MAX_BYTES) };
            assert_eq!(long_blocks(text, vec![short]), [short]);
            let code = Block { kind: BlockKind::Code, ..whole };
            assert_eq!(long_blocks(text, vec![code]), [code]);
            let pieces = long_blocks(text, vec![whole]);
            assert!(pieces.len() > 2 && pieces.iter().all(|piece| piece.span.len() <= MAX_BYTES));
            assert!(pieces.iter().all(|piece| piece.span.of(text).ends_with(ends)));
            assert_eq!((pieces[0].kind, pieces[1].kind), (BlockKind::Item(2), BlockKind::Continuation(2)));
            let all: String = pieces.iter().map(|piece| piece.span.of(text)).collect();
            assert_eq!(all.replace(' ', ""), text.replace(' ', ""));
        }
    }
}

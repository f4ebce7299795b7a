//! [`Row`]s of the screen, and the [`Segment`]s of which they consist.

use crate::article::Block;
use crate::text::Span;

/// A row of the screen: words of a block, or the blank row before a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The index of the block.
    pub block: usize,
    /// The bytes shown, without trailing white space. For a blank row, empty at the start of the block, or before it where
    /// several stand there.
    pub span: Span,
    /// Whether it is a blank row before its block.
    pub blank: bool,
    /// Whether it is the first row of its block.
    pub first: bool,
}

/// Words of a row that stand together, and the column at which they begin. Most rows are one segment; a row of a table
/// has one for each cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    pub span: Span,
    pub column: usize,
}

/// A row of block `index` that shows `span`.
pub(super) fn text_row(index: usize, block: Block, span: Span) -> Row {
    Row { block: index, span, blank: false, first: span.start == block.span.start }
}

/// The blank row at byte `at` before block `index`.
pub(super) fn blank_row(index: usize, at: u32) -> Row {
    Row { block: index, span: Span { start: at, end: at }, blank: true, first: false }
}

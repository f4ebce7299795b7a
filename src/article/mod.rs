//! [`Article`]: a text as one string with the blocks that divide it, numbered once. `plain` divides plain text;
//! `formats` makes articles of everything else.

mod block;
pub mod keys;
pub mod label;
mod margin;
pub mod plain;
mod split;
pub mod times;
pub mod timestamp;
pub mod transcript;
pub(crate) mod word_lists;

pub use block::{Block, BlockKind, Cell, Inline, InlineKind};

use crate::text::Span;
use times::Times;

/// The separator of the cells of a row.
pub const CELL_SEPARATOR: &str = " | ";

/// An article: the text that everything else points into, its blocks in reading order, and its metadata.
///
/// Blocks are in order, do not overlap, and contain all text but the white space between them. A line break inside a
/// block is soft: it is shown and analysed as a space, with the white space around it. Margins of lines are blank in
/// `text`, which is as long as `given`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    text: String,
    /// The given text, if it differs.
    given: Option<String>,
    blocks: Vec<Block>,
    inlines: Vec<Inline>,
    pub meta: Meta,
}

/// The metadata of an article; `None` for unknown values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    pub title: Option<String>,
    pub byline: Option<String>,
    pub published: Option<String>,
    pub site: Option<String>,
    pub url: Option<String>,
}

impl Article {
    /// An article of `text` divided into `blocks`. Blocks that are empty, out of order, overlapping or invalid as spans
    /// are dropped, so that every span of the result can be sliced. Oversized blocks are split.
    pub fn new(text: String, blocks: Vec<Block>, meta: Meta) -> Article {
        Article { text, given: None, blocks: Vec::new(), inlines: Vec::new(), meta: Meta::default() }
            .with_blocks(blocks, meta)
    }

    /// The article with these blocks, as for [`Article::new`], and this metadata.
    fn with_blocks(mut self, blocks: Vec<Block>, meta: Meta) -> Article {
        let mut kept: Vec<Block> = Vec::with_capacity(blocks.len());
        for block in blocks {
            let after = kept.last().map_or(0, |last| last.span.end);
            if block.span.start >= after && !block.span.of(&self.text).is_empty() {
                kept.push(block);
            }
        }
        self.blocks = split::long_blocks(&self.text, kept);
        self.meta = meta;
        self
    }

    /// Sets the inlines, sorted by their start. Spans that cannot be sliced are dropped. The text is blank from here on
    /// where there are margins among them.
    pub fn with_inlines(mut self, mut inlines: Vec<Inline>) -> Article {
        inlines.retain(|inline| !inline.span.of(&self.text).is_empty());
        inlines.sort_by_key(|inline| (inline.span.start, std::cmp::Reverse(inline.span.end)));
        if margin::margins(&inlines).next().is_some() {
            let given = self.given.take().unwrap_or(self.text);
            self.text = margin::blanked(&given, margin::margins(&inlines));
            self.given = Some(given);
        }
        self.inlines = inlines;
        self
    }

    /// The given text. Spans of `text` are valid in it too.
    pub fn given(&self) -> &str {
        self.given.as_deref().unwrap_or(&self.text)
    }

    /// The text that all spans point into: its words, with blanks in place of margins.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The blocks, in the order of the text.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The inlines by their start.
    pub fn inlines(&self) -> &[Inline] {
        &self.inlines
    }

    /// The cells of block `index`, a row of a table, each with its span, from left to right. Without information in the
    /// article they are the text between its separators.
    pub fn cells(&self, index: usize) -> Vec<(Span, Cell)> {
        let Some(block) = self.blocks.get(index) else { return Vec::new() };
        let first = self.inlines.partition_point(|inline| inline.span.start < block.span.start);
        let here = self.inlines[first..].iter().take_while(|inline| inline.span.start < block.span.end);
        let cell = |inline: &Inline| match inline.kind {
            InlineKind::Cell(cell) => Some((inline.span, cell)),
            _ => None,
        };
        let cells: Vec<(Span, Cell)> = here.filter_map(cell).collect();
        if !cells.is_empty() {
            return cells;
        }
        let mut at = block.span.start as usize;
        let words = self.slice(block.span).split(CELL_SEPARATOR).enumerate();
        let spans = words.map(|(column, words)| {
            let span = Span::new(at, at + words.len());
            at = span.end as usize + CELL_SEPARATOR.len();
            (span, Cell { column: column.min(usize::from(u16::MAX)) as u16, columns: 1, is_head: false })
        });
        spans.filter(|(span, _)| !span.is_empty()).collect()
    }

    /// Whether block `index` is a row of a table whose cells are all headings.
    pub fn is_head_row(&self, index: usize) -> bool {
        let cells = self.cells(index);
        !cells.is_empty() && cells.iter().all(|(_, cell)| cell.is_head)
    }

    /// The parts of `span` that are words of the article: in rows of a table the contents of the cells, without
    /// separators. All of `span` outside tables.
    pub fn words_in(&self, span: Span) -> Vec<Span> {
        let first = self.block_at(span.start as usize).unwrap_or(0);
        let blocks = self.blocks.iter().enumerate().skip(first).take_while(|(_, block)| block.span.start < span.end);
        let mut rows =
            blocks.filter(|(_, block)| block.kind == BlockKind::Table && block.span.overlaps(span)).peekable();
        if rows.peek().is_none() {
            return vec![span];
        }
        let mut parts = Vec::new();
        let mut at = span.start;
        let mut add = |start: u32, end: u32| {
            let words = self.slice(Span { start, end });
            let from = start as usize + words.len() - words.trim_start().len();
            parts.extend((!words.trim().is_empty()).then(|| Span::new(from, from + words.trim().len())));
        };
        for (index, row) in rows {
            if row.span.start > at {
                add(at, row.span.start);
            }
            for (cell, _) in self.cells(index).into_iter().filter(|(cell, _)| cell.overlaps(span)) {
                add(cell.start.max(span.start), cell.end.min(span.end));
            }
            at = row.span.end;
        }
        if at < span.end {
            add(at, span.end);
        }
        parts
    }

    /// The words with times, in order.
    pub fn timed(&self) -> impl Iterator<Item = (Span, Times)> {
        self.inlines.iter().filter_map(|inline| Some((inline.span, inline.times()?)))
    }

    /// The time at which the words of `spans`, which are in order, are spoken: from the beginning of the first timed
    /// words to the end of the last. `None` if none has times.
    pub fn times_of(&self, spans: &[Span]) -> Option<Times> {
        let (first, last) = (spans.first()?, spans.last()?);
        // Words with times do not overlap, so that only the last before the spans can reach into them.
        let from = self.inlines.partition_point(|inline| inline.span.start < first.start).saturating_sub(1);
        let within = self.inlines[from..].iter().take_while(|inline| inline.span.start < last.end);
        within.filter(|inline| inline.span.end > first.start).filter_map(Inline::times).reduce(Times::join)
    }

    /// The text that `span` covers.
    pub fn slice(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    /// The index of the block that contains byte `at`, or of the last one before it, or else the first. Returns `None`
    /// only if there are no blocks.
    pub fn block_at(&self, at: usize) -> Option<usize> {
        let after = self.blocks.partition_point(|block| block.span.start as usize <= at);
        (!self.blocks.is_empty()).then(|| after.saturating_sub(1))
    }

    /// `span` in pieces without the margins inside it.
    pub fn between_margins(&self, span: Span) -> Vec<Span> {
        let from = self.inlines.partition_point(|inline| inline.span.start < span.start);
        let until = from + self.inlines[from..].partition_point(|inline| inline.span.start < span.end);
        let mut pieces = Vec::new();
        let mut at = span.start;
        let ends = margin::margins(&self.inlines[from..until]).map(|margin| (margin.start, margin.end));
        for (end, next) in ends.chain([(span.end, span.end)]) {
            let words = self.slice(Span { start: at, end });
            let start = at as usize + words.len() - words.trim_start().len();
            if !words.trim().is_empty() {
                pieces.push(Span::new(start, start + words.trim().len()));
            }
            at = next;
        }
        if pieces.len() > 1 { pieces } else { vec![span] }
    }

    /// The article with its margins removed from the text, for formats that are converted anyway, so that no offsets of
    /// the original are needed.
    pub fn without_margins(self) -> Article {
        let margins: Vec<Span> = margin::margins(&self.inlines).collect();
        if margins.is_empty() {
            return self;
        }
        let mut text = String::with_capacity(self.text.len());
        // The bytes left out up to the end of each margin.
        let mut left_out = Vec::with_capacity(margins.len());
        let (mut at, mut sum) = (0, 0);
        for margin in &margins {
            text.push_str(self.text.get(at..margin.start as usize).unwrap_or_default());
            at = at.max(margin.end as usize);
            sum += margin.len();
            left_out.push(sum);
        }
        text.push_str(self.text.get(at..).unwrap_or_default());
        let moved = |at: u32| {
            let before = margins.partition_point(|margin| margin.end <= at);
            at as usize - before.checked_sub(1).map_or(0, |last| left_out[last])
        };
        let span = |span: Span| Span::new(moved(span.start), moved(span.end));
        let blocks = self.blocks.iter().map(|block| Block { span: span(block.span), ..*block }).collect();
        let others = self.inlines.iter().filter(|inline| inline.kind != InlineKind::Margin);
        let inlines = others.map(|inline| Inline { kind: inline.kind.clone(), span: span(inline.span) }).collect();
        Article::new(text, blocks, self.meta).with_inlines(inlines)
    }
}

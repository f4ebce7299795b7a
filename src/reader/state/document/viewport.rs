//! [`Viewport`]: the part of the article that is on the screen. It holds a place in the text, never a row number, so
//! that a resize, a new panel or a finished analysis leaves the words where the reader was.

use crate::article::{Article, BlockKind};
use crate::layout::{Layout, Row, Segment};
use crate::text::{Span, graphemes};

/// The place at the top of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct ViewPosition {
    /// A byte that the top row shows.
    pub at: usize,
    /// Whether the blank row ahead of that block is the top row. Only where a block starts.
    pub blank: bool,
}

/// The rows on the screen, and their motion.
#[derive(Debug, Default)]
pub struct Viewport {
    layout: Layout,
    anchor: ViewPosition,
    height: usize,
    rows: Vec<Row>,
    /// The first column on the screen of tables that are wider than it, and of code.
    shift: usize,
}

impl Viewport {
    /// The rows on the screen, from the top; fewer than its height at the end of the text.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The place at the top.
    pub fn anchor(&self) -> ViewPosition {
        self.anchor
    }

    /// From the first byte on the screen to the last.
    pub fn shown(&self) -> Span {
        // The lines of a table's row overlap.
        self.rows.iter().map(|row| row.span).reduce(Span::join).unwrap_or_default()
    }

    /// The segments of a row on the screen. For code, and for a table wider than the screen, only the visible ones.
    pub fn segments(&self, article: &Article, row: Row) -> Vec<Segment> {
        let segments = self.layout.segments(article, row);
        let is_code = self.layout.is_code(article, row);
        let columns = self.layout.columns();
        if !is_code && !self.layout.exceeds(article, row, columns) {
            return segments;
        }
        let in_sight = |segment| shifted(article, segment, self.shift).filter(|segment| segment.column < columns);
        let segments = segments.into_iter().filter_map(in_sight);
        // A long line is cut to its visible part.
        segments.map(|segment| if is_code { cut(article, segment, columns) } else { segment }).collect()
    }

    /// Whether a row continues beyond the left and the right edge of the screen. A line of code too long for one row
    /// continues from the row above, or on the next.
    pub fn goes_on(&self, article: &Article, row: Row) -> (bool, bool) {
        let by = self.shift_of(article, row);
        let (before, after) = if self.layout.is_code(article, row) { is_part(article, row) } else { (false, false) };
        (by > 0 || before, after || self.layout.exceeds(article, row, by + self.layout.columns()))
    }

    /// The column of byte `at` in `row`.
    pub fn column_of(&self, article: &Article, row: Row, at: usize) -> usize {
        self.layout.column_of(article, row, at).saturating_sub(self.shift_of(article, row))
    }

    /// The byte at `column` of `row`.
    pub fn byte_at(&self, article: &Article, row: Row, column: usize) -> usize {
        self.layout.byte_at(article, row, column + self.shift_of(article, row))
    }

    /// The columns by which `row` is shifted to the left.
    fn shift_of(&self, article: &Article, row: Row) -> usize {
        // The lines of code move together, so that they stay aligned.
        let moves = self.layout.is_code(article, row) || self.layout.exceeds(article, row, self.layout.columns());
        if moves { self.shift } else { 0 }
    }

    /// Whether a table or a line of code on the screen is wider than it.
    pub fn overflows(&self, article: &Article) -> bool {
        self.rows.iter().any(|&row| self.layout.exceeds(article, row, self.layout.columns()))
    }

    /// Shifts tables and code that are wider than the screen by about `by` columns, to the left if positive, so that
    /// the first visible cell is whole. False if none is on the screen.
    pub fn shift(&mut self, article: &Article, by: isize) -> bool {
        let widths = self.rows.iter().filter_map(|&row| self.layout.overflow(article, row));
        let Some(width) = widths.max() else { return false };
        let (before, last) = (self.shift, width.saturating_sub(self.layout.columns()));
        let wanted = before.saturating_add_signed(by).min(last);
        let start = self.rows.iter().find_map(|&row| self.layout.cell_start(row, wanted)).unwrap_or(wanted);
        // The last columns stop at the right edge, and a cell wider than the step must not block it.
        self.shift = if wanted == last || by > 0 && start <= before { wanted } else { start };
        true
    }

    /// Shifts a table or code that is wider than the screen until byte `at` is visible.
    fn reveal(&mut self, article: &Article, at: usize) {
        let Some(row) = self.layout.row_at(article, at) else { return };
        if !self.layout.is_code(article, row) && !self.layout.exceeds(article, row, self.layout.columns()) {
            return;
        }
        let (column, room) = (self.layout.column_of(article, row, at), self.layout.columns());
        if !(self.shift..self.shift + room).contains(&column) {
            self.shift = column.saturating_sub(room / 3);
        }
    }

    /// The row of the screen, from 0, that shows byte `at`.
    pub fn row_of(&self, at: usize) -> Option<usize> {
        let row = self.rows.partition_point(|row| row.span.start as usize <= at).checked_sub(1)?;
        let next = self.rows.get(row + 1);
        let shown = self.rows[row].span;
        // White space between two rows belongs to the one above.
        let inside = at < (shown.end as usize).max(shown.start as usize + 1);
        (inside || next.is_some_and(|next| at < next.span.start as usize)).then_some(row)
    }

    /// Whether byte `at` is on the screen. Of a table's row that is half on it, other lines may begin before that byte.
    fn has(&mut self, article: &Article, at: usize) -> bool {
        // A blank row stands at the first byte of the row below it, which may be below the screen.
        let Some(row) = self.row_of(at).filter(|&row| !self.rows[row].blank) else { return false };
        let in_table = article.blocks().get(self.rows[row].block).is_some_and(|block| block.kind == BlockKind::Table);
        !in_table || self.layout.row_at(article, at).is_none_or(|row| self.rows.contains(&row))
    }

    /// Whether any of `span` is on the screen.
    pub fn shows(&self, span: Span) -> bool {
        self.rows.iter().any(|row| !row.blank && row.span.overlaps(span))
    }

    /// Takes a new size of the text area, in columns and rows. The anchor stays.
    pub fn resize(&mut self, article: &Article, columns: usize, height: usize) {
        if self.layout.columns() != columns {
            self.layout = Layout::new(columns);
        }
        self.height = height.max(1);
        self.fill(article);
    }

    /// Brings `anchor` to the top, even if less than a screenful follows.
    pub fn set(&mut self, article: &Article, anchor: ViewPosition) {
        self.anchor = anchor;
        self.fill(article);
    }

    /// Scrolls by `by` rows, down when positive, no further than the last screenful or the top.
    pub fn scroll(&mut self, article: &Article, by: isize) {
        for _ in 0..by.unsigned_abs() {
            let Some(first) = self.rows.first().copied() else { return };
            if by > 0 {
                let Some(below) = self.rows.last().and_then(|&last| self.layout.after(article, last)) else { break };
                self.rows.push(below);
                if self.rows.len() > self.height {
                    self.rows.remove(0);
                }
            } else {
                let Some(above) = self.layout.before(article, first) else { break };
                self.rows.insert(0, above);
                self.rows.truncate(self.height);
            }
        }
        self.anchor_to_top();
    }

    /// The place `by` rows below byte `at` in the same column, as near as the text goes.
    pub fn place_below(&mut self, article: &Article, at: usize, by: isize) -> usize {
        let Some(mut row) = self.layout.row_at(article, at) else { return at };
        let column = self.layout.column_of(article, row, at);
        for _ in 0..by.unsigned_abs() {
            let mut next = row;
            loop {
                let further = if by > 0 { self.layout.after(article, next) } else { self.layout.before(article, next) };
                match further {
                    Some(blank) if blank.blank => next = blank,
                    Some(text) => {
                        row = text;
                        break;
                    }
                    None => return if by > 0 { row.span.end as usize } else { row.span.start as usize },
                }
            }
        }
        self.layout.byte_at(article, row, column)
    }

    /// The first screenful.
    pub fn top(&mut self, article: &Article) {
        self.set(article, ViewPosition::default());
    }

    /// The last screenful.
    pub fn bottom(&mut self, article: &Article) {
        let Some(last) = self.layout.row_at(article, article.text().len()) else { return };
        self.rows = vec![last];
        for _ in 1..self.height {
            let Some(above) = self.layout.before(article, self.rows[0]) else { break };
            self.rows.insert(0, above);
        }
        self.anchor_to_top();
    }

    /// Brings byte `at` to the top of the screen, or as near as the end of the text allows.
    pub fn lift(&mut self, article: &Article, at: usize) {
        self.put(article, at, 0);
        self.reveal(article, at);
    }

    /// Brings byte `at` to the foot of the screen, or as near as the top of the text allows.
    pub fn lower(&mut self, article: &Article, at: usize) {
        self.put(article, at, self.height.saturating_sub(1));
    }

    /// Makes sure that byte `at` is on the screen: it scrolls only if it is not, and then to the upper third.
    pub fn show(&mut self, article: &Article, at: usize) {
        if !self.has(article, at) {
            self.put(article, at, self.height / 3);
        }
        self.reveal(article, at);
    }

    /// Puts byte `at` on row `row` of the screen, as far as top and bottom of the text allow.
    fn put(&mut self, article: &Article, at: usize, row: usize) {
        let Some(target) = self.layout.row_at(article, at) else { return };
        let mut top = target;
        for _ in 0..row {
            let Some(above) = self.layout.before(article, top) else { break };
            top = above;
        }
        self.anchor = ViewPosition { at: top.span.start as usize, blank: top.blank };
        self.fill(article);
        if self.rows.len() < self.height {
            self.bottom(article);
        }
    }

    /// Fills the screen from the anchor down.
    fn fill(&mut self, article: &Article) {
        self.rows.clear();
        let Some(mut row) = self.layout.row_at(article, self.anchor.at) else { return };
        if self.anchor.blank
            && let Some(blank) = self.layout.blank_at(article, self.anchor.at)
        {
            row = blank;
        }
        self.rows.push(row);
        while self.rows.len() < self.height {
            let Some(below) = self.layout.after(article, row) else { break };
            self.rows.push(below);
            row = below;
        }
    }

    fn anchor_to_top(&mut self) {
        if let Some(top) = self.rows.first() {
            self.anchor = ViewPosition { at: top.span.start as usize, blank: top.blank };
        }
    }
}

/// Whether the row of code before `row`, and the one after it, is of the same line: no line break divides them.
fn is_part(article: &Article, row: Row) -> (bool, bool) {
    let blocks = article.blocks();
    let span = |index: Option<usize>| index.and_then(|index| blocks.get(index)).map(|block| block.span);
    let joins = |above: Option<Span>, below: Option<Span>| {
        let between = above.zip(below).map(|(above, below)| Span { start: above.end, end: below.start });
        between.is_some_and(|between| !article.slice(between).contains('\n') && between.start > 0)
    };
    let own = span(Some(row.block));
    let before = !row.first || joins(span(row.block.checked_sub(1)), own);
    let ends = own.is_none_or(|own| row.span.end >= own.end);
    (before, !ends || joins(own, span(Some(row.block + 1))))
}

/// A segment of a row up to `columns` columns.
fn cut(article: &Article, segment: Segment, columns: usize) -> Segment {
    let mut column = segment.column;
    for (offset, _, wide) in graphemes(article.slice(segment.span)) {
        column += wide;
        if column > columns {
            return Segment { span: Span { end: segment.span.start + offset as u32, ..segment.span }, ..segment };
        }
    }
    segment
}

/// The visible part of a segment of a row that is shifted to the left by `by` columns.
fn shifted(article: &Article, segment: Segment, by: usize) -> Option<Segment> {
    let mut column = segment.column;
    for (offset, _, wide) in graphemes(article.slice(segment.span)) {
        if column >= by {
            let span = Span { start: segment.span.start + offset as u32, ..segment.span };
            return Some(Segment { span, column: column - by });
        }
        column += wide;
    }
    None
}

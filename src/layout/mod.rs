//! The article as rows of the screen. [`Layout`] finds the row of a byte and the rows before and after it. Only
//! requested rows are wrapped, so the cost depends on the screen and not on the length of the text.

mod row;
mod table;
mod wrap;

use row::{blank_row, text_row};
use table::Table;

use crate::article::{Article, Block, BlockKind};
use crate::text::{Span, graphemes, width};
use std::collections::HashMap;
use std::sync::Arc;

pub use row::{Row, Segment};
pub use wrap::wrap;

/// Bytes of a block that are wrapped together. Longer blocks are cut at fixed places, independent of the width, so that
/// a paragraph of 100 MB costs no more than one of 64 KiB.
const SEGMENT_BYTES: usize = 64 * 1024;

/// Wrapped segments that are cached; beyond that all are dropped at once.
const MAX_CACHED: usize = 256;

/// Tables whose columns are cached: more than a screen can show.
const MAX_TABLES: usize = 256;

/// Rows of tables whose lines are cached; beyond that all are dropped at once.
const MAX_LINES: usize = 1024;

/// Empty lines of code that are shown one after another.
const MAX_BLANK: usize = 100;

/// The rows of an article at one width.
#[derive(Debug, Default)]
pub struct Layout {
    columns: usize,
    /// The tables seen last.
    tables: Vec<Arc<Table>>,
    /// The lines of the tables' rows seen last, by block.
    lines: HashMap<usize, Arc<[Vec<Segment>]>>,
    /// The rows of the segments seen so far, by the first byte of the segment.
    segments: HashMap<usize, Arc<[Span]>>,
}

impl Layout {
    /// A layout in rows of at most `columns` columns; at least one.
    pub fn new(columns: usize) -> Layout {
        Layout { columns: columns.max(1), ..Layout::default() }
    }

    /// The number of columns of a full row.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// The row that shows byte `at`, or the one before if it is between two rows. Returns `None` if there is no text.
    pub fn row_at(&mut self, article: &Article, at: usize) -> Option<Row> {
        let index = article.block_at(at)?;
        let block = article.blocks()[index];
        let at = at.clamp(block.span.start as usize, block.span.end as usize - 1);
        if let Some(lines) = self.lines(article, index) {
            let holds = |line: &Vec<Segment>| line.iter().any(|segment| segment.span.holds(at));
            let begins = |line: &Vec<Segment>| line.first().is_some_and(|segment| segment.span.start as usize <= at);
            let line = lines.iter().position(holds).or_else(|| lines.iter().rposition(begins)).unwrap_or(0);
            if let Some(&row) = table::rows(article, index, &lines).get(line) {
                return Some(row);
            }
        }
        let segment = segment_at(article.text(), block, at);
        let rows = self.rows(article, index, segment);
        let row = rows.partition_point(|row| row.start as usize <= at).saturating_sub(1);
        rows.get(row).map(|&span| text_row(index, block, span))
    }

    /// The row below `row`, or `None` at the end.
    pub fn after(&mut self, article: &Article, row: Row) -> Option<Row> {
        let block = *article.blocks().get(row.block)?;
        if row.blank {
            let below = self.blank_rows(article, row.block).find(|blank| blank.span.start > row.span.start);
            return below.or_else(|| self.row_at(article, block.span.start as usize));
        }
        let segment = segment_at(article.text(), block, row.span.start as usize);
        let rows = self.rows(article, row.block, segment);
        let next = rows.partition_point(|other| other.start <= row.span.start);
        if let Some(&span) = rows.get(next) {
            return Some(text_row(row.block, block, span));
        }
        if segment.end < block.span.end {
            return self.row_at(article, segment.end as usize);
        }
        let index = row.block + 1;
        let block = *article.blocks().get(index)?;
        let blank = self.blank_rows(article, index).next();
        blank.or_else(|| self.row_at(article, block.span.start as usize))
    }

    /// The row above `row`, or `None` at the start.
    pub fn before(&mut self, article: &Article, row: Row) -> Option<Row> {
        let block = *article.blocks().get(row.block)?;
        if !row.blank {
            let segment = segment_at(article.text(), block, row.span.start as usize);
            let rows = self.rows(article, row.block, segment);
            let here = rows.partition_point(|other| other.start < row.span.start);
            if let Some(&span) = here.checked_sub(1).and_then(|above| rows.get(above)) {
                return Some(text_row(row.block, block, span));
            }
            if segment.start > block.span.start {
                return self.last_row(article, row.block, segment.start as usize - 1);
            }
        }
        let is_above = |blank: &Row| !row.blank || blank.span.start < row.span.start;
        if let Some(blank) = self.blank_rows(article, row.block).rfind(is_above) {
            return Some(blank);
        }
        let above = row.block.checked_sub(1)?;
        self.last_row(article, above, article.blocks()[above].span.end as usize - 1)
    }

    /// The last row of the segment of block `index` that contains byte `at`.
    fn last_row(&mut self, article: &Article, index: usize, at: usize) -> Option<Row> {
        let block = article.blocks()[index];
        let segment = segment_at(article.text(), block, at);
        self.rows(article, index, segment).last().map(|&span| text_row(index, block, span))
    }

    /// The segments of `row`, in the order of the text.
    pub fn segments(&self, article: &Article, row: Row) -> Vec<Segment> {
        let anew = || {
            let table = self.tables.iter().find(|table| table.blocks.contains(&row.block))?;
            Some(table.lines(article, row.block).into())
        };
        let lines = if row.blank { None } else { self.lines.get(&row.block).cloned().or_else(anew) };
        let begins = |line: &&Vec<Segment>| line.first().is_some_and(|segment| segment.span.start == row.span.start);
        let line = lines.and_then(|lines| lines.iter().find(begins).cloned());
        line.unwrap_or_else(|| soft_segments(article.text(), row.span, text_column(article, row)))
    }

    /// The columns of the table or the line of code of `row`, if it is wider than the screen.
    pub fn overflow(&self, article: &Article, row: Row) -> Option<usize> {
        if !self.is_code(article, row) {
            return self.wide(row).map(Table::width);
        }
        self.exceeds(article, row, self.columns).then(|| width(article.slice(row.span)))
    }

    /// Whether the table or the line of code that `row` belongs to is wider than `columns`, and than the screen.
    pub fn exceeds(&self, article: &Article, row: Row, columns: usize) -> bool {
        let columns = columns.max(self.columns);
        if !self.is_code(article, row) {
            return self.wide(row).is_some_and(|table| table.width() > columns);
        }
        // No character takes more columns than bytes, and a long line is measured only as far as needed.
        let mut filled = 0;
        let mut all = graphemes(article.slice(row.span));
        row.span.len() > columns
            && all.any(|(_, _, wide)| {
                filled += wide;
                filled > columns
            })
    }

    /// Whether `row` is a line of code, which is shown in one row however long it is.
    pub fn is_code(&self, article: &Article, row: Row) -> bool {
        !row.blank && article.blocks().get(row.block).is_some_and(|block| block.kind == BlockKind::Code)
    }

    /// The first column of the cells at column `x` of such a table.
    pub fn cell_start(&self, row: Row, x: usize) -> Option<usize> {
        self.wide(row).map(|table| table.start_of(x))
    }

    fn wide(&self, row: Row) -> Option<&Table> {
        let table = self.tables.iter().find(|table| table.blocks.contains(&row.block))?;
        Some(table.as_ref()).filter(|table| table.is_wide)
    }

    /// The column of byte `at`, which is clamped to `row`.
    pub fn column_of(&self, article: &Article, row: Row, at: usize) -> usize {
        let Some(segment) = table::segment_at(&self.segments(article, row), at) else { return 0 };
        let at = at.clamp(segment.span.start as usize, segment.span.end as usize);
        segment.column + article.text().get(segment.span.start as usize..at).map_or(0, width)
    }

    /// The byte shown at `column` of `row`, or the nearest end of its text.
    pub fn byte_at(&self, article: &Article, row: Row, column: usize) -> usize {
        let segments = self.segments(article, row);
        let Some(segment) = segments.iter().rev().find(|segment| segment.column <= column).or(segments.first()) else {
            return row.span.start as usize;
        };
        let mut left = column.saturating_sub(segment.column);
        for (at, _, columns) in graphemes(article.slice(segment.span)) {
            if left < columns {
                return segment.span.start as usize + at;
            }
            left -= columns;
        }
        segment.span.end as usize
    }

    /// The table of which block `index` is a row, unless the row is too long.
    fn table(&mut self, article: &Article, index: usize) -> Option<Arc<Table>> {
        let block = article.blocks().get(index)?;
        if block.kind != BlockKind::Table || block.span.len() > SEGMENT_BYTES {
            return None;
        }
        if let Some(table) = self.tables.iter().find(|table| table.blocks.contains(&index)) {
            return Some(table.clone());
        }
        if self.tables.len() >= MAX_TABLES {
            self.tables.remove(0);
        }
        let table = Arc::new(Table::around(article, index, self.columns));
        self.tables.push(table.clone());
        Some(table)
    }

    /// The lines of block `index`, if it is a row of a table.
    fn lines(&mut self, article: &Article, index: usize) -> Option<Arc<[Vec<Segment>]>> {
        if let Some(lines) = self.lines.get(&index) {
            return Some(lines.clone());
        }
        let lines: Arc<[Vec<Segment>]> = self.table(article, index)?.lines(article, index).into();
        if self.lines.len() >= MAX_LINES {
            self.lines.clear();
        }
        self.lines.insert(index, lines.clone());
        Some(lines)
    }

    /// The blank row at byte `at`, between two blocks or at the start of one.
    pub fn blank_at(&mut self, article: &Article, at: usize) -> Option<Row> {
        let here = article.block_at(at)?;
        let [own, next] =
            [here, here + 1].map(|index| self.blank_rows(article, index).find(|row| row.span.start as usize == at));
        own.or(next)
    }

    /// The blank rows before block `index`, from the top: one, or in code as many as it has empty lines there.
    fn blank_rows(&mut self, article: &Article, index: usize) -> impl DoubleEndedIterator<Item = Row> + use<> {
        let last = article.blocks().get(index).filter(|_| self.has_blank_before(article, index));
        let above = index.checked_sub(1).and_then(|above| article.blocks().get(above)).copied();
        let further = last.map_or(0..0, |block| match above {
            Some(above) if (above.kind, block.kind) == (BlockKind::Code, BlockKind::Code) => {
                let between = article.text().get(above.span.end as usize..block.span.start as usize).unwrap_or("");
                let lines = if between.is_ascii() { between.matches('\n').count() } else { 0 };
                above.span.end + 1..above.span.end + lines.clamp(2, MAX_BLANK + 1) as u32 - 1
            }
            _ => 0..0,
        });
        let last = last.map(|block| block.span.start);
        further.chain(last).map(move |at| blank_row(index, at))
    }

    /// Whether a blank row stands before block `index`: also between the rows of a table that has some of several
    /// lines.
    fn has_blank_before(&mut self, article: &Article, index: usize) -> bool {
        has_blank_before(article, index)
            || self.table(article, index).is_some_and(|table| table.wraps && table.blocks.start < index)
    }

    /// The rows of one segment of block `index`.
    fn rows(&mut self, article: &Article, index: usize, segment: Span) -> Arc<[Span]> {
        let block = article.blocks()[index];
        if let Some(rows) = self.segments.get(&(segment.start as usize)) {
            return rows.clone();
        }
        if self.segments.len() >= MAX_CACHED {
            self.segments.clear();
        }
        let columns = self.columns.saturating_sub(indent(block.kind)).max(1);
        let lines = self.lines(article, index).map_or_else(Vec::new, |lines| table::rows(article, index, &lines));
        let rows: Arc<[Span]> = match (lines.is_empty(), block.kind) {
            (true, BlockKind::Code) => Arc::new([segment]),
            (true, _) => wrap(article.text(), segment, columns).into(),
            (false, _) => lines.into_iter().map(|row| row.span).collect(),
        };
        self.segments.insert(segment.start as usize, rows.clone());
        rows
    }
}

/// The segments of a row of `text` that begins at `column`. A soft line break with white space around it, the
/// indentation of the next line or its margin, is shown as its last character alone.
fn soft_segments(text: &str, row: Span, mut column: usize) -> Vec<Segment> {
    let mut segments = Vec::new();
    let (mut from, mut at, end) = (row.start as usize, row.start as usize, row.end as usize);
    while let Some(line_break) = memchr::memchr(b'\n', &text.as_bytes()[at..end]) {
        let (before, after) = (&text[from..at + line_break], &text[at + line_break..end]);
        let words = before.trim_end();
        at = end - after.trim_start().len();
        let last = text[..at].chars().next_back().map_or(1, char::len_utf8);
        if from + words.len() + last < at {
            segments.push(Segment { span: Span::new(from, from + words.len()), column });
            column += width(words);
            from = at - last;
        }
    }
    segments.push(Segment { span: Span::new(from, end), column });
    segments
}

/// The indentation of blocks of this kind, in columns. List items leave room for a marker of two digits; a longer
/// number indents its own item further.
pub fn indent(kind: BlockKind) -> usize {
    let item = |depth: u8| 3 * usize::from(depth.clamp(1, 4)) + 1;
    match kind {
        BlockKind::Item(depth) | BlockKind::Continuation(depth) => item(depth),
        BlockKind::Numbered { depth, number } => item(depth).max(number.to_string().len() + 2),
        BlockKind::Quote(depth) => 4 * usize::from(depth.clamp(1, 3)),
        _ => 0,
    }
}

/// The column at which the words of `row` begin. The marker of an item hangs to the left, so that its words are
/// aligned.
pub fn text_column(article: &Article, row: Row) -> usize {
    let Some(block) = article.blocks().get(row.block) else { return 0 };
    let indent = indent(block.kind);
    if row.first { indent - marker_width(block.kind, article.slice(row.span)).min(indent) } else { indent }
}

/// The width of the marker of a list item with its space (`- `, `12. `), in columns; 0 if it has none.
pub fn marker_width(kind: BlockKind, words: &str) -> usize {
    let Some((marker, _)) = words.split_once([' ', '\t', '\u{a0}']) else { return 0 };
    let number = marker.strip_suffix(['.', ')']).filter(|number| !number.is_empty() && number.len() < 4);
    let is_marker = match (kind, number) {
        (BlockKind::Item(_), Some(number)) => number.chars().all(|c| c.is_ascii_alphanumeric()),
        (BlockKind::Item(_), None) => matches!(marker, "-" | "*" | "+" | "•" | "‣" | "◦" | "▪" | "·" | "–"),
        // A letter is not a marker: “A. Quill was first”.
        (BlockKind::Numbered { .. }, Some(number)) => number.chars().all(|c| c.is_ascii_digit()),
        _ => false,
    };
    if is_marker { width(marker) + 1 } else { 0 }
}

/// Whether a blank row stands before block `index`: not before the first, nor between the rows of a list, one table or
/// boilerplate, nor between lines of code unless the code has an empty line there.
fn has_blank_before(article: &Article, index: usize) -> bool {
    let blocks = article.blocks();
    let Some((above, block)) = index.checked_sub(1).and_then(|above| Some((blocks.get(above)?, blocks.get(index)?)))
    else {
        return false;
    };
    let pair = (above.kind, block.kind);
    if pair == (BlockKind::Code, BlockKind::Code) {
        let between = article.text().get(above.span.end as usize..block.span.start as usize).unwrap_or("");
        return between.matches('\n').count() > 1;
    }
    if pair == (BlockKind::Table, BlockKind::Table) {
        return table::begins(article, index);
    }
    let together =
        matches!(pair, (BlockKind::Boilerplate, BlockKind::Boilerplate) | (BlockKind::Headline, BlockKind::Byline));
    !(together || pair.0.is_item() && pair.1.is_item())
}

/// The segment of `block` that contains byte `at`. Segments are the same at all widths. A line of code is one: it has one
/// row.
fn segment_at(text: &str, block: Block, at: usize) -> Span {
    if block.kind == BlockKind::Code {
        return block.span;
    }
    let (start, end) = (block.span.start as usize, block.span.end as usize);
    let nth = (at - start) / SEGMENT_BYTES;
    let cut = |n: usize| if n == 0 { start } else { cut_near(text, start + n * SEGMENT_BYTES, end) };
    // A cut lies a little past its multiple, so the byte may still be in the segment before.
    let nth = if nth > 0 && at < cut(nth) { nth - 1 } else { nth };
    Span::new(cut(nth), if start + (nth + 1) * SEGMENT_BYTES >= end { end } else { cut(nth + 1) })
}

/// The first place from `at` on where a row may be cut: after a space within the next 1 KiB, or else at any character.
fn cut_near(text: &str, at: usize, end: usize) -> usize {
    let near = text.as_bytes()[at..end.min(at + 1024)].iter().position(|&byte| byte == b' ' || byte == b'\n');
    text.ceil_char_boundary(near.map_or(at, |offset| at + offset + 1)).min(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Meta;

    /// An article with a paragraph for each line.
    fn article(text: &str) -> Article {
        let mut at = 0;
        let mut blocks = Vec::new();
        for line in text.split('\n') {
            blocks.push(Block { kind: BlockKind::Paragraph, span: Span::new(at, at + line.len()) });
            at += line.len() + 1;
        }
        Article::new(text.to_string(), blocks, Meta::default())
    }

    /// All rows from the top.
    fn rows(article: &Article, columns: usize) -> Vec<Row> {
        let mut layout = Layout::new(columns);
        let mut all = Vec::new();
        let mut next = layout.row_at(article, 0);
        while let Some(row) = next {
            all.push(row);
            next = layout.after(article, row);
        }
        all
    }

    #[test]
    fn rows_from_the_top() {
        for (text, columns, expected) in [
            ("", 10, vec![]),
            ("one two three", 8, vec!["one two", "three"]),
            ("one\ntwo", 8, vec!["one", "", "two"]),
            ("abcdefghij", 4, vec!["abcd", "efgh", "ij"]),
            ("世界世界", 5, vec!["世界", "世界"]),
            ("a\u{1b}[31mb", 3, vec!["a\u{1b}[", "31m", "b"]),
        ] {
            let article = article(text);
            let shown: Vec<&str> = rows(&article, columns).iter().map(|row| article.slice(row.span)).collect();
            assert_eq!(shown, expected, "{text:?} at {columns}");
        }
    }

    #[test]
    fn a_soft_line_break_is_one_column_wide() {
        let text = "one\n     two\nthree \n four";
        let whole = Block { kind: BlockKind::Paragraph, span: Span::new(0, text.len()) };
        let article = Article::new(text.to_owned(), vec![whole], Meta::default());
        let shown = |columns: usize| {
            let mut layout = Layout::new(columns);
            let rows: Vec<Row> =
                std::iter::successors(layout.row_at(&article, 0), |&row| layout.after(&article, row)).collect();
            let words = |row: &Row| {
                let segments = layout.segments(&article, *row);
                let whole: String = segments.iter().map(|segment| article.slice(segment.span)).collect();
                assert!(
                    segments
                        .iter()
                        .all(|segment| layout.column_of(&article, *row, segment.span.start as usize) == segment.column)
                );
                whole.replace('\n', " ")
            };
            rows.iter().map(words).collect::<Vec<_>>()
        };
        assert_eq!(shown(18), ["one two three four"]);
        assert_eq!(shown(10), ["one two", "three four"]);
    }

    #[test]
    fn empty_lines_of_code_stay() {
        let text = "a\n\n\n\nb\nc\n\nd";
        let line = |(at, words): (usize, &str)| Block { kind: BlockKind::Code, span: Span::new(at, at + words.len()) };
        let blocks = text.match_indices(char::is_alphabetic).map(line).collect();
        let article = Article::new(text.to_owned(), blocks, Meta::default());
        let down = rows(&article, 9);
        let words: Vec<&str> = down.iter().map(|row| article.slice(row.span)).collect();
        assert_eq!(words, ["a", "", "", "", "b", "c", "", "d"]);
        let mut layout = Layout::new(9);
        let last = layout.row_at(&article, text.len());
        let mut up: Vec<Row> = std::iter::successors(last, |&row| layout.before(&article, row)).collect();
        up.reverse();
        assert_eq!(down, up);
        assert!(down.iter().all(|&row| !row.blank || layout.blank_at(&article, row.span.start as usize) == Some(row)));
    }

    #[test]
    fn moving_up_reverses_moving_down() {
        let long = "word ".repeat(40_000);
        let solid = "x".repeat(200_000);
        for text in ["one two three\nfour\nfive six", long.trim_end(), solid.as_str()] {
            let article = article(text);
            let down = rows(&article, 9);
            let mut layout = Layout::new(9);
            let mut up = Vec::new();
            let mut next = layout.row_at(&article, text.len());
            while let Some(row) = next {
                up.push(row);
                next = layout.before(&article, row);
            }
            up.reverse();
            assert_eq!(down, up);
        }
    }

    #[test]
    fn no_byte_but_white_space_is_lost_in_a_long_paragraph() {
        let text = "wörd ".repeat(60_000);
        let article = article(text.trim_end());
        let mut at = 0;
        for row in rows(&article, 31).iter().filter(|row| !row.blank) {
            assert!(article.text()[at..row.span.start as usize].trim().is_empty());
            assert!(width(article.slice(row.span)) <= 31);
            at = row.span.end as usize;
        }
        assert_eq!(at, article.text().len());
    }
}

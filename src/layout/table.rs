//! The columns of a table, and the lines of its rows. If the columns do not fit, their cells are wrapped; if they still
//! do not fit, the row continues in another band of columns below. A table that would need many bands is wider than the
//! screen instead, and the screen shows a part of it.

use super::row::{Row, Segment, text_row};
use super::wrap::wrap;
use crate::article::{Article, BlockKind, Cell};
use crate::text::{graphemes, width};
use std::ops::Range;

/// Columns between two cells.
const GAP: usize = 2;
/// The narrowest column into which cells are wrapped, and the widest of a table in several bands.
const NARROWEST: usize = 10;
const WIDEST_IN_BANDS: usize = 20;
/// The most bands of a row. A table that needs more is wider than the screen.
const MOST_BANDS: usize = 3;
/// Columns by which the further bands of a row are indented.
const BAND_INDENT: usize = 2;
/// Rows from which the columns are measured.
const MEASURED: usize = 1000;
/// The most columns; the cells of all further ones are treated as part of the last.
const MOST_COLUMNS: usize = 1000;

/// The geometry of a table: its blocks, one per row, and its columns.
#[derive(Debug)]
pub(super) struct Table {
    pub blocks: Range<usize>,
    columns: Vec<Column>,
    /// Columns that its rows may fill: the width of the screen, or as many as needed.
    room: usize,
    /// Whether it is wider than the screen.
    pub is_wide: bool,
    /// Whether any row takes several lines, so that a blank one is needed between rows.
    pub wraps: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Column {
    x: usize,
    width: usize,
    band: usize,
    /// Whether its cells are numbers, which are right-aligned.
    numbers: bool,
}

impl Table {
    /// The table to which block `index` belongs, on a screen of `room` columns.
    pub fn around(article: &Article, index: usize, room: usize) -> Table {
        let blocks = article.blocks();
        let is_row = |row: usize| blocks.get(row).is_some_and(|block| block.kind == BlockKind::Table);
        let mut start = index;
        while start > 0 && !begins(article, start) && is_row(start - 1) {
            start -= 1;
        }
        let further = (index + 1..blocks.len()).take_while(|&row| is_row(row) && !begins(article, row));
        let blocks = start..index + 1 + further.count();
        let (mut wished, mut numbers, mut has_number) = (Vec::new(), Vec::new(), Vec::new());
        let mut longest: Vec<usize> = Vec::new();
        for row in blocks.clone().take(MEASURED) {
            for (span, cell) in article.cells(row) {
                let column = usize::from(cell.column).min(MOST_COLUMNS - 1);
                if wished.len() <= column {
                    wished.resize(column + 1, 0);
                    longest.resize(column + 1, 0);
                    numbers.resize(column + 1, true);
                    has_number.resize(column + 1, false);
                }
                if cell.columns <= 1 {
                    let words = article.slice(span);
                    wished[column] = wished[column].max(width(words));
                    longest[column] = words.split_whitespace().map(width).fold(longest[column], usize::max);
                    let is_number = is_number(words);
                    numbers[column] &= is_number || cell.is_head;
                    has_number[column] |= is_number;
                }
            }
        }
        for row in blocks.clone().take(MEASURED) {
            for (span, cell) in article.cells(row).into_iter().filter(|(_, cell)| cell.columns > 1) {
                widen(&mut wished, cell, width(article.slice(span)), room);
            }
        }
        let (mut widths, mut bands) = fitted(&wished, &longest, room);
        let mut columns = placed(&widths, bands.then_some(room));
        let has_many_bands = columns.last().is_some_and(|last| last.band >= MOST_BANDS);
        if has_many_bands {
            widths = wished.iter().map(|&wished| wished.clamp(1, WIDEST_IN_BANDS)).collect();
            bands = false;
            columns = placed(&widths, None);
        }
        let is_wide = columns.iter().any(|column| column.x + column.width > room);
        for (column, place) in columns.iter_mut().enumerate() {
            place.numbers = numbers[column] && has_number[column];
        }
        let wraps = bands || wished.iter().zip(&widths).any(|(wished, given)| wished > given);
        let room = if is_wide { usize::MAX } else { room };
        Table { blocks, columns, room, is_wide, wraps }
    }

    /// Columns that its rows take.
    pub fn width(&self) -> usize {
        self.columns.iter().map(|column| column.x + column.width).max().unwrap_or(0)
    }

    /// The screen column at which the table's column with `x` begins, or the one before it.
    pub fn start_of(&self, x: usize) -> usize {
        self.columns.iter().map(|column| column.x).take_while(|&start| start <= x).last().unwrap_or(0)
    }

    /// The lines of the table row at block `index`, each with its segments from left to right.
    pub fn lines(&self, article: &Article, index: usize) -> Vec<Vec<Segment>> {
        let mut lines: Vec<Vec<Segment>> = Vec::new();
        let (mut band, mut top) = (0, 0);
        for (words, cell) in article.cells(index) {
            let at = usize::from(cell.column).min(self.columns.len().saturating_sub(1));
            let Some(column) = self.columns.get(at) else { continue };
            if column.band != band {
                (band, top) = (column.band, lines.len());
            }
            let room = self.room_of(cell, at);
            for (nth, span) in wrap(article.text(), words, room).into_iter().enumerate() {
                let left = room.saturating_sub(width(article.slice(span)));
                let x = column.x + if column.numbers && cell.columns <= 1 { left } else { 0 };
                while lines.len() <= top + nth {
                    lines.push(Vec::new());
                }
                lines[top + nth].push(Segment { span, column: x });
            }
        }
        lines.retain(|line| !line.is_empty());
        lines
    }

    /// The screen columns of `cell`, which begins in column `at`: those of all columns it spans in its band.
    fn room_of(&self, cell: Cell, at: usize) -> usize {
        let column = self.columns[at];
        let spanned = self.columns[at..].iter().take(usize::from(cell.columns).max(1));
        let last = spanned.take_while(|other| other.band == column.band).last().copied().unwrap_or(column);
        (last.x + last.width).min(self.room).saturating_sub(column.x).max(1)
    }
}

/// Whether block `index`, a row below another, begins a new table: it is further away than rows are, or it is a header
/// row and the one above is not.
pub(super) fn begins(article: &Article, index: usize) -> bool {
    index
        .checked_sub(1)
        .is_some_and(|above| is_apart(article, above) || article.is_head_row(index) && !article.is_head_row(above))
}

/// Whether the block after `above` is further away than the rows of a table are from each other.
fn is_apart(article: &Article, above: usize) -> bool {
    let ends = |index: usize| article.blocks().get(index).map(|block| block.span);
    let between = ends(above)
        .zip(ends(above + 1))
        .and_then(|(above, next)| article.text().get(above.end as usize..next.start as usize));
    between.is_some_and(|between| between.matches('\n').count() > 2)
}

/// Columns of these widths beside each other, in bands of `room` columns if it has bands.
fn placed(widths: &[usize], room: Option<usize>) -> Vec<Column> {
    let (mut x, mut band) = (0, 0);
    let place = |&width: &usize| {
        if let Some(room) = room.filter(|room| x > 0 && x + width > *room) {
            (x, band) = (BAND_INDENT.min(room.saturating_sub(1)), band + 1);
        }
        let column = Column { x, width, band, numbers: false };
        x += width + GAP;
        column
    };
    widths.iter().map(place).collect()
}

/// The rows of the screen for block `index` with these lines.
pub(super) fn rows(article: &Article, index: usize, lines: &[Vec<Segment>]) -> Vec<Row> {
    let spans = lines.iter().filter_map(|line| Some(line.first()?.span.join(line.last()?.span)));
    spans.map(|span| text_row(index, article.blocks()[index], span)).collect()
}

/// Widens the columns that `cell` spans to hold its `width`, as far as the table then still has room.
fn widen(wished: &mut [usize], cell: Cell, width: usize, room: usize) {
    let gaps = |columns: usize| GAP * columns.saturating_sub(1);
    let spare = room.saturating_sub(wished.iter().sum::<usize>() + gaps(wished.len()));
    let first = usize::from(cell.column).min(wished.len());
    let end = (first + usize::from(cell.columns)).min(wished.len());
    let spanned = &mut wished[first..end];
    let lacks = width.saturating_sub(spanned.iter().sum::<usize>() + gaps(spanned.len())).min(spare);
    let count = spanned.len();
    for (nth, column) in spanned.iter_mut().enumerate() {
        *column += lacks * (nth + 1) / count - lacks * nth / count;
    }
}

/// The widths of columns of the `wished` widths, and whether they stand in several bands. As long as there is room,
/// none is narrower than its `longest` word. Without that room they are wider than it rather than break words, unless
/// these are very long.
fn fitted(wished: &[usize], longest: &[usize], room: usize) -> (Vec<usize>, bool) {
    let gaps = GAP * wished.len().saturating_sub(1);
    // A column of empty cells still takes up a place.
    let capped = |most: usize| wished.iter().map(|&wished| wished.min(most).max(1)).collect::<Vec<usize>>();
    let taken = |most: usize| capped(most).iter().sum::<usize>() + gaps;
    // Words of up to `whole` columns are not broken.
    let unbroken = |most: usize, whole: usize| -> Vec<usize> {
        capped(most).iter().zip(longest).map(|(&width, &word)| width.max(word.min(whole))).collect()
    };
    let fitting = |longest: usize| {
        let mut widths = (NARROWEST..=room).rev().map(|most| unbroken(most, longest));
        widths.find(|widths| widths.iter().sum::<usize>() + gaps <= room)
    };
    if let Some(widths) = fitting(usize::MAX).or_else(|| fitting(WIDEST_IN_BANDS)) {
        return (widths, false);
    }
    match taken(NARROWEST) <= room {
        true => (unbroken(NARROWEST, WIDEST_IN_BANDS), false),
        // All of one width, so that the columns of all bands are aligned.
        false => {
            let most = WIDEST_IN_BANDS.min(room.saturating_sub(BAND_INDENT)).max(1);
            let widest = wished.iter().map(|&wished| wished.min(most)).max().unwrap_or(1).max(1);
            (vec![widest; wished.len()], true)
        }
    }
}

/// Whether `words` are a number, with its sign, unit or separators, or a sign for a missing one.
fn is_number(words: &str) -> bool {
    let words = words.trim();
    let signs = |c: char| {
        matches!(
            c,
            '.' | ','
                | '+'
                | '-'
                | '−'
                | '–'
                | '—'
                | '%'
                | '$'
                | '€'
                | '£'
                | '¥'
                | ' '
                | '\u{a0}'
                | '\u{202f}'
                | '('
                | ')'
                | '±'
                | '/'
                | ':'
        )
    };
    !words.is_empty() && words.chars().all(|c| c.is_ascii_digit() || signs(c)) && graphemes(words).count() <= 24
}

/// The place in `segments` of byte `at`: the segment that holds it, else the last that begins before it.
pub(super) fn segment_at(segments: &[Segment], at: usize) -> Option<Segment> {
    let holds = segments.iter().find(|segment| segment.span.holds(at));
    holds
        .or_else(|| segments.iter().rev().find(|segment| segment.span.start as usize <= at))
        .or(segments.first())
        .copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_broken_only_where_they_are_very_long() {
        let widths = |longest: &[usize], room| fitted(&[60, 60, 60], longest, room);
        assert_eq!(widths(&[14, 13, 18], 60), (vec![18, 18, 18], false));
        // Wider than the screen by a few columns.
        assert_eq!(widths(&[14, 17, 18], 48), (vec![14, 17, 18], false));
        assert_eq!(widths(&[8, 40, 9], 48), (vec![12, 20, 12], false));
    }

    #[test]
    fn columns_fit_the_screen_even_if_one_is_empty() {
        for (wished, room) in [(&[40, 0][..], 12), (&[3, 0, 0], 8), (&[0, 0], 4)] {
            let (widths, bands) = fitted(wished, wished, room);
            let columns = placed(&widths, bands.then_some(room));
            assert!(columns.iter().all(|column| column.x < room), "{wished:?}: {columns:?}");
            assert!(columns.iter().all(|column| column.x + column.width <= room), "{wished:?}: {columns:?}");
        }
    }
}

//! The cells of the open table: in which column each begins, with those that reach down from rows above.

use crate::article::Cell;

/// The most columns that are distinguished.
const MOST_COLUMNS: usize = 1000;

/// Counts the columns of a table.
#[derive(Debug, Default)]
pub(super) struct ColumnCounter {
    next: usize,
    /// For each column the rows that a cell above still reaches down into.
    taken: Vec<u16>,
    /// The cell last begun.
    pub cell: Cell,
}

impl ColumnCounter {
    /// Begins a table.
    pub fn begin_table(&mut self) {
        *self = ColumnCounter::default();
    }

    /// Begins a row.
    pub fn begin_row(&mut self) {
        self.next = 0;
    }

    /// Ends a row.
    pub fn end_row(&mut self) {
        self.taken.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
        while self.taken.last() == Some(&0) {
            self.taken.pop();
        }
    }

    /// Begins a cell that spans this many columns and rows.
    pub fn begin_cell(&mut self, columns: Option<&str>, rows: Option<&str>, is_head: bool) {
        let spanned = |value: Option<&str>| value.and_then(|value| value.trim().parse().ok()).unwrap_or(1usize).max(1);
        while self.taken.get(self.next).is_some_and(|&rows| rows > 0) {
            self.next += 1;
        }
        let column = self.next.min(MOST_COLUMNS - 1);
        let columns = spanned(columns).min(MOST_COLUMNS - column);
        let rows = spanned(rows).min(1000);
        if rows > 1 {
            self.taken.resize(self.taken.len().max(column + columns), 0);
            self.taken[column..column + columns].fill(rows as u16);
        }
        self.next = column + columns;
        self.cell = Cell { column: column as u16, columns: columns as u16, is_head };
    }
}

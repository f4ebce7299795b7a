//! [`Span`]: a range of bytes in an article's text, the currency of all layers.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::Range;

/// A range of **bytes** in an article's text, end exclusive, on character boundaries. Offsets fit `u32` because
/// `source` refuses texts over 1 GB.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// The span from byte `start` to byte `end`. If `end` is before `start`, it is empty.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start: start as u32, end: end.max(start) as u32 }
    }

    /// The span as a range of `usize`, for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it has no byte.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether byte `at` lies inside.
    pub fn holds(self, at: usize) -> bool {
        (self.start as usize) <= at && at < self.end as usize
    }

    /// Whether all of `other` lies inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that contains both.
    pub fn join(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The same bytes in a text that has `by` more before them.
    pub fn shifted(self, by: u32) -> Span {
        Span { start: self.start + by, end: self.end + by }
    }

    /// The same range in code points of `text`.
    pub fn code_points(self, text: &str) -> Range<usize> {
        let start = text.get(..self.start as usize).map_or(0, |before| before.chars().count());
        start..start + self.of(text).chars().count()
    }

    /// The part of `text` that it covers, or an empty string if it does not fit.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Span {
        Span::new(range.start, range.end)
    }
}

//! [`Opening`]: the start of a block that may be a label.

use super::names::Likely;
use crate::article::label::Label;
use crate::text::Span;
use std::ops::Range;

/// A block that may open with a label.
pub(super) struct Opening {
    /// Its place among the blocks looked at.
    pub(super) place: usize,
    /// Where its text starts.
    pub(super) start: usize,
    pub(super) label: Label,
    /// The name in lower case.
    pub(super) key: String,
    pub(super) likely: Likely,
    /// In capitals throughout.
    pub(super) capitals: bool,
    /// Is the name set in bold, or is the label a heading?
    pub(super) apart: bool,
    /// Does what is said speak to somebody: *I*, *you*, a question?
    pub(super) speaks: bool,
    /// Does what is said open with a mark of quotation?
    pub(super) marked: bool,
    /// Does it begin or end as a sentence does?
    pub(super) sentence: bool,
}

impl Opening {
    pub(super) fn letter(&self) -> Option<char> {
        let word = self.key.trim_end_matches(|c: char| c.is_ascii_digit());
        match word {
            "q" | "question" => Some('Q'),
            "a" | "answer" => Some('A'),
            _ => None,
        }
    }

    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.start + range.start, self.start + range.end)
    }
}

//! [`LabelCandidate`]: the start of a block that may be a label.

use crate::article::label::Label;
use crate::text::Span;
use std::ops::Range;

/// How likely words are a name or a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NameLikelihood {
    No,
    /// Everyday words.
    Hardly,
    Maybe,
    /// A known name, a title or a role.
    Sure,
}

/// A block that may open with a label.
pub(super) struct LabelCandidate {
    /// Its place among the blocks looked at.
    pub(super) place: usize,
    /// Where its text starts.
    pub(super) start: usize,
    pub(super) label: Label,
    /// The name in lower case.
    pub(super) key: String,
    pub(super) likely: NameLikelihood,
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

impl LabelCandidate {
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

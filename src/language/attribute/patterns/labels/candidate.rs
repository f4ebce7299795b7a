//! [`LabelCandidate`]: the start of a block that may be a label.

use crate::article::label::Label;
use crate::language::lexical::lexicon::{self, Classes};
use crate::language::lexical::word_classes::{ANSWER_LABEL, QUESTION_LABEL, SPEAKER_ROLE, UNNAMED_PART};
use crate::text::Span;
use std::ops::Range;

/// The likelihood that words are a name or a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NameLikelihood {
    No,
    /// Common words.
    Hardly,
    Maybe,
    /// A known name, a title or a role.
    Sure,
}

/// The start of a block that may be a label.
pub(super) struct LabelCandidate {
    /// The index of the block among those examined.
    pub(super) index: usize,
    /// The byte at which the block starts.
    pub(super) start: usize,
    pub(super) label: Label,
    /// The name in lower case, by which labels are compared.
    pub(super) key: String,
    pub(super) likelihood: NameLikelihood,
    /// Whether the name is in capitals throughout.
    pub(super) capitals: bool,
    /// Whether the name is bold, or the label a heading.
    pub(super) emphasised: bool,
    /// Whether the body addresses the listener: *I*, *you*, a question.
    pub(super) addresses: bool,
    /// Whether the body opens with a quotation mark.
    pub(super) quoted: bool,
    /// Whether the body begins or ends as a sentence does.
    pub(super) sentence: bool,
    /// Whether the name begins with a small letter, without emphasis.
    pub(super) small: bool,
    /// Whether the body begins with a small letter and has no addressee, as in a definition.
    pub(super) defines: bool,
    /// Whether the body is a few words like a title: `Some(false)` for a single word.
    pub(super) titled: Option<bool>,
}

impl LabelCandidate {
    pub(super) fn letter(&self) -> Option<char> {
        let word = self.key.trim_end_matches(|c: char| c.is_ascii_digit());
        match word {
            word if QUESTION_LABEL.contains(word) => Some('Q'),
            word if ANSWER_LABEL.contains(word) => Some('A'),
            _ => None,
        }
    }

    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.start + range.start, self.start + range.end)
    }
}

/// Whether `word`, in lower case, names an office or a part in a conversation, with or without a number.
pub(super) fn is_role(word: &str) -> bool {
    let stem = word.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_');
    SPEAKER_ROLE.contains(stem)
        || UNNAMED_PART.contains(stem)
        || lexicon::look_up(stem).is(Classes::OFFICE.or(Classes::RANK).or(Classes::ANY_ROLE))
}

//! [`UnmarkedSpeech`]: a turn that is set off as speech without quotation marks.

use crate::text::Span;

/// A turn that is set off as speech without marks.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct UnmarkedSpeech {
    /// The name on the label, without the colon; nothing for a bare *Q* or *A* of nobody known.
    pub source: Option<Span>,
    pub cue: Option<Span>,
    /// What is said: one span for each unbroken piece.
    pub content: Vec<Span>,
    /// How sure the source is.
    pub confidence: f32,
    /// How sure it is that this is speech.
    pub sure: f32,
}

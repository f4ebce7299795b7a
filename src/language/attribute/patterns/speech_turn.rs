//! [`SpeechTurn`]: one turn of quoted speech.

use crate::text::Span;

/// A turn of quoted speech.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SpeechTurn {
    /// Its quoted runs, in order.
    pub runs: Vec<usize>,
    pub source: Option<Span>,
    pub cue: Option<Span>,
    pub confidence: f32,
    pub source_confidence: f32,
    /// The attributions of the tagger that it replaces.
    pub tagged: Vec<usize>,
    /// Whether the speaker is named next to it, and not carried over.
    pub named: bool,
}

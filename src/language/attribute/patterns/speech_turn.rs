//! [`SpeechTurn`]: one turn of marked speech.

use crate::text::Span;

/// A turn of marked speech.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SpeechTurn {
    /// Its runs, in order.
    pub runs: Vec<usize>,
    pub source: Option<Span>,
    pub cue: Option<Span>,
    pub confidence: f32,
    pub source_confidence: f32,
    /// The attributions that the tagger made of it.
    pub learned: Vec<usize>,
    /// Somebody is named beside it, rather than carried over.
    pub named: bool,
}

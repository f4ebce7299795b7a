//! [`UnmarkedSpeech`]: a turn that something other than quotation marks sets off as speech.

use crate::language::attribute::attribution::{Attribution, Kind, SpeechAct};
use crate::text::Span;

/// A turn without quotation marks.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct UnmarkedSpeech {
    /// The name on the label, without the colon; `None` for a bare *Q* or *A* of an unknown speaker.
    pub source: Option<Span>,
    pub cue: Option<Span>,
    /// The content: one span per contiguous piece.
    pub content: Vec<Span>,
    /// The confidence in the source.
    pub source_confidence: f32,
    /// The confidence that this is speech.
    pub confidence: f32,
}

impl From<UnmarkedSpeech> for Attribution {
    fn from(turn: UnmarkedSpeech) -> Attribution {
        Attribution {
            kind: Kind::Direct,
            act: SpeechAct::Said,
            content: turn.content,
            cue: turn.cue,
            source: turn.source,
            confidence: turn.confidence,
            source_confidence: if turn.source.is_some() { turn.source_confidence } else { 0.0 },
            inside: None,
        }
    }
}

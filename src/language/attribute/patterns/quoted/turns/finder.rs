//! [`TurnFinder`]: the state of the search for turns, run by run.

use crate::language::attribute::attribution::Attribution;
use crate::language::attribute::patterns::speech_turn::SpeechTurn;
use crate::language::lexical::TokenizedArticle;
use crate::text::Span;
use std::ops::Range;

/// The turns found so far, and the state needed to find the next one.
pub(super) struct TurnFinder<'a> {
    pub(super) input: TokenizedArticle<'a>,
    pub(super) found: &'a [Attribution],
    pub(super) bare: Vec<bool>,
    pub(super) turns: Vec<SpeechTurn>,
    pub(super) turn_of: Vec<Option<usize>>,
    /// The last run that was taken for speech.
    pub(super) last: Option<usize>,
    pub(super) last_cue: Option<Range<usize>>,
    /// Whether each run is continued by another.
    pub(super) continued: Vec<bool>,
    /// The attributions of the tagger that are not speech.
    pub(super) rejected: Vec<usize>,
    pub(super) sources: Vec<(Span, usize)>,
    /// The speaker of the list being read (“Key quotes:”), and its last block.
    pub(super) list: Option<(Span, usize)>,
}

//! [`Quotation`]: a quotation with its speaker, if the text identifies one.

use crate::language::attribute::attribution::{Kind, SpeechAct};
use crate::language::coref::person::PersonId;
use crate::text::Span;
use serde::{Deserialize, Serialize};

/// Index into the quotations of an analysis.
pub type QuotationId = usize;

/// A quotation with its speaker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quotation {
    pub kind: Kind,
    pub act: SpeechAct,
    /// See [`Attribution::content`](crate::language::attribute::attribution::Attribution::content).
    pub content: Vec<Span>,
    pub cue: Option<Span>,
    /// A mention of the speaker, wherever `speaker` is set too.
    pub source: Option<Span>,
    pub speaker: Option<PersonId>,
    /// The probability that this is a quotation, 0 to 1.
    pub confidence: f32,
    /// The probability that the speaker is right, given that it is a quotation, 0 to 1. 0 without a speaker.
    pub speaker_confidence: f32,
    /// The quotation in which this one stands.
    pub inside: Option<QuotationId>,
}

impl Quotation {
    /// From the start of the first piece to the end of the last.
    pub fn extent(&self) -> Span {
        match (self.content.first(), self.content.last()) {
            (Some(first), Some(last)) => first.join(*last),
            _ => Span::default(),
        }
    }
}

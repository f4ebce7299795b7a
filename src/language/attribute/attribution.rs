//! [`Attribution`]: a quotation with its cue and its source, before its speaker is known.

use crate::text::Span;
use serde::{Deserialize, Serialize};

/// The kind of a quotation: whether its words are the speaker's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// All of it: inside quotation marks, or set off as speech by a dash or a label.
    Direct,
    /// Some of it: a paraphrase with quoted words.
    Mixed,
    /// None of it: a paraphrase.
    Indirect,
}

impl Kind {
    /// The name in records and on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Direct => "direct",
            Kind::Mixed => "mixed",
            Kind::Indirect => "indirect",
        }
    }
}

/// Whether a quotation reports speech or thought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SpeechAct {
    /// Said, written, told.
    Said,
    /// Thought, felt, wanted.
    Thought,
}

impl SpeechAct {
    /// Its name in every record and on the screen.
    pub fn name(self) -> &'static str {
        match self {
            SpeechAct::Said => "said",
            SpeechAct::Thought => "thought",
        }
    }
}

/// A quotation as found in the text, before its speaker is resolved.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    pub kind: Kind,
    pub act: SpeechAct,
    /// The content: one span per contiguous piece, in order, none empty. Direct spans include their marks. A leading
    /// *that* is left out.
    pub content: Vec<Span>,
    /// The cue: the words that report the content (“said”, “according to”, the colon of a label).
    pub cue: Option<Span>,
    /// The source: the mention of the speaker, title included, without its appositive (“Sen. Adeyemi-Holt”, “she”).
    pub source: Option<Span>,
    /// The probability that this is a quotation, 0 to 1.
    pub confidence: f32,
    /// The probability that `source` is the right mention if this is a quotation, 0 to 1.
    pub source_confidence: f32,
    /// The index, in the same list, of the quotation around this one.
    pub inside: Option<usize>,
}

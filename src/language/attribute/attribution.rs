//! [`Attribution`]: a quotation with its cue and source as found in the text, before its speaker is known.

use crate::text::Span;
use serde::{Deserialize, Serialize};

/// How much of a quotation is in the speaker's own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// All of it inside quotation marks, or set off as speech by a dash or a label.
    Direct,
    /// A paraphrase that holds quoted words.
    Mixed,
    /// No quoted words.
    Indirect,
}

/// What a quotation reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// Said, written, told.
    Said,
    /// Thought, felt, wanted.
    Thought,
}

/// A quotation as it was found in the text, before anyone knows who `he` is.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    pub kind: Kind,
    pub act: Act,
    /// What is said: one span for each unbroken piece, in order, none empty. Direct spans include their marks; a
    /// leading *that* stays out.
    pub content: Vec<Span>,
    /// The words that report it (“said”, “according to”, the colon of a label).
    pub cue: Option<Span>,
    /// The mention that carries the attribution, title included, without its appositive (“Sen. Adeyemi-Holt”, “she”).
    pub source: Option<Span>,
    /// How likely it is that this is a quotation, 0 to 1.
    pub confidence: f32,
    /// How likely it is that `source` is the right mention, given that it is a quotation, 0 to 1.
    pub source_confidence: f32,
    /// Place in the same list of the quotation that holds this one.
    pub inside: Option<usize>,
}

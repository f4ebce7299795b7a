//! [`Analysis`]: everything that was found in an article, and the [`Engine`] that found it.

use crate::language::coref::person::Person;
use crate::language::coref::quotation::Quotation;
use crate::language::document::language::Language;
#[cfg(feature = "best")]
use crate::language::tag::encoder;
use crate::language::tag::linear_model;

/// Everything that was found in an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    pub language: Language,
    /// Which model found it.
    pub engine: Engine,
    /// In order of first mention.
    pub people: Vec<Person>,
    /// In order of first span.
    pub quotations: Vec<Quotation>,
}

/// Which of the two models answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Engine {
    /// The linear one: at once, and what is marked is found.
    #[default]
    Fast,
    /// The encoder: paraphrases too, in the time that reading a headline takes.
    Best,
}

impl Engine {
    /// Is the encoder in this program?
    pub const HAS_BEST: bool = cfg!(feature = "best");

    /// The number of the model, as its blob has it.
    pub fn version(self) -> u8 {
        match self {
            #[cfg(feature = "best")]
            Engine::Best => encoder::VERSION,
            _ => linear_model::VERSION,
        }
    }
}

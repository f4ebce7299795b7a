//! [`Analysis`]: everything that was found in an article, and the [`Engine`] that found it.

use crate::language::coref::person::Person;
use crate::language::coref::quotation::Quotation;
use crate::language::lexical::language::Language;
#[cfg(feature = "best")]
use crate::language::tag::encoder;
use crate::language::tag::linear_model;

/// Everything that was found in an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    pub language: Language,
    /// The model that found it.
    pub engine: Engine,
    /// The people, in order of first mention.
    pub people: Vec<Person>,
    /// The quotations, in order of their first span.
    pub quotations: Vec<Quotation>,
}

/// The new index of each item of a list from which all but the `kept` items are removed. `None` for a removed one.
pub fn new_indices(kept: &[bool]) -> Vec<Option<usize>> {
    let mut next = 0;
    let number = |&kept: &bool| {
        kept.then(|| {
            next += 1;
            next - 1
        })
    };
    kept.iter().map(number).collect()
}

/// The two models.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Engine {
    /// The linear model: instant, and good at quoted speech.
    #[default]
    Fast,
    /// The encoder: finds paraphrases too, and takes about as long as reading a headline.
    Best,
}

impl Engine {
    /// Whether this program includes the encoder.
    pub const HAS_BEST: bool = cfg!(feature = "best");

    /// The version of the model, as in its blob.
    pub fn version(self) -> u8 {
        match self {
            #[cfg(feature = "best")]
            Engine::Best => encoder::VERSION,
            _ => linear_model::VERSION,
        }
    }
}

//! [`Linker`]: gives each candidate for whom a mention stands for, or who says a quotation, its share. What is asked is put
//! together in `features` and `turns`; what is made of the answer is in `walk`.

use super::cast::Who;
use super::ranker::{Features, Question, Rankers};
use std::ops::Range;

/// One who may be meant.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Nobody who is known so far when `None`.
    pub who: Option<Who>,
    /// Token of the mention that would be the antecedent.
    pub at: usize,
    pub features: Features,
}

/// A question with all who may be meant, one of them nobody.
#[derive(Clone, Debug)]
pub struct Query {
    pub question: Question,
    /// Token of the mention, or the first of the quotation, that is asked about.
    pub at: usize,
    /// Where the mention begins.
    pub from: usize,
    /// The quotation that is asked about, or whose source the mention is.
    pub attribution: Option<usize>,
    /// Mentions of the name that is asked about.
    pub mentions: Vec<Range<usize>>,
    pub candidates: Vec<Candidate>,
}

/// Somebody who tells the shares of candidates.
pub trait Linker {
    /// The share of each candidate of `query`; they add up to one.
    fn shares(&self, query: &Query) -> Vec<f32>;

    /// The rankers behind it.
    fn rankers(&self) -> &Rankers<'_>;

    /// Is what is asked to be kept, so that it can be learned from?
    fn learns(&self) -> bool {
        false
    }
}

impl Linker for Rankers<'_> {
    fn shares(&self, query: &Query) -> Vec<f32> {
        self.of(query.question).shares(query.candidates.iter().map(|candidate| &candidate.features))
    }

    fn rankers(&self) -> &Rankers<'_> {
        self
    }
}

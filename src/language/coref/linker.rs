//! [`Linker`]: gives each candidate for whom a mention stands for, or who says a quotation, its share. What is asked is put
//! together in `features` and `turns`; what is made of the answer is in `walk`.

use super::entities::Who;
use super::ranker::{Features, LEAST_HEARD, Question, Rankers, softmax};
use crate::language::coref::mention::Form;
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
    /// The share of each candidate by a second reader; empty without one.
    pub heard: Vec<f32>,
}

/// A mention, as a second reader takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Tokens: its head (of a name the last word), and the first word of a name.
    pub head: usize,
    pub first: usize,
    pub form: Form,
}

/// Who may say something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// The one mentioned with its head at this token.
    Mention(usize),
    /// Whoever says the attribution of this number.
    Quotation(usize),
}

/// A second reader of a text: the encoder, where there is one.
pub trait Reader {
    /// What each of `tokens` heads, in shares: a mention of a person, of a body, anything else. The mean over the tokens.
    fn kinds(&self, tokens: &[usize]) -> [f32; 3];

    /// What it says of `mentions`, which are sorted, and of what is said in `contents`, in tokens.
    fn pairing<'r>(&'r self, mentions: Vec<Mention>, contents: &[Vec<Range<usize>>]) -> Box<dyn Pairing + 'r>;
}

/// What a second reader says of the mentions and quotations of a text. Scores are logarithms of odds.
pub trait Pairing {
    /// Heads of the mentions that the one headed by token `at` may mean, with their scores; that of nobody is 0.
    fn same(&self, at: usize) -> Vec<(usize, f32)>;

    /// Who may say the attribution `index`, with their scores.
    fn speakers(&self, index: usize) -> Vec<(Voice, f32)>;
}

/// Somebody who tells the shares of candidates.
pub trait Linker {
    /// The share of each candidate of `query`; they add up to one.
    fn shares(&self, query: &Query) -> Vec<f32>;

    /// Is what is asked to be kept, so that it can be learned from?
    fn learns(&self) -> bool {
        false
    }
}

impl Linker for Rankers<'_> {
    fn shares(&self, query: &Query) -> Vec<f32> {
        let ranker = self.of(query.question);
        let scores = query.candidates.iter().map(|candidate| ranker.score(&candidate.features));
        if query.heard.len() != query.candidates.len() {
            return softmax(scores.collect());
        }
        let mix = self.mixture(query.question);
        let both = scores.zip(&query.heard).zip(&query.candidates).map(|((score, heard), candidate)| {
            let nobody = if candidate.who.is_none() { mix.nobody } else { 0.0 };
            mix.plain * score + mix.heard * (heard + LEAST_HEARD).ln() + nobody
        });
        softmax(both.collect())
    }
}

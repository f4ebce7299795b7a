//! [`Linker`]: gives each candidate of a query a probability. Candidates are antecedents of a mention, or speakers of a
//! quotation. Queries are built in the files of the tasks.

use crate::language::coref::entities::EntityId;
use crate::language::coref::mention::MentionType;
use crate::language::coref::ranking::ranker::{ENCODER_FLOOR, Features, Rankers, Task, softmax};
use std::ops::Range;
use std::sync::LazyLock;

/// A possible answer to a query.
#[derive(Clone, Debug)]
pub struct LinkCandidate {
    /// `None`: a new entity, or no speaker.
    pub entity: Option<EntityId>,
    /// Token of the mention that would be the antecedent.
    pub at: usize,
    pub features: Features,
}

/// A question with all its candidates. One of them stands for a new entity or no speaker.
#[derive(Clone, Debug)]
pub struct LinkQuery {
    pub task: Task,
    /// Head token of the mention, or first token of the quotation.
    pub at: usize,
    /// First token of the mention.
    pub start: usize,
    /// The quotation in question, or the one whose source the mention is.
    pub attribution: Option<usize>,
    /// Tokens of each mention of a name whose type is in question.
    pub mentions: Vec<Range<usize>>,
    pub candidates: Vec<LinkCandidate>,
    /// The probability of each candidate by the encoder. Empty without one.
    pub encoder: Vec<f32>,
}

/// A mention, as the encoder takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MentionHead {
    /// Its head token. The head of a name is its last word.
    pub head: usize,
    /// First token of a name, else the head.
    pub first: usize,
    pub mention_type: MentionType,
}

/// A possible speaker of a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpeakerCandidate {
    /// The entity of the mention with its head at this token.
    Mention(usize),
    /// The speaker of the attribution with this index.
    Quotation(usize),
}

/// An encoder that has read the text.
pub trait TextEncoder {
    /// The probabilities that `tokens` head mentions of a person, of an organisation, and neither: the mean over the
    /// tokens.
    fn entity_types(&self, tokens: &[usize]) -> [f32; 3];

    /// Scores `mentions`, which are sorted by head, against each other, and the quotations against both. `contents` has
    /// the tokens of each quotation.
    fn score_pairs<'r>(
        &'r self,
        mentions: Vec<MentionHead>,
        contents: &[Vec<Range<usize>>],
    ) -> Box<dyn PairScores + 'r>;
}

/// The encoder's scores of pairs of mentions and quotations, as logarithms of odds.
pub trait PairScores {
    /// The heads of the possible antecedents of the mention with its head at token `at`, with their scores. No
    /// antecedent has the score 0.
    fn antecedents(&self, at: usize) -> Vec<(usize, f32)>;

    /// The possible speakers of attribution `index`, with their scores.
    fn speakers(&self, index: usize) -> Vec<(SpeakerCandidate, f32)>;
}

/// Gives the candidates of a query their probabilities: the rankers, or a trainer that knows the answer.
pub trait Linker {
    /// The probability of each candidate of `query`. They add up to one.
    fn probabilities(&self, query: &LinkQuery) -> Vec<f32>;

    /// Whether queries are to be logged, to learn from them.
    fn learns(&self) -> bool {
        false
    }
}

impl Linker for Rankers<'_> {
    fn probabilities(&self, query: &LinkQuery) -> Vec<f32> {
        let ranker = self.of(query.task);
        let scores = query.candidates.iter().map(|candidate| ranker.score(&candidate.features));
        if query.encoder.len() != query.candidates.len() {
            return softmax(scores.collect());
        }
        let mixture = self.mixture(query.task);
        let mixed = scores.zip(&query.encoder).zip(&query.candidates).map(|((score, encoder), candidate)| {
            let nobody = if candidate.entity.is_none() { mixture.nobody } else { 0.0 };
            mixture.features * score + mixture.encoder * (encoder + ENCODER_FLOOR).ln() + nobody
        });
        softmax(mixed.collect())
    }
}

/// The rankers in the binary.
pub fn embedded() -> &'static dyn Linker {
    static RANKERS: LazyLock<Rankers<'static>> =
        LazyLock::new(|| Rankers::read(include_bytes!("../../../../assets/coref.bin")).unwrap_or_else(Rankers::none));
    &*RANKERS
}

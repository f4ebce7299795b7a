//! The choice between the candidates of a query: the linker’s probabilities, mixed with the encoder's probabilities if
//! there is an encoder.

use crate::language::coref::discourse::state::Discourse;
use crate::language::coref::entities::EntityId;
use crate::language::coref::ranking::linker::{LinkQuery, SpeakerCandidate};
use crate::language::coref::ranking::ranker::{Task, softmax};

/// The candidate of `query` with the highest probability: its entity, its number, and its probability.
pub fn choose(discourse: &mut Discourse, mut query: LinkQuery) -> Option<((Option<EntityId>, usize), f32)> {
    query.encoder = encoder_probabilities(discourse, &query);
    let probabilities = discourse.scorer.linker.probabilities(&query);
    let better =
        |&one: &usize, &other: &usize| probabilities[one].total_cmp(&probabilities[other]).then(other.cmp(&one));
    let best = (0..probabilities.len()).max_by(better)?;
    let entity = query.candidates.get(best)?.entity;
    if let Some(probability) = query.encoder.get(best) {
        discourse.scorer.encoder_at.insert(query.at, *probability);
    }
    if let Some(log) = &mut discourse.scorer.log {
        log.push(query);
    }
    Some(((entity, best), probabilities[best]))
}

/// The encoder's probability of each candidate of `query`. Empty without an encoder, and where it has no scores.
fn encoder_probabilities(discourse: &Discourse, query: &LinkQuery) -> Vec<f32> {
    let Some(scores) = &discourse.scorer.pair_scores else { return Vec::new() };
    let mut probabilities = vec![0.0; query.candidates.len()];
    let mut add = |id: Option<EntityId>, probability: f32| {
        let position = query.candidates.iter().position(|candidate| candidate.entity == id);
        if let Some(cell) = position.and_then(|at| probabilities.get_mut(at)) {
            *cell += probability;
        }
    };
    match query.task {
        Task::Pronoun | Task::Description => {
            let scores = scores.antecedents(query.at);
            if scores.is_empty() {
                return Vec::new();
            }
            let all = softmax(std::iter::once(0.0).chain(scores.iter().map(|(_, score)| *score)).collect());
            let [nobody, mentions @ ..] = &all[..] else { return Vec::new() };
            add(None, *nobody);
            for ((head, _), probability) in scores.iter().zip(mentions) {
                if let Some(id) = discourse.eventual_entity_at(*head) {
                    add(Some(id), *probability);
                }
            }
        }
        Task::Speaker => {
            let scores = query.attribution.map_or_else(Vec::new, |index| scores.speakers(index));
            if scores.is_empty() {
                return Vec::new();
            }
            let all = softmax(scores.iter().map(|(_, score)| *score).collect());
            for ((speaker, _), probability) in scores.iter().zip(all) {
                let id = match speaker {
                    SpeakerCandidate::Mention(head) => discourse.eventual_entity_at(*head),
                    SpeakerCandidate::Quotation(index) => {
                        discourse.speakers.get(*index).copied().flatten().map(|speaker| speaker.entity)
                    }
                };
                if id.is_some() {
                    add(id, probability);
                }
            }
        }
        Task::EntityType | Task::Confidence => return Vec::new(),
    }
    probabilities
}

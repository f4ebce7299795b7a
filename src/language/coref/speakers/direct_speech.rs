//! The speakers of direct speech. The candidates are the entity of the source, the speakers of the utterances before
//! and after, and the entities mentioned nearby. There are two rounds, so that the second knows the speakers chosen on
//! both sides.

use crate::language::coref::antecedents::choice;
use crate::language::coref::discourse::state::{ChosenSpeaker, Discourse};
use crate::language::coref::entities::EntityId;
use crate::language::coref::mention::{Mention, MentionType, Reason};
use crate::language::coref::ranking::linker::{LinkCandidate, LinkQuery};
use crate::language::coref::ranking::ranker::Task;
use crate::language::coref::speakers::narrator_name;
use crate::language::coref::speakers::nearby_mentions::{self, NearbyMention};
use crate::language::coref::speakers::speaker_features::{self, Context};
use crate::language::coref::speakers::utterances::{self, Utterance, UtteranceSource};
use std::ops::Range;

/// Utterances before one whose speakers are candidates.
const UTTERANCES_BEFORE: usize = 4;
/// Utterances after it.
const UTTERANCES_AFTER: usize = 3;
/// Times that the speaker of each utterance is chosen.
const ROUNDS: u64 = 2;

/// Chooses the speakers of direct quotations, with and without a source.
pub fn attribute_direct_speech(discourse: &mut Discourse) {
    let mut utterances = utterances::find(discourse);
    for round in 0..ROUNDS {
        for at in 0..utterances.len() {
            if utterances[at].open {
                choose_speaker(discourse, &mut utterances, at, round);
            }
        }
    }
    // A pronoun refers to one person: if another person speaks, it is not the source.
    for utterance in &utterances {
        if let (Some(source), Some(id)) = (utterance.source, utterance.entity)
            && utterance.open
            && discourse.entity_at(source.at) != Some(id)
            && source.mention_type == MentionType::Pronoun
        {
            discourse.rejected_sources.insert(utterance.index);
        }
    }
    narrator_name::name_narrator(discourse, &utterances);
}

/// Chooses the speaker of utterance `at`.
fn choose_speaker(discourse: &mut Discourse, utterances: &mut [Utterance], at: usize, round: u64) {
    let utterance = &utterances[at];
    let nearby = nearby_mentions::find(discourse, utterance, utterances.get(at + 1));
    let (start, index) = (utterance.start, utterance.index);
    let context = Context { utterances, at, round, nearby: &nearby };
    let candidate = |entity: Option<EntityId>| {
        let features = speaker_features::features(discourse, &context, entity);
        LinkCandidate { entity, at: start, features }
    };
    let possible = possible_speakers(discourse, utterances, at, &nearby).into_iter().map(Some);
    // With a source beside it, “no speaker” is not a candidate.
    let nobody = (!utterance.is_tagged() && !utterance.is_named_beside()).then_some(None);
    let candidates = possible.chain(nobody).map(candidate).collect();
    let query = LinkQuery {
        task: Task::Speaker,
        at: start,
        start,
        attribution: Some(index),
        mentions: Vec::new(),
        candidates,
        encoder: Vec::new(),
    };
    let chosen = choice::choose(discourse, query)
        .and_then(|((id, _), confidence)| Some(ChosenSpeaker { entity: id?, confidence }));
    utterances[at].entity = chosen.map(|speaker| speaker.entity);
    discourse.speakers[index] = chosen;
    if round + 1 == ROUNDS
        && let (Some(source), Some(chosen)) = (utterances[at].source, chosen)
        && source.entity != chosen.entity
    {
        reject_source(discourse, index, source, chosen);
    }
}

/// The candidates for the speaker of utterance `at`, each once.
fn possible_speakers(
    discourse: &Discourse,
    utterances: &[Utterance],
    at: usize,
    nearby: &[NearbyMention],
) -> Vec<EntityId> {
    let utterance = &utterances[at];
    let around =
        |range: Range<usize>| utterances.get(range).unwrap_or(&[]).iter().filter_map(|utterance| utterance.entity);
    let mut possible: Vec<EntityId> = utterance.source.iter().map(|source| source.entity).collect();
    possible.extend(around(at.saturating_sub(UTTERANCES_BEFORE)..at).rev());
    possible.extend(around(at + 1..(at + 1 + UTTERANCES_AFTER).min(utterances.len())));
    possible.extend(nearby.iter().map(|nearby| nearby.entity));
    // Right after a question another person speaks: the one who answers.
    let answer =
        utterances.get(at + 1).filter(|next| utterance.asks && next.start == utterance.end && next.is_tagged());
    let answerer = answer.and_then(|next| next.entity);
    // “I heard him, Ann.” is said by another person, unless a source beside it says so.
    let called = |id: EntityId| !utterance.is_tagged() && speaker_features::is_addressed(discourse, utterance, id) == 1;
    let mut seen = Vec::new();
    possible.retain(|id| {
        let new = !seen.contains(id) && answerer != Some(*id) && !called(*id);
        if new {
            seen.push(*id);
        }
        new
    });
    possible
}

/// The entity of the source does not speak: a pronoun is given to the one who does, anything else is not the source.
fn reject_source(discourse: &mut Discourse, index: usize, source: UtteranceSource, chosen: ChosenSpeaker) {
    let span = discourse.text.article.tokens.tokens.get(source.at).map(|token| token.span).unwrap_or_default();
    if source.mention_type != MentionType::Pronoun {
        discourse.rejected_sources.insert(index);
        return;
    }
    let mentions = &mut discourse.entities[source.entity].mentions;
    let Some(old) = mentions.iter().rposition(|mention| mention.span == span) else { return };
    let mention = mentions.remove(old);
    let antecedent = discourse.entities[chosen.entity].mentions.iter().rev().map(|mention| mention.span);
    let antecedent = antecedent.filter(|other| other.end <= span.start).max();
    let mention = Mention { antecedent, reason: Reason::Speaker, confidence: chosen.confidence, ..mention };
    discourse.entities.mention(chosen.entity, source.at, mention);
    discourse.assign(source.at, chosen.entity);
}

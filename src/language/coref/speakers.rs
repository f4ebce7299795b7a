//! The speakers of direct speech. The candidates are the entity of the source, the speakers of the utterances before and
//! after, and the entities mentioned near by. There are two rounds: in the second the speakers that the first has chosen on
//! both sides are known.

use super::entities::EntityId;
use super::linker::{Candidate, Query};
use super::position;
use super::pronouns;
use super::ranker::Task;
use super::resolver::{Resolver, Speaker};
use super::speaker_features::{Context, NearbyMention};
use super::utterances::{Source, Utterance};
use crate::language::coref::mention::{Form, Mention, Reason};
use std::ops::Range;

/// Tokens before an utterance in which mentions are near.
const BEFORE: usize = 160;
/// Tokens after it.
const AFTER: usize = 50;
/// Mentions that are looked at there, at most.
const MENTIONS: usize = 12;
/// Tokens before an utterance in which other people are looked for.
const FAR: usize = 1200;
/// Other people who are found there, at most.
const OTHERS: usize = 8;
/// Utterances before one whose speakers are candidates.
const UTTERANCES_BEFORE: usize = 4;
/// Utterances after it.
const UTTERANCES_AFTER: usize = 3;
/// Times that the speaker of each utterance is chosen.
const ROUNDS: u64 = 2;

impl Resolver<'_, '_> {
    /// Chooses the speakers of direct quotations, with and without a source.
    pub(super) fn attribute_direct_speech(&mut self) {
        let mut utterances = self.utterances();
        for round in 0..ROUNDS {
            for at in 0..utterances.len() {
                if utterances[at].open {
                    self.choose_speaker(&mut utterances, at, round);
                }
            }
        }
        // A pronoun refers to one person: if somebody else speaks, it is not the source.
        for utterance in &utterances {
            if let (Some(source), Some(id)) = (utterance.source, utterance.entity)
                && utterance.open
                && self.entity_at(source.at) != Some(id)
                && source.form == Form::Pronoun
            {
                self.rejected_sources.insert(utterance.index);
            }
        }
    }

    /// Chooses the speaker of utterance `at`.
    fn choose_speaker(&mut self, utterances: &mut [Utterance], at: usize, round: u64) {
        let utterance = &utterances[at];
        let nearby = self.nearby_mentions(utterance, utterances.get(at + 1));
        let (start, index) = (utterance.start, utterance.index);
        let context = Context { utterances, at, round, nearby: &nearby };
        let candidate = |entity: Option<EntityId>| {
            let features = self.speaker_features(&context, entity);
            Candidate { entity, at: start, features }
        };
        let possible = self.possible_speakers(utterances, at, &nearby).into_iter();
        let candidates = possible.map(Some).chain([None]).map(candidate).collect();
        let query = Query {
            task: Task::Speaker,
            at: start,
            start,
            attribution: Some(index),
            mentions: Vec::new(),
            candidates,
            encoder: Vec::new(),
        };
        let chosen = self.choose(query).and_then(|((id, _), confidence)| Some(Speaker { entity: id?, confidence }));
        utterances[at].entity = chosen.map(|speaker| speaker.entity);
        self.speakers[index] = chosen;
        if round + 1 == ROUNDS
            && let (Some(source), Some(chosen)) = (utterances[at].source, chosen)
            && source.entity != chosen.entity
        {
            self.reject_source(index, source, chosen);
        }
    }

    /// The candidates for the speaker of utterance `at`, each once.
    fn possible_speakers(&self, utterances: &[Utterance], at: usize, nearby: &[NearbyMention]) -> Vec<EntityId> {
        let utterance = &utterances[at];
        let around =
            |range: Range<usize>| utterances.get(range).unwrap_or(&[]).iter().filter_map(|utterance| utterance.entity);
        let mut possible: Vec<EntityId> = utterance.source.iter().map(|source| source.entity).collect();
        possible.extend(around(at.saturating_sub(UTTERANCES_BEFORE)..at).rev());
        possible.extend(around(at + 1..(at + 1 + UTTERANCES_AFTER).min(utterances.len())));
        possible.extend(nearby.iter().map(|nearby| nearby.entity));
        // Whoever speaks right after a question answers it.
        let asks = utterance.end.checked_sub(2).is_some_and(|last| self.words.text(last) == "?");
        let answer = utterances.get(at + 1).filter(|next| asks && next.start == utterance.end && next.is_tagged());
        let answerer = answer.and_then(|next| next.entity);
        let mut seen = Vec::new();
        possible.retain(|id| {
            let new = !seen.contains(id) && answerer != Some(*id);
            if new {
                seen.push(*id);
            }
            new
        });
        possible
    }

    /// The entity of the source does not speak: a pronoun is given to the one who does, anything else is not the source.
    fn reject_source(&mut self, index: usize, source: Source, chosen: Speaker) {
        let span = self.words.tokens.tokens.get(source.at).map(|token| token.span).unwrap_or_default();
        if source.form != Form::Pronoun {
            self.rejected_sources.insert(index);
            return;
        }
        let mentions = &mut self.entities[source.entity].mentions;
        let Some(old) = mentions.iter().rposition(|mention| mention.span == span) else { return };
        let mention = mentions.remove(old);
        let antecedent = self.entities[chosen.entity].mentions.iter().rev().map(|mention| mention.span);
        let antecedent = antecedent.filter(|other| other.end <= span.start).max();
        let mention = Mention { antecedent, reason: Reason::Speaker, confidence: chosen.confidence, ..mention };
        self.entities.mention(chosen.entity, source.at, mention);
        self.assign(source.at, chosen.entity);
    }

    /// The mentions near an utterance: those before it, the nearest first, then those after it.
    fn nearby_mentions(&self, utterance: &Utterance, next: Option<&Utterance>) -> Vec<NearbyMention> {
        let mut found = Vec::new();
        let mut cut_off = false;
        for at in (utterance.start.saturating_sub(BEFORE)..utterance.start).rev() {
            if self.in_quotation(at) {
                cut_off = true;
            } else if found.len() < MENTIONS {
                self.add_nearby(at, cut_off, &mut found);
            }
        }
        // Whoever was mentioned long before may speak again.
        for at in (utterance.start.saturating_sub(FAR)..utterance.start).rev() {
            if found.len() >= MENTIONS + OTHERS {
                break;
            }
            if let Some(id) = self.entity_at(at)
                && !found.iter().any(|nearby| nearby.entity == id)
                && self.entities[id].is_person()
            {
                self.add_nearby(at, true, &mut found);
            }
        }
        let before = found.len();
        let end = next.map_or(usize::MAX, |next| next.start).min(utterance.end + AFTER).min(self.words.len());
        let mut after = Vec::new();
        for at in utterance.end..end {
            if !self.in_quotation(at) && after.len() < MENTIONS / 2 {
                self.add_nearby(at, false, &mut after);
            }
        }
        found.truncate(before);
        found.extend(after);
        found
    }

    /// Adds the mention that starts at token `at`, if there is one.
    fn add_nearby(&self, at: usize, cut_off: bool, found: &mut Vec<NearbyMention>) {
        let words = self.words;
        let Some(id) = self.entity_at(at) else { return };
        let same = |near: usize| self.entity_at(near) == Some(id);
        // The first token of a mention counts.
        if at.checked_sub(1).is_some_and(same) && self.in_quotation(at.saturating_sub(1)) == self.in_quotation(at) {
            return;
        }
        let end = (at..words.len().min(at + 12)).find(|&next| !same(next)).unwrap_or(at + 1);
        let pronoun = pronouns::third_person(words, at);
        let position = pronoun.map_or_else(|| position::position(words, at, end), |found| found.position);
        let form = match (pronoun, words.capital(end.saturating_sub(1))) {
            (Some(_), _) => Form::Pronoun,
            (None, true) => Form::Name,
            (None, false) => Form::Description,
        };
        found.push(NearbyMention {
            entity: id,
            at,
            position,
            form,
            rank: found.len(),
            cut_off,
            quoted: self.in_quotation(at),
        });
    }
}

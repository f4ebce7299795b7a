//! The encoder's opinion: its scores of mentions and quotations become probabilities of candidates.

use super::descriptions;
use super::entities::EntityId;
use super::linker::{MentionHead, Query, SpeakerCandidate};
use super::markables::Markable;
use super::ranker::{Task, softmax};
use super::resolver::Resolver;
use crate::language::coref::mention::Form;
use crate::language::document::word_classes::{I, WE, YOU};
use std::ops::Range;

impl Resolver<'_, '_> {
    /// All mentions of the text, for the encoder: names by their last word, descriptions by their noun, and pronouns.
    pub(super) fn mention_heads(&self) -> Vec<MentionHead> {
        let words = self.words;
        let mut mentions: Vec<MentionHead> = Vec::new();
        for (at, markable) in &self.markables {
            let (head, first, form) = match markable {
                Markable::Name(index) => {
                    let name = &self.names[*index].name;
                    (name.end.saturating_sub(1), name.start, Form::Name)
                }
                Markable::Description if descriptions::describe(words, *at, true).is_some() => {
                    (*at, *at, Form::Description)
                }
                Markable::Organisation(range) => {
                    (range.end.saturating_sub(1), range.end.saturating_sub(1), Form::Description)
                }
                Markable::Pronoun => (*at, *at, Form::Pronoun),
                Markable::Description | Markable::Source(_) => continue,
            };
            mentions.push(MentionHead { head, first, form });
        }
        for at in (0..words.len()).filter(|&at| words.is_pronoun(at)) {
            let first_person = words.has(at, &I) || words.has(at, &WE);
            let second = words.has(at, &YOU);
            if !(second || first_person && words.quoted(at)) {
                mentions.push(MentionHead { head: at, first: at, form: Form::Pronoun });
            }
        }
        mentions.sort_by_key(|mention| mention.head);
        mentions.dedup_by_key(|mention| mention.head);
        mentions
    }

    /// The tokens of the content of each attribution.
    pub(super) fn quotation_tokens(&self) -> Vec<Vec<Range<usize>>> {
        let tokens = |span: &crate::text::Span| self.words.tokens.within(*span);
        self.attributions.iter().map(|attribution| attribution.content.iter().map(tokens).collect()).collect()
    }

    /// The encoder's probability of each candidate of `query`. Empty without an encoder, and where it has no scores.
    pub(super) fn encoder_probabilities(&self, query: &Query) -> Vec<f32> {
        let Some(scores) = &self.pair_scores else { return Vec::new() };
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
                    if let Some(id) = self.eventual_entity_at(*head) {
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
                        SpeakerCandidate::Mention(head) => self.eventual_entity_at(*head),
                        SpeakerCandidate::Quotation(index) => {
                            self.speakers.get(*index).copied().flatten().map(|speaker| speaker.entity)
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

    /// The entity of the mention with its head at token `at`, as far as known: of names also where they are not yet resolved.
    fn eventual_entity_at(&self, at: usize) -> Option<EntityId> {
        self.entity_at(at).or_else(|| {
            let next = self.names.partition_point(|name| name.name.end <= at);
            self.names.get(next).filter(|name| name.name.contains(&at))?;
            self.entity_of_name.get(next).copied().flatten()
        })
    }
}

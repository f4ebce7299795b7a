//! The confidence in the speaker of a quotation, from the probabilities of the choices that led to it. The weights are
//! learned from texts that nothing else was learned from.

use super::buckets::{bucket, kind_bucket, probability_bucket};
use super::linker::{Candidate, Query};
use super::pronouns;
use super::ranker::{Features, Task, word};
use super::resolver::{Resolver, Speaker};
use crate::language::document::lexicon::Gender;

impl Resolver<'_, '_> {
    /// The probability that the speaker of attribution `index` is right.
    pub(super) fn speaker_confidence(&mut self, index: usize, speaker: Speaker) -> f32 {
        let query = self.confidence_query(index, speaker);
        let probabilities = self.linker.probabilities(&query);
        if let Some(log) = &mut self.log {
            log.push(query);
        }
        probabilities.first().copied().unwrap_or(0.0)
    }

    /// A query of two candidates: that the speaker is right, and that they are not.
    fn confidence_query(&self, index: usize, speaker: Speaker) -> Query {
        let content = &self.attributions[index].content;
        let at = content.first().map_or(0, |piece| self.words.tokens.within(*piece).start);
        let features = self.confidence_features(index, speaker, at);
        let right = Candidate { entity: Some(speaker.entity), at, features };
        let wrong = Candidate { entity: None, at, features: Features::default() };
        Query {
            task: Task::Confidence,
            at,
            start: at,
            attribution: Some(index),
            mentions: Vec::new(),
            candidates: vec![right, wrong],
            encoder: Vec::new(),
        }
    }

    /// The features of `speaker` for attribution `index`, which starts at token `at`.
    fn confidence_features(&self, index: usize, speaker: Speaker, at: usize) -> Features {
        let words = self.words;
        let attribution = &self.attributions[index];
        let entity = &self.entities[speaker.entity];
        let source = attribution.source.filter(|_| !self.rejected_sources.contains(&index));
        let range = source.map_or(0..0, |span| words.tokens.within(span));
        let pronoun =
            range.len() == 1 && (pronouns::third_person(words, range.start).is_some() || words.is_pronoun(range.start));
        let name = range.clone().any(|at| words.capital(at)) && !pronoun;
        let form = match (range.is_empty(), pronoun, name) {
            (true, _, _) => 0,
            (_, true, _) => 1,
            (_, _, true) => 2,
            _ => 3,
        };
        let kind = attribution.kind as u64;
        let chosen = probability_bucket(speaker.confidence);
        let found = probability_bucket(attribution.source_confidence);
        let quotation = probability_bucket(attribution.confidence);
        let mention = source.and_then(|span| self.entities.mention_at(span));
        let reason = mention.map_or(99, |mention| mention.reason as u64);
        let linked = mention.map_or(99, |mention| probability_bucket(mention.confidence));
        let before = mention.and_then(|mention| self.entities.mention_at(mention.antecedent?));
        let chain = before.map_or(99, |before| before.form as u64 * 20 + probability_bucket(before.confidence));
        let entity_kind = kind_bucket(entity);
        let names = self.name_counts.get(speaker.entity).copied().unwrap_or(0) as usize;
        let mut out = Features::with_room();
        out.add(1, [form, kind]);
        out.add(2, [form, chosen]);
        out.add(3, [form, found]);
        out.add(4, [form, quotation, kind]);
        out.add(5, [form, reason]);
        out.add(6, [form, linked]);
        out.add(7, [form, chain]);
        out.add(8, [form, entity_kind]);
        out.add(9, [form, bucket(names, 5), entity_kind]);
        out.add(10, [form, entity.key.len().min(4) as u64, entity_kind]);
        out.add(11, [form, chosen, found]);
        out.add(12, [form, reason, chosen]);
        out.add(13, [entity_kind, bucket(range.len(), 6)]);
        out.add(14, [form, u64::from(attribution.cue.is_some()), kind]);
        out.add(15, [form, u64::from(attribution.inside.is_some())]);
        out.add(16, [form, u64::from(entity.likely_gender() != Gender::Unknown), chosen.min(9)]);
        let rivals = self.entities.iter().take(200).filter(|other| other.is_person() && !other.mentions.is_empty());
        out.add(17, [form, bucket(rivals.count(), 8)]);
        if form == 1 || form == 3 {
            out.add(18, [word(words.lower(range.end - 1)), chosen.min(11)]);
        }
        if form == 2 {
            let first = words.entry(range.start);
            out.add(
                19,
                [u64::from(first.given), u64::from(words.entry(range.end - 1).surname), bucket(range.len(), 4)],
            );
            out.add(20, [u64::from(words.block(range.start) == 0), entity_kind]);
        }
        // The encoder’s opinion of the same choices.
        let encoder = |at: usize| self.encoder_at.get(&at).map_or(99, |found| probability_bucket(*found));
        let source_encoder = if range.is_empty() { 99 } else { encoder(range.end - 1) };
        out.add(22, [form, encoder(at)]);
        out.add(23, [form, source_encoder]);
        out.add(24, [form, encoder(at), chosen]);
        out.add(25, [form, source_encoder, linked]);
        out.add(21, [form, entity.members.len().min(3) as u64, entity_kind]);
        out
    }

    /// Logs the query about each speaker, to learn from it.
    pub(super) fn log_confidence(&mut self) {
        for index in 0..self.speakers.len() {
            if let Some(speaker) = self.speakers[index] {
                self.speaker_confidence(index, speaker);
            }
        }
    }
}

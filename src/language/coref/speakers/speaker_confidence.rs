//! The confidence in the speaker of a quotation, from the probabilities of the choices that led to it. The weights are
//! fitted on texts held out from all other training.

use crate::language::coref::antecedents::description_features;
use crate::language::coref::discourse::state::{ChosenSpeaker, Discourse};
use crate::language::coref::ranking::buckets::{bucket, kind_bucket, probability_bucket};
use crate::language::coref::ranking::linker::{LinkCandidate, LinkQuery};
use crate::language::coref::ranking::ranker::{Features, Task, word};
use crate::language::coref::sources::source_phrases;
use crate::language::coref::syntax::{descriptions, pronouns};
use crate::language::lexical::lexicon::Gender;

/// The probability that the speaker of attribution `index` is right.
pub fn confidence(discourse: &mut Discourse, index: usize, speaker: ChosenSpeaker) -> f32 {
    let query = confidence_query(discourse, index, speaker);
    let probabilities = discourse.scorer.linker.probabilities(&query);
    if let Some(log) = &mut discourse.scorer.log {
        log.push(query);
    }
    probabilities.first().copied().unwrap_or(0.0)
}

/// A query of two candidates: that the speaker is right, and that they are not.
fn confidence_query(discourse: &Discourse, index: usize, speaker: ChosenSpeaker) -> LinkQuery {
    let content = &discourse.text.attributions[index].content;
    let at = content.first().map_or(0, |piece| discourse.text.article.tokens.within(*piece).start);
    let features = confidence_features(discourse, index, speaker, at);
    let right = LinkCandidate { entity: Some(speaker.entity), at, features };
    let wrong = LinkCandidate { entity: None, at, features: Features::default() };
    LinkQuery {
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
fn confidence_features(discourse: &Discourse, index: usize, speaker: ChosenSpeaker, at: usize) -> Features {
    let article = discourse.text.article;
    let attribution = &discourse.text.attributions[index];
    let entity = &discourse.entities[speaker.entity];
    let source = attribution.source.filter(|_| !discourse.rejected_sources.contains(&index));
    let range = source.map_or(0..0, |span| article.tokens.within(span));
    let pronoun =
        range.len() == 1 && (pronouns::third_person(article, range.start).is_some() || article.is_pronoun(range.start));
    let name = range.clone().any(|at| article.is_capital(at)) && !pronoun;
    let mention_type = match (range.is_empty(), pronoun, name) {
        (true, _, _) => 0,
        (_, true, _) => 1,
        (_, _, true) => 2,
        _ => 3,
    };
    let kind = attribution.kind as u64;
    let chosen = probability_bucket(speaker.confidence);
    let found = probability_bucket(attribution.source_confidence);
    let quotation = probability_bucket(attribution.confidence);
    let mention = source.and_then(|span| discourse.entities.mention_at(span));
    let reason = mention.map_or(99, |mention| mention.reason as u64);
    let linked = mention.map_or(99, |mention| probability_bucket(mention.confidence));
    let before = mention.and_then(|mention| discourse.entities.mention_at(mention.antecedent?));
    let chain = before.map_or(99, |before| before.mention_type as u64 * 20 + probability_bucket(before.confidence));
    let entity_kind = kind_bucket(entity);
    let names = discourse.frequency.count(speaker.entity);
    let mut out = Features::with_typical_capacity();
    out.add(1, [mention_type, kind]);
    out.add(2, [mention_type, chosen]);
    out.add(3, [mention_type, found]);
    out.add(4, [mention_type, quotation, kind]);
    out.add(5, [mention_type, reason]);
    out.add(6, [mention_type, linked]);
    out.add(7, [mention_type, chain]);
    out.add(8, [mention_type, entity_kind]);
    out.add(9, [mention_type, bucket(names, 5), entity_kind]);
    out.add(10, [mention_type, entity.key.len().min(4) as u64, entity_kind]);
    out.add(11, [mention_type, chosen, found]);
    out.add(12, [mention_type, reason, chosen]);
    out.add(13, [entity_kind, bucket(range.len(), 6)]);
    out.add(14, [mention_type, u64::from(attribution.cue.is_some()), kind]);
    out.add(15, [mention_type, u64::from(attribution.inside.is_some())]);
    out.add(16, [mention_type, u64::from(entity.likely_gender() != Gender::Unknown), chosen.min(9)]);
    let rivals = discourse.entities.iter().take(200).filter(|other| other.is_person() && !other.mentions.is_empty());
    out.add(17, [mention_type, bucket(rivals.count(), 8)]);
    if mention_type == 1 || mention_type == 3 {
        out.add(18, [word(article.lower(range.end - 1)), chosen.min(11)]);
    }
    if mention_type == 2 {
        let first = article.entry(range.start);
        out.add(19, [u64::from(first.given), u64::from(article.entry(range.end - 1).surname), bucket(range.len(), 4)]);
        out.add(20, [u64::from(article.block(range.start) == 0), entity_kind]);
    }
    if mention_type == 3 {
        let head = descriptions::phrase_head(article, range.clone());
        let found = source_phrases::source_description(article, &range, head);
        let fit = description_features::fit(discourse, &found, entity);
        let genre = discourse.text.genre;
        out.add(26, [fit.role, fit.named, entity_kind]);
        out.add(27, [fit.role, bucket(entity.roles.len(), 2), chosen]);
        out.add(28, [fit.role, genre, bucket(names, 3)]);
        out.add(29, [word(article.lower(head)), fit.role]);
        out.add(30, [fit.role, linked, bucket(article.blocks().len(), 5)]);
    }
    out.add(31, [mention_type, discourse.text.genre, entity_kind]);
    out.add(32, [mention_type, chosen, bucket(article.blocks().len(), 5)]);
    // The encoder’s opinion of the same choices.
    let encoder = |at: usize| discourse.scorer.encoder_at.get(&at).map_or(99, |found| probability_bucket(*found));
    let source_encoder = if range.is_empty() { 99 } else { encoder(range.end - 1) };
    out.add(22, [mention_type, encoder(at)]);
    out.add(23, [mention_type, source_encoder]);
    out.add(24, [mention_type, encoder(at), chosen]);
    out.add(25, [mention_type, source_encoder, linked]);
    out.add(21, [mention_type, entity.members.len().min(3) as u64, entity_kind]);
    out
}

/// Logs the query about each speaker, to learn from it.
pub fn log_confidence(discourse: &mut Discourse) {
    for index in 0..discourse.speakers.len() {
        if let Some(speaker) = discourse.speakers[index] {
            confidence(discourse, index, speaker);
        }
    }
}

//! Counts, distances and probabilities as a few buckets: the values of features.

use crate::language::coref::entities::Entity;
use crate::language::coref::person::PersonKind;
use crate::language::lexical::lexicon::Gender;

/// The bucket of a count or distance, at most `most`: 0 to 4 have buckets of their own, then come 5–7, 8–15, 16–31 and
/// so on.
pub fn bucket(number: usize, most: u64) -> u64 {
    let bucket = match number {
        0..=4 => number as u64,
        5..=7 => 5,
        _ => u64::from(number.ilog2()) + 3,
    };
    bucket.min(most)
}

/// The bucket of the evidence for `gender`. Below 5 the evidence is against it.
pub fn gender_bucket(entity: &Entity, gender: Gender) -> u64 {
    let [male, female] = entity.gender_evidence;
    let lead = match gender {
        Gender::Male => male - female,
        Gender::Female => female - male,
        Gender::Unknown => return if male + female > 0.5 { 20 } else { 21 },
    };
    match lead {
        lead if lead <= -3.5 => 0,
        lead if lead <= -1.5 => 1,
        lead if lead <= -0.85 => 2,
        lead if lead <= -0.4 => 3,
        lead if lead < -0.01 => 4,
        lead if lead <= 0.01 => 5,
        lead if lead < 0.4 => 6,
        lead if lead < 0.85 => 7,
        lead if lead < 1.5 => 8,
        lead if lead < 3.5 => 9,
        _ => 10,
    }
}

/// The kind of an entity, with its number.
pub fn kind_bucket(entity: &Entity) -> u64 {
    match (entity.kind, entity.plural, entity.members.is_empty()) {
        (_, _, false) => 5,
        (PersonKind::Person, _, _) => 0,
        (PersonKind::Unnamed, false, _) => 1,
        (PersonKind::Unnamed, true, _) => 2,
        (PersonKind::Group, false, _) => 3,
        (PersonKind::Group, true, _) => 4,
    }
}

/// The bucket of a probability. Buckets are narrower near one.
pub fn probability_bucket(probability: f32) -> u64 {
    match probability {
        probability if probability >= 0.99 => 13,
        probability if probability >= 0.97 => 12,
        probability if probability >= 0.94 => 11,
        probability => (probability.max(0.0) * 11.0) as u64,
    }
}

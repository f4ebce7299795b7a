//! [`Ranker`]: the learned scorer of candidates, a network with one hidden layer. The features of a candidate select
//! rows of weights; their sum is the hidden layer, cut off below zero, and a weighted sum of that is the score. A
//! softmax over the scores gives the probabilities. `train::coref::ranker` learns the weights.

use crate::language::tag::hashing::{feature, mix};
use std::borrow::Cow;

/// Hidden units, which are cut off below zero.
pub const HIDDEN: usize = 64;

/// Weights in a row: one for each hidden unit, and one that is added to the score directly.
pub const WIDTH: usize = HIDDEN + 1;

/// Rows of a ranker. Features are hashed to rows.
pub const ROWS: usize = 16384;

/// Bytes of a ranker in the blob: the scale of its rows, the weights of the hidden units, the rows.
pub const BYTES: usize = 4 * WIDTH + ROWS * WIDTH;

/// The features of a candidate, as indices of rows.
#[derive(Clone, Debug, Default)]
pub struct Features(pub Vec<u16>);

impl Features {
    /// No features, with room for as many as a candidate mostly has.
    pub fn with_typical_capacity() -> Features {
        Features(Vec::with_capacity(64))
    }

    /// Adds the feature of a template with these values.
    pub fn add<const N: usize>(&mut self, template: u64, values: [u64; N]) {
        self.0.push((feature(template, values) % ROWS as u64) as u16);
    }
}

/// A word as the value of a feature.
pub fn word(text: &str) -> u64 {
    mix(crate::language::tag::hashing::word(text), 11)
}

/// A task with a ranker of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Task {
    /// The type of the entity that a name stands for.
    EntityType,
    /// The antecedent of a pronoun.
    Pronoun,
    /// The antecedent of a description.
    Description,
    /// The speaker of direct speech.
    Speaker,
    /// Whether a speaker is right.
    Confidence,
}

impl Task {
    /// All tasks, in the order of the blob.
    pub const ALL: [Task; 5] = [Task::EntityType, Task::Pronoun, Task::Description, Task::Speaker, Task::Confidence];
}

/// A learned scorer of candidates.
#[derive(Clone)]
pub struct Ranker<'a> {
    /// The value of one step of a weight in a row.
    scale: f32,
    /// The weight of each hidden unit.
    out: [f32; HIDDEN],
    rows: Cow<'a, [u8]>,
}

impl<'a> Ranker<'a> {
    /// The ranker in the first [`BYTES`] bytes. `None` if there are fewer.
    pub fn read(bytes: &'a [u8]) -> Option<Ranker<'a>> {
        let (head, rows) = bytes.get(..BYTES)?.split_at(4 * WIDTH);
        let mut numbers = head.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes));
        let scale = numbers.next()?;
        let mut out = [0.0; HIDDEN];
        out.iter_mut().zip(numbers).for_each(|(weight, number)| *weight = number);
        Some(Ranker { scale, out, rows: Cow::Borrowed(rows) })
    }

    /// The same ranker, with a copy of its bytes.
    pub fn into_owned(self) -> Ranker<'static> {
        Ranker { scale: self.scale, out: self.out, rows: Cow::Owned(self.rows.into_owned()) }
    }

    /// The bytes that [`Ranker::read`] takes.
    pub fn write(&self) -> Vec<u8> {
        let head = std::iter::once(self.scale).chain(self.out).flat_map(f32::to_le_bytes);
        head.chain(self.rows.iter().copied()).collect()
    }

    /// The score of one candidate.
    pub fn score(&self, features: &Features) -> f32 {
        // A candidate has fewer than 256 features, so that the sums cannot overflow.
        let mut sum = [0_i16; WIDTH];
        let (rows, _) = self.rows.as_chunks::<WIDTH>();
        for &feature in &features.0 {
            if let Some(row) = rows.get(usize::from(feature)) {
                sum.iter_mut().zip(row).for_each(|(sum, &weight)| *sum = sum.wrapping_add(i16::from(weight as i8)));
            }
        }
        let [hidden @ .., direct] = sum;
        let activations = hidden.iter().zip(self.out).map(|(&sum, weight)| f32::from(sum.max(0)) * weight);
        (f32::from(direct) + activations.sum::<f32>()) * self.scale
    }
}

/// Scores as probabilities, which add up to one.
pub fn softmax(mut scores: Vec<f32>) -> Vec<f32> {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    scores.iter_mut().for_each(|score| *score = (*score - most).exp());
    let all: f32 = scores.iter().sum();
    scores.iter_mut().for_each(|score| *score /= all.max(f32::MIN_POSITIVE));
    scores
}

/// Added to each of the encoder’s probabilities, so that their logarithms are finite.
pub const ENCODER_FLOOR: f32 = 0.01;

/// The log-linear mixture of a ranker’s scores and the encoder’s probabilities.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mixture {
    /// The weight of the score.
    pub features: f32,
    /// The weight of the logarithm of the encoder’s probability.
    pub encoder: f32,
    /// Added for the candidate that stands for a new entity or no speaker.
    pub nobody: f32,
}

impl Default for Mixture {
    fn default() -> Mixture {
        Mixture { features: 1.0, encoder: 0.0, nobody: 0.0 }
    }
}

/// The learned rankers, one for each task, and their mixtures with the encoder.
pub struct Rankers<'a> {
    pub rankers: [Ranker<'a>; TASKS],
    pub mixtures: [Mixture; TASKS],
}

const TASKS: usize = Task::ALL.len();

/// The first bytes of the blob, with its version.
pub const MAGIC: [u8; 8] = *b"ONRECR\x02\0";

impl<'a> Rankers<'a> {
    /// The rankers in `blob`. `None` if it has another version or is cut short.
    pub fn read(blob: &'a [u8]) -> Option<Rankers<'a>> {
        let rest = blob.strip_prefix(&MAGIC)?;
        let one = |at: usize| Ranker::read(rest.get(at * BYTES..)?);
        let rankers = [one(0)?, one(1)?, one(2)?, one(3)?, one(4)?];
        let numbers = rest.get(TASKS * BYTES..)?.as_chunks::<4>().0;
        let mut mixtures = [Mixture::default(); TASKS];
        for (mixture, numbers) in mixtures.iter_mut().zip(numbers.as_chunks::<3>().0) {
            let [features, encoder, nobody] = numbers.map(f32::from_le_bytes);
            *mixture = Mixture { features, encoder, nobody };
        }
        Some(Rankers { rankers, mixtures })
    }

    /// The blob that [`Rankers::read`] takes.
    pub fn write(&self) -> Vec<u8> {
        let mut blob = MAGIC.to_vec();
        self.rankers.iter().for_each(|ranker| blob.extend(ranker.write()));
        let numbers = self.mixtures.iter().flat_map(|mixture| [mixture.features, mixture.encoder, mixture.nobody]);
        blob.extend(numbers.flat_map(f32::to_le_bytes));
        blob
    }

    /// The mixture for `task`.
    pub fn mixture(&self, task: Task) -> Mixture {
        self.mixtures.get(task as usize).copied().unwrap_or_default()
    }

    /// Rankers that give all candidates the same score.
    pub fn none() -> Rankers<'static> {
        let one = || Ranker { scale: 0.0, out: [0.0; HIDDEN], rows: Cow::Owned(Vec::new()) };
        Rankers { rankers: [one(), one(), one(), one(), one()], mixtures: [Mixture::default(); TASKS] }
    }

    /// The ranker for `task`.
    pub fn of(&self, task: Task) -> &Ranker<'a> {
        let [entity_type, pronoun, description, speaker, confidence] = &self.rankers;
        match task {
            Task::EntityType => entity_type,
            Task::Pronoun => pronoun,
            Task::Description => description,
            Task::Speaker => speaker,
            Task::Confidence => confidence,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rankers of which the one for pronouns adds feature (1, 7, 2) directly, and features 3 and 4 through a hidden
    /// unit.
    fn blob() -> Vec<u8> {
        let mut rankers = Rankers::none();
        for ranker in &mut rankers.rankers {
            ranker.rows = Cow::Owned(vec![0; ROWS * WIDTH]);
        }
        let row = |template: u64, values: &[u64]| {
            let mut features = Features::default();
            match values {
                [one, other] => features.add(template, [*one, *other]),
                _ => features.add(template, []),
            }
            usize::from(features.0[0]) * WIDTH
        };
        let pronoun = &mut rankers.rankers[Task::Pronoun as usize];
        (pronoun.scale, pronoun.out[0]) = (0.5, 2.0);
        let rows = pronoun.rows.to_mut();
        rows[row(1, &[7, 2]) + HIDDEN] = 3;
        rows[row(3, &[])] = (-4_i8) as u8;
        rows[row(4, &[])] = 5;
        rankers.mixtures[Task::Speaker as usize] = Mixture { features: 0.5, encoder: 0.25, nobody: -1.0 };
        rankers.write()
    }

    #[test]
    fn rankers_are_read_as_written() {
        let blob = blob();
        let rankers = Rankers::read(&blob).unwrap();
        let score = |add: &dyn Fn(&mut Features)| {
            let mut features = Features::default();
            add(&mut features);
            rankers.of(Task::Pronoun).score(&features)
        };
        assert_eq!(score(&|_| ()), 0.0);
        assert_eq!(score(&|features| features.add(1, [7, 2])), 1.5);
        // A hidden unit is cut off below zero.
        assert_eq!(score(&|features| features.add(3, [])), 0.0);
        assert_eq!(score(&|features| features.add(4, [])), 5.0);
        let both = |features: &mut Features| {
            features.add(3, []);
            features.add(4, []);
        };
        assert_eq!(score(&both), 1.0);
        assert_eq!(rankers.mixture(Task::Speaker), Mixture { features: 0.5, encoder: 0.25, nobody: -1.0 });
        assert_eq!(rankers.write(), blob);
    }

    #[test]
    fn a_blob_of_another_version_or_cut_short_is_refused() {
        let blob = blob();
        let other = [&b"ONRECR\x01\0"[..], &blob[8..]].concat();
        for wrong in [&[][..], &blob[..7], &other, &blob[..blob.len() / 2]] {
            assert!(Rankers::read(wrong).is_none());
        }
    }

    #[test]
    fn probabilities_add_up() {
        for scores in [vec![0.0], vec![1.0, 2.0, 3.0], vec![-1e9, 1e9], vec![f32::MIN; 3]] {
            let probabilities = softmax(scores.clone());
            assert!((probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-5, "{scores:?}: {probabilities:?}");
        }
        assert!(softmax(Vec::new()).is_empty());
    }
}

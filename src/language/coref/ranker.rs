//! [`Ranker`]: the learned scorer of candidates. Each candidate is a set of features; the rows of the features are added up,
//! what is negative in the sum is cut off, and a weighted sum of the rest is the score. The shares of the candidates are the
//! softmax of their scores. `train::ranker` learns the rows.

use crate::language::tag::hashing::{feature, mix};
use std::borrow::Cow;

/// Numbers in a row that are cut off at zero before they count.
pub const HIDDEN: usize = 32;
/// Numbers in a row: the hidden ones, and one that counts directly.
pub const WIDTH: usize = HIDDEN + 1;
/// Rows of a ranker. Features share rows by their hash.
pub const ROWS: usize = 16384;
/// Bytes of a ranker in the blob: the scale of its rows, the weights of the hidden numbers, the rows.
pub const BYTES: usize = 4 * WIDTH + ROWS * WIDTH;

/// The features of one candidate, as numbers of rows.
#[derive(Clone, Debug, Default)]
pub struct Features(pub Vec<u16>);

impl Features {
    pub fn with_room() -> Features {
        Features(Vec::with_capacity(64))
    }

    /// Adds the feature of number `template` that has these `values`.
    pub fn add<const N: usize>(&mut self, template: u64, values: [u64; N]) {
        self.0.push((feature(template, values) % ROWS as u64) as u16);
    }
}

/// A word as the value of a feature.
pub fn word(text: &str) -> u64 {
    mix(crate::language::tag::hashing::word(text), 11)
}

/// What is asked of a ranker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Question {
    /// What kind of thing does a name stand for?
    Kind,
    /// Whom does a pronoun stand for?
    Pronoun,
    /// Whom does a description stand for?
    Description,
    /// Who says what is set off as speech?
    Speaker,
    /// Is a speaker right?
    Doubt,
}

impl Question {
    pub const ALL: [Question; 5] =
        [Question::Kind, Question::Pronoun, Question::Description, Question::Speaker, Question::Doubt];
}

/// A learned scorer.
#[derive(Clone)]
pub struct Ranker<'a> {
    /// What one step of a number in a row is worth.
    scale: f32,
    /// What each number of the sum counts: the hidden ones by what was learned, the last one fully.
    out: [f32; HIDDEN],
    rows: Cow<'a, [u8]>,
}

impl<'a> Ranker<'a> {
    /// The ranker in [`BYTES`] bytes; `None` when there are fewer.
    pub fn read(bytes: &'a [u8]) -> Option<Ranker<'a>> {
        let (head, rows) = bytes.get(..BYTES)?.split_at(4 * WIDTH);
        let mut numbers = head.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes));
        let scale = numbers.next()?;
        let mut out = [0.0; HIDDEN];
        out.iter_mut().zip(numbers).for_each(|(weight, number)| *weight = number);
        Some(Ranker { scale, out, rows: Cow::Borrowed(rows) })
    }

    /// The same, holding its own bytes.
    pub fn into_owned(self) -> Ranker<'static> {
        Ranker { scale: self.scale, out: self.out, rows: Cow::Owned(self.rows.into_owned()) }
    }

    /// Its bytes, as [`Ranker::read`] takes them.
    pub fn write(&self) -> Vec<u8> {
        let head = std::iter::once(self.scale).chain(self.out).flat_map(f32::to_le_bytes);
        head.chain(self.rows.iter().copied()).collect()
    }

    /// The score of one candidate.
    pub fn score(&self, features: &Features) -> f32 {
        let mut sum = [0_i32; WIDTH];
        let (rows, _) = self.rows.as_chunks::<WIDTH>();
        for &feature in &features.0 {
            if let Some(row) = rows.get(usize::from(feature)) {
                sum.iter_mut().zip(row).for_each(|(sum, &step)| *sum += i32::from(step as i8));
            }
        }
        let [hidden @ .., direct] = sum;
        let bent = hidden.iter().zip(self.out).map(|(&sum, weight)| sum.max(0) as f32 * weight);
        (direct as f32 + bent.sum::<f32>()) * self.scale
    }

    /// The share of each candidate; they add up to one.
    pub fn shares<'f>(&self, candidates: impl Iterator<Item = &'f Features>) -> Vec<f32> {
        softmax(candidates.map(|features| self.score(features)).collect())
    }
}

/// Scores as shares that add up to one.
pub fn softmax(mut scores: Vec<f32>) -> Vec<f32> {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    scores.iter_mut().for_each(|score| *score = (*score - most).exp());
    let all: f32 = scores.iter().sum();
    scores.iter_mut().for_each(|score| *score /= all.max(f32::MIN_POSITIVE));
    scores
}

/// The least share that a second reader gives, so that its logarithm has an end.
pub const LEAST_HEARD: f32 = 0.01;

/// How scores and the shares of a second reader are put together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mixture {
    /// What a score counts, and the logarithm of a share.
    pub plain: f32,
    pub heard: f32,
    /// What speaks for nobody.
    pub nobody: f32,
}

impl Default for Mixture {
    fn default() -> Mixture {
        Mixture { plain: 1.0, heard: 0.0, nobody: 0.0 }
    }
}

/// The learned rankers, one for each question, and how each goes together with a second reader.
pub struct Rankers<'a> {
    pub rankers: [Ranker<'a>; QUESTIONS],
    pub mixtures: [Mixture; QUESTIONS],
}

const QUESTIONS: usize = Question::ALL.len();

/// How the blob of the rankers begins.
pub const MAGIC: [u8; 8] = *b"ONRECR\x02\0";

impl<'a> Rankers<'a> {
    /// The rankers in `blob`; `None` if it is of another version or cut short.
    pub fn read(blob: &'a [u8]) -> Option<Rankers<'a>> {
        let rest = blob.strip_prefix(&MAGIC)?;
        let one = |at: usize| Ranker::read(rest.get(at * BYTES..)?);
        let rankers = [one(0)?, one(1)?, one(2)?, one(3)?, one(4)?];
        let numbers = rest.get(QUESTIONS * BYTES..)?.as_chunks::<4>().0;
        let mut mixtures = [Mixture::default(); QUESTIONS];
        for (mixture, numbers) in mixtures.iter_mut().zip(numbers.as_chunks::<3>().0) {
            let [plain, heard, nobody] = numbers.map(f32::from_le_bytes);
            *mixture = Mixture { plain, heard, nobody };
        }
        Some(Rankers { rankers, mixtures })
    }

    /// The blob that [`Rankers::read`] takes.
    pub fn write(&self) -> Vec<u8> {
        let mut blob = MAGIC.to_vec();
        self.rankers.iter().for_each(|ranker| blob.extend(ranker.write()));
        let numbers = self.mixtures.iter().flat_map(|mixture| [mixture.plain, mixture.heard, mixture.nobody]);
        blob.extend(numbers.flat_map(f32::to_le_bytes));
        blob
    }

    /// How scores for `question` go together with the shares of a second reader.
    pub fn mixture(&self, question: Question) -> Mixture {
        self.mixtures.get(question as usize).copied().unwrap_or_default()
    }

    /// Rankers to which all candidates are alike.
    pub fn none() -> Rankers<'static> {
        let one = || Ranker { scale: 0.0, out: [0.0; HIDDEN], rows: Cow::Owned(Vec::new()) };
        Rankers { rankers: [one(), one(), one(), one(), one()], mixtures: [Mixture::default(); QUESTIONS] }
    }

    /// The one that answers `question`.
    pub fn of(&self, question: Question) -> &Ranker<'a> {
        let [kind, pronoun, description, speaker, doubt] = &self.rankers;
        match question {
            Question::Kind => kind,
            Question::Pronoun => pronoun,
            Question::Description => description,
            Question::Speaker => speaker,
            Question::Doubt => doubt,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rankers of which the one for `Pronoun` counts feature (1, 2) directly, and feature (3) through a hidden number.
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
        let pronoun = &mut rankers.rankers[Question::Pronoun as usize];
        (pronoun.scale, pronoun.out[0]) = (0.5, 2.0);
        let rows = pronoun.rows.to_mut();
        rows[row(1, &[7, 2]) + HIDDEN] = 3;
        rows[row(3, &[])] = (-4_i8) as u8;
        rows[row(4, &[])] = 5;
        rankers.mixtures[Question::Speaker as usize] = Mixture { plain: 0.5, heard: 0.25, nobody: -1.0 };
        rankers.write()
    }

    #[test]
    fn what_is_written_is_read_and_scored() {
        let blob = blob();
        let rankers = Rankers::read(&blob).unwrap();
        let score = |add: &dyn Fn(&mut Features)| {
            let mut features = Features::default();
            add(&mut features);
            rankers.of(Question::Pronoun).score(&features)
        };
        assert_eq!(score(&|_| ()), 0.0);
        assert_eq!(score(&|features| features.add(1, [7, 2])), 1.5);
        // What is negative in the sum is cut off.
        assert_eq!(score(&|features| features.add(3, [])), 0.0);
        assert_eq!(score(&|features| features.add(4, [])), 5.0);
        let both = |features: &mut Features| {
            features.add(3, []);
            features.add(4, []);
        };
        assert_eq!(score(&both), 1.0);
        assert_eq!(rankers.mixture(Question::Speaker), Mixture { plain: 0.5, heard: 0.25, nobody: -1.0 });
        assert_eq!(rankers.write(), blob);
    }

    #[test]
    fn a_blob_of_another_version_or_cut_short_is_none() {
        let blob = blob();
        let other = [&b"ONRECR\x01\0"[..], &blob[8..]].concat();
        for wrong in [&[][..], &blob[..7], &other, &blob[..blob.len() / 2]] {
            assert!(Rankers::read(wrong).is_none());
        }
    }

    #[test]
    fn shares_add_up() {
        for scores in [vec![0.0], vec![1.0, 2.0, 3.0], vec![-1e9, 1e9], vec![f32::MIN; 3]] {
            let shares = softmax(scores.clone());
            assert!((shares.iter().sum::<f32>() - 1.0).abs() < 1e-5, "{scores:?}: {shares:?}");
        }
        assert!(softmax(Vec::new()).is_empty());
    }
}

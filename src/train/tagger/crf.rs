//! Learns a conditional random field: AdaGrad on single blocks, with feature dropout. The weights are the mean of the
//! last epochs.

use crate::language::tag::crf::{Chain, Transitions};
use crate::language::tag::tags::{PerTag, TAGS, Tag};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// The weights of one feature for each tag. The eighth is unused, so that a row fills a vector register.
pub type TokenRow = [f32; 8];

/// The numbers of the known features, by hash.
pub type Dictionary = FxHashMap<u64, u32>;

/// The features of the tokens of an article, as numbers.
pub struct EncodedSample {
    features: Vec<u32>,
    /// The end in `features` of the features of each token.
    ends: Vec<u32>,
    pub blocks: Vec<Range<usize>>,
    pub gold: Vec<Tag>,
}

impl EncodedSample {
    /// An article with these blocks and gold tags, without tokens so far.
    pub fn new(blocks: Vec<Range<usize>>, gold: Vec<Tag>) -> EncodedSample {
        EncodedSample { features: Vec::new(), ends: Vec::new(), blocks, gold }
    }

    /// Adds those of `hashes` that are in `dictionary` to the current token.
    pub fn add(&mut self, hashes: &[u64], dictionary: &Dictionary) {
        self.features.extend(hashes.iter().filter_map(|hash| dictionary.get(hash)));
    }

    /// Completes the current token.
    pub fn close(&mut self) {
        self.ends.push(self.features.len() as u32);
    }

    fn token(&self, at: usize) -> &[u32] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.features[start as usize..self.ends[at] as usize]
    }
}

/// The weights of a field.
#[derive(Clone)]
pub struct Weights {
    pub rows: Vec<TokenRow>,
    pub transitions: Transitions,
}

impl Weights {
    /// Zero weights.
    pub fn none(features: usize) -> Weights {
        Weights { rows: vec![[0.0; 8]; features], transitions: Transitions::default() }
    }

    /// Adds `other`, which has the same features, times `share`.
    pub fn add(&mut self, other: &Weights, share: f32) {
        for (row, from) in self.rows.iter_mut().zip(&other.rows) {
            for (cell, value) in row.iter_mut().zip(from) {
                *cell += value * share;
            }
        }
        let (own, from) = (&mut self.transitions, &other.transitions);
        let rows = own.follow.iter_mut().chain([&mut own.start]).zip(from.follow.iter().chain([&from.start]));
        for (cell, value) in rows.flat_map(|(row, from)| row.iter_mut().zip(from)) {
            *cell += value * share;
        }
    }

    /// The scores of the tokens of `range`.
    pub fn scores(&self, sample: &EncodedSample, range: Range<usize>) -> Vec<PerTag> {
        range.map(|at| self.score(sample.token(at))).collect()
    }

    fn score(&self, features: &[u32]) -> PerTag {
        let mut sum = [0.0; 8];
        for &feature in features {
            for (cell, weight) in sum.iter_mut().zip(&self.rows[feature as usize]) {
                *cell += weight;
            }
        }
        std::array::from_fn(|tag| sum[tag])
    }
}

/// Epochs and rate of learning.
#[derive(Clone, Copy, Debug)]
pub struct Schedule {
    pub epochs: usize,
    pub rate: f32,
    /// The share of features left out of a token or candidate in each step.
    pub dropout: f32,
    pub seed: u64,
}

/// Final epochs whose weights are averaged.
const AVERAGED: usize = 3;

/// Learns from `samples`, whose features are numbered below `features`. `progress` receives the loss of each epoch.
pub fn learn(
    samples: &[&EncodedSample],
    features: usize,
    schedule: Schedule,
    progress: &dyn Fn(usize, f64),
) -> Weights {
    let mut weights = Weights::none(features);
    let mut squares = vec![[1e-2f32; 8]; features];
    let mut squared = Transitions { follow: [[1.0; TAGS]; TAGS], start: [1.0; TAGS] };
    let mut average = Weights::none(features);
    let mut blocks: Vec<(usize, Range<usize>)> = Vec::new();
    for (number, sample) in samples.iter().enumerate() {
        blocks.extend(sample.blocks.iter().map(|range| (number, range.clone())));
    }
    let mut random = Random::new(schedule.seed);
    let mut chain = Chain::default();
    for epoch in 0..schedule.epochs {
        random.shuffle(&mut blocks);
        let rate = schedule.rate * (1.0 - 0.7 * epoch as f32 / schedule.epochs as f32);
        let mut loss = 0.0;
        for (number, range) in &blocks {
            let kept = kept(samples[*number], range.clone(), schedule.dropout, &mut random);
            let gold = &samples[*number].gold[range.clone()];
            loss += step(&mut weights, &mut squares, &mut squared, &kept, gold, rate, &mut chain);
        }
        progress(epoch + 1, loss);
        if epoch + AVERAGED >= schedule.epochs {
            average.add(&weights, 1.0 / AVERAGED.min(schedule.epochs) as f32);
        }
    }
    average
}

/// The features of the tokens of a block, after dropout.
fn kept(sample: &EncodedSample, range: Range<usize>, dropout: f32, random: &mut Random) -> Vec<Vec<u32>> {
    range.map(|at| sample.token(at).iter().copied().filter(|_| random.unit() >= dropout).collect()).collect()
}

/// One step of gradient descent on a block. Returns the loss of the block.
fn step(
    weights: &mut Weights,
    squares: &mut [TokenRow],
    squared: &mut Transitions,
    kept: &[Vec<u32>],
    gold: &[Tag],
    rate: f32,
    chain: &mut Chain,
) -> f64 {
    let scores: Vec<PerTag> = kept.iter().map(|features| weights.score(features)).collect();
    chain.forward_backward(&weights.transitions, &scores);
    let mut reached = f64::from(weights.transitions.start[usize::from(gold[0])]);
    let mut follow = [[0.0f32; TAGS]; TAGS];
    for at in 0..gold.len() {
        let tag = usize::from(gold[at]);
        reached += f64::from(scores[at][tag]);
        if at > 0 {
            let before = usize::from(gold[at - 1]);
            reached += f64::from(weights.transitions.follow[before][tag]);
            for (row, pairs) in follow.iter_mut().zip(chain.pair_marginals(at)) {
                for (cell, pair) in row.iter_mut().zip(pairs) {
                    *cell += pair;
                }
            }
            follow[before][tag] -= 1.0;
        }
    }
    let descend = |weight: &mut f32, square: &mut f32, gradient: f32| {
        *square += gradient * gradient;
        *weight -= rate * gradient / square.sqrt();
    };
    let first = chain.marginals(0);
    for (before, gradients) in follow.into_iter().enumerate() {
        let (row, squares) = (&mut weights.transitions.follow[before], &mut squared.follow[before]);
        for ((weight, square), gradient) in row.iter_mut().zip(squares).zip(gradients) {
            descend(weight, square, gradient);
        }
        let gradient = first[before] - f32::from(u8::from(usize::from(gold[0]) == before));
        descend(&mut weights.transitions.start[before], &mut squared.start[before], gradient);
    }
    for (at, features) in kept.iter().enumerate() {
        let mut gradient = [0.0f32; 8];
        gradient[..TAGS].copy_from_slice(&chain.marginals(at));
        gradient[usize::from(gold[at])] -= 1.0;
        // Tokens that are nearly right teach nothing worth the time.
        if gradient.iter().all(|g| g.abs() < 0.005) {
            continue;
        }
        for &feature in features {
            let (row, square) = (&mut weights.rows[feature as usize], &mut squares[feature as usize]);
            for ((weight, square), &g) in row.iter_mut().zip(square.iter_mut()).zip(&gradient) {
                *square += g * g;
                *weight -= rate * g / square.sqrt();
            }
        }
    }
    chain.log_partition - reached
}

/// A small generator of random numbers (xorshift64), the same on every machine.
pub struct Random(u64);

impl Random {
    /// The sequence of `seed`.
    pub fn new(seed: u64) -> Random {
        Random(crate::language::tag::hashing::mix(seed, 88_172_645_463_325_252) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number from 0 to below 1.
    pub fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u64 << 24) as f32
    }

    /// Puts `items` in a random order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, (self.next() % (last as u64 + 1)) as usize);
        }
    }
}

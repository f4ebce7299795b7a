//! Learns the two stages of the tagger. The second learns from the output of the first on articles that the first has
//! not seen: each fold of the articles is tagged by a first stage learned from the other folds.

use super::crf::{Dictionary, EncodedSample, Schedule, Weights, learn};
use super::word_counts::WordCounts;
use crate::language::tag::context_features::{ContextFeatures, FirstStage};
use crate::language::tag::crf::{self, Chain};
use crate::language::tag::features::FeatureExtractor;
use crate::language::tag::tags::PerTag;
use crate::language::tag::word_features::FactSource;
use crate::train::parallel::parallel;
use crate::train::samples::Sample;
use rustc_hash::FxHashMap;

/// The hyperparameters of both stages.
#[derive(Clone, Copy, Debug)]
pub struct StageHyperparameters {
    pub folds: usize,
    /// Features that occur fewer times are left out.
    pub seen: u32,
    /// Runs, which differ in the order of blocks and in dropout, whose mean are the weights of the second stage.
    pub runs: usize,
    pub schedule: Schedule,
}

/// Both stages. The features in `base` belong to the first stage and have weights in both.
pub struct Stages {
    pub base: Dictionary,
    pub context: Dictionary,
    pub first: Weights,
    pub second: Weights,
}

/// The learned stages, and the probabilities of the tags of each article by a tagger that has not seen it.
pub struct LearnedStages {
    pub stages: Stages,
    pub held_out: Vec<Vec<PerTag>>,
}

/// Learns both stages from `samples`. `say` receives progress messages.
pub fn learn_stages(
    samples: &[Sample],
    counted: &WordCounts,
    recipe: StageHyperparameters,
    say: &(dyn Fn(&str) + Sync),
) -> LearnedStages {
    let numbers: Vec<usize> = (0..samples.len()).collect();
    let sheets: Vec<FeatureExtractor> = parallel(&numbers, |&at| extractor(&samples[at], &counted.without(at)));
    let base = dictionary(&numbers, recipe.seen, 0, |at, out| base_features(&sheets[at], out));
    say(&format!("{} features in the first stage", base.len()));
    let encoded: Vec<EncodedSample> =
        parallel(&numbers, |&at| encode(&samples[at], &sheets[at], None, &base, &Dictionary::default()));
    let first = folds(&encoded, base.len(), recipe, (1, 1), say);

    let found: Vec<FirstStage> = parallel(&numbers, |&at| find(&first[at % recipe.folds], &encoded[at]));
    let context =
        dictionary(&numbers, recipe.seen, base.len(), |at, out| context_features(&sheets[at], &found[at], out));
    say(&format!("{} features in the second stage", context.len()));
    drop(encoded);
    let encoded: Vec<EncodedSample> =
        parallel(&numbers, |&at| encode(&samples[at], &sheets[at], Some(&found[at]), &base, &context));
    let second = folds(&encoded, base.len() + context.len(), recipe, (2, recipe.runs), say);
    let held_out = parallel(&numbers, |&at| find(&second[at % recipe.folds], &encoded[at]).marginals);
    let last = |mut all: Vec<Weights>| all.pop().expect("one model more than folds");
    LearnedStages { stages: Stages { base, context, first: last(first), second: last(second) }, held_out }
}

fn extractor<L: FactSource>(sample: &Sample, lexicon: &L) -> FeatureExtractor {
    FeatureExtractor::new(sample.document(), 0..sample.article.blocks().len(), lexicon)
}

/// The weights learned without each fold, and at the end those learned from everything, which are the mean of `times`
/// runs.
fn folds(
    encoded: &[EncodedSample],
    features: usize,
    recipe: StageHyperparameters,
    (stage, times): (u64, usize),
    say: &(dyn Fn(&str) + Sync),
) -> Vec<Weights> {
    let mut runs: Vec<(usize, u64)> = (0..times as u64).map(|run| (recipe.folds, run)).collect();
    runs.extend((0..recipe.folds).map(|fold| (fold, 0)));
    let mut learned = parallel(&runs, |&(fold, run)| {
        let all = fold == recipe.folds;
        let chosen: Vec<&EncodedSample> =
            encoded.iter().enumerate().filter(|(at, _)| all || at % recipe.folds != fold).map(|(_, e)| e).collect();
        let seed = recipe.schedule.seed.wrapping_mul(1000) + stage * 100 + fold as u64 + run * 10_000;
        let name = if all { format!("all, run {}", run + 1) } else { format!("fold {}", fold + 1) };
        learn(&chosen, features, Schedule { seed, ..recipe.schedule }, &|epoch, loss| {
            say(&format!("stage {stage}, {name}: epoch {epoch} of {}, loss {loss:.0}", recipe.schedule.epochs));
        })
    });
    let mut mean = Weights::none(features);
    for run in learned.drain(..times) {
        mean.add(&run, 1.0 / times as f32);
    }
    learned.push(mean);
    learned
}

fn base_features(extractor: &FeatureExtractor, out: &mut dyn FnMut(&[u64])) {
    let mut features = Vec::with_capacity(160);
    for (block, range) in extractor.blocks.iter().enumerate() {
        for at in range.clone() {
            features.clear();
            extractor.features(block, at, &mut features);
            out(&features);
        }
    }
}

fn context_features(extractor: &FeatureExtractor, first: &FirstStage, out: &mut dyn FnMut(&[u64])) {
    let context = ContextFeatures::new(extractor, first);
    let mut features = Vec::with_capacity(80);
    for (block, range) in extractor.blocks.iter().enumerate() {
        for at in range.clone() {
            features.clear();
            context.features(block, at, &mut features);
            out(&features);
        }
    }
}

/// Numbers from `start` for all features that occur at least `seen` times, the same in every run.
fn dictionary(
    samples: &[usize],
    seen: u32,
    start: usize,
    features: impl Fn(usize, &mut dyn FnMut(&[u64])) + Sync,
) -> Dictionary {
    // Features are counted in a few parts by their hash, side by side, so that the tables stay small.
    let parts: Vec<u64> = (0..8).collect();
    let mut kept: Vec<u64> = parallel(&parts, |&part| {
        let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
        for &sample in samples {
            features(sample, &mut |hashes| {
                for &hash in hashes.iter().filter(|&&hash| hash >> 61 == part) {
                    *counts.entry(hash).or_default() += 1;
                }
            });
        }
        counts.into_iter().filter(|&(_, count)| count >= seen).map(|(hash, _)| hash).collect::<Vec<u64>>()
    })
    .concat();
    kept.sort_unstable();
    kept.into_iter().zip(start as u32..).collect()
}

fn encode(
    sample: &Sample,
    extractor: &FeatureExtractor,
    first: Option<&FirstStage>,
    base: &Dictionary,
    context: &Dictionary,
) -> EncodedSample {
    let mut encoded = EncodedSample::new(extractor.blocks.clone(), sample.tags.clone());
    let context_of = first.map(|first| ContextFeatures::new(extractor, first));
    let mut hashes = Vec::with_capacity(160);
    for (block, range) in extractor.blocks.iter().enumerate() {
        for at in range.clone() {
            hashes.clear();
            extractor.features(block, at, &mut hashes);
            encoded.add(&hashes, base);
            if let Some(of) = &context_of {
                hashes.clear();
                of.features(block, at, &mut hashes);
                encoded.add(&hashes, context);
            }
            encoded.close();
        }
    }
    encoded
}

/// The best tags and the probabilities of all tags, block by block.
fn find(weights: &Weights, encoded: &EncodedSample) -> FirstStage {
    let mut first = FirstStage { tags: Vec::new(), marginals: Vec::new() };
    let mut chain = Chain::default();
    for range in &encoded.blocks {
        let scores = weights.scores(encoded, range.clone());
        first.tags.extend(crf::viterbi(&weights.transitions, &scores));
        chain.forward_backward(&weights.transitions, &scores);
        first.marginals.extend((0..scores.len()).map(|at| chain.marginals(at)));
    }
    first
}

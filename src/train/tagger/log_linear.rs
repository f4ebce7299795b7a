//! Learns log-linear models over candidates by AdaGrad: the rankings of cues and sources, and the confidence of whole
//! quotations.

use super::crf::Random;
use crate::language::attribute::links::{LinkRanker, Relation};
use crate::language::tag::tags::RoleSpan;
use crate::language::tag::weights::FeatureWeights;
use crate::train::parallel::parallel;
use crate::train::samples::{GoldQuotation, Sample, covered};
use rustc_hash::FxHashMap;

/// The weights of features, by hash.
#[derive(Clone, Default)]
pub struct Map(pub FxHashMap<u64, f32>);

impl FeatureWeights for Map {
    fn weight(&self, feature: u64) -> f32 {
        self.0.get(&feature).copied().unwrap_or(0.0)
    }
}

/// A choice to learn from: the features of each candidate, and whether each is right.
pub struct ChoiceExample {
    pub candidates: Vec<Vec<u64>>,
    pub right: Vec<bool>,
}

/// Epochs and rate of learning.
#[derive(Clone, Copy, Debug)]
pub struct LogLinearSchedule {
    pub epochs: usize,
    pub rate: f32,
    /// Features that occur fewer times are left out.
    pub seen: u32,
    pub seed: u64,
}

/// Learns weights that make the right candidates of `choices` likely.
pub fn learn(choices: &[&ChoiceExample], schedule: LogLinearSchedule) -> Map {
    let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
    for feature in choices.iter().flat_map(|choice| choice.candidates.iter().flatten()) {
        *counts.entry(*feature).or_default() += 1;
    }
    let mut kept: Vec<u64> = counts.into_iter().filter(|&(_, n)| n >= schedule.seen).map(|(hash, _)| hash).collect();
    kept.sort_unstable();
    let number: FxHashMap<u64, u32> = kept.iter().copied().zip(0..).collect();
    let encoded: Vec<Vec<Vec<u32>>> = choices
        .iter()
        .map(|choice| {
            let known = |features: &Vec<u64>| features.iter().filter_map(|hash| number.get(hash).copied()).collect();
            choice.candidates.iter().map(known).collect()
        })
        .collect();
    let (mut weights, mut squares, mut average) =
        (vec![0.0f32; kept.len()], vec![1.0f32; kept.len()], vec![0.0; kept.len()]);
    let mut order: Vec<usize> = (0..choices.len()).collect();
    let mut random = Random::new(schedule.seed);
    for epoch in 0..schedule.epochs {
        random.shuffle(&mut order);
        let rate = schedule.rate * (1.0 - 0.7 * epoch as f32 / schedule.epochs as f32);
        for &at in &order {
            let score = |features: &Vec<u32>| features.iter().map(|&f| weights[f as usize]).sum::<f32>();
            let scores: Vec<f32> = encoded[at].iter().map(score).collect();
            let gradients = gradients(&scores, &choices[at].right);
            for (features, gradient) in encoded[at].iter().zip(gradients).filter(|(_, g)| g.abs() > 1e-3) {
                for &feature in features {
                    let feature = feature as usize;
                    squares[feature] += gradient * gradient;
                    weights[feature] -= rate * gradient / squares[feature].sqrt();
                }
            }
        }
        if epoch * 2 >= schedule.epochs {
            for (sum, weight) in average.iter_mut().zip(&weights) {
                *sum += weight / (schedule.epochs - schedule.epochs.div_ceil(2)).max(1) as f32;
            }
        }
    }
    Map(kept.into_iter().zip(average).collect())
}

/// The weights learned without each fold, and at the end those learned from everything. Article `at`, with the choices
/// `choices[at]`, is in fold `at % folds`.
pub fn learn_folds(choices: &[Vec<ChoiceExample>], folds: usize, schedule: LogLinearSchedule) -> Vec<Map> {
    let runs: Vec<usize> = (0..=folds).collect();
    parallel(&runs, |&fold| {
        let kept = choices.iter().enumerate().filter(|(at, _)| fold == folds || at % folds != fold);
        learn(&kept.flat_map(|(_, choices)| choices).collect::<Vec<&ChoiceExample>>(), schedule)
    })
}

/// The gradient of the negative log-likelihood of the right candidates, by each score.
pub fn gradients(scores: &[f32], right: &[bool]) -> Vec<f32> {
    let best = scores.iter().copied().fold(f32::MIN, f32::max);
    let masses: Vec<f32> = scores.iter().map(|score| (score - best).exp()).collect();
    let all: f32 = masses.iter().sum();
    let good: f32 = masses.iter().zip(right).filter(|(_, right)| **right).map(|(mass, _)| mass).sum::<f32>().max(1e-12);
    masses.iter().zip(right).map(|(mass, &right)| mass / all - if right { mass / good } else { 0.0 }).collect()
}

/// The choices of cues and sources that `sample` teaches, over `pieces` of it.
pub fn link_choices(sample: &Sample, pieces: &[RoleSpan]) -> Vec<ChoiceExample> {
    let links = LinkRanker::new(sample.document(), pieces);
    let mut choices = Vec::new();
    for relation in Relation::ALL {
        for (from, piece) in pieces.iter().enumerate().filter(|(_, piece)| piece.role == relation.from()) {
            let Some(gold) = owner(sample, piece) else { continue };
            let wanted = |to: usize| touches(sample, &pieces[to], gold);
            let candidates = links.candidates(relation, from);
            let mut choice = ChoiceExample { candidates: vec![Vec::new()], right: Vec::new() };
            links.none_features(relation, from, &mut choice.candidates[0]);
            choice.right.push(gold.spans(relation.to()).is_empty());
            for to in candidates {
                let mut features = Vec::new();
                links.pair_features(relation, from, to, &mut features);
                choice.candidates.push(features);
                choice.right.push(wanted(to));
            }
            if choice.right.contains(&true) {
                choices.push(choice);
            }
        }
    }
    choices
}

/// The gold quotation that `piece` belongs to in its role.
fn owner<'a>(sample: &'a Sample, piece: &RoleSpan) -> Option<&'a GoldQuotation> {
    sample.quotations.iter().find(|gold| touches(sample, piece, gold))
}

/// Whether `piece` shares a token with the same role of `gold`.
fn touches(sample: &Sample, piece: &RoleSpan, gold: &GoldQuotation) -> bool {
    gold.spans(piece.role).iter().any(|&span| {
        let tokens = covered(&sample.tokens, span);
        tokens.start < piece.tokens.end && piece.tokens.start < tokens.end
    })
}

//! Fits the mixture of a ranker's scores and the encoder's probabilities: three weights for each task, by gradient
//! descent on the negative log-likelihood of the right candidates.

use super::ranker::RankingExample;
use crate::language::coref::ranking::ranker::{ENCODER_FLOOR, Mixture, Ranker, softmax};

const STEPS: usize = 200;
const RATE: f32 = 0.05;

/// The mixture that fits `choices` best, with the accuracy of the ranker alone and of the mixture, in percent. If
/// `named`, only choices whose right answer is a candidate count.
pub fn fit(ranker: &Ranker, choices: &[&RankingExample], named: bool) -> (Mixture, f64, f64) {
    // For an unnamed person the right answer is no candidate. Fitting without such choices finds named people better.
    let named = |choice: &&&RankingExample| {
        !named || choice.right.iter().zip(&choice.nobody).any(|(right, nobody)| *right && !nobody)
    };
    let encoder = choices.iter().filter(|choice| choice.encoder.len() == choice.candidates.len());
    let encoder: Vec<&&RankingExample> = encoder.filter(named).collect();
    // For each candidate: its score, the logarithm of the encoder's probability, whether it stands for no candidate.
    let inputs: Vec<Vec<[f32; 3]>> = encoder
        .iter()
        .map(|choice| {
            let scores = choice.candidates.iter().map(|features| ranker.score(features));
            let logarithms = choice.encoder.iter().map(|probability| (probability + ENCODER_FLOOR).ln());
            let nobody = choice.nobody.iter().map(|&nobody| f32::from(u8::from(nobody)));
            scores.zip(logarithms).zip(nobody).map(|((score, logarithm), nobody)| [score, logarithm, nobody]).collect()
        })
        .collect();
    let mut weights = [1.0_f32, 0.3, 0.0];
    let mut squares = [1e-3_f32; 3];
    for step in 0..STEPS {
        let mut gradient = [0.0_f32; 3];
        for (inputs, choice) in inputs.iter().zip(&encoder) {
            let probabilities = softmax(inputs.iter().map(|input| dot(input, &weights)).collect());
            let good: f32 = probabilities
                .iter()
                .zip(&choice.right)
                .filter(|(_, right)| **right)
                .map(|(probability, _)| probability)
                .sum();
            for ((input, probability), &right) in inputs.iter().zip(&probabilities).zip(&choice.right) {
                let error = probability - if right { probability / good.max(1e-9) } else { 0.0 };
                gradient.iter_mut().zip(input).for_each(|(sum, input)| *sum += error * input);
            }
        }
        let rate = RATE * (1.0 - step as f32 / STEPS as f32);
        for ((weight, square), own) in weights.iter_mut().zip(&mut squares).zip(gradient) {
            let own = own / inputs.len().max(1) as f32;
            *square = 0.9 * *square + 0.1 * own * own;
            *weight -= rate * own / square.sqrt();
        }
    }
    let right = |weights: &[f32; 3]| {
        let one = |(inputs, choice): &(&Vec<[f32; 3]>, &&&RankingExample)| {
            let best = (0..inputs.len()).max_by(|&a, &b| dot(&inputs[a], weights).total_cmp(&dot(&inputs[b], weights)));
            best.is_some_and(|best| choice.right[best])
        };
        100.0 * inputs.iter().zip(&encoder).filter(one).count() as f64 / inputs.len().max(1) as f64
    };
    let [features, encoder, nobody] = weights;
    (Mixture { features, encoder, nobody }, right(&[1.0, 0.0, 0.0]), right(&weights))
}

fn dot(input: &[f32; 3], weights: &[f32; 3]) -> f32 {
    input.iter().zip(weights).map(|(input, weight)| input * weight).sum()
}

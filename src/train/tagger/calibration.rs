//! Fits decoding to the encoder: the bias of each tag, the calibration of confidence, and the least confidence. Links
//! and confidence features are the linear model's. The articles are those held out of the encoder's training.

use super::evaluation::{Evaluation, Scores, score};
use super::pipeline::{calibrations, given};
use crate::language::Attribution;
use crate::language::attribute::confidence::ConfidenceTarget;
use crate::language::attribute::decode::{Bias, DecodedQuotation};
use crate::language::attribute::from_tags::{attribution, decode_quotations};
use crate::language::attribute::patterns::refine::refine;
use crate::language::tag::calibration::DecodingParameters;
use crate::language::tag::linear_model::{LinearModel, WeightTable};
use crate::language::tag::tags::PerTag;
use crate::train::parallel::parallel;
use crate::train::samples::Sample;

/// One article in this many was held out of the encoder's training (`--held` of `assets/encoder/train.py`).
pub const HELD: usize = 12;

/// Factors that are tried for the probability of a tag.
const FACTORS: [f32; 9] = [0.5, 0.7, 0.85, 1.0, 1.2, 1.5, 2.0, 3.0, 4.0];
/// Thresholds that are tried for the confidence of an indirect quotation.
const LEAST: [f32; 8] = [0.0, 0.1, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45];

/// The fitted parameters, with their scores on the articles that they were fitted to.
pub struct CalibrationOutcome {
    pub fit: DecodingParameters,
    pub scores: Scores,
    pub evaluated: Vec<(Attribution, Evaluation)>,
}

/// An article with the encoder's probabilities for its tokens.
pub type Tagged<'a> = (&'a Sample, Vec<PerTag>);

/// Fits the parameters to `held`. `say` receives progress messages.
pub fn fit(held: &[Tagged], model: &LinearModel, say: &dyn Fn(&str)) -> CalibrationOutcome {
    let mut bias: Bias = [1.0; 7];
    let mut best = objective(&try_fit(held, model, bias, [0.0; 3]).scores);
    // One tag after the other, twice. The begin tags of sources and cues are tried together with their inside tags.
    for tags in [&[1, 2][..], &[3, 4], &[5], &[6], &[1, 2], &[3, 4], &[5], &[6]] {
        for factor in FACTORS {
            let mut tried = bias;
            tags.iter().for_each(|&tag: &usize| tried[tag] = factor);
            let found = objective(&try_fit(held, model, tried, [0.0; 3]).scores);
            // A smaller gain is noise.
            if found > best + 0.05 {
                (best, bias) = (found, tried);
            }
        }
        say(&format!("bias {bias:?}: {best:.2}"));
    }
    let with_least = LEAST.map(|least| try_fit(held, model, bias, [0.0, least / 2.0, least]));
    let outcome = with_least.into_iter().max_by(|a, b| objective(&a.scores).total_cmp(&objective(&b.scores)));
    outcome.unwrap_or_else(|| try_fit(held, model, bias, [0.0; 3]))
}

/// The score to be maximised: quotations with their sources, and those in quotation marks above all.
fn objective(scores: &Scores) -> f64 {
    scores.end_to_end.f1() + 0.5 * scores.end_to_end_marked.f1() + 0.5 * scores.quotations.f1()
}

fn try_fit(held: &[Tagged], model: &LinearModel, bias: Bias, least: [f32; 3]) -> CalibrationOutcome {
    let (links, confidence) = (model.weights(WeightTable::Links), model.weights(WeightTable::Confidence));
    let found = parallel(held, |(sample, rows)| {
        let tagged_document = sample.tagged(rows);
        let turns = decode_quotations(&tagged_document, &bias, &links);
        let found: Vec<Attribution> = turns.iter().map(|turn| attribution(&tagged_document, turn)).collect();
        let evaluated = score(sample, &found, &mut Scores::default());
        let ask = |(turn, found): (&DecodedQuotation, &Attribution)| {
            [ConfidenceTarget::Quotation, ConfidenceTarget::Source]
                .map(|question| tagged_document.probability(question, turn, found.kind, &confidence))
        };
        let raw: Vec<[f32; 2]> = turns.iter().zip(&found).map(ask).collect();
        (found, evaluated, raw)
    });
    let calibration = calibrations(|| found.iter().flat_map(|(_, evaluated, raw)| raw.iter().zip(evaluated)));
    let mut outcome = CalibrationOutcome {
        fit: DecodingParameters { bias, calibration, least },
        scores: Scores::default(),
        evaluated: Vec::new(),
    };
    for ((sample, _), (found, _, raw)) in held.iter().zip(found) {
        let given = given(&found, &raw, &calibration, least);
        let given = refine(sample.document(), given);
        let evaluated = score(sample, &given, &mut outcome.scores);
        outcome.evaluated.extend(given.into_iter().filter(|found| found.inside.is_none()).zip(evaluated));
    }
    outcome
}

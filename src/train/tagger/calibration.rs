//! Fitting what follows the tagger to the encoder: which tags are worth a guess, how sure a judgement is, what is too
//! doubtful to be given. Links and judge are the linear model's. Fitted on the articles that the encoder's learning left
//! out.

use super::evaluation::{Judged, Scores, score};
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

/// Every so many-th article was left out of the encoder's learning (`--held` of `assets/encoder/train.py`).
pub const HELD: usize = 12;

/// What a tag's probability may be multiplied by.
const FACTORS: [f32; 9] = [0.5, 0.7, 0.85, 1.0, 1.2, 1.5, 2.0, 3.0, 4.0];
/// Confidence below which an indirect quotation may be left out.
const LEAST: [f32; 8] = [0.0, 0.1, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45];

/// A fit, and how it did on the articles that it was made on.
pub struct Outcome {
    pub fit: DecodingParameters,
    pub scores: Scores,
    pub judged: Vec<(Attribution, Judged)>,
}

/// An article with the encoder's probabilities for its tokens.
pub type Tagged<'a> = (&'a Sample, Vec<PerTag>);

/// Fits to `held`. `say` is told what goes on.
pub fn fit(held: &[Tagged], model: &LinearModel, say: &dyn Fn(&str)) -> Outcome {
    let mut bias: Bias = [1.0; 7];
    let mut best = worth(&try_fit(held, model, bias, [0.0; 3]).scores);
    // One tag after the other, twice: the begins of sources and cues are tried with their insides.
    for tags in [&[1, 2][..], &[3, 4], &[5], &[6], &[1, 2], &[3, 4], &[5], &[6]] {
        for factor in FACTORS {
            let mut tried = bias;
            tags.iter().for_each(|&tag: &usize| tried[tag] = factor);
            let found = worth(&try_fit(held, model, tried, [0.0; 3]).scores);
            // What is no clear gain is noise.
            if found > best + 0.05 {
                (best, bias) = (found, tried);
            }
        }
        say(&format!("bias {bias:?}: {best:.2}"));
    }
    let with_least = LEAST.map(|least| try_fit(held, model, bias, [0.0, least / 2.0, least]));
    let outcome = with_least.into_iter().max_by(|a, b| worth(&a.scores).total_cmp(&worth(&b.scores)));
    outcome.unwrap_or_else(|| try_fit(held, model, bias, [0.0; 3]))
}

/// What is wanted: quotations with their sources, those that are marked above all.
fn worth(scores: &Scores) -> f64 {
    scores.end_to_end.f1() + 0.5 * scores.end_to_end_marked.f1() + 0.5 * scores.quotations.f1()
}

fn try_fit(held: &[Tagged], model: &LinearModel, bias: Bias, least: [f32; 3]) -> Outcome {
    let (links, judge) = (model.weights(WeightTable::Links), model.weights(WeightTable::Confidence));
    let found = parallel(held, |(sample, rows)| {
        let evidence = sample.evidence(rows);
        let turns = decode_quotations(&evidence, &bias, &links);
        let found: Vec<Attribution> = turns.iter().map(|turn| attribution(&evidence, turn)).collect();
        let judged = score(sample, &found, &mut Scores::default());
        let ask = |(turn, found): (&DecodedQuotation, &Attribution)| {
            [ConfidenceTarget::Quotation, ConfidenceTarget::Source]
                .map(|question| evidence.judge(question, turn, found.kind, &judge))
        };
        let raw: Vec<[f32; 2]> = turns.iter().zip(&found).map(ask).collect();
        (found, judged, raw)
    });
    let calibration = calibrations(|| found.iter().flat_map(|(_, judged, raw)| raw.iter().zip(judged)));
    let mut outcome =
        Outcome { fit: DecodingParameters { bias, calibration, least }, scores: Scores::default(), judged: Vec::new() };
    for ((sample, _), (found, _, raw)) in held.iter().zip(found) {
        let given = given(&found, &raw, &calibration, least);
        let given = refine(sample.document(), given);
        let judged = score(sample, &given, &mut outcome.scores);
        outcome.judged.extend(given.into_iter().filter(|found| found.inside.is_none()).zip(judged));
    }
    outcome
}

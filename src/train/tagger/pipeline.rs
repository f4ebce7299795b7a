//! Learns a linear model from annotated articles: both stages of the tagger, the links, the confidence and its
//! calibration. Where a step learns from the output of the tagger, that tagger has not seen the article.

use super::blob::BlobParts;
use super::crf;
use super::evaluation::{Evaluation, Scores, score};
use super::log_linear::{self, ChoiceExample};
use super::stages::{StageHyperparameters, learn_stages};
use super::word_counts::WordCounts;
use crate::language::Attribution;
use crate::language::attribute::confidence::{ConfidenceTarget, TaggedArticle};
use crate::language::attribute::decode::{DecodedQuotation, decode_spans};
use crate::language::attribute::from_tags::{attribution, decode_quotations};
use crate::language::tag::calibration::{CalibrationCurve, STEPS, calibrated};
use crate::language::tag::tags::{PerTag, role_spans};
use crate::train::parallel::parallel;
use crate::train::samples::Sample;

/// The hyperparameters of a model. The values in [`Hyperparameters::new`] were chosen on folds of the training
/// articles.
#[derive(Clone, Copy, Debug)]
pub struct Hyperparameters {
    pub folds: usize,
    pub stages: StageHyperparameters,
    pub links: log_linear::LogLinearSchedule,
    pub confidence: log_linear::LogLinearSchedule,
    pub bias: PerTag,
    pub least: [f32; 3],
}

impl Hyperparameters {
    /// The values in use, with all randomness drawn from `seed`.
    pub fn new(seed: u64) -> Hyperparameters {
        let folds = 5;
        Hyperparameters {
            folds,
            stages: StageHyperparameters {
                folds,
                seen: 13,
                runs: 3,
                schedule: crf::Schedule { epochs: 9, rate: 0.01, dropout: 0.25, seed },
            },
            links: log_linear::LogLinearSchedule { epochs: 6, rate: 0.1, seen: 3, seed },
            confidence: log_linear::LogLinearSchedule { epochs: 8, rate: 0.05, seen: 4, seed },
            bias: [1.0, 4.0, 4.0, 2.0, 2.0, 1.0, 1.3],
            least: [0.0, 0.2, 0.35],
        }
    }
}

/// A model, and the scores of its parts on articles held out of them.
pub struct TrainingOutcome {
    pub blob: Vec<u8>,
    pub held_out: Scores,
    /// Each held-out quotation with its evaluation.
    pub evaluated: Vec<(Attribution, Evaluation)>,
}

/// Learns a model from `samples`. `say` receives progress messages.
pub fn learn_model(samples: &[Sample], options: &Hyperparameters, say: &(dyn Fn(&str) + Sync)) -> TrainingOutcome {
    let counted = WordCounts::new(samples);
    let learned = learn_stages(samples, &counted, options.stages, say);
    let numbers: Vec<usize> = (0..samples.len()).collect();
    let tagged_documents: Vec<TaggedArticle> =
        samples.iter().zip(&learned.held_out).map(|(sample, rows)| sample.tagged(rows)).collect();

    let choices = parallel(&numbers, |&at| {
        let found = decode_spans(samples[at].document(), tagged_documents[at].rows, &options.bias);
        let mut choices = log_linear::link_choices(&samples[at], &role_spans(&samples[at].tags));
        choices.extend(log_linear::link_choices(&samples[at], &found));
        choices
    });
    say("learning the links");
    let links = log_linear::learn_folds(&choices, options.folds, options.links);

    say("learning the confidence");
    let turns: Vec<Vec<DecodedQuotation>> =
        parallel(&numbers, |&at| decode_quotations(&tagged_documents[at], &options.bias, &links[at % options.folds]));
    let found: Vec<Vec<Attribution>> =
        parallel(&numbers, |&at| turns[at].iter().map(|turn| attribution(&tagged_documents[at], turn)).collect());
    let evaluated: Vec<Vec<Evaluation>> =
        parallel(&numbers, |&at| score(&samples[at], &found[at], &mut Scores::default()));
    let choices = parallel(&numbers, |&at| {
        let asked = turns[at].iter().zip(&found[at]).zip(&evaluated[at]);
        asked
            .flat_map(|((turn, found), evaluated)| questions(&tagged_documents[at], turn, found, evaluated))
            .collect::<Vec<ChoiceExample>>()
    });
    let confidences = log_linear::learn_folds(&choices, options.folds, options.confidence);

    let raw = parallel(&numbers, |&at| {
        let ask = |(turn, found): (&DecodedQuotation, &Attribution)| {
            [ConfidenceTarget::Quotation, ConfidenceTarget::Source].map(|question| {
                tagged_documents[at].probability(question, turn, found.kind, &confidences[at % options.folds])
            })
        };
        turns[at].iter().zip(&found[at]).map(ask).collect::<Vec<[f32; 2]>>()
    });
    let calibration = calibrations(|| raw.iter().flatten().zip(evaluated.iter().flatten()));

    let mut outcome = TrainingOutcome { blob: Vec::new(), held_out: Scores::default(), evaluated: Vec::new() };
    for at in numbers {
        let given = given(&found[at], &raw[at], &calibration, options.least);
        let evaluated = score(&samples[at], &given, &mut outcome.held_out);
        outcome.evaluated.extend(given.into_iter().zip(evaluated));
    }
    outcome.blob = BlobParts {
        base: &learned.stages.base,
        context: &learned.stages.context,
        first: &learned.stages.first,
        second: &learned.stages.second,
        lexicon: counted.entries(),
        links: &links[options.folds],
        confidence: &confidences[options.folds],
        bias: options.bias,
        calibration,
        least: options.least,
    }
    .write();
    outcome
}

/// The calibration of the confidence of quotations and of sources, fitted to `pairs` of raw probabilities and
/// evaluations.
pub fn calibrations<'p, P: Iterator<Item = (&'p [f32; 2], &'p Evaluation)>>(
    pairs: impl Fn() -> P,
) -> [CalibrationCurve; 2] {
    [
        calibrate(pairs().map(|(raw, evaluated)| (raw[0], evaluated.matched))),
        calibrate(pairs().filter_map(|(raw, evaluated)| evaluated.source.map(|right| (raw[1], right)))),
    ]
}

/// `found` with the confidence calibrated from `raw`, without those below `least` for their kind.
pub fn given(
    found: &[Attribution],
    raw: &[[f32; 2]],
    calibration: &[CalibrationCurve; 2],
    least: [f32; 3],
) -> Vec<Attribution> {
    let with = |(found, raw): (&Attribution, &[f32; 2])| Attribution {
        confidence: calibrated(&calibration[0], raw[0]),
        source_confidence: calibrated(&calibration[1], raw[1]),
        ..found.clone()
    };
    let mut given: Vec<Attribution> = found.iter().zip(raw).map(with).collect();
    given.retain(|found| found.confidence >= least[found.kind as usize]);
    given
}

/// The choices that a found quotation gives the confidence to learn from.
fn questions(
    document: &TaggedArticle,
    turn: &DecodedQuotation,
    found: &Attribution,
    evaluated: &Evaluation,
) -> Vec<ChoiceExample> {
    let ask = |question: ConfidenceTarget, answer: bool| {
        let mut features = Vec::new();
        document.features(question, turn, found.kind, &mut features);
        ChoiceExample { candidates: vec![features, Vec::new()], right: vec![answer, !answer] }
    };
    let mut choices = vec![ask(ConfidenceTarget::Quotation, evaluated.matched)];
    choices.extend(evaluated.source.map(|right| ask(ConfidenceTarget::Source, right)));
    choices
}

/// The share that is right around each step of the raw probability, made monotone.
fn calibrate(pairs: impl Iterator<Item = (f32, bool)>) -> CalibrationCurve {
    let mut right = [0.0f64; STEPS];
    let mut all = [0.0f64; STEPS];
    for (raw, answer) in pairs {
        let place = f64::from(raw) * (STEPS - 1) as f64;
        let step = (place as usize).min(STEPS - 2);
        for (at, share) in [(step, 1.0 - (place - step as f64)), (step + 1, place - step as f64)] {
            all[at] += share;
            right[at] += if answer { share } else { 0.0 };
        }
    }
    // Ten answers of the step's own probability keep an empty step in its place.
    let prior = 10.0;
    let mut steps: Vec<(f64, f64, usize)> =
        (0..STEPS).map(|at| (right[at] + prior * at as f64 / (STEPS - 1) as f64, all[at] + prior, 1)).collect();
    // Isotonic regression: pool adjacent violators.
    let mut at = 0;
    while at + 1 < steps.len() {
        if steps[at].0 / steps[at].1 > steps[at + 1].0 / steps[at + 1].1 {
            let next = steps.remove(at + 1);
            steps[at] = (steps[at].0 + next.0, steps[at].1 + next.1, steps[at].2 + next.2);
            at = at.saturating_sub(1);
        } else {
            at += 1;
        }
    }
    let mut shares = steps.into_iter().flat_map(|(right, all, width)| std::iter::repeat_n((right / all) as f32, width));
    std::array::from_fn(|_| shares.next().unwrap_or(1.0))
}

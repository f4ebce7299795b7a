//! [`DecodingParameters`]: the numbers that fit decoding and confidence to the probabilities of one tagger.

use crate::language::tag::tags::PerTag;

/// What fits the probabilities of one tagger to what is made of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DecodingParameters {
    /// What the probability of each tag is multiplied by before decoding.
    pub bias: PerTag,
    /// Steps that turn a raw probability into a calibrated one: of quotations, of sources.
    pub calibration: [CalibrationCurve; 2],
    /// Confidence below which a quotation is not given: direct, mixed, indirect.
    pub least: [f32; 3],
}

/// The share that was right in each of equal steps of a raw probability from 0 to 1.
pub type CalibrationCurve = [f32; STEPS];
/// How many steps a calibration has.
pub const STEPS: usize = 21;

/// The share of right answers among those with the raw probability `raw`, between the steps on a straight line.
pub fn calibrated(calibration: &CalibrationCurve, raw: f32) -> f32 {
    let place = raw.clamp(0.0, 1.0) * (STEPS - 1) as f32;
    let step = (place as usize).min(STEPS - 2);
    let share = place - step as f32;
    calibration[step] * (1.0 - share) + calibration[step + 1] * share
}

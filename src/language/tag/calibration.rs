//! [`DecodingParameters`]: the numbers that adapt decoding and confidence to the probabilities of one tagger.

use crate::language::tag::tags::PerTag;

/// Adapts decoding and confidence to the probabilities of one tagger.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DecodingParameters {
    /// The factor of each tag's probability before decoding.
    pub bias: PerTag,
    /// Turn a raw probability into a calibrated one: of quotations, of sources.
    pub calibration: [CalibrationCurve; 2],
    /// The confidence below which a quotation is dropped: direct, mixed, indirect.
    pub least: [f32; 3],
}

/// The share of correct answers at equally spaced raw probabilities from 0 to 1.
pub type CalibrationCurve = [f32; STEPS];
/// The number of points of a calibration curve.
pub const STEPS: usize = 21;

/// Calibrates the raw probability `raw` by linear interpolation.
pub fn calibrated(calibration: &CalibrationCurve, raw: f32) -> f32 {
    let place = raw.clamp(0.0, 1.0) * (STEPS - 1) as f32;
    let step = (place as usize).min(STEPS - 2);
    let share = place - step as f32;
    calibration[step] * (1.0 - share) + calibration[step + 1] * share
}

//! [`WindowOutput`]: the output of the encoder for one window.

use super::sizes::PerKind;
use crate::language::tag::tags::PerTag;

/// The output for a window: one row per token that the window covers.
#[derive(Clone, Debug, Default)]
pub struct WindowOutput {
    /// The scores of each tag.
    pub scores: Vec<PerTag>,
    /// The scores of heading no mention, a mention of a person, or one of a body or group. Softmax turns them into
    /// probabilities.
    pub kinds: Vec<PerKind>,
    /// The vector of each token, as bfloat16.
    pub vectors: Vec<u16>,
}

/// Rounds `x` to bfloat16.
pub fn to_bf16(x: f32) -> u16 {
    (x.to_bits().wrapping_add(0x7FFF + (x.to_bits() >> 16 & 1)) >> 16) as u16
}

/// Widens a bfloat16.
pub fn from_bf16(x: u16) -> f32 {
    f32::from_bits(u32::from(x) << 16)
}

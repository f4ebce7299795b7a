//! [`WindowOutput`]: the output of the encoder for one window.

use super::sizes::PerKind;
use crate::language::tag::tags::PerTag;

/// What the encoder makes of a window: a row for each token that the window answers for.
#[derive(Clone, Debug, Default)]
pub struct WindowOutput {
    /// Scores of each tag.
    pub scores: Vec<PerTag>,
    /// Scores of heading no mention, one of a person, one of a body or group. Softmax turns them into shares.
    pub kinds: Vec<PerKind>,
    /// The numbers that stand for each token, of half the precision.
    pub vectors: Vec<u16>,
}

/// The upper half of `x`, rounded (bfloat16).
pub fn to_bf16(x: f32) -> u16 {
    (x.to_bits().wrapping_add(0x7FFF + (x.to_bits() >> 16 & 1)) >> 16) as u16
}

/// The number whose upper half `x` is.
pub fn from_bf16(x: u16) -> f32 {
    f32::from_bits(u32::from(x) << 16)
}

//! Values of arguments that several commands take.

/// Parses a confidence.
///
/// # Errors
/// If it is not a number from 0 to 1. The message follows the value.
pub(super) fn confidence(number: &str) -> Result<f32, String> {
    let parsed = number.parse().ok().filter(|confidence| (0.0..=1.0).contains(confidence));
    parsed.ok_or_else(|| "must be a number from 0 to 1".into())
}

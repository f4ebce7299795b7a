//! Bounds of the patterns' searches, so that a text without full stops takes linear time.

/// The most tokens searched in one direction.
pub(crate) const MAX_DISTANCE: usize = 300;

/// `start`, or the token [`MAX_DISTANCE`] before `at` if that is nearer.
pub(crate) fn near(start: usize, at: usize) -> usize {
    start.max(at.saturating_sub(MAX_DISTANCE))
}

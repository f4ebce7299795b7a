//! [`Outcome`]: how a command ended.

/// How a command ended, short of wrong usage, which clap reports with status 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Done,
    /// Some source could not be read or held no text, or something could not be kept; each was named.
    Incomplete,
}

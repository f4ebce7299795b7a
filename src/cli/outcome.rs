//! [`Outcome`]: the result of a command.

/// The result of a command, apart from wrong usage, which clap reports with status 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Done,
    /// Some source could not be read or contained no text, or something could not be kept. Each was reported.
    Incomplete,
}

//! [`Progress`]: a progress line on standard error with the time left. It appears only on a terminal where nothing else
//! is written, and only if the run takes a while.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::{Duration, Instant};

/// Shorter runs need no progress line.
const PATIENCE: Duration = Duration::from_millis(500);

/// The most redraws per second.
const RATE: u8 = 10;

const KNOWN: &str = "{prefix}{bytes} of {total_bytes} · {bytes_per_sec} · {eta} left";
const UNKNOWN: &str = "{prefix}{bytes} · {bytes_per_sec}";

/// The progress of a run in bytes analysed, of all bytes if their number is known.
pub(super) struct Progress {
    bar: ProgressBar,
    begun: Instant,
    shown: bool,
}

impl Progress {
    /// Draws a line if `shown`.
    pub fn new(shown: bool) -> Progress {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        Progress { bar, begun: Instant::now(), shown }
    }

    /// Starts source number `nth` of `all`.
    pub fn source(&self, nth: usize, all: usize) {
        if all > 1 {
            self.bar.set_prefix(format!("{nth} of {all} sources · "));
        }
    }

    /// Adds `size` bytes to those expected, if known.
    pub fn expect(&self, size: Option<u64>) {
        match size {
            Some(size) => self.bar.set_length(self.bar.position() + size),
            None => self.bar.unset_length(),
        }
        let style = ProgressStyle::with_template(if size.is_some() { KNOWN } else { UNKNOWN });
        self.bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    }

    /// The number of bytes analysed.
    pub fn position(&self) -> u64 {
        self.bar.position()
    }

    /// Sets the number of bytes analysed.
    pub fn reach(&self, position: u64) {
        self.bar.set_position(position);
        if self.shown && self.bar.is_hidden() && self.begun.elapsed() > PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(RATE));
        }
    }

    /// Removes the progress line.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }

    /// Runs `write`, which writes to standard error, with the progress line cleared.
    pub fn aside<R>(&self, write: impl FnOnce() -> R) -> R {
        self.bar.suspend(write)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.end();
    }
}

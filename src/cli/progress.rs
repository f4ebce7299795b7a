//! [`Progress`]: how far a long run is and how long it will take, on a line of standard error that is drawn over itself. Only
//! on a terminal where nothing else is written, and only when there is something to wait for.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::{Duration, Instant};

/// What is done sooner than this needs no line.
const PATIENCE: Duration = Duration::from_millis(500);

/// Lines a second, at most.
const RATE: u8 = 10;

const KNOWN: &str = "{prefix}{bytes} of {total_bytes} · {bytes_per_sec} · {eta} left";
const UNKNOWN: &str = "{prefix}{bytes} · {bytes_per_sec}";

/// A run under way: bytes that are analysed, of all that there are where that is known.
pub(super) struct Progress {
    bar: ProgressBar,
    begun: Instant,
    shown: bool,
}

impl Progress {
    /// A line is drawn if it is to be `shown`.
    pub fn new(shown: bool) -> Progress {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        Progress { bar, begun: Instant::now(), shown }
    }

    /// Source number `nth` of `all` is next.
    pub fn source(&self, nth: usize, all: usize) {
        if all > 1 {
            self.bar.set_prefix(format!("{nth} of {all} sources · "));
        }
    }

    /// There are `size` bytes more to be analysed, if that is known.
    pub fn expect(&self, size: Option<u64>) {
        match size {
            Some(size) => self.bar.set_length(self.bar.position() + size),
            None => self.bar.unset_length(),
        }
        let style = ProgressStyle::with_template(if size.is_some() { KNOWN } else { UNKNOWN });
        self.bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    }

    /// Bytes that are analysed.
    pub fn position(&self) -> u64 {
        self.bar.position()
    }

    /// So many bytes are analysed.
    pub fn reach(&self, position: u64) {
        self.bar.set_position(position);
        if self.shown && self.bar.is_hidden() && self.begun.elapsed() > PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(RATE));
        }
    }

    /// Does what writes to standard error, with the line out of its way.
    pub fn aside<R>(&self, write: impl FnOnce() -> R) -> R {
        self.bar.suspend(write)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

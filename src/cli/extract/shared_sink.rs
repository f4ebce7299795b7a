//! [`SharedSink`]: the output of `extract`, which a signal ends between two records.

use crate::cli::interrupt::on_signal;
use crate::cli::records::RecordSink;
use std::sync::{Arc, Mutex, PoisonError, TryLockError};
use std::thread;
use std::time::{Duration, Instant};

/// The time limit for finishing a record after a signal. The reader of the output may have stopped.
const PATIENCE: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(5);

/// A shared sink; `None` once it is finished.
#[derive(Clone)]
pub(super) struct SharedSink(Arc<Mutex<Option<RecordSink>>>);

impl SharedSink {
    /// Shares `sink`. If a signal ends the process, `before` is called, and then the record being written and the end
    /// of the format are still written to standard output.
    pub fn new(sink: RecordSink, before: impl FnOnce() + Send + 'static) -> SharedSink {
        let is_live = sink.is_live();
        let sink = SharedSink(Arc::new(Mutex::new(Some(sink))));
        if is_live {
            let sink = sink.clone();
            on_signal(move || {
                before();
                sink.end();
            });
        }
        sink
    }

    /// Uses the sink, if it is not finished.
    pub fn with<R>(&self, act: impl FnOnce(&mut RecordSink) -> R) -> Option<R> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).as_mut().map(act)
    }

    /// Finishes the sink.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn finish(&self) -> anyhow::Result<()> {
        let sink = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        sink.map_or(Ok(()), RecordSink::finish)
    }

    /// Waits until no record is being written, finishes the sink, and blocks further writes. Gives up after a time
    /// limit.
    fn end(&self) {
        let begun = Instant::now();
        loop {
            match self.0.try_lock() {
                Ok(mut sink) => {
                    // The process is ending, so an error cannot be reported.
                    let _ = sink.take().map(RecordSink::finish);
                    return;
                }
                Err(TryLockError::WouldBlock) if begun.elapsed() < PATIENCE => thread::sleep(PAUSE),
                Err(_) => return,
            }
        }
    }
}

//! Runs parsers on a separate thread, with a deadline. A panic becomes an error of one line.

use super::format_error::FormatError;
use std::cell::RefCell;
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Once, mpsc};
use std::thread;
use std::time::Duration;

/// The most time that a parser may take.
const DEADLINE: Duration = Duration::from_secs(20);
/// The stack of a parser's thread, in bytes. Only pages that are touched cost memory.
const STACK: usize = 32 << 20;
/// The name of the thread. Panics under this name become errors and are not printed.
const NAME: &str = "onrecord-parser";

thread_local! {
    /// Whether the caller has stopped waiting for this thread.
    static CANCELLED: RefCell<Arc<AtomicBool>> = RefCell::default();
}

/// Whether the deadline has passed and the result is no longer wanted. Long work should check now and then.
pub(super) fn is_cancelled() -> bool {
    CANCELLED.with_borrow(|cancelled| cancelled.load(Ordering::Relaxed))
}

/// Ends this thread after the deadline, from inside a parser that cannot be stopped otherwise.
pub(super) fn exit_if_cancelled() {
    if is_cancelled() {
        panic::resume_unwind(Box::new("nobody waits"));
    }
}

/// Whether `bytes`, which should be text, contain more NULs than a damaged text does. Each would become a character.
pub(super) fn is_mostly_nul(bytes: &[u8]) -> bool {
    memchr::memchr_iter(0, bytes).count() > bytes.len() / 4
}

/// Runs `work` and returns its result.
///
/// # Errors
/// [`FormatError::Failed`] if it panics, [`FormatError::Slow`] if it misses the deadline. Its thread then ends at its
/// next check of [`is_cancelled`], or with the program.
pub(super) fn run<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, FormatError> + Send + 'static,
) -> Result<T, FormatError> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let others = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if thread::current().name() != Some(NAME) {
                others(info);
            }
        }));
    });
    run_for(DEADLINE, work)
}

fn run_for<T: Send + 'static>(
    deadline: Duration,
    work: impl FnOnce() -> Result<T, FormatError> + Send + 'static,
) -> Result<T, FormatError> {
    let (to, from) = mpsc::sync_channel(1);
    let cancelled = Arc::new(AtomicBool::new(false));
    let flag = cancelled.clone();
    let spawned = thread().spawn(move || {
        CANCELLED.set(flag);
        // After the deadline there is no receiver.
        let _ = to.send(work());
    });
    if spawned.is_err() {
        return Err(FormatError::Failed);
    }
    match from.recv_timeout(deadline) {
        Ok(done) => done,
        Err(mpsc::RecvTimeoutError::Timeout) => {
            cancelled.store(true, Ordering::Relaxed);
            Err(FormatError::Slow)
        }
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(FormatError::Failed),
    }
}

/// A thread for parsers.
pub(super) fn thread() -> thread::Builder {
    thread::Builder::new().name(NAME.into()).stack_size(STACK)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slow_work_ends_at_its_next_check() {
        let (to, ended) = mpsc::channel::<()>();
        let slow = run_for::<()>(Duration::from_millis(20), move || {
            // Dropped when the thread ends.
            let _to = to;
            loop {
                exit_if_cancelled();
                thread::sleep(Duration::from_millis(1));
            }
        });
        assert!(matches!(slow, Err(FormatError::Slow)));
        assert_eq!(ended.recv_timeout(Duration::from_secs(20)), Err(mpsc::RecvTimeoutError::Disconnected));
    }

    #[test]
    fn a_panic_is_an_error() {
        assert!(matches!(run::<()>(|| panic!("odd file")), Err(FormatError::Failed)));
        assert_eq!(run(|| Ok(1)).unwrap(), 1);
    }
}

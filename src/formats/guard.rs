//! Other people's parsers run behind this: on a thread of their own, with a deadline, and what they do not survive is an
//! error of one line.

use super::cause::Cause;
use std::cell::RefCell;
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Once, mpsc};
use std::thread;
use std::time::Duration;

/// The longest that a parser may take.
const DEADLINE: Duration = Duration::from_secs(20);
/// Stack of a parser's thread, in bytes; only touched pages cost memory.
const STACK: usize = 32 << 20;
/// What its thread is called. A panic under this name is told as an error, not printed.
const NAME: &str = "onrecord-parser";

thread_local! {
    /// Has whoever waits for this thread stopped waiting?
    static CANCELLED: RefCell<Arc<AtomicBool>> = RefCell::default();
}

/// Is the time of this thread's work over, so that nobody wants what comes of it? Work that can be long asks now and then.
pub(super) fn is_cancelled() -> bool {
    CANCELLED.with_borrow(|cancelled| cancelled.load(Ordering::Relaxed))
}

/// Ends this thread where its work cannot be told to end: out of a parser that calls back.
pub(super) fn exit_if_cancelled() {
    if is_cancelled() {
        panic::resume_unwind(Box::new("nobody waits"));
    }
}

/// Do `bytes` that should be a text hold more NULs than a damaged text does? Each of them would become a character.
pub(super) fn is_mostly_nul(bytes: &[u8]) -> bool {
    memchr::memchr_iter(0, bytes).count() > bytes.len() / 4
}

/// What `work` gives.
///
/// # Errors
/// [`Cause::Failed`] when it panics, [`Cause::Slow`] when it is not done in time. Its thread ends when it next asks whether
/// it [`is_over`], and with the program at the latest.
pub(super) fn run<T: Send + 'static>(work: impl FnOnce() -> Result<T, Cause> + Send + 'static) -> Result<T, Cause> {
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
    work: impl FnOnce() -> Result<T, Cause> + Send + 'static,
) -> Result<T, Cause> {
    let (to, from) = mpsc::sync_channel(1);
    let cancelled = Arc::new(AtomicBool::new(false));
    let told = cancelled.clone();
    let spawned = thread().spawn(move || {
        CANCELLED.set(told);
        // Nobody waits for it when it was too slow.
        let _ = to.send(work());
    });
    if spawned.is_err() {
        return Err(Cause::Failed);
    }
    match from.recv_timeout(deadline) {
        Ok(done) => done,
        Err(mpsc::RecvTimeoutError::Timeout) => {
            cancelled.store(true, Ordering::Relaxed);
            Err(Cause::Slow)
        }
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(Cause::Failed),
    }
}

/// A thread to run parsers on.
pub(super) fn thread() -> thread::Builder {
    thread::Builder::new().name(NAME.into()).stack_size(STACK)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_is_too_slow_ends_when_it_asks() {
        let (to, ended) = mpsc::channel::<()>();
        let slow = run_for::<()>(Duration::from_millis(20), move || {
            // Dropped when the thread ends.
            let _to = to;
            loop {
                exit_if_cancelled();
                thread::sleep(Duration::from_millis(1));
            }
        });
        assert!(matches!(slow, Err(Cause::Slow)));
        assert_eq!(ended.recv_timeout(Duration::from_secs(20)), Err(mpsc::RecvTimeoutError::Disconnected));
    }

    #[test]
    fn a_panic_is_an_error() {
        assert!(matches!(run::<()>(|| panic!("odd file")), Err(Cause::Failed)));
        assert_eq!(run(|| Ok(1)).unwrap(), 1);
    }
}

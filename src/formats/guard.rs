//! Other people's parsers run behind this: on a thread of their own, with a deadline, and what they do not survive is an
//! error of one line.

use super::Cause;
use std::panic;
use std::sync::{Once, mpsc};
use std::thread;
use std::time::Duration;

/// The longest that a parser may take.
const DEADLINE: Duration = Duration::from_secs(20);
/// Stack of a parser's thread, in bytes; only touched pages cost memory.
const STACK: usize = 32 << 20;
/// What its thread is called. A panic under this name is told as an error, not printed.
const NAME: &str = "onrecord-parser";

/// What `work` gives.
///
/// # Errors
/// [`Cause::Failed`] when it panics, [`Cause::Slow`] when it is not done in time. Its thread is then left to itself.
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
    let (to, from) = mpsc::sync_channel(1);
    let spawned = thread().spawn(move || {
        // Nobody waits for it when it was too slow.
        let _ = to.send(work());
    });
    if spawned.is_err() {
        return Err(Cause::Failed);
    }
    match from.recv_timeout(DEADLINE) {
        Ok(done) => done,
        Err(mpsc::RecvTimeoutError::Timeout) => Err(Cause::Slow),
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
    fn a_panic_is_an_error() {
        assert!(matches!(run::<()>(|| panic!("odd file")), Err(Cause::Failed)));
        assert_eq!(run(|| Ok(1)).unwrap(), 1);
    }
}

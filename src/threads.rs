//! Runs the jobs of an analysis on several cores. The core itself starts no thread.

use crate::language::Jobs;
#[cfg(feature = "best")]
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// Why a thread could not be started.
pub const NO_THREAD: &str = "the system lets this user start no more threads";

/// Runs the jobs on up to `threads` threads, this one included. `should_continue` is called before each job and at the
/// end, with the number of jobs done; when it returns false, no more jobs are started. Returns its last answer.
pub fn run_jobs(jobs: &Jobs, threads: usize, should_continue: impl Fn(usize) -> bool + Sync) -> bool {
    let (next, done) = (AtomicUsize::new(jobs.due.start), AtomicUsize::new(jobs.due.start));
    let work = || {
        while should_continue(done.load(Ordering::Relaxed)) {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= jobs.due.end {
                return;
            }
            (jobs.job)(number);
            done.fetch_add(1, Ordering::Relaxed);
        }
    };
    thread::scope(|scope| {
        for _ in 1..threads.min(jobs.due.len()) {
            // If the system allows no more threads, fewer are used.
            if thread::Builder::new().spawn_scoped(scope, work).is_err() {
                break;
            }
        }
        work();
    });
    should_continue(done.into_inner())
}

/// Does `work` on a separate thread, or on this one if the system allows no more.
pub fn run_in_background(work: impl FnOnce() + Send + 'static) {
    let work = Arc::new(Mutex::new(Some(work)));
    let theirs = work.clone();
    if thread::Builder::new().spawn(move || run_once(&theirs)).is_err() {
        run_once(&work);
    }
}

/// Does the work if no thread has taken it: on the new thread, or on the caller's if there is none. `None` if it was
/// taken.
pub fn run_once<T>(work: &Mutex<Option<impl FnOnce() -> T>>) -> Option<T> {
    let work = work.lock().unwrap_or_else(PoisonError::into_inner).take();
    work.map(|work| work())
}

/// Makes each matrix product run on the thread that asks for it. An analysis is divided into windows already; dividing
/// products as well would only make threads wait. A library leaves that to its caller. False if the system allows no
/// further thread.
pub fn single_threaded_products() -> bool {
    #[cfg(feature = "best")]
    {
        use std::error::Error;
        static IS_READY: OnceLock<bool> = OnceLock::new();
        // If it is set already, it stays so, and the error does not matter.
        let set = || rayon::ThreadPoolBuilder::new().num_threads(1).build_global();
        *IS_READY.get_or_init(|| set().map_or_else(|error| error.source().is_none(), |()| true))
    }
    #[cfg(not(feature = "best"))]
    true
}

/// The number of cores available to this process, or 1 if unknown.
pub fn cores() -> usize {
    thread::available_parallelism().map_or(1, |cores| cores.get())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs the jobs `due` on `threads` threads until `enough` are done. Returns those that were done, sorted, and the
    /// answer.
    fn check(due: std::ops::Range<usize>, threads: usize, enough: usize) -> (Vec<usize>, bool) {
        let did = Mutex::new(Vec::new());
        let job = |number| did.lock().unwrap().push(number);
        let continued = run_jobs(&Jobs { all: 100, due, job: &job }, threads, |done| done < enough);
        let mut did = did.into_inner().unwrap();
        did.sort_unstable();
        (did, continued)
    }

    #[test]
    fn background_work_runs_once() {
        let (to, done) = std::sync::mpsc::channel();
        run_in_background(move || to.send(1).unwrap());
        assert_eq!((done.recv(), done.recv().is_err()), (Ok(1), true));
        // Without a thread the caller takes the work, so that no thread finds it later.
        let (to, done) = std::sync::mpsc::channel();
        let work = Mutex::new(Some(move || to.send(1).unwrap()));
        run_once(&work);
        run_once(&work);
        assert_eq!(done.iter().count(), 1);
    }

    #[test]
    fn each_job_runs_once_until_cancelled() {
        for threads in [0, 1, 4] {
            assert_eq!(check(3..40, threads, 100), ((3..40).collect(), true));
            assert_eq!(check(3..3, threads, 100), (vec![], true));
            assert_eq!(check(3..40, threads, 0), (vec![], false));
        }
        assert_eq!(check(3..40, 1, 5), (vec![3, 4], false));
    }
}

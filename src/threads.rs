//! The jobs of an analysis on several cores at once: the core itself starts no thread.

use crate::language::Jobs;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Does the jobs that are due on at most `threads` threads, this one among them. Before each job, and at the end, `go_on` is
/// told how many of all are done; the first `false` ends it, and is the answer.
pub fn run_jobs(jobs: &Jobs, threads: usize, go_on: impl Fn(usize) -> bool + Sync) -> bool {
    let (next, done) = (AtomicUsize::new(jobs.due.start), AtomicUsize::new(jobs.due.start));
    let work = || {
        while go_on(done.load(Ordering::Relaxed)) {
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
            scope.spawn(work);
        }
        work();
    });
    go_on(done.into_inner())
}

/// Has each product of matrices done by the thread that asks for it: an analysis is divided by windows, and a product that
/// is divided again only waits. Elsewhere than in the program that is left to whoever calls.
pub fn single_threaded_products() {
    // Somebody else may have set it: then it is as they want it.
    #[cfg(feature = "best")]
    let _ = rayon::ThreadPoolBuilder::new().num_threads(1).build_global();
}

/// Cores that this process may use, 1 where that is not known.
pub fn cores() -> usize {
    thread::available_parallelism().map_or(1, |cores| cores.get())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    /// The jobs `due`, on `threads`, given up once `enough` are done: those that were done, sorted, and the answer.
    fn check(due: std::ops::Range<usize>, threads: usize, enough: usize) -> (Vec<usize>, bool) {
        let did = Mutex::new(Vec::new());
        let job = |number| did.lock().unwrap().push(number);
        let went_on = run_jobs(&Jobs { all: 100, due, job: &job }, threads, |done| done < enough);
        let mut did = did.into_inner().unwrap();
        did.sort_unstable();
        (did, went_on)
    }

    #[test]
    fn each_job_is_done_once_until_it_is_given_up() {
        for threads in [0, 1, 4] {
            assert_eq!(check(3..40, threads, 100), ((3..40).collect(), true));
            assert_eq!(check(3..3, threads, 100), (vec![], true));
            assert_eq!(check(3..40, threads, 0), (vec![], false));
        }
        assert_eq!(check(3..40, 1, 5), (vec![3, 4], false));
    }
}

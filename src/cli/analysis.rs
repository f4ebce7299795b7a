//! The analysis as the commands have it done: the fast model in turn, the best one on all cores.

use crate::article::Article;
use crate::language::{self, Analysis, Engine, Jobs};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// More threads than this gain nothing on a text of a few pages.
const MOST_THREADS: usize = 8;

/// What is said in `article`, and by whom.
pub(super) fn analyse(article: &Article, engine: Engine) -> Analysis {
    let found = match engine {
        Engine::Fast => None,
        Engine::Best => language::analyse_with(article, engine, side_by_side),
    };
    found.unwrap_or_else(|| language::analyse(article))
}

fn side_by_side(jobs: Jobs) -> bool {
    let cores = thread::available_parallelism().map_or(1, |cores| cores.get().min(MOST_THREADS));
    let next = AtomicUsize::new(jobs.due.start);
    let work = || {
        while let Some(number) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|&number| number < jobs.due.end) {
            (jobs.job)(number);
        }
    };
    thread::scope(|scope| {
        for _ in 1..cores.min(jobs.due.len()) {
            scope.spawn(work);
        }
        work();
    });
    true
}
